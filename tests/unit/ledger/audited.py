"""A small ledger with one of everything that an audit looks at, and ways to tamper with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from growth_ledger.errors import Place
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.auditing import audit
from growth_ledger.ledger.erasing import erase
from growth_ledger.ledger.flaws import Audit
from growth_ledger.ledger.opening import Ledger, make_ledger, open_ledger
from growth_ledger.ledger.recording import record
from growth_ledger.ledger.sealing import make_checkpoint, verifier_key
from growth_ledger.proof.canonical import leaf, moment_text
from growth_ledger.proof.checkpoints import VerifierKey
from growth_ledger.proof.merkle import Frontier, leaf_hash
from growth_ledger.reports.proofs import audit_json, audit_lines
from growth_ledger.wording import Lang

LANGUAGES: tuple[Lang, ...] = ("en", "zh")

PACK: dict[str, Any] = {
    "policy": "small-2020",
    "label": {"zh": "小规则", "en": "Small rules"},
    "document": {"title": "小办法", "issuer": "某局"},
    "stages": ["primary"],
    "sections": [{"section": "一", "numbers": ["1"]}],
    "clauses": [
        {
            "clause": "一1",
            "fate": "computed",
            "projections": ["honor"],
            "says": {"zh": "满年限", "en": "years"},
        }
    ],
    "projections": {
        "honor": {
            "label": {"zh": "荣誉", "en": "Honour"},
            "clause": "一1",
            "outcomes": [
                {
                    "outcome": "yes",
                    "label": {"zh": "是", "en": "yes"},
                    "when": {"tenure": {"at_least": "1"}},
                },
                {"outcome": "no", "label": {"zh": "否", "en": "no"}},
            ],
        }
    },
}

FIRST: list[dict[str, Any]] = [
    {
        "kind": "school-registered",
        "school": "S1",
        "name": "一小",
        "district": "d1",
        "stage": "primary",
        "rural": False,
        "effective_on": "2000-09-01",
    },
    {
        "kind": "school-registered",
        "school": "S2",
        "name": "二小",
        "district": "d1",
        "stage": "primary",
        "rural": True,
        "effective_on": "2000-09-01",
    },
    {
        "kind": "policy-adopted",
        "policy": "small-2020",
        "district": "d1",
        "first_day": "2020-01-01",
        "content": PACK,
    },
    {
        "kind": "cohort-formed",
        "cohort": "C1",
        "name": "营",
        "district": "d1",
        "tier": "camp",
        "first_day": "2020-09-01",
    },
    {
        "kind": "file-opened",
        "teacher": "T1",
        "name": "王芳",
        "school": "S1",
        "effective_on": "2015-09-01",
    },
    {
        "kind": "file-opened",
        "teacher": "T2",
        "name": "李静",
        "id_number": "310000199001011234",
        "school": "S2",
        "effective_on": "2016-09-01",
        "note": "转入",
    },
    {
        "kind": "appointed",
        "teacher": "T1",
        "ref": "A1",
        "role": "homeroom",
        "first_day": "2016-09-01",
    },
]
SECOND: list[dict[str, Any]] = [
    {
        "kind": "tenure-credited",
        "teacher": "T1",
        "ref": "K1",
        "school_year": "2016-2017",
        "role": "homeroom",
    },
    {
        "kind": "tenure-credited",
        "teacher": "T1",
        "ref": "K2",
        "school_year": "2017-2018",
        "role": "homeroom",
        "credit": "0.5",
    },
    {
        "kind": "tenure-credited",
        "teacher": "T1",
        "corrects": "K2",
        "school_year": "2017-2018",
        "role": "homeroom",
    },
    {"kind": "voided", "teacher": "T1", "target": "K1", "reason": "重复"},
    {"kind": "school-changed", "teacher": "T1", "school": "S2", "effective_on": "2019-09-01"},
    {
        "kind": "cohort-joined",
        "teacher": "T1",
        "cohort": "C1",
        "capacity": "member",
        "first_day": "2020-09-01",
        "note": "𝒞 a note",
    },
]
THIRD: list[dict[str, Any]] = [
    {
        "kind": "tenure-credited",
        "teacher": "T2",
        "school_year": "2018-2019",
        "role": "homeroom",
    },
    {
        "kind": "profile-amended",
        "teacher": "T2",
        "effective_on": "2021-01-01",
        "name": "李静仪",
    },
]


class Clock:
    """A second later each time it is read."""

    def __init__(self) -> None:
        self._now = datetime(2024, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@dataclass
class Audited:
    """The ledger, its key, the checkpoints that were given out, and the file that it is in."""

    ledger: Ledger
    key: VerifierKey
    path: Path
    notes: list[str]

    def audit(self, *, with_read_model: bool = False, given: str | None = None) -> Audit:
        """What the audit finds, once it is shown that it can be told in either language."""
        note = None if given is None else given.encode()
        found = audit(self.ledger, key=self.key, given=note, with_read_model=with_read_model)
        for lang in LANGUAGES:
            assert list(audit_lines(found, lang))
            assert audit_json(found, lang)["holds"] is found.holds
        return found

    @contextmanager
    def tampering(self) -> Iterator[sqlite3.Connection]:
        """The database itself, past all that guards it."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            yield connection


def say(ledger: Ledger, *said: dict[str, Any]) -> None:
    """The events are recorded in one transaction."""
    record(ledger, [read_statement(one, place=Place()) for one in said])


def small_ledger(folder: Path, *, sealed: bool = True) -> Audited:
    """Eighteen events: two seals and checkpoints, an erasure, and two events after them."""
    path = folder / "ledger.db"
    make_ledger(str(path), origin="growth-ledger/test")
    ledger = open_ledger(str(path), by="tester", clock=Clock())
    say(ledger, *FIRST)
    notes = [make_checkpoint(ledger)] if sealed else []
    say(ledger, *SECOND)
    erase(ledger, "T2", reason="asked for in writing")
    notes += [make_checkpoint(ledger)] if sealed else []
    say(ledger, *THIRD)
    key = verifier_key(str(path))
    assert key is not None
    return Audited(ledger=ledger, key=key, path=path, notes=notes)


def forge(connection: sqlite3.Connection) -> None:
    """Leaves, tree and head are made to fit the rows: all that can be forged without the key."""
    tree = Frontier()
    rows = connection.execute(
        "SELECT position, stream, version, recorded_at, recorded_by, state FROM event"
        " ORDER BY position"
    ).fetchall()
    connection.execute("DELETE FROM node")
    for position, stream, version, micros, by, state in rows:
        hashed = leaf_hash(
            leaf(
                state,
                position=position,
                recorded_at=moment_text(micros),
                recorded_by=by,
                stream=stream,
                version=version,
            )
        )
        connection.execute("UPDATE event SET leaf = ? WHERE position = ?", (hashed, position))
        for subtree in tree.append(hashed):
            connection.execute("INSERT INTO node VALUES (?, ?, ?)", tuple(subtree))
    connection.execute(
        "UPDATE head SET position = ?, recorded_at = ?, frontier = ?",
        (tree.size, rows[-1][3], tree.to_bytes()),
    )
