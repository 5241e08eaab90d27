"""An exported file is checked by itself; a second program, which shares no code, finds the same."""

from __future__ import annotations

import copy
import json
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.ledger.audited import FIRST, LANGUAGES, Audited, Clock, forge, say, small_ledger

from growth_ledger.errors import LedgerError, MissingError, ProofError
from growth_ledger.ledger import flaws, verifying
from growth_ledger.ledger.erasing import erase
from growth_ledger.ledger.exporting import export
from growth_ledger.ledger.opening import make_ledger, open_ledger
from growth_ledger.ledger.sealing import make_checkpoint, verifier_key
from growth_ledger.ledger.verifying import Verification, verify
from growth_ledger.ledger.views import Question, read_day, viewing
from growth_ledger.proof.canonical import canonical_json
from growth_ledger.proof.checkpoints import SigningKey
from growth_ledger.reports.proofs import verification_json, verification_lines
from growth_ledger.wording import has
from growth_ledger.wording.proofs import PROOFS

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "verify_file.py"
SECOND_VERIFIER = runpy.run_path(str(SCRIPT))["Verifier"]

Exported = dict[str, Any]
Change = Callable[[Exported], object]


def exported(of: Audited, teacher: str, *, known_at: str | None = None) -> Exported:
    question = Question(as_of=read_day("2024-01-01"), known_at=known_at)
    with viewing(of.ledger, question) as view:
        written: Exported = export(view, teacher).model_dump()
        return written


def checked(of: Audited, file: Exported) -> Verification:
    """What `verify` finds, once the second verifier has found the same but for the standings."""
    found = verify(json.dumps(file).encode(), of.key)
    second = SECOND_VERIFIER(file, of.key.to_text())
    ours = {one.check: one.holds for one in found.checks if one.check != "standings"}
    assert {check: not wrong for check, wrong in second.wrong.items()} == ours
    for lang in LANGUAGES:
        assert list(verification_lines(found, lang))
        assert verification_json(found, lang)["holds"] is found.holds
    return found


def failed(found: Verification) -> set[str]:
    return {check.check for check in found.checks if not check.holds}


def doubts(found: Verification, check: str) -> list[tuple[str, object, int | None]]:
    [one] = [one for one in found.checks if one.check == check]
    return [(flaw.flaw, flaw.values.get("stream"), flaw.position) for flaw in one.flaws]


def stream(file: Exported, name: str) -> Exported:
    [found] = [one for one in file["streams"] if one["stream"] == name]
    return dict(found)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return small_ledger(tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="module")
def file(shared: Audited) -> Exported:
    return exported(shared, "T1")


@pytest.fixture
def own(tmp_path: Path) -> Audited:
    return small_ledger(tmp_path)


def test_a_file_as_it_was_exported_holds_and_carries_all_that_its_standings_rest_on(
    shared: Audited, file: Exported
) -> None:
    found = checked(shared, file)

    assert found.holds
    assert found.unsealed == 0
    assert found.sealed_at == 16
    assert [one["stream"] for one in file["streams"]] == [
        "teacher/T1",
        "school/S1",
        "school/S2",
        "cohort/C1",
        "policies/d1",
    ]
    assert file["answer"]["standings"]["honor"]["outcome"] == "yes"
    assert file["answer"]["name"] == "王芳"
    assert file["streams"][0]["events"][0]["personal"]["value"] == {"name": "王芳"}


def test_events_after_the_seal_are_marked_and_count_in_the_standings(shared: Audited) -> None:
    file = exported(shared, "T2")

    found = checked(shared, file)

    assert found.holds
    assert found.unsealed == 2
    assert found.without_values == 1
    sealed = [event["sealed"] for event in stream(file, "teacher/T2")["events"]]
    assert sealed == [True, True, False, False]
    assert file["answer"]["tenure"] == "1"


def test_a_file_known_at_an_earlier_position_is_judged_as_of_then(shared: Audited) -> None:
    file = exported(shared, "T1", known_at="#7")

    found = checked(shared, file)

    assert found.holds
    assert file["answer"]["tenure"] == "0"
    assert len(stream(file, "teacher/T1")["events"]) > 2


def removed(name: str, index: int) -> Change:
    def change(file: Exported) -> None:
        next(one for one in file["streams"] if one["stream"] == name)["events"].pop(index)

    return change


def edited(path: str, value: object) -> Change:
    """The value at the path, steps joined by dots, is another."""

    def change(file: Exported) -> None:
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        at: Any = file
        for step in steps:
            at = at[step]
        assert at[last] != value
        at[last] = value

    return change


def lied(old: str, new: str) -> Change:
    """The first leaf of the teacher's that says the one says the other."""

    def change(file: Exported) -> None:
        for event in file["streams"][0]["events"]:
            if old in event["leaf"]:
                event["leaf"] = event["leaf"].replace(old, new)
                return
        raise AssertionError(old)

    return change


def all_of(*changes: Change) -> Change:
    def change(file: Exported) -> None:
        for one in changes:
            one(file)

    return change


CHANGES: dict[str, tuple[Change, dict[str, str]]] = {
    "the last event is left out": (
        removed("teacher/T1", -1),
        {"completeness": "head-differs"},
    ),
    "an event between is left out": (
        removed("teacher/T1", 4),
        {"completeness": "version-missing", "standings": ""},
    ),
    "the first event is left out": (
        removed("teacher/T1", 0),
        {"completeness": "version-missing", "standings": ""},
    ),
    "the policy is left out": (
        lambda file: file["streams"].pop(),
        {"dependencies": "stream-absent", "standings": ""},
    ),
    "a school is left out": (
        lambda file: file["streams"].pop(2),
        {"dependencies": "stream-absent", "standings": ""},
    ),
    "the events of the policy are left out": (
        edited("streams.4.events", []),
        {"completeness": "absence-unproven", "standings": ""},
    ),
    "a standing is another": (
        edited("answer.standings.honor.outcome", "no"),
        {"standings": "standing-differs"},
    ),
    "a standing has another day": (
        edited("answer.standings.honor.since", "2021-01-01"),
        {"standings": "standing-differs"},
    ),
    "a standing is left out": (edited("answer.standings", {}), {"standings": "standing-differs"}),
    "the tenure is another": (edited("answer.tenure", "2"), {"standings": "standing-differs"}),
    "the day asked is another": (edited("answer.as_of", "2016-01-01"), {"standings": ""}),
    "a salt is another": (
        edited("streams.0.events.0.personal.salt", "00" * 32),
        {"commitments": "values-differ"},
    ),
    "a name is another": (
        edited("streams.0.events.0.personal.value", {"name": "王方"}),
        {"commitments": "values-differ", "standings": "standing-differs"},
    ),
    "values are given to an event that has none": (
        edited("streams.0.events.1.personal", {"salt": "00" * 32, "value": {}}),
        {"commitments": "values-differ"},
    ),
    "an event says something else": (
        lied('"first_day":"2016-09-01"', '"last_day":"2016-09-02"'),
        {"inclusion": "not-included", "standings": ""},
    ),
    "an event is not in canonical form": (
        lied('"position"', ' "position"'),
        {"inclusion": "leaf-unreadable", "completeness": "version-missing", "standings": ""},
    ),
    "an event is said to stand elsewhere": (
        edited("streams.0.events.1.position", 8),
        {"inclusion": "leaf-elsewhere", "completeness": "version-missing"},
    ),
    "the index of an event is another": (
        edited("streams.0.events.1.index", 3),
        {"inclusion": "not-included"},
    ),
    "a proof is another": (
        edited("streams.0.events.1.proof.0", "00" * 32),
        {"inclusion": "not-included"},
    ),
    "a proof is no proof": (
        edited("streams.0.events.1.proof", ["00"]),
        {"inclusion": "not-included"},
    ),
    "a proof is left out": (
        edited("streams.0.events.1.proof", None),
        {"inclusion": "not-included"},
    ),
    "a sealed event is said not to be": (
        edited("streams.0.events.7.sealed", value=False),
        {"inclusion": "sealed-without-proof", "completeness": "head-differs"},
    ),
    "the proof of a head is another": (
        edited("streams.1.head.proof.0", "00" * 32),
        {"completeness": "head-unproven"},
    ),
    "a head is left out": (edited("streams.1.head", None), {"completeness": "head-differs"}),
    "the seal is said to stand elsewhere": (
        edited("seal.position", 15),
        {"seal": "leaf-elsewhere", "completeness": "head-unproven"},
    ),
    "a sandbox is said to be none, or the other way": (
        edited("sandbox", value=True),
        {"file": "sandbox-differs", "standings": ""},
    ),
    "the ledger has another name": (edited("ledger", "other"), {"file": "ledger-differs"}),
    "a stream is there twice": (
        lambda file: file["streams"].append(copy.deepcopy(file["streams"][1])),
        {"file": "stream-twice"},
    ),
    "another teacher's name is on it": (
        edited("teacher", "T2"),
        {"file": "teacher-absent", "standings": ""},
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_file_fails_and_says_which_check(
    what: str, shared: Audited, file: Exported
) -> None:
    change, expected = CHANGES[what]
    changed = copy.deepcopy(file)
    change(changed)

    found = checked(shared, changed)

    assert failed(found) == set(expected)
    for check, doubt in expected.items():
        if doubt:
            assert doubts(found, check)[0][0] == doubt, doubts(found, check)


def test_another_key_verifies_nothing(shared: Audited, file: Exported) -> None:
    other = Audited(
        ledger=shared.ledger,
        key=SigningKey("growth-ledger/test", bytes(32)).verifier,
        path=shared.path,
        notes=[],
    )

    found = checked(other, file)

    assert failed(found) == {"signature", "seal", "inclusion", "completeness"}
    assert doubts(found, "signature") == [("note-signature-missing", None, None)]


def test_a_checkpoint_changed_by_a_byte_verifies_nothing(shared: Audited, file: Exported) -> None:
    note = file["checkpoint"]
    for place in range(len(note)):
        for bit in (1, 2):
            other = f"{note[:place]}{chr(ord(note[place]) ^ bit)}{note[place + 1 :]}"

            found = checked(shared, {**file, "checkpoint": other})

            assert "signature" in failed(found), (place, bit)


def test_an_older_checkpoint_is_told_as_one(shared: Audited, file: Exported) -> None:
    changed = {**file, "checkpoint": shared.notes[0]}

    found = checked(shared, changed)

    assert failed(found) == {"seal", "inclusion", "completeness"}
    assert doubts(found, "seal") == [("checkpoint-older", None, 16)]


def test_an_older_seal_under_a_newer_checkpoint_is_told_as_one(own: Audited) -> None:
    old = exported(own, "T1")
    make_checkpoint(own.ledger)
    new = exported(own, "T1")
    mixed = {**new, "seal": old["seal"]}

    found = checked(own, mixed)

    assert ("checkpoint-newer", None, 16) in doubts(found, "seal")


def test_events_of_another_stream_do_not_pass_for_the_teachers_own(own: Audited) -> None:
    ours, theirs = exported(own, "T1"), exported(own, "T2")
    mixed = copy.deepcopy(ours)
    mixed["streams"][0]["events"][1] = theirs["streams"][0]["events"][1]

    found = checked(own, mixed)

    assert ("leaf-elsewhere", "teacher/T1", 15) in doubts(found, "inclusion")


def test_a_stream_that_is_named_but_was_not_there_is_shown_not_to_have_been(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    make_ledger(str(path), origin="growth-ledger/test")
    with open_ledger(str(path), by="tester", clock=Clock()) as ledger:
        say(ledger, *(one for one in FIRST if one["kind"] != "policy-adopted"))
        note = make_checkpoint(ledger)
        key = verifier_key(str(path))
        assert key is not None
        of = Audited(ledger=ledger, key=key, path=path, notes=[note])

        file = exported(of, "T1")
        found = checked(of, file)
        policies = stream(file, "policies/d1")
        forgotten = copy.deepcopy(file)
        forgotten["streams"][-1]["neighbours"].pop()
        wide = copy.deepcopy(file)
        wide["streams"][-1]["neighbours"][1] = stream(file, "school/S1")["head"]

        assert found.holds
        assert policies["head"] is None
        assert [json.loads(one["leaf"])[0] for one in policies["neighbours"]] == [
            "cohort/C1",
            "school/S1",
        ]
        assert doubts(checked(of, forgotten), "completeness") == [
            ("absence-unproven", "policies/d1", None)
        ]
        assert checked(of, wide).holds


def test_a_ledger_forged_before_its_checkpoint_was_made_is_found_by_the_digest_of_the_pack(
    tmp_path: Path,
) -> None:
    own = small_ledger(tmp_path, sealed=False)
    with own.tampering() as database:
        [(state,)] = database.execute("SELECT state FROM event WHERE position = 3").fetchall()
        said = json.loads(state)
        said["fields"]["content"]["label"]["en"] = "Other rules"
        database.execute("UPDATE event SET state = ? WHERE position = 3", (canonical_json(said),))
        forge(database)
    make_checkpoint(own.ledger)

    found = checked(own, exported(own, "T1"))

    assert failed(found) == {"packs"}
    assert doubts(found, "packs") == [("pack-differs", "policies/d1", 3)]


def test_erasing_destroys_the_values_and_every_older_export_still_verifies(own: Audited) -> None:
    before = exported(own, "T1")

    done = erase(own.ledger, "T1", reason="asked for in writing")
    after = exported(own, "T1")

    assert (done.erased, done.position) == (2, 19)
    assert checked(own, before).holds
    assert before["answer"]["name"] == "王芳"
    found = checked(own, after)
    assert found.holds
    assert found.without_values == 2
    assert after["answer"]["name"] is None
    assert own.audit(with_read_model=True).holds
    content = b"".join(path.read_bytes() for path in own.path.parent.glob("ledger.db*"))
    assert "王芳".encode() not in content
    assert "王芳" not in json.dumps(after, ensure_ascii=False)


def test_erasing_twice_records_one_erasure(own: Audited) -> None:
    first = erase(own.ledger, "T1", reason="asked for in writing")
    again = erase(own.ledger, "T1", reason="asked for in writing")

    assert first.position == 19
    assert (again.erased, again.position) == (0, None)
    assert own.audit().position == 19


def test_what_was_erased_does_not_come_back_with_the_same_events(own: Audited) -> None:
    erase(own.ledger, "T1", reason="asked for in writing")

    say(own.ledger, FIRST[4])

    assert own.audit().position == 19
    assert exported(own, "T1")["answer"]["name"] is None


@pytest.mark.parametrize(("teacher", "reason"), [("T9", "why"), ("T1", " "), ("T1", "x" * 2001)])
def test_erasing_nobody_or_without_a_reason_is_refused(
    own: Audited, teacher: str, reason: str
) -> None:
    with pytest.raises(LedgerError) as raised:
        erase(own.ledger, teacher, reason=reason)

    assert raised.value.code in {"no-such-teacher", "bad-reason"}
    assert own.audit().position == 18


def test_without_a_checkpoint_there_is_no_export_and_it_is_said_how_to_make_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    make_ledger(str(path))
    with open_ledger(str(path), by="tester", clock=Clock()) as ledger:
        say(ledger, *FIRST)
        with (
            viewing(ledger, Question()) as view,
            pytest.raises(MissingError) as raised,
        ):
            export(view, "T1")

    assert raised.value.code == "no-checkpoint"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "export-malformed"),
        (b"[]", "export-malformed"),
        (b'{"format": "growth-ledger-export/1"}', "export-malformed"),
        (b"\xff", "export-malformed"),
    ],
)
def test_what_is_no_exported_file_is_refused(shared: Audited, content: bytes, code: str) -> None:
    with pytest.raises(ProofError) as raised:
        verify(content, shared.key)

    assert raised.value.code == code


def test_a_file_of_another_format_is_refused(shared: Audited, file: Exported) -> None:
    with pytest.raises(ProofError) as raised:
        verify(json.dumps({**file, "format": "growth-ledger-export/2"}).encode(), shared.key)

    assert raised.value.code == "export-format"


def test_any_character_of_any_leaf_changed_is_found(shared: Audited, file: Exported) -> None:
    leaf = file["streams"][0]["events"][3]["leaf"]
    for place in range(len(leaf)):
        changed = copy.deepcopy(file)
        other = f"{leaf[:place]}{chr(ord(leaf[place]) ^ 1)}{leaf[place + 1 :]}"
        changed["streams"][0]["events"][3]["leaf"] = other

        assert "inclusion" in failed(checked(shared, changed)), place


def test_the_fields_of_the_file_stand_in_the_order_in_which_they_always_did(
    shared: Audited,
) -> None:
    file = exported(shared, "T1")
    [own, *_] = file["streams"]

    assert " ".join(file) == "format ledger sandbox teacher checkpoint seal streams answer"
    assert " ".join(file["seal"]) == "position leaf index proof"
    assert " ".join(own) == "stream events head neighbours"
    assert " ".join(own["events"][0]) == "position leaf sealed index proof personal"
    assert " ".join(own["events"][0]["personal"]) == "salt value"
    assert " ".join(own["head"]) == "leaf index proof"


def test_the_second_verifier_is_short_enough_to_be_read_and_shares_no_code() -> None:
    text = SCRIPT.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 215
    assert "import growth_ledger" not in text
    assert "from growth_ledger" not in text


def test_every_flaw_and_doubt_of_the_sources_has_words_and_none_has_them_for_nothing() -> None:
    folder = Path(flaws.__file__).parent
    names = ("auditing", "flaws", "log_pass", "counterparts", "verifying")
    sources = {name: (folder / f"{name}.py").read_text() for name in names}
    used = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', "".join(sources.values())))
    told = {
        (list_name, flaw)
        for name in names
        for list_name in ("doubt" if name == "verifying" else "flaw",)
        for flaw in re.findall(r'\.tell\(\s*\S+,\s*"([a-z-]+)"', sources[name])
    }

    worded = {key.partition(".")[2] for key in PROOFS if key.startswith(("flaw.", "doubt."))}

    assert worded <= used
    assert {list_name for list_name, _ in told} == {"doubt", "flaw"}
    assert all(has(f"{list_name}.{flaw}") or has(f"error.{flaw}") for list_name, flaw in told)
    for list_name, checks in (("check", flaws.CHECKS), ("verified", verifying.CHECKS)):
        assert all(has(f"{list_name}.{check}") for check in checks)


@pytest.mark.parametrize("text", ['"years":NaN', '"years":Infinity', '"years":' + "9" * 5000])
def test_a_file_with_a_number_that_is_none_is_refused(shared: Audited, text: str) -> None:
    content = "{" + text + "," + json.dumps(exported(shared, "T1"))[1:]

    with pytest.raises(ProofError, match="export-malformed"):
        verify(content.encode(), shared.key)


def test_a_standing_that_is_null_is_not_one_that_is_not_there(shared: Audited) -> None:
    for added in ({"made_up": None}, {}):
        file = exported(shared, "T1")
        file["answer"]["standings"].update(added)
        file["answer"] |= {} if added else {"vetoed": None}

        found = checked(shared, file)

        name = next(iter(added), "vetoed")
        named = [one.values["name"] for check in found.checks for one in check.flaws]
        assert named == [name]


def test_it_is_said_as_of_what_the_answer_is(shared: Audited) -> None:
    found = checked(shared, exported(shared, "T1", known_at="#7"))
    lines = list(verification_lines(found, "en"))
    answered = verification_json(found, "en")

    assert found.holds
    assert (answered["known_at"], answered["as_of"]) == (7, found.as_of)
    assert answered["later"] > 0
    assert f"The answer in the file is as of {found.as_of}, as known at event #7." in lines
    assert any("were recorded after that: no part of the answer" in line for line in lines)


@pytest.mark.parametrize("text", ['"sandbox": false', '"teacher": "T1"'])
def test_a_file_that_says_something_twice_is_refused_by_both(
    shared: Audited, tmp_path: Path, text: str
) -> None:
    written = json.dumps(exported(shared, "T1"))
    file = tmp_path / "twice.json"
    file.write_text(f"{{{text}, {written[1:]}")

    with pytest.raises(ProofError, match="export-malformed"):
        verify(file.read_bytes(), shared.key)
    assert "a key is there twice" in refused_by_the_script(file, shared)


@pytest.mark.parametrize(
    "content", [b"[" * 200_000, b"\xef\xbb\xbf{}", '{"a": 1}'.encode("utf-16")]
)
def test_a_file_that_is_no_plain_json_is_refused_by_both(
    shared: Audited, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(content)

    with pytest.raises(ProofError, match="export-malformed"):
        verify(content, shared.key)
    assert refused_by_the_script(file, shared).startswith("error: ")


def test_a_salt_or_a_hash_that_is_spelt_otherwise_is_refused_by_both(shared: Audited) -> None:
    for change in (_with_a_loud_salt, _with_a_loud_proof):
        file = exported(shared, "T1")
        change(file)

        with pytest.raises(ProofError, match="export-malformed"):
            verify(json.dumps(file).encode(), shared.key)
        try:
            wrong = SECOND_VERIFIER(file, shared.key.to_text()).wrong
        except ValueError:
            continue
        assert any(wrong.values())


def _with_a_loud_salt(file: Exported) -> None:
    personal = next(one["personal"] for one in file["streams"][0]["events"] if one["personal"])
    personal["salt"] = personal["salt"].upper()


def _with_a_loud_proof(file: Exported) -> None:
    proof = file["seal"]["proof"]
    proof[0] = proof[0].upper()


def refused_by_the_script(file: Path, of: Audited) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(file), of.key.to_text()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr
