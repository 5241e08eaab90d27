"""What a user sees on terminals of several widths, and what another program reads of the same."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

PROGRAM = Path(sys.executable).with_name("growth-ledger")
ASKED = [
    ["cohort", "list"],
    ["standings", "admission"],
    ["timeline", "HK000103"],
    ["compare", *(f"DY00010{n}" for n in range(1, 8))],
    ["policy", "show", "xinbei"],
    ["audit", "prove", "--position", "5"],
]
WHOLE = re.compile(r"[A-Z]{2}[0-9]{6}|XB-[A-Z]+|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9a-f]{64}")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo's ledger, sealed."""
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run([PROGRAM, "demo", "--keep", folder], check=True, stdout=subprocess.DEVNULL)
    url = str(folder / "demo.db")
    piped(url, "audit", "checkpoint")
    return url


def piped(url: str, *arguments: str) -> str:
    said = subprocess.run(
        [PROGRAM, "--ledger", url, *arguments], check=True, stdout=subprocess.PIPE
    ).stdout
    return said.decode()


def on_screen(url: str, *arguments: str, width: int) -> str:
    """What the command shows on a terminal of that width, whose own line breaks are none."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    environment.pop("COLUMNS", None)
    said = b""
    with subprocess.Popen(
        [PROGRAM, "--ledger", url, *arguments], stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        while True:
            try:
                said += os.read(ours, 65536)
            except OSError:
                # The other end was closed.
                break
        assert process.wait(60) == 0, said
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;]*m", "", said.decode()).replace("\r\n", "\n")


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_a_terminal_shows_all_that_is_piped_with_days_and_ids_whole(
    ledger: str, asked: list[str], lang: str, width: int
) -> None:
    told = piped(ledger, "--lang", lang, *asked)

    seen = on_screen(ledger, "--lang", lang, *asked, width=width)

    assert set(WHOLE.findall(told)) == set(WHOLE.findall(seen))
    if asked[:2] != ["audit", "prove"]:
        # A leaf and a note have the lines that they have.
        assert all(cell_len(line) <= width for line in seen.splitlines())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_leads_on_to_why_on_a_terminal_alone(ledger: str, lang: str) -> None:
    clocks = "--as-of 2024-09-01 --known-at '#500'"
    asked = ("--lang", lang, "show", "HK000103", *shlex.split(clocks))
    command = f"growth-ledger --ledger {ledger} --lang {lang} explain HK000103 admission {clocks}"

    assert command in on_screen(ledger, *asked, width=80)
    assert "explain" not in piped(ledger, *asked)


def test_many_candidates_stand_below_each_other_with_all_that_they_have(ledger: str) -> None:
    seen = on_screen(ledger, "--lang", "zh", *ASKED[3], width=80)

    blocks = seen.split("\n\n")[1:8]
    assert [re.findall("工号 +(.*)", block) for block in blocks] == [[one] for one in ASKED[3][1:]]
    assert all("\n各项结论          班主任准入：" in block for block in blocks)
    assert len(seen.splitlines()) < 80


@pytest.mark.parametrize("width", [40, 80])
def test_what_is_proved_can_be_copied_from_a_terminal(ledger: str, width: int) -> None:
    told = piped(ledger, *ASKED[5])
    copied = [line for line in told.splitlines() if "{" in line or line.startswith("— ")]

    seen = on_screen(ledger, *ASKED[5], width=width)

    assert len(copied) == 2
    assert all(line.partition("  {")[2] in seen for line in copied)
    assert copied[1] in seen.splitlines()


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_what_is_piped_has_no_blanks_at_the_ends_of_lines(ledger: str, asked: list[str]) -> None:
    lines = piped(ledger, *asked).splitlines()

    assert [line for line in lines if line != line.rstrip()] == []


def test_what_is_piped_is_not_broken(ledger: str) -> None:
    lines = piped(ledger, "--lang", "en", "policy", "show", "hongkou-2023").splitlines()

    assert "Projections" in lines
    assert max(map(cell_len, lines)) > 120
