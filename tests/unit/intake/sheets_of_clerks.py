"""Workbooks and CSV files as clerks send them, made for the tests; and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from growth_ledger.intake.codebook import Codebook
from growth_ledger.intake.files import Batch
from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.intake.statements import Statement

Cells = Sequence[Sequence[Any]]
HEADER = ("教师工号", "姓名", "岗位", "开始日期", "结束日期", "班级", "编号")
GOOD = ("HK0001", "", "班主任", "2023-09-01", "", "三（1）班", "A1")


def workbook(
    folder: Path,
    rows: Cells,
    *,
    sheet: str = "聘任",
    name: str = "book.xlsx",
    change: Callable[[Any, Any], object] | None = None,
) -> Path:
    """A workbook with one sheet; `change` gets the workbook and its sheet before they are closed."""
    path = folder / name
    book = xlsxwriter.Workbook(str(path))
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    made = book.add_worksheet(sheet)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                made.write_datetime(at, column, cell, days)
            elif isinstance(cell, str):
                made.write_string(at, column, cell)
            else:
                made.write(at, column, cell)
    if change is not None:
        change(book, made)
    book.close()
    return path


def csv_file(folder: Path, text: str, *, name: str = "聘任.csv", encoding: str = "utf-8") -> Path:
    """A CSV file with that text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def statements(*paths: Path, notes: list[str] | None = None) -> list[Statement]:
    """What the files say, in order."""

    def note(key: str, **values: object) -> None:
        if notes is not None:
            notes.append(key)
        assert values

    codes = Codebook(lambda: [read_pack(folder).pack for folder in shipped_packs().values()])
    return list(Batch(paths=paths, codes=codes, lang="zh", note=note).statements())


def said(found: Sequence[Statement]) -> list[dict[str, Any]]:
    """The events, as JSON values; fails where one could not be read."""
    events = []
    for one in found:
        assert one.event is not None, one.refusals
        events.append(one.event.model_dump(mode="json", exclude_unset=True, exclude={"kind"}))
    return events


def codes(found: Sequence[Statement]) -> list[tuple[int | None, str, str | None]]:
    """Line, code and field of every refusal."""
    return [
        (refusal.place.line, refusal.code, refusal.field)
        for one in found
        for refusal in one.refusals
    ]
