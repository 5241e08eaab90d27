"""What an import would do, as grids and as JSON: the events, and the standings that would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from growth_ledger.domain.events import Recorded, fields_of, personal_of
from growth_ledger.reports.printing import Grid
from growth_ledger.reports.tables import what
from growth_ledger.wording import kind_label, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from growth_ledger.errors import Place
    from growth_ledger.ledger.consequences import Consequence
    from growth_ledger.reports.labels import Labels
    from growth_ledger.wording import Lang


def would_record_rows(events: Sequence[Recorded]) -> list[dict[str, Any]]:
    """Each event with where it came from, as JSON values."""
    rows: list[dict[str, Any]] = []
    for recorded in events:
        event = recorded.event
        source = event.source
        fields = {**fields_of(event), **personal_of(event)}
        for name in ("source", "personal", "content"):
            fields.pop(name, None)
        rows.append(
            {
                "position": recorded.position,
                "event_id": recorded.event_id,
                "stream": recorded.stream,
                "kind": event.kind,
                "fields": fields,
                "sheet": None if source is None else source.sheet,
                "line": None if source is None else source.row or source.line,
            }
        )
    return rows


def would_record_grid(rows: Sequence[dict[str, Any]], labels: Labels, *, more: int) -> Grid:
    """The events that would be recorded."""
    return Grid(
        title=labels.say("title.would_record"),
        heads=[labels.say(f"head.{name}") for name in ("place", "stream", "kind", "what")],
        rows=[
            [
                _place(row, labels),
                row["stream"].partition("/")[2],
                kind_label(row["kind"], labels.lang),
                what(row, labels),
            ]
            for row in rows
        ],
        below=labels.say("say.more_rows", count=more) if more else "",
    )


def consequences_grid(found: Sequence[Consequence], labels: Labels) -> Grid:
    """The standings that would change."""
    heads = ("teacher", "name", "projection", "day", "from", "to", "clause")
    return Grid(
        title=labels.say("title.would_change"),
        heads=[labels.say(f"head.{name}") for name in heads],
        rows=[
            [
                one["teacher"],
                one["name"] or labels.say("say.none"),
                labels.of_projection(one["projection"]),
                one["day"],
                labels.of_outcome(one["projection"], one["before"], one["policy"]),
                labels.of_outcome(one["projection"], one["after"], one["policy"]),
                one["clause"] or labels.say("say.none"),
            ]
            for one in found
        ],
        below="" if found else labels.say("say.no_changes"),
    )


def place_text(place: Place, lang: Lang) -> str:
    """Where a row stands, for what is said of it without being a mistake."""
    parts = [] if place.file is None else [place.file]
    if place.sheet is not None:
        parts.append(text("place.sheet", lang, sheet=place.sheet))
    if place.line is not None:
        key = "place.line" if place.sheet is None else "place.row"
        parts.append(text(key, lang, line=place.line))
    return text("place.joint", lang).join(parts)


def _place(row: dict[str, Any], labels: Labels) -> str:
    parts = []
    if row["sheet"] is not None:
        parts.append(str(row["sheet"]))
    if row["line"] is not None:
        parts.append(labels.say("place.line", line=row["line"]))
    return " ".join(parts) or labels.say("say.none")
