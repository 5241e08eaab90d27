"""What says again something that does not stand any more, or nearly the same as something that stands.

The first changes nothing, the second is one more fact; whoever says either may not expect it, and is told.

Source: domain page, section 5; interface page, section 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.domain.events import Event, Recorded, Voided
from growth_ledger.ledger.likeness import NO_CONTENT, content_differences, personal_differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from growth_ledger.domain.facts import Fact, Facts
    from growth_ledger.errors import Place

_BESIDE_THE_MATTER: Final = NO_CONTENT | {"ref", "corrects", "basis", "note", "evidence"}


class Outdated(NamedTuple):
    """A statement that says again what was corrected or voided.

    Attributes:
        place: Where it stands.
        repeated: The event that it repeats.
        by: The event that voided the fact, else the fact's newest version.
        order: Which of the repeated statements it is; 0 where sheets may stand in any order.
    """

    place: Place
    repeated: Recorded
    by: Recorded
    order: int

    @property
    def is_voided(self) -> bool:
        """Whether the fact was voided; else it was corrected."""
        return isinstance(self.by.event, Voided)


class Repeats:
    """What one recording says again."""

    def __init__(self) -> None:
        self._count = 0
        self._outdated: list[Outdated] = []
        self._said_again: dict[str, int] = {}
        """The corrections and voids among them, by event id, with their order."""

    def add(self, repeated: Recorded, fact: Fact | None, place: Place, *, in_order: bool) -> bool:
        """One more; whether it is outdated.

        Args:
            repeated: The event that is said again.
            fact: Its fact, as it stands by now.
            place: Where it is said again.
            in_order: Whether it counts where it stands; rows of sheets may stand before what they need.
        """
        self._count += 1
        event = repeated.event
        if event.corrects is not None or isinstance(event, Voided):
            self._said_again[repeated.event_id] = self._count
        by = None if fact is None or isinstance(event, Voided) else _outdated_by(repeated, fact)
        if by is not None:
            order = self._count if in_order else 0
            self._outdated.append(Outdated(place, repeated, by, order))
        return by is not None

    def outdated(self) -> Iterator[Outdated]:
        """Those behind which the correction or void is not said again, too.

        Who imports a whole file again expects that it ends as it did.
        """
        for one in self._outdated:
            if self._said_again.get(one.by.event_id, -1) < one.order:
                yield one


def _outdated_by(repeated: Recorded, fact: Fact) -> Recorded | None:
    if fact.voided_by is not None:
        return fact.voided_by
    newest = fact.versions[-1]
    return None if newest.event_id == repeated.event_id else newest


def nearly_the_same(event: Event, facts: Facts, *, before: int) -> tuple[Fact, str | None] | None:
    """A standing fact of the same day that differs in one field at most, and that field.

    Args:
        event: What is said.
        facts: Those of its stream.
        before: Only a fact recorded before this position.
    """
    if event.corrects is not None or isinstance(event, Voided):
        return None
    day = event.day.toordinal()
    for fact in facts.counting(type(event)):
        if fact.day != day or fact.order >= before:
            continue
        differs = content_differences(event, fact.event) | personal_differences(event, fact.event)
        fields = differs.keys() - _BESIDE_THE_MATTER
        if len(fields) <= 1:
            return fact, next(iter(fields), None)
    return None
