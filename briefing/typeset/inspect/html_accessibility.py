"""Check the composed HTML for accessibility problems, before a PDF is made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from unicodedata import category
from xml.etree.ElementTree import Element

from briefing.stages import Declaration, Flaw, Origin
from briefing.typeset.inspect.element_sources import Elements
from briefing.typeset.inspect.svg_drawings import undrawable_colours
from briefing.typeset.tags.boxes import alternative, is_picture

SPANS = ("colspan", "rowspan")
READ_ALOUD = ("alt", "title", "aria-label")
"""The attributes with texts for readers who listen."""

UNTYPESET = ("{http://www.w3.org/1998/Math/MathML}math", "math", "ruby")
"""MathML and readings above a line, which the engine does not typeset."""

INLINE_SVG = "{http://www.w3.org/2000/svg}svg"


def find_flaws(
    root: Element, elements: Elements, token_of: Callable[[str], Declaration | None]
) -> tuple[Flaw, ...]:
    """Return every accessibility problem once; `token_of` finds the token behind a colour of a chart."""
    found = [
        *_in_head(root),
        *_in_headings(root),
        *_in_pictures(root),
        *_in_links(root),
        *_in_tables(root),
        *_of_markup(root),
        *_in_names(root),
    ]
    placed = [replace(flaw, origin=elements.of_tag(element)) for element, flaw in found]
    coloured = (_with_token(flaw, elements.of_tag(svg), token_of) for svg, flaw in _in_drawings(root))
    return tuple(dict.fromkeys((*placed, *coloured)))


def _in_head(root: Element) -> Iterator[tuple[Element, Flaw]]:
    """Require a title and a language (ISO 14289-1, 7.1 and 7.2)."""
    if not "".join(text for title in root.iter("title") for text in title.itertext()).strip():
        yield next(root.iter("title"), root), Flaw("page", "title", "", "has no title")
    if not (root.get("lang") or "").strip():
        yield root, Flaw("page", "html", "", "has no language")


def _in_headings(root: Element) -> Iterator[tuple[Element, Flaw]]:
    """Require headings to begin at the first level and to skip none (ISO 14289-1, 7.4.2)."""
    level = 0
    for element in root.iter():
        if element.tag not in ("h1", "h2", "h3", "h4", "h5", "h6"):
            continue
        now = int(element.tag[1])
        if now > level + 1:
            missed = f"h{level + 1}"
            yield (
                element,
                Flaw("heading", element.tag, _words(element), f"comes before any {missed} above it"),
            )
        level = now


def _in_pictures(root: Element) -> Iterator[tuple[Element, Flaw]]:
    """Require alternative text for pictures (ISO 14289-1, 7.3); `alt=""` marks a decorative picture."""
    for element in root.iter():
        if is_picture(element) and alternative(element) is None and element.get("aria-hidden") != "true":
            yield element, Flaw("picture", str(element.tag).rpartition("}")[2], element.get("src", ""), "")


def _in_drawings(root: Element) -> Iterator[tuple[Element, Flaw]]:
    """Find colours that cannot be drawn: they would be painted black."""
    for drawing in root.iter(INLINE_SVG):
        for element, colour in undrawable_colours(drawing):
            yield drawing, Flaw("colour", element, colour, "")


def _with_token(flaw: Flaw, origin: Origin, token_of: Callable[[str], Declaration | None]) -> Flaw:
    """Return a flaw in a colour with its place: the token for a generated chart, else the tag of the drawing."""
    token = None if origin.template and not origin.key else token_of(flaw.text)
    return replace(flaw, element="svg", declaration=token) if token else replace(flaw, origin=origin)


def _in_links(root: Element) -> Iterator[tuple[Element, Flaw]]:
    """Require text or a name for links (ISO 14289-1, 7.18.5)."""
    for element in root.iter("a"):
        names = (element.get("aria-label"), element.get("title"), _words(element))
        pictures = (alternative(inner) for inner in element.iter())
        if element.get("href") and not any((name or "").strip() for name in (*names, *pictures)):
            yield element, Flaw("link", "a", element.get("href", ""), "")


def _in_tables(root: Element) -> Iterator[tuple[Element, Flaw]]:
    """Require headers and rows of equal length (ISO 14289-1, 7.5; ISO 32000-1, 14.8.4.3.4)."""
    for table in root.iter("table"):
        name = _words(table)
        if next(table.iter("th"), None) is None:
            yield table, Flaw("table", "table", name, "has no header cells")
        if len(set(_widths(table))) > 1:
            yield table, Flaw("table", "table", name, "has rows of different lengths")


def _of_markup(root: Element) -> Iterator[tuple[Element, Flaw]]:
    """Find formulae and readings that would be printed as one row of characters, without their meaning."""
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if element.tag in UNTYPESET:
            yield element, Flaw("markup", name, _words(element), "")


def _in_names(root: Element) -> Iterator[tuple[Element, Flaw]]:
    """Find private-use characters in what is read aloud but not printed (ISO 19005-3, 6.2.11.7.3)."""
    for element in root.iter():
        for name in READ_ALOUD:
            for letter in filter(_is_private, element.get(name, "")):
                yield element, Flaw("character", str(element.tag).rpartition("}")[2], letter, name)


def _is_private(letter: str) -> bool:
    return category(letter) == "Co"


def _widths(table: Element) -> list[int]:
    """Return the number of columns that each row of a table fills."""
    widths: list[int] = []
    reaching: list[int] = []
    """The number of rows that each cell from above still spans, once for each of its columns."""
    for row in _rows(table):
        reaching = [rows - 1 for rows in reaching if rows > 1]
        width = len(reaching)
        for cell in row:
            columns, rows = (int(cell.get(span) or 1) for span in SPANS)
            width += columns
            reaching += [rows] * columns
        widths.append(width)
    return widths


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, without those of tables in its cells."""
    for part in table:
        yield from (part,) if part.tag == "tr" else (row for row in part if row.tag == "tr")


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
