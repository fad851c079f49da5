"""The conditions of `<if>` and `<else-if>`."""

from __future__ import annotations

from collections.abc import Callable

from briefing.compose.citations.csl.item import Item
from briefing.compose.citations.csl.numbers import is_numeric
from briefing.compose.citations.csl.xml_elements import Element

TESTS: dict[str, Callable[[str, Item], bool]] = {
    "variable": lambda value, item: item.has(value),
    "is-numeric": lambda value, item: is_numeric(item.texts.get(value, "")),
    "locator": lambda value, item: value == "page" and item.has("locator"),
    "position": lambda value, item: value == "first",
}
"""The tests of a condition, for each of its values. A list has each source once, so its position is the first."""

MATCHES: dict[str, Callable[[list[bool]], bool]] = {
    "all": all,
    "any": any,
    "none": lambda results: not any(results),
}


def holds(branch: Element, item: Item) -> bool:
    """Return True if the branch of a choice is the one to print, provided that those before it are not."""
    if branch.name == "else":
        return True
    attributes = branch.attributes
    results = [
        name in TESTS and TESTS[name](value, item)
        for name, values in attributes.items()
        if name not in {"match", "type"}
        for value in values.split()
    ]
    # a list of types is one test, as a source has only one
    if types := attributes.get("type"):
        results.append(item.type in types.split())
    return MATCHES.get(attributes.get("match", "all"), all)(results)
