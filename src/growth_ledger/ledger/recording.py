"""Recording: what was said is checked, given an id, hashed and kept, all of it or nothing.

Everything happens under the ledger's one write lock, so what was checked is what is written on.

Source: domain page, sections 3 to 5; interface page, sections 2 and 4.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from growth_ledger.domain.days import day_in_china
from growth_ledger.domain.events import (
    POLICIES,
    Event,
    PolicyAdopted,
    Recorded,
    SchoolAmended,
    SchoolRegistered,
    fields_of,
    personal_of,
)
from growth_ledger.domain.naming import named_streams
from growth_ledger.domain.refusals import refusals
from growth_ledger.errors import NOWHERE, Place, Refusal, nearest
from growth_ledger.intake.statements import Statement
from growth_ledger.ledger.garbage import seldom_collected
from growth_ledger.ledger.known import known_to
from growth_ledger.ledger.likeness import content_differences, content_of, differences
from growth_ledger.ledger.packs import Shelf
from growth_ledger.ledger.refused import RefusedStatement, RefusedStatements
from growth_ledger.ledger.repeats import Outdated, Repeats, nearly_the_same
from growth_ledger.ledger.rows_again import (
    changed,
    correction,
    correction_again,
    fact_again,
    fact_corrected,
    name_refusal,
    names_in,
    version_again,
    was_erased,
    whole_correction,
)
from growth_ledger.ledger.streams import Stream, Streams
from growth_ledger.ledger.waiting import Waiting, may_wait
from growth_ledger.proof.canonical import (
    SALT_LENGTH,
    FieldTexts,
    canonical_json,
    field_texts,
    made_id,
    personal_commitment,
    personal_member,
    source_member,
    statement_of,
)
from growth_ledger.store import Draft, moment_refusal

if TYPE_CHECKING:
    from growth_ledger.intake.rows import Note
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.store import Writing

_BATCH: Final = 1000
_MOST_NOTES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a recording did; positions are None where nothing was recorded."""

    recorded: int
    already_present: int
    """How many were recorded before, by this recording or an earlier one."""
    said_twice: int
    """How many of these were recorded by this one."""
    first_position: int | None
    last_position: int | None
    events: tuple[Recorded, ...] = field(default=(), repr=False)
    """What was recorded, where that was asked for."""
    refs: tuple[str | None, ...] = field(default=(), repr=False)
    """The ref of the fact of each of `events`; None for what is no fact."""
    names: tuple[str | None, ...] = field(default=(), repr=False)
    """The name of the teacher whose file each of `events` is in, as known by then; None for none."""
    outdated: tuple[Outdated, ...] = field(default=(), repr=False)
    """What was said again though it was corrected or voided since."""

    @property
    def counts(self) -> dict[str, int | None]:
        """What the commands that record answer in JSON."""
        return {
            "recorded": self.recorded,
            "already_present": self.already_present,
            "first_position": self.first_position,
            "last_position": self.last_position,
        }


@seldom_collected()
def record(
    ledger: Ledger,
    statements: Iterable[Statement],
    *,
    sources: dict[str, str] | None = None,
    keep_nothing: bool = False,
    tell: bool = False,
    correct: bool = False,
    look: Callable[[Writing, Receipt], None] | None = None,
    note: Note | None = None,
    progress: Callable[[int], None] | None = None,
) -> Receipt:
    """Every statement is recorded, in order, in one transaction; or none is.

    One that may wait, and is refused where it stands, is tried again behind the others.

    Args:
        ledger: The ledger, open.
        statements: What was said; those that could not be read bring their refusals along.
        sources: SHA-256 of each file that the statements' places name.
        keep_nothing: Check everything, then record nothing (`--dry-run`).
        tell: Whether the receipt holds the recorded events.
        correct: Whether a row that has changed since it was recorded becomes a correction.
        look: Shown what was recorded, before it is kept or withdrawn.
        note: Told the key of a sentence and a place, for what a reader may not expect.
        progress: Told how many statements are done, now and then.

    Raises:
        RefusedError: Some cannot be recorded; every reason, and nothing was recorded.
        ConflictError: Another writer did not come to an end.
    """
    with ledger.store.writing() as writing:
        recorder = _Recorder(
            ledger, writing, sources=sources or {}, tell=tell, correct=correct, note=note
        )
        numbered = enumerate(statements)
        done = 0
        while batch := list(islice(numbered, _BATCH)):
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


def event_id_for(event: Event, *, number: int = 1) -> str:
    """The id made from what an event says; the same for the same content in the same stream.

    Args:
        event: Without what the ledger adds.
        number: Which of the events of equal content it is, from 1; they differ in personal values.
    """
    fields = field_texts(content_of(event)).joined()
    return made_id(fields, kind=event.kind, stream=event.stream, number=number)


class _Prepared(NamedTuple):
    """A statement that could be read, with what is needed of it more than once."""

    said: Statement
    event: Event
    stream: str
    fields: FieldTexts
    event_id: str
    """The one given, or made from the content."""
    content_id: str | None
    """The one made from the content, where that alone says whether two events say the same."""


class _Recorder:
    """One recording: what it is told, statement by statement, and what it refuses."""

    def __init__(
        self,
        ledger: Ledger,
        writing: Writing,
        *,
        sources: dict[str, str],
        tell: bool,
        correct: bool,
        note: Note | None,
    ) -> None:
        self._by = ledger.by
        self._writing = writing
        self._streams = Streams(writing, recorded_by=ledger.by)
        self._sources = sources
        self._tell = tell
        self._correct = correct
        self._sandbox = writing.head.sandbox
        self._now = writing.moment
        self._last_moment = writing.head.recorded_at
        self._events: list[Recorded] = []
        self._refs: list[str | None] = []
        self._names: list[str | None] = []
        self._refused = RefusedStatements()
        self._waiting = Waiting()
        """What may be recorded behind the others."""
        self._unread: list[RefusedStatement] = []
        """What could not be read, and names a person."""
        self._already_present = 0
        self._said_twice = 0
        self._districts: dict[str, Place] = {}
        """Where schools were said to be, and the first row that says so."""
        self._notes = _Notes(note)
        self._repeats = Repeats()
        self._come_again: dict[tuple[str, int], Statement] = {}
        """What has said again a fact recorded before, by the fact's stream and order."""
        self._shelf = Shelf(writing)
        self._known = known_to(self._streams, self._shelf)

    def take(self, batch: Sequence[tuple[int, Statement]]) -> None:
        """Check some statements, each with its number, and add them to what will be written."""
        prepared = [self._prepared(said) for _, said in batch]
        ready = [one for one in prepared if isinstance(one, _Prepared)]
        self._streams.load({one.stream for one in ready}, [one.event_id for one in ready])
        for (number, said), one in zip(batch, prepared, strict=True):
            if self._waiting.holds(said):
                self._waiting.add(RefusedStatement(number, said, ()))
                continue
            reasons = self._take(one) if isinstance(one, _Prepared) else one
            if not reasons:
                continue
            refused = RefusedStatement(number, said, reasons)
            if may_wait(said):
                self._waiting.add(refused)
            else:
                self._refused.add(refused)
                if _stream_beside_a_name(said) is not None:
                    self._unread.append(refused)
        self._streams.flush()

    def finish(self) -> Receipt:
        """The read model follows; raise what was refused."""
        self._try_again()
        if self._refused:
            self._look_at_names()
            raise self._refused.error(self._writing)
        outdated = tuple(self._repeats.outdated())
        for one in outdated:
            key = "desk.note.voided_since" if one.is_voided else "desk.note.corrected_since"
            self._notes.tell(key, one.place)
        self._note_districts()
        self._notes.finish()
        self._streams.finish()
        first, last = self._streams.first, self._streams.position
        recorded = last - first + 1
        return Receipt(
            recorded=recorded,
            already_present=self._already_present,
            said_twice=self._said_twice,
            first_position=first if recorded else None,
            last_position=last if recorded else None,
            events=tuple(self._events),
            refs=tuple(self._refs),
            names=tuple(self._names),
            outdated=outdated,
        )

    def _try_again(self) -> None:
        """What waits is recorded as soon as it can be; what never can is refused."""
        self._take_what_waits()
        if self._waiting.refused:
            # Nothing will be kept: what stands behind another one is looked at for its own sake.
            stuck = self._waiting.give_up_order()
            self._take_what_waits()
            self._refused.add_waiting(self._waiting.in_order() or stuck)

    def _take_what_waits(self) -> None:
        """Round by round, as long as some of it is recorded."""
        while due := self._waiting.next_round():
            count = len(self._waiting.refused) + len(due)
            for first in range(0, len(due), _BATCH):
                self.take([(one.number, one.said) for one in due[first : first + _BATCH]])
            if len(self._waiting.refused) == count:
                break

    def _look_at_names(self) -> None:
        """Of a row that cannot be read the name can still be held against the number."""
        for first in range(0, len(self._unread), _BATCH):
            some = self._unread[first : first + _BATCH]
            self._streams.load({stream for one in some if (stream := one.said.stream)}, [])
            for refused in some:
                for wrong in self._wrong_name(refused.said):
                    self._refused.add_reason(refused, wrong)

    def _note_districts(self) -> None:
        """A school in a district without rules may be right; more often it is a slip of the pen."""
        if not self._districts:
            return
        ruled = [name.removeprefix(POLICIES) for name in self._streams.names(POLICIES)]
        for district, place in self._districts.items():
            if district not in ruled:
                near = nearest(district, ruled)
                key = "desk.note.no_rules" if near is None else "desk.note.no_rules_perhaps"
                self._notes.tell(key, place, district=district, nearest=near)

    def _prepared(self, said: Statement) -> _Prepared | Sequence[Refusal]:
        event = said.event
        if event is None:
            return said.refusals
        stream = event.stream
        if isinstance(event, PolicyAdopted):
            return self._prepared_adoption(said, event)
        fields = field_texts(fields_of(event))
        if said.event_id is not None:
            return _Prepared(said, event, stream, fields, said.event_id, None)
        content_id = made_id(fields.joined(), kind=event.kind, stream=stream)
        return _Prepared(said, event, stream, fields, content_id, content_id)

    def _prepared_adoption(
        self, said: Statement, event: PolicyAdopted
    ) -> _Prepared | Sequence[Refusal]:
        """The adoption with the pack's content; its id is made from what was said."""
        event_id = said.event_id or event_id_for(event)
        if event.content is None:
            event, wrong = self._shelf.with_known_content(event)
        else:
            event, wrong = self._shelf.with_own_content(event)
        if wrong is not None:
            return [wrong]
        return _Prepared(said, event, event.stream, field_texts(fields_of(event)), event_id, None)

    def _take(self, one: _Prepared) -> Sequence[Refusal]:
        """Add the statement, unless it is there already; or why it cannot be added."""
        said, event = one.said, one.event
        # A real ledger takes a moment from nobody, for what is there already no more than for what is not.
        wrong = None if self._sandbox else self._moment_refusal(said)
        if wrong is not None:
            return [wrong]
        stream = self._streams.stream(one.stream)
        again = self._again(one, stream)
        if again is not one:
            if again is None:
                self._already_present += 1
                return ()
            if not isinstance(again, _Prepared):
                return again
            one, said, event = again, again.said, again.event
        event_id = self._identity(one, stream)
        if isinstance(event_id, Refusal):
            return [event_id]
        if isinstance(event_id, Recorded):
            self._already_present += 1
            self._repeat(event_id, stream, said)
            return ()
        # Not asked of what is there already: in a sandbox a file that grows is imported again and again.
        wrong = self._moment_refusal(said)
        if wrong is not None:
            return [wrong]
        moment = said.recorded_at or max(self._now, self._last_moment or self._now)
        found = refusals(stream.facts, event, today=_day_in_china(moment), known=self._known)
        if found:
            return found
        self._last_moment = moment
        self._note_likeness(said, event, stream)
        self._add(one, event_id, moment, stream)
        return ()

    def _repeat(self, repeated: Recorded, stream: Stream, said: Statement) -> None:
        """What was recorded before, by this recording or an earlier one, is said again."""
        is_of_now = repeated.position >= self._streams.first
        self._said_twice += is_of_now
        fact = stream.facts.find(repeated.event_id)
        in_order = not may_wait(said)
        is_outdated = self._repeats.add(repeated, fact, said.place, in_order=in_order)
        if is_of_now and not is_outdated:
            self._notes.tell("desk.note.said_twice", said.place)

    def _note_likeness(self, said: Statement, event: Event, stream: Stream) -> None:
        """A row that is new may be meant as one that is there: sheets are filled in by hand."""
        if said.place.columns is None or said.place.line is None:
            return
        found = nearly_the_same(event, stream.facts, before=self._streams.first)
        if found is not None:
            fact, differs = found
            key = "desk.note.same_as" if differs is None else "desk.note.nearly_same_as"
            self._notes.tell(key, said.place, kind=event.kind, field=differs, ref=fact.ref)

    def _wrong_name(self, said: Statement) -> list[Refusal]:
        """Why the name of a row that cannot be read is wrong as well, if it is."""
        stream = _stream_beside_a_name(said)
        wrong = None if stream is None else name_refusal(said, self._streams.facts(stream))
        return [] if wrong is None else [wrong]

    def _again(self, one: _Prepared, stream: Stream) -> _Prepared | Sequence[Refusal] | None:
        """The statement as it is to be taken, None for a repeat; or why it cannot be taken."""
        wrong = name_refusal(one.said, stream.facts)
        if wrong is not None:
            return [wrong]
        fact = fact_again(one.said, stream.facts, before=self._streams.first)
        if fact is None:
            return self._corrected(one, stream)
        said_first = self._come_again.setdefault((one.stream, fact.order), one.said)
        if said_first is not one.said:
            # The same row twice is one; another one of the same fact is as in any other import.
            return None if said_first.event == one.said.event else one
        repeated = version_again(one.said, fact)
        if repeated is not None:
            self._repeat(repeated, stream, one.said)
            return None
        if fact.voided_by is not None:
            return [Refusal(code="voided-since", field="ref", values={"ref": fact.ref})]
        if not self._correct:
            return changed(one.said, fact)
        return self._prepared_with_id(correction(one.said, fact))

    def _corrected(self, one: _Prepared, stream: Stream) -> _Prepared | Sequence[Refusal] | None:
        """As `_again`, a row that may name what it corrects."""
        fact = fact_corrected(one.said, stream.facts)
        if fact is None:
            return one
        repeated = correction_again(one.said, fact)
        if repeated is not None:
            self._repeat(repeated, stream, one.said)
            return None
        return self._prepared_with_id(whole_correction(one.said, fact))

    def _prepared_with_id(self, said: Statement) -> _Prepared | Sequence[Refusal]:
        """Prepared, with an id that may be somewhere in the ledger."""
        prepared = self._prepared(said)
        if isinstance(prepared, _Prepared):
            self._streams.look_up(prepared.event_id)
        return prepared

    def _moment_refusal(self, said: Statement) -> Refusal | None:
        if said.recorded_at is None:
            return None
        return moment_refusal(said.recorded_at, after=self._last_moment, sandbox=self._sandbox)

    def _identity(self, one: _Prepared, stream: Stream) -> str | Recorded | Refusal:
        """The event's id, or the event that it repeats; or why the given id cannot be its."""
        original = one.said.event
        assert original is not None
        if one.said.event_id is not None:
            present = self._streams.with_id(one.event_id)
            if present is None:
                return one.event_id
            differs = differences(original, present.event)
            if present.stream == one.stream and not differs:
                return present
            values = {"event_id": one.event_id, "differs": ", ".join(sorted(differs))}
            return Refusal(code="event-id-taken", field="event_id", values=values)
        alike = [
            recorded
            for recorded in stream.alike(one.event)
            if not content_differences(original, recorded.event)
        ]
        if one.content_id is not None:
            alike += stream.of_content(one.content_id)
        if alike:
            personal = personal_of(one.event)
            for recorded in alike:
                # What was erased is not brought back by importing the same file again.
                if personal_of(recorded.event) == personal or was_erased(recorded.event):
                    return recorded
        number = len(alike) + 1
        event_id = one.event_id
        if number > 1:
            event_id = self._looked_up(original, number)
        while self._streams.with_id(event_id) is not None:
            number += 1
            event_id = self._looked_up(original, number)
        return event_id

    def _looked_up(self, event: Event, number: int) -> str:
        """The made id of that number, which may be somewhere else in the ledger."""
        event_id = event_id_for(event, number=number)
        self._streams.look_up(event_id)
        return event_id

    def _add(self, one: _Prepared, event_id: str, moment: datetime, stream: Stream) -> None:
        event, place = one.event, one.said.place
        digest = self._sources.get(place.file or "")
        source = ""
        if digest is not None:
            assert place.line is not None
            source = source_member(digest, sheet=place.sheet, line=place.line)
        values = (
            {} if event.model_fields_set.isdisjoint(event.personal_fields) else personal_of(event)
        )
        personal = ""
        kept: tuple[bytes, bytes] | None = None
        if values:
            salt = secrets.token_bytes(SALT_LENGTH)
            personal = personal_member(personal_commitment(salt, values))
            kept = (salt, canonical_json(values))
        fields = one.fields.joined(personal=personal, source=source)
        last = stream.facts.last
        recorded = Recorded(
            position=self._streams.position + 1,
            stream=one.stream,
            version=1 if last is None else last.version + 1,
            event_id=event_id,
            recorded_at=moment,
            recorded_by=self._by,
            event=event,
        )
        draft = Draft(
            stream=one.stream,
            version=recorded.version,
            event_id=event_id,
            kind=event.kind,
            statement=statement_of(event_id=event_id, kind=event.kind, fields=fields),
            personal=kept,
            names=tuple(named_streams(event)),
            recorded_at=one.said.recorded_at,
        )
        self._streams.add(recorded, draft, stream, content_id=one.content_id)
        self._waiting.recorded(one.stream)
        if isinstance(event, SchoolRegistered | SchoolAmended) and event.district is not None:
            self._districts.setdefault(event.district, place)
        if one.stream.startswith(POLICIES):
            # The codes of a pack are known as soon as it is adopted.
            self._streams.flush()
            self._shelf.forget_adopted()
        if self._tell:
            fact = stream.facts.find(event_id)
            self._events.append(recorded)
            self._refs.append(None if fact is None else fact.ref)
            names = list(names_in(stream.facts))
            self._names.append(names[-1] if names else None)


def _stream_beside_a_name(said: Statement) -> str | None:
    """The stream that a row names that cannot be read, where a person's name stands beside it."""
    if said.event is not None or said.stated_name is None:
        return None
    is_readable = all(one.field != "teacher" for one in said.refusals)
    return said.stream if is_readable else None


@lru_cache(maxsize=64)
def _day_in_china(moment: datetime) -> date:
    """All events of one recording share a moment, or nearly."""
    return day_in_china(moment)


class _Notes:
    """Tells the first of many notes, and how many more there are."""

    def __init__(self, note: Note | None) -> None:
        self._note = note
        self._told = 0

    def tell(self, key: str, place: Place, **values: object) -> None:
        """Something at a place that a reader may not expect; none for what has no line."""
        if self._note is None or place.line is None:
            return
        self._told += 1
        if self._told <= _MOST_NOTES:
            self._note(key, place=place, **values)

    def finish(self) -> None:
        """Nothing more is told."""
        if self._note is not None and self._told > _MOST_NOTES:
            self._note("desk.note.more", place=NOWHERE, count=self._told - _MOST_NOTES)
