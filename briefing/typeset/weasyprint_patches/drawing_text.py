"""Draw the text of drawings with its shaping: joined and stacked letters, accents, words from right to left.

WeasyPrint 70 draws each character of a drawing by itself, from left to right. So Hebrew and Arabic are reversed, and
the vowels of Thai, Tamil or Devanagari and combining accents are next to their letters. Here, characters that are
shaped together are drawn together. Letters that a drawing positions one by one stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\U00010800-\U00010fff\U0001e800-\U0001efff"
STACKED = (
    "\u0900-\u109f\u1780-\u17ff\u1a20-\u1aaf\u1b00-\u1bff\ua880-\ua9ff\uaa00-\uaaff\U00011000-\U000115ff"
)
"""The blocks of Unicode whose letters change with their neighbours: South and Southeast Asia."""

ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe2f"
UNIT = re.compile(
    rf"[{RIGHT_TO_LEFT}](?:[{RIGHT_TO_LEFT}{ACCENTS}]|[ \u00a0.,'’\"-](?=[{RIGHT_TO_LEFT}]))*"
    rf"|[{STACKED}{ACCENTS}]+|.[{ACCENTS}]*",
    re.DOTALL,
)
SHAPED = re.compile(f"[{RIGHT_TO_LEFT}{STACKED}{ACCENTS}]")

POSITIONS = ("x", "y", "dx", "dy", "rotate")
"""The attributes that have a value for each letter, or one for the whole text."""


class Units(str):
    """A text whose iterator yields units of shaping instead of characters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        """Yield each word from right to left, each run of stacked letters, and each other letter with its accents."""
        return (found.group() for found in UNIT.finditer(self))


def apply() -> None:
    """Have the text of a node in units of shaping where its letters have no positions of their own."""
    from weasyprint.svg import Node

    plain = Node.text.fget

    def text(node: Any) -> str | None:  # noqa: ANN401
        words: str | None = plain(node)
        if not words or not SHAPED.search(words) or _positions_letters(node):
            return words
        return Units(words)

    Node.text = property(text)


def _positions_letters(node: Any) -> bool:  # noqa: ANN401
    return any(len(node.attrib.get(name, "").replace(",", " ").split()) > 1 for name in POSITIONS)


PATCH = Patch(
    name="text of drawings",
    kind="fix",
    reason="in drawings, Hebrew and Arabic are reversed and vowels are next to their letters",
    cost="labels of charts in other scripts are illegible",
    apply=apply,
    parameters={"weasyprint.svg:Node.text": (), "weasyprint.svg.text:text": ("svg", "node", "font_size")},
    lines={"weasyprint.svg.text:text": "for char in node.text]"},
)
