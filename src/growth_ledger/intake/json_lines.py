"""Events as JSON lines: one object a line, UTF-8, at most 1 MiB a line.

Source: interface page, section 2.
"""

from __future__ import annotations

import json
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any, Final, NoReturn

from pydantic_core import from_json

from growth_ledger.errors import Place
from growth_ledger.intake.contents import readable
from growth_ledger.intake.statements import Statement, read_statement, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

LONGEST_LINE: Final = 1024 * 1024
"""Bytes of a line, its end not counted."""

_BOM: Final = b"\xef\xbb\xbf"
_BLANKS: Final = b" \t\r\n"
"""What JSON lets stand between a key and its colon."""


def read_json_lines(path: Path) -> Iterator[Statement]:
    """Each line's statement in the order of the file; blank lines are passed over.

    A line is read no further than its limit, so a file of one endless line costs no memory.

    Raises:
        MissingError: The file cannot be read.
    """
    with readable(path), path.open("rb") as file:
        yield from _statements(file, str(path))


def _statements(file: BinaryIO, name: str) -> Iterator[Statement]:
    number = 0
    while line := file.readline(LONGEST_LINE + 2):
        number += 1
        place = Place(file=name, line=number)
        if len(line.rstrip(b"\r\n")) > LONGEST_LINE:
            _pass_over_the_rest(file, line)
            yield unreadable("line-too-long", place=place, limit=LONGEST_LINE)
            continue
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield _statement(line, place)


def _pass_over_the_rest(file: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(LONGEST_LINE)


def _statement(line: bytes, place: Place) -> Statement:
    said = _quickly(line)
    if said is not None:
        return read_statement(said, place=place, text=line)
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        return unreadable("not-utf8", place=place, byte=error.start + 1)
    try:
        said = read_json(text)
    except RepeatedKeyError as error:
        return unreadable("repeated-key", place=place, key=str(error))
    except JSONDecodeError as error:
        return unreadable("not-json", place=place, character=error.colno)
    except (RecursionError, ValueError):
        return unreadable("not-json", place=place)
    if not isinstance(said, dict):
        return unreadable("not-an-object", place=place)
    return read_statement(said, place=place, text=line)


def _quickly(line: bytes) -> dict[str, Any] | None:
    """The object of a plain line; None for one that has to be looked at with more care.

    Every key ends in a quote and a colon. Where there are no more of these than keys were read, none
    was read twice: that is so of nearly every line, and saves a call for each of its objects.
    """
    try:
        said = from_json(line, allow_inf_nan=False)
    except ValueError:
        return None
    if isinstance(said, dict) and line.translate(None, _BLANKS).count(b'":') == len(said):
        return said
    return None


class RepeatedKeyError(Exception):
    """One key twice in one object: which value counts would be a guess."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise RepeatedKeyError(key)
            seen.add(key)
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


read_json: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant).decode
"""The value of a JSON text; RepeatedKeyError, RecursionError or ValueError where there is none."""
