"""The streams that a recording touches: their facts, and what it adds to them.

What was added is written some thousand events at a time, and read back from the transaction where it was
let go from memory. Nothing here decides whether an event may be recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from growth_ledger.domain.events import Event, Recorded
from growth_ledger.domain.facts import Facts
from growth_ledger.domain.naming import named_streams
from growth_ledger.ledger.likeness import likeness
from growth_ledger.ledger.read_model import ModelKeeper

if TYPE_CHECKING:
    from growth_ledger.store import Draft, Writing

_REMEMBERED_EVENTS: Final = 60_000
"""So many events of streams are kept in memory, about 2 kB each, before some are let go."""


class Streams:
    """The streams of one recording, as they are with what it has added."""

    def __init__(self, writing: Writing, *, recorded_by: str) -> None:
        """Nothing is read before it is asked for."""
        self._writing = writing
        self.first = writing.head.position + 1
        """The position of the first event that is added."""
        self.position = writing.head.position
        """That of the last one."""
        self._recorded_by = recorded_by
        self._streams: dict[str, Stream] = {}
        self._remembered = 0
        self._model = ModelKeeper(writing, first=self.first)
        self._drafts: list[Draft] = []
        self._fresh: dict[str, Recorded] = {}
        """The events of the drafts, by id."""
        self._there: dict[str, int] = {}
        """Ids that were asked for and that the ledger has, with their positions."""

    def stream(self, name: str) -> Stream:
        """The stream of that name; empty where there is none."""
        stream = self._streams.get(name)
        if stream is None:
            self.flush()
            stream = Stream(self._writing.stream(name))
            self._remember(name, stream)
        return stream

    def facts(self, name: str) -> Facts:
        """The facts of the stream of that name."""
        return self.stream(name).facts

    def names(self, prefix: str) -> list[str]:
        """The streams whose names begin so."""
        self.flush()
        return self._writing.stream_names(prefix)

    def load(self, names: set[str], event_ids: Iterable[str]) -> None:
        """The streams and the ids that will be asked for next are read at once.

        Where many streams are remembered, the others are judged and let go: everything that was added
        is written by then, and nobody holds a `Stream` from before.
        """
        self._there = self._writing.positions_of(event_ids)
        if self._remembered > _REMEMBERED_EVENTS:
            self._model.judge(self._all_facts())
            self._let_go(self._streams.keys() - names)
        missing = names - self._streams.keys()
        for name, events in self._writing.some_streams(missing):
            self._remember(name, Stream(events))
        for name in missing - self._streams.keys():
            self._remember(name, Stream(()))

    def look_up(self, event_id: str) -> None:
        """One more id will be asked for."""
        self._there.update(self._writing.positions_of([event_id]))

    def with_id(self, event_id: str) -> Recorded | None:
        """The event of that id, which was looked up before or added since."""
        found = self._fresh.get(event_id)
        if found is None and event_id in self._there:
            found = self._writing.by_event_id([event_id]).get(event_id)
        return found

    def is_named(self, name: str) -> bool:
        """Whether a fact that stands names the stream."""
        self.flush()
        return any(
            name in named_streams(fact.event)
            for naming in self._writing.mentioning(name)
            for fact in self.facts(naming)
            if fact.counts
        )

    def add(
        self, recorded: Recorded, draft: Draft, stream: Stream, *, content_id: str | None
    ) -> None:
        """One more event, at the position after the last one.

        Args:
            recorded: The event.
            draft: The same, as it is to be written.
            stream: Its stream.
            content_id: The id that is made from its content, where that is known.
        """
        self.position = recorded.position
        self._drafts.append(draft)
        self._fresh[recorded.event_id] = recorded
        stream.add(recorded, content_id)
        self._remembered += 1
        self._model.touch(recorded.stream)

    def flush(self) -> None:
        """What was added is written; nobody sees it before the transaction ends."""
        if self._drafts:
            self._writing.append(self._drafts, recorded_by=self._recorded_by)
            self._drafts = []
            self._there.update((one.event_id, one.position) for one in self._fresh.values())
            self._fresh.clear()

    def finish(self) -> None:
        """Everything is written, and the read model follows; nothing is asked for any more."""
        self.flush()
        self._model.finish(self._all_facts())
        self._let_go(self._streams.keys())

    def _remember(self, name: str, stream: Stream) -> None:
        self._streams[name] = stream
        self._remembered += len(stream.facts.sayings)

    def _all_facts(self) -> dict[str, Facts]:
        return {name: stream.facts for name, stream in self._streams.items()}

    def _let_go(self, names: Iterable[str]) -> None:
        for name in list(names):
            self._streams.pop(name).facts.let_go()
        self._remembered = sum(len(one.facts.sayings) for one in self._streams.values())


class Stream:
    """One stream's facts, and its events by what makes two of them likely to say the same."""

    __slots__ = ("_by_content", "_by_likeness", "facts")

    def __init__(self, events: Iterable[Recorded]) -> None:
        self.facts = Facts(events)
        self._by_content: dict[str, list[Recorded]] = {}
        """Those of which an id was made, by that id."""
        self._by_likeness: dict[tuple[object, ...], list[Recorded]] | None = None
        """The others."""

    def add(self, recorded: Recorded, content_id: str | None) -> None:
        """One more event, and the id that was made from its content if one was."""
        # Put together before the facts have one more, which must not be found in both places.
        others = self._others()
        self.facts.add(recorded)
        if content_id is not None:
            self._by_content.setdefault(content_id, []).append(recorded)
        else:
            others.setdefault(likeness(recorded.event), []).append(recorded)

    def of_content(self, content_id: str) -> Sequence[Recorded]:
        """The events that have the content from which that id is made."""
        return self._by_content.get(content_id, ())

    def alike(self, event: Event) -> Sequence[Recorded]:
        """The events that may have the same content, among those of which no id was made."""
        others = self._others()
        return others.get(likeness(event), ()) if others else ()

    def _others(self) -> dict[tuple[object, ...], list[Recorded]]:
        """Put together when it is first asked for: what only names a stream needs none."""
        found = self._by_likeness
        if found is None:
            found = self._by_likeness = {}
            for recorded, _ in self.facts.sayings:
                found.setdefault(likeness(recorded.event), []).append(recorded)
        return found
