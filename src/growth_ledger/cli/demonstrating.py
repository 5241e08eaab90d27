"""`demo`: a sandbox ledger of the four districts in a temporary place, and six questions asked of it.

The six are those of a clerk, a committee, an auditor, a bureau, a teacher and a district; each answer
is what the ledger's own commands print.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from growth_ledger.cli.commands import Command, option
from growth_ledger.cli.language import say
from growth_ledger.cli.papers import make_folder
from growth_ledger.cli.questions import labels_of, print_basis
from growth_ledger.cli.run import Run
from growth_ledger.reports import tables
from growth_ledger.reports.printing import print_grid, print_line, print_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.ledger.views import View

_RECENT_EVENTS: Final = 12
_SHOWN_CANDIDATES: Final = 8


@click.command("demo", cls=Command, said="command.demo")
@option("--keep", said="option.keep", type=click.Path(path_type=Path))
@click.pass_obj
def demo(run: Run, /, keep: Path | None) -> None:
    """A guided look at a sandbox ledger."""
    from growth_ledger.ledger.opening import open_ledger

    with _place(keep) as folder:
        path = folder / "demo.db"
        events = _make(path, by=run.by)
        with open_ledger(str(path), by=run.by) as ledger:
            guide = _Guide(ledger)
            teachers = len(guide.known())
            print_line(say("demo.intro", teachers=teachers, events=events, where=str(path)))
            guide.clerk()
            guide.committee()
            guide.auditor()
            guide.bureau()
            guide.teacher()
            guide.district()
        print_line()
        if keep is None:
            print_line(say("demo.gone"))
        else:
            print_line(say("demo.more", where=str(path), teacher=guide.people["veteran"]))


@contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        make_folder(keep)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="growth-ledger-demo-") as folder:
        yield Path(folder)


def _make(path: Path, *, by: str) -> int:
    """A sandbox ledger with the demonstration's events; how many there are."""
    from growth_ledger.domain.days import day_in_china
    from growth_ledger.intake.json_lines import read_json_lines
    from growth_ledger.ledger.opening import make_ledger, now, open_ledger
    from growth_ledger.ledger.recording import record
    from growth_ledger.samples import demo_events

    make_ledger(str(path), sandbox=True)
    file = path.with_name("demo.jsonl")
    lines = (json.dumps(one, ensure_ascii=False) for one in demo_events(day_in_china(now())))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    with open_ledger(str(path), by=by) as ledger:
        return record(ledger, read_json_lines(file)).recorded


@dataclass
class _Guide:
    """Asks the questions and prints the answers."""

    ledger: Ledger

    @property
    def people(self) -> Mapping[str, str]:
        """Whom to ask about."""
        from growth_ledger.samples import DEMO

        return DEMO

    def known(self) -> list[str]:
        """Every teacher's stream."""
        from growth_ledger.domain.events import TEACHERS

        with self._view() as view:
            return view.names(TEACHERS)

    def clerk(self) -> None:
        """May this teacher be made homeroom teacher?"""
        self._explain("demo.clerk", "not-yet")

    def committee(self) -> None:
        """How did this teacher get here?"""
        from growth_ledger.ledger import histories

        with self._view() as view:
            self._ask(view, "demo.committee", "veteran")
            answer = histories.timeline(view, self.people["veteran"])
            labels = labels_of(view)
            events = tables.timeline_events(answer, labels)
            more = len(events.rows) - _RECENT_EVENTS
            below = say("demo.earlier", count=more) if more > 0 else ""
            print_grid(replace(events, rows=events.rows[-_RECENT_EVENTS:], below=below))
            print_grid(tables.timeline_standings(answer, labels))
            print_basis(view, answer["basis"])

    def auditor(self) -> None:
        """What did the ledger say before a correction, and what after it?"""
        from growth_ledger.domain.days import day_in_china
        from growth_ledger.ledger import asking, histories

        teacher = self.people["corrected"]
        with self._view() as view:
            mended = [
                one for one in histories.history(view, teacher) if one["fields"].get("corrects")
            ]
            first = mended[0]["position"]
            day = day_in_china(datetime.fromisoformat(mended[0]["recorded_at"]))
            self._ask(view, "demo.auditor", "corrected", position=first)
        with self._view(known_at=f"#{first - 1}", as_of=day) as view:
            before = asking.show(view, teacher)
            print_pairs(tables.show_pairs(before, labels_of(view)))
            print_grid(tables.show_standings(before, labels_of(view)))
            print_basis(view, before["basis"])
        print_line(say("demo.auditor_after"))
        with self._view(as_of=day) as view:
            after = asking.show(view, teacher)
            print_pairs(tables.show_pairs(after, labels_of(view)))
            print_grid(tables.show_standings(after, labels_of(view)))
            chosen = [row for row in histories.history(view, teacher) if row["position"] >= first]
            print_grid(tables.history_grid(chosen, labels_of(view)))
            print_basis(view, after["basis"])

    def bureau(self) -> None:
        """Who crosses into a higher honour allowance in the coming school year?"""
        from growth_ledger.domain.days import school_year_of, school_year_span
        from growth_ledger.ledger import crossings

        with self._view(assume_credited=True) as view:
            first, last = school_year_span(school_year_of(view.day))
            self._ask(view, "demo.bureau", "")
            found = crossings.changes(view, "honor_allowance", after=first, up_to=last)
            rows, judges = [one.answer for one in found], [one.judges for one in found]
            labels = labels_of(view)
            print_grid(tables.changes_grid(rows, "honor_allowance", labels, judges=judges))
            print_basis(view)

    def teacher(self) -> None:
        """What do I still lack?"""
        self._explain("demo.teacher", "lacking")

    def district(self) -> None:
        """How stands the team, and who could move in?"""
        from growth_ledger.ledger import cohorts

        with self._view() as view:
            code = self.people["cohort"]
            answer = cohorts.cohort_show(view, code, with_candidates=True)
            self._heading(say("demo.cohort", cohort=f"{answer['name']} ({code})"))
            labels = labels_of(view)
            print_pairs(tables.cohort_pairs(answer, labels))
            print_grid(tables.cohort_participants(answer, labels))
            grid = tables.cohort_candidates(answer, labels)
            print_grid(replace(grid, rows=grid.rows[:_SHOWN_CANDIDATES]))
            print_basis(view, answer["basis"])

    @contextmanager
    def _view(self, **asked: str | bool | date) -> Iterator[View]:
        from growth_ledger.ledger.views import Question, viewing

        question = Question(**asked)  # type: ignore[arg-type]  # as the callers above give them
        with viewing(self.ledger, question) as view:
            yield view

    def _explain(self, key: str, role: str) -> None:
        from growth_ledger.ledger import asking

        with self._view() as view:
            self._ask(view, key, role)
            answer = asking.explain(view, self.people[role], "admission")
            for line in tables.explanation_lines(answer, labels_of(view)):
                print_line(line)
            print_basis(view, answer["basis"])

    def _ask(self, view: View, key: str, role: str, **values: object) -> None:
        teacher = self.people.get(role, "")
        name = view.file(teacher).name_at(view.as_of) if teacher else ""
        self._heading(say(key, teacher=teacher, name=name, **values))

    def _heading(self, line: str) -> None:
        print_line()
        print_line("─" * 72)
        print_line(line)
        print_line()


COMMANDS: Final[Mapping[str, click.Command]] = {"demo": demo}
