"""A line that the engine breaks wrongly, mended: behind its first word, where all of its text but the last space fits.

WeasyPrint 70 looks whether a text fits with the space that stands before the next element, a link or a mark. Where
only that space has no room, it takes the text for one that cannot be broken, and leaves its first word alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from types import ModuleType
from typing import Any

TAKEN = ("text", "style", "context", "max_width", "justification_spacing", "is_line_start")
"""What the function that is exchanged takes; one that takes other things is left as it is."""

COLLAPSING = ("normal", "pre-line")
"""Values of `white-space` for which a space at the end of a line is none, and lines may be broken."""


def mend_lines(inline: ModuleType) -> None:
    """Exchanges the function that takes the first line of a text, for the layout of lines."""
    plain = inline.split_first_line
    if tuple(inspect.signature(plain).parameters)[: len(TAKEN)] != TAKEN:
        return

    def split_first_line(
        text: str,
        style: Mapping[str, object],
        context: object,
        max_width: float,
        justification_spacing: float,
        **options: bool,
    ) -> tuple[object, ...]:
        found: tuple[Any, ...] = plain(text, style, context, max_width, justification_spacing, **options)
        words = text.rstrip(" ")
        if found[2] is None or words == text or style["white_space"] not in COLLAPSING:
            return found
        first = text.encode()[: found[2]].decode().strip(" ")
        if " " in first or " " not in words:
            return found
        whole: tuple[Any, ...] = plain(words, style, context, max_width, justification_spacing, **options)
        fits = whole[2] is None and whole[3] <= max_width
        return whole if fits else found

    inline.split_first_line = split_first_line  # type: ignore[attr-defined]
