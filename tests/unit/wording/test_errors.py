"""Every code under which something can go wrong has words: found by reading the sources."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import growth_ledger
from growth_ledger.intake.statements import _CODES as _READING_CODES
from growth_ledger.policy.pack_faults import _SHAPE_CODES
from growth_ledger.store.sqlite import _CODES as _SQLITE_CODES
from growth_ledger.wording import has
from growth_ledger.wording.errors import ERRORS

SOURCES = Path(growth_ledger.__file__).parent
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

EXPANSIONS = {
    "{}-already-there": [f"{sort}-already-there" for sort in ("teacher", "school", "cohort")],
    "unknown-{}": [f"unknown-{sort}" for sort in ("teacher", "school", "cohort")],
    "correction-{}": ["correction-end-before-begin", "correction-end-after-own-last-day"],
    "pack-unknown-{}": [f"pack-unknown-{name}" for name in ("award", "title", "allowance", "tier")],
}
"""Codes that are put together: by what stands in the source, what they can become."""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_taking_codes(tree: ast.Module) -> dict[str, int | None]:
    """Functions with a parameter `code`, and its place where it may be given without its name."""
    found: dict[str, int | None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [one.arg for one in node.args.args if one.arg != "self"]
            if "code" in names:
                found[node.name] = names.index("code")
    return found


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def expressions_of_codes(
    tree: ast.Module, takers_elsewhere: dict[str, int | None]
) -> Iterator[ast.expr]:
    """What is given as a code: to an error, a refusal or a fault, or to what passes it on."""
    takers = takers_elsewhere | functions_taking_codes(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_code"):
            returns = [one for one in ast.walk(node) if isinstance(one, ast.Return)]
            yield from (one.value for one in returns if one.value is not None)
        if isinstance(node, ast.Call):
            name = called(node)
            index = 0 if re.fullmatch(r"[A-Z]\w*Error", name) else takers.get(name)
            if index is not None and index < len(node.args):
                yield node.args[index]
            # `School` and `Cohort` have codes of another sort.
            if name[:1].islower() or name.startswith("_") or name.endswith(("Refusal", "Fault")):
                yield from (one.value for one in node.keywords if one.arg == "code")
        elif isinstance(node, ast.Assign):
            targets = [
                one
                for target in node.targets
                for one in (target.elts if isinstance(target, ast.Tuple) else [target])
            ]
            if any(isinstance(one, ast.Name) and one.id == "code" for one in targets):
                yield node.value


def codes_in(expression: ast.expr) -> Iterator[str]:
    match expression:
        case ast.Constant(value=str(code)) if CODE.fullmatch(code):
            yield code
        case ast.IfExp(body=body, orelse=orelse):
            yield from codes_in(body)
            yield from codes_in(orelse)
        case ast.Tuple(elts=[first, *_]):
            yield from codes_in(first)
        case ast.JoinedStr(values=parts):
            shape = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts
            )
            # One that is not in the table has no words either, and fails by its shape.
            if CODE.fullmatch(shape.replace("{}", "x")):
                yield from EXPANSIONS.get(shape, [shape])
        case _:
            # A name or a value looked up: where it was given its value, it was seen.
            pass


def codes_of_sources() -> set[str]:
    found = {*_READING_CODES.values(), *_SHAPE_CODES.values(), *_SQLITE_CODES.values()}
    trees = [tree_of(path) for path in SOURCES.rglob("*.py") if path.parent != SOURCES / "wording"]
    takers: dict[str, int | None] = {}
    for tree in trees:
        takers |= functions_taking_codes(tree)
    for tree in trees:
        for expression in expressions_of_codes(tree, takers):
            found.update(codes_in(expression))
    # The library's own exceptions are given sentences or nothing.
    return {code for code in found if "-" in code or code == "refused"}


CODES = sorted(codes_of_sources())


def test_the_sources_hold_the_codes_that_are_known_to_be_there() -> None:
    assert {
        "unknown-teacher",
        "cohort-already-there",
        "correction-end-before-begin",
        "span-reversed",
        "credit-above-one",
        "not-a-number",
        "line-too-long",
        "ref-reserved",
        "bad-identifier",
        "ledger-read-only",
        "recorded-at-goes-back",
        "note-signature-wrong",
        "key-base64",
        "pack-unknown-key",
        "pack-unknown-title",
        "case-unknown-outcome",
        "no-such-projection",
        "refused",
    } <= set(CODES)


def test_words_are_kept_for_no_code_that_never_comes() -> None:
    worded = {
        key.partition(".")[2].removesuffix(".one").removesuffix(".bare")
        for key in ERRORS
        if key.startswith(("error.", "hint."))
    }
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in SOURCES.rglob("*.py")
        if path.parent != SOURCES / "wording"
    )

    assert [code for code in sorted(worded - set(CODES)) if f'"{code}"' not in sources] == []


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_sources_has_words(code: str) -> None:
    assert has(f"error.{code}"), f"wording/errors.py lacks error.{code}"
    assert has(f"hint.{code}"), f"wording/errors.py lacks hint.{code}"


def test_every_type_of_error_that_our_own_checks_raise_in_pydantic_has_words() -> None:
    raised: dict[str, str] = {}
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and called(node) == "PydanticCustomError":
                assert isinstance(node.args[0], ast.Constant)
                kind = str(node.args[0].value)
                in_events = path.parent.name == "domain"
                raised[kind] = f"{'' if in_events else 'pack-'}{kind.replace('_', '-')}"
    raised["school_year"] = "bad-school-year"

    assert raised
    assert [code for code in raised.values() if not has(f"error.{code}")] == []


def test_what_is_wrong_always_comes_with_how_to_mend_it() -> None:
    errors = {key.split(".")[1] for key in ERRORS if key.startswith("error.")} - {"prefix"}
    hints = {key.split(".")[1] for key in ERRORS if key.startswith("hint.")}

    assert errors == hints


@pytest.mark.parametrize("key", [key for key in ERRORS if key.endswith((".bare", ".one"))])
def test_a_shorter_form_shows_less_than_the_full_one(key: str) -> None:
    full = key.rpartition(".")[0]

    for shorter, longer in zip(ERRORS[key], ERRORS[full], strict=True):
        assert names_in(shorter) <= names_in(longer) | {"bound", "field", "value"}


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_hints_ask_kindly_in_chinese_and_go_on_from_a_colon_in_english() -> None:
    hints = {key: pair for key, pair in ERRORS.items() if key.startswith("hint.")}

    assert [key for key, (english, _) in hints.items() if english[0].isupper()] == []
    assert [key for key, (_, chinese) in hints.items() if "请" not in chinese] == []
    assert [key for key, pair in ERRORS.items() if pair[0].endswith(".")] == []
    assert [key for key, pair in ERRORS.items() if pair[1].endswith("。")] == []
