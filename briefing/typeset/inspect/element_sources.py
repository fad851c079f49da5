"""Where the elements of a laid-out page come from: the template's tag, and the text of the brief."""

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
"""An element whose text, a title above all, speaks for all that stands in it."""


class Elements:
    """The elements of one page with their origins; reading them takes the numbers off the page."""

    def __init__(self, root: Element, origins: Sequence[Origin]) -> None:
        self.root = root
        self._own: dict[Element, Origin] = {}
        self._parents: dict[Element, Element] | None = None
        for element in root.iter():
            number = element.attrib.pop(ORIGIN, None) if isinstance(element.tag, str) else None
            if number is not None and number.isdecimal() and int(number) < len(origins):
                self._own[element] = origins[int(number)]

    def origin(self, element: Element | None) -> Origin:
        """The tag in a template that an element comes from, or stands in; and the text that it holds, or stands in."""
        around = list(self.around(element))
        template = next(
            (own.template for one in around if (own := self._own.get(one)) and own.template), None
        )
        return Origin(template, self._key(around))

    def of_box(self, box: Any) -> Origin:  # noqa: ANN401
        """The origin of the element of a box."""
        return self.origin(getattr(box, "element", None))

    def of_tag(self, element: Element) -> Origin:
        """Where the tag of an element itself is written: in a template, or in a text of the brief."""
        if (own := self._own.get(element, NOWHERE)).template:
            return Origin(own.template)
        return self.origin(element)

    def has(self, element: Element) -> bool:
        """Whether an element is one of the page's."""
        return any(one is self.root for one in self.around(element))

    def tag_of(self, is_it: Callable[[Element], bool]) -> Span | None:
        """Where a template has the tag of the last element that meets a condition, or of the one that it is in.

        None where it is in a text of the brief.
        """
        found = [one for one in self.root.iter() if isinstance(one.tag, str) and is_it(one)]
        origins = (self.of_tag(one) for one in reversed(found))
        return next((origin.template for origin in origins if origin.template and not origin.key), None)

    def tag_with(self, text: str, base: str = "") -> Span | None:
        """Where a template has the tag of what brings a text or an address along; addresses are resolved by `base`."""

        def has(element: Element) -> bool:
            own = [element.text or "", *(child.tail or "" for child in element)]
            return any(text in value for value in (*own, *element.attrib.values())) or any(
                _joined(base, element.get(name, "")) == text for name in ("href", "src")
            )

        return self.tag_of(has) if text else None

    def count(self, character: str) -> int:
        """How often a character is in the texts of the page."""
        return "".join(self.root.itertext()).count(character)

    def around(self, element: Element | None) -> Iterator[Element]:
        """An element, and those that it stands in, from within."""
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
