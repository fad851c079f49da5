"""No page stands empty, and the last one is worth its paper."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.locations import rule_words
from briefing.rules.page.page_limit import about
from briefing.stages import Sheets, Tailored

LEAST_SHARE = 1 / 3


def sparse_last_page(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A few lines on a page of their own look forgotten: shorten by them, or say more; one page alone may be short."""
    pages = tailored.job.audience.pages
    is_over = pages is not None and sheets.page_count > pages.max  # told with its own numbers
    last = sheets.uses[-1]
    is_well = last.has_forced_break or last.share >= LEAST_SHARE
    if empty := _empty_pages(tailored, sheets):
        return empty
    if sheets.page_count == 1 or is_over or is_well or tailored.job.edition.is_large:
        return ()
    lines = f"{last.line_count} line{'' if last.line_count == 1 else 's'}"
    what = (
        f"on the last page of the edition for '{tailored.job.edition.audience}' (page {sheets.page_count}) "
    )
    what += f"stand only {lines}"
    help = f"shorten the texts by {about(last.room)} to save the page, or use it"
    where = Span(tailored.job.source_map.file)
    if last.declaration is not None:
        help, where = f"change {rule_words(last.declaration)}, or {help}", last.declaration.where
    return [Finding("BR604", what, where, help, Severity.WARNING)]


def _empty_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Pages without a line or a picture, which a break before or after nothing makes; of one rule once."""
    found: dict[Span, list[tuple[int, str]]] = {}
    for number, use in enumerate(sheets.uses, start=1):
        if use.share <= 0 and not use.is_left_out and sheets.page_count > 1:
            where = use.declaration.where if use.declaration else Span(tailored.job.source_map.file)
            help = f"change {rule_words(use.declaration)}, or fill the page" if use.declaration else LOOK
            found.setdefault(where, []).append((number, help))
    findings = []
    for where, several in found.items():
        pages, (_, help) = [number for number, _ in several], several[0]
        verb = "is" if len(pages) == 1 else "are"
        what = f"{_pages(pages)} of the edition for '{tailored.job.edition.audience}' {verb} empty"
        findings.append(Finding("BR604", what, where, help, Severity.WARNING))
    return findings


LOOK = "look for `break-before` or `break-after` beside something that is empty, in the templates and styles"


def _pages(pages: Sequence[int]) -> str:
    return (
        f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"
    )
