"""What an audit finds: checks, and the flaws of each.

A *flaw* is one thing that is not as it was recorded, with the first position concerned. Finding one
stops nothing, so that all of them are seen at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from growth_ledger.errors import ConflictError, StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKS: Final = (
    "head",
    "database",
    "positions",
    "leaves",
    "versions",
    "moments",
    "statements",
    "tree",
    "seals",
    "checkpoints",
    "given-checkpoint",
    "personal",
    "mentions",
    "read-model",
)
"""What is checked, in the order in which it is told."""

MOST_FLAWS: Final = 100
"""So many flaws of one check are told; the rest is counted."""

_PAST_EVERYTHING: Final = 2**62
_AROUND: Final = frozenset(
    {"database-unreachable", "disk-full", "statement-stopped", "worker-lost"}
)


def raise_if_around(error: BaseException) -> None:
    """What failed around the ledger says nothing of what is stored in it, and ends the audit.

    Raises:
        LedgerError: The error itself, if it is one of these.
    """
    if isinstance(error, ConflictError) or (
        isinstance(error, StorageError) and error.code in _AROUND
    ):
        raise error


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing that is not as it was recorded.

    Attributes:
        flaw: Which, as wording knows it.
        position: The first event concerned; None where the flaw is in no event.
        row: Where it stands in the database, such as `event 12` or `checkpoint 20`.
        values: What the wording fills in.
    """

    flaw: str
    position: int | None
    row: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked.

    Attributes:
        check: One of `CHECKS`.
        count: How many events, rows or notes it was checked of.
        flaws: The first of what does not hold, in order of position.
        more: How many flaws there are besides.
        remark: What was left out, as wording knows it; empty where nothing was.
    """

    check: str
    count: int
    flaws: tuple[Flaw, ...] = ()
    more: int = 0
    remark: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What `audit verify` found; `root` is that of the tree over what is stored."""

    origin: str
    sandbox: bool
    position: int
    root: bytes
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as it was recorded."""
        return all(check.holds for check in self.checks)

    @property
    def first(self) -> Flaw | None:
        """The flaw that names the first event; one that names an event's own row before others."""
        flaws = [flaw for check in self.checks for flaw in check.flaws]
        return min(flaws, key=_place, default=None)


class Flaws:
    """What has been found so far, by check."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(CHECKS, 0)
        """How many events, rows or notes each check has been made of."""
        self._flaws: dict[str, list[Flaw]] = {check: [] for check in CHECKS}
        self._more = dict.fromkeys(CHECKS, 0)

    def unreadable(self, check: str, row: str, error: Exception) -> None:
        """A table or index of the check cannot be read; an error around the ledger is raised again."""
        raise_if_around(error)
        self.tell(check, "table-unreadable", position=None, row=row, reason=error)

    def tell(
        self, check: str, flaw: str, *, position: int | None, row: str = "", **values: object
    ) -> None:
        """One more; by default its row is that of the event at the position."""
        if len(self._flaws[check]) == MOST_FLAWS:
            self._more[check] += 1
            return
        self._flaws[check].append(
            Flaw(flaw=flaw, position=position, row=row or f"event {position}", values=values)
        )

    def any_of(self, *checks: str) -> bool:
        """Whether one of the checks has a flaw."""
        return any(self._flaws[check] for check in checks)

    def check(self, name: str, *, remark: str = "") -> Check:
        """All that was found by one check."""
        return Check(
            check=name,
            count=self.counts[name],
            flaws=tuple(sorted(self._flaws[name], key=_place)),
            more=self._more[name],
            remark=remark,
        )


def _place(flaw: Flaw) -> tuple[bool, bool, int]:
    """An event's own row says more than what follows from it."""
    position = _PAST_EVERYTHING if flaw.position is None else flaw.position
    return flaw.position is None, not flaw.row.startswith("event "), position
