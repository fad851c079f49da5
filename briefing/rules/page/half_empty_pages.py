"""No page inside the edition is left half empty by an exhibit that moved on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.locations import rule_words
from briefing.stages import Node, Sheets, Tailored


def half_empty_pages(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """An exhibit stays whole: where it does not fit, it leaves a hole, which only a person can fill well."""
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
        findings.append(Finding("BR605", what, where, help, Severity.WARNING))
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
