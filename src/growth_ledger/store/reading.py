"""What stands in a ledger, at one moment of its life: nothing that is written later is seen.

A known-at is a position: `known_at=K` leaves out every event past it, `None` leaves out nothing.
Events come with what is left of their personal values; where those are not asked for (`personal=
False`), reading is a tenth faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import chain, groupby
from operator import itemgetter
from types import NoneType
from typing import Any, Final, NamedTuple

from sqlalchemy import Executable, Select, bindparam, func, null, select

from growth_ledger.domain.events import Event, Recorded, decode
from growth_ledger.errors import LedgerError, ProofError, StorageError
from growth_ledger.proof.canonical import parts_of_statement
from growth_ledger.proof.merkle import Frontier
from growth_ledger.store.databases import Row, Transaction, any_of, past_prefix, value_batches
from growth_ledger.store.schema import (
    HEAD_ID,
    checkpoint,
    event,
    head,
    mention,
    node,
    personal,
)

_ADOPTED: Final = "policy-adopted"
OTHER_TYPES: Final = (ValueError, LookupError, TypeError, AttributeError, OverflowError)
"""What comes of a value that is not of its column's type, as SQLite lets anybody write one."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
GREATEST_POSITION: Final = 2**63 - 1
"""What a column of whole numbers can hold; what is no number lies beyond it, and is no position."""
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The ledger as a whole: what it is called, and its last event's position and moment."""

    origin: str
    sandbox: bool
    position: int
    recorded_at: datetime | None


class StoredRow(NamedTuple):
    """An event as the database has it, nothing decoded and nothing checked."""

    position: int
    stream: str
    version: int
    kind: str
    event_id: bytes | None
    recorded_at: int
    """Microseconds since 1970 in UTC."""
    recorded_by: str
    state: bytes
    leaf: bytes


class Reading:
    """One consistent view; everything is read from the database as it is asked for."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        row = transaction.row(_HEAD)
        if row is None:
            raise StorageError("not-a-ledger")
        origin, sandbox, self._position, self._micros, frontier = row
        self._origin: str = origin
        self._sandbox = bool(sandbox)
        try:
            _check_head(row)
            self._frontier = Frontier.from_bytes(self._position, frontier)
        except (ProofError, *OTHER_TYPES) as error:
            raise StorageError("head-damaged") from error

    @property
    def head(self) -> Head:
        """The ledger's name and kind, and how far it has come."""
        return Head(
            origin=self._origin,
            sandbox=self._sandbox,
            position=self._position,
            recorded_at=None if self._micros is None else moment_of(self._micros),
        )

    @property
    def heads(self) -> int:
        """How many rows say that they are the head: one, where nobody has added any."""
        row = self.transaction.row(_HEADS)
        return 0 if row is None else int(row[0])

    @property
    def root(self) -> bytes:
        """The root of the tree over every event."""
        return self._frontier.root()

    def stream(
        self, name: str, known_at: int | None = None, *, personal: bool = True
    ) -> list[Recorded]:
        """One stream's events by version; empty for a stream that is not there."""
        rows = self.transaction.rows(_STREAM[personal], stream=name, known_at=self._bound(known_at))
        return list(map(_recorded, rows))

    def streams(
        self, prefix: str, known_at: int | None = None, *, personal: bool = True
    ) -> Iterator[tuple[str, list[Recorded]]]:
        """Every stream whose name begins so, in order of the bytes of the names; one at a time."""
        rows = self.transaction.scan(
            _STREAMS[personal],
            first=prefix,
            last=past_prefix(prefix),
            known_at=self._bound(known_at),
        )
        return _by_stream(rows)

    def some_streams(
        self, names: Iterable[str], known_at: int | None = None, *, personal: bool = True
    ) -> Iterator[tuple[str, list[Recorded]]]:
        """Those of the named streams that are there, ordered by name."""
        for names_in, values in value_batches(sorted(set(names))):
            yield from _by_stream(
                self.transaction.rows(
                    _some_streams(names_in)[personal], known_at=self._bound(known_at), **values
                )
            )

    def _bound(self, known_at: int | None) -> int:
        """The last position that is known: what lies past the head's is no event."""
        return self._position if known_at is None else known_at

    def stream_names(self, prefix: str, known_at: int | None = None) -> list[str]:
        """The names that begin so, of streams that had an event by then, in order of their bytes."""
        rows = self.transaction.rows(
            _STREAM_NAMES, first=prefix, last=past_prefix(prefix), known_at=self._bound(known_at)
        )
        return [name for (name,) in rows]

    def stream_heads(self, known_at: int | None = None) -> Iterator[tuple[str, int, bytes]]:
        """Every stream's name, last version and that event's leaf hash, in order of the names."""
        rows: Iterator[Any] = self.transaction.scan(_STREAM_HEADS, known_at=self._bound(known_at))
        return rows

    def last_versions(self, names: Iterable[str]) -> dict[str, int]:
        """The version of the last event of each of the streams that are there."""
        found: dict[str, int] = {}
        for names_in, values in value_batches(names):
            found.update(self.transaction.rows(_last_versions(names_in), **values))
        return found

    def last_version(self, stream: str) -> int:
        """The version of the stream's last event; 0 where the stream is not there."""
        return self.last_versions([stream]).get(stream, 0)

    def events(self, first: int, last: int, *, personal: bool = True) -> Iterator[Recorded]:
        """The events from one position to another, both included, by position."""
        rows = self.transaction.scan(_EVENTS[personal], first=first, last=last)
        return map(_recorded, rows)

    def stored(self, first: int, last: int) -> Iterator[StoredRow]:
        """The rows from one position to another, both included, as they are in the database."""
        return map(StoredRow._make, chain.from_iterable(self.stored_batches(first, last)))

    def stored_of_stream(self, stream: str) -> list[StoredRow]:
        """One stream's rows as they are in the database, by version.

        Raises:
            StorageError: `event-damaged`, one of them cannot be read as an event.
        """
        found = self.transaction.rows(_STORED_OF_STREAM, stream=stream, known_at=self._position)
        rows = list(map(StoredRow._make, found))
        for row in rows:
            said = (row.recorded_at, row.recorded_by, row.state, None)
            _recorded((row.position, row.stream, row.version, row.kind, *said))
        return rows

    def positions(self, first: int, *, at_most: int) -> list[int]:
        """The positions from the first on at which there is a row, in order."""
        rows = self.transaction.rows(
            _AT_POSITIONS, first=first, last=GREATEST_POSITION, rows_max=at_most
        )
        return [position for (position,) in rows]

    def stored_batches(self, first: int, last: int) -> Iterator[list[Row]]:
        """As `stored`, some rows at a time, as plain tuples in the fields of `StoredRow`."""
        return self.transaction.batches(_STORED, first=first, last=last)

    def by_event_id(self, event_ids: Iterable[str]) -> dict[str, Recorded]:
        """Those of the events that are there."""
        found: dict[str, Recorded] = {}
        for ids_in, values in value_batches(_well_formed(event_ids)):
            rows = self.transaction.rows(_by_event_id(ids_in), **values)
            found.update((recorded.event_id, recorded) for recorded in map(_recorded, rows))
        return found

    def positions_of(self, event_ids: Iterable[str]) -> dict[str, int]:
        """Event id to position, of those that are there; the events themselves are not read."""
        found: dict[str, int] = {}
        for ids_in, values in value_batches(_well_formed(event_ids)):
            rows = self.transaction.rows(_positions_of(ids_in), **values)
            found.update((id_text(stored), position) for stored, position in rows)
        return found

    def position_at(self, moment: datetime) -> int:
        """The number of events recorded at or before the moment, which is the last one's position."""
        # Moments never go back, so halving finds it without an index to keep.
        micros = micros_of(moment)
        known, unknown = 0, self._position + 1
        while unknown - known > 1:
            middle = (known + unknown) // 2
            row = self.transaction.row(_RECORDED_AT, position=middle)
            if row is None:
                raise StorageError("event-missing", position=middle)
            if row[0] <= micros:
                known = middle
            else:
                unknown = middle
        return known

    def mentioning(self, named: str) -> list[str]:
        """The streams of which some event, standing or not, names this one; by name."""
        return [naming for (naming,) in self.transaction.rows(_MENTIONING, named=named)]

    def mentions(self) -> Iterator[tuple[str, str]]:
        """Every pair of a stream and one that names it."""
        rows: Iterator[Any] = self.transaction.scan(_MENTIONS)
        return rows

    def personal(self, position: int) -> tuple[bytes, bytes] | None:
        """Salt and JSON text of one event's personal values; None where it has none (any more)."""
        row = self.transaction.row(_PERSONAL, position=position)
        return None if row is None else (row[0], row[1])

    def personal_of_stream(self, stream: str) -> dict[int, tuple[bytes, bytes]]:
        """Salt and JSON text of the personal values by position, for one stream."""
        rows = self.transaction.rows(_PERSONAL_OF_STREAM, stream=stream)
        return {position: (salt, value) for position, salt, value in rows}

    def all_personal(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Position, salt and JSON text of every personal value, by position."""
        rows: Iterator[Any] = self.transaction.scan(_ALL_PERSONAL)
        return rows

    def hashes(self, level: int, first: int, last: int) -> Sequence[bytes]:
        """What proofs are made from: stored hashes by index from 0, `first` and `last` included.

        Args:
            level: 0 for leaf hashes, else the roots of complete subtrees of 256**level leaves.
        """
        if level == 0:
            rows = self.transaction.rows(_LEAVES, first=first + 1, last=last + 1)
        else:
            rows = self.transaction.rows(_NODES, level=level, first=first, last=last)
        return [found for (found,) in rows]

    def nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """Level, index and hash of every stored subtree root, in that order."""
        rows: Iterator[Any] = self.transaction.scan(_ALL_NODES)
        return rows

    def checkpoints(self) -> list[tuple[int, str]]:
        """Tree size and signed note of every checkpoint that was kept, by size."""
        return [(size, note) for size, note in self.transaction.rows(_CHECKPOINTS)]

    def latest_checkpoint(self) -> tuple[int, str] | None:
        """Tree size and signed note of the newest checkpoint."""
        kept = self.checkpoints()
        return kept[-1] if kept else None


def _check_head(row: Row) -> None:
    types: list[tuple[type, ...]] = [(str,), (int,), (int,), (int, NoneType), (bytes,)]
    for value, wanted in zip(row, types, strict=True):
        if not isinstance(value, wanted):
            raise TypeError


def micros_of(moment: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=1024)
def moment_of(micros: int) -> datetime:
    """The moment in UTC; events recorded together share it."""
    return _EPOCH + timedelta(microseconds=micros)


def id_bytes(event_id: str) -> bytes:
    """The 16 bytes of a UUID in text."""
    return bytes.fromhex(event_id.replace("-", ""))


def id_text(stored: bytes) -> str:
    """The UUID of 16 bytes in its usual form."""
    text = stored.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _recorded(row: Row) -> Recorded:
    position, stream, version, kind, micros, recorded_by, state, value = row
    try:
        # What was hashed counts; the column of event ids is there to be looked up.
        event_id, fields = parts_of_statement(state, kind)
        read = _adopted if kind == _ADOPTED else decode
        event = read(kind, stream, fields, value)
        return Recorded(position, stream, version, event_id, moment_of(micros), recorded_by, event)
    except (LedgerError, *OTHER_TYPES) as error:
        raise StorageError("event-damaged", position=position, stream=stream) from error


@lru_cache(maxsize=64)
def _adopted(kind: str, stream: str, fields: bytes, value: bytes | None) -> Event:
    """An adopted policy carries its whole pack, is asked for by every recording, and is one of few."""
    return decode(kind, stream, fields, value)


def _by_stream(rows: Iterable[Row]) -> Iterator[tuple[str, list[Recorded]]]:
    for name, found in groupby(rows, key=itemgetter(1)):
        yield name, list(map(_recorded, found))


def _well_formed(event_ids: Iterable[str]) -> Iterator[bytes]:
    """What is no UUID names no event, and is passed over."""
    for event_id in event_ids:
        try:
            yield id_bytes(event_id)
        except ValueError:
            continue


_HEAD: Final = select(
    head.c.origin, head.c.sandbox, head.c.position, head.c.recorded_at, head.c.frontier
).where(head.c.id == HEAD_ID)

_HEADS: Final = select(func.count()).select_from(head)

# Adding nothing keeps SQLite from walking the table by position and sorting all of it afterwards.
_KNOWN: Final = (event.c.position + 0).between(1, bindparam("known_at"))
_IN_RANGE: Final = event.c.position.between(bindparam("first"), bindparam("last"))
_NAMED_SO: Final = (event.c.stream >= bindparam("first")) & (event.c.stream < bindparam("last"))


_KEPT: Final = [
    column for column in event.columns if column not in {event.c.event_id, event.c.leaf}
]
_WITHOUT_PERSONAL: Final = select(*_KEPT, null())
_WITH_PERSONAL: Final = select(*_KEPT, personal.c.value).select_from(
    event.outerjoin(personal, event.c.position == personal.c.position)
)


def _either(narrowed: Callable[[Select[Any]], Executable]) -> dict[bool, Executable]:
    """The same question with personal values (True) and without."""
    return {True: narrowed(_WITH_PERSONAL), False: narrowed(_WITHOUT_PERSONAL)}


_STREAM: Final = _either(
    lambda events: events.where(event.c.stream == bindparam("stream"), _KNOWN).order_by(
        event.c.version
    )
)
_STREAMS: Final = _either(
    lambda events: events.where(_NAMED_SO, _KNOWN).order_by(event.c.stream, event.c.version)
)
_EVENTS: Final = _either(lambda events: events.where(_IN_RANGE).order_by(event.c.position))
_STORED: Final = select(*event.columns).where(_IN_RANGE).order_by(event.c.position)
_STORED_OF_STREAM: Final = (
    select(*event.columns)
    .where(event.c.stream == bindparam("stream"), _KNOWN)
    .order_by(event.c.version)
)
_AT_POSITIONS: Final = (
    select(event.c.position)
    .where(_IN_RANGE)
    .order_by(event.c.position)
    .limit(bindparam("rows_max"))
)
_STREAM_NAMES: Final = (
    select(event.c.stream).where(_NAMED_SO, event.c.version == 1, _KNOWN).order_by(event.c.stream)
)
_last: Final = (
    select(event.c.stream, func.max(event.c.version).label("version"))
    .where(_KNOWN)
    .group_by(event.c.stream)
    .subquery("last")
)
_STREAM_HEADS: Final = (
    select(event.c.stream, event.c.version, event.c.leaf)
    .join(_last, (event.c.stream == _last.c.stream) & (event.c.version == _last.c.version))
    .order_by(event.c.stream)
)
_RECORDED_AT: Final = select(event.c.recorded_at).where(event.c.position == bindparam("position"))
_MENTIONING: Final = (
    select(mention.c.naming).where(mention.c.named == bindparam("named")).order_by(mention.c.naming)
)
_MENTIONS: Final = select(mention.c.named, mention.c.naming).order_by(
    mention.c.named, mention.c.naming
)
_PERSONAL: Final = select(personal.c.salt, personal.c.value).where(
    personal.c.position == bindparam("position")
)
_PERSONAL_OF_STREAM: Final = (
    select(personal.c.position, personal.c.salt, personal.c.value)
    .join(event, event.c.position == personal.c.position)
    .where(event.c.stream == bindparam("stream"))
)
_ALL_PERSONAL: Final = select(personal.c.position, personal.c.salt, personal.c.value).order_by(
    personal.c.position
)
_LEAVES: Final = select(event.c.leaf).where(_IN_RANGE).order_by(event.c.position)
_NODES: Final = (
    select(node.c.hash)
    .where(
        node.c.level == bindparam("level"),
        node.c.ordinal.between(bindparam("first"), bindparam("last")),
    )
    .order_by(node.c.ordinal)
)
_ALL_NODES: Final = select(node.c.level, node.c.ordinal, node.c.hash).order_by(
    node.c.level, node.c.ordinal
)
_CHECKPOINTS: Final = select(checkpoint.c.size, checkpoint.c.note).order_by(checkpoint.c.size)


@cache
def _some_streams(size: int) -> dict[bool, Executable]:
    return _either(
        lambda events: events.where(event.c.stream.in_(any_of(size)), _KNOWN).order_by(
            event.c.stream, event.c.version
        )
    )


@cache
def _last_versions(size: int) -> Executable:
    return (
        select(event.c.stream, func.max(event.c.version))
        .where(event.c.stream.in_(any_of(size)))
        .group_by(event.c.stream)
    )


@cache
def _by_event_id(size: int) -> Executable:
    return _WITH_PERSONAL.where(event.c.event_id.in_(any_of(size)))


@cache
def _positions_of(size: int) -> Executable:
    return select(event.c.event_id, event.c.position).where(event.c.event_id.in_(any_of(size)))
