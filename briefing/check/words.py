"""Every word of the page is painted, and painted once."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.check.origin import place_of, rule_words
from briefing.finding import Finding
from briefing.stages import ElementWords, Origin, Sheets, Tailored

SHOWN_CHARACTERS = 40


def words_painted_once(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A style can hide text, and the typesetter can paint a float twice: neither may leave the house unnoticed."""
    return [_explain(tailored, words) for words in sheets.miscounted]


def _explain(tailored: Tailored, words: ElementWords) -> Finding:
    meant = words.meant[:SHOWN_CHARACTERS] + ("…" if len(words.meant) > SHOWN_CHARACTERS else "")
    how = "is not painted" if not words.painted else "is painted more or less than once"
    what = f"the text '{meant}' in <{words.element}> {how}"
    first = place_of(tailored, words.origin) if words.origin != Origin() else None
    if words.declaration is not None:
        help_ = f"change {rule_words(words.declaration)}"
        help_ += f"; the text is at {first}" if first else ""
        return Finding("BR602", what, words.declaration.where, help_)
    where = first or tailored.job.places.sole(words.meant[:SHOWN_CHARACTERS])
    help_ = f"look for a float, a `display: none` or a `position` in the styles of {words.element}"
    return Finding("BR602", what, where, help_)
