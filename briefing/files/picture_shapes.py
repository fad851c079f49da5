"""The shape of a picture: its width as a multiple of its height."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

ROTATED = (5, 6, 7, 8)
"""The EXIF orientations of a picture that lies on its side (CIPA DC-008, 4.6.5)."""
ORIENTATION = 0x0112
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
LENGTH = re.compile(rf"\s*({NUMBER.pattern})\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "q": 24 / 25.4}
"""The pixels in each unit of CSS."""


def shape_of(content: bytes) -> float | None:
    """Return the width of a picture as a multiple of its height; None if it has no size of its own, or is damaged."""
    width, height = _size_of_drawing(content) or _size_of_pixels(content) or (0.0, 0.0)
    return width / height if width > 0 and height > 0 else None


def _size_of_pixels(content: bytes) -> tuple[float, float] | None:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
            return (height, width) if picture.getexif().get(ORIENTATION) in ROTATED else (width, height)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _size_of_drawing(content: bytes) -> tuple[float, float] | None:
    """Return the size of an SVG: its width and height, or else those of its `viewBox`."""
    try:
        root = next(ElementTree.iterparse(io.BytesIO(content), events=("start",)))[1]  # noqa: S314
    except (ElementTree.ParseError, ValueError):
        return None
    sides = [LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if all(sides):
        width, height = (
            float(side[1]) * PIXELS[(side[2] or "").lower()] for side in sides if side is not None
        )
        return width, height
    box = [float(number) for number in NUMBER.findall(root.get("viewBox", ""))]
    return (box[2], box[3]) if len(box) == 4 else None
