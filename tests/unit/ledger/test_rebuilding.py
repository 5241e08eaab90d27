"""Rebuilding a ledger of many files, which is done by several processes."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from growth_ledger.errors import StorageError
from growth_ledger.intake.json_lines import read_json_lines
from growth_ledger.ledger import rebuilding
from growth_ledger.ledger.opening import Ledger, make_ledger, open_ledger
from growth_ledger.ledger.recording import record
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
            patched.setattr(rebuilding, "_begin_work", os.abort)

            with pytest.raises(StorageError) as raised:
                rebuilding.rebuild(ledger)

        assert raised.value.code == "worker-lost"
        assert rows_of_the_model(ledger) == before
        assert rebuilding.rebuild(ledger).differing == ()
