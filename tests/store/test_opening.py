"""What is said where a ledger cannot be made, opened, read or written."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event as listening
from tests.store.drafts import career, opened, record

from growth_ledger.errors import StorageError
from growth_ledger.store import Store, create_ledger, open_store


def now() -> datetime:
    return datetime.now(UTC)


def code_of_opening(address: str | Path) -> str:
    """The error's code where the ledger cannot be opened."""
    with pytest.raises(StorageError) as raised:
        open_store(address, clock=now)
    return raised.value.code


def test_a_ledger_that_is_there_is_not_touched(store: Store, address: str) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 3))

    with pytest.raises(StorageError) as raised:
        create_ledger(address, origin="growth-ledger/other")

    assert raised.value.code == "ledger-present"
    with store.reading() as reading:
        assert (reading.head.origin, reading.head.position) == ("growth-ledger/test", 3)


def test_of_many_who_make_a_ledger_at_once_one_does(address: str) -> None:
    together = threading.Barrier(4)

    def make(number: int) -> str:
        together.wait()
        try:
            create_ledger(address, origin=f"growth-ledger/{number}")
        except StorageError as error:
            return error.code
        return f"growth-ledger/{number}"

    with ThreadPoolExecutor(4) as threads:
        *refused, made = sorted(
            threads.map(make, range(4)), key=lambda found: found != "ledger-present"
        )

    assert refused == ["ledger-present"] * 3
    with open_store(address, clock=now) as store, store.reading() as reading:
        assert reading.head.origin == made


def test_a_file_that_is_there_is_not_touched_whatever_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not ours")

    with pytest.raises(StorageError) as raised:
        create_ledger(file, origin="growth-ledger/test")

    assert raised.value.code == "ledger-present"
    assert file.read_text() == "not ours"


def test_a_ledger_that_is_not_there_is_missing_and_stays_so(address: str, tmp_path: Path) -> None:
    assert code_of_opening(address) == "ledger-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "ledger.db"

    assert code_of_opening(path) == "folder-missing"
    with pytest.raises(StorageError) as raised:
        create_ledger(path, origin="growth-ledger/test")
    assert raised.value.code == "folder-missing"
    assert raised.value.values == {"folder": str(tmp_path / "no")}


@pytest.mark.parametrize(
    "content",
    [b"", b"a text, and long enough to be more than a header. " * 50],
    ids=["empty", "text"],
)
def test_a_file_that_is_no_ledger_is_told_apart(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ledger.db"
    file.write_bytes(content)

    assert code_of_opening(file) == "not-a-ledger"
    assert file.read_bytes() == content


def test_another_programs_database_is_no_ledger(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE head (id INTEGER)")
    connection.close()

    assert code_of_opening(file) == "not-a-ledger"


def test_a_ledger_without_its_head_is_no_ledger(store: Store, address: str) -> None:
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM head")

    with pytest.raises(StorageError, match="not-a-ledger"), store.reading():
        pass
    assert code_of_opening(address) == "not-a-ledger"


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    assert code_of_opening(tmp_path) == "ledger-cannot-open"


def test_a_newer_ledger_is_left_to_a_newer_program(store: Store, address: str) -> None:
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE head SET schema_version = 7")

    with pytest.raises(StorageError) as raised:
        open_store(address, clock=now)

    assert raised.value.code == "ledger-newer"
    assert raised.value.values == {"found": 7, "known": 1}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("mysql://localhost/ledger", "address-unknown"),
        ("sqlite://", "address-unknown"),
        ("nonsense+://", "address-unknown"),
        ("://", "address-malformed"),
        ("postgresql+psycopg://me:secret@localhost:port/ledger", "address-malformed"),
    ],
)
def test_an_address_that_is_of_no_use_is_refused(address: str, code: str) -> None:
    assert code_of_opening(address) == code


@pytest.mark.parametrize(
    ("port", "code"), [("1", "database-unreachable"), ("port", "address-malformed")]
)
def test_an_error_does_not_show_the_password(port: str, code: str) -> None:
    with pytest.raises(StorageError) as raised:
        open_store(f"postgresql://me:secret@localhost:{port}/ledger", clock=now)

    assert raised.value.code == code
    assert "secret" not in str(raised.value)
    assert "localhost" in raised.value.where


def test_a_path_and_a_url_mean_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "with space & 班主任 #1?.db"
    create_ledger(path, origin="growth-ledger/test")

    for address in (path, str(path)):
        with open_store(address, clock=now) as store, store.reading() as reading:
            assert reading.head.origin == "growth-ledger/test"
    plain = tmp_path / "plain.db"
    create_ledger(f"sqlite:///{plain}", origin="growth-ledger/plain")
    with open_store(plain, clock=now) as store, store.reading() as reading:
        assert reading.head.origin == "growth-ledger/plain"


def test_a_database_that_only_reads_is_told(postgresql_address: str) -> None:
    create_ledger(postgresql_address, origin="growth-ledger/test")
    reading_only = f"{postgresql_address}%20-cdefault_transaction_read_only%3Don"

    with open_store(reading_only, clock=now) as store:
        with store.reading() as reading:
            position = reading.head.position
        with pytest.raises(StorageError) as raised, store.writing() as writing:
            record(writing, [opened("T1")])

    assert position == 0
    assert raised.value.code == "ledger-read-only"


def test_a_server_that_goes_away_is_told_and_may_come_back(postgresql_address: str) -> None:
    create_ledger(postgresql_address, origin="growth-ledger/test")
    with open_store(postgresql_address, clock=now) as store:

        def lose() -> None:
            with store.writing() as writing:
                record(writing, [opened("T1")])
                with psycopg.connect(postgresql_address, autocommit=True) as administrator:
                    administrator.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE pid <> pg_backend_pid() AND state = 'idle in transaction'"
                    )
                record(writing, [opened("T2")])

        with pytest.raises(StorageError) as raised:
            lose()
        with store.writing() as writing:
            positions = record(writing, [opened("T1")])

    assert raised.value.code == "database-unreachable"
    assert positions == [1]


def test_without_its_driver_postgresql_is_asked_for_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "growth_ledger.store.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)

    assert code_of_opening("postgresql://localhost/ledger") == "postgres-extra-missing"


def test_a_full_disk_is_told_and_nothing_is_recorded(sqlite_address: str) -> None:
    create_ledger(sqlite_address, origin="growth-ledger/test")
    with open_store(sqlite_address, clock=now) as store:
        with store.writing() as writing:
            record(writing, [opened("T1")])
        # SQLite treats its own limit of pages as the end of the disk.
        listening.listen(
            store.database.engine,
            "checkout",
            lambda connection, *_: connection.execute("PRAGMA max_page_count = 40"),
        )

        with pytest.raises(StorageError) as raised, store.writing() as writing:
            record(writing, career("T2", 5000))

        with store.reading() as reading:
            position = reading.head.position
    assert raised.value.code == "disk-full"
    assert position == 1


def test_a_damaged_file_is_told(sqlite_address: str) -> None:
    create_ledger(sqlite_address, origin="growth-ledger/test")
    with open_store(sqlite_address, clock=now) as store, store.writing() as writing:
        record(writing, career("T1", 2000))
    content = bytearray(Path(sqlite_address).read_bytes())
    content[8192:-8192] = os.urandom(len(content) - 16384)
    Path(sqlite_address).write_bytes(content)

    with (
        pytest.raises(StorageError) as raised,
        open_store(sqlite_address, clock=now) as store,
        store.reading() as reading,
    ):
        list(reading.stored(1, 2000))

    assert raised.value.code == "ledger-damaged"


def test_a_definition_of_a_table_that_is_no_text_any_more_is_told(sqlite_address: str) -> None:
    create_ledger(sqlite_address, origin="growth-ledger/test")
    content = Path(sqlite_address).read_bytes()
    assert b"tabletracking" in content
    Path(sqlite_address).write_bytes(content.replace(b"tabletracking", b"tabletr\xe1cking"))

    with pytest.raises(StorageError) as raised, open_store(sqlite_address, clock=now) as store:
        store.reading().__enter__()

    assert raised.value.code == "ledger-damaged"


def _as_nobody(address: str, results: multiprocessing.SimpleQueue[list[str]]) -> None:
    """What a user without rights on the file is told."""
    if os.geteuid() == 0:
        os.setuid(65534)
    codes = []
    with open_store(address, clock=now) as store:
        with store.reading() as reading:
            codes.append(str(reading.head.position))
        try:
            with store.writing() as writing:
                record(writing, [opened("T2")])
        except StorageError as error:
            codes.append(error.code)
    results.put(codes)


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.skipif(sys.platform == "win32", reason="rights on files work otherwise there")
def test_a_ledger_that_may_only_be_read_is_read_and_not_written(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("shared")
    address = folder / "ledger.db"
    create_ledger(address, origin="growth-ledger/test")
    context = multiprocessing.get_context("fork")
    results: multiprocessing.SimpleQueue[list[str]] = context.SimpleQueue()
    with open_store(address, clock=now) as store:
        with store.writing() as writing:
            record(writing, career("T1", 3))
        for part in (*folder.parents[:3], folder):
            part.chmod(part.stat().st_mode | 0o055)
        for part in folder.iterdir():
            part.chmod(0o444)

        reader = context.Process(target=_as_nobody, args=(str(address), results))
        reader.start()
        reader.join()
        assert reader.exitcode == 0
        found = results.get()

    assert found == ["3", "ledger-read-only"]
