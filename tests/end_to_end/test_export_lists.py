"""Candidates side by side, and lists for public notice: as table, page, workbook and JSON."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.careers import AS_OF, LONG, RARE_NAME, SHORT, long_career, places, short_career
from tests.end_to_end.running import Command

from growth_ledger.cli import comparing as commands
from growth_ledger.ledger.comparing import SORTS
from growth_ledger.wording import has

TWIN = "HK0003"


@pytest.fixture
def filled(sqlite_command: Command) -> Command:
    """A ledger with both careers, and a third teacher who has the name of the second."""
    sqlite_command.run("init")
    twin = [{**said, "teacher": TWIN} for said in short_career()]
    member = {
        "kind": "cohort-joined",
        "teacher": SHORT,
        "cohort": "CAMP1",
        "capacity": "member",
        "first_day": "2024-08-25",
    }
    events = [*places(), *long_career(), *short_career(), *twin, member]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))
    return sqlite_command


def first_sheets(path: Path) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_a_candidate_is_counted_by_level_grade_and_result(filled: Command) -> None:
    answer = filled.json("compare", LONG, "--as-of", AS_OF, "--format", "json")

    [found] = answer["candidates"]
    assert found["name"] == RARE_NAME
    assert found["tenure"] == "25.5"
    # 1996-09-01 to 2003-08-31 and 2003-09-01 to the day asked touch, so they are one span.
    assert found["service"]["homeroom"] == {"months": 342, "days": 1}
    assert found["service"]["grade-head"] == {"months": 60, "days": 0}
    assert found["service"]["probationary"] == {"months": 12, "days": 0}
    # W0 was corrected from school to district, and W4 was voided.
    assert found["awards"] == [
        {"level": "province", "grade": "special", "count": 1},
        {"level": "city", "grade": None, "count": 1},
        {"level": "district", "grade": "first", "count": 1},
        {"level": "district", "grade": "second", "count": 1},
        {"level": "district", "grade": None, "count": 1},
    ]
    assert found["training"] == {
        "school": "12",
        "learning-district": "8",
        "district": "131.5",
        "city": "40",
        "province": "60",
    }
    assert found["appraisals"] == {"homeroom": {"excellent": 4, "qualified": 3, "basic": 1}}
    assert found["contributions"] == {"research-project": 1, "paper": 1}
    assert found["research"] == {"projects": 1, "papers": 1, "awards": 0}
    [veto] = found["vetoes"]
    assert (veto["ground"], veto["first_day"], veto["last_day"], veto["lifted"]) == (
        "negligence",
        "2012-03-05",
        "2012-11-04",
        "rehabilitated",
    )
    assert found["titles"] == ["city-senior"]
    assert found["rank"] == "senior"
    assert found["standings"]["honor_allowance"] == "tier-20"
    [cohort] = found["cohorts"]
    assert (cohort["cohort"], cohort["capacity"], cohort["running"]) == ("CAMP1", "mentor", False)


def test_nothing_after_the_day_asked_is_counted(filled: Command) -> None:
    answer = filled.json("compare", LONG, "--as-of", "2005-11-19", "--format", "json")

    [found] = answer["candidates"]
    assert found["awards"] == [{"level": "district", "grade": None, "count": 1}]
    assert found["training"] == {"school": "12", "district": "72"}
    assert found["vetoes"] == []
    assert found["titles"] == []
    assert found["tenure"] == "7"
    assert found["service"]["homeroom"] == {"months": 110, "days": 19}


def test_no_candidate_has_a_score(filled: Command) -> None:
    answer = filled.json("compare", LONG, SHORT, "--as-of", AS_OF, "--format", "json")

    keys = {key for one in answer["candidates"] for key in one}
    assert not {key for key in keys if re.search("score|points|rating|total", key)}


def test_candidates_stand_in_the_order_given_or_asked_for(filled: Command) -> None:
    def order(*options: str) -> list[str]:
        answer = filled.json(
            "compare", TWIN, SHORT, LONG, "--as-of", AS_OF, "--format", "json", *options
        )
        assert answer["sorted_by"] == (options[1] if options else "given")
        return [one["teacher"] for one in answer["candidates"]]

    assert order() == [TWIN, SHORT, LONG]
    assert order("--sort", "teacher") == [LONG, SHORT, TWIN]
    for sort in ("tenure", "homeroom", "awards", "training", "appraisals", "research"):
        # Ties stay as they were given.
        assert order("--sort", sort) == [LONG, TWIN, SHORT], sort
    assert order("--sort", "vetoes") == [TWIN, SHORT, LONG]


def test_time_in_other_posts_is_one_length_that_counts_a_day_in_two_of_them_once(
    filled: Command,
) -> None:
    """Odd days are carried to months before they are compared, and posts held at once are merged."""
    posts = {
        "ONE": [("deputy", "2015-09-01", "2016-09-01")],
        "TWO": [
            ("deputy", "2015-09-01", "2016-01-31"),
            ("deputy", "2017-01-01", "2017-01-29"),
            ("assistant", "2018-01-01", "2018-06-30"),
            ("assistant", "2019-01-01", "2019-01-29"),
        ],
        "BOTH": [("deputy", "2015-09-01", "2016-08-31"), ("assistant", "2015-09-01", "2016-08-31")],
    }
    opened = {"kind": "file-opened", "school": "S01", "name": "王芳", "effective_on": "2010-09-01"}
    events = [{**opened, "teacher": teacher} for teacher in posts]
    events += [
        {
            "kind": "appointed",
            "teacher": teacher,
            "role": role,
            "first_day": first,
            "last_day": last,
        }
        for teacher, held in posts.items()
        for role, first, last in held
    ]
    filled.run("import", filled.lines("posts.jsonl", *events))

    answer = filled.json(
        "compare", *posts, "--as-of", AS_OF, "--sort", "other-posts", "--format", "json"
    )

    assert {one["teacher"]: one["other_posts"] for one in answer["candidates"]} == {
        "TWO": {"months": 12, "days": 28},
        "ONE": {"months": 12, "days": 1},
        "BOTH": {"months": 12, "days": 0},
    }
    assert [one["teacher"] for one in answer["candidates"]] == ["TWO", "ONE", "BOTH"]


def test_the_orders_of_the_command_are_those_of_the_ledger_and_have_words() -> None:
    assert ("given", *SORTS) == commands.SORTS
    assert all(has(f"compare.sort.{sort}") for sort in commands.SORTS)


def test_candidates_can_be_named_in_a_file(filled: Command) -> None:
    listed = filled.folder / "candidates.txt"
    listed.write_text(f"\ufeff{SHORT}  # first round\n\n{LONG}\n{SHORT}\n", encoding="utf-8")

    answer = filled.json("compare", "--from", str(listed), "--as-of", AS_OF, "--format", "json")

    assert [one["teacher"] for one in answer["candidates"]] == [SHORT, LONG]


def test_wrong_usage_of_compare_says_how_to_mend_it(filled: Command) -> None:
    nobody = filled.run("compare", status=2)
    unknown = filled.run("compare", "HK0009", status=1)
    no_file = filled.run("compare", "--from", "nowhere.txt", status=1)
    printed = filled.run("compare", LONG, "--out", "c.csv", status=2)

    assert nobody.stderr.startswith("error: no teacher is named")
    assert "HK0009" in unknown.stderr
    assert no_file.stderr == (
        "error: there is no file nowhere.txt: check the name and the folder\n"
    )
    assert printed.stderr == (
        "error: --out is for a page, picture or workbook: "
        "add --format xlsx, html, or write the output to a file with >\n"
    )


def test_a_workbook_goes_where_the_output_goes(filled: Command) -> None:
    found = filled.run("compare", LONG, "--format", "xlsx").stdout_bytes

    assert found.startswith(b"PK")


@pytest.mark.parametrize("count", [2, 6])
def test_few_candidates_stand_beside_and_many_below_each_other(filled: Command, count: int) -> None:
    more = [
        {**said, "teacher": f"HK01{number:02}"} for number in range(4) for said in short_career()
    ]
    filled.run("import", filled.lines("more.jsonl", *more))
    teachers = [LONG, SHORT, *(f"HK01{number:02}" for number in range(4))][:count]
    out = filled.folder / "compare.xlsx"

    filled.run("compare", *teachers, "--as-of", AS_OF, "--format", "xlsx", "--out", str(out))

    _, table = first_sheets(out)
    if count == 2:
        assert table[0] == ["Item", LONG, SHORT]
        assert [row[0] for row in table[1:4]] == ["Name", "School", "Professional rank"]
    else:
        assert table[0][:3] == ["Teacher", "Name", "School"]
        assert [row[0] for row in table[1:]] == teachers


def test_names_are_masked_in_a_comparison_where_asked(filled: Command) -> None:
    page = filled.run("compare", LONG, SHORT, "--as-of", AS_OF, "--format", "html", "--mask").stdout

    assert "𠮷*䶮" in page
    assert "李*" in page
    assert RARE_NAME not in page
    assert "李明" not in page


@pytest.mark.parametrize(
    "words",
    [
        *(["standings", "honor_allowance", "--format", form] for form in ("table", "json", "csv")),
        *(
            ["changes", "admission", "--from", "1990-01-01", "--to", AS_OF, "--format", form]
            for form in ("table", "json", "csv", "html")
        ),
        *(["compare", LONG, SHORT, "--format", form] for form in ("table", "json")),
    ],
    ids=" ".join,
)
def test_names_are_masked_in_every_format(filled: Command, words: list[str]) -> None:
    shown, hidden = filled.run(*words).stdout, filled.run(*words, "--mask").stdout

    assert RARE_NAME in shown
    assert RARE_NAME not in hidden
    assert "𠮷*䶮" in hidden


def test_a_title_is_for_paper(filled: Command) -> None:
    for option in ("--title", "--document"):
        answer = filled.run("standings", "admission", option, "公示", status=2)
        assert answer.stderr.startswith(f"error: {option} is for a page or workbook")


def test_a_notice_of_changes_cites_the_rules_of_its_own_district(filled: Command) -> None:
    filled.run("policy", "adopt", "dongyang-2024", "--district", "dongyang")

    page = filled.run(
        *("changes", "admission", "--from", "1990-01-01", "--to", AS_OF, "--format", "html")
    ).stdout

    assert "虹口区教育局" in page
    assert "新时代中小学班主任" not in page
    assert "三（二）" not in page


def test_a_list_from_an_office_program_is_read_in_its_encoding(filled: Command) -> None:
    named = filled.folder / "名单.txt"
    named.write_bytes(f"{LONG}\n{SHORT} # 第二位候选人\n".encode("gb18030"))
    (filled.folder / "odd.txt").write_bytes(b"\xff\xfe\xff")

    found = filled.json("compare", "--from", str(named), "--format", "json")
    odd = filled.run("compare", "--from", str(filled.folder / "odd.txt"), status=1).stderr

    assert [one["teacher"] for one in found["candidates"]] == [LONG, SHORT]
    assert odd.startswith("error: the text is neither UTF-8 nor GB18030")


def test_a_list_can_be_posted_as_it_is(filled: Command) -> None:
    page = filled.run(
        "standings",
        "honor_allowance",
        "--as-of",
        AS_OF,
        "--format",
        "html",
        "--mask",
        "--document",
        "虹教〔2025〕8号",
    ).stdout

    for said in (
        "虹教〔2025〕8号",
        "(虹教〔2023〕41号)",
        "三（四）13",
        "𠮷*䶮",
        "虹口区第三中心小学",
        "Twenty-year tier",
        "as-of 2025-03-01",
        "hongkou-2023@",
    ):
        assert said in page, said
    assert RARE_NAME not in page


def test_a_list_as_a_workbook_has_a_row_a_person(filled: Command) -> None:
    out = filled.folder / "list.xlsx"

    filled.run(
        "standings", "honor_allowance", "--as-of", AS_OF, "--format", "xlsx", "--out", str(out)
    )

    about, table = first_sheets(out)
    assert about[0][0] == "Honour allowance tier: list for public notice"
    assert [row[1:3] for row in table[1:]] == [
        [LONG, RARE_NAME],
        [SHORT, "李明"],
        [TWIN, "李明"],
    ]


def test_a_title_of_ones_own_stands_above_the_list(filled: Command) -> None:
    page = filled.run(
        "standings", "admission", "--as-of", AS_OF, "--format", "html", "--title", "A & B"
    ).stdout

    assert "<h1>A &amp; B</h1>" in page


def test_changes_are_a_list_too(filled: Command) -> None:
    asked = ["changes", "honor_allowance", "--from", "2023-08-29", "--to", AS_OF]
    rows = filled.json(*asked, "--format", "json")

    page = filled.run(*asked, "--format", "html").stdout

    assert len(rows) > 0
    assert page.count("<tr>") == len(rows) + 1
    assert "Period" in page
    assert "2023-08-30 to 2025-03-01" in page


def test_a_cohort_is_a_list_with_its_candidates(filled: Command) -> None:
    asked = ["cohort", "show", "CAMP1", "--as-of", "2024-08-26", "--candidates"]
    answer = filled.json(*asked, "--format", "json")

    page = filled.run(*asked, "--format", "html").stdout

    assert len(answer["participants"]) == 2
    assert page.count("<table>") == 2
    assert page.count("<tr>") == 2 + len(answer["participants"]) + len(answer["candidates"])
    assert "第二期卓越班主任成长营" in page


def test_findings_are_a_list_too(filled: Command) -> None:
    asked = ["audit", "findings", "--as-of", AS_OF]
    rows = filled.json(*asked, "--format", "json")
    out = filled.folder / "findings.xlsx"

    filled.run(*asked, "--format", "xlsx", "--out", str(out))

    _, table = first_sheets(out)
    assert len(rows) > 0
    assert len(table) == len(rows) + 1


def test_every_column_of_a_page_has_a_width_of_its_own(filled: Command) -> None:
    more = [
        {**said, "teacher": f"HK01{number:02}"} for number in range(4) for said in short_career()
    ]
    filled.run("import", filled.lines("more.jsonl", *more))
    teachers = [LONG, SHORT, *(f"HK01{number:02}" for number in range(4))]
    asked = (
        ("compare", *teachers),
        ("compare", *teachers[:3]),
        ("audit", "findings"),
        ("standings", "admission"),
        ("changes", "admission", "--from", "2023-01-01", "--to", "2025-01-01"),
        ("cohort", "show", "CAMP1", "--candidates"),
    )

    for question in asked:
        page = filled.run(*question, "--format", "html").stdout
        assert page.count("<col ") == page.count("<th ") > 0, question


def test_a_file_that_cannot_be_written_is_an_error(filled: Command) -> None:
    refused = filled.run(
        "standings", "admission", "--format", "html", "--out", "nowhere/list.html", status=1
    )

    assert refused.stderr.startswith("error: nothing can be written there")


def test_a_sandbox_is_marked_on_every_paper(sqlite_command: Command) -> None:
    sqlite_command.run("init", "--sandbox")
    events = [*places(), *short_career()]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))

    pages = [
        sqlite_command.run(*asked, "--as-of", AS_OF, "--format", "html").stdout
        for asked in (
            ("standings", "admission"),
            ("compare", SHORT),
            ("timeline", SHORT),
            ("audit", "findings"),
        )
    ]

    assert all('<p class="mark">SANDBOX</p>' in page for page in pages)
