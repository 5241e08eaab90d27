"""How a run ends: its exit status, and what is said of a mistake, on one line with how to mend it.

Source: interface page, section 1.
"""

from __future__ import annotations

import io
import os
import re
import signal
import sys
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO, cast

import click

from growth_ledger.cli.commands import UnknownCommandError
from growth_ledger.cli.language import LANGUAGE, option_in, say, tell_errors
from growth_ledger.cli.run import OPENED
from growth_ledger.errors import LedgerError, MissingError, StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_FAILED: Final = 1
_WRONG_USAGE: Final = 2
_INTERRUPTED: Final = 130
_TERMINATED: Final = 143
TRACEBACK_VARIABLE: Final = "GROWTH_LEDGER_TRACEBACK"
"""Where it is set, what the program does not know ends it with Python's own account of it."""

_UNEXPECTED: Final = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_BEGINS_WITH_THE_VALUE: Final = re.compile(r"('.*?'|\S+) is not ")
"""How click says that a value will not do; the rest of its words are in English."""

_STATUS: Final[ContextVar[int]] = ContextVar("status", default=0)
_FAILURE: Final[ContextVar[LedgerError | None]] = ContextVar("failure", default=None)
_LAST_WORDS: Final[ContextVar[tuple[str, ...]]] = ContextVar("last words", default=())


def run_to_the_end(command: Callable[[], Any], given: Sequence[str]) -> NoReturn:
    """Run the command, and end the process with the status of its outcome, or with what went wrong.

    Args:
        command: Parses, calls and prints; gives the status, or anything else for success.
        given: The command line, as far as it can be read before it is parsed.
    """
    if sys.stdout is None:
        # It was closed before Python began.
        _end_without_output("")
    _prepare_streams()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminate)
    OPENED.set(())
    _LAST_WORDS.set(())
    _FAILURE.set(None)
    _ends_with(0)
    try:
        status = _outcome(command, given)
        sys.stdout.flush()
        _tell_failure()
    except BrokenPipeError:
        end_unread()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _end_without_output(error.strerror or "")
    sys.exit(status if isinstance(status, int) else 0)


def say_last(line: str) -> None:
    """A line on standard error below every mistake, where it stays in sight."""
    _LAST_WORDS.set((*_LAST_WORDS.get(), line))


def fails_with(failure: LedgerError | None) -> int:
    """The status of a run whose answer is whole and says that something does not hold, or that all does.

    What does not hold is told below the answer as any mistake is, also if nobody reads the answer.
    """
    _FAILURE.set(failure)
    return _ends_with(0 if failure is None else _FAILED)


def end_unread() -> NoReturn:
    """The reader has gone (`| head`): nothing more is wanted; what went wrong before did."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _tell_failure()
    sys.exit(_STATUS.get())


def _ends_with(status: int) -> int:
    """The status with which the run will end, also if its reader goes before all is told."""
    _STATUS.set(status)
    return status


def _tell_failure() -> None:
    failure = _FAILURE.get()
    if failure is not None:
        from growth_ledger.reports.errors import lines_of

        tell_errors(lines_of(failure, LANGUAGE.get()))


def _prepare_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a code page has no sign for is a question mark, and no reason to stop.
            stream.reconfigure(errors="replace")
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        # What another program reads or a file keeps is UTF-8, whatever the terminal speaks.
        sys.stdout.reconfigure(encoding="utf-8")
    if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr is sys.__stderr__:
        sys.stderr = cast("TextIO", _Aside(sys.stderr))


def _outcome(command: Callable[[], Any], given: Sequence[str]) -> Any:
    """What the command gives, or the end of the program with what went wrong."""
    try:
        if sys.platform != "win32":
            # One that came while the program was being read has waited (`__main__`).
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return command()
    except click.exceptions.Abort:
        _end_interrupted(_INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        # No mistake to tell of: what there is to choose from is what was missing.
        click.echo(error.ctx.get_help(), err=True)
        sys.exit(_WRONG_USAGE)
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


def _end_failed(error: LedgerError, given: Sequence[str]) -> NoReturn:
    from growth_ledger.reports.errors import json_of, lines_of

    status = _ends_with(_WRONG_USAGE if isinstance(error, UsageError) else _FAILED)
    language = LANGUAGE.get()
    if option_in(given, "--format") == "json":
        click.echo(json_of(error, language))
    tell_errors(lines_of(error, language))
    for line in _LAST_WORDS.get():
        click.echo(line, err=True)
    sys.exit(status)


def _end_wrong_usage(error: click.ClickException, given: Sequence[str]) -> NoReturn:
    _ends_with(_WRONG_USAGE)
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
    sys.exit(_WRONG_USAGE)


def _wrong_usage(error: click.ClickException) -> tuple[str, str]:
    """What is wrong with the command line, and how to mend it, where that is known."""
    match error:
        case UnknownCommandError():
            near = "" if error.near is None else say("usage.nearest", nearest=error.near)
            return say("usage.no-such-command", command=error.name), near
        case click.NoSuchOption() if _is_of_every_command(error):
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


def _is_of_every_command(error: click.NoSuchOption) -> bool:
    """Whether the option stands before the command, where it is one of the whole program."""
    if error.ctx is None:
        return False
    return any(error.option_name in param.opts for param in error.ctx.find_root().command.params)


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
    sys.exit(_FAILED)


class _TerminatedError(BaseException):
    """Somebody asked the process to end (SIGTERM)."""


def _terminate(_: int, __: object) -> NoReturn:
    raise _TerminatedError


def _end_interrupted(status: int) -> NoReturn:
    has_recorded = any(store.has_recorded for store in OPENED.get())
    click.echo(say("say.interrupted-late" if has_recorded else "say.interrupted"), err=True)
    sys.exit(status)


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
