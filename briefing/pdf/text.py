"""Read all text in a PDF, with its location: pages, metadata, links, tags, attachments.

PDFium reads the pages, as a viewer does. All other strings, names and texts come from the objects of the file,
including those that nothing refers to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from briefing.pdf.objects import (
    PdfObject,
    PdfObjects,
    UnreadableError,
    Value,
    decode_text,
    is_reference,
    read_objects,
    texts_in,
)

WHERE = {
    **dict.fromkeys(("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer"), "metadata"),
    **dict.fromkeys(("/URI", "/Dest"), "link"),
    **dict.fromkeys(("/Alt", "/ActualText", "/E", "/T", "/Lang"), "tag"),
    **dict.fromkeys(("/F", "/UF", "/Desc"), "attachment"),
}
"""The location of a text, by its key in the dictionary (ISO 32000-2, tables 349, 210, 355 and 43)."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text in a file and its location: `page 2`, `metadata`, `link`, `tag`, `attachment` or `object`."""

    where: str
    text: str

    @property
    def place(self) -> str:
        """The location in words: `page 2`, `its metadata`, `a link`, `an attachment`."""
        return place_of(self.where)


def place_of(where: str) -> str:
    """Return a location in words."""
    if where == "metadata":
        return "its metadata"
    if where.startswith(("page ", "the ")):
        return where
    return f"{'an' if where[0] in 'ao' else 'a'} {where}"


@lru_cache(maxsize=1)
def read_texts(content: bytes) -> tuple[FoundText, ...]:
    """Read every text in a PDF, and keep them for the next rule. Raises UnreadableError."""
    return (*_on_pages(content), *_in_objects(read_objects(content)))


def _on_pages(content: bytes) -> Iterator[FoundText]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as document:
            for number, page in enumerate(document, start=1):
                yield FoundText(f"page {number}", page.get_textpage().get_text_range())
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error)) from None


def _in_objects(objects: PdfObjects) -> Iterator[FoundText]:
    """Return the texts of all objects; an indirect string counts where it is used, if anywhere."""
    shared = {one.reference: one.value for one in objects.objects if isinstance(one.value, str)}
    used: set[str] = set()
    for one in objects.objects:
        if one.reference not in shared:
            yield from _texts(one.value, shared, used)
            yield from _in_stream(one)
    yield from _texts(objects.trailer, shared, used)
    yield from _texts([value for reference, value in shared.items() if reference not in used], {}, used)


def _texts(value: Value, shared: dict[str, Value], used: set[str]) -> Iterator[FoundText]:
    for key, text in texts_in(_filled(value, shared, used) if shared else value):
        where = WHERE.get(key, "object")
        yield FoundText(where, unquote(text) if where == "link" else text)


def _filled(value: Value, shared: dict[str, Value], used: set[str]) -> Value:
    """Return a value with the indirect strings in it resolved."""
    if isinstance(value, dict):
        return {key: _filled(item, shared, used) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, shared, used) for item in value]
    if is_reference(value) and value in shared:
        used.add(value)
        return shared[value]
    return value


def _in_stream(one: PdfObject) -> Iterator[FoundText]:
    yield from (FoundText("object", text) for text in one.strings)
    if one.content:
        where = {"/EmbeddedFile": "attachment", "/Metadata": "metadata"}.get(one.type, "object")
        yield FoundText(where, decode_text(one.content))
