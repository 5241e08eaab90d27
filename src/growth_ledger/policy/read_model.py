"""What the read model keeps of one file: every standing, tenure, eligibility and participation.

The rows of a file are a function of the file and the rules, by the same functions that answer live.
A row is a stretch of days with one outcome, one school and one name; `since` and `until` are the
unbroken run around it, whatever the school or the name. Projections whose names begin with `@` are
not a pack's: `@tenure`, `@tier/TIER` (could the teacher move into such a cohort), `@cohort/CODE`.

Source: domain page, sections 6 and 8.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.domain.days import FOREVER, Day
from growth_ledger.domain.events import CohortJoined, FileOpened, ProfileAmended
from growth_ledger.domain.timelines import Run, Timeline, steps
from growth_ledger.policy.conditions import participations
from growth_ledger.policy.explanations import plain
from growth_ledger.policy.packs import InService, Not, Outcome, Projection
from growth_ledger.policy.projections import case_of, outcomes, policies_in_force, standings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.policy.packs import Tier
    from growth_ledger.policy.projections import Rules

TENURE: Final = "@tenure"
TIER: Final = "@tier/"
COHORT: Final = "@cohort/"

ELIGIBLE: Final = "eligible"
NOT_ELIGIBLE: Final = "not-eligible"
NOT_IN_SERVICE: Final = "not-in-service"

_DEFAULT_WEIGHTS: Final = {"homeroom": Decimal(1)}


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
    for judged in _judged(file, rules):
        projection, outcome, policy, clause, first, last = judged
        for piece in who:
            if piece.last < first:
                continue
            if piece.first > last:
                break
            school, name = piece.value
            rows.append(
                ModelRow(
                    projection,
                    outcome,
                    policy,
                    clause,
                    school,
                    name,
                    max(first, piece.first),
                    min(last, piece.last),
                    first,
                    last,
                )
            )
    return rows


def _judged(file: TeacherFile, rules: Rules) -> Iterator[_Judged]:
    for name, found in standings(file, rules).items():
        for one in found:
            yield _Judged(name, one.outcome, one.adoption.policy, one.clause, one.first, one.last)
    yield from _tenure(file, rules)
    yield from _eligibility(file, rules)
    yield from _participations(file)


def _tenure(file: TeacherFile, rules: Rules) -> Iterator[_Judged]:
    """Tenure from the day on which the file opens, by the weights in force on each day."""
    if file.first_day is None:
        return
    changes: list[tuple[Day, str]] = [(file.first_day, "0")]
    start = file.first_day
    for run in policies_in_force(file, rules).runs:
        if run.first > start:
            changes.extend(_tenure_between(file, _DEFAULT_WEIGHTS, start, run.first - 1))
        weights = rules.pack_of(run.value).weights
        changes.extend(_tenure_between(file, weights, run.first, run.last))
        start = run.last + 1
    if start <= FOREVER:
        changes.extend(_tenure_between(file, _DEFAULT_WEIGHTS, start, FOREVER))
    for run_of_years in steps(changes).runs:
        yield _Judged(TENURE, run_of_years.value, "", "", run_of_years.first, run_of_years.last)


def _tenure_between(
    file: TeacherFile, weights: object, first: Day, last: Day
) -> Iterator[tuple[Day, str]]:
    timeline = file.tenure(weights)  # type: ignore[arg-type]  # a mapping of role to weight
    yield first, plain(timeline.at(first) or Decimal(0))
    for run in timeline.runs:
        if first < run.first <= last:
            yield run.first, plain(run.value)


def _eligibility(file: TeacherFile, rules: Rules) -> Iterator[_Judged]:
    """For each tier of the policy in force, whether the teacher could move in, while in service."""
    for run in policies_in_force(file, rules).runs:
        case = case_of(file, run.value, rules)
        for name, tier in case.pack.tiers.items():
            table = _table_of(tier)
            for first, last, index in outcomes(table, case, [(run.first, run.last)]):
                yield _Judged(
                    TIER + name,
                    table.outcomes[index].outcome,
                    case.pack.policy,
                    tier.clause,
                    first,
                    last,
                )


def _table_of(tier: Tier) -> Projection:
    return Projection(
        name=tier.name,
        clause=tier.clause,
        outcomes=(
            Outcome(outcome=NOT_IN_SERVICE, clause=tier.clause, when=Not(InService())),
            Outcome(outcome=ELIGIBLE, clause=tier.clause, when=tier.may_move_in),
            Outcome(outcome=NOT_ELIGIBLE, clause=tier.clause, when=None),
        ),
    )


def _participations(file: TeacherFile) -> Iterator[_Judged]:
    for part, cohort in participations(file):
        event = part.fact.event
        assert isinstance(event, CohortJoined)
        yield _Judged(COHORT + cohort.code, event.capacity, "", "", part.first, part.last)


def _who(file: TeacherFile) -> Sequence[Run[tuple[str, str | None]]]:
    """School and name over all days; before the file opens there is no school."""
    days: set[Day] = {1}
    schools = file.schools.runs
    names = _names(file).runs
    days.update(run.first for run in schools)
    days.update(run.first for run in names)
    changes = [(day, (file.schools.at(day) or "", file.name_at(day))) for day in sorted(days)]
    return steps(changes).runs


def _names(file: TeacherFile) -> Timeline[str]:
    """The days on which a name is given; what it then is, `name_at` says."""
    given = sorted(
        (fact.day, fact.order, fact.event.name)
        for kind in ("file-opened", "profile-amended")
        for fact in file.of_kind(kind)
        if isinstance(fact.event, FileOpened | ProfileAmended) and fact.event.name is not None
    )
    return steps((day, name) for day, _, name in given)
