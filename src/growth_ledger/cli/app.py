"""The command tree: commands are imported when they are run, and speak the language of the run.

Errors of the ledger become `error: WHAT, WHERE: HOW TO MEND` and an exit status here, in one place.
Source: interface page, section 1.
"""

from __future__ import annotations

import importlib
import io
import os
import re
import signal
import sys
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO, cast

import click
from click.core import ParameterSource

from growth_ledger import __version__
from growth_ledger.cli.language import LANGUAGE, language_of, option_in, say, tell_errors
from growth_ledger.errors import LedgerError, MissingError, StorageError, UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from click.shell_completion import CompletionItem

    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.store import Store
    from growth_ledger.wording import Lang

FAILED: Final = 1
WRONG_USAGE: Final = 2
_INTERRUPTED: Final = 130
_TERMINATED: Final = 143
_UNEXPECTED: Final = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_BEGINS_WITH_THE_VALUE: Final = re.compile(r"('.*?'|\S+) is not ")
"""How click says that a value will not do; the rest of its words are in English."""

LEDGER_VARIABLE: Final = "GROWTH_LEDGER_URL"
BY_VARIABLE: Final = "GROWTH_LEDGER_BY"
TRACEBACK_VARIABLE: Final = "GROWTH_LEDGER_TRACEBACK"
"""Where it is set, what the program does not know ends it with Python's own account of it."""
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


_NARROWEST: Final = 10
"""Columns that a text has at least."""
_STATUS: Final[ContextVar[int]] = ContextVar("status", default=0)
_OPENED: Final[ContextVar[tuple[Store, ...]]] = ContextVar("opened", default=())
"""What this run has opened, for the word that it is stopped with."""
_LAST_WORDS: Final[ContextVar[tuple[str, ...]]] = ContextVar("last words", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What every command of one run may need."""

    url: str
    by: str
    lang: Lang | None = None
    """The language that was asked for in so many words."""

    def open(self) -> Ledger:
        """The ledger that the run is about."""
        from growth_ledger.ledger.opening import open_ledger

        ledger = open_ledger(self.url, by=self.by, on_wait=_say_waiting)
        _OPENED.set((*_OPENED.get(), ledger.store))
        return ledger


class _Aside:
    """Standard error, whose reader may go: then nobody hears the rest, and the work goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text, or leave it."""
        with self._unheard():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Hand over what was written."""
        with self._unheard():
            self._stream.flush()

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


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

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help."""
        self.help = say(self.said, **self.filled)
        found = super().get_help_record(ctx)
        if found is None:
            return None
        names, said = found
        required = say("app.required")
        said = said.replace("[required]", required)
        return names, said.replace("; required]", f"; {required[1:]}")


def option(*names: str, said: str, **kw: Any) -> Callable[[Any], Any]:
    """An option of a command; `said` is the key of its help."""
    return click.option(*names, cls=Option, said=said, **kw)


class _Speaking(click.Command):
    """A command whose help is `command.NAME`, with `command.NAME.help` below where there is one."""

    context_class = Context
    said: str = ""

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

    def __init__(self, *args: Any, said: str = "", **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.said = said


class Group(_Speaking, click.Group):
    """A group of commands; an unknown one is answered with the nearest."""

    command_class = Command

    def __init__(self, *args: Any, said: str = "", **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.said = said

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
        if sys.stdout is None:
            # It was closed before Python began.
            _end_without_output("")
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # What a code page has no sign for is a question mark, and no reason to stop.
                stream.reconfigure(errors="replace")
        if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
            # What another program reads or a file keeps is UTF-8, whatever the terminal speaks.
            sys.stdout.reconfigure(encoding="utf-8")
        if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr is sys.__stderr__:
            sys.stderr = cast("TextIO", _Aside(sys.stderr))
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, _terminate)
        _OPENED.set(())
        _LAST_WORDS.set(())
        ends_with(0)
        try:
            status = self._ended(given, *rest, **kw)
            sys.stdout.flush()
        except BrokenPipeError:
            _end_unread()
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            _end_without_output(error.strerror or "")
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click would end with status 1 where the reader has gone."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _end_unread()

    def _ended(self, given: list[str], *rest: Any, **kw: Any) -> Any:
        """The command's outcome, or the end of the program with what went wrong."""
        try:
            return super().main(given, *rest, **kw)
        except click.exceptions.Abort:
            _end_interrupted(_INTERRUPTED)
        except click.exceptions.NoArgsIsHelpError as error:
            # No mistake to tell of: what there is to choose from is what was missing.
            click.echo(error.ctx.get_help(), err=True)
            sys.exit(WRONG_USAGE)
        except click.ClickException as error:
            _end_wrong_usage(error, given)
        except LedgerError as error:
            _end_failed(error, given)
        except _TerminatedError:
            _end_interrupted(_TERMINATED)
        except KeyboardInterrupt:
            _end_interrupted(_INTERRUPTED)
        except OSError as error:
            if error.filename is None:
                # The output itself.
                raise
            found = MissingError("not-readable", path=str(error.filename), reason=error.strerror)
            _end_failed(found, given)
        except Exception as error:
            if os.environ.get(TRACEBACK_VARIABLE):
                raise
            # A value in the ledger that nothing but tampering puts there, or a mistake of ours.
            reason = f"{type(error).__name__}: {error}"
            _end_failed(StorageError("unexpected", reason=reason), given)


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


def say_last(line: str) -> None:
    """A line on standard error below every mistake, where it stays in sight."""
    _LAST_WORDS.set((*_LAST_WORDS.get(), line))


def command_line(*words: str) -> str:
    """A command that may be given next, of the same ledger and in the same language as this one.

    The ledger's URL may hold a password: it is left for the caller to give again.
    """
    import shlex

    root = click.get_current_context().find_root()
    before = [
        part
        for name, option_name in (("url", "--ledger"), ("lang", "--lang"))
        if root.get_parameter_source(name) is ParameterSource.COMMANDLINE
        and "://" not in root.params[name]
        for part in (option_name, root.params[name])
    ]
    return shlex.join(["growth-ledger", *before, *words])


def ends_with(status: int) -> int:
    """The status with which the run will end, also if its reader goes before all is told."""
    _STATUS.set(status)
    return status


def _end_failed(error: LedgerError, given: Sequence[str]) -> NoReturn:
    from growth_ledger.reports.errors import json_of, lines_of

    status = ends_with(WRONG_USAGE if isinstance(error, UsageError) else FAILED)
    language = LANGUAGE.get()
    if option_in(given, "--format") == "json":
        click.echo(json_of(error, language))
    tell_errors(lines_of(error, language))
    for line in _LAST_WORDS.get():
        click.echo(line, err=True)
    sys.exit(status)


def _end_wrong_usage(error: click.ClickException, given: Sequence[str]) -> NoReturn:
    ends_with(WRONG_USAGE)
    what, hint = _wrong_usage(error)
    path = "growth-ledger"
    if isinstance(error, click.UsageError) and error.ctx is not None:
        path = error.ctx.command_path
    hint = hint or say("usage.see-help", command=path)
    if option_in(given, "--format") == "json":
        import json

        said = {"code": "wrong-usage", "message": what, "where": path, "hint": hint}
        click.echo(json.dumps({"error": said}, ensure_ascii=False))
    tell_errors([say("message.line", what=what, where=path, hint=hint)])
    sys.exit(WRONG_USAGE)


def _wrong_usage(error: click.ClickException) -> tuple[str, str]:
    """What is wrong with the command line, and how to mend it, where that is known."""
    match error:
        case UnknownCommandError():
            near = "" if error.near is None else say("usage.nearest", nearest=error.near)
            return say("usage.no-such-command", command=error.name), near
        case click.NoSuchOption() if _is_of_every_command(error.option_name):
            said = say("usage.no-such-option", option=error.option_name)
            return said, say("usage.before-the-command", option=error.option_name)
        case click.NoSuchOption():
            possible = error.possibilities or []
            near = say("usage.nearest", nearest=possible[0]) if possible else ""
            return say("usage.no-such-option", option=error.option_name), near
        case click.BadOptionUsage():
            lacks_value = "requires" in error.message
            key = "usage.without-value" if lacks_value else "usage.with-value"
            return say(key, option=error.option_name), ""
        case click.MissingParameter():
            name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
            return say("usage.missing", parameter=name.strip("'")), ""
        case click.BadParameter():
            name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
            named = _BEGINS_WITH_THE_VALUE.match(error.message)
            value = error.message if named is None else named[1]
            said = say("usage.bad-value", parameter=name.strip("'"), value=value)
            return said, _wanted(error.param)
        case _:
            beyond = _UNEXPECTED.fullmatch(error.message)
            if beyond is not None:
                return say("usage.unexpected", value=beyond[1]), ""
            if error.message == "Missing command.":
                return say("usage.no-command"), ""
            return say("usage.other", message=error.format_message()), ""


def _is_of_every_command(name: str) -> bool:
    return any(name in param.opts for param in main.params if name != "--help")


def _wanted(param: click.Parameter | None) -> str:
    """What a parameter takes, where that can be said in a few words."""
    match None if param is None else param.type:
        case click.Choice() as choice:
            return say("usage.choices", choices=", ".join(map(str, choice.choices)))
        case click.IntRange() as whole if whole.min is not None and whole.max is None:
            return say("usage.whole-from", least=whole.min)
        case click.IntRange() as whole if whole.min is not None:
            return say("usage.whole-between", least=whole.min, most=whole.max)
        case click.types.IntParamType():
            return say("usage.whole")
        case click.types.StringParamType():
            return say("usage.text")
        case _:
            return ""


def _end_without_output(reason: str) -> NoReturn:
    """What was to be printed cannot be."""
    from growth_ledger.reports.errors import lines_of

    tell_errors(lines_of(StorageError("output-failed", reason=reason), LANGUAGE.get()))
    sys.exit(FAILED)


class _TerminatedError(BaseException):
    """Somebody asked the process to end (SIGTERM)."""


def _terminate(_: int, __: object) -> NoReturn:
    raise _TerminatedError


def _end_interrupted(status: int) -> NoReturn:
    has_recorded = any(store.has_recorded for store in _OPENED.get())
    click.echo(say("say.interrupted-late" if has_recorded else "say.interrupted"), err=True)
    sys.exit(status)


def _end_unread() -> NoReturn:
    """The reader has gone (`| head`): nothing more is wanted; what went wrong before did."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(_STATUS.get())


def _say_waiting(seconds: float) -> None:
    click.echo(say("say.waiting", seconds=round(seconds)), err=True)


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser().encode(errors="replace").decode()
    except (KeyError, OSError):
        return "unknown"
