"""Answers as papers: the options that they take, and where the page or workbook goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from growth_ledger.cli.commands import option
from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.errors import StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from growth_ledger.ledger.views import View
    from growth_ledger.reports.labels import Labels
    from growth_ledger.reports.notices import Heading
    from growth_ledger.reports.papers import Paper

F = TypeVar("F", bound=Callable[..., Any])

PAPER_FORMATS: Final = ("xlsx", "html")
"""What a list can be beside a table, JSON and CSV."""


def out_option(function: F) -> F:
    """`--out`, the file to write."""
    decorated: F = option("--out", said="option.out", type=click.Path(dir_okay=False))(function)
    return decorated


def mask_option(function: F) -> F:
    """`--mask`, for public notice."""
    decorated: F = option("--mask", said="option.mask", is_flag=True)(function)
    return decorated


def notice_options(function: F) -> F:
    """The options of a list for public notice."""
    for decorator in (
        option("--title", said="option.title"),
        option("--document", said="option.document"),
        mask_option,
        out_option,
    ):
        function = decorator(function)
    return function


def heading_of(
    view: View,
    options: Mapping[str, Any],
    schools: Iterable[str | None],
    *,
    basis: str | None = None,
) -> Heading:
    """What stands above a list, as the options of a command ask for it.

    Args:
        view: What was asked.
        options: The command's, with those of `notice_options`.
        schools: The codes of the schools that the list names.
        basis: The answer's own; else that of the whole view.
    """
    from growth_ledger.ledger.dossier import school_names
    from growth_ledger.reports.notices import Heading

    return Heading(
        day=view.day,
        basis=basis or view.basis(),
        sandbox=view.head.sandbox,
        schools=school_names(view, schools),
        masked=bool(options["mask"]),
        assumes=view.assumed_after is not None,
        title=options["title"],
        document=options["document"],
    )


def labels_for_careers(view: View) -> Labels:
    """The words for whole careers: a title may come from a district whose pack is not adopted here."""
    from growth_ledger.ledger.packs import shipped_with_program
    from growth_ledger.reports.labels import Labels

    adopted = view.packs()
    known = {pack.policy for pack in adopted}
    shipped = [pack for pack in shipped_with_program() if pack.policy not in known]
    return Labels.of([*adopted, *shipped], LANGUAGE.get())


def make_folder(folder: Path) -> None:
    """The folder is there, with those above it.

    Raises:
        StorageError: `place-unwritable`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError("place-unwritable", where=str(folder), reason=error.strerror) from error


def check_out(
    form: str, options: Mapping[str, Any], *, among: Sequence[str] = PAPER_FORMATS
) -> None:
    """Nothing, where an answer in this form has somewhere to go; asked before it is looked for.

    Args:
        form: The format asked for.
        options: The command's, with the file to write.
        among: The formats that a file is written in.

    Raises:
        UsageError: A workbook is not for the screen; `--out` is not for what is printed, and it
            has no place for a title and a document number.
    """
    out = options["out"]
    if form not in among:
        if out is not None:
            raise UsageError("out-not-for", choices=", ".join(among))
        for name in ("title", "document"):
            if options.get(name) is not None:
                raise UsageError("on-paper-only", option=f"--{name}", choices=", ".join(among))
    if form == "xlsx" and out is None and sys.stdout.isatty():
        raise UsageError("out-needed")


def put_paper(paper: Paper, *, form: str, out: str | None) -> None:
    """The paper is written, or, where it is a page and no file is named, printed.

    Raises:
        StorageError: The file cannot be written.
    """
    if form == "html":
        from growth_ledger.reports.html import as_html

        put_text(as_html(paper), out=out)
        return
    from growth_ledger.reports.workbook import as_workbook

    content = as_workbook(paper, about=say("paper.about"))
    if out is None:
        click.echo(content, nl=False)
    else:
        put_file(content, out=out)


def put_text(text: str, *, out: str | None) -> None:
    """The text is written, or printed where no file is named."""
    if out is None:
        click.echo(text, nl=False)
    else:
        put_file(text.encode("utf-8"), out=out)


def put_file(content: bytes, *, out: str) -> None:
    """The file is written, and that it was is said.

    Raises:
        StorageError: It cannot be written.
    """
    write(out, content)
    click.echo(say("proof.exported", path=out))


def write(out: str, content: bytes) -> None:
    """The file has this content, or the one that it had: it is written beside, then put in its place.

    Raises:
        StorageError: It cannot be written.
    """
    import os
    from pathlib import Path

    place = Path(out)
    try:
        if place.exists() and not place.is_file():
            # A device or a pipe takes what it is given.
            place.write_bytes(content)
            return
        place = Path(os.path.realpath(place))
        beside = place.with_name(f".{place.name}.{os.getpid()}.part")
        try:
            beside.write_bytes(content)
            if place.exists():
                beside.chmod(place.stat().st_mode & 0o777)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError("place-unwritable", where=out, reason=error.strerror) from error
