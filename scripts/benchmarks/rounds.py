"""Timing in rounds: what is compared is measured in turn, so that a busy moment falls on both.

A machine that does something else besides makes single figures worthless. So every piece is timed once
a round, in an order that turns round from one round to the next; a ratio is taken of each round, and
the median of these is what is told.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that is timed.

    Attributes:
        name: What rows call it.
        run: Does it once; the seconds it took, without what had to be prepared.
        events: How many events it is of.
        teachers: How many files it is of.
    """

    name: str
    run: Callable[[], float]
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
    """What was measured of a row; seconds (or MB) are medians, `ratio` is the median of the rounds'."""

    row: Row
    work: float
    yardstick: float
    ratio: float
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


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    began = perf_counter()
    work()
    return perf_counter() - began


def in_turn(
    pieces: Sequence[Piece], *, rounds: int, done: Callable[[int], None]
) -> dict[str, list[float]]:
    """The seconds of each piece, a value a round; one round before the first warms up and is left out.

    Args:
        pieces: Those that are compared with each other.
        rounds: How many rounds count.
        done: Told which round has ended, from 0 for the one that does not count.
    """
    found: dict[str, list[float]] = {piece.name: [] for piece in pieces}
    for turn in range(rounds + 1):
        for piece in pieces if turn % 2 else reversed(pieces):
            gc.collect()
            seconds = piece.run()
            if turn:
                found[piece.name].append(seconds)
        done(turn)
    return found


def compared(row: Row, pieces: dict[str, Piece], seconds: dict[str, list[float]]) -> Result:
    """The row's result, from what each round took."""
    work, yardstick = seconds[row.work], seconds[row.yardstick]
    if row.per == "teacher":
        work = [one / pieces[row.work].teachers for one in work]
        yardstick = [one / pieces[row.yardstick].teachers for one in yardstick]
    ratios = [
        other / own if row.sense == "speed" else own / other
        for own, other in zip(work, yardstick, strict=True)
    ]
    return Result(
        row=row,
        work=median(work),
        yardstick=median(yardstick),
        ratio=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        rounds=len(ratios),
    )


def _reaches(row: Row, wanted: float, found: float) -> bool:
    return found >= wanted if row.sense == "speed" else found <= wanted
