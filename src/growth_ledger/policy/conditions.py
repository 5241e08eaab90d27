"""When a condition holds: a pack's condition and a teacher's file -> the days on which it holds.

Every leaf is read the same way: `parts` gives the facts that matter with the days on which each
counts, `spans` the days on which together they are enough. `all`, `any`, `not` and `once` combine
spans. Nothing is asked day by day.

Source: domain page, "Conditions".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from growth_ledger.domain.codes import AWARD_GRADE_RANK, CERTIFICATE_GRADE_RANK, LEVEL_RANK
from growth_ledger.domain.days import (
    BEGINNING,
    FOREVER,
    Day,
    Span,
    add_years,
    date_of,
    day_reaching_days,
    day_reaching_years,
    intersected,
    last_day_of,
    last_day_within,
    length_in,
    merged,
    school_year_days,
    school_year_of,
    without,
)
from growth_ledger.domain.events import (
    AllowancePaid,
    AllowanceRecovered,
    Appointed,
    Appraised,
    AwardGranted,
    CertificateObtained,
    CohortJoined,
    ContributionMade,
    Event,
    ExceptionGranted,
    ReserveListed,
    TenureCredited,
    TitleConferred,
    TrainingCompleted,
    Vetoed,
    VetoLifted,
)
from growth_ledger.domain.facts import E, Fact
from growth_ledger.domain.teacher_file import (
    Part,
    TeacherFile,
    days_of,
    each_until_the_next,
    until_ended,
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
    years_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from growth_ledger.domain.surroundings import Cohort
    from growth_ledger.domain.timelines import Run
    from growth_ledger.policy.packs import Pack

ALWAYS: Final[list[Span]] = [(BEGINNING, FOREVER)]

_NOTHING: Final = Decimal(0)
_SPEAKS_FOR: Final = Decimal(1)
_QUALIFIED_OR_BETTER: Final = frozenset({"excellent", "qualified"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file to be judged, by which pack, and for a cohort's participant also as which one.

    Attributes:
        policy_first_day: First day of the adoption; None where rules without one are assumed.
        cohort: The cohort whose participant is judged.
        joined_on: The day on which the participant joined it.
    """

    file: TeacherFile
    pack: Pack
    policy_first_day: Day | None
    cohort: Cohort | None = None
    joined_on: Day | None = None


def spans(condition: Condition, case: Case) -> list[Span]:
    """The days on which the condition holds, as disjoint spans in order.

    They are not cut to the days on which the file is open or the policy in force.
    """
    match condition:
        case All(parts=inner):
            held = spans(inner[0], case)
            for part in inner[1:]:
                if not held:
                    break
                held = intersected(held, spans(part, case))
            return held
        case AnyOf(parts=inner):
            return merged([span for part in inner for span in spans(part, case)])
        case Not(part=part):
            return without(ALWAYS, spans(part, case))
        case Once(part=part):
            return _once(spans(part, case), case)
        case _:
            needed = _NEEDED.get(type(condition))
            if needed is not None and not case.file.of(needed):
                return []
            shortly = _SHORTLY.get(type(condition))
            found = None if shortly is None else shortly(condition, case)
            return leaf_spans(condition, parts(condition, case), case) if found is None else found


def leaf_spans(leaf: Leaf, found: Sequence[Part], case: Case) -> list[Span]:
    """The days on which the leaf holds, given its `parts`."""
    enough_of = _ENOUGH.get(type(leaf))
    if enough_of is None:
        return days_of(found)
    return enough_of(leaf, found, case)


def _long_enough(leaf: Service, found: Sequence[Part], _: Case) -> list[Span]:
    return _reached(leaf, days_of(found))


def _reached(leaf: Service, worked: list[Span]) -> list[Span]:
    count, unit = length_in(leaf.at_least)
    reaching = day_reaching_days if unit == "days" else day_reaching_years
    reached = reaching(worked, count)
    return [] if reached is None else [(reached, FOREVER)]


def _tenured(leaf: Tenure, _: Sequence[Part], case: Case) -> list[Span]:
    return _from_first(case.file.tenure(case.pack.weights).runs, leaf.at_least)


def _credited(leaf: Credits, _: Sequence[Part], case: Case) -> list[Span]:
    return _from_first(case.file.credits(leaf.roles).runs, leaf.at_least)


def _trained(leaf: Training, found: Sequence[Part], _: Case) -> list[Span]:
    return enough(found, leaf.hours_at_least)


def _often(leaf: AwardHeld | Contributed, found: Sequence[Part], _: Case) -> list[Span]:
    return enough(found, Decimal(leaf.count_at_least))


def _appraised(_: AppraisalLatest, found: Sequence[Part], __: Case) -> list[Span]:
    return enough(found, _SPEAKS_FOR)


def _young(leaf: PolicyAge, _: Sequence[Part], case: Case) -> list[Span]:
    if case.policy_first_day is None:
        return []
    first_day = date_of(case.policy_first_day)
    return [(BEGINNING, add_years(first_day, years_of(leaf.under)).toordinal() - 1)]


def _outside(_: OutsideCohortDistrict, __: Sequence[Part], case: Case) -> list[Span]:
    return without(ALWAYS, _in_cohort_district(case))


def parts(leaf: Leaf, case: Case) -> list[Part]:
    """The facts that matter to the leaf, each with the days on which it counts and how much.

    A fact that never counts on any day has no part. An amount of 0 is a fact that was looked at and
    did not speak for the condition (an appraisal with another result).
    """
    return [part for part in every_part(leaf, case) if part.first <= part.last]


def every_part(leaf: Leaf, case: Case) -> Iterable[Part]:
    """As `parts`, with those that count on no day."""
    return _PARTS[type(leaf)](leaf, case)


def enough(found: Iterable[Part], needed: Decimal) -> list[Span]:
    """The days on which the amounts of the parts that cover them add up to what is needed."""
    steps: dict[Day, Decimal] = {}
    for part in found:
        amount = part.amount
        if not amount:
            continue
        steps[part.first] = steps.get(part.first, _NOTHING) + amount
        if part.last < FOREVER:
            steps[part.last + 1] = steps.get(part.last + 1, _NOTHING) - amount
    result: list[Span] = []
    total = Decimal(0)
    since: Day | None = None
    for day in sorted(steps):
        total += steps[day]
        if since is None and total >= needed:
            since = day
        elif since is not None and total < needed:
            result.append((since, day - 1))
            since = None
    if since is not None:
        result.append((since, FOREVER))
    return result


def _from_first(runs: Iterable[Run[Decimal]], needed: Decimal) -> list[Span]:
    """From the first run that has what is needed: what is credited is never taken away."""
    for run in runs:
        if run.value >= needed:
            return [(run.first, FOREVER)]
    return []


def _once(held: Sequence[Span], case: Case) -> list[Span]:
    since = first_day_of_once(case)
    if since is None:
        return []
    for first, last in held:
        if last >= since:
            return [(max(first, since), FOREVER)]
    return []


def first_day_of_once(case: Case) -> Day | None:
    """The first day on which what must have held once may have held; None for a file without opening."""
    first_day = case.file.first_day
    return None if first_day is None else max(first_day, case.policy_first_day or BEGINNING)


def _in_post(leaf: InPost, file: TeacherFile) -> Iterator[Part]:
    appointed = file.appointed(leaf.roles)
    if leaf.level_at_least is not None:
        least = LEVEL_RANK[leaf.level_at_least]
        appointed = [part for part in appointed if _level(part.fact) >= least]
    if not appointed:
        return
    yield from _cut(appointed, file.working(despite=leaf.despite_leave))


def _level(fact: Fact[Appointed]) -> int:
    level = fact.event.level
    return -1 if level is None else LEVEL_RANK[level]


def _service(leaf: Service, file: TeacherFile) -> Iterator[Part]:
    in_service = file.service
    if leaf.minus_leave:
        in_service = file.working()
    yield from _cut(
        file.appointed([role for role in leaf.roles if role != "employment"]), in_service
    )
    if "employment" in leaf.roles:
        yield from _cut(file.service_parts, in_service)


def _cut(found: Iterable[Part], days: Sequence[Span]) -> Iterator[Part]:
    """Each part on those of its days that are among the days given."""
    for part in found:
        for first, last in intersected([(part.first, part.last)], days):
            if first == part.first and last == part.last:
                yield part
            else:
                yield part._replace(first=first, last=last)


def _credits(leaf: Credits, file: TeacherFile) -> Iterator[Part]:
    for fact in file.of(TenureCredited):
        if fact.event.role in leaf.roles:
            yield _for_good(fact)


def _for_good(fact: Fact[E]) -> Part[E]:
    return Part(fact.day, FOREVER, fact, fact)


def _training(leaf: Training, file: TeacherFile) -> Iterator[Part]:
    least = LEVEL_RANK[leaf.level_at_least] if leaf.level_at_least else 0
    for fact in file.of(TrainingCompleted):
        event = fact.event
        if event.programme in leaf.programmes and LEVEL_RANK[event.level] >= least:
            last = _window(event.effective_on, leaf.within)
            yield Part(fact.day, last, fact, fact, amount=event.hours)


def _window(day: date, within: str | None) -> Day:
    return FOREVER if within is None else last_day_within(day, years_of(within)).toordinal()


def _certificates(leaf: CertificateHeld, file: TeacherFile) -> Iterator[Part]:
    least = CERTIFICATE_GRADE_RANK[leaf.grade_at_least]
    for fact in file.of(CertificateObtained):
        event = fact.event
        if (
            leaf.certificate == str(event.certificate)
            and CERTIFICATE_GRADE_RANK[event.grade] >= least
        ):
            yield until_ended(fact, last_day_of(event.expires_on))


def _titles(leaf: TitleHeld, case: Case) -> Iterator[Part]:
    titles = case.pack.titles_at_least(leaf)
    for part in case.file.titles:
        if part.fact.event.title in titles:
            yield part


def _awards(leaf: AwardHeld, file: TeacherFile) -> Iterator[Part]:
    for fact in file.of(AwardGranted):
        if _award_fits(leaf, fact.event):
            covered = not leaf.while_in or any(
                part.first <= fact.day <= part.last for part in file.appointed(leaf.while_in)
            )
            if covered:
                yield until_ended(fact, _window(fact.event.effective_on, leaf.within))


def _award_fits(leaf: AwardHeld, event: AwardGranted) -> bool:
    level = LEVEL_RANK[event.level]
    if leaf.awards and event.award not in leaf.awards:
        return False
    if leaf.level is not None and event.level != leaf.level:
        return False
    if leaf.level_at_least is not None and level < LEVEL_RANK[leaf.level_at_least]:
        return False
    if leaf.grade_at_least is None:
        return True
    # An award without a grade satisfies no `grade_at_least` (domain page, conditions).
    return (
        event.grade is not None
        and AWARD_GRADE_RANK[event.grade] >= AWARD_GRADE_RANK[leaf.grade_at_least]
    )


def _latest_appraisals(leaf: AppraisalLatest, case: Case) -> Iterator[Part]:
    found: Iterable[Part[Appraised]] = case.file.latest_appraisals(leaf.scopes)
    if leaf.since_joining:
        found = each_until_the_next(
            [
                fact
                for fact in case.file.of(Appraised)
                if fact.event.scope in leaf.scopes and _since_joining(fact, case)
            ]
        )
    for part in found:
        is_one_of_them = part.fact.event.result in leaf.latest_in
        yield part if is_one_of_them else part._replace(amount=_NOTHING)


def _since_joining(fact: Fact[Appraised], case: Case) -> bool:
    assert case.cohort is not None
    assert case.joined_on is not None
    return fact.day >= case.joined_on and fact.event.cohort in {None, case.cohort.code}


def _re_evaluations_due(leaf: ReEvaluationDue, file: TeacherFile) -> Iterator[Part]:
    """Each cause of a re-evaluation, until it is overturned or a re-evaluation after it passes."""
    appraisals = file.of(Appraised)
    cleared = [
        fact
        for fact in appraisals
        if fact.event.scope == "re-evaluation" and fact.event.result in _QUALIFIED_OR_BETTER
    ]
    scopes = {*leaf.scopes, "re-evaluation"}
    causes: list[Part] = [
        _for_good(fact)
        for fact in appraisals
        if fact.event.result == "unqualified" and fact.event.scope in scopes
    ]
    causes.extend(_not_overturned(fact) for fact in _vetoes_on(leaf.grounds, file))
    for cause in causes:
        after = (cause.fact.day, cause.fact.order)
        clearing = next((fact for fact in cleared if (fact.day, fact.order) > after), None)
        if clearing is not None and clearing.day - 1 < cause.last:
            yield cause._replace(last=clearing.day - 1, ended_by=clearing)
        else:
            yield cause


def _vetoes_on(grounds: Sequence[str], file: TeacherFile) -> list[Fact[Vetoed]]:
    return [fact for fact in file.of(Vetoed) if fact.event.ground in grounds]


def _not_overturned(fact: Fact[Vetoed]) -> Part[Vetoed]:
    lift = fact.ender
    if (
        lift is not None
        and isinstance(lift.event, VetoLifted)
        and lift.event.reason == "overturned"
    ):
        return Part(fact.day, lift.day - 1, fact, fact, lift)
    return _for_good(fact)


def _vetoes(leaf: VetoActive, file: TeacherFile) -> Iterator[Part]:
    for fact in _vetoes_on(leaf.grounds, file):
        if leaf.ever:
            yield _not_overturned(fact)
            continue
        active = until_ended(fact, last_day_of(fact.event.last_day))
        yield active
        if leaf.in_year_of and active.first <= active.last:
            yield from _in_year_appraised(leaf, active, file)


def _in_year_appraised(leaf: VetoActive, active: Part[Vetoed], file: TeacherFile) -> Iterator[Part]:
    """The days on which the latest appraisal is of a school year with a day of the veto in it."""
    standing = _not_overturned(active.fact)
    for latest in file.latest_appraisals(leaf.in_year_of):
        year_first, year_last = school_year_days(latest.fact.event.year)
        first_active = max(active.first, year_first)
        if first_active <= min(active.last, year_last):
            yield Part(
                first=max(latest.first, first_active),
                last=min(latest.last, standing.last),
                fact=active.fact,
                begun_by=latest.begun_by if latest.first >= first_active else active.begun_by,
                ended_by=latest.ended_by if latest.last <= standing.last else standing.ended_by,
            )


def _exceptions(leaf: ExceptionHeld, file: TeacherFile) -> Iterator[Part]:
    for fact in file.of(ExceptionGranted):
        event = fact.event
        if event.ground in leaf.grounds and (event.mentor is not None or not leaf.with_mentor):
            yield Part(fact.day, last_day_of(event.last_day), fact, fact)


def _contributions(leaf: Contributed, file: TeacherFile) -> Iterator[Part]:
    for fact in file.of(ContributionMade):
        if fact.event.contribution in leaf.contributions:
            _, last = school_year_days(school_year_of(fact.event.effective_on))
            yield Part(fact.day, last, fact, fact)


def _payments(leaf: Paid, file: TeacherFile) -> Iterator[Part]:
    for fact in file.of(AllowancePaid):
        if fact.event.allowance in leaf.allowances:
            yield _until_recovered(fact)


def _until_recovered(fact: Fact[AllowancePaid]) -> Part[AllowancePaid]:
    left = fact.event.amount
    recoveries = sorted(
        (pointer.day, pointer.order, pointer)
        for pointer in fact.pointers
        if pointer.voided_by is None
    )
    for day, _, recovery in recoveries:
        if isinstance(recovery.event, AllowanceRecovered):
            left -= recovery.event.amount
            if left <= 0:
                return Part(fact.day, day - 1, fact, fact, recovery)
    return _for_good(fact)


def _reserve(file: TeacherFile) -> Iterator[Part]:
    for fact in file.of(ReserveListed):
        yield until_ended(fact, FOREVER)


def _memberships(leaf: CohortMember, file: TeacherFile) -> Iterator[Part]:
    for part, cohort in participations(file):
        if part.fact.event.capacity == "member" and (not leaf.tiers or cohort.tier in leaf.tiers):
            yield part._replace(
                first=max(part.first, cohort.first),
                last=min(part.last, cohort.last),
                ended_by=cohort.closed_by if cohort.last < part.last else part.ended_by,
            )


def participations(file: TeacherFile) -> Iterator[tuple[Part[CohortJoined], Cohort]]:
    """Each time the teacher was in a cohort, in any capacity, running or not, and the cohort."""
    for fact in file.of(CohortJoined):
        cohort = file.surroundings.cohorts.get(fact.event.cohort)
        if cohort is not None:
            left = fact.ender
            yield Part(fact.day, FOREVER if left is None else left.day, fact, fact, left), cohort


def _in_cohort_district(case: Case) -> list[Span]:
    assert case.cohort is not None
    district = case.cohort.district
    return days_of(run for run in case.file.school_states.runs if run.value.district == district)


def _in_post_days(leaf: InPost, case: Case) -> list[Span] | None:
    if leaf.level_at_least is not None:
        return None
    return case.file.in_post_days(leaf.roles, despite=leaf.despite_leave)


def _long_enough_days(leaf: Service, case: Case) -> list[Span] | None:
    if "employment" in leaf.roles:
        return None
    file = case.file
    in_service = file.working() if leaf.minus_leave else file.service
    return _reached(leaf, intersected(file.appointed_days(leaf.roles), in_service))


def _latest_in_days(leaf: AppraisalLatest, case: Case) -> list[Span] | None:
    if leaf.since_joining:
        return None
    latest = case.file.latest_appraisals(leaf.scopes)
    return days_of(part for part in latest if part.fact.event.result in leaf.latest_in)


_SHORTLY: Final[Mapping[type[Condition], Callable[[Any, Case], list[Span] | None]]] = {
    InService: lambda _, case: case.file.service,
    InPost: _in_post_days,
    Service: _long_enough_days,
    Tenure: lambda leaf, case: _tenured(leaf, (), case),
    Credits: lambda leaf, case: _credited(leaf, (), case),
    AppraisalLatest: _latest_in_days,
}
"""The days on which a leaf holds, from what the file keeps for all conditions alike.

The same days as by way of the leaf's parts, which say besides which facts they are due to; None where
there is no shorter way.
"""

_NEEDED: Final[Mapping[type[Condition], type[Event]]] = {
    Training: TrainingCompleted,
    CertificateHeld: CertificateObtained,
    TitleHeld: TitleConferred,
    AwardHeld: AwardGranted,
    AppraisalLatest: Appraised,
    VetoActive: Vetoed,
    ExceptionHeld: ExceptionGranted,
    Contributed: ContributionMade,
    Paid: AllowancePaid,
    Reserve: ReserveListed,
    CohortMember: CohortJoined,
}
"""The class of events without a fact of which such a leaf never holds."""

# Looked up by class: pydantic takes half a microsecond to say that a leaf is not of one, and a
# `match` over all of them would ask a dozen times for each leaf of each file.
_ENOUGH: Final[Mapping[type[Condition], Callable[[Any, Sequence[Part], Case], list[Span]]]] = {
    Service: _long_enough,
    Tenure: _tenured,
    Credits: _credited,
    Training: _trained,
    AwardHeld: _often,
    Contributed: _often,
    AppraisalLatest: _appraised,
    PolicyAge: _young,
    OutsideCohortDistrict: _outside,
}
"""When parts are together enough, where it is not that one of them covers the day."""

_PARTS: Final[Mapping[type[Leaf], Callable[[Any, Case], Iterable[Part]]]] = {
    InService: lambda _, case: case.file.service_parts,
    InPost: lambda leaf, case: _in_post(leaf, case.file),
    Service: lambda leaf, case: _service(leaf, case.file),
    Tenure: lambda _, case: map(_for_good, case.file.tenure_facts(case.pack.weights)),
    Credits: lambda leaf, case: _credits(leaf, case.file),
    Training: lambda leaf, case: _training(leaf, case.file),
    CertificateHeld: lambda leaf, case: _certificates(leaf, case.file),
    TitleHeld: _titles,
    AwardHeld: lambda leaf, case: _awards(leaf, case.file),
    AppraisalLatest: _latest_appraisals,
    ReEvaluationDue: lambda leaf, case: _re_evaluations_due(leaf, case.file),
    VetoActive: lambda leaf, case: _vetoes(leaf, case.file),
    ExceptionHeld: lambda leaf, case: _exceptions(leaf, case.file),
    Contributed: lambda leaf, case: _contributions(leaf, case.file),
    Paid: lambda leaf, case: _payments(leaf, case.file),
    Reserve: lambda _, case: _reserve(case.file),
    CohortMember: lambda leaf, case: _memberships(leaf, case.file),
    PolicyAge: lambda _, __: (),
    OutsideCohortDistrict: lambda _, __: (),
}
"""The facts that matter to a leaf; some may count on no day."""


def as_participant(case: Case, *, cohort: Cohort, joined_on: Day) -> Case:
    """The same file and rules, judged as a participant of the cohort."""
    return replace(case, cohort=cohort, joined_on=joined_on)
