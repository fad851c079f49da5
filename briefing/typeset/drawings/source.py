"""Parse a drawing (SVG), and remember where each element begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{SVG_NAMESPACE}}}"
LINK = "{http://www.w3.org/1999/xlink}href"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A part of a drawing that cannot be drawn: its place, what is wrong, and what to do. Line 0: no place."""

    what: str
    help: str = ""
    line: int = 0
    column: int = 0
    font: str = ""
    """The font that is missing and cannot be replaced."""


@dataclass(slots=True)
class Source:
    """A drawing as elements, with the line and the column of each."""

    root: Element
    places: dict[Element, tuple[int, int]] = field(default_factory=dict)
    has_linked_style: bool = False
    """Whether its styles are in another file (`<?xml-stylesheet?>`)."""

    def flaw(self, element: Element, what: str, help: str = "", *, font: str = "") -> Flaw:
        """Return a flaw at an element."""
        line, column = self.places.get(element, (0, 0))
        return Flaw(what, help, line, column, font)


def parse_drawing(content: bytes) -> Source:
    """Return the elements of a drawing without comments. Raises ValueError if it is not well-formed."""
    builder, places = TreeBuilder(), dict[Element, tuple[int, int]]()
    parser: Any = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = parser.ordered_attributes = True
    linked: list[str] = []

    def start(name: str, attributes: list[str]) -> None:
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        element = builder.start(_named(name), {_named(key): value for key, value in pairs})
        places[element] = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1

    def instruction(target: str, _: str) -> None:
        if target == "xml-stylesheet":
            linked.append(target)

    parser.StartElementHandler, parser.CharacterDataHandler = start, builder.data
    parser.EndElementHandler = lambda name: builder.end(_named(name))
    parser.ProcessingInstructionHandler = instruction
    parser.SkippedEntityHandler = lambda name, _: _refuse_entity(name, parser)
    parser.ExternalEntityRefHandler = lambda name, *_: _refuse_entity(name, parser)
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(str(error)) from None
    return Source(builder.close(), places, bool(linked))


def _refuse_entity(name: str, parser: Any) -> None:  # noqa: ANN401
    """Raise ValueError for an entity that the drawing does not define: its text would be lost."""
    place = f"line {parser.CurrentLineNumber}, column {parser.CurrentColumnNumber}"
    raise ValueError(f"undefined entity &{name};: {place}")


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def local_name(element: Element) -> str:
    """Return the name of an SVG element; empty for an element of another namespace."""
    space, _, name = element.tag.rpartition("}")
    return name if space in ("", SVG[:-1]) else ""


def address_in(element: Element) -> str:
    """Return the address that an element refers to."""
    return (element.get("href") or element.get(LINK) or "").strip()


def words_of(element: Element) -> str:
    """Return the text in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def pairs_in(root: Element) -> Iterator[tuple[Element, Element]]:
    """Return each element with its parent."""
    for parent in root.iter():
        for child in list(parent):
            yield parent, child
