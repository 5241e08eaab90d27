"""Imports of workbooks: what they record, what they change, and what is said of rows that come again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.end_to_end.desk import CREDITED, OPENED, PLACES, book, credited, opened, read
from tests.end_to_end.running import Command


def test_an_imported_row_keeps_its_file_sheet_and_row(desk: Command) -> None:
    path = book(desk.folder, "b.xlsx", 计入年限=[CREDITED, *credited("T1", [2020])])

    receipt = desk.json("import", path, "--format", "json")

    event = desk.json("history", "T1", "--format", "json")[-1]
    assert receipt == {
        "recorded": 1,
        "already_present": 0,
        "first_position": 5,
        "last_position": 5,
    }
    source = event["fields"]["source"]
    assert (source["sheet"], source["row"], len(source["file"])) == ("计入年限", 2, 64)


def test_a_dry_run_shows_whose_standings_change_and_records_nothing(desk: Command) -> None:
    years = range(2013, 2023)
    path = book(desk.folder, "b.xlsx", 计入年限=[CREDITED, *credited("T1", years)])

    trial = desk.json("import", path, "--dry-run", "--as-of", "2024-09-01", "--format", "json")

    assert trial["recorded"] == 10
    assert [one["line"] for one in trial["events"]] == list(range(2, 12))
    by_name = {one["projection"]: one for one in trial["changes"]}
    assert by_name["honor_allowance"] == {
        "teacher": "T1",
        "name": "张三",
        "school": "S01",
        "projection": "honor_allowance",
        "day": "2024-09-01",
        "before": "none",
        "after": "tier-10",
        "policy": "hongkou-2023",
        "clause": "三（四）13",
    }
    assert by_name["admission"]["after"] == "experienced"
    assert len(desk.json("history", "T1", "--format", "json")) == 1


def test_a_dry_run_shows_a_change_that_lies_ahead_or_behind_with_its_day(desk: Command) -> None:
    years = range(2013, 2023)
    path = book(desk.folder, "b.xlsx", 计入年限=[CREDITED, *credited("T1", years)])
    desk.run("import", path)
    ended = {
        "kind": "service-ended",
        "teacher": "T1",
        "last_day": "2024-06-30",
        "reason": "retired",
    }
    file = desk.lines("end.jsonl", ended)

    before = desk.json("import", file, "--dry-run", "--as-of", "2024-01-01", "--format", "json")
    after = desk.json("import", file, "--dry-run", "--as-of", "2024-09-01", "--format", "json")

    days = [
        [one["day"] for one in trial["changes"] if one["projection"] == "honor_allowance"]
        for trial in (before, after)
    ]
    assert days == [["2024-07-01"], ["2024-09-01"]]


def test_a_dry_run_for_people_says_it_in_the_words_of_the_pack(desk: Command) -> None:
    years = range(2013, 2023)
    path = book(desk.folder, "b.xlsx", 计入年限=[CREDITED, *credited("T1", years)])

    shown = (
        replace(desk, lang="zh").run("import", path, "--dry-run", "--as-of", "2024-09-01").stdout
    )

    assert "将引起的变化" in shown
    assert "三（四）13" in shown
    assert "将登记 10 个事件" in shown


def test_an_event_that_changes_no_standing_says_so(desk: Command) -> None:
    path = book(
        desk.folder,
        "b.xlsx",
        评定职称=[["教师工号", "职称", "生效日期"], ["T1", "高级教师", "2020-09-01"]],
    )

    shown = desk.run("import", path, "--dry-run").stdout

    assert "No standing changes." in shown


def test_the_same_workbook_twice_records_nothing_twice(desk: Command) -> None:
    path = book(
        desk.folder,
        "b.xlsx",
        教师建档=[OPENED, ["T3", "李 四", "S01", "2015-09-01", ""]],
        计入年限=[
            CREDITED,
            *credited("T3", [2020, 2021], name="李四"),
            ["T1", "", "2019-2020", "班主任", ""],
        ],
    )

    first = desk.json("import", path, "--format", "json")
    second = desk.json("import", path, "--format", "json")

    assert (first["recorded"], first["already_present"]) == (4, 0)
    assert second == {
        "recorded": 0,
        "already_present": 4,
        "first_position": None,
        "last_position": None,
    }


def test_equal_rows_of_one_import_are_recorded_once_and_said(desk: Command) -> None:
    path = book(
        desk.folder, "b.xlsx", 计入年限=[CREDITED[:4], *[["T1", "", "2019-2020", "班主任"]] * 2]
    )

    tried = desk.run("import", path, "--dry-run")
    done = desk.run("import", path)
    again = desk.run("import", path)

    assert "note: says the same as another row here" in tried.stderr
    assert f"{path}, sheet 计入年限, row 3" in done.stderr
    assert "Recorded 1 event, position 5; 0 were there already." in done.stdout
    # Both were recorded before now.
    assert "note" not in again.stderr
    assert "there already: 2" in again.stdout


def test_what_was_corrected_since_stays_corrected_and_is_said(desk: Command) -> None:
    rows = credited("T1", [2020])
    first = book(desk.folder, "first.xlsx", 计入年限=[CREDITED, *rows])
    second = book(
        desk.folder, "second.xlsx", 计入年限=[CREDITED, [*rows[0][:3], "副班主任", "C2020"]]
    )
    desk.run("import", first)
    desk.run("import", second, "--correct")

    done = desk.run("import", first, "--correct")

    assert "says what was recorded before it was corrected" in done.stderr
    assert "Nothing new" in done.stdout
    assert "note" not in desk.run("import", second).stderr


def test_a_school_in_a_district_without_rules_is_said(desk: Command) -> None:
    heads = ["学校代码", "学校名称", "所属区县", "学段", "是否农村学校", "生效日期"]
    rows = [
        ["S02", "第二中学", "hongkuo", "初中", "否", "1990-09-01"],
        ["S03", "第三中学", "虹口区", "初中", "否", "1990-09-01"],
        ["S04", "第四中学", "hongkou", "初中", "否", "1990-09-01"],
    ]
    path = book(desk.folder, "b.xlsx", 学校登记=[heads, *rows])

    said = replace(desk, lang="zh").run("import", path, "--dry-run").stderr

    assert "提示：区县“hongkuo”尚无施行的规则，您是不是想写“hongkou”？" in said
    assert "提示：区县“虹口区”尚无施行的规则：" in said
    assert said.count("提示") == 2


def test_of_very_many_notes_the_first_are_told(desk: Command) -> None:
    rows = [["T1", "", "2019-2020", "班主任"]] * 30
    path = book(desk.folder, "b.xlsx", 计入年限=[CREDITED[:4], *rows])

    said = desk.run("import", path).stderr

    assert said.count("says the same as another row") == 20
    assert "such notes besides: 9" in said


def test_a_changed_score_is_told_and_mended_by_its_dimension(desk: Command) -> None:
    heads = [
        "教师工号",
        "考核类别",
        "考核结果",
        "生效日期",
        "得分：师德师风",
        "得分：班级建设",
        "编号",
    ]
    row = ["T1", "班主任考核", "优秀", "2024-07-01", "95", "80", "K1"]
    first = book(desk.folder, "first.xlsx", 考核=[heads, row])
    second = book(desk.folder, "second.xlsx", 考核=[heads, [*row[:4], "96", "", "K1"]])
    wrong = str(desk.folder / "wrong.xlsx")
    desk.run("import", first)

    found = desk.run("import", second, "--errors-to", wrong, status=1).stderr

    assert "scores.class-building 80, here it is —, " in found
    assert "row 2, column F: " in found
    assert "scores.ethics 95, here it is 96, " in found
    assert "各维度得分" not in read(wrong)["Appraised"][0]
    assert desk.json("import", second, wrong, "--correct", "--format", "json")["recorded"] == 1


def test_a_row_that_has_changed_is_refused_with_the_difference_or_recorded_as_a_correction(
    desk: Command,
) -> None:
    rows = [CREDITED, *credited("T1", [2020])]
    desk.run("import", book(desk.folder, "a.xlsx", 计入年限=rows))
    rows[1][3] = "副班主任"
    changed = book(desk.folder, "b.xlsx", 计入年限=rows)

    refused = desk.json("import", changed, "--format", "json", status=1)
    corrected = desk.json("import", changed, "--correct", "--format", "json")
    again = desk.json("import", changed, "--format", "json")
    old = desk.json("import", str(desk.folder / "a.xlsx"), "--correct", "--format", "json")

    (error,) = refused["errors"]
    assert (error["code"], error["field"], error["line"]) == ("changed-since", "role", 2)
    assert error["message"] == (
        "C2020 was recorded with role homeroom (Homeroom teacher), "
        "here it is deputy (Deputy homeroom teacher)"
    )
    assert (corrected["recorded"], again["already_present"], old["already_present"]) == (1, 1, 1)
    history = desk.json("history", "T1", "--format", "json")
    assert [one["state"] for one in history] == ["stands", "corrected", "stands"]
    assert history[2]["fields"]["corrects"] == "C2020"


def test_a_workbook_is_tried_recorded_and_corrected_on_either_database(command: Command) -> None:
    command.run("init")
    command.run("import", command.lines("places.jsonl", *PLACES, opened("T1", "张三")))
    rows = [CREDITED, *credited("T1", [2020, 2021], name="张三")]
    path = book(command.folder, "a.xlsx", 计入年限=rows)
    rows[2][3] = "副班主任"
    changed = book(command.folder, "b.xlsx", 计入年限=rows)

    tried = command.json("import", path, "--dry-run", "--format", "json")
    recorded = command.json("import", path, "--format", "json")
    corrected = command.json("import", changed, "--correct", "--format", "json")

    assert tried["changes"] == [
        {
            "teacher": "T1",
            "name": "张三",
            "school": "S01",
            "projection": "admission",
            "day": tried["changes"][0]["day"],
            "before": "not-yet",
            "after": "experienced",
            "policy": "hongkou-2023",
            "clause": "三（一）1",
        }
    ]
    assert (recorded["recorded"], recorded["first_position"]) == (2, 4)
    assert (corrected["recorded"], corrected["already_present"]) == (1, 1)


def test_a_policy_and_a_school_that_change_are_tried_for_every_file_they_touch(
    command: Command,
) -> None:
    command.run("init")
    teachers = [opened(f"T{number}", "张三") for number in range(3)]
    command.run("import", command.lines("places.jsonl", *PLACES, *teachers))
    adopted = {**PLACES[1], "policy": "dongyang-2024", "first_day": "2024-09-01"}
    moved = {
        "kind": "school-amended",
        "school": "S01",
        "district": "elsewhere",
        "effective_on": "2024-09-01",
    }

    tried = [
        command.json(
            *("import", command.lines("one.jsonl", event), "--dry-run"),
            *("--as-of", "2025-01-01", "--format", "json"),
        )["changes"]
        for event in (adopted, moved)
    ]

    came = {one["projection"] for one in tried[0] if one["before"] is None}
    gone = {one["projection"] for one in tried[1] if one["after"] is None}
    assert came == {"appraisal_standing", "knowledge_refresh", "reserve_pool"}
    assert gone >= {"admission", "honor_allowance", "workload"}
    assert [one["teacher"] for one in tried[1] if one["projection"] == "admission"] == [
        "T0",
        "T1",
        "T2",
    ]


def test_a_changed_row_is_known_by_its_event_id_too(desk: Command) -> None:
    event_id = "3f0c6bb1-6f0e-4c9e-8d0e-0d9d6a4b7c11"
    header = ["教师工号", "职称", "生效日期", "事件标识"]
    desk.run(
        "import",
        book(desk.folder, "a.xlsx", 评定职称=[header, ["T1", "一级教师", "2020-09-01", event_id]]),
    )
    changed = book(
        desk.folder, "b.xlsx", 评定职称=[header, ["T1", "高级教师", "2020-09-01", event_id]]
    )

    refused = desk.json("import", changed, "--format", "json", status=1)
    corrected = desk.json("import", changed, "--correct", "--format", "json")
    again = desk.json("import", changed, "--correct", "--format", "json")

    assert [(one["code"], one["field"]) for one in refused["errors"]] == [("changed-since", "rank")]
    assert (corrected["recorded"], again["recorded"], again["already_present"]) == (1, 0, 1)


def test_one_ref_twice_in_one_workbook_is_a_mistake_even_with_correct(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2020, 2021])]
    rows[2][4] = "C2020"

    refused = desk.json(
        "import",
        book(desk.folder, "a.xlsx", 计入年限=rows),
        "--correct",
        "--format",
        "json",
        status=1,
    )

    assert [(one["code"], one["line"]) for one in refused["errors"]] == [("ref-taken", 3)]


def test_a_name_beside_the_number_must_be_the_name_of_that_file(desk: Command) -> None:
    amended = {
        "kind": "profile-amended",
        "teacher": "T2",
        "name": "张三丰",
        "effective_on": "2020-01-01",
    }
    desk.run("import", desk.lines("amended.jsonl", amended))
    rows = [
        CREDITED,
        *credited("T1", [2020], name="李四"),
        *credited("T2", [2020], name="张 三 丰"),
        *credited("T2", [2021], name="张三"),
    ]

    refused = desk.json(
        "import", book(desk.folder, "a.xlsx", 计入年限=rows), "--format", "json", status=1
    )

    (error,) = refused["errors"]
    assert (error["code"], error["line"]) == ("name-disagrees", 2)
    assert error["message"] == "teacher T1 is called 张三, the row says 李四"


def test_names_in_the_place_of_staff_numbers_are_told_with_the_numbers(desk: Command) -> None:
    desk.run("import", desk.lines("more.jsonl", opened("T3", "𠮷田"), opened("T4", "丁")))
    desk.run("erase", "T4", "--reason", "离职", "--yes")
    said = ("张三", "𠮷 田", "丁", "t3")
    rows = [[one, "2020-01-01"] for one in said]
    text = "教师工号,生效日期\n" + "".join(f"{','.join(row)}\n" for row in rows)
    path = desk.folder / "reserve-listed.csv"
    path.write_text(text, encoding="utf-8")
    desk.run("audit", "checkpoint")

    asked = replace(desk, lang="zh").run("show", "张三", status=1).stderr
    erasing = desk.run("erase", " 𠮷田", "--reason", "离职", "--yes", status=1).stderr
    proving = desk.run("audit", "prove", "--teacher", "张三", status=1).stderr
    refused = desk.run("import", str(path), status=1).stderr

    assert "没有教师“张三”的档案：这是T1（S01）、T2（S01）的姓名，请改用工号" in asked
    assert "that is the name of T3 (S01): give the staff number" in erasing
    assert "that is the name of T1 (S01), T2 (S01): give the staff number" in proving
    assert [line.partition(", column A: ")[2] for line in refused.splitlines()[:4]] == [
        "that is the name of T1 (S01), T2 (S01): write the staff number",
        "that is the name of T3 (S01): write the staff number",
        "open the file first (file-opened), or check the staff number",
        "did you mean T3? If not, open the file first (file-opened), or check the staff number",
    ]


def test_a_row_with_a_wrong_day_is_told_its_wrong_name_too(desk: Command) -> None:
    path = desk.folder / "评定职称.csv"
    rows = (
        "T1,李四,高级教师,2020年9月",
        "T1,张三,高级教师,2020年9月",
        "T9,李四,高级教师,九月",
        ",李四,高级教师,九月",
    )
    path.write_text("\n".join(("教师工号,姓名,职称,生效日期", *rows)), encoding="utf-8")

    refused = desk.json("import", str(path), "--format", "json", status=1)["errors"]

    assert [(one["line"], one["code"]) for one in refused] == [
        (2, "not-a-day"),
        (2, "name-disagrees"),
        (3, "not-a-day"),
        (4, "not-a-day"),
        (5, "missing-field"),
        (5, "not-a-day"),
    ]


def test_several_files_are_one_transaction(desk: Command) -> None:
    good = book(desk.folder, "a.xlsx", 计入年限=[CREDITED, *credited("T1", [2020])])
    bad = desk.lines(
        "b.jsonl", {"kind": "reserve-listed", "teacher": "T9", "effective_on": "2020-01-01"}
    )
    csv = desk.folder / "评定职称.csv"
    csv.write_bytes("教师工号,职称,生效日期\nT2,高级教师,2020年9月1日\n".encode("gb18030"))

    refused = desk.json("import", good, str(csv), bad, "--format", "json", status=1)
    tried = desk.json("import", good, str(csv), "--dry-run", "--format", "json")
    shown = desk.run("import", good, str(csv), "--dry-run").stdout
    recorded = desk.json("import", good, str(csv), "--format", "json")

    assert [one["code"] for one in refused["errors"]] == ["unknown-teacher"]
    assert [(one["file"], one["line"]) for one in tried["events"]] == [(good, 2), (str(csv), 2)]
    assert f"{good}, sheet 计入年限, row 2 " in shown
    assert f"{csv}, line 2 " in shown
    assert (recorded["recorded"], recorded["first_position"]) == (2, 5)
    assert desk.json("history", "T2", "--format", "json")[-1]["fields"]["source"]["line"] == 2


def test_a_total_is_passed_over_and_said_on_standard_error(desk: Command) -> None:
    path = book(
        desk.folder, "a.xlsx", 计入年限=[CREDITED, *credited("T1", [2020]), ["合计", "", "1"]]
    )

    result = desk.run("import", path, "--format", "json")

    assert json.loads(result.stdout)["recorded"] == 1
    assert result.stderr == f"note: passed over a row of totals, {path}, sheet 计入年限, row 3\n"


def test_a_row_that_names_a_teacher_is_no_total_for_its_title(desk: Command) -> None:
    heads = ["成果名称", "教师工号", "成果类别", "生效日期"]
    lesson = ["T1", "public-lesson", "2020-09-01"]
    rows = [
        ["小计算机社团指导", *lesson],
        ["共计划课例", *lesson],
        ["本页合计两节"],
        ["总计：2节", "2"],
    ]
    path = book(desk.folder, "a.xlsx", **{"contribution-made": [heads, *rows]})

    result = desk.run("import", path, "--format", "json")

    assert json.loads(result.stdout)["recorded"] == 2
    assert result.stderr.count("note: passed over a row of totals") == 2


def test_as_of_goes_with_a_dry_run_only(desk: Command) -> None:
    path = book(desk.folder, "a.xlsx", 计入年限=[CREDITED, *credited("T1", [2020])])

    refused = desk.json("import", path, "--as-of", "2024-01-01", "--format", "json", status=2)

    assert refused["error"]["code"] == "as-of-without-dry-run"


def test_a_correction_leaves_what_the_sheet_has_no_column_for(desk: Command) -> None:
    heads = ["教师工号", "岗位", "开始日期", "编号"]
    whole = book(
        desk.folder,
        "whole.xlsx",
        聘任=[
            [*heads, "结束日期", "班级"],
            ["T1", "班主任", "2026-09-01", "Q1", "2026-10-31", "一班"],
        ],
    )
    fewer = book(desk.folder, "fewer.xlsx", 聘任=[heads, ["T1", "班主任", "2026-09-02", "Q1"]])
    same = book(desk.folder, "same.xlsx", 聘任=[heads, ["T1", "班主任", "2026-09-01", "Q1"]])
    desk.run("import", whole)

    repeated = desk.json("import", same, "--format", "json")
    desk.run("import", fewer, "--correct")

    assert repeated["already_present"] == 1
    *_, corrected = desk.json("history", "T1", "--kind", "appointed", "--format", "json")
    assert corrected["fields"]["first_day"] == "2026-09-02"
    assert corrected["fields"]["last_day"] == "2026-10-31"
    assert corrected["fields"]["class_name"] == "一班"


def test_a_file_named_twice_is_one_file(desk: Command) -> None:
    path = book(desk.folder, "b.xlsx", 计入年限=[CREDITED, *credited("T1", [2020])])

    found = desk.json("import", path, path, "--format", "json")

    assert (found["recorded"], found["already_present"]) == (1, 0)


AWARDED: dict[str, Any] = {
    "kind": "award-granted",
    "teacher": "T1",
    "award": "gardener",
    "effective_on": "2024-01-01",
}


def test_what_was_voided_is_told_when_it_is_said_again(desk: Command) -> None:
    listed = {"kind": "reserve-listed", "teacher": "T1", "effective_on": "2024-01-01"}
    void = {"kind": "voided", "teacher": "T1", "target": "~2", "reason": "误录"}
    once = desk.lines("once.jsonl", listed)
    whole = desk.lines("whole.jsonl", listed, void)
    desk.run("import", whole)

    alone = desk.run("import", once)
    again = desk.run("import", whole)
    by_hand = desk.run(
        "record", "reserve-listed", "--teacher", "T1", "--effective-on", "2024-01-01"
    )

    assert alone.stderr == (
        "note: says what was recorded and voided since, and changes nothing; if it was right after "
        f"all, give it a ref of its own: {once}, line 1\n"
    )
    # Who imports a whole file again expects that it ends as it did.
    assert again.stderr == ""
    assert "This was recorded as #5 and voided since (#6)." in by_hand.stdout


def test_what_was_voided_is_recorded_anew_under_a_ref_of_its_own(desk: Command) -> None:
    heads = ["教师工号", "生效日期", "编号"]
    first = book(desk.folder, "first.xlsx", 纳入储备池=[heads, ["T1", "2024-01-01", "R1"]])
    anew = book(desk.folder, "anew.xlsx", 纳入储备池=[heads, ["T1", "2024-01-01", "R2"]])
    changed = book(desk.folder, "changed.xlsx", 纳入储备池=[heads, ["T1", "2024-01-02", "R1"]])
    desk.run("import", first)
    desk.run("record", "voided", "--teacher", "T1", "--target", "R1", "--reason", "误录")

    again = desk.run("import", first)
    refused = desk.json("import", changed, "--correct", "--format", "json", status=1)
    recorded = desk.json("import", anew, "--format", "json")["recorded"]

    assert "voided since, and changes nothing" in again.stderr
    assert [one["code"] for one in refused["errors"]] == ["voided-since"]
    assert recorded == 1


def test_a_correction_that_was_corrected_again_is_told_when_it_is_said_again(desk: Command) -> None:
    levels = [
        {**AWARDED, "level": "city", "ref": "W"},
        *({**AWARDED, "level": level, "corrects": "W"} for level in ("nation", "district")),
    ]
    desk.run("import", desk.lines("levels.jsonl", *levels))
    back = desk.lines("back.jsonl", levels[1])
    said_why = desk.lines("why.jsonl", {**levels[1], "note": "改回"})

    repeated = desk.run("import", back)
    recorded = desk.run("import", said_why)
    grown = desk.run("import", desk.lines("levels.jsonl", *levels, {**levels[1], "note": "改回"}))

    assert "says what was recorded before it was corrected, and changes nothing" in repeated.stderr
    assert (recorded.stderr, grown.stderr) == ("", "")
    *_, newest = desk.json("history", "T1", "--kind", "award-granted", "--format", "json")
    assert (newest["state"], newest["fields"]["level"]) == ("stands", "nation")


def test_a_row_that_corrects_leaves_what_its_sheet_has_no_column_for(desk: Command) -> None:
    heads = ["教师工号", "岗位", "开始日期"]
    whole = book(
        desk.folder,
        "whole.xlsx",
        聘任=[
            [*heads, "结束日期", "班级", "编号"],
            ["T1", "班主任", "2024-09-01", "2025-06-30", "七1", "B1"],
        ],
    )
    fewer = book(
        desk.folder,
        "fewer.xlsx",
        聘任=[[*heads, "更正哪一项"], ["T1", "班主任", "2024-09-02", "B1"]],
    )
    desk.run("import", whole)

    desk.run("import", fewer)
    desk.run("import", whole, "--correct")
    again = desk.json("import", fewer, "--format", "json")

    *_, newest = desk.json("history", "T1", "--kind", "appointed", "--format", "json")
    assert newest["fields"]["first_day"] == "2024-09-02"
    assert newest["fields"]["last_day"] == "2025-06-30"
    assert newest["fields"]["class_name"] == "七1"
    assert again["already_present"] == 1


def test_a_new_row_that_is_nearly_one_that_stands_is_told(desk: Command) -> None:
    heads = ["教师工号", "培训项目", "学时", "级别", "生效日期", "编号"]
    row = ["T1", "岗前培训", "24", "区级", "2024-03-01"]
    first = book(desk.folder, "first.xlsx", 完成培训=[heads, [*row, ""]])
    rows = [
        [*row[:2], "48", *row[3:], ""],
        [*row, "P1"],
        ["T1", "校本培训", "8", "校级", "2024-03-01", ""],
        [*row[:4], "2024-03-02", ""],
    ]
    second = book(desk.folder, "second.xlsx", 完成培训=[heads, *rows])
    desk.run("import", first)

    said = desk.run("import", second, "--dry-run").stderr.splitlines()

    assert said == [
        (
            "note: says the same as ~2, which stands, but for Hours, and is one more event; if it is "
            f"the same, correct that one: name it in corrects: {second}, sheet 完成培训, row 2"
        ),
        (
            "note: says the same as ~2, which stands, and is one more event; if it is the same, "
            f"leave this row out: {second}, sheet 完成培训, row 3"
        ),
    ]


def test_a_handle_that_is_not_there_is_never_taken_for_the_opening(desk: Command) -> None:
    listed = {"kind": "reserve-listed", "teacher": "T1", "ref": "R1", "effective_on": "2024-01-01"}
    desk.run("import", desk.lines("listed.jsonl", listed))

    def hint(target: str) -> str:
        void = desk.lines(
            "v.jsonl", {"kind": "voided", "teacher": "T1", "target": target, "reason": "x"}
        )
        (refused,) = desk.json("import", void, "--format", "json", status=1)["errors"]
        assert refused["code"] == "no-such-target"
        return str(refused["hint"])

    assert "did you mean R1" in hint("R2")
    assert "did you mean R1" in hint("A1")
    # What the ledger made is no slip of the pen, and nobody voids a whole file by one.
    assert "did you mean" not in hint("~7")


def test_each_row_with_an_event_id_of_its_own_is_an_event(desk: Command) -> None:
    heads = ["教师工号", "岗位", "开始日期", "班级", "编号", "更正哪一项", "事件标识"]
    rows = [
        ["T1", "班主任", "2020-09-01", name, "" if number else "Z1", "Z1" if number else "", id_]
        for number, (name, id_) in enumerate(
            zip(("一班", "二班", "三班", "二班"), map(_event_id, range(4)), strict=True)
        )
    ]
    path = book(desk.folder, "b.xlsx", 聘任=[heads, *rows])
    other = book(desk.folder, "o.xlsx", 聘任=[heads, [*rows[1][:3], "三班", *rows[1][4:]]])

    first = desk.json("import", path, "--format", "json")["recorded"]
    again = desk.json("import", path, "--format", "json")["already_present"]
    refused = desk.json("import", other, "--format", "json", status=1)["errors"]

    assert (first, again) == (4, 4)
    *_, newest = desk.json("history", "T1", "--format", "json")
    assert (newest["state"], newest["fields"]["class_name"]) == ("stands", "二班")
    assert [one["code"] for one in refused] == ["event-id-taken"]


def _event_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def test_rules_may_be_corrected_to_others_in_a_sheet(desk: Command) -> None:
    heads = ["所属区县", "规则包", "开始日期", "更正哪一项"]
    path = book(desk.folder, "b.xlsx", 施行政策=[heads, ["hongkou", "fangzi", "2023-09-01", "~1"]])

    recorded = desk.json("import", path, "--format", "json")["recorded"]

    assert recorded == 1
    listed = desk.json("policy", "list", "--format", "json")
    in_force = [one["policy"] for one in listed if one["adopted"]]
    assert in_force == ["fangzi"]


def test_sheets_in_any_order_are_no_news_when_they_come_again(desk: Command) -> None:
    path = book(
        desk.folder,
        "b.xlsx",
        作废=[["教师工号", "针对哪一项", "原因"], ["T1", "Y1", "误录"]],
        计入年限=[CREDITED, ["T1", "", "2019-2020", "班主任", "Y1"]],
    )
    desk.run("import", path)

    assert desk.run("import", path).stderr == ""
