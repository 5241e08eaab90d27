"""A paper as a workbook: a sheet a table, filters on, days and numbers as such, the same bytes again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from growth_ledger.reports.papers import EventId, Lines, Pairs, Table, printable, shown
from growth_ledger.reports.svg import text_width

if TYPE_CHECKING:
    from growth_ledger.reports.papers import Cell, Paper, Section

_A4: Final = 9
_LONGEST_NAME: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_NARROWEST: Final = 8.0
_WIDEST: Final = 60.0
_DIGITS: Final = 1.7
"""The size at which a text is as wide as it takes columns of a digit."""
_LINE_HEIGHT: Final = 15
_TITLE_HEIGHT: Final = 21
_HIGHEST: Final = 409
"""Points; the last is what Excel allows."""


def as_workbook(paper: Paper, *, about: str) -> bytes:
    """The workbook's bytes: what the paper is, then its tables, each on a sheet of its own.

    Args:
        paper: What it says; a picture is for the other formats.
        about: What the first sheet is called.
    """
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    # Not the moment of writing: the same paper gives the same bytes.
    book.set_properties(
        {
            "title": printable(paper.title),
            "subject": printable(paper.subtitle),
            "created": datetime(paper.day.year, paper.day.month, paper.day.day),  # noqa: DTZ001 - the format has no zone.
        }
    )
    style = _Style(book)
    names = _Names()
    _write_about(book.add_worksheet(names.free(about)), paper, style)
    for section in paper.sections:
        for table in _tables(section):
            _write_table(book.add_worksheet(names.free(table.caption)), table, style)
    book.close()
    return out.getvalue()


class _Style:
    """The formats of cells."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types.
        plain = {"valign": "top", "text_wrap": True}
        gone = {"font_strikeout": True, "font_color": "#5b6773"}
        day = {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.mark = book.add_format({"bold": True, "font_color": "#b02a2a", "border": 2})
        self.head = book.add_format(
            {"bold": True, "bg_color": "#eef1f5", "border": 1, "text_wrap": True, "valign": "top"}
        )
        self.name = book.add_format({"font_color": "#5b6773", "valign": "top"})
        self.of = {
            (is_day, is_gone): book.add_format(
                plain | (day if is_day else {}) | (gone if is_gone else {})
            )
            for is_day in (False, True)
            for is_gone in (False, True)
        }


class _Names:
    """Names of sheets: without the signs that Excel forbids, short enough, each one once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str) -> str:
        """The wanted name, or the nearest to it that is free."""
        stem = _FORBIDDEN.sub(" ", printable(wanted)).strip(" '")[:_LONGEST_NAME] or "1"
        name, number = stem, 1
        while name.casefold() in self._taken:
            number += 1
            end = f" {number}"
            name = stem[: _LONGEST_NAME - len(end)] + end
        self._taken.add(name.casefold())
        return name


def _tables(section: Section) -> Iterator[Table]:
    """What has rows; lines are a table of one column, set in by blanks."""
    for block in section.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Lines):
            rows = [["　" * depth + line] for depth, line in block.lines]
            yield Table(caption=section.title, heads=[section.title], rows=rows)


def _write_about(sheet: Any, paper: Paper, style: _Style) -> None:  # noqa: ANN401 - as above.
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _WIDEST)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    row = 0
    for mark in paper.marks:
        sheet.write_string(row, 0, printable(mark), style.mark)
        row += 1
    sheet.set_row(row, _TITLE_HEIGHT)
    sheet.write_string(row, 0, printable(paper.title), style.title)
    sheet.write_string(row + 1, 0, printable(paper.subtitle))
    sheet.write_string(row + 2, 0, printable(paper.basis))
    row += 4
    for section in paper.sections:
        for block in section.blocks:
            if isinstance(block, Pairs):
                for head, value in block.rows:
                    sheet.write_string(row, 0, printable(head), style.name)
                    sheet.write_string(row, 1, printable(value), style.of[False, False])
                    _set_height(sheet, row, [(value, _WIDEST)])
                    row += 1
                row += 1


def _write_table(sheet: Any, table: Table, style: _Style) -> None:  # noqa: ANN401 - as above.
    widths = [_width(table, column) for column in range(len(table.heads))]
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, printable(head), style.head)
        sheet.set_column(column, column, widths[column])
    _set_height(sheet, 0, zip(table.heads, widths, strict=True))
    for index, row in enumerate(table.rows):
        _set_height(sheet, index + 1, zip(row, widths, strict=True))
        for column, cell in enumerate(row):
            _write_cell(sheet, (index + 1, column), cell, style, is_gone=index in table.gone)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _set_height(
    sheet: Any,  # noqa: ANN401 - as above.
    row: int,
    cells: Iterable[tuple[Cell, float]],
) -> None:
    """The row is as high as the cell with the most lines needs: not every program looks itself."""
    lines = max(
        (
            sum(max(1, ceil(text_width(part, _DIGITS) / width)) for part in text.split("\n"))
            for cell, width in cells
            if (text := _shown(cell))
        ),
        default=1,
    )
    if lines > 1:
        sheet.set_row(row, min(lines * _LINE_HEIGHT, _HIGHEST))


def _shown(cell: Cell) -> str:
    return cell.full if isinstance(cell, EventId) else shown(cell)


def _write_cell(
    sheet: Any,  # noqa: ANN401 - as above.
    place: tuple[int, int],
    cell: Cell,
    style: _Style,
    *,
    is_gone: bool,
) -> None:
    """The cell with its type; text is never taken for a formula, a number or an address."""
    match cell:
        case date():
            sheet.write_datetime(*place, cell, style.of[True, is_gone])
        case int() | Decimal():
            sheet.write_number(*place, cell, style.of[False, is_gone])
        case EventId():
            sheet.write_string(*place, cell.full, style.of[False, is_gone])
        case _:
            sheet.write_string(*place, printable(cell), style.of[False, is_gone])


def _width(table: Table, column: int) -> float:
    """In columns of a digit: what the longest cell needs, within bounds."""
    cells = [table.heads[column], *(_shown(row[column]) for row in table.rows)]
    longest = max((text_width(cell, _DIGITS) for cell in cells), default=0.0)
    return min(max(longest + 3, _NARROWEST), _WIDEST)
