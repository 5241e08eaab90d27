"""What a clerk's desk needs for a trial: a school with two teachers, and workbooks made and read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook, SheetVisibleEnum

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
    """A workbook with a sheet for each kind's label, of cells as they are given; its path."""
    path = folder / name
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as made:
        for label, rows in sheets.items():
            sheet = made.add_worksheet(label)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return str(path)


def read(path: str | Path, *, hidden: bool = False) -> dict[str, list[list[Any]]]:
    """The rows of the sheets that a user sees, or of every sheet."""
    with CalamineWorkbook.from_path(str(path)) as workbook:
        return {
            sheet.name: workbook.get_sheet_by_name(sheet.name).to_python()
            for sheet in workbook.sheets_metadata
            if hidden or sheet.visible is SheetVisibleEnum.Visible
        }
