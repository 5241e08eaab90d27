"""Outcomes over days: decision tables over conditions, under the policy in force for the file.

Source: domain page, section 6 ("Policy in force for a file", "Projections").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from growth_ledger.domain.days import BEGINNING, FOREVER, Day, Span, intersected, without
from growth_ledger.domain.surroundings import Adoption
from growth_ledger.domain.timelines import Run, Timeline, steps
from growth_ledger.policy.conditions import Case, spans
from growth_ledger.policy.packs import DEFAULT_WEIGHTS, Pack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from growth_ledger.domain.surroundings import SchoolState, Surroundings
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.policy.packs import Projection


_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """Which rules judge: the pack of each adoption, or one pack assumed for every file and day.

    Attributes:
        pack_of: The pack of an adoption.
        assumed: An adoption that stands in for all (`--rules`, `whatif`); None for those in force.
    """

    pack_of: Callable[[Adoption], Pack]
    assumed: Adoption | None = None

    def covers(self, adoption: Adoption, school: SchoolState) -> bool:
        """Whether the adoption's pack is for schools of that stage."""
        return school.stage in self.pack_of(adoption).stages

    def in_district(self, district: str, surroundings: Surroundings) -> Timeline[Adoption]:
        """The adoption that rules in a district over days, whatever the stage of a school."""
        if self.assumed is not None:
            return Timeline((Run(BEGINNING, FOREVER, self.assumed),))
        found = surroundings.adoptions.get(district)
        return Timeline() if found is None else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An outcome over an unbroken run of days with one adoption; both days are included."""

    projection: str
    outcome: str
    clause: str
    adoption: Adoption
    first: Day
    last: Day


def policy_of(
    school: SchoolState | None, day: Day, rules: Rules, surroundings: Surroundings
) -> Adoption | None:
    """The adoption that rules a school of these particulars on a day, if it covers the stage."""
    if school is None:
        return None
    adoption = rules.in_district(school.district, surroundings).at(day)
    return adoption if adoption is not None and rules.covers(adoption, school) else None


def policies_in_force(file: TeacherFile, rules: Rules) -> Timeline[Adoption]:
    """For each day the adoption that rules the file: its district's, if it covers the stage."""
    runs: list[Run[Adoption]] = []
    for place in file.school_states.runs:
        adoptions = rules.in_district(place.value.district, file.surroundings)
        for run in adoptions.within([(place.first, place.last)]).runs:
            if not rules.covers(run.value, place.value):
                continue
            before = runs[-1] if runs else None
            if before is not None and before.value is run.value and before.last == run.first - 1:
                runs[-1] = Run(before.first, run.last, run.value)
            else:
                runs.append(run)
    return Timeline(tuple(runs))


def weights_under(adoption: Adoption | None, rules: Rules) -> Mapping[str, Decimal]:
    """The weights of roles in tenure under an adoption, or where no policy is in force."""
    return DEFAULT_WEIGHTS if adoption is None else rules.pack_of(adoption).weights


def tenure_in_force(
    file: TeacherFile, in_force: Timeline[Adoption], rules: Rules, *, since: Day = BEGINNING
) -> Timeline[Decimal]:
    """Tenure in years from the day `since` on, on each day by the weights of roles in force on it.

    Source: domain page, section 6 ("Tenure").
    """
    changes: list[tuple[Day, Decimal]] = []
    for first, last, adoption in in_force.runs:
        if first > since:
            changes.extend(_tenure_between(file, DEFAULT_WEIGHTS, since, first - 1))
        changes.extend(_tenure_between(file, weights_under(adoption, rules), first, last))
        since = last + 1
    if since <= FOREVER:
        changes.extend(_tenure_between(file, DEFAULT_WEIGHTS, since, FOREVER))
    return steps(changes)


def _tenure_between(
    file: TeacherFile, weights: Mapping[str, Decimal], first: Day, last: Day
) -> Iterator[tuple[Day, Decimal]]:
    timeline = file.tenure(weights)
    yield first, timeline.at(first) or _NOTHING
    for since, _, years in timeline.runs:
        if first < since <= last:
            yield since, years


def standings(
    file: TeacherFile, rules: Rules, *, only: Collection[str] | None = None
) -> dict[str, list[Standing]]:
    """Every standing of the file, by projection, in order of day.

    Args:
        file: The teacher's file.
        rules: Which rules judge.
        only: The projections wanted; all where None.
    """
    result: dict[str, list[Standing]] = {}
    for case, adoption, days in cases(file, policies_in_force(file, rules), rules):
        for name, projection in case.pack.projections.items():
            if only is None or name in only:
                found = result.setdefault(name, [])
                for first, last, index in outcomes(projection, case, days):
                    outcome = projection.outcomes[index]
                    found.append(
                        Standing(
                            projection=name,
                            outcome=outcome.outcome,
                            clause=outcome.clause,
                            adoption=adoption,
                            first=first,
                            last=last,
                        )
                    )
    for found in result.values():
        found.sort(key=_first_day)
    return result


def cases(
    file: TeacherFile, in_force: Timeline[Adoption], rules: Rules
) -> list[tuple[Case, Adoption, list[Span]]]:
    """The file under each adoption that rules it on some days, with these days."""
    by_adoption: dict[int, tuple[Case, Adoption, list[Span]]] = {}
    for first, last, adoption in in_force.runs:
        found = by_adoption.get(id(adoption))
        if found is None:
            found = by_adoption[id(adoption)] = (case_of(file, adoption, rules), adoption, [])
        found[2].append((first, last))
    return list(by_adoption.values())


def case_of(file: TeacherFile, adoption: Adoption, rules: Rules) -> Case:
    """The file under an adoption."""
    first = adoption.first if adoption.first > BEGINNING else None
    return Case(file=file, pack=rules.pack_of(adoption), policy_first_day=first)


def outcomes(projection: Projection, case: Case, days: Sequence[Span]) -> list[Run[int]]:
    """The outcome of each of the days: runs of the index of the first outcome that holds."""
    left = list(days)
    runs: list[Run[int]] = []
    for index, outcome in enumerate(projection.outcomes):
        if not left:
            break
        if outcome.when is None:
            runs.extend([Run(first, last, index) for first, last in left])
            break
        held = spans(outcome.when, case)
        if held:
            decided = intersected(left, held)
            if decided:
                runs.extend([Run(first, last, index) for first, last in decided])
                left = without(left, held)
    if len(runs) > 1:
        runs.sort()
    return runs


def standing_at(found: Sequence[Standing], day: Day) -> Standing | None:
    """The one of a projection's standings that covers the day."""
    for standing in found:
        if standing.first <= day <= standing.last:
            return standing
    return None


def standings_on(
    file: TeacherFile, rules: Rules, day: Day, *, only: Collection[str] | None = None
) -> dict[str, Standing]:
    """The standing that each projection gives on the day; none for one that gives none.

    Args:
        file: The file.
        rules: As for `standings`.
        day: The day.
        only: The projections that are asked for; None for all.
    """
    return {
        name: standing
        for name, found in standings(file, rules, only=only).items()
        if (standing := standing_at(found, day)) is not None
    }


def _first_day(standing: Standing) -> Day:
    return standing.first
