"""The installed command on an empty place for a ledger: SQLite and a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.end_to_end.desk import PLACES, opened
from tests.end_to_end.running import Command
from tests.store.conftest import address, postgresql_address, postgresql_server, sqlite_address

__all__ = ["address", "postgresql_address", "postgresql_server", "sqlite_address"]


@pytest.fixture
def command(address: str, tmp_path: Path) -> Command:
    """The command, given once for each database."""
    return _command(address, tmp_path)


@pytest.fixture
def sqlite_command(sqlite_address: str, tmp_path: Path) -> Command:
    """The command on SQLite, for what does not depend on the database."""
    return _command(sqlite_address, tmp_path)


@pytest.fixture
def desk(sqlite_command: Command) -> Command:
    """A ledger with a school, a policy and two teachers of one name."""
    sqlite_command.run("init")
    sqlite_command.run(
        "import",
        sqlite_command.lines("places.jsonl", *PLACES, opened("T1", "张三"), opened("T2", "张三")),
    )
    return sqlite_command


def _command(url: str, folder: Path) -> Command:
    environment = {"GROWTH_LEDGER_KEY": str(folder / "ledger.key"), "NO_COLOR": "1"}
    return Command(url=url, folder=folder, environment=environment)
