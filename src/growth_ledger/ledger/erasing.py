"""Erasing: a person's personal values are destroyed, and the log says who did it, when and why.

What is hashed never held the values, so every proof verifies as before.

Source: interface page, section 4 ("Personal data").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from growth_ledger.domain.events import TEACHERS, PersonalErased
from growth_ledger.errors import UsageError
from growth_ledger.ledger.missing import no_such_teacher
from growth_ledger.ledger.read_model import rebuild_file
from growth_ledger.ledger.sealing import draft_of
from growth_ledger.store import standings

if TYPE_CHECKING:
    from growth_ledger.ledger.opening import Ledger

_LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was destroyed: of how many events, and where the log says so; None where nothing was."""

    teacher: str
    erased: int
    position: int | None


def erase(ledger: Ledger, teacher: str, *, reason: str) -> Erasure:
    """The teacher's personal values are gone, from the database's files too.

    Where there are none (any more) nothing is recorded, but the files are cleaned once more: an
    erasure that a reader was in the way of is finished by asking for it again.

    Raises:
        MissingError: `no-such-teacher`.
        UsageError: `bad-reason`.
        ConflictError: Another writer goes on for too long.
        StorageError: `erased-not-scrubbed`: deleted, but a reader still holds the old bytes.
    """
    if not 1 <= len(reason.strip()) <= _LONGEST_REASON:
        raise UsageError("bad-reason", longest=_LONGEST_REASON)
    stream = TEACHERS + teacher
    with ledger.store.writing() as writing:
        if not writing.last_version(stream):
            raise no_such_teacher(teacher, writing)
        erased = writing.erase_personal(stream)
        # What a rebuilding left behind may have the name, whether or not anything else has.
        live = standings.live_generation(writing.transaction)
        for generation in standings.generations(writing.transaction):
            if generation != live:
                standings.remove_teacher(writing.transaction, generation, teacher)
        if not erased:
            return Erasure(teacher=teacher, erased=0, position=None)
        event = PersonalErased(teacher=teacher, reason=reason.strip())
        [position] = writing.append([draft_of(event, writing)], recorded_by=ledger.by)
        # The read model has the name too.
        rebuild_file(writing, teacher)
    return Erasure(teacher=teacher, erased=erased, position=position)
