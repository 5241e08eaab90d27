from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from growth_ledger.domain.events import (
    EVENT_CLASSES,
    Appointed,
    AppointmentEnded,
    FileOpened,
    Recorded,
)
from growth_ledger.domain.facts import Facts


def recorded(*lines: dict[str, Any]) -> list[Recorded]:
    found = []
    for number, line in enumerate(lines, start=1):
        text = json.dumps({"teacher": "T1", **line})
        event = EVENT_CLASSES[line["kind"]].model_validate_json(text)
        found.append(
            Recorded(
                position=number * 10,
                stream="teacher/T1",
                version=number,
                event_id=f"id-{number}",
                recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
                recorded_by="tester",
                event=event,
            )
        )
    return found


OPENED = {"kind": "file-opened", "name": "甲", "school": "S1", "effective_on": "2010-09-01"}
APPOINTED = {"kind": "appointed", "ref": "A", "role": "homeroom", "first_day": "2012-09-01"}
ENDED = {"kind": "appointment-ended", "ref": "E", "target": "A", "last_day": "2015-08-31"}
UNNAMED = {key: value for key, value in APPOINTED.items() if key != "ref"}
UNNAMED_END = {key: value for key, value in ENDED.items() if key != "ref"}


def test_a_correction_takes_over_the_ref_and_keeps_the_place() -> None:
    mended = {**UNNAMED, "role": "deputy", "corrects": "A"}
    facts = Facts(recorded(OPENED, APPOINTED, ENDED, mended))

    fact = facts.find("A")

    assert fact is not None
    assert fact is facts.find("id-2") is facts.find("id-4")
    assert (fact.order, fact.event_id, fact.ref) == (20, "id-4", "A")
    assert fact.ender is facts.find("E")


def test_a_void_makes_what_points_at_the_fact_inert() -> None:
    void = {"kind": "voided", "target": "A", "reason": "录入有误"}
    facts = Facts(recorded(OPENED, APPOINTED, ENDED, void))

    states = [(event.event.kind, state, by) for event, _, state, by in facts.states()]

    assert states == [
        ("file-opened", "stands", None),
        ("appointed", "voided", "id-4"),
        ("appointment-ended", "inert", "id-4"),
        ("voided", "stands", None),
    ]
    assert facts.counting(Appointed, AppointmentEnded) == []


def test_a_correction_of_a_correction_leaves_only_the_newest() -> None:
    once = {**UNNAMED, "first_day": "2013-09-01", "corrects": "A"}
    twice = {**UNNAMED, "first_day": "2014-09-01", "corrects": "id-3"}
    facts = Facts(recorded(OPENED, APPOINTED, once, twice))

    assert [state for _, _, state, _ in facts.states()] == [
        "stands",
        "corrected",
        "corrected",
        "stands",
    ]
    assert [by for _, _, _, by in facts.states()] == [None, "id-3", "id-4", None]


def test_an_ending_whose_correction_names_another_target_lets_go_of_the_first() -> None:
    other = {**APPOINTED, "ref": "B"}
    moved = {**UNNAMED_END, "target": "B", "corrects": "E"}
    facts = Facts(recorded(OPENED, APPOINTED, other, ENDED, moved))

    first, second = facts.find("A"), facts.find("B")

    assert first is not None
    assert second is not None
    assert first.ender is None
    assert second.ender is facts.find("E")


def test_a_prefix_of_the_events_gives_the_facts_as_they_were_known_then() -> None:
    void = {"kind": "voided", "target": "A", "reason": "录入有误"}
    events = recorded(OPENED, APPOINTED, ENDED, void)

    before, after = Facts(events[:3]), Facts(events)

    assert [fact.ref for fact in before.counting(Appointed)] == ["A"]
    assert after.counting(Appointed) == []


def test_a_made_ref_is_the_version_behind_a_tilde() -> None:
    facts = Facts(recorded(OPENED, UNNAMED))

    assert [fact.ref for fact in facts] == ["~1", "~2"]
    assert facts.find("~2") is not None


def test_some_of_the_facts_are_found_and_counted_like_all_of_them() -> None:
    other = {**APPOINTED, "ref": "B"}
    facts = Facts(recorded(OPENED, APPOINTED, other, ENDED))

    some = facts.only(lambda fact: fact.ref == "E")

    assert [fact.ref for fact in some] == ["A", "E"]
    assert [fact.ref for fact in some.counting(Appointed, AppointmentEnded)] == ["A", "E"]
    assert some.has(Appointed)
    assert not some.has(FileOpened)
    assert some.find("B") is None
    assert [key for key, _ in some.by_key()] == ["A", "id-2", "E", "id-4"]


def test_a_void_has_a_ref_that_nothing_else_may_have_and_no_target_may_name() -> None:
    void = {"kind": "voided", "ref": "V", "target": "A", "reason": "录入有误"}
    facts = Facts(recorded(OPENED, APPOINTED, void))

    assert facts.has_ref("V")
    assert facts.find("V") is None


def test_an_event_id_is_found_in_any_form_of_a_uuid() -> None:
    event_id = "aaaaaaaa-1111-4111-8111-111111111111"
    opened, appointed = recorded(OPENED, UNNAMED)
    facts = Facts([opened, appointed._replace(event_id=event_id)])

    for form in (event_id, event_id.upper(), event_id.replace("-", ""), f"urn:uuid:{event_id}"):
        assert facts.find(form) is facts.find("~2"), form
    assert facts.find(event_id[:-1]) is None
