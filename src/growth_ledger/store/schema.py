"""The tables; `event`, `personal`, `checkpoint`, `batch` and `tracking` hold what is not derived.

`event.state` holds the statement, what the caller said in canonical form; the ledger's own part of
the canonical form are the columns beside it. `event_id` is there once more because it is looked
for. Positions and versions count from 1; moments are microseconds since 1970 in UTC.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.event import listen

SCHEMA_VERSION: Final = 1
"""Raised with every change of the tables; a ledger with a greater one is not opened."""

HEAD_ID: Final = 1
"""The only row of `head`."""

metadata: Final = MetaData()

# SQLite gives a table without a second index only where the key is an INTEGER; it holds 64 bits.
_Number = BigInteger().with_variant(Integer(), "sqlite")

# Names sort by their bytes everywhere; a database's own language must not decide the order.
_Name = Text().with_variant(Text(collation="C"), "postgresql")

head: Final = Table(
    "head",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=False),
    Column("schema_version", _Number, nullable=False),
    Column("origin", Text, nullable=False),
    Column("sandbox", Boolean, nullable=False),
    # Position, moment and tree of the last event: 0, NULL and an empty frontier before the first.
    Column("position", _Number, nullable=False),
    Column("recorded_at", _Number),
    Column("frontier", LargeBinary, nullable=False),
)
"""One row, taken first by every writer: it puts writers in order, and positions without a gap."""

event: Final = Table(
    "event",
    metadata,
    Column("position", _Number, primary_key=True, autoincrement=False),
    Column("stream", _Name, nullable=False),
    Column("version", _Number, nullable=False),
    Column("kind", Text, nullable=False),
    # The 16 bytes of the UUID; NULL for an event that another program recorded.
    Column("event_id", LargeBinary, unique=True),
    Column("recorded_at", _Number, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version"),
)
"""Every event, never changed; `leaf` is the leaf hash of its canonical form."""

node: Final = Table(
    "node",
    metadata,
    Column("level", _Number, primary_key=True, autoincrement=False),
    Column("ordinal", _Number, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Roots of the complete subtrees of 256**level leaves, level 1 and up; `ordinal` counts from 0."""

personal: Final = Table(
    "personal",
    metadata,
    Column("position", _Number, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=False),
)
"""Personal values as JSON text, and the salt of their commitment; erased on request."""

# PostgreSQL's planner would keep a sample of the values in a catalogue, which erasing does not reach.
listen(
    personal,
    "after_create",
    DDL(  # type: ignore[no-untyped-call] # SQLAlchemy leaves its parameters untyped.
        "ALTER TABLE personal ALTER salt SET STATISTICS 0, ALTER value SET STATISTICS 0"
    ).execute_if(dialect="postgresql"),
)

mention: Final = Table(
    "mention",
    metadata,
    Column("named", _Name, primary_key=True),
    Column("naming", _Name, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which stream has ever named which: a teacher's file its schools and cohorts."""

checkpoint: Final = Table(
    "checkpoint",
    metadata,
    Column("size", _Number, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)
"""The signed notes that were given out, by tree size."""

tracking: Final = Table(
    "tracking",
    metadata,
    Column("application_name", _Name, primary_key=True),
    Column("notification_id", _Number, nullable=False),
)
"""How far followers that keep their own state here have come (eventsourcing's tracking)."""

LOG_TABLES: Final = tuple(
    table.name for table in (head, event, node, personal, mention, checkpoint, tracking)
)
"""Those of the log; the read model has its own."""
