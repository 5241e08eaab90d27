"""Whose files a school or a district has at a day, whether there is such a one at all, and many counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from growth_ledger.domain.events import SCHOOLS
from growth_ledger.errors import MissingError, nearest
from growth_ledger.ledger.missing import check_school

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from growth_ledger.domain.days import Day
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.ledger.views import View

V = TypeVar("V")


def check_place(view: View, *, district: str | None = None, school: str | None = None) -> None:
    """Nothing, where the school is known and the district has a school or a policy, ever.

    To be asked where an answer is empty: it reads every school.

    Raises:
        MissingError: `no-such-school`, `no-such-district`.
    """
    schools = [name.removeprefix(SCHOOLS) for name in view.names(SCHOOLS)]
    if school is not None:
        check_school(school, schools, view.reading)
    if district is None:
        return
    districts = {*view.districts(), *districts_of_schools(view)}
    if district not in districts:
        raise MissingError(
            "no-such-district", district=district, nearest=nearest(district, districts)
        )


def districts_of_schools(view: View) -> set[str]:
    """The districts that schools were ever in; it reads every school."""
    found: set[str] = set()
    for name in view.names(SCHOOLS):
        known = view.surroundings.schools.get(name.removeprefix(SCHOOLS))
        if known is not None:
            found.update(run.value.district for run in known.states.runs)
    return found


def is_in(file: TeacherFile, day: Day, *, district: str | None, school: str | None) -> bool:
    """Whether the file is of the district and school on the day; None asks for none."""
    if school is not None and file.schools.at(day) != school:
        return False
    if district is None:
        return True
    state = file.school_states.at(day)
    return state is not None and state.district == district


def counted(found: Iterable[V], progress: Callable[[int], None] | None) -> Iterator[V]:
    """The same, one after another; after each, `progress` is told how many are done, if anybody asks."""
    for count, one in enumerate(found, start=1):
        yield one
        if progress is not None:
            progress(count)


def teachers_in(
    view: View,
    *,
    district: str | None = None,
    school: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """The staff numbers of those whose file is of the district and school at the day, in order."""
    return [
        file.teacher
        for file in counted(view.files(), progress)
        if is_in(file, view.as_of, district=district, school=school)
    ]
