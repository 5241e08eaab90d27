"""The commands of proof: `audit` and those below it, `erase`, `verify`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from growth_ledger.cli.commands import Command, Group, argument, option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.endings import fails_with
from growth_ledger.cli.findings import findings
from growth_ledger.cli.language import LANGUAGE, say
from growth_ledger.cli.papers import write
from growth_ledger.cli.questions import format_option, opened, print_json, progress, say_sandbox
from growth_ledger.cli.replaying import AUDIT_COMMANDS
from growth_ledger.cli.run import Run
from growth_ledger.errors import MissingError, ProofError, UsageError
from growth_ledger.reports.errors import with_error
from growth_ledger.reports.printing import print_line, print_pairs
from growth_ledger.reports.proofs import (
    audit_failure,
    audit_json,
    audit_lines,
    verification_failure,
    verification_json,
    verification_lines as lines_of_verification,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from growth_ledger.ledger.opening import Ledger
    from growth_ledger.ledger.proving import Against, ConsistencyAnswer, InclusionAnswer
    from growth_ledger.proof.checkpoints import VerifierKey
    from growth_ledger.store import Reading


@click.group("audit", cls=Group, said="command.audit")
def audit() -> None:
    """Proof."""


@audit.command("key", said="command.audit.key")
@click.pass_obj
def key(run: Run, /) -> None:
    """The public key."""
    from growth_ledger.ledger.sealing import signing_key

    click.echo(signing_key(run.url).verifier.to_text())


@audit.command("checkpoint", said="command.audit.checkpoint")
@option("--out", said="option.checkpoint_out", type=click.Path(path_type=Path))
@click.pass_obj
def checkpoint(run: Run, /, out: Path | None) -> None:
    """Seal the log and sign its state."""
    from growth_ledger.ledger.sealing import make_checkpoint

    with opened(run) as ledger:
        note = make_checkpoint(ledger, to=out)
    if out is not None:
        write(str(out), note.encode())
        # Standard output is the note's alone.
        click.echo(say("proof.exported", path=str(out)), err=True)
    click.echo(note, nl=False)


@audit.command("prove", said="command.audit.prove")
@option("--position", said="option.proof_position", type=click.IntRange(min=1))
@option("--teacher", said="option.proof_teacher", shell_complete=from_ledger("teacher"))
@option("--checkpoint", "file", said="option.against", type=click.Path(path_type=Path))
@option("--from", "older", said="option.older", type=click.Path(path_type=Path))
@option("--to", "newer", said="option.newer", type=click.Path(path_type=Path))
@option("--key", "key_text", said="option.own_key")
@format_option("table", "json")
@click.pass_obj
def prove(
    run: Run,
    /,
    *,
    position: int | None,
    teacher: str | None,
    file: Path | None,
    older: Path | None,
    newer: Path | None,
    key_text: str | None,
    form: str,
) -> None:
    """Proof that an event is in the log, or that the log only grew."""
    from growth_ledger.domain.events import TEACHERS
    from growth_ledger.ledger import proving

    is_growth = older is not None and newer is not None
    asked_for = (position is not None, teacher is not None, is_growth)
    if sum(asked_for) != 1 or (older is None) != (newer is None) or (is_growth and file):
        raise UsageError("prove-what")
    with run.open() as ledger, ledger.store.reading() as reading:
        say_sandbox(reading.head)
        if older is not None and newer is not None:
            with_key = _key(ledger, key_text)
            growth = proving.prove_growth(
                reading,
                proving.from_file(reading, older, with_key),
                proving.from_file(reading, newer, with_key),
            )
            _print_growth(growth, form=form)
            return
        against = _against(ledger, reading, file, key_text)
        if position is not None:
            proof = proving.prove_position(reading, position, against)
            _print_proofs(proof, [proof], form=form)
        else:
            assert teacher is not None
            proofs = proving.prove_teacher(reading, teacher, against)
            _print_proofs(proofs, proofs, form=form)
            left_out = reading.last_version(TEACHERS + teacher) - len(proofs)
            if left_out:
                click.echo(say("proof.not_yet", count=left_out), err=True)


@audit.command("verify", said="command.audit.verify")
@option("--checkpoint", "file", said="option.checkpoint_file", type=click.Path(path_type=Path))
@option("--log-only", said="option.log_only", is_flag=True)
@option("--key", "key_text", said="option.own_key")
@format_option("table", "json")
@click.pass_obj
def verify_ledger(
    run: Run, /, *, file: Path | None, log_only: bool, key_text: str | None, form: str
) -> int:
    """Read everything back and check it."""
    from growth_ledger.intake.contents import bytes_of
    from growth_ledger.ledger.auditing import audit as audit_all
    from growth_ledger.ledger.sealing import verifier_key

    given = None if file is None else bytes_of(file)
    key = verifier_key(run.url, key_text)
    with run.open() as ledger, progress(say("proof.reading")) as told:
        found = audit_all(
            ledger,
            key=key,
            given=given,
            with_read_model=not log_only,
            progress=told,
        )
    lang = LANGUAGE.get()
    failure = audit_failure(found, lang)
    status = fails_with(failure)
    if form == "json":
        print_json(with_error(audit_json(found, lang), failure, lang))
    else:
        for line in audit_lines(found, lang):
            print_line(line)
    return status


for _command in (findings, *AUDIT_COMMANDS):
    audit.add_command(_command)


@click.command("erase", cls=Command, said="command.erase")
@argument("teacher", shell_complete=from_ledger("teacher"))
@option("--reason", said="option.erase_reason", required=True)
@option("--yes", said="option.yes", is_flag=True)
@format_option("table", "json")
@click.pass_obj
def erase(run: Run, /, teacher: str, reason: str, yes: bool, form: str) -> None:  # noqa: FBT001 - click's options.
    """Destroy a person's personal data."""
    from growth_ledger.ledger.erasing import erase as erase_all

    with opened(run) as ledger:
        if not yes and sys.stdin is not None and sys.stdin.isatty():
            _make_sure(ledger, teacher)
        done = erase_all(ledger, teacher, reason=reason)
    if form == "json":
        print_json({"teacher": teacher, "erased": done.erased, "position": done.position})
    elif done.position is None:
        print_line(say("proof.nothing_to_erase", teacher=teacher))
    else:
        print_line(say("proof.erased", teacher=teacher, count=done.erased, position=done.position))


def _make_sure(ledger: Ledger, teacher: str) -> None:
    """The staff number is given again by whoever has read whose it is."""
    from growth_ledger.ledger.views import Question, viewing

    with viewing(ledger, Question()) as view:
        file = view.file(teacher)
        name = file.name_at(view.as_of) or say("say.none")
        school = file.schools.at(view.as_of) or say("say.none")
    click.echo(say("ask.erase", teacher=teacher, name=name, school=school), err=True)
    while click.prompt(say("head.teacher"), err=True) != teacher:
        click.echo(say("ask.erase_again", teacher=teacher), err=True)


@click.command("verify", cls=Command, said="command.verify")
@argument("file", type=click.Path(path_type=Path))
@option("--key", "key_text", said="option.verifier_key", required=True)
@format_option("table", "json")
def verify(file: Path, key_text: str, form: str) -> int:
    """Check an exported file."""
    from growth_ledger.intake.contents import bytes_of
    from growth_ledger.ledger.verifying import verify as verify_all
    from growth_ledger.proof.checkpoints import VerifierKey

    content = bytes_of(file)
    try:
        found = verify_all(content, VerifierKey.from_text(key_text))
    except ProofError as error:
        error.at(str(file))
        raise
    lang = LANGUAGE.get()
    failure = verification_failure(found, str(file), lang)
    status = fails_with(failure)
    if form == "json":
        print_json(with_error(verification_json(found, lang), failure, lang))
    else:
        for line in lines_of_verification(found, lang):
            print_line(line)
    return status


def _key(ledger: Ledger, text: str | None) -> VerifierKey:
    from growth_ledger.ledger.sealing import verifier_key

    found = verifier_key(ledger.url, text)
    if found is None:
        raise MissingError("key-needed")
    return found


def _against(ledger: Ledger, reading: Reading, file: Path | None, key_text: str | None) -> Against:
    from growth_ledger.ledger import proving

    if file is not None:
        return proving.from_file(reading, file, _key(ledger, key_text))
    # Whoever names a key wants the ledger's own checkpoint looked at with it.
    return proving.latest(reading, None if key_text is None else _key(ledger, key_text))


def _print_proofs(
    answer: InclusionAnswer | list[InclusionAnswer], proofs: list[InclusionAnswer], *, form: str
) -> None:
    if form == "json":
        print_json(answer)
        return
    for proof in proofs:
        print_pairs(
            [
                (say("head.position"), str(proof["position"])),
                (say("head.leaf"), proof["leaf"]),
                (say("head.tree_size"), str(proof["tree_size"])),
                (say("head.proof"), "\n".join(proof["proof"])),
            ],
            as_is=True,
        )
    if proofs:
        print_line()
        # As `audit checkpoint` prints it: a note is checked letter by letter.
        click.echo(proofs[0]["checkpoint"])


def _print_growth(answer: ConsistencyAnswer, *, form: str) -> None:
    if form == "json":
        print_json(answer)
        return
    print_pairs(
        [
            (say("head.from_size"), str(answer["from_size"])),
            (say("head.from_root"), answer["from_root"]),
            (say("head.to_size"), str(answer["to_size"])),
            (say("head.to_root"), answer["to_root"]),
            (say("head.proof"), "\n".join(answer["proof"])),
        ],
        as_is=True,
    )


COMMANDS: Final[Mapping[str, click.Command]] = {
    "audit": audit,
    "erase": erase,
    "verify": verify,
}
