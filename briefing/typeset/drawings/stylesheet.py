"""Replace the styles of a drawing by attributes, as the cascade gives them (CSS Cascade 4, CSS Variables 1).

The engine reads no variables, media conditions, nested rules or `font` shorthand, and it ignores all rules that follow
a selector unknown to it. Attributes leave nothing to its reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2

from briefing.typeset.drawings.source import Flaw, Source, local_name

PRINTED = re.compile(r"\s*(?:only\s+)?(?:all|print)\b\s*$|^\s*$", re.IGNORECASE)
"""The media queries that hold for a printed page whatever its size."""

FONT_SERVICE = re.compile(
    r"fonts\.googleapis\.com|fonts\.bunny\.net|use\.typekit\.net|/fonts?/|[./-]fonts?\.css"
)
"""Addresses of stylesheets that declare fonts only, which are replaced."""

SHOWN = 60
PAINTING = ("fill", "stroke", "stop-", "opacity", "color", "display", "visibility")
"""The beginnings of properties that change what is visible."""

MAX_DEPTH = 16
"""The deepest nesting of variables and rules that is read."""

VARIABLE = re.compile(r"(?:^|[\s,(])var\(", re.IGNORECASE)
INITIAL = {
    "fill": "black",
    "stroke": "none",
    "opacity": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "stroke-dasharray": "none",
    "display": "inline",
    "visibility": "visible",
    "font-style": "normal",
    "font-weight": "normal",
    "text-anchor": "start",
    "letter-spacing": "normal",
    "color": "black",
}
SHORTHANDS = ("font", "marker")
"""Properties that are not attributes (SVG 2, 6.6)."""

RESET = frozenset(("initial", "unset", "revert", "revert-layer"))
PAINTS = frozenset(("fill", "stroke", "stop-color", "flood-color", "lighting-color"))
DIMENSIONS = frozenset(("x", "y", "cx", "cy", "r", "rx", "ry", "width", "height"))
LENGTH = re.compile(r"[-+.0-9]|calc|min|max|clamp", re.IGNORECASE)
"""The beginning of a length; `auto` and the other keywords of CSS leave the size of a drawing as it is."""

SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "smaller": "0.8333em",
    "larger": "1.2em",
}
"""The sizes that browsers give to keywords, in pixels."""

STYLES, BOLD = ("italic", "oblique"), ("bold", "bolder")
WEIGHT = re.compile(r"bold|bolder|lighter|[1-9]00")
SIZE = re.compile(r"[0-9.]+(?:px|pt|mm|cm|in|pc|em|rem|ex|q|%)?|" + "|".join(SIZES), re.IGNORECASE)

Declarations = list[tuple[str, str]]
Rule = tuple[str, Declarations, Declarations]
"""A selector with its declarations: the normal ones and those with `!important`."""


def apply_styles(source: Source) -> Iterator[Flaw]:
    """Replace the styles of a drawing by attributes; report imported styles and undefined variables."""
    sheets = [one for one in source.root.iter() if local_name(one) == "style"]
    rules: list[Rule] = []
    for sheet in sheets:
        if sheet.get("type", "text/css") == "text/css" and PRINTED.match(sheet.get("media", "")):
            nodes = tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True)
            for address in _imported(nodes):
                what = f"its style imports '{address[:SHOWN]}', which is not loaded"
                yield source.flaw(sheet, what, "put the style into the drawing")
            rules += _rules(nodes)
    yield from _cascade(source, _matchers(rules))
    for parent in source.root.iter():
        for child in [one for one in parent if one in sheets]:
            parent.remove(child)


def _imported(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            address = next((token.value for token in node.prelude if token.type in ("url", "string")), "")
            quoted = next((token for token in node.prelude if token.type == "function"), None)
            address = address or (tinycss2.serialize(quoted.arguments).strip("\"' ") if quoted else "")
            if not FONT_SERVICE.search(address):
                yield address


def _rules(nodes: Iterable[Any], around: str = "", depth: int = 0) -> Iterator[Rule]:
    """Yield the rules that hold for a printed page, nested ones with their whole selector."""
    for node in nodes:
        if node.type == "at-rule" and node.content is not None:
            held = node.lower_at_keyword in ("media", "layer", "supports")
            if held and (node.lower_at_keyword != "media" or _holds_in_print(node)) and depth < MAX_DEPTH:
                inner = tinycss2.parse_blocks_contents(node.content)
                yield from _rules(inner, around, depth + 1)
        elif node.type == "qualified-rule":
            selector = _joined(around, tinycss2.serialize(node.prelude).strip())
            inner = tinycss2.parse_blocks_contents(node.content)
            yield (selector, *_declared(inner))
            if depth < MAX_DEPTH:
                yield from _rules(inner, selector, depth + 1)


def _holds_in_print(node: Any) -> bool:  # noqa: ANN401
    queries = tinycss2.serialize(node.prelude).split(",")
    return any(PRINTED.match(query) for query in queries)


def _joined(around: str, selector: str) -> str:
    """Return the selector of a nested rule (CSS Nesting 1)."""
    if not around:
        return selector
    pairs = [(outer.strip(), one.strip()) for outer in around.split(",") for one in selector.split(",")]
    return ", ".join(one.replace("&", outer) if "&" in one else f"{outer} {one}" for outer, one in pairs)


def _declared(nodes: Iterable[Any]) -> tuple[Declarations, Declarations]:
    found: tuple[Declarations, Declarations] = [], []
    for node in nodes:
        if node.type == "declaration":
            name = node.name if node.name.startswith("--") else node.lower_name
            if value := tinycss2.serialize(node.value).strip():
                found[node.important].append((name, value))
    return found


@lru_cache(maxsize=1024)
def _declared_in(style: str) -> tuple[Declarations, Declarations]:
    """Return the declarations of a `style` attribute; drawings repeat a few of these thousands of times."""
    return _declared(tinycss2.parse_blocks_contents(style)) if style else ([], [])


def _matchers(rules: Iterable[Rule]) -> tuple[Any, Any]:
    """Return the matchers of normal and of important declarations. A rule with an invalid selector is dropped."""
    normal, important = cssselect2.Matcher(), cssselect2.Matcher()
    for prelude, plain, urgent in rules:
        try:
            selectors = cssselect2.compile_selector_list(prelude)
        except (cssselect2.SelectorError, ValueError):
            continue
        for selector in selectors:
            if selector.pseudo_element is None and not selector.never_matches:
                normal.add_selector(selector, plain)
                important.add_selector(selector, urgent)
    return normal, important


def _cascade(source: Source, matchers: tuple[Any, Any]) -> Iterator[Flaw]:
    waiting = [(cssselect2.ElementWrapper.from_xml_root(source.root), dict[str, str]())]
    while waiting:
        wrapper, variables = waiting.pop()
        element = wrapper.etree_element
        for shorthand in SHORTHANDS:
            element.attrib.pop(shorthand, None)
        normal, important = (
            [one for rule in matcher.match(wrapper) for one in rule[-1]] for matcher in matchers
        )
        own = _declared_in(element.attrib.pop("style", ""))
        declared = [*normal, *own[0], *important, *own[1]]
        variables = variables | {name: value for name, value in declared if name.startswith("--")}
        waiting += [(child, variables) for child in wrapper.iter_children()]
        attributes = [pair for pair in element.attrib.items() if "(" in pair[1] or pair[0] in PAINTS]
        for name, value in [*attributes, *(one for one in declared if not one[0].startswith("-"))]:
            found = resolved(value, variables)
            if found is None and name.startswith(PAINTING):
                what = f"its <{local_name(element)}> has `{name}: {value[:SHOWN]}`, a variable that is not defined"
                yield source.flaw(element, what, "write the value itself")
            _set(element, name, found)


def resolved(value: str, variables: dict[str, str], depth: int = 0) -> str | None:
    """Return a value with its variables and `light-dark()` replaced; None if it is then invalid."""
    if depth > MAX_DEPTH:
        return None
    if not VARIABLE.search(value) and "light-dark(" not in value:
        return value
    pieces = [_piece(token, variables, depth) for token in tinycss2.parse_component_value_list(value)]
    return None if None in pieces else "".join(one for one in pieces if one is not None)


def _piece(token: Any, variables: dict[str, str], depth: int) -> str | None:  # noqa: ANN401
    if token.type != "function":
        return str(tinycss2.serialize([token]))
    first, *rest = _arguments(token.arguments)
    if token.lower_name == "light-dark":
        return resolved(first.strip(), variables, depth + 1)
    if token.lower_name != "var":
        inner = resolved(str(tinycss2.serialize(token.arguments)), variables, depth + 1)
        return None if inner is None else f"{token.name}({inner})"
    found = variables.get(first.strip())
    found = None if found is None else resolved(found, variables, depth + 1)
    if found is not None:
        return found
    return resolved(",".join(rest).strip(), variables, depth + 1) if rest else None


def _arguments(tokens: Iterable[Any]) -> list[str]:
    """Return the arguments of a function, which are separated by commas."""
    found = [""]
    for one in tokens:
        if one == ",":
            found.append("")
        else:
            found[-1] += tinycss2.serialize([one])
    return found


def _set(element: Element, name: str, value: str | None) -> None:
    """Set an attribute; a value that is invalid once its variables are replaced counts as not set."""
    if value is None or value.lower() in RESET:
        element.attrib.pop(name, None)
        if name in INITIAL and value is not None and value.lower() == "initial":
            element.set(name, INITIAL[name])
    elif name == "font":
        for part, said in _font(value):
            element.set(part, said)
    elif name in PAINTS and value.lower() == "currentcolor":
        element.set(name, "currentColor")
    elif name == "marker":
        for part in ("marker-start", "marker-mid", "marker-end"):
            element.set(part, value)
    elif name not in DIMENSIONS or LENGTH.match(value):
        element.set(name, value)


def _font(value: str) -> Iterator[tuple[str, str]]:
    """Return the parts of a `font` shorthand (CSS Fonts 4, 2.7)."""
    before, size, after = value, "", ""
    for match in re.finditer(r"\S+", value):
        size = match[0].partition("/")[0]
        if SIZE.fullmatch(size) and not WEIGHT.fullmatch(size):
            before, after = value[: match.start()], value[match.end() :].lstrip()
            break
    else:
        return
    words = before.lower().split()
    if after.startswith("/"):  # a line height with spaces around its slash
        after = after[1:].lstrip().partition(" ")[2]
    yield "font-style", next((one for one in words if one in STYLES), "normal")
    yield "font-weight", next((one for one in words if WEIGHT.fullmatch(one)), "normal")
    yield "font-size", size
    yield "font-family", after


def absolute_fonts(root: Element) -> None:
    """Write sizes and weights of fonts as numbers: the engine knows no keywords but `normal` and `bold`."""
    waiting = [(root, 400.0)]
    while waiting:
        element, weight = waiting.pop()
        size = element.get("font-size", "").strip().lower()
        if size in SIZES:
            element.set("font-size", str(SIZES[size]))
        if size.endswith("%") and re.fullmatch(r"[0-9.]+%", size):
            element.set("font-size", f"{float(size[:-1]) / 100:g}em")
        weight = _weight(element.get("font-weight", "").strip().lower(), weight)
        if "font-weight" in element.attrib:
            element.set("font-weight", f"{weight:g}")
        waiting += [(child, weight) for child in element]


def _weight(said: str, around: float) -> float:
    if said in ("", "inherit"):
        return around
    if said in ("bolder", "lighter"):
        return max(700.0, around) if said == "bolder" else min(400.0, around)
    named = {"normal": 400.0, "bold": 700.0}
    return named.get(said) or (float(said) if re.fullmatch(r"[0-9]{1,4}", said) else 400.0)
