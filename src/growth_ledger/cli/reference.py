"""The reference pages, made from the code: every command, every kind of event, every condition.

`python -m growth_ledger.cli.reference FOLDER` writes them in both languages; a test says whether the
ones in the repository are those of the code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import click

from growth_ledger.cli.app import main
from growth_ledger.cli.commands import Context, Option
from growth_ledger.cli.language import LANGUAGE
from growth_ledger.domain.events import EVENT_CLASSES, Event
from growth_ledger.intake.codebook import LANGS, Codebook
from growth_ledger.intake.fields import fields_of_kind, is_required
from growth_ledger.policy.packs import CONDITION_NAMES, Code, Duration, YearSpan
from growth_ledger.wording import (
    Lang,
    condition_label,
    field_help,
    field_label,
    has,
    kind_help,
    kind_label,
    label_of_value,
    text,
)

_ENDING: Final[dict[Lang, str]] = {"en": ".md", "zh": ".zh.md"}

_SORTS: Final[Mapping[object, str]] = {
    bool: "bool",
    int: "int",
    Decimal: "Decimal",
    Duration: "duration",
    YearSpan: "years",
    Code: "code",
}
"""What may be written where there is no list of codes, by the type of the parameter."""

# Made from the kinds: its commands are those of the page on kinds.
_MADE_FROM_KINDS: Final = "record"


def pages() -> dict[str, str]:
    """File name to content of every page, in both languages."""
    made: dict[str, str] = {}
    for lang in LANGS:
        token = LANGUAGE.set(lang)
        try:
            for name, lines in (
                ("commands", _commands(lang)),
                ("kinds", _kinds(lang)),
                ("conditions", _conditions(lang)),
            ):
                made[name + _ENDING[lang]] = "\n".join(lines).rstrip() + "\n"
        finally:
            LANGUAGE.reset(token)
    return made


def write_pages(folder: Path) -> None:
    """The pages are in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (folder / name).write_text(content, encoding="utf-8")


def _commands(lang: Lang) -> Iterator[str]:
    yield f"# {text('reference.commands', lang)}"
    yield ""
    yield text("reference.made", lang)
    yield ""
    yield text("reference.for_all", lang)
    yield ""
    yield from _options(main, lang)
    for path, command in _all_commands(main, "growth-ledger"):
        yield f"## `{path}`"
        yield ""
        said = getattr(command, "said", "")
        yield text(f"{said}.help" if has(f"{said}.help") else said, lang)
        yield ""
        context = Context(command, info_name=path)
        yield f"    {path} {' '.join(command.collect_usage_pieces(context))}"
        yield ""
        yield from _options(command, lang)


def _all_commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it, in the order of help."""
    context = Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group) and name != _MADE_FROM_KINDS:
            yield from _all_commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _options(command: click.Command, lang: Lang) -> Iterator[str]:
    found = [one for one in command.params if isinstance(one, Option)]
    if found:
        yield f"| {text('reference.option', lang)} | {text('reference.what', lang)} |"
        yield "| --- | --- |"
        for one in found:
            names = ", ".join(f"`{name}`" for name in one.opts)
            said = one.told(lang)
            if one.required:
                said = f"{said} ({text('reference.required', lang)})"
            yield f"| {names} | {_cell(said)} |"
        yield ""


def _kinds(lang: Lang) -> Iterator[str]:
    yield f"# {text('reference.kinds', lang)}"
    yield ""
    yield text("reference.made", lang)
    yield ""
    yield text("reference.every_kind", lang)
    yield ""
    common = [name for name in fields_of_kind("appointed") if name in Event.model_fields]
    yield from _fields("appointed", [*common, "event_id"], lang)
    for kind in EVENT_CLASSES:
        yield f"## {kind_label(kind, lang)} `{kind}`"
        yield ""
        yield kind_help(kind, lang)
        yield ""
        cls = EVENT_CLASSES[kind]
        own = [name for name in cls.model_fields if name not in Event.model_fields]
        yield from _fields(kind, own, lang)


def _fields(kind: str, names: list[str], lang: Lang) -> Iterator[str]:
    cls = EVENT_CLASSES[kind]
    codes = Codebook()
    heads = ("field", "label", "needed", "what")
    yield "| " + " | ".join(text(f"reference.{head}", lang) for head in heads) + " |"
    yield "| --- | --- | --- | --- |"
    for name in names:
        info = cls.model_fields.get(name)
        needed = info is not None and is_required(cls, name)
        said = field_help(kind, name, lang)
        allowed = [] if info is None else list(_codes(info.annotation))
        if info is not None and not allowed:
            # Of an open list the core's.
            allowed = [one.code for one in codes.listed(kind, name)]
        if allowed:
            labels = (
                f"`{code}` {label_of_value(kind, name, code, lang) or ''}" for code in allowed
            )
            said = f"{said} {text('joint.list', lang).join(one.strip() for one in labels)}"
        yield (
            f"| `{name}` | {field_label(kind, name, lang)}"
            f" | {text('say.yes', lang) if needed else ''} | {_cell(said)} |"
        )
    yield ""


def _codes(annotation: Any) -> Iterator[str]:
    """The codes of a closed list, wherever it stands in the annotation."""
    if get_origin(annotation) is Literal:
        yield from (code for code in get_args(annotation) if isinstance(code, str))
        return
    for inner in get_args(annotation):
        yield from _codes(inner)


def _conditions(lang: Lang) -> Iterator[str]:
    yield f"# {text('reference.conditions', lang)}"
    yield ""
    yield text("reference.made", lang)
    yield ""
    yield text("reference.every_condition", lang)
    yield ""
    for cls, name in CONDITION_NAMES.items():
        yield f"## {condition_label(name, lang)} `{name}`"
        yield ""
        yield text(f"reference.condition.{name}", lang)
        yield ""
        fields = getattr(cls, "model_fields", {})
        parameters = [one for one in fields if one != "clause"]
        if parameters:
            yield f"| {text('reference.parameter', lang)} | {text('reference.needed', lang)} | {text('reference.values', lang)} |"
            yield "| --- | --- | --- |"
            # As they are written in the class: a field of pydantic no longer knows a type's name.
            types = get_type_hints(cls, include_extras=True)
            for parameter in parameters:
                needed = text("say.yes", lang) if fields[parameter].is_required() else ""
                values = text("joint.list", lang).join(
                    f"`{one}`" for one in _codes(types[parameter])
                )
                yield f"| `{parameter}` | {needed} | {values or _sort(types[parameter], lang)} |"
            yield ""


def _sort(annotation: Any, lang: Lang) -> str:
    """What may be written where there is no list of codes."""
    parts = (annotation, *get_args(annotation))
    return text(f"reference.sort.{next(_SORTS[part] for part in parts if part in _SORTS)}", lang)


def _cell(said: str) -> str:
    return " ".join(said.split()).replace("|", "\\|")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
