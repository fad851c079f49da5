"""Compare the order of the tags of a PDF with the order on its pages, which PDFium knows.

PDFium and pikepdf do all the reading: nothing of it is our own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary
from pypdfium2 import raw

INLINE = {"Span", "Em", "Strong", "Code", "Quote", "Link", "Reference"}
TOLERANCE, SCRIPT = 1.5, 12
"""In points: how far a superscript is above its line, and how far its top is above that of its base."""


class Piece(NamedTuple):
    """A marked-content sequence in the order of the tags: its page, its area, the types of its tags, its block."""

    page: int
    area: tuple[float, float, float, float]
    path: tuple[str, ...]
    block: tuple[int, int]


def steps_back(content: bytes, *, is_right_to_left: bool = False) -> list[tuple[str, str]]:
    """Return the texts of neighbours in the tags of which the second is before the first on the page.

    It is before it on an earlier page, further up without being in the next column, or on the same line. Footnotes
    are read where the text refers to them, and so are left out. In a text from right to left, the words of a line are
    left out as well: those from left to right are in the opposite order.
    """
    with pypdfium2.PdfDocument(content) as document:
        pieces = [piece for piece in _pieces(content, _areas(document)) if "Note" not in piece.path]
        found = [pair for pair in pairwise(pieces) if _is_step_back(*pair, mirrored=is_right_to_left)]
        return [(_text(document, first), _text(document, second)) for first, second in found]


def _areas(document: pypdfium2.PdfDocument) -> dict[tuple[int, int], tuple[float, float, float, float]]:
    """Return the areas of marked-content sequences by page and number."""
    areas: dict[tuple[int, int], tuple[float, float, float, float]] = {}
    for number, page in enumerate(document):
        for painted in page.get_objects(max_depth=1):
            mark = raw.FPDFPageObj_GetMarkedContentID(painted.raw)
            if mark < 0:
                continue
            left, bottom, right, top = painted.get_bounds()
            old = areas.get((number, mark), (left, bottom, right, top))
            areas[number, mark] = min(left, old[0]), min(bottom, old[1]), max(right, old[2]), max(top, old[3])
    return areas


def _pieces(content: bytes, areas: dict[tuple[int, int], Any]) -> Iterator[Piece]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        for page, mark, *rest in _read(pdf.Root.StructTreeRoot.K[0], None, pages, (), (0, 0)):
            if (page, mark) in areas:
                yield Piece(page, areas[page, mark], *rest)


def _read(
    element: Any, page: Any, pages: dict[Any, int], path: tuple[str, ...], block: tuple[int, int]
) -> Iterator[Any]:
    """Yield the page and number of each marked-content sequence in the order of the tags, its types and its block."""
    page = pages[element.Pg.objgen] if "/Pg" in element else page
    path = (*path, str(element.S)[1:])
    block = block if path[-1] in INLINE else element.objgen
    held = element.get("/K", Array())
    for kid in held if isinstance(held, Array) else [held]:
        if not isinstance(kid, Dictionary):
            yield page, int(kid), path, block
        elif kid.get("/Type") == "/MCR":
            if "/Stm" not in kid:
                yield pages[kid.Pg.objgen], int(kid.MCID), path, block
        elif kid.get("/Type") != "/OBJR":
            yield from _read(kid, page, pages, path, block)


def _is_step_back(first: Piece, second: Piece, *, mirrored: bool) -> bool:
    if first.page != second.page:
        return second.page < first.page
    left, bottom, right, top = _mirrored(first.area) if mirrored else first.area
    left_after, bottom_after, right_after, top_after = _mirrored(second.area) if mirrored else second.area
    if mirrored and first.block == second.block and top_after - top < SCRIPT:
        return False
    shared = min(top, top_after) - max(bottom, bottom_after)
    if shared > 0.5 * min(top - bottom, top_after - bottom_after):
        return right_after <= left + TOLERANCE
    return bottom_after >= top - TOLERANCE and left_after < right - TOLERANCE


def _mirrored(area: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = area
    return -right, bottom, -left, top


def _text(document: pypdfium2.PdfDocument, piece: Piece) -> str:
    return document[piece.page].get_textpage().get_text_bounded(*piece.area).strip()
