"""When garbage is looked for, while a million events pass through.

Python looks each time that there are so many objects more, and goes through all those that are still
needed. Nothing that passes through here points back at what points at it, once `Facts.let_go` is called,
so that there is nothing to be found.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_HARDLY_EVER: Final = (1_000_000, 20, 100)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within the block, or the function decorated, garbage is hardly ever looked for."""
    before = gc.get_threshold()
    gc.set_threshold(*_HARDLY_EVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
