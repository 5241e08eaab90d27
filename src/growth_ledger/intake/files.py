"""Files of every sort -> statements in order, as one import takes them.

A workbook of refused rows, imported together with the file that they came from, makes the whole with it:
each mended row takes the place of the row that was refused (`mended`). Imported alone, its rows are
rows like any other.

Source: interface page, section 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from growth_ledger.errors import MissingError, Place, UnreadableError
from growth_ledger.intake.columns import ORIGIN
from growth_ledger.intake.contents import file_digest, readable
from growth_ledger.intake.json_lines import read_json_lines
from growth_ledger.intake.mended import Mendings
from growth_ledger.intake.origins import origin_of
from growth_ledger.intake.rows import Note, Row, header_in, origins_listed, rows_of
from growth_ledger.intake.sheets import Sheet, form_of, read_sheets
from growth_ledger.intake.statements import Statement, unreadable

if TYPE_CHECKING:
    from growth_ledger.intake.codebook import Codebook
    from growth_ledger.wording import Lang


_LOCKS: Final = ("~$", ".~")
"""So begin the files that Excel and WPS, or LibreOffice, keep beside an open workbook."""


def nobody(key: str, **values: object) -> None:
    """Tells nobody what was passed over."""


@dataclass(kw_only=True)
class Batch:
    """Several files, imported as one.

    Attributes:
        paths: In the order in which they are recorded.
        codes: The codes and their labels.
        lang: The language in which headers are suggested.
        note: Told what is passed over.
        digests: SHA-256 of each file, by its name.
    """

    paths: Sequence[Path]
    codes: Codebook
    lang: Lang
    note: Note = nobody
    digests: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Read each file once for its digest.

        Raises:
            MissingError: A file is not there or cannot be read.
        """
        for path in self.paths:
            if path.exists() and not (path.is_file() or path.is_dir()):
                # It can be read once only, and its rows are looked up again by the places that they have.
                raise MissingError("not-a-file", path=str(path))
        # A file that is named twice is one file.
        self.paths = self._without_locks(list(dict.fromkeys(self.paths)))
        self.digests = {str(path): file_digest(path) for path in self.paths}
        self._mendings = Mendings(self.digests.values(), left_out=self._left_out)
        self._places: dict[str, dict[tuple[str, int], str]] = {}
        """The place that each row of a workbook of refused rows has of its own, by workbook."""

    def statements(self) -> Iterator[Statement]:
        """Every file's statements, in order; what cannot be read brings its refusal along."""
        read: dict[Path, list[Sheet] | Statement] = {}
        for path in self.paths:
            sheets = self._sheets(path)
            if sheets is not None:
                read[path] = sheets
        self._gather_mended(read)
        for path in self.paths:
            found = read.pop(path, None)
            if found is None:
                yield from self._with_mended(read_json_lines(path))
            elif isinstance(found, Statement):
                yield found
            else:
                yield from self._of_sheets(path, found)
        # Rows of lines that are not there are rows all the same.
        yield from self._mendings.left()

    def _without_locks(self, paths: Sequence[Path]) -> Sequence[Path]:
        """The paths but for what an office program writes beside a file that somebody has open."""
        files = [path for path in paths if not path.name.startswith(_LOCKS)]
        if not files:
            return paths
        for path in paths:
            if path not in files:
                self.note("desk.note.lock", place=Place(file=str(path)))
        return files

    def origin_of(self, place: Place) -> str | None:
        """How a workbook of refused rows remembers the row at a place of this import; None for no row."""
        if place.file is None or place.line is None:
            return None
        key = (place.sheet or "", place.line)
        mended = self._places.get(place.file, {}).get(key)
        return mended or origin_of(self.digests[place.file], *key)

    def _sheets(self, path: Path) -> list[Sheet] | Statement | None:
        """The file's sheets, or why they cannot be read; None for a file of JSON lines."""
        place = Place(file=str(path))
        try:
            with readable(path):
                form = form_of(path)
                if form is None:
                    return unreadable("unknown-file-type", place=place, path=path.name)
                return None if form == "json-lines" else read_sheets(path)
        except UnreadableError as error:
            line = error.values.pop("line", None)
            at = Place(file=str(path), line=line) if isinstance(line, int) else place
            return unreadable(error.code, place=at, **error.values)

    def _gather_mended(self, read: Mapping[Path, list[Sheet] | Statement]) -> None:
        """Find the rows that take the place of others of this import."""
        for path, sheets in read.items():
            if isinstance(sheets, Statement) or not any(
                self._is_of_refused(path, sheet) for sheet in sheets
            ):
                continue
            file = str(path)
            self._places[file] = self._mendings.gather(
                file,
                self.digests[file],
                (row for sheet in sheets for row in self._rows(path, sheet)),
                written=[origin for sheet in sheets for origin in origins_listed(sheet)],
            )
        self._mendings.settle()

    def _is_of_refused(self, path: Path, sheet: Sheet) -> bool:
        header = header_in(sheet, file=str(path), lang=self.lang)
        return header is not None and ORIGIN in header.columns

    def _left_out(self, row: Statement, workbook: str) -> None:
        self.note("desk.note.left_out", place=row.place, path=workbook)

    def _of_sheets(self, path: Path, sheets: Sequence[Sheet]) -> Iterator[Statement]:
        mended = self._mendings.of_workbook(str(path))
        if mended is not None:
            yield from mended
            return
        found = (row.statement for sheet in sheets for row in self._rows(path, sheet))
        first = next(found, None)
        if first is None:
            yield unreadable("nothing-to-import", place=Place(file=str(path)))
        else:
            yield from self._with_mended(chain([first], found))

    def _with_mended(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The statements of a file, each as it was mended."""
        if not self._mendings:
            yield from statements
            return
        for one in statements:
            yield from self._mendings.instead_of(self.origin_of(one.place), one)

    def _rows(self, path: Path, sheet: Sheet) -> Iterator[Row]:
        return rows_of(sheet, file=str(path), codes=self.codes, lang=self.lang, note=self.note)
