"""Adopting: a district says from which day on it judges by a pack, and the ledger keeps the pack with it.

Source: interface page, section 2 (`policy-adopted`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from growth_ledger.errors import Place
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.recording import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from growth_ledger.intake.pack_folders import PackFolder
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.ledger.recording import Receipt
    from growth_ledger.store import Writing


def adopt(
    ledger: Ledger,
    pack: PackFolder,
    *,
    district: str,
    first_day: str | None = None,
    last_day: str | None = None,
    basis: str | None = None,
    ref: str | None = None,
    keep_nothing: bool = False,
    look: Callable[[Writing, Receipt], None] | None = None,
) -> Receipt:
    """The pack is in force in the district; without a first day, from the pack's own.

    Args:
        ledger: The ledger, open.
        pack: What its rules are.
        district: Whose schools it rules.
        first_day: In force from this day on, as ISO text like `last_day`.
        last_day: In force up to this day, included; None while it is not known.
        basis: The document number.
        ref: A handle; what was adopted and voided can be adopted again under another one.
        keep_nothing: As for `record`.
        look: As for `record`.

    Raises:
        RefusedError: A day is missing or wrong.
        ConflictError: Another writer goes on for too long.
    """
    said = {
        "kind": "policy-adopted",
        "policy": pack.policy,
        "district": district,
        "first_day": first_day or pack.content.get("first_day"),
        "last_day": last_day,
        "basis": basis,
        "ref": ref,
        "digest": pack.digest,
        "content": pack.content,
    }
    given = {key: value for key, value in said.items() if value is not None}
    statement = read_statement(given, place=Place())
    return record(ledger, [statement], keep_nothing=keep_nothing, tell=True, look=look)
