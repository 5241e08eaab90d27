"""A pack's folder on disk -> its content, digest and worked cases, or every mistake with its place.

    pack.yaml      the rules: YAML 1.2, one document, no aliases, no tags, no key twice
    README.md      for readers; the program does not look into it
    cases/*.yaml   worked cases, a file per projection or cohort tier

The content is plain JSON: days and decimals as the text that was written, so that the digest, SHA-256
of its canonical form, does not depend on the order of keys, comments or layout.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from growth_ledger.errors import PackError, PackFault
from growth_ledger.policy.cases import CaseFile, case_file
from growth_ledger.policy.pack_faults import Fault, faults
from growth_ledger.policy.packs import Pack, PackModel
from growth_ledger.proof.canonical import content_digest
from growth_ledger.resources import packs_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

PACK_FILE: Final = "pack.yaml"
CASES_FOLDER: Final = "cases"
LARGEST_FILE: Final = 2**20
"""Bytes; a pack of one district's document is some 20 thousand."""
DEEPEST_LEVEL: Final = 100
"""Keys and indexes in a path; what judges a condition goes as deep as the condition is written."""

_PREFIX: Final = "tag:yaml.org,2002:"

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFolder:
    """A pack that holds together, as read from its folder.

    Attributes:
        policy: The pack's id.
        content: The whole pack as plain JSON; a `policy-adopted` event carries it.
        digest: SHA-256 of the canonical form of `content`, in hex.
        path: The folder.
    """

    policy: str
    content: dict[str, JsonValue]
    digest: str
    path: Path

    @property
    def pack(self) -> Pack:
        """The pack as the core judges by it."""
        return Pack.of(self.content, digest=self.digest)


def shipped_packs() -> dict[str, Path]:
    """The folder of each pack that comes with the program, by its id, in order of id."""
    return {
        folder.name: folder
        for folder in sorted(packs_folder().iterdir())
        if (folder / PACK_FILE).is_file()
    }


def read_pack(folder: Path) -> PackFolder:
    """The pack in a folder; its worked cases are not looked at.

    Raises:
        PackError: It does not hold together; with every mistake that was found.
    """
    file = folder / PACK_FILE
    written = _read(file)
    found = written.faults or _placed(faults(written.content), written)
    if found:
        raise PackError(found)
    content = written.content
    # What `faults` lets pass is a mapping with an id.
    assert isinstance(content, dict)
    return PackFolder(
        policy=str(content["policy"]),
        content=content,
        digest=content_digest(content),
        path=folder,
    )


def pack_text(pack: PackFolder) -> str:
    """The pack as YAML: its file as written or, of an adopted one, which has none, its content.

    Raises:
        OSError: The file is there and cannot be read.
    """
    file = pack.path / PACK_FILE
    if file.is_file():
        return file.read_text(encoding="utf-8-sig")
    yaml = YAML(typ="safe", pure=True)
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed by its default
    yaml.width = LARGEST_FILE
    written = io.StringIO()
    # The ledger keeps keys by the alphabet; a reader wants to know first what the pack is.
    in_order = sorted(pack.content, key=list(PackModel.model_fields).index)
    yaml.dump({key: pack.content[key] for key in in_order}, written)
    return written.getvalue()


def read_shipped() -> dict[str, PackFolder]:
    """Each pack that comes with the program, by its id, in order of id."""
    return {name: read_pack(folder) for name, folder in shipped_packs().items()}


def read_cases(pack: PackFolder) -> dict[str, CaseFile]:
    """The worked cases in a pack's folder, by the name of the file, in order of name.

    Raises:
        PackError: A case file does not hold together; with every mistake of all of them.
    """
    folder = pack.path / CASES_FOLDER
    judged = pack.pack
    read: dict[str, CaseFile] = {}
    found = _passed_over(folder)
    for file in sorted(folder.glob("*.yaml")):
        written = _read(file)
        if written.faults:
            found.extend(written.faults)
            continue
        cases = case_file(written.content, judged)
        if isinstance(cases, list):
            found.extend(_placed(cases, written))
        else:
            read[file.name] = cases
    if found:
        raise PackError(found)
    return read


def _passed_over(cases: Path) -> list[PackFault]:
    """What would silently be no worked case: a file of another ending, a folder inside."""
    if not cases.exists():
        return []
    there = sorted(cases.iterdir()) if cases.is_dir() else [cases]
    return [
        PackFault(code="case-file-passed-over", file=str(one))
        for one in there
        if not (one.is_file() and one.match(f"{CASES_FOLDER}/*.yaml"))
        and not one.name.startswith(".")
        and one.suffix.lower() != ".md"
    ]


def lines_in(file: Path, paths: Iterable[Steps]) -> list[int]:
    """The line, from 1, to which each path leads in a file; the deepest that is there."""
    written = _read(file)
    return [written.place_of(path, of_key=False)[0] for path in paths]


@dataclass(slots=True, kw_only=True)
class _Written:
    """A YAML file as plain JSON, with the line and column (from 1) of every key and value."""

    file: str
    content: JsonValue = None
    values: dict[Steps, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Steps, tuple[int, int]] = field(default_factory=dict)
    faults: list[PackFault] = field(default_factory=list)

    def fault(
        self, code: str, place: tuple[int, int] | None, path: Steps, **values: object
    ) -> None:
        line, column = place or (None, None)
        self.faults.append(
            PackFault(
                code=code,
                file=self.file,
                line=line,
                column=column,
                path=_path_text(path),
                values=values,
            )
        )

    def place_of(self, path: Steps, *, of_key: bool) -> tuple[int, int]:
        """Where the path leads; where it leads nowhere, the deepest that is there."""
        if of_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


class _WithoutAliases(Composer):
    """An alias makes one node stand in two places: a fault could not be shown where it is."""

    def compose_node(self, parent: object, index: object) -> object:
        if self.parser.check_event(AliasEvent):
            mark = self.parser.peek_event().start_mark
            raise ComposerError(None, None, "an alias", mark)
        return super().compose_node(parent, index)


def _read(file: Path) -> _Written:
    written = _Written(file=str(file))
    try:
        with file.open("rb") as opened:
            stored = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        code = "pack-file-missing" if isinstance(error, FileNotFoundError) else "pack-unreadable"
        written.fault(code, None, (), reason=error.strerror)
        return written
    if len(stored) > LARGEST_FILE:
        written.fault("pack-too-large", None, (), largest=LARGEST_FILE)
        return written
    try:
        text = stored.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = stored[: error.start].decode(errors="replace")
        written.fault("pack-not-utf8", _end_of(before), (), byte=f"{stored[error.start]:02x}")
        return written
    node = _composed(text, written)
    if node is not None:
        written.content = _plain(node, (), written)
    return written


def _composed(text: str, written: _Written) -> Node | None:
    """The tree of the one document, or None with a fault."""
    # A directive could bring back YAML 1.1, where `no` is false, or tags.
    directive = re.search(r"^%", text, re.MULTILINE)
    if directive is not None:
        written.fault("pack-directive", _end_of(text[: directive.start()]), ())
        return None
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _WithoutAliases
    try:
        node: Node | None = yaml.compose(text)
    except ReaderError as error:
        place = _end_of(text[: error.position])
        written.fault("pack-character", place, (), character=f"U+{ord(text[error.position]):04X}")
    except YAMLError as error:
        # Some errors say where they met something, some where they began, some neither.
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
        problem = getattr(error, "problem", None) or getattr(error, "context", None) or str(error)
        code = "pack-alias" if problem == "an alias" else "pack-yaml"
        written.fault(code, place, (), problem=problem)
    except (OverflowError, ValueError):
        # The parser makes characters of escapes without asking whether there are so many.
        beyond = re.search(r"\\U(?!0000|000[1-9a-fA-F]|0010)", text)
        place = (1, 1) if beyond is None else _end_of(text[: beyond.start()])
        written.fault("pack-character", place, (), character="past U+10FFFF")
    except RecursionError:
        written.fault("pack-too-deep", None, ())
    else:
        if node is None:
            written.fault("pack-no-content", (1, 1), ())
        return node
    return None


def _plain(node: Node, path: Steps, written: _Written) -> JsonValue:
    """The node as plain JSON; notes every place, and every fault of YAML itself."""
    place = _place(node)
    written.values[path] = place
    if len(path) > DEEPEST_LEVEL:
        written.fault("pack-too-deep", place, path[:DEEPEST_LEVEL])
        return None
    if isinstance(node, MappingNode) and node.tag == f"{_PREFIX}map":
        return _mapping(node, path, written)
    if isinstance(node, SequenceNode) and node.tag == f"{_PREFIX}seq":
        return [_plain(item, (*path, index), written) for index, item in enumerate(node.value)]
    if isinstance(node, ScalarNode):
        return _scalar(node, path, written)
    written.fault("pack-tag", place, path, tag=node.tag)
    return None


def _mapping(node: MappingNode, path: Steps, written: _Written) -> dict[str, JsonValue]:
    content: dict[str, JsonValue] = {}
    for key_node, value_node in node.value:
        place = _place(key_node)
        if not isinstance(key_node, ScalarNode) or key_node.tag == f"{_PREFIX}merge":
            written.fault("pack-key", place, path)
            continue
        # As written: a day as a key is the text of the day.
        key = str(key_node.value)
        inner = (*path, key)
        if key in content:
            line, _ = written.keys[inner]
            written.fault("pack-key-twice", place, inner, name=key, line=line)
            continue
        written.keys[inner] = place
        content[key] = _plain(value_node, inner, written)
    return content


def _scalar(node: ScalarNode, path: Steps, written: _Written) -> JsonValue:
    text = str(node.value)
    match str(node.tag).removeprefix(_PREFIX):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int" if re.fullmatch(r"0|-?[1-9][0-9]{0,14}", text):
            return int(text)
        case "int" | "float" | "timestamp" | "str":
            if re.search(r"[\ud800-\udfff]", text):
                written.fault("pack-character", _place(node), path, character="U+D800")
            return text
        case _:
            written.fault("pack-tag", _place(node), path, tag=node.tag)
            return None


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _end_of(text: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows the text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _placed(found: Iterable[Fault], written: _Written) -> list[PackFault]:
    placed = _Written(file=written.file)
    for fault in found:
        place = written.place_of(fault.path, of_key=fault.of_key)
        placed.fault(fault.code, place, fault.path, **fault.values)
    # In the order in which a reader meets them.
    return sorted(placed.faults, key=lambda one: (one.line or 0, one.column or 0))


def _path_text(path: Steps) -> str:
    """The path as one reads it: `projections.admission.outcomes[0].when`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")
