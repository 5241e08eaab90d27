"""Any cell in any column of any kind: an event, or refusals that have words."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.unit.intake.sheets_of_clerks import GOOD, HEADER, codes, csv_file, statements, workbook

from growth_ledger.domain.events import CALLER_KINDS, SchoolRegistered
from growth_ledger.intake.codebook import LANGS, Codebook
from growth_ledger.intake.columns import columns_of, label_of_column
from growth_ledger.intake.files import nobody
from growth_ledger.intake.rows import Row, rows_of
from growth_ledger.intake.sheets import Sheet
from growth_ledger.wording import in_each_language, kind_label
from growth_ledger.wording.messages import message

ODD: list[Any] = [
    True,
    False,
    0.0,
    1.0,
    -1.5,
    45170.0,
    20230901.0,
    1e15,
    1e300,
    math.inf,
    math.nan,
    -0.0,
    date(2023, 9, 1),
    datetime(2023, 9, 1, 8, 30),  # noqa: DTZ001 - a sheet knows no zones.
    time(8, 30),
    timedelta(days=3, hours=5),
    "2023-09-01",
    "99999-01-01",
    "0000-00-00",
    "班主任",
    "~3",
    "〃",
    "{field}",
    "a" * 3000,
    "\u200b",
    "\ud7ff\ufffd\x0b",
    "1.5e3",
    "x.pdf " + "0" * 64,
    "00000000-0000-0000-0000-000000000000",
]


def read(kind: str, *below: list[Any]) -> list[Row]:
    header = [label_of_column(kind, column, "zh") for column in (*columns_of(kind), "event_id")]
    sheet = Sheet(name=kind_label(kind, "zh"), rows=[header, *below])
    found = rows_of(sheet, file="f.xlsx", codes=Codebook(), lang="zh", note=nobody)
    return list(found)


@pytest.mark.parametrize("kind", CALLER_KINDS)
def test_a_cell_of_any_sort_in_any_column_is_read_or_refused_in_words(kind: str) -> None:
    width = len(columns_of(kind)) + 1
    rows = []
    for at in range(width):
        for cell in ODD:
            cells: list[Any] = ["T1"] + [""] * (width - 1)
            cells[at] = cell
            rows.append(cells)

    found = read(kind, *rows)

    assert len(found) >= len(rows) - width * ODD.count("\u200b")
    for row in found:
        said = row.statement
        assert (said.event is None) == bool(said.refusals)
        for refusal in said.refusals:
            for lang in LANGS:
                assert message(refusal, lang).line


@settings(max_examples=300)
@given(
    st.sampled_from(CALLER_KINDS),
    st.lists(
        st.lists(
            st.one_of(
                st.text(max_size=30),
                st.floats(),
                st.booleans(),
                st.datetimes(),
                st.dates(),
                st.sampled_from(ODD),
            ),
            max_size=20,
        ),
        max_size=6,
    ),
)
def test_no_sheet_is_too_odd_to_be_answered(kind: str, rows: list[list[Any]]) -> None:
    for row in read(kind, *rows):
        for refusal in row.statement.refusals:
            assert message(refusal, "en").line


def test_a_column_does_not_take_one_for_true() -> None:
    header = ["学校代码", "学校名称", "所属区县", "学段", "是否农村学校", "生效日期"]
    rest = ["一中", "hongkou", "小学"]
    rows: list[list[Any]] = [
        [f"S{at}", *rest, cell, "2000-09-01"] for at, cell in enumerate([True, 1.0, False, 0.0])
    ]
    sheet = Sheet(name="学校登记", rows=[header, *rows])

    found = rows_of(sheet, file="f", codes=Codebook(), lang="zh", note=nobody)

    answers: list[object] = []
    for row in found:
        event = row.statement.event
        codes = [refusal.code for refusal in row.statement.refusals]
        answers.append(event.rural if isinstance(event, SchoolRegistered) else codes)
    assert answers == [True, ["not-yes-or-no"], False, ["not-yes-or-no"]]


def test_every_mistake_of_a_row_is_named_in_the_order_of_its_columns() -> None:
    header = ["教师工号", "培训项目", "学时", "级别", "生效日期"]
    sheet = Sheet(name="完成培训", rows=[header, ["T1", "无此项", -3.0, "", "2/3/2020"]])

    (row,) = rows_of(sheet, file="f", codes=Codebook(), lang="zh", note=nobody)

    assert [(one.code, one.field) for one in row.statement.refusals] == [
        ("unknown-code", "programme"),
        ("number-out-of-range", "hours"),
        ("missing-field", "level"),
        ("ambiguous-day", "effective_on"),
    ]


@pytest.mark.parametrize("key", ["desk.sheet.guide", "desk.sheet.lists"])
def test_sheets_that_a_template_adds_are_passed_over_in_either_language(key: str) -> None:
    rows: list[list[Any]] = [["1. 每张工作表登记一类事件"], ["2023-09-01"]]

    for name in in_each_language(key):
        sheet = Sheet(name=name, rows=rows)
        found = rows_of(sheet, file="f.xlsx", codes=Codebook(), lang="zh", note=nobody)
        assert list(found) == []


def test_a_row_that_ends_before_a_column_without_a_header_says_nothing_in_it() -> None:
    header = ["教师工号", "岗位", "开始日期", ""]
    sheet = Sheet(name="聘任", rows=[header, ["T1", "班主人"], ["T1", "班主任", "2023-09-01", "?"]])

    found = rows_of(sheet, file="f", codes=Codebook(), lang="zh", note=nobody)

    assert [[one.code for one in row.statement.refusals] for row in found] == [
        ["unknown-code", "missing-field"],
        ["column-without-header"],
    ]


@pytest.mark.parametrize(
    ("name", "notes"), [("张三", []), ("", []), ("李四", ["desk.note.example"])]
)
def test_an_example_is_passed_over_and_said_so_only_where_it_names_somebody(
    name: str, notes: list[str]
) -> None:
    header = ["教师工号", "姓名", "岗位", "开始日期"]
    sheet = Sheet(name="聘任", rows=[header, ["示例", name, "班主任", "2023-09-01"]])
    told: list[str] = []

    def note(key: str, **_: object) -> None:
        told.append(key)

    found = list(rows_of(sheet, file="f", codes=Codebook(), lang="zh", note=note))

    assert (found, told) == ([], notes)


def test_above_a_second_table_the_rows_are_read_and_told_as_ever(tmp_path: Path) -> None:
    wrong = ("HK0001", "", "班主仁", *GOOD[3:])
    path = workbook(tmp_path, [HEADER, GOOD, wrong, HEADER[::-1], GOOD[::-1], HEADER[::-1]])

    found = statements(path)

    assert codes(found) == [(3, "unknown-code", "role"), (4, "second-table", None)]


def test_a_header_with_more_columns_than_the_one_above_begins_a_second_table(
    tmp_path: Path,
) -> None:
    path = csv_file(
        tmp_path,
        "教师工号,岗位,开始日期\nT1,班主任,2023-09-01\n"
        "教师工号,岗位,开始日期,班级\nT1,班主任,2024-09-01,三班\n",
    )

    assert codes(statements(path)) == [(3, "second-table", None)]


def test_one_word_that_is_a_header_too_begins_no_table(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADER, GOOD, ("班级",), ("", "", "班主任", "2024-09-01")])

    found = statements(path)

    assert {code for _, code, _ in codes(found)} == {"missing-field"}
    assert {line for line, _, _ in codes(found)} == {3, 4}
