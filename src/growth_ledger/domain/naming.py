"""Which streams an event names besides its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from growth_ledger.domain.events import EVENT_CLASSES, SCHOOLS, Event, SchoolClosed, Voided

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@cache
def naming_fields(cls: type[Event]) -> tuple[tuple[str, str], ...]:
    """The fields of a class that name another stream, each with the beginning of its name."""
    if issubclass(cls, SchoolClosed):
        return (("merged_into", SCHOOLS),)
    if cls.stream_field != "teacher" or issubclass(cls, Voided):
        return ()
    return tuple(
        (field, f"{field}/") for field in ("school", "cohort") if field in cls.model_fields
    )


def named_streams(event: Event) -> Iterator[str]:
    """The streams that an event names besides its own: schools and cohorts."""
    for field, prefix in naming_fields(type(event)):
        name = getattr(event, field)
        if name is not None:
            yield prefix + name


def streams_named_in(kind: str, fields: Mapping[str, Any]) -> Iterator[str]:
    """As `named_streams`, of the fields of an event of that kind as they are stored."""
    for field, prefix in naming_fields(EVENT_CLASSES[kind]):
        name = fields.get(field)
        if name is not None:
            yield prefix + name


NAMING_KINDS: Final = frozenset(kind for kind, cls in EVENT_CLASSES.items() if naming_fields(cls))
"""The kinds that may name another stream: one event in twenty, but for appraisals."""
