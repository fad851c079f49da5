"""An edition contains a private-use character.

Unicode gives no meaning to the characters U+E000 to U+F8FF and those of the planes 15
and 16: each font draws something else, and a screen reader or a search finds nothing.
They come from icon fonts, and from text that was pasted from a document with the font
Symbol or Wingdings. PDF/A forbids them. Type the character that is meant (→ ° ± ✓); for
an icon, use a picture.

Bad:

    /* styles/audiences/policymaker.css */
    .key-points li::before { content: "\\e000 " }

Good:

    /* styles/audiences/policymaker.css */
    .key-points li::before { content: "→ " }
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.locations import find_text
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import EngineWarning, Tailored

PRIVATE_USE_CHARACTER = Rule(
    "BR560", "private-use-character", Severity.ERROR, Stage.PAGE, __doc__, ExampleKind.BUILD
)
RULES = (PRIVATE_USE_CHARACTER,)
KIND = "private character"


def report_private_use_characters(tailored: Tailored, warnings: Sequence[EngineWarning]) -> Sequence[Finding]:
    """Return a finding for each private-use character that an edition prints; one without a glyph has another."""
    lacking = {one.subject for one in warnings if one.kind == "glyph"}
    found = (one for one in dict.fromkeys(warnings) if one.kind == KIND and one.subject not in lacking)
    return [_finding(tailored, one) for one in found]


def _finding(tailored: Tailored, warning: EngineWarning) -> Finding:
    where = find_text(tailored, warning.subject)
    if where.file == "styles" and warning.line:
        where = Span(warning.file, warning.line, warning.column)
    return private_use_finding(warning.subject, where)


def private_use_finding(letter: str, where: Span, detail: str = "") -> Finding:
    """Return the finding for a private-use character at a place; `detail` says what contains it."""
    what = f"private-use character U+{ord(letter):04X}{f' {detail}' if detail else ''}"
    what += ": it has a meaning in one font only, and none in a search"
    help = "type the character that is meant, such as →, ° or ✓; for an icon, use a picture"
    if where.file.lower().endswith(".svg"):
        help = (
            "type the character that is meant, such as →, ° or ✓, or export the texts of the drawing as paths"
        )
    return PRIVATE_USE_CHARACTER.finding(what, where, help)
