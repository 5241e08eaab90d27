"""The commands that help at the desk: a workbook to fill in, and completion for a shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from growth_ledger.cli import completing
from growth_ledger.cli.commands import Command, argument, option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.language import say
from growth_ledger.cli.questions import about, format_option, kinds_given, print_json, say_sandbox
from growth_ledger.cli.run import Run
from growth_ledger.reports.printing import print_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM: Final = "growth-ledger"
_VARIABLE: Final = "_GROWTH_LEDGER_COMPLETE"
_SHELLS: Final = ("bash", "zsh", "fish")


@click.command("template", cls=Command, said="command.template")
@argument("file")
@option("--kinds", said="option.kinds", shell_complete=completing.callers_kinds)
@option("--school", said="option.template_school", shell_complete=from_ledger("school"))
@format_option("table", "json")
@click.pass_obj
def template(run: Run, /, file: str, kinds: str | None, school: str | None, form: str) -> None:
    """A workbook to fill in."""
    from growth_ledger.domain.events import CALLER_KINDS
    from growth_ledger.errors import MissingError
    from growth_ledger.intake.templates import Names, write_template
    from growth_ledger.intake.workbooks import check_new_workbook
    from growth_ledger.ledger.desk import codebook, names_of, perhaps

    path = Path(file)
    check_new_workbook(path)
    with about("--kinds"):
        wanted = kinds_given([kinds or ""], among=CALLER_KINDS) or CALLER_KINDS
    with perhaps(run.open) as ledger:
        if ledger is not None:
            with ledger.store.reading() as reading:
                say_sandbox(reading.head)
            names = names_of(ledger, school=school)
        elif school is None:
            names = Names()
        else:
            raise MissingError("no-such-school", school=school)
        sheets = write_template(
            # Sheets are for clerks, whatever the locale of who makes them.
            *(path, wanted),
            names=names,
            codes=codebook(ledger),
            lang=run.lang or "zh",
        )
    made = {
        "path": file,
        "sheets": sheets,
        "teachers": len(names.teacher),
        "schools": len(names.school),
    }
    if form == "json":
        print_json(made)
    else:
        print_line(say("desk.made_template", **made))


@click.command("completion", cls=Command, said="command.completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """A shell's script."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    root = ctx.find_root().command
    click.echo(found(root, {}, _PROGRAM, _VARIABLE).source())


COMMANDS: Final[Mapping[str, click.Command]] = {"template": template, "completion": completion}
