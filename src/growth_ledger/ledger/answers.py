"""The shapes of the answers: the JSON that other programs rely on, as typed dictionaries.

Days are ISO text, tenure is text without trailing zeros, codes are the domain page's; an open end is
null. Source: interface page, section 3.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict

from growth_ledger.domain.days import FOREVER, Day, date_of

if TYPE_CHECKING:
    from growth_ledger.domain.teacher_file import TeacherFile

Cause = Literal["event", "time", "rules", "correction"]


class StandingAnswer(TypedDict):
    """One projection's outcome at the day, with the unbroken run of days around it."""

    outcome: str
    since: str
    until: str | None
    clause: str


class ShowAnswer(TypedDict):
    """A file at a day."""

    teacher: str
    as_of: str
    known_at: int
    sandbox: bool
    name: str | None
    school: str | None
    district: str | None
    policy: str | None
    in_service: bool
    roles: list[str]
    tenure: str
    standings: dict[str, StandingAnswer]
    basis: str


class Who(TypedDict):
    """Whose row it is; the name is null where it was erased."""

    teacher: str
    name: str | None
    school: str | None


class StandingRow(Who):
    """One teacher's outcome in a list."""

    policy: str
    outcome: str
    since: str
    until: str | None


Judges: TypeAlias = tuple[str | None, str | None]
"""The policies that judged before a crossing and after it; None where there was no standing."""

# `from` is a keyword, so the class syntax cannot spell this one.
ChangeAnswer = TypedDict(
    "ChangeAnswer",
    {
        "teacher": str,
        "name": str | None,
        "school": str | None,
        "day": str,
        "from": str | None,
        "to": str | None,
        "cause": Cause,
        "events": list[str],
    },
)
"""One crossing from an outcome into another."""


class WhatIfRow(Who):
    """One teacher's outcome in force beside the one under another pack."""

    policy: str | None
    outcome: str | None
    what_if_policy: str
    what_if_outcome: str | None
    differs: bool


class NodeAnswer(TypedDict):
    """One condition of an explanation."""

    outcome: str | None
    condition: str
    holds: bool
    found: dict[str, Any]
    needed: dict[str, Any]
    events: list[str]
    holds_from: str | None
    clause: str
    children: list[NodeAnswer]


class ExplainAnswer(TypedDict):
    """Why an outcome."""

    teacher: str
    projection: str
    as_of: str
    known_at: int
    policy: str | None
    outcome: str | None
    clause: str | None
    tree: list[NodeAnswer]
    basis: str


class HistoryAnswer(TypedDict):
    """One event of a stream, as recorded; with its stream where it stands among those of others."""

    stream: NotRequired[str]
    position: int
    event_id: str
    ref: str | None
    kind: str
    recorded_at: str
    recorded_by: str
    fields: dict[str, Any]
    state: str
    by: str | None
    day: NotRequired[str | None]


class RunAnswer(TypedDict):
    """One run of days with one outcome."""

    outcome: str
    since: str
    until: str | None
    policy: str


class TenureAnswer(TypedDict):
    """Tenure from a day on."""

    since: str
    years: str


class TimelineAnswer(TypedDict):
    """A whole trajectory."""

    teacher: str
    name: str | None
    as_of: str
    known_at: int
    sandbox: bool
    events: list[HistoryAnswer]
    standings: dict[str, list[RunAnswer]]
    tenure: list[TenureAnswer]
    basis: str


class ParticipantAnswer(TypedDict):
    """One who takes part in a cohort."""

    teacher: str
    name: str | None
    school: str | None
    rural: bool
    capacity: str
    first_day: str
    status: str | None
    reasons: list[str]


class CandidateAnswer(TypedDict):
    """Another teacher of the cohort's district."""

    teacher: str
    name: str | None
    school: str
    rural: bool
    status: str
    reasons: list[str]


class CohortAnswer(TypedDict):
    """A cohort at a day."""

    cohort: str
    name: str
    district: str
    tier: str
    policy: str | None
    as_of: str
    known_at: int
    running: bool
    participants: list[ParticipantAnswer]
    members: int
    vacancies: int | None
    rural_members: int
    rural_shortfall: int | None
    irregularities: list[str]
    candidates: NotRequired[list[CandidateAnswer]]
    basis: str


class CohortRow(TypedDict):
    """A cohort in a list."""

    cohort: str
    name: str
    district: str
    tier: str
    policy: str | None
    running: bool
    first_day: str
    last_day: str | None
    members: int
    vacancies: int | None
    rural_members: int
    rural_shortfall: int | None
    irregularities: list[str]


def who(file: TeacherFile, day: Day) -> Who:
    """Whose file it is, as of the day."""
    return {
        "teacher": file.teacher,
        "name": file.name_at(day),
        "school": file.schools.at(day),
    }


def open_day(day: Day) -> str | None:
    """The day as ISO text; None for what nothing known will end."""
    return None if day >= FOREVER else iso(day)


@lru_cache(maxsize=20_000)
def iso(day: Day) -> str:
    """ISO text of a day; a district's standings begin on few days."""
    return date_of(day).isoformat()
