"""Break a line behind its last word that fits, where only the space after it has no room.

WeasyPrint 70 checks whether a text fits together with the space before the next element, a link or a mark. Where only
that space has no room, it takes the text for one that cannot be broken, and leaves its first word alone on the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

COLLAPSING = ("normal", "pre-line")
"""Values of `white-space` for which a space at the end of a line is removed, and lines may be broken."""


def apply() -> None:
    """Have the layout of lines measure a text without the space at its end."""
    from weasyprint.layout import inline

    replace(inline, "split_first_line", without_last_space(inline.split_first_line))


def without_last_space(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that takes the first line of a text as another one does, its last space aside."""

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

    return split_first_line


PATCH = Patch(
    name="line breaks",
    kind="fix",
    reason="a line is broken after its first word where only the space before the next element has no room",
    cost="a line before a link or a mark may break after its first word",
    apply=apply,
    parameters={
        "weasyprint.layout.inline:split_first_line": (
            "text",
            "style",
            "context",
            "max_width",
            "justification_spacing",
            "is_line_start",
        )
    },
    digests={"weasyprint.text.line_break:split_first_line": "39ad1016863ca34d"},
)
