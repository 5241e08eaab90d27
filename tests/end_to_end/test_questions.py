"""Each reading command on a small ledger whose answers can be worked out by hand."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from growth_ledger.cli.app import COMMANDS
from growth_ledger.intake.pack_folders import shipped_packs

if TYPE_CHECKING:
    from tests.end_to_end.running import Command

SCHOOLS: list[dict[str, Any]] = [
    {
        "kind": "school-registered",
        "school": code,
        "name": name,
        "district": district,
        "stage": "junior",
        "rural": False,
        "effective_on": "1980-09-01",
    }
    for code, name, district in (
        ("H1", "虹口一中", "hongkou"),
        ("H2", "虹口二中", "hongkou"),
        ("F1", "坊子一中", "fangzi"),
    )
]
ADOPTIONS: list[dict[str, Any]] = [
    {
        "kind": "policy-adopted",
        "policy": "hongkou-2023",
        "district": "hongkou",
        "first_day": "2023-08-30",
    },
    {
        "kind": "policy-adopted",
        "policy": "fangzi",
        "district": "fangzi",
        "first_day": "2019-03-01",
    },
]


TEACHERS = ["T1", "T2", "T3"]


def opened(teacher: str, name: str, school: str, day: str = "2010-09-01") -> dict[str, Any]:
    return {
        "kind": "file-opened",
        "teacher": teacher,
        "ref": "F",
        "name": name,
        "school": school,
        "effective_on": day,
    }


def credit(teacher: str, first: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values.
    return {
        "kind": "tenure-credited",
        "teacher": teacher,
        "ref": f"Y{first}",
        "school_year": f"{first}-{first + 1}",
        "role": "homeroom",
        **more,
    }


EVENTS: list[dict[str, Any]] = [
    *SCHOOLS,
    *ADOPTIONS,
    opened("T1", "𠮷文静", "H1"),
    *(credit("T1", year) for year in range(2014, 2024)),
    opened("T2", "王芳", "H2"),
    {
        "kind": "appointed",
        "teacher": "T2",
        "ref": "A",
        "role": "homeroom",
        "first_day": "2014-09-01",
        "class_name": "02",
    },
    *(credit("T2", year) for year in range(2017, 2026)),
    opened("T3", "王芳", "H1"),
    {"kind": "school-changed", "teacher": "T3", "school": "F1", "effective_on": "2024-05-01"},
]


@pytest.fixture
def ledger(sqlite_command: Command) -> Command:
    sqlite_command.run("init")
    sqlite_command.run("import", sqlite_command.lines("events.jsonl", *EVENTS))
    return sqlite_command


def test_standings_lists_everyone_with_the_projection_on_the_day(ledger: Command) -> None:
    rows = ledger.json("standings", "honor_allowance", "--as-of", "2024-08-31", "--format", "json")

    assert rows == [
        {
            "teacher": "T1",
            "name": "𠮷文静",
            "school": "H1",
            "policy": "hongkou-2023",
            "outcome": "tier-10",
            "since": "2024-08-31",
            "until": None,
        },
        {
            "teacher": "T2",
            "name": "王芳",
            "school": "H2",
            "policy": "hongkou-2023",
            "outcome": "none",
            "since": "2023-08-30",
            "until": None,
        },
    ]


@pytest.mark.parametrize(
    ("options", "teachers"),
    [
        (["--outcome", "tier-10"], ["T1"]),
        (["--outcome", "tier-10", "--outcome", "无"], ["T1", "T2"]),
        (["--outcome", "tier-15", "--outcome", "tier-20"], []),
        (["--outcome", "tier-10", "--outcome", "none", "--rules", "hongkou-2023"], TEACHERS),
        (["--school", "H2"], ["T2"]),
        (["--district", "hongkou"], ["T1", "T2"]),
        (["--district", "fangzi"], []),
        (["--rules", "hongkou-2023"], ["T1", "T2", "T3"]),
        (["--known-at", "#12"], ["T1"]),
    ],
)
def test_standings_can_be_narrowed_and_asked_otherwise(
    ledger: Command, options: list[str], teachers: list[str]
) -> None:
    given = ["standings", "honor_allowance", "--as-of", "2024-08-31", "--format", "json", *options]

    assert [row["teacher"] for row in ledger.json(*given)] == teachers


def test_standings_as_csv_has_a_row_for_each_teacher(ledger: Command) -> None:
    result = ledger.run("standings", "honor_allowance", "--as-of", "2024-08-31", "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["outcome"] for row in rows] == ["tier-10", "none"]
    assert rows[0]["name"] == "𠮷文静"
    assert "as-of 2024-08-31" in result.stderr


def test_changes_tells_who_crossed_on_which_day_and_why(ledger: Command) -> None:
    window = ["--from", "2023-08-29", "--to", "2024-08-31", "--format", "json"]

    honor = ledger.json("changes", "honor_allowance", *window)
    moved = ledger.json("changes", "continuation", *window)

    found = [(row["day"], row["teacher"], row["from"], row["to"], row["cause"]) for row in honor]
    assert found == [
        ("2023-08-30", "T1", None, "none", "rules"),
        ("2023-08-30", "T2", None, "none", "rules"),
        ("2023-08-30", "T3", None, "none", "rules"),
        ("2024-05-01", "T3", "none", None, "rules"),
        ("2024-08-31", "T1", "none", "tier-10", "event"),
    ]
    assert len(honor[-1]["events"]) == 1
    assert [(row["day"], row["to"], row["cause"]) for row in moved] == [
        ("2024-05-01", "not-in-post", "rules")
    ]


def test_assumed_credits_tell_who_crosses_at_the_end_of_this_school_year(
    sqlite_command: Command,
) -> None:
    recorded_at = "2026-10-01T08:00:00+08:00"
    sqlite_command.run("init", "--sandbox")
    lines = [{**event, "recorded_at": recorded_at} for event in EVENTS]
    sqlite_command.run("import", sqlite_command.lines("events.jsonl", *lines))
    asked = ["changes", "honor_allowance", "--from", "2026-09-01", "--to", "2027-08-31"]
    asked += ["--known-at", "2026-10-01", "--format", "json"]

    plain = sqlite_command.json(*asked)
    planned = sqlite_command.run(*asked, "--assume-credited")

    assert plain == []
    found = json.loads(planned.stdout)
    assert [(row["teacher"], row["day"], row["to"], row["cause"]) for row in found] == [
        ("T2", "2027-08-31", "tier-10", "time")
    ]
    assert "assuming credits" in planned.stderr


@pytest.mark.parametrize(
    ("asked", "en", "zh"),
    [
        (
            ["standings", "honor_allowance", "--as-of", "2024-08-31"],
            "2 rows: Ten-year tier 1 · None 1",
            "共 2 条：十年档 1 · 无 1",
        ),
        (
            ["changes", "honor_allowance", "--from", "2023-08-29", "--to", "2024-08-31"],
            "5 rows: — → None 3 · None → — 1 · None → Ten-year tier 1",
            "共 5 条：— → 无 3 · 无 → — 1 · 无 → 十年档 1",
        ),
        (
            ["standings", "honor_allowance", "--as-of", "2024-08-31", "--outcome", "tier-10"],
            "1 row",
            "共 1 条",
        ),
    ],
)
def test_below_a_list_stands_how_many_of_which(
    ledger: Command, asked: list[str], en: str, zh: str
) -> None:
    for lang, said in (("en", en), ("zh", zh)):
        speaking = replace(ledger, lang=lang)

        assert speaking.run(*asked).stdout.splitlines()[-2] == said
        assert f'<p class="below">{said}</p>' in speaking.run(*asked, "--format", "html").stdout


def test_below_what_if_stands_how_many_go_from_which_outcome_to_which(ledger: Command) -> None:
    asked = ("whatif", "honor_allowance", "--policy", "fangzi", "--as-of", "2024-08-31")

    found = ledger.run(*asked).stdout

    assert found.splitlines()[-2] == "2 rows: Ten-year tier → — 1 · None → — 1"


def test_below_findings_stands_how_many_of_each(ledger: Command) -> None:
    asked = ("audit", "findings", "--as-of", "2024-09-01")
    found = [row["finding"] for row in ledger.json(*asked, "--format", "json")]

    table = ledger.run(*asked).stdout

    missing, unsupported = found.count("missing-appraisal"), found.count("unsupported-credit")
    assert f"Appraisal missing {missing}" in table.splitlines()[-2]
    assert f"Credit without appointment {unsupported}" in table.splitlines()[-2]


def test_show_says_what_basis_it_stands_on(ledger: Command) -> None:
    answer = ledger.json("show", "T2", "--as-of", "2024-09-01", "--format", "json")

    assert answer["roles"] == ["homeroom"]
    assert answer["tenure"] == "7"
    assert answer["basis"].startswith("as-of 2024-09-01 · known-at #")
    assert "hongkou-2023@" in answer["basis"]


def test_before_the_file_opens_there_is_nothing_yet(ledger: Command) -> None:
    answer = ledger.json("show", "T1", "--as-of", "2010-08-31", "--format", "json")

    nothing = (answer["school"], answer["district"], answer["policy"], answer["tenure"])
    assert nothing == (None, None, None, "0")
    assert answer["standings"] == {}
    assert not answer["in_service"]


@pytest.mark.parametrize("day", ["2024/9/1", "2024年9月1日", "20240901", "2024.9.1"])
def test_a_day_may_be_written_as_in_a_sheet(ledger: Command, day: str) -> None:
    asked = ("show", "T1", "--format", "json", "--as-of")

    assert ledger.json(*asked, day) == ledger.json(*asked, "2024-09-01")


def test_projections_and_outcomes_may_be_named_by_their_labels(ledger: Command) -> None:
    day = ("--as-of", "2024-08-31", "--format", "json")
    window = ("--from", "2010-01-01", "--to", "2024-09-01", "--format", "json")

    listed = ledger.json("standings", "荣誉津贴档次", "--outcome", "十年档", *day)
    crossed = ledger.json("changes", "Honour allowance tier", "--into", "十年档", *window)
    into_any = ("--into", "tier-10", "--into", "none")

    assert listed == ledger.json("standings", "honor_allowance", "--outcome", "tier-10", *day)
    assert [one["teacher"] for one in listed] == ["T1"]
    assert [one["to"] for one in crossed] == ["tier-10"]
    either = ledger.json("changes", "honor_allowance", *into_any, *window)
    assert [one["to"] for one in either] == ["none", "none", "none", "tier-10"]
    assert ledger.json("explain", "T1", "荣誉津贴档次", *day)["projection"] == "honor_allowance"


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["show", "T9"], 1, "no-such-teacher"),
        (["show", "T2", "--known-at", "#10"], 1, "no-such-teacher"),
        (["show", "T1", "--known-at", "#9999"], 2, "position-past-end"),
        (["show", "T1", "--known-at", "12"], 2, "position-without-hash"),
        (["show", "T1", "--known-at", "yesterday"], 2, "bad-known-at"),
        (["show", "T1", "--as-of", "2024-02-30"], 2, "bad-day"),
        (["show", "T1", "--rules", "hongkou-2032"], 1, "no-such-pack"),
        (["explain", "T1", "admision"], 1, "no-such-projection"),
        (["standings", "admission", "--outcome", "baren"], 1, "unknown-outcome"),
        (
            ["standings", "admission", "--outcome", "barred", "--outcome", "baren"],
            1,
            "unknown-outcome",
        ),
        (["cohort", "show", "C9"], 1, "no-such-cohort"),
        (["history", "T9"], 1, "no-such-teacher"),
        (["policy", "show", "hongkou-2032"], 1, "no-such-pack"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_question_that_cannot_be_answered_says_why(
    ledger: Command, arguments: list[str], status: int, code: str, lang: str
) -> None:
    given = [*arguments, "--format", "json"]
    ledger = type(ledger)(ledger.url, ledger.folder, lang, ledger.environment)

    result = ledger.run(*given, status=status)

    answer = json.loads(result.stdout)
    assert answer["error"]["code"] == code
    assert answer["error"]["message"]
    assert result.stderr.startswith("error: ")


@pytest.mark.parametrize("form", ["json", "table", "csv", "html"])
@pytest.mark.parametrize(
    "asked",
    [
        # Adopted later than what was known then; shipped, and adopted nowhere; not of these rules.
        ["standings", "honor_allowance", "--known-at", "#1"],
        ["standings", "Honour allowance tier", "--outcome", "十年档", "--known-at", "#1"],
        ["standings", "five_ones", "--outcome", "complete"],
        ["standings", "continuation", "--rules", "hongkou-2023"],
        [
            "changes",
            "honor_allowance",
            "--from",
            "2020-01-01",
            "--to",
            "2024-01-01",
            "--known-at",
            "#1",
        ],
    ],
)
def test_nobody_has_a_standing_where_no_rules_that_judge_have_the_projection(
    ledger: Command, asked: list[str], form: str
) -> None:
    found = ledger.run(*asked, "--format", form)

    match form:
        case "json":
            assert json.loads(found.stdout) == []
        case "csv":
            assert len(found.stdout.splitlines()) == 1
        case _:
            assert "Nothing to show." in found.stdout
    assert "as-of " in found.output


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "error: no policy that is known here has a projection honor_alowance: did you mean "
                "honor_allowance? If not, ask for one of: admission, continuation, grid_rank, "
                "honor_allowance, honor_bonus, merit, studio_support, veteran_award, workload\n"
            ),
        ),
        (
            "zh",
            (
                "error: 已知的规则包都没有“honor_alowance”这一判断项：您是不是想写“honor_allowance”？"
                "如不是，请从以下各项中选择："
                "admission、continuation、grid_rank、honor_allowance、honor_bonus、merit、"
                "studio_support、veteran_award、workload\n"
            ),
        ),
    ],
)
def test_a_projection_that_nobody_knows_is_told_with_the_nearest(
    ledger: Command, lang: str, said: str
) -> None:
    speaking = replace(ledger, lang=lang)

    assert speaking.run("standings", "honor_alowance", status=1).stderr == said


@pytest.mark.parametrize(
    "arguments",
    [
        ["shwo"],
        ["show"],
        ["show", "T1", "--asof", "2024-01-01"],
        ["show", "T1", "--format", "xml"],
        ["policy", "adpot"],
        ["record", "apointed"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_wrong_usage_ends_with_2_and_a_hint(
    ledger: Command, arguments: list[str], lang: str
) -> None:
    ledger = type(ledger)(ledger.url, ledger.folder, lang, ledger.environment)

    result = ledger.run(*arguments, status=2)

    assert result.stderr.startswith("error: ")
    assert result.stdout == ""


def test_a_known_at_is_a_prefix_whether_by_position_day_or_moment(ledger: Command) -> None:
    history = ledger.json("history", "T1", "--format", "json")
    moment = history[-1]["recorded_at"]

    by_moment = ledger.json("show", "T1", "--known-at", moment, "--format", "json")
    by_day = ledger.json("show", "T1", "--known-at", "2099-12-31", "--format", "json")
    now = ledger.json("show", "T1", "--format", "json")

    assert by_moment["known_at"] == by_day["known_at"] == now["known_at"] == len(EVENTS)


def test_what_if_puts_outcomes_beside_those_in_force(ledger: Command) -> None:
    folder = str(shipped_packs()["fangzi"])

    rows = ledger.json(
        "whatif", "continuation", "--policy", folder, "--as-of", "2024-09-01", "--format", "json"
    )

    found = [(row["teacher"], row["outcome"], row["what_if_outcome"]) for row in rows]
    assert found == [
        ("T1", None, "not-in-post"),
        ("T2", None, "in-post"),
        ("T3", "not-in-post", "not-in-post"),
    ]


def test_the_read_model_answers_as_the_events_do_and_can_be_rebuilt(ledger: Command) -> None:
    before = ledger.json("audit", "replay", "--as-of", "2024-09-01", "--format", "json")
    rebuilt = ledger.json("rebuild", "--format", "json")
    after = ledger.json("audit", "replay", "--as-of", "2024-09-01", "--format", "json")

    assert before["read_model_agrees"]
    assert rebuilt["differing"] == []
    assert after == before
    assert (before["teachers"], before["standings"]) == (3, 15)


def test_what_was_learned_is_told_with_its_cause(ledger: Command) -> None:
    half = credit("T1", 2023, corrects="Y2023", credit="0.5", ref=None)
    again = {"kind": "policy-adopted", **ADOPTIONS[0], "first_day": "2024-01-01", "ref": "again"}
    del half["ref"]
    start = len(EVENTS)
    ledger.run("import", ledger.lines("half.jsonl", half))
    ledger.run("import", ledger.lines("again.jsonl", again))

    answer = ledger.json(
        "audit",
        "diff",
        "--from",
        f"#{start}",
        "--to",
        f"#{start + 1}",
        "--as-of",
        "2024-09-01",
        "--format",
        "json",
    )

    assert [event["fields"]["credit"] for event in answer["events"]] == ["0.5"]
    found = [
        (row["teacher"], row["projection"], row["before"], row["after"], row["cause"])
        for row in answer["standings"]
    ]
    assert found == [("T1", "honor_allowance", "tier-10", "none", "correction")]
    assert answer["standings"][0]["events"] == [answer["events"][0]["event_id"]]


def test_timeline_has_events_standings_and_tenure_in_order_of_day(ledger: Command) -> None:
    answer = ledger.json("timeline", "T1", "--format", "json")

    days = [event["day"] for event in answer["events"]]
    assert days == sorted(days)
    assert answer["tenure"][-1] == {"since": "2024-08-31", "years": "10"}
    assert [run["outcome"] for run in answer["standings"]["honor_allowance"]] == ["none", "tier-10"]


def test_the_events_that_an_explanation_names_are_found_in_the_tables(ledger: Command) -> None:
    day = ("--as-of", "2024-08-31")
    explained = ledger.run("explain", "T1", "honor_allowance", *day).stdout
    lists = re.findall(r"\[events ([^\]]*)\]", explained)
    named = {one for found in lists for one in found.split() if not one.startswith("+")}
    assert named

    for command in (["history", "T1"], ["timeline", "T1", *day]):
        table = ledger.run(*command).stdout

        for event_id in named:
            assert re.search(rf" {event_id}( |$)", table, re.MULTILINE)


def test_record_records_one_event_with_options_of_its_kind(ledger: Command) -> None:
    given = ["--teacher", "T3", "--programme", "pre-service", "--hours", "48", "--level", "school"]

    receipt = ledger.json(
        "record", "training-completed", *given, "--effective-on", "2023-07-01", "--format", "json"
    )

    assert receipt["recorded"] == 1
    last = ledger.json("history", "T3", "--format", "json")[-1]
    assert last["fields"]["hours"] == "48"
    assert last["recorded_by"] == "tester"
    assert last["ref"] == "~3"


def test_a_pack_can_be_listed_shown_checked_tested_and_adopted(ledger: Command) -> None:
    listed = ledger.json("policy", "list", "--format", "json")
    shown = ledger.run("policy", "show", "hongkou-2023").stdout
    tested = ledger.run("policy", "test").stdout
    adopted = ledger.json(
        "policy",
        "adopt",
        "xinbei",
        "--district",
        "xinbei",
        "--first-day",
        "2023-07-10",
        "--format",
        "json",
    )

    assert {row["policy"] for row in listed} == set(shipped_packs())
    assert "三（四）13" in shown
    assert "all as expected" in tested
    assert adopted["recorded"] == 1


def test_a_pack_is_printed_as_it_is_shipped(ledger: Command) -> None:
    shipped = shipped_packs()["hongkou-2023"] / "pack.yaml"

    shown = ledger.run("policy", "show", "hongkou-2023", "--format", "yaml").stdout

    assert shown == shipped.read_text(encoding="utf-8")


def test_a_pack_of_which_only_the_adoption_is_left_is_printed_from_it(ledger: Command) -> None:
    folder = ledger.folder / "own"
    shutil.copytree(shipped_packs()["xinbei"], folder)
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    (folder / "pack.yaml").write_text(
        text.replace("policy: xinbei", "policy: own-2027"), encoding="utf-8"
    )
    shutil.rmtree(folder / "cases")
    ledger.run("policy", "adopt", str(folder), "--district", "own", "--first-day", "2024-01-01")
    digest = ledger.json("policy", "show", str(folder), "--format", "json")["digest"]
    shutil.rmtree(folder)

    shown = ledger.run("policy", "show", "own-2027", "--format", "yaml").stdout
    folder.mkdir()
    (folder / "pack.yaml").write_text(shown, encoding="utf-8")

    checked = ledger.json("policy", "check", str(folder), "--format", "json")
    assert checked["digest"] == digest


def test_a_shipped_pack_is_adopted_without_a_look_at_its_cases(
    ledger: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("growth_ledger.intake.pack_folders.read_cases", None)

    adopted = ledger.run("policy", "adopt", "hongkou-2023", "--district", "hongkou")

    assert adopted.stderr == ""


def test_a_sample_imports_without_a_refusal(ledger: Command) -> None:
    sample = ledger.run("sample", "--teachers", "20", "--seed", "7").stdout
    path = ledger.folder / "sample.jsonl"
    path.write_text(sample, encoding="utf-8")
    other = type(ledger)(f"{ledger.url}.2", ledger.folder, "en", {"NO_COLOR": "1"})
    other.run("init")

    receipt = other.json("import", str(path), "--format", "json")

    assert receipt["recorded"] == len(sample.splitlines())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_demo_asks_its_six_questions(sqlite_command: Command, lang: str) -> None:
    command = type(sqlite_command)(sqlite_command.url, sqlite_command.folder, lang)

    shown = command.run("demo").stdout

    for number in range(1, 7):
        assert f"\n{number}. " in shown
    assert "SANDBOX" in shown
    assert "三（一）1" in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_both_languages(
    sqlite_command: Command, name: str, lang: str
) -> None:
    command = type(sqlite_command)(sqlite_command.url, sqlite_command.folder, lang)

    shown = command.run(name, "--help").stdout

    assert shown.startswith("Usage: " if lang == "en" else "用法：")
    assert "--help" in shown
