"""What stands between words: in a list, between the parts of a sentence, before a value; and for none.

They are said here once, so that a list reads alike on a screen, on paper and in an error.
"""

from __future__ import annotations

from typing import Final

NONE: Final = "—"
"""What stands where there is nothing, in either language."""

SIGNS: Final[dict[str, tuple[str, str]]] = {
    "say.none": (NONE, NONE),
    "joint.list": (", ", "、"),
    "joint.or": (" or ", "或"),
    "joint.part": (", ", "，"),
    "joint.statement": ("; ", "；"),
    # Where English needs a blank, Chinese needs nothing.
    "joint.blank": (" ", ""),
    "joint.field": ("{label}: {value}", "{label}：{value}"),
}
"""Key to its English and its Chinese."""
