"""What an audit of a ledger, or of a file exported from it, finds: checks, and the flaws of each.

A *flaw* is one thing that is not as it was recorded, with the first position concerned. Finding one
stops nothing, so that all of them are seen at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.errors import ConflictError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
"""What is checked of a ledger, in the order in which it is told."""

MOST_FLAWS: Final = 100
"""So many flaws of one check are told; the rest is counted."""

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


class RowName(NamedTuple):
    """A row of the database: of which sort it is, and which of them; or a sort that is alone."""

    sort: str
    key: object = None

    def __str__(self) -> str:
        return self.sort if self.key is None else f"{self.sort} {self.key}"


_EVENT: Final = "event"
_FILE: Final = RowName("file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing that is not as it was recorded.

    Attributes:
        flaw: Which, as wording knows it.
        position: The first event concerned; None where the flaw is in no event.
        row: Where it stands, such as `event 12` or `checkpoint 20`; `file` for the whole of a file.
        values: What the wording fills in.
    """

    flaw: str
    position: int | None
    row: RowName
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_of_event(self) -> bool:
        """Whether it stands in an event's own row."""
        return self.row.sort == _EVENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked.

    Attributes:
        check: One of those of the audit.
        count: How many events, rows or notes it was checked of.
        flaws: The first of what does not hold.
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

    def __init__(self, checks: Iterable[str], *, most: int | None = None) -> None:
        """Nothing yet; of each check no more than `most` are told."""
        self._flaws: dict[str, list[Flaw]] = {check: [] for check in checks}
        self._most = most
        self._more = dict.fromkeys(self._flaws, 0)
        self.counts = dict.fromkeys(self._flaws, 0)
        """How many events, rows or notes each check has been made of."""

    def unreadable(self, check: str, row: str, error: Exception) -> None:
        """A table or index of the check cannot be read; an error around the ledger is raised again."""
        raise_if_around(error)
        self.tell(check, "table-unreadable", row=RowName(row), reason=error)

    def tell(
        self,
        check: str,
        flaw: str,
        *,
        position: int | None = None,
        row: RowName | None = None,
        **values: object,
    ) -> None:
        """One more; by default its row is that of the event at the position."""
        if len(self._flaws[check]) == self._most:
            self._more[check] += 1
            return
        if row is None:
            row = _FILE if position is None else RowName(_EVENT, position)
        self._flaws[check].append(Flaw(flaw=flaw, position=position, row=row, values=values))

    def sort(self) -> None:
        """Those of each check are told in the order of their positions."""
        for flaws in self._flaws.values():
            flaws.sort(key=_place)

    def any_of(self, *checks: str) -> bool:
        """Whether one of the checks has a flaw."""
        return any(self._flaws[check] for check in checks)

    def check(self, name: str, *, remark: str = "") -> Check:
        """All that was found by one check."""
        return Check(
            check=name,
            count=self.counts[name],
            flaws=tuple(self._flaws[name]),
            more=self._more[name],
            remark=remark,
        )


def _place(flaw: Flaw) -> tuple[bool, bool, int]:
    """An event's own row says more than what follows from it."""
    return flaw.position is None, not flaw.is_of_event, flaw.position or 0
