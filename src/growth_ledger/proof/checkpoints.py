"""Who vouches for a root: C2SP signed notes (Ed25519) and the checkpoints written in them.

A note is text that ends in a newline, an empty line, and signature lines. A checkpoint is a note's
text of three lines: origin, size, root. Reading is strict: each thing that was signed has one way
of being written, so what was changed by a single bit is refused, with a code that says where.

Source: c2sp.org/signed-note, c2sp.org/tlog-checkpoint; keys are written as Go's sumdb/note does.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from growth_ledger.errors import ProofError

SEED_LENGTH: Final = 32
SIGNATURES_MAX: Final = 100

_KEY_LENGTH: Final = 32
_ID_LENGTH: Final = 4
_ROOT_LENGTH: Final = 32
_SIZE_MAX: Final = 2**63 - 1
_ED25519: Final = b"\x01"
_SIGNATURE_MARK: Final = "— "
_HEX_ID: Final = re.compile(r"[0-9a-f]{8}")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """What anyone may know of a ledger's key, and needs in order to check its notes.

    Attributes:
        name: Whose key it is: the ledger's origin; no spaces and no plus sign.
        public_key: The 32 bytes of RFC 8032.
    """

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        """Refuse a name or a length that no note can carry."""
        _check_name(self.name)
        if len(self.public_key) != _KEY_LENGTH:
            raise ProofError("key-length", found=len(self.public_key), needed=_KEY_LENGTH)

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return hashlib.sha256(named).digest()[:_ID_LENGTH]

    def to_text(self) -> str:
        """`NAME+id+base64`, as `audit key` prints it."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(_ED25519 + self.public_key)}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The key that `to_text` wrote; blanks and line ends around it do not matter.

        Raises:
            ProofError: `key-malformed`, `key-name`, `key-base64`, `key-algorithm`, `key-length`,
                or `key-id` where the id is not that of this name and key.
        """
        parts = text.strip().split("+", 2)
        if len(parts) != 3:  # noqa: PLR2004 - name, id, key
            raise ProofError("key-malformed")
        name, key_id, encoded = parts
        key = cls(name, _key_bytes(encoded))
        _check_id(key_id, key)
        return key

    def accepts(self, signature: bytes, text: bytes) -> bool:
        """Whether this key made the signature over exactly these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A ledger's secret: whoever has it can speak for the ledger.

    Attributes:
        name: Whose key it is: the ledger's origin; no spaces and no plus sign.
        seed: The 32 secret bytes of RFC 8032, for a new key fresh ones of good chance; never shown
            by `repr`.

    Raises:
        ProofError: `key-name`, `key-length`.
    """

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a name or a length that no note can carry."""
        _check_name(self.name)
        if len(self.seed) != SEED_LENGTH:
            raise ProofError("key-length", found=len(self.seed), needed=SEED_LENGTH)

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return VerifierKey(self.name, public.public_bytes_raw())

    def to_text(self) -> str:
        """`PRIVATE+KEY+NAME+id+base64`: for the key file alone."""
        key_id = self.verifier.key_id.hex()
        return f"PRIVATE+KEY+{self.name}+{key_id}+{_base64(_ED25519 + self.seed)}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The key that `to_text` wrote; blanks and line ends around it do not matter.

        Raises:
            ProofError: `key-not-private`, `key-malformed`, `key-name`, `key-base64`,
                `key-algorithm`, `key-length`, or `key-id` where the id is not that of this name
                and key. None of them repeats any part of the text.
        """
        parts = text.strip().split("+", 4)
        if parts[:2] != ["PRIVATE", "KEY"]:
            raise ProofError("key-not-private")
        if len(parts) != 5:  # noqa: PLR2004 - two words, name, id, key
            raise ProofError("key-malformed")
        _, _, name, key_id, encoded = parts
        key = cls(name, _key_bytes(encoded))
        _check_id(key_id, key.verifier)
        return key


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ledger's state in three lines.

    Attributes:
        origin: Which ledger.
        size: How many events it had.
        root: The RFC 6962 root over them, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what the text could not carry."""
        if not self.origin or "\n" in self.origin or _CONTROL.search(self.origin):
            raise ProofError("checkpoint-origin", origin=self.origin)
        if not 0 <= self.size <= _SIZE_MAX:
            raise ProofError("checkpoint-size", size=self.size)
        if len(self.root) != _ROOT_LENGTH:
            raise ProofError("checkpoint-root", found=len(self.root), needed=_ROOT_LENGTH)

    def to_text(self) -> str:
        """The text to be signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The checkpoint that `to_text` wrote.

        Raises:
            ProofError: `checkpoint-lines` for too few lines or a missing last newline,
                `checkpoint-extension` for further lines (this ledger signs none, and what it does
                not understand it does not vouch for), `checkpoint-origin`, `checkpoint-size`,
                `checkpoint-root`.
        """
        lines = text.split("\n")
        if lines.pop() or len(lines) < 3:  # noqa: PLR2004 - origin, size, root
            raise ProofError("checkpoint-lines", found=len(lines))
        origin, size, root, *extension = lines
        if extension:
            raise ProofError("checkpoint-extension", line=extension[0])
        if _SIZE.fullmatch(size) is None:
            raise ProofError("checkpoint-size", size=size)
        return cls(origin, int(size), _from_base64(root, code="checkpoint-root"))


def sign(text: str, key: SigningKey) -> str:
    """The note that says `text`, signed; ready to be written as UTF-8.

    Raises:
        ProofError: `note-newline` where the text does not end in a newline, `note-control` for
            control characters other than newlines, `note-encoding` for lone surrogates.
    """
    if not text.endswith("\n"):
        raise ProofError("note-newline")
    _check_characters(text)
    signature = Ed25519PrivateKey.from_private_bytes(key.seed).sign(_utf8(text))
    return f"{text}\n{_SIGNATURE_MARK}{key.name} {_base64(key.verifier.key_id + signature)}\n"


def checkpoint_in(note: str) -> Checkpoint:
    """The checkpoint in a note, whoever has signed it or not.

    Raises:
        ProofError: As `Checkpoint.from_text`.
    """
    return Checkpoint.from_text(_parted(note)[0] + "\n")


def _parted(note: str) -> tuple[str, str, str]:
    """The text without its last newline, what separates it, and the lines of the signatures."""
    return note.rpartition("\n\n")


def open_note(note: str | bytes, key: VerifierKey) -> str:
    """The text of a note that `key` has signed; signatures by others are passed over.

    Args:
        note: The whole note, best as the bytes of its file: reading it as text may change line
            ends.
        key: The only key that is trusted.

    Raises:
        ProofError: `note-encoding`, `note-control`, `note-unsigned` (no signature lines),
            `note-newline`, `note-signature-line`, `note-signatures-too-many`,
            `note-signature-missing` (none by this key), `note-signature-wrong` (by this key, but
            not over this text).
    """
    whole = _decoded(note)
    _check_characters(whole)
    body, separator, signature_lines = _parted(whole)
    if not separator or not signature_lines:
        raise ProofError("note-unsigned")
    if not signature_lines.endswith("\n"):
        raise ProofError("note-newline")
    text = body + "\n"
    lines = signature_lines[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise ProofError("note-signatures-too-many", found=len(lines), most=SIGNATURES_MAX)
    # Every line is read before any is believed, so that a note is well formed or refused.
    signatures = [
        signature
        for name, key_id, signature in map(_signature, lines)
        if name == key.name and key_id == key.key_id
    ]
    if not signatures:
        raise ProofError("note-signature-missing", key=f"{key.name}+{key.key_id.hex()}")
    encoded = _utf8(text)
    if not all(key.accepts(signature, encoded) for signature in signatures):
        raise ProofError("note-signature-wrong", key=f"{key.name}+{key.key_id.hex()}")
    return text


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a signed note.

    Raises:
        ProofError: `checkpoint-of-another` where the key is not that of the checkpoint's origin.
    """
    _check_owner(checkpoint, key.name)
    return sign(checkpoint.to_text(), key)


def open_checkpoint(note: str | bytes, key: VerifierKey) -> Checkpoint:
    """The checkpoint in a note that `key` has signed for its own ledger.

    Raises:
        ProofError: As `open_note` and `Checkpoint.from_text`; `checkpoint-of-another` where the
            key is not that of the checkpoint's origin.
    """
    checkpoint = Checkpoint.from_text(open_note(note, key))
    _check_owner(checkpoint, key.name)
    return checkpoint


def _check_owner(checkpoint: Checkpoint, name: str) -> None:
    if checkpoint.origin != name:
        raise ProofError("checkpoint-of-another", origin=checkpoint.origin, key=name)


def _check_name(name: str) -> None:
    """Refuse a key name that a signature line could not carry."""
    if (
        not name
        or "+" in name
        or any(character.isspace() for character in name)
        or _CONTROL.search(name)
    ):
        raise ProofError("key-name")
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise ProofError("key-name") from error


def _check_id(key_id: str, key: VerifierKey) -> None:
    if _HEX_ID.fullmatch(key_id) is None:
        raise ProofError("key-malformed")
    if bytes.fromhex(key_id) != key.key_id:
        raise ProofError("key-id", found=key_id, needed=key.key_id.hex())


def _key_bytes(encoded: str) -> bytes:
    """The 32 bytes of a key, without the byte that says which algorithm it is for."""
    raw = _from_base64(encoded, code="key-base64")
    if not raw.startswith(_ED25519):
        raise ProofError("key-algorithm")
    return raw[1:]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    """Name, key id and signature of one signature line."""
    name, _, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
    if not line.startswith(_SIGNATURE_MARK):
        raise ProofError("note-signature-line", line=line)
    try:
        _check_name(name)
        raw = _from_base64(encoded, code="note-signature-line")
    except ProofError as error:
        raise ProofError("note-signature-line", line=line) from error
    if len(raw) <= _ID_LENGTH:
        raise ProofError("note-signature-line", line=line)
    return name, raw[:_ID_LENGTH], raw[_ID_LENGTH:]


def _check_characters(text: str) -> None:
    found = _CONTROL.search(text)
    if found is not None:
        raise ProofError("note-control", character=f"U+{ord(found[0]):04X}")


def _decoded(note: str | bytes) -> str:
    if isinstance(note, str):
        _utf8(note)
        return note
    try:
        return note.decode()
    except UnicodeDecodeError as error:
        raise ProofError("note-encoding") from error


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ProofError("note-encoding") from error


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _from_base64(encoded: str, *, code: str) -> bytes:
    """The bytes, if `encoded` is the one way to write them (RFC 4648 section 4)."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofError(code) from error
    # Bits past the last byte would let two texts mean the same.
    if _base64(raw) != encoded:
        raise ProofError(code)
    return raw
