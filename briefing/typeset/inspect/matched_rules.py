"""List the declarations of the stylesheets that apply to the elements that a selector matches.

Nothing is laid out: the page is read, and its cascade computed for these elements.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from pydantic import TypeAdapter

from briefing.core.finding import Span
from briefing.files.css import LONGEST_VALUE
from briefing.files.workspace import Files
from briefing.stages import Page
from briefing.typeset.engine import failures_reported, weasyprint
from briefing.typeset.engine_log import warnings_collected
from briefing.typeset.inspect.css_cascade import TOKEN_DEPTH, Candidate, Cascade
from briefing.typeset.inspect.element_sources import Elements
from briefing.typeset.url_fetcher import WorkspaceFetcher, address_of
from briefing.typeset.weasyprint_patches.declaration_places import Place, PlacedName

VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)", re.IGNORECASE)
"""A variable, with a fallback that contains no function or without one."""

MOST_ELEMENTS = 5_000
"""The number of elements whose rules are read: `*` matches each cell of each table."""


@dataclass(frozen=True, slots=True)
class AppliedDeclaration:
    """A declaration that applies to elements: it wins, or is overridden by those before it."""

    name: str
    value: str
    selector: str
    """The selector of its rule; empty in a style attribute."""
    is_important: bool
    where: Span


@dataclass(frozen=True, slots=True)
class MatchedProperty:
    """A property, or several that the same declarations set, and the declarations, the winner first."""

    pseudo: str
    """The pseudo-element that it belongs to, such as `before`; empty for the elements themselves."""
    name: str
    element: str
    """The first of its elements, as a selector: `li.first`."""
    count: int
    """The number of elements to which exactly these declarations apply."""
    declarations: tuple[AppliedDeclaration, ...]
    """None where only steps of copyfitting set it."""
    in_steps: tuple[AppliedDeclaration, ...]
    """The declarations in steps of copyfitting, which apply only to an edition that exceeds its page limit."""
    resolved: str
    """The value of the winner, with the values of variables in their places."""
    variables: tuple[str, ...]
    """The variables in that value, also those in the values of others."""


@dataclass(frozen=True, slots=True)
class MatchedRules:
    """The declarations that apply to the elements of a page that a selector matches."""

    count: int
    """The number of elements that it matches."""
    element: str
    """The first of them, as a selector."""
    template: Span | None
    """The tag of that element in a template."""
    properties: tuple[MatchedProperty, ...]
    """In the order of the cascade of the winning declarations."""
    sheets: tuple[str, ...]
    """The stylesheets of the page, in the order of the cascade."""
    present: tuple[str, ...]
    """The elements, classes and ids of the page, as selectors."""


@cache
def _adapter() -> TypeAdapter[MatchedRules]:
    return TypeAdapter(MatchedRules)


def as_json(found: MatchedRules) -> bytes:
    """Return matched rules as JSON."""
    return _adapter().dump_json(found)


def from_json(content: bytes) -> MatchedRules:
    """Return the matched rules in JSON, which an untrusted process may have written. Raises ValueError."""
    return _adapter().validate_json(content, strict=True)


class _Applied(NamedTuple):
    """A declaration that applies to an element, with its rank in the cascade of the element."""

    rank: int
    weight: tuple[Any, ...]
    declaration: AppliedDeclaration


class _Group(NamedTuple):
    """The elements of a property to which the same declarations apply, the winner first."""

    elements: tuple[Element, ...]
    declarations: tuple[AppliedDeclaration, ...]


def match_rules(page: Page, selector: str, files: Files, fetcher: WorkspaceFetcher) -> MatchedRules:
    """Return the declarations that apply to the elements of a page that a valid selector matches."""
    with warnings_collected(), failures_reported():
        html = weasyprint().HTML(
            string=page.numbered or page.html,
            base_url=address_of(page.base, is_greyscale=page.is_mono),
            url_fetcher=fetcher,
        )
    elements = Elements(html.etree_element, page.origins)
    cascade = Cascade(html, (*page.stylesheets, *page.fit_steps), elements, files, fetcher)
    return _Matching(html, elements, cascade, page).match(selector)


class _Matching:
    """The page that is matched, with what is known of its elements."""

    def __init__(self, html: Any, elements: Elements, cascade: Cascade, page: Page) -> None:  # noqa: ANN401
        self.html, self.elements, self.cascade, self.page = html, elements, cascade, page
        self._important = {
            weasyprint().css.declaration_precedence(origin, True) for origin in ("author", "user")
        }
        self._variables: dict[Element, Mapping[str, str]] = {}
        self._declarations: dict[tuple[Place, bool], AppliedDeclaration] = {}

    def match(self, selector: str) -> MatchedRules:
        """Return the declarations for a selector."""
        import cssselect2

        compiled = cssselect2.compile_selector_list(selector)
        found: dict[str, list[Element]] = {}
        shown = list(self._shown())
        for wrapper in shown:
            for one in compiled:
                if one.test(wrapper):
                    found.setdefault(one.pseudo_element or "", []).append(wrapper.etree_element)
        for elements in found.values():
            del elements[MOST_ELEMENTS:]
        own = found.get("", [])
        pseudos = {pseudo: elements for pseudo, elements in found.items() if pseudo}
        if own and not pseudos:
            pseudos = dict.fromkeys(self._pseudo_elements(), own)
        properties = [
            one
            for pseudo, elements in (("", own), *sorted(pseudos.items()))
            for one in self._properties(elements, pseudo)
        ]
        first = next((elements[0] for elements in found.values()), None)
        return MatchedRules(
            count=len({id(element) for elements in found.values() for element in elements}),
            element="" if first is None else spelled(first),
            template=None if first is None else self.elements.of_tag(first).template,
            properties=tuple(properties),
            sheets=self.page.stylesheets,
            present=tuple(dict.fromkeys(name for one in shown for name in _names(one.etree_element))),
        )

    def _shown(self) -> Iterator[Any]:
        """Yield the root element, the body, and what is in it."""
        for wrapper in self.html.wrapper_element.iter_subtree():
            around = [local_name(one) for one in self.elements.around(wrapper.etree_element)]
            if "head" not in around:
                yield wrapper

    def _pseudo_elements(self) -> list[str]:
        """Return the pseudo-elements that a stylesheet of the page has rules for."""
        sheets = [sheet for sheet, origin in self.cascade.sheets if origin != "user agent"]
        return sorted({pseudo for sheet in sheets for pseudo in _pseudo_elements_of(sheet.matcher)})

    def _properties(self, elements: Sequence[Element], pseudo: str) -> list[MatchedProperty]:
        """Return the properties of elements; those that the same declarations set for the same elements are one."""
        by_name: dict[str, dict[tuple[AppliedDeclaration, ...], list[Element]]] = {}
        set_by: dict[AppliedDeclaration, set[str]] = {}
        order: dict[AppliedDeclaration, tuple[Any, int]] = {}
        for element in elements:
            for name, applied in self._applied(element, pseudo).items():
                same = tuple(one.declaration for one in applied)
                by_name.setdefault(name, {}).setdefault(same, []).append(element)
                order.setdefault(same[0], (applied[0].weight, applied[0].rank))
                for one in same:
                    set_by.setdefault(one, set()).add(name)
        joined: dict[_Group, list[str]] = {}
        for name, groups in by_name.items():
            for same, members in groups.items():
                joined.setdefault(_Group(tuple(members), same), []).append(name)
        ordered = sorted(joined.items(), key=lambda item: order[item[0].declarations[0]])
        return [self._property(group, names, set_by, pseudo) for group, names in ordered]

    def _property(
        self,
        group: _Group,
        names: Sequence[str],
        set_by: Mapping[AppliedDeclaration, Collection[str]],
        pseudo: str,
    ) -> MatchedProperty:
        """Return a group with the name of its property: as written, if it is all that the winner sets."""
        first = group.elements[0]
        always = tuple(one for one in group.declarations if not self._is_in_step(one))
        named = (*always, *group.declarations)[0]
        resolved, variables = self._resolved(always[0].value, first) if always else ("", [])
        is_whole = set_by[named] == set(names)
        return MatchedProperty(
            pseudo,
            named.name if is_whole else ", ".join(map(_written, names)),
            spelled(first),
            len(group.elements),
            always,
            tuple(one for one in group.declarations if self._is_in_step(one)),
            resolved,
            tuple(variables),
        )

    def _is_in_step(self, one: AppliedDeclaration) -> bool:
        return one.where.file in self.page.fit_steps

    def _applied(self, element: Element, pseudo: str) -> dict[str, list[_Applied]]:
        """Return the declarations that apply to an element by the physical names of properties, winners first."""
        physical = _physical_names(self._direction(element))
        found: dict[str, list[_Applied]] = {}
        for rank, one in enumerate(self.cascade.candidates(element, pseudo)):
            if declaration := self._declaration(one):
                name = str(one.name)
                applied = _Applied(rank, one.weight, declaration)
                found.setdefault(physical.get(name, name), []).append(applied)
        return {
            name: sorted(applied, key=lambda one: (one.weight, one.rank), reverse=True)
            for name, applied in found.items()
        }

    def _declaration(self, found: Candidate) -> AppliedDeclaration | None:
        """Return a declaration with its place; None for one of the engine's own stylesheet."""
        if not isinstance(found.name, PlacedName):
            return None
        is_important = found.weight[0] in self._important
        key = found.name.place, is_important
        if key not in self._declarations and (given := self.cascade.declaration(found, None)):
            value = " ".join(given.value.split())
            self._declarations[key] = AppliedDeclaration(
                given.name, value, given.selector, is_important, given.where
            )
        return self._declarations.get(key)

    def _direction(self, element: Element) -> str:
        given = (one.get("dir", "") for one in self.elements.around(element))
        return "rtl" if next(filter(None, given), "") == "rtl" else "ltr"

    def _resolved(self, value: str, element: Element) -> tuple[str, list[str]]:
        """Return a value with its variables resolved for an element, and their names."""
        known, names = self._variables_at(element), list[str]()

        def replaced(found: re.Match[str]) -> str:
            names.append(found[1])
            return known.get(found[1], found[2] if found[2] is not None else found[0])

        for _ in range(TOKEN_DEPTH):
            before, value = value, VARIABLE.sub(replaced, value)
            if value == before or len(value) > LONGEST_VALUE:
                break
        return value[:LONGEST_VALUE], list(dict.fromkeys(names))

    def _variables_at(self, element: Element) -> Mapping[str, str]:
        """Return the values of variables at an element: its own, and those that it inherits."""
        if element not in self._variables:
            known: dict[str, str] = {}
            for one in self.elements.around(element):
                for name, applied in self._applied(one, "").items():
                    always = [one.declaration for one in applied if not self._is_in_step(one.declaration)]
                    if name.startswith("__") and always:
                        known.setdefault(always[0].name, always[0].value)
            self._variables[element] = known
        return self._variables[element]


def _pseudo_elements_of(matcher: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the pseudo-elements that a matcher of cssselect2 has rules for."""
    lists = [matcher.lang_attr_selectors, matcher.other_selectors]
    for kind in (
        matcher.id_selectors,
        matcher.class_selectors,
        matcher.lower_local_name_selectors,
        matcher.namespace_selectors,
    ):
        lists += kind.values()
    yield from (pseudo for rules in lists for _, _, _, pseudo, _ in rules if pseudo)


@cache
def _physical_names(direction: str) -> Mapping[str, str]:
    """Return the physical name of each logical property for a text direction."""
    functions = weasyprint().css.computed_values.PHYSICAL_FUNCTIONS
    return {function(block="ttb", inline=direction): name for name, function in functions.items()}


def _written(name: str) -> str:
    """Return the name of a property as a stylesheet has it."""
    return name.replace("_", "-")


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def spelled(element: Element) -> str:
    """Return an element as a selector: its name, its id and its classes."""
    identity = f"#{element.get('id')}" if element.get("id") else ""
    classes = "".join(f".{name}" for name in (element.get("class") or "").split())
    return f"{local_name(element)}{identity}{classes}"


def _names(element: Element) -> Iterator[str]:
    yield local_name(element)
    yield from (f".{name}" for name in (element.get("class") or "").split())
    if element.get("id"):
        yield f"#{element.get('id')}"
