"""Rebuilding a ledger of many files, which is done by several processes."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from growth_ledger.errors import ConflictError, Place, StorageError
from growth_ledger.intake.json_lines import read_json_lines
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger import rebuilding
from growth_ledger.ledger.auditing import audit
from growth_ledger.ledger.erasing import erase
from growth_ledger.ledger.opening import Ledger, make_ledger, open_ledger
from growth_ledger.ledger.recording import record
from growth_ledger.processes import helpers
from growth_ledger.samples import sample_events
from growth_ledger.store import standings

LAST_NAME = chr(0x10FFFF)


def a_ledger_of_samples(folder: Path, *, teachers: int) -> Ledger:
    lines = folder / "events.jsonl"
    said = sample_events(teachers=teachers, seed=11, today=date(2025, 9, 30))
    lines.write_text("\n".join(json.dumps(one) for one in said), encoding="utf-8")
    make_ledger(str(folder / "ledger.db"))
    ledger = open_ledger(str(folder / "ledger.db"), by="tester")
    record(ledger, read_json_lines(lines))
    return ledger


def rows_of_the_model(ledger: Ledger) -> set[standings.StoredStanding]:
    with ledger.store.reading() as reading:
        generation = standings.live_generation(reading.transaction)
        return set(standings.of_teachers(reading.transaction, generation, "", LAST_NAME))


def differing_files(ledger: Ledger) -> list[str]:
    with ledger.store.reading() as reading, rebuilding.comparing(ledger, reading) as differing:
        return differing()


@pytest.fixture(params=[1, 4000], ids=["several-processes", "one-process"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "_FILES_FOR_ONE_PROCESS", request.param)
    monkeypatch.setattr(rebuilding, "_FILES_AT_ONCE", 5)


@pytest.mark.usefixtures("processes")
def test_any_number_of_processes_makes_the_same_model_as_recording_did(tmp_path: Path) -> None:
    with a_ledger_of_samples(tmp_path, teachers=12) as ledger:
        before = rows_of_the_model(ledger)

        done = rebuilding.rebuild(ledger)

        assert done.files == 12
        assert done.differing == ()
        assert done.rows == len(before)
        assert rows_of_the_model(ledger) == before


@pytest.mark.usefixtures("processes")
def test_a_row_that_was_changed_is_told_and_made_right(tmp_path: Path) -> None:
    with a_ledger_of_samples(tmp_path, teachers=8) as ledger:
        before = rows_of_the_model(ledger)
        wrong = min(before, key=lambda row: (row.teacher, row.projection, row.first))
        with ledger.store.writing() as writing:
            generation = standings.live_generation(writing.transaction)
            standings.close(writing.transaction, generation, [wrong], at=wrong.known_from)
            standings.add(writing.transaction, generation, [wrong._replace(clause="wrong")])

        assert differing_files(ledger) == [wrong.teacher]
        done = rebuilding.rebuild(ledger)

        assert done.differing == (wrong.teacher,)
        assert differing_files(ledger) == []
        assert rows_of_the_model(ledger) == before


@pytest.mark.usefixtures("processes")
def test_a_row_too_many_is_told_and_gone(tmp_path: Path) -> None:
    with a_ledger_of_samples(tmp_path, teachers=8) as ledger:
        before = rows_of_the_model(ledger)
        one = max(before, key=lambda row: (row.teacher, row.projection, row.first))
        with ledger.store.writing() as writing:
            generation = standings.live_generation(writing.transaction)
            standings.add(writing.transaction, generation, [one._replace(projection="made-up")])

        assert differing_files(ledger) == [one.teacher]
        done = rebuilding.rebuild(ledger)

        assert done.differing == (one.teacher,)
        assert rows_of_the_model(ledger) == before


def test_a_file_that_is_opened_while_others_are_compared_is_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "_FILES_FOR_ONE_PROCESS", 1)
    with a_ledger_of_samples(tmp_path, teachers=8) as ledger:
        with ledger.store.reading() as reading:
            first, *_ = reading.stream_names("teacher/")
            (opened, *_) = reading.stream(first)
        between = {
            "kind": "file-opened",
            "teacher": first.removeprefix("teacher/") + "-",
            "name": "张三",
            "school": opened.event.school,  # type: ignore[attr-defined]
            "effective_on": "2020-09-01",
        }

        def late(*args: Any) -> Any:  # noqa: ANN401 - as `helpers`.
            record(ledger, [read_statement(between, place=Place())], tell=True)
            return helpers(*args)

        monkeypatch.setattr(rebuilding, "helpers", late)

        assert differing_files(ledger) == []
        assert between["teacher"] in {row.teacher for row in rows_of_the_model(ledger)}


@pytest.mark.usefixtures("processes")
def test_a_row_of_a_teacher_without_a_file_is_told(tmp_path: Path) -> None:
    with a_ledger_of_samples(tmp_path, teachers=8) as ledger:
        one = min(rows_of_the_model(ledger))
        with ledger.store.writing() as writing:
            generation = standings.live_generation(writing.transaction)
            nobody = [one._replace(teacher=name) for name in ("0", "Z")]
            standings.add(writing.transaction, generation, nobody)

        assert differing_files(ledger) == ["0", "Z"]


def test_a_process_that_is_killed_leaves_the_live_model_and_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_ledger_of_samples(tmp_path, teachers=12) as ledger:
        before = rows_of_the_model(ledger)
        with monkeypatch.context() as patched:
            patched.setattr(rebuilding, "_FILES_FOR_ONE_PROCESS", 1)
            patched.setattr(rebuilding, "helpers", lambda count, *_: helpers(count, os.abort))

            with pytest.raises(StorageError) as raised:
                rebuilding.rebuild(ledger)
            # What it could not judge, it does not call tampered with.
            with pytest.raises(StorageError, match="worker-lost"):
                audit(ledger, key=None)

        assert raised.value.code == "worker-lost"
        assert rows_of_the_model(ledger) == before
        assert rebuilding.rebuild(ledger).differing == ()


@pytest.mark.usefixtures("processes")
def test_of_two_rebuildings_at_once_the_later_one_is_whole_and_the_earlier_one_is_told(
    tmp_path: Path,
) -> None:
    with a_ledger_of_samples(tmp_path, teachers=12) as ledger:
        before = rows_of_the_model(ledger)
        later: list[rebuilding.Rebuilt] = []

        def begin_another(files: int, _: int) -> None:
            if files == 5:
                later.append(rebuilding.rebuild(ledger))

        with pytest.raises(ConflictError) as raised:
            rebuilding.rebuild(ledger, progress=begin_another)

        assert raised.value.code == "rebuilding-overtaken"
        assert [(one.files, one.differing) for one in later] == [(12, ())]
        assert rows_of_the_model(ledger) == before


@pytest.mark.usefixtures("processes")
def test_a_rebuilding_is_overtaken_by_one_that_is_then_stopped(tmp_path: Path) -> None:
    class Stopped(Exception):  # noqa: N818 - no error of anything.
        pass

    def stop(_: int, __: int) -> None:
        raise Stopped

    with a_ledger_of_samples(tmp_path, teachers=12) as ledger:
        before = rows_of_the_model(ledger)

        def begin_another(files: int, _: int) -> None:
            if files == 5:
                with pytest.raises(Stopped):
                    rebuilding.rebuild(ledger, progress=stop)

        with pytest.raises(ConflictError):
            rebuilding.rebuild(ledger, progress=begin_another)

        assert rows_of_the_model(ledger) == before
        assert rebuilding.rebuild(ledger).differing == ()


@pytest.mark.usefixtures("processes")
def test_who_is_erased_during_a_rebuilding_is_in_no_generation_afterwards(tmp_path: Path) -> None:
    with a_ledger_of_samples(tmp_path, teachers=12) as ledger:
        last = max(row.teacher for row in rows_of_the_model(ledger))
        names: list[set[str | None]] = []

        def erase_the_last(files: int, _: int) -> None:
            if files == 5:
                # The rebuilding's own view still holds the old bytes.
                with pytest.raises(StorageError, match="erased-not-scrubbed"):
                    erase(ledger, last, reason="本人申请")
            names.append(names_in_every_generation(ledger, last))

        rebuilding.rebuild(ledger, progress=erase_the_last)

        assert names[-1] <= {None}
        assert names_in_every_generation(ledger, last) == {None}
        assert differing_files(ledger) == []


def test_erasing_again_takes_the_name_out_of_what_a_rebuilding_left(tmp_path: Path) -> None:
    with a_ledger_of_samples(tmp_path, teachers=2) as ledger:
        row = max(rows_of_the_model(ledger))
        assert row.name is not None
        erase(ledger, row.teacher, reason="本人申请")
        with ledger.store.writing() as writing:
            standings.add(writing.transaction, 99, [row])

        erase(ledger, row.teacher, reason="本人申请")

        assert names_in_every_generation(ledger, row.teacher) == {None}


def names_in_every_generation(ledger: Ledger, teacher: str) -> set[str | None]:
    with ledger.store.reading() as reading:
        transaction = reading.transaction
        return {
            row.name
            for generation in standings.generations(transaction)
            for row in standings.of_teachers(transaction, generation, teacher, teacher)
        }
