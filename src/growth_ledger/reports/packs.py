"""Packs as grids and as JSON: which there are, what one says clause by clause, which worked cases fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from growth_ledger.errors import LedgerError
from growth_ledger.reports.errors import refusal_of
from growth_ledger.reports.printing import Grid
from growth_ledger.wording import kind_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic import JsonValue

    from growth_ledger.errors import Refusal
    from growth_ledger.intake.pack_folders import PackFolder
    from growth_ledger.policy.cases import CaseResult
    from growth_ledger.policy.packs import ClauseModel, Label, Pack, PackModel
    from growth_ledger.reports.labels import Labels


class Check(NamedTuple):
    """One comparison of a worked case with what the pack gives.

    Attributes:
        policy: The pack.
        file: Name of the file of cases.
        result: What was expected and what was found.
        refusals: Why an event was refused though the case says otherwise, with its place.
    """

    policy: str
    file: str
    result: CaseResult
    refusals: Sequence[Refusal]


def short_digest(digest: str) -> str:
    """So much of a pack's digest as tells it from the others on a page."""
    # Its module brings every kind of event along, and `--help` of a command has no time for that.
    from growth_ledger.domain.surroundings import SHOWN_DIGEST

    return digest[:SHOWN_DIGEST]


def pack_rows(
    shipped: Iterable[PackFolder], adopted: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Every pack with where it is in force, as JSON values: those that are shipped, then the others."""
    rows: dict[str, dict[str, Any]] = {
        found.digest: {
            "policy": found.policy,
            "digest": found.digest,
            "shipped": True,
            "adopted": [],
        }
        for found in shipped
    }
    for one in adopted:
        row = rows.setdefault(
            one["digest"],
            {"policy": one["policy"], "digest": one["digest"], "shipped": False, "adopted": []},
        )
        row["adopted"].append({key: one[key] for key in ("district", "first_day", "last_day")})
    return list(rows.values())


def packs_grid(
    rows: Sequence[Mapping[str, Any]], packs: Mapping[str, Pack], labels: Labels
) -> Grid:
    """The same as a grid.

    Args:
        rows: As `pack_rows`.
        packs: By digest: two packs of one id may be called otherwise.
        labels: The words.
    """
    return Grid(
        heads=labels.heads("policy", "label", "digest", "adopted"),
        rows=[
            [
                row["policy"],
                labels.of_label(packs[row["digest"]].model.label),
                short_digest(row["digest"]),
                labels.or_none(labels.stated(_adopted(one, labels) for one in row["adopted"])),
            ]
            for row in rows
        ],
    )


def pack_pairs(found: PackFolder, labels: Labels) -> list[tuple[str, str]]:
    """The pack's particulars."""
    model = found.pack.model
    return [
        (labels.say("head.policy"), f"{found.policy}@{short_digest(found.digest)}"),
        (labels.say("head.label"), labels.of_policy(found.policy)),
        (labels.say("head.first_day"), labels.or_none(model.first_day)),
        (labels.say("head.last_day"), labels.or_none(model.last_day)),
    ]


def pack_grids(model: PackModel, labels: Labels) -> Iterator[Grid]:
    """Its projections, the codes that it brings along, and what becomes of every clause."""
    yield Grid(
        title=labels.say("title.projections"),
        heads=labels.heads("projection", "clause", "outcome", "label"),
        rows=[
            [
                f"{labels.of_projection(name)} ({name})",
                one.clause or projection.clause,
                one.outcome,
                labels.of_outcome(name, one.outcome),
            ]
            for name, projection in model.projections.items()
            for one in projection.outcomes
        ],
    )
    for title, codes in _own_codes(model, labels):
        if codes:
            yield Grid(title=title, heads=labels.heads("code", "label"), rows=codes)
    yield Grid(
        title=labels.say("title.clauses"),
        heads=labels.heads("clause", "fate", "by_what", "says"),
        rows=[_clause_row(clause, labels) for clause in model.clauses],
    )


def check_rows(checks: Iterable[Check], labels: Labels) -> list[dict[str, Any]]:
    """Comparisons of worked cases, as JSON values."""
    return [
        {
            "policy": check.policy,
            "file": check.file,
            "case": check.result.case,
            "asked": check.result.asked,
            "day": None if check.result.day is None else check.result.day.isoformat(),
            "expected": check.result.expected,
            "found": check.result.found,
            "passed": check.result.holds,
            "refusals": [refusal_of(reason, labels.lang) for reason in check.refusals],
        }
        for check in checks
    ]


def failed_grid(failed: Sequence[Check], labels: Labels, *, checks: int) -> Grid:
    """What is not as expected, of so many comparisons."""
    return Grid(
        heads=labels.heads("policy", "file", "case", "projection", "day", "expected", "found"),
        rows=[
            [one.policy, one.file, one.result.case, *_case_cells(one.result, labels)]
            for one in failed
        ],
        below=labels.say("say.cases_failed", failed=len(failed), checks=checks),
    )


def cases_failure(failed: Sequence[Check], *, checks: int) -> LedgerError | None:
    """What is not as expected, as an error with the first place concerned; None where all is."""
    if not failed:
        return None
    policy, file, result, _ = failed[0]
    where = f"{policy}, {file}, {result.case}"
    return LedgerError("cases-fail", where=where, failed=len(failed), checks=checks)


def _adopted(one: Mapping[str, Any], labels: Labels) -> str:
    said = {"district": one["district"], "first": one["first_day"]}
    if one["last_day"] is None:
        return labels.say("say.adopted_in", **said)
    return labels.say("say.adopted_in_to", **said, last=one["last_day"])


def _own_codes(model: PackModel, labels: Labels) -> Iterator[tuple[str, list[list[str]]]]:
    """The codes that the pack brings along, by the list that they belong to."""
    added = model.vocabulary
    named: dict[str, Mapping[str, Label]] = {
        "tier": {code: tier.label for code, tier in model.cohort_tiers.items()},
        "title": added.titles,
        "award": added.awards,
        "allowance": added.allowances,
    }
    for field, codes in named.items():
        yield (
            labels.say(f"title.codes.{field}"),
            [[code, labels.of_label(label)] for code, label in codes.items()],
        )
    for name, ladder in model.ladders.items():
        steps = [
            [code, labels.of_value("title-conferred", "title", code)] for code in ladder.titles
        ]
        yield labels.say("title.ladder", ladder=labels.of_label(ladder.label), code=name), steps


def _clause_row(clause: ClauseModel, labels: Labels) -> list[str]:
    by_what = [
        *map(labels.of_projection, clause.projections),
        *(kind_label(kind, labels.lang) for kind in clause.kinds),
    ]
    return [
        clause.clause,
        labels.of_word("fate", clause.fate),
        labels.listed(by_what),
        labels.of_label(clause.says),
    ]


def _case_cells(one: CaseResult, labels: Labels) -> list[str]:
    """What was asked, the day, what was expected and what was found."""
    # Of an event that is not refused there is nothing to tell but that it is recorded.
    nothing = labels.say("say.case_taken" if one.path else "say.none")
    match one.path:
        case ("events", int(index)):
            asked = labels.say("say.case_event", number=index + 1)
        case ("schools", str(code)):
            asked = f"{kind_label('school-registered', labels.lang)} {code}"
        case ("adopted",):
            asked = kind_label("policy-adopted", labels.lang)
        case _:
            asked = one.asked
    said = (_case_cell(value, nothing) for value in (one.expected, one.found))
    return [asked, labels.or_none(one.day), *said]


def _case_cell(value: JsonValue, nothing: str) -> str:
    if value is None:
        return nothing
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
