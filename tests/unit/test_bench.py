"""The bench measures every row, at a size at which nothing can be said of speed."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from scripts.benchmarks.__main__ import main, measured
from scripts.benchmarks.databases import SQLiteFiles
from scripts.benchmarks.places import Places
from scripts.benchmarks.rounds import Piece, Row, Spent, compared, in_turn
from scripts.benchmarks.rows import ROWS


def a_row(*, aim: float, stretch: float, per_teacher: bool = False) -> Row:
    return Row(
        name="mine",
        work="work",
        yardstick="yardstick",
        told=("work", "yardstick"),
        sense="time",
        aim=aim,
        stretch=stretch,
        per="teacher" if per_teacher else "run",
    )


def a_piece(name: str, *, seconds: list[float], teachers: int = 1) -> Piece:
    left = iter(seconds)

    def run() -> Spent:
        wall = next(left)
        return Spent(wall, wall / 2)

    return Piece(name=name, run=run, teachers=teachers)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_command_gives_every_row_in_words_and_as_json(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, found = tmp_path / "ledgers", tmp_path / "found.json"
    folder.mkdir()
    places = ["--database", database, "--folder", str(folder), "--json", str(found)]

    main(["--events", "300", "--rounds", "1", *places])

    document = json.loads(found.read_text(encoding="utf-8"))
    names = [*(row.name for row in ROWS), "memory-import", "memory-rebuild"]
    assert [row["row"] for row in document["rows"]] == names
    assert all(row["ratio"] > 0 for row in document["rows"])
    assert document["machine"]["cores"] >= 1
    assert document["machine"]["database"].lower().startswith(database)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == [f"| {name}" for name in names]
    assert list(folder.iterdir()) == []


def test_only_what_is_asked_for_is_measured(tmp_path: Path) -> None:
    with closing(Places(tmp_path, SQLiteFiles(tmp_path), events=300)) as places:
        found = [result.row.name for result in measured(places, {"show", "verify-log"}, rounds=1)]

    assert found == ["show", "verify-log"]


def test_a_ratio_is_the_median_of_the_rounds_and_the_first_round_only_warms_up() -> None:
    pieces = [
        a_piece("work", seconds=[100.0, 2.0, 4.0, 9.0]),
        a_piece("yardstick", seconds=[1.0, 1.0, 1.0, 3.0]),
    ]
    turns: list[int] = []

    spent = in_turn(pieces, rounds=3, warm=True, done=turns.append)
    result = compared(a_row(aim=3, stretch=2), {one.name: one for one in pieces}, spent)

    assert turns == [0, 1, 2, 3]
    assert (result.work, result.yardstick) == (4.0, 1.0)
    assert (result.lowest, result.ratio, result.highest) == (2.0, 3.0, 4.0)
    assert result.cpu_ratio == 3.0
    assert result.verdict == "aim"


@pytest.mark.parametrize(("seconds", "verdict"), [(1.0, "stretch"), (2.5, "aim"), (3.5, "missed")])
def test_a_row_says_how_far_its_aim_is_met(seconds: float, verdict: str) -> None:
    pieces = [a_piece("work", seconds=[seconds]), a_piece("yardstick", seconds=[1.0])]

    spent = in_turn(pieces, rounds=1, warm=False, done=lambda _: None)
    result = compared(a_row(aim=3, stretch=2), {one.name: one for one in pieces}, spent)

    assert result.verdict == verdict


def test_what_is_told_a_teacher_is_divided_by_their_number() -> None:
    pieces = [
        a_piece("work", seconds=[30.0], teachers=10),
        a_piece("yardstick", seconds=[4.0], teachers=2),
    ]

    spent = in_turn(pieces, rounds=1, warm=False, done=lambda _: None)
    row = a_row(aim=3, stretch=2, per_teacher=True)
    result = compared(row, {one.name: one for one in pieces}, spent)

    assert (result.work, result.yardstick, result.ratio) == (3.0, 2.0, 1.5)
