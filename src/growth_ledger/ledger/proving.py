"""Proofs out of the tree: that an event is in it, and that it has only grown.

A proof is made against a checkpoint, from the hashes that are stored; nobody needs the whole log.

Source: interface page, section 4 (`audit prove`); RFC 6962, 2.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from growth_ledger.domain.events import TEACHERS
from growth_ledger.errors import MissingError, ProofError, UsageError
from growth_ledger.ledger.missing import no_such_teacher
from growth_ledger.ledger.sealing import check_against, read_checkpoint
from growth_ledger.proof import merkle
from growth_ledger.proof.canonical import leaf, moment_text
from growth_ledger.proof.checkpoints import Checkpoint, checkpoint_in, open_checkpoint

if TYPE_CHECKING:
    from pathlib import Path

    from growth_ledger.proof.checkpoints import VerifierKey
    from growth_ledger.store import Reading, StoredRow


class InclusionAnswer(TypedDict):
    """An event, and the proof that it stands in the tree of a checkpoint."""

    position: int
    leaf: str
    index: int
    tree_size: int
    proof: list[str]
    checkpoint: str


class ConsistencyAnswer(TypedDict):
    """The proof that a newer tree begins with an older one."""

    from_size: int
    from_root: str
    to_size: int
    to_root: str
    proof: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What proofs are made against: the note, and the checkpoint that it says."""

    note: str
    checkpoint: Checkpoint


def latest(reading: Reading, key: VerifierKey | None = None) -> Against:
    """The newest checkpoint that was kept.

    Args:
        reading: The ledger.
        key: The key that must have signed it; None where that is not to be checked.

    Raises:
        MissingError: `no-checkpoint`.
        ProofError: The key has not signed it.
    """
    kept = reading.latest_checkpoint()
    if kept is None:
        raise MissingError("no-checkpoint")
    note = kept[1]
    checkpoint = checkpoint_in(note) if key is None else open_checkpoint(note, key)
    check_against(reading, checkpoint)
    return Against(note=note, checkpoint=checkpoint)


def from_file(reading: Reading, path: Path, key: VerifierKey) -> Against:
    """The checkpoint in a file.

    Raises:
        MissingError: The file is not there.
        ProofError: It is no checkpoint of this ledger, or the ledger does not begin with it.
    """
    note, checkpoint = read_checkpoint(path, key)
    check_against(reading, checkpoint, where=str(path))
    return Against(note=note, checkpoint=checkpoint)


def prove_position(reading: Reading, position: int, against: Against) -> InclusionAnswer:
    """The proof for the event at a position.

    Raises:
        UsageError: `position-past-end`.
        ProofError: `position-past-checkpoint`.
    """
    last = reading.head.position
    row = next(iter(reading.stored(position, position)), None) if position <= last else None
    if row is None:
        raise UsageError("position-past-end", position=position, last=last)
    if position > against.checkpoint.size:
        size = against.checkpoint.size
        raise ProofError("position-past-checkpoint", position=position, size=size)
    return _inclusion(reading, row, against)


def prove_teacher(reading: Reading, teacher: str, against: Against) -> list[InclusionAnswer]:
    """The proofs for a teacher's events, in order; those past the checkpoint are left out.

    Raises:
        MissingError: `no-such-teacher`.
    """
    rows = reading.stored_of_stream(TEACHERS + teacher)
    if not rows:
        raise no_such_teacher(teacher, reading)
    size = against.checkpoint.size
    return [_inclusion(reading, row, against) for row in rows if row.position <= size]


def prove_growth(reading: Reading, older: Against, newer: Against) -> ConsistencyAnswer:
    """The proof that the newer checkpoint's tree begins with the older one's.

    Raises:
        ProofError: `checkpoints-reversed`.
    """
    before, after = older.checkpoint, newer.checkpoint
    if before.size > after.size:
        raise ProofError("checkpoints-reversed", older=before.size, newer=after.size)
    path = merkle.consistency_proof(before.size, after.size, reading.hashes)
    return {
        "from_size": before.size,
        "from_root": before.root.hex(),
        "to_size": after.size,
        "to_root": after.root.hex(),
        "proof": [found.hex() for found in path],
    }


def inclusion_path(reading: Reading, position: int, size: int) -> list[str]:
    """The audit path of an event in the tree of a size, in hex, lowest first."""
    return [found.hex() for found in merkle.inclusion_proof(position - 1, size, reading.hashes)]


def leaf_text(row: StoredRow) -> str:
    """An event's canonical form."""
    return leaf(
        row.state,
        position=row.position,
        recorded_at=moment_text(row.recorded_at),
        recorded_by=row.recorded_by,
        stream=row.stream,
        version=row.version,
    ).decode()


def _inclusion(reading: Reading, row: StoredRow, against: Against) -> InclusionAnswer:
    size = against.checkpoint.size
    return {
        "position": row.position,
        "leaf": leaf_text(row),
        "index": row.position - 1,
        "tree_size": size,
        "proof": inclusion_path(reading, row.position, size),
        "checkpoint": against.note,
    }
