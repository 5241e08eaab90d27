"""Proof through the installed command: sealed, signed, verified, exported, erased."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.running import Command

from growth_ledger.proof.canonical import canonical_json
from growth_ledger.proof.checkpoints import VerifierKey, open_checkpoint
from growth_ledger.proof.merkle import (
    leaf_hash,
    root_of_leaves,
    verify_consistency,
    verify_inclusion,
)

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_file.py"

SCHOOL: dict[str, Any] = {
    "kind": "school-registered",
    "school": "S1",
    "name": "一小",
    "district": "hongkou",
    "stage": "primary",
    "rural": False,
    "effective_on": "2000-09-01",
}
ADOPTED: dict[str, Any] = {
    "kind": "policy-adopted",
    "policy": "hongkou-2023",
    "district": "hongkou",
    "first_day": "2023-08-30",
}


def career(teacher: str, name: str) -> list[dict[str, Any]]:
    return [
        {
            "kind": "file-opened",
            "teacher": teacher,
            "name": name,
            "school": "S1",
            "effective_on": "2010-09-01",
        },
        {
            "kind": "appointed",
            "teacher": teacher,
            "ref": "A1",
            "role": "homeroom",
            "first_day": "2012-09-01",
        },
        *(
            {
                "kind": "tenure-credited",
                "teacher": teacher,
                "school_year": f"{year}-{year + 1}",
                "role": "homeroom",
            }
            for year in range(2012, 2023)
        ),
    ]


@pytest.fixture
def filled(command: Command) -> Command:
    """A ledger of two careers, on SQLite and on PostgreSQL."""
    return fill(command)


@pytest.fixture
def sqlite_filled(sqlite_command: Command) -> Command:
    return fill(sqlite_command)


def fill(command: Command) -> Command:
    command.run("init", "--origin", "growth-ledger/end")
    events = [SCHOOL, ADOPTED, *career("T1", "王芳"), *career("T2", "李静")]
    command.run("import", command.lines("events.jsonl", *events))
    return command


def key_of(command: Command) -> str:
    return command.run("audit", "key").stdout.strip()


def checkpoint(command: Command, name: str) -> str:
    return command.run("audit", "checkpoint", "--out", str(command.folder / name)).stdout


def checks(answer: dict[str, Any]) -> dict[str, bool]:
    return {check["check"]: check["holds"] for check in answer["checks"]}


def test_a_checkpoint_seals_what_was_recorded_and_says_nothing_else(filled: Command) -> None:
    key = VerifierKey.from_text(key_of(filled))

    note = checkpoint(filled, "first")
    again = checkpoint(filled, "second")

    # Two careers of 13 events, a school, a policy, and the seal.
    signed = open_checkpoint(note, key)
    assert (signed.origin, signed.size) == ("growth-ledger/end", 29)
    assert again == note
    assert (filled.folder / "first").read_bytes() == note.encode()


def test_a_checkpoint_takes_the_place_of_the_one_that_the_ledger_has_grown_from(
    filled: Command,
) -> None:
    checkpoint(filled, "note")
    filled.run("record", "reserve-listed", "--teacher", "T1", "--effective-on", "2023-09-01")

    later = filled.run("audit", "checkpoint", "--out", str(filled.folder / "note"))

    assert (filled.folder / "note").read_text() == later.stdout
    assert later.stdout.splitlines()[1] == "31"
    assert later.stderr == f"Wrote {filled.folder / 'note'}.\n"


def test_a_ledger_that_was_put_back_does_not_write_over_the_checkpoint_that_shows_it(
    sqlite_filled: Command,
) -> None:
    earlier = Path(f"{sqlite_filled.url}.earlier")
    with closing(sqlite3.connect(sqlite_filled.url)) as database:
        database.execute("VACUUM INTO ?", (str(earlier),))
    note = sqlite_filled.folder / "note"
    checkpoint(sqlite_filled, "note")
    kept = note.read_bytes()
    put_back = replace(sqlite_filled, url=str(earlier))

    said = put_back.run("audit", "checkpoint", "--out", str(note), status=1)

    assert said.stderr.startswith(f"error: the file {note} is there already")
    assert note.read_bytes() == kept
    # Nothing was sealed either.
    assert put_back.json("audit", "verify", "--format", "json")["position"] == 28


def test_the_seal_has_the_head_of_every_stream_in_order_of_name(filled: Command) -> None:
    checkpoint(filled, "first")

    seal = json.loads(prove(filled, 29)["leaf"])
    heads = {}
    for position in range(1, 29):
        text = prove(filled, position)["leaf"]
        leaf = json.loads(text)
        heads[leaf["stream"]] = (leaf["version"], leaf_hash(text.encode()).hex())

    assert (seal["kind"], seal["stream"], seal["version"]) == ("log-sealed", "log", 1)
    leaves = [canonical_json([name, *heads[name]]) for name in sorted(heads)]
    assert seal["fields"] == {"root": root_of_leaves(leaves).hex(), "streams": 4}


def prove(command: Command, position: int) -> dict[str, Any]:
    answer: dict[str, Any] = command.json(
        "audit", "prove", "--position", str(position), "--format", "json"
    )
    return answer


def test_every_proof_of_inclusion_holds_under_the_checkpoint_that_it_brings(
    filled: Command,
) -> None:
    checkpoint(filled, "first")
    key = VerifierKey.from_text(key_of(filled))

    proofs = filled.json("audit", "prove", "--teacher", "T2", "--format", "json")

    assert [json.loads(proof["leaf"])["version"] for proof in proofs] == list(range(1, 14))
    for proof in proofs:
        signed = open_checkpoint(proof["checkpoint"], key)
        path = [bytes.fromhex(one) for one in proof["proof"]]
        hashed = leaf_hash(proof["leaf"].encode())
        assert proof.keys() == {"position", "leaf", "index", "tree_size", "proof", "checkpoint"}
        assert proof["index"] == proof["position"] - 1
        assert proof["tree_size"] == signed.size
        assert verify_inclusion(hashed, proof["index"], signed.size, path, signed.root)


def test_a_proof_of_growth_holds_between_two_checkpoints(filled: Command) -> None:
    checkpoint(filled, "first")
    filled.run("record", "reserve-listed", "--teacher", "T1", "--effective-on", "2023-09-01")
    checkpoint(filled, "second")
    files = [str(filled.folder / name) for name in ("first", "second")]

    grown = filled.json("audit", "prove", "--from", files[0], "--to", files[1], "--format", "json")

    assert (grown["from_size"], grown["to_size"]) == (29, 31)
    assert verify_consistency(
        29,
        bytes.fromhex(grown["from_root"]),
        31,
        bytes.fromhex(grown["to_root"]),
        [bytes.fromhex(one) for one in grown["proof"]],
    )
    roots = [(filled.folder / name).read_text().splitlines()[2] for name in ("first", "second")]
    assert base64.b64decode(roots[0]).hex() == grown["from_root"]
    assert base64.b64decode(roots[1]).hex() == grown["to_root"]
    reversed_ = filled.json(
        "audit", "prove", "--from", files[1], "--to", files[0], "--format", "json", status=1
    )
    assert reversed_["error"]["code"] == "checkpoints-reversed"


def test_a_ledger_verifies_with_and_without_a_checkpoint_at_hand(filled: Command) -> None:
    assert filled.json("audit", "verify", "--format", "json")["holds"]
    checkpoint(filled, "first")
    filled.run("record", "reserve-listed", "--teacher", "T1", "--effective-on", "2023-09-01")

    file = str(filled.folder / "first")
    answer = filled.json("audit", "verify", "--checkpoint", file, "--format", "json")
    said = filled.run("audit", "verify", "--checkpoint", file).stdout

    assert answer["holds"]
    assert answer["position"] == 30
    assert checks(answer)["given-checkpoint"]
    assert checks(answer)["read-model"]
    assert "NOT" not in said
    assert said.splitlines()[-1].startswith("Everything holds: 30 events, root ")


def test_an_exported_file_is_verified_by_both_programs_with_its_key_alone(
    filled: Command,
) -> None:
    checkpoint(filled, "first")
    file = str(filled.folder / "T1.json")
    filled.run("export", "T1", "--out", file, "--as-of", "2024-01-01")
    key = key_of(filled)
    elsewhere = Command(url="/nowhere/at/all.db", folder=filled.folder)

    answer = elsewhere.json("verify", file, "--key", key, "--format", "json")
    said = elsewhere.run("verify", file, "--key", key).stdout
    second = subprocess.run(
        [sys.executable, SCRIPT, file, key], capture_output=True, text=True, check=True
    )

    assert answer["holds"]
    assert "The file of T1 holds; nothing up to event #29 is missing from it." in said
    assert "NOT" not in said
    *each, last = second.stdout.splitlines()
    assert all(line.startswith("ok ") for line in each)
    assert last == "All that was checked holds. Unchecked: standings, events not sealed."
    standings = json.loads(Path(file).read_text())["answer"]["standings"]
    assert standings["honor_allowance"]["outcome"] == "tier-10"


def test_the_second_program_says_that_a_file_does_not_hold(sqlite_filled: Command) -> None:
    checkpoint(sqlite_filled, "first")
    file = sqlite_filled.folder / "T1.json"
    sqlite_filled.run("export", "T1", "--out", str(file))
    file.write_text(file.read_text().replace("2010-09-01", "2009-09-01"))

    done = subprocess.run(
        [sys.executable, SCRIPT, file, key_of(sqlite_filled)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == (
        "The file does NOT hold. Unchecked: standings, events not sealed."
    )


def test_a_file_with_another_standing_fails_and_says_which(sqlite_filled: Command) -> None:
    checkpoint(sqlite_filled, "first")
    file = sqlite_filled.folder / "T1.json"
    sqlite_filled.run("export", "T1", "--out", str(file), "--as-of", "2024-01-01")
    written = json.loads(file.read_text())
    written["answer"]["standings"]["honor_allowance"]["outcome"] = "tier-20"
    file.write_text(json.dumps(written))

    said = sqlite_filled.run("verify", str(file), "--key", key_of(sqlite_filled), status=1).stdout

    assert "NOT SO: the answer" in said
    assert "honor_allowance (Honour allowance tier) comes out otherwise" in said
    assert "The file of T1 does NOT hold." in said


def test_erasing_leaves_the_staff_number_alone_and_every_proof_as_it_was(
    filled: Command,
) -> None:
    checkpoint(filled, "first")
    before = str(filled.folder / "before.json")
    filled.run("export", "T1", "--out", before)
    key = key_of(filled)

    done = filled.json("erase", "T1", "--reason", "request 12", "--format", "json")

    assert done == {"teacher": "T1", "erased": 1, "position": 30}
    shown = filled.json("show", "T1", "--format", "json")
    assert (shown["teacher"], shown["name"]) == ("T1", None)
    assert "王芳" not in filled.run("show", "T1").stdout
    assert "王芳" not in filled.run("history", "T1").stdout
    listed = filled.json("standings", "honor_allowance", "--format", "json")
    assert [row["name"] for row in listed] == [None, "李静"]
    first = str(filled.folder / "first")
    assert filled.json("audit", "verify", "--checkpoint", first, "--format", "json")["holds"]
    assert filled.json("verify", before, "--key", key, "--format", "json")["holds"]
    events = filled.lines("again.jsonl", *career("T1", "王芳"))
    assert filled.json("import", events, "--format", "json")["recorded"] == 0
    assert filled.json("show", "T1", "--format", "json")["name"] is None
    [*_, last] = filled.json("history", "T1", "--format", "json")
    assert (last["kind"], last["recorded_by"]) == ("personal-erased", "tester")
    assert last["fields"]["reason"] == "request 12"


def test_the_key_file_is_its_owners_alone_and_its_absence_is_told(sqlite_filled: Command) -> None:
    path = Path(sqlite_filled.environment["GROWTH_LEDGER_KEY"])
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_text()
    path.unlink()

    missing = sqlite_filled.json("audit", "verify", "--format", "json")
    said = sqlite_filled.run("audit", "checkpoint", status=1).stderr

    assert missing["holds"]
    assert "key file is not there" in said
    assert str(path) in said
    assert "PRIVATE" in kept


@pytest.mark.parametrize("scheme", ["", "sqlite:///"])
def test_a_ledger_that_a_link_leads_to_has_its_key_beside_its_own_file(
    tmp_path: Path, scheme: str
) -> None:
    (tmp_path / "own").mkdir()
    real, link = tmp_path / "own" / "ledger.db", tmp_path / "here.db"
    fill(Command(url=str(real), folder=tmp_path))
    link.symlink_to(real)
    linked = Command(url=f"{scheme}{link}", folder=tmp_path)

    checkpoint(linked, "first")
    said = linked.run("audit", "verify").stdout

    assert "unchecked" not in said
    assert said.splitlines()[-1].startswith("Everything holds: 29 events")


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["audit", "prove"], 2, "prove-what"),
        (["audit", "prove", "--position", "3", "--teacher", "T1"], 2, "prove-what"),
        (["audit", "prove", "--from", "a"], 2, "prove-what"),
        (["audit", "prove", "--position", "3"], 1, "no-checkpoint"),
        (["audit", "prove", "--position", "3", "--checkpoint", "absent"], 1, "no-such-file"),
        (["audit", "verify", "--checkpoint", "absent"], 1, "no-such-file"),
        (["erase", "T9", "--reason", "why"], 1, "no-such-teacher"),
        (["erase", "T1", "--reason", ""], 2, "bad-reason"),
        (["verify", "absent", "--key", "nonsense"], 1, "no-such-file"),
        (["verify", os.devnull, "--key", "nonsense"], 1, "key-malformed"),
    ],
)
def test_what_cannot_be_done_is_told_without_a_traceback(
    arguments: list[str], status: int, code: str, sqlite_filled: Command
) -> None:
    answer = sqlite_filled.json(*arguments, "--format", "json", status=status)

    assert answer["error"]["code"] == code
    assert answer["error"]["hint"]


def test_events_past_the_checkpoint_are_not_proven(sqlite_filled: Command) -> None:
    checkpoint(sqlite_filled, "first")
    listed = ["record", "reserve-listed", "--teacher", "T1", "--effective-on", "2023-09-01"]
    sqlite_filled.run(*listed)

    one = sqlite_filled.json("audit", "prove", "--position", "30", "--format", "json", status=1)
    every = sqlite_filled.run("audit", "prove", "--teacher", "T1", "--format", "json")

    assert one["error"]["code"] == "position-past-checkpoint"
    assert len(json.loads(every.stdout)) == 13
    assert "Left out: 1 event after the checkpoint" in every.stderr
