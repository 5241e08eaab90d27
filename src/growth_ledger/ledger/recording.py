"""Recording: what was said is checked, given an id, hashed and kept, all of it or nothing.

Everything happens under the ledger's one write lock, so what was checked is what is written on.

Source: domain page, sections 3 to 5; interface page, sections 2 and 4.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from growth_ledger.domain.days import day_in_china
from growth_ledger.domain.events import (
    Event,
    PolicyAdopted,
    Recorded,
    Source,
    fields_of,
    personal_of,
)
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.refusals import OPENING_KIND, Known, refusals
from growth_ledger.errors import Place, Refusal, RefusedError
from growth_ledger.intake.statements import Statement
from growth_ledger.ledger.naming import named_streams
from growth_ledger.ledger.packs import Shelf
from growth_ledger.ledger.read_model import refresh
from growth_ledger.proof.canonical import canonical_json, personal_commitment, statement
from growth_ledger.store import Draft

if TYPE_CHECKING:
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.store import Writing

MOST_REFUSALS: Final = 1000
"""So many are reported; the rest is counted."""

_BATCH: Final = 1000
_REMEMBERED_STREAMS: Final = 20_000
_NAMESPACE: Final = UUID("6f0d3c1e-5a0b-5c8e-9d6b-0c6a2f1e7b44")
_SALT_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a recording did; positions are None where nothing was recorded."""

    recorded: int
    already_present: int
    first_position: int | None
    last_position: int | None
    events: tuple[Recorded, ...] = field(default=(), repr=False)
    """What was recorded, where that was asked for."""


def record(
    ledger: Ledger,
    statements: Iterable[Statement],
    *,
    sources: dict[str, str] | None = None,
    keep_nothing: bool = False,
    tell: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Receipt:
    """Every statement is recorded, in order, in one transaction; or none is.

    Args:
        ledger: The ledger, open.
        statements: What was said; those that could not be read bring their refusals along.
        sources: SHA-256 of each file that the statements' places name.
        keep_nothing: Check everything, then record nothing (`--dry-run`).
        tell: Whether the receipt holds the recorded events.
        progress: Told how many statements are done, now and then.

    Raises:
        RefusedError: Some cannot be recorded; every reason, and nothing was recorded.
        ConflictError: Another writer did not come to an end.
    """
    with ledger.store.writing() as writing:
        recorder = _Recorder(ledger, writing, sources=sources or {}, tell=tell)
        for count, said in enumerate(statements, start=1):
            recorder.take(said)
            if progress is not None and count % _BATCH == 0:
                progress(count)
        receipt = recorder.finish()
        if keep_nothing:
            writing.withdraw()
        return receipt


def content_of(event: Event) -> dict[str, Any]:
    """What an event says, less what is personal, where it came from, and what the ledger adds."""
    content = fields_of(event)
    for name in ("source", "personal", "content"):
        content.pop(name, None)
    return content


def event_id_for(event: Event, *, number: int = 1) -> str:
    """The id made from what an event says; the same for the same content in the same stream.

    Args:
        event: Without what the ledger adds.
        number: Which of the events of equal content it is, from 1; they differ in personal values.
    """
    said: dict[str, Any] = {"stream": event.stream, "kind": event.kind, "fields": content_of(event)}
    if number > 1:
        said["number"] = number
    digest = sha1(_NAMESPACE.bytes + canonical_json(said), usedforsecurity=False).digest()
    return str(UUID(bytes=digest[:16], version=5))


class _Recorder:
    """One recording: the streams it has touched, what it will write, and what it refuses."""

    def __init__(
        self, ledger: Ledger, writing: Writing, *, sources: dict[str, str], tell: bool
    ) -> None:
        self._ledger = ledger
        self._writing = writing
        self._sources = sources
        self._tell = tell
        self._first = writing.head.position + 1
        self._position = writing.head.position
        self._streams: dict[str, Facts] = {}
        self._touched: set[str] = set()
        self._drafts: list[Draft] = []
        self._events: list[Recorded] = []
        self._refusals: list[Refusal] = []
        self._refused = 0
        self._already_present = 0
        # What was refused, so that what depends on it is not reported as a second mistake.
        self._lost_streams: set[str] = set()
        self._lost_refs: set[tuple[str, str]] = set()
        self._shelf = Shelf(writing)
        self._known = Known(
            schools=_Standing(self, "school"),
            cohorts=_Standing(self, "cohort"),
            vocabulary=_LazyVocabulary(self._shelf),  # type: ignore[arg-type]  # it answers alike
            is_named=self._is_named,
        )

    def take(self, said: Statement) -> None:
        """Check one statement, and add it to what will be written."""
        event = said.event
        if event is None:
            self._refuse(said, said.refusals)
            return
        moment = self._moment(said)
        if isinstance(event, PolicyAdopted):
            event, wrong = self._with_pack(event)
            if wrong is not None:
                self._refuse(said, [wrong])
                return
        facts = self.facts(event.stream)
        event_id, wrong = self._identity(said, event, facts)
        if wrong is not None:
            self._refuse(said, [wrong])
            return
        if event_id is None:
            self._already_present += 1
            return
        found = refusals(facts, event, today=day_in_china(moment), known=self._known)
        if found:
            self._refuse(said, found)
            return
        self._add(said, event, event_id, moment, facts)

    def finish(self) -> Receipt:
        """Write what is left; raise what was refused."""
        if self._refused:
            raise RefusedError(self._refusals, more=self._refused - len(self._refusals))
        self._flush()
        refresh(self._writing, self._touched, first=self._first, remembered=self._streams)
        recorded = self._position - self._first + 1
        return Receipt(
            recorded=recorded,
            already_present=self._already_present,
            first_position=self._first if recorded else None,
            last_position=self._position if recorded else None,
            events=tuple(self._events),
        )

    def facts(self, stream: str) -> Facts:
        """The stream's facts, with what this recording has added to it."""
        facts = self._streams.get(stream)
        if facts is None:
            if len(self._streams) >= _REMEMBERED_STREAMS:
                self._flush()
                self._streams.clear()
            facts = self._streams[stream] = Facts(self._writing.stream(stream))
        return facts

    def stream_names(self, prefix: str) -> list[str]:
        """The streams whose names begin so, with those that this recording begins."""
        self._flush()
        return self._writing.stream_names(prefix)

    def _moment(self, said: Statement) -> datetime:
        if said.recorded_at is not None and self._writing.head.sandbox:
            return said.recorded_at
        return self._writing.moment

    def _with_pack(self, event: PolicyAdopted) -> tuple[PolicyAdopted, Refusal | None]:
        if event.content is not None:
            return self._shelf.with_own_content(event)
        return self._shelf.with_shipped_content(event)

    def _identity(
        self, said: Statement, event: Event, facts: Facts
    ) -> tuple[str | None, Refusal | None]:
        """The event's id; None for a repeated event; or why the given id cannot be its."""
        original = said.event
        assert original is not None
        if said.event_id is not None:
            present = self._present(said.event_id, facts)
            if present is None:
                return said.event_id, None
            differs = _differences(original, present.event)
            if present.stream == event.stream and not differs:
                return None, None
            values = {"event_id": said.event_id, "differs": ", ".join(sorted(differs))}
            return None, Refusal(code="event-id-taken", field="event_id", values=values)
        alike = [
            recorded
            for recorded, _ in facts.sayings
            if recorded.event.kind == event.kind
            and recorded.event.ref == event.ref
            and _same_content(original, recorded.event)
        ]
        personal = personal_of(event)
        for recorded in alike:
            kept = personal_of(recorded.event)
            was_erased = recorded.event.personal is not None and not kept
            # What was erased is not brought back by importing the same file again.
            if kept == personal or was_erased:
                return None, None
        number = len(alike) + 1
        while True:
            event_id = event_id_for(original, number=number)
            if self._present(event_id, facts) is None:
                return event_id, None
            number += 1

    def _present(self, event_id: str, facts: Facts) -> Recorded | None:
        for recorded, _ in facts.sayings:
            if recorded.event_id == event_id:
                return recorded
        for draft in self._drafts:
            if draft.event_id == event_id:
                self._flush()
                break
        return self._writing.by_event_id([event_id]).get(event_id)

    def _is_named(self, stream: str) -> bool:
        self._flush()
        return any(
            stream in named_streams(fact.event)
            for naming in self._writing.mentioning(stream)
            for fact in self.facts(naming)
            if fact.counts
        )

    def _add(
        self, said: Statement, event: Event, event_id: str, moment: datetime, facts: Facts
    ) -> None:
        personal = personal_of(event)
        fields = fields_of(event)
        source = self._source(said.place)
        added: dict[str, Any] = {}
        if source is not None:
            added["source"] = source
            fields["source"] = source.model_dump(exclude_none=True)
        kept: tuple[bytes, bytes] | None = None
        if personal:
            salt = secrets.token_bytes(_SALT_BYTES)
            added["personal"] = fields["personal"] = personal_commitment(salt, personal)
            kept = (salt, canonical_json(personal))
        if added:
            event = event.model_copy(update=added)
        version = facts.last.version + 1 if facts.last else 1
        self._position += 1
        self._drafts.append(
            Draft(
                stream=event.stream,
                version=version,
                event_id=event_id,
                kind=event.kind,
                statement=statement(event_id=event_id, kind=event.kind, fields=fields),
                personal=kept,
                names=tuple(named_streams(event)),
                recorded_at=said.recorded_at,
            )
        )
        recorded = Recorded(
            position=self._position,
            stream=event.stream,
            version=version,
            event_id=event_id,
            recorded_at=moment,
            recorded_by=self._ledger.by,
            event=event,
        )
        facts.add(recorded)
        self._touched.add(event.stream)
        if self._tell:
            self._events.append(recorded)
        if len(self._drafts) >= _BATCH:
            self._flush()

    def _source(self, place: Place) -> Source | None:
        digest = self._sources.get(place.file or "")
        if digest is None:
            return None
        if place.sheet is not None:
            return Source(file=digest, sheet=place.sheet, row=place.line)
        return Source(file=digest, line=place.line)

    def _flush(self) -> None:
        if self._drafts and not self._refused:
            self._writing.append(self._drafts, recorded_by=self._ledger.by)
            self._drafts = []

    def _refuse(self, said: Statement, found: Iterable[Refusal]) -> None:
        kept = [one for one in found if not self._follows_from_another(one, said)]
        for one in kept:
            self._refused += 1
            if len(self._refusals) < MOST_REFUSALS:
                self._refusals.append(
                    Refusal(code=one.code, field=one.field, values=one.values, place=said.place)
                )
        if said.stream is not None:
            if said.ref is not None:
                self._lost_refs.add((said.stream, said.ref))
            if said.event_id is not None:
                self._lost_refs.add((said.stream, said.event_id))
            if said.event is None or said.event.kind in OPENING_KIND.values():
                self._lost_streams.add(said.stream)

    def _follows_from_another(self, refusal: Refusal, said: Statement) -> bool:
        """Whether the reason is only that something before it was refused."""
        if refusal.code == "no-such-target" and said.stream is not None:
            return (said.stream, str(refusal.values["target"])) in self._lost_refs
        if refusal.code in {"unknown-teacher", "unknown-school", "unknown-cohort"}:
            sort = refusal.code.removeprefix("unknown-")
            return f"{sort}/{refusal.values['value']}" in self._lost_streams
        return False


class _Standing:
    """The codes of the schools or cohorts that stand; looked up one by one as they are asked for."""

    def __init__(self, recorder: _Recorder, sort: str) -> None:
        self._recorder = recorder
        self._sort = sort

    def __contains__(self, code: object) -> bool:
        facts = self._recorder.facts(f"{self._sort}/{code}")
        return any(fact.counts and fact.event.kind == OPENING_KIND[self._sort] for fact in facts)

    def __iter__(self) -> Iterator[str]:
        prefix = f"{self._sort}/"
        for name in self._recorder.stream_names(prefix):
            yield name.removeprefix(prefix)


class _LazyVocabulary:
    """The vocabulary; shipped packs are read only where the core and adopted codes do not do."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getattr__(self, name: str) -> _OpenCodes:
        return _OpenCodes(self._shelf, name)


class _OpenCodes:
    def __init__(self, shelf: Shelf, name: str) -> None:
        self._shelf = shelf
        self._name = name

    def __contains__(self, code: object) -> bool:
        return any(code in getattr(found, self._name) for found in self._shelf.vocabularies())

    def __iter__(self) -> Iterator[str]:
        for found in self._shelf.vocabularies():
            yield from getattr(found, self._name)


def _same_content(said: Event, recorded: Event) -> bool:
    return not _content_differences(said, recorded)


def _content_differences(said: Event, recorded: Event) -> set[str]:
    ours, theirs = content_of(said), content_of(recorded)
    if isinstance(said, PolicyAdopted) and said.digest is None:
        # The ledger adds the digest of a shipped pack: its being there is no difference.
        theirs.pop("digest", None)
    return {key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}


def _differences(said: Event, recorded: Event) -> set[str]:
    if said.kind != recorded.kind:
        return {"kind"}
    differs = _content_differences(said, recorded)
    ours, theirs = personal_of(said), personal_of(recorded)
    if recorded.personal is None or theirs:
        differs |= {key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}
    return differs
