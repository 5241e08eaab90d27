"""Processes that help: each works, each is gone with the one that it helps, and none answers the keyboard."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from growth_ledger.errors import StorageError
from growth_ledger.processes import helpers, in_order

PROGRAM = """
import os, signal, sys, time
from growth_ledger.processes import helpers, in_order

def nothing():
    pass

def number(part):
    time.sleep(0.2)
    return os.getpid()

if __name__ == "__main__":
    # Started in the background, it would be told to ignore what the keyboard says.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with helpers(2, nothing) as pool:
            assert os.getpid() not in set(in_order(pool, number, range(4), ahead=4))
            print("working", flush=True)
            list(in_order(pool, number, range(1000), ahead=4))
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)
    process = subprocess.Popen(
        [sys.executable, str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "working\n"
    with process:
        yield process
        if is_alive(process.pid):
            os.killpg(process.pid, signal.SIGKILL)


def is_alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_helpers_are_gone_with_a_process_that_was_killed(program: subprocess.Popen[str]) -> None:
    program.kill()
    program.communicate(timeout=60)

    deadline = time.monotonic() + 60
    while is_alive(program.pid) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not is_alive(program.pid)


def test_an_interrupt_is_answered_by_the_first_process_alone(
    program: subprocess.Popen[str],
) -> None:
    os.killpg(program.pid, signal.SIGINT)
    out, errors = program.communicate(timeout=60)

    assert (out, errors) == ("interrupted\n", "")


def test_results_come_in_the_order_of_the_parts() -> None:
    with helpers(2, int) as pool:
        assert list(in_order(pool, abs, iter(range(0, -20, -1)), ahead=3)) == list(range(20))


def test_a_helper_that_was_killed_is_told() -> None:
    with helpers(1, int) as pool:
        results = in_order(pool, os._exit, [3], ahead=1)

        with pytest.raises(StorageError, match="worker-lost"):
            list(results)


def test_why_a_helper_could_not_begin_is_told() -> None:
    with helpers(1, int, "no number") as pool, pytest.raises(ValueError, match="no number"):
        list(in_order(pool, abs, [1, 2, 3], ahead=2))
