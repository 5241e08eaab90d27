"""The tables; `event`, `personal`, `checkpoint`, `batch` and `tracking` hold what is not derived.

`event.state` holds the statement, what the caller said in canonical form; the ledger's own part of
the canonical form are the columns beside it. `event_id` is there once more because it is looked
for. Positions and versions count from 1; moments are microseconds since 1970 in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.event import listens_for

SCHEMA_VERSION: Final = 1
"""Raised with every change of the tables; a ledger with a greater one is not opened."""

HEAD_ID: Final = 1
"""The only row of `head`."""

metadata: Final = MetaData()

# SQLite gives a table without a second index only where the key is an INTEGER; it holds 64 bits.
Number = BigInteger().with_variant(Integer(), "sqlite")

# Names sort by their bytes everywhere; a database's own language must not decide the order.
Name = Text().with_variant(Text(collation="C"), "postgresql")

HOLDS_PERSONAL: Final = {"personal": True}
"""`info` of a column with names or other personal values: an erasure leaves none in the files."""

head: Final = Table(
    "head",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("schema_version", Number, nullable=False),
    Column("origin", Text, nullable=False),
    Column("sandbox", Boolean, nullable=False),
    # Position, moment and tree of the last event: 0, NULL and an empty frontier before the first.
    Column("position", Number, nullable=False),
    Column("recorded_at", Number),
    Column("frontier", LargeBinary, nullable=False),
)
"""One row, taken first by every writer: it puts writers in order, and positions without a gap."""

event: Final = Table(
    "event",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("stream", Name, nullable=False),
    Column("version", Number, nullable=False),
    Column("kind", Text, nullable=False),
    # The 16 bytes of the UUID; NULL for an event that another program recorded.
    Column("event_id", LargeBinary, unique=True),
    Column("recorded_at", Number, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version"),
)
"""Every event, never changed; `leaf` is the leaf hash of its canonical form."""

node: Final = Table(
    "node",
    metadata,
    Column("level", Number, primary_key=True, autoincrement=False),
    Column("ordinal", Number, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Roots of the complete subtrees of 256**level leaves, level 1 and up; `ordinal` counts from 0."""

personal: Final = Table(
    "personal",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False, info=HOLDS_PERSONAL),
    Column("value", LargeBinary, nullable=False, info=HOLDS_PERSONAL),
)
"""Personal values as JSON text, and the salt of their commitment; erased on request."""

mention: Final = Table(
    "mention",
    metadata,
    Column("named", Name, primary_key=True),
    Column("naming", Name, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which stream has ever named which: a teacher's file its schools and cohorts."""

checkpoint: Final = Table(
    "checkpoint",
    metadata,
    Column("size", Number, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)
"""The signed notes that were given out, by tree size."""

tracking: Final = Table(
    "tracking",
    metadata,
    Column("application_name", Name, primary_key=True),
    Column("notification_id", Number, nullable=False),
)
"""How far followers that keep their own state here have come (eventsourcing's tracking)."""

LOG_TABLES: Final = tuple(
    table.name for table in (head, event, node, personal, mention, checkpoint, tracking)
)
"""Those of the log; the read model has its own."""


def tables_with_personal_values() -> list[Table]:
    """Those of which an erasure leaves no byte behind, the read model's too; in order of name."""
    return [table for table in metadata.sorted_tables if _personal_columns(table)]


def _personal_columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.info == HOLDS_PERSONAL]


@listens_for(metadata, "after_create")
def _keep_no_samples(
    target: MetaData, connection: Connection, *, tables: Sequence[Table], **_: object
) -> None:
    """PostgreSQL's planner would keep samples of the values in a catalogue, which erasing does not reach."""
    del target
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        for column in _personal_columns(table):
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ALTER {column} SET STATISTICS 0")
