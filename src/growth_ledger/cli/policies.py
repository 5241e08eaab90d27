"""The commands about packs: list, show, check, test, adopt."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from growth_ledger.cli import completing
from growth_ledger.cli.app import FAILED, Group, Run, command_line, ends_with, option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.cli.questions import (
    about,
    day_given,
    format_option,
    note,
    opened,
    print_json,
    say_sandbox,
)
from growth_ledger.domain.surroundings import SHOWN_DIGEST
from growth_ledger.errors import UsageError
from growth_ledger.reports.labels import Labels
from growth_ledger.reports.printing import Grid, print_grid, print_line, print_pairs
from growth_ledger.wording import kind_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import JsonValue

    from growth_ledger.errors import Refusal
    from growth_ledger.intake.pack_folders import PackFolder
    from growth_ledger.policy.cases import CaseFile, CaseResult
    from growth_ledger.policy.packs import ClauseModel, Label, PackModel


@click.group("policy", cls=Group, said="command.policy")
def policy() -> None:
    """Packs."""


@policy.command("list", said="command.policy.list")
@format_option("table", "json")
@click.pass_obj
def list_(run: Run, /, form: str) -> None:
    """Packs that are shipped and adopted."""
    from growth_ledger.errors import StorageError
    from growth_ledger.intake.pack_folders import read_pack, shipped_packs
    from growth_ledger.ledger.packs import adopted_packs
    from growth_ledger.ledger.views import Question, View

    shipped = {name: read_pack(folder) for name, folder in shipped_packs().items()}
    packs = {found.digest: found.pack for found in shipped.values()}
    try:
        with run.open() as ledger, ledger.store.reading() as reading:
            say_sandbox(reading.head)
            adopted = adopted_packs(reading)
            packs.update((pack.digest, pack) for pack in View(ledger, reading, Question()).packs())
    except StorageError as error:
        if error.code != "ledger-missing":
            raise
        # The shipped packs can be read before there is a ledger.
        adopted = []
    rows: list[dict[str, Any]] = [
        {"policy": name, "digest": found.digest, "shipped": True, "adopted": []}
        for name, found in shipped.items()
    ]
    for one in adopted:
        row = next((row for row in rows if row["digest"] == one["digest"]), None)
        if row is None:
            row = {
                "policy": one["policy"],
                "digest": one["digest"],
                "shipped": False,
                "adopted": [],
            }
            rows.append(row)
        row["adopted"].append({key: one[key] for key in ("district", "first_day", "last_day")})
    if form == "json":
        print_json(rows)
        return
    labels = Labels.of(list(packs.values()), LANGUAGE.get())
    print_grid(
        Grid(
            heads=[say(f"head.{name}") for name in ("policy", "label", "digest", "adopted")],
            rows=[
                [
                    row["policy"],
                    # Two packs of one id may be called otherwise.
                    labels.of_label(packs[row["digest"]].model.label),
                    row["digest"][:SHOWN_DIGEST],
                    say("joint.statement").join(map(_adopted_in, row["adopted"]))
                    or say("say.none"),
                ]
                for row in rows
            ],
        )
    )


def _adopted_in(one: Mapping[str, Any]) -> str:
    said = {"district": one["district"], "first": one["first_day"]}
    if one["last_day"] is None:
        return say("say.adopted_in", **said)
    return say("say.adopted_in_to", **said, last=one["last_day"])


@policy.command("show", said="command.policy.show")
@click.argument("pack", shell_complete=completing.packs)
@format_option("table", "json", "yaml")
@click.pass_obj
def show(run: Run, /, pack: str, form: str) -> None:
    """A pack, and what becomes of every clause."""
    found = _pack(run, pack)
    if form == "json":
        print_json({"policy": found.policy, "digest": found.digest, "content": found.content})
        return
    if form == "yaml":
        from growth_ledger.intake.pack_folders import pack_text

        click.echo(pack_text(found), nl=False)
        return
    labels = Labels.of([found.pack], LANGUAGE.get())
    model = found.pack.model
    print_pairs(
        [
            (say("head.policy"), f"{found.policy}@{found.digest[:SHOWN_DIGEST]}"),
            (say("head.label"), labels.of_policy(found.policy)),
            (say("head.first_day"), str(model.first_day or say("say.none"))),
            (say("head.last_day"), str(model.last_day or say("say.none"))),
        ]
    )
    print_grid(
        Grid(
            title=say("title.projections"),
            heads=[say(f"head.{name}") for name in ("projection", "clause", "outcome", "label")],
            rows=[
                [
                    f"{labels.of_projection(name)} ({name})",
                    one.clause or projection.clause,
                    one.outcome,
                    labels.of_outcome(name, one.outcome),
                ]
                for name, projection in model.projections.items()
                for one in projection.outcomes
            ],
        )
    )
    for title, codes in _own_codes(model, labels):
        if codes:
            grid = Grid(title=title, heads=[say("head.code"), say("head.label")], rows=codes)
            print_grid(grid)
    print_grid(
        Grid(
            title=say("title.clauses"),
            heads=[say(f"head.{name}") for name in ("clause", "fate", "by_what", "says")],
            rows=[_clause_row(clause, labels) for clause in model.clauses],
        )
    )


def _own_codes(model: PackModel, labels: Labels) -> Iterator[tuple[str, list[list[str]]]]:
    """The codes that the pack brings along, by the list that they belong to."""
    added = model.vocabulary
    named: dict[str, Mapping[str, Label]] = {
        "tier": {code: tier.label for code, tier in model.cohort_tiers.items()},
        "title": added.titles,
        "award": added.awards,
        "allowance": added.allowances,
    }
    for field, codes in named.items():
        yield (
            say(f"title.codes.{field}"),
            [[code, labels.of_label(label)] for code, label in codes.items()],
        )
    for name, ladder in model.ladders.items():
        steps = [
            [code, labels.of_value("title-conferred", "title", code)] for code in ladder.titles
        ]
        yield say("title.ladder", ladder=labels.of_label(ladder.label), code=name), steps


def _clause_row(clause: ClauseModel, labels: Labels) -> list[str]:
    by_what = [
        *map(labels.of_projection, clause.projections),
        *(kind_label(kind, labels.lang) for kind in clause.kinds),
    ]
    return [
        clause.clause,
        labels.of_word("fate", clause.fate),
        say("joint.list").join(by_what),
        labels.of_label(clause.says),
    ]


def _pack(run: Run, named: str) -> PackFolder:
    """The pack of a folder, a shipped id, or an adopted id or digest."""
    from growth_ledger.errors import MissingError, StorageError
    from growth_ledger.ledger.packs import adopted_pack, adopted_packs, pack_named

    try:
        return pack_named(named)
    except MissingError as missing:
        try:
            with run.open() as ledger, ledger.store.reading() as reading:
                say_sandbox(reading.head)
                found = adopted_pack(reading, named)
                known = {str(one["policy"]) for one in adopted_packs(reading)}
        except StorageError:
            raise missing from None
        return found or pack_named(named, known=known)


@policy.command("check", said="command.policy.check")
@click.argument("folder", type=click.Path(path_type=Path))
@format_option("table", "json")
def check(folder: Path, form: str) -> None:
    """Every mistake in a pack's folder."""
    from growth_ledger.errors import MissingError, PackError
    from growth_ledger.intake.pack_folders import check_pack, read_pack

    if not folder.is_dir():
        code = "not-a-folder" if folder.exists() else "no-such-file"
        raise MissingError(code, path=str(folder))
    faults = check_pack(folder)
    if faults:
        raise PackError(faults)
    digest = read_pack(folder).digest
    if form == "json":
        print_json({"folder": str(folder), "digest": digest, "errors": []})
    else:
        print_line(say("say.pack_fine", folder=str(folder), digest=digest[:SHOWN_DIGEST]))


@policy.command("test", said="command.policy.test")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@format_option("table", "json")
def test(folders: tuple[Path, ...], form: str) -> int:
    """Run the worked cases; all shipped packs where no folder is named."""
    from growth_ledger.intake.pack_folders import shipped_packs

    chosen: Sequence[Path] = folders or list(shipped_packs().values())
    checks = [one for folder in chosen for one in _checks(folder)]
    failed = [one for one in checks if not one.result.holds]
    status = ends_with(FAILED if failed else 0)
    if form == "json":
        print_json([one.answer() for one in checks])
    elif failed:
        _print_failed(failed, checks=len(checks))
    else:
        number = len({(one.policy, one.file, one.result.case) for one in checks})
        print_line(say("say.cases_passed", packs=len(chosen), cases=number, checks=len(checks)))
    return status


class _Check(NamedTuple):
    """One comparison of a worked case with what the pack gives.

    Attributes:
        policy: The pack.
        file: Name of the file of cases.
        result: What was expected and what was found.
        refusals: Why an event was refused though the case says otherwise, with its place.
    """

    policy: str
    file: str
    result: CaseResult
    refusals: Sequence[Refusal]

    def answer(self) -> dict[str, Any]:
        """As JSON has it."""
        from growth_ledger.reports.errors import refusal_of

        one = self.result
        return {
            "policy": self.policy,
            "file": self.file,
            "case": one.case,
            "asked": one.asked,
            "day": None if one.day is None else one.day.isoformat(),
            "expected": one.expected,
            "found": one.found,
            "passed": one.holds,
            "refusals": [refusal_of(reason, LANGUAGE.get()) for reason in self.refusals],
        }


def _checks(folder: Path) -> Iterator[_Check]:
    """Every comparison of a pack's worked cases, in their order."""
    from growth_ledger.intake.pack_folders import CASES_FOLDER, read_cases, read_pack
    from growth_ledger.policy.cases import results

    pack = read_pack(folder).pack
    for name, cases in read_cases(folder).items():
        found = results(cases, pack)
        reasons = _reasons(found, cases, folder / CASES_FOLDER / name)
        for at, one in enumerate(found):
            yield _Check(pack.policy, name, one, reasons.get(at, []))


def _reasons(found: Sequence[CaseResult], cases: CaseFile, file: Path) -> dict[int, list[Refusal]]:
    """Why events were refused though the cases say otherwise, by the place of their results."""
    from growth_ledger.errors import Place
    from growth_ledger.intake.pack_folders import lines_in

    refused = {at: one for at, one in enumerate(found) if one.refusals and not one.holds}
    if not refused:
        return {}
    numbers = {case.name: number for number, case in enumerate(cases.cases)}
    paths = [("cases", numbers[one.case], *one.path) for one in refused.values()]
    return {
        at: [replace(reason, place=Place(file=str(file), line=line)) for reason in one.refusals]
        for (at, one), line in zip(refused.items(), lines_in(file, paths), strict=True)
    }


def _print_failed(failed: Sequence[_Check], *, checks: int) -> None:
    """What is not as expected, and below it every unexpected refusal in words."""
    from growth_ledger.wording.messages import message

    heads = ("policy", "file", "case", "projection", "day", "expected", "found")
    print_grid(
        Grid(
            heads=[say(f"head.{name}") for name in heads],
            rows=[
                [one.policy, one.file, one.result.case, *_case_cells(one.result)] for one in failed
            ],
            below=say("say.cases_failed", failed=len(failed), checks=checks),
        )
    )
    for reason in (reason for one in failed for reason in one.refusals):
        print_line(message(reason, LANGUAGE.get()).line)


def _case_cells(one: CaseResult) -> list[str]:
    """What was asked, the day, what was expected and what was found."""
    # Of an event that is not refused there is nothing to tell but that it is recorded.
    nothing = say("say.case_taken" if one.path else "say.none")
    match one.path:
        case ("events", int(index)):
            asked = say("say.case_event", number=index + 1)
        case ("schools", str(code)):
            asked = f"{kind_label('school-registered', LANGUAGE.get())} {code}"
        case ("adopted",):
            asked = kind_label("policy-adopted", LANGUAGE.get())
        case _:
            asked = one.asked
    day = say("say.none") if one.day is None else one.day.isoformat()
    return [asked, day, *(_case_cell(value, nothing) for value in (one.expected, one.found))]


def _case_cell(value: JsonValue, nothing: str) -> str:
    if value is None:
        return nothing
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@policy.command("adopt", said="command.policy.adopt")
@click.argument("pack", shell_complete=completing.packs)
@option(
    "--district",
    said="option.policy_district",
    required=True,
    shell_complete=from_ledger("district"),
)
@option("--first-day", said="option.first_day")
@option("--last-day", said="option.last_day")
@option("--basis", said="option.basis")
@format_option("table", "json")
@click.pass_obj
def adopt(run: Run, /, pack: str, district: str, form: str, **given: str | None) -> None:
    """Put a pack in force in a district."""
    from growth_ledger.intake.pack_folders import read_cases
    from growth_ledger.ledger.adopting import adopt as adopt_pack
    from growth_ledger.ledger.files import districts_of_schools
    from growth_ledger.ledger.views import Question, viewing

    found = _pack(run, pack)
    # What `policy check` would refuse is not put in force; shipped packs were checked before.
    cases = read_cases(found.path) if Path(pack).is_dir() else {}
    for name in ("first_day", "last_day"):
        day = given[name]
        if day is not None:
            with about(f"--{name.replace('_', '-')}"):
                given[name] = day_given(day).isoformat()
    if given["first_day"] is None and not found.content.get("first_day"):
        raise UsageError("adoption-without-first-day", policy=found.policy)
    with opened(run) as ledger:
        receipt = adopt_pack(ledger, found, district=district, **given)
        with viewing(ledger, Question()) as view:
            has_schools = district in districts_of_schools(view)
    if not has_schools:
        # May be right, where schools come later; more often it is a slip of the pen.
        note("say.district_without_schools", district=district)
    _say_doubts(found, cases, named=pack, first_day=given["first_day"])
    if form == "json":
        print_json(receipt.counts)
        return
    if not receipt.recorded:
        print_line(say("say.recorded_none", present=receipt.already_present))
        return
    print_line(
        say(
            "say.adopted",
            policy=found.policy,
            district=district,
            first=receipt.events[0].event.day,
            position=receipt.last_position,
        )
    )


def _say_doubts(
    pack: PackFolder, cases: Mapping[str, CaseFile], *, named: str, first_day: str | None
) -> None:
    """What the bureau may decide otherwise than the pack says, and will want to know of."""
    from growth_ledger.policy.cases import failing

    judged = pack.pack
    own = judged.first_day
    if own is not None and first_day is not None and first_day < own.isoformat():
        note("say.adopted_early", policy=pack.policy, own=own, first=first_day)
    failed = sum(len(failing(each, judged)) for each in cases.values())
    if failed:
        note(
            "say.adopted_failing",
            cases=sum(len(each.cases) for each in cases.values()),
            policy=pack.policy,
            failed=failed,
            command=command_line("policy", "test", named),
        )


@policy.command("schema", said="command.policy.schema")
def schema() -> None:
    """The JSON Schema of pack.yaml."""
    from growth_ledger.policy.packs import pack_schema

    print_json(pack_schema())


COMMANDS: Final[Mapping[str, click.Command]] = {"policy": policy}
