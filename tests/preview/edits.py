"""Random edits of the texts of a brief, as a person would type them into its file."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

KEPT = 30
"""The least length of a text that is edited, in characters: shorter values may be names."""

UNWRITTEN = {"sources", "facts", "data", "id", "url", "doi", "file", "likelihood", "alt", "series", "x", "y"}


@dataclass(frozen=True)
class Edit:
    """An edit of a file, and the kind of it."""

    kind: str
    text: str


def edits_of(text: str, chosen: random.Random) -> Iterator[Edit]:
    """Yield edits of the text of a file without end, each of the original."""
    nodes = list(_texts(yaml.compose(text), ()))
    lists = list(_lists(yaml.compose(text), ()))
    while True:
        kind = chosen.choice(
            ("word", "word", "words", "sentence", "cut", "emphasis", "paragraph", "item", "swap")
        )
        if kind in ("item", "swap"):
            yield Edit(kind, _with_items_changed(text, chosen.choice(lists), kind, chosen))
        else:
            yield Edit(kind, _with_words_changed(text, chosen.choice(nodes), kind, chosen))


def _texts(node: Node, key: tuple[str, ...]) -> Iterator[ScalarNode]:
    is_text = isinstance(node, ScalarNode) and node.style in (None, "|", ">") and len(node.value) >= KEPT
    if is_text and not UNWRITTEN & {*key}:
        assert isinstance(node, ScalarNode)
        yield node
    for name, inner in _inner(node):
        yield from _texts(inner, (*key, name))


def _lists(node: Node, key: tuple[str, ...]) -> Iterator[SequenceNode]:
    is_block = isinstance(node, SequenceNode) and not node.flow_style and len(node.value) > 2
    if is_block and not UNWRITTEN & {*key}:
        assert isinstance(node, SequenceNode)
        yield node
    for name, inner in _inner(node):
        yield from _lists(inner, (*key, name))


def _inner(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, MappingNode):
        yield from ((name.value, inner) for name, inner in node.value)
    elif isinstance(node, SequenceNode):
        yield from (("", inner) for inner in node.value)


CHANGES: dict[str, Callable[[list[str], int, random.Random], list[str]]] = {
    "word": lambda words, at, _: [*words[:at], "water", *words[at + 1 :]],
    "words": lambda words, at, chosen: [*words[:at], *["level"] * chosen.choice((2, 5, 12)), *words[at:]],
    "sentence": lambda words, at, _: [
        *words[:at],
        *("The river rose at station A. " * 4).split(),
        *words[at:],
    ],
    "cut": lambda words, at, chosen: [*words[:at], *words[at + chosen.choice((1, 3, 10)) :]],
    "emphasis": lambda words, at, _: [*words[:at], "*much*", *words[at:]],
    "paragraph": lambda words, at, _: [*words, "The", "end."],
}
"""The ways of changing the words of a text at a place."""

PLAIN = set("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяابتثجحخدذرزسشصضطظعغفقكلمنهوي,.")


def _with_words_changed(text: str, node: ScalarNode, kind: str, chosen: random.Random) -> str:
    """Change words between others on a line that has nothing else, so that the file stays valid."""
    start, end = node.start_mark.index, node.end_mark.index
    typed = text[start:end]
    lines = typed.splitlines(keepends=True)
    number = chosen.randrange(len(lines))
    line = lines[number].rstrip("\n")
    words = line.strip().split(" ")
    places = [at for at in range(1, len(words) - 1) if PLAIN.issuperset(words[at]) and words[at]]
    if not places or line.strip() in ("|", ">", "|-", ">-"):
        return text
    indent = line[: len(line) - len(line.lstrip())]
    changed = indent + " ".join(CHANGES[kind](words, chosen.choice(places), chosen))
    lines[number] = changed + ("\n" if lines[number].endswith("\n") else "")
    if kind == "paragraph" and node.style == "|" and number == len(lines) - 1:
        lines.append(f"\n{indent}The river rose at station A.\n")
    return text[:start] + "".join(lines) + text[end:]


def _with_items_changed(text: str, node: SequenceNode, kind: str, chosen: random.Random) -> str:
    """Remove an item of a list, or swap it with the next one; an item is what follows its hyphen."""
    starts = [text.rindex("-", 0, item.start_mark.index) for item in node.value]
    at = chosen.randrange(1, len(starts) - 1)
    first, second = text[starts[at - 1] : starts[at]], text[starts[at] : starts[at + 1]]
    return text[: starts[at - 1]] + (second + first if kind == "swap" else second) + text[starts[at + 1] :]
