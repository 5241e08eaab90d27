"""An append-only ledger of homeroom teachers' careers, and the answers it gives by a district's rules.

Events go in at `growth_ledger.ledger` and answers come out there; `domain` says what the words
mean, `policy` what a district decided, `proof` what cannot change unseen. A module imports only
from floors below its own: the order stands in pyproject.toml, under import-linter. Read
`growth_ledger.domain.events` first.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
