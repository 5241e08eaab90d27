"""The ledger as known at K, judged by the rules in force or by others: what every question asks.

Source: domain page, sections 1, 2 and 6 (the three clocks).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from growth_ledger.domain.days import BEGINNING, CHINA, FOREVER, Day, Span, day_in_china
from growth_ledger.domain.events import COHORTS, POLICIES, TEACHERS
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.surroundings import (
    SHOWN_DIGEST,
    Adoption,
    Cohort,
    newest_named,
    standing_adoptions,
)
from growth_ledger.domain.teacher_file import TeacherFile
from growth_ledger.errors import MissingError, UsageError, nearest
from growth_ledger.ledger.missing import no_such_teacher
from growth_ledger.ledger.worlds import World
from growth_ledger.policy.packs import Pack
from growth_ledger.policy.projections import Rules

if TYPE_CHECKING:
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.store import Reading

_POSITION: Final = re.compile(r"#([0-9]{1,18})")
AS_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a day is written in every answer."""
_EARLIEST_DAY: Final = date(1900, 1, 1)
_LATEST_DAY: Final = date(9998, 8, 31)
"""The last day of the last school year that ends before the calendar does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What every reading command may be told.

    Attributes:
        as_of: The day asked; today where None.
        known_at: `#N`, a day or a moment; everything recorded where None.
        rules: An adopted pack by id or digest, a shipped one, or a folder; or the adoption that it was
            found to be; those in force where None.
        assume_credited: Count coming school years as credited, for planning.
    """

    as_of: date | None = None
    known_at: str | None = None
    rules: str | Adoption | None = None
    assume_credited: bool = False


class View:
    """The ledger as known at a position, and what judges it. Nothing is read before it is asked."""

    def __init__(self, reading: Reading, question: Question, *, today: date) -> None:
        """Fix the three clocks of the question.

        Args:
            reading: The ledger as it is now.
            question: What is asked.
            today: The as-of day where the question has none.

        Raises:
            UsageError: The known-at cannot be read, or lies past the last position.
            MissingError: No such pack as the rules name.
            PackError: The folder's pack does not hold together.
        """
        self.reading = reading
        self.today = today
        self.head = reading.head
        self.day = question.as_of or today
        self.as_of: Day = self.day.toordinal()
        self.known_at = position_of(question.known_at, reading)
        self.assumed_after = self._known_on if question.assume_credited else None
        self._world = World(reading, known_at=self.known_at)
        self.surroundings = self._world.at(self.known_at)
        named = question.rules
        assumed = self._assumed(named) if isinstance(named, str) else named
        self.rules = Rules(pack_of=self._world.pack_of, assumed=assumed)
        self.question = replace(
            question, as_of=self.day, known_at=f"#{self.known_at}", rules=assumed
        )

    def but(self, **changed: Any) -> View:  # noqa: ANN401 - each what that field of a question takes.
        """The same question with some of its fields changed; its clocks stay as they were fixed.

        Raises:
            LedgerError: As for a question.
        """
        return View(self.reading, replace(self.question, **changed), today=self.today)

    def file(self, teacher: str) -> TeacherFile:
        """The teacher's file.

        Raises:
            MissingError: The ledger did not know the teacher at K.
        """
        events = self.reading.stream(TEACHERS + teacher, self.known_at)
        if not events:
            raise no_such_teacher(teacher, self.reading, known_at=self.known_at)
        return self.file_of(teacher, Facts(events))

    def files(self) -> Iterator[TeacherFile]:
        """Every teacher's file, in order of staff number, one at a time."""
        for name, events in self.reading.streams(TEACHERS, self.known_at):
            yield self.file_of(name.removeprefix(TEACHERS), Facts(events))

    def files_of(self, teachers: Iterator[str]) -> Iterator[TeacherFile]:
        """The files of the teachers named, as far as they are known, in order of staff number."""
        names = [TEACHERS + teacher for teacher in teachers]
        for name, events in self.reading.some_streams(names, self.known_at):
            yield self.file_of(name.removeprefix(TEACHERS), Facts(events))

    def cohort(self, code: str) -> Cohort:
        """The cohort.

        Raises:
            MissingError: The ledger did not know it at K.
        """
        cohort = self.surroundings.cohorts.get(code)
        if cohort is None:
            known = (name.removeprefix(COHORTS) for name in self.names(COHORTS))
            others = (name for name in known if name != code)
            raise MissingError("no-such-cohort", cohort=code, nearest=nearest(code, others))
        return cohort

    def cohorts(self) -> list[Cohort]:
        """Every cohort that stands, by code."""
        codes = (name.removeprefix(COHORTS) for name in self.names(COHORTS))
        found = (self.surroundings.cohorts.get(code) for code in codes)
        return [cohort for cohort in found if cohort is not None]

    def districts(self) -> list[str]:
        """Every district that has adopted a policy, by name."""
        return [name.removeprefix(POLICIES) for name in self.names(POLICIES)]

    def names(self, prefix: str) -> list[str]:
        """The streams whose names begin so and that had an event by K."""
        return self.reading.stream_names(prefix, self.known_at)

    def pack_of(self, adoption: Adoption) -> Pack:
        """The pack of an adoption, read once."""
        return self._world.pack_of(adoption)

    def packs(self) -> list[Pack]:
        """The packs that may judge: the assumed one; or all adopted ones, those that run that day first."""
        if self.rules.assumed is not None:
            return [self.pack_of(self.rules.assumed)]
        # The one begun last first; of several the one recorded last.
        found = self._adopted[::-1]
        found.sort(key=self._running_since, reverse=True)
        return list({one.digest: self.pack_of(one) for one in found}.values())

    def _running_since(self, adoption: Adoption) -> Day:
        return adoption.first if adoption.first <= self.as_of <= adoption.last else BEGINNING

    def basis(
        self,
        judged_by: Iterable[Adoption | None] | None = None,
        *,
        during: Span | None = None,
        ahead: bool = False,
    ) -> str:
        """As-of day, known-at position, and the rules with the beginning of their digest.

        Args:
            judged_by: What judged the answer, where that is known; else all that may have.
            during: The days that the answer is about, where it is not the as-of day alone.
            ahead: The answer has days after the as-of day too, which is said: one basis gives one answer.
        """
        if self.rules.assumed is not None:
            judged_by = [self.rules.assumed]
        elif judged_by is None:
            days = [during or (self.as_of, self.as_of)]
            judged_by = [
                run.value
                for district in self.districts()
                for run in self.surroundings.adoptions[district].within(days).runs
            ]
        texts = {rules_text(adoption) for adoption in judged_by if adoption is not None}
        rules = ", ".join(sorted(texts)) or "none"
        said = f"as-of {self.day} · known-at #{self.known_at} · rules {rules}"
        if ahead:
            said += " · days ahead included"
        return said if self.assumed_after is None else f"{said} · assuming credits"

    @property
    def _known_on(self) -> date:
        """The day of K: that of the last event known, so that one basis gives one answer."""
        recorded = next(iter(self.reading.events(self.known_at, self.known_at)), None)
        return self.today if recorded is None else day_in_china(recorded.recorded_at)

    def file_of(self, teacher: str, facts: Facts) -> TeacherFile:
        """The file that these facts make, in the surroundings as this view knows them."""
        return TeacherFile(teacher, facts, self.surroundings, assumed_after=self.assumed_after)

    @cached_property
    def _adopted(self) -> list[Adoption]:
        """Every adoption that stands at K, in the order of their recording."""
        found = [
            adoption
            for _, events in self.reading.streams(POLICIES, self.known_at)
            for adoption in standing_adoptions(Facts(events))
        ]
        return sorted(found, key=lambda one: one.adopted_by.order if one.adopted_by else 0)

    def _assumed(self, named: str) -> Adoption:
        from growth_ledger.ledger.packs import pack_named  # noqa: PLC0415 - few ask for it.

        adopted = newest_named(self._adopted, named)
        if adopted is not None:
            # The same rules, as if they had always been in force everywhere.
            return replace(adopted, last=FOREVER, adopted_by=None)
        found = pack_named(named, known=[one.policy for one in self._adopted])
        adoption = Adoption(
            policy=found.policy,
            digest=found.digest,
            first=BEGINNING,
            last=FOREVER,
            content=found.content,
        )
        first_day = self.pack_of(adoption).first_day
        return adoption if first_day is None else replace(adoption, first=first_day.toordinal())


@contextmanager
def viewing(ledger: Ledger, question: Question) -> Iterator[View]:
    """A view of the ledger; nobody's writing changes it while it is open."""
    with ledger.store.reading() as reading:
        yield View(reading, question, today=ledger.today)


def rules_text(adoption: Adoption) -> str:
    """The pack with the beginning of its digest: `hongkou-2023@3f9a0c12`."""
    return f"{adoption.policy}@{adoption.digest[:SHOWN_DIGEST]}"


def read_day(text: str) -> date:
    """The day of a text such as 2024-09-01.

    Raises:
        UsageError: It is none, or lies where a school year or a teacher could not.
    """
    try:
        day = date.fromisoformat(text) if AS_ISO.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise UsageError("bad-day", value=text)
    if not _EARLIEST_DAY <= day <= _LATEST_DAY:
        raise UsageError("day-too-far", value=text, earliest=_EARLIEST_DAY, latest=_LATEST_DAY)
    return day


def position_of(text: str | None, reading: Reading) -> int:
    """The position that a known-at names: `#N`, the end of a day, or a moment; the last by default.

    Raises:
        UsageError: It cannot be read, or lies past the last position.
    """
    last = reading.head.position
    if text is None:
        return last
    matched = _POSITION.fullmatch(text)
    if matched:
        position = int(matched[1])
        if position > last:
            raise UsageError("position-past-end", position=position, last=last)
        return position
    if text.isdigit():
        raise UsageError("position-without-hash", value=text)
    return reading.position_at(_moment(text))


def _moment(text: str) -> datetime:
    try:
        if AS_ISO.fullmatch(text):
            day = date.fromisoformat(text)
            return datetime.combine(day, time.max, tzinfo=CHINA)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("bad-known-at", value=text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
