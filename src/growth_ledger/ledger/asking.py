"""What holds at a day, of one teacher or of everyone, and why.

One file is judged live; a question about everyone is asked of the read model, which the same
functions made, or, where the model cannot know, streams through the files.

Source: domain page, sections 6 to 8; interface page, section 3.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from growth_ledger.domain.days import Day, date_of
from growth_ledger.domain.timelines import covers
from growth_ledger.errors import MissingError, nearest
from growth_ledger.ledger.answers import (
    ExplainAnswer,
    NodeAnswer,
    ShowAnswer,
    StandingAnswer,
    StandingRow,
    WhatIfRow,
    iso,
    open_day,
    who,
)
from growth_ledger.ledger.files import counted, is_in
from growth_ledger.ledger.stored_answers import model_for
from growth_ledger.policy.explanations import Node, explanation, plain
from growth_ledger.policy.projections import (
    Standing,
    case_of,
    policies_in_force,
    standings_on,
    tenure_in_force,
    weights_under,
)
from growth_ledger.policy.read_model import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from growth_ledger.domain.surroundings import Adoption
    from growth_ledger.domain.teacher_file import TeacherFile
    from growth_ledger.ledger.views import View
    from growth_ledger.policy.packs import Pack


def show(view: View, teacher: str) -> ShowAnswer:
    """The file at the day: service, post, tenure, every standing.

    Raises:
        MissingError: The ledger did not know the teacher at K.
    """
    return show_of(view, view.file(teacher))


def show_of(view: View, file: TeacherFile) -> ShowAnswer:
    """The same of a file that was read already."""
    day = view.as_of
    state = file.school_states.at(day)
    adoption = policies_in_force(file, view.rules).at(day)
    found = standings_on(file, view.rules, day)
    return {
        "teacher": file.teacher,
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "sandbox": view.head.sandbox,
        "name": file.name_at(day),
        "school": file.schools.at(day),
        "district": None if state is None else state.district,
        "policy": None if adoption is None else adoption.policy,
        "in_service": covers(file.service, day),
        "roles": roles_in_post(file, day),
        "tenure": tenure_at(view, file, adoption),
        "standings": {name: _standing_answer(standing) for name, standing in found.items()},
        "basis": view.basis([adoption]),
    }


def roles_in_post(file: TeacherFile, day: Day) -> list[str]:
    """The roles held in post on the day, sorted."""
    if not covers(file.working(), day):
        return []
    return sorted(
        {part.fact.event.role for part in file.appointments if part.first <= day <= part.last}
    )


def tenure_at(view: View, file: TeacherFile, adoption: Adoption | None) -> str:
    """Tenure at the day by the weights of the policy in force; "0" before the file opens."""
    if file.first_day is None or view.as_of < file.first_day:
        return "0"
    weights = weights_under(adoption, view.rules)
    return plain(file.tenure(weights).at(view.as_of) or Decimal(0))


def tenure_steps(view: View, file: TeacherFile) -> Iterator[tuple[Day, Decimal]]:
    """Each day since the file opened from which tenure is another, and the tenure; from the first credit on."""
    if file.first_day is None:
        return
    in_force = policies_in_force(file, view.rules)
    runs = tenure_in_force(file, in_force, view.rules, since=file.first_day).runs
    for first, _, years in runs if runs[0].value else runs[1:]:
        yield first, years


def standings_of_all(
    view: View,
    projection: str,
    *,
    district: str | None = None,
    school: str | None = None,
    outcomes: Collection[str] = (),
    progress: Callable[[int], None] | None = None,
) -> list[StandingRow]:
    """Everyone's outcome at the day, by teacher; only those in the district, school, one of the outcomes given.

    Raises:
        MissingError: No pack has the projection, or the filter names what is not there.
    """
    check_projection(view, projection, outcomes)
    model = model_for(view)
    rows: list[StandingRow] = []
    if model is not None:
        # The index knows one outcome at a time; several are picked from all.
        only = next(iter(outcomes)) if len(outcomes) == 1 else None
        found = model.at(projection, outcome=only, school=school)
        rows.extend(
            row
            for row in _stored_rows(view, found, district)
            if not outcomes or row["outcome"] in outcomes
        )
    files = view.files() if model is None else model.live_files()
    for file in counted(files, progress):
        standing = _standing(view, file, projection)
        if (
            standing is not None
            and (not outcomes or standing.outcome in outcomes)
            and is_in(file, view.as_of, district=district, school=school)
        ):
            rows.append(
                {
                    **who(file, view.as_of),
                    "policy": standing.adoption.policy,
                    "outcome": standing.outcome,
                    "since": date_of(standing.first).isoformat(),
                    "until": open_day(standing.last),
                }
            )
    if model is not None and model.live:
        rows.sort(key=_teacher_of)
    return rows


def _stored_rows(
    view: View, found: Iterable[tuple[Any, ...]], district: str | None
) -> Iterator[StandingRow]:
    """Rows of the read model as rows of the answer; only those of the district, if one is given."""
    schools = view.surroundings.schools
    for teacher, name, school, policy, outcome, since, until in found:
        if district is not None:
            state = schools[school].states.at(view.as_of) if school in schools else None
            if state is None or state.district != district:
                continue
        yield {
            "teacher": teacher,
            "name": name,
            "school": school or None,
            "policy": policy,
            "outcome": outcome,
            "since": iso(since),
            "until": open_day(until),
        }


def _teacher_of(row: StandingRow) -> str:
    return row["teacher"]


def check_projection(
    view: View, projection: str, outcomes: Collection[str] = (), *, or_tier: bool = False
) -> None:
    """Nothing, where some pack has the projection, and some pack each of the outcomes given.

    With `or_tier`, a cohort tier will do in the place of a projection. A pack that does not judge here
    will do too, in force at another time or only shipped: that nobody has a standing is an answer.

    Raises:
        MissingError: None has; the nearest known one is offered.
    """
    packs = view.packs()
    known = judging = _asked(packs, or_tier=or_tier)
    if projection in known and _outcomes(packs, projection).issuperset(outcomes):
        return
    from growth_ledger.ledger.packs import every_pack  # noqa: PLC0415 - few come here.

    packs = [*packs, *every_pack(view.reading)]
    known = _asked(packs, or_tier=or_tier)
    if projection not in known:
        raise MissingError(
            "no-such-projection",
            projection=projection,
            nearest=nearest(projection, known),
            known=", ".join(sorted(judging or known)),
        )
    decided = _outcomes(packs, projection)
    for outcome in outcomes:
        if outcome not in decided:
            raise MissingError(
                "unknown-outcome",
                value=outcome,
                nearest=nearest(outcome, decided),
                known=", ".join(sorted(decided)),
            )


def _asked(packs: Iterable[Pack], *, or_tier: bool) -> set[str]:
    return {
        name for pack in packs for name in (*pack.projections, *(pack.tiers if or_tier else ()))
    }


def _outcomes(packs: Iterable[Pack], projection: str) -> set[str]:
    return {
        one.outcome
        for pack in packs
        if projection in pack.projections
        for one in pack.projections[projection].outcomes
    }


def what_if(
    view: View,
    other: View,
    projection: str,
    *,
    district: str | None = None,
    school: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[WhatIfRow]:
    """Everyone's outcome in force beside the one under the other view's rules.

    Files without a standing under either are left out.

    Raises:
        MissingError: No rules know the projection.
    """
    if not any(projection in pack.projections for pack in other.packs()):
        # Rules that do not know it are an answer too: nobody has such an outcome under them.
        check_projection(view, projection)
    assumed = other.rules.assumed
    assert assumed is not None
    rows: list[WhatIfRow] = []
    for file in counted(view.files(), progress):
        if is_in(file, view.as_of, district=district, school=school):
            now, then = _standing(view, file, projection), _standing(other, file, projection)
            if now is not None or then is not None:
                before = None if now is None else now.outcome
                after = None if then is None else then.outcome
                rows.append(
                    {
                        **who(file, view.as_of),
                        "policy": None if now is None else now.adoption.policy,
                        "outcome": before,
                        "what_if_policy": assumed.policy,
                        "what_if_outcome": after,
                        "differs": before != after,
                    }
                )
    return rows


def explain(view: View, teacher: str, projection: str) -> ExplainAnswer:
    """Why the outcome: each condition tried, what was found and needed, the events, the clause.

    Args:
        view: What is known, and what judges.
        teacher: The staff number.
        projection: The projection, or a cohort tier: could the teacher move into such a cohort?

    Raises:
        MissingError: No such teacher at K, or no pack has the projection or tier.
    """
    file = view.file(teacher)
    check_projection(view, projection, or_tier=True)
    adoption = policies_in_force(file, view.rules).at(view.as_of)
    table = None
    if adoption is not None:
        pack = view.pack_of(adoption)
        table = pack.projections.get(projection)
        if table is None and projection in pack.tiers:
            table = table_of(pack.tiers[projection])
    nodes: list[Node] = []
    if adoption is not None and table is not None:
        nodes = explanation(table, case_of(file, adoption, view.rules), view.as_of)
    decided = nodes[-1] if nodes else None
    return {
        "teacher": teacher,
        "projection": projection,
        "as_of": view.day.isoformat(),
        "known_at": view.known_at,
        "policy": None if adoption is None else adoption.policy,
        "outcome": None if decided is None else decided.outcome,
        "clause": None if decided is None else decided.clause,
        "tree": [node_answer(node) for node in nodes],
        "basis": view.basis([adoption]),
    }


def node_answer(node: Node) -> NodeAnswer:
    """An explanation's node as JSON values."""
    return {
        "outcome": node.outcome,
        "condition": node.condition,
        "holds": node.holds,
        "found": dict(node.found),
        "needed": dict(node.needed),
        "events": [fact.event_id for fact in node.facts],
        "holds_from": None if node.holds_from is None else date_of(node.holds_from).isoformat(),
        "clause": node.clause,
        "children": [node_answer(child) for child in node.children],
    }


def _standing(view: View, file: TeacherFile, projection: str) -> Standing | None:
    return standings_on(file, view.rules, view.as_of, only={projection}).get(projection)


def _standing_answer(standing: Standing) -> StandingAnswer:
    return {
        "outcome": standing.outcome,
        "since": date_of(standing.first).isoformat(),
        "until": open_day(standing.last),
        "clause": standing.clause,
    }
