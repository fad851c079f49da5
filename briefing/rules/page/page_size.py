"""A page is larger or smaller than PDF/A allows.

PDF/A keeps to the limits of ISO 32000-1: each side of a page has 3 to 14,400 units of
1/72 inch, which is 1.06 mm to 5,080 mm. Programs may refuse a page outside these
limits. Set a smaller `size` with its margins, and let the printer scale it.

Bad:

    /* styles/audiences/policymaker.css */
    @page { size: 6000mm 400mm }

Good:

    /* styles/audiences/policymaker.css */
    @page { size: 600mm 400mm }
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Sheets, Tailored

INVALID_PAGE_SIZE = Rule("BR617", "invalid-page-size", Severity.ERROR, Stage.PAGE, __doc__, ExampleKind.BUILD)
RULES = (INVALID_PAGE_SIZE,)


def report_invalid_page_sizes(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return each page whose size PDF/A does not allow."""
    return [
        INVALID_PAGE_SIZE.finding(
            f"page {one.page} is {one.width:,.1f} × {one.height:,.1f} mm; PDF/A allows 1.06 to 5,080 mm on each side",
            one.where,
            "set a `size` within these limits, with its margins; let the printer scale it up",
        )
        for one in sheets.outsized
    ]
