"""What a number format shows of a cell's value, by its code and in both sorts of workbook."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.sheets_of_clerks import GOOD, HEADER, codes, said, statements, workbook
from tests.unit.intake.test_sheets import MANIFEST, MIME, NAMES, ODS, ods_row, text

from growth_ledger.intake.formats import odd_styles_of_ods, odd_styles_of_xlsx, shown_by


@pytest.mark.parametrize(
    "code",
    [
        "yyyy-mm-dd",
        "mm-dd-yy",
        "d-mmm-yy",
        "YYYY/M/D HH:MM",
        'yyyy"年"m"月"d"日"',
        "yyyy年m月d日",
        "[$-804]yyyy\\年m\\月d\\日;@",
        "[DBNum1][$-804]yyyy年m月d日",
        "[$-404]e/m/d",
        "[$-F800]dddd, mmmm dd, yyyy",
        'yyyy"年"m"月"d"日"dddd',
        '[$-804]yyyy"年"m"月"d"日"dddd;@',
        "yyyy\\-mm\\-dd\\ ddd",
    ],
)
def test_a_format_that_shows_the_whole_day_is_not_odd(code: str) -> None:
    assert shown_by(code) is None


@pytest.mark.parametrize(
    "code",
    [
        'yyyy"年"m"月"',
        'm"月"d"日"',
        "m-d",
        "mmm-yy",
        '[$-804]yyyy"年"m"月";@',
        'yyyy"年"m"月" dddd',
        '[red]"yd"m/d',
        "h:mm",
        "[h]:mm:ss",
    ],
)
def test_a_format_without_the_year_or_the_day_shows_a_part_of_it(code: str) -> None:
    assert shown_by(code) == "part-of-a-day"


@pytest.mark.parametrize(
    "code",
    ["General", "0", "##", "0_ ", "0_);[Red]\\(0\\)", "@", "#", "[Red]0", '0" "', "[$-804]General"],
)
def test_a_format_that_shows_the_digits_alone_is_not_odd(code: str) -> None:
    assert shown_by(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "0000",
        '"七（"0"）班"',
        'General"班"',
        '[>9]0"班";0',
        "[DBNum1]General",
        "0.00",
        "#,##0",
        ";;;",
    ],
)
def test_a_format_that_adds_to_the_digits_shows_the_number_otherwise(code: str) -> None:
    assert shown_by(code) == "number-shown-otherwise"


def test_a_number_that_is_asked_for_may_be_shown_in_any_format(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ("教师工号", "培训项目", "学时", "级别", "生效日期"),
            ("HK0001", "岗前培训", "", "区级", "2026-07-01"),
        ],
        sheet="完成培训",
        change=lambda book, sheet: sheet.write_number(
            1, 2, 8, book.add_format({"num_format": '0.0"学时"'})
        ),
    )

    assert [one["hours"] for one in said(statements(path))] == ["8"]


def in_days(*formats: str | int) -> dict[str, Any]:
    """Rows whose first day is a real date in each of the formats."""

    def change(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter's.
        for row, number_format in enumerate(formats, start=1):
            style = book.add_format({"num_format": number_format})
            sheet.write_datetime(row, 3, date(2023, 9, 1), style)

    return {"change": change}


def test_the_formats_that_every_program_knows_by_number_are_known(tmp_path: Path) -> None:
    parts = (16, 17, 20, 27, 28, 36, 45, 50, 57, 58)
    whole = (14, 15, 22, 30, 31)
    path = workbook(tmp_path, [HEADER, *[GOOD] * 15], **in_days(*parts, *whole))

    found = statements(path)

    assert codes(found) == [(row, "part-of-a-day", "first_day") for row in range(2, 12)]
    assert {one["first_day"] for one in said(found[10:])} == {"2023-09-01"}


def test_a_day_where_no_day_is_asked_for_is_refused_for_that(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [HEADER, GOOD],
        change=lambda book, sheet: sheet.write_datetime(
            1, 5, date(2026, 3, 2), book.add_format({"num_format": 58})
        ),
    )

    assert codes(statements(path)) == [(2, "not-text-cell", "class_name")]


STYLES = """<number:date-style style:name="N1"><number:year/><number:text>"年"</number:text>
<number:month/><number:day-of-week/></number:date-style>
<number:date-style style:name="N2"><number:year/><number:month/><number:day/></number:date-style>
<number:date-style style:name="N3P0"><number:month/><number:day/></number:date-style>
<number:text-style style:name="N3"><number:text-content/>
<style:map style:condition="value()&gt;=0" style:apply-style-name="N3P0"/></number:text-style>
<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="bold" style:family="table-cell" style:parent-style-name="month"/>
<style:style style:name="whole" style:family="table-cell" style:data-style-name="N2">
<style:map style:condition="value()&gt;=0" style:apply-style-name="month"/></style:style>
<style:style style:name="chosen" style:family="table-cell" style:data-style-name="N3"/>
<number:number-style style:name="N4"><number:number number:decimal-places="2"/>
<number:text>万元</number:text></number:number-style>
<style:style style:name="unit" style:family="table-cell" style:data-style-name="N4"/>
<number:number-style style:name="N5"><number:number number:min-integer-digits="4"/>
</number:number-style>
<style:style style:name="zeros" style:family="table-cell" style:data-style-name="N5"/>
<number:number-style style:name="N6"><number:number number:min-integer-digits="1"/>
<number:text> </number:text></number:number-style>
<style:style style:name="plain" style:family="table-cell" style:data-style-name="N6"/>
<number:number-style style:name="N7"><number:text>七（</number:text>
<number:number number:decimal-places="0" number:min-integer-digits="1"/>
<number:text>）班</number:text></number:number-style>
<style:style style:name="class" style:family="table-cell" style:data-style-name="N7"/>
<style:style style:name="round" style:family="table-cell" style:parent-style-name="round"/>"""


def test_the_styles_of_an_open_document_are_told_by_what_they_show() -> None:
    found = odd_styles_of_ods(STYLES.encode())

    assert found == {
        **dict.fromkeys(("month", "bold", "chosen"), "part-of-a-day"),
        "unit": "number-with-unit",
        **dict.fromkeys(("zeros", "class"), "number-shown-otherwise"),
    }


def styled_ods(folder: Path, *rows: str) -> Path:
    """An open document with these styles beside its content."""
    path = folder / "styled.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("styles.xml", STYLES)
        archive.writestr("content.xml", ODS.format(rows="".join(rows)))
    return path


def day(more: str = "") -> str:
    return (
        f'<table:table-cell {more} office:value-type="date" office:date-value="2023-09-01">'
        "<text:p>2023-09-01</text:p></table:table-cell>"
    )


def test_a_cell_of_an_open_document_has_the_style_of_its_row_or_column_where_it_has_none(
    tmp_path: Path,
) -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:default-cell-style-name="month"/>'
    )
    begins = text("T1"), text("班主任")
    path = styled_ods(
        tmp_path,
        columns,
        NAMES,
        ods_row(*begins, day('table:style-name="whole"')),
        ods_row(*begins, day()),
        ods_row(*begins, day(), more='table:default-cell-style-name="whole"'),
        ods_row(*begins, day('table:style-name="bold"'), more='table:number-rows-repeated="2"'),
    )

    found = statements(path)

    assert codes(found) == [(row, "part-of-a-day", "first_day") for row in (3, 5, 6)]


def test_a_unit_that_makes_another_number_of_it_is_seen_in_an_open_document(tmp_path: Path) -> None:
    amount = (
        '<table:table-cell table:style-name="unit" table:number-columns-repeated="2"'
        ' office:value-type="float" office:value="0.24"/>'
    )
    path = styled_ods(
        tmp_path,
        ods_row(text("教师工号"), text("岗位"), text("班级"), text("备注")),
        ods_row(text("T1"), text("班主任"), amount),
    )

    found = statements(path)

    # Equal cells that stand together are written once.
    assert codes(found)[:2] == [
        (2, "number-with-unit", "class_name"),
        (2, "number-with-unit", "note"),
    ]


def test_a_time_in_an_open_document_is_no_text(tmp_path: Path) -> None:
    time = '<table:table-cell office:value-type="time" office:time-value="PT8H30M00S"/>'
    path = styled_ods(
        tmp_path, NAMES, ods_row(text("T1"), text("班主任"), text("2023-09-01"), time)
    )

    assert codes(statements(path)) == [(2, "not-text-cell", "class_name")]


def test_the_formats_of_conditions_are_not_those_of_cells() -> None:
    styles = (
        '<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
        '<dxfs count="1"><dxf><numFmt numFmtId="14" formatCode="0.00%"/></dxf></dxfs></styleSheet>'
    )

    assert odd_styles_of_xlsx(styles.encode()) == {1: "number-with-unit"}


def test_a_day_of_the_week_behind_the_day_hides_nothing() -> None:
    styles = (
        '<number:date-style style:name="N1"><number:year number:style="long"/><number:text>-</number:text>'
        "<number:month/><number:text>-</number:text><number:day/><number:day-of-week/></number:date-style>"
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )

    assert odd_styles_of_ods(styles.encode()) == {}
