"""What a command that records says of it: what was recorded, or, of a dry run, what would be and would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.cli.questions import day_given, labels_of, note, print_json
from growth_ledger.reports.printing import print_grid, print_line
from growth_ledger.wording import kind_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from growth_ledger.ledger.consequences import Consequence
    from growth_ledger.ledger.finding import FindingAnswer
    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.ledger.recording import Receipt
    from growth_ledger.reports.labels import Labels
    from growth_ledger.store import Writing

_SHOWN_EVENTS: Final = 50
_MOST_EVENTS: Final = 1000
"""So many events of a dry run are listed in JSON; the rest is counted."""


class Trial:
    """What a dry run sees before it is withdrawn."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        as_of: str | None = None,
        digests: Mapping[str, str] | None = None,
    ) -> None:
        self._ledger = ledger
        self._files = {digest: name for name, digest in (digests or {}).items()}
        self._as_of = None if as_of is None else day_given(as_of)
        self.events: list[dict[str, Any]] = []
        self.more = 0
        self.changes: list[Consequence] = []
        self.findings: list[FindingAnswer] = []
        self.labels: Labels | None = None

    def look(self, writing: Writing, receipt: Receipt) -> None:
        """Keep what would be recorded, and what it would change."""
        from growth_ledger.ledger.consequences import (
            consequences,
            findings_brought,
            versions_before,
        )
        from growth_ledger.ledger.views import Question, View
        from growth_ledger.reports.desk import would_record_rows

        first, last = receipt.first_position, receipt.last_position
        if first is not None and last is not None:
            until = min(last, first + _MOST_EVENTS - 1)
            events = list(writing.events(first, until))
            before = versions_before(writing, events)
            self.events = would_record_rows(events, files=self._files, before=before)
            self.more = last - until
        today = self._ledger.today
        self.changes = list(consequences(writing, receipt, today=today, as_of=self._as_of))
        self.labels = labels_of(View(writing, Question(), today=today))
        self.findings = findings_brought(
            writing, receipt, labels_of, today=today, as_of=self._as_of
        )


class Found:
    """What an audit would find of something that is recorded by itself."""

    def __init__(self, ledger: Ledger) -> None:
        self._today = ledger.today
        self._findings: list[FindingAnswer] = []

    def look(self, writing: Writing, receipt: Receipt) -> None:
        """Ask before it is kept."""
        from growth_ledger.ledger.consequences import findings_brought

        self._findings = findings_brought(writing, receipt, labels_of, today=self._today)

    def tell(self) -> None:
        """A note for each, on standard error: a broken rule is no mistake, but may be one."""
        for one in self._findings:
            label = say(f"finding.{one['finding']}")
            note("desk.note.finding", finding=label, message=one["message"])


def tell(receipt: Receipt, *, form: str, trial: Trial | None) -> None:
    """What was recorded, or would be, in the form asked for."""
    if form == "json":
        said: dict[str, Any] = dict(receipt.counts)
        if trial is not None:
            said |= {"events": trial.events, "more": trial.more, "changes": trial.changes}
            said["findings"] = trial.findings
        print_json(said)
    elif trial is not None:
        _tell_trial(receipt, trial)
    elif receipt.events:
        for one, ref, name in zip(receipt.events, receipt.refs, receipt.names, strict=True):
            whose = one.stream.partition("/")[2]
            print_line(
                say(
                    "say.recorded_fact" if ref else "say.recorded_one",
                    position=one.position,
                    whose=whose if name is None else f"{whose} {name}",
                    kind=kind_label(one.event.kind, LANGUAGE.get()),
                    ref=ref,
                    event_id=one.event_id,
                )
            )
    elif receipt.recorded:
        print_line(
            say(
                "say.recorded" if receipt.recorded > 1 else "say.recorded_single",
                count=receipt.recorded,
                first=receipt.first_position,
                last=receipt.last_position,
                present=receipt.already_present - receipt.said_twice,
            )
        )
    else:
        print_line(say("say.recorded_none", present=receipt.already_present))
        for past in receipt.outdated:
            # What stands in a file was told with its place.
            if past.place.line is None:
                position, by = past.repeated.position, past.by.position
                key = "say.voided_since" if past.is_voided else "say.corrected_since"
                print_line(say(key, position=position, by=by))


def _tell_trial(receipt: Receipt, trial: Trial) -> None:
    from growth_ledger.reports.desk import (
        consequences_grid,
        would_find_grid,
        would_record_grid,
    )

    assert trial.labels is not None
    if trial.events:
        shown: Sequence[dict[str, Any]] = trial.events[:_SHOWN_EVENTS]
        more = len(trial.events) - len(shown) + trial.more
        print_grid(would_record_grid(shown, trial.labels, more=more))
        print_grid(consequences_grid(trial.changes, trial.labels))
        if trial.findings:
            print_grid(would_find_grid(trial.findings, trial.labels))
    present = receipt.already_present - receipt.said_twice
    print_line(say("say.would_record", count=receipt.recorded, present=present))
