"""What a recording would change: whose standings, from what to what, under which clause.

Asked on the writing transaction before it is withdrawn: the files that it touches are judged as they
were known before and as they would be, by the same functions as every answer.

Source: interface page, section 2 (`--dry-run`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from growth_ledger.domain.days import FOREVER, Day, date_of
from growth_ledger.domain.events import TEACHERS
from growth_ledger.domain.facts import Facts
from growth_ledger.ledger.finding import FindingAnswer, Words, findings_about
from growth_ledger.ledger.read_model import files_touched
from growth_ledger.ledger.views import Question, View
from growth_ledger.ledger.worlds import World
from growth_ledger.policy.projections import Standing, standing_at, standings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from growth_ledger.domain.events import Recorded
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.ledger.recording import Receipt
    from growth_ledger.store import Reading


class Consequence(TypedDict):
    """One standing that would be another.

    `day` is the as-of day where it would differ then; else the next day on which it would, else the
    last one before. An outcome is null where there is no standing.
    """

    teacher: str
    name: str | None
    school: str | None
    projection: str
    day: str
    before: str | None
    after: str | None
    policy: str | None
    clause: str | None


def consequences(
    reading: Reading, receipt: Receipt, *, today: date, as_of: date | None = None
) -> Iterator[Consequence]:
    """Every standing that what was just recorded would change, by teacher, then projection.

    Args:
        reading: The transaction that has recorded, and has not ended.
        receipt: What was recorded.
        today: The day asked where `as_of` is None.
        as_of: The day asked.
    """
    if receipt.first_position is None or receipt.last_position is None:
        return
    known = f"#{receipt.first_position - 1}"
    after = View(reading, Question(as_of=as_of), today=today)
    before = after.but(known_at=known)
    added = reading.events(receipt.first_position, receipt.last_position, personal=False)
    streams = {recorded.stream for recorded in added}
    for file in after.files_of(iter(sorted(files_touched(reading, World(reading), streams)))):
        yield from _of_file(file, before, after)


def findings_brought(
    reading: Reading,
    receipt: Receipt,
    words_of: Callable[[View], Words],
    *,
    today: date,
    as_of: date | None = None,
) -> list[FindingAnswer]:
    """What an audit would find in single files that rests on something just recorded.

    Args:
        reading: The transaction that has recorded, and has not ended.
        receipt: What was recorded.
        words_of: The words for what the view may say, asked for where something is found.
        today: The day asked where `as_of` is None; a later day that was spoken of comes before it.
        as_of: The day asked.
    """
    if receipt.first_position is None or receipt.last_position is None:
        return []
    added = list(reading.events(receipt.first_position, receipt.last_position, personal=False))
    days = [one.event.day for one in added if one.event.day_field]
    view = View(reading, Question(as_of=as_of or max([today, *days])), today=today)
    teachers = {
        one.stream.removeprefix(TEACHERS) for one in added if one.stream.startswith(TEACHERS)
    }
    return findings_about(
        view, words_of, teachers=sorted(teachers), events={one.event_id for one in added}
    )


def versions_before(reading: Reading, events: Iterable[Recorded]) -> dict[str, Recorded]:
    """The version of its fact that each correction among the events replaces, by the correction's id."""
    corrections = [one for one in events if one.event.corrects is not None]
    streams = reading.some_streams({one.stream for one in corrections})
    facts = {stream: Facts(found) for stream, found in streams}
    before: dict[str, Recorded] = {}
    for one in corrections:
        fact = facts[one.stream].find(one.event_id)
        assert fact is not None  # It has just been recorded.
        at = [version.event_id for version in fact.versions].index(one.event_id)
        before[one.event_id] = fact.versions[at - 1]
    return before


def _of_file(file: TeacherFile, before: View, after: View) -> Iterator[Consequence]:
    was: Mapping[str, Sequence[Standing]] = {}
    for known in before.files_of(iter([file.teacher])):
        was = standings(known, before.rules)
    now = standings(file, after.rules)
    for projection in sorted(was.keys() | now.keys()):
        old, new = was.get(projection, ()), now.get(projection, ())
        day = _day_that_differs(old, new, after.as_of)
        if day is not None:
            left, right = standing_at(old, day), standing_at(new, day)
            decided = right or left
            yield {
                "teacher": file.teacher,
                "name": file.name_at(day),
                "school": file.schools.at(day),
                "projection": projection,
                "day": date_of(day).isoformat(),
                "before": None if left is None else left.outcome,
                "after": None if right is None else right.outcome,
                "policy": None if decided is None else decided.adoption.policy,
                "clause": None if decided is None else decided.clause,
            }


def _day_that_differs(old: Sequence[Standing], new: Sequence[Standing], as_of: Day) -> Day | None:
    """The day nearest to the one asked, later ones first, on which the outcomes differ."""
    # Outcomes change only where a run begins or has just ended.
    bounds = {as_of}
    for standing in (*old, *new):
        bounds.add(standing.first)
        if standing.last < FOREVER:
            bounds.add(standing.last + 1)
    days = sorted(bounds)
    later = [day for day in days if day >= as_of]
    for day in later:
        if _outcome(old, day) != _outcome(new, day):
            return day
    earlier = [day for day in days if day < as_of]
    for index in range(len(earlier) - 1, -1, -1):
        if _outcome(old, earlier[index]) != _outcome(new, earlier[index]):
            # The last day on which it would differ: the day before the next bound.
            return days[index + 1] - 1
    return None


def _outcome(found: Sequence[Standing], day: Day) -> str | None:
    standing = standing_at(found, day)
    return None if standing is None else standing.outcome
