"""What is told of a pack of one's own, in its exact words, in both languages, with what causes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.end_to_end.running import Command
from tests.unit.intake.test_pack_folders import CASES, PACK, written

LANGS = ("en", "zh")
ELSEWHERE = {
    "kind": "school-registered",
    "school": "S9",
    "name": "第九中学",
    "district": "yonder",
    "stage": "junior",
    "rural": False,
    "effective_on": "1990-09-01",
}


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

    assert english[-3:] == [
        "1 of 1 answers are not as expected",
        (
            "no school S1 is registered, pack/cases/rank.yaml, line 7: "
            "did you mean S2? If not, register the school first (school-registered)"
        ),
        (
            "error: of 1 answer in the worked cases 1 came out otherwise than expected, "
            "somewhere-2024, rank.yaml, A year and a half: look at what was expected and what was found, and mend the pack or the case"
        ),
    ]
    assert chinese[-3:] == [
        "1 个答案中有 1 个不符",
        (
            "学校“S1”尚未登记，pack/cases/rank.yaml，第7行："
            "您是不是想写“S2”？如不是，请先登记该学校（school-registered）"
        ),
        (
            "error: 例题的1个答案中有1个不符，somewhere-2024, rank.yaml, A year and a half："
            "请对照预期与实际，改正规则包或例题"
        ),
    ]
    assert [line.split()[-5:] for line in english[:-1] if "somewhere-2024" in line] == [
        ["event", "1", "—", "recorded", "unknown-school"]
    ]
    assert [line.split()[-5:] for line in chinese[:-1] if "somewhere-2024" in line] == [
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

    assert [line.split()[-5:] for line in english[:-1] if "somewhere-2024" in line] == [
        ["event", "1", "—", "unknown-school", "recorded"]
    ]
    assert english[-2] == "1 of 1 answers are not as expected"


def test_what_the_pack_says_otherwise_than_the_adoption_is_noted(here: Path) -> None:
    written(here / "pack", cases=CASES.replace("2024-09-02: high", "2024-09-02: low"))
    command = Command(url="ledger.db", folder=here)
    command.run("init")
    command.run("import", command.lines("school.jsonl", ELSEWHERE))
    adopt = ("policy", "adopt", "pack", "--district", "here", "--first-day", "2024-08-31")

    english, chinese = told(*adopt, status=0)

    assert english == [
        "Adopted somewhere-2024 in here from 2024-08-31 (#2)",
        "note: no school of the ledger is or was in the district here",
        (
            "note: somewhere-2024 says itself that it is in force from 2024-09-01; "
            "it is adopted from an earlier day, 2024-08-31"
        ),
        (
            "note: of the 1 worked case of somewhere-2024, 1 fails: "
            "growth-ledger --ledger ledger.db --lang en policy test pack shows which"
        ),
    ]
    assert chinese[1:] == [
        "提示：台账中没有学校属于或曾属于区县“here”",
        "提示：规则包“somewhere-2024”自身写明自 2024-09-01 起施行，此次施行则始于更早的 2024-08-31",
        (
            "提示：规则包“somewhere-2024”的 1 道例题中有 1 道不符，"
            "请用 growth-ledger --ledger ledger.db --lang zh policy test pack 查看"
        ),
    ]


@pytest.mark.parametrize("first_day", [(), ("--first-day", "2025-01-01")])
def test_of_an_adoption_as_the_pack_says_nothing_is_noted(
    first_day: tuple[str, ...], here: Path
) -> None:
    written(here / "pack", cases=CASES)
    Command(url="ledger.db", folder=here).run("init")

    english, _ = told("policy", "adopt", "pack", "--district", "here", *first_day, status=0)

    # Where there is no school at all yet, the rules come first, as they should.
    assert english[1:] == []


def test_an_import_that_adopts_early_is_not_spoken_to(here: Path) -> None:
    command = Command(url="ledger.db", folder=here)
    command.run("init")
    early = {"kind": "policy-adopted", "policy": "hongkou-2023", "first_day": "2020-01-01"}

    imported = command.run("import", command.lines("a.jsonl", early | {"district": "hongkou"}))

    assert imported.stderr == ""


@pytest.mark.parametrize(
    ("change", "place", "english", "chinese"),
    [
        (
            ("tenure: {at_least: 1.5}", "service: {roles: [homeroom], at_least: 2}"),
            ("line 23, column 50", "第23行，第50列", "outcomes[0].when.service.at_least"),
            (
                "2 is no length of time",
                (
                    "write a whole number and its unit, such as 1 year or 3 years; "
                    "service.at_least also takes 90 days"
                ),
            ),
            (
                "“2”不是时长",
                "请写整数和单位，如 1 year、3 years；service.at_least 也可写 90 days",
            ),
        ),
        (
            ("label: {zh: 高, en: High}", "label: 高"),
            ("line 21, column 16", "第21行，第16列", "outcomes[0].label"),
            ("高 is no label", "give it in both languages: {zh: ..., en: ...}"),
            ("“高”不是名称", "请用两种语言写明：{zh: …, en: …}"),
        ),
    ],
)
def test_what_newcomers_write_first_is_told_with_the_form_it_has(
    change: tuple[str, str],
    place: tuple[str, str, str],
    english: tuple[str, str],
    chinese: tuple[str, str],
    here: Path,
) -> None:
    written(here / "pack", PACK.replace(*change))

    (in_english,), (in_chinese,) = told("policy", "check", "pack", status=1)

    where, wo, path = place
    path = f"projections.rank.{path}"
    assert in_english == f"error: {english[0]}, pack/pack.yaml, {where}, {path}: {english[1]}"
    assert in_chinese == f"error: {chinese[0]}，pack/pack.yaml，{wo}，{path}：{chinese[1]}"
