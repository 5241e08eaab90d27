"""Erasing destroys personal values down to the bytes in the files, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from growth_ledger.domain.events import FileOpened
from growth_ledger.errors import StorageError
from growth_ledger.store import Store, create_ledger, open_store
from tests.store.drafts import moved, opened, record


def name_of(number: int) -> str:
    """A name that stands nowhere else."""
    return f"Unmistakable Person {number:05}"


def fill(store: Store, teachers: int) -> None:
    """So many files of two events, each with a name."""
    with store.writing() as writing:
        for number in range(teachers):
            salt = number.to_bytes(32, "big")
            record(writing, [opened(f"T{number:05}", name=name_of(number), salt=salt)])
            record(writing, [moved(f"T{number:05}", 2)])


def holding(folder: Path, text: str) -> list[str]:
    """The files in whose bytes the text stands; PostgreSQL's log of changes is not ours to clean."""
    return [
        file.name
        for file in folder.rglob("*")
        if file.is_file() and "pg_wal" not in file.parts and text.encode() in file.read_bytes()
    ]


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
    """PostgreSQL writes what it has changed to its files."""
    if "://" in address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CHECKPOINT")


def test_erased_values_are_gone_and_the_rest_is_as_it_was(store: Store) -> None:
    fill(store, 3)
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
    # Enough rows for many pages, of which erasing moves some to others.
    fill(store, 1500)
    flush(address)
    assert holding(folder, name_of(700))

    for number in (*range(100, 1400, 3), 700):
        with store.writing() as writing:
            writing.erase_personal(f"teacher/T{number:05}")
            if number != 700:
                # One scrubbing at the end cleans up after all of them.
                writing.erased = False

    flush(address)
    assert holding(folder, name_of(700)) == []
    assert [number for number in range(100, 1400, 3) if holding(folder, name_of(number))] == []
    assert holding(folder, name_of(701)) != []


def test_who_still_reads_the_old_state_is_in_the_way_and_told(
    sqlite_address: str, tmp_path: Path
) -> None:
    create_ledger(sqlite_address, origin="growth-ledger/test")
    with open_store(sqlite_address, clock=lambda: datetime.now(UTC)) as store:
        fill(store, 3)

        with store.reading() as reading:
            with pytest.raises(StorageError) as raised, store.writing() as writing:
                writing.erase_personal("teacher/T00001")
            still = reading.personal(3)
        store.scrub()

        with store.reading() as reading:
            assert reading.personal(3) is None
    assert raised.value.code == "erased-not-scrubbed"
    assert still is not None
    assert holding(tmp_path, name_of(1)) == []
