"""Convert every colour in a style to sRGB, the colour space of the PDF's output intent.

WeasyPrint 70 paints Lab and similar colours in their own spaces, reads the channels of wider spaces as sRGB, and fails
on gradients and borders of either. Inks (`device-cmyk()`) are not allowed in a PDF/A whose output intent is sRGB
(ISO 19005-3, 6.2.4.3): they are converted, too, and kept with the colour for the press, see `press_painting`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefing.core.colour import in_srgb
from briefing.typeset.weasyprint_patches.patch import Patch, replace


def apply() -> None:
    """Have the colour parser return sRGB. This must come first: modules of the engine import the parser by name."""
    from tinycss2 import color5

    if not hasattr(color5.parse_color, "__wrapped__"):
        replace(color5, "parse_color", convert_to_srgb(color5.parse_color, color5.Color))


def convert_to_srgb(plain: Callable[..., Any], kind: type[Any]) -> Callable[..., Any]:
    """Return a colour parser that converts the result of `plain` to sRGB; `kind` is the class of its colours."""

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
        if rgb is None:
            return None
        converted = kind("srgb", rgb, colour.alpha)
        if colour.space == "device-cmyk":
            converted.inks = colour.coordinates
        return converted

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
