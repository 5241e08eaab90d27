"""One teacher's file as timelines: service, school, appointments, leaves, tenure.

The file is judged from outside (`policy`): here is only what its facts and its surroundings say,
with, for every stretch of days, the fact that began it and the fact that ended it early.

Source: domain page, section 6, "A file at day D".
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple

from growth_ledger.domain.days import (
    BEGINNING,
    FOREVER,
    Day,
    Span,
    day_of,
    first_year_of,
    intersected,
    last_day_of,
    merged,
    school_year_days,
    school_year_from,
    share_of_year,
    without,
)
from growth_ledger.domain.events import (
    Appointed,
    Appraised,
    Event,
    FileOpened,
    LeaveTaken,
    ProfileAmended,
    SchoolChanged,
    ServiceEnded,
    ServiceResumed,
    TenureCredited,
    TenureRecognised,
    TitleConferred,
)
from growth_ledger.domain.facts import E, E_co, Fact, Facts, day_then_position
from growth_ledger.domain.timelines import Run, Timeline, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from growth_ledger.domain.surroundings import SchoolState, Surroundings


YEARS_PLANNED: Final = 120
"""How far ahead credits are assumed: past any life."""

_NOTHING: Final = Decimal(0)
_ONE: Final = Decimal(1)


class Part(NamedTuple, Generic[E_co]):
    """A stretch of days, both ends included, on which a fact counts.

    `begun_by` and `ended_by` are the facts that take effect on its first day and on the day after
    its last; None where time alone does it (a last day of its own, an expiry, a window).
    """

    first: Day
    last: Day
    fact: Fact[E_co]
    begun_by: Fact | None = None
    ended_by: Fact | None = None
    amount: Decimal = Decimal(1)


class TeacherFile:
    """A teacher's facts as known at K, with the surroundings as known at the same K."""

    def __init__(
        self,
        teacher: str,
        facts: Facts,
        surroundings: Surroundings,
        *,
        assumed_after: date | None = None,
    ) -> None:
        """Group the facts that stand by class, each group in order of day, ties by position.

        Args:
            teacher: The staff number.
            facts: The file's facts as known at K.
            surroundings: As known at the same K.
            assumed_after: For planning: school years that end after this day, and of which more
                than half would be in post as homeroom, count as credited.
        """
        self.assumed_after = assumed_after
        self.teacher = teacher
        self.facts = facts
        self.surroundings = surroundings
        self._by_class: dict[type[Event], list[Fact[Any]]] = {}
        self._tenures: dict[tuple[tuple[str, Decimal], ...], Timeline[Decimal]] = {}
        self._working: dict[tuple[str, ...], list[Span]] = {}
        self._appointed_days: dict[tuple[str, ...], list[Span]] = {}
        self._latest: dict[tuple[str, ...], list[Part[Appraised]]] = {}
        unsorted: set[type[Event]] = set()
        for fact in facts:
            # `fact.counts`, spelt out: it is asked of every fact of every file that is judged.
            if fact.voided_by is not None or (
                fact.target is not None and fact.target.voided_by is not None
            ):
                continue
            cls = type(fact.event)
            group = self._by_class.get(cls)
            if group is None:
                self._by_class[cls] = [fact]
                continue
            if fact.day < group[-1].day:
                unsorted.add(cls)
            group.append(fact)
        for cls in unsorted:
            self._by_class[cls].sort(key=day_then_position)

    def only(self, keep: Callable[[Fact], bool]) -> TeacherFile:
        """The file as it would be with these facts alone, and with those that they point at."""
        return TeacherFile(
            self.teacher,
            self.facts.only(keep),
            self.surroundings,
            assumed_after=self.assumed_after,
        )

    def without(self, absent: Collection[Fact]) -> TeacherFile:
        """The file as if these facts, and what points at them, had never been recorded."""
        left_out = {id(fact) for fact in absent}
        return self.only(lambda fact: id(fact) not in left_out and id(fact.target) not in left_out)

    def of(self, *classes: type[E]) -> Sequence[Fact[E]]:
        """The facts of these classes of events that stand, in order of day, ties by position."""
        if len(classes) == 1:
            return self._by_class.get(classes[0], ())
        found = [fact for cls in classes for fact in self._by_class.get(cls, ())]
        return sorted(found, key=day_then_position)

    def effective(self, cls: type[E], day: Day) -> list[Fact[E]]:
        """As `of`, those that are effective by the day."""
        return [fact for fact in self.of(cls) if fact.day <= day]

    @cached_property
    def first_day(self) -> Day | None:
        """The day on which the file opens; None where no opening stands."""
        opened = self.of(FileOpened)
        return opened[0].day if opened else None

    @cached_property
    def service_parts(self) -> list[Part]:
        """Each stretch in service: begun by an opening or resumption, ended by an ending."""
        marks = [
            *((fact.day, False, fact) for fact in self.of(FileOpened)),
            *((fact.day, False, fact) for fact in self.of(ServiceResumed)),
            *((fact.day, True, fact) for fact in self.of(ServiceEnded)),
        ]
        marks.sort(key=lambda mark: mark[:2])
        parts: list[Part] = []
        for day, is_ending, fact in marks:
            if not is_ending:
                parts.append(Part(day, FOREVER, fact, fact))
            elif parts and parts[-1].last == FOREVER:
                parts[-1] = parts[-1]._replace(last=day, ended_by=fact)
        return parts

    @cached_property
    def service(self) -> list[Span]:
        """The spans in service."""
        return days_of(self.service_parts)

    @cached_property
    def schools(self) -> Timeline[str]:
        """The school's code, from the day on which the file opens; it stays after service ends."""
        if self.first_day is None:
            return Timeline()
        changes: Sequence[Fact[FileOpened | SchoolChanged | ServiceResumed]]
        changes = self.of(FileOpened, SchoolChanged, ServiceResumed)
        named = [(fact.day, fact.event.school) for fact in changes]
        return steps(named).within([(self.first_day, FOREVER)])

    @cached_property
    def school_states(self) -> Timeline[SchoolState]:
        """The school's district, stage, rurality; none before the school's own first day."""
        runs: list[Run[SchoolState]] = []
        for run in self.schools.runs:
            school = self.surroundings.schools.get(run.value)
            if school is not None:
                runs.extend(school.states.within([(run.first, run.last)]).runs)
        return Timeline(tuple(runs))

    def name_at(self, day: Day) -> str | None:
        """The teacher's name on the day, or the first one before that; None where it was erased."""
        return self.names.at(day)

    @cached_property
    def names(self) -> Timeline[str]:
        """The name from each day on that gives one, the first of them over all days before too."""
        changes: Sequence[Fact[FileOpened | ProfileAmended]] = self.of(FileOpened, ProfileAmended)
        given = [(fact.day, fact.event.name) for fact in changes if fact.event.name is not None]
        return steps([(BEGINNING, name) for _, name in given[:1]] + given[1:])

    @cached_property
    def appointments(self) -> list[Part[Appointed]]:
        """Each appointment's span, in service or not, on leave or not."""
        parts: list[Part[Appointed]] = []
        for fact in self.of(Appointed):
            part = self._cut_by_service_end(_own_span(fact, fact.event.last_day))
            for change in self.of(SchoolChanged):
                if part.first < change.day <= part.last:
                    part = part._replace(last=change.day - 1, ended_by=change)
            parts.append(part)
        return parts

    @cached_property
    def leaves(self) -> list[Part[LeaveTaken]]:
        """Each leave's span."""
        return [
            self._cut_by_service_end(_own_span(fact, fact.event.last_day))
            for fact in self.of(LeaveTaken)
        ]

    @cached_property
    def titles(self) -> list[Part[TitleConferred]]:
        """Each title over the days on which it is held: until it expires or is withdrawn."""
        return [
            until_ended(fact, last_day_of(fact.event.expires_on))
            for fact in self.of(TitleConferred)
        ]

    def appointed(self, roles: Collection[str]) -> list[Part[Appointed]]:
        """The appointments in these roles."""
        return [part for part in self.appointments if part.fact.event.role in roles]

    def appointed_days(self, roles: tuple[str, ...]) -> list[Span]:
        """The days of the appointments in these roles; merged once for the same roles."""
        found = self._appointed_days.get(roles)
        if found is None:
            found = self._appointed_days[roles] = days_of(self.appointed(roles))
        return found

    def latest_appraisals(self, scopes: tuple[str, ...]) -> list[Part[Appraised]]:
        """Each appraisal of these scopes over the days on which it is the latest."""
        found = self._latest.get(scopes)
        if found is None:
            of_scopes = [fact for fact in self.of(Appraised) if fact.event.scope in scopes]
            found = self._latest[scopes] = list(each_until_the_next(of_scopes))
        return found

    def leave_spans(self, *, despite: Collection[str] = ()) -> list[Span]:
        """The days on leave, but for leaves of the reasons named."""
        return days_of(part for part in self.leaves if part.fact.event.reason not in despite)

    def tenure(self, weights: Mapping[str, Decimal]) -> Timeline[Decimal]:
        """Tenure in years over days, 0 before the first credit; summed up once for the same weights.

        Args:
            weights: Weight of each role; a role that is absent counts 0.
        """
        key = tuple(weights.items())
        found = self._tenures.get(key)
        if found is None:
            found = self._tenures[key] = self._tenure(weights)
        return found

    def tenure_facts(
        self, weights: Mapping[str, Decimal]
    ) -> list[Fact[TenureCredited | TenureRecognised]]:
        """The credits and recognitions that tenure is made of: those of a role that has weight."""
        found: Sequence[Fact[TenureCredited | TenureRecognised]]
        found = (*self.of(TenureCredited), *self.of(TenureRecognised))
        return [fact for fact in found if weights.get(fact.event.role)]

    def credits(self, roles: Iterable[str]) -> Timeline[Decimal]:
        """The credits of some roles over days, at most 1 a school year."""
        return capped_sum(self._credited(dict.fromkeys(roles, _ONE)))

    def _tenure(self, weights: Mapping[str, Decimal]) -> Timeline[Decimal]:
        recognised = (
            (fact.day, None, fact.event.years * weights.get(fact.event.role, 0))
            for fact in self.of(TenureRecognised)
        )
        return capped_sum((*self._credited(weights), *recognised))

    def _credited(self, weights: Mapping[str, Decimal]) -> Iterator[tuple[Day, str, Decimal]]:
        """Every credit, recorded or assumed: its day, its school year and what it weighs."""
        for fact in self.of(TenureCredited):
            event = fact.event
            yield fact.day, event.school_year, event.credit * weights.get(event.role, _NOTHING)
        for school_year, last in self.assumed_years:
            yield last, school_year, weights.get("homeroom", _NOTHING)

    def working(self, *, despite: tuple[str, ...] = ()) -> list[Span]:
        """The days in service and on no leave, but for leaves of the reasons named."""
        found = self._working.get(despite)
        if found is None:
            found = without(self.service, self.leave_spans(despite=despite))
            self._working[despite] = found
        return found

    def in_post_days(self, roles: tuple[str, ...], *, despite: tuple[str, ...] = ()) -> list[Span]:
        """The days in post: appointed in these roles, in service, on no leave but those named."""
        return intersected(self.appointed_days(roles), self.working(despite=despite))

    @cached_property
    def assumed_years(self) -> list[tuple[str, Day]]:
        """The school years assumed to be credited, each with its last day; none unless asked for.

        Source: domain page, "Tenure" (`--assume-credited`).
        """
        if self.assumed_after is None:
            return []
        in_post = self.in_post_days(("homeroom",))
        years: list[tuple[str, Day]] = []
        first_year = first_year_of(self.assumed_after)
        for year in range(first_year, first_year + YEARS_PLANNED):
            school_year = school_year_from(year)
            _, last = school_year_days(school_year)
            if share_of_year(in_post, school_year).is_most and last > day_of(self.assumed_after):
                years.append((school_year, last))
        return years

    def _cut_by_service_end(self, part: Part[E]) -> Part[E]:
        for ending in self.of(ServiceEnded):
            # The first ending on or after the first day cuts; `last` may be its own day already.
            if part.first <= ending.day:
                if ending.day < part.last:
                    return part._replace(last=ending.day, ended_by=ending)
                break
        return part


def days_of(parts: Iterable[Part | Run[Any]]) -> list[Span]:
    """The days that the parts, or the runs of a timeline, cover together."""
    return merged([(part.first, part.last) for part in parts])


def each_until_the_next(found: Sequence[Fact[E]]) -> Iterator[Part[E]]:
    """Each fact from its day to the day before the next one's; one that has no day has no part."""
    for index, fact in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        last = FOREVER if following is None else following.day - 1
        if fact.day <= last:
            yield Part(fact.day, last, fact, fact, following)


def capped_sum(amounts: Iterable[tuple[Day, str | None, Decimal]]) -> Timeline[Decimal]:
    """The sum of the amounts by each day, with at most 1 for one school year.

    Args:
        amounts: Day from which it counts, school year or None (no cap), amount.

    Source: domain page, "Tenure".
    """
    by_year: dict[str, Decimal] = {}
    total = Decimal(0)
    changes: list[tuple[Day, Decimal]] = []
    for day, school_year, amount in sorted(amounts, key=_FIRST):
        if school_year is None:
            total += amount
        else:
            before = by_year.get(school_year, _NOTHING)
            after = by_year[school_year] = before + amount
            total += amount if after <= _ONE else min(after, _ONE) - min(before, _ONE)
        changes.append((day, total))
    return steps(changes)


def until_ended(fact: Fact[E], last: Day) -> Part[E]:
    """From the fact's day to the day before it is lifted, revoked or withdrawn, at most to `last`.

    It has no day, its last before its first, where that was so on the fact's own day.
    """
    ender = fact.ender
    if ender is not None and ender.day - 1 < last:
        return Part(fact.day, ender.day - 1, fact, fact, ender)
    return Part(fact.day, last, fact, fact)


def _own_span(fact: Fact[E], last_day: date | None) -> Part[E]:
    """From the fact's day to its own last day or its ender's, whichever is earlier."""
    last = last_day_of(last_day)
    ender = fact.ender
    if ender is not None and ender.day < last:
        return Part(fact.day, ender.day, fact, fact, ender)
    return Part(fact.day, last, fact, fact)


_FIRST: Final = itemgetter(0)
