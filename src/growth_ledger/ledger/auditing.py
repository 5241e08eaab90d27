"""`audit verify`: every event is read back, and all that is said about the log is computed anew.

One pass by position, in memory that does not grow with the number of events. What differs is a *flaw*,
with the first position concerned; the pass goes on, so that all of them are seen at once.

An event's leaf hash is over its statement and every column beside it, so equal hashes leave nothing
of the row to look at. The hashes are then held against the tree, and the tree against what was
signed. Only for events that no checkpoint vouches for yet it is also asked whether they are canonical
and of their kind: for the others that was so when they were signed.

Source: interface page, section 4 (`audit verify`).
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING, Final

from pydantic_core import from_json, to_json

from growth_ledger.domain.events import (
    EVENT_CLASSES,
    LOG_STREAM,
    Event,
    PolicyAdopted,
    decode,
)
from growth_ledger.errors import LedgerError, ProofError, StorageError
from growth_ledger.intake.pack_folders import digest_of
from growth_ledger.ledger.naming import named_streams
from growth_ledger.ledger.rebuilding import comparing
from growth_ledger.ledger.sealing import seal_leaf
from growth_ledger.proof.canonical import (
    SALT_LENGTH,
    canonical_json,
    fields_of_statement,
    leaf,
    moment_text,
)
from growth_ledger.proof.checkpoints import Checkpoint, open_checkpoint
from growth_ledger.proof.merkle import HASH_LENGTH, Frontier, leaf_hash
from growth_ledger.store.reading import StoredRow, micros_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.proof.checkpoints import VerifierKey
    from growth_ledger.store import Reading
    from growth_ledger.store.databases import Row

CHECKS: Final = (
    "head",
    "positions",
    "leaves",
    "versions",
    "moments",
    "statements",
    "tree",
    "seals",
    "checkpoints",
    "given-checkpoint",
    "personal",
    "mentions",
    "read-model",
)
"""What is checked, in the order in which it is told."""

MOST_FLAWS: Final = 100
"""So many flaws of one check are told; the rest is counted."""

_EVERYTHING: Final = 2**62
_WINDOW: Final = 4000
"""Longer than what the store takes from a driver at once, which is lost with an unreadable row."""

_NO_FILES: Final = (
    LedgerError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    OverflowError,
)
"""Events that were tampered with may make no file at all; what they are is told of the log."""

_ID: Final = slice(13, 49)
_ID_BEFORE: Final = b'{"event_id":"'
_ERASED: Final = "personal-erased"
_ADOPTED: Final = "policy-adopted"
_LOOKED_INTO: Final = frozenset(
    kind
    for kind, cls in EVENT_CLASSES.items()
    if {"school", "merged_into"} & cls.model_fields.keys()
) | {_ERASED, _ADOPTED, "log-sealed"}
"""Kinds that are more to the pass than their hash; `cohort` is asked of any kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing that is not as it was recorded.

    Attributes:
        flaw: Which, as wording knows it.
        position: The first event concerned; None where the flaw is in no event.
        row: Where it stands in the database, such as `event 12` or `checkpoint 20`.
        values: What the wording fills in.
    """

    flaw: str
    position: int | None
    row: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked.

    Attributes:
        check: One of `CHECKS`.
        count: How many events, rows or notes it was checked of.
        flaws: The first of what does not hold, in order of position.
        more: How many flaws there are besides.
        remark: What was left out, as wording knows it; empty where nothing was.
    """

    check: str
    count: int
    flaws: tuple[Flaw, ...] = ()
    more: int = 0
    remark: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What `audit verify` found; `root` is that of the tree over what is stored."""

    origin: str
    sandbox: bool
    position: int
    root: bytes
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as it was recorded."""
        return all(check.holds for check in self.checks)

    @property
    def first(self) -> Flaw | None:
        """The flaw that names the first event; one that names an event's own row before others."""
        flaws = [flaw for check in self.checks for flaw in check.flaws]
        return min(flaws, key=_place, default=None)


def audit(
    ledger: Ledger,
    *,
    key: VerifierKey | None,
    given: bytes | None = None,
    with_read_model: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Audit:
    """Everything that can be checked of the ledger as it is now.

    Args:
        ledger: The ledger, open.
        key: Its public key; without it, signatures stay unchecked.
        given: A checkpoint's signed note that was kept elsewhere.
        with_read_model: Whether the stored standings are judged anew too, which takes as long again
            as making them.
        progress: Told how many events are done, now and then.
    """
    with ExitStack() as opened:
        try:
            reading = opened.enter_context(ledger.store.reading())
            beginning = _Pass(reading, key=key, given=given)
        except (ProofError, StorageError, TypeError, ValueError, OverflowError) as error:
            # Without the head, what stands below it cannot be told from something else.
            values = {"reason": str(error)}
            flaw = Flaw(flaw="head-unreadable", position=None, row="head", values=values)
            check = Check(check="head", count=1, flaws=(flaw,))
            return Audit(origin="", sandbox=False, position=0, root=b"", checks=(check,))
        # Other processes may judge the files while this one goes through the log.
        standings = _Standings(ledger, reading, opened) if with_read_model else None
        return beginning.run(standings, progress or _nobody)


class _Standings:
    """The stored standings, held against those that the events give."""

    def __init__(self, ledger: Ledger, reading: Reading, opened: ExitStack) -> None:
        self._failure: Exception | None = None
        try:
            self._differing = opened.enter_context(comparing(ledger, reading))
        except _NO_FILES as error:
            self._failure = error

    def flaws(self) -> list[Flaw]:
        """One for each file whose standings differ."""
        try:
            if self._failure is not None:
                raise self._failure
            return [
                Flaw(
                    flaw="standings-differ",
                    position=None,
                    row=f"standing {teacher}",
                    values={"teacher": teacher},
                )
                for teacher in self._differing()
            ]
        except _NO_FILES as error:
            values = {"reason": str(error) or type(error).__name__}
            return [Flaw(flaw="standings-unjudged", position=None, row="standing", values=values)]


class _Pass:
    """One reading of the whole log, and what has been seen of it so far."""

    def __init__(
        self,
        reading: Reading,
        *,
        key: VerifierKey | None,
        given: bytes | None,
    ) -> None:
        self._reading = reading
        self._head = reading.head
        self._key = key
        self._given = given
        self._flaws: dict[str, list[Flaw]] = {check: [] for check in CHECKS}
        self._more = dict.fromkeys(CHECKS, 0)
        self._counts = dict.fromkeys(CHECKS, 0)
        self._tree = Frontier()
        self._hashes: list[bytes] = []
        self._nodes: dict[tuple[int, int], bytes] = {}
        self._next = 1
        self._micros = -_EVERYTHING
        self._by: object = None
        self._moment = ""
        self._tails: dict[str, bytes] = {}
        self._streams: dict[str, tuple[int, bytes]] = {}
        self._seals = _Seals()
        self._mentions: dict[tuple[str, str], int] = {}
        self._personal = _Personal(reading, self._flaw)
        self._expected = _Expected(self._flaw)
        self._vouched = 0
        self._plain_up_to = 0
        """Up to here a row may be passed over quickly, as long as no position is missing."""

    def run(self, standings: _Standings | None, progress: Callable[[int], None]) -> Audit:
        """Every check, once."""
        self._look_at_checkpoints()
        for batch in self._rows():
            self._take_all(batch)
            self._grow()
            progress(self._next - 1)
        self._grow()
        self._personal.finish()
        self._look_at_end()
        self._look_at_index()
        self._look_at_nodes()
        self._look_at_mentions()
        left_out = self._look_at_standings(standings)
        return Audit(
            origin=self._head.origin,
            sandbox=self._head.sandbox,
            position=self._head.position,
            root=self._tree.root(),
            checks=tuple(self._checks(left_out)),
        )

    def _checks(self, left_out: set[str]) -> Iterator[Check]:
        counts = self._counts
        counts.update({"head": 1, "tree": len(self._nodes), "personal": self._personal.count})
        for check in ("positions", "leaves", "versions", "moments"):
            counts[check] = self._next - 1
        unsigned = bool(counts["checkpoints"]) and self._key is None
        for check in CHECKS:
            if check not in left_out:
                yield Check(
                    check=check,
                    count=counts[check],
                    flaws=tuple(sorted(self._flaws[check], key=_place)),
                    more=self._more[check],
                    remark="unsigned" if unsigned and check == "checkpoints" else "",
                )

    def _flaw(
        self, check: str, flaw: str, *, position: int | None, row: str = "", **values: object
    ) -> None:
        if len(self._flaws[check]) == MOST_FLAWS:
            self._more[check] += 1
            return
        self._flaws[check].append(
            Flaw(flaw=flaw, position=position, row=row or f"event {position}", values=values)
        )

    def _rows(self) -> Iterator[list[Row]]:
        """Every row by position, some at a time; one that the driver cannot read is told and passed over."""
        first = -_EVERYTHING
        while True:
            try:
                for rows in self._reading.stored_batches(first, _EVERYTHING):
                    first = rows[-1][0] + 1
                    yield rows
            except StorageError:
                first = max(first, 1)
                readable = False
                for position in range(first, first + _WINDOW):
                    try:
                        yield from self._reading.stored_batches(position, position)
                        readable = True
                    except StorageError as error:
                        self._unreadable(position, error)
                if not readable:
                    return
                first += _WINDOW
            else:
                return

    def _unreadable(self, position: int, error: StorageError) -> None:
        self._flaw("leaves", "row-unreadable", position=position, reason=str(error))
        if position == self._next:
            try:
                stored = self._reading.hashes(0, position - 1, position - 1)
            except StorageError:
                stored = []
            self._next = position + 1
            self._add(stored[0] if stored else b"")

    def _take_all(self, rows: Iterable[Row]) -> None:
        """As `_take` of each row, at a third of the cost where nothing is to be told of it."""
        streams, changed, tails = self._streams, self._seals.changed, self._tails
        vouched, next_personal = self._vouched, self._personal.next_position
        micros_before: int | None = None
        by_before = middle = ""
        for row in rows:
            position, stream, version, kind, event_id, micros, by, state, stored = row
            try:
                if micros != micros_before or by != by_before:
                    # Composed once for all that were recorded together; the text of `leaf`.
                    self._new_moment(position, micros)
                    self._by = by
                    moment = _quoted(self._moment)
                    middle = f',"recorded_at":{moment},"recorded_by":{_quoted(by)},"stream":'
                    micros_before, by_before = micros, by
                own = f',"position":{position}{middle}{_quoted(stream)},"version":{version}}}'
                if (
                    sha256(b"\x00" + state[:-1] + own.encode()).digest() == stored
                    and position == self._next <= self._plain_up_to
                    and version == streams[stream][0] + 1
                    and state.endswith(tails[kind])
                    and state[_ID].replace(b"-", b"") == event_id.hex().encode()
                    and kind not in _LOOKED_INTO
                    and b'"personal":"' not in state
                    and b'"cohort":"' not in state
                    and position < next_personal
                    and state.startswith(_ID_BEFORE)
                    and (position <= vouched or _is_statement(StoredRow._make(row)))
                ):
                    if position > vouched:
                        self._counts["statements"] += 1
                    streams[stream] = (version, stored)
                    changed.add(stream)
                    self._next = position + 1
                    self._hashes.append(stored)
                    if position == self._expected.next_size:
                        self._compare()
                    continue
            except (TypeError, ValueError, AttributeError, LookupError, LedgerError):
                micros_before = None
            self._take(StoredRow._make(row))
            next_personal = self._personal.next_position

    def _take(self, row: StoredRow) -> None:
        position, stream, version, kind, event_id, micros, by, state, stored = row
        if position != self._next:
            self._out_of_order(position)
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
                    recorded_at=self._moment,
                    recorded_by=by,
                    stream=stream,
                    version=version,
                )
            )
            # What stands twice must be the same twice: the leaf has kind and id in its statement.
            if hashed != stored:
                self._flaw("leaves", "leaf-differs", position=position, stream=stream)
            elif not self._is_of_columns(kind, event_id, state):
                self._flaw("leaves", "columns-differ", position=position, stream=stream)
            else:
                is_sound = True
            before = self._streams.get(stream)
            if version != (1 if before is None else before[0] + 1):
                found = 0 if before is None else before[0]
                self._flaw(
                    "versions",
                    "version-gap",
                    position=position,
                    stream=stream,
                    found=version,
                    needed=found + 1,
                )
            self._streams[stream] = (version, stored)
            self._seals.changed.add(stream)
            self._look_inside(row, is_sound=is_sound)
        except (TypeError, ValueError, AttributeError, LookupError, LedgerError) as error:
            reason = str(error) if isinstance(error, LedgerError) else type(error).__name__
            self._flaw("leaves", "row-malformed", position=position, reason=reason)
        if position <= self._head.position:
            self._add(stored)

    def _is_of_columns(self, kind: str, event_id: bytes | None, state: bytes) -> bool:
        tail = self._tails.get(kind)
        if tail is None:
            tail = self._tails[kind] = b',"kind":' + canonical_json(kind) + b"}"
        if not state.startswith(_ID_BEFORE):
            return event_id is None
        return (
            state.endswith(tail)
            and event_id is not None
            and event_id.hex().encode() == state[_ID].replace(b"-", b"")
        )

    def _new_moment(self, position: int, micros: int) -> None:
        self._moment = moment_text(micros)
        if micros < self._micros:
            before = moment_text(self._micros)
            self._flaw(
                "moments", "moment-goes-back", position=position, moment=self._moment, before=before
            )
        self._micros = micros

    def _out_of_order(self, position: int) -> None:
        self._plain_up_to = 0
        if position < self._next:
            self._flaw("positions", "position-outside", position=position)
        else:
            missing = position - self._next
            self._flaw("positions", "position-missing", position=self._next, count=missing)

    def _look_inside(self, row: StoredRow, *, is_sound: bool) -> None:
        """What only some events need: their personal values, whom they name, seals, packs."""
        state, position = row.state, row.position
        has_personal = b'"personal":"' in state
        if has_personal or self._personal.next_position <= position:
            self._personal.take(row, _commitment(row) if has_personal else None)
        if row.kind == _ERASED:
            self._personal.erased(row.stream)
        if not is_sound:
            return
        if row.stream == LOG_STREAM:
            self._look_at_seal(row)
        if position > self._vouched:
            self._counts["statements"] += 1
            if not _is_statement(row):
                self._flaw("statements", "not-of-its-kind", position=position, kind=row.kind)
                return
        if b'"school":"' in state or b'"cohort":"' in state or b'"merged_into":"' in state:
            for named in named_streams(_event(row)):
                self._mentions.setdefault((named, row.stream), position)
        elif row.kind == _ADOPTED:
            event = _event(row)
            assert isinstance(event, PolicyAdopted)
            if event.content is not None and digest_of(event.content) != event.digest:
                self._flaw("statements", "digest-differs", position=position)

    def _look_at_seal(self, row: StoredRow) -> None:
        self._counts["seals"] += 1
        said = json.loads(fields_of_statement(row.state, row.kind))
        count, root = self._seals.of(self._streams)
        if (said.get("streams"), said.get("root")) != (count, root.hex()):
            self._flaw("seals", "seal-differs", position=row.position)

    def _add(self, stored: bytes) -> None:
        """The stored hash grows the tree: the tree is then what the rows together say it is."""
        is_hash = type(stored) is bytes and len(stored) == HASH_LENGTH
        self._hashes.append(stored if is_hash else bytes(HASH_LENGTH))
        if self._tree.size + len(self._hashes) == self._expected.next_size:
            self._compare()

    def _compare(self) -> None:
        self._grow()
        self._expected.compare(self._tree)

    def _grow(self) -> None:
        for level, ordinal, root in self._tree.extend(self._hashes):
            self._nodes[level, ordinal] = root
        self._hashes = []

    def _look_at_checkpoints(self) -> None:
        kept: list[tuple[int, str]] = []
        try:
            kept = self._reading.checkpoints()
        except StorageError as error:
            self._flaw(
                "checkpoints",
                "table-unreadable",
                position=None,
                row="checkpoint",
                reason=str(error),
            )
        if self._key is not None and self._key.name != self._head.origin:
            self._flaw("head", "origin-differs", position=None, row="head", key=self._key.name)
        for size, note in kept:
            self._counts["checkpoints"] += 1
            checkpoint = self._opened("checkpoints", note, row=f"checkpoint {size}")
            if checkpoint is None:
                continue
            if checkpoint.size != size:
                self._flaw(
                    "checkpoints",
                    "checkpoint-size-differs",
                    position=None,
                    row=f"checkpoint {size}",
                    found=checkpoint.size,
                )
            elif self._expect("checkpoints", checkpoint, f"checkpoint {size}") and self._key:
                self._vouched = max(self._vouched, size)
        if self._given is not None:
            self._counts["given-checkpoint"] = 1
            checkpoint = self._opened("given-checkpoint", self._given, row="given checkpoint")
            if checkpoint is not None:
                self._expect("given-checkpoint", checkpoint, "given checkpoint")
        self._plain_up_to = self._head.position
        self._expected.begin(self._tree)

    def _opened(self, check: str, note: str | bytes, *, row: str) -> Checkpoint | None:
        try:
            if self._key is not None:
                return open_checkpoint(note, self._key)
            text = note.decode() if isinstance(note, bytes) else note
            return Checkpoint.from_text(text.rpartition("\n\n")[0] + "\n")
        except (LedgerError, ValueError, TypeError, AttributeError) as error:
            code = error.code if isinstance(error, LedgerError) else "note-encoding"
            values = error.values if isinstance(error, LedgerError) else {}
            self._flaw(check, code, position=None, row=row, **values)
            return None

    def _expect(self, check: str, checkpoint: Checkpoint, row: str) -> bool:
        if checkpoint.size > self._head.position:
            self._flaw(
                check,
                "log-shorter",
                position=self._head.position + 1,
                row=row,
                size=checkpoint.size,
                found=self._head.position,
            )
            return False
        if checkpoint.origin != self._head.origin:
            self._flaw(
                check,
                "checkpoint-of-another",
                position=None,
                row=row,
                origin=checkpoint.origin,
                key=self._head.origin,
            )
        self._expected.add(check, checkpoint.size, checkpoint.root, row)
        return True

    def _look_at_end(self) -> None:
        head, last = self._head, self._next - 1
        if last < head.position:
            self._flaw(
                "positions", "position-missing", position=self._next, count=head.position - last
            )
        elif last > head.position:
            self._flaw(
                "positions", "position-past-head", position=head.position + 1, last=head.position
            )
        self._expected.missed()
        micros = None if head.recorded_at is None else moment_text(micros_of(head.recorded_at))
        if last and last == head.position and micros != self._moment:
            self._flaw(
                "head",
                "head-moment-differs",
                position=None,
                row="head",
                moment=micros,
                needed=self._moment,
            )
        if last == 0 and head.recorded_at is not None:
            self._flaw(
                "head", "head-moment-differs", position=None, row="head", moment=micros, needed=""
            )
        if self._tree.size != head.position or self._tree.root() != self._reading.root:
            self._flaw("tree", "root-differs", position=None, row="head", size=head.position)

    def _look_at_index(self) -> None:
        """A stream is looked up by an index of the database, which must lead to what was read."""
        if any(self._flaws[check] for check in ("positions", "leaves", "versions")):
            # What is wrong with the rows is wrong with the index too, and has been told.
            return
        missing = dict(self._streams)
        try:
            for stream, version, head in self._reading.stream_heads():
                if missing.pop(stream, None) != (version, head):
                    self._flaw(
                        "versions", "index-differs", position=None, row="index", stream=stream
                    )
        except StorageError as error:
            self._flaw(
                "versions", "table-unreadable", position=None, row="index", reason=str(error)
            )
        for stream in missing:
            self._flaw("versions", "index-differs", position=None, row="index", stream=stream)

    def _look_at_nodes(self) -> None:
        missing = dict(self._nodes)
        try:
            for level, ordinal, stored in self._reading.nodes():
                if missing.pop((level, ordinal), None) != stored:
                    self._node_flaw("node-differs", level, ordinal)
        except StorageError as error:
            self._flaw("tree", "table-unreadable", position=None, row="node", reason=str(error))
        for level, ordinal in missing:
            self._node_flaw("node-missing", level, ordinal)

    def _node_flaw(self, flaw: str, level: int, ordinal: int) -> None:
        width = 256**level if 0 < level < 8 else 1  # noqa: PLR2004 - 256**8 events are out of reach.
        first = ordinal * width + 1
        row = f"node {level}/{ordinal}"
        self._flaw("tree", flaw, position=first, row=row, first=first, last=first + width - 1)

    def _look_at_mentions(self) -> None:
        missing = dict(self._mentions)
        self._counts["mentions"] = len(missing)
        try:
            for named, naming in self._reading.mentions():
                if missing.pop((named, naming), None) is None:
                    self._flaw(
                        "mentions",
                        "mention-unfounded",
                        position=None,
                        row=f"mention {named} {naming}",
                        named=named,
                        naming=naming,
                    )
        except StorageError as error:
            self._flaw(
                "mentions", "table-unreadable", position=None, row="mention", reason=str(error)
            )
        for (named, naming), position in missing.items():
            self._flaw(
                "mentions",
                "mention-missing",
                position=position,
                row=f"mention {named} {naming}",
                named=named,
                naming=naming,
            )

    def _look_at_standings(self, standings: _Standings | None) -> set[str]:
        """The checks of which there is nothing to tell."""
        left_out = set() if self._given is not None else {"given-checkpoint"}
        if standings is None:
            return left_out | {"read-model"}
        for flaw in standings.flaws():
            self._flaw("read-model", flaw.flaw, position=flaw.position, row=flaw.row, **flaw.values)
        return left_out


class _Expected:
    """Roots that were signed, to be held against the tree when it has come to their size."""

    def __init__(self, flaw: Callable[..., None]) -> None:
        self._flaw = flaw
        self._by_size: dict[int, list[tuple[str, bytes, str]]] = {}
        self._good = 0
        self.next_size = -1
        """The smallest size that is still to come; -1 where there is none."""

    def add(self, check: str, size: int, root: bytes, row: str) -> None:
        """The tree of that size must have that root."""
        self._by_size.setdefault(size, []).append((check, root, row))

    def begin(self, tree: Frontier) -> None:
        """All are known now; the empty tree may be one of them."""
        self.next_size = min(self._by_size, default=-1)
        if self.next_size == 0:
            self.compare(tree)

    def compare(self, tree: Frontier) -> None:
        """The tree has the next size."""
        root = tree.root()
        first, size = self._good + 1, tree.size
        for check, needed, row in self._by_size.pop(self.next_size):
            if root == needed:
                self._good = size
            else:
                # Up to the last smaller one that holds, nothing has changed.
                values = {"first": first, "last": size}
                self._flaw(check, "checkpoint-root-differs", position=first, row=row, **values)
        self.next_size = min(self._by_size, default=-1)

    def missed(self) -> None:
        """The log has come to its end; whatever it should have come to is missing."""
        for size, expected in self._by_size.items():
            for check, _, row in expected:
                self._flaw(
                    check,
                    "checkpoint-root-differs",
                    position=self._good + 1,
                    row=row,
                    first=self._good + 1,
                    last=size,
                )


class _Seals:
    """The root that a seal must have; only streams that have grown are hashed anew."""

    def __init__(self) -> None:
        self.changed: set[str] = set()
        self._hashes: dict[str, bytes] = {}
        self._names: list[str] = []

    def of(self, streams: Mapping[str, tuple[int, bytes]]) -> tuple[int, bytes]:
        """The number of streams, and the root over their heads.

        Args:
            streams: Version and leaf hash of each stream's last event.
        """
        for name in self.changed - {LOG_STREAM}:
            self._hashes[name] = leaf_hash(seal_leaf(name, *streams[name]))
        self.changed.clear()
        if len(self._names) != len(self._hashes):
            self._names = sorted(self._hashes)
        tree = Frontier()
        tree.extend([self._hashes[name] for name in self._names])
        return len(self._names), tree.root()


class _Personal:
    """Personal rows beside the events, both by position."""

    def __init__(self, reading: Reading, flaw: Callable[..., None]) -> None:
        self._rows = reading.all_personal()
        self._flaw = flaw
        self._row: tuple[int, bytes, bytes] | None = None
        self._present: dict[str, int] = {}
        self._missing: dict[str, int] = {}
        self.count = 0
        self.next_position = -_EVERYTHING
        """Position of the next personal row; past every event where there is none."""
        self._advance()

    def take(self, row: StoredRow, commitment: object) -> None:
        """Hold an event against the personal row at its position, if there is one."""
        self._pass_over(row.position)
        if self._row is None or self.next_position != row.position:
            if commitment is not None:
                self._missing.setdefault(row.stream, row.position)
            return
        _, salt, value = self._row
        self._advance()
        self.count += 1
        self._present.setdefault(row.stream, row.position)
        if commitment is None:
            self._tell("personal-unasked", row.position)
        elif _commits_to(salt, value) != commitment:
            self._tell("personal-differs", row.position, stream=row.stream)

    def erased(self, stream: str) -> None:
        """From here on the stream's values up to here must be gone."""
        self._missing.pop(stream, None)
        kept = self._present.pop(stream, None)
        if kept is not None:
            self._tell("personal-not-erased", kept, stream=stream)

    def finish(self) -> None:
        """Every event has been taken."""
        self._pass_over(_EVERYTHING)
        for stream, position in self._missing.items():
            self._tell("personal-missing", position, stream=stream)

    def _pass_over(self, up_to: int) -> None:
        while self._row is not None and self.next_position < up_to:
            self._tell("personal-without-event", self.next_position)
            self._advance()

    def _advance(self) -> None:
        try:
            self._row = next(self._rows, None)
        except StorageError as error:
            self._flaw(
                "personal", "table-unreadable", position=None, row="personal", reason=str(error)
            )
            self._row = None
        self.next_position = _EVERYTHING if self._row is None else self._row[0]

    def _tell(self, flaw: str, position: int, **values: object) -> None:
        self._flaw("personal", flaw, position=position, row=f"personal {position}", **values)


def _commits_to(salt: bytes, value: bytes) -> str | None:
    """The commitment over the very bytes that are stored; None where they can be no such bytes."""
    if type(salt) is not bytes or type(value) is not bytes or len(salt) != SALT_LENGTH:
        return None
    return sha256(b'{"salt":"%b","value":%b}' % (salt.hex().encode(), value)).hexdigest()


def _commitment(row: StoredRow) -> object:
    return json.loads(fields_of_statement(row.state, row.kind)).get("personal")


def _event(row: StoredRow) -> Event:
    return decode(row.kind, row.stream, fields_of_statement(row.state, row.kind))


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


def _place(flaw: Flaw) -> tuple[bool, bool, int]:
    """An event's own row says more than what follows from it."""
    position = _EVERYTHING if flaw.position is None else flaw.position
    return flaw.position is None, not flaw.row.startswith("event "), position


def _nobody(_: int) -> None:
    """Nobody asked to be told."""
