"""Templates: sheets, lists and notes for those who fill them in."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.end_to_end.desk import PLACES, opened, read
from tests.end_to_end.running import Command


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


def test_a_name_that_no_file_can_have_is_told(desk: Command) -> None:
    name = f"{'x' * 260}.xlsx"

    said = desk.run("template", name, status=1).stderr
    ledger = replace(desk, url="x" * 260).run("show", "T1", status=1).stderr

    assert "cannot be written" in said
    assert ledger.startswith("error: ")
