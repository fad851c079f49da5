"""The contrast of each text with the ground that it stands on (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from briefing.stages import Flaw
from briefing.typeset.engine import weasyprint

LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 18 / 0.75, 14 / 0.75
"""From which size on a text is large, in CSS pixels: 18 points, or 14 in bold."""

BOLD = 700
WHITE = (1.0, 1.0, 1.0)

Rgb = Sequence[float]


def faint_texts(pages: Iterable[Any]) -> Iterator[Flaw]:
    """The texts with too little contrast; a ground that is a picture or a gradient is not judged."""
    for page in pages:
        yield from _faint(page, _over(_colour(page, "background_color"), WHITE))


def _faint(box: Any, ground: Rgb | None) -> Iterator[Flaw]:  # noqa: ANN401
    box = getattr(box, "_box", box)  # what is set absolutely stands for its box
    if isinstance(getattr(box, "text", None), str):
        if box.text.strip() and box.style["visibility"] == "visible" and ground is not None:
            yield from _judge(box, ground)
        return
    if any(kind != "none" for kind, _ in box.style["background_image"]):
        ground = None
    elif ground is not None:
        ground = _over(_colour(box, "background_color"), ground)
    for child in getattr(box, "children", ()):
        yield from _faint(child, ground)


def _judge(box: Any, ground: Rgb) -> Iterator[Flaw]:  # noqa: ANN401
    size, weight = box.style["font_size"], box.style["font_weight"]
    least = LEAST_LARGE if size >= LARGE or (size >= LARGE_BOLD and weight >= BOLD) else LEAST
    ratio = contrast(_over(_colour(box, "color"), ground), ground)
    if ratio < least - 0.005:
        element = box.element.tag if box.element is not None else "text"
        ends = (
            ""
            if box.element is None
            else "".join(f".{name}" for name in (box.element.get("class") or "").split())
        )
        yield Flaw("contrast", f"{element}{ends}", box.text.strip(), f"{ratio:.1f}:1, less than {least:g}:1")


def contrast(one: Rgb, other: Rgb) -> float:
    """The ratio of contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _over(colour: tuple[Rgb, float], ground: Rgb) -> Rgb:
    """A colour that lets its ground through, on it."""
    parts, alpha = colour
    return [part * alpha + under * (1 - alpha) for part, under in zip(parts, ground, strict=True)]


def _colour(box: Any, name: str) -> tuple[Rgb, float]:  # noqa: ANN401
    """A colour of a box's style as red, green and blue from 0 to 1, and how much it covers."""
    colour = weasyprint().draw.color.get_color(box.style, name)
    parts = [min(1.0, max(0.0, part or 0.0)) for part in colour.to("srgb").coordinates]
    return parts, colour.alpha
