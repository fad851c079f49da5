"""Every text stands inside its page, on no other text, and can be seen."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.check.engine_remarks import find_text
from briefing.finding import Finding, Span
from briefing.places import Places
from briefing.stages import MisplacedText, Sheets, Tailored

SHOWN_CHARACTERS = 40


def texts_in_place(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A word too long for its column, a box too narrow, a heading over another: none may leave the house unnoticed."""
    findings = []
    for text in sheets.misplaced:
        start = text.text.strip()[:SHOWN_CHARACTERS]
        if text.is_picture:
            findings.append(_picture(tailored, text))
            continue
        if text.how == "edge":
            what = f"the text '{start}' runs off its page (page {text.page})"
            mend = "shorten its longest word, or widen its column in the style"
        elif text.how == "cut":
            what = f"the text '{start}' is cut off by its box (page {text.page})"
            mend = "let the box grow with its text, or take `overflow` and `clip` from its style"
        elif text.how == "covered":
            what = f"the text '{start}' lies under a box that is painted over it (page {text.page})"
            mend = (
                "look for a `position` with a background in the style, and move that box or set its `z-index`"
            )
        elif text.how == "hidden":
            what = f"the text '{start}' cannot be seen (page {text.page})"
            mend = "look for `visibility`, `opacity`, `transform` or a tiny size in its style; to leave it out, drop it"
        else:
            what = f"the texts '{start}' and '{text.other.strip()[:SHOWN_CHARACTERS]}' overlap (page {text.page})"
            mend = "shorten the longer one, or give it room in the style"
        findings.append(Finding("BR603", what, _where(tailored, start, text.other.strip()), mend))
    return findings


PICTURE_ENDS = {
    "edge": ("reaches beyond its page", "make it smaller in the style"),
    "cut": (
        "is cut off by its box",
        "let the box grow with it, or take `overflow` and `clip` from its style",
    ),
    "hidden": (
        "cannot be seen",
        "look for `display`, `visibility`, `opacity`, or a size of nothing in its style, or an empty `src`",
    ),
}


def _picture(tailored: Tailored, picture: MisplacedText) -> Finding:
    ending, mend = PICTURE_ENDS[picture.how]
    name = picture.text.strip()[:SHOWN_CHARACTERS]
    page = f" (page {picture.page})" if picture.page else ""
    where = find_text(tailored, picture.other) if picture.other else Span("templates")
    if where.file == "styles":
        where = Span("templates")
    return Finding("BR603", f"the picture '{name}' {ending}{page}", where, mend)


def _where(tailored: Tailored, *texts: str) -> Span:
    """The line of the brief that the first of the texts that can be found comes from, letter by letter."""
    places = tailored.job.places
    found = (places.sole(_beginning(text, places)) for text in texts)
    return next((span for span in found if span.line), Span(places.file))


def _beginning(text: str, places: Places) -> str:
    """As many of the first words of a text as stand in the file together."""
    words = text.split()
    beginnings = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((beginning for beginning in beginnings if places.count(beginning)), "")
