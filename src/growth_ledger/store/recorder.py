"""The ledger's tables as eventsourcing's recorders: the same rows, written by the same code.

The library's `state` is opaque here, so its own events can be kept too; a UUID as originator has
the stream `uuid/…`, and comes back as a UUID. What is read carries the ledger's part along.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    DatabaseError,
    IntegrityError,
    Notification,
    OperationalError,
    ProcessRecorder,
    ProgrammingError,
    StoredEvent,
    Subscription,
    Tracking,
)
from sqlalchemy import Executable, bindparam, insert, select, update

from growth_ledger.errors import ConflictError, LedgerError, StorageError
from growth_ledger.store.databases import Row
from growth_ledger.store.ledgers import Store
from growth_ledger.store.reading import Reading
from growth_ledger.store.schema import event, tracking as tracking_table
from growth_ledger.store.writing import Draft, Writing

_UUID_PREFIX: Final = "uuid/"
_STATEMENT: Final = re.compile(rb'\{"event_id":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
_UNLIMITED: Final = 2**62
_POLL_SECONDS: Final = 0.2
_PULLED_AT_ONCE: Final = 500


@dataclass(frozen=True, eq=False)
class LedgerNotification(Notification):
    """A notification with what the ledger added; equal to any that has the same event."""

    recorded_at: int
    """Microseconds since 1970 in UTC."""
    recorded_by: str

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, StoredEvent)
            and _said(self) == _said(other)
            and self.id == getattr(other, "id", self.id)
        )

    def __hash__(self) -> int:
        return hash(_said(self))


class StreamRecorder(AggregateRecorder):
    """Streams alone: what is asked of a recorder that has no notification log."""

    def __init__(self, store: Store, *, recorded_by: str = "eventsourcing") -> None:
        """Record in `store`, in the name of `recorded_by`."""
        self.store = store
        self.recorded_by = recorded_by

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - the library's signature.
    ) -> Sequence[int] | None:
        """All the events are recorded, or none."""
        self._insert(stored_events, kwargs.get("tracking"))
        return None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """One stream's events after version `gt` up to and including `lte`."""
        with _in_their_words(), self.store.reading() as reading:
            rows = reading.transaction.rows(
                _BACKWARDS if desc else _FORWARDS,
                stream=_stream_of(originator_id),
                after=-1 if gt is None else gt,
                up_to=_UNLIMITED if lte is None else lte,
                rows_max=_UNLIMITED if limit is None else limit,
            )
        return list(map(_notification, rows))

    def _insert(self, stored_events: Sequence[StoredEvent], tracking: Tracking | None) -> list[int]:
        if not stored_events and tracking is None:
            return []
        with _in_their_words(), self.store.writing() as writing:
            if tracking is not None:
                _track(writing, tracking)
            return writing.insert(list(map(_draft, stored_events)), recorded_by=self.recorded_by)


class LedgerRecorder(StreamRecorder, ProcessRecorder):
    """Streams, the log over all of them, and how far followers have come; in one transaction."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - as above.
    ) -> Sequence[int] | None:
        """The positions of the events; with `tracking`, recorded together with it."""
        return self._insert(stored_events, kwargs.get("tracking"))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """At most `limit` events by position, from `start` to `stop`, of these kinds or of any."""
        first = (start or 0) + (0 if inclusive_of_start else 1)
        with _in_their_words(), self.store.reading() as reading:
            rows = reading.transaction.rows(
                _kinds_only(len(topics)),
                first=first,
                last=_UNLIMITED if stop is None else stop,
                rows_max=limit,
                **{f"topic_{number}": topic for number, topic in enumerate(topics)},
            )
        return list(map(_notification, rows))

    def max_notification_id(self) -> int | None:
        """The last event's position."""
        with _in_their_words(), self.store.reading() as reading:
            return reading.head.position or None

    def insert_tracking(self, tracking: Tracking) -> None:
        """The follower has come so far, and cannot go back."""
        self._insert((), tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """How far the follower has come."""
        with _in_their_words(), self.store.reading() as reading:
            return _tracked(reading, application_name)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[LedgerRecorder]:
        """Events after position `gt`, waiting for those to come."""
        return LedgerSubscription(self, gt, topics)


class LedgerSubscription(Subscription[LedgerRecorder]):
    """Events as they are recorded: by this store at once, by other programs a moment later."""

    def __init__(
        self, recorder: LedgerRecorder, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._pulled: Iterator[Notification] = iter(())
        self._woken = threading.Event()
        self._wake = self._woken.set
        recorder.store.listen(self._wake)

    def stop(self) -> None:
        """The iteration ends, in whatever thread it waits."""
        super().stop()
        self._recorder.store.unlisten(self._wake)
        self._woken.set()

    def __next__(self) -> Notification:
        """The next event; waits until there is one."""
        while not self._has_been_stopped:
            notification = next(self._pulled, None)
            if notification is not None:
                self._last_notification_id = notification.id
                return notification
            self._woken.clear()
            pulled = self._recorder.select_notifications(
                self._last_notification_id,
                _PULLED_AT_ONCE,
                topics=self._topics,
                inclusive_of_start=False,
            )
            self._pulled = iter(pulled)
            # Another process wakes nobody here, so waiting has an end.
            if not pulled and not self._has_been_stopped:
                self._woken.wait(_POLL_SECONDS)
        raise StopIteration


def _track(writing: Writing, tracking: Tracking) -> None:
    tracked = _tracked(writing, tracking.application_name)
    if tracked is not None and tracking.notification_id <= tracked:
        msg = f"{tracking.application_name} has come to {tracked} before"
        raise IntegrityError(msg)
    writing.transaction.run(
        _START_TRACKING if tracked is None else _MOVE_TRACKING,
        name=tracking.application_name,
        position_now=tracking.notification_id,
    )


def _tracked(reading: Reading, application_name: str) -> int | None:
    row = reading.transaction.row(_TRACKED, name=application_name)
    return None if row is None else int(row[0])


@contextmanager
def _in_their_words() -> Iterator[None]:
    """The ledger's errors as those that the library's callers expect."""
    try:
        yield
    except ConflictError as error:
        if error.code == "ledger-busy":
            raise OperationalError(str(error)) from error
        raise IntegrityError(str(error)) from error
    except StorageError as error:
        raise OperationalError(str(error)) from error
    except LedgerError as error:
        raise DatabaseError(str(error)) from error


def _draft(stored: StoredEvent) -> Draft:
    statement = _STATEMENT.match(stored.state)
    if stored.originator_version < 0:
        msg = "a version is at least 0"
        raise ProgrammingError(msg)
    return Draft(
        stream=_stream_of(stored.originator_id),
        version=stored.originator_version,
        event_id=None if statement is None else statement[1].decode(),
        kind=stored.topic,
        statement=stored.state,
    )


def _notification(row: Row) -> LedgerNotification:
    position, stream, version, kind, micros, recorded_by, state = row
    return LedgerNotification(
        originator_id=_originator_of(stream),
        originator_version=version,
        topic=kind,
        state=state,
        id=position,
        recorded_at=micros,
        recorded_by=recorded_by,
    )


def _stream_of(originator_id: UUID | str) -> str:
    if isinstance(originator_id, UUID):
        return _UUID_PREFIX + originator_id.hex
    return originator_id


def _originator_of(stream: str) -> UUID | str:
    if stream.startswith(_UUID_PREFIX):
        return UUID(stream.removeprefix(_UUID_PREFIX))
    return stream


def _said(stored: StoredEvent) -> tuple[UUID | str, int, str, bytes]:
    return stored.originator_id, stored.originator_version, stored.topic, stored.state


_EVENTS: Final = select(
    event.c.position,
    event.c.stream,
    event.c.version,
    event.c.kind,
    event.c.recorded_at,
    event.c.recorded_by,
    event.c.state,
)
_VERSIONS: Final = _EVENTS.where(
    event.c.stream == bindparam("stream"),
    event.c.version > bindparam("after"),
    event.c.version <= bindparam("up_to"),
).limit(bindparam("rows_max"))
_FORWARDS: Final = _VERSIONS.order_by(event.c.version)
_BACKWARDS: Final = _VERSIONS.order_by(event.c.version.desc())
_TRACKED: Final = select(tracking_table.c.notification_id).where(
    tracking_table.c.application_name == bindparam("name")
)
_START_TRACKING: Final = insert(tracking_table).values(
    application_name=bindparam("name"), notification_id=bindparam("position_now")
)
_MOVE_TRACKING: Final = (
    update(tracking_table)
    .where(tracking_table.c.application_name == bindparam("name"))
    .values(notification_id=bindparam("position_now"))
)
_POSITIONS: Final = (
    _EVENTS.where(event.c.position.between(bindparam("first"), bindparam("last")))
    .order_by(event.c.position)
    .limit(bindparam("rows_max"))
)


@cache
def _kinds_only(count: int) -> Executable:
    if count == 0:
        return _POSITIONS
    return _POSITIONS.where(
        event.c.kind.in_([bindparam(f"topic_{number}") for number in range(count)])
    )
