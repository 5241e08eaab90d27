"""Whose files a school or a district has at a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from growth_ledger.ledger.views import View


def teachers_in(
    view: View,
    *,
    district: str | None = None,
    school: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """The staff numbers of those whose file is of the district and school at the day, in order."""
    found: list[str] = []
    for count, file in enumerate(view.files(), start=1):
        state = file.school_states.at(view.as_of)
        if school in {None, file.schools.at(view.as_of)} and (
            district is None or (state is not None and state.district == district)
        ):
            found.append(file.teacher)
        if progress is not None:
            progress(count)
    return found
