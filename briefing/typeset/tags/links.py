"""Name the links of an edition, and make one annotation of the parts of each on a page (ISO 32000-1, 12.5.6.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pydyf

from briefing.structure.roles import INLINE_TYPES
from briefing.structure.tree import Content, ObjectReference, StructureElement

BACK_LINK = "doc-backlink"
"""The `role` of a link back to where a source is cited or a footnote is called (DPUB-ARIA 1.1)."""

PAGE = "{page}"
"""The place of the page number in the name of a link back."""

LEAST_SIDE = 0.01
"""In points: an area that is smaller is empty, but for the errors of rounding."""

Rectangle = tuple[float, float, float, float]


class LinkNames:
    """The names by which screen readers announce links (ISO 14289-1, 7.18.5)."""

    def __init__(self, pages: Mapping[str, int], back: str) -> None:
        """Take the pages of elements by their ids, and the name of a link back with `{page}`, or an empty text."""
        self._pages, self._back = pages, back

    def given(self, link: StructureElement) -> str:
        """Return the name that the page gives a link instead of its text, or an empty text."""
        source = link.source
        if source is None:
            return ""
        page = self._pages.get(source.get("href", "").removeprefix("#"))
        if self._back and page is not None and source.get("role") == BACK_LINK:
            return self._back.replace(PAGE, str(page + 1))
        return source.get("aria-label") or source.get("title") or ""

    def spoken(self, link: StructureElement) -> str:
        """Return the description of a link: its name, else its text, else its address."""
        text = re.sub(r"\s+", " ", "".join(_texts(link))).strip()
        address = link.source.get("href", "") if link.source is not None else ""
        return self.given(link) or text or address


def _texts(link: StructureElement) -> Iterator[str]:
    """Yield the texts of a link, with a space between blocks."""
    if link.alt is not None or not link.elements():
        yield link.words()
        return
    for kid in link.kids:
        if isinstance(kid, Content):
            yield kid.text
        elif isinstance(kid, StructureElement) and kid.type != "Lbl":
            yield from _texts(kid)
            yield "" if kid.type in INLINE_TYPES else " "


def join_annotations(root: StructureElement, pages: Sequence[Any]) -> None:
    """Make one annotation of the parts of a link on a page, so that the keyboard stops there once.

    It has a quadrilateral for each line (ISO 32000-1, table 173).
    """
    for link in root.walk():
        found = [kid for kid in link.kids if isinstance(kid, ObjectReference)]
        for number, parts in groupby(found, key=lambda kid: kid.page):
            first, *others = parts
            areas = [_area(kid.annotation) for kid in (first, *others)]
            areas += _pictures(link) if not any(map(_is_full, areas)) else []
            if len(areas) == 1:
                continue
            _cover(first.annotation, _outermost(areas))
            gone = {kid.annotation.reference for kid in others}
            annotations = pages[number]["Annots"]
            annotations[:] = [one for one in annotations if one not in gone]
            for kid in others:
                kid.annotation.clear()
            link.kids = [kid for kid in link.kids if not any(kid is other for other in others)]


def _area(annotation: Any) -> Rectangle:  # noqa: ANN401
    left, one, right, other = annotation["Rect"]
    return min(left, right), min(one, other), max(left, right), max(one, other)


def _pictures(link: StructureElement) -> list[Rectangle]:
    """Return the areas of the pictures in a link: a picture that is a block is laid out apart from its link."""
    layouts = (part.attributes.get("Layout", {}) for part in link.walk() if part.type == "Figure")
    return [
        (left, bottom, right, top) for left, bottom, right, top in (one["BBox"] for one in layouts if one)
    ]


def _is_full(area: Rectangle) -> bool:
    return area[2] - area[0] > LEAST_SIDE and area[3] - area[1] > LEAST_SIDE


def _outermost(areas: Sequence[Rectangle]) -> list[Rectangle]:
    """Return the areas that are not empty and not inside another one; if all are empty, the first."""
    full = [area for area in dict.fromkeys(areas) if _is_full(area)]
    kept = [one for one in full if not any(_contains(other, one) for other in full if other is not one)]
    return kept or [areas[0]]


def _contains(outer: Rectangle, inner: Rectangle) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _cover(annotation: Any, areas: Sequence[Rectangle]) -> None:  # noqa: ANN401
    """Make an annotation cover some areas of the page."""
    lefts, bottoms, rights, tops = zip(*areas, strict=True)
    annotation["Rect"] = pydyf.Array([min(lefts), min(bottoms), max(rights), max(tops)])
    if len(areas) > 1:
        corners = ((left, top, right, top, left, bottom, right, bottom) for left, bottom, right, top in areas)
        annotation["QuadPoints"] = pydyf.Array(edge for four in corners for edge in four)
