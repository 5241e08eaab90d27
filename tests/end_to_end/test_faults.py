"""Several programs at once, killed programs, full disks and damaged files: before or after, never between."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from tests.end_to_end.running import Command

from growth_ledger.cli import main
from growth_ledger.ledger.opening import now, open_ledger
from growth_ledger.ledger.rebuilding import comparing
from growth_ledger.samples import sample_events

PROGRAM = Path(sys.executable).with_name("growth-ledger")
Said = dict[str, Any]

SCHOOL: Said = {
    "kind": "school-registered",
    "school": "S1",
    "name": "一小",
    "district": "hongkou",
    "stage": "primary",
    "rural": False,
    "effective_on": "2000-09-01",
}
ADOPTED: Said = {
    "kind": "policy-adopted",
    "policy": "hongkou-2023",
    "district": "hongkou",
    "first_day": "2023-08-30",
}


def career(teacher: str, years: int) -> list[Said]:
    """A file with a post and so many credited years."""
    return [
        {
            "kind": "file-opened",
            "teacher": teacher,
            "name": "王芳",
            "school": "S1",
            "effective_on": "2000-09-01",
        },
        {
            "kind": "appointed",
            "teacher": teacher,
            "ref": "A1",
            "role": "homeroom",
            "first_day": "2001-09-01",
        },
        *(
            {
                "kind": "tenure-credited",
                "teacher": teacher,
                "ref": f"C{year}",
                "school_year": f"{year}-{year + 1}",
                "role": "homeroom",
            }
            for year in range(2001, 2001 + years)
        ),
    ]


class Program:
    """The installed command, each run a process of its own."""

    def __init__(self, command: Command) -> None:
        self.command = command

    def start(self, *arguments: str, file_bytes_max: int | None = None) -> subprocess.Popen[str]:
        """The process, still running."""

        def limited() -> None:
            assert file_bytes_max is not None
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes_max, file_bytes_max))

        return subprocess.Popen(
            [PROGRAM, "--ledger", self.command.url, "--by", "tester", "--lang", "en", *arguments],
            env={**os.environ, **self.command.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=None if file_bytes_max is None else limited,  # noqa: PLW1509 - no thread here.
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, output and errors."""
        process = self.start(*arguments)
        out, errors = process.communicate(timeout=120)
        return process.returncode, out, errors

    def kill_after(self, seconds: float, *arguments: str) -> bool:
        """Whether the process was still at work when it was killed."""
        process = self.start(*arguments)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=120)
        return process.returncode == -signal.SIGKILL


def assert_whole(command: Command, *, positions: set[int]) -> int:
    """The ledger verifies, its model is what the events give, and it has so many events; how many."""
    with (
        open_ledger(command.url, by="tester", clock=now) as ledger,
        ledger.store.reading() as reading,
        comparing(ledger, reading) as differing,
    ):
        head = reading.head.position
        log = list(reading.events(1, head + 1))
        assert [one.position for one in log] == list(range(1, head + 1))
        seen: Counter[str] = Counter()
        for one in log:
            seen[one.stream] += 1
            assert one.version == seen[one.stream]
        assert differing() == []
    assert head in positions
    verified = command.json("audit", "verify", "--format", "json")
    assert verified["holds"]
    return head


@pytest.fixture
def program(command: Command) -> Program:
    """The command on an empty ledger of either database."""
    command.run("init", "--origin", "growth-ledger/faults")
    return Program(command)


@pytest.fixture
def sqlite_program(sqlite_command: Command) -> Program:
    """The command on an empty ledger in a file."""
    sqlite_command.run("init", "--origin", "growth-ledger/faults")
    return Program(sqlite_command)


@pytest.fixture
def city(tmp_path: Path) -> tuple[str, int]:
    """A file of made-up careers, and how many events it has."""
    path = tmp_path / "city.jsonl"
    events = list(sample_events(teachers=60, seed=7, today=date(2026, 6, 1)))
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in events))
    return str(path), len(events)


# Writers at once


@pytest.mark.parametrize("writers", [2, 8])
def test_every_event_of_writers_at_once_is_there_once(program: Program, writers: int) -> None:
    command = program.command
    shared = career("T0", 4)
    command.run("import", command.lines("world.jsonl", SCHOOL, ADOPTED, *shared))
    files = [
        command.lines(
            f"file-{number}.jsonl",
            *career(f"T{number}", 8),
            {
                "kind": "tenure-credited",
                "teacher": "T0",
                "ref": f"W{number}",
                "school_year": f"{2010 + number}-{2011 + number}",
                "role": "homeroom",
            },
        )
        for number in range(1, writers + 1)
    ]

    def write(number: int) -> list[tuple[int, str, str]]:
        alone = ("--teacher", "T0", "--title", "读书会", "--effective-on", "2024-05-01")
        said = ("--contribution", "other", "--ref", f"R{number}")
        return [
            program.run("import", files[number - 1]),
            program.run("record", "contribution-made", *alone, *said),
        ]

    with ThreadPoolExecutor(writers) as threads:
        done = list(threads.map(write, range(1, writers + 1)))

    results = [one for of_writer in done for one in of_writer]
    assert [status for status, _, _ in results] == [0] * len(results), results
    assert not any("locked" in errors for _, _, errors in results)
    head = assert_whole(command, positions={2 + 6 + writers * 12})
    refs = [one["ref"] for one in command.json("history", "T0", "--format", "json")]
    numbers = range(1, writers + 1)
    assert sorted(refs[6:]) == sorted([f"W{n}" for n in numbers] + [f"R{n}" for n in numbers])
    assert head == 8 + writers * 12


def test_of_writers_who_say_the_same_one_records_it(program: Program) -> None:
    command = program.command
    command.run("import", command.lines("world.jsonl", SCHOOL, ADOPTED))
    file = command.lines("same.jsonl", *career("T1", 10))

    with ThreadPoolExecutor(4) as threads:
        done = list(
            threads.map(lambda _: program.run("import", file, "--format", "json"), range(4))
        )

    assert [status for status, _, _ in done] == [0] * 4, done
    receipts = [json.loads(out) for _, out, _ in done]
    assert sorted(one["recorded"] for one in receipts) == [0, 0, 0, 12]
    assert sorted(one["already_present"] for one in receipts) == [0, 12, 12, 12]
    assert_whole(command, positions={14})


def test_of_writers_who_contradict_each_other_one_is_refused(program: Program) -> None:
    command = program.command
    command.run("import", command.lines("world.jsonl", SCHOOL, ADOPTED, *career("T1", 3)))

    def end(day: str) -> tuple[int, str, str]:
        said = ("--teacher", "T1", "--target", "A1", "--last-day", day)
        return program.run("record", "appointment-ended", *said)

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(end, ["2024-08-31", "2025-08-31"]))

    assert sorted(status for status, _, _ in done) == [0, 1]
    assert next(errors for status, _, errors in done if status).startswith("error: ")
    assert_whole(command, positions={8})


# Killed


def test_an_import_that_is_killed_is_there_whole_or_not_at_all(
    program: Program, city: tuple[str, int]
) -> None:
    command = program.command
    chance = random.Random(1)
    file, events = city
    began = time.monotonic()
    assert program.run("import", file, "--dry-run")[0] == 0
    longest = time.monotonic() - began

    killed = [
        # A dry run takes longer: it looks at what would change, too.
        program.kill_after(chance.uniform(0.15, 0.9) * longest, "import", file)
        for _ in range(6)
    ]

    head = assert_whole(command, positions={0, events})
    assert any(killed)
    receipt = command.json("import", file, "--format", "json")
    assert receipt["recorded"] == events - head
    assert assert_whole(command, positions={events}) == events


def test_of_appends_that_are_killed_each_is_there_whole_or_not_at_all(program: Program) -> None:
    command = program.command
    chance = random.Random(2)
    command.run("import", command.lines("world.jsonl", SCHOOL, ADOPTED, *career("T1", 3)))
    began = time.monotonic()
    alone = ("record", "contribution-made", "--teacher", "T1", "--contribution", "paper")
    assert program.run(*alone, "--effective-on", "2024-05-01")[0] == 0
    longest = time.monotonic() - began

    head = 8
    for day in range(2, 8):
        said = (*alone, "--effective-on", f"2024-05-{day:02}")
        program.kill_after(chance.uniform(0.5, 1.1) * longest, *said)
        head = assert_whole(command, positions={head, head + 1})

    assert program.run(*alone, "--effective-on", "2024-05-20")[0] == 0
    assert_whole(command, positions={head + 1})


def test_a_rebuilding_that_is_killed_leaves_the_model_that_was(
    program: Program, city: tuple[str, int]
) -> None:
    command = program.command
    chance = random.Random(3)
    file, events = city
    command.run("import", file)
    asked = ("standings", "honor_allowance", "--as-of", "2026-06-01", "--format", "json")
    before = command.json(*asked)
    began = time.monotonic()
    assert program.run("rebuild")[0] == 0
    longest = time.monotonic() - began

    killed = 0
    for _ in range(5):
        killed += program.kill_after(chance.uniform(0.3, 1.0) * longest, "rebuild")
        assert command.json(*asked) == before

    assert killed
    assert_whole(command, positions={events})
    assert command.json("rebuild", "--format", "json")["differing"] == []
    assert command.json(*asked) == before
    assert len(generations(command)) == 1


def generations(command: Command) -> list[int]:
    """What rebuildings have left in the model's table."""
    return [int(row[0]) for row in select(command, "SELECT DISTINCT generation FROM standing")]


def select(command: Command, statement: str) -> list[tuple[Any, ...]]:
    """The rows that a stranger to the ledger reads, or what is left after it has changed something."""
    if "://" in command.url:
        with psycopg.connect(command.url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []
    with sqlite3.connect(command.url) as found:
        rows = found.execute(statement).fetchall()
    found.close()
    return rows


# A model that was tampered with

TAMPERED = {
    "an-outcome": "UPDATE standing SET outcome = 'tier-20' WHERE teacher = 'T1'"
    " AND outcome = 'tier-10'",
    "a-row-gone": "DELETE FROM standing WHERE teacher = 'T1' AND projection = 'honor_allowance'",
    "a-run": "UPDATE standing SET since = since + 1 WHERE teacher = 'T1'"
    " AND projection = 'honor_allowance'",
    "nothing-left": "DELETE FROM standing",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_a_damaged_model_is_told_and_mended_by_rebuilding(program: Program, statement: str) -> None:
    command = program.command
    command.run("import", command.lines("all.jsonl", SCHOOL, ADOPTED, *career("T1", 12)))
    command.run("import", command.lines("more.jsonl", *career("T2", 3)))
    asked = ("audit", "replay", "--as-of", "2024-09-01", "--format", "json")
    sound = command.json(*asked)
    assert sound["read_model_agrees"]

    select(command, statement)

    told = command.json(*asked, status=1)
    assert next(iter(told)) == "error"
    assert told.pop("error")["code"] == "read-model-disagrees"
    assert told == {**sound, "read_model_agrees": False}
    for otherwise in (["--assume-credited"], ["--rules", "dongyang-2024"]):
        assert not command.json(*asked, *otherwise, status=1)["read_model_agrees"]
    assert not command.json("audit", "verify", "--format", "json", status=1)["holds"]
    rebuilt = command.json("rebuild", "--format", "json")
    assert "T1" in rebuilt["differing"]
    assert command.json(*asked) == sound
    assert command.json("audit", "verify", "--format", "json")["holds"]


# What cannot be opened

RECORDED = ("record", "file-opened", "--teacher", "T9", "--name", "甲", "--school", "S1")
COMMANDS: dict[str, tuple[str, ...]] = {
    "show": ("show", "T1"),
    "standings": ("standings", "honor_allowance"),
    "record": (*RECORDED, "--effective-on", "2020-09-01"),
    "rebuild": ("rebuild",),
    "replay": ("audit", "replay"),
}


def assert_told(command: Command, code: str, *arguments: str) -> None:
    """The command fails with that code, in words of either language."""
    said = command.json(*arguments, "--format", "json", status=1)["error"]
    assert said["code"] == code
    for lang, hint in (("en", ": "), ("zh", "：")):
        spoken = Command(command.url, command.folder, lang, command.environment)
        words = spoken.run(*arguments, status=1).stderr
        assert words.startswith("error: ")
        assert hint in words.removeprefix("error: ")
        assert len(words.splitlines()) == 1
        assert "Traceback" not in words


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_newer_ledger_is_left_to_a_newer_program(
    program: Program, arguments: tuple[str, ...]
) -> None:
    command = program.command
    command.run("import", command.lines("all.jsonl", SCHOOL, ADOPTED, *career("T1", 3)))
    select(command, "UPDATE head SET schema_version = 99")

    assert_told(command, "ledger-newer", *arguments)

    select(command, "UPDATE head SET schema_version = 1")
    assert_whole(command, positions={7})


def noise(content: bytes) -> bytes:
    return random.Random(5).randbytes(len(content))


DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "nothing in it": ("not-a-ledger", lambda _: b""),
    "another file": ("not-a-ledger", lambda _: "这不是台账。\n".encode() * 900),
    "noise at the beginning": ("not-a-ledger", lambda was: noise(was[:100]) + was[100:]),
    "only zeros": ("not-a-ledger", lambda was: bytes(len(was))),
    "a few bytes left": ("not-a-ledger", lambda was: was[:10]),
    "the first page left": ("ledger-damaged", lambda was: was[:4096]),
    "half left": ("ledger-damaged", lambda was: was[: len(was) // 2]),
    "noise in the tables": (
        "ledger-damaged",
        lambda was: was[:4096] + noise(was[4096:-4096]) + was[-4096:],
    ),
    "no list of tables": (
        "ledger-damaged",
        lambda was: was[:100] + noise(was[100:4096]) + was[4096:],
    ),
}


@pytest.mark.parametrize(("code", "damaged"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_told_and_left_as_it_is(
    sqlite_program: Program, code: str, damaged: Callable[[bytes], bytes]
) -> None:
    command = sqlite_program.command
    command.run("import", command.lines("all.jsonl", SCHOOL, ADOPTED, *career("T1", 15)))
    path = Path(command.url)
    content = damaged(path.read_bytes())
    path.write_bytes(content)

    for arguments in COMMANDS.values():
        assert_told(command, code, *arguments)

    assert path.read_bytes() == content


def test_no_flipped_byte_ends_in_a_traceback(sqlite_program: Program) -> None:
    command = sqlite_program.command
    events = sample_events(teachers=8, seed=8, today=date(2026, 6, 1))
    command.run("import", command.lines("few.jsonl", *events))
    path = Path(command.url)
    sound = path.read_bytes()
    chance = random.Random(6)
    statuses: Counter[int] = Counter()

    for _ in range(30):
        content = bytearray(sound)
        first = chance.randrange(len(content))
        if chance.random() < 0.5:
            content[first] ^= 1 << chance.randrange(8)
        else:
            content[first : first + 4096] = chance.randbytes(len(content[first : first + 4096]))
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        path.write_bytes(content)
        for arguments in (("standings", "honor_allowance"), ("audit", "verify"), ("rebuild",)):
            statuses[status_of(command, *arguments)] += 1

    assert statuses.keys() == {0, 1}


def status_of(command: Command, *arguments: str) -> int:
    """The exit status; an error that is not the ledger's own is raised."""
    given = ["--ledger", command.url, "--lang", "en", *arguments]
    result = CliRunner(env=command.environment).invoke(main, given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result.exit_code


def test_a_pack_that_is_no_pack_any_more_is_told(sqlite_program: Program) -> None:
    command = sqlite_program.command
    command.run("import", command.lines("all.jsonl", SCHOOL, ADOPTED, *career("T1", 3)))
    select(
        command,
        "UPDATE event SET state = CAST(replace(CAST(state AS TEXT), '\"tier-10\"', '\"t!\"')"
        " AS BLOB) WHERE kind = 'policy-adopted'",
    )

    assert_told(command, "ledger-damaged", "show", "T1")
    assert_told(command, "ledger-damaged", "standings", "honor_allowance")
    assert_told(command, "ledger-damaged", "rebuild")


# What cannot be written


@pytest.fixture
def unchangeable() -> Iterator[Callable[[Path], None]]:
    """Makes a file or folder such that not even the superuser can change it, until the test ends."""
    made: list[Path] = []
    chattr = shutil.which("chattr")

    def make(path: Path) -> None:
        if chattr is None or subprocess.run([chattr, "+i", path], check=False).returncode:
            pytest.skip(
                "needs a file system whose files can be made unchangeable, and the right to"
            )
        made.append(path)

    yield make
    for path in made:
        assert chattr is not None
        subprocess.run([chattr, "-i", path], check=True)


def test_a_file_that_may_only_be_read_is_read_and_not_written(
    sqlite_program: Program, unchangeable: Callable[[Path], None]
) -> None:
    command = sqlite_program.command
    command.run("import", command.lines("all.jsonl", SCHOOL, ADOPTED, *career("T1", 3)))
    digest = hashlib.sha256(Path(command.url).read_bytes()).hexdigest()
    file = command.lines("more.jsonl", *career("T2", 3))

    unchangeable(Path(command.url))

    assert command.json("show", "T1", "--format", "json")["tenure"] == "3"
    for arguments in (COMMANDS["record"], COMMANDS["rebuild"], ("import", file)):
        assert_told(command, "ledger-read-only", *arguments)
    assert hashlib.sha256(Path(command.url).read_bytes()).hexdigest() == digest


def test_a_folder_that_may_only_be_read_is_told(
    sqlite_program: Program, tmp_path: Path, unchangeable: Callable[[Path], None]
) -> None:
    command = sqlite_program.command
    command.run("import", command.lines("all.jsonl", SCHOOL, ADOPTED, *career("T1", 3)))

    unchangeable(tmp_path)

    # The write-ahead log, which readers need too, cannot be made beside the file.
    assert_told(command, "ledger-cannot-open", *COMMANDS["show"])
    assert_told(command, "ledger-cannot-open", *COMMANDS["record"])
    other = Command(str(tmp_path / "other.db"), tmp_path, "en", {"GROWTH_LEDGER_KEY": ""})
    assert "error: " in other.run("init", status=1).stderr


NO_SMALL_DISK = 77
SMALL_DISK = """
disk=$1 ledger=$2 file=$3 program=$4 after=$5
mount -t tmpfs -o size=1500k tmpfs "$disk" || exit 77
cp "$ledger" "$disk/ledger.db"
run() { "$program" --ledger "$disk/ledger.db" --lang en "$@" 1>&2; echo "$run $?"; }
run=import run import "$file"
run=history run history T1
run=verify run audit verify
cp "$disk/ledger.db" "$after"
"""


def test_a_disk_that_is_full_is_told_and_the_ledger_is_as_it_was(
    sqlite_program: Program, city: tuple[str, int], tmp_path: Path
) -> None:
    command = sqlite_program.command
    command.run("import", command.lines("all.jsonl", SCHOOL, ADOPTED, *career("T1", 3)))
    (disk := tmp_path / "disk").mkdir()
    small = Command(str(disk / "ledger.db"), tmp_path, "en", command.environment)
    # A name space of its own for mounts, so that nothing of it outlives the shell.
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("needs a small disk")
    shell = subprocess.run(
        [
            *(unshare, "-m", "sh", "-c", SMALL_DISK, "sh", str(disk), command.url, city[0]),
            *(str(PROGRAM), str(tmp_path / "after.db")),
        ],
        env={**os.environ, **small.environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if shell.returncode == NO_SMALL_DISK:
        pytest.skip("needs the right to mount a small disk")

    assert shell.stdout.splitlines() == ["import 1", "history 0", "verify 0"], shell.stderr
    [said] = [line for line in shell.stderr.splitlines() if line.startswith("error")]
    assert said.startswith("error: the disk is full, ")
    after = Command(str(tmp_path / "after.db"), tmp_path, "en", command.environment)
    assert_whole(after, positions={7})
    after.run("import", city[0])
    assert_whole(after, positions={7 + city[1]})


def test_a_file_that_may_grow_no_more_is_told_and_the_ledger_is_as_it_was(
    sqlite_program: Program, city: tuple[str, int]
) -> None:
    command = sqlite_program.command
    command.run("import", command.lines("all.jsonl", SCHOOL, ADOPTED, *career("T1", 3)))

    process = sqlite_program.start("import", city[0], file_bytes_max=1 << 20)
    _, errors = process.communicate(timeout=120)

    assert process.returncode == 1
    assert errors.startswith("error: ")
    assert len(errors.splitlines()) == 1
    assert_whole(command, positions={7})
    command.run("import", city[0])
    assert_whole(command, positions={7 + city[1]})
