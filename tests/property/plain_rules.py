"""The rules of the domain page's section 6 a second time, one day at a time.

Slow, and without spans, parts or timelines. Whatever file chance makes, the program must say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from growth_ledger.domain import codes
from growth_ledger.domain.events import Recorded
from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.policy import packs
from growth_ledger.policy.packs import Condition, Pack

TODAY = date(2026, 12, 31)
LAST_LOOKED_AT = date(2032, 12, 31)
ONE_DAY = timedelta(days=1)
FOLDERS = {name: read_pack(folder) for name, folder in shipped_packs().items()}
PACKS = {name: folder.pack for name, folder in FOLDERS.items()}
Said = dict[str, Any]


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
