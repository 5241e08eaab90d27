"""A teacher's way through the years: what held from which day to which, for a picture of it.

Everything is cut off at the day asked; spans are written as on paper, both days included, and one
that nothing known had ended by that day has no last day.

Source: domain page, section 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from growth_ledger.domain.days import BEGINNING, Day, date_of, last_day_of
from growth_ledger.domain.events import (
    Appraised,
    AwardGranted,
    TrainingCompleted,
    Vetoed,
    VetoLifted,
)
from growth_ledger.domain.teacher_file import until_ended
from growth_ledger.ledger.asking import tenure_steps
from growth_ledger.policy.conditions import participations
from growth_ledger.policy.explanations import plain
from growth_ledger.policy.projections import policies_in_force, standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from growth_ledger.domain.teacher_file import Part, TeacherFile
    from growth_ledger.ledger.answers import TenureAnswer
    from growth_ledger.ledger.views import View


class SpanAnswer(TypedDict):
    """Days on which something held; `last_day` is null where nothing had ended it by the day asked."""

    first_day: str
    last_day: str | None


class PlaceAnswer(SpanAnswer):
    """A school with its name and district of then."""

    school: str
    name: str | None
    district: str | None
    rural: bool


class AppointmentAnswer(SpanAnswer):
    """An appointment as it was in the end: cut by an ending, a move, the end of service."""

    role: str
    class_name: str | None
    level: str | None
    event_id: str


class LeaveAnswer(SpanAnswer):
    """A leave."""

    reason: str
    event_id: str


class TitleAnswer(SpanAnswer):
    """A title held."""

    title: str
    level: str | None
    event_id: str


class VetoAnswer(SpanAnswer):
    """A veto; `lifted` says why it ended early, null where it did not."""

    ground: str
    lifted: str | None
    event_id: str


class MembershipAnswer(SpanAnswer):
    """A time in a cohort."""

    cohort: str
    name: str
    tier: str
    policy: str | None
    """That of the cohort's district at the end, or on the day asked if that is earlier."""
    capacity: str
    event_id: str


class OutcomeAnswer(SpanAnswer):
    """An outcome of a projection; `last_day` is its own, be it after the day asked or before."""

    projection: str
    outcome: str
    policy: str


class TrainingAnswer(TypedDict):
    """A training programme finished."""

    day: str
    hours: str
    level: str
    programme: str
    event_id: str


class AwardAnswer(TypedDict):
    """An award; `revoked_on` is null where it stands."""

    day: str
    award: str
    level: str
    grade: str | None
    revoked_on: str | None
    event_id: str


class AppraisalAnswer(TypedDict):
    """An appraisal's result, of a school year."""

    day: str
    school_year: str
    scope: str
    result: str
    event_id: str


class TrajectoryAnswer(TypedDict):
    """A career, lane by lane."""

    teacher: str
    name: str | None
    as_of: str
    known_at: int
    sandbox: bool
    basis: str
    schools: list[PlaceAnswer]
    service: list[SpanAnswer]
    appointments: list[AppointmentAnswer]
    leaves: list[LeaveAnswer]
    tenure: list[TenureAnswer]
    training: list[TrainingAnswer]
    awards: list[AwardAnswer]
    appraisals: list[AppraisalAnswer]
    titles: list[TitleAnswer]
    vetoes: list[VetoAnswer]
    outcomes: list[OutcomeAnswer]
    cohorts: list[MembershipAnswer]


def trajectory(view: View, teacher: str) -> TrajectoryAnswer:
    """The career up to the day.

    Raises:
        MissingError: The ledger did not know the teacher at K.
    """
    return trajectory_of(view, view.file(teacher))


def trajectory_of(view: View, file: TeacherFile) -> TrajectoryAnswer:
    """The same of a file that was read already."""
    day = view.as_of
    judged_by = policies_in_force(file, view.rules).within([(BEGINNING, day)])
    return {
        "teacher": file.teacher,
        "name": file.name_at(day),
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "sandbox": view.head.sandbox,
        "basis": view.basis(run.value for run in judged_by.runs),
        "schools": list(_places(view, file, day)),
        "service": [_span(part, day) for part in file.service_parts if part.first <= day],
        "appointments": list(_appointments(file, day)),
        "leaves": list(_leaves(file, day)),
        "tenure": _tenure(view, file, day),
        "training": list(_trainings(file, day)),
        "awards": list(_awards(file, day)),
        "appraisals": list(_appraisals(file, day)),
        "titles": list(_titles(file, day)),
        "vetoes": list(vetoes(file, day)),
        "outcomes": list(_outcomes(view, file, day)),
        "cohorts": list(_memberships(view, file, day)),
    }


def vetoes(file: TeacherFile, day: Day) -> Iterator[VetoAnswer]:
    """The vetoes that were active by the day, each with the days on which it was."""
    for fact in file.effective(Vetoed, day):
        event = fact.event
        active = until_ended(fact, last_day_of(event.last_day))
        lift = active.ended_by
        if active.first <= active.last:
            yield {
                "ground": event.ground,
                "lifted": (
                    lift.event.reason
                    if lift is not None and lift.day <= day and isinstance(lift.event, VetoLifted)
                    else None
                ),
                "event_id": fact.event_id,
                **_span(active, day),
            }


def _places(view: View, file: TeacherFile, day: Day) -> Iterator[PlaceAnswer]:
    for run in file.schools.runs:
        if run.first > day:
            continue
        school = view.surroundings.schools.get(run.value)
        states = () if school is None else school.states.within([(run.first, run.last)]).runs
        # A school without a state that day is one that was registered from a later day on.
        if not states:
            yield {
                "school": run.value,
                "name": None,
                "district": None,
                "rural": False,
                **_days(run.first, run.last, day),
            }
        for state in states:
            if state.first <= day:
                yield {
                    "school": run.value,
                    "name": state.value.name,
                    "district": state.value.district,
                    "rural": state.value.rural,
                    **_days(state.first, state.last, day),
                }


def _appointments(file: TeacherFile, day: Day) -> Iterator[AppointmentAnswer]:
    for part in file.appointments:
        event = part.fact.event
        if part.first <= min(day, part.last):
            yield {
                "role": event.role,
                "class_name": event.class_name,
                "level": event.level,
                "event_id": part.fact.event_id,
                **_span(part, day),
            }


def _leaves(file: TeacherFile, day: Day) -> Iterator[LeaveAnswer]:
    for part in file.leaves:
        event = part.fact.event
        if part.first <= min(day, part.last):
            yield {
                "reason": event.reason,
                "event_id": part.fact.event_id,
                **_span(part, day),
            }


def _tenure(view: View, file: TeacherFile, day: Day) -> list[TenureAnswer]:
    return [
        {"since": date_of(first).isoformat(), "years": plain(years)}
        for first, years in tenure_steps(view, file)
        if first <= day
    ]


def _trainings(file: TeacherFile, day: Day) -> Iterator[TrainingAnswer]:
    for fact in file.effective(TrainingCompleted, day):
        event = fact.event
        yield {
            "day": event.day.isoformat(),
            "hours": plain(event.hours),
            "level": event.level,
            "programme": event.programme,
            "event_id": fact.event_id,
        }


def _awards(file: TeacherFile, day: Day) -> Iterator[AwardAnswer]:
    for fact in file.effective(AwardGranted, day):
        event = fact.event
        revoked = fact.ender
        yield {
            "day": event.day.isoformat(),
            "award": event.award,
            "level": event.level,
            "grade": event.grade,
            "revoked_on": (
                revoked.event.day.isoformat()
                if revoked is not None and revoked.day <= day
                else None
            ),
            "event_id": fact.event_id,
        }


def _appraisals(file: TeacherFile, day: Day) -> Iterator[AppraisalAnswer]:
    for fact in file.effective(Appraised, day):
        event = fact.event
        yield {
            "day": event.day.isoformat(),
            "school_year": event.year,
            "scope": event.scope,
            "result": event.result,
            "event_id": fact.event_id,
        }


def _titles(file: TeacherFile, day: Day) -> Iterator[TitleAnswer]:
    for part in file.titles:
        event = part.fact.event
        if part.first <= min(day, part.last):
            yield {
                "title": event.title,
                "level": event.level,
                "event_id": part.fact.event_id,
                **_span(part, day),
            }


def _outcomes(view: View, file: TeacherFile, day: Day) -> Iterator[OutcomeAnswer]:
    """The runs of outcomes, but for those of the tables' last lines, which say that none holds."""
    for name, found in standings(file, view.rules).items():
        for standing in found:
            last_line = view.pack_of(standing.adoption).projections[name].outcomes[-1]
            if standing.first <= day and standing.outcome != last_line.outcome:
                yield {
                    "projection": name,
                    "outcome": standing.outcome,
                    "policy": standing.adoption.policy,
                    **_days(standing.first, standing.last, day),
                }


def _memberships(view: View, file: TeacherFile, day: Day) -> Iterator[MembershipAnswer]:
    for part, cohort in participations(file):
        event = part.fact.event
        last = min(part.last, cohort.last)
        if part.first <= min(day, last):
            adopted = view.rules.in_district(cohort.district, view.surroundings)
            adoption = adopted.at(min(day, last))
            yield {
                "cohort": cohort.code,
                "name": cohort.name,
                "tier": cohort.tier,
                "policy": None if adoption is None else adoption.policy,
                "capacity": event.capacity,
                "event_id": part.fact.event_id,
                **_days(part.first, last, day),
            }


def _span(part: Part, day: Day) -> SpanAnswer:
    return _days(part.first, part.last, day)


def _days(first: Day, last: Day, day: Day) -> SpanAnswer:
    """The span as text; one that goes on past the day asked is open."""
    return {
        "first_day": date_of(first).isoformat(),
        "last_day": None if last > day else date_of(last).isoformat(),
    }
