"""More than a quarter of a page is empty, because what follows did not fit on it.

An exhibit is never split across two pages, and nor are scenarios that fit on one. What
does not fit moves to the next page and leaves a gap. The steps in `styles/fit/` are
tried first; if one of them closes the gap, nothing is reported. With `float: page`, the
text after an exhibit in the same section fills the page. Otherwise place the exhibit
elsewhere, make it smaller, or change the length of the text before it. If a style
forbids the break, the finding names its rule. The last page, pages before a forced
break, and editions in large print are not checked.

Bad:

    sections:
      - title: The table is tall
        text: A first text.
        blocks:
          - table: {title: Steps, alt: Two rows., data: [[Year, Steps], ["1972", "2"]]}
    /* styles/audiences/policymaker.css */
    .exhibit { break-inside: avoid; height: 215mm }

Good:

    sections:
      - title: The table is small
        text: A first text.
        blocks:
          - table: {title: Steps, alt: Two rows., data: [[Year, Steps], ["1972", "2"]]}
    /* styles/audiences/policymaker.css */
    .exhibit { break-inside: avoid; height: 60mm }
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.model.content import Box, Exhibit, OwnBlock, sections_in
from briefing.rules.page.locations import rule_words
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Gap, Sheets, Tailored

GAP_ON_PAGE = Rule("BR605", "gap-on-page", Severity.WARNING, Stage.PAGE, __doc__, ExampleKind.BUILD)
RULES = (GAP_ON_PAGE,)

EXHIBIT_HELP = "place the exhibit elsewhere in the text, or make it smaller"
FLOAT_HELP = "add `float: page` to the exhibit, so that the text after it fills the page"
TEXT_HELP = "shorten the text before it until it fits, or add text to fill the page"


def report_gaps_on_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return each page in the middle of an edition that is more than a quarter empty."""
    if tailored.job.edition.is_large:  # in the usual size of type the same exhibits fit
        return ()
    findings = []
    for gap in sheets.find_gaps():
        what = f"page {gap.page} is {gap.share:.0%} empty: '{gap.caption}' moved to the next page"
        where = _where(tailored, gap.caption) if gap.is_exhibit else Span(tailored.job.source_map.file)
        help = _help_for(gap)
        if gap.declaration is not None:
            help = f"change {rule_words(gap.declaration)}, or place it elsewhere ({where})"
            where = gap.declaration.where
        findings.append(GAP_ON_PAGE.finding(what, where, help))
    return findings


def _help_for(gap: Gap) -> str:
    if gap.would_float:
        return FLOAT_HELP
    return EXHIBIT_HELP if gap.is_exhibit else TEXT_HELP


def _where(tailored: Tailored, caption: str) -> Span:
    """Return the place of the exhibit whose name, such as 'Figure 2', the caption starts with."""
    source_map = tailored.job.source_map
    keys = (exhibit.key for exhibit in _exhibits(tailored) if _is_named(exhibit.name, caption))
    return next((source_map.key(key) for key in keys), Span(source_map.file))


def _exhibits(tailored: Tailored) -> Iterator[Exhibit | Box | OwnBlock]:
    for section in sections_in(tailored.content.brief, tailored.job.audience.parts):
        for block in section.blocks:
            if isinstance(block.content, Exhibit | Box | OwnBlock):
                yield block.content


def _is_named(exhibit_name: str | None, caption: str) -> bool:
    name = " ".join((exhibit_name or "").split())
    return name != "" and f"{caption} ".startswith(f"{name} ")
