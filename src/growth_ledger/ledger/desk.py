"""What the clerk's desk needs of a ledger: its names, its codes with their labels.

Source: interface page, section 1 (`template`) and section 2.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from growth_ledger.errors import MissingError, StorageError, nearest
from growth_ledger.intake.codebook import Codebook
from growth_ledger.intake.pack_folders import read_pack, shipped_packs
from growth_ledger.intake.templates import Names
from growth_ledger.ledger.views import Question, View, viewing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.policy.packs import Pack


def codebook(ledger: Ledger | None) -> Codebook:
    """The codes of the core, of the shipped packs and, where there is a ledger, of the adopted."""

    def packs() -> Iterator[Pack]:
        for folder in shipped_packs().values():
            yield read_pack(folder).pack
        if ledger is not None:
            with viewing(ledger, Question()) as view:
                yield from view.packs()

    return Codebook(packs)


def names_of(ledger: Ledger, *, school: str | None = None) -> Names:
    """Teachers in service today, and schools, cohorts and districts, each with what it is called.

    Args:
        ledger: The ledger, open.
        school: Only teachers of this school.

    Raises:
        MissingError: `no-such-school`.
    """
    with viewing(ledger, Question()) as view:
        schools = {
            code: found.states.at(view.as_of)
            for code in _codes(view, "school/")
            if (found := view.surroundings.schools.get(code)) is not None
        }
        if school is not None and school not in schools:
            raise MissingError("no-such-school", school=school, nearest=nearest(school, schools))
        teachers = [
            (file.teacher, file.name_at(view.as_of) or "")
            for file in view.files()
            if school is None or file.schools.at(view.as_of) == school
        ]
        districts = {state.district for state in schools.values() if state is not None}
        return Names(
            teacher=teachers,
            school=[(code, "" if state is None else state.name) for code, state in schools.items()],
            cohort=[(cohort.code, cohort.name) for cohort in view.cohorts()],
            district=[(name, name) for name in sorted(districts | set(view.districts()))],
        )


def beginning_with(ledger: Ledger, sort: str, start: str) -> list[str]:
    """Up to 100 names of teachers, schools or cohorts that begin so, for completion."""
    with ledger.store.reading() as reading:
        prefix = f"{sort}/"
        names = reading.stream_names(prefix + start)
        return [name.removeprefix(prefix) for name in names[:100]]


@contextmanager
def perhaps(opened: Callable[[], Ledger]) -> Iterator[Ledger | None]:
    """The ledger, or None where there is none yet."""
    try:
        ledger = opened()
    except StorageError as error:
        if error.code != "ledger-missing":
            raise
        yield None
        return
    with ledger:
        yield ledger


def _codes(view: View, prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in view.names(prefix)]
