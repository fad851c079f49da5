"""A page is empty, or the last one has only a few lines.

A few lines on a page of their own look forgotten. Shorten the text by the number of
lines in the finding, or fill the page. A page is empty because of a `break-before` or
`break-after` next to an empty element; the finding names the rule. An edition of one
page is not checked, nor is the last page of large print.

Bad:

    {# templates/parts/colophon.j2.html #}
    <p style="break-before: page"></p>
    <p style="break-before: page">Published by the institute.</p>

Good:

    {# templates/parts/colophon.j2.html #}
    <p>Published by the institute.</p>
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.locations import rule_words
from briefing.rules.page.page_limit import about
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Sheets, Tailored

SPARSE_PAGE = Rule("BR604", "sparse-page", Severity.WARNING, Stage.PAGE, __doc__, ExampleKind.BUILD)
RULES = (SPARSE_PAGE,)

LEAST_SHARE = 1 / 3


def find_sparse_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return the empty pages of an edition; if there are none, the last page if it has only a few lines."""
    pages = tailored.job.audience.pages
    is_over = pages is not None and sheets.page_count > pages.max  # reported by the page limit
    last = sheets.uses[-1]
    is_well = last.follows_forced_break or last.share >= LEAST_SHARE
    if empty := _empty_pages(tailored, sheets):
        return empty
    if sheets.page_count == 1 or is_over or is_well or tailored.job.edition.is_large:
        return ()
    lines = f"{last.line_count} line{'' if last.line_count == 1 else 's'}"
    what = f"the last page of the edition for '{tailored.job.edition.audience}' (page {sheets.page_count}) "
    what += f"has only {lines}"
    help = f"shorten the texts by {about(last.room)} to save the page, or fill it"
    where = Span(tailored.job.source_map.file)
    if last.declaration is not None:
        help, where = f"change {rule_words(last.declaration)}, or {help}", last.declaration.where
    return [SPARSE_PAGE.finding(what, where, help)]


def _empty_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return a finding for each rule whose break, next to an empty element, leaves pages without text or picture."""
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
        findings.append(SPARSE_PAGE.finding(what, where, help))
    return findings


LOOK = "look for `break-before` or `break-after` next to an empty element in the templates and styles"


def _pages(pages: Sequence[int]) -> str:
    return (
        f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"
    )
