"""One cell of a sheet, read as its field wants it; what could be read two ways is never guessed at.

A cell is what python-calamine gives, or the text of a CSV file. What comes back is a JSON value, as a
line of JSON would have it, so that every way in is checked by the same models.

Source: interface page, section 2; architecture page, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from growth_ledger.domain.events import TeacherEvent, kind_of
from growth_ledger.errors import UnreadableError
from growth_ledger.intake.codebook import Codebook, is_open_list
from growth_ledger.intake.fields import NAMED_IN, field_choices, holds
from growth_ledger.wording import in_each_language

if TYPE_CHECKING:
    from growth_ledger.domain.events import Event
    from growth_ledger.intake.formats import Shown

Cell: TypeAlias = str | float | bool | date | datetime | time | timedelta
Read: TypeAlias = Callable[[Cell], Any]

IDENTIFIERS: Final = frozenset({*NAMED_IN, "target", "corrects", "ref", "id_number", "event_id"})
"""Fields that are names even where they are made of digits: kept as text."""

LARGEST_EXACT: Final = 10**15
"""Excel keeps 15 digits of a number; the rest is lost."""

_MARKS: Final = tuple(mark.strip() for mark in in_each_language("desk.to_mend"))
"""What a workbook of refused rows writes before a value that has to be looked at."""
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES: Final = dict.fromkeys((0x00A0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000), " ")
_UNSEEN: Final = dict.fromkeys(
    (0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)
)
_WIDTH: Final = {**_FULL_WIDTH, **_SPACES, **_UNSEEN}
_SPACE: Final = {**_SPACES, **_UNSEEN}
_ODD: Final = re.compile(f"[{''.join(map(chr, _WIDTH))}]")

_YEAR_FIRST: Final = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))(?:[ T](?:[01]?\d|2[0-3])(?::[0-5]\d){1,2})?",
    re.ASCII,
)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})")
_SHORT_YEAR: Final = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTHS: Final = 12
_DAY_NUMBERS: Final = (20_000, 80_000)
_EIGHT_DIGITS: Final = (19_000_101, 21_001_231)
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,3}")
_SPOILT: Final = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}")
"""As Excel writes a long number into a CSV file; in a text nobody writes so on purpose."""
_POINT_ZERO: Final = re.compile(r"\d+\.0+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SCHOOL_YEAR: Final = re.compile(r"(\d{4})(?:学年度?)?\s*[-/~‐‑‒–—―−～至到]+\s*(\d{4})(?:学年度?)?")
_DITTO: Final = frozenset({"〃", "″", "”", '"', "同上", "ditto"})
_CHINESE: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·\s]+")
_YES: Final = frozenset({"true", "yes", "y", "是", "√", "✓"})
_NO: Final = frozenset({"false", "no", "n", "否", "×"})
_ERROR: Final = re.compile(
    r"#(?:N/A|VALUE!|REF!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|#+|Err:\d{3}", re.IGNORECASE
)
"""As office programs write an error into a CSV file, and a number that is wider than its column."""
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_SHOWN_DAY: Final = re.compile(
    rf"\d{{1,2}}月\d{{1,2}}[日号]|\d{{4}}年\d{{1,2}}月|\d{{1,2}}-{_MONTH}(?:-\d\d)?|{_MONTH}-\d\d",
    re.IGNORECASE,
)
"""As office programs show a day that they made of 3-2, and write it into a CSV file."""
_EVIDENCE: Final = re.compile(r"(.+?)[ :]+([0-9A-Fa-f]{64})")


def is_to_be_mended(cell: Cell) -> bool:
    """Whether the cell still carries the mark of a workbook of refused rows."""
    return isinstance(cell, str) and cell.lstrip().startswith(_MARKS)


def is_error(cell: Cell) -> bool:
    """Whether the cell holds an error value that was saved as text."""
    return isinstance(cell, str) and _ERROR.fullmatch(cell.strip()) is not None


def cleaned(text: str) -> str:
    """The text with full-width letters, digits and signs made narrow, and no space around it."""
    # Looking is quicker than translating, and most cells hold nothing to translate.
    return (text if _ODD.search(text) is None else text.translate(_WIDTH)).strip()


def says(cell: Cell) -> bool:
    """Whether the cell holds anything that a reader could see."""
    return not isinstance(cell, str) or bool(cell and cleaned(cell))


def reader_for(cls: type[Event], field: str, codes: Codebook) -> Read:
    """The function that reads a cell of that field; it raises `UnreadableError`.

    Args:
        cls: The class of the kind.
        field: One of its fields, `event_id`, or a part of one such as `scores.ethics`.
        codes: The codes and their labels.
    """
    kind = kind_of(cls)
    if field == "name" and issubclass(cls, TeacherEvent):
        return read_name
    if field not in cls.model_fields:
        return read_number if field.startswith("scores.") else read_identifier
    if holds(cls, field, date):
        return read_day
    if is_open_list(kind, field) or field_choices(cls, field):
        return _code_reader(kind, field, codes)
    if field in IDENTIFIERS:
        return read_identifier
    if holds(cls, field, Decimal):
        return read_number
    if holds(cls, field, bool):
        return read_truth
    return _BY_FIELD.get(field, read_text)


def doubted(cell: Cell, shown_as: Shown, read: Read) -> str | None:
    """The code of what is wrong with a cell that shows something else than its value; None for nothing.

    Args:
        cell: The cell's value.
        shown_as: What is shown instead.
        read: How its field is read.
    """
    if read is read_day:
        return shown_as if shown_as == "part-of-a-day" else None
    # A day or a truth value is no text however it is shown.
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return "number-shown-otherwise" if read in _TEXTS and is_number else None


def read_day(cell: Cell) -> str:
    """A day as ISO text: from a date, or from text with the year first."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool | time | timedelta):
        raise UnreadableError("not-a-day", value=shown(cell))
    if isinstance(cell, int | float):
        return _day_of_number(float(cell))
    text = _text(cell)
    matched = _YEAR_FIRST.fullmatch(text)
    if matched is None:
        raise UnreadableError(_why_no_day(text), value=text)
    year, month, day = (int(part) for part in matched.groups() if part is not None)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise UnreadableError("not-a-day", value=text) from None


def read_number(cell: Cell) -> str:
    """A decimal number as text, to the 15 digits that a sheet keeps."""
    if isinstance(cell, bool | date | time | timedelta):
        raise UnreadableError("not-a-number", value=shown(cell))
    if isinstance(cell, int | float):
        return _digits(float(cell))
    text = _text(cell)
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def read_truth(cell: Cell) -> bool:
    """Yes or no, in either language."""
    if isinstance(cell, bool):
        return cell
    text = _text(cell).casefold() if isinstance(cell, str) else shown(cell)
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise UnreadableError("not-yes-or-no", value=text)


def read_school_year(cell: Cell) -> str:
    """A school year such as 2022-2023, whatever the dash between."""
    text = _text(cell) if isinstance(cell, str) else shown(cell)
    matched = _SCHOOL_YEAR.fullmatch(text)
    return text if matched is None else f"{matched[1]}-{matched[2]}"


def read_identifier(cell: Cell) -> str:
    """A name such as a staff number, which only text keeps whole."""
    if isinstance(cell, bool | date | time | timedelta):
        raise UnreadableError("not-text-cell", value=shown(cell))
    if isinstance(cell, int | float):
        if abs(cell) >= LARGEST_EXACT:
            raise UnreadableError("number-spoilt", value=shown(cell))
        raise UnreadableError("number-for-name", value=_digits(float(cell)))
    text = _text(cell)
    if text[:1].isdigit():
        if _SCIENTIFIC.fullmatch(text):
            raise UnreadableError("number-spoilt", value=text)
        if _POINT_ZERO.fullmatch(text):
            raise UnreadableError("number-for-name", value=text)
    return text


def read_name(cell: Cell) -> str:
    """A person's name; the spaces that pad a Chinese name in a column are no part of it."""
    text = read_text(cell).translate(_WIDTH)
    between = "" if _CHINESE.fullmatch(text) else " "
    return between.join(text.split())


def read_class(cell: Cell) -> str:
    """A class such as 三（2）班; what a sheet made a number or a day of, such as 3-2, was another text."""
    if isinstance(cell, float) and not cell.is_integer():
        raise UnreadableError("number-for-name", value=shown(cell))
    text = read_text(cell)
    if _was_a_day(cleaned(text)):
        raise UnreadableError("not-text-cell", value=text)
    return text


def read_text(cell: Cell) -> str:
    """Any text; a number as a reader would write it. What a day or a truth value was cannot be told."""
    if isinstance(cell, str):
        text = (cell if _ODD.search(cell) is None else cell.translate(_SPACE)).strip()
        if text in _DITTO:
            raise UnreadableError("ditto", value=text)
        if _SPOILT.fullmatch(text):
            raise UnreadableError("number-spoilt", value=text)
        return text
    if isinstance(cell, bool | date | time | timedelta):
        raise UnreadableError("not-text-cell", value=shown(cell))
    if abs(cell) >= LARGEST_EXACT:
        raise UnreadableError("number-spoilt", value=shown(cell))
    return shown(cell)


def read_evidence(cell: Cell) -> list[dict[str, str]]:
    """Documents, each `file name SHA-256`, with a semicolon or a line end between."""
    found: list[dict[str, str]] = []
    for part in re.split(r"[;；\n]+", read_text(cell)):
        if part.strip():
            matched = _EVIDENCE.fullmatch(part.strip())
            if matched is None:
                raise UnreadableError("bad-evidence", value=part.strip())
            found.append({"file": matched[1], "sha256": matched[2].lower()})
    return found


def _code_reader(kind: str, field: str, codes: Codebook) -> Read:
    def read(cell: Cell) -> str:
        text = _text(cell) if isinstance(cell, str) else shown(cell)
        meant = codes.codes(kind, field, text)
        if not meant:
            near, allowed = codes.nearest(kind, field, text)
            raise UnreadableError("unknown-code", value=text, nearest=near, allowed=allowed)
        if len(meant) > 1:
            raise UnreadableError("ambiguous-code", value=text, codes=", ".join(meant))
        return meant[0]

    return read


def _text(cell: str) -> str:
    text = cleaned(cell)
    if text.casefold() in _DITTO:
        raise UnreadableError("ditto", value=text)
    return text


def _digits(number: float) -> str:
    """The number as Excel shows it: 15 digits, without an exponent."""
    if abs(number) >= LARGEST_EXACT:
        raise UnreadableError("number-spoilt", value=shown(number))
    return format(Decimal(f"{number:.15g}"), "f")


def _day_of_number(number: float) -> str:
    if _EIGHT_DIGITS[0] <= number <= _EIGHT_DIGITS[1] and number.is_integer():
        return read_day(str(int(number)))
    if _DAY_NUMBERS[0] <= number <= _DAY_NUMBERS[1]:
        raise UnreadableError("number-of-day", value=shown(number))
    raise UnreadableError("not-a-day", value=shown(number))


def _was_a_day(text: str) -> bool:
    """Whether the text is written as a day is shown; eight digits may be a number of a class."""
    if _SHOWN_DAY.fullmatch(text):
        return True
    if text.isdigit() or not _YEAR_FIRST.fullmatch(text):
        return False
    try:
        read_day(text)
    except UnreadableError:
        return False
    return True


def _why_no_day(text: str) -> str:
    # The first number could be a short year as well as a day.
    if _SHORT_YEAR.fullmatch(text):
        return "ambiguous-day"
    matched = _YEAR_LAST.fullmatch(text)
    if matched is None or matched[1] == matched[2]:
        return "not-a-day"
    # Where both could be a month, they could change places.
    both_months = max(int(matched[1]), int(matched[2])) <= _MONTHS
    return "ambiguous-day" if both_months else "not-a-day"


def shown(cell: Cell) -> str:
    """A cell as a reader would write it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return format(Decimal(f"{cell:.15g}"), "f") if abs(cell) < LARGEST_EXACT else f"{cell:.15g}"
    return str(cell)


_TEXTS: Final = frozenset({read_text, read_name, read_class, read_evidence})
"""How the fields are read that hold any text."""
_BY_FIELD: Final[Mapping[str, Read]] = {
    "class_name": read_class,
    "school_year": read_school_year,
    "evidence": read_evidence,
}
