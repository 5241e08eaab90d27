"""What a kind asks of whoever fills it in: which fields, in which order, with what in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.intake.fields import fields_of_kind, holds, known_sort


@pytest.mark.parametrize(
    ("kind", "field", "sort"),
    [
        ("appointed", "first_day", date),
        ("appointed", "last_day", date),  # May be left out.
        ("training-completed", "hours", Decimal),  # Has bounds.
        ("school-registered", "rural", bool),
        ("school-amended", "rural", bool),  # May be left out.
        ("appointed", "class_name", None),
        ("appointed", "hours", None),  # No field of the kind.
    ],
)
def test_a_field_holds_one_sort_whether_it_must_be_given_or_not(
    kind: str, field: str, sort: type[date | bool | Decimal] | None
) -> None:
    cls = EVENT_CLASSES[kind]

    found = [one for one in (date, bool, Decimal) if holds(cls, field, one)]

    assert found == ([] if sort is None else [sort])


@pytest.mark.parametrize(
    ("kind", "field", "sort"),
    [
        ("file-opened", "teacher", None),
        ("file-opened", "school", "school"),
        ("school-registered", "school", None),
        ("school-registered", "district", "district"),
        ("school-closed", "school", "school"),
        ("appointed", "teacher", "teacher"),
        ("appointed", "mentor", "teacher"),
        ("appointed", "role", None),
    ],
)
def test_a_name_is_one_that_is_there_unless_the_event_is_what_opens_it(
    kind: str, field: str, sort: str | None
) -> None:
    assert known_sort(kind, field) == sort


def test_what_must_be_given_is_asked_for_first_and_what_any_event_may_carry_last() -> None:
    fields = list(fields_of_kind("leave-taken"))

    assert fields[:4] == ["teacher", "first_day", "reason", "last_day"]
    assert set(fields[4:]) == {"ref", "corrects", "basis", "evidence", "note"}
