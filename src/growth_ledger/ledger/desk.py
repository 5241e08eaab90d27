"""What the clerk's desk needs of a ledger: its names, its codes with their labels.

Source: interface page, section 1 (`template`) and section 2.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from growth_ledger.domain.events import SCHOOLS, TEACHERS
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.refusals import opening_refusal
from growth_ledger.errors import Refusal, StorageError
from growth_ledger.intake.codebook import Codebook
from growth_ledger.intake.templates import Names
from growth_ledger.ledger.missing import check_school, with_numbers_meant
from growth_ledger.ledger.packs import shipped_with_program
from growth_ledger.ledger.stored_answers import model_for
from growth_ledger.ledger.views import Question, View, viewing
from growth_ledger.policy.read_model import TENURE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from growth_ledger.domain.events import Event
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.policy.packs import Pack

_MOST_OFFERED: Final = 100


def codebook(ledger: Ledger | None) -> Codebook:
    """The codes of the core, of the shipped packs and, where there is a ledger, of the adopted."""

    def packs() -> Iterator[Pack]:
        yield from shipped_with_program()
        if ledger is not None:
            with viewing(ledger, Question()) as view:
                yield from view.packs()

    return Codebook(packs)


def names_of(ledger: Ledger, *, school: str | None = None) -> Names:
    """The teachers, schools, cohorts and districts, each with what it is called today.

    Args:
        ledger: The ledger, open.
        school: Only teachers of this school.

    Raises:
        MissingError: `no-such-school`.
    """
    with viewing(ledger, Question()) as view:
        schools = {
            code: found.states.at(view.as_of)
            for code in _codes(view, SCHOOLS)
            if (found := view.surroundings.schools.get(code)) is not None
        }
        if school is not None:
            check_school(school, schools, view.reading)
        teachers = [
            (teacher, name) for teacher, name, at in _people(view) if school is None or at == school
        ]
        districts = {state.district for state in schools.values() if state is not None}
        return Names(
            teacher=teachers,
            school=[(code, "" if state is None else state.name) for code, state in schools.items()],
            cohort=[(cohort.code, cohort.name) for cohort in view.cohorts()],
            district=[(name, name) for name in sorted(districts | set(view.districts()))],
        )


def _people(view: View) -> list[tuple[str, str, str | None]]:
    """Number, name and school of every teacher on the day, by number."""
    model = model_for(view)
    assert model is not None, "the model knows what is recorded, by the rules in force"
    found: dict[str, tuple[str, str | None]] = {
        teacher: (name or "", school) for teacher, name, school, *_ in model.at(TENURE)
    }
    # A file that opens on a later day has a name already; one whose opening was voided has none.
    others = (teacher for teacher in _codes(view, TEACHERS) if teacher not in found)
    for file in view.files_of(others):
        found[file.teacher] = (file.name_at(view.as_of) or "", file.schools.at(view.as_of))
    return sorted((teacher, *said) for teacher, said in found.items())


def beginning_with(ledger: Ledger, sort: str, start: str) -> list[str]:
    """Up to 100 names that begin so, for completion.

    Args:
        ledger: The ledger, open.
        sort: `teacher`, `school` or `cohort`; `district`, `projection`, `tier`, `outcome` or `pack`;
            `explained`, which is a projection or a tier.
        start: The beginning.
    """
    with viewing(ledger, Question()) as view:
        match sort:
            case "district":
                known = set(view.districts())
            case "projection":
                known = {name for pack in view.packs() for name in pack.projections}
            case "tier":
                known = {name for pack in view.packs() for name in pack.tiers}
            case "explained":
                known = {name for pack in view.packs() for name in (*pack.projections, *pack.tiers)}
            case "outcome":
                known = {
                    outcome.outcome
                    for pack in view.packs()
                    for projection in pack.projections.values()
                    for outcome in projection.outcomes
                }
            case "pack":
                known = {pack.policy for pack in view.packs()}
            case _:
                known = set(_codes(view, f"{sort}/{start}", f"{sort}/"))
    return sorted(name for name in known if name.startswith(start))[:_MOST_OFFERED]


def facts_of(ledger: Ledger, stream: str) -> Facts:
    """What stands in a stream, such as `teacher/T001`; nothing where there is none."""
    with ledger.store.reading() as reading:
        return Facts(reading.stream(stream))


def refusals_of_stream(ledger: Ledger, stream: str, cls: type[Event]) -> list[Refusal]:
    """Why an event of the class cannot be recorded in the stream; empty if nothing is known against it."""
    with ledger.store.reading() as reading:
        refusal = opening_refusal(Facts(reading.stream(stream)), stream, cls)
        return [] if refusal is None else with_numbers_meant([refusal], reading)


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


def _codes(view: View, start: str, prefix: str | None = None) -> list[str]:
    """The names of streams that begin so, without their prefix."""
    return [name.removeprefix(prefix or start) for name in view.names(start)]
