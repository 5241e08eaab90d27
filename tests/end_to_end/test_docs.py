"""The documents are true: their commands run, their links lead somewhere."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import textwrap
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from growth_ledger.cli import main
from growth_ledger.domain.codes import CORE_ALLOWANCES, CORE_AWARDS
from growth_ledger.policy.cases import (
    AdoptedWritten,
    ProjectionCase,
    ProjectionCases,
    SchoolWritten,
    TeamExpected,
    TierCase,
    TierCases,
)
from growth_ledger.policy.packs import (
    ClauseModel,
    DocumentModel,
    LadderModel,
    OpenCodesModel,
    OutcomeModel,
    PackModel,
    ProjectionModel,
    ReasonModel,
    SectionModel,
    TeamModel,
    TierModel,
)

CHECKOUT = Path(__file__).parents[2]
TUTORIALS = sorted((CHECKOUT / "docs" / "tutorial").glob("*.md"))
DOCUMENTS = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]

PACKS_PAGE = CHECKOUT / "docs" / "packs.md"

_FILE = re.compile(r"^### `(linhu-2025/\S+)`\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^    \$ growth-ledger (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's ledger, kept."""
    folder = tmp_path_factory.mktemp("demonstration")
    result = CliRunner().invoke(main, ["demo", "--keep", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda path: path.name)
def test_every_command_of_a_tutorial_runs(
    page: Path, demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROWTH_LEDGER_URL", "demo.db")
    commands = _COMMAND.findall(page.read_text(encoding="utf-8"))
    assert commands
    # Chinese pages speak Chinese throughout.
    assert all(command.startswith("--lang zh ") == page.stem.endswith("zh") for command in commands)

    for command in commands:
        if "demo --keep" in command:
            continue
        result = CliRunner().invoke(main, shlex.split(command))

        assert result.exit_code == 0, (command, result.output, result.exception)


def test_the_session_of_the_readme_can_be_followed(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(demonstration / "demo.jsonl", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GROWTH_LEDGER_URL", raising=False)
    page = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    session = page[page.index("## A session") : page.index("## Three clocks")]
    commands = [one for one in _COMMAND.findall(session) if "demo --keep" not in one]
    snippet = page[page.index("## Use it from Python") : page.index("## A district of your own")]
    python = textwrap.dedent("".join(re.findall(r"^ {4}.*\n|^\n", snippet, re.MULTILINE)))

    results = [
        CliRunner().invoke(main, ["--lang", "en", *shlex.split(command, comments=True)])
        for command in commands
    ]
    told = io.StringIO()
    with redirect_stdout(told):
        exec(python, {})  # noqa: S102 - the README's own words.

    assert [one.exit_code for one in results] == [0] * (len(commands) - 1) + [1]
    assert "did you mean homeroom" in results[-1].output
    assert "Recorded 639 events, positions 1 to 639" in results[1].output
    assert told.getvalue() == "not-yet\n"


@pytest.fixture
def linhu(demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack of docs/packs.md in a folder, where the demonstration's ledger is at hand."""
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROWTH_LEDGER_URL", "demo.db")
    for name, content in _FILE.findall(PACKS_PAGE.read_text(encoding="utf-8")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / "linhu-2025"


def test_the_pack_of_the_packs_page_is_whole_and_its_cases_hold(linhu: Path) -> None:
    district = ("--district", "linhu")

    checked = CliRunner().invoke(main, ["--lang", "en", "policy", "check", linhu.name])
    tested = CliRunner().invoke(main, ["--lang", "en", "policy", "test", linhu.name])
    adopted = CliRunner().invoke(main, ["--lang", "en", "policy", "adopt", linhu.name, *district])

    assert "the pack holds together" in checked.output
    assert tested.output == "1 pack, 3 cases, 14 answers: all as expected\n"
    assert "Adopted linhu-2025 in linhu from 2025-09-01" in adopted.stdout
    assert "worked case" not in adopted.stderr


def test_every_command_of_the_packs_page_runs(linhu: Path) -> None:
    commands = _COMMAND.findall(PACKS_PAGE.read_text(encoding="utf-8"))

    results = [CliRunner().invoke(main, shlex.split(one, comments=True)) for one in commands]

    assert linhu.is_dir()
    assert [one.split()[1] for one in commands if one.startswith("policy")] == [
        *("check", "test", "adopt", "show")
    ]
    assert [one.exit_code for one in results] == [0] * len(commands)


def test_the_packs_page_says_where_the_shipped_packs_lie() -> None:
    (said,) = re.findall(r'\$ python -c "(.+)"', PACKS_PAGE.read_text(encoding="utf-8"))
    told = io.StringIO()

    with redirect_stdout(told):
        exec(said, {})  # noqa: S102 - the page's own words.

    assert (Path(told.getvalue().strip()) / "hongkou-2023" / "cases").is_dir()


def test_the_packs_page_names_every_key_and_every_core_code() -> None:
    page = PACKS_PAGE.read_text(encoding="utf-8")
    shapes: tuple[type[BaseModel], ...] = (
        *(PackModel, DocumentModel, OpenCodesModel, LadderModel, SectionModel, ClauseModel),
        *(ProjectionModel, OutcomeModel, TierModel, ReasonModel, TeamModel),
        *(ProjectionCases, ProjectionCase, TierCases, TierCase, AdoptedWritten),
        *(SchoolWritten, TeamExpected),
    )
    keys = {name for shape in shapes for name in shape.model_fields}

    named = keys | set(CORE_AWARDS) | set(CORE_ALLOWANCES)

    assert {name for name in named if not re.search(rf"\b{name}\b", page)} == set()


def test_there_is_a_tutorial_for_each_user_in_both_languages() -> None:
    users = ("auditor", "bureau", "clerk", "committee", "teacher")

    assert {page.name for page in TUTORIALS} == {
        f"{user}{ending}" for user in users for ending in (".md", ".zh.md")
    }


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
