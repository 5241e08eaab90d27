"""What may go wrong with keys, checkpoints and verification, in its exact words and both languages."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
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
    tamper(command, "UPDATE standing SET outcome = 'tier-20' WHERE projection = 'honor_allowance'")
    return path.name


def tamper(command: Command, statement: str) -> None:
    with closing(sqlite3.connect(command.url)) as database:
        database.execute(statement)
        database.commit()


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
            "未定，三（四）13”，由其中的事件和规则包推得的是“none（无），2023-08-30，未定，三（四）13”"
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
        "查询模型为“tier-20（二十年档），2023-08-30，未定”，由事件推得的是“none（无），2023-08-30，未定”。"
        "请运行 `growth-ledger audit verify`，再运行 `growth-ledger rebuild`"
    )


def failures(command: Command, *arguments: str) -> list[dict[str, str]]:
    """The error in the JSON document, in English and in Chinese, where it stands before the answer."""
    found = []
    for lang in ("en", "zh"):
        ran = replace(command, lang=lang).run(*arguments, "--format", "json", status=1)
        document = json.loads(ran.stdout)
        assert next(iter(document)) == "error"
        assert document.keys() > {"error"}
        error = document["error"]
        joints = (", ", ": ") if lang == "en" else ("，", "：")
        line = f"{error['message']}{joints[0]}{error['where']}{joints[1]}{error['hint']}"
        assert ran.stderr.splitlines()[-1] == f"error: {line}"
        found.append(error)
    return found


def test_an_exported_file_that_does_not_hold_is_an_error(filled: Command) -> None:
    file = spoilt(filled)
    key = filled.run("audit", "key").stdout.strip()
    path = filled.folder / file
    path.write_text(path.read_text().replace("2010-09-01", "2009-09-01"))

    found = failures(filled, "verify", file, "--key", key)

    assert found == [
        {
            "code": "file-fails",
            "message": (
                "this file does not hold (it is not shown to be in the log: altered, or never recorded)"
            ),
            "where": "T1.json, event #3 of teacher/T1",
            "hint": "do not rely on it; ask for the file anew, as growth-ledger export wrote it",
        },
        {
            "code": "file-fails",
            "message": "该文件未通过核验（未能证明在日志之中：经过改动，或从未记录）",
            "where": "T1.json，“teacher/T1”的事件#3",
            "hint": "请勿采信；请对方重新提供 growth-ledger export 写出的原文件",
        },
    ]


def test_a_ledger_that_does_not_verify_is_an_error(filled: Command) -> None:
    tamper(filled, "UPDATE event SET recorded_by = 'nobody' WHERE position = 2")

    found = failures(filled, "audit", "verify")

    assert found == [
        {
            "code": "ledger-fails",
            "message": (
                "this ledger does not verify (the event in policies/hongkou is not what was recorded)"
            ),
            "where": "event #2",
            "hint": (
                "restore a copy that verifies, hold it against a checkpoint that somebody else keeps "
                "(audit verify --checkpoint FILE), and keep this ledger for whoever looks into it"
            ),
        },
        {
            "code": "ledger-fails",
            "message": "本台账未通过核验（“policies/hongkou”中的该事件与记录时不符）",
            "where": "事件#2",
            "hint": (
                "请恢复能通过核验的备份，与他人保管的检查点对照（audit verify --checkpoint 文件），"
                "并保留本台账现状以备查证"
            ),
        },
    ]


def test_a_checkpoint_of_another_ledger_is_an_error(filled: Command) -> None:
    other = replace(filled, url="other.db")
    other.run("init", "--origin", "growth-ledger/others")
    other.run("audit", "checkpoint", "--out", "of-another")

    found = failures(filled, "audit", "verify", "--checkpoint", "of-another")

    assert [one["code"] for one in found] == ["given-checkpoint-fails"] * 2
    assert [one["where"] for one in found] == ["given checkpoint", "所给的检查点"]
    key = "+".join(filled.run("audit", "key").stdout.split("+")[:2])
    assert [one["message"] for one in found] == [
        f"the checkpoint that was given is none of this ledger's (the note is not signed by {key})",
        f"所给的检查点不是本台账的（文本没有“{key}”的签名）",
    ]
    assert [one["hint"] for one in found] == [
        "check that it is the right file and the right ledger; whatever else was checked holds",
        "请检查文件和台账是否正确；其余各项核验均符合",
    ]


def test_stored_standings_that_are_not_what_the_events_give_are_an_error(filled: Command) -> None:
    spoilt(filled)

    verified = failures(filled, "audit", "verify")
    replayed = failures(filled, "audit", "replay", "--as-of", "2024-01-01")
    printed_last = [said[-1] for said in printed(filled, "audit", "verify")]

    assert verified == [
        {
            "code": "read-model-fails",
            "message": (
                "the log holds, and the stored standings do not (the stored standings of T1 are not "
                "what the events give: growth-ledger rebuild)"
            ),
            "where": "standing T1",
            "hint": (
                "look into it with growth-ledger audit replay, then make them again with "
                "growth-ledger rebuild"
            ),
        },
        {
            "code": "read-model-fails",
            "message": (
                "日志核验通过，所存结论不成立（T1所存结论与事件推得的不符：请执行 growth-ledger rebuild）"
            ),
            "where": "所存结论 T1",
            "hint": "请先用 growth-ledger audit replay 查看，再用 growth-ledger rebuild 由事件重新推得",
        },
    ]
    assert printed_last == [
        (
            "The log holds, and the stored standings do NOT. First concerned: standing T1. growth-ledger "
            "rebuild makes them again from the events; what changed them is for somebody to look into."
        ),
        (
            "日志核验通过，所存结论不成立。最先涉及：所存结论 T1。"
            "growth-ledger rebuild 可由事件重新推得；结论被何人何事改动，请查明。"
        ),
    ]
    assert replayed == [
        {
            "code": "read-model-disagrees",
            "message": (
                "the read model says tier-20 (Twenty-year tier), 2023-08-30, open of honor_allowance "
                "(Honour allowance tier), and the events give none (None), 2023-08-30, open"
            ),
            "where": "teacher/T1",
            "hint": "run growth-ledger audit verify, then growth-ledger rebuild",
        },
        {
            "code": "read-model-disagrees",
            "message": (
                "查询模型中honor_allowance（荣誉津贴档次）为“tier-20（二十年档），2023-08-30，未定”，"
                "由事件推得的是“none（无），2023-08-30，未定”"
            ),
            "where": "teacher/T1",
            "hint": "请运行 growth-ledger audit verify，再运行 growth-ledger rebuild",
        },
    ]


def test_what_does_not_hold_is_an_error_though_nobody_reads_the_answer(filled: Command) -> None:
    tamper(filled, "UPDATE event SET recorded_by = 'nobody' WHERE position = 2")

    with subprocess.Popen(
        [sys.executable, "-m", "growth_ledger", "--lang", "en", "audit", "verify"],
        env={**os.environ, "GROWTH_LEDGER_URL": "ledger.db"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        told = run.stderr.read()

    assert told.startswith("error: this ledger does not verify")
    assert run.returncode == 1
