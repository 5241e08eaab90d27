"""Answers about everyone from the read model: one range query instead of every file.

The model knows the rules in force and the ends of transactions. Other rules, assumed credits, and a
known-at inside a transaction are answered live, the last one only for the files that it touches.

Source: architecture page, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from growth_ledger.ledger.read_model import files_touched
from growth_ledger.ledger.worlds import World
from growth_ledger.policy.cohorts import candidate, is_taken_by
from growth_ledger.policy.read_model import COHORT, ELIGIBLE, NOT_ELIGIBLE, TIER
from growth_ledger.store import standings as stored

if TYPE_CHECKING:
    from growth_ledger.domain.days import Day
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.ledger.views import View
    from growth_ledger.policy.cohorts import Candidate, Team

_MOST_EVENTS_TO_SORT_OUT: Final = 20_000
"""Of a longer transaction that a known-at lies inside of, every file is judged live."""


@dataclass(frozen=True, slots=True)
class Model:
    """The read model as a view may use it.

    Attributes:
        view: The view.
        generation: The live generation.
        live: The teachers whose files must be judged live.
    """

    view: View
    generation: int
    live: frozenset[str]

    def at(
        self, projection: str, *, outcome: str | None = None, school: str | None = None
    ) -> list[tuple[Any, ...]]:
        """Teacher, name, school, policy, outcome, since, until at the day; none that must be live."""
        rows = stored.at(
            self.view.reading.transaction,
            self.generation,
            projection,
            day=self.view.as_of,
            known_at=self.view.known_at,
            outcome=outcome,
            school=school,
        )
        return rows if not self.live else [row for row in rows if row[0] not in self.live]

    def live_files(self) -> Iterator[TeacherFile]:
        """The files that must be judged live."""
        return self.view.files_of(iter(sorted(self.live)))

    def crossing(self, projection: str, *, after: Day, up_to: Day) -> list[str]:
        """The teachers whose outcome may change in the window, sorted, the live ones among them."""
        rows = stored.bordering(
            self.view.reading.transaction,
            self.generation,
            projection,
            after=after,
            up_to=up_to,
            known_at=self.view.known_at,
        )
        return sorted({row.teacher for row in rows} | self.live)

    def all_at(self) -> Iterator[tuple[str, str, str, Day, Day]]:
        """Teacher, projection, outcome, since, until of every standing at the day."""
        rows = stored.all_at(
            self.view.reading.transaction,
            self.generation,
            day=self.view.as_of,
            known_at=self.view.known_at,
        )
        for projection, teacher, outcome, since, until in rows:
            if not projection.startswith("@") and teacher not in self.live:
                yield teacher, projection, outcome, since, until


def model_for(view: View) -> Model | None:
    """The read model for the view; None where everything must be judged live."""
    if view.rules.assumed is not None or view.assumed_after is not None:
        return None
    transaction = view.reading.transaction
    around = stored.batch_around(transaction, view.known_at)
    live: frozenset[str] = frozenset()
    if around is not None:
        first, last = around
        if last - first >= _MOST_EVENTS_TO_SORT_OUT:
            return None
        streams = {row.stream for row in view.reading.stored(first, last)}
        world = World(view.reading)
        live = frozenset(files_touched(view.reading, world, streams))
    return Model(view, stored.live_generation(transaction), live)


def stored_candidates(model: Model, team: Team) -> list[Candidate]:
    """Everyone else in service in the cohort's district, with every reason that blocks, by teacher.

    As `policy.cohorts.candidates`, from a range for the tier's eligibility and one for who is in a
    cohort. Source: domain page, section 8.
    """
    view = model.view
    if team.tier is None:
        return []
    taken = _in_a_cohort(model)
    found: list[Candidate] = []
    for teacher, name, school, _, outcome, _, _ in model.at(TIER + team.tier.name):
        state = view.surroundings.schools[school].states.at(view.as_of) if school else None
        if (
            state is not None
            and outcome in {ELIGIBLE, NOT_ELIGIBLE}
            and team.asks_about(teacher, state.district)
        ):
            one = candidate(
                team,
                teacher=teacher,
                name=name,
                school=school,
                is_rural=state.rural,
                is_eligible=outcome == ELIGIBLE,
                is_taken=teacher in taken,
            )
            found.append(one)
    return found


def _in_a_cohort(model: Model) -> set[str]:
    """The teachers who are a member or lead of any cohort that runs on the day."""
    view = model.view
    rows: Iterable[tuple[Any, ...]] = stored.like(
        view.reading.transaction,
        model.generation,
        COHORT,
        day=view.as_of,
        known_at=view.known_at,
    )
    taken: set[str] = set()
    for projection, teacher, capacity in rows:
        cohort = view.surroundings.cohorts.get(projection.removeprefix(COHORT))
        if cohort is not None and is_taken_by(cohort, capacity, view.as_of):
            taken.add(teacher)
    return taken
