"""A page is more than half empty because an exhibit did not fit on it.

An exhibit is never broken over two pages: where it does not fit, it moves on and leaves
a gap. Place the exhibit elsewhere in the text, or make it smaller. If a style forbids
the break, the finding names its rule. Large print is not checked.

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
from briefing.rules.page.locations import rule_words
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Node, Sheets, Tailored

HALF_EMPTY_PAGE = Rule("BR605", "half-empty-page", Severity.WARNING, Stage.PAGE, __doc__, ExampleKind.BUILD)
RULES = (HALF_EMPTY_PAGE,)


def report_half_empty_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return each page that an exhibit left half empty: only a person can fill it well."""
    if tailored.job.edition.is_large:  # the same exhibits fit where the letters have their usual size
        return ()
    findings = []
    for moved in sheets.moved:
        what = f"page {moved.page} is more than half empty: '{moved.caption}' did not fit and moved on"
        help = "place the exhibit elsewhere in the text, or make it smaller"
        where = _where(tailored, moved.caption)
        if moved.declaration is not None:
            help = f"change {rule_words(moved.declaration)}, or place the exhibit elsewhere ({where})"
            where = moved.declaration.where
        findings.append(HALF_EMPTY_PAGE.finding(what, where, help))
    return findings


def _where(tailored: Tailored, caption: str) -> Span:
    """The exhibit whose name the caption begins with: 'Figure 2'."""
    source_map = tailored.job.source_map
    exhibits = (block.content for block in _blocks(tailored))
    keys = (exhibit.key for exhibit in exhibits if _is_named(exhibit, caption))
    return next((source_map.key(key) for key in keys), Span(source_map.file))


def _blocks(tailored: Tailored) -> Iterator[Node]:
    for section in tailored.content.brief.sections:
        yield from section.blocks


def _is_named(exhibit: Node, caption: str) -> bool:
    name = " ".join((getattr(exhibit, "name", None) or "").split())
    return name != "" and f"{caption} ".startswith(f"{name} ")
