from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.property.made_files import Log, school
from tests.property.plain_rules import PACKS

from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.policy.causes import causes_of_change
from growth_ledger.policy.conditions import Case
from growth_ledger.policy.explanations import explanation, is_sought
from growth_ledger.policy.packs import ConditionModel, Outcome, Pack, Projection

Said = dict[str, Any]

OPENED: Said = {
    "kind": "file-opened",
    "name": "王芳",
    "school": "HK-J",
    "effective_on": "2015-09-01",
}
POST: Said = {
    "kind": "appointed",
    "role": "homeroom",
    "first_day": "2016-09-01",
    "last_day": "2019-08-31",
}
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


def a_case(*career: Said) -> Case:
    log = Log()
    assert log.take(school("HK-J", "hongkou", "junior"))
    for said in (OPENED, *career):
        assert log.take({**said, "teacher": "T1"}), said
    return Case(file=log.file("T1"), pack=PACKS["hongkou-2023"], policy_first_day=None)


def a_table(condition: Said) -> Projection:
    """It is `so` where the condition holds."""
    when = ConditionModel.model_validate(condition).condition
    outcomes = (
        Outcome(outcome="so", clause="1", when=when),
        Outcome(outcome="otherwise", clause="1", when=None),
    )
    return Projection(name="test", clause="1", outcomes=outcomes)


def number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


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


def test_where_any_two_of_three_were_enough_all_three_are_causes() -> None:
    training = {
        "kind": "training-completed",
        "programme": "workshop",
        "level": "district",
        "hours": "20",
        "effective_on": "2020-07-12",
    }
    case = a_case(*(training for _ in range(3)))
    table = a_table({"training": {"programmes": ["workshop"], "hours_at_least": 40}})

    causes = causes_of_change(table, case, number("2020-07-12"))

    assert causes == list(case.file.facts)[1:]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"kind": "appointment-ended", "target": "E3", "last_day": "2019-08-31"},
            ["appointment-ended"],
        ),
        ({"kind": "leave-taken", "reason": "sick", "first_day": "2019-09-01"}, []),
    ],
)
def test_of_what_falls_on_the_day_after_a_post_only_what_ends_the_post_is_a_cause(
    said: Said, expected: list[str]
) -> None:
    case, table = a_case(POST, said), a_table({"in_post": {"roles": ["homeroom"]}})

    causes = causes_of_change(table, case, number("2019-09-01"))

    assert [fact.event.kind for fact in causes] == expected
