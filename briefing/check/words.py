"""Every word of the page is painted, and painted once."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.finding import Finding
from briefing.stages import Sheets, Tailored

SHOWN_CHARACTERS = 40


def words_painted_once(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A style can hide text, and the typesetter can paint a float twice: neither may leave the house unnoticed."""
    findings = []
    for words in sheets.miscounted:
        meant = words.meant[:SHOWN_CHARACTERS] + ("…" if len(words.meant) > SHOWN_CHARACTERS else "")
        how = "is not painted" if not words.painted else "is painted more or less than once"
        findings.append(
            Finding(
                "BR602",
                f"the text '{meant}' in <{words.element}> {how}",
                tailored.job.places.sole(words.meant[:SHOWN_CHARACTERS]),
                f"look for a float, a `display: none` or a `position` in the styles of {words.element}",
            )
        )
    return findings
