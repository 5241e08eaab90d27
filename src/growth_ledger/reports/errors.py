"""Errors as lines for people and as JSON for programs.

Source: interface page, sections 1 and 2.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from growth_ledger.errors import LedgerError, PackError, PackFault, Refusal, RefusedError
from growth_ledger.reports.printing import seen
from growth_ledger.wording import text
from growth_ledger.wording.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from growth_ledger.wording import Lang


def lines_of(error: LedgerError, lang: Lang) -> list[str]:
    """`WHAT, WHERE: HOW TO MEND`, a line for each mistake."""
    return [seen(line) for line in _lines(error, lang)]


def _lines(error: LedgerError, lang: Lang) -> list[str]:
    if isinstance(error, RefusedError):
        lines = [message(one, lang).line for one in error.refusals]
        if error.more:
            lines.append(text("say.more_refused", lang, count=error.more))
        count = len(error.refusals) + error.more
        lines.append(text("say.refused", lang, count=count))
        return lines
    if isinstance(error, PackError):
        return [message(one, lang).line for one in error.faults]
    return [message(error, lang).line]


def json_of(error: LedgerError, lang: Lang) -> str:
    """`{"error": …}`; for packs and what was refused all as `errors`, with the first as `error`.

    What was refused of a file has `errors` alone, each with its place.
    """
    said: dict[str, Any]
    if isinstance(error, RefusedError):
        said = {"errors": [refusal_of(one, lang) for one in error.refusals]}
        if error.more:
            said["more"] = error.more
        if all(one.place.file is None for one in error.refusals):
            said = {"error": _mistake(error.refusals[0], lang), **said}
    elif isinstance(error, PackError):
        said = {
            "error": _mistake(error.faults[0], lang),
            "errors": [
                {
                    "file": one.file,
                    "line": one.line,
                    "column": one.column,
                    "path": one.path,
                    "code": one.code,
                    "message": message(one, lang).what,
                    "hint": message(one, lang).hint,
                }
                for one in error.faults
            ],
        }
    else:
        said = {"error": _mistake(error, lang)}
    return json.dumps(said, ensure_ascii=False, indent=2)


def with_error(
    answer: Mapping[str, Any], failure: LedgerError | None, lang: Lang
) -> dict[str, Any]:
    """The answer, and before it what makes it a failure, if it is one."""
    return {**({} if failure is None else {"error": _mistake(failure, lang)}), **answer}


def _mistake(mistake: LedgerError | Refusal | PackFault, lang: Lang) -> dict[str, str]:
    found = message(mistake, lang)
    return {
        "code": mistake.code,
        "message": found.what,
        "where": found.where,
        "hint": found.hint,
    }


def refusal_of(refusal: Refusal, lang: Lang) -> dict[str, Any]:
    """A refusal as `errors` have it: its place, its code, what is wrong and how to mend it."""
    found = message(refusal, lang)
    return {
        "file": refusal.place.file,
        "line": refusal.place.line,
        "sheet": refusal.place.sheet,
        "field": refusal.field,
        "code": refusal.code,
        "message": found.what,
        "hint": found.hint,
    }
