"""What is recorded is read back as it was said, whole, in order, and as of any position."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.store.drafts import career, moved, opened, record

from growth_ledger.domain.events import FileOpened, SchoolChanged
from growth_ledger.errors import ConflictError, RefusedError, StorageError
from growth_ledger.proof.canonical import leaf, moment_text
from growth_ledger.proof.merkle import inclusion_proof, leaf_hash, verify_inclusion
from growth_ledger.store import Draft, Reading, Store, create_ledger, memory_store, open_store

NOON = datetime(2024, 9, 1, 4, tzinfo=UTC)


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    left = 1
    while left * 2 < len(hashes):
        left *= 2
    return hashlib.sha256(b"\x01" + naive_root(hashes[:left]) + naive_root(hashes[left:])).digest()


def everything(reading: Reading) -> list[object]:
    """All that a reader can see, in plain values."""
    return [
        reading.head,
        reading.root,
        list(reading.stored(1, reading.head.position)),
        list(reading.all_personal()),
        list(reading.mentions()),
        list(reading.nodes()),
        reading.checkpoints(),
    ]


def test_a_new_ledger_is_empty_and_knows_its_name(store: Store) -> None:
    with store.reading() as reading:
        found = everything(reading)

    assert (reading.head.origin, reading.head.sandbox) == ("growth-ledger/test", False)
    assert (reading.head.position, reading.head.recorded_at) == (0, None)
    assert reading.root == hashlib.sha256(b"").digest()
    assert found[2:] == [[], [], [], [], []]


def test_an_event_comes_back_with_what_the_ledger_added(store: Store) -> None:
    before = datetime.now(UTC)
    with store.writing() as writing:
        positions = record(writing, [opened("T1", name="王芳"), moved("T1", 2, "S2")])

    with store.reading() as reading:
        first, second = reading.stream("teacher/T1")
    assert positions == [1, 2]
    assert (first.position, first.version, first.recorded_by) == (1, 1, "tester")
    assert first.event_id == opened("T1").event_id
    assert before <= first.recorded_at == second.recorded_at <= datetime.now(UTC)
    assert isinstance(first.event, FileOpened)
    assert (first.event.teacher, first.event.name, first.event.school) == ("T1", "王芳", "S1")
    assert isinstance(second.event, SchoolChanged)
    assert (second.event.school, second.event.ref) == ("S2", "M2")


def test_personal_values_are_left_out_where_they_are_not_asked_for(store: Store) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))

    with store.reading() as reading:
        plain = [
            reading.stream("teacher/T1", personal=False),
            next(reading.streams("teacher/", personal=False))[1],
            next(reading.some_streams(["teacher/T1"], personal=False))[1],
            list(reading.events(1, 2, personal=False)),
        ]
        whole = reading.stream("teacher/T1")

    assert all(found == plain[0] for found in plain)
    assert isinstance(plain[0][0].event, FileOpened)
    assert plain[0][0].event.name is None
    assert plain[0][1:] == whole[1:]


def test_a_failed_block_leaves_nothing_behind(store: Store) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 3))
        writing.keep_checkpoint(size=3, note="a note")
    with store.reading() as reading:
        before = everything(reading)

    def fail() -> None:
        with store.writing() as writing:
            record(writing, career("T2", 300))
            writing.keep_checkpoint(size=300, note="another")
            writing.erase_personal("teacher/T1")
            assert writing.head.position == 303
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with store.reading() as reading:
        assert everything(reading) == before
    with store.writing() as writing:
        assert record(writing, career("T2", 1)) == [4]


def test_a_ledger_is_the_same_after_it_is_opened_again(store: Store, address: str) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 300))
    with store.reading() as reading:
        before = everything(reading)
    store.close()

    with open_store(address, clock=lambda: datetime.now(UTC)) as again:
        with again.reading() as reading:
            assert everything(reading) == before
        with again.writing() as writing:
            record(writing, career("T2", 1))
        with again.reading() as reading:
            hashes = [row.leaf for row in reading.stored(1, 301)]
            assert reading.root == naive_root(hashes)


def test_a_writer_sees_what_it_has_written_and_others_do_not(store: Store) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))

        with store.reading() as reading:
            outside = (reading.head.position, reading.stream_names(""))
        inside = (
            writing.head.position,
            writing.stream_names(""),
            writing.last_version("teacher/T1"),
        )

    assert outside == (0, [])
    assert inside == (2, ["teacher/T1"], 2)


def test_a_reader_keeps_seeing_the_state_it_began_with(store: Store) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))

    with store.reading() as reading:
        with store.writing() as writing:
            record(writing, career("T2", 2))
        seen = (reading.head.position, len(list(reading.events(1, 9))), reading.stream_names(""))

    assert seen == (2, 2, ["teacher/T1"])


def test_two_ledgers_open_at_once_do_not_mix(
    store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other_address = tmp_path_factory.mktemp("other") / "other.db"
    create_ledger(other_address, origin="growth-ledger/other", sandbox=True)

    with open_store(other_address, clock=lambda: NOON) as other:
        with store.writing() as here, other.writing() as there:
            record(here, career("T1", 3))
            record(there, career("T2", 2))
        with store.reading() as here_read, other.reading() as there_read:
            found = (here_read.stream_names(""), there_read.stream_names(""))
            heads = (here_read.head.position, there_read.head.position)

    assert found == (["teacher/T1"], ["teacher/T2"])
    assert heads == (3, 2)


@pytest.mark.parametrize("version", [1, 2, 4])
def test_a_version_that_is_not_the_next_is_a_conflict(store: Store, version: int) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))

    with pytest.raises(ConflictError) as raised, store.writing() as writing:
        record(writing, [moved("T1", version)])

    assert raised.value.code == "version-not-next"
    assert raised.value.values == {"stream": "teacher/T1", "last": 2, "expected": version}


def test_versions_must_follow_each_other_within_a_batch_and_from_batch_to_batch(
    store: Store,
) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))
        record(writing, [moved("T1", 3), moved("T1", 4)])
        with pytest.raises(ConflictError, match="version-not-next"):
            record(writing, [moved("T1", 5), moved("T1", 5)])

    with store.reading() as reading:
        assert [recorded.version for recorded in reading.stream("teacher/T1")] == [1, 2, 3, 4]


def test_the_same_event_id_cannot_be_recorded_twice(store: Store) -> None:
    again = moved("T1", 2)
    elsewhere = Draft(
        stream="teacher/T2",
        version=1,
        event_id=again.event_id,
        kind=again.kind,
        statement=again.statement,
    )
    with store.writing() as writing:
        record(writing, career("T1", 2))

    with pytest.raises(ConflictError) as raised, store.writing() as writing:
        record(writing, [elsewhere])

    assert raised.value.code == "event-id-taken"


def test_the_database_itself_refuses_a_version_twice(store: Store) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))

    with pytest.raises(ConflictError) as raised, store.writing() as writing:
        writing.insert([moved("T1", 2)], recorded_by="tester")

    # Which of the two constraints is told first is the database's choice.
    assert raised.value.code in {"version-taken", "event-id-taken"}


def test_half_a_batch_cannot_be_kept_by_passing_over_its_error(store: Store) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))

    def pass_over() -> None:
        with store.writing() as writing, contextlib.suppress(ConflictError):
            writing.insert([*career("T2", 2), moved("T1", 2)], recorded_by="tester")

    with pytest.raises(StorageError, match="batch-torn"):
        pass_over()
    with store.reading() as reading:
        assert (reading.head.position, reading.stream_names("")) == (2, ["teacher/T1"])


def test_a_refused_batch_leaves_the_transaction_as_it_was(sandbox: Store) -> None:
    late, later = NOON + timedelta(days=1), NOON + timedelta(days=2)
    drafts = [moved("T1", 2)._replace(recorded_at=later), moved("T1", 3)._replace(recorded_at=late)]
    with sandbox.writing() as writing:
        record(writing, [opened("T1")], at=NOON)
        with pytest.raises(RefusedError):
            record(writing, drafts)
        with pytest.raises(ConflictError):
            record(writing, [moved("T2", 1), moved("T1", 7)])

        record(writing, [moved("T2", 1)], at=late)

    with sandbox.reading() as reading:
        assert [(one.stream, one.recorded_at) for one in reading.events(1, 9)] == [
            ("teacher/T1", NOON),
            ("teacher/T2", late),
        ]


def test_moments_never_go_back_though_the_clock_does(address: str) -> None:
    moments = iter([NOON, NOON - timedelta(hours=1), NOON + timedelta(microseconds=1)])
    create_ledger(address, origin="growth-ledger/test")

    with open_store(address, clock=lambda: next(moments)) as store:
        for version in (1, 2, 3):
            with store.writing() as writing:
                record(writing, career("T1", 3)[version - 1 : version])
        with store.reading() as reading:
            recorded_at = [recorded.recorded_at for recorded in reading.events(1, 3)]

    assert recorded_at == [NOON, NOON, NOON + timedelta(microseconds=1)]


def test_a_sandbox_takes_moments_and_a_real_ledger_refuses_them(
    sandbox: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    real = tmp_path_factory.mktemp("real") / "real.db"
    create_ledger(real, origin="growth-ledger/real")

    with sandbox.writing() as writing:
        record(writing, [opened("T1")], at=NOON)
        record(writing, [moved("T1", 2)], at=NOON + timedelta(days=1))
        with pytest.raises(RefusedError) as backwards:
            record(writing, [moved("T1", 3)], at=NOON)
    with (
        open_store(real, clock=lambda: NOON) as store,
        pytest.raises(RefusedError) as given,
        store.writing() as writing,
    ):
        record(writing, [opened("T1")], at=NOON)

    assert [refusal.code for refusal in backwards.value.refusals] == ["recorded-at-goes-back"]
    assert [refusal.code for refusal in given.value.refusals] == ["recorded-at-not-sandbox"]
    with sandbox.reading() as reading:
        assert [one.recorded_at for one in reading.events(1, 2)] == [NOON, NOON + timedelta(days=1)]


def test_a_moment_names_the_last_position_recorded_by_then(sandbox: Store) -> None:
    days = [0, 0, 1, 3, 3, 3]
    with sandbox.writing() as writing:
        for draft, day in zip(career("T1", 6), days, strict=True):
            record(writing, [draft], at=NOON + timedelta(days=day))

    with sandbox.reading() as reading:
        for day, microsecond in itertools.product(range(-1, 5), (-1, 0, 1)):
            moment = NOON + timedelta(days=day, microseconds=microsecond)
            expected = sum(NOON + timedelta(days=one) <= moment for one in days)
            assert reading.position_at(moment) == expected


def test_every_known_at_is_a_prefix_of_the_log(store: Store) -> None:
    files = [career(f"T{number}", 4) for number in range(5)]
    with store.writing() as writing:
        for drafts in zip(*files, strict=True):
            record(writing, drafts)

    with store.reading() as reading:
        log = list(reading.events(1, 20))
        for known_at in range(21):
            known = log[:known_at]
            names = sorted({one.stream for one in known})
            by_name = {name: [one for one in known if one.stream == name] for name in names}

            assert reading.stream_names("teacher/", known_at) == names
            assert dict(reading.streams("teacher/", known_at)) == by_name
            assert dict(reading.some_streams(reversed(names), known_at)) == by_name
            assert [reading.stream(name, known_at) for name in names] == list(by_name.values())
            assert list(reading.stream_heads(known_at)) == [
                (name, events[-1].version, row.leaf)
                for name, events in by_name.items()
                for row in reading.stored(events[-1].position, events[-1].position)
            ]


def test_streams_are_ordered_by_the_bytes_of_their_names(store: Store) -> None:
    teachers = ["b", "B", "a-1", "a_1", "a1", "王", "Ä", "z", "a", "A", "\U0001f600", "\uff21"]
    with store.writing() as writing:
        record(writing, [opened(teacher) for teacher in teachers])
        record(writing, [moved(teacher, 2) for teacher in teachers])

    in_order = sorted((f"teacher/{teacher}" for teacher in teachers), key=str.encode)
    with store.reading() as reading:
        assert [name for name, _ in reading.streams("teacher/")] == in_order
        assert [name for name, _ in reading.some_streams(in_order)] == in_order
        assert [name for name, _, _ in reading.stream_heads()] == in_order
        assert reading.stream_names("") == in_order
        assert reading.stream_names("teacher/a") == ["teacher/a", *in_order[3:6]]
        assert reading.stream_names("school/") == []
        assert [len(events) for _, events in reading.streams("teacher/")] == [2] * len(teachers)


def test_a_scan_may_be_left_early_and_others_run_beside_it(store: Store) -> None:
    with store.writing() as writing:
        for number in range(60):
            record(writing, career(f"T{number:02}", 50))

    with store.reading() as reading:
        streams: Iterator[tuple[str, object]] = reading.streams("teacher/")
        first = next(streams)[0]
        pairs = list(zip(reading.events(1, 3000), reading.stored(1, 3000), strict=True))
        second = next(streams)[0]
        del streams

    assert (first, second) == ("teacher/T00", "teacher/T01")
    assert [one.position for one, _ in pairs] == list(range(1, 3001))
    assert all(one.position == row.position for one, row in pairs)


def test_one_batch_and_many_small_ones_make_the_same_ledger(
    address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    drafts = list(itertools.chain.from_iterable(career(f"T{number}", 7) for number in range(90)))
    other = tmp_path_factory.mktemp("other") / "other.db"
    found = []
    for place, size in ((address, len(drafts)), (other, 7)):
        create_ledger(place, origin="growth-ledger/test")
        with open_store(place, clock=lambda: NOON) as store:
            with store.writing() as writing:
                for first in range(0, len(drafts), size):
                    record(writing, drafts[first : first + size])
            with store.reading() as reading:
                found.append(everything(reading))

    assert found[0] == found[1]


@pytest.mark.parametrize("size", [1, 15, 16, 17, 700])
def test_batches_of_every_size_come_back_alike(store: Store, size: int) -> None:
    drafts = career("T1", size)
    with store.writing() as writing:
        positions = record(writing, drafts)

    with store.reading() as reading:
        rows = list(reading.stored(1, size))
        salt_and_value = reading.personal(1)
    assert positions == list(range(1, size + 1))
    assert [(row.stream, row.version, row.kind, row.state) for row in rows] == [
        (draft.stream, draft.version, draft.kind, draft.statement) for draft in drafts
    ]
    assert salt_and_value == drafts[0].personal


def test_leaves_and_root_are_those_of_the_canonical_forms(store: Store) -> None:
    # 70 000 leaves complete a subtree of 256 ** 2, and the frontier is stored between batches.
    with store.writing() as writing:
        for number in range(70):
            record(writing, career(f"T{number:02}", 1000))

    with store.reading() as reading:
        hashes = [
            leaf_hash(
                leaf(
                    row.state,
                    position=row.position,
                    recorded_at=moment_text(row.recorded_at),
                    recorded_by=row.recorded_by,
                    stream=row.stream,
                    version=row.version,
                )
            )
            for row in reading.stored(1, 70_000)
        ]
        proof = inclusion_proof(12_345, 70_000, reading.hashes)
        nodes = {(level, index): found for level, index, found in reading.nodes()}
        middle = reading.hashes(1, 3, 5)

    assert hashes == [row.leaf for row in _rows(store)]
    assert reading.root == naive_root(hashes)
    assert verify_inclusion(hashes[12_345], 12_345, 70_000, proof, reading.root)
    assert nodes[2, 0] == naive_root(hashes[:65_536])
    assert middle == [naive_root(hashes[256 * index : 256 * index + 256]) for index in (3, 4, 5)]
    assert len(nodes) == 70_000 // 256 + 1


def test_events_are_found_by_their_ids(store: Store) -> None:
    drafts = list(itertools.chain.from_iterable(career(f"T{number}", 10) for number in range(70)))
    ids = [draft.event_id for draft in drafts if draft.event_id is not None]
    absent = "00000000-0000-5000-8000-000000000000"
    with store.writing() as writing:
        positions = record(writing, drafts)

    with store.reading() as reading:
        assert reading.positions_of([*ids, absent]) == dict(zip(ids, positions, strict=True))
        assert reading.by_event_id([absent, "A3", "no id"]) == {}
        assert reading.by_event_id([]) == {}
        found = reading.by_event_id([ids[11], ids[300], ids[11]])
    assert {one: recorded.position for one, recorded in found.items()} == {
        ids[11]: 12,
        ids[300]: 301,
    }


def test_who_names_a_stream_is_kept_once(store: Store) -> None:
    with store.writing() as writing:
        record(writing, [opened("T2"), opened("T1"), moved("T1", 2, "S2"), moved("T1", 3, "S1")])
    with store.writing() as writing:
        record(writing, [moved("T2", 2, "S1")])

    with store.reading() as reading:
        assert reading.mentioning("school/S1") == ["teacher/T1", "teacher/T2"]
        assert reading.mentioning("school/S2") == ["teacher/T1"]
        assert reading.mentioning("school/S3") == []


def test_checkpoints_are_kept_by_size(store: Store) -> None:
    with store.writing() as writing:
        writing.keep_checkpoint(size=12, note="twelve")
        writing.keep_checkpoint(size=5, note="five")
        writing.keep_checkpoint(size=5, note="five again")

    with store.reading() as reading:
        assert reading.checkpoints() == [(5, "five"), (12, "twelve")]
        assert reading.latest_checkpoint() == (12, "twelve")


def test_an_event_that_was_tampered_with_is_named(store: Store) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 3))
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET kind = 'os:system' WHERE position = 2")

    with pytest.raises(StorageError) as raised, store.reading() as reading:
        reading.stream("teacher/T1")

    assert raised.value.code == "event-damaged"
    assert raised.value.values == {"position": 2, "stream": "teacher/T1"}


def test_a_ledger_in_memory_does_all_of_it() -> None:
    with memory_store(origin="growth-ledger/memory", sandbox=True, clock=lambda: NOON) as store:
        with store.writing() as writing:
            record(writing, career("T1", 300))
            writing.erase_personal("teacher/T1")
        with store.reading() as reading, store.reading() as beside:
            found = (reading.head, reading.root, len(reading.stream("teacher/T1")))
            assert found == (beside.head, beside.root, len(beside.stream("teacher/T1")))
        with (
            memory_store(origin="another", clock=lambda: NOON) as other,
            other.reading() as reading,
        ):
            assert reading.head.position == 0

    assert (found[0].position, found[0].recorded_at, found[2]) == (300, NOON, 300)


def _rows(store: Store) -> list[Any]:
    with store.reading() as reading:
        return list(reading.stored(1, reading.head.position))
