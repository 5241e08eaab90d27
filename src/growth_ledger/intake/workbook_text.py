"""What the text of a workbook's parts says of its cells, and a reader of their values does not.

Formulas without a value, errors, merged cells, and numbers and days that are shown as something else. The same look
keeps out a small file that would unfold into more than a machine holds.

Source: ECMA-376 part 1, 18.3; OpenDocument 1.3 part 3, 9.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, TypeAlias

from growth_ledger.errors import UnreadableError
from growth_ledger.intake.elements import attributes
from growth_ledger.intake.formats import Shown, odd_styles_of_ods, odd_styles_of_xlsx

Corner: TypeAlias = tuple[int, int]
"""Row and column of a cell, from 0."""

LARGEST_UNFOLDED: Final = 512 * 2**20
"""Bytes of a workbook's parts together, once they are unpacked."""
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 104
"""Up to column CZ."""


@dataclass(slots=True)
class Looked:
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


def looked_into(content: bytes) -> Mapping[str, Looked]:
    """What the parts of a workbook say of its sheets, by their names.

    Args:
        content: Of an .xlsx or .ods file.

    Raises:
        UnreadableError: It is damaged, protected, or too large.
    """
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


def _looked_into_xlsx(part: bytes, styles: Mapping[int, Shown]) -> Looked:
    if _NAMED_FAR.search(part):
        for far in _FAR_CELL.finditer(part):
            _keep_small(columns=_column(far[1].decode()) + 1, rows=int(far[2]))
    looked = Looked()
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


def _looked_into_ods(archive: zipfile.ZipFile) -> Mapping[str, Looked]:
    """Merged cells, errors, formulas without a value and what is shown oddly, sheet by sheet."""
    content = archive.read("content.xml")
    others = (archive.read("styles.xml"),) if "styles.xml" in archive.namelist() else ()
    styles = odd_styles_of_ods(*others, content)
    found: dict[str, Looked] = {}
    looked = Looked()
    of_columns: list[str] = []
    of_row: str | None = None
    row = column = -1
    rows = 1
    for token in _ODS_TOKEN.finditer(content):
        name, raw = token[1], token[2]
        said = attributes(raw) if b"=" in raw else {}
        times = int(said.get("table:number-columns-repeated", "1"))
        if name == b"table:table":
            looked = found[said.get("table:name", "")] = Looked()
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


def _look_at_ods_cell(looked: Looked, corner: Corner, said: Mapping[str, Any]) -> None:
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
