"""Where the elements of a laid-out page come from: the template's tag, and the text of the brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from briefing.places import Key
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
