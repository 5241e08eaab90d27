"""`export … .json`: one teacher's file with everything that an auditor needs to check it elsewhere.

The file holds the events of the teacher's stream, and of every stream on which the standings depend,
each with its proof; the seal, which says how long each stream is; the checkpoint, which is signed; the
packs, in the events that adopted them; and the answer as the ledger gave it.

Source: interface page, section 4 (`export`); the fields are told one by one in docs/proof.md.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from growth_ledger.domain.events import LOG_STREAM, POLICIES, SCHOOLS, TEACHERS
from growth_ledger.errors import MissingError, UsageError
from growth_ledger.ledger.asking import show
from growth_ledger.ledger.export_file import (
    FORMAT,
    ExportedEvent,
    ExportedHead,
    ExportedSeal,
    ExportedStream,
    ExportFile,
    PersonalValues,
)
from growth_ledger.ledger.proving import (
    Against,
    inclusion_path,
    latest,
    leaf_text,
)
from growth_ledger.ledger.sealing import seal_leaf
from growth_ledger.proof import merkle
from growth_ledger.proof.canonical import parts_of_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pydantic import JsonValue

    from growth_ledger.ledger.views import View
    from growth_ledger.store import Reading, StoredRow

_NAMED: Final = ("school", "cohort")

Fields: TypeAlias = "Mapping[str, JsonValue]"
FieldsIn: TypeAlias = "Callable[[str], Iterable[Fields]]"


def export(view: View, teacher: str) -> ExportFile:
    """The teacher's file, against the newest checkpoint that was kept.

    Raises:
        UsageError: `export-rules`, the view is judged by other rules than those in force.
        MissingError: `no-such-teacher`; `no-checkpoint`, none was made yet.
        ProofError: The ledger is not what the checkpoint signed.
    """
    if view.rules.assumed is not None:
        raise UsageError("export-rules")
    answer = show(view, teacher)
    reading = view.reading
    against = latest(reading)
    seal = _seal_of(reading, against)
    own = TEACHERS + teacher
    under_seal = _UnderSeal(reading, seal.position)
    # Which streams are needed is told by the first of them: each is read once.
    rows_of = cache(reading.stored_of_stream)
    return ExportFile(
        format=FORMAT,
        ledger=view.head.origin,
        sandbox=view.head.sandbox,
        teacher=teacher,
        checkpoint=against.note,
        seal=ExportedSeal(
            position=seal.position,
            leaf=leaf_text(seal),
            index=seal.position - 1,
            proof=inclusion_path(reading, seal.position, against.checkpoint.size),
        ),
        streams=[
            _stream(reading, name, rows_of(name), under_seal, against, with_personal=name == own)
            for name in streams_needed(own, lambda stream: _fields_of(rows_of(stream)))
        ],
        answer=cast("dict[str, JsonValue]", answer),
    )


def streams_needed(own: str, fields_in: FieldsIn) -> list[str]:
    """The streams on which a file's standings depend.

    They are the schools and cohorts that its events name, whether those still stand or not, and the
    policies of every district that those schools ever were in.

    Args:
        own: The name of the teacher's stream, which comes first.
        fields_in: Gives the fields of every event of a stream.
    """
    found = {own: None}
    for fields in fields_in(own):
        found.update((f"{sort}/{fields[sort]}", None) for sort in _NAMED if sort in fields)
    for school in [name for name in found if name.startswith(SCHOOLS)]:
        for fields in fields_in(school):
            if "district" in fields:
                found[f"{POLICIES}{fields['district']}"] = None
    return list(found)


class _UnderSeal:
    """The tree under a seal, made again from the heads that the streams then had."""

    def __init__(self, reading: Reading, sealed_at: int) -> None:
        heads = [one for one in reading.stream_heads(sealed_at - 1) if one[0] != LOG_STREAM]
        self._names = [name for name, _, _ in heads]
        self._leaves = [seal_leaf(name, version, head) for name, version, head in heads]
        self._read = merkle.read_from([merkle.leaf_hash(one) for one in self._leaves])
        self.position = sealed_at

    def head(self, stream: str) -> ExportedHead | None:
        """The stream's leaf; None where it had no event yet."""
        index = bisect_left(self._names, stream)
        return self._at(index) if self._names[index : index + 1] == [stream] else None

    def neighbours(self, stream: str) -> list[ExportedHead]:
        """The leaves between which the stream would stand."""
        index = bisect_left(self._names, stream)
        return [self._at(one) for one in (index - 1, index) if 0 <= one < len(self._names)]

    def _at(self, index: int) -> ExportedHead:
        path = merkle.inclusion_proof(index, len(self._leaves), self._read)
        return ExportedHead(
            leaf=self._leaves[index].decode(),
            index=index,
            proof=[found.hex() for found in path],
        )


def _seal_of(reading: Reading, against: Against) -> StoredRow:
    """The seal that was recorded just before the checkpoint was signed."""
    size = against.checkpoint.size
    for row in reading.stored(size, size):
        if row.stream == LOG_STREAM:
            return row
    raise MissingError("no-checkpoint")


def _fields_of(rows: Iterable[StoredRow]) -> Iterator[Fields]:
    for row in rows:
        fields: Fields = json.loads(parts_of_statement(row.state, row.kind)[1])
        yield fields


def _stream(
    reading: Reading,
    name: str,
    rows: Iterable[StoredRow],
    under_seal: _UnderSeal,
    against: Against,
    *,
    with_personal: bool,
) -> ExportedStream:
    kept = reading.personal_of_stream(name) if with_personal else {}
    events: list[ExportedEvent] = []
    for row in rows:
        sealed = row.position < under_seal.position
        size = against.checkpoint.size
        personal = kept.get(row.position)
        events.append(
            ExportedEvent(
                position=row.position,
                leaf=leaf_text(row),
                sealed=sealed,
                index=row.position - 1,
                proof=inclusion_path(reading, row.position, size) if sealed else None,
                personal=None
                if personal is None
                else PersonalValues(salt=personal[0].hex(), value=json.loads(personal[1])),
            )
        )
    head = under_seal.head(name)
    return ExportedStream(
        stream=name,
        events=events,
        head=head,
        neighbours=[] if head is not None else under_seal.neighbours(name),
    )
