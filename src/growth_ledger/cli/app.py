"""The command tree: commands are imported when they are run, and speak the language of the run.

Source: interface page, section 1.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any, Final, cast

import click

from growth_ledger import __version__
from growth_ledger.cli.commands import Group, Option, option
from growth_ledger.cli.endings import end_unread, run_to_the_end
from growth_ledger.cli.language import LANGUAGE, language_of, say
from growth_ledger.cli.run import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from growth_ledger.wording import Lang

LEDGER_VARIABLE: Final = "GROWTH_LEDGER_URL"
BY_VARIABLE: Final = "GROWTH_LEDGER_BY"
DEFAULT_LEDGER: Final = "growth-ledger.db"

COMMANDS: Final = {
    "init": "making",
    "policy": "policies",
    "record": "recording",
    "import": "recording",
    "template": "templates",
    "show": "asking",
    "timeline": "asking",
    "explain": "asking",
    "standings": "asking",
    "changes": "asking",
    "cohort": "cohorts",
    "compare": "comparing",
    "whatif": "asking",
    "history": "asking",
    "audit": "auditing",
    "erase": "auditing",
    "export": "exporting",
    "verify": "auditing",
    "rebuild": "replaying",
    "sample": "making",
    "demo": "demonstrating",
    "completion": "templates",
}
"""Command to the module of `cli` that defines it, in the order in which help lists them."""


class Application(Group):
    """The whole program."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of a day's work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported."""
        del ctx
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = importlib.import_module(f"growth_ledger.cli.{module}")
        command: click.Command = found.COMMANDS[cmd_name]
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so; none of them is imported for that."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=say(f"command.{name}"))
            for name in COMMANDS
            if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A line for each command; none of them is imported for that."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(f"command.{name}")) for name in COMMANDS])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Where to read on."""
        del ctx
        formatter.write_paragraph()
        formatter.write_text(say("app.more"))

    def main(
        self,
        args: Sequence[str] | None = None,
        *rest: Any,
        **kw: Any,
    ) -> Any:
        """Run the program: parse, call, print, and end with the status of the outcome."""
        given = list(sys.argv[1:] if args is None else args)
        LANGUAGE.set(language_of(given))
        kw["standalone_mode"] = False
        command = super().main
        run_to_the_end(lambda: command(given, *rest, **kw), given)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click would end with status 1 where the reader has gone."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            end_unread()


@click.command(cls=Application, said="app.help")
@option("--ledger", "url", said="option.ledger", envvar=LEDGER_VARIABLE, default=DEFAULT_LEDGER)
@option("--by", said="option.by", envvar=BY_VARIABLE)
@option("--lang", said="option.lang", type=click.Choice(["zh", "en"]))
@click.version_option(
    __version__, "--version", prog_name="growth-ledger", cls=Option, said="option.version"
)
@click.pass_context
def main(ctx: click.Context, url: str, by: str | None, lang: str | None) -> None:
    """Set out what every command may need."""
    # The language was read before anything was said, too.
    ctx.obj = Run(url=url, by=by or _login_name(), lang=cast("Lang | None", lang))


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser().encode(errors="replace").decode()
    except (KeyError, OSError):
        return "unknown"
