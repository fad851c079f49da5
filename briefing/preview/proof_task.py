"""Make the pages of a proof. The first pages that have changed are sent as soon as they are laid out.

Such an early page is drawn as in the PDF of all pages, without its tags and before the checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, TypeAdapter

from briefing.pipeline.formats import PROOF, REGIONS
from briefing.pipeline.task import Task
from briefing.results import MAX_PAGES, Result
from briefing.typeset.inspect.page_regions import PageRegions, as_json

if TYPE_CHECKING:  # imports the engine, which only the workers need
    from briefing.pipeline.task import Send
    from briefing.stages import Job, Sheets
    from briefing.typeset.layout import Typesetter
    from briefing.typeset.repagination import Repaginated

PAGE, PLACE = "page", "place"
"""The names of the files of an early page: its PDF, and where it is, with what is on it."""

MOST_EARLY = 2
"""The number of pages that are sent early: a paragraph is at most on two, and each takes time from the others."""

NO_DIGEST = "0" * 32


@dataclass(frozen=True, slots=True)
class EarlyPage:
    """A page that was laid out before the others were finished, counted from 0, and the number of pages."""

    number: Annotated[int, Field(ge=0, lt=MAX_PAGES)]
    count: Annotated[int, Field(gt=0, le=MAX_PAGES)]
    regions: PageRegions


@cache
def _adapter() -> TypeAdapter[EarlyPage]:
    return TypeAdapter(EarlyPage)


def early_page_of(content: bytes) -> EarlyPage:
    """Return the early page in JSON, which an untrusted process may have written.

    Raises ValueError if it is not that of an early page.
    """
    return _adapter().validate_json(content, strict=True)


def proof_task(known: Sequence[str], *, is_kept: bool = False) -> Task:
    """Return the task that makes a proof; `known` are the fingerprints of the pages that are shown.

    With `is_kept`, the worker keeps the layout, so that after the next change it only lays out pages that have changed.
    """
    return Task(_make_proof, (PROOF, REGIONS), (tuple(known), is_kept), early_names=(PAGE, PLACE))


def fingerprint_of(page: PageRegions) -> str:
    """Return a hash of the words of a page and of their places."""
    words = replace(page, regions=(), digest=NO_DIGEST)
    return blake2b(as_json((words,)), digest_size=16).hexdigest()


def _make_proof(
    job: Job, typesetter: Typesetter, known: tuple[str, ...], is_kept: bool, send: Send
) -> Result:
    from briefing.compose.charts.engine import drawing_apart
    from briefing.pipeline.edition import make_edition

    early = _EarlyPages(job, known, send)
    typesetter.keeps_styles = typesetter.keeps_layouts = is_kept
    with drawing_apart():
        return make_edition(job, typesetter, (PROOF, REGIONS), early.take_again, early.take_sheets)


@dataclass
class _EarlyPages:
    """Sends the first pages that have changed, unless pages were added or removed."""

    job: Job
    known: tuple[str, ...]
    send: Send
    sent: dict[int, PageRegions] = field(default_factory=dict)
    """The pages that were sent, by their numbers."""

    def take_again(self, found: Repaginated) -> None:
        """Send the pages that were laid out again and have changed."""
        from briefing.typeset.inspect.page_regions import regions_on

        if len(self.known) != found.sheets.page_count:
            return
        for number in found.numbers[:MOST_EARLY]:
            found.finish(number)
            regions = regions_on(found.sheets, number, NO_DIGEST)
            if fingerprint_of(regions) != self.known[number]:
                self._send(found.sheets, number, regions)

    def take_sheets(self, sheets: Sheets) -> None:
        """Send the pages that have changed and were not sent yet, or not as they are."""
        from briefing.typeset.inspect.page_regions import regions_of

        if len(self.known) != sheets.page_count:
            return
        pages = regions_of(sheets, [NO_DIGEST] * sheets.page_count)
        changed = [
            number
            for number, page in enumerate(pages)
            if number in self.sent or fingerprint_of(page) != self.known[number]
        ]
        for number in changed[:MOST_EARLY]:
            if self.sent.get(number) != pages[number]:
                self._send(sheets, number, pages[number])

    def _send(self, sheets: Sheets, number: int, regions: PageRegions) -> None:
        from briefing.pdf.pages import digests_of_pages
        from briefing.typeset.layout import export_page

        pdf = export_page(sheets, number, self.job.standard)
        named = replace(regions, digest=digests_of_pages(pdf)[0])
        place = _adapter().dump_json(EarlyPage(number, sheets.page_count, named))
        self.send(Result({PAGE: pdf, PLACE: place}))
        self.sent[number] = regions
