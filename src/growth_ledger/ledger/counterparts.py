"""What the log is held against while it is read: signed roots, seals, and the personal values beside it.

Each walks along with the pass of `log_pass`, and tells what does not agree.

Source: interface page, section 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from growth_ledger.domain.events import LOG_STREAM
from growth_ledger.errors import LedgerError, StorageError
from growth_ledger.ledger.flaws import RowName
from growth_ledger.ledger.sealing import seal_leaf
from growth_ledger.proof.canonical import SALT_LENGTH, commitment_over
from growth_ledger.proof.checkpoints import Checkpoint, checkpoint_in, open_checkpoint
from growth_ledger.proof.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from growth_ledger.ledger.flaws import Flaws
    from growth_ledger.proof.checkpoints import VerifierKey
    from growth_ledger.store import Reading
    from growth_ledger.store.reading import StoredRow

_PAST_EVERYTHING: Final = 2**62


class SignedRoots:
    """Roots that were signed, to be held against the tree when it has come to their size."""

    def __init__(
        self, reading: Reading, *, key: VerifierKey | None, given: bytes | None, flaws: Flaws
    ) -> None:
        """Read the checkpoints that the ledger keeps, and the one that is given.

        Args:
            reading: The ledger.
            key: Its public key; without it, signatures stay unchecked.
            given: A checkpoint's signed note that was kept elsewhere.
            flaws: Told what is wrong with a note.
        """
        self._head = reading.head
        self._key = key
        self._flaws = flaws
        self._by_size: dict[int, list[tuple[str, bytes, RowName]]] = {}
        self._good = 0
        self._kept: set[int] = set()
        self.vouched = 0
        """Up to here the key has signed for every event."""
        self._read_kept(reading)
        if given is not None:
            flaws.counts["given-checkpoint"] = 1
            checkpoint = self._opened("given-checkpoint", given, row=RowName("given checkpoint"))
            if checkpoint is not None:
                self._expect("given-checkpoint", checkpoint, RowName("given checkpoint"))
        self.next_size = min(self._by_size, default=-1)
        """The smallest size that is still to come; -1 where there is none."""
        if self.next_size == 0:
            self.compare(Frontier())

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
                self._flaws.tell(
                    check, "checkpoint-root-differs", position=first, row=row, **values
                )
        self.next_size = min(self._by_size, default=-1)

    def sealed(self, position: int) -> None:
        """A seal stands there: the checkpoint for which it was made was kept in the same transaction."""
        if position not in self._kept:
            self._flaws.tell(
                "checkpoints",
                "checkpoint-missing",
                position=position,
                row=RowName("checkpoint", position),
                size=position,
            )

    def missed(self) -> None:
        """The log has come to its end; whatever it should have come to is missing."""
        for size, expected in self._by_size.items():
            for check, _, row in expected:
                self._flaws.tell(
                    check,
                    "checkpoint-root-differs",
                    position=self._good + 1,
                    row=row,
                    first=self._good + 1,
                    last=size,
                )

    def _read_kept(self, reading: Reading) -> None:
        kept: Sequence[tuple[int, object]] = ()
        try:
            kept = reading.checkpoints()
        except StorageError as error:
            self._flaws.unreadable("checkpoints", "checkpoint", error)
        for size, note in kept:
            self._flaws.counts["checkpoints"] += 1
            if not isinstance(note, str):
                # The same signs, it may be, and yet not what the program keeps.
                self._flaws.tell("checkpoints", "note-no-text", row=RowName("checkpoint", size))
                continue
            checkpoint = self._opened("checkpoints", note, row=RowName("checkpoint", size))
            if checkpoint is None:
                continue
            if checkpoint.size != size:
                self._flaws.tell(
                    "checkpoints",
                    "checkpoint-size-differs",
                    row=RowName("checkpoint", size),
                    found=checkpoint.size,
                )
            elif self._expect("checkpoints", checkpoint, RowName("checkpoint", size)) and self._key:
                self.vouched = max(self.vouched, size)
        self._kept = {size for size, _ in kept}

    def _opened(self, check: str, note: str | bytes, *, row: RowName) -> Checkpoint | None:
        try:
            if self._key is not None:
                return open_checkpoint(note, self._key)
            return checkpoint_in(note.decode() if isinstance(note, bytes) else note)
        except (LedgerError, ValueError, TypeError, AttributeError) as error:
            code = error.code if isinstance(error, LedgerError) else "note-encoding"
            values = error.values if isinstance(error, LedgerError) else {}
            self._flaws.tell(check, code, position=None, row=row, **values)
            return None

    def _expect(self, check: str, checkpoint: Checkpoint, row: RowName) -> bool:
        if checkpoint.size > self._head.position:
            self._flaws.tell(
                check,
                "log-shorter",
                position=self._head.position + 1,
                row=row,
                size=checkpoint.size,
                found=self._head.position,
            )
            return False
        if checkpoint.origin != self._head.origin:
            self._flaws.tell(
                check,
                "checkpoint-of-another",
                row=row,
                origin=checkpoint.origin,
                key=self._head.origin,
            )
        self._by_size.setdefault(checkpoint.size, []).append((check, checkpoint.root, row))
        return True


class Seals:
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


class PersonalRows:
    """Personal rows beside the events, both by position."""

    def __init__(self, reading: Reading, flaws: Flaws) -> None:
        self._rows = reading.all_personal()
        self._flaws = flaws
        self._row: tuple[int, bytes, bytes] | None = None
        self._present: dict[str, int] = {}
        self._missing: dict[str, int] = {}
        self.next_position = -_PAST_EVERYTHING
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
        self._flaws.counts["personal"] += 1
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
        self._pass_over(_PAST_EVERYTHING)
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
            self._flaws.unreadable("personal", "personal", error)
            self._row = None
        self.next_position = _PAST_EVERYTHING if self._row is None else self._row[0]

    def _tell(self, flaw: str, position: int, **values: object) -> None:
        self._flaws.tell(
            "personal", flaw, position=position, row=RowName("personal", position), **values
        )


def _commits_to(salt: bytes, value: bytes) -> str | None:
    """The commitment over the very bytes that are stored; None where they can be no such bytes."""
    if type(salt) is not bytes or type(value) is not bytes or len(salt) != SALT_LENGTH:
        return None
    return commitment_over(salt, value)
