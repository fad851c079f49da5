"""The PDF that was written is not complete.

It does not open, or lacks a page, a font or its tags. Such a file never replaces a good
one. It is a fault of the typesetter or of its libraries, not of the brief: report it,
with the brief if you can.

Bad:

    $ brief build heat
    content/heat/brief.yaml: error: the PDF is not tagged [BR610]

Good:

    $ brief build heat
    built out/heat-policymaker-en.pdf
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.pdf.contents import Inside, read_inside
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Pdf, Tailored

INCOMPLETE_PDF = Rule(
    "BR610", "incomplete-pdf", Severity.ERROR, Stage.PDF, __doc__, ExampleKind.NONE, stops_drafts=True
)
RULES = (INCOMPLETE_PDF,)

FONTS_WITHOUT_A_FILE = re.compile(rb"/Subtype\s*/(Type0|Type3)\b")
"""What leads to another font, and what is drawn by the page itself (ISO 32000-2, 9.6.4 and 9.7.6)."""


def check_file_integrity(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """Return what a file lacks that cannot be opened, or lacks a page, a font or its tags."""
    where = Span(tailored.job.source_map.file)
    help = "this is no fault of the brief: please report it, with the brief if you can"
    return [INCOMPLETE_PDF.finding(what, where, help) for what in (_unopened(pdf) or _lacking(pdf))]


def _unopened(pdf: Pdf) -> list[str]:
    """What is wrong where the file is opened by another program than the one that wrote it."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf.content) as document:
            sizes = [document.get_page_size(number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        return [f"the PDF cannot be opened: {error}"]
    if len(sizes) != pdf.page_count:
        return [f"the PDF has {len(sizes)} pages, and {pdf.page_count} were laid out"]
    if not all(width > 0 and height > 0 for width, height in sizes):
        return ["the PDF has a page without width or height"]
    return []


def _lacking(pdf: Pdf) -> list[str]:
    inside = read_inside(pdf.content)
    lacking = [f"the PDF does not carry the font {name}" for name in sorted(set(_fonts_left_out(inside)))]
    if not _is_tagged(inside):
        lacking.append("the PDF is not tagged")
    return lacking


def _fonts_left_out(inside: Inside) -> Iterator[str]:
    """The fonts that a reader would have to find elsewhere (ISO 19005-3, 6.2.11.4)."""
    for content in inside.of_type(b"FontDescriptor"):
        if not re.search(rb"/FontFile[23]?\b", content):
            yield _name(content)
    for content in inside.of_type(b"Font"):
        if not FONTS_WITHOUT_A_FILE.search(content) and b"/FontDescriptor" not in content:
            yield _name(content)


def _name(content: bytes) -> str:
    match = re.search(rb"/(?:FontName|BaseFont)\s*/([^\s/<>\[\]()]+)", content)
    return match[1].decode("latin-1") if match else "without a name"


def _is_tagged(inside: Inside) -> bool:
    """Whether the document says so, and its tree has at least one element."""
    catalog = next(inside.of_type(b"Catalog"), b"")
    root = re.search(rb"/StructTreeRoot (\d+) 0 R", catalog)
    tree = inside.bare.get(int(root[1]), b"") if root else b""
    return (
        re.search(rb"/Marked\s+true", catalog) is not None
        and re.search(rb"/K\s*\[?\s*\d+ 0 R", tree) is not None
    )
