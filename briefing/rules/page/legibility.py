"""Texts that are hard to read as painted: contrast, size, lines and columns.

Contrast is measured on what is painted, with everything that shines through, covers the
text or lies beneath it. On plain colours it is calculated. On a picture, a gradient, a
pattern or a blend, the page is rendered, and a text is judged by the tenth of its ink
with the least contrast. Text in the pattern of a background is decoration and is not
judged.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.engine_warnings import FONT_OF_DRAWING
from briefing.rules.page.locations import place_of, rule_words
from briefing.rules.page.small_type import (
    IN_DRAWING,
    MILLIMETRES,
    SMALL_TYPE,
    explain_small_type,
    files_of_logos,
)
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Pdf, Tailored, Unreadable

LOW_CONTRAST = Rule(
    "BR511",
    "low-contrast",
    Severity.WARNING,
    Stage.PDF,
    """
    A text has too little contrast with its background.

    WCAG 2.2, criterion 1.4.3, requires 4.5:1, and 3:1 for large text. Contrast is measured
    on what is painted; on a picture or a gradient, a text is judged by the tenth of its ink
    with the least contrast. The finding suggests a colour that is near and has enough.

    Bad:

        /* styles/audiences/policymaker.css */
        .section p { color: #999999 }

    Good:

        /* styles/audiences/policymaker.css */
        .section p { color: #555555 }
    """,
    ExampleKind.BUILD,
)
INVISIBLE_TEXT = Rule(
    "BR517",
    "invisible-text",
    Severity.ERROR,
    Stage.PDF,
    """
    A text has nearly the colour of its background.

    Below a contrast of 1.2:1 nobody sees the text, although programs can copy it. Give it
    another colour. To leave a part out, `drop` it in the audience.

    Bad:

        /* styles/audiences/policymaker.css */
        .section p { color: #fdfdfd }

    Good:

        /* styles/audiences/policymaker.css */
        .section p { color: #333333 }
    """,
    ExampleKind.BUILD,
)
CLIPPED_LABEL = Rule(
    "BR519",
    "clipped-drawing-text",
    Severity.ERROR,
    Stage.PDF,
    """
    A text of a drawing reaches beyond its frame.

    What is outside the `viewBox` of an SVG is cut off. Move the text, or widen the
    `viewBox` (`width` and `height`, where there is none).

    Bad:

        {# templates/parts/colophon.j2.html #}
        <svg viewBox="0 0 100 20" width="200"><title>A label</title>
          <text x="60" y="15" font-size="12" font-family="Brief Text">Northern canals</text>
        </svg>

    Good:

        {# templates/parts/colophon.j2.html #}
        <svg viewBox="0 0 200 20" width="200"><title>A label</title>
          <text x="60" y="15" font-size="12" font-family="Brief Text">Northern canals</text>
        </svg>
    """,
    ExampleKind.BUILD,
)
OVERLAPPING_LINES = Rule(
    "BR612",
    "overlapping-lines",
    Severity.ERROR,
    Stage.PDF,
    """
    Texts of one paragraph overlap.

    The lines or the letters are too close, or a drop cap is too large. Give the paragraph a
    `line-height` of at least 1. The typesetter paints a floated `::first-letter` over its
    own word; use a separate element for a drop cap.

    Bad:

        sections:
          - title: The canals leak
            text: >
              They were dug by hand, and they are old. They have no lining, and nobody
              pays for one. Farmers at the end of the line wait for weeks, and their
              fields dry out.
        /* styles/audiences/policymaker.css */
        .section p { line-height: 0.4 }

    Good:

        sections:
          - title: The canals leak
            text: >
              They were dug by hand, and they are old. They have no lining, and nobody
              pays for one. Farmers at the end of the line wait for weeks, and their
              fields dry out.
        /* styles/audiences/policymaker.css */
        .section p { line-height: 1.4 }
    """,
    ExampleKind.BUILD,
)
NARROW_COLUMN = Rule(
    "BR613",
    "narrow-column",
    Severity.ERROR,
    Stage.PDF,
    """
    A column is so narrow that its lines have only a letter or two.

    Padding, a fixed width or many columns leave no room for a word. Make the column wider,
    or give it less padding and fewer neighbours.

    Bad:

        /* styles/audiences/policymaker.css */
        .section p { width: 3mm; overflow-wrap: anywhere }

    Good:

        /* styles/audiences/policymaker.css */
        .section p { width: 60mm; overflow-wrap: anywhere }
    """,
    ExampleKind.BUILD,
)
BROKEN_WORD = Rule(
    "BR614",
    "broken-word",
    Severity.WARNING,
    Stage.PDF,
    """
    A word is broken without a hyphen.

    It is longer than its line, so the typesetter breaks it between any two letters. Set
    `hyphens: auto`, make the column wider or the type smaller, choose a shorter word, or
    type a soft hyphen (U+00AD) where the word may be broken. Addresses and code are not
    checked, and neither are scripts without spaces.

    Bad:

        sections:
          - title: Water is scarce
            text: Northern municipalities wait for rain.
        /* styles/audiences/policymaker.css */
        .section p { width: 16mm; hyphens: none }

    Good:

        sections:
          - title: Water is scarce
            text: Northern municipalities wait for rain.
        /* styles/audiences/policymaker.css */
        .section p { width: 60mm; hyphens: none }
    """,
    ExampleKind.BUILD,
)
RULES = (
    *(LOW_CONTRAST, INVISIBLE_TEXT, SMALL_TYPE),
    *(CLIPPED_LABEL, OVERLAPPING_LINES, NARROW_COLUMN, BROKEN_WORD),
)

FONT_HELP = "export the texts of the drawing as paths, or add the font to styles/fonts.css"
SHOWN_CHARACTERS = 40
SHOWN_LETTERS = 15
"""The number of letters shown of a broken word, on each side of the break."""
INVISIBLE = 1.2
"""The contrast ratio below which a text is an error."""


def report_illegible_texts(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """Return a finding for each declaration that makes texts unreadable or hard to read."""
    logos = frozenset(files_of_logos(tailored))
    explained = ((one, _explain(tailored, one)) for one in pdf.unreadable)
    return [
        finding for one, finding in explained if not (one.kind == "small" and finding.where.file in logos)
    ]


def _explain(tailored: Tailored, one: Unreadable) -> Finding:
    where = _where(tailored, one)
    match one.kind:
        case "contrast":
            return _contrast(one, where)
        case "size" | "small":
            return explain_small_type(tailored, one, where, _rest(one))
        case "piled":
            return _piled(one, where)
        case "narrow":
            what = f"the column is too narrow: {one.measured:g} lines have only a letter or two{_rest(one)}"
            help = "make the column wider, or give it less padding and fewer neighbours"
            return NARROW_COLUMN.finding(what, where, help)
        case "broken":
            return _broken(tailored, one)
        case "crowded":
            return _crowded(one, where)
        case "outside" | "cut":
            return _beyond(one, where)


def _where(tailored: Tailored, one: Unreadable) -> Span:
    """Return the declaration to change, or the file of the drawing; else the place of the text."""
    if one.declaration:
        return one.declaration.where
    if one.where:
        return one.where
    if one.element == IN_DRAWING and one.origin.key:
        chart = tailored.job.source_map.key(one.origin.key)
        if chart.line:
            return chart
    found = place_of(tailored, one.origin, template_first=one.element != IN_DRAWING)
    return Span("styles") if found == Span("templates") else found


def _contrast(one: Unreadable, where: Span) -> Finding:
    ink, ground = one.colours
    ratio = f"{one.measured:.2f}:1" if one.measured < INVISIBLE else f"{one.measured:.1f}:1"
    what = f"the text has a contrast of {ratio}: {ink} on {ground}"
    help = _better(one)
    if one.token:
        help += f"; the chart takes the colour from {rule_words(one.token)} ({one.token.where})"
    if one.measured < INVISIBLE:
        return INVISIBLE_TEXT.finding(f"{what}; it is invisible{_rest(one)}", where, help)
    return LOW_CONTRAST.finding(f"{what}; the minimum is {one.limit:g}:1{_rest(one)}", where, help)


def _better(one: Unreadable) -> str:
    """Return the help for a text without contrast: the colour to use instead, of the text or of its background."""
    if one.is_ground:
        other = f"use {one.better} as the background" if one.better else "use another background"
        return f"{other}, which has {one.limit:g}:1 with the text; or change the colour of the text"
    if one.better:
        return f"use {one.better}, which has {one.limit:g}:1 on this background"
    return "use a plainer background"


def _piled(one: Unreadable, where: Span) -> Finding:
    if not one.other:
        what = f"the letters of the text overlap{_rest(one)}"
        return OVERLAPPING_LINES.finding(what, where, "set a `letter-spacing` that keeps the letters apart")
    depth = -one.measured * MILLIMETRES
    what = f"a text overlaps '{_start(one.other)}' in the same paragraph by {depth:.1f} mm{_rest(one)}"
    help = "give the paragraph a `line-height` of at least 1"
    if "::first-letter" in one.element:
        help = "remove `float`, with which the typesetter paints `::first-letter` over its own word, "
        help += "or put the letter into an element of its own in the template"
    return OVERLAPPING_LINES.finding(what, where, help)


def _broken(tailored: Tailored, one: Unreadable) -> Finding:
    where = one.declaration.where if one.declaration else place_of(tailored, one.origin)
    head = one.text if len(one.text) <= SHOWN_LETTERS else f"…{one.text[-SHOWN_LETTERS:]}"
    tail = one.other if len(one.other) <= SHOWN_LETTERS else f"{one.other[:SHOWN_LETTERS]}…"
    what = f"a word is broken without a hyphen between '{head}' and '{tail}'"
    what += _rest(one, is_quoted=False)
    help = "use a shorter word, or type a soft hyphen (U+00AD) where it may be broken"
    if one.declaration:
        help = f"set `hyphens: auto`, or make the column wider or the type smaller; or {help}"
    return BROKEN_WORD.finding(what, where, help)


def _beyond(one: Unreadable, where: Span) -> Finding:
    what = "a text of a drawing is outside its frame"
    if one.kind == "cut":
        what = "a text of a drawing reaches beyond its frame"
    help = "move the text, or widen the `viewBox` of the drawing (without one, its `width` and `height`)"
    return CLIPPED_LABEL.finding(f"{what}{_rest(one)}", where, help)


def _crowded(one: Unreadable, where: Span) -> Finding:
    what = f"the font '{one.font}' of the drawing was replaced, and a text now overlaps '{_start(one.other)}'"
    return FONT_OF_DRAWING.finding(f"{what}{_rest(one)}", where, FONT_HELP)


def _rest(one: Unreadable, *, is_quoted: bool = True) -> str:
    """Return the end of a message: the text, its page, the number of such texts, and the declaration."""
    text = f"'{_start(one.text)}' in " if is_quoted else ""
    more = f" and {one.count - 1} more" if one.count > 1 else ""
    rule = f"; {rule_words(one.declaration)}" if one.declaration else ""
    return f" ({text}<{one.element}>, page {one.page}{more}{rule})"


def _start(text: str) -> str:
    words = " ".join(text.split())
    return words[:SHOWN_CHARACTERS].strip() + ("…" if len(words) > SHOWN_CHARACTERS else "")
