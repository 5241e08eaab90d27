"""Timing in rounds: what is compared is measured in turn, so that a busy moment falls on both.

A machine that does something else besides makes single figures worthless. So every piece is timed once
a round, in an order that turns round from one round to the next; a ratio is taken of each round, and
the median of these is what is told.
"""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Literal, NamedTuple


class Spent(NamedTuple):
    """Seconds by the clock on the wall, and of processors, those of ended child processes too."""

    wall: float
    cpu: float


class Watch:
    """Adds up what is spent in the blocks that it is told to watch."""

    def __init__(self) -> None:
        self.spent = Spent(0.0, 0.0)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """What the block spends counts."""
        wall, cpu = perf_counter(), _processor_seconds()
        yield
        self.spent = Spent(
            self.spent.wall + perf_counter() - wall, self.spent.cpu + _processor_seconds() - cpu
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that is timed.

    Attributes:
        name: What rows call it.
        run: Does it once; what it spent, without what had to be prepared.
        events: How many events it is of.
        teachers: How many files it is of.
    """

    name: str
    run: Callable[[], Spent]
    events: int = 1
    teachers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table: a piece of work, its yardstick, and what is aimed at.

    Attributes:
        name: What `--only` calls it.
        work: Name of the piece.
        yardstick: Name of the piece that it is held against.
        told: Both in words.
        sense: `speed`: yardstick's time / work's time, the more the better; `time`: the other way.
        aim: The ratio wanted.
        stretch: The ratio hoped for.
        per: Whether times are of the whole, or divided by the number of files.
    """

    name: str
    work: str
    yardstick: str
    told: tuple[str, str]
    sense: Literal["speed", "time"]
    aim: float
    stretch: float
    per: Literal["run", "teacher"] = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured of a row; seconds (or MB) are medians, ratios the medians of the rounds'.

    `cpu_ratio` is of processor seconds: what is left of a ratio where others use the machine as well,
    and what several processes gain is left out.
    """

    row: Row
    work: float
    yardstick: float
    ratio: float
    cpu_ratio: float | None
    lowest: float
    highest: float
    rounds: int
    unit: Literal["s", "MB"] = "s"

    @property
    def verdict(self) -> Literal["stretch", "aim", "missed"]:
        """How far the aim is met."""
        if _reaches(self.row, self.row.stretch, self.ratio):
            return "stretch"
        return "aim" if _reaches(self.row, self.row.aim, self.ratio) else "missed"


def timed(work: Callable[[], object]) -> Spent:
    """What the work spent."""
    watch = Watch()
    with watch.watching():
        work()
    return watch.spent


def in_turn(
    pieces: Sequence[Piece], *, rounds: int, warm: bool, done: Callable[[int], None]
) -> dict[str, list[Spent]]:
    """What each piece spent, a value a round.

    Args:
        pieces: Those that are compared with each other.
        rounds: How many rounds count.
        warm: Whether one round before the first warms up, and is left out.
        done: Told which round has ended, 0 being the one that does not count.
    """
    found: dict[str, list[Spent]] = {piece.name: [] for piece in pieces}
    for turn in range(0 if warm else 1, rounds + 1):
        for piece in pieces if turn % 2 else reversed(pieces):
            gc.collect()
            spent = piece.run()
            if turn:
                found[piece.name].append(spent)
        done(turn)
    return found


def compared(row: Row, pieces: Mapping[str, Piece], spent: Mapping[str, Sequence[Spent]]) -> Result:
    """The row's result, from what each round took."""
    own, other = (
        [Spent(one.wall / share, one.cpu / share) for one in spent[name]]
        for name in (row.work, row.yardstick)
        for share in [pieces[name].teachers if row.per == "teacher" else 1]
    )
    ratios = _ratios(row, [one.wall for one in own], [one.wall for one in other])
    return Result(
        row=row,
        work=median(one.wall for one in own),
        yardstick=median(one.wall for one in other),
        ratio=median(ratios),
        cpu_ratio=median(_ratios(row, [one.cpu for one in own], [one.cpu for one in other])),
        lowest=min(ratios),
        highest=max(ratios),
        rounds=len(ratios),
    )


def _ratios(row: Row, own: Sequence[float], other: Sequence[float]) -> list[float]:
    return [
        theirs / ours if row.sense == "speed" else ours / theirs
        for ours, theirs in zip(own, other, strict=True)
    ]


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _reaches(row: Row, wanted: float, found: float) -> bool:
    return found >= wanted if row.sense == "speed" else found <= wanted
