"""Calendar days, school years and lengths of service.

A day is its number in the proleptic Gregorian calendar (`date.toordinal`): days add, subtract and
compare as integers. A span is written as on paper, first day and last day, both included. Days are
those of China Standard Time.

Source: domain page, section 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Day = int
Span = tuple[Day, Day]

BEGINNING: Final[Day] = 1
"""Before every day that can be recorded; where open-ended timelines start."""

FOREVER: Final[Day] = date.max.toordinal()
"""After every day that can be asked for; the last day of what nothing known will end."""

CHINA: Final = timezone(timedelta(hours=8), "CST")

FIRST_EFFECTIVE_DAY: Final = date(1949, 10, 1)

_SEPTEMBER: Final = 9
_FEBRUARY: Final = 2
_SCHOOL_YEAR = re.compile(r"([0-9]{4})-([0-9]{4})")


def day_of(value: date) -> Day:
    """The day's number."""
    return value.toordinal()


def last_day_of(last: date | None) -> Day:
    """The number of a last day; `FOREVER` where there is none."""
    return FOREVER if last is None else last.toordinal()


def date_of(day: Day) -> date:
    """The calendar date of a day's number."""
    return date.fromordinal(day)


def day_in_china(moment: datetime) -> date:
    """The calendar day on which a moment falls in China Standard Time."""
    return moment.astimezone(CHINA).date()


def time_in_china(moment: datetime) -> str:
    """A moment on the clocks of China, to the second, such as `2026-11-21 21:10:27`."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def add_months(day: date, months: int) -> date:
    """The day so many months later; a day that the target month lacks becomes its last day.

    Past the year 9999 it is `date.max`, before the year 1 `date.min`.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, _days_in_month(year, month + 1)))


def add_years(day: date, years: int) -> date:
    """The same day so many years later or earlier; 29 February becomes 28 where there is none."""
    return add_months(day, 12 * years)


def last_day_within(day: date, years: int) -> date:
    """The last day D for which `day` still lies after D minus so many years.

    Source: domain page, "within".
    """
    anniversary = add_years(day, years)
    # 28 February less N years is still before 29 February, so the window has one day more.
    lost_leap_day = (anniversary.month, anniversary.day) != (day.month, day.day)
    return anniversary if lost_leap_day else anniversary - timedelta(days=1)


def first_year_of(day: date) -> int:
    """The year in which the school year of a day begins."""
    return day.year if day.month >= _SEPTEMBER else day.year - 1


def school_year_from(year: int) -> str:
    """The school year, such as `2022-2023`, that begins in a year."""
    return f"{year}-{year + 1}"


def school_year_of(day: date) -> str:
    """The school year that a day lies in."""
    return school_year_from(first_year_of(day))


def school_years(first: Day, last: Day) -> list[str]:
    """Every school year from that of one day to that of another; none where the other is before."""
    years = range(first_year_of(date_of(first)), first_year_of(date_of(last)) + 1)
    return [school_year_from(year) for year in years]


@lru_cache(maxsize=512)
def school_year_span(school_year: str) -> tuple[date, date]:
    """First and last day of a school year: 1 September to 31 August.

    Raises:
        ValueError: The text is not two consecutive years.
    """
    matched = _SCHOOL_YEAR.fullmatch(school_year)
    if matched is None or int(matched[2]) != int(matched[1]) + 1:
        raise ValueError(school_year)
    return date(int(matched[1]), _SEPTEMBER, 1), date(int(matched[2]), 8, 31)


@lru_cache(maxsize=512)
def school_year_days(school_year: str) -> Span:
    """The same as numbers of days."""
    first, last = school_year_span(school_year)
    return first.toordinal(), last.toordinal()


class YearShare(NamedTuple):
    """How many of a school year's days lie in some spans, and how many it has."""

    days: int
    days_of_year: int

    @property
    def is_most(self) -> bool:
        """Whether they are more than half of the year."""
        return 2 * self.days > self.days_of_year


def share_of_year(spans: Sequence[Span], school_year: str) -> YearShare:
    """How much of the school year the spans cover; they are disjoint and in order."""
    first, last = school_year_days(school_year)
    return YearShare(days_in(intersected(spans, [(first, last)])), last - first + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """Whole months and odd days of service."""

    months: int
    days: int

    @property
    def years(self) -> int:
        """Whole years, 12 months each."""
        return self.months // 12


@lru_cache(maxsize=64)
def length_in(text: str) -> tuple[int, Literal["years", "days"]]:
    """How many years or days a text such as `2 years` or `1 day` says, and which of the two."""
    count, unit = text.split()
    return int(count), "days" if unit.startswith("day") else "years"


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days as disjoint spans in order; spans that overlap or touch become one."""
    result: list[Span] = []
    for first, last in sorted(spans):
        if last < first:
            continue
        if result and first <= result[-1][1] + 1:
            if last > result[-1][1]:
                result[-1] = (result[-1][0], last)
        else:
            result.append((first, last))
    return result


def intersected(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """The days that lie in both; each side disjoint and in order, as `merged` gives them."""
    result: list[Span] = []
    if not left or not right:
        return result
    # Spelt out, without `min` and `max`: every condition of every file comes through here.
    ours, theirs = iter(left), iter(right)
    first, last = next(ours)
    other_first, other_last = next(theirs)
    for _ in range(len(left) + len(right)):
        since = first if first > other_first else other_first  # noqa: FURB136 - as said above.
        if last < other_last:
            if since <= last:
                result.append((since, last))
            following = next(ours, None)
            if following is None:
                break
            first, last = following
        else:
            if since <= other_last:
                result.append((since, other_last))
            following = next(theirs, None)
            if following is None:
                break
            other_first, other_last = following
    return result


def without(spans: Sequence[Span], taken_out: Sequence[Span]) -> list[Span]:
    """The days of `spans` that do not lie in `taken_out`; each side disjoint and in order."""
    if not taken_out or not spans:
        return list(spans)
    gaps: list[Span] = []
    start = BEGINNING
    for first, last in taken_out:
        if start < first:
            gaps.append((start, first - 1))
        start = last + 1
    if start <= FOREVER:
        gaps.append((start, FOREVER))
    return intersected(spans, gaps)


def days_in(spans: Iterable[Span]) -> int:
    """How many days disjoint spans have together."""
    return sum([last - first + 1 for first, last in spans])


def service_length(spans: Iterable[Span], *, up_to: Day) -> Length:
    """The time that the spans cover together, up to and including `up_to`.

    Args:
        spans: In any order; days in more than one span count once.
        up_to: The last day that counts.

    Returns:
        For one unbroken span its whole months and odd days, uncarried; for several, months and odd
        days summed, every full 30 odd days a month; zero for none.

    Source: domain page, "Length of service".
    """
    cut = [(first, min(last, up_to)) for first, last in merged(spans) if first <= up_to]
    if len(cut) == 1:
        return _span_length(*cut[0])
    lengths = [_span_length(first, last) for first, last in cut]
    odd = sum(length.days for length in lengths)
    return Length(months=sum(length.months for length in lengths) + odd // 30, days=odd % 30)


def day_reaching_years(spans: Iterable[Span], years: int) -> Day | None:
    """The first day on which the spans, cut off there, add up to so many years; None if never.

    Source: domain page, "Length of service". The length never shrinks as the cut-off moves on, so
    the day is found by bisection.
    """
    disjoint = merged(spans)
    if not disjoint:
        return None
    first = date_of(disjoint[0][0])
    reached = day_of(add_years(first, years)) - 1
    if add_years(first, years) < date.max and reached <= disjoint[0][1]:
        return reached
    # Not even months of 28 days would add up to so many years.
    if len(disjoint) == 1 or days_in(disjoint) < 336 * years:
        return None
    if service_length(disjoint, up_to=disjoint[-1][1]).years < years:
        return None
    low, high = disjoint[0][1], disjoint[-1][1]
    while high - low > 1:
        middle = (low + high) // 2
        if service_length(disjoint, up_to=middle).years >= years:
            high = middle
        else:
            low = middle
    return high


def day_reaching_days(spans: Iterable[Span], days: int) -> Day | None:
    """The first day on which the spans, cut off there, hold so many calendar days; None if never."""
    missing = days
    for first, last in merged(spans):
        if last - first + 1 >= missing:
            return first + missing - 1
        missing -= last - first + 1
    return None


def _span_length(first: Day, last: Day) -> Length:
    start = date_of(first)
    # The day after the last: FOREVER has none, and no length is asked of so long a span.
    after = date_of(min(last + 1, FOREVER))
    months = (after.year - start.year) * 12 + after.month - start.month
    whole = add_months(start, months)
    if whole > after:
        months -= 1
        whole = add_months(start, months)
    return Length(months=months, days=(after - whole).days)


def _days_in_month(year: int, month: int) -> int:
    if month == _FEBRUARY:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in {4, 6, 9, 11} else 31
