"""The commands that make something: a ledger, made-up events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from growth_ledger.cli.commands import Command, option
from growth_ledger.cli.language import say
from growth_ledger.cli.questions import format_option, print_json
from growth_ledger.cli.run import Run
from growth_ledger.reports.printing import print_line

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command("init", cls=Command, said="command.init")
@option("--sandbox", said="option.sandbox", is_flag=True)
@option("--origin", said="option.origin")
@format_option("table", "json")
@click.pass_obj
def init(run: Run, /, sandbox: bool, origin: str | None, form: str) -> None:  # noqa: FBT001 - click's options.
    """A new, empty ledger."""
    from growth_ledger.ledger.opening import make_ledger
    from growth_ledger.store import shown_address

    made = make_ledger(run.url, sandbox=sandbox, origin=origin)
    if form == "json":
        print_json(
            {
                "ledger": shown_address(run.url),
                "origin": made.origin,
                "sandbox": sandbox,
                "verifier_key": made.verifier_key,
                "key_file": str(made.key_file),
            }
        )
        return
    if sandbox:
        print_line(say("say.sandbox"))
    print_line(
        say(
            "say.made",
            where=shown_address(run.url),
            origin=made.origin,
            key=made.verifier_key,
            file=str(made.key_file),
        )
    )


@click.command("sample", cls=Command, said="command.sample")
@option("--teachers", said="option.teachers", type=click.IntRange(min=1), required=True)
@option("--seed", said="option.seed", type=int, required=True)
@option("--years", said="option.years", type=click.IntRange(min=1, max=60), default=30)
def sample(teachers: int, seed: int, years: int) -> None:
    """Made-up events."""
    import json
    import sys

    from growth_ledger.domain.days import day_in_china
    from growth_ledger.ledger.opening import now
    from growth_ledger.samples import sample_events

    today = day_in_china(now())
    for event in sample_events(teachers=teachers, seed=seed, years=years, today=today):
        sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")


COMMANDS: Final[Mapping[str, click.Command]] = {"init": init, "sample": sample}
