"""Help in both languages: how wide it is, what arguments are called in it, and what it lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from tests.end_to_end.running import Command

from growth_ledger.policy.findings import FINDINGS

COLUMNS = 80
"""Of the terminal where click tests."""
COMMANDS = [
    (),
    ("import",),
    ("record",),
    ("record", "appraised"),
    ("cohort", "show"),
    ("audit", "prove"),
    ("audit", "findings"),
    ("template",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_of_help_is_wider_than_the_terminal(
    lang: str, command: tuple[str, ...], sqlite_command: Command
) -> None:
    said = replace(sqlite_command, lang=lang).run(*command, "--help")

    # An option's own name is never broken.
    wide = [line for line in said.stdout.splitlines() if cell_len(line) > COLUMNS]
    assert [line for line in wide if " " in line.strip()] == []


def test_chinese_help_keeps_every_word(sqlite_command: Command) -> None:
    said = replace(sqlite_command, lang="zh").run("import", "--help").stdout

    assert "选项：\n" in said
    for name in ("--dry-run", "--as-of TEXT", "--correct", "--errors-to TEXT", "--help"):
        assert f"\n  {name}" in said
    # The paragraphs stand apart, and what is said of an option is set in below itself.
    beside = said.split("--errors-to TEXT")[1].split("\n  --")[0].splitlines()
    assert all(line.startswith(" " * 20) for line in beside[1:])


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ((), "用法：growth-ledger [选项] 命令 [参数]..."),
        (("standings",), "用法：growth-ledger standings [选项] 判断项"),
        (("export",), "用法：growth-ledger export [选项] [工号]..."),
        (("import",), "用法：growth-ledger import [选项] 文件..."),
        (("completion",), "用法：growth-ledger completion [选项] {bash|zsh|fish}"),
    ],
)
def test_the_usage_line_is_in_the_language_of_the_run(
    command: tuple[str, ...], usage: str, sqlite_command: Command
) -> None:
    said = replace(sqlite_command, lang="zh").run(*command, "--help").stdout

    assert said.splitlines()[0] == usage


def test_an_argument_that_is_missing_is_called_by_its_name(sqlite_command: Command) -> None:
    said = replace(sqlite_command, lang="zh").run("show", status=2).stderr

    assert said == "error: 缺少“工号”，growth-ledger show：请看 growth-ledger show --help\n"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_findings_are_listed_where_they_are_asked_for(sqlite_command: Command, lang: str) -> None:
    said = replace(sqlite_command, lang=lang).run("audit", "findings", "--help").stdout

    # A line may end between two words, and at a hyphen.
    told = "".join(said.split())
    for code in FINDINGS:
        assert code in told
    assert ("class-shared一班两名班主任" if lang == "zh" else "barredInpostwhilebarred") in told
