"""The formats: a table for a terminal, one JSON document, CSV for other programs.

A terminal decides where lines are broken, and whether rows stand in a table or in blocks (`layout`);
where standard output is none, rows stand in a table and nothing is broken.
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

    from growth_ledger.reports.layout import Line

_SHOWN_ID: Final = 8
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
    """The terminal; colours never under `NO_COLOR`."""
    from rich.console import Console

    class Told(Console):
        """One that lets whoever runs the program know that its reader has gone."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Told(stderr=to_error, highlight=False, markup=False, emoji=False)


def print_grid(grid: Grid) -> None:
    """A table with its headings; each row as a block, where the terminal is too narrow for a table."""
    from growth_ledger.reports.layout import Line, grid_lines, wrapped

    width = _width()
    lines: list[Line] = []
    if grid.rows:
        if grid.title:
            lines += (Line(line, style="bold") for line in wrapped(_plain(grid.title), width))
        heads = list(map(_plain, grid.heads))
        lines += grid_lines(heads, [list(map(_plain, row)) for row in grid.rows], width)
    if grid.below:
        lines += map(Line, wrapped(_plain(grid.below), width))
    _put(lines)


def print_pairs(pairs: Iterable[tuple[str, str]], *, as_is: bool = False) -> None:
    """A heading and its value, a line each; values are not broken where they are to be copied `as_is`."""
    from growth_ledger.reports.layout import pair_lines

    shown = [(head, _plain(value)) for head, value in pairs]
    _put(pair_lines(shown, _width(), as_is=as_is))


def print_line(line: str = "") -> None:
    """A line; where it is broken, it goes on below its first word, not below its mark."""
    from growth_ledger.reports.layout import hanging

    begins = _BEGINS.match(line)
    mark = "" if begins is None else begins[0]
    _put(hanging(mark, _plain(line[len(mark) :]), _width()))


def print_hint(line: str) -> None:
    """A dim line that leads on, for whoever sits before a terminal; in a pipe it would be in the way."""
    from growth_ledger.reports.layout import Line

    if sys.stdout.isatty():
        # Not broken: what is copied from it shall be one command.
        _put([Line(_plain(line), style="dim")])


def _plain(text: str) -> str:
    return seen(text).expandtabs()


def _width() -> int:
    """How wide the terminal is; where there is none, as wide as anything."""
    return console().width if sys.stdout.isatty() else sys.maxsize


def _put(lines: Iterable[Line]) -> None:
    if not sys.stdout.isatty():
        sys.stdout.writelines(f"{line}\n" for line in lines)
        # What is said on standard error stands where it belongs.
        sys.stdout.flush()
        return
    from rich.text import Text

    out = console()
    for line in lines:
        # A word that is wider than the terminal goes over its edge whole.
        shown = Text.assemble((line.begins, line.style), line.goes_on)
        shown.rstrip()
        out.print(shown, soft_wrap=True)
