"""What an auditor replays: a digest of every standing from the events alone, and what was learned.

Source: interface page, section 3 (`audit replay`, `audit diff`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from growth_ledger.domain.events import POLICIES, TEACHERS, PolicyAdopted, Voided
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.naming import named_streams
from growth_ledger.errors import UsageError
from growth_ledger.ledger.answers import Cause, HistoryAnswer, open_day
from growth_ledger.ledger.files import counted
from growth_ledger.ledger.histories import history_of
from growth_ledger.ledger.read_model import files_touched
from growth_ledger.ledger.stored_answers import model_for
from growth_ledger.ledger.views import View, position_of
from growth_ledger.ledger.worlds import World
from growth_ledger.policy.causes import facts_behind
from growth_ledger.policy.projections import (
    Standing,
    case_of,
    policies_in_force,
    standings_on,
)
from growth_ledger.proof.canonical import canonical_json

if TYPE_CHECKING:
    from growth_ledger.domain.days import Day
    from growth_ledger.domain.events import Recorded
    from growth_ledger.domain.surroundings import Adoption
    from growth_ledger.domain.teacher_file import TeacherFile


class ReplayAnswer(TypedDict):
    """The digest of every standing at the day, and whether the read model has the same."""

    as_of: str
    known_at: int
    teachers: int
    standings: int
    digest: str
    read_model_agrees: bool
    basis: str


class DiffRow(TypedDict):
    """One standing that what was learned has changed; outcomes, null where there is none."""

    teacher: str
    projection: str
    before: str | None
    after: str | None
    cause: Cause
    events: list[str]


# `from` is a keyword, so the class syntax cannot spell this one.
DiffAnswer = TypedDict(
    "DiffAnswer",
    {"from": int, "to": int, "events": list[HistoryAnswer], "standings": list[DiffRow]},
)
"""What the ledger learned between two positions, and which standings that changed."""


class Disagreement(NamedTuple):
    """The first standing that the read model has otherwise; outcomes with their days, None for none."""

    teacher: str
    projection: str
    kept: tuple[str, str | None, str | None] | None
    judged: tuple[str, str | None, str | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The answer, and where the read model first disagrees."""

    answer: ReplayAnswer
    disagreement: Disagreement | None


def replay(view: View, *, progress: Callable[[int], None] | None = None) -> Replayed:
    """Every standing at the day judged from the events alone, as one digest.

    Source: interface page, section 3: SHA-256 over the sorted lines
    `["teacher","projection","outcome","since","until"]` in canonical form.
    """
    lines: list[bytes] = []
    teachers = 0
    for file in counted(view.files(), progress):
        teachers += 1
        lines.extend(_lines_of(file, view))
    disagreement = _disagreement(view, lines)
    answer: ReplayAnswer = {
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "teachers": teachers,
        "standings": len(lines),
        "digest": _digest(lines),
        "read_model_agrees": disagreement is None,
        "basis": view.basis(),
    }
    return Replayed(answer=answer, disagreement=disagreement)


def _disagreement(view: View, lines: list[bytes]) -> Disagreement | None:
    """Where the read model has not these standings; a known-at inside a transaction it cannot know."""
    is_plain = view.rules.assumed is None and view.assumed_after is None
    plain = view if is_plain else view.but(rules=None, assume_credited=False)
    model = model_for(plain)
    if model is None:
        return None
    if not is_plain:
        lines = [line for file in plain.files() for line in _lines_of(file, plain)]
    kept = [_line(*row) for row in model.all_at()]
    for file in model.live_files():
        kept.extend(_lines_of(file, plain))
    return None if _digest(kept) == _digest(lines) else _first_of(kept, lines)


def _first_of(kept: list[bytes], judged: list[bytes]) -> Disagreement:
    """The first line, in their order, that is not there as often in the one as in the other."""
    counts = Counter(kept)
    counts.subtract(judged)
    line = min(line for line, count in counts.items() if count)
    teacher, projection, *_ = json.loads(line)
    beginning = canonical_json([teacher, projection])[:-1] + b","

    def said(lines: list[bytes]) -> Any:  # noqa: ANN401 - what a line says after its beginning.
        # Of a standing that is there twice, the one that is too many.
        found = [one for one in lines if one.startswith(beginning)]
        chosen = line if line in found else next(iter(found), None)
        return None if chosen is None else tuple(json.loads(chosen)[2:])

    return Disagreement(teacher, projection, kept=said(kept), judged=said(judged))


def _lines_of(file: TeacherFile, view: View) -> Iterator[bytes]:
    for name, one in standings_on(file, view.rules, view.as_of).items():
        yield _line(file.teacher, name, one.outcome, one.first, one.last)


def _line(teacher: str, projection: str, outcome: str, since: Day, until: Day) -> bytes:
    return canonical_json([teacher, projection, outcome, open_day(since), open_day(until)])


def _digest(lines: Iterable[bytes]) -> str:
    found = sha256()
    for line in sorted(lines):
        found.update(line + b"\n")
    return found.hexdigest()


def diff(
    view: View, *, after: str, up_to: str, progress: Callable[[int], None] | None = None
) -> DiffAnswer:
    """What was learned after one position and up to another, and which outcomes at the day it changed.

    Args:
        view: The day asked and the rules; its known-at does not matter.
        after: A known-at: `#N`, a day, a moment.
        up_to: Another one, not earlier.
        progress: Told how many files are compared.

    Raises:
        UsageError: `from-after-to`, or a known-at that cannot be read.
    """
    old = position_of(after, view.reading)
    new = position_of(up_to, view.reading)
    if new < old:
        raise UsageError("from-after-to", after=f"#{old}", up_to=f"#{new}")
    before, now = (view.but(known_at=f"#{position}") for position in (old, new))
    learned = list(view.reading.events(old + 1, new))
    rows: list[DiffRow] = []
    touched = sorted(
        files_touched(view.reading, World(view.reading), {one.stream for one in learned})
    )
    was_there = _by_teacher(before, touched)
    for teacher, file in counted(_by_teacher(now, touched).items(), progress):
        rows.extend(_changed(was_there.get(teacher), file, before, now, learned))
    return {"from": old, "to": new, "events": _told(now, learned), "standings": rows}


def _by_teacher(view: View, teachers: list[str]) -> dict[str, TeacherFile]:
    return {file.teacher: file for file in view.files_of(iter(teachers))}


def _told(now: View, learned: list[Recorded]) -> list[HistoryAnswer]:
    """The events learned, each with its stream and the state that it has at the end."""
    positions = {one.position for one in learned}
    names = {one.stream for one in learned}
    told: list[HistoryAnswer] = [
        {**answer, "stream": stream}
        for stream, events in now.reading.some_streams(names, now.known_at)
        for answer in history_of(Facts(events))
        if answer["position"] in positions
    ]
    return sorted(told, key=lambda answer: answer["position"])


def _changed(
    was: TeacherFile | None, file: TeacherFile, before: View, now: View, learned: list[Recorded]
) -> Iterator[DiffRow]:
    old = {} if was is None else standings_on(was, before.rules, before.as_of)
    new = standings_on(file, now.rules, now.as_of)
    for name in sorted(old.keys() | new.keys()):
        first, then = old.get(name), new.get(name)
        outcomes = [None if one is None else one.outcome for one in (first, then)]
        if outcomes[0] == outcomes[1]:
            continue
        cause, events = _why(was, file, (first, then), (before, now), learned)
        yield {
            "teacher": file.teacher,
            "projection": name,
            "before": outcomes[0],
            "after": outcomes[1],
            "cause": cause,
            "events": events,
        }


def _why(
    was: TeacherFile | None,
    file: TeacherFile,
    changed: tuple[Standing | None, Standing | None],
    views: tuple[View, View],
    learned: list[Recorded],
) -> tuple[Cause, list[str]]:
    """The cause of one change, and the events learned that brought it."""
    around = _learned_around(was, changed, views, learned)
    if around is not None:
        return around
    behind: set[str] = set()
    for one, of_file, view in zip(changed, (was, file), views, strict=True):
        if one is not None and of_file is not None:
            table = view.pack_of(one.adoption).projections[one.projection]
            case = case_of(of_file, one.adoption, view.rules)
            for fact in facts_behind(table, case):
                behind.update(version.event_id for version in fact.versions)
    own = [recorded for recorded in learned if recorded.stream == TEACHERS + file.teacher]
    deciding = [
        recorded
        for recorded in own
        if _speaks_of(recorded, file, behind)
        and not _came_to_nothing(recorded, file, since=learned[0].position)
    ]
    return _told_as(deciding or own)


def _told_as(chosen: Sequence[Recorded]) -> tuple[Cause, list[str]]:
    mended = any(one.event.corrects is not None or isinstance(one.event, Voided) for one in chosen)
    return "correction" if mended else "event", [one.event_id for one in chosen]


def _learned_around(
    was: TeacherFile | None,
    changed: tuple[Standing | None, Standing | None],
    views: tuple[View, View],
    learned: list[Recorded],
) -> tuple[Cause, list[str]] | None:
    """The cause where the file as it was would have come to the same; None where it would not.

    Then what was learned of its district's policies, its schools or its cohorts has done it.
    """
    _, now = views
    if was is None:
        return None
    then = changed[1]
    name = next(one.projection for one in changed if one is not None)
    unread = now.file_of(was.teacher, was.facts)
    same = standings_on(unread, now.rules, now.as_of, only={name}).get(name)
    if (same and same.outcome) != (then and then.outcome):
        return None
    place, place_now = (one.school_states.at(now.as_of) for one in (was, unread))
    if place is not None and place_now is not None and place.district == place_now.district:
        district = POLICIES + place.district
        adopted = [
            one
            for one in learned
            if one.stream == district and isinstance(one.event, PolicyAdopted | Voided)
        ]
        if adopted and _other_rules(was, unread, views):
            return "rules", [one.event_id for one in adopted]
    named = {stream for fact in was.facts for stream in named_streams(fact.event)}
    return _told_as(
        [one for one in learned if one.stream in named]
        or [one for one in learned if not one.stream.startswith(TEACHERS)]
    )


def _other_rules(was: TeacherFile, unread: TeacherFile, views: tuple[View, View]) -> bool:
    """Whether another adoption is in force for the file than was."""
    before, now = views
    ours = policies_in_force(was, before.rules).at(before.as_of)
    theirs = policies_in_force(unread, now.rules).at(now.as_of)
    return _adopted_in(ours) != _adopted_in(theirs)


def _adopted_in(adoption: Adoption | None) -> str | None:
    adopted_by = None if adoption is None else adoption.adopted_by
    return None if adopted_by is None else adopted_by.event_id


def _came_to_nothing(recorded: Recorded, file: TeacherFile, *, since: int) -> bool:
    """Whether the event says or voids what was first said and voided again since that position."""
    event = recorded.event
    fact = file.facts.find(event.target if isinstance(event, Voided) else recorded.event_id)
    return fact is not None and fact.voided_by is not None and fact.versions[0].position >= since


def _speaks_of(recorded: Recorded, file: TeacherFile, behind: set[str]) -> bool:
    """Whether the event is, ends or voids one of the facts behind the outcome."""
    if recorded.event_id in behind:
        return True
    target = getattr(recorded.event, "target", None)
    fact = None if target is None else file.facts.find(target)
    return fact is not None and any(one.event_id in behind for one in fact.versions)
