"""Every colour that a style may name reaches the engine in sRGB, the space of the PDF's output intent.

WeasyPrint 70 paints Lab and its kin in spaces of their own, takes the channels of a wider space for those of sRGB, and
fails on gradients and borders of either. Inks (`device-cmyk()`) have no place in a PDF/A whose output intent is sRGB
(ISO 19005-3, 6.2.4.3): to the engine they are no colours, so that it ignores the declaration and says where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.core.colour import in_srgb


def paint_in_srgb() -> None:
    """Have what reads colours give them in sRGB; to be called before the engine is imported."""
    from tinycss2 import color5

    if not hasattr(color5.parse_color, "plain"):
        color5.parse_color = _in_srgb(color5.parse_color, color5.Color)


def _in_srgb(plain: Callable[..., Any], kind: type[Any]) -> Callable[..., Any]:
    def parse_color(text: Any, color_schemes: Any = None) -> Any:  # noqa: ANN401
        try:
            colour = plain(text, color_schemes)
        except (
            AttributeError,
            IndexError,
            TypeError,
            ValueError,
        ):  # `color()`, and what else has no arguments
            return None
        if colour is None or isinstance(colour, str):
            return colour
        rgb = in_srgb(colour)
        return None if rgb is None else kind("srgb", rgb, colour.alpha)

    parse_color.plain = plain  # type: ignore[attr-defined]
    return parse_color
