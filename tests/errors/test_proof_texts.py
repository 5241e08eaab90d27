"""What may go wrong with keys, checkpoints and verification, in its exact words and both languages."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
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


def spoilt(command: Command) -> str:
    """Another outcome is put into the read model, and into an exported file, whose name is given."""
    command.run("export", "T1", "--out", "T1.json", "--as-of", "2024-01-01")
    path = command.folder / "T1.json"
    written = json.loads(path.read_text())
    written["answer"]["standings"]["honor_allowance"]["outcome"] = "tier-20"
    path.write_text(json.dumps(written))
    with closing(sqlite3.connect(command.url)) as database:
        database.execute(
            "UPDATE standing SET outcome = 'tier-20' WHERE projection = 'honor_allowance'"
        )
        database.commit()
    return path.name


def printed(command: Command, *arguments: str) -> list[list[str]]:
    """The lines on standard output of a run that fails, in English and in Chinese."""
    runs = [replace(command, lang=lang).run(*arguments, status=1) for lang in ("en", "zh")]
    return [[line.strip() for line in run.stdout.splitlines()] for run in runs]


def test_a_check_that_fails_cannot_be_read_as_one_that_holds(filled: Command) -> None:
    file = spoilt(filled)
    key = filled.run("audit", "key").stdout.strip()

    english, chinese = printed(filled, "verify", file, "--key", key)

    assert [one for one in english if not one.startswith("ok ")] == [
        "NOT SO: the answer, with 6 standings, is what the events and packs in the file give",
        (
            "honor_allowance (Honour allowance tier) comes out otherwise: the file says tier-20 "
            "(Twenty-year tier), 2023-08-30, open, 三（四）13, its events and packs give none (None), "
            "2023-08-30, open, 三（四）13"
        ),
        "The answer in the file is as of 2024-01-01, as known at event #4.",
        "The file of T1 does NOT hold.",
    ]
    assert [one for one in chinese if not one.startswith("符合")] == [
        "不成立：所载答复及6项结论与文件中的事件和规则包推得的一致",
        (
            "honor_allowance（荣誉津贴档次）重新推得的结果不同：文件所载为“tier-20（二十年档），2023-08-30，"
            "至今，三（四）13”，由其中的事件和规则包推得的是“none（无），2023-08-30，至今，三（四）13”"
        ),
        "文件中的结论截至2024-01-01，以登记到事件#4时所知为准。",
        "T1的档案文件未通过核验。",
    ]


def test_a_read_model_that_disagrees_is_told_with_both_of_what_is_said(filled: Command) -> None:
    spoilt(filled)

    english, chinese = printed(filled, "audit", "replay", "--as-of", "2024-01-01")

    assert english[-2] == (
        "the read model does NOT agree. The first difference, honor_allowance (Honour allowance "
        "tier) of T1: the read model says tier-20 (Twenty-year tier), 2023-08-30, open, the events "
        "give none (None), 2023-08-30, open. Run `growth-ledger audit verify`, then `growth-ledger rebuild`"
    )
    assert chinese[-2] == (
        "查询模型与事件不一致。第一处不同，T1的honor_allowance（荣誉津贴档次）："
        "查询模型为“tier-20（二十年档），2023-08-30，至今”，由事件推得的是“none（无），2023-08-30，至今”。"
        "请运行 `growth-ledger audit verify`，再运行 `growth-ledger rebuild`"
    )
