"""Elements of XML as they stand in the text of a workbook's parts, which is quicker than a tree of them."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_ATTRIBUTE: Final = re.compile(rb"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attributes(text: bytes) -> dict[str, str]:
    """The attributes of an element, by name.

    Args:
        text: What stands between the element's name and the end of its tag.
    """
    return {
        name.decode(): unescape((double or single).decode())
        for name, double, single in _ATTRIBUTE.findall(text)
    }
