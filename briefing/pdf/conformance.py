"""What a PDF says of itself: the standards that it keeps, by its packet of metadata, and the fonts that it carries."""

from __future__ import annotations

import re

from briefing.pdf.contents import Inside

IDENTIFIED = re.compile(r"<(pdfuaid|pdfaid):(part|conformance)>\s*(\w+)\s*<")
DECLARED = re.compile(r"<pdfd:conformsTo>\s*\S*/wtpdf#(\w+?)1\.0\s*<")
FONT = re.compile(rb"/FontName\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)")
"""The six letters are of a subset (ISO 32000-2, 9.9.2)."""


def claims_of(inside: Inside) -> tuple[str, ...]:
    """The standards: `PDF/UA-1`, `PDF/A-3a` (ISO 14289-1, 5; ISO 19005-3, 6.6.4; PDF Declarations 1.0)."""
    said = {(schema, key): value for schema, key, value in IDENTIFIED.findall(inside.packet)}
    claims = []
    if part := said.get(("pdfuaid", "part")):
        claims.append(f"PDF/UA-{part}")
    if part := said.get(("pdfaid", "part")):
        claims.append(f"PDF/A-{part}{said.get(('pdfaid', 'conformance'), '').lower()}")
    return (*claims, *(f"WTPDF 1.0 {name}" for name in DECLARED.findall(inside.packet)))


def fonts_of(inside: Inside) -> tuple[str, ...]:
    """The names of the fonts, in order."""
    found = (FONT.search(content) for content in inside.of_type(b"FontDescriptor"))
    return tuple(sorted({match[1].decode("latin-1") for match in found if match}))
