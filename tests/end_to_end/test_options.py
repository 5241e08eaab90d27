"""Options: what they name is known or told, and none is taken and then left aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.desk import book
from tests.end_to_end.running import Command

PLACES: list[dict[str, Any]] = [
    {
        "kind": "school-registered",
        "school": "S1",
        "name": "育禾小学",
        "district": "xinbei",
        "stage": "primary",
        "rural": False,
        "effective_on": "1990-09-01",
    },
    {
        "kind": "policy-adopted",
        "policy": "xinbei",
        "district": "xinbei",
        "first_day": "2020-09-01",
    },
    {
        "kind": "cohort-formed",
        "cohort": "C1",
        "name": "成长营一组",
        "district": "xinbei",
        "tier": "camp",
        "first_day": "2021-09-01",
    },
    {
        "kind": "file-opened",
        "teacher": "T1",
        "name": "王𠮷",
        "school": "S1",
        "effective_on": "2010-09-01",
    },
    {
        "kind": "appointed",
        "teacher": "T1",
        "ref": "A1",
        "role": "homeroom",
        "first_day": "2021-09-01",
        "class_name": "三（1）班",
    },
]


@pytest.fixture
def ledger(sqlite_command: Command) -> Command:
    sqlite_command.run("init")
    sqlite_command.run("import", sqlite_command.lines("places.jsonl", *PLACES))
    return sqlite_command


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("--school", "S2", "no-such-school"), ("--district", "xinbai", "no-such-district")],
)
def test_findings_of_a_place_that_nobody_knows_are_no_empty_list(
    option: str, value: str, code: str, ledger: Command
) -> None:
    found = ledger.json("audit", "findings", option, value, "--format", "json", status=1)

    assert found["error"]["code"] == code


@pytest.mark.parametrize(
    "named", ["uncredited-year", "School year without credit", "学年未计入年限"]
)
def test_findings_are_named_by_code_or_label(named: str, ledger: Command) -> None:
    ask = ("audit", "findings", "--as-of", "2024-09-01", "--format", "json")

    found = ledger.json(*ask, "--finding", named)

    assert {row["finding"] for row in found} == {"uncredited-year"}
    unknown = ledger.json(*ask, "--finding", "uncredited", status=2)
    assert unknown["error"]["code"] == "no-such-finding"
    assert "uncredited-year" in unknown["error"]["hint"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "error: no school 育禾小学 is known: that is the name of S1 (xinbei): give the school's code\n",
        ),
        ("zh", "error: 没有学校“育禾小学”：这是S1（xinbei）的名称，请改用学校代码\n"),
    ],
)
@pytest.mark.parametrize(
    "asked",
    [["standings", "five_ones"], ["audit", "findings"], ["template", "t.xlsx"]],
    ids=" ".join,
)
def test_the_name_of_a_school_is_told_with_its_code(
    ledger: Command, asked: list[str], lang: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ledger.folder)

    found = replace(ledger, lang=lang).run(*asked, "--school", "育禾小学", status=1)

    assert found.stderr == said


def test_a_tier_is_named_by_its_label(ledger: Command) -> None:
    ask = ("cohort", "list", "--as-of", "2024-09-01", "--format", "json")

    assert ledger.json(*ask, "--tier", "卓越班主任成长营") == ledger.json(*ask, "--tier", "camp")
    assert ledger.json(*ask, "--tier", "room") == []


def test_what_a_picture_cannot_leave_out_is_refused(ledger: Command) -> None:
    found = ledger.run("timeline", "T1", "--kind", "聘任", "--format", "svg", status=2)

    assert "--kind has no effect with --format svg" in found.stderr
    assert ledger.run("timeline", "T1", "--kind", "聘任").stdout


def test_a_career_rests_on_all_the_rules_that_judged_it(ledger: Command) -> None:
    ask = ("timeline", "T1", "--format", "json")
    ledger.run(*("policy", "adopt", "fangzi", "--district", "xinbei", "--first-day", "2023-09-01"))

    early = ledger.json(*ask, "--as-of", "2022-01-01")["basis"]
    both = ledger.json(*ask, "--as-of", "2024-01-01")["basis"]

    assert early.startswith("as-of 2022-01-01 · known-at #6 · rules xinbei@")
    assert early.count("@") == 1
    assert both.partition(" rules ")[2].count("@") == 2
    assert "fangzi@" in both
    assert "xinbei@" in both


def test_a_trajectory_is_whole_or_ends_on_the_day_asked(ledger: Command) -> None:
    ending = ("--target", "A1", "--last-day", "2090-08-31")
    ledger.run("record", "appointment-ended", "--teacher", "T1", *ending)

    whole = ledger.json("timeline", "T1", "--format", "json")
    cut = ledger.json("timeline", "T1", "--as-of", "2021-09-01", "--format", "json")
    early = ledger.json("timeline", "T1", "--as-of", "2010-09-01", "--format", "json")

    assert [one["day"] for one in whole["events"]] == ["2010-09-01", "2021-09-01", "2090-08-31"]
    assert whole["basis"].endswith(" · days ahead included")
    assert [one["day"] for one in cut["events"]] == ["2010-09-01", "2021-09-01"]
    assert "ahead" not in cut["basis"]
    assert [one["kind"] for one in early["events"]] == ["file-opened"]
    assert early["standings"] == {}
    shown = ledger.json("show", "T1", "--as-of", "2021-09-01", "--format", "json")["standings"]
    for projection, standing in shown.items():
        run = cut["standings"][projection][-1]
        assert [run[key] for key in ("outcome", "since", "until")] == [
            standing[key] for key in ("outcome", "since", "until")
        ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["history", "T1"], "Everything recorded up to #5, whatever its day and the rules. Basis:"),
        (
            ["changes", "five_ones", "--from", "2021-01-01", "--to", "2022-01-01"],
            "After 2021-01-01, up to 2022-01-01; the as-of day decides nothing here. Basis:",
        ),
    ],
)
def test_a_list_that_a_clock_does_not_cut_says_so(
    asked: list[str], said: str, ledger: Command
) -> None:
    at_a_day = ledger.run(*asked, "--as-of", "2015-01-01").stdout
    today = ledger.run(*asked).stdout

    assert said in at_a_day
    assert "as-of 2015-01-01" in at_a_day
    assert at_a_day.splitlines()[:-1] == today.splitlines()[:-1]


def test_what_was_recorded_takes_no_assumptions(ledger: Command) -> None:
    found = ledger.run("history", "T1", "--assume-credited", status=2)

    assert "--assume-credited has no effect with history: leave" in found.stderr


def test_what_is_learnt_between_two_positions_has_no_third(ledger: Command) -> None:
    window = ("audit", "diff", "--from", "#1", "--to", "#5")

    found = ledger.run(*window, "--known-at", "#3", status=2)

    assert "--known-at has no effect with --from" in found.stderr


@pytest.mark.parametrize("day", ["2199年1月2日", "2199/1/2", "2199.01.02", "2199-01-02"])
def test_the_clock_of_knowledge_takes_days_as_sheets_have_them(day: str, ledger: Command) -> None:
    shown = ledger.json("show", "T1", "--known-at", day, "--format", "json")
    learnt = ledger.json("audit", "diff", "--from", "#0", "--to", day, "--format", "json")

    assert (shown["known_at"], learnt["to"]) == (5, 5)


def test_a_folder_takes_one_file_as_it_takes_many(ledger: Command) -> None:
    folder = ledger.folder / "files"
    folder.mkdir()

    ledger.run("export", "T1", "--out", str(folder), "--format", "html")
    ledger.run("export", "T1", "--out", f"{ledger.folder}/new/", "--format", "html")

    assert [path.name for path in folder.iterdir()] == ["T1.html"]
    assert [path.name for path in (ledger.folder / "new").iterdir()] == ["T1.html"]


def test_an_ending_and_a_format_must_agree(ledger: Command) -> None:
    path = ledger.folder / "T1.xlsx"

    found = ledger.run("export", "T1", "--out", str(path), "--format", "html", status=2)

    assert "--format html and the name T1.xlsx do not agree" in found.stderr
    assert not path.exists()
    ledger.run("export", "T1", "--out", str(path), "--format", "xlsx")
    bare = ledger.folder / "T1"
    ledger.run("export", "T1", "--out", str(bare), "--format", "html")
    assert bare.read_text("utf-8").startswith("<!")


def test_fonts_are_for_a_pdf(ledger: Command) -> None:
    path = str(ledger.folder / "T1.html")

    found = ledger.run("export", "T1", "--out", path, "--fonts", "fonts", status=2)

    assert "--fonts has no effect with --format html" in found.stderr


def test_a_key_that_has_not_signed_proves_nothing(ledger: Command) -> None:
    ledger.run("audit", "checkpoint")
    key = ledger.run("audit", "key").stdout.strip()
    name, _, rest = key.partition("+")
    ask = ("audit", "prove", "--position", "1", "--format", "json")

    assert ledger.json(*ask, "--key", key)["position"] == 1
    assert ledger.json(*ask, "--key", f"other{name}+{rest}", status=1)["error"]


def test_years_of_a_sample_have_bounds(ledger: Command) -> None:
    wrong = ("sample", "--teachers", "2", "--seed", "1", "--years", "61")

    found = ledger.run(*wrong, status=2)
    chinese = replace(ledger, lang="zh").run(*wrong, status=2)

    assert "write a whole number from 1 to 60" in found.stderr
    assert "请填写1至60之间的整数" in chinese.stderr


def test_a_name_of_two_characters_may_be_spaced(ledger: Command) -> None:
    ledger.run(
        "--by",
        "张　三",
        "record",
        "profile-amended",
        "--teacher",
        "T1",
        "--name",
        "王七",
        "--effective-on",
        "2024-01-01",
    )

    assert ledger.json("history", "T1", "--format", "json")[-1]["recorded_by"] == "张　三"


@pytest.mark.parametrize("name", ["王\n𠮷", "一" * 201, "\u202e"])
def test_who_records_is_written_on_one_line(name: str, ledger: Command) -> None:
    found = ledger.run("--by", name, "show", "T1", status=2)

    assert "nobody who records is called" in found.stderr


APPOINTED = ["教师工号", "岗位", "开始日期", "班级", "编号"]


def test_an_errors_file_that_cannot_be_imported_beside_its_original_is_not_proposed(
    ledger: Command,
) -> None:
    path = book(
        ledger.folder,
        "book.xlsx",
        聘任=[APPOINTED, ["T1", "班主人", "2022-09-01", "", ""]],
        完成培训=[["教师工号", "项目"], ["T1", "岗前培训"]],
    )
    wrong = str(ledger.folder / "wrong.xlsx")

    lines = ledger.run("import", path, "--errors-to", wrong, status=1).stderr.splitlines()

    # What to do next stands last, where it stays in sight.
    assert lines[-1] == (
        f"Wrote 1 refused row to {wrong}, to be read only: 1 mistake is of no row there, but of a "
        "header, a sheet or a file. Mend all of them in the original and import it again."
    )
    assert lines[0].startswith("error: ")


def test_a_lock_file_is_passed_over(ledger: Command) -> None:
    path = book(
        ledger.folder, "book.xlsx", 聘任=[APPOINTED, ["T1", "班主任", "2022-09-01", "", ""]]
    )
    lock = ledger.folder / "~$book.xlsx"
    lock.write_bytes(b"\x05Clerk" + bytes(100))

    found = ledger.run("import", path, str(lock), "--dry-run")
    alone = ledger.run("import", str(lock), status=1)

    assert (
        f"passed over, as it only says that the workbook is open somewhere: {lock}" in found.stderr
    )
    assert "no workbook that can be read" in alone.stderr


def test_a_class_that_a_sheet_made_a_day_or_a_number_of_is_refused(ledger: Command) -> None:
    rows = [
        ["T1", "班主任", "2022-09-01", date(2026, 3, 2), ""],
        ["T1", "班主任", "2022-09-01", 3.1, ""],
        ["T1", "班主任", "2022-09-01", True, ""],
        ["T1", "班主任", "2022-09-01", 302, ""],
    ]
    path = book(ledger.folder, "book.xlsx", 聘任=[APPOINTED, *rows])

    found = ledger.json("import", path, "--format", "json", status=1)["errors"]

    assert [(one["line"], one["code"]) for one in found] == [
        (2, "not-text-cell"),
        (3, "number-for-name"),
        (4, "not-text-cell"),
    ]


def test_a_day_in_a_note_is_refused_where_it_is_no_text(ledger: Command) -> None:
    heads = [*APPOINTED[:3], "备注", "编号"]
    rows = [["T1", "班主任", "2022-09-01", day, ""] for day in (date(2026, 3, 2), "2026-03-02")]
    noted = book(ledger.folder, "n.xlsx", 聘任=[heads, *rows])

    found = ledger.json("import", noted, "--format", "json", status=1)["errors"]

    assert [(one["line"], one["field"], one["code"]) for one in found] == [
        (2, "note", "not-text-cell")
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022/9/1 0:00", "2022-09-01"),
        ("2022/9/1 0:00:00", "2022-09-01"),
        ("2022-09-01 08:30:00", "2022-09-01"),
        ("2022-09-01 99:99", None),
        ("2022-09-01 24:00", None),
    ],
)
def test_a_day_may_have_a_time_behind_it(text: str, day: str | None, ledger: Command) -> None:
    path = ledger.folder / "聘任.csv"
    path.write_text(f"教师工号,岗位,开始日期\nT1,班主任,{text}\n", encoding="utf-8")

    found = ledger.json(
        "import", str(path), "--dry-run", "--format", "json", status=0 if day else 1
    )

    if day is None:
        assert found["errors"][0]["code"] == "not-a-day"
    else:
        assert found["events"][0]["fields"]["first_day"] == day


def test_a_school_s_name_in_the_place_of_its_code_is_told_with_the_code(ledger: Command) -> None:
    path = book(
        ledger.folder,
        "book.xlsx",
        教师建档=[
            ["教师工号", "姓名", "学校代码", "生效日期"],
            ["T2", "李䶮", "育禾小学", "2020-09-01"],
        ],
    )

    found = ledger.json("import", path, "--format", "json", status=1)["errors"]

    assert (found[0]["code"], "S1" in found[0]["hint"]) == ("unknown-school", True)


def test_a_correction_is_tried_with_what_it_replaces(ledger: Command) -> None:
    path = book(ledger.folder, "b.xlsx", 聘任=[APPOINTED, ["T1", "班主任", "2021-09-01", "", "A1"]])

    tried = ledger.json("import", path, "--correct", "--dry-run", "--format", "json")
    said = replace(ledger, lang="zh").run("import", path, "--correct", "--dry-run").stdout

    assert tried["events"][0]["replaces"] == {"class_name": "三（1）班"}
    assert "（原为：班级 三（1）班）" in "".join(said.split("\n"))
    new = book(ledger.folder, "n.xlsx", 聘任=[APPOINTED, ["T1", "班主任", "2022-09-01", "", "A2"]])
    assert (
        ledger.json("import", new, "--dry-run", "--format", "json")["events"][0]["replaces"] is None
    )


def test_a_note_is_checked_with_a_key_or_not_at_all(ledger: Command) -> None:
    note = ledger.folder / "c.note"
    ledger.run("audit", "checkpoint", "--out", str(note))
    key = ledger.run("audit", "key").stdout.strip()
    (ledger.folder / "ledger.key").unlink()
    ask = ("audit", "prove", "--position", "1", "--checkpoint", str(note))

    said = ledger.run(*ask, status=1).stderr

    assert said.startswith(
        "error: a signed note cannot be checked without the ledger's key: give the public key that "
        "growth-ledger audit key prints with --key"
    )
    assert ledger.run(*ask, "--key", key).stdout
    both = ledger.run("audit", "prove", "--position", "1", "--teacher", "T1", status=2).stderr
    assert "there is one thing to prove at a time" in both


def test_a_pack_that_a_damaged_ledger_may_have_is_not_said_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"no database at all" * 100)

    said = Command(url=str(path), folder=tmp_path).run("policy", "show", "nosuch", status=1).stderr

    assert "there is no policy pack" not in said
    assert "broken.db" in said


def test_what_is_written_to_a_file_is_said(ledger: Command) -> None:
    page = str(ledger.folder / "s.html")
    picture = str(ledger.folder / "t.svg")

    listed = ledger.run("standings", "five_ones", "--format", "html", "--out", page)
    drawn = ledger.run("timeline", "T1", "--format", "svg", "--out", picture)

    assert listed.stdout == f"Wrote {page}.\n"
    assert drawn.stdout == f"Wrote {picture}.\n"


def test_candidates_are_counted_as_people(ledger: Command) -> None:
    assert "1 candidate\n" in ledger.run("compare", "T1").stdout


def test_a_reason_to_move_out_and_a_condition_stand_with_their_clauses(ledger: Command) -> None:
    joined = {
        "kind": "cohort-joined",
        "teacher": "T1",
        "cohort": "C1",
        "capacity": "member",
        "first_day": "2022-09-01",
        "ref": "J1",
    }
    ended = {
        "kind": "appointment-ended",
        "teacher": "T1",
        "target": "A1",
        "last_day": "2023-08-31",
    }
    ledger.run("import", ledger.lines("joined.jsonl", joined, ended))

    shown = ledger.run("cohort", "show", "C1", "--as-of", "2024-01-01").stdout
    why = ledger.run("explain", "T1", "camp", "--as-of", "2024-01-01").stdout

    assert "not in post as homeroom teacher (四（三）)" in " ".join(shown.split())
    # The tier's clauses stand above; a condition says the one of them that it is of.
    assert (
        "vetoes: none, looked for: breach of professional ethics, harm done to students — 一" in why
    )
    assert ledger.json("cohort", "show", "C1", "--as-of", "2024-01-01", "--format", "json")[
        "participants"
    ][0]["reasons"] == ["not-in-post"]
