"""What the engine draws while it makes a PDF: each piece of text, where in a content stream, and inside which drawing.

The engine says neither; the two functions through which all text and all drawings go are listened to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from briefing.typeset.engine import weasyprint


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing (SVG) that is being painted: where its stream begins it, and its frame there, in its own units."""

    width: float
    height: float
    number: int
    address: str = ""
    """Of its file, or of the page that it is in."""
    root: Any = None
    """Its element."""
    is_ground: bool = False
    """Whether it is the picture of a background: its text is no text of the page's."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of text on a line as a content stream shows it, from its first operation to its last.

    `ink` is what its letters cover, around the origin of its baseline, y upwards; `matrix` leads to the stream's units.
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


@dataclass(slots=True)
class Record:
    """All that was shown, by the stream (its `id`) and the place in it where it ends; drawings where they begin."""

    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    drawings: dict[tuple[int, int], Drawing] = field(default_factory=dict)
    streams: list[Any] = field(default_factory=list)
    """Kept, so that no other one gets the same `id`."""
    groups: dict[tuple[int, str], Any] = field(default_factory=dict)
    """The groups of a stream by their names."""


@contextmanager
def drawing_recorded() -> Iterator[Record]:
    """Records what the engine draws inside the block."""
    engine: Any = weasyprint()
    texts, drawings, stream_class = engine.draw.text, engine.svg.SVG, engine.pdf.stream.Stream
    plain = texts.draw_first_line, drawings.draw, stream_class.add_group, engine.draw.draw_background_image
    record, inside = Record(), list[Drawing]()
    grounds = 0

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:  # noqa: ANN401
        first = len(stream.stream)
        emojis = plain[0](stream, textbox, *rest)
        last = len(stream.stream) - 1
        if last >= first:
            record.streams.append(stream)
            ink, drawing = _ink_of(stream, textbox), inside[-1] if inside else None
            text, style = textbox.text, textbox.style
            shown = Shown(textbox, text, style, rest[-1].values, ink, drawing, stream, first, last)
            record.shown[id(stream), last] = shown
        return emojis

    def draw(drawing: Any, stream: Any, width: float, height: float, *rest: Any) -> None:  # noqa: ANN401
        at = (id(stream), len(stream.stream))
        record.streams.append(stream)
        outer = inside[-1] if inside else None
        address, is_ground = drawing.url or "", grounds > 0 or (outer is not None and outer.is_ground)
        inside.append(
            Drawing(width, height, len(record.drawings), address, drawing.tree._etree_node, is_ground)
        )
        record.drawings[at] = inside[-1]
        try:
            plain[1](drawing, stream, width, height, *rest)
        finally:
            inside.pop()

    def add_group(stream: Any, *sides: float) -> Any:  # noqa: ANN401
        group = plain[2](stream, *sides)
        record.streams.append(stream)
        record.groups[id(stream), group.id] = group
        return group

    def draw_background_image(*arguments: Any) -> None:  # noqa: ANN401
        nonlocal grounds
        grounds += 1
        try:
            plain[3](*arguments)
        finally:
            grounds -= 1

    texts.draw_first_line, drawings.draw, stream_class.add_group = draw_first_line, draw, add_group
    engine.draw.draw_background_image = draw_background_image
    try:
        yield record
    finally:
        texts.draw_first_line, drawings.draw, stream_class.add_group = plain[:3]
        engine.draw.draw_background_image = plain[3]


def _ink_of(stream: Any, textbox: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Left, bottom, right and top of what the letters of a line cover, y upwards."""
    from weasyprint.text.ffi import FROM_UNITS, pango

    line, _ = textbox.pango_layout.get_first_line()
    pango.pango_layout_line_get_extents(line, stream.ink_rect, stream.logical_rect)
    ink = stream.ink_rect
    left, top = ink.x * FROM_UNITS, -ink.y * FROM_UNITS
    return left, top - ink.height * FROM_UNITS, left + ink.width * FROM_UNITS, top
