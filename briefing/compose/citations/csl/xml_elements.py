"""CSL files as trees of elements that know their lines."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

NAMESPACE = "http://purl.org/net/xbiblio/csl"
XML = "http://www.w3.org/XML/1998/namespace"
LANGUAGE = f"{XML} lang"


class UnusableStyleError(Exception):
    """A citation style cannot be used, for the reason in the message."""


class Element:
    """An element of CSL: its name, its attributes, its children, the text in it, and its line in the file."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int = 0) -> None:
        self.name, self.attributes, self.line = name, attributes, line
        self.children: list[Element] = []
        self.text = ""

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an attribute."""
        return self.attributes.get(name, default)

    def find(self, *path: str) -> Element | None:
        """Return the first element under these names, from the outer to the inner."""
        first, *rest = path
        for child in self.children:
            if child.name == first and (found := child.find(*rest) if rest else child) is not None:
                return found
        return None

    def find_all(self, name: str) -> list[Element]:
        """Return the children of one name."""
        return [child for child in self.children if child.name == name]

    def walk(self) -> Iterator[Element]:
        """Yield the element and all elements in it."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)


class _Builder:
    """Builds the tree of one file, with typographic apostrophes.

    A document type is refused: the entities in it could read files or fill memory.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.add_text
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.open = [Element("", {})]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        attributes = {key: value.replace("'", "’") for key, value in attributes.items()}
        element = Element(name.removeprefix(f"{NAMESPACE} "), attributes, self.parser.CurrentLineNumber)
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, name: str) -> None:
        del name
        self.open.pop()

    def add_text(self, text: str) -> None:
        self.open[-1].text += text.replace("'", "’")

    def refuse(self, *declared: object) -> None:
        del declared
        raise UnusableStyleError("it declares entities, which styles must not do")


def parse_csl(content: bytes) -> Element:
    """Return the root of a file. Raises UnusableStyleError for a file that is not XML."""
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnusableStyleError(
            f"it is not XML: {expat.ErrorString(error.code)}, line {error.lineno}"
        ) from None
    except (LookupError, ValueError) as error:  # an encoding that Python does not have
        raise UnusableStyleError(f"it is not XML: {error}") from None
    return builder.open[0].children[0]
