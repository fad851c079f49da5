"""Read the elements of a laid-out edition in reading order: their texts, keys, looks, and the places of pictures.

The elements are those that the PDF was laid out from, so that an export has the same words. What a style hides and
what assistive technology does not read (`aria-hidden`) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefing.core.colour import WHITE, Rgb, contrast, hex_of, in_srgb, over
from briefing.core.source_map import Key
from briefing.stages import Sheets

SVG = "{http://www.w3.org/2000/svg}svg"
POINTS_PER_PIXEL = 0.75
BOLD = 600
"""The least font weight that Word shows as bold."""

TRANSPARENT = 0.05
"""The alpha below which a background is not visible."""

LEAST_CONTRAST = 4.5
"""The least contrast of text with the white page of a document (WCAG 2.2, 1.4.3)."""

BLACK: Rgb = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Look:
    """The look of the text of an element, as far as a word processor can show it. Lengths are in points."""

    family: str = ""
    size: float = 10.0
    is_bold: bool = False
    is_italic: bool = False
    colour: str = "#000000"
    """As `#rrggbb`."""
    capitals: str = ""
    """`all`, `small`, or empty."""
    align: str = "start"
    """`start`, `end`, `center` or `justify`."""
    before: float = 0.0
    after: float = 0.0
    leading: float = 0.0
    """The distance of lines; 0 for that of the font."""
    background: str = ""
    marker: str = ""
    """The `list-style-type`."""
    keeps_spaces: bool = False
    is_rtl: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in points from the top left corner; pages are counted from 0."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Element:
    """An element of an edition, with its texts and elements in reading order."""

    tag: str
    attributes: Mapping[str, str]
    key: Key
    """The key of the text of the brief in it; empty if it is that of the element around it."""
    look: Look
    is_block: bool
    children: tuple[Element | str, ...] = ()
    area: Area | None = None
    """The place of a picture."""
    width: float = 0.0
    """The width of a cell, in points."""
    number: str = ""
    """The number that a style counts and prints before its text (`counter()` in `::before`)."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of its classes."""
        return tuple(self.attributes.get("class", "").split())

    @property
    def role(self) -> str:
        """Its ARIA role."""
        return self.attributes.get("role", "")

    def walk(self) -> Iterator[Element]:
        """Yield the element and all elements inside it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of the first page and its margins (top, right, bottom, left), in points."""

    width: float
    height: float
    margins: tuple[float, float, float, float]


def read_elements(sheets: Sheets) -> Element:
    """Return the root element of an edition."""
    cascade: Any = sheets.cascade
    boxes, numbers = _first_boxes(sheets)
    known = cascade.elements

    def read(element: Any, around: Look, ground: Rgb) -> Element | None:  # noqa: ANN401
        found = boxes.get(element)
        if not isinstance(element.tag, str) or element.get("aria-hidden") == "true":
            return None
        if found is None and element.tag != "br":
            return None
        page, box = found or (0, None)
        look, ground = _look_of(box, ground) if box is not None else (around, ground)
        is_picture = element.tag in (SVG, "img")
        area = _area_of(page, box) if is_picture else None
        children = () if is_picture else tuple(_children(element, look, ground, read))
        return Element(
            "svg" if element.tag == SVG else element.tag,
            dict(element.attrib),
            known.key_of(element),
            look,
            box is not None and str(box.style["display"][0]).startswith(("block", "table")),
            children,
            area,
            _points(box.border_width()) if element.tag in ("td", "th") and box is not None else 0.0,
            numbers.get(element, ""),
        )

    root = read(known.root, Look(), WHITE)
    if root is None:
        raise AssertionError("a laid-out page without a root")
    return root


def read_sheet(sheets: Sheets) -> Sheet:
    """Return the size of the first page."""
    document: Any = sheets.document
    page = document.pages[0]._page_box
    sides = (page.margin_top, page.margin_right, page.margin_bottom, page.margin_left)
    top, right, bottom, left = (side * POINTS_PER_PIXEL for side in sides)
    return Sheet(
        page.margin_width() * POINTS_PER_PIXEL,
        page.margin_height() * POINTS_PER_PIXEL,
        (top, right, bottom, left),
    )


def _first_boxes(sheets: Sheets) -> tuple[dict[Any, tuple[int, Any]], dict[Any, str]]:
    """Return the first box of each element, with the index of its page, and the numbers printed before elements."""
    document: Any = sheets.document
    found: dict[Any, tuple[int, Any]] = {}
    numbers: dict[Any, str] = {}

    def take(page: int, box: Any) -> None:  # noqa: ANN401
        element = getattr(box, "element", None)
        if element is not None and "::" not in str(box.element_tag):
            found.setdefault(element, (page, box))
        elif element is not None and str(box.element_tag).endswith("::before") and _is_counted(box):
            words = "".join(one.text for one in (box, *box.descendants()) if hasattr(one, "text"))
            numbers.setdefault(element, words.strip())
        for child in getattr(box, "children", ()):
            take(page, child)

    for number, page in enumerate(document.pages):
        take(number, page._page_box)
    return found, numbers


def _is_counted(box: Any) -> bool:  # noqa: ANN401
    """Return True if a counter is in the content that a style adds."""
    content = box.style["content"]
    parts = content if isinstance(content, tuple | list) else ()
    return any(str(part[0]).startswith(("counter", "target-counter")) for part in parts)


def _on_white(ink: Rgb, ground: Rgb) -> Rgb:
    """Return a colour of text that can be read on the page of a document, which does not have the panels of an edition.

    Light text on a dark panel gets the colour of the panel.
    """
    legible = (one for one in (ink, ground) if contrast(one, WHITE) >= LEAST_CONTRAST)
    return next(legible, BLACK)


def _children(element: Any, look: Look, ground: Rgb, read: Any) -> Iterator[Element | str]:  # noqa: ANN401
    if element.text:
        yield element.text
    for child in element:
        if found := read(child, look, ground):
            yield found
        if child.tail:
            yield child.tail


def _area_of(page: int, box: Any) -> Area | None:  # noqa: ANN401
    if box is None or getattr(box, "replacement", None) is None:
        return None
    sides = (box.content_box_x(), box.content_box_y(), box.width, box.height)
    left, top, width, height = (side * POINTS_PER_PIXEL for side in sides)
    return Area(page, left, top, width, height)


def _look_of(box: Any, ground: Rgb) -> tuple[Look, Rgb]:  # noqa: ANN401
    """Return the look of a box on a ground, and the ground of what is in it.

    A background of its own is kept, and so is the colour of its text.
    """
    style = box.style
    background = style["background_color"]
    is_filled = background != "currentcolor" and background.alpha > TRANSPARENT
    ink = in_srgb(style["color"]) or BLACK
    if is_filled:
        ground = over(in_srgb(background) or WHITE, background.alpha, ground)
    align = str(style["text_align_all"])
    is_rtl = style["direction"] == "rtl"
    sides = {"left": "end" if is_rtl else "start", "right": "start" if is_rtl else "end"}
    leading = style["line_height"]
    size = float(style["font_size"])
    look = Look(
        family=str(style["font_family"][0]),
        size=round(size * POINTS_PER_PIXEL, 2),
        is_bold=style["font_weight"] >= BOLD,
        is_italic=style["font_style"] != "normal",
        colour=hex_of(ink if is_filled else _on_white(ink, ground)),
        capitals=_capitals(style),
        align=sides.get(align, align if align in ("end", "center", "justify") else "start"),
        before=_points(getattr(box, "margin_top", 0)),
        after=_points(getattr(box, "margin_bottom", 0)),
        leading=_leading(leading, size),
        background=hex_of(ground) if is_filled else "",
        marker=str(style["list_style_type"]),
        keeps_spaces=str(style["white_space"]).startswith("pre"),
        is_rtl=is_rtl,
    )
    return look, ground


def _capitals(style: Any) -> str:  # noqa: ANN401
    if style["text_transform"] == "uppercase":
        return "all"
    return "small" if "small-caps" in str(style["font_variant_caps"]) else ""


def _points(value: object) -> float:
    return round(max(0.0, value) * POINTS_PER_PIXEL, 1) if isinstance(value, int | float) else 0.0


def _leading(value: Any, size: float) -> float:  # noqa: ANN401
    """Return a `line-height` of the engine in points: it is a number of font sizes, or a length in pixels."""
    if value == "normal":
        return 0.0
    if isinstance(value, int | float):
        return round(value * size * POINTS_PER_PIXEL, 2)
    number = float(value[0])
    return round((number if value[1] == "px" else number * size) * POINTS_PER_PIXEL, 2)
