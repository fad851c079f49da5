"""Read the colours of texts and their backgrounds from rendered pages, where the content streams do not suffice.

A page is rendered three times: as it is, without the texts in question, and with only these texts, in black. The last
shows how much ink each pixel has; with that, the first two give the colours of text and background.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from briefing.core.colour import Rgb, contrast
from briefing.typeset.inspect.content_streams import Placed, Rect
from briefing.typeset.weasyprint_patches.text_recorder import Record

SCALE = 2.0
"""Pixels per point: the stems of 8 pt type are about two pixels wide."""

FULL = 0.45
"""The share of ink from which a pixel shows the colour of a text."""

MAX_PIXELS = 600
"""The limit of pixels that are read for one text, evenly spread."""

WORST = 0.1
"""A text is judged by the tenth of its ink with the least contrast, so that one unreadable word counts."""

PAINTING = frozenset((b"f", b"f*", b"F", b"B", b"B*", b"b", b"b*", b"S", b"s"))
COLOURING = frozenset(
    (b"rg", b"RG", b"g", b"G", b"k", b"K", b"cs", b"CS", b"scn", b"SCN", b"gs", b"sh", b"Tr")
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The worst tenth of a text: its contrast ratio and its two colours."""

    ratio: float
    ink: Rgb
    ground: Rgb


def seen_texts(pdf: Any, record: Record, texts: Sequence[Placed]) -> Iterator[Seen | None]:  # noqa: ANN401
    """Return the colours of each text of a PDF that is about to be written; None where no pixel is visible."""
    asked = {(id(text.shown.stream), number) for text in texts for number in _operations(text)}
    streams = {id(stream): stream for stream in (*record.streams, *record.groups.values())}.values()
    pages = sorted({text.page for text in texts})
    shots = [
        _rendered(_written(pdf, streams, change), pages)
        for change in (lambda _, operations: operations, _without(asked), _alone(asked, record))
    ]
    for text in texts:
        whole, ground, mask = (shot[text.page] for shot in shots)
        yield _seen(whole, ground, mask, text.edges)


def _operations(text: Placed) -> range:
    return range(text.shown.first, text.shown.last + 1)


_Change = Callable[[Any, list[Any]], list[Any]]


def _name(operation: Any) -> bytes:  # noqa: ANN401
    return operation[operation.rfind(b" ") + 1 :] if isinstance(operation, bytes) else b""


def _without(asked: set[tuple[int, int]]) -> _Change:
    """Return a change that removes the texts in question."""

    def change(stream: Any, operations: list[Any]) -> list[Any]:  # noqa: ANN401
        return [
            b"[] TJ" if (id(stream), number) in asked and _name(operation) == b"TJ" else operation
            for number, operation in enumerate(operations)
        ]

    return change


def _alone(asked: set[tuple[int, int]], record: Record) -> _Change:
    """Return a change that keeps only the texts in question, in black."""

    def only(stream: Any, number: int, operation: Any) -> Any:  # noqa: ANN401
        name = _name(operation)
        if name in PAINTING:
            return b"n"
        is_image = name == b"Do" and (id(stream), operation[1:-3].decode()) not in record.groups
        if is_image or name in COLOURING:
            return b""
        return b"[] TJ" if name == b"TJ" and (id(stream), number) not in asked else operation

    def change(stream: Any, operations: list[Any]) -> list[Any]:  # noqa: ANN401
        return [only(stream, number, operation) for number, operation in enumerate(operations)]

    return change


def _written(pdf: Any, streams: Iterable[Any], change: _Change) -> bytes:  # noqa: ANN401
    """Return the bytes of a PDF with changed content streams; the PDF itself is restored."""
    with _as_before(pdf, streams) as kept:
        for stream, operations in kept:
            stream.stream = change(stream, operations)
        written = io.BytesIO()
        pdf.write(written)
    return written.getvalue()


@contextmanager
def _as_before(pdf: Any, streams: Iterable[Any]) -> Iterator[list[tuple[Any, list[Any]]]]:  # noqa: ANN401
    kept = [(stream, stream.stream) for stream in streams]
    count, info = len(pdf.objects), pdf.info
    pdf.info = None
    try:
        yield kept
    finally:
        for stream, operations in kept:
            stream.stream = operations
        del pdf.objects[count:]
        pdf.info, pdf.current_position, pdf.xref_position = info, 0, None


def _rendered(content: bytes, pages: Sequence[int]) -> dict[int, Any]:
    """Render pages, by their numbers from 1, as Pillow images."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return {number: document[number - 1].render(scale=SCALE).to_pil().convert("RGB") for number in pages}


def _seen(whole: Any, ground: Any, mask: Any, edges: Rect) -> Seen | None:  # noqa: ANN401
    height = whole.height / SCALE
    left, bottom, right, top = edges
    box = (
        max(0, int(left * SCALE) - 1),
        max(0, int((height - top) * SCALE) - 1),
        min(whole.width, int(right * SCALE) + 2),
        min(whole.height, int((height - bottom) * SCALE) + 2),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return None
    shares = [1 - level / 255 for level in mask.crop(box).convert("L").tobytes()]
    least = min(FULL, max(shares) * 0.9)
    inked = [number for number, share in enumerate(shares) if share >= least and share > 0.1]
    inked = inked[:: len(inked) // MAX_PIXELS + 1]
    if not inked:
        return None
    shown, under = whole.crop(box).tobytes(), ground.crop(box).tobytes()
    pairs = [_colours(shown, under, 3 * number, shares[number]) for number in inked]
    judged = sorted(((contrast(ink, back), ink, back) for ink, back in pairs), key=lambda one: one[0])
    ratio, ink, back = judged[int(len(judged) * WORST)]
    return Seen(ratio, ink, back)


def _colours(shown: bytes, under: bytes, at: int, share: float) -> tuple[Rgb, Rgb]:
    """Return the colours of text and background in a partly inked pixel."""
    back = [channel / 255 for channel in under[at : at + 3]]
    mixed = [channel / 255 for channel in shown[at : at + 3]]
    ink = [min(1.0, max(0.0, b + (m - b) / share)) for b, m in zip(back, mixed, strict=True)]
    return (ink[0], ink[1], ink[2]), (back[0], back[1], back[2])
