"""Recording: what is said twice, in which moment, and by codes that were adopted a line before."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from growth_ledger.errors import Place, RefusedError
from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.intake.statements import Statement, read_statement
from growth_ledger.ledger import recording
from growth_ledger.ledger.erasing import erase
from growth_ledger.ledger.garbage import seldom_collected
from growth_ledger.ledger.opening import Ledger
from growth_ledger.ledger.recording import Receipt, event_id_for, record
from growth_ledger.store import memory_store

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
SCHOOL = {
    "kind": "school-registered",
    "school": "S1",
    "name": "第一中学",
    "district": "hongkou",
    "stage": "junior",
    "rural": False,
    "effective_on": "1990-09-01",
}
OPENED = {
    "kind": "file-opened",
    "teacher": "T1",
    "name": "张三",
    "school": "S1",
    "effective_on": "2010-09-01",
    "ref": "F",
}
LESSON = {
    "kind": "contribution-made",
    "teacher": "T1",
    "contribution": "public-lesson",
    "effective_on": "2020-09-01",
    "title": "班会课",
}

Said = dict[str, Any]


@contextmanager
def a_ledger(*, sandbox: bool = False) -> Iterator[Ledger]:
    with memory_store(origin="growth-ledger/test", sandbox=sandbox, clock=lambda: NOON) as store:
        yield Ledger(store=store, url="", by="tester", clock=lambda: NOON)


def statements(
    said: Iterable[Said], *, file: str | None = None, columns: Iterable[str] | None = None
) -> list[Statement]:
    letters = None if columns is None else dict.fromkeys(columns, "A")
    return [
        read_statement(one, place=Place(file=file, line=line, columns=letters))
        for line, one in enumerate(said, start=1)
    ]


def told(ledger: Ledger, *said: Said) -> Receipt:
    return record(ledger, statements(said), tell=True)


def imported(
    ledger: Ledger, *said: Said, correct: bool = False, columns: Iterable[str] | None = None
) -> Receipt:
    """As rows of a sheet that has these columns, or as lines that may say everything."""
    rows = statements(said, file="rows", columns=columns)
    return record(ledger, rows, tell=True, correct=correct)


def codes(refused: RefusedError) -> list[str]:
    return [refusal.code for refusal in refused.refusals]


def test_what_differs_in_a_note_alone_is_two_events_whatever_id_the_second_would_have() -> None:
    with a_ledger() as ledger:
        told(ledger, SCHOOL, OPENED)
        event = read_statement(LESSON, place=Place()).event
        assert event is not None
        first, second, third = (event_id_for(event, number=number) for number in (1, 2, 3))
        # Somebody has given the id that the second one would get to another event.
        told(ledger, {**LESSON, "title": "家长会", "event_id": second})

        notes = [{**LESSON, "note": note} for note in ("甲", "乙")]
        together = [one.event_id for one in told(ledger, *notes).events]
        repeated = told(ledger, *notes)

    assert together == [first, third]
    assert (repeated.recorded, repeated.already_present) == (0, 2)


def test_a_line_without_a_moment_is_of_now_or_of_the_one_before_if_that_is_later() -> None:
    early, late = "2020-01-01T08:00:00+08:00", "2026-06-01T08:00:00+08:00"
    of_2023 = {**LESSON, "effective_on": "2023-09-01"}

    with a_ledger(sandbox=True) as ledger:
        receipt = told(
            ledger,
            SCHOOL | {"recorded_at": early},
            OPENED | {"recorded_at": early},
            of_2023,
            {**LESSON, "title": "二", "recorded_at": late},
            {**LESSON, "title": "三"},
        )
        with ledger.store.reading() as reading:
            stored = [one.recorded_at for one in reading.events(1, 5)]

    moments = [datetime.fromisoformat(one) for one in (early, late)]
    assert stored == [moments[0], moments[0], NOON, moments[1], moments[1]]
    assert [one.recorded_at for one in receipt.events] == stored


def test_a_moment_before_one_that_was_not_given_goes_back_and_its_line_is_told() -> None:
    with a_ledger(sandbox=True) as ledger, pytest.raises(RefusedError) as raised:
        told(ledger, SCHOOL, OPENED | {"recorded_at": "2021-01-01T08:00:00+08:00"})

    (refusal,) = raised.value.refusals
    assert refusal.code == "recorded-at-goes-back"
    assert refusal.place.line == 2


@pytest.mark.parametrize("file", [None, "rows"])
def test_a_real_ledger_takes_no_moment_not_of_what_is_there_already_either(
    file: str | None,
) -> None:
    moment = {"recorded_at": "2026-05-20T04:00:00Z"}
    with a_ledger() as ledger:
        told(ledger, SCHOOL, OPENED, LESSON)

        with pytest.raises(RefusedError) as raised:
            record(ledger, statements([SCHOOL, OPENED | moment, LESSON | moment], file=file))

    assert codes(raised.value) == ["recorded-at-not-sandbox"] * 2


def test_a_sandbox_takes_what_is_there_already_for_a_repeat_whatever_its_moment() -> None:
    with a_ledger(sandbox=True) as ledger:
        told(ledger, SCHOOL, OPENED)

        again = told(ledger, SCHOOL | {"recorded_at": "2020-01-01T08:00:00+08:00"})

    assert (again.recorded, again.already_present) == (0, 1)


@pytest.mark.parametrize("batch", [1, 1000])
@pytest.mark.parametrize("asked_before", [False, True])
def test_the_codes_of_a_pack_are_known_from_its_adoption_on(
    monkeypatch: pytest.MonkeyPatch, *, batch: int, asked_before: bool
) -> None:
    shipped: Said = dict(read_pack(shipped_packs()["hongkou-2023"]).content)
    awards = shipped["vocabulary"]["awards"] | {
        "own-award": {"zh": "自设奖", "en": "Our own award"}
    }
    content = {**shipped, "policy": "own-2026", "vocabulary": {"awards": awards}}
    adopted = {
        "kind": "policy-adopted",
        "policy": "own-2026",
        "district": "hongkou",
        "first_day": "2026-01-01",
        "content": content,
    }
    award = {
        "kind": "award-granted",
        "teacher": "T1",
        "level": "city",
        "effective_on": "2026-02-01",
    }
    known = {**award, "award": "finest-hongkou-educator"}
    monkeypatch.setattr(recording, "_BATCH", batch)

    with a_ledger() as ledger:
        before = [known] if asked_before else []
        receipt = told(ledger, SCHOOL, OPENED, *before, adopted, {**award, "award": "own-award"})

    assert receipt.recorded == 4 + asked_before


def appraised(**scores: str) -> Said:
    return {
        "kind": "appraised",
        "teacher": "T1",
        "school_year": "2020-2021",
        "scope": "annual",
        "result": "excellent",
        "effective_on": "2021-08-31",
        "ref": "A1",
        "scores": scores,
    }


def test_a_sheet_without_the_column_of_a_dimension_leaves_its_score() -> None:
    columns = [*appraised(), "scores.ethics"]

    with a_ledger() as ledger:
        told(ledger, SCHOOL, OPENED)
        imported(ledger, appraised(ethics="80", research="70"))
        again = imported(ledger, appraised(ethics="80"), columns=columns)
        with pytest.raises(RefusedError) as raised:
            imported(ledger, appraised(ethics="81"), columns=columns)
        (corrected,) = imported(
            ledger, appraised(ethics="81"), columns=columns, correct=True
        ).events

    assert again.already_present == 1
    (refusal,) = raised.value.refusals
    assert refusal.code == "changed-since"
    assert (refusal.values["field"], refusal.values["recorded"]) == ("scores.ethics", "80")
    scores = corrected.event.scores  # type: ignore[attr-defined]
    assert {name: str(score) for name, score in scores.items()} == {
        "ethics": "81",
        "research": "70",
    }


def test_what_was_erased_stays_so_however_often_its_old_row_is_corrected() -> None:
    with a_ledger() as ledger:
        told(ledger, SCHOOL)
        imported(ledger, OPENED)
        erase(ledger, "T1", reason="本人申请")
        same = imported(ledger, OPENED, correct=True)
        moved = imported(ledger, {**OPENED, "effective_on": "2011-09-01"}, correct=True)
        once_more = imported(ledger, {**OPENED, "effective_on": "2011-09-01"}, correct=True)
        again = imported(ledger, {**OPENED, "effective_on": "2012-09-01"}, correct=True)
        with ledger.store.reading() as reading:
            names = [getattr(one.event, "name", None) for one in reading.stream("teacher/T1")]

    assert same.already_present == once_more.already_present == 1
    assert moved.recorded == again.recorded == 1
    assert names == [None] * 4


def test_what_was_erased_stays_so_beside_a_value_that_was_given_since() -> None:
    with a_ledger() as ledger:
        told(ledger, SCHOOL)
        imported(ledger, OPENED)
        erase(ledger, "T1", reason="本人申请")
        unnamed = {key: value for key, value in OPENED.items() if key not in {"name", "ref"}}
        told(ledger, {**unnamed, "corrects": OPENED["ref"], "note": "见档案室"})
        same = imported(ledger, OPENED)
        with pytest.raises(RefusedError) as raised:
            imported(ledger, {**OPENED, "note": "在人事科"})
        moved = imported(ledger, {**OPENED, "effective_on": "2011-09-01"}, correct=True)
        with ledger.store.reading() as reading:
            names = [getattr(one.event, "name", None) for one in reading.stream("teacher/T1")]

    assert same.already_present == moved.recorded == 1
    assert names == [None] * 4
    assert [refusal.field for refusal in raised.value.refusals] == ["note"]


@pytest.mark.parametrize(
    "key", [{"ref": "L1"}, {"event_id": "01890000-0000-7000-8000-000000000001"}]
)
def test_the_row_of_a_corrected_fact_twice_in_one_file_is_one_row(key: Said) -> None:
    row = {**LESSON, **key}
    changed = {**row, "title": "主题班会"}

    with a_ledger() as ledger:
        told(ledger, SCHOOL, OPENED)
        imported(ledger, row)
        corrected = imported(ledger, changed, changed, correct=True)
        repeated = imported(ledger, changed, changed)
        with pytest.raises(RefusedError) as raised:
            imported(ledger, changed, {**row, "title": "第三种"}, correct=True)

    assert (corrected.recorded, corrected.already_present) == (1, 1)
    assert repeated.already_present == 2
    assert codes(raised.value) == ["ref-taken" if "ref" in key else "event-id-taken"]


def test_an_adoption_corrected_by_a_row_keeps_the_rules_that_it_had() -> None:
    pack = read_pack(shipped_packs()["hongkou-2023"])
    content = {**pack.content, "label": {"zh": "旧稿", "en": "An older wording"}}
    adopted = {
        "kind": "policy-adopted",
        "policy": "hongkou-2023",
        "district": "hongkou",
        "first_day": "2023-08-30",
        "ref": "P",
    }

    with a_ledger() as ledger:
        (first,) = imported(ledger, {**adopted, "content": content}).events
        last = {**adopted, "last_day": "2026-08-29"}
        (corrected,) = imported(ledger, last, correct=True).events

    assert first.event.digest != pack.digest  # type: ignore[attr-defined]
    assert corrected.event.digest == first.event.digest  # type: ignore[attr-defined]
    assert corrected.event.content == first.event.content  # type: ignore[attr-defined]


def test_garbage_is_looked_for_as_before_once_the_last_of_several_recordings_has_ended() -> None:
    before = gc.get_threshold()
    begun, may_end = threading.Event(), threading.Event()

    def other() -> None:
        with seldom_collected():
            begun.set()
            may_end.wait(60)

    thread = threading.Thread(target=other)
    with seldom_collected():
        thread.start()
        assert begun.wait(60)
    within = gc.get_threshold()
    may_end.set()
    thread.join()

    assert within != before
    assert gc.get_threshold() == before


def test_a_row_above_what_it_corrects_is_refused_though_it_would_do_below() -> None:
    correction = {**LESSON, "title": "家长会", "corrects": "L"}
    rows = [
        one._replace(may_wait=True)
        for one in statements([correction, {**LESSON, "ref": "L"}], file="rows")
    ]

    with a_ledger() as ledger:
        told(ledger, SCHOOL, OPENED)
        with pytest.raises(RefusedError) as raised:
            record(ledger, rows)

    assert [(one.code, one.place.line) for one in raised.value.refusals] == [("no-such-target", 1)]


def test_a_wrong_name_beside_what_cannot_be_read_is_one_mistake_more() -> None:
    (unreadable,) = statements([{**LESSON, "effective_on": "2020-13-01"}], file="rows")

    with a_ledger() as ledger:
        told(ledger, SCHOOL, OPENED)
        with pytest.raises(RefusedError) as raised:
            record(ledger, [unreadable._replace(stated_name="李四")])

    assert codes(raised.value) == ["not-a-day", "name-disagrees"]
    assert raised.value.more == 0


def test_a_row_that_voids_what_is_nowhere_does_not_wait_for_ever() -> None:
    void = {"kind": "voided", "teacher": "T1", "target": "L", "reason": "误登"}
    (row,) = (one._replace(may_wait=True) for one in statements([void], file="rows"))

    with a_ledger() as ledger:
        told(ledger, SCHOOL, OPENED)
        with pytest.raises(RefusedError) as raised:
            record(ledger, [row])

    assert codes(raised.value) == ["no-such-target"]


def test_a_school_where_no_rules_are_in_force_is_noted_with_the_nearest_district_that_has_some() -> (
    None
):
    notes: list[tuple[str, object, object]] = []

    def note(key: str, **values: object) -> None:
        notes.append((key, values["district"], values["nearest"]))

    adopted = {"kind": "policy-adopted", "policy": "fangzi", "first_day": "2023-09-01"}
    schools = [
        {**SCHOOL, "school": district, "district": district}
        for district in ("hongkou", "hongku", "weifang", "weifang")
    ]
    schools[-1]["school"] = "another"

    with a_ledger() as ledger:
        told(ledger, {**adopted, "district": "hongkou"})
        record(ledger, statements(schools), note=note)

    assert notes == [
        ("desk.note.no_rules_perhaps", "hongku", "hongkou"),
        ("desk.note.no_rules", "weifang", None),
    ]
