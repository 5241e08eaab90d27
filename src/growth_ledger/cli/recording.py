"""The commands that record: `record`, one command a kind, and `import`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli import completing
from growth_ledger.cli.commands import Command, Group, Option, argument, option, option_of
from growth_ledger.cli.completing import known_names
from growth_ledger.cli.endings import say_last
from growth_ledger.cli.language import LANGUAGE, say, tell_errors
from growth_ledger.cli.questions import (
    format_option,
    note,
    opened,
    progress,
)
from growth_ledger.cli.receipts import Found, Trial, tell
from growth_ledger.cli.run import Run, command_line
from growth_ledger.domain.events import CALLER_KINDS, EVENT_CLASSES
from growth_ledger.errors import MissingError, Place, RefusedError, UnreadableError, UsageError
from growth_ledger.intake.columns import kind_named, nearest_kind
from growth_ledger.intake.contents import file_digest
from growth_ledger.intake.fields import field_choices, fields_of_kind, holds, known_sort
from growth_ledger.intake.statements import read_statement
from growth_ledger.wording import (
    field_help,
    field_label,
    has,
    kind_help,
    kind_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from click.shell_completion import CompletionItem

    from growth_ledger.cli.dialogue import Dialogue
    from growth_ledger.intake.codebook import Codebook, Coded
    from growth_ledger.intake.files import Batch
    from growth_ledger.intake.statements import Statement
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.ledger.recording import Receipt

_AMONG_THE_OPTIONS: Final = frozenset({"evidence", "scores", "content"})


class _FieldOption(Option):
    """An option made from a field of a kind, with the codes that it takes."""

    def __init__(self, kind: str, field: str, **kw: Any) -> None:
        # What it says is the field's own help, composed when it is asked for.
        super().__init__([option_of(field), field], said="", **kw)
        self._kind = kind
        self._field = field

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names, what to write, and the codes with their labels."""
        language = LANGUAGE.get()
        form = f"option.form.{self._field}"
        self.help = say(form) if has(form) else field_help(self._kind, self._field, language)
        said = [f"{one.code} {one.label(language)}" for one in self._codes()]
        if said:
            self.help += " [" + " | ".join(said) + "]"
        return click.Option.get_help_record(self, ctx)

    def _codes(self) -> list[Coded]:
        """The core's codes: reading every pack would take longer than a reader waits."""
        from growth_ledger.intake.codebook import Codebook

        return Codebook().listed(self._kind, self._field)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The codes that begin so, or the ledger's names."""
        from click.shell_completion import CompletionItem

        listed = self._codes()
        if listed:
            return [
                CompletionItem(one.code, help=one.label(LANGUAGE.get()))
                for one in listed
                if one.code.startswith(incomplete)
            ]
        sort = known_sort(self._kind, self._field)
        return [] if sort is None else known_names(ctx, sort, incomplete)


class _KindCommand(Command):
    """`record KIND`: its help is the kind's."""

    def __init__(self, kind: str, **kw: Any) -> None:
        super().__init__(kind, **kw)
        self._kind = kind

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the kind is called."""
        del limit
        return kind_label(self._kind, LANGUAGE.get())

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What an event of the kind says."""
        self.help = kind_help(self._kind, LANGUAGE.get())
        click.Command.format_help_text(self, ctx, formatter)


class _Kinds(Group):
    """A command for each kind that a caller may record; made when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every kind, in the order of the domain page."""
        del ctx
        return list(CALLER_KINDS)

    def nearest_command(self, ctx: click.Context, name: str) -> str | None:
        """The kind whose code or label is most like what was written."""
        del ctx
        return nearest_kind(name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of the kind of that code or label, with an option for each of its fields."""
        del ctx
        kind = kind_named(cmd_name)
        if kind is None:
            return None
        params: list[click.Parameter] = [
            _FieldOption(
                kind,
                field,
                # Also where one value is taken: a second one must not replace the first unseen.
                multiple=True,
                type=str,
            )
            for field in fields_of_kind(kind)
            if field != "content"
        ]
        params.append(Option(["--event-id"], said="option.event_id"))
        params.append(
            Option(
                ["--format", "form"],
                said="option.format",
                filled={"choices": "table, json"},
                type=click.Choice(["table", "json"]),
                default="table",
            )
        )
        params.append(Option(["--dry-run"], said="option.dry_run", is_flag=True))
        return _KindCommand(kind, params=params, callback=_recording(kind))


@click.group("record", cls=_Kinds, said="command.record")
def record() -> None:
    """One event."""


def _recording(kind: str) -> Callable[..., None]:
    @click.pass_obj
    def run_it(run: Run, /, form: str, dry_run: bool, **given: Any) -> None:  # noqa: FBT001 - click's options.
        from growth_ledger.ledger.desk import codebook
        from growth_ledger.ledger.recording import record as record_all

        given = {field: _single(field, value) for field, value in given.items()}
        with opened(run) as ledger:
            codes = codebook(ledger)
            dialogue = _dialogue(ledger, kind, given, codes)
            trial = Trial(ledger) if dry_run else None
            found = Found(ledger)
            receipt: Receipt | None = None
            while receipt is None:
                try:
                    receipt = record_all(
                        ledger,
                        [_statement(kind, given, codes)],
                        keep_nothing=dry_run,
                        tell=True,
                        look=found.look if trial is None else trial.look,
                    )
                except RefusedError as error:
                    if dialogue is None or not dialogue.ask_again(error.refusals):
                        raise
        tell(receipt, form=form, trial=trial)
        found.tell()

    return run_it


def _dialogue(ledger: Ledger, kind: str, given: dict[str, Any], codes: Codebook) -> Dialogue | None:
    """What is missing was asked for on the terminal; None where there is none.

    Raises:
        RefusedError: What was given is wrong, whatever the rest may be.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    from growth_ledger.cli.dialogue import Dialogue

    found = _statement(kind, given, codes).refusals
    wrong = [one for one in found if one.code != "missing-field"]
    if wrong:
        raise RefusedError(wrong)
    dialogue = Dialogue(ledger, kind, given, codes)
    dialogue.ask_for_missing()
    return dialogue


def _single(field: str, value: Any) -> Any:
    """The option's one value, None where it was not given; all values of a list.

    Raises:
        UsageError: `repeated-option`.
    """
    if not isinstance(value, tuple) or field in _AMONG_THE_OPTIONS:
        return value
    if len(value) > 1:
        raise UsageError("repeated-option", option=option_of(field))
    return value[0] if value else None


def _statement(kind: str, given: Mapping[str, Any], codes: Codebook) -> Statement:
    """What the options say, read as a line of JSON would be."""
    said: dict[str, Any] = {"kind": kind}
    for field, value in given.items():
        if value is None or value == ():
            continue
        if field == "evidence":
            said[field] = [
                {"file": path.name, "sha256": file_digest(path)} for path in map(Path, value)
            ]
        elif field == "scores":
            said[field] = dict(one.partition("=")[::2] for one in value)
        elif field in EVENT_CLASSES[kind].model_fields:
            said[field] = _as_in_a_sheet(kind, field, value, codes)
        else:
            said[field] = value
    options = {field: option_of(field) for field in (*fields_of_kind(kind), "event_id")}
    return read_statement(said, place=Place(columns=options))


def _as_in_a_sheet(kind: str, field: str, value: Any, codes: Codebook) -> Any:
    """A code by its label, yes or no, a day however it is written; what cannot be read so stays."""
    from growth_ledger.intake.cells import reader_for
    from growth_ledger.intake.codebook import is_open_list

    cls = EVENT_CLASSES[kind]
    try:
        is_coded = is_open_list(kind, field) or bool(field_choices(cls, field))
        if is_coded or holds(cls, field, date) or holds(cls, field, bool):
            return reader_for(cls, field, codes)(value)
    except UnreadableError:
        # The event's own check says what is wrong with it.
        return value
    return value


@click.command("import", cls=Command, said="desk.import")
@argument("files", nargs=-1, required=True, shell_complete=completing.files)
@option("--dry-run", said="option.dry_run", is_flag=True)
@option("--as-of", said="option.consequences_as_of")
@option("--correct", said="option.correct", is_flag=True)
@option("--errors-to", said="option.errors_to")
@format_option("table", "json")
@click.pass_obj
def import_(
    run: Run,
    /,
    *,
    files: tuple[str, ...],
    dry_run: bool,
    as_of: str | None,
    correct: bool,
    errors_to: str | None,
    form: str,
) -> None:
    """Files of events."""
    from growth_ledger.intake.files import Batch
    from growth_ledger.intake.workbooks import check_new_workbook
    from growth_ledger.ledger.desk import codebook
    from growth_ledger.ledger.recording import record as record_all

    if errors_to is not None:
        check_new_workbook(Path(errors_to))
    if as_of is not None and not dry_run:
        raise UsageError("as-of-without-dry-run")
    with opened(run) as ledger:
        batch = Batch(
            paths=[Path(name) for name in files],
            codes=codebook(ledger),
            lang=LANGUAGE.get(),
            note=_note,
        )
        trial = Trial(ledger, as_of=as_of, digests=batch.digests) if dry_run else None
        try:
            with progress(say("say.importing")) as told:
                receipt = record_all(
                    ledger,
                    batch.statements(),
                    sources=dict(batch.digests),
                    keep_nothing=dry_run,
                    correct=correct,
                    look=None if trial is None else trial.look,
                    note=_note,
                    progress=told,
                )
        except RefusedError as error:
            if errors_to is not None:
                _write_refused(error, Path(errors_to), batch, correct=correct)
            raise
    tell(receipt, form=form, trial=trial)


def _note(key: str, *, place: Place, **values: object) -> None:
    """What was passed over, on standard error."""
    from growth_ledger.wording.messages import place_text

    if values.get("field") is not None:
        values["field"] = field_label(str(values["kind"]), str(values["field"]), LANGUAGE.get())
    note(key, where=place_text(place, LANGUAGE.get()), **values)


def _write_refused(error: RefusedError, path: Path, batch: Batch, *, correct: bool) -> None:
    from growth_ledger.intake.mending import write_refused
    from growth_ledger.reports.errors import lines_of

    try:
        written = write_refused(
            path, error.refusals, origin_of=batch.origin_of, lang=LANGUAGE.get()
        )
    except MissingError as failure:
        # The mistakes themselves are told all the same.
        tell_errors(lines_of(failure, LANGUAGE.get()))
        return
    if not written.rows:
        say_last(say("desk.wrote_no_errors", path=path))
        return
    if written.is_of_other_files:
        say_last(say("desk.wrote_errors_of_other_files", count=written.rows, path=path))
        return
    if written.beside:
        # Mended, the original is another file, beside which the rows would find no place.
        values = {"count": written.rows, "beside": written.beside, "path": path}
        say_last(say("desk.wrote_errors_beside_others", **values))
        return
    said = ["--correct"] if correct else []
    command = command_line("import", *said, *map(str, batch.paths), str(path))
    say_last(say("desk.wrote_errors", count=written.rows, path=path, command=command))
    if error.more:
        say_last(say("desk.wrote_first_errors", count=error.more))


COMMANDS: Final[Mapping[str, click.Command]] = {"record": record, "import": import_}
