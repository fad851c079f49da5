"""Make the pages of a proof. The first pages that have changed are sent as soon as they are laid out.

Such an early page is drawn as in the PDF of all pages, without its tags and before the checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
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


def proof_task(known: Sequence[str]) -> Task:
    """Return the task that makes a proof; `known` are the fingerprints of the pages that are shown."""
    return Task(_make_proof, (PROOF, REGIONS), (tuple(known),), early_names=(PAGE, PLACE))


def fingerprint_of(page: PageRegions) -> str:
    """Return a hash of the words of a page and of their places."""
    words = replace(page, regions=(), digest=NO_DIGEST)
    return blake2b(as_json((words,)), digest_size=16).hexdigest()


def _make_proof(job: Job, typesetter: Typesetter, known: tuple[str, ...], send: Send) -> Result:
    from briefing.compose.charts.engine import drawing_apart
    from briefing.pipeline.edition import make_edition

    with drawing_apart():
        return make_edition(job, typesetter, (PROOF, REGIONS), partial(_send_changed, job, known, send))


def _send_changed(job: Job, known: tuple[str, ...], send: Send, sheets: Sheets) -> None:
    """Send the first pages that have changed, unless pages were added or removed."""
    from briefing.pdf.pages import digests_of_pages
    from briefing.typeset.inspect.page_regions import regions_of
    from briefing.typeset.layout import export_page

    if len(known) != sheets.page_count:
        return
    pages = regions_of(sheets, [NO_DIGEST] * sheets.page_count)
    changed = [number for number, page in enumerate(pages) if fingerprint_of(page) != known[number]]
    for number in changed[:MOST_EARLY]:
        pdf = export_page(sheets, number, job.standard)
        regions = replace(pages[number], digest=digests_of_pages(pdf)[0])
        place = _adapter().dump_json(EarlyPage(number, len(pages), regions))
        send(Result({PAGE: pdf, PLACE: place}))
