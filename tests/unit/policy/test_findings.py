"""Findings one by one: the borders of each, told as a clerk would have recorded them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.property.made_files import RULES, Log, adopted, school

from growth_ledger.policy.findings import FINDINGS, Finding, classes_shared, findings, seats

Said = dict[str, Any]

OPENED: Said = {
    "kind": "file-opened",
    "name": "王芳",
    "school": "HK-J",
    "effective_on": "2015-09-01",
}
HOMEROOM: Said = {"kind": "appointed", "role": "homeroom"}
CREDIT: Said = {"kind": "tenure-credited", "role": "homeroom"}
HONOR_10: Said = {"kind": "allowance-paid", "allowance": "honor-10", "amount": "100.00"}


def a_log(*career: Said, teacher: str = "T1") -> Log:
    """A log with schools in two districts and their packs; every event must be accepted."""
    log = Log()
    log.take(school("HK-J", "hongkou", "junior"))
    log.take(school("FZ-S", "fangzi", "senior"))
    log.take(school("DY-V", "dongyang", "vocational"))
    log.take(adopted("hongkou-2023", "hongkou", "2016-09-01"))
    log.take(adopted("fangzi", "fangzi", "2016-09-01"))
    log.take(adopted("dongyang-2024", "dongyang", "2016-09-01"))
    add(log, *career, teacher=teacher)
    return log


def add(log: Log, *career: Said, teacher: str = "T1") -> None:
    for said in career:
        assert log.take({**said, "teacher": teacher}), said


def audited(log: Log, as_of: str = "2026-06-30", **options: Any) -> list[Finding]:  # noqa: ANN401 - of `findings`.
    day = date.fromisoformat(as_of).toordinal()
    return findings(log.file("T1"), RULES, day, **options)


def found(log: Log, name: str, as_of: str = "2026-06-30") -> list[Finding]:
    return audited(log, as_of, only={name})


@pytest.mark.parametrize(
    ("first_day", "last_day", "expected"),
    [
        ("2018-09-01", "2019-03-01", []),  # 182 days of 365.
        ("2018-09-01", "2019-03-02", [("2018-2019", 183, 365)]),
        ("2019-09-01", "2020-03-01", []),  # 183 days of 366: half, not more.
        ("2019-09-01", "2020-03-02", [("2019-2020", 184, 366)]),
    ],
)
def test_a_year_is_uncredited_from_the_day_past_its_half_also_in_a_leap_year(
    first_day: str, last_day: str, expected: list[tuple[str, int, int]]
) -> None:
    log = a_log(OPENED, {**HOMEROOM, "first_day": first_day, "last_day": last_day})

    uncredited = found(log, "uncredited-year")

    assert [
        (one.school_year, one.values["days"], one.values["days_of_year"]) for one in uncredited
    ] == expected
    assert [one.school_year for one in found(log, "missing-appraisal")] == [
        year for year, _, _ in expected
    ]


def test_a_year_is_asked_for_once_it_has_ended_and_until_its_credit_is_effective() -> None:
    log = a_log(
        OPENED,
        {**HOMEROOM, "first_day": "2018-09-01", "last_day": "2019-08-31"},
        {**CREDIT, "school_year": "2018-2019", "effective_on": "2019-12-01"},
    )

    days = ("2019-08-30", "2019-08-31", "2019-11-30", "2019-12-01")

    assert [len(found(log, "uncredited-year", day)) for day in days] == [0, 1, 1, 0]


def test_two_appointments_at_once_count_each_day_once() -> None:
    half = {**HOMEROOM, "first_day": "2018-09-01", "last_day": "2018-12-31"}
    log = a_log(OPENED, {**half, "class_name": "1"}, {**half, "class_name": "2"})

    assert found(log, "uncredited-year") == []


def test_an_appointment_and_what_ended_it_stand_behind_an_uncredited_year() -> None:
    log = a_log(
        OPENED,
        {**HOMEROOM, "first_day": "2018-09-01", "ref": "A1"},
        {"kind": "appointment-ended", "target": "E8", "last_day": "2019-06-30"},
    )

    (finding,) = found(log, "uncredited-year")

    assert (finding.event, [event.position for event in finding.events]) == (None, [8, 9])
    assert finding.told_at == 9


@pytest.mark.parametrize(
    ("credits_given", "last_day", "expected"),
    [
        (["1"], "2020-03-01", ["over-credited"]),  # 183 of 366 days.
        (["1"], "2020-03-02", []),
        (["0.5"], "2020-03-01", []),
        (["0.5", "0.5"], "2020-03-01", ["over-credited"]),
        (["1"], "2019-08-31", ["unsupported-credit"]),
        (["0.5", "0.5"], "2019-08-31", ["unsupported-credit", "unsupported-credit"]),
    ],
)
def test_a_credit_is_held_against_the_days_of_its_year(
    credits_given: list[str], last_day: str, expected: list[str]
) -> None:
    credited = [
        {**CREDIT, "school_year": "2019-2020", "credit": credit} for credit in credits_given
    ]
    log = a_log(OPENED, {**HOMEROOM, "first_day": "2018-09-01", "last_day": last_day}, *credited)

    against = audited(log, only={"over-credited", "unsupported-credit"})

    assert [one.finding for one in against] == expected
    assert {one.school_year for one in against} <= {"2019-2020"}
    if against:
        # Where two halves make the whole, the second one made it.
        assert against[-1].event is log.streams["teacher/T1"][-1]


def test_an_appraisal_counts_for_the_year_it_names_and_only_in_two_scopes() -> None:
    log = a_log(
        OPENED,
        {**HOMEROOM, "first_day": "2017-09-01", "last_day": "2020-08-31"},
        {
            "kind": "appraised",
            "scope": "annual",
            "result": "no-grade",
            "effective_on": "2018-07-01",
        },
        {
            "kind": "appraised",
            "scope": "homeroom",
            "result": "qualified",
            "effective_on": "2019-10-01",
            "school_year": "2018-2019",
        },
        {"kind": "appraised", "scope": "process", "result": "basic", "effective_on": "2020-07-01"},
    )

    missing = found(log, "missing-appraisal")

    assert [one.school_year for one in missing] == ["2019-2020"]


def test_the_first_appointment_without_admission_is_found_and_makes_the_next_one_experienced() -> (
    None
):
    log = a_log(
        OPENED,
        {**HOMEROOM, "first_day": "2020-09-01", "class_name": "2"},
        {**HOMEROOM, "first_day": "2018-09-01", "class_name": "1"},
        {**HOMEROOM, "first_day": "2018-09-01", "class_name": "3"},
    )

    (finding,) = found(log, "appointed-before-admission")

    assert finding.event is log.streams["teacher/T1"][2]
    assert finding.clause == "三（一）1"
    assert finding.values["outcome"] == "not-yet"


def test_an_appointment_out_of_service_names_what_ended_the_service() -> None:
    log = a_log(
        OPENED,
        {"kind": "service-ended", "last_day": "2018-06-30", "reason": "resigned"},
        {**HOMEROOM, "first_day": "2018-09-01"},
    )

    (finding,) = found(log, "appointed-before-admission")

    assert finding.values["outcome"] == "not-in-service"
    assert [event.event.kind for event in finding.events] == ["service-ended", "appointed"]


def test_an_appointment_is_not_found_before_a_policy_with_admission_is_in_force() -> None:
    before = a_log(OPENED, {**HOMEROOM, "first_day": "2016-08-31"})
    other = a_log({**OPENED, "school": "FZ-S"}, {**HOMEROOM, "first_day": "2018-09-01"})
    on_it = a_log(OPENED, {**HOMEROOM, "first_day": "2016-09-01"})

    assert found(before, "appointed-before-admission") == []
    assert found(other, "appointed-before-admission") == []
    assert len(found(on_it, "appointed-before-admission")) == 1


def test_in_post_while_barred_is_found_on_the_days_in_post_only() -> None:
    log = a_log(
        OPENED,
        {**HOMEROOM, "first_day": "2018-09-01"},
        {
            "kind": "vetoed",
            "ground": "ethics",
            "effective_on": "2020-01-01",
            "last_day": "2020-12-31",
        },
        {
            "kind": "leave-taken",
            "reason": "sick",
            "first_day": "2020-03-01",
            "last_day": "2020-03-31",
        },
    )

    days = ("2019-12-31", "2020-01-01", "2020-03-15", "2020-12-31", "2021-01-01")

    assert [len(found(log, "in-post-while-barred", day)) for day in days] == [0, 1, 0, 1, 0]
    (finding,) = found(log, "in-post-while-barred", "2020-01-01")
    assert finding.subject == "admission"
    assert [event.event.kind for event in finding.events] == ["appointed", "vetoed"]


def test_who_must_not_continue_and_does_is_found() -> None:
    log = a_log(
        {**OPENED, "school": "FZ-S"},
        {**HOMEROOM, "first_day": "2018-09-01"},
        {
            "kind": "appraised",
            "scope": "annual",
            "result": "unqualified",
            "effective_on": "2020-07-01",
        },
    )

    (finding,) = found(log, "in-post-while-barred")

    assert (finding.subject, finding.clause) == ("continuation", "五3")


def test_an_outside_record_is_compared_with_the_tenure_of_its_own_day() -> None:
    log = a_log(
        OPENED,
        {**CREDIT, "school_year": "2016-2017"},
        {**CREDIT, "school_year": "2017-2018"},
        {"kind": "tenure-asserted", "years": "2", "role": "homeroom", "effective_on": "2018-08-31"},
        {"kind": "tenure-asserted", "years": "2", "role": "homeroom", "effective_on": "2018-08-30"},
        {"kind": "tenure-asserted", "years": "0", "role": "homeroom", "effective_on": "2014-01-01"},
    )

    (finding,) = found(log, "assertion-failed")

    assert {name: str(value) for name, value in finding.values.items()} == {
        "asserted": "2",
        "tenure": "1",
        "day": "2018-08-30",
    }
    assert [event.position for event in finding.events] == [8, 11]


def test_recognised_tenure_is_found_where_its_role_has_weight() -> None:
    said = {
        "kind": "tenure-recognised",
        "years": "3.5",
        "effective_on": "2018-08-31",
        "basis": "证",
    }
    log = a_log(OPENED, {**said, "role": "homeroom"}, {**said, "role": "deputy"})

    assert [str(one.values["years"]) for one in found(log, "recognised")] == ["3.5"]


def test_an_end_without_its_appointment_is_inert_and_both_events_are_named() -> None:
    log = a_log(
        OPENED,
        {**HOMEROOM, "first_day": "2018-09-01"},
        {"kind": "appointment-ended", "target": "E8", "last_day": "2019-06-30"},
        {"kind": "voided", "target": "E8", "reason": "误登"},
    )

    (finding,) = found(log, "inert")

    assert finding.event is log.streams["teacher/T1"][2]
    assert [event.event.kind for event in finding.events] == ["appointment-ended", "voided"]
    assert (finding.told_at, finding.values["kind"]) == (9, "appointment-ended")


def test_a_payment_is_judged_on_the_last_day_of_its_period() -> None:
    ten_years = {
        "kind": "tenure-recognised",
        "years": "10",
        "role": "homeroom",
        "effective_on": "2023-08-31",
        "basis": "证明",
    }
    log = a_log(
        OPENED,
        ten_years,
        {**HONOR_10, "effective_on": "2023-09-10", "period_last_day": "2023-08-30"},
        {**HONOR_10, "effective_on": "2023-08-30", "period_last_day": "2023-08-31"},
        {**HONOR_10, "effective_on": "2023-09-10"},
        {**HONOR_10, "allowance": "honor-15", "effective_on": "2023-09-10"},
        {**HONOR_10, "allowance": "honor-bonus", "effective_on": "2023-09-10"},
    )

    unentitled = found(log, "paid-not-entitled")

    assert [one.events[0].position for one in unentitled] == [9, 12]
    assert [one.values["outcome"] for one in unentitled] == ["none", "tier-10"]


@pytest.mark.parametrize("allowance", ["honor-10", "veteran-25"])
def test_a_payment_where_no_policy_is_in_force_is_found_without_a_clause(allowance: str) -> None:
    log = a_log(OPENED, {**HONOR_10, "allowance": allowance, "effective_on": "2016-08-31"})

    (finding,) = found(log, "paid-not-entitled")

    assert (finding.clause, finding.values["outcome"], finding.values["policy"]) == (
        None,
        "none",
        None,
    )


def test_the_award_for_25_years_is_owed_until_paid_and_the_second_payment_is_not() -> None:
    paid = {**HONOR_10, "allowance": "veteran-25"}
    log = a_log(
        OPENED,
        {**HOMEROOM, "first_day": "2016-09-01"},
        {
            "kind": "tenure-recognised",
            "years": "25",
            "role": "homeroom",
            "effective_on": "2020-08-31",
            "basis": "证明",
        },
        {**paid, "effective_on": "2021-01-01"},
        {**paid, "effective_on": "2022-01-01"},
    )

    days = ("2020-08-30", "2020-08-31", "2020-12-31", "2021-01-01")

    assert [len(found(log, "entitled-not-paid", day)) for day in days] == [0, 1, 1, 0]
    (owed,) = found(log, "entitled-not-paid", "2020-12-31")
    assert (owed.values["since"], owed.clause) == (date(2020, 8, 31), "三（四）13、四2")
    assert [event.event.kind for event in owed.events] == ["appointed", "tenure-recognised"]
    (twice,) = found(log, "paid-not-entitled")
    assert (twice.events[0].position, twice.values["outcome"]) == (11, "paid")


def test_late_records_are_found_only_when_asked_for_and_only_past_the_days_given() -> None:
    # Every event of a log is recorded on 2026-12-31.
    log = a_log(OPENED, {**HOMEROOM, "first_day": "2026-12-01"})

    assert "backdated" not in {one.finding for one in audited(log, "2026-12-31")}
    late = audited(log, "2026-12-31", backdated_days=29, only={"backdated"})
    assert [one.values["days"] for one in late] == [4139, 30]
    assert len(audited(log, "2026-12-31", backdated_days=30, only={"backdated"})) == 1


def test_a_file_has_no_findings_before_it_opens() -> None:
    log = a_log(OPENED, {**CREDIT, "school_year": "2013-2014"})

    assert audited(log, "2015-08-31", backdated_days=0) == []
    assert [one.finding for one in audited(log, "2015-09-01")] == ["unsupported-credit"]


def test_findings_come_in_the_order_of_the_domain_page() -> None:
    log = a_log(
        OPENED,
        {**HONOR_10, "effective_on": "2018-08-31"},
        {**HOMEROOM, "first_day": "2018-09-01"},
        {"kind": "tenure-asserted", "years": "9", "role": "homeroom", "effective_on": "2018-08-31"},
    )

    names = [FINDINGS.index(one.finding) for one in audited(log, backdated_days=0)]

    assert names == sorted(names)
    assert len(set(names)) == 6


def test_a_class_with_two_teachers_is_found_for_both_and_not_for_others() -> None:
    log = a_log(OPENED, {**HOMEROOM, "first_day": "2018-09-01", "class_name": "三1"})
    of_one_class = {**HOMEROOM, "first_day": "2019-09-01", "class_name": "三1"}
    add(log, OPENED, of_one_class, of_one_class, teacher="T2")
    add(log, {**OPENED, "school": "FZ-S"}, of_one_class, teacher="T3")
    add(log, OPENED, {**of_one_class, "class_name": "三2"}, teacher="T4")
    add(log, OPENED, {**HOMEROOM, "first_day": "2019-09-01"}, teacher="T5")
    add(log, OPENED, {**HOMEROOM, "first_day": "2019-09-01"}, teacher="T6")

    def shared(day: date) -> list[tuple[str, object, int]]:
        taken = [
            seat
            for number in range(6, 0, -1)
            for seat in seats(log.file(f"T{number}"), day.toordinal())
        ]
        return [
            (teacher, one.values["other"], len(one.events))
            for teacher, one in classes_shared(taken)
        ]

    assert shared(date(2019, 8, 31)) == []
    assert shared(date(2019, 9, 1)) == [("T1", ("T2",), 3), ("T2", ("T1",), 3)]
