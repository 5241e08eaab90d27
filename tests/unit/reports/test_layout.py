"""Where lines are broken, and when rows stand in blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given, strategies as st
from rich.cells import cell_len

from growth_ledger.reports.layout import grid_lines, hanging, pair_lines, wrapped
from growth_ledger.wording import NONE, text

DAY = "2026-03-14"
EVENT = "2fd524b2-0f0e-5c0a-9a51-64b2e17267b6"
WORDS = st.sampled_from(
    [DAY, EVENT, "2fd524b2", "XB-CAMP", "hongkou-2023@1387d4dd", "Running", "#639", "4800.00"]
)
CHINESE = st.text("班主任准入𠮷㙓䶮（）、；：。“”—", min_size=1, max_size=30)
BLANK = st.sampled_from(["", " ", "；", " · "])
CELLS = st.lists(st.tuples(WORDS | CHINESE, BLANK), max_size=8).map(
    lambda parts: "".join(word + blank for word, blank in parts).strip()
)
WIDTHS = st.integers(min_value=40, max_value=200)


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Headings, and rows below them."""
    columns = draw(st.integers(min_value=1, max_value=16))
    row = st.lists(CELLS, min_size=columns, max_size=columns)
    heads = st.lists(WORDS | CHINESE, min_size=columns, max_size=columns)
    return draw(heads), draw(st.lists(row, min_size=1, max_size=4))


def shown(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    return list(map(str, grid_lines(heads, rows, width)))


def closed_up(said: str) -> str:
    return re.sub(r"\s", "", said)


def is_table(lines: Sequence[str]) -> bool:
    return any("──" in line for line in lines)


@given(grids(), WIDTHS)
@example((["编号", "事件"], [["1", EVENT]]), 40)
def test_nothing_is_lost_or_broken_and_nothing_is_wider_than_the_screen(
    grid: tuple[list[str], list[list[str]]], width: int
) -> None:
    heads, rows = grid

    lines = shown(heads, rows, width)

    for line in lines:
        assert cell_len(line) <= width or " " not in line.strip()
    words = {word for row in rows for cell in row for word in re.findall(r"[0-9A-Za-z@#.-]+", cell)}
    assert all(any(word in line for line in lines) for word in words)


@given(grids(), WIDTHS)
def test_each_cell_can_be_read_from_top_to_bottom(
    grid: tuple[list[str], list[list[str]]], width: int
) -> None:
    heads, rows = grid

    lines = shown(heads, rows, width)

    if not is_table(lines):
        all_of_it = closed_up("".join(lines))
        cells = [cell for row in rows for cell in row if cell not in {"", NONE}]
        assert all(closed_up(cell) in all_of_it for cell in cells)
        return
    # Cells stand beside each other, so that their signs are mixed.
    signs = sorted("".join(map(closed_up, lines)).replace("─", ""))
    told = sorted(closed_up("".join([*heads, *(cell for row in rows for cell in row)])))
    assert signs == told


@given(CELLS, st.integers(min_value=1, max_value=60))
def test_broken_text_is_the_text(said: str, width: int) -> None:
    assert closed_up("".join(wrapped(said, width))) == closed_up(said)


def test_no_closing_sign_begins_a_line_and_no_opening_one_ends_it() -> None:
    assert wrapped("他说：“是。”（见、注）", 6) == ["他说：", "“是。”", "（见、", "注）"]


def test_a_table_stays_one_while_each_column_keeps_its_words() -> None:
    heads = ["工号", "自", "内容"]
    rows = [["XB-CAMP", DAY, "学年 2021-2022；角色班主任；备注因原班主任休产假"]]

    assert shown(heads, rows, 60) == [
        "",
        "  工号     自          内容",
        " " + "─" * 59,
        "  XB-CAMP  2026-03-14  学年 2021-2022；角色班主任；备注因原",
        "                       班主任休产假",
        "",
    ]


def test_a_row_is_a_block_where_a_table_would_break_words() -> None:
    heads = ["Cohort", "Rural short by", "姓名", "First day", "Irregularities", "Note"]
    rows = [
        ["XB-CAMP", "5", "𠮷㙓䶮", DAY, "too few members of rural schools", "—"],
        ["XB-ROOM", "", "王", DAY, "—", "—"],
    ]

    assert shown(heads, rows, 40) == [
        "",
        "Cohort          XB-CAMP",
        "Rural short by  5",
        "姓名            𠮷㙓䶮",
        "First day       2026-03-14",
        "Irregularities  too few members of rural",
        "                schools",
        "",
        "Cohort          XB-ROOM",
        "姓名            王",
        "First day       2026-03-14",
        "",
    ]


def test_a_row_is_a_block_where_a_table_would_be_longer() -> None:
    heads, rows = ["工号", "内容"], [["XB000101XB000101XB000101", "班" * 80]]

    assert not is_table(shown(heads, rows, 40))
    assert is_table(shown(heads, rows, 120))


def test_a_block_of_nothing_says_so() -> None:
    heads = ["Item", *(f"HK00010{n}" for n in range(5))]

    assert shown(heads, [["Titles", *5 * [NONE]]], 40)[1:3] == ["Item      Titles", "HK000100  —"]


def test_the_sign_that_blocks_leave_out_is_the_one_for_none() -> None:
    assert {text("say.none", lang) for lang in ("en", "zh")} == {NONE}


@pytest.mark.parametrize("as_is", [False, True])
def test_what_is_wider_than_the_screen_stands_whole_at_its_edge(as_is: bool) -> None:  # noqa: FBT001 - pytest's.
    pairs = [("Size", "3"), ("Proof", "a" * 50 + "\n" + "b" * 30)]

    lines = [str(line) for line in pair_lines(pairs, 40, as_is=as_is)]

    assert lines == ["Size   3", "Proof", "a" * 50, "       " + "b" * 30]


def test_what_is_copied_is_not_broken_at_its_blanks() -> None:
    lines = list(pair_lines([("Leaf", '{"name":"虹口 求知学校"}' * 4)], 40, as_is=True))

    assert [str(line) for line in lines] == [
        "Leaf",
        '{"name":"虹口 求知学校"}' * 4,
    ]


def test_text_goes_on_below_itself_and_without_room_below_its_mark() -> None:
    beside = [str(line) for line in hanging("  ✗ ", "needs 1 year as", 16)]
    below = [str(line) for line in hanging("        ✗ ", "needs 1 year as", 16)]

    assert beside == ["  ✗ needs 1 year", "    as"]
    assert below == ["        ✗", "  needs 1 year", "  as"]


def test_a_clause_a_day_and_an_id_are_words() -> None:
    assert wrapped("三（一）1①、三（一）1②", 12) == ["三（一）1①、", "三（一）1②"]
    assert wrapped(f"学年{DAY}；{EVENT}", 12) == ["学年", f"{DAY}；", EVENT]
    assert wrapped("葛\U000e0100葛\U000e0100", 2) == ["葛\U000e0100", "葛\U000e0100"]
