"""Questions on a terminal for what an event lacks: each answer is read at once, and completed by TAB.

Source: interface page, section 1 (`record`).
"""

from __future__ import annotations

import codecs
import locale
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from os.path import commonprefix
from typing import TYPE_CHECKING, Any, Final

import click

from growth_ledger.cli.language import LANGUAGE, say, tell_errors
from growth_ledger.domain.events import EVENT_CLASSES, STREAM_PREFIX
from growth_ledger.domain.facts import ENDING_KINDS, TARGET_KIND
from growth_ledger.domain.refusals import OPENING
from growth_ledger.errors import NOWHERE, Refusal, RefusedError, UnreadableError
from growth_ledger.intake.cells import reader_for
from growth_ledger.intake.codebook import folded
from growth_ledger.intake.fields import fields_of_kind, is_required, known_sort
from growth_ledger.intake.statements import read_statement
from growth_ledger.ledger.desk import facts_of, names_of, refusals_of_stream
from growth_ledger.wording import field_help, field_label, kind_label
from growth_ledger.wording.messages import message

if TYPE_CHECKING:
    from growth_ledger.intake.codebook import Codebook
    from growth_ledger.intake.templates import Names
    from growth_ledger.ledger.opening import Ledger

Offer = tuple[str, str]
"""What may be answered, and what it is called."""

_Choice = tuple[Offer, Sequence[str]]
"""An offer, and all that it may be called by."""

_SHOWN: Final = 50
"""So many offers are listed at once."""


class Dialogue:
    """The questions about one event; the answers stand among what is given."""

    def __init__(self, ledger: Ledger, kind: str, given: dict[str, Any], codes: Codebook) -> None:
        """Ask nothing yet.

        Args:
            ledger: The ledger, open.
            kind: The kind of the event.
            given: Fields that options have given a value, None where they have not.
            codes: The codes and their labels.
        """
        self._ledger = ledger
        self._kind = kind
        self._given = given
        self._codes = codes
        # What is voided stands in some stream: a teacher's file, unless another one was named.
        is_streamless = kind == "voided" and not any(given.get(name) for name in STREAM_PREFIX)
        asked = [
            field
            for field in fields_of_kind(kind)
            if given.get(field) is None
            and (is_required(EVENT_CLASSES[kind], field) or (is_streamless and field == "teacher"))
        ]
        self._asked = sorted(asked, key=lambda field: field not in STREAM_PREFIX)
        """Whose file it is comes first, for what it points at is looked for there."""

    def ask_for_missing(self) -> None:
        """What is required and was not given is asked for, one field after another, until it reads.

        Raises:
            RefusedError: What was given names a file that is not there, or is there already.
        """
        given = ((field, self._given.get(field)) for field in OPENING)
        wrong = [one for field, name in given if name for one in self._stream_refusals(field, name)]
        if wrong:
            raise RefusedError(wrong)
        for field in self._asked:
            self._ask(field)

    def ask_again(self, refused: Sequence[Refusal]) -> bool:
        """What was answered and cannot be recorded is told, and asked for again.

        Returns:
            Whether it was: where something else is wrong, no answer can mend it.
        """
        fields = {one.field for one in refused}
        if not fields <= set(self._asked):
            return False
        tell_errors(message(one, LANGUAGE.get()).line for one in refused)
        for field in self._asked:
            if field in fields:
                self._ask(field)
        return True

    def _ask(self, field: str) -> None:
        answer = self._answer(field)
        self._given[field] = str(answer).lower() if isinstance(answer, bool) else answer

    def _answer(self, field: str) -> Any:
        """The answer; a wrong one is told at once, so that the others are not lost."""
        language = LANGUAGE.get()
        choices = self._choices(field)
        if not choices or len(choices) > _SHOWN:
            click.echo(field_help(self._kind, field, language), err=True)
        else:
            listed = ", ".join(f"{value} {name}" for (value, name), _ in choices)
            click.echo(say("ask.choices", choices=listed), err=True)
        label = field_label(self._kind, field, language)
        read = reader_for(EVENT_CLASSES[self._kind], field, self._codes)
        _complete_with(label, lambda text: self._offers(field, choices, text))
        while True:
            # A line is edited and completed only where it is written to standard output.
            text = click.prompt(label, type=str, err=not sys.stdout.isatty())
            try:
                # Of what is not in the terminal's encoding, Python gives halves of characters.
                text.encode()
                answer = read(text)
            except UnicodeEncodeError:
                wrong = [Refusal(code="half-character", field=field)]
            except UnreadableError as error:
                values = {"field": field, "kind": self._kind, **error.values}
                wrong = [Refusal(code=error.code, field=field, values=values)]
            else:
                wrong = self._wrong(field, answer)
                if not wrong:
                    return answer
            tell_errors([message(wrong[0], language).line])

    def _wrong(self, field: str, answer: Any) -> list[Refusal]:
        """Why the answer cannot stand in the field."""
        found = read_statement({"kind": self._kind, field: answer}, place=NOWHERE).refusals
        wrong = [one for one in found if one.field == field and one.code != "missing-field"]
        return wrong + self._stream_refusals(field, answer)

    def _stream_refusals(self, field: str, answer: str) -> list[Refusal]:
        """Why the field cannot name the file, school or cohort."""
        if field not in OPENING:
            return []
        return refusals_of_stream(self._ledger, f"{field}/{answer}", EVENT_CLASSES[self._kind])

    def _choices(self, field: str) -> list[_Choice]:
        """What is chosen from: codes, or what an event may point at; empty for what is no such field."""
        language = LANGUAGE.get()
        if field == "target":
            return [(offer, offer) for offer in self._targets()]
        return [
            ((one.code, one.label(language)), (one.code, one.zh, one.en))
            for one in self._codes.listed(self._kind, field)
        ]

    def _targets(self) -> Iterator[Offer]:
        """The facts of the file that an event of the kind may point at, each by its ref."""
        named = ((self._given.get(field), prefix) for field, prefix in STREAM_PREFIX.items())
        stream = next((prefix + name for name, prefix in named if name), "")
        wanted = TARGET_KIND.get(self._kind)
        for fact in facts_of(self._ledger, stream):
            kind = fact.event.kind
            is_ended = self._kind in ENDING_KINDS and fact.ender is not None
            if fact.counts and wanted in {None, kind} and not is_ended:
                yield fact.ref, f"{kind_label(kind, LANGUAGE.get())} {fact.event.day}"

    def _offers(self, field: str, choices: Sequence[_Choice], text: str) -> list[Offer]:
        """What begins with the text, by what is answered or by what that is called."""
        known: Iterable[_Choice] = choices
        sort = known_sort(self._kind, field)
        if sort is not None:
            known = ((one, one) for one in self._names.of(sort))
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
    if (
        not hasattr(locale, "nl_langinfo")
        or codecs.lookup(locale.nl_langinfo(locale.CODESET)).name != "utf-8"
    ):
        # Windows has no readline; in a locale such as C it takes the bytes of 王 for commands.
        return
    try:
        import readline
    except ImportError:
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
        beginning = commonprefix(values)  # noqa: RUF071 - these are no paths.
        if len(values) > 1 and not folded(beginning).startswith(folded(text)):
            # Several that are called so: the line stays as it was typed until one is left. It becomes
            # what all that is returned begins with.
            values = [f"{text}1", f"{text}2"]
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
    # A list at the first TAB would be drawn before the line is completed.
    readline.parse_and_bind("set show-all-if-ambiguous off")
