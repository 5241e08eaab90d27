"""The other programs: eventsourcing's own store and repository, and a driver with nothing around it.

Both sides write durably: SQLite in write-ahead mode with `synchronous = FULL`, PostgreSQL as it comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Repository
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import (
    DatetimeAsISO,
    DecimalAsStr,
    EventStore,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    UUIDAsHex,
)
from python_calamine import CalamineWorkbook
from scripts.benchmarks.databases import Connection, Databases, Row
from scripts.benchmarks.rounds import Spent, Watch

from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.proof.canonical import parts_of_statement
from growth_ledger.store import StoredRow

_IN_A_TRANSACTION = 1000


class Career(Aggregate):
    """A stream as the library's users write one: what was said, kept by kind."""

    said: dict[str, list[dict[str, Any]]]

    @dataclass(frozen=True)
    class Opened(Aggregate.Created):
        """The stream's first event."""

        kind: str
        fields: dict[str, Any]

        def mutate(self, _: Any) -> Any:  # noqa: ANN401 - the library's signature.
            """The new aggregate."""
            made = object.__new__(Career)
            made._id = self.originator_id
            made._version = self.originator_version
            made._created_on = made._modified_on = self.timestamp
            made._pending_events = []
            made.said = {self.kind: [self.fields]}
            return made

    @dataclass(frozen=True)
    class Said(Aggregate.Event):
        """Any later event."""

        kind: str
        fields: dict[str, Any]

        def apply(self, aggregate: Career) -> None:
            """It is kept with those of its kind."""
            aggregate.said.setdefault(self.kind, []).append(self.fields)


class LibraryStore:
    """eventsourcing's store in a place of its own, with the mapper and transcoder it comes with."""

    def __init__(self, databases: Databases) -> None:
        """Make the table."""
        self._databases = databases
        self._address = databases.new("library")
        self.recorder, self._closing = databases.recorder(self._address)
        transcoder = JSONTranscoder()
        for transcoding in (UUIDAsHex(), DecimalAsStr(), DatetimeAsISO()):
            transcoder.register(transcoding)
        self.mapper: Mapper[UUID] = Mapper(transcoder)
        self.events: EventStore[UUID] = EventStore(self.mapper, self.recorder)
        self.repository: Repository[UUID] = Repository(self.events)

    def put(self, rows: Iterable[StoredRow]) -> Spent:
        """The rows' events are stored, a thousand a transaction; what storing alone spent."""
        waiting = iter(rows)
        watch = Watch()
        while batch := [_career_event(row) for row in islice(waiting, _IN_A_TRANSACTION)]:
            with watch.watching():
                self.events.put(batch)
        return watch.spent

    def stored(self, stream: str, version: int, kind: str, fields: dict[str, Any]) -> StoredEvent:
        """One more event of a stream, ready to be inserted."""
        event = Career.Said(
            originator_id=originator(stream),
            originator_version=version,
            timestamp=datetime.now(UTC),
            kind=kind,
            fields=fields,
        )
        return self.mapper.to_stored_event(event)

    def get(self, ids: Iterable[UUID]) -> int:
        """Every aggregate is made from its events; how many facts they hold."""
        found = 0
        for one in ids:
            career: Career = self.repository.get(one)
            found += len(career.said)
        return found

    def close(self) -> None:
        """Close the connections, and remove what was stored."""
        self._closing()
        self._databases.remove(self._address)


def originator(stream: str) -> UUID:
    """The id under which the library keeps a stream."""
    return uuid5(NAMESPACE_URL, stream)


def _career_event(row: StoredRow) -> Career.Opened | Career.Said:
    made = Career.Opened if row.version == 1 else Career.Said
    values: dict[str, Any] = {
        "originator_id": originator(row.stream),
        "originator_version": row.version,
        "timestamp": datetime.fromtimestamp(row.recorded_at / 1_000_000, UTC),
        "kind": row.kind,
        "fields": json.loads(parts_of_statement(row.state, row.kind)[1]),
    }
    if made is Career.Opened:
        values["originator_topic"] = f"{Career.__module__}:{Career.__qualname__}"
    return made(**values)


def read_and_hash(databases: Databases, address: str) -> int:
    """Every stored byte of the log is read with the driver, and every statement hashed; how many."""
    count = 0
    with closing(databases.connected(address)) as connection:
        for row in databases.scanned(connection, "SELECT * FROM event ORDER BY position"):
            sha256(row[7]).digest()
            count += 1
    return count


def read_and_decode(databases: Databases, connection: Connection, stream: str) -> int:
    """One stream is selected with the driver, and each event made by pydantic; how many."""
    found = connection.execute(
        f"SELECT kind, state FROM event WHERE stream = {databases.value} ORDER BY version",  # noqa: S608 - the mark of a value.
        (stream,),
    ).fetchall()
    field, _, name = stream.partition("/")
    head = json.dumps({field: name})[:-1].encode() + b","
    return sum(1 for _ in _decoded(found, head))


def _decoded(rows: Iterable[tuple[str, bytes]], head: bytes) -> Iterator[object]:
    for kind, state in rows:
        text = head + parts_of_statement(state, kind)[1][1:]
        yield EVENT_CLASSES[kind].__pydantic_validator__.validate_json(text)


def read_rows(path: Path, kind: str, fields: Sequence[str], words: Mapping[str, str]) -> int:
    """A workbook's only sheet is read with python-calamine, and each row made by pydantic; how many.

    Args:
        path: The workbook.
        kind: The kind of its rows.
        fields: What its columns are, in order.
        words: The codes of the words that stand in it.
    """
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    made = EVENT_CLASSES[kind].model_validate_json
    count = 0
    for row in rows[1:]:
        said = {field: words.get(str(cell), cell) for field, cell in zip(fields, row, strict=True)}
        made(json.dumps(said, default=str))
        count += 1
    return count


class PlainTable:
    """A table with just the columns of an answer, indexed by what is asked."""

    def __init__(self, databases: Databases, rows: Iterable[Row]) -> None:
        """Rows of teacher, name, school, policy, outcome, since, until."""
        self._databases = databases
        self._address = databases.new("plain")
        self._connection = databases.connected(self._address)
        self._connection.execute(
            "CREATE TABLE answer (teacher TEXT, name TEXT, school TEXT, policy TEXT, outcome TEXT,"
            " since TEXT, until TEXT)"
        )
        values = ", ".join([databases.value] * 7)
        for row in rows:
            self._connection.execute(f"INSERT INTO answer VALUES ({values})", row)  # noqa: S608 - marks.
        self._connection.execute("CREATE INDEX by_outcome ON answer (outcome, teacher)")
        self._connection.commit()
        databases.settle(self._address)

    def with_outcome(self, outcome: str) -> list[Row]:
        """The rows of one outcome, by teacher."""
        found: list[Row] = self._connection.execute(
            f"SELECT * FROM answer WHERE outcome = {self._databases.value} ORDER BY teacher",  # noqa: S608 - as above.
            (outcome,),
        ).fetchall()
        return found

    def close(self) -> None:
        """Close the connection, and remove the table."""
        self._connection.close()
        self._databases.remove(self._address)
