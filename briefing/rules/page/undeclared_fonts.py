"""A style asks for a font that no @font-face declares.

Another font would replace it silently, and a different one on each machine. Declare the
font in `styles/fonts.css`, or correct its name. A chart can ask for a font, too.

Bad:

    /* styles/audiences/policymaker.css */
    h1 { font-family: "Brand Sans" }

Good:

    /* styles/audiences/policymaker.css */
    h1 { font-family: "Brief Display" }
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.locations import find_text
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Sheets, Tailored

UNDECLARED_FONT = Rule("BR505", "undeclared-font", Severity.ERROR, Stage.PAGE, __doc__, ExampleKind.BUILD)
RULES = (UNDECLARED_FONT,)


def report_undeclared_fonts(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return each font family without an @font-face."""
    return [_undeclared(tailored, family, where) for family, where in sheets.undeclared_families.items()]


def _undeclared(tailored: Tailored, family: str, where: Span) -> Finding:
    """Return the finding at the place in a style; if there is none, at the chart in the brief."""
    return undeclared_font(family, where if where.line else find_text(tailored, family))


def undeclared_font(family: str, where: Span) -> Finding:
    """Return the finding for a font that a style asks for and none declares."""
    what = f"no @font-face declares the font '{family}'"
    return UNDECLARED_FONT.finding(what, where, "declare it in styles/fonts.css, or correct the name")
