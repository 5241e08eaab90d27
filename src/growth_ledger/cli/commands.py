"""How commands, options and arguments speak: their texts are keys of `wording`, looked up when they are shown.

Help is laid out here too, as wide as Chinese is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from growth_ledger.wording import Lang

_NARROWEST: Final = 10
"""Columns that a text has at least."""


class Formatter(click.HelpFormatter):
    """Help with headings in the language of the run, and Chinese lines as wide as they are.

    click counts characters, and breaks a line at blanks alone.
    """

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line."""
        super().write_usage(prog, args, prefix or say("app.usage"))

    def write_heading(self, heading: str) -> None:
        """A section's heading."""
        if heading in {"Options", "Commands"}:
            heading = say(f"app.{heading.lower()}")
        if LANGUAGE.get() == "zh":
            self.write(f"{'':>{self.current_indent}}{heading}：\n")
        else:
            super().write_heading(heading)

    def write_text(self, text: str) -> None:
        """Paragraphs, with a blank line between."""
        if LANGUAGE.get() != "zh":
            super().write_text(text)
            return
        paragraphs = (" ".join(one.split()) for one in text.split("\n\n"))
        self._write_lines(self.current_indent, *paragraphs)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Options or commands, each with what is said of it beside it."""
        if LANGUAGE.get() != "zh":
            super().write_dl(rows, col_max, col_spacing)
            return
        told = list(rows)
        widest = min(max(len(name) for name, _ in told), col_max)
        beside = self.current_indent + widest + col_spacing
        for name, said in told:
            head = f"{'':>{self.current_indent}}{name}"
            if len(name) > widest:
                self.write(f"{head}\n")
                head = ""
            self.write(f"{head:<{beside}}")
            self._write_lines(beside, said, first=0)

    def _write_lines(self, indent: int, *paragraphs: str, first: int | None = None) -> None:
        """The paragraphs set in; `first` says how far the first line still is to be."""
        # It costs more than all that is written here, and only Chinese needs it.
        from growth_ledger.reports.layout import wrapped

        within = max(self.width - indent, _NARROWEST)
        lines = [
            line
            for number, one in enumerate(paragraphs)
            for line in ([""] * (number > 0) + wrapped(one, within))
        ]
        for number, line in enumerate(lines or [""]):
            before = indent if first is None or number else first
            self.write(f"{'':>{before}}{line}".rstrip() + "\n")


class Context(click.Context):
    """A command's run, whose help is made by our formatter."""

    formatter_class = Formatter


class Option(click.Option):
    """An option whose help is a key of `wording`, looked up when help is shown."""

    def __init__(
        self, *args: Any, said: str, filled: Mapping[str, str] | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.said = said
        self.filled = filled or {}

    def told(self, lang: Lang) -> str:
        """What the option does, in the language."""
        from growth_ledger.wording import text

        return text(self.said, lang, **self.filled)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help."""
        self.help = self.told(LANGUAGE.get())
        found = super().get_help_record(ctx)
        if found is None:
            return None
        names, said = found
        required = say("app.required")
        said = said.replace("[required]", required)
        return names, said.replace("; required]", f"; {required[1:]}")


class Argument(click.Argument):
    """An argument that is called what `wording` calls it, in the language of the run."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for it in the usage line and in what is said of it."""
        name = self.name.upper()
        return super().make_metavar(ctx).replace(name, say(f"argument.{self.name}"))


def argument(name: str, **kw: Any) -> Callable[[Any], Any]:
    """An argument of a command; `argument.NAME` is what it is called."""
    return click.argument(name, cls=Argument, **kw)


def option(*names: str, said: str, **kw: Any) -> Callable[[Any], Any]:
    """An option of a command; `said` is the key of its help."""
    return click.option(*names, cls=Option, said=said, **kw)


def option_of(field: str) -> str:
    """What the option of a field is called: `--first-day`."""
    return f"--{field.replace('_', '-')}"


class _Speaking(click.Command):
    """A command whose help is `command.NAME`, with `command.NAME.help` below where there is one."""

    context_class = Context

    def __init__(self, *args: Any, said: str = "", **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.said = said

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments that are left; what is wrong with them is told of this command."""
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        for param in self.params:
            # The name of a file may be any bytes; whatever else is said is looked up or recorded.
            if isinstance(param.type, click.types.StringParamType):
                _check_text(ctx, param, ctx.params.get(param.name or ""))
        return left

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What stands behind the command's name in the usage line."""
        told = {"[OPTIONS]": "app.some_options", "COMMAND [ARGS]...": "app.some_command"}
        pieces = super().collect_usage_pieces(ctx)
        return [say(told[piece]) if piece in told else piece for piece in pieces]

    def get_short_help_str(self, limit: int = 45) -> str:
        """The line that stands in a list of commands."""
        del limit
        return say(self.said)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What stands below the usage line."""
        from growth_ledger.wording import has

        long = f"{self.said}.help"
        self.help = say(long) if has(long) else say(self.said)
        super().format_help_text(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The `--help` option, in the language of the run."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say("option.help")
        return found


def _check_text(ctx: click.Context, param: click.Parameter, value: object) -> None:
    for said in value if isinstance(value, tuple) else (value,):
        if isinstance(said, str) and (shown := said.encode(errors="replace").decode()) != said:
            raise click.BadParameter(shown, ctx, param)


class Command(_Speaking):
    """A command."""


class Group(_Speaking, click.Group):
    """A group of commands; an unknown one is answered with the nearest."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named; an unknown one is wrong usage."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None:
            raise UnknownCommandError(name, self.nearest_command(ctx, name), ctx)
        return name, command, args[1:]

    def nearest_command(self, ctx: click.Context, name: str) -> str | None:
        """The command whose name is most like what was written."""
        return nearest(name, self.list_commands(ctx))


class UnknownCommandError(click.UsageError):
    """No such command."""

    def __init__(self, name: str, near: str | None, ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.near = near
