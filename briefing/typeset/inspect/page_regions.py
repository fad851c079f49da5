"""Locate on each page the texts of the brief, by their keys, and the painted words, for a preview of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from briefing.core.source_map import Key
from briefing.stages import Sheets
from briefing.typeset.engine import weasyprint
from briefing.typeset.inspect.element_sources import Elements

GENERATED = ("::marker", "::before", "::after")
"""The ends of the tags of boxes that styles generate, such as bullets: they are no texts of the brief."""

DIGITS = 2
"""The number of decimal places of a coordinate: a hundredth of a pixel is invisible at any zoom."""


Side = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page in CSS pixels, from the top left corner."""

    x: Side
    y: Side
    width: Side
    height: Side

    def joined(self, other: Area) -> Area:
        """Return the smallest rectangle around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        bottom = max(self.y + self.height, other.y + other.height)
        return Area(x, y, right - x, bottom - y)


@dataclass(frozen=True, slots=True)
class Region:
    """The area of a text or picture of the brief on a page, and its key."""

    key: Key
    area: Area


@dataclass(frozen=True, slots=True)
class Word:
    """A painted piece of text, in logical order, and its area."""

    text: str
    area: Area
    is_rtl: bool = False
    ends_line: bool = False
    """Whether a line ends after it."""


@dataclass(frozen=True, slots=True)
class PageRegions:
    """The size of a page in CSS pixels, with what is on it."""

    width: Side
    height: Side
    regions: tuple[Region, ...]
    words: tuple[Word, ...]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    """Changes if the picture of the page may look different."""


def regions_of(sheets: Sheets, digests: Sequence[str]) -> tuple[PageRegions, ...]:
    """Return the regions and the words of each page; `digests` are those of the pages of its PDF."""
    return tuple(regions_on(sheets, number, digest) for number, digest in enumerate(digests))


def regions_on(sheets: Sheets, number: int, digest: str) -> PageRegions:
    """Return the regions and the words of a page, counted from 0."""
    document: Any = sheets.document
    cascade: Any = sheets.cascade
    return _page_regions(document.pages[number]._page_box, cascade.elements, digest)


@cache
def _adapter() -> TypeAdapter[tuple[PageRegions, ...]]:
    return TypeAdapter(tuple[PageRegions, ...])


def as_json(pages: tuple[PageRegions, ...]) -> bytes:
    """Return pages as JSON."""
    return _adapter().dump_json(pages)


def from_json(content: bytes) -> tuple[PageRegions, ...]:
    """Return the pages in JSON, which an untrusted process may have written. Raises ValueError if it is not theirs."""
    return _adapter().validate_json(content, strict=True)


def _page_regions(page: Any, elements: Elements, digest: str) -> PageRegions:  # noqa: ANN401
    found: dict[tuple[int, Key], Area] = {}
    for block, box in _lines_and_pictures(page, 0):
        if key := elements.of_box(box).key:
            area = _area(box)
            known = found.get((block, key))
            found[block, key] = known.joined(area) if known else area
    regions = tuple(Region(key, _rounded(area)) for (_, key), area in found.items())
    return PageRegions(
        round(page.margin_width(), DIGITS),
        round(page.margin_height(), DIGITS),
        regions,
        tuple(_words(page)),
        digest,
    )


def _lines_and_pictures(box: Any, block: int) -> Iterator[tuple[int, Any]]:  # noqa: ANN401
    """Yield the lines and the pictures on a page, each with the number of its block."""
    boxes = weasyprint().formatting_structure.boxes
    for child in getattr(box, "children", ()):
        if str(child.element_tag).endswith(GENERATED):
            continue
        if isinstance(child, boxes.LineBox):
            yield id(box), child
        if getattr(child, "replacement", None) is not None:
            yield id(child), child
        else:
            yield from _lines_and_pictures(child, block)


def _words(page: Any) -> Iterator[Word]:  # noqa: ANN401
    """Yield the text of a page, line by line."""
    boxes = weasyprint().formatting_structure.boxes

    def texts(box: Any) -> Iterator[Any]:  # noqa: ANN401
        if isinstance(getattr(box, "text", None), str):
            yield box
        for child in getattr(box, "children", ()):
            yield from texts(child)

    def lines(box: Any) -> Iterator[Any]:  # noqa: ANN401
        for child in getattr(box, "children", ()):
            if isinstance(child, boxes.LineBox):
                yield child
            else:
                yield from lines(child)

    for line in lines(page):
        inside = [box for box in texts(line) if box.text.strip() and box.style["visibility"] == "visible"]
        for box in inside:
            is_rtl = box.style["direction"] == "rtl"
            yield Word(box.text, _rounded(_area(box)), is_rtl, ends_line=box is inside[-1])


def _area(box: Any) -> Area:  # noqa: ANN401
    return Area(box.position_x, box.position_y, box.margin_width(), box.margin_height())


def _rounded(area: Area) -> Area:
    return Area(*(round(side, DIGITS) for side in (area.x, area.y, area.width, area.height)))
