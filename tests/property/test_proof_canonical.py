"""Laws of the canonical bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid5

import pytest
import rfc8785
from hypothesis import example, given, strategies as st

from growth_ledger.errors import ProofError
from growth_ledger.proof.canonical import (
    IDS,
    JsonValue,
    canonical_json,
    field_texts,
    leaf,
    made_id,
    moment_from_text,
    moment_text,
    parts_of_statement,
    personal_member,
    source_member,
    statement,
)

if TYPE_CHECKING:
    from uuid import UUID

# Lone surrogates, characters on both sides of U+FFFF, what JSON escapes, and all others.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.text('"\\/\b\f\n\r\t\x00\x1f\x7f\u2028\ud7ff\ud800\udfff\ue000\uffff\U00010000\U0010ffff'),
    st.text("abcdefghij_-", max_size=6),
)
UNICODE = st.text()
INTEGERS = st.one_of(st.integers(), st.integers(2**53 - 3, 2**53 + 3), st.integers(-5, 5))
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | INTEGERS | st.floats() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.tuples(inner, inner)
        | st.dictionaries(TEXTS, inner, max_size=5)
    ),
    max_leaves=20,
)


@given(VALUES)
@example({"\U00010000": 1, "\uffff": 2})
@example({"a": {"\uffff": "\U00010000"}})
def test_the_text_is_that_of_the_defining_package_or_both_refuse(value: JsonValue) -> None:
    try:
        defined = rfc8785.dumps(value)
    except ValueError:
        with pytest.raises(ProofError, match="not-canonical"):
            canonical_json(value)
    else:
        assert canonical_json(value) == defined


@given(st.uuids(), UNICODE, st.dictionaries(UNICODE, UNICODE | st.integers(-100, 100)))
def test_the_fields_of_a_statement_come_back(
    event_id: UUID, kind: str, fields: dict[str, str | int]
) -> None:
    said = statement(event_id=str(event_id), kind=kind, fields=fields)

    assert said == rfc8785.dumps({"event_id": str(event_id), "kind": kind, "fields": fields})
    assert parts_of_statement(said, kind)[1] == rfc8785.dumps(fields)


FIELDS = st.dictionaries(
    st.sampled_from(["basis", "name", "note", "personas", "role", "score", "sourced", "tier"])
    | st.text("abcdefghij_-", min_size=1, max_size=6),
    VALUES,
    max_size=6,
).map(
    lambda fields: {
        key: value for key, value in fields.items() if key not in {"personal", "source"}
    }
)


@given(FIELDS, st.sets(st.sampled_from(["personal", "source"])), st.none() | UNICODE)
def test_what_the_ledger_adds_to_fields_stands_where_it_belongs(
    fields: dict[str, JsonValue], added: set[str], sheet: str | None
) -> None:
    commitment, digest = "c" * 64, "d" * 64
    source: JsonValue = (
        {"file": digest, "line": 7} if sheet is None else {"file": digest, "sheet": sheet, "row": 7}
    )
    whole = dict(fields)
    if "personal" in added:
        whole["personal"] = commitment
    if "source" in added:
        whole["source"] = source
    try:
        defined = rfc8785.dumps(whole).decode()
    except ValueError:
        with pytest.raises(ProofError, match="not-canonical"):
            canonical_json(whole)
        return

    text = field_texts(fields).joined(
        personal=personal_member(commitment) if "personal" in added else "",
        source=source_member(digest, sheet=sheet, line=7) if "source" in added else "",
    )

    assert text == defined


@given(UNICODE, UNICODE, st.dictionaries(UNICODE, UNICODE), st.integers(1, 1000))
def test_an_id_is_made_from_what_is_said_as_uuids_of_names_are(
    kind: str, stream: str, fields: dict[str, str], number: int
) -> None:
    said: dict[str, JsonValue] = {"kind": kind, "stream": stream, "fields": fields}
    if number > 1:
        said["number"] = number

    made = made_id(canonical_json(fields).decode(), kind=kind, stream=stream, number=number)

    assert made == str(uuid5(IDS, rfc8785.dumps(said).decode()))


@given(st.uuids(), UNICODE, UNICODE, st.integers(1, 2**53 - 1), st.integers(1, 2**53 - 1))
def test_a_leaf_is_the_defining_packages_text_of_all_eight_keys(
    event_id: UUID, recorded_by: str, stream: str, position: int, version: int
) -> None:
    said = statement(event_id=str(event_id), kind="vetoed", fields={"ground": "ethics"})
    added: dict[str, str | int] = {
        "position": position,
        "recorded_at": "2026-01-02T03:04:05.000006Z",
        "recorded_by": recorded_by,
        "stream": stream,
        "version": version,
    }

    composed = leaf(
        said,
        position=position,
        recorded_at="2026-01-02T03:04:05.000006Z",
        recorded_by=recorded_by,
        stream=stream,
        version=version,
    )

    assert composed == rfc8785.dumps({**json.loads(said), **added})


@given(
    st.binary(max_size=40) | st.binary(max_size=8).map(lambda some: b'{"event_id":"' + some + b"}"),
    st.binary(max_size=40) | st.binary(max_size=8).map(lambda some: b'{"event_id":"' + some + b"}"),
    UNICODE,
    UNICODE,
)
@example(b'{"event_id":"}', b'{"event_id":"]', "", "")
@example(b'{"event_id":"}', b'{"event_id":"', "", "")
@example(b"{}", b'{"bytes":"7b7d"}', "", "")
def test_two_rows_share_a_leaf_only_when_they_are_equal(
    one: bytes, other: bytes, one_name: str, other_name: str
) -> None:
    first = leaf(
        one, position=1, recorded_at="", recorded_by=one_name, stream=other_name, version=1
    )
    second = leaf(
        other, position=1, recorded_at="", recorded_by=other_name, stream=one_name, version=1
    )

    assert (first == second) == ((one, one_name) == (other, other_name))


@given(st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999))
def test_every_moment_comes_back(microseconds: int) -> None:
    assert moment_from_text(moment_text(microseconds)) == microseconds


@given(
    st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999),
    st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999),
)
def test_moments_sort_as_their_texts_do(one: int, other: int) -> None:
    assert (one < other) == (moment_text(one) < moment_text(other))
