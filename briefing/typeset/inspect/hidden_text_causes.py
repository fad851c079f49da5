"""Find the cause of a misplaced text: a declaration, a table or the text itself.

Many texts can have one cause, such as a margin of every paragraph: they are merged into one, with their number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from briefing.stages import Declaration, MisplacedText, Origin
from briefing.typeset.inspect.css_cascade import Cascade

MILLIMETRES = 25.4 / 96
"""Millimetres in a CSS pixel."""

TOLERANCE = 96 / 25.4
"""One millimetre, in CSS pixels: a text may exceed its bounds by this much."""

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom, in CSS pixels from the top left of the page."""

LEAST_WIDTH = 30 / MILLIMETRES
"""The least width between the margins of a page, in CSS pixels: text needs 30 mm."""

SIDES = ("left", "top", "right", "bottom")

PUSHING = {
    "left": (
        "margin-left",
        "left",
        "right",
        "width",
        "text-indent",
        "margin-right",
        "transform",
        "min-width",
    ),
    "top": ("margin-top", "top", "bottom", "transform", "height", "margin-bottom", "position"),
    "right": (
        "width",
        "min-width",
        "margin-left",
        "padding-left",
        "left",
        "right",
        "margin-right",
        "transform",
    ),
    "bottom": ("height", "min-height", "margin-top", "padding-top", "top", "bottom", "transform", "position"),
}
"""For each side of a page, the properties that may move a box beyond it."""

IN_MARGIN = {
    **dict.fromkeys(
        ("left", "right"), ("width", "margin-left", "margin-right", "padding-left", "padding-right")
    ),
    **dict.fromkeys(
        ("top", "bottom"), ("height", "margin-top", "margin-bottom", "padding-top", "padding-bottom")
    ),
}
"""The same for a margin box of a page."""

COLLIDING = (
    *(
        "margin-top",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "position",
        "transform",
        "height",
        "max-height",
    ),
    *("width", "float"),
)
"""The properties that may move a box onto another one, the likeliest first."""


def boxes_around(box: Any, around: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:  # noqa: ANN401
    """Return the lines inside a box, each with the boxes around it, outermost first."""
    box = getattr(box, "_box", box)  # a placeholder of an absolutely positioned box
    if type(box).__name__ == "LineBox":
        yield box, around
        return
    for child in getattr(box, "children", ()):
        yield from boxes_around(child, (*around, box))


def beyond(edges: Edges, area: Edges) -> tuple[str, float]:
    """Return the side on which edges exceed an area the most, and by how much, in CSS pixels."""
    by = (area[0] - edges[0], area[1] - edges[1], edges[2] - area[2], edges[3] - area[3])
    most = max(range(4), key=lambda side: by[side])
    return SIDES[most], by[most]


def too_wide_table(around: Sequence[Any], cascade: Cascade) -> tuple[Any, float, Declaration | None] | None:
    """Return the outermost table around a line that is too wide, the excess width, and the declaration that sets it."""
    for index, box in enumerate(around):
        if not getattr(box, "is_table_wrapper", False) or not index:
            continue
        available = around[index - 1].width
        for table in box.children:
            excess = getattr(table, "border_width", lambda: 0)() - available
            if excess > TOLERANCE:
                return box, excess, _widening(table, available, cascade)
    return None


def _widening(table: Any, available: float, cascade: Cascade) -> Declaration | None:  # noqa: ANN401
    """Return the declaration that makes a table wider than its column; None where its text does."""
    for name in ("width", "min-width"):
        value = table.style[name.replace("-", "_")]
        if _number(value) and _size(table, name) * (_number(value) > 100 or value[1] != "%") > available:
            return cascade.of_box(table, name)
    return None


def narrow_page(page: Any, cascade: Cascade) -> Declaration | None:  # noqa: ANN401
    """Return the declaration of the larger margin of a page that is too narrow between its margins."""
    if page.width >= LEAST_WIDTH:
        return None
    name = "margin-left" if page.margin_left >= page.margin_right else "margin-right"
    return cascade.of_box(page, name)


def before_table(around: Sequence[Any]) -> Sequence[Any]:
    """Return the boxes around a line, down to the first table."""
    index = next(
        (at for at, box in enumerate(around) if getattr(box, "is_table_wrapper", False)), len(around)
    )
    return around[:index]


def in_margin(page: Any, around: Sequence[Any], side: str, cascade: Cascade) -> Declaration | None:  # noqa: ANN401
    """Return the declaration of a margin box that may move its text off the sheet."""
    box = next((one for one in around if hasattr(one, "at_keyword")), None)
    if box is None:
        return None
    names = sorted(IN_MARGIN[side], key=lambda name: -_size(box, name))
    asked = (
        cascade.of_page(page.page_type, name, box.at_keyword) for name in (*names, "white-space", "content")
    )
    return next(filter(None, asked), None)


def pusher(
    around: Sequence[Any], side: str, area: Edges, cascade: Cascade, *, own: bool = True
) -> Declaration | None:
    """Return the declaration that moves the outermost of the boxes around a line beyond an area."""
    index = SIDES.index(side)
    for box in around:
        if not hasattr(box, "border_box_x") or _is_whole(box) or beyond(_edges(box), area)[1] <= TOLERANCE:
            continue
        if (_edges(box)[index] - area[index]) * (-1 if index < 2 else 1) <= TOLERANCE:
            continue
        if found := _likeliest(box, PUSHING[side], cascade):
            return found
    for box in reversed(around) if own else ():
        for name in ("white-space", "text-indent"):
            if box.style[name.replace("-", "_")] not in ("normal", "pre-line", "pre-wrap", (0, "px"), 0) and (
                found := cascade.of_box(box, name)
            ):
                return found
    return None


def collider(one: Sequence[Any], other: Sequence[Any], cascade: Cascade) -> Declaration | None:
    """Return the declaration that moves one of two boxes onto the other."""
    shared = sum(1 for _ in _while_same(one, other))
    own = [*one[shared:], *other[shared:]]
    asked = (cascade.of_box(box, name) for name in COLLIDING for box in own if _is_set(box, name))
    found = list(filter(None, asked))
    return next((one for one in found if cascade.is_users(one)), None) or next(iter(found), None)


def is_clipped(line: Any, around: Sequence[Any]) -> bool:  # noqa: ANN401
    """Return whether one of the boxes around a line clips it, so that it cannot overlap anything."""
    for box in around:
        if _is_whole(box):
            continue
        if box.style["position"] in ("absolute", "fixed") and box.style["clip"]:
            return True
        if box.style["overflow"] != "visible" and hasattr(box, "border_box_x"):
            _, top, _, bottom = _edges(box)
            if line.position_y + line.height > bottom + TOLERANCE or line.position_y < top - TOLERANCE:
                return True
    return False


def _while_same(one: Sequence[Any], other: Sequence[Any]) -> Iterator[None]:
    for first, second in zip(one, other, strict=False):
        if first is not second:
            return
        yield None


def _likeliest(box: Any, names: Sequence[str], cascade: Cascade) -> Declaration | None:  # noqa: ANN401
    """Return the declaration of the property of a box with the largest value."""
    asked = sorted((name for name in names if _is_set(box, name)), key=lambda name: -_size(box, name))
    return next((found for name in asked if (found := cascade.of_box(box, name))), None)


def _size(box: Any, name: str) -> float:  # noqa: ANN401
    """Return a length of a box's style in CSS pixels; percentages are estimated."""
    value = box.style[name.replace("-", "_")]
    if isinstance(value, int | float):
        return abs(float(value))
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], int | float):
        return abs(float(value[0])) * (getattr(box, "width", 1) / 100 if value[1] == "%" else 1)
    number = getattr(value, "value", None)
    if isinstance(number, int | float):
        return abs(float(number)) * (8 if getattr(value, "unit", "") == "%" else 1)
    return 0.5


def _is_set(box: Any, name: str) -> bool:  # noqa: ANN401
    """Return whether a property of a box has a value that moves or limits it."""
    value = box.style[name.replace("-", "_")]
    if name in ("position", "float"):
        return bool(value != {"position": "static", "float": "none"}[name])
    if name in SIDES:
        return bool(value != "auto" and box.style["position"] != "static")
    if name == "transform":
        return bool(value)
    if name in ("margin-top", "margin-bottom", "margin-left", "margin-right"):
        return bool(_number(value))
    return bool(value not in ("auto", "none") and _number(value))


def _number(value: Any) -> float:  # noqa: ANN401
    if isinstance(value, tuple) and value:
        value = value[0]
    value = getattr(value, "value", value)
    return float(value) if isinstance(value, int | float) else 0.0


def _is_whole(box: Any) -> bool:  # noqa: ANN401
    return hasattr(box, "page_type")


def _edges(box: Any) -> Edges:  # noqa: ANN401
    left, top = box.border_box_x(), box.border_box_y()
    return left, top, left + box.border_width(), top + box.border_height()


HARMLESS = {
    "display": (
        "block",
        "inline",
        "inline-block",
        "flex",
        "grid",
        "table",
        "list-item",
        "flow-root",
        "contents",
    ),
    "visibility": ("visible",),
    "opacity": ("1", "1.0", "100%"),
    "overflow": ("visible",),
    "transform": ("none",),
    "float": ("none",),
    "position": ("static", "relative"),
    "clip": ("auto",),
}
"""For properties that can hide a text, the values that do not."""

LENGTHS = {"width", "height", "max-width", "max-height"}
NEARLY_NOTHING = re.compile(r"0(?![.\d]*[1-9])|0?\.[0-4]|var\(|calc\(")
"""A length that may leave nothing visible."""


def hiding(element: Element | None, names: Sequence[str], cascade: Cascade) -> Declaration | None:
    """Return the declaration of the first of these properties that can hide an element, its ancestors' included."""
    for name in names:
        inside = () if element is None else (one for one in element.iter() if isinstance(one.tag, str))
        for one in (*cascade.elements.around(element), *inside):
            found = cascade.of_element(one, name)
            if found and _hides(name, found.value.partition("!")[0].strip().lower()):
                return found
    return None


def own(element: Element | None, names: Sequence[str], cascade: Cascade) -> Declaration | None:
    """Return the declaration of the first of these properties that is set for an element itself."""
    found = (cascade.of_element(element, name) for name in names)
    return next((one for one in found if one and one.value not in ("static", "none", "auto")), None)


def _hides(name: str, value: str) -> bool:
    if name in LENGTHS:
        return bool(NEARLY_NOTHING.match(value))
    return value not in HARMLESS.get(name, ())


def merged(found: Iterable[MisplacedText]) -> tuple[MisplacedText, ...]:
    """Merge the texts that have one cause, in the order of the pages."""
    kept: dict[Any, MisplacedText] = {}
    for number, one in enumerate(found):
        key = _cause(one) or number
        before = kept.get(key)
        if before is None:
            kept[key] = replace(one, pages=one.pages or (one.page,))
            continue
        kept[key] = replace(
            before,
            count=before.count + one.count,
            pages=tuple(dict.fromkeys((*before.pages, one.page))),
            distance=max(before.distance, one.distance),
        )
    return tuple(kept.values())


def _cause(one: MisplacedText) -> tuple[Any, ...] | None:
    if one.is_table:
        return "table", one.origin, one.other
    if one.declaration is not None:
        return one.how, one.is_picture, one.declaration.where
    if one.origin != Origin():
        return one.how, one.is_picture, one.origin.key or one.origin.template
    return None
