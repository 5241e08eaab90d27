"""The command line: it parses, calls `ledger`, and prints what `reports` makes of the answer.

No rule of the domain is here. Read `app` first (the command tree), `commands` (help) and `endings` (errors),
then `asking`, `recording`, `policies`, `making`. A command's module is imported only when it is run: `--help` has a
quarter of a second.
"""

from growth_ledger.cli.app import main

__all__ = ["main"]
