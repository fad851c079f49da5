"""Every page is of a size that a PDF may have.

PDF/A keeps to the limits of ISO 32000-1: each side of a page has 3 to 14,400 units of 1/72 inch, which is 1.06 mm to
5,080 mm. A larger sheet is printed from a page that is made smaller, and scaled by the printer.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding
from briefing.stages import Sheets, Tailored


def pages_of_a_size(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A reader program may refuse a page that is larger, and no validator passes it."""
    return [
        Finding(
            "BR617",
            f"page {one.page} has {one.width:,.1f} × {one.height:,.1f} mm; a PDF/A page has 1.06 to 5,080 mm a side",
            one.where,
            "set a `size` within these limits, with its margins; for a larger print, let the printer scale it",
        )
        for one in sheets.outsized
    ]
