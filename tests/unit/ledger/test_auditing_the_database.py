"""What lies outside the log, and tables, indexes and values that are not as the program makes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.ledger.audited import Audited, small_ledger

from growth_ledger.errors import LedgerError, StorageError
from growth_ledger.ledger.asking import show
from growth_ledger.ledger.flaws import Audit
from growth_ledger.ledger.opening import open_ledger
from growth_ledger.ledger.rebuilding import rebuild
from growth_ledger.ledger.views import Question, read_day, viewing

LEAST = -(2**63)
FALSE_EVENT = (
    "INSERT INTO event SELECT {position}, stream, 0, kind, randomblob(16), recorded_at, recorded_by,"
    " state, zeroblob(32) FROM event WHERE kind = 'tenure-credited' LIMIT 1"
)


@pytest.fixture
def own(tmp_path: Path) -> Audited:
    return small_ledger(tmp_path)


def first_flaw(found: Audit, check: str) -> tuple[str, str]:
    (flaw,) = (one.flaws[0] for one in found.checks if one.check == check)
    return flaw.flaw, str(flaw.row)


def answers(of: Audited) -> list[object]:
    rebuild(of.ledger)
    with viewing(of.ledger, Question(as_of=read_day("2024-01-01"))) as view:
        return [show(view, teacher) for teacher in ("T1", "T2")]


@pytest.mark.parametrize("position", [LEAST, -(2**62), -6, 0, 2**62, 2**63 - 1])
def test_an_event_outside_the_log_is_found_and_changes_no_answer(
    own: Audited, position: int
) -> None:
    before = answers(own)
    with own.tampering() as database:
        database.execute(FALSE_EVENT.format(position=position))

    found = own.audit()

    assert not found.holds
    assert first_flaw(found, "positions")[1] in {f"event {position}", "event 19"}
    assert answers(own) == before


def test_an_event_outside_the_log_is_found_behind_a_row_that_cannot_be_read(own: Audited) -> None:
    with own.tampering() as database:
        database.execute(FALSE_EVENT.format(position=-6))
        database.execute(FALSE_EVENT.format(position=-7).replace("stream, 0", "'log', -1"))
        database.execute("UPDATE event SET recorded_by = CAST(X'ff' AS TEXT) WHERE position = -7")

    found = own.audit()

    assert first_flaw(found, "leaves") == ("row-unreadable", "event -7")
    assert first_flaw(found, "positions") == ("position-outside", "event -6")


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        (
            "CREATE TRIGGER t BEFORE DELETE ON personal BEGIN SELECT 1; END",
            "trigger t",
        ),
        ("CREATE VIEW v AS SELECT * FROM event", "view v"),
        ("DROP INDEX standing_of_teacher", "table standing"),
        ("ALTER TABLE mention ADD COLUMN other TEXT", "table mention"),
        ("DROP TABLE tracking", "table tracking"),
    ],
)
def test_what_is_not_as_the_program_makes_it_is_named(
    own: Audited, statement: str, row: str
) -> None:
    with own.tampering() as database:
        database.execute(statement)

    found = own.audit()

    assert first_flaw(found, "database") == ("table-altered", row)


def test_a_view_in_the_place_of_a_table_is_named(own: Audited) -> None:
    with own.tampering() as database:
        database.execute("ALTER TABLE standing RENAME TO kept")
        database.execute("CREATE VIEW standing AS SELECT * FROM kept")

    found = own.audit()

    assert first_flaw(found, "database") == ("table-altered", "table standing")


def test_a_table_of_somebody_else_is_nobodys_business(own: Audited) -> None:
    with own.tampering() as database:
        database.execute("CREATE TABLE other (a)")

    assert own.audit().holds


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM model",
        "UPDATE model SET id = 7",
        "INSERT INTO model VALUES (0, 1)",
        "UPDATE model SET generation = 0",
        "UPDATE model SET generation = 1.5",
    ],
)
def test_it_is_said_which_rows_are_the_standings(own: Audited, statement: str) -> None:
    with own.tampering() as database:
        database.execute(statement)

    found = own.audit(with_read_model=True)

    assert first_flaw(found, "read-model") == ("model-unmarked", "model")
    assert own.audit().holds


@pytest.mark.parametrize(
    "statement",
    [
        # Two events that were recorded each on its own: no answer is another one.
        "INSERT INTO batch VALUES (14, 15)",
        "UPDATE batch SET last = 8 WHERE first = 1",
        "UPDATE batch SET last = 7.5 WHERE first = 1",
        "UPDATE batch SET last = 99 WHERE first = 1",
        "INSERT INTO batch VALUES (2, 3)",
    ],
)
def test_a_transaction_that_cannot_have_been_is_found(own: Audited, statement: str) -> None:
    with own.tampering() as database:
        database.execute(statement)

    found = own.audit(with_read_model=True)

    flaw, row = first_flaw(found, "read-model")
    assert (flaw, row.split()[0]) == ("batch-unfounded", "batch")


def test_a_note_that_is_stored_as_bytes_is_found(own: Audited) -> None:
    with own.tampering() as database:
        database.execute("UPDATE checkpoint SET note = CAST(note AS BLOB) WHERE size = 8")

    found = own.audit()

    assert first_flaw(found, "checkpoints") == ("note-no-text", "checkpoint 8")


def test_a_checkpoint_that_is_gone_is_missed_by_its_seal(own: Audited) -> None:
    with own.tampering() as database:
        (size,) = database.execute("SELECT max(size) FROM checkpoint").fetchone()
        database.execute("DELETE FROM checkpoint WHERE size = ?", (size,))

    flaw = first_flaw(own.audit(), "checkpoints")

    assert flaw == ("checkpoint-missing", f"checkpoint {size}")


def test_a_version_of_the_tables_that_never_was_is_refused(own: Audited) -> None:
    with own.tampering() as database:
        database.execute("UPDATE head SET schema_version = 0")

    with pytest.raises(StorageError) as raised:
        open_ledger(own.ledger.url, by="auditor")

    assert raised.value.code == "head-damaged"


@pytest.mark.parametrize(
    ("index", "with_read_model"),
    [("standing_of_teacher", True), ("sqlite_autoindex_event_1", False)],
)
def test_an_index_that_leads_elsewhere_than_the_table_is_found(
    own: Audited, *, index: str, with_read_model: bool
) -> None:
    with own.tampering() as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_master SET rootpage ="
            " (SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_tracking_1')"
            " WHERE name = ?",
            (index,),
        )

    found = own.audit(with_read_model=with_read_model)

    assert first_flaw(found, "database")[0] == "database-disagrees"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE head SET position = 2.5",
        "UPDATE head SET frontier = CAST(frontier AS TEXT)",
        "UPDATE head SET origin = CAST(origin AS BLOB)",
        "UPDATE head SET recorded_at = 'x'",
        "UPDATE node SET level = 'x'",
    ],
)
def test_a_value_of_another_type_is_a_flaw_and_no_failure(own: Audited, statement: str) -> None:
    with own.tampering() as database:
        database.execute("INSERT OR IGNORE INTO node VALUES (1, 0, zeroblob(32))")
        database.execute(statement)

    assert not own.audit().holds


@pytest.mark.parametrize(
    "change",
    [
        lambda database: database.execute("UPDATE event SET state = CAST(state AS TEXT)"),
        lambda database: database.execute("UPDATE event SET recorded_at = 'x'"),
        lambda database: database.execute("UPDATE event SET recorded_at = 9223372036854775807"),
    ],
)
def test_an_event_of_other_types_is_told_to_whoever_reads_it(
    own: Audited, change: Callable[[sqlite3.Connection], object]
) -> None:
    with own.tampering() as database:
        change(database)

    with pytest.raises(LedgerError, match="event-damaged"):
        answers(own)
