"""A ledger in a PostgreSQL database, in the first schema of the connection's search path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Engine,
    LargeBinary,
    Table,
    Text,
    create_engine,
    inspect,
)
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPICursor

from growth_ledger.errors import ConflictError, LedgerError, StorageError
from growth_ledger.store.databases import Row, column_list, explaining, shown_address
from growth_ledger.store.schema import metadata, tables_with_personal_values

try:
    import psycopg
except ImportError as missing:
    # The extra `postgres` is not installed, and only a PostgreSQL address needs it.
    raise StorageError("postgres-extra-missing") from missing

if TYPE_CHECKING:
    from psycopg import Connection as DriverConnection

COPY_ROWS: Final = 16
"""From so many rows on COPY is faster than one statement with arrays, as measured."""

# Any number that no other program is likely to lock.
_CREATING: Final = 0x67726F77
_CONNECT_SECONDS: Final = 10
_LOCK_MILLISECONDS: Final = 60_000
_TAKEN: Final[dict[str | None, str]] = {
    "event_event_id_key": "event-id-taken",
    "event_stream_version_key": "version-taken",
}
_ODD_THINGS: Final = """
    WITH ours AS (
        SELECT oid, relname, relkind FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%(names)s)
    )
    SELECT 'view', relname::text FROM ours WHERE relkind NOT IN ('r', 'p')
    UNION ALL SELECT 'trigger', tgname::text FROM pg_trigger
        WHERE tgrelid IN (SELECT oid FROM ours) AND NOT tgisinternal
    UNION ALL SELECT 'column', relname || '.' || attname FROM ours JOIN pg_attribute
        ON attrelid = oid WHERE attnum > 0 AND NOT attisdropped
        AND relname || '.' || attname != ALL(%(columns)s)
    UNION ALL SELECT 'rule', rulename::text FROM pg_rewrite
        WHERE ev_class IN (SELECT oid FROM ours WHERE relkind IN ('r', 'p'))
"""
_TYPES: Final = {BigInteger: "int8", Text: "text", LargeBinary: "bytea", Boolean: "bool"}


class PostgreSQL:
    """A database by its address."""

    error: type[Exception] = psycopg.Error

    def __init__(self, url: URL) -> None:
        self._where = shown_address(url)
        self._cursors = count(1)
        if "connect_timeout" not in url.query:
            url = url.update_query_dict({"connect_timeout": str(_CONNECT_SECONDS)})
        self.engine: Engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            max_overflow=-1,
            # Whatever the role or the environment says: names are in Chinese.
            connect_args={"client_encoding": "utf8"},
        )

    def prepare(self) -> None:
        """The database is the administrator's to make."""

    def withdraw(self) -> None:
        """Nothing is left to take back: PostgreSQL makes tables within the transaction."""
        self.engine.dispose()

    def begin_creating(self, connection: Connection) -> None:
        """Two programs that make a ledger at once do so one after the other."""
        connection.begin()
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise StorageError("database-not-utf8", where=self._where, found=encoding)
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CREATING})")
        if not metadata.tables.keys().isdisjoint(inspect(connection).get_table_names()):
            raise StorageError("ledger-present", where=self._where)

    def begin_reading(self, connection: Connection) -> None:
        """Every statement sees the state at the first."""
        connection.execution_options(isolation_level="REPEATABLE READ").begin()

    def begin_writing(self, connection: Connection, *, seconds: float) -> bool:
        """The `head` row is ours, or still another's."""
        # So that the row is as whoever had it before has left it, and no error.
        connection.execution_options(isolation_level="READ COMMITTED").begin()
        cursor = connection.connection.cursor()
        try:
            cursor.execute(f"SET LOCAL lock_timeout = {max(1, round(seconds * 1000))}")
            cursor.execute("SELECT 1 FROM head FOR UPDATE")
            cursor.execute(f"SET LOCAL lock_timeout = {_LOCK_MILLISECONDS}")
        except psycopg.errors.LockNotAvailable:
            connection.rollback()
            return False
        finally:
            cursor.close()
        return True

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """COPY for many rows, one statement with an array for each column for few."""
        if len(rows) < COPY_ROWS:
            self._insert_arrays(connection, table, rows, "")
            return
        columns = column_list(table, self.engine.dialect)
        with (
            _driver(connection).cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types([_type_of(table, name) for name in table.columns.keys()])  # noqa: SIM118 - a collection of columns iterates over columns.
            for row in rows:
                copy.write_row(row)

    def insert_missing(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """COPY cannot pass over rows, so any number goes in arrays."""
        self._insert_arrays(connection, table, rows, "ON CONFLICT DO NOTHING")

    def scanning_cursor(self, connection: Connection) -> DBAPICursor:
        """A cursor on the server, which sends rows as they are fetched."""
        cursor = _driver(connection).cursor(name=f"scan_{next(self._cursors)}")
        return cast("DBAPICursor", cursor)

    def scrub(self) -> bool:
        """The tables that hold names are written anew into other files, and the old ones removed.

        A plain VACUUM moves rows within their pages and leaves what it moved them from. Rows that another
        transaction may still see are copied with the others: how many, only a notice says.
        """
        kept: list[int] = []

        def note(said: psycopg.errors.Diagnostic) -> None:
            # In the server's language: "N dead row versions cannot be removed yet."
            number = re.search(r"[0-9]+", said.message_detail or "")
            kept.append(0 if number is None else int(number[0]))

        with explaining(self), self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            driver = _driver(connection)
            driver.add_notice_handler(note)
            try:
                driver.execute("SET client_min_messages = 'info'")
                driver.execute("SET lock_timeout = '5s'")
                for table in tables_with_personal_values():
                    driver.execute(f"VACUUM (FULL, VERBOSE) {table.name}".encode())
            except psycopg.errors.LockNotAvailable:
                return False
            finally:
                # With its settings, and whether or not the server is there still.
                connection.invalidate()
        return not any(kept)

    def odd_things(self, connection: Connection) -> list[tuple[str, str]]:
        """Views in the place of tables, and the rules, triggers and further columns of these."""
        tables = metadata.sorted_tables
        looked_for = {
            "names": [table.name for table in tables],
            "columns": [str(column) for table in tables for column in table.columns],
        }
        return sorted(connection.connection.cursor().execute(_ODD_THINGS, looked_for).fetchall())

    def disagreements(self, connection: Connection, names: Iterable[str]) -> list[str]:
        """None: PostgreSQL looks after its own; `amcheck` is an administrator's."""
        del connection, names
        return []

    def explained(self, error: Exception) -> LedgerError:
        """By PostgreSQL's error class."""
        errors = psycopg.errors
        match error:
            case errors.UniqueViolation() if error.diag.constraint_name in _TAKEN:
                return ConflictError(_TAKEN[error.diag.constraint_name], where=self._where)
            case (
                errors.LockNotAvailable()
                | errors.DeadlockDetected()
                | errors.SerializationFailure()
            ):
                return ConflictError("ledger-busy", where=self._where)
            case errors.QueryCanceled():
                return StorageError("statement-stopped", where=self._where)
            case errors.DiskFull():
                return StorageError("disk-full", where=self._where)
            case errors.ReadOnlySqlTransaction() | errors.InsufficientPrivilege():
                return StorageError("ledger-read-only", where=self._where)
            case errors.UndefinedTable():
                return StorageError("ledger-missing", where=self._where)
            case errors.DuplicateTable():
                return StorageError("ledger-present", where=self._where)
            case errors.DataCorrupted() | errors.IndexCorrupted():
                return StorageError("ledger-damaged", where=self._where)
            case (
                errors.AdminShutdown() | errors.CrashShutdown() | errors.CannotConnectNow()
            ) | psycopg.OperationalError(sqlstate=None):
                return StorageError(
                    "database-unreachable", where=self._where, reason=_first_line(error)
                )
            case _:
                return StorageError("database-failed", where=self._where, reason=_first_line(error))

    def _insert_arrays(
        self, connection: Connection, table: Table, rows: Sequence[Row], ending: str
    ) -> None:
        columns = column_list(table, self.engine.dialect)
        arrays = ", ".join(f"%s::{_type_of(table, column.name)}[]" for column in table.columns)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(
                f"INSERT INTO {table.name} ({columns}) SELECT * FROM unnest({arrays}) {ending}",  # noqa: S608 - only names of our own tables and types.
                [list(values) for values in zip(*rows, strict=True)],
            )
        finally:
            cursor.close()


def _driver(connection: Connection) -> DriverConnection[Row]:
    return cast("DriverConnection[Row]", connection.connection.driver_connection)


def _type_of(table: Table, column: str) -> str:
    kind = table.columns[column].type
    return next(name for cls, name in _TYPES.items() if isinstance(kind, cls))


def _first_line(error: Exception) -> str:
    """What went wrong, without the hints that a driver prints below."""
    return str(error).strip().partition("\n")[0]
