"""A paper as one HTML file: no network, no script, prints well, says nothing by colour alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final, assert_never

from growth_ledger.reports.papers import EventId, Lines, Pairs, Picture, Table, printable, shown
from growth_ledger.reports.trajectory import SCREEN_FONTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from growth_ledger.reports.papers import Block, Cell, Paper, Section


_SHORT: Final = 12


def as_html(paper: Paper) -> str:
    """The page, ended by a newline."""
    return "\n".join(_page(paper)) + "\n"


def _page(paper: Paper) -> Iterator[str]:
    lang = "zh-CN" if paper.lang == "zh" else "en"
    heading = " · ".join(part for part in (paper.title, paper.subtitle) if part)
    yield "<!doctype html>"
    yield f'<html lang="{lang}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    # Nothing may be fetched, whatever a name or a note contains; the icon would be, without this.
    yield (
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
    )
    yield '<link rel="icon" href="data:,">'
    yield f"<title>{_text(heading)}</title>"
    yield f"<style>{_style(paper)}</style>"
    yield "</head>"
    yield f'<body class="{"wide" if paper.wide else "tall"}">'
    yield "<header>"
    for mark in paper.marks:
        yield f'<p class="mark">{_text(mark)}</p>'
    yield f"<h1>{_text(paper.title)}</h1>"
    if paper.subtitle:
        yield f'<p class="subtitle">{_text(paper.subtitle)}</p>'
    yield "</header>"
    yield "<main>"
    for section in paper.sections:
        yield from _section(section)
    yield "</main>"
    yield f"<footer><p>{_text(paper.basis)}</p></footer>"
    yield "</body>"
    yield "</html>"


def _style(paper: Paper) -> str:
    style = files("growth_ledger.reports").joinpath("paper.css").read_text(encoding="utf-8")
    return f":root {{ --fonts: {SCREEN_FONTS}; }}\n{style}{_margin_boxes(paper)}"


def _margin_boxes(paper: Paper) -> str:
    """What stands on every printed page: of whom it is, the basis, and the page's number."""
    before, _, rest = paper.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    pages = f"{_css(before)} counter(page) {_css(between)} counter(pages) {_css(after)}"
    marks = " · ".join(filter(None, [*paper.marks, paper.subtitle, paper.basis]))
    return (
        "@page { @bottom-left { content: " + _css(marks) + "; } "
        "@bottom-right { white-space: nowrap; content: " + pages + "; } }\n"
    )


def _css(text: str) -> str:
    """The text as a string of CSS that cannot end early, nor end the style element."""
    kept = {" ", "·", ":", "#", "@", "-", "."}
    return (
        '"'
        + "".join(
            one if one.isalnum() or one in kept else f"\\{ord(one):x} " for one in printable(text)
        )
        + '"'
    )


def _section(section: Section) -> Iterator[str]:
    yield f'<section class="{"wide" if section.wide else "tall"}">'
    if section.title:
        yield f"<h2>{_text(section.title)}</h2>"
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield from _table(block)
        case Pairs():
            yield '<dl class="long">' if block.is_long else "<dl>"
            for head, value in block.rows:
                yield f"<div><dt>{_text(head)}</dt><dd>{_text(value)}</dd></div>"
            yield "</dl>"
        case Lines():
            yield '<ul class="lines">'
            for depth, line in block.lines:
                yield f'<li class="depth-{min(depth, 5)}">{_text(line)}</li>'
            yield "</ul>"
        case Picture():
            yield f"<figure>{block.draw(SCREEN_FONTS)}</figure>"
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    # A short table is not parted from its head by a page's end.
    is_short = len(table.rows) <= _SHORT
    yield f'<div class="sheet{" short" if is_short else ""}"><table>'
    yield f"<caption>{_text(table.caption)}</caption>"
    if table.widths:
        whole = sum(table.widths)
        columns = "".join(f'<col style="width:{100 * one / whole:.1f}%">' for one in table.widths)
        yield f"<colgroup>{columns}</colgroup>"
    heads = "".join(f'<th scope="col">{_text(head)}</th>' for head in table.heads)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for index, row in enumerate(table.rows):
        is_gone = index in table.gone
        cells = "".join(_cell(cell, is_gone=is_gone) for cell in row)
        yield f'<tr class="gone">{cells}</tr>' if is_gone else f"<tr>{cells}</tr>"
    yield "</tbody></table></div>"
    if table.below:
        yield f'<p class="below">{_text(table.below)}</p>'


def _cell(cell: Cell, *, is_gone: bool) -> str:
    said = _text(shown(cell))
    if is_gone and said:
        said = f"<del>{said}</del>"
    match cell:
        case EventId():
            return f'<td class="id" title="{_text(cell.full)}">{said}</td>'
        case date():
            return f'<td class="day">{said}</td>'
        case int() | Decimal():
            return f'<td class="number">{said}</td>'
        case _:
            return f"<td>{said}</td>"


def _text(text: str) -> str:
    return escape(printable(text), quote=True)
