"""Walks the laid-out boxes: which fonts they ask for, and whether each word is painted exactly once.

WeasyPrint 70 can paint a float twice when it is pushed to the next page, without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from briefing.stages import ElementWords

REPEATED = {"thead", "tfoot"}
"""Elements that are painted anew on every page that their table reaches."""

UNPAINTED = {"head", "img", "svg", "script", "style", "template", "{http://www.w3.org/2000/svg}svg"}
"""Elements whose text is not set as text, or stands in for something else."""


def asked_families(pages: Iterable[Any]) -> set[str]:
    """The first font family that each text asks for."""
    return {box.style["font_family"][0] for page in pages for box in _texts(page)}


def miscounted_words(root: Element, pages: Iterable[Any]) -> tuple[ElementWords, ...]:
    """The elements whose letters were painted more or less often than once."""
    painted: dict[int, Counter[str]] = {}
    for page in pages:
        for box in _texts(page):
            if box.element is not None and "::" not in (box.element_tag or ""):
                painted.setdefault(id(box.element), Counter()).update(_letters(box.text))
    return tuple(
        ElementWords(_name(element), _own_text(element).strip(), "".join(sorted(found.elements())))
        for element in _readable(root)
        if (found := painted.get(id(element), Counter())) != Counter(_letters(_own_text(element)))
    )


def _texts(box: Any) -> Iterator[Any]:  # noqa: ANN401
    if isinstance(getattr(box, "text", None), str):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _letters(text: str) -> Iterator[str]:
    """Letters and digits alone, without case: hyphens come and go, and capitals may be the style's."""
    return (letter for letter in text.casefold() if letter.isalnum())


def _readable(element: Element) -> Iterator[Element]:
    if not isinstance(element.tag, str) or element.tag in UNPAINTED | REPEATED:
        return
    yield element
    for child in element:
        yield from _readable(child)


def _own_text(element: Element) -> str:
    """The text that belongs to an element itself: before its first child, and after each."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _name(element: Element) -> str:
    """An element as a selector would name it."""
    identity = f"#{element.get('id')}" if element.get("id") else ""
    return element.tag + identity + "".join(f".{name}" for name in (element.get("class") or "").split())
