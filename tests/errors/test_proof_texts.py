"""What may go wrong with keys, checkpoints and verification, in its exact words and both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.end_to_end.running import Command

SCHOOL = {
    "kind": "school-registered",
    "school": "S1",
    "name": "一小",
    "district": "hongkou",
    "stage": "primary",
    "rural": False,
    "effective_on": "2000-09-01",
}
ADOPTED = {
    "kind": "policy-adopted",
    "policy": "hongkou-2023",
    "district": "hongkou",
    "first_day": "2023-08-30",
}
OPENED = {
    "kind": "file-opened",
    "teacher": "T1",
    "name": "王芳",
    "school": "S1",
    "effective_on": "2010-09-01",
}


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """A ledger of one file, sealed, in the folder in which the command is run."""
    monkeypatch.chdir(tmp_path)
    command = Command(url="ledger.db", folder=tmp_path, environment={"NO_COLOR": "1"})
    command.run("init", "--origin", "growth-ledger/words")
    command.run("import", command.lines("events.jsonl", SCHOOL, ADOPTED, OPENED))
    command.run("audit", "checkpoint")
    return command


def told(command: Command, *arguments: str, status: int = 1) -> list[str]:
    """The last line on standard error, in English and in Chinese."""
    return [
        replace(command, lang=lang).run(*arguments, status=status).stderr.splitlines()[-1]
        for lang in ("en", "zh")
    ]


def test_a_key_file_without_a_key_is_not_taken_for_none(filled: Command) -> None:
    (filled.folder / "ledger.db.key").write_bytes(b"\xff\xfe")

    found = told(filled, "audit", "verify")

    assert found == [
        (
            "error: the key file holds no private key, ledger.db.key: "
            "name the file that growth-ledger init made, in GROWTH_LEDGER_KEY"
        ),
        (
            "error: 密钥文件中没有私钥，ledger.db.key："
            "请在 GROWTH_LEDGER_KEY 中写明 growth-ledger init 生成的密钥文件"
        ),
    ]


def test_a_key_file_that_cannot_be_read_is_not_taken_for_none(filled: Command) -> None:
    key = filled.run("audit", "key").stdout.strip()
    path = filled.folder / "ledger.db.key"
    path.unlink()
    # As root nothing is forbidden; a folder cannot be read as a file by anyone.
    path.mkdir()

    found = told(filled, "audit", "verify")

    assert found == [
        (
            "error: the key file cannot be read, ledger.db.key: see that it is the file that "
            "growth-ledger init made and that you may read it; for audit verify and audit prove "
            "the public key will do, with --key"
        ),
        (
            "error: 密钥文件无法读取，ledger.db.key：请确认它是 growth-ledger init 生成的文件，"
            "并且有读取权限；audit verify 与 audit prove 只需用 --key 给出公钥"
        ),
    ]
    assert filled.json("audit", "verify", "--key", key, "--format", "json")["holds"]
