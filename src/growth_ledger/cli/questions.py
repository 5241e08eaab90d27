"""What every reading command takes: the three clocks, the format, and how its answer is printed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from growth_ledger.cli import completing
from growth_ledger.cli.commands import option, option_of
from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.cli.run import Run
from growth_ledger.errors import UnreadableError, UsageError
from growth_ledger.reports.labels import Labels
from growth_ledger.reports.printing import as_csv, as_json, print_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.ledger.views import View
    from growth_ledger.store import Head

F = TypeVar("F", bound=Callable[..., Any])

_COMMA: Final = re.compile("[,，、]")


def format_option(*choices: str) -> Callable[[F], F]:
    """`--format`, the first choice by default."""
    return option(
        "--format",
        "form",
        said="option.format",
        filled={"choices": ", ".join(choices)},
        type=click.Choice(choices),
        default=choices[0],
    )


def reading_options(*choices: str) -> Callable[[F], F]:
    """The options of a reading command, with the formats that it can print."""

    def decorate(function: F) -> F:
        for decorator in (
            format_option(*(choices or ("table", "json"))),
            option("--assume-credited", said="option.assume_credited", is_flag=True),
            option("--rules", said="option.rules", shell_complete=completing.packs),
            option("--known-at", said="option.known_at"),
            option("--as-of", said="option.as_of"),
        ):
            function = decorator(function)
        return function

    return decorate


def day_given(text: str) -> date:
    """The day that an option names, however a sheet would write it.

    Raises:
        UsageError: As `views.read_day`.
    """
    from growth_ledger.ledger.views import read_day

    return read_day(_as_iso(text))


def kinds_given(texts: Iterable[str], *, among: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that an option names, by code or label, several between commas; each once.

    Raises:
        UsageError: `unknown-kind`, with the nearest one.
    """
    from growth_ledger.intake.columns import kind_named, nearest_kind

    found: list[str] = []
    for name in (part.strip() for text in texts for part in _COMMA.split(text)):
        kind = kind_named(name, among=among)
        if kind is not None:
            found.append(kind)
        elif name:
            near = nearest_kind(name, among=among)
            raise UsageError("unknown-kind", value=name, nearest=near)
    return tuple(dict.fromkeys(found))


def clock_given(text: str) -> str:
    """A position, a moment, or a day however a sheet would write it; what is none of them stays."""
    # A moment has its hours, which are no part of a day.
    may_be_a_day = not text.isdigit() and not text.startswith("#") and ":" not in text
    return _as_iso(text) if may_be_a_day else text


def _as_iso(text: str) -> str:
    """A day however a sheet would write it, as 2024-09-01; what is no day stays."""
    from growth_ledger.ledger.views import AS_ISO

    if AS_ISO.fullmatch(text) is None:
        from growth_ledger.intake.cells import read_day as read_cell

        with suppress(UnreadableError):
            return read_cell(text)
    return text


@contextmanager
def asked(run: Run, options: Mapping[str, Any]) -> Iterator[View]:
    """A view as the options of a reading command ask for it."""
    from growth_ledger.ledger.views import Question, viewing

    as_of = options.get("as_of")
    with about("--as-of"):
        day = None if as_of is None else day_given(as_of)
    known_at = options.get("known_at")
    question = Question(
        as_of=day,
        known_at=None if known_at is None else clock_given(known_at),
        rules=options.get("rules"),
        assume_credited=bool(options.get("assume_credited")),
    )
    with run.open() as ledger, viewing(ledger, question) as view:
        yield view


def clocks_of(options: Mapping[str, Any]) -> list[str]:
    """The options that ask another command the same question, as they were given."""
    names = ("as_of", "known_at", "rules")
    words = [word for name in names if options[name] for word in (option_of(name), options[name])]
    return [*words, "--assume-credited"] if options["assume_credited"] else words


@contextmanager
def opened(run: Run) -> Iterator[Ledger]:
    """The ledger, for a command that prints no basis: SANDBOX is said on standard error."""
    with run.open() as ledger:
        with ledger.store.reading() as reading:
            say_sandbox(reading.head)
        yield ledger


def say_sandbox(head: Head) -> None:
    """SANDBOX on standard error, for what has no basis to say it in, where the ledger is one."""
    if head.sandbox:
        click.echo(say("say.sandbox"), err=True)


def note(key: str, **values: object) -> None:
    """What is done all the same, or passed over, on standard error."""
    click.echo(say("desk.note.prefix") + say(key, **values), err=True)


@contextmanager
def about(option_name: str) -> Iterator[None]:
    """A mistake in what the block reads is told of this option."""
    try:
        yield
    except UsageError as error:
        error.at(option_name)
        raise


def labels_of(view: View) -> Labels:
    """The words for what the view may say."""
    return Labels.of(view.packs(), LANGUAGE.get())


def labels_about(view: View, projection: str) -> Labels:
    """The same, and those of packs that do not judge here where none that does has the projection."""
    labels = labels_of(view)
    if labels.know(projection):
        return labels
    from growth_ledger.ledger.packs import every_pack

    return Labels.of([*view.packs(), *every_pack(view.reading)], LANGUAGE.get())


def print_json(answer: Any) -> None:
    """The one document on standard output."""
    click.echo(as_json(answer))


def print_csv(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    """Rows under their keys, the same as in JSON."""
    click.echo(as_csv(keys, [[row[key] for key in keys] for row in rows]), nl=False)


def print_basis(
    view: View, basis: str | None = None, *, aside: bool = False, clocks: str = ""
) -> None:
    """The basis of an answer, and SANDBOX where the ledger is one.

    Args:
        view: What was asked.
        basis: The answer's own; else that of the whole view.
        aside: On standard error, where standard output is for a program.
        clocks: What the three clocks mean here, where they mean another thing than elsewhere.
    """
    line = say("say.basis", basis=basis or view.basis())
    if clocks:
        line = f"{clocks} {line}"
    if view.assumed_after is not None:
        line = f"{say('say.assumes')} {line}"
    if view.head.sandbox:
        line = f"{say('say.sandbox')} · {line}"
    if aside:
        click.echo(line, err=True)
    else:
        print_line(line)


@contextmanager
def progress(label: str, *, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A counter on standard error for what takes longer than a second; only on a terminal.

    Args:
        label: What is counted.
        total: How many there will be, where that is known: then it is a bar.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from time import monotonic

    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from growth_ledger.reports.printing import console

    began = monotonic()
    counted = "{task.completed:,}" if total is None else "{task.completed:,}/{task.total:,}"
    bar = Progress(
        *([SpinnerColumn()] if total is None else []),
        TextColumn(f"{{task.description}} {counted}"),
        *([] if total is None else [BarColumn()]),
        TimeElapsedColumn(),
        console=console(to_error=True),
        transient=True,
    )
    task = bar.add_task(label, total=total)
    started = False

    def told(done: int) -> None:
        nonlocal started
        if not started and monotonic() - began > 1:
            bar.start()
            started = True
        if started:
            bar.update(task, completed=done)

    try:
        yield told
    finally:
        if started:
            bar.stop()
