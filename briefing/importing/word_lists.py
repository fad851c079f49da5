"""Finds the paragraphs of a .docx that continue the item of a list above them, which have no number of their own.

A paragraph continues an item if its style says so (“List Continue”), or if it is indented like the text of the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of the texts, styles and lists of a .docx (ECMA-376)."""

GOES_ON = "+"
"""The number that is written in front of a paragraph that continues an item."""

CONTINUES = re.compile(
    r"(?:List Continue|(?:List|Numbering)(?=.*Cont\.?$))\s*(?P<level>[1-9])?", re.IGNORECASE
)
"""The styles of Word (List Continue 2) and LibreOffice (List 2 Cont.) for such paragraphs."""

TOLERANCE = 60
"""In twips (3 pt): how far left of the text of an item a paragraph may begin that continues it."""

MAX_LEVEL = 8


@dataclass
class ListTraits:
    """The traits of lists, from styles and numberings: indents in twips, and the numbering of a style."""

    names: dict[str, str] = field(default_factory=dict)
    """The names of the styles of paragraphs by their ids."""
    indents: dict[str, int] = field(default_factory=dict)
    """The indents of styles."""
    numbered: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The list and the level of styles that number their paragraphs."""
    level_indents: dict[tuple[str, int], int] = field(default_factory=dict)
    """The indents of the levels of lists."""

    def read_styles(self, styles: Mapping[str, Element]) -> None:
        """Note the traits of the styles of paragraphs, also those of the styles that they are based on."""
        for name, style in styles.items():
            self.names[name] = value_of(style, "name")
            for one in _with_bases(style, styles):
                properties = one.find(f"{W}pPr")
                if properties is None:
                    continue
                if name not in self.indents and (indent := _indent(properties)) is not None:
                    self.indents[name] = indent
                if name not in self.numbered and (list_id := value_of(properties, "numPr/numId")):
                    self.numbered[name] = list_id, _integer(value_of(properties, "numPr/ilvl")) or 0

    def read_numbering(self, list_id: str, levels: Mapping[str, Element]) -> None:
        """Note the indents of the levels of a list."""
        for level, element in levels.items():
            properties = element.find(f"{W}pPr")
            indent = None if properties is None else _indent(properties)
            if indent is not None:
                self.level_indents[list_id, _integer(level) or 0] = indent


def continued(
    root: Element, traits: ListTraits, headings: Mapping[str, int]
) -> Iterator[tuple[Element, int]]:
    """Yield the paragraphs that continue an item, with its level; `headings` has the styles that are no text."""
    for holder in list(root.iter()):
        open_levels: dict[int, int] = {}
        """The indents of the texts of the open items, by their levels."""
        for child in holder:
            if child.tag != f"{W}p":
                open_levels = {} if child.tag == f"{W}tbl" else open_levels
                continue
            found = _Placed.of(child, traits)
            if found.level is not None:
                open_levels = {level: left for level, left in open_levels.items() if level < found.level}
                open_levels[found.level] = found.indent
            elif found.has_words:
                level = None if found.style in headings else _continued_level(found, traits, open_levels)
                open_levels = {} if level is None else open_levels
                if level is not None:
                    yield child, level


def _continued_level(found: _Placed, traits: ListTraits, open_levels: Mapping[int, int]) -> int | None:
    """Return the level of the item that a paragraph continues; None if it continues none."""
    if not open_levels:
        return None
    if named := CONTINUES.match(traits.names.get(found.style, "")):
        wanted = int(named["level"] or 1) - 1
        return max((level for level in open_levels if level <= wanted), default=min(open_levels))
    levels = [level for level, left in open_levels.items() if left <= found.indent + TOLERANCE]
    return max(levels, default=None) if found.indent > TOLERANCE else None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A paragraph with its indent, and its level if it is an item."""

    style: str
    indent: int
    level: int | None
    has_words: bool

    @classmethod
    def of(cls, paragraph: Element, traits: ListTraits) -> _Placed:
        properties = paragraph.find(f"{W}pPr")
        style, own, list_id, level = "", None, "", 0
        if properties is not None:
            style, own = value_of(properties, "pStyle"), _indent(properties)
            list_id = value_of(properties, "numPr/numId")
            level = _integer(value_of(properties, "numPr/ilvl")) or 0
        if not list_id:
            list_id, level = traits.numbered.get(style, ("", 0))
        is_item = list_id not in ("", "0")
        known = traits.level_indents.get((list_id, level)) if is_item else None
        indent = next((one for one in (own, known, traits.indents.get(style)) if one is not None), 0)
        has_words = any((one.text or "").strip() for one in paragraph.iter(f"{W}t"))
        return cls(style, indent, min(level, MAX_LEVEL) if is_item else None, has_words)


def _with_bases(style: Element, styles: Mapping[str, Element]) -> Iterator[Element]:
    seen: set[str] = set()
    one: Element | None = style
    while one is not None and (name := one.get(f"{W}styleId", "")) not in seen:
        seen.add(name)
        yield one
        one = styles.get(value_of(one, "basedOn"))


def _indent(properties: Element) -> int | None:
    """Return the indent of the first side; None if none is given."""
    indent = properties.find(f"{W}ind")
    if indent is None:
        return None
    return _integer(indent.get(f"{W}start") or indent.get(f"{W}left") or "")


def _integer(typed: str) -> int | None:
    return int(typed) if re.fullmatch(r"-?[0-9]{1,5}", typed) else None


def value_of(element: Element, path: str) -> str:
    """Return the value of an element under a path of names; "" if there is none."""
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return "" if found is None else found.get(f"{W}val", "")
