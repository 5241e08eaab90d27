"""`policy adopt`: what it puts in force, in place of what, and how it is tried first or undone."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from growth_ledger.intake.pack_folders import read_shipped

if TYPE_CHECKING:
    from tests.end_to_end.running import Command

EVENTS: list[dict[str, Any]] = [
    {
        "kind": "school-registered",
        "school": "H1",
        "name": "虹口一中",
        "district": "hongkou",
        "stage": "junior",
        "rural": False,
        "effective_on": "1980-09-01",
    },
    {
        "kind": "file-opened",
        "teacher": "T1",
        "name": "王芳",
        "school": "H1",
        "effective_on": "2010-09-01",
    },
]
FANGZI = ("policy", "adopt", "fangzi", "--district", "hongkou", "--first-day", "2020-09-01")


@pytest.fixture
def ledger(sqlite_command: Command) -> Command:
    sqlite_command.run("init")
    sqlite_command.run("import", sqlite_command.lines("events.jsonl", *EVENTS))
    return sqlite_command


@pytest.mark.parametrize(
    ("lang", "doubt", "undo", "reason"),
    [
        (
            "en",
            "note: no school of the ledger is or was in the district hongkuo; did you mean hongkou?",
            "note: to undo it: ",
            "wrong district",
        ),
        (
            "zh",
            "提示：台账中没有学校属于或曾属于区县“hongkuo”，您是不是想写“hongkou”？",
            "提示：如需撤销，请用 ",
            "区县写错",
        ),
    ],
)
def test_a_district_that_may_be_a_slip_is_told_with_the_nearest_and_how_to_undo_it(
    ledger: Command, lang: str, doubt: str, undo: str, reason: str
) -> None:
    speaking = replace(ledger, lang=lang)
    wrong = ("policy", "adopt", "hongkou-2023", "--district", "hongkuo")

    said = speaking.run(*wrong).stderr.splitlines()
    again = speaking.run(*wrong).stderr.splitlines()

    assert said[0] == doubt
    assert said[1].startswith(undo)
    program, *words = shlex.split(said[1].removeprefix(undo))
    assert program == "growth-ledger"
    assert words[-2:] == ["--reason", reason]
    assert again == [doubt]
    speaking.run(*words[words.index("record") :])
    listed = speaking.json("policy", "list", "--format", "json")
    assert [one["policy"] for one in listed if one["adopted"]] == []


def test_what_was_adopted_and_voided_is_adopted_again_under_a_ref(ledger: Command) -> None:
    ledger.run(*FANGZI)
    ledger.run("record", "voided", "--district", "hongkou", "--target", "~1", "--reason", "早了")

    repeated = ledger.run(*FANGZI).stdout
    adopted = ledger.run(*FANGZI, "--ref", "again").stdout

    assert repeated.startswith("Nothing new; there already: 1.")
    assert "give it a ref of its own with --ref" in " ".join(repeated.split())
    assert adopted == "Adopted fangzi in hongkou from 2020-09-01 (#5)\n"


@pytest.mark.parametrize(
    ("last_day", "en", "zh"),
    [
        (
            [],
            "note: from 2023-09-01 on it replaces fangzi@DIGEST, which is in force there from 2020-09-01\n",
            "提示：自 2023-09-01 起取代该区县自 2020-09-01 起施行的 fangzi@DIGEST\n",
        ),
        (
            ["--last-day", "2024-08-31"],
            (
                "note: from 2023-09-01 to 2024-08-31 it replaces fangzi@DIGEST, "
                "which is in force there from 2020-09-01\n"
            ),
            "提示：2023-09-01 至 2024-08-31 取代该区县自 2020-09-01 起施行的 fangzi@DIGEST\n",
        ),
    ],
)
def test_an_adoption_says_what_it_replaces(
    ledger: Command, last_day: list[str], en: str, zh: str
) -> None:
    digest = read_shipped()["fangzi"].digest[:8]
    first = ledger.run(*FANGZI)
    adopt = ("policy", "adopt", "hongkou-2023", "--district", "hongkou", *last_day)

    tried = ledger.run(*adopt, "--first-day", "2023-09-01", "--dry-run")
    done = replace(ledger, lang="zh").run(*adopt, "--first-day", "2023-09-01")
    repeated = ledger.run(*adopt, "--first-day", "2023-09-01")

    assert first.stderr == ""
    assert tried.stderr == en.replace("DIGEST", digest)
    assert done.stderr == zh.replace("DIGEST", digest)
    assert repeated.stderr == ""


def test_an_adoption_is_tried_without_being_recorded(ledger: Command) -> None:
    tried = ledger.run(*FANGZI, "--dry-run").stdout
    answer = ledger.json(*FANGZI, "--dry-run", "--format", "json")

    assert "Would be recorded" in tried
    assert "Policy pack fangzi; First day 2020-09-01" in tried
    assert tried.endswith("Would record: 1; there already: 0. Nothing was recorded.\n")
    assert [one["kind"] for one in answer["events"]] == ["policy-adopted"]
    assert {(one["teacher"], one["projection"], one["after"]) for one in answer["changes"]} == {
        ("T1", "continuation", "not-in-post"),
        ("T1", "grid_rank", "none"),
        ("T1", "merit", "none"),
    }
    assert ledger.json(*FANGZI, "--format", "json")["recorded"] == 1
