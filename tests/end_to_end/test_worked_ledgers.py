"""Whole ledgers with the answers expected of them, asked of the installed command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.running import Command

LEDGERS = Path(__file__).parents[1] / "scenario" / "ledgers"
NAMES = sorted(path.stem for path in LEDGERS.glob("*.jsonl"))


def answer_of(command: Command, question: dict[str, Any]) -> Any:  # noqa: ANN401 - a JSON value.
    expected = question["expect"]
    clocks = ["--as-of", expected["as_of"], "--known-at", question["known_at"], "--format", "json"]
    if question["command"] == "show":
        return command.json("show", expected["teacher"], *clocks)
    return command.json("cohort", "show", expected["cohort"], "--candidates", *clocks)


def cut_to(expected: Any, answer: Any) -> Any:  # noqa: ANN401 - JSON values.
    """The answer with no more keys than what is expected of it."""
    if isinstance(expected, dict):
        return {key: cut_to(value, answer[key]) for key, value in expected.items()}
    if isinstance(expected, list) and len(expected) == len(answer):
        return [cut_to(one, found) for one, found in zip(expected, answer, strict=True)]
    return answer


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_of_a_worked_ledger_is_reproduced(name: str, command: Command) -> None:
    """On SQLite and on PostgreSQL: `command` is given once for each."""
    command.run("init")

    receipt = command.json("import", str(LEDGERS / f"{name}.jsonl"), "--format", "json")

    questions = json.loads((LEDGERS / f"{name}.expected.json").read_text())
    lines = (LEDGERS / f"{name}.jsonl").read_text().splitlines()
    assert receipt == {
        "recorded": len(lines),
        "already_present": 0,
        "first_position": 1,
        "last_position": len(lines),
    }
    for question in questions:
        found = cut_to(question["expect"], answer_of(command, question))
        assert found == question["expect"], question
