"""The commands that record: `record`, one command a kind, and `import`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli.app import Command, Group, Option, Run, option
from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.cli.questions import format_option, print_json, progress
from growth_ledger.domain.events import EVENT_CLASSES, LEDGER_KINDS
from growth_ledger.errors import MissingError, Place
from growth_ledger.intake.statements import field_choices, fields_of_kind, read_statement
from growth_ledger.reports.printing import print_line
from growth_ledger.wording import field_help, kind_help, kind_label, label_of_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from growth_ledger.intake.statements import Statement
    from growth_ledger.ledger.recording import Receipt

_AMONG_THE_OPTIONS: Final = frozenset({"evidence", "scores", "content"})
_TRUE_OR_FALSE: Final = ("true", "false")


class _FieldOption(Option):
    """An option made from a field of a kind, with the codes that it takes."""

    def __init__(self, kind: str, field: str, **kw: Any) -> None:
        super().__init__([f"--{field.replace('_', '-')}", field], said="option.basis", **kw)
        self._kind = kind
        self._field = field

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names, what to write, and the codes with their labels."""
        language = LANGUAGE.get()
        self.help = field_help(self._kind, self._field, language)
        choices = field_choices(EVENT_CLASSES[self._kind], self._field)
        if choices:
            said = (
                f"{code} {label_of_value(self._kind, self._field, code, language) or ''}".strip()
                for code in choices
            )
            self.help += " [" + " | ".join(said) + "]"
        found = click.Option.get_help_record(self, ctx)
        return found and (found[0], found[1])


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
        return [kind for kind in EVENT_CLASSES if kind not in LEDGER_KINDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The kind's command, with an option for each of its fields."""
        if cmd_name not in self.list_commands(ctx):
            return None
        params: list[click.Parameter] = [
            _FieldOption(
                cmd_name,
                field,
                multiple=field in _AMONG_THE_OPTIONS,
                type=click.Choice(_TRUE_OR_FALSE) if field == "rural" else str,
            )
            for field in fields_of_kind(cmd_name)
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
        return _KindCommand(cmd_name, params=params, callback=_recording(cmd_name))


@click.group("record", cls=_Kinds, said="command.record")
def record() -> None:
    """One event."""


def _recording(kind: str) -> Callable[..., None]:
    @click.pass_obj
    def run_it(run: Run, /, form: str, dry_run: bool, **given: Any) -> None:  # noqa: FBT001 - click's options.
        from growth_ledger.ledger.recording import record as record_all

        statement = read_statement(_said(kind, given), place=Place())
        with run.open() as ledger:
            receipt = record_all(ledger, [statement], keep_nothing=dry_run, tell=True)
        _tell(receipt, form=form, dry_run=dry_run)

    return run_it


def _said(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the options say, as a line of JSON would."""
    said: dict[str, Any] = {"kind": kind}
    for field, value in given.items():
        if value is None or value == ():
            continue
        if field == "evidence":
            said[field] = [_evidence(Path(name)) for name in value]
        elif field == "scores":
            said[field] = dict(one.partition("=")[::2] for one in value)
        elif field == "rural":
            said[field] = value == "true"
        else:
            said[field] = value
    return said


def _evidence(path: Path) -> dict[str, str]:
    try:
        return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    except FileNotFoundError as error:
        raise MissingError("no-such-file", path=str(path)) from error
    except OSError as error:
        raise MissingError("not-readable", path=str(path), reason=error.strerror or "") from error


@click.command("import", cls=Command, said="command.import")
@click.argument("files", nargs=-1, required=True)
@option("--dry-run", said="option.dry_run", is_flag=True)
@format_option("table", "json")
@click.pass_obj
def import_(run: Run, /, files: tuple[str, ...], dry_run: bool, form: str) -> None:  # noqa: FBT001 - click's options.
    """A file of events."""
    from growth_ledger.intake.json_lines import digest_of, read_json_lines
    from growth_ledger.ledger.recording import record as record_all

    paths = [Path(name) for name in files]
    sources = {str(path): digest_of(path) for path in paths}

    def statements() -> Iterator[Statement]:
        for path in paths:
            yield from read_json_lines(path)

    with run.open() as ledger, progress(say("say.importing")) as told:
        receipt = record_all(
            ledger, statements(), sources=sources, keep_nothing=dry_run, progress=told
        )
    _tell(receipt, form=form, dry_run=dry_run)


def _tell(receipt: Receipt, *, form: str, dry_run: bool) -> None:
    if form == "json":
        print_json(
            {
                "recorded": receipt.recorded,
                "already_present": receipt.already_present,
                "first_position": receipt.first_position,
                "last_position": receipt.last_position,
            }
        )
    elif dry_run:
        print_line(say("say.would_record", count=receipt.recorded, present=receipt.already_present))
    elif receipt.events:
        for one in receipt.events:
            print_line(
                say(
                    "say.recorded_one",
                    position=one.position,
                    kind=kind_label(one.event.kind, LANGUAGE.get()),
                    ref=one.event.ref or f"~{one.version}",
                    event_id=one.event_id,
                )
            )
    elif receipt.recorded:
        print_line(
            say(
                "say.recorded",
                count=receipt.recorded,
                first=receipt.first_position,
                last=receipt.last_position,
                present=receipt.already_present,
            )
        )
    else:
        print_line(say("say.recorded_none", present=receipt.already_present))


COMMANDS: Final[Mapping[str, click.Command]] = {"record": record, "import": import_}
