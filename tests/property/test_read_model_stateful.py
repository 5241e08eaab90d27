"""Whatever is recorded, the read model says what judging live does, for any day and any known-at.

Chance writes careers, corrections, voids, adoptions, amendments of schools, cohorts and erasures into a
real ledger, one event at a time or many in one transaction. After each step the answers about everyone
are asked twice, of the model and of the events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.property.made_files import (
    COHORTS,
    DAYS,
    EVERYTHING,
    FAVOURITES,
    MAYBE_DAY,
    NUMBERS,
    OPENINGS,
    SCHOOLS,
    kind,
    one_of,
    vocabulary,
    worlds,
)
from tests.property.plain_rules import FOLDERS, Said
from tests.store.conftest import postgresql_server

from growth_ledger.domain.events import Event, Recorded
from growth_ledger.domain.facts import TARGET_KIND, Facts
from growth_ledger.domain.naming import named_streams
from growth_ledger.domain.refusals import OPENING, Known, refusals
from growth_ledger.errors import MissingError, Place
from growth_ledger.intake.pack_folders import read_pack
from growth_ledger.intake.statements import Statement, read_statement
from growth_ledger.ledger import asking, cohorts, crossings, packs, recording, streams
from growth_ledger.ledger.asking import standings_of_all
from growth_ledger.ledger.cohorts import cohort_show
from growth_ledger.ledger.crossings import changes
from growth_ledger.ledger.erasing import erase
from growth_ledger.ledger.opening import Ledger
from growth_ledger.ledger.rebuilding import comparing, rebuild
from growth_ledger.ledger.recording import record
from growth_ledger.ledger.replaying import replay
from growth_ledger.ledger.views import Question, View, viewing
from growth_ledger.store import create_ledger, open_store, standings as stored

__all__ = ["postgresql_server"]

TEACHERS = ("T1", "T2", "T3", "T4")
MORE_COHORTS = (*COHORTS, "NEW")
LAST_NAME = chr(0x10FFFF)
DISTRICTS = ("hongkou", "dongyang", "fangzi", "xinbei")
PROJECTIONS = sorted({name for one in FOLDERS.values() for name in one.pack.projections})
BEGAN = datetime(2026, 12, 1, 4, tzinfo=UTC)
ONE_STEP = timedelta(hours=1)
_FIRST, _LAST = date(2010, 1, 1).toordinal(), date(2040, 1, 1).toordinal()


class Act(NamedTuple):
    """Events of one stream, said without refs; targets and `corrects` are still numbers."""

    owner: Said
    """The field that names the stream."""
    events: list[Said]


def about(
    field: str, codes: Sequence[str], *events: st.SearchStrategy[Said]
) -> st.SearchStrategy[Act]:
    """One such event about one of these."""
    return st.tuples(one_of(*codes), st.one_of(events)).map(
        lambda both: Act({field: both[0]}, [both[1]])
    )


STORIES = st.one_of(EVERYTHING)
VOIDED = kind("voided", target=NUMBERS, reason=st.just("误登"))
STORY = st.tuples(one_of(*TEACHERS), STORIES).map(lambda both: Act({"teacher": both[0]}, both[1]))
# Where the file is there already the opening is refused, and the career goes on.
CAREER = st.tuples(one_of(*TEACHERS), OPENINGS, st.lists(STORIES, max_size=6)).map(
    lambda said: Act({"teacher": said[0]}, [said[1], *(one for part in said[2] for one in part)])
)
ADOPTED = about(
    "district",
    DISTRICTS,
    kind("policy-adopted", policy=one_of(*FOLDERS), first_day=DAYS, last_day=MAYBE_DAY),
    kind("policy-adopted", policy=one_of(*FOLDERS), first_day=DAYS, last_day=st.none()),
    VOIDED,
)
AMENDED = about(
    "school",
    SCHOOLS,
    kind("school-amended", effective_on=DAYS, district=one_of(*DISTRICTS)),
    kind("school-amended", effective_on=DAYS, stage=one_of("primary", "institute", "vocational")),
    kind("school-amended", effective_on=DAYS, rural=st.booleans()),
    kind("school-amended", effective_on=DAYS, rural=st.booleans(), district=one_of(*DISTRICTS)),
    kind("school-closed", last_day=DAYS, merged_into=one_of(None, *SCHOOLS)),
    VOIDED,
)
FORMED = about(
    "cohort",
    MORE_COHORTS,
    kind(
        "cohort-formed",
        name=st.just("研修营"),
        district=one_of("xinbei", "xinbei", "fangzi"),
        tier=one_of("camp", "room"),
        first_day=DAYS,
        last_day=MAYBE_DAY,
    ),
    kind("cohort-closed", last_day=DAYS),
    VOIDED,
)
# What is eligible and in a cohort at once seldom comes about by chance alone.
MEMBER = st.tuples(one_of(*TEACHERS), one_of(*MORE_COHORTS), DAYS, one_of("member", "lead")).map(
    lambda said: Act(
        {"teacher": said[0]},
        [
            {
                "kind": "file-opened",
                "school": "XB-R",
                "effective_on": "2015-09-01",
                "name": "李敏",
                "corrects": None,
            },
            {
                "kind": "tenure-recognised",
                "years": "12",
                "role": "homeroom",
                "effective_on": "2015-09-01",
                "basis": "档案",
                "corrects": None,
            },
            {
                "kind": "appointed",
                "role": "homeroom",
                "first_day": "2016-09-01",
                "corrects": None,
            },
            {
                "kind": "cohort-joined",
                "cohort": said[1],
                "first_day": said[2],
                "capacity": said[3],
                "corrects": None,
            },
        ],
    )
)
SOME = st.one_of(STORY, CAREER, CAREER, ADOPTED, AMENDED, FORMED, MEMBER, MEMBER)


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """Any of them, under a name that is short to print."""
    act: Act = draw(SOME)
    return act


@st.composite
def surroundings(draw: st.DrawFn) -> Act:
    """What touches files by their school or district."""
    act: Act = draw(ADOPTED | AMENDED)
    return act


@st.composite
def careers(draw: st.DrawFn) -> Act:
    """A file that is opened, and what happens in it."""
    act: Act = draw(CAREER)
    return act


class Asked(NamedTuple):
    """A question about everyone.

    Attributes:
        projection: The projection asked.
        day: As of this day, where `border` is None.
        border: Or as of the day before such a border of a run, counted round.
        known_at: Back from the last position.
        window: So many days for what changes.
    """

    projection: str
    day: date
    border: int | None
    known_at: int
    window: int


ASKED = st.builds(
    Asked,
    projection=one_of(*PROJECTIONS),
    day=st.sampled_from(FAVOURITES) | st.dates(date(2015, 1, 1), date(2028, 1, 1)),
    border=st.none() | st.integers(0, 200),
    known_at=one_of(0, 0, 1, 2) | st.integers(0, 120),
    window=one_of(1, 400, 3000),
)
QUESTIONS = st.lists(ASKED, min_size=2, max_size=3)


class Everyone(RuleBasedStateMachine):
    """A ledger, what chance records in it, and the same question asked twice."""

    def __init__(self, opened: Callable[[Callable[[], datetime]], Ledger]) -> None:
        super().__init__()
        self.moment = BEGAN
        self.ledger = opened(lambda: self.moment)
        self.facts: dict[str, Facts] = {}
        self.said = count(1)

    @initialize(world=worlds(), opened=st.lists(careers(), min_size=1, max_size=2), asked=QUESTIONS)
    def begin(self, world: list[Said], opened: list[Act], asked: list[Asked]) -> None:
        self._record([Act({}, world), *opened])
        self._compare(asked)

    @rule(act=acts(), asked=QUESTIONS)
    def one_event_a_transaction(self, act: Act, asked: list[Asked]) -> None:
        for said in act.events:
            self._record([Act(act.owner, [said])])
        self._compare(asked)

    @rule(
        together=st.lists(acts(), min_size=1, max_size=5),
        afterwards=st.lists(surroundings(), max_size=3),
        remembered=one_of(3, 60_000),
        asked=QUESTIONS,
    )
    def all_in_one_transaction(
        self, together: list[Act], afterwards: list[Act], remembered: int, asked: list[Asked]
    ) -> None:
        # A long import lets files go from memory, and judges them before it ends.
        with (
            patch.object(recording, "_BATCH", 4),
            patch.object(streams, "_REMEMBERED_EVENTS", remembered),
        ):
            self._record([*together, *afterwards])
        self._compare(asked)

    @precondition(lambda self: any(name.startswith("teacher/") for name in self.facts))
    @rule(number=NUMBERS, asked=QUESTIONS)
    def erase_somebody(self, number: int, asked: list[Asked]) -> None:
        teachers = sorted(name for name in self.facts if name.startswith("teacher/"))
        stream = teachers[number % len(teachers)]
        self.moment += ONE_STEP
        erase(self.ledger, stream.removeprefix("teacher/"), reason="本人申请")
        self._read_again({stream})
        self._compare(asked)

    @rule(asked=QUESTIONS)
    def make_the_model_again(self, asked: list[Asked]) -> None:
        assert rebuild(self.ledger).differing == ()
        self._compare(asked)

    def teardown(self) -> None:
        try:
            assert rebuild(self.ledger).differing == ()
            assert differing_files(self.ledger) == []
        finally:
            self.ledger.close()

    # What is recorded

    def _record(self, together: list[Act]) -> None:
        """Those of the events against which nothing speaks are recorded in one transaction."""
        self.moment += ONE_STEP
        statements: list[Statement] = []
        position = self._head()
        touched: set[str] = set()
        for act in together:
            for said in act.events:
                statement = self._statement({**said, **act.owner})
                if statement is not None:
                    assert statement.event is not None
                    position += 1
                    touched.add(statement.event.stream)
                    self._remember(statement.event, position)
                    statements.append(statement)
        if statements:
            receipt = record(self.ledger, statements)
            assert receipt.recorded == len(statements)
            self._read_again(touched)

    def _statement(self, said: Said) -> Statement | None:
        """The event as a caller would say it; None where it makes no sense."""
        resolved = self._resolved({key: value for key, value in said.items() if value is not None})
        if resolved is None:
            return None
        number = next(self.said)
        # Two corrections of equal content would be one event said twice.
        if "corrects" in resolved:
            resolved["basis"] = f"更正 {number}"
        elif resolved["kind"] != "voided":
            resolved["ref"] = f"E{number}"
        statement = read_statement(resolved, place=Place())
        event = statement.event
        if event is None or refusals(
            self.facts.get(event.stream, Facts()),
            event,
            today=self.ledger.today,
            known=self._known(),
        ):
            return None
        return statement

    def _resolved(self, said: Said) -> Said | None:
        """Real targets in place of numbers; None where there is nothing to name."""
        said = dict(said)
        if said["kind"] == "policy-adopted":
            said["content"] = FOLDERS[said["policy"]].content
        owner = next(
            (
                f"{sort}/{said[field]}"
                for field, sort in (
                    ("teacher", "teacher"),
                    ("district", "policies"),
                    ("cohort", "cohort"),
                    ("school", "school"),
                )
                if field in said
                and f"{sort}/{said[field]}" in self.facts
                and (field != "district" or said["kind"] in {"policy-adopted", "voided"})
            ),
            None,
        )
        facts = list(self.facts[owner]) if owner is not None else []
        if said["kind"] == "voided":
            said.pop("corrects", None)
        if "corrects" in said:
            alike = [fact for fact in facts if fact.event.kind == said["kind"]]
            number = said.pop("corrects")
            if alike:
                said["corrects"] = alike[number % len(alike)].ref
        if "target" in said:
            wanted = TARGET_KIND.get(said["kind"])
            targets = [fact for fact in facts if wanted in {None, fact.event.kind}]
            if not targets:
                return None
            target = targets[said["target"] % len(targets)]
            said["target"] = target.ref
            if "days_after" in said:
                name, days = said.pop("days_after")
                said[name] = date.fromordinal(target.day + days).isoformat()
        return said

    def _known(self) -> Known:
        standing = {
            sort: {
                name.partition("/")[2]
                for name, facts in self.facts.items()
                if name.startswith(sort) and facts.has(OPENING[sort])
            }
            for sort in ("school", "cohort")
        }
        return Known(
            schools=standing["school"],
            cohorts=standing["cohort"],
            vocabulary=vocabulary(),
            is_named=lambda stream: any(
                stream in named_streams(fact.event)
                for facts in self.facts.values()
                for fact in facts
                if fact.counts
            ),
        )

    def _remember(self, event: Event, position: int) -> None:
        facts = self.facts.setdefault(event.stream, Facts())
        facts.add(
            Recorded(
                position=position,
                stream=event.stream,
                version=facts.last.version + 1 if facts.last else 1,
                event_id=f"not yet {position}",
                recorded_at=self.moment,
                recorded_by="chance",
                event=event,
            )
        )

    def _read_again(self, streams: set[str]) -> None:
        """From here on the facts are those of the ledger itself."""
        with self.ledger.store.reading() as reading:
            for name in streams:
                self.facts[name] = Facts(reading.stream(name))

    def _head(self) -> int:
        with self.ledger.store.reading() as reading:
            return reading.head.position

    # What is asked

    def _compare(self, asked: list[Asked]) -> None:
        assert differing_files(self.ledger) == []
        last = self._head()
        for projection, some_day, border, back, window in asked:
            known_at = max(last - back, 1)
            day = some_day if border is None else self._border(projection, border) or some_day
            question = Question(as_of=day, known_at=f"#{known_at}")
            with viewing(self.ledger, question) as view:
                about_all: list[Callable[[View], object]] = [
                    partial(standings_of_all, projection=projection),
                    partial(standings_of_all, projection=projection, district="xinbei"),
                    partial(
                        changes,
                        projection=projection,
                        after=day,
                        up_to=day + timedelta(days=window),
                    ),
                    *(
                        partial(cohort_show, code=code, with_candidates=True)
                        for code in MORE_COHORTS
                    ),
                ]
                for ask in about_all:
                    stored, live = _answer(ask, view), _live_answer(ask, view)
                    assert (question, stored) == (question, live)
                assert replay(view).answer["read_model_agrees"]

    def _border(self, projection: str, number: int) -> date | None:
        """The day before one on which somebody's outcome begins or has ended; None without such."""
        with self.ledger.store.reading() as reading:
            generation = stored.live_generation(reading.transaction)
            rows = list(stored.of_teachers(reading.transaction, generation, "", LAST_NAME))
        days = sorted(
            {
                day - 1
                for row in rows
                if row.projection == projection
                for day in (row.since, row.until + 1)
                if _FIRST < day < _LAST
            }
        )
        return date.fromordinal(days[number % len(days)]) if days else None


def _answer(ask: Callable[[View], object], view: View) -> object:
    try:
        return ask(view)
    except MissingError as error:
        return error.code


def _live_answer(ask: Callable[[View], object], view: View) -> object:
    """The same function without the model: it judges every file."""
    with ExitStack() as patched:
        for module in (asking, cohorts, crossings):
            patched.enter_context(patch.object(module, "model_for", lambda _: None))
        return _answer(ask, view)


def _machine(opened: Callable[[Callable[[], datetime]], Ledger]) -> type[Everyone]:
    """The same rules, each time on a new ledger."""

    class OnNewLedger(Everyone):
        def __init__(self) -> None:
            super().__init__(opened)

    return OnNewLedger


def _files(folder: Path) -> Callable[[Callable[[], datetime]], Ledger]:
    """Each ledger in a file of its own: in memory, nobody can write while somebody reads."""
    numbers = count(1)

    def opened(clock: Callable[[], datetime]) -> Ledger:
        url = str(folder / f"chance-{next(numbers)}.db")
        create_ledger(url, origin="growth-ledger/test")
        return Ledger(store=open_store(url, clock=clock), url=url, by="chance", clock=clock)

    return opened


@contextmanager
def _schemas(server: str) -> Iterator[Callable[[Callable[[], datetime]], Ledger]]:
    """Each ledger in a schema of its own, all gone at the end."""
    made: list[str] = []

    def opened(clock: Callable[[], datetime]) -> Ledger:
        schema = f"chance_{len(made)}"
        made.append(schema)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}".encode())
        joint = "&" if "?" in server else "?"
        url = f"{server}{joint}options=-csearch_path%3D{schema}"
        create_ledger(url, origin="growth-ledger/test")
        return Ledger(store=open_store(url, clock=clock), url=url, by="chance", clock=clock)

    try:
        yield opened
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            for schema in made:
                connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())


@pytest.fixture(autouse=True)
def packs_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every recording is one of another program's, and would read the shipped packs anew.
    monkeypatch.setattr(packs, "read_pack", cache(read_pack))


def test_what_an_import_closes_and_then_finds_to_hold_after_all_is_known_without_a_break(
    tmp_path: Path,
) -> None:
    # Judged once with the veto alone, when the file is let go from memory, and once with its lifting.
    ledger = _files(tmp_path)(lambda: BEGAN)
    opening = {"school": "S", "effective_on": "2010-09-01"}
    world: list[Said] = [
        {
            "kind": "school-registered",
            "school": "S",
            "name": "一小",
            "district": "hongkou",
            "stage": "primary",
            "rural": False,
            "effective_on": "2000-09-01",
        },
        {
            "kind": "policy-adopted",
            "policy": "hongkou-2023",
            "district": "hongkou",
            "first_day": "2023-08-30",
        },
        {"kind": "file-opened", "teacher": "T1", "name": "甲", **opening},
    ]
    veto = {
        "kind": "vetoed",
        "teacher": "T1",
        "ground": "unfit",
        "ref": "V",
        "effective_on": "2020-03-02",
    }
    lifted = {"kind": "veto-lifted", "teacher": "T1", "target": "V", "reason": "overturned"}
    import_: list[Said] = [
        veto,
        {"kind": "file-opened", "teacher": "T2", "name": "乙", **opening},
        {**lifted, "effective_on": "2021-03-02"},
    ]

    with ledger, patch.object(recording, "_BATCH", 1):
        record(ledger, [read_statement(said, place=Place()) for said in world])
        with patch.object(streams, "_REMEMBERED_EVENTS", 0):
            record(ledger, [read_statement(said, place=Place()) for said in import_])

        assert differing_files(ledger) == []
        with ledger.store.reading() as reading:
            generation = stored.live_generation(reading.transaction)
            rows = stored.of_teachers(reading.transaction, generation, "T1", "T1")
    assert {row.known_from for row in rows} == {1}
    assert {row.known_until for row in rows} == {stored.STILL_KNOWN}


def differing_files(ledger: Ledger) -> list[str]:
    with ledger.store.reading() as reading, comparing(ledger, reading) as differing:
        return differing()


MANY = settings(
    max_examples=40,
    phases=[Phase.generate, Phase.shrink],
    stateful_step_count=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def test_the_model_answers_what_the_events_say_on_sqlite(tmp_path: Path) -> None:
    run_state_machine_as_test(_machine(_files(tmp_path)), settings=MANY)


def test_the_model_answers_what_the_events_say_on_postgresql(postgresql_server: str) -> None:
    with _schemas(postgresql_server) as opened:
        run_state_machine_as_test(_machine(opened), settings=settings(MANY, max_examples=4))
