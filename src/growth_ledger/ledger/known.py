"""What a recording is held against beside its own stream: the schools, cohorts and codes that there are.

Each is looked up when it is asked for, so that what a recording adds is known to what comes after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from growth_ledger.domain.refusals import OPENING, Known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from growth_ledger.domain.codes import Vocabulary
    from growth_ledger.ledger.packs import Shelf
    from growth_ledger.ledger.streams import Streams


def known_to(streams: Streams, shelf: Shelf) -> Known:
    """What the streams and the packs hold by now, and what is added to them from here on."""
    return Known(
        schools=_Standing(streams, "school"),
        cohorts=_Standing(streams, "cohort"),
        vocabulary=_OpenLists.of(shelf),
        is_named=streams.is_named,
    )


class _Standing:
    """The codes of the schools or cohorts that stand; looked up one by one as they are asked for."""

    def __init__(self, streams: Streams, sort: str) -> None:
        self._streams = streams
        self._sort = sort

    def __contains__(self, code: object) -> bool:
        return self._streams.facts(f"{self._sort}/{code}").has(OPENING[self._sort])

    def __iter__(self) -> Iterator[str]:
        prefix = f"{self._sort}/"
        for name in self._streams.names(prefix):
            yield name.removeprefix(prefix)


class _OpenCodes:
    """One open list; shipped packs are read only where the core and adopted codes do not do."""

    def __init__(self, shelf: Shelf, of: Callable[[Vocabulary], frozenset[str]]) -> None:
        self._shelf = shelf
        self._of = of

    def __contains__(self, code: object) -> bool:
        return any(code in self._of(found) for found in self._shelf.vocabularies())

    def __iter__(self) -> Iterator[str]:
        for found in self._shelf.vocabularies():
            yield from self._of(found)


@dataclass(frozen=True, slots=True)
class _OpenLists:
    """The open lists as the ledger knows them."""

    awards: _OpenCodes
    titles: _OpenCodes
    allowances: _OpenCodes
    tiers: _OpenCodes

    @classmethod
    def of(cls, shelf: Shelf) -> _OpenLists:
        return cls(
            awards=_OpenCodes(shelf, attrgetter("awards")),
            titles=_OpenCodes(shelf, attrgetter("titles")),
            allowances=_OpenCodes(shelf, attrgetter("allowances")),
            tiers=_OpenCodes(shelf, attrgetter("tiers")),
        )
