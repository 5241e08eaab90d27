import pytest

from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.policy.explanations import is_sought
from growth_ledger.policy.packs import Pack

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
