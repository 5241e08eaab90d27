"""Every worked case of every shipped pack, and whether the cases would notice another rule."""

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue, ValidationError

from growth_ledger.intake.pack_folders import read_cases, read_pack, shipped_packs
from growth_ledger.policy.cases import CaseFile, ProjectionCases, results
from growth_ledger.policy.packs import Pack

SHIPPED = shipped_packs()
CASE_FILES = [
    pytest.param(folder, file.name, id=f"{policy}-{file.stem}")
    for policy, folder in SHIPPED.items()
    for file in sorted((folder / "cases").glob("*.yaml"))
]
CASES_AT_LEAST = 5


# Reading takes longer than judging, and a read pack is a value.
packs = cache(read_pack)


@cache
def worked(folder: Path) -> dict[str, CaseFile]:
    return read_cases(packs(folder))


def subject(cases: CaseFile) -> str:
    return cases.projection if isinstance(cases, ProjectionCases) else cases.tier


@pytest.mark.parametrize(("folder", "file"), CASE_FILES)
def test_every_worked_case_holds(folder: Path, file: str) -> None:
    pack = packs(folder).pack
    cases = worked(folder)[file]

    found = results(cases, pack)

    assert [result for result in found if not result.holds] == []
    assert {result.case for result in found} == {case.name for case in cases.cases}


@pytest.mark.parametrize(("folder", "file"), CASE_FILES)
def test_every_outcome_is_reached_by_a_worked_case(folder: Path, file: str) -> None:
    pack = packs(folder).pack
    cases = worked(folder)[file]

    found = {result.found for result in results(cases, pack) if result.asked == subject(cases)}

    outcomes = (
        pack.projections[subject(cases)].outcomes if subject(cases) in pack.projections else ()
    )
    assert {outcome.outcome for outcome in outcomes} - found == set()


@pytest.mark.parametrize("folder", SHIPPED.values(), ids=SHIPPED)
def test_every_projection_and_tier_has_a_file_of_five_worked_cases(folder: Path) -> None:
    pack = packs(folder).pack

    counts = {(file, subject(cases)): len(cases.cases) for file, cases in worked(folder).items()}

    assert set(counts) == {(f"{name}.yaml", name) for name in [*pack.projections, *pack.tiers]}
    assert min(counts.values()) >= CASES_AT_LEAST


@pytest.mark.parametrize("folder", SHIPPED.values(), ids=SHIPPED)
def test_no_condition_can_change_without_a_worked_case_that_notices(folder: Path) -> None:
    read = packs(folder)
    by_subject = {subject(cases): cases for cases in worked(folder).values()}

    unnoticed = [
        (path, change)
        for name, path in conditions(read.content)
        for change, content in changed(read.content, path)
        if holds_throughout(by_subject[name], content)
    ]

    assert unnoticed == []


def holds_throughout(cases: CaseFile, content: dict[str, JsonValue]) -> bool:
    try:
        pack = Pack.of(content, digest="0" * 64)
    except ValidationError:
        # A change that makes no pack would be noticed before any case is run.
        return False
    return all(result.holds for result in results(cases, pack))


def conditions(content: dict[str, Any]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Each condition that is made of no others: whose it is, and where it stands."""
    for name, projection in content["projections"].items():
        for index, outcome in enumerate(projection["outcomes"]):
            if "when" in outcome:
                for path in leaves(outcome["when"]):
                    yield name, ("projections", name, "outcomes", index, "when", *path)
    for name, tier in content.get("cohort_tiers", {}).items():
        for path in leaves(tier["member_may_move_in"]):
            yield name, ("cohort_tiers", name, "member_may_move_in", *path)
        for key in ("member_must_move_out", "lead_must_move_out"):
            for index, reason in enumerate(tier[key]):
                for path in leaves(reason["when"]):
                    yield name, ("cohort_tiers", name, key, index, "when", *path)


def leaves(written: dict[str, Any]) -> Iterator[tuple[str | int, ...]]:
    ((key, inner),) = written.items()
    if key in {"all", "any"}:
        for index, part in enumerate(inner):
            yield from ((key, index, *path) for path in leaves(part))
    elif key in {"not", "once"}:
        yield from ((key, *path) for path in leaves(inner))
    else:
        yield ()


def changed(
    content: dict[str, JsonValue], path: tuple[str | int, ...]
) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    """The pack with one condition changed a little, in every way that could be a slip."""
    written: Any = content
    for step in path:
        written = written[step]
    ((key, parameters),) = written.items()
    yield "negated", replaced(content, path, {"not": written})
    for name, value in parameters.items():
        if name == "clause":
            continue
        for change, other in slips(key, value):
            kept = {**parameters, name: other}
            if other is None:
                del kept[name]
            yield f"{name} {change}", replaced(content, path, {key: kept})


def slips(condition: str, value: object) -> Iterator[tuple[str, Any]]:
    """What could stand there by mistake; None for nothing."""
    if isinstance(value, list):
        for word in value:
            yield f"without {word}", [other for other in value if other != word] or None
        return
    number, _, unit = str(value).partition(" ")
    try:
        bound = float(number)
    except ValueError:
        yield "left out", None
        return
    step = 0.5 if condition in {"tenure", "training", "credits"} else 1
    for other in (bound - step, bound + step):
        if other > 0:
            yield f"{other:g}", f"{other:g} {unit}".strip()


def replaced(
    content: dict[str, JsonValue], path: tuple[str | int, ...], other: JsonValue
) -> dict[str, JsonValue]:
    copied = copy.deepcopy(content)
    inner: Any = copied
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = other
    return copied
