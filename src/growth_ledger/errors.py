"""What can go wrong, as values: a code, a place, and what was found. Words come from `wording`.

    LedgerError          code, where, values
    ├── RefusedError     will not be recorded; holds every Refusal
    ├── MissingError     no such teacher, event, cohort, pack or file; offers the nearest known
    ├── UsageError       an option or argument that cannot be read
    ├── UnreadableError  a file, sheet or cell that cannot be read as what it should be
    ├── PackError        a pack that does not hold together; holds every PackFault
    ├── ProofError       a leaf, root, signature or stream that does not match
    ├── StorageError     the database cannot be opened, read or written
    └── ConflictError    another writer was first

Findings and refusals are values, gathered and shown all at once; exceptions stop.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Self, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the caller's input something stands; every part that does not apply is None.

    Attributes:
        file: Its path as the caller gave it.
        sheet: Name of the sheet.
        line: Line or row, from 1.
        columns: By field, the column that it has in a sheet: A, B … AA. One mapping for all its rows.
            Of what stands in no file, the option that says it.
    """

    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    columns: Mapping[str, str] | None = dataclasses.field(default=None, compare=False, repr=False)


NOWHERE: Final = Place()
"""In no file: said on the command line, or by a program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason why an event will not be recorded.

    Attributes:
        code: Key of the wording, such as `unknown-school`.
        field: The field concerned, as the event names it; None for the event as a whole.
        values: What the wording fills in: the value found, the bound, the nearest known code.
        place: Where the event stands in the caller's input.
    """

    code: str
    field: str | None = None
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    place: Place = NOWHERE

    @property
    def column(self) -> str | None:
        """The column of the sheet that is meant, A, B … AA, or the option; None where there is none."""
        if self.field is None:
            return cast("str | None", self.values.get("column"))
        if self.place.columns is None:
            return None
        # A part of a field, such as one score of several, has a column of its own.
        part = str(self.values.get("field", self.field))
        return self.place.columns.get(part) or self.place.columns.get(self.field)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFault:
    """One mistake in a pack: the file, its line and column (from 1), and the path inside it."""

    code: str
    file: str
    line: int | None = None
    column: int | None = None
    path: str = ""
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


class LedgerError(Exception):
    """What stops a command; `code` finds its words, `values` fill them in."""

    def __init__(self, code: str, *, where: str = "", **values: object) -> None:
        """Keep the code, the place and the values for the wording."""
        super().__init__(code)
        self.code = code
        self.where = where
        self.values: dict[str, object] = values

    def at(self, where: str) -> Self:
        """The error itself, with where it was met unless that is known already."""
        self.where = self.where or where
        return self

    def __str__(self) -> str:
        """The bare facts, for logs and tests; users see the wording."""
        found = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code} {self.where} {found}".strip()


class RefusedError(LedgerError):
    """Events that will not be recorded, each with every reason."""

    def __init__(self, refusals: Iterable[Refusal], *, more: int = 0) -> None:
        """Gather the refusals; `more` counts those left out past the limit."""
        self.refusals = tuple(refusals)
        self.more = more
        super().__init__("refused", count=len(self.refusals) + more)

    def __str__(self) -> str:
        """Every refusal's code and place, one a line."""
        return "\n".join(
            f"{refusal.code} {refusal.place.line or ''} {refusal.field or ''} {dict(refusal.values)}"
            for refusal in self.refusals
        )


class MissingError(LedgerError):
    """Something named that is not there."""


class UsageError(LedgerError):
    """An option or argument that cannot be read."""


class UnreadableError(LedgerError):
    """A file, sheet or cell that cannot be read as what it should be."""


class PackError(LedgerError):
    """A pack that does not hold together."""

    def __init__(self, faults: Iterable[PackFault]) -> None:
        """Gather the faults of one pack."""
        self.faults = tuple(faults)
        super().__init__("pack-faults", count=len(self.faults))


class ProofError(LedgerError):
    """A leaf, root, signature or stream that does not match what was promised."""


class StorageError(LedgerError):
    """The database cannot be opened, read or written."""


class ConflictError(LedgerError):
    """Another writer was first; the same command may be tried again."""


_SHORT_WORD: Final = 3
"""In a word of up to so many signs, such as an id, half of them in common is much."""


def nearest(word: str, known: Iterable[str], *, always: bool = False) -> str | None:
    """The known word most like `word`; case is the least difference.

    None where none is near, unless the nearest is wanted however far it is.
    """
    words = list(known)
    alike = [one for one in words if one.casefold() == word.casefold()]
    # Chinese words are short; long ones in letters share half by chance.
    is_long = word.isascii() and len(word) > _SHORT_WORD
    cutoff = 0.0 if always else 0.6 if is_long else 0.5
    close = alike or get_close_matches(word, words, n=1, cutoff=cutoff)
    return close[0] if close else None
