from datetime import date
from decimal import Decimal

import pytest

from growth_ledger.reports.papers import (
    Cell,
    EventId,
    Pairs,
    Table,
    last_four,
    masked,
    printable,
    shown,
)
from growth_ledger.reports.printing import Grid


@pytest.mark.parametrize(
    ("name", "on_the_list"),
    [
        ("李明", "李*"),
        ("欧阳娜", "欧*娜"),
        ("阿卜杜拉·买买提", "阿******提"),
        ("李", "李*"),
        ("𠮷㙓䶮", "𠮷*䶮"),
        ("", ""),
        (None, None),
    ],
)
def test_a_masked_name_shows_its_ends_and_not_what_stands_between(
    name: str | None, on_the_list: str | None
) -> None:
    assert masked(name) == on_the_list


def test_a_variant_of_a_sign_is_masked_with_its_sign() -> None:
    variant = "葛\N{VARIATION SELECTOR-17}"

    assert masked(f"{variant}城") == f"{variant}*"
    assert masked(f"王{variant}城") == "王*城"


def test_a_document_number_shows_its_last_four_signs() -> None:
    assert last_four("310109197302281234") == "**************1234"
    assert last_four("1234") == "1234"
    assert last_four(None) is None


def test_what_has_no_look_is_left_out_and_variants_stay() -> None:
    assert printable("a\x00b\x07c") == "a b c"
    assert printable("left\N{RIGHT-TO-LEFT OVERRIDE}right") == "leftright"
    assert printable("葛\N{VARIATION SELECTOR-17}") == "葛\N{VARIATION SELECTOR-17}"
    assert printable("𠮷㙓䶮") == "𠮷㙓䶮"


def test_a_cell_is_shown_as_it_is_written_on_paper() -> None:
    cells: list[Cell] = [date(2024, 2, 29), Decimal("7.5"), 12, "一", EventId("0123456789abcdef")]

    assert [shown(cell) for cell in cells] == ["2024-02-29", "7.5", "12", "一", "01234567"]


def test_the_days_of_a_grid_become_days_and_the_rest_stays_text() -> None:
    grid = Grid(title="t", heads=["a", "b", "c"], rows=[["2024-02-29", "2023-02-29", "12"]])

    table = Table.of(grid)

    assert table.rows == [[date(2024, 2, 29), "2023-02-29", "12"]]
    assert table.caption == "t"


def test_pairs_are_long_where_a_value_needs_a_line_of_its_own() -> None:
    assert not Pairs([("a", "x" * 36)]).is_long
    assert Pairs([("a", "x"), ("b", "x" * 37)]).is_long
