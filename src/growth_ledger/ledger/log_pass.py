"""One pass over the log by position, in memory that does not grow with the number of events.

An event's leaf hash is over its statement and every column beside it, so equal hashes leave nothing
of the row to look at. Only for events that no checkpoint vouches for yet it is also asked whether they
are canonical and of their kind: for the others that was so when they were signed. What is found goes
to `flaws`, and the pass goes on.

Source: interface page, section 4 (`audit verify`).
"""

from __future__ import annotations

import json
from binascii import hexlify
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json, to_json

from growth_ledger.domain.events import (
    COHORTS,
    EVENT_CLASSES,
    LOG_STREAM,
    SCHOOLS,
    Event,
    PolicyAdopted,
    decode,
)
from growth_ledger.domain.naming import naming_fields, streams_named_in
from growth_ledger.errors import LedgerError, StorageError
from growth_ledger.ledger.counterparts import PersonalRows, Seals
from growth_ledger.ledger.flaws import raise_if_around
from growth_ledger.proof.canonical import (
    BEFORE_ID,
    ID_IN_STATEMENT,
    LEAF_TEXT,
    canonical_json,
    content_digest,
    leaf,
    leaf_middle,
    moment_text,
    parts_of_statement,
    statement_tail,
)
from growth_ledger.proof.merkle import HASH_LENGTH, LEAF_MARK, Frontier, leaf_hash
from growth_ledger.store.reading import GREATEST_POSITION, OTHER_TYPES, StoredRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from growth_ledger.ledger.counterparts import SignedRoots
    from growth_ledger.ledger.flaws import Flaws
    from growth_ledger.store import Reading
    from growth_ledger.store.databases import Row

_MALFORMED: Final = (LedgerError, *OTHER_TYPES)
_LEAST: Final = -(2**63)
"""The least that a column of whole numbers can hold."""
_WINDOW: Final = 4000
"""Longer than what the store takes from a driver at once, which is lost with an unreadable row."""

_HASHED: Final = LEAF_MARK + LEAF_TEXT
_ERASED: Final = "personal-erased"
_ADOPTED: Final = "policy-adopted"
_LOOKED_INTO: Final = frozenset(
    kind
    for kind, cls in EVENT_CLASSES.items()
    if any(prefix == SCHOOLS for _, prefix in naming_fields(cls))
) | {_ERASED, _ADOPTED, "log-sealed"}
"""Kinds that are more to the pass than their hash, whatever an event of them says."""
_MAY_NAME_COHORT: Final = frozenset(
    kind
    for kind, cls in EVENT_CLASSES.items()
    if any(prefix == COHORTS for _, prefix in naming_fields(cls))
)


class LogPass:
    """One reading of the whole log, and what has been seen of it so far.

    Attributes:
        tree: The tree over the stored hashes, up to the head's position.
        nodes: By level and ordinal, the roots that the tree's complete subtrees must have.
        streams: Version and leaf hash of each stream's last event.
        mentions: Which stream names which, and the first position at which it does.
        moment: When the last event was recorded.
    """

    def __init__(self, reading: Reading, signed: SignedRoots, flaws: Flaws) -> None:
        """Read nothing yet but the head."""
        self._reading = reading
        self._head = reading.head
        self._signed = signed
        self._flaws = flaws
        self.tree = Frontier()
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.streams: dict[str, tuple[int, bytes]] = {}
        self.mentions: dict[tuple[str, str], int] = {}
        self.moment = ""
        self._hashes: list[bytes] = []
        self._next = 1
        self._micros = _LEAST
        self._by: object = None
        self._tails: dict[str, bytes] = {}
        self._quoted_streams: dict[str, bytes] = {}
        """The streams' names as a leaf has them."""
        self._seals = Seals()
        self._personal = PersonalRows(reading, flaws)
        self._plain_up_to = self._head.position
        """Up to here a row may be passed over quickly, as long as no position is missing."""

    @property
    def last(self) -> int:
        """The last position that was read, or 0."""
        return self._next - 1

    def run(self, progress: Callable[[int], None] | None) -> None:
        """Every event is looked at, once."""
        for batch in self._rows():
            self._take_all(batch)
            self._grow()
            if progress is not None:
                progress(self.last)
        self._grow()
        self._personal.finish()
        self._signed.missed()
        counts = self._flaws.counts
        counts["tree"] = len(self.nodes)
        for check in ("positions", "leaves", "versions", "moments"):
            counts[check] = self.last

    def _rows(self) -> Iterator[list[Row]]:
        """Every row by position, some at a time; one that the driver cannot read is told and passed over."""
        first = _LEAST
        while True:
            try:
                for rows in self._reading.stored_batches(first, GREATEST_POSITION):
                    first = min(rows[-1][0] + 1, GREATEST_POSITION)
                    yield rows
            except StorageError as lost:
                raise_if_around(lost)
                there = self._positions_from(first)
                for position in there:
                    try:
                        yield from self._reading.stored_batches(position, position)
                    except StorageError as error:
                        raise_if_around(error)
                        self._unreadable(position, error)
                if not there:
                    return
                first = there[-1] + 1
            else:
                return

    def _positions_from(self, first: int) -> Sequence[int]:
        """Where the next rows are; where even that cannot be read, where they should be."""
        try:
            return self._reading.positions(first, at_most=_WINDOW)
        except StorageError:
            first = max(first, 1)
            return range(first, min(first + _WINDOW, self._head.position + 1))

    def _unreadable(self, position: int, error: StorageError) -> None:
        self._flaws.tell("leaves", "row-unreadable", position=position, reason=error)
        if position == self._next:
            try:
                stored = self._reading.hashes(0, position - 1, position - 1)
            except StorageError:
                stored = []
            self._next = position + 1
            self._add(stored[0] if stored else b"")

    def _take_all(self, rows: Iterable[Row]) -> None:
        """As `_take` of each row, in less time where nothing is to be told of it."""
        streams, changed, tails = self.streams, self._seals.changed, self._tails
        names, hashes = self._quoted_streams, self._hashes
        vouched, next_personal = self._signed.vouched, self._personal.next_position
        micros_before: int | None = None
        by_before, middle = "", b""
        for row in rows:
            position, stream, version, kind, event_id, micros, by, state, stored = row
            try:
                if micros != micros_before or by != by_before:
                    # Composed once for all that were recorded together.
                    self._new_moment(position, micros)
                    self._by = by
                    middle = leaf_middle(recorded_at=self.moment, recorded_by=by)
                    micros_before, by_before = micros, by
                if (
                    kind not in _LOOKED_INTO
                    and sha256(
                        _HASHED % (state[:-1], position, middle, names[stream], version)
                    ).digest()
                    == stored
                    and position == self._next <= self._plain_up_to
                    and version == streams[stream][0] + 1
                    and state.endswith(tails[kind])
                    and state[ID_IN_STATEMENT].replace(b"-", b"") == hexlify(event_id)
                    # `in` first tries the text as a number, and takes half as long again.
                    and state.find(b'"personal":"') < 0
                    and (kind not in _MAY_NAME_COHORT or state.find(b'"cohort":"') < 0)
                    and position < next_personal
                    and state.startswith(BEFORE_ID)
                    and (position <= vouched or _is_statement(StoredRow._make(row)))
                ):
                    if position > vouched:
                        self._flaws.counts["statements"] += 1
                    streams[stream] = (version, stored)
                    changed.add(stream)
                    self._next = position + 1
                    hashes.append(stored)
                    if position == self._signed.next_size:
                        self._compare()
                        hashes = self._hashes
                    continue
            except _MALFORMED:
                micros_before = None
            self._take(StoredRow._make(row))
            next_personal, hashes = self._personal.next_position, self._hashes

    def _take(self, row: StoredRow) -> None:
        position, stream, version, kind, event_id, micros, by, state, stored = row
        if position != self._next:
            self._out_of_order(position)
        if position < 1:
            # Whatever it holds, nothing may stand there.
            return
        self._next = position + 1
        is_sound = False
        try:
            if micros != self._micros or by != self._by:
                self._new_moment(position, micros)
                self._by = by
            hashed = leaf_hash(
                leaf(
                    state,
                    position=position,
                    recorded_at=self.moment,
                    recorded_by=by,
                    stream=stream,
                    version=version,
                )
            )
            # What stands twice must be the same twice: the leaf has kind and id in its statement.
            if hashed != stored:
                self._flaws.tell("leaves", "leaf-differs", position=position, stream=stream)
            elif not self._is_of_columns(kind, event_id, state):
                self._flaws.tell("leaves", "columns-differ", position=position, stream=stream)
            else:
                is_sound = True
            before = self.streams.get(stream)
            if version != (1 if before is None else before[0] + 1):
                found = 0 if before is None else before[0]
                self._flaws.tell(
                    "versions",
                    "version-gap",
                    position=position,
                    stream=stream,
                    found=version,
                    needed=found + 1,
                )
            self.streams[stream] = (version, stored)
            self._quoted_streams[stream] = _quoted(stream).encode()
            self._seals.changed.add(stream)
            self._look_inside(row, is_sound=is_sound)
        except _MALFORMED as error:
            reason = error if isinstance(error, LedgerError) else type(error).__name__
            self._flaws.tell("leaves", "row-malformed", position=position, reason=reason)
        if position <= self._head.position:
            self._add(stored)

    def _is_of_columns(self, kind: str, event_id: bytes | None, state: bytes) -> bool:
        tail = self._tails.get(kind)
        if tail is None:
            tail = self._tails[kind] = statement_tail(kind)
        if not state.startswith(BEFORE_ID):
            return event_id is None
        return (
            state.endswith(tail)
            and event_id is not None
            and hexlify(event_id) == state[ID_IN_STATEMENT].replace(b"-", b"")
        )

    def _new_moment(self, position: int, micros: int) -> None:
        self.moment = moment_text(micros)
        if micros < self._micros:
            before = moment_text(self._micros)
            self._flaws.tell(
                "moments", "moment-goes-back", position=position, moment=self.moment, before=before
            )
        self._micros = micros

    def _out_of_order(self, position: int) -> None:
        self._plain_up_to = 0
        if position < self._next:
            self._flaws.tell("positions", "position-outside", position=position)
        else:
            missing = position - self._next
            self._flaws.tell("positions", "position-missing", position=self._next, count=missing)

    def _look_inside(self, row: StoredRow, *, is_sound: bool) -> None:
        """What only some events need: their personal values, whom they name, seals, packs."""
        state, position = row.state, row.position
        has_personal = b'"personal":"' in state
        if has_personal or self._personal.next_position <= position:
            self._personal.take(row, _fields(row).get("personal") if has_personal else None)
        if row.kind == _ERASED:
            self._personal.erased(row.stream)
        if not is_sound:
            return
        if row.stream == LOG_STREAM:
            self._look_at_seal(row)
        if position > self._signed.vouched:
            self._flaws.counts["statements"] += 1
            if not _is_statement(row):
                self._flaws.tell("statements", "not-of-its-kind", position=position, kind=row.kind)
                return
        if b'"school":"' in state or b'"cohort":"' in state or b'"merged_into":"' in state:
            for named in streams_named_in(row.kind, _fields(row)):
                self.mentions.setdefault((named, row.stream), position)
        elif row.kind == _ADOPTED:
            event = _event(row)
            assert isinstance(event, PolicyAdopted)
            if event.content is not None and content_digest(event.content) != event.digest:
                self._flaws.tell("statements", "digest-differs", position=position)

    def _look_at_seal(self, row: StoredRow) -> None:
        self._flaws.counts["seals"] += 1
        self._signed.sealed(row.position)
        said = _fields(row)
        count, root = self._seals.of(self.streams)
        if (said.get("streams"), said.get("root")) != (count, root.hex()):
            self._flaws.tell("seals", "seal-differs", position=row.position)

    def _add(self, stored: bytes) -> None:
        """The stored hash grows the tree: the tree is then what the rows together say it is."""
        is_hash = type(stored) is bytes and len(stored) == HASH_LENGTH
        self._hashes.append(stored if is_hash else bytes(HASH_LENGTH))
        if self.tree.size + len(self._hashes) == self._signed.next_size:
            self._compare()

    def _compare(self) -> None:
        self._grow()
        self._signed.compare(self.tree)

    def _grow(self) -> None:
        for level, ordinal, root in self.tree.extend(self._hashes):
            self.nodes[level, ordinal] = root
        self._hashes = []


def _fields(row: StoredRow) -> dict[str, Any]:
    found: dict[str, Any] = from_json(parts_of_statement(row.state, row.kind)[1])
    return found


def _event(row: StoredRow) -> Event:
    return decode(row.kind, row.stream, parts_of_statement(row.state, row.kind)[1])


def _is_statement(row: StoredRow) -> bool:
    """Whether the bytes are what recording an event of this kind in this stream would store."""
    try:
        return _event(row).stream == row.stream and _is_canonical(row.state, row.kind)
    except (LedgerError, ValueError, LookupError, RecursionError):
        return False


def _is_canonical(state: bytes, kind: str) -> bool:
    if kind == _ADOPTED:
        # A pack has keys and values of its own.
        return canonical_json(json.loads(state)) == state
    # The keys that a kind can have are ASCII, and none of its values is a fraction: with that the
    # encoder that comes with pydantic gives the canonical text, but for the order of the keys.
    said = from_json(state)
    return to_json(said) == state and _is_sorted(said)


def _is_sorted(value: object) -> bool:
    """Whether the keys stand in order, at every depth, and no number is a fraction."""
    if type(value) is str:
        return True
    if type(value) is dict:
        keys = list(value)
        return keys == sorted(keys) and all(
            type(inner) is str or _is_sorted(inner) for inner in value.values()
        )
    if type(value) is list:
        return all(_is_sorted(inner) for inner in value)
    return type(value) is not float
