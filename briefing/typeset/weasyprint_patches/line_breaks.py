"""Break a line after the last word that fits, even where the space after it does not fit.

WeasyPrint 70 measures a text together with the space before the next element, such as a link or a mark. Where only
that space does not fit, it breaks the line after the first word.
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
    """Return a function that splits off the first line of a text like `plain`, but ignores its last space."""

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
    reason="a line is broken after its first word where only the space before the next element does not fit",
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
