"""Mended rows: which of them takes the place of which row, through any number of rounds.

A workbook of refused rows says of each where it stood first: its *origin*. What was mended and is refused
again goes into a second workbook, and there takes the place of the mended row alone, since one row may
have been mended into several. So each row of a workbook has a place of its own, by its origin and by what it says,
which is the origin of what takes its place in turn. Where the row that it is to replace is no longer there as
it was, it is refused: nothing is lost, nor recorded twice. So is a workbook beside files of which none is the
one that its rows come from, as that was then. A row that a workbook was written with, and
that is in none any more, was deleted by somebody, and is left out.

Source: interface page, section 2 (`--errors-to`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from growth_ledger.errors import Place
from growth_ledger.intake.origins import (
    above,
    begin_of_digest,
    begin_of_origin,
    is_added,
    mended_origin,
    origin_of,
)
from growth_ledger.intake.rows import Row
from growth_ledger.intake.statements import Statement, unreadable

LeftOut = Callable[[Statement, str], None]
"""Told a row that is left out, and the workbook that it was deleted from."""


class _Mended(NamedTuple):
    own: str
    """Its own place, for what takes it in turn."""
    origin: str | None
    """The place that it is to take; None for a row that somebody has added."""
    statement: Statement


class Mendings:
    """The rows of the workbooks of refused rows in one import."""

    def __init__(self, digests: Iterable[str], *, left_out: LeftOut) -> None:
        """No rows yet.

        Args:
            digests: SHA-256 of each file of the import, in hex.
            left_out: Told what is left out.
        """
        self._known = set(map(begin_of_digest, digests))
        self._own: set[str] = set()
        """Of these, the workbooks themselves."""
        self._left_out = left_out
        self._file_of: dict[str, str] = {}
        """By origin, the workbook that has it."""
        self._written: dict[str, str] = {}
        """By origin, the workbook that was written with it."""
        self._alone: dict[str, list[_Mended]] = {}
        """By workbook, its rows; once they are settled, those that take no other's place."""
        self._standing: set[str] = set()
        """The places that rows of these workbooks have of their own."""
        self._instead: dict[str, list[_Mended]] = {}
        """By the place that they take."""
        self._deleted: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Whether any row is to take the place of another, or to be left out."""
        return bool(self._instead or self._deleted)

    def gather(
        self, file: str, digest: str, rows: Iterable[Row], *, written: Collection[str]
    ) -> dict[tuple[str, int], str]:
        """The rows of one workbook are known.

        Args:
            file: The workbook.
            digest: Its SHA-256, in hex.
            rows: Its rows, in order.
            written: The origins that it was written with; empty where it does not list them.

        Returns:
            By sheet and line, the place that each row has of its own.
        """
        count: Counter[str] = Counter()
        is_read = True
        places: dict[tuple[str, int], str] = {}
        mended = self._alone[file] = []
        self._own.add(begin_of_digest(digest))
        for row in rows:
            place, origin, statement = row.statement.place, row.origin, row.statement
            if written and origin not in written:
                # Only what the workbook was written with has a place to take.
                origin = None
            if origin is not None and self._file_of.setdefault(origin, file) != file:
                statement = unreadable("mended-twice", place=place, path=self._file_of[origin])
                origin = None
            sheet, line = at = (place.sheet or "", place.line or 0)
            own = origin_of(digest, sheet, line)
            if row.content:
                own = mended_origin(origin, row.content, sheet)
                count[own] += 1
                own = mended_origin(origin, row.content, sheet, number=count[own])
            places[at] = own
            mended.append(_Mended(own, origin, statement))
            # Of a sheet that cannot be read nothing was deleted; its fault is no row, and has no content.
            is_read = is_read and (statement.event is not None or row.content != "")
        if is_read:
            self._written.update(dict.fromkeys(written, file))
        return places

    def settle(self) -> None:
        """Every workbook is gathered: each row finds what it takes the place of."""
        self._standing = {one.own for rows in self._alone.values() for one in rows}
        is_beside_others = bool(self._known - self._own)
        for file, rows in self._alone.items():
            strange = [is_beside_others and self._is_strange(one) for one in rows]
            self._alone[file] = [
                found
                for one, is_strange in zip(rows, strange, strict=True)
                if not is_strange and (found := self._settled(one)) is not None
            ]
            if any(strange):
                wrong = unreadable("mended-of-another", place=Place(file=file))
                self._alone[file].append(_Mended(own="", origin=None, statement=wrong))
        for origin, file in self._written.items():
            if origin not in self._file_of and origin not in self._instead:
                self._deleted[origin] = file

    def _is_strange(self, one: _Mended) -> bool:
        """Whether the row was mended from one of a file that is not given, or is another now."""
        return (
            one.origin is not None
            and not is_added(one.origin)
            and not any(map(self._is_there, (one.origin, *above(one.origin))))
        )

    def _settled(self, one: _Mended) -> _Mended | None:
        """The row, if it takes no other's place; where it would take that of a row not given, a refusal."""
        if one.origin is None:
            return one
        if self._is_there(one.origin):
            self._instead.setdefault(one.origin, []).append(one)
            return None
        if any(map(self._is_there, above(one.origin))) or (
            is_added(one.origin) and len(self._known) > 1
        ):
            # Beside the row that it was mended from there may have been others.
            wrong = unreadable("mended-between-missing", place=one.statement.place)
            # Nothing takes the place of a refusal.
            return one._replace(own="", statement=wrong)
        return one

    def _is_there(self, place: str) -> bool:
        """Whether a row of these workbooks has the place, or it is one of a file of the import."""
        return place in self._standing or begin_of_origin(place) in self._known

    def of_workbook(self, file: str) -> Iterator[Statement] | None:
        """The rows of a workbook of refused rows that take no other's place; None for another file."""
        alone = self._alone.get(file)
        if alone is None:
            return None
        return (found for one in alone for found in self.instead_of(one.own, one.statement))

    def instead_of(self, origin: str | None, statement: Statement) -> Iterator[Statement]:
        """What stands in the place of a row: the row itself, as a rule."""
        if origin in self._instead:
            for one in self._instead.pop(origin):
                yield from self.instead_of(one.own, one.statement)
        elif origin in self._deleted:
            self._left_out(statement, self._deleted[origin])
        else:
            yield statement

    def left(self) -> Iterator[Statement]:
        """Once every file was gone through: the rows that take the place of lines that are not there."""
        for place in [place for place in self._instead if place not in self._standing]:
            for one in self._instead.pop(place):
                yield from self.instead_of(one.own, one.statement)
