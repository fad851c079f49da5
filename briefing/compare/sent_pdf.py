"""Reads a PDF that was sent out: its manuscript, if it contains one, and the texts of its tags.

The file is untrusted. `python -m briefing.compare.sent_pdf` reads it from standard input in a process of its own,
without network or other files and with limited memory. PDFium parses the file; nothing in it is executed.
"""

from __future__ import annotations

import csv
import ctypes
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypedDict

import pypdfium2
import pypdfium2.raw as pdfium

from briefing.core.errors import BriefingError
from briefing.load.yaml.reader import Data, read_document

CREATOR = "Briefwright"
MANUSCRIPT = "brief.yaml"
MAX_PAGES = 400
MAX_FILES = 200
MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_TEXTS = 20_000
MAX_DEPTH = 60
MAX_LETTERS = 4_000_000
MEMORY = 1024 * 1024 * 1024
TEXT_TYPES = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TH", "TD", "Caption"}
"""Structure types whose elements are read as one text each."""

SOFT_HYPHEN = "\u00ad"
LINE_HYPHEN = re.compile("(?:\u00ad|\ufffe)\\s*")
"""A hyphen at the end of a line that belongs to the layout."""

ENDS = '.!?…:”"»)'
"""A paragraph that ends with none of these at the end of a page may continue on the next."""


class SentPdfData(TypedDict):
    """The content of a PDF that was sent out: its metadata, its attached files, and the texts of its tags."""

    creator: str
    title: str
    day: str
    pages: int
    language: str
    manuscript: dict[str, Data] | None
    why: str
    """Why there is no manuscript to compare."""
    data: dict[str, list[list[str]]]
    texts: list[tuple[int, str]]
    """Page and words."""
    kinds: list[str]
    """The structure type of each text: `H2` for the heading of a section."""
    plain: list[tuple[int, str]]
    """The paragraphs of the pages as they are painted, for comparing it with a PDF without tags."""


def read_sent_pdf(content: bytes) -> SentPdfData:
    """Read a PDF as data. Raises PdfiumError for bytes that are not a PDF, or that are encrypted."""
    with pypdfium2.PdfDocument(content) as document:
        about = document.get_metadata_dict()
        files = dict(_files(document))
        manuscript, why = _manuscript(files)
        creator = about.get("Creator", "")
        texts = _joined(_texts(document))
        return {
            "creator": creator,
            "title": about.get("Title", ""),
            "day": about.get("CreationDate", "").removeprefix("D:")[:8],
            "pages": len(document),
            "language": _text(pdfium.FPDFCatalog_GetLanguage, document.raw),
            "manuscript": manuscript,
            "why": why,
            "data": {name: read_csv(text) for name, text in files.items() if name.endswith(".csv")},
            "texts": [(page, words) for page, _, words in texts],
            "kinds": [kind for _, kind, _ in texts],
            "plain": list(islice(_plain(document), MAX_TEXTS)),
        }


def _files(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, str]]:
    for number in range(min(document.count_attachments(), MAX_FILES)):
        attachment = document.get_attachment(number)
        name = attachment.get_name()
        if name.endswith((".yaml", ".csv")):
            content = bytes(attachment.get_data())
            if len(content) <= MAX_FILE_BYTES:
                yield name, content.decode("utf-8", "replace")


def _manuscript(files: dict[str, str]) -> tuple[dict[str, Data] | None, str]:
    """Return the data of the manuscript; or None, and why there is nothing to compare."""
    if MANUSCRIPT not in files:
        return None, "the PDF contains no manuscript"
    try:
        return read_document(files[MANUSCRIPT].encode(), MANUSCRIPT).data, ""
    except BriefingError as error:
        return None, f"cannot read the manuscript of the PDF ({error.findings[0].what})"


def read_csv(text: str) -> list[list[str]]:
    """Return the rows of a CSV file; no rows if it is invalid."""
    try:
        return list(csv.reader(io.StringIO(text)))
    except csv.Error:
        return []


def _texts(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, str, str]]:
    """Return the texts of the structure tree, page by page: page, type and words."""
    left = MAX_TEXTS
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        if not tree:
            continue
        try:
            painted = _painted(page)
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                element = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
                for kind, words in _elements(element, painted, MAX_DEPTH):
                    left -= 1
                    if left < 0:
                        return
                    yield number + 1, kind, words
        finally:
            pdfium.FPDF_StructTree_Close(tree)


def _elements(element: object, painted: dict[int, str], depth: int) -> Iterator[tuple[str, str]]:
    if not element or not depth:
        return
    kind = _text(pdfium.FPDF_StructElement_GetType, element)
    if kind == "Figure":
        if words := " ".join(_text(pdfium.FPDF_StructElement_GetAltText, element).split()):
            yield kind, words
        return
    if kind in TEXT_TYPES and not _holds_texts(element, depth):
        words = " ".join("".join(_words(element, painted, depth)).split())
        if words:
            yield kind, words
        return
    for child in _children(element):
        yield from _elements(child, painted, depth - 1)


def _holds_texts(element: object, depth: int) -> bool:
    """Return whether an element contains other texts, as an item or a cell contains paragraphs."""
    if not depth:
        return False
    children = list(_children(element))
    kinds = (_text(pdfium.FPDF_StructElement_GetType, child) for child in children)
    return any(kind in TEXT_TYPES | {"L", "Table"} for kind in kinds)


def _children(element: object) -> Iterator[object]:
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield child


def _words(element: object, painted: dict[int, str], depth: int) -> Iterator[str]:
    """Return the words of an element in order: those painted for it, and those of the elements in it."""
    if not depth:
        return
    if said := _text(pdfium.FPDF_StructElement_GetActualText, element):
        yield said.replace(SOFT_HYPHEN, "")
        return
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if mark >= 0:
            yield painted.get(mark, "")
        elif child:
            yield from _words(child, painted, depth - 1)


def _painted(page: pypdfium2.PdfPage) -> dict[int, str]:
    """Return the texts painted on a page, by their marked-content ids."""
    found: dict[int, list[str]] = {}
    text_page = page.get_textpage()
    letters = 0
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(one.raw)
        length = pdfium.FPDFTextObj_GetText(one.raw, text_page.raw, None, 0)
        letters += length
        if mark < 0 or not length or letters > MAX_LETTERS:
            continue
        buffer = ctypes.create_string_buffer(length)
        pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
        pdfium.FPDFTextObj_GetText(one.raw, text_page.raw, pointer, length)
        found.setdefault(mark, []).append(buffer.raw.decode("utf-16-le", "replace").rstrip("\0"))
    return {mark: "".join(words) for mark, words in found.items()}


def _text(ask: Callable[..., int], *of: object) -> str:
    """Return a text from a PDFium function, which gives the length first: UTF-16, in bytes, with the terminator."""
    length = ask(*of, None, 0)
    if length <= 2 or length > MAX_LETTERS:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(*of, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _joined(texts: Iterator[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Join the two texts of a paragraph that continues on the next page."""
    joined: list[tuple[int, str, str]] = []
    last: tuple[int, str] | None = None
    for page, kind, words in texts:
        goes_on = last == (page - 1, kind) and joined[-1][2][-1] not in ENDS and kind in ("P", "LBody")
        if goes_on:
            first_page, _, begun = joined[-1]
            joined[-1] = first_page, kind, f"{begun} {words}"
        else:
            joined.append((page, kind, words))
        last = (page, kind)
    return joined


def _plain(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of each page as far as its lines show them: page and words."""
    letters = 0
    for number in range(min(len(document), MAX_PAGES)):
        text = document[number].get_textpage().get_text_range()
        letters += len(text)
        if letters > MAX_LETTERS:
            return
        lines: list[str] = []
        for line in [*LINE_HYPHEN.sub("", text).splitlines(), ""]:
            lines.append(line.strip())
            if not line.strip() or line.strip()[-1] in ENDS:
                if words := " ".join(" ".join(lines).split()):
                    yield number + 1, words
                lines = []


def main() -> int:
    """Read a PDF from standard input and write its content to standard output as JSON, or `problem` if it fails."""
    from briefing.execution.confined_process import answer_confined

    def answer(content: bytes) -> bytes:
        return json.dumps(read_sent_pdf(content)).encode()

    return answer_confined(answer, MEMORY, (pypdfium2.PdfiumError, RecursionError, ValueError))


if __name__ == "__main__":
    sys.exit(main())
