"""Files that chance makes: whole careers in a world of six schools, two cohorts and the shipped packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from tests.property.plain_rules import (
    FOLDERS,
    PACKS,
    TODAY,
    PlainFact,
    PlainFile,
    PlainWorld,
    Said,
    plain_facts,
)

from growth_ledger.domain.codes import Vocabulary
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
from growth_ledger.errors import Place
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.opening import Ledger
from growth_ledger.ledger.recording import record
from growth_ledger.policy import packs
from growth_ledger.policy.packs import Condition
from growth_ledger.policy.projections import (
    Rules,
)
from growth_ledger.store import memory_store

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
