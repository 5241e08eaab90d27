"""What is told of a pack of one's own, in its exact words, in both languages, with what causes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.end_to_end.running import Command
from tests.unit.intake.test_pack_folders import PACK, written

LANGS = ("en", "zh")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*arguments: str, status: int) -> list[list[str]]:
    """The lines of standard output and standard error, in each language."""
    found = [
        Command(url="ledger.db", folder=Path(), lang=lang).run(*arguments, status=status)
        for lang in LANGS
    ]
    return [[*one.stdout.splitlines(), *one.stderr.splitlines()] for one in found]


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        (
            "day",
            "leave it out, or write one of: title, issuer, number, issued_on",
            "请删去，或改用以下之一：title、issuer、number、issued_on",
        ),
        (
            "isued_on",
            (
                "did you mean issued_on? "
                "If not, leave it out, or write one of: title, issuer, number, issued_on"
            ),
            (
                "您是不是想写“issued_on”？"
                "如不是，请删去，或改用以下之一：title、issuer、number、issued_on"
            ),
        ),
    ],
)
def test_a_key_that_is_not_there_is_told_with_those_that_are(
    key: str, english: str, chinese: str, here: Path
) -> None:
    written(here / "pack", PACK.replace("issuer: 某局", f"issuer: 某局, {key}: 2024-06-01"))

    (in_english,), (in_chinese,) = told("policy", "check", "pack", status=1)

    where = "pack/pack.yaml, line 4, column 36"
    assert in_english == f"error: there is no key {key} here, {where}, document.{key}: {english}"
    where = "pack/pack.yaml，第4行，第36列"
    assert in_chinese == f"error: 此处没有“{key}”这个键，{where}，document.{key}：{chinese}"
