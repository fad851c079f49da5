"""Every font that a style asks for is declared, so that none is replaced unseen."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.finding import Finding, Span
from briefing.stages import Sheets, Tailored


def undeclared_fonts(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A family without @font-face would silently become another one."""
    return [
        Finding(
            "BR505",
            f"a style asks for the font '{family}', which no @font-face declares",
            Span("styles"),
            "declare it in styles/fonts.css, or mend the name",
        )
        for family in sheets.undeclared_families
    ]
