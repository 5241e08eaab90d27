"""One stream as it was recorded, and a file's whole trajectory: the commands `history` and `timeline`.

Source: interface page, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from growth_ledger.domain.days import BEGINNING, FOREVER, date_of
from growth_ledger.domain.events import Recorded, Voided, fields_of, personal_of
from growth_ledger.ledger.answers import HistoryAnswer, RunAnswer, TimelineAnswer, open_day
from growth_ledger.ledger.asking import tenure_steps
from growth_ledger.policy.explanations import plain
from growth_ledger.policy.projections import Standing, policies_in_force, standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from growth_ledger.domain.facts import Fact, Facts
    from growth_ledger.ledger.views import View


def timeline(view: View, teacher: str, *, whole: bool = True) -> TimelineAnswer:
    """The trajectory: events and standings in order of day.

    Args:
        view: What is known, and what judges.
        teacher: The staff number.
        whole: With what lies after the as-of day, as far as it is known; else up to that day alone. A
            standing that runs on that day keeps its own last day, which may lie after it.

    Raises:
        MissingError: `no-such-teacher`.
    """
    file = view.file(teacher)
    last = FOREVER if whole else view.as_of
    judged_by = policies_in_force(file, view.rules).within([(BEGINNING, last)])
    events = [one for one in events_by_day(file.facts) if whole or not _lies_ahead(one, view)]
    found = {
        name: begun
        for name, all_of_it in standings(file, view.rules).items()
        if (begun := [standing for standing in all_of_it if standing.first <= last])
    }
    steps = [(first, years) for first, years in tenure_steps(view, file) if first <= last]
    begins = [*(one.first for runs in found.values() for one in runs), *(day for day, _ in steps)]
    ahead = any(day > view.as_of for day in begins) or any(_lies_ahead(one, view) for one in events)
    return {
        "teacher": teacher,
        "name": file.name_at(view.as_of),
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "sandbox": view.head.sandbox,
        "events": events,
        "standings": {name: list(map(_run_answer, runs)) for name, runs in found.items()},
        "tenure": [
            {"since": date_of(first).isoformat(), "years": plain(years)} for first, years in steps
        ],
        "basis": view.basis((run.value for run in judged_by.runs), ahead=ahead),
    }


def events_by_day(facts: Facts) -> list[HistoryAnswer]:
    """The events in order of day, each with its own; those that have none come first."""
    events: list[HistoryAnswer] = [
        {**answer, "day": _day_of_saying(recorded, fact)}
        for recorded, fact, answer in _history(facts)
    ]
    events.sort(key=lambda event: (event["day"] or "", event["position"]))
    return events


def history(view: View, teacher: str) -> list[HistoryAnswer]:
    """The stream as recorded: positions, who, when, corrections and what they replaced.

    Raises:
        MissingError: `no-such-teacher`.
    """
    return [answer for _, _, answer in _history(view.file(teacher).facts)]


def history_of(facts: Facts) -> list[HistoryAnswer]:
    """The same for any stream's facts."""
    return [answer for _, _, answer in _history(facts)]


def fields_answer(event: Recorded) -> dict[str, Any]:
    """What an event carries, with what is left of its personal values, as JSON values."""
    fields = {**fields_of(event.event), **personal_of(event.event)}
    fields.pop("content", None)
    return fields


def _lies_ahead(event: HistoryAnswer, view: View) -> bool:
    return (event["day"] or "") > view.day.isoformat()


def _run_answer(standing: Standing) -> RunAnswer:
    return {
        "outcome": standing.outcome,
        "since": date_of(standing.first).isoformat(),
        "until": open_day(standing.last),
        "policy": standing.adoption.policy,
    }


def _history(facts: Facts) -> Iterator[tuple[Recorded, Fact | None, HistoryAnswer]]:
    for recorded, fact, state, by in facts.states():
        # What says nothing of its own, such as a voiding, has no fact, and the handle of any event.
        own = None if isinstance(recorded.event, Voided) else fact
        yield (
            recorded,
            fact,
            {
                "position": recorded.position,
                "event_id": recorded.event_id,
                "ref": (recorded.event.ref or f"~{recorded.version}") if own is None else own.ref,
                "kind": recorded.event.kind,
                "recorded_at": recorded.recorded_at.isoformat(timespec="microseconds").replace(
                    "+00:00", "Z"
                ),
                "recorded_by": recorded.recorded_by,
                "fields": fields_answer(recorded),
                "state": state,
                "by": by,
            },
        )


def _day_of_saying(recorded: Recorded, fact: Fact | None) -> str | None:
    """The event's own day; of a `voided` the day of what it voids; none of what the ledger says."""
    event = recorded.event
    if isinstance(event, Voided):
        return None if fact is None else fact.event.day.isoformat()
    return event.day.isoformat() if event.day_field else None
