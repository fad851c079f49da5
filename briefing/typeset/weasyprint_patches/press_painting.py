"""Keep the inks of a colour with the operation that paints it.

Every colour is laid out and checked in sRGB. An edition for a press that has a CMYK profile is printed in the inks that
its style names with `device-cmyk()`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace

SET_RGB = re.compile(rb"(?P<red>-?[0-9.]+) (?P<green>-?[0-9.]+) (?P<blue>-?[0-9.]+) (?P<operator>rg|RG)")
"""An operation that sets a colour in RGB (ISO 32000-1, table 74)."""


class InkOperation(bytes):
    """An operation that sets a colour in RGB, with the inks that the style names for it."""

    inks: tuple[float, ...] = ()


def apply() -> None:
    """Note the inks where a colour is written into a content stream."""
    from weasyprint.pdf.stream import Stream

    replace(Stream, "set_color", _noting_inks(Stream.set_color))


def _noting_inks(plain: Callable[..., None]) -> Callable[..., None]:
    def set_color(stream: Any, color: Any, stroke: bool = False) -> None:  # noqa: ANN401
        inks = getattr(color, "inks", None)
        if inks is None:
            plain(stream, color, stroke)
            return
        stream._current_color = stream._current_color_stroke = None
        plain(stream, color, stroke)
        if stream.stream and SET_RGB.fullmatch(stream.stream[-1]):
            stream.stream[-1] = operation = InkOperation(stream.stream[-1])
            operation.inks = tuple(inks)
        stream._current_color = stream._current_color_stroke = None

    return set_color


PATCH = Patch(
    name="press painting",
    kind="hook",
    reason="WeasyPrint paints inks only where the whole document has them, and not in PDF/A",
    cost="`device-cmyk()` would be printed in the inks of its sRGB colour",
    apply=apply,
    parameters={"weasyprint.pdf.stream:Stream.set_color": ("self", "color", "stroke")},
)
