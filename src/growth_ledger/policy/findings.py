"""What an auditor would ask about: a file and the rules -> findings as of a day.

A finding is a value, never an error: what really happened is recorded even where it broke a rule.
As of day D counts what is effective by D; a school year's days in an appointment are those of the
whole year. Before its first day, and where no opening stands, a file has no findings.

`class-shared` is asked of many files: `seats` keeps of each what matters, `classes_shared` compares.

Source: domain page, section 9.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.domain.days import (
    Day,
    YearShare,
    date_of,
    day_in_china,
    school_year_days,
    school_years,
    share_of_year,
)
from growth_ledger.domain.events import (
    AllowancePaid,
    Appointed,
    Appraised,
    FileOpened,
    TenureAsserted,
    TenureCredited,
    TenureRecognised,
)
from growth_ledger.domain.facts import E, day_then_position
from growth_ledger.domain.teacher_file import TeacherFile
from growth_ledger.domain.timelines import covers
from growth_ledger.policy.explanations import facts_of_outcome
from growth_ledger.policy.projections import (
    case_of,
    outcomes,
    policies_in_force,
    standings_on,
    weights_under,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from growth_ledger.domain.events import Recorded
    from growth_ledger.domain.facts import Fact
    from growth_ledger.domain.surroundings import Adoption
    from growth_ledger.domain.teacher_file import Part
    from growth_ledger.policy.conditions import Case
    from growth_ledger.policy.packs import Projection
    from growth_ledger.policy.projections import Rules

FINDINGS: Final = (
    "uncredited-year",
    "over-credited",
    "unsupported-credit",
    "missing-appraisal",
    "appointed-before-admission",
    "in-post-while-barred",
    "class-shared",
    "assertion-failed",
    "recognised",
    "inert",
    "paid-not-entitled",
    "entitled-not-paid",
    "backdated",
)
"""Every finding, in the order in which the domain page lists them."""

OF_A_STATE: Final = frozenset(
    {
        "uncredited-year",
        "missing-appraisal",
        "in-post-while-barred",
        "class-shared",
        "entitled-not-paid",
    }
)
"""Findings of which no single statement is at fault: what is missing, or two things at once."""

MAY_BE_APPOINTED: Final = frozenset(
    {"eligible", "eligible-with-mentor", "eligible-by-exception", "experienced"}
)
"""Outcomes of `admission` with which a homeroom appointment may begin."""

BARRING: Final = (
    ("admission", frozenset({"barred", "suspended"})),
    ("continuation", frozenset({"must-not-continue"})),
)
"""Projections with the outcomes that forbid to be in post as homeroom teacher."""

HONOR_TIERS: Final = ("none", "tier-10", "tier-15", "tier-20")
"""Outcomes of `honor_allowance`, lowest first; any other outcome is as low as `none`."""

PAID_AS: Final = {"honor-10": "tier-10", "honor-15": "tier-15", "honor-20": "tier-20"}
"""Allowance to the outcome of `honor_allowance` that entitles to it."""

VETERAN: Final = "veteran-25"
NO_STANDING: Final = "none"

_HOMEROOM: Final = ("homeroom",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found in a teacher's file.

    Attributes:
        finding: One of `FINDINGS`.
        subject: With `finding` and `school_year` it says which finding this is, also at another K:
            a ref, a projection, or school and class.
        school_year: The year concerned, where it is about one.
        event: The event that the finding is about; None where something is missing.
        events: Every event that it rests on, `event` included, in order of position.
        clause: The clause that it offends against, where a pack is concerned.
        values: What fills in the message: codes, days, amounts.
    """

    finding: str
    subject: str = ""
    school_year: str | None = None
    event: Recorded | None = None
    events: tuple[Recorded, ...]
    clause: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What makes it the same finding at another K."""
        return self.finding, self.school_year, self.subject

    @property
    def told_at(self) -> int:
        """The position at which it is asked whether it was so already.

        That of the statement at fault; of a state, which is no one's statement, that of the latest
        event that it rests on.
        """
        if self.event is not None and self.finding not in OF_A_STATE:
            return self.event.position
        return max(event.position for event in self.events)


class Seat(NamedTuple):
    """A teacher in post as homeroom teacher of a named class."""

    school: str
    class_name: str
    teacher: str
    appointed: Recorded


def findings(
    file: TeacherFile,
    rules: Rules,
    day: Day,
    *,
    backdated_days: int | None = None,
    only: Collection[str] | None = None,
) -> list[Finding]:
    """What is found in one file as of the day, in the order of `FINDINGS`; no `class-shared`.

    Args:
        file: The teacher's file.
        rules: Which rules judge.
        day: The day asked.
        backdated_days: Report events recorded more than so many days after their day; None: none.
        only: The findings wanted; all where None.
    """
    if file.first_day is None or day < file.first_day:
        return []
    audit = _Audit(file, rules, day)
    found: list[Finding] = []
    for name, check in _CHECKS.items():
        if only is None or name in only:
            found.extend(check(audit))
    if backdated_days is not None and (only is None or "backdated" in only):
        found.extend(_backdated(audit, backdated_days))
    return found


def seats(file: TeacherFile, day: Day) -> list[Seat]:
    """The named classes of which the teacher is in post as homeroom teacher on the day."""
    school = file.schools.at(day)
    if school is None:
        return []
    return [
        Seat(school, event.class_name, file.teacher, part.fact.versions[-1])
        for part in in_post(file, day)
        if (event := part.fact.event).class_name is not None
    ]


def classes_shared(taken: Iterable[Seat]) -> list[tuple[str, Finding]]:
    """For each class with several teachers a finding for every one of them, by teacher."""
    result: list[tuple[str, Finding]] = []
    for (school, class_name), group in groupby(sorted(taken, key=_of_class), key=_class):
        of_class = list(group)
        teachers = list(dict.fromkeys(seat.teacher for seat in of_class))
        events = tuple(sorted((seat.appointed for seat in of_class), key=_position))
        for teacher in teachers if len(teachers) > 1 else ():
            own = next(seat.appointed for seat in of_class if seat.teacher == teacher)
            others = tuple(other for other in teachers if other != teacher)
            finding = Finding(
                finding="class-shared",
                subject=f"{school}/{class_name}",
                event=own,
                events=events,
                values={"school": school, "class_name": class_name, "other": others},
            )
            result.append((teacher, finding))
    return sorted(result, key=_teacher)


def in_post(file: TeacherFile, day: Day) -> list[Part[Appointed]]:
    """The homeroom appointments by which the teacher is in post on the day."""
    if not covers(file.working(), day):
        return []
    return [part for part in file.appointed(_HOMEROOM) if part.first <= day <= part.last]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One projection's outcome on one day."""

    table: Projection
    case: Case
    adoption: Adoption
    outcome: str
    clause: str


class _Audit:
    """One file under audit, with what several checks ask of it."""

    def __init__(self, file: TeacherFile, rules: Rules, day: Day) -> None:
        self.file = file
        self.rules = rules
        self.day = day
        self.policies = policies_in_force(file, rules)
        self.parts = file.appointed(_HOMEROOM)
        self.spans = file.appointed_days(_HOMEROOM)

    def effective(self, cls: type[E]) -> list[Fact[E]]:
        """The facts of the class that are effective by the day."""
        return self.file.effective(cls, self.day)

    def credits(self) -> list[Fact[TenureCredited]]:
        """The homeroom credits effective by the day."""
        return [fact for fact in self.effective(TenureCredited) if fact.event.role in _HOMEROOM]

    def share(self, school_year: str) -> YearShare:
        """How much of the school year was in a homeroom appointment."""
        return share_of_year(self.spans, school_year)

    @cached_property
    def long_years(self) -> list[tuple[str, YearShare]]:
        """The years ended by the day with more than half in a homeroom appointment, and the days."""
        if not self.spans:
            return []
        return [
            (school_year, share)
            for school_year in school_years(self.spans[0][0], self.day)
            if (share := self.share(school_year)).is_most
            and school_year_days(school_year)[1] <= self.day
        ]

    def appointments_in(self, school_year: str) -> list[Fact]:
        """The homeroom appointments of the year, with what ended them within it."""
        first, last = school_year_days(school_year)
        found: list[Fact] = []
        for part in self.parts:
            if part.first <= last and part.last >= first:
                found.append(part.fact)
                if part.last < last and part.ended_by is not None:
                    found.append(part.ended_by)
        return found

    def weights_on(self, day: Day) -> Mapping[str, Decimal]:
        """The weights of roles in tenure on the day."""
        return weights_under(self.policies.at(day), self.rules)

    def judged(self, projection: str, day: Day, *, absent: Sequence[Fact] = ()) -> _Judged | None:
        """The projection's outcome on the day, as if the facts named were absent; None for none."""
        adoption = self.policies.at(day)
        table = None
        if adoption is not None:
            table = self.rules.pack_of(adoption).projections.get(projection)
        if adoption is None or table is None:
            return None
        file = self.file.without(absent) if absent else self.file
        case = case_of(file, adoption, self.rules)
        (run,) = outcomes(table, case, [(day, day)])
        decided = table.outcomes[run.value]
        return _Judged(
            table=table,
            case=case,
            adoption=adoption,
            outcome=decided.outcome,
            clause=decided.clause,
        )


def _uncredited_years(audit: _Audit) -> Iterator[Finding]:
    credited = {fact.event.school_year for fact in audit.credits()}
    credited.update(year for year, last in audit.file.assumed_years if last <= audit.day)
    yield from _long_years_without("uncredited-year", audit, credited)


def _over_credited(audit: _Audit) -> Iterator[Finding]:
    by_year: dict[str, list[Fact[TenureCredited]]] = {}
    for fact in audit.credits():
        by_year.setdefault(fact.event.school_year, []).append(fact)
    for school_year, credited in sorted(by_year.items()):
        share = audit.share(school_year)
        # Two halves make a full credit too; the one that made it full is at fault.
        full = sum(fact.event.credit for fact in credited) >= 1
        if full and share.days > 0 and not share.is_most:
            last = credited[-1]
            facts = [*credited, *audit.appointments_in(school_year)]
            yield Finding(
                finding="over-credited",
                subject=last.ref,
                school_year=school_year,
                event=last.versions[-1],
                events=_newest(facts),
                values=_values(school_year, share),
            )


def _unsupported_credits(audit: _Audit) -> Iterator[Finding]:
    for fact in audit.credits():
        event = fact.event
        if audit.share(event.school_year).days == 0:
            yield Finding(
                finding="unsupported-credit",
                subject=fact.ref,
                school_year=event.school_year,
                event=fact.versions[-1],
                events=_newest([fact]),
                values={"school_year": event.school_year, "credit": event.credit},
            )


def _missing_appraisals(audit: _Audit) -> Iterator[Finding]:
    appraised = {
        fact.event.year
        for fact in audit.effective(Appraised)
        if fact.event.scope in {"annual", "homeroom"}
    }
    yield from _long_years_without("missing-appraisal", audit, appraised)


def _long_years_without(finding: str, audit: _Audit, there: Collection[str]) -> Iterator[Finding]:
    """A finding for each school year of long service that is not among those that are there."""
    for school_year, share in audit.long_years:
        if school_year not in there:
            yield Finding(
                finding=finding,
                school_year=school_year,
                events=_newest(audit.appointments_in(school_year)),
                values=_values(school_year, share),
            )


def _appointed_before_admission(audit: _Audit) -> Iterator[Finding]:
    appointed = [fact for fact in audit.file.of(Appointed) if fact.event.role in _HOMEROOM]
    for index, fact in enumerate(appointed):
        if fact.day > audit.day:
            break
        # Of two that start on one day the one recorded later starts later (domain page, ties).
        judged = audit.judged("admission", fact.day, absent=appointed[index:])
        if judged is not None and judged.outcome not in MAY_BE_APPOINTED:
            yield Finding(
                finding="appointed-before-admission",
                subject=fact.ref,
                event=fact.versions[-1],
                events=_newest([fact, *_deciding(judged, fact.day)]),
                clause=judged.clause,
                values={"day": date_of(fact.day), **_outcome(judged)},
            )


def _in_post_while_barred(audit: _Audit) -> Iterator[Finding]:
    held = [part.fact for part in in_post(audit.file, audit.day)]
    for projection, barring in BARRING if held else ():
        judged = audit.judged(projection, audit.day)
        if judged is not None and judged.outcome in barring:
            yield Finding(
                finding="in-post-while-barred",
                subject=projection,
                event=held[0].versions[-1],
                events=_newest([*held, *_deciding(judged, audit.day)]),
                clause=judged.clause,
                values=_outcome(judged),
            )


def _failed_assertions(audit: _Audit) -> Iterator[Finding]:
    for fact in audit.effective(TenureAsserted):
        event = fact.event
        tenure, behind = Decimal(0), []
        if audit.file.first_day is not None and fact.day >= audit.file.first_day:
            weights = audit.weights_on(fact.day)
            tenure = audit.file.tenure(weights).at(fact.day) or Decimal(0)
            behind = _tenure_facts(audit.file, weights, fact.day)
        if event.years != tenure:
            yield Finding(
                finding="assertion-failed",
                subject=fact.ref,
                event=fact.versions[-1],
                events=_newest([fact, *behind]),
                values={
                    "asserted": event.years,
                    "tenure": tenure,
                    "day": event.effective_on,
                },
            )


def _recognised(audit: _Audit) -> Iterator[Finding]:
    weights = audit.weights_on(audit.day)
    for fact in audit.effective(TenureRecognised):
        event = fact.event
        years = event.years * weights.get(event.role, Decimal(0))
        if years > 0:
            yield Finding(
                finding="recognised",
                subject=fact.ref,
                event=fact.versions[-1],
                events=_newest([fact]),
                values={"years": years, "basis": event.basis},
            )


def _inert(audit: _Audit) -> Iterator[Finding]:
    for fact in _unvoided(audit):
        target = fact.target
        if target is not None and target.voided_by is not None:
            own = fact.versions[-1]
            yield Finding(
                finding="inert",
                subject=fact.ref,
                event=own,
                events=tuple(sorted((own, target.voided_by), key=_position)),
                values={"kind": fact.event.kind, "day": date_of(fact.day)},
            )


def _paid_not_entitled(audit: _Audit) -> Iterator[Finding]:
    for fact in audit.effective(AllowancePaid):
        event = fact.event
        asked_on = event.period_last_day or event.effective_on
        day = asked_on.toordinal()
        if event.allowance in PAID_AS:
            judged = audit.judged("honor_allowance", day)
            entitled = _tier(judged) >= HONOR_TIERS.index(PAID_AS[event.allowance])
        elif event.allowance == VETERAN:
            judged = audit.judged("veteran_award", day, absent=[fact])
            entitled = judged is not None and judged.outcome == "due"
        else:
            continue
        if not entitled:
            recovered = [pointer for pointer in fact.pointers if pointer.counts]
            projection = "veteran_award" if event.allowance == VETERAN else "honor_allowance"
            yield Finding(
                finding="paid-not-entitled",
                subject=fact.ref,
                event=fact.versions[-1],
                events=_newest([fact, *(one for one in recovered if one.day <= audit.day)]),
                clause=None if judged is None else judged.clause,
                values={
                    "allowance": event.allowance,
                    "paid_on": event.effective_on,
                    "day": asked_on,
                    "projection": projection,
                    "policy": None,
                    "outcome": NO_STANDING,
                    **({} if judged is None else _outcome(judged)),
                },
            )


def _entitled_not_paid(audit: _Audit) -> Iterator[Finding]:
    found = standings_on(audit.file, audit.rules, audit.day, only={"veteran_award"})
    standing = found.get("veteran_award")
    if standing is None or standing.outcome != "due":
        return
    judged = audit.judged("veteran_award", standing.first)
    assert judged is not None
    facts = [
        *_deciding(judged, standing.first),
        *_tenure_facts(audit.file, judged.case.pack.weights, standing.first),
    ]
    yield Finding(
        finding="entitled-not-paid",
        events=_newest(facts or audit.file.of(FileOpened)),
        clause=standing.clause,
        values={"since": date_of(standing.first)},
    )


def _backdated(audit: _Audit, days: int) -> Iterator[Finding]:
    for fact in _unvoided(audit):
        newest = fact.versions[-1]
        recorded_on = day_in_china(newest.recorded_at)
        late = recorded_on - date_of(fact.day)
        if late > timedelta(days=days):
            yield Finding(
                finding="backdated",
                subject=fact.ref,
                event=newest,
                events=_newest([fact]),
                values={
                    "recorded_on": recorded_on,
                    "days": late.days,
                    "day": date_of(fact.day),
                },
            )


_CHECKS: Final[Mapping[str, Callable[[_Audit], Iterator[Finding]]]] = {
    "uncredited-year": _uncredited_years,
    "over-credited": _over_credited,
    "unsupported-credit": _unsupported_credits,
    "missing-appraisal": _missing_appraisals,
    "appointed-before-admission": _appointed_before_admission,
    "in-post-while-barred": _in_post_while_barred,
    "assertion-failed": _failed_assertions,
    "recognised": _recognised,
    "inert": _inert,
    "paid-not-entitled": _paid_not_entitled,
    "entitled-not-paid": _entitled_not_paid,
}


def _unvoided(audit: _Audit) -> list[Fact]:
    """The facts effective by the day, inert ones included, in order of day, ties by position."""
    found = [fact for fact in audit.file.facts if fact.voided_by is None and fact.day <= audit.day]
    return sorted(found, key=day_then_position)


def _tenure_facts(file: TeacherFile, weights: Mapping[str, Decimal], day: Day) -> list[Fact]:
    """The credits and recognitions that tenure on the day is made of."""
    return [fact for fact in file.tenure_facts(weights) if fact.day <= day]


def _deciding(judged: _Judged, day: Day) -> Iterator[Fact]:
    """The facts behind the outcome decided on the day."""
    return facts_of_outcome(judged.table, judged.case, day)


def _outcome(judged: _Judged) -> dict[str, object]:
    return {
        "projection": judged.table.name,
        "policy": judged.adoption.policy,
        "outcome": judged.outcome,
    }


def _tier(judged: _Judged | None) -> int:
    if judged is None or judged.outcome not in HONOR_TIERS:
        return 0
    return HONOR_TIERS.index(judged.outcome)


def _values(school_year: str, share: YearShare) -> dict[str, object]:
    return {"school_year": school_year, **share._asdict()}


def _newest(facts: Iterable[Fact]) -> tuple[Recorded, ...]:
    """The newest version of each fact, once, in order of position."""
    by_position = {fact.versions[-1].position: fact.versions[-1] for fact in facts}
    return tuple(by_position[position] for position in sorted(by_position))


def _position(event: Recorded) -> int:
    return event.position


def _class(seat: Seat) -> tuple[str, str]:
    return seat.school, seat.class_name


def _of_class(seat: Seat) -> tuple[str, str, str, int]:
    return seat.school, seat.class_name, seat.teacher, seat.appointed.position


def _teacher(found: tuple[str, Finding]) -> str:
    return found[0]
