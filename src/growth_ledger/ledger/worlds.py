"""What surrounds the files, as known at any position: schools, cohorts, adopted policies and their packs.

Source: domain page, sections 6 and 8.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from growth_ledger.domain.events import (
    COHORTS,
    POLICIES,
    SCHOOLS,
    Recorded,
    SchoolAmended,
    SchoolRegistered,
)
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.surroundings import (
    Adoption,
    Surroundings,
    adoptions_of,
    cohort_of,
    school_of,
)
from growth_ledger.policy.packs import Pack
from growth_ledger.policy.projections import Rules

if TYPE_CHECKING:
    from pydantic import JsonValue

    from growth_ledger.domain.timelines import Timeline
    from growth_ledger.store import Reading

V = TypeVar("V")


class World:
    """Schools, cohorts and policies as known at any position; each state is made once.

    A stream is read when it is first asked for: one event more in a city's ledger needs one school of
    a thousand.
    """

    def __init__(self, reading: Reading, *, known_at: int | None = None) -> None:
        """Read nothing yet; later, nothing past the position."""
        self._reading = reading
        self._known_at = known_at
        self._events: dict[str, list[Recorded]] = {}
        self._positions: dict[str, list[int]] = {}
        self._districts: dict[str, set[str]] = {}
        self._states: dict[tuple[str, int], object] = {}
        self._packs: dict[str, Pack] = {}
        self.rules = Rules(pack_of=self.pack_of)

    def at(self, position: int) -> Surroundings:
        """The surroundings as known at a position."""
        return Surroundings(
            schools=_At(self, SCHOOLS, position, school_of),
            cohorts=_At(self, COHORTS, position, cohort_of),
            adoptions=_At(self, POLICIES, position, _adoptions_of),
        )

    def pack_of(self, adoption: Adoption) -> Pack:
        """The pack of an adoption, looked for once.

        Raises:
            StorageError: As `pack_of`.
        """
        pack = self._packs.get(adoption.digest)
        if pack is None:
            pack = self._packs[adoption.digest] = pack_of(adoption)
        return pack

    def positions(self, stream: str) -> Sequence[int]:
        """The positions of a stream's events, in order; none for one that is not there."""
        found = self._positions.get(stream)
        if found is None:
            events = self._events_of(stream)
            found = self._positions[stream] = [recorded.position for recorded in events]
        return found

    def districts_ever(self, school: str) -> set[str]:
        """Every district that an event of the school's stream names."""
        found = self._districts.get(school)
        if found is None:
            found = self._districts[school] = {
                recorded.event.district
                for recorded in self._events_of(SCHOOLS + school)
                if isinstance(recorded.event, SchoolRegistered | SchoolAmended)
                and recorded.event.district is not None
            }
        return found

    def schools_ever_in(self, district: str) -> list[str]:
        """The codes of the schools that ever were in the district, as far as is recorded."""
        for name, events in self._reading.streams(SCHOOLS, self._known_at):
            self._events.setdefault(name, events)
        codes = (name.removeprefix(SCHOOLS) for name in self._events if name.startswith(SCHOOLS))
        return [code for code in codes if district in self.districts_ever(code)]

    def state(self, stream: str, position: int, make: Callable[[str, Facts], V | None]) -> V | None:
        """What the stream's facts make at a position; the same object while nothing is added."""
        count = bisect_right(self.positions(stream), position)
        if count == 0:
            return None
        key = (stream, count)
        if key not in self._states:
            name = stream.partition("/")[2]
            self._states[key] = make(name, Facts(self._events_of(stream)[:count]))
        return self._states[key]  # type: ignore[return-value]  # each prefix has one `make`

    def _events_of(self, stream: str) -> list[Recorded]:
        found = self._events.get(stream)
        if found is None:
            found = self._events[stream] = self._reading.stream(stream, self._known_at)
        return found


_packs_made: Final[dict[str, tuple[Mapping[str, JsonValue], Pack]]] = {}
_PACKS_KEPT: Final = 64


def pack_of(adoption: Adoption) -> Pack:
    """The pack of an adoption; that of the same content is made once in a process.

    Making it takes as long as judging three files, and every recording needs one. That the content is
    the same is looked at each time: a ledger whose digest belies its content gets the pack of its content.

    Raises:
        StorageError: `ledger-damaged`, the content is no pack any more.
    """
    kept = _packs_made.get(adoption.digest)
    if kept is not None and kept[0] == adoption.content:
        return kept[1]
    pack = Pack.recorded(adoption.content, digest=adoption.digest)
    if len(_packs_made) >= _PACKS_KEPT:
        _packs_made.clear()
    _packs_made[adoption.digest] = (adoption.content, pack)
    return pack


class _At(Generic[V]):
    """One sort of streams as known at a position, by name; each is looked for once."""

    __slots__ = ("_found", "_make", "_position", "_prefix", "_world")

    def __init__(
        self, world: World, prefix: str, position: int, make: Callable[[str, Facts], V | None]
    ) -> None:
        self._world = world
        self._prefix = prefix
        self._position = position
        self._make = make
        self._found: dict[str, V | None] = {}

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __getitem__(self, name: str) -> V:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: str) -> V | None:
        """The value of that name; None where there is none."""
        try:
            return self._found[name]
        except KeyError:
            found = self._world.state(self._prefix + name, self._position, self._make)
            self._found[name] = found
            return found


def _adoptions_of(district: str, facts: Facts) -> Timeline[Adoption] | None:
    del district
    return adoptions_of(facts)
