"""What one can do with a ledger: record, ask, audit; the public Python API.

It knows when to read, ask the core and write; a transaction is visible whole in one function. It does
not know how an answer is shown. Read `opening` first, then `recording`, `views`, `asking`.
"""

from growth_ledger.ledger.opening import Ledger, make_ledger, open_ledger

__all__ = ["Ledger", "make_ledger", "open_ledger"]
