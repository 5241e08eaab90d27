"""A new workbook at a path where nothing is yet: what every writer of workbooks here begins with."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

from growth_ledger.errors import MissingError, UsageError

Workbook: TypeAlias = Any
"""xlsxwriter has no types: a workbook, and what it makes, are what its documentation says."""
WorkbookSheet: TypeAlias = Any
Style: TypeAlias = Any

TEXT_FORMAT: Final = 49
"""The built-in format that keeps what is typed as text, by its number: every program knows it."""


def check_new_workbook(path: Path) -> None:
    """Nothing, where a workbook may be written at the path.

    Raises:
        UsageError: `template-ending`: the path does not end in .xlsx.
        MissingError: `file-present`: what is there may be somebody's work; `folder-missing`,
            `file-unwritable`.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError("template-ending", path=path.name, example=f"{path.stem or 'A'}.xlsx")
    try:
        path.lstat()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise MissingError("file-unwritable", path=str(path), reason=error.strerror) from error
    else:
        raise MissingError("file-present", path=str(path))
    if not path.parent.is_dir():
        raise MissingError("folder-missing", folder=str(path.parent))


@contextmanager
def new_workbook(path: Path) -> Iterator[Workbook]:
    """An xlsxwriter workbook, written when the statement ends well: whole, or not at all.

    Raises:
        MissingError: `file-unwritable`; `file-present`, somebody else was quicker.
    """
    import xlsxwriter  # noqa: PLC0415 - only what writes workbooks needs it.

    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    yield workbook
    workbook.close()
    beside = path.with_name(f".growth-ledger-{os.getpid()}.part")
    try:
        try:
            beside.write_bytes(content.getbuffer())
            _name(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError as error:
        raise MissingError("file-present", path=str(path)) from error
    except OSError as error:
        raise MissingError(
            "file-unwritable", path=str(path), reason=error.strerror or ""
        ) from error


def _name(written: Path, path: Path) -> None:
    """The file gets its name, where nothing has it yet.

    Raises:
        FileExistsError: Something has.
        OSError: It cannot be done.
    """
    try:
        os.link(written, path)
    except FileExistsError:
        raise
    except OSError:
        # Not every file system lets a file have two names for a moment.
        if os.path.lexists(path):
            raise FileExistsError from None
        written.replace(path)
