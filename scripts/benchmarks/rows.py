"""The rows of the table: work, yardstick and aim."""

from __future__ import annotations

from typing import Final

from scripts.benchmarks.rounds import Row

ROWS: Final = (
    Row(
        name="import",
        work="import",
        yardstick="put",
        told=(
            "import of JSON lines, everything, durable",
            "eventsourcing: EventStore.put, only storing",
        ),
        sense="speed",
        aim=0.6,
        stretch=1.0,
    ),
    Row(
        name="workbook",
        work="workbook",
        yardstick="read rows",
        told=(
            "import of a workbook of 10 000 rows, everything, durable",
            "python-calamine and pydantic: read and validate the rows",
        ),
        sense="time",
        aim=3,
        stretch=2,
    ),
    Row(
        name="rebuild",
        work="rebuild",
        yardstick="repository",
        told=("rebuild of the read model", "eventsourcing: Repository.get of every stream"),
        sense="speed",
        aim=2,
        stretch=4,
    ),
    Row(
        name="list",
        work="list",
        yardstick="plain list",
        told=(
            "as-of, known-at list of one outcome",
            "the driver: the same rows from an indexed table",
        ),
        sense="time",
        aim=2,
        stretch=1.3,
    ),
    Row(
        name="list-short",
        work="short list",
        yardstick="plain short list",
        told=(
            "the same of a rare outcome",
            "the driver: the same rows from an indexed table",
        ),
        sense="time",
        aim=2,
        stretch=1.3,
    ),
    Row(
        name="show",
        work="show",
        yardstick="select and decode",
        told=(
            "one teacher, warm, every standing live",
            "the driver: select, and pydantic, of that stream",
        ),
        sense="time",
        aim=5,
        stretch=3,
    ),
    Row(
        name="verify-log",
        work="verify log",
        yardstick="read and hash",
        told=("audit verify, the log", "the driver: read, and SHA-256, of the same bytes"),
        sense="time",
        aim=4,
        stretch=2,
    ),
    Row(
        name="verify-all",
        work="verify all",
        yardstick="rebuild",
        told=("audit verify, the read model too", "rebuild"),
        sense="time",
        aim=1.3,
        stretch=1.0,
    ),
    Row(
        name="append",
        work="append",
        yardstick="insert",
        told=("append of one event with everything", "eventsourcing: its recorder, one event"),
        sense="time",
        aim=10,
        stretch=5,
    ),
    Row(
        name="append-grown",
        work="append",
        yardstick="append small",
        told=("append in the great ledger", "append in one of a hundredth"),
        sense="time",
        aim=1.3,
        stretch=1.1,
    ),
    Row(
        name="import-grown",
        work="import",
        yardstick="import small",
        told=("import, a teacher of the great ledger", "a teacher of one of a hundredth"),
        sense="time",
        aim=1.4,
        stretch=1.1,
        per="teacher",
    ),
    Row(
        name="rebuild-grown",
        work="rebuild",
        yardstick="rebuild small",
        told=("rebuild, a teacher of the great ledger", "a teacher of one of a hundredth"),
        sense="time",
        aim=1.4,
        stretch=1.1,
        per="teacher",
    ),
    Row(
        name="help",
        work="help",
        yardstick="click",
        told=("growth-ledger --help", 'python -c "import click"'),
        sense="time",
        aim=3,
        stretch=2,
    ),
    Row(
        name="show-cold",
        work="show cold",
        yardstick="libraries",
        told=("growth-ledger show, from cold", 'python -c "import sqlalchemy, pydantic"'),
        sense="time",
        aim=2.5,
        stretch=1.5,
    ),
)
"""Every row that is a time; `memory.ROWS` are the others."""
