"""A page as a screen reader gets it from the browser: Chromium's accessibility tree, and the languages of its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.browser import Tab

TEXT, LINE = "StaticText", "InlineTextBox"


@dataclass
class Node:
    """A node of the accessibility tree; ignored nodes are left out, and their children belong to the parent."""

    role: str
    name: str
    language: str
    description: str = ""
    address: str = ""
    level: int = 0
    kids: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    @property
    def text(self) -> str:
        """The text inside the node without the markers of lists, with the names of pictures."""
        if self.role in (TEXT, "image"):
            return self.name
        return "" if self.role == "ListMarker" else "".join(kid.text for kid in self.kids)


def read_page(tab: Tab) -> Node:
    """Return the accessibility tree of the open page."""
    languages = dict(_languages(tab.ask("DOM.getDocument", depth=-1)["root"], ""))
    nodes = tab.ask("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    (root,) = _read(nodes[0], by_id, languages)
    return root


def _languages(node: dict[str, Any], around: str) -> Iterator[tuple[int, str]]:
    """Yield the language of each node of the document, by its number."""
    attributes = node.get("attributes", [])
    given = dict(zip(attributes[::2], attributes[1::2], strict=True))
    language = given.get("lang", around)
    yield node["backendNodeId"], language
    for kid in (*node.get("children", ()), *node.get("pseudoElements", ())):
        yield from _languages(kid, language)


def _read(node: dict[str, Any], by_id: dict[str, Any], languages: dict[int, str]) -> Iterator[Node]:
    role = node.get("role", {}).get("value", "")
    if role == LINE:
        return
    kids = [
        kid
        for name in node.get("childIds", ())
        if name in by_id
        for kid in _read(by_id[name], by_id, languages)
    ]
    if node["ignored"]:
        yield from kids
        return
    found = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    yield Node(
        role,
        node.get("name", {}).get("value", ""),
        languages.get(node.get("backendDOMNodeId", 0), ""),
        node.get("description", {}).get("value", ""),
        found.get("url", ""),
        found.get("level", 0),
        kids,
    )
