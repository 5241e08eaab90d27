"""Laws of notes: what is signed is read back, and a flipped bit never opens."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from growth_ledger.errors import ProofError
from growth_ledger.proof.checkpoints import (
    Checkpoint,
    SigningKey,
    VerifierKey,
    open_checkpoint,
    open_note,
    sign,
    sign_checkpoint,
)

KEY = SigningKey("growth-ledger/7f3a", seed=bytes(range(32)))
SEEDS = st.binary(min_size=32, max_size=32)
TEXTS = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"]) | st.just("\n")).map(
    lambda text: text + "\n"
)


@given(TEXTS, SEEDS)
def test_every_text_opens_as_it_was_signed_and_with_no_other_key(text: str, seed: bytes) -> None:
    note = sign(text, KEY)
    stranger = SigningKey(KEY.name, seed=seed).verifier

    assert open_note(note.encode(), KEY.verifier) == text
    with pytest.raises(ProofError, match="note-signature-missing"):
        open_note(note, stranger)


@given(SEEDS, st.integers(0, 2**63 - 1), SEEDS)
def test_keys_and_checkpoints_come_back_from_their_texts(
    seed: bytes, size: int, root: bytes
) -> None:
    key = SigningKey("growth-ledger/7f3a", seed=seed)
    checkpoint = Checkpoint(key.name, size, root)

    verifier = VerifierKey.from_text(key.verifier.to_text())
    signer = SigningKey.from_text(key.to_text())

    assert open_checkpoint(sign_checkpoint(checkpoint, signer), verifier) == checkpoint


def test_no_bit_of_a_signed_checkpoint_can_be_flipped() -> None:
    checkpoint = Checkpoint(KEY.name, 123, sha256(b"").digest())
    note = sign_checkpoint(checkpoint, KEY).encode()
    verifier = KEY.verifier
    assert open_checkpoint(note, verifier) == checkpoint

    for bit in range(8 * len(note)):
        flipped = bytearray(note)
        flipped[bit // 8] ^= 1 << bit % 8

        with pytest.raises(ProofError):
            open_note(bytes(flipped), verifier)


@given(st.binary() | st.text(st.characters(exclude_categories=())))
def test_nonsense_is_refused_with_a_code_whatever_it_is(nonsense: bytes | str) -> None:
    text = nonsense if isinstance(nonsense, str) else nonsense.decode("latin-1")

    with pytest.raises(ProofError):
        open_note(nonsense, KEY.verifier)
    with pytest.raises(ProofError):
        Checkpoint.from_text(text)
    with pytest.raises(ProofError):
        VerifierKey.from_text(text)
    with pytest.raises(ProofError):
        SigningKey.from_text(text)
