"""Recording: what was said is checked, given an id, hashed and kept, all of it or nothing.

Everything happens under the ledger's one write lock, so what was checked is what is written on.

Source: domain page, sections 3 to 5; interface page, sections 2 and 4.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha1
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from growth_ledger.domain.days import day_in_china
from growth_ledger.domain.events import (
    Event,
    PolicyAdopted,
    Recorded,
    fields_of,
    personal_of,
)
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.refusals import OPENING_KIND, Known, refusals
from growth_ledger.errors import Place, Refusal, RefusedError
from growth_ledger.intake.statements import Statement
from growth_ledger.ledger.garbage import collect, seldom_collected
from growth_ledger.ledger.naming import named_streams
from growth_ledger.ledger.packs import Shelf
from growth_ledger.ledger.read_model import ModelKeeper
from growth_ledger.ledger.rows_again import (
    changed,
    correction,
    fact_again,
    is_repeat,
    name_refusal,
)
from growth_ledger.proof.canonical import (
    canonical_json,
    canonical_members,
    member_of,
    object_of,
    personal_commitment,
    statement_of,
)
from growth_ledger.store import Draft

if TYPE_CHECKING:
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.store import Writing

MOST_REFUSALS: Final = 1000
"""So many are reported; the rest is counted."""

_BATCH: Final = 1000
_REMEMBERED_EVENTS: Final = 60_000
"""So many events of streams are kept in memory, about 2 kB each, before some are let go."""

_NO_CONTENT: Final = frozenset({"source", "personal", "content"})
_PERSONAL_FIELDS: Final = frozenset({"name", "id_number", "birth_date", "gender", "note"})
_NAMESPACE_BYTES: Final = UUID("6f0d3c1e-5a0b-5c8e-9d6b-0c6a2f1e7b44").bytes
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
    correct: bool = False,
    look: Callable[[Writing, Receipt], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Receipt:
    """Every statement is recorded, in order, in one transaction; or none is.

    Args:
        ledger: The ledger, open.
        statements: What was said; those that could not be read bring their refusals along.
        sources: SHA-256 of each file that the statements' places name.
        keep_nothing: Check everything, then record nothing (`--dry-run`).
        tell: Whether the receipt holds the recorded events.
        correct: Whether a row that has changed since it was recorded becomes a correction.
        look: Shown what was recorded, before it is kept or withdrawn.
        progress: Told how many statements are done, now and then.

    Raises:
        RefusedError: Some cannot be recorded; every reason, and nothing was recorded.
        ConflictError: Another writer did not come to an end.
    """
    with seldom_collected(), ledger.store.writing() as writing:
        recorder = _Recorder(ledger, writing, sources=sources or {}, tell=tell, correct=correct)
        waiting = iter(statements)
        done = 0
        while batch := list(islice(waiting, _BATCH)):
            recorder.take(batch)
            done += len(batch)
            if progress is not None:
                progress(done)
        receipt = recorder.finish()
        if look is not None:
            look(writing, receipt)
        if keep_nothing:
            writing.withdraw()
        return receipt


def content_of(event: Event) -> dict[str, Any]:
    """What an event says, less what is personal, where it came from, and what the ledger adds."""
    return {key: value for key, value in fields_of(event).items() if key not in _NO_CONTENT}


def event_id_for(event: Event, *, number: int = 1) -> str:
    """The id made from what an event says; the same for the same content in the same stream.

    Args:
        event: Without what the ledger adds.
        number: Which of the events of equal content it is, from 1; they differ in personal values.
    """
    return _made_id(event.stream, event.kind, canonical_members(content_of(event)), number)


class _Prepared(NamedTuple):
    """A statement that could be read, with what is needed of it more than once."""

    said: Statement
    event: Event
    stream: str
    members: dict[str, str]
    """Canonical text of each of the fields."""
    event_id: str
    """The one given, or made from the content."""


class _Recorder:
    """One recording: the streams it has touched, what it will write, and what it refuses."""

    def __init__(
        self,
        ledger: Ledger,
        writing: Writing,
        *,
        sources: dict[str, str],
        tell: bool,
        correct: bool,
    ) -> None:
        self._ledger = ledger
        self._writing = writing
        self._sources = sources
        self._tell = tell
        self._correct = correct
        self._sandbox = writing.head.sandbox
        self._moment = writing.moment
        self._first = writing.head.position + 1
        self._position = writing.head.position
        self._streams: dict[str, _Stream] = {}
        self._remembered = 0
        self._model = ModelKeeper(writing, first=self._first)
        self._drafts: list[Draft] = []
        self._fresh: dict[str, Recorded] = {}
        """The events of the drafts, by id."""
        self._there: dict[str, int] = {}
        """Ids of this batch that the ledger has, with their positions."""
        self._events: list[Recorded] = []
        self._refusals: list[Refusal] = []
        self._refused = 0
        self._already_present = 0
        # What was refused, so that what depends on it is not reported as a second mistake.
        self._lost_streams: set[str] = set()
        self._lost_refs: set[tuple[str, str]] = set()
        self._come_again: set[tuple[str, int]] = set()
        """Facts recorded before that this import has said again, by stream and order."""
        self._shelf = Shelf(writing)
        self._known = Known(
            schools=_Standing(self, "school"),
            cohorts=_Standing(self, "cohort"),
            vocabulary=_LazyVocabulary(self._shelf),  # type: ignore[arg-type]  # it answers alike
            is_named=self._is_named,
        )

    def take(self, batch: Sequence[Statement]) -> None:
        """Check some statements, in order, and add them to what will be written."""
        prepared = [self._prepared(said) for said in batch]
        ready = [one for one in prepared if isinstance(one, _Prepared)]
        self._there = self._writing.positions_of([one.event_id for one in ready])
        self._load({one.stream for one in ready})
        for said, one in zip(batch, prepared, strict=True):
            if isinstance(one, _Prepared):
                self._take(one)
            else:
                self._refuse(said, one)
        self.flush()

    def finish(self) -> Receipt:
        """The read model follows; raise what was refused."""
        if self._refused:
            raise RefusedError(self._refusals, more=self._refused - len(self._refusals))
        self._model.finish({name: stream.facts for name, stream in self._streams.items()})
        recorded = self._position - self._first + 1
        return Receipt(
            recorded=recorded,
            already_present=self._already_present,
            first_position=self._first if recorded else None,
            last_position=self._position if recorded else None,
            events=tuple(self._events),
        )

    def facts(self, name: str) -> Facts:
        """The stream's facts, with what this recording has added to it."""
        return self._stream(name).facts

    def stream_names(self, prefix: str) -> list[str]:
        """The streams whose names begin so, with those that this recording begins."""
        self.flush()
        return self._writing.stream_names(prefix)

    def flush(self) -> None:
        """What was taken is written; nobody sees it before the transaction ends."""
        if self._drafts:
            self._writing.append(self._drafts, recorded_by=self._ledger.by)
            self._drafts = []
            self._there.update((one.event_id, one.position) for one in self._fresh.values())
            self._fresh.clear()

    def _prepared(self, said: Statement) -> _Prepared | Sequence[Refusal]:
        event = said.event
        if event is None:
            return said.refusals
        stream = event.stream
        members = canonical_members(fields_of(event))
        event_id = said.event_id or _made_id(stream, event.kind, members, 1)
        if isinstance(event, PolicyAdopted):
            if event.content is None:
                event, wrong = self._shelf.with_shipped_content(event)
            else:
                event, wrong = self._shelf.with_own_content(event)
            if wrong is not None:
                return [wrong]
            members = canonical_members(fields_of(event))
        return _Prepared(said, event, stream, members, event_id)

    def _load(self, names: set[str]) -> None:
        """The streams are remembered; those that are not needed may be forgotten first."""
        if self._remembered > _REMEMBERED_EVENTS:
            self._model.judge({name: stream.facts for name, stream in self._streams.items()})
            self._streams = {
                name: stream for name, stream in self._streams.items() if name in names
            }
            self._remembered = sum(len(one.facts.sayings) for one in self._streams.values())
            collect()
        missing = names - self._streams.keys()
        for name, events in self._writing.some_streams(missing):
            self._remember(name, _Stream(events))
        for name in missing - self._streams.keys():
            self._remember(name, _Stream(()))

    def _stream(self, name: str) -> _Stream:
        stream = self._streams.get(name)
        if stream is None:
            self.flush()
            stream = _Stream(self._writing.stream(name))
            self._remember(name, stream)
        return stream

    def _remember(self, name: str, stream: _Stream) -> None:
        self._streams[name] = stream
        self._remembered += len(stream.facts.sayings)

    def _take(self, one: _Prepared) -> None:
        said, event = one.said, one.event
        wrong = self._moment_refusal(said)
        if wrong is not None:
            self._refuse(said, [wrong])
            return
        moment = said.recorded_at or self._moment
        stream = self._streams[one.stream]
        again = self._again(one, stream)
        if again is not one:
            if again is None:
                self._already_present += 1
                return
            if not isinstance(again, _Prepared):
                self._refuse(said, again)
                return
            one, said, event = again, again.said, again.event
        event_id, wrong = self._identity(one, stream)
        if wrong is not None:
            self._refuse(said, [wrong])
            return
        if event_id is None:
            self._already_present += 1
            return
        found = refusals(stream.facts, event, today=_day_in_china(moment), known=self._known)
        if found:
            self._refuse(said, found)
            return
        self._moment = moment
        self._add(one, event_id, moment, stream)

    def _again(self, one: _Prepared, stream: _Stream) -> _Prepared | Sequence[Refusal] | None:
        """The statement as it is to be taken, None for a repeat; or why it cannot be taken."""
        wrong = name_refusal(one.said, stream.facts)
        if wrong is not None:
            return [wrong]
        fact = fact_again(one.said, stream.facts, before=self._first)
        if fact is None or (one.stream, fact.order) in self._come_again:
            return one
        self._come_again.add((one.stream, fact.order))
        if is_repeat(one.said, fact):
            return None
        if not self._correct:
            return changed(one.said, fact)
        prepared = self._prepared(correction(one.said, fact))
        if isinstance(prepared, _Prepared):
            self._there.update(self._writing.positions_of([prepared.event_id]))
        return prepared

    def _moment_refusal(self, said: Statement) -> Refusal | None:
        given = said.recorded_at
        if given is None:
            return None
        values = {"recorded_at": given.isoformat(), "last": self._moment.isoformat()}
        if not self._sandbox:
            return Refusal(code="recorded-at-not-sandbox", field="recorded_at", values=values)
        last = self._writing.head.recorded_at if self._position < self._first else self._moment
        if last is not None and given < last:
            values["last"] = last.isoformat()
            return Refusal(code="recorded-at-goes-back", field="recorded_at", values=values)
        return None

    def _identity(self, one: _Prepared, stream: _Stream) -> tuple[str | None, Refusal | None]:
        """The event's id; None for a repeated event; or why the given id cannot be its."""
        original = one.said.event
        assert original is not None
        if one.said.event_id is not None:
            present = self._present(one.event_id)
            if present is None:
                return one.event_id, None
            differs = _differences(original, present.event)
            if present.stream == one.stream and not differs:
                return None, None
            values = {"event_id": one.event_id, "differs": ", ".join(sorted(differs))}
            return None, Refusal(code="event-id-taken", field="event_id", values=values)
        alike = [
            recorded
            for recorded in stream.alike(one.event)
            if not _content_differences(original, recorded.event)
        ]
        if alike:
            personal = personal_of(one.event)
            for recorded in alike:
                kept = personal_of(recorded.event)
                was_erased = recorded.event.personal is not None and not kept
                # What was erased is not brought back by importing the same file again.
                if kept == personal or was_erased:
                    return None, None
        number = len(alike) + 1
        event_id = one.event_id if number == 1 else event_id_for(original, number=number)
        while self._present(event_id) is not None:
            number += 1
            event_id = event_id_for(original, number=number)
        return event_id, None

    def _present(self, event_id: str) -> Recorded | None:
        found = self._fresh.get(event_id)
        if found is None and event_id in self._there:
            found = self._writing.by_event_id([event_id]).get(event_id)
        return found

    def _is_named(self, stream: str) -> bool:
        self.flush()
        return any(
            stream in named_streams(fact.event)
            for naming in self._writing.mentioning(stream)
            for fact in self.facts(naming)
            if fact.counts
        )

    def _add(self, one: _Prepared, event_id: str, moment: datetime, stream: _Stream) -> None:
        event, members = one.event, one.members
        source = self._source(one.said.place)
        if source is not None:
            members.update(canonical_members({"source": source}))
        personal = personal_of(event) if event.model_fields_set & _PERSONAL_FIELDS else {}
        kept: tuple[bytes, bytes] | None = None
        if personal:
            salt = secrets.token_bytes(_SALT_BYTES)
            commitment = personal_commitment(salt, personal)
            members.update(canonical_members({"personal": commitment}))
            kept = (salt, canonical_json(personal))
        last = stream.facts.last
        version = 1 if last is None else last.version + 1
        self._position += 1
        self._drafts.append(
            Draft(
                stream=one.stream,
                version=version,
                event_id=event_id,
                kind=event.kind,
                statement=statement_of(
                    event_id=event_id, kind=event.kind, fields=object_of(members)
                ),
                personal=kept,
                names=tuple(named_streams(event)),
                recorded_at=one.said.recorded_at,
            )
        )
        recorded = Recorded(
            position=self._position,
            stream=one.stream,
            version=version,
            event_id=event_id,
            recorded_at=moment,
            recorded_by=self._ledger.by,
            event=event,
        )
        self._fresh[event_id] = recorded
        stream.add(recorded)
        self._remembered += 1
        self._model.touch(one.stream)
        if self._tell:
            self._events.append(recorded)

    def _source(self, place: Place) -> dict[str, Any] | None:
        digest = self._sources.get(place.file or "")
        if digest is None:
            return None
        if place.sheet is not None:
            return {"file": digest, "sheet": place.sheet, "row": place.line}
        return {"file": digest, "line": place.line}

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


class _Stream:
    """One stream's facts, and its events by what makes two of them likely to be one."""

    __slots__ = ("_by_likeness", "facts")

    def __init__(self, events: Iterable[Recorded]) -> None:
        self.facts = Facts(events)
        self._by_likeness: dict[tuple[object, ...], list[Recorded]] | None = None

    def add(self, recorded: Recorded) -> None:
        """One more event."""
        self.facts.add(recorded)
        if self._by_likeness is not None:
            self._by_likeness.setdefault(_likeness(recorded.event), []).append(recorded)

    def alike(self, event: Event) -> Sequence[Recorded]:
        """The events that may have the same content."""
        if self._by_likeness is None:
            self._by_likeness = {}
            for recorded, _ in self.facts.sayings:
                self._by_likeness.setdefault(_likeness(recorded.event), []).append(recorded)
        return self._by_likeness.get(_likeness(event), ())


def _likeness(event: Event) -> tuple[object, ...]:
    """What two events of equal content have in common, quick to compare."""
    if event.day_field:
        return event.kind, event.ref, event.corrects, event.day
    return event.kind, event.ref, getattr(event, "target", None)


def _made_id(stream: str, kind: str, members: Mapping[str, str], number: int) -> str:
    """By what is said, whose members are in canonical form."""
    content = {key: member for key, member in members.items() if key not in _NO_CONTENT}
    said = canonical_members({"kind": kind, "stream": stream})
    said["fields"] = member_of("fields", object_of(content))
    if number > 1:
        said |= canonical_members({"number": number})
    text = object_of(said).encode()
    digest = sha1(_NAMESPACE_BYTES + text, usedforsecurity=False).hexdigest()
    # A UUID of version 5 (RFC 9562): its version and variant stand in fixed places.
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


@lru_cache(maxsize=64)
def _day_in_china(moment: datetime) -> date:
    """All events of one recording share a moment, or nearly."""
    return day_in_china(moment)


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
