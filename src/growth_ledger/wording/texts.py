"""The one look-up: a key and a language to a text, with its placeholders filled.

A table is `key: (English, Chinese)`, so neither language can be missing. A key that is not there is
a mistake of ours, and a KeyError; so is a placeholder without a value. `{name}` in a text is a value as
it is; `{name:row|rows}` is a number with what is counted, one or several.
"""

from __future__ import annotations

from string import Formatter
from typing import Final, Literal, TypeAlias

from growth_ledger.wording.answers import ANSWERS
from growth_ledger.wording.codes import ALSO_WRITTEN, CODE_LISTS, CODES
from growth_ledger.wording.conditions import CONDITIONS
from growth_ledger.wording.desk import DESK
from growth_ledger.wording.errors import ERRORS
from growth_ledger.wording.events import FIELDS, KINDS
from growth_ledger.wording.papers import PAPERS
from growth_ledger.wording.proofs import PROOFS
from growth_ledger.wording.screens import SCREENS
from growth_ledger.wording.signs import SIGNS

Lang: TypeAlias = Literal["en", "zh"]

TABLES: Final = (
    SCREENS,
    KINDS,
    FIELDS,
    CODES,
    CONDITIONS,
    ANSWERS,
    ERRORS,
    PAPERS,
    PROOFS,
    DESK,
    SIGNS,
)

_TEXTS: Final[dict[str, tuple[str, str]]] = {}
for _table in TABLES:
    _TEXTS.update(_table)


def text(key: str, lang: Lang, /, **values: object) -> str:
    """The text of a key, filled with the values.

    Raises:
        KeyError: There is no such key, or a placeholder was given no value: a mistake of ours.
    """
    found = _TEXTS[key][lang == "zh"]
    if "|" in found:
        return _COUNTING.vformat(found, (), values)
    return found.format_map(values) if "{" in found else found


class _Counting(Formatter):
    """Puts the word for one or for several behind a number; several times slower than `format_map`."""

    def format_field(self, value: object, format_spec: str) -> str:
        """The value, and of `one|several` the word that fits it."""
        one, bar, several = format_spec.partition("|")
        if not bar:
            return str(value)
        return f"{value} {one if str(value) == '1' else several}"


_COUNTING: Final = _Counting()


def in_each_language(key: str) -> tuple[str, str]:
    """The text of a key as people may have written it, whatever the language of the run."""
    return _TEXTS[key]


def placeholders(key: str, lang: Lang) -> frozenset[str]:
    """The names of the values that the text of a key shows."""
    found = _TEXTS[key][lang == "zh"]
    return frozenset(name for _, name, _, _ in Formatter().parse(found) if name)


def has(key: str) -> bool:
    """Whether the key has a text."""
    return key in _TEXTS


def kind_label(kind: str, lang: Lang) -> str:
    """What a kind of event is called: the name of its sheet in a workbook, too."""
    return text(f"kind.{kind}", lang)


def kind_help(kind: str, lang: Lang) -> str:
    """What an event of the kind says, in a sentence."""
    return text(f"kind_help.{kind}", lang)


def field_label(kind: str, field: str, lang: Lang) -> str:
    """What a field is called: the header of its column in a workbook, too."""
    return text(_of_kind("field", kind, field), lang)


def field_help(kind: str, field: str, lang: Lang) -> str:
    """What to write into a field, in a sentence: unit, bounds, which day counts."""
    return text(_of_kind("field_help", kind, field), lang)


def condition_label(name: str, lang: Lang) -> str:
    """What a condition is called, by the key under which packs write it."""
    return text(f"condition.{name}", lang)


def label_of_code(list_name: str, code: str, lang: Lang) -> str:
    """What a code of a list is called; the lists are named as in `CODES`.

    Raises:
        KeyError: The code is not one of the core: a pack's own codes have their labels there.
    """
    return text(f"code.{list_name}.{code}", lang)


def label_of_value(kind: str | None, field: str, code: str, lang: Lang) -> str | None:
    """What the code found in a field is called; None where wording has no label for it.

    Without a kind, the first list that has the code decides among those the field may draw on.
    """
    narrowed = CODE_LISTS.get(f"{kind}.{field}")
    for list_name in narrowed or CODE_LISTS.get(field, ()):
        if has(f"code.{list_name}.{code}"):
            return label_of_code(list_name, code, lang)
    return None


def also_written(kind: str, field: str, code: str) -> tuple[str, ...]:
    """What else people write for the code by hand, in either language."""
    lists = CODE_LISTS.get(f"{kind}.{field}") or CODE_LISTS.get(field, ())
    return tuple(name for one in lists for name in ALSO_WRITTEN.get(f"code.{one}.{code}", ()))


def _of_kind(prefix: str, kind: str, field: str) -> str:
    """The key for the field in this kind, where it has one of its own."""
    own = f"{prefix}.{kind}.{field}"
    return own if own in _TEXTS else f"{prefix}.{field}"
