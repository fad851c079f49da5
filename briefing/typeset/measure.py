"""Walks the laid-out boxes: which fonts they ask for, and whether each word is painted exactly once.

WeasyPrint 70 can paint a float twice when it is pushed to the next page, without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any
from xml.etree.ElementTree import Element

from briefing.stages import ElementWords, MisplacedText
from briefing.typeset.cascade import Cascade
from briefing.typeset.causes import (
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
"""Elements that are painted anew on every page that their table reaches."""

UNPAINTED = {"head", "img", "svg", "script", "style", "template", "{http://www.w3.org/2000/svg}svg"}
"""Elements whose text is not set as text, or stands in for something else."""


HIDING = ("display", "continue", "position")
"""What may keep a text from being painted, the likeliest first."""

REPEATING = ("float", "position", "display", "continue", "text-transform", "columns")
"""What may paint a text more or less than once."""


def asked_families(pages: Iterable[Any]) -> set[str]:
    """The first font family that each text asks for."""
    return {box.style["font_family"][0] for page in pages for box in texts_of(page)}


def miscounted_words(root: Element, pages: Iterable[Any], cascade: Cascade) -> tuple[ElementWords, ...]:
    """The elements whose letters were painted more or less often than once; of a hidden one, not its children too."""
    painted: dict[int, Counter[str]] = {}
    for page in pages:
        for box in texts_of(page):
            if box.element is not None and _is_own(box):
                painted.setdefault(id(box.element), Counter()).update(_letters(box.text))
    return tuple(_miscounted(root, painted, cascade))


def _miscounted(
    element: Element, painted: Mapping[int, Counter[str]], cascade: Cascade
) -> Iterator[ElementWords]:
    inside = list(_readable(element))
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
        yield from _miscounted(child, painted, cascade)


def texts_of(box: Any) -> Iterator[Any]:  # noqa: ANN401
    """The boxes of text inside a box, in order."""
    ahead = [box]  # and no generator in a generator: a text is as deep as a page is nested
    while ahead:
        one = ahead.pop()
        if isinstance(getattr(one, "text", None), str):
            yield one
        ahead.extend(reversed(getattr(one, "children", ())))


def _is_own(box: Any) -> bool:  # noqa: ANN401
    """Whether a box holds text of its element: a drop cap does, what a style adds before or after does not."""
    _, _, pseudo = (box.element_tag or "").partition("::")
    return pseudo in ("", "first-letter", "first-line")


def _letters(text: str) -> Iterator[str]:
    """Letters and digits alone, without case: hyphens come and go, and capitals may be the style's."""
    return (letter for letter in text.upper().casefold() if letter.isalnum())


def _readable(element: Element) -> Iterator[Element]:
    if not isinstance(element.tag, str) or element.tag in UNPAINTED | REPEATED:
        return
    yield element
    for child in element:
        yield from _readable(child)


def _own_text(element: Element) -> str:
    """The text that belongs to an element itself: before its first child, and after each."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _name(element: Element) -> str:
    """An element as a selector would name it."""
    identity = f"#{element.get('id')}" if element.get("id") else ""
    return element.tag + identity + "".join(f".{name}" for name in (element.get("class") or "").split())


def misplaced_texts(pages: Iterable[Any], cascade: Cascade) -> tuple[MisplacedText, ...]:
    """The texts that leave the area of their page's content (head and foot: the sheet), or lie on another text.

    Those that have one cause are one.
    """
    found: list[MisplacedText] = []
    for number, page in enumerate(pages, start=1):
        content, *margins = page.children
        lines = [line for line in lines_of(content) if line.text.strip()]
        edges = [line for margin in margins for line in lines_of(margin) if line.text.strip()]
        outside = [(line, area_of(page)) for line in lines if _leaves(line, area_of(page))]
        outside += [(line, _sheet_of(page)) for line in edges if _leaves(line, _sheet_of(page), tolerance=1)]
        overlaps = list(_overlaps([*lines, *edges]))
        if outside or overlaps:
            around = {id(line): boxes for child in page.children for line, boxes in boxes_around(child)}
            gone = {id(line.box) for line, _ in outside}
            gone |= {id(line.box) for line in lines if is_clipped(line.box, around.get(id(line.box), ()))}
            found += [
                _outside(line, area, around.get(id(line.box), ()), number, page, cascade)
                for line, area in outside
            ]
            found += [
                _overlap(one, other, around, number, cascade)
                for one, other in overlaps
                if not gone & {id(one.box), id(other.box)}
            ]
    return merged(found)


def _outside(
    line: Line,
    area: Edges,
    around: Sequence[Any],
    number: int,
    page: Any,  # noqa: ANN401
    cascade: Cascade,
) -> MisplacedText:
    """A text that leaves its page, with its cause: a margin, a table, or its own words."""
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
    """The caption of the exhibit that an element is in; else the first words of the element."""
    for one in cascade.elements.around(element):
        caption = one.find("figcaption") if one.tag == "figure" else None
        if caption is not None:
            return " ".join("".join(caption.itertext()).split())
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _overlap(
    one: Line, other: Line, around: Mapping[int, Sequence[Any]], number: int, cascade: Cascade
) -> MisplacedText:
    """Two texts on top of each other, with the declaration that brought one of them there."""
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


SPACES = {" ": 0.35, "\N{EM SPACE}": 1.0}
"""The widths of spaces as shares of the size; a common one takes about a quarter to a third."""


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
    """The lines inside a box; a line inside a line (a marker, say) belongs to the outer one."""
    ahead = [box]
    while ahead:
        one = ahead.pop()
        if type(one).__name__ != "LineBox":
            ahead.extend(reversed(getattr(one, "children", ())))
        elif texts := [text for text in texts_of(one) if text.text.strip()]:
            yield Line(
                "".join(text.text for text in texts),
                min(text.position_x + _hanging_space(text) for text in texts),
                max(text.position_x + text.width for text in texts),
                one.position_y,
                one.position_y + one.height,
                one,
            )


def _hanging_space(text: Any) -> float:  # noqa: ANN401
    """The room of a space behind a line that runs from right to left: WeasyPrint 70 leaves it there, at the left."""
    is_from_the_right = text.style["direction"] == "rtl"
    return float(text.style["font_size"]) * SPACES.get(text.text[-1:], 0.0) if is_from_the_right else 0.0


def area_of(page: Any) -> Edges:  # noqa: ANN401
    """The area of a page inside its margins."""
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
