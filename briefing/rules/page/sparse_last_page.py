"""A page is empty, or the last one has only a few lines.

A few lines on a page of their own look forgotten. The steps in `styles/fit/` are tried
first; if one of them saves the page, it is taken, and nothing is reported. Otherwise
shorten the text by the number of lines in the finding, drop a part, or fill the page to
a third. A page is empty because of a `break-before` or `break-after` next to an empty
element; the finding names the rule. An edition of one page is not checked, nor is the
last page of large print.

Bad:

    {# templates/parts/colophon.j2.html #}
    <p style="break-before: page"></p>
    <p style="break-before: page">Published by the institute.</p>

Good:

    {# templates/parts/colophon.j2.html #}
    <p>Published by the institute.</p>
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from briefing.core.finding import Finding, Severity, Span
from briefing.model.parts import COLOPHON, MARKING, MASTHEAD, SECTIONS, SOURCES, TITLE
from briefing.rules.page.locations import rule_words
from briefing.rules.page.page_limit import about, estimated
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import LEAST_SHARE, Job, Room, Sheets, Tailored

SPARSE_PAGE = Rule("BR604", "sparse-page", Severity.WARNING, Stage.PAGE, __doc__, ExampleKind.BUILD)
RULES = (SPARSE_PAGE,)

NEEDED = {MASTHEAD, MARKING, TITLE, SECTIONS, SOURCES, COLOPHON, "bottom-line", "key-points", "outlook"}
"""Parts that the help does not propose to drop."""


def find_sparse_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return the empty pages of an edition; if there are none, the last page if it has only a few lines."""
    pages = tailored.job.audience.pages
    is_over = pages is not None and sheets.page_count > pages.max  # reported by the page limit
    if empty := find_empty_pages(tailored.job, sheets):
        return empty
    if is_over or not sheets.ends_almost_empty or tailored.job.edition.is_large:
        return ()
    last = sheets.uses[-1]
    what = f"the last page of the edition for '{tailored.job.edition.audience}' (page {sheets.page_count}) "
    what += f"has only {estimated(last.line_count, 'line')}"
    what += ", and tighter setting does not save it" if sheets.excess else ""
    help = "; or ".join(_ways_out(tailored, sheets))
    where = Span(tailored.job.source_map.file)
    if last.declaration is not None:
        help, where = f"change {rule_words(last.declaration)}, or {help}", last.declaration.where
    return [SPARSE_PAGE.finding(what, where, help)]


def _ways_out(tailored: Tailored, sheets: Sheets) -> Iterator[str]:
    """Yield what would save or fill the page, and by how much."""
    last, excess = sheets.uses[-1], sheets.excess or sheets.overhang
    if not tailored.job.is_fitted:
        yield "build without --no-fit, which may save the page"
    saving = ", which saves the page if it is set tighter" if sheets.excess else ""
    yield f"shorten the texts by {about(excess)}{saving}"
    more = ceil(last.room.lines * (LEAST_SHARE / last.share - 1))
    yield f"add about {estimated(max(1, more), 'line')} to fill the page"
    if part := _part_to_drop(tailored, sheets, excess):
        yield f"set `audiences: {{{tailored.job.edition.audience}: {{drop: {part}}}}}` in the brief"


def _part_to_drop(tailored: Tailored, sheets: Sheets, excess: Room) -> str | None:
    """Return the shortest part that takes at least as much room as the last page has; None if there is none."""
    candidates = [name for name in tailored.job.audience.parts if name not in NEEDED]
    rooms = [
        (part.room.lines, name)
        for part in sheets.part_rooms
        for name in candidates
        if name in part.names and part.room.lines >= excess.lines
    ]
    return min(rooms)[1] if rooms else None


def find_empty_pages(job: Job, sheets: Sheets) -> Sequence[Finding]:
    """Return a finding for each rule whose break, next to an empty element, leaves pages without text or picture."""
    found: dict[Span, list[tuple[int, str]]] = {}
    for number, use in enumerate(sheets.uses, start=1):
        if use.share <= 0 and not use.is_left_out and sheets.page_count > 1:
            where = use.declaration.where if use.declaration else Span(job.source_map.file)
            help = f"change {rule_words(use.declaration)}, or fill the page" if use.declaration else LOOK
            found.setdefault(where, []).append((number, help))
    findings = []
    for where, several in found.items():
        pages, (_, help) = [number for number, _ in several], several[0]
        verb = "is" if len(pages) == 1 else "are"
        what = f"{_pages(pages)} of the edition for '{job.edition.audience}' {verb} empty"
        findings.append(SPARSE_PAGE.finding(what, where, help))
    return findings


LOOK = "look for `break-before` or `break-after` next to an empty element in the templates and styles"


def _pages(pages: Sequence[int]) -> str:
    return (
        f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"
    )
