"""What a district decided, as data: a pack's shape at the border, and the pack that the core judges by.

`PackModel` is the YAML as written, and stays beside the pack for its labels and clauses. `Pack.of`
makes of it what conditions, projections and cohorts read. A condition is written
`{tenure: {at_least: 20}}`: one key, its parameters below.

Source: domain page, sections 6 ("Conditions", "Projections"), 7 and 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from growth_ledger.domain import codes
from growth_ledger.domain.codes import Vocabulary
from growth_ledger.domain.days import length_in
from growth_ledger.domain.events import OpenCode
from growth_ledger.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=64)]
Clause = Annotated[str, StringConstraints(min_length=1, max_length=200)]


def _told_as_a_length(value: object, check: ValidatorFunctionWrapHandler) -> object:
    """What is no length of time, a bare number above all, is refused in words that name the form."""
    try:
        return check(value)
    except ValidationError:
        raise PydanticCustomError(
            "no_length", "a length of time is a number and its unit"
        ) from None


_Told = WrapValidator(_told_as_a_length)
Duration = Annotated[
    str, StringConstraints(pattern=r"^[1-9][0-9]{0,3} (year|years|day|days)$"), _Told
]
YearSpan = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,2} (year|years)$"), _Told]
AnyRole = Literal[codes.Role, "employment"]

CLAUSES_JOINED_BY: Final = "、"
"""Between the clauses that one citation names: `三（四）13、四2`."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(_Model):
    """A text in both languages."""

    zh: str
    en: str


class _Condition(_Model):
    """What every condition may carry: the clause it comes from, if not its outcome's."""

    clause: Clause | None = None


class InService(_Condition):
    """In service as a teacher."""


class InPost(_Condition):
    """In service, appointed to such a role, and on no leave but for the reasons named."""

    roles: tuple[codes.Role, ...] = Field(min_length=1)
    level_at_least: codes.Level | None = None
    despite_leave: tuple[codes.LeaveReason, ...] = ()


class Service(_Condition):
    """Service in the roles reaches a length; `employment` means days in service."""

    roles: tuple[AnyRole, ...] = Field(min_length=1)
    at_least: Duration
    minus_leave: bool = False


class Tenure(_Condition):
    """Tenure in years, by the pack's weights."""

    at_least: Decimal = Field(gt=0)


class Credits(_Condition):
    """Credits of these roles, at most 1 a school year."""

    roles: tuple[codes.Role, ...] = Field(min_length=1)
    at_least: Decimal = Field(gt=0)


class Training(_Condition):
    """Hours of training in these programmes."""

    programmes: tuple[codes.Programme, ...] = Field(min_length=1)
    hours_at_least: Decimal = Field(gt=0)
    level_at_least: codes.Level | None = None
    within: YearSpan | None = None


class CertificateHeld(_Condition):
    """A valid certificate of that grade or better."""

    certificate: codes.Certificate
    grade_at_least: codes.CertificateGrade


class TitleHeld(_Condition):
    """A title of a ladder from a step upwards, or one of the titles named."""

    ladder: Code | None = None
    at_least: Code | None = None
    titles: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _ladder_or_titles(self) -> TitleHeld:
        if (self.ladder is None) == (not self.titles) or (
            self.ladder is None and self.at_least is not None
        ):
            raise PydanticCustomError("ladder_or_titles", "either a ladder or titles is named")
        return self


class AwardHeld(_Condition):
    """So many awards granted and not revoked."""

    awards: tuple[Code, ...] = ()
    level: codes.Level | None = None
    level_at_least: codes.Level | None = None
    grade_at_least: codes.AwardGrade | None = None
    within: YearSpan | None = None
    while_in: tuple[codes.Role, ...] = ()
    count_at_least: int = Field(default=1, ge=1)


class AppraisalLatest(_Condition):
    """The latest appraisal of these scopes has such a result."""

    scopes: tuple[codes.AppraisalScope, ...] = Field(min_length=1)
    latest_in: tuple[codes.AppraisalResult, ...] = Field(min_length=1)
    since_joining: bool = False


class ReEvaluationDue(_Condition):
    """Unqualified or vetoed, and not re-evaluated since."""

    scopes: tuple[codes.AppraisalScope, ...] = Field(min_length=1)
    grounds: tuple[codes.VetoGround, ...] = ()


class VetoActive(_Condition):
    """A veto on such a ground."""

    grounds: tuple[codes.VetoGround, ...] = Field(min_length=1)
    ever: bool = False
    in_year_of: tuple[codes.AppraisalScope, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> VetoActive:
        if self.ever and self.in_year_of:
            raise PydanticCustomError(
                "ever_or_in_year_of", "ever and in_year_of exclude each other"
            )
        return self


class ExceptionHeld(_Condition):
    """An exception on such a ground, naming a mentor if asked."""

    grounds: tuple[codes.ExceptionGround, ...] = Field(min_length=1)
    with_mentor: bool = False


class Contributed(_Condition):
    """So many contributions in the school year of the day asked."""

    contributions: tuple[codes.Contribution, ...] = Field(min_length=1)
    count_at_least: int = Field(default=1, ge=1)


class Paid(_Condition):
    """Such an allowance paid and not wholly recovered."""

    allowances: tuple[Code, ...] = Field(min_length=1)


class Reserve(_Condition):
    """In the reserve pool."""


class CohortMember(_Condition):
    """A member of a cohort that runs."""

    tiers: tuple[Code, ...] = ()


class PolicyAge(_Condition):
    """Fewer years than this since the policy's first day."""

    under: YearSpan


class OutsideCohortDistrict(_Condition):
    """The school is not in the cohort's district; asked of a cohort's participants only."""


Leaf = (
    InService
    | InPost
    | Service
    | Tenure
    | Credits
    | Training
    | CertificateHeld
    | TitleHeld
    | AwardHeld
    | AppraisalLatest
    | ReEvaluationDue
    | VetoActive
    | ExceptionHeld
    | Contributed
    | Paid
    | Reserve
    | CohortMember
    | PolicyAge
    | OutsideCohortDistrict
)


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the part does not."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Once:
    """Holds from the first day, under the policy in force, on which the part held."""

    part: Condition


Condition = Leaf | All | AnyOf | Not | Once


class ConditionModel(_Model):
    """One condition as written: exactly one key."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    all: tuple[ConditionModel, ...] | None = Field(default=None, min_length=1)
    any: tuple[ConditionModel, ...] | None = Field(default=None, min_length=1)
    not_: ConditionModel | None = Field(default=None, alias="not")
    once: ConditionModel | None = None
    in_service: InService | None = None
    in_post: InPost | None = None
    service: Service | None = None
    tenure: Tenure | None = None
    credits: Credits | None = None
    training: Training | None = None
    certificate: CertificateHeld | None = None
    title: TitleHeld | None = None
    award: AwardHeld | None = None
    appraisal: AppraisalLatest | None = None
    re_evaluation_due: ReEvaluationDue | None = None
    veto: VetoActive | None = None
    exception: ExceptionHeld | None = None
    contribution: Contributed | None = None
    paid: Paid | None = None
    reserve: Reserve | None = None
    cohort_member: CohortMember | None = None
    policy_age: PolicyAge | None = None
    outside_cohort_district: OutsideCohortDistrict | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> ConditionModel:
        if len(self.model_fields_set) != 1 or getattr(self, *self.model_fields_set) is None:
            raise PydanticCustomError("one_condition", "a condition has exactly one key")
        return self

    @property
    def condition(self) -> Condition:
        """The condition that is written here."""
        if self.all is not None:
            return All(tuple(part.condition for part in self.all))
        if self.any is not None:
            return AnyOf(tuple(part.condition for part in self.any))
        if self.not_ is not None:
            return Not(self.not_.condition)
        if self.once is not None:
            return Once(self.once.condition)
        (name,) = self.model_fields_set
        leaf: Leaf = getattr(self, name)
        return leaf


CONDITION_NAMES: Final = MappingProxyType(
    {
        model: name
        for name, info in ConditionModel.model_fields.items()
        for model in getattr(info.annotation, "__args__", ())
        if isinstance(model, type) and issubclass(model, _Condition)
    }
    | {All: "all", AnyOf: "any", Not: "not", Once: "once"}
)
"""Class of a condition to the key under which it is written."""


class OutcomeModel(_Model):
    """An outcome and when it holds; the last one of a projection says no `when`."""

    outcome: Code
    label: Label
    clause: Clause | None = None
    when: ConditionModel | None = None


class ProjectionModel(_Model):
    """An ordered decision table: the first outcome that holds, else the last."""

    label: Label
    clause: Clause
    outcomes: tuple[OutcomeModel, ...] = Field(min_length=1)

    @field_validator("outcomes")
    @classmethod
    def _last_is_otherwise(cls, outcomes: tuple[OutcomeModel, ...]) -> tuple[OutcomeModel, ...]:
        if any((one.when is None) != (one is outcomes[-1]) for one in outcomes):
            raise PydanticCustomError(
                "otherwise_last", "every outcome but the last says `when`; the last one does not"
            )
        return outcomes


class ReasonModel(_Model):
    """Why a participant must move out, and when."""

    reason: Literal[
        "not-in-service",
        "other-district",
        "not-in-post",
        "vetoed",
        "process-appraisal-failed",
        "lead-not-qualified",
    ]
    clause: Clause | None = None
    when: ConditionModel


class TeamModel(_Model):
    """The bounds of a team."""

    members_max: int = Field(ge=0)
    mentors_max: int = Field(ge=0)
    members_of_one_school_max: int = Field(ge=0)
    rural_members_min: int = Field(ge=0)
    lead_term: YearSpan


class TierModel(_Model):
    """A cohort tier: who may move in, who must move out, and how the team is made up."""

    label: Label
    clause: Clause
    member_may_move_in: ConditionModel
    member_must_move_out: tuple[ReasonModel, ...]
    lead_must_move_out: tuple[ReasonModel, ...]
    team: TeamModel


class OpenCodesModel(_Model):
    """The codes that a pack adds to the open lists, with their labels."""

    awards: dict[OpenCode, Label] = Field(default_factory=dict)
    titles: dict[OpenCode, Label] = Field(default_factory=dict)
    allowances: dict[OpenCode, Label] = Field(default_factory=dict)


class LadderModel(_Model):
    """Titles in order of merit, lowest first."""

    label: Label
    titles: tuple[OpenCode, ...] = Field(min_length=1)


class SectionModel(_Model):
    """How a section of the document is numbered; a clause is the section and one of its numbers.

    What the document does not number (a preamble, say) is listed under the name it goes by.
    """

    section: str
    numbers: tuple[str, ...] = Field(min_length=1)


class ClauseModel(_Model):
    """What becomes of one numbered clause."""

    clause: Clause
    fate: Literal["computed", "recorded", "needs-a-person"]
    projections: tuple[Code, ...] = ()
    kinds: tuple[str, ...] = ()
    says: Label

    @model_validator(mode="after")
    def _by_what(self) -> ClauseModel:
        if self.fate == "computed" and not self.projections:
            raise PydanticCustomError("fate_without_projection", "computed by which projection?")
        if self.fate == "recorded" and not self.kinds:
            raise PydanticCustomError("fate_without_kind", "recorded as which event kinds?")
        return self


class DocumentModel(_Model):
    """The document that the pack puts into data."""

    title: str
    issuer: str
    number: str | None = None
    issued_on: date | None = None


def _homeroom_alone() -> dict[codes.Role, Decimal]:
    return {"homeroom": Decimal(1)}


def _weights(tenure: Mapping[codes.Role, Decimal]) -> Mapping[str, Decimal]:
    return MappingProxyType({str(role): weight for role, weight in tenure.items()})


DEFAULT_WEIGHTS: Final = _weights(_homeroom_alone())
"""Weights of roles in tenure where a pack says none, and where no policy is in force."""


class PackModel(_Model):
    """A policy pack as written."""

    policy: OpenCode
    label: Label
    document: DocumentModel
    first_day: date | None = None
    last_day: date | None = None
    stages: tuple[codes.Stage, ...] = Field(min_length=1)
    tenure: dict[codes.Role, Annotated[Decimal, Field(ge=0)]] = Field(
        default_factory=_homeroom_alone
    )
    ladders: dict[Code, LadderModel] = Field(default_factory=dict)
    vocabulary: OpenCodesModel = OpenCodesModel()
    sections: tuple[SectionModel, ...] = Field(min_length=1)
    clauses: tuple[ClauseModel, ...]
    projections: dict[Code, ProjectionModel]
    cohort_tiers: dict[OpenCode, TierModel] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An outcome of a decision table; `when` is None for the last, which holds otherwise."""

    outcome: str
    clause: str
    when: Condition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A decision table: outcomes in the order in which they are tried."""

    name: str
    clause: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason to move out of a cohort."""

    reason: str
    clause: str
    when: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A cohort tier's rules."""

    name: str
    clause: str
    may_move_in: Condition
    member_must_move_out: tuple[Reason, ...]
    lead_must_move_out: tuple[Reason, ...]
    members_max: int
    mentors_max: int
    members_of_one_school_max: int
    rural_members_min: int
    lead_term_years: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """A policy pack as the core judges by it; `digest` is of its canonical content."""

    policy: str
    digest: str
    first_day: date | None
    last_day: date | None
    stages: frozenset[str]
    weights: Mapping[str, Decimal]
    ladders: Mapping[str, tuple[str, ...]]
    projections: Mapping[str, Projection]
    tiers: Mapping[str, Tier]
    vocabulary: Vocabulary
    model: PackModel

    @classmethod
    def recorded(cls, content: Mapping[str, JsonValue], *, digest: str) -> Pack:
        """The pack of an adoption in the ledger, which was checked when it was recorded.

        Raises:
            StorageError: `ledger-damaged`, the content is no pack any more.
        """
        try:
            return cls.of(content, digest=digest)
        except ValidationError as error:
            raise StorageError("ledger-damaged", where=f"policy {digest[:8]}") from error

    @classmethod
    def of(cls, content: Mapping[str, JsonValue], *, digest: str) -> Pack:
        """The pack of a content that was checked before (a shipped, checked or adopted one).

        Raises:
            pydantic.ValidationError: The content is not a pack.
        """
        model = PackModel.model_validate(content)
        return cls(
            policy=model.policy,
            digest=digest,
            first_day=model.first_day,
            last_day=model.last_day,
            stages=frozenset(model.stages),
            weights=_weights(model.tenure),
            ladders=MappingProxyType(
                {name: ladder.titles for name, ladder in model.ladders.items()}
            ),
            projections=MappingProxyType(
                {name: _projection(name, written) for name, written in model.projections.items()}
            ),
            tiers=MappingProxyType(
                {name: _tier(name, written) for name, written in model.cohort_tiers.items()}
            ),
            vocabulary=vocabulary_of(model),
            model=model,
        )

    def titles_at_least(self, held: TitleHeld) -> frozenset[str]:
        """The titles that satisfy the condition."""
        if held.ladder is None:
            return frozenset(held.titles)
        steps = self.ladders[held.ladder]
        return frozenset(steps if held.at_least is None else steps[steps.index(held.at_least) :])


def pack_schema() -> dict[str, JsonValue]:
    """JSON Schema of a `pack.yaml`, for editors; it judges the shape, not whether names are there."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **PackModel.model_json_schema(), "title": "Policy pack"}


def vocabulary_of(model: PackModel) -> Vocabulary:
    """The codes that a pack adds to the open lists."""
    added = model.vocabulary
    return Vocabulary(
        awards=frozenset(added.awards),
        titles=frozenset(added.titles),
        allowances=frozenset(added.allowances),
        tiers=frozenset(model.cohort_tiers),
    )


def years_of(span: str) -> int:
    """The number of years in a text such as `5 years`."""
    count, _ = length_in(span)
    return count


def conditions_in(condition: Condition) -> Iterator[Condition]:
    """The condition and every condition inside it."""
    yield condition
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from conditions_in(part)
    elif isinstance(condition, Not | Once):
        yield from conditions_in(condition.part)


def leaves_of(projection: Projection) -> Iterator[Leaf]:
    """Every condition of the projection's outcomes that is not made of others."""
    for outcome in projection.outcomes:
        for condition in () if outcome.when is None else conditions_in(outcome.when):
            if not isinstance(condition, All | AnyOf | Not | Once):
                yield condition


def _projection(name: str, written: ProjectionModel) -> Projection:
    return Projection(
        name=name,
        clause=written.clause,
        outcomes=tuple(
            Outcome(
                outcome=one.outcome,
                clause=one.clause or written.clause,
                when=None if one.when is None else one.when.condition,
            )
            for one in written.outcomes
        ),
    )


def _tier(name: str, written: TierModel) -> Tier:
    def reasons(models: tuple[ReasonModel, ...]) -> tuple[Reason, ...]:
        return tuple(
            Reason(reason=one.reason, clause=one.clause or written.clause, when=one.when.condition)
            for one in models
        )

    return Tier(
        name=name,
        clause=written.clause,
        may_move_in=written.member_may_move_in.condition,
        member_must_move_out=reasons(written.member_must_move_out),
        lead_must_move_out=reasons(written.lead_must_move_out),
        members_max=written.team.members_max,
        mentors_max=written.team.mentors_max,
        members_of_one_school_max=written.team.members_of_one_school_max,
        rural_members_min=written.team.rural_members_min,
        lead_term_years=years_of(written.team.lead_term),
    )
