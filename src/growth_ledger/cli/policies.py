"""The commands about packs: list, show, check, test, adopt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from growth_ledger.cli import completing
from growth_ledger.cli.commands import Group, argument, option, option_of
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.endings import fails_with
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
from growth_ledger.cli.run import Run, command_line
from growth_ledger.errors import UsageError
from growth_ledger.reports.labels import Labels
from growth_ledger.reports.packs import (
    Check,
    cases_failure,
    check_rows,
    failed_grid,
    pack_grids,
    pack_pairs,
    pack_rows,
    packs_grid,
    short_digest,
)
from growth_ledger.reports.printing import print_grid, print_line, print_pairs
from growth_ledger.wording.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from growth_ledger.domain.events import Event
    from growth_ledger.domain.surroundings import Adoption
    from growth_ledger.domain.timelines import Timeline
    from growth_ledger.errors import Refusal
    from growth_ledger.intake.pack_folders import PackFolder
    from growth_ledger.ledger.recording import Receipt
    from growth_ledger.policy.cases import CaseFile, CaseResult


@click.group("policy", cls=Group, said="command.policy")
def policy() -> None:
    """Packs."""


@policy.command("list", said="command.policy.list")
@format_option("table", "json")
@click.pass_obj
def list_(run: Run, /, form: str) -> None:
    """Packs that are shipped and adopted."""
    from growth_ledger.errors import StorageError
    from growth_ledger.intake.pack_folders import read_shipped
    from growth_ledger.ledger.packs import adopted_packs
    from growth_ledger.ledger.views import Question, View

    shipped = list(read_shipped().values())
    packs = {found.digest: found.pack for found in shipped}
    try:
        with run.open() as ledger, ledger.store.reading() as reading:
            say_sandbox(reading.head)
            adopted = adopted_packs(reading)
            view = View(reading, Question(), today=ledger.today)
            packs.update((pack.digest, pack) for pack in view.packs())
    except StorageError as error:
        if error.code != "ledger-missing":
            raise
        # The shipped packs can be read before there is a ledger.
        adopted = []
    rows = pack_rows(shipped, adopted)
    if form == "json":
        print_json(rows)
        return
    print_grid(packs_grid(rows, packs, Labels.of(packs.values(), LANGUAGE.get())))


@policy.command("show", said="command.policy.show")
@argument("pack", shell_complete=completing.packs)
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
    print_pairs(pack_pairs(found, labels))
    for grid in pack_grids(found.pack.model, labels):
        print_grid(grid)


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
        except StorageError as error:
            if error.code != "ledger-missing":
                raise
            raise missing from None
        return found or pack_named(named, known=known)


@policy.command("check", said="command.policy.check")
@argument("folder", type=click.Path(path_type=Path))
@format_option("table", "json")
def check(folder: Path, form: str) -> None:
    """Every mistake in a pack's folder."""
    from growth_ledger.errors import MissingError
    from growth_ledger.intake.pack_folders import read_cases, read_pack

    if not folder.is_dir():
        code = "not-a-folder" if folder.exists() else "no-such-file"
        raise MissingError(code, path=str(folder))
    found = read_pack(folder)
    read_cases(found)
    if form == "json":
        print_json({"folder": str(folder), "digest": found.digest, "errors": []})
    else:
        print_line(say("say.pack_fine", folder=str(folder), digest=short_digest(found.digest)))


@policy.command("test", said="command.policy.test")
@argument("folders", nargs=-1, type=click.Path(path_type=Path))
@format_option("table", "json")
def test(folders: tuple[Path, ...], form: str) -> int:
    """Run the worked cases; all shipped packs where no folder is named."""
    from growth_ledger.intake.pack_folders import shipped_packs

    chosen: Sequence[Path] = folders or list(shipped_packs().values())
    checks = [one for folder in chosen for one in _checks(folder)]
    failed = [one for one in checks if not one.result.holds]
    status = fails_with(cases_failure(failed, checks=len(checks)))
    labels = Labels.of((), LANGUAGE.get())
    if form == "json":
        print_json(check_rows(checks, labels))
    elif failed:
        print_grid(failed_grid(failed, labels, checks=len(checks)))
        for reason in (reason for one in failed for reason in one.refusals):
            print_line(message(reason, labels.lang).line)
    else:
        number = len({(one.policy, one.file, one.result.case) for one in checks})
        print_line(say("say.cases_passed", packs=len(chosen), cases=number, checks=len(checks)))
    return status


def _checks(folder: Path) -> Iterator[Check]:
    """Every comparison of a pack's worked cases, in their order."""
    from growth_ledger.intake.pack_folders import CASES_FOLDER, read_cases, read_pack
    from growth_ledger.policy.cases import results

    read = read_pack(folder)
    pack = read.pack
    for name, cases in read_cases(read).items():
        found = results(cases, pack)
        reasons = _reasons(found, cases, folder / CASES_FOLDER / name)
        for at, one in enumerate(found):
            yield Check(pack.policy, name, one, reasons.get(at, []))


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


@policy.command("adopt", said="command.policy.adopt")
@argument("pack", shell_complete=completing.packs)
@option(
    "--district",
    said="option.policy_district",
    required=True,
    shell_complete=from_ledger("district"),
)
@option("--first-day", said="option.first_day")
@option("--last-day", said="option.last_day")
@option("--basis", said="option.basis")
@option("--ref", said="option.adoption_ref")
@option("--dry-run", said="option.dry_run", is_flag=True)
@format_option("table", "json")
@click.pass_obj
def adopt(
    run: Run,
    /,
    pack: str,
    district: str,
    form: str,
    dry_run: bool,  # noqa: FBT001 - click's option.
    **given: str | None,
) -> None:
    """Put a pack in force in a district."""
    from growth_ledger.cli.receipts import Trial, tell
    from growth_ledger.intake.pack_folders import read_cases
    from growth_ledger.ledger.adopting import adopt as adopt_pack
    from growth_ledger.ledger.files import districts_of_schools
    from growth_ledger.ledger.views import Question, viewing

    found = _pack(run, pack)
    # What `policy check` would refuse is not put in force; shipped packs were checked before.
    cases = read_cases(found) if Path(pack).is_dir() else {}
    first_day, last_day = (_day_of(name, given[name]) for name in ("first_day", "last_day"))
    if first_day is None and not found.content.get("first_day"):
        raise UsageError("adoption-without-first-day", policy=found.policy)
    with opened(run) as ledger:
        with viewing(ledger, Question()) as view:
            with_schools = districts_of_schools(view)
            known = {*with_schools, *view.districts()} - {district}
            ruling = view.surroundings.adoptions.get(district)
        trial = Trial(ledger) if dry_run else None
        receipt = adopt_pack(
            ledger,
            found,
            district=district,
            keep_nothing=dry_run,
            look=None if trial is None else trial.look,
            first_day=first_day,
            last_day=last_day,
            basis=given["basis"],
            ref=given["ref"],
        )
    # Where there is no school at all yet, the rules come first, as they should.
    if with_schools and district not in with_schools:
        _say_district(district, known, receipt, keeps=not dry_run)
    _say_doubts(found, cases, named=pack, first_day=first_day)
    if receipt.recorded and ruling is not None:
        _say_replaced(receipt.events[0].event, ruling)
    if form == "json" or dry_run or not receipt.recorded:
        tell(receipt, form=form, trial=trial)
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


def _day_of(name: str, given: str | None) -> str | None:
    """The day that an option gives, as it is recorded."""
    if given is None:
        return None
    with about(option_of(name)):
        return day_given(given).isoformat()


def _say_district(district: str, known: Iterable[str], receipt: Receipt, *, keeps: bool) -> None:
    """No school lies there: that may be right, where schools come later, or else a slip of the pen."""
    from growth_ledger.errors import nearest

    near = nearest(district, known)
    if near is None:
        note("say.district_without_schools", district=district)
        return
    note("say.district_without_schools_near", district=district, nearest=near)
    if keeps and receipt.recorded:
        target = ("--district", district, "--target", str(receipt.refs[0]))
        reason = ("--reason", say("say.undo_reason"))
        note("say.undo", command=command_line("record", "voided", *target, *reason))


def _say_replaced(adopted: Event, ruling: Timeline[Adoption]) -> None:
    """What was in force in the district on the first day, if anything was."""
    from growth_ledger.domain.days import date_of, day_of
    from growth_ledger.domain.events import PolicyAdopted
    from growth_ledger.ledger.views import rules_text

    assert isinstance(adopted, PolicyAdopted)
    before = ruling.at(day_of(adopted.first_day))
    if before is not None:
        last = adopted.last_day_in_force
        note(
            "say.adopted_replaces" if last is None else "say.adopted_replaces_to",
            policy=rules_text(before),
            since=date_of(before.first),
            first=adopted.first_day,
            last=last,
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
