"""Refused rows as a workbook to mend: each with its reasons beside it, and where it stood first.

Values are written as text, as a reader would write them, so that nothing more is lost on the way; the
cells that are to be mended are coloured. What text cannot repeat (an error, a formula without a value,
a merged cell, a number that may have lost digits) carries a mark, by which it is refused again until somebody
has looked at it. Imported together with the file that the rows came from, the
mended rows take their places (`mended`).

Source: interface page, section 2 (`--errors-to`).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple
from unicodedata import category

from rich.cells import cell_len

from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.errors import Place, Refusal
from growth_ledger.intake.cells import Cell, says, shown
from growth_ledger.intake.codebook import Codebook, is_open_list
from growth_ledger.intake.columns import (
    ORIGIN,
    PASSED_OVER,
    REASON,
    label_of_column,
)
from growth_ledger.intake.rows import header_in
from growth_ledger.intake.sheets import Sheet, column_letters, form_of, read_sheets
from growth_ledger.intake.workbooks import TEXT_FORMAT, Workbook, WorkbookSheet, new_workbook
from growth_ledger.wording import Lang, kind_label, text
from growth_ledger.wording.messages import message

OriginOf = Callable[[Place], str | None]
"""Says of a place how the row there is remembered; None where there is no row."""

_MARKED: Final = "#FBE3D6"
_NOT_REPEATED: Final = frozenset(
    {
        "cell-error",
        "formula-without-value",
        "not-text-cell",
        "number-for-name",
        "number-of-day",
        "number-shown-otherwise",
        "number-spoilt",
        "number-with-unit",
        "part-of-a-day",
    }
)
"""Codes of what a cell held that would be another thing if it were written as text."""
_BETWEEN_FILES: Final = frozenset({"mended-twice", "mended-between-missing", "mended-of-another"})
"""Codes of what is wrong with the files that were chosen, not with what stands in the row."""
_OF_A_SHEET: Final = frozenset({"second-table"})
"""Codes of what is told at a row, and is wrong with the sheet."""
_LONGEST_REPEATED: Final = 1000
"""Characters of a list or an object of JSON, which is shown and has to be written anew."""
_NO_HEADER: Final = "#"
"""Begins the name of a column that has no header, before its letters."""
_WIDTH: Final = 16
_WIDTH_OF_REASON: Final = 80
_SPARE: Final = 6
"""Digits less than the column is wide hold a line of words."""
_HEIGHT: Final = 15
"""Points of a line."""
_MOST_LINES: Final = 27
"""No row is higher than 409 points."""
_LONGEST_LIST: Final = 255
"""Characters of a list that stands in its rule, with the commas between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refused:
    """A row as it was, by column, with its reasons."""

    kind: str
    values: Mapping[str, str]
    marked: frozenset[str]
    reasons: Sequence[str]
    origin: str


class Written(NamedTuple):
    """What was written of some refusals.

    Attributes:
        rows: How many rows; 0 where there is no workbook.
        beside: How many reasons are of no row in it, but of a header, a sheet or a file.
        is_of_other_files: Whether the files do not belong together, so that no import of all can be right.
    """

    rows: int
    beside: int
    is_of_other_files: bool


def write_refused(
    path: Path, refusals: Sequence[Refusal], *, origin_of: OriginOf, lang: Lang
) -> Written:
    """The refused rows are in a workbook at the path, or there is none where there are none.

    Args:
        path: Where nothing is yet.
        refusals: Every reason, with its place; what concerns a whole file or sheet is left out.
        origin_of: Says of a place how the row there is remembered.
        lang: The language of headers and reasons.

    Raises:
        MissingError: `file-unwritable`.
    """
    of_rows = [one for one in refusals if one.code not in _BETWEEN_FILES]
    rows = list(_refused_rows(of_rows, origin_of, lang))
    is_of_other_files = len(of_rows) < len(refusals)
    beside = len(of_rows) - sum(len(row.reasons) for row in rows)
    if not rows:
        return Written(0, beside, is_of_other_files)
    by_kind: dict[str, list[_Refused]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    with new_workbook(path) as workbook:
        for kind, of_kind in by_kind.items():
            _write_sheet(workbook, kind, of_kind, lang)
        # By this a row is missed that somebody deletes.
        listed = workbook.add_worksheet(text("desk.sheet.origins", lang))
        listed.write_column(0, 0, [row.origin for row in rows])
        listed.hide()
    return Written(len(rows), beside, is_of_other_files)


def _write_sheet(workbook: Workbook, kind: str, rows: Sequence[_Refused], lang: Lang) -> None:
    sheet = workbook.add_worksheet(kind_label(kind, lang))
    bold = workbook.add_format({"bold": True})
    top = {"valign": "top"}
    as_text = workbook.add_format({**top, "num_format": TEXT_FORMAT})
    marked = workbook.add_format({**top, "num_format": TEXT_FORMAT, "bg_color": _MARKED})
    wrapped = workbook.add_format({**top, "text_wrap": True})
    columns = list(dict.fromkeys(column for row in rows for column in row.values))
    for at, column in enumerate((*columns, ORIGIN, REASON)):
        if not column.startswith(_NO_HEADER):
            sheet.write_string(0, at, _writable(label_of_column(kind, column, lang)), bold)
        # The format of a whole column keeps what is typed into it as text.
        sheet.set_column(at, at, _WIDTH if column != REASON else _WIDTH_OF_REASON, as_text)
        _offer(sheet, kind, column, at, rows=len(rows), lang=lang)
    for number, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            style = marked if column in row.marked else as_text
            value = row.values.get(column, "")
            if value:
                sheet.write_string(number, at, value, style)
            elif column in row.marked:
                sheet.write_blank(number, at, None, style)
        sheet.write_string(number, len(columns), row.origin, as_text)
        sheet.write_string(number, len(columns) + 1, "\n".join(row.reasons), wrapped)
        # Not every office program makes room for what is wrapped.
        sheet.set_row(number, _HEIGHT * min(sum(map(_lines, row.reasons)), _MOST_LINES))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _offer(sheet: WorkbookSheet, kind: str, column: str, at: int, *, rows: int, lang: Lang) -> None:
    """The drop-down list of a column that takes a few words alone; it helps, and forbids nothing."""
    if column not in EVENT_CLASSES[kind].model_fields or is_open_list(kind, column):
        return
    labels = [one.label(lang) for one in Codebook().listed(kind, column)]
    if labels and len(",".join(labels)) <= _LONGEST_LIST:
        rule = {"validate": "list", "source": labels, "show_error": False}
        sheet.data_validation(1, at, rows, at, rule)


def _lines(reason: str) -> int:
    """How many lines the reason takes in its column."""
    return max(1, math.ceil(cell_len(reason) / (_WIDTH_OF_REASON - _SPARE)))


def _refused_rows(
    refusals: Sequence[Refusal], origin_of: OriginOf, lang: Lang
) -> Iterator[_Refused]:
    """The rows in the order of their first refusal, file by file."""
    by_file: dict[str, dict[tuple[str, int], list[Refusal]]] = {}
    for one in refusals:
        place = one.place
        if place.file is not None and place.line is not None and one.code not in _OF_A_SHEET:
            of_file = by_file.setdefault(place.file, {})
            of_file.setdefault((place.sheet or "", place.line), []).append(one)
    for file, places in by_file.items():
        path = Path(file)
        form = form_of(path)
        if form == "json-lines":
            yield from _of_json_lines(path, places, origin_of, lang)
        elif form is not None:
            yield from _of_sheets(path, places, origin_of, lang)


def _of_sheets(
    path: Path, places: Mapping[tuple[str, int], list[Refusal]], origin_of: OriginOf, lang: Lang
) -> Iterator[_Refused]:
    for sheet in read_sheets(path):
        name = sheet.name or ""
        header = header_in(sheet, file=str(path), lang=lang)
        if header is None or header.wrong:
            continue
        lines = {sheet.line(index): index for index in range(header.index + 1, len(sheet.rows))}
        for (of_sheet, line), found in places.items():
            if of_sheet == name and line in lines:
                values = dict(_values(sheet, header.columns, lines[line]))
                values.pop(ORIGIN, None)
                values |= _marked_values(sheet, header.columns, lines[line], found, lang)
                yield _refused(header.kind, values, found, origin_of(found[0].place), lang)


def _values(sheet: Sheet, columns: Sequence[str | None], index: int) -> Iterator[tuple[str, str]]:
    row = sheet.rows[index]
    for at, column in enumerate(columns):
        if column is not None and column not in {REASON, PASSED_OVER}:
            yield column, shown(row[at]) if at < len(row) else ""
    for at in range(len(row)):
        if (at >= len(columns) or columns[at] is None) and says(row[at]):
            yield _NO_HEADER + column_letters(at), shown(row[at])


def _marked_values(
    sheet: Sheet,
    columns: Sequence[str | None],
    index: int,
    found: Sequence[Refusal],
    lang: Lang,
) -> dict[str, str]:
    """By column, what must not be taken for what it looks like, with the mark before it."""
    mark = text("desk.to_mend", lang)
    row = sheet.rows[index]
    letters = {column_letters(at): at for at in range(len(columns))}
    marked: dict[str, str] = {}
    for one in found:
        at = letters.get(one.column or "")
        column = None if at is None else columns[at]
        if one.code in _NOT_REPEATED and at is not None and column is not None:
            marked[column] = mark + (shown(row[at]) if at < len(row) else "")
    for (top, left), (bottom, right) in sheet.merged:
        if top <= index <= bottom:
            value = sheet.rows[top][left] if left < len(sheet.rows[top]) else ""
            for column in columns[left : right + 1]:
                if column is not None and column not in {ORIGIN, REASON, PASSED_OVER}:
                    marked[column] = mark + shown(value)
    return marked


def _of_json_lines(
    path: Path, places: Mapping[tuple[str, int], list[Refusal]], origin_of: OriginOf, lang: Lang
) -> Iterator[_Refused]:
    """The lines that are objects of a known kind; others cannot be mended in a sheet."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            found = places.get(("", number))
            if found is None:
                continue
            try:
                said = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_Said)
            except (ValueError, RecursionError):
                continue
            kind = said.get("kind") if isinstance(said, _Said) else None
            if isinstance(kind, str) and kind in EVENT_CLASSES:
                values = dict(_flat(said, text("desk.to_mend", lang)))
                yield _refused(kind, values, found, origin_of(found[0].place), lang)


class _Said(dict[str, Any]):
    """An object of a line, and which of its keys it has twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        times = Counter(name for name, _ in pairs)
        self.twice = {name for name in times if times[name] > 1}


def _flat(said: _Said, mark: str) -> Iterator[tuple[str, str]]:
    """The values as text, by column; with the mark before what text cannot repeat."""
    for name, value in said.items():
        if name == "kind":
            continue
        if name == "scores" and isinstance(value, _Said):
            for key, score in value.items():
                yield f"scores.{key}", _text_of(score, mark, twice=key in value.twice)
        elif name == "evidence" and _are_documents(value):
            documents = "; ".join(f"{one['file']} {one['sha256']}" for one in value)
            yield name, _text_of(documents, mark, twice=name in said.twice)
        else:
            yield name, _text_of(value, mark, twice=name in said.twice)


def _text_of(value: object, mark: str, *, twice: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return mark + json.dumps(value, ensure_ascii=False)[:_LONGEST_REPEATED]
    # Unlike a cell's, a whole number of JSON has all its digits.
    text = str(value) if type(value) is int or not isinstance(value, Cell) else shown(value)
    kept = _writable(text)
    is_odd = isinstance(value, float) and not math.isfinite(value)
    return mark + kept if twice or is_odd or kept != text else kept


def _writable(text: str) -> str:
    """The text, with something in the place of what a cell cannot hold."""
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" or category(sign) == "Zs" else "\ufffd"
        for sign in text
    )


def _are_documents(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and one.keys() == {"file", "sha256"} for one in value
    )


def _refused(
    kind: str, values: Mapping[str, str], found: Iterable[Refusal], origin: str | None, lang: Lang
) -> _Refused:
    reasons: list[str] = []
    marked: set[str] = set()
    for one in found:
        said = message(one, lang)
        reasons.append(text("message.line-without-where", lang, what=said.what, hint=said.hint))
        if one.field is not None:
            path = str(one.values.get("field") or one.field)
            marked.add(path if path in values else one.field)
    marked.update(name for name in values if name.startswith(_NO_HEADER))
    mark = text("desk.to_mend", lang)
    marked.update(name for name, value in values.items() if value.startswith(mark))
    return _Refused(
        kind=kind,
        # A field that is missing gets a column to be written into.
        values={**values, **dict.fromkeys(sorted(marked - values.keys()), "")},
        marked=frozenset(marked),
        reasons=reasons,
        origin=origin or "",
    )
