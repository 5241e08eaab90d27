"""Origins: how a workbook of refused rows remembers where a row stood, as text in a cell.

`<file>:<line>:<sheet>`, where `<file>` is the beginning of a SHA-256. What was mended from there, and was
refused again, has a place of its own below it: `<file>.<content>:<line>:<sheet>`, once more for each round, by
a digest of what the row says. A row that somebody added begins with its own content, at line 0.

Source: interface page, section 2 (`--errors-to`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final

_SHORT_DIGEST: Final = 16
_ADDED: Final = 0
"""No row of a file has this for its line."""
_PART: Final = rf"[0-9a-f]{{{_SHORT_DIGEST}}}(?:~\d+)?"
_ORIGIN: Final = re.compile(rf"{_PART}(?:\.{_PART})*:\d+:")


def origin_of(digest: str, sheet: str, line: int) -> str:
    """The origin of a row of a file.

    Args:
        digest: SHA-256 of the file, in hex.
        sheet: The sheet's name; "" for a file that is one sheet.
        line: The row as the reader of the file counts it, from 1.
    """
    return f"{begin_of_digest(digest)}:{line}:{sheet}"


def begin_of_digest(digest: str) -> str:
    """So much of a file's SHA-256, in hex, as an origin holds."""
    return digest[:_SHORT_DIGEST]


def begin_of_origin(origin: str) -> str:
    """By what an origin begins: for a row of a file, so much of the file's digest."""
    return origin.partition(":")[0]


def is_origin(text: str) -> bool:
    """Whether the text is written as an origin is."""
    return _ORIGIN.match(text) is not None


def content_digest(said: Iterable[str]) -> str:
    """What stands in an origin for what a row says.

    Args:
        said: A text for each column that says something, in any order.
    """
    content = "\1".join(sorted(said)).encode("utf-8", "surrogatepass")
    return begin_of_digest(hashlib.sha256(content).hexdigest())


def mended_origin(origin: str | None, content: str, sheet: str, *, number: int = 1) -> str:
    """The origin of a mended row, for what takes its place in turn.

    Args:
        origin: Where the row says that it stood; None for one that was added.
        content: Digest of what it says.
        sheet: The sheet in which it stands now.
        number: Which of several equal rows it is, from 1.
    """
    own = content if number == 1 else f"{content}~{number}"
    if origin is None:
        return f"{own}:{_ADDED}:{sheet}"
    begin, _, rest = origin.partition(":")
    return f"{begin}.{own}:{rest}"


def is_added(origin: str) -> bool:
    """Whether the row goes back to one that somebody added to a workbook of refused rows."""
    return origin.partition(":")[2].startswith(f"{_ADDED}:")


def above(origin: str) -> Iterator[str]:
    """The origins that were mended into this one, from the last to that of the row of a file."""
    begin, _, rest = origin.partition(":")
    while "." in begin:
        begin = begin.rpartition(".")[0]
        yield f"{begin}:{rest}"
