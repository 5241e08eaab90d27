"""Making a ledger and opening it: where the parts meet.

Source: interface page, section 1 (`init`, `--ledger`) and section 4 (the key).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from growth_ledger.domain.days import day_in_china
from growth_ledger.errors import LedgerError, StorageError, UsageError
from growth_ledger.proof.checkpoints import SEED_LENGTH, SigningKey
from growth_ledger.store import create_ledger, database_named, open_store, shown_address

if TYPE_CHECKING:
    from datetime import date

    from growth_ledger.store import Store

KEY_VARIABLE: Final = "GROWTH_LEDGER_KEY"
_KEY_MODE: Final = 0o600
_LONGEST_NAME: Final = 200
"""Characters."""


def now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A ledger, open, and who is at work on it.

    Attributes:
        store: Where it is kept.
        url: Its address, as it was given.
        by: What `recorded_by` says.
        clock: Gives the moment in UTC.
    """

    store: Store
    url: str
    by: str
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        """Today in China Standard Time."""
        return day_in_china(self.clock())

    def close(self) -> None:
        """Close every connection."""
        self.store.close()

    def __enter__(self) -> Self:
        """Use the ledger in a `with` statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it at the statement's end."""
        self.close()


def open_ledger(
    url: str,
    *,
    by: str,
    clock: Callable[[], datetime] = now,
    on_wait: Callable[[float], None] | None = None,
) -> Ledger:
    """The ledger at the address: a path, which means SQLite, or a SQLAlchemy URL.

    Raises:
        StorageError: There is none, or it cannot be opened.
        UsageError: `bad-recorder`: nobody is called so; it stands in every event for good.
    """
    is_line = by.replace("\u3000", " ").isprintable() and not by.isspace()
    if not is_line or len(by) > _LONGEST_NAME:
        raise UsageError("bad-recorder", value=by[:_LONGEST_NAME])
    return Ledger(store=open_store(url, clock=clock, on_wait=on_wait), url=url, by=by, clock=clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A ledger that was made: its origin, its verifier key, and where its signing key lies."""

    origin: str
    verifier_key: str
    key_file: Path


def make_ledger(url: str, *, sandbox: bool = False, origin: str | None = None) -> Made:
    """An empty ledger is at the address, and its signing key in a file beside it.

    Raises:
        StorageError: Something is there already, or the place cannot be written.
        ProofError: The origin cannot name a key.
    """
    chosen = origin or f"growth-ledger/{secrets.token_hex(4)}"
    key = SigningKey(chosen, seed=secrets.token_bytes(SEED_LENGTH))
    path = key_file(url)
    try:
        _write_key(path, key)
    except StorageError as error:
        if error.code == "key-present" and _is_there(url):
            raise StorageError("ledger-present", where=shown_address(url)) from error
        raise
    try:
        create_ledger(url, origin=chosen, sandbox=sandbox)
    except BaseException as error:
        path.unlink()
        if (
            isinstance(error, StorageError)
            and error.code == "ledger-present"
            and not _is_there(url)
        ):
            # What an `init` leaves that was killed, or something else altogether.
            raise StorageError("no-ledger-there", where=shown_address(url)) from error
        raise
    return Made(origin=chosen, verifier_key=key.verifier.to_text(), key_file=path)


def _is_there(url: str) -> bool:
    """Whether a ledger stands at the address, whose key must not be moved away."""
    try:
        open_store(url, clock=now).close()
    except LedgerError:
        return False
    return True


def key_file(url: str) -> Path:
    """Where a ledger's signing key lies: named by `GROWTH_LEDGER_KEY`, or beside the ledger.

    Beside the ledger's own file, that is, also where a link leads to it. A ledger on a server has no
    place beside it: its key lies in the working folder, under the name of its database.
    """
    named = os.environ.get(KEY_VARIABLE)
    if named:
        return Path(named)
    is_file = "://" not in url or url.startswith("sqlite")
    place = Path(url if "://" not in url else database_named(url) or "growth-ledger")
    if is_file and place.is_symlink():
        place = Path(os.path.realpath(place))
    return Path(f"{place}.key")


def _write_key(path: Path, key: SigningKey) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _KEY_MODE)
    except FileExistsError as error:
        raise StorageError("key-present", where=str(path)) from error
    except OSError as error:
        raise StorageError("place-unwritable", where=str(path), reason=error.strerror) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(key.to_text() + "\n")
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StorageError("place-unwritable", where=str(path), reason=error.strerror) from error
