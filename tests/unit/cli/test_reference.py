from pathlib import Path

import pytest

from growth_ledger.cli.app import COMMANDS
from growth_ledger.cli.reference import pages, write_pages
from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.policy.packs import CONDITION_NAMES

FOLDER = Path(__file__).parents[3] / "docs" / "reference"
MADE = pages()


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_reference_pages_are_those_of_the_code(name: str) -> None:
    """Where this fails, `scripts/reference` makes them anew."""
    assert (FOLDER / name).read_text(encoding="utf-8") == MADE[name]


@pytest.mark.parametrize("lang", ["", ".zh"])
def test_every_command_kind_and_condition_has_its_paragraph(lang: str) -> None:
    commands = MADE[f"commands{lang}.md"]
    kinds = MADE[f"kinds{lang}.md"]
    conditions = MADE[f"conditions{lang}.md"]

    assert [name for name in COMMANDS if f"\n## `growth-ledger {name}" not in commands] == []
    assert [kind for kind in EVENT_CLASSES if f" `{kind}`\n" not in kinds] == []
    assert [name for name in CONDITION_NAMES.values() if f" `{name}`\n" not in conditions] == []


def test_a_parameter_that_is_a_length_is_said_to_be_one() -> None:
    assert "| `at_least` | yes | such as `2 years` or `1 day` |" in MADE["conditions.md"]
    assert "| `under` | yes | such as `5 years` |" in MADE["conditions.md"]
    assert "| `hours_at_least` | yes | a number |" in MADE["conditions.md"]


def test_the_pages_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    write_pages(tmp_path / "new")

    found = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()}
    assert found == MADE
