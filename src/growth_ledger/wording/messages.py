"""An error, a refusal or a pack's fault in words: what, where, and how to mend it.

Values are shown as a reader writes them: days as ISO dates, codes with their label, and the nearest
known word as a question, where there is one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from growth_ledger.errors import LedgerError, PackFault, Place, Refusal
from growth_ledger.wording.texts import (
    Lang,
    field_label,
    has,
    kind_label,
    label_of_code,
    label_of_value,
    placeholders,
    text,
)

_LONGEST_SHOWN: Final = 80
_MOST_CALLED: Final = 8
_LONGEST_REASON: Final = 400
"""Of what a database or the operating system says: its end is the point of it."""
_PATHS: Final = frozenset({"path", "folder", "file"})
_NAME_KINDS: Final = frozenset({"kind", "wanted", "found", "opening"})
_NAME_FIELDS: Final = frozenset({"first_field", "differs"})
_LIST_WORDS: Final = frozenset({"allowed", "known", "differs"})
"""Values of several words, given as a list or as one text with commas."""

_OPERATORS: Final = {">": "above", "≥": "from", ">=": "from", "<": "below", "≤": "to", "<=": "to"}


class Message(NamedTuple):
    """What is shown of one mistake; `line` is all of it: `WHAT, WHERE: HOW TO MEND`."""

    what: str
    where: str
    hint: str
    line: str


def message(mistake: LedgerError | Refusal | PackFault, lang: Lang) -> Message:
    """The mistake in words.

    Raises:
        KeyError: The code has no words, or lacks a value that they show: a mistake of ours.
    """
    given = dict(mistake.values)
    if isinstance(mistake, Refusal):
        where = place_text(mistake.place, lang, column=mistake.column)
        given.setdefault("field", mistake.field)
        # A null in JSON where a value should be is shown as the caller wrote it.
        if given.get("value", "") is None:
            given["value"] = "null"
    elif isinstance(mistake, PackFault):
        where = _place_in_pack(mistake, lang)
    else:
        where = mistake.where
    what, hint = _words(mistake.code, given, lang)
    key = "message.line" if where else "message.line-without-where"
    line = text(key, lang, what=what, where=where, hint=hint)
    return Message(what, where, hint, line)


def _words(code: str, given: Mapping[str, object], lang: Lang) -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    shown = _Shown(given, lang)
    known = {name: said for name in given if (said := shown.value(name)) is not None}
    known["field"] = shown.field_or_value()
    example = f"example.{str(given.get('field')).partition('.')[0]}"
    if has(example):
        known["example"] = text(example, lang)
    empty = dict.fromkeys((name for name in given if given[name] == ""), shown.nothing)
    what = _filled(f"error.{code}", known, empty, lang)
    hint = _filled(f"hint.{code}", known, empty, lang)
    nearest = shown.nearest(code)
    if nearest is not None:
        hint = text("message.nearest", lang, nearest=nearest, hint=hint)
    return what, hint


def _filled(key: str, known: Mapping[str, str], empty: Mapping[str, str], lang: Lang) -> str:
    """The text of the key, in the form that fits what is known; what is empty is named as such."""
    if not placeholders(key, lang) <= known.keys() and has(f"{key}.bare"):
        key = f"{key}.bare"
    return text(key, lang, **{**empty, **known})


def place_text(place: Place, lang: Lang, *, column: str | None = None) -> str:
    """Where something stands: file, sheet, row and column, as far as they are known; or the option."""
    parts = []
    if place.file is not None:
        parts.append(place.file)
    if place.sheet is not None:
        parts.append(text("place.sheet", lang, sheet=place.sheet))
    if place.line is not None:
        key = "place.line" if place.sheet is None else "place.row"
        parts.append(text(key, lang, line=place.line))
    if column is not None:
        is_option = place.file is None
        parts.append(column if is_option else text("place.column", lang, column=column))
    return text("joint.part", lang).join(parts)


def _place_in_pack(fault: PackFault, lang: Lang) -> str:
    parts = [fault.file]
    if fault.line is not None:
        parts.append(text("place.line", lang, line=fault.line))
    if fault.column is not None:
        parts.append(text("place.column", lang, column=fault.column))
    if fault.path:
        parts.append(fault.path)
    return text("joint.part", lang).join(parts)


_SYSTEM_REASONS: Final = {
    os.strerror(getattr(errno, name)): f"system.{name}"
    for name in (
        *("EACCES", "EBUSY", "EDQUOT", "EEXIST", "EFBIG", "EIO", "EISDIR", "ELOOP", "EMFILE"),
        *("ENAMETOOLONG", "ENOENT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"),
    )
    if hasattr(errno, name)
}
"""What the system says of a file that cannot be had, and the key of our words for it."""


class _Shown:
    """The values of one mistake in one language."""

    def __init__(self, given: Mapping[str, object], lang: Lang) -> None:
        kind, field = given.get("kind"), given.get("field")
        self._given = given
        self._lang = lang
        self._kind = kind if isinstance(kind, str) else ""
        self._field = field if isinstance(field, str) else ""

    def value(self, name: str) -> str | None:
        """The value as text; None where it is not known, and a text without it is to be taken."""
        value = self._given[name]
        # What has no last day runs to the end of the calendar; the day of an event is one.
        if value is None or (value == date.max and name != "day"):
            return None
        # A ledger's format is known by its number.
        if name in _LIST_WORDS and not isinstance(value, int):
            return self._listed(name, value)
        if name == "called":
            return self._called(value)
        if name == "bound":
            return self._bound(str(value))
        if name in {"recorded", "value"} and "recorded" in self._given:
            # What was recorded and what is said now are both values of the field.
            return self._named(self._field, str(value))
        if name in {"value", "input"}:
            return _one_line(value) or self.nothing
        if name == "reason":
            known = _SYSTEM_REASONS.get(str(value))
            if known is not None:
                return text(known, self._lang)
            return _one_line(value, longest=_LONGEST_REASON) or None
        if name in _PATHS:
            # A path that is cut short cannot be followed.
            return str(value) or None
        if isinstance(value, str):
            return self._named(name, value) if value else None
        return _one_line(value)

    @property
    def nothing(self) -> str:
        """What stands for an empty value."""
        return text("message.nothing", self._lang)

    def field_or_value(self) -> str:
        """The field concerned, by its label and its name; a stand-in where none is known."""
        if not self._field:
            return text("message.field-unknown", self._lang)
        return self._field_name(self._field)

    def nearest(self, code: str) -> str | None:
        """The nearest known word with its label; None where none is near."""
        near = self._given.get("nearest")
        if not isinstance(near, str):
            return None
        if code in {"unknown-kind", "pack-unknown-kind"}:
            label = kind_label(near, self._lang)
        elif code == "unknown-field":
            label = self._label_of_field(near) or near
        else:
            label = label_of_value(self._kind, self._field, near, self._lang) or near
        return self._with_label(near, label)

    def _named(self, name: str, value: str) -> str:
        """A word as it is, and its label where it has one."""
        if name in _NAME_KINDS and has(f"kind.{value}"):
            return self._with_label(value, kind_label(value, self._lang))
        if name in _NAME_FIELDS:
            return self._field_name(value)
        label = label_of_value(self._kind, name, value, self._lang)
        return _one_line(value) if label is None else self._with_label(value, label)

    def _listed(self, name: str, value: object) -> str | None:
        words = value.split(", ") if isinstance(value, str) else _as_words(value)
        if name == "allowed":
            labels = [label_of_value(self._kind, self._field, w, self._lang) or w for w in words]
            words = [self._with_label(*pair) for pair in zip(words, labels, strict=True)]
        elif name in _NAME_FIELDS:
            words = [self._field_name(word) for word in words if word]
        return text("joint.list", self._lang).join(words) or None

    def _called(self, value: object) -> str | None:
        """Staff numbers, each with its school; of a name that half the city has, the first few."""
        pairs = value if isinstance(value, list) else []
        shown = [self._with_label(teacher, school or teacher) for teacher, school in pairs]
        if len(shown) > _MOST_CALLED:
            shown[_MOST_CALLED:] = ["…"]
        return text("joint.list", self._lang).join(shown) or None

    def _bound(self, bound: str) -> str | None:
        operator, _, limit = bound.partition(" ")
        if operator not in _OPERATORS or not limit:
            return None
        return text(f"bound.{_OPERATORS[operator]}", self._lang, limit=limit)

    def _field_name(self, field: str) -> str:
        label = self._label_of_field(field)
        if label is None:
            return text("message.field-without-label", self._lang, code=field)
        return text("message.field", self._lang, code=field, label=label)

    def _label_of_field(self, field: str) -> str | None:
        # `scores.ethics` is a part of `scores`, with a column of its own in a sheet.
        whole, _, part = field.partition(".")
        if has(f"code.dimension.{part}"):
            dimension = label_of_code("dimension", part, self._lang)
            return text("desk.header.score", self._lang, dimension=dimension)
        return field_label(self._kind, whole, self._lang) if has(f"field.{whole}") else None

    def _with_label(self, code: str, label: str) -> str:
        """The code and its label, unless the label says the same."""
        if code in {label, label.casefold().replace(" ", "-"), label.casefold().replace(" ", "_")}:
            return code
        return text("message.with-label", self._lang, code=code, label=label)


def _as_words(value: object) -> list[str]:
    return (
        [str(word) for word in value] if isinstance(value, list | tuple | set | frozenset) else []
    )


def _one_line(value: object, *, longest: int = _LONGEST_SHOWN) -> str:
    """The value on one line of bounded length, whatever the caller wrote."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bool):
        return str(value).lower()
    said = "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in str(value)
    )
    return said if len(said) <= longest else said[: longest - 1] + "…"
