"""Why an outcome is another one: held against files in which the causes were never recorded."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings, strategies as st
from tests.property.made_files import RULES, Log, logs

from growth_ledger.domain.facts import Fact
from growth_ledger.domain.teacher_file import TeacherFile
from growth_ledger.policy.causes import causes_of_change, ran_out
from growth_ledger.policy.explanations import explanation
from growth_ledger.policy.projections import Standing, case_of, standing_at, standings


@settings(max_examples=80)
@given(logs(), st.data())
def test_a_file_of_some_facts_is_a_file(log: Log, data: st.DataObject) -> None:
    file = log.file("T1")
    kept = data.draw(st.sets(st.sampled_from([fact.order for fact in file.facts])))

    some = file.only(lambda fact: fact.order in kept)
    everything = file.only(lambda _: True)

    assert standings(everything, RULES) == standings(file, RULES)
    wanted = kept | {
        fact.target.order for fact in file.facts if fact.order in kept and fact.target is not None
    }
    assert {fact.order for fact in some.facts} == wanted
    for fact in some.facts:
        assert all(pointer.target is fact for pointer in fact.pointers)
        assert some.facts.find(fact.event_id) is fact
    standings(some, RULES)


@settings(max_examples=80)
@given(logs())
def test_time_alone_is_a_cause_where_nothing_recorded_for_the_day_was_needed(log: Log) -> None:
    file = log.file("T1")
    for projection, found in standings(file, RULES).items():
        for before, now in pairwise(found):
            if before.adoption is now.adoption and before.last == now.first - 1:
                assert_put_down_rightly(file, projection, now)


def assert_put_down_rightly(file: TeacherFile, projection: str, now: Standing) -> None:
    """The causes of a crossing are among what took effect then, and time alone does without all of that."""
    day = now.first
    case = case_of(file, now.adoption, RULES)
    table = case.pack.projections[projection]

    causes = causes_of_change(table, case, day)

    assert all(fact.takes_effect_on == day for fact in causes)
    without = outcome_without(file, projection, day, lambda fact: fact.takes_effect_on == day)
    if not causes:
        assert without == now.outcome
        # Whatever is behind it counted on that day or the day before, or has made up a length.
        assert all(fact.day <= day for fact in ran_out(table, case, day))
    holding = explanation(table, case, day)[-1]
    assert (holding.outcome, holding.holds) == (now.outcome, True)


def outcome_without(file: TeacherFile, projection: str, day: int, left_out: object) -> str | None:
    assert callable(left_out)

    def keep(fact: Fact) -> bool:
        return not left_out(fact) and not (fact.target is not None and left_out(fact.target))

    found = standings(file.only(keep), RULES, only={projection}).get(projection, [])
    standing = standing_at(found, day)
    return None if standing is None else standing.outcome
