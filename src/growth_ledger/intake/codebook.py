"""Codes by what a cell may hold: the code itself, or its label in either language.

Closed lists and the core of the open ones are in `wording`; packs add their own codes with their own
labels, which are read only when a cell holds what the core does not have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, get_args

from growth_ledger.domain.codes import CORE_ALLOWANCES, CORE_AWARDS
from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.errors import nearest
from growth_ledger.intake.fields import field_choices, holds
from growth_ledger.wording import Lang, also_written, label_of_value

if TYPE_CHECKING:
    from growth_ledger.policy.packs import Pack

LANGS: Final[tuple[Lang, ...]] = get_args(Lang)
_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BETWEEN: Final = re.compile(r"[\s_\-*·]+")
_OPEN: Final = frozenset({"award", "allowance", "tier", "policy"})
"""Fields of open lists; a `title` is a code only where one is conferred, and elsewhere any text."""
_CORE: Final[Mapping[str, tuple[str, ...]]] = {"award": CORE_AWARDS, "allowance": CORE_ALLOWANCES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A code with its labels."""

    code: str
    en: str
    zh: str

    def label(self, lang: Lang) -> str:
        """The label in a language."""
        return self.zh if lang == "zh" else self.en


def folded(text: str) -> str:
    """What two ways of writing one label have in common: no spaces, dashes, case or width."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def is_open_list(kind: str, field: str) -> bool:
    """Whether the field holds a code of a list to which packs add."""
    return field in _OPEN or (kind, field) == ("title-conferred", "title")


class Codebook:
    """The codes of every field, by code and by label."""

    def __init__(self, packs: Callable[[], Iterable[Pack]] = tuple) -> None:
        """Packs are asked for once, when a code is looked for that the core does not have."""
        self._packs = packs
        self._tables: dict[tuple[str, str, bool], dict[str, tuple[str, ...]]] = {}

    def codes(self, kind: str, field: str, text: str) -> tuple[str, ...]:
        """The codes that the text may say; for an open list, also a code that no list has.

        They are several where packs call different things by one name. What is written like a code
        of an open list is left to the ledger, which knows the packs that were adopted.
        """
        key = folded(text)
        found = self._table(kind, field, own=False).get(key, ())
        if found or self._is_closed(kind, field):
            return found
        if _CODE.fullmatch(text):
            return (text,)
        return self._table(kind, field, own=True).get(key, ())

    def nearest(self, kind: str, field: str, text: str) -> tuple[str | None, str]:
        """The code whose name is most like the text, and all codes of a closed list."""
        table = self._table(kind, field, own=not self._is_closed(kind, field))
        near = nearest(folded(text), table)
        allowed = field_choices(EVENT_CLASSES[kind], field)
        return None if near is None else table[near][0], ", ".join(allowed)

    def listed(self, kind: str, field: str) -> list[Coded]:
        """The codes that a drop-down list offers, in their order; empty for what is no list."""
        return list({one.code: one for one in self._everything(kind, field)}.values())

    def _everything(self, kind: str, field: str) -> list[Coded]:
        """As `listed`, with each name that a pack gives a code."""
        if holds(EVENT_CLASSES[kind], field, bool):
            return [_labelled(kind, field, code) for code in ("true", "false")]
        own = self._own.get(field, ()) if is_open_list(kind, field) else ()
        return [*_of_the_core(kind, field), *own]

    def _is_closed(self, kind: str, field: str) -> bool:
        return bool(field_choices(EVENT_CLASSES[kind], field))

    def _table(self, kind: str, field: str, *, own: bool) -> dict[str, tuple[str, ...]]:
        table = self._tables.get((kind, field, own))
        if table is None:
            listed = self._everything(kind, field) if own else _of_the_core(kind, field)
            meant: dict[str, dict[str, None]] = {}
            for one in listed:
                also = also_written(kind, field, one.code)
                for name in (one.zh, one.en, one.code, *also):
                    meant.setdefault(folded(name), {})[one.code] = None
            table = {name: tuple(codes) for name, codes in meant.items()}
            self._tables[kind, field, own] = table
        return table

    @cached_property
    def _own(self) -> dict[str, list[Coded]]:
        """What the packs add, by the field that holds it."""
        found: dict[str, list[Coded]] = {}
        for pack in self._packs():
            model = pack.model
            lists = {
                "award": model.vocabulary.awards,
                "title": model.vocabulary.titles,
                "allowance": model.vocabulary.allowances,
                "tier": {code: tier.label for code, tier in model.cohort_tiers.items()},
                "policy": {pack.policy: model.label},
            }
            for field, labels in lists.items():
                found.setdefault(field, []).extend(
                    Coded(code=code, en=label.en, zh=label.zh) for code, label in labels.items()
                )
        return found


def _of_the_core(kind: str, field: str) -> list[Coded]:
    codes = field_choices(EVENT_CLASSES[kind], field) or _CORE.get(field, ())
    return [_labelled(kind, field, code) for code in codes]


def _labelled(kind: str, field: str, code: str) -> Coded:
    en, zh = (label_of_value(kind, field, code, lang) or code for lang in LANGS)
    return Coded(code=code, en=en, zh=zh)
