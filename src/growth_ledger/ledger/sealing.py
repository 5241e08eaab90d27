"""Keys and checkpoints: who vouches for the log, and for which state of it.

A checkpoint signs the tree over every event. A seal, the event recorded just before, commits to the
head of every stream, so that a proof can show that nothing of a stream was left out.

Source: interface page, section 4 ("Checkpoint", "Completeness").
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from growth_ledger.domain.events import LOG_STREAM, Event, LogSealed, fields_of
from growth_ledger.errors import MissingError, ProofError, StorageError
from growth_ledger.intake.contents import bytes_of
from growth_ledger.ledger.opening import key_file
from growth_ledger.ledger.recording import event_id_for
from growth_ledger.proof import merkle
from growth_ledger.proof.canonical import canonical_json, statement
from growth_ledger.proof.checkpoints import (
    Checkpoint,
    SigningKey,
    VerifierKey,
    open_checkpoint,
    sign_checkpoint,
)
from growth_ledger.proof.merkle import root_of_leaves
from growth_ledger.store import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.store import Reading, Writing


def signing_key(url: str) -> SigningKey:
    """The key of the ledger at the address, from its key file.

    Raises:
        MissingError: `key-file-missing`: there is no such file at all.
        StorageError: `key-file-unreadable`.
        ProofError: The file holds no key.
    """
    path = key_file(url)
    try:
        return SigningKey.from_text(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MissingError("key-file-missing", where=str(path)) from error
    except OSError as error:
        raise StorageError("key-file-unreadable", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ProofError("key-not-private", where=str(path)) from error
    except ProofError as error:
        error.at(str(path))
        raise


def verifier_key(url: str, given: str | None = None) -> VerifierKey | None:
    """The key that is given as text, else that of the key file; None where there is no such file.

    Raises:
        StorageError: `key-file-unreadable`.
        ProofError: The text, or the file, holds no key.
    """
    if given is not None:
        return VerifierKey.from_text(given)
    try:
        return signing_key(url).verifier
    except MissingError:
        return None


def make_checkpoint(ledger: Ledger, *, to: Path | None = None) -> str:
    """The signed note of the ledger as it is now, sealed; it is kept, too.

    The key signs nothing that contradicts what it has signed before.

    Args:
        ledger: The ledger, open.
        to: The file that the note is meant for; nothing is written to it here.

    Raises:
        StorageError: `checkpoint-file-present`, the file is there, and holds no checkpoint that the
            ledger has grown from: it may be all that shows that the ledger was put back.
        MissingError: The key file is not there.
        ProofError: `key-of-another`, the key is not this ledger's; `log-differs-from-checkpoint` or
            `log-shorter-than-checkpoint`, the log is not that of a checkpoint that was kept;
            `seal-without-checkpoint`, one that was kept is gone; as `open_checkpoint` for one that
            was tampered with.
    """
    key = signing_key(ledger.url)
    with ledger.store.writing() as writing:
        if key.name != writing.head.origin:
            raise ProofError("key-of-another", key=key.name, origin=writing.head.origin)
        _check_kept(writing, key.verifier)
        if to is not None and to.is_file():
            _check_replaceable(writing, to, key.verifier)
        seal(writing, by=ledger.by)
        head = writing.head
        checkpoint = Checkpoint(head.origin, head.position, writing.root)
        # The head's own tree could be another than that of the hashes.
        check_against(writing, checkpoint)
        note = sign_checkpoint(checkpoint, key)
        writing.keep_checkpoint(size=head.position, note=note)
    return note


def _check_kept(writing: Writing, key: VerifierKey) -> None:
    """Nothing, where the log is that of every checkpoint kept, and every seal has one."""
    kept = dict(writing.checkpoints())
    for size, note in kept.items():
        where = f"checkpoint {size}"
        try:
            check_against(writing, open_checkpoint(note, key), where=where)
        except ProofError as error:
            error.at(where)
            raise
    for sealed in writing.stream(LOG_STREAM):
        if sealed.position not in kept:
            raise ProofError("seal-without-checkpoint", position=sealed.position)


def _check_replaceable(writing: Writing, path: Path, key: VerifierKey) -> None:
    """Nothing, where the file holds a checkpoint that the log still begins with."""
    try:
        _, older = read_checkpoint(path, key)
        check_against(writing, older)
    except ProofError as error:
        raise StorageError("checkpoint-file-present", path=str(path)) from error


def check_against(reading: Reading, checkpoint: Checkpoint, *, where: str = "") -> None:
    """Nothing, where the tree had the checkpoint's root at its size.

    Raises:
        ProofError: `log-shorter-than-checkpoint`, `log-differs-from-checkpoint`.
    """
    size, last = checkpoint.size, reading.head.position
    if size > last:
        raise ProofError("log-shorter-than-checkpoint", where=where, size=size, last=last)
    if merkle.root(size, reading.hashes) != checkpoint.root:
        raise ProofError("log-differs-from-checkpoint", where=where, size=size)


def seal(writing: Writing, *, by: str) -> None:
    """The last event is a seal; nothing is recorded where it was one before, or there is none."""
    position = writing.head.position
    if any(row.stream == LOG_STREAM for row in writing.stored(position, position)) or not position:
        return
    leaves = list(seal_leaves(writing))
    sealed = LogSealed(streams=len(leaves), root=root_of_leaves(leaves).hex())
    writing.append([draft_of(sealed, writing)], recorded_by=by)


def seal_leaves(reading: Reading, known_at: int | None = None) -> Iterator[bytes]:
    """What a seal's root is over: the head of every stream but the log's own, in order."""
    for stream, version, head in reading.stream_heads(known_at):
        if stream != LOG_STREAM:
            yield seal_leaf(stream, version, head)


def seal_leaf(stream: str, version: int, head: bytes) -> bytes:
    """The canonical text of one stream's head: its name, last version, and that event's leaf hash."""
    return canonical_json([stream, version, head.hex()])


def draft_of(event: Event, writing: Writing) -> Draft:
    """An event that the ledger itself makes, as the next of its stream."""
    number = 1
    while writing.positions_of([event_id := event_id_for(event, number=number)]):
        number += 1
    return Draft(
        stream=event.stream,
        version=writing.last_version(event.stream) + 1,
        event_id=event_id,
        kind=event.kind,
        statement=statement(event_id=event_id, kind=event.kind, fields=fields_of(event)),
    )


def read_checkpoint(path: Path, key: VerifierKey) -> tuple[str, Checkpoint]:
    """The note in a file, and the checkpoint that it says.

    Raises:
        MissingError: `no-such-file` or `not-readable`.
        ProofError: It is no checkpoint that the key has signed.
    """
    note = bytes_of(path)
    try:
        return note.decode(), open_checkpoint(note, key)
    except UnicodeDecodeError as error:
        raise ProofError("note-encoding", where=str(path)) from error
    except ProofError as error:
        error.at(str(path))
        raise
