"""The ledgers that are measured on: made-up careers, in a folder of their own, made when first asked for."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Final

import xlsxwriter
from scripts.benchmarks.databases import Databases
from scripts.benchmarks.yardsticks import LibraryStore, PlainTable

from growth_ledger.errors import NOWHERE
from growth_ledger.intake.contents import file_digest
from growth_ledger.intake.json_lines import read_json_lines
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.asking import standings_of_all
from growth_ledger.ledger.opening import Ledger, make_ledger, open_ledger
from growth_ledger.ledger.recording import record
from growth_ledger.ledger.sealing import make_checkpoint
from growth_ledger.ledger.views import Question, viewing
from growth_ledger.samples import sample_events

EVENTS_A_FILE = 60
"""So many events a sample file has, about."""

SMALLER = 100
"""The small ledger has a hundredth of the events of the great one."""

LISTED = 100_000
"""Teachers of the ledger that is asked for a list; fewer for a very small bench."""

LONG_LIST = ("admission", "experienced")
SHORT_LIST = ("honor_allowance", "tier-10")
"""What is listed: a projection and an outcome that a third of all teachers have, or one in a hundred."""

HEADERS = ("教师工号", "培训项目", "级别", "学时", "生效日期", "培训名称")

AS_OF = date(2024, 9, 1)

_TODAY = date(2025, 9, 30)
_SEED = 7
_BY = "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Two files of JSON lines, as `import` takes them.

    Attributes:
        places: Schools, cohorts and adopted policies, which stand before anything is measured.
        path: The teachers' files.
        before: How many events `places` has.
        events: How many events `path` has.
        teachers: How many files.
    """

    places: Path
    path: Path
    before: int
    events: int
    teachers: int


ROWS: Final = 10_000
"""Rows of the workbook; a tenth as many teachers."""


class Places:
    """Everything that is measured on."""

    def __init__(self, folder: Path, databases: Databases, *, events: int) -> None:
        """Make nothing yet.

        Args:
            folder: For the files that are imported.
            databases: Where ledgers and yardsticks are kept.
            events: How many events the great ledger has, about.
        """
        self.folder = folder
        self.databases = databases
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
        library = LibraryStore(self.databases)
        with self.ledger.store.reading() as reading:
            library.put(reading.stored(1, reading.head.position))
        return library

    @cached_property
    def listed(self) -> Ledger:
        """As the great ledger, but listing many more teachers.

        Only the rows of the projections asked are multiplied: those of others lie in other ranges of
        the table's key, and are never read.
        """
        ledger = self._sealed(self.lines)
        value = self.databases.value
        more = max(0, min(LISTED, 10 * self.events) // len(self.teachers) - 1)
        with closing(self.databases.connected(ledger.url)) as connection:
            connection.execute(
                "WITH RECURSIVE copies(n) AS"  # noqa: S608 - marks of values.
                f" (SELECT 1 WHERE {more} > 0 UNION ALL SELECT n + 1 FROM copies WHERE n < {more})"
                " INSERT INTO standing SELECT generation, projection, outcome, teacher || '-' || n,"
                " first_day, known_from, last_day, known_until, policy, clause, school, name, since, until"
                f" FROM standing, copies WHERE projection IN ({value}, {value})",
                (LONG_LIST[0], SHORT_LIST[0]),
            )
            connection.commit()
        self.databases.settle(ledger.url)
        return ledger

    @cached_property
    def workbook(self) -> Path:
        """One sheet of trainings, as a clerk would fill it in."""
        path = self.folder / "workbook.xlsx"
        teachers = _of_the_workbook()
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("完成培训")
            days = book.add_format({"num_format": "yyyy-mm-dd"})
            for at, header in enumerate(HEADERS):
                sheet.write_string(0, at, header)
            for row in range(1, ROWS + 1):
                for at, text in enumerate((teachers[row % len(teachers)], "岗前培训", "市级")):
                    sheet.write_string(row, at, text)
                sheet.write_number(row, 3, 8 + row % 5 / 2)
                sheet.write_datetime(row, 4, datetime(2020 + row % 5, 9, 1 + row % 28), days)  # noqa: DTZ001 - a day of a sheet.
                sheet.write_string(row, 5, f"班主任工作坊第{row}期")
        return path

    def new_ledger_for_the_workbook(self) -> Ledger:
        """A ledger in which the teachers of the workbook have their files."""
        ledger = self.new_ledger(self.small_lines)
        with ledger.store.reading() as reading:
            school = reading.stream_names("school/")[0].removeprefix("school/")
        opened = [
            {
                "kind": "file-opened",
                "teacher": teacher,
                "name": f"教师{number}",
                "school": school,
                "effective_on": "2010-09-01",
            }
            for number, teacher in enumerate(_of_the_workbook())
        ]
        record(ledger, [read_statement(one, place=NOWHERE) for one in opened])
        return ledger

    def plain_table(self, projection: str) -> PlainTable:
        """The rows of the answer about everyone, for all outcomes."""
        with viewing(self.listed, Question(as_of=AS_OF)) as view:
            rows = [tuple(row.values()) for row in standings_of_all(view, projection)]
        return PlainTable(self.databases, rows)

    def new_ledger(self, lines: Lines) -> Ledger:
        """A ledger in which the places stand, and no teacher yet.

        Reading the four packs takes a tenth of a second, whatever follows; it is no part of importing
        a file of events.
        """
        address = self.databases.new("ledger")
        make_ledger(address)
        ledger = open_ledger(address, by=_BY)
        import_lines(ledger, lines.places)
        return ledger

    def remove(self, ledger: Ledger) -> None:
        """The ledger is closed, and gone."""
        ledger.close()
        self.databases.remove(ledger.url)

    def _sealed(self, lines: Lines) -> Ledger:
        ledger = self.new_ledger(lines)
        import_lines(ledger, lines.path)
        make_checkpoint(ledger)
        self.databases.settle(ledger.url)
        return ledger

    def _lines(self, events: int) -> Lines:
        number = next(self._numbers)
        places, path = (self.folder / f"{name}-{number}.jsonl" for name in ("places", "events"))
        teachers = max(4, events // EVENTS_A_FILE)
        before = written = 0
        with places.open("w", encoding="utf-8") as first, path.open("w", encoding="utf-8") as file:
            for said in sample_events(teachers=teachers, seed=_SEED, today=_TODAY):
                line = json.dumps(said, ensure_ascii=False) + "\n"
                if "teacher" in said:
                    file.write(line)
                    written += 1
                else:
                    first.write(line)
                    before += 1
        return Lines(places=places, path=path, before=before, events=written, teachers=teachers)

    def close(self) -> None:
        """Close what was opened."""
        for name in ("ledger", "small_ledger", "listed", "library"):
            if name in vars(self):
                vars(self)[name].close()


def import_lines(ledger: Ledger, path: Path) -> int:
    """How many events were recorded, as `import` records them."""
    return record(ledger, read_json_lines(path), sources={str(path): file_digest(path)}).recorded


def _of_the_workbook() -> list[str]:
    return [f"W{number:06}" for number in range(ROWS // 10)]


def _teachers(ledger: Ledger) -> list[str]:
    with ledger.store.reading() as reading:
        return [name.removeprefix("teacher/") for name in reading.stream_names("teacher/")]
