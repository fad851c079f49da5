"""A style file that can be used: it is CSL, its macros exist and none of them calls itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from briefing.compose.citations.csl.xml_elements import Element, UnusableStyleError, parse_csl

PRINTED_BY = {"bibliography": "the list prints a source", "citation": "a text cites one"}
KINDS_OF_TEXT = frozenset(("variable", "macro", "term", "value"))
RENDERED = frozenset(("choose", "date", "group", "label", "names", "number", "text"))
CHILDREN: Mapping[str, frozenset[str]] = {
    "layout": RENDERED,
    "macro": RENDERED,
    "group": RENDERED,
    "if": RENDERED,
    "else-if": RENDERED,
    "else": RENDERED,
    "substitute": RENDERED,
    "choose": frozenset(("if", "else-if", "else")),
    "names": frozenset(("name", "et-al", "label", "substitute", "institution")),
    "name": frozenset(("name-part",)),
    "date": frozenset(("date-part",)),
}
"""The elements that an element of a layout or macro can have in it."""

WITH_VARIABLE = frozenset(("date", "label", "names", "number"))


@dataclass(frozen=True)
class StyleFile:
    """The root of a style, and its macros by name."""

    root: Element
    macros: Mapping[str, Element]

    def layout(self, part: str) -> Element:
        """Return the layout of `citation` or `bibliography`. Raises UnusableStyleError if the style has none."""
        layout = self.root.find(part, "layout")
        if layout is None:
            raise UnusableStyleError(f"it has no <{part}>, which defines how {PRINTED_BY[part]}")
        return layout


def parent_of(content: bytes) -> str | None:
    """Return the name of the style to use instead of a dependent one, which only refers to it."""
    root = _root(content)
    info = root.find("info")
    links = info.find_all("link") if info and root.find("citation") is None else []
    return next((_name_of(link) for link in links if link.get("rel") == "independent-parent"), None)


def read_style(content: bytes) -> StyleFile:
    """Return a style. Raises UnusableStyleError with the reason for a file that cannot be used."""
    root = _root(content)
    macros = {macro.get("name"): macro for macro in reversed(root.find_all("macro"))}
    layouts = [layout for part in root.children for layout in part.find_all("layout")]
    for element in (*macros.values(), *layouts):
        _check_elements(element)
    _check_calls(macros, layouts)
    return StyleFile(root, macros)


def _root(content: bytes) -> Element:
    root = parse_csl(content)
    if root.name != "style":
        raise UnusableStyleError("it is not CSL")
    return root


def _name_of(link: Element) -> str:
    return link.get("href").rstrip("/").rpartition("/")[2]


def _check_elements(top: Element) -> None:
    """Report the first element of a layout or macro that CSL does not have there."""
    for element in top.walk():
        allowed = CHILDREN.get(element.name, frozenset())
        for child in element.children:
            if child.name not in allowed:
                raise UnusableStyleError(f"line {child.line} is not CSL: <{child.name}> in <{element.name}>")
            needs_variable = child.name in WITH_VARIABLE and (child.name, element.name) != ("label", "names")
            if needs_variable and "variable" not in child.attributes:
                raise UnusableStyleError(f"line {child.line} is not CSL: <{child.name}> needs a variable")
        if element.name == "text" and not KINDS_OF_TEXT & element.attributes.keys():
            kinds = ", ".join(sorted(KINDS_OF_TEXT))
            raise UnusableStyleError(f"line {element.line} is not CSL: <text> needs one of {kinds}")


def _check_calls(macros: Mapping[str, Element], layouts: list[Element]) -> None:
    calls = {name: set(_called(macro)) for name, macro in macros.items()}
    for called in (*calls.values(), *map(set, map(_called, layouts))):
        if missing := called - macros.keys():
            raise UnusableStyleError(f"the macro '{min(missing)}' does not exist")
    try:
        TopologicalSorter(calls).prepare()
    except CycleError as error:
        raise UnusableStyleError(f"the macro '{error.args[1][0]}' calls itself") from None


def _called(element: Element) -> Iterator[str]:
    return (inner.attributes["macro"] for inner in element.walk() if "macro" in inner.attributes)
