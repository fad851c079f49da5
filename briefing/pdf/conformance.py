"""Read the standards that a PDF claims in its metadata, and the fonts that it embeds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.pdf.contents import PdfContents
from briefing.pdf.objects import decode_stream, decode_text, open_pdf, value_of

PDFUAID = "http://www.aiim.org/pdfua/ns/id/"
PDFAID = "http://www.aiim.org/pdfa/ns/id/"
CONFORMS_TO = "{http://pdfa.org/declarations/}conformsTo"
DECLARED = re.compile(r"\S*/wtpdf#(\w+?)1\.0")
SUBSET = re.compile(r"\A[A-Z]{6}\+")
"""The prefix of the name of a subset font (ISO 32000-2, 9.9.2)."""


def read_claims(content: bytes) -> tuple[str, ...]:
    """Return the standards that a PDF claims, such as `PDF/UA-1` and `PDF/A-3a`. Only its metadata is decoded.

    Sources: ISO 14289-1, 5; ISO 19005-3, 6.6.4; PDF Declarations 1.0. Raises UnreadableError.
    """
    properties = list(_properties(read_metadata(content)))
    values = dict(properties)
    claims = []
    if part := values.get(f"{{{PDFUAID}}}part"):
        claims.append(f"PDF/UA-{part}")
    if part := values.get(f"{{{PDFAID}}}part"):
        claims.append(f"PDF/A-{part}{values.get(f'{{{PDFAID}}}conformance', '').lower()}")
    declared = (DECLARED.fullmatch(value) for name, value in properties if name == CONFORMS_TO)
    return (*claims, *(f"WTPDF 1.0 {match[1]}" for match in declared if match))


def read_metadata(content: bytes) -> str:
    """Return the XMP packet of the document (ISO 16684-1). Raises UnreadableError."""
    with open_pdf(content) as pdf:
        stream = pdf.Root.get("/Metadata")
        packet = decode_stream(stream, value_of(stream)) if stream is not None else None
    return decode_text(packet or b"")


def _properties(packet: str) -> Iterator[tuple[str, str]]:
    """Return the properties of a packet, written as elements or attributes: name with namespace, and value."""
    from xml.etree import ElementTree

    if "<!DOCTYPE" in packet or "<!ENTITY" in packet:  # XMP has neither (ISO 16684-1, 7.1)
        return
    try:
        root = ElementTree.fromstring(packet)  # noqa: S314  (no entities: nothing expands and nothing is loaded)
    except (ElementTree.ParseError, ValueError, RecursionError):
        return
    for element in root.iter():
        yield from element.items()
        if not len(element):
            yield element.tag, (element.text or "").strip()


def embedded_fonts(contents: PdfContents) -> tuple[str, ...]:
    """Return the sorted names of the fonts that a PDF embeds, without the prefix of subsets."""
    return tuple(sorted({SUBSET.sub("", name) for name in contents.font_names}))
