"""Causes of a change: which of the facts that take effect on a day made the outcome another."""

from __future__ import annotations

import pytest
from tests.unit.policy.one_condition import POST, Said, a_case, a_table, number

from growth_ledger.policy.causes import causes_of_change


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
