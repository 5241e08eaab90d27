"""What a command says when its input or output is not what a command wants, in both languages."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.end_to_end.running import Command

from growth_ledger.errors import StorageError
from growth_ledger.ledger import asking
from growth_ledger.store.sqlite import SQLite

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
            ["show", "T1", "T2"],
            "there is no use for T2 here, growth-ledger show: see growth-ledger show --help",
            "此处不应再写 T2，growth-ledger show：请看 growth-ledger show --help",
        ),
        (
            ["show", "T1", "--known-at"],
            "--known-at needs a value, growth-ledger show: see growth-ledger show --help",
            "选项 --known-at 缺少取值，growth-ledger show：请看 growth-ledger show --help",
        ),
        (
            ["show", "T1", "--assume-credited=1"],
            "--assume-credited takes no value, growth-ledger show: see growth-ledger show --help",
            "选项 --assume-credited 不带取值，growth-ledger show：请看 growth-ledger show --help",
        ),
        (
            ["show", "T1", "--lang", "zh"],
            (
                "there is no option --lang, growth-ledger show: write --lang before the command: "
                "growth-ledger --lang … COMMAND"
            ),
            "没有选项 --lang，growth-ledger show：请写在命令之前：growth-ledger --lang … 命令",
        ),
        (
            ["changes", "admission", "--from", "2024-09-01", "--to", "2023-09-01"],
            "2024-09-01 lies after 2023-09-01: give the earlier one with --from, the later one with --to",
            "2024-09-01晚于2023-09-01：请用 --from 给出较早的一端，用 --to 给出较晚的一端",
        ),
        (
            ["audit", "diff", "--from", "#2", "--to", "#1"],
            "#2 lies after #1: give the earlier one with --from, the later one with --to",
            "#2晚于#1：请用 --from 给出较早的一端，用 --to 给出较晚的一端",
        ),
        (
            ["show", "T1", "--as-of", "2023-13-01"],
            "2023-13-01 is not a day, --as-of: write a day that exists, such as 2024-08-31",
            "“2023-13-01”不是日期，--as-of：请填写实际存在的日期，如 2024-08-31",
        ),
        (
            ["show", "T1", "--as-of", "9999-12-31"],
            "9999-12-31 does not lie between 1900-01-01 and 9998-08-31, --as-of: check the year",
            "9999-12-31不在1900-01-01至9998-08-31之间，--as-of：请核对年份",
        ),
        (
            ["show", "T\udcff"],
            "TEACHER: T? will not do, growth-ledger show: write it in UTF-8",
            "工号：T?不合要求，growth-ledger show：请用 UTF-8 编码书写",
        ),
        (
            ["erase", "T1", "--reason", "\udcff"],
            "--reason: ? will not do, growth-ledger erase: write it in UTF-8",
            "--reason：?不合要求，growth-ledger erase：请用 UTF-8 编码书写",
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


@pytest.mark.parametrize(
    "words",
    [
        ["standings", "admission"],
        ["changes", "admission", "--from", "2020-01-01", "--to", "2024-01-01"],
        ["whatif", "admission", "--policy", "hongkou-2023"],
        ["export", "--out", "files"],
    ],
)
@pytest.mark.parametrize(
    ("place", "code", "nearest"),
    [
        (["--school", "S9"], "no-such-school", "S1"),
        (["--district", "hongku"], "no-such-district", "hongkou"),
    ],
)
def test_a_place_that_is_not_there_is_no_empty_answer(
    words: list[str],
    place: list[str],
    *,
    code: str,
    nearest: str,
    ledger: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ledger.folder)
    ledger.run("policy", "adopt", "hongkou-2023", "--district", "hongkou")

    found = ledger.run(*words, *place, status=1).stderr

    assert code.removeprefix("no-such-") in found
    assert f"did you mean {nearest}?" in found


def test_a_moment_is_shown_as_it_can_be_asked_for(sqlite_command: Command) -> None:
    sqlite_command.run("init", "--sandbox")
    late = [
        {**json.loads(line), "recorded_at": "2020-01-01T20:00:00Z"} for line in LINES.splitlines()
    ]
    sqlite_command.run("import", sqlite_command.lines("late.jsonl", *late))

    assert "2020-01-02 04:00:00" in sqlite_command.run("history", "T1").stdout
    sqlite_command.run("show", "T1", "--known-at", "2020-01-02T04:00:01")
    sqlite_command.run("show", "T1", "--known-at", "2020-01-02T03:59:59", status=1)


def test_a_name_does_not_steer_the_terminal(ledger: Command) -> None:
    said = {
        "kind": "profile-amended",
        "teacher": "T1",
        "effective_on": "2024-01-01",
        "name": "赵\x1b[31m㙓",
    }
    ledger.run("import", ledger.lines("n.jsonl", said))

    shown = ledger.run("show", "T1").stdout + ledger.run("history", "T1").stdout

    assert "\x1b" not in shown
    assert "赵␛[31m㙓" in shown
    assert ledger.json("show", "T1", "--format", "json")["name"] == "赵\x1b[31m㙓"


def test_a_correction_is_recorded_under_the_ref_of_its_fact(ledger: Command) -> None:
    words = ["record", "appointed", "--teacher", "T1", "--role", "homeroom", "--first-day"]
    ledger.run(*words, "2020-09-01", "--ref", "A1")

    corrected = ledger.run(*words, "2020-09-02", "--corrects", "A1").stdout
    void = ["record", "voided", "--teacher", "T1", "--target", "A1", "--reason", "误"]

    assert ", ref A1, " in corrected
    assert "ref" not in ledger.run(*void).stdout


def test_changes_name_every_rule_that_judged(ledger: Command) -> None:
    for policy, first_day, last_day in (
        ("hongkou-2023", "2020-01-01", "2021-12-31"),
        ("dongyang-2024", "2022-01-01", "2022-12-31"),
        ("fangzi", "2023-01-01", "2030-01-01"),
    ):
        days = ["--first-day", first_day, "--last-day", last_day]
        ledger.run("policy", "adopt", policy, "--district", "hongkou", *days)

    between = ["--from", "2021-12-31", "--to", "2022-06-01"]
    basis = ledger.run("changes", "admission", *between).stdout.splitlines()[-1]

    assert "hongkou-2023@" in basis
    assert "dongyang-2024@" in basis
    assert "fangzi" not in basis


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
        "class_name": "三\u0001班\ufffe\u001b",
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
        ["record", "profile-amended", "--teacher", "T1", "--effective-on", "2024-01-01"],
        ["policy", "adopt", "fangzi", "--district", "fangzi", "--first-day", "2024-01-01"],
        ["audit", "checkpoint"],
        ["export", "T1", "--out", "t.json"],
        ["export", "--school", "S1", "--format", "html", "--out", "files"],
        ["erase", "T1", "--reason", "离职"],
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


@pytest.mark.parametrize(
    "words",
    [
        ["show", ""],
        ["history", ""],
        ["compare", ""],
        ["timeline", ""],
        ["explain", "T1", ""],
        ["standings", ""],
        ["erase", "", "--reason", "x"],
        ["audit", "findings", ""],
        ["audit", "prove", "--teacher", ""],
        ["export", "T1", "--out", ""],
        ["template", ""],
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_empty_word_is_refused_in_words(ledger: Command, words: list[str], lang: str) -> None:
    given = [str(PROGRAM), "--ledger", ledger.url, "--lang", lang, *words]
    done = subprocess.run(given, capture_output=True, text=True, check=False)

    assert done.returncode in {1, 2}
    assert done.stderr.startswith("error: "), done.stderr
    assert "unexpected" not in done.stderr
    assert "GROWTH_LEDGER_TRACEBACK" not in done.stderr


def test_an_event_is_recorded_where_there_is_no_input_at_all(ledger: Command) -> None:
    words = ["record", "service-ended", "--teacher", "T1", "--last-day", "2020-08-31"]
    done = subprocess.run(
        [PROGRAM, "--ledger", ledger.url, "--lang", "en", *words, "--reason", "retired"],
        stdin=None,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: os.close(0),
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Recorded #3 for ")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_signs_that_the_output_has_not_are_question_marks(ledger: Command, encoding: str) -> None:
    done = subprocess.run(
        [PROGRAM, "--ledger", ledger.url, "--lang", "zh", "show", "T1"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr.decode(encoding)[:2]) in {(0, ""), (0, "??"), (0, "依据")}
    # What is piped is UTF-8 all the same.
    assert "T1" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("words", ["sample --teachers 200 --seed 1", "audit verify", "history T1"])
def test_a_reader_that_has_gone_is_no_failure(ledger: Command, words: str) -> None:
    line = f"'{PROGRAM}' --ledger '{ledger.url}' {words} | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, check=False)

    assert done.stdout.endswith("0\n"), done
    assert "Traceback" not in done.stderr


def test_an_error_that_nobody_reads_is_no_failure_of_another_sort(ledger: Command) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "--ledger", ledger.url, "--lang", "en", "show", "T9", "--format", "json"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.decode().startswith("error: the output cannot be written")


def test_a_file_that_cannot_be_written_anew_is_as_it_was(ledger: Command) -> None:
    path = ledger.folder / "one.html"
    ledger.run("export", "T1", "--out", str(path))
    before = path.read_bytes()

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    done = subprocess.run(
        [PROGRAM, "--ledger", ledger.url, "--lang", "en", "export", "T1", "--out", str(path)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == before
    assert [one.name for one in ledger.folder.iterdir() if one.name.endswith(".part")] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_command_that_is_asked_to_end_says_so_and_leaves_nothing_behind(
    ledger: Command, number: int
) -> None:
    demo = subprocess.Popen(
        [PROGRAM, "--lang", "en", "demo"],
        env={**os.environ, "TMPDIR": str(ledger.folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout is not None
    demo.stdout.readline()
    demo.send_signal(number)
    _, said = demo.communicate(timeout=60)

    assert demo.returncode in {128 + number, 0}
    assert demo.returncode == 0 or said.endswith("stopped; the ledger is as it was before\n")
    assert list(ledger.folder.glob("growth-ledger-*")) == []


def test_a_command_that_is_stopped_before_it_has_begun_says_so() -> None:
    # While it is being read, as soon as its first module is looked for.
    program = """
import os, signal, sys
class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "growth_ledger.cli.app":
            os.kill(os.getpid(), signal.SIGINT)
from growth_ledger.__main__ import main
sys.meta_path.insert(0, Pressed())
main()
"""

    done = subprocess.run(
        [sys.executable, "-c", program, "--lang", "en", "policy", "list"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "stopped; the ledger is as it was before\n"


def test_what_nobody_knows_is_told_in_words_and_on_request_in_full(
    ledger: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise TypeError("an odd thing")

    monkeypatch.setattr(asking, "show", fail)
    told = replace(ledger, environment={**ledger.environment, "GROWTH_LEDGER_TRACEBACK": ""})

    said = told.run("show", "T1", status=1).stderr
    chinese = replace(told, lang="zh").run("show", "T1", status=1).stderr
    with pytest.raises(TypeError, match="an odd thing"):
        ledger.run("show", "T1")

    assert said == (
        "error: something came up that the program does not know (TypeError: an odd thing): "
        "run growth-ledger audit verify; if everything holds, report this, with what "
        "GROWTH_LEDGER_TRACEBACK=1 shows\n"
    )
    assert chinese == (
        "error: 出现了程序无法识别的情况（TypeError: an odd thing）：请执行 growth-ledger audit verify "
        "核验；若核验无误，请设置 GROWTH_LEDGER_TRACEBACK=1 重新执行并反馈所显示的内容\n"
    )


def test_an_erasure_that_could_not_clean_up_says_that_it_erased(
    ledger: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> bool:
        raise StorageError("database-failed", reason="disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(SQLite, "scrub", fail)
        said = ledger.run("erase", "T1", "--reason", "asked", status=1).stderr
    again = ledger.run("erase", "T1", "--reason", "asked").stdout

    assert said.startswith("error: the personal data was erased, but a reader still holds")
    assert "no personal data (any more)" in again


def test_who_stops_an_erasure_after_it_was_recorded_is_told_to_give_it_again(
    ledger: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(SQLite, "scrub", stop)
        late = ledger.run("erase", "T1", "--reason", "asked", status=130).stderr
        patched.setattr(asking, "show", stop)
        early = ledger.run("show", "T1", status=130).stderr

    assert late.strip().startswith("stopped, but what was recorded by then is kept")
    assert early.strip() == "stopped; the ledger is as it was before"
