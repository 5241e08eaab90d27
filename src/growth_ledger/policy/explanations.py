"""Why an outcome: for each condition tried, what was found, what was needed, and which facts decided.

Source: domain page, "Projections": an explanation of an outcome at D.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, assert_never

from growth_ledger.domain.days import (
    BEGINNING,
    Day,
    date_of,
    days_in,
    intersected,
    length_in,
    service_length,
)
from growth_ledger.domain.events import (
    Appointed,
    Appraised,
    CertificateObtained,
    CohortFormed,
    CohortJoined,
    Event,
    ServiceEnded,
    TitleConferred,
)
from growth_ledger.domain.teacher_file import days_of
from growth_ledger.domain.timelines import covers, next_first_day
from growth_ledger.policy.conditions import (
    Case,
    effect_day,
    first_day_of_once,
    looked_at,
    parts,
    spans,
    taking_effect,
)
from growth_ledger.policy.packs import (
    CONDITION_NAMES,
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
    from growth_ledger.domain.teacher_file import Part, TeacherFile
    from growth_ledger.policy.packs import Projection

_POOR_RESULTS: Final = frozenset({"basic", "unqualified", "no-grade"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One condition of an explanation.

    Attributes:
        outcome: The outcome that the condition decides; None inside a condition.
        condition: The key under which a pack writes it, or `otherwise`.
        holds: Whether it holds on the day.
        found: What was found, as JSON values; empty for a combination.
        needed: The condition's parameters, as JSON values; empty for a combination.
        facts: The facts that decided it.
        holds_from: Where it does not hold, the day on which time alone will make it hold.
        clause: The clause that it comes from.
        children: The conditions it is made of.
    """

    outcome: str | None
    condition: str
    holds: bool
    found: Mapping[str, Any]
    needed: Mapping[str, Any]
    facts: tuple[Fact, ...]
    holds_from: Day | None
    clause: str
    children: tuple[Node, ...]


@dataclass(frozen=True)
class _Asked:
    """A case on a day, and the same as it would be if nothing but time went on from there."""

    case: Case
    day: Day
    looks_ahead: bool = True
    """Whether it is asked, too, what time alone will bring."""

    def holds_from(self, condition: Condition) -> Day | None:
        """The day on which time alone will make hold what does not."""
        if not self.looks_ahead:
            return None
        return next_first_day(spans(condition, self._by_time), self.day)

    @cached_property
    def _by_time(self) -> Case:
        """What has taken effect by the day, and nothing that takes effect later."""
        file = self.case.file.only(lambda fact: effect_day(fact) <= self.day)
        return replace(self.case, file=file)


def explanation(projection: Projection, case: Case, day: Day) -> list[Node]:
    """A node for each outcome tried on the day, in order; the last one is the outcome."""
    asked = _Asked(case, day)
    nodes: list[Node] = []
    for outcome in projection.outcomes:
        if outcome.when is None:
            nodes.append(
                Node(
                    outcome=outcome.outcome,
                    condition="otherwise",
                    holds=True,
                    found={},
                    needed={},
                    facts=(),
                    holds_from=None,
                    clause=outcome.clause,
                    children=(),
                )
            )
            break
        node = _explained(outcome.when, asked, clause=outcome.clause, outcome=outcome.outcome)
        nodes.append(node)
        if node.holds:
            break
    return nodes


def facts_of_outcome(projection: Projection, case: Case, day: Day) -> Iterator[Fact]:
    """The facts behind the outcome on the day; none behind the last one of all."""
    asked = _Asked(case, day, looks_ahead=False)
    for outcome in projection.outcomes:
        if outcome.when is None:
            break
        if covers(spans(outcome.when, case), day):
            return deciding_facts(_explained(outcome.when, asked, clause=outcome.clause))
    return iter(())


def _explained(
    condition: Condition, asked: _Asked, *, clause: str, outcome: str | None = None
) -> Node:
    """The condition on the day, with the conditions it is made of."""
    case, day = asked.case, asked.day
    children: tuple[Node, ...] = ()
    found: Mapping[str, Any] = {}
    needed: Mapping[str, Any] = {}
    facts: tuple[Fact, ...] = ()
    held = spans(condition, case)
    holds = covers(held, day)
    match condition:
        case All(parts=inner) | AnyOf(parts=inner):
            children = tuple(_explained(part, asked, clause=clause) for part in inner)
        case Not(part=part):
            children = (_explained(part, asked, clause=clause),)
        case Once(part=part):
            if holds:
                # It is the day on which it held that is to be explained.
                asked = replace(asked, day=held[0][0])
                found = {"day": date_of(asked.day).isoformat()}
            children = (_explained(part, asked, clause=clause),)
        case _:
            leaf_parts = parts(condition, case)
            clause = condition.clause or clause
            found = _found(condition, leaf_parts, case, day)
            needed = condition.model_dump(mode="json", exclude={"clause"}, exclude_defaults=True)
            facts = tuple(_deciding(condition, leaf_parts, case, day))
    return Node(
        outcome=outcome,
        condition=CONDITION_NAMES[type(condition)],
        holds=holds,
        found=found,
        needed=needed,
        facts=facts,
        holds_from=None if holds else asked.holds_from(condition),
        clause=clause,
        children=children,
    )


def deciding_facts(node: Node) -> Iterator[Fact]:
    """The facts behind a condition: of its parts, those that make it hold, or not hold, on the day.

    A fact that speaks for several parts comes several times. What a `not` rests on is what became of
    the condition inside it.
    """
    yield from node.facts
    for child in node.children:
        if child.holds == node.holds or node.condition == "not":
            yield from deciding_facts(child)


def is_sought(condition: Condition) -> bool:
    """Whether a teacher could work towards the condition.

    A veto, a poor appraisal, the lack of something, a payment or the age of a policy is nothing to
    work for; so an outcome that rests on such a condition is not shown as wanting anything.
    """
    match condition:
        case All(parts=inner):
            return all(is_sought(part) for part in inner)
        case AnyOf(parts=inner):
            return any(is_sought(part) for part in inner)
        case Once(part=part):
            return is_sought(part)
        case Not(part=part):
            # To be free of what nobody seeks is a part of many conditions.
            return not is_sought(part)
        case AppraisalLatest():
            return not _POOR_RESULTS.issuperset(condition.latest_in)
        case Paid() | PolicyAge() | ReEvaluationDue() | VetoActive() | OutsideCohortDistrict():
            return False
        case (
            InService()
            | InPost()
            | Service()
            | Tenure()
            | Credits()
            | Training()
            | CertificateHeld()
            | TitleHeld()
            | AwardHeld()
            | ExceptionHeld()
            | Contributed()
            | Reserve()
            | CohortMember()
        ):
            return True
        case _:
            assert_never(condition)


def causes_of_change(projection: Projection, case: Case, day: Day) -> list[Fact]:
    """The facts that take effect on the day, and by which the outcome is another than the day before.

    Empty where time alone did it: a last day or expiry of its own, a length, a window, a year.
    """
    found = [
        fact
        for leaf in _leaves_that_decide(projection, case, day)
        for fact in _turning(leaf, case, day)
    ]
    return _once_each(found)


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
    return _once_each(found)


def facts_behind(projection: Projection, case: Case) -> list[Fact]:
    """Every fact that some condition of the projection looks at, in order of recording."""
    return _once_each([fact for leaf in leaves_of(projection) for fact in looked_at(leaf, case)])


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
    effective = taking_effect(leaf, case, day)
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


def _position(fact: Fact) -> int:
    return fact.order


def _deciding(leaf: Leaf, found: Sequence[Part], case: Case, day: Day) -> Sequence[Fact]:
    """The facts that count on the day; where none does, the last one that did and what ended it."""
    if isinstance(leaf, Service):
        # A length is made of all that came before.
        return _once_each([part.fact for part in found if part.first <= day])
    covering = _covering(found, day)
    if covering:
        earned = _held_when_granted(leaf, covering, case)
        return _once_each([*covering, *_year_appraised(leaf, case, day), *earned])
    if isinstance(leaf, InPost):
        found = case.file.appointed(leaf.roles)
        appointed = _covering(found, day)
        if appointed:
            hindering = [*_covering(case.file.leaves, day), *_out_of_service(case.file, day)]
            return _once_each([*appointed, *hindering])
    if isinstance(leaf, InService):
        return _out_of_service(case.file, day)
    past = [part for part in found if part.last < day]
    if not past:
        return []
    latest = max(past, key=lambda part: part.last)
    return _once_each([latest.fact, *([latest.ended_by] if latest.ended_by else [])])


def _covering(found: Iterable[Part], day: Day) -> list[Fact]:
    return [part.fact for part in found if part.first <= day <= part.last]


def _held_when_granted(leaf: Leaf, awards: Iterable[Fact], case: Case) -> Iterator[Fact]:
    """The posts in which awards were earned that count only while in one."""
    if isinstance(leaf, AwardHeld) and leaf.while_in:
        posts = case.file.appointed(leaf.while_in)
        for award in awards:
            yield from _covering(posts, award.day)


def _year_appraised(leaf: Leaf, case: Case, day: Day) -> Sequence[Fact[Appraised]]:
    """The appraisal for whose school year vetoes count that are over; none where one is active."""
    if not isinstance(leaf, VetoActive) or not leaf.in_year_of:
        return ()
    active = VetoActive.model_construct(grounds=leaf.grounds)
    if covers(spans(active, case), day):
        return ()
    latest = case.file.latest_appraisals(leaf.in_year_of)
    return [part.fact for part in latest if part.first <= day <= part.last]


def _out_of_service(file: TeacherFile, day: Day) -> Sequence[Fact]:
    """The ending after which the file is out of service on the day."""
    if covers(file.service, day):
        return []
    endings = [fact for fact in file.of(ServiceEnded) if effect_day(fact) <= day]
    return endings[-1:]


def _once_each(facts: Sequence[Fact]) -> list[Fact]:
    return sorted({id(fact): fact for fact in facts}.values(), key=_position)


def _found(leaf: Leaf, found: Sequence[Part], case: Case, day: Day) -> Mapping[str, Any]:
    covering = [part for part in found if part.first <= day <= part.last]
    events = [part.fact.event for part in covering]
    match leaf:
        case InService():
            return {"in_service": bool(covering)}
        case InPost():
            return _found_in_post(leaf, case.file, events, day)
        case Service():
            return _found_service(leaf, found, day)
        case Tenure():
            years = case.file.tenure(case.pack.weights).at(day)
            return {"years": plain(years or Decimal(0))}
        case Credits():
            return {"years": plain(case.file.credits(leaf.roles).at(day) or Decimal(0))}
        case Training():
            return {"hours": plain(sum((part.amount for part in covering), Decimal(0)))}
        case CertificateHeld():
            return {"grades": [one.grade for one in events if isinstance(one, CertificateObtained)]}
        case TitleHeld():
            return {"titles": [one.title for one in events if isinstance(one, TitleConferred)]}
        case AppraisalLatest():
            results = [one.result for one in events if isinstance(one, Appraised)]
            return {"result": results[-1] if results else None}
        case CohortMember():
            return {"cohorts": [one.cohort for one in events if isinstance(one, CohortJoined)]}
        case PolicyAge():
            first = case.policy_first_day
            return {"first_day": None if first is None else date_of(first).isoformat()}
        case OutsideCohortDistrict():
            state = case.file.school_states.at(day)
            return {"district": None if state is None else state.district}
        case VetoActive():
            return _found_vetoes(leaf, covering, case, day)
        case AwardHeld() | Contributed() | ReEvaluationDue() | ExceptionHeld() | Paid() | Reserve():
            return {"count": _facts_in(covering)}
        case _:
            assert_never(leaf)


def _facts_in(found: Sequence[Part]) -> int:
    return len({id(part.fact) for part in found})


def _found_vetoes(
    leaf: VetoActive, covering: Sequence[Part], case: Case, day: Day
) -> Mapping[str, Any]:
    count = _facts_in(covering)
    appraised = _year_appraised(leaf, case, day) if covering else ()
    return (
        {"count": count, "school_year": appraised[0].event.year} if appraised else {"count": count}
    )


def _found_in_post(
    leaf: InPost, file: TeacherFile, events: Sequence[Event], day: Day
) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "roles": sorted({one.role for one in events if isinstance(one, Appointed)})
    }
    if not events:
        found["in_service"] = covers(file.service, day)
        found["on_leave"] = [
            part.fact.event.reason
            for part in file.leaves
            if part.first <= day <= part.last and part.fact.event.reason not in leaf.despite_leave
        ]
    return found


def _found_service(leaf: Service, found: Sequence[Part], day: Day) -> Mapping[str, Any]:
    worked = days_of(found)
    _, unit = length_in(leaf.at_least)
    if unit == "days":
        return {"days": days_in(intersected(worked, [(BEGINNING, day)]))}
    length = service_length(worked, up_to=day)
    return {"months": length.months, "days": length.days}


def plain(amount: Decimal) -> str:
    """A decimal without trailing zeros: `12`, `12.5`."""
    return format(amount.normalize(), "f")
