"""The structure tree while it is built: elements, and what they hold of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element


@dataclass(eq=False, slots=True)
class Content:
    """A marked-content sequence (ISO 32000-1, 14.6): the words of one line, or a picture.

    `said` is what its glyphs say by their fonts, `text` what it is to say; where the two differ it has
    ActualText. `place` is where in the words of the HTML it stands, None for what a style added.
    """

    page: int
    mark: Any
    """The sequence itself, for what writes the tree."""
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
    """White space between inline elements that is laid out and not painted."""


@dataclass(eq=False, slots=True)
class StructureElement:
    """A structure element (ISO 32000-1, 14.7.2), and the HTML element that it comes from, where there is one."""

    type: str
    source: Element | None = None
    parent: StructureElement | None = None
    kids: list[StructureElement | Content | ObjectReference | Gap] = field(default_factory=list)
    alt: str | None = None
    """A picture's words (14.9.3)."""
    expansion: str | None = None
    """What an abbreviation stands for (14.9.5)."""
    language: str | None = None
    """Where it is not that of what it stands in (14.9.2)."""
    id: str | None = None
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Attributes by their owner (14.8.5): names as `/Name`, texts as str."""
    span: tuple[int, int] = (1, 1)
    """Columns and rows of a cell."""
    partner: StructureElement | None = None
    """Of a note its reference, and the other way round."""

    def add(self, kid: StructureElement | Content | ObjectReference | Gap) -> None:
        """Append a kid."""
        self.kids.append(kid)
        if isinstance(kid, StructureElement):
            kid.parent = self

    def replace_kids(self, kids: list[Any]) -> None:
        """Hold these kids and no others."""
        self.kids = []
        for kid in kids:
            self.add(kid)

    def elements(self) -> list[StructureElement]:
        """The kids that are elements."""
        return [kid for kid in self.kids if isinstance(kid, StructureElement)]

    def of_type(self, *types: str) -> list[StructureElement]:
        """The kids of some types."""
        return [kid for kid in self.elements() if kid.type in types]

    def walk(self) -> Iterator[StructureElement]:
        """The element and all within, in the order of reading."""
        yield self
        for kid in self.elements():
            yield from kid.walk()

    def words(self) -> str:
        """What is read of the element: its text, and the words of its pictures."""
        if self.alt is not None:
            return f" {self.alt} "
        said = (
            kid.text if isinstance(kid, Content) else kid.words() if isinstance(kid, StructureElement) else ""
            for kid in self.kids
        )
        return "".join(said)

    def is_from(self, *names: str) -> bool:
        """Whether it comes from one of these HTML elements."""
        return self.source is not None and self.source.tag in names
