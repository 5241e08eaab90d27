"""Two districts that give one code two names: each answer uses the words of the pack that judged."""

from __future__ import annotations

import shutil

import pytest
from tests.careers import AS_OF, LONG, long_career, places
from tests.end_to_end.running import Command

from growth_ledger.intake.pack_folders import shipped_packs

CAMP = "Camp for outstanding homeroom teachers"
HONOUR = "Honour allowance tier"
OTHER = "What others call it"


@pytest.fixture
def ledger(sqlite_command: Command) -> Command:
    """A career in two districts, and two other districts that use their codes with other names."""
    sqlite_command.run("init")
    camp = {
        "kind": "cohort-formed",
        "cohort": "CAMP2",
        "name": "第二营",
        "district": "xinbei",
        "tier": "camp",
        "first_day": "2021-09-01",
    }
    rules = {"kind": "policy-adopted", "policy": "xinbei", "district": "xinbei"}
    # No rules of Hongkou know the camp that is formed there.
    others = [event for event in places() if event["kind"] != "cohort-formed"]
    career = [event for event in long_career() if event["kind"] != "cohort-joined"]
    events = [*others, {**rules, "first_day": "2019-09-01"}, camp, *career]
    sqlite_command.run("import", sqlite_command.lines("careers.jsonl", *events))
    for shipped, label in (("xinbei", CAMP), ("hongkou-2023", HONOUR)):
        district = f"beside-{shipped}"
        folder = sqlite_command.folder / district
        shutil.copytree(shipped_packs()[shipped], folder)
        text = (folder / "pack.yaml").read_text(encoding="utf-8")
        assert label in text
        text = text.replace(f"policy: {shipped}", f"policy: {district}").replace(label, OTHER)
        (folder / "pack.yaml").write_text(text, encoding="utf-8")
        sqlite_command.run(
            *("policy", "adopt", str(folder), "--district", district, "--first-day", "2025-01-01")
        )
    return sqlite_command


@pytest.mark.parametrize(
    ("question", "name"),
    [
        (("show", LONG), HONOUR),
        (("explain", LONG, "honor_allowance"), HONOUR),
        (("timeline", LONG), HONOUR),
        (("standings", "honor_allowance"), HONOUR),
        (("standings", "honor_allowance", "--format", "html"), HONOUR),
        (("whatif", "honor_allowance", "--policy", "hongkou-2023"), HONOUR),
        (("cohort", "list"), CAMP),
        (("cohort", "show", "CAMP2"), CAMP),
        (("cohort", "show", "CAMP2", "--format", "html"), CAMP),
    ],
    ids=lambda said: " ".join(said) if isinstance(said, tuple) else "",
)
def test_an_answer_uses_the_names_of_the_pack_that_judged(
    question: tuple[str, ...], name: str, ledger: Command
) -> None:
    said = ledger.run(*question, "--as-of", AS_OF).stdout

    assert name in said
    assert OTHER not in said


def test_crossings_are_named_by_the_pack_that_judged(ledger: Command) -> None:
    window = ("--from", "2010-01-01", "--to", "2026-08-31")

    shown = ledger.run("changes", "honor_allowance", *window).stdout
    notice = ledger.run("changes", "honor_allowance", *window, "--format", "html").stdout

    assert HONOUR in shown
    assert HONOUR in notice
    assert OTHER not in shown + notice


def test_a_dossier_uses_the_names_of_the_packs_that_judged(ledger: Command) -> None:
    path = ledger.folder / "file.html"

    ledger.run("export", LONG, "--out", str(path), "--format", "html", "--as-of", AS_OF)

    page = path.read_text(encoding="utf-8")
    assert HONOUR in page
    assert OTHER not in page


def test_rules_without_the_tier_of_a_cohort_say_nothing_of_it_and_that_is_told(
    ledger: Command,
) -> None:
    told = "No rules that judge have the tier camp that day: nothing says who may take part."

    with_it = ledger.run("cohort", "show", "CAMP2", "--as-of", AS_OF).stdout
    without = ledger.run(
        *("cohort", "show", "CAMP2", "--as-of", AS_OF), "--rules", "hongkou-2023"
    ).stdout

    assert told not in with_it
    assert told in without


def test_a_crossing_out_of_a_district_is_named_by_the_pack_of_the_one_that_was_left(
    ledger: Command,
) -> None:
    elsewhere = {
        "kind": "school-registered",
        "school": "X01",
        "name": "外区小学",
        "district": "elsewhere",
        "stage": "primary",
        "rural": False,
        "effective_on": "1990-09-01",
    }
    opened = {"kind": "file-opened", "name": "李四", "school": "S01", "effective_on": "2010-09-01"}
    moved = {"kind": "school-changed", "school": "X01", "effective_on": "2025-09-01"}
    career = [{"teacher": "M1", **one} for one in (opened, moved)]
    ledger.run("import", ledger.lines("moved.jsonl", elsewhere, *career))

    said = ledger.run(
        *("changes", "honor_allowance", "--district", "elsewhere"),
        *("--from", "2025-01-01", "--to", "2025-12-31"),
    ).stdout

    assert "M1" in said
    assert HONOUR in said
    assert OTHER not in said
