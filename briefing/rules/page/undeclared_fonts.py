"""Every font that a style asks for is declared, so that none is replaced unseen."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Span
from briefing.rules.page.engine_warnings import find_text
from briefing.stages import Sheets, Tailored


def undeclared_fonts(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A family without @font-face would silently become another one."""
    return [_undeclared(tailored, family, where) for family, where in sheets.undeclared_families.items()]


def _undeclared(tailored: Tailored, family: str, where: Span) -> Finding:
    """A chart may ask for a font in the brief; else it is a style."""
    return undeclared_font(family, where if where.line else find_text(tailored, family))


def undeclared_font(family: str, where: Span) -> Finding:
    """Return the finding for a font that a style asks for and none declares."""
    what = f"a style asks for the font '{family}', which no @font-face declares"
    return Finding("BR505", what, where, "declare it in styles/fonts.css, or mend the name")
