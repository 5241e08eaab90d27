"""Findings are what the plain rules say, counted day by day.

The rules of the domain page's section 9 stand here a second time, slow and without spans; conditions,
outcomes and files are the plain ones of `plain_rules` and `made_files`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given, settings, strategies as st
from tests.property.made_files import (
    DAYS,
    FAVOURITES,
    MAYBE_DAY,
    RULES,
    Log,
    kind,
    ledger_of,
    one_of,
    worlds,
)
from tests.property.plain_rules import ONE_DAY, PACKS, Judged, PlainFact, PlainFile, Said

from growth_ledger.domain.events import Recorded
from growth_ledger.ledger.finding import FindingAnswer, findings as findings_of
from growth_ledger.ledger.opening import Ledger
from growth_ledger.ledger.views import Question, viewing
from growth_ledger.policy.findings import OF_A_STATE, Finding, classes_shared, findings, seats
from growth_ledger.reports.labels import Labels

Found = tuple[str, str | None, str | None, object]

TODAY = date(2026, 12, 31)
ASKED = st.one_of(
    one_of(*(date(2020 + more, 8, 30) + ONE_DAY * odd for more in range(6) for odd in range(3))),
    st.dates(date(2016, 1, 1), TODAY),
)

CLASSES = one_of(None, "1", "2")
APPOINTED = kind(
    "appointed",
    role=one_of("homeroom", "homeroom", "homeroom", "deputy"),
    first_day=DAYS,
    last_day=MAYBE_DAY,
    class_name=CLASSES,
)


def a_career(chance: Random) -> list[Said]:
    """Many events of the kinds that findings look at, each value as likely as the next.

    Hypothesis prefers few and small values, of which hardly any two meet in one school year.
    """
    pick = chance.choice

    def a_day() -> str:
        odd = date(2015, 9, 1) + timedelta(days=chance.randrange(4000))
        return pick([*FAVOURITES, odd, odd, odd]).isoformat()

    def an_event() -> Said:
        year = pick([2018, 2019, 2019, 2022, *range(2016, 2026)])
        return pick(
            [
                {
                    "kind": "appointed",
                    "role": pick(["homeroom", "homeroom", "deputy"]),
                    "first_day": pick(["2018-09-01", "2019-09-01", "2020-01-15", a_day()]),
                    "last_day": pick([None, "2019-03-02", "2020-03-01", "2020-03-02", a_day()]),
                    "class_name": pick([None, "1", "2"]),
                },
                {"kind": "appointment-ended", "target": chance.randrange(9), "last_day": a_day()},
                {
                    "kind": "tenure-credited",
                    "school_year": f"{year}-{year + 1}",
                    "role": pick(["homeroom", "homeroom", "deputy"]),
                    "credit": pick(["1", "0.5"]),
                    "effective_on": pick([None, None, a_day()]),
                },
                {
                    "kind": "tenure-recognised",
                    "years": pick(["0.5", "10", "14", "24.5", "25"]),
                    "role": pick(["homeroom", "homeroom", "deputy"]),
                    "effective_on": a_day(),
                    "basis": "档案",
                },
                {
                    "kind": "tenure-asserted",
                    "years": pick(["0", "0.5", "1", "2", "10", "11"]),
                    "role": pick(["homeroom", "deputy"]),
                    "effective_on": a_day(),
                },
                {
                    "kind": "allowance-paid",
                    "allowance": pick(
                        ["veteran-25", "honor-10", "honor-15", "honor-20", "honor-bonus"]
                    ),
                    "amount": "1000.00",
                    "effective_on": a_day(),
                    "period_last_day": pick([None, a_day()]),
                },
                {
                    "kind": "allowance-recovered",
                    "target": chance.randrange(9),
                    "amount": "600",
                    "effective_on": a_day(),
                },
                {
                    "kind": "vetoed",
                    "ground": pick(["ethics", "student-harm", "unfit"]),
                    "effective_on": a_day(),
                    "last_day": pick([None, a_day()]),
                },
                {
                    "kind": "appraised",
                    "scope": pick(["annual", "homeroom", "process"]),
                    "result": pick(["qualified", "unqualified"]),
                    "effective_on": a_day(),
                    "school_year": pick([None, f"{year}-{year + 1}"]),
                },
                {
                    "kind": "training-completed",
                    "programme": "pre-service",
                    "hours": "48",
                    "level": "district",
                    "effective_on": a_day(),
                },
                {
                    "kind": "leave-taken",
                    "first_day": a_day(),
                    "last_day": a_day(),
                    "reason": "sick",
                },
                pick(
                    [
                        {"kind": "school-changed", "school": "FZ-S", "effective_on": a_day()},
                        {"kind": "service-ended", "last_day": a_day(), "reason": "resigned"},
                        {"kind": "voided", "target": 1, "reason": "误登"},
                        {"kind": "voided", "target": 2, "reason": "误登"},
                    ]
                ),
                {"kind": "voided", "target": chance.randrange(1, 12), "reason": "误登"},
            ]
        )

    career = [an_event() for _ in range(chance.randrange(12, 40))]
    for said in career:
        said["corrects"] = chance.randrange(9) if chance.random() < 1 / 6 else None
    return career


SEEDS = st.integers(0, 2**32)
OPENINGS = st.fixed_dictionaries(
    {
        "kind": st.just("file-opened"),
        "school": one_of("HK-J", "HK-J", "DY-V", "FZ-S", "XB-R"),
        "effective_on": one_of("2015-09-01", "2016-02-29", "2019-08-31"),
        "name": st.just("王芳"),
    }
)


@st.composite
def audited_logs(draw: st.DrawFn, *, teachers: tuple[str, ...] = ("T1",)) -> Log:
    log = Log()
    for said in draw(worlds()):
        assert log.take(said)
    for teacher in teachers:
        log.live(teacher, draw(OPENINGS), a_career(Random(draw(SEEDS))))
    return log


def days_of(school_year: str) -> list[date]:
    first, last = date(int(school_year[:4]), 9, 1), date(int(school_year[5:]), 8, 31)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


class PlainAudit:
    """Section 9, read aloud."""

    def __init__(self, log: Log, day: date) -> None:
        self.events = log.streams["teacher/T1"]
        self.file = log.plain_file("T1")
        self.day = day
        self.judged: dict[int, Judged] = {}

    def newest(self, fact: PlainFact) -> str:
        return next(one.event_id for one in self.events if one.event is fact.event)

    def by_now(self, *kinds: str) -> list[PlainFact]:
        return [fact for fact in self.file.of(*kinds) if fact.day <= self.day]

    def credits(self) -> list[PlainFact]:
        return [one for one in self.by_now("tenure-credited") if one.event.role == "homeroom"]

    def in_appointment(self, school_year: str) -> int:
        return sum(1 for day in days_of(school_year) if self.file.appointed(["homeroom"], day))

    def outcome(self, name: str, day: date, *, absent: list[PlainFact] | None = None) -> str | None:
        file, judged = self.file, self.judged
        if absent:
            left = [fact for fact in self.file.facts if fact not in absent]
            file, judged = PlainFile(left, self.file.world), {}
        found = file.outcome(name, day, judged)
        return None if found is None else found[1]

    def tenure(self, day: date) -> Decimal:
        if day < self.file.first_day:
            return Decimal(0)
        return self.file.tenure(day, PACKS[self.policy(day) or "hongkou-2023"])

    def policy(self, day: date) -> str | None:
        adoption = self.file.adoption(day)
        return None if adoption is None else str(adoption.event.policy)

    def found(self) -> Iterator[Found]:
        if self.day < self.file.first_day:
            return
        yield from self.years()
        yield from self.credited()
        yield from self.posts()
        yield from self.statements()
        yield from self.payments()

    def years(self) -> Iterator[Found]:
        appraised = {
            fact.event.school_year or self.year_of(fact.day)
            for fact in self.by_now("appraised")
            if fact.event.scope in {"annual", "homeroom"}
        }
        credited = {fact.event.school_year for fact in self.credits()}
        for first in range(2013, self.day.year):
            year = f"{first}-{first + 1}"
            days = self.in_appointment(year)
            if days_of(year)[-1] <= self.day and days > len(days_of(year)) - days:
                if year not in credited:
                    yield "uncredited-year", year, None, days
                if year not in appraised:
                    yield "missing-appraisal", year, None, days

    def year_of(self, day: date) -> str:
        return next(
            year
            for year in (f"{first}-{first + 1}" for first in (day.year - 1, day.year))
            if day in days_of(year)
        )

    def credited(self) -> Iterator[Found]:
        for year in {fact.event.school_year for fact in self.credits()}:
            of_year = [fact for fact in self.credits() if fact.event.school_year == year]
            days = self.in_appointment(year)
            if days == 0:
                for fact in of_year:
                    yield "unsupported-credit", year, self.newest(fact), fact.event.credit
            elif (
                sum(one.event.credit for one in of_year) == 1 and days <= len(days_of(year)) - days
            ):
                yield "over-credited", year, self.newest(of_year[-1]), days

    def posts(self) -> Iterator[Found]:
        homeroom = [one for one in self.file.of("appointed") if one.event.role == "homeroom"]
        for fact in homeroom:
            later = [one for one in homeroom if one.place >= fact.place]
            if fact.day <= self.day:
                admission = self.outcome("admission", fact.day, absent=later)
                if admission in {"barred", "suspended", "not-in-service", "not-yet"}:
                    yield "appointed-before-admission", None, self.newest(fact), admission
        file = self.file
        held = file.appointed(["homeroom"], self.day)
        if held and file.in_service(self.day) and not file.on_leave(self.day):
            for name in ("admission", "continuation"):
                outcome = self.outcome(name, self.day)
                if outcome in {"barred", "suspended", "must-not-continue"}:
                    yield "in-post-while-barred", None, self.newest(held[0]), outcome

    def statements(self) -> Iterator[Found]:
        for fact in self.by_now("tenure-asserted"):
            ours = self.tenure(fact.day)
            if ours != fact.event.years:
                yield "assertion-failed", None, self.newest(fact), ours
        for fact in self.by_now("tenure-recognised"):
            if fact.event.role == "homeroom":
                yield "recognised", None, self.newest(fact), fact.event.years
        for recorded in self.standing():
            target = getattr(recorded.event, "target", None)
            if (
                target is not None
                and self.ref(target) in self.voided()
                and recorded.event.day <= self.day
            ):
                yield "inert", None, recorded.event_id, recorded.event.kind

    def standing(self) -> list[Recorded]:
        """The newest version of every fact that was not voided itself."""
        facts = [one for one in self.events if one.event.kind != "voided"]
        newest: dict[str, Recorded] = {}
        for one in facts:
            newest[self.ref(one.event.corrects or str(one.event.ref))] = one
        return [one for ref, one in newest.items() if ref not in self.voided()]

    def ref(self, key: str) -> str:
        """The ref that a target means, which may name an event by its id."""
        for one in self.events:
            if one.event_id == key:
                return self.ref(one.event.corrects or str(one.event.ref))
        return key

    def voided(self) -> set[str]:
        voids = [one.event for one in self.events if one.event.kind == "voided"]
        return {self.ref(event.target) for event in voids}  # type: ignore[attr-defined]  # a `voided` has a target

    def payments(self) -> Iterator[Found]:
        tiers = ["none", "tier-10", "tier-15", "tier-20"]
        for fact in self.by_now("allowance-paid"):
            event = fact.event
            day = event.period_last_day or event.effective_on
            if event.allowance.startswith("honor-") and event.allowance != "honor-bonus":
                outcome = self.outcome("honor_allowance", day) or "none"
                if tiers.index(outcome) < tiers.index(event.allowance.replace("honor", "tier")):
                    yield "paid-not-entitled", None, self.newest(fact), outcome
            elif event.allowance == "veteran-25":
                outcome = self.outcome("veteran_award", day, absent=[fact]) or "none"
                if outcome != "due":
                    yield "paid-not-entitled", None, self.newest(fact), outcome
        if self.outcome("veteran_award", self.day) == "due":
            since = self.day
            now = self.file.outcome("veteran_award", since, self.judged)
            while self.file.outcome("veteran_award", since - ONE_DAY, self.judged) == now:
                since -= ONE_DAY
            yield "entitled-not-paid", None, None, since


SHOWN = {
    "uncredited-year": "days",
    "missing-appraisal": "days",
    "over-credited": "days",
    "unsupported-credit": "credit",
    "appointed-before-admission": "outcome",
    "in-post-while-barred": "outcome",
    "assertion-failed": "tenure",
    "recognised": "years",
    "inert": "kind",
    "paid-not-entitled": "outcome",
    "entitled-not-paid": "since",
}


def shown(finding: Finding) -> Found:
    event_id = None if finding.event is None else finding.event.event_id
    value = finding.values[SHOWN[finding.finding]]
    return finding.finding, finding.school_year, event_id, value


def sorted_texts(found: Iterable[Found]) -> list[str]:
    """The findings as text: 24.50 years are 24.5 years."""

    def text(value: object) -> str:
        return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)

    return sorted(" ".join(map(text, one)) for one in found)


@settings(max_examples=100)
@given(audited_logs(), st.lists(ASKED, min_size=1, max_size=3))
def test_findings_as_of_a_day_are_what_the_plain_rules_find(log: Log, asked: list[date]) -> None:
    file = log.file("T1")

    for day in asked:
        found = [shown(one) for one in findings(file, RULES, day.toordinal())]

        expected = PlainAudit(log, day).found()
        assert sorted_texts(found) == sorted_texts(expected)


@settings(max_examples=60)
@given(audited_logs(), ASKED, st.integers(0, 4000))
def test_what_is_backdated_was_recorded_so_many_days_after_its_day(
    log: Log, day: date, days: int
) -> None:
    found = findings(
        log.file("T1"), RULES, day.toordinal(), backdated_days=days, only={"backdated"}
    )

    audit = PlainAudit(log, day)
    expected = {
        one.event_id
        for one in audit.standing()
        if one.event.day <= day and one.event.day + timedelta(days=days) < TODAY
    }
    assert {one.event.event_id for one in found if one.event} == (
        expected if day >= audit.file.first_day else set()
    )


@st.composite
def classes(draw: st.DrawFn) -> Log:
    """Three teachers of two schools, with few classes between them."""
    log = Log()
    for said in draw(worlds()):
        assert log.take(said)
    changes = kind("school-changed", school=one_of("HK-J", "XB-R"), effective_on=DAYS)
    leaves = kind("leave-taken", first_day=DAYS, last_day=MAYBE_DAY, reason=st.just("sick"))
    careers = st.lists(st.one_of(APPOINTED, APPOINTED, APPOINTED, changes, leaves), max_size=8)
    for teacher in ("T1", "T2", "T3"):
        opening = {**draw(OPENINGS), "school": draw(one_of("HK-J", "XB-R"))}
        log.live(teacher, opening, draw(careers))
    return log


@settings(max_examples=100)
@given(classes(), ASKED)
def test_a_class_is_shared_by_those_in_post_in_it_on_the_day(log: Log, day: date) -> None:
    teachers = ("T1", "T2", "T3")
    taken = [seat for one in teachers for seat in seats(log.file(one), day.toordinal())]

    found = {
        (teacher, one.values["class_name"], one.values["other"])
        for teacher, one in classes_shared(taken)
    }

    plain = {teacher: log.plain_file(teacher) for teacher in teachers}
    expected = set()
    for class_name in ("1", "2"):
        for school in ("HK-J", "XB-R"):
            there = [
                teacher
                for teacher, file in plain.items()
                if file.school(day) == school
                and file.in_service(day)
                and not file.on_leave(day)
                and any(
                    one.event.class_name == class_name for one in file.appointed(["homeroom"], day)
                )
            ]
            if len(there) > 1:
                expected |= {
                    (one, class_name, tuple(other for other in there if other != one))
                    for one in there
                }
    assert found == expected


def answers(
    ledger: Ledger,
    day: date,
    known_at: str | None = None,
    **more: Any,  # noqa: ANN401 - of `findings`.
) -> list[FindingAnswer]:
    with viewing(ledger, Question(as_of=day, known_at=known_at)) as view:
        return findings_of(view, Labels.of(view.packs(), "en"), **more)


def key(row: FindingAnswer) -> tuple[object, ...]:
    is_state = row["finding"] in OF_A_STATE
    return row["teacher"], row["finding"], row["school_year"], is_state or row["event_id"]


@settings(max_examples=12)
@given(audited_logs(teachers=("T1", "T2")), ASKED)
def test_known_when_recorded_is_what_asking_at_that_position_answers(log: Log, day: date) -> None:
    with ledger_of(log.said) as ledger:
        now = answers(ledger, day, backdated_days=400)

        with ledger.store.reading() as reading:
            positions = {one.event_id: one.position for one in reading.events(1, len(log.said))}
        for row in now:
            about = row["events"] if row["finding"] in OF_A_STATE else [row["event_id"]]
            position = max(positions[event_id] for event_id in about if event_id is not None)
            then = answers(ledger, day, f"#{position}", backdated_days=400)
            assert row["known_when_recorded"] == (key(row) in map(key, then)), row


@settings(max_examples=12)
@given(audited_logs(teachers=("T1", "T2")), ASKED)
def test_one_file_has_the_same_findings_alone_as_among_all(log: Log, day: date) -> None:
    with ledger_of(log.said) as ledger:
        everyone = answers(ledger, day)

        for teacher in ("T1", "T2"):
            alone = answers(ledger, day, teacher=teacher)
            assert alone == [row for row in everyone if row["teacher"] == teacher]
