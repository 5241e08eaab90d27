"""Whoever or whatever is asked for and is not there: the nearest that is there is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from growth_ledger.errors import MissingError, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_TEACHER: Final = "teacher/"


def no_such_teacher(teacher: str, streams: Iterable[str]) -> MissingError:
    """What is to be raised where nobody has the staff number; the nearest of the streams is offered."""
    near = nearest(teacher, (name.removeprefix(_TEACHER) for name in streams))
    return MissingError("no-such-teacher", teacher=teacher, nearest=near)


def check_school(school: str, known: Collection[str]) -> None:
    """Nothing, where the school is among those that are known.

    Raises:
        MissingError: `no-such-school`, with the nearest that is.
    """
    if school not in known:
        raise MissingError("no-such-school", school=school, nearest=nearest(school, known))
