"""A paper as PDF/A-3 by typst: the same bytes for the same paper, with the machine's form attached.

What is said goes to typst as a JSON file, never as markup. A character that no font has is an error
that names it: a name with a box in it is no name.

Source: architecture page, section 4; ISO 19005-3 (PDF/A-3).
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, assert_never

from growth_ledger.errors import MissingError, StorageError
from growth_ledger.reports.papers import Lines, Pairs, Picture, Table, printable, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from growth_ledger.reports.papers import Block, Paper, Section

FONTS_VARIABLE: Final = "GROWTH_LEDGER_FONTS"
"""Folders with more fonts, parted as `PATH` is."""

_FAMILIES: Final = ("Noto Sans SC", "Noto Sans CJK SC")
_PICTURE_FAMILIES: Final = "'Noto Sans CJK SC'"
_UNDISPLAYED: Final = re.compile(r"the text [`\"]+(.+?)[`\"]+ could not be displayed", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_RUN: Final = re.compile(r"[!-~]+")
_CELL: Final = 17
_HALF_LINE: Final = 40
_LINE: Final = 60
"""So many signs without a blank fit into a cell of a table, half a line, a line."""
_UPRIGHT_MM: Final = 184
_ACROSS_MM: Final = 271
_HIGHEST_MM: Final = 158


def as_pdf(
    paper: Paper, *, attached: Mapping[str, bytes] | None = None, fonts: Sequence[str] = ()
) -> bytes:
    """The document.

    Args:
        paper: What it says.
        attached: Name to bytes of JSON files that go into it.
        fonts: Folders with more fonts than those that come along.

    Raises:
        MissingError: The extra `pdf` is not installed, or no font has one of the characters.
        StorageError: `no-font-folder`.
    """
    _check_installed()
    import typst

    font_folders = [*fonts, *filter(None, os.environ.get(FONTS_VARIABLE, "").split(os.pathsep))]
    for font_folder in font_folders:
        if not Path(font_folder).is_dir():
            raise StorageError("no-font-folder", where=font_folder)
    with TemporaryDirectory(prefix="growth-ledger-") as name:
        folder = Path(name)
        said = _paper(paper, folder, tuple(attached or ()))
        for file, content in (attached or {}).items():
            (folder / file).write_bytes(content)
        (folder / "paper.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        template = files("growth_ledger.reports").joinpath("paper.typ").read_bytes()
        (folder / "paper.typ").write_bytes(template)
        noon = datetime(paper.day.year, paper.day.month, paper.day.day, 12, tzinfo=UTC)
        try:
            document: bytes = typst.compile(
                str(folder / "paper.typ"),
                root=str(folder),
                font_paths=_fonts(tuple(font_folders)),
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards="a-3b",
                timestamp=int(noon.timestamp()),
            )
            return document  # noqa: TRY300 - what may fail is the line above.
        except typst.TypstError as error:
            found = _UNDISPLAYED.search(error.message)
            if found is None:
                raise
            raise _unknown_character(found[1]) from error


def _breakable(text: str, fitting: int) -> str:
    """The text with places where a run without blanks that may not fit can be broken.

    What fits has none: whoever copies it out of the page would copy them too.
    """

    def broken(found: re.Match[str]) -> str:
        return found[0] if len(found[0]) <= fitting else "\u200b".join(found[0])

    return _RUN.sub(broken, printable(text))


def _unknown_character(text: str) -> MissingError:
    """Which characters of the text it may be, by their numbers."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return MissingError(
        "no-font-has",
        value=text,
        signs=" ".join(f"U+{ord(one):04X}" for one in text),
        variable=FONTS_VARIABLE,
    )


def _check_installed() -> None:
    for module in ("typst", "noto_cjk_sans_otc", "justmytype_intl_cjk"):
        if find_spec(module) is None:
            raise MissingError("extra-missing", extra="pdf", value=module)


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> Any:  # noqa: ANN401 - typst's fonts, found once for many.
    import typst

    # One for its weights, the other for its signs: every Chinese one that Noto has.
    simplified = _folder_of("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc"
    everything = _folder_of("noto_cjk_sans_otc")
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(simplified), str(everything), *folders],
    )


def _folder_of(module: str) -> Path:
    spec = find_spec(module)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def _paper(paper: Paper, folder: Path, attached: Sequence[str]) -> dict[str, Any]:
    """The paper as JSON; its pictures are written into the folder."""
    return {
        "lang": paper.lang,
        "region": "cn" if paper.lang == "zh" else "gb",
        "fonts": list(_FAMILIES),
        "title": printable(paper.title),
        "subtitle": _breakable(paper.subtitle, _LINE),
        "marks": [printable(mark) for mark in paper.marks],
        "basis": printable(paper.basis),
        "page": paper.page,
        "wide": paper.wide,
        "year": paper.day.year,
        "month": paper.day.month,
        "day": paper.day.day,
        "sections": [_section(one, folder, across=paper.wide) for one in paper.sections],
        "attached": [{"name": name, "mime": "application/json", "says": name} for name in attached],
    }


def _section(section: Section, folder: Path, *, across: bool) -> dict[str, Any]:
    width_mm = _ACROSS_MM if across or section.wide else _UPRIGHT_MM
    return {
        "title": printable(section.title),
        "wide": section.wide,
        "blocks": [_block(block, folder, width_mm) for block in section.blocks],
    }


def _block(block: Block, folder: Path, width_mm: int) -> dict[str, Any]:
    match block:
        case Table():
            return _table(block)
        case Pairs():
            return {
                "sort": "pairs",
                "long": block.is_long,
                "rows": [
                    {
                        "head": printable(head),
                        "value": _breakable(value, _LINE if block.is_long else _HALF_LINE),
                    }
                    for head, value in block.rows
                ],
            }
        case Lines():
            lines = [
                {"depth": depth, "text": _breakable(line, _LINE)} for depth, line in block.lines
            ]
            return {"sort": "lines", "lines": lines}
        case Picture():
            drawn = block.draw(_PICTURE_FAMILIES)
            name = f"picture-{len(list(folder.glob('picture-*')))}.svg"
            (folder / name).write_text(drawn, encoding="utf-8")
            return {
                "sort": "picture",
                "file": name,
                "says": printable(block.says),
                "height": min(width_mm / _aspect(drawn), _HIGHEST_MM),
            }
        case _:
            assert_never(block)


def _table(table: Table) -> dict[str, Any]:
    numbers = [
        index
        for index in range(len(table.heads))
        if table.rows and all(isinstance(row[index], int | Decimal) for row in table.rows)
    ]
    return {
        "sort": "table",
        "caption": printable(table.caption),
        "heads": [printable(head) for head in table.heads],
        "widths": list(table.widths) or [1] * len(table.heads),
        "numbers": numbers,
        "rows": [
            [{"text": _breakable(shown(cell), _CELL), "gone": index in table.gone} for cell in row]
            for index, row in enumerate(table.rows)
        ],
        "below": printable(table.below),
    }


def _aspect(drawn: str) -> float:
    """Width to height of a picture."""
    matched = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', drawn)
    assert matched is not None
    return float(matched[1]) / float(matched[2])
