"""What every command of one run may need: the ledger, who asks, and how to go on."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from growth_ledger.cli.language import say

if TYPE_CHECKING:
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.store import Store
    from growth_ledger.wording import Lang

OPENED: Final[ContextVar[tuple[Store, ...]]] = ContextVar("opened", default=())
"""What this run has opened, for the word that it is stopped with."""


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
        OPENED.set((*OPENED.get(), ledger.store))
        return ledger


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


def _say_waiting(seconds: float) -> None:
    click.echo(say("say.waiting", seconds=round(seconds)), err=True)
