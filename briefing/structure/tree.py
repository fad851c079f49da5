"""The structure tree while it is built: elements and the page content that they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element


@dataclass(eq=False, slots=True)
class Content:
    """A marked-content sequence (ISO 32000-1, 14.6): the text of one line, or a picture.

    `said` is the text that the glyphs decode to by their fonts, `text` the correct text; where they differ, the
    sequence gets an ActualText. `place` is its position in the text of the HTML, None for text added by a style.
    """

    page: int
    mark: Any
    """The sequence itself, for the code that writes the tree."""
    said: str = ""
    text: str = ""
    line: int = 0
    place: tuple[int, int] | None = None


@dataclass(eq=False, slots=True)
class ObjectReference:
    """An annotation that belongs to an element (ISO 32000-1, 14.7.4.3)."""

    page: int
    annotation: Any


class Gap:
    """White space between inline elements that is laid out but not painted."""


@dataclass(eq=False, slots=True)
class StructureElement:
    """A structure element (ISO 32000-1, 14.7.2), and the HTML element that it comes from, if there is one."""

    type: str
    source: Element | None = None
    parent: StructureElement | None = None
    kids: list[StructureElement | Content | ObjectReference | Gap] = field(default_factory=list)
    alt: str | None = None
    """The alternative text of a picture (14.9.3)."""
    title: str | None = None
    """The name of a group (14.7.2, table 323)."""
    expansion: str | None = None
    """The expansion of an abbreviation (14.9.5)."""
    actual_text: str | None = None
    """The text of what is painted for it, where it differs (14.9.4)."""
    language: str | None = None
    """Set only where it differs from the language of the parent (14.9.2)."""
    id: str | None = None
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Attributes by their owner (14.8.5): names as `/Name`, texts as str."""
    span: tuple[int, int] = (1, 1)
    """The number of columns and rows of a cell."""
    partner: StructureElement | None = None
    """The reference of a note, and the note or the target of a reference."""

    def add(self, kid: StructureElement | Content | ObjectReference | Gap) -> None:
        """Append a child."""
        self.kids.append(kid)
        if isinstance(kid, StructureElement):
            kid.parent = self

    def replace_kids(self, kids: list[Any]) -> None:
        """Replace all children."""
        self.kids = []
        for kid in kids:
            self.add(kid)

    def elements(self) -> list[StructureElement]:
        """Return the children that are elements."""
        return [kid for kid in self.kids if isinstance(kid, StructureElement)]

    def of_type(self, *types: str) -> list[StructureElement]:
        """Return the child elements of these types."""
        return [kid for kid in self.elements() if kid.type in types]

    def walk(self) -> Iterator[StructureElement]:
        """Return the element and all its descendants, in reading order."""
        yield self
        for kid in self.elements():
            yield from kid.walk()

    def path(self) -> Iterator[StructureElement]:
        """Return the element and all its ancestors, from itself up."""
        element: StructureElement | None = self
        while element is not None:
            yield element
            element = element.parent

    def words(self) -> str:
        """Return the text that a screen reader speaks: the element's text, and the alternative text of pictures."""
        if self.alt is not None:
            return f" {self.alt} "
        said = (
            kid.text if isinstance(kid, Content) else kid.words() if isinstance(kid, StructureElement) else ""
            for kid in self.kids
        )
        return "".join(said)

    def is_from(self, *names: str) -> bool:
        """Return whether the element comes from one of these HTML elements."""
        return self.source is not None and self.source.tag in names

    def has_class(self, *names: str) -> bool:
        """Return whether the element comes from an HTML element with one of these classes."""
        return self.source is not None and not {*names}.isdisjoint(self.source.get("class", "").split())
