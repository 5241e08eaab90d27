"""The clerk's desk: templates, imports, consequences, mending, questions, completion."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import shlex
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from tests.end_to_end.running import Command

PLACES: list[dict[str, Any]] = [
    {
        "kind": "school-registered",
        "school": "S01",
        "name": "第一中学",
        "district": "hongkou",
        "stage": "junior",
        "rural": False,
        "effective_on": "1990-09-01",
    },
    {
        "kind": "policy-adopted",
        "policy": "hongkou-2023",
        "district": "hongkou",
        "first_day": "2023-08-30",
    },
]
PROGRAM = Path(sys.executable).parent / "growth-ledger"
OPENED = ["教师工号", "姓名", "学校代码", "生效日期", "编号"]
CREDITED = ["教师工号", "姓名", "学年", "岗位", "编号"]


def opened(teacher: str, name: str) -> dict[str, Any]:
    return {
        "kind": "file-opened",
        "teacher": teacher,
        "name": name,
        "school": "S01",
        "effective_on": "2010-09-01",
    }


def credited(teacher: str, years: Sequence[int], *, name: str = "") -> list[list[Any]]:
    return [[teacher, name, f"{year}-{year + 1}", "班主任", f"C{year}"] for year in years]


def book(folder: Path, name: str, **sheets: list[list[Any]]) -> str:
    """A workbook of text cells, a sheet for each kind's label; its path."""
    path = folder / name
    made = xlsxwriter.Workbook(str(path))
    for label, rows in sheets.items():
        sheet = made.add_worksheet(label)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    made.close()
    return str(path)


def read(path: str | Path, *, hidden: bool = False) -> dict[str, list[list[Any]]]:
    """The rows of the sheets that a user sees, or of every sheet."""
    with CalamineWorkbook.from_path(str(path)) as workbook:
        return {
            sheet.name: workbook.get_sheet_by_name(sheet.name).to_python()
            for sheet in workbook.sheets_metadata
            if hidden or sheet.visible is SheetVisibleEnum.Visible
        }


@pytest.fixture
def desk(sqlite_command: Command) -> Command:
    """A ledger with a school, a policy and two teachers of one name."""
    sqlite_command.run("init")
    sqlite_command.run(
        "import",
        sqlite_command.lines("places.jsonl", *PLACES, opened("T1", "张三"), opened("T2", "张三")),
    )
    return sqlite_command


def test_a_template_offers_who_opens_later_and_whose_name_was_destroyed(desk: Command) -> None:
    path = desk.folder / "t.xlsx"
    later = (date.today() + timedelta(days=90)).isoformat()  # noqa: DTZ011 - any day ahead.
    desk.run("import", desk.lines("more.jsonl", {**opened("T3", "𠮷田"), "effective_on": later}))
    desk.run("erase", "T2", "--reason", "离职", "--yes")

    made = replace(desk, lang="zh").json("template", str(path), "--format", "json")

    offered = [row[:2] for row in read(path, hidden=True)["名单"]]
    assert made["teachers"] == 3
    assert [row for row in offered if row[0].startswith("T")] == [
        ["T1", "张三"],
        ["T2", ""],
        ["T3", "𠮷田"],
    ]


def test_a_template_has_a_sheet_for_each_kind_that_was_asked_for(desk: Command) -> None:
    path = desk.folder / "t.xlsx"

    made = replace(desk, lang="zh").json(
        "template",
        str(path),
        "--kinds",
        "聘任、training-completed",
        "--format",
        "json",
    )

    found = read(path, hidden=True)
    assert made == {"path": str(path), "sheets": 2, "teachers": 2, "schools": 1}
    assert list(found) == ["说明", "聘任", "完成培训", "名单"]
    assert found["聘任"][0][:4] == ["教师工号 *", "姓名", "岗位 *", "开始日期 *"]
    assert found["聘任"][1][0] == "示例"
    assert ["T1", "张三"] in [row[:2] for row in found["名单"]]
    assert len(found["说明"]) >= 11


def test_a_template_has_lists_notes_and_text_where_digits_are_a_name(desk: Command) -> None:
    path = desk.folder / "t.xlsx"
    replace(desk, lang="zh").run("template", str(path), "--kinds", "appointed,award-granted")

    with zipfile.ZipFile(path) as archive:
        appointed = archive.read("xl/worksheets/sheet2.xml").decode()
        awards = archive.read("xl/worksheets/sheet3.xml").decode()
        names = dict(
            re.findall(
                r'<definedName name="(\w+)"[^>]*>([^<]+)</definedName>',
                archive.read("xl/workbook.xml").decode(),
            )
        )
        styles = archive.read("xl/styles.xml").decode()
        notes = archive.read("xl/comments2.xml").decode()

    lists = re.findall(
        r'<dataValidation [^>]*sqref="([A-Z]+)2:\1(\d+)"><formula1>([^<]+)</formula1>', appointed
    )
    assert [(column, name) for column, _, name in lists] == [
        ("A", "L_teacher"),
        ("C", "L_appointed_role"),
        ("G", "L_appointed_level"),
        ("I", "L_teacher"),
    ]
    assert "L_award_granted_award" in awards
    assert names["L_teacher"] == "'名单'!$A$2:$A$3"
    text_styles = [
        str(number)
        for number, style in enumerate(re.findall(r"<xf [^>]*>", styles.partition("<cellXfs")[2]))
        if 'numFmtId="49"' in style
    ]
    first = re.search(r'<col min="1" max="1"[^>]*style="(\d+)"', appointed)
    assert first is not None
    assert first[1] in text_styles
    assert "必填。填写教师工号" in notes


def test_a_template_lists_the_teachers_of_the_school_asked_for(desk: Command) -> None:
    school = {**PLACES[0], "school": "S02", "name": "第二中学"}
    moved = {
        "kind": "school-changed",
        "teacher": "T2",
        "school": "S02",
        "effective_on": "2020-09-01",
    }
    desk.run("import", desk.lines("more.jsonl", school, moved))

    made = desk.json("template", str(desk.folder / "t.xlsx"), "--school", "S02", "--format", "json")
    refused = desk.json(
        "template", str(desk.folder / "u.xlsx"), "--school", "S03", "--format", "json", status=1
    )

    assert (made["teachers"], made["schools"]) == (1, 2)
    assert refused["error"]["code"] == "no-such-school"


def test_a_template_never_writes_over_a_file(desk: Command) -> None:
    path = desk.folder / "t.xlsx"
    path.write_bytes(b"hours of work")

    refused = desk.json("template", str(path), "--format", "json", status=1)

    assert refused["error"]["code"] == "file-present"
    assert path.read_bytes() == b"hours of work"


def test_a_template_needs_no_ledger(tmp_path: Path) -> None:
    command = Command(url=str(tmp_path / "none.db"), folder=tmp_path)

    made = command.json("template", str(tmp_path / "t.xlsx"), "--format", "json")

    assert made["sheets"] == 39
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_template_imports_as_nothing_to_import(desk: Command, lang: str) -> None:
    path = str(desk.folder / "t.xlsx")
    replace(desk, lang=lang).run("template", path)

    refused = desk.json("import", path, "--format", "json", status=1)

    assert [one["code"] for one in refused["errors"]] == ["nothing-to-import"]


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


def test_a_hundred_broken_rows_of_ten_thousand_are_reported_and_mended_into_the_whole(
    desk: Command,
) -> None:
    teachers = [f"N{number:04}" for number in range(500)]
    files = [OPENED, *([one, f"王{one[1:]}", "S01", "2000-09-01", ""] for one in teachers)]
    header = ["教师工号", "姓名", "培训项目", "学时", "级别", "生效日期", "编号"]
    trained: list[list[Any]] = [
        [
            teachers[number % 500],
            f"王{teachers[number % 500][1:]}",
            "校本培训",
            4,
            "校级",
            f"20{10 + number // 1000:02}-0{1 + number % 9}-1{number % 9}",
            f"P{number}",
        ]
        for number in range(9500)
    ]
    whole = book(desk.folder, "whole.xlsx", 教师建档=files, 完成培训=[header, *trained])
    broken = [list(row) for row in trained]
    for number in range(0, 9500, 95):
        at, wrong = [(2, "校本培圳"), (3, "四"), (5, "3/4/2012"), (1, "李四"), (0, "N9999")][
            number // 95 % 5
        ]
        broken[number][at] = wrong
    # A file that cannot be opened: what depends on it is no mistake of its own.
    opened_wrongly = [list(row) for row in files]
    opened_wrongly[7][3] = "2000.9"
    path = book(desk.folder, "broken.xlsx", 教师建档=opened_wrongly, 完成培训=[header, *broken])
    errors = desk.folder / "errors.xlsx"

    clerk = replace(desk, lang="zh")
    said = clerk.run("import", path, "--errors-to", str(errors), "--format", "json", status=1)
    refused = json_of(said.stdout)["errors"]

    assert [one["line"] for one in refused] == [8, *range(2, 9502, 95)]
    assert {one["sheet"] for one in refused[1:]} == {"完成培训"}
    assert [one["field"] for one in refused[1:6]] == [
        "programme",
        "hours",
        "effective_on",
        "teacher",
        "teacher",
    ]
    written = read(errors)
    assert [len(rows) - 1 for rows in written.values()] == [1, 100]
    assert f"import {path} {errors}" in said.stderr

    mended = mend(desk.folder, errors, {"教师建档": files, "完成培训": [header, *trained]})
    receipt = desk.json("import", path, mended, "--format", "json")
    again = desk.json("import", whole, "--format", "json")

    assert (receipt["recorded"], receipt["already_present"]) == (10_000, 0)
    assert (again["recorded"], again["already_present"]) == (0, 10_000)
    history = desk.json("history", "N0000", "--format", "json")
    assert [one["ref"] for one in history[1:3]] == ["P0", "P500"]


def json_of(text: str) -> Any:  # noqa: ANN401 - a JSON value.
    import json

    return json.loads(text)


def mend(folder: Path, errors: Path, right: dict[str, list[list[Any]]]) -> str:
    """The workbook of refused rows with each row's cells as they should have been."""
    sheets: dict[str, list[list[Any]]] = {}
    for label, rows in read(errors).items():
        origin = next(at for at, name in enumerate(rows[0]) if name == "原文件位置")
        sheets[label] = [rows[0]]
        for row in rows[1:]:
            line = int(str(row[origin]).split(":")[1])
            values = right[label][line - 1]
            sheets[label].append([*values, *row[len(values) :]])
    return book(folder, "mended.xlsx", **sheets)


def test_refused_rows_alone_can_be_mended_and_imported_alone(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2020])]
    rows[1][2] = "2020"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    errors = desk.folder / "errors.xlsx"
    replace(desk, lang="zh").run("import", path, "--errors-to", str(errors), status=1)
    written = read(errors)["计入年限"]
    written[1][2] = "2020-2021"

    receipt = desk.json("import", book(desk.folder, "m.xlsx", 计入年限=written), "--format", "json")

    assert written[0][-2:] == ["原文件位置", "不能导入的原因"]
    assert written[1][-1].startswith("“学年”（school_year）“2020”不是学年：请填写")
    assert receipt["recorded"] == 1


def test_a_refused_row_may_be_mended_into_two_and_one_may_be_added(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2020]), *credited("T1", [2021])]
    rows[1][2] = "2020"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    errors = desk.folder / "errors.xlsx"
    desk.run("import", path, "--errors-to", str(errors), status=1)
    ((label, (heads, row)),) = read(errors).items()
    year, origin = heads.index("School year"), heads.index("Where it stood")
    mended = [heads, *([*row] for _ in range(3))]
    for at, text in enumerate(("2019-2020", "2020-2021", "2018-2019"), start=1):
        mended[at][year] = text
        mended[at][heads.index("Ref")] = f"R{at}"
    mended[3][origin] = row[origin].replace(":2:", ":9:")

    book(desk.folder, "m.xlsx", **{label: mended})
    receipt = desk.json("import", path, str(desk.folder / "m.xlsx"), "--format", "json")
    found = desk.json("history", "T1", "--kind", "tenure-credited", "--format", "json")

    assert receipt["recorded"] == 4
    assert [one["fields"]["school_year"] for one in found] == [
        "2019-2020",
        "2020-2021",
        "2021-2022",
        "2018-2019",
    ]


REFUSED_TWICE = ("第一轮.xlsx", "第二轮.xlsx", "第三轮.xlsx")


def refused_into(desk: Command, *files: str) -> tuple[str, list[list[Any]], str]:
    """The sheet of refused rows that an import writes: its name, its rows, and the file."""
    path = next(desk.folder / name for name in REFUSED_TWICE if not (desk.folder / name).exists())
    replace(desk, lang="zh").run("import", *files, "--errors-to", str(path), status=1)
    ((label, rows),) = read(path).items()
    return label, rows, str(path)


def mended_book(path: str, label: str, rows: list[list[Any]]) -> str:
    """The workbook of refused rows as a clerk has changed it; what is hidden in it stays."""
    origins = read(path, hidden=True)["原文件位置"]
    with xlsxwriter.Workbook(path) as workbook:
        sheet, listed = workbook.add_worksheet(label), workbook.add_worksheet("原文件位置")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for at, row in enumerate(origins):
            listed.write_row(at, 0, row)
        listed.hide()
    return path


def years_of(desk: Command, *, teacher: str = "T1") -> list[str]:
    found = desk.json("history", teacher, "--kind", "tenure-credited", "--format", "json")
    return [one["fields"]["school_year"] for one in found]


def test_rows_may_be_mended_in_as_many_rounds_as_it_takes(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2018, 2019, 2020, 2021])]
    for row in rows[1:4]:
        row[2] = "年"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    label, written, first = refused_into(desk, path)
    # One is mended, one is mended into two of which one is wrong, and one is wrong again.
    written[1][2], written[3][2] = "2018-2019", "2020"
    written[2][2] = "2019-2020"
    written.insert(3, [*written[2][:2], "2016", written[2][3], "C2016", *written[2][5:]])
    mended_book(first, label, written)

    _, again, second = refused_into(desk, path, first)
    again[1][2] = "2016-2017"
    mended_book(second, label, again)
    _, last, third = refused_into(desk, second, path, first)
    last[1][2] = "2020-2021"
    mended_book(third, label, last)
    receipt = desk.json("import", third, path, first, second, "--format", "json")

    assert [len(found) for found in (written, again, last)] == [5, 3, 2]
    assert receipt["recorded"] == 5
    assert years_of(desk) == ["2018-2019", "2019-2020", "2016-2017", "2020-2021", "2021-2022"]


def test_a_round_without_the_one_before_it_is_refused_beside_the_original(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2018, 2019])]
    rows[1][2] = "年"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    _, _, first = refused_into(desk, path)
    label, again, second = refused_into(desk, path, first)
    again[1][2] = "2018-2019"
    mended_book(second, label, again)

    refused = desk.run("import", path, second, status=1).stderr
    without_the_original = desk.json("import", first, second, "--dry-run", "--format", "json")
    alone = desk.json("import", second, "--dry-run", "--format", "json")

    assert refused.splitlines()[1] == (
        "error: the row that this one was mended from is not there as it was, "
        f"{second}, sheet 计入年限, row 2: import the workbook before this one too, as it was; "
        "or empty Where it stood, and the row is one of its own"
    )
    assert [without_the_original["recorded"], alone["recorded"]] == [1, 1]


def test_mended_rows_beside_another_file_than_they_come_from_are_refused(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2018, 2019])]
    rows[1][2] = "年"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    label, written, first = refused_into(desk, path)
    written[1][2] = "2018-2019"
    mended_book(first, label, written)
    # The clerk has mended the original as well.
    rows[1][2] = "2017-2018"
    book(desk.folder, "a.xlsx", 计入年限=rows)

    refused = desk.run("import", path, first, status=1).stderr
    alone = desk.json("import", first, "--dry-run", "--format", "json")

    assert refused.splitlines()[0] == (
        f"error: these rows were mended from a file that is not given here, or has changed since, {first}: "
        "import that file as it was then (a changed format makes it another file); or import this workbook alone"
    )
    assert alone["recorded"] == 1
    third = str(desk.folder / "third.xlsx")
    rows[2][2] = "年"
    book(desk.folder, "a.xlsx", 计入年限=rows)
    chinese = replace(desk, lang="zh").run("import", path, first, "--errors-to", third, status=1)
    assert (
        f"error: 其中的行出自另一个文件，该文件不在本次导入之列，或此后已改动，{first}："
        "请将该文件按当时的原样一并导入（只改动格式也算改动）；或单独导入本文件"
    ) in chinese.stderr
    assert chinese.stderr.splitlines()[-1].endswith("请先按以上提示选定应一并导入的文件。")


def mended_into_three(desk: Command) -> tuple[str, str, str, list[list[Any]]]:
    """One refused row mended into three, of which the second is refused again and mended then."""
    rows = [CREDITED, *credited("T1", [2018, 2019])]
    rows[1][2] = "年"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    label, written, first = refused_into(desk, path)
    heads, row = written
    copies = [
        [*row[:2], year, row[3], ref, *row[5:]]
        for year, ref in (("2001-2002", "A"), ("年", "B"), ("2003-2004", "C"))
    ]
    mended_book(first, label, [heads, *copies])
    _, again, second = refused_into(desk, path, first)
    again[1][2] = "2002-2003"
    mended_book(second, label, again)
    return path, first, second, [heads, *copies]


def test_an_earlier_workbook_may_be_sorted(desk: Command) -> None:
    path, first, second, (heads, *copies) = mended_into_three(desk)
    mended_book(first, "计入年限", [heads, *reversed(copies)])

    receipt = desk.json("import", path, first, second, "--format", "json")

    assert receipt["recorded"] == 4
    assert years_of(desk) == ["2003-2004", "2002-2003", "2001-2002", "2019-2020"]


@pytest.mark.parametrize("change", ["deleted", "mended"])
def test_where_the_row_that_is_replaced_has_changed_nothing_is_lost_or_doubled(
    desk: Command, change: str
) -> None:
    path, first, second, (heads, *copies) = mended_into_three(desk)
    copies[1][2] = "2002-2003"
    left = copies if change == "mended" else [copies[0], copies[2]]
    mended_book(first, "计入年限", [heads, *left])

    refused = desk.json("import", path, first, second, "--format", "json", status=1)["errors"]
    ((_, again),) = read(second).items()
    again[1][again[0].index("原文件位置")] = ""
    mended_book(second, "计入年限", again)
    receipt = desk.json("import", path, first, second, "--format", "json")

    assert [(one["code"], one["file"]) for one in refused] == [("mended-between-missing", second)]
    # What is mended in both and says the same is one event.
    assert receipt["recorded"] == 4
    assert sorted(years_of(desk)) == ["2001-2002", "2002-2003", "2003-2004", "2019-2020"]


def test_a_row_that_was_added_to_a_workbook_is_mended_like_others(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2018])]
    rows[1][2] = "年"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    label, written, first = refused_into(desk, path)
    written[1][2] = "2018-2019"
    written.append(["T2", "", "年", "班主任", "N"])
    mended_book(first, label, written)
    _, again, second = refused_into(desk, path, first)
    again[1][2] = "2001-2002"
    mended_book(second, label, again)

    tried = desk.json("import", path, first, second, "--dry-run", "--format", "json")
    written[2][2] = "2002-2003"
    mended_book(first, label, written)
    refused = desk.json("import", path, first, second, "--format", "json", status=1)["errors"]

    assert [one["fields"]["school_year"] for one in tried["events"]] == ["2018-2019", "2001-2002"]
    assert [(one["code"], one["file"]) for one in refused] == [("mended-between-missing", second)]


def test_of_a_sheet_that_cannot_be_read_no_row_is_said_to_be_deleted(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2018])]
    rows[1][2] = "年"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    label, written, first = refused_into(desk, path)
    written[0].append("核对")

    refused = desk.run("import", path, mended_book(first, label, written), status=1).stderr

    assert "left out" not in refused
    assert "unknown header" in refused or "核对" in refused


def test_the_name_of_a_sheet_may_end_in_a_blank(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2018, 2019])]
    rows[1][2] = "年"
    path = book(desk.folder, "a.xlsx", **{"计入年限 ": rows})
    label, written, first = refused_into(desk, path)
    written[1][2] = "2018-2019"

    result = desk.run("import", path, mended_book(first, label, written))

    assert result.stderr == ""
    assert years_of(desk) == ["2018-2019", "2019-2020"]


def test_what_is_no_origin_takes_no_place(desk: Command) -> None:
    path = desk.folder / "计入年限.csv"
    path.write_text(
        "教师工号,学年,岗位,原文件位置\nT1,2018-2019,班主任,上次第3行\n", encoding="utf-8"
    )

    assert desk.json("import", str(path), "--format", "json")["recorded"] == 1


def test_a_csv_row_may_end_before_the_column_of_origins(desk: Command) -> None:
    path = desk.folder / "计入年限.csv"
    path.write_text("教师工号,学年,岗位,原文件位置\nT1,2018-2019,班主任\n", encoding="utf-8")

    assert desk.json("import", str(path), "--format", "json")["recorded"] == 1


def test_the_import_that_is_proposed_corrects_where_that_was_asked_for(desk: Command) -> None:
    path = book(desk.folder, "a.xlsx", 计入年限=[CREDITED, ["T1", "", "年", "班主任", ""]])
    errors = desk.folder / "errors.xlsx"

    said = desk.run("import", path, "--correct", "--errors-to", str(errors), status=1).stderr

    assert f"import --correct {path} {errors}" in said


def test_refused_rows_alone_are_recorded_in_their_order_with_what_was_added(desk: Command) -> None:
    files = [OPENED, ["T7", "丁", "S01", "年", ""]]
    path = book(desk.folder, "a.xlsx", 教师建档=files)
    label, written, first = refused_into(desk, path)
    written[1][3] = "2000-09-01"
    added = {"聘任": [["教师工号", "岗位", "开始日期"], ["T7", "班主任", "2020-09-01"]]}

    alone = desk.json(
        "import", book(desk.folder, "m.xlsx", **{label: written}, **added), "--format", "json"
    )

    assert (first, alone["recorded"]) == (str(desk.folder / REFUSED_TWICE[0]), 2)


def test_a_refused_row_that_is_deleted_is_left_out_and_said(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2018, 2019, 2020])]
    rows[1][2] = rows[3][2] = "年"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    label, written, first = refused_into(desk, path)
    written[2][2] = "2020-2021"
    # One is deleted, or its cells are emptied.
    mended_book(first, label, [written[0], written[2]])
    deleted = desk.run("import", path, first, "--dry-run")
    written[1] = [""] * len(written[0])
    mended_book(first, label, written)
    emptied = desk.run("import", path, first)

    for result in (deleted, emptied):
        note = f"note: left out, as it was deleted from {first}: {path}, sheet 计入年限, row 2\n"
        assert result.stderr == note
    assert years_of(desk) == ["2019-2020", "2020-2021"]


def test_a_row_that_is_mended_in_two_workbooks_is_refused(desk: Command) -> None:
    rows = [CREDITED, *credited("T1", [2018])]
    rows[1][2] = "年"
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    label, written, first = refused_into(desk, path)
    written[1][2] = "2018-2019"
    mended_book(first, label, written)
    written[1][2] = "2019-2020"
    other = book(desk.folder, "copy.xlsx", **{label: written})

    refused = desk.run("import", path, first, other, status=1).stderr

    assert refused.splitlines()[0] == (
        f"error: the row is mended in {first} too, {other}, sheet 计入年限, row 2: "
        "import only the workbook in which it is right"
    )


def test_a_refused_line_keeps_every_digit_and_a_strange_one_does_no_harm(desk: Command) -> None:
    path, errors = desk.folder / "a.jsonl", desk.folder / "errors.xlsx"
    listed = '{"kind":"reserve-listed","teacher":"T1","effective_on":"2020-02-01"'
    lines = [
        f'{listed},"basis":202309010000012345}}',
        f'{listed},"basis":{"9" * 400}}}',
        f'{listed},"basis":{"9" * 5000}}}',
        '{"kind":["reserve-listed"],"teacher":"T1"}',
        f'{{"kind":"reserve-listed","teacher":{"[" * 100_000}',
    ]
    path.write_text("\n".join(lines), encoding="utf-8")

    said = desk.run("import", str(path), "--errors-to", str(errors), status=1).stderr
    ((heads, *rows),) = read(errors).values()

    assert said.count("\nerror: ") >= len(lines) - 1
    assert [row[heads.index("Basis")] for row in rows] == ["202309010000012345", "9" * 400]


def test_what_a_sheet_cannot_repeat_of_a_line_is_refused_until_it_is_mended(desk: Command) -> None:
    path, errors = desk.folder / "a.jsonl", desk.folder / "errors.xlsx"
    listed = '{"kind":"reserve-listed","teacher":"T1","effective_on":"2020-02-01"'
    notes = ('{"a":1}', '["a"]', '"a","note":"b"', "NaN", '"a\\u0000b"', '"\\ud800"')
    lines = [f'{listed},"ref":"R{at}","note":{note}}}' for at, note in enumerate(notes)]
    path.write_text("\n".join(lines), encoding="utf-8")

    desk.run("import", str(path), "--errors-to", str(errors), status=1)
    ((heads, *rows),) = read(errors).values()
    again = desk.json("import", str(path), str(errors), "--format", "json", status=1)

    assert all(row[heads.index("Note")].startswith("[mend] ") for row in rows)
    assert [one["code"] for one in again["errors"]] == ["still-to-mend"] * len(notes)


def test_a_name_that_no_event_has_can_be_mended_too(desk: Command) -> None:
    path, errors = desk.folder / "a.jsonl", desk.folder / "errors.xlsx"
    rated = '{"kind":"appraised","teacher":"T1","scope":"homeroom","year":"2020-2021"'
    lines = [f'{rated},"result":"excellent","foo":1}}', f'{rated},"scores":{{"foo":5}}}}']
    path.write_text("\n".join(lines), encoding="utf-8")

    said = desk.run("import", str(path), "--errors-to", str(errors), status=1).stderr
    ((heads, *rows),) = read(errors).values()

    assert "foo" in said
    assert {"foo", "scores.foo"} <= set(heads)
    assert len(rows) == 2


def test_a_line_of_odd_or_very_many_names_does_no_harm(desk: Command) -> None:
    path, errors = desk.folder / "a.jsonl", desk.folder / "errors.xlsx"
    listed = '{"kind":"reserve-listed","teacher":"T1","effective_on":"2020-02-01"'
    document = '{"file":"\\ud800","sha256":"0"}'
    many = ",".join(f'"n{at}":1' for at in range(50_000))
    lines = [f'{listed},"\\ud800":1}}', f'{listed},"evidence":[{document}]}}', f"{listed},{many}}}"]
    path.write_text("\n".join(lines), encoding="utf-8")

    desk.run("import", str(path), "--errors-to", str(errors), status=1)


def test_a_header_like_a_running_number_is_told_by_its_name(desk: Command) -> None:
    path = desk.folder / "聘任.csv"
    path.write_text("教师工号,岗位,开始日期,序列号\nT1,班主任,2020-09-01,1\n", encoding="utf-8")

    refused = desk.json("import", str(path), "--format", "json", status=1)

    assert [one["code"] for one in refused["errors"]] == ["unknown-header"]


def test_an_errors_file_is_never_written_over(desk: Command) -> None:
    errors = desk.folder / "errors.xlsx"
    errors.write_bytes(b"half mended")
    path = book(desk.folder, "a.xlsx", 计入年限=[CREDITED, ["T1", "", "2020", "班主任", ""]])

    refused = desk.json("import", path, "--errors-to", str(errors), "--format", "json", status=1)

    assert refused["error"]["code"] == "file-present"
    assert errors.read_bytes() == b"half mended"


def test_lines_of_json_that_are_refused_can_be_mended_in_a_sheet(desk: Command) -> None:
    path = desk.lines(
        "a.jsonl",
        {"kind": "reserve-listed", "teacher": "T1", "effective_on": "2020-02-30", "ref": "R"},
        {"kind": "reserve-delisted", "teacher": "T1", "target": "R", "effective_on": "2021-01-01"},
    )
    errors = desk.folder / "errors.xlsx"
    desk.run("import", path, "--errors-to", str(errors), status=1)
    (label,) = read(errors)
    rows = read(errors)[label]
    rows[1][rows[0].index("Effective on")] = "2020-02-29"

    receipt = desk.json(
        "import", path, book(desk.folder, "m.xlsx", **{label: rows}), "--format", "json"
    )

    assert receipt["recorded"] == 2


def test_a_total_is_passed_over_and_said_on_standard_error(desk: Command) -> None:
    path = book(
        desk.folder, "a.xlsx", 计入年限=[CREDITED, *credited("T1", [2020]), ["合计", "", "1"]]
    )

    result = desk.run("import", path, "--format", "json")

    assert json_of(result.stdout)["recorded"] == 1
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

    assert json_of(result.stdout)["recorded"] == 2
    assert result.stderr.count("note: passed over a row of totals") == 2


def test_as_of_goes_with_a_dry_run_only(desk: Command) -> None:
    path = book(desk.folder, "a.xlsx", 计入年限=[CREDITED, *credited("T1", [2020])])

    refused = desk.json("import", path, "--as-of", "2024-01-01", "--format", "json", status=2)

    assert refused["error"]["code"] == "as-of-without-dry-run"


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


def on_a_terminal(
    arguments: Sequence[str], answers: Sequence[str], *, status: int = 0, **variables: str
) -> str:
    """What the command says on a terminal where each of its questions is answered.

    Args:
        arguments: The command's.
        answers: One for each question; what is no UTF-8 as Python escapes it.
        status: What the command ends with.
        variables: Of its environment.
    """
    ours, theirs = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", **variables}
    # A character may come in pieces.
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with subprocess.Popen(
        [PROGRAM, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ) as process:
        os.close(theirs)
        said = ""
        left = list(answers)
        asked = 0
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 0.2)[0]:
                if process.poll() is not None:
                    break
                continue
            try:
                said += decoder.decode(os.read(ours, 65536))
            except OSError:
                break
            if left and said[asked:].rstrip(" ").endswith(":"):
                asked = len(said)
                os.write(ours, f"{left.pop(0)}\n".encode("utf-8", "surrogateescape"))
        if process.poll() is None and time.monotonic() >= deadline:
            process.kill()
        assert process.wait(10) == status, said
    os.close(ours)
    return said


def put_what_text_cannot_repeat(sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter's.
    """One cell of each sort."""
    sheet.merge_range("E2:E3", "2027-08-31")
    sheet.write_formula("F4", "=VLOOKUP(1,Z:Z,1,0)", None, "#N/A")
    sheet.write_number("G5", 2026090100000012345)
    sheet.write_string("J6", "已于10月离任")


def test_refused_rows_that_nobody_has_mended_are_refused_again(desk: Command) -> None:
    path, errors = desk.folder / "聘任.xlsx", desk.folder / "错误.xlsx"
    heads = ["教师工号", "姓名", "岗位", "开始日期", "结束日期", "班级", "依据文号", "编号"]
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("聘任")
        sheet.write_row(0, 0, heads)
        for at in range(1, 6):
            sheet.write_row(at, 0, ["T1", "张三", "班主任", f"202{at}-09-01"])
        put_what_text_cannot_repeat(sheet)

    first = desk.run("import", str(path), "--errors-to", str(errors), status=1).stderr
    again = desk.run("import", str(path), str(errors), status=1).stderr

    line = next(line for line in first.splitlines() if "refused rows to" in line)
    assert line.endswith(
        f"growth-ledger --ledger {desk.url} --lang en import {shlex.quote(str(path))} "
        f"{shlex.quote(str(errors))}"
    )
    assert sum(line.startswith("error: ") for line in first.splitlines()) == 6
    rows = read(errors)["Appointed"]
    assert [row[4] for row in rows[1:3]] == ["[mend] 2027-08-31"] * 2
    assert rows[3][5].startswith("[mend]")
    assert rows[4][6].startswith("[mend]")
    assert "已于10月离任" in rows[5]
    assert again.count("still carries the mark") == 4
    assert again.count("under no header") == 1
    assert len(desk.json("history", "T1", "--kind", "appointed", "--format", "json")) == 0


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


def test_mistakes_are_told_even_where_they_cannot_be_written(desk: Command) -> None:
    path = book(desk.folder, "b.xlsx", 计入年限=[CREDITED, ["T9", "", "2020-2021", "班主任", ""]])

    said = desk.run("import", path, "--errors-to", "/proc/errors.xlsx", status=1).stderr

    assert "cannot be written" in said
    assert "T9 has no file" in said


def test_a_name_that_no_file_can_have_is_told(desk: Command) -> None:
    name = f"{'x' * 260}.xlsx"

    said = desk.run("template", name, status=1).stderr
    ledger = replace(desk, url="x" * 260).run("show", "T1", status=1).stderr

    assert "cannot be written" in said
    assert ledger.startswith("error: ")


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
