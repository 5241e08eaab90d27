"""A small writer of SVG: shapes, text that is known to fit, hatching without patterns.

Text is measured by estimate, wide characters as one em and the rest generously, so that what fits
here fits in any of the fonts that show it. Nothing is cut: what does not fit is for the caller to say
elsewhere.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INK: Final = "#1f2933"
FAINT: Final = "#5b6773"
GRID: Final = "#d9dfe5"

_WIDE: Final = frozenset("WFA")
_NARROW_EM: Final = 0.6
_CAPITAL_EM: Final = 0.7
_LEADING: Final = 1.15
_HATCH: Final = 6
# What XML 1.0 cannot carry, however it is escaped; a replacement character is in no font of ours.
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_width(text: str, size: float) -> float:
    """How wide the text is at most, in the units of its size."""
    return size * sum(_em(sign) for sign in text)


def fit_lines(text: str, *, size: float, width: float, lines: int) -> list[str] | None:
    """The text on at most so many lines of that width; None where it does not fit.

    It is broken at blanks, and between wide characters, and two lines are made about alike.
    """
    found = _broken(text, size=size, width=width)
    if found is None or len(found) > lines:
        return None
    if len(found) == 2:  # noqa: PLR2004 - two lines
        alike = _broken(text, size=size, width=min(width, text_width(text, size) / 2 + size))
        if alike is not None and len(alike) == len(found):
            return alike
    return found


def _broken(text: str, *, size: float, width: float) -> list[str] | None:
    found: list[str] = []
    line = ""
    for piece in _pieces(text):
        if text_width((line + piece).rstrip(), size) <= width:
            line += piece
            continue
        if line.strip():
            found.append(line.strip())
        line = piece.lstrip()
        if text_width(line.rstrip(), size) > width:
            return None
    if line.strip():
        found.append(line.strip())
    return found


class Drawing:
    """Elements in the order in which they are drawn."""

    def __init__(self) -> None:
        self._elements: list[str] = []

    def rectangle(
        self, x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none"
    ) -> None:
        """A rectangle; a stroke lies on its edge."""
        self._elements.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            f' fill="{fill}" stroke="{stroke}"/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str, dashed: bool = False
    ) -> None:
        """A thin line."""
        dashes = ' stroke-dasharray="4 3"' if dashed else ""
        self._elements.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            f' stroke="{stroke}"{dashes}/>'
        )

    def path(self, points: Sequence[tuple[float, float]], *, stroke: str, fill: str) -> None:
        """A line through the points."""
        steps = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._elements.append(
            f'<polyline points="{steps}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'
        )

    def hatch(self, x: float, y: float, width: float, height: float, *, stroke: str) -> None:
        """Slanting lines inside a rectangle; what is hatched is told apart without its colour."""
        steps: list[str] = []
        offset = -height + _HATCH / 2
        while offset < width:
            left, right = max(offset, 0.0), min(offset + height, width)
            if right > left:
                steps.append(
                    f"M{_n(x + left)} {_n(y + height - (left - offset))}"
                    f"L{_n(x + right)} {_n(y + height - (right - offset))}"
                )
            offset += _HATCH
        if steps:
            self._elements.append(
                f'<path d="{"".join(steps)}" stroke="{stroke}" stroke-width="0.7" fill="none"/>'
            )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        anchor: str = "start",
        fill: str = INK,
        bold: bool = False,
        rimmed: bool = False,
    ) -> None:
        """A line of text; `y` is its middle."""
        weight = ' font-weight="700"' if bold else ""
        # A rim of white keeps the text readable where a line of the grid passes behind it.
        rim = ' stroke="#ffffff" stroke-width="2.5" paint-order="stroke"' if rimmed else ""
        # A third of an em below the middle is where the line of most signs stands.
        self._elements.append(
            f'<text x="{_n(x)}" y="{_n(y + 0.36 * size)}" font-size="{_n(size)}"'
            f' text-anchor="{anchor}" fill="{fill}"{weight}{rim}>{xml_text(text)}</text>'
        )

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float,
        anchor: str = "start",
        fill: str = INK,
        bold: bool = False,
        rimmed: bool = False,
    ) -> None:
        """Lines of text around the middle `y`."""
        top = y - (len(lines) - 1) * size * _LEADING / 2
        for index, line in enumerate(lines):
            at = top + index * size * _LEADING
            self.text(x, at, line, size=size, anchor=anchor, fill=fill, bold=bold, rimmed=rimmed)

    def begin(self, title: str) -> None:
        """What follows, up to `end`, shows this title where a pointer rests on it."""
        self._elements.append(f"<g><title>{xml_text(title)}</title>")

    def end(self) -> None:
        """The end of what `begin` began."""
        self._elements.append("</g>")

    def document(self, *, width: float, height: float, label: str, font: str, lang: str) -> str:
        """The whole picture; it scales to the width that it is given."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}"'
            f' width="{_n(width)}" height="{_n(height)}" role="img" lang="{lang}"'
            f' aria-label="{xml_text(label)}" font-family="{xml_text(font)}">'
            f"<title>{xml_text(label)}</title>" + "".join(self._elements) + "</svg>"
        )


def xml_text(text: str) -> str:
    """The text as it may stand in an element or an attribute."""
    return escape(_NOT_XML.sub(" ", text), quote=True)


def _em(sign: str) -> float:
    if category(sign) in {"Mn", "Me", "Cf"}:
        return 0.0
    if east_asian_width(sign) in _WIDE:
        return 1.0
    return _CAPITAL_EM if sign.isupper() or sign in "%@&—" else _NARROW_EM


def _pieces(text: str) -> Iterator[str]:
    """Words with the blank after them, and wide characters one by one."""
    word = ""
    for sign in text:
        if east_asian_width(sign) in _WIDE:
            if word:
                yield word
            word = ""
            yield sign
        else:
            word += sign
            if sign == " ":
                yield word
                word = ""
    if word:
        yield word


def _n(value: float) -> str:
    """A number of at most one decimal: a tenth of a unit is finer than anyone sees."""
    return f"{value:.1f}".removesuffix(".0")
