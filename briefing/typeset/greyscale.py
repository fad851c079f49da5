"""Convert colours and pictures to greyscale, for editions that are printed without colour.

A grey has the luminance of its colour: 0.2126 R + 0.7152 G + 0.0722 B (ITU-R BT.709), in linear light.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image, ImageOps

SET_COLOUR = re.compile(rb"(?:-?[0-9.]+ ){3}(?:rg|RG)\b")
"""The operators that set a colour with three channels (ISO 32000-1, table 74), each from 0 to 1."""

CHANNELS = 3
ALIKE = 1 / 500
"""Channels that differ by less are equal in print; each has 256 levels."""


def grey_picture(content: bytes) -> bytes:
    """Return a picture as a greyscale PNG with the same orientation and transparency."""
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture)
        has_alpha = upright.has_transparency_data
        grey = upright.convert("RGBA").convert("LA") if has_alpha else upright.convert("L")
    written = io.BytesIO()
    grey.save(written, "PNG")
    return written.getvalue()


def colours_left(pdf: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the colours left in a PDF that is about to be written: `#9a3324`, or the kind of object that has them."""
    found = (colour for thing in pdf.objects for colour in _colours_of(thing))
    return tuple(dict.fromkeys(found))


def _colours_of(thing: Any) -> Iterator[str]:  # noqa: ANN401
    entries = thing.extra if hasattr(thing, "extra") else thing if isinstance(thing, dict) else {}
    space = str(entries.get("ColorSpace", ""))
    if entries.get("Subtype") == "/Image":
        if "RGB" in space or "CMYK" in space or "Indexed" in space:
            yield "a picture"
        return
    for match in SET_COLOUR.finditer(b"\n".join(map(_as_bytes, getattr(thing, "stream", ())))):
        channels = [float(channel) for channel in match.group().split()[:3]]
        if not is_neutral(channels):
            yield "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def _as_bytes(operation: Any) -> bytes:  # noqa: ANN401
    return operation if isinstance(operation, bytes) else getattr(operation, "data", b"")


def is_neutral(channels: Sequence[float]) -> bool:
    """Return True for a grey, black or white."""
    return max(channels) - min(channels) < ALIKE


def grey_of(channels: Sequence[float]) -> tuple[float, float, float]:
    """Return the grey of a colour: three equal channels in sRGB, from 0 to 1."""
    red, green, blue = (_linear(channel) for channel in channels)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    level = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return level, level, level


def _linear(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
