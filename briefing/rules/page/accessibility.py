"""Everyone can read the edition with ears and by keyboard: what PDF/UA asks of an author."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.engine_warnings import find_text
from briefing.rules.page.locations import place_of, rule_words
from briefing.stages import Flaw, Origin, Sheets, Tailored

SHOWN_CHARACTERS = 40
NOWHERE = "styles"


def readable_by_all(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """What keeps a reader out stops the edition."""
    return [_explain(tailored, flaw) for flaw in sheets.flaws]


def _explain(tailored: Tailored, flaw: Flaw) -> Finding:
    start = flaw.text[:SHOWN_CHARACTERS] + ("…" if len(flaw.text) > SHOWN_CHARACTERS else "")
    where = _where(tailored, flaw)
    if flaw.kind == "heading":
        what = f"the heading '{start}' ({flaw.element}) {flaw.detail}"
        return Finding("BR512", what, where, "go down one level at a time, from the title on")
    if flaw.kind == "link":
        return Finding("BR513", f"the link to '{flaw.text}' has no text", where, "write what it leads to")
    if flaw.kind == "page":
        help = "templates/brief.j2.html has both: keep <html lang> and <title>"
        return Finding("BR515", f"the page {flaw.detail}", where, help)
    if flaw.kind == "table":
        help = "give it a head, and every row as many cells"
        return Finding("BR516", f"the table '{start}' {flaw.detail}", where, help)
    if flaw.kind == "colour":
        return _colour(flaw, where)
    what = f"the picture '{flaw.text or flaw.element}' has no alternative text"
    help = 'give it `alt`, or `alt=""` where it is decoration; an <svg> a <title>'
    return Finding("BR509", what, where, help)


def _colour(flaw: Flaw, where: Span) -> Finding:
    """A colour that a drawing in the page names."""
    help = "write it as `#rrggbb`, `hsl()`, `oklch()` or another colour of CSS that leads to sRGB"
    if flaw.declaration is not None:
        what = f"{rule_words(flaw.declaration)} cannot be drawn: charts paint it black"
        return Finding("BR503", what, flaw.declaration.where, help, Severity.WARNING)
    what = f"the colour '{flaw.text}' of <{flaw.element}> in a drawing cannot be drawn: it is painted black"
    return Finding("BR503", what, where, help, Severity.WARNING)


def _where(tailored: Tailored, flaw: Flaw) -> Span:
    """The tag of a template, or the text of the brief that has the flaw."""
    if flaw.origin != Origin():
        return place_of(tailored, flaw.origin)
    fallback = Span("templates")
    if not flaw.text:
        return fallback
    found = find_text(tailored, flaw.text)
    return fallback if found == Span(NOWHERE) else found
