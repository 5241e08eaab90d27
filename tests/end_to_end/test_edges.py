"""Edges at which answers once went wrong: each ledger is the least that shows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end_to_end.running import Command

ID = "0189c0de-0000-7000-8000-%012d"
MOMENT = "2023-10-01T00:00:00Z"

HALF = """
policy: half
label: {zh: 折半, en: Half}
document: {title: 试行办法, issuer: 试}
first_day: 2021-09-01
stages: [primary]
tenure: {homeroom: 0.5}
projections:
  seniority:
    label: {zh: 年资, en: Seniority}
    clause: "1"
    outcomes:
      - {outcome: senior, label: {zh: 老, en: Senior}, when: {tenure: {at_least: 2}}}
      - {outcome: junior, label: {zh: 新, en: Junior}}
sections:
  - {section: "", numbers: ["1"]}
clauses:
  - {clause: "1", fate: computed, projections: [seniority], says: {zh: 论年资, en: Years count}}
"""


def school(code: str, district: str) -> dict[str, Any]:
    return {
        "kind": "school-registered",
        "school": code,
        "name": f"{code} 小学",
        "district": district,
        "stage": "primary",
        "rural": False,
        "effective_on": "1990-09-01",
    }


def adopted(policy: str, district: str, first_day: str) -> dict[str, Any]:
    return {
        "kind": "policy-adopted",
        "policy": policy,
        "district": district,
        "first_day": first_day,
    }


def formed(district: str, tier: str, first_day: str) -> dict[str, Any]:
    return {
        "kind": "cohort-formed",
        "cohort": "C1",
        "name": "名班主任工作室",
        "district": district,
        "tier": tier,
        "first_day": first_day,
    }


def opened(at: str, day: str = "2010-09-01") -> dict[str, Any]:
    return {
        "kind": "file-opened",
        "teacher": "A",
        "name": "李㙓",
        "school": at,
        "effective_on": day,
    }


def recognised(years: int) -> dict[str, Any]:
    return {
        "kind": "tenure-recognised",
        "teacher": "A",
        "years": years,
        "role": "homeroom",
        "effective_on": "2020-01-01",
        "basis": "复核",
    }


def appointed(first_day: str) -> dict[str, Any]:
    return {"kind": "appointed", "teacher": "A", "role": "homeroom", "first_day": first_day}


HONGKOU = [school("H1", "hongkou"), adopted("hongkou-2023", "hongkou", "2023-08-30"), opened("H1")]


def sandbox(command: Command, *events: dict[str, Any], moment: str | None = None) -> Command:
    """A ledger with these events."""
    stamped = [{**event, "recorded_at": moment} if moment else event for event in events]
    command.run("init", "--sandbox")
    command.run("import", command.lines("events.jsonl", *stamped))
    return command


def learned(command: Command, *asked: str) -> list[tuple[str, str | None, str | None, str]]:
    answer = command.json("audit", "diff", *asked, "--format", "json")
    return [
        (row["projection"], row["before"], row["after"], row["cause"])
        for row in answer["standings"]
    ]


@pytest.mark.parametrize(
    ("closing", "began"),
    [
        ({"kind": "cohort-closed", "cohort": "C1", "last_day": "2023-08-31"}, "2023-09-01"),
        ({"kind": "school-closed", "school": "H1", "last_day": "1990-08-31"}, "1990-09-01"),
    ],
)
def test_nothing_closes_before_it_began(
    closing: dict[str, Any], began: str, sqlite_command: Command
) -> None:
    cohort = formed("hongkou", "camp", "2023-09-01") | {"ref": "F"}
    ledger = sandbox(sqlite_command, *HONGKOU, adopted("xinbei", "xinbei", "2023-08-30"), cohort)
    on_the_first_day = {**closing, "last_day": began}
    opening = cohort if "cohort" in closing else {**HONGKOU[0], "ref": None}
    later = {**opening, "corrects": "F" if "cohort" in closing else "~1", "ref": None}
    day_field = "first_day" if "cohort" in closing else "effective_on"
    later = {key: value for key, value in later.items() if value is not None}

    early = ledger.json("import", ledger.lines("a.jsonl", closing), "--format", "json", status=1)
    ledger.run("import", ledger.lines("b.jsonl", on_the_first_day))
    correction = {**later, day_field: "2024-01-01"}
    late = ledger.json("import", ledger.lines("c.jsonl", correction), "--format", "json", status=1)

    assert [one["code"] for one in early["errors"]] == ["end-before-begin"]
    assert [one["code"] for one in late["errors"]] == ["correction-end-before-begin"]


def test_one_basis_gives_one_answer_however_the_known_at_is_said(sqlite_command: Command) -> None:
    events = (*HONGKOU, recognised(9), appointed("2020-09-01"))
    ledger = sandbox(sqlite_command, *events, moment=MOMENT)

    answers = [
        ledger.json(
            "show", "A", "--as-of", "2024-10-01", "--assume-credited", "--format", "json", *known
        )
        for known in (
            (),
            ("--known-at", "#5"),
            ("--known-at", "2023-10-01"),
            ("--known-at", "2026-11-21"),
        )
    ]

    assert {answer["basis"] for answer in answers} == {answers[0]["basis"]}
    assert {answer["tenure"] for answer in answers} == {"10"}
    assert all(answer == answers[0] for answer in answers)


def test_what_was_learned_is_judged_as_it_was_asked(sqlite_command: Command) -> None:
    ledger = sandbox(sqlite_command, *HONGKOU, recognised(9), appointed("2026-09-01"))
    between = ("--from", "#4", "--to", "#5", "--as-of", "2030-01-01")

    assumed = learned(ledger, *between, "--assume-credited")
    never_adopted = learned(ledger, *between, "--rules", "fangzi")
    before_adopted = learned(
        ledger, "--from", "#1", "--to", "#5", "--as-of", "2030-01-01", "--rules", "hongkou-2023"
    )

    assert ("honor_allowance", "none", "tier-10", "event") in assumed
    assert [(row[0], row[2]) for row in never_adopted] == [("continuation", "in-post")]
    assert ("honor_allowance", None, "none", "event") in before_adopted


def test_a_policy_of_another_district_moves_nobody(sqlite_command: Command) -> None:
    moved = {"kind": "school-changed", "teacher": "A", "school": "D1", "effective_on": "2025-01-01"}
    ledger = sandbox(
        sqlite_command,
        school("D1", "dongyang"),
        adopted("dongyang-2024", "dongyang", "2024-06-14"),
        *HONGKOU,
        adopted("xinbei", "xinbei", "2024-01-01"),
        moved,
    )

    rows = learned(ledger, "--from", "#5", "--to", "#7", "--as-of", "2026-01-01")

    assert {cause for *_, cause in rows} == {"event"}
    assert len(rows) > 1


def test_a_cohort_that_closed_is_the_cause_and_not_a_rank_corrected_beside_it(
    sqlite_command: Command,
) -> None:
    rank = {"kind": "rank-conferred", "teacher": "A", "effective_on": "2012-09-01"}
    ledger = sandbox(
        sqlite_command,
        school("X1", "xinbei"),
        adopted("xinbei", "xinbei", "2023-08-30"),
        formed("xinbei", "room", "2023-09-01"),
        opened("X1"),
        {
            "kind": "cohort-joined",
            "teacher": "A",
            "cohort": "C1",
            "capacity": "member",
            "first_day": "2023-09-01",
        },
        {**rank, "rank": "third", "ref": "r"},
        {"kind": "cohort-closed", "cohort": "C1", "last_day": "2024-08-31"},
        {**rank, "rank": "second", "corrects": "r"},
    )

    rows = learned(ledger, "--from", "#6", "--to", "#8", "--as-of", "2026-01-01")

    assert rows == [("five_ones", "in-progress", "not-addressed", "event")]


def test_what_led_to_other_rules_is_named(sqlite_command: Command) -> None:
    day = "2025-09-01"
    moved = {"kind": "school-changed", "effective_on": day}
    amended = {"kind": "school-amended", "school": "H3", "effective_on": "2025-03-01"}
    careers = [
        {**event, "teacher": teacher}
        for teacher, at in (("A", "H1"), ("B", "H1"), ("C", "H3"))
        for event in (opened(at), recognised(10))
    ]
    ledger = sandbox(
        sqlite_command,
        *(school("H1", "hongkou"), school("H2", "hongkou"), school("H3", "hongkou")),
        school("X1", "xinbei"),
        adopted("hongkou-2023", "hongkou", "2023-08-30"),
        *careers,
        adopted("fangzi", "hongkou", day) | {"event_id": ID % 1},
        {**moved, "teacher": "A", "school": "H2", "event_id": ID % 2},
        {**moved, "teacher": "B", "school": "X1", "event_id": ID % 3},
        {**amended, "stage": "vocational", "event_id": ID % 4},
    )

    rows = ledger.json(
        *("changes", "honor_allowance", "--from", "2025-01-01", "--to", "2026-01-01"),
        *("--format", "json"),
    )

    assert {(row["teacher"], row["day"], row["cause"], *row["events"]) for row in rows} == {
        ("A", day, "rules", ID % 1),
        ("B", day, "rules", ID % 3),
        ("C", "2025-03-01", "rules", ID % 4),
    }


def test_only_credits_that_weigh_decide_tenure(sqlite_command: Command) -> None:
    credit = {"kind": "tenure-credited", "teacher": "A", "school_year": "2023-2024"}
    ledger = sandbox(
        sqlite_command,
        *HONGKOU,
        recognised(9),
        {**credit, "role": "deputy", "credit": "0.5", "event_id": ID % 1},
        {**credit, "role": "homeroom", "event_id": ID % 2},
    )

    between = ("--from", "2024-08-01", "--to", "2024-09-30", "--format", "json")
    (crossed,) = ledger.json("changes", "honor_allowance", *between)
    explained = json.dumps(ledger.json("explain", "A", "honor_allowance", "--format", "json"))

    assert (crossed["day"], crossed["events"]) == ("2024-08-31", [ID % 2])
    assert ID % 2 in explained
    assert ID % 1 not in explained


def test_years_assumed_to_be_credited_are_credits_to_every_condition(
    sqlite_command: Command, tmp_path: Path
) -> None:
    pack = tmp_path / "half"
    pack.mkdir()
    asked = HALF.replace("tenure: {at_least: 2}", "credits: {roles: [homeroom], at_least: 2}")
    (pack / "pack.yaml").write_text(asked, encoding="utf-8")
    ledger = sandbox(sqlite_command, *HONGKOU, appointed("2020-09-01"), moment=MOMENT)

    found = [
        ledger.json(
            *("show", "A", "--rules", str(pack), "--as-of", day, "--assume-credited"),
            *("--format", "json"),
        )["standings"]["seniority"]["outcome"]
        for day in ("2025-08-30", "2025-08-31")
    ]

    assert found == ["junior", "senior"]


def test_a_trajectory_begins_with_the_file(sqlite_command: Command) -> None:
    credit = {
        "kind": "tenure-credited",
        "teacher": "A",
        "school_year": "2021-2022",
        "role": "homeroom",
    }
    ledger = sandbox(sqlite_command, *HONGKOU[:2], opened("H1", "2023-09-01"), credit)

    tenure = ledger.json("timeline", "A", "--format", "json")["tenure"]

    assert tenure == [{"since": "2023-09-01", "years": "1"}]
    assert ledger.json("show", "A", "--as-of", "2023-08-31", "--format", "json")["tenure"] == "0"


def test_tenure_is_weighed_each_day_by_the_rules_of_that_day(
    sqlite_command: Command, tmp_path: Path
) -> None:
    pack = tmp_path / "half"
    pack.mkdir()
    (pack / "pack.yaml").write_text(HALF, encoding="utf-8")
    credit = {
        "kind": "tenure-credited",
        "teacher": "A",
        "school_year": "2022-2023",
        "role": "homeroom",
    }
    ledger = sandbox(sqlite_command, school("F1", "fangzi"), opened("F1"), recognised(2), credit)
    first, last = "2022-09-01", "2024-08-31"
    ledger.run(
        "policy",
        "adopt",
        str(pack),
        "--district",
        "fangzi",
        "--first-day",
        first,
        "--last-day",
        last,
    )

    answers = {
        day: ledger.json("timeline", "A", "--as-of", day, "--format", "json")
        for day in ("2023-09-01", "2025-01-01")
    }
    career = answers["2025-01-01"]["tenure"]

    assert [(one["since"], one["years"]) for one in career] == [
        ("2020-01-01", "2"),
        ("2022-09-01", "1"),
        ("2023-08-31", "1.5"),
        ("2024-09-01", "3"),
    ]
    assert answers["2023-09-01"]["tenure"] == career[:3]
    for one in career:
        assert (
            ledger.json("show", "A", "--as-of", one["since"], "--format", "json")["tenure"]
            == one["years"]
        )


def test_a_pack_that_ends_by_itself_does_so_wherever_it_is_asked_for(
    sqlite_command: Command, tmp_path: Path
) -> None:
    pack = tmp_path / "half"
    pack.mkdir()
    (pack / "pack.yaml").write_text(
        HALF.replace("stages:", "last_day: 2025-08-31\nstages:"), encoding="utf-8"
    )
    ledger = sandbox(sqlite_command, *HONGKOU)
    adopt = ("policy", "adopt", str(pack), "--district", "hongkou")

    refused = ledger.run(*adopt, "--first-day", "2026-01-01", status=1)
    ledger.run(*adopt, "--first-day", "2023-08-30")
    ledger.run("policy", "adopt", "hongkou-2023", "--district", "hongkou")
    listed = ledger.json("policy", "list", "--format", "json")
    (half,) = (one for one in listed if one["policy"] == "half")
    judged = ledger.json("show", "A", "--rules", half["digest"][:8], "--format", "json")

    assert "half says of itself that it ends on 2025-08-31, before 2026-01-01" in refused.stderr
    assert [one["last_day"] for one in half["adopted"]] == ["2025-08-31"]
    assert set(judged["standings"]) == {"seniority"}


def test_what_was_never_so_has_no_days(sqlite_command: Command) -> None:
    veto = {"kind": "vetoed", "teacher": "A", "ground": "ethics", "ref": "V", "basis": "1号"}
    lifted = {"kind": "veto-lifted", "teacher": "A", "target": "V", "reason": "overturned"}
    cohort = formed("hongkou", "camp", "2020-09-01") | {"last_day": "2021-08-31"}
    joined = {"kind": "cohort-joined", "teacher": "A", "cohort": "C1", "capacity": "member"}
    ledger = sandbox(
        sqlite_command,
        *HONGKOU,
        cohort,
        {**veto, "effective_on": "2024-01-05"},
        {**lifted, "effective_on": "2024-01-05", "basis": "2号"},
        {**joined, "first_day": "2022-09-01"},
    )

    (candidate,) = ledger.json("compare", "A", "--format", "json")["candidates"]
    page = ledger.run("timeline", "A", "--format", "html").stdout

    assert candidate["vetoes"] == []
    assert "2024-01-04" not in page
    assert "2022-09-01" not in page


def test_rules_that_are_named_count_from_their_latest_first_day(sqlite_command: Command) -> None:
    ledger = sandbox(
        sqlite_command,
        school("D1", "dongyang"),
        adopted("dongyang-2024", "dongyang", "2024-06-14"),
        {**adopted("dongyang-2024", "dongyang", "2018-09-01"), "last_day": "2019-08-31"},
        opened("D1", "2024-09-01"),
        appointed("2024-09-01"),
    )
    asked = ("show", "A", "--as-of", "2025-01-01", "--format", "json")

    found = [
        ledger.json(*asked, *rules)["standings"]["knowledge_refresh"]["outcome"]
        for rules in ((), ("--rules", "dongyang-2024"))
    ]

    assert found == ["first-round", "first-round"]


def test_why_a_candidate_does_not_meet_the_condition_can_be_asked(sqlite_command: Command) -> None:
    ledger = sandbox(
        sqlite_command,
        school("X1", "xinbei"),
        adopted("xinbei", "xinbei", "2023-08-30"),
        *(opened("X1"), recognised(4), appointed("2020-09-01")),
        formed("xinbei", "camp", "2023-09-01"),
    )

    answer = ledger.json("explain", "A", "camp", "--format", "json")
    told = ledger.run("cohort", "show", "C1", "--candidates").stdout
    sentence = ledger.run("explain", "A", "camp").stdout
    room = ledger.json("explain", "A", "room", "--format", "json")

    assert (answer["outcome"], room["outcome"]) == ("not-eligible", "eligible")
    assert [node["outcome"] for node in answer["tree"]] == [
        "not-in-service",
        "eligible",
        "not-eligible",
    ]
    assert "growth-ledger explain TEACHER camp" in told
    assert "Camp for outstanding homeroom teachers: Does not meet the tier's condition" in sentence
    assert "✗ tenure 4 years, needs 8 years" in sentence


def test_rules_without_the_projection_are_an_answer_too(sqlite_command: Command) -> None:
    ledger = sandbox(sqlite_command, *HONGKOU, recognised(10))

    (row,) = ledger.json("whatif", "honor_allowance", "--policy", "fangzi", "--format", "json")
    unknown = ledger.run("whatif", "honour", "--policy", "fangzi", status=1).stderr

    assert (row["outcome"], row["what_if_outcome"], row["differs"]) == ("tier-10", None, True)
    assert "did you mean honor_allowance?" in unknown or "honor_bonus" in unknown


def test_what_was_not_known_yet_is_not_offered_as_the_nearest(sqlite_command: Command) -> None:
    cohort = formed("hongkou", "camp", "2020-09-01") | {"ref": "F"}
    void = {"kind": "voided", "cohort": "C1", "target": "F", "reason": "误记"}
    ledger = sandbox(sqlite_command, *HONGKOU, cohort, void)

    told = ledger.run("cohort", "show", "C1", status=1).stderr

    assert told.startswith("error: no cohort C1 is known")
    assert "did you mean" not in told


def test_a_title_is_held_on_its_last_day(sqlite_command: Command) -> None:
    title = {
        "kind": "title-conferred",
        "teacher": "A",
        "title": "city-senior",
        "effective_on": "2023-10-01",
        "expires_on": "2024-05-31",
    }
    ledger = sandbox(sqlite_command, *HONGKOU, title)

    held = [
        ledger.json("compare", "A", "--as-of", day, "--format", "json")["candidates"][0]["titles"]
        for day in ("2024-05-30", "2024-05-31", "2024-06-01")
    ]

    assert held == [["city-senior"], ["city-senior"], []]


def test_a_file_that_grows_is_imported_again_with_its_moments(sqlite_command: Command) -> None:
    events = [
        {**event, "recorded_at": f"2023-10-0{number}T08:00:00+08:00"}
        for number, event in enumerate((*HONGKOU, recognised(9), appointed("2020-09-01")), start=1)
    ]
    sqlite_command.run("init", "--sandbox")
    for upto in (3, 4):
        sqlite_command.run("import", sqlite_command.lines("f.jsonl", *events[:upto]))

    grown = sqlite_command.lines("f.jsonl", *events)
    last = sqlite_command.json("import", grown, "--format", "json")
    again = sqlite_command.json("import", grown, "--format", "json")

    assert (last["recorded"], last["already_present"]) == (1, 4)
    assert (again["recorded"], again["already_present"]) == (0, 5)


def test_what_made_an_award_count_is_named_and_not_what_came_to_nothing(
    sqlite_command: Command,
) -> None:
    award = {
        "kind": "award-granted",
        "teacher": "A",
        "award": "excellent-homeroom-teacher",
        "level": "city",
        "effective_on": "2023-11-01",
        "ref": "W",
    }
    revoked = {
        "kind": "award-revoked",
        "teacher": "A",
        "target": "W",
        "effective_on": "2024-01-10",
        "ref": "R",
    }
    voided = {"kind": "voided", "teacher": "A", "target": "R", "reason": "误登"}
    ledger = sandbox(sqlite_command, *HONGKOU, award, appointed("2023-09-01"), revoked, voided)
    history = ledger.json("history", "A", "--format", "json")
    (post,) = [one["event_id"] for one in history if one["kind"] == "appointed"]
    asked = ("--from", "#4", "--to", "#7", "--as-of", "2024-06-30", "--format", "json")

    rows = ledger.json("audit", "diff", *asked)["standings"]

    bonus = next(row for row in rows if row["projection"] == "honor_bonus")
    assert (bonus["before"], bonus["after"]) == ("none", "entitled")
    assert (bonus["cause"], bonus["events"]) == ("event", [post])


def test_a_second_edition_of_one_name_does_not_rename_past_answers(sqlite_command: Command) -> None:
    ledger = sandbox(sqlite_command, school("H1", "test"), opened("H1"))
    for name, first_day in (("Half", "2021-09-01"), ("Halved", "2024-09-01")):
        folder = ledger.folder / name
        folder.mkdir()
        text = HALF.replace("en: Half", f"en: {name}")
        (folder / "pack.yaml").write_text(text, encoding="utf-8")
        adopt = ("policy", "adopt", str(folder), "--district", "test", "--first-day", first_day)
        ledger.run(*adopt)

    before, after = (
        ledger.run("show", "A", "--as-of", day).stdout for day in ("2024-08-31", "2024-09-01")
    )

    assert "Halved" not in before
    assert "Half" in before
    assert "Halved" in after


def test_an_adoption_of_ones_own_pack_is_corrected_by_its_name(sqlite_command: Command) -> None:
    ledger = sandbox(sqlite_command, school("H1", "test"), opened("H1"))
    folder = ledger.folder / "half"
    folder.mkdir()
    (folder / "pack.yaml").write_text(HALF, encoding="utf-8")
    ledger.run("policy", "adopt", str(folder), "--district", "test")
    (folder / "pack.yaml").unlink()
    folder.rmdir()
    correction = adopted("half", "test", "2022-09-01") | {"corrects": "~1"}

    ledger.run("import", ledger.lines("c.jsonl", correction))
    ledger.run("policy", "adopt", "half", "--district", "other")

    (listed,) = [
        one for one in ledger.json("policy", "list", "--format", "json") if not one["shipped"]
    ]
    assert [(one["district"], one["first_day"]) for one in listed["adopted"]] == [
        ("other", "2021-09-01"),
        ("test", "2022-09-01"),
    ]


def test_an_error_outside_an_import_is_told_as_every_other_and_all_of_them(
    sqlite_command: Command,
) -> None:
    ledger = sandbox(sqlite_command, *HONGKOU)
    void = ("record", "voided", "--teacher", "A", "--target", "X", "--reason", "r")

    answer = ledger.json(*void, "--format", "json", status=1)

    assert answer["error"]["code"] == answer["errors"][0]["code"] == "no-such-target"


def test_an_event_may_bring_its_id_at_the_command(sqlite_command: Command) -> None:
    ledger = sandbox(sqlite_command, *HONGKOU)
    given = ("--teacher", "A", "--role", "班主任", "--first-day", "2020-09-01")

    ledger.run("record", "appointed", *given, "--event-id", ID % 7)

    assert ID % 7 in {one["event_id"] for one in ledger.json("history", "A", "--format", "json")}


def test_a_school_is_rural_in_the_words_of_a_sheet(sqlite_command: Command) -> None:
    ledger = sandbox(sqlite_command, *HONGKOU)
    given = ("--school", "R1", "--name", "村小", "--district", "hongkou", "--stage", "小学")

    ledger.run("record", "school-registered", *given, "--rural", "是", "--effective-on", "2000/9/1")
    wrong = ledger.json(
        *("record", "school-registered", "--school", "R2", *given[2:]),
        *("--rural", "或许", "--effective-on", "2000-09-01", "--format", "json"),
        status=1,
    )

    assert [one["field"] for one in wrong["errors"]] == ["rural"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_last_day_of_the_calendar_is_told_like_any_other_wrong_day(
    lang: str, sqlite_command: Command
) -> None:
    ledger = sandbox(sqlite_command, *HONGKOU)
    object.__setattr__(ledger, "lang", lang)
    given = ("--teacher", "B", "--name", "乙", "--school", "H1", "--effective-on", "9999-12-31")

    said = ledger.run("record", "file-opened", *given, status=1)

    assert "9999-12-31" in said.stderr


def test_a_pack_without_a_first_day_is_adopted_from_one_that_is_given(
    sqlite_command: Command,
) -> None:
    sqlite_command.run("init")

    without = sqlite_command.run("policy", "adopt", "fangzi", "--district", "f", status=2)
    sqlite_command.run("policy", "adopt", "fangzi", "--district", "f", "--first-day", "2026.9.1")

    assert "--first-day" in without.stderr
    (found,) = [
        one for one in sqlite_command.json("policy", "list", "--format", "json") if one["adopted"]
    ]
    assert found["adopted"] == [{"district": "f", "first_day": "2026-09-01", "last_day": None}]


def test_a_sheet_may_be_headed_as_the_programs_own_tables_are(sqlite_command: Command) -> None:
    ledger = sandbox(sqlite_command, *HONGKOU)
    path = ledger.folder / "聘任.csv"
    path.write_text("工号,岗位,开始日期\nA,班主任,2020-09-01\n", encoding="utf-8")

    assert ledger.json("import", str(path), "--format", "json")["recorded"] == 1


def test_no_folder_is_made_for_files_that_cannot_be(sqlite_command: Command) -> None:
    ledger = sandbox(sqlite_command, *HONGKOU)
    folder = ledger.folder / "new"

    ledger.run("export", "A", "Z", "--format", "html", "--out", str(folder), status=1)

    assert not folder.exists()
