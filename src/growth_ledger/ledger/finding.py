"""`audit findings`: what an auditor would ask about, and whether it could be seen when it was recorded.

Files are streamed; of each there is kept what its rows say and which classes it has a teacher in.
Whether a finding was so already is asked of the same file cut off at a position (decision 0007): its
surroundings are read once and cut off there too.

Source: domain page, section 9; interface page, section 3.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypedDict, TypeVar

from growth_ledger.domain.events import SCHOOLS, TEACHERS
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.teacher_file import TeacherFile
from growth_ledger.errors import UsageError, nearest
from growth_ledger.intake.codebook import LANGS
from growth_ledger.ledger.files import counted, is_in
from growth_ledger.ledger.worlds import World
from growth_ledger.policy.explanations import plain
from growth_ledger.policy.findings import (
    FINDINGS,
    Finding,
    Seat,
    classes_shared,
    findings as findings_in,
    seats,
)
from growth_ledger.wording import kind_label, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from growth_ledger.domain.events import Recorded
    from growth_ledger.ledger.views import View
    from growth_ledger.wording import Lang

V = TypeVar("V")


class FindingAnswer(TypedDict):
    """One finding; `known_when_recorded` says whether the ledger, as it then was, showed it."""

    teacher: str
    finding: str
    school_year: str | None
    event_id: str | None
    message: str
    events: list[str]
    clause: str | None
    known_when_recorded: bool


class Words(Protocol):
    """What a message needs of the labels in one language; `reports.labels.Labels` has it."""

    @property
    def lang(self) -> Lang:
        """The language."""

    def say(self, key: str, /, **values: object) -> str:
        """The text of a key."""

    def by(self, policy: str | None) -> Words:
        """The same, as the policy's pack words them."""

    def of_projection(self, name: str) -> str:
        """The projection's name."""

    def of_outcome(self, projection: str, outcome: str | None, policy: str | None = None) -> str:
        """The outcome's name."""

    def of_value(self, kind: str | None, field: str, value: object) -> str:
        """A field's value in words."""


def findings(
    view: View,
    words: Words,
    *,
    teacher: str | None = None,
    only: Collection[str] = (),
    backdated_days: int | None = None,
    district: str | None = None,
    school: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[FindingAnswer]:
    """Every finding as of the day, by teacher, then in the order of the domain page.

    Args:
        view: What is known, and what judges.
        words: The language of the messages.
        teacher: Only this file; everyone's where None.
        only: Only these findings; all where empty.
        backdated_days: Also what was recorded more than so many days after its day.
        district: Only files of schools in this district on the day.
        school: Only files of this school on the day.
        progress: Told how many files are done.

    Raises:
        MissingError: The ledger did not know the teacher at K.
        UsageError: There is no such finding.
    """
    only = findings_named(only)
    past = _Past(view)
    rows: list[tuple[str, int, FindingAnswer]] = []
    taken: list[Seat] = []
    files = view.files() if teacher is None else iter([view.file(teacher)])
    for file in counted(files, progress):
        if is_in(file, view.as_of, district=district, school=school):
            for found in findings_in(
                file, view.rules, view.as_of, backdated_days=backdated_days, only=only or None
            ):
                known = past.had(file, found, backdated_days)
                rows.append(_row(file.teacher, found, words, known=known))
            taken.extend(seats(file, view.as_of))
    if not only or "class-shared" in only:
        if teacher is not None:
            taken.extend(_seats_beside(view, teacher, taken))
        for name, found in classes_shared(taken):
            if teacher in {None, name}:
                rows.append(_row(name, found, words, known=past.had_shared(name, found)))
    rows.sort(key=_teacher_then_finding)
    return [answer for _, _, answer in rows]


def findings_about(
    view: View,
    words_of: Callable[[View], Words],
    *,
    teachers: Iterable[str],
    events: Collection[str],
) -> list[FindingAnswer]:
    """What an auditor would ask about some events: the findings in single files that are about one of them.

    Args:
        view: As the ledger knows it with the events.
        words_of: The words for what the view may say, asked for where something is found.
        teachers: Whose files the events touch.
        events: Their ids.
    """
    about = [
        (file.teacher, found)
        for file in view.files_of(iter(teachers))
        for found in findings_in(file, view.rules, view.as_of)
        if found.event is not None and found.event.event_id in events
    ]
    if not about:
        return []
    words = words_of(view)
    rows = [_row(teacher, found, words, known=True) for teacher, found in about]
    return [answer for _, _, answer in sorted(rows, key=_teacher_then_finding)]


def findings_named(texts: Iterable[str]) -> tuple[str, ...]:
    """The findings, each by its code or its label in either language.

    Raises:
        UsageError: `no-such-finding`, with the nearest.
    """
    named = {
        name: code
        for code in FINDINGS
        for name in (code, *(text(f"finding.{code}", lang) for lang in LANGS))
    }
    for one in texts:
        if one not in named:
            raise UsageError(
                "no-such-finding",
                value=one,
                nearest=nearest(one, named),
                allowed=", ".join(FINDINGS),
            )
    return tuple(named[one] for one in texts)


def message(found: Finding, words: Words) -> str:
    """The finding in a sentence."""
    values = {name: _said(name, value, found, words) for name, value in found.values.items()}
    return words.say(f"finding_text.{found.finding}", **values)


def _said(name: str, value: object, found: Finding, words: Words) -> str:
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case tuple():
            return words.say("joint.list").join(value)
        case _:
            return _code(name, str(value), found, words)


def _code(name: str, code: str, found: Finding, words: Words) -> str:
    match name:
        case "projection":
            policy = found.values.get("policy")
            return words.by(None if policy is None else str(policy)).of_projection(code)
        case "outcome":
            policy = found.values["policy"]
            projection = str(found.values["projection"])
            if policy is None:
                return words.say("say.no_outcome")
            return words.of_outcome(projection, code, str(policy))
        case "allowance":
            return words.of_value("allowance-paid", name, code)
        case "kind":
            return kind_label(code, words.lang)
        case _:
            return code


def _row(
    teacher: str, found: Finding, words: Words, *, known: bool
) -> tuple[str, int, FindingAnswer]:
    return (
        teacher,
        FINDINGS.index(found.finding),
        {
            "teacher": teacher,
            "finding": found.finding,
            "school_year": found.school_year,
            "event_id": None if found.event is None else found.event.event_id,
            "message": message(found, words),
            "events": [event.event_id for event in found.events],
            "clause": found.clause,
            "known_when_recorded": known,
        },
    )


def _teacher_then_finding(row: tuple[str, int, FindingAnswer]) -> tuple[str, int]:
    return row[:2]


def _seats_beside(view: View, teacher: str, own: Iterable[Seat]) -> list[Seat]:
    """The seats of the others whose files name the teacher's school."""
    names: set[str] = set()
    for school in {seat.school for seat in own}:
        names.update(view.reading.mentioning(SCHOOLS + school))
    others = {name.removeprefix(TEACHERS) for name in names if name.startswith(TEACHERS)}
    found: list[Seat] = []
    for file in view.files_of(iter(others - {teacher})):
        found.extend(seats(file, view.as_of))
    return found


class _Past:
    """The files of a view as the ledger knew them at earlier positions."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._world = World(view.reading, known_at=view.known_at)
        # Of the file last asked about: several findings have one position.
        self._of: TeacherFile | None = None
        self._cuts: dict[int, TeacherFile] = {}
        self._keys: dict[tuple[int, str], set[tuple[str, str | None, str]]] = {}

    def had(self, file: TeacherFile, found: Finding, backdated_days: int | None) -> bool:
        """Whether the file showed the finding already when it was told."""
        position = found.told_at
        if position >= self._view.known_at:
            return True
        if self._of is not file:
            self._of, self._cuts, self._keys = file, {}, {}
        cut = self._cuts.get(position)
        if cut is None:
            events = (event for event, _ in file.facts.sayings)
            cut = self._cuts[position] = self._cut(file.teacher, events, position)
        keys = self._keys.get((position, found.finding))
        if keys is None:
            keys = self._keys[position, found.finding] = {
                one.key
                for one in findings_in(
                    cut,
                    self._view.rules,
                    self._view.as_of,
                    backdated_days=backdated_days,
                    only={found.finding},
                )
            }
        return found.key in keys

    def had_shared(self, teacher: str, found: Finding) -> bool:
        """The same of a class with several teachers."""
        position = found.told_at
        taken: list[Seat] = []
        for stream in sorted({event.stream for event in found.events}):
            events = self._view.reading.stream(stream, self._view.known_at)
            cut = self._cut(stream.removeprefix(TEACHERS), events, position)
            taken.extend(seats(cut, self._view.as_of))
        return any(name == teacher and one.key == found.key for name, one in classes_shared(taken))

    def _cut(self, teacher: str, events: Iterable[Recorded], position: int) -> TeacherFile:
        """The file as known at the position."""
        return TeacherFile(
            teacher,
            Facts(event for event in events if event.position <= position),
            self._world.at(position),
            assumed_after=self._view.assumed_after,
        )
