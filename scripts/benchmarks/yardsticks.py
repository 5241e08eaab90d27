"""The other programs: eventsourcing's own store and repository, and sqlite3 with nothing around it.

Both sides write to SQLite in write-ahead mode with `synchronous = FULL`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
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
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
)
from scripts.benchmarks.rounds import Spent, Watch

from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.proof.canonical import fields_of_statement
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
    """eventsourcing's store in an SQLite file, with the mapper and transcoder it comes with."""

    def __init__(self, path: Path) -> None:
        """Make the table."""
        datastore = SQLiteDatastore(str(path))
        datastore.pool.close()
        datastore.pool = _DurablePool(db_name=str(path))
        self._datastore = datastore
        self.recorder = SQLiteApplicationRecorder(datastore)
        self.recorder.create_table()
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
        """Close the connections."""
        self._datastore.close()


class _DurablePool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        made = super()._create_connection()
        made.cursor().execute("PRAGMA synchronous = FULL")
        return made


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
        "fields": json.loads(fields_of_statement(row.state, row.kind)),
    }
    if made is Career.Opened:
        values["originator_topic"] = f"{Career.__module__}:{Career.__qualname__}"
    return made(**values)


def read_and_hash(path: Path) -> int:
    """Every stored byte of the log is read with sqlite3, and every statement hashed; how many."""
    count = 0
    with closing(sqlite3.connect(path)) as connection:
        for row in connection.execute("SELECT * FROM event ORDER BY position"):
            sha256(row[7]).digest()
            count += 1
    return count


def read_and_decode(connection: sqlite3.Connection, stream: str) -> int:
    """One stream is selected with sqlite3, and each event made by pydantic; how many."""
    found = connection.execute(
        "SELECT kind, state FROM event WHERE stream = ? ORDER BY version", (stream,)
    ).fetchall()
    field, _, name = stream.partition("/")
    head = json.dumps({field: name})[:-1].encode() + b","
    return sum(1 for _ in _decoded(found, head))


def _decoded(rows: Iterable[tuple[str, bytes]], head: bytes) -> Iterator[object]:
    for kind, state in rows:
        text = head + fields_of_statement(state, kind)[1:]
        yield EVENT_CLASSES[kind].__pydantic_validator__.validate_json(text)


class PlainTable:
    """A table with just the columns of an answer, indexed by what is asked."""

    def __init__(self, path: Path, rows: Iterable[tuple[Any, ...]]) -> None:
        """Rows of teacher, name, school, policy, outcome, since, until."""
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(
            "CREATE TABLE answer (teacher TEXT, name TEXT, school TEXT, policy TEXT, outcome TEXT,"
            " since TEXT, until TEXT)"
        )
        self._connection.executemany("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._connection.execute("CREATE INDEX by_outcome ON answer (outcome, teacher)")
        self._connection.commit()

    def with_outcome(self, outcome: str) -> list[tuple[Any, ...]]:
        """The rows of one outcome, by teacher."""
        return self._connection.execute(
            "SELECT * FROM answer WHERE outcome = ? ORDER BY teacher", (outcome,)
        ).fetchall()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
