"""Every text can be read as it is painted: apart from its ground and its neighbours, large enough, in lines of words.

Contrast is judged by what is painted: what shines through, lies over the text, or is drawn beneath it counts. On plain
colours it is calculated; on a picture, a gradient, a pattern or a blend the page is rendered, and a text is judged by
the tenth of its ink with the least contrast. Text in the pattern of a background is decoration and is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity, Span
from briefing.rules.page.locations import place_of, rule_words
from briefing.stages import Pdf, Tailored, Unreadable

SHOWN_CHARACTERS = 40
IN_DRAWING = "text"
"""The element of what is in a drawing: there the text of the brief says more than the tag of the template."""

INVISIBLE = 1.2
"""The ratio of contrast below which a text is an error."""

MILLIMETRES = 25.4 / 72
"""To a point."""


def legible_texts(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """One finding for each declaration of a style that makes texts unreadable, or hard to read."""
    return [_explain(tailored, one) for one in pdf.unreadable]


def _explain(tailored: Tailored, one: Unreadable) -> Finding:
    where = _where(tailored, one)
    match one.kind:
        case "contrast":
            return _contrast(one, where)
        case "size" | "small":
            return _size(one, where)
        case "piled":
            return _piled(one, where)
        case "narrow":
            what = f"a column is too narrow: {one.measured:g} lines hold a letter or two{_rest(one)}"
            help = "make the column wider, or give it less padding and fewer neighbours"
            return Finding("BR613", what, where, help)
        case "outside" | "cut":
            return _beyond(one, where)


def _where(tailored: Tailored, one: Unreadable) -> Span:
    """The declaration that is to be changed, or the file of the drawing; else where the text comes from."""
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
    help = (
        f"{one.better} would have {one.limit:g}:1 on this ground" if one.better else "make its ground plainer"
    )
    if one.token:
        help += f"; the chart has the colour from {rule_words(one.token)} ({one.token.where})"
    if one.measured < INVISIBLE:
        return Finding("BR517", f"{what}: nobody sees it{_rest(one)}", where, help)
    return Finding("BR511", f"{what}, less than {one.limit:g}:1{_rest(one)}", where, help, Severity.WARNING)


def _size(one: Unreadable, where: Span) -> Finding:
    what = f"the type is {one.measured:.1f} pt, less than"
    grow = (
        "set `wide: true` on the chart, or a smaller `--chart-width` in styles/tokens.css: its letters grow"
    )
    is_chart = one.element == IN_DRAWING and bool(one.origin.key)
    if one.kind == "size":
        help = (
            f"set it in {one.limit:.2g} pt or more, as painted: a `transform` counts, and a drawing's scale"
        )
        help = grow if is_chart else help
        return Finding("BR518", f"{what} the {one.limit:.2g} pt that can be read{_rest(one)}", where, help)
    help = grow if is_chart else "make it larger"
    help += ", or lower `--least-size`, the style's own smallest size (styles/tokens.css)"
    what = f"{what} the style's smallest size of {one.limit:.3g} pt{_rest(one)}"
    return Finding("BR518", what, where, help, Severity.WARNING)


def _piled(one: Unreadable, where: Span) -> Finding:
    if not one.other:
        what = f"the letters of a text lie on each other{_rest(one)}"
        return Finding("BR612", what, where, "give it a `letter-spacing` that keeps its letters apart")
    depth = -one.measured * MILLIMETRES
    what = f"a text lies {depth:.1f} mm deep on '{_start(one.other)}' in its own paragraph{_rest(one)}"
    help = "give the paragraph a `line-height` of at least 1"
    if "::first-letter" in one.element:
        help = "the typesetter lays a floated `::first-letter` over its own word: take out its `float`, "
        help += "or put the letter into an element of its own in the template"
    return Finding("BR612", what, where, help)


def _beyond(one: Unreadable, where: Span) -> Finding:
    what = "a text of a drawing stands outside of its frame"
    if one.kind == "cut":
        what = "a text of a drawing reaches beyond its frame"
    help = (
        "move the text, or widen the `viewBox` of the drawing (its `width` and `height`, where it has none)"
    )
    return Finding("BR519", f"{what}{_rest(one)}", where, help)


def _rest(one: Unreadable) -> str:
    """Which text is meant, where it is, how often there is one, and the declaration that it comes from."""
    source_map = f" and {one.count - 1} more" if one.count > 1 else ""
    rule = f"; {rule_words(one.declaration)}" if one.declaration else ""
    return f" ('{_start(one.text)}' in <{one.element}>, page {one.page}{source_map}{rule})"


def _start(text: str) -> str:
    words = " ".join(text.split())
    return words[:SHOWN_CHARACTERS].strip() + ("…" if len(words) > SHOWN_CHARACTERS else "")
