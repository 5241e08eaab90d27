"""The reading commands about teachers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli import completing
from growth_ledger.cli.commands import Command, argument, option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.cli.lists import check_found, place_options, put_rows
from growth_ledger.cli.papers import (
    PAPER_FORMATS,
    check_out,
    heading_of,
    labels_for_careers,
    notice_options,
    out_option,
    put_text,
)
from growth_ledger.cli.questions import (
    about,
    asked,
    clocks_of,
    day_given,
    kinds_given,
    labels_about,
    labels_of,
    print_basis,
    print_json,
    progress,
    reading_options,
)
from growth_ledger.cli.run import Run, command_line
from growth_ledger.errors import UsageError
from growth_ledger.reports import notices, tables
from growth_ledger.reports.labels import Labels
from growth_ledger.reports.papers import mask_names
from growth_ledger.reports.printing import print_grid, print_hint, print_line, print_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from growth_ledger.ledger.views import View
    from growth_ledger.reports.papers import Paper

_CHANGE_KEYS: Final = ("day", "teacher", "name", "school", "from", "to", "cause", "events")
"""The day first, by which such a list is ordered."""


@click.command("show", cls=Command, said="command.show")
@argument("teacher", shell_complete=from_ledger("teacher"))
@reading_options("table", "json")
@click.pass_obj
def show(run: Run, /, teacher: str, form: str, **options: Any) -> None:
    """The file at a day."""
    from growth_ledger.ledger import asking
    from growth_ledger.ledger.unjudged import unjudged

    with asked(run, options) as view:
        answer = asking.show(view, teacher)
        if form == "json":
            print_json(answer)
            return
        labels = labels_of(view)
        print_pairs(tables.show_pairs(answer, labels))
        why_none = None if answer["policy"] else unjudged(view, teacher)
        print_grid(tables.show_standings(answer, labels, unjudged=why_none))
        if answer["standings"]:
            first = next(iter(answer["standings"]))
            asks_why = command_line("explain", teacher, first, *clocks_of(options))
            print_hint(say("say.why", command=asks_why))
        print_basis(view, answer["basis"])


@click.command("timeline", cls=Command, said="command.timeline")
@argument("teacher", shell_complete=from_ledger("teacher"))
@option("--kind", "kinds", said="option.kind", multiple=True, shell_complete=completing.kinds)
@out_option
@reading_options("table", "json", "svg", "html")
@click.pass_obj
def timeline(run: Run, /, teacher: str, kinds: tuple[str, ...], form: str, **options: Any) -> None:
    """The whole trajectory."""
    from growth_ledger.ledger import histories

    check_out(form, options, among=("svg", "html"))
    if kinds and form in {"svg", "html"}:
        raise UsageError("no-effect", option="--kind", beside=f"--format {form}")
    with asked(run, options) as view:
        if form in {"svg", "html"}:
            put_text(_picture(view, teacher, form), out=options["out"])
            return
        answer = histories.timeline(view, teacher, whole=options["as_of"] is None)
        if kinds:
            wanted = _of_kinds(kinds)
            answer["events"] = [one for one in answer["events"] if one["kind"] in wanted]
        if form == "json":
            print_json(answer)
            return
        labels = labels_of(view)
        print_line(f"{teacher} {answer['name'] or ''}")
        print_grid(tables.timeline_events(answer, labels))
        print_grid(tables.timeline_tenure(answer, labels))
        print_grid(tables.timeline_standings(answer, labels))
        print_basis(view, answer["basis"])


@click.command("explain", cls=Command, said="command.explain")
@argument("teacher", shell_complete=from_ledger("teacher"))
@argument("projection", shell_complete=from_ledger("explained"))
@reading_options("table", "json")
@click.pass_obj
def explain(run: Run, /, teacher: str, projection: str, form: str, **options: Any) -> None:
    """Why an outcome."""
    from growth_ledger.ledger import asking
    from growth_ledger.ledger.unjudged import unjudged

    with asked(run, options) as view:
        labels = labels_about(view, projection)
        answer = asking.explain(view, teacher, labels.projection_named(projection))
        if form == "json":
            print_json(answer)
            print_basis(view, answer["basis"], aside=True)
            return
        why_none = None if answer["outcome"] else unjudged(view, teacher)
        for line in tables.explanation_lines(answer, labels, unjudged=why_none):
            print_line(line)
        print_basis(view, answer["basis"])


@click.command("standings", cls=Command, said="command.standings")
@argument("projection", shell_complete=from_ledger("projection"))
@place_options
@option(
    "--outcome",
    "outcomes",
    said="option.outcome",
    multiple=True,
    shell_complete=from_ledger("outcome"),
)
@notice_options
@reading_options("table", "json", "csv", *PAPER_FORMATS)
@click.pass_obj
def standings(run: Run, /, projection: str, form: str, **options: Any) -> None:
    """Everyone's outcome."""
    from growth_ledger.ledger import asking
    from growth_ledger.ledger.answers import StandingRow

    check_out(form, options)
    with asked(run, options) as view, progress(say("say.reading_files")) as told:
        labels = labels_about(view, projection)
        projection = labels.projection_named(projection)
        rows = asking.standings_of_all(
            view,
            projection,
            district=options["district"],
            school=options["school"],
            outcomes=labels.outcomes_named(projection, options["outcomes"]),
            progress=told,
        )
        check_found(view, rows, options)
        if options["mask"]:
            mask_names(rows)

        def paper() -> Paper:
            heading = heading_of(view, options, (row["school"] for row in rows))
            return notices.standings_notice(rows, projection, heading, labels)

        put_rows(
            rows,
            view,
            form=form,
            grid=lambda: tables.standings_grid(rows, projection, labels),
            keys=tuple(StandingRow.__annotations__),
            paper=paper,
            out=options["out"],
        )


@click.command("changes", cls=Command, said="command.changes")
@argument("projection", shell_complete=from_ledger("projection"))
@option("--from", "from_day", said="option.from_day", required=True)
@option("--to", "to_day", said="option.to_day", required=True)
@option("--into", said="option.into", multiple=True, shell_complete=from_ledger("outcome"))
@place_options
@notice_options
@reading_options("table", "json", "csv", *PAPER_FORMATS)
@click.pass_obj
def changes(run: Run, /, projection: str, form: str, **options: Any) -> None:
    """Who crosses into which outcome."""
    from growth_ledger.domain.days import day_of
    from growth_ledger.ledger import crossings

    check_out(form, options)
    with about("--from"):
        after = day_given(options["from_day"])
    with about("--to"):
        up_to = day_given(options["to_day"])
    if up_to < after:
        raise UsageError("from-after-to", after=after, up_to=up_to)
    with asked(run, options) as view, progress(say("say.reading_files")) as told:
        labels = labels_about(view, projection)
        projection = labels.projection_named(projection)
        found = crossings.changes(
            view,
            projection,
            after=after,
            up_to=up_to,
            district=options["district"],
            school=options["school"],
            into=labels.outcomes_named(projection, options["into"]),
            progress=told,
        )
        rows = [one.answer for one in found]
        judges = [one.judges for one in found]
        check_found(view, rows, options)
        during = day_of(after), day_of(up_to)
        basis = view.basis(during=during)
        if options["mask"]:
            mask_names(rows)

        def paper() -> Paper:
            heading = heading_of(view, options, (row["school"] for row in rows), basis=basis)
            return notices.changes_notice(
                *(rows, projection, heading, labels),
                during=during,
                policies=crossings.policies_about(view, rows, during),
                judges=judges,
            )

        put_rows(
            rows,
            view,
            form=form,
            grid=lambda: tables.changes_grid(rows, projection, labels, judges=judges),
            keys=_CHANGE_KEYS,
            paper=paper,
            out=options["out"],
            basis=basis,
            clocks=say("say.between", after=after, up_to=up_to),
        )


@click.command("whatif", cls=Command, said="command.whatif")
@argument("projection", shell_complete=from_ledger("projection"))
@option(
    "--policy",
    "policy",
    said="option.policy_folder",
    required=True,
    shell_complete=completing.packs,
)
@option("--differs", "only_different", said="option.differs", is_flag=True)
@place_options
@reading_options("table", "json", "csv")
@click.pass_obj
def what_if(run: Run, /, projection: str, policy: str, form: str, **options: Any) -> None:
    """Everyone's outcome under another pack."""
    from growth_ledger.ledger import asking
    from growth_ledger.ledger.answers import WhatIfRow

    with asked(run, options) as view, progress(say("say.reading_files")) as told:
        other = view.but(rules=policy)
        labels = Labels.of([*view.packs(), *other.packs()], LANGUAGE.get())
        projection = labels.projection_named(projection)
        rows = asking.what_if(
            view,
            other,
            projection,
            district=options["district"],
            school=options["school"],
            progress=told,
        )
        check_found(view, rows, options)
        if options["only_different"]:
            rows = [row for row in rows if row["differs"]]
        put_rows(
            rows,
            view,
            form=form,
            grid=lambda: tables.what_if_grid(rows, projection, labels),
            keys=tuple(WhatIfRow.__annotations__),
            basis=f"{view.basis()} | {other.basis()}",
        )


@click.command("history", cls=Command, said="command.history")
@argument("teacher", shell_complete=from_ledger("teacher"))
@option("--kind", "kinds", said="option.kind", multiple=True, shell_complete=completing.kinds)
@reading_options("table", "json")
@click.pass_obj
def history(run: Run, /, teacher: str, kinds: tuple[str, ...], form: str, **options: Any) -> None:
    """The stream as recorded."""
    from growth_ledger.ledger import histories

    if options["assume_credited"]:
        raise UsageError("no-effect", option="--assume-credited", beside="history")
    with asked(run, options) as view:
        rows = histories.history(view, teacher)
        if kinds:
            wanted = _of_kinds(kinds)
            rows = [row for row in rows if row["kind"] in wanted]
        put_rows(
            rows,
            view,
            form=form,
            grid=lambda: tables.history_grid(rows, labels_of(view)),
            clocks=say("say.as_recorded", position=view.known_at),
        )


def _picture(view: View, teacher: str, form: str) -> str:
    """The career as a picture, alone or on a page of its own."""
    from growth_ledger.ledger.trajectory import trajectory
    from growth_ledger.reports.dossier import picture_paper
    from growth_ledger.reports.html import as_html
    from growth_ledger.reports.trajectory import picture

    career = trajectory(view, teacher)
    labels = labels_for_careers(view)
    if form == "svg":
        return picture(career, labels, alone=True) + "\n"
    return as_html(picture_paper(career, labels))


def _of_kinds(texts: tuple[str, ...]) -> tuple[str, ...]:
    from growth_ledger.domain.events import EVENT_CLASSES

    with about("--kind"):
        return kinds_given(texts, among=tuple(EVENT_CLASSES))


COMMANDS: Final[Mapping[str, click.Command]] = {
    command.name or "": command
    for command in (show, timeline, explain, standings, changes, what_if, history)
}
