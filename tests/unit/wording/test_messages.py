from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from growth_ledger.errors import (
    ConflictError,
    LedgerError,
    MissingError,
    PackFault,
    Place,
    ProofError,
    Refusal,
    RefusedError,
    StorageError,
)
from growth_ledger.wording import Lang
from growth_ledger.wording.messages import message

LANGS: tuple[Lang, ...] = get_args(Lang)


def lines(mistake: LedgerError | Refusal | PackFault) -> list[str]:
    return [message(mistake, lang).line for lang in LANGS]


def test_a_refusal_says_what_where_and_how_to_mend_it() -> None:
    refusal = Refusal(
        code="number-out-of-range",
        field="hours",
        values={"field": "hours", "value": "-3", "kind": "training-completed", "bound": "> 0"},
        place=Place(file="training.xlsx", sheet="培训", line=14),
    )

    english, chinese = (message(refusal, lang) for lang in LANGS)

    assert english.what == "hours -3 is not above 0"
    assert english.where == "training.xlsx, sheet 培训, row 14"
    assert english.hint == "write hours such as 48 or 7.5"
    assert english.line == f"{english.what}, {english.where}: {english.hint}"
    assert chinese.what == "“学时”（hours）-3超出范围，应大于0"
    assert chinese.where == "training.xlsx，工作表“培训”，第14行"
    assert chinese.line == f"{chinese.what}，{chinese.where}：{chinese.hint}"


def test_a_line_of_a_file_is_no_row_of_a_sheet() -> None:
    refusal = Refusal(code="not-an-object", place=Place(file="events.jsonl", line=3))

    assert lines(refusal) == [
        (
            "the line is no JSON object, events.jsonl, line 3: "
            "begin the line with { and end it with }, one event on a line"
        ),
        "该行不是 JSON 对象，events.jsonl，第3行：请以 { 开头、以 } 结尾，每行一项",
    ]


def test_without_a_place_nothing_stands_between_what_and_how_to_mend_it() -> None:
    assert lines(MissingError("no-such-teacher", teacher="HK9", nearest=None)) == [
        "no teacher HK9 is known: check the staff number, and the position or day asked about",
        "没有教师“HK9”的档案：请核对工号，以及查询所截至的序号或日期",
    ]


def test_a_name_in_the_place_of_a_staff_number_is_told_with_the_numbers_of_its_bearers() -> None:
    called = [("HK1", "S1"), ("HK2", "")]
    many = [(f"HK{number}", "S1") for number in range(20)]

    assert lines(MissingError("no-such-teacher", teacher="王芳", nearest=None, called=called)) == [
        "no teacher 王芳 is known: that is the name of HK1 (S1), HK2: give the staff number",
        "没有教师“王芳”的档案：这是HK1（S1）、HK2的姓名，请改用工号",
    ]
    several = message(MissingError("no-such-teacher", teacher="王芳", called=many), "en")
    assert several.hint.count("HK") == 8
    assert "HK7 (S1), …: give" in several.hint


def test_the_nearest_known_word_is_asked_about_with_its_label() -> None:
    code = Refusal(
        code="unknown-code",
        field="role",
        values={
            "field": "role",
            "kind": "appointed",
            "value": "homerom",
            "nearest": "homeroom",
            "allowed": "homeroom, grade-head",
        },
    )
    kind = Refusal(code="unknown-kind", values={"value": "appoint", "nearest": "appointed"})
    field = Refusal(
        code="unknown-field",
        field="frist_day",
        values={"field": "frist_day", "kind": "appointed", "nearest": "first_day"},
    )

    assert lines(code) == [
        (
            "role has no code homerom: did you mean homeroom (Homeroom teacher)? If not, "
            "write one of: homeroom (Homeroom teacher), grade-head (Head of grade)"
        ),
        (
            "“岗位”（role）没有“homerom”这一项：您是不是想写“homeroom（班主任）”？如不是，"
            "请从以下各项中选填：homeroom（班主任）、grade-head（年级组长）"
        ),
    ]
    assert message(kind, "en").hint.startswith("did you mean appointed? If not, ")
    assert message(kind, "zh").hint.startswith("您是不是想写“appointed（聘任）”？如不是，")
    assert message(field, "en").what == "appointed has no field frist_day"
    assert message(field, "zh").what == "appointed（聘任）没有“frist_day”这一栏"
    assert message(field, "zh").hint.startswith("您是不是想写“first_day（开始日期）”？")


def test_where_no_word_is_near_nothing_is_asked() -> None:
    refusal = Refusal(
        code="unknown-school", field="school", values={"value": "S9", "nearest": None}
    )

    assert lines(refusal) == [
        "no school S9 is registered: register the school first (school-registered)",
        "学校“S9”尚未登记：请先登记该学校（school-registered）",
    ]


def test_a_bound_that_is_not_known_is_not_spoken_of() -> None:
    values = {"day": date(1900, 1, 1), "earliest": date(1949, 10, 1), "latest": date.max}
    refusal = Refusal(code="day-out-of-bounds", field="last_day", values=values)

    assert lines(refusal) == [
        "last_day 1900-01-01 lies before 1949-10-01: check the year",
        "“结束日期”（last_day）1900-01-01早于1949-10-01：请核对年份",
    ]


@pytest.mark.parametrize(
    ("bound", "english", "chinese"),
    [
        ("> 0", "credit 7 is not above 0", "“计入年数”（credit）7超出范围，应大于0"),
        ("≥ 0", "credit 7 is not at least 0", "“计入年数”（credit）7超出范围，应不小于0"),
        ("< 5", "credit 7 is not below 5", "“计入年数”（credit）7超出范围，应小于5"),
        ("≤ 5", "credit 7 is not at most 5", "“计入年数”（credit）7超出范围，应不大于5"),
        ("?", "credit 7 is out of range", "“计入年数”（credit）7超出范围"),
    ],
)
def test_a_bound_is_said_in_words(bound: str, english: str, chinese: str) -> None:
    refusal = Refusal(
        code="number-out-of-range", field="credit", values={"value": 7, "bound": bound}
    )

    assert [message(refusal, lang).what for lang in LANGS] == [english, chinese]


def test_a_part_of_a_field_is_named_as_its_column_is() -> None:
    refusal = Refusal(
        code="too-many-decimals",
        field="scores",
        values={"field": "scores.ethics", "value": "90.123", "places": 2, "kind": "appraised"},
    )

    assert [message(refusal, lang).what for lang in LANGS] == [
        "scores.ethics 90.123 has more than 2 decimals",
        "“得分：师德师风”（scores.ethics）90.123的小数多于2位",
    ]


def test_one_is_said_in_the_singular() -> None:
    one, two = (RefusedError([Refusal(code="not-utf8")] * count) for count in (1, 2))
    places = Refusal(
        code="too-many-decimals", field="hours", values={"value": Decimal("7.25"), "places": 1}
    )

    assert message(one, "en").what == "1 mistake was found, and nothing was recorded"
    assert message(two, "en").what == "2 mistakes were found, and nothing was recorded"
    assert message(places, "en").what == "hours 7.25 has more than 1 decimal"


def test_whatever_the_caller_wrote_stays_on_one_line_of_bounded_length() -> None:
    refusal = Refusal(
        code="not-a-day",
        field="first_day",
        values={"value": "2023\n\x1b[31m" + "9" * 500, "kind": "appointed"},
    )

    what = message(refusal, "en").what

    assert what.isprintable()
    assert len(what) < 120


def test_what_is_empty_null_or_false_is_shown_as_such() -> None:
    def what_of(value: object) -> str:
        return message(Refusal(code="not-text", field="ref", values={"value": value}), "en").what

    assert what_of("") == "ref (nothing) is not text"
    assert what_of(None) == "ref null is not text"
    assert what_of(False) == "ref false is not text"  # noqa: FBT003 - the caller's JSON value.


def test_a_mistake_without_a_field_speaks_of_the_value() -> None:
    refusal = Refusal(code="not-text", values={"value": 3})

    assert [message(refusal, lang).what for lang in LANGS] == [
        "the value 3 is not text",
        "所填内容“3”不是文本",
    ]


def test_fields_that_differ_are_named() -> None:
    refusal = Refusal(
        code="event-id-taken", field="event_id", values={"event_id": "E", "differs": "role, ref"}
    )
    conflict = ConflictError("event-id-taken", where="ledger.db")

    assert [message(refusal, lang).what for lang in LANGS] == [
        "the event ID E is that of another event, which differs in role, ref",
        "事件标识E已属于另一事件，两者的“岗位”（role）、“编号”（ref）不同",
    ]
    assert message(conflict, "en").what == "the event ID is that of another event"


def test_an_error_of_the_ledger_says_where() -> None:
    busy = ConflictError("ledger-busy", seconds=60)
    missing = StorageError("ledger-missing", where="town.db")

    assert lines(busy)[0] == (
        "others have been writing to the ledger for 60 seconds: "
        "try again in a moment; nothing was recorded"
    )
    assert lines(missing) == [
        (
            "there is no ledger, town.db: "
            "make one with growth-ledger init, or name another with --ledger"
        ),
        "此处没有台账，town.db：请用 growth-ledger init 新建，或用 --ledger 指明所在位置",
    ]


def test_a_fault_of_a_pack_is_shown_with_file_line_column_and_path() -> None:
    fault = PackFault(
        code="pack-unknown-word",
        file="pack.yaml",
        line=12,
        column=5,
        path="projections.admission.outcomes[0]",
        values={"value": "homerom", "nearest": "homeroom", "known": ["homeroom", "deputy"]},
    )

    assert lines(fault) == [
        (
            "homerom is not one of the words taken here, pack.yaml, line 12, column 5, "
            "projections.admission.outcomes[0]: "
            "did you mean homeroom? If not, write one of: homeroom, deputy"
        ),
        (
            "“homerom”不是此处可用的词，pack.yaml，第12行，第5列，"
            "projections.admission.outcomes[0]："
            "您是不是想写“homeroom”？如不是，请从以下各项中选填：homeroom、deputy"
        ),
    ]


def test_a_fault_of_a_whole_file_has_the_file_alone() -> None:
    fault = PackFault(code="pack-unknown-word", file="pack.yaml", values={"value": None})

    assert lines(fault)[0] == (
        "this is not one of the words taken here, pack.yaml: see docs/reference for the words"
    )


def test_a_kind_is_shown_with_its_label() -> None:
    error = ProofError("statement-malformed", kind="appointed")

    assert message(error, "zh").what == "所存事件不符合appointed（聘任）的格式"


@pytest.mark.parametrize("lang", LANGS)
def test_a_code_without_words_is_a_mistake_of_ours(lang: Lang) -> None:
    with pytest.raises(KeyError):
        message(LedgerError("no-such-code"), lang)
