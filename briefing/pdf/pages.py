"""Count and draw the pages of a PDF, with PDFium, and tell changed pages from unchanged ones."""

from __future__ import annotations

import io
from hashlib import blake2b

import pikepdf
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


def draw_page(pdf: bytes, number: int, scale: float) -> bytes:
    """Return a page (counted from 0) as PNG, in `scale` pixels per point."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[number].render(scale=scale, rev_byteorder=True).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=1)  # it is sent to the same machine
    return out.getvalue()


def digests_of_pages(pdf: bytes) -> tuple[str, ...]:
    """Return a hash of what is painted on each page: equal if the pictures of the pages are equal."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        return tuple(_digest_of(page) for page in document.pages)


FONTS = "/Font"
"""The resources that do not count: the content names the glyphs, and their fonts are those of the whole file."""


def _digest_of(page: pikepdf.Page) -> str:
    found = blake2b(digest_size=16)
    found.update(repr([float(side) for side in page.mediabox]).encode())
    page.contents_coalesce()
    _add(page.obj.Contents, found, set())
    _add(page.obj.get("/Resources"), found, set())
    return found.hexdigest()


def _add(value: object, found: blake2b, seen: set[tuple[int, int]]) -> None:
    if isinstance(value, pikepdf.Object) and value.objgen != (0, 0):
        if value.objgen in seen:
            return
        seen.add(value.objgen)
    if isinstance(value, pikepdf.Stream):
        found.update(value.read_raw_bytes())
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for name, one in sorted(value.items()):
            if name not in (FONTS, "/Parent", "/StructParents", "/Length"):
                found.update(name.encode())
                _add(one, found, seen)
    elif isinstance(value, pikepdf.Array):
        for one in value:
            _add(one, found, seen)
    else:
        found.update(repr(value).encode())


def count_pages(pdf: bytes) -> int:
    """Return the number of pages. Raises UnreadableError for bytes that are not a PDF."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error)) from None
