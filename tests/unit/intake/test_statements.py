"""What a caller says as JSON values: what counts as a number and as a text, in every field of every kind."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.sheets_of_clerks import codes, csv_file, said, statements

from growth_ledger.domain.events import CALLER_KINDS, EVENT_CLASSES, TrainingCompleted
from growth_ledger.errors import NOWHERE
from growth_ledger.intake.cells import read_class, read_name, read_text, reader_for
from growth_ledger.intake.codebook import Codebook
from growth_ledger.intake.fields import fields_of_kind
from growth_ledger.intake.statements import Statement, read_statement

TRAINED: dict[str, Any] = {
    "kind": "training-completed",
    "teacher": "T1",
    "programme": "school-based",
    "hours": "48",
    "level": "school",
    "effective_on": "2026-07-01",
}
NO_PLAIN_NUMBERS = ("4_8", "1_000", "1e3", "5.", ".5", "+48", "٤", "0x10", "Infinity", "")


def trained(hours: object) -> Statement:
    return read_statement({**TRAINED, "hours": hours}, place=NOWHERE)


@pytest.mark.parametrize("hours", [*NO_PLAIN_NUMBERS, " 48", "48\n", "４８", True, None, [48]])
def test_a_number_that_is_not_written_plainly_is_refused(hours: object) -> None:
    found = trained(hours)

    assert [(one.code, one.field) for one in found.refusals] == [("not-a-number", "hours")]


@pytest.mark.parametrize(
    ("hours", "meant"),
    [("48", "48"), ("007.50", "7.5"), (48, "48"), (7.5, "7.5"), (1e1, "10")],
)
def test_a_plain_number_may_be_a_text_or_a_number_of_json(hours: object, meant: str) -> None:
    event = trained(hours).event

    assert isinstance(event, TrainingCompleted)
    assert event.hours == Decimal(meant)


@pytest.mark.parametrize("hours", ["-3.0", -3.0, "3.14"])
def test_a_number_that_is_refused_is_told_as_it_was_written(hours: object) -> None:
    (refusal,) = trained(hours).refusals

    assert refusal.values["value"] == hours


def test_a_score_is_read_as_plainly(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "教师工号,考核类别,考核结果,生效日期,得分：师德师风\n"
        "T1,班主任考核,优秀,2023-07-01,9_0\n"
        "T1,班主任考核,优秀,2023-07-02,90\n",
        name="考核.csv",
    )

    found = statements(path)

    assert codes(found) == [(2, "not-a-number", "scores")]
    assert said(found[1:])[0]["scores"] == {"ethics": "90"}


def test_a_sheet_takes_off_the_spaces_around_a_number_and_makes_it_narrow(tmp_path: Path) -> None:
    rows = [*NO_PLAIN_NUMBERS[:-1], " 48", "４８", '"1,200"']
    path = csv_file(
        tmp_path,
        "教师工号,培训项目,学时,级别,生效日期\n"
        + "".join(f"T1,校本培训,{hours},校级,2026-07-01\n" for hours in rows),
        name="完成培训.csv",
    )

    found = statements(path)

    assert codes(found) == [(row, "not-a-number", "hours") for row in range(2, 11)]
    assert [one["hours"] for one in said(found[9:])] == ["48", "48", "1200"]


TEXTS = [
    (kind, field)
    for kind in CALLER_KINDS
    for field in fields_of_kind(kind)
    if reader_for(EVENT_CLASSES[kind], field, Codebook()) in {read_text, read_name, read_class}
    and field not in {"content", "digest", "scores"}
]
"""Every field of every kind that takes any text."""


@pytest.mark.parametrize("blank", ["", "  ", "\u3000\u00a0\t", "\u200b"])
def test_a_text_of_blanks_is_refused_like_an_empty_one_in_every_field(blank: str) -> None:
    found = {
        (kind, field): read_statement({"kind": kind, field: blank}, place=NOWHERE).refusals
        for kind, field in TEXTS
    }

    assert len(found) > len(CALLER_KINDS)
    for (kind, field), refusals in found.items():
        codes_of_field = [one.code for one in refusals if one.field == field]
        assert codes_of_field == ["empty-text"], (kind, field)


def test_a_document_without_a_name_is_refused_too() -> None:
    document = {"file": " ", "sha256": "0" * 64}

    (refusal,) = read_statement({**TRAINED, "evidence": [document]}, place=NOWHERE).refusals

    assert (refusal.code, refusal.values["field"]) == ("empty-text", "evidence.0.file")


def test_the_blanks_around_a_text_stay_as_they_were_written() -> None:
    event = read_statement({**TRAINED, "title": " 班会 "}, place=NOWHERE).event

    assert isinstance(event, TrainingCompleted)
    assert event.title == " 班会 "
