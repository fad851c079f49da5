"""Record where texts, drawings and pictures are painted: each text in its content stream, each picture with its size.

The engine has no event for this, so the functions that draw them are wrapped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from briefing.typeset.weasyprint_patches.patch import Patch, replace


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing (SVG) on a page, with its size in its own units."""

    width: float
    height: float
    number: int
    address: str = ""
    """The address of its file, or of the page that it is in."""
    root: Any = None
    """Its element."""
    is_ground: bool = False
    """True for a background picture, whose text is not part of the page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of text on a line, with its first and last operation in a content stream.

    `ink` is the area of its letters relative to the origin of its baseline, y upwards; `matrix` converts it to the
    units of the stream.
    """

    box: Any
    text: str
    style: Any
    matrix: tuple[float, ...]
    ink: tuple[float, float, float, float]
    drawing: Drawing | None
    stream: Any
    first: int
    last: int
    is_halo: bool = False
    """Whether it is only the stroke around the letters of a text that follows."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of pixels as it is painted, with its size in points."""

    image: Any
    width: float
    height: float
    is_smoothed: bool
    is_ground: bool
    """True for the picture of a background."""
    drawing: Drawing | None
    """The drawing that it is in."""


@dataclass(slots=True)
class Record:
    """Every text by its stream (the `id`) and the index of its end; drawings by the index of their beginning."""

    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    drawings: dict[tuple[int, int], Drawing] = field(default_factory=dict)
    streams: list[Any] = field(default_factory=list)
    """Kept alive, so that no other stream gets the same `id`."""
    groups: dict[tuple[int, str], Any] = field(default_factory=dict)
    """The groups of a stream by their names."""
    pictures: list[Picture] = field(default_factory=list)
    bases: dict[int, Any] = field(default_factory=dict)
    """The matrix from the units of a group or a pattern (the `id` of its stream) to points."""
    open_drawings: list[Drawing] = field(default_factory=list)
    """The drawings that are being painted, the outermost first."""
    open_backgrounds: int = 0
    """The number of pictures of backgrounds that are being painted."""


_record: ContextVar[Record | None] = ContextVar("record", default=None)
"""The current record; None where nothing is recorded."""


_is_halo: ContextVar[bool] = ContextVar("is_halo", default=False)


@contextmanager
def recording_halos() -> Iterator[None]:
    """Record the texts that are drawn inside the context as halos."""
    token = _is_halo.set(True)
    try:
        yield
    finally:
        _is_halo.reset(token)


@contextmanager
def drawing_recorded() -> Iterator[Record]:
    """Record the texts and drawings that the engine draws inside the context."""
    token = _record.set(record := Record())
    try:
        yield record
    finally:
        _record.reset(token)


def apply() -> None:
    """Wrap the functions that draw texts, drawings, groups and backgrounds."""
    from weasyprint import draw
    from weasyprint.draw import text
    from weasyprint.images import RasterImage
    from weasyprint.pdf.stream import Stream
    from weasyprint.svg import SVG

    replace(text, "draw_first_line", _recording_texts(text.draw_first_line))
    replace(SVG, "draw", _recording_drawings(SVG.draw))
    replace(Stream, "add_group", _recording_groups(Stream.add_group))
    replace(Stream, "add_pattern", _recording_patterns(Stream.add_pattern))
    replace(RasterImage, "draw", _recording_pictures(RasterImage.draw))
    replace(draw, "draw_background_image", _counting_backgrounds(draw.draw_background_image))


def _recording_texts(plain: Callable[..., Any]) -> Callable[..., Any]:
    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:  # noqa: ANN401
        record = _record.get()
        if record is None:
            return plain(stream, textbox, *rest)
        first = len(stream.stream)
        emojis = plain(stream, textbox, *rest)
        last = len(stream.stream) - 1
        if last >= first:
            record.streams.append(stream)
            drawing = record.open_drawings[-1] if record.open_drawings else None
            ink, matrix = _ink_of(stream, textbox), rest[-1].values
            said = textbox.text, textbox.style, matrix, ink, drawing, stream, first, last
            shown = Shown(textbox, *said, is_halo=_is_halo.get())
            record.shown[id(stream), last] = shown
        return emojis

    return draw_first_line


def _recording_drawings(plain: Callable[..., None]) -> Callable[..., None]:
    def draw(drawing: Any, stream: Any, width: float, height: float, *rest: Any) -> None:  # noqa: ANN401
        record = _record.get()
        if record is None:
            plain(drawing, stream, width, height, *rest)
            return
        start, inside = (id(stream), len(stream.stream)), record.open_drawings
        record.streams.append(stream)
        is_ground = record.open_backgrounds > 0 or bool(inside and inside[-1].is_ground)
        number, root = len(record.drawings), drawing.tree._etree_node
        inside.append(Drawing(width, height, number, drawing.url or "", root, is_ground))
        record.drawings[start] = inside[-1]
        try:
            plain(drawing, stream, width, height, *rest)
        finally:
            inside.pop()

    return draw


def _recording_groups(plain: Callable[..., Any]) -> Callable[..., Any]:
    def add_group(stream: Any, *sides: float) -> Any:  # noqa: ANN401
        group = plain(stream, *sides)
        if record := _record.get():
            record.streams.append(stream)
            record.groups[id(stream), group.id] = group
            record.bases[id(group)] = _to_points(stream, record)
        return group

    return add_group


def _recording_patterns(plain: Callable[..., Any]) -> Callable[..., Any]:
    def add_pattern(stream: Any, *given: Any) -> Any:  # noqa: ANN401
        pattern = plain(stream, *given)
        if record := _record.get():
            outer = record.bases.get(id(stream))
            record.streams += [stream, pattern]
            record.bases[id(pattern)] = given[-1] if outer is None else given[-1] @ outer
        return pattern

    return add_pattern


def _recording_pictures(plain: Callable[..., None]) -> Callable[..., None]:
    def draw(image: Any, stream: Any, width: float, height: float, style: Any) -> None:  # noqa: ANN401
        if record := _record.get():
            a, b, c, d = _to_points(stream, record).values[:4]
            drawing = record.open_drawings[-1] if record.open_drawings else None
            is_smoothed = style["image_rendering"] == "auto"
            size = abs(width) * hypot(a, b), abs(height) * hypot(c, d)
            record.pictures.append(Picture(image, *size, is_smoothed, record.open_backgrounds > 0, drawing))
        plain(image, stream, width, height, style)

    return draw


def _to_points(stream: Any, record: Record) -> Any:  # noqa: ANN401
    """Return the matrix from the units of a stream at this place to points of the page."""
    outer = record.bases.get(id(stream))
    return stream.ctm if outer is None else stream.ctm @ outer


def _counting_backgrounds(plain: Callable[..., None]) -> Callable[..., None]:
    def draw_background_image(*arguments: Any) -> None:  # noqa: ANN401
        record = _record.get()
        if record is None:
            plain(*arguments)
            return
        record.open_backgrounds += 1
        try:
            plain(*arguments)
        finally:
            record.open_backgrounds -= 1

    return draw_background_image


def _ink_of(stream: Any, textbox: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Return the left, bottom, right and top edges of the ink of a line, y upwards."""
    from weasyprint.text.ffi import FROM_UNITS, pango

    line, _ = textbox.pango_layout.get_first_line()
    pango.pango_layout_line_get_extents(line, stream.ink_rect, stream.logical_rect)
    ink = stream.ink_rect
    left, top = ink.x * FROM_UNITS, -ink.y * FROM_UNITS
    return left, top - ink.height * FROM_UNITS, left + ink.width * FROM_UNITS, top


PATCH = Patch(
    name="text recorder",
    kind="hook",
    reason="WeasyPrint does not report where it draws each text",
    cost="texts that cannot be read would not be found",
    apply=apply,
    parameters={
        "weasyprint.draw.text:draw_first_line": ("stream", "textbox"),
        "weasyprint.svg:SVG.draw": ("self", "stream"),
        "weasyprint.pdf.stream:Stream.add_group": ("self",),
        "weasyprint.pdf.stream:Stream.add_pattern": ("self",),
        "weasyprint.images:RasterImage.draw": (
            "self",
            "stream",
            "concrete_width",
            "concrete_height",
            "style",
        ),
        "weasyprint.draw:draw_background_image": (),
    },
    is_required=True,
)
