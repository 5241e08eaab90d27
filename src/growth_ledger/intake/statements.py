"""What a caller says, read from JSON-like values into an event, or the reasons why it cannot be read.

Every way in (JSON lines, CSV, workbooks, options of `record`) ends here, so that a mistake is named
the same way wherever it was made.

Source: domain page, sections 3 and 4.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from uuid import UUID

from pydantic import ValidationError

from growth_ledger.domain.days import CHINA
from growth_ledger.domain.events import (
    EVENT_CLASSES,
    LEDGER_FIELDS,
    LEDGER_KINDS,
    SAYS_SOMETHING,
    STREAM_PREFIX,
    Event,
    kind_of,
)
from growth_ledger.errors import NOWHERE, Place, Refusal, nearest
from growth_ledger.intake.codebook import Codebook, is_open_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

BESIDE_THE_FIELDS: Final = frozenset({"event_id", "recorded_at"})
"""What a caller may say about an event besides its fields."""

_LEFT_OUT: Final = BESIDE_THE_FIELDS | LEDGER_FIELDS


class Statement(NamedTuple):
    """One event as a caller says it, or why it could not be read.

    Attributes:
        event: None where `refusals` say why not.
        event_id: The id that the caller gave, in lower case.
        recorded_at: The moment that the caller gave; only a sandbox takes one.
        place: Where it stands in the caller's input.
        refusals: Why it cannot be read; empty where it can.
        stream: The stream that it seems to belong to, for what depends on it.
        ref: The handle that it seems to have.
        stated_name: The teacher's name as it stands beside the number; it must agree with the file's.
        may_wait: Whether it may be recorded behind what follows it, where it can only be then: rows
            stand in sheets by their kind, and in no order that the events had.
    """

    event: Event | None
    event_id: str | None = None
    recorded_at: datetime | None = None
    place: Place = NOWHERE
    refusals: tuple[Refusal, ...] = ()
    stream: str | None = None
    ref: str | None = None
    stated_name: str | None = None
    may_wait: bool = False


def read_statement(
    said: Mapping[str, Any], *, place: Place, text: bytes | None = None
) -> Statement:
    """The event that the values make, or every reason why they make none.

    Args:
        said: `kind` and the fields, as JSON values.
        place: Where they stand in the caller's input.
        text: The JSON text of exactly these values, where there is one; it saves making it.
    """
    kind = said.get("kind")
    refused = _kind_refusal(kind, said)
    if refused is not None:
        return _unread(said, [refused], place)
    refusals: list[Refusal] = []
    event_id, recorded_at = None, None
    beside = _LEFT_OUT.intersection(said)
    if beside:
        refusals.extend(
            Refusal(code="ledger-field", field=name, values={"field": name})
            for name in sorted(LEDGER_FIELDS & beside)
        )
        event_id = _event_id(said.get("event_id"), refusals)
        recorded_at = _moment(said.get("recorded_at"), refusals)
    if beside or text is None:
        text = json.dumps({k: v for k, v in said.items() if k not in beside}).encode()
    if _NUL in text:
        # SQLite would take it, PostgreSQL would not.
        refusals.extend(
            Refusal(code="null-character", field=name, values={"field": name, "kind": kind})
            for name, value in said.items()
            if _has_nul(value)
        )
    cls = EVENT_CLASSES[cast("str", kind)]
    try:
        event: Event = cls.__pydantic_validator__.validate_json(text)
    except ValidationError as error:
        refusals.extend(_refusal(found, cls, said) for found in error.errors(include_url=False))
        return _unread(said, refusals, place)
    if refusals:
        return _unread(said, refusals, place)
    return Statement(
        event=event,
        event_id=event_id,
        recorded_at=recorded_at,
        place=place,
        stream=event.stream,
        ref=event.ref,
    )


def _has_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case dict():
            return any(_has_nul(one) for item in value.items() for one in item)
        case list():
            return any(map(_has_nul, value))
        case _:
            return False


def unreadable(code: str, *, place: Place, **values: object) -> Statement:
    """What could not even be taken apart into values."""
    return Statement(
        event=None, place=place, refusals=(Refusal(code=code, values=values, place=place),)
    )


def _unread(said: Mapping[str, Any], refusals: list[Refusal], place: Place) -> Statement:
    placed = tuple(replace(one, place=place) for one in refusals)
    ref = said.get("ref")
    return Statement(
        event=None,
        place=place,
        refusals=placed,
        stream=_seeming_stream(said),
        ref=ref if isinstance(ref, str) else None,
    )


def _seeming_stream(said: Mapping[str, Any]) -> str | None:
    for field, prefix in STREAM_PREFIX.items():
        name = said.get(field)
        if isinstance(name, str):
            return prefix + name
    return None


def _kind_refusal(kind: object, said: Mapping[str, Any]) -> Refusal | None:
    if "kind" not in said:
        return Refusal(code="missing-kind", field="kind")
    if not isinstance(kind, str) or kind not in EVENT_CLASSES:
        near = nearest(str(kind), EVENT_CLASSES)
        return Refusal(code="unknown-kind", field="kind", values={"value": kind, "nearest": near})
    if kind in LEDGER_KINDS:
        return Refusal(code="ledger-kind", field="kind", values={"kind": kind})
    return None


def _event_id(given: object, refusals: list[Refusal]) -> str | None:
    if given is None:
        return None
    try:
        return str(UUID(cast("str", given)))
    except (ValueError, AttributeError, TypeError):
        refusals.append(Refusal(code="bad-event-id", field="event_id", values={"value": given}))
        return None


def _moment(given: object, refusals: list[Refusal]) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(cast("str", given))
        in_china = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
        # It must be a moment on every clock.
        in_china.astimezone(CHINA)
        return in_china.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        refusals.append(Refusal(code="bad-moment", field="recorded_at", values={"value": given}))
        return None


_CODES: Final = {
    "missing": "missing-field",
    "string_type": "not-text",
    "bool_type": "not-true-or-false",
    "date_type": "not-a-day",
    "date_parsing": "not-a-day",
    "date_from_datetime_parsing": "not-a-day",
    "date_from_datetime_inexact": "not-a-day",
    "finite_number": "not-a-number",
    "greater_than": "number-out-of-range",
    "greater_than_equal": "number-out-of-range",
    "less_than": "number-out-of-range",
    "less_than_equal": "number-out-of-range",
    "decimal_max_digits": "number-out-of-range",
    "decimal_whole_digits": "number-out-of-range",
    "decimal_max_places": "too-many-decimals",
    "string_too_long": "text-too-long",
    "string_too_short": "empty-text",
    "string_unicode": "not-text",
    # The line was read as JSON before, where only the halves of characters are taken for whole ones.
    "json_invalid": "half-character",
    "school_year": "bad-school-year",
    "not_a_number": "not-a-number",
    "half_years": "half-years",
    "half_or_full": "half-or-full",
    "one_stream": "one-stream",
}
"""pydantic's types of error to ours; what is not here depends on the field."""

_BOUNDS: Final = {
    "greater_than": ">",
    "greater_than_equal": "≥",
    "less_than": "<",
    "decimal_max_digits": "<",
    "decimal_whole_digits": "<",
}

_NUL: Final = rb"\u0000"
_QUOTED: Final = re.compile(r"'([^']*)'")


def _nearest_code(kind: str, field: str, word: str, allowed: list[str]) -> str | None:
    """The code whose name, in whichever language, is most like the word; some code in any case."""
    near, _ = Codebook().nearest(kind, field, word)
    return near or nearest(word, allowed, always=True)


def _refusal(found: ErrorDetails, cls: type[Event], said: Mapping[str, Any]) -> Refusal:
    path = [str(part) for part in found["loc"] if part != "[key]"]
    field = path[0] if path else None
    kind = kind_of(cls)
    value = found["input"]
    if isinstance(value, Decimal):
        # A number is told as it was written.
        value = _given(said, found["loc"])
    values: dict[str, object] = {"field": field, "value": value, "kind": kind}
    context = found.get("ctx") or {}
    error = found["type"]
    code = _CODES.get(error)
    if error == "extra_forbidden":
        code = "unknown-field"
        offered = set(cls.model_fields) - LEDGER_FIELDS | BESIDE_THE_FIELDS
        values["nearest"] = nearest(field or "", offered)
    elif error in {"literal_error", "enum"}:
        code = "unknown-code"
        allowed = _QUOTED.findall(str(context.get("expected", "")))
        values["nearest"] = _nearest_code(kind, field or "", str(value), allowed)
        values["allowed"] = ", ".join(allowed)
    elif error == "string_pattern_mismatch":
        is_blank = context.get("pattern") == SAYS_SOMETHING
        code = "empty-text" if is_blank else _pattern_code(kind, field, str(value))
    elif code == "number-out-of-range":
        bound = next((context[k] for k in ("gt", "ge", "lt", "le") if k in context), None)
        if bound is None:
            # So many digits are told as the first number that has more.
            bound = 10 ** _whole_digits(cls, path[0])
        values["bound"] = f"{_BOUNDS.get(error, '≤')} {bound}"
    elif code == "too-many-decimals":
        values["places"] = context.get("decimal_places")
    elif code == "text-too-long":
        values["limit"] = context.get("max_length")
    if code is None:
        # Of its shapes pydantic speaks as a program does.
        of_shape = error.endswith("_type")
        code, values["reason"] = "bad-value", None if of_shape else found["msg"]
    if len(path) > 1:
        values["field"] = ".".join(path)
    return Refusal(code=code, field=field, values=values)


def _given(said: Mapping[str, Any], path: tuple[int | str, ...]) -> object:
    """The value at a path of what was said."""
    value: Any = said
    for part in path:
        value = value[part]
    return value


def _whole_digits(cls: type[Event], field: str) -> int:
    """How many digits a number may have before its point."""
    bounds = cls.model_fields[field].metadata
    most, places = (
        next((found for one in bounds if (found := getattr(one, name, None)) is not None), 0)
        for name in ("max_digits", "decimal_places")
    )
    return int(most) - int(places)


def _pattern_code(kind: str, field: str | None, value: str) -> str:
    if field == "ref" and value.startswith("~"):
        return "ref-reserved"
    if field is not None and is_open_list(kind, field):
        return "unknown-code"
    return "bad-digest" if field in {"digest", "evidence"} else "bad-identifier"
