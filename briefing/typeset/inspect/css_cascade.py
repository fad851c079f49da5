"""Find the declaration that gave an element a value, where a finding must name it.

The engine keeps values without their places. The stylesheets of a page are therefore read a second time by the
engine's own parser, with the place of each declaration, and the cascade is computed again for one element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from briefing.core.finding import Span
from briefing.files.css import USED_TOKEN
from briefing.files.workspace import Files
from briefing.stages import Declaration
from briefing.typeset.engine import weasyprint
from briefing.typeset.engine_log import warnings_collected
from briefing.typeset.inspect.element_sources import Elements
from briefing.typeset.url_fetcher import WorkspaceFetcher, address_of, name_of
from briefing.typeset.weasyprint_patches.declaration_places import Place, PlacedName, declarations_placed

UNLAYERED = float("inf")
ATTRIBUTE_SPECIFICITY = (1, 0, 0)
"""The specificity of a style attribute in the engine."""

TOKEN_DEPTH = 8
"""The limit for a chain of variables that refer to each other."""


class Candidate(NamedTuple):
    """A declaration that applies to an element, and its weight."""

    weight: tuple[Any, ...]
    name: str
    value: Any


class Cascade:
    """The declarations behind the values of one page. `html` is the engine's document, `names` its stylesheets."""

    def __init__(
        self,
        html: Any,  # noqa: ANN401
        names: Sequence[str],
        elements: Elements,
        files: Files,
        fetcher: WorkspaceFetcher,
    ) -> None:
        self.html, self.names, self.elements = html, names, elements
        self.files, self.fetcher = files, fetcher

    def of_box(self, box: Any, name: str) -> Declaration | None:  # noqa: ANN401
        """Return the declaration that gave a box the value of a property, such as `font-size`.

        None where the value is the initial one or from the engine's own stylesheet.
        """
        page = getattr(box, "page_type", None)
        if page is not None:
            return self.of_page(page, name, direction=str(box.style["direction"]))
        tag = str(getattr(box, "element_tag", None) or "")
        pseudo = tag.partition("::")[2]
        return self.of_element(getattr(box, "element", None), name, pseudo, str(box.style["direction"]))

    def of_element(
        self, element: Element | None, name: str, pseudo: str = "", direction: str = "ltr"
    ) -> Declaration | None:
        """Return the same for an element, or for one of its pseudo-elements, such as `before`.

        The declaration of an inherited value is that of the ancestor.
        """
        wanted = name.replace("-", "_")
        is_inherited = wanted.startswith("__") or wanted in weasyprint().css.properties.INHERITED
        names = (wanted, *_logical(wanted, direction))
        around = list(self.elements.around(element))
        parts = [(around[0], pseudo)] if pseudo and around else []
        parts += [(one, "") for one in around]
        for one, part in parts:
            found = _strongest(self.candidates(one, part), names)
            if found is not None and found.value != "inherit":
                return self.declaration(found, one)
            if found is None and not is_inherited:
                return None
        return None

    def all_of(self, element: Element) -> Iterator[Declaration]:
        """Return every declaration that applies to an element itself, including those that lose."""
        for candidate in self.candidates(element):
            if found := self.declaration(candidate, element):
                yield found

    def is_users(self, declaration: Declaration) -> bool:
        """Return whether a declaration is in the workspace, not in the package."""
        return self.files.is_own(declaration.where.file)

    def of_page(
        self,
        page_type: Any,  # noqa: ANN401
        name: str,
        margin_box: str | None = None,
        direction: str = "ltr",
    ) -> Declaration | None:
        """Return the same for a page, or for one of its margin boxes, such as `@top-left`."""
        css = weasyprint().css
        candidates = (
            Candidate((css.declaration_precedence(origin, important), specificity), found, value)
            for sheet, origin in self.sheets
            for _, selectors, declarations in sheet.page_rules
            for specificity, part, selector in selectors
            if part == margin_box and css.StyleFor._page_type_match(selector, page_type)
            for found, value, important in declarations
        )
        wanted = name.replace("-", "_")
        found = _strongest(candidates, (wanted, *_logical(wanted, direction)))
        return None if found is None else self.declaration(found, self.elements.root)

    def candidates(self, element: Element, pseudo: str = "") -> Iterator[Candidate]:
        """Return every declaration that applies to an element, in the engine's order."""
        precedence = weasyprint().css.declaration_precedence
        if not pseudo and element.get("style"):
            for name, value, important in self._attribute(element):
                weight = (precedence("author", important), UNLAYERED, ATTRIBUTE_SPECIFICITY)
                yield Candidate(weight, name, value)
        wrapper = self._wrappers.get(element)
        for sheet, origin in self.sheets if wrapper is not None else ():
            for specificity, _, part, (declarations, layer) in sheet.matcher.match(wrapper):
                order = UNLAYERED if layer is None else sheet.layers.index(layer)
                for name, value, important in declarations if (part or "") == pseudo else ():
                    yield Candidate((precedence(origin, important), order, specificity), name, value)

    def _attribute(self, element: Element) -> list[Any]:
        import tinycss2

        with warnings_collected(), declarations_placed():
            nodes = tinycss2.parse_blocks_contents(element.get("style", ""))
            address = f"{self.html.base_url}#{self._number(element)}"
            return list(weasyprint().css.preprocess_declarations(address, nodes))

    def _number(self, element: Element) -> int:
        """Return a number that identifies an element of the page."""
        self._numbered.append(element)
        return len(self._numbered) - 1

    @cached_property
    def _numbered(self) -> list[Element]:
        return []

    @cached_property
    def _wrappers(self) -> Mapping[Element, Any]:
        return {one.etree_element: one for one in self.html.wrapper_element.iter_subtree()}

    @cached_property
    def sheets(self) -> list[tuple[Any, str]]:
        """Return the stylesheets of the page in the engine's order, with the places of their declarations."""
        sheets = [(sheet, "user agent") for sheet in self.html._ua_stylesheets()]
        with warnings_collected(), declarations_placed():
            sheets += [(sheet, "author") for sheet in self._page_sheets()]
            sheets += [(self._sheet(name), "user") for name in self.names]
        return sheets

    def _page_sheets(self) -> Iterator[Any]:
        """Return the stylesheets that the page itself contains or links to."""
        css = weasyprint().css
        layers: list[str] = []
        page_rules: list[Any] = []
        for wrapper in self.html.wrapper_element.query_all("style", "link"):
            address = f"{self.html.base_url}#{self._number(wrapper.etree_element)}"
            fonts, counters = None, css.counters.CounterStyle()
            yield from css.find_stylesheets(
                wrapper, self.html.media_type, self.fetcher, address, fonts, counters, {}, page_rules, layers
            )

    def _sheet(self, name: str) -> Any:  # noqa: ANN401
        text = self.files.read(name).decode("utf-8", "replace")
        base = self.files.base_in_layer(name) if self.files.themes else name
        return weasyprint().CSS(string=text, base_url=address_of(base), url_fetcher=self.fetcher)

    def declaration(self, found: Candidate, element: Element | None) -> Declaration | None:
        """Return a declaration with its place; with an element, also that of the first variable in its value.

        None for one of the engine's own stylesheet.
        """
        if not isinstance(found.name, PlacedName):
            return None
        place = found.name.place
        value = place.text.partition(":")[2]
        return self._declaration(place, self._token(value, element, 0))

    def _declaration(self, place: Place, token: Declaration | None) -> Declaration:
        """Return the declaration at a place; that of an option of the theme is where the option is set."""
        name, _, value = place.text.partition(":")
        option = self.files.option_place(name, name_of(place.address))
        if option is not None:
            return Declaration(name, value.strip(), "", option, token)
        return Declaration(name, value.strip(), place.selector, self._span(place), token)

    def _token(self, value: str, element: Element | None, depth: int) -> Declaration | None:
        """Return the declaration of the first variable in a value."""
        used = USED_TOKEN.search(value)
        if used is None or element is None or depth > TOKEN_DEPTH:
            return None
        for one in self.elements.around(element):
            found = _strongest(self.candidates(one), (used[1].replace("-", "_"),))
            if found is not None and isinstance(found.name, PlacedName):
                place = found.name.place
                inner = place.text.partition(":")[2]
                return self._declaration(place, self._token(inner, one, depth + 1))
        return None

    def _span(self, place: Place) -> Span:
        """Return a place in a stylesheet, or in the template with the tag or style element."""
        parts = urlsplit(place.address)
        file, line, column = name_of(place.address), place.line, place.column
        if parts.fragment.isdecimal() and place.address.startswith(str(self.html.base_url)):
            element = self._numbered[int(parts.fragment)]
            tag = self.elements.origin(element).template
            if tag is None:
                return Span("templates")
            file, column = tag.file, 0
            line = tag.line + (place.line - 1 if element.tag == "style" else 0)
            column = 0 if element.tag == "style" else tag.column
        return placed(file, line, column, place.text.partition(":")[0], self.files)


def placed(file: str, line: int, column: int, word: str, files: Files) -> Span:
    """Return a place with its source line; a column of 0 is found by the word there."""
    try:
        source = files.read(file).decode("utf-8", "replace").splitlines()[line - 1]
    except (OSError, IndexError):
        return Span(file, line, column)
    return Span(file, line, column or source.find(word) + 1, len(word), source)


def _strongest(candidates: Iterable[Candidate], names: Sequence[str]) -> Candidate | None:
    """Return the winning declaration: the last of those with the highest weight."""
    winner: Candidate | None = None
    for one in candidates:
        if one.name in names and (winner is None or winner.weight <= one.weight):
            winner = one
    return winner


def _logical(name: str, direction: str) -> tuple[str, ...]:
    """Return the logical name of a property for a text direction: `margin-inline-start`."""
    function = weasyprint().css.computed_values.PHYSICAL_FUNCTIONS.get(name)
    return () if function is None else (function(block="ttb", inline=direction),)
