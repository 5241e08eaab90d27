"""One teacher's file under one condition, for what is told of a condition on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.property.made_files import Log, school
from tests.property.plain_rules import PACKS

from growth_ledger.policy.conditions import Case
from growth_ledger.policy.packs import ConditionModel, Outcome, Projection

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
