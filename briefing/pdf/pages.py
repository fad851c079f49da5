"""The pages of a PDF, as PDFium reads them: their number, and a picture of the first."""

from __future__ import annotations

import io

import pypdfium2

from briefing.pdf.objects import UnreadableError

WIDTH = 1200
"""Pixels: what cards of web pages and social media take at most."""


def draw_cover(pdf: bytes) -> bytes:
    """Page one as PNG, drawn by another program than the one that wrote the PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=7)
    return out.getvalue()


def count_pages(pdf: bytes) -> int:
    """Return the number of pages. Raises UnreadableError for bytes that are no PDF."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error)) from None
