"""The last page is worth its paper."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.check.length import about
from briefing.finding import Finding, Severity, Span
from briefing.stages import Sheets, Tailored

LEAST_SHARE = 1 / 3


def sparse_last_page(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A few lines on a page of their own look forgotten: shorten by them, or say more; one page alone may be short."""
    pages = tailored.job.audience.pages
    is_over = pages is not None and sheets.page_count > pages.max  # told with its own numbers
    last = sheets.uses[-1]
    is_well = last.begins_anew or last.share >= LEAST_SHARE
    if sheets.page_count == 1 or is_over or is_well or tailored.job.edition.is_large:
        return ()
    lines = f"{last.line_count} line{'' if last.line_count == 1 else 's'}"
    what = (
        f"on the last page of the edition for '{tailored.job.edition.audience}' (page {sheets.page_count}) "
    )
    what += f"stand only {lines}"
    mend = f"shorten the texts by {about(last.room)} to save the page, or use it"
    return [Finding("BR604", what, Span(tailored.job.places.file), mend, Severity.WARNING)]
