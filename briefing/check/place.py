"""Every text stands inside its page, and on no other text."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.finding import Finding, Span
from briefing.stages import Sheets, Tailored

SHOWN_CHARACTERS = 40


def texts_in_place(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A word too long for its column, a box too narrow, a heading over another: none may leave the house unnoticed."""
    findings = []
    for text in sheets.misplaced:
        start = text.text.strip()[:SHOWN_CHARACTERS]
        if text.how == "edge":
            what = f"the text '{start}' runs off its page (page {text.page})"
            mend = "shorten its longest word, or widen its column in the style"
        else:
            what = f"the texts '{start}' and '{text.other.strip()[:SHOWN_CHARACTERS]}' overlap (page {text.page})"
            mend = "shorten the longer one, or give it room in the style"
        findings.append(Finding("BR603", what, _where(tailored, start), mend))
    return findings


def _where(tailored: Tailored, start: str) -> Span:
    """The line of the brief that the text comes from, where it stands there letter by letter."""
    places = tailored.job.places
    words = start.split()
    for length in range(len(words), 0, -1):
        beginning = " ".join(words[:length])
        if beginning in places.source:
            return places.sole(beginning)
    return Span(places.file)
