"""Who crosses into which outcome between two days, and why: the command `changes`.

A crossing is a day on which an outcome is another than on the day before, by an event, by time or
by other rules.

Source: domain page, section 8; interface page, section 3.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from growth_ledger.domain.days import FOREVER, Day, Span, date_of, day_of
from growth_ledger.domain.events import FileOpened, SchoolChanged, ServiceResumed
from growth_ledger.ledger.answers import Cause, ChangeAnswer, Judges, who
from growth_ledger.ledger.asking import check_projection
from growth_ledger.ledger.files import counted, is_in
from growth_ledger.ledger.stored_answers import model_for
from growth_ledger.policy.causes import causes_of_change, ran_out
from growth_ledger.policy.projections import (
    Standing,
    case_of,
    policy_of,
    standing_at,
    standings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from growth_ledger.domain.facts import Fact
    from growth_ledger.domain.surroundings import Adoption
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.ledger.views import View


class Crossing(NamedTuple):
    """A day on which an outcome is another than on the day before; None where there is none."""

    day: Day
    before: Standing | None
    now: Standing | None


class Change(NamedTuple):
    """A crossing as it is answered, and the policies that judged."""

    answer: ChangeAnswer
    judges: Judges


def changes(
    view: View,
    projection: str,
    *,
    after: date,
    up_to: date,
    district: str | None = None,
    school: str | None = None,
    into: Collection[str] = (),
    progress: Callable[[int], None] | None = None,
) -> list[Change]:
    """Who crosses into which outcome after one day and up to another, by day, then teacher.

    Args:
        view: What is known, and what judges.
        projection: The projection asked.
        after: The crossings lie after this day.
        up_to: And up to this one, included.
        district: Only schools of this district, as of the crossing.
        school: Only this school, as of the crossing.
        into: Only crossings into one of these outcomes; into any where empty.
        progress: Told how many files are done.

    Raises:
        MissingError: No rules know the projection, or it has no such outcome.
    """
    check_projection(view, projection, into)
    model = model_for(view)
    files = view.files()
    if model is not None:
        window = {"after": day_of(after), "up_to": day_of(up_to)}
        files = view.files_of(iter(model.crossing(projection, **window)))
    found: list[Change] = []
    for file in counted(files, progress):
        held = standings(file, view.rules, only={projection}).get(projection, [])
        for crossing in crossings(held, day_of(after), day_of(up_to)):
            day, before, now = crossing
            if (not into or (now is not None and now.outcome in into)) and is_in(
                file, day, district=district, school=school
            ):
                cause, facts = why_changed(view, file, projection, crossing)
                answer: ChangeAnswer = {
                    **who(file, day),
                    "day": date_of(day).isoformat(),
                    "from": None if before is None else before.outcome,
                    "to": None if now is None else now.outcome,
                    "cause": cause,
                    "events": [fact.event_id for fact in facts],
                }
                found.append(Change(answer, (_judge_of(before), _judge_of(now))))
    return sorted(found, key=lambda one: (one.answer["day"], one.answer["teacher"]))


def policies_about(view: View, rows: Iterable[ChangeAnswer], during: Span) -> set[str]:
    """The policies in force over some days where the rows' schools then were."""
    if view.rules.assumed is not None:
        return {view.rules.assumed.policy}
    schools = view.surroundings.schools
    states = [
        schools[row["school"]].states.at(day_of(date.fromisoformat(row["day"])))
        for row in rows
        if row["school"] is not None and row["school"] in schools
    ]
    return {
        run.value.policy
        for district in {state.district for state in states if state is not None}
        for run in view.rules.in_district(district, view.surroundings).within([during]).runs
    }


def crossings(found: Sequence[Standing], after: Day, up_to: Day) -> Iterator[Crossing]:
    """The days in the window on which the outcome is another than on the day before."""
    borders = {standing.first for standing in found}
    borders |= {standing.last + 1 for standing in found if standing.last < FOREVER}
    for day in sorted(day for day in borders if after < day <= up_to):
        before, now = standing_at(found, day - 1), standing_at(found, day)
        if (before and before.outcome) != (now and now.outcome):
            yield Crossing(day, before, now)


def why_changed(
    view: View,
    file: TeacherFile,
    projection: str,
    crossing: Crossing,
) -> tuple[Cause, Sequence[Fact]]:
    """What makes the outcome another one, the first cause that fits, and the facts behind it."""
    day, before, now = crossing
    if file.first_day == day:
        return "event", file.of(FileOpened)
    was = None if before is None else before.adoption
    is_now = None if now is None else now.adoption
    if was is not is_now:
        return "rules", _why_other_rules(view, file, day, was)
    assert is_now is not None
    case = case_of(file, is_now, view.rules)
    table = view.pack_of(is_now).projections[projection]
    facts = causes_of_change(table, case, day)
    if facts:
        return "event", facts
    return "time", ran_out(table, case, day)


def _judge_of(standing: Standing | None) -> str | None:
    return None if standing is None else standing.adoption.policy


def _why_other_rules(
    view: View, file: TeacherFile, day: Day, was: Adoption | None
) -> Sequence[Fact]:
    """The move to other rules, what put the school under them, or the adoption that began or ended."""
    before, now = file.school_states.at(day - 1), file.school_states.at(day)
    ruled_by = policy_of(now, day, view.rules, view.surroundings)
    if ruled_by is policy_of(before, day, view.rules, view.surroundings):
        adoption = ruled_by or was
        return [] if adoption is None or adoption.adopted_by is None else [adoption.adopted_by]
    if now is not None and file.schools.at(day - 1) == file.schools.at(day):
        return [now.made_by]
    moves: Sequence[Fact] = (*file.of(SchoolChanged), *file.of(ServiceResumed))
    return [fact for fact in moves if fact.takes_effect_on == day]
