"""Colours and pictures in grey, for editions that are printed without colour.

A grey has the luminance of its colour: 0.2126 R + 0.7152 G + 0.0722 B (ITU-R BT.709), of the linear light.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageOps

from briefing.typeset.engine import weasyprint


def grey_picture(content: bytes) -> bytes:
    """A picture as a grey PNG that looks as it did; what shows through stays so."""
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture)
        has_alpha = upright.has_transparency_data
        grey = upright.convert("RGBA").convert("LA") if has_alpha else upright.convert("L")
    written = io.BytesIO()
    grey.save(written, "PNG")
    return written.getvalue()


@contextmanager
def painted_in_grey() -> Iterator[None]:
    """While this lasts, the engine paints every colour of text, lines, areas and SVG as its grey."""
    stream: Any = weasyprint().pdf.stream.Stream
    paint = stream.set_color

    def set_grey(self: Any, color: Any, stroke: bool = False) -> None:  # noqa: ANN401
        paint(self, grey_of(color), stroke)

    stream.set_color = set_grey
    try:
        yield
    finally:
        stream.set_color = paint


def grey_of(color: Any) -> Any:  # noqa: ANN401
    """The grey of the engine's colour."""
    red, green, blue = (_linear(channel) for channel in color.to("srgb").coordinates)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    level = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return type(color)("srgb", (level, level, level), color.alpha)


def _linear(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
