from __future__ import annotations

from growth_ledger.domain.days import FOREVER
from growth_ledger.domain.timelines import (
    Run,
    Timeline,
    covers,
    next_first_day,
    span_at,
    steps,
)


def test_a_step_function_holds_each_value_until_the_next() -> None:
    timeline = steps([(10, "a"), (20, "b")])

    assert timeline.runs == (Run(10, 19, "a"), Run(20, FOREVER, "b"))
    assert [timeline.at(day) for day in (9, 10, 19, 20)] == [None, "a", "a", "b"]


def test_of_two_changes_on_one_day_the_later_counts() -> None:
    assert steps([(10, "a"), (10, "b")]).runs == (Run(10, FOREVER, "b"),)


def test_equal_neighbours_make_one_run() -> None:
    assert steps([(10, "a"), (20, "a"), (30, "b"), (30, "a")]).runs == (Run(10, FOREVER, "a"),)


def test_no_changes_make_no_runs() -> None:
    assert steps([]).runs == ()
    assert Timeline().at(5) is None


def test_a_timeline_is_cut_to_spans() -> None:
    timeline = steps([(10, "a"), (20, "b")])

    cut = timeline.within([(5, 12), (18, 22), (30, 30)])

    assert cut.runs == (
        Run(10, 12, "a"),
        Run(18, 19, "a"),
        Run(20, 22, "b"),
        Run(30, 30, "b"),
    )


def test_the_span_of_a_day_and_the_next_beginning() -> None:
    spans = [(5, 10), (20, 30)]

    assert [covers(spans, day) for day in (4, 5, 10, 11, 20)] == [False, True, True, False, True]
    assert span_at(spans, 25) == (20, 30)
    assert [next_first_day(spans, day) for day in (1, 5, 19, 20)] == [5, 20, 20, None]
