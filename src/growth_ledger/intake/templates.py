"""A workbook to fill in: a sheet for each kind, with notes, drop-down lists and an example row.

What names something is formatted as text, so that no program takes a number or a day for it. Lists
stand on a hidden sheet, because a list inside a cell's rule may hold 255 characters at most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.intake.cells import IDENTIFIERS
from growth_ledger.intake.columns import (
    STATED_NAME,
    columns_of,
    label_of_column,
    stream_columns,
)
from growth_ledger.intake.fields import NAMED_IN, NamedSort, holds, is_required
from growth_ledger.intake.rows import ANY
from growth_ledger.intake.sheets import column_letters
from growth_ledger.intake.workbooks import (
    TEXT_FORMAT,
    Style,
    Workbook,
    WorkbookSheet,
    check_new_workbook,
    new_workbook,
)
from growth_ledger.wording import Lang, field_help, kind_help, kind_label, text

if TYPE_CHECKING:
    from growth_ledger.intake.codebook import Codebook

ROWS: Final = 2000
"""So many rows of a sheet have lists and formats; more may be written below them."""

_GUIDE_LINES: Final = 10
_EXAMPLES: Final = {
    "effective_on": "2023-09-01",
    "first_day": "2023-09-01",
    "last_day": "2024-08-31",
    "expires_on": "2026-08-31",
    "term_until": "2026-08-31",
    "period_first_day": "2023-09-01",
    "period_last_day": "2024-08-31",
    "birth_date": "1985-03-12",
    "school_year": "2023-2024",
    "hours": "48",
    "amount": "1200.00",
    "years": "6.5",
    "credit": "1",
    "target": "A1",
    "ref": "A1",
    "district": "hongkou",
    "learning_district": ANY,
}
_WIDE: Final = 0x2E80
"""Where the characters begin that take two columns."""
_FAMILY: Final = "Microsoft YaHei"
_DARK: Final = "#1F4E4A"
_PALE: Final = "#CFE3DF"
_HEAD: Final[Mapping[str, Any]] = {"border": 1, "border_color": "#8FA8A4", "valign": "vcenter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the ledger knows by name: each with what it is called, in order."""

    teacher: Sequence[tuple[str, str]] = ()
    school: Sequence[tuple[str, str]] = ()
    cohort: Sequence[tuple[str, str]] = ()
    district: Sequence[tuple[str, str]] = ()

    def of(self, sort: NamedSort) -> Sequence[tuple[str, str]]:
        """The names of a sort."""
        found: Sequence[tuple[str, str]] = getattr(self, sort)
        return found


def write_template(
    path: Path, kinds: Sequence[str], *, names: Names, codes: Codebook, lang: Lang
) -> int:
    """The workbook is at the path; how many sheets it has.

    Raises:
        UsageError: `template-ending`: the path does not end in .xlsx.
        MissingError: `file-present` or `file-unwritable`.
    """
    check_new_workbook(path)
    with new_workbook(path) as workbook:
        writer = _Writer(workbook, names=names, codes=codes, lang=lang)
        writer.guide(kinds)
        for kind in kinds:
            writer.sheet(kind)
        writer.lists()
    return len(kinds)


class _Writer:
    """A workbook in the making: its formats, and the lists that its sheets ask for."""

    def __init__(self, workbook: Workbook, *, names: Names, codes: Codebook, lang: Lang) -> None:
        self._workbook = workbook
        self._names = names
        self._codes = codes
        self._lang = lang
        self._listed: dict[str, tuple[str, list[tuple[str, str]]]] = {}
        """Name of a range: its heading and its rows."""
        self._required = self._format(bg_color=_DARK, font_color="#FFFFFF", bold=True, **_HEAD)
        self._optional = self._format(bg_color=_PALE, **_HEAD)
        self._example = self._format(italic=True, font_color="#6B6B6B", num_format=TEXT_FORMAT)
        self._text = self._format(num_format=TEXT_FORMAT)
        self._day = self._format(num_format="yyyy-mm-dd")
        self._plain = self._format()

    def guide(self, kinds: Sequence[str]) -> None:
        """The first sheet: ten lines, and what each sheet is for."""
        sheet = self._workbook.add_worksheet(text("desk.sheet.guide", self._lang))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 96)
        title = self._format(bold=True, font_size=16)
        wrapped = self._format(text_wrap=True, valign="top")
        link = self._format(font_color="#1F4E8C", underline=1, valign="top")
        sheet.write_string(0, 0, text("desk.guide.title", self._lang), title)
        for number in range(1, _GUIDE_LINES + 1):
            line = f"{number}. {text(f'desk.guide.{number}', self._lang)}"
            sheet.merge_range(number, 0, number, 1, line, wrapped)
        for row, kind in enumerate(kinds, start=_GUIDE_LINES + 2):
            label = kind_label(kind, self._lang)
            sheet.write_url(row, 0, f"internal:'{label}'!A1", link, label)
            sheet.write_string(row, 1, kind_help(kind, self._lang), wrapped)

    def sheet(self, kind: str) -> None:
        """A kind's sheet: headers with notes, an example row, lists and formats below."""
        sheet = self._workbook.add_worksheet(kind_label(kind, self._lang))
        for at, column in enumerate(columns_of(kind)):
            label = label_of_column(kind, column, self._lang)
            is_needed = self._is_required(kind, column)
            example = self._example_of(kind, column)
            sheet.set_column(at, at, _width(label, example), self._format_of(kind, column))
            # The star says it where colours cannot be told apart; the import passes over it.
            head, style = (f"{label} *", self._required) if is_needed else (label, self._optional)
            sheet.write_string(0, at, head, style)
            sheet.write_comment(0, at, self._note(kind, column), _NOTE_SIZE)
            sheet.write_string(1, at, example, self._example)
            self._offer(sheet, kind, column, at)
        sheet.freeze_panes(1, len(stream_columns(kind)))
        sheet.set_row(0, 26)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def lists(self) -> None:
        """The hidden sheet with every list that a sheet has asked for."""
        title = text("desk.sheet.lists", self._lang)
        sheet = self._workbook.add_worksheet(title)
        sheet.hide()
        bold = self._format(bold=True)
        for number, (name, (head, rows)) in enumerate(self._listed.items()):
            first, second = 2 * number, 2 * number + 1
            sheet.write_string(0, first, head, bold)
            for row, (value, called) in enumerate(rows, start=1):
                sheet.write_string(row, first, value, self._text)
                if called != value:
                    sheet.write_string(row, second, called)
            letters = column_letters(first)
            self._workbook.define_name(
                name, f"='{title}'!${letters}$2:${letters}${max(len(rows), 1) + 1}"
            )

    def _offer(self, sheet: WorkbookSheet, kind: str, column: str, at: int) -> None:
        """The drop-down list of a column, where it has one."""
        rule: dict[str, Any] = {"validate": "list", "ignore_blank": True}
        sort = NAMED_IN.get(column)
        if sort is not None:
            if column in stream_columns(kind) and EVENT_CLASSES[kind].stream_field != "teacher":
                # Most rows of schools and cohorts begin one that no list can have.
                return
            rows = list(self._names.of(sort))
            name = f"L_{sort}"
            head = text(f"desk.list.{sort}", self._lang)
            # A teacher may be new in this very workbook: the list helps, and forbids nothing.
            rule["show_error"] = False
        else:
            offered = self._codes.listed(kind, column) if column in _fields(kind) else []
            rows = [(one.label(self._lang), one.code) for one in offered]
            name = f"L_{kind}_{column}".replace("-", "_")
            head = label_of_column(kind, column, self._lang)
            rule |= {
                "error_title": head[:32],
                "error_message": text("desk.choose", self._lang),
                "error_type": "stop",
            }
        if rows:
            self._listed.setdefault(name, (head, rows))
            sheet.data_validation(1, at, ROWS, at, {**rule, "source": f"={name}"})

    def _note(self, kind: str, column: str) -> str:
        if column == STATED_NAME:
            said = text("desk.stated_name", self._lang)
        elif column.startswith("scores."):
            said = text("desk.score", self._lang)
        else:
            said = field_help(kind, column, self._lang)
        needed = self._is_required(kind, column)
        first = text("desk.required" if needed else "desk.optional", self._lang)
        return text("joint.blank", self._lang).join((first, said))

    def _is_required(self, kind: str, column: str) -> bool:
        cls = EVENT_CLASSES[kind]
        return column in cls.model_fields and is_required(cls, column)

    def _format_of(self, kind: str, column: str) -> Style:
        cls = EVENT_CLASSES[kind]
        if column in IDENTIFIERS | {"school_year", "class_name"}:
            return self._text
        return self._day if holds(cls, column, date) else self._plain

    def _example_of(self, kind: str, column: str) -> str:
        if column in stream_columns(kind)[:1]:
            return text("desk.example", self._lang)
        if column == STATED_NAME or (column == "name" and kind == "file-opened"):
            return text("desk.example_name", self._lang)
        if column in _fields(kind):
            if column == "ref":
                return _EXAMPLES[column]
            if not self._is_required(kind, column):
                # A code that is right for one row, such as a studio's level, is wrong for another.
                return ""
            offered = self._codes.listed(kind, column)
            if offered:
                return offered[0].label(self._lang)
            sort = NAMED_IN.get(column)
            known = self._names.of(sort) if sort is not None else ()
            return known[0][0] if known else _EXAMPLES.get(column, ANY)
        return ""

    def _format(self, **properties: Any) -> Style:  # noqa: ANN401 - xlsxwriter's properties.
        family = {"font_name": _FAMILY} if self._lang == "zh" else {}
        return self._workbook.add_format({"font_size": 11, **family, **properties})


_NOTE_SIZE: Final[Mapping[str, Any]] = {"x_scale": 2.2, "y_scale": 1.1, "font_size": 10}


def _fields(kind: str) -> Collection[str]:
    return set(EVENT_CLASSES[kind].model_fields)


def _width(*texts: str) -> float:
    """Columns that the longest of the texts takes; a Chinese character takes two."""
    widest = max(sum(2 if ord(sign) >= _WIDE else 1 for sign in one) for one in texts)
    return min(max(widest + 4, 12), 40)
