"""Everything in words that a PDF file holds, by where it is: pages, metadata, links, tags, attachments.

The pages are read by PDFium, as a reader's program does. The rest is read from the bytes, object by object, so that
nothing depends on which places a library knows: every text string (ISO 32000-2, 7.9.2) and every stream of text.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pypdfium2

STREAM = re.compile(rb"(<<(?:(?!endobj|stream).)*>>)\s*stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
STRING = re.compile(
    rb"(?:/(?P<name>\w+)\s*)?(?:\((?P<plain>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<(?P<hex>(?i:feff)[0-9A-Fa-f\s]*)>)",
    re.DOTALL,
)
ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}

WHERE = {
    **dict.fromkeys(("Title", "Author", "Subject", "Keywords", "Creator", "Producer"), "metadata"),
    **dict.fromkeys(("URI", "Dest"), "link"),
    **dict.fromkeys(("Alt", "ActualText", "E", "T", "Lang"), "tag"),
    **dict.fromkeys(("F", "UF", "Desc"), "attachment"),
}
"""What a text is by the key that it stands under (ISO 32000-2, tables 349, 210, 355 and 43)."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text of a file, and where it is: `page 2`, `metadata`, `link`, `tag`, `attachment`, or `object` of a PDF."""

    where: str
    text: str


def read_texts(content: bytes) -> Iterator[FoundText]:
    """Every text of a PDF file. Raises pypdfium2.PdfiumError for bytes that are none."""
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            yield FoundText(f"page {number}", page.get_textpage().get_text_range())
    yield from _strings(STREAM.sub(b"", content))
    for match in STREAM.finditer(content):
        yield from _of_stream(match[1], match[2])


def _of_stream(head: bytes, body: bytes) -> Iterator[FoundText]:
    if b"/FlateDecode" in head:
        try:
            body = zlib.decompressobj().decompress(body)
        except zlib.error:
            return
    if b"/EmbeddedFile" in head:
        yield FoundText("attachment", body.decode("utf-8", "replace"))
    elif b"/Metadata" in head:
        yield FoundText("metadata", body.decode("utf-8", "replace"))
    elif b"/Image" not in head and b"/Length1" not in head and b"/FontFile" not in head:
        yield from _strings(body)


def _strings(content: bytes) -> Iterator[FoundText]:
    for match in STRING.finditer(content):
        written = match["plain"]
        encoded = bytes.fromhex(match["hex"].decode()) if written is None else ESCAPE.sub(_unescaped, written)
        text = _decoded(encoded)
        if text:
            where = WHERE.get((match["name"] or b"").decode(), "object")
            yield FoundText(where, unquote(text) if where == "link" else text)


def _unescaped(match: re.Match[bytes]) -> bytes:
    mark = match[1]
    if mark.isdigit():
        return bytes([int(mark, 8) & 0xFF])
    return ESCAPED.get(mark, mark)


def _decoded(encoded: bytes) -> str:
    """A text string: UTF-16 or UTF-8 behind a mark of its order, else an encoding like Latin-1."""
    if encoded.startswith(b"\xfe\xff"):
        return encoded[2:].decode("utf-16-be", "replace")
    if encoded.startswith(b"\xef\xbb\xbf"):
        return encoded[3:].decode("utf-8", "replace")
    return encoded.decode("latin-1")
