"""A timeline at a day is the plain rule on that day.

The rules stand here a second time, as the domain page's section 6 says them, one day at a time: slow,
and without spans, parts or timelines. Whatever file chance makes, both must say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings, strategies as st

from growth_ledger.domain import codes
from growth_ledger.domain.codes import Vocabulary
from growth_ledger.domain.days import day_reaching_years, service_length
from growth_ledger.domain.events import Event, Recorded
from growth_ledger.domain.facts import TARGET_KIND, Facts
from growth_ledger.domain.refusals import Known, refusals
from growth_ledger.domain.surroundings import (
    Surroundings,
    adoptions_of,
    cohort_of,
    school_of,
)
from growth_ledger.domain.teacher_file import TeacherFile
from growth_ledger.domain.timelines import covers
from growth_ledger.errors import Place
from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.asking import show
from growth_ledger.ledger.histories import timeline
from growth_ledger.ledger.opening import Ledger
from growth_ledger.ledger.recording import record
from growth_ledger.ledger.views import Question, viewing
from growth_ledger.policy import packs
from growth_ledger.policy.conditions import Case, as_participant, spans
from growth_ledger.policy.packs import Condition, ConditionModel, Pack
from growth_ledger.policy.projections import (
    Rules,
    standing_at,
    standings,
)
from growth_ledger.store import memory_store

TODAY = date(2026, 12, 31)
ONE_DAY = timedelta(days=1)
FOLDERS = {name: read_pack(folder) for name, folder in shipped_packs().items()}
PACKS = {name: folder.pack for name, folder in FOLDERS.items()}
Said = dict[str, Any]


# --- The plain rules -----------------------------------------------------------------------------


@dataclass(eq=False)
class PlainFact:
    """A fact: its newest version, and the position of its first."""

    order: int
    event: Any
    keys: set[str]
    is_voided: bool = False

    @property
    def day(self) -> date:
        day: date = self.event.day
        return day

    @property
    def place(self) -> tuple[date, int]:
        return self.day, self.order


def plain_facts(events: Iterable[Recorded]) -> list[PlainFact]:
    """Section 5, read aloud: corrections replace, voids strike out, what points at those is inert."""
    found: list[PlainFact] = []

    def named(key: str) -> PlainFact:
        return next(fact for fact in found if key in fact.keys)

    for recorded in events:
        event: Any = recorded.event
        if event.kind == "voided":
            named(event.target).is_voided = True
        elif event.corrects is not None:
            fact = named(event.corrects)
            fact.event = event
            fact.keys.add(recorded.event_id)
        else:
            keys = {recorded.event_id, event.ref}
            found.append(PlainFact(order=recorded.position, event=event, keys=keys))
    voided = [fact for fact in found if fact.is_voided]
    return [
        fact
        for fact in found
        if fact not in voided
        and not any(getattr(fact.event, "target", None) in one.keys for one in voided)
    ]


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def years_after(day: date, years: int) -> date:
    return years_before(day, -years)


def months_after(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month, last)
            except ValueError:
                continue
    raise AssertionError


def school_year(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def plain_length(days: Iterable[date]) -> tuple[int, int]:
    """Months and odd days of a heap of days, counted month by month, run by run."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    lengths = []
    for run in runs:
        months = 0
        after = run[-1] + ONE_DAY
        while months_after(run[0], months + 1) <= after:
            months += 1
        lengths.append((months, (after - months_after(run[0], months)).days))
    if len(lengths) == 1:
        return lengths[0]
    months = sum(one[0] for one in lengths)
    odd = sum(one[1] for one in lengths)
    while odd >= 30:
        months, odd = months + 1, odd - 30
    return months, odd


@dataclass(eq=False)
class PlainWorld:
    """Schools, cohorts and adoptions as facts."""

    schools: dict[str, list[PlainFact]]
    cohorts: dict[str, list[PlainFact]]
    policies: dict[str, list[PlainFact]]

    def school(self, code: str, day: date) -> Said | None:
        state: Said | None = None
        for fact in sorted(self.schools[code], key=lambda one: one.place):
            if fact.day > day:
                break
            if fact.event.kind == "school-registered":
                state = fact.event.model_dump()
            elif fact.event.kind == "school-amended" and state is not None:
                state = {**state, **fact.event.model_dump(exclude_none=True)}
        return state

    def adopted(self, district: str, day: date) -> PlainFact | None:
        running = [
            fact
            for fact in self.policies.get(district, [])
            if fact.event.first_day <= day
            and (fact.event.last_day is None or day <= fact.event.last_day)
        ]
        return max(running, key=lambda one: one.place, default=None)

    def runs(self, cohort: str, day: date) -> bool:
        formed = next(one for one in self.cohorts[cohort] if one.event.kind == "cohort-formed")
        lasts = [formed.event.last_day or date.max]
        lasts += [one.day for one in self.cohorts[cohort] if one.event.kind == "cohort-closed"]
        return bool(formed.day <= day <= min(lasts))

    def district_of(self, cohort: str) -> str:
        formed = next(one for one in self.cohorts[cohort] if one.event.kind == "cohort-formed")
        return str(formed.event.district)


@dataclass(eq=False)
class Judged:
    """By what a condition is judged: a pack, since when it is in force, and for whom in a cohort."""

    pack: Pack
    first_day: date | None
    cohort: str | None = None
    joined_on: date | None = None
    once: dict[int, date | None] = field(default_factory=dict)


@dataclass(eq=False)
class PlainFile:
    """Section 6, one day at a time."""

    facts: list[PlainFact]
    world: PlainWorld
    _of: dict[tuple[str, ...], list[PlainFact]] = field(default_factory=dict)
    _last_days: dict[PlainFact, date] = field(default_factory=dict)
    _worked: dict[int, list[date]] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[PlainFact]:
        if kinds not in self._of:
            found = [fact for fact in self.facts if fact.event.kind in kinds]
            self._of[kinds] = sorted(found, key=lambda one: one.place)
        return self._of[kinds]

    def pointers(self, fact: PlainFact, kind: str) -> list[PlainFact]:
        return [one for one in self.of(kind) if one.event.target in fact.keys]

    @property
    def first_day(self) -> date:
        """The day the file opens; after every day where the opening was voided."""
        return min([fact.day for fact in self.of("file-opened")], default=date.max)

    def in_service(self, day: date) -> bool:
        state = False
        marks = [(fact.day, 1) for fact in self.of("file-opened", "service-resumed")]
        marks += [(fact.day + ONE_DAY, 0) for fact in self.of("service-ended")]
        for effect, is_beginning in sorted(marks):
            if effect <= day:
                state = bool(is_beginning)
        return state

    def school(self, day: date) -> str | None:
        if day < self.first_day:
            return None
        named = self.of("file-opened", "school-changed", "service-resumed")
        return str([one for one in named if one.day <= day][-1].event.school)

    def adoption(self, day: date) -> PlainFact | None:
        code = self.school(day)
        state = None if code is None else self.world.school(code, day)
        if state is None:
            return None
        adopted = self.world.adopted(state["district"], day)
        if adopted is None or state["stage"] not in PACKS[adopted.event.policy].stages:
            return None
        return adopted

    def last_day(self, fact: PlainFact, ending: str, *, of_school: bool) -> date:
        if fact not in self._last_days:
            self._last_days[fact] = self._last_day(fact, ending, of_school=of_school)
        return self._last_days[fact]

    def _last_day(self, fact: PlainFact, ending: str, *, of_school: bool) -> date:
        lasts = [fact.event.last_day or date.max]
        lasts += [one.day for one in self.pointers(fact, ending)]
        lasts += [one.day for one in self.of("service-ended") if one.day >= fact.day]
        if of_school:
            changes = [one.day for one in self.of("school-changed") if one.day > fact.day]
            lasts += [day - ONE_DAY for day in changes]
        return min(lasts)

    def appointed(self, roles: Sequence[str], day: date) -> list[PlainFact]:
        return [
            fact
            for fact in self.of("appointed")
            if fact.event.role in roles
            and fact.day <= day <= self.last_day(fact, "appointment-ended", of_school=True)
        ]

    def on_leave(self, day: date, *, despite: Sequence[str] = ()) -> bool:
        return any(
            fact.day <= day <= self.last_day(fact, "leave-ended", of_school=False)
            for fact in self.of("leave-taken")
            if fact.event.reason not in despite
        )

    def worked(self, condition: packs.Service, day: date) -> list[date]:
        if id(condition) not in self._worked:
            self._worked[id(condition)] = list(self._all_worked(condition))
        return [one for one in self._worked[id(condition)] if one <= day]

    def _all_worked(self, condition: packs.Service) -> Iterator[date]:
        others = [role for role in condition.roles if role != "employment"]
        one = self.first_day
        while one <= LAST_LOOKED_AT:
            counts = "employment" in condition.roles or self.appointed(others, one)
            on_leave = condition.minus_leave and self.on_leave(one)
            if counts and self.in_service(one) and not on_leave:
                yield one
            one += ONE_DAY

    def credited(self, day: date, weight_of: Callable[[str], Decimal]) -> Decimal:
        by_year: dict[str, Decimal] = {}
        for fact in self.of("tenure-credited"):
            if fact.day <= day:
                amount = fact.event.credit * weight_of(fact.event.role)
                by_year[fact.event.school_year] = by_year.get(fact.event.school_year, 0) + amount
        return sum((min(one, Decimal(1)) for one in by_year.values()), Decimal(0))

    def tenure(self, day: date, pack: Pack) -> Decimal:
        def weight_of(role: str) -> Decimal:
            return pack.weights.get(role, Decimal(0))

        recognised = [
            fact.event.years * weight_of(fact.event.role)
            for fact in self.of("tenure-recognised")
            if fact.day <= day
        ]
        return self.credited(day, weight_of) + sum(recognised, Decimal(0))

    def latest_appraisal(
        self, scopes: Sequence[str], day: date, *, judged: Judged | None
    ) -> PlainFact | None:
        found = [
            fact
            for fact in self.of("appraised")
            if fact.event.scope in scopes
            and fact.day <= day
            and (
                judged is None
                or judged.joined_on is None
                or (fact.day >= judged.joined_on and fact.event.cohort in {None, judged.cohort})
            )
        ]
        return found[-1] if found else None

    def overturned(self, veto: PlainFact, day: date) -> bool:
        lifts = self.pointers(veto, "veto-lifted")
        return any(one.event.reason == "overturned" and one.day <= day for one in lifts)

    def veto_active(self, veto: PlainFact, day: date) -> bool:
        lifted = any(one.day <= day for one in self.pointers(veto, "veto-lifted"))
        return bool(veto.day <= day and day <= (veto.event.last_day or date.max) and not lifted)

    def veto_holds(self, condition: packs.VetoActive, day: date) -> bool:
        vetoes = [one for one in self.of("vetoed") if one.event.ground in condition.grounds]
        if condition.ever:
            return any(one.day <= day and not self.overturned(one, day) for one in vetoes)
        if any(self.veto_active(one, day) for one in vetoes):
            return True
        if not condition.in_year_of:
            return False
        latest = self.latest_appraisal(condition.in_year_of, day, judged=None)
        if latest is None:
            return False
        said = latest.event.school_year
        first = int(said[:4]) if said else school_year(latest.day)
        year = [date(first, 9, 1) + timedelta(days=number) for number in range(366)]
        days = [one for one in year if one <= min(day, date(first + 1, 8, 31))]
        return any(
            not self.overturned(veto, day) and any(self.veto_active(veto, one) for one in days)
            for veto in vetoes
        )

    def re_evaluation_due(self, condition: packs.ReEvaluationDue, day: date) -> bool:
        appraisals = [fact for fact in self.of("appraised") if fact.day <= day]
        causes = [
            fact
            for fact in appraisals
            if fact.event.result == "unqualified"
            and fact.event.scope in {*condition.scopes, "re-evaluation"}
        ]
        causes += [
            fact
            for fact in self.of("vetoed")
            if fact.event.ground in condition.grounds
            and fact.day <= day
            and not self.overturned(fact, day)
        ]
        if not causes:
            return False
        latest = max(one.place for one in causes)
        return not any(
            fact.event.scope == "re-evaluation"
            and fact.event.result in {"excellent", "qualified"}
            and fact.place > latest
            for fact in appraisals
        )

    def award_counts(self, condition: packs.AwardHeld, fact: PlainFact, day: date) -> bool:
        award = fact.event
        levels, grades = codes.LEVELS, ("special", "first", "second", "third")
        least = condition.grade_at_least
        return (
            fact.day <= day
            and not any(one.day <= day for one in self.pointers(fact, "award-revoked"))
            and (not condition.awards or award.award in condition.awards)
            and condition.level in {None, award.level}
            and (
                condition.level_at_least is None
                or levels.index(award.level) >= levels.index(condition.level_at_least)
            )
            and (
                least is None
                or (award.grade is not None and grades.index(award.grade) <= grades.index(least))
            )
            and within(condition.within, fact.day, day)
            and (not condition.while_in or bool(self.appointed(condition.while_in, fact.day)))
        )

    def trained(self, condition: packs.Training, day: date) -> Decimal:
        least = codes.LEVELS.index(condition.level_at_least or "school")
        return sum(
            (
                fact.event.hours
                for fact in self.of("training-completed")
                if fact.event.programme in condition.programmes
                and codes.LEVELS.index(fact.event.level) >= least
                and fact.day <= day
                and within(condition.within, fact.day, day)
            ),
            Decimal(0),
        )

    def held(self, fact: PlainFact, ending: str, day: date) -> bool:
        expires = getattr(fact.event, "expires_on", None) or date.max
        ended = any(one.day <= day for one in self.pointers(fact, ending))
        return bool(fact.day <= day <= expires and not ended)

    def in_cohort(self, condition: packs.CohortMember, day: date) -> bool:
        for fact in self.of("cohort-joined"):
            left = [one.day for one in self.pointers(fact, "cohort-left")]
            formed = self.world.cohorts[fact.event.cohort][0].event
            if (
                fact.event.capacity == "member"
                and fact.day <= day <= min([*left, date.max])
                and self.world.runs(fact.event.cohort, day)
                and (not condition.tiers or formed.tier in condition.tiers)
            ):
                return True
        return False

    def once(self, condition: Condition, judged: Judged, day: date) -> bool:
        """Whether it held on some day, from the first day of policy and file to this one."""
        if id(condition) not in judged.once:
            one = max(self.first_day, judged.first_day or date.min)
            while one <= LAST_LOOKED_AT and not self.holds(condition, judged, one):
                one += ONE_DAY
            judged.once[id(condition)] = one if one <= LAST_LOOKED_AT else None
        first = judged.once[id(condition)]
        return first is not None and first <= day

    def holds(self, condition: Condition, judged: Judged, day: date) -> bool:  # noqa: C901 - a row a condition.
        match condition:
            case packs.All(parts=parts):
                return all(self.holds(part, judged, day) for part in parts)
            case packs.AnyOf(parts=parts):
                return any(self.holds(part, judged, day) for part in parts)
            case packs.Not(part=part):
                return not self.holds(part, judged, day)
            case packs.Once(part=part):
                return self.once(part, judged, day)
            case packs.InService():
                return self.in_service(day)
            case packs.InPost():
                return self.in_post(condition, day)
            case packs.Service():
                days = self.worked(condition, day)
                count, unit = condition.at_least.split()
                if unit.startswith("day"):
                    return len(days) >= int(count)
                return plain_length(days)[0] >= 12 * int(count) if days else False
            case packs.Tenure():
                return self.tenure(day, judged.pack) >= condition.at_least
            case packs.Credits():
                roles = condition.roles
                credited = self.credited(day, lambda role: Decimal(int(role in roles)))
                return credited >= condition.at_least
            case packs.Training():
                return self.trained(condition, day) >= condition.hours_at_least
            case packs.CertificateHeld():
                return any(
                    fact.event.grade <= condition.grade_at_least  # "A" is the best.
                    and self.held(fact, "certificate-revoked", day)
                    for fact in self.of("certificate-obtained")
                )
            case packs.TitleHeld():
                titles = ladder_from(condition, judged.pack)
                return any(
                    fact.event.title in titles and self.held(fact, "title-withdrawn", day)
                    for fact in self.of("title-conferred")
                )
            case packs.AwardHeld():
                awards = self.of("award-granted")
                counting = [one for one in awards if self.award_counts(condition, one, day)]
                return len(counting) >= condition.count_at_least
            case packs.AppraisalLatest():
                since = judged if condition.since_joining else None
                latest = self.latest_appraisal(condition.scopes, day, judged=since)
                return latest is not None and latest.event.result in condition.latest_in
            case packs.ReEvaluationDue():
                return self.re_evaluation_due(condition, day)
            case packs.VetoActive():
                return self.veto_holds(condition, day)
            case packs.ExceptionHeld():
                return any(
                    fact.event.ground in condition.grounds
                    and fact.day <= day <= (fact.event.last_day or date.max)
                    and (fact.event.mentor is not None or not condition.with_mentor)
                    for fact in self.of("exception-granted")
                )
            case packs.Contributed():
                made = [
                    fact
                    for fact in self.of("contribution-made")
                    if fact.event.contribution in condition.contributions
                    and fact.day <= day
                    and school_year(fact.day) == school_year(day)
                ]
                return len(made) >= condition.count_at_least
            case packs.Paid():
                return any(
                    fact.event.allowance in condition.allowances
                    and fact.day <= day
                    and self.recovered(fact, day) < fact.event.amount
                    for fact in self.of("allowance-paid")
                )
            case packs.Reserve():
                listed = self.of("reserve-listed")
                return any(self.held(fact, "reserve-delisted", day) for fact in listed)
            case packs.CohortMember():
                return self.in_cohort(condition, day)
            case packs.PolicyAge():
                years = int(condition.under.split()[0])
                return judged.first_day is not None and day < years_after(judged.first_day, years)
            case packs.OutsideCohortDistrict():
                code = self.school(day)
                state = None if code is None else self.world.school(code, day)
                assert judged.cohort is not None
                return state is None or state["district"] != self.world.district_of(judged.cohort)

    def in_post(self, condition: packs.InPost, day: date) -> bool:
        levels = codes.LEVELS
        least = condition.level_at_least
        return (
            self.in_service(day)
            and not self.on_leave(day, despite=condition.despite_leave)
            and any(
                least is None
                or (
                    fact.event.level is not None
                    and levels.index(fact.event.level) >= levels.index(least)
                )
                for fact in self.appointed(condition.roles, day)
            )
        )

    def recovered(self, paid: PlainFact, day: date) -> Decimal:
        back = [one for one in self.pointers(paid, "allowance-recovered") if one.day <= day]
        return sum((one.event.amount for one in back), Decimal(0))

    def outcome(self, name: str, day: date, judged: dict[int, Judged]) -> tuple[int, str] | None:
        """The position of the adoption in force and the outcome, or None where there is no standing."""
        adopted = self.adoption(day)
        if adopted is None:
            return None
        pack = PACKS[adopted.event.policy]
        if name not in pack.projections:
            return None
        by = judged.setdefault(adopted.order, Judged(pack=pack, first_day=adopted.event.first_day))
        for one in pack.projections[name].outcomes:
            if one.when is None or self.holds(one.when, by, day):
                return adopted.order, one.outcome
        raise AssertionError


def within(span: str | None, effective: date, day: date) -> bool:
    return span is None or effective > years_before(day, int(span.split()[0]))


def ladder_from(condition: packs.TitleHeld, pack: Pack) -> Sequence[str]:
    if condition.ladder is None:
        return condition.titles
    steps = pack.ladders[condition.ladder]
    return steps if condition.at_least is None else steps[steps.index(condition.at_least) :]


# --- Files that chance makes ---------------------------------------------------------------------

LAST_LOOKED_AT = date(2032, 12, 31)
FAVOURITES = [
    date(2015, 9, 1),
    date(2016, 2, 29),
    date(2016, 8, 31),
    date(2018, 9, 1),
    date(2019, 8, 31),
    date(2020, 2, 28),
    date(2020, 2, 29),
    date(2020, 3, 1),
    date(2020, 9, 1),
    date(2022, 9, 1),
    date(2023, 8, 30),
    date(2023, 8, 31),
    date(2023, 9, 1),
    date(2024, 2, 29),
    date(2024, 6, 14),
    date(2025, 1, 31),
    date(2025, 8, 31),
]
# Mostly a few days, so that facts meet on one day or on neighbouring ones.
DAYS = st.one_of(
    st.sampled_from(FAVOURITES),
    st.sampled_from(FAVOURITES),
    st.sampled_from(FAVOURITES),
    st.dates(date(2014, 9, 1), date(2026, 12, 1)),
).map(date.isoformat)
MAYBE_DAY = st.none() | DAYS
NUMBERS = st.integers(0, 9)
SCHOOLS = ("HK-J", "HK-I", "DY-V", "FZ-S", "XB-K", "XB-R")
COHORTS = ("CAMP", "ROOM")


def kind(kind: str, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Said]:
    """An event of the kind; None leaves a field out. Targets and `corrects` are still numbers."""
    corrects = st.one_of(st.none(), st.none(), st.none(), NUMBERS)
    return st.fixed_dictionaries({"kind": st.just(kind), "corrects": corrects, **fields})


def after(
    target: int | None, name: str, field: str, **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[Said]:
    """An end of such a kind so many days after its target; None means the newest there is."""
    number = NUMBERS if target is None else st.just(target)
    days = st.sampled_from([0, 1, 29, 364, 365, 366, 730]) | st.integers(0, 2500)
    return kind(name, target=number, days_after=st.tuples(st.just(field), days), **fields)


def one_of(*options: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(options)


ONES = ("public-lesson", "culture-lecture", "mentoring", "research-project", "paper")
ROLES = ("homeroom", "homeroom", "homeroom", "probationary", "deputy", "studio-host")
LIFTED = one_of("served", "rehabilitated", "overturned")

APPOINTED = kind(
    "appointed",
    role=one_of(*ROLES),
    first_day=DAYS,
    last_day=st.one_of(st.none(), st.none(), DAYS),
    level=one_of(None, "school", "district", "city"),
)
LEAVE = kind("leave-taken", first_day=DAYS, last_day=MAYBE_DAY, reason=one_of("sick", "study"))
TRAINED = kind(
    "training-completed",
    programme=one_of("pre-service", "pre-service", "pre-service", "knowledge-refresh", "workshop"),
    hours=one_of("48", "24", "7.5"),
    level=one_of("school", "district", "city"),
    effective_on=DAYS,
)
CERTIFIED = kind(
    "certificate-obtained",
    certificate=st.just("psych-health"),
    grade=one_of("A", "B", "C"),
    effective_on=DAYS,
    expires_on=MAYBE_DAY,
)
TITLED = kind(
    "title-conferred",
    title=one_of("backbone-homeroom", "chief-homeroom", "district-senior", "city-special"),
    effective_on=DAYS,
    expires_on=MAYBE_DAY,
)
AWARDED = kind(
    "award-granted",
    award=one_of("excellent-homeroom-teacher", "basic-skills-contest"),
    level=one_of("school", "district", "city", "nation"),
    grade=one_of(None, "special", "first", "second"),
    effective_on=DAYS,
)
APPRAISED = kind(
    "appraised",
    scope=one_of("annual", "homeroom", "homeroom", "re-evaluation", "process", "named-annual"),
    result=one_of("excellent", "qualified", "basic", "unqualified", "unqualified", "no-grade"),
    effective_on=DAYS,
    school_year=one_of(None, None, "2019-2020", "2022-2023", "2023-2024"),
    cohort=one_of(None, *COHORTS),
)
VETOED = kind(
    "vetoed",
    ground=one_of("ethics", "student-harm", "mental-health", "unfit", "negligence"),
    effective_on=DAYS,
    last_day=MAYBE_DAY,
)
SCHOOL_YEARS = st.integers(2015, 2025).map(lambda year: f"{year}-{year + 1}")
CREDITED = kind(
    "tenure-credited",
    school_year=SCHOOL_YEARS,
    role=one_of("homeroom", "homeroom", "probationary", "deputy"),
    credit=one_of("1", "0.5"),
    effective_on=st.one_of(st.none(), st.none(), DAYS),
)
RECOGNISED = kind(
    "tenure-recognised",
    years=one_of("0.5", "7", "9.5", "14", "19", "24"),
    role=one_of("homeroom", "homeroom", "deputy"),
    effective_on=DAYS,
    basis=st.just("档案"),
)
EXCEPTED = kind(
    "exception-granted",
    ground=one_of("staffing", "in-principle"),
    effective_on=DAYS,
    last_day=MAYBE_DAY,
    mentor=one_of(None, "M1"),
    basis=st.just("纪要"),
)
PAID = kind(
    "allowance-paid",
    allowance=one_of("veteran-25", "honor-10"),
    amount=st.just("1000.00"),
    effective_on=DAYS,
)
JOINED = kind(
    "cohort-joined",
    cohort=one_of(*COHORTS),
    capacity=one_of("member", "member", "lead"),
    first_day=DAYS,
)
LISTED = kind("reserve-listed", effective_on=DAYS)


def contributed(contribution: str) -> st.SearchStrategy[Said]:
    return kind(
        "contribution-made",
        contribution=st.just(contribution),
        effective_on=one_of("2022-09-01", "2023-08-31", "2023-09-01", "2024-02-29") | DAYS,
    )


def story(*events: st.SearchStrategy[Said]) -> st.SearchStrategy[list[Said]]:
    return st.tuples(*events).map(list)


NEWEST = -1
LADDER = ("district-backbone", "district-senior", "city-senior", "city-special")
ENTRY_TRAINING = {
    "programme": st.just("pre-service"),
    "hours": st.just("48"),
    "level": st.just("district"),
    "effective_on": DAYS,
}
POSTS = [
    story(APPOINTED),
    story(APPOINTED, after(NEWEST, "appointment-ended", "last_day")),
    story(after(None, "appointment-ended", "last_day")),
    story(LEAVE),
    story(LEAVE, after(NEWEST, "leave-ended", "last_day")),
]
SERVICE = [
    # An appointment that begins on the last day of service, and service that is taken up again.
    DAYS.flatmap(
        lambda day: story(
            kind("service-ended", last_day=st.just(day), reason=st.just("resigned")),
            kind("service-resumed", school=one_of(*SCHOOLS), effective_on=DAYS),
            kind("appointed", role=one_of(*ROLES), first_day=st.just(day)),
        )
    ),
    story(kind("service-ended", last_day=DAYS, reason=st.just("resigned"))),
    story(
        kind("service-ended", last_day=DAYS, reason=st.just("resigned")),
        kind("service-resumed", school=one_of(*SCHOOLS), effective_on=DAYS),
    ),
    story(kind("file-opened", school=one_of(*SCHOOLS), effective_on=DAYS, name=st.just("王芳"))),
]
MOVES = [story(kind("school-changed", school=one_of(*SCHOOLS), effective_on=DAYS))]
TRAININGS = [story(TRAINED), story(kind("training-completed", **ENTRY_TRAINING))]
CERTIFICATES = [
    story(CERTIFIED),
    story(CERTIFIED, after(NEWEST, "certificate-revoked", "effective_on")),
]
TITLES = [
    story(TITLED),
    story(TITLED, after(NEWEST, "title-withdrawn", "effective_on")),
    story(kind("title-conferred", title=one_of(*LADDER), effective_on=DAYS)),
]
AWARDS = [
    story(AWARDED),
    story(AWARDED, AWARDED),
    story(AWARDED, after(NEWEST, "award-revoked", "effective_on")),
]
APPRAISALS = [
    story(APPRAISED),
    story(APPRAISED, APPRAISED),
    # Two of one day: the one recorded later is the latest.
    DAYS.flatmap(
        lambda day: story(
            *(
                kind(
                    "appraised",
                    scope=one_of("homeroom", "annual", "re-evaluation"),
                    result=one_of("qualified", "unqualified"),
                    effective_on=st.just(day),
                )
                for _ in range(2)
            )
        )
    ),
]
VETOES = [
    # The latest appraisal is of a year of the veto, before it, or after it; then it is overturned.
    story(
        kind("vetoed", ground=one_of("ethics", "unfit"), effective_on=DAYS, last_day=MAYBE_DAY),
        kind(
            "appraised",
            scope=st.just("homeroom"),
            result=one_of("qualified", "unqualified"),
            effective_on=DAYS,
            school_year=one_of(None, "2019-2020", "2022-2023", "2023-2024"),
        ),
        after(NEWEST, "veto-lifted", "effective_on", reason=one_of("overturned", "served")),
    ),
    story(VETOED),
    story(VETOED, after(NEWEST, "veto-lifted", "effective_on", reason=LIFTED)),
    story(after(None, "veto-lifted", "effective_on", reason=LIFTED)),
]
CREDITS = [
    story(CREDITED),
    story(CREDITED, CREDITED, CREDITED),
    story(RECOGNISED),
    # One school year in two roles.
    SCHOOL_YEARS.flatmap(
        lambda year: story(
            *(
                kind("tenure-credited", school_year=st.just(year), role=st.just(role))
                for role in ("homeroom", "probationary")
            )
        )
    ),
]
CONTRIBUTIONS = [
    story(*map(contributed, ONES)),
    story(one_of(*ONES).flatmap(contributed)),
]
EXCEPTIONS = [story(EXCEPTED)]
PAYMENTS = [
    story(PAID),
    story(
        PAID,
        after(NEWEST, "allowance-recovered", "effective_on", amount=one_of("400.00", "1000")),
        after(NEWEST, "allowance-recovered", "effective_on", amount=st.just("600")),
    ),
]
RESERVE = [story(LISTED), story(LISTED, after(NEWEST, "reserve-delisted", "effective_on"))]
COHORT_SPANS = [
    story(JOINED),
    story(JOINED, after(NEWEST, "cohort-left", "last_day", reason=st.just("期满"))),
]
VOIDS = [story(kind("voided", target=NUMBERS, reason=st.just("误登")))]

RELEVANT: dict[type, list[st.SearchStrategy[list[Said]]]] = {
    packs.InService: SERVICE,
    packs.InPost: [*POSTS, *SERVICE],
    packs.Service: [*POSTS, *SERVICE],
    packs.Tenure: CREDITS,
    packs.Credits: CREDITS,
    packs.Training: TRAININGS,
    packs.CertificateHeld: CERTIFICATES,
    packs.TitleHeld: TITLES,
    packs.AwardHeld: [*AWARDS, story(APPOINTED)],
    packs.AppraisalLatest: APPRAISALS,
    packs.ReEvaluationDue: [*APPRAISALS, *VETOES],
    packs.VetoActive: [*VETOES, story(VETOED, APPRAISED)],
    packs.ExceptionHeld: EXCEPTIONS,
    packs.Contributed: CONTRIBUTIONS,
    packs.Paid: PAYMENTS,
    packs.Reserve: RESERVE,
    packs.CohortMember: COHORT_SPANS,
    packs.PolicyAge: [],
    packs.OutsideCohortDistrict: MOVES,
}
"""For each condition, what may happen that it looks at: a file made of this and little else."""

EVERYTHING = [*MOVES, *VOIDS, *chain.from_iterable(RELEVANT.values())]


def careers(stories: list[st.SearchStrategy[list[Said]]]) -> st.SearchStrategy[list[Said]]:
    # Several short lists: hypothesis makes a single one short on the whole, and shrinks these too.
    return st.tuples(*[st.lists(st.one_of(stories), max_size=6)] * 4).map(
        lambda lists: list(chain.from_iterable(chain.from_iterable(lists)))
    )


def looked_at_by(conditions: Iterable[Condition]) -> list[st.SearchStrategy[list[Said]]]:
    """The stories that matter to the conditions, and now and then a move or a void."""
    leaves = {
        type(leaf)
        for condition in conditions
        for leaf in packs.conditions_in(condition)
        if type(leaf) in RELEVANT
    }
    found = [one for leaf in RELEVANT if leaf in leaves for one in RELEVANT[leaf]]
    return [*found, *MOVES, *VOIDS]


OPENINGS = st.fixed_dictionaries(
    {
        "kind": st.just("file-opened"),
        "school": one_of("HK-J", "HK-J", "DY-V", "DY-V", "FZ-S", "XB-K", "XB-R", "XB-R", "HK-I"),
        "effective_on": one_of("2015-09-01", "2016-02-29", "2019-08-31", "2022-09-01"),
        "name": st.just("王芳"),
    }
)


def school(code: str, district: str, stage: str, *, rural: bool = False) -> Said:
    return {
        "kind": "school-registered",
        "school": code,
        "name": code,
        "district": district,
        "stage": stage,
        "rural": rural,
        "effective_on": "2010-09-01",
    }


def adopted(policy: str, district: str, first_day: str, last_day: str | None = None) -> Said:
    said = {"kind": "policy-adopted", "policy": policy, "district": district}
    return {**said, "first_day": first_day, "last_day": last_day}


@st.composite
def worlds(draw: st.DrawFn) -> list[Said]:
    """Schools of four districts, packs adopted once or twice, two cohorts."""
    first_days = one_of("2016-02-29", "2016-02-29", "2019-03-01", "2023-08-30", "2024-06-14")
    said = [
        school("HK-J", "hongkou", "junior"),
        school("HK-I", "hongkou", "institute"),
        school("DY-V", "dongyang", "vocational", rural=True),
        school("FZ-S", "fangzi", "senior"),
        school("XB-K", "xinbei", "kindergarten"),
        school("XB-R", "xinbei", "junior", rural=True),
    ]
    for district, policy in (
        ("hongkou", "hongkou-2023"),
        ("dongyang", "dongyang-2024"),
        ("fangzi", "fangzi"),
        ("xinbei", "xinbei"),
    ):
        said.append(adopted(policy, district, draw(first_days)))
        if draw(st.booleans()):
            other = draw(one_of(policy, "hongkou-2023", "fangzi"))
            said.append(adopted(other, district, draw(first_days), "2025-01-31"))
    for cohort, tier in (("CAMP", "camp"), ("ROOM", "room")):
        said.append(
            {
                "kind": "cohort-formed",
                "cohort": cohort,
                "name": cohort,
                "district": "xinbei",
                "tier": tier,
                "first_day": draw(one_of("2018-09-01", "2023-09-01")),
                "last_day": draw(one_of(None, "2024-02-29")),
            }
        )
    if draw(st.booleans()):
        said.append({"kind": "cohort-closed", "cohort": "ROOM", "last_day": "2024-02-10"})
    if draw(st.booleans()):
        moved = {"kind": "school-amended", "school": "XB-R", "effective_on": "2023-09-01"}
        said.append({**moved, **draw(one_of({"district": "fangzi"}, {"stage": "institute"}))})
    return said


class Log:
    """What was recorded, stream by stream, in one order of positions."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.streams: dict[str, list[Recorded]] = {}
        self.facts: dict[str, Facts] = {}

    def __repr__(self) -> str:
        return "\n".join(str(one) for one in self.said if one["kind"] != "school-registered")

    def take(self, said: Said) -> bool:
        """Record the event if nothing speaks against it."""
        position = len(self.said) + 1
        said = {key: value for key, value in said.items() if value is not None}
        if "corrects" not in said and said["kind"] != "voided":
            said["ref"] = f"E{position}"
        said["event_id"] = str(UUID(int=position))
        read = read_statement(said, place=Place(line=position))
        event = read.event
        if event is None:
            return False
        if event.kind == "policy-adopted":
            content = FOLDERS[event.policy].content  # type: ignore[attr-defined]
            digest = FOLDERS[event.policy].digest  # type: ignore[attr-defined]
            event = event.model_copy(update={"content": content, "digest": digest})
        facts = self.facts.setdefault(event.stream, Facts())
        if refusals(facts, event, today=TODAY, known=KNOWN):
            return False
        self.add(event, position, said["event_id"])
        self.said.append(said)
        return True

    def add(self, event: Event, position: int, event_id: str) -> None:
        facts = self.facts[event.stream]
        recorded = Recorded(
            position=position,
            stream=event.stream,
            version=facts.last.version + 1 if facts.last else 1,
            event_id=event_id,
            recorded_at=datetime(2026, 12, 31, tzinfo=UTC),
            recorded_by="chance",
            event=event,
        )
        facts.add(recorded)
        self.streams.setdefault(event.stream, []).append(recorded)

    def resolved(self, teacher: str, said: Said) -> Said | None:
        """The event with a real target in place of a number; None where there is nothing to name."""
        said = {**said, "teacher": teacher}
        facts = list(self.facts[f"teacher/{teacher}"])
        if said.get("corrects") is not None:
            facts_of_kind = [fact for fact in facts if fact.event.kind == said["kind"]]
            if not facts_of_kind:
                said["corrects"] = None
            else:
                said["corrects"] = facts_of_kind[said["corrects"] % len(facts_of_kind)].ref
        if "target" in said:
            wanted = TARGET_KIND.get(said["kind"])
            targets = [fact for fact in facts if wanted in {None, fact.event.kind}]
            if not targets:
                return None
            number = said["target"]
            target = targets[number % len(targets)]
            # Every other one is named by the event id of its first version.
            said["target"] = target.ref if number % 2 else target.versions[0].event_id
            if "days_after" in said:
                name, days = said.pop("days_after")
                said[name] = date.fromordinal(target.day + days).isoformat()
        if said["kind"] == "voided":
            said.pop("corrects")
        return said

    def live(self, teacher: str, opening: Said, career: list[Said]) -> None:
        assert self.take({**opening, "teacher": teacher})
        for said in career:
            event = self.resolved(teacher, said)
            if event is not None:
                self.take(event)

    def surroundings(self) -> Surroundings:
        def found(prefix: str) -> Iterator[tuple[str, Facts]]:
            for name, facts in self.facts.items():
                if name.startswith(prefix):
                    yield name.removeprefix(prefix), facts

        schools = {code: school_of(code, facts) for code, facts in found("school/")}
        cohorts = {code: cohort_of(code, facts) for code, facts in found("cohort/")}
        return Surroundings(
            schools={code: one for code, one in schools.items() if one is not None},
            cohorts={code: one for code, one in cohorts.items() if one is not None},
            adoptions={code: adoptions_of(facts) for code, facts in found("policies/")},
        )

    def plain_world(self) -> PlainWorld:
        def found(prefix: str) -> dict[str, list[PlainFact]]:
            return {
                name.removeprefix(prefix): plain_facts(events)
                for name, events in self.streams.items()
                if name.startswith(prefix)
            }

        return PlainWorld(
            schools=found("school/"), cohorts=found("cohort/"), policies=found("policies/")
        )

    def file(self, teacher: str, known_at: int | None = None) -> TeacherFile:
        events = self.known(teacher, known_at)
        return TeacherFile(teacher, Facts(events), self.surroundings())

    def plain_file(self, teacher: str, known_at: int | None = None) -> PlainFile:
        return PlainFile(plain_facts(self.known(teacher, known_at)), self.plain_world())

    def known(self, teacher: str, known_at: int | None) -> list[Recorded]:
        events = self.streams[f"teacher/{teacher}"]
        # A file without its opening is no file yet.
        return events if known_at is None else events[: max(known_at, 1)]


def vocabulary() -> Vocabulary:
    found = Vocabulary()
    for pack in PACKS.values():
        found = found.joined(pack.vocabulary)
    return found


KNOWN = Known(schools=SCHOOLS, cohorts=COHORTS, vocabulary=vocabulary(), is_named=lambda _: False)
RULES = Rules(pack_of=lambda adoption: PACKS[adoption.policy])


@st.composite
def logs(
    draw: st.DrawFn,
    *,
    teachers: Sequence[str] = ("T1",),
    stories: list[st.SearchStrategy[list[Said]]] | None = None,
) -> Log:
    log = Log()
    for said in draw(worlds()):
        assert log.take(said)
    for teacher in teachers:
        log.live(teacher, draw(OPENINGS), draw(careers(stories or EVERYTHING)))
    return log


def days_to_look_at(file: TeacherFile) -> list[date]:
    """Each event's day and its anniversaries, school years' ends and leap days, and the days around."""
    centres = {date(year, 8, 31) for year in range(2019, 2027)}
    centres |= {date(2020, 2, 29), date(2024, 2, 29), date(2028, 2, 29)}
    for fact in file.facts:
        day = fact.event.day
        centres |= {day, *(years_after(day, years) for years in (1, 2, 5))}
        for name in ("last_day", "expires_on"):
            other = getattr(fact.event, name, None)
            if other is not None:
                centres.add(other)
    adopted = file.surroundings.adoptions
    # Those that these tests make are dicts.
    assert isinstance(adopted, dict)
    for adoptions in adopted.values():
        centres |= {date.fromordinal(run.first) for run in adoptions.runs}
    found = {day + timedelta(days=around) for day in centres for around in (-1, 0, 1)}
    return sorted(day for day in found if day <= LAST_LOOKED_AT)


MONTHS = timedelta(days=200)
TABLES = [(pack, name) for pack, found in PACKS.items() for name in found.projections]


@cache
def conditions_of(name: str) -> list[Condition]:
    """Every condition that a pack writes, the whole as well as its parts."""
    pack = PACKS[name]
    outer = [
        outcome.when
        for projection in pack.projections.values()
        for outcome in projection.outcomes
        if outcome.when is not None
    ]
    outer += [tier.may_move_in for tier in pack.tiers.values()]
    return [part for condition in outer for part in packs.conditions_in(condition)]


WRITTEN: tuple[Said, ...] = (
    {"in_post": {"roles": ["homeroom", "deputy"], "despite_leave": ["sick"]}},
    {"service": {"roles": ["homeroom"], "at_least": "2 years", "minus_leave": True}},
    {"service": {"roles": ["homeroom", "deputy"], "at_least": "400 days"}},
    {"service": {"roles": ["employment"], "at_least": "3 years", "minus_leave": True}},
    {"credits": {"roles": ["homeroom", "probationary"], "at_least": 1.5}},
    {
        "training": {
            "programmes": ["pre-service", "workshop"],
            "hours_at_least": 55.5,
            "level_at_least": "district",
            "within": "2 years",
        }
    },
    {"certificate": {"certificate": "psych-health", "grade_at_least": "B"}},
    {"award": {"count_at_least": 2, "within": "1 year"}},
    {"award": {"level": "district", "while_in": ["homeroom", "deputy"]}},
    {"award": {"grade_at_least": "first", "within": "3 years", "level_at_least": "district"}},
    {"re_evaluation_due": {"scopes": ["annual", "homeroom"], "grounds": ["ethics", "unfit"]}},
    {"veto": {"grounds": ["unfit", "negligence"], "in_year_of": ["annual", "homeroom"]}},
    {"veto": {"grounds": ["ethics", "unfit"], "ever": True}},
    {"exception": {"grounds": ["staffing", "in-principle"]}},
    {"contribution": {"contributions": ["paper", "mentoring"], "count_at_least": 2}},
    {"paid": {"allowances": ["honor-10", "veteran-25"]}},
    {"cohort_member": {"tiers": ["camp"]}},
    {"policy_age": {"under": "2 years"}},
    {"once": {"not": {"in_service": {}}}},
    {"once": {"all": [{"reserve": {}}, {"in_post": {"roles": ["homeroom"]}}]}},
    {"not": {"any": [{"tenure": {"at_least": 1.5}}, {"once": {"cohort_member": {}}}]}},
)
MORE_CONDITIONS = [ConditionModel.model_validate(one).condition for one in WRITTEN]


COMBINATIONS = {packs.All, packs.AnyOf, packs.Not, packs.Once}


def conditions_by_sort() -> dict[type, list[tuple[Pack, Condition]]]:
    """Every condition that a pack or this page writes, once, by its class."""
    found: dict[type, list[tuple[Pack, Condition]]] = {}
    written = [(PACKS[name], one) for name in PACKS for one in conditions_of(name)]
    more = [(PACKS["xinbei"], part) for one in MORE_CONDITIONS for part in packs.conditions_in(one)]
    for pack, condition in (*more, *written):
        of_sort = found.setdefault(type(condition), [])
        if not any(str(other) == str(condition) for _, other in of_sort):
            of_sort.append((pack, condition))
    return found


CONDITIONS = conditions_by_sort()


@contextmanager
def ledger_of(said: list[Said]) -> Iterator[Ledger]:
    """A real ledger that holds just these events."""

    def clock() -> datetime:
        return datetime(2026, 12, 31, 4, tzinfo=UTC)

    with memory_store(origin="growth-ledger/test", clock=clock) as store:
        ledger = Ledger(store=store, url="", by="tester", clock=clock)
        with_packs = [
            {**one, "content": FOLDERS[one["policy"]].content} if "policy" in one else one
            for one in said
        ]
        record(ledger, [read_statement(one, place=Place()) for one in with_packs])
        yield ledger


# --- The laws ------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.sampled_from(TABLES), st.data())
def test_every_standing_is_what_the_plain_rules_say_on_the_day(
    table: tuple[str, str], data: st.DataObject
) -> None:
    name = table[1]
    whens = [one.when for one in PACKS[table[0]].projections[name].outcomes]
    stories = looked_at_by(one for one in whens if one is not None)
    log = data.draw(logs(stories=stories))
    known_at = data.draw(st.none() | st.integers(1, 40))
    file, plain = log.file("T1", known_at), log.plain_file("T1", known_at)

    found = standings(file, RULES).get(name, [])

    judged: dict[int, Judged] = {}
    for day in days_to_look_at(file):
        standing = standing_at(found, day.toordinal())
        ours = None
        if standing is not None:
            assert standing.adoption.adopted_by is not None
            ours = (standing.adoption.adopted_by.order, standing.outcome)
        assert (day, ours) == (day, plain.outcome(name, day, judged))


@pytest.mark.parametrize("sort", CONDITIONS, ids=lambda sort: sort.__name__)
@settings(max_examples=30)
@given(st.sampled_from(FAVOURITES), st.data())
def test_every_condition_holds_on_the_days_on_which_its_plain_rule_does(
    sort: type, first_day: date, data: st.DataObject
) -> None:
    some = CONDITIONS[sort]
    # Combinations are many: one a time. Of the leaves of one sort, each is asked of the same file.
    asked = [data.draw(st.sampled_from(some))] if sort in COMBINATIONS else some
    log = data.draw(logs(stories=looked_at_by(condition for _, condition in asked)))
    file, plain = log.file("T1"), log.plain_file("T1")
    days = [day for day in days_to_look_at(file) if day >= plain.first_day]

    for pack, condition in asked:
        case = Case(file=file, pack=pack, policy_first_day=first_day.toordinal())
        held = spans(condition, case)

        judged = Judged(pack=pack, first_day=first_day)
        for day in days:
            expected = plain.holds(condition, judged, day)
            assert (condition, day, covers(held, day.toordinal())) == (condition, day, expected)


@settings(max_examples=60)
@given(logs(), st.sampled_from(COHORTS), st.sampled_from(FAVOURITES))
def test_a_participant_must_move_out_on_the_days_on_which_the_plain_rules_say_so(
    log: Log, code: str, joined_on: date
) -> None:
    file, plain, pack = log.file("T1"), log.plain_file("T1"), PACKS["xinbei"]
    cohort = file.surroundings.cohorts[code]
    case = as_participant(
        Case(file=file, pack=pack, policy_first_day=None),
        cohort=cohort,
        joined_on=joined_on.toordinal(),
    )
    judged = Judged(pack=pack, first_day=None, cohort=code, joined_on=joined_on)
    tier = pack.tiers[cohort.tier]

    for reason in (*tier.member_must_move_out, *tier.lead_must_move_out):
        held = spans(reason.when, case)

        for day in days_to_look_at(file):
            if day < plain.first_day:
                continue
            expected = plain.holds(reason.when, judged, day)
            assert (day, reason.reason, covers(held, day.toordinal())) == (
                day,
                reason.reason,
                expected,
            )


@settings(max_examples=25)
@given(logs(), st.sampled_from(FAVOURITES), st.data())
def test_a_standing_lasts_from_since_to_until_when_asked_day_by_day(
    log: Log, around: date, data: st.DataObject
) -> None:
    file, plain = log.file("T1"), log.plain_file("T1")
    found = standings(file, RULES)
    at = [name for name in sorted(found) if standing_at(found[name], around.toordinal())]
    if not at:
        return
    name = data.draw(st.sampled_from(at))
    standing = standing_at(found[name], around.toordinal())
    assert standing is not None

    judged: dict[int, Judged] = {}
    expected = plain.outcome(name, around, judged)
    first = last = around
    # No further than some months: a longer run is looked at from another day.
    while around - first < MONTHS and plain.outcome(name, first - ONE_DAY, judged) == expected:
        first -= ONE_DAY
    while last - around < MONTHS and plain.outcome(name, last + ONE_DAY, judged) == expected:
        last += ONE_DAY

    assert max(standing.first, (around - MONTHS).toordinal()) == first.toordinal()
    assert min(standing.last, (around + MONTHS).toordinal()) == last.toordinal()


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(FAVOURITES) | st.dates(date(2015, 1, 1), date(2020, 1, 1)),
            st.integers(0, 900),
        ),
        max_size=4,
    ),
    st.dates(date(2014, 12, 1), date(2027, 1, 1)),
    st.integers(1, 3),
)
def test_the_length_of_service_is_what_counting_the_months_gives(
    stretches: list[tuple[date, int]], up_to: date, years: int
) -> None:
    worked = {first + timedelta(days=n) for first, days in stretches for n in range(days + 1)}
    as_spans = [(one.toordinal(), one.toordinal() + days) for one, days in stretches]

    length = service_length(as_spans, up_to=up_to.toordinal())
    reached = day_reaching_years(as_spans, years)

    months, odd = plain_length([one for one in worked if one <= up_to]) if worked else (0, 0)
    assert (length.months, length.days) == (months, odd)
    if reached is None:
        assert not worked or plain_length(worked)[0] < 12 * years
    else:
        by_then = sorted(one for one in worked if one.toordinal() <= reached)
        assert plain_length(by_then)[0] >= 12 * years
        assert plain_length(by_then[:-1])[0] < 12 * years


@settings(max_examples=12)
@given(logs(), st.data())
def test_asking_at_a_position_is_asking_a_ledger_cut_off_there(
    log: Log, data: st.DataObject
) -> None:
    opened = next(i for i, said in enumerate(log.said, start=1) if said["kind"] == "file-opened")
    known_at = data.draw(st.integers(opened, len(log.said)))
    day = data.draw(st.sampled_from(FAVOURITES))

    with ledger_of(log.said) as whole, ledger_of(log.said[:known_at]) as cut_off:
        asked = Question(as_of=day, known_at=f"#{known_at}")
        with viewing(whole, asked) as at_position, viewing(cut_off, Question(as_of=day)) as then:
            assert show(at_position, "T1") == show(then, "T1")
            assert timeline(at_position, "T1")["standings"] == timeline(then, "T1")["standings"]


@settings(max_examples=30)
@given(logs(teachers=("T1", "T2", "T3")), st.randoms(use_true_random=False))
def test_the_order_in_which_files_interleave_changes_no_standing(log: Log, chance: Random) -> None:
    queues = [list(events) for name, events in log.streams.items() if name.startswith("teacher/")]
    interleaved = Log()
    for name, events in log.streams.items():
        if not name.startswith("teacher/"):
            interleaved.streams[name], interleaved.facts[name] = events, log.facts[name]
    position = sum(map(len, interleaved.streams.values()))

    while queues:
        queue = chance.choice(queues)
        recorded = queue.pop(0)
        position += 1
        interleaved.facts.setdefault(recorded.stream, Facts())
        interleaved.add(recorded.event, position, recorded.event_id)
        queues = [left for left in queues if left]

    for teacher in ("T1", "T2", "T3"):
        before, after = log.file(teacher), interleaved.file(teacher)
        assert outcomes_of(before) == outcomes_of(after)


def outcomes_of(file: TeacherFile) -> list[tuple[str, str, str, int, int]]:
    return [
        (name, one.adoption.policy, one.outcome, one.first, one.last)
        for name, found in sorted(standings(file, RULES).items())
        for one in found
    ]
