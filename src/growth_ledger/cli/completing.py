"""What a shell offers while a command is typed: the ledger's names, codes, packs and files.

Completion offers what it can, and says nothing of what it cannot: where there is no ledger yet, or it
cannot be read, nothing is offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from click.shell_completion import CompletionItem

from growth_ledger.cli.language import LANGUAGE
from growth_ledger.cli.run import Run
from growth_ledger.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    Completing = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

Sort = Literal[
    "teacher", "school", "cohort", "district", "projection", "tier", "explained", "outcome", "pack"
]
"""What the ledger has names of."""


def known_names(ctx: click.Context, sort: Sort, incomplete: str) -> list[CompletionItem]:
    """The names that the ledger has of this sort, and that begin so."""
    from growth_ledger.ledger.desk import beginning_with

    url = ctx.find_root().params.get("url")
    try:
        with Run(url=str(url), by="").open() as ledger:
            found = beginning_with(ledger, sort, incomplete)
    except LedgerError:
        return []
    return [CompletionItem(name) for name in found]


def from_ledger(sort: Sort) -> Completing:
    """Completes a parameter that takes a name of this sort."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return known_names(ctx, sort, incomplete)

    return complete


def packs(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """A pack of the ledger, one that came with the program, or a folder."""
    from growth_ledger.intake.pack_folders import shipped_packs

    shipped = [name for name in shipped_packs() if name.startswith(incomplete)]
    adopted = [item.value for item in known_names(ctx, "pack", incomplete)]
    found = [CompletionItem(name) for name in dict.fromkeys((*shipped, *adopted))]
    return [*found, CompletionItem(incomplete, type="dir")]


def kinds(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """A kind of event; of a list between commas, the last one."""
    from growth_ledger.domain.events import EVENT_CLASSES

    return _kinds(EVENT_CLASSES, incomplete)


def callers_kinds(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """As `kinds`, of those that a caller may record."""
    from growth_ledger.domain.events import CALLER_KINDS

    return _kinds(CALLER_KINDS, incomplete)


def findings(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """A finding."""
    from growth_ledger.policy.findings import FINDINGS
    from growth_ledger.wording import text

    return [
        CompletionItem(code, help=text(f"finding.{code}", LANGUAGE.get()))
        for code in FINDINGS
        if code.startswith(incomplete)
    ]


def _kinds(among: Iterable[str], incomplete: str) -> list[CompletionItem]:
    from growth_ledger.wording import kind_label

    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{kind}", help=kind_label(kind, LANGUAGE.get()))
        for kind in among
        if kind.startswith(last)
    ]


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """A file, which the shell itself looks for."""
    return [CompletionItem(incomplete, type="file")]
