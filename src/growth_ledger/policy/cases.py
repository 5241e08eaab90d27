"""Worked cases of a pack: events as a user would write them, and what the rules must answer.

A case file is of one projection or of one cohort tier. A case's events are recorded one by one, as
the ledger would, and each must be accepted, unless it says by which refusal (`refused`) it is not.
Where a case says nothing else there is one school, S1, in the district `here`, and every event is
of the teacher T1; the pack is adopted `here` from its own first day.

Source: domain page, sections 4 to 8.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from growth_ledger.domain import codes
from growth_ledger.domain.codes import Vocabulary
from growth_ledger.domain.events import (
    CALLER_KINDS,
    COHORTS,
    EVENT_CLASSES,
    POLICIES,
    SCHOOLS,
    STREAM_PREFIX,
    TEACHERS,
    CohortFormed,
    Event,
    Identifier,
    PolicyAdopted,
    Recorded,
    SchoolRegistered,
    TeacherEvent,
    Voided,
)
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.naming import named_streams
from growth_ledger.domain.refusals import Known, refusals
from growth_ledger.domain.surroundings import Surroundings, adoptions_of, cohort_of, school_of
from growth_ledger.domain.teacher_file import TeacherFile
from growth_ledger.errors import Refusal, nearest
from growth_ledger.policy.cohorts import candidates, team_at
from growth_ledger.policy.pack_faults import Fault, shape_faults
from growth_ledger.policy.packs import CLAUSES_JOINED_BY, Clause, Code
from growth_ledger.policy.projections import Rules, standing_at, standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from growth_ledger.policy.packs import Pack

DISTRICT: Final = "here"
TEACHER: Final = "T1"

_SCHOOLS_FIRST_DAY: Final = date(1980, 9, 1)
_RECORDED_BY: Final = "worked case"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SchoolWritten(_Model):
    """A school of a case; what is left out is as in the plainest one."""

    district: Identifier = DISTRICT
    stage: codes.Stage = "junior"
    rural: bool = False
    first_day: date = _SCHOOLS_FIRST_DAY


class AdoptedWritten(_Model):
    """From when the pack is in force `here`, and to when if its own last day does not say."""

    first_day: date
    last_day: date | None = None


class TeamExpected(_Model):
    """What a cohort must look like on a day; what is left out is not compared.

    A participant or candidate has the reasons that hold, none for one who may stay or come, and
    null for a participant whom no rules judge.
    """

    participants: dict[str, tuple[str, ...] | None] | None = None
    candidates: dict[str, tuple[str, ...]] | None = None
    irregularities: tuple[str, ...] | None = None
    members: int | None = None
    vacancies: int | None = None
    rural_members: int | None = None
    rural_shortfall: int | None = None
    running: bool | None = None


class _Case(_Model):
    name: Annotated[str, Field(min_length=1)]
    clause: Clause
    adopted: AdoptedWritten | None = None
    schools: dict[Identifier, SchoolWritten] = Field(
        default_factory=lambda: {"S1": SchoolWritten()}
    )
    recorded_on: date | None = Field(
        default=None, description="When the events are recorded; by default the last day asked."
    )
    events: tuple[dict[str, JsonValue], ...]


class ProjectionCase(_Case):
    """Events of one teacher or more, and the outcome of projections on days for `teacher`.

    An outcome of null is no standing at all.
    """

    teacher: Identifier = TEACHER
    expect: dict[Code, Annotated[dict[date, Code | None], Field(min_length=1)]] = Field(
        min_length=1
    )


class TierCase(_Case):
    """Events of several teachers and cohorts, and what each cohort looks like on days."""

    expect: dict[Identifier, Annotated[dict[date, TeamExpected], Field(min_length=1)]] = Field(
        min_length=1
    )


class ProjectionCases(_Model):
    """The worked cases of one projection."""

    projection: Code
    adopted: AdoptedWritten | None = None
    cases: tuple[ProjectionCase, ...] = Field(min_length=1)


class TierCases(_Model):
    """The worked cases of one cohort tier."""

    tier: Code
    adopted: AdoptedWritten | None = None
    cases: tuple[TierCase, ...] = Field(min_length=1)


CaseFile = ProjectionCases | TierCases


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One thing that a case says, and what the rules answer.

    Attributes:
        case: The case's name.
        clause: The clause that the case works out.
        asked: The projection, the cohort and what of it, or the event by its number from 1.
        day: The day asked; None for an event.
        expected: As written, as a JSON value.
        found: As answered, as a JSON value.
        path: Of an event, the keys and indexes that lead to it in the case; empty for an answer.
        refusals: Why an event is not taken; empty for an answer.
    """

    case: str
    clause: str
    asked: str
    day: date | None
    expected: JsonValue
    found: JsonValue
    path: tuple[str | int, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the answer is the one expected."""
        return self.expected == self.found


def case_file(content: JsonValue, pack: Pack) -> CaseFile | list[Fault]:
    """The case file that a content is, or every mistake in it.

    Beyond the shape: the projection or tier, outcomes and clauses are the pack's, an adoption is
    given where the pack has no first day, and every event could be said.
    """
    is_of_tier = isinstance(content, dict) and "tier" in content
    shape: type[ProjectionCases | TierCases] = TierCases if is_of_tier else ProjectionCases
    try:
        cases = shape.model_validate(content)
    except ValidationError as error:
        return shape_faults(error, shape)
    return list(_loose_ends(cases, pack)) or cases


def results(cases: CaseFile, pack: Pack) -> list[CaseResult]:
    """Every thing that every case says, with what the rules answer, in the order of the file.

    Of a case whose events are not taken as it says, the first such event is the only result.
    """
    return [result for case in cases.cases for result in _case_results(case, cases.adopted, pack)]


def failing(cases: CaseFile, pack: Pack) -> list[str]:
    """The names of the cases of which anything does not hold, in the order of the file."""
    return list(dict.fromkeys(one.case for one in results(cases, pack) if not one.holds))


def _loose_ends(cases: CaseFile, pack: Pack) -> Iterator[Fault]:
    known_clauses = {clause.clause for clause in pack.model.clauses}
    if isinstance(cases, TierCases):
        yield from _unknown(cases.tier, pack.tiers, ("tier",), code="pack-unknown-tier")
    else:
        yield from _unknown(
            cases.projection, pack.projections, ("projection",), code="pack-unknown-projection"
        )
    names: set[str] = set()
    each: Sequence[ProjectionCase | TierCase] = cases.cases
    for index, case in enumerate(each):
        top = ("cases", index)
        if case.name in names:
            yield Fault(code="case-name-twice", path=(*top, "name"), values={"name": case.name})
        names.add(case.name)
        for clause in case.clause.split(CLAUSES_JOINED_BY):
            yield from _unknown(clause, known_clauses, (*top, "clause"), code="pack-unknown-clause")
        if not (pack.first_day or cases.adopted or case.adopted):
            yield Fault(code="case-without-adoption", path=top, values={})
        for number, written in enumerate(case.events):
            yield from _event_faults(written, pack, (*top, "events", number))
        if isinstance(case, TierCase):
            yield from _cohort_faults(case, (*top, "expect"))
        else:
            yield from _expectation_faults(case, pack, (*top, "expect"))


def _cohort_faults(case: TierCase, path: tuple[str | int, ...]) -> Iterator[Fault]:
    formed = [str(one.get("cohort")) for one in case.events if one.get("kind") == "cohort-formed"]
    for code in case.expect:
        yield from _unknown(code, formed, (*path, code), code="case-unknown-cohort", of_key=True)


def _expectation_faults(
    case: ProjectionCase, pack: Pack, path: tuple[str | int, ...]
) -> Iterator[Fault]:
    for name, by_day in case.expect.items():
        projection = pack.projections.get(name)
        if projection is None:
            yield from _unknown(
                name,
                pack.projections,
                (*path, name),
                code="pack-unknown-projection",
                of_key=True,
            )
            continue
        known = [outcome.outcome for outcome in projection.outcomes]
        for day, outcome in by_day.items():
            if outcome is not None:
                yield from _unknown(
                    outcome, known, (*path, name, day.isoformat()), code="case-unknown-outcome"
                )


def _unknown(
    name: str,
    known: Iterable[str],
    path: tuple[str | int, ...],
    *,
    code: str,
    of_key: bool = False,
) -> Iterator[Fault]:
    if name not in known:
        values = {"name": name, "nearest": nearest(name, known)}
        yield Fault(code=code, path=path, values=values, of_key=of_key)


def _event_faults(
    written: Mapping[str, JsonValue], pack: Pack, path: tuple[str | int, ...]
) -> Iterator[Fault]:
    kind = written.get("kind")
    if not isinstance(kind, str) or kind not in CALLER_KINDS:
        near = nearest(str(kind), CALLER_KINDS)
        where = (*path, "kind") if "kind" in written else path
        yield Fault(code="pack-unknown-kind", path=where, values={"name": kind, "nearest": near})
        return
    try:
        event = _event(written)
    except ValidationError as error:
        for fault in shape_faults(error, EVENT_CLASSES[kind]):
            yield replace(fault, path=(*path, *fault.path))
        return
    if not isinstance(written.get("refused", ""), str):
        yield Fault(code="pack-wrong-type", path=(*path, "refused"), values={})
    if isinstance(event, PolicyAdopted):
        yield from _unknown(
            event.policy, [pack.policy], (*path, "policy"), code="case-of-another-pack"
        )


def _event(written: Mapping[str, JsonValue]) -> Event:
    """The event that a case writes, of the teacher T1 where it names no stream."""
    cls = EVENT_CLASSES[str(written["kind"])]
    said = {key: value for key, value in written.items() if key != "refused"}
    if issubclass(cls, TeacherEvent) or (cls is Voided and not said.keys() & STREAM_PREFIX.keys()):
        said.setdefault("teacher", TEACHER)
    # Events are strict: text is a day or a decimal to them only where it comes as JSON.
    event: Event = cls.model_validate_json(json.dumps(said))
    return event


class _Recorder:
    """Events recorded so far, by stream, each checked as the ledger would."""

    def __init__(self, pack: Pack, *, today: date) -> None:
        self.pack = pack
        self.rules = Rules(pack_of=lambda _: pack)
        self.today = today
        self.facts: defaultdict[str, Facts] = defaultdict(Facts)
        self.position = 0
        self.vocabulary = Vocabulary().joined(pack.vocabulary)

    def record(self, event: Event) -> list[Refusal]:
        """Why the event is refused; recorded if there is no reason."""
        if isinstance(event, PolicyAdopted):
            # The ledger adds the content of the pack; a case knows one pack only.
            event = event.model_copy(
                update={
                    "digest": self.pack.digest,
                    "content": self.pack.model.model_dump(
                        mode="json", by_alias=True, exclude_unset=True
                    ),
                }
            )
        facts = self.facts[event.stream]
        known = Known(
            schools=self._standing(SCHOOLS),
            cohorts=self._standing(COHORTS),
            vocabulary=self.vocabulary,
            is_named=self._is_named,
        )
        found = refusals(facts, event, today=self.today, known=known)
        if found:
            return found
        self.position += 1
        facts.add(
            Recorded(
                position=self.position,
                stream=event.stream,
                version=1 if facts.last is None else facts.last.version + 1,
                event_id=f"00000000-0000-4000-8000-{self.position:012d}",
                recorded_at=datetime.combine(self.today, time(4), tzinfo=UTC),
                recorded_by=_RECORDED_BY,
                event=event,
            )
        )
        return []

    def streams(self, prefix: str) -> dict[str, Facts]:
        """The facts of each stream of a sort, by the name without the prefix."""
        return {
            stream.removeprefix(prefix): facts
            for stream, facts in self.facts.items()
            if stream.startswith(prefix)
        }

    def surroundings(self) -> Surroundings:
        """Schools, cohorts and adoptions, among everything that was recorded."""
        schools = {name: school_of(name, facts) for name, facts in self.streams(SCHOOLS).items()}
        cohorts = {name: cohort_of(name, facts) for name, facts in self.streams(COHORTS).items()}
        return Surroundings(
            schools={name: school for name, school in schools.items() if school is not None},
            cohorts={name: cohort for name, cohort in cohorts.items() if cohort is not None},
            adoptions={name: adoptions_of(facts) for name, facts in self.streams(POLICIES).items()},
        )

    def _is_named(self, name: str) -> bool:
        return any(
            name in named_streams(fact.event)
            for facts in self.facts.values()
            for fact in facts
            if fact.counts
        )

    def _standing(self, prefix: str) -> set[str]:
        return {
            name
            for name, facts in self.streams(prefix).items()
            if facts.has(SchoolRegistered) or facts.has(CohortFormed)
        }


def _case_results(
    case: ProjectionCase | TierCase, adopted: AdoptedWritten | None, pack: Pack
) -> Iterator[CaseResult]:
    last_asked = max(day for by_day in case.expect.values() for day in by_day)
    recorder = _Recorder(pack, today=case.recorded_on or last_asked)
    for line in lines_of(case, case.adopted or adopted, pack):
        wanted = line.written.get("refused")
        refused = recorder.record(_event(line.written))
        found = [refusal.code for refusal in refused]
        as_written = wanted in found if wanted is not None else not found
        if wanted is not None or not as_written:
            yield CaseResult(
                case=case.name,
                clause=case.clause,
                asked=line.asked,
                day=None,
                expected=wanted,
                found=wanted if as_written else ", ".join(found) or None,
                path=line.path,
                refusals=tuple(refused),
            )
        if not as_written:
            return
    if isinstance(case, ProjectionCase):
        yield from _outcome_results(case, recorder)
    else:
        yield from _team_results(case, recorder)


class CaseLine(NamedTuple):
    """An event of a case: what it is called, where it stands in the case, and as it is written."""

    asked: str
    path: tuple[str | int, ...]
    written: Mapping[str, JsonValue]


def lines_of(
    case: ProjectionCase | TierCase, adopted: AdoptedWritten | None, pack: Pack
) -> Iterator[CaseLine]:
    """The case as lines of a file: schools and adoption, by kind; then its events, by number."""
    for code, school in case.schools.items():
        yield CaseLine(
            f"school-registered {code}",
            ("schools", code),
            {
                "kind": "school-registered",
                "school": code,
                "name": code,
                "district": school.district,
                "stage": school.stage,
                "rural": school.rural,
                "effective_on": school.first_day.isoformat(),
            },
        )
    first_day = adopted.first_day if adopted else pack.first_day
    assert first_day is not None  # `case_file` lets no case without one pass.
    adoption: dict[str, JsonValue] = {
        "kind": "policy-adopted",
        "policy": pack.policy,
        "district": DISTRICT,
        "first_day": first_day.isoformat(),
    }
    if adopted is not None and adopted.last_day is not None:
        adoption["last_day"] = adopted.last_day.isoformat()
    yield CaseLine("policy-adopted", ("adopted",), adoption)
    for index, written in enumerate(case.events):
        yield CaseLine(f"event {index + 1}", ("events", index), written)


def _outcome_results(case: ProjectionCase, recorder: _Recorder) -> Iterator[CaseResult]:
    file = TeacherFile(
        case.teacher, recorder.facts[TEACHERS + case.teacher], recorder.surroundings()
    )
    found = standings(file, recorder.rules, only=case.expect.keys())
    for name, by_day in case.expect.items():
        for day, outcome in by_day.items():
            standing = standing_at(found.get(name, ()), day.toordinal())
            yield CaseResult(
                case=case.name,
                clause=case.clause,
                asked=name,
                day=day,
                expected=outcome,
                found=None if standing is None else standing.outcome,
            )


def _team_results(case: TierCase, recorder: _Recorder) -> Iterator[CaseResult]:
    surroundings = recorder.surroundings()
    files = [
        TeacherFile(name, facts, surroundings) for name, facts in recorder.streams(TEACHERS).items()
    ]
    for code, by_day in case.expect.items():
        for day, expected in by_day.items():
            found = _team_found(code, files, surroundings, recorder.rules, day)
            for field, value in expected.model_dump(mode="json", exclude_unset=True).items():
                yield CaseResult(
                    case=case.name,
                    clause=case.clause,
                    asked=f"{code} {field}",
                    day=day,
                    expected=value,
                    found=found[field],
                )


def _team_found(
    cohort: str,
    files: Sequence[TeacherFile],
    surroundings: Surroundings,
    rules: Rules,
    day: date,
) -> dict[str, JsonValue]:
    """What `TeamExpected` can ask, by its fields."""
    number = day.toordinal()
    team = team_at(
        surroundings.cohorts[cohort], files, surroundings=surroundings, rules=rules, day=number
    )
    return {
        "participants": {
            one.file.teacher: None if one.status is None else list(one.reasons)
            for one in team.participants
        },
        "candidates": {
            one.teacher: list(one.reasons)
            for one in candidates(team, files, rules=rules, day=number)
        },
        "irregularities": list(team.irregularities),
        "members": team.members,
        "vacancies": team.vacancies,
        "rural_members": team.rural_members,
        "rural_shortfall": team.rural_shortfall,
        "running": team.running,
    }
