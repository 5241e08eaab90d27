"""Go's own sumdb/note and sumdb/tlog read, make and check the same notes and proofs as we do."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest

from growth_ledger.proof.checkpoints import Checkpoint, SigningKey, sign, sign_checkpoint
from growth_ledger.proof.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    read_from,
    root,
)

PROGRAM = Path(__file__).parent / "go_check" / "main.go"
# Where Debian's package golang-golang-x-mod-dev puts its sources.
DEBIAN_GOPATH = "/usr/share/gocode"
KEY = SigningKey("growth-ledger/7f3a", seed=bytes(range(32)))
SIZES = [1, 2, 3, 7, 8, 100, 255, 256, 257, 600]
HASHES = [leaf_hash(b"%d" % number) for number in range(max(SIZES))]


class Answer(TypedDict):
    Error: str
    Text: str
    Size: int


def _environment() -> dict[str, str]:
    paths = [path for path in (os.environ.get("GOPATH"), DEBIAN_GOPATH) if path]
    return {**os.environ, "GO111MODULE": "off", "GOPATH": os.pathsep.join(paths)}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    go = shutil.which("go")
    if go is None:
        pytest.skip("Go is not installed")
    binary = tmp_path_factory.mktemp("go") / "go_check"
    listed = subprocess.run(
        [go, "list", "golang.org/x/mod/sumdb/note"],
        env=_environment(),
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("Go's golang.org/x/mod is not installed (golang-golang-x-mod-dev)")
    subprocess.run(
        [go, "build", "-o", binary, PROGRAM], env=_environment(), check=True, timeout=300
    )
    return binary


def _ask(program: Path, **questions: object) -> dict[str, list[Answer]]:
    done = subprocess.run(
        [program], input=json.dumps(questions).encode(), capture_output=True, check=True, timeout=60
    )
    answers: dict[str, list[Answer]] = json.loads(done.stdout)
    return answers


def _text(hashed: bytes) -> str:
    return base64.b64encode(hashed).decode()


def test_go_opens_our_notes_with_our_verifier_key(program: Path) -> None:
    texts = ["\n", "one line\n", "empty lines\n\n\nand 汉字\n"]
    notes = [sign(text, KEY) for text in texts]
    vkey = KEY.verifier.to_text()

    answers = _ask(program, notes=[{"note": note, "vkey": vkey} for note in notes])["notes"]

    assert [(answer["Error"], answer["Text"]) for answer in answers] == [("", t) for t in texts]


def test_go_makes_the_same_note_with_our_signing_key(program: Path) -> None:
    text = "growth-ledger/7f3a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"

    [answer] = _ask(program, sign=[{"text": text, "skey": KEY.to_text()}])["sign"]

    assert answer["Text"] == sign(text, KEY)


def test_go_opens_our_checkpoint_and_refuses_a_changed_one(program: Path) -> None:
    checkpoint = Checkpoint(KEY.name, 600, root(600, read_from(HASHES)))
    note = sign_checkpoint(checkpoint, KEY)
    vkey = KEY.verifier.to_text()

    opened, changed = _ask(
        program,
        notes=[
            {"note": note, "vkey": vkey},
            {"note": note.replace("\n600\n", "\n601\n"), "vkey": vkey},
        ],
    )["notes"]

    assert opened["Text"] == checkpoint.to_text()
    assert "invalid signature" in changed["Error"]


def test_go_reads_our_checkpoint_text_as_a_tree(program: Path) -> None:
    # The only origin that Go's ParseTree knows is that of its own checksum database.
    checkpoints = [
        Checkpoint("go.sum database tree", size, root(size, read_from(HASHES))) for size in SIZES
    ]

    answers = _ask(program, trees=[checkpoint.to_text() for checkpoint in checkpoints])["trees"]

    assert [(answer["Error"], answer["Size"], answer["Text"]) for answer in answers] == [
        ("", checkpoint.size, _text(checkpoint.root)) for checkpoint in checkpoints
    ]


def test_go_accepts_our_inclusion_proofs_and_no_others(program: Path) -> None:
    read = read_from(HASHES)
    proven = [(index, size) for size in SIZES for index in {0, size // 3, size - 1}]

    answers = _ask(
        program,
        inclusions=[
            {
                "index": index,
                "size": size,
                "leaf": _text(leaf),
                "root": _text(root(size, read)),
                "proof": [_text(one) for one in inclusion_proof(index, size, read)],
            }
            for index, size in proven
            for leaf in (HASHES[index], leaf_hash(b"another"))
        ],
    )["inclusions"]

    assert [answer["Error"] == "" for answer in answers] == [True, False] * len(proven)


def test_go_accepts_our_consistency_proofs_and_no_others(program: Path) -> None:
    read = read_from(HASHES)
    pairs = [(old, new) for old in SIZES for new in SIZES if old <= new]

    answers = _ask(
        program,
        consistencies=[
            {
                "old": old,
                "new": new,
                "oldRoot": _text(old_root),
                "newRoot": _text(root(new, read)),
                "proof": [_text(one) for one in consistency_proof(old, new, read)],
            }
            for old, new in pairs
            for old_root in (root(old, read), leaf_hash(b"another"))
        ],
    )["consistencies"]

    assert [answer["Error"] == "" for answer in answers] == [True, False] * len(pairs)
