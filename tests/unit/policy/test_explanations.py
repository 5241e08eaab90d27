"""Explanations: what is worth working for, and which facts a condition names on a day."""

from __future__ import annotations

import pytest
from tests.unit.policy.one_condition import POST, Said, a_case, a_table, number

from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.policy.explanations import explanation, is_sought
from growth_ledger.policy.packs import Pack

LEFT: Said = {"kind": "service-ended", "reason": "retired", "last_day": "2019-08-31"}

SOUGHT = {
    ("hongkou-2023", "admission"): {"experienced", "eligible", "eligible-with-mentor"},
    ("hongkou-2023", "honor_allowance"): {"tier-20", "tier-15", "tier-10"},
    ("hongkou-2023", "veteran_award"): {"due"},
    ("hongkou-2023", "honor_bonus"): {"entitled"},
    ("hongkou-2023", "workload"): {"half-load"},
    ("hongkou-2023", "studio_support"): {"host-share"},
    ("dongyang-2024", "admission"): {"experienced", "eligible", "eligible-by-exception"},
    ("dongyang-2024", "knowledge_refresh"): {"current"},
    ("dongyang-2024", "reserve_pool"): {"listed"},
    ("dongyang-2024", "appraisal_standing"): {"excellent", "qualified"},
    ("fangzi", "continuation"): {"in-post"},
    ("fangzi", "grid_rank"): {"chief", "backbone"},
    ("fangzi", "merit"): {"merit"},
    ("xinbei", "five_ones"): {"complete"},
    ("xinbei", "named_fund"): {"payable"},
}


def shipped(policy: str) -> Pack:
    found = read_pack(shipped_packs()[policy])
    return Pack.of(found.content, digest=found.digest)


@pytest.mark.parametrize(("policy", "projection"), sorted(SOUGHT))
def test_what_is_worth_working_for_is_told_from_what_is_not(policy: str, projection: str) -> None:
    table = shipped(policy).projections[projection]

    sought = {one.outcome for one in table.outcomes if one.when and is_sought(one.when)}

    assert sought == SOUGHT[policy, projection]


def test_every_projection_of_the_shipped_packs_is_looked_at() -> None:
    found = {(policy, name) for policy in shipped_packs() for name in shipped(policy).projections}

    assert found == set(SOUGHT)


@pytest.mark.parametrize(
    ("condition", "career", "last", "next_day"),
    [
        ({"in_post": {"roles": ["homeroom"]}}, POST, ["appointed"], ["appointed"]),
        ({"in_service": {}}, LEFT, ["file-opened"], ["service-ended"]),
    ],
)
def test_the_last_day_has_what_counts_on_it_and_the_next_one_what_is_over(
    condition: Said, career: Said, last: list[str], next_day: list[str]
) -> None:
    case, table = a_case(career), a_table(condition)

    on_last, on_next = (
        explanation(table, case, number(day))[0] for day in ("2019-08-31", "2019-09-01")
    )

    assert (on_last.holds, [fact.event.kind for fact in on_last.facts]) == (True, last)
    assert (on_next.holds, [fact.event.kind for fact in on_next.facts]) == (False, next_day)
