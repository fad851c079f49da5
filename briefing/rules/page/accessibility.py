"""Flaws that exclude readers who use a screen reader or a keyboard (PDF/UA)."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.engine_warnings import INVALID_CSS
from briefing.rules.page.locations import find_text, place_of, rule_words
from briefing.rules.page.private_use_characters import private_use_finding
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Flaw, Origin, Sheets, Tailored

ALT_TEXT = Rule(
    "BR509",
    "missing-alt-text",
    Severity.ERROR,
    Stage.PAGE,
    """
    A picture has no alternative text.

    A screen reader reads the text in place of the image. Give an `<img>` an `alt`, and an
    `<svg>` a `<title>`; for one that is only decoration, write `alt=""`. In a brief, a
    figure has the key `alt`, and a picture in a text has its alternative text in brackets.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <p><svg viewBox="0 0 9 9" width="9"><rect width="9" height="9"/></svg></p>

    Good:

        {# templates/parts/colophon.j2.html #}
        <p><svg viewBox="0 0 9 9" width="9">
          <title>A square</title><rect width="9" height="9"/>
        </svg></p>
    """,
    ExampleKind.BUILD,
)
HEADING_LEVEL = Rule(
    "BR512",
    "skipped-heading-level",
    Severity.ERROR,
    Stage.PAGE,
    """
    A heading skips a level.

    Screen readers move from heading to heading, and a missing level looks like a missing
    section. Go down one level at a time, from the title (`<h1>`) on.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <h4>Contact</h4>
        <p>Write to us.</p>

    Good:

        {# templates/parts/colophon.j2.html #}
        <h2>Contact</h2>
        <p>Write to us.</p>
    """,
    ExampleKind.BUILD,
)
LINK_TEXT = Rule(
    "BR513",
    "empty-link",
    Severity.ERROR,
    Stage.PAGE,
    """
    A link has no text.

    Nobody can see or hear where it leads. Write the text of the link, or remove it.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <p>Contact: <a href="https://example.org/contact"></a></p>

    Good:

        {# templates/parts/colophon.j2.html #}
        <p>Contact: <a href="https://example.org/contact">the editors</a></p>
    """,
    ExampleKind.BUILD,
)
TITLE_OR_LANGUAGE = Rule(
    "BR515",
    "missing-title-or-language",
    Severity.ERROR,
    Stage.PAGE,
    """
    The page has no title, or no language.

    A program shows the title in its window, and a screen reader needs the language to
    pronounce the text. `templates/brief.j2.html` has both; a template that replaces it
    keeps `<html lang>` and `<title>`.

    Bad:

        {# templates/brief.j2.html #}
        <!doctype html>
        <html>
        <head><meta charset="utf-8"></head>
        <body>{% for part in parts %}{{ part }}{% endfor %}</body>
        </html>

    Good:

        {# templates/brief.j2.html #}
        <!doctype html>
        <html lang="{{ edition.language }}">
        <head><meta charset="utf-8"><title>{{ brief.title.words }}</title></head>
        <body>{% for part in parts %}{{ part }}{% endfor %}</body>
        </html>
    """,
    ExampleKind.BUILD,
)
TABLE = Rule(
    "BR516",
    "irregular-table",
    Severity.ERROR,
    Stage.PAGE,
    """
    A table has no header cells, or rows of different lengths.

    A screen reader reads the header with each cell, and counts the cells of a row. Mark the
    headers as `<th>`, and give every row the same number of cells.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <table>
          <tr><td>Office</td><td>Floor</td></tr>
          <tr><td>Press</td><td>Second</td></tr>
        </table>

    Good:

        {# templates/parts/colophon.j2.html #}
        <table>
          <tr><th>Office</th><th>Floor</th></tr>
          <tr><td>Press</td><td>Second</td></tr>
        </table>
    """,
    ExampleKind.BUILD,
)
UNTYPESET_MARKUP = Rule(
    "BR561",
    "untypeset-markup",
    Severity.ERROR,
    Stage.PAGE,
    """
    A template contains MathML or ruby text, which is not typeset.

    WeasyPrint would print its characters in a row: x² as x2, and 漢字 with its reading as
    one word. Write a formula with `<sup>` and `<sub>`, or draw it as a picture with
    alternative text; write a reading in brackets after its word.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <p>Area: <math><msup><mi>x</mi><mn>2</mn></msup></math></p>

    Good:

        {# templates/parts/colophon.j2.html #}
        <p>Area: <i>x</i><sup>2</sup></p>
    """,
    ExampleKind.BUILD,
)
RULES = (ALT_TEXT, HEADING_LEVEL, LINK_TEXT, TITLE_OR_LANGUAGE, TABLE, UNTYPESET_MARKUP)
MARKUP_HELP = {
    "math": "write it with <sup> and <sub>, or draw it as a picture with alternative text",
    "ruby": "write the reading in brackets after its word",
}

SHOWN_CHARACTERS = 40
NOWHERE = "styles"


def report_accessibility_flaws(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return a finding for each flaw that excludes readers; it stops the edition."""
    return [_explain(tailored, flaw) for flaw in sheets.flaws]


def _explain(tailored: Tailored, flaw: Flaw) -> Finding:
    start = flaw.text[:SHOWN_CHARACTERS] + ("…" if len(flaw.text) > SHOWN_CHARACTERS else "")
    where = _where(tailored, flaw)
    if flaw.kind == "heading":
        what = f"the heading '{start}' ({flaw.element}) {flaw.detail}"
        return HEADING_LEVEL.finding(what, where, "go down one level at a time, from the title on")
    if flaw.kind == "link":
        return LINK_TEXT.finding(f"the link to '{flaw.text}' has no text", where, "say where it leads")
    if flaw.kind == "page":
        help = "keep <html lang> and <title> of the shipped templates/brief.j2.html"
        return TITLE_OR_LANGUAGE.finding(f"the page {flaw.detail}", where, help)
    if flaw.kind == "table":
        help = "mark its headers as <th>, and give every row the same number of cells"
        return TABLE.finding(f"the table '{start}' {flaw.detail}", where, help)
    if flaw.kind == "colour":
        return _colour(flaw, where)
    if flaw.kind == "character":
        return private_use_finding(flaw.text, where, f"in `{flaw.detail}` of <{flaw.element}>")
    if flaw.kind == "markup":
        what = f"<{flaw.element}> is not typeset: '{start}' would be printed as one row of characters"
        return UNTYPESET_MARKUP.finding(what, where, MARKUP_HELP[flaw.element])
    what = f"the picture '{flaw.text or flaw.element}' has no alternative text"
    help = 'add `alt`, or `alt=""` if it is only decoration; in an <svg>, add a <title>'
    return ALT_TEXT.finding(what, where, help)


def _colour(flaw: Flaw, where: Span) -> Finding:
    """Return the finding for a colour in a drawing that the typesetter cannot paint."""
    help = "write it as `#rrggbb`, `hsl()`, `oklch()` or another CSS colour that converts to sRGB"
    if flaw.declaration is not None:
        what = f"{rule_words(flaw.declaration)} is not a colour that charts can paint: it is painted black"
        return INVALID_CSS.finding(what, flaw.declaration.where, help)
    what = f"the colour '{flaw.text}' of <{flaw.element}> in a drawing cannot be painted: it is painted black"
    return INVALID_CSS.finding(what, where, help)


def _where(tailored: Tailored, flaw: Flaw) -> Span:
    """Return the tag of the template, or the text of the brief, that has the flaw."""
    if flaw.origin != Origin():
        return place_of(tailored, flaw.origin)
    fallback = Span("templates")
    if not flaw.text:
        return fallback
    found = find_text(tailored, flaw.text)
    return fallback if found == Span(NOWHERE) else found
