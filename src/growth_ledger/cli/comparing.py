"""`compare`: candidates side by side."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli.commands import Command, argument, option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.papers import (
    PAPER_FORMATS,
    check_out,
    labels_for_careers,
    mask_option,
    out_option,
    put_paper,
)
from growth_ledger.cli.questions import asked, print_basis, print_json, reading_options
from growth_ledger.cli.run import Run
from growth_ledger.errors import UnreadableError, UsageError
from growth_ledger.reports.papers import mask_names
from growth_ledger.reports.printing import print_grid

if TYPE_CHECKING:
    from collections.abc import Mapping

# The keys of `ledger.comparing.SORTS`, which help need not import: a test holds them together.
SORTS: Final = (
    "given",
    "teacher",
    "name",
    "school",
    "tenure",
    "homeroom",
    "other-posts",
    "awards",
    "training",
    "appraisals",
    "contributions",
    "research",
    "vetoes",
)


@click.command("compare", cls=Command, said="command.compare")
@argument("teachers", nargs=-1, shell_complete=from_ledger("teacher"))
@option("--from", "from_file", said="option.compare_from", type=click.Path(allow_dash=True))
@option(
    "--sort",
    said="option.sort",
    filled={"choices": ", ".join(SORTS)},
    type=click.Choice(SORTS),
    default=SORTS[0],
)
@mask_option
@out_option
@reading_options("table", "json", *PAPER_FORMATS)
@click.pass_obj
def compare(run: Run, /, teachers: tuple[str, ...], form: str, **options: Any) -> None:
    """Candidates side by side."""
    from growth_ledger.ledger import comparing
    from growth_ledger.reports import comparison

    named = [*teachers, *_from_file(options["from_file"])]
    if not named:
        raise UsageError("nobody-named")
    check_out(form, options)
    with asked(run, options) as view:
        answer = comparing.compare(view, named, sort=options["sort"])
        if options["mask"]:
            mask_names(answer["candidates"])
        if form == "json":
            print_json(answer)
            return
        labels = labels_for_careers(view)
        if form in PAPER_FORMATS:
            paper = comparison.comparison_paper(answer, labels, masked=options["mask"])
            put_paper(paper, form=form, out=options["out"])
        else:
            print_grid(comparison.comparison_grid(answer, labels))
        print_basis(view, answer["basis"], aside=form != "table")


def _from_file(named: str | None) -> list[str]:
    """The staff numbers in a file, one a line; blank lines and what follows a `#` are passed over.

    Raises:
        MissingError: The file cannot be read.
        UnreadableError: It is no text.
    """
    if named is None:
        return []
    from pathlib import Path

    from growth_ledger.intake.contents import readable
    from growth_ledger.intake.sheets import decoded

    path = Path(named)
    try:
        with readable(path):
            text = decoded(_standard_input() if named == "-" else path.read_bytes())
    except UnreadableError as error:
        error.at(named)
        raise
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def _standard_input() -> bytes:
    return b"" if sys.stdin is None else sys.stdin.buffer.read()


COMMANDS: Final[Mapping[str, click.Command]] = {"compare": compare}
