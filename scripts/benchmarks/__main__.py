"""`scripts/bench`: measure, and print the table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, closing
from pathlib import Path
from typing import Any, Final

from scripts.benchmarks import memory
from scripts.benchmarks.databases import Databases, PostgreSQLServer, SQLiteFiles
from scripts.benchmarks.pieces import GROUPS, LIGHT
from scripts.benchmarks.places import Places
from scripts.benchmarks.rounds import Result, compared, in_turn
from scripts.benchmarks.rows import ROWS

_NAMES: Final = [row.name for row in (*ROWS, *memory.ROWS)]
_GREAT: Final = 100_000
DATABASES: Final[Mapping[str, Callable[[Path], Databases]]] = {
    "sqlite": SQLiteFiles,
    "postgresql": PostgreSQLServer,
}
_LIGHT_ROUNDS: Final = 5
"""Rounds of a light group for each of a heavy one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for."""
    asked = _parser().parse_args(arguments)
    wanted = set(asked.only or _NAMES)
    with (
        tempfile.TemporaryDirectory(prefix="growth-ledger-bench-", dir=asked.folder) as made,
        # The key of a ledger on a server lies in the working folder.
        chdir(made),
        closing(DATABASES[asked.database](Path(made))) as databases,
        closing(Places(Path(made), databases, events=asked.events)) as places,
    ):
        found: list[Result] = []
        for result in measured(places, wanted, rounds=asked.rounds):
            found.append(result)
            _say(f"{result.row.name}: {_line(result)}")
        found.sort(key=lambda result: _NAMES.index(result.row.name))
        sizes, on = _sizes(places), machine(databases)
    print(table(found))  # noqa: T201 - what the bench is for.
    if asked.json is not None:
        document = {"machine": on, **sizes, "rows": [_as_json(one) for one in found]}
        asked.json.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def measured(places: Places, wanted: set[str], *, rounds: int) -> Iterator[Result]:
    """The rows that are wanted, group by group."""
    for row in memory.ROWS:
        if row.name in wanted:
            _say(f"{row.name}: measuring")
            yield memory.measured(row, places)
    for name, makes in GROUPS.items():
        rows = [row for row in ROWS if row.name in wanted and row.work in makes]
        needed = {piece for row in rows for piece in (row.work, row.yardstick)}
        if not rows:
            continue
        _say(f"{name}: preparing")
        with ExitStack() as opened:
            pieces = {key: make(places, opened) for key, make in makes.items() if key in needed}
            light = name in LIGHT
            spent = in_turn(
                list(pieces.values()),
                rounds=rounds * _LIGHT_ROUNDS if light else rounds,
                # A great ledger warms up by being made.
                warm=light or places.events < _GREAT,
                done=lambda turn, name=name: _say(f"{name}: round {turn} done"),  # type: ignore[misc]  # mypy infers no type for a lambda's default
            )
        for row in rows:
            yield compared(row, pieces, spent)


def table(results: Sequence[Result]) -> str:
    """A Markdown table."""
    lines = [
        "| row | work | | yardstick | | ratio | of rounds | of CPU | aim | stretch | |",
        "| --- | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for one in results:
        sign = "≥" if one.row.sense == "speed" else "≤"
        cells = (
            one.row.name,
            one.row.told[0],
            _amount(one.work, one.unit),
            one.row.told[1],
            _amount(one.yardstick, one.unit),
            f"{one.ratio:.2f}",
            f"{one.lowest:.2f} – {one.highest:.2f}",
            "" if one.cpu_ratio is None else f"{one.cpu_ratio:.2f}",
            f"{sign} {one.row.aim:g}",
            f"{one.row.stretch:g}",
            one.verdict,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def machine(databases: Databases) -> dict[str, Any]:
    """What was measured on."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(pages / 1e9, 1),
        "python": platform.python_version(),
        "database": f"{databases.name} {databases.version}",
        "load_average": [round(one, 2) for one in os.getloadavg()],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measure the ledger beside its yardsticks."
    )
    parser.add_argument("--events", type=int, default=10_000, help="events of the great ledger")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (default: 5)")
    parser.add_argument(
        "--only", action="append", choices=_NAMES, metavar="ROW", help=", ".join(_NAMES)
    )
    parser.add_argument(
        "--database",
        choices=list(DATABASES),
        default="sqlite",
        help="what both sides store in; a server of its own is started for postgresql",
    )
    parser.add_argument("--json", type=_path, metavar="FILE", help="write what was measured there")
    parser.add_argument(
        "--folder", type=_path, help="where ledgers are made (default: the system's)"
    )
    return parser


def _path(text: str) -> Path:
    """As seen from here, wherever the bench works."""
    return Path(text).resolve()


def _sizes(places: Places) -> dict[str, int]:
    lines, small = places.lines, places.small_lines
    return {
        "events": lines.events,
        "teachers": lines.teachers,
        "small_events": small.events,
        "small_teachers": small.teachers,
    }


def _as_json(one: Result) -> dict[str, Any]:
    return {
        "row": one.row.name,
        "work": one.row.told[0],
        "yardstick": one.row.told[1],
        f"work_{one.unit}": one.work,
        f"yardstick_{one.unit}": one.yardstick,
        "sense": one.row.sense,
        "ratio": one.ratio,
        "cpu_ratio": one.cpu_ratio,
        "lowest": one.lowest,
        "highest": one.highest,
        "rounds": one.rounds,
        "aim": one.row.aim,
        "stretch": one.row.stretch,
        "verdict": one.verdict,
    }


def _line(one: Result) -> str:
    return f"{_amount(one.work, one.unit)} / {_amount(one.yardstick, one.unit)}: {one.ratio:.2f}"


def _amount(value: float, unit: str) -> str:
    if unit == "MB":
        return f"{value:.0f} MB"
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1000:.2f} ms"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress.


if __name__ == "__main__":
    main()
