"""The commands about the read model: `rebuild`, and below `audit` its `replay` and `diff`."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli.commands import Command, option
from growth_ledger.cli.endings import fails_with
from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.cli.questions import (
    asked,
    clock_given,
    format_option,
    labels_of,
    opened,
    print_basis,
    print_json,
    progress,
    reading_options,
)
from growth_ledger.cli.run import Run
from growth_ledger.errors import UsageError
from growth_ledger.reports import tables
from growth_ledger.reports.errors import with_error
from growth_ledger.reports.printing import print_grid, print_line, print_pairs
from growth_ledger.reports.proofs import disagreement_failure, disagreement_words

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN_TEACHERS: Final = 20


@click.command("rebuild", cls=Command, said="command.rebuild")
@format_option("table", "json")
@click.pass_obj
def rebuild(run: Run, /, form: str) -> None:
    """Make the read model again."""
    from growth_ledger.ledger.rebuilding import rebuild as rebuild_model

    began = monotonic()
    with opened(run) as ledger, progress(say("say.reading_files")) as told:
        done = rebuild_model(ledger, progress=lambda files, _: told(files))
    if form == "json":
        print_json(
            {
                "files": done.files,
                "events": done.events,
                "rows": done.rows,
                "differing": list(done.differing),
                "seconds": round(monotonic() - began, 3),
            }
        )
        return
    counts = {"files": done.files, "events": done.events, "rows": done.rows}
    if not done.differing:
        print_line(say("say.rebuilt", **counts))
        return
    teachers = ", ".join(done.differing[:_SHOWN_TEACHERS])
    more = " …" if len(done.differing) > _SHOWN_TEACHERS else ""
    print_line(
        say("say.rebuilt_differs", **counts, count=len(done.differing), teachers=teachers + more)
    )


@click.command("replay", cls=Command, said="command.audit.replay")
@reading_options("table", "json")
@click.pass_obj
def replay(run: Run, /, form: str, **options: Any) -> int:
    """A digest of every standing."""
    from growth_ledger.ledger.replaying import replay as replay_all

    with asked(run, options) as view, progress(say("say.reading_files")) as told:
        replayed = replay_all(view, progress=told)
        answer = replayed.answer
        differs = replayed.disagreement
        words = None if differs is None else disagreement_words(differs, labels_of(view))
        failure = None if words is None else disagreement_failure(words)
        status = fails_with(failure)
        if form == "json":
            print_json(with_error(answer, failure, LANGUAGE.get()))
            print_basis(view, answer["basis"], aside=True)
        else:
            print_pairs(
                [
                    (say("head.teachers"), str(answer["teachers"])),
                    (say("head.standings"), str(answer["standings"])),
                    (say("head.digest"), answer["digest"]),
                    ("", say("say.agrees") if words is None else say("say.agrees_not", **words)),
                ]
            )
            print_basis(view, answer["basis"])
    return status


@click.command("diff", cls=Command, said="command.audit.diff")
@option("--from", "after", said="option.from_known", required=True)
@option("--to", "up_to", said="option.to_known", required=True)
@reading_options("table", "json")
@click.pass_obj
def diff(run: Run, /, after: str, up_to: str, form: str, **options: Any) -> None:
    """What the ledger learned."""
    from growth_ledger.ledger.replaying import diff as diff_all

    if options["known_at"] is not None:
        raise UsageError("no-effect", option="--known-at", beside="--from")
    with asked(run, options) as view, progress(say("say.reading_files")) as told:
        window = {"after": clock_given(after), "up_to": clock_given(up_to)}
        answer = diff_all(view, **window, progress=told)
        if form == "json":
            print_json(answer)
        else:
            labels = labels_of(view)
            print_grid(tables.history_grid(answer["events"], labels))
            print_grid(tables.diff_grid(answer["standings"], labels))
        print_basis(view.but(known_at=f"#{answer['to']}"), aside=form != "table")


COMMANDS: Final[Mapping[str, click.Command]] = {"rebuild": rebuild}
AUDIT_COMMANDS: Final = (replay, diff)
"""Hung below `audit`."""
