"""Number formats: what a cell shows of its value, which may be less than it holds, or another thing.

A format is told by its code, as .xlsx writes it; the data styles of .ods are put into such codes first.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31; OpenDocument 1.3 part 3, 16.29.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from growth_ledger.intake.elements import attributes

Shown: TypeAlias = Literal["number-with-unit", "part-of-a-day", "number-shown-otherwise"]
"""What is odd: a unit makes another number of it (0.95 as 95%); the year or the day is not shown; the
format adds to the digits (7 as 七（7）班, 701 as 0701)."""

_BUILT_IN: Final[Mapping[int, Shown]] = {
    **dict.fromkeys((9, 10), "number-with-unit"),
    # Times and parts of days; 27 to 36 and 50 to 58 as the Chinese Excel shows them, of which 30 and 31
    # show the whole day.
    **dict.fromkeys(
        (*range(16, 22), *range(27, 30), *range(32, 37), *range(45, 48), *range(50, 59)),
        "part-of-a-day",
    ),
    **dict.fromkeys((*range(2, 9), 11, 12, 13, *range(37, 45), 48), "number-shown-otherwise"),
}
"""Formats that every program knows by their numbers."""
_UNITS: Final = frozenset("%‰万亿")
_NO_TOKENS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Texts, blanks as wide as a sign, fillings, colours, conditions and languages."""
_OF_A_MOMENT: Final = re.compile(r"[ymdhs]")
_YEAR: Final = re.compile(r"[yeb]")
"""`e` is the year of an era, `b` of the Buddhist calendar."""
_DAY: Final = re.compile(r"(?<!d)dd?(?!d)")
"""Three or four are a day of the week."""

_NOTHING_SAID: Final = re.compile(
    r'"\s*"|\\?\s|_.|\*.|\[(?:\$-[^\]]*|black|blue|cyan|green|magenta|red|white|yellow|color\d+)\]',
    re.IGNORECASE,
)
"""Blanks, fillings, colours and languages."""
_PLAIN: Final = re.compile("general|g/通用格式|@|#*0|#+")
"""What shows the digits that there are."""


def shown_by(code: str) -> Shown | None:
    """What is odd about what a format shows; None for nothing.

    Args:
        code: The format's code, such as `yyyy"年"m"月"`.
    """
    # What stands between two tokens keeps them apart: a day, and the day of the week behind it.
    parts = _NO_TOKENS.sub(" ", code).casefold().split(";")
    moments = [part for part in parts if _OF_A_MOMENT.search(part)]
    if moments:
        is_whole = all(_YEAR.search(part) and _DAY.search(part) for part in moments)
        return None if is_whole else "part-of-a-day"
    if not _UNITS.isdisjoint(code):
        return "number-with-unit"
    # The first part is for what is above zero.
    plain = _NOTHING_SAID.sub("", code).partition(";")[0].casefold()
    return None if _PLAIN.fullmatch(plain) else "number-shown-otherwise"


_NUMBER_FORMATS: Final = re.compile(rb"<(?:\w+:)?numFmts\b.*?</(?:\w+:)?numFmts>", re.DOTALL)
"""Conditional formats have formats of their own, under the same numbers."""
_NUMBER_FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_CELL_STYLES: Final = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE: Final = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")


def odd_styles_of_xlsx(part: bytes) -> dict[int, Shown]:
    """By its number, each style of cells that shows something odd.

    Args:
        part: The text of `xl/styles.xml`.
    """
    odd: dict[str, Shown | None] = {str(number): one for number, one in _BUILT_IN.items()}
    formats = _NUMBER_FORMATS.search(part)
    for found in _NUMBER_FORMAT.finditer(formats[0]) if formats is not None else ():
        said = attributes(found[1])
        odd[said.get("numFmtId", "")] = shown_by(said.get("formatCode", "General"))
    styles = _CELL_STYLES.search(part)
    shown = (
        odd.get(attributes(style[1]).get("numFmtId", ""))
        for style in (_STYLE.finditer(styles[0]) if styles is not None else ())
    )
    return {number: one for number, one in enumerate(shown) if one is not None}


_ODS_TOKEN: Final = re.compile(rb"<(number:[\w-]+|style:style|style:map)(?=[\s/>])([^>]*)>([^<]*)")
_ODS_CODES: Final[Mapping[str, str]] = {
    "number:year": "y",
    "number:month": "m",
    "number:day": "d",
    "number:day-of-week": "dddd",
    "number:hours": "h",
    "number:minutes": "m",
    "number:seconds": "s",
    "number:text-content": "@",
    "number:boolean": "@",
}
_ODS_OTHERWISE: Final = re.compile(
    rb'number:(?:(?:min-)?decimal-places="[^0]|min-integer-digits="(?![01]")|grouping="t|display-factor=)'
)
"""What adds to the digits that a number has: decimals, zeros in front, thousands."""


def odd_styles_of_ods(*parts: bytes) -> dict[str, Shown]:
    """By its name, each style of cells that shows something odd.

    Args:
        parts: The texts that hold styles; what a later one says goes before.
    """
    codes: dict[str, str] = {}
    """By data style, its format's code."""
    styles: dict[str, tuple[str | None, str]] = {}
    """By style of cells, its data style, and the style that it is made from."""
    current = ""
    for name, raw, text in _ods_tokens(parts):
        if name == "style:style":
            said = attributes(raw)
            own = said.get("style:data-style-name")
            styles[said.get("style:name", "")] = own, said.get("style:parent-style-name", "")
            current = ""
        elif name.endswith("-style"):
            current = attributes(raw).get("style:name", "")
            codes[current] = ""
        elif current not in codes:
            continue
        elif name == "style:map":
            # What a condition chooses is the first part of the same code.
            chosen = attributes(raw).get("style:apply-style-name", "")
            codes[current] = f"{codes.get(chosen, '')};{codes[current]}"
        elif name == "number:number":
            is_plain = not _ODS_OTHERWISE.search(raw)
            codes[current] += f'{"0" if is_plain else "0.0"}"{text}"'
        else:
            codes[current] += f"{_ODS_CODES[name]} " if name in _ODS_CODES else f'"{text}"'
    odd = {name: shown_by(code) for name, code in codes.items()}
    shown = {name: odd.get(_data_style(styles, name)) for name in styles}
    return {name: one for name, one in shown.items() if one is not None}


def _ods_tokens(parts: tuple[bytes, ...]) -> Iterator[tuple[str, bytes, str]]:
    for part in parts:
        for token in _ODS_TOKEN.finditer(part.partition(b"<office:body")[0]):
            yield token[1].decode(), token[2], token[3].decode().replace('"', "")


def _data_style(styles: Mapping[str, tuple[str | None, str]], name: str) -> str:
    """The data style of a style of cells: its own, or that of the nearest that it is made from."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        own, name = styles[name]
        if own is not None:
            return own
    return ""
