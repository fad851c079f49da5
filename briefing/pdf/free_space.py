"""Find free space on the pages of a PDF, and cut a page to what is painted on it."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import pikepdf
import pypdfium2

from briefing.pdf.objects import open_pdf

Box = tuple[int, int, int, int]
"""Left, bottom, right and top edge, in points from the lower left corner of a page."""

WHITE = 250
"""The lightness, of 255, from which a place counts as free."""

DISTANCE = 8
"""The least distance from what is painted, in points."""

TIGHT_DISTANCE = 4
"""The same for a line above the foot of a full page."""


Size = tuple[int, int]
"""Width and height, in points."""

LINE = 10
"""The height of the last line of a text, in points, whose start is that of what is placed below it."""

FOOT = 7 / 8
"""The part of the height of a page at which its foot begins."""


def find_free_box(
    pdf: bytes, sizes: Sequence[Size], *, is_rtl: bool = False, is_tight: bool = False
) -> tuple[int, Box, Size] | None:
    """Return the page, counted from 0, and a free place of one of some sizes on the last page that has one.

    The place is below the text of the page, in line with its last line, for the first size with space there; else the
    lowest one between the edges of what is painted on the page, and at its start edge if possible. With `is_tight`, it
    is between the foot of the page and what is above it, and closer to both.
    """
    distance = TIGHT_DISTANCE if is_tight else DISTANCE
    with pypdfium2.PdfDocument(pdf) as document:
        for number in reversed(range(len(document))):
            page = document[number]
            trim: Any = [round(edge) for edge in page.get_trimbox()]
            picture = _painted(page, trim)
            text = _without_bands(picture)
            places = _tight_places(picture, text, sizes, is_rtl=is_rtl)
            if not is_tight:
                below = ((size, place) for size in sizes for place in _below(text, *size, is_rtl=is_rtl))
                anywhere = ((size, place) for size in sizes for place in _places(text, *size, is_rtl=is_rtl))
                places = chain(below, anywhere)
            for size, (left, top) in places:
                right, bottom = left + size[0], top + size[1]
                near = (left - distance, top - distance, right + distance, bottom + distance)
                if picture.crop(near).getextrema()[1] == 0:
                    x, y = trim[0] + left, trim[3] - bottom
                    return number, (x, y, x + size[0], y + size[1]), size
    return None


def _painted(page: Any, trim: Any) -> Any:  # noqa: ANN401
    """Return the trimmed page as a picture with a pixel per point: 0 where nothing is painted, else 255."""
    media = page.get_mediabox()
    edges = (trim[0] - media[0], media[3] - trim[3], trim[2] - media[0], media[3] - trim[1])
    return _ink(page, 1).crop(tuple(map(round, edges)))


def _ink(page: Any, scale: int) -> Any:  # noqa: ANN401
    """Return a page as a picture with some pixels per point: 0 where nothing is painted, else 255."""
    return page.render(scale=scale).to_pil().convert("L").point(lambda value: 255 if value < WHITE else 0)


def _without_bands(picture: Any) -> Any:  # noqa: ANN401
    """Return a page without the rows of bands and pictures that reach its edges."""
    text = picture.copy()
    pixels, (full, rows) = text.load(), text.size
    for row in range(rows):
        if pixels[0, row] or pixels[full - 1, row]:
            text.paste(0, (0, row, full, row + 1))
    return text


def _below(text: Any, width: int, height: int, *, is_rtl: bool) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    """Yield the left and top edge of a place in the free rows above the foot of a page."""
    edges = text.getbbox()
    if edges is None or width > edges[2] - edges[0]:
        return
    end = edges[3]
    for row in range(edges[3] - 1, edges[1] - 1, -1):
        if end < FOOT * text.height:
            return
        if text.crop((0, row, text.width, row + 1)).getbbox() is None:
            continue
        if end - row - 1 >= height + 2 * DISTANCE:
            line = text.crop((0, row + 1 - LINE, text.width, row + 1)).getbbox()
            left = line[2] - width if is_rtl else line[0]
            yield min(max(left, edges[0]), edges[2] - width), row + 1 + DISTANCE
            return
        end = row


def _tight_places(
    picture: Any,  # noqa: ANN401
    text: Any,  # noqa: ANN401
    sizes: Sequence[Size],
    *,
    is_rtl: bool,
) -> Iterator[tuple[Size, tuple[int, int]]]:
    """Yield the left and top edges of places in the middle between the foot of a page and what is above it."""
    edges = text.getbbox()
    if edges is None:
        return
    end = edges[3]
    for row in range(edges[3] - 1, -1, -1):
        if picture.crop((0, row, picture.width, row + 1)).getbbox() is None:
            continue
        foot = text.crop((0, end, text.width, edges[3])).getbbox()
        for width, height in sizes if foot and end >= FOOT * text.height else ():
            if width <= foot[2] - foot[0] and height + 2 * TIGHT_DISTANCE <= end - row - 1:
                left = foot[2] - width if is_rtl else foot[0]
                yield (width, height), (left, row + 1 + (end - row - 1 - height) // 2)
                return
        end = row


def _places(text: Any, width: int, height: int, *, is_rtl: bool) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    """Yield the left and top edges of places between the painted edges, from the foot upwards."""
    edges = text.getbbox()
    if edges is None:
        return
    lefts = [edges[0], edges[2] - width]
    for left in reversed(lefts) if is_rtl else lefts:
        if edges[0] <= left <= edges[2] - width:
            for top in range(edges[3] - height, edges[1], -1):
                yield left, top


def cut_to_content(pdf: bytes) -> tuple[bytes, Size]:
    """Return the first page cut to what is painted on it, with its size."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = 4
        edges = _ink(page, scale).getbbox() or (0, 0, 0, 0)
        full = page.get_size()[1]
    left, top = edges[0] // scale, edges[1] // scale
    right, bottom = math.ceil(edges[2] / scale), math.ceil(edges[3] / scale)
    out = io.BytesIO()
    with open_pdf(pdf) as opened:
        for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox"):
            opened.pages[0].obj[name] = pikepdf.Array([left, full - bottom, right, full - top])
        opened.save(out)
    return out.getvalue(), (right - left, bottom - top)
