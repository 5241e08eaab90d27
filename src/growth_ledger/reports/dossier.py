"""One teacher's file as a paper: who, where, the years, the picture, the record, the standings, the proof."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from growth_ledger.domain.days import day_in_china
from growth_ledger.domain.events import EVENT_CLASSES
from growth_ledger.intake.fields import holds
from growth_ledger.reports.events import UNSAID, Called, event_pairs, field_head, field_text
from growth_ledger.reports.papers import (
    Cell,
    EventId,
    Lines,
    Pairs,
    Paper,
    Picture,
    Section,
    Table,
    last_four,
    typed,
)
from growth_ledger.reports.trajectory import is_wide, picture, picture_label
from growth_ledger.wording import field_label, kind_label
from growth_ledger.wording.explanations import condition_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from growth_ledger.ledger.answers import HistoryAnswer, NodeAnswer, ShowAnswer
    from growth_ledger.ledger.dossier import DossierAnswer, DossierStanding
    from growth_ledger.ledger.trajectory import TrajectoryAnswer
    from growth_ledger.reports.labels import Labels

_UNSAID: Final = UNSAID | {"corrects", "basis"}
"""Those that have a column of their own in the record, too."""


def dossier_paper(answer: DossierAnswer, labels: Labels, *, spread: bool = False) -> Paper:
    """The file as it goes to a committee.

    Args:
        answer: The file at a day.
        labels: The words.
        spread: Whether the record has a column for each field, as in a workbook.
    """
    show = answer["show"]
    career = answer["trajectory"]
    return Paper.of(
        labels,
        title=labels.say("paper.file"),
        subtitle=_of_whom(show, labels),
        day=date.fromisoformat(show["as_of"]),
        basis=career["basis"],
        sandbox=show["sandbox"],
        sections=[
            Section(
                title=labels.say("paper.who"),
                blocks=[Pairs(_particulars(answer, labels)), _places(answer, labels)],
            ),
            Section(title=labels.say("paper.years"), blocks=[_years(answer, labels)]),
            Section(
                title=labels.say("paper.trajectory"),
                blocks=[_picture(career, labels)],
                wide=is_wide(career),
            ),
            Section(
                title=labels.say("paper.record"),
                blocks=list(record_sheets(answer, labels) if spread else _records(answer, labels)),
            ),
            Section(
                title=labels.say("title.standings"),
                blocks=[_standings(answer, labels), *_cohorts(answer, labels)],
            ),
            Section(title=labels.say("paper.next"), blocks=[Lines(list(_next(answer, labels)))]),
            Section(title=labels.say("paper.proof"), blocks=[Pairs(_proof(answer, labels))]),
        ],
    )


def picture_paper(answer: TrajectoryAnswer, labels: Labels) -> Paper:
    """The career's picture on a page of its own."""
    return Paper.of(
        labels,
        title=labels.say("paper.trajectory"),
        subtitle=_of_whom(answer, labels),
        day=date.fromisoformat(answer["as_of"]),
        basis=answer["basis"],
        sandbox=answer["sandbox"],
        sections=[Section(title="", blocks=[_picture(answer, labels)])],
        wide=True,
    )


def record_sheets(answer: DossierAnswer, labels: Labels) -> Iterator[Table]:
    """The record as a table a kind with a column a field, for a workbook."""
    called = _called(answer, labels)
    for kind, rows in _by_kind(answer).items():
        fields = [
            field
            for field in EVENT_CLASSES[kind].model_fields
            if field not in _UNSAID
            # The event's own day has a column of its own.
            and field != EVENT_CLASSES[kind].day_field
            and any(field in row["fields"] for row in rows)
        ]
        yield Table(
            caption=kind_label(kind, labels.lang),
            heads=[
                labels.say("head.day"),
                *(field_head(kind, field, labels, by_name=True) for field in fields),
                labels.say("paper.basis"),
                labels.say("head.state"),
                labels.say("head.ref"),
                labels.say("head.position"),
                labels.say("paper.recorded_on"),
                labels.say("paper.event_id"),
            ],
            rows=[
                [
                    typed(row["day"] or ""),
                    *(_field_cell(row, field, labels, called=called) for field in fields),
                    str(row["fields"].get("basis", "")),
                    _state(row, answer, labels),
                    row["ref"] or "",
                    row["position"],
                    _recorded_on(row),
                    EventId(row["event_id"]),
                ]
                for row in rows
            ],
            gone=_gone(rows),
        )


def _of_whom(answer: ShowAnswer | TrajectoryAnswer, labels: Labels) -> str:
    who = f"{answer['name'] or ''} {answer['teacher']}".strip()
    return labels.say("paper.of", who=who, day=answer["as_of"])


def _picture(career: TrajectoryAnswer, labels: Labels) -> Picture:
    return Picture(
        draw=lambda font: picture(career, labels, font=font), says=picture_label(career, labels)
    )


def _records(answer: DossierAnswer, labels: Labels) -> Iterator[Table]:
    for kind, rows in _by_kind(answer).items():
        yield _record(kind, rows, answer, labels)


def _particulars(answer: DossierAnswer, labels: Labels) -> list[tuple[str, str]]:
    show, profile = answer["show"], answer["profile"]
    rank = profile["rank"]
    roles = [labels.of_value("appointed", "role", role) for role in show["roles"]]
    place = next((one for one in answer["trajectory"]["schools"] if one["last_day"] is None), None)
    school = labels.or_none(show["school"])
    personal = [
        (field_label("file-opened", "gender", labels.lang), labels.or_none(profile["gender"])),
        (
            field_label("file-opened", "birth_date", labels.lang),
            labels.or_none(profile["birth_date"]),
        ),
        (
            field_label("file-opened", "id_number", labels.lang),
            labels.or_none(last_four(profile["id_number"])),
        ),
    ]
    return [
        (labels.say("head.teacher"), show["teacher"]),
        (labels.say("head.name"), labels.or_none(show["name"])),
        *personal,
        (
            labels.say("paper.rank"),
            labels.or_none(
                None if rank is None else labels.of_value("rank-conferred", "rank", rank)
            ),
        ),
        (
            labels.say("head.school"),
            school if place is None or place["name"] is None else f"{place['name']} ({school})",
        ),
        (labels.say("head.district"), labels.or_none(show["district"])),
        (labels.say("paper.opened_on"), labels.or_none(profile["opened_on"])),
        (labels.say("head.in_service"), labels.yes_or_no(show["in_service"])),
        (labels.say("head.roles"), labels.or_none(labels.listed(roles))),
        (labels.say("head.tenure"), labels.say("say.years", years=show["tenure"])),
        (labels.say("head.policy"), labels.of_policy(show["policy"])),
    ]


def _places(answer: DossierAnswer, labels: Labels) -> Table:
    return Table(
        caption=labels.say("paper.places"),
        heads=labels.heads("school", "district", "rural", "first_day", "last_day"),
        rows=[
            [
                one["school"] if one["name"] is None else f"{one['name']} ({one['school']})",
                labels.or_none(one["district"]),
                labels.yes_or_no(one["rural"]),
                typed(one["first_day"]),
                typed(labels.or_open(one["last_day"])),
            ]
            for one in answer["trajectory"]["schools"]
        ],
        widths=(5, 2, 1, 1.6, 1.6),
    )


def _years(answer: DossierAnswer, labels: Labels) -> Table:
    return Table(
        caption=labels.say("paper.years_caption"),
        heads=[
            labels.say("paper.school_year"),
            labels.say("head.school"),
            labels.say("paper.posts"),
            labels.say("paper.homeroom_days"),
            labels.say("trajectory.leave"),
            labels.say("paper.credited"),
            labels.say("paper.tenure_then"),
        ],
        rows=[
            [
                one["school_year"],
                labels.listed(one["schools"]),
                labels.listed(labels.of_value("appointed", "role", role) for role in one["roles"]),
                one["homeroom_days"],
                labels.listed(
                    labels.of_value("leave-taken", "reason", reason) for reason in one["leaves"]
                ),
                labels.listed(
                    f"{labels.of_value('appointed', 'role', credit['role'])} {credit['credit']}"
                    for credit in one["credits"]
                ),
                Decimal(one["tenure"]),
            ]
            for one in answer["years"]
        ],
        below="" if answer["years"] else labels.say("say.nothing"),
        widths=(1.6, 3.2, 2.6, 1.7, 1.4, 2.4, 1.3),
    )


def _standings(answer: DossierAnswer, labels: Labels) -> Table:
    return Table(
        caption=labels.say("paper.standings_caption", day=answer["show"]["as_of"]),
        heads=labels.heads("projection", "outcome", "since", "until", "clause", "events"),
        rows=[
            [
                labels.by(one["policy"]).of_projection(one["projection"]),
                labels.of_outcome(one["projection"], one["outcome"], one["policy"]),
                typed(one["since"]),
                typed(labels.or_open(one["until"])),
                one["clause"],
                _events(one["events"], answer),
            ]
            for one in answer["standings"]
        ],
        below="" if answer["standings"] else labels.say("say.no_policy"),
        widths=(2.2, 2, 1.5, 1.5, 1.9, 3.2),
    )


def _cohorts(answer: DossierAnswer, labels: Labels) -> Iterator[Table]:
    if answer["cohorts"]:
        yield Table(
            caption=labels.say("paper.cohorts_caption", day=answer["show"]["as_of"]),
            heads=labels.heads("cohort", "capacity", "first_day", "running", "status", "reasons"),
            rows=[
                [
                    f"{one['name']} ({one['cohort']})",
                    labels.of_value("cohort-joined", "capacity", one["capacity"]),
                    typed(one["first_day"]),
                    labels.yes_or_no(one["running"]),
                    labels.of_word("status", one["status"]),
                    labels.of_words("reason", one["reasons"]),
                ]
                for one in answer["cohorts"]
            ],
            widths=(3.5, 1, 1.4, 1, 1.4, 2.6),
        )


def _next(answer: DossierAnswer, labels: Labels) -> Iterator[tuple[int, str]]:
    """For each standing what is known to follow, and what the outcomes before it still lack."""
    if not answer["standings"]:
        yield 0, labels.say("say.no_policy")
    for one in answer["standings"]:
        name, ours = one["projection"], labels.by(one["policy"])
        now = ours.of_outcome(name, one["outcome"])
        yield 0, labels.say("paper.now", projection=ours.of_projection(name), outcome=now)
        following = one["next"]
        if following is not None:
            is_over = following["outcome"] is None
            yield (
                1,
                labels.say(
                    "paper.ends" if is_over else f"paper.becomes.{following['cause']}",
                    outcome=labels.of_outcome(name, following["outcome"], following["policy"]),
                    policy=labels.of_policy(following["policy"]),
                    day=following["day"],
                ),
            )
        yield from _wanting(one, ours)
        if following is None and not one["wanting"]:
            yield 1, labels.say("paper.nothing_known_changes_it")


def _wanting(one: DossierStanding, labels: Labels) -> Iterator[tuple[int, str]]:
    for wanted in one["wanting"]:
        outcome = labels.of_outcome(one["projection"], wanted["outcome"])
        said = labels.say("paper.for", outcome=outcome, clause=wanted["clause"])
        if wanted["holds_from"] is not None:
            said = labels.say("paper.by_time", said=said, day=wanted["holds_from"])
        yield 1, said
        yield from _missing(wanted["missing"], labels, depth=2)


def _missing(node: NodeAnswer, labels: Labels, *, depth: int) -> Iterator[tuple[int, str]]:
    """The conditions that do not hold, each with what was found and what is needed."""
    if node["condition"] == "any":
        yield depth, labels.say("paper.one_of")
        for child in node["children"]:
            yield from _missing(child, labels, depth=depth + 1)
    elif node["condition"] in {"all", "once"}:
        lacking = [child for child in node["children"] if not child["holds"]]
        for child in lacking:
            yield from _missing(child, labels, depth=depth)
    elif node["condition"] == "not":
        for child in node["children"]:
            said = labels.say("paper.must_not", condition=_sentence(child, labels))
            yield depth, _with_day(said, node, labels)
    else:
        yield depth, _with_day(_sentence(node, labels), node, labels)


def _with_day(said: str, node: NodeAnswer, labels: Labels) -> str:
    if node["holds_from"] is None:
        return said
    return labels.stated((said, labels.say("say.holds_from", day=node["holds_from"])))


def _sentence(node: NodeAnswer, labels: Labels) -> str:
    return condition_sentence(
        node["condition"],
        labels.lang,
        found=node["found"],
        needed=node["needed"],
        holds=node["holds"],
        labels=labels.own_codes,
    )


def _by_kind(answer: DossierAnswer) -> dict[str, list[HistoryAnswer]]:
    """The events kind by kind, in the order of the domain's list of kinds."""
    found: dict[str, list[HistoryAnswer]] = {kind: [] for kind in EVENT_CLASSES}
    for row in answer["events"]:
        found[row["kind"]].append(row)
    return {kind: rows for kind, rows in found.items() if rows}


def _record(
    kind: str,
    rows: Sequence[HistoryAnswer],
    answer: DossierAnswer,
    labels: Labels,
) -> Table:
    called = _called(answer, labels)
    with_level = any("level" in row["fields"] for row in rows)
    with_basis = any("basis" in row["fields"] for row in rows)
    kinds = [
        (labels.say("head.day"), 1.5),
        *([(field_label(kind, "level", labels.lang), 1.4)] if with_level else []),
        (labels.say("head.what"), 4.4 if with_basis else 5.4),
        *([(labels.say("paper.basis"), 2.0)] if with_basis else []),
        (labels.say("head.state"), 1.7),
        (labels.say("head.position"), 0.8),
        (labels.say("paper.event_id"), 1.3),
    ]
    return Table(
        caption=kind_label(kind, labels.lang),
        heads=[head for head, _ in kinds],
        widths=[width for _, width in kinds],
        rows=[
            [
                typed(row["day"]) if row["day"] else _recorded_on(row),
                *(
                    [labels.of_value(kind, "level", row["fields"].get("level", ""))]
                    if with_level
                    else []
                ),
                _what(row, labels, called),
                *([str(row["fields"].get("basis", ""))] if with_basis else []),
                _state(row, answer, labels),
                f"#{row['position']}",
                EventId(row["event_id"]),
            ]
            for row in rows
        ],
        gone=_gone(rows),
    )


def _what(row: HistoryAnswer, labels: Labels, called: Called) -> str:
    """What an event says beside its day, level and basis."""
    hidden = {*_UNSAID, "level", EVENT_CLASSES[row["kind"]].day_field}
    pairs = event_pairs(row, labels, hidden=hidden, called=called)
    return labels.stated(labels.field(head, said) for head, said in pairs)


def _called(answer: DossierAnswer, labels: Labels) -> Called:
    """What a reader of the file calls a school, a cohort or a target; what is shown of an ID number."""
    schools = {one["school"]: one["name"] for one in answer["trajectory"]["schools"]}
    names: dict[str, Mapping[str, str | None]] = {
        "school": schools,
        "merged_into": schools,
        "cohort": {one["cohort"]: one["name"] for one in answer["trajectory"]["cohorts"]},
    }

    def called(field: str, code: str) -> str | None:
        if field in names:
            name = names[field].get(code)
            return f"{name} ({code})" if name else code
        if field == "target":
            return _target(code, answer, labels)
        return last_four(code) if field == "id_number" else None

    return called


def _target(target: str, answer: DossierAnswer, labels: Labels) -> str:
    """What an event points at: its kind, its day and its position, which the record shows."""
    for one in reversed(answer["events"]):
        if target in {one["ref"], one["event_id"]} and one["state"] != "corrected":
            kind = kind_label(one["kind"], labels.lang)
            return f"{kind} {one['day'] or ''} (#{one['position']})"
    return target


def _field_cell(
    row: HistoryAnswer,
    field: str,
    labels: Labels,
    *,
    called: Called,
) -> Cell:
    """A field's value with its type, for a workbook."""
    value = row["fields"].get(field)
    if value is None:
        return ""
    cls = EVENT_CLASSES[row["kind"]]
    if holds(cls, field, date):
        return typed(str(value))
    if holds(cls, field, Decimal):
        return Decimal(str(value))
    return field_text(row["kind"], field, value, labels, called=called)


def _state(row: HistoryAnswer, answer: DossierAnswer, labels: Labels) -> str:
    """Whether it stands; what corrected or voided it; what it corrects."""
    said = labels.of_word("state", row["state"])
    if row["by"] is not None:
        position = next(
            (one["position"] for one in answer["events"] if one["event_id"] == row["by"]), None
        )
        said = labels.say("paper.by", state=said, position=position or row["by"][:8])
    if row["fields"].get("corrects") is not None:
        before = [one["position"] for one in answer["events"] if one["by"] == row["event_id"]]
        target = f"#{before[-1]}" if before else row["ref"] or ""
        said = labels.say("paper.corrects", state=said, target=target)
    return said


def _gone(rows: Sequence[HistoryAnswer]) -> frozenset[int]:
    return frozenset(index for index, row in enumerate(rows) if row["state"] != "stands")


def _events(event_ids: Sequence[str], answer: DossierAnswer) -> str:
    """Events by their position in the ledger, which the record shows; else by their id."""
    positions = {one["event_id"]: one["position"] for one in answer["events"]}
    return " ".join(f"#{positions[one]}" if one in positions else one[:8] for one in event_ids)


def _proof(answer: DossierAnswer, labels: Labels) -> list[tuple[str, str]]:
    show, checkpoint = answer["show"], answer["checkpoint"]
    rows = [
        (labels.say("paper.basis_of"), show["basis"]),
        (labels.say("paper.events_in_file"), str(len(answer["events"]))),
    ]
    if checkpoint is None:
        return [*rows, (labels.say("paper.checkpoint"), labels.say("paper.no_checkpoint"))]
    later = sum(one["position"] > checkpoint["size"] for one in answer["events"])
    return [
        *rows,
        (labels.say("paper.origin"), checkpoint["origin"]),
        (labels.say("paper.checkpoint"), labels.say("paper.size", size=checkpoint["size"])),
        (labels.say("paper.root"), checkpoint["root"]),
        *([(labels.say("paper.later"), str(later))] if later else []),
        (labels.say("paper.how"), labels.say("paper.how_to_verify")),
    ]


def _recorded_on(row: HistoryAnswer) -> date:
    return day_in_china(datetime.fromisoformat(row["recorded_at"]))
