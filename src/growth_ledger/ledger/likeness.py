"""Do these two events say the same? What the idempotence of recording and importing rests on.

Source: domain page, section 5; interface page, section 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from growth_ledger.domain.events import Event, fields_of, personal_of

Differences: TypeAlias = dict[str, tuple[Any, Any]]
"""By field, the said and the recorded value; None for an absent one."""

NO_CONTENT: Final = frozenset({"source", "personal", "content"})
"""Fields of the canonical form that say nothing of the fact: where it came from, what the ledger adds."""


def likeness(event: Event) -> tuple[object, ...]:
    """What two events of equal content have in common, quick to compare."""
    if event.day_field:
        return event.kind, event.ref, event.corrects, event.day
    return event.kind, event.ref, getattr(event, "target", None)


def content_of(event: Event) -> dict[str, Any]:
    """What an event says, less what is personal, where it came from, and what the ledger adds."""
    return {key: value for key, value in fields_of(event).items() if key not in NO_CONTENT}


def differences(said: Event, recorded: Event) -> set[str]:
    """The fields in which the events differ; what was erased is no difference."""
    if said.kind != recorded.kind:
        return {"kind"}
    found = set(content_differences(said, recorded))
    if recorded.personal is None or personal_of(recorded):
        found.update(personal_differences(said, recorded))
    return found


def content_differences(said: Event, recorded: Event) -> Differences:
    """Where the contents of two events of one kind differ."""
    ours, theirs = content_of(said), content_of(recorded)
    if "digest" not in ours:
        # The ledger adds the digest of a shipped pack: its being there is no difference.
        theirs.pop("digest", None)
    return _differing(ours, theirs)


def personal_differences(said: Event, recorded: Event) -> Differences:
    """Where the personal values of two events of one kind differ."""
    return _differing(personal_of(said), personal_of(recorded))


def _differing(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Differences:
    return {
        key: (ours.get(key), theirs.get(key))
        for key in ours.keys() | theirs.keys()
        if ours.get(key) != theirs.get(key)
    }
