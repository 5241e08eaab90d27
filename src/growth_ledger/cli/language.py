"""The language of a run: `--lang`, else the locale's; known before any help text is made."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

import click

from growth_ledger.wording import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from growth_ledger.wording import Lang

LANGUAGE: Final[ContextVar[Lang]] = ContextVar("language", default="en")
"""Set once for each run, before the command line is parsed."""


def tell_errors(lines: Iterable[str]) -> None:
    """What is wrong, a line each on standard error."""
    for line in lines:
        click.echo(say("error.prefix") + line, err=True)


def say(key: str, /, **values: object) -> str:
    """The text of a key in the language of the run."""
    return text(key, LANGUAGE.get(), **values)


def language_of(arguments: Sequence[str]) -> Lang:
    """The language that the arguments ask for, else the environment's, else English."""
    asked = option_in(arguments, "--lang")
    if asked in {"zh", "en"}:
        return "zh" if asked == "zh" else "en"
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def option_in(arguments: Sequence[str], name: str) -> str | None:
    """The value of an option as it stands among the arguments, before they are parsed."""
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
    return None
