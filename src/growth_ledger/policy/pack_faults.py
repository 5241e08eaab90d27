"""Every mistake in a pack's content, each with the path of keys and indexes that leads to it.

The shape is judged by pydantic; what it cannot see is judged here: whether every name that is used
is there, and whether every clause of the document has a fate.

Source: domain page, section 7; house style, section 6.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel, JsonValue, ValidationError

from growth_ledger.domain.codes import Vocabulary
from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.errors import nearest
from growth_ledger.policy.packs import (
    CLAUSES_JOINED_BY,
    ConditionModel,
    Label,
    PackModel,
    TitleHeld,
    vocabulary_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A mistake in a pack's content: what, and the path of keys and indexes that leads to it.

    `of_key` says that the last key itself is the mistake, and not what stands behind it.
    """

    code: str
    path: tuple[str | int, ...]
    values: Mapping[str, Any]
    of_key: bool = False


def faults(content: JsonValue) -> list[Fault]:
    """Every mistake in a pack's content; empty for one that holds together.

    Beyond the shape: names that are used are there, and every number of the document has a fate.
    """
    try:
        model = PackModel.model_validate(content)
    except ValidationError as error:
        return shape_faults(error, PackModel)
    return list(_loose_ends(model))


def shape_faults(error: ValidationError, shape: type[BaseModel]) -> list[Fault]:
    """What pydantic found, as faults; `values` has its message and, for a typo, the nearest word.

    Args:
        error: Raised in validating against `shape`.
        shape: The model of the whole content, by which the known keys are found.
    """
    return [
        _shape_fault(found, shape)
        for found in error.errors(include_url=False)
        # A list of which every item is faulty is too short to pydantic; its items were named.
        if not (found["type"] == "too_short" and found["input"])
    ]


_SHAPE_CODES: Final = MappingProxyType(
    {
        "extra_forbidden": "pack-unknown-key",
        "missing": "pack-missing-key",
        "literal_error": "pack-unknown-word",
        "too_short": "pack-empty-list",
        "greater_than": "pack-out-of-bounds",
        "greater_than_equal": "pack-out-of-bounds",
        "string_pattern_mismatch": "pack-malformed",
        "string_too_short": "pack-no-text",
        "string_too_long": "pack-malformed",
        **dict.fromkeys(("date_from_datetime_parsing", "date_parsing", "date_type"), "pack-no-day"),
        **dict.fromkeys(
            (
                *("decimal_parsing", "decimal_type", "finite_number"),
                *("int_parsing", "int_type", "int_from_float"),
            ),
            "pack-no-number",
        ),
        **dict.fromkeys(("bool_parsing", "bool_type"), "pack-no-truth"),
        **dict.fromkeys(("tuple_type", "list_type"), "pack-no-list"),
        "string_type": "pack-no-text",
        "no_length": "pack-no-length",
        "one_condition": "pack-one-condition",
        "ladder_or_titles": "pack-ladder-or-titles",
        "ever_or_in_year_of": "pack-ever-or-in-year-of",
        "otherwise_last": "pack-otherwise-last",
        "fate_without_projection": "pack-fate-without-projection",
        "fate_without_kind": "pack-fate-without-kind",
    }
)
"""Pydantic's name of an error to ours; every other one is about the type of a value."""


def _shape_fault(found: Any, shape: type[BaseModel]) -> Fault:  # noqa: ANN401 - pydantic's ErrorDetails is imported for types only, and its keys are optional.
    # Pydantic marks a mistake in a key by a last step that is none of the pack's.
    path = tuple(key for key in found["loc"] if key != "[key]")
    values: dict[str, Any] = {"message": found["msg"]}
    code = _SHAPE_CODES.get(found["type"], "pack-wrong-type")
    if found.get("ctx", {}).get("class_name") == Label.__name__:
        code = "pack-no-label"
    if code == "pack-unknown-key":
        known = _keys_at(shape, path[:-1])
        values |= {"name": path[-1], "nearest": nearest(str(path[-1]), known), "known": known}
    elif code == "pack-missing-key":
        values |= {"name": path[-1]}
    else:
        value = found.get("input")
        values |= {"value": value if isinstance(value, str | int) else None}
        known = re.findall(r"'([^']*)'", found.get("ctx", {}).get("expected", ""))
        if code == "pack-unknown-word":
            values |= {"nearest": nearest(str(value), known), "known": known}
    of_key = code == "pack-unknown-key" or path != found["loc"]
    return Fault(code=code, path=path, values=values, of_key=of_key)


def _keys_at(shape: Any, path: tuple[str | int, ...]) -> list[str]:  # noqa: ANN401 - any annotation of a field.
    """The keys that may be written at a path: the fields of the model that is found there."""
    options = _unwrapped(shape)
    for step in path:
        options = [
            one
            for option in options
            for inner in _inside(option, step)
            for one in _unwrapped(inner)
        ]
    return [
        info.alias or name
        for option in options
        if isinstance(option, type) and issubclass(option, BaseModel)
        for name, info in option.model_fields.items()
    ]


def _unwrapped(annotation: Any) -> list[Any]:  # noqa: ANN401 - as above.
    """The models and containers inside an optional or annotated type."""
    if get_origin(annotation) in {None, tuple, dict, Literal}:
        return [annotation]
    return [one for inner in get_args(annotation) for one in _unwrapped(inner)]


def _inside(annotation: Any, step: str | int) -> list[Any]:  # noqa: ANN401 - as above.
    """What may stand in a model or container under a key or index."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [
            info.annotation
            for name, info in annotation.model_fields.items()
            if step == (info.alias or name)
        ]
    inner = get_args(annotation)
    if get_origin(annotation) is tuple:
        return [inner[0]]
    return [inner[1]] if get_origin(annotation) is dict else []


_GREATEST: Final = 100_000
"""No number of a rule is greater: what is added up of greater ones might be no number any more."""


def _too_great(value: object, path: tuple[str | int, ...]) -> Iterator[Fault]:
    if isinstance(value, int | Decimal) and value > _GREATEST:
        yield Fault(
            code="pack-too-great", path=path, values={"value": value, "greatest": _GREATEST}
        )


def _loose_ends(model: PackModel) -> Iterator[Fault]:
    if not model.projections and not model.cohort_tiers:
        yield Fault(code="pack-empty", path=("projections",), values={})
    if model.first_day and model.last_day and model.last_day < model.first_day:
        yield Fault(
            code="pack-span-reversed",
            path=("last_day",),
            values={"first": model.first_day, "last": model.last_day},
        )
    yield from _clause_faults(model)
    for role, weight in model.tenure.items():
        yield from _too_great(weight, ("tenure", role))
    known = _Names.of(model)
    for ladder_name, ladder in model.ladders.items():
        top: tuple[str, ...] = ("ladders", ladder_name, "titles")
        yield from _unknown(known.titles, ladder.titles, top, code="pack-unknown-title")
    for name, projection in model.projections.items():
        top = ("projections", name)
        if name in model.cohort_tiers:
            yield Fault(code="pack-name-twice", path=top, values={"name": name}, of_key=True)
        yield from _cited(known, projection.clause, top)
        seen: set[str] = set()
        for index, outcome in enumerate(projection.outcomes):
            path = (*top, "outcomes", index)
            if outcome.outcome in seen:
                yield Fault(
                    code="pack-outcome-twice",
                    path=(*path, "outcome"),
                    values={"name": outcome.outcome},
                )
            seen.add(outcome.outcome)
            yield from _cited(known, outcome.clause, path)
            if outcome.when is not None:
                yield from _condition_faults(known, outcome.when, (*path, "when"))
    in_cohort = replace(known, in_cohort=True)
    for name, tier in model.cohort_tiers.items():
        top = ("cohort_tiers", name)
        yield from _cited(known, tier.clause, top)
        for name_of_bound, bound in tier.team:
            yield from _too_great(bound, (*top, "team", name_of_bound))
        yield from _condition_faults(known, tier.member_may_move_in, (*top, "member_may_move_in"))
        for key in ("member_must_move_out", "lead_must_move_out"):
            for index, reason in enumerate(getattr(tier, key)):
                path = (*top, key, index)
                yield from _cited(known, reason.clause, path)
                yield from _condition_faults(in_cohort, reason.when, (*path, "when"))


def _clause_faults(model: PackModel) -> Iterator[Fault]:
    """A clause without a fate or with two, and a fate that names what is not there."""
    judged = {*model.projections, *model.cohort_tiers}
    fates: set[str] = set()
    computing: set[str] = set()
    for index, clause in enumerate(model.clauses):
        path = ("clauses", index)
        if clause.clause in fates:
            yield Fault(
                code="pack-clause-twice", path=(*path, "clause"), values={"clause": clause.clause}
            )
        fates.add(clause.clause)
        computing.update(clause.projections)
        yield from _unknown(
            judged, clause.projections, (*path, "projections"), code="pack-unknown-projection"
        )
        yield from _unknown(EVENT_CLASSES, clause.kinds, (*path, "kinds"), code="pack-unknown-kind")
    numbered: set[str] = set()
    for index, section in enumerate(model.sections):
        for place, number in enumerate(section.numbers):
            numbered.add(section.section + number)
            if section.section + number not in fates:
                yield Fault(
                    code="pack-clause-without-fate",
                    path=("sections", index, "numbers", place),
                    values={"clause": section.section + number},
                )
    for index, clause in enumerate(model.clauses):
        if clause.clause not in numbered:
            yield Fault(
                code="pack-clause-without-section",
                path=("clauses", index, "clause"),
                values={"clause": clause.clause, "nearest": nearest(clause.clause, numbered)},
            )
    for key in ("projections", "cohort_tiers"):
        for name in getattr(model, key):
            if name not in computing:
                yield Fault(
                    code="pack-in-no-clause", path=(key, name), values={"name": name}, of_key=True
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What a pack's conditions and citations may name; `in_cohort`: judged as a participant."""

    clauses: frozenset[str]
    ladders: Mapping[str, tuple[str, ...]]
    awards: frozenset[str]
    titles: frozenset[str]
    allowances: frozenset[str]
    tiers: frozenset[str]
    in_cohort: bool = False

    @classmethod
    def of(cls, model: PackModel) -> _Names:
        known = Vocabulary().joined(vocabulary_of(model))
        return cls(
            clauses=frozenset(clause.clause for clause in model.clauses),
            ladders={name: ladder.titles for name, ladder in model.ladders.items()},
            awards=known.awards,
            titles=known.titles,
            allowances=known.allowances,
            tiers=known.tiers,
        )


def _unknown(
    known: Iterable[str], names: tuple[str, ...], path: tuple[str | int, ...], *, code: str
) -> Iterator[Fault]:
    for index, name in enumerate(names):
        if name not in known:
            yield Fault(
                code=code,
                path=(*path, index),
                values={"name": name, "nearest": nearest(name, known)},
            )


def _cited(known: _Names, clause: str | None, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """A citation of a clause that has no fate; several are joined by `、`."""
    for one in clause.split(CLAUSES_JOINED_BY) if clause else ():
        if one not in known.clauses:
            yield Fault(
                code="pack-unknown-clause",
                path=(*path, "clause"),
                values={"name": one, "nearest": nearest(one, known.clauses)},
            )


def _condition_faults(
    known: _Names, written: ConditionModel, path: tuple[str | int, ...]
) -> Iterator[Fault]:
    (field,) = written.model_fields_set
    key = ConditionModel.model_fields[field].alias or field
    inner = getattr(written, field)
    here = (*path, key)
    if isinstance(inner, ConditionModel):
        yield from _condition_faults(known, inner, here)
        return
    if isinstance(inner, tuple):
        for index, part in enumerate(inner):
            yield from _condition_faults(known, part, (*here, index))
        return
    yield from _cited(known, inner.clause, here)
    for name in inner.model_fields_set:
        yield from _too_great(getattr(inner, name), (*here, name))
    for name, codes_known in (
        ("awards", known.awards),
        ("titles", known.titles),
        ("allowances", known.allowances),
        ("tiers", known.tiers),
    ):
        used = getattr(inner, name, ())
        yield from _unknown(
            codes_known, used, (*here, name), code=f"pack-unknown-{name.removesuffix('s')}"
        )
    if written.title is not None and written.title.ladder is not None:
        yield from _ladder_faults(known, written.title, here)
    since_joining = written.appraisal is not None and written.appraisal.since_joining
    if (since_joining or written.outside_cohort_district is not None) and not known.in_cohort:
        yield Fault(code="pack-cohort-only", path=here, values={"name": key})


def _ladder_faults(known: _Names, held: TitleHeld, path: tuple[str | int, ...]) -> Iterator[Fault]:
    assert held.ladder is not None
    steps = known.ladders.get(held.ladder)
    if steps is None:
        yield Fault(
            code="pack-unknown-ladder",
            path=(*path, "ladder"),
            values={"name": held.ladder, "nearest": nearest(held.ladder, known.ladders)},
        )
    elif held.at_least is not None and held.at_least not in steps:
        yield Fault(
            code="pack-not-on-ladder",
            path=(*path, "at_least"),
            values={
                "name": held.at_least,
                "ladder": held.ladder,
                "nearest": nearest(held.at_least, steps),
            },
        )
