"""A wrong file of events: every mistake with its place, exit 1, and the ledger as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.running import Command

SCHOOL = {
    "kind": "school-registered",
    "school": "S1",
    "name": "第一中学",
    "district": "hongkou",
    "stage": "junior",
    "rural": False,
    "effective_on": "1980-09-01",
}
OPENED = {
    "kind": "file-opened",
    "teacher": "T1",
    "ref": "F",
    "name": "𠮷㙓䶮",
    "school": "S1",
    "effective_on": "2010-09-01",
}
APPOINTED = {
    "kind": "appointed",
    "teacher": "T1",
    "ref": "A",
    "role": "homeroom",
    "first_day": "2012-09-01",
    "last_day": "2020-08-31",
}
ENDED = {"kind": "appointment-ended", "teacher": "T1", "ref": "E", "target": "A"}
CREDIT = {
    "kind": "tenure-credited",
    "teacher": "T1",
    "ref": "Y",
    "school_year": "2012-2013",
    "role": "homeroom",
}
COHORT = {
    "kind": "cohort-formed",
    "cohort": "C1",
    "name": "一队",
    "district": "xinbei",
    "tier": "camp",
    "first_day": "2023-09-01",
}
JOINED = {
    "kind": "cohort-joined",
    "teacher": "T1",
    "ref": "J",
    "cohort": "C1",
    "capacity": "member",
    "first_day": "2023-10-01",
}
SERVED = {
    "kind": "service-ended",
    "teacher": "T1",
    "ref": "Z",
    "last_day": "2022-08-31",
    "reason": "resigned",
}
PAID = {
    "kind": "allowance-paid",
    "teacher": "T1",
    "ref": "P",
    "allowance": "honor-10",
    "amount": "1200.00",
    "effective_on": "2023-10-15",
}

GROUND = (SCHOOL, OPENED, APPOINTED, CREDIT, COHORT, JOINED, SERVED, PAID)


def changed(event: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values.
    return {key: value for key, value in {**event, **fields}.items() if value is not None}


WRONG: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "an unknown kind": (changed(OPENED, kind="file-open"), "unknown-kind", "kind"),
    "no kind": (changed(OPENED, kind=None), "missing-kind", "kind"),
    "a kind of the ledger's own": (
        {"kind": "personal-erased", "teacher": "T1", "reason": "x"},
        "ledger-kind",
        "kind",
    ),
    "a field of the ledger's own": (
        changed(CREDIT, ref="Q", source={"file": "x"}),
        "ledger-field",
        "source",
    ),
    "an unknown code": (changed(APPOINTED, ref="B", role="homerom"), "unknown-code", "role"),
    "an unknown award": (
        {
            "kind": "award-granted",
            "teacher": "T1",
            "award": "gardner",
            "level": "city",
            "effective_on": "2020-01-01",
        },
        "unknown-code",
        "award",
    ),
    "a missing field": (changed(APPOINTED, ref="B", role=None), "missing-field", "role"),
    "a file without a name": (
        changed(OPENED, teacher="T2", name=None),
        "missing-field",
        "name",
    ),
    "an extra field": (changed(APPOINTED, ref="B", rol="x"), "unknown-field", "rol"),
    "a day that is none": (
        changed(APPOINTED, ref="B", first_day="2015-02-29", last_day=None),
        "not-a-day",
        "first_day",
    ),
    "a day before the republic": (
        changed(APPOINTED, ref="B", first_day="1949-09-30", last_day=None),
        "day-out-of-bounds",
        "first_day",
    ),
    "a day more than a year ahead": (
        changed(APPOINTED, ref="B", first_day="2099-01-01", last_day=None),
        "day-out-of-bounds",
        "first_day",
    ),
    "what is finished in the future": (
        changed(PAID, ref="Q", effective_on="2099-01-01"),
        "day-in-future",
        "effective_on",
    ),
    "a span that ends before it begins": (
        changed(APPOINTED, ref="B", last_day="2012-08-31"),
        "span-reversed",
        "last_day",
    ),
    "an end before what it ends began": (
        changed(ENDED, last_day="2012-08-31"),
        "end-before-begin",
        "last_day",
    ),
    "an end after the target's own last day": (
        changed(ENDED, last_day="2020-09-01"),
        "end-after-own-last-day",
        "last_day",
    ),
    "a first event that opens no file": (
        changed(CREDIT, teacher="T9"),
        "unknown-teacher",
        "teacher",
    ),
    "a second opening": (changed(OPENED, ref="F2"), "teacher-already-there", None),
    "an unknown school": (changed(OPENED, teacher="T2", school="S9"), "unknown-school", "school"),
    "an unknown cohort": (changed(JOINED, ref="K", cohort="C9"), "unknown-cohort", "cohort"),
    "an unknown policy": (
        {
            "kind": "policy-adopted",
            "policy": "hongkou-2032",
            "district": "hongkou",
            "first_day": "2023-08-30",
        },
        "unknown-policy",
        "policy",
    ),
    "a ref used twice": (changed(CREDIT, ref="A"), "ref-taken", "ref"),
    "a ref of the ledger's own sort": (changed(CREDIT, ref="~1"), "ref-reserved", "ref"),
    "a target that is not there": (
        changed(ENDED, target="nowhere", last_day="2019-08-31"),
        "no-such-target",
        "target",
    ),
    "a target of another kind": (
        changed(ENDED, target="Y", last_day="2019-08-31"),
        "target-of-another-kind",
        "target",
    ),
    "a second credit of one year": (
        changed(CREDIT, ref="Y2", credit="0.5"),
        "credit-above-one",
        "credit",
    ),
    "a correction of another kind": (
        changed(CREDIT, ref=None, corrects="A"),
        "correction-of-another-kind",
        "corrects",
    ),
    "a correction under another name": (
        changed(APPOINTED, ref="B", corrects="A"),
        "correction-renames",
        "ref",
    ),
    "an exception in principle without basis": (
        {
            "kind": "exception-granted",
            "teacher": "T1",
            "ground": "in-principle",
            "effective_on": "2023-01-01",
        },
        "basis-required",
        "basis",
    ),
    "two endings of service": (
        changed(SERVED, ref="Z2", last_day="2022-09-30"),
        "service-out-of-order",
        "last_day",
    ),
    "a resumption on the last day of service": (
        {
            "kind": "service-resumed",
            "teacher": "T1",
            "school": "S1",
            "effective_on": "2022-08-31",
        },
        "service-out-of-order",
        "effective_on",
    ),
    "two spans in one cohort": (
        changed(JOINED, ref="K", capacity="lead", first_day="2024-01-01"),
        "cohort-spans-overlap",
        "first_day",
    ),
    "voiding an opening that is needed": (
        {"kind": "voided", "teacher": "T1", "target": "F", "reason": "x"},
        "still-needed",
        "target",
    ),
    "voiding a school that is named": (
        {"kind": "voided", "school": "S1", "target": "~1", "reason": "x"},
        "still-needed",
        "target",
    ),
    "a moment in a ledger that is no sandbox": (
        changed(CREDIT, ref="Q", school_year="2013-2014", recorded_at="2020-01-01T00:00:00Z"),
        "recorded-at-not-sandbox",
        "recorded_at",
    ),
    "a sum of nothing": (changed(PAID, ref="Q", amount="0"), "number-out-of-range", "amount"),
}


@pytest.fixture
def ground(sqlite_command: Command) -> Command:
    """A ledger of eight events."""
    sqlite_command.run("init")
    sqlite_command.run("import", sqlite_command.lines("ground.jsonl", *GROUND))
    return sqlite_command


def test_each_mistake_is_named_with_line_and_field_and_nothing_is_recorded(
    ground: Command,
) -> None:
    before = ground.run("history", "T1").stdout
    for name, (event, code, field) in WRONG.items():
        path = ground.lines("wrong.jsonl", event)

        answer = ground.json("import", path, "--format", "json", status=1)

        found = [(one["code"], one["field"], one["line"]) for one in answer["errors"]]
        assert (code, field, 1) in found, (name, found)
        assert all(one["message"] and one["file"] == path for one in answer["errors"]), name
    assert ground.run("history", "T1").stdout == before


def test_all_mistakes_of_a_file_are_reported_at_once_in_their_order(ground: Command) -> None:
    path = ground.lines("wrong.jsonl", *(event for event, _, _ in WRONG.values()))

    answer = ground.json("import", path, "--format", "json", status=1)

    lines = [one["line"] for one in answer["errors"]]
    assert lines == sorted(lines)
    assert set(lines) == set(range(1, len(WRONG) + 1))


def test_one_wrong_line_among_right_ones_records_none_of_them(ground: Command) -> None:
    right = changed(CREDIT, ref="Y13", school_year="2013-2014")
    path = ground.lines("wrong.jsonl", right, changed(CREDIT, ref="A"))

    ground.run("import", path, status=1)

    refs = [row["ref"] for row in ground.json("history", "T1", "--format", "json")]
    assert "Y13" not in refs


def test_what_follows_from_a_refused_event_is_not_a_second_mistake(ground: Command) -> None:
    wrong = changed(APPOINTED, ref="B", role="homerom")
    path = ground.lines("wrong.jsonl", wrong, changed(ENDED, target="B", last_day="2019-08-31"))

    answer = ground.json("import", path, "--format", "json", status=1)

    assert [(one["line"], one["code"]) for one in answer["errors"]] == [(1, "unknown-code")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"kind": "appointed", "teacher"', "not-json"),
        (b'{"kind": "appointed", "teacher": "\xff"}\n', "not-utf8"),
        (b"[1, 2]\n", "not-an-object"),
        (b'{"kind": "appointed", "kind": "vetoed"}\n', "repeated-key"),
        (b'{"kind":"appointed","role":"deputy","role" :"homeroom"}\n', "repeated-key"),
        (b'{"kind":"appointed","role"\t\r:"deputy","role":"homeroom"}\n', "repeated-key"),
        (b'{"kind": NaN}\n', "not-json"),
        (b"[" * 100_000 + b"\n", "not-json"),
        (b'{"kind": "voided", "note": "' + b"x" * 1_100_000 + b'"}\n', "line-too-long"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(ground: Command, content: bytes, code: str) -> None:
    path = ground.folder / "wrong.jsonl"
    path.write_bytes(content)

    answer = ground.json("import", str(path), "--format", "json", status=1)

    assert [(one["code"], one["line"]) for one in answer["errors"]] == [(code, 1)]


def test_a_line_of_200_megabytes_is_passed_over_in_little_memory(ground: Command) -> None:
    path = ground.folder / "endless.jsonl"
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b"\n" + json.dumps(changed(CREDIT, ref="A", school_year="2019-2020")).encode())

    answer = ground.json("import", str(path), "--format", "json", status=1)

    found = [(one["code"], one["line"]) for one in answer["errors"]]
    assert found == [("line-too-long", 1), ("ref-taken", 2)]


def test_more_than_a_thousand_mistakes_are_counted(ground: Command) -> None:
    path = ground.lines("wrong.jsonl", *({"kind": f"k{number}"} for number in range(1200)))

    answer = ground.json("import", path, "--format", "json", status=1)

    assert len(answer["errors"]) == 1000
    assert answer["more"] == 200


def test_a_file_that_is_not_there_is_an_error_of_its_own(ground: Command) -> None:
    answer = ground.json("import", "nowhere.jsonl", "--format", "json", status=1)

    assert answer["error"]["code"] == "no-such-file"


def test_errors_are_lines_of_what_where_and_how_to_mend(ground: Command) -> None:
    path = ground.lines("wrong.jsonl", changed(APPOINTED, ref="B", role="homerom"))

    result = ground.run("import", path, status=1)

    first = result.stderr.splitlines()[0]
    assert first.startswith("error: ")
    assert Path(path).name in first
    assert "homeroom" in first
    assert result.stdout == ""


def test_the_same_file_twice_records_nothing_twice(ground: Command) -> None:
    path = str(ground.folder / "ground.jsonl")

    receipt = ground.json("import", path, "--format", "json")

    assert receipt == {
        "recorded": 0,
        "already_present": len(GROUND),
        "first_position": None,
        "last_position": None,
    }


def test_an_event_that_differs_in_personal_values_alone_is_another(ground: Command) -> None:
    noted = changed(CREDIT, ref=None, school_year="2014-2015", credit="0.5", note="上学期")
    other = changed(noted, note="下学期")
    path = ground.lines("noted.jsonl", noted, other, noted)

    receipt = ground.json("import", path, "--format", "json")

    assert (receipt["recorded"], receipt["already_present"]) == (2, 1)


def test_a_given_event_id_with_other_content_is_refused_with_the_difference(
    ground: Command,
) -> None:
    event_id = "7d5b1f5e-0000-4000-8000-000000000001"
    first = changed(CREDIT, ref="Y14", school_year="2014-2015", event_id=event_id)
    ground.run("import", ground.lines("first.jsonl", first))

    again = ground.json("import", ground.lines("first.jsonl", first), "--format", "json")
    path = ground.lines("second.jsonl", changed(first, role="deputy"))
    answer = ground.json("import", path, "--format", "json", status=1)

    assert again["already_present"] == 1
    found = [(one["code"], one["field"]) for one in answer["errors"]]
    assert found == [("changed-since", "role")]
