"""Notes, keys and checkpoints: known vectors, and every way in which one can be malformed."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest

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

# The public example of Go's package note, private half and all.
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # noqa: S105 - published as an example
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_NOTE = (
    PETER_TEXT
    + "\n— PeterNeumann "
    + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
# The example of the signed-note specification.
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n"
    "\n"
    "— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)

KEY = SigningKey("growth-ledger/7f3a", seed=bytes(range(32)))
ROOT = sha256(b"").digest()


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def test_the_example_of_the_specification_opens() -> None:
    assert open_note(FOO_NOTE, VerifierKey.from_text(FOO)) == "This is an example message.\n"


def test_the_example_of_go_opens_and_is_signed_alike() -> None:
    secret = SigningKey.from_text(PETER_SECRET)

    assert secret.verifier.to_text() == PETER
    assert secret.to_text() == PETER_SECRET
    assert sign(PETER_TEXT, secret) == PETER_NOTE
    assert open_note(PETER_NOTE, VerifierKey.from_text(PETER)) == PETER_TEXT


def test_signatures_by_others_are_passed_over() -> None:
    peter = VerifierKey.from_text(PETER)
    line = PETER_NOTE.removeprefix(PETER_TEXT + "\n")

    both = PETER_NOTE + ENOCH_LINE + line

    assert open_note(both, peter) == PETER_TEXT
    assert open_note(PETER_TEXT + "\n" + ENOCH_LINE + line, peter) == PETER_TEXT


def test_a_signature_of_the_same_name_by_another_key_is_passed_over() -> None:
    namesake = SigningKey("PeterNeumann", seed=bytes(32))
    line = sign(PETER_TEXT, namesake).removeprefix(PETER_TEXT + "\n")

    assert open_note(PETER_NOTE + line, VerifierKey.from_text(PETER)) == PETER_TEXT


def test_one_wrong_signature_by_our_key_spoils_the_note() -> None:
    peter = SigningKey.from_text(PETER_SECRET)
    line = sign("another text\n", peter).removeprefix("another text\n\n")

    with pytest.raises(ProofError, match="note-signature-wrong"):
        open_note(PETER_NOTE + line, peter.verifier)


def test_a_text_may_hold_empty_lines_and_any_script() -> None:
    text = "\n\n\u4e00\u4e8c\n\n— looks like a signature\n\n"

    note = sign(text, KEY)

    assert open_note(note, KEY.verifier) == text
    assert open_note(note.encode(), KEY.verifier) == text


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (b"\xff" + PETER_NOTE.encode(), "note-encoding"),
        ("\ud800" + PETER_NOTE, "note-encoding"),
        (PETER_NOTE.replace("\n", "\r\n"), "note-control"),
        ("\x00" + PETER_NOTE, "note-control"),
        ("tab\t" + PETER_NOTE, "note-control"),
        ("", "note-unsigned"),
        (PETER_TEXT, "note-unsigned"),
        (PETER_TEXT + "\n", "note-unsigned"),
        (PETER_NOTE.replace("\n\n", "\n"), "note-unsigned"),
        (PETER_NOTE[:-1], "note-newline"),
        (PETER_NOTE + "more\n", "note-signature-line"),
        (PETER_NOTE.replace("—", "-"), "note-signature-line"),
        (PETER_NOTE.replace("— ", "—"), "note-signature-line"),
        (PETER_NOTE.replace("PeterNeumann ", " "), "note-signature-line"),
        (PETER_NOTE.replace("PeterNeumann", "Peter+Neumann"), "note-signature-line"),
        (PETER_NOTE.replace("PeterNeumann", "Peter\u3000Neumann"), "note-signature-line"),
        (PETER_NOTE.replace("PeterNeumann ", "PeterNeumann"), "note-signature-line"),
        (PETER_NOTE.replace("PeterNeumann ", "PeterNeumann  "), "note-signature-line"),
        (PETER_NOTE.replace("nAM=", "nAM"), "note-signature-line"),
        # The same bytes, but for bits that base64 leaves unused.
        (PETER_NOTE.replace("nAM=", "nAN="), "note-signature-line"),
        (PETER_NOTE.replace("nAM=", "nAM= "), "note-signature-line"),
        (PETER_NOTE.replace("x08go/", "x08go_"), "note-signature-line"),
        (PETER_NOTE + "— other " + _base64(b"four") + "\n", "note-signature-line"),
        (PETER_NOTE + "— other \n", "note-signature-line"),
        (PETER_NOTE + ENOCH_LINE * 100, "note-signatures-too-many"),
        (PETER_TEXT + "\n" + ENOCH_LINE, "note-signature-missing"),
        (FOO_NOTE, "note-signature-missing"),
        (PETER_NOTE.replace("PeterNeumann", "PeterNewmann"), "note-signature-missing"),
        (PETER_NOTE.replace("x08go", "x08gp"), "note-signature-missing"),
        (PETER_NOTE.replace("ZJkuBS", "ZJkvBS"), "note-signature-wrong"),
        ("x" + PETER_NOTE, "note-signature-wrong"),
        ("\n" + PETER_NOTE, "note-signature-wrong"),
    ],
)
def test_a_note_that_is_not_as_it_was_signed_is_refused(note: str | bytes, code: str) -> None:
    peter = VerifierKey.from_text(PETER)
    assert open_note(PETER_NOTE, peter) == PETER_TEXT

    with pytest.raises(ProofError) as refused:
        open_note(note, peter)

    assert refused.value.code == code


def test_a_signature_of_another_length_is_wrong() -> None:
    raw = SigningKey.from_text(PETER_SECRET).verifier.key_id + bytes(63)

    with pytest.raises(ProofError, match="note-signature-wrong"):
        open_note(f"{PETER_TEXT}\n— PeterNeumann {_base64(raw)}\n", VerifierKey.from_text(PETER))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "note-newline"),
        ("no newline", "note-newline"),
        ("a\ttab\n", "note-control"),
        ("line\r\n", "note-control"),
        ("\ud800\n", "note-encoding"),
    ],
)
def test_what_no_note_can_say_is_not_signed(text: str, code: str) -> None:
    with pytest.raises(ProofError) as refused:
        sign(text, KEY)

    assert refused.value.code == code


def test_keys_are_written_and_read_back() -> None:
    assert SigningKey.from_text(KEY.to_text() + "\n") == KEY
    assert VerifierKey.from_text(KEY.verifier.to_text() + "\n") == KEY.verifier


def test_a_signing_key_does_not_show_its_secret() -> None:
    assert repr(KEY) == "SigningKey(name='growth-ledger/7f3a')"


@pytest.mark.parametrize(
    "name", ["", "two words", "plus+sign", "tab\t", "line\n", "wide\u3000space", "\x00", "\ud800"]
)
def test_a_name_that_no_signature_line_can_carry_is_refused(name: str) -> None:
    with pytest.raises(ProofError, match="key-name"):
        SigningKey(name, seed=bytes(32))
    with pytest.raises(ProofError, match="key-name"):
        VerifierKey(name, bytes(32))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ProofError, match="key-length"):
        SigningKey("name", seed=bytes(length))
    with pytest.raises(ProofError, match="key-length"):
        VerifierKey("name", bytes(length))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "key-malformed"),
        ("PeterNeumann", "key-malformed"),
        ("PeterNeumann+c74f20a3", "key-malformed"),
        (PETER.replace("c74f20a3", "c74f20A3"), "key-malformed"),
        (PETER.replace("c74f20a3", "74f20a3"), "key-malformed"),
        (PETER.replace("c74f20a3", "c74f20a4"), "key-id"),
        (PETER.replace("PeterNeumann", "PeterNewmann"), "key-id"),
        (PETER.replace("10TW", "10TX"), "key-id"),
        (PETER.replace("PeterNeumann", ""), "key-name"),
        (PETER.replace("PeterNeumann", "Peter Neumann"), "key-name"),
        (PETER.replace("10TW", "10T"), "key-base64"),
        (PETER.replace("10TW", "10T\u00fc"), "key-base64"),
        (PETER.replace("10TW", "10T?"), "key-base64"),
        ("PeterNeumann+c74f20a3+", "key-algorithm"),
        (PETER.replace("+ARpc", "+ZRpc"), "key-algorithm"),
        (PETER[:-4], "key-length"),
    ],
)
def test_a_verifier_key_that_is_not_as_it_was_written_is_refused(text: str, code: str) -> None:
    with pytest.raises(ProofError) as refused:
        VerifierKey.from_text(text)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "key-not-private"),
        (PETER, "key-not-private"),
        ("PRIVATE+KEY", "key-malformed"),
        ("PRIVATE+KEY+PeterNeumann+c74f20a3", "key-malformed"),
        (PETER_SECRET.replace("c74f20a3", "c74f20a4"), "key-id"),
        (PETER_SECRET.replace("c74f20a3", "C74F20A3"), "key-malformed"),
        (PETER_SECRET.replace("PeterNeumann", "PeterNewmann"), "key-id"),
        (PETER_SECRET.replace("PeterNeumann", ""), "key-name"),
        (PETER_SECRET.replace("KDFz", "KDF"), "key-base64"),
        (PETER_SECRET.replace("+AYEK", "+ZYEK"), "key-algorithm"),
        (PETER_SECRET[:-4], "key-length"),
    ],
)
def test_a_signing_key_that_is_not_as_it_was_written_is_refused_and_not_repeated(
    text: str, code: str
) -> None:
    with pytest.raises(ProofError) as refused:
        SigningKey.from_text(text)

    assert refused.value.code == code
    assert "FALVFGyNhPJEMzD1QIDr" not in str(refused.value)


def test_a_checkpoint_is_three_lines() -> None:
    checkpoint = Checkpoint("growth-ledger/7f3a", 0, ROOT)

    text = checkpoint.to_text()

    assert text == "growth-ledger/7f3a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert Checkpoint.from_text(text) == checkpoint


def test_the_example_of_the_specification_is_read() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

    checkpoint = Checkpoint.from_text(text)

    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex().startswith("0ac5186a91863e8e")
    assert checkpoint.to_text() == text


ROOT_TEXT = _base64(ROOT)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "checkpoint-lines"),
        ("origin\n", "checkpoint-lines"),
        ("origin\n1\n", "checkpoint-lines"),
        (f"origin\n1\n{ROOT_TEXT}", "checkpoint-lines"),
        (f"origin\n1\n{ROOT_TEXT}\nmore", "checkpoint-lines"),
        (f"origin\n1\n{ROOT_TEXT}\nmore\n", "checkpoint-extension"),
        (f"origin\n1\n{ROOT_TEXT}\n\n", "checkpoint-extension"),
        (f"\n1\n{ROOT_TEXT}\n", "checkpoint-origin"),
        (f"ori\x00gin\n1\n{ROOT_TEXT}\n", "checkpoint-origin"),
        (f"origin\n\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n01\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n00\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n-1\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n+1\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n 1\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n1_0\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n１\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n{2**63}\n{ROOT_TEXT}\n", "checkpoint-size"),
        (f"origin\n{10**30}\n{ROOT_TEXT}\n", "checkpoint-size"),
        ("origin\n1\n\n", "checkpoint-root"),
        (f"origin\n1\n{ROOT_TEXT[:-1]}\n", "checkpoint-root"),
        (f"origin\n1\n{ROOT_TEXT} \n", "checkpoint-root"),
        (f"origin\n1\n{ROOT_TEXT[:-2]}V=\n", "checkpoint-root"),
        (f"origin\n1\n{ROOT.hex()}\n", "checkpoint-root"),
        (f"origin\n1\n{_base64(ROOT + b'x')}\n", "checkpoint-root"),
    ],
)
def test_a_checkpoint_written_another_way_is_refused(text: str, code: str) -> None:
    with pytest.raises(ProofError) as refused:
        Checkpoint.from_text(text)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("origin", "size", "root", "code"),
    [
        ("", 0, ROOT, "checkpoint-origin"),
        ("two\nlines", 0, ROOT, "checkpoint-origin"),
        ("origin", -1, ROOT, "checkpoint-size"),
        ("origin", 2**63, ROOT, "checkpoint-size"),
        ("origin", 0, ROOT[1:], "checkpoint-root"),
    ],
)
def test_what_no_checkpoint_can_say_is_refused(
    origin: str, size: int, root: bytes, code: str
) -> None:
    with pytest.raises(ProofError) as refused:
        Checkpoint(origin, size, root)

    assert refused.value.code == code


def test_a_signed_checkpoint_opens_with_the_key_of_its_ledger() -> None:
    checkpoint = Checkpoint(KEY.name, 2**63 - 1, ROOT)

    note = sign_checkpoint(checkpoint, KEY)

    assert open_checkpoint(note, KEY.verifier) == checkpoint


def test_a_key_vouches_for_its_own_ledger_only() -> None:
    other = Checkpoint("growth-ledger/other", 5, ROOT)

    with pytest.raises(ProofError, match="checkpoint-of-another"):
        sign_checkpoint(other, KEY)
    with pytest.raises(ProofError, match="checkpoint-of-another"):
        open_checkpoint(sign(other.to_text(), KEY), KEY.verifier)
