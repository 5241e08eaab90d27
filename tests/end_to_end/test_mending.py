"""Refused rows: reported, written beside their reasons, mended and imported again."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.end_to_end.desk import CREDITED, OPENED, book, credited, read
from tests.end_to_end.running import Command


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
    refused = json.loads(said.stdout)["errors"]

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


def test_mistakes_are_told_even_where_they_cannot_be_written(desk: Command) -> None:
    path = book(desk.folder, "b.xlsx", 计入年限=[CREDITED, ["T9", "", "2020-2021", "班主任", ""]])

    said = desk.run("import", path, "--errors-to", "/proc/errors.xlsx", status=1).stderr

    assert "cannot be written" in said
    assert "T9 has no file" in said


def test_a_second_table_in_a_sheet_is_mended_in_the_original_alone(desk: Command) -> None:
    second = ["教师工号", "姓名", "编号", "岗位", "学年"]
    rows = [CREDITED, *credited("T1", [2020]), second, ["T1", "", "C2021", "班主任", "2021-2022"]]
    path = book(desk.folder, "a.xlsx", 计入年限=rows)
    errors = desk.folder / "errors.xlsx"

    said = desk.run("import", path, "--errors-to", str(errors), "--format", "json", status=1)

    refused = json.loads(said.stdout)["errors"]
    assert [(one["line"], one["code"]) for one in refused] == [(3, "second-table")]
    assert "No rows to mend" in said.stderr
    assert not errors.exists()


def test_every_reason_can_be_read_and_words_are_offered_where_few_will_do(desk: Command) -> None:
    heads = ["教师工号", "岗位", "开始日期", "班级"]
    path = book(desk.folder, "b.xlsx", 聘任=[heads, ["T1", "班主仁", "3/4/2026", "一班"]])
    errors = desk.folder / "errors.xlsx"

    replace(desk, lang="zh").run("import", path, "--errors-to", str(errors), status=1)

    with zipfile.ZipFile(errors) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    (height,) = re.findall(r'<row r="2"[^>]* ht="(\d+)"', sheet)
    # Two reasons, one of them longer than its column is wide.
    assert int(height) >= 3 * 15
    (offered,) = re.findall(r'sqref="B2"[^>]*><formula1>"([^"]+)"', sheet)
    assert "班主任" in offered.split(",")
