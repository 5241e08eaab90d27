"""Several writers at once, in threads and processes; and one that is killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from tests.store.drafts import career, moved, opened, record

from growth_ledger.errors import ConflictError
from growth_ledger.store import Store, create_ledger, open_store

PROGRAM = """
import os, signal, sys
from datetime import UTC, datetime
from growth_ledger.store import open_store
from tests.store.drafts import career, moved, opened, record

task, address, teacher = sys.argv[1:]
store = open_store(address, clock=lambda: datetime.now(UTC))
if task == "record":
    for version, draft in enumerate(career(teacher, 20)):
        with store.writing() as writing:
            record(writing, [draft])
else:
    with store.writing() as writing:
        for batch in range(20):
            record(writing, career(f"{teacher}-{batch}", 500))
        if task == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        print("holding", flush=True)
        sys.stdin.readline()
store.close()
"""


def start(task: str, address: str, teacher: str) -> subprocess.Popen[str]:
    """Another process at work on the ledger."""
    top = Path(__file__).parents[2]
    path = os.pathsep.join([str(top), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, task, address, teacher],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def assert_without_gap(store: Store, *, events: int, teachers: int) -> None:
    """Positions, versions and moments are as if there had been one writer."""
    with store.reading() as reading:
        log = list(reading.events(1, events + 1))
        streams = dict(reading.streams("teacher/"))
        head = reading.head
    assert [one.position for one in log] == list(range(1, events + 1))
    assert head.position == events
    assert all(before.recorded_at <= after.recorded_at for before, after in pairwise(log))
    assert len(streams) == teachers
    for stream in streams.values():
        assert [one.version for one in stream] == list(range(1, len(stream) + 1))


def test_threads_take_turns(store: Store) -> None:
    def write(number: int) -> list[int]:
        positions = []
        for draft in career(f"T{number}", 25):
            with store.writing() as writing:
                positions += record(writing, [draft])
        return positions

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(write, range(8)))

    assert sorted(position for positions in taken for position in positions) == list(range(1, 201))
    assert_without_gap(store, events=200, teachers=8)


def test_of_threads_that_write_the_same_version_one_wins(store: Store) -> None:
    with store.writing() as writing:
        record(writing, [opened("T1")])
    ready = threading.Barrier(6)

    def write(_: int) -> str:
        # Each one reads what the next version is before any has written.
        with store.reading() as reading:
            version = reading.last_version("teacher/T1") + 1
        ready.wait()
        try:
            with store.writing() as writing:
                record(writing, [moved("T1", version)])
        except ConflictError as error:
            return error.code
        return "recorded"

    with ThreadPoolExecutor(6) as threads:
        outcomes = sorted(threads.map(write, range(6)))

    assert outcomes == ["recorded", *["version-not-next"] * 5]
    assert_without_gap(store, events=2, teachers=1)


def test_processes_take_turns(store: Store, address: str) -> None:
    others = [start("record", address, f"T{number}") for number in range(3)]
    for draft in career("T9", 20):
        with store.writing() as writing:
            record(writing, [draft])
    for other in others:
        other.communicate()

    assert [other.returncode for other in others] == [0, 0, 0]
    assert_without_gap(store, events=80, teachers=4)


def test_of_a_writer_that_is_killed_nothing_remains(store: Store, address: str) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 3))
    with store.reading() as reading:
        root = reading.root

    other = start("die", address, "T2")
    other.communicate()

    assert other.returncode == -signal.SIGKILL
    with store.reading() as reading:
        assert (reading.head.position, reading.root) == (3, root)
        assert reading.stream_names("") == ["teacher/T1"]
        assert list(reading.nodes()) == []
    with store.writing() as writing:
        assert record(writing, career("T2", 2)) == [4, 5]


def test_who_waits_is_told_and_gets_its_turn(store: Store, address: str) -> None:
    waited: list[float] = []
    other = start("hold", address, "T2")
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"
    threading.Timer(1.5, other.stdin.write, ["\n"]).start()
    threading.Timer(1.6, other.stdin.flush).start()

    with (
        open_store(address, clock=lambda: datetime.now(UTC), on_wait=waited.append) as waiting,
        waiting.writing() as writing,
    ):
        positions = record(writing, career("T1", 2))

    other.communicate()
    assert positions == [10_001, 10_002]
    assert [round(seconds) for seconds in waited] == [1]
    assert_without_gap(store, events=10_002, teachers=21)


def test_a_reader_does_not_wait_for_a_writer(store: Store, address: str) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))
    other = start("hold", address, "T2")
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"

    began = time.monotonic()
    with store.reading() as reading:
        position = reading.head.position
    took = time.monotonic() - began

    other.communicate("\n")
    assert position == 2
    assert took < 1


def test_waiting_has_an_end(address: str) -> None:
    create_ledger(address, origin="growth-ledger/test")
    waited: list[float] = []
    with (
        open_store(address, clock=lambda: datetime.now(UTC)) as holding,
        open_store(
            address, clock=lambda: datetime.now(UTC), on_wait=waited.append, patience=1.5
        ) as waiting,
        holding.writing() as writing,
    ):
        record(writing, [opened("T1")])
        with pytest.raises(ConflictError) as raised, waiting.writing():
            pass

    assert raised.value.code == "ledger-busy"
    assert raised.value.values == {"seconds": 2}
    assert [round(seconds) for seconds in waited] == [1]


def test_threads_of_one_store_wait_no_longer_either(address: str) -> None:
    create_ledger(address, origin="growth-ledger/test")
    with (
        open_store(address, clock=lambda: datetime.now(UTC), patience=0.1) as store,
        store.writing() as writing,
    ):
        record(writing, [opened("T1")])
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(lambda: store.writing().__enter__())

        assert isinstance(waiting.exception(), ConflictError)
    with store.reading() as reading:
        assert reading.head.position == 1
    store.close()


def test_closing_leaves_no_connection_of_those_who_still_read(address: str) -> None:
    create_ledger(address, origin="growth-ledger/test")
    for _ in range(25):
        store = open_store(address, clock=lambda: datetime.now(UTC))
        opened_connections: list[DBAPIConnection] = []
        event.listen(
            store.database.engine,
            "connect",
            lambda made, _, all_=opened_connections: all_.append(made),
        )
        enough = threading.Event()

        def read(store: Store = store, enough: threading.Event = enough) -> None:
            while not enough.is_set():
                with store.reading() as reading:
                    assert reading.head.position == 0

        with ThreadPoolExecutor(4) as threads:
            readers = [threads.submit(read) for _ in range(4)]
            time.sleep(0.005)
            store.close()
            enough.set()
        for reader in readers:
            reader.result()
        assert opened_connections
        assert all(map(is_closed, opened_connections))


def is_closed(connection: DBAPIConnection) -> bool:
    try:
        connection.cursor().execute("SELECT 1")
    except (sqlite3.ProgrammingError, psycopg.OperationalError):
        return True
    return False
