"""The editions of the shipped briefs, each built once for all tests that look at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from briefing.files.workspace import Files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Page
from briefing.structure.standards import Standard
from briefing.typeset.layout import Typesetter, export
from tests.conftest import ROOT
from tests.typeset.readback import html_words

JOBS = {job.name: job for job in plan(Files(ROOT), Selection()).jobs}


@dataclass(frozen=True, slots=True)
class Built:
    """What is kept of an edition: its laid-out pages hold several megabytes each, and are not."""

    page: Page
    words: tuple[str, ...]
    """Those of the HTML, in their order."""
    pdfs: dict[Standard, bytes]
    """By each standard.

    Laid-out pages are exported once more for PDF 2.0; a build never does this, and the bytes of WeasyPrint 70
    can depend on it: the ellipsis of a running head is set anew behind the first.
    """

    @property
    def content(self) -> bytes:
        """The PDF that a build writes."""
        return self.pdfs[Standard.UA1]


@cache
def built(name: str) -> Built:
    """An edition, made as a build makes it."""
    result = run_of(name)
    pdfs = {standard: export(result.sheets, standard).content for standard in set(Standard) - {Standard.UA1}}
    words = tuple(html_words(result.sheets.document))
    return Built(result.page, words, {Standard.UA1: result.pdf.content, **pdfs})


def run_of(name: str) -> Run:
    """What the spine leaves behind of an edition."""
    result = Run()
    run_stages(JOBS[name], _typesetter(), result)
    return result


def pdf_of(name: str, standard: Standard) -> bytes:
    """The PDF of an edition by a standard."""
    return built(name).pdfs[standard]


@cache
def _typesetter() -> Typesetter:
    return Typesetter(Files(ROOT))
