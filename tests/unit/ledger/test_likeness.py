"""Which two events say the same, so that a second one is not recorded."""

from __future__ import annotations

from datetime import date

from growth_ledger.domain.events import FileOpened, PolicyAdopted, SchoolClosed
from growth_ledger.ledger.likeness import (
    content_differences,
    differences,
    likeness,
    personal_differences,
)

DIGEST = "0" * 64
DAY = date(2020, 9, 1)
SAID = PolicyAdopted(policy="p1", district="d1", first_day=DAY)
OPENED = FileOpened(teacher="T1", name="吴𠮷", school="S1", effective_on=DAY)
KEPT = OPENED.model_copy(update={"personal": DIGEST})
ERASED = FileOpened(teacher="T1", school="S1", effective_on=DAY, personal=DIGEST)


def test_the_digest_that_the_ledger_adds_is_no_difference_but_another_digest_is() -> None:
    recorded = PolicyAdopted(
        policy="p1", district="d1", first_day=DAY, digest=DIGEST, content={"policy": "p1"}
    )

    assert content_differences(SAID, recorded) == {}
    assert differences(SAID, recorded) == set()
    other = recorded.model_copy(update={"digest": "1" * 64})
    assert content_differences(other, recorded) == {"digest": ("1" * 64, DIGEST)}


def test_personal_values_are_held_against_each_other_unless_they_were_erased() -> None:
    other = OPENED.model_copy(update={"name": "王芳"})

    assert personal_differences(other, KEPT) == {"name": ("王芳", "吴𠮷")}
    assert differences(other, KEPT) == {"name"}
    assert differences(OPENED, KEPT) == set()
    assert differences(OPENED, ERASED) == set()


def test_events_of_two_kinds_differ_in_kind_alone() -> None:
    assert differences(SAID, OPENED) == {"kind"}


def test_events_of_one_content_are_alike_and_those_of_another_day_are_not() -> None:
    closed = SchoolClosed(school="S1", last_day=DAY)
    later = SchoolClosed(school="S1", last_day=date(2021, 9, 1))

    assert likeness(OPENED) == likeness(ERASED)
    assert likeness(closed) != likeness(later)
