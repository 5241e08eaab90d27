"""The whole read model at once: made anew beside the live one, or held against what the events say.

Both judge every file from its events, in as many processes as there are cores, some files at a time, so
that memory does not grow with their number. The processes read; only this one writes.

Source: architecture page, section 3.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from growth_ledger.domain.events import TEACHERS
from growth_ledger.errors import ConflictError
from growth_ledger.ledger.garbage import seldom_collected
from growth_ledger.ledger.opening import now, open_ledger
from growth_ledger.ledger.read_model import (
    Batches,
    files_touched,
    history_of_file,
)
from growth_ledger.ledger.worlds import World
from growth_ledger.processes import AHEAD, helpers, in_order
from growth_ledger.store import standings as stored

if TYPE_CHECKING:
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.store import Reading, Writing

R = TypeVar("R")

_FILES_AT_ONCE: Final = 200
_FILES_FOR_ONE_PROCESS: Final = 4000
"""Below so many files a second process costs more than it brings."""
_MOST_PROCESSES: Final = 8
_EVERYTHING: Final = 2**31
_TEACHER_COLUMN: Final = stored.StoredStanding._fields.index("teacher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuilding did: how many files and rows, and the teachers whose rows were wrong."""

    files: int
    events: int
    rows: int
    differing: tuple[str, ...]


def rebuild(ledger: Ledger, *, progress: Callable[[int, int], None] | None = None) -> Rebuilt:
    """A new generation is made beside the live one, compared with it, and takes its place.

    Readers and writers go on meanwhile. Stopped at any moment, the live generation is as it was; what
    was made of the new one is removed by the next rebuilding.

    Args:
        ledger: The ledger.
        progress: Told how many files and events are done.

    Raises:
        ConflictError: `rebuilding-overtaken`, another one has begun; the live generation is as it was.
        StorageError: `worker-lost`, a process that judged files was killed; or the database fails.
    """
    with ledger.store.writing() as writing:
        live = stored.live_generation(writing.transaction)
        fresh = stored.begin_building(writing.transaction)
        for leftover in stored.generations(writing.transaction):
            if leftover != live:
                stored.remove_generation(writing.transaction, leftover)
        start = writing.head.position
    touched = _Touched(start)
    files = done = 0
    with ledger.store.reading() as reading, _judging(ledger, reading, known_at=start) as judging:
        for judged in judging(_Judge.judged, AHEAD):
            with _building(ledger, fresh) as writing:
                stored.add(writing.transaction, fresh, touched.left_out_of(judged.rows, writing))
            files += judged.files
            done += judged.events
            if progress is not None:
                progress(files, done)
    with _building(ledger, fresh) as writing:
        _catch_up(writing, fresh, since=start)
        differing = tuple(stored.differing(writing.transaction, live, fresh))
        stored.make_live(writing.transaction, fresh)
    with ledger.store.writing() as writing:
        stored.remove_generation(writing.transaction, live)
        rows_there = stored.count(writing.transaction, fresh)
    return Rebuilt(files=files, events=done, rows=rows_there, differing=differing)


@contextmanager
def _building(ledger: Ledger, generation: int) -> Iterator[Writing]:
    """To write to a generation that is built, which two would make of halves."""
    with ledger.store.writing() as writing:
        if not stored.is_built(writing.transaction, generation):
            raise ConflictError("rebuilding-overtaken")
        yield writing


class _Touched:
    """The teachers whose files had an event while others were judged.

    Their rows are made last, from what is there then. Judged from before, they would bring back the name
    of somebody who was erased meanwhile.
    """

    def __init__(self, start: int) -> None:
        self._seen = start
        self._teachers: set[str] = set()

    def left_out_of(
        self, rows: Sequence[tuple[Any, ...]], writing: Writing
    ) -> list[tuple[Any, ...]]:
        """The rows of all others, of which none can be touched before the transaction ends."""
        last = writing.head.position
        streams = (row.stream for row in writing.stored(self._seen + 1, last))
        self._teachers.update(name.removeprefix(TEACHERS) for name in streams)
        self._seen = last
        return [row for row in rows if row[_TEACHER_COLUMN] not in self._teachers]


@contextmanager
def comparing(ledger: Ledger, reading: Reading) -> Iterator[Callable[[], list[str]]]:
    """Gives the teachers whose live rows are not what the events give, in order of staff number.

    Where there are many files, other processes begin to compare as soon as the block is entered, so
    that something else can be done in it before the answer is asked for.

    Raises:
        StorageError: As `rebuild`.
    """
    with _judging(ledger, reading, known_at=None) as judging:
        parts = judging(_Judge.differing, _EVERYTHING)

        def answer() -> list[str]:
            generation = stored.live_generation(reading.transaction)
            kept = stored.teachers(reading.transaction, generation)
            without_file = kept - {
                name.removeprefix(TEACHERS) for name in reading.stream_names(TEACHERS)
            }
            return sorted(without_file.union(*parts))

        yield answer


class _Judged(NamedTuple):
    """Some files, judged: how many, of how many events, and their rows.

    The rows are plain tuples, in the fields of `StoredStanding`: these cross from one process to
    another in half the time.
    """

    files: int
    events: int
    rows: list[tuple[Any, ...]]


class _Judge:
    """Judges files from one view of the ledger."""

    def __init__(self, reading: Reading, known_at: int | None) -> None:
        self._reading = reading
        self._known_at = known_at
        self._world = World(reading, known_at=known_at)
        self._batches = Batches(stored.batches(reading.transaction))

    def judged(self, names: Sequence[str]) -> _Judged:
        """The streams' files, judged."""
        files = count = 0
        rows: list[tuple[Any, ...]] = []
        for name, events in self._reading.some_streams(names, self._known_at):
            files += 1
            count += len(events)
            teacher = name.removeprefix(TEACHERS)
            rows.extend(map(tuple, history_of_file(teacher, events, self._world, self._batches)))
        return _Judged(files, count, rows)

    def differing(self, names: Sequence[str]) -> list[str]:
        """The teachers, of streams in order of name, whose live rows are not what the events give."""
        needed: set[stored.StoredStanding] = set()
        for name, events in self._reading.some_streams(names, self._known_at):
            teacher = name.removeprefix(TEACHERS)
            needed.update(history_of_file(teacher, events, self._world, self._batches))
        transaction = self._reading.transaction
        generation = stored.live_generation(transaction)
        first, last = (name.removeprefix(TEACHERS) for name in (names[0], names[-1]))
        # No row is in the table twice, nor made twice.
        there = set(stored.of_teachers(transaction, generation, first, last))
        wrong = {row.teacher for row in needed ^ there}
        # Files may have been opened since the streams were named; a row without a file stays wrong.
        others = {TEACHERS + teacher for teacher in wrong}.difference(names)
        opened = self._reading.last_versions(others)
        return sorted(wrong - {name.removeprefix(TEACHERS) for name in opened})


_Work = Callable[[_Judge, Sequence[str]], R]
_Judging = Callable[[_Work[R], int], Iterator[R]]
"""The results of work on all parts; so many of them are begun ahead in each process."""


@contextmanager
def _judging(ledger: Ledger, reading: Reading, *, known_at: int | None) -> Iterator[_Judging[Any]]:
    """Does something with every file, some at a time; in several processes where there are many.

    Where `known_at` is None, each process judges what its own view shows.
    """
    names = reading.stream_names(TEACHERS, known_at)
    parts = [
        names[start : start + _FILES_AT_ONCE] for start in range(0, len(names), _FILES_AT_ONCE)
    ]
    with seldom_collected(), ExitStack() as opened:
        if len(names) < _FILES_FOR_ONE_PROCESS or not ledger.url:
            judge = _Judge(reading, known_at)
            yield lambda work, ahead: (work(judge, part) for part in parts)  # noqa: ARG005 - nothing runs ahead.
            return
        workers = min(multiprocessing.cpu_count(), _MOST_PROCESSES)
        pool = opened.enter_context(helpers(workers, _begin_work, ledger.url, known_at))

        def judging(work: _Work[Any], ahead: int) -> Iterator[Any]:
            return in_order(pool, partial(_work, work), parts, ahead=ahead * workers)

        yield judging


_judges: list[_Judge] = []
"""In a worker process: its one judge."""

_open_until_the_end: Final = ExitStack()
"""Holds the view that the judge reads; without it, the view would be closed as soon as it is open."""


def _begin_work(url: str, known_at: int | None) -> None:
    _open_until_the_end.enter_context(seldom_collected())
    ledger = open_ledger(url, by="", clock=now)
    reading = _open_until_the_end.enter_context(ledger.store.reading())
    _judges.append(_Judge(reading, known_at))


def _work(work: _Work[R], names: Sequence[str]) -> R:
    return work(_judges[0], names)


def _catch_up(writing: Writing, generation: int, *, since: int) -> None:
    """The files touched since the position are made again in the generation."""
    if writing.head.position == since:
        return
    world = World(writing)
    batches = Batches(stored.batches(writing.transaction))
    streams = {row.stream for row in writing.stored(since + 1, writing.head.position)}
    names = sorted(TEACHERS + teacher for teacher in files_touched(writing, world, streams))
    for name, events in writing.some_streams(names):
        teacher = name.removeprefix(TEACHERS)
        stored.remove_teacher(writing.transaction, generation, teacher)
        rows = history_of_file(teacher, events, world, batches)
        stored.add(writing.transaction, generation, rows)
