"""`audit findings`: what an auditor would ask about, per teacher and as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from growth_ledger.cli import completing
from growth_ledger.cli.commands import Command, Option, argument, option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.language import say
from growth_ledger.cli.lists import check_found, place_options, put_rows
from growth_ledger.cli.papers import PAPER_FORMATS, check_out, heading_of, notice_options
from growth_ledger.cli.questions import (
    asked,
    labels_of,
    progress,
    reading_options,
)
from growth_ledger.cli.run import Run
from growth_ledger.reports.notices import findings_paper
from growth_ledger.reports.tables import findings_grid

if TYPE_CHECKING:
    from growth_ledger.reports.printing import Grid
    from growth_ledger.wording import Lang


class _FindingOption(Option):
    """An option that takes findings, with the codes of all of them."""

    def told(self, lang: Lang) -> str:
        """What the option does, and the codes with their labels."""
        from growth_ledger.policy.findings import FINDINGS
        from growth_ledger.wording import text

        codes = " | ".join(f"{code} {text(f'finding.{code}', lang)}" for code in FINDINGS)
        return f"{super().told(lang)} [{codes}]"


@click.command("findings", cls=Command, said="command.audit.findings")
@argument("teacher", required=False, shell_complete=from_ledger("teacher"))
@click.option(
    "--finding",
    "only",
    cls=_FindingOption,
    said="option.finding",
    multiple=True,
    shell_complete=completing.findings,
)
@option("--backdated-days", said="option.backdated_days", type=click.IntRange(min=0))
@place_options
@notice_options
@reading_options("table", "json", "csv", *PAPER_FORMATS)
@click.pass_obj
def findings(
    run: Run, /, teacher: str | None, only: tuple[str, ...], form: str, **options: Any
) -> None:
    """What an auditor would ask about."""
    from growth_ledger.ledger import finding

    check_out(form, options)
    only = finding.findings_named(only)
    if "backdated" in only and options["backdated_days"] is None:
        # Answering "nothing" would be mistaken for "all was recorded in time".
        context = click.get_current_context()
        needed = next(one for one in context.command.params if one.name == "backdated_days")
        raise click.MissingParameter(ctx=context, param=needed)
    with asked(run, options) as view, progress(say("say.reading_files")) as told:
        labels = labels_of(view)
        rows = finding.findings(
            view,
            labels,
            teacher=teacher,
            only=only,
            backdated_days=options["backdated_days"],
            district=options["district"],
            school=options["school"],
            progress=told,
        )
        check_found(view, rows, options)

        def grid() -> Grid:
            return findings_grid(rows, labels)

        put_rows(
            rows,
            view,
            form=form,
            grid=grid,
            keys=tuple(finding.FindingAnswer.__annotations__),
            paper=lambda: findings_paper(grid(), heading_of(view, options, ()), labels),
            out=options["out"],
        )
