"""The formats: a table for a terminal, one JSON document, CSV for other programs.

A terminal decides a table's width; where standard output is none, nothing is cut or wrapped.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

_UNBOUNDED: Final = 100_000
_SHOWN_ID: Final = 8
_CODE: Final = re.compile(r"[!-~]{0,24}")
"""What is read as one word, and lost on a reader who finds it in two."""
_SHORT: Final = 6
"""So much besides, such as 至今 among days."""
_NARROWEST: Final = 5
_BETWEEN_COLUMNS: Final = 3
_SEEN: Final = {
    **{sign: 0x2400 + sign for sign in range(0x20) if chr(sign) not in "\n\t"},
    **dict.fromkeys(range(0x7F, 0xA0), 0xFFFD),
}
"""Signs that would steer the terminal, and what is seen in their place."""
_BEGINS: Final = re.compile(" +(?:[✓✗] )?|[✓✗] ")
"""What a line is set in by, and its mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rows under headings, ready to be shown.

    Attributes:
        title: What it is, or "".
        heads: A heading a column.
        rows: As many cells a row as there are headings.
        below: A line below: how many, or why none.
    """

    title: str = ""
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    below: str = ""


def seen(text: str) -> str:
    """The text with a picture for each sign that would steer the terminal; lines and tabs stay."""
    return text.translate(_SEEN)


def short_id(event_id: str) -> str:
    """So much of an event's id as tells it from the others on a page."""
    return event_id[:_SHOWN_ID]


def as_json(answer: Any) -> str:  # noqa: ANN401 - any JSON value.
    """One JSON document."""
    return json.dumps(answer, ensure_ascii=False, indent=2)


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV as RFC 4180 has it, UTF-8; absent values are empty, lists are words with blanks between."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(map(_as_cell, row) for row in rows)
    return out.getvalue()


def _as_cell(value: Any) -> str:  # noqa: ANN401 - any JSON value but an object.
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return " ".join(map(_as_cell, value))
        case _:
            return str(value)


def console(*, to_error: bool = False) -> Console:
    """Where tables and progress go; colours only on a terminal, and never under `NO_COLOR`."""
    from rich.console import Console

    class Told(Console):
        """One that lets whoever runs the program know that its reader has gone."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    stream = sys.stderr if to_error else sys.stdout
    width = None if stream.isatty() else _UNBOUNDED
    return Told(stderr=to_error, width=width, highlight=False, markup=False, emoji=False)


def print_grid(grid: Grid) -> None:
    """A table with its headings; wide Chinese characters count as two columns."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    table = Table(
        title=grid.title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD
    )
    kept_whole = _kept_whole(grid, width=out.width)
    for at, head in enumerate(grid.heads):
        table.add_column(head, overflow="fold", no_wrap=at in kept_whole)
    for row in grid.rows:
        table.add_row(*(Text(seen(cell)) for cell in row))
    if grid.rows:
        out.print(table)
    if grid.below:
        out.print(Text(grid.below))


def _kept_whole(grid: Grid, *, width: int) -> frozenset[int]:
    """The columns of numbers, days and codes that are not broken, from the left, while there is room."""
    from rich.cells import cell_len

    if width >= _UNBOUNDED:
        # Nothing is broken.
        return frozenset()
    columns = list(zip(grid.heads, *grid.rows, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    left = width - sum(min(wide, _NARROWEST) + _BETWEEN_COLUMNS for wide in widths)
    kept: set[int] = set()
    for at, (head, *cells) in enumerate(columns):
        more = max(widths[at] - _NARROWEST, 0)
        if " " in head and cell_len(head) == widths[at]:
            # It is the heading that is wide, and that may well stand in two lines.
            continue
        if more <= left and all(_CODE.fullmatch(one) or cell_len(one) <= _SHORT for one in cells):
            kept.add(at)
            left -= more
    return frozenset(kept)


def print_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """A heading and its value, a line each."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for head, value in pairs:
        table.add_row(head, Text(seen(value)))
    console().print(table)


def print_line(line: str = "") -> None:
    """A line; where it is broken, it goes on below its first word, not below its mark."""
    from rich.table import Table
    from rich.text import Text

    begins = _BEGINS.match(line)
    if begins is None:
        console().print(Text(seen(line)))
        return
    hanging = Table.grid()
    hanging.add_column(no_wrap=True)
    hanging.add_column(overflow="fold")
    hanging.add_row(begins[0], Text(seen(line[begins.end() :])))
    console().print(hanging)
