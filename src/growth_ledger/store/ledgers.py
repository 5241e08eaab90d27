"""Making a ledger, opening it, and the transactions on it.

with store.reading() as reading: ...   a view that nobody changes; any number at once
with store.writing() as writing: ...   the only writer; kept as a whole, or not at all
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Final, Self
from uuid import uuid4

from sqlalchemy import bindparam, insert, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from growth_ledger.errors import ConflictError, LedgerError, StorageError
from growth_ledger.proof.merkle import Frontier
from growth_ledger.store import standings
from growth_ledger.store.databases import Database, Transaction, explaining, shown_address
from growth_ledger.store.reading import Reading
from growth_ledger.store.schema import HEAD_ID, SCHEMA_VERSION, head, metadata
from growth_ledger.store.sqlite import SQLite
from growth_ledger.store.writing import Writing

_ASK_AGAIN_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 60.0


class Store:
    """One ledger, open. May be used by several threads; a fork must open its own."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        on_wait: Callable[[float], None] | None = None,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        """Use `open_store`, which looks first whether a ledger is there.

        Args:
            database: Where the ledger is.
            clock: The moment, aware of its time zone; read once for each writing transaction.
            on_wait: Told, each second that another writer is waited for, how many it has been.
            patience: After so many seconds of waiting there is a ConflictError.
        """
        self.database = database
        self._clock = clock
        self._on_wait = on_wait
        self._patience = patience
        # A connection goes back to the pool either before the pool is closed, or nowhere at all.
        self._closing = threading.RLock()
        self._closed = False
        # Threads of one process wait here, in turn and without asking the database over and over.
        self._turn = threading.Lock()
        self._listeners: set[Callable[[], object]] = set()
        self.has_recorded = False
        """Whether anything was recorded or erased by this store: what is interrupted then is not undone."""

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """The ledger as it is now, for as long as the block lasts.

        Raises:
            StorageError: The database cannot be reached or read.
        """
        with self._transaction() as transaction:
            with explaining(self.database):
                self.database.begin_reading(transaction.connection)
            yield Reading(transaction)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """The ledger to add to: committed where the block ends, rolled back where it raises.

        Rolled back, too, where the block withdrew what it had added.

        Not to be entered again within the block, which would wait for itself.

        Raises:
            ConflictError: `ledger-busy`, another writer did not come to an end.
            StorageError: The database cannot be reached or written; after an erasure
                `erased-not-scrubbed`: the values are deleted, their bytes may still be in the files.
        """
        began = monotonic()
        self._wait_for(self._take_turn, began)
        try:
            with self._transaction() as transaction:
                self._wait_for(
                    lambda seconds: self._begin_writing(transaction, seconds=seconds), began
                )
                writing = Writing(transaction, clock=self._clock)
                yield writing
                if writing.withdrawn:
                    return
                writing.finish()
                transaction.commit()
                self.has_recorded |= writing.has_recorded
            if writing.erased:
                self._scrub_after_erasing()
        finally:
            self._turn.release()
        for listener in tuple(self._listeners):
            listener()

    def _scrub_after_erasing(self) -> None:
        try:
            self.scrub()
        except StorageError as error:
            # The values are deleted by now, whatever was in the way of cleaning up behind them.
            raise StorageError("erased-not-scrubbed") from error

    def scrub(self) -> None:
        """No byte of erased personal values is left in the database's files; done by an erasure.

        Raises:
            StorageError: `erased-not-scrubbed`, a reader that goes on holds the old bytes.
        """
        if not self.database.scrub():
            raise StorageError("erased-not-scrubbed")

    def listen(self, listener: Callable[[], object]) -> None:
        """Call `listener` after every writing transaction of this store, in the writer's thread."""
        self._listeners.add(listener)

    def unlisten(self, listener: Callable[[], object]) -> None:
        """Call it no more."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """All connections are closed; those in use by other threads as soon as they are free."""
        with self._closing:
            self._closed = True
            self.database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[Transaction]:
        """A connection; whatever is not committed is rolled back as it goes back to the pool."""
        with explaining(self.database):
            connection = self.database.engine.connect()
        try:
            yield Transaction(self.database, connection)
        except BaseException:
            try:
                connection.rollback()
            except DBAPIError:
                # The server is gone, and what was not committed with it.
                connection.invalidate()
            raise
        finally:
            with self._closing, explaining(self.database):
                if self._closed:
                    connection.invalidate()
                connection.close()

    def _take_turn(self, seconds: float) -> bool:
        return self._turn.acquire(timeout=seconds)

    def _begin_writing(self, transaction: Transaction, *, seconds: float) -> bool:
        with explaining(self.database):
            return self.database.begin_writing(transaction.connection, seconds=seconds)

    def _wait_for(self, attempt: Callable[[float], bool], began: float) -> None:
        while not attempt(min(_ASK_AGAIN_SECONDS, self._patience)):
            waited = monotonic() - began
            if waited >= self._patience:
                raise ConflictError("ledger-busy", seconds=round(waited))
            if self._on_wait is not None:
                self._on_wait(waited)


def create_ledger(address: str | Path, *, origin: str, sandbox: bool = False) -> None:
    """An empty ledger is there.

    Args:
        address: A path, which means an SQLite file, or a SQLAlchemy URL.
        origin: What the log is called in its checkpoints.
        sandbox: Whether imported events may say when they were recorded.

    Raises:
        StorageError: `ledger-present`, and it is left as it was; or the place cannot be used.
    """
    database = _database(address)
    try:
        _create(database, origin=origin, sandbox=sandbox)
    finally:
        database.engine.dispose()


def open_store(
    address: str | Path,
    *,
    clock: Callable[[], datetime],
    on_wait: Callable[[float], None] | None = None,
    patience: float = _PATIENCE_SECONDS,
) -> Store:
    """The ledger at the address; the other arguments are those of `Store`.

    Raises:
        StorageError: `ledger-missing`, `not-a-ledger`, `ledger-newer`, or it cannot be opened.
    """
    store = Store(_database(address), clock=clock, on_wait=on_wait, patience=patience)
    try:
        _check_version(store, where=shown_address(str(address)))
    except BaseException:
        store.close()
        raise
    return store


def memory_store(
    *,
    origin: str,
    sandbox: bool = False,
    clock: Callable[[], datetime],
    on_wait: Callable[[float], None] | None = None,
    patience: float = _PATIENCE_SECONDS,
) -> Store:
    """A new ledger in this process's memory, gone when the store is closed.

    A writer can end only while nobody reads: memory has no write-ahead log.
    """
    database = SQLite(None, memory_name=f"growth-ledger-{uuid4().hex}")
    _create(database, origin=origin, sandbox=sandbox)
    return Store(database, clock=clock, on_wait=on_wait, patience=patience)


def _database(address: str | Path) -> Database:
    if isinstance(address, Path) or "://" not in address:
        return SQLite(Path(address))
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        # SQLAlchemy leaves it to Python to say that a port is no number.
        raise StorageError("address-malformed", where=shown_address(address)) from error
    if backend == "sqlite" and url.database not in {None, "", ":memory:"}:
        return SQLite(Path(str(url.database)))
    if backend == "postgresql":
        # Its driver is an extra, and takes a tenth of a second to import.
        from growth_ledger.store.postgresql import PostgreSQL  # noqa: PLC0415 - as above.

        return PostgreSQL(url)
    raise StorageError("address-unknown", where=shown_address(address))


def database_named(address: str) -> str | None:
    """The file or database that an address with a scheme names; None where it names none."""
    try:
        return make_url(address).database
    except (ArgumentError, ValueError):
        return None


def _create(database: Database, *, origin: str, sandbox: bool) -> None:
    database.prepare()
    try:
        with explaining(database), database.engine.connect() as connection:
            database.begin_creating(connection)
            metadata.create_all(connection, checkfirst=False)
            connection.execute(
                insert(head).values(
                    id=HEAD_ID,
                    schema_version=SCHEMA_VERSION,
                    origin=origin,
                    sandbox=sandbox,
                    position=0,
                    recorded_at=None,
                    frontier=Frontier().to_bytes(),
                )
            )
            connection.execute(
                insert(standings.model).values(
                    id=standings.LIVE_ID, generation=standings.FIRST_GENERATION
                )
            )
            connection.commit()
    except BaseException:
        database.withdraw()
        raise


def _check_version(store: Store, *, where: str) -> None:
    try:
        with store._transaction() as transaction:  # noqa: SLF001 - the same module.
            row = transaction.row(_SCHEMA_VERSION, id=HEAD_ID)
    except LedgerError as error:
        if error.code == "database-failed" and "no such" in str(error.values.get("reason")):
            raise StorageError("not-a-ledger", where=where) from error
        raise
    if row is None:
        raise StorageError("not-a-ledger", where=where)
    if type(row[0]) is not int or row[0] < 1:
        raise StorageError("head-damaged", where=where)
    if row[0] > SCHEMA_VERSION:
        raise StorageError("ledger-newer", where=where, found=row[0], known=SCHEMA_VERSION)


_SCHEMA_VERSION: Final = select(head.c.schema_version).where(head.c.id == bindparam("id"))
