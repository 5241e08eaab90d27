"""The file that `export` writes and `verify` reads: its fields, in the order in which they are written.

Source: interface page, section 4 (`export`); the fields are told one by one in docs/proof.md.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints

FORMAT: Final = "growth-ledger-export/1"

_Hex = Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{2})*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PersonalValues(_Strict):
    """What a commitment is to: the salt in hex, and the values."""

    salt: _Hex
    value: dict[str, JsonValue]


class ExportedEvent(_Strict):
    """An event with its proof; one after the seal has none."""

    position: int
    leaf: str
    sealed: bool
    index: int
    proof: list[_Hex] | None
    personal: PersonalValues | None


class ExportedHead(_Strict):
    """A leaf of the tree under the seal, with its proof."""

    leaf: str
    index: int
    proof: list[_Hex]


class ExportedStream(_Strict):
    """A stream's events, and how long it is.

    `head` is the stream's own leaf under the seal. Where it has none, `neighbours` are the leaves
    between which it would stand: less than two at either end.
    """

    stream: str
    events: list[ExportedEvent]
    head: ExportedHead | None
    neighbours: list[ExportedHead]


class ExportedSeal(_Strict):
    """The seal, and its proof."""

    position: int
    leaf: str
    index: int
    proof: list[_Hex]


class ExportFile(_Strict):
    """The whole file."""

    format: str
    ledger: str
    sandbox: bool
    teacher: str
    checkpoint: str
    seal: ExportedSeal
    streams: list[ExportedStream]
    answer: dict[str, JsonValue]


class Leaf(_Strict):
    """What the text of an event's leaf says."""

    event_id: str
    fields: dict[str, JsonValue]
    kind: str
    position: int
    recorded_at: str
    recorded_by: str
    stream: str
    version: int
