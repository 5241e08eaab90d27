"""Events to record, made the way the upper floors make them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import datetime

from growth_ledger.proof.canonical import personal_commitment, statement
from growth_ledger.store import Draft, Writing

_NAMESPACE = uuid.UUID("8c5f24fb-58b6-4c4b-b8a8-0f6f4d1f8d2b")


def opened(teacher: str, *, name: str = "王芳", salt: bytes = bytes(32)) -> Draft:
    """The first event of a file, with a name beside the log."""
    value = {"name": name}
    fields = {
        "effective_on": "2013-09-01",
        "personal": personal_commitment(salt, value),
        "ref": "F1",
        "school": "S1",
    }
    return _draft(
        f"teacher/{teacher}",
        1,
        "file-opened",
        fields,
        personal=(salt, json.dumps(value, ensure_ascii=False).encode()),
        names=("school/S1",),
    )


def moved(teacher: str, version: int, school: str = "S1") -> Draft:
    """A later event of a file: another school."""
    fields = {"effective_on": "2014-09-01", "ref": f"M{version}", "school": school}
    return _draft(
        f"teacher/{teacher}", version, "school-changed", fields, names=(f"school/{school}",)
    )


def career(teacher: str, length: int) -> list[Draft]:
    """A file of so many events."""
    return [opened(teacher), *(moved(teacher, version) for version in range(2, length + 1))]


def record(writing: Writing, drafts: Iterable[Draft], *, at: datetime | None = None) -> list[int]:
    """The drafts are appended in the tester's name."""
    stated = [draft if at is None else draft._replace(recorded_at=at) for draft in drafts]
    return writing.append(stated, recorded_by="tester")


def _draft(
    stream: str,
    version: int,
    kind: str,
    fields: dict[str, str],
    *,
    personal: tuple[bytes, bytes] | None = None,
    names: tuple[str, ...] = (),
) -> Draft:
    event_id = str(uuid.uuid5(_NAMESPACE, f"{stream} {version}"))
    return Draft(
        stream=stream,
        version=version,
        event_id=event_id,
        kind=kind,
        statement=statement(event_id=event_id, kind=kind, fields=fields),
        personal=personal,
        names=names,
    )
