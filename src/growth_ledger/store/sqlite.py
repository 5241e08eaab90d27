"""A ledger in one SQLite file: write-ahead log, every commit durable, deleted bytes overwritten."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, MetaData, QueuePool, Table, create_engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.schema import CreateIndex, CreateTable

from growth_ledger.errors import ConflictError, LedgerError, StorageError
from growth_ledger.store.databases import Row, column_list, explaining
from growth_ledger.store.schema import metadata, tables_with_personal_values

_BUSY_MILLISECONDS: Final = 60_000
_CACHE_KIBIBYTES: Final = 32_768
_READING_CACHE_KIBIBYTES: Final = 8_192
"""Of a reader, for whom the operating system keeps the pages as well; a rebuilding has several."""
_CHECKING_CACHE_KIBIBYTES: Final = 131_072
"""Of the database's look at itself: the indexes of two million events, which lead all over the file."""
_LOG_BYTES: Final = 64 * 2**20
_SCRUB_MILLISECONDS: Final = 2_000

# What SQLite's extended result names begin with, and the code for it.
_CODES: Final = {
    "SQLITE_NOTADB": "not-a-ledger",
    "SQLITE_CORRUPT": "ledger-damaged",
    "SQLITE_FULL": "disk-full",
    "SQLITE_READONLY": "ledger-read-only",
    "SQLITE_CANTOPEN": "ledger-cannot-open",
    "SQLITE_PERM": "ledger-cannot-open",
    "SQLITE_AUTH": "ledger-cannot-open",
}


_MOST_DISAGREEMENTS: Final = 20
_OTHERS: Final = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"
_COLUMNS: Final = """
    SELECT t.name, t.type, t.sql LIKE '%WITHOUT ROWID%',
        c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
    FROM sqlite_master t, pragma_table_xinfo(t.name) c
    WHERE t.type IN ('table', 'view') ORDER BY t.name, c.cid
"""
_INDEXES: Final = """
    SELECT t.name, i."unique", i.origin, i.partial, c.seqno, c.name, c.desc, c.coll, c.key
    FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) c
    WHERE t.type = 'table' ORDER BY i.name, c.seqno
"""


class SQLite:
    """A file, or a name under which this process keeps a ledger in memory."""

    error: type[Exception] = sqlite3.Error

    def __init__(self, path: Path | None, *, memory_name: str = "") -> None:
        self.path = path
        self._address = (
            f"file:/{memory_name}?vfs=memdb"
            if path is None
            else f"file:{quote(str(path.absolute()))}?mode=rw"
        )
        # Threads of one store wait for each other before they take a connection to write with,
        # so the number of connections is that of the readers and one.
        self.engine: Engine = create_engine(
            "sqlite://", creator=self._connect, poolclass=QueuePool, max_overflow=-1
        )

    def prepare(self) -> None:
        """The file is there, empty and ours alone; StorageError where it was there before."""
        if self.path is None:
            return
        try:
            # Two programs that make the same ledger at once: one of them finds the file there.
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o644))
        except FileExistsError as error:
            raise StorageError("ledger-present", where=str(self.path)) from error
        except OSError as error:
            raise self._unopenable() from error
        try:
            connection = self._connect()
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
        except sqlite3.Error as error:
            self.withdraw()
            raise self.explained(error) from error

    def withdraw(self) -> None:
        """The file and those beside it are gone."""
        self.engine.dispose()
        if self.path is not None:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def begin_creating(self, connection: Connection) -> None:
        """Whoever made the file makes the tables."""
        connection.begin()
        _execute(connection, "BEGIN IMMEDIATE")

    def begin_reading(self, connection: Connection) -> None:
        """The snapshot is that of the first statement after this."""
        connection.begin()
        _execute(connection, f"PRAGMA cache_size = -{_READING_CACHE_KIBIBYTES}")
        _execute(connection, "BEGIN")

    def begin_writing(self, connection: Connection, *, seconds: float) -> bool:
        """The write lock of the file is ours, or still another's."""
        connection.begin()
        _execute(connection, f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        _execute(connection, f"PRAGMA busy_timeout = {max(1, round(seconds * 1000))}")
        try:
            _execute(connection, "BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            connection.rollback()
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise
        finally:
            _execute(connection, f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        return True

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """One prepared statement, run for each row inside the driver."""
        self._insert(connection, "INSERT", table, rows)

    def insert_missing(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """As `insert`, and a row whose key is there is passed over."""
        self._insert(connection, "INSERT OR IGNORE", table, rows)

    def scanning_cursor(self, connection: Connection) -> DBAPICursor:
        """Any cursor: SQLite makes rows as they are fetched."""
        return connection.connection.cursor()

    def scrub(self) -> bool:
        """The tables that hold names are written anew, their old pages zeroed, the log emptied.

        `secure_delete` zeroes what a row leaves behind, but not the copies that stay in a page
        when its rows were moved to another; a table that is dropped leaves no page unzeroed.
        """
        with explaining(self), self.engine.connect() as connection:
            if not self.begin_writing(connection, seconds=_SCRUB_MILLISECONDS / 1000):
                return False
            for table in tables_with_personal_values():
                self._write_anew(connection, table)
            connection.commit()
            return self._empty_log(connection)

    def explained(self, error: Exception) -> LedgerError:
        """By SQLite's own name of the error; of a constraint it gives only a text."""
        name = getattr(error, "sqlite_errorname", "")
        where = "" if self.path is None else str(self.path)
        if "event.event_id" in str(error):
            return ConflictError("event-id-taken", where=where)
        if "event.stream" in str(error):
            return ConflictError("version-taken", where=where)
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return ConflictError("ledger-busy", where=where)
        if name.startswith("SQLITE_CANTOPEN") and self.path is not None:
            return self._unopenable()
        for beginning, code in _CODES.items():
            if name.startswith(beginning):
                return StorageError(code, where=where)
        return StorageError("database-failed", where=where, reason=str(error))

    def odd_things(self, connection: Connection) -> list[tuple[str, str]]:
        """Held against tables made now; other tables are nobody's, but triggers and views could lie."""
        made = sqlite3.connect(":memory:")
        try:
            for table in metadata.sorted_tables:
                made.execute(str(CreateTable(table).compile(dialect=self.engine.dialect)))
                for index in table.indexes:
                    made.execute(str(CreateIndex(index).compile(dialect=self.engine.dialect)))
            needed = _shapes(made.execute)
        finally:
            made.close()
        found = _shapes(connection.connection.cursor().execute)
        odd = [("table", name) for name, shape in needed.items() if found.get(name, shape) != shape]
        odd += [("table", name) for name in needed.keys() - found.keys()]
        odd += connection.connection.cursor().execute(_OTHERS).fetchall()
        return sorted(odd)

    def disagreements(self, connection: Connection, names: Iterable[str]) -> list[str]:
        """Of each table, its pages, and whether every index has an entry for every row and no other."""
        _execute(connection, f"PRAGMA cache_size = -{_CHECKING_CACHE_KIBIBYTES}")
        cursor = connection.connection.cursor()
        found: list[str] = []
        for name in names:
            # One by one: what is free in the file, and holds nothing, need not be looked at.
            rows = cursor.execute(f"PRAGMA integrity_check({name})").fetchall()
            found += [text for (text,) in rows if text != "ok"]
        return found[:_MOST_DISAGREEMENTS]

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._address,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_BUSY_MILLISECONDS / 1000,
            cached_statements=256,
        )
        try:
            for pragma in (
                "synchronous = FULL",
                "secure_delete = ON",
                f"cache_size = -{_CACHE_KIBIBYTES}",
                # The log of a great import does not stay as long as it was.
                f"journal_size_limit = {_LOG_BYTES}",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        except UnicodeDecodeError as error:
            # SQLite quotes the damaged text of a table's definition, and the driver cannot read it.
            connection.close()
            raise StorageError("ledger-damaged", where=str(self.path)) from error
        return connection

    def _insert(self, connection: Connection, verb: str, table: Table, rows: Sequence[Row]) -> None:
        columns = column_list(table, self.engine.dialect)
        marks = ", ".join("?" * len(table.columns))
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(f"{verb} INTO {table.name} ({columns}) VALUES ({marks})", rows)
        finally:
            cursor.close()

    def _write_anew(self, connection: Connection, table: Table) -> None:
        """The table has the same rows, in pages that never held any other."""
        dialect = self.engine.dialect
        name, copy = table.name, f"{table.name}_copy"
        copied = table.to_metadata(MetaData(), name=copy)
        _execute(connection, str(CreateTable(copied).compile(dialect=dialect)))
        columns = column_list(table, dialect)
        _execute(connection, f"INSERT INTO {copy} ({columns}) SELECT {columns} FROM {name}")  # noqa: S608 - only names of our own tables and columns.
        _execute(connection, f"DROP TABLE {name}")
        _execute(connection, f"ALTER TABLE {copy} RENAME TO {name}")
        for index in table.indexes:
            _execute(connection, str(CreateIndex(index).compile(dialect=dialect)))

    def _empty_log(self, connection: Connection) -> bool:
        """Whether no old page is left in the write-ahead log."""
        _execute(connection, f"PRAGMA busy_timeout = {_SCRUB_MILLISECONDS}")
        cursor = connection.connection.cursor()
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
            return row is None or row[0] == 0
        finally:
            cursor.close()
            _execute(connection, f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")

    def _unopenable(self) -> StorageError:
        assert self.path is not None
        if not self.path.absolute().parent.is_dir():
            return StorageError(
                "folder-missing", where=str(self.path), folder=str(self.path.absolute().parent)
            )
        try:
            is_missing = not self.path.exists()
        except OSError:
            # A name that no file can have.
            return StorageError("ledger-cannot-open", where=str(self.path))
        if is_missing and os.access(self.path.absolute().parent, os.W_OK):
            return StorageError("ledger-missing", where=str(self.path))
        return StorageError("ledger-cannot-open", where=str(self.path))


def _shapes(execute: Callable[[str], sqlite3.Cursor]) -> dict[str, list[tuple[Any, ...]]]:
    """Columns and indexes of each table, whatever the names of the indexes."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for name, *shape in execute(_COLUMNS):
        found.setdefault(name, []).append(tuple(shape))
    indexes: dict[str, list[tuple[Any, ...]]] = {}
    for name, *shape in execute(_INDEXES):
        indexes.setdefault(name, []).append(tuple(shape))
    for name, parts in indexes.items():
        found[name].extend(sorted(parts, key=repr))
    return found


def _execute(connection: Connection, text: str) -> None:
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text)
    finally:
        cursor.close()
