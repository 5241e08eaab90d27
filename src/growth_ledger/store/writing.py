"""Recording: events go in at the end, with everything that hangs on them, in one transaction.

There is one writer at a time, so what it reads is what it writes on. Its moment is read from the
clock once, when its turn comes: all events of a transaction share it, unless a sandbox says
otherwise, and a known-at given as a moment never cuts a transaction in two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import bindparam, delete, select, update

from growth_ledger.errors import ConflictError, Refusal, RefusedError, StorageError
from growth_ledger.proof.canonical import leaf, moment_text
from growth_ledger.proof.merkle import leaf_hash
from growth_ledger.store.databases import Row, Transaction
from growth_ledger.store.reading import Reading, id_bytes, micros_of, moment_of
from growth_ledger.store.schema import HEAD_ID, checkpoint, event, head, mention, node, personal

_REMEMBERED_STREAMS: Final = 100_000


class Draft(NamedTuple):
    """An event that is to be recorded.

    Attributes:
        version: One more than the stream's last; 1 in a stream that is not there yet.
        event_id: A UUID in its usual form; None only for what another program records.
        statement: The canonical bytes of `event_id`, `kind` and `fields`.
        personal: Salt and JSON text of its personal values.
        names: The streams that it names besides its own.
        recorded_at: In a sandbox, a moment of its own.
    """

    stream: str
    version: int
    event_id: str | None
    kind: str
    statement: bytes
    personal: tuple[bytes, bytes] | None = None
    names: tuple[str, ...] = ()
    recorded_at: datetime | None = None


class Writing(Reading):
    """A view of the ledger that can be added to; it sees what it has added."""

    def __init__(self, transaction: Transaction, *, clock: Callable[[], datetime]) -> None:
        super().__init__(transaction)
        self._now = max(micros_of(clock()), self._micros or 0)
        self._first = self._position + 1
        self._versions: dict[str, int] = {}
        self._torn = False
        self.erased = False
        """Whether personal values were deleted, whose bytes are still to be scrubbed."""
        self.withdrawn = False
        """Whether nothing of this transaction is to be kept."""

    def withdraw(self) -> None:
        """Nothing of this transaction is kept; what it added was only tried."""
        self.withdrawn = True

    @property
    def has_recorded(self) -> bool:
        """Whether something was added or erased."""
        return self.erased or self._position >= self._first

    @property
    def moment(self) -> datetime:
        """What `recorded_at` of the events of this transaction will be."""
        return moment_of(self._now)

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        recorded_by: str,
    ) -> list[int]:
        """The events' positions; they are recorded once the transaction ends well.

        May be called any number of times: a million events go in as thousands of batches.

        Args:
            drafts: In the order in which they are to be recorded.
            recorded_by: Who records them.

        Raises:
            ConflictError: `version-not-next`; `version-taken` or `event-id-taken`, which the
                database says in the midst of a batch, so that the transaction cannot be kept.
            RefusedError: `recorded-at-not-sandbox`, `recorded-at-goes-back`.
        """
        self._check_versions(drafts)
        return self.insert(drafts, recorded_by=recorded_by)

    def insert(
        self,
        drafts: Sequence[Draft],
        *,
        recorded_by: str,
    ) -> list[int]:
        """As `append`, for versions that need not follow each other but must not be there yet."""
        first = self._position + 1
        events: list[Row] = []
        hashes: list[bytes] = []
        values: list[Row] = []
        mentions: list[Row] = []
        given: datetime | None = None
        micros = self._micros
        moment: str | None = None
        for position, draft in enumerate(drafts, first):
            wanted = draft.recorded_at
            if moment is None or wanted is not given:
                given, micros = wanted, self._micros_for(wanted, after=micros)
                moment = moment_text(micros)
            hashed = leaf_hash(
                leaf(
                    draft.statement,
                    position=position,
                    recorded_at=moment,
                    recorded_by=recorded_by,
                    stream=draft.stream,
                    version=draft.version,
                )
            )
            hashes.append(hashed)
            events.append(
                (
                    position,
                    draft.stream,
                    draft.version,
                    draft.kind,
                    None if draft.event_id is None else id_bytes(draft.event_id),
                    micros,
                    recorded_by,
                    draft.statement,
                    hashed,
                )
            )
            if draft.personal is not None:
                values.append((position, *draft.personal))
            if draft.names:
                mentions.extend((named, draft.stream) for named in draft.names)
        self._torn = True
        self.transaction.insert(event, events)
        self.transaction.insert(personal, values)
        self.transaction.insert_missing(mention, mentions)
        self.transaction.insert(node, [tuple(subtree) for subtree in self._frontier.extend(hashes)])
        self._torn = False
        self._position += len(events)
        self._micros = micros
        return list(range(first, self._position + 1))

    def erase_personal(self, stream: str) -> int:
        """How many events lost their personal values; once the transaction ends, for good."""
        self.erased = True
        return self.transaction.run(_ERASE, stream=stream)

    def keep_checkpoint(self, *, size: int, note: str) -> None:
        """The signed note is kept; one of the same size is left as it was."""
        self.transaction.insert_missing(checkpoint, [(size, note)])

    def finish(self) -> None:
        """The head says what was added; the last thing that a transaction does.

        Raises:
            StorageError: `batch-torn`, an error in the midst of a batch was caught and passed over.
        """
        if self._torn:
            raise StorageError("batch-torn")
        if self._position >= self._first:
            self.transaction.run(
                _MOVE_HEAD,
                position_now=self._position,
                recorded_at_now=self._micros,
                frontier_now=self._frontier.to_bytes(),
            )

    def _check_versions(self, drafts: Sequence[Draft]) -> None:
        if len(self._versions) > _REMEMBERED_STREAMS:
            self._versions.clear()
        touched = {draft.stream for draft in drafts}
        versions = {stream: self._versions.get(stream, 0) for stream in touched}
        versions.update(self.last_versions(touched - self._versions.keys()))
        for draft in drafts:
            last = versions[draft.stream]
            if draft.version != last + 1:
                raise ConflictError(
                    "version-not-next", stream=draft.stream, last=last, expected=draft.version
                )
            versions[draft.stream] = draft.version
        self._versions.update(versions)

    def _micros_for(self, given: datetime | None, *, after: int | None) -> int:
        """The moment to record, where the event before has the moment `after`."""
        if given is None:
            return max(self._now, after or 0)
        last = None if after is None else moment_of(after)
        wrong = moment_refusal(given, after=last, sandbox=self._sandbox)
        if wrong is not None:
            raise RefusedError([wrong])
        return micros_of(given)


def moment_refusal(given: datetime, *, after: datetime | None, sandbox: bool) -> Refusal | None:
    """Why an event cannot be recorded at the moment given, if it cannot.

    Args:
        given: The moment that is asked for.
        after: That of the event before; None where there is none.
        sandbox: Whether the ledger is one.
    """
    code, values = "recorded-at-not-sandbox", {"recorded_at": given.isoformat()}
    if sandbox:
        if after is None or given >= after:
            return None
        code, values = "recorded-at-goes-back", {**values, "last": after.isoformat()}
    return Refusal(code=code, field="recorded_at", values=values)


_ERASE: Final = delete(personal).where(
    personal.c.position.in_(select(event.c.position).where(event.c.stream == bindparam("stream")))
)
_MOVE_HEAD: Final = (
    update(head)
    .where(head.c.id == HEAD_ID)
    .values(
        position=bindparam("position_now"),
        recorded_at=bindparam("recorded_at_now"),
        frontier=bindparam("frontier_now"),
    )
)
