"""Made-up careers: recorded without a refusal, the same for the same seed, and of every kind."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

import pytest

from growth_ledger.domain.events import EVENT_CLASSES, LEDGER_KINDS
from growth_ledger.errors import Place
from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.intake.statements import Statement, read_statement
from growth_ledger.ledger.asking import explain, show
from growth_ledger.ledger.cohorts import cohort_show
from growth_ledger.ledger.crossings import changes
from growth_ledger.ledger.opening import Ledger
from growth_ledger.ledger.recording import Receipt, record
from growth_ledger.ledger.views import Question, View, viewing
from growth_ledger.policy.cohorts import candidates, team_at
from growth_ledger.policy.projections import standings
from growth_ledger.samples import DEMO, demo_events, sample_events
from growth_ledger.store import memory_store

TODAY = date(2026, 5, 20)
RARE_CHARACTERS = "𠮷㙓䶮"
Said = dict[str, Any]


def statements(said: Iterable[Said]) -> Iterator[Statement]:
    for line, event in enumerate(said, start=1):
        # Through JSON, as from a file: what is not JSON would show here.
        text = json.dumps(event, ensure_ascii=False)
        yield read_statement(json.loads(text), place=Place(line=line))


@contextmanager
def a_ledger(*, today: date, sandbox: bool = False) -> Iterator[Ledger]:
    def clock() -> datetime:
        return datetime.combine(today, time(4), tzinfo=UTC)

    with memory_store(origin="growth-ledger/test", sandbox=sandbox, clock=clock) as store:
        yield Ledger(store=store, url="", by="tester", clock=clock)


def recorded(said: Iterable[Said], *, today: date) -> Receipt:
    with a_ledger(today=today) as ledger:
        return record(ledger, statements(said))


def outcome(view: View, teacher: str, projection: str) -> str:
    return str(show(view, teacher)["standings"][projection]["outcome"])


@pytest.mark.parametrize(
    ("seed", "today", "years"),
    [
        (1, date(2026, 5, 20), 30),
        (2, date(2024, 2, 29), 40),
        (3, date(2022, 8, 31), 30),
        (4, date(2027, 9, 1), 5),
        (5, date(1995, 1, 1), 30),
        (6, date(2026, 11, 21), 0),
    ],
)
def test_every_made_up_event_is_recorded_whatever_the_day(
    seed: int, today: date, years: int
) -> None:
    said = list(sample_events(teachers=40, seed=seed, today=today, years=years))

    receipt = recorded(said, today=today)

    assert (receipt.recorded, receipt.already_present) == (len(said), 0)


def test_many_made_up_careers_have_every_kind_of_event_and_reach_every_outcome() -> None:
    said = list(sample_events(teachers=600, seed=7, today=TODAY))
    reachable = {
        (pack.policy, name, one.outcome)
        for pack in (read_pack(folder).pack for folder in shipped_packs().values())
        for name, projection in pack.projections.items()
        for one in projection.outcomes
    }

    reached: set[tuple[str, str, str]] = set()
    of_cohorts: set[str] = set()
    with a_ledger(today=TODAY) as ledger:
        record(ledger, statements(said))
        with viewing(ledger, Question()) as view:
            files = list(view.files())
            for file in files:
                for found in standings(file, view.rules).values():
                    reached |= {(one.adoption.policy, one.projection, one.outcome) for one in found}
            for cohort in view.cohorts():
                day = view.as_of
                team = team_at(
                    cohort, files, surroundings=view.surroundings, rules=view.rules, day=day
                )
                of_cohorts.update(team.irregularities)
                for one in team.participants:
                    of_cohorts.update([str(one.status), *one.reasons])
                for other in candidates(team, files, rules=view.rules, day=day):
                    of_cohorts.update([other.status, *other.reasons])

    assert {event["kind"] for event in said} == set(EVENT_CLASSES) - LEDGER_KINDS
    assert reachable - reached == set()
    assert {"member", "must-move-out", "can-move-in", "in-a-cohort", "not-eligible"} <= of_cohorts


def test_some_events_correct_a_correction_and_some_point_at_what_was_voided() -> None:
    said = list(sample_events(teachers=400, seed=8, today=TODAY))

    corrected = Counter((one["teacher"], one["corrects"]) for one in said if "corrects" in one)
    voided = {(one.get("teacher"), one["target"]) for one in said if one["kind"] == "voided"}
    ended = {(one["teacher"], one["target"]) for one in said if one["kind"] == "leave-ended"}

    assert set(corrected.values()) == {1, 2}
    assert ended & voided


def test_careers_of_full_length_have_fifty_to_sixty_events_or_so() -> None:
    said = sample_events(teachers=300, seed=9, today=TODAY, years=30)

    lengths = Counter(event["teacher"] for event in said if "teacher" in event)

    assert 45 <= sum(lengths.values()) / 300 <= 65
    assert max(lengths.values()) <= 160


def test_the_same_seed_gives_the_same_events_and_another_one_others() -> None:
    first, again, other = (
        list(sample_events(teachers=20, seed=seed, today=TODAY)) for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_a_teacher_is_the_same_whatever_the_number_of_teachers() -> None:
    few = [one for one in sample_events(teachers=9, seed=3, today=TODAY) if "teacher" in one]
    many = [one for one in sample_events(teachers=1700, seed=3, today=TODAY) if "teacher" in one]

    assert many[: len(few)] == few


def test_the_second_block_of_teachers_has_schools_and_cohorts_of_its_own() -> None:
    said = list(sample_events(teachers=1620, seed=3, today=TODAY, years=6))

    registered = {one["school"] for one in said if one["kind"] == "school-registered"}
    formed = {one["cohort"] for one in said if one["kind"] == "cohort-formed"}
    assert {one["school"] for one in said if "school" in one} == registered
    assert {one["cohort"] for one in said if "cohort" in one} <= formed
    assert len(registered) == 2 * 4 * 16


def test_making_many_takes_no_more_memory_than_making_some() -> None:
    deque(sample_events(teachers=100, seed=4, today=TODAY), maxlen=0)

    tracemalloc.start()
    deque(sample_events(teachers=500, seed=4, today=TODAY), maxlen=0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # Held all at once, the five hundred files take more than seven megabytes.
    assert peak < 2_000_000


def test_names_repeat_and_some_have_rare_characters() -> None:
    said = sample_events(teachers=400, seed=5, today=TODAY)

    names = Counter(one["name"] for one in said if one["kind"] == "file-opened")

    assert max(names.values()) > 1
    assert any(character in name for name in names for character in RARE_CHARACTERS)


@pytest.fixture(scope="module", params=[date(2025, 10, 1), TODAY, date(2026, 11, 21)])
def demo(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    today: date = request.param
    with a_ledger(today=today, sandbox=True) as ledger:
        record(ledger, statements(demo_events(today)))
        yield ledger


def next_last_of_august(today: date) -> date:
    return date(today.year if today < date(today.year, 8, 31) else today.year + 1, 8, 31)


def test_the_demonstration_is_recorded_in_order_over_years() -> None:
    said = demo_events(TODAY)

    with a_ledger(today=TODAY, sandbox=True) as ledger:
        receipt = record(ledger, statements(said))

    moments = [datetime.fromisoformat(one["recorded_at"]) for one in said]
    assert (receipt.recorded, receipt.already_present) == (len(said), 0)
    assert all(before <= after for before, after in pairwise(moments))
    assert len({moment.year for moment in moments}) > 3
    assert 30 <= len({one["teacher"] for one in said if "teacher" in one}) <= 50


def test_in_the_demonstration_time_alone_brings_an_appointment(demo: Ledger) -> None:
    with viewing(demo, Question()) as view:
        tree = explain(view, DEMO["not-yet"], "admission")

    eligible = next(node for node in tree["tree"] if node["outcome"] == "eligible")
    assert tree["outcome"] == "not-yet"
    assert eligible["holds_from"] == next_last_of_august(demo.today).isoformat()


def test_in_the_demonstration_a_correction_changed_the_honour_allowance(demo: Ledger) -> None:
    this_year = demo.today.year if demo.today.month >= 9 else demo.today.year - 1
    asked = date(this_year, 1, 31)

    with viewing(demo, Question(as_of=asked, known_at=f"{this_year}-02-01")) as before:
        was = outcome(before, DEMO["corrected"], "honor_allowance")
    with viewing(demo, Question(as_of=asked)) as after:
        is_now = outcome(after, DEMO["corrected"], "honor_allowance")

    assert (was, is_now) == ("tier-10", "none")


def test_in_the_demonstration_teachers_cross_a_tier_when_this_year_is_credited(
    demo: Ledger,
) -> None:
    until = next_last_of_august(demo.today)

    with viewing(demo, Question(assume_credited=True)) as view:
        crossed = {
            one.answer["teacher"]: one.answer["to"]
            for projection in ("honor_allowance", "veteran_award")
            for one in changes(view, projection, after=demo.today, up_to=until)
        }

    assert crossed[DEMO["crossing-10"]] == "tier-10"
    assert crossed[DEMO["crossing-15"]] == "tier-15"
    assert crossed[DEMO["crossing-20"]] == "tier-20"
    assert crossed[DEMO["crossing-25"]] == "due"


def test_in_the_demonstration_a_camp_has_room_and_someone_must_move_out(demo: Ledger) -> None:
    with viewing(demo, Question()) as view:
        camp = cohort_show(view, DEMO["cohort"], with_candidates=True)

    members = {one["teacher"]: one["status"] for one in camp["participants"]}
    others = {one["teacher"]: one["reasons"] for one in camp["candidates"]}
    assert camp["vacancies"]
    assert members[DEMO["must-move-out"]] == "must-move-out"
    assert others[DEMO["can-move-in"]] == []
    assert others[DEMO["blocked"]] == ["school-quota-full"]


def test_in_the_demonstration_the_others_asked_about_are_as_their_role_says(demo: Ledger) -> None:
    with viewing(demo, Question()) as view:
        lacking = explain(view, DEMO["lacking"], "admission")
        stays = outcome(view, DEMO["must-not-continue"], "continuation")
        veteran = show(view, DEMO["veteran"])
        events = len(view.reading.stream(f"teacher/{DEMO['veteran']}"))

    eligible = next(node for node in lacking["tree"] if node["outcome"] == "eligible")
    assert {one["condition"] for one in eligible["children"] if not one["holds"]} == {
        "certificate",
        "training",
    }
    assert stays == "must-not-continue"
    assert veteran["standings"]["honor_allowance"]["outcome"] == "tier-20"
    assert events > 50
