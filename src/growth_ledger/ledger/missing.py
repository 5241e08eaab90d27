"""Whoever or whatever is asked for and is not there: the nearest that is there is offered.

A name in the place of a staff number is told as one, with the numbers of those who have it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from growth_ledger.domain.events import SCHOOLS, TEACHERS, SchoolAmended, SchoolRegistered
from growth_ledger.errors import MissingError, Refusal, nearest
from growth_ledger.policy.read_model import TENURE
from growth_ledger.store import standings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from growth_ledger.store import Reading


def no_such_teacher(teacher: str, reading: Reading, *, known_at: int | None = None) -> MissingError:
    """What is to be raised where nobody has the staff number.

    Args:
        teacher: What was given for one.
        reading: The ledger.
        known_at: The position up to which it is asked; None for all of it.
    """
    called = _teachers_called({teacher}, reading, known_at=known_at).get(teacher)
    streams = reading.stream_names(TEACHERS, known_at)
    near = nearest(teacher, (name.removeprefix(TEACHERS) for name in streams))
    return MissingError("no-such-teacher", teacher=teacher, nearest=near, called=called)


def with_numbers_meant(refusals: Iterable[Refusal], reading: Reading) -> list[Refusal]:
    """The refusals; each unknown staff number with those that may be meant.

    That is who has it for a name, or else the number that differs in capitals alone. A school's name in
    the place of its code is told with the code.
    """
    found = _with_codes_meant(refusals, reading)
    unknown = {str(one.values["value"]) for one in found if one.code == "unknown-teacher"}
    if not unknown:
        return found
    called = _teachers_called(unknown, reading)
    numbers = (name.removeprefix(TEACHERS) for name in reading.stream_names(TEACHERS))
    alike = {number.casefold(): number for number in numbers}
    for index, one in enumerate(found):
        if one.code == "unknown-teacher":
            said = str(one.values["value"])
            near = alike.get(said.casefold())
            meant = {
                "called": called.get(said),
                # A file that is opened further down is there by now.
                "nearest": None if near == said else near,
            }
            found[index] = replace(one, values={**one.values, **meant})
    return found


def _with_codes_meant(refusals: Iterable[Refusal], reading: Reading) -> list[Refusal]:
    """The refusals; each unknown school that is the name of one with that one's code."""
    found = list(refusals)
    unknown = {str(one.values["value"]) for one in found if one.code == "unknown-school"}
    if not unknown:
        return found
    called = _schools_called(unknown, reading)
    return [
        replace(one, values={**one.values, "nearest": called[str(one.values["value"])][0][0]})
        if one.code == "unknown-school" and one.values["value"] in called
        else one
        for one in found
    ]


def check_school(school: str, known: Collection[str], reading: Reading) -> None:
    """Nothing, where the school is among those that are known.

    Raises:
        MissingError: `no-such-school`, with those that have it for a name, or else the nearest code.
    """
    if school not in known:
        called = _schools_called({school}, reading).get(school)
        near = None if called else nearest(school, known)
        raise MissingError("no-such-school", school=school, nearest=near, called=called)


def _schools_called(
    names: Collection[str], reading: Reading
) -> dict[str, list[tuple[str, str | None]]]:
    """The schools that have one of the names, or had it: code and the district of then, by name."""
    found: dict[str, dict[str, str | None]] = {}
    for stream, events in reading.streams(SCHOOLS):
        district = None
        for recorded in events:
            event = recorded.event
            if isinstance(event, SchoolRegistered | SchoolAmended):
                district = event.district or district
                if event.name is not None and event.name in names:
                    found.setdefault(event.name, {})[stream.removeprefix(SCHOOLS)] = district
    return {name: list(schools.items()) for name, schools in found.items()}


def _teachers_called(
    names: Collection[str], reading: Reading, *, known_at: int | None = None
) -> dict[str, list[tuple[str, str]]]:
    """Who has one of the names, or had it: staff number and latest school, by the name as it was given.

    Spaces in what is given do not matter. A name that nobody has is left out.
    """
    meant: dict[str, set[str]] = {}
    for name in names:
        for form in {name, "".join(name.split())}:
            meant.setdefault(form, set()).add(name)
    transaction = reading.transaction
    rows = standings.named(
        transaction,
        standings.live_generation(transaction),
        TENURE,
        meant,
        known_at=reading.head.position if known_at is None else known_at,
    )
    found: dict[str, dict[str, str]] = {}
    for recorded, teacher, school in rows:
        for name in meant[recorded]:
            found.setdefault(name, {})[teacher] = school
    return {name: list(schools.items()) for name, schools in found.items()}
