"""Step functions over days, and sets of days as spans.

A set of days is a list of disjoint spans in order, as `days.merged` makes them; a timeline is the
same with a value a run. Outside its runs a timeline has no value.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from growth_ledger.domain.days import FOREVER, Day, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

V = TypeVar("V")


class Run(NamedTuple, Generic[V]):
    """An unbroken run of days, both ends included, on which a value holds."""

    first: Day
    last: Day
    value: V


@dataclass(frozen=True, slots=True)
class Timeline(Generic[V]):
    """A step function over days: runs in order of day that do not overlap."""

    runs: tuple[Run[V], ...] = ()

    def run_at(self, day: Day) -> Run[V] | None:
        """The run that covers the day, or None."""
        index = bisect_right(self.runs, day, key=_first) - 1
        if index >= 0 and self.runs[index].last >= day:
            return self.runs[index]
        return None

    def at(self, day: Day) -> V | None:
        """The value on the day, or None where there is none."""
        run = self.run_at(day)
        return None if run is None else run.value

    def within(self, spans: Sequence[Span]) -> Timeline[V]:
        """The same values on the days that lie in `spans`; a run is cut where they are."""
        result: list[Run[V]] = []
        i = j = 0
        while i < len(self.runs) and j < len(spans):
            run = self.runs[i]
            first, last = spans[j]
            if first <= run.first and run.last <= last:
                result.append(run)
            elif first <= run.last and run.first <= last:
                result.append(Run(max(run.first, first), min(run.last, last), run.value))
            if run.last < last:
                i += 1
            else:
                j += 1
        return Timeline(tuple(result))


def steps(changes: Iterable[tuple[Day, V]]) -> Timeline[V]:
    """The timeline that takes each value from its day until the next change, the last for ever.

    Args:
        changes: In order of day; of two on one day the later one counts. Equal neighbours make one
            run.
    """
    kept: list[tuple[Day, V]] = []
    for day, value in changes:
        if kept and kept[-1][0] == day:
            kept.pop()
        if not kept or kept[-1][1] != value:
            kept.append((day, value))
    if not kept:
        return Timeline()
    runs: list[Run[V]] = []
    since, held = kept[0]
    for day, value in kept[1:]:
        runs.append(Run(since, day - 1, held))
        since, held = day, value
    runs.append(Run(since, FOREVER, held))
    return Timeline(tuple(runs))


def covers(spans: Sequence[Span], day: Day) -> bool:
    """Whether the day lies in one of the spans."""
    return span_at(spans, day) is not None


def span_at(spans: Sequence[Span], day: Day) -> Span | None:
    """The span that the day lies in, or None."""
    index = bisect_right(spans, (day, FOREVER)) - 1
    if index >= 0 and spans[index][1] >= day:
        return spans[index]
    return None


def next_first_day(spans: Sequence[Span], after: Day) -> Day | None:
    """The first day after `after` on which a span begins, or None."""
    index = bisect_right(spans, (after, FOREVER))
    return spans[index][0] if index < len(spans) else None


def _first(run: Run[V]) -> Day:
    return run.first
