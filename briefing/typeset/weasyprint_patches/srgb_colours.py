"""Convert every colour that a style names to sRGB, the space of the PDF's output intent.

WeasyPrint 70 paints Lab and similar colours in spaces of their own, takes the channels of a wider space for those of
sRGB, and fails on gradients and borders of either. Inks (`device-cmyk()`) have no place in a PDF/A whose output intent
is sRGB (ISO 19005-3, 6.2.4.3): to the engine they are no colours, so that it ignores the declaration and logs where
it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.core.colour import in_srgb
from briefing.typeset.weasyprint_patches.patch import Patch, replace


def apply() -> None:
    """Have the parser of colours return sRGB. Modules of the engine copy its name when they are imported."""
    from tinycss2 import color5

    if not hasattr(color5.parse_color, "__wrapped__"):
        replace(color5, "parse_color", convert_to_srgb(color5.parse_color, color5.Color))


def convert_to_srgb(plain: Callable[..., Any], kind: type[Any]) -> Callable[..., Any]:
    """Return a parser of colours that gives what another one reads as sRGB, in colours of a kind."""

    def parse_color(text: Any, color_schemes: Any = None) -> Any:  # noqa: ANN401
        try:
            colour = plain(text, color_schemes)
        except (
            AttributeError,
            IndexError,
            TypeError,
            ValueError,
        ):  # `color()`, and other functions without arguments
            return None
        if colour is None or isinstance(colour, str):
            return colour
        rgb = in_srgb(colour)
        return None if rgb is None else kind("srgb", rgb, colour.alpha)

    return parse_color


PATCH = Patch(
    name="sRGB colours",
    kind="fix",
    reason="colours outside sRGB are painted wrongly, and break PDF/A",
    cost="colours outside sRGB would break PDF/A",
    apply=apply,
    parameters={"tinycss2.color5:parse_color": ("input",), "tinycss2.color5:Color": ()},
    is_required=True,
)
