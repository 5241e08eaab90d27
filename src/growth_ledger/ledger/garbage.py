"""When garbage is looked for, while a million events pass through.

Facts that point at each other only go when somebody looks for them. Python looks each time that there
are so many objects more, and goes through all those that are still needed; here it is told when few are.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_HARDLY_EVER: Final = (1_000_000, 20, 100)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within the block garbage is looked for by `collect`, and otherwise hardly ever."""
    before = gc.get_threshold()
    gc.set_threshold(*_HARDLY_EVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def collect() -> None:
    """What became garbage lately is gone; call it when most of what was made lately is."""
    gc.collect(1)
