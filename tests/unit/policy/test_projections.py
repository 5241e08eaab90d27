"""Policies over days: tenure by the weights of whichever is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.property.made_files import Log, adopted, school
from tests.property.plain_rules import PACKS

from growth_ledger.policy.projections import Rules, policies_in_force, tenure_in_force

HALF_A_DEPUTY = replace(
    PACKS["hongkou-2023"], weights={"homeroom": Decimal(1), "deputy": Decimal("0.5")}
)
RULES = Rules(pack_of=lambda _: HALF_A_DEPUTY)


def a_log() -> Log:
    """A deputy's year and a homeroom teacher's, each credited; the pack rules for three years."""
    log = Log()
    opened = {"kind": "file-opened", "name": "王芳", "school": "HK-J", "effective_on": "2015-09-01"}
    credit = {"kind": "tenure-credited"}
    for said in (
        school("HK-J", "hongkou", "junior"),
        adopted("hongkou-2023", "hongkou", "2017-09-01", "2020-08-31"),
        {**opened, "teacher": "T1"},
        {**credit, "teacher": "T1", "role": "deputy", "school_year": "2016-2017"},
        {**credit, "teacher": "T1", "role": "homeroom", "school_year": "2018-2019"},
    ):
        assert log.take(said), said
    return log


@pytest.mark.parametrize(
    ("day", "years"),
    [
        ("2016-08-31", "0"),
        ("2017-08-31", "0"),  # No policy yet: a deputy's year weighs nothing.
        ("2017-09-01", "0.5"),
        ("2019-08-30", "0.5"),
        ("2019-08-31", "1.5"),
        ("2020-08-31", "1.5"),
        ("2020-09-01", "1"),  # No policy any more.
        ("2030-01-01", "1"),
    ],
)
def test_tenure_goes_by_the_weights_in_force_on_each_day_and_by_the_common_ones_elsewhere(
    day: str, years: str
) -> None:
    file = a_log().file("T1")

    tenure = tenure_in_force(file, policies_in_force(file, RULES), RULES)

    assert tenure.at(date.fromisoformat(day).toordinal()) == Decimal(years)
