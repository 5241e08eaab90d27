"""A cohort at a day: who takes part, how the team is made up, who could move in.

Source: domain page, section 8.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from growth_ledger.domain.codes import COHORT_STAGES
from growth_ledger.domain.days import Day, add_years, date_of
from growth_ledger.domain.events import CohortJoined, CohortStagePassed
from growth_ledger.domain.timelines import covers
from growth_ledger.policy.conditions import as_participant, participations, spans
from growth_ledger.policy.projections import Rules, case_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from growth_ledger.domain.facts import Fact
    from growth_ledger.domain.surroundings import Adoption, Cohort, SchoolState, Surroundings
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.policy.packs import Reason, Tier

ParticipantStatus = Literal["member", "must-move-out"]
CandidateStatus = Literal["can-move-in", "blocked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One who joined by the day and has not left; `status` is None where no rules judge."""

    file: TeacherFile
    joined: Fact[CohortJoined]
    capacity: str
    school: str | None
    rural: bool
    status: ParticipantStatus | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Another teacher in service in the district; `reasons` say why one is blocked."""

    file: TeacherFile
    school: str
    rural: bool
    status: CandidateStatus
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A cohort at a day; `vacancies` and `rural_shortfall` are None where no rules judge."""

    cohort: Cohort
    adoption: Adoption | None
    tier: Tier | None
    running: bool
    participants: tuple[Participant, ...]
    members: int
    rural_members: int
    vacancies: int | None
    rural_shortfall: int | None
    irregularities: tuple[str, ...]


class _Judge(NamedTuple):
    """By which rules, and on which day."""

    adoption: Adoption | None
    tier: Tier | None
    rules: Rules
    day: Day


def team_at(
    cohort: Cohort,
    files: Iterable[TeacherFile],
    *,
    surroundings: Surroundings,
    rules: Rules,
    day: Day,
) -> Team:
    """The cohort's participants and team on a day.

    Args:
        cohort: The cohort, running on the day or not.
        files: Files that include those of everyone who ever joined it; others do no harm.
        surroundings: As known at the same position as the files.
        rules: Which rules judge.
        day: The day asked.
    """
    adoption, tier = _rules_of(cohort, surroundings, rules, day)
    participants = tuple(
        participant
        for file in sorted(files, key=_teacher)
        for participant in _participants(cohort, file, _Judge(adoption, tier, rules, day))
    )
    members = [one for one in participants if one.capacity == "member"]
    rural_members = sum(one.rural for one in members)
    return Team(
        cohort=cohort,
        adoption=adoption,
        tier=tier,
        running=cohort.runs(day),
        participants=participants,
        members=len(members),
        rural_members=rural_members,
        vacancies=None if tier is None else max(tier.members_max - len(members), 0),
        rural_shortfall=None if tier is None else max(tier.rural_members_min - rural_members, 0),
        irregularities=() if tier is None else tuple(_irregularities(participants, tier)),
    )


def candidates(
    team: Team, files: Iterable[TeacherFile], *, rules: Rules, day: Day
) -> list[Candidate]:
    """Everyone else in service in the cohort's district, each with every reason that blocks.

    Files may come as a stream; the answer is sorted by teacher. Empty where no rules judge.
    """
    if team.tier is None or team.adoption is None:
        return []
    stages = rules.pack_of(team.adoption).stages
    taking_part = {one.file.teacher for one in team.participants}
    of_school = Counter(one.school for one in team.participants if one.capacity == "member")
    found = []
    for file in files:
        state = file.school_states.at(day)
        if (
            file.teacher not in taking_part
            and state is not None
            and state.district == team.cohort.district
            and state.stage in stages
            and covers(file.service, day)
        ):
            judge = _Judge(team.adoption, team.tier, rules, day)
            found.append(_candidate(team, file, state, of_school, judge))
    return sorted(found, key=lambda one: one.file.teacher)


def is_eligible(
    file: TeacherFile, *, tier: Tier, adoption: Adoption, rules: Rules, day: Day
) -> bool:
    """Whether the tier's condition to move in holds for the file on the day."""
    return covers(spans(tier.may_move_in, case_of(file, adoption, rules)), day)


def _rules_of(
    cohort: Cohort, surroundings: Surroundings, rules: Rules, day: Day
) -> tuple[Adoption | None, Tier | None]:
    adoption = rules.in_district(cohort.district, surroundings).at(day)
    if adoption is None:
        return None, None
    tier = rules.pack_of(adoption).tiers.get(cohort.tier)
    return (None, None) if tier is None else (adoption, tier)


def _participants(cohort: Cohort, file: TeacherFile, judge: _Judge) -> Iterable[Participant]:
    adoption, tier, rules, day = judge
    for part, joined_cohort in participations(file):
        event = part.fact.event
        if joined_cohort.code != cohort.code or not part.first <= day <= part.last:
            continue
        state = file.school_states.at(day)
        reasons: tuple[str, ...] = ()
        if adoption is not None and tier is not None:
            case = as_participant(
                case_of(file, adoption, rules), cohort=cohort, joined_on=part.first
            )
            reasons = tuple(
                reason.reason
                for reason in _reasons_to_leave(event.capacity, tier)
                if covers(spans(reason.when, case), day)
            )
            term_ends = add_years(date_of(part.first), tier.lead_term_years).toordinal()
            if event.capacity == "lead" and day >= term_ends:
                reasons = (*reasons, "lead-term-over")
        yield Participant(
            file=file,
            joined=part.fact,
            capacity=event.capacity,
            school=file.schools.at(day),
            rural=state is not None and state.rural,
            status=None if tier is None else "must-move-out" if reasons else "member",
            reasons=reasons,
        )


def _reasons_to_leave(capacity: str, tier: Tier) -> Sequence[Reason]:
    if capacity == "member":
        return tier.member_must_move_out
    return tier.lead_must_move_out if capacity == "lead" else ()


def _irregularities(participants: Sequence[Participant], tier: Tier) -> Iterable[str]:
    capacities = Counter(one.capacity for one in participants)
    members = [one for one in participants if one.capacity == "member"]
    of_school = Counter(one.school for one in members if one.school is not None)
    if capacities["lead"] == 0:
        yield "no-lead"
    if capacities["lead"] > 1:
        yield "several-leads"
    if capacities["mentor"] > tier.mentors_max:
        yield "too-many-mentors"
    if len(members) > tier.members_max:
        yield "too-many-members"
    if any(count > tier.members_of_one_school_max for count in of_school.values()):
        yield "too-many-of-one-school"
    if sum(one.rural for one in members) < tier.rural_members_min:
        yield "too-few-rural"
    if any(not _came_by_the_process(one) for one in members):
        yield "joined-without-process"


def _came_by_the_process(member: Participant) -> bool:
    """Whether all five stages for this cohort were passed by the day of joining, or a seat filled."""
    joined = member.joined.event
    if joined.replaces is not None:
        return True
    passed = {
        fact.event.stage
        for fact in member.file.effective(CohortStagePassed, member.joined.day)
        if fact.event.cohort == joined.cohort
    }
    return passed.issuperset(COHORT_STAGES)


def _candidate(
    team: Team,
    file: TeacherFile,
    state: SchoolState,
    of_school: Counter[str | None],
    judge: _Judge,
) -> Candidate:
    adoption, tier, rules, day = judge
    assert adoption is not None
    assert tier is not None
    school = file.schools.at(day)
    assert school is not None
    taken = any(
        part.first <= day <= part.last and cohort.runs(day) and _takes_a_seat(part.fact)
        for part, cohort in participations(file)
    )
    reasons = blocked_for(
        team,
        is_eligible=is_eligible(file, tier=tier, adoption=adoption, rules=rules, day=day),
        is_taken=taken,
        is_rural=state.rural,
        of_the_school=of_school[school],
    )
    return Candidate(
        file=file,
        school=school,
        rural=state.rural,
        status="blocked" if reasons else "can-move-in",
        reasons=reasons,
    )


def blocked_for(
    team: Team, *, is_eligible: bool, is_taken: bool, is_rural: bool, of_the_school: int
) -> tuple[str, ...]:
    """Every reason that keeps a candidate out of a team whose tier is known, in the fixed order.

    Args:
        team: The team on the day.
        is_eligible: Whether the tier's condition holds for the candidate.
        is_taken: Whether the candidate is a member or lead of a cohort that runs on the day.
        is_rural: Whether the candidate's school is rural.
        of_the_school: How many members the team has of that school.

    Source: domain page, section 8.
    """
    assert team.tier is not None
    assert team.vacancies is not None
    assert team.rural_shortfall is not None
    holds = {
        "not-eligible": not is_eligible,
        "in-a-cohort": is_taken,
        "cohort-full": team.vacancies == 0,
        "school-quota-full": of_the_school >= team.tier.members_of_one_school_max,
        "rural-seats-reserved": not is_rural and team.vacancies <= team.rural_shortfall,
        "cohort-not-running": not team.running,
    }
    return tuple(reason for reason, held in holds.items() if held)


def _takes_a_seat(joined: Fact[CohortJoined]) -> bool:
    return joined.event.capacity in {"member", "lead"}


def _teacher(file: TeacherFile) -> str:
    return file.teacher
