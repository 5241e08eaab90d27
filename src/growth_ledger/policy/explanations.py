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
    CohortJoined,
    Event,
    ServiceEnded,
    TitleConferred,
)
from growth_ledger.domain.facts import once_each
from growth_ledger.domain.teacher_file import days_of
from growth_ledger.domain.timelines import covers, next_first_day
from growth_ledger.policy.conditions import (
    Case,
    parts,
    spans,
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
        file = self.case.file.only(lambda fact: fact.takes_effect_on <= self.day)
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


def _deciding(leaf: Leaf, found: Sequence[Part], case: Case, day: Day) -> Sequence[Fact]:
    """The facts that count on the day; where none does, the last one that did and what ended it."""
    if isinstance(leaf, Service):
        # A length is made of all that came before.
        return once_each([part.fact for part in found if part.first <= day])
    covering = _covering(found, day)
    if covering:
        earned = _held_when_granted(leaf, covering, case)
        return once_each([*covering, *_year_appraised(leaf, case, day), *earned])
    if isinstance(leaf, InPost):
        found = case.file.appointed(leaf.roles)
        appointed = _covering(found, day)
        if appointed:
            hindering = [*_covering(case.file.leaves, day), *_out_of_service(case.file, day)]
            return once_each([*appointed, *hindering])
    if isinstance(leaf, InService):
        return _out_of_service(case.file, day)
    past = [part for part in found if part.last < day]
    if not past:
        return []
    latest = max(past, key=lambda part: part.last)
    return once_each([latest.fact, *([latest.ended_by] if latest.ended_by else [])])


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
    endings = [fact for fact in file.of(ServiceEnded) if fact.takes_effect_on <= day]
    return endings[-1:]


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
