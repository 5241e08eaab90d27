"""What SQLite and PostgreSQL do differently, behind one interface; and a transaction on either.

Statements are written in SQLAlchemy Core, compiled once, and run on the driver's own cursor, which
gives plain tuples: for a million events that is a third of the time. Rows are tuples in the order
of the statement's or table's columns. A statement is made once, with `bindparam` for what changes,
or it would be compiled each time.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from typing import Any, Final, Protocol, TypeAlias

from sqlalchemy import (
    URL,
    BindParameter,
    Connection,
    Dialect,
    Engine,
    Executable,
    Table,
    bindparam,
    make_url,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.sql import ClauseElement

from growth_ledger.errors import LedgerError

Row: TypeAlias = tuple[Any, ...]

SCAN_ROWS: Final = 2000
"""Rows taken from the driver at once while scanning; memory stays constant."""

_FIRST_SURROGATE: Final = 0xD800
_AFTER_SURROGATES: Final = 0xE000
_PASSWORD: Final = re.compile(r":(?!//)[^@]*@")
_MANY: Final = 256
_FEW: Final = 8
"""So many values a statement is made for, whatever is asked: it is compiled twice and no more."""


class Database(Protocol):
    """One kind of database, at one address."""

    engine: Engine
    error: type[Exception]
    """What its driver raises."""

    def prepare(self) -> None:
        """There is an empty place for a ledger; StorageError where something is in it."""

    def withdraw(self) -> None:
        """What `prepare` made is gone again, after a failure."""

    def begin_creating(self, connection: Connection) -> None:
        """No ledger is there, and nobody else is making one; StorageError where one is there."""

    def begin_reading(self, connection: Connection) -> None:
        """From here on `connection` sees one state, whatever others write."""

    def begin_writing(self, connection: Connection, *, seconds: float) -> bool:
        """Whether `connection` became the only writer within so many seconds."""

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """The rows are in the table, by the fastest way for so many."""

    def insert_missing(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """The rows are in the table, where some may have been before."""

    def scanning_cursor(self, connection: Connection) -> DBAPICursor:
        """A cursor that never holds a whole long result in memory."""

    def scrub(self) -> bool:
        """Bytes of deleted personal values are gone from the files; False where a reader is in the way."""

    def explained(self, error: Exception) -> LedgerError:
        """A driver's error in the ledger's words."""

    def odd_things(self, connection: Connection) -> list[tuple[str, str]]:
        """What in the place is not as the ledger's tables were made: its sort, and its name."""

    def disagreements(self, connection: Connection, names: Iterable[str]) -> list[str]:
        """Where pages and indexes of the tables named do not agree, in its words; the first ones."""


class Transaction:
    """Statements within one transaction; a driver's errors leave it as the ledger's."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self.database = database
        self.connection = connection
        """For statements of other tables, in the same transaction."""

    def rows(self, statement: Executable, **values: object) -> list[Row]:
        """The whole result."""
        with explaining(self.database):
            cursor = self.connection.connection.cursor()
            try:
                self._execute(cursor, statement, values)
                return list(cursor.fetchall())
            finally:
                cursor.close()

    def row(self, statement: Executable, **values: object) -> Row | None:
        """The first row of the result, or None."""
        found = self.rows(statement, **values)
        return found[0] if found else None

    def scan(self, statement: Executable, **values: object) -> Iterator[Row]:
        """The result row by row, in constant memory."""
        return chain.from_iterable(self.batches(statement, **values))

    def batches(self, statement: Executable, **values: object) -> Iterator[list[Row]]:
        """The result some rows at a time, in constant memory."""
        with explaining(self.database):
            cursor = self.database.scanning_cursor(self.connection)
            try:
                self._execute(cursor, statement, values)
                while batch := cursor.fetchmany(SCAN_ROWS):
                    yield list(batch)
            finally:
                # Who stops in the midst may have closed the connection before, and the cursor so.
                with suppress(self.database.error):
                    cursor.close()

    def run(self, statement: Executable, **values: object) -> int:
        """The number of rows that the statement changed."""
        with explaining(self.database):
            cursor = self.connection.connection.cursor()
            try:
                self._execute(cursor, statement, values)
                return cursor.rowcount
            finally:
                cursor.close()

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """The rows, each a value for every column of the table, are in it."""
        if rows:
            with explaining(self.database):
                self.database.insert(self.connection, table, rows)

    def insert_missing(self, table: Table, rows: Iterable[Row]) -> None:
        """The rows are in the table; those that were there already are left as they are."""
        missing = list(dict.fromkeys(rows))
        if missing:
            with explaining(self.database):
                self.database.insert_missing(self.connection, table, missing)

    def odd_things(self) -> list[tuple[str, str]]:
        """As `Database.odd_things`."""
        with explaining(self.database):
            return self.database.odd_things(self.connection)

    def disagreements(self, names: Iterable[str]) -> list[str]:
        """As `Database.disagreements`."""
        with explaining(self.database):
            return self.database.disagreements(self.connection, names)

    def commit(self) -> None:
        """What was written is there for everybody, and durable."""
        with explaining(self.database):
            self.connection.commit()

    def _execute(
        self, cursor: DBAPICursor, statement: Executable, values: Mapping[str, object]
    ) -> None:
        text, names, constants = _compiled(statement, self.database.engine.dialect)
        if constants:
            values = {**constants, **values}
        if names is not None:
            cursor.execute(text, [values[name] for name in names])
        elif values:
            cursor.execute(text, values)
        else:
            cursor.execute(text)


def shown_address(address: str | URL) -> str:
    """The address without what nobody else is to read."""
    if isinstance(address, str) and "://" not in address:
        return address
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return _PASSWORD.sub(":***@", str(address))
    hidden = {key: "hidden" for key in url.query if "pass" in key}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


@contextmanager
def explaining(database: Database) -> Iterator[None]:
    """A driver's error leaves the block in the ledger's words, whether or not SQLAlchemy wrapped it."""
    try:
        yield
    except (DBAPIError, database.error) as error:
        own = error.orig if isinstance(error, DBAPIError) else error
        raise database.explained(own if isinstance(own, Exception) else error) from error


def column_list(table: Table, dialect: Dialect) -> str:
    """The names of all columns, quoted where the dialect asks for it."""
    quote = dialect.identifier_preparer.quote
    return ", ".join(quote(column.name) for column in table.columns)


@functools.lru_cache(maxsize=512)
def _compiled(
    statement: Executable, dialect: Dialect
) -> tuple[str, tuple[str, ...] | None, dict[str, object]]:
    """The text, the order of its parameters if they go by place, and the values that are fixed."""
    assert isinstance(statement, ClauseElement)
    compiled = statement.compile(dialect=dialect)
    names = getattr(compiled, "positiontup", None)
    constants = {
        name: value for name, value in (compiled.params or {}).items() if value is not None
    }
    return str(compiled), None if names is None else tuple(names), constants


def value_batches(values: Iterable[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Parameters for one of two sizes of a statement with `any_of`; the last value fills up the rest."""
    remaining = iter(values)
    while batch := list(islice(remaining, _MANY)):
        size = _FEW if len(batch) <= _FEW else _MANY
        batch += [batch[-1]] * (size - len(batch))
        yield size, {f"value_{number}": value for number, value in enumerate(batch)}


def any_of(size: int) -> list[BindParameter[Any]]:
    """The parameters that `value_batches` gives values to."""
    return [bindparam(f"value_{number}") for number in range(size)]


def past_prefix(prefix: str) -> str:
    """The first name, by bytes, after all those that begin so."""
    if not prefix:
        return chr(0x10FFFF)
    # Text holds no surrogates, and no name begins with the last character that there is.
    following = ord(prefix[-1]) + 1
    return prefix[:-1] + chr(_AFTER_SURROGATES if following == _FIRST_SURROGATE else following)
