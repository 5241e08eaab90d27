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
import xlsxwriter
from click.testing import CliRunner, Result
from pydantic import BaseModel
from python_calamine import CalamineWorkbook

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

FILLED = {
    "学校登记": {
        "学校代码": "S01",
        "学校名称": "示例中学",
        "所属区县": "hongkou",
        "学段": "初级中学",
        "是否农村学校": "否",
        "生效日期": "2000-09-01",
    },
    "教师建档": {"教师工号": "T0001", "姓名": "张三", "学校代码": "S01", "生效日期": "2020-09-01"},
    "聘任": {"教师工号": "T0001", "岗位": "见习班主任", "开始日期": "2025-09-01"},
}
"""What a reader writes into the sheets of a template where a page says to fill it in."""

PACKS_PAGES = (CHECKOUT / "docs" / "packs.md", CHECKOUT / "docs" / "packs.zh.md")

_FILE = re.compile(r"^### `(linhu-2025/\S+)`\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^    \$ growth-ledger (.+)$", re.MULTILINE)
_COMMAND_OR_EXPORT = re.compile(r"^    \$ (?:export (\w+)=(\S+)|growth-ledger (.+))$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's ledger, kept."""
    folder = tmp_path_factory.mktemp("demonstration")
    result = CliRunner().invoke(main, ["demo", "--keep", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def fill_in(template: Path) -> None:
    """The template with a row more in each sheet of `FILLED`, below its example."""
    made = CalamineWorkbook.from_path(template)
    sheets = {name: made.get_sheet_by_name(name).to_python() for name in FILLED}
    with xlsxwriter.Workbook(str(template)) as book:
        for name, rows in sheets.items():
            left = dict(FILLED[name])
            row = [left.pop(str(header).rstrip("* "), "") for header in rows[0]]
            assert not left
            sheet = book.add_worksheet(name)
            for at, cells in enumerate([*rows, row]):
                sheet.write_row(at, 0, cells)


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda path: path.name)
def test_every_command_of_a_tutorial_runs(
    page: Path, demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demonstration, tmp_path / "trial")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GROWTH_LEDGER_URL", raising=False)
    text = page.read_text(encoding="utf-8")
    commands = _COMMAND.findall(text)
    assert commands
    # Chinese pages speak Chinese throughout.
    assert all(command.startswith("--lang zh ") == page.stem.endswith("zh") for command in commands)

    filled: set[str] = set()
    for variable, value, command in _COMMAND_OR_EXPORT.findall(text):
        if variable:
            monkeypatch.setenv(variable, value)
            continue
        if "demo --keep" in command:
            continue
        words = shlex.split(command)
        templates = {word for word in words if "import" in words and word.endswith(".xlsx")}
        for name in templates - filled:
            fill_in(Path(name))
        filled |= templates
        result = CliRunner().invoke(main, words)

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


def test_the_chinese_readme_can_be_followed_from_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GROWTH_LEDGER_URL", raising=False)
    page = (CHECKOUT / "README.zh.md").read_text(encoding="utf-8")
    session = page[page.index("## 日常使用") : page.index("系统语言为中文时")]
    # Each command with what is shown below it; dots stand for what is left out.
    shown = re.findall(r"^    \$ growth-ledger (.+)\n((?:    (?!\$).+\n)*)", session, re.MULTILINE)
    statuses = []

    for command, below in shown:
        if "import" in command and "--dry-run" in command:
            fill_in(Path("九月.xlsx"))
        result = CliRunner().invoke(main, shlex.split(command, comments=True))
        statuses.append(result.exit_code)
        told = [piece for line in below.splitlines() for piece in line.strip().split("……") if piece]

        assert [piece for piece in told if piece not in result.output] == [], command

    assert [command for command, _ in shown] == _COMMAND.findall(session)
    assert statuses == [0] * (len(shown) - 1) + [1]


each_packs_page = pytest.mark.parametrize("page", PACKS_PAGES, ids=lambda path: path.name)


@pytest.fixture
def linhu(page: Path, demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack of the packs page in a folder, where the demonstration's ledger is at hand."""
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROWTH_LEDGER_URL", "demo.db")
    for name, content in _FILE.findall(page.read_text(encoding="utf-8")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / "linhu-2025"


@each_packs_page
def test_the_pack_of_the_packs_page_is_whole_and_its_cases_hold(page: Path, linhu: Path) -> None:
    district = ("--district", "linhu")

    checked = CliRunner().invoke(main, ["--lang", "en", "policy", "check", linhu.name])
    tested = CliRunner().invoke(main, ["--lang", "en", "policy", "test", linhu.name])
    adopted = CliRunner().invoke(main, ["--lang", "en", "policy", "adopt", linhu.name, *district])

    assert page in PACKS_PAGES
    assert "the pack holds together" in checked.output
    assert tested.output == "1 pack, 3 cases, 14 answers: all as expected\n"
    assert "Adopted linhu-2025 in linhu from 2025-09-01" in adopted.stdout
    assert "worked case" not in adopted.stderr


def test_the_packs_pages_show_the_same_bytes() -> None:
    english, chinese = (page.read_text(encoding="utf-8") for page in PACKS_PAGES)

    assert _FILE.findall(english) == _FILE.findall(chinese)
    assert english.count("```yaml") == chinese.count("```yaml") == len(_FILE.findall(english))


@each_packs_page
def test_every_command_of_the_packs_page_runs(page: Path, linhu: Path) -> None:
    commands = _COMMAND.findall(page.read_text(encoding="utf-8"))
    speaks_chinese = page.stem.endswith("zh")

    results = [CliRunner().invoke(main, shlex.split(one, comments=True)) for one in commands]

    assert linhu.is_dir()
    assert all(one.startswith("--lang zh ") == speaks_chinese for one in commands)
    assert re.findall(r"(?<!-)\bpolicy (\w+)", "\n".join(commands)) == [
        "check",
        "test",
        "adopt",
        "show",
    ]
    assert [one.exit_code for one in results] == [0] * len(commands)


@each_packs_page
def test_an_adoption_ends_by_the_line_that_the_packs_page_shows(page: Path, linhu: Path) -> None:
    (line,) = re.findall(r"^ +(\{\"kind\": .+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    ending = linhu.with_name("ending.jsonl")
    ending.write_text(f"{line}\n", encoding="utf-8")

    adopted = CliRunner().invoke(main, ["policy", "adopt", linhu.name, "--district", "linhu"])
    ended = CliRunner().invoke(main, ["import", ending.name])
    listed = CliRunner().invoke(main, ["--lang", "zh", "policy", "list"])

    assert adopted.exit_code == ended.exit_code == 0
    assert "linhu，2025-09-01 至 2028-08-31" in listed.output


@each_packs_page
def test_the_packs_page_says_where_the_shipped_packs_lie(page: Path) -> None:
    (said,) = re.findall(r'\$ python -c "(.+)"', page.read_text(encoding="utf-8"))
    told = io.StringIO()

    with redirect_stdout(told):
        exec(said, {})  # noqa: S102 - the page's own words.

    assert (Path(told.getvalue().strip()) / "hongkou-2023" / "cases").is_dir()


@each_packs_page
def test_what_the_packs_page_says_of_first_mistakes_is_so(page: Path, linhu: Path) -> None:
    """The pieces of YAML that it shows in passing are taken, and what it warns of is not."""
    text = page.read_text(encoding="utf-8")
    (label,) = re.findall(r"`(\{zh: [^…`]+\})`", text)
    (years,) = re.findall(r"`at_least: (\"[^`]+\")`", text)
    (days,) = re.findall(r"`(\"\d+ days\")`", text)
    pack = linhu / "pack.yaml"
    written = pack.read_text(encoding="utf-8")

    def is_taken(old: str, new: str) -> bool:
        assert old in written
        pack.write_text(written.replace(old, new), encoding="utf-8")
        checked = CliRunner().invoke(main, ["--lang", "en", "policy", "check", linhu.name])
        return checked.exit_code == 0

    unquoted = [label.replace('"', ""), "{zh: 甲, en: A: B}", "{zh: 甲, en: A #B}"]
    labels = [label, "{zh: 甲，：（）, en: A}", *unquoted, "甲", "{zh: 甲}"]
    lengths = [years, days, "1 year", "1", "6 months"]
    taken = [is_taken("{zh: 临湖区班主任称号, en: Titles of Linhu}", one) for one in labels]

    assert taken == [True, True, False, False, False, False, False]
    assert [is_taken("1 year", one) for one in lengths] == [True, True, True, False, False]


@each_packs_page
def test_a_tier_is_tried_as_the_packs_page_says(page: Path, linhu: Path) -> None:
    text = page.read_text(encoding="utf-8")
    (shown,) = re.findall(r"`growth-ledger (cohort show \S+ --rules \S+ --candidates)`", text)
    (explained,) = re.findall(r"`growth-ledger (explain \S+ \S+ --rules \S+)`", text)
    camp = linhu.with_name("camp")
    shutil.copytree(linhu, camp, ignore=shutil.ignore_patterns("studio.yaml"))
    written = (linhu / "pack.yaml").read_text(encoding="utf-8")
    (camp / "pack.yaml").write_text(
        written.replace("[studio]", "[camp]").replace("  studio:", "  camp:"), encoding="utf-8"
    )

    def result(asked: str, *words: str) -> Result:
        """The command, with these words for its placeholders."""
        left = iter(words)
        command = re.sub(r"(?<= )([A-Z]+|[一-龥]+)(?!\S)", lambda _: next(left), asked)
        assert next(left, None) is None
        return CliRunner().invoke(main, ["--lang", "zh", *command.split()])

    team = result(shown, "XB-CAMP", "camp")
    one = result(explained, "XB000101", "studio", "linhu-2025")
    other = CliRunner().invoke(main, ["whatif", "studio", "--policy", linhu.name])

    assert team.exit_code == one.exit_code == 0
    assert "班主任工作室" in team.output
    assert "可进入" in team.output
    assert "(eligible)" in one.output
    assert other.exit_code != 0


@each_packs_page
def test_the_packs_page_names_every_key_and_every_core_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    shapes: tuple[type[BaseModel], ...] = (
        *(PackModel, DocumentModel, OpenCodesModel, LadderModel, SectionModel, ClauseModel),
        *(ProjectionModel, OutcomeModel, TierModel, ReasonModel, TeamModel),
        *(ProjectionCases, ProjectionCase, TierCases, TierCase, AdoptedWritten),
        *(SchoolWritten, TeamExpected),
    )
    keys = {name for shape in shapes for name in shape.model_fields}

    named = keys | set(CORE_AWARDS) | set(CORE_ALLOWANCES)

    assert {name for name in named if not re.search(rf"\b{name}\b", text)} == set()


def test_there_is_a_tutorial_for_each_user_in_both_languages() -> None:
    users = ("auditor", "bureau", "clerk", "committee", "teacher")

    assert {page.name for page in TUTORIALS} == {
        f"{user}{ending}" for user in users for ending in (".md", ".zh.md")
    }


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
