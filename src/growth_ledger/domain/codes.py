"""The closed lists of codes, in the order that the domain page gives them.

Where a list has an order of merit, a rank is its place: a higher rank is better. Labels are in
`wording`. Awards, titles, allowances and tiers are open lists: `Vocabulary` holds what is known.

Source: domain page, "Codes".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, get_args

if TYPE_CHECKING:
    from collections.abc import Container

Role = Literal[
    "homeroom", "deputy", "probationary", "assistant", "rotating", "grade-head", "studio-host"
]
Level = Literal["school", "learning-district", "district", "city", "province", "nation"]
Stage = Literal[
    "kindergarten",
    "primary",
    "junior",
    "senior",
    "nine-year",
    "complete-secondary",
    "twelve-year",
    "special",
    "vocational",
    "institute",
]
AwardGrade = Literal["special", "first", "second", "third"]
AppraisalResult = Literal["excellent", "qualified", "basic", "unqualified", "no-grade"]
AppraisalScope = Literal["annual", "homeroom", "re-evaluation", "process", "named-annual", "deputy"]
Dimension = Literal["ethics", "class-building", "student-growth", "home-school", "research"]
VetoGround = Literal["ethics", "student-harm", "mental-health", "unfit", "negligence"]
LiftReason = Literal["served", "rehabilitated", "overturned"]
ExceptionGround = Literal["staffing", "in-principle"]
Programme = Literal[
    "pre-service", "knowledge-refresh", "school-based", "workshop", "enterprise-practice", "other"
]
Certificate = Literal["psych-health"]
CertificateGrade = Literal["A", "B", "C"]
Contribution = Literal[
    "public-lesson", "culture-lecture", "mentoring", "research-project", "paper", "other"
]
CohortStage = Literal["applied", "recommended", "selected", "approved", "listed"]
Capacity = Literal["member", "lead", "mentor"]
ProfessionalRank = Literal["third", "second", "first", "senior", "principal-senior"]
ServiceEndReason = Literal["retired", "resigned", "dismissed", "transferred", "deceased"]
LeaveReason = Literal["maternity", "sick", "study", "secondment", "other"]

LEVELS: Final[tuple[str, ...]] = get_args(Level)
LEVEL_RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}
AWARD_GRADE_RANK: Final = {grade: -rank for rank, grade in enumerate(get_args(AwardGrade))}
CERTIFICATE_GRADE_RANK: Final = {
    grade: -rank for rank, grade in enumerate(get_args(CertificateGrade))
}
COHORT_STAGES: Final[tuple[str, ...]] = get_args(CohortStage)

CORE_AWARDS: Final = (
    "excellent-homeroom-teacher",
    "basic-skills-contest",
    "vocational-skills-contest",
    "theme-class-meeting",
    "homeroom-story",
    "gardener",
    "research-project-award",
    "veteran-25-certificate",
)
CORE_ALLOWANCES: Final = (
    "honor-10",
    "honor-15",
    "honor-20",
    "veteran-25",
    "honor-bonus",
    "special-fund",
)


class OpenLists(Protocol):
    """What is asked of the open lists: which codes each has."""

    @property
    def awards(self) -> Container[str]:
        """Awards."""

    @property
    def titles(self) -> Container[str]:
        """Titles."""

    @property
    def allowances(self) -> Container[str]:
        """Allowances."""

    @property
    def tiers(self) -> Container[str]:
        """Cohort tiers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The codes of the open lists: the core list with that of every shipped and adopted pack."""

    awards: frozenset[str] = frozenset(CORE_AWARDS)
    titles: frozenset[str] = frozenset()
    allowances: frozenset[str] = frozenset(CORE_ALLOWANCES)
    tiers: frozenset[str] = frozenset()

    def joined(self, other: Vocabulary) -> Vocabulary:
        """The codes of both."""
        return Vocabulary(
            awards=self.awards | other.awards,
            titles=self.titles | other.titles,
            allowances=self.allowances | other.allowances,
            tiers=self.tiers | other.tiers,
        )
