"""What another program reads of the command: its bytes, and the status with which it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("growth-ledger")


def started(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, "--ledger", str(folder / "l.db"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def ended(folder: Path, *arguments: str, **environment: str) -> bytes:
    out, error = started(folder, *arguments, **environment).communicate(timeout=60)
    assert not error, error
    return out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ended(tmp_path, "init", "--sandbox")
    school = {
        "kind": "school-registered",
        "school": "S1",
        "name": "㙓林小学",
        "district": "hongkou",
        "stage": "primary",
        "rural": False,
        "effective_on": "2000-09-01",
    }
    opened = {
        "kind": "file-opened",
        "teacher": "T1",
        "name": "王𠮷é",
        "school": "S1",
        "effective_on": "2001-09-01",
    }
    lines = "".join(json.dumps(one) + "\n" for one in (school, opened))
    (tmp_path / "l.jsonl").write_text(lines, encoding="utf-8")
    process = started(tmp_path, "import", str(tmp_path / "l.jsonl"))
    assert process.wait(timeout=60) == 0
    process.communicate()
    return tmp_path


def test_what_is_piped_is_utf_8_whatever_the_terminal_speaks(folder: Path) -> None:
    shown, note = (
        started(folder, *arguments, PYTHONIOENCODING="gbk").communicate(timeout=60)[0]
        for arguments in (("show", "T1", "--format", "json"), ("audit", "checkpoint"))
    )

    assert json.loads(shown.decode("utf-8"))["name"] == "王𠮷é"
    assert "\n— " in note.decode("utf-8")


def test_a_failure_is_one_though_nobody_reads_of_it(folder: Path) -> None:
    process = started(folder, "import", str(folder / "none.jsonl"), "--format", "json")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stderr.close()

    assert process.wait(timeout=60) == 1


def test_the_package_runs_as_the_command_does(folder: Path) -> None:
    arguments = ("--ledger", str(folder / "l.db"), "show", "T1", "--format", "json")
    found = subprocess.run(
        [sys.executable, "-m", "growth_ledger", *arguments], capture_output=True, check=True
    )

    assert json.loads(found.stdout)["teacher"] == "T1"
