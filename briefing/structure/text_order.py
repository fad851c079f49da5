"""Restore the spaces and words of the HTML in a structure tree, whatever the line breaks.

A line break drops the space between two words, or adds a hyphen to one. Each piece of text is therefore located in
the text of the HTML; whatever separates it from the next piece there is what must be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from unicodedata import bidirectional
from xml.etree.ElementTree import Element

from briefing.structure.roles import BLOCKS, INLINE_TYPES
from briefing.structure.tree import Content, Gap, StructureElement

WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""Soft hyphens and zero-width characters: hints for line breaking and text direction."""

RIGHT_TO_LEFT = {"R", "AL"}
"""The bidirectional classes (Unicode Standard Annex 9) of right-to-left letters."""

UNREAD = {"head", "script", "style", "template", "{http://www.w3.org/2000/svg}svg"}
"""Elements whose text is not typeset as text."""


def fold(text: str) -> str:
    """Return a text without the details that a style may change: case, soft hyphens, amount of white space."""
    return WHITE_SPACE.sub(" ", without_hints(text)).upper().casefold()


class SourceText:
    """The text of the HTML as one string, with the position of each element's own text in it."""

    def __init__(self, root: Element) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._pieces: dict[Element, list[tuple[int, int]]] = {}
        self._typed: dict[int, str] = {}
        """The pieces as typed, by their positions."""
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
            self._typed[start] = text
            self._pieces.setdefault(element, []).append((start, self._append(fold(text))))

    def find(self, element: Element, text: str, hyphen: str) -> tuple[tuple[int, int] | None, str]:
        """Return the position of a piece of an element's text, and the piece without a hyphen added by the line break.

        Pieces of one element must be looked up in their order. The position is None where the piece is not found.
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
        """Search further on: some text may have been left out."""
        found = self.text.find(wanted, begin, end)
        return self._reach(element, found, len(wanted)) if found >= 0 else None

    def _reach(self, element: Element, begin: int, length: int) -> tuple[int, int]:
        self._reached[element] = begin + length
        return begin, begin + length

    def as_typed(self, element: Element, place: tuple[int, int]) -> str:
        """Return a piece of an element's text in the case in which it was typed."""
        start = max(begin for begin, _ in self._pieces[element] if begin <= place[0])
        typed: list[str] = []
        at = start
        for letter in WHITE_SPACE.sub(" ", UNSEEN.sub("", self._typed[start])):
            if at >= place[1]:
                break
            if at >= place[0]:
                typed.append(letter)
            at += len(fold(letter))
        return "".join(typed)

    def between(self, first: Content, second: Content) -> str | None:
        """Return the text that the HTML has between two pieces; None where their positions are unknown."""
        if first.place is None or second.place is None or first.place[1] > second.place[0]:
            return None
        return self.text[first.place[1] : second.place[0]]


def restore_spaces(root: StructureElement, source_text: SourceText) -> None:
    """End each piece of text with the space that the HTML has before the next piece of its paragraph."""
    _Reader(source_text).read(root)


class _Reader:
    """One pass in reading order; `last` is the previous piece of text in the same paragraph."""

    def __init__(self, source_text: SourceText) -> None:
        self.source_text = source_text
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
        if element.type in ("Note", "FENote"):  # inside a paragraph, but read separately
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
        if last is not None and not _have_space(last, content) and self._is_separated(last, content):
            last.text += " "
        self.last, self.after_gap = content, False

    def _is_separated(self, last: Content, content: Content) -> bool:
        between = self.source_text.between(last, content)
        if between is None:  # text added by a style: a line break separates it
            return self.after_gap or last.line != content.line
        return any(character.isspace() for character in between)


def _have_space(last: Content, content: Content) -> bool:
    return last.text[-1:].isspace() or content.text[:1].isspace()


def write_right_to_left(root: StructureElement) -> None:
    """Give each run of text with right-to-left letters its text in reading order, as an ActualText (14.9.4).

    The glyphs of a line are painted from left to right. Viewers that search and copy turn them round; programs that
    read the tags do not. The text is therefore that of a structure element: PDFium and Poppler would also turn the
    ActualText of marked content. MuPDF would turn that of the element to which the marked content belongs, so the text
    is that of the parent of this element.
    """
    for element in list(root.walk()):
        kids: list[object] = []
        for is_text, run in groupby(element.kids, lambda kid: isinstance(kid, Content) and bool(kid.text)):
            together = list(run)
            said = "".join(kid.text for kid in together if isinstance(kid, Content))
            if is_text and element.actual_text is None and is_right_to_left(said):
                span = StructureElement("Span", actual_text=without_hints(said))
                owner = StructureElement("Span")
                owner.replace_kids(together)
                span.add(owner)
                together = [span]
            kids += together
        element.replace_kids(kids)


def is_right_to_left(text: str) -> bool:
    """Return True for a text with letters that are read from right to left."""
    return any(bidirectional(letter) in RIGHT_TO_LEFT for letter in text)


def without_hints(text: str) -> str:
    """Return a text without the hints for line breaking and text direction."""
    return UNSEEN.sub("", text)


def texts(root: StructureElement) -> Iterator[Content]:
    """Return every piece of text and every picture in a tree."""
    for element in root.walk():
        yield from (kid for kid in element.kids if isinstance(kid, Content))
