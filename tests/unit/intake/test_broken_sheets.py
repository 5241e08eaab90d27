"""The ways in which real sheets are broken: each is read rightly or refused with a helpful word.

`docs/spreadsheets.md` lists them for readers, and `docs/spreadsheets.zh.md` for Chinese ones; their
tables and these cases name the same ways.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.sheets_of_clerks import (
    GOOD,
    HEADER,
    codes,
    csv_file,
    said,
    statements,
    workbook,
)

_DOCS = Path(__file__).parents[3] / "docs"
PAGES = (_DOCS / "spreadsheets.md", _DOCS / "spreadsheets.zh.md")
READ = {
    "teacher": "HK0001",
    "role": "homeroom",
    "first_day": "2023-09-01",
    "class_name": "三（1）班",
    "ref": "A1",
}
"""What a good row says."""

Made = Callable[[Path], Path]
Refused = tuple[int | None, str, str | None]


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a sheet is broken, and what becomes of it: events, or refusals by line, code, field."""

    make: Made
    read: list[dict[str, Any]] | None = None
    refused: list[Refused] | None = None
    notes: tuple[str, ...] = ()


def rows(*below: Any, header: Any = HEADER, **more: Any) -> Made:  # noqa: ANN401 - cells.
    return lambda folder: workbook(folder, [header, *below], **more)


def good(**changed: Any) -> tuple[Any, ...]:  # noqa: ANN401 - cells.
    names = ("teacher", "name", "role", "first_day", "last_day", "class_name", "ref")
    return tuple(changed.get(name, cell) for name, cell in zip(names, GOOD, strict=True))


def csv(text: str, **more: Any) -> Made:  # noqa: ANN401 - passed on.
    return lambda folder: csv_file(folder, text, **more)


def of_one_name(sheet: str, *below: Any, header: Any) -> Made:  # noqa: ANN401 - cells.
    return lambda folder: workbook(folder, [header, *below], sheet=sheet)


def without_values(folder: Path) -> Path:
    """As programs write workbooks that no Excel has opened yet: a formula, and nothing beside it."""
    path = workbook(
        folder,
        [HEADER, good(class_name="")],
        change=lambda _, sheet: sheet.write_formula(1, 5, '="三"&"1"', None, "X"),
    )
    bare = folder / "bare.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith("sheet1.xml"):
                content = content.replace(b"<v>X</v>", b"")
            new.writestr(part, content)
    return bare


def changed_xml(old: bytes, new: bytes) -> Made:
    """A formula that gives nothing, as an office program saves it, with the sheet's text changed."""

    def make(folder: Path) -> Path:
        path = workbook(
            folder,
            [HEADER, GOOD],
            change=lambda _, sheet: sheet.write_formula(1, 4, '=IF(1=1,"",1)', None, ""),
        )
        made = folder / "changed.xlsx"
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(made, "w") as archive_made:
            for part in archive.namelist():
                content = archive.read(part)
                assert not part.endswith("sheet1.xml") or old in content
                archive_made.writestr(part, content.replace(old, new))
        return made

    return make


def two_encodings(folder: Path) -> Path:
    path = folder / "聘任.csv"
    row = "HK0001,homeroom,2023-09-01,三年二班\n"
    header = "教师工号,岗位,开始日期,班级\n".encode("gb18030")
    path.write_bytes(header + row.encode("gb18030") + row.encode())
    return path


def protected(folder: Path) -> Path:
    """The beginning of an OLE file that holds an encrypted package."""
    path = folder / "locked.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    return path


def pretended(folder: Path) -> Path:
    path = folder / "聘任.xls"
    path.write_text("<html><table><tr><td>教师工号</td></tr></table></html>", encoding="utf-8")
    return path


def hidden(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter's.
    book.add_worksheet("Sheet1").activate()
    sheet.hide()


TWO = {**READ, "ref": "A2", "first_day": "2024-09-01"}
SECOND = good(ref="A2", first_day="2024-09-01")

WAYS: dict[str, Way] = {
    "blank-rows": Way(make=rows([], GOOD, ["", " "], [], SECOND), read=[READ, TWO]),
    "spaces-around": Way(
        make=rows(good(teacher=" HK0001\u3000", role="班主任 ", ref="\u200bA1\u00a0")), read=[READ]
    ),
    "full-width": Way(
        make=rows(good(teacher="ＨＫ０００１", first_day="２０２３－０９－０１", ref="Ａ１")),
        read=[READ],
    ),
    "mixed-dates": Way(
        make=rows(
            good(first_day=date(2023, 9, 1)),
            *(
                good(first_day=day)
                for day in (
                    "2023/9/1",
                    "2023.9.1",
                    "2023年9月1日",
                    "20230901",
                    "2023-9-1",
                    20230901,
                )
            ),
        ),
        read=[READ] * 7,
    ),
    "day-month-year": Way(
        make=rows(good(first_day="3/4/2023"), good(first_day="23.9.1")),
        refused=[(2, "ambiguous-day", "first_day"), (3, "ambiguous-day", "first_day")],
    ),
    "no-such-day": Way(
        make=rows(good(first_day="2023-02-30"), good(first_day="2023.9")),
        refused=[(2, "not-a-day", "first_day"), (3, "not-a-day", "first_day")],
    ),
    "day-numbers": Way(
        make=rows(good(first_day=45170)), refused=[(2, "number-of-day", "first_day")]
    ),
    "day-in-part": Way(
        make=rows(
            *[good(first_day="")] * 3,
            change=lambda book, sheet: [
                sheet.write_datetime(
                    row, 3, date(2023, 9, 1), book.add_format({"num_format": code})
                )
                for row, code in ((1, 'yyyy"年"m"月"'), (2, 'm"月"d"日"'), (3, 58))
            ],
        ),
        refused=[(row, "part-of-a-day", "first_day") for row in (2, 3, 4)],
    ),
    "total-row": Way(
        make=rows(GOOD, ("合 计：", "", "", "", "", "", "1")),
        read=[READ],
        notes=("desk.note.total",),
    ),
    "title-above": Way(
        make=lambda folder: workbook(
            folder,
            [["2023 学年班主任聘任名单"], [], HEADER, GOOD],
            change=lambda _, sheet: sheet.merge_range(0, 0, 0, 6, "2023 学年班主任聘任名单"),
        ),
        read=[READ],
    ),
    "row-above-the-header": Way(
        make=lambda folder: workbook(folder, [GOOD, HEADER, SECOND]),
        read=[TWO],
        notes=("desk.note.above",),
    ),
    "two-tables": Way(
        make=lambda folder: workbook(folder, [HEADER[:4], GOOD[:4], [], HEADER, SECOND]),
        refused=[(4, "second-table", None)],
    ),
    "another-order": Way(
        make=rows(GOOD, [], (*HEADER[:5], "编 号", "班级"), (*SECOND[:5], "A2", "三（1）班")),
        refused=[(4, "second-table", None)],
    ),
    "two-header-rows": Way(
        make=lambda folder: workbook(
            folder,
            [
                ["", "", "", "任期", "", "", ""],
                ["", "姓名", "岗位", "开始日期", "结束日期", "班级", "编号"],
                GOOD,
            ],
            change=lambda _, sheet: (
                sheet.merge_range(0, 0, 1, 0, "教师工号"),
                sheet.merge_range(0, 3, 0, 4, "任期"),
            ),
        ),
        read=[READ],
    ),
    "header-again": Way(
        make=rows(("teacher", "", "role", "first_day", "", "", ""), GOOD, HEADER, SECOND),
        read=[READ, TWO],
    ),
    "running-numbers": Way(
        make=rows((1, *GOOD), (2, "", "", "", "", "", "", ""), header=("序号", *HEADER)),
        read=[READ],
    ),
    "hidden-sheet": Way(make=rows(GOOD, change=hidden), refused=[(None, "hidden-sheet", None)]),
    "sheet-of-another-name": Way(
        make=rows(GOOD, sheet="2023年名单"), refused=[(None, "unknown-sheet", None)]
    ),
    "sheet-without-a-name": Way(make=rows(GOOD, sheet="Sheet1", name="聘任.xlsx"), read=[READ]),
    "scientific-notation": Way(
        make=csv("教师工号,岗位,开始日期\n3.10105E+17,班主任,2023-09-01\n"),
        refused=[(2, "number-spoilt", "teacher")],
    ),
    "eighteen-digits": Way(
        make=of_one_name(
            "教师建档",
            ("HK0001", "张三", "S01", "2010-09-01", 310105198503121234),
            header=("教师工号", "姓名", "学校代码", "生效日期", "身份证件号码"),
        ),
        refused=[(2, "number-spoilt", "id_number")],
    ),
    "number-typed-as-number": Way(
        make=rows(good(teacher=1023)), refused=[(2, "number-for-name", "teacher")]
    ),
    "name-with-spaces": Way(
        make=of_one_name(
            "教师建档",
            ("HK0001", "张　三", "S01", "2010-09-01"),
            ("HK0002", "Anna  Li ", "S01", "2010-09-01"),
            header=("教师工号", "姓名", "学校代码", "生效日期"),
        ),
        read=[
            {"teacher": "HK0001", "name": "张三", "school": "S01", "effective_on": "2010-09-01"},
            {"teacher": "HK0002", "name": "Anna Li", "school": "S01", "effective_on": "2010-09-01"},
        ],
    ),
    "merged-cells": Way(
        make=rows(
            GOOD,
            good(teacher="", ref="A2"),
            change=lambda _, sheet: sheet.merge_range(1, 0, 2, 0, "HK0001"),
        ),
        refused=[(2, "merged-cell", None), (3, "merged-cell", None)],
    ),
    "formula-without-value": Way(
        make=without_values, refused=[(2, "formula-without-value", "class_name")]
    ),
    "error-value": Way(
        make=rows(
            good(class_name=""),
            change=lambda _, sheet: sheet.write_formula(1, 5, "=NA()", None, "#N/A"),
        ),
        refused=[(2, "cell-error", "class_name")],
    ),
    "error-as-text": Way(
        make=csv(
            "教师工号,岗位,开始日期,班级\n"
            + "".join(
                f"HK0001,班主任,2023-09-01,{value}\n"
                for value in (
                    *("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"),
                    *("########", "Err:502"),
                )
            )
            + "HK0001,班主任,2023-09-01,#3\n"
        ),
        refused=[(row, "cell-error", "class_name") for row in range(2, 11)],
    ),
    "number-with-unit": Way(
        make=rows(
            good(class_name=""),
            good(class_name=""),
            SECOND,
            change=lambda book, sheet: (
                sheet.write_number(1, 5, 0.95, book.add_format({"num_format": "0%"})),
                sheet.write_number(2, 5, 0.24, book.add_format({"num_format": '0.00"万元"'})),
            ),
        ),
        refused=[
            (2, "number-with-unit", "class_name"),
            (3, "number-with-unit", "class_name"),
        ],
    ),
    "class-as-a-day": Way(
        make=rows(
            good(class_name=""),
            good(class_name=""),
            change=lambda book, sheet: (
                sheet.write_datetime(1, 5, date(2026, 3, 2), book.add_format({"num_format": 14})),
                sheet.write_number(2, 5, 3.1),
            ),
        ),
        refused=[(2, "not-text-cell", "class_name"), (3, "number-for-name", "class_name")],
    ),
    "class-as-a-shown-day": Way(
        make=csv(
            "教师工号,岗位,开始日期,班级\n"
            + "".join(
                f"HK0001,班主任,2023-09-01,{value}\n"
                for value in ("3月2日", "2026/3/2", "2-Mar", "Mar-45", "3-2", "20230302", "3月班")
            )
        ),
        refused=[(row, "not-text-cell", "class_name") for row in (2, 3, 4, 5)],
    ),
    "day-in-a-text": Way(
        make=rows(
            (*GOOD, date(2026, 3, 2)),
            (*GOOD, True),
            (*GOOD, 15),
            header=(*HEADER, "依据文号"),
        ),
        refused=[(2, "not-text-cell", "basis"), (3, "not-text-cell", "basis")],
    ),
    "number-shown-otherwise": Way(
        make=rows(
            *[good(class_name="")] * 4,
            change=lambda book, sheet: [
                sheet.write_number(row, 5, number, book.add_format({"num_format": code}))
                for row, (number, code) in enumerate(
                    ((1, '"七（"0"）班"'), (701, "0000"), (1, '"虹教〔2026〕"0"号"'), (701, "0_ ")),
                    start=1,
                )
            ],
        ),
        refused=[(row, "number-shown-otherwise", "class_name") for row in (2, 3, 4)],
    ),
    "unknown-header": Way(
        make=rows(GOOD, header=("教师工号", "姓名", "担任岗位", *HEADER[3:])),
        refused=[(1, "unknown-header", None)],
    ),
    "header-twice": Way(
        make=rows((*GOOD, "三（2）班"), header=(*HEADER, "班 级")),
        refused=[(1, "repeated-header", None)],
    ),
    "column-without-header": Way(
        make=rows((*GOOD, "请核实")), refused=[(2, "column-without-header", None)]
    ),
    "no-header": Way(
        make=lambda folder: workbook(folder, [GOOD, SECOND]), refused=[(None, "no-header", None)]
    ),
    "labels-and-codes-mixed": Way(
        make=rows(
            GOOD,
            good(role="homeroom"),
            good(role="Homeroom teacher"),
            header=("Teacher *", "name", "ROLE", "first-day", "结束 日期", "班级（选填）", "Ref"),
        ),
        read=[READ] * 3,
    ),
    "misspelt-code": Way(make=rows(good(role="班主仁")), refused=[(2, "unknown-code", "role")]),
    "label-of-a-pack": Way(
        make=of_one_name(
            "授予称号",
            ("HK0001", "市特级班主任", "2020-09-01"),
            header=("教师工号", "称号", "生效日期"),
        ),
        read=[{"teacher": "HK0001", "title": "city-special", "effective_on": "2020-09-01"}],
    ),
    "gb18030": Way(
        make=csv("教师工号,岗位,开始日期\r\nHK0001,班主任,2023年9月1日\r\n", encoding="gb18030"),
        read=[{"teacher": "HK0001", "role": "homeroom", "first_day": "2023-09-01"}],
    ),
    "utf-16": Way(
        make=csv("教师工号\t岗位\nHK0001\t班主任\n", encoding="utf-16"),
        refused=[(None, "unknown-encoding", None)],
    ),
    "semicolons": Way(
        make=csv("\ufeff教师工号;岗位;开始日期\nHK0001;班主任;2023-09-01\n"),
        read=[{"teacher": "HK0001", "role": "homeroom", "first_day": "2023-09-01"}],
    ),
    "title-above-semicolons": Way(
        make=csv(
            "2023学年聘任登记，共1人\n\n教师工号;岗位;开始日期;备注\n"
            "HK0001;班主任;2023-09-01;一, 二, 三, 四, 五, 六, 七\n"
        ),
        read=[
            {
                "teacher": "HK0001",
                "role": "homeroom",
                "first_day": "2023-09-01",
                "note": "一, 二, 三, 四, 五, 六, 七",
            }
        ],
    ),
    "endless-cell": Way(
        make=csv(f"教师工号,岗位,开始日期,备注\nHK0001,班主任,2023-09-01,{'长' * 140_000}\n"),
        refused=[(2, "text-too-long", "note")],
    ),
    "quote-not-closed": Way(
        make=csv('教师工号,岗位,开始日期\nHK0001,"班主任,2023-09-01\n'),
        refused=[(2, "csv-damaged", None)],
    ),
    "thousands-and-units": Way(
        make=of_one_name(
            "发放津贴",
            ("HK0001", "十年荣誉津贴", "1,200.50", "2023-09-01"),
            ("HK0001", "十年荣誉津贴", 1200.1 + 0.2, "2023-09-02"),
            ("HK0001", "十年荣誉津贴", "1200元", "2023-09-03"),
            header=("教师工号", "津贴项目", "金额（元）", "生效日期"),
        ),
        refused=[(4, "not-a-number", "amount")],
    ),
    "number-for-programs": Way(
        make=of_one_name(
            "发放津贴",
            *(
                ("HK0001", "十年荣誉津贴", value, "2023-09-01")
                for value in ("4_8", "1e3", "5.", ".5", "+48", "٤")
            ),
            header=("教师工号", "津贴项目", "金额（元）", "生效日期"),
        ),
        refused=[(row, "not-a-number", "amount") for row in range(2, 8)],
    ),
    "school-year": Way(
        make=of_one_name(
            "计入年限",
            ("HK0001", "2022—2023学年", "班主任"),
            ("HK0001", "2022/2023", "班主任"),
            ("HK0001", "2022学年", "班主任"),
            header=("教师工号", "学年", "岗位"),
        ),
        refused=[(4, "bad-school-year", "school_year")],
    ),
    "yes-and-no": Way(
        make=of_one_name(
            "学校登记",
            ("S1", "一中", "hongkou", "初级中学", "是", "2000-09-01"),
            ("S2", "二中", "hongkou", "初级中学", False, "2000-09-01"),
            ("S3", "三中", "hongkou", "初级中学", "1", "2000-09-01"),
            header=("学校代码", "学校名称", "所属区县", "学段", "是否农村学校", "生效日期"),
        ),
        refused=[(4, "not-yes-or-no", "rural")],
    ),
    "other-headers": Way(
        make=rows(GOOD, header=("工号", "姓名", "岗位", "起始日期", "截止日期", "班级", "编号")),
        read=[READ],
    ),
    "example-left-in": Way(make=rows(("示例", "张三", *GOOD[2:]), GOOD), read=[READ]),
    "example-written-over": Way(
        make=rows(("示例", "李㙓", *GOOD[2:]), GOOD, ("示例", "张三", *GOOD[2:])),
        read=[READ],
        notes=("desk.note.example", "desk.note.example"),
    ),
    "ditto": Way(make=rows(GOOD, good(role="〃")), refused=[(3, "ditto", "role")]),
    "protected": Way(make=protected, refused=[(None, "workbook-protected", None)]),
    "another-sort-of-file": Way(make=pretended, refused=[(None, "workbook-damaged", None)]),
    "long-number-in-a-text": Way(
        make=rows(GOOD, good(class_name=2026090100000012345), good(class_name="2.02609E+18")),
        refused=[(3, "number-spoilt", "class_name"), (4, "number-spoilt", "class_name")],
    ),
    "formula-of-nothing": Way(
        make=changed_xml(b'<c r="E2"', b'<c r="E2" t="str"'),
        read=[READ],
    ),
    "unnamed-cells": Way(
        make=changed_xml(b'<c r="E2"', b"<c"), refused=[(None, "workbook-damaged", None)]
    ),
    "total-among-the-numbers": Way(
        make=rows(
            (1, *GOOD), ("合计：1人", *[""] * 7), ("本页小计", "", "", 8), header=("序号", *HEADER)
        ),
        read=[READ],
        notes=("desk.note.total", "desk.note.total"),
    ),
    "two-encodings": Way(make=two_encodings, refused=[(3, "mixed-encoding", None)]),
    "everyday-words": Way(
        make=of_one_name(
            "完成培训",
            *(
                ("HK0001", "岗前培训", "8", word, "2026-07-01")
                for word in ("区级", "县级", "区县级", "县（市、区）级")
            ),
            header=("教师工号", "培训项目", "学时", "级别", "生效日期"),
        ),
        read=[
            {
                "teacher": "HK0001",
                "programme": "pre-service",
                "hours": "8",
                "level": "district",
                "effective_on": "2026-07-01",
            }
        ]
        * 4,
    ),
    "only-a-header": Way(make=rows(), refused=[(None, "nothing-to-import", None)]),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_broken_sheet_is_read_rightly_or_refused(name: str, tmp_path: Path) -> None:
    way = WAYS[name]
    path = way.make(tmp_path)
    notes: list[str] = []

    found = statements(path, notes=notes)

    assert tuple(notes) == way.notes
    if way.read is not None:
        assert said(found) == way.read
    assert codes(found) == (way.refused or [])


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the table for readers: the name of a way, and what happens."""

    name: str
    happens: str

    def refuses(self) -> bool:
        return "refused" in self.happens or "退回" in self.happens

    def is_said(self) -> bool:
        """Whether what is passed over is told in a note."""
        return "and said" in self.happens or "并提示" in self.happens

    def names(self) -> list[str]:
        """The refusals that are named."""
        return re.findall(r"`([a-z-]+)`", self.happens)


def table(page: Path) -> list[Row]:
    lines = re.findall(
        r"^\| `([a-z0-9-]+)` \| .+ \| (.+) \|$",
        page.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    return [Row(name=name, happens=happens) for name, happens in lines]


each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


@each_page
def test_the_page_for_readers_lists_the_same_ways(page: Path) -> None:
    assert [row.name for row in table(page)] == list(WAYS)


@each_page
def test_the_page_says_of_each_way_whether_it_is_refused_and_whether_it_is_told(page: Path) -> None:
    says = [(row.name, row.refuses(), row.is_said()) for row in table(page)]

    assert says == [(name, bool(way.refused), bool(way.notes)) for name, way in WAYS.items()]


@each_page
def test_the_page_names_the_refusals_that_a_way_meets(page: Path) -> None:
    named = {row.name: set(row.names()) for row in table(page)}

    assert named == {name: {code for _, code, _ in way.refused or []} for name, way in WAYS.items()}
