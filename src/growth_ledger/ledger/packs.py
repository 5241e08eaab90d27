"""The packs that a ledger judges by: shipped ones, adopted ones, and folders of one's own.

Source: domain page, sections 6 and 7; interface page, section 2 (`policy-adopted`).
"""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from growth_ledger.domain.codes import Vocabulary
from growth_ledger.domain.days import FOREVER, date_of
from growth_ledger.domain.events import POLICIES, PolicyAdopted
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.surroundings import Adoption, newest_named, standing_adoptions
from growth_ledger.errors import MissingError, Refusal, nearest
from growth_ledger.intake.pack_folders import (
    PackFolder,
    read_pack,
    read_shipped,
    shipped_packs,
)
from growth_ledger.policy.pack_faults import faults
from growth_ledger.policy.packs import Pack
from growth_ledger.proof.canonical import content_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from growth_ledger.store import Reading


class Shelf:
    """Packs by where they are found; each is read only when it is asked for."""

    def __init__(self, reading: Reading) -> None:
        """Packs are looked for among those adopted in this view of the ledger, and the shipped."""
        self._reading = reading
        self._read: dict[Path, PackFolder] = {}

    def vocabularies(self) -> Iterator[Vocabulary]:
        """The core list, then that of adopted packs, then that of shipped ones."""
        yield Vocabulary()
        yield self._adopted
        yield self._shipped

    def forget_adopted(self) -> None:
        """The adopted packs are others now; they are read again when their codes are asked for."""
        self.__dict__.pop("_adopted", None)

    @cached_property
    def _adopted(self) -> Vocabulary:
        found = Vocabulary()
        for _, adoption in _adoptions(self._reading):
            pack = Pack.recorded(adoption.content, digest=adoption.digest)
            found = found.joined(pack.vocabulary)
        return found

    @cached_property
    def _shipped(self) -> Vocabulary:
        found = Vocabulary()
        for folder in shipped_packs().values():
            found = found.joined(self._shipped_pack(folder).pack.vocabulary)
        return found

    def _shipped_pack(self, folder: Path) -> PackFolder:
        if folder not in self._read:
            self._read[folder] = read_pack(folder)
        return self._read[folder]

    def with_known_content(self, event: PolicyAdopted) -> tuple[PolicyAdopted, Refusal | None]:
        """The adoption with digest and content of the pack that it names: shipped, or adopted here."""
        folders = shipped_packs()
        if event.policy in folders:
            found: PackFolder | None = self._shipped_pack(folders[event.policy])
        else:
            # One that was adopted before, such as by the adoption that is corrected.
            found = adopted_pack(self._reading, event.digest or event.policy)
        if found is None or found.policy != event.policy:
            values = {"value": event.policy, "nearest": nearest(event.policy, folders)}
            return event, Refusal(code="unknown-policy", field="policy", values=values)
        if event.digest is not None and event.digest != found.digest:
            return event, Refusal(
                code="policy-digest-differs", field="digest", values={"policy": event.policy}
            )
        added = {"digest": found.digest, "content": found.content}
        return event.model_copy(update=added), None

    def with_own_content(self, event: PolicyAdopted) -> tuple[PolicyAdopted, Refusal | None]:
        """The adoption with the digest of the content that it brings, once that is a pack."""
        content = event.content
        assert content is not None
        wrong = faults(content)
        if wrong:
            values = {"policy": event.policy, "path": ".".join(map(str, wrong[0].path))}
            return event, Refusal(code="policy-content-faulty", field="content", values=values)
        if content.get("policy") != event.policy:
            values = {"policy": event.policy, "path": "policy"}
            return event, Refusal(code="policy-content-faulty", field="content", values=values)
        digest = content_digest(content)
        if event.digest is not None and event.digest != digest:
            return event, Refusal(
                code="policy-digest-differs", field="digest", values={"policy": event.policy}
            )
        return event.model_copy(update={"digest": digest}), None


def pack_named(named: str, *, known: Iterable[str] = ()) -> PackFolder:
    """The pack in a folder, or the shipped one of that id.

    Raises:
        MissingError: There is neither; the nearest known one is offered.
        PackError: The folder's pack does not hold together.
    """
    if Path(named).is_dir():
        return read_pack(Path(named))
    folders = shipped_packs()
    if named in folders:
        return read_pack(folders[named])
    raise MissingError("no-such-pack", value=named, nearest=nearest(named, [*folders, *known]))


def every_pack(reading: Reading) -> Iterator[Pack]:
    """Each pack that the ledger ever knew, in force or not, then those that came with the program."""
    seen: set[str] = set()
    for _, events in reading.streams(POLICIES):
        for recorded in events:
            event = recorded.event
            if isinstance(event, PolicyAdopted) and event.content is not None:
                digest = event.digest or ""
                if digest not in seen:
                    seen.add(digest)
                    yield Pack.recorded(event.content, digest=digest)
    yield from (pack for pack in shipped_with_program() if pack.digest not in seen)


@cache
def shipped_with_program() -> tuple[Pack, ...]:
    """The packs that come with the program, in order of id; read once in a process."""
    return tuple(found.pack for found in read_shipped().values())


def adopted_packs(reading: Reading) -> list[dict[str, str | None]]:
    """Every adoption that stands: policy, digest, district, first and last day, by district."""
    found: list[dict[str, str | None]] = []
    for district, adoption in _adoptions(reading):
        found.append(
            {
                "policy": adoption.policy,
                "digest": adoption.digest,
                "district": district,
                "first_day": date_of(adoption.first).isoformat(),
                "last_day": None
                if adoption.last == FOREVER
                else date_of(adoption.last).isoformat(),
            }
        )
    return found


def adopted_pack(reading: Reading, named: str) -> PackFolder | None:
    """The newest adopted pack of that id or beginning of a digest; None where there is none."""
    newest = newest_named((adoption for _, adoption in _adoptions(reading)), named)
    if newest is None:
        return None
    return PackFolder(
        policy=newest.policy, content=dict(newest.content), digest=newest.digest, path=Path(named)
    )


def _adoptions(reading: Reading) -> Iterator[tuple[str, Adoption]]:
    for stream, events in reading.streams(POLICIES):
        for adoption in standing_adoptions(Facts(events)):
            yield stream.removeprefix(POLICIES), adoption
