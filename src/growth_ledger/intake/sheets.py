"""Files of rows: .xlsx, .xls, .ods and .csv as grids of cells, with what a grid alone hides.

A workbook's reader gives values and nothing else, so `workbook_text` looks at the file's own text for what may not be
read as if it were well.

Source: interface page, section 2.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from growth_ledger.errors import StorageError, UnreadableError
from growth_ledger.intake.formats import Shown
from growth_ledger.intake.workbook_text import MOST_ROWS, Corner, Looked, looked_into
from growth_ledger.processes import helpers, in_order

if TYPE_CHECKING:
    from growth_ledger.intake.cells import Cell

Form: TypeAlias = Literal["workbook", "csv", "json-lines"]

LARGEST_FILE: Final = 64 * 2**20
"""Bytes; a hundred thousand rows are some 6 million."""

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
    looked: Mapping[str, Looked] = {}
    if content.startswith(_ZIP):
        looked = looked_into(content)
    try:
        with _without_panics(), CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ is not SheetTypeEnum.WorkSheet:
                    continue
                found = book.get_sheet_by_name(sheet.name)
                seen = looked.get(sheet.name, Looked())
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
