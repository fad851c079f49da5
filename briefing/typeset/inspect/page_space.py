"""Measures room on the laid-out boxes: how full each page is, what each part takes, which exhibits moved on.

Rooms are given in lines of running text, so that a person knows how much to write or to strike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from briefing.stages import MovedExhibit, PartRoom, Room, SheetUse
from briefing.typeset.engine import weasyprint
from briefing.typeset.inspect.hidden_text_causes import TOLERANCE
from briefing.typeset.inspect.page_breaks import FORCED
from briefing.typeset.inspect.words import Line, area_of, lines_of

HYPHEN = "\u2010"
"""What the engine sets where it divides a word."""

HEADINGS = {"h1", "h2", "h3", "h4"}
EXHIBIT = "exhibit"
"""The class of what templates/exhibit.j2.html frames."""

HALF = 0.5


def sheet_uses(pages: Sequence[Any]) -> tuple[SheetUse, ...]:
    """What is used of each page."""
    return tuple(_use_of(page, before) for before, page in pairwise((None, *pages)))


def _use_of(page: Any, before: Any) -> SheetUse:  # noqa: ANN401
    content = page.children[0]
    lines = list(lines_of(content))
    _, top, _, bottom = area_of(page)
    ends = [*(line.bottom for line in lines), *_picture_ends(content)]
    height = max(ends, default=top) - top
    return SheetUse(
        Room(_lines_in(height, content), sum(map(_word_count, lines))),
        _stacked(lines),
        height / max(bottom - top, 1.0),
        follows_forced_break=before is not None and _begins_anew(content, before),
        is_left_out=page.page_type.blank,
    )


def _begins_anew(content: Any, before: Any) -> bool:  # noqa: ANN401
    """Whether what a page begins with stands there by a break that the style asks for, and not by lack of room."""
    box = content
    while children := [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]:
        box = children[0]
        if box.style["break_before"] in FORCED:
            return not _stands_on(before, box)
    return False


def _picture_ends(box: Any) -> Iterator[float]:  # noqa: ANN401
    if getattr(box, "replacement", None) is not None:
        yield box.position_y + box.margin_height()
    for child in getattr(box, "children", ()):
        yield from _picture_ends(child)


def _stacked(lines: Iterable[Line]) -> int:
    """The most lines that stand under one another: those side by side count as one."""
    count, end = 0, float("-inf")
    for line in sorted(lines, key=lambda line: line.bottom):
        if line.top > end - TOLERANCE:
            count, end = count + 1, line.bottom
    return count


def _word_count(line: Line) -> int:
    return len(line.text.split()) - line.text.rstrip().endswith(HYPHEN)


def _lines_in(height: float, content: Any) -> int:  # noqa: ANN401
    """A height in CSS pixels as lines of running text: the leading of the page's body."""
    body = _body_of(content) or content
    leading, _ = weasyprint().text.line_break.strut(body.style)
    return round(height / leading) if leading else 0


def _body_of(content: Any) -> Any:  # noqa: ANN401
    return next((box for box in getattr(content, "children", ()) if box.element_tag == "body"), None)


def part_rooms(pages: Iterable[Any]) -> tuple[PartRoom, ...]:
    """The room of each part and section, which are the elements of the body, in their order."""
    found: dict[Element, list[tuple[int, int]]] = {}
    for page in pages:
        content = page.children[0]
        for box in getattr(_body_of(content), "children", ()):
            if box.element is not None:
                words = sum(_word_count(line) for line in lines_of(box))
                found.setdefault(box.element, []).append((_lines_in(box.border_height(), content), words))
    return tuple(
        PartRoom(_names_of(element), Room(*map(sum, zip(*pieces, strict=True))))
        for element, pieces in found.items()
    )


def _names_of(element: Element) -> tuple[str, ...]:
    return tuple((element.get("class") or "").split())


def moved_exhibits(pages: Sequence[Any], uses: Sequence[SheetUse]) -> tuple[MovedExhibit, ...]:
    """The exhibits that begin a page while more than half of the page before is empty."""
    found = []
    for number, (page, following) in enumerate(pairwise(pages), start=1):
        if uses[number - 1].share < HALF and not uses[number].follows_forced_break:
            exhibit = next(_outermost_exhibits(following.children[0]), None)
            if exhibit is not None and not _stands_on(page, exhibit):
                found.append(MovedExhibit(_caption_of(exhibit.element), number))
    return tuple(found)


def _outermost_exhibits(box: Any, exhibit: Any = None) -> Iterator[Any]:  # noqa: ANN401
    """For each thing shown, in order: the exhibit that it stands in, or None; a heading moves with what follows it."""
    if box.element_tag in HEADINGS:
        return
    if exhibit is None and box.element is not None and EXHIBIT in _names_of(box.element):
        exhibit = box
    children = getattr(box, "children", ())
    if not children and (getattr(box, "text", "").strip() or getattr(box, "replacement", None) is not None):
        yield exhibit
    for child in children:
        yield from _outermost_exhibits(child, exhibit)


def _stands_on(page: Any, box: Any) -> bool:  # noqa: ANN401
    """Whether a page has a piece of the same element."""
    return any(other.element is box.element for other in page.descendants())


def _caption_of(exhibit: Element) -> str:
    caption = exhibit.find("figcaption")
    return " ".join("".join(exhibit.itertext() if caption is None else caption.itertext()).split())
