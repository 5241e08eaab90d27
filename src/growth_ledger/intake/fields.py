"""The fields of a kind, to whoever fills them in: which there are, which must be, what each may hold.

Source: domain page, section 3; interface page, section 2.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast, get_args

from growth_ledger.domain.events import EVENT_CLASSES, LEDGER_FIELDS, Event

if TYPE_CHECKING:
    from collections.abc import Iterator


def fields_of_kind(kind: str) -> Iterator[str]:
    """The fields that a caller may give for a kind, required ones first, then by their place."""
    cls = EVENT_CLASSES[kind]
    names = [name for name in cls.model_fields if name not in LEDGER_FIELDS and name != "kind"]
    own = [name for name in names if name not in Event.model_fields]
    shared = [name for name in names if name in Event.model_fields]
    yield from sorted(own, key=lambda name: not is_required(cls, name))
    yield from shared


def is_required(cls: type[Event], field: str) -> bool:
    """Whether a caller must give the field."""
    return cls.model_fields[field].is_required() or field in cls.required_of_caller


def field_choices(cls: type[Event], field: str) -> tuple[str, ...]:
    """The codes that a field may have; empty where it is no closed list."""
    annotation = cls.model_fields[field].annotation
    for part in (annotation, *get_args(annotation)):
        found = get_args(part)
        if found and all(isinstance(code, str) for code in found):
            return cast("tuple[str, ...]", found)
    return ()


def is_day(cls: type[Event], field: str) -> bool:
    """Whether a field is a calendar day."""
    annotation = cls.model_fields[field].annotation
    return date in (annotation, *get_args(annotation))
