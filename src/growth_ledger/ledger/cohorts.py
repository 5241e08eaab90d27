"""Cohorts at a day: who takes part, what the team lacks, and who could move in.

Source: domain page, section 8; interface page, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from growth_ledger.domain.days import Day, date_of
from growth_ledger.domain.events import COHORTS, TEACHERS
from growth_ledger.errors import MissingError, nearest
from growth_ledger.ledger.answers import (
    CandidateAnswer,
    CohortAnswer,
    CohortRow,
    ParticipantAnswer,
    open_day,
)
from growth_ledger.ledger.files import counted
from growth_ledger.ledger.stored_answers import model_for, stored_candidates
from growth_ledger.policy.cohorts import Candidate, Participant, Team, candidates, team_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from growth_ledger.domain.surroundings import Cohort
    from growth_ledger.ledger.views import View


def cohort_list(
    view: View, *, district: str | None = None, tier: str | None = None
) -> list[CohortRow]:
    """Every cohort at the day, by code.

    Raises:
        MissingError: `no-such-tier`, neither of a pack that was adopted nor of a cohort.
    """
    rows: list[CohortRow] = []
    for cohort in view.cohorts():
        if district in {None, cohort.district} and tier in {None, cohort.tier}:
            team = _team(view, cohort)
            rows.append(
                {
                    "cohort": cohort.code,
                    "name": cohort.name,
                    "district": cohort.district,
                    "tier": cohort.tier,
                    "policy": None if team.adoption is None else team.adoption.policy,
                    "running": team.running,
                    "first_day": date_of(cohort.first).isoformat(),
                    "last_day": open_day(cohort.last),
                    "members": team.members,
                    "vacancies": team.vacancies,
                    "rural_members": team.rural_members,
                    "rural_shortfall": team.rural_shortfall,
                    "irregularities": list(team.irregularities),
                }
            )
    if not rows and tier is not None:
        known = {cohort.tier for cohort in view.cohorts()}
        known.update(name for pack in view.packs() for name in pack.tiers)
        if tier not in known:
            raise MissingError("no-such-tier", tier=tier, nearest=nearest(tier, known))
    return rows


def cohort_show(
    view: View,
    code: str,
    *,
    with_candidates: bool = False,
    progress: Callable[[int], None] | None = None,
) -> CohortAnswer:
    """A cohort at the day: participants, team and, if asked, who could move in.

    Raises:
        MissingError: The ledger did not know the cohort at K.
    """
    cohort = view.cohort(code)
    team = _team(view, cohort)
    answer: CohortAnswer = {
        "cohort": code,
        "name": cohort.name,
        "district": cohort.district,
        "tier": cohort.tier,
        "policy": None if team.adoption is None else team.adoption.policy,
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "running": team.running,
        "participants": [_participant(one, view.as_of) for one in team.participants],
        "members": team.members,
        "vacancies": team.vacancies,
        "rural_members": team.rural_members,
        "rural_shortfall": team.rural_shortfall,
        "irregularities": list(team.irregularities),
        "basis": view.basis([team.adoption]),
    }
    if with_candidates:
        answer["candidates"] = [_candidate(one) for one in _candidates(view, team, progress)]
    return answer


def _team(view: View, cohort: Cohort) -> Team:
    naming = view.reading.mentioning(COHORTS + cohort.code)
    teachers = (name.removeprefix(TEACHERS) for name in naming if name.startswith(TEACHERS))
    return team_at(
        cohort,
        view.files_of(teachers),
        surroundings=view.surroundings,
        rules=view.rules,
        day=view.as_of,
    )


def _candidates(view: View, team: Team, progress: Callable[[int], None] | None) -> list[Candidate]:
    model = model_for(view)
    if model is None or model.live:
        files = counted(view.files(), progress)
        return candidates(team, files, rules=view.rules, day=view.as_of)
    return stored_candidates(model, team)


def _participant(one: Participant, day: Day) -> ParticipantAnswer:
    return {
        "teacher": one.file.teacher,
        "name": one.file.name_at(day),
        "school": one.school,
        "rural": one.rural,
        "capacity": one.capacity,
        "first_day": date_of(one.joined.day).isoformat(),
        "status": one.status,
        "reasons": list(one.reasons),
    }


def _candidate(one: Candidate) -> CandidateAnswer:
    return {
        "teacher": one.teacher,
        "name": one.name,
        "school": one.school,
        "rural": one.rural,
        "status": one.status,
        "reasons": list(one.reasons),
    }
