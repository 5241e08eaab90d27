"""The fields of a kind, to whoever fills them in: which there are, which must be, what each may hold.

Source: domain page, section 3; interface page, section 2.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Final, Literal, Union, cast, get_args, get_origin

from growth_ledger.domain.events import EVENT_CLASSES, LEDGER_FIELDS, Event
from growth_ledger.domain.refusals import OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


NamedSort = Literal["teacher", "school", "cohort", "district"]

NAMED_IN: Final[Mapping[str, NamedSort]] = {
    "teacher": "teacher",
    "mentor": "teacher",
    "replaces": "teacher",
    "school": "school",
    "merged_into": "school",
    "cohort": "cohort",
    "district": "district",
}
"""The fields that take a name of the ledger's, and of which sort it is."""


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


def holds(cls: type[Event], field: str, sort: type[date | bool | Decimal]) -> bool:
    """Whether the class has a field of that name whose value is of that type, where it has one."""
    info = cls.model_fields.get(field)
    if info is None:
        return False
    is_optional = get_origin(info.annotation) in {Union, UnionType}
    parts = get_args(info.annotation) if is_optional else (info.annotation,)
    return any(
        (get_args(part)[0] if get_origin(part) is Annotated else part) is sort for part in parts
    )


def known_sort(kind: str, field: str) -> NamedSort | None:
    """Of which sort a name is that the ledger knows and the field takes; None where it takes none.

    What an event of the kind opens has a name that nothing has yet.
    """
    return None if OPENING.get(field) is EVENT_CLASSES[kind] else NAMED_IN.get(field)
