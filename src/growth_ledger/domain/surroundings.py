"""What a teacher's file depends on outside itself: schools, cohorts and adopted policies, as known at K.

Source: domain page, sections 6 and 8.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from growth_ledger.domain.days import FOREVER, Day, last_day_of
from growth_ledger.domain.events import (
    CohortClosed,
    CohortFormed,
    PolicyAdopted,
    SchoolAmended,
    SchoolRegistered,
)
from growth_ledger.domain.timelines import Run, Timeline, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pydantic import JsonValue

    from growth_ledger.domain.facts import Fact, Facts


V_co = TypeVar("V_co", covariant=True)

SHOWN_DIGEST: Final = 8
"""So much of a pack's digest is shown, and at least so much names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolState:
    """A school's particulars over a run of days, and the fact that made them so."""

    name: str
    district: str
    stage: str
    rural: bool
    learning_district: str | None = None
    group: str | None = None
    made_by: Fact[SchoolRegistered | SchoolAmended] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school; without a value before its own first day."""

    code: str
    states: Timeline[SchoolState]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A cohort; it runs from `first` to `last`, both included."""

    code: str
    name: str
    district: str
    tier: str
    first: Day
    last: Day
    formed_by: Fact[CohortFormed]
    closed_by: Fact[CohortClosed] | None = None

    def runs(self, day: Day) -> bool:
        """Whether the cohort runs on the day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adoption:
    """One putting in force of a pack; two adoptions of one pack are two.

    `adopted_by` is None for rules that are only assumed (`--rules`, `whatif`).
    """

    policy: str
    digest: str
    first: Day
    last: Day
    adopted_by: Fact[PolicyAdopted] | None = None
    content: Mapping[str, JsonValue] = field(repr=False)

    def is_named(self, named: str) -> bool:
        """Whether that is the pack's id, or the beginning of its digest."""
        by_digest = len(named) >= SHOWN_DIGEST and self.digest.startswith(named)
        return by_digest or self.policy == named


class ByName(Protocol[V_co]):
    """What is asked for by its name; a dict, or what reads each value when it is first asked for."""

    def __contains__(self, name: object, /) -> bool: ...

    def __getitem__(self, name: str, /) -> V_co: ...

    def get(self, name: str, /) -> V_co | None:
        """What has that name; None where nothing has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Schools and cohorts by code, and for each district the adoption in force over days."""

    schools: ByName[School]
    cohorts: ByName[Cohort]
    adoptions: ByName[Timeline[Adoption]]


def school_of(code: str, facts: Facts) -> School | None:
    """The school as its stream's facts tell it; None where no registration stands."""
    found: list[Fact[SchoolRegistered | SchoolAmended]] = sorted(
        facts.counting(SchoolRegistered, SchoolAmended),
        key=lambda fact: (fact.day, fact.order),
    )
    state: SchoolState | None = None
    changes: list[tuple[Day, SchoolState]] = []
    for fact in found:
        event = fact.event
        if isinstance(event, SchoolRegistered):
            state = SchoolState(
                name=event.name,
                district=event.district,
                stage=event.stage,
                rural=event.rural,
                learning_district=event.learning_district,
                group=event.group,
                made_by=fact,
            )
        elif state is not None:
            given = event.model_dump(
                include=set(SchoolState.__dataclass_fields__), exclude_none=True
            )
            state = replace(state, **given, made_by=fact)
        # An amendment dated before the registration changes nothing: the registration is later.
        if state is not None:
            changes.append((fact.day, state))
    return School(code=code, states=steps(changes)) if changes else None


def cohort_of(code: str, facts: Facts) -> Cohort | None:
    """The cohort as its stream's facts tell it; None where no forming stands."""
    formed = next(iter(facts.counting(CohortFormed)), None)
    if formed is None:
        return None
    last = last_day_of(formed.event.last_day)
    closed_by = None
    for closing in facts.counting(CohortClosed):
        if closing.day < last:
            last, closed_by = closing.day, closing
    return Cohort(
        code=code,
        name=formed.event.name,
        district=formed.event.district,
        tier=formed.event.tier,
        first=formed.day,
        last=last,
        formed_by=formed,
        closed_by=closed_by,
    )


def adoptions_of(facts: Facts) -> Timeline[Adoption]:
    """For each day the adoption in force in a district, by the facts of its policies stream.

    Of those with `first <= D <= last` the one with the latest first day is in force, on a tie the
    one recorded later; so when a later one ends, an earlier one still running is in force again.
    """
    # Stable: of one first day the later recorded comes later.
    return _latest_begun(sorted(standing_adoptions(facts), key=lambda one: one.first))


def standing_adoptions(facts: Facts) -> list[Adoption]:
    """Every adoption that stands in a policies stream, in force on some day or not, as recorded."""
    return [_adoption(fact) for fact in facts.counting(PolicyAdopted)]


def newest_named(adoptions: Iterable[Adoption], named: str) -> Adoption | None:
    """Of the adoptions of a pack the one with the latest first day, on a tie the one recorded later.

    Args:
        adoptions: Adoptions that stand, in any order.
        named: The pack's id, or the beginning of its digest.
    """
    found = (one for one in adoptions if one.is_named(named))
    return max(found, key=_first_then_recorded, default=None)


def _first_then_recorded(adoption: Adoption) -> tuple[Day, int]:
    return adoption.first, 0 if adoption.adopted_by is None else adoption.adopted_by.order


def _adoption(fact: Fact[PolicyAdopted]) -> Adoption:
    event = fact.event
    return Adoption(
        policy=event.policy,
        digest=event.digest or "",
        first=fact.day,
        last=last_day_of(event.last_day_in_force),
        adopted_by=fact,
        content=event.content or {},
    )


def _latest_begun(by_rank: Sequence[Adoption]) -> Timeline[Adoption]:
    borders = sorted(
        {adoption.first for adoption in by_rank}
        | {adoption.last + 1 for adoption in by_rank if adoption.last < FOREVER}
    )
    runs: list[Run[Adoption]] = []
    for index, day in enumerate(borders):
        last = borders[index + 1] - 1 if index + 1 < len(borders) else FOREVER
        running = [one for one in by_rank if one.first <= day <= one.last]
        if not running:
            continue
        if runs and runs[-1].value is running[-1] and runs[-1].last == day - 1:
            runs[-1] = Run(runs[-1].first, last, running[-1])
        else:
            runs.append(Run(day, last, running[-1]))
    return Timeline(tuple(runs))
