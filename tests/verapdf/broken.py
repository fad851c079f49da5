"""PDFs with deliberate errors, one each, that the validator must find."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Break = Callable[[pikepdf.Pdf], None]


def broken(content: bytes, break_it: Break) -> bytes:
    """Return a PDF with one error."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        break_it(pdf)
        pdf.save(out)
    return out.getvalue()


def _elements(pdf: pikepdf.Pdf, type_: str) -> list[Any]:
    found = [
        item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == Name(f"/{type_}")
    ]
    assert found, type_
    return found


def _metadata(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new))


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang
    for item in _elements(pdf, "Document"):
        del item["/Lang"]


def _heading_jump(pdf: pikepdf.Pdf) -> None:
    for item in _elements(pdf, "H2"):
        item.S = Name.H4


def _no_alternative(pdf: pikepdf.Pdf) -> None:
    for item in _elements(pdf, "Figure"):
        del item["/Alt"]


def _unknown_type(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "P")[0].S = Name.Paragraph


def _item_without_body(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "LBody")[0].S = Name.P


def _link_without_words(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            del annotation["/Contents"]


def _no_tabs(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        del page["/Tabs"]


def _untagged_text(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(b"BT 1 Tr 10 10 Td ET 0 0 10 10 re f", prepend=False)


def _no_output_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _font_not_embedded(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]


def _row_without_cell(pdf: pikepdf.Pdf) -> None:
    row = _elements(pdf, "TR")[1]
    row.K = Array(list(row.K)[:-1])


BREAKS: dict[str, tuple[str, str, Break]] = {
    "no language": ("PDFUA-1", "7.2", _no_language),
    "no title": ("PDFUA-1", "7.1", lambda pdf: _metadata(pdf, b"dc:title", b"dc:tittle")),
    "no PDF/UA identification": (
        "PDFUA-1",
        "5",
        lambda pdf: _metadata(pdf, b"pdfuaid:part>1", b"pdfuaid:part>9"),
    ),
    "a jump of headings": ("PDFUA-1", "7.4.2", _heading_jump),
    "no alternative text": ("PDFUA-1", "7.3", _no_alternative),
    "an unknown type": ("PDFUA-1", "7.1", _unknown_type),
    "an item without a body": ("PDFUA-1", "7.2", _item_without_body),
    "a ragged table": ("PDFUA-1", "7.2", _row_without_cell),
    "links without words": ("PDFUA-1", "7.18.5", _link_without_words),
    "no order of tabs": ("PDFUA-1", "7.18.3", _no_tabs),
    "untagged content": ("PDFUA-1", "7.1", _untagged_text),
    "no profile of colours": ("PDFA-3A", "6.2.4.3", _no_output_intent),
    "a font that is not embedded": ("PDFA-3A", "6.2.11.4.1", _font_not_embedded),
    "another part of PDF/A": (
        "PDFA-3A",
        "6.6.4",
        lambda pdf: _metadata(pdf, b"pdfaid:part>3", b"pdfaid:part>1"),
    ),
}
"""The error, by name: the profile and the clause that it violates, and the function that causes it."""
