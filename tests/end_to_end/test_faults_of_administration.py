"""What docs/administration.md tells an administrator to do, done."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
from tests.end_to_end.running import Command

from growth_ledger.samples import sample_events

PAGE = Path(__file__).resolve().parents[2] / "docs" / "administration.md"
RECORDED = (
    "record",
    "contribution-made",
    "--contribution",
    "paper",
    "--effective-on",
    "2024-05-01",
)


def block(name: str) -> str:
    """The code of the page below the mark of that name."""
    page = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name} -->\n\n```\w+\n(.*?)```", page, flags=re.DOTALL)
    assert found is not None
    return found[1]


def execute(address: str, statements: str) -> None:
    """The statements, as the owner gives them."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statements.encode())


@pytest.fixture
def filled(postgresql_address: str, tmp_path: Path) -> Command:
    """A ledger of some made-up files on PostgreSQL."""
    command = Command(
        url=postgresql_address,
        folder=tmp_path,
        environment={"GROWTH_LEDGER_KEY": str(tmp_path / "ledger.key"), "NO_COLOR": "1"},
    )
    command.run("init", "--origin", "growth-ledger/administered")
    events = sample_events(teachers=12, seed=3, today=date(2026, 6, 1))
    command.run("import", command.lines("some.jsonl", *events))
    return command


def teacher_of(command: Command) -> str:
    rows = command.json("standings", "honor_allowance", "--as-of", "2026-06-01", "--format", "json")
    return str(rows[0]["teacher"])


def test_each_role_may_do_what_the_page_says(filled: Command) -> None:
    with psycopg.connect(filled.url) as connection:
        row = connection.execute("SELECT current_schema()").fetchone()
    assert row is not None
    schema = str(row[0])
    roles = block("roles").replace("SCHEMA public", f"SCHEMA {schema}")
    for role in ("ledger_clerk", "ledger_reader"):
        roles = roles.replace(role, f"{role}_{schema}")
        roles += f"GRANT USAGE ON SCHEMA {schema} TO {role}_{schema};\n"
    execute(filled.url, roles)
    teacher = teacher_of(filled)
    told = "error: the ledger cannot be written to"

    def acting_as(role: str) -> Command:
        return replace(filled, url=f"{filled.url}%20-crole%3D{role}_{schema}")

    reader, clerk = acting_as("ledger_reader"), acting_as("ledger_clerk")

    assert teacher_of(reader) == teacher
    reader.run("audit", "verify")
    refused = reader.run(*RECORDED, "--teacher", teacher, status=1)
    clerk.run(*RECORDED, "--teacher", teacher)
    clerk.run(
        "import",
        clerk.lines("again.jsonl", *sample_events(teachers=14, seed=3, today=date(2026, 6, 1))),
    )
    clerk.run("audit", "checkpoint")
    kept = clerk.run("erase", teacher, "--reason", "申请", status=1)
    filled.run("erase", teacher, "--reason", "申请")

    assert refused.stderr.startswith(told)
    assert kept.stderr.startswith(told)
    assert clerk.run("rebuild", status=1).stderr.startswith(told)
    filled.run("rebuild")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        execute(clerk.url, "DELETE FROM event")
    assert filled.json("audit", "verify", "--format", "json")["holds"]


def test_a_model_cut_by_district_answers_as_before(filled: Command) -> None:
    asked = ("audit", "replay", "--as-of", "2026-06-01", "--format", "json")
    before = filled.json(*asked)

    execute(filled.url, block("partitions"))

    assert filled.json(*asked) == before
    assert filled.json("rebuild", "--format", "json")["differing"] == []
    filled.run(*RECORDED, "--teacher", teacher_of(filled))
    filled.run("erase", teacher_of(filled), "--reason", "申请")
    after = filled.json(*asked)
    assert after["read_model_agrees"]
    assert after["digest"] == before["digest"]
    assert filled.json("audit", "verify", "--format", "json")["holds"]


def test_a_ledger_copied_to_postgresql_is_the_same_ledger(
    sqlite_command: Command, postgresql_address: str, tmp_path: Path
) -> None:
    sqlite_command.run("init", "--origin", "growth-ledger/moving")
    events = sample_events(teachers=12, seed=4, today=date(2026, 6, 1))
    sqlite_command.run("import", sqlite_command.lines("some.jsonl", *events))
    checkpoint = tmp_path / "checkpoint.txt"
    sqlite_command.run("audit", "checkpoint", "--out", str(checkpoint))
    asked = ("audit", "replay", "--as-of", "2026-06-01", "--format", "json")
    before = sqlite_command.json(*asked)
    program = tmp_path / "move_ledger.py"
    program.write_text(block("copy"), encoding="utf-8")
    target = postgresql_address.replace("postgresql://", "postgresql+psycopg://")

    subprocess.run(
        [sys.executable, program, f"sqlite:///{sqlite_command.url}", target],
        check=True,
        timeout=120,
    )

    moved = replace(sqlite_command, url=postgresql_address)
    assert moved.json(*asked) == before
    found = moved.json("audit", "verify", "--checkpoint", str(checkpoint), "--format", "json")
    assert found["holds"]
    moved.run(*RECORDED, "--teacher", teacher_of(moved))
    assert moved.json("audit", "verify", "--format", "json")["holds"]
