"""Simulate how colours look with a colour vision deficiency and in greyscale, and measure how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import dist

from briefing.core.colour import Matrix, Rgb, encoded, linear, luminance, times

DICHROMACIES: Mapping[str, Matrix] = {
    "protanopia": (
        *(0.152286, 1.052583, -0.204868),
        *(0.114503, 0.786281, 0.099216),
        *(-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        *(0.367322, 0.860646, -0.227968),
        *(0.280085, 0.672501, 0.047413),
        *(-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": (
        *(1.255528, -0.076749, -0.178779),
        *(-0.078411, 0.930809, 0.147602),
        *(0.004733, 0.691367, 0.3039),
    ),
}
"""From linear light to what a dichromat sees of it.

Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
Transactions on Visualization and Computer Graphics 15(6), 2009: the matrices of severity 1.0.
"""

USUAL, GREYSCALE = "usual vision", "greyscale"
VISIONS = (USUAL, GREYSCALE, *DICHROMACIES)

SRGB_TO_XYZ: Matrix = (
    *(0.4123908, 0.3575843, 0.1804808),
    *(0.212639, 0.7151687, 0.0721923),
    *(0.0193308, 0.1191948, 0.9505322),
)
"""CSS Color 4, section 17; white is D65."""

WHITE_XYZ = (0.9504559, 1.0, 1.0890578)


def seen(rgb: Sequence[float], vision: str) -> Rgb:
    """Return a colour as it looks with one of the `VISIONS`, each channel clipped to 0 to 1."""
    if vision == USUAL:
        return rgb[0], rgb[1], rgb[2]
    if vision == GREYSCALE:
        grey = encoded(luminance(rgb))
        return grey, grey, grey
    light = times(DICHROMACIES[vision], [linear(channel) for channel in rgb])
    red, green, blue = (encoded(min(1.0, max(0.0, part))) for part in light)
    return red, green, blue


def difference(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the colour difference of CIE 1976 (ΔE*ab); 2.3 is just noticeable (Mahy et al., 1994)."""
    return dist(lab(one), lab(other))


def lab(rgb: Sequence[float]) -> tuple[float, float, float]:
    """Return a colour in CIE L*a*b* with the white point D65."""
    xyz = times(SRGB_TO_XYZ, [linear(channel) for channel in rgb])
    x, y, z = (_root(part / white) for part, white in zip(xyz, WHITE_XYZ, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116
