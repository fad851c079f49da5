"""Read the content streams of pages as a viewer would: the position, colour and background of each text.

Backgrounds of plain colours are computed exactly: backgrounds, borders and shapes, with their opacity. Pictures,
gradients, patterns, masks and blend modes are only noted; `text_colours` renders those pages and reads the pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from briefing.core.colour import BLACK, WHITE, Rgb, over
from briefing.typeset.weasyprint_patches.text_recorder import Drawing, Record, Shown

Rect = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the bottom left of the page."""

Matrix = tuple[float, float, float, float, float, float]

NOWHERE: Rect = (0.0, 0.0, 0.0, 0.0)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
UPRIGHT = 1e-6

BAND = 16.0
"""Points: paint is sorted into horizontal bands of the page, so that a text is compared only with what is near it."""

MAX_CASES = 16
"""The limit of colour pairs for one text; above it, the pixels are read."""

TOUCHED = 0.15
"""The share of a text's ink from which paint counts as over or under it."""

LEAST_HALO = 0.5
"""Points around a letter from which a halo separates it from what is behind it."""

ASLANT, MAX_PARTS = 4.0, 64
"""Points: a slanted line is divided into parts of this height, and the limit of their number."""

FILLED = frozenset((b"f", b"f*", b"F", b"B", b"B*", b"b", b"b*"))
STROKED = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))
RINGS = frozenset((b"f*", b"B*", b"b*"))
ENDS = FILLED | STROKED | {b"n"}


@dataclass(frozen=True, slots=True)
class Paint:
    """A painted area: its edges, its colour (None: more than one), its opacity, and whether it fills its edges."""

    edges: Rect
    colour: Rgb | None
    alpha: float
    is_whole: bool
    drawing: int | None = None
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A text on its page: the area of its letters, their size in points, and its colours."""

    shown: Shown
    page: int
    edges: Rect
    size: float
    baseline: float
    """Its height above the bottom of the page."""
    window: Rect
    """The area in which it is visible: the frame of its drawing and each clip around it."""
    frame: Rect | None
    cases: tuple[tuple[Rgb, Rgb], ...]
    """The pairs of text colour and background colour that occur in it."""
    is_sure: bool
    """True where `cases` is one pair that holds for the whole text."""
    is_bounded: bool
    """True where `cases` has all pairs that can occur."""


@dataclass(slots=True)
class _State:
    """The graphics state as far as it matters (ISO 32000-1, 8.4)."""

    ctm: Matrix = IDENTITY
    clip: Rect = NOWHERE
    fill: Rgb | None = BLACK
    stroke: Rgb | None = BLACK
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    is_plain: bool = True
    """True where no mask and no blend mode applies."""
    mode: int = 0
    line_width: float = 1.0


@dataclass(slots=True)
class _Context:
    """The context of a stream: the opacity of its group, where the group begins, and the frames of drawings."""

    alpha: float = 1.0
    since: int | None = None
    frames: dict[int, Rect] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Met:
    shown: Shown
    state: _State
    index: int
    since: int | None
    alpha: float
    frame: Rect | None


def placed_texts(pdf: Any, record: Record) -> Iterator[Placed]:  # noqa: ANN401
    """Return the texts of a PDF that is about to be written, page by page."""
    for number, kid in enumerate(pdf.pages["Kids"][::3], start=1):
        page = pdf.objects[kid]
        left, bottom, right, top = map(float, page["MediaBox"])
        reader = _Reader(record)
        stream = pdf.objects[int(page["Contents"].split()[0])]
        reader.read(stream, _State(clip=(left, bottom, right, top)), _Context())
        yield from reader.placed(number)


class _Reader:
    """Reads the streams of one page."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.paints: list[Paint] = []
        self.bands: dict[int, list[int]] = {}
        self.met: list[_Met] = []

    def read(self, stream: Any, state: _State, context: _Context) -> None:  # noqa: ANN401
        """Follow the operations of a stream."""
        reading = _Reading(stream, state, context)
        drawings, key = self.record.drawings, id(stream)
        for index, operation in enumerate(stream.stream):
            if (key, index) in drawings:
                drawing = drawings[key, index]
                frame = (0.0, 0.0, drawing.width, drawing.height)
                context.frames[drawing.number] = _moved(frame, reading.state.ctm)
            if isinstance(operation, bytes):
                self._follow(reading, index, operation)

    def _follow(self, reading: _Reading, index: int, operation: bytes) -> None:
        name = operation[operation.rfind(b" ") + 1 :]
        state, context = reading.state, reading.context
        if name in PATHS:
            reading.path.add(name, operation, state.ctm)
        elif name in ENDS:
            self._end(name, reading.path, state, context)
            reading.path = _Path()
        elif name == b"TJ":
            shown = self.record.shown.get((id(reading.stream), index))
            if shown:
                self._meet(shown, state, context)
        elif name == b"Do":
            self._show(reading.stream, operation[1:-3].decode(), state, context)
        elif name == b"sh":
            self._add(Paint(state.clip, None, 1.0, is_whole=False), context)
        else:
            reading.set(name, operation)

    def _end(self, name: bytes, path: _Path, state: _State, context: _Context) -> None:
        edges = path.edges
        if edges is None:
            return
        if name in FILLED:
            colour = state.fill if state.is_plain else None
            for area in path.areas() if name not in RINGS else _ring(list(path.areas())):
                self._add(
                    Paint(common(area, state.clip), colour, state.fill_alpha, path.is_rectangle), context
                )
        if name in STROKED:
            half = state.line_width * _scale(state.ctm) / 2
            colour = state.stroke if state.is_plain else None
            for left, bottom, right, top in path.pieces():
                piece = (left - half, bottom - half, right + half, top + half)
                self._add(
                    Paint(common(piece, state.clip), colour, state.stroke_alpha, is_whole=False), context
                )
        if path.clips:
            state.clip = common(edges, state.clip)

    def _show(self, stream: Any, name: str, state: _State, context: _Context) -> None:  # noqa: ANN401
        group = self.record.groups.get((id(stream), name))
        if group is None:
            unit = common(_moved((0, 0, 1, 1), state.ctm), state.clip)
            self._add(Paint(unit, None, state.fill_alpha, is_whole=False), context)
            return
        left, bottom, right, top = (float(side) for side in group.extra["BBox"])
        clip = (
            state.clip if left >= right else common(_moved((left, bottom, right, top), state.ctm), state.clip)
        )
        inner = _State(ctm=state.ctm, clip=clip, is_plain=state.is_plain)
        alpha = context.alpha * state.fill_alpha
        since = context.since
        if alpha < 1 and since is None:
            since = len(self.paints)
        self.read(group, inner, _Context(alpha, since, context.frames))

    def _add(self, paint: Paint, context: _Context) -> None:
        left, bottom, right, top = paint.edges
        if not (left < right and bottom < top) or not paint.alpha:
            return
        if context.alpha < 1:
            paint = replace(paint, alpha=paint.alpha * context.alpha)
        number = len(self.paints)
        self.paints.append(paint)
        first, last = _band(bottom), _band(top)
        for band in range(first, last + 1):
            self.bands.setdefault(band, []).append(number)

    def _meet(self, shown: Shown, state: _State, context: _Context) -> None:
        if shown.is_halo:
            self._meet_halo(shown, state, context)
            return
        frame = context.frames.get(shown.drawing.number) if shown.drawing else None
        kept = replace(state)
        self.met.append(_Met(shown, kept, len(self.paints), context.since, context.alpha, frame))
        if shown.drawing:
            edges = common(_moved(shown.ink, _product(shown.matrix, state.ctm)), state.clip)
            colour = state.fill if state.is_plain and not state.mode else None
            paint = Paint(
                edges, colour, state.fill_alpha, is_whole=False, drawing=shown.drawing.number, is_text=True
            )
            self._add(paint, context)

    def _meet_halo(self, shown: Shown, state: _State, context: _Context) -> None:
        """Take a halo as the background of its letters."""
        matrix = _product(shown.matrix, state.ctm)
        reach = state.line_width * _scale(state.ctm) / 2
        left, bottom, right, top = _moved(shown.ink, matrix)
        edges = common((left - reach, bottom - reach, right + reach, top + reach), state.clip)
        is_whole = reach >= LEAST_HALO
        self._add(Paint(edges, state.stroke, state.stroke_alpha, is_whole), context)

    def placed(self, page: int) -> Iterator[Placed]:
        """Return the texts of the page, each with its background."""
        for met in self.met:
            matrix = _product(met.shown.matrix, met.state.ctm)
            edges = _moved(met.shown.ink, matrix)
            size = met.shown.style["font_size"] * min(math.hypot(*matrix[:2]), math.hypot(*matrix[2:4]))
            cases, is_sure, is_bounded = self._cases(met, edges)
            yield Placed(
                met.shown, page, edges, size, matrix[5], met.state.clip, met.frame, cases, is_sure, is_bounded
            )

    def _cases(self, met: _Met, edges: Rect) -> tuple[tuple[tuple[Rgb, Rgb], ...], bool, bool]:
        """Return the colour pairs of a text, whether it is one for the whole text, and whether these are all."""
        near = self._near(edges, met.shown.drawing)
        ground = _Grounds()
        for number in near:
            if number >= met.index:
                break
            ground.lay(self.paints[number], edges)
        before = _Grounds()
        for number in near if met.since is not None else ():
            if number >= (met.since or 0):
                break
            before.lay(self.paints[number], edges)
        colour, alpha = met.state.fill, met.state.fill_alpha
        if met.state.mode == 1:
            colour, alpha = met.state.stroke, met.state.stroke_alpha
        is_bounded = ground.is_bounded and before.is_bounded
        is_bounded &= met.state.is_plain and met.state.mode in (0, 1) and colour is not None
        pairs = _pairs(colour or BLACK, alpha, met, ground, before)
        for number in near:
            if number >= met.index and not self.paints[number].is_text:
                is_bounded &= self.paints[number].colour is not None
                pairs = _overlaid(pairs, self.paints[number], edges)
        pairs = tuple(dict.fromkeys(pairs))
        is_bounded &= len(pairs) <= MAX_CASES
        return pairs[:MAX_CASES], len(pairs) == 1 and is_bounded, is_bounded

    def _near(self, edges: Rect, drawing: Drawing | None) -> list[int]:
        """Return the numbers of the paints in the area of a text, in painting order."""
        bands = range(_band(edges[1]), _band(edges[3]) + 1)
        found: set[int] = set()
        for band in bands:
            found.update(self.bands.get(band, ()))
        own = drawing.number if drawing else None
        return [
            number
            for number in sorted(found)
            if share(edges, self.paints[number].edges) > 0
            and not (self.paints[number].is_text and self.paints[number].drawing == own)
        ]


class _Grounds:
    """The colours that the background of a text can have, as paint is added."""

    def __init__(self) -> None:
        self.colours: tuple[Rgb, ...] = (WHITE,)
        self.is_bounded = True

    def lay(self, paint: Paint, edges: Rect) -> None:
        """Add paint over the backgrounds so far."""
        is_covering = paint.is_whole and _covers(paint.edges, edges)
        if paint.colour is None:
            self.is_bounded &= share(edges, paint.edges) < TOUCHED / 10
            return
        if is_covering and paint.alpha == 1:
            self.colours, self.is_bounded = (paint.colour,), True
            return
        mixed = tuple(over(paint.colour, paint.alpha, under) for under in self.colours)
        if is_covering:
            self.colours = mixed
        elif share(edges, paint.edges) >= TOUCHED:
            self.colours = tuple(dict.fromkeys((*self.colours, *mixed)))[: MAX_CASES + 1]


def _pairs(
    colour: Rgb, alpha: float, met: _Met, ground: _Grounds, before: _Grounds
) -> tuple[tuple[Rgb, Rgb], ...]:
    if alpha * met.alpha == 1:
        return tuple((colour, under) for under in ground.colours)
    if met.since is None:
        return tuple((over(colour, alpha, under), under) for under in ground.colours)
    if alpha == 1:  # the backdrop shows through the group, but not through the background inside it
        return tuple(
            (over(colour, met.alpha, back), under) for under in ground.colours for back in before.colours
        )
    return tuple((over(colour, alpha * met.alpha, under), under) for under in ground.colours)


def _overlaid(pairs: tuple[tuple[Rgb, Rgb], ...], paint: Paint, edges: Rect) -> tuple[tuple[Rgb, Rgb], ...]:
    """Return the colour pairs after something is painted over the text."""
    if paint.colour is None or share(edges, paint.edges) < TOUCHED:
        return pairs
    colour, alpha = paint.colour, paint.alpha
    veiled = tuple((over(colour, alpha, ink), over(colour, alpha, ground)) for ink, ground in pairs)
    return veiled if paint.is_whole and _covers(paint.edges, edges) else (*pairs, *veiled)[: MAX_CASES + 1]


class _Path:
    """A path while it is built: its edges, its pieces, and whether it is one upright rectangle."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.starts: set[int] = set()
        self.rectangles = 0
        self.others = 0
        self.is_upright = True
        self.clips = False

    def add(self, name: bytes, operation: bytes, ctm: Matrix) -> None:
        if name == b"h":
            return
        numbers = [float(number) for number in operation.split()[:-1]]
        a, b, c, d, e, f = ctm
        if name == b"re":
            x, y, width, height = numbers
            numbers = [x, y, x + width, y, x + width, y + height, x, y + height, x, y]
            self.rectangles += 1
            self.is_upright &= (abs(b) < UPRIGHT and abs(c) < UPRIGHT) or (
                abs(a) < UPRIGHT and abs(d) < UPRIGHT
            )
            self.starts.add(len(self.points))
        elif name == b"m":
            self.starts.add(len(self.points))
        else:
            self.others += 1
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        self.points += [(a * x + c * y + e, b * x + d * y + f) for x, y in pairs]

    @property
    def is_rectangle(self) -> bool:
        """True where the path fills its edges."""
        return self.rectangles == 1 and not self.others and self.is_upright

    @property
    def edges(self) -> Rect | None:
        return _around(self.points)

    def areas(self) -> Iterator[Rect]:
        """Return the edges of each part that has an area."""
        for start, end in pairwise((*sorted(self.starts), len(self.points))):
            edges = _around(self.points[start:end])
            if end - start > 2 and edges:
                yield edges

    def pieces(self) -> Iterator[Rect]:
        """Return the edges of each line; a slanted line is divided into short parts."""
        for index in range(1, len(self.points)):
            if index not in self.starts:
                (x, y), (end_x, end_y) = self.points[index - 1 : index + 1]
                across, up = end_x - x, end_y - y
                count = int(min(min(abs(across), abs(up)) / ASLANT, MAX_PARTS)) + 1
                ends = [(x + across * part / count, y + up * part / count) for part in range(count + 1)]
                for pair in pairwise(ends):
                    yield _around(pair) or NOWHERE


@dataclass(slots=True)
class _Reading:
    """The state of reading one stream."""

    stream: Any
    state: _State
    context: _Context
    path: _Path = field(default_factory=_Path)
    stack: list[_State] = field(default_factory=list)

    def set(self, name: bytes, operation: bytes) -> None:
        """Follow an operation that changes the state and paints nothing."""
        if name == b"q":
            self.stack.append(replace(self.state))
        elif name == b"Q":
            self.state = self.stack.pop() if self.stack else self.state
        elif name in (b"W", b"W*"):
            self.path.clips = True
        elif name == b"gs":
            _apply(self.state, operation[1:-3].decode(), self.stream)
        elif name in SETTERS:
            SETTERS[name](self.state, operation)


PATHS = frozenset((b"m", b"l", b"c", b"v", b"y", b"re", b"h"))


def _ring(areas: list[Rect]) -> list[Rect]:
    """Return the four sides of the frame between two outlines, one inside the other."""
    if len(areas) != 2:
        return areas
    (left, bottom, right, top), inner = sorted(areas, key=lambda area: area[0] - area[2])
    return [
        (left, bottom, inner[0], top),
        (inner[2], bottom, right, top),
        (left, bottom, right, inner[1]),
        (left, inner[3], right, top),
    ]


def _set_matrix(state: _State, operation: bytes) -> None:
    state.ctm = _product([float(number) for number in operation.split()[:6]], state.ctm)


def _rgb(operation: bytes) -> Rgb:
    red, green, blue = (float(number) for number in operation.split()[:3])
    return red, green, blue


def _set_fill(state: _State, operation: bytes) -> None:
    state.fill = _rgb(operation)


def _set_stroke(state: _State, operation: bytes) -> None:
    state.stroke = _rgb(operation)


def _unknown_fill(state: _State, _: bytes) -> None:
    state.fill = None


def _unknown_stroke(state: _State, _: bytes) -> None:
    state.stroke = None


def _set_mode(state: _State, operation: bytes) -> None:
    state.mode = int(operation.split()[0])


def _set_width(state: _State, operation: bytes) -> None:
    state.line_width = float(operation.split()[0])


SETTERS = {
    b"cm": _set_matrix,
    b"rg": _set_fill,
    b"RG": _set_stroke,
    b"cs": _unknown_fill,
    b"scn": _unknown_fill,
    b"CS": _unknown_stroke,
    b"SCN": _unknown_stroke,
    b"Tr": _set_mode,
    b"w": _set_width,
}


def _apply(state: _State, name: str, stream: Any) -> None:  # noqa: ANN401
    """Apply a named graphics state (ISO 32000-1, table 58)."""
    values: Mapping[str, Any] = stream._resources["ExtGState"].get(name, {})
    state.fill_alpha = float(values.get("ca", state.fill_alpha))
    state.stroke_alpha = float(values.get("CA", state.stroke_alpha))
    if "SMask" in values or values.get("BM", "/Normal") != "/Normal":
        state.is_plain = False


def _product(first: Sequence[float], second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _scale(matrix: Matrix) -> float:
    a, b, c, d, _, _ = matrix
    return float(abs(a * d - b * c) ** 0.5)


def _moved(rect: Sequence[float], matrix: Matrix) -> Rect:
    """Return the edges of a rectangle after a transformation."""
    left, bottom, right, top = rect
    a, b, c, d, e, f = matrix
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return _around([(a * x + c * y + e, b * x + d * y + f) for x, y in corners]) or NOWHERE


def _around(points: Sequence[tuple[float, float]]) -> Rect | None:
    if not points:
        return None
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def common(one: Rect, other: Rect) -> Rect:
    """Return the intersection of two rectangles; left > right or bottom > top where it is empty."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _covers(outer: Rect, inner: Rect) -> bool:
    tolerance = 0.5
    return (
        outer[0] <= inner[0] + tolerance
        and outer[1] <= inner[1] + tolerance
        and outer[2] >= inner[2] - tolerance
        and outer[3] >= inner[3] - tolerance
    )


def share(edges: Rect, other: Rect) -> float:
    """Return the share of a rectangle that another one covers, from 0 to 1."""
    left, bottom, right, top = common(edges, other)
    area = (edges[2] - edges[0]) * (edges[3] - edges[1])
    return max(0.0, right - left) * max(0.0, top - bottom) / area if area > 0 else 0.0


def _band(height: float) -> int:
    return int(min(max(height, -1e5), 1e5) // BAND)
