"""`export`: one teacher's file, or many: for machines with proofs, for people as a page, PDF, workbook."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli import completing
from growth_ledger.cli.commands import Command, argument, option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.language import LANGUAGE, say, tell_errors
from growth_ledger.cli.lists import check_found
from growth_ledger.cli.papers import labels_for_careers, make_folder, put_file, write
from growth_ledger.cli.questions import asked, progress, say_sandbox
from growth_ledger.cli.run import Run
from growth_ledger.errors import MissingError, UsageError
from growth_ledger.reports.errors import lines_of
from growth_ledger.reports.printing import print_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from growth_ledger.ledger.views import View
    from growth_ledger.wording import Lang

_FEWEST_FOR_A_POOL: Final = 4
"""Below this, starting more processes takes longer than what they would save."""

_FORBIDDEN: Final = frozenset('<>:"/\\|?*%.')


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What is to be written of everyone: a value that goes to another process as it is."""

    url: str
    by: str
    lang: Lang
    form: str
    fonts: tuple[str, ...]
    options: Mapping[str, Any]


@click.command("export", cls=Command, said="command.export")
@argument("teachers", nargs=-1, shell_complete=from_ledger("teacher"))
@option("--out", said="option.export_out", required=True, type=click.Path())
@option("--school", said="option.school", shell_complete=from_ledger("school"))
@option("--district", said="option.district", shell_complete=from_ledger("district"))
@option(
    "--format",
    "form",
    said="option.export_format",
    filled={"choices": "json, html, pdf, xlsx"},
    type=click.Choice(["json", "html", "pdf", "xlsx"]),
)
@option("--fonts", said="option.fonts", multiple=True, type=click.Path())
@option("--workers", said="option.workers", type=click.IntRange(min=1))
@option("--as-of", said="option.as_of")
@option("--known-at", said="option.known_at")
@option("--rules", said="option.rules", shell_complete=completing.packs)
@click.pass_obj
def export(run: Run, /, teachers: tuple[str, ...], out: str, **options: Any) -> None:
    """One teacher's file, or many."""
    is_narrowed = options["school"] is not None or options["district"] is not None
    many = len(teachers) != 1 or is_narrowed or _is_folder(out)
    form = _form_of(out, options["form"], many=many)
    if options["fonts"] and form != "pdf":
        raise UsageError("no-effect", option="--fonts", beside=f"--format {form}")
    order = _Order(
        url=run.url,
        by=run.by,
        lang=LANGUAGE.get(),
        form=form,
        fonts=options["fonts"],
        options={name: options[name] for name in ("as_of", "known_at", "rules")},
    )
    if not many:
        with asked(run, order.options) as view:
            content = content_of(view, teachers[0], order)
            say_sandbox(view.head)
        put_file(content, out=out)
        return
    if not teachers and not is_narrowed:
        raise UsageError("nobody-named")
    _export_many(run, order, teachers, Path(out), options)


def content_of(view: View, teacher: str, order: _Order) -> bytes:
    """The file's bytes in the form that was ordered.

    Raises:
        MissingError: No such teacher; for JSON and PDF, no checkpoint; for PDF, no extra or no font.
        ProofError: The ledger is not what its checkpoint signed.
    """
    if order.form == "json":
        return _json_of(view, teacher)
    from growth_ledger.ledger.dossier import dossier
    from growth_ledger.reports.dossier import dossier_paper

    labels = labels_for_careers(view)
    paper = dossier_paper(dossier(view, teacher), labels, spread=order.form == "xlsx")
    match order.form:
        case "html":
            from growth_ledger.reports.html import as_html

            return as_html(paper).encode("utf-8")
        case "xlsx":
            from growth_ledger.reports.workbook import as_workbook

            return as_workbook(paper, about=labels.say("paper.about"))
        case _:
            from growth_ledger.reports.pdf import as_pdf

            attached = {f"{_file_name(teacher)}.json": _json_of(view, teacher)}
            return as_pdf(paper, attached=attached, fonts=order.fonts)


def _json_of(view: View, teacher: str) -> bytes:
    """The machine's form, with its proofs; the same bytes whether attached or on its own."""
    from growth_ledger.ledger import exporting
    from growth_ledger.reports.printing import as_json

    return f"{as_json(exporting.export(view, teacher).model_dump())}\n".encode()


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or Path(out).is_dir()


def _form_of(out: str, form: str | None, *, many: bool) -> str:
    """The format that the ending names, or that was given for a folder.

    Raises:
        UsageError: The ending says nothing, or several files would go into one.
    """
    known = ("json", "html", "pdf", "xlsx")
    ending = Path(out).suffix.lstrip(".").lower()
    if many:
        if ending in known and not Path(out).is_dir():
            raise UsageError("out-no-folder", value=out)
        return form or "pdf"
    if form is not None:
        if ending in known and ending != form:
            raise UsageError("format-and-ending", form=form, path=Path(out).name)
        return form
    if ending not in known:
        raise UsageError(
            "export-type", path=Path(out).name, known=", ".join(f".{one}" for one in known)
        )
    return ending


def _export_many(
    run: Run, order: _Order, teachers: Sequence[str], folder: Path, options: Mapping[str, Any]
) -> None:
    from growth_ledger.ledger.files import teachers_in

    with asked(run, order.options) as view, progress(say("say.reading_files")) as told:
        chosen = list(teachers)
        if options["school"] is not None or options["district"] is not None:
            chosen += teachers_in(
                view, district=options["district"], school=options["school"], progress=told
            )
        check_found(view, chosen, options)
        # Every process answers as of this day and this position, whatever is recorded meanwhile.
        fixed = {
            **order.options,
            "as_of": view.day.isoformat(),
            "known_at": f"#{view.known_at}",
        }
        say_sandbox(view.head)
        for teacher in teachers:
            # Before a folder is made for it.
            view.file(teacher)
    make_folder(folder)
    wanted = list(dict.fromkeys(chosen))
    fixed_order = replace(order, options=fixed)
    workers = min(options["workers"] or os.cpu_count() or 1, len(wanted))
    failed: list[MissingError] = []
    with progress(say("say.exporting"), total=len(wanted)) as told, ExitStack() as opened:
        if workers > 1 and len(wanted) >= _FEWEST_FOR_A_POOL:
            put = opened.enter_context(closing(_in_pool(fixed_order, wanted, folder, workers)))
        else:
            view = opened.enter_context(asked(run, fixed))
            put = (_put(view, teacher, fixed_order, folder) for teacher in wanted)
        for done, failure in enumerate(put, start=1):
            failed += [] if failure is None else [failure]
            told(done)
    print_line(say("say.exported", count=len(wanted) - len(failed), where=str(folder)))
    if failed:
        for failure in failed:
            tell_errors(lines_of(failure, order.lang))
        raise MissingError("files-not-written", count=len(failed))


def _in_pool(
    order: _Order, wanted: Sequence[str], folder: Path, workers: int
) -> Generator[MissingError | None]:
    """Everyone's file is written by several processes, each with its own view of the ledger."""
    from growth_ledger.processes import AHEAD, helpers, in_order

    with helpers(workers, _start, order, folder) as pool:
        yield from in_order(pool, _put_one, wanted, ahead=AHEAD * workers)


class _Worker:
    """What one process keeps open from one file to the next."""

    view: View
    order: _Order
    folder: Path
    closing: ExitStack


def _start(order: _Order, folder: Path) -> None:
    """Open the ledger, once for the process's life; it is only read, and closed with the process."""
    LANGUAGE.set(order.lang)
    closing = ExitStack()
    _Worker.view = closing.enter_context(asked(Run(url=order.url, by=order.by), order.options))
    _Worker.order, _Worker.folder, _Worker.closing = order, folder, closing


def _put_one(teacher: str) -> MissingError | None:
    return _put(_Worker.view, teacher, _Worker.order, _Worker.folder)


def _put(view: View, teacher: str, order: _Order, folder: Path) -> MissingError | None:
    """The teacher's file is written; or what stands in the way of this one alone."""
    try:
        content = content_of(view, teacher, order)
    except MissingError as error:
        if error.code != "no-font-has":
            raise
        return error.at(teacher)
    write(str(folder / f"{_file_name(teacher)}.{order.form}"), content)
    return None


def _file_name(teacher: str) -> str:
    """The staff number as a file's name: signs that some system forbids there as in an address."""
    return "".join(f"%{ord(sign):02X}" if sign in _FORBIDDEN else sign for sign in teacher)


COMMANDS: Final[Mapping[str, click.Command]] = {"export": export}
