"""What stands in which column: each answer as a grid for people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from growth_ledger.domain.days import time_in_china
from growth_ledger.reports.events import what
from growth_ledger.reports.printing import Grid, short_id
from growth_ledger.wording import kind_label
from growth_ledger.wording.explanations import condition_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from growth_ledger.ledger.answers import (
        CandidateAnswer,
        ChangeAnswer,
        CohortAnswer,
        CohortRow,
        ExplainAnswer,
        HistoryAnswer,
        Judges,
        NodeAnswer,
        ParticipantAnswer,
        RunAnswer,
        ShowAnswer,
        StandingRow,
        TimelineAnswer,
        WhatIfRow,
        Who,
    )
    from growth_ledger.ledger.finding import FindingAnswer
    from growth_ledger.ledger.unjudged import Unjudged
    from growth_ledger.reports.labels import Labels

PARTICIPANT_HEADS: Final = ("rural", "capacity", "first_day", "status", "reasons")
CANDIDATE_HEADS: Final = ("rural", "status", "reasons")
"""What stands in a cohort's lists behind whose row it is."""

_SHOWN_IDS: Final = 4


def show_pairs(answer: ShowAnswer, labels: Labels) -> list[tuple[str, str]]:
    """The file's particulars at the day."""
    roles = [labels.of_value("appointed", "role", role) for role in answer["roles"]]
    return [
        (labels.say("head.teacher"), answer["teacher"]),
        (labels.say("head.name"), labels.or_none(answer["name"])),
        (labels.say("head.school"), labels.or_none(answer["school"])),
        (labels.say("head.district"), labels.or_none(answer["district"])),
        (labels.say("head.policy"), labels.of_policy(answer["policy"])),
        (
            labels.say("head.in_service"),
            labels.yes_or_no(answer["in_service"]),
        ),
        (labels.say("head.roles"), labels.or_none(labels.listed(roles))),
        (labels.say("head.tenure"), labels.say("say.years", years=answer["tenure"])),
    ]


def show_standings(answer: ShowAnswer, labels: Labels, *, unjudged: Unjudged | None = None) -> Grid:
    """Every standing at the day, or why there is none."""
    none = labels.say("say.no_policy") if unjudged is None else _why_none(unjudged, labels)
    labels = labels.by(answer["policy"])
    return Grid(
        title=labels.say("title.standings"),
        heads=labels.heads("projection", "outcome", "label", "since", "until", "clause"),
        rows=[
            [
                f"{labels.of_projection(name)} ({name})",
                standing["outcome"],
                labels.of_outcome(name, standing["outcome"]),
                standing["since"],
                labels.or_open(standing["until"]),
                standing["clause"],
            ]
            for name, standing in answer["standings"].items()
        ],
        below="" if answer["standings"] else none,
    )


def standings_grid(rows: Sequence[StandingRow], projection: str, labels: Labels) -> Grid:
    """Everyone's outcome."""
    return Grid(
        title=labels.by_most(row["policy"] for row in rows).of_projection(projection),
        heads=labels.heads(
            "teacher", "name", "school", "policy", "outcome", "label", "since", "until"
        ),
        rows=[
            [
                *_who(row, labels),
                row["policy"],
                row["outcome"],
                labels.of_outcome(projection, row["outcome"], row["policy"]),
                row["since"],
                labels.or_open(row["until"]),
            ]
            for row in rows
        ],
        below=standings_counted(rows, projection, labels),
    )


def standings_counted(rows: Sequence[StandingRow], projection: str, labels: Labels) -> str:
    """How many rows, and how many of each outcome."""
    each = (labels.of_outcome(projection, row["outcome"], row["policy"]) for row in rows)
    return labels.counted(rows, each=each)


def changes_grid(
    rows: Sequence[ChangeAnswer], projection: str, labels: Labels, *, judges: Sequence[Judges]
) -> Grid:
    """Who crossed into which outcome; `judges` are the policies that said so, row by row."""
    return Grid(
        title=labels.by_most(after or before for before, after in judges).of_projection(projection),
        heads=labels.heads("day", "teacher", "name", "school", "from", "to", "cause", "events"),
        rows=[
            [
                row["day"],
                *_who(row, labels),
                labels.of_outcome(projection, row["from"], before),
                labels.of_outcome(projection, row["to"], after),
                labels.of_word("cause", row["cause"]),
                _ids(row["events"]),
            ]
            for row, (before, after) in zip(rows, judges, strict=True)
        ],
        below=changes_counted(rows, projection, labels, judges=judges),
    )


def changes_counted(
    rows: Sequence[ChangeAnswer], projection: str, labels: Labels, *, judges: Sequence[Judges]
) -> str:
    """How many rows, and how many from which outcome to which one."""
    each = (
        labels.of_crossing(projection, row["from"], row["to"], judged)
        for row, judged in zip(rows, judges, strict=True)
    )
    return labels.counted(rows, each=each)


def what_if_grid(rows: Sequence[WhatIfRow], projection: str, labels: Labels) -> Grid:
    """Outcomes in force beside those under another pack."""
    judges = (row["policy"] or row["what_if_policy"] for row in rows)
    crossings = (
        labels.of_crossing(
            *(projection, row["outcome"], row["what_if_outcome"]),
            (row["policy"], row["what_if_policy"]),
        )
        for row in rows
    )
    return Grid(
        title=labels.by_most(judges).of_projection(projection),
        heads=labels.heads(
            "teacher",
            "name",
            "school",
            "policy",
            "outcome",
            "what_if_policy",
            "what_if_outcome",
            "differs",
        ),
        rows=[
            [
                *_who(row, labels),
                labels.or_none(row["policy"]),
                labels.of_outcome(projection, row["outcome"], row["policy"]),
                row["what_if_policy"],
                labels.of_outcome(projection, row["what_if_outcome"], row["what_if_policy"]),
                labels.yes_or_no(row["differs"]),
            ]
            for row in rows
        ],
        below=labels.counted(rows, each=crossings),
    )


def diff_grid(rows: Sequence[Mapping[str, Any]], labels: Labels) -> Grid:
    """Which outcomes what was learned has changed."""
    return Grid(
        title=labels.say("title.standings"),
        heads=labels.heads("teacher", "projection", "before", "after", "cause", "events"),
        rows=[
            [
                row["teacher"],
                labels.of_projection(row["projection"]),
                labels.of_outcome(row["projection"], row["before"]),
                labels.of_outcome(row["projection"], row["after"]),
                labels.of_word("cause", row["cause"]),
                _ids(row["events"]),
            ]
            for row in rows
        ],
        below=labels.counted(rows),
    )


def history_grid(rows: Sequence[HistoryAnswer], labels: Labels) -> Grid:
    """Events as recorded, with their streams where they are of several."""
    stream = ("stream",) if any("stream" in row for row in rows) else ()
    return Grid(
        heads=labels.heads(
            "position",
            *stream,
            "event_id",
            *("recorded_at", "recorded_by", "kind", "ref", "what", "state"),
        ),
        rows=[
            [
                str(row["position"]),
                *([row["stream"]] if "stream" in row else []),
                short_id(row["event_id"]),
                time_in_china(datetime.fromisoformat(row["recorded_at"])),
                row["recorded_by"],
                kind_label(row["kind"], labels.lang),
                row["ref"] or "",
                what(row, labels),
                _state(row, labels),
            ]
            for row in rows
        ],
        below=labels.counted(rows),
    )


def timeline_events(answer: TimelineAnswer, labels: Labels) -> Grid:
    """The trajectory's events in order of day."""
    return Grid(
        title=labels.say("title.events"),
        heads=labels.heads("day", "kind", "what", "ref", "state", "position", "event_id"),
        rows=[
            [
                row.get("day") or "",
                kind_label(row["kind"], labels.lang),
                what(row, labels),
                row["ref"] or "",
                _state(row, labels),
                str(row["position"]),
                short_id(row["event_id"]),
            ]
            for row in answer["events"]
        ],
    )


def timeline_standings(answer: TimelineAnswer, labels: Labels) -> Grid:
    """The trajectory's standings, by projection, in order of day."""

    def row(name: str, run: RunAnswer) -> list[str]:
        return [
            labels.by(run["policy"]).of_projection(name),
            labels.of_outcome(name, run["outcome"], run["policy"]),
            run["since"],
            labels.or_open(run["until"]),
            run["policy"],
        ]

    return Grid(
        title=labels.say("title.standings"),
        heads=labels.heads("projection", "outcome", "since", "until", "policy"),
        rows=[row(name, run) for name, runs in answer["standings"].items() for run in runs],
    )


def timeline_tenure(answer: TimelineAnswer, labels: Labels) -> Grid:
    """Tenure over the years."""
    return Grid(
        title=labels.say("title.tenure"),
        heads=labels.heads("since", "tenure"),
        rows=[[one["since"], one["years"]] for one in answer["tenure"]],
    )


def explanation_lines(
    answer: ExplainAnswer, labels: Labels, *, unjudged: Unjudged | None = None
) -> list[str]:
    """The explanation as an indented tree: each condition, found and needed, the events; or why there is none."""
    projection = answer["projection"]
    if answer["outcome"] is None:
        if unjudged is None:
            return [labels.say("say.no_standing")]
        return [_why_none(unjudged, labels, projection=projection)]
    labels = labels.by(answer["policy"])
    head = labels.of_outcome(projection, answer["outcome"])
    lines = [
        labels.say(
            "say.decided",
            projection=labels.of_projection(projection),
            outcome=f"{head} ({answer['outcome']})",
            clause=answer["clause"] or "",
        )
    ]
    for node in answer["tree"]:
        outcome = labels.of_outcome(projection, node["outcome"])
        mark = "✓" if node["holds"] else "✗"
        if node["condition"] == "otherwise":
            lines.append(f"{mark} {outcome} — {labels.say('say.otherwise')}")
            continue
        lines.append(f"{mark} {outcome} — {node['clause']}")
        lines.extend(_node_lines(node, labels, depth=1, clause=node["clause"]))
    return lines


def _why_none(unjudged: Unjudged, labels: Labels, *, projection: str = "") -> str:
    values = {
        **unjudged._asdict(),
        "stage_label": labels.of_value("school-registered", "stage", unjudged.stage),
        "label": labels.of_projection(projection),
        "projection": projection,
    }
    return labels.say(f"unjudged.{unjudged.lack}", **values)


def _node_lines(node: NodeAnswer, labels: Labels, *, depth: int, clause: str) -> list[str]:
    mark = "✓" if node["holds"] else "✗"
    said = condition_sentence(
        node["condition"],
        labels.lang,
        found=node["found"],
        needed=node["needed"],
        holds=node["holds"],
        labels=labels.own_codes,
    )
    own = "" if node["clause"] == clause else f" — {node['clause']}"
    parts = [f"{'  ' * depth}{mark} {said}{own}"]
    if node["holds_from"] is not None:
        parts.append(labels.say("say.holds_from", day=node["holds_from"]))
    if node["events"]:
        parts.append(f"[{labels.say('say.events', events=_ids(node['events']))}]")
    lines = [" · ".join(parts)]
    for child in node["children"]:
        lines.extend(_node_lines(child, labels, depth=depth + 1, clause=clause))
    return lines


def findings_grid(rows: Sequence[FindingAnswer], labels: Labels) -> Grid:
    """What was found, a line each."""
    return Grid(
        heads=labels.heads("teacher", "finding", "what", "clause", "known_when_recorded", "events"),
        rows=[
            [
                row["teacher"],
                labels.of_word("finding", row["finding"]),
                row["message"],
                labels.or_none(row["clause"]),
                labels.yes_or_no(row["known_when_recorded"]),
                " ".join(map(short_id, row["events"])),
            ]
            for row in rows
        ],
        below=labels.counted(
            rows, each=(labels.of_word("finding", row["finding"]) for row in rows)
        ),
    )


def cohort_list_grid(rows: Sequence[CohortRow], labels: Labels) -> Grid:
    """Every cohort."""
    return Grid(
        heads=labels.heads(
            "cohort",
            "cohort_name",
            "district",
            "tier",
            "running",
            "first_day",
            "last_day",
            "members",
            "vacancies",
            "rural_shortfall",
            "irregularities",
        ),
        rows=[
            [
                row["cohort"],
                row["name"],
                row["district"],
                labels.by(row["policy"]).of_tier(row["tier"]),
                labels.yes_or_no(row["running"]),
                row["first_day"],
                labels.or_open(row["last_day"]),
                str(row["members"]),
                labels.or_none(row["vacancies"]),
                labels.or_none(row["rural_shortfall"]),
                labels.of_words("irregularity", row["irregularities"]),
            ]
            for row in rows
        ],
        below=labels.counted(rows),
    )


def cohort_pairs(answer: CohortAnswer, labels: Labels) -> list[tuple[str, str]]:
    """The cohort's particulars and team."""
    return [
        (labels.say("head.cohort"), f"{answer['cohort']} {answer['name']}"),
        (labels.say("head.district"), answer["district"]),
        (labels.say("head.tier"), labels.by(answer["policy"]).of_tier(answer["tier"])),
        (labels.say("head.policy"), labels.of_policy(answer["policy"])),
        (labels.say("head.running"), labels.yes_or_no(answer["running"])),
        (labels.say("head.members"), str(answer["members"])),
        (labels.say("head.vacancies"), labels.or_none(answer["vacancies"])),
        (labels.say("head.rural_members"), str(answer["rural_members"])),
        (labels.say("head.rural_shortfall"), labels.or_none(answer["rural_shortfall"])),
        (
            labels.say("head.irregularities"),
            labels.of_words("irregularity", answer["irregularities"]),
        ),
    ]


def cohort_participants(answer: CohortAnswer, labels: Labels) -> Grid:
    """Who takes part."""
    below = [labels.counted(answer["participants"])]
    if answer["policy"] is None:
        below.append(labels.say("say.cohort_without_rules", tier=answer["tier"]))
    return Grid(
        title=labels.say("title.participants"),
        heads=labels.heads("teacher", "name", "school", *PARTICIPANT_HEADS),
        rows=[
            [*_who(one, labels), *participant_cells(one, answer, labels)]
            for one in answer["participants"]
        ],
        below="\n".join(below),
    )


def cohort_candidates(answer: CohortAnswer, labels: Labels) -> Grid:
    """Who could move in."""
    found = answer.get("candidates", [])
    below = [labels.counted(found)]
    if any("not-eligible" in one["reasons"] for one in found):
        below.append(labels.say("say.why_not_eligible", tier=answer["tier"]))
    return Grid(
        title=labels.say("title.candidates"),
        heads=labels.heads("teacher", "name", "school", *CANDIDATE_HEADS),
        rows=[[*_who(one, labels), *candidate_cells(one, labels)] for one in found],
        below="\n".join(below),
    )


def participant_cells(one: ParticipantAnswer, answer: CohortAnswer, labels: Labels) -> list[str]:
    """What a list says of one who takes part, under `PARTICIPANT_HEADS`."""
    return [
        labels.yes_or_no(one["rural"]),
        labels.of_value("cohort-joined", "capacity", one["capacity"]),
        one["first_day"],
        labels.of_word("status", one["status"]),
        labels.of_reasons_to_leave(
            one["reasons"],
            tier=answer["tier"],
            policy=answer["policy"],
            capacity=one["capacity"],
        ),
    ]


def candidate_cells(one: CandidateAnswer, labels: Labels) -> list[str]:
    """What a list says of one who could move in, under `CANDIDATE_HEADS`."""
    return [
        labels.yes_or_no(one["rural"]),
        labels.of_word("status", one["status"]),
        labels.of_words("reason", one["reasons"]),
    ]


def _who(row: Who | CandidateAnswer, labels: Labels) -> list[str]:
    return [row["teacher"], labels.or_none(row["name"]), labels.or_none(row["school"])]


def _state(row: HistoryAnswer, labels: Labels) -> str:
    said = labels.of_word("state", row["state"])
    return said if row["by"] is None else f"{said} ({short_id(row['by'])})"


def _ids(events: Sequence[str]) -> str:
    shown = [short_id(event_id) for event_id in events[:_SHOWN_IDS]]
    more = len(events) - _SHOWN_IDS
    return " ".join(shown if more <= 0 else [*shown, f"+{more}"])
