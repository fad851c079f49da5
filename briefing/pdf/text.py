"""Everything in words that a PDF file holds, by where it is: pages, metadata, links, tags, attachments.

The pages are read by PDFium, as a reader's program does. The rest is read from the bytes, object by object, so that
nothing depends on which places a library knows: every text string and every stream of text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

import pypdfium2

from briefing.pdf.objects import PdfObject, read_objects, texts_in

WHERE = {
    **dict.fromkeys(("Title", "Author", "Subject", "Keywords", "Creator", "Producer"), "metadata"),
    **dict.fromkeys(("URI", "Dest"), "link"),
    **dict.fromkeys(("Alt", "ActualText", "E", "T", "Lang"), "tag"),
    **dict.fromkeys(("F", "UF", "Desc"), "attachment"),
}
"""What a text is by the key that it stands under (ISO 32000-2, tables 349, 210, 355 and 43)."""

WORDLESS = (b"/Image", b"/Length1", b"/FontFile", b"/ObjStm", b"/XRef")
"""What the dictionaries of streams have that hold pictures, fonts, or objects that are read by themselves."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text of a file, and where it is: `page 2`, `metadata`, `link`, `tag`, `attachment`, or `object` of a PDF."""

    where: str
    text: str

    @property
    def place(self) -> str:
        """Where it is, in words: `page 2`, `its metadata`, `a link`, `an attachment`."""
        return place_of(self.where)


def place_of(where: str) -> str:
    """A place of a file in words."""
    if where == "metadata":
        return "its metadata"
    if where.startswith(("page ", "the ")):
        return where
    return f"{'an' if where[0] in 'ao' else 'a'} {where}"


@lru_cache(maxsize=1)
def read_texts(content: bytes) -> tuple[FoundText, ...]:
    """Every text of a PDF file; those of the last one are kept for the next rule.

    Raises pypdfium2.PdfiumError for bytes that are none.
    """
    return (*_on_pages(content), *_in_objects(content))


def _on_pages(content: bytes) -> Iterator[FoundText]:
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            yield FoundText(f"page {number}", page.get_textpage().get_text_range())


def _in_objects(content: bytes) -> Iterator[FoundText]:
    for one in read_objects(content):
        yield from _strings(one.head)
        if one.packed:
            yield from _in_stream(one)


def _in_stream(one: PdfObject) -> Iterator[FoundText]:
    if b"/EmbeddedFile" in one.head:
        yield FoundText("attachment", one.stream.decode("utf-8", "replace"))
    elif b"/Metadata" in one.head:
        yield FoundText("metadata", one.stream.decode("utf-8", "replace"))
    elif not any(mark in one.head for mark in WORDLESS):
        yield from _strings(one.stream)


def _strings(content: bytes) -> Iterator[FoundText]:
    for key, text in texts_in(content):
        if text:
            where = WHERE.get(key, "object")
            yield FoundText(where, unquote(text) if where == "link" else text)
