"""What was checked, what holds and what does not: in plain words, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from growth_ledger.errors import LedgerError, ProofError
from growth_ledger.reports.labels import Labels
from growth_ledger.reports.printing import as_json
from growth_ledger.wording import has, text
from growth_ledger.wording.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from growth_ledger.ledger.flaws import Audit, Check, Flaw
    from growth_ledger.ledger.replaying import Disagreement
    from growth_ledger.ledger.verifying import Verification
    from growth_ledger.wording import Lang

_LONGEST_SHOWN: Final = 200


def audit_lines(found: Audit, lang: Lang) -> Iterator[str]:
    """A line for each check, with its flaws below, and a last one for the whole."""
    if found.sandbox:
        yield text("say.sandbox", lang)
    for check in found.checks:
        yield _line(_check_text(check, lang), lang, holds=check.holds)
        for flaw in check.flaws:
            yield f"     {_where(flaw, lang)}: {_flaw_text(flaw, lang)}"
        if check.more:
            yield f"     {text('proof.more', lang, count=check.more)}"
    first = found.first
    if first is None:
        is_unsigned = any(check.remark == "unsigned" for check in found.checks)
        key = "proof.holds_unsigned" if is_unsigned else "proof.holds"
        yield text(key, lang, position=found.position, root=found.root.hex())
    elif _is_only_of_another(found):
        yield text("proof.fails_given", lang)
    elif _is_only_of_model(found):
        yield text("proof.fails_model", lang, first=_where(first, lang))
    else:
        yield text("proof.fails", lang, first=_where(first, lang))


def audit_failure(found: Audit, lang: Lang) -> LedgerError | None:
    """What does not hold, as an error with the first place concerned; None where all holds."""
    first = found.first
    if first is None:
        return None
    where, reason = _where(first, lang), _flaw_text(first, lang)
    if _is_only_of_another(found):
        return ProofError("given-checkpoint-fails", where=where, reason=reason)
    if _is_only_of_model(found):
        return ProofError("read-model-fails", where=where, reason=reason)
    return ProofError("ledger-fails", where=where, reason=reason)


def audit_json(found: Audit, lang: Lang) -> dict[str, Any]:
    """The same for programs: every check and every flaw that is told."""
    return {
        "ledger": found.origin,
        "sandbox": found.sandbox,
        "position": found.position,
        "root": found.root.hex(),
        "holds": found.holds,
        "first": None if found.first is None else _flaw_json(found.first, lang),
        "checks": [
            {
                "check": check.check,
                "holds": check.holds,
                "count": check.count,
                "message": _check_text(check, lang),
                "findings": [_flaw_json(flaw, lang) for flaw in check.flaws],
                "more": check.more,
            }
            for check in found.checks
        ],
    }


def verification_lines(found: Verification, lang: Lang) -> Iterator[str]:
    """A line for each check, with its flaws below, what is open, and a last one for the whole."""
    if found.sandbox:
        yield text("say.sandbox", lang)
    for check in found.checks:
        yield _line(_verified_text(check, lang), lang, holds=check.holds)
        for flaw in check.flaws:
            yield f"     {_doubt_text(flaw, found, lang)}"
    if found.unsealed:
        yield text("proof.unsealed", lang, count=found.unsealed)
    if found.without_values:
        yield text("proof.without_values", lang, count=found.without_values)
    yield text("proof.answer", lang, as_of=found.as_of, known_at=found.known_at)
    if found.later:
        yield text("proof.later", lang, count=found.later)
    if found.known_at > found.sealed_at:
        yield text("proof.past_seal", lang, sealed_at=found.sealed_at)
    key = "proof.file_holds" if found.holds else "proof.file_fails"
    yield text(key, lang, teacher=found.teacher, sealed_at=found.sealed_at)


def verification_failure(found: Verification, file: str, lang: Lang) -> LedgerError | None:
    """What does not hold, as an error with the first place concerned; None where all holds."""
    flaws = [flaw for check in found.checks for flaw in check.flaws]
    if not flaws:
        return None
    # The first event concerned; of what is in no event, what was checked first.
    first = min(flaws, key=lambda flaw: (flaw.position is None, flaw.position or 0))
    place = _doubt_place(first, lang)
    where = text("joint.part", lang).join([file, place]) if place else file
    return ProofError("file-fails", where=where, reason=_bare_doubt_text(first, found, lang))


def verification_json(found: Verification, lang: Lang) -> dict[str, Any]:
    """The same for programs."""
    return {
        "teacher": found.teacher,
        "sandbox": found.sandbox,
        "sealed_at": found.sealed_at,
        "unsealed": found.unsealed,
        "without_values": found.without_values,
        "as_of": found.as_of,
        "known_at": found.known_at,
        "later": found.later,
        "holds": found.holds,
        "checks": [
            {
                "check": check.check,
                "holds": check.holds,
                "count": check.count,
                "message": _verified_text(check, lang),
                "findings": [
                    {
                        "code": flaw.flaw,
                        "stream": flaw.values.get("stream"),
                        "position": flaw.position,
                        "message": _doubt_text(flaw, found, lang),
                    }
                    for flaw in check.flaws
                ],
            }
            for check in found.checks
        ],
    }


def disagreement_words(found: Disagreement, labels: Labels) -> dict[str, str]:
    """Whose standing the read model has otherwise, by its label, and both of what is said of it."""
    return {
        "teacher": found.teacher,
        "projection": _named(found.projection, labels),
        "kept": _standing_words(found.projection, found.kept, labels),
        "judged": _standing_words(found.projection, found.judged, labels),
    }


def disagreement_failure(words: Mapping[str, str]) -> LedgerError:
    """The same as an error; the words are those of `disagreement_words`."""
    said = {name: words[name] for name in ("projection", "kept", "judged")}
    return ProofError("read-model-disagrees", where=f"teacher/{words['teacher']}", **said)


def _is_only_of_another(found: Audit) -> bool:
    """Whether nothing is wrong but that the checkpoint that was given has nothing to do with the ledger."""
    flaws = [(check.check, flaw) for check in found.checks for flaw in check.flaws]
    return all(check == "given-checkpoint" and flaw.position is None for check, flaw in flaws)


def _is_only_of_model(found: Audit) -> bool:
    """Whether nothing is wrong but what a rebuilding makes again from the events."""
    return all(
        flaw.flaw in {"standings-differ", "model-unmarked"}
        for check in found.checks
        for flaw in check.flaws
    )


def _line(said: str, lang: Lang, *, holds: bool) -> str:
    return text("proof.ok" if holds else "proof.not", lang, said=said)


def _check_text(check: Check, lang: Lang) -> str:
    key = f"check.{check.check}"
    return text(f"{key}.{check.remark}" if check.remark else key, lang, count=check.count)


def _verified_text(check: Check, lang: Lang) -> str:
    return text(f"verified.{check.check}", lang, count=check.count)


def _where(flaw: Flaw, lang: Lang) -> str:
    if flaw.is_of_event:
        return text("proof.at_event", lang, position=flaw.position)
    sort, key = flaw.row
    name = "" if key is None else key
    return text(f"row.{sort}", lang, name=name).rstrip() if has(f"row.{sort}") else str(flaw.row)


def _flaw_text(flaw: Flaw, lang: Lang) -> str:
    return _worded("flaw", flaw.flaw, flaw.values, lang)


def _flaw_json(flaw: Flaw, lang: Lang) -> dict[str, Any]:
    return {
        "code": flaw.flaw,
        "position": flaw.position,
        "row": str(flaw.row),
        "message": _flaw_text(flaw, lang),
    }


def _doubt_text(flaw: Flaw, found: Verification, lang: Lang) -> str:
    place, said = _doubt_place(flaw, lang), _bare_doubt_text(flaw, found, lang)
    return f"{place}: {said}" if place else said


def _doubt_place(flaw: Flaw, lang: Lang) -> str:
    """The event, and its stream; empty for what is in no event."""
    if flaw.position is None:
        return ""
    stream = flaw.values.get("stream")
    key = "proof.at_event" if stream is None else "proof.at_event_of"
    return text(key, lang, position=flaw.position, stream=stream)


def _bare_doubt_text(flaw: Flaw, found: Verification, lang: Lang) -> str:
    stream = flaw.values.get("stream")
    values = {**flaw.values, "stream": stream, "position": flaw.position}
    if flaw.flaw == "standing-differs":
        values |= _both_in_words(flaw.values, Labels.of(found.packs, lang))
    return _worded("doubt", flaw.flaw, values, lang)


def _both_in_words(values: Mapping[str, object], labels: Labels) -> dict[str, str]:
    """What differs by its label, and both of its values."""
    name = str(values["name"])
    return {
        "name": _named(name, labels),
        "stated": _value_words(name, values["stated"], labels),
        "found": _value_words(name, values["found"], labels),
    }


def _named(name: str, labels: Labels) -> str:
    """The projection, or another part of an answer, by its code and its label."""
    label = labels.of_projection(name)
    if label == name and has(f"head.{name}"):
        label = labels.say(f"head.{name}")
    return _with_label(name, label, labels)


def _with_label(code: str, label: str, labels: Labels) -> str:
    return code if label == code else labels.say("message.with-label", code=code, label=label)


def _value_words(name: str, value: object, labels: Labels) -> str:
    """A value of an answer, whatever a file has in its place."""
    match value:
        case None:
            return labels.say("say.none")
        case {"outcome": str(outcome), "since": since, "until": until, "clause": clause}:
            said = _standing_words(name, (outcome, since, until, clause), labels)
        case str():
            said = value
        case _:
            said = as_json(value)
    said = " ".join(said.split())
    return said if len(said) <= _LONGEST_SHOWN else f"{said[: _LONGEST_SHOWN - 1]}…"


def _standing_words(name: str, said: Sequence[object] | None, labels: Labels) -> str:
    """Outcome, the days since and until which it holds, and what else is said of it."""
    if said is None:
        return labels.say("say.none")
    outcome, since, until, *others = said
    parts = [
        _with_label(str(outcome), labels.of_outcome(name, str(outcome)), labels),
        labels.or_none(since),
        labels.or_open(None if until is None else str(until)),
        *map(labels.or_none, others),
    ]
    return labels.say("joint.part").join(parts)


def _worded(list_name: str, word: str, values: Mapping[str, object], lang: Lang) -> str:
    """The words of a list, or those of the error that came up."""
    key = f"{list_name}.{word}"
    if has(key):
        return text(key, lang, **{name: _in_words(value, lang) for name, value in values.items()})
    error = ProofError(word)
    error.values.update(values)
    return message(error, lang).what


def _in_words(value: object, lang: Lang) -> object:
    """What went wrong, where that is the value, as whoever meets it elsewhere is told."""
    if isinstance(value, LedgerError) and has(f"error.{value.code}"):
        return message(value, lang).what
    return value
