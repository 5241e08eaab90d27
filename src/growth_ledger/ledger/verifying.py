"""`verify`: an exported file is checked with nothing but itself and the ledger's public key.

What does not hold is gathered, not raised, so that the auditor sees all of it. The standings are judged
anew by the very functions that judged them, from the events and the packs in the file.

Source: interface page, section 4 (`verify`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, cast

from pydantic import JsonValue, TypeAdapter, ValidationError

from growth_ledger.domain.events import LOG_STREAM, TEACHERS, Event, LogSealed, Recorded, decode
from growth_ledger.errors import LedgerError, ProofError
from growth_ledger.intake.json_lines import RepeatedKeyError, read_json
from growth_ledger.ledger.asking import show
from growth_ledger.ledger.export_file import (
    FORMAT,
    ExportedEvent,
    ExportedHead,
    ExportedSeal,
    ExportedStream,
    ExportFile,
    Leaf,
    PersonalValues,
)
from growth_ledger.ledger.exporting import Fields, streams_needed
from growth_ledger.ledger.flaws import Check, Flaws
from growth_ledger.ledger.sealing import seal_leaf
from growth_ledger.ledger.views import Question, View, read_day
from growth_ledger.proof.canonical import (
    canonical_json,
    content_digest,
    moment_from_text,
    personal_commitment,
)
from growth_ledger.proof.checkpoints import Checkpoint, VerifierKey, open_checkpoint
from growth_ledger.proof.merkle import leaf_hash, verify_inclusion
from growth_ledger.store import Head
from growth_ledger.store.reading import moment_of

if TYPE_CHECKING:
    from growth_ledger.policy.packs import Pack
    from growth_ledger.store import Reading

CHECKS: Final = (
    "file",
    "signature",
    "seal",
    "inclusion",
    "completeness",
    "dependencies",
    "commitments",
    "packs",
    "standings",
)
"""What is checked, in the order in which it is told."""

_ADOPTED: Final = "policy-adopted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What `verify` found.

    Attributes:
        teacher: Whose file it is, as it says.
        sandbox: Whether the file says that the ledger is one for trials.
        sealed_at: Position of the seal: up to there nothing is left out.
        unsealed: Events after the seal, which nothing proves yet.
        without_values: Events whose personal values are not in the file: erased, or left out.
        as_of: The day that the answer in the file is about, as it says.
        known_at: The position as known at which it was given, as it says.
        later: Events in the file that were recorded after that position.
        checks: What was checked, in order.
        packs: Those in the file, by which an answer that comes out otherwise is worded.
    """

    teacher: str
    sandbox: bool
    sealed_at: int
    unsealed: int
    without_values: int
    as_of: str
    known_at: int
    later: int
    checks: tuple[Check, ...]
    packs: tuple[Pack, ...]

    @property
    def holds(self) -> bool:
        """Whether everything holds."""
        return all(check.holds for check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """An event of the file, its leaf taken apart, and the hash of that."""

    written: ExportedEvent
    leaf: Leaf
    hashed: bytes


def verify(content: bytes, key: VerifierKey) -> Verification:
    """Everything that can be checked of an exported file.

    Raises:
        ProofError: `export-malformed`, it is no such file.
    """
    try:
        # What is said twice would be read as the one by some, and as the other by others.
        read_json(content.decode())
        file = ExportFile.model_validate_json(content)
    except RepeatedKeyError as error:
        raise ProofError("export-malformed", path=str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = ".".join(map(str, first["loc"])) or "JSON"
        raise ProofError("export-malformed", path=path) from error
    except (ValueError, RecursionError) as error:
        # No UTF-8, no JSON, or a number that none of both can be.
        raise ProofError("export-malformed", path="JSON") from error
    if file.format != FORMAT:
        raise ProofError("export-format", found=file.format, known=FORMAT)
    return _Verifier(file, key).run()


class _Verifier:
    def __init__(self, file: ExportFile, key: VerifierKey) -> None:
        self._file = file
        self._key = key
        self._flaws = Flaws(CHECKS)
        self._counts = self._flaws.counts
        self._own = TEACHERS + file.teacher
        self._said: dict[str, list[_Said]] = {}
        self._packs: tuple[Pack, ...] = ()
        self._without_values = 0

    def run(self) -> Verification:
        """Every check, in order; what rests on something that does not hold is in doubt itself."""
        file = self._file
        self._look_at_file()
        checkpoint = self._open_checkpoint()
        seal = self._open_seal(checkpoint)
        for stream in file.streams:
            self._said[stream.stream] = list(self._read(stream))
        for stream in file.streams:
            self._look_at_inclusion(stream, checkpoint)
            self._look_at_completeness(stream, seal)
        self._look_at_dependencies()
        self._look_at_values()
        self._look_at_packs()
        self._look_at_standings()
        known_at = file.answer.get("known_at")
        if type(known_at) is not int:
            # Then the answer is in doubt as well.
            known_at = 0
        return Verification(
            teacher=file.teacher,
            sandbox=file.sandbox,
            sealed_at=file.seal.position,
            unsealed=sum(not event.sealed for stream in file.streams for event in stream.events),
            without_values=self._without_values,
            # No more than a day: whatever else stands there has no say in what is told.
            as_of=str(file.answer.get("as_of"))[: len("2024-09-01")],
            known_at=known_at,
            later=sum(
                event.position > known_at for stream in file.streams for event in stream.events
            ),
            checks=tuple(map(self._flaws.check, CHECKS)),
            packs=self._packs,
        )

    def _look_at_file(self) -> None:
        """The file is of one teacher, and says nothing twice."""
        file = self._file
        self._counts["file"] = sum(len(stream.events) for stream in file.streams)
        names = [stream.stream for stream in file.streams]
        if names[:1] != [self._own] or not file.streams[0].events:
            self._flaws.tell("file", "teacher-absent", stream=self._own)
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._flaws.tell("file", "stream-twice", stream=name)
        if file.answer.get("sandbox") is not file.sandbox:
            self._flaws.tell("file", "sandbox-differs")
        if file.ledger != self._key.name:
            self._flaws.tell("file", "ledger-differs", ledger=file.ledger, key=self._key.name)
        if file.answer.get("teacher") != file.teacher:
            self._flaws.tell("file", "teacher-differs")

    def _open_checkpoint(self) -> Checkpoint | None:
        self._counts["signature"] = 1
        try:
            return open_checkpoint(self._file.checkpoint, self._key)
        except ProofError as error:
            self._flaws.tell("signature", error.code, position=None, row=None, **error.values)
            return None

    def _open_seal(self, checkpoint: Checkpoint | None) -> LogSealed | None:
        """The seal, once it is shown to be the last event that the checkpoint covers."""
        written = self._file.seal
        self._counts["seal"] = 1
        leaf = self._read_leaf("seal", written.leaf, LOG_STREAM, written.position)
        event = None if leaf is None else _event(leaf)
        if not isinstance(event, LogSealed) or checkpoint is None:
            self._flaws.tell("seal", "seal-unproven", position=written.position)
            return None
        if written.position != checkpoint.size:
            older = written.position > checkpoint.size
            flaw = "checkpoint-older" if older else "checkpoint-newer"
            size = checkpoint.size
            self._flaws.tell("seal", flaw, position=written.position, size=size)
            return None
        if written.index != written.position - 1 or not _is_included(
            leaf_hash(written.leaf.encode()), written, checkpoint.size, checkpoint.root
        ):
            self._flaws.tell("seal", "seal-unproven", position=written.position)
            return None
        return event

    def _read(self, stream: ExportedStream) -> Iterator[_Said]:
        for written in stream.events:
            self._counts["inclusion"] += 1
            leaf = self._read_leaf("inclusion", written.leaf, stream.stream, written.position)
            if leaf is not None:
                yield _Said(written=written, leaf=leaf, hashed=leaf_hash(written.leaf.encode()))

    def _read_leaf(self, check: str, text: str, stream: str, position: int) -> Leaf | None:
        """A leaf that is canonical and says that it stands there."""
        try:
            said = json.loads(text)
            leaf = Leaf.model_validate(said)
            is_canonical = canonical_json(said).decode() == text
        except (ProofError, ValueError, RecursionError):
            is_canonical, leaf = False, None
        if leaf is None or not is_canonical:
            self._flaws.tell(check, "leaf-unreadable", stream=stream, position=position)
            return None
        if (leaf.stream, leaf.position) != (stream, position):
            self._flaws.tell(check, "leaf-elsewhere", stream=stream, position=position)
            return None
        return leaf

    def _look_at_inclusion(self, stream: ExportedStream, checkpoint: Checkpoint | None) -> None:
        for said in self._said[stream.stream]:
            written = said.written
            if not written.sealed:
                if written.position <= self._file.seal.position:
                    self._flaws.tell(
                        "inclusion",
                        "sealed-without-proof",
                        stream=stream.stream,
                        position=written.position,
                    )
                continue
            if (
                checkpoint is None
                or written.proof is None
                or written.index != written.position - 1
                or not _is_included(said.hashed, written, checkpoint.size, checkpoint.root)
            ):
                self._flaws.tell(
                    "inclusion", "not-included", stream=stream.stream, position=written.position
                )

    def _look_at_completeness(self, stream: ExportedStream, seal: LogSealed | None) -> None:
        """Versions follow each other from 1, and the last one that is sealed is the seal's."""
        self._counts["completeness"] += 1
        name = stream.stream
        said = self._said[name]
        before: Leaf | None = None
        for one in said:
            found = one.leaf
            if found.version != (1 if before is None else before.version + 1):
                self._flaws.tell(
                    "completeness",
                    "version-missing",
                    stream=name,
                    position=found.position,
                    version=1 if before is None else before.version + 1,
                )
            if before is not None and (
                found.position <= before.position or found.recorded_at < before.recorded_at
            ):
                self._flaws.tell(
                    "completeness", "order-differs", stream=name, position=found.position
                )
            before = found
        sealed = [one for one in said if one.written.sealed]
        if seal is None:
            self._flaws.tell("completeness", "head-unproven", stream=name)
        elif sealed:
            last = sealed[-1]
            head = seal_leaf(name, last.leaf.version, last.hashed).decode()
            if stream.head is None or stream.head.leaf != head:
                self._flaws.tell("completeness", "head-differs", stream=name)
            elif not _is_under_seal(stream.head, seal):
                self._flaws.tell("completeness", "head-unproven", stream=name)
        elif stream.head is not None or not _is_absent(name, stream.neighbours, seal):
            self._flaws.tell("completeness", "absence-unproven", stream=name)

    def _look_at_dependencies(self) -> None:
        """Every stream on which the standings depend is in the file."""
        needed = streams_needed(self._own, self._fields_in)
        self._counts["dependencies"] = len(needed) - 1
        for name in needed[1:]:
            if name not in self._said:
                self._flaws.tell("dependencies", "stream-absent", stream=name)

    def _fields_in(self, stream: str) -> Iterator[Fields]:
        return (one.leaf.fields for one in self._said.get(stream, ()))

    def _look_at_values(self) -> None:
        """Personal values are those that were committed to."""
        for name, said in self._said.items():
            for one in said:
                values, commitment = one.written.personal, one.leaf.fields.get("personal")
                if commitment is not None:
                    self._counts["commitments"] += 1
                    self._without_values += values is None
                if values is not None and _commitment(values) != commitment:
                    position = one.leaf.position
                    self._flaws.tell("commitments", "values-differ", stream=name, position=position)

    def _look_at_packs(self) -> None:
        for name, said in self._said.items():
            for leaf in (one.leaf for one in said if one.leaf.kind == _ADOPTED):
                self._counts["packs"] += 1
                if content_digest(leaf.fields.get("content")) != leaf.fields.get("digest"):
                    policy, position = leaf.fields.get("policy"), leaf.position
                    self._flaws.tell(
                        "packs", "pack-differs", stream=name, position=position, policy=policy
                    )

    def _look_at_standings(self) -> None:
        """The answer in the file is the one that its events give."""
        stated = self._file.answer
        standings = stated.get("standings")
        self._counts["standings"] = len(standings) if isinstance(standings, dict) else 0
        try:
            view = self._view(stated)
            found = cast("Fields", show(view, self._file.teacher))
            differing = sorted(_differing(stated, found), key=itemgetter(0))
            # Needed for their words alone.
            self._packs = tuple(view.packs()) if differing else ()
        except (
            LedgerError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            AssertionError,
            OverflowError,
        ):
            # Events that were tampered with may not even make a file.
            self._flaws.tell("standings", "standings-unanswerable")
            return
        for name, theirs, ours in differing:
            self._flaws.tell("standings", "standing-differs", name=name, stated=theirs, found=ours)

    def _view(self, stated: Mapping[str, JsonValue]) -> View:
        known_at = TypeAdapter(int).validate_python(stated.get("known_at"), strict=True)
        reading = _FromFile(self._file, known_at, self._stream)
        day = read_day(str(stated.get("as_of")))
        question = Question(as_of=day, known_at=f"#{known_at}")
        # Whatever `show` and its packs ask of a ledger is among the few things that `_FromFile` answers.
        return View(cast("Reading", reading), question, today=day)

    def _stream(self, name: str) -> list[Recorded]:
        return [_recorded(one.leaf, one.written.personal) for one in self._said.get(name, ())]


class _FromFile:
    """The file's events, as a view asks for them."""

    def __init__(
        self, file: ExportFile, known_at: int, stream: Callable[[str], list[Recorded]]
    ) -> None:
        self.head = Head(
            origin=file.ledger, sandbox=file.sandbox, position=known_at, recorded_at=None
        )
        self._names = [one.stream for one in file.streams]
        self._stream = stream

    def stream(
        self, name: str, known_at: int | None = None, *, personal: bool = True
    ) -> list[Recorded]:
        """One stream's events up to a position."""
        del personal
        return [one for one in self._stream(name) if known_at is None or one.position <= known_at]

    def stream_names(self, prefix: str, known_at: int | None = None) -> list[str]:
        """The streams whose names begin so and that had an event."""
        return [
            name
            for name in sorted(self._names)
            if name.startswith(prefix) and self.stream(name, known_at)
        ]

    def streams(
        self, prefix: str, known_at: int | None = None
    ) -> Iterator[tuple[str, list[Recorded]]]:
        """Those streams, each with its events."""
        for name in self.stream_names(prefix, known_at):
            yield name, self.stream(name, known_at)

    def events(self, first: int, last: int) -> Iterable[Recorded]:
        """The events from one position to another."""
        return [
            one
            for name in self._names
            for one in self._stream(name)
            if first <= one.position <= last
        ]


def _recorded(leaf: Leaf, personal: PersonalValues | None) -> Recorded:
    return Recorded(
        position=leaf.position,
        stream=leaf.stream,
        version=leaf.version,
        event_id=leaf.event_id,
        recorded_at=moment_of(moment_from_text(leaf.recorded_at)),
        recorded_by=leaf.recorded_by,
        event=_decoded(leaf, personal),
    )


def _decoded(leaf: Leaf, personal: PersonalValues | None = None) -> Event:
    values = None if personal is None else canonical_json(personal.value)
    return decode(leaf.kind, leaf.stream, canonical_json(leaf.fields), values)


def _event(leaf: Leaf) -> Event | None:
    """The event of a leaf; None where it is not of its kind."""
    try:
        return _decoded(leaf)
    except (LedgerError, ValueError, LookupError):
        return None


def _is_included(
    hashed: bytes, written: ExportedHead | ExportedSeal | ExportedEvent, size: int, root: bytes
) -> bool:
    try:
        path = [bytes.fromhex(one) for one in written.proof or ()]
    except ValueError:
        return False
    return verify_inclusion(hashed, written.index, size, path, root)


def _is_under_seal(head: ExportedHead, seal: LogSealed) -> bool:
    return _is_included(leaf_hash(head.leaf.encode()), head, seal.streams, bytes.fromhex(seal.root))


def _is_absent(name: str, neighbours: list[ExportedHead], seal: LogSealed) -> bool:
    """Whether the leaves under the seal show that there is none between them."""
    if not all(_is_under_seal(one, seal) for one in neighbours):
        return False
    names = [_name_of(one.leaf) for one in neighbours]
    before = [one for one, other in zip(neighbours, names, strict=True) if other < name]
    after = [one for one, other in zip(neighbours, names, strict=True) if other > name]
    if len(before) + len(after) != len(neighbours):
        return False
    # Names stand in order, so between two that are next to each other there is no other.
    last_before = max((one.index for one in before), default=-1)
    first_after = min((one.index for one in after), default=seal.streams)
    return last_before + 1 == first_after


def _name_of(leaf: str) -> str:
    """The stream that a proven leaf of the seal names."""
    name: str = json.loads(leaf)[0]
    return name


def _commitment(values: PersonalValues) -> str | None:
    try:
        return personal_commitment(bytes.fromhex(values.salt), values.value)
    except (ProofError, ValueError):
        return None


_ABSENT: Final = object()


def _differing(stated: Mapping[str, JsonValue], found: Fields) -> Iterator[tuple[str, Any, Any]]:
    """What the answer says otherwise, each standing by its projection: what it says, and what is found.

    None stands for what is not there, "null" for what is null.
    """
    for key in stated.keys() | found.keys():
        # An entry that is null is not the same as none.
        ours, theirs = found.get(key, _ABSENT), stated.get(key, _ABSENT)
        if key == "standings" and isinstance(ours, dict) and isinstance(theirs, dict):
            for projection in ours.keys() | theirs.keys():
                ours_of, theirs_of = ours.get(projection, _ABSENT), theirs.get(projection, _ABSENT)
                if ours_of != theirs_of:
                    yield projection, _given(theirs_of), _given(ours_of)
        elif ours != theirs or type(ours) is not type(theirs):
            yield key, _given(theirs), _given(ours)


def _given(value: object) -> object:
    if value is None:
        return "null"
    return None if value is _ABSENT else value
