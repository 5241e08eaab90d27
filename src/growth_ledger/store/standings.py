"""The read model's tables: standings over days and over knowledge, in generations.

A row holds for the days `first_day` to `last_day`, both included, as known from position `known_from`
up to, but not including, `known_until`; so any (as-of, known-at) question about everyone is one range
of the primary key. Days are numbers (`domain.days`). A generation is one building of the whole; only
the one that `model` names is live, and another is built beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Executable,
    Index,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from growth_ledger.store.databases import Row, Transaction, any_of, past_prefix, value_batches
from growth_ledger.store.schema import HOLDS_PERSONAL, Name, Number, event, metadata

STILL_KNOWN: Final = 2**62
"""`known_until` of what is known now."""

model: Final = Table(
    "model",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("generation", Number, nullable=False),
)
"""Two rows: which generation is live, and which number was last given to one that is built."""

standing: Final = Table(
    "standing",
    metadata,
    Column("generation", Number, primary_key=True, autoincrement=False),
    Column("projection", Name, primary_key=True),
    Column("outcome", Name, primary_key=True),
    Column("teacher", Name, primary_key=True),
    Column("first_day", Number, primary_key=True, autoincrement=False),
    Column("known_from", Number, primary_key=True, autoincrement=False),
    Column("last_day", Number, nullable=False),
    Column("known_until", Number, nullable=False),
    Column("policy", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("school", Name, nullable=False),
    Column("name", Text, info=HOLDS_PERSONAL),
    Column("since", Number, nullable=False),
    Column("until", Number, nullable=False),
    Index("standing_of_teacher", "generation", "teacher"),
    sqlite_with_rowid=False,
)
"""The standings, tenure, eligibility and participation of every file."""

batch: Final = Table(
    "batch",
    metadata,
    Column("first", Number, primary_key=True, autoincrement=False),
    Column("last", Number, nullable=False),
)
"""Transactions of more than one event, first and last position: the model knows only their ends."""

MODEL_TABLES: Final = (model.name, standing.name, batch.name)

LIVE_ID: Final = 1
BUILT_ID: Final = 2
FIRST_GENERATION: Final = 1


class StoredStanding(NamedTuple):
    """A row of `standing`, less its generation."""

    projection: str
    outcome: str
    teacher: str
    first: int
    known_from: int
    last: int
    known_until: int
    policy: str
    clause: str
    school: str
    name: str | None
    since: int
    until: int


def live_generation(transaction: Transaction) -> int:
    """The generation that answers."""
    return _generation(transaction, LIVE_ID) or FIRST_GENERATION


def make_live(transaction: Transaction, generation: int) -> None:
    """The generation answers from now on."""
    _note(transaction, LIVE_ID, generation)


def begin_building(transaction: Transaction) -> int:
    """The number of a generation that is to be built; whoever was building another has to stop."""
    last = max(live_generation(transaction), _generation(transaction, BUILT_ID) or 0)
    _note(transaction, BUILT_ID, last + 1)
    return last + 1


def is_built(transaction: Transaction, generation: int) -> bool:
    """Whether the generation is the one that is being built, for nobody has begun another since."""
    return _generation(transaction, BUILT_ID) == generation


def is_marked(transaction: Transaction) -> bool:
    """Whether it is said which generation answers, and nothing that has no meaning."""
    marks: dict[Any, Any] = dict(transaction.rows(_MARKS))
    are_numbers = all(type(one) is int and one >= FIRST_GENERATION for one in marks.values())
    return {LIVE_ID} <= marks.keys() <= {LIVE_ID, BUILT_ID} and are_numbers


def _generation(transaction: Transaction, row_id: int) -> int | None:
    row = transaction.row(_GENERATION, id=row_id)
    return None if row is None else int(row[0])


def _note(transaction: Transaction, row_id: int, generation: int) -> None:
    if transaction.run(_SWAP, id=row_id, generation_now=generation) == 0:
        transaction.insert(model, [(row_id, generation)])


def of_some_teachers(
    transaction: Transaction, generation: int, teachers: Iterable[str]
) -> dict[str, list[StoredStanding]]:
    """Every row of some teachers, of all knowledge, by teacher; a teacher without any is left out."""
    found: dict[str, list[StoredStanding]] = {}
    for size, values in value_batches(teachers):
        for row in transaction.rows(
            _of_some_teachers(_of_whom(transaction), size), generation=generation, **values
        ):
            one = StoredStanding._make(row)
            found.setdefault(one.teacher, []).append(one)
    return found


def of_teachers(
    transaction: Transaction, generation: int, first: str, last: str
) -> list[StoredStanding]:
    """Every row of the teachers from one staff number to another, both included, by teacher."""
    statement = _of_teachers(_of_whom(transaction))
    rows = transaction.rows(statement, generation=generation, first=first, last=last)
    return list(map(StoredStanding._make, rows))


def named(
    transaction: Transaction,
    generation: int,
    projection: str,
    names: Iterable[str],
    *,
    known_at: int,
) -> list[tuple[str, str, str]]:
    """Name, teacher and school of each row of the projection with one of the names, earliest day first."""
    found: list[tuple[str, str, str]] = []
    for size, values in value_batches(names):
        found += transaction.rows(
            _named(size),
            generation=generation,
            projection=projection,
            known_at=known_at,
            **values,
        )
    return found


def teachers(transaction: Transaction, generation: int) -> set[str]:
    """The teachers of whom the generation has a row."""
    return {teacher for (teacher,) in transaction.rows(_TEACHERS, generation=generation)}


def add(transaction: Transaction, generation: int, rows: Iterable[Row]) -> None:
    """The rows, as `StoredStanding` has them, are in the generation."""
    # In the order of the key, so that each page of the table is found once for all its rows.
    transaction.insert(standing, [(generation, *row) for row in sorted(rows, key=_key)])


def close(
    transaction: Transaction, generation: int, rows: Iterable[StoredStanding], *, at: int
) -> None:
    """The rows are known no longer from position `at` on; one known only since then is gone."""
    for row in rows:
        if row.known_from >= at:
            transaction.run(_FORGET, **_key_of(generation, row))
        else:
            transaction.run(_CLOSE, **_key_of(generation, row), at=at)


def reopen(transaction: Transaction, generation: int, rows: Iterable[StoredStanding]) -> None:
    """The rows, which were closed, are known on."""
    for row in rows:
        transaction.run(_CLOSE, **_key_of(generation, row), at=STILL_KNOWN)


def _key_of(generation: int, row: StoredStanding) -> dict[str, Any]:
    """The values of `_KEY`."""
    return {
        "generation_": generation,
        "projection_": row.projection,
        "outcome_": row.outcome,
        "teacher_": row.teacher,
        "first_": row.first,
        "known_from_": row.known_from,
    }


def remove_teacher(transaction: Transaction, generation: int, teacher: str) -> None:
    """The generation has no row of the teacher."""
    transaction.run(_REMOVE_TEACHER, generation=generation, teacher=teacher)


def remove_generation(transaction: Transaction, generation: int) -> None:
    """No row of the generation is left."""
    transaction.run(_REMOVE, generation=generation)


def generations(transaction: Transaction) -> list[int]:
    """Every generation that has a row, live or not."""
    found: list[int] = []
    last = -1
    while row := transaction.row(_NEXT_GENERATION, after=last):
        last = int(row[0])
        found.append(last)
    return found


def at(
    transaction: Transaction,
    generation: int,
    projection: str,
    *,
    day: int,
    known_at: int,
    outcome: str | None = None,
    school: str | None = None,
) -> list[tuple[Any, ...]]:
    """Teacher, name, school, policy, outcome, since, until of each row that covers the day.

    Ordered by teacher. One range of the primary key is read.
    """
    values: dict[str, Any] = {
        "generation": generation,
        "projection": projection,
        "day": day,
        "known_at": known_at,
    }
    if outcome is not None:
        values["outcome"] = outcome
    if school is not None:
        values["school"] = school
    statement = _AT[outcome is not None, school is not None]
    rows = transaction.rows(statement, **values)
    if outcome is None:
        rows.sort(key=itemgetter(0))
    return rows


def bordering(
    transaction: Transaction,
    generation: int,
    projection: str,
    *,
    after: int,
    up_to: int,
    known_at: int,
) -> list[StoredStanding]:
    """The rows whose run begins after one day and up to another, or ends the day before such a day."""
    rows = transaction.rows(
        _BORDERING,
        generation=generation,
        projection=projection,
        after=after,
        up_to=up_to,
        known_at=known_at,
    )
    return list(map(StoredStanding._make, rows))


def like(
    transaction: Transaction, generation: int, prefix: str, *, day: int, known_at: int
) -> list[tuple[Any, ...]]:
    """Projection, teacher and outcome of each row that covers the day, of projections named so."""
    return transaction.rows(
        _LIKE,
        generation=generation,
        first=prefix,
        past=past_prefix(prefix),
        day=day,
        known_at=known_at,
    )


def all_at(
    transaction: Transaction, generation: int, *, day: int, known_at: int
) -> Iterator[tuple[Any, ...]]:
    """Projection, teacher, outcome, since and until of every row that covers the day."""
    return transaction.scan(_ALL_AT, generation=generation, day=day, known_at=known_at)


def count(transaction: Transaction, generation: int) -> int:
    """How many rows a generation has."""
    row = transaction.row(_COUNT, generation=generation)
    return 0 if row is None else int(row[0])


def differing(transaction: Transaction, one: int, other: int) -> list[str]:
    """The teachers of whom one of two generations has a row that the other has not, in order."""
    teachers = {teacher for (teacher,) in transaction.rows(_LACKING, one=one, other=other)}
    # Where as many are there and none is lacking, none can be lacking the other way round.
    if teachers or count(transaction, one) != count(transaction, other):
        teachers.update(teacher for (teacher,) in transaction.rows(_LACKING, one=other, other=one))
    return sorted(teachers)


def note_batch(transaction: Transaction, *, first: int, last: int) -> None:
    """The events from one position to another came in one transaction."""
    if last > first:
        transaction.insert(batch, [(first, last)])


def batch_around(transaction: Transaction, position: int) -> tuple[int, int] | None:
    """First and last position of the transaction that the position lies inside of, not at its end."""
    row = transaction.row(_AROUND, position=position)
    return None if row is None else (int(row[0]), int(row[1]))


def batches(transaction: Transaction) -> list[tuple[int, int]]:
    """First and last position of every transaction of more than one event, in order."""
    return [(int(first), int(last)) for first, last in transaction.rows(_BATCHES)]


def batch_ends(transaction: Transaction) -> list[tuple[int, int, Row, Row]]:
    """Of each batch its positions, and moment and recorder of the events there, None where there is none."""
    rows = transaction.rows(_BATCH_ENDS)
    return [(first, last, tuple(ends[:2]), tuple(ends[2:])) for first, last, *ends in rows]


_key: Final = itemgetter(0, 1, 2, 3, 4)
"""Of a row without its generation: projection, outcome, teacher, first day, known from."""


_MARKS: Final = select(model.c.id, model.c.generation)
_GENERATION: Final = select(model.c.generation).where(model.c.id == bindparam("id"))
_SWAP: Final = (
    update(model)
    .where(model.c.id == bindparam("id"))
    .values(generation=bindparam("generation_now"))
)
# As `StoredStanding` has them.
_FIELDS: Final = [column for column in standing.columns if column is not standing.c.generation]
_keys: Final = standing.alias("keys")


def _of_whom(transaction: Transaction) -> _OfWhom:
    return _BY_KEYS if transaction.database.engine.dialect.name == "sqlite" else _DIRECTLY


class _OfWhom(NamedTuple):
    """Every row of a generation, to be narrowed to some teachers."""

    rows: Select[Any]
    teacher: ColumnElement[str]


# SQLite goes by way of the keys, which the index on teachers has whole: asked for the rows at once, it
# walks the whole generation, which in a city takes a thousand times as long. PostgreSQL, which has
# not yet counted a new generation, would compare each of the keys with each.
_BY_KEYS: Final = _OfWhom(
    select(*_FIELDS)
    .select_from(_keys)
    .join(
        standing,
        and_(*(standing.c[column.name] == column for column in _keys.primary_key)),
    )
    .where(_keys.c.generation == bindparam("generation")),
    _keys.c.teacher,
)
_DIRECTLY: Final = _OfWhom(
    select(*_FIELDS).where(standing.c.generation == bindparam("generation")), standing.c.teacher
)


@cache
def _of_some_teachers(whom: _OfWhom, size: int) -> Executable:
    return whom.rows.where(whom.teacher.in_(any_of(size)))


@cache
def _of_teachers(whom: _OfWhom) -> Executable:
    between = (whom.teacher >= bindparam("first")) & (whom.teacher <= bindparam("last"))
    return whom.rows.where(between).order_by(whom.teacher)


@cache
def _named(size: int) -> Executable:
    # No index: it is asked once, where somebody took a name for a staff number.
    return (
        select(standing.c.name, standing.c.teacher, standing.c.school)
        .where(
            standing.c.generation == bindparam("generation"),
            standing.c.projection == bindparam("projection"),
            standing.c.name.in_(any_of(size)),
            standing.c.known_from <= bindparam("known_at"),
            standing.c.known_until > bindparam("known_at"),
        )
        .order_by(standing.c.teacher, standing.c.first_day)
    )


_TEACHERS: Final = (
    select(standing.c.teacher).distinct().where(standing.c.generation == bindparam("generation"))
)
_KEY: Final = (
    (standing.c.generation == bindparam("generation_"))
    & (standing.c.projection == bindparam("projection_"))
    & (standing.c.outcome == bindparam("outcome_"))
    & (standing.c.teacher == bindparam("teacher_"))
    & (standing.c.first_day == bindparam("first_"))
    & (standing.c.known_from == bindparam("known_from_"))
)
_CLOSE: Final = update(standing).where(_KEY).values(known_until=bindparam("at"))
_FORGET: Final = delete(standing).where(_KEY)
_REMOVE_TEACHER: Final = delete(standing).where(
    standing.c.generation == bindparam("generation"), standing.c.teacher == bindparam("teacher")
)
_REMOVE: Final = delete(standing).where(standing.c.generation == bindparam("generation"))
_NEXT_GENERATION: Final = (
    select(standing.c.generation)
    .where(standing.c.generation > bindparam("after"))
    .order_by(standing.c.generation)
    .limit(1)
)
_COVERS: Final = (
    (standing.c.generation == bindparam("generation"))
    & (standing.c.first_day <= bindparam("day"))
    & (standing.c.last_day >= bindparam("day"))
    & (standing.c.known_from <= bindparam("known_at"))
    & (standing.c.known_until > bindparam("known_at"))
)
_SHOWN: Final = (
    standing.c.teacher,
    standing.c.name,
    standing.c.school,
    standing.c.policy,
    standing.c.outcome,
    standing.c.since,
    standing.c.until,
)


def _at(*, by_outcome: bool, by_school: bool) -> Any:  # noqa: ANN401 - a statement.
    statement = select(*_SHOWN).where(_COVERS, standing.c.projection == bindparam("projection"))
    if by_school:
        statement = statement.where(standing.c.school == bindparam("school"))
    if by_outcome:
        # In the order of the key: no sorting.
        return statement.where(standing.c.outcome == bindparam("outcome")).order_by(
            standing.c.teacher
        )
    return statement


_AT: Final = {
    (by_outcome, by_school): _at(by_outcome=by_outcome, by_school=by_school)
    for by_outcome in (False, True)
    for by_school in (False, True)
}
_BORDERING: Final = select(*_FIELDS).where(
    standing.c.generation == bindparam("generation"),
    standing.c.projection == bindparam("projection"),
    standing.c.known_from <= bindparam("known_at"),
    standing.c.known_until > bindparam("known_at"),
    (
        standing.c.since.between(bindparam("after") + 1, bindparam("up_to"))
        | standing.c.until.between(bindparam("after"), bindparam("up_to") - 1)
    ),
)
_LIKE: Final = select(standing.c.projection, standing.c.teacher, standing.c.outcome).where(
    _COVERS,
    standing.c.projection >= bindparam("first"),
    standing.c.projection < bindparam("past"),
)
_ALL_AT: Final = select(
    standing.c.projection,
    standing.c.teacher,
    standing.c.outcome,
    standing.c.since,
    standing.c.until,
).where(_COVERS)
_COUNT: Final = select(func.count()).where(standing.c.generation == bindparam("generation"))


def _rows_of(generation: str) -> Select[Any]:
    return select(*_FIELDS).where(standing.c.generation == bindparam(generation))


# As sets: asked row by row whether it is there, PostgreSQL compares each with each where it has not
# yet counted the new rows.
_lacking: Final = _rows_of("one").except_(_rows_of("other")).subquery()
_LACKING: Final = select(_lacking.c.teacher).distinct()
_AROUND: Final = (
    select(batch.c.first, batch.c.last)
    .where(batch.c.first <= bindparam("position"), batch.c.last > bindparam("position"))
    .order_by(batch.c.first.desc())
    .limit(1)
)
_begin: Final = event.alias("begin_of_batch")
_end: Final = event.alias("end_of_batch")
_BATCH_ENDS: Final = (
    select(
        batch.c.first,
        batch.c.last,
        _begin.c.recorded_at,
        _begin.c.recorded_by,
        _end.c.recorded_at,
        _end.c.recorded_by,
    )
    .select_from(batch)
    .outerjoin(_begin, _begin.c.position == batch.c.first)
    .outerjoin(_end, _end.c.position == batch.c.last)
    .order_by(batch.c.first)
)
_BATCHES: Final = select(batch.c.first, batch.c.last).order_by(batch.c.first)
