"""Every text can be read as it is painted: apart from its ground and its neighbours, large enough, in lines of words.

Contrast is judged by what is painted: what shines through, lies over the text, or is drawn beneath it counts. On plain
colours it is calculated; on a picture, a gradient, a pattern or a blend the page is rendered, and a text is judged by
the tenth of its ink with the least contrast. Text in the pattern of a background is decoration and is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.check.engine_remarks import find_text
from briefing.finding import Finding, Severity, Span
from briefing.stages import Pdf, Tailored, Unreadable

SHOWN_CHARACTERS = 40
INVISIBLE = 1.2
"""The ratio of contrast below which a text is an error."""

LEAST_SIZE = 6.0
"""Points; see `briefing/typeset/legible.py`."""


def legible_texts(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """One finding for each declaration of a style that makes texts unreadable, or hard to read."""
    return [_explain(tailored, one) for one in pdf.unreadable]


def _explain(tailored: Tailored, one: Unreadable) -> Finding:
    where = one.where or Span("styles")
    match one.kind:
        case "contrast":
            return _contrast(one, where)
        case "size":
            return _size(one, where)
        case "piled":
            return _piled(one, where)
        case "narrow":
            what = f"a column is too narrow: {one.measured:g} lines of <{one.element}> hold {_letters(one)}"
            mend = "widen the column in the style, or give it less indent, padding or fewer neighbours"
            return Finding("BR613", what, where, mend)
        case "unjudged":
            what = f"the contrast of {_texts(one)} could not be measured"
            mend = "please report it, with the style; until then, look at the page"
            return Finding("BR511", what, where, mend, Severity.WARNING)
        case _:
            return _beyond(tailored, one)


def _contrast(one: Unreadable, where: Span) -> Finding:
    ink, ground = one.colours
    ratio = f"{one.measured:.2f}:1" if one.measured < INVISIBLE else f"{one.measured:.1f}:1"
    what = f"{_texts(one)} in <{one.element}> has a contrast of {ratio}: {ink} on {ground}"
    mend = f"{one.better} would have {one.limit:g}:1 on this ground" if one.better else "make its ground plainer"
    if one.measured < INVISIBLE:
        return Finding("BR517", f"{what}; it cannot be seen", where, mend)
    return Finding("BR511", f"{what}, less than {one.limit:g}:1", where, mend, Severity.WARNING)


def _size(one: Unreadable, where: Span) -> Finding:
    what = f"{_texts(one)} in <{one.element}> is set in {one.measured:.1f} pt"
    if one.limit <= LEAST_SIZE:
        mend = f"set it in {one.limit:.2g} pt or more; a `transform` or a narrow drawing makes type smaller"
        return Finding("BR518", f"{what}, less than {one.limit:.2g} pt: too small to read", where, mend)
    mend = "set it larger, or lower `--least-size` in styles/tokens.css"
    what = f"{what}, less than the style's own smallest size of {one.limit:.3g} pt"
    return Finding("BR519", what, where, mend, Severity.WARNING)


def _piled(one: Unreadable, where: Span) -> Finding:
    if not one.better:
        what = f"the letters of {_texts(one)} in <{one.element}> lie on each other"
        return Finding("BR612", what, where, "take the negative `letter-spacing` from its style")
    what = f"in <{one.element}>, '{_start(one.text)}' lies on '{_start(one.better)}'{_places(one)}"
    what += f": by {-one.measured * 25.4 / 72:.1f} mm"
    mend = "give the paragraph a `line-height` of 1 or more, and a drop cap the height of the lines beside it"
    return Finding("BR612", what, where, mend)


def _beyond(tailored: Tailored, one: Unreadable) -> Finding:
    where = one.where or find_text(tailored, one.text)
    what = f"the text '{_start(one.text)}' of a drawing stands outside of its frame (page {one.page})"
    if one.kind == "cut":
        what = f"the text '{_start(one.text)}' of a drawing leaves its frame and is cut (page {one.page})"
    mend = "move the text, or widen the `viewBox` of the drawing (its `width` and `height`, where it has none)"
    return Finding("BR603", what, where, mend)


def _texts(one: Unreadable) -> str:
    return f"the text '{_start(one.text)}'{_places(one)}"


def _places(one: Unreadable) -> str:
    places = f", and {one.count - 1} more like it" if one.count > 1 else ""
    return f" (page {one.page}{places})"


def _letters(one: Unreadable) -> str:
    return f"a letter or two ('{_start(one.text)}', page {one.page})"


def _start(text: str) -> str:
    return text[:SHOWN_CHARACTERS].strip() + ("…" if len(text) > SHOWN_CHARACTERS else "")
