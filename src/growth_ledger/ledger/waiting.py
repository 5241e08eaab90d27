"""Rows of sheets that cannot be recorded where they stand, and wait for others.

A sheet holds one kind, so its rows need not stand in the order of what happened. But those of one stream in one
sheet do: while one of them waits, those behind it wait as well, so that no correction is overtaken by a later one,
and what falls on one day stays in the order of the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from growth_ledger.domain.events import POLICIES, Voided
from growth_ledger.domain.naming import named_streams
from growth_ledger.ledger.refused import RefusedStatement

if TYPE_CHECKING:
    from growth_ledger.intake.statements import Statement

_Row: TypeAlias = tuple[str | None, str | None, str | None]
"""File, sheet and stream."""


class Waiting:
    """The statements that wait, and what has been recorded since they were tried."""

    def __init__(self) -> None:
        self.refused: list[RefusedStatement] = []
        """Those that wait; one that stands behind another one has no reasons of its own yet."""
        self._held: set[_Row] = set()
        self._recorded: set[str] = set()
        self._keeps_order = True
        self._all_are_due = False

    def holds(self, said: Statement) -> bool:
        """Whether the statement has to wait behind one of its sheet and stream."""
        return (
            bool(self._held) and self._keeps_order and may_wait(said) and _row(said) in self._held
        )

    def add(self, refused: RefusedStatement) -> None:
        """One more that waits."""
        self.refused.append(refused)
        self._held.add(_row(refused.said))

    def recorded(self, stream: str) -> None:
        """The stream has one more event."""
        self._recorded.add(stream)

    def next_round(self) -> list[RefusedStatement]:
        """Those that wait no more, in their order: something that they depend on has changed."""
        recorded, self._recorded = self._recorded, set()
        due = {_row(one.said) for one in self.refused if self._is_due(one.said, recorded)}
        self._all_are_due = False
        found = [one for one in self.refused if _row(one.said) in due]
        self.refused = [one for one in self.refused if _row(one.said) not in due]
        self._held -= due
        return sorted(found, key=_number)

    def give_up_order(self) -> list[RefusedStatement]:
        """From here on each is tried for its own sake; those that have reasons, in their order."""
        self._keeps_order = False
        self._all_are_due = True
        return self.in_order()

    def in_order(self) -> list[RefusedStatement]:
        """Those that have reasons, in their order."""
        return sorted((one for one in self.refused if one.reasons), key=_number)

    def _is_due(self, said: Statement, recorded: set[str]) -> bool:
        event = said.event
        assert event is not None
        return (
            self._all_are_due
            # What is voided may be named by any stream; a code may be of any policy.
            or isinstance(event, Voided)
            or any(stream.startswith(POLICIES) for stream in recorded)
            or event.stream in recorded
            or not recorded.isdisjoint(named_streams(event))
        )


def may_wait(said: Statement) -> bool:
    """Whether the statement may be recorded behind others: whoever names moments has put them in order."""
    return said.may_wait and said.recorded_at is None and said.event is not None


def _row(said: Statement) -> _Row:
    return said.place.file, said.place.sheet, said.stream


def _number(refused: RefusedStatement) -> int:
    return refused.number
