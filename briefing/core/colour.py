"""Convert colours from CSS (CSS Color 4 and 5) to sRGB, the colour space in which the PDF is painted.

tinycss2 parses the colours, as it does for the engine. It does not convert wide-gamut colour spaces to sRGB, so those
conversions are here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

Rgb = tuple[float, float, float]
"""Red, green and blue in sRGB, each from 0 to 1."""

BLACK: Rgb = (0.0, 0.0, 0.0)
WHITE: Rgb = (1.0, 1.0, 1.0)

Matrix = tuple[float, ...]
"""Three rows of three numbers."""

# CSS Color 4, section 17: from linear light to XYZ, and from one white point to another.
XYZ_TO_SRGB = (
    *(12831 / 3959, -329 / 214, -1974 / 3959),
    *(-851781 / 878810, 1648619 / 878810, 36519 / 878810),
    *(705 / 12673, -2585 / 12673, 705 / 667),
)
P3_TO_XYZ = (
    *(608311 / 1250200, 189793 / 714400, 198249 / 1000160),
    *(35783 / 156275, 247089 / 357200, 198249 / 2500400),
    *(0.0, 32229 / 714400, 5220557 / 5000800),
)
A98_TO_XYZ = (
    *(573536 / 994567, 263643 / 1420810, 187206 / 994567),
    *(591459 / 1989134, 6239551 / 9945670, 374412 / 4972835),
    *(53769 / 1989134, 351524 / 4972835, 4929758 / 4972835),
)
REC2020_TO_XYZ = (
    *(63426534 / 99577255, 20160776 / 139408157, 47086771 / 278816314),
    *(26158966 / 99577255, 472592308 / 697040785, 8267143 / 139408157),
    *(0.0, 19567812 / 697040785, 295819943 / 278816314),
)
PROPHOTO_TO_XYZ_D50 = (
    *(0.79776664490064230, 0.13518129740053308, 0.03134773412839220),
    *(0.28807482881940130, 0.71183523424187300, 0.00008993693872564),
    *(0.0, 0.0, 0.82510460251046020),
)
D50_TO_D65 = (
    *(0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    *(-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    *(0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)


def times(matrix: Matrix, parts: Sequence[float]) -> Rgb:
    """Return the product of a matrix of three rows, one after the other, with the three parts of a colour."""
    rows = zip(matrix[0::3], matrix[1::3], matrix[2::3], strict=True)
    first, second, third = (sum(a * b for a, b in zip(row, parts, strict=True)) for row in rows)
    return first, second, third


def linear(channel: float) -> float:
    """Convert an sRGB channel to linear light; values outside 0 to 1 are allowed."""
    size = abs(channel)
    light = size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4
    return light if channel >= 0 else -light


def encoded(light: float) -> float:
    """Convert linear light to an sRGB channel; values outside 0 to 1 are allowed."""
    size = abs(light)
    channel = 12.92 * size if size <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055
    return channel if light >= 0 else -channel


def _power(exponent: float) -> Callable[[float], float]:
    return lambda channel: abs(channel) ** exponent * (1 if channel >= 0 else -1)


def _rec2020(channel: float) -> float:
    size = abs(channel)
    light = (
        size / 4.5
        if size < 0.08124285829863151
        else ((size + 0.09929682680944) / 1.09929682680944) ** (1 / 0.45)
    )
    return light if channel >= 0 else -light


def _prophoto(channel: float) -> float:
    return channel / 16 if abs(channel) <= 16 / 512 else _power(1.8)(channel)


def _from_xyz(xyz: Sequence[float]) -> Rgb:
    red, green, blue = map(encoded, times(XYZ_TO_SRGB, xyz))
    return red, green, blue


def _from_d50(xyz: Sequence[float]) -> Rgb:
    return _from_xyz(times(D50_TO_D65, xyz))


def _wide(curve: Callable[[float], float], matrix: Matrix) -> Callable[[Sequence[float]], Rgb]:
    """Return the conversion to sRGB from an RGB space with a different transfer curve and different primaries."""
    return lambda parts: _from_xyz(times(matrix, [curve(part) for part in parts]))


def _from_linear(parts: Sequence[float]) -> Rgb:
    red, green, blue = map(encoded, parts)
    return red, green, blue


def _from_prophoto(parts: Sequence[float]) -> Rgb:
    return _from_d50(times(PROPHOTO_TO_XYZ_D50, [_prophoto(part) for part in parts]))


def _from_inks(parts: Sequence[float]) -> Rgb:
    """Convert inks without a profile, as CSS Color 5 does."""
    black = parts[3]
    red, green, blue = (1 - min(1.0, ink * (1 - black) + black) for ink in parts[:3])
    return red, green, blue


SPACES: dict[str, Callable[[Sequence[float]], Rgb]] = {
    "srgb-linear": _from_linear,
    "display-p3": _wide(linear, P3_TO_XYZ),
    "a98-rgb": _wide(_power(563 / 256), A98_TO_XYZ),
    "rec2020": _wide(_rec2020, REC2020_TO_XYZ),
    "prophoto-rgb": _from_prophoto,
    "xyz": _from_xyz,
    "xyz-d65": _from_xyz,
    "xyz-d50": _from_d50,
    "device-cmyk": _from_inks,
}
"""The conversions to sRGB, by colour space. Custom colour profiles have none."""

CONVERTED = {
    **dict.fromkeys(("hsl", "hwb"), "srgb"),
    **dict.fromkeys(("lab", "lch"), "xyz-d50"),
    **dict.fromkeys(("oklab", "oklch"), "xyz-d65"),
}
"""The colour spaces that tinycss2 converts, with the space that each is converted to."""

KNOWN = {"srgb", *SPACES, *CONVERTED}


def in_srgb(colour: Any) -> Rgb | None:  # noqa: ANN401
    """Convert a tinycss2 colour to sRGB, each channel clipped to 0 to 1; None if its space has no conversion."""
    if colour.space not in KNOWN:
        return None
    found = colour.to(CONVERTED[colour.space]) if colour.space in CONVERTED else colour
    parts = [part or 0.0 for part in found.coordinates]
    red, green, blue = parts if found.space == "srgb" else SPACES[found.space](parts)
    return _cut(red), _cut(green), _cut(blue)


def _cut(channel: float | None) -> float:
    return min(1.0, max(0.0, channel or 0.0))


@lru_cache(maxsize=256)
def read_colour(text: str) -> tuple[Rgb, float] | None:
    """Return a CSS colour and its alpha, from 0 to 1; None if the text is not a colour by itself."""
    from tinycss2.color5 import parse_color

    try:
        colour = parse_color(text)
    except (AttributeError, TypeError, ValueError):  # the library fails on some texts that are not colours
        return None
    if colour is None or isinstance(colour, str):
        return None
    rgb = in_srgb(colour)
    return None if rgb is None else (rgb, colour.alpha)


def hex_of(rgb: Sequence[float]) -> str:
    """Return a colour as `#rrggbb`."""
    return "#" + "".join(f"{round(255 * _cut(channel)):02x}" for channel in rgb)


def plain_colour(text: str) -> str:
    """Return a colour in the oldest CSS syntax, which every program can read; any other text is returned unchanged."""
    found = read_colour(text)
    if found is None:
        return text
    rgb, alpha = found
    if alpha == 1:
        return hex_of(rgb)
    red, green, blue = (round(255 * channel) for channel in rgb)
    return f"rgba({red}, {green}, {blue}, {alpha:g})"


def over(rgb: Sequence[float], alpha: float, ground: Sequence[float]) -> Rgb:
    """Return the colour that results from painting a translucent colour on a background."""
    red, green, blue = (part * alpha + under * (1 - alpha) for part, under in zip(rgb, ground, strict=True))
    return red, green, blue


def luminance(rgb: Sequence[float]) -> float:
    """Return the relative luminance of a colour, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = map(linear, rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


STEPS = 100


def reaching(rgb: Sequence[float], ground: Sequence[float], least: float) -> Rgb | None:
    """Return the nearest darker or lighter colour with at least this contrast to a background; None if none has it."""
    ways = (BLACK, WHITE) if luminance(rgb) <= luminance(ground) else (WHITE, BLACK)
    for end in ways:
        for step in range(1, STEPS + 1):
            found = over(end, step / STEPS, rgb)
            exact = [round(255 * channel) / 255 for channel in found]
            if contrast(exact, ground) >= least:
                return exact[0], exact[1], exact[2]
    return None
