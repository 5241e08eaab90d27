"""Erasing destroys personal values down to the bytes in the files, and nothing else."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select
from tests.store.drafts import moved, opened, record as record_drafts

from growth_ledger.domain.events import FileOpened
from growth_ledger.errors import NOWHERE, StorageError
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.opening import open_ledger
from growth_ledger.ledger.recording import record
from growth_ledger.store import Store, create_ledger, open_store, standings
from growth_ledger.store.schema import (
    HOLDS_PERSONAL,
    metadata,
    personal,
    tables_with_personal_values,
)


def name_of(number: int) -> str:
    """A name that stands nowhere else."""
    return f"Unmistakable Person {number:05}"


def fill(store: Store, numbers: range) -> None:
    """Files of two events, each with a name."""
    chance = random.Random(1)
    drafts = []
    for number in numbers:
        # Of many lengths, so that rows are moved about in their pages when others go.
        name = name_of(number) + "." * chance.choice([10, 50, 300, 900])
        salt = number.to_bytes(32, "big")
        drafts += [opened(f"T{number:05}", name=name, salt=salt), moved(f"T{number:05}", 2)]
    with store.writing() as writing:
        record_drafts(writing, drafts)


def left_of(names: Iterable[str], folder: Path) -> list[str]:
    """The names that stand in some file; PostgreSQL's log of changes is not ours to clean."""
    content = b"".join(
        file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "pg_wal" not in file.parts
    )
    found = set(re.findall(rb"Unmistakable Person \d{5}", content))
    return [name for name in names if name.encode() in found]


@pytest.fixture
def folder(request: pytest.FixtureRequest, address: str, tmp_path: Path) -> Iterator[Path]:
    """Where the database keeps its files."""
    if "://" not in address:
        yield tmp_path
        return
    server = request.getfixturevalue("postgresql_server")
    with psycopg.connect(server, autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        assert row is not None
        yield Path(row[0])


def flush(address: str) -> None:
    """PostgreSQL looks at what it has, and writes what it has changed to its files."""
    if "://" in address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ANALYZE")
            connection.execute("CHECKPOINT")


def test_erased_values_are_gone_and_the_rest_is_as_it_was(store: Store) -> None:
    fill(store, range(3))
    with store.reading() as reading:
        root, others = reading.root, [reading.personal(1), reading.personal(5)]

    with store.writing() as writing:
        erased = writing.erase_personal("teacher/T00001")

    with store.reading() as reading:
        [first, second] = reading.stream("teacher/T00001")
        assert isinstance(first.event, FileOpened)
        assert (first.event.name, first.event.school) == (None, "S1")
        assert first.event.personal is not None
        assert second.version == 2
        assert reading.personal(3) is None
        assert reading.personal_of_stream("teacher/T00001") == {}
        assert [reading.personal(1), reading.personal(5)] == others
        assert reading.root == root
    assert erased == 1


def test_not_a_byte_of_an_erased_name_is_left_in_the_files(
    store: Store, address: str, folder: Path
) -> None:
    # SQLite's own overwriting of deleted rows forgets four of so many, and PostgreSQL's planner
    # likes to keep a sample of what it has seen; scrubbing leaves neither.
    numbers = range(10_000, 13_000)
    fill(store, numbers)
    flush(address)
    in_any_order = random.Random(1).sample(numbers, k=len(numbers))
    erased = [name_of(number) for number in in_any_order[:2400]]
    kept = [name_of(number) for number in in_any_order[2400:]]
    assert left_of(erased, folder) == erased

    for first in range(0, 2400, 7):
        with store.writing() as writing:
            for number in in_any_order[first : min(first + 7, 2400)]:
                writing.erase_personal(f"teacher/T{number:05}")
            # One scrubbing at the end cleans up after all of them.
            writing.erased = first + 7 >= 2400

    flush(address)
    assert left_of(erased, folder) == []
    assert left_of(kept, folder) == kept


def test_who_still_reads_the_old_state_is_in_the_way_and_told(
    sqlite_address: str, tmp_path: Path
) -> None:
    create_ledger(sqlite_address, origin="growth-ledger/test")
    with open_store(sqlite_address, clock=lambda: datetime.now(UTC)) as store:
        fill(store, range(3))

        with store.reading() as reading:
            with pytest.raises(StorageError) as raised, store.writing() as writing:
                writing.erase_personal("teacher/T00001")
            still = reading.personal(3)
        store.scrub()

        with store.reading() as reading:
            assert reading.personal(3) is None
    assert raised.value.code == "erased-not-scrubbed"
    assert still is not None
    assert left_of([name_of(0), name_of(1)], tmp_path) == [name_of(0)]


def test_every_column_in_which_a_name_stands_is_one_that_is_scrubbed(address: str) -> None:
    create_ledger(address, origin="growth-ledger/test")
    said: list[dict[str, Any]] = [
        {
            "kind": "school-registered",
            "school": "S1",
            "name": "S",
            "rural": False,
            "district": "hongkou",
            "stage": "primary",
        },
        {"kind": "file-opened", "teacher": "T1", "name": name_of(1), "school": "S1"},
    ]
    with open_ledger(address, by="tester") as ledger:
        day = {"effective_on": "2020-09-01"}
        record(ledger, [read_statement({**one, **day}, place=NOWHERE) for one in said])

        with ledger.store.reading() as reading:
            holding = {
                column
                for table in metadata.sorted_tables
                for column in table.columns
                for (value,) in reading.transaction.rows(select(column))
                if name_of(1)
                in (value.decode("latin-1") if isinstance(value, bytes) else str(value))
            }

    assert holding == {personal.c.value, standings.standing.c.name}
    assert all(column.info == HOLDS_PERSONAL for column in holding)
    assert tables_with_personal_values() == [personal, standings.standing]


def test_postgresql_keeps_no_sample_of_the_values(postgresql_address: str) -> None:
    create_ledger(postgresql_address, origin="growth-ledger/test")
    with open_store(postgresql_address, clock=lambda: datetime.now(UTC)) as store:
        fill(store, range(2000))

    with psycopg.connect(postgresql_address, autocommit=True) as connection:
        connection.execute("ANALYZE")
        sampled = connection.execute(
            "SELECT attname FROM pg_stats WHERE tablename = 'personal'"
            " AND schemaname = current_schema()"
        ).fetchall()
        never_sampled = connection.execute(
            "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relnamespace = current_schema()::regnamespace AND attstattarget = 0"
            " AND relkind = 'r' ORDER BY relname, attnum"
        ).fetchall()

    assert sampled == [("position",)]
    assert never_sampled == [("personal", "salt"), ("personal", "value"), ("standing", "name")]
