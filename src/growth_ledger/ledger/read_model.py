"""Keeping the read model: in the transaction of the events, and from the events alone.

A `ModelKeeper` goes with every recording: the files that it touched are judged, and what changed is
closed at the transaction's first position and added anew. `history_of_file` says what the model must
hold for a file over all knowledge; `rebuilding` makes the whole of it anew.
The model knows positions at the ends of transactions only.

Source: architecture page, section 3.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.domain.events import POLICIES, SCHOOLS, TEACHERS, Recorded
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.naming import NAMING_KINDS, named_streams
from growth_ledger.domain.teacher_file import TeacherFile
from growth_ledger.ledger.worlds import World
from growth_ledger.policy.read_model import ModelRow, rows_of
from growth_ledger.store import standings as stored
from growth_ledger.store.standings import STILL_KNOWN, StoredStanding

if TYPE_CHECKING:
    from growth_ledger.store import Reading, Writing

_FILES_AT_ONCE: Final = 200


class _Judged(NamedTuple):
    """A file's rows, and the position of its first event."""

    teacher: str
    opened: int
    rows: list[ModelRow]


class ModelKeeper:
    """Keeps the model in one writing transaction: each file that it touches is judged once.

    Files may be judged before the transaction ends, when their facts are let go from memory; one that
    is touched again is judged again. Whatever is closed or added is so from the transaction's first
    position on: the model knows only the ends of transactions.
    """

    def __init__(self, writing: Writing, *, first: int) -> None:
        """Nothing is read before something is judged.

        Args:
            writing: The transaction.
            first: The position of its first event.
        """
        self._writing = writing
        self._first = first
        self._generation = stored.live_generation(writing.transaction)
        self._teachers: set[str] = set()
        self._others: set[str] = set()
        self._others_since: set[str] = set()
        """Those that had an event after some file was judged."""
        self._world: World | None = None
        self._judged: set[str] = set()

    def touch(self, stream: str) -> None:
        """The stream has a new event."""
        if stream.startswith(TEACHERS):
            self._teachers.add(stream)
        else:
            self._others.add(stream)
            if self._judged:
                self._others_since.add(stream)
            self._world = None

    def judge(self, remembered: Mapping[str, Facts]) -> None:
        """Judge the touched files among the streams that are remembered; all events are appended."""
        due = sorted(name for name in remembered if name in self._teachers)
        self._judge((name.removeprefix(TEACHERS), remembered[name]) for name in due)
        self._teachers.difference_update(due)

    def finish(self, remembered: Mapping[str, Facts]) -> None:
        """The model is what the events give, with those of this transaction.

        Args:
            remembered: Facts of streams, as they now are, that need not be read again.
        """
        last = self._writing.head.position
        if last < self._first:
            return
        stored.note_batch(self._writing.transaction, first=self._first, last=last)
        teachers = {name.removeprefix(TEACHERS) for name in self._teachers}
        if self._others:
            world = self._current_world()
            teachers |= files_touched(self._writing, world, self._others) - self._judged
            teachers |= files_touched(self._writing, world, self._others_since)
        self._judge(_facts_of(self._writing, sorted(teachers), remembered))

    def _current_world(self) -> World:
        if self._world is None:
            self._world = World(self._writing)
        return self._world

    def _judge(self, files: Iterable[tuple[str, Facts]]) -> None:
        world = self._current_world()
        surroundings = world.at(self._writing.head.position)
        judged = (
            _Judged(
                teacher,
                facts.sayings[0][0].position,
                rows_of(TeacherFile(teacher, facts, surroundings), world.rules),
            )
            for teacher, facts in files
        )
        while some := list(islice(judged, _FILES_AT_ONCE)):
            self._keep(some)

    def _keep(self, files: Sequence[_Judged]) -> None:
        """The rows of some files are in the model, and those that no longer hold are closed."""
        transaction, generation = self._writing.transaction, self._generation
        before = [
            file.teacher
            for file in files
            if file.opened < self._first or file.teacher in self._judged
        ]
        kept = stored.of_some_teachers(transaction, generation, before)
        added: list[StoredStanding] = []
        for file in files:
            there = kept.get(file.teacher)
            new = file.rows if there is None else self._what_is_new(there, file.rows)
            added.extend(_known(file.teacher, row, self._first) for row in new)
        stored.add(transaction, generation, added)
        self._judged.update(file.teacher for file in files)

    def _what_is_new(
        self, kept: Iterable[StoredStanding], rows: Iterable[ModelRow]
    ) -> list[ModelRow]:
        """Close the rows of a file that no longer hold; the rows that are to be added."""
        transaction, generation, first = self._writing.transaction, self._generation, self._first
        now = dict.fromkeys(rows)
        standing = {_row_of(one): one for one in kept if one.known_until == STILL_KNOWN}
        gone = [one for row, one in standing.items() if row not in now]
        stored.close(transaction, generation, gone, at=first)
        # Where this transaction has judged the file before, what it closed then may hold after all.
        closed = {_row_of(one): one for one in kept if one.known_until == first}
        again = [one for row, one in closed.items() if row in now]
        stored.reopen(transaction, generation, again)
        return [row for row in now if row not in standing and row not in closed]


def files_touched(reading: Reading, world: World, streams: Iterable[str]) -> set[str]:
    """The teachers whose files an event in one of the streams may touch."""
    touched: set[str] = set()
    naming: set[str] = set()
    for stream in streams:
        if stream.startswith(TEACHERS):
            touched.add(stream.removeprefix(TEACHERS))
        elif stream.startswith(POLICIES):
            district = stream.removeprefix(POLICIES)
            naming.update(SCHOOLS + code for code in world.schools_ever_in(district))
        else:
            naming.add(stream)
    for stream in naming:
        touched.update(
            name.removeprefix(TEACHERS)
            for name in reading.mentioning(stream)
            if name.startswith(TEACHERS)
        )
    return touched


def history_of_file(
    teacher: str,
    events: Sequence[Recorded],
    world: World,
    batches: Batches,
) -> list[StoredStanding]:
    """Every row that the model must hold for a file, over all knowledge.

    Args:
        teacher: The staff number.
        events: The file's events, in order of version.
        world: As known at the same position as the events, or later.
        batches: Which events came in one transaction.
    """
    moments = _moments(events, world, batches)
    if len(moments) == 1:
        # Everything came at once, as after a bulk import: there is nothing to compare.
        first, last = moments[0]
        facts = Facts(events)
        found = rows_of(TeacherFile(teacher, facts, world.at(last)), world.rules)
        facts.let_go()
        return [_known(teacher, row, first) for row in found]
    facts = Facts()
    waiting = list(events)
    taken = 0
    rows: list[StoredStanding] = []
    current: dict[ModelRow, int] = {}
    for first, last in moments:
        while taken < len(waiting) and waiting[taken].position <= last:
            facts.add(waiting[taken])
            taken += 1
        now = dict.fromkeys(
            rows_of(TeacherFile(teacher, facts, world.at(last)), world.rules), first
        )
        gone = [row for row in current if row not in now]
        rows.extend(_known(teacher, row, current.pop(row), until=first) for row in gone)
        for row, known_from in now.items():
            current.setdefault(row, known_from)
    facts.let_go()
    rows.extend(_known(teacher, row, known_from) for row, known_from in current.items())
    return rows


@dataclass(frozen=True, slots=True)
class Batches:
    """The transactions of more than one event, by first and last position, in order."""

    spans: Sequence[tuple[int, int]]

    def around(self, position: int) -> tuple[int, int]:
        """First and last position of the transaction that an event came in."""
        index = bisect_right(self.spans, (position, STILL_KNOWN)) - 1
        if index >= 0 and self.spans[index][1] >= position:
            return self.spans[index]
        return position, position


def _moments(events: Sequence[Recorded], world: World, batches: Batches) -> list[tuple[int, int]]:
    """The transactions after which the file may be judged otherwise, in order."""
    named: set[str] = set()
    for recorded in events:
        if recorded.event.kind in NAMING_KINDS:
            named.update(named_streams(recorded.event))
    for stream in list(named):
        if stream.startswith(SCHOOLS):
            districts = world.districts_ever(stream.removeprefix(SCHOOLS))
            named.update(POLICIES + district for district in districts)
    born = events[0].position
    positions = [recorded.position for recorded in events]
    for stream in named:
        of_stream = world.positions(stream)
        positions.extend(of_stream[bisect_right(of_stream, born) :])
    positions.sort()
    moments: list[tuple[int, int]] = []
    last = -1
    for position in positions:
        if position > last:
            moments.append(batches.around(position))
            last = moments[-1][1]
    return moments


def _facts_of(
    reading: Reading, teachers: Sequence[str], remembered: Mapping[str, Facts]
) -> Iterator[tuple[str, Facts]]:
    missing: list[str] = []
    for teacher in teachers:
        known = remembered.get(TEACHERS + teacher)
        if known is None:
            missing.append(TEACHERS + teacher)
        elif known.last is not None:
            yield teacher, known
    for name, events in reading.some_streams(missing):
        facts = Facts(events)
        yield name.removeprefix(TEACHERS), facts
        facts.let_go()


def _row_of(one: StoredStanding) -> ModelRow:
    return ModelRow(
        one.projection,
        one.outcome,
        one.policy,
        one.clause,
        one.school,
        one.name,
        one.first,
        one.last,
        one.since,
        one.until,
    )


def _known(
    teacher: str, row: ModelRow, known_from: int, *, until: int = STILL_KNOWN
) -> StoredStanding:
    return StoredStanding(
        row.projection,
        row.outcome,
        teacher,
        row.first,
        known_from,
        row.last,
        until,
        row.policy,
        row.clause,
        row.school,
        row.name,
        row.since,
        row.until,
    )


def rebuild_file(writing: Writing, teacher: str) -> None:
    """The file's rows are made again from its events alone, as after an erasure of its names."""
    transaction = writing.transaction
    generation = stored.live_generation(transaction)
    events = writing.stream(TEACHERS + teacher)
    stored.remove_teacher(transaction, generation, teacher)
    batches = Batches(stored.batches(transaction))
    stored.add(transaction, generation, history_of_file(teacher, events, World(writing), batches))
