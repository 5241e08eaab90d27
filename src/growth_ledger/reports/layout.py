"""Where things stand on a screen: words on lines, pairs below each other, rows under headings.

A width is counted in columns of the screen: a Chinese character takes two, a combining sign none. A line is never
wider than the screen, except where a single word is: it stands whole at the left edge, so that it can be copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final, NamedTuple

from rich.cells import cell_len

from growth_ledger.wording import NONE

_READABLE: Final = 10
"""So wide is a column of text at least: a day, or five Chinese characters."""
_BETWEEN: Final = "   "
_BETWEEN_NARROW: Final = "  "
"""Between columns that are cut down: what they need more than air."""
_AFTER_LABEL: Final = "  "
_SET_IN: Final = "  "

_OPENING: Final = "（〔【《〈「『“‘［｛(\\[{"
_CLOSING: Final = (
    "、，。；：！？）〕】》〉」』”’］｝…—·％,.;:!?)\\]}%"
    # What is drawn over the character before it, or says which form of it is meant.
    "\u0300-\u036f\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_WIDE: Final = (
    "\u1100-\u115f\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uff60\uffe0-\uffe6\U0001f000-\U0003ffff"
)
_NUMERALS: Final = "一二三四五六七八九十0-9"
_CLAUSE: Final = f"[{_NUMERALS}]+（[{_NUMERALS}]+）[0-9①-⑳]*"
_WORD: Final = re.compile(
    f"( *)([{_OPENING}]*(?:{_CLAUSE}|[^ {_WIDE}“‘]+|[^ ])[{_CLOSING}]*)",
)
"""What is not broken, and the blanks before it: a wide character, or all up to the next one or the next blank.

So a day, a number, an id and a word stay whole, and a clause such as 三（一）1②; no closing sign begins a line, and no
opening one ends it.
"""


class Line(NamedTuple):
    """A line, and how its beginning is shown: `bold`, `dim` or plainly."""

    begins: str
    goes_on: str = ""
    style: str = ""

    def __str__(self) -> str:
        """The line without its style, and without the blanks that would end it."""
        return f"{self.begins}{self.goes_on}".rstrip(" ")


def wrapped(text: str, width: int) -> list[str]:
    """The text on lines of that width, broken between words; a wider word has a line of its own."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if cell_len(paragraph) <= width:
            lines.append(paragraph)
        else:
            lines += _broken(paragraph, width)
    return lines


def _broken(paragraph: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for blanks, word in _WORD.findall(paragraph):
        more = cell_len(word)
        if used + len(blanks) + more <= width:
            line, used = f"{line}{blanks}{word}", used + len(blanks) + more
            continue
        if line:
            yield line
        line, used = word, more
    yield line


def hanging(
    begins: str, text: str, width: int, *, style: str = "", as_is: bool = False
) -> Iterator[Line]:
    """The text behind its beginning, going on below itself; below its beginning, where it lacks room.

    Args:
        begins: Its beginning, blanks up to the text included.
        text: What is broken.
        width: Of the screen.
        style: Of the beginning.
        as_is: Whether the text's own lines stay whole.
    """
    if width - cell_len(begins) < _READABLE:
        yield from (Line(line, style=style) for line in wrapped(begins.rstrip(), width) if line)
        begins = _SET_IN
    room = width - cell_len(begins)
    margin = " " * cell_len(begins)
    for line in text.split("\n") if as_is else wrapped(text, room):
        if cell_len(line) <= room:
            yield Line(begins, line, style)
        else:
            if begins.strip():
                yield Line(begins.rstrip(), style=style)
            yield Line("", line)
        begins = margin


def pair_lines(
    pairs: Sequence[tuple[str, str]], width: int, *, as_is: bool = False
) -> Iterator[Line]:
    """A heading and its value, a line each, the values below each other and whole where they are `as_is`."""
    widest = max((cell_len(head) for head, _ in pairs), default=0)
    for head, value in pairs:
        label = _padded(head, widest) + _AFTER_LABEL
        yield from hanging(label, value, width, style="dim", as_is=as_is)


def grid_lines(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterable[Line]:
    """Rows as a table; as blocks, a line a cell, where a table would be unreadable or longer.

    Args:
        heads: A heading a column.
        rows: As many cells a row; one at least.
        width: Of the screen.
    """
    columns = list(zip(heads, *rows, strict=True))
    widths = [max(map(_natural, column)) for column in columns]
    if _takes(widths, _BETWEEN) <= width:
        return chain(_above(heads, widths, _BETWEEN), _table_rows(rows, widths, _BETWEEN))
    blocks = list(_blocks(heads, rows, width))
    narrow = _narrowed(columns, widths, width)
    if narrow is None:
        return blocks
    table = list(_table_rows(rows, narrow, _BETWEEN_NARROW))
    if len(table) > len(blocks):
        return blocks
    return chain(_above(heads, narrow, _BETWEEN_NARROW), table)


def _natural(text: str) -> int:
    return max(map(cell_len, text.split("\n"))) if "\n" in text else cell_len(text)


def _takes(widths: Sequence[int], between: str) -> int:
    """How wide the rule below the headings reaches: a column past the cells."""
    return len(_SET_IN) + sum(widths) + len(between) * (len(widths) - 1) + 1


def _narrowed(
    columns: Sequence[Sequence[str]], widths: Sequence[int], width: int
) -> list[int] | None:
    """The widths with the widest cut down to what there is; None where a column would lose its words."""
    least = [
        max(min(wide, _READABLE), *map(_longest_word, column))
        for wide, column in zip(widths, columns, strict=True)
    ]
    if _takes(least, _BETWEEN_NARROW) > width:
        return None
    bound = width
    while _takes(found := _within(widths, least, bound), _BETWEEN_NARROW) > width:
        bound -= 1
    return found


def _within(widths: Sequence[int], least: Sequence[int], bound: int) -> list[int]:
    return [min(wide, max(low, bound)) for wide, low in zip(widths, least, strict=True)]


def _longest_word(text: str) -> int:
    words = (word for line in text.split("\n") for _, word in _WORD.findall(line))
    return max(map(cell_len, words), default=0)


def _above(heads: Sequence[str], widths: Sequence[int], between: str) -> Iterator[Line]:
    yield Line("")
    above = [wrapped(head, width) for head, width in zip(heads, widths, strict=True)]
    tallest = max(map(len, above))
    # Headings stand on the rule below them.
    for line in _beside([[""] * (tallest - len(head)) + head for head in above], widths, between):
        yield Line(line, style="bold")
    yield Line(" " + "─" * (_takes(widths, between) - 1))


def _table_rows(
    rows: Iterable[Sequence[str]], widths: Sequence[int], between: str
) -> Iterator[Line]:
    for row in rows:
        cells = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        yield from map(Line, _beside(cells, widths, between))
    yield Line("")


def _beside(cells: Sequence[Sequence[str]], widths: Sequence[int], between: str) -> Iterator[str]:
    for parts in zip_longest(*cells, fillvalue=""):
        yield _SET_IN + between.join(map(_padded, parts, widths))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _blocks(heads: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> Iterator[Line]:
    widest = max(map(cell_len, heads))
    labels = [_padded(head, widest) + _AFTER_LABEL for head in heads]
    yield Line("")
    for row in rows:
        cells = list(zip(labels, row, strict=True))
        told = [(label, cell) for label, cell in cells if cell not in {"", NONE}]
        # A heading with nothing below it would look cut off.
        for label, cell in told if len(told) > 1 else cells:
            yield from hanging(label, cell, width, style="dim")
        yield Line("")
