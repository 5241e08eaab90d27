"""Rows stand in sheets by their kind: whatever the order of sheets and files, they are recorded."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings, strategies as st
from tests.end_to_end.desk import book
from tests.end_to_end.running import Command

from growth_ledger.errors import RefusedError
from growth_ledger.intake.codebook import Codebook
from growth_ledger.intake.files import Batch
from growth_ledger.intake.sheets import read_sheets
from growth_ledger.ledger.opening import make_ledger, open_ledger
from growth_ledger.ledger.recording import record

SHEETS: Final[dict[str, list[list[Any]]]] = {
    "学校登记": [
        ["学校代码", "学校名称", "所属区县", "学段", "是否农村学校", "生效日期"],
        ["S1", "第一中学", "xinbei", "初中", "否", "1990-09-01"],
    ],
    "组建团队": [
        ["团队代码", "团队名称", "所属区县", "梯队", "开始日期"],
        ["C1", "甲团队", "xinbei", "camp", "2020-09-01"],
        ["C2", "乙团队", "xinbei", "camp", "2020-09-01"],
    ],
    "教师建档": [
        ["教师工号", "姓名", "学校代码", "生效日期"],
        ["T1", "王𠮷", "S1", "2010-09-01"],
        ["T2", "李䶮", "S1", "2010-09-01"],
    ],
    "聘任": [
        ["教师工号", "岗位", "开始日期", "编号"],
        ["T1", "班主任", "2011-09-01", "A1"],
        ["T1", "班主任", "2016-09-01", "A2"],
    ],
    "聘任终止": [
        ["教师工号", "针对哪一项", "结束日期", "编号"],
        ["T1", "A1", "2015-08-31", "E1"],
    ],
    "加入团队": [
        ["教师工号", "团队代码", "身份", "开始日期", "编号"],
        ["T1", "C1", "成员", "2020-09-01", "J1"],
        ["T1", "C2", "成员", "2022-09-01", "J2"],
    ],
    "退出团队": [
        ["教师工号", "针对哪一项", "结束日期", "原因", "编号"],
        ["T1", "J1", "2022-08-31", "调整", "L1"],
    ],
    "计入年限": [
        ["教师工号", "学年", "岗位", "计入年数", "编号"],
        ["T1", "2019-2020", "班主任", "1", "Y1"],
        ["T1", "2019-2020", "班主任", "0.5", "Y2"],
    ],
    "作废": [["教师工号", "针对哪一项", "原因"], ["T1", "Y1", "误录"]],
}


def recorded(workbook: str, folder: Path) -> list[tuple[str, str, str]]:
    """What a new ledger has after the import of one workbook."""
    path = Path(workbook)
    address = str(folder / f"{path.stem}.db")
    make_ledger(address)
    ledger = open_ledger(address, by="tester")
    record(ledger, Batch(paths=[path], codes=Codebook(), lang="zh").statements())
    with ledger.store.reading() as reading:
        found = [(one.stream, one.event.kind, one.event_id) for one in reading.events(1, 99)]
    ledger.close()
    return found


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """What is recorded where every sheet stands behind those that it depends on."""
    folder = tmp_path_factory.mktemp("in-order")
    return recorded(book(folder, "one.xlsx", **SHEETS), folder)


_numbers = count()


@given(labels=st.permutations(list(SHEETS)))
@settings(max_examples=15)
def test_any_order_of_sheets_records_the_same_events(
    labels: list[str],
    in_order: list[tuple[str, str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp(f"order-{next(_numbers)}")

    found = recorded(book(folder, "any.xlsx", **{label: SHEETS[label] for label in labels}), folder)

    assert sorted(found) == sorted(in_order)
    assert len(found) == sum(len(rows) - 1 for rows in SHEETS.values())


@pytest.fixture
def clerk(sqlite_command: Command) -> Command:
    sqlite_command.run("init")
    return sqlite_command


def test_what_can_be_recorded_nowhere_is_told_in_the_order_of_the_rows(clerk: Command) -> None:
    sheets = {
        "聘任": [
            ["教师工号", "岗位", "开始日期", "编号"],
            ["T1", "班主任", "2011-09-01", "A1"],
            ["T9", "班主任", "2011-09-01", "A1"],
            ["T1", "班主任", "1900-09-01", "A2"],
        ],
        "聘任终止": [
            ["教师工号", "针对哪一项", "结束日期", "编号"],
            ["T1", "A2", "2015-08-31", "E1"],
            ["T1", "A7", "2015-08-31", "E2"],
        ],
        "教师建档": [
            ["教师工号", "姓名", "学校代码", "生效日期"],
            ["T1", "王𠮷", "S1", "2010-09-01"],
            ["T2", "李䶮", "S9", "2010-09-01"],
        ],
        "学校登记": SHEETS["学校登记"],
    }
    path = book(clerk.folder, "book.xlsx", **sheets)

    found = clerk.json("import", path, "--format", "json", status=1)["errors"]

    turned = book(clerk.folder, "turned.xlsx", **dict(reversed(sheets.items())))
    again = clerk.json("import", turned, "--format", "json", status=1)["errors"]
    assert sorted((one["sheet"], one["line"], one["code"]) for one in again) == sorted(
        (one["sheet"], one["line"], one["code"]) for one in found
    )
    # What ends the appointment that is refused is mended with it, and is no mistake of its own.
    assert [(one["sheet"], one["line"], one["code"]) for one in found] == [
        ("聘任", 3, "unknown-teacher"),
        ("聘任", 4, "day-out-of-bounds"),
        ("聘任终止", 3, "no-such-target"),
        ("教师建档", 3, "unknown-school"),
    ]
    assert clerk.json("import", path, "--format", "json", status=1)["errors"] == found


def test_a_row_waits_as_long_as_it_takes(clerk: Command) -> None:
    years = range(1960, 2020)
    sheets = {
        **{label: SHEETS[label] for label in ("学校登记", "组建团队", "教师建档")},
        "加入团队": [
            SHEETS["加入团队"][0],
            *(["T1", "C1", "成员", f"{year}-09-01", f"J{year}"] for year in years),
        ],
        "退出团队": [
            SHEETS["退出团队"][0],
            *(["T1", f"J{year}", f"{year + 1}-07-31", "调整", ""] for year in years),
        ],
    }
    sheets["教师建档"] = [SHEETS["教师建档"][0], ["T1", "王𠮷", "S1", "1950-09-01"]]
    sheets["组建团队"] = [SHEETS["组建团队"][0], ["C1", "甲团队", "xinbei", "camp", "1955-09-01"]]
    sheets["学校登记"] = [
        SHEETS["学校登记"][0],
        ["S1", "第一中学", "xinbei", "初中", "否", "1950-09-01"],
    ]

    path = book(clerk.folder, "many.xlsx", **sheets)

    assert clerk.json("import", path, "--format", "json")["recorded"] == 3 + 2 * len(years)


MOVES: Final = {
    "学校登记": [
        SHEETS["学校登记"][0],
        *([f"S{n}", f"第{n}中学", "xinbei", "初中", "否", "1990-09-01"] for n in (1, 2, 3)),
    ],
    "教师建档": SHEETS["教师建档"],
}


@pytest.mark.parametrize("turned", [False, True])
def test_a_correction_is_never_overtaken_by_a_later_one(
    turned: bool,  # noqa: FBT001 - a parameter of pytest.
    clerk: Command,
) -> None:
    heads = ["教师工号", "学校代码", "生效日期", "编号", "更正哪一项"]
    clerk.run(
        "import",
        book(
            clerk.folder,
            "places.xlsx",
            学校登记=[MOVES["学校登记"][0], *MOVES["学校登记"][1::2]],
            教师建档=MOVES["教师建档"],
        ),
    )
    sheets = {
        "调动学校": [
            heads,
            ["T1", "S1", "2015-09-01", "M", ""],
            ["T1", "S2", "2015-09-01", "", "M"],
            ["T1", "S3", "2015-09-01", "", "M"],
        ],
        "学校登记": [MOVES["学校登记"][0], MOVES["学校登记"][2]],
    }
    if turned:
        sheets = dict(reversed(sheets.items()))

    clerk.run("import", book(clerk.folder, "moves.xlsx", **sheets))

    assert clerk.json("show", "T1", "--as-of", "2020-01-01", "--format", "json")["school"] == "S3"


@pytest.mark.parametrize("turned", [False, True])
def test_what_falls_on_one_day_stays_in_the_order_of_the_rows(
    turned: bool,  # noqa: FBT001 - as above.
    clerk: Command,
) -> None:
    sheets = {
        "调动学校": [
            ["教师工号", "学校代码", "生效日期"],
            ["T1", "S2", "2015-09-01"],
            ["T1", "S3", "2015-09-01"],
        ],
        "教师建档": MOVES["教师建档"],
        "学校登记": [*MOVES["学校登记"][:2], MOVES["学校登记"][3], MOVES["学校登记"][2]],
    }
    if turned:
        sheets = dict(reversed(sheets.items()))

    clerk.run("import", book(clerk.folder, "moves.xlsx", **sheets))

    assert clerk.json("show", "T1", "--as-of", "2020-01-01", "--format", "json")["school"] == "S3"


def test_what_stands_behind_a_wrong_row_is_told_its_own_mistakes(clerk: Command) -> None:
    sheets = {
        **{label: SHEETS[label] for label in ("学校登记", "教师建档")},
        "调动学校": [
            ["教师工号", "学校代码", "生效日期"],
            ["T1", "S8", "2015-09-01"],
            ["T1", "S1", "2016-09-01"],
            ["T1", "S9", "2017-09-01"],
        ],
    }

    found = clerk.json(
        "import", book(clerk.folder, "b.xlsx", **sheets), "--format", "json", status=1
    )

    assert [(one["line"], one["code"]) for one in found["errors"]] == [
        (2, "unknown-school"),
        (4, "unknown-school"),
    ]


def test_a_name_that_is_changed_further_down_is_no_wrong_one(clerk: Command) -> None:
    sheets = {
        "聘任": [["教师工号", "姓名", "岗位", "开始日期"], ["T1", "王新", "班主人", "2011-09-01"]],
        "个人信息变更": [["教师工号", "姓名", "生效日期"], ["T1", "王新", "2012-09-01"]],
        **{label: SHEETS[label] for label in ("学校登记", "教师建档")},
    }

    found = clerk.json(
        "import", book(clerk.folder, "b.xlsx", **sheets), "--format", "json", status=1
    )

    assert [one["code"] for one in found["errors"]] == ["unknown-code"]


def test_what_names_an_opening_that_is_refused_is_no_mistake_of_its_own(clerk: Command) -> None:
    sheets = {
        "聘任": SHEETS["聘任"],
        "教师建档": [SHEETS["教师建档"][0], ["T1", "王𠮷", "S1", "1900-09-01"]],
        "学校登记": SHEETS["学校登记"],
    }

    found = clerk.json(
        "import", book(clerk.folder, "b.xlsx", **sheets), "--format", "json", status=1
    )

    assert [one["code"] for one in found["errors"]] == ["day-out-of-bounds"]


def test_refused_rows_are_mended_whatever_the_order_of_the_sheets(clerk: Command) -> None:
    second = str(clerk.folder / "second.xlsx")
    wrong = {
        "聘任": [SHEETS["聘任"][0], ["T1", "班主人", "2011-09-01", "A1"]],
        **{label: SHEETS[label] for label in ("教师建档", "学校登记")},
    }
    right = {"聘任": [[*SHEETS["聘任"][0], "原文件位置"]]}
    first = book(clerk.folder, "first.xlsx", **wrong)
    clerk.run("import", first, "--errors-to", second, status=1)
    (sheet, *_) = read_sheets(Path(second))
    origin = str(sheet.rows[1][sheet.rows[0].index("Where it stood")])
    Path(second).unlink()
    right["聘任"].append(["T1", "班主任", "2011-09-01", "A1", origin])
    book(clerk.folder, "second.xlsx", **right)

    assert clerk.json("import", first, second, "--format", "json")["recorded"] == 4


def test_lines_are_recorded_in_the_order_of_the_file(clerk: Command) -> None:
    school = {
        "kind": "school-registered",
        "school": "S1",
        "name": "第一中学",
        "district": "xinbei",
        "stage": "junior",
        "rural": False,
        "effective_on": "1990-09-01",
    }
    opened = {
        "kind": "file-opened",
        "teacher": "T1",
        "name": "王𠮷",
        "school": "S1",
        "effective_on": "2010-09-01",
    }

    path = clerk.lines("lines.jsonl", opened, school)

    found = clerk.json("import", path, "--format", "json", status=1)["errors"]
    assert [(one["line"], one["code"]) for one in found] == [(1, "unknown-school")]


def test_the_workbook_is_read_where_it_stands(tmp_path: Path) -> None:
    """The property above would hold of nothing: one row too many is refused."""
    sheets = {**SHEETS, "计入年限": [*SHEETS["计入年限"], ["T1", "2019-2020", "班主任", "1", "Y3"]]}

    with pytest.raises(RefusedError) as refused:
        recorded(book(tmp_path, "b.xlsx", **sheets), tmp_path)

    assert [one.code for one in refused.value.refusals] == ["credit-above-one"]
