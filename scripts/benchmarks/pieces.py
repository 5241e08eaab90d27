"""What is timed: each piece of work and each yardstick, as a function that gives what it spent.

Pieces of one group are compared with each other, so they are measured in turn.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from scripts.benchmarks.places import (
    AS_OF,
    LONG_LIST,
    ROWS,
    SHORT_LIST,
    Places,
    import_lines,
)
from scripts.benchmarks.rounds import Piece, Spent, Watch, timed
from scripts.benchmarks.yardsticks import (
    LibraryStore,
    originator,
    read_and_decode,
    read_and_hash,
    read_rows,
)

from growth_ledger.domain.days import day_in_china
from growth_ledger.errors import Place
from growth_ledger.intake.codebook import Codebook
from growth_ledger.intake.files import Batch
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.asking import show, standings_of_all
from growth_ledger.ledger.auditing import audit
from growth_ledger.ledger.desk import codebook
from growth_ledger.ledger.opening import Ledger
from growth_ledger.ledger.rebuilding import rebuild
from growth_ledger.ledger.recording import record
from growth_ledger.ledger.sealing import verifier_key
from growth_ledger.ledger.views import Question, viewing

SHOWN: Final = 20
"""So many files are shown a round: one alone takes less than a clock can tell."""

APPENDED: Final = 20
"""So many events are appended a round, each in a transaction of its own."""

_COMMAND: Final = str(Path(sys.executable).with_name("growth-ledger"))

Makes = Callable[[Places, ExitStack], Piece]
"""Makes a piece; what it opens is closed with the stack."""


def _import(places: Places, _: ExitStack) -> Piece:
    def run() -> Spent:
        ledger = places.new_ledger(places.lines)
        spent = timed(lambda: import_lines(ledger, places.lines.path))
        places.remove(ledger)
        return spent

    lines = places.lines
    return Piece(name="import", run=run, events=lines.events, teachers=lines.teachers)


def _import_small(places: Places, _: ExitStack) -> Piece:
    def run() -> Spent:
        ledger = places.new_ledger(places.small_lines)
        spent = timed(lambda: import_lines(ledger, places.small_lines.path))
        places.remove(ledger)
        return spent

    lines = places.small_lines
    return Piece(name="import small", run=run, events=lines.events, teachers=lines.teachers)


def _put(places: Places, _: ExitStack) -> Piece:
    before, events = places.lines.before, places.lines.events

    def run() -> Spent:
        library = LibraryStore(places.databases)
        with places.ledger.store.reading() as reading:
            spent = library.put(reading.stored(before + 1, before + events))
        library.close()
        return spent

    return Piece(name="put", run=run, events=places.lines.events, teachers=places.lines.teachers)


def _workbook(places: Places, _: ExitStack) -> Piece:
    path = places.workbook

    def run() -> Spent:
        ledger = places.new_ledger_for_the_workbook()
        watch = Watch()
        with watch.watching():
            batch = Batch(paths=[path], codes=codebook(ledger), lang="zh")
            receipt = record(ledger, batch.statements(), sources=dict(batch.digests))
        assert receipt.recorded == ROWS
        places.remove(ledger)
        return watch.spent

    return Piece(name="workbook", run=run, events=ROWS)


def _read_rows(places: Places, _: ExitStack) -> Piece:
    path = places.workbook
    codebook_of_core = Codebook()
    fields = ("teacher", "programme", "level", "hours", "effective_on", "title")
    words = {
        label: one.code
        for field in ("programme", "level")
        for one in codebook_of_core.listed("training-completed", field)
        for label in [one.label("zh")]
    }
    return Piece(
        name="read rows",
        run=lambda: timed(lambda: read_rows(path, "training-completed", fields, words)),
        events=ROWS,
    )


def _rebuild(places: Places, _: ExitStack) -> Piece:
    lines = places.lines
    return Piece(
        name="rebuild",
        run=lambda: timed(lambda: rebuild(places.ledger)),
        events=lines.events,
        teachers=lines.teachers,
    )


def _rebuild_small(places: Places, _: ExitStack) -> Piece:
    lines = places.small_lines
    # Beside a great one there is no round that warms up, and here the first time would tell most.
    rebuild(places.small_ledger)
    return Piece(
        name="rebuild small",
        run=lambda: timed(lambda: rebuild(places.small_ledger)),
        events=lines.events,
        teachers=lines.teachers,
    )


def _repository(places: Places, _: ExitStack) -> Piece:
    ids = [originator(f"teacher/{teacher}") for teacher in places.teachers]
    library = places.library
    lines = places.lines
    return Piece(
        name="repository",
        run=lambda: timed(lambda: library.get(ids)),
        events=lines.events,
        teachers=lines.teachers,
    )


def _verify_log(places: Places, _: ExitStack) -> Piece:
    return _verify(places, name="verify log", with_read_model=False)


def _verify_all(places: Places, _: ExitStack) -> Piece:
    return _verify(places, name="verify all", with_read_model=True)


def _verify(places: Places, *, name: str, with_read_model: bool) -> Piece:
    ledger = places.ledger

    def run() -> Spent:
        watch = Watch()
        with watch.watching():
            key = verifier_key(ledger.url)
            found = audit(ledger, key=key, with_read_model=with_read_model)
        assert found.holds, found.first
        return watch.spent

    lines = places.lines
    return Piece(name=name, run=run, events=lines.events, teachers=lines.teachers)


def _read_and_hash(places: Places, _: ExitStack) -> Piece:
    databases, address = places.databases, places.ledger.url
    lines = places.lines
    return Piece(
        name="read and hash",
        run=lambda: timed(lambda: read_and_hash(databases, address)),
        events=lines.events,
        teachers=lines.teachers,
    )


def _list(name: str, projection: str, outcome: str) -> Makes:
    def make(places: Places, _: ExitStack) -> Piece:
        ledger = places.listed
        with ledger.store.reading() as reading:
            last = reading.head.position

        def run() -> None:
            question = Question(as_of=AS_OF, known_at=f"#{last}")
            with viewing(ledger, question) as view:
                standings_of_all(view, projection, outcomes=[outcome])

        return Piece(name=name, run=lambda: timed(run))

    return make


def _plain_list(name: str, projection: str, outcome: str) -> Makes:
    def make(places: Places, opened: ExitStack) -> Piece:
        table = places.plain_table(projection)
        opened.callback(table.close)
        return Piece(name=name, run=lambda: timed(lambda: table.with_outcome(outcome)))

    return make


def _show(places: Places, _: ExitStack) -> Piece:
    teachers = Random(1).sample(places.teachers, min(SHOWN, len(places.teachers)))  # noqa: S311 - any will do.

    def run() -> Spent:
        with viewing(places.ledger, Question(as_of=AS_OF)) as view:
            # Warm: the policies in force and the schools have been read.
            for teacher in teachers:
                show(view, teacher)
            return timed(lambda: [show(view, teacher) for teacher in teachers])

    return Piece(name="show", run=run, teachers=len(teachers))


def _show_decode(places: Places, opened: ExitStack) -> Piece:
    teachers = Random(1).sample(places.teachers, min(SHOWN, len(places.teachers)))  # noqa: S311 - as above.
    databases = places.databases
    connection = databases.connected(places.ledger.url)
    opened.callback(connection.close)

    def run() -> None:
        for teacher in teachers:
            read_and_decode(databases, connection, f"teacher/{teacher}")

    return Piece(name="select and decode", run=lambda: timed(run), teachers=len(teachers))


def _append(places: Places, _: ExitStack) -> Piece:
    return Piece(name="append", run=_appending(places.ledger, places.teachers), teachers=APPENDED)


def _append_small(places: Places, _: ExitStack) -> Piece:
    run = _appending(places.small_ledger, places.small_teachers)
    return Piece(name="append small", run=run, teachers=APPENDED)


def _appending(ledger: Ledger, teachers: list[str]) -> Callable[[], Spent]:
    chance = Random(2)  # noqa: S311 - any teachers will do.
    numbers = count(1)
    day = day_in_china(ledger.clock()).isoformat()

    def run() -> Spent:
        said = [
            {
                "kind": "contribution-made",
                "teacher": chance.choice(teachers),
                "contribution": "public-lesson",
                "effective_on": day,
                "title": f"公开课 {next(numbers)}",
            }
            for _ in range(APPENDED)
        ]
        watch = Watch()
        with watch.watching():
            for one in said:
                record(ledger, [read_statement(one, place=Place())])
        return watch.spent

    return run


def _insert(places: Places, opened: ExitStack) -> Piece:
    library = LibraryStore(places.databases)
    opened.callback(library.close)
    with places.ledger.store.reading() as reading:
        library.put(reading.stored(1, min(10_000, reading.head.position)))
    versions = count(1_000)
    fields = {"contribution": "public-lesson", "effective_on": "2025-09-01", "title": "公开课 1"}
    stream = f"teacher/{places.teachers[0]}"

    def run() -> Spent:
        stored = [
            library.stored(stream, next(versions), "contribution-made", fields)
            for _ in range(APPENDED)
        ]
        watch = Watch()
        with watch.watching():
            for one in stored:
                library.recorder.insert_events([one])
        return watch.spent

    return Piece(name="insert", run=run, teachers=APPENDED)


def _started(name: str, *arguments: str) -> Makes:
    """Starting a program, and waiting for its end."""

    def make(places: Places, _: ExitStack) -> Piece:
        environment = {**os.environ, "GROWTH_LEDGER_URL": ""}
        words = list(arguments)
        if "TEACHER" in words:
            environment["GROWTH_LEDGER_URL"] = places.ledger.url
            words[words.index("TEACHER")] = places.teachers[0]

        def run() -> None:
            subprocess.run(  # noqa: S603 - a command of our own.
                words, env=environment, check=True, stdout=subprocess.DEVNULL
            )

        return Piece(name=name, run=lambda: timed(run))

    return make


GROUPS: Final[Mapping[str, Mapping[str, Makes]]] = {
    "import": {"import": _import, "put": _put, "import small": _import_small},
    "workbook": {"workbook": _workbook, "read rows": _read_rows},
    "rebuild": {
        "rebuild": _rebuild,
        "repository": _repository,
        "rebuild small": _rebuild_small,
        "verify all": _verify_all,
    },
    "list": {
        "list": _list("list", *LONG_LIST),
        "plain list": _plain_list("plain list", *LONG_LIST),
        "short list": _list("short list", *SHORT_LIST),
        "plain short list": _plain_list("plain short list", *SHORT_LIST),
    },
    "show": {"show": _show, "select and decode": _show_decode},
    "verify": {"verify log": _verify_log, "read and hash": _read_and_hash},
    "start": {
        "help": _started("help", _COMMAND, "--help"),
        "click": _started("click", sys.executable, "-c", "import click"),
        "show cold": _started("show cold", _COMMAND, "show", "TEACHER", "--format", "json"),
        "libraries": _started("libraries", sys.executable, "-c", "import sqlalchemy, pydantic"),
    },
    # Last, for it is the only one that adds to the great ledger.
    "append": {"append": _append, "insert": _insert, "append small": _append_small},
}
"""What is measured in turn, by name of the piece; a piece is in one group."""

LIGHT: Final = frozenset({"list", "show", "start", "append"})
"""Groups whose rounds are short, so that there are more of them."""
