"""Which streams an event names besides its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from growth_ledger.domain.events import Event, SchoolClosed, Voided

if TYPE_CHECKING:
    from collections.abc import Iterator


def named_streams(event: Event) -> Iterator[str]:
    """The streams that an event names besides its own: schools and cohorts."""
    if isinstance(event, Voided):
        return
    if event.stream_field == "teacher":
        school = getattr(event, "school", None)
        cohort = getattr(event, "cohort", None)
        if school is not None:
            yield f"school/{school}"
        if cohort is not None:
            yield f"cohort/{cohort}"
    elif isinstance(event, SchoolClosed) and event.merged_into is not None:
        yield f"school/{event.merged_into}"
