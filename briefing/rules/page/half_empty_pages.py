"""No page inside the edition is left half empty by an exhibit that moved on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.model.content import Box, Exhibit, OwnBlock
from briefing.rules.page.locations import rule_words
from briefing.stages import Sheets, Tailored


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
    """Return the place of the exhibit whose name the caption begins with: 'Figure 2'."""
    source_map = tailored.job.source_map
    keys = (exhibit.key for exhibit in _exhibits(tailored) if _is_named(exhibit.name, caption))
    return next((source_map.key(key) for key in keys), Span(source_map.file))


def _exhibits(tailored: Tailored) -> Iterator[Exhibit | Box | OwnBlock]:
    for section in tailored.content.brief.sections:
        for block in section.blocks:
            if isinstance(block.content, Exhibit | Box | OwnBlock):
                yield block.content


def _is_named(exhibit_name: str | None, caption: str) -> bool:
    name = " ".join((exhibit_name or "").split())
    return name != "" and f"{caption} ".startswith(f"{name} ")
