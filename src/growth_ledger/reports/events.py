"""What an event says: its fields by their labels, their values in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from growth_ledger.wording import field_label, has

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from growth_ledger.ledger.answers import HistoryAnswer
    from growth_ledger.reports.labels import Labels

Called: TypeAlias = "Callable[[str, str], str | None]"
"""Says of a field and its code what the reader calls it; None where the code has no name but its label."""

UNSAID: Final = frozenset({"ref", "personal", "source", "digest", "evidence"})
"""Fields that have a column of their own, or that only the machine's form shows."""

_NAMED: Final = frozenset({"school", "cohort"})


def what(row: HistoryAnswer | Mapping[str, Any], labels: Labels) -> str:
    """What an event says, on one line."""
    return labels.stated(f"{head} {said}" for head, said in event_pairs(row, labels))


def event_pairs(
    row: HistoryAnswer | Mapping[str, Any],
    labels: Labels,
    *,
    hidden: Collection[str] = UNSAID,
    called: Called | None = None,
) -> Iterator[tuple[str, str]]:
    """What an event says, field by field: what the field is called, and its value in words.

    Args:
        row: The event, with its `kind` and its `fields`.
        labels: The words.
        hidden: Fields that are said elsewhere.
        called: What the reader calls a code; without it, codes stand under their labels alone.
    """
    kind = row["kind"]
    for field, value in row["fields"].items():
        if field not in hidden:
            head = field_head(kind, field, labels, by_name=called is not None)
            yield head, field_text(kind, field, value, labels, called=called)


def field_head(kind: str, field: str, labels: Labels, *, by_name: bool = False) -> str:
    """What a field is called; `by_name` where its value is said in words, not as a code."""
    if by_name and field in _NAMED:
        return labels.say(f"head.{field}")
    return field_label(kind, field, labels.lang) if has(f"field.{field}") else field


def field_text(
    kind: str,
    field: str,
    value: Any,  # noqa: ANN401 - a JSON value.
    labels: Labels,
    *,
    called: Called | None = None,
) -> str:
    """A field's value in words."""
    if isinstance(value, dict):
        return labels.listed(
            f"{labels.of_value(kind, field, key)} {one}" for key, one in value.items()
        )
    if isinstance(value, list):
        return labels.listed(map(str, value))
    name = None if called is None else called(field, str(value))
    return labels.of_value(kind, field, value) if name is None else name
