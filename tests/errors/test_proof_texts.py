"""What may go wrong with keys, checkpoints and verification, in its exact words and both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.end_to_end.running import Command

from growth_ledger.cli import main

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


@pytest.mark.parametrize("blanks", [" ", "  ", "\u3000"])
def test_a_recorder_of_blanks_alone_is_refused(filled: Command, blanks: str) -> None:
    shown = blanks.replace("\u3000", "\N{REPLACEMENT CHARACTER}")
    named = ("--by", blanks, "erase", "T1", "--reason", "申请")
    runner = CliRunner(env={"GROWTH_LEDGER_BY": blanks})

    found = [
        runner.invoke(main, ["--lang", lang, *given])
        for lang in ("en", "zh")
        for given in (["--ledger", filled.url, *named], ["--ledger", filled.url, *named[2:]])
    ]

    english = (
        f"error: nobody who records is called “{shown}”: write a name on one line, not of blanks "
        "alone, of at most 200 characters, with --by or in GROWTH_LEDGER_BY\n"
    )
    chinese = (
        f"error: 登记人不能写作“{shown}”：请用 --by 或 GROWTH_LEDGER_BY 写明登记人，"
        "不能只有空格，一行以内，不超过200字\n"
    )
    assert [(one.exit_code, one.stderr) for one in found] == [
        (2, english),
        (2, english),
        (2, chinese),
        (2, chinese),
    ]
    assert filled.json("show", "T1", "--format", "json")["name"] == "王芳"


def test_a_checkpoint_takes_the_place_of_nothing_but_an_older_one_of_its_ledger(
    filled: Command,
) -> None:
    other = replace(filled, url="other.db")
    other.run("init", "--origin", "growth-ledger/words")
    other.run("audit", "checkpoint", "--out", "of-another")
    (filled.folder / "minutes.txt").write_text("evidence")
    present = [filled.folder / name for name in ("minutes.txt", "of-another")]
    before = [path.read_bytes() for path in present]

    found = [told(filled, "audit", "checkpoint", "--out", path.name) for path in present]

    assert found == [
        [
            (
                f"error: the file {path.name} is there already, and holds no checkpoint that this "
                "ledger has grown from: choose another name: what is in it is left as it is, and may "
                f"be evidence; growth-ledger audit verify --checkpoint {path.name} says what is wrong "
                "with it"
            ),
            (
                f"error: 文件{path.name}已存在，其中不是本台账此前的检查点："
                "请另取文件名：原文件可能是证据，不会被改动；"
                f"可执行 growth-ledger audit verify --checkpoint {path.name} 查明原因"
            ),
        ]
        for path in present
    ]
    assert [path.read_bytes() for path in present] == before
