"""What a recording refuses, told in the order in which it was said.

A reason that only follows from another refusal is left out: whoever mends that one has mended both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.domain.refusals import OPENING
from growth_ledger.errors import Refusal, RefusedError
from growth_ledger.ledger.missing import with_numbers_meant

if TYPE_CHECKING:
    from growth_ledger.intake.statements import Statement
    from growth_ledger.store import Reading

MOST_REFUSALS: Final = 1000
"""So many are reported; the rest is counted."""

_OPENING: Final = frozenset(OPENING.values())


class RefusedStatement(NamedTuple):
    """A statement that cannot be recorded.

    Attributes:
        number: Which of all statements it is.
        said: The statement.
        reasons: Why; none while it only stands behind another one that waits.
    """

    number: int
    said: Statement
    reasons: Sequence[Refusal]


class RefusedStatements:
    """Every statement that is refused, the reasons of the first ones, and what was lost with them."""

    def __init__(self) -> None:
        self._reasons: list[tuple[int, Refusal]] = []
        self._count = 0
        self._lost_streams: set[str] = set()
        self._lost_refs: set[tuple[str, str]] = set()

    def __bool__(self) -> bool:
        """Whether any is."""
        return self._count > 0

    def add(self, refused: RefusedStatement) -> None:
        """One more; those before it are there, unless they were waiting."""
        self._tell(refused, self._reasons)
        self._lose_stream(refused.said)

    def add_waiting(self, waiting: Sequence[RefusedStatement]) -> None:
        """Those that waited in vain, in their order; nothing is added after them."""
        # What would open a stream may stand behind what was to be recorded in it. No opening depends
        # on its own stream, so that one reason is left at least.
        for refused in waiting:
            if type(refused.said.event) in _OPENING:
                self._lose_stream(refused.said)
        # What is refused for a reason of its own is lost to whatever names it, before it or behind.
        own: list[tuple[int, Refusal]] = []
        others: list[tuple[int, Refusal]] = []
        for refused in waiting:
            if not _lacks_a_target_alone(refused):
                self._tell(refused, own)
        for refused in waiting:
            if _lacks_a_target_alone(refused):
                self._tell(refused, others)
        self._reasons += [*own, *others]

    def add_reason(self, refused: RefusedStatement, reason: Refusal) -> None:
        """One more reason for a statement that was added before."""
        self._count += 1
        self._reasons.append((refused.number, replace(reason, place=refused.said.place)))

    def error(self, reading: Reading) -> RefusedError:
        """The first reasons, and how many more there are."""
        first = sorted(self._reasons, key=itemgetter(0))[:MOST_REFUSALS]
        reasons = with_numbers_meant((reason for _, reason in first), reading)
        return RefusedError(reasons, more=self._count - len(reasons))

    def _tell(self, refused: RefusedStatement, into: list[tuple[int, Refusal]]) -> None:
        """The reasons stand in the list, of which as many are kept as are reported at most."""
        said = refused.said
        kept = [one for one in refused.reasons if not self._follows_from_another(one, said)]
        self._count += len(kept)
        into.extend(
            (refused.number, replace(one, place=said.place))
            for one in kept[: MOST_REFUSALS - len(into)]
        )
        if said.stream is not None:
            self._lost_refs.update(
                (said.stream, key) for key in (said.ref, said.event_id) if key is not None
            )

    def _lose_stream(self, said: Statement) -> None:
        if said.stream is not None and (said.event is None or type(said.event) in _OPENING):
            self._lost_streams.add(said.stream)

    def _follows_from_another(self, reason: Refusal, said: Statement) -> bool:
        """Whether the reason is only that something else was refused."""
        if reason.code == "no-such-target" and said.stream is not None:
            return (said.stream, str(reason.values["target"])) in self._lost_refs
        if reason.code in {"unknown-teacher", "unknown-school", "unknown-cohort"}:
            sort = reason.code.removeprefix("unknown-")
            return f"{sort}/{reason.values['value']}" in self._lost_streams
        return False


def _lacks_a_target_alone(refused: RefusedStatement) -> bool:
    """Whether nothing is wrong but that what it names is not there."""
    return all(one.code == "no-such-target" for one in refused.reasons)
