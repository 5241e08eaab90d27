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
    from collections.abc import Iterable, Mapping, Sequence

    from growth_ledger.domain.facts import Fact
    from growth_ledger.domain.surroundings import Adoption, Cohort, Surroundings
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

    teacher: str
    name: str | None
    school: str
    rural: bool
    reasons: tuple[str, ...]

    @property
    def status(self) -> CandidateStatus:
        """Whether one could move in."""
        return "blocked" if self.reasons else "can-move-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A cohort at a day; `vacancies` and `rural_shortfall` are None where no rules judge.

    `teachers` are the participants' staff numbers; `members_of` has the number of members of each
    school that has one.
    """

    cohort: Cohort
    adoption: Adoption | None
    tier: Tier | None
    running: bool
    participants: tuple[Participant, ...]
    teachers: frozenset[str]
    members: int
    members_of: Mapping[str, int]
    rural_members: int
    vacancies: int | None
    rural_shortfall: int | None
    irregularities: tuple[str, ...]

    def asks_about(self, teacher: str, district: str) -> bool:
        """Whether a teacher of the district is another one, and of the cohort's."""
        return district == self.cohort.district and teacher not in self.teachers


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
    members_of = Counter(one.school for one in members if one.school is not None)
    rural_members = sum(one.rural for one in members)
    return Team(
        cohort=cohort,
        adoption=adoption,
        tier=tier,
        running=cohort.runs(day),
        participants=participants,
        teachers=frozenset(one.file.teacher for one in participants),
        members=len(members),
        members_of=members_of,
        rural_members=rural_members,
        vacancies=None if tier is None else max(tier.members_max - len(members), 0),
        rural_shortfall=None if tier is None else max(tier.rural_members_min - rural_members, 0),
        irregularities=(
            () if tier is None else tuple(_irregularities(participants, members_of, tier))
        ),
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
    found = []
    for file in files:
        school, state = file.schools.at(day), file.school_states.at(day)
        if (
            school is not None
            and state is not None
            and state.stage in stages
            and team.asks_about(file.teacher, state.district)
            and covers(file.service, day)
        ):
            case = case_of(file, team.adoption, rules)
            one = candidate(
                team,
                teacher=file.teacher,
                name=file.name_at(day),
                school=school,
                is_rural=state.rural,
                is_eligible=covers(spans(team.tier.may_move_in, case), day),
                is_taken=any(
                    part.first <= day <= part.last
                    and is_taken_by(cohort, part.fact.event.capacity, day)
                    for part, cohort in participations(file)
                ),
            )
            found.append(one)
    return sorted(found, key=lambda one: one.teacher)


def candidate(
    team: Team,
    *,
    teacher: str,
    name: str | None,
    school: str,
    is_rural: bool,
    is_eligible: bool,
    is_taken: bool,
) -> Candidate:
    """A candidate for a team whose tier is known, with every reason that blocks, in the fixed order.

    Args:
        team: The team on the day.
        teacher: The staff number.
        name: The name on the day.
        school: The code of the candidate's school.
        is_rural: Whether that school is rural.
        is_eligible: Whether the tier's condition holds for the candidate.
        is_taken: Whether a cohort has the candidate already, as `is_taken_by` says.

    Source: domain page, section 8.
    """
    assert team.tier is not None
    assert team.vacancies is not None
    assert team.rural_shortfall is not None
    quota = team.tier.members_of_one_school_max
    holds = {
        "not-eligible": not is_eligible,
        "in-a-cohort": is_taken,
        "cohort-full": team.vacancies == 0,
        "school-quota-full": team.members_of.get(school, 0) >= quota,
        "rural-seats-reserved": not is_rural and team.vacancies <= team.rural_shortfall,
        "cohort-not-running": not team.running,
    }
    reasons = tuple(reason for reason, held in holds.items() if held)
    return Candidate(teacher=teacher, name=name, school=school, rural=is_rural, reasons=reasons)


def is_taken_by(cohort: Cohort, capacity: str, day: Day) -> bool:
    """Whether one who is in the cohort in that capacity on the day has no seat to take elsewhere."""
    return cohort.runs(day) and capacity in {"member", "lead"}


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


def _irregularities(
    participants: Sequence[Participant], members_of: Mapping[str, int], tier: Tier
) -> Iterable[str]:
    capacities = Counter(one.capacity for one in participants)
    members = [one for one in participants if one.capacity == "member"]
    if capacities["lead"] == 0:
        yield "no-lead"
    if capacities["lead"] > 1:
        yield "several-leads"
    if capacities["mentor"] > tier.mentors_max:
        yield "too-many-mentors"
    if len(members) > tier.members_max:
        yield "too-many-members"
    if any(count > tier.members_of_one_school_max for count in members_of.values()):
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


def _teacher(file: TeacherFile) -> str:
    return file.teacher
