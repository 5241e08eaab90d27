"""A row that was recorded before and comes again: the same, or changed since.

A row is the same fact when it carries the `ref` or `event_id` of one that an earlier import recorded.
As it was in any version, it is a repeat; changed since, it is a correction where that was asked for,
and otherwise refused, field by field, with what was recorded and what the row says now.

Source: interface page, section 2; domain page, section 5.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from growth_ledger.domain.events import (
    Appraised,
    Event,
    FileOpened,
    PolicyAdopted,
    ProfileAmended,
    Recorded,
    personal_of,
)
from growth_ledger.errors import Refusal
from growth_ledger.intake.cells import read_name
from growth_ledger.ledger.likeness import NO_CONTENT, content_differences, personal_differences
from growth_ledger.wording import NONE

if TYPE_CHECKING:
    from growth_ledger.domain.facts import Fact, Facts
    from growth_ledger.intake.statements import Statement

V = TypeVar("V")

_NOT_COMPARED: Final = NO_CONTENT | {"ref", "corrects"}


def fact_again(said: Statement, facts: Facts, *, before: int) -> Fact | None:
    """The fact, recorded before that position, that the row says again; None for a new one."""
    event = said.event
    assert event is not None
    key = said.event_id or event.ref
    if key is None or event.corrects is not None or said.place.file is None:
        return None
    fact = facts.find(key)
    if fact is None or fact.event.kind != event.kind or fact.order >= before:
        return None
    return fact


def fact_corrected(said: Statement, facts: Facts) -> Fact | None:
    """The fact that a row of a sheet names as the one it corrects, if it can; None for anything else."""
    event = said.event
    assert event is not None
    if said.place.columns is None or said.place.file is None or event.corrects is None:
        return None
    fact = facts.find(event.corrects)
    if fact is None or fact.event.kind != event.kind:
        return None
    return fact


def correction_again(said: Statement, fact: Fact) -> Recorded | None:
    """The newest correction of the fact that says the same; None where none does.

    A row that gives an event id says again the event of that id, and no other.
    """
    corrections = fact.versions[1:]
    if said.event_id is not None:
        corrections = [one for one in corrections if one.event_id == said.event_id]
    return _newest_alike(said, fact, corrections)


def version_again(said: Statement, fact: Fact) -> Recorded | None:
    """The newest version of the fact that says the same; None where none does."""
    return _newest_alike(said, fact, fact.versions)


def _newest_alike(said: Statement, fact: Fact, versions: Sequence[Recorded]) -> Recorded | None:
    lost = _lost(fact)
    for version in reversed(versions):
        if not any(_differences(said, version.event, lost=lost)):
            return version
    return None


def changed(said: Statement, fact: Fact) -> list[Refusal]:
    """What the row says otherwise than the fact's newest version, field by field."""
    assert said.event is not None
    kind = said.event.kind
    return [
        Refusal(
            code="changed-since",
            field=name.partition(".")[0],
            values={
                "field": name,
                "kind": kind,
                "ref": fact.ref,
                "recorded": _shown(recorded),
                "value": _shown(now),
            },
        )
        for name, recorded, now in _by_dimension(_differences(said, fact.event, lost=_lost(fact)))
    ]


def correction(said: Statement, fact: Fact) -> Statement:
    """The row as a correction of the fact, which it names by its ref or event id."""
    whole = whole_correction(said, fact).event
    assert whole is not None
    event = whole.model_copy(update={"corrects": fact.ref, "ref": None})
    return said._replace(event=event, event_id=None)


def whole_correction(said: Statement, fact: Fact) -> Statement:
    """The row with all fields that a correction of the fact has, those too that its sheet has no column for.

    What was erased stays erased, whatever the sheet says of it.
    """
    event, recorded = said.event, fact.event
    assert event is not None
    kept: dict[str, Any] = {
        name: value
        for name in type(recorded).model_fields
        if not _may_say(said, name) and (value := getattr(recorded, name)) is not None
    }
    if isinstance(event, Appraised) and isinstance(recorded, Appraised):
        unsaid = _scores(said, recorded.scores, sayable=False)
        kept["scores"] = {**unsaid, **(event.scores or {})} or None
    if isinstance(event, PolicyAdopted) and isinstance(recorded, PolicyAdopted):
        if event.policy != recorded.policy:
            kept.pop("digest", None)
        elif "digest" not in event.model_fields_set:
            # Rules that are not named again are those that they were.
            kept |= {"digest": recorded.digest, "content": recorded.content}
    kept |= dict.fromkeys(_lost(fact))
    return said._replace(event=event.model_copy(update=kept))


def was_erased(recorded: Event) -> bool:
    """Whether the recorded event had personal values once."""
    return recorded.personal is not None and not personal_of(recorded)


def _lost(fact: Fact) -> frozenset[str]:
    """The personal fields that may have been erased and were not given again since."""
    if not any(was_erased(one.event) for one in fact.versions):
        return frozenset()
    return frozenset(fact.event.personal_fields) - personal_of(fact.event).keys()


def _differences(
    said: Statement, recorded: Event, *, lost: frozenset[str]
) -> Iterator[tuple[str, Any, Any]]:
    """Each field with the recorded and the said value, where they differ; None for an absent one."""
    event = said.event
    assert event is not None
    found = content_differences(event, recorded) | personal_differences(event, recorded)
    # What was erased is not brought back, and is no difference.
    for name in sorted(found.keys() - _NOT_COMPARED - lost):
        one, other = found[name]
        if name == "scores":
            one, other = (_scores(said, scores, sayable=True) or None for scores in (one, other))
        if one != other and _may_say(said, name):
            yield name, other, one


def _by_dimension(
    differences: Iterable[tuple[str, Any, Any]],
) -> Iterator[tuple[str, Any, Any]]:
    """The differences, that of the scores as one for each dimension."""
    for name, recorded, now in differences:
        if name != "scores":
            yield name, recorded, now
            continue
        before, after = recorded or {}, now or {}
        for dimension in sorted(before.keys() | after.keys()):
            one, other = before.get(dimension), after.get(dimension)
            if one != other:
                yield f"scores.{dimension}", one, other


def _scores(said: Statement, scores: Mapping[Any, V] | None, *, sayable: bool) -> dict[Any, V]:
    """The scores by dimension that could be said, or those that could not."""
    return {
        dimension: score
        for dimension, score in (scores or {}).items()
        if _may_say(said, f"scores.{dimension}") is sayable
    }


def _may_say(said: Statement, field: str) -> bool:
    """Whether the field, or one dimension of it, could have been said.

    A sheet without its column says nothing of it.
    """
    columns = said.place.columns
    if columns is None or field in _NOT_COMPARED or field == "kind":
        return True
    return any(name == field or name.startswith(f"{field}.") for name in columns)


def name_refusal(said: Statement, facts: Facts) -> Refusal | None:
    """Why the name beside the number cannot be; None where it is one of the file's names."""
    if said.stated_name is None:
        return None
    last: str | None = None
    for name in names_in(facts):
        if name == said.stated_name or read_name(name) == said.stated_name:
            return None
        last = name
    if last is None:
        return None
    assert said.stream is not None
    values = {
        "given": said.stated_name,
        "teacher": said.stream.partition("/")[2],
        "recorded": last,
    }
    return Refusal(code="name-disagrees", field="teacher", values=values)


def names_in(facts: Facts) -> Iterator[str]:
    """The names that the file has and had; the first is the one it was opened with."""
    for fact in facts:
        event = fact.event
        if isinstance(event, FileOpened | ProfileAmended) and event.name and fact.counts:
            yield event.name


def _shown(value: object) -> str:
    if value is None:
        return NONE
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
