"""Why an event will not be recorded: every reason at once, as values.

What really happened is recorded even where it broke a policy rule; refused is only what makes no
sense. A correction is checked like a new event among the other standing facts, in place of what it
corrects, and against the events that point at it.

Source: domain page, section 4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from growth_ledger.domain.days import FIRST_EFFECTIVE_DAY, FOREVER, Span, add_years
from growth_ledger.domain.events import (
    COHORTS,
    SCHOOLS,
    AllowancePaid,
    AwardGranted,
    CohortClosed,
    CohortFormed,
    CohortJoined,
    CohortLeft,
    Event,
    ExceptionGranted,
    FileOpened,
    PolicyAdopted,
    SchoolClosed,
    SchoolRegistered,
    ServiceEnded,
    ServiceResumed,
    TargetedEvent,
    TenureCredited,
    TitleConferred,
    Voided,
    kind_of,
)
from growth_ledger.domain.facts import ENDING_KINDS, TARGET_KIND, Fact, Facts, own_last_day
from growth_ledger.domain.naming import naming_fields
from growth_ledger.errors import Refusal, nearest

if TYPE_CHECKING:
    from growth_ledger.domain.codes import OpenLists

OPENING: Final[Mapping[str, type[Event]]] = {
    "teacher": FileOpened,
    "school": SchoolRegistered,
    "cohort": CohortFormed,
}
"""What the first standing event of each sort of stream must be; policies need none."""

_OF_SERVICE: Final[tuple[type[Event], ...]] = (FileOpened, ServiceResumed, ServiceEnded)
_OF_COHORTS: Final[tuple[type[Event], ...]] = (CohortJoined, CohortLeft)
_MAY_LIE_AHEAD: Final = ("last_day", "expires_on", "term_until")
_OF_VOCABULARY: Final = frozenset({"award", "title", "allowance", "tier"})
_SPANS: Final = (
    ("first_day", "last_day"),
    ("effective_on", "last_day"),
    ("effective_on", "expires_on"),
    ("first_day", "term_until"),
    ("period_first_day", "period_last_day"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the rest of the ledger knows, as far as one event's checks ask.

    Attributes:
        schools: Codes of the schools that stand.
        cohorts: Codes of the cohorts that stand.
        vocabulary: The open lists of codes.
        is_named: Whether another stream names the one given.
    """

    schools: Container[str]
    cohorts: Container[str]
    vocabulary: OpenLists
    is_named: Callable[[str], bool]


def refusals(facts: Facts, event: Event, *, today: date, known: Known) -> list[Refusal]:
    """Every reason why the event cannot be recorded next in its stream; empty if it can.

    Args:
        facts: The stream's facts as they stand now.
        event: What is to be recorded.
        today: The day on which it is recorded, in China Standard Time.
        known: What the event may name outside its stream.
    """
    checked = _checked(type(event))
    found: list[Refusal] = []
    corrected = None if event.corrects is None else facts.find(event.corrects)
    if checked.said_only_by_callers:
        found += _missing_of_caller(event, corrected)
    if checked.names_others:
        found += _unknown_names(event, known)
    found += _days(event, checked, today)
    if event.corrects is not None:
        wrong = _correction(facts, event, corrected)
        if wrong is not None:
            return [*found, wrong]
    elif event.ref is not None and facts.has_ref(event.ref):
        found.append(Refusal(code="ref-taken", field="ref", values={"ref": event.ref}))
    wrong = None if corrected is not None else opening_refusal(facts, event.stream, type(event))
    if wrong is not None:
        return [*found, wrong]
    found += _beside_others(facts, event, corrected, known)
    return found


def _beside_others(
    facts: Facts, event: Event, corrected: Fact | None, known: Known
) -> Iterator[Refusal]:
    """What depends on the facts that stand beside the event in its stream."""
    if isinstance(event, Voided):
        yield from _void(facts, event, known)
    elif isinstance(event, TargetedEvent):
        yield from _target(facts, event, corrected)
    elif isinstance(event, CohortClosed | SchoolClosed):
        yield from _closing(facts, event)
    elif isinstance(event, PolicyAdopted):
        yield from _adoption(event)
    if corrected is not None:
        yield from _corrected(facts, event, corrected)
    if type(event) in _OF_SERVICE:
        yield from _service(facts, event, replaced=corrected)
    elif isinstance(event, TenureCredited):
        yield from _credits(facts, event, replaced=corrected)
    elif type(event) in _OF_COHORTS:
        yield from _cohort_spans(facts, event, replaced=corrected)


def _missing_of_caller(event: Event, corrected: Fact | None) -> Iterator[Refusal]:
    for name in event.required_of_caller:
        if getattr(event, name) is None and not _was_erased(name, corrected):
            yield Refusal(code="missing-field", field=name, values={"field": name})
    if isinstance(event, ExceptionGranted) and event.ground == "in-principle" and not event.basis:
        yield Refusal(code="basis-required", field="basis", values={"ground": event.ground})


def _was_erased(name: str, corrected: Fact | None) -> bool:
    """Whether what is corrected had such a value once, and need not get it again."""
    return (
        corrected is not None
        and getattr(corrected.event, name, None) is None
        and any(version.event.personal is not None for version in corrected.versions)
    )


def _unknown_names(event: Event, known: Known) -> Iterator[Refusal]:
    for field, prefix in naming_fields(type(event)):
        name = getattr(event, field)
        if prefix == SCHOOLS and name is not None and name not in known.schools:
            yield _unknown("unknown-school", field, name, known.schools)
        elif prefix == COHORTS and name is not None and name not in known.cohorts:
            yield _unknown("unknown-cohort", field, name, known.cohorts)
    vocabulary = known.vocabulary
    if isinstance(event, AwardGranted) and event.award not in vocabulary.awards:
        yield _unknown("unknown-code", "award", event.award, vocabulary.awards)
    if isinstance(event, TitleConferred) and event.title not in vocabulary.titles:
        yield _unknown("unknown-code", "title", event.title, vocabulary.titles)
    if isinstance(event, AllowancePaid) and event.allowance not in vocabulary.allowances:
        yield _unknown("unknown-code", "allowance", event.allowance, vocabulary.allowances)
    if isinstance(event, CohortFormed) and event.tier not in vocabulary.tiers:
        yield _unknown("unknown-code", "tier", event.tier, vocabulary.tiers)


@dataclass(frozen=True, slots=True)
class _Checked:
    """The fields of a class that some check asks for."""

    bounded: tuple[str, ...]
    ahead: tuple[str, ...]
    spans: tuple[tuple[str, str], ...]
    said_only_by_callers: bool
    names_others: bool


@cache
def _checked(cls: type[Event]) -> _Checked:
    fields = cls.model_fields
    return _Checked(
        bounded=tuple(name for name in ("effective_on", "first_day") if name in fields),
        ahead=tuple(name for name in _MAY_LIE_AHEAD if name in fields),
        spans=tuple((one, other) for one, other in _SPANS if one in fields and other in fields),
        said_only_by_callers=bool(cls.required_of_caller) or cls is ExceptionGranted,
        names_others=bool(naming_fields(cls) or _OF_VOCABULARY.intersection(fields)),
    )


def _unknown(code: str, field: str, found: str, known: Container[str]) -> Refusal:
    near = nearest(found, known) if isinstance(known, Iterable) else None
    return Refusal(code=code, field=field, values={"value": found, "nearest": near})


def _days(event: Event, checked: _Checked, today: date) -> Iterator[Refusal]:
    if event.is_finished:
        if event.day > today:
            yield Refusal(
                code="day-in-future",
                field=_day_field(event),
                values={"day": event.day, "today": today},
            )
        elif event.day < FIRST_EFFECTIVE_DAY:
            yield _out_of_bounds(_day_field(event), event.day, _a_year_after(today))
    else:
        for name in checked.bounded:
            day = getattr(event, name)
            if day is not None and not FIRST_EFFECTIVE_DAY <= day <= _a_year_after(today):
                yield _out_of_bounds(name, day, _a_year_after(today))
    for name in checked.ahead:
        day = getattr(event, name)
        if day is not None and day < FIRST_EFFECTIVE_DAY:
            yield _out_of_bounds(name, day, None)
    for first_name, last_name in checked.spans:
        first, last = getattr(event, first_name), getattr(event, last_name)
        if first is not None and last is not None and last < first:
            yield Refusal(
                code="span-reversed",
                field=last_name,
                values={"first": first, "last": last, "first_field": first_name},
            )


def _day_field(event: Event) -> str:
    """The field that the event's day was read from: a credit's may be its school year."""
    return event.day_field if getattr(event, event.day_field) else "school_year"


def _adoption(event: PolicyAdopted) -> Iterator[Refusal]:
    """The pack's own last day counts where none was said; a span that was said is looked at as such."""
    last = event.last_day_in_force
    if event.last_day is None and last is not None and last < event.first_day:
        values = {"policy": event.policy, "last": last, "first": event.first_day}
        yield Refusal(code="policy-over-already", field="first_day", values=values)


@lru_cache(maxsize=64)
def _a_year_after(today: date) -> date:
    """The last day that may be effective; events of one recording share it."""
    return add_years(today, 1)


def _out_of_bounds(field: str, day: date, latest: date | None) -> Refusal:
    values = {"day": day, "earliest": FIRST_EFFECTIVE_DAY, "latest": latest or date.max}
    return Refusal(code="day-out-of-bounds", field=field, values=values)


def _correction(facts: Facts, event: Event, corrected: Fact | None) -> Refusal | None:
    values = {"target": event.corrects}
    if corrected is None:
        return _no_target(
            facts, "corrects", str(event.corrects), lambda fact: fact.event.kind == event.kind
        )
    if corrected.voided_by is not None:
        return Refusal(code="target-voided", field="corrects", values=values)
    if corrected.event.kind != event.kind:
        return Refusal(
            code="correction-of-another-kind",
            field="corrects",
            values={**values, "kind": event.kind, "found": corrected.event.kind},
        )
    if event.ref is not None and event.ref != corrected.ref:
        return Refusal(
            code="correction-renames",
            field="ref",
            values={"ref": event.ref, "target_ref": corrected.ref},
        )
    return None


def _no_target(facts: Facts, field: str, target: str, may_be: Callable[[Fact], bool]) -> Refusal:
    """What is named is not there; offered is the nearest of what may be meant."""
    # A handle that the ledger made is no slip of the pen for one that somebody gave.
    is_made = target.startswith("~")
    known = [
        key
        for key, fact in facts.by_key()
        if key.startswith("~") == is_made and fact.voided_by is None and may_be(fact)
    ]
    values = {"target": target, "nearest": nearest(target, known)}
    return Refusal(code="no-such-target", field=field, values=values)


def opening_refusal(facts: Facts, stream: str, cls: type[Event]) -> Refusal | None:
    """Why no event of the class can name the stream: it is not open, or is open already.

    Args:
        facts: Those of the stream.
        stream: Its name.
        cls: The class; only the one that opens such streams names one that is not open.
    """
    sort, _, name = stream.partition("/")
    opening = OPENING.get(sort)
    if opening is None:
        return None
    is_open = facts.has(opening)
    if is_open == (cls is not opening):
        return None
    values = {"stream": stream, "name": name, "opening": kind_of(opening)}
    if is_open:
        return Refusal(code=f"{sort}-already-there", values=values)
    return Refusal(code=f"unknown-{sort}", field=sort, values={**values, "value": name})


def _target(facts: Facts, event: TargetedEvent, corrected: Fact | None) -> Iterator[Refusal]:
    target = facts.find(event.target)
    wanted = TARGET_KIND[event.kind]
    values: dict[str, object] = {"target": event.target, "wanted": wanted}
    if target is None:
        yield _no_target(facts, "target", event.target, lambda fact: fact.event.kind == wanted)
        return
    if target.event.kind != wanted:
        yield Refusal(
            code="target-of-another-kind",
            field="target",
            values={**values, "found": target.event.kind},
        )
        return
    if target.voided_by is not None:
        yield Refusal(code="target-voided", field="target", values=values)
        return
    if event.kind in ENDING_KINDS:
        ender = target.ender
        if ender is not None and ender is not corrected:
            yield Refusal(code="already-ended", field="target", values={**values, "by": ender.ref})
    yield from _end_against(event, target.event)


def _end_against(ending: Event, ended: Event) -> Iterator[Refusal]:
    """An end before what it ends began, or after the last day that this carries itself."""
    if ending.day < ended.day:
        yield Refusal(
            code="end-before-begin",
            field=ending.day_field,
            values={"day": ending.day, "began": ended.day},
        )
    last = own_last_day(ended)
    if last is not None and ending.day.toordinal() > last:
        yield Refusal(
            code="end-after-own-last-day",
            field=ending.day_field,
            values={"day": ending.day, "last": date.fromordinal(last)},
        )


def _corrected(facts: Facts, event: Event, corrected: Fact) -> Iterator[Refusal]:
    """What ends a fact must suit its new version."""
    endings = [pointer for pointer in corrected.pointers if pointer.voided_by is None]
    if isinstance(event, CohortFormed | SchoolRegistered):
        endings += facts.counting(CohortClosed, SchoolClosed)
    for ending in endings:
        for wrong in _end_against(ending.event, event):
            yield Refusal(
                code=f"correction-{wrong.code}",
                field=event.day_field if wrong.code == "end-before-begin" else "last_day",
                values={**wrong.values, "pointer": ending.ref},
            )


def _closing(facts: Facts, event: CohortClosed | SchoolClosed) -> Iterator[Refusal]:
    """A school or cohort ends on or after the day on which it began."""
    for opened in facts.counting(CohortFormed, SchoolRegistered):
        yield from _end_against(event, opened.event)


def _void(facts: Facts, event: Voided, known: Known) -> Iterator[Refusal]:
    target = facts.find(event.target)
    if target is None:
        # Nobody voids a whole file by a slip of the pen.
        yield _no_target(
            facts, "target", event.target, lambda fact: type(fact.event) not in OPENING.values()
        )
        return
    if target.voided_by is not None:
        yield Refusal(code="target-voided", field="target", values={"target": event.target})
        return
    voided = target.event
    if type(voided) in OPENING.values():
        others = sum(fact.counts for fact in facts if fact is not target)
        if others or known.is_named(event.stream):
            values = {"target": event.target, "kind": voided.kind}
            yield Refusal(code="still-needed", field="target", values=values)
        return
    if type(voided) in _OF_SERVICE:
        yield from _service(facts, None, replaced=target)
    elif isinstance(voided, CohortLeft):
        yield from _cohort_spans(facts, None, replaced=target)


def _service(facts: Facts, event: Event | None, *, replaced: Fact | None) -> Iterator[Refusal]:
    """Beginnings and endings of service must alternate, a beginning first."""
    events = [fact.event for fact in facts.counting(*_OF_SERVICE) if fact is not replaced]
    if event is not None:
        events.append(event)
    # An ending on the very day of a beginning comes after it.
    marks = sorted((mark.day, mark.kind == "service-ended") for mark in events)
    for index, (day, is_ending) in enumerate(marks):
        if is_ending != (index % 2 == 1):
            yield Refusal(
                code="service-out-of-order",
                field=None if event is None else event.day_field,
                values={"day": day},
            )
            return


def _credits(facts: Facts, event: TenureCredited, *, replaced: Fact | None) -> Iterator[Refusal]:
    credited = event.credit
    for fact in facts.counting(TenureCredited):
        other = fact.event
        if fact is not replaced and (other.school_year, other.role) == (
            event.school_year,
            event.role,
        ):
            credited += other.credit
    if credited > Decimal(1):
        yield Refusal(
            code="credit-above-one",
            field="credit" if "credit" in event.model_fields_set else "school_year",
            values={"school_year": event.school_year, "role": event.role, "credit": credited},
        )


def _cohort_spans(facts: Facts, event: Event | None, *, replaced: Fact | None) -> Iterator[Refusal]:
    """No two spans of one teacher in one cohort may overlap, in any capacity."""
    target = facts.find(event.target) if isinstance(event, TargetedEvent) else None
    spans: dict[str, list[Span]] = defaultdict(list)
    for fact in facts.counting(CohortJoined):
        joined = event if fact is replaced else fact.event
        ender = fact.ender
        if isinstance(joined, CohortJoined):
            last = FOREVER
            if event is not None and fact is target:
                last = event.day.toordinal()
            elif ender is not None and ender is not replaced:
                last = ender.day
            spans[joined.cohort].append((joined.first_day.toordinal(), last))
    if isinstance(event, CohortJoined) and replaced is None:
        spans[event.cohort].append((event.first_day.toordinal(), FOREVER))
    for cohort, taken in spans.items():
        taken.sort()
        for (_, last), (first, _) in pairwise(taken):
            if first <= last:
                yield Refusal(
                    code="cohort-spans-overlap",
                    field=None if event is None else event.day_field,
                    values={"cohort": cohort, "day": date.fromordinal(first)},
                )
                return
