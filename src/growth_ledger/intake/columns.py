"""Sheets and columns by their names: the kind that a sheet is of, the field that a header stands for.

Both are found by key or by label, in either language, whatever the spaces, dashes and widths.

Source: interface page, section 2.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, get_args

from growth_ledger.domain.codes import Dimension
from growth_ledger.domain.events import (
    CALLER_KINDS,
    EVENT_CLASSES,
    STREAM_PREFIX,
    Event,
    TeacherEvent,
    Voided,
)
from growth_ledger.errors import nearest
from growth_ledger.intake.codebook import LANGS, folded
from growth_ledger.intake.fields import fields_of_kind
from growth_ledger.wording import Lang, field_label, has, kind_label, label_of_code, text

ORIGIN: Final = "origin"
"""Column of a workbook of refused rows: where each row stood first."""
REASON: Final = "refused because"
"""Column of a workbook of refused rows: why."""
STATED_NAME: Final = "stated name"
"""Column of a teacher's name in a kind that has none: it must agree with the number."""
PASSED_OVER: Final = "passed over"
"""Column that says nothing about the event, such as a running number."""

BESIDE: Final = frozenset({ORIGIN, REASON, STATED_NAME, PASSED_OVER})
"""Columns that are no fields."""

_DIMENSIONS: Final[tuple[str, ...]] = get_args(Dimension)
_LAST: Final = ("ref", "basis", "note", "corrects")
_NOT_IN_A_TEMPLATE: Final = frozenset({"evidence", "content", "digest", "event_id"})
_MARKS: Final = re.compile(r"[*＊]|[(（](?:必填|选填|required|optional)[)）]", re.IGNORECASE)
_UNNAMED: Final = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
"""What Excel, WPS and LibreOffice call a sheet that nobody has named."""
_COPY: Final = re.compile(r"\s*[(（]\d+[)）]$")
_WORDS: Final = re.compile(r"[\s_\-—.]+")
_ALSO_HEADED: Final = {
    "teacher": ("工号", "教工号", "教职工号", "staff number"),
    "first_day": ("开始时间", "起始日期", "起始时间", "起始日"),
    "last_day": ("结束时间", "截止日期", "截止时间", "终止日期", "截止日"),
    "effective_on": ("生效时间", "生效日"),
}
"""What else people, and the program's own tables, write above a column."""
_ASKED_ABOUT: Final = {"credit": ("年限",), "tier": ("层级", "团队层级")}
"""What people write above a column, too loose to be read so; they are asked whether it is that one."""
_RUNNING_NUMBERS: Final = ("序号", "#", "No.", "No", "序")


def kind_named(name: str, *, among: tuple[str, ...] = CALLER_KINDS) -> str | None:
    """The kind, among those, that has the name for its code or a label; None where none has."""
    return _kinds_by_name(among).get(folded(_COPY.sub("", name)))


def kind_of_sheet(name: str | None, *, file: str) -> str | None:
    """The kind of every row of a sheet; None where neither its name nor the file's says one.

    Args:
        name: The sheet's; None for a file that is one sheet.
        file: Name of its file, without the ending: it counts where nobody has named the sheet.
    """
    if name is None:
        return _kind_of_file(file)
    return kind_named(name) or (_kind_of_file(file) if _UNNAMED.fullmatch(name) else None)


def _kind_of_file(stem: str) -> str | None:
    """The kind that a file's name says: the whole of it, or its last words."""
    words = _WORDS.split(_COPY.sub("", stem))
    for first in range(len(words)):
        kind = kind_named(" ".join(words[first:]))
        if kind is not None:
            return kind
    return None


def nearest_kind(name: str, *, among: tuple[str, ...] = CALLER_KINDS) -> str | None:
    """The kind, among those, whose code or label is most like the name."""
    known = _kinds_by_name(among)
    near = nearest(folded(name), known)
    return None if near is None else known[near]


def field_named(kind: str, header: str) -> str | None:
    """The field, or the column beside the fields, that a header stands for; None where none."""
    return _headers(kind).get(folded(_MARKS.sub("", header)))


def nearest_header(
    kind: str, header: str, lang: Lang, *, taken: Collection[str | None] = ()
) -> str | None:
    """The header that is most like this one, as the language writes it.

    Args:
        kind: The kind of the sheet.
        header: As it is written there.
        lang: The language.
        taken: The columns that the sheet has already: it cannot be one of these.
    """
    left_out = {PASSED_OVER, "recorded_at", *taken}
    columns = {name: one for name, one in _headers(kind).items() if one not in left_out}
    for column in _ASKED_ABOUT.keys() & columns.values():
        columns |= dict.fromkeys(_ASKED_ABOUT[column], column)
    near = nearest(folded(header), columns)
    return None if near is None else label_of_column(kind, columns[near], lang)


def label_of_column(kind: str, column: str, lang: Lang) -> str:
    """The header of a column; its own name for one that no event has."""
    if column == STATED_NAME:
        return field_label("file-opened", "name", lang)
    if column in {ORIGIN, REASON}:
        return text(f"desk.header.{'origin' if column == ORIGIN else 'reason'}", lang)
    whole, _, dimension = column.partition(".")
    if whole == "scores" and dimension in _DIMENSIONS:
        label = label_of_code("dimension", dimension, lang)
        return text("desk.header.score", lang, dimension=label)
    return field_label(kind, column, lang) if has(f"field.{column}") else column


def columns_of(kind: str) -> list[str]:
    """The columns of a kind's sheet in a template, in their order."""
    cls = EVENT_CLASSES[kind]
    fields = [name for name in fields_of_kind(kind) if name not in _NOT_IN_A_TEMPLATE]
    streams = list(STREAM_PREFIX) if issubclass(cls, Voided) else [cls.stream_field]
    named = [STATED_NAME] if _states_a_name(cls) else []
    own = [name for name in fields if name not in {*streams, *_LAST}]
    if "basis" in cls.model_fields and cls.model_fields["basis"].is_required():
        own.append("basis")
    last = [name for name in _LAST if name not in own]
    return [*streams, *named, *_with_scores(own), *last]


def stream_columns(kind: str) -> Sequence[str]:
    """The columns that say whose stream a row belongs to."""
    cls = EVENT_CLASSES[kind]
    return tuple(STREAM_PREFIX) if issubclass(cls, Voided) else (cls.stream_field,)


def _with_scores(fields: Sequence[str]) -> Iterator[str]:
    for name in fields:
        if name == "scores":
            yield from (f"scores.{dimension}" for dimension in _DIMENSIONS)
        else:
            yield name


def _states_a_name(cls: type[Event]) -> bool:
    return "name" not in cls.model_fields and issubclass(cls, TeacherEvent | Voided)


@cache
def _kinds_by_name(kinds: tuple[str, ...]) -> Mapping[str, str]:
    """Each of the kinds by its code and its labels, folded."""
    return {
        folded(name): kind
        for kind in kinds
        for name in (kind, *(kind_label(kind, lang) for lang in LANGS))
    }


@lru_cache(maxsize=64)
def _headers(kind: str) -> dict[str, str]:
    cls = EVENT_CLASSES[kind]
    columns = [*_with_scores(list(fields_of_kind(kind))), "event_id", "recorded_at"]
    if _states_a_name(cls):
        columns.append(STATED_NAME)
    found = {folded(name): PASSED_OVER for name in _RUNNING_NUMBERS}
    for column in (*columns, ORIGIN, REASON):
        key = "name" if column == STATED_NAME else column
        labels = (label_of_column(kind, column, lang) for lang in LANGS)
        for name in (key, *labels, *_ALSO_HEADED.get(column, ())):
            found[folded(name)] = column
    return found
