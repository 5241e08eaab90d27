"""What counts: the facts of one stream, as they stand after some prefix of its events.

A fact has one or more versions and may be voided. It keeps the position of its first version, so a
correction never reorders. Folding the events up to position K gives the facts as known at K; nothing
here can fail, because what could go wrong was refused before it was recorded.

Source: domain page, section 5.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, Literal
from uuid import UUID

from typing_extensions import TypeVar

from growth_ledger.domain.events import (
    Appointed,
    Event,
    LeaveTaken,
    PersonalErased,
    Recorded,
    TargetedEvent,
    Vetoed,
    Voided,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from growth_ledger.domain.days import Day

E_co = TypeVar("E_co", bound=Event, covariant=True, default=Event)
"""Of what class the event of a fact is: `Fact` alone is one of any class."""

E = TypeVar("E", bound=Event)
"""The same class in what is asked and what is answered."""

State = Literal["stands", "voided", "corrected", "inert"]

TARGET_KIND: Final = {
    "leave-ended": "leave-taken",
    "appointment-ended": "appointed",
    "certificate-revoked": "certificate-obtained",
    "title-withdrawn": "title-conferred",
    "award-revoked": "award-granted",
    "veto-lifted": "vetoed",
    "allowance-recovered": "allowance-paid",
    "reserve-delisted": "reserve-listed",
    "cohort-left": "cohort-joined",
}
"""Which kind of event each pointing kind points at."""

_SHORTEST_UUID: Final = 32
"""Signs of a UUID without hyphens."""

ENDING_KINDS: Final = frozenset(TARGET_KIND) - {"allowance-recovered"}
"""Kinds of which one target can have one standing at a time; recoveries may be several."""


@dataclass(slots=True, eq=False)
class Fact(Generic[E_co]):
    """What an event says, in its newest version. A correction never changes the event's class.

    Attributes:
        ref: The handle, given or made by the ledger (`~` and the version).
        order: Position of the first version; it decides ties on one day.
        versions: Every version, oldest first; the last one counts.
        voided_by: The event that voided the fact, if one did.
        target: The fact that this one points at.
        pointers: The facts that point at this one, voided ones included.
        day: Number of the day that orders the fact.
    """

    ref: str
    order: int
    versions: list[Recorded]
    event: E_co
    day: Day
    voided_by: Recorded | None = None
    target: Fact | None = None
    pointers: list[Fact] = field(default_factory=list)

    @property
    def event_id(self) -> str:
        """The event id of the newest version."""
        return self.versions[-1].event_id

    @property
    def takes_effect_on(self) -> Day:
        """The day from which the fact counts: the one after, where its own is a last day."""
        return self.day + 1 if self.event.day_field == "last_day" else self.day

    @property
    def is_inert(self) -> bool:
        """Whether the fact points at one that was voided."""
        return self.target is not None and self.target.voided_by is not None

    @property
    def counts(self) -> bool:
        """Whether the fact stands: neither voided nor inert."""
        return self.voided_by is None and not self.is_inert

    @property
    def ender(self) -> Fact | None:
        """The fact that ends, lifts, revokes or withdraws this one, if such a one stands."""
        for pointer in self.pointers:
            if pointer.voided_by is None and pointer.event.kind in ENDING_KINDS:
                return pointer
        return None


class Facts:
    """The facts of one stream, in the order of their first versions."""

    __slots__ = ("_all", "_by_class", "_by_key", "_void_refs", "last", "sayings")

    def __init__(self, events: Iterable[Recorded] = ()) -> None:
        """Fold the events of one stream, in order of version."""
        self._all: list[Fact] = []
        self._by_key: dict[str, Fact] = {}
        self._void_refs: set[str] = set()
        self._by_class: defaultdict[type[Event], list[Fact[Any]]] = defaultdict(list)
        self.sayings: list[tuple[Recorded, Fact | None]] = []
        """Every event with its fact; a `voided` with the fact that it voids."""
        self.last: Recorded | None = None
        for recorded in events:
            self.add(recorded)

    def __iter__(self) -> Iterator[Fact]:
        """Facts in the order of their first versions, voided and inert ones included."""
        return iter(self._all)

    def add(self, recorded: Recorded) -> None:
        """Fold in one more event of the stream."""
        event = recorded.event
        self.last = recorded
        if event.corrects is not None:
            fact = self._named(event.corrects)
            fact.versions.append(recorded)
            fact.event = event
            fact.day = event.day.toordinal()
            if isinstance(event, TargetedEvent):
                self._point(fact, event)
        elif isinstance(event, Voided):
            fact = self._named(event.target)
            fact.voided_by = recorded
            if event.ref is not None:
                self._void_refs.add(event.ref)
            self.sayings.append((recorded, fact))
            return
        elif event.day_field == "":
            # What the ledger itself says (`personal-erased`, `log-sealed`) is no fact.
            self.sayings.append((recorded, None))
            return
        else:
            ref = event.ref or f"~{recorded.version}"
            fact = Fact(ref, recorded.position, [recorded], event, event.day.toordinal())
            self._all.append(fact)
            self._by_class[type(event)].append(fact)
            self._by_key[ref] = fact
            if isinstance(event, TargetedEvent):
                self._point(fact, event)
        self._by_key[recorded.event_id] = fact
        self.sayings.append((recorded, fact))

    def only(self, keep: Callable[[Fact], bool]) -> Facts:
        """These facts alone, and those that they point at, each as it is now and with all its versions.

        They are copies, which point at each other and at nothing else; there is nothing to be said of
        what else was said.
        """
        kept = [fact for fact in self._all if keep(fact)]
        targets = {id(fact.target) for fact in kept}
        wanted = {id(fact) for fact in kept} | targets
        found = Facts()
        copies: dict[int, Fact] = {}
        for fact in self._all:
            if id(fact) in wanted:
                copies[id(fact)] = copy = Fact(
                    fact.ref, fact.order, list(fact.versions), fact.event, fact.day
                )
                copy.voided_by = fact.voided_by
                found._all.append(copy)
                found._by_class[type(copy.event)].append(copy)
        for fact in self._all:
            if id(fact) in copies:
                copy = copies[id(fact)]
                copy.target = None if fact.target is None else copies.get(id(fact.target))
                copy.pointers.extend(copies[id(one)] for one in fact.pointers if id(one) in copies)
        found._by_key = {
            key: copies[id(fact)] for key, fact in self._by_key.items() if id(fact) in copies
        }
        return found

    def find(self, key: str) -> Fact | None:
        """The fact with that ref, or with that event id in any version, in any form of a UUID."""
        found = self._by_key.get(key)
        if found is None and len(key) >= _SHORTEST_UUID:
            found = self._by_key.get(_as_event_id(key))
        return found

    def has_ref(self, ref: str) -> bool:
        """Whether an event of the stream has that ref; a `voided` has one too, and is no fact."""
        return ref in self._void_refs or ref in self._by_key

    def counting(self, *classes: type[E]) -> list[Fact[E]]:
        """The facts of these classes of events that stand, class by class, each in order of recording."""
        return [fact for cls in classes for fact in self._by_class.get(cls, ()) if fact.counts]

    def has(self, cls: type[Event]) -> bool:
        """Whether a fact of this class of events stands."""
        for fact in self._by_class.get(cls, ()):  # noqa: SIM110 - asked before every event that is recorded.
            if fact.counts:
                return True
        return False

    def let_go(self) -> None:
        """Facts no longer point at each other, so nothing more can be asked about any of them.

        Their memory is free as soon as nobody holds them, and no garbage has to be looked for.
        """
        for fact in self._all:
            fact.pointers.clear()

    def by_key(self) -> Iterable[tuple[str, Fact]]:
        """Every ref and event id that a target may name, with its fact."""
        return self._by_key.items()

    def states(self) -> list[tuple[Recorded, Fact | None, State, str | None]]:
        """Every event in order of version, its fact, its state, and the event id that caused it."""
        return [(recorded, fact, *_state(recorded, fact)) for recorded, fact in self.sayings]

    def _named(self, key: str) -> Fact:
        found = self.find(key)
        assert found is not None, "what names nothing was refused"
        return found

    def _point(self, fact: Fact, event: TargetedEvent) -> None:
        target = self._named(event.target)
        if fact.target is not target:
            if fact.target is not None:
                fact.target.pointers.remove(fact)
            target.pointers.append(fact)
            fact.target = target


def day_then_position(fact: Fact) -> tuple[Day, int]:
    """What facts are ordered by: the day, and of one day the position of the first version."""
    return fact.day, fact.order


def once_each(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without repetition, in the order of their first versions."""
    return sorted({id(fact): fact for fact in facts}.values(), key=_order)


def _as_event_id(key: str) -> str:
    try:
        return str(UUID(key))
    except ValueError:
        return key


def _order(fact: Fact) -> int:
    return fact.order


def own_last_day(event: Event) -> Day | None:
    """The last day that an appointment, leave or veto itself carries."""
    if isinstance(event, Appointed | LeaveTaken | Vetoed) and event.last_day is not None:
        return event.last_day.toordinal()
    return None


def _state(recorded: Recorded, fact: Fact | None) -> tuple[State, str | None]:
    if fact is None or isinstance(recorded.event, Voided | PersonalErased):
        return "stands", None
    if recorded is not fact.versions[-1]:
        index = next(i for i, version in enumerate(fact.versions) if version is recorded)
        return "corrected", fact.versions[index + 1].event_id
    if fact.voided_by is not None:
        return "voided", fact.voided_by.event_id
    if fact.target is not None and fact.target.voided_by is not None:
        return "inert", fact.target.voided_by.event_id
    return "stands", None
