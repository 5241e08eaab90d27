"""Lists of people that a bureau can post as they are: who, on what document, by which clause, of which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from growth_ledger.domain.days import date_of
from growth_ledger.reports.papers import Pairs, Paper, Section, Table, typed
from growth_ledger.reports.tables import (
    CANDIDATE_HEADS,
    PARTICIPANT_HEADS,
    candidate_cells,
    changes_counted,
    participant_cells,
    standings_counted,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from growth_ledger.domain.days import Span
    from growth_ledger.ledger.answers import (
        CandidateAnswer,
        ChangeAnswer,
        CohortAnswer,
        Judges,
        StandingRow,
        Who,
    )
    from growth_ledger.policy.packs import Pack
    from growth_ledger.reports.labels import Labels
    from growth_ledger.reports.papers import Cell
    from growth_ledger.reports.printing import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands above a list.

    Attributes:
        day: The day asked.
        basis: The basis of the answer.
        sandbox: Whether the ledger is one for trials.
        schools: Names of schools by code.
        masked: Whether names were masked.
        assumes: Whether coming school years are assumed to be credited.
        title: A title of one's own.
        document: The list's own document number.
    """

    day: date
    basis: str
    sandbox: bool
    schools: Mapping[str, str]
    masked: bool = False
    assumes: bool = False
    title: str | None = None
    document: str | None = None

    def who(self, row: Who | CandidateAnswer) -> list[str]:
        """Whose row it is, with the name of the school, else its code."""
        school = row["school"] or ""
        return [row["teacher"], row["name"] or "", self.schools.get(school, school)]


def standings_notice(
    rows: Sequence[StandingRow], projection: str, heading: Heading, labels: Labels
) -> Paper:
    """Everyone's outcome, with the clause that decides it."""
    what = labels.by_most(row["policy"] for row in rows).of_projection(projection)
    clauses = {
        (policy, one.outcome): one.clause
        for policy, pack in labels.packs.items()
        if projection in pack.projections
        for one in pack.projections[projection].outcomes
    }
    table = _numbered(
        labels,
        caption=what,
        heads=("teacher", "name", "school", "outcome", "clause", "since", "until"),
        rows=[
            [
                *heading.who(row),
                labels.of_outcome(projection, row["outcome"], row["policy"]),
                clauses.get((row["policy"], row["outcome"]), ""),
                typed(row["since"]),
                typed(labels.or_open(row["until"])),
            ]
            for row in rows
        ],
        widths=(0.8, 1.8, 1.5, 4.5, 2.2, 2, 1.7, 1.7),
        below=standings_counted(rows, projection, labels),
    )
    above = _above(
        heading,
        labels,
        policies={row["policy"] for row in rows},
        clauses=[clauses.get((row["policy"], row["outcome"]), "") for row in rows],
        count=len(rows),
    )
    return _notice(labels.say("paper.notice", what=what), heading, labels, above, [table])


def changes_notice(
    rows: Sequence[ChangeAnswer],
    projection: str,
    heading: Heading,
    labels: Labels,
    *,
    during: Span,
    policies: Collection[str],
    judges: Sequence[Judges],
) -> Paper:
    """Who crossed into which outcome after one day and up to another, and why.

    Args:
        rows: The crossings.
        projection: Of which projection.
        heading: What stands above the list.
        labels: The words.
        during: The two days.
        policies: Those in force over the days.
        judges: Row by row, those that judged it before the crossing and after it.
    """
    what = labels.by_most(after or before for before, after in judges).of_projection(projection)
    table = _numbered(
        labels,
        caption=what,
        heads=("day", "teacher", "name", "school", "from", "to", "cause"),
        rows=[
            [
                typed(row["day"]),
                *heading.who(row),
                labels.of_outcome(projection, row["from"], before),
                labels.of_outcome(projection, row["to"], after),
                labels.of_word("cause", row["cause"]),
            ]
            for row, (before, after) in zip(rows, judges, strict=True)
        ],
        widths=(0.8, 1.7, 1.8, 1.5, 4.5, 2.1, 2.1, 1.5),
        below=changes_counted(rows, projection, labels, judges=judges),
    )
    after, up_to = during
    # The day after which was asked for is not among those that the list is about.
    period = labels.say("say.none")
    if after < up_to:
        days = {"first": date_of(after + 1).isoformat(), "last": date_of(up_to).isoformat()}
        period = labels.say("paper.between", **days)
    packs = [
        pack
        for policy, pack in labels.packs.items()
        if policy in policies and projection in pack.projections
    ]
    above = [
        (labels.say("paper.period"), period),
        *_above(
            heading,
            labels,
            policies={pack.policy for pack in packs},
            clauses=[pack.projections[projection].clause for pack in packs],
            count=len({row["teacher"] for row in rows}),
            with_day=False,
        ),
    ]
    return _notice(labels.say("paper.changes", what=what), heading, labels, above, [table])


def cohort_notice(answer: CohortAnswer, heading: Heading, labels: Labels) -> Paper:
    """A cohort's people and, where they were asked for, its candidates."""
    tables = [_participants(answer, heading, labels)]
    if "candidates" in answer:
        tables.append(_candidates(answer["candidates"], heading, labels))
    policy = answer["policy"]
    pack = labels.packs.get(policy or "")
    tier = None if pack is None else pack.tiers.get(answer["tier"])
    above = [
        (labels.say("head.cohort"), f"{answer['name']} ({answer['cohort']})"),
        (labels.say("head.tier"), labels.by(answer["policy"]).of_tier(answer["tier"])),
        (labels.say("head.running"), labels.yes_or_no(answer["running"])),
        (
            labels.say("head.members"),
            labels.say("say.none") if answer["vacancies"] is None else _members(answer, labels),
        ),
        (
            labels.say("head.irregularities"),
            labels.of_words("irregularity", answer["irregularities"]),
        ),
        *_above(
            heading,
            labels,
            policies=set() if policy is None else {policy},
            clauses=[] if tier is None else [tier.clause],
            count=len(answer["participants"]),
        ),
    ]
    return _notice(labels.say("paper.notice", what=answer["name"]), heading, labels, above, tables)


def findings_paper(grid: Grid, heading: Heading, labels: Labels) -> Paper:
    """What an auditor would ask about, as the grid has it: by staff number, so nothing is masked."""
    title = labels.say("paper.findings")
    table = Table.of(grid, caption=title, widths=(2.2, 2.6, 6, 1.8, 1.6, 3))
    above = _above(heading, labels, policies=(), clauses=(), count=None)
    return _notice(title, heading, labels, above, [table])


def _participants(answer: CohortAnswer, heading: Heading, labels: Labels) -> Table:
    return _numbered(
        labels,
        caption=labels.say("title.participants"),
        heads=("teacher", "name", "school", *PARTICIPANT_HEADS),
        rows=[
            [*heading.who(one), *map(typed, participant_cells(one, answer, labels))]
            for one in answer["participants"]
        ],
        widths=(0.8, 1.8, 1.5, 4, 0.9, 1.2, 1.7, 1.4, 3),
    )


def _candidates(found: Sequence[CandidateAnswer], heading: Heading, labels: Labels) -> Table:
    return _numbered(
        labels,
        caption=labels.say("title.candidates"),
        heads=("teacher", "name", "school", *CANDIDATE_HEADS),
        rows=[[*heading.who(one), *candidate_cells(one, labels)] for one in found],
        widths=(0.8, 1.8, 1.5, 4, 0.9, 1.4, 4.5),
    )


def _numbered(
    labels: Labels,
    *,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    below: str = "",
) -> Table:
    """Rows with a running number before each, and below them how many there are, or what else is said."""
    return Table(
        caption=caption,
        heads=[labels.say("paper.number"), *labels.heads(*heads)],
        rows=[[number, *row] for number, row in enumerate(rows, start=1)],
        below=below or labels.counted(rows),
        widths=widths,
    )


def _members(answer: CohortAnswer, labels: Labels) -> str:
    return labels.say(
        "say.members_of",
        members=answer["members"],
        vacancies=answer["vacancies"],
        rural=answer["rural_members"],
        short=answer["rural_shortfall"],
    )


def _above(
    heading: Heading,
    labels: Labels,
    *,
    policies: Iterable[str],
    clauses: Iterable[str],
    count: int | None,
    with_day: bool = True,
) -> list[tuple[str, str]]:
    """The particulars above a list; what is not known is left out."""
    documents = [
        _document(labels.packs[policy], labels)
        for policy in sorted(policies)
        if policy in labels.packs
    ]
    cited = [clause for clause in dict.fromkeys(clauses) if clause]
    pairs = [
        (labels.say("paper.document"), heading.document or ""),
        (labels.say("paper.policy_documents"), labels.listed(documents)),
        (labels.say("paper.clauses"), labels.stated(cited)),
        (labels.say("paper.day"), heading.day.isoformat() if with_day else ""),
        (labels.say("paper.count"), "" if count is None else str(count)),
        (labels.say("paper.assumed"), labels.say("say.assumes") if heading.assumes else ""),
    ]
    return [(head, value) for head, value in pairs if value]


def _document(pack: Pack, labels: Labels) -> str:
    document = pack.model.document
    if document.number is None:
        return document.title
    return labels.say("paper.policy_document", title=document.title, number=document.number)


def _notice(
    title: str,
    heading: Heading,
    labels: Labels,
    above: Sequence[tuple[str, str]],
    tables: Sequence[Table],
) -> Paper:
    return Paper.of(
        labels,
        title=heading.title or title,
        subtitle=labels.say("paper.masked") if heading.masked else "",
        day=heading.day,
        basis=heading.basis,
        sandbox=heading.sandbox,
        sections=[Section(title="", blocks=[Pairs(above), *tables])],
    )
