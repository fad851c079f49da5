"""The words of a structure tree are those of the HTML, whatever the lines that they were set in.

A line end eats the space between two words, and puts a hyphen into one. So each text is looked up in the
words of the HTML, and what stands there between it and the next text is what is to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.structure.roles import BLOCKS, INLINE_TYPES
from briefing.structure.tree import Content, Gap, StructureElement

WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""Soft hyphens and characters of no width: hints for breaking lines, and for the direction."""

UNREAD = {"head", "script", "style", "template", "{http://www.w3.org/2000/svg}svg"}
"""Elements whose text is not set as text."""


def fold(text: str) -> str:
    """A text without what a style may change: capitals, soft hyphens, the length of its white space."""
    return WHITE_SPACE.sub(" ", UNSEEN.sub("", text)).upper().casefold()


class Script:
    """The words of the HTML in one string, and where in it each element's own text stands."""

    def __init__(self, root: Element) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._pieces: dict[Element, list[tuple[int, int]]] = {}
        self._reached: dict[Element, int] = {}
        self._add(root)
        self.text = "".join(self._parts)

    def _add(self, element: Element) -> None:
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            return
        if element.tag in BLOCKS or element.tag == "br":
            self._append("\n")
        self._append_own(element, element.text)
        for child in element:
            self._add(child)
            self._append_own(element, child.tail)
        if element.tag in BLOCKS:
            self._append("\n")

    def _append(self, text: str) -> int:
        self._parts.append(text)
        self._length += len(text)
        return self._length

    def _append_own(self, element: Element, text: str | None) -> None:
        if text:
            start = self._length
            self._pieces.setdefault(element, []).append((start, self._append(fold(text))))

    def find(self, element: Element, text: str, hyphen: str) -> tuple[tuple[int, int] | None, str]:
        """Where a text of an element stands, and the text without a hyphen that is not of the words.

        Texts of one element are asked for in their order; what cannot be found has no place.
        """
        wanted = fold(text).strip(" ")
        reached = self._reached.get(element, 0)
        is_cut = bool(hyphen) and text.endswith(hyphen)
        for start, end in self._pieces.get(element, ()):
            begin = max(start, reached)
            while begin < end and self.text[begin] == " ":
                begin += 1
            if begin >= end:
                continue
            if self.text.startswith(wanted, begin, end):
                return self._reach(element, begin, len(wanted)), text
            if is_cut and self.text.startswith(fold(text.removesuffix(hyphen)).strip(" "), begin, end):
                whole = text.removesuffix(hyphen)
                return self._reach(element, begin, len(fold(whole).strip(" "))), whole
            if (place := self._search(element, wanted, begin, end)) is not None:
                return place, text
        return None, text

    def _search(self, element: Element, wanted: str, begin: int, end: int) -> tuple[int, int] | None:
        """Further on, where something was left out."""
        found = self.text.find(wanted, begin, end)
        return self._reach(element, found, len(wanted)) if found >= 0 else None

    def _reach(self, element: Element, begin: int, length: int) -> tuple[int, int]:
        self._reached[element] = begin + length
        return begin, begin + length

    def between(self, first: Content, second: Content) -> str | None:
        """What the HTML has between two texts; None where it does not say."""
        if first.place is None or second.place is None or first.place[1] > second.place[0]:
            return None
        return self.text[first.place[1] : second.place[0]]


def part_words(root: StructureElement, script: Script) -> None:
    """Ends each text with the space that the HTML has between it and the next one of its paragraph."""
    _Reader(script).read(root)


class _Reader:
    """One pass in the order of reading; `last` is the text just before, in the same paragraph."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.last: Content | None = None
        self.after_gap = False

    def read(self, element: StructureElement) -> None:
        for kid in list(element.kids):
            if isinstance(kid, Gap):
                self.after_gap = True
                element.kids.remove(kid)
            elif isinstance(kid, Content):
                self._meet(kid)
            elif isinstance(kid, StructureElement):
                self._enter(kid)

    def _enter(self, element: StructureElement) -> None:
        if element.type in ("Note", "FENote"):  # stands in its paragraph, and is read on its own
            last, gap = self.last, self.after_gap
            self.last = None
            self.read(element)
            self.last, self.after_gap = last, gap
        elif element.type in INLINE_TYPES:
            self.read(element)
        else:
            self.last = None
            self.read(element)
            self.last = None

    def _meet(self, content: Content) -> None:
        last = self.last
        if last is not None and not _have_space(last, content) and self._is_parted(last, content):
            last.text += " "
        self.last, self.after_gap = content, False

    def _is_parted(self, last: Content, content: Content) -> bool:
        between = self.script.between(last, content)
        if between is None:  # a style's own words: a line end parts them
            return self.after_gap or last.line != content.line
        return any(character.isspace() for character in between)


def _have_space(last: Content, content: Content) -> bool:
    return last.text[-1:].isspace() or content.text[:1].isspace()


def texts(root: StructureElement) -> Iterator[Content]:
    """Everything of a tree that is text or picture."""
    for element in root.walk():
        yield from (kid for kid in element.kids if isinstance(kid, Content))
