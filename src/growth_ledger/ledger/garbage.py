"""When garbage is looked for, while a million events pass through.

Python looks each time that there are so many objects more, and goes through all those that are still
needed. Of what passes through here hardly anything points back at what points at it, once
`Facts.let_go` is called, so that there is little to be found.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_HARDLY_EVER: Final = (1_000_000, 20, 100)


class _Seldom:
    """What was set before the first of the blocks that are under way, in whatever threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = 0
        self._before = gc.get_threshold()

    def begin(self) -> None:
        with self._lock:
            if self._under_way == 0:
                self._before = gc.get_threshold()
                gc.set_threshold(*_HARDLY_EVER)
            self._under_way += 1

    def end(self) -> None:
        with self._lock:
            self._under_way -= 1
            if self._under_way == 0:
                gc.set_threshold(*self._before)


_seldom: Final = _Seldom()
"""Of the process, as what it sets is."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within the block, or the function decorated, garbage is hardly ever looked for."""
    _seldom.begin()
    try:
        yield
    finally:
        _seldom.end()
