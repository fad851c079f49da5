"""The edition keeps to the pages that its audience allows."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.finding import Finding, Span
from briefing.stages import Sheets, Tailored


def too_many_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Length is a promise: an edition over its limit is not published."""
    pages = tailored.job.audience.pages
    if pages is None or sheets.page_count <= pages.max:
        return ()
    edition = tailored.job.edition
    what = (
        f"the edition for '{edition.audience}' has {sheets.page_count} pages; at most {pages.max} are allowed"
    )
    mend = f"shorten the texts, or set `audiences: {{{edition.audience}: {{pages: {sheets.page_count}}}}}` in the brief"
    return [Finding("BR601", what, Span(tailored.job.places.file), mend)]
