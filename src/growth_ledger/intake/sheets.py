"""Files of rows: .xlsx, .xls, .ods and .csv as grids of cells, with what a grid alone hides.

A workbook's reader gives values and nothing else, so the file's own text is looked at for what may
not be read as if it were well: formulas without a value, errors, merged cells. The same look keeps
out a small file that would unfold into more than a machine holds.

Source: interface page, section 2.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from growth_ledger.errors import StorageError, UnreadableError
from growth_ledger.intake.elements import attributes
from growth_ledger.intake.formats import Shown, odd_styles_of_ods, odd_styles_of_xlsx
from growth_ledger.processes import helpers, in_order

if TYPE_CHECKING:
    from growth_ledger.intake.cells import Cell

Form: TypeAlias = Literal["workbook", "csv", "json-lines"]
Corner: TypeAlias = tuple[int, int]

LARGEST_FILE: Final = 64 * 2**20
"""Bytes; a hundred thousand rows are some 6 million."""
LARGEST_UNFOLDED: Final = 512 * 2**20
"""Bytes of a workbook's parts together, once they are unpacked."""
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 104
"""Up to column CZ."""

_ENDINGS: Final[Mapping[str, Form]] = {
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xls": "workbook",
    ".et": "workbook",
    ".ods": "workbook",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "json-lines",
    ".ndjson": "json-lines",
    ".json": "json-lines",
}
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_DELIMITERS: Final = ",\t;"
_LINES_TO_TELL_BY: Final = 20
"""So many lines are looked at for what stands between two cells."""
_LONGEST_FIELD: Final = 2**31 - 1
"""A text that is too long is told by its field; the reader would take it for a quote that is open."""
_MOST_MEMORY: Final = 8 * 2**30
"""Bytes of addresses, of which far fewer are filled."""
_BYTES_BEYOND: Final = 6
"""So many bytes more than characters have three Chinese characters in UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A grid of cells.

    Attributes:
        name: The sheet's; None for a file that is one sheet.
        rows: Every row from the first, each from the first column; blank cells are "".
        lines: Where rows are no lines of the file, the line on which each begins, from 1.
        is_hidden: Whether its author has hidden it.
        merged: Merged cells, each by its first and last row and column, from 0.
        faults: By row and column, from 0, the code of what a cell holds instead of a value.
        doubts: Likewise, what a cell shows instead of its value; it depends on the field whether that is wrong.
    """

    name: str | None
    rows: Sequence[Sequence[Cell]]
    lines: Sequence[int] | None = None
    is_hidden: bool = False
    merged: Sequence[tuple[Corner, Corner]] = ()
    faults: Mapping[Corner, str] = field(default_factory=dict)
    doubts: Mapping[Corner, Shown] = field(default_factory=dict)

    def line(self, index: int) -> int:
        """The row as the reader of the file counts it, from 1."""
        return index + 1 if self.lines is None else self.lines[index]


def form_of(path: Path) -> Form | None:
    """What sort of file it is: a workbook by how it begins, others by their ending; else None."""
    with path.open("rb") as file:
        begins = file.read(512)
    if begins.startswith((_ZIP, _OLE)):
        return "workbook"
    known = _ENDINGS.get(path.suffix.lower())
    if known is not None:
        return known
    return "json-lines" if begins.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b""} else None


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file.

    Raises:
        UnreadableError: The file is none, is protected or damaged, or holds too much.
        OSError: The file cannot be read.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableError("workbook-too-large", limit=LARGEST_FILE // 2**20)
    content = path.read_bytes()
    if form_of(path) == "csv":
        return [_csv(content)]
    return _workbook(content)


def column_letters(column: int) -> str:
    """A column, from 0, as a sheet names it: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _csv(content: bytes) -> Sheet:
    text = decoded(content)
    # A title above the header has none; a text below it may have several of another.
    head = text.split("\n", _LINES_TO_TELL_BY)[:_LINES_TO_TELL_BY]
    delimiter = max(
        _DELIMITERS,
        key=lambda sign: (
            sum(sign in line for line in head),
            sum(line.count(sign) for line in head),
        ),
    )
    csv.field_size_limit(_LONGEST_FIELD)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Sequence[Cell]] = []
    lines: list[int] = []
    begins = 1
    try:
        for row in read:
            if len(rows) >= MOST_ROWS:
                raise UnreadableError("too-many-rows", limit=MOST_ROWS)
            rows.append(row)
            lines.append(begins)
            begins = read.line_num + 1
    except csv.Error as error:
        raise UnreadableError("csv-damaged", line=read.line_num, reason=str(error)) from error
    return Sheet(name=None, rows=rows, lines=lines)


def decoded(content: bytes) -> str:
    """The text of a file from an office program: UTF-8 or GB18030.

    Raises:
        UnreadableError: `unknown-encoding`; `mixed-encoding`, with the line that is in the other one.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A NUL says that it is UTF-16, whatever its bytes could also be.
        if "\0" in text:
            continue
        line = _line_of_utf_8(content) if encoding == "gb18030" else None
        if line is not None:
            raise UnreadableError("mixed-encoding", line=line)
        return text
    raise UnreadableError("unknown-encoding")


def _line_of_utf_8(content: bytes) -> int | None:
    """The first line that is text in UTF-8 in a file that is not; None where there is none.

    Three Chinese characters in a row are not taken for others by chance.
    """
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            if len(line) - len(line.decode()) >= _BYTES_BEYOND:
                return number
        except UnicodeDecodeError:
            continue
    return None


def _workbook(content: bytes) -> list[Sheet]:
    if not content.startswith(_OLE):
        return _sheets(content)
    # A damaged file of the old sort can end the process that reads it: so that is not this one.
    try:
        with helpers(1, _keep_within_bounds) as pool:
            (found,) = in_order(pool, _sheets, [content], ahead=1)
    except StorageError as lost:
        if lost.code != "worker-lost":
            raise
        raise UnreadableError("workbook-damaged") from lost
    return found


def _keep_within_bounds() -> None:
    """A file that asks for more memory than any workbook needs does not get it."""
    try:
        import resource  # noqa: PLC0415 - not on every system.
    except ImportError:
        return
    for which, most in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(which)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, hard))


def _sheets(content: bytes) -> list[Sheet]:
    from python_calamine import (  # noqa: PLC0415 - only workbooks need it.
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    sheets: list[Sheet] = []
    looked: Mapping[str, _Looked] = {}
    if content.startswith(_ZIP):
        looked = _looked_into(content)
    try:
        with _without_panics(), CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ is not SheetTypeEnum.WorkSheet:
                    continue
                found = book.get_sheet_by_name(sheet.name)
                seen = looked.get(sheet.name, _Looked())
                sheets.append(
                    Sheet(
                        name=sheet.name,
                        rows=found.to_python(skip_empty_area=False),
                        is_hidden=sheet.visible is not SheetVisibleEnum.Visible,
                        merged=[*(found.merged_cell_ranges or ()), *seen.merged],
                        faults=seen.faults,
                        doubts=seen.doubts,
                    )
                )
    except PasswordError as error:
        raise UnreadableError("workbook-protected") from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        # A protected .xlsx is an OLE file of another sort, and says nothing of a password.
        protected = content.startswith(_OLE) and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c" in content
        code = "workbook-protected" if protected else "workbook-damaged"
        raise UnreadableError(code) from error
    return sheets


@contextmanager
def _without_panics() -> Iterator[None]:
    """A damaged file can make the reader panic: that is an error like others, and prints nothing.

    Raises:
        ValueError: It did.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    except BaseException as error:
        # The panic's class has no name that could be imported, and is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError from error
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@dataclass(slots=True)
class _Looked:
    """What the text of a sheet says besides its values."""

    faults: dict[Corner, str] = field(default_factory=dict)
    doubts: dict[Corner, Shown] = field(default_factory=dict)
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)

    def note(self, corner: Corner, shown: Shown) -> None:
        """The cell shows something else than its value: a unit is wrong in every field."""
        if shown == "number-with-unit":
            self.faults[corner] = shown
        else:
            self.doubts[corner] = shown


def _looked_into(content: bytes) -> Mapping[str, _Looked]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST_UNFOLDED:
                raise UnreadableError("workbook-too-large", limit=LARGEST_UNFOLDED // 2**20)
            if "content.xml" in archive.namelist():
                return _looked_into_ods(archive)
            styles = _odd_styles(archive)
            return {
                name: _looked_into_xlsx(archive.read(part), styles)
                for name, part in _xlsx_parts(archive).items()
            }
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError),
        *(KeyError, ValueError, NotImplementedError),
    ) as error:
        raise UnreadableError("workbook-damaged") from error
    except RuntimeError as error:
        # What the library says of an encrypted part.
        raise UnreadableError("workbook-protected") from error


_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")


def _xlsx_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by its name."""
    parts: dict[str, str] = {}
    for relation in _RELATION.finditer(archive.read("xl/_rels/workbook.xml.rels")):
        said = attributes(relation[1])
        target = said.get("Target", "")
        parts[said.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    # As the reader of the values does: not every program keeps to one case of letters, or to `r:id`.
    names = {name.casefold(): name for name in archive.namelist()}
    found: dict[str, str] = {}
    for sheet in _SHEET.finditer(archive.read("xl/workbook.xml")):
        said = attributes(sheet[1])
        related = next((said[name] for name in said if name == "id" or name.endswith(":id")), "")
        part = names.get(parts.get(related, "").casefold())
        if part is not None:
            found[said.get("name", "")] = part
    return found


_FAR: Final = rb"(?:[A-Z]{3}|[D-Z][A-Z]|[A-Z]{1,2}(?:[2-9]\d{5}|\d{7}))"
"""Begins the name of every cell that lies too far off, and of few others."""
_NAMED_FAR: Final = re.compile(rb'r=["\']' + _FAR)
"""Quick to look for; what it finds may be a row or a cell without a value."""
_FAR_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br=["\'](?=' + _FAR + rb')([A-Z]+)(\d+)["\'][^>]*(?<!/)>'
)
_TO_LOOK_AT: Final = (
    *(
        begins + after
        for begins in (b"<f", b":f")
        for after in (b">", b"/", b" ", b"\n", b"\r", b"\t")
    ),
    *(b'"e"', b"'e'"),
)
"""Quick to look for."""
_VALUE: Final = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]")
_CELL_BEGINS: Final = (b"<c ", b"<c>", b":c ", b":c>")
_EMPTY_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>")
_NAME_OF_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


_STYLES: Final = "xl/styles.xml"


def _odd_styles(archive: zipfile.ZipFile) -> Mapping[int, Shown]:
    """The styles of cells that show something else than the value of a cell, by their numbers."""
    names = {name.casefold(): name for name in archive.namelist()}
    return odd_styles_of_xlsx(archive.read(names[_STYLES])) if _STYLES in names else {}


def _shown_oddly(part: bytes, styles: Mapping[int, Shown]) -> Iterator[tuple[Corner, Shown]]:
    """The cells of these styles that hold a number or a day."""
    if not styles:
        return
    numbers = "|".join(map(str, styles)).encode()
    of_styles = re.compile(
        rb'<(?:\w+:)?c\b(?=[^>]*\ss=["\'](' + numbers + rb')["\'])'
        rb'(?![^>]*\st=["\'](?![nd]["\']))[^>]*?\sr=["\']([A-Z]+)(\d+)["\'][^>]*(?<!/)>(?!</)'
    )
    by_style = {str(number).encode(): shown for number, shown in styles.items()}
    for style, letters, row in of_styles.findall(part):
        yield (int(row) - 1, _column(letters.decode())), by_style[style]


def _looked_into_xlsx(part: bytes, styles: Mapping[int, Shown]) -> _Looked:
    if _NAMED_FAR.search(part):
        for far in _FAR_CELL.finditer(part):
            _keep_small(columns=_column(far[1].decode()) + 1, rows=int(far[2]))
    looked = _Looked()
    for corner, shown in _shown_oddly(part, styles):
        looked.note(corner, shown)
    for cell in _cells_to_look_at(part):
        said = attributes(cell[0])
        named = _NAME_OF_CELL.fullmatch(said.get("r", ""))
        if named is None:
            # The format allows it, no office program writes it, and it cannot be told which cell it is.
            raise UnreadableError("workbook-damaged")
        corner = (int(named[2]) - 1, _column(named[1]))
        if said.get("t") == "e":
            looked.faults[corner] = "cell-error"
        elif not _has_value(said, cell[1]):
            looked.faults[corner] = "formula-without-value"
    return looked


def _has_value(said: Mapping[str, str], inside: bytes) -> bool:
    """Whether a formula was calculated: a text may be empty, and is then blank."""
    return _VALUE.search(inside) is not None or (
        said.get("t") == "str" and _EMPTY_VALUE.search(inside) is not None
    )


def _cells_to_look_at(part: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Attributes and inside of each cell with a formula or an error; found by looking back."""
    if not any(mark in part for mark in _TO_LOOK_AT):
        return
    seen = -1
    for mark in re.finditer(rb"""<(?:\w+:)?f\b|\st\s*=\s*["']e["']""", part):
        # Not before the last one, or each mark would be looked for through the whole text.
        since = seen + 1
        begins = max(part.rfind(name, since, mark.end()) for name in _CELL_BEGINS)
        if begins < 0:
            continue
        seen = begins
        head_ends = part.find(b">", begins)
        ends = part.find(b"</", head_ends)
        while ends >= 0 and not re.match(rb"</(?:\w+:)?c>", part[ends : ends + 12]):
            ends = part.find(b"</", ends + 2)
        yield part[begins:head_ends], part[head_ends : ends if ends >= 0 else None]


@lru_cache(maxsize=256)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


_ODS_TOKEN: Final = re.compile(
    rb"<(table:table|table:table-column|table:table-row|table:table-cell|table:covered-table-cell)"
    rb"(?=[\s/>])([^>]*)>"
)
_DEFAULT_STYLE: Final = "table:default-cell-style-name"
_NUMBERS_AND_DAYS: Final = frozenset({"float", "currency", "percentage", "date"})


def _looked_into_ods(archive: zipfile.ZipFile) -> Mapping[str, _Looked]:
    """Merged cells, errors, formulas without a value and what is shown oddly, sheet by sheet."""
    content = archive.read("content.xml")
    others = (archive.read("styles.xml"),) if "styles.xml" in archive.namelist() else ()
    styles = odd_styles_of_ods(*others, content)
    found: dict[str, _Looked] = {}
    looked = _Looked()
    of_columns: list[str] = []
    of_row: str | None = None
    row = column = -1
    rows = 1
    for token in _ODS_TOKEN.finditer(content):
        name, raw = token[1], token[2]
        said = attributes(raw) if b"=" in raw else {}
        times = int(said.get("table:number-columns-repeated", "1"))
        if name == b"table:table":
            looked = found[said.get("table:name", "")] = _Looked()
            row, rows = -1, 1
            of_columns = []
        elif name == b"table:table-column":
            of_columns += [said.get(_DEFAULT_STYLE, "")] * min(times, MOST_COLUMNS)
        elif name == b"table:table-row":
            row += rows
            rows = int(said.get("table:number-rows-repeated", "1"))
            of_row = said.get(_DEFAULT_STYLE)
            column = 0
        else:
            if "office:value-type" in said:
                _keep_small(columns=column + times, rows=row + rows)
                of_column = of_columns[column] if column < len(of_columns) else ""
                shown = styles.get(said.get("table:style-name", of_row or of_column))
                if shown is not None and said["office:value-type"] in _NUMBERS_AND_DAYS:
                    # Equal cells that stand together are written once.
                    for at in itertools.product(
                        range(row, row + rows), range(column, column + times)
                    ):
                        looked.note(at, shown)
            _look_at_ods_cell(looked, (row, column), said)
            column += times
    return found


def _keep_small(*, columns: int, rows: int) -> None:
    """What has a value in that column and row, counted from 1, can be read."""
    if columns > MOST_COLUMNS:
        raise UnreadableError("too-many-columns", limit=MOST_COLUMNS)
    if rows > MOST_ROWS:
        raise UnreadableError("too-many-rows", limit=MOST_ROWS)


def _look_at_ods_cell(looked: _Looked, corner: Corner, said: Mapping[str, Any]) -> None:
    down = int(said.get("table:number-rows-spanned", "1"))
    right = int(said.get("table:number-columns-spanned", "1"))
    if down > 1 or right > 1:
        looked.merged.append((corner, (corner[0] + down - 1, corner[1] + right - 1)))
    if said.get("calcext:value-type") == "error":
        looked.faults[corner] = "cell-error"
    elif said.get("office:value-type") == "percentage":
        looked.faults[corner] = "number-with-unit"
    elif said.get("office:value-type") == "time":
        # What is read of it is a text such as PT8H30M.
        looked.faults[corner] = "not-text-cell"
    elif "table:formula" in said and "office:value-type" not in said:
        looked.faults[corner] = "formula-without-value"
