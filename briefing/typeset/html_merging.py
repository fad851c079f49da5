"""Merge a new version of a page into the elements of the version that is laid out, if only texts have changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from html import unescape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from briefing.files.css import read_style
from briefing.files.workspace import Files
from briefing.stages import ORIGIN

VOID = re.compile(
    r"<(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b((?:[^>\"]|\"[^\"]*\")*?)/?>"
)
"""The start tags of elements without an end tag."""

NAMED_CHARACTER = re.compile(r"&(?!(?:amp|lt|gt|quot);)\w+;")
"""A character by its name in HTML, which XML does not know."""

SVG = "{http://www.w3.org/2000/svg}svg"
NAMESPACE = "{http://www.w3.org/2000/xmlns/}xmlns"

TESTED = re.compile(r"\[\s*(?:[-\w*]*\|)?\s*([^\s\]\[~|^$*=]+)\s*[~|^$*]?=")
"""A test of the value of an attribute in a selector, whose name may have escapes."""

CHANGEABLE = frozenset({"content", "data-short", "data-label"})
"""The attributes that may change like texts: they contain titles, and no style depends on them."""


def parse_quickly(html: str) -> Element | None:
    """Return the tree that the engine's parser makes of a page in a tenth of its time; None if it is not well-formed.

    In rare cases it is another tree, so it can only be compared with one by the engine's parser.
    """
    text = NAMED_CHARACTER.sub(lambda match: unescape(match[0]), html.partition(">")[2])
    try:
        root = ElementTree.fromstring(VOID.sub(r"<\1\2/>", text))  # noqa: S314 - made by our own templates
    except ElementTree.ParseError:
        return None
    root.text = None
    body = root.find("body")
    if body is not None and len(body):  # what follows the body is put into it
        after = text.rpartition("</html>")[2]
        body[-1].tail = f"{body[-1].tail or ''}{body.tail or ''}{after}"
        body.tail = None
    for drawing in root.iter(SVG):
        attributes = dict(drawing.attrib)
        drawing.attrib.clear()
        drawing.attrib.update({NAMESPACE: SVG[1 : SVG.index("}")], **attributes})
    return root


def changed_elements(old: Element, new: Element) -> list[Element] | None:
    """Return the elements of the old page whose own text or titles have changed.

    None if more has changed: an element, another attribute, or whether an element is empty, on which styles depend.
    """
    found: list[Element] = []
    return found if all(_is_like(one, other, found) for one, other in _pairs(old, new)) else None


def same_elements(
    old: Element, new: Element, tested: Callable[[], Set[str]]
) -> dict[Element, Element] | None:
    """Return the element of the old page for each one of the new page, if all have the same styles.

    None if more has changed than texts and titles. `tested` returns the attributes whose values selectors test.
    """
    changed = changed_elements(old, new)
    if changed is None:
        return None
    elements = dict(zip(new.iter(), old.iter(), strict=True))
    names = {name for one, other in elements.items() for name in _changed_names(one, other)}
    styles = [one for one in elements if one.tag == "style"]
    if any(bool(one.text) != bool(other.text) for one, other in elements.items()):
        return None
    if any(elements[one] in changed for one in styles) or (names and (styles or names & tested())):
        return None
    return elements


def compared_attributes(names: Iterable[str], files: Files) -> frozenset[str]:
    """Return the attributes whose values the selectors of stylesheets may test, with those that they import."""
    texts = (text for name in names for _, text in read_style(name, files))
    found = {name.lower() for text in texts for name in TESTED.findall(text)}
    return frozenset(CHANGEABLE | found if any("\\" in name for name in found) else found)


def _pairs(old: Element, new: Element) -> Iterator[tuple[Element, Element | None]]:
    """Yield each element of the old page, with that at the same place in the new one."""
    yield old, new
    if len(old) != len(new):
        yield old, None
        return
    for one, other in zip(old, new, strict=True):
        yield from _pairs(one, other)


def _is_like(one: Element, other: Element | None, found: list[Element]) -> bool:
    """Return whether only texts differ, and add the element if they do."""
    if other is None or one.tag != other.tag:
        return False
    other.attrib.pop(ORIGIN, None)
    if one.attrib != other.attrib:
        if one.attrib.keys() != other.attrib.keys() or _changed_names(one, other) - CHANGEABLE:
            return False
        found.append(one)
    texts, others = _texts_of(one), _texts_of(other)
    if texts != others:
        if [text.isspace() or not text for text in texts] != [text.isspace() or not text for text in others]:
            return False
        found.append(one)
    return True


def _changed_names(one: Element, other: Element) -> set[str]:
    return {name for name in {*one.attrib, *other.attrib} if one.get(name) != other.get(name)}


def _texts_of(element: Element) -> list[str]:
    return [element.text or "", *(child.tail or "" for child in element)]


def take_texts(old: Element, new: Element) -> None:
    """Give a page the texts and titles of its new version, in which nothing else has changed."""
    for one, other in zip(old.iter(), new.iter(), strict=True):
        one.text, one.tail = other.text, other.tail
        one.attrib.update(other.attrib)
