"""`explain` for every outcome of every projection: the clause, the events, what is still missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.intake.pack_folders import (
    read_cases,
    read_pack,
    read_shipped,
    shipped_packs,
)
from growth_ledger.policy.cases import AdoptedWritten, ProjectionCase, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.end_to_end.running import Command


class Question(NamedTuple):
    """A worked case and the day on which it has an outcome."""

    case: ProjectionCase
    adopted: AdoptedWritten | None
    day: str


def questions() -> Iterator[tuple[str, str, str, Question]]:
    """Pack, projection, outcome, and a worked case that has it on a day."""
    for name, folder in shipped_packs().items():
        seen: set[tuple[str, str]] = set()
        for file in read_cases(read_pack(folder)).values():
            for case in file.cases:
                if not isinstance(case, ProjectionCase):
                    continue
                for projection, days in case.expect.items():
                    for day, outcome in days.items():
                        if outcome is not None and (projection, outcome) not in seen:
                            seen.add((projection, outcome))
                            asked = Question(case, file.adopted, day.isoformat())
                            yield name, projection, outcome, asked


QUESTIONS = {(pack, projection, outcome): asked for pack, projection, outcome, asked in questions()}


def leaves(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not node["children"]:
        yield node
    for child in node["children"]:
        yield from leaves(child)


EVENTS: list[dict[str, Any]] = [
    *(
        {
            "kind": "school-registered",
            "school": school,
            "name": f"{school} 学校",
            "district": district,
            "stage": stage,
            "rural": False,
            "effective_on": day,
        }
        for school, district, stage, day in (
            ("P", "hongkou", "primary", "2000-09-01"),
            ("V", "hongkou", "vocational", "2000-09-01"),
            ("X", "xuhui", "primary", "2000-09-01"),
            ("L", "hongkou", "primary", "2024-09-01"),
        )
    ),
    {
        "kind": "policy-adopted",
        "policy": "hongkou-2023",
        "district": "hongkou",
        "first_day": "2023-08-30",
    },
    *(
        {
            "kind": "file-opened",
            "teacher": f"T{school}",
            "name": "王芳",
            "school": school,
            "effective_on": "2010-09-01",
        }
        for school in "PVXL"
    ),
]


@pytest.mark.parametrize(
    ("asked", "en", "zh"),
    [
        (
            ["TP", "honor_allowance", "--as-of", "2010-08-31"],
            "No standing: the teacher's file is not open on that day.",
            "无结论：当天该教师尚未建档。",
        ),
        (
            ["TL", "honor_allowance", "--as-of", "2024-01-01"],
            "No standing: the school L is not registered on that day.",
            "无结论：学校“L”当天尚无登记。",
        ),
        (
            ["TX", "honor_allowance", "--as-of", "2024-01-01"],
            (
                "No standing: no rules are in force in the district xuhui on that day. To put rules in "
                "force: growth-ledger policy adopt PACK --district xuhui"
            ),
            (
                "无结论：区县“xuhui”当天没有施行任何规则。如需施行，请用 "
                "growth-ledger policy adopt 规则包 --district xuhui"
            ),
        ),
        (
            ["TP", "honor_allowance", "--as-of", "2023-08-29"],
            (
                "No standing: no rules are in force in the district hongkou on that day. To put rules in "
                "force: growth-ledger policy adopt PACK --district hongkou"
            ),
            (
                "无结论：区县“hongkou”当天没有施行任何规则。如需施行，请用 "
                "growth-ledger policy adopt 规则包 --district hongkou"
            ),
        ),
        (
            ["TV", "honor_allowance", "--as-of", "2024-01-01"],
            (
                "No standing: the rules in force, hongkou-2023, do not cover the stage of the school V: "
                "Secondary vocational school (vocational)."
            ),
            "无结论：当天施行的规则“hongkou-2023”不适用于学校“V”的学段：中等职业学校（vocational）。",
        ),
        (
            ["TP", "five_ones", "--as-of", "2024-01-01"],
            (
                "No standing: the rules in force, hongkou-2023, have no projection "
                "The five ones (five_ones)."
            ),
            "无结论：当天施行的规则“hongkou-2023”没有“五个一”工作（five_ones）这一判断项。",
        ),
    ],
)
def test_a_teacher_without_a_standing_is_told_what_there_is_none_of(
    sqlite_command: Command, asked: list[str], en: str, zh: str
) -> None:
    sqlite_command.run("init")
    sqlite_command.run("import", sqlite_command.lines("events.jsonl", *EVENTS))

    said = {
        lang: replace(sqlite_command, lang=lang).run("explain", *asked).stdout.splitlines()[0]
        for lang in ("en", "zh")
    }
    answer = sqlite_command.json("explain", *asked, "--format", "json")

    assert said == {"en": en, "zh": zh}
    assert answer["outcome"] is None
    assert answer["tree"] == []
    if asked[1] == "honor_allowance":
        teacher, _, *day = asked
        assert en in sqlite_command.run("show", teacher, *day).stdout


def test_every_outcome_of_every_projection_has_a_worked_case() -> None:
    packs = {name: found.pack for name, found in read_shipped().items()}

    assert set(QUESTIONS) == {
        (name, projection, one.outcome)
        for name, pack in packs.items()
        for projection, table in pack.projections.items()
        for one in table.outcomes
    }


@pytest.mark.parametrize(("pack", "projection", "outcome"), QUESTIONS)
def test_an_outcome_is_explained_down_to_its_events(
    sqlite_command: Command, pack: str, projection: str, outcome: str
) -> None:
    case, adopted, day = QUESTIONS[pack, projection, outcome]
    teacher = case.teacher
    sqlite_command.run("init", "--sandbox")
    events = recordable(case, adopted, pack)
    sqlite_command.run("import", sqlite_command.lines("case.jsonl", *events))

    answer = sqlite_command.json("explain", teacher, projection, "--as-of", day, "--format", "json")
    table = sqlite_command.run("explain", teacher, projection, "--as-of", day).stdout

    assert (answer["outcome"], answer["policy"]) == (outcome, pack)
    assert answer["clause"]
    assert answer["clause"] in table
    assert answer["tree"][-1]["outcome"] == outcome
    assert answer["tree"][-1]["holds"]
    assert not any(node["holds"] for node in answer["tree"][:-1])
    known = {row["event_id"] for row in sqlite_command.json("history", teacher, "--format", "json")}
    for node in answer["tree"]:
        for leaf in leaves(node):
            assert leaf["condition"] == "otherwise" or leaf["needed"] or leaf["found"]
            assert leaf["clause"]
            if leaf["holds_from"] is not None:
                assert not leaf["holds"]
                assert leaf["holds_from"] > day
            assert set(leaf["events"]) <= known or leaf["condition"] == "cohort_member"


def recordable(
    case: ProjectionCase, adopted: AdoptedWritten | None, pack: str
) -> list[dict[str, Any]]:
    """The case's schools, adoption and events as lines of a file, less those that are refused."""
    found = read_pack(shipped_packs()[pack]).pack
    lines = [dict(line.written) for line in lines_of(case, case.adopted or adopted, found)]
    for line in lines:
        if not {"teacher", "school", "cohort", "district"} & line.keys() or (
            EVENT_CLASSES[str(line["kind"])].stream_field == "teacher" and line["kind"] != "voided"
        ):
            line.setdefault("teacher", "T1")
    asked = max(day for by_day in case.expect.values() for day in by_day)
    recorded_at = f"{case.recorded_on or asked}T12:00:00+08:00"
    return [{**line, "recorded_at": recorded_at} for line in lines if "refused" not in line]
