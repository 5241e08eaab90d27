"""Questions on a terminal for what an event lacks: each answer is read at once, and completed by TAB.

Source: interface page, section 1 (`record`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.domain.events import EVENT_CLASSES, STREAM_PREFIX
from growth_ledger.domain.refusals import OPENING, opening_refusal
from growth_ledger.errors import NOWHERE, Refusal
from growth_ledger.intake.cells import CellError, reader_for
from growth_ledger.intake.codebook import folded
from growth_ledger.intake.columns import NAMED_IN
from growth_ledger.intake.statements import fields_of_kind, is_required, read_statement
from growth_ledger.ledger.desk import codebook, facts_of, names_of
from growth_ledger.wording import field_help, field_label
from growth_ledger.wording.messages import message

if TYPE_CHECKING:
    from growth_ledger.intake.codebook import Coded
    from growth_ledger.intake.templates import Names
    from growth_ledger.ledger.opening import Ledger

Offer = tuple[str, str]
"""What may be answered, and what it is called."""

_SHOWN: Final = 50
"""So many offers are listed at once."""


def ask_for_missing(ledger: Ledger, kind: str, given: dict[str, Any]) -> None:
    """What is required and was not given is asked for, one field after another, until it reads."""
    dialogue = _Dialogue(ledger, kind)
    # What is voided stands in some stream: a teacher's file, unless another one was named.
    is_streamless = kind == "voided" and not any(given.get(name) for name in STREAM_PREFIX)
    for field in fields_of_kind(kind):
        is_wanted = is_required(EVENT_CLASSES[kind], field) or (
            is_streamless and field == "teacher"
        )
        if is_wanted and given.get(field) is None:
            answer = dialogue.ask(field)
            given[field] = str(answer).lower() if isinstance(answer, bool) else answer


class _Dialogue:
    """The questions about one event."""

    def __init__(self, ledger: Ledger, kind: str) -> None:
        self._ledger = ledger
        self._kind = kind
        self._codes = codebook(ledger)

    def ask(self, field: str) -> Any:
        """The answer; a wrong one is told at once, so that the others are not lost."""
        language = LANGUAGE.get()
        listed = self._codes.listed(self._kind, field)
        if listed:
            choices = ", ".join(f"{one.code} {one.label(language)}" for one in listed)
            click.echo(say("ask.choices", choices=choices), err=True)
        else:
            click.echo(field_help(self._kind, field, language), err=True)
        label = field_label(self._kind, field, language)
        read = reader_for(EVENT_CLASSES[self._kind], field, self._codes)
        _complete_with(label, lambda text: self._offers(field, listed, text))
        while True:
            # A line is edited and completed only where it is written to standard output.
            text = click.prompt(label, type=str, err=not sys.stdout.isatty())
            try:
                answer = read(text)
            except CellError as error:
                values = {"field": field, "kind": self._kind, **error.values}
                wrong = [Refusal(code=error.code, field=field, values=values)]
            else:
                wrong = self._wrong(field, answer)
                if not wrong:
                    return answer
            click.echo(say("error.prefix") + message(wrong[0], language).line, err=True)

    def _wrong(self, field: str, answer: Any) -> list[Refusal]:
        """Why the answer cannot stand in the field."""
        found = read_statement({"kind": self._kind, field: answer}, place=NOWHERE).refusals
        wrong = [one for one in found if one.field == field and one.code != "missing-field"]
        if field in OPENING:
            stream = f"{field}/{answer}"
            facts = facts_of(self._ledger, stream)
            refusal = opening_refusal(facts, stream, EVENT_CLASSES[self._kind])
            wrong += [] if refusal is None else [refusal]
        return wrong

    def _offers(self, field: str, listed: Sequence[Coded], text: str) -> list[Offer]:
        """What begins with the text, by what is answered or by what that is called."""
        known: Iterable[tuple[Offer, Sequence[str]]]
        if field not in NAMED_IN:
            language = LANGUAGE.get()
            known = (
                ((one.code, one.label(language)), (one.code, one.zh, one.en)) for one in listed
            )
        elif OPENING.get(field) is EVENT_CLASSES[self._kind]:
            # What is opened has a name that nothing has yet.
            known = ()
        else:
            known = ((one, one) for one in self._names.of(NAMED_IN[field]))
        start = folded(text)
        return [
            offer for offer, said in known if any(folded(one).startswith(start) for one in said)
        ]

    @cached_property
    def _names(self) -> Names:
        return names_of(self._ledger)


def _complete_with(label: str, offers: Callable[[str], Sequence[Offer]]) -> None:
    """From now on TAB completes a line to one of the offers, or lists those that it may become.

    Args:
        label: What stands before the line.
        offers: What may be answered, of all that begins with a text.
    """
    try:
        import readline
    except ImportError:
        # Where Python comes without it (Windows), lines are answered as they are typed.
        return
    found: Sequence[Offer] = ()

    def complete(text: str, state: int) -> str | None:
        nonlocal found
        if readline.get_endidx() < len(readline.get_line_buffer()):
            # In the midst of a line nothing is completed.
            return None
        if state == 0:
            found = offers(text)
        values = [value for value, _ in found]
        if len(values) > 1 and not all(folded(one).startswith(folded(text)) for one in values):
            # Several that are called so, by no common code: what was typed stays until one is left.
            values.insert(0, text)
        return values[state] if state < len(values) else None

    def listing(*_: object) -> None:
        click.echo()
        for value, name in found[:_SHOWN]:
            click.echo(f"{value} {name}" if name != value else value)
        if len(found) > _SHOWN:
            click.echo(say("ask.more", count=len(found) - _SHOWN))
        # The line goes on below the list.
        click.echo(f"{label}: {readline.get_line_buffer()}", nl=False)

    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.set_completion_display_matches_hook(listing)
    readline.set_auto_history(False)
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
