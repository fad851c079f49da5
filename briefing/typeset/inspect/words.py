"""Check the text of laid-out boxes: the fonts that it requests, and that each word is painted exactly once.

WeasyPrint 70 can silently paint a float twice when it moves to the next page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from briefing.stages import ElementWords, MisplacedText
from briefing.typeset.inspect.css_cascade import Cascade
from briefing.typeset.inspect.hidden_text_causes import (
    MILLIMETRES,
    TOLERANCE,
    Edges,
    before_table,
    beyond,
    boxes_around,
    collider,
    hiding,
    in_margin,
    is_clipped,
    merged,
    narrow_page,
    pusher,
    too_wide_table,
)

REPEATED = {"thead", "tfoot"}
"""Elements that are repeated on every page of their table."""

NEVER_SHOWN = {"head", "script", "style", "template"}
UNPAINTED = NEVER_SHOWN | {"img", "svg", "{http://www.w3.org/2000/svg}svg"}
"""Elements whose text is not typeset as text, or replaces something else."""


HIDING = ("display", "continue", "position")
"""The properties that may keep a text from being painted, the likeliest first."""

REPEATING = ("float", "position", "display", "continue", "text-transform", "columns")
"""The properties by which a text may be painted more or less than once."""


def requested_families(pages: Iterable[Any]) -> set[str]:
    """Return the first font family of each text."""
    return {box.style["font_family"][0] for page in pages for box in texts_of(page)}


LeftOut = Callable[[Element], bool]
"""Returns whether a style leaves an element out: `display: none`."""


def miscounted_words(
    root: Element, pages: Iterable[Any], cascade: Cascade, is_left_out: LeftOut
) -> tuple[ElementWords, ...]:
    """Return the elements whose letters were not painted exactly once; the children of a lost element are skipped.

    An element that a style repeats on pages (running or fixed) counts once if it is complete wherever it is painted.
    Elements that a style leaves out are not considered: see `left_out_texts`.
    """
    painted: dict[int, Counter[str]] = {}
    repeated: dict[int, dict[_Place, Counter[str]]] = {}
    for number, page in enumerate(pages):
        for place, box in _placed_texts(page, number):
            if box.element is None or not _is_own(box):
                continue
            source_map = repeated.setdefault(id(box.element), {}) if place else {}
            found = (
                source_map.setdefault(place, Counter())
                if place
                else painted.setdefault(id(box.element), Counter())
            )
            found.update(_letters(box.text))
    for key, source_map in repeated.items():
        first, *others = source_map.values()
        is_same = all(other == first for other in others)
        painted.setdefault(key, Counter()).update(first if is_same else sum(others, first))
    return tuple(_miscounted(root, painted, cascade, is_left_out))


_Place = tuple[int, int]
"""The page and the box in which something is repeated: a margin box or a fixed box."""


def _placed_texts(page: Any, number: int) -> Iterator[tuple[_Place | None, Any]]:  # noqa: ANN401
    """Return the text boxes of a page, each with the place in which it is repeated, if it is."""
    content, *margins = page.children
    yield from _texts_in(content, number, None)
    for margin in margins:
        for box in texts_of(margin):
            yield (number, id(margin)), box


def _texts_in(box: Any, number: int, place: _Place | None) -> Iterator[tuple[_Place | None, Any]]:  # noqa: ANN401
    if isinstance(getattr(box, "text", None), str):
        yield place, box
    elif place is None and hasattr(box, "style") and box.style["position"] == "fixed":
        place = (number, id(box))
    for child in getattr(box, "children", ()):
        yield from _texts_in(child, number, place)


def left_out_texts(root: Element, is_left_out: LeftOut) -> Iterator[tuple[Element, str]]:
    """Return the outermost elements that a style leaves out, each with its text."""
    if not isinstance(root.tag, str) or root.tag in NEVER_SHOWN:
        return
    if is_left_out(root):
        yield root, " ".join("".join(_own_words(root)).split())
        return
    for child in () if root.tag in UNPAINTED else root:
        yield from left_out_texts(child, is_left_out)


def _own_words(element: Element) -> Iterator[str]:
    """Return the text of an element and its descendants, without pictures."""
    if isinstance(element.tag, str) and element.tag not in UNPAINTED:
        yield element.text or ""
        for child in element:
            yield from _own_words(child)
            yield child.tail or ""


def _miscounted(
    element: Element, painted: Mapping[int, Counter[str]], cascade: Cascade, is_left_out: LeftOut
) -> Iterator[ElementWords]:
    inside = list(_readable(element, is_left_out))
    if not inside:
        return
    whole = "".join(_own_text(part) for part in inside)
    if any(_letters(whole)) and not any(painted.get(id(part)) for part in inside):
        words, declaration = " ".join("".join(element.itertext()).split()), hiding(element, HIDING, cascade)
        yield ElementWords(_name(element), words, "", cascade.elements.origin(element), declaration)
        return
    found = painted.get(id(element), Counter())
    if found != Counter(_letters(_own_text(element))):
        letters, declaration = "".join(sorted(found.elements())), hiding(element, REPEATING, cascade)
        origin = cascade.elements.origin(element)
        yield ElementWords(_name(element), _own_text(element).strip(), letters, origin, declaration)
    for child in element:
        yield from _miscounted(child, painted, cascade, is_left_out)


def texts_of(box: Any) -> Iterator[Any]:  # noqa: ANN401
    """Return the text boxes inside a box, in order."""
    ahead = [box]  # no recursive generators: a text is as deep as the page is nested
    while ahead:
        one = ahead.pop()
        if isinstance(getattr(one, "text", None), str):
            yield one
        ahead.extend(reversed(getattr(one, "children", ())))


def _is_own(box: Any) -> bool:  # noqa: ANN401
    """Return whether a box has text of its element: a drop cap does, `::before` and `::after` do not."""
    _, _, pseudo = (box.element_tag or "").partition("::")
    return pseudo in ("", "first-letter", "first-line")


def _letters(text: str) -> Iterator[str]:
    """Return only letters and digits, without case: styles may add hyphens and change case."""
    return (letter for letter in text.upper().casefold() if letter.isalnum())


def _readable(element: Element, is_left_out: LeftOut) -> Iterator[Element]:
    if not isinstance(element.tag, str) or element.tag in UNPAINTED | REPEATED or is_left_out(element):
        return
    yield element
    for child in element:
        yield from _readable(child, is_left_out)


def _own_text(element: Element) -> str:
    """Return the text of an element itself: before its first child, and after each child."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _name(element: Element) -> str:
    """Return a selector for an element."""
    identity = f"#{element.get('id')}" if element.get("id") else ""
    return element.tag + identity + "".join(f".{name}" for name in (element.get("class") or "").split())


class Displaced(NamedTuple):
    """The misplaced texts, merged by cause, and all of their lines (the `id` of each box)."""

    texts: tuple[MisplacedText, ...]
    lines: frozenset[int]


def misplaced_texts(pages: Iterable[Any], cascade: Cascade) -> Displaced:
    """Return the texts that leave their page area (in margin boxes: the sheet), or overlap another text."""
    found: list[MisplacedText] = []
    displaced: set[int] = set()
    for number, page in enumerate(pages, start=1):
        content, *margins = page.children
        area, sheet = area_of(page), _sheet_of(page)
        placed = list(_lines_and_bounds(content, area, sheet))
        lines = [line for line, _ in placed]
        edges = [line for margin in margins for line in lines_of(margin) if line.text.strip()]
        outside = [
            (line, bounds)
            for line, bounds in placed
            if _leaves(line, bounds, tolerance=TOLERANCE if bounds == area else 1)
        ]
        outside += [(line, sheet) for line in edges if _leaves(line, sheet, tolerance=1)]
        overlaps = list(_overlaps([*lines, *edges]))
        if outside or overlaps:
            around = {id(line): boxes for child in page.children for line, boxes in boxes_around(child)}
            gone = {id(line.box) for line, _ in outside}
            displaced |= gone | {id(line.box) for pair in overlaps for line in pair}
            gone |= {id(line.box) for line in lines if is_clipped(line.box, around.get(id(line.box), ()))}
            found += [
                _outside(line, bounds, around.get(id(line.box), ()), number, page, cascade)
                for line, bounds in outside
            ]
            found += [
                _overlap(one, other, around, number, cascade)
                for one, other in overlaps
                if not gone & {id(one.box), id(other.box)}
            ]
    return Displaced(merged(found), frozenset(displaced))


def _outside(
    line: Line,
    area: Edges,
    around: Sequence[Any],
    number: int,
    page: Any,  # noqa: ANN401
    cascade: Cascade,
) -> MisplacedText:
    """Return a text that leaves its page, with its cause: a margin, a table, or the text itself."""
    side, by = beyond((line.left, line.top, line.right, line.bottom), area)
    text = MisplacedText("edge", line.text, "", number, distance=by * MILLIMETRES)
    margin = narrow_page(page, cascade) or pusher(before_table(around), side, area, cascade, own=False)
    if margin is not None:
        return replace(text, origin=cascade.elements.of_box(line.box), declaration=margin)
    if side in ("left", "right") and (wide := too_wide_table(around, cascade)):
        table, excess, declaration = wide
        origin, title = cascade.elements.of_box(table), _title_of(table.element, cascade)
        excess *= MILLIMETRES
        return replace(
            text, origin=origin, declaration=declaration, is_table=True, distance=excess, other=title
        )
    declaration = pusher(around, side, area, cascade) or in_margin(page, around, side, cascade)
    return replace(text, origin=cascade.elements.of_box(line.box), declaration=declaration)


def _title_of(element: Element | None, cascade: Cascade) -> str:
    """Return the caption of the exhibit around an element; else the text of the element."""
    for one in cascade.elements.around(element):
        caption = one.find("figcaption") if one.tag == "figure" else None
        if caption is not None:
            return " ".join("".join(caption.itertext()).split())
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _overlap(
    one: Line, other: Line, around: Mapping[int, Sequence[Any]], number: int, cascade: Cascade
) -> MisplacedText:
    """Return two overlapping texts, with the declaration that moved one of them there."""
    boxes = [(*around.get(id(line.box), ()), line.box) for line in (one, other)]
    depth = min(one.bottom, other.bottom) - max(one.top, other.top)
    return MisplacedText(
        "overlap",
        one.text,
        other.text,
        number,
        origin=cascade.elements.of_box(one.box),
        declaration=collider(boxes[0], boxes[1], cascade),
        distance=depth * MILLIMETRES,
    )


def _lines_and_bounds(box: Any, bounds: Edges, sheet: Edges) -> Iterator[tuple[Line, Edges]]:  # noqa: ANN401
    """Return the lines inside a box, each with its bounds.

    The bounds are the page area; on a side where a style moves a box into the margin, they are those of the sheet. A
    text that only overflows, because it is too long for its box, keeps the page area.
    """
    if type(box).__name__ == "LineBox":
        yield from ((line, bounds) for line in lines_of(box) if line.text.strip())
        return
    for child in getattr(box, "children", ()):
        wider = _bounds_of(child, bounds, sheet) if hasattr(child, "border_box_x") else bounds
        yield from _lines_and_bounds(child, wider, sheet)


def _bounds_of(box: Any, bounds: Edges, sheet: Edges) -> Edges:  # noqa: ANN401
    """Return the bounds of the lines inside a box, which a style may have moved into the margin."""
    left, top = box.content_box_x(), box.content_box_y()
    edges = (left, top, left + box.width, top + box.height)
    beyond = (edges[0] < bounds[0], edges[1] < bounds[1], edges[2] > bounds[2], edges[3] > bounds[3])
    if not any(beyond):
        return bounds
    is_wider = [is_beyond and _is_put(box, side) for is_beyond, side in zip(beyond, SIDES, strict=True)]
    left, top, right, bottom = (
        widest if is_one else own for is_one, widest, own in zip(is_wider, sheet, bounds, strict=True)
    )
    return left, top, right, bottom


SIDES = ("left", "top", "right", "bottom")
OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


def _is_put(box: Any, side: str) -> bool:  # noqa: ANN401
    """Return whether a style moves a box to a side: by its position, or by a negative margin."""
    position = box.style["position"]
    if position in ("absolute", "fixed"):
        return True
    if position == "relative":
        moves = (box.style[side], box.style[OPPOSITE[side]])
        return any(move != "auto" and getattr(move, "value", 0) for move in moves)
    margin = box.style[f"margin_{side}"]
    return margin != "auto" and getattr(margin, "value", 0) < 0


SPACES = {" ": 0.35, "\N{EM SPACE}": 1.0}
"""The widths of spaces as shares of the type size; a normal space takes about a quarter to a third."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its edges, in CSS pixels from the top left of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    box: Any = field(default=None, compare=False, repr=False)


def lines_of(box: Any) -> Iterator[Line]:  # noqa: ANN401
    """Return the lines inside a box.

    A line inside a line, such as a marker, belongs to the outer one, unless a style puts its element elsewhere.
    """
    ahead = [box]
    while ahead:
        one = ahead.pop()
        if type(one).__name__ != "LineBox":
            ahead.extend(reversed(getattr(one, "children", ())))
            continue
        within, elsewhere = _parted(one)
        ahead.extend(reversed(elsewhere))
        if texts := [text for text in within if text.text.strip()]:
            yield Line(
                "".join(text.text for text in texts),
                min(text.position_x + _hanging_space(text) for text in texts),
                max(text.position_x + text.width for text in texts),
                one.position_y,
                one.position_y + one.height,
                one,
            )


def _parted(line: Any) -> tuple[list[Any], list[Any]]:  # noqa: ANN401
    """Return the text boxes of a line, and the boxes in it that a style puts elsewhere, such as notes in the margin."""
    texts: list[Any] = []
    elsewhere: list[Any] = []
    ahead = [line]
    while ahead:
        one = ahead.pop()
        if isinstance(getattr(one, "text", None), str):
            texts.append(one)
        elif one.style["position"] == "absolute" and "::" not in (one.element_tag or ""):
            elsewhere.append(one)
        else:
            ahead.extend(reversed(getattr(one, "children", ())))
    return texts, elsewhere


def _hanging_space(text: Any) -> float:  # noqa: ANN401
    """Return the width of the space after a right-to-left line: WeasyPrint 70 keeps it, at the left."""
    is_from_the_right = text.style["direction"] == "rtl"
    return float(text.style["font_size"]) * SPACES.get(text.text[-1:], 0.0) if is_from_the_right else 0.0


def area_of(page: Any) -> Edges:  # noqa: ANN401
    """Return the area of a page inside its margins."""
    left, top = page.content_box_x(), page.content_box_y()
    return left, top, left + page.width, top + page.height


def _sheet_of(page: Any) -> Edges:  # noqa: ANN401
    return 0, 0, page.margin_width(), page.margin_height()


def _leaves(line: Line, area: Edges, tolerance: float = TOLERANCE) -> bool:
    left, top, right, bottom = area
    return (
        line.left < left - tolerance
        or line.right > right + tolerance
        or line.top < top - tolerance
        or line.bottom > bottom + tolerance
    )


def _overlaps(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    by_top = sorted(lines, key=lambda line: line.top)
    for index, one in enumerate(by_top):
        for other in takewhile(lambda line, one=one: line.top < one.bottom - TOLERANCE, by_top[index + 1 :]):  # type: ignore[misc]
            if min(one.right, other.right) - max(one.left, other.left) > TOLERANCE:
                yield one, other
