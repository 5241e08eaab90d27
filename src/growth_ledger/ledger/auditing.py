"""`audit verify`: every event is read back, and all that is said about the log is computed anew.

`log_pass` goes through the events once, and `counterparts` along with it. Then the tables that were made
of the events are held against what the pass has seen: the head, the index of streams, the tree's
nodes, who names whom, and the standings.

Source: interface page, section 4 (`audit verify`).
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from growth_ledger.errors import LedgerError
from growth_ledger.ledger.counterparts import SignedRoots
from growth_ledger.ledger.flaws import (
    CHECKS,
    MOST_FLAWS,
    Audit,
    Check,
    Flaw,
    Flaws,
    RowName,
    raise_if_around,
)
from growth_ledger.ledger.garbage import seldom_collected
from growth_ledger.ledger.log_pass import LogPass
from growth_ledger.ledger.rebuilding import comparing
from growth_ledger.proof.canonical import moment_text
from growth_ledger.store.reading import OTHER_TYPES, micros_of
from growth_ledger.store.schema import LOG_TABLES
from growth_ledger.store.standings import (
    MODEL_TABLES,
    batch_ends,
    is_marked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.proof.checkpoints import VerifierKey
    from growth_ledger.store import Reading

_UNREADABLE: Final = (LedgerError, *OTHER_TYPES)
"""What comes of reading a row that was tampered with."""

_NO_FILES: Final = (*_UNREADABLE, AssertionError)
"""Events that were tampered with may make no file at all; what they are is told of the log."""


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
    with seldom_collected(), ExitStack() as opened:
        flaws = Flaws(CHECKS, most=MOST_FLAWS)
        try:
            reading = opened.enter_context(ledger.store.reading())
            signed = SignedRoots(reading, key=key, given=given, flaws=flaws)
            log = LogPass(reading, signed, flaws)
        except _UNREADABLE as error:
            raise_if_around(error)
            # Without the head, what stands below it cannot be told from something else.
            values = {"reason": error}
            flaw = Flaw(flaw="head-unreadable", position=None, row=RowName("head"), values=values)
            check = Check(check="head", count=1, flaws=(flaw,))
            return Audit(origin="", sandbox=False, position=0, root=b"", checks=(check,))
        # The database looks at itself, and other processes may judge the files, while this one goes
        # through the log.
        beside = opened.enter_context(ThreadPoolExecutor(1))
        tables = [*LOG_TABLES, *MODEL_TABLES] if with_read_model else LOG_TABLES
        disagreements = beside.submit(_disagreements, ledger, tables)
        standings = _Standings(ledger, reading, opened) if with_read_model else None
        log.run(progress)
        _look_at_head(reading, log, key, flaws)
        _look_at_database(reading, disagreements, flaws)
        _look_at_index(reading, log, flaws)
        _look_at_nodes(reading, log, flaws)
        _look_at_mentions(reading, log, flaws)
        left_out = set() if given is not None else {"given-checkpoint"}
        if standings is None:
            left_out.add("read-model")
        else:
            standings.look(flaws)
        unsigned = {
            check
            for check in ("checkpoints", "given-checkpoint")
            if key is None and flaws.counts[check]
        }
        flaws.sort()
        return Audit(
            origin=reading.head.origin,
            sandbox=reading.head.sandbox,
            position=reading.head.position,
            root=log.tree.root(),
            checks=tuple(
                flaws.check(check, remark="unsigned" if check in unsigned else "")
                for check in CHECKS
                if check not in left_out
            ),
        )


class _Standings:
    """The stored standings, held against those that the events give."""

    def __init__(self, ledger: Ledger, reading: Reading, opened: ExitStack) -> None:
        self._reading = reading
        self._failure: Exception | None = None
        try:
            self._differing = opened.enter_context(comparing(ledger, reading))
        except _NO_FILES as error:
            raise_if_around(error)
            self._failure = error

    def look(self, flaws: Flaws) -> None:
        """A flaw for each file whose standings differ."""
        try:
            if self._failure is not None:
                raise self._failure
            transaction = self._reading.transaction
            if not is_marked(transaction):
                flaws.tell("read-model", "model-unmarked", row=RowName("model"))
            before = 0
            for first, last, begin, end in batch_ends(transaction):
                # In a sandbox each event of a transaction may bring a moment of its own.
                is_one = begin == end or (self._reading.head.sandbox and begin[1] == end[1])
                if None in end or not (is_one and before < first < last):
                    flaws.tell("read-model", "batch-unfounded", row=RowName("batch", first))
                else:
                    before = last
            for teacher in self._differing():
                flaws.tell(
                    "read-model",
                    "standings-differ",
                    row=RowName("standing", teacher),
                    teacher=teacher,
                )
        except _NO_FILES as error:
            raise_if_around(error)
            reason = error if str(error) else type(error).__name__
            flaws.tell("read-model", "standings-unjudged", row=RowName("standing"), reason=reason)


def _look_at_head(reading: Reading, log: LogPass, key: VerifierKey | None, flaws: Flaws) -> None:
    """What the head says of the log is what the log is."""
    head, last = reading.head, log.last
    flaws.counts["head"] = 1
    if reading.heads != 1:
        flaws.tell("head", "head-not-alone", row=RowName("head"), count=reading.heads)
    if key is not None and key.name != head.origin:
        flaws.tell("head", "origin-differs", row=RowName("head"), key=key.name)
    if last < head.position:
        flaws.tell("positions", "position-missing", position=last + 1, count=head.position - last)
    elif last > head.position:
        flaws.tell(
            "positions", "position-past-head", position=head.position + 1, last=head.position
        )
    micros = None if head.recorded_at is None else moment_text(micros_of(head.recorded_at))
    if last and last == head.position and micros != log.moment:
        flaws.tell(
            "head",
            "head-moment-differs",
            position=None,
            row=RowName("head"),
            moment=micros,
            needed=log.moment,
        )
    if last == 0 and head.recorded_at is not None:
        flaws.tell("head", "head-moment-differs", row=RowName("head"), moment=micros, needed="")
    if log.tree.size != head.position or log.tree.root() != reading.root:
        flaws.tell("tree", "root-differs", row=RowName("head"), size=head.position)


def _disagreements(ledger: Ledger, tables: Sequence[str]) -> list[str]:
    with ledger.store.reading() as reading:
        return reading.transaction.disagreements(tables)


def _look_at_database(reading: Reading, disagreements: Future[list[str]], flaws: Flaws) -> None:
    """What is looked up is what is there: no view, trigger or index says otherwise."""
    flaws.counts["database"] = 1
    try:
        for sort, name in reading.transaction.odd_things():
            row = RowName(sort, name)
            flaws.tell("database", "table-altered", row=row, sort=sort, name=name)
        for reason in disagreements.result():
            flaws.tell("database", "database-disagrees", row=RowName("database"), reason=reason)
    except LedgerError as error:
        flaws.unreadable("database", "database", error)


def _look_at_index(reading: Reading, log: LogPass, flaws: Flaws) -> None:
    """A stream is looked up by an index of the database, which must lead to what was read."""
    if flaws.any_of("positions", "leaves", "versions"):
        # What is wrong with the rows is wrong with the index too, and has been told.
        return
    missing = dict(log.streams)
    try:
        for stream, version, head in reading.stream_heads():
            if missing.pop(stream, None) != (version, head):
                flaws.tell("versions", "index-differs", row=RowName("index"), stream=stream)
    except _UNREADABLE as error:
        flaws.unreadable("versions", "index", error)
    for stream in missing:
        flaws.tell("versions", "index-differs", row=RowName("index"), stream=stream)


def _look_at_nodes(reading: Reading, log: LogPass, flaws: Flaws) -> None:
    """The stored nodes of the tree are those that the hashes make."""
    missing = dict(log.nodes)
    try:
        for level, ordinal, stored in reading.nodes():
            if missing.pop((level, ordinal), None) != stored:
                _node_flaw(flaws, "node-differs", level, ordinal)
    except _UNREADABLE as error:
        flaws.unreadable("tree", "node", error)
    for level, ordinal in missing:
        _node_flaw(flaws, "node-missing", level, ordinal)


def _node_flaw(flaws: Flaws, flaw: str, level: int, ordinal: int) -> None:
    width = 256**level if 0 < level < 8 else 1  # noqa: PLR2004 - 256**8 events are out of reach.
    first = ordinal * width + 1
    row = RowName("node", f"{level}/{ordinal}")
    flaws.tell("tree", flaw, position=first, row=row, first=first, last=first + width - 1)


def _look_at_mentions(reading: Reading, log: LogPass, flaws: Flaws) -> None:
    """The index of who names whom is what the events say."""
    missing = dict(log.mentions)
    flaws.counts["mentions"] = len(missing)
    try:
        for named, naming in reading.mentions():
            if missing.pop((named, naming), None) is None:
                flaws.tell(
                    "mentions",
                    "mention-unfounded",
                    row=RowName("mention", f"{named} {naming}"),
                    named=named,
                    naming=naming,
                )
    except _UNREADABLE as error:
        flaws.unreadable("mentions", "mention", error)
    for (named, naming), position in missing.items():
        flaws.tell(
            "mentions",
            "mention-missing",
            position=position,
            row=RowName("mention", f"{named} {naming}"),
            named=named,
            naming=naming,
        )
