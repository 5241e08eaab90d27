"""Rows of a sheet -> statements: the header is found, each cell is read as its field wants it.

What is no event is passed over, and said: blank rows, titles above the header, a header that is there
again, totals, the example of a template. What could be read in two ways is refused, never guessed at.

Source: interface page, section 2.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError

from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.errors import Place, Refusal, UnreadableError
from growth_ledger.intake.cells import (
    Cell,
    Read,
    cleaned,
    doubted,
    is_error,
    is_to_be_mended,
    read_name,
    reader_for,
    says,
    shown,
)
from growth_ledger.intake.columns import (
    BESIDE,
    ORIGIN,
    STATED_NAME,
    field_named,
    kind_of_sheet,
    nearest_header,
    nearest_kind,
    stream_columns,
)
from growth_ledger.intake.origins import content_digest, is_origin
from growth_ledger.intake.sheets import Sheet, column_letters
from growth_ledger.intake.statements import (
    BESIDE_THE_FIELDS,
    Statement,
    read_statement,
    unreadable,
)
from growth_ledger.intake.workbook_text import Corner
from growth_ledger.wording import in_each_language, kind_label

if TYPE_CHECKING:
    from growth_ledger.domain.events import Event
    from growth_ledger.intake.codebook import Codebook
    from growth_ledger.wording import Lang

ANY: Final = "…"
"""What stands in an example for a name that only the ledger knows, such as a school's."""
_EXAMPLES: Final = frozenset(in_each_language("desk.example"))
"""What stands in the first column of a template's example row."""
_EXAMPLE_NAMES: Final = frozenset({*in_each_language("desk.example_name"), ANY})
"""Whose example it is."""

_ORIGINS: Final = frozenset(in_each_language("desk.sheet.origins"))
"""The sheet that lists every row that a workbook of refused rows was written with."""
_GUIDES: Final = frozenset(
    "".join(name.split()).casefold()
    for key in ("desk.sheet.guide", "desk.sheet.lists")
    for name in in_each_language(key)
)
"""Sheets that explain, and those that a template's drop-down lists stand on; none holds an event."""

_TOTAL: Final = re.compile(
    r"(?:本.)?(?:合计|总计|小计|共计)(?::?[0-9.]+\w{0,2})?|(?:sub|grand)?total|sum"
)
_BEGINS_AS_TOTAL: Final = re.compile(r"(?:本.)?(?:合计|总计|小计|共计).*")
"""So begins a sum as well, and the title of many a lesson."""
_ROWS_TO_THE_HEADER: Final = 20
_REMEMBERED_CELLS: Final = 20_000
_NUL: Final = "\\u0000"
"""As JSON has it: the long way looks for what must not be in a text."""

Note = Callable[..., None]
"""Told the key of a sentence, a `place`, and what else it names: what a reader may not expect."""


class Row(NamedTuple):
    """A row that says something.

    Attributes:
        statement: The event, or why it cannot be read.
        origin: In a workbook of refused rows, where it stood first.
        content: In such a workbook, a digest of what the row says.
    """

    statement: Statement
    origin: str | None = None
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the columns of a sheet stand for.

    Attributes:
        kind: The kind of every row.
        index: The header's row, from 0.
        columns: For each column, from 0, its field or another thing; None where it has no header.
        wrong: Headers that are not known, or there twice.
    """

    kind: str
    index: int
    columns: Sequence[str | None]
    wrong: Sequence[Refusal]


def rows_of(sheet: Sheet, *, file: str, codes: Codebook, lang: Lang, note: Note) -> Iterator[Row]:
    """Each row of a sheet that says something, in order.

    Args:
        sheet: The sheet.
        file: Name of its file.
        codes: The codes and their labels.
        lang: The language in which headers are suggested.
        note: Told what is passed over.
    """
    place = Place(file=file, sheet=sheet.name)
    kind = kind_of_sheet(sheet.name, file=PurePath(file).stem)
    if _is_guide(sheet) or not any(any(says(cell) for cell in row) for row in sheet.rows):
        return
    if kind is None:
        if sheet.is_hidden:
            return
        said = sheet.name or PurePath(file).stem
        near = nearest_kind(said)
        label = None if near is None else kind_label(near, lang)
        code = "unknown-file-name" if sheet.name is None else "unknown-sheet"
        yield _fault(place, code, value=said, nearest=label)
        return
    if sheet.is_hidden:
        yield _fault(place, "hidden-sheet", value=sheet.name)
        return
    header = header_of(sheet, kind, lang=lang)
    if header is None:
        yield _fault(place, "no-header", kind=kind)
        return
    if header.wrong:
        at = Place(file=file, sheet=sheet.name, line=sheet.line(header.index))
        placed = tuple(dataclasses.replace(one, place=at) for one in header.wrong)
        yield Row(Statement(event=None, place=at, refusals=placed))
        return
    yield from _Rows(sheet, header, file=file, codes=codes, note=note)


def origins_listed(sheet: Sheet) -> list[str]:
    """The rows that a workbook of refused rows was written with, where the sheet lists them."""
    if sheet.name not in _ORIGINS:
        return []
    cells = [cell for row in sheet.rows for cell in row if says(cell)]
    listed = [cell for cell in cells if isinstance(cell, str) and is_origin(cell)]
    return listed if len(listed) == len(cells) else []


def _is_guide(sheet: Sheet) -> bool:
    if sheet.name is None:
        return False
    # Not every format keeps a sheet hidden: the list of origins is known by what it lists.
    return "".join(sheet.name.split()).casefold() in _GUIDES or bool(origins_listed(sheet))


def _fault(place: Place, code: str, **values: object) -> Row:
    return Row(unreadable(code, place=place, **values))


def header_in(sheet: Sheet, *, file: str, lang: Lang) -> Header | None:
    """The header of a sheet of a file; None where no kind is named, or no row names a column."""
    kind = kind_of_sheet(sheet.name, file=PurePath(file).stem)
    return None if kind is None else header_of(sheet, kind, lang=lang)


def header_of(sheet: Sheet, kind: str, *, lang: Lang) -> Header | None:
    """The row that names most columns among the first ones; None where none names any.

    Rows of a header stand together: below one that names several columns a row that names none,
    and says several things, is the first of what the sheet holds.
    """
    best: tuple[int, int, list[str]] | None = None
    seen = 0
    for index, row in enumerate(sheet.rows):
        names = _names_in(sheet, index, row)
        if not any(names):
            continue
        known = {field_named(kind, name) for name in names if name} - {None}
        if known and (best is None or len(known) > best[0]):
            best = (len(known), index, names)
        elif not known and best is not None and best[0] > 1 and sum(map(says, row)) > 1:
            break
        seen += 1
        if seen >= _ROWS_TO_THE_HEADER:
            break
    if best is None:
        return None
    _, index, names = best
    columns = [field_named(kind, name) if name else None for name in names]
    return Header(
        kind=kind, index=index, columns=columns, wrong=_wrong_headers(kind, names, columns, lang)
    )


def _names_in(sheet: Sheet, index: int, row: Sequence[Cell]) -> list[str]:
    """The names of a row, with those that a merged cell above it lends."""
    names = [" ".join(cell.split()) if isinstance(cell, str) else "" for cell in row]
    for (top, left), (bottom, right) in sheet.merged:
        if left == right and top < index == bottom and left < len(names):
            above = sheet.rows[top][left]
            names[left] = names[left] or (above.strip() if isinstance(above, str) else "")
    return names


def _wrong_headers(
    kind: str, names: Sequence[str], columns: Sequence[str | None], lang: Lang
) -> list[Refusal]:
    wrong: list[Refusal] = []
    seen: set[str] = set()
    for at, (column, name) in enumerate(zip(columns, names, strict=True)):
        values: dict[str, object] = {"value": name, "column": column_letters(at)}
        if column is None and name:
            near = nearest_header(kind, name, lang, taken=columns)
            values |= {"nearest": near, "kind": kind}
            wrong.append(Refusal(code="unknown-header", values=values))
        elif column is not None and column in seen:
            wrong.append(Refusal(code="repeated-header", values=values))
        if column is not None and column not in BESIDE - {ORIGIN, STATED_NAME}:
            seen.add(column)
    return wrong


class _Column:
    """A column that says something; it remembers what it has read, as values come again."""

    __slots__ = ("at", "name", "read", "remembered")

    def __init__(self, at: int, name: str, read: Read) -> None:
        self.at = at
        self.name = name
        self.read = read
        self.remembered: dict[Cell, str] = {}

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - a JSON value.
        """The cell's value; "" for a cell that says nothing.

        Raises:
            UnreadableError: It cannot be read as the field wants it.
        """
        if is_to_be_mended(cell):
            raise UnreadableError("still-to-mend", value=cell)
        if is_error(cell):
            raise UnreadableError("cell-error", value=cell)
        # What looks blank is blank: a cell of spaces says nothing.
        return self.read(cell) if says(cell) else ""

    def text(self, cell: Cell) -> str:
        """The field and its value as a part of a JSON object; "" for a cell that says nothing."""
        value = self.value(cell)
        said = quoted(value) if isinstance(value, str) else json.dumps(value)
        known = "" if value == "" else f'"{self.name}":{said}'
        if cell.__class__ is not bool and len(self.remembered) < _REMEMBERED_CELLS:
            self.remembered[cell] = known
        return known


class _Rows:
    """The rows below a header."""

    def __init__(
        self, sheet: Sheet, header: Header, *, file: str, codes: Codebook, note: Note
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._file = file
        self._note = note
        self._kind = header.kind
        cls = EVENT_CLASSES[header.kind]
        self._validator = cls.__pydantic_validator__
        self._begins = f'{{"kind":{json.dumps(header.kind)},'
        self._columns = [
            _Column(at, name, reader_for(cls, name, codes))
            for at, name in enumerate(header.columns)
            if name is not None and name not in BESIDE
        ]
        self._stated = [
            _Column(at, name, read_name)
            for at, name in enumerate(header.columns)
            if name == STATED_NAME
        ]
        self._apart = [
            column.at
            for column in self._columns
            if column.name in BESIDE_THE_FIELDS or "." in column.name
        ]
        """Columns that are no fields as they stand."""
        self._origin = header.columns.index(ORIGIN) if ORIGIN in header.columns else None
        self._unnamed = [at for at, name in enumerate(header.columns) if name is None]
        self._said_by = {column.at for column in (*self._columns, *self._stated)}
        self._first = [
            column.at for column in self._columns if column.name in stream_columns(header.kind)
        ]
        self._leftmost = min(self._said_by | set(self._unnamed))
        self._ordinary: set[str] = set()
        """What the leftmost column has held in rows that are no totals, headers or examples."""
        self._names: dict[Cell, str] = {}
        """What has been read of the names beside the numbers."""
        self._letters = {
            "name" if column.name == STATED_NAME else column.name: column_letters(column.at)
            for column in (*self._columns, *self._stated)
        }
        self._merged = self._merged_rows()
        self._faults = {**self._doubted(), **sheet.faults}
        self._odd_rows = {index for index, _ in self._faults} | self._merged.keys()

    def __iter__(self) -> Iterator[Row]:
        sheet, name = self._sheet, self._sheet.name
        for index in range(self._header.index):
            # Titles and groups have no numbers or days; a row that stands in the wrong place has.
            if _looks_like_an_event(sheet.rows[index]):
                self._say("desk.note.above", index)
        for index in range(self._header.index + 1, len(sheet.rows)):
            row = sheet.rows[index]
            line = sheet.line(index)
            try:
                if self._passed_over(index, row):
                    continue
            except UnreadableError as error:
                yield _fault(Place(file=self._file, sheet=name, line=line), error.code)
                return
            place = Place(file=self._file, sheet=name, line=line, columns=self._letters)
            statement = self._statement(index, row, place)
            if self._origin is None:
                yield Row(statement)
            else:
                yield Row(statement, _origin(row, self._origin), self._content(row))

    def _say(self, key: str, index: int) -> None:
        """What is passed over, and where."""
        place = Place(file=self._file, sheet=self._sheet.name, line=self._sheet.line(index))
        self._note(key, place=place)

    def _content(self, row: Sequence[Cell]) -> str:
        """A digest of what the row says, whatever the order of its columns."""
        return content_digest(
            f"{column.name}\0{shown(row[column.at])}"
            for column in (*self._columns, *self._stated)
            if column.at < len(row) and says(row[column.at])
        )

    def _passed_over(self, index: int, row: Sequence[Cell]) -> bool:
        """Whether the row says nothing about an event.

        Raises:
            UnreadableError: `second-table`: below it nothing can be read by this header.
        """
        leftmost = row[self._leftmost] if self._leftmost < len(row) else ""
        if leftmost.__class__ is str and leftmost in self._ordinary:
            return False
        if self._is_total(row):
            self._say("desk.note.total", index)
            return True
        first = next((cell for at, cell in enumerate(row) if self._may_say(at, cell)), None)
        if first is None:
            return not any((index, at) in self._faults for at in self._said_by)
        if not isinstance(first, str):
            return False
        if any(row[at] in _EXAMPLES for at in self._first if at < len(row)):
            if index > self._header.index + 1 or not self._is_of_nobody(row):
                # Somebody has written over the example, or copied it.
                self._say("desk.note.example", index)
            return True
        if field_named(self._kind, first) is not None:
            return self._is_header_again(row)
        # An example says so in the column of its stream, which need not be the leftmost.
        if first is leftmost and [self._leftmost] == self._first:
            self._ordinary.add(first)
        return False

    def _is_of_nobody(self, row: Sequence[Cell]) -> bool:
        """Whether an example names nobody but the person that a template invents."""
        return all(
            row[column.at] in _EXAMPLE_NAMES or not says(row[column.at])
            for column in (*self._columns, *self._stated)
            if column.name in {"name", STATED_NAME} and column.at < len(row)
        )

    def _is_total(self, row: Sequence[Cell]) -> bool:
        """Whether the row is a sum of those above it; one that names whose event it is may be none."""
        begins = next(filter(says, row), "")
        if _reads_as(begins, _TOTAL):
            return True
        return _reads_as(begins, _BEGINS_AS_TOTAL) and not any(
            says(row[at]) and not _reads_as(row[at], _BEGINS_AS_TOTAL)
            for at in self._first
            if at < len(row)
        )

    def _may_say(self, at: int, cell: Cell) -> bool:
        columns = self._header.columns
        is_known = at < len(columns) and columns[at] is not None
        return (at in self._said_by or not is_known) and says(cell)

    def _is_header_again(self, row: Sequence[Cell]) -> bool:
        """Whether the row names the columns as the header does.

        Raises:
            UnreadableError: `second-table`: it names columns too, and not these.
        """
        names = {at: self._column_named(cell) for at, cell in enumerate(row) if says(cell)}
        columns = self._header.columns
        if all(at < len(columns) and columns[at] == name for at, name in names.items()):
            return True
        if len(names) > 1 and None not in names.values():
            raise UnreadableError("second-table")
        return False

    def _column_named(self, cell: Cell) -> str | None:
        return field_named(self._kind, cell) if isinstance(cell, str) else None

    def _statement(self, index: int, row: Sequence[Cell], place: Place) -> Statement:
        """The row's event by the short way; where anything is odd about the row, by the long one."""
        width = len(row)
        if (
            index in self._odd_rows
            or width > len(self._header.columns)
            or (self._unnamed and any(row[at] != "" for at in self._unnamed if at < width))
            or (self._apart and any(row[at] != "" for at in self._apart if at < width))
        ):
            return self._looked_at(index, row, place)
        parts: list[str] = []
        stated: str | None = None
        try:
            for column in self._columns:
                cell = row[column.at] if column.at < width else ""
                if cell != "":
                    # 1 and true would be one key.
                    known = None if cell.__class__ is bool else column.remembered.get(cell)
                    part = column.text(cell) if known is None else known
                    if part:
                        parts.append(part)
            for column in self._stated:
                cell = row[column.at] if column.at < width else ""
                stated = self._names.get(cell)
                if stated is None:
                    stated = self._names[cell] = column.value(cell)
            text = f"{self._begins}{','.join(parts)}}}"
            if _NUL in text:
                return self._looked_at(index, row, place)
            event: Event = self._validator.validate_json(text)
        except (UnreadableError, ValidationError):
            return self._looked_at(index, row, place)
        return Statement(
            event=event,
            place=place,
            stream=event.stream,
            ref=event.ref,
            stated_name=stated or None,
            may_wait=True,
        )

    def _looked_at(self, index: int, row: Sequence[Cell], place: Place) -> Statement:
        """The row's event, or every reason why it is none, cell by cell."""
        said: dict[str, Any] = {"kind": self._kind}
        stated: str | None = None
        faults: list[Refusal] = []
        for column in (*self._columns, *self._stated):
            name = column.name
            cell = row[column.at] if column.at < len(row) else ""
            try:
                value = self._value(index, column, cell)
            except UnreadableError as error:
                field = "name" if name == STATED_NAME else name
                values = {"field": field, "kind": self._kind, **error.values}
                faults.append(Refusal(code=error.code, field=field, values=values, place=place))
                continue
            if value == "":
                continue
            if name == STATED_NAME:
                stated = value
            elif name.startswith("scores."):
                said.setdefault("scores", {})[name.partition(".")[2]] = value
            else:
                said[name] = value
        faults.extend(self._faults_of_row(index, row, place))
        if faults:
            return self._refused(said, faults, place)._replace(stated_name=stated)
        return read_statement(said, place=place)._replace(stated_name=stated, may_wait=True)

    def _value(self, index: int, column: _Column, cell: Cell) -> Any:  # noqa: ANN401 - a JSON value.
        fault = self._faults.get((index, column.at))
        if fault is not None:
            raise UnreadableError(fault, value=shown(cell))
        return column.value(cell)

    def _faults_of_row(self, index: int, row: Sequence[Cell], place: Place) -> Iterator[Refusal]:
        if index in self._merged:
            yield Refusal(code="merged-cell", values={"cells": self._merged[index]}, place=place)
        beyond = range(len(self._header.columns), len(row))
        for at in (*self._unnamed, *beyond):
            if at < len(row) and says(row[at]):
                values = {"column": column_letters(at), "value": shown(row[at])}
                yield Refusal(code="column-without-header", values=values, place=place)

    def _refused(
        self, said: Mapping[str, Any], faults: Sequence[Refusal], place: Place
    ) -> Statement:
        """The row with every reason: of its cells, then of what the cells that could be read say."""
        named = {one.field for one in faults}
        rest = read_statement(said, place=place)
        order = {column.name: number for number, column in enumerate(self._columns)}
        # What a merged cell leaves blank is not missing on its own account.
        is_merged = any(one.code == "merged-cell" for one in faults)
        found = [
            *faults,
            *(
                one
                for one in rest.refusals
                if one.field not in named and not (is_merged and one.code == "missing-field")
            ),
        ]
        found.sort(key=lambda one: order.get(one.field or "", len(order)))
        return Statement(
            event=None,
            place=place,
            refusals=tuple(found),
            stream=rest.stream,
            ref=rest.ref,
        )

    def _doubted(self) -> dict[Corner, str]:
        """The cells that show something else than what their fields would be given."""
        reads = {column.at: column.read for column in (*self._columns, *self._stated)}
        found: dict[Corner, str] = {}
        for (index, at), shown_as in self._sheet.doubts.items():
            row = self._sheet.rows[index] if index < len(self._sheet.rows) else ()
            if at in reads and at < len(row):
                code = doubted(row[at], shown_as, reads[at])
                if code is not None:
                    found[index, at] = code
        return found

    def _merged_rows(self) -> dict[int, str]:
        """The rows below the header that a merged cell touches in a column that says something."""
        found: dict[int, str] = {}
        for (top, left), (bottom, right) in self._sheet.merged:
            if bottom <= self._header.index or not self._said_by & set(range(left, right + 1)):
                continue
            cells = f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
            for index in range(max(top, self._header.index + 1), bottom + 1):
                found.setdefault(index, cells)
        return found


def _reads_as(cell: Cell, words: re.Pattern[str]) -> bool:
    if not isinstance(cell, str):
        return False
    return words.fullmatch("".join(cleaned(cell).rstrip(":").casefold().split())) is not None


def _looks_like_an_event(row: Sequence[Cell]) -> bool:
    said = [cell for cell in row if says(cell)]
    return len(said) > 2 and any(map(str.isdigit, "".join(map(shown, said))))  # noqa: PLR2004 - whose, what and when.


def _origin(row: Sequence[Cell], at: int) -> str | None:
    cell = row[at] if at < len(row) else ""
    # As it was written: the name of a sheet may end in a blank.
    return cell if isinstance(cell, str) and cell.strip() else None
