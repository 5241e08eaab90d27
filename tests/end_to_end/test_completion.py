"""Completion in shells: commands, codes and teachers."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.end_to_end.running import Command
from tests.end_to_end.terminal import PROGRAM


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_each_shell(shell: str, desk: Command) -> None:
    script = desk.run("completion", shell).stdout

    assert "_GROWTH_LEDGER_COMPLETE" in script
    assert "growth-ledger" in script


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("growth-ledger temp", ["template"]),
        ("growth-ledger record appointed --role hom", ["homeroom"]),
        ("growth-ledger --ledger URL record appointed --teacher T", ["T1", "T2"]),
        ("growth-ledger --ledger URL record file-opened --school S", ["S01"]),
        ("growth-ledger record award-granted --award gar", ["gardener"]),
        ("growth-ledger record school-registered --rural t", ["true"]),
        ("growth-ledger record appoint", ["appointed", "appointment-ended"]),
        ("growth-ledger --ledger URL show T", ["T1", "T2"]),
        ("growth-ledger --ledger URL standings admission --school S", ["S01"]),
        ("growth-ledger --ledger URL standings adm", ["admission"]),
        ("growth-ledger --ledger URL standings admission --outcome not-y", ["not-yet"]),
        ("growth-ledger --ledger URL standings admission --district hong", ["hongkou"]),
        ("growth-ledger --ledger none.db show T", []),
        ("growth-ledger policy show fang", ["fangzi", "fang"]),
        ("growth-ledger history T1 --kind award-", ["award-granted", "award-revoked"]),
        ("growth-ledger template t.xlsx --kinds appointed,award-g", ["appointed,award-granted"]),
        ("growth-ledger import sep", ["sep"]),
    ],
)
def test_completion_offers_commands_codes_and_teachers(
    words: str, found: list[str], desk: Command
) -> None:
    words = words.replace("URL", desk.url)
    environment = {
        **os.environ,
        "_GROWTH_LEDGER_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }

    done = subprocess.run(
        [PROGRAM],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )

    assert [line.partition(",")[2] for line in done.stdout.splitlines() if line] == found


def test_completing_a_command_imports_none_of_them() -> None:
    code = (
        "import sys; sys.argv[:] = ['growth-ledger']\n"
        "from growth_ledger.cli import main\n"
        "try: main(prog_name='growth-ledger')\n"
        "except SystemExit: pass\n"
        "print(sorted(m for m in sys.modules if m in {'pydantic', 'sqlalchemy', 'rich'}))"
    )
    environment = {
        **os.environ,
        "_GROWTH_LEDGER_COMPLETE": "bash_complete",
        "COMP_WORDS": "growth-ledger st",
        "COMP_CWORD": "1",
    }

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True
    )

    assert done.stdout.splitlines() == ["plain,standings", "[]"]
