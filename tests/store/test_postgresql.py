"""What a server, its settings and its other users may do to a ledger."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import psycopg
import pytest
from tests.store.drafts import opened, record

from growth_ledger.errors import StorageError
from growth_ledger.store import (
    Store,
    create_ledger,
    database_named,
    open_store,
    shown_address,
)


def open_at(address: str) -> Store:
    return open_store(address, clock=lambda: datetime.now(UTC))


def fill(store: Store) -> None:
    with store.writing() as writing:
        record(writing, [opened("T1", name="吴𠮷"), opened("T2")])


def names(address: str) -> list[str | None]:
    with open_at(address) as store, store.reading() as reading:
        return [getattr(one.event, "name", None) for one in reading.events(1, 9)]


def test_what_another_transaction_still_sees_is_not_said_to_be_erased(
    postgresql_address: str,
) -> None:
    create_ledger(postgresql_address, origin="growth-ledger/test")
    with open_at(postgresql_address) as store:
        fill(store)
        with psycopg.connect(postgresql_address) as other:
            other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            other.execute("SELECT 1")
            with (
                pytest.raises(StorageError, match="erased-not-scrubbed"),
                store.writing() as writing,
            ):
                writing.erase_personal("teacher/T1")
        store.scrub()

    assert names(postgresql_address) == [None, "王芳"]


@pytest.mark.parametrize(
    ("statement", "odd"),
    [
        ("ALTER TABLE mention ADD COLUMN other text", ("column", "mention.other")),
        ("CREATE RULE r AS ON DELETE TO event DO INSTEAD NOTHING", ("rule", "r")),
    ],
)
def test_what_a_table_has_that_the_program_does_not_give_it_is_named(
    postgresql_address: str, statement: str, odd: tuple[str, str]
) -> None:
    create_ledger(postgresql_address, origin="growth-ledger/test")
    with psycopg.connect(postgresql_address, autocommit=True) as connection:
        connection.execute(statement.encode())

    with open_at(postgresql_address) as store, store.reading() as reading:
        assert reading.transaction.odd_things() == [odd]


@pytest.mark.parametrize("encoding", ["GBK", "LATIN1", "SQL_ASCII"])
def test_names_are_read_whatever_the_client_would_like(
    postgresql_address: str, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    create_ledger(postgresql_address, origin="growth-ledger/test")
    monkeypatch.setenv("PGCLIENTENCODING", encoding)
    with open_at(postgresql_address) as store:
        fill(store)

    assert names(postgresql_address) == ["吴𠮷", "王芳"]


def test_a_database_that_cannot_hold_the_names_is_refused(postgresql_server: str) -> None:
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    narrow = postgresql_server.replace("/postgres?", "/narrow?", 1)
    assert narrow != postgresql_server

    with pytest.raises(StorageError, match="database-not-utf8"):
        create_ledger(narrow, origin="growth-ledger/test")


def test_a_second_writer_waits_whatever_the_database_thinks_of_isolation(
    postgresql_address: str,
) -> None:
    create_ledger(postgresql_address, origin="growth-ledger/test")
    strict = postgresql_address + "%20-cdefault_transaction_isolation%3Drepeatable%5C%20read"
    with open_at(strict) as one, open_at(strict) as other:
        second = threading.Thread(target=fill, args=(other,))
        with one.writing() as writing:
            second.start()
            second.join(timeout=0.5)
            record(writing, [opened("T3")])
        second.join(timeout=30)

    assert names(postgresql_address) == ["王芳", "吴𠮷", "王芳"]


@pytest.mark.parametrize(
    ("address", "shown", "named"),
    [
        ("ledger.db", "ledger.db", None),
        ("sqlite:///ro/p.db?timeout=5", "sqlite:///ro/p.db?timeout=5", "ro/p.db"),
        (
            "postgresql://u:geheim@h:5/utf?sslpassword=a&x=1",
            "postgresql://u:***@h:5/utf?sslpassword=hidden&x=1",
            "utf",
        ),
        ("postgresql://u:geheim@h:5", "postgresql://u:***@h:5", None),
        ("postgresql://u:geheim@h:x/utf", "postgresql://u:***@h:x/utf", None),
    ],
)
def test_a_password_is_shown_nowhere_and_names_no_file(
    address: str, shown: str, named: str | None
) -> None:
    assert shown_address(address) == shown
    assert database_named(address) == named or "://" not in address
