"""Measure space on laid-out pages: how full each page is, how much each part takes, which exhibits moved.

Space is given in lines of running text, so that an author knows how much to add or cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any
from xml.etree.ElementTree import Element

from briefing.stages import Gap, PartRoom, Room, SheetUse
from briefing.typeset.engine import weasyprint
from briefing.typeset.inspect.hidden_text_causes import MILLIMETRES, TOLERANCE
from briefing.typeset.inspect.page_breaks import FORCED
from briefing.typeset.inspect.words import Line, area_of, lines_of

HYPHEN = "\u2010"
"""The character that the engine adds where it hyphenates a word."""

HEADINGS = {"h1", "h2", "h3", "h4"}
EXHIBIT = "exhibit"
"""The class of exhibits in templates/exhibit.j2.html."""

FLOATING = "floating"
"""The class of exhibits that may float, in templates/exhibit.j2.html."""

GREATEST_GAP = 0.25
"""The share of a page that may be empty in the middle of an edition."""

FIRST_WORDS = 6
OTHER = object()


def sheet_uses(pages: Sequence[Any]) -> tuple[SheetUse, ...]:
    """Return how much of each page is used."""
    return tuple(use_of(page, before) for before, page in pairwise((None, *pages)))


def use_of(page: Any, before: Any) -> SheetUse:  # noqa: ANN401
    """Return how much of a page is used; `before` is the one before it, if any."""
    content = page.children[0]
    lines = list(lines_of(content))
    _, top, _, bottom = area_of(page)
    bottom -= sum(child.margin_height() for child in page.children if _is_footnote_area(child))
    ends = [*(line.bottom for line in lines), *_solid_ends(content)]
    height = max(ends, default=top) - top
    return SheetUse(
        Room(_lines_in(height, content), sum(map(_word_count, lines))),
        _stacked(lines),
        height / max(bottom - top, 1.0),
        follows_forced_break=before is not None and _has_forced_break(content, before),
        is_left_out=page.page_type.blank,
        height=height * MILLIMETRES,
        has_only_headings=bool(lines) and next(outermost_exhibits(content), OTHER) is OTHER,
    )


def _has_forced_break(content: Any, before: Any) -> bool:  # noqa: ANN401
    """Return whether a page begins with a break that the style forces, not for lack of space."""
    box = content
    while children := [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]:
        box = children[0]
        if box.style["break_before"] in FORCED:
            return not has_piece_of(before, box)
    return False


def _is_footnote_area(box: Any) -> bool:  # noqa: ANN401
    return isinstance(box, weasyprint().formatting_structure.boxes.FootnoteAreaBox) and bool(box.children)


def _solid_ends(box: Any) -> Iterator[float]:  # noqa: ANN401
    """Yield the ends of pictures, and of what is as high as its style says: lines to write on, room for a stamp."""
    if getattr(box, "replacement", None) is not None:
        yield box.position_y + box.margin_height()
    elif (
        box.is_in_normal_flow() and box.style["height"] != "auto" and box.element_tag not in ("html", "body")
    ):
        yield box.position_y + box.margin_top + box.border_height()
    for child in getattr(box, "children", ()):
        yield from _solid_ends(child)


def _stacked(lines: Iterable[Line]) -> int:
    """Return the number of stacked lines: lines side by side count as one."""
    count, end = 0, float("-inf")
    for line in sorted(lines, key=lambda line: line.bottom):
        if line.top > end - TOLERANCE:
            count, end = count + 1, line.bottom
    return count


def _word_count(line: Line) -> int:
    return len(line.text.split()) - line.text.rstrip().endswith(HYPHEN)


def _lines_in(height: float, content: Any) -> int:  # noqa: ANN401
    """Return a height in CSS pixels as lines of running text, by the leading of the page's body."""
    body = _body_of(content) or content
    leading, _ = weasyprint().text.line_break.strut(body.style)
    return round(height / leading) if leading else 0


def _body_of(content: Any) -> Any:  # noqa: ANN401
    return next((box for box in getattr(content, "children", ()) if box.element_tag == "body"), None)


def part_rooms(pages: Iterable[Any]) -> tuple[PartRoom, ...]:
    """Return the space of each part and section, which are the elements of the body, in order."""
    found: dict[Element, list[tuple[int, int]]] = {}
    for page in pages:
        content = page.children[0]
        for box in getattr(_body_of(content), "children", ()):
            if box.element is not None:
                words = sum(_word_count(line) for line in lines_of(box))
                found.setdefault(box.element, []).append((_lines_in(box.border_height(), content), words))
    return tuple(
        PartRoom(classes_of(element), Room(*map(sum, zip(*pieces, strict=True))))
        for element, pieces in found.items()
    )


def classes_of(element: Element) -> tuple[str, ...]:
    """Return the classes of an element."""
    return tuple((element.get("class") or "").split())


def find_gaps(pages: Sequence[Any], uses: Sequence[SheetUse]) -> tuple[Gap, ...]:
    """Return the gaps at the end of pages: more than a quarter of a page is empty, and the style forces no break."""
    found = []
    for number, (page, following) in enumerate(pairwise(pages), start=1):
        empty = 1 - uses[number - 1].share
        is_forced = uses[number].follows_forced_break or ends_with_forced_break(page.children[0])
        if GREATEST_GAP < empty < 1 and not is_forced:
            exhibit = next(outermost_exhibits(following.children[0]), None)
            if exhibit is not None and not has_piece_of(page, exhibit):
                would_float = _would_float(exhibit.element, page.children[0].element)
                found.append(Gap(_caption_of(exhibit.element), number, empty, would_float=would_float))
            elif words := _first_words(following):
                found.append(Gap(words, number, empty, is_exhibit=False))
    return tuple(found)


def ends_with_forced_break(content: Any) -> bool:  # noqa: ANN401
    """Return whether the last element of a page, or what it is the end of, forces a break after it."""
    box = content
    while children := [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]:
        box = children[-1]
        if box.style["break_after"] in FORCED:
            return True
    return False


def _first_words(page: Any) -> str:  # noqa: ANN401
    words = " ".join(line.text for line in islice(lines_of(page.children[0]), FIRST_WORDS)).split()
    return " ".join(words[:FIRST_WORDS]) + ("…" if len(words) > FIRST_WORDS else "")


def texts_after(exhibit: Element, parent: Element) -> Iterator[Element]:
    """Yield the elements behind an exhibit, up to the next exhibit or heading; those inside a text one by one."""
    children = list(parent)
    for sibling in children[children.index(exhibit) + 1 :]:
        for element in list(sibling) if "text" in classes_of(sibling) else [sibling]:
            if element.tag in HEADINGS or element.tag == "section" or EXHIBIT in classes_of(element):
                return
            yield element


def _would_float(exhibit: Element, root: Element) -> bool:
    """Return whether there is text that would fill the page before an exhibit if the exhibit floated."""
    parent = next((one for one in root.iter() if exhibit in list(one)), None)
    is_fixed = FLOATING not in classes_of(exhibit)
    return is_fixed and parent is not None and next(texts_after(exhibit, parent), None) is not None


def outermost_exhibits(box: Any, exhibit: Any = None) -> Iterator[Any]:  # noqa: ANN401
    """Return the exhibit around each text or picture, or None; headings are skipped, as they move with what follows."""
    if box.element_tag in HEADINGS:
        return
    if exhibit is None and box.element is not None and EXHIBIT in classes_of(box.element):
        exhibit = box
    children = getattr(box, "children", ())
    if not children and (getattr(box, "text", "").strip() or getattr(box, "replacement", None) is not None):
        yield exhibit
    for child in children:
        yield from outermost_exhibits(child, exhibit)


def has_piece_of(page: Any, box: Any) -> bool:  # noqa: ANN401
    """Return whether a page has a piece of the same element."""
    return any(other.element is box.element for other in page.descendants())


def _caption_of(exhibit: Element) -> str:
    """Return the name and title of an exhibit, without a note and source that a theme prints next to them."""
    caption = exhibit.find("figcaption")
    if caption is None:
        return " ".join("".join(exhibit.itertext()).split())
    parts = [caption.text or ""]
    for part in caption:
        if part.tag != "p":
            parts.extend(part.itertext())
        parts.append(part.tail or "")
    return " ".join("".join(parts).split())
