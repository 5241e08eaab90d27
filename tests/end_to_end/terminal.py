"""The installed program as somebody uses it who sits before a terminal."""

from __future__ import annotations

import codecs
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "growth-ledger"


def on_a_terminal(
    arguments: Sequence[str], answers: Sequence[str], *, status: int = 0, **variables: str
) -> str:
    """What the command says on a terminal where each of its questions is answered.

    Args:
        arguments: The command's.
        answers: One for each question; what is no UTF-8 as Python escapes it.
        status: What the command ends with.
        variables: Of its environment.
    """
    ours, theirs = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", **variables}
    # A character may come in pieces.
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with subprocess.Popen(
        [PROGRAM, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ) as process:
        os.close(theirs)
        said = ""
        left = list(answers)
        asked = 0
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 0.2)[0]:
                if process.poll() is not None:
                    break
                continue
            try:
                said += decoder.decode(os.read(ours, 65536))
            except OSError:
                break
            if left and said[asked:].rstrip(" ").endswith(":"):
                asked = len(said)
                os.write(ours, f"{left.pop(0)}\n".encode("utf-8", "surrogateescape"))
        if process.poll() is None and time.monotonic() >= deadline:
            process.kill()
        assert process.wait(10) == status, said
    os.close(ours)
    return said
