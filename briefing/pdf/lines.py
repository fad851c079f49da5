"""Read the lines of text on the pages of a PDF, with their places, as PDFium finds them."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

MILLIMETRE = 72 / 25.4
"""In points."""

SAME_LINE = 1.0
"""In points: pieces whose lower edges are that close are on one line."""

MOST_PIECES = 20_000
"""The number of pieces of text that are read on a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a piece of one that stands alone: its box in millimetres, from the top left of the page."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageLines:
    """The size of a page in millimetres, and its lines from the top down."""

    width: float
    height: float
    lines: tuple[Line, ...]


def lines_of_pages(pdf: bytes) -> tuple[PageLines, ...]:
    """Return the lines of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_lines_of(page) for page in document)


def _lines_of(page: pypdfium2.PdfPage) -> PageLines:
    text_page = page.get_textpage()
    width, height = page.get_size()
    pieces = []
    for number in range(min(text_page.count_rects(), MOST_PIECES)):
        left, bottom, right, top = text_page.get_rect(number)
        text = " ".join(text_page.get_text_bounded(left, bottom, right, top).split())
        if text:
            pieces.append((bottom, left, right, top, text))
    pieces.sort(key=lambda piece: (-piece[0], piece[1]))
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for piece in pieces:
        if rows and abs(rows[-1][0][0] - piece[0]) < SAME_LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return PageLines(
        _millimetres(width),
        _millimetres(height),
        tuple(_joined(sorted(row, key=lambda one: one[1]), height) for row in rows),
    )


def _joined(row: list[tuple[float, float, float, float, str]], height: float) -> Line:
    left, right = min(piece[1] for piece in row), max(piece[2] for piece in row)
    bottom, top = min(piece[0] for piece in row), max(piece[3] for piece in row)
    return Line(
        " ".join(piece[4] for piece in row),
        _millimetres(left),
        _millimetres(height - top),
        _millimetres(right - left),
        _millimetres(top - bottom),
    )


def _millimetres(points: float) -> float:
    return round(points / MILLIMETRE, 2)
