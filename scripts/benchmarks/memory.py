"""Peak memory of importing and rebuilding, each in a process of its own.

`python -m scripts.benchmarks.memory import|rebuild LEDGER FILE` does it, and prints the bytes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from scripts.benchmarks.places import Places, import_lines
from scripts.benchmarks.rounds import Result, Row

from growth_ledger.ledger.opening import open_ledger
from growth_ledger.ledger.rebuilding import rebuild

_MOST_MB: Final = 400
_KIB_IN_MB: Final = 1024
_CORES: Final = 2

ROWS: Final = tuple(
    Row(
        name=f"memory-{work}",
        work=work,
        yardstick="bound",
        told=(f"{work}, peak memory of all its processes", "bound"),
        sense="time",
        aim=1.0,
        stretch=0.5,
    )
    for work in ("import", "rebuild")
)


def measured(row: Row, places: Places) -> Result:
    """The peak beside the bound, in MB."""
    ledger = places.new_ledger(places.lines)
    if row.work == "rebuild":
        import_lines(ledger, places.lines.path)
    done = subprocess.run(  # noqa: S603 - our own module.
        [sys.executable, "-m", __name__, row.work, ledger.url, str(places.lines.path)],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    places.remove(ledger)
    peak = int(done.stdout) / _KIB_IN_MB
    ratio = peak / _MOST_MB
    return Result(
        row=row,
        work=peak,
        yardstick=_MOST_MB,
        ratio=ratio,
        cpu_ratio=None,
        lowest=ratio,
        highest=ratio,
        rounds=1,
        unit="MB",
    )


def _run(work: str, url: str, path: Path) -> int:
    """KiB at the peak: this process's own, and as much for each core as its greatest child had."""
    with open_ledger(url, by="bench") as ledger:
        if work == "import":
            import_lines(ledger, path)
        else:
            rebuild(ledger)
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return _own_peak() + _CORES * child


def _own_peak() -> int:
    """KiB; `getrusage` would tell the peak of the process that started this one, if that was greater."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    print(_run(sys.argv[1], sys.argv[2], Path(sys.argv[3])))  # noqa: T201 - it is read by `measured`.
