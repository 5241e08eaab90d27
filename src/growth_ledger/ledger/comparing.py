"""Candidates side by side, counted and never scored: what the ledger knows of each at one day.

Source: interface page, section 1 (`compare`); docs/exports.md tells the fields one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypedDict, get_args

from growth_ledger.domain import codes
from growth_ledger.domain.days import FOREVER, intersected, service_length
from growth_ledger.domain.events import (
    Appraised,
    AwardGranted,
    ContributionMade,
    RankConferred,
    TrainingCompleted,
)
from growth_ledger.domain.teacher_file import until_ended
from growth_ledger.domain.timelines import covers
from growth_ledger.errors import UsageError, nearest
from growth_ledger.ledger.asking import roles_in_post, tenure_at
from growth_ledger.ledger.dossier import cohort_standings
from growth_ledger.ledger.trajectory import VetoAnswer, vetoes
from growth_ledger.policy.explanations import plain
from growth_ledger.policy.projections import policies_in_force, standings_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from growth_ledger.domain.days import Day
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.ledger.dossier import CohortStandingAnswer
    from growth_ledger.ledger.views import View

_OTHER_POSTS: Final = tuple(role for role in get_args(codes.Role) if role != "homeroom")
_RESEARCH_AWARDS: Final = frozenset({"research-project-award"})


class LengthAnswer(TypedDict):
    """A length of service: whole months and odd days."""

    months: int
    days: int


_NO_TIME: Final[LengthAnswer] = {"months": 0, "days": 0}


class AwardCount(TypedDict):
    """How many awards of one level and grade stand; the grade is null where there is none."""

    level: str
    grade: str | None
    count: int


class ResearchAnswer(TypedDict):
    """Research: contributions of the kind, and awards for it."""

    projects: int
    papers: int
    awards: int


class CandidateRow(TypedDict):
    """One candidate."""

    teacher: str
    name: str | None
    school: str | None
    school_name: str | None
    district: str | None
    policy: str | None
    in_service: bool
    roles: list[str]
    rank: str | None
    titles: list[str]
    tenure: str
    service: dict[str, LengthAnswer]
    other_posts: LengthAnswer
    awards: list[AwardCount]
    training: dict[str, str]
    appraisals: dict[str, dict[str, int]]
    contributions: dict[str, int]
    research: ResearchAnswer
    vetoes: list[VetoAnswer]
    cohorts: list[CohortStandingAnswer]
    standings: dict[str, str]


class CompareAnswer(TypedDict):
    """The candidates in the order asked for."""

    as_of: str
    known_at: int
    sandbox: bool
    sorted_by: str
    candidates: list[CandidateRow]
    basis: str


def compare(view: View, teachers: Sequence[str], *, sort: str = "given") -> CompareAnswer:
    """The teachers at the day, in the order given or sorted by one of `SORTS`.

    A teacher who is named twice is shown once.

    Raises:
        MissingError: The ledger did not know one of them at K.
        UsageError: There is no such order.
    """
    check_sort(sort)
    rows = [_row(view, view.file(teacher)) for teacher in dict.fromkeys(teachers)]
    if sort != "given":
        rows.sort(key=SORTS[sort])
    return {
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "sandbox": view.head.sandbox,
        "sorted_by": sort,
        "candidates": rows,
        "basis": view.basis(),
    }


def check_sort(sort: str) -> None:
    """Nothing, where there is such an order.

    Raises:
        UsageError: There is none; the nearest is offered.
    """
    known = ("given", *SORTS)
    if sort not in known:
        raise UsageError(
            "unknown-sort", value=sort, nearest=nearest(sort, known), known=", ".join(known)
        )


def _row(view: View, file: TeacherFile) -> CandidateRow:
    day = view.as_of
    state = file.school_states.at(day)
    adoption = policies_in_force(file, view.rules).at(day)
    ranks = file.effective(RankConferred, day)
    return {
        "teacher": file.teacher,
        "name": file.name_at(day),
        "school": file.schools.at(day),
        "school_name": None if state is None else state.name,
        "district": None if state is None else state.district,
        "policy": None if adoption is None else adoption.policy,
        "in_service": covers(file.service, day),
        "roles": roles_in_post(file, day),
        "rank": ranks[-1].event.rank if ranks else None,
        "titles": [part.fact.event.title for part in file.titles if part.first <= day <= part.last],
        "tenure": tenure_at(view, file, adoption),
        "service": _service(file, day),
        "other_posts": _length_in(file, _OTHER_POSTS, day),
        "awards": _awards(file, day),
        "training": _training(file, day),
        "appraisals": _appraisals(file, day),
        "contributions": _contributions(file, day),
        "research": _research(file, day),
        "vetoes": list(vetoes(file, day)),
        "cohorts": list(cohort_standings(view, file)),
        "standings": {
            name: standing.outcome for name, standing in standings_on(file, view.rules, day).items()
        },
    }


def _service(file: TeacherFile, day: Day) -> dict[str, LengthAnswer]:
    """The time in each role, where there is any."""
    found = {role: _length_in(file, (role,), day) for role in get_args(codes.Role)}
    return {role: length for role, length in found.items() if length != _NO_TIME}


def _length_in(file: TeacherFile, roles: tuple[str, ...], day: Day) -> LengthAnswer:
    """Time in appointments in these roles while in service; a day in several counts once."""
    length = service_length(intersected(file.appointed_days(roles), file.service), up_to=day)
    return {"months": length.months, "days": length.days}


def _awards(file: TeacherFile, day: Day) -> list[AwardCount]:
    """Awards that stand, the highest level and the best grade first."""
    counts: Counter[tuple[str, str | None]] = Counter(
        (event.level, event.grade) for event in _standing_awards(file, day)
    )
    grades = codes.AWARD_GRADE_RANK
    ordered = sorted(
        counts,
        key=lambda one: (
            -codes.LEVEL_RANK[one[0]],
            # An award without a grade comes after those that have one.
            len(grades) if one[1] is None else -grades[one[1]],
        ),
    )
    return [
        {"level": level, "grade": grade, "count": counts[level, grade]} for level, grade in ordered
    ]


def _standing_awards(file: TeacherFile, day: Day) -> Iterable[AwardGranted]:
    for fact in file.of(AwardGranted):
        standing = until_ended(fact, FOREVER)
        if standing.first <= day <= standing.last:
            yield fact.event


def _training(file: TeacherFile, day: Day) -> dict[str, str]:
    """Hours by level, the lowest level first."""
    hours: dict[str, Decimal] = {}
    for fact in file.effective(TrainingCompleted, day):
        level = fact.event.level
        hours[level] = hours.get(level, Decimal(0)) + fact.event.hours
    return {level: plain(hours[level]) for level in codes.LEVELS if level in hours}


def _appraisals(file: TeacherFile, day: Day) -> dict[str, dict[str, int]]:
    """How many of each result, by scope; the best result first."""
    counts: dict[str, Counter[str]] = {}
    for fact in file.effective(Appraised, day):
        counts.setdefault(fact.event.scope, Counter())[fact.event.result] += 1
    return {
        scope: {
            result: counts[scope][result]
            for result in get_args(codes.AppraisalResult)
            if counts[scope][result]
        }
        for scope in get_args(codes.AppraisalScope)
        if scope in counts
    }


def _contributions(file: TeacherFile, day: Day) -> dict[str, int]:
    counts: Counter[str] = Counter(
        fact.event.contribution for fact in file.effective(ContributionMade, day)
    )
    return {one: counts[one] for one in get_args(codes.Contribution) if counts[one]}


def _research(file: TeacherFile, day: Day) -> ResearchAnswer:
    made = _contributions(file, day)
    return {
        "projects": made.get("research-project", 0),
        "papers": made.get("paper", 0),
        "awards": sum(one.award in _RESEARCH_AWARDS for one in _standing_awards(file, day)),
    }


def _results(row: CandidateRow, result: str) -> int:
    return sum(of_one.get(result, 0) for of_one in row["appraisals"].values())


def _best_awards(row: CandidateRow) -> tuple[int, ...]:
    """How many of each level, the highest first: one award of the nation before any of the city."""
    counts = Counter(dict.fromkeys(codes.LEVELS, 0))
    for one in row["awards"]:
        counts[one["level"]] += one["count"]
    return tuple(-counts[level] for level in reversed(codes.LEVELS))


def _pieces(row: CandidateRow) -> int:
    found = row["research"]
    return found["projects"] + found["papers"] + found["awards"]


def _longest(length: LengthAnswer) -> tuple[int, int]:
    return -length["months"], -length["days"]


_Order = Callable[["CandidateRow"], tuple[Any, ...]]

SORTS: Final[dict[str, _Order]] = {
    "teacher": lambda row: (row["teacher"],),
    "name": lambda row: (row["name"] is None, row["name"] or "", row["teacher"]),
    "school": lambda row: (row["school"] is None, row["school"] or "", row["teacher"]),
    "tenure": lambda row: (-Decimal(row["tenure"]),),
    "homeroom": lambda row: _longest(row["service"].get("homeroom", _NO_TIME)),
    "other-posts": lambda row: _longest(row["other_posts"]),
    "awards": _best_awards,
    "training": lambda row: (-sum(map(Decimal, row["training"].values())),),
    "appraisals": lambda row: (-_results(row, "excellent"), -_results(row, "qualified")),
    "contributions": lambda row: (-sum(row["contributions"].values()),),
    "research": lambda row: (-_pieces(row),),
    "vetoes": lambda row: (len(row["vetoes"]),),
}
"""Orders by one column each, most first (of vetoes, fewest first); ties stay as they were given."""
