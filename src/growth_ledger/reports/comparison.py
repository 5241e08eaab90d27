"""Candidates side by side: as a grid for a terminal and as a paper, one row an item or one a candidate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from growth_ledger.reports.papers import Pairs, Paper, Section, Table
from growth_ledger.reports.printing import Grid
from growth_ledger.reports.trajectory import days_text
from growth_ledger.wording.explanations import length_text

if TYPE_CHECKING:
    from growth_ledger.ledger.comparing import CandidateRow, CompareAnswer
    from growth_ledger.reports.labels import Labels

SIDE_BY_SIDE: Final = 5
"""So many candidates stand beside each other, a column each; more stand below each other."""


_ITEM_WIDTH: Final = 1.5
_CANDIDATE_WIDTH: Final = 3.0
_WIDTHS: Final = (2.3, 1.6, 2.6, 1.6, 1.6, 1.4, 1.7, 2, 3.2, 2.6, 3.6, 2.2, 1.8, 2, 2, 4)
"""Of the columns where candidates stand below each other: one for each of `_items`."""


def comparison_grid(answer: CompareAnswer, labels: Labels) -> Grid:
    """The candidates for a terminal."""
    heads, rows = _cells(answer, labels)
    return Grid(
        title=labels.say("compare.title"),
        heads=heads,
        rows=rows,
        below=labels.say("compare.people", count=len(answer["candidates"])),
    )


def comparison_paper(answer: CompareAnswer, labels: Labels, *, masked: bool = False) -> Paper:
    """The candidates for a committee, across the page; `masked` says that their names are."""
    heads, rows = _cells(answer, labels)
    above = [
        (labels.say("paper.day"), answer["as_of"]),
        (labels.say("compare.sorted"), labels.say(f"compare.sort.{answer['sorted_by']}")),
        (labels.say("paper.count"), str(len(answer["candidates"]))),
    ]
    is_beside = len(answer["candidates"]) <= SIDE_BY_SIDE
    table = Table(
        caption=labels.say("compare.caption"),
        heads=heads,
        rows=rows,
        widths=(_ITEM_WIDTH, *(len(heads) - 1) * (_CANDIDATE_WIDTH,)) if is_beside else _WIDTHS,
    )
    return Paper.of(
        labels,
        title=labels.say("compare.title"),
        subtitle=labels.say("paper.masked") if masked else "",
        day=date.fromisoformat(answer["as_of"]),
        basis=answer["basis"],
        sandbox=answer["sandbox"],
        sections=[Section(title="", blocks=[Pairs(above), table])],
        wide=True,
    )


def _cells(answer: CompareAnswer, labels: Labels) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: a column a candidate where they are few, else a row."""
    items = _items(labels)
    told = [_told(row, labels) for row in answer["candidates"]]
    if len(told) > SIDE_BY_SIDE:
        return items, told
    heads = [labels.say("compare.item"), *(one[0] for one in told)]
    return heads, [
        [item, *(one[index] for one in told)] for index, item in enumerate(items) if index > 0
    ]


def _items(labels: Labels) -> list[str]:
    return [
        labels.say("head.teacher"),
        labels.say("head.name"),
        labels.say("head.school"),
        labels.say("paper.rank"),
        labels.say("trajectory.titles"),
        labels.say("head.tenure"),
        labels.say("compare.homeroom"),
        labels.say("compare.other_posts"),
        labels.say("trajectory.awards"),
        labels.say("compare.training"),
        labels.say("trajectory.appraisals"),
        labels.say("compare.contributions"),
        labels.say("compare.research"),
        labels.say("trajectory.vetoes"),
        labels.say("head.cohort"),
        labels.say("title.standings"),
    ]


def _told(row: CandidateRow, labels: Labels) -> list[str]:
    """One candidate, item by item."""
    rank = row["rank"]
    research = row["research"]
    told = [
        row["teacher"],
        row["name"],
        row["school_name"] or row["school"],
        None if rank is None else labels.of_value("rank-conferred", "rank", rank),
        labels.stated(labels.of_value("title-conferred", "title", one) for one in row["titles"]),
        labels.say("say.years", years=row["tenure"]),
        _length(row, "homeroom", labels),
        labels.stated(
            _pair(labels.of_value("appointed", "role", role), _length(row, role, labels), labels)
            for role in row["service"]
            if role != "homeroom"
        ),
        _awards(row, labels),
        labels.stated(
            _pair(labels.of_value("training-completed", "level", level), hours, labels)
            for level, hours in row["training"].items()
        ),
        _appraisals(row, labels),
        labels.stated(
            _counted(labels.of_value("contribution-made", "contribution", code), count, labels)
            for code, count in row["contributions"].items()
        ),
        labels.say("compare.research_said", **research) if any(research.values()) else None,
        _vetoes(row, labels),
        _cohorts(row, labels),
        _standings(row, labels),
    ]
    return [labels.or_none(one) for one in told]


def _awards(row: CandidateRow, labels: Labels) -> str:
    def said(level: str, grade: str | None) -> str:
        of_level = labels.of_value("award-granted", "level", level)
        if grade is None:
            return _pair(of_level, labels.say("compare.no_grade"), labels)
        return _pair(of_level, labels.of_value("award-granted", "grade", grade), labels)

    return labels.stated(
        _counted(said(one["level"], one["grade"]), one["count"], labels) for one in row["awards"]
    )


def _appraisals(row: CandidateRow, labels: Labels) -> str:
    def said(scope: str, counts: dict[str, int]) -> str:
        results = labels.listed(
            _counted(labels.of_value("appraised", "result", result), count, labels)
            for result, count in counts.items()
        )
        label = labels.of_value("appraised", "scope", scope)
        return labels.field(label, results)

    return labels.stated(said(scope, counts) for scope, counts in row["appraisals"].items())


def _vetoes(row: CandidateRow, labels: Labels) -> str:
    return labels.stated(
        labels.say(
            "compare.veto",
            ground=labels.of_value("vetoed", "ground", one["ground"]),
            days=days_text(one, labels),
        )
        for one in row["vetoes"]
    )


def _cohorts(row: CandidateRow, labels: Labels) -> str:
    def said(name: str, capacity: str, status: str | None) -> str:
        of_capacity = labels.of_value("cohort-joined", "capacity", capacity)
        value = (
            of_capacity if status is None else f"{of_capacity} ({labels.of_word('status', status)})"
        )
        return labels.field(name, value)

    return labels.stated(
        said(one["name"], one["capacity"], one["status"]) for one in row["cohorts"]
    )


def _standings(row: CandidateRow, labels: Labels) -> str:
    labels = labels.by(row["policy"])
    return labels.stated(
        labels.field(labels.of_projection(name), labels.of_outcome(name, outcome))
        for name, outcome in row["standings"].items()
    )


def _length(row: CandidateRow, role: str, labels: Labels) -> str:
    length = row["service"].get(role)
    if length is None:
        return ""
    return length_text(months=length["months"], days=length["days"], lang=labels.lang)


def _pair(label: str, value: str, labels: Labels) -> str:
    return labels.say("compare.pair", label=label, value=value)


def _counted(label: str, count: int, labels: Labels) -> str:
    return label if count == 1 else labels.say("compare.count", label=label, count=count)
