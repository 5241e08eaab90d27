"""The ledgers that are measured on: made-up careers, in a folder of their own, made when first asked for."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from pathlib import Path
from time import perf_counter

from growth_ledger.intake.json_lines import digest_of, read_json_lines
from growth_ledger.ledger.asking import standings_of_all
from growth_ledger.ledger.opening import Ledger, make_ledger, open_ledger
from growth_ledger.ledger.recording import record
from growth_ledger.ledger.sealing import make_checkpoint
from growth_ledger.ledger.views import Question, viewing
from growth_ledger.samples import sample_events
from scripts.benchmarks.yardsticks import LibraryStore, PlainTable

EVENTS_A_FILE = 60
"""So many events a sample file has, about."""

SMALLER = 100
"""The small ledger has a hundredth of the events of the great one."""

LISTED = 100_000
"""Teachers of the ledger that is asked for a list; fewer for a very small bench."""

PROJECTION = "honor_allowance"
OUTCOME = "tier-10"
AS_OF = date(2024, 9, 1)

_TODAY = date(2025, 9, 30)
_SEED = 7
_BY = "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A file of JSON lines, as `import` takes it."""

    path: Path
    events: int
    teachers: int


class Places:
    """A folder with everything that is measured on."""

    def __init__(self, folder: Path, *, events: int) -> None:
        """Make nothing yet.

        Args:
            folder: An empty folder.
            events: How many events the great ledger has, about.
        """
        self.folder = folder
        self.events = events
        self._numbers = count(1)

    @cached_property
    def lines(self) -> Lines:
        """The great file."""
        return self._lines(self.events)

    @cached_property
    def small_lines(self) -> Lines:
        """The small file."""
        return self._lines(self.events // SMALLER)

    @cached_property
    def ledger(self) -> Ledger:
        """The great ledger, sealed and signed as one in use is."""
        return self._sealed(self.lines)

    @cached_property
    def small_ledger(self) -> Ledger:
        """The small ledger."""
        return self._sealed(self.small_lines)

    @cached_property
    def teachers(self) -> list[str]:
        """The staff numbers in the great ledger."""
        return _teachers(self.ledger)

    @cached_property
    def small_teachers(self) -> list[str]:
        """The staff numbers in the small ledger."""
        return _teachers(self.small_ledger)

    @cached_property
    def library(self) -> LibraryStore:
        """The great ledger's events in the library's own store."""
        library = LibraryStore(self.new_path("library"))
        with self.ledger.store.reading() as reading:
            library.put(reading.stored(1, reading.head.position))
        return library

    @cached_property
    def listed(self) -> Ledger:
        """A copy of the great ledger that lists many more teachers.

        Only the rows of the projection asked are multiplied: those of others lie in other ranges of the
        table's key, and are never read.
        """
        path = self.new_path("listed")
        with (
            closing(sqlite3.connect(self.ledger.url)) as source,
            closing(sqlite3.connect(path)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = WAL")
            more = max(0, min(LISTED, 10 * self.events) // len(self.teachers) - 1)
            copy.execute(
                "WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ?)"
                " INSERT INTO standing SELECT generation, projection, outcome, teacher || '-' || n,"
                " first_day, known_from, last_day, known_until, policy, clause, school, name, since, until"
                " FROM standing, copies WHERE projection = ?",
                (more, PROJECTION),
            )
            copy.commit()
        return open_ledger(str(path), by=_BY)

    @cached_property
    def plain_table(self) -> PlainTable:
        """The rows of the answer about everyone, for all outcomes."""
        with viewing(self.listed, Question(as_of=AS_OF)) as view:
            rows = [tuple(row.values()) for row in standings_of_all(view, PROJECTION)]
        return PlainTable(self.new_path("plain"), rows)

    def new_path(self, name: str) -> Path:
        """A path in the folder that nothing is at."""
        return self.folder / f"{name}-{next(self._numbers)}.db"

    def new_ledger(self) -> Ledger:
        """An empty ledger."""
        path = self.new_path("ledger")
        make_ledger(str(path))
        return open_ledger(str(path), by=_BY)

    def remove(self, ledger: Ledger) -> None:
        """The ledger is closed, and its files are gone."""
        ledger.close()
        for path in self.folder.glob(f"{Path(ledger.url).name}*"):
            path.unlink()

    def imported(self, lines: Lines, ledger: Ledger) -> float:
        """The seconds that importing the file took, durable."""
        began = perf_counter()
        import_lines(ledger, lines.path)
        return perf_counter() - began

    def _sealed(self, lines: Lines) -> Ledger:
        ledger = self.new_ledger()
        import_lines(ledger, lines.path)
        make_checkpoint(ledger)
        return ledger

    def _lines(self, events: int) -> Lines:
        path = self.new_path("events").with_suffix(".jsonl")
        teachers = max(4, events // EVENTS_A_FILE)
        written = 0
        with path.open("w", encoding="utf-8") as file:
            for said in sample_events(teachers=teachers, seed=_SEED, today=_TODAY):
                file.write(json.dumps(said, ensure_ascii=False) + "\n")
                written += 1
        return Lines(path=path, events=written, teachers=teachers)

    def close(self) -> None:
        """Close what was opened, and remove the folder."""
        for name in ("ledger", "small_ledger", "listed", "library", "plain_table"):
            if name in vars(self):
                vars(self)[name].close()
        shutil.rmtree(self.folder)


def import_lines(ledger: Ledger, path: Path) -> int:
    """How many events were recorded, as `import` records them."""
    return record(ledger, read_json_lines(path), sources={str(path): digest_of(path)}).recorded


def _teachers(ledger: Ledger) -> list[str]:
    with ledger.store.reading() as reading:
        return [name.removeprefix("teacher/") for name in reading.stream_names("teacher/")]
