"""Recording one event: options, and questions on a terminal for what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.end_to_end.desk import opened
from tests.end_to_end.running import Command
from tests.end_to_end.terminal import on_a_terminal


def test_a_recording_can_be_tried_first(desk: Command) -> None:
    trial = desk.json(
        *("record", "appointed", "--teacher", "T1", "--role", "homeroom"),
        *("--first-day", "2023-09-01", "--dry-run", "--format", "json"),
    )

    assert trial["recorded"] == 1
    assert "workload" in {one["projection"] for one in trial["changes"]}
    assert len(desk.json("history", "T1", "--format", "json")) == 1


def test_record_asks_on_a_terminal_for_what_is_missing(desk: Command) -> None:
    answers = ["班主人", "班主任", "2023年9月1日"]

    said = on_a_terminal(
        [*("--ledger", desk.url, "--lang", "en", "record", "appointed"), "--teacher", "T1"], answers
    )

    event = desk.json("history", "T1", "--format", "json")[-1]
    assert (event["fields"]["role"], event["fields"]["first_day"]) == ("homeroom", "2023-09-01")
    assert "did you mean homeroom" in said
    assert "one of homeroom Homeroom teacher" in said


def test_a_name_and_a_label_are_completed_to_number_and_code(desk: Command) -> None:
    desk.run("import", desk.lines("more.jsonl", opened("T3", "𠮷田")))
    answers = ["𠮷\t", "班\t", "2023.9.1"]

    on_a_terminal(["--ledger", desk.url, "--lang", "zh", "record", "appointed"], answers)

    event = desk.json("history", "T3", "--format", "json")[-1]
    assert (event["kind"], event["fields"]["role"]) == ("appointed", "homeroom")


def test_what_several_are_called_is_listed_and_left_as_it_was_typed(desk: Command) -> None:
    answers = ["张\t\t", "T2", "homeroom", "2023-09-01"]

    said = on_a_terminal(["--ledger", desk.url, "--lang", "en", "record", "appointed"], answers)

    assert "T1 张三\r\nT2 张三\r\nTeacher: 张" in said
    assert "error: teacher 张" in said
    assert desk.json("history", "T2", "--format", "json")[-1]["kind"] == "appointed"


def test_what_is_opened_needs_a_name_that_nothing_has_yet(desk: Command) -> None:
    rest = ("--name", "新来", "--school", "S01", "--effective-on", "2020-09-01")

    said = on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "file-opened", *rest], ["T1", "T\t9"]
    )

    assert "error: teacher T1 has a file already" in said
    assert desk.json("show", "T9", "--format", "json")["name"] == "新来"


def test_what_cannot_be_recorded_is_asked_for_again_and_the_rest_is_kept(desk: Command) -> None:
    training = ("--teacher", "T1", "--programme", "pre-service", "--level", "city")

    said = on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "training-completed", *training],
        ["4", "2199-01-01", "2023-09-01"],
    )

    fields = desk.json("history", "T1", "--format", "json")[-1]["fields"]
    assert (fields["hours"], fields["effective_on"]) == ("4", "2023-09-01")
    assert said.count("Hours: ") == 1
    assert "error: effective_on 2199-01-01" in said


def test_a_kind_may_be_named_by_its_label(desk: Command) -> None:
    given = ("--teacher", "T1", "--role", "班主任", "--first-day", "2020-09-01")

    desk.run("record", "聘任", *given)
    found = desk.json("history", "T1", "--kind", "聘任", "--format", "json")
    unknown = desk.json("history", "T1", "--kind", "聘用", "--format", "json", status=2)

    assert [one["kind"] for one in found] == ["appointed"]
    assert "appointed" in unknown["error"]["hint"]


def test_what_was_given_is_looked_at_before_anything_is_asked(desk: Command) -> None:
    unknown = on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "appointed", "--teacher", "X"],
        [],
        status=1,
    )
    wrong = on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "appointed", "--role", "junk"],
        [],
        status=1,
    )

    assert "teacher X has no file yet" in unknown
    assert "role has no code junk" in wrong
    assert "Teacher:" not in unknown + wrong


def test_a_name_is_no_answer_where_a_staff_number_is_asked_for(desk: Command) -> None:
    said = on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "reserve-listed"],
        ["张三", "T2", "2024-09-01"],
    )

    assert "that is the name of T1 (S01), T2 (S01): write the staff number" in said
    assert desk.json("history", "T2", "--format", "json")[-1]["kind"] == "reserve-listed"


def test_a_line_that_several_may_be_meant_by_stays_as_it_was_typed(desk: Command) -> None:
    desk.run("import", desk.lines("more.jsonl", opened("A-01", "甲"), opened("A02", "乙")))

    on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "reserve-listed"], ["A0\t2", "2023-09-01"]
    )

    assert desk.json("history", "A02", "--format", "json")[-1]["kind"] == "reserve-listed"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_name_arrives_as_it_was_typed_in_every_locale(desk: Command, locale: str) -> None:
    rest = ("--teacher", "T9", "--school", "S01", "--effective-on", "2020-09-01")
    in_gbk = "啊".encode("gbk").decode("utf-8", "surrogateescape")

    said = on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "file-opened", *rest],
        [in_gbk, "王ab 𠮷"],
        LC_ALL=locale,
    )

    assert "half a character" in said
    assert desk.json("show", "T9", "--format", "json")["name"] == "王ab 𠮷"


def test_of_very_many_names_some_are_listed(desk: Command) -> None:
    many = [opened(f"M{number}", "教师") for number in range(101, 161)]
    desk.run("import", desk.lines("many.jsonl", *many))

    said = on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "appointed"],
        ["m\t\t\t42", "homeroom", "2023-09-01"],
    )

    assert said.count("教师\r\n") == 50
    assert "… and 10 more; type another letter" in said
    assert desk.json("history", "M142", "--format", "json")[-1]["kind"] == "appointed"


def test_whose_data_is_destroyed_is_made_sure_of_on_a_terminal(desk: Command) -> None:
    asked = ["--ledger", desk.url, "erase", "T1", "--reason", "离职"]

    said = on_a_terminal(asked, ["T2", "T1"])

    assert "T1 张三, S01" in said
    assert "That is not T1." in said
    assert desk.json("show", "T1", "--format", "json")["name"] is None
    desk.run("import", desk.lines("t8.jsonl", opened("T8", "新来")))
    on_a_terminal(["--ledger", desk.url, "erase", "T8", "--reason", "离职", "--yes"], [])
    assert desk.json("show", "T8", "--format", "json")["name"] is None


def test_a_new_school_may_be_in_a_district_that_nobody_has_named(desk: Command) -> None:
    school = ("--school", "N1", "--name", "新校", "--stage", "primary", "--rural", "true")

    said = on_a_terminal(
        ["--ledger", desk.url, "--lang", "zh", "record", "school-registered", *school],
        ["minhang", "2020.9", "2020.9.1"],
    )

    desk.run("import", desk.lines("n.jsonl", {**opened("N9", "新来"), "school": "N1"}))
    assert desk.json("show", "N9", "--format", "json")["district"] == "minhang"
    assert "error: “生效日期”" in said
    assert "Error:" not in said


def test_a_voiding_asks_whose_file_it_is_in(desk: Command) -> None:
    leave = {
        "kind": "leave-taken",
        "teacher": "T1",
        "reason": "sick",
        "first_day": "2020-09-01",
        "ref": "L",
    }
    desk.run("import", desk.lines("leave.jsonl", leave))

    said = on_a_terminal(
        ["--ledger", desk.url, "--lang", "zh", "record", "voided", "--reason", "录错"], ["T1", "L"]
    )

    assert "可选：~1 教师建档 2010-09-01, L 请假 2020-09-01" in said
    history = desk.json("history", "T1", "--format", "json")
    assert [one["state"] for one in history] == ["stands", "voided", "stands"]


def test_record_asks_nothing_where_nobody_can_answer(desk: Command) -> None:
    refused = desk.json("record", "appointed", "--teacher", "T1", "--format", "json", status=1)

    assert [(one["code"], one["field"]) for one in refused["errors"]] == [
        ("missing-field", "role"),
        ("missing-field", "first_day"),
    ]


def test_what_record_refuses_is_told_of_its_option(desk: Command) -> None:
    given = ["--teacher", "T1", "--role", "homeroom", "--first-day", "2023-13-01"]

    english = desk.run("record", "appointed", *given, status=1)
    chinese = replace(desk, lang="zh").run("record", "聘任", *given, status=1)

    assert english.stderr.splitlines()[0] == (
        "error: first_day 2023-13-01 is not a day, --first-day: "
        "write a day that exists, such as 2023-09-01"
    )
    assert chinese.stderr.splitlines()[0] == (
        "error: “开始日期”（first_day）“2023-13-01”不是日期，--first-day："
        "请填写实际存在的日期，如 2023-09-01"
    )


def test_record_takes_what_a_sheet_takes(desk: Command) -> None:
    given = ("--role", "班主任", "--first-day", "2026/9/1", "--class-name", "一班")

    desk.run("record", "appointed", "--teacher", "T1", *given)

    (event,) = desk.json("history", "T1", "--kind", "appointed", "--format", "json")
    assert event["fields"]["role"] == "homeroom"
    assert event["fields"]["first_day"] == "2026-09-01"


def test_an_option_given_twice_is_refused_and_scores_are_shown(desk: Command) -> None:
    appraised = ("--scope", "annual", "--result", "优秀", "--effective-on", "2026-07-01")

    twice = desk.run(
        "record", "appraised", "--teacher", "T1", "--teacher", "T2", *appraised, status=2
    )
    desk.run("record", "appraised", "--teacher", "T1", *appraised, "--scores", "ethics=95")
    chinese = replace(desk, lang="zh").run("history", "T1").stdout

    assert twice.stderr.startswith("error: --teacher is given twice")
    assert "师德师风 95" in chinese


def test_a_wrong_answer_is_asked_for_again_before_the_next_question(desk: Command) -> None:
    said = on_a_terminal(
        ["--ledger", desk.url, "--lang", "en", "record", "training-completed"],
        ["T9", "T1", "pre-service", "-5", "4", "school", "2026-07-01"],
    )

    assert "T9 has no file yet" in said
    assert "-5 is not above 0" in said
    assert "Recorded" in said


def test_a_broken_rule_is_no_mistake_and_is_told_before_and_after_it_is_recorded(
    desk: Command,
) -> None:
    appointed = ("record", "appointed", "--teacher", "T1", "--role", "homeroom")
    later = (*appointed, "--first-day", (date.today() + timedelta(days=30)).isoformat())  # noqa: DTZ011 - any day ahead.

    tried = desk.run(*later, "--dry-run")
    told = desk.json(*later, "--dry-run", "--format", "json")["findings"]
    done = desk.run(*later)
    again = desk.run("record", "reserve-listed", "--teacher", "T2", "--effective-on", "2024-01-01")

    assert "An audit would find" in tried.stdout
    assert [one["finding"] for one in told] == ["appointed-before-admission"]
    assert done.stderr.startswith("note: an audit will find this: Appointed before admission: ")
    assert again.stderr == ""


def test_of_an_old_post_only_what_concerns_it_is_told(desk: Command) -> None:
    appointed = ("record", "appointed", "--teacher", "T1", "--role", "homeroom")

    said = desk.run(*appointed, "--first-day", "2013-09-01").stderr

    # Credits and appraisals of all the years since are still to come.
    assert said == ""
