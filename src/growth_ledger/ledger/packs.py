"""The packs that a ledger judges by: shipped ones, adopted ones, and folders of one's own.

Source: domain page, sections 6 and 7; interface page, section 2 (`policy-adopted`).
"""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from growth_ledger.domain.codes import Vocabulary
from growth_ledger.domain.events import PolicyAdopted
from growth_ledger.domain.facts import Facts
from growth_ledger.errors import MissingError, Refusal, nearest
from growth_ledger.intake.pack_folders import PackFolder, read_pack, shipped_packs
from growth_ledger.policy.packs import Pack, faults
from growth_ledger.proof.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import JsonValue

    from growth_ledger.store import Reading


def digest_of_content(content: dict[str, JsonValue]) -> str:
    """SHA-256, in lowercase hex, of a pack's content in canonical form."""
    return sha256(canonical_json(content)).hexdigest()


class Shelf:
    """Packs by where they are found; each is read only when it is asked for."""

    def __init__(self, reading: Reading) -> None:
        """Packs are looked for among those adopted in this view of the ledger, and the shipped."""
        self._reading = reading

    def vocabularies(self) -> Iterator[Vocabulary]:
        """The core list, then that of adopted packs, then that of shipped ones."""
        yield Vocabulary()
        yield self._adopted
        yield self._shipped

    @cached_property
    def _adopted(self) -> Vocabulary:
        found = Vocabulary()
        for _, events in self._reading.streams("policies/"):
            for fact in Facts(events):
                event = fact.event
                if isinstance(event, PolicyAdopted) and event.content is not None:
                    pack = Pack.of(event.content, digest=event.digest or "")
                    found = found.joined(pack.vocabulary)
        return found

    @cached_property
    def _shipped(self) -> Vocabulary:
        found = Vocabulary()
        for folder in shipped_packs().values():
            shipped = read_pack(folder)
            found = found.joined(Pack.of(shipped.content, digest=shipped.digest).vocabulary)
        return found

    def with_shipped_content(self, event: PolicyAdopted) -> tuple[PolicyAdopted, Refusal | None]:
        """The adoption with digest and content of the shipped pack that it names."""
        folders = shipped_packs()
        if event.policy not in folders:
            values = {"value": event.policy, "nearest": nearest(event.policy, folders)}
            return event, Refusal(code="unknown-policy", field="policy", values=values)
        shipped = read_pack(folders[event.policy])
        if event.digest is not None and event.digest != shipped.digest:
            return event, Refusal(
                code="policy-digest-differs", field="digest", values={"policy": event.policy}
            )
        added = {"digest": shipped.digest, "content": shipped.content}
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
        digest = digest_of_content(content)
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
