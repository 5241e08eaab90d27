"""Where the ledger is kept: the only floor that knows SQLAlchemy, SQLite, PostgreSQL, eventsourcing.

It keeps events, their hashes, personal values and who names whom, in one transaction that a reader
sees whole or not at all. It does not know what an event means, who may record it or how a proof
is made. Read `schema` first (the tables), then `ledgers` (open one), `reading` and `writing`;
`recorder`, `mapper` and `application` are the same tables in the words of eventsourcing.
"""

from growth_ledger.store.databases import shown_address
from growth_ledger.store.ledgers import (
    Store,
    create_ledger,
    database_named,
    memory_store,
    open_store,
)
from growth_ledger.store.reading import Head, Reading, StoredRow
from growth_ledger.store.writing import Draft, Writing, moment_refusal

__all__ = [
    "Draft",
    "Head",
    "Reading",
    "Store",
    "StoredRow",
    "Writing",
    "create_ledger",
    "database_named",
    "memory_store",
    "moment_refusal",
    "open_store",
    "shown_address",
]
