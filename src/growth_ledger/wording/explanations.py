"""What was found and what was needed for a condition, as a phrase: "tenure 12 years, needs 15 years".

The values are those of a node of an explanation, as JSON has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from growth_ledger.domain.days import length_in
from growth_ledger.wording.texts import Lang, has, label_of_code, text

NO_LABELS: Final[Mapping[str, str]] = MappingProxyType({})

_LISTS: Final = {
    "roles": "role",
    "while_in": "role",
    "programmes": "programme",
    "scopes": "appraisal-scope",
    "in_year_of": "appraisal-scope",
    "latest_in": "appraisal-result",
    "result": "appraisal-result",
    "grounds": "veto-ground",
    "exception.grounds": "exception-ground",
    "contributions": "contribution",
    "awards": "award",
    "allowances": "allowance",
    "certificate": "certificate",
    "grades": "certificate-grade",
    "grade_at_least": "award-grade",
    "certificate.grade_at_least": "certificate-grade",
    "level": "level",
    "level_at_least": "level",
    "despite_leave": "leave-reason",
    "on_leave": "leave-reason",
}
"""The list of codes that a parameter, or `CONDITION.PARAMETER`, takes its values from."""

_ALTERNATIVES: Final = frozenset({"roles", "programmes", "latest_in", "contributions", "titles"})
"""Parameters of which any one value is enough."""

_OPTIONAL: Final = (
    "minus_leave",
    "awards",
    "level",
    "level_at_least",
    "grade_at_least",
    "within",
    "while_in",
    "despite_leave",
    "since_joining",
    "ever",
    "in_year_of",
    "with_mentor",
    "tiers",
)
"""In the order in which they are said."""

_YES_OR_NO: Final = frozenset({"in_service", "re_evaluation_due", "exception", "paid", "reserve"})
"""Conditions of which what was found is only whether they hold."""

_UNSAID_DEFAULTS: Final = {"count_at_least": 1}


def condition_sentence(
    name: str,
    lang: Lang,
    *,
    found: Mapping[str, object],
    needed: Mapping[str, object],
    holds: bool,
    labels: Mapping[str, str] = NO_LABELS,
) -> str:
    """What was found for a condition, and what it needs; its label for a combination.

    Args:
        name: The key under which a pack writes the condition, or `otherwise`.
        lang: The language.
        found: As the explanation has it.
        needed: As the explanation has it: the parameters that are given.
        holds: Whether the condition holds.
        labels: What a pack calls its own codes (titles, ladders, awards, tiers), in this language.
    """
    if not has(f"found.{name}"):
        return text(f"condition.{name}", lang)
    said = _Said(name, lang, labels)
    parts = [said.found(found, holds=holds), *said.needs(needed, holds=holds)]
    return text("joint.part", lang).join(parts)


def duration_text(duration: str, lang: Lang) -> str:
    """A duration as packs write it, such as `5 years` or `1 day`."""
    count, unit = length_in(duration)
    return _counted(count, unit, lang)


def years_text(years: object, lang: Lang) -> str:
    """A number of years, such as `12.5`."""
    return _counted(years, "years", lang)


def length_text(*, months: int, days: int, lang: Lang) -> str:
    """A length of service in years, months and days; what is 0 is left out."""
    years, months = divmod(months, 12)
    counts = {"years": years, "months": months, "days": days}
    said = [_counted(count, unit, lang) for unit, count in counts.items() if count]
    return text("joint.blank", lang).join(said) or _counted(0, "days", lang)


class _Said:
    """One condition's values in one language."""

    def __init__(self, name: str, lang: Lang, labels: Mapping[str, str]) -> None:
        self._name = name
        self._lang = lang
        self._labels = labels

    def found(self, found: Mapping[str, object], *, holds: bool) -> str:
        """The phrase for what was found, or for having found nothing."""
        key = f"found.{self._name}"
        values = {one: self._value(one, value) for one, value in found.items()}
        if self._name == "service":
            return text(key, self._lang, length=self._length(found))
        if self._name == "in_post" and not found.get("roles"):
            if found.get("in_service") is False:
                key += ".in_service"
            elif found.get("on_leave"):
                key += ".on_leave"
            else:
                key += ".none"
        elif "school_year" in found:
            key += ".school_year"
        elif has(f"{key}.none"):
            is_there = holds if self._name in _YES_OR_NO else any(found.values())
            key += "" if is_there else ".none"
        return text(key, self._lang, **values)

    def needs(self, needed: Mapping[str, object], *, holds: bool) -> Iterable[str]:
        """The base phrase, and one for each optional parameter that it does not say itself."""
        key = f"needs.{self._name}"
        given = {**_UNSAID_DEFAULTS, **needed}
        values = {one: self._value(one, value) for one, value in given.items()}
        if self._name == "title":
            key += next(f".{one}" for one in ("at_least", "ladder", "titles") if needed.get(one))
        elif self._name == "service" and needed.get("roles") == ["employment"]:
            key += ".employment"
        # Who is in service is what it needs.
        if has(key) and not (self._name == "in_service" and holds):
            yield text(key, self._lang, **values)
        if self._name == "re_evaluation_due" and needed.get("grounds"):
            yield text("with.re_evaluation_grounds", self._lang, **values)
        said_already = {"grade_at_least"} if self._name == "certificate" else set()
        for parameter in _OPTIONAL:
            if needed.get(parameter) and parameter not in said_already:
                yield text(f"with.{parameter}", self._lang, **values)

    def _length(self, found: Mapping[str, object]) -> str:
        days = int(str(found["days"]))
        if "months" not in found:
            return _counted(days, "days", self._lang)
        return length_text(months=int(str(found["months"])), days=days, lang=self._lang)

    def _value(self, parameter: str, value: object) -> object:
        if isinstance(value, list | tuple):
            joint = "joint.or" if parameter in _ALTERNATIVES else "joint.list"
            labels = [self._label(parameter, str(code)) for code in value]
            return text(joint, self._lang).join(labels)
        if parameter == "years" or (
            parameter == "at_least" and self._name in {"tenure", "credits"}
        ):
            return years_text(value, self._lang)
        return self._label(parameter, value) if isinstance(value, str) else value

    def _label(self, parameter: str, code: str) -> str:
        if parameter in {"within", "under"} or (parameter, self._name) == ("at_least", "service"):
            return duration_text(code, self._lang)
        list_name = _LISTS.get(f"{self._name}.{parameter}") or _LISTS.get(parameter)
        if list_name is not None and has(f"code.{list_name}.{code}"):
            label = label_of_code(list_name, code, self._lang)
            # English labels begin with a capital, and here they stand within a sentence.
            return label[0].lower() + label[1:] if self._lang == "en" else label
        return self._labels.get(code, code)


def _counted(count: object, unit: str, lang: Lang) -> str:
    return text(f"duration.{unit}", lang, count=count)
