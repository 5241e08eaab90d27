from datetime import date
from typing import Any

import pytest

from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.policy.cases import CaseFile, CaseResult, case_file, failing, results
from growth_ledger.policy.packs import Pack

OPENED = {"kind": "file-opened", "name": "甲", "school": "S1", "effective_on": "2014-09-01"}
TEN_YEARS = {
    "kind": "tenure-recognised",
    "years": 10,
    "role": "homeroom",
    "effective_on": "2023-08-31",
    "basis": "证明",
}


@pytest.fixture(scope="module")
def hongkou() -> Pack:
    return read_pack(shipped_packs()["hongkou-2023"]).pack


@pytest.fixture(scope="module")
def xinbei() -> Pack:
    return read_pack(shipped_packs()["xinbei"]).pack


def written(*events: dict[str, Any], **more: object) -> dict[str, Any]:
    """A case file of one case, of the honour allowance."""
    case = {
        "name": "a case",
        "clause": "三（四）13",
        "events": list(events),
        "expect": {"honor_allowance": {"2023-09-01": "tier-10"}},
    }
    return {"projection": "honor_allowance", "cases": [case | more]}


def good(content: dict[str, Any], pack: Pack) -> CaseFile:
    read = case_file(content, pack)
    assert not isinstance(read, list), read
    return read


def faulty(content: dict[str, Any], pack: Pack) -> list[tuple[str, tuple[str | int, ...]]]:
    read = case_file(content, pack)
    assert isinstance(read, list)
    return [(fault.code, fault.path) for fault in read]


def test_a_case_that_holds_says_what_was_asked_and_found(hongkou: Pack) -> None:
    cases = good(written(OPENED, TEN_YEARS), hongkou)

    (result,) = results(cases, hongkou)

    assert result == CaseResult(
        case="a case",
        clause="三（四）13",
        asked="honor_allowance",
        day=date(2023, 9, 1),
        expected="tier-10",
        found="tier-10",
    )
    assert result.holds


def test_a_case_that_does_not_hold_says_what_was_found_instead(hongkou: Pack) -> None:
    cases = good(written(OPENED), hongkou)

    (result,) = results(cases, hongkou)

    assert (result.expected, result.found, result.holds) == ("tier-10", "none", False)


def test_an_event_that_would_be_refused_makes_the_case_fail_there(hongkou: Pack) -> None:
    cases = good(written(OPENED, OPENED, TEN_YEARS), hongkou)

    (result,) = results(cases, hongkou)

    assert (result.asked, result.day, result.path) == ("event 2", None, ("events", 1))
    assert (result.expected, result.found) == (None, "teacher-already-there")
    assert [refusal.code for refusal in result.refusals] == ["teacher-already-there"]
    assert not result.holds
    assert failing(cases, hongkou) == ["a case"]


def test_schools_that_a_case_names_take_the_place_of_the_plain_one(hongkou: Pack) -> None:
    alone = good(written(OPENED, TEN_YEARS, schools={"S2": {}}), hongkou)
    beside = good(written(OPENED, TEN_YEARS, schools={"S1": {}, "S2": {}}), hongkou)

    (result,) = results(alone, hongkou)

    assert [(one.code, one.values["nearest"]) for one in result.refusals] == [
        ("unknown-school", "S2")
    ]
    assert failing(beside, hongkou) == []


def test_a_school_or_adoption_that_cannot_be_is_told_by_its_own_place(hongkou: Pack) -> None:
    early = good(written(OPENED, schools={"S1": {"first_day": "1900-01-01"}}), hongkou)
    late = good(written(OPENED, adopted={"first_day": "2030-01-01"}), hongkou)

    places = [results(cases, hongkou)[0].path for cases in (early, late)]

    assert places == [("schools", "S1"), ("adopted",)]


def test_a_refusal_that_a_case_expects_holds_and_nothing_is_recorded(hongkou: Pack) -> None:
    cases = good(written(OPENED, OPENED | {"refused": "teacher-already-there"}, TEN_YEARS), hongkou)

    refused, outcome = results(cases, hongkou)

    assert (refused.asked, refused.found, refused.holds) == (
        "event 2",
        "teacher-already-there",
        True,
    )
    assert outcome.holds


def test_a_refusal_that_does_not_come_makes_the_case_fail(hongkou: Pack) -> None:
    cases = good(written(OPENED | {"refused": "unknown-school"}), hongkou)

    (result,) = results(cases, hongkou)

    assert (result.expected, result.found) == ("unknown-school", None)
    assert not result.holds


def test_an_event_is_recorded_on_the_last_day_asked_unless_the_case_says_another(
    hongkou: Pack,
) -> None:
    late = TEN_YEARS | {"effective_on": "2023-09-02"}

    refused = results(good(written(OPENED, late), hongkou), hongkou)
    taken = results(good(written(OPENED, late, recorded_on="2023-09-02"), hongkou), hongkou)

    assert [result.found for result in refused] == ["day-in-future"]
    assert [result.found for result in taken] == ["none"]


def test_a_school_can_be_voided_once_nothing_that_stands_names_it(hongkou: Pack) -> None:
    second = {
        "kind": "school-registered",
        "school": "S2",
        "name": "二中",
        "district": "here",
        "stage": "junior",
        "rural": False,
        "effective_on": "1990-09-01",
    }
    merged = {"kind": "school-closed", "school": "S1", "last_day": "2023-08-31"}
    merged |= {"merged_into": "S2", "ref": "merged"}
    moved = {"kind": "school-changed", "school": "S2", "effective_on": "2015-09-01", "ref": "moved"}
    void = {"kind": "voided", "reason": "误记"}
    gone = void | {"school": "S2", "target": "~1"}
    needed = gone | {"refused": "still-needed"}
    cases = good(
        written(
            *(OPENED, TEN_YEARS, second, moved, needed, void | {"target": "moved"}),
            *(merged, needed, void | {"school": "S1", "target": "merged"}, gone),
        ),
        hongkou,
    )

    assert [(result.asked, result.found) for result in results(cases, hongkou)] == [
        ("event 5", "still-needed"),
        ("event 8", "still-needed"),
        ("honor_allowance", "tier-10"),
    ]


def test_a_school_that_is_named_elsewhere_cannot_be_voided(hongkou: Pack) -> None:
    void = {"kind": "voided", "school": "S1", "target": "~1", "reason": "重复"}
    cases = good(written(OPENED, void | {"refused": "still-needed"}, TEN_YEARS), hongkou)

    found = results(cases, hongkou)

    assert [result.holds for result in found] == [True, True]


def test_the_adoption_of_a_case_goes_before_that_of_its_file_and_of_the_pack(hongkou: Pack) -> None:
    content = written(
        OPENED, TEN_YEARS, expect={"honor_allowance": {"2023-09-01": None, "2024-01-01": "tier-10"}}
    )
    content["adopted"] = {"first_day": "2024-01-01"}

    of_the_file = results(good(content, hongkou), hongkou)
    content["cases"][0]["adopted"] = {"first_day": "2023-09-01", "last_day": "2023-12-31"}
    of_the_case = results(good(content, hongkou), hongkou)

    assert [result.found for result in of_the_file] == [None, "tier-10"]
    assert [result.found for result in of_the_case] == ["tier-10", None]


def test_a_teacher_without_a_file_has_no_standing(hongkou: Pack) -> None:
    cases = good(written(OPENED, teacher="T2"), hongkou)

    (result,) = results(cases, hongkou)

    assert result.found is None


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"name": ""}, "pack-no-text", ("cases", 0, "name")),
        ({"expects": {}}, "pack-unknown-key", ("cases", 0, "expects")),
        ({"expect": {}}, "pack-empty-list", ("cases", 0, "expect")),
        ({"clause": "三（四）31"}, "pack-unknown-clause", ("cases", 0, "clause")),
        (
            {"expect": {"honour_allowance": {"2023-09-01": "none"}}},
            "pack-unknown-projection",
            ("cases", 0, "expect", "honour_allowance"),
        ),
        (
            {"expect": {"honor_allowance": {"2023-09-01": "tier-11"}}},
            "case-unknown-outcome",
            ("cases", 0, "expect", "honor_allowance", "2023-09-01"),
        ),
        ({"events": [{}]}, "pack-unknown-kind", ("cases", 0, "events", 0)),
        (
            {"events": [{"kind": "log-sealed"}]},
            "pack-unknown-kind",
            ("cases", 0, "events", 0, "kind"),
        ),
        (
            {"events": [OPENED | {"school": 1}]},
            "pack-no-text",
            ("cases", 0, "events", 0, "school"),
        ),
        (
            {"events": [OPENED | {"refused": True}]},
            "pack-wrong-type",
            ("cases", 0, "events", 0, "refused"),
        ),
        (
            {
                "events": [
                    {
                        "kind": "policy-adopted",
                        "policy": "xinbei",
                        "district": "here",
                        "first_day": "2024-01-01",
                    }
                ]
            },
            "case-of-another-pack",
            ("cases", 0, "events", 0, "policy"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_in_a_case_is_named_with_its_path(
    hongkou: Pack, change: dict[str, Any], code: str, path: tuple[str | int, ...]
) -> None:
    assert faulty(written(OPENED, **change), hongkou) == [(code, path)]


def test_two_cases_of_one_name_cannot_be_told_apart(hongkou: Pack) -> None:
    content = written(OPENED)
    content["cases"] *= 2

    assert faulty(content, hongkou) == [("case-name-twice", ("cases", 1, "name"))]


def test_a_file_is_of_a_projection_or_tier_that_the_pack_has(hongkou: Pack) -> None:
    content = written(OPENED) | {"projection": "honor_alowance"}

    (fault,) = [fault for fault in _faults(content, hongkou) if fault.path == ("projection",)]

    assert fault.code == "pack-unknown-projection"
    assert fault.values == {"name": "honor_alowance", "nearest": "honor_allowance"}


def test_a_pack_without_a_first_day_needs_an_adoption(xinbei: Pack) -> None:
    case = {
        "name": "a case",
        "clause": "四（五）",
        "events": [],
        "expect": {"five_ones": {"2024-01-01": None}},
    }

    assert faulty({"projection": "five_ones", "cases": [case]}, xinbei) == [
        ("case-without-adoption", ("cases", 0))
    ]


def test_a_cohort_that_no_event_forms_cannot_be_asked(xinbei: Pack) -> None:
    case = {
        "name": "a case",
        "clause": "四（一）",
        "adopted": {"first_day": "2024-01-01"},
        "events": [],
        "expect": {"C1": {"2024-01-01": {"members": 0}}},
    }

    found = faulty({"tier": "kamp", "cases": [case]}, xinbei)

    assert found == [
        ("pack-unknown-tier", ("tier",)),
        ("case-unknown-cohort", ("cases", 0, "expect", "C1")),
    ]


def test_of_a_team_only_what_is_written_is_compared(xinbei: Pack) -> None:
    formed = {
        "kind": "cohort-formed",
        "cohort": "C1",
        "name": "一号",
        "district": "here",
        "tier": "room",
        "first_day": "2024-09-01",
    }
    case = {
        "name": "a case",
        "clause": "四（一）",
        "adopted": {"first_day": "2024-01-01"},
        "events": [formed],
        "expect": {"C1": {"2024-09-01": {"vacancies": 15, "members": 1, "participants": {}}}},
    }

    found = results(good({"tier": "room", "cases": [case]}, xinbei), xinbei)

    assert [(result.asked, result.found, result.holds) for result in found] == [
        ("C1 participants", {}, True),
        ("C1 members", 0, False),
        ("C1 vacancies", 15, True),
    ]


def _faults(content: dict[str, Any], pack: Pack) -> list[Any]:
    read = case_file(content, pack)
    assert isinstance(read, list)
    return read
