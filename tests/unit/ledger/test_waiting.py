"""Rows that wait: which of them are tried again once something was recorded, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

from growth_ledger.errors import Place, Refusal
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.refused import RefusedStatement
from growth_ledger.ledger.waiting import Waiting, may_wait

WRONG = Refusal(code="unknown-school", field="school")


def a_move(number: int, teacher: str, school: str) -> RefusedStatement:
    said = {"kind": "school-changed", "teacher": teacher, "school": school}
    statement = read_statement(
        {**said, "effective_on": "2020-09-01"}, place=Place(file="f", sheet="调动学校", line=number)
    )
    return RefusedStatement(number, statement._replace(may_wait=True), [WRONG])


def test_what_was_tried_in_vain_before_still_comes_in_the_order_of_the_rows() -> None:
    waiting = Waiting()
    first, second = a_move(1, "T1", "S1"), a_move(2, "T2", "S1")
    # The first one was tried once more when its teacher's file was opened.
    waiting.add(second)
    waiting.add(first)

    waiting.recorded("school/S1")

    assert waiting.next_round() == [first, second]
    assert waiting.refused == []


def test_only_what_depends_on_what_was_recorded_is_tried_again_with_its_stream_and_sheet() -> None:
    waiting = Waiting()
    first, behind, other = a_move(1, "T1", "S1"), a_move(2, "T1", "S2"), a_move(3, "T2", "S3")
    for one in (first, behind, other):
        waiting.add(one)

    waiting.recorded("school/S1")

    assert waiting.next_round() == [first, behind]
    assert waiting.refused == [other]
    assert waiting.holds(other.said)
    assert not waiting.holds(first.said)


def test_a_void_is_tried_again_whatever_was_recorded_as_any_stream_may_name_what_it_voids() -> None:
    waiting = Waiting()
    said = {"kind": "voided", "school": "S1", "target": "R", "reason": "误登"}
    statement = read_statement(said, place=Place(file="f", sheet="作废", line=1))
    void = RefusedStatement(1, statement._replace(may_wait=True), [WRONG])
    waiting.add(void)

    waiting.recorded("teacher/T1")

    assert waiting.next_round() == [void]


def test_a_row_that_names_its_moment_is_in_order_already_and_does_not_wait() -> None:
    said = a_move(1, "T1", "S1").said

    assert may_wait(said)
    assert not may_wait(said._replace(recorded_at=datetime(2024, 9, 1, tzinfo=UTC)))
    assert not may_wait(said._replace(may_wait=False))
