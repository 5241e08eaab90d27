"""What the read model keeps of one file: every standing, tenure, eligibility and participation.

The rows of a file are a function of the file and the rules, by the same functions that answer live.
A row is a stretch of days with one outcome, one school and one name; `since` and `until` are the
unbroken run around it, whatever the school or the name. Projections whose names begin with `@` are
not a pack's: `@tenure`, `@tier/TIER` (could the teacher move into such a cohort), `@cohort/CODE`.

Source: domain page, sections 6 and 8.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.domain.days import BEGINNING, Day, Span
from growth_ledger.domain.surroundings import Adoption
from growth_ledger.domain.timelines import Run, Timeline, steps
from growth_ledger.policy.conditions import Case, participations
from growth_ledger.policy.explanations import plain
from growth_ledger.policy.packs import InService, Not, Outcome, Projection
from growth_ledger.policy.projections import (
    cases,
    outcomes,
    policies_in_force,
    tenure_in_force,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.policy.packs import Pack, Tier
    from growth_ledger.policy.projections import Rules

TENURE: Final = "@tenure"
TIER: Final = "@tier/"
COHORT: Final = "@cohort/"

ELIGIBLE: Final = "eligible"
NOT_ELIGIBLE: Final = "not-eligible"
NOT_IN_SERVICE: Final = "not-in-service"


class ModelRow(NamedTuple):
    """A stretch of days of one file; both ends of both spans are included.

    `policy` and `clause` are "" where no policy decides; `school` is "" where there is none; `name`
    is None where it was never given or was erased.
    """

    projection: str
    outcome: str
    policy: str
    clause: str
    school: str
    name: str | None
    first: Day
    last: Day
    since: Day
    until: Day


class _Judged(NamedTuple):
    projection: str
    outcome: str
    policy: str
    clause: str
    first: Day
    last: Day


def rows_of(file: TeacherFile, rules: Rules) -> list[ModelRow]:
    """Every row of the file, by projection, in order of day."""
    who = _who(file)
    rows: list[ModelRow] = []
    for projection, outcome, policy, clause, first, last in _judged(file, rules):
        for piece_first, piece_last, (school, name) in who:
            if piece_last < first:
                continue
            if piece_first > last:
                break
            rows.append(
                ModelRow(
                    projection,
                    outcome,
                    policy,
                    clause,
                    school,
                    name,
                    max(piece_first, first),
                    min(piece_last, last),
                    first,
                    last,
                )
            )
    return rows


def _judged(file: TeacherFile, rules: Rules) -> Iterator[_Judged]:
    in_force = policies_in_force(file, rules)
    judged = cases(file, in_force, rules)
    yield from _standings(judged)
    yield from _tenure(file, in_force, rules)
    yield from _eligibility(judged)
    yield from _participations(file)


_Cases = list[tuple[Case, Adoption, list[Span]]]


def _standings(judged: _Cases) -> Iterator[_Judged]:
    """As `projections.standings`, in what is stored of them."""
    for case, adoption, days in judged:
        for name, projection in case.pack.projections.items():
            table = projection.outcomes
            for first, last, index in outcomes(projection, case, days):
                outcome = table[index]
                yield _Judged(name, outcome.outcome, adoption.policy, outcome.clause, first, last)


def _tenure(file: TeacherFile, in_force: Timeline[Adoption], rules: Rules) -> Iterator[_Judged]:
    """Tenure from the day on which the file opens, by the weights in force on each day."""
    if file.first_day is None:
        return
    for first, last, years in tenure_in_force(file, in_force, rules, since=file.first_day).runs:
        yield _Judged(TENURE, _years_text(years), "", "", first, last)


@lru_cache(maxsize=1024)
def _years_text(years: Decimal) -> str:
    """A career has few different tenures."""
    return plain(years)


def _eligibility(judged: _Cases) -> Iterator[_Judged]:
    """For each tier of the policy in force, whether the teacher could move in, while in service."""
    for case, _, days in judged:
        for table in _tables_of(case.pack):
            for first, last, index in outcomes(table, case, days):
                outcome = table.outcomes[index].outcome
                yield _Judged(table.name, outcome, case.pack.policy, table.clause, first, last)


@lru_cache(maxsize=64)
def _tables_of(pack: Pack) -> tuple[Projection, ...]:
    """Each tier's question as a projection."""
    return tuple(table_of(tier) for tier in pack.tiers.values())


def table_of(tier: Tier) -> Projection:
    """Whether a teacher could move into a cohort of the tier, as a projection."""
    return Projection(
        name=TIER + tier.name,
        clause=tier.clause,
        outcomes=(
            Outcome(outcome=NOT_IN_SERVICE, clause=tier.clause, when=Not(InService())),
            Outcome(outcome=ELIGIBLE, clause=tier.clause, when=tier.may_move_in),
            Outcome(outcome=NOT_ELIGIBLE, clause=tier.clause, when=None),
        ),
    )


def _participations(file: TeacherFile) -> Iterator[_Judged]:
    for part, cohort in participations(file):
        capacity = part.fact.event.capacity
        yield _Judged(COHORT + cohort.code, capacity, "", "", part.first, part.last)


def _who(file: TeacherFile) -> Sequence[Run[tuple[str, str | None]]]:
    """School and name over all days; before the file opens there is no school."""
    names = file.names.runs
    schools = file.schools.runs
    if len(names) <= 1:
        name = names[0].value if names else None
        changes = [(BEGINNING, ("", name)), *((run.first, (run.value, name)) for run in schools)]
        return steps(changes).runs
    days = sorted({BEGINNING, *(run.first for run in (*schools, *names))})
    return steps([(day, (file.schools.at(day) or "", file.name_at(day))) for day in days]).runs
