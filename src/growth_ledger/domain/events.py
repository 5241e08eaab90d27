"""Every kind of event, each written once; JSON lines, workbooks, options and docs are made from it.

What the caller says is an `Event`; what the ledger adds to it makes a `Recorded`. A field's meaning
never changes: a new meaning is a new kind. Which day counts is each class's `day_field`.

Source: domain page, section 3.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, NamedTuple, Union, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from growth_ledger.domain import codes
from growth_ledger.domain.days import school_year_of, school_year_span


def _without_trailing_zeros(value: Decimal) -> str:
    return format(value.normalize(), "f")


_TENTH: Final = Decimal("0.1")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def _with_two_decimals(value: Decimal) -> str:
    return format(value, ".2f")


def _plainly_written(value: object, info: ValidationInfo) -> object:
    """A number of JSON, or a text that nobody could mean otherwise: Python would read 4_8 as 48."""
    if info.mode != "json":
        return value
    match value:
        case str() if _NUMBER.fullmatch(value):
            return Decimal(value)
        case int() if not isinstance(value, bool):
            return Decimal(value)
        case float():
            number = Decimal(repr(value))
            return number.to_integral_value() if value.is_integer() else number
        case _:
            raise PydanticCustomError("not_a_number", "not a plain decimal number")


def _half_years(value: Decimal) -> Decimal:
    # Of a number that is small enough, the remainder is nothing.
    if value != value.quantize(_TENTH) or value % Decimal("0.5") != 0:
        raise PydanticCustomError("half_years", "not a multiple of 0.5")
    return value


def _half_or_full(value: Decimal) -> Decimal:
    if value not in {Decimal("0.5"), Decimal(1)}:
        raise PydanticCustomError("half_or_full", "neither 1 nor 0.5")
    return value


def _two_consecutive_years(value: str) -> str:
    try:
        school_year_span(value)
    except ValueError:
        raise PydanticCustomError("school_year", "not a school year") from None
    return value


# One to sixty-four visible characters, single spaces inside, none around; checked in pydantic's core
# because every stored event is read through it.
_VISIBLE: Final = r"[^\s\p{Cc}\p{Cf}]"
_IDENTIFIER: Final = rf"^{_VISIBLE}+( {_VISIBLE}+)*$"
SAYS_SOMETHING: Final = _VISIBLE
"""What every text holds somewhere: one of blanks alone would be no text."""
_REF: Final = rf"^[^~\s\p{{Cc}}\p{{Cf}}]{_VISIBLE}*( {_VISIBLE}+)*$"

_Plain = PlainSerializer(_without_trailing_zeros, return_type=str)
_Written = BeforeValidator(_plainly_written)
Identifier = Annotated[str, StringConstraints(max_length=64, pattern=_IDENTIFIER)]
Ref = Annotated[str, StringConstraints(max_length=64, pattern=_REF)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=SAYS_SOMETHING)]
OpenCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
SchoolYear = Annotated[str, AfterValidator(_two_consecutive_years)]
Hours = Annotated[Decimal, Field(gt=0, max_digits=7, decimal_places=1), _Plain, _Written]
Years = Annotated[Decimal, Field(gt=0, le=100), AfterValidator(_half_years), _Plain, _Written]
AssertedYears = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2), _Plain, _Written]
Credit = Annotated[Decimal, AfterValidator(_half_or_full), _Plain, _Written]
Score = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2), _Plain, _Written]
Yuan = Annotated[
    Decimal,
    Field(gt=0, max_digits=14, decimal_places=2),
    PlainSerializer(_with_two_decimals, return_type=str),
    _Written,
]


class Evidence(BaseModel):
    """A document that supports an event: its file name and the SHA-256 of its bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    file: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=SAYS_SOMETHING)]
    sha256: Digest


class Source(BaseModel):
    """Where an imported event came from: the file's SHA-256 and the line, or sheet and row."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    file: Digest
    sheet: str | None = None
    row: int | None = None
    line: int | None = None


class Event(BaseModel):
    """One immutable statement about the world.

    `source` and `personal` (the commitment to the personal values) are set by the ledger only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    stream_field: ClassVar[str] = "teacher"
    day_field: ClassVar[str] = "effective_on"
    is_finished: ClassVar[bool] = False
    """What is finished cannot lie after the day on which it is recorded."""
    required_of_caller: ClassVar[tuple[str, ...]] = ()
    """Required when it is said, optional in what is stored: it may have been erased."""
    personal_fields: ClassVar[tuple[str, ...]] = ("note",)

    kind: str
    ref: Ref | None = Field(default=None, description="A short handle, unique in its stream.")
    basis: Text | None = Field(default=None, description="Document or decision number.")
    evidence: tuple[Evidence, ...] | None = Field(default=None, strict=False)
    note: Text | None = None
    corrects: Identifier | None = Field(
        default=None, description="Ref or event id of the fact that this is a new version of."
    )
    source: Source | None = None
    personal: Digest | None = None

    @property
    def stream(self) -> str:
        """The name of the stream that the event belongs to, such as `teacher/HK0001`."""
        name: str = getattr(self, self.stream_field)
        return f"{STREAM_PREFIX[self.stream_field]}{name}"

    @property
    def day(self) -> date:
        """The calendar day that orders the event among others."""
        day: date = getattr(self, self.day_field)
        return day


class TeacherEvent(Event):
    """An event of a teacher's file."""

    teacher: Identifier = Field(description="Staff number; it names the file.")


class TargetedEvent(TeacherEvent):
    """An event of a teacher's file that points at an earlier one of the same file."""

    target: Identifier = Field(description="Ref or event id of the earlier event.")


class FileOpened(TeacherEvent):
    """A teacher's file begins; `effective_on` is the first day in service as a teacher."""

    required_of_caller = ("name",)
    personal_fields = ("name", "id_number", "birth_date", "gender", "note")

    kind: Literal["file-opened"] = "file-opened"
    name: Text | None = None
    school: Identifier
    effective_on: date
    id_number: Identifier | None = None
    birth_date: date | None = None
    gender: Text | None = None


class ProfileAmended(TeacherEvent):
    """Personal particulars change from `effective_on`."""

    personal_fields = ("name", "id_number", "birth_date", "gender", "note")

    kind: Literal["profile-amended"] = "profile-amended"
    effective_on: date
    name: Text | None = None
    id_number: Identifier | None = None
    birth_date: date | None = None
    gender: Text | None = None


class SchoolChanged(TeacherEvent):
    """The teacher belongs to another school from `effective_on`."""

    kind: Literal["school-changed"] = "school-changed"
    school: Identifier
    effective_on: date


class ServiceEnded(TeacherEvent):
    """Service as a teacher ends; `last_day` is still in service."""

    day_field = "last_day"

    kind: Literal["service-ended"] = "service-ended"
    last_day: date
    reason: codes.ServiceEndReason


class ServiceResumed(TeacherEvent):
    """Service begins again, at the school named, from `effective_on`."""

    kind: Literal["service-resumed"] = "service-resumed"
    school: Identifier
    effective_on: date


class LeaveTaken(TeacherEvent):
    """Leave from `first_day`, to `last_day` if it is known."""

    day_field = "first_day"

    kind: Literal["leave-taken"] = "leave-taken"
    first_day: date
    last_day: date | None = None
    reason: codes.LeaveReason


class LeaveEnded(TargetedEvent):
    """Leave ends; `last_day` is still on leave."""

    day_field = "last_day"

    kind: Literal["leave-ended"] = "leave-ended"
    last_day: date


class Appointed(TeacherEvent):
    """An appointment to a role, from `first_day`; two at once (two classes) are fine."""

    day_field = "first_day"

    kind: Literal["appointed"] = "appointed"
    role: codes.Role
    first_day: date
    last_day: date | None = None
    class_name: Text | None = None
    level: codes.Level | None = None
    term_until: date | None = None
    mentor: Identifier | None = Field(default=None, description="Staff number, known or not.")


class AppointmentEnded(TargetedEvent):
    """An appointment ends; `last_day` is still in post."""

    day_field = "last_day"

    kind: Literal["appointment-ended"] = "appointment-ended"
    last_day: date
    reason: Text | None = None


class RankConferred(TeacherEvent):
    """A professional rank (职称) is conferred."""

    kind: Literal["rank-conferred"] = "rank-conferred"
    rank: codes.ProfessionalRank
    effective_on: date
    subject: Text | None = None


class TrainingCompleted(TeacherEvent):
    """A training programme was finished; it counts from `effective_on`."""

    is_finished = True

    kind: Literal["training-completed"] = "training-completed"
    programme: codes.Programme
    hours: Hours = Field(description="Class hours, above 0, one decimal.")
    level: codes.Level
    effective_on: date
    title: Text | None = None
    topics: Text | None = None


class CertificateObtained(TeacherEvent):
    """A certificate, valid to `expires_on` (included), or without end."""

    is_finished = True

    kind: Literal["certificate-obtained"] = "certificate-obtained"
    certificate: codes.Certificate
    grade: codes.CertificateGrade
    effective_on: date
    expires_on: date | None = Field(default=None, description="Last day on which it is valid.")


class CertificateRevoked(TargetedEvent):
    """A certificate is revoked: not valid from `effective_on`."""

    kind: Literal["certificate-revoked"] = "certificate-revoked"
    effective_on: date


class TitleConferred(TeacherEvent):
    """An honorary title, held to `expires_on` (included), or without end."""

    kind: Literal["title-conferred"] = "title-conferred"
    title: OpenCode
    effective_on: date
    expires_on: date | None = Field(default=None, description="Last day on which it is held.")
    level: codes.Level | None = None
    conferred_by: Text | None = None


class TitleWithdrawn(TargetedEvent):
    """A title is withdrawn: not held from `effective_on`."""

    kind: Literal["title-withdrawn"] = "title-withdrawn"
    effective_on: date


class AwardGranted(TeacherEvent):
    """An award of a level, with a grade or none."""

    is_finished = True

    kind: Literal["award-granted"] = "award-granted"
    award: OpenCode
    level: codes.Level
    effective_on: date
    grade: codes.AwardGrade | None = None
    awarded_by: Text | None = None
    title: Text | None = None


class AwardRevoked(TargetedEvent):
    """An award is revoked: it does not count from `effective_on`."""

    kind: Literal["award-revoked"] = "award-revoked"
    effective_on: date


class Appraised(TeacherEvent):
    """An appraisal's result, of a school year (by default the one of `effective_on`)."""

    is_finished = True

    kind: Literal["appraised"] = "appraised"
    scope: codes.AppraisalScope
    result: codes.AppraisalResult
    effective_on: date
    school_year: SchoolYear | None = None
    scores: dict[codes.Dimension, Score] | None = Field(
        default=None, description="Dimension to score, 0 to 100."
    )
    cohort: Identifier | None = None

    @property
    def year(self) -> str:
        """The school year that was appraised."""
        return self.school_year or school_year_of(self.effective_on)


class Vetoed(TeacherEvent):
    """A veto from `effective_on`; a sanction of fixed length ends by itself after `last_day`."""

    kind: Literal["vetoed"] = "vetoed"
    ground: codes.VetoGround
    effective_on: date
    last_day: date | None = None
    authority: Text | None = None
    sanction: Text | None = None


class VetoLifted(TargetedEvent):
    """A veto is lifted: not active from `effective_on`."""

    kind: Literal["veto-lifted"] = "veto-lifted"
    effective_on: date
    reason: codes.LiftReason


class TenureCredited(TeacherEvent):
    """A school year, or half of it, counts as tenure in a role."""

    is_finished = True

    kind: Literal["tenure-credited"] = "tenure-credited"
    school_year: SchoolYear
    role: codes.Role
    credit: Credit = Field(default=Decimal(1), description="1 or 0.5 of a year.")
    effective_on: date | None = Field(
        default=None, description="By default 31 August of the school year."
    )

    @property
    def day(self) -> date:
        """The day from which the credit counts."""
        return self.effective_on or school_year_span(self.school_year)[1]


class TenureRecognised(TeacherEvent):
    """Service before the ledger, known as a total of years, on the basis of a document."""

    is_finished = True

    kind: Literal["tenure-recognised"] = "tenure-recognised"
    years: Years = Field(description="Years, above 0, a multiple of 0.5.")
    role: codes.Role
    effective_on: date
    basis: Text


class TenureAsserted(TeacherEvent):
    """Tenure as an outside record has it; it counts for nothing and is compared with ours."""

    is_finished = True

    kind: Literal["tenure-asserted"] = "tenure-asserted"
    years: AssertedYears = Field(description="Years as the outside record has them.")
    role: codes.Role
    effective_on: date


class ContributionMade(TeacherEvent):
    """A public lesson, lecture, mentoring, project or paper, in the school year of its day."""

    is_finished = True

    kind: Literal["contribution-made"] = "contribution-made"
    contribution: codes.Contribution
    effective_on: date
    title: Text | None = None
    level: codes.Level | None = None


class ExceptionGranted(TeacherEvent):
    """A bureau's decision to depart from a condition, to `last_day` or without end."""

    kind: Literal["exception-granted"] = "exception-granted"
    ground: codes.ExceptionGround
    effective_on: date
    last_day: date | None = None
    mentor: Identifier | None = Field(default=None, description="Staff number, known or not.")


class AllowancePaid(TeacherEvent):
    """An allowance was paid, for a period if one is given."""

    is_finished = True

    kind: Literal["allowance-paid"] = "allowance-paid"
    allowance: OpenCode
    amount: Yuan = Field(description="Yuan, above 0, two decimals.")
    effective_on: date
    period_first_day: date | None = None
    period_last_day: date | None = None


class AllowanceRecovered(TargetedEvent):
    """A payment was taken back, in part or whole."""

    is_finished = True

    kind: Literal["allowance-recovered"] = "allowance-recovered"
    amount: Yuan = Field(description="Yuan, above 0, two decimals.")
    effective_on: date


class ReserveListed(TeacherEvent):
    """The teacher is in the reserve pool from `effective_on`."""

    kind: Literal["reserve-listed"] = "reserve-listed"
    effective_on: date


class ReserveDelisted(TargetedEvent):
    """The teacher is not in the reserve pool from `effective_on`."""

    kind: Literal["reserve-delisted"] = "reserve-delisted"
    effective_on: date


class CohortStagePassed(TeacherEvent):
    """A stage of a cohort's selection was passed."""

    kind: Literal["cohort-stage-passed"] = "cohort-stage-passed"
    cohort: Identifier
    stage: codes.CohortStage
    effective_on: date


class CohortJoined(TeacherEvent):
    """The teacher is in a cohort from `first_day`."""

    day_field = "first_day"

    kind: Literal["cohort-joined"] = "cohort-joined"
    cohort: Identifier
    capacity: codes.Capacity
    first_day: date
    replaces: Identifier | None = Field(
        default=None, description="Staff number of the one whose seat is filled."
    )


class CohortLeft(TargetedEvent):
    """The teacher leaves a cohort; `last_day` is still in it."""

    day_field = "last_day"

    kind: Literal["cohort-left"] = "cohort-left"
    last_day: date
    reason: Text


class PersonalErased(TeacherEvent):
    """The personal data of the file was destroyed; made by the ledger only."""

    day_field = ""
    personal_fields = ()

    kind: Literal["personal-erased"] = "personal-erased"
    reason: Text


class Voided(Event):
    """An earlier event of the stream counts as never having happened."""

    day_field = ""

    kind: Literal["voided"] = "voided"
    teacher: Identifier | None = None
    school: Identifier | None = None
    cohort: Identifier | None = None
    district: Identifier | None = None
    target: Identifier = Field(description="Ref or event id of the earlier event.")
    reason: Text

    @model_validator(mode="after")
    def _one_stream(self) -> Voided:
        if sum(getattr(self, name) is not None for name in STREAM_PREFIX) != 1:
            raise PydanticCustomError("one_stream", "exactly one stream is named")
        return self

    @property
    def stream(self) -> str:
        """The stream that is named, whichever sort it is."""
        for name, prefix in STREAM_PREFIX.items():
            named = getattr(self, name)
            if named is not None:
                return f"{prefix}{named}"
        raise AssertionError


class SchoolEvent(Event):
    """An event of a school's stream."""

    stream_field = "school"

    school: Identifier = Field(description="The school's code; it names the stream.")


class SchoolRegistered(SchoolEvent):
    """A school exists from `effective_on`."""

    kind: Literal["school-registered"] = "school-registered"
    name: Text
    district: Identifier
    stage: codes.Stage
    rural: bool
    effective_on: date
    learning_district: Text | None = None
    group: Text | None = None


class SchoolAmended(SchoolEvent):
    """What is given changes from `effective_on`; the rest stays."""

    kind: Literal["school-amended"] = "school-amended"
    effective_on: date
    name: Text | None = None
    district: Identifier | None = None
    stage: codes.Stage | None = None
    rural: bool | None = None
    learning_district: Text | None = None
    group: Text | None = None


class SchoolClosed(SchoolEvent):
    """A school closes; `last_day` is its last."""

    day_field = "last_day"

    kind: Literal["school-closed"] = "school-closed"
    last_day: date
    merged_into: Identifier | None = None


class CohortEvent(Event):
    """An event of a cohort's stream."""

    stream_field = "cohort"

    cohort: Identifier = Field(description="The cohort's code; it names the stream.")


class CohortFormed(CohortEvent):
    """A cohort of a tier runs from `first_day`, to `last_day` if it is known."""

    day_field = "first_day"

    kind: Literal["cohort-formed"] = "cohort-formed"
    name: Text
    district: Identifier
    tier: OpenCode
    first_day: date
    last_day: date | None = None


class CohortClosed(CohortEvent):
    """A cohort ends; `last_day` is its last."""

    day_field = "last_day"

    kind: Literal["cohort-closed"] = "cohort-closed"
    last_day: date


class PolicyAdopted(Event):
    """A district puts a pack in force from `first_day`, to `last_day` if one is given.

    The ledger adds `digest` and `content` of a shipped pack.
    """

    stream_field = "district"
    day_field = "first_day"

    kind: Literal["policy-adopted"] = "policy-adopted"
    policy: OpenCode
    district: Identifier
    first_day: date
    last_day: date | None = None
    digest: Digest | None = Field(default=None, description="SHA-256 of the pack.")
    content: dict[str, JsonValue] | None = Field(default=None, description="The whole pack.")

    @property
    def last_day_in_force(self) -> date | None:
        """The last day said, or else the pack's own; None where it has none."""
        own = (self.content or {}).get("last_day")
        if self.last_day is not None or not isinstance(own, str):
            return self.last_day
        return date.fromisoformat(own)


class LogSealed(Event):
    """The number of streams and a root over their heads; made by the ledger only."""

    stream_field = "log"
    day_field = ""
    personal_fields = ()

    kind: Literal["log-sealed"] = "log-sealed"
    streams: int
    root: Digest

    @property
    def stream(self) -> str:
        """The ledger's own stream."""
        return LOG_STREAM


TEACHERS: Final = "teacher/"
"""Begins the name of every teacher's stream; the staff number follows. The others likewise."""
SCHOOLS: Final = "school/"
COHORTS: Final = "cohort/"
POLICIES: Final = "policies/"
"""Of a district's adoptions."""

STREAM_PREFIX: Final = MappingProxyType(
    {"teacher": TEACHERS, "school": SCHOOLS, "cohort": COHORTS, "district": POLICIES}
)
LOG_STREAM: Final = "log"

AnyTeacherEvent = Union[  # noqa: UP007 - `get_args` below reads it; `|` would give the same.
    FileOpened,
    ProfileAmended,
    SchoolChanged,
    ServiceEnded,
    ServiceResumed,
    LeaveTaken,
    LeaveEnded,
    Appointed,
    AppointmentEnded,
    RankConferred,
    TrainingCompleted,
    CertificateObtained,
    CertificateRevoked,
    TitleConferred,
    TitleWithdrawn,
    AwardGranted,
    AwardRevoked,
    Appraised,
    Vetoed,
    VetoLifted,
    TenureCredited,
    TenureRecognised,
    TenureAsserted,
    ContributionMade,
    ExceptionGranted,
    AllowancePaid,
    AllowanceRecovered,
    ReserveListed,
    ReserveDelisted,
    CohortStagePassed,
    CohortJoined,
    CohortLeft,
    PersonalErased,
]
AnyOtherEvent = Union[  # noqa: UP007 - as above.
    SchoolRegistered,
    SchoolAmended,
    SchoolClosed,
    CohortFormed,
    CohortClosed,
    PolicyAdopted,
    Voided,
    LogSealed,
]


def kind_of(cls: type[Event]) -> str:
    """The kind of a class's events, such as `file-opened`."""
    kind: str = cls.model_fields["kind"].default
    return kind


EVENT_CLASSES: Final = MappingProxyType(
    {kind_of(cls): cls for cls in (*get_args(AnyTeacherEvent), *get_args(AnyOtherEvent))}
)
"""Kind to class: the closed table from which stored events are read."""

LEDGER_KINDS: Final = frozenset({"personal-erased", "log-sealed"})
"""Made by the ledger only; refused from a caller."""

CALLER_KINDS: Final = tuple(kind for kind in EVENT_CLASSES if kind not in LEDGER_KINDS)
"""The kinds that a caller may record."""

LEDGER_FIELDS: Final = frozenset({"source", "personal"})
"""Set by the ledger only; refused from a caller."""


class Recorded(NamedTuple):
    """An event with what the ledger added to it; versions and positions start at 1."""

    position: int
    stream: str
    version: int
    event_id: str
    recorded_at: datetime
    recorded_by: str
    event: Event

    @property
    def originator_id(self) -> str:
        """The stream, in the words of eventsourcing."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version, in the words of eventsourcing."""
        return self.version


def fields_of(event: Event) -> dict[str, Any]:
    """The `fields` of the canonical form, as JSON values: what is given, less personal values.

    The field that names the stream is not among them: the canonical form has `stream`.
    """
    said: dict[str, Any] = event.__pydantic_serializer__.to_python(
        event, mode="json", exclude_unset=True, exclude_none=True
    )
    for name in _beside_the_fields(type(event)):
        said.pop(name, None)
    return said


@cache
def _beside_the_fields(cls: type[Event]) -> tuple[str, ...]:
    """What an event has that is not among the `fields` of its canonical form."""
    naming = STREAM_PREFIX if issubclass(cls, Voided) else (cls.stream_field,)
    return ("kind", *naming, *cls.personal_fields)


def personal_of(event: Event) -> dict[str, Any]:
    """The personal values that the event carries, as JSON values; empty where it has none."""
    return event.model_dump(
        mode="json", include=set(event.personal_fields), exclude_unset=True, exclude_none=True
    )


def decode(kind: str, stream: str, fields: bytes, personal: bytes | None = None) -> Event:
    """The event as stored: its `fields`, the stream's name, and what is left of its personal values.

    Args:
        kind: A key of `EVENT_CLASSES`.
        stream: The stream's name, such as `teacher/HK0001`.
        fields: JSON text of the `fields` of the canonical form.
        personal: JSON text of the personal values, or None where there are none (any more).

    Raises:
        KeyError: The kind is not known.
        pydantic.ValidationError: The fields are not those of the kind.
    """
    if stream == LOG_STREAM:
        text = fields
    elif fields == b"{}":
        text = _naming(stream)[:-1] + b"}"
    else:
        text = _naming(stream) + fields[1:]
    if personal is not None:
        text = _joined(personal, text)
    event: Event = EVENT_CLASSES[kind].__pydantic_validator__.validate_json(text)
    return event


@lru_cache(maxsize=256)
def _naming(stream: str) -> bytes:
    """The beginning of a JSON object, with the field that names the stream, up to the next one."""
    prefix, _, name = stream.partition("/")
    field = "district" if prefix == "policies" else prefix
    return b'{"%s":%s,' % (field.encode(), json.dumps(name).encode())


def _joined(left: bytes, right: bytes) -> bytes:
    """One JSON object of two."""
    if right == b"{}":
        return left
    if left == b"{}":
        return right
    return left[:-1] + b"," + right[1:]
