"""The canonical bytes: what they are, what has none, and how leaves are put together."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

import pytest
import rfc8785

from growth_ledger.errors import ProofError
from growth_ledger.proof.canonical import (
    BEFORE_ID,
    ID_IN_STATEMENT,
    LEAF_TEXT,
    JsonValue,
    canonical_json,
    leaf,
    leaf_middle,
    moment_from_text,
    moment_text,
    parts_of_statement,
    personal_commitment,
    statement,
    statement_tail,
)

EVENT_ID = "0190c5f2-7d1e-5a3b-9c4d-00112233aabb"


class _Role(StrEnum):
    HOMEROOM = "homeroom"


def test_the_example_of_rfc_8785_has_its_keys_in_order_of_utf_16_units() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    text = canonical_json(dict.fromkeys(keys, 0)).decode()

    assert list(json.loads(text)) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [True, False, None], "a": -0.0}, '{"a":0,"b":[true,false,null]}'),
        ([1e21, 1e-7, 0.1, 100.0, 333333333.33333329], "[1e+21,1e-7,0.1,100,333333333.3333333]"),
        ([2**53 - 1, -(2**53) + 1], "[9007199254740991,-9007199254740991]"),
        ('\u0000\u001f\b\t\n\f\r"\\/\u007f', '"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\u007f"'),
        ({"班": "三（2）班", "é": "\U00020bb7"}, '{"é":"\U00020bb7","班":"三（2）班"}'),
        ((), "[]"),
        ({}, "{}"),
        (_Role.HOMEROOM, '"homeroom"'),
        (OrderedDict(b=1, a=2), '{"a":2,"b":1}'),
    ],
)
def test_values_have_one_text(value: JsonValue, text: str) -> None:
    assert canonical_json(value).decode() == text
    assert canonical_json([value]).decode() == f"[{text}]"


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**53,
        -(2**53),
        pytest.param(10**5000, id="a number of 5001 digits"),
        "\ud800",
        {"\udfff": 1},
        {"\udfff": "\U0001f600"},
        {1: 2},
        {1: 2, "a": 3},
        {None: 2},
        b"bytes",
        {1, 2},
        Decimal(1),
        object(),
    ],
)
def test_what_has_no_canonical_text_is_refused(value: object) -> None:
    with pytest.raises(ProofError, match="not-canonical"):
        canonical_json({"inside": [value]})  # type: ignore[list-item] # what the types forbid


@pytest.mark.parametrize("innermost", ["text", 0.5])
def test_endless_nesting_is_refused(innermost: JsonValue) -> None:
    value: JsonValue = innermost
    for _ in range(100_000):
        value = [value]

    with pytest.raises(ProofError, match="not-canonical"):
        canonical_json(value)


def test_a_statement_is_the_canonical_json_of_what_the_caller_says() -> None:
    fields = {"role": "homeroom", "class_name": '三（2）"甲"班', "first_day": "2013-09-01"}

    said = statement(event_id=EVENT_ID, kind="appointed", fields=fields)

    assert said == rfc8785.dumps({"kind": "appointed", "event_id": EVENT_ID, "fields": fields})
    assert parts_of_statement(said, "appointed") == (EVENT_ID, rfc8785.dumps(fields))


def test_a_statement_takes_its_fields_from_any_mapping() -> None:
    fields = MappingProxyType({"role": "homeroom"})

    said = statement(event_id=EVENT_ID, kind="appointed", fields=fields)

    assert parts_of_statement(said, "appointed")[1] == b'{"role":"homeroom"}'


@pytest.mark.parametrize(
    "event_id", ["", "e1", EVENT_ID.upper(), EVENT_ID[:-1] + '"', EVENT_ID * 2]
)
def test_an_event_id_that_is_no_uuid_is_refused(event_id: str) -> None:
    with pytest.raises(ProofError, match="event-id-malformed"):
        statement(event_id=event_id, kind="appointed", fields={})


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (b'{"event_id"', b'"event_id"'),
        (b'{"event_id"', b'["event_id"'),
        (b'"fields"', b'"felids"'),
        (b'"kind":"appointed"}', b'"kind":"vetoed"}'),
        (b'"kind":"appointed"}', b'"kind":"appointed"'),
        (b'"kind":"appointed"}', b'"kind":"appointed"}\n'),
        (b'{"role"', b'["role"'),
        (b'"homeroom"}', b'"homeroom"]'),
        (b'{"role":"homeroom"}', b""),
        (b"0190c5f2-", b'0190c5f2"'),
        (b"0190c5f2-", b""),
    ],
)
def test_bytes_of_another_shape_have_no_fields(part: bytes, other: bytes) -> None:
    said = statement(event_id=EVENT_ID, kind="appointed", fields={"role": "homeroom"})
    assert parts_of_statement(said, "appointed")[1] == b'{"role":"homeroom"}'

    changed = said.replace(part, other)

    assert changed != said
    with pytest.raises(ProofError, match="statement-malformed"):
        parts_of_statement(changed, "appointed")


@pytest.mark.parametrize(
    "stored", [b"", b"{}", b'{"event_id":"', b'","fields":,"kind":"appointed"}']
)
def test_bytes_too_short_for_a_statement_have_no_fields(stored: bytes) -> None:
    with pytest.raises(ProofError, match="statement-malformed"):
        parts_of_statement(stored, "appointed")


def test_a_leaf_is_the_canonical_json_of_the_whole_event() -> None:
    fields = {"role": "homeroom", "first_day": "2013-09-01"}
    said = statement(event_id=EVENT_ID, kind="appointed", fields=fields)

    composed = leaf(
        said,
        position=12,
        recorded_at="2026-01-02T03:04:05.000006Z",
        recorded_by='王 "admin" \\',
        stream="teacher/T\u00e9001",
        version=3,
    )

    assert composed == rfc8785.dumps(
        {
            "event_id": EVENT_ID,
            "fields": fields,
            "kind": "appointed",
            "position": 12,
            "recorded_at": "2026-01-02T03:04:05.000006Z",
            "recorded_by": '王 "admin" \\',
            "stream": "teacher/T\u00e9001",
            "version": 3,
        }
    )


def test_what_puts_together_many_leaves_finds_the_parts_where_they_are_said_to_be() -> None:
    said = statement(event_id=EVENT_ID, kind="appointed", fields={"role": "homeroom"})
    told = {"recorded_at": "2026-01-02T03:04:05.000006Z", "recorded_by": '王 "admin" \\'}
    stream = "teacher/T\u00e9001"

    composed = LEAF_TEXT % (said[:-1], 12, leaf_middle(**told), canonical_json(stream), 3)

    assert composed == leaf(said, position=12, stream=stream, version=3, **told)
    assert said.startswith(BEFORE_ID)
    assert said[ID_IN_STATEMENT] == EVENT_ID.encode()
    assert said.endswith(statement_tail("appointed"))


def _leaf_of(said: bytes) -> bytes:
    return leaf(
        said,
        position=1,
        recorded_at="2026-01-02T03:04:05.000006Z",
        recorded_by="me",
        stream="teacher/T1",
        version=1,
    )


def test_bytes_that_are_no_statement_stand_in_their_leaf_in_hex() -> None:
    composed = _leaf_of(b"\xff\x00 anything")

    assert json.loads(composed)["bytes"] == "ff0020616e797468696e67"
    assert composed == rfc8785.dumps(json.loads(composed))


def test_no_two_stored_statements_share_a_leaf() -> None:
    said = statement(event_id=EVENT_ID, kind="appointed", fields={})
    stored = [said, said[:-1], said[:-1] + b"]", said + b"}", said + b"\n", said[1:], b"", b"{}"]
    stored += [said[:-1] + bytes([last]) for last in range(256) if last != said[-1]]

    leaves = {_leaf_of(one) for one in stored}

    assert len(leaves) == len(set(stored))


def test_a_leaf_with_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(ProofError, match="not-canonical"):
        leaf(b"{}", position=1, recorded_at="", recorded_by="\ud800", stream="log", version=1)


def test_the_commitment_is_the_hash_of_salt_and_value() -> None:
    salt = bytes(range(32))

    commitment = personal_commitment(salt, MappingProxyType({"name": "王芳", "gender": "f"}))

    text = f'{{"salt":"{salt.hex()}","value":{{"gender":"f","name":"王芳"}}}}'
    assert commitment == sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ProofError, match="salt-length") as refused:
        personal_commitment(bytes(length), {"name": "王芳"})

    assert refused.value.values == {"found": length, "needed": 32}


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (0, "1970-01-01T00:00:00.000000Z"),
        (1, "1970-01-01T00:00:00.000001Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (1_709_210_096_123_456, "2024-02-29T12:34:56.123456Z"),
        (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_moments_are_written_with_six_decimals_and_read_back(microseconds: int, text: str) -> None:
    assert moment_text(microseconds) == text
    assert moment_from_text(text) == microseconds


def test_moments_agree_with_the_calendar_of_the_standard_library() -> None:
    moment = datetime(2026, 11, 21, 7, 8, 9, 12, tzinfo=UTC)
    microseconds = round(moment.timestamp() * 1_000_000)

    text = moment_text(microseconds)

    assert datetime.fromisoformat(text) == moment


@pytest.mark.parametrize("microseconds", [-62_135_596_800_000_001, 253_402_300_800_000_000])
def test_moments_outside_the_years_1_to_9999_are_refused(microseconds: int) -> None:
    with pytest.raises(ProofError, match="moment-out-of-range"):
        moment_text(microseconds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-02-29",
        "2024-02-29T12:34:56Z",
        "2024-02-29T12:34:56.123Z",
        "2024-02-29T12:34:56.1234567Z",
        "2024-02-29T12:34:56.123456",
        "2024-02-29T12:34:56.123456+00:00",
        "2024-02-29t12:34:56.123456z",
        "2024-02-29 12:34:56.123456Z",
        "2023-02-29T12:34:56.123456Z",
        "2024-02-29T24:00:00.000000Z",
        "2016-12-31T23:59:60.000000Z",
        "0000-01-01T00:00:00.000000Z",
        "２024-02-29T12:34:56.123456Z",
        "2024-02-29T12:34:56.123456Z\n",
    ],
)
def test_a_moment_written_another_way_is_refused(text: str) -> None:
    with pytest.raises(ProofError, match="moment-malformed"):
        moment_from_text(text)
