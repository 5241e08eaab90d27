"""Why an outcome is another than the day before: which facts took effect, or ran out, and mattered.

Source: interface page, section 3, `changes`; domain page, "Projections".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from growth_ledger.domain.days import Day
from growth_ledger.domain.events import (
    Appraised,
    CohortFormed,
    FileOpened,
    LeaveEnded,
    LeaveTaken,
    SchoolChanged,
    ServiceEnded,
    ServiceResumed,
)
from growth_ledger.domain.facts import once_each
from growth_ledger.domain.timelines import covers
from growth_ledger.policy.conditions import (
    Case,
    every_part,
    first_day_of_once,
    participations,
    parts,
    spans,
)
from growth_ledger.policy.packs import (
    All,
    AnyOf,
    AppraisalLatest,
    AwardHeld,
    CertificateHeld,
    CohortMember,
    Condition,
    Contributed,
    Credits,
    ExceptionHeld,
    InPost,
    InService,
    Leaf,
    Not,
    Once,
    OutsideCohortDistrict,
    Paid,
    PolicyAge,
    ReEvaluationDue,
    Reserve,
    Service,
    Tenure,
    TitleHeld,
    Training,
    VetoActive,
    leaves_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from growth_ledger.domain.facts import Fact
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.policy.packs import Projection


def causes_of_change(projection: Projection, case: Case, day: Day) -> list[Fact]:
    """The facts that take effect on the day, and by which the outcome is another than the day before.

    Empty where time alone did it: a last day or expiry of its own, a length, a window, a year.
    """
    found = [
        fact
        for leaf in _leaves_that_decide(projection, case, day)
        for fact in _turning(leaf, case, day)
    ]
    return once_each(found)


def ran_out(projection: Projection, case: Case, day: Day) -> list[Fact]:
    """The facts behind the conditions by which time alone makes the outcome another on the day."""
    found: list[Fact] = []
    for leaf in _leaves_that_decide(projection, case, day):
        # A length is made of all that came before.
        found.extend(
            part.fact
            for part in parts(leaf, case)
            if part.first <= day and (part.last >= day - 1 or isinstance(leaf, Service))
        )
        if isinstance(leaf, InPost):
            found.extend(part.fact for part in case.file.leaves if part.last == day - 1)
    return once_each(found)


def facts_behind(projection: Projection, case: Case) -> list[Fact]:
    """Every fact that some condition of the projection looks at, in order of recording."""
    return once_each([fact for leaf in leaves_of(projection) for fact in _looked_at(leaf, case)])


def _leaves_that_decide(projection: Projection, case: Case, day: Day) -> list[Leaf]:
    """The leaves that turn on the day, and without which the outcome would be another then."""
    leaves = list(leaves_of(projection))
    held = {id(leaf): spans(leaf, case) for leaf in leaves}
    before = {key: covers(found, day - 1) for key, found in held.items()}
    now = {key: covers(found, day) for key, found in held.items()}
    turned = [leaf for leaf in leaves if before[id(leaf)] != now[id(leaf)]]
    outcome = _outcome(projection, case, day, now)
    needed = [
        leaf
        for leaf in turned
        if _outcome(projection, case, day, {**now, id(leaf): before[id(leaf)]}) != outcome
    ]
    if needed:
        return needed
    # Any one of several was enough.
    enough_alone = [
        leaf
        for leaf in turned
        if _outcome(projection, case, day, {**before, id(leaf): now[id(leaf)]}) == outcome
    ]
    return enough_alone or turned


def _outcome(projection: Projection, case: Case, day: Day, leaves: Mapping[int, bool]) -> str:
    """The outcome on the day if the leaves held as is said of each, by its `id`."""

    def holds(condition: Condition) -> bool:
        match condition:
            case All(parts=inner):
                return all(map(holds, inner))
            case AnyOf(parts=inner):
                return any(map(holds, inner))
            case Not(part=part):
                return not holds(part)
            case Once(part=part):
                since = first_day_of_once(case)
                held_before = covers(spans(condition, case), day - 1)
                return held_before or (since is not None and since <= day and holds(part))
            case _:
                return leaves[id(condition)]

    return next(one.outcome for one in projection.outcomes if one.when is None or holds(one.when))


def _turning(leaf: Leaf, case: Case, day: Day) -> Sequence[Fact]:
    """Of the facts that take effect on the day, those by which the leaf turns then."""
    effective = _taking_effect(leaf, case, day)
    if not effective:
        return ()
    own = [fact for fact in effective if case.file.facts.find(fact.event_id) is fact]
    holds = covers(spans(leaf, case), day)

    def turns_without(absent: Sequence[Fact]) -> bool:
        return covers(spans(leaf, replace(case, file=case.file.without(absent))), day) == holds

    needed = [fact for fact in own if not turns_without([fact])]
    if not needed and own and not turns_without(own):
        # Any one of several was enough.
        needed = [fact for fact in own if turns_without([one for one in own if one is not fact])]
        needed = needed or own
    found = parts(leaf, case)
    ended = [part for part in found if part.last == day - 1]
    begun = [part for part in found if part.first == day]
    targets = {id(part.fact) for part in ended}
    if isinstance(leaf, InPost):
        targets |= {id(part.fact) for part in case.file.leaves if part.last == day - 1}
    bounds = {id(part.ended_by) for part in ended}
    formed = {getattr(part.fact.event, "cohort", None) for part in begun}
    # A cohort's own days are in another stream.
    others = [
        fact
        for fact in effective
        if fact not in own
        and (
            id(fact) in bounds
            or (isinstance(fact.event, CohortFormed) and fact.event.cohort in formed)
        )
    ]
    # What ends a fact counts also where the fact would have ended then by itself.
    return [*needed, *others] or [
        fact
        for fact in own
        if id(fact) in bounds
        or id(fact.target) in targets
        or (isinstance(fact.event, ServiceEnded) and ended)
    ]


def _taking_effect(leaf: Leaf, case: Case, day: Day) -> list[Fact]:
    """The facts that the leaf looks at, or that end such a one, and that take effect on the day."""
    return [fact for fact in _looked_at(leaf, case) if fact.takes_effect_on == day]


def _looked_at(leaf: Leaf, case: Case) -> Iterator[Fact]:
    """The facts that a leaf looks at, with those that end, lift or revoke them."""
    file = case.file
    base: Iterable[Fact] = ()
    match leaf:
        case InService():
            yield from _marks_of_service(file)
        case InPost() | Service():
            base = [part.fact for part in file.appointed(leaf.roles)]
            yield from (*file.of(LeaveTaken), *file.of(LeaveEnded), *file.of(SchoolChanged))
            yield from _marks_of_service(file)
        case AppraisalLatest() | ReEvaluationDue():
            either = {*leaf.scopes, "re-evaluation"}
            base = [fact for fact in file.of(Appraised) if fact.event.scope in either]
        case VetoActive(in_year_of=scopes):
            base = [fact for fact in file.of(Appraised) if fact.event.scope in scopes]
        case AwardHeld(while_in=roles) if roles:
            # By these the award was earned in post, or was not.
            base = [part.fact for part in file.appointed(roles)]
            yield from file.of(SchoolChanged)
        case CohortMember():
            for _, cohort in participations(file):
                yield from (cohort.formed_by, *([cohort.closed_by] if cohort.closed_by else []))
        case OutsideCohortDistrict():
            base = file.of(SchoolChanged)
            yield from _marks_of_service(file)
        case (
            Tenure()
            | Credits()
            | Training()
            | CertificateHeld()
            | TitleHeld()
            | AwardHeld()
            | ExceptionHeld()
            | Contributed()
            | Paid()
            | Reserve()
            | PolicyAge()
        ):
            # What it looks at are its parts alone.
            pass
        case _:
            assert_never(leaf)
    seen: dict[int, Fact] = {}
    for fact in (*base, *(part.fact for part in every_part(leaf, case))):
        seen[id(fact)] = fact
        for pointer in fact.pointers:
            if pointer.voided_by is None:
                seen[id(pointer)] = pointer
    yield from seen.values()


def _marks_of_service(file: TeacherFile) -> Sequence[Fact]:
    return *file.of(FileOpened), *file.of(ServiceEnded), *file.of(ServiceResumed)
