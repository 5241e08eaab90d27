"""What a grid of cells alone would hide, and files that would unfold into too much."""

from __future__ import annotations

import random
import time
import zipfile
from pathlib import Path

import pytest
from tests.unit.intake.sheets_of_clerks import GOOD, HEADER, codes, csv_file, statements, workbook

from growth_ledger.errors import UnreadableError
from growth_ledger.intake.sheets import (
    column_letters,
    decoded,
    form_of,
    read_sheets,
)
from growth_ledger.intake.workbook_text import MOST_COLUMNS, MOST_ROWS

MIME = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name="聘任">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def text(said: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}>'
        f"<text:p>{said}</text:p></table:table-cell>"
    )


def ods(folder: Path, *rows: str) -> Path:
    path = folder / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(rows="".join(rows)))
    return path


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


NAMES = ods_row(text("教师工号"), text("岗位"), text("开始日期"), text("班级"))


def test_an_open_document_tells_errors_formulas_and_merged_cells(tmp_path: Path) -> None:
    path = ods(
        tmp_path,
        NAMES,
        ods_row("<table:table-cell/>", more='table:number-rows-repeated="2"'),
        ods_row(
            text("T1"),
            text("班主任"),
            '<table:table-cell table:formula="of:=[.A9]"/>',
            text("#N/A", 'table:formula="of:=NA()" calcext:value-type="error"'),
        ),
        ods_row(
            text("T1"),
            text("班主任", 'table:number-columns-spanned="2"'),
            "<table:covered-table-cell/>",
        ),
        ods_row("<table:table-cell/>", more='table:number-rows-repeated="1048570"'),
    )

    found = statements(path)

    assert codes(found) == [
        (4, "formula-without-value", "first_day"),
        (4, "cell-error", "class_name"),
        (5, "merged-cell", None),
    ]


def test_two_cells_of_an_open_document_one_above_the_other_may_be_merged(tmp_path: Path) -> None:
    path = ods(
        tmp_path,
        NAMES,
        ods_row(text("T1", 'table:number-rows-spanned="2"'), text("班主任"), text("2022-09-01")),
        ods_row("<table:covered-table-cell/>", text("副班主任"), text("2023-09-01")),
    )

    (sheet,) = read_sheets(path)

    assert sheet.merged == [((1, 0), (2, 0))]


def test_an_open_document_tells_percentages(tmp_path: Path) -> None:
    share = '<table:table-cell office:value-type="percentage" office:value="0.95"/>'
    path = ods(tmp_path, NAMES, ods_row(text("T1"), text("班主任"), text("2022-09-01"), share))

    assert codes(statements(path)) == [(2, "number-with-unit", "class_name")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ods_row(text("T1"), more='table:number-rows-repeated="900000"'), "too-many-rows"),
        (ods_row(text("T1", 'table:number-columns-repeated="16000"')), "too-many-columns"),
    ],
)
def test_an_open_document_that_repeats_a_cell_too_often_is_not_opened(
    row: str, code: str, tmp_path: Path
) -> None:
    path = ods(tmp_path, NAMES, row)

    with pytest.raises(UnreadableError) as raised:
        read_sheets(path)

    assert raised.value.code == code


def test_cells_that_are_only_formatted_far_out_are_no_content(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [HEADER, GOOD],
        change=lambda book, sheet: (
            sheet.write_blank(1, 16000, None, book.add_format({"bold": True})),
            sheet.write_blank(1_000_000, 0, None, book.add_format({"bold": True})),
        ),
    )

    assert codes(statements(path)) == []


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (MOST_ROWS, 1, None),
        (MOST_ROWS + 1, 1, "too-many-rows"),
        (1, MOST_COLUMNS, None),
        (1, MOST_COLUMNS + 1, "too-many-columns"),
    ],
)
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_the_last_cell_that_may_say_something(
    form: str, row: int, column: int, code: str | None, tmp_path: Path
) -> None:
    if form == "xlsx":
        path = workbook(
            tmp_path, [], change=lambda _, sheet: sheet.write_string(row - 1, column - 1, "远")
        )
    else:
        blank = f'<table:table-cell table:number-columns-repeated="{column}"/>'
        path = ods(
            tmp_path,
            *[ods_row(blank, more=f'table:number-rows-repeated="{row - 1}"')] * (row > 1),
            ods_row(*[blank.replace(f'"{column}"', f'"{column - 1}"')] * (column > 1), text("远")),
        )

    if code is None:
        (sheet,) = read_sheets(path)
        assert sheet.rows[row - 1][column - 1] == "远"
    else:
        with pytest.raises(UnreadableError) as raised:
            read_sheets(path)
        assert raised.value.code == code


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"xl/workbook.xml", b"xl/wOrkbook.xml"),
        lambda content: b"PK\x03\x04" + content[:40],
    ],
    ids=["cut", "renamed", "only the beginning"],
)
def test_a_damaged_workbook_is_said_to_be_damaged(damage: object, tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADER, GOOD])
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))

    assert codes(statements(path)) == [(None, "workbook-damaged", None)]


def test_a_workbook_with_any_byte_changed_is_read_or_refused(tmp_path: Path) -> None:
    content = workbook(tmp_path, [HEADER, GOOD]).read_bytes()
    chance = random.Random(7)
    path = tmp_path / "changed.xlsx"

    found = set()
    for _ in range(100):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(changed)
        try:
            found.add(read_sheets(path)[0].name)
        except UnreadableError as error:
            found.add(error.code)

    assert {"workbook-damaged", "聘任"} <= found


def test_formulas_are_looked_at_in_time_that_grows_with_their_number_alone(
    tmp_path: Path,
) -> None:
    def seconds(rows: int) -> float:
        path = workbook(
            tmp_path,
            [HEADER],
            name=f"{rows}.xlsx",
            change=lambda _, sheet: [
                sheet.write_formula(row, column, "=1+1", None, 2)
                for row in range(1, rows)
                for column in range(7)
            ],
        )
        began = time.process_time()
        assert read_sheets(path)[0].faults == {}
        return time.process_time() - began

    assert seconds(8000) < 40 * max(seconds(1000), 0.01)


def test_a_file_says_what_it_is_by_its_ending_or_else_by_how_it_begins(tmp_path: Path) -> None:
    book = workbook(tmp_path, [HEADER, GOOD], name="book.xlsx")
    made = {
        "book.xlsx": "workbook",
        "book": "workbook",
        "lines": "json-lines",
        "list.csv": "csv",
        "letter.doc": None,
    }
    (tmp_path / "book").write_bytes(book.read_bytes())
    (tmp_path / "lines").write_text('\ufeff {"kind": "appointed"}', encoding="utf-8")
    csv_file(tmp_path, "a,b", name="list.csv")
    (tmp_path / "letter.doc").write_text("Dear Sir", encoding="utf-8")

    assert {name: form_of(tmp_path / name) for name in made} == made


def test_a_row_of_a_csv_file_is_known_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    path = csv_file(tmp_path, '教师工号,岗位,备注\r\nT1,班主任,"一\r\n二"\r\n\r\nT2,副班主任,\r\n')

    assert [one.place.line for one in statements(path)] == [2, 5]


def test_three_chinese_characters_in_utf_8_are_no_chance_in_a_file_in_gb18030() -> None:
    header = "教师工号".encode("gb18030") + b"\n"

    by_chance = decoded(header + "三年\n".encode())

    assert by_chance.startswith("教师工号")
    with pytest.raises(UnreadableError) as raised:
        # Nine bytes are four characters and a half: the letter makes them five.
        decoded(header + "三年班a\n".encode())
    assert (raised.value.code, raised.value.values["line"]) == ("mixed-encoding", 2)


@pytest.mark.parametrize(("cell", "corner"), [("Z2", (1, 25)), ("AA2", (1, 26)), ("BC3", (2, 54))])
def test_an_error_is_told_in_the_cell_that_has_it_however_far_to_the_right(
    cell: str, corner: tuple[int, int], tmp_path: Path
) -> None:
    path = workbook(
        tmp_path,
        [HEADER, GOOD, GOOD],
        change=lambda _, made: made.write_formula(cell, "=NA()", None, "#N/A"),
    )

    (sheet,) = read_sheets(path)

    assert sheet.faults == {corner: "cell-error"}


def test_columns_are_named_as_sheets_name_them() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")
    ]
