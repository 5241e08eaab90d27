"""Why an outcome is another one, and what time alone will bring: facts that merely come along are no causes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
from tests.end_to_end.running import Command


class Case(NamedTuple):
    """One file, a day on which an outcome crosses, and why.

    Attributes:
        district: The district of its schools.
        projection: The projection asked.
        events: Those of the file, after its opening; each with a ref of its own.
        day: The day of the crossing.
        crossing: From which outcome to which.
        cause: `event` or `time`.
        by: The refs of the facts behind it; `~1` is the opening of the file.
    """

    district: str
    projection: str
    events: list[dict[str, Any]]
    day: str
    crossing: tuple[str, str]
    cause: str
    by: list[str]


PRE_SERVICE = {
    "kind": "training-completed",
    "ref": "training",
    "programme": "pre-service",
    "hours": "48",
    "level": "school",
    "effective_on": "2023-08-01",
}
CERTIFICATE = {
    "kind": "certificate-obtained",
    "ref": "certificate",
    "certificate": "psych-health",
    "grade": "C",
    "effective_on": "2023-08-01",
}


def appointed(ref: str, role: str, first: str, last: str | None = None) -> dict[str, Any]:
    span = {"first_day": first} | ({} if last is None else {"last_day": last})
    return {"kind": "appointed", "ref": ref, "role": role, **span}


def appraised(ref: str, scope: str, result: str, day: str) -> dict[str, Any]:
    return {
        "kind": "appraised",
        "ref": ref,
        "scope": scope,
        "result": result,
        "effective_on": day,
    }


def vetoed(ref: str, first: str, last: str | None = None) -> dict[str, Any]:
    ends = {} if last is None else {"last_day": last}
    return {"kind": "vetoed", "ref": ref, "ground": "ethics", "effective_on": first, **ends}


CASES = {
    "a length is reached on the day on which a leave begins that does not matter": Case(
        "hongkou",
        "admission",
        [
            PRE_SERVICE,
            appointed("post", "probationary", "2023-09-01"),
            {
                "kind": "leave-taken",
                "ref": "leave",
                "reason": "maternity",
                "first_day": "2024-08-31",
            },
        ],
        "2024-08-31",
        ("not-yet", "eligible"),
        "time",
        ["post"],
    ),
    "two years are reached on the day of a move within the district": Case(
        "dongyang",
        "admission",
        [
            PRE_SERVICE,
            CERTIFICATE,
            {
                "kind": "school-changed",
                "ref": "move",
                "school": "dongyang2",
                "effective_on": "2024-08-31",
            },
        ],
        "2024-08-31",
        ("not-yet", "eligible"),
        "time",
        ["~1"],
    ),
    "a certificate expires on the eve of an exception that cannot help": Case(
        "dongyang",
        "admission",
        [
            PRE_SERVICE,
            {**CERTIFICATE, "expires_on": "2024-09-30"},
            {
                "kind": "exception-granted",
                "ref": "exception",
                "ground": "in-principle",
                "basis": "会议纪要",
                "effective_on": "2024-10-01",
            },
        ],
        "2024-10-01",
        ("eligible", "not-yet"),
        "time",
        ["certificate"],
    ),
    "a veto is over by itself on the eve of a training": Case(
        "hongkou",
        "admission",
        [
            vetoed("veto", "2024-01-01", "2024-06-30"),
            {**PRE_SERVICE, "effective_on": "2024-07-01"},
        ],
        "2024-07-01",
        ("barred", "not-yet"),
        "time",
        ["veto"],
    ),
    "a post is ended on its own last day": Case(
        "hongkou",
        "workload",
        [
            appointed("post", "homeroom", "2022-09-01", "2024-08-31"),
            {
                "kind": "appointment-ended",
                "ref": "end",
                "target": "post",
                "last_day": "2024-08-31",
            },
        ],
        "2024-09-01",
        ("half-load", "none"),
        "event",
        ["end"],
    ),
    "a post is over by itself on the day on which service ends": Case(
        "hongkou",
        "workload",
        [
            appointed("post", "homeroom", "2022-09-01", "2024-08-31"),
            {
                "kind": "service-ended",
                "ref": "end",
                "last_day": "2024-08-31",
                "reason": "retired",
            },
        ],
        "2024-09-01",
        ("half-load", "none"),
        "event",
        ["end"],
    ),
    "a post is over by itself, and another one was long before": Case(
        "hongkou",
        "workload",
        [
            appointed("before", "homeroom", "2022-09-01", "2023-01-31"),
            appointed("post", "homeroom", "2023-09-01", "2024-08-31"),
        ],
        "2024-09-01",
        ("half-load", "none"),
        "time",
        ["post"],
    ),
    "an end that was corrected to end another post": Case(
        "hongkou",
        "workload",
        [
            appointed("first", "homeroom", "2022-09-01"),
            appointed("second", "homeroom", "2025-03-01"),
            {
                "kind": "appointment-ended",
                "ref": "end",
                "target": "second",
                "last_day": "2025-06-30",
            },
            {
                "kind": "appointment-ended",
                "corrects": "end",
                "target": "first",
                "last_day": "2024-08-31",
            },
        ],
        "2024-09-01",
        ("half-load", "none"),
        "event",
        ["end"],
    ),
    "a leave is ended on its own last day": Case(
        "hongkou",
        "workload",
        [
            appointed("post", "homeroom", "2022-09-01"),
            {
                "kind": "leave-taken",
                "ref": "leave",
                "reason": "sick",
                "first_day": "2024-02-01",
                "last_day": "2024-02-29",
            },
            {"kind": "leave-ended", "ref": "back", "target": "leave", "last_day": "2024-02-29"},
        ],
        "2024-03-01",
        ("none", "half-load"),
        "event",
        ["back"],
    ),
    "an appraisal counts and a re-evaluation of the day does not": Case(
        "dongyang",
        "appraisal_standing",
        [
            appraised("homeroom", "homeroom", "qualified", "2024-07-01"),
            appraised("again", "re-evaluation", "qualified", "2024-07-01"),
        ],
        "2024-07-01",
        ("not-appraised", "qualified"),
        "event",
        ["homeroom"],
    ),
    "an award counts and a second post that begins with it does not": Case(
        "hongkou",
        "honor_bonus",
        [
            appointed("first", "homeroom", "2022-09-01"),
            appointed("second", "homeroom", "2024-03-01"),
            {
                "kind": "award-granted",
                "ref": "award",
                "award": "gardener",
                "level": "city",
                "effective_on": "2024-03-01",
            },
        ],
        "2024-03-01",
        ("none", "entitled"),
        "event",
        ["award"],
    ),
    "two trainings of a day of which either is enough": Case(
        "hongkou",
        "admission",
        [
            appointed("post", "probationary", "2022-09-01", "2023-08-31"),
            {**PRE_SERVICE, "ref": "one", "effective_on": "2024-07-01"},
            {**PRE_SERVICE, "ref": "other", "effective_on": "2024-07-01"},
        ],
        "2024-07-01",
        ("not-yet", "eligible"),
        "event",
        ["one", "other"],
    ),
    "two trainings of a day that are enough together": Case(
        "hongkou",
        "admission",
        [
            appointed("post", "probationary", "2022-09-01", "2023-08-31"),
            {**PRE_SERVICE, "ref": "one", "hours": "24", "effective_on": "2024-07-01"},
            {**PRE_SERVICE, "ref": "other", "hours": "24", "effective_on": "2024-07-01"},
        ],
        "2024-07-01",
        ("not-yet", "eligible"),
        "event",
        ["one", "other"],
    ),
    "a leave is over by itself": Case(
        "hongkou",
        "workload",
        [
            appointed("post", "homeroom", "2022-09-01"),
            {
                "kind": "leave-taken",
                "ref": "leave",
                "reason": "sick",
                "first_day": "2024-02-01",
                "last_day": "2024-02-29",
            },
        ],
        "2024-03-01",
        ("none", "half-load"),
        "time",
        ["post", "leave"],
    ),
}


def filled(
    command: Command,
    district: str,
    events: list[dict[str, Any]],
    *,
    beside: Sequence[dict[str, Any]] = (),
) -> None:
    """A ledger with three policies, two schools in each district, a file, and what else is named."""
    policies = {
        "hongkou": ("hongkou-2023", "2023-08-30"),
        "dongyang": ("dongyang-2024", "2024-06-14"),
        "xinbei": ("xinbei", "2020-09-01"),
    }
    places: list[dict[str, Any]] = [
        {
            "kind": "school-registered",
            "school": f"{name}{number}",
            "name": f"{name}{number}",
            "district": name,
            "stage": "primary",
            "rural": False,
            "effective_on": "1990-09-01",
        }
        for name in policies
        for number in (1, 2)
    ]
    places += [
        {"kind": "policy-adopted", "policy": policy, "district": name, "first_day": first}
        for name, (policy, first) in policies.items()
    ]
    opened = {
        "kind": "file-opened",
        "teacher": "T1",
        "name": "王𠮷",
        "school": f"{district}1",
        "effective_on": "2022-09-01",
    }
    own = [{"teacher": "T1", **event} for event in events]
    command.run("init")
    command.run("import", command.lines("events.jsonl", *places, *beside, opened, *own))


def refs(command: Command) -> dict[str, str]:
    return {
        row["event_id"]: row["ref"] for row in command.json("history", "T1", "--format", "json")
    }


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_crossing_is_put_down_to_what_brought_it(case: Case, sqlite_command: Command) -> None:
    filled(sqlite_command, case.district, case.events)
    window = ("--from", "2023-12-31", "--to", "2025-12-31", "--format", "json")

    rows = sqlite_command.json("changes", case.projection, *window)

    (row,) = (row for row in rows if row["day"] == case.day)
    called = refs(sqlite_command)
    assert (row["from"], row["to"]) == case.crossing
    assert (row["cause"], [called[one] for one in row["events"]]) == (case.cause, case.by)


def nodes(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for one in tree for found in (one, *nodes(one["children"]))]


def asked(command: Command, projection: str, day: str) -> list[dict[str, Any]]:
    found = command.json("explain", "T1", projection, "--as-of", day, "--format", "json")
    return nodes(found["tree"])


def test_what_an_event_will_bring_is_not_said_to_come_by_time(sqlite_command: Command) -> None:
    recognised = {
        "kind": "tenure-recognised",
        "ref": "before",
        "role": "homeroom",
        "years": "9",
        "basis": "档案",
        "effective_on": "2022-09-01",
    }
    credited = {
        "kind": "tenure-credited",
        "ref": "year",
        "role": "homeroom",
        "school_year": "2023-2024",
    }
    filled(sqlite_command, "hongkou", [recognised, credited])

    eve = asked(sqlite_command, "honor_allowance", "2024-08-30")

    assert [node["holds_from"] for node in eve] == [None] * len(eve)
    (row,) = sqlite_command.json(
        "changes",
        "honor_allowance",
        "--from",
        "2024-08-30",
        "--to",
        "2024-08-31",
        "--format",
        "json",
    )
    assert (row["to"], row["cause"]) == ("tier-10", "event")


def test_a_length_comes_by_time(sqlite_command: Command) -> None:
    events = [PRE_SERVICE, appointed("post", "probationary", "2023-09-01")]
    filled(sqlite_command, "hongkou", events)

    found = asked(sqlite_command, "admission", "2023-12-31")

    by_condition = {node["condition"]: node["holds_from"] for node in found}
    assert (by_condition["service"], by_condition["credits"]) == ("2024-08-31", None)


def test_an_expiry_comes_by_time_though_a_lift_lies_ahead(sqlite_command: Command) -> None:
    lift = {
        "kind": "veto-lifted",
        "ref": "lift",
        "target": "veto",
        "reason": "served",
        "effective_on": "2024-09-01",
    }
    filled(sqlite_command, "xinbei", [vetoed("veto", "2024-01-01", "2024-09-30"), lift])

    before, after = (
        next(
            node
            for node in asked(sqlite_command, "camp", day)
            if [child["condition"] for child in node["children"]] == ["veto"]
        )
        for day in ("2024-08-31", "2024-09-01")
    )

    assert (before["holds"], before["holds_from"]) == (False, "2024-10-01")
    assert after["holds"]


def test_a_cohort_that_begins_elsewhere_on_the_day_is_no_cause(sqlite_command: Command) -> None:
    cohorts = [
        {
            "kind": "cohort-formed",
            "cohort": code,
            "name": code,
            "district": "xinbei",
            "tier": "camp",
            **days,
        }
        for code, days in {
            "C1": {"first_day": "2022-09-01", "last_day": "2024-08-31"},
            "C2": {"first_day": "2024-09-01"},
            "C3": {"first_day": "2023-09-01"},
        }.items()
    ]
    joined = [
        {
            "kind": "cohort-joined",
            "ref": f"J{code}",
            "cohort": code,
            "capacity": "member",
            "first_day": first,
        }
        for code, first in (("C1", "2022-09-01"), ("C2", "2024-10-01"))
    ]
    left = {
        "kind": "cohort-left",
        "ref": "L1",
        "target": "JC1",
        "last_day": "2024-09-30",
        "reason": "到期",
    }
    filled(sqlite_command, "xinbei", [joined[0], left, joined[1]], beside=cohorts)

    rows = sqlite_command.json(
        *("changes", "five_ones", "--from", "2024-08-30", "--to", "2024-09-02", "--format", "json")
    )

    called = refs(sqlite_command)
    assert [(row["day"], row["cause"]) for row in rows] == [("2024-09-01", "time")]
    assert [called[one] for one in rows[0]["events"]] == ["JC1"]


def test_an_award_in_post_rests_on_the_post(sqlite_command: Command) -> None:
    award = {
        "kind": "award-granted",
        "ref": "award",
        "award": "gardener",
        "level": "city",
        "effective_on": "2023-06-01",
    }
    filled(
        sqlite_command,
        "hongkou",
        [appointed("post", "homeroom", "2022-09-01", "2023-08-31"), award],
    )

    (found,) = (
        node
        for node in asked(sqlite_command, "honor_bonus", "2024-01-01")
        if node["condition"] == "award"
    )

    called = refs(sqlite_command)
    assert [called[one] for one in found["events"]] == ["post", "award"]


def test_a_cohort_that_is_formed_on_the_day_of_joining_is_a_cause_too(
    sqlite_command: Command,
) -> None:
    formed = {
        "kind": "cohort-formed",
        "cohort": "C1",
        "name": "甲",
        "district": "xinbei",
        "tier": "camp",
        "first_day": "2023-09-01",
    }
    joined = {
        "kind": "cohort-joined",
        "ref": "J1",
        "cohort": "C1",
        "capacity": "member",
        "first_day": "2023-09-01",
    }
    filled(sqlite_command, "xinbei", [joined], beside=[formed])

    (row,) = sqlite_command.json(
        *("changes", "five_ones", "--from", "2023-08-30", "--to", "2023-09-02", "--format", "json")
    )

    called = refs(sqlite_command)
    assert (row["cause"], len(row["events"])) == ("event", 2)
    assert "J1" in {called.get(one) for one in row["events"]}


def test_what_held_once_is_explained_on_the_day_on_which_it_did(sqlite_command: Command) -> None:
    events = [
        {
            "kind": "tenure-recognised",
            "ref": "before",
            "role": "homeroom",
            "years": "25",
            "basis": "档案",
            "effective_on": "2022-09-01",
        },
        appointed("A", "homeroom", "2022-09-01", "2023-12-31"),
        appointed("B", "homeroom", "2024-06-01", "2024-06-02"),
    ]
    filled(sqlite_command, "hongkou", events)

    found = asked(sqlite_command, "veteran_award", "2025-01-01")

    called = refs(sqlite_command)
    said = {
        node["condition"]: (node["holds"], [called[one] for one in node["events"]], node["found"])
        for node in found
    }
    assert said["once"] == (True, [], {"day": "2023-08-30"})
    assert said["in_post"] == (True, ["A"], {"roles": ["homeroom"]})
    assert said["tenure"] == (True, ["before"], {"years": "25"})
    in_words = sqlite_command.run("explain", "T1", "veteran_award", "--as-of", "2025-01-01").stdout
    assert "✓ held under the policy in force, on 2023-08-30" in in_words


def test_a_length_names_every_post_that_it_is_made_of(sqlite_command: Command) -> None:
    events = [
        PRE_SERVICE,
        appointed("first", "probationary", "2022-09-01", "2023-01-31"),
        appointed("second", "probationary", "2023-09-01", "2024-03-31"),
        appointed("later", "probationary", "2025-09-01"),
    ]
    filled(sqlite_command, "hongkou", events)

    found = asked(sqlite_command, "admission", "2024-09-01")

    called = refs(sqlite_command)
    (service,) = (node for node in found if node["condition"] == "service" and node["events"])
    assert (service["holds"], [called[one] for one in service["events"]]) == (
        True,
        ["first", "second"],
    )


def test_a_veto_that_is_over_names_the_appraisal_of_its_school_year(
    sqlite_command: Command,
) -> None:
    events = [
        vetoed("veto", "2024-09-01", "2024-09-30"),
        appraised("result", "homeroom", "excellent", "2025-07-10"),
    ]
    filled(sqlite_command, "dongyang", events)

    active, over = (
        asked(sqlite_command, "appraisal_standing", day)[0] for day in ("2024-09-15", "2025-07-10")
    )

    called = refs(sqlite_command)
    assert (active["found"], [called[one] for one in active["events"]]) == ({"count": 1}, ["veto"])
    assert over["found"] == {"count": 1, "school_year": "2024-2025"}
    assert [called[one] for one in over["events"]] == ["veto", "result"]
    assert json.dumps(over["needed"]).count("homeroom") == 1
