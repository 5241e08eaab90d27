"""The commands about cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli.commands import Group, argument, option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.language import say
from growth_ledger.cli.lists import check_found, put_rows
from growth_ledger.cli.papers import PAPER_FORMATS, check_out, heading_of, notice_options, put_paper
from growth_ledger.cli.questions import (
    asked,
    labels_of,
    print_basis,
    print_json,
    progress,
    reading_options,
)
from growth_ledger.cli.run import Run
from growth_ledger.reports import notices, tables
from growth_ledger.reports.papers import mask_names
from growth_ledger.reports.printing import print_grid, print_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.group("cohort", cls=Group, said="command.cohort")
def cohort() -> None:
    """Cohorts."""


@cohort.command("list", said="command.cohort.list")
@option("--district", said="option.district", shell_complete=from_ledger("district"))
@option("--tier", said="option.tier", shell_complete=from_ledger("tier"))
@reading_options("table", "json")
@click.pass_obj
def list_(run: Run, /, district: str | None, tier: str | None, form: str, **options: Any) -> None:
    """Every cohort at a day."""
    from growth_ledger.ledger import cohorts

    with asked(run, options) as view:
        labels = labels_of(view)
        code = None if tier is None else labels.projection_named(tier)
        rows = cohorts.cohort_list(view, district=district, tier=code)
        check_found(view, rows, {"district": district})
        put_rows(rows, view, form=form, grid=lambda: tables.cohort_list_grid(rows, labels))


@cohort.command("show", said="command.cohort.show")
@argument("cohort", shell_complete=from_ledger("cohort"))
@option("--candidates", "with_candidates", said="option.candidates", is_flag=True)
@notice_options
@reading_options("table", "json", *PAPER_FORMATS)
@click.pass_obj
def show(run: Run, /, cohort: str, with_candidates: bool, form: str, **options: Any) -> None:  # noqa: FBT001 - click's options.
    """A cohort at a day."""
    from growth_ledger.ledger import cohorts

    check_out(form, options)
    with asked(run, options) as view, progress(say("say.reading_files")) as told:
        answer = cohorts.cohort_show(view, cohort, with_candidates=with_candidates, progress=told)
        if options["mask"]:
            mask_names([*answer["participants"], *answer.get("candidates", [])])
        if form == "json":
            print_json(answer)
            print_basis(view, answer["basis"], aside=True)
            return
        labels = labels_of(view)
        if form in PAPER_FORMATS:
            named = [*answer["participants"], *answer.get("candidates", [])]
            heading = heading_of(
                view, options, (one["school"] for one in named), basis=answer["basis"]
            )
            paper = notices.cohort_notice(answer, heading, labels)
            put_paper(paper, form=form, out=options["out"])
            return
        print_pairs(tables.cohort_pairs(answer, labels))
        print_grid(tables.cohort_participants(answer, labels))
        if with_candidates:
            print_grid(tables.cohort_candidates(answer, labels))
        print_basis(view, answer["basis"])


COMMANDS: Final[Mapping[str, click.Command]] = {"cohort": cohort}
