"""What is asked of everyone's files, and what could be seen at the time, on a real ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.property.made_files import adopted, ledger_of, school
from tests.property.plain_rules import Said

from growth_ledger.errors import MissingError, UsageError
from growth_ledger.ledger.finding import FindingAnswer, findings
from growth_ledger.ledger.views import Question, viewing
from growth_ledger.reports.labels import Labels
from growth_ledger.wording import Lang

SCHOOLS = [
    school("HK-J", "hongkou", "junior"),
    school("FZ-S", "fangzi", "senior"),
    adopted("hongkou-2023", "hongkou", "2016-09-01"),
    adopted("fangzi", "fangzi", "2016-09-01"),
]
POST = {"kind": "appointed", "role": "homeroom", "first_day": "2025-09-01", "class_name": "三1"}


def opened(teacher: str, school_code: str = "HK-J") -> Said:
    return {
        "kind": "file-opened",
        "teacher": teacher,
        "name": "王芳",
        "school": school_code,
        "effective_on": "2015-09-01",
    }


def asked(
    *said: Said,
    known_at: str | None = None,
    lang: Lang = "en",
    **more: Any,  # noqa: ANN401 - of `findings`.
) -> list[FindingAnswer]:
    events = [{key: value for key, value in one.items() if value is not None} for one in said]
    question = Question(as_of=date(2026, 6, 30), known_at=known_at)
    with ledger_of([*SCHOOLS, *events]) as ledger, viewing(ledger, question) as view:
        return findings(view, Labels.of(view.packs(), lang), **more)


TWO_OF_ONE_CLASS = (
    opened("T1"),
    {**POST, "teacher": "T1", "ref": "A1"},
    opened("T2"),
    {**POST, "teacher": "T2", "ref": "A1", "class_name": "三2"},
)


def test_a_class_shared_from_the_start_could_be_seen_when_the_second_was_recorded() -> None:
    said = (*TWO_OF_ONE_CLASS[:3], {**TWO_OF_ONE_CLASS[3], "class_name": "三1"}, opened("T3"))

    rows = asked(*said, only=["class-shared"])

    assert [(row["teacher"], row["known_when_recorded"]) for row in rows] == [
        ("T1", True),
        ("T2", True),
    ]
    assert rows[0]["event_id"] != rows[1]["event_id"]
    assert rows[0]["events"] == rows[1]["events"] == [row["event_id"] for row in rows]


def test_a_class_shared_because_a_leave_was_voided_could_not_be_seen_when_recorded() -> None:
    leave = {"kind": "leave-taken", "teacher": "T2", "first_day": "2025-09-01", "reason": "sick"}
    said = (
        *TWO_OF_ONE_CLASS[:3],
        {**leave, "ref": "L1"},
        {**TWO_OF_ONE_CLASS[3], "class_name": "三1"},
        {"kind": "voided", "teacher": "T2", "target": "L1", "reason": "误登"},
    )

    rows = asked(*said, only=["class-shared"])

    assert [row["known_when_recorded"] for row in rows] == [False, False]


def test_one_teacher_is_compared_with_the_others_of_the_school() -> None:
    said = (*TWO_OF_ONE_CLASS[:3], {**TWO_OF_ONE_CLASS[3], "class_name": "三1"})

    rows = asked(*said, teacher="T2", only=["class-shared"], lang="zh")

    assert [row["teacher"] for row in rows] == ["T2"]
    assert "三1" in rows[0]["message"]
    assert "T1" in rows[0]["message"]


def test_a_payment_put_in_the_wrong_by_a_later_void_was_right_when_recorded() -> None:
    said = (
        opened("T1"),
        {
            "kind": "tenure-recognised",
            "teacher": "T1",
            "ref": "R1",
            "years": "10",
            "role": "homeroom",
            "effective_on": "2023-08-31",
            "basis": "证明",
        },
        {
            "kind": "allowance-paid",
            "teacher": "T1",
            "allowance": "honor-10",
            "amount": "100.00",
            "effective_on": "2023-09-10",
        },
        {
            "kind": "allowance-paid",
            "teacher": "T1",
            "allowance": "honor-15",
            "amount": "150.00",
            "effective_on": "2023-09-10",
        },
        {"kind": "voided", "teacher": "T1", "target": "R1", "reason": "证明有误"},
    )

    before = asked(*said, known_at="#8")
    after = asked(*said, only=["paid-not-entitled"])

    assert [(row["finding"], row["clause"]) for row in before] == [
        ("recognised", None),
        ("paid-not-entitled", "三（四）13"),
    ]
    assert [row["known_when_recorded"] for row in after] == [False, True]
    assert after[0]["message"] == (
        "Honour allowance, 10 years paid on 2023-09-10, while the outcome on 2023-09-10 was None"
    )


def test_policies_are_those_known_when_the_payment_was_recorded() -> None:
    paid = {
        "kind": "allowance-paid",
        "teacher": "T1",
        "allowance": "honor-10",
        "amount": "100.00",
        "effective_on": "2023-09-10",
    }
    tenure = {
        "kind": "tenure-recognised",
        "teacher": "T1",
        "years": "10",
        "role": "homeroom",
        "effective_on": "2023-08-31",
        "basis": "证明",
    }
    other_pack = adopted("fangzi", "hongkou", "2023-01-01")

    rows = asked(opened("T1"), tenure, paid, other_pack, only=["paid-not-entitled"])

    assert [(row["clause"], row["known_when_recorded"]) for row in rows] == [(None, False)]


def test_files_are_filtered_by_the_school_and_district_of_the_day() -> None:
    credit = {"kind": "tenure-credited", "role": "homeroom", "school_year": "2016-2017"}
    said = (
        opened("T1"),
        {**credit, "teacher": "T1"},
        opened("T2", "FZ-S"),
        {**credit, "teacher": "T2"},
    )

    def teachers(*, district: str | None = None, school: str | None = None) -> list[str]:
        return [row["teacher"] for row in asked(*said, district=district, school=school)]

    assert teachers() == ["T1", "T2"]
    assert teachers(district="fangzi") == teachers(school="FZ-S") == ["T2"]
    assert teachers(district="fangzi", school="HK-J") == []


def test_files_are_counted_as_they_are_done() -> None:
    told: list[int] = []

    asked(opened("T1"), opened("T2"), progress=told.append)

    assert told == [1, 2]


def test_an_unknown_finding_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        asked(opened("T1"), only=["inart"])

    assert caught.value.values["nearest"] == "inert"


def test_a_teacher_whom_the_ledger_did_not_know_at_k_is_missing() -> None:
    with pytest.raises(MissingError):
        asked(opened("T1"), opened("T2"), known_at="#5", teacher="T2")
