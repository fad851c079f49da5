"""Count and draw the pages of a PDF, with PDFium, and find those that have changed."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import pikepdf
import pypdfium2

from briefing.pdf.objects import UnreadableError

WIDTH = 1200
"""Pixels: the largest preview image of web pages and social media."""

THUMBNAIL_WIDTH = 360
"""Pixels: three times the width at which a list of publications shows a page, for dense screens."""


def draw_cover(pdf: bytes, width: int = WIDTH) -> bytes:
    """Return the first page as PNG, drawn by a program independent of the one that wrote the PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        return as_small_png(page.render(scale=width / page.get_width()).to_pil())


def draw_page(pdf: bytes, number: int, scale: float) -> bytes:
    """Return a page (counted from 0) as PNG, in `scale` pixels per point."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[number].render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    return _as_png(picture.width, picture.height, picture.tobytes())


def draw_pages(pdf: bytes, scale: float) -> list[bytes]:
    """Return all pages as PNG, in `scale` pixels per point; smaller files than those of `draw_page`."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [as_small_png(page.render(scale=scale).to_pil()) for page in document]


def draw_areas(
    pdf: bytes, areas: Sequence[tuple[int, float, float, float, float]], scale: float
) -> list[bytes]:
    """Return parts of pages as PNG, in `scale` pixels per point.

    An area is the number of its page (counted from 0), its left edge, its top edge, its width and its height, in points
    from the top left corner of the page.
    """
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, left, top, width, height in areas:
            page = document[number]
            right, bottom = page.get_width() - left - width, page.get_height() - top - height
            edges = tuple(max(0.0, edge) for edge in (left, bottom, right, top))
            found.append(as_small_png(page.render(scale=scale, crop=edges).to_pil()))
    return found


def as_small_png(picture: Any) -> bytes:  # noqa: ANN401
    """Return a picture of Pillow as PNG that is to be kept."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=7)
    return out.getvalue()


LEAST_DIFFERENCE = 24
"""Of 255: a pixel of which no colour differs by more is the same."""


def changed_pixels(old: Any, new: Any) -> Any:  # noqa: ANN401
    """Return a mask of Pillow that is white where two pictures differ; it is as large as both of them."""
    from PIL import Image, ImageChops

    size = max(old.width, new.width), max(old.height, new.height)
    canvases = [Image.new("RGB", size, "white") for _ in range(2)]
    for canvas, picture in zip(canvases, (old, new), strict=True):
        canvas.paste(picture)
    bands = ImageChops.difference(*canvases).split()
    greatest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return greatest.point(lambda value: 255 if value > LEAST_DIFFERENCE else 0)


SIGNATURE = b"\x89PNG\r\n\x1a\n"
TRUE_COLOUR = struct.pack(">BBBBB", 8, 2, 0, 0, 0)
"""The fields of a header after the size: 8 bits for each of three colours, the usual methods, not interlaced."""


def _as_png(width: int, height: int, colours: bytes) -> bytes:
    """Return a picture as PNG (W3C, 2025), in less than half of Pillow's time, and no larger for a page of text.

    Rows are not filtered, which helps photographs only, and the codes are fixed ones: it is sent to the same machine.
    """
    size = 3 * width
    rows = b"".join(b"\0" + colours[start : start + size] for start in range(0, height * size, size))
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_FIXED)
    header = struct.pack(">II", width, height) + TRUE_COLOUR
    chunks = ((b"IHDR", header), (b"IDAT", packer.compress(rows) + packer.flush()), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def digests_of_pages(pdf: bytes) -> tuple[str, ...]:
    """Return a hash of what is painted on each page: equal if the pictures of the pages are equal."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        return tuple(_digest_of(page) for page in document.pages)


NAMED = re.compile(rb"/([^\s/]+)(?=\s+(Do|gs|sh|cs|CS|scn|SCN)(?!\w))")
"""The names of resources where they are used, and the operators that use them.

Fonts do not count: the content names the glyphs, and their fonts are those of the whole file.
"""

KINDS = {
    b"Do": "/XObject",
    b"gs": "/ExtGState",
    b"sh": "/Shading",
    b"cs": "/ColorSpace",
    b"CS": "/ColorSpace",
}
"""The kinds of resources by the operators that use them; the others use patterns."""


def _digest_of(page: pikepdf.Page) -> str:
    found = blake2b(repr([float(side) for side in page.mediabox]).encode(), digest_size=16)
    page.contents_coalesce()
    known: dict[tuple[int, int], bytes] = {}
    found.update(_painted(page.obj.Contents, page.obj.get("/Resources", {}), known))
    return found.hexdigest()


def _painted(stream: pikepdf.Object, resources: Any, known: dict[tuple[int, int], bytes]) -> bytes:  # noqa: ANN401
    """Return the content of a stream, with each resource that it uses by its hash."""

    def hashed(match: re.Match[bytes]) -> bytes:
        name, kind = match[1].decode("latin-1"), KINDS.get(match[2], "/Pattern")
        value = resources.get(kind, {}).get(f"/{name}")
        return match[0] if value is None else _hash_of(value, known)

    return NAMED.sub(hashed, stream.read_bytes())


def _hash_of(value: object, known: dict[tuple[int, int], bytes]) -> bytes:
    """Return the hash of a value in a PDF, without the names and numbers that depend on the other pages."""
    number = value.objgen if isinstance(value, pikepdf.Object) else (0, 0)
    if number in known:
        return known[number]
    if number != (0, 0):
        known[number] = b"seen"  # it may contain itself
    found = blake2b(digest_size=16)
    if isinstance(value, pikepdf.Stream):
        is_form = value.get("/Subtype") == "/Form" or "/PatternType" in value
        resources: Any = value.get("/Resources", {})
        found.update(_painted(value, resources, known) if is_form else value.read_raw_bytes())
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for name, one in sorted(value.items()):
            if name not in UNPAINTED:
                found.update(name.encode() + _hash_of(one, known))
    elif isinstance(value, pikepdf.Array):
        for one in value:
            found.update(_hash_of(one, known))
    else:
        found.update(repr(value).encode())
    if number != (0, 0):
        known[number] = found.digest()
    return found.digest()


UNPAINTED = ("/Parent", "/StructParents", "/Length", "/Resources", "/Filter")
"""The entries that do not count: those that paint nothing, and the resources, of which only those in use do."""


def count_pages(pdf: bytes) -> int:
    """Return the number of pages. Raises UnreadableError for bytes that are not a PDF."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error)) from None
