"""Other processes that help this one: started afresh, and gone as soon as this one is.

A forked process would share, and on closing undo, the locks of this one's database files. One that
outlives its parent would wait for work for ever, and hold a view of the ledger that keeps its files
from shrinking and erased values from being scrubbed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, Final, TypeVar

from growth_ledger.errors import StorageError

AHEAD: Final = 3
"""So many parts a process: none waits for the one that takes the results, and few wait to be taken."""

R = TypeVar("R")
P = TypeVar("P")


@contextmanager
def helpers(
    count: int, begin: Callable[..., object], *values: object
) -> Iterator[ProcessPoolExecutor]:
    """So many processes, for as long as the block lasts.

    Args:
        count: How many; they are started as work comes.
        begin: Called with `values` in each, before any work.
        values: Whatever can cross from one process to another.
    """
    pool = ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(begin, values),
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(
    pool: ProcessPoolExecutor, work: Callable[[P], R], parts: Iterable[P], *, ahead: int
) -> Iterator[R]:
    """What the work makes of each part, in order; the first `ahead` parts are begun at once.

    Raises:
        StorageError: `worker-lost`, a process was killed.
        Exception: Whatever the work, or a process's beginning, raised.
    """
    waiting = iter(parts)
    with _telling_the_loss():
        begun = deque(_begun(pool, work, part) for part in islice(waiting, ahead))

    def results() -> Iterator[R]:
        with _telling_the_loss():
            for part in waiting:
                yield begun.popleft().result()
                begun.append(_begun(pool, work, part))
            while begun:
                yield begun.popleft().result()

    return results()


def _begun(pool: ProcessPoolExecutor, work: Callable[[P], R], part: P) -> Future[R]:
    """The work, given to a process that may be started only now."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(_do, work, part)
    # What is held back here stays so in a process that begins meanwhile: an interrupt from the keyboard
    # reaches every process, and the first one answers it for all.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_do, work, part)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _telling_the_loss() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise StorageError("worker-lost") from error


_unable: list[Exception] = []
"""In a helper: why it could not begin."""


def _begin(begin: Callable[..., object], values: tuple[Any, ...]) -> None:
    # Where no signal can be held back while a process begins, this is soon enough.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_the_parent, daemon=True).start()
    try:
        begin(*values)
    except Exception as error:  # noqa: BLE001 - told by the first piece of work.
        _unable.append(error)


def _do(work: Callable[[P], R], part: P) -> R:
    if _unable:
        raise _unable[0]
    return work(part)


def _leave_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
