"""What stands on a page, whatever the page is made of: sections of pairs, tables, lines, a picture.

A paper is said once; `html`, `pdf` and `workbook` each show the same one. It holds words and typed
cells, never markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from growth_ledger.reports.printing import short_id

if TYPE_CHECKING:
    from growth_ledger.reports.labels import Labels
    from growth_ledger.reports.printing import Grid
    from growth_ledger.wording import Lang

_SHORT_VALUE: Final = 36
_FULL_NAME_ENDS: Final = 3
_ISO_DAY_LENGTH: Final = 10


@dataclass(frozen=True, slots=True)
class EventId:
    """An event's id: eight signs of it on paper, the whole of it in a workbook."""

    full: str

    def __str__(self) -> str:
        """What paper shows."""
        return short_id(self.full)


Cell: TypeAlias = "str | int | Decimal | date | EventId"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings.

    Attributes:
        caption: What it is.
        heads: A heading a column.
        rows: As many cells a row as there are headings.
        below: A line below: how many, or why none.
        widths: Of the columns, in proportion to each other; all alike where empty.
        gone: The rows, counted from 0, of what no longer stands: shown struck out.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    below: str = ""
    widths: Sequence[float] = ()
    gone: frozenset[int] = frozenset()

    @classmethod
    def of(cls, grid: Grid, *, caption: str = "", widths: Sequence[float] = ()) -> Table:
        """A grid made for the terminal, its days as days."""
        rows = [[typed(cell) for cell in row] for row in grid.rows]
        return cls(
            caption=caption or grid.title,
            heads=grid.heads,
            rows=rows,
            below=grid.below,
            widths=widths,
        )


@dataclass(frozen=True, slots=True)
class Pairs:
    """A heading and its value, a line each."""

    rows: Sequence[tuple[str, str]]

    @property
    def is_long(self) -> bool:
        """Whether some value needs a line of its own, so that pairs cannot stand beside each other."""
        return any(len(value) > _SHORT_VALUE for _, value in self.rows)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text, each with how far it is set in."""

    lines: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing; `draw` is told the font families, `says` stands in for it where it is not seen."""

    draw: Callable[[str], str]
    says: str


Block: TypeAlias = "Table | Pairs | Lines | Picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks under a title; a wide one is printed across the page."""

    title: str
    blocks: Sequence[Block]
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole document.

    Attributes:
        lang: The language that it is in.
        title: What it is.
        subtitle: Of whom, or of what day.
        marks: What must be seen at once: SANDBOX.
        sections: In order.
        basis: What it rests on; it stands on every page.
        day: The day asked, which dates the document.
        page: How many pages, such as "{page} of {pages}".
    """

    lang: Lang
    title: str
    subtitle: str = ""
    marks: Sequence[str] = ()
    sections: Sequence[Section] = field(default_factory=tuple)
    basis: str
    day: date
    page: str
    wide: bool = False

    @classmethod
    def of(
        cls,
        labels: Labels,
        *,
        title: str,
        subtitle: str = "",
        sections: Sequence[Section],
        day: date,
        basis: str,
        sandbox: bool,
        wide: bool = False,
    ) -> Paper:
        """The paper in the language of the labels; of a ledger for trials it says so."""
        return cls(
            lang=labels.lang,
            title=title,
            subtitle=subtitle,
            marks=[labels.say("say.sandbox")] if sandbox else [],
            sections=sections,
            basis=labels.say("say.basis", basis=basis),
            day=day,
            page=labels.say("paper.page", page="{page}", pages="{pages}"),
            wide=wide,
        )


def shown(cell: Cell) -> str:
    """A cell as paper shows it."""
    match cell:
        case date():
            return cell.isoformat()
        case Decimal():
            return format(cell, "f")
        case _:
            return printable(str(cell))


def typed(cell: str) -> Cell:
    """A day as a day, where the text is one; any other text as it is."""
    if len(cell) == _ISO_DAY_LENGTH and cell[4] == cell[7] == "-":
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return cell
    return cell


def printable(text: str) -> str:
    """The text without signs that have no look: controls become blanks, marks of direction go.

    Selectors of a variant and joiners stay: names are written with them.
    """
    return "".join(_visible(sign) for sign in text)


def masked(name: str | None) -> str | None:
    """The name as lists for public notice show it: its first sign and, of three or more, its last.

    What stands between is one `*` a sign; a sign's variant selector goes with it.
    """
    if name is None:
        return None
    signs: list[str] = []
    for one in name:
        if signs and unicodedata.category(one) in {"Mn", "Me", "Cf"}:
            signs[-1] += one
        else:
            signs.append(one)
    if len(signs) < _FULL_NAME_ENDS:
        return signs[0] + "*" * max(len(signs) - 1, 1) if signs else ""
    return signs[0] + "*" * (len(signs) - 2) + signs[-1]


def mask_names(rows: Iterable[Any]) -> None:
    """Each row's `name` is masked."""
    for row in rows:
        row["name"] = masked(row["name"])


def last_four(number: str | None) -> str | None:
    """A document number of a person, all but its last four signs hidden."""
    shown_signs = 4
    if number is None or len(number) <= shown_signs:
        return number
    return "*" * (len(number) - shown_signs) + number[-shown_signs:]


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cc":
        return "\n" if sign == "\n" else " "
    if category == "Cf" and sign not in "\u200c\u200d":
        return ""
    if category == "Cs" or _is_no_character(sign):
        return " "
    return sign


def _is_no_character(sign: str) -> bool:
    """The code points that Unicode keeps from ever being characters; no font has them."""
    number = ord(sign)
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF  # noqa: PLR2004 - Unicode, 23.7.
