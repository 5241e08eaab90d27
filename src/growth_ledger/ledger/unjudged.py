"""Why a teacher has no standing on a day: what there is none of, the file, the school, rules or the projection.

Source: domain page, section 6 ("Policy in force for a file").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from growth_ledger.ledger.views import View

Lack: TypeAlias = Literal["file", "school", "rules", "stage", "projection"]


class Unjudged(NamedTuple):
    """What there is none of, and what is to be said of it."""

    lack: Lack
    school: str = ""
    stage: str = ""
    district: str = ""
    policy: str = ""


def unjudged(view: View, teacher: str) -> Unjudged:
    """Why the teacher has no standing on the day, the first reason that fits.

    Raises:
        MissingError: The ledger did not know the teacher at K.
    """
    file = view.file(teacher)
    day = view.as_of
    if file.first_day is None or day < file.first_day:
        return Unjudged("file")
    school = file.schools.at(day) or ""
    state = file.school_states.at(day)
    if state is None:
        return Unjudged("school", school=school)
    adoption = view.rules.in_district(state.district, view.surroundings).at(day)
    if adoption is None:
        return Unjudged("rules", school=school, district=state.district)
    if not view.rules.covers(adoption, state):
        return Unjudged("stage", school=school, stage=state.stage, policy=adoption.policy)
    return Unjudged("projection", school=school, policy=adoption.policy)
