from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from growth_ledger.domain.days import (
    FOREVER,
    Length,
    Span,
    YearShare,
    add_months,
    add_years,
    date_of,
    day_of,
    day_reaching_days,
    day_reaching_years,
    intersected,
    last_day_within,
    merged,
    school_year_days,
    school_year_of,
    school_year_span,
    school_years,
    service_length,
    share_of_year,
    without,
)

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
SMALL_SPANS = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair))),
    max_size=6,
)


def span(first: str, last: str) -> Span:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-12-15", 1, "2025-01-15"),
    ],
)
def test_a_day_that_the_target_month_lacks_becomes_its_last_day(
    day: str, months: int, expected: str
) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text", ["2020-2022", "2020", "２０２０-２０２１", "2020-2021 ", "٢٠٢٠-٢٠٢١"]
)
def test_one_school_year_is_written_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        school_year_span(text)


def test_past_the_calendar_a_day_is_its_last_or_first() -> None:
    assert add_years(date(9999, 1, 1), 1) == date.max
    assert add_years(date(1, 1, 1), -1) == date.min


def test_the_first_and_the_last_year_of_the_calendar_have_days_of_their_own() -> None:
    assert add_years(date(9998, 5, 7), 1) == date(9999, 5, 7)
    assert add_years(date(2, 5, 7), -1) == date(1, 5, 7)


@given(day=DAYS, years=st.integers(1, 8))
def test_the_last_day_within_is_the_last_from_which_the_day_is_not_yet_too_far_back(
    day: date, years: int
) -> None:
    last = last_day_within(day, years)

    assert day > add_years(last, -years)
    assert day <= add_years(last + timedelta(days=1), -years)


def test_a_school_year_runs_from_september_to_august() -> None:
    assert school_year_of(date(2023, 8, 31)) == "2022-2023"
    assert school_year_of(date(2023, 9, 1)) == "2023-2024"
    assert school_year_span("2022-2023") == (date(2022, 9, 1), date(2023, 8, 31))


def test_school_years_are_told_from_that_of_one_day_to_that_of_another() -> None:
    last_of_a_year, first_of_next = day_of(date(2023, 8, 31)), day_of(date(2023, 9, 1))

    assert school_years(last_of_a_year, last_of_a_year) == ["2022-2023"]
    assert school_years(last_of_a_year, first_of_next) == ["2022-2023", "2023-2024"]
    assert school_years(first_of_next, last_of_a_year) == []


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (date(2019, 3, 1), YearShare(182, 365)),
        (date(2019, 3, 2), YearShare(183, 365)),
        (date(2020, 3, 1), YearShare(183, 366)),
        (date(2020, 3, 2), YearShare(184, 366)),
    ],
)
def test_most_of_a_school_year_is_more_than_half_of_its_days(
    last_day: date, expected: YearShare
) -> None:
    first, last = school_year_days(school_year_of(last_day))

    share = share_of_year(
        [(first - 500, first - 400), (first, day_of(last_day))], school_year_of(last_day)
    )

    assert (share, share.days_of_year) == (expected, last - first + 1)
    assert share.is_most == (last_day.day == 2)


@pytest.mark.parametrize("text", ["2022-2024", "2022", "2022-23", "2023-2022", "二〇二二"])
def test_what_is_not_two_consecutive_years_is_no_school_year(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        school_year_span(text)


@given(spans=SMALL_SPANS)
def test_merged_spans_hold_the_same_days_apart_from_each_other(spans: list[Span]) -> None:
    found = merged(spans)

    assert days_in(found) == days_in(spans)
    assert all(left[1] + 1 < right[0] for left, right in itertools.pairwise(found))


@given(left=SMALL_SPANS, right=SMALL_SPANS)
def test_spans_are_intersected_and_taken_out_day_by_day(
    left: list[Span], right: list[Span]
) -> None:
    one, other = merged(left), merged(right)

    assert days_in(intersected(one, other)) == days_in(one) & days_in(other)
    assert days_in(without(one, other)) == days_in(one) - days_in(other)


def test_taking_out_a_span_without_end_leaves_what_is_before() -> None:
    assert without([(1, FOREVER)], [(10, FOREVER)]) == [(1, 9)]


@pytest.mark.parametrize(
    ("spans", "length"),
    [
        ([("2013-09-01", "2023-08-31")], Length(months=120, days=0)),
        ([("2013-09-01", "2023-08-30")], Length(months=119, days=30)),
        ([("2024-01-31", "2024-02-28")], Length(months=1, days=0)),
        ([("2024-02-29", "2025-02-27")], Length(months=12, days=0)),
        # Odd days of several spans make months of thirty days.
        ([("2020-01-01", "2020-01-20"), ("2021-01-01", "2021-01-20")], Length(months=1, days=10)),
        # Two that touch are one, and one is not carried.
        ([("2020-01-01", "2020-01-20"), ("2020-01-21", "2020-01-30")], Length(months=0, days=30)),
        ([], Length(months=0, days=0)),
    ],
)
def test_the_length_of_service_counts_months_then_odd_days(
    spans: list[tuple[str, str]], length: Length
) -> None:
    assert service_length([span(*one) for one in spans], up_to=FOREVER - 1) == length


def test_ten_years_from_the_first_of_september_are_reached_on_the_last_of_august() -> None:
    reached = day_reaching_years([span("2013-09-01", "2030-01-01")], 10)

    assert reached == day_of(date(2023, 8, 31))


@given(
    spans=st.lists(st.tuples(DAYS, st.integers(0, 900)), min_size=1, max_size=4),
    years=st.integers(1, 3),
)
def test_the_day_that_reaches_a_length_is_the_first_on_which_it_is_reached(
    spans: list[tuple[date, int]], years: int
) -> None:
    worked = merged((day_of(day), day_of(day) + more) for day, more in spans)

    reached = day_reaching_years(worked, years)

    if reached is None:
        assert service_length(worked, up_to=worked[-1][1]).years < years
    else:
        assert service_length(worked, up_to=reached).years >= years
        assert service_length(worked, up_to=reached - 1).years < years


@given(spans=SMALL_SPANS, days=st.integers(1, 40))
def test_calendar_days_are_counted_one_by_one(spans: list[Span], days: int) -> None:
    reached = day_reaching_days(spans, days)

    counted = sorted(days_in(spans))
    assert reached == (counted[days - 1] if len(counted) >= days else None)


def test_a_day_and_its_number_are_the_same_day() -> None:
    assert date_of(day_of(date(2024, 2, 29))) == date(2024, 2, 29)


def days_in(spans: list[Span]) -> set[int]:
    return {day for first, last in spans for day in range(first, last + 1)}
