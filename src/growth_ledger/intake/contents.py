"""A file's bytes, whatever is in it: read in one way, and missed in one way.

Source: interface page, section 2.
"""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from growth_ledger.errors import MissingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """In the block the file is read; that it cannot be is told in one way, whoever reads it.

    Raises:
        MissingError: `no-such-file` or `not-readable`.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise MissingError("no-such-file", path=str(path)) from error
    except OSError as error:
        raise MissingError("not-readable", path=str(path), reason=error.strerror or "") from error


def bytes_of(path: Path) -> bytes:
    """A file's content.

    Raises:
        MissingError: `no-such-file` or `not-readable`.
    """
    with readable(path):
        return path.read_bytes()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in lowercase hex.

    Raises:
        MissingError: `no-such-file` or `not-readable`.
    """
    found = sha256()
    with readable(path), path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()
