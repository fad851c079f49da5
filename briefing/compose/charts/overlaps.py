"""Measure the texts of a drawing that was made, and find those that overlap or are cut off by its frame.

Sizes are in CSS pixels of the drawing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree.ElementTree import Element

from briefing.compose.charts.plot import DrawingError
from briefing.compose.charts.ruler import FONT_SIZE, Ruler

ILLEGIBLE = "BR530"
HELP = "shorten the labels, leave some out, or give the chart more room with `place: wide`"

Corners: TypeAlias = tuple[tuple[float, float], ...]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""An affine transform, as in SVG: a, b, c, d, e, f."""

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)

FUNCTION = re.compile(r"(translate|rotate|scale|matrix)\(([^)]*)\)")
ASCENT, DESCENT = 0.72, 0.2
"""The height of letters above their line, and below it, as shares of their size: capitals, and the tail of p."""

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
ARABIC_DESCENT = 0.56
"""The same for Arabic letters, of which those like ع reach furthest below the line."""

TOUCHING = 0.12
"""Two texts may overlap by this share of the size of their letters before they are hard to read."""

ENLARGED = 0.05
"""The share of its width by which a drawing is enlarged at a side where texts reach beyond its frame."""

ANCHORED = {"start": 0.0, "middle": 0.5, "end": 1.0}

QUOTED = 40
"""The longest part of a label that a finding quotes, in characters."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A line of text on a drawing: the corners of its letters, and their size."""

    words: str
    corners: Corners
    size: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The upright rectangle around it: left, top, right, bottom."""
        across, down = zip(*self.corners, strict=True)
        return min(across), min(down), max(across), max(down)

    @property
    def tail(self) -> float:
        """How much further its letters reach below the rectangle: Arabic ones do."""
        return (ARABIC_DESCENT - DESCENT) * self.size if ARABIC.search(self.words) else 0.0


def frame_texts(root: Element, ruler: Ruler) -> None:
    """Enlarge the frame of a drawing a little where its texts reach beyond it.

    Raises DrawingError if they reach too far beyond it, or if texts overlap.
    """
    size = float(root.get("width", "1")), float(root.get("height", "1"))
    texts = [text for text in texts_in(root, ruler.width) if ruler.has_letters_of(text.words)]
    words = next(cut_off(texts, size), None)
    if words is not None:
        raise DrawingError(f"its label '{_quoted(words)}' is cut off at the edge", HELP, code=ILLEGIBLE)
    pairs = [*overlapping(texts)]
    if pairs:
        one, other = pairs[0]
        more = f", and {len(pairs) - 1} more" if len(pairs) > 1 else ""
        what = f"its labels '{_quoted(one)}' and '{_quoted(other)}' overlap{more}"
        raise DrawingError(what, HELP, code=ILLEGIBLE)
    _enlarge(root, texts, size)


def _enlarge(root: Element, texts: Sequence[DrawnText], size: tuple[float, float]) -> None:
    """Let the frame of a drawing hold its texts."""
    bounds = [text.bounds for text in texts]
    left = math.floor(min([0.0, *(one[0] for one in bounds)]))
    top = math.floor(min([0.0, *(one[1] for one in bounds)]))
    right = math.ceil(max([size[0], *(one[2] for one in bounds)]))
    bottom = math.ceil(max([size[1], *(text.bounds[3] + text.tail for text in texts)]))
    if (left, top, right, bottom) != (0, 0, *size):
        root.set("viewBox", f"{left} {top} {right - left} {bottom - top}")
        root.set("width", str(right - left))
        root.set("height", str(bottom - top))


def texts_in(root: Element, width_of: Callable[[str], float]) -> Iterator[DrawnText]:
    """Yield the lines of text of a drawing."""
    waiting = [(root, IDENTITY)]
    while waiting:
        element, outer = waiting.pop()
        matrix = _combined(outer, _matrix_of(element.get("transform", "")))
        if element.tag.endswith("}text") and element.get("opacity") != "0":
            yield from _lines_of(element, matrix, width_of)
        elif element.get("display") != "none" and element.get("opacity") != "0":
            waiting += [(child, matrix) for child in element]


def cut_off(texts: Sequence[DrawnText], size: tuple[float, float]) -> Iterator[str]:
    """Yield the texts that reach too far beyond a frame of this width and height to enlarge it."""
    slack = ENLARGED * size[0]
    for text in texts:
        left, top, right, bottom = text.bounds
        if left < -slack or top < -slack or right > size[0] + slack or bottom > size[1] + slack:
            yield text.words


def overlapping(texts: Sequence[DrawnText]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts that overlap; the same words at the same place are one text with an outline."""
    by_top = sorted(((text.bounds, text) for text in texts), key=lambda one: one[0])
    for number, (bounds, one) in enumerate(by_top):
        for others, other in by_top[number + 1 :]:
            if others[0] >= bounds[2]:
                break
            if _is_same(one, other):
                continue
            if _depth(one.corners, other.corners) > TOUCHING * min(one.size, other.size):
                yield one.words, other.words


def _is_same(one: DrawnText, other: DrawnText) -> bool:
    return one.words == other.words and all(
        abs(a - b) < 1 for a, b in zip(one.bounds, other.bounds, strict=True)
    )


def _depth(one: Corners, other: Corners) -> float:
    """Return how deep two rectangles overlap: the least overlap along their sides (theorem of separating axes)."""
    least = math.inf
    for corners in (one, other):
        for (x, y), (x2, y2) in ((corners[0], corners[1]), (corners[1], corners[2])):
            length = math.hypot(x2 - x, y2 - y) or 1
            along = (x2 - x) / length, (y2 - y) / length
            low, high = _shadow(one, along)
            low2, high2 = _shadow(other, along)
            least = min(least, min(high, high2) - max(low, low2))
    return least


def _shadow(corners: Corners, along: tuple[float, float]) -> tuple[float, float]:
    places = [x * along[0] + y * along[1] for x, y in corners]
    return min(places), max(places)


def _lines_of(element: Element, matrix: Matrix, width_of: Callable[[str], float]) -> Iterator[DrawnText]:
    size = _number(element.get("font-size", ""), FONT_SIZE)
    share = ANCHORED.get(element.get("text-anchor", "start"), 0.0)
    scale = math.hypot(matrix[0], matrix[1])
    down = 0.0
    for x, step, words in _spans(element):
        down += step
        if not words.strip():
            continue
        width = width_of(words) * size / FONT_SIZE
        left, top, bottom = x - share * width, down - ASCENT * size, down + DESCENT * size
        corners = ((left, top), (left + width, top), (left + width, bottom), (left, bottom))
        yield DrawnText(words, tuple(_moved(matrix, *corner) for corner in corners), size * scale)


def _spans(element: Element) -> Iterator[tuple[float, float, str]]:
    """Yield each line of a text with its x, and its distance from the line before."""
    if element.text:
        yield 0.0, 0.0, element.text
    for child in element:
        yield _number(child.get("x", ""), 0.0), _number(child.get("dy", ""), 0.0), "".join(child.itertext())


def _number(text: str, default: float) -> float:
    match = re.match(r"-?[0-9.]+", text)
    return float(match[0]) if match else default


def _matrix_of(transform: str) -> Matrix:
    matrix = IDENTITY
    for name, numbers in FUNCTION.findall(transform):
        values = [float(number) for number in re.split(r"[\s,]+", numbers.strip())]
        matrix = _combined(matrix, _function(name, values))
    return matrix


def _function(name: str, values: Sequence[float]) -> Matrix:
    if name == "translate":
        return (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0)
    if name == "scale":
        return (values[0], 0, 0, values[-1], 0, 0)
    if name == "rotate":
        sine, cosine = math.sin(math.radians(values[0])), math.cos(math.radians(values[0]))
        return (cosine, sine, -sine, cosine, 0, 0)
    return (values[0], values[1], values[2], values[3], values[4], values[5])


def _combined(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _quoted(words: str) -> str:
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"
