"""The PDF that was written is not complete.

It does not open, or lacks a page, a font or its tags. Such a file never replaces a good
one. The fault is in the typesetter or its libraries, not in the brief. Report it, with
the brief if you can.

Bad:

    $ brief build heat
    content/heat/brief.yaml: error: the PDF is not tagged [BR610]

Good:

    $ brief build heat
    built out/heat-policymaker-en.pdf
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.pdf.contents import read_contents
from briefing.pdf.objects import UnreadableError
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Pdf, Tailored

INCOMPLETE_PDF = Rule(
    "BR610", "incomplete-pdf", Severity.ERROR, Stage.PDF, __doc__, ExampleKind.NONE, stops_drafts=True
)
RULES = (INCOMPLETE_PDF,)


def check_file_integrity(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """Return a finding for a PDF that cannot be opened, and for each page, font or tag that it lacks."""
    where = Span(tailored.job.source_map.file)
    help = "the brief is not at fault; please report this, with the brief if you can"
    return [INCOMPLETE_PDF.finding(what, where, help) for what in (_unopened(pdf) or _lacking(pdf))]


def _unopened(pdf: Pdf) -> list[str]:
    """Open the file with a program that did not write it; return what is wrong."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf.content) as document:
            sizes = [document.get_page_size(number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        return [f"the PDF cannot be opened: {error}"]
    if len(sizes) != pdf.page_count:
        return [f"the PDF has {len(sizes)} pages, but {pdf.page_count} were laid out"]
    return []


def _lacking(pdf: Pdf) -> list[str]:
    try:
        contents = read_contents(pdf.content)
    except UnreadableError as error:
        return [f"the PDF cannot be read: {error}"]
    lacking = [
        f"the font {name} is not embedded in the PDF" for name in sorted(set(contents.unembedded_fonts))
    ]
    if not contents.is_tagged:
        lacking.append("the PDF is not tagged")
    return lacking
