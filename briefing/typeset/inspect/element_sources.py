"""Find the origin of the elements of a laid-out page: the tag in a template and the text in the brief."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from briefing.core.finding import Span
from briefing.core.source_map import Key
from briefing.stages import ORIGIN, Origin

NOWHERE = Origin()

EXHIBIT = "figure"
"""An element whose own text, usually its title, is the origin of everything in it."""


class Elements:
    """The elements of one page with their origins. Reading them removes the origin numbers from the page."""

    def __init__(self, root: Element, origins: Sequence[Origin]) -> None:
        self.root = root
        self._own: dict[Element, Origin] = {}
        self._parents: dict[Element, Element] | None = None
        for element in root.iter():
            number = element.attrib.pop(ORIGIN, None) if isinstance(element.tag, str) else None
            if number is not None and number.isdecimal() and int(number) < len(origins):
                self._own[element] = origins[int(number)]

    def of_copy(self, root: Element) -> Elements:
        """Return the elements of a copy of the page, with the same origins."""
        copied = Elements(root, ())
        pairs = zip(self.root.iter(), root.iter(), strict=True)
        copied._own = {copy: self._own[element] for element, copy in pairs if element in self._own}
        return copied

    def origin(self, element: Element | None) -> Origin:
        """Return the tag in a template of an element or its nearest ancestor, and the text in it or around it."""
        around = list(self.around(element))
        template = next(
            (own.template for one in around if (own := self._own.get(one)) and own.template), None
        )
        return Origin(template, self._key(around))

    def key_of(self, element: Element) -> Key:
        """Return the key of the text that begins in an element; empty if none does."""
        return self._own.get(element, NOWHERE).key

    def of_box(self, box: Any) -> Origin:  # noqa: ANN401
        """Return the origin of the element of a box."""
        return self.origin(getattr(box, "element", None))

    def of_tag(self, element: Element) -> Origin:
        """Return the origin of the tag of an element itself: in a template, or in a text of the brief."""
        if (own := self._own.get(element, NOWHERE)).template:
            return Origin(own.template)
        return self.origin(element)

    def has(self, element: Element) -> bool:
        """Return whether an element is in the page."""
        return any(one is self.root for one in self.around(element))

    def tag_of(self, is_it: Callable[[Element], bool]) -> Span | None:
        """Return the place in a template of the last element that meets a condition, or of its nearest ancestor.

        None where the element is in a text of the brief.
        """
        found = [one for one in self.root.iter() if isinstance(one.tag, str) and is_it(one)]
        origins = (self.of_tag(one) for one in reversed(found))
        return next((origin.template for origin in origins if origin.template and not origin.key), None)

    def tag_with(self, text: str, base: str = "") -> Span | None:
        """Return the place in a template of the tag that has a text or an address; `base` resolves addresses."""

        def has(element: Element) -> bool:
            own = [element.text or "", *(child.tail or "" for child in element)]
            return any(text in value for value in (*own, *element.attrib.values())) or any(
                _joined(base, element.get(name, "")) == text for name in ("href", "src")
            )

        return self.tag_of(has) if text else None

    def count(self, character: str) -> int:
        """Return the number of times that a character occurs in the text of the page."""
        return "".join(self.root.itertext()).count(character)

    def around(self, element: Element | None) -> Iterator[Element]:
        """Return an element and its ancestors, innermost first."""
        if self._parents is None:
            self._parents = {child: parent for parent in self.root.iter() for child in parent}
        while element is not None:
            yield element
            element = self._parents.get(element)

    def _key(self, around: Sequence[Element]) -> Key:
        for index, element in enumerate(around):
            if own := self._own.get(element, NOWHERE).key:
                return own
            if index == 0 or element.tag == EXHIBIT:
                within = (self._own.get(child, NOWHERE).key for child in element.iter())
                if key := next(filter(None, within), ()):
                    return key
        return ()


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address
