"""What a command says when its input or output is not what a command wants, in both languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.end_to_end.running import Command

PROGRAM = Path(sys.executable).parent / "growth-ledger"
LINES = (
    '{"kind": "school-registered", "school": "S1", "name": "一小", "district": "hongkou",'
    ' "stage": "primary", "rural": false, "effective_on": "1990-09-01"}\n'
    '{"kind": "file-opened", "teacher": "T1", "name": "李㙓", "school": "S1",'
    ' "effective_on": "2010-09-01"}\n'
)


@pytest.fixture
def ledger(sqlite_command: Command) -> Command:
    sqlite_command.run("init")
    path = sqlite_command.folder / "events.jsonl"
    path.write_text(LINES, encoding="utf-8")
    sqlite_command.run("import", str(path))
    return sqlite_command


@pytest.mark.parametrize("words", [["--help"], ["sample", "--teachers", "4", "--seed", "1"]])
def test_output_that_cannot_be_written_is_told(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "--lang", "en", *words], stdout=full, stderr=subprocess.PIPE, check=False
        )

    said = done.stderr.decode()
    assert done.returncode == 1
    assert said.startswith("error: the output cannot be written (No space left on device): look at")
    assert "Traceback" not in said


def test_output_that_was_closed_is_told() -> None:
    done = subprocess.run(
        [PROGRAM, "--lang", "zh", "--help"],
        stderr=subprocess.PIPE,
        check=False,
        preexec_fn=lambda: os.close(1),
    )

    assert done.returncode == 1
    assert done.stderr.decode().startswith("error: 无法输出结果：请检查")


def test_a_pipe_is_no_file(ledger: Command) -> None:
    pipe = ledger.folder / "events.fifo"
    os.mkfifo(pipe)

    english = ledger.run("import", str(pipe), status=1).stderr
    chinese = replace(ledger, lang="zh").run("import", str(pipe), status=1).stderr

    assert english == (
        f"error: {pipe} is no file but a pipe or device: "
        "save what comes out of it as a file, and import that\n"
    )
    assert chinese == f"error: {pipe}是管道或设备，不是文件：请先把其内容存为文件，再导入该文件\n"


def test_half_a_character_is_named_without_what_stands_around_it(ledger: Command) -> None:
    path = ledger.folder / "half.jsonl"
    said = '{"kind": "appointed", "teacher": "T1", "role": "homeroom", "first_day": "2013-09-01"'
    path.write_text(said + ', "note": "\\ud800"}\n', encoding="utf-8")

    found = ledger.run("import", str(path), status=1).stderr

    assert found.startswith("error: the line holds half a character, ")
    assert "T1" not in found


def test_a_number_of_too_many_digits_is_told_by_its_bound(ledger: Command) -> None:
    training = {
        "kind": "training-completed",
        "teacher": "T1",
        "programme": "workshop",
        "hours": 100000000,
        "level": "school",
        "effective_on": "2020-01-01",
    }

    found = ledger.run("import", ledger.lines("h.jsonl", training), status=1).stderr

    assert found.startswith("error: hours 100000000 is not below 1000000, ")


def test_an_unknown_code_is_answered_with_the_nearest_however_far(ledger: Command) -> None:
    appointed = {"kind": "appointed", "teacher": "T1", "role": "xx", "first_day": "2020-09-01"}

    found = ledger.json("import", ledger.lines("c.jsonl", appointed), "--format", "json", status=1)

    assert "did you mean" in found["errors"][0]["hint"]


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (
            ["show", "T1", "--format", "xml"],
            "--format: 'xml' will not do, growth-ledger show: write one of table, json",
            "--format：'xml'不合要求，growth-ledger show：请写下列之一：table, json",
        ),
        (
            ["audit", "prove", "--position", "0"],
            "--position: 0 will not do, growth-ledger audit prove: write a whole number, 1 or more",
            "--position：0不合要求，growth-ledger audit prove：请写整数，不小于 1",
        ),
        (
            ["show", "T1", "--as-of", "2023-13-01"],
            "2023-13-01 is not a day, --as-of: write a day that exists, such as 2024-08-31",
            "“2023-13-01”不是日期，--as-of：请填写实际存在的日期，如 2024-08-31",
        ),
        (
            ["standings", "admission", "--out", "s.csv"],
            "--out is for a page, picture or workbook: add --format xlsx, html, or write the output to a file with >",
            "--out 只用于网页、图片或工作簿：请加 --format xlsx, html，或用 > 把输出存为文件",
        ),
    ],
)
def test_wrong_usage_is_told_in_one_language(
    words: list[str], english: str, chinese: str, ledger: Command
) -> None:
    status = 2

    found = [replace(ledger, lang=lang).run(*words, status=status).stderr for lang in ("en", "zh")]

    assert found == [f"error: {english}\n", f"error: {chinese}\n"]


def test_the_hint_is_there_for_programs_too(ledger: Command) -> None:
    answer = json.loads(ledger.run("changes", "admission", "--format", "json", status=2).stdout)

    assert answer["error"]["hint"] == "see growth-ledger changes --help"


def test_a_group_without_a_command_shows_its_commands(ledger: Command) -> None:
    found = ledger.run("record", status=2)

    assert found.stderr.startswith("Usage: ")
    assert "appointed" in found.stderr
    assert found.stdout == ""


def test_a_second_init_does_not_ask_to_move_the_key(ledger: Command) -> None:
    found = ledger.run("init", status=1).stderr

    assert found.startswith("error: there is a ledger already")


def test_a_file_is_no_folder_of_a_pack(ledger: Command) -> None:
    found = ledger.run("policy", "check", str(ledger.folder / "events.jsonl"), status=1).stderr

    assert "is no folder: name the folder in which the pack.yaml lies" in found


def test_signs_that_have_no_look_do_not_keep_a_file_off_paper(ledger: Command) -> None:
    appointed = {
        "kind": "appointed",
        "teacher": "T1",
        "role": "homeroom",
        "first_day": "2020-09-01",
        "class_name": "三\u0000班\ufffe\u001b",
    }
    ledger.run("import", ledger.lines("n.jsonl", appointed))
    ledger.run("audit", "checkpoint")
    path = ledger.folder / "T1.pdf"

    ledger.run("export", "T1", "--out", str(path))

    assert path.read_bytes().startswith(b"%PDF")


def test_every_event_of_a_history_has_a_handle(ledger: Command) -> None:
    voided = {"kind": "voided", "teacher": "T1", "target": "A", "reason": "误录"}
    appointed = {
        "kind": "appointed",
        "teacher": "T1",
        "ref": "A",
        "role": "homeroom",
        "first_day": "2020-09-01",
    }
    ledger.run("import", ledger.lines("v.jsonl", appointed, voided))

    found = ledger.json("history", "T1", "--format", "json")

    assert [row["ref"] for row in found] == ["~1", "A", "~3"]


@pytest.mark.parametrize(
    "words",
    [
        ["policy", "list"],
        ["rebuild"],
        ["template", "t.xlsx"],
        ["audit", "prove", "--position", "1"],
        ["explain", "T1", "admission", "--format", "json"],
        ["audit", "replay", "--format", "json"],
        ["standings", "admission", "--format", "csv"],
        ["timeline", "T1", "--format", "svg"],
    ],
)
def test_whatever_a_sandbox_says_it_says_so(
    words: list[str], sqlite_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sqlite_command.folder)
    sqlite_command.run("init", "--sandbox")
    path = sqlite_command.folder / "events.jsonl"
    adopted = {
        "kind": "policy-adopted",
        "policy": "hongkou-2023",
        "district": "hongkou",
        "first_day": "2023-08-30",
    }
    path.write_text(LINES + json.dumps(adopted) + "\n", encoding="utf-8")
    imported = sqlite_command.run("import", str(path))
    sqlite_command.run("audit", "checkpoint")

    found = sqlite_command.run(*words)

    assert "SANDBOX" in imported.stderr
    assert "SANDBOX" in found.stdout + found.stderr
