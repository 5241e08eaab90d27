"""One teacher's file for people: who and where, year by year, the record, the standings, the proof.

Source: domain page, sections 6 to 8; interface page, sections 3 and 4.
"""

from __future__ import annotations

from base64 import b64encode
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from growth_ledger.domain.days import (
    FOREVER,
    Day,
    date_of,
    days_in,
    intersected,
    school_year_days,
    school_years,
)
from growth_ledger.domain.events import FileOpened, ProfileAmended, RankConferred, TenureCredited
from growth_ledger.ledger.answers import open_day
from growth_ledger.ledger.asking import node_answer, show_of
from growth_ledger.ledger.crossings import crossings, why_changed
from growth_ledger.ledger.histories import events_by_day, fields_answer
from growth_ledger.ledger.trajectory import PlaceAnswer, TrajectoryAnswer, trajectory_of
from growth_ledger.policy.cohorts import team_at
from growth_ledger.policy.conditions import participations
from growth_ledger.policy.explanations import deciding_facts, explanation, is_sought, plain
from growth_ledger.policy.projections import (
    case_of,
    policies_in_force,
    standing_at,
    standings,
    tenure_in_force,
)
from growth_ledger.proof.checkpoints import checkpoint_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from growth_ledger.domain.surroundings import Adoption
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.ledger.answers import Cause, HistoryAnswer, NodeAnswer, ShowAnswer
    from growth_ledger.ledger.views import View
    from growth_ledger.policy.projections import Standing


class ProfileAnswer(TypedDict):
    """The particulars of the person at the day; null where not given, or erased."""

    gender: str | None
    birth_date: str | None
    id_number: str | None
    rank: str | None
    opened_on: str | None


class YearAnswer(TypedDict):
    """One school year, as far as it lies before the day asked."""

    school_year: str
    schools: list[str]
    roles: list[str]
    homeroom_days: int
    leaves: list[str]
    credits: list[dict[str, str]]
    tenure: str


class WantingAnswer(TypedDict):
    """An outcome that comes before the present one in its table and is worth working for.

    `holds_from` is the day on which time alone brings it, `missing` its conditions as explained.
    """

    outcome: str
    clause: str
    holds_from: str | None
    missing: NodeAnswer


class NextAnswer(TypedDict):
    """The next other outcome with what is known today, its first day, why, and by which policy."""

    outcome: str | None
    day: str
    cause: Cause
    policy: str | None


class DossierStanding(TypedDict):
    """One projection's outcome at the day, the events behind it, and what comes next."""

    projection: str
    policy: str
    outcome: str
    clause: str
    since: str
    until: str | None
    events: list[str]
    tree: list[NodeAnswer]
    next: NextAnswer | None
    wanting: list[WantingAnswer]


class CohortStandingAnswer(TypedDict):
    """The teacher's place in a cohort at the day; the status is null where no rules judge."""

    cohort: str
    name: str
    capacity: str
    first_day: str
    running: bool
    status: str | None
    reasons: list[str]


class CheckpointAnswer(TypedDict):
    """The newest checkpoint: which log, how many events, and the root over them in base64."""

    origin: str
    size: int
    root: str


class DossierAnswer(TypedDict):
    """Everything that a teacher's file on paper shows."""

    show: ShowAnswer
    profile: ProfileAnswer
    trajectory: TrajectoryAnswer
    years: list[YearAnswer]
    events: list[HistoryAnswer]
    standings: list[DossierStanding]
    cohorts: list[CohortStandingAnswer]
    checkpoint: CheckpointAnswer | None


def dossier(view: View, teacher: str) -> DossierAnswer:
    """The file at the day, as known at K.

    Raises:
        MissingError: The ledger did not know the teacher at K.
    """
    file = view.file(teacher)
    adoption = policies_in_force(file, view.rules).at(view.as_of)
    career = trajectory_of(view, file)
    return {
        "show": show_of(view, file),
        "profile": _profile(file, view.as_of),
        "trajectory": career,
        "years": list(_years(view, file, career["schools"])),
        "events": events_by_day(file.facts),
        "standings": list(_standings(view, file, adoption)),
        "cohorts": list(cohort_standings(view, file)),
        "checkpoint": _checkpoint(view),
    }


def school_names(view: View, codes: Iterable[str | None]) -> dict[str, str]:
    """What the schools were called on the day; those that the ledger knows no name of are left out."""
    names: dict[str, str] = {}
    for code in {code for code in codes if code is not None}:
        school = view.surroundings.schools.get(code)
        state = None if school is None else school.states.at(view.as_of)
        if state is not None:
            names[code] = state.name
    return names


def cohort_standings(view: View, file: TeacherFile) -> Iterator[CohortStandingAnswer]:
    """The teacher's place in each cohort that they are in at the day."""
    seen: set[str] = set()
    for part, cohort in participations(file):
        if part.first <= view.as_of <= part.last and cohort.code not in seen:
            seen.add(cohort.code)
            # Whether one must move out rests on one's own file; the rest of the team is not needed.
            team = team_at(
                cohort,
                [file],
                surroundings=view.surroundings,
                rules=view.rules,
                day=view.as_of,
            )
            for one in team.participants:
                yield {
                    "cohort": cohort.code,
                    "name": cohort.name,
                    "capacity": one.capacity,
                    "first_day": date_of(one.joined.day).isoformat(),
                    "running": team.running,
                    "status": one.status,
                    "reasons": list(one.reasons),
                }


def _profile(file: TeacherFile, day: Day) -> ProfileAnswer:
    found: dict[str, Any] = {}
    for fact in file.of(FileOpened, ProfileAmended):
        if fact.day <= day or isinstance(fact.event, FileOpened):
            said = fields_answer(fact.versions[-1])
            found.update({name: said[name] for name in _PERSONAL if name in said})
    ranks = file.effective(RankConferred, day)
    return {
        "gender": found.get("gender"),
        "birth_date": found.get("birth_date"),
        "id_number": found.get("id_number"),
        "rank": ranks[-1].event.rank if ranks else None,
        "opened_on": None if file.first_day is None else date_of(file.first_day).isoformat(),
    }


_PERSONAL = ("gender", "birth_date", "id_number")


def _years(view: View, file: TeacherFile, places: Sequence[PlaceAnswer]) -> Iterator[YearAnswer]:
    first = file.first_day
    if first is None or first > view.as_of or not file.service:
        return
    tenure = tenure_in_force(file, policies_in_force(file, view.rules), view.rules)
    last = min(view.as_of, max(upto for _, upto in file.service))
    credited = [fact.event for fact in file.effective(TenureCredited, view.as_of)]
    # A credit may be of a year before the file opens: unshown, the tenure would not add up.
    earliest = min([first, *(school_year_days(one.school_year)[0] for one in credited)])
    homeroom = file.in_post_days(("homeroom",))
    for school_year in school_years(earliest, last):
        begin, end = school_year_days(school_year)
        upto = min(end, view.as_of)
        yield {
            "school_year": school_year,
            "schools": _schools(places, begin, min(upto, last)),
            "roles": _roles(file, begin, upto),
            "homeroom_days": days_in(intersected(homeroom, [(begin, upto)])),
            "leaves": _leave_reasons(file, begin, upto),
            "credits": [
                {"role": one.role, "credit": plain(one.credit)}
                for one in credited
                if one.school_year == school_year
            ],
            "tenure": plain(tenure.at(upto) or Decimal(0)),
        }


def _schools(places: Sequence[PlaceAnswer], begin: Day, upto: Day) -> list[str]:
    """The names of the schools between the two days, each once."""
    first, last = date_of(begin).isoformat(), date_of(max(begin, upto)).isoformat()
    return list(
        dict.fromkeys(
            one["name"] or one["school"]
            for one in places
            if one["first_day"] <= last and (one["last_day"] is None or one["last_day"] >= first)
        )
    )


def _roles(file: TeacherFile, begin: Day, upto: Day) -> list[str]:
    return sorted(
        {
            part.fact.event.role
            for part in file.appointments
            if intersected([(part.first, part.last)], [(begin, upto)]) and part.first <= part.last
        }
    )


def _leave_reasons(file: TeacherFile, begin: Day, upto: Day) -> list[str]:
    return sorted(
        {
            part.fact.event.reason
            for part in file.leaves
            if part.first <= min(part.last, upto) and part.last >= begin
        }
    )


def _standings(
    view: View, file: TeacherFile, adoption: Adoption | None
) -> Iterator[DossierStanding]:
    if adoption is None:
        return
    case = case_of(file, adoption, view.rules)
    for name, found in standings(file, view.rules).items():
        standing = standing_at(found, view.as_of)
        if standing is None:
            continue
        table = view.pack_of(adoption).projections[name]
        nodes = explanation(table, case, view.as_of)
        yield {
            "projection": name,
            "policy": adoption.policy,
            "outcome": standing.outcome,
            "clause": standing.clause,
            "since": date_of(standing.first).isoformat(),
            "until": open_day(standing.last),
            "events": list(dict.fromkeys(fact.event_id for fact in deciding_facts(nodes[-1]))),
            "tree": [node_answer(node) for node in nodes],
            "next": _next(view, file, name, found),
            # The nearest in the table comes first.
            "wanting": [
                {
                    "outcome": outcome.outcome,
                    "clause": outcome.clause,
                    "holds_from": (
                        None if node.holds_from is None else date_of(node.holds_from).isoformat()
                    ),
                    "missing": node_answer(node),
                }
                for outcome, node in reversed(list(zip(table.outcomes, nodes, strict=False)))
                if not node.holds and outcome.when is not None and is_sought(outcome.when)
            ],
        }


def _next(
    view: View, file: TeacherFile, projection: str, found: Sequence[Standing]
) -> NextAnswer | None:
    """The first crossing into another outcome, or out of any; None while nothing known brings one."""
    for crossing in crossings(found, view.as_of, FOREVER):
        cause, _ = why_changed(view, file, projection, crossing)
        return {
            "outcome": None if crossing.now is None else crossing.now.outcome,
            "day": date_of(crossing.day).isoformat(),
            "cause": cause,
            "policy": None if crossing.now is None else crossing.now.adoption.policy,
        }
    return None


def _checkpoint(view: View) -> CheckpointAnswer | None:
    latest = view.reading.latest_checkpoint()
    if latest is None:
        return None
    checkpoint = checkpoint_in(latest[1])
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": b64encode(checkpoint.root).decode("ascii"),
    }
