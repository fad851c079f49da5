"""The findings of a test edition that its theme may have caused, among all that a build reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.gaps_on_pages import GAP_ON_PAGE
from briefing.rules.page.locations import rule_words
from briefing.rules.page.sparse_last_page import SPARSE_PAGE, find_empty_pages
from briefing.stages import Gap, Job, Sheets

OF_CONTENT = frozenset((SPARSE_PAGE.code, GAP_ON_PAGE.code, "BR606", "BR608"))
"""Warnings about the length of texts and their reading grade, which test briefs exceed on purpose."""

OF_THEME = ("BR4", "BR5", "BR6", "BR7")
"""The beginnings of the codes of what a theme may cause: templates, styles, pages, and the making of an edition."""

LEAST_EMPTY = 1 / 2
"""The empty share of a page from which the theme is at fault where a text moved to the next page: texts may break."""

LEAST_EMPTY_BEFORE_EXHIBIT = 2 / 3
"""The same where an exhibit moved, which is then higher than that."""

TOKENS = "`--figure-height`, `--image-height`, `--chart-width`"


def about_theme(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that a theme may have caused, without those about the texts of the test briefs."""
    return tuple(
        one
        for one in findings
        if one.severity is Severity.ERROR or (one.code.startswith(OF_THEME) and one.code not in OF_CONTENT)
    )


def find_nearly_empty_pages(job: Job, sheets: Sheets) -> Iterator[Finding]:
    """Yield the pages that a theme leaves empty: without anything, with headings alone, or nearly empty.

    A gap that a rule of the theme itself has caused is reported from a quarter of a page, as in a build.
    """
    yield from find_empty_pages(job, sheets)
    for number, use in enumerate(sheets.uses[1:], start=2):  # the first page may be a cover
        if use.has_only_headings:
            where = Span(job.source_map.file)
            help = (
                "look for `break-after` of headings and for `break-before` of what follows them in the styles"
            )
            yield SPARSE_PAGE.finding(f"page {number} has only headings", where, help)
    for gap in sheets.find_gaps():
        least = LEAST_EMPTY_BEFORE_EXHIBIT if gap.is_exhibit else LEAST_EMPTY
        if gap.declaration or gap.share >= least:
            yield _gap(gap, job)


def _gap(gap: Gap, job: Job) -> Finding:
    what = f"page {gap.page} is {gap.share:.0%} empty: '{gap.caption}' moved to the next page"
    rule = gap.declaration or gap.shipped
    where = rule.where if rule else Span(job.source_map.file)
    ways = [f"make exhibits lower on this paper ({TOKENS})"] if gap.is_exhibit else []
    ways.append(f"change {rule_words(rule)}" if rule else "look for what forbids a break in it in the styles")
    return GAP_ON_PAGE.finding(what, where, ", or ".join(ways))
