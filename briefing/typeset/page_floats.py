"""Move exhibits that may float behind the text that fills the page which they would leave empty.

WeasyPrint has no page floats. An exhibit that may float and begins a page, because it did not fit on the one before, is
moved in the page's elements behind the texts after it that fill that page, and the page is laid out again. It passes no
other exhibit, no heading and no end of its section. The elements are in the order of the page, and so are the tags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy, deepcopy
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from briefing.stages import Sheets
from briefing.typeset.copyfitting import Layout
from briefing.typeset.inspect.element_sources import Elements
from briefing.typeset.inspect.page_space import (
    FLOATING,
    classes_of,
    ends_with_forced_break,
    has_piece_of,
    outermost_exhibits,
    texts_after,
)

LEAST_GAP = 0.08
"""The share of a page that is at least empty where an exhibit is moved: a few lines."""

SPLIT = {"p", "ul", "ol"}
"""Elements that may go on on the next page."""

Path = tuple[int, ...]
"""The way to an element: the number of the child on each level."""


class Move(NamedTuple):
    """An exhibit that leaves a gap, its page, and the elements behind which it may be moved, in order."""

    exhibit: Path
    page: int
    """The number of the page with the gap, counted from 0."""
    behind: tuple[Path, ...]


def with_floats(
    lay_out: Callable[[Any, Elements], Layout],
    html: Any,  # noqa: ANN401
    elements: Elements,
    layout: Layout,
) -> Layout:
    """Return the layout with each floating exhibit moved that leaves a gap, if that fills the page."""
    sheets = layout.measure()
    page = -1
    while move := next((one for one in find_moves(html.etree_element, sheets) if one.page > page), None):
        page = move.page
        before, sources = html, elements
        for behind in move.behind:
            if 1 - sheets.uses[page].share < LEAST_GAP:
                break
            other, copied, exhibit = moved(before, sources, move, behind)
            laid_out = lay_out(other, copied).measure()
            if _is_filled(laid_out, sheets, page, exhibit):
                html, elements, sheets = other, copied, laid_out
    return Layout(sheets.page_count, lambda: sheets)


def _is_filled(after: Sheets, before: Sheets, page: int, exhibit: Element) -> bool:
    """Return whether a page is fuller, no page is added, and the exhibit begins on the next page."""
    if after.page_count > before.page_count or after.uses[page].share <= before.uses[page].share:
        return False
    pages = _pages_of(after)[page : page + 2]
    shown = [any(box.element is exhibit for box in one.descendants()) for one in pages]
    return shown == [False, True]


def _pages_of(sheets: Sheets) -> list[Any]:
    document: Any = sheets.document
    return [page._page_box for page in document.pages]


def find_moves(root: Element, sheets: Sheets) -> Iterator[Move]:
    """Yield the moves of floating exhibits that begin a page and leave a gap on the one before."""
    parents = {child: parent for parent in root.iter() for child in parent}
    pages, uses = _pages_of(sheets), sheets.uses
    for number, (page, following) in enumerate(pairwise(pages)):
        empty = 1 - uses[number].share
        is_forced = uses[number + 1].follows_forced_break or ends_with_forced_break(page.children[0])
        exhibit = next(outermost_exhibits(following.children[0]), None)
        if empty < LEAST_GAP or is_forced or exhibit is None or has_piece_of(page, exhibit):
            continue
        if FLOATING not in classes_of(exhibit.element):
            continue
        room = empty * page.children[0].height
        texts = list(texts_after(exhibit.element, parents[exhibit.element]))
        ends = _ends_of_filling(texts, _heights(pages[number + 1 :], texts), room)
        if ends:
            paths = tuple(_path_of(end, parents) for end in ends)
            yield Move(_path_of(exhibit.element, parents), number, paths)


def _heights(pages: Sequence[Any], elements: Sequence[Element]) -> list[float]:
    found = dict.fromkeys(map(id, elements), 0.0)
    for page in pages:
        seen: set[int] = set()
        for box in page.children[0].descendants():
            key = id(box.element)
            if key in found and key not in seen and box.is_in_normal_flow():
                seen.add(key)
                found[key] += box.margin_height()
    return [found[id(element)] for element in elements]


def _ends_of_filling(texts: Sequence[Element], heights: Sequence[float], room: float) -> list[Element]:
    """Return the last text that fits on a page, and one behind it that goes on on the next page."""
    used, fitting = 0.0, 0
    while fitting < len(texts) and used + heights[fitting] <= room:
        used += heights[fitting]
        fitting += 1
    ends = [texts[fitting - 1]] if fitting else []
    if fitting < len(texts) and texts[fitting].tag in SPLIT:
        ends.append(texts[fitting])
    return ends


def _path_of(element: Element, parents: dict[Element, Element]) -> Path:
    path: list[int] = []
    while element in parents:
        path.append(list(parents[element]).index(element))
        element = parents[element]
    return tuple(reversed(path))


def moved(html: Any, elements: Elements, move: Move, behind: Path) -> tuple[Any, Elements, Element]:  # noqa: ANN401
    """Return a copy of a page and its elements with an exhibit behind another element, and that exhibit."""
    import cssselect2

    root = deepcopy(html.etree_element)
    copied = elements.of_copy(root)
    exhibit = _at(root, move.exhibit)
    _move(root, move.exhibit, behind)
    found = copy(html)
    found.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    found.etree_element = root
    return found, copied, exhibit


def _at(root: Element, path: Path) -> Element:
    for number in path:
        root = root[number]
    return root


def _move(root: Element, exhibit: Path, behind: Path) -> None:
    parent, element = _at(root, exhibit[:-1]), _at(root, exhibit)
    target = _at(root, behind)
    is_inside = len(behind) > len(exhibit)
    around = _at(root, behind[:-1]) if is_inside else target
    if is_inside and target is not around[-1]:
        rest = Element(around.tag, {name: value for name, value in around.attrib.items() if name != "id"})
        rest.tail, around.tail = around.tail, "\n"
        start = list(around).index(target) + 1
        rest.extend(around[start:])
        del around[start:]
        parent.insert(list(parent).index(around) + 1, rest)
    parent.remove(element)
    parent.insert(list(parent).index(around) + 1, element)
