"""Whatever is changed behind the ledger's back is found, and named."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.ledger.audited import FIRST, Audited, Clock, forge, say, small_ledger

from growth_ledger.errors import ProofError
from growth_ledger.ledger.auditing import audit
from growth_ledger.ledger.erasing import erase
from growth_ledger.ledger.flaws import Audit
from growth_ledger.ledger.log_pass import LogPass, _is_canonical
from growth_ledger.ledger.opening import make_ledger, open_ledger
from growth_ledger.ledger.rebuilding import rebuild
from growth_ledger.ledger.sealing import make_checkpoint, verifier_key
from growth_ledger.proof.canonical import canonical_json
from growth_ledger.proof.checkpoints import SigningKey
from growth_ledger.proof.merkle import Frontier
from growth_ledger.store.reading import StoredRow

EVENT_COLUMNS = ("stream", "kind", "recorded_by", "event_id", "state", "leaf")
NUMBERS = ("position", "version", "recorded_at")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """One ledger for the tests that put back what they change."""
    return small_ledger(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def own(tmp_path: Path) -> Audited:
    """A ledger to be spoilt."""
    return small_ledger(tmp_path)


def flaws_of(found: Audit, check: str) -> list[tuple[str, int | None]]:
    return [
        (flaw.flaw, flaw.position)
        for one in found.checks
        if one.check == check
        for flaw in one.flaws
    ]


def failed(found: Audit) -> set[str]:
    return {check.check for check in found.checks if not check.holds}


def flipped(value: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever a column holds.
    """The value with one bit of each of its bytes the other way, byte by byte."""
    if isinstance(value, int):
        for place in range(max(1, (value.bit_length() + 7) // 8)):
            yield value ^ 1 << 8 * place
        return
    whole = value.encode() if isinstance(value, str) else value
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        yield bytes(changed)


def test_a_ledger_as_it_was_recorded_holds_in_every_check(shared: Audited) -> None:
    found = shared.audit(with_read_model=True, given=shared.notes[0])

    assert found.holds
    assert found.first is None
    assert found.position == 18
    counts = {check.check: check.count for check in found.checks}
    assert counts["leaves"] == 18
    assert counts["seals"] == 2
    assert counts["checkpoints"] == 2
    assert counts["personal"] == 3
    assert counts["statements"] == 2
    assert counts["mentions"] == 4


@pytest.mark.parametrize("column", [*EVENT_COLUMNS, *NUMBERS])
def test_a_flip_of_any_byte_of_an_event_is_found_and_the_event_named(
    shared: Audited, column: str
) -> None:
    with shared.tampering() as database:
        for position, value in database.execute(
            f"SELECT position, {column} FROM event ORDER BY position"  # noqa: S608 - our own names.
        ).fetchall():
            cast = "CAST(? AS TEXT)" if isinstance(value, str) else "?"
            now_at = position
            for changed in flipped(value):
                try:
                    database.execute(
                        f"UPDATE event SET {column} = {cast} WHERE position = ?",  # noqa: S608 - as above.
                        (changed, position),
                    )
                except sqlite3.IntegrityError:
                    # The database itself refuses two events at one place.
                    continue
                now_at = changed if column == "position" else position

                found = shared.audit()

                assert found.first is not None, (position, column, changed)
                assert found.first.position == min(position, now_at), (column, changed, found.first)
                assert str(found.first.row) == f"event {min(position, now_at)}"
                database.execute(
                    f"UPDATE event SET {column} = ? WHERE position = ?",  # noqa: S608 - as above.
                    (value, now_at),
                )
    assert shared.audit().holds


@pytest.mark.parametrize(
    ("table", "column", "check"),
    [
        ("personal", "salt", "personal"),
        ("personal", "value", "personal"),
        ("personal", "position", "personal"),
        ("checkpoint", "note", "checkpoints"),
        ("checkpoint", "size", "checkpoints"),
        ("mention", "named", "mentions"),
        ("mention", "naming", "mentions"),
    ],
)
def test_a_flip_of_any_byte_beside_the_events_is_found_in_its_own_check(
    shared: Audited, table: str, column: str, check: str
) -> None:
    key = {"personal": "position", "checkpoint": "size"}.get(table)
    with shared.tampering() as database:
        for row in database.execute(f"SELECT * FROM {table}").fetchall():  # noqa: S608 - our own names.
            names = [one[1] for one in database.execute(f"PRAGMA table_info({table})")]
            value = row[names.index(column)]
            where = " AND ".join(f"{name} = ?" for name in ([key] if key else names))
            values = [row[names.index(key)]] if key else list(row)
            cast = "CAST(? AS TEXT)" if isinstance(value, str) else "?"
            for changed in flipped(value):
                database.execute("BEGIN")
                database.execute(f"DELETE FROM {table} WHERE {where}", values)  # noqa: S608 - as above.
                marks = ", ".join(cast if name == column else "?" for name in names)
                other = [changed if name == column else row[i] for i, name in enumerate(names)]
                try:
                    database.execute(f"INSERT INTO {table} VALUES ({marks})", other)  # noqa: S608 - as above.
                except sqlite3.IntegrityError:
                    database.execute("ROLLBACK")
                    continue
                database.execute("COMMIT")

                found = shared.audit()

                assert failed(found) == {check}, (table, column, changed)
                assert found.first is not None
                assert found.first.row.sort == table
                database.execute("BEGIN")
                if key == column:
                    database.execute(f"DELETE FROM {table} WHERE {column} = ?", (changed,))  # noqa: S608 - as above.
                elif key:
                    database.execute(f"DELETE FROM {table} WHERE {key} = ?", values)  # noqa: S608 - as above.
                else:
                    both = " AND ".join(
                        f"{name} = {cast if name == column else '?'}" for name in names
                    )
                    database.execute(f"DELETE FROM {table} WHERE {both}", other)  # noqa: S608 - as above.
                marks = ", ".join("?" * len(names))
                database.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608 - as above.
                database.execute("COMMIT")
    assert shared.audit().holds


@pytest.mark.parametrize("column", ["origin", "position", "recorded_at", "frontier"])
def test_a_flip_of_any_byte_of_the_head_is_found(shared: Audited, column: str) -> None:
    with shared.tampering() as database:
        [(value,)] = database.execute(f"SELECT {column} FROM head").fetchall()  # noqa: S608 - our own names.
        cast = "CAST(? AS TEXT)" if isinstance(value, str) else "?"
        for changed in flipped(value):
            database.execute(f"UPDATE head SET {column} = {cast}", (changed,))  # noqa: S608 - as above.

            found = shared.audit()

            assert not found.holds, (column, changed)
            assert found.first is not None
        database.execute(f"UPDATE head SET {column} = ?", (value,))  # noqa: S608 - as above.
    assert shared.audit().holds


def test_a_flip_in_any_column_of_a_stored_standing_is_found(own: Audited) -> None:
    with own.tampering() as database:
        names = [one[1] for one in database.execute("PRAGMA table_info(standing)")]
        rows = database.execute("SELECT * FROM standing").fetchall()
        marks = ", ".join("?" * len(names))
        for index, row in enumerate(rows):
            for column in range(1, len(names)):
                if row[column] in {None, ""}:
                    continue
                changes = list(flipped(row[column]))
                other = list(row)
                other[column] = changes[index % len(changes)]
                if isinstance(other[column], bytes):
                    other[column] = other[column].decode(errors="replace")
                database.execute("DELETE FROM standing")
                kept = [one for one in rows if one is not row]
                database.executemany(f"INSERT INTO standing VALUES ({marks})", [*kept, other])  # noqa: S608 - our own names.

                found = own.audit(with_read_model=True)

                assert failed(found) == {"read-model"}, (names[column], other)
        database.execute("DELETE FROM standing")
        database.executemany(f"INSERT INTO standing VALUES ({marks})", rows)  # noqa: S608 - as above.
    assert own.audit(with_read_model=True).holds


def test_a_deleted_row_is_found_and_its_position_named(own: Audited) -> None:
    for position in (18, 9, 1):
        with own.tampering() as database:
            row = database.execute("SELECT * FROM event WHERE position = ?", (position,)).fetchone()
            database.execute("DELETE FROM event WHERE position = ?", (position,))

            found = own.audit()

            assert ("position-missing", position) in flaws_of(found, "positions")
            assert found.first is not None
            assert found.first.position == position
            database.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    assert own.audit().holds


def test_an_index_that_leads_elsewhere_is_found(own: Audited) -> None:
    with own.tampering() as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(page,)] = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'event'"
            " AND EXISTS (SELECT 1 FROM pragma_index_info(sqlite_master.name) AS part"
            " WHERE part.name = 'stream')"
        ).fetchall()
        [(size,)] = database.execute("PRAGMA page_size").fetchall()
    own.ledger.close()
    content = bytearray(own.path.read_bytes())
    first = content.index(b"teacher/T1", (page - 1) * size)
    content[first : first + 10] = b"teacher/TX"
    own.path.write_bytes(content)

    with open_ledger(str(own.path), by="tester") as ledger:
        found = audit(ledger, key=own.key, with_read_model=False)

    assert first < page * size
    assert {flaw for flaw, _ in flaws_of(found, "versions")} == {"index-differs"}


def test_every_row_deleted_is_found(own: Audited) -> None:
    with own.tampering() as database:
        database.execute("DELETE FROM event")

    assert ("position-missing", 1) in flaws_of(own.audit(), "positions")


def test_a_swapped_pair_is_found_and_the_first_of_the_two_named(own: Audited) -> None:
    with own.tampering() as database:
        for old, new in ((9, -1), (10, 9), (-1, 10)):
            database.execute("UPDATE event SET position = ? WHERE position = ?", (new, old))

    found = own.audit()

    assert found.first is not None
    assert found.first.position == 9
    assert {position for _, position in flaws_of(found, "leaves")} == {9, 10}


def test_an_inserted_row_is_found_wherever_it_stands(own: Audited) -> None:
    for position in (19, 0, -5):
        with own.tampering() as database:
            database.execute(
                "INSERT INTO event SELECT ?, 'teacher/T9', 1, kind, x'00', recorded_at, recorded_by,"
                " state, leaf FROM event WHERE position = 12",
                (position,),
            )

            found = own.audit()

            assert found.first is not None
            assert found.first.position == position
            database.execute("DELETE FROM event WHERE position = ?", (position,))
    assert own.audit().holds


def test_an_event_put_between_others_and_all_hashes_made_to_fit_is_found_by_the_checkpoints(
    own: Audited,
) -> None:
    with own.tampering() as database:
        database.execute("UPDATE event SET position = -position - 1 WHERE position > 6")
        database.execute("UPDATE event SET position = -position WHERE position < 0")
        database.execute(
            "INSERT INTO event SELECT 7, 'teacher/T9', 1, kind, x'00', recorded_at, recorded_by,"
            " state, leaf FROM event WHERE position = 6"
        )
        forge(database)

    found = own.audit()

    assert {"checkpoints", "seals", "leaves"} <= failed(found)
    assert ("checkpoint-root-differs", 1) in flaws_of(found, "checkpoints")


def test_a_clock_turned_back_is_found_even_where_all_hashes_fit(own: Audited) -> None:
    with own.tampering() as database:
        database.execute(
            "UPDATE event SET recorded_at = recorded_at - 3600000000 WHERE position = 18"
        )
        forge(database)

    found = own.audit()

    assert flaws_of(found, "moments") == [("moment-goes-back", 18)]
    assert failed(found) == {"moments"}


def test_a_pack_that_was_replaced_is_found_even_where_all_hashes_fit(own: Audited) -> None:
    with own.tampering() as database:
        [(state,)] = database.execute("SELECT state FROM event WHERE position = 3").fetchall()
        said = json.loads(state)
        said["fields"]["content"]["projections"]["honor"]["outcomes"][0]["when"] = {
            "tenure": {"at_least": "20"}
        }
        database.execute("UPDATE event SET state = ? WHERE position = 3", (canonical_json(said),))
        forge(database)

    found = own.audit()

    assert ("digest-differs", 3) in flaws_of(found, "statements")
    assert ("checkpoint-root-differs", 1) in flaws_of(found, "checkpoints")
    assert found.first is not None
    assert found.first.position == 3


def test_what_no_checkpoint_covers_must_be_canonical_and_of_its_kind(own: Audited) -> None:
    with own.tampering() as database:
        [(state,)] = database.execute("SELECT state FROM event WHERE position = 17").fetchall()
        for instead in (
            state.replace(b',"kind"', b' ,"kind"'),
            state.replace(b'"2018-2019"', b'"2018-2020"'),
            state.replace(b'{"event_id"', b'{"event_id" '),
        ):
            database.execute("UPDATE event SET state = ? WHERE position = 17", (instead,))
            forge(database)

            found = own.audit()

            assert found.first is not None, instead
            assert found.first.position == 17


@pytest.mark.parametrize(
    ("text", "is_canonical"),
    [
        ('{"a":"王\\u0001\\b\\t\\n\\f\\r\\"\\\\/\u007f\u2028","b":{"c":[1,true,null,"x"]}}', True),
        ('{"a":1, "b":2}', False),
        ('{"b":1,"a":2}', False),
        ('{"a":{"c":1,"b":2}}', False),
        ('{"a":[{"c":1,"b":2}]}', False),
        ('{"a":1,"a":1}', False),
        ('{"a":"\\u738b"}', False),
        ('{"a":"\\/"}', False),
        ('{"a":"\\u001F"}', False),
        ('{"a":1.5}', False),
        ('{"a":1e2}', False),
        ('{"a":-0}', False),
        ('{"a":1}\n', False),
    ],
)
def test_a_text_is_canonical_or_not_as_the_definition_has_it(
    text: str,
    is_canonical: bool,  # noqa: FBT001 - a case.
) -> None:
    """A fraction has a canonical text, but no event has a fraction."""
    assert _is_canonical(text.encode(), "appointed") is is_canonical
    if "." not in text:
        assert (canonical_json(json.loads(text)) == text.encode()) is is_canonical


def test_a_ledger_that_was_put_back_is_found_by_a_checkpoint_kept_elsewhere(
    own: Audited, tmp_path: Path
) -> None:
    with own.tampering() as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(own.path, tmp_path / "old.db")
    later = make_checkpoint(own.ledger)
    assert own.audit(given=later).holds

    with open_ledger(str(tmp_path / "old.db"), by="tester") as old:
        found = audit(old, key=own.key, given=later.encode(), with_read_model=False)

    assert flaws_of(found, "given-checkpoint") == [("log-shorter", 19)]
    assert failed(found) == {"given-checkpoint"}


def test_a_log_that_went_another_way_is_found_by_a_checkpoint_kept_elsewhere(
    own: Audited, tmp_path: Path
) -> None:
    with own.tampering() as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(own.path, tmp_path / "other.db")
    shutil.copy(f"{own.path}.key", tmp_path / "other.db.key")
    note = make_checkpoint(own.ledger)

    with open_ledger(str(tmp_path / "other.db"), by="another", clock=Clock()) as other:
        make_checkpoint(other)
        found = audit(other, key=own.key, given=note.encode(), with_read_model=False)

    assert failed(found) == {"given-checkpoint"}
    [(flaw, position)] = flaws_of(found, "given-checkpoint")
    assert (flaw, position) == ("checkpoint-root-differs", 17)


def test_the_key_signs_nothing_that_contradicts_what_it_has_signed(own: Audited) -> None:

    with own.tampering() as database:
        database.execute("UPDATE event SET recorded_by = 'other' WHERE position = 5")
        forge(database)
    with pytest.raises(ProofError, match="log-differs-from-checkpoint checkpoint 8"):
        make_checkpoint(own.ledger)

    with own.tampering() as database:
        database.execute("DELETE FROM checkpoint WHERE size < 10")
        database.execute(
            "UPDATE checkpoint SET note = replace(note, char(10) || '16' || char(10), char(10) || '17' || char(10))"
        )
    with pytest.raises(ProofError, match="note-signature-wrong checkpoint 16"):
        make_checkpoint(own.ledger)

    with own.tampering() as database:
        database.execute("DELETE FROM checkpoint")
    with pytest.raises(ProofError, match="seal-without-checkpoint"):
        make_checkpoint(own.ledger)


def test_a_head_that_contradicts_the_hashes_is_not_signed(own: Audited) -> None:
    with own.tampering() as database:
        tree = Frontier()
        tree.extend([bytes(32)] * 18)
        database.execute("UPDATE head SET frontier = ?", (tree.to_bytes(),))

    with pytest.raises(ProofError, match="log-differs-from-checkpoint"):
        make_checkpoint(own.ledger)


def test_a_second_head_is_found_and_changes_nothing(own: Audited) -> None:
    with own.tampering() as database:
        columns = "schema_version, origin, sandbox, position, recorded_at, frontier"
        database.execute(f"INSERT INTO head SELECT 0, {columns} FROM head")  # noqa: S608 - ours.

    found = own.audit()

    assert flaws_of(found, "head") == [("head-not-alone", None)]
    assert failed(found) == {"head"}


@pytest.mark.parametrize(
    "spans", [[(9, 12), (10, 13)], [(100, 200)], [(-5, -1)], [(12, 12)]], ids=str
)
def test_a_transaction_that_cannot_have_been_is_found(
    own: Audited, spans: list[tuple[int, int]]
) -> None:
    with own.tampering() as database:
        database.execute("DELETE FROM batch")
        database.executemany("INSERT INTO batch VALUES (?, ?)", spans)
    rebuild(own.ledger)

    found = own.audit(with_read_model=True)

    assert "batch-unfounded" in {flaw for flaw, _ in flaws_of(found, "read-model")}


def test_a_given_checkpoint_that_another_key_signed_does_not_hold(own: Audited) -> None:
    other = SigningKey("growth-ledger/test", bytes(32)).verifier

    found = audit(own.ledger, key=other, given=own.notes[1].encode(), with_read_model=False)

    assert {"checkpoints", "given-checkpoint"} == failed(found)
    assert flaws_of(found, "given-checkpoint") == [("note-signature-missing", None)]


def test_without_a_key_the_roots_are_checked_and_the_signatures_said_to_be_open(
    own: Audited,
) -> None:
    found = audit(own.ledger, key=None, with_read_model=False)

    given = audit(own.ledger, key=None, given=own.notes[1].encode(), with_read_model=False)

    [remark] = [check.remark for check in found.checks if check.check == "checkpoints"]
    assert found.holds
    assert remark == "unsigned"
    [remark] = [check.remark for check in given.checks if check.check == "given-checkpoint"]
    assert given.holds
    assert remark == "unsigned"


def test_personal_data_that_is_missing_without_an_erasure_is_found(own: Audited) -> None:
    with own.tampering() as database:
        database.execute("DELETE FROM personal WHERE position = 5")

    assert flaws_of(own.audit(), "personal") == [("personal-missing", 5)]


def test_erased_data_that_is_put_back_is_found(own: Audited) -> None:
    with own.tampering() as database:
        row = database.execute("SELECT * FROM personal WHERE position = 18").fetchone()
    erase(own.ledger, "T2", reason="again")
    assert own.audit(with_read_model=True).holds

    with own.tampering() as database:
        database.execute("INSERT INTO personal VALUES (?, ?, ?)", row)

    assert ("personal-not-erased", 18) in flaws_of(own.audit(), "personal")


def test_personal_data_beside_no_event_or_an_event_without_any_is_found(own: Audited) -> None:
    for position, flaw in ((1, "personal-unasked"), (77, "personal-without-event")):
        with own.tampering() as database:
            database.execute("INSERT INTO personal VALUES (?, x'00', x'00')", (position,))

            assert flaws_of(own.audit(), "personal") == [(flaw, position)]
            database.execute("DELETE FROM personal WHERE position = ?", (position,))


def test_rows_of_other_types_than_are_ever_written_are_found_and_do_no_harm(own: Audited) -> None:
    values = (None, 1.5, "text", b"bytes", 2**62, -(2**62))
    with own.tampering() as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        for column in (*EVENT_COLUMNS, "recorded_at", "version"):
            [(before,)] = database.execute(
                f"SELECT {column} FROM event WHERE position = 12"  # noqa: S608 - our own names.
            ).fetchall()
            for value in values:
                try:
                    database.execute(
                        f"UPDATE event SET {column} = ? WHERE position = 12",  # noqa: S608 - as above.
                        (value,),
                    )
                except sqlite3.IntegrityError:
                    continue

                found = own.audit(with_read_model=True)

                assert found.first is not None, (column, value)
                assert found.first.position == 12, (column, value, found.first)
            database.execute(
                f"UPDATE event SET {column} = ? WHERE position = 12",  # noqa: S608 - as above.
                (before,),
            )
    assert own.audit().holds


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Past 256 events, so that the tree has stored nodes; the last checkpoint before its end."""
    folder = tmp_path_factory.mktemp("large")
    path = folder / "ledger.db"
    made = make_ledger(str(path), origin="growth-ledger/test")
    ledger = open_ledger(str(path), by="tester", clock=Clock())
    say(ledger, *FIRST)
    training = {
        "kind": "training-completed",
        "programme": "school-based",
        "level": "school",
        "effective_on": "2020-09-01",
    }
    notes = []
    for batch in range(3):
        say(
            ledger,
            *(
                {**training, "teacher": f"T{1 + one % 2}", "ref": f"R{batch}-{one}", "hours": "4"}
                for one in range(230)
            ),
        )
        if batch < 2:
            notes.append(make_checkpoint(ledger))
    key = verifier_key(str(path))
    assert key is not None
    assert made.verifier_key == key.to_text()
    return Audited(ledger=ledger, key=key, path=path, notes=notes)


def test_flips_at_random_in_a_larger_ledger_are_found_and_the_event_named(large: Audited) -> None:
    chance = random.Random(4)
    assert large.audit(with_read_model=True).holds
    with large.tampering() as database:
        for _ in range(60):
            position = chance.randrange(1, 700)
            column = chance.choice(EVENT_COLUMNS)
            [(value,)] = database.execute(
                f"SELECT {column} FROM event WHERE position = ?",  # noqa: S608 - our own names.
                (position,),
            ).fetchall()
            changed = chance.choice(list(flipped(value)))
            cast = "CAST(? AS TEXT)" if isinstance(value, str) else "?"
            update = f"UPDATE event SET {column} = {cast} WHERE position = ?"  # noqa: S608 - as above.
            database.execute(update, (changed, position))

            found = large.audit()

            assert found.first is not None, (position, column)
            assert (found.first.position, str(found.first.row)) == (position, f"event {position}")
            database.execute(update, (value, position))
    assert large.audit().holds


def test_the_quick_way_through_the_log_finds_just_what_the_careful_one_does(
    large: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands in a column, of whatever type: the quick way leaves such a row to the careful one."""
    chance = random.Random(11)
    odd = [None, 5.0, 2.5, "5", b"5", -1, 0, 2**63 - 1, "", b"", "it's", 'a"b', "𠮷", "teacher/T1"]
    quickly = LogPass._take_all  # noqa: SLF001 - the two ways are what is compared.

    def carefully(log: LogPass, rows: Iterable[Any]) -> None:
        for row in rows:
            log._take(StoredRow._make(row))  # noqa: SLF001 - as above.

    for _ in range(60):
        position = chance.randrange(1, 700)
        column, changed = chance.choice([*EVENT_COLUMNS, *NUMBERS[1:]]), chance.choice(odd)
        update = f"UPDATE event SET {column} = ? WHERE position = ?"  # noqa: S608 - our own names.
        with large.tampering() as database:
            [(value,)] = database.execute(
                f"SELECT {column} FROM event WHERE position = ?",  # noqa: S608 - as above.
                (position,),
            ).fetchall()
            try:
                database.execute(update, (changed, position))
            except sqlite3.IntegrityError:
                # The database itself refuses it.
                continue
            monkeypatch.setattr(LogPass, "_take_all", quickly)
            found = large.audit()
            monkeypatch.setattr(LogPass, "_take_all", carefully)

            # An error among the values is equal to itself alone.
            assert repr(large.audit()) == repr(found), (position, column, changed)

            assert found.first is not None
            database.execute(update, (value, position))
    monkeypatch.undo()
    assert large.audit().holds


def test_a_flip_of_any_byte_of_a_node_or_a_missing_one_is_found(large: Audited) -> None:
    with large.tampering() as database:
        nodes = database.execute("SELECT * FROM node").fetchall()
        assert [node[:2] for node in nodes] == [(1, 0), (1, 1)]
        for level, ordinal, stored in nodes:
            for changed in flipped(stored):
                database.execute(
                    "UPDATE node SET hash = ? WHERE level = ? AND ordinal = ?",
                    (changed, level, ordinal),
                )

                found = large.audit()

                assert flaws_of(found, "tree") == [("node-differs", ordinal * 256 + 1)]
            database.execute("DELETE FROM node WHERE level = ? AND ordinal = ?", (level, ordinal))
            found = large.audit()
            assert flaws_of(found, "tree") == [("node-missing", ordinal * 256 + 1)]
            database.execute("INSERT INTO node VALUES (?, ?, ?)", (level, ordinal, stored))
        database.execute("INSERT INTO node VALUES (3, 0, ?)", (nodes[0][2],))
        assert flaws_of(large.audit(), "tree") == [("node-differs", 1)]
        database.execute("DELETE FROM node WHERE level = 3")
    assert large.audit().holds


def test_a_leaf_and_its_event_changed_together_are_found_by_tree_and_checkpoints(
    large: Audited,
) -> None:
    with large.tampering() as database:
        before = database.execute("SELECT * FROM event").fetchall()
        head = database.execute("SELECT position, recorded_at, frontier FROM head").fetchall()
        nodes = database.execute("SELECT * FROM node").fetchall()
        [(state,)] = database.execute("SELECT state FROM event WHERE position = 300").fetchall()
        changed = state.replace(b'"hours":"4"', b'"hours":"9"')
        database.execute("UPDATE event SET state = ? WHERE position = 300", (changed,))
        forge(database)

        found = large.audit()

        # The first checkpoint is of 238 events: up to there nothing was changed.
        assert flaws_of(found, "checkpoints") == [("checkpoint-root-differs", 239)]
        assert failed(found) == {"checkpoints"}
        database.execute("DELETE FROM event")
        database.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", before)
        database.execute("DELETE FROM node")
        database.executemany("INSERT INTO node VALUES (?, ?, ?)", nodes)
        database.execute("UPDATE head SET position = ?, recorded_at = ?, frontier = ?", head[0])
    assert large.audit().holds


def test_an_empty_ledger_holds_and_its_checkpoint_is_of_the_empty_tree(tmp_path: Path) -> None:
    made = make_ledger(str(tmp_path / "empty.db"), origin="growth-ledger/empty")
    with open_ledger(made.key_file.as_posix().removesuffix(".key"), by="tester") as ledger:
        note = make_checkpoint(ledger)

        found = audit(ledger, key=verifier_key(ledger.url), given=note.encode())

    assert note.splitlines()[:2] == ["growth-ledger/empty", "0"]
    assert found.holds
    assert found.position == 0
