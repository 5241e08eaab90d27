"""What is told of a pack of one's own, in its exact words, in both languages, with what causes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.end_to_end.running import Command
from tests.unit.intake.test_pack_folders import CASES, PACK, written

LANGS = ("en", "zh")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*arguments: str, status: int) -> list[list[str]]:
    """The lines of standard output and standard error, in each language."""
    found = [
        Command(url="ledger.db", folder=Path(), lang=lang).run(*arguments, status=status)
        for lang in LANGS
    ]
    return [[*one.stdout.splitlines(), *one.stderr.splitlines()] for one in found]


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        (
            "day",
            "leave it out, or write one of: title, issuer, number, issued_on",
            "请删去，或改用以下之一：title、issuer、number、issued_on",
        ),
        (
            "isued_on",
            (
                "did you mean issued_on? "
                "If not, leave it out, or write one of: title, issuer, number, issued_on"
            ),
            (
                "您是不是想写“issued_on”？"
                "如不是，请删去，或改用以下之一：title、issuer、number、issued_on"
            ),
        ),
    ],
)
def test_a_key_that_is_not_there_is_told_with_those_that_are(
    key: str, english: str, chinese: str, here: Path
) -> None:
    written(here / "pack", PACK.replace("issuer: 某局", f"issuer: 某局, {key}: 2024-06-01"))

    (in_english,), (in_chinese,) = told("policy", "check", "pack", status=1)

    where = "pack/pack.yaml, line 4, column 36"
    assert in_english == f"error: there is no key {key} here, {where}, document.{key}: {english}"
    where = "pack/pack.yaml，第4行，第36列"
    assert in_chinese == f"error: 此处没有“{key}”这个键，{where}，document.{key}：{chinese}"


def test_an_event_that_a_case_did_not_expect_to_be_refused_is_told_with_its_line(
    here: Path,
) -> None:
    written(
        here / "pack",
        cases=CASES.replace("    events:", "    schools: {S2: {rural: true}}\n    events:"),
    )

    english, chinese = told("policy", "test", "pack", status=1)

    assert english[-2:] == [
        "1 of 1 answers are not as expected",
        (
            "no school S1 is registered, pack/cases/rank.yaml, line 7: "
            "did you mean S2? If not, register the school first (school-registered)"
        ),
    ]
    assert chinese[-2:] == [
        "1 个答案中有 1 个不符",
        (
            "学校“S1”尚未登记，pack/cases/rank.yaml，第7行："
            "您是不是想写“S2”？如不是，请先登记该学校（school-registered）"
        ),
    ]
    assert [line.split()[-5:] for line in english if "somewhere-2024" in line] == [
        ["event", "1", "—", "recorded", "unknown-school"]
    ]
    assert [line.split()[-5:] for line in chinese if "somewhere-2024" in line] == [
        ["1", "个事件", "—", "予以登记", "unknown-school"]
    ]


def test_a_program_is_told_of_the_refusal_too(here: Path) -> None:
    written(here / "pack", cases=CASES.replace("school: S1", "school: S2"))
    command = Command(url="ledger.db", folder=here)

    (check,) = json.loads(
        command.run("policy", "test", "pack", "--format", "json", status=1).stdout
    )

    assert check["refusals"] == [
        {
            "file": "pack/cases/rank.yaml",
            "line": 6,
            "sheet": None,
            "field": "school",
            "code": "unknown-school",
            "message": "no school S2 is registered",
            "hint": "did you mean S1? If not, register the school first (school-registered)",
        }
    ]


def test_a_refusal_that_does_not_come_is_told_as_recorded(here: Path) -> None:
    written(
        here / "pack",
        cases=CASES.replace("2020-09-01}", "2020-09-01, refused: unknown-school}"),
    )

    english, _ = told("policy", "test", "pack", status=1)

    assert [line.split()[-5:] for line in english if "somewhere-2024" in line] == [
        ["event", "1", "—", "unknown-school", "recorded"]
    ]
    assert english[-1] == "1 of 1 answers are not as expected"
