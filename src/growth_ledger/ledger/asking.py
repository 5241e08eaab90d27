"""Every question of the domain page, answered from a view.

One file is judged live; a question about everyone is asked of the read model, which the same
functions made, or, where the model cannot know, streams through the files.

Source: domain page, sections 6 to 8; interface page, section 3.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from growth_ledger.domain.days import FOREVER, Day, Span, date_of, day_of
from growth_ledger.domain.events import (
    FileOpened,
    Recorded,
    SchoolChanged,
    ServiceResumed,
    Voided,
    fields_of,
    personal_of,
)
from growth_ledger.domain.timelines import covers
from growth_ledger.errors import MissingError, nearest
from growth_ledger.ledger.answers import (
    CandidateAnswer,
    Cause,
    ChangeAnswer,
    CohortAnswer,
    CohortRow,
    ExplainAnswer,
    HistoryAnswer,
    NodeAnswer,
    ParticipantAnswer,
    RunAnswer,
    ShowAnswer,
    StandingAnswer,
    StandingRow,
    TimelineAnswer,
    WhatIfRow,
    Who,
)
from growth_ledger.ledger.files import is_in
from growth_ledger.ledger.stored_answers import model_for, stored_candidates
from growth_ledger.policy.cohorts import Candidate, Participant, Team, candidates, team_at
from growth_ledger.policy.conditions import effect_day
from growth_ledger.policy.explanations import Node, causes_of_change, explanation, plain, ran_out
from growth_ledger.policy.projections import (
    Standing,
    case_of,
    policies_in_force,
    policy_of,
    standing_at,
    standings,
    standings_on,
    tenure_in_force,
    weights_under,
)
from growth_ledger.policy.read_model import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from growth_ledger.domain.facts import Fact, Facts
    from growth_ledger.domain.surroundings import Adoption, Cohort
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.ledger.views import View


class Crossing(NamedTuple):
    """A day on which an outcome is another than on the day before; None where there is none."""

    day: Day
    before: Standing | None
    now: Standing | None


def show(view: View, teacher: str) -> ShowAnswer:
    """The file at the day: service, post, tenure, every standing.

    Raises:
        MissingError: The ledger did not know the teacher at K.
    """
    file = view.file(teacher)
    day = view.as_of
    state = file.school_states.at(day)
    adoption = policies_in_force(file, view.rules).at(day)
    found = standings_on(file, view.rules, day)
    return {
        "teacher": teacher,
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "sandbox": view.head.sandbox,
        "name": file.name_at(day),
        "school": file.schools.at(day),
        "district": None if state is None else state.district,
        "policy": None if adoption is None else adoption.policy,
        "in_service": covers(file.service, day),
        "roles": roles_in_post(file, day),
        "tenure": tenure_at(view, file, adoption),
        "standings": {name: _standing_answer(standing) for name, standing in found.items()},
        "basis": view.basis(adoption, one=True),
    }


def roles_in_post(file: TeacherFile, day: Day) -> list[str]:
    """The roles held in post on the day, sorted."""
    if not covers(file.working(), day):
        return []
    return sorted(
        {part.fact.event.role for part in file.appointments if part.first <= day <= part.last}
    )


def tenure_at(view: View, file: TeacherFile, adoption: Adoption | None) -> str:
    """Tenure at the day by the weights of the policy in force; "0" before the file opens."""
    if file.first_day is None or view.as_of < file.first_day:
        return "0"
    weights = weights_under(adoption, view.rules)
    return plain(file.tenure(weights).at(view.as_of) or Decimal(0))


def tenure_steps(view: View, file: TeacherFile) -> Iterator[tuple[Day, Decimal]]:
    """Each day since the file opened from which tenure is another, and the tenure; from the first credit on."""
    if file.first_day is None:
        return
    in_force = policies_in_force(file, view.rules)
    runs = tenure_in_force(file, in_force, view.rules, since=file.first_day).runs
    for first, _, years in runs if runs[0].value else runs[1:]:
        yield first, years


def standings_of_all(
    view: View,
    projection: str,
    *,
    district: str | None = None,
    school: str | None = None,
    outcome: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[StandingRow]:
    """Everyone's outcome at the day, by teacher; only those in the district, school, outcome given.

    Raises:
        MissingError: No pack that may judge has the projection, or the filter names what is not there.
    """
    check_projection(view, projection, outcome)
    model = model_for(view)
    rows: list[StandingRow] = []
    if model is not None:
        rows.extend(
            _stored_rows(view, model.at(projection, outcome=outcome, school=school), district)
        )
    files = view.files() if model is None else model.live_files()
    for count, file in enumerate(files, start=1):
        standing = _standing(view, file, projection)
        if (
            standing is not None
            and outcome in {None, standing.outcome}
            and is_in(file, view.as_of, district=district, school=school)
        ):
            rows.append(
                {
                    **_who(file, view.as_of),
                    "policy": standing.adoption.policy,
                    "outcome": standing.outcome,
                    "since": date_of(standing.first).isoformat(),
                    "until": open_day(standing.last),
                }
            )
        if progress is not None:
            progress(count)
    if model is not None and model.live:
        rows.sort(key=_teacher_of)
    return rows


def _stored_rows(
    view: View, found: Iterable[tuple[Any, ...]], district: str | None
) -> Iterator[StandingRow]:
    """Rows of the read model as rows of the answer; only those of the district, if one is given."""
    schools = view.surroundings.schools
    for teacher, name, school, policy, outcome, since, until in found:
        if district is not None:
            state = schools[school].states.at(view.as_of) if school in schools else None
            if state is None or state.district != district:
                continue
        yield {
            "teacher": teacher,
            "name": name,
            "school": school or None,
            "policy": policy,
            "outcome": outcome,
            "since": _iso(since),
            "until": open_day(until),
        }


@lru_cache(maxsize=20_000)
def _iso(day: Day) -> str:
    """ISO text of a day; a district's standings begin on few days."""
    return date_of(day).isoformat()


def _teacher_of(row: StandingRow) -> str:
    return row["teacher"]


def check_projection(
    view: View, projection: str, outcome: str | None = None, *, or_tier: bool = False
) -> None:
    """Nothing, where a pack that may judge has the projection and, if one is given, the outcome.

    With `or_tier`, a cohort tier will do in the place of a projection.

    Raises:
        MissingError: None has; the nearest known one is offered.
    """
    packs = view.packs()
    asked = {name for pack in packs for name in pack.projections}
    known = sorted(asked.union(*(pack.tiers for pack in packs if or_tier)))
    if projection not in known:
        raise MissingError(
            "no-such-projection",
            projection=projection,
            nearest=nearest(projection, known),
            known=", ".join(known),
        )
    outcomes = {
        one.outcome
        for pack in packs
        if projection in pack.projections
        for one in pack.projections[projection].outcomes
    }
    if outcome is not None and outcome not in outcomes:
        raise MissingError(
            "unknown-outcome",
            value=outcome,
            nearest=nearest(outcome, outcomes),
            known=", ".join(sorted(outcomes)),
        )


def what_if(
    view: View,
    other: View,
    projection: str,
    *,
    district: str | None = None,
    school: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[WhatIfRow]:
    """Everyone's outcome in force beside the one under the other view's rules.

    Files without a standing under either are left out.
    """
    if not any(projection in pack.projections for pack in other.packs()):
        # Rules that do not know it are an answer too: nobody has such an outcome under them.
        check_projection(view, projection)
    assumed = other.rules.assumed
    assert assumed is not None
    rows: list[WhatIfRow] = []
    for count, file in enumerate(view.files(), start=1):
        if is_in(file, view.as_of, district=district, school=school):
            now, then = _standing(view, file, projection), _standing(other, file, projection)
            if now is not None or then is not None:
                before = None if now is None else now.outcome
                after = None if then is None else then.outcome
                rows.append(
                    {
                        **_who(file, view.as_of),
                        "policy": None if now is None else now.adoption.policy,
                        "outcome": before,
                        "what_if_policy": assumed.policy,
                        "what_if_outcome": after,
                        "differs": before != after,
                    }
                )
        if progress is not None:
            progress(count)
    return rows


def explain(view: View, teacher: str, projection: str) -> ExplainAnswer:
    """Why the outcome: each condition tried, what was found and needed, the events, the clause.

    Args:
        view: What is known, and what judges.
        teacher: The staff number.
        projection: The projection, or a cohort tier: could the teacher move into such a cohort?

    Raises:
        MissingError: No such teacher at K, or no pack that may judge has the projection or tier.
    """
    file = view.file(teacher)
    check_projection(view, projection, or_tier=True)
    adoption = policies_in_force(file, view.rules).at(view.as_of)
    table = None
    if adoption is not None:
        pack = view.pack_of(adoption)
        table = pack.projections.get(projection)
        if table is None and projection in pack.tiers:
            table = table_of(pack.tiers[projection])
    nodes: list[Node] = []
    if adoption is not None and table is not None:
        nodes = explanation(table, case_of(file, adoption, view.rules), view.as_of)
    decided = nodes[-1] if nodes else None
    return {
        "teacher": teacher,
        "projection": projection,
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "policy": None if adoption is None else adoption.policy,
        "outcome": None if decided is None else decided.outcome,
        "clause": None if decided is None else decided.clause,
        "tree": [node_answer(node) for node in nodes],
        "basis": view.basis(adoption, one=True),
    }


def node_answer(node: Node) -> NodeAnswer:
    """An explanation's node as JSON values."""
    return {
        "outcome": node.outcome,
        "condition": node.condition,
        "holds": node.holds,
        "found": dict(node.found),
        "needed": dict(node.needed),
        "events": [fact.event_id for fact in node.facts],
        "holds_from": None if node.holds_from is None else date_of(node.holds_from).isoformat(),
        "clause": node.clause,
        "children": [node_answer(child) for child in node.children],
    }


def changes(
    view: View,
    projection: str,
    *,
    after: date,
    up_to: date,
    district: str | None = None,
    school: str | None = None,
    into: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[ChangeAnswer]:
    """Who crosses into which outcome after one day and up to another, by day, then teacher.

    Args:
        view: What is known, and what judges.
        projection: The projection asked.
        after: The crossings lie after this day.
        up_to: And up to this one, included.
        district: Only schools of this district, as of the crossing.
        school: Only this school, as of the crossing.
        into: Only crossings into this outcome.
        progress: Told how many files are done.
    """
    check_projection(view, projection, into)
    model = model_for(view)
    files = view.files()
    if model is not None:
        window = {"after": day_of(after), "up_to": day_of(up_to)}
        files = view.files_of(iter(model.crossing(projection, **window)))
    rows: list[ChangeAnswer] = []
    for count, file in enumerate(files, start=1):
        found = standings(file, view.rules, only={projection}).get(projection, [])
        for crossing in _crossings(found, day_of(after), day_of(up_to)):
            day, before, now = crossing
            if (into is None or (now is not None and now.outcome == into)) and is_in(
                file, day, district=district, school=school
            ):
                cause, facts = _why_changed(view, file, projection, crossing)
                rows.append(
                    {
                        **_who(file, day),
                        "day": date_of(day).isoformat(),
                        "from": None if before is None else before.outcome,
                        "to": None if now is None else now.outcome,
                        "cause": cause,
                        "events": [fact.event_id for fact in facts],
                    }
                )
        if progress is not None:
            progress(count)
    return sorted(rows, key=lambda row: (row["day"], row["teacher"]))


def timeline(view: View, teacher: str) -> TimelineAnswer:
    """The whole trajectory: events and standings in order of day."""
    file = view.file(teacher)
    adoption = policies_in_force(file, view.rules).at(view.as_of)
    events = [
        {**answer, "day": _day_of_saying(recorded, fact)}
        for recorded, fact, answer in _history(file.facts)
    ]
    events.sort(key=lambda event: (event["day"] or "", event["position"]))
    return {
        "teacher": teacher,
        "name": file.name_at(view.as_of),
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "sandbox": view.head.sandbox,
        "events": events,  # type: ignore[typeddict-item]  # each is a HistoryAnswer with its day
        "standings": {
            name: [_run_answer(standing) for standing in found]
            for name, found in standings(file, view.rules).items()
        },
        "tenure": [
            {"since": date_of(first).isoformat(), "years": plain(years)}
            for first, years in tenure_steps(view, file)
        ],
        "basis": view.basis(adoption, one=True),
    }


def history(view: View, teacher: str) -> list[HistoryAnswer]:
    """The stream as recorded: positions, who, when, corrections and what they replaced."""
    return [answer for _, _, answer in _history(view.file(teacher).facts)]


def history_of(facts: Facts) -> list[HistoryAnswer]:
    """The same for any stream's facts."""
    return [answer for _, _, answer in _history(facts)]


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
        "basis": view.basis(team.adoption, one=True),
    }
    if with_candidates:
        model = model_for(view)
        if model is None or model.live:
            files = _counted(view.files(), progress)
            answer["candidates"] = [
                _candidate(one, view.as_of)
                for one in candidates(team, files, rules=view.rules, day=view.as_of)
            ]
        else:
            answer["candidates"] = [
                {
                    "teacher": one.teacher,
                    "name": one.name,
                    "school": one.school,
                    "rural": one.rural,
                    "status": "blocked" if one.reasons else "can-move-in",
                    "reasons": list(one.reasons),
                }
                for one in stored_candidates(model, team)
            ]
    return answer


def open_day(day: Day) -> str | None:
    """The day as ISO text; None for what nothing known will end."""
    return None if day >= FOREVER else _iso(day)


def fields_answer(event: Recorded) -> dict[str, Any]:
    """What an event carries, with what is left of its personal values, as JSON values."""
    fields = {**fields_of(event.event), **personal_of(event.event)}
    fields.pop("content", None)
    return fields


def _team(view: View, cohort: Cohort) -> Team:
    naming = view.reading.mentioning(f"cohort/{cohort.code}")
    prefix = "teacher/"
    teachers = (name.removeprefix(prefix) for name in naming if name.startswith(prefix))
    return team_at(
        cohort,
        view.files_of(teachers),
        surroundings=view.surroundings,
        rules=view.rules,
        day=view.as_of,
    )


def _counted(
    files: Iterable[TeacherFile], progress: Callable[[int], None] | None
) -> Iterator[TeacherFile]:
    for count, file in enumerate(files, start=1):
        yield file
        if progress is not None:
            progress(count)


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


def _candidate(one: Candidate, day: Day) -> CandidateAnswer:
    return {
        "teacher": one.file.teacher,
        "name": one.file.name_at(day),
        "school": one.school,
        "rural": one.rural,
        "status": one.status,
        "reasons": list(one.reasons),
    }


def _standing(view: View, file: TeacherFile, projection: str) -> Standing | None:
    return standings_on(file, view.rules, view.as_of, only={projection}).get(projection)


def _standing_answer(standing: Standing) -> StandingAnswer:
    return {
        "outcome": standing.outcome,
        "since": date_of(standing.first).isoformat(),
        "until": open_day(standing.last),
        "clause": standing.clause,
    }


def _run_answer(standing: Standing) -> RunAnswer:
    return {
        "outcome": standing.outcome,
        "since": date_of(standing.first).isoformat(),
        "until": open_day(standing.last),
        "policy": standing.adoption.policy,
    }


def _who(file: TeacherFile, day: Day) -> Who:
    return {
        "teacher": file.teacher,
        "name": file.name_at(day),
        "school": file.schools.at(day),
    }


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


def _crossings(found: Sequence[Standing], after: Day, up_to: Day) -> Iterator[Crossing]:
    """The days in the window on which the outcome is another than on the day before."""
    borders = {standing.first for standing in found}
    borders |= {standing.last + 1 for standing in found if standing.last < FOREVER}
    for day in sorted(day for day in borders if after < day <= up_to):
        before, now = standing_at(found, day - 1), standing_at(found, day)
        if (before and before.outcome) != (now and now.outcome):
            yield Crossing(day, before, now)


def _why_changed(
    view: View,
    file: TeacherFile,
    projection: str,
    crossing: Crossing,
) -> tuple[Cause, Sequence[Fact]]:
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
    return [fact for fact in moves if effect_day(fact) == day]


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
                "ref": f"~{recorded.version}" if own is None else own.ref,
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
