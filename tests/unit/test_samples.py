"""Made-up careers: recorded without a refusal, the same for the same seed, and of every kind."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

import pytest

from growth_ledger.domain.events import EVENT_CLASSES, LEDGER_KINDS
from growth_ledger.errors import Place
from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.intake.statements import Statement, read_statement
from growth_ledger.ledger.opening import Ledger
from growth_ledger.ledger.recording import Receipt, record
from growth_ledger.ledger.views import Question, viewing
from growth_ledger.policy.cohorts import candidates, team_at
from growth_ledger.policy.projections import standings
from growth_ledger.samples import DEMO, demo_events, sample_events
from growth_ledger.store import memory_store

TODAY = date(2026, 5, 20)

OUT_OF_REACH = {
    # The last outcome of this table: every adoption is younger than five years at its crossing.
}


def statements(said: Iterable[dict[str, Any]]) -> Iterator[Statement]:
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


def recorded(said: Iterable[dict[str, Any]], *, today: date) -> Receipt:
    with a_ledger(today=today) as ledger:
        return record(ledger, statements(said))


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
        (pack.policy, name, outcome.outcome)
        for pack in (read_pack(folder).pack for folder in shipped_packs().values())
        for name, projection in pack.projections.items()
        for outcome in projection.outcomes
    }

    reached = set()
    reasons = set()
    with a_ledger(today=TODAY) as ledger:
        record(ledger, statements(said))
        with viewing(ledger, Question()) as view:
            files = list(view.files())
            for file in files:
                for found in standings(file, view.rules).values():
                    reached |= {(one.adoption.policy, one.projection, one.outcome) for one in found}
            for cohort in view.cohorts():
                for day in (date(2021, 5, 1), date(2024, 5, 1), TODAY):
                    on = {"rules": view.rules, "day": day.toordinal()}
                    team = team_at(cohort, files, surroundings=view.surroundings, **on)  # type: ignore[arg-type]
                    reasons.update(team.irregularities)
                    for one in (*team.participants, *candidates(team, files, **on)):  # type: ignore[arg-type]
                        reasons.update(one.reasons or [str(one.status)])

    assert {event["kind"] for event in said} == set(EVENT_CLASSES) - LEDGER_KINDS
    assert reachable - reached == set()
    print(sorted(reasons), len(said))
