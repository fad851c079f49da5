"""The editions of the shipped briefs, each built once for all tests that use it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pikepdf
import yaml

from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.stages import Job, Page
from briefing.structure.standards import Standard
from briefing.typeset.layout import Typesetter, export
from tests.conftest import ROOT
from tests.typeset.readback import Tag, html_words, read_tags


class Shipped(NamedTuple):
    """An edition of a shipped brief."""

    brief: str
    audience: str
    language: str

    @property
    def name(self) -> str:
        """The name of the edition."""
        return "-".join(self)


def _shipped() -> Iterator[Shipped]:
    """Yield the shipped editions in the order of a plan. Planning them takes a second, in each process of the tests."""
    for folder in sorted((ROOT / "content").iterdir()):
        if folder.is_dir():
            brief = yaml.load((folder / "brief.yaml").read_bytes(), yaml.CSafeLoader)
            translations = sorted(path.name.split(".")[1] for path in folder.glob("brief.*.yaml"))
            for language in ("en", *translations):
                yield from (Shipped(folder.name, audience, language) for audience in brief["audiences"])


EDITIONS = tuple(_shipped())
ALL = tuple(edition.name for edition in EDITIONS)

OF_EACH_LANGUAGE = {(edition.brief, edition.language): edition.name for edition in EDITIONS}
"""An edition of each brief in each language."""

SAMPLE = {
    *OF_EACH_LANGUAGE.values(),
    *{edition.audience: edition.name for edition in EDITIONS if edition.language == "en"}.values(),
}
"""An edition of each brief in each language, and one for each audience in English."""

NAMES = {Standard.UA1: ALL, Standard.UA2: tuple(name for name in ALL if name in SAMPLE)}
"""The editions that are tested for each standard: all for the one that a build writes, a sample for the other."""


KEPT = (
    "venezuela-russia-policymaker-en",
    "venezuela-russia-policymaker-ru",
    "leap-second-policymaker-en",
    "leap-second-analyst-en",
)
"""The editions whose laid-out pages are read by several tests."""


@dataclass(frozen=True, slots=True)
class Built:
    """The kept results of an edition, without its laid-out pages, which take several megabytes each."""

    page: Page
    words: tuple[str, ...]
    """The words of the HTML, in order."""
    pdfs: dict[Standard, bytes]
    """The PDF for each standard that the edition is tested for.

    Laid-out pages are exported once more for PDF 2.0; a build never does this, and the bytes of WeasyPrint 70
    can depend on it: the ellipsis of a running head is added again after the first.
    """

    @property
    def content(self) -> bytes:
        """Return the PDF that a build writes."""
        return self.pdfs[Standard.UA1]


@cache
def jobs() -> dict[str, Job]:
    """Return the jobs of the shipped editions by their names."""
    return {job.name: job for job in plan(open_files(ROOT), Selection()).jobs}


@cache
def built(name: str) -> Built:
    """Build an edition as `brief build` does."""
    result = laid_out(name) if name in KEPT else run_of(name)
    others = [standard for standard in Standard if standard is not Standard.UA1 and name in NAMES[standard]]
    pdfs = {standard: export(result.sheets, standard).content for standard in others}
    words = tuple(html_words(result.sheets.document))
    return Built(result.page, words, {Standard.UA1: result.pdf.content, **pdfs})


@cache
def laid_out(name: str) -> Run:
    """Return the run of an edition of `KEPT`, with its laid-out pages."""
    assert name in KEPT
    return run_of(name)


def run_of(name: str) -> Run:
    """Return the run of an edition through the pipeline."""
    result = Run()
    run_stages(jobs()[name], _typesetter(), result)
    return result


def pdf_of(name: str, standard: Standard) -> bytes:
    """Return the PDF of an edition for a standard."""
    return built(name).pdfs[standard]


@cache
def opened_pdf(name: str, standard: Standard) -> pikepdf.Pdf:
    """Return the PDF of an edition for reading; it stays open, because its tags refer to it."""
    return pikepdf.open(io.BytesIO(pdf_of(name, standard)))


@cache
def tags_of(name: str, standard: Standard) -> Tag:
    """Return the structure tree of an edition, read once for all tests."""
    return read_tags(opened_pdf(name, standard))


@cache
def _typesetter() -> Typesetter:
    return Typesetter(open_files(ROOT))
