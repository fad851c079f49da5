"""A page is more than half empty because an exhibit did not fit on it.

An exhibit is never split across two pages. If it does not fit, it moves to the next
one and leaves a gap. Place the exhibit elsewhere in the text, or make it smaller. If a
style forbids the break, the finding names its rule. Large print is not checked.

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
from briefing.stages import Sheets, Tailored

HALF_EMPTY_PAGE = Rule("BR605", "half-empty-page", Severity.WARNING, Stage.PAGE, __doc__, ExampleKind.BUILD)
RULES = (HALF_EMPTY_PAGE,)


def report_half_empty_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return each page that an exhibit left more than half empty."""
    if tailored.job.edition.is_large:  # in the usual size of type the same exhibits fit
        return ()
    findings = []
    for moved in sheets.moved:
        what = f"page {moved.page} is more than half empty: '{moved.caption}' moved to the next page"
        help = "place the exhibit elsewhere in the text, or make it smaller"
        where = _where(tailored, moved.caption)
        if moved.declaration is not None:
            help = f"change {rule_words(moved.declaration)}, or place the exhibit elsewhere ({where})"
            where = moved.declaration.where
        findings.append(HALF_EMPTY_PAGE.finding(what, where, help))
    return findings


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
