"""Find free space on the pages of a PDF, and cut a page to what is painted on it."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
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


def find_free_box(pdf: bytes, width: int, height: int, *, is_rtl: bool = False) -> tuple[int, Box] | None:
    """Return the page, counted from 0, and the lowest free place of a size on the last page that has one.

    The place is between the edges of what is painted on the page, and at its start edge if possible.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        for number in reversed(range(len(document))):
            page = document[number]
            trim: Any = [round(edge) for edge in page.get_trimbox()]
            picture = _painted(page, trim)
            for left, top in _places(picture, width, height, is_rtl=is_rtl):
                right, bottom = left + width, top + height
                near = (left - DISTANCE, top - DISTANCE, right + DISTANCE, bottom + DISTANCE)
                if picture.crop(near).getextrema()[1] == 0:
                    x, y = trim[0] + left, trim[3] - bottom
                    return number, (x, y, x + width, y + height)
    return None


def _painted(page: Any, trim: Any) -> Any:  # noqa: ANN401
    """Return the trimmed page as a picture with a pixel per point: 0 where nothing is painted, else 255."""
    media = page.get_mediabox()
    edges = (trim[0] - media[0], media[3] - trim[3], trim[2] - media[0], media[3] - trim[1])
    return _ink(page, 1).crop(tuple(map(round, edges)))


def _ink(page: Any, scale: int) -> Any:  # noqa: ANN401
    """Return a page as a picture with some pixels per point: 0 where nothing is painted, else 255."""
    return page.render(scale=scale).to_pil().convert("L").point(lambda value: 255 if value < WHITE else 0)


def _places(picture: Any, width: int, height: int, *, is_rtl: bool) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    """Yield the left and top edges of places between the painted edges, from the foot upwards.

    A band or a picture that reaches an edge of the page does not count.
    """
    text = picture.copy()
    pixels, (full, rows) = text.load(), text.size
    for row in range(rows):
        if pixels[0, row] or pixels[full - 1, row]:
            text.paste(0, (0, row, full, row + 1))
    edges = text.getbbox()
    if edges is None:
        return
    lefts = [edges[0], edges[2] - width]
    for left in reversed(lefts) if is_rtl else lefts:
        if edges[0] <= left <= edges[2] - width:
            for top in range(edges[3] - height, edges[1], -1):
                yield left, top


def cut_to_content(pdf: bytes) -> tuple[bytes, int, int]:
    """Return the first page cut to what is painted from its upper left corner, with its width and its height."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = 4
        edges = _ink(page, scale).getbbox() or (0, 0, 0, 0)
        width, full = page.get_size()
    height = math.ceil(edges[3] / scale)
    out = io.BytesIO()
    with open_pdf(pdf) as opened:
        for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox"):
            opened.pages[0].obj[name] = pikepdf.Array([0, full - height, width, full])
        opened.save(out)
    return out.getvalue(), math.ceil(width), height
