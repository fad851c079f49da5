"""Count the pages of a PDF and draw its first page, with PDFium."""

from __future__ import annotations

import io

import pypdfium2

from briefing.pdf.objects import UnreadableError

WIDTH = 1200
"""Pixels: the largest preview image of web pages and social media."""


def draw_cover(pdf: bytes) -> bytes:
    """Return the first page as PNG, drawn by a program independent of the one that wrote the PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=7)
    return out.getvalue()


def count_pages(pdf: bytes) -> int:
    """Return the number of pages. Raises UnreadableError for bytes that are not a PDF."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error)) from None
