"""`python -m growth_ledger`, and the command `growth-ledger`: the program, from its first moment on."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the program; a Ctrl-C in its first moments waits until there are words for it."""
    if sys.platform != "win32":
        # `cli.endings` lets it through.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    from growth_ledger.cli import main as run  # noqa: PLC0415 - not before this.

    run()


if __name__ == "__main__":
    main()
