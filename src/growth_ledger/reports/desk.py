"""What an import would do, as grids and as JSON: the events, and the standings that would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from growth_ledger.errors import Place
from growth_ledger.ledger.histories import fields_answer
from growth_ledger.reports.events import what
from growth_ledger.reports.printing import Grid
from growth_ledger.wording import kind_label
from growth_ledger.wording.messages import place_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from growth_ledger.domain.events import Recorded
    from growth_ledger.ledger.consequences import Consequence
    from growth_ledger.ledger.finding import FindingAnswer
    from growth_ledger.reports.labels import Labels


_OF_THE_MACHINE: Final = frozenset({"source", "personal"})
"""Fields that stand for others: the place has a column of its own, the digest is of personal values."""


def would_record_rows(
    events: Sequence[Recorded], *, files: Mapping[str, str], before: Mapping[str, Recorded]
) -> list[dict[str, Any]]:
    """Each event with where it came from, as JSON values.

    Args:
        events: The events.
        files: The names of the files, by their SHA-256.
        before: The version that a correction replaces, by the id of the correction.
    """
    rows: list[dict[str, Any]] = []
    for recorded in events:
        event = recorded.event
        source = event.source
        fields = _said(recorded)
        was = before.get(recorded.event_id)
        rows.append(
            {
                "position": recorded.position,
                "event_id": recorded.event_id,
                "stream": recorded.stream,
                "kind": event.kind,
                "fields": fields,
                "replaces": None if was is None else _replaced(_said(was), fields),
                "file": None if source is None else files.get(source.file),
                "sheet": None if source is None else source.sheet,
                "line": None if source is None else source.row or source.line,
            }
        )
    return rows


def would_record_grid(rows: Sequence[dict[str, Any]], labels: Labels, *, more: int) -> Grid:
    """The events that would be recorded."""
    several = len({row["file"] for row in rows}) > 1
    return Grid(
        title=labels.say("title.would_record"),
        heads=labels.heads("place", "stream", "kind", "what"),
        rows=[
            [
                labels.or_none(place_text(_place(row, with_file=several), labels.lang)),
                row["stream"].partition("/")[2],
                kind_label(row["kind"], labels.lang),
                _what(row, labels),
            ]
            for row in rows
        ],
        below=labels.say("say.more_rows", count=more) if more else "",
    )


def consequences_grid(found: Sequence[Consequence], labels: Labels) -> Grid:
    """The standings that would change."""
    return Grid(
        title=labels.say("title.would_change"),
        heads=labels.heads("teacher", "name", "projection", "day", "from", "to", "clause"),
        rows=[
            [
                one["teacher"],
                labels.or_none(one["name"]),
                labels.by(one["policy"]).of_projection(one["projection"]),
                one["day"],
                labels.of_outcome(one["projection"], one["before"], one["policy"]),
                labels.of_outcome(one["projection"], one["after"], one["policy"]),
                labels.or_none(one["clause"]),
            ]
            for one in found
        ],
        below="" if found else labels.say("say.no_changes"),
    )


def would_find_grid(found: Sequence[FindingAnswer], labels: Labels) -> Grid:
    """What an audit would find of the events that would be recorded."""
    return Grid(
        title=labels.say("title.would_find"),
        heads=labels.heads("teacher", "finding", "what", "clause"),
        rows=[
            [
                one["teacher"],
                labels.of_word("finding", one["finding"]),
                one["message"],
                labels.or_none(one["clause"]),
            ]
            for one in found
        ],
        below=labels.counted(found),
    )


def _said(recorded: Recorded) -> dict[str, Any]:
    answer = fields_answer(recorded)
    return {name: value for name, value in answer.items() if name not in _OF_THE_MACHINE}


def _replaced(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction changes or takes away, as it was."""
    handles = {"ref", "corrects"}
    return {
        name: value for name, value in was.items() if name not in handles and now.get(name) != value
    }


def _what(row: Mapping[str, Any], labels: Labels) -> str:
    """What is said, and of a correction what stood there before."""
    now = what(row, labels)
    if not row["replaces"]:
        return now
    was = what({"kind": row["kind"], "fields": row["replaces"]}, labels)
    return labels.say("desk.replaces", now=now, was=was)


def _place(row: Mapping[str, Any], *, with_file: bool) -> Place:
    return Place(file=row["file"] if with_file else None, sheet=row["sheet"], line=row["line"])
