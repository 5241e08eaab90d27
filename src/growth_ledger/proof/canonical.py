"""The bytes that are hashed: RFC 8785 JSON, one form for each event.

A *statement* is what the caller says (`event_id`, `fields`, `kind`), and is stored as it is. A
*leaf* is the statement and what the ledger added (`position`, `recorded_at`, `recorded_by`,
`stream`, `version`): its canonical form, never stored, composed anew from the columns, so that a
change of any column is a change of the leaf. The keys sort in just that order, which makes
composing a leaf a matter of joining two texts.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from uuid import UUID

import rfc8785

from growth_ledger.errors import ProofError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JsonValue: TypeAlias = (
    "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)

SALT_LENGTH: Final = 32
IDS: Final = UUID("6f0d3c1e-5a0b-5c8e-9d6b-0c6a2f1e7b44")
"""The namespace of the ids that are made."""

BEFORE_ID: Final = b'{"event_id":"'
"""What a statement begins with."""

ID_IN_STATEMENT: Final = slice(len(BEFORE_ID), len(BEFORE_ID) + 36)
"""Where its event id stands."""

LEAF_TEXT: Final = b'%b,"position":%a%b%b,"version":%a}'
"""What `leaf` puts together, for who has many: statement less its brace, position, `leaf_middle`, stream, version."""

_IDS_BYTES: Final = IDS.bytes

_EVENT_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MIDDLE: Final = b'","fields":'
_GREATEST_INTEGER: Final = 2**53 - 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = 1_000_000
_MOMENT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})\.([0-9]{6})Z")


def canonical_json(value: JsonValue) -> bytes:
    """The one RFC 8785 text of `value`, in UTF-8.

    Raises:
        ProofError: `not-canonical` for what has no such text: NaN and infinities, integers past
            2**53 - 1, lone surrogates, keys that are not text, other types, endless nesting.
    """
    return _encoded(_text(value))


class FieldTexts(NamedTuple):
    """An event's fields in canonical form, less those that only the ledger can add.

    Each is a run of members, `"key":value` with commas between, or "" where no key falls into it: those
    before `personal`, from there to `source`, and after.
    """

    first: str
    middle: str
    last: str

    def joined(self, *, personal: str = "", source: str = "") -> str:
        """The canonical text of the whole object, with the members that are given.

        Args:
            personal: As `personal_member` makes it.
            source: As `source_member` makes it.
        """
        runs = (self.first, personal, self.middle, source, self.last)
        return "{" + ",".join([run for run in runs if run]) + "}"


def content_digest(content: JsonValue) -> str:
    """SHA-256 of the canonical form, in lowercase hex: what the digest of a pack's content is."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def field_texts(fields: Mapping[str, JsonValue]) -> FieldTexts:
    """The canonical form of fields among which there is neither `personal` nor `source`.

    Args:
        fields: Their names are ASCII, which sort as their text does.

    Raises:
        ProofError: `not-canonical`, as `canonical_json`.
    """
    first: list[str] = []
    middle: list[str] = []
    last: list[str] = []
    for name in sorted(fields):
        value = fields[name]
        text = _quoted(value) if type(value) is str else _text(value)
        run = first if name < "personal" else middle if name < "source" else last
        run.append(f'"{name}":{text}')
    return FieldTexts(",".join(first), ",".join(middle), ",".join(last))


def personal_member(commitment: str) -> str:
    """The text of the member `personal`, as `personal_commitment` gives its value."""
    return f'"personal":"{commitment}"'


def source_member(file: str, *, sheet: str | None, line: int) -> str:
    """The text of the member `source`: a file's digest with the line, or with the sheet and its row."""
    if sheet is None:
        return f'"source":{{"file":{_quoted(file)},"line":{line}}}'
    return f'"source":{{"file":{_quoted(file)},"row":{line},"sheet":{_quoted(sheet)}}}'


def statement(*, event_id: str, kind: str, fields: Mapping[str, JsonValue]) -> bytes:
    """What the caller says about one event, in canonical form.

    Args:
        event_id: A UUID in its usual 36 characters, letters in lower case.
        kind: The kind as events name it, such as `appointment-ended`.
        fields: Everything that the event carries besides, personal values left out.

    Raises:
        ProofError: `event-id-malformed`; `not-canonical` where a field has no canonical text.
    """
    plain = fields if type(fields) is dict else dict(fields)
    return statement_of(event_id=event_id, kind=kind, fields=_text(plain))


def statement_of(*, event_id: str, kind: str, fields: str) -> bytes:
    """As `statement`, of fields that are in canonical form already.

    Raises:
        ProofError: `event-id-malformed`; `not-canonical` where a text holds a lone surrogate.
    """
    if _EVENT_ID.fullmatch(event_id) is None:
        raise ProofError("event-id-malformed", event_id=event_id)
    return b"".join((BEFORE_ID, event_id.encode(), _MIDDLE, _encoded(fields), statement_tail(kind)))


@lru_cache(maxsize=256)
def statement_tail(kind: str) -> bytes:
    """What a statement of the kind ends with, its brace included."""
    return _encoded(f",{_kind_member(kind)}}}")


def made_id(fields: str, *, kind: str, stream: str, number: int = 1) -> str:
    """The id of an event that was given none: a UUID of version 5, made from what is said.

    Args:
        fields: The canonical text of the fields, with nothing that the ledger has added.
        kind: The kind of the event.
        stream: The name of its stream.
        number: Which of several that say the same; the first does not carry it.

    Raises:
        ProofError: `not-canonical` where a text holds a lone surrogate.

    Source: RFC 9562, section 5.5.
    """
    numbered = "" if number == 1 else f'"number":{number},'
    said = f'{{"fields":{fields},{_kind_member(kind)},{numbered}"stream":{_quoted(stream)}}}'
    digest = hashlib.sha1(_IDS_BYTES + _encoded(said), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def parts_of_statement(statement: bytes, kind: str) -> tuple[str, bytes]:
    """The event's id, and the canonical text of the fields, cut out without parsing.

    Raises:
        ProofError: `statement-malformed` where the bytes do not have the shape that `statement`
            gives to this kind.
    """
    found = _shape(kind).fullmatch(statement)
    if found is None:
        raise ProofError("statement-malformed", kind=kind)
    event_id, fields = found.groups()
    return event_id.decode(), fields


def leaf(
    statement: bytes,
    *,
    position: int,
    recorded_at: str,
    recorded_by: str,
    stream: str,
    version: int,
) -> bytes:
    """The canonical form of a recorded event: its statement, then what the ledger added.

    Bytes that are no statement (another program's events, or a row that was tampered with) have a
    leaf too, in which they stand in hex as `bytes`. No two statements share a leaf.

    Args:
        statement: The stored bytes, as `statement` made them.
        position: Counted from 1 over the whole ledger.
        recorded_at: As `moment_text` writes it.
        recorded_by: Who recorded the event; any text.
        stream: The stream's whole name, such as `teacher/T001`.
        version: Counted from 1 within the stream.

    Raises:
        ProofError: `not-canonical` where a text holds a lone surrogate.
    """
    if statement.startswith(BEFORE_ID) and statement.endswith(b"}"):
        said = statement[:-1]
    else:
        # Cutting off a last byte that is no brace would make two different rows look the same.
        said = b'{"bytes":"%b"' % statement.hex().encode()
    return said + _encoded(
        f',"position":{position},"recorded_at":{_quoted(recorded_at)}'
        f',"recorded_by":{_quoted(recorded_by)},"stream":{_quoted(stream)},"version":{version}}}'
    )


def leaf_middle(*, recorded_at: str, recorded_by: str) -> bytes:
    """The part of a leaf's text that those of one moment share; the stream follows, as JSON text.

    Raises:
        UnicodeEncodeError: A text holds a lone surrogate.
    """
    return f',"recorded_at":{_quoted(recorded_at)},"recorded_by":{_quoted(recorded_by)},"stream":'.encode()


def personal_commitment(salt: bytes, value: Mapping[str, JsonValue]) -> str:
    """The lowercase hex SHA-256 that stands in the event for personal values kept beside the log.

    Args:
        salt: 32 random bytes, used for this value alone; without them the value cannot be guessed.
        value: The personal values by field.

    Raises:
        ProofError: `salt-length`; `not-canonical` where a value has no canonical text.
    """
    return commitment_over(salt, canonical_json(dict(value)))


def commitment_over(salt: bytes, value: bytes) -> str:
    """As `personal_commitment`, of values in their canonical text, over the very bytes that are given.

    Raises:
        ProofError: `salt-length`.
    """
    if len(salt) != SALT_LENGTH:
        raise ProofError("salt-length", found=len(salt), needed=SALT_LENGTH)
    return hashlib.sha256(b'{"salt":"%b","value":%b}' % (salt.hex().encode(), value)).hexdigest()


def moment_text(microseconds: int) -> str:
    """The moment so many microseconds after 1970-01-01 UTC: RFC 3339, six decimals, `Z`.

    Raises:
        ProofError: `moment-out-of-range` outside the years 1 to 9999.
    """
    second, rest = divmod(microseconds, _SECOND)
    return f"{_second_text(second)}.{rest:06d}Z"


def moment_from_text(text: str) -> int:
    """Microseconds since 1970-01-01 UTC of a moment written as `moment_text` writes it.

    Raises:
        ProofError: `moment-malformed` for any other way of writing a moment, and for days and
            times that do not exist.
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ProofError("moment-malformed", text=text)
    try:
        second = _second_from_text(found[1])
    except ValueError as error:
        raise ProofError("moment-malformed", text=text) from error
    return second * _SECOND + int(found[2])


def _text(value: JsonValue) -> str:
    """The one RFC 8785 text, in which a lone surrogate may still stand."""
    try:
        text = _plain_text(value)
    except (_NotPlainError, TypeError):
        return _defined_text(value)
    except RecursionError as error:
        raise ProofError("not-canonical") from error
    # Keys sort by UTF-16 units, which is the order of Python's text but for characters past
    # U+FFFF, and only those take four bytes in UTF-16.
    if not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text):
        return _defined_text(value)
    return text


class _NotPlainError(Exception):
    """A value that only the defining encoder can judge."""


def _plain_text(value: JsonValue) -> str:
    """RFC 8785 text of plain text, truth, small integers, lists and dicts, but for the key order.

    Raises:
        _NotPlainError: For floats, great integers, subclasses and whatever is no JSON.
        TypeError: For a key that is not text, which the quoting refuses.
    """
    if type(value) is str:
        return _quoted(value)
    if type(value) is dict:
        # Keys are unique, so sorting them alone is enough, and values are never compared.
        parts = []
        for key in sorted(value):
            inner = value[key]
            text = _quoted(inner) if type(inner) is str else _plain_text(inner)
            parts.append(f"{_quoted(key)}:{text}")
        return "{" + ",".join(parts) + "}"
    if type(value) is list or type(value) is tuple:
        return "[" + ",".join([_plain_text(inner) for inner in value]) + "]"
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int and -_GREATEST_INTEGER <= value <= _GREATEST_INTEGER:
        return str(value)
    raise _NotPlainError


def _defined_text(value: JsonValue) -> str:
    """The text by the package that is the definition, several times slower."""
    try:
        return rfc8785.dumps(value).decode()
    except (ValueError, RecursionError) as error:
        raise ProofError("not-canonical") from error


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ProofError("not-canonical") from error


@lru_cache(maxsize=256)
def _kind_member(kind: str) -> str:
    return f'"kind":{_quoted(kind)}'


@lru_cache(maxsize=256)
def _shape(kind: str) -> re.Pattern[bytes]:
    """A statement of this kind: the id, and the fields from one brace to the other."""
    tail = re.escape(statement_tail(kind))
    return re.compile(rb'\{"event_id":"([^"\x80-\xff]{36})","fields":(\{.*\})' + tail, re.DOTALL)


@lru_cache(maxsize=1024)
def _second_text(second: int) -> str:
    """The moment without its decimals; events recorded together share it."""
    try:
        return (_EPOCH + timedelta(seconds=second)).isoformat()[:19]
    except OverflowError as error:
        raise ProofError("moment-out-of-range", microseconds=second * _SECOND) from error


@lru_cache(maxsize=1024)
def _second_from_text(text: str) -> int:
    return int((datetime.fromisoformat(text).replace(tzinfo=UTC) - _EPOCH).total_seconds())
