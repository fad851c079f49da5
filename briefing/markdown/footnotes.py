"""Footnotes in texts: `[^1]` with its definition `[^1]: words` in the same text, and `^[words]` in place.

The definitions of a text of one paragraph follow it, each on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:", re.MULTILINE)
"""The start of a definition."""

REFERENCE = "footnote_ref"
"""The type of the token where a footnote is referred to."""

DEFINITIONS = "footnote_definitions"
"""The key of the environment of a parse under which the definitions of the text are listed."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition in a text, with its lines, counted from 0; `end` is the line after it."""

    label: str
    start: int
    end: int


def add_footnotes(parser: MarkdownIt) -> None:
    """Add footnotes to a parser. Their paragraphs follow the blocks of the text that refers to them."""
    from mdit_py_plugins.footnote import footnote_plugin

    parser.use(footnote_plugin)
    parser.core.ruler.before("footnote_tail", "footnote_definitions", _list_definitions)
    parser.core.ruler.after("footnote_tail", "footnote_references", _close_up)


def keep_in_place(parser: MarkdownIt) -> None:
    """Make a parser with footnotes leave each of them where it was typed, as checks need it."""
    parser.core.ruler.at("footnote_tail", _expand_in_place)


def parse_text(
    parser: MarkdownIt, words: str, *, is_block: bool, env: MutableMapping[str, Any] | None = None
) -> list[Token]:
    """Return the tokens of a text: of blocks, or of one paragraph and the footnotes defined after it."""
    env = {} if env is None else env
    if is_block:
        return parser.parse(words, env)
    body, definitions = split_definitions(words)
    if not definitions:
        return parser.parseInline(words, env)
    tokens: list[Token] = []
    parser.block.parse(definitions, parser, env, tokens)
    first = words.count("\n", 0, len(words) - len(definitions))
    for token in tokens:
        token.map = [first + line for line in token.map] if token.map else None
    state = StateCore(body.strip(), parser, env, tokens)
    state.inlineMode = True
    parser.core.process(state)
    if not body.strip():
        return state.tokens
    return sorted(state.tokens, key=lambda token: token.map is None or token.map[0] >= first)


def split_definitions(words: str) -> tuple[str, str]:
    """Return the paragraph of a text of one paragraph, and the definitions after it."""
    match = DEFINITION.search(words) if "[^" in words else None
    return (words[: match.start()], words[match.start() :]) if match else (words, "")


def split_footnotes(tokens: list[Token]) -> tuple[list[Token], dict[int, list[Token]]]:
    """Return the tokens of a text without its footnotes, and the paragraphs of each footnote by its id."""
    body: list[Token] = []
    footnotes: dict[int, list[Token]] = {}
    current: list[Token] | None = None
    for token in tokens:
        if token.type == "footnote_open":
            current = footnotes[token.meta["id"]] = []
        elif token.type == "footnote_close":
            current = None
        elif current is None:
            if not token.type.startswith("footnote_block"):
                body.append(token)
        elif token.type == "inline":
            current.append(token)
    return body, footnotes


def has_footnotes(words: str) -> bool:
    """Return True if a text may have footnotes."""
    return "[^" in words or "^[" in words


def typed_reference(token: Token, env: MutableMapping[str, Any]) -> str:
    """Return a reference as it was typed: `[^1]`, or `^[words]`."""
    label = token.meta.get("label")
    return (
        f"[^{label}]" if label is not None else f"^[{env['footnotes']['list'][token.meta['id']]['content']}]"
    )


def _list_definitions(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "footnote_reference_open" and token.map:
            definition = Definition(token.meta["label"], token.map[0], token.map[1])
            state.env.setdefault(DEFINITIONS, []).append(definition)


def _close_up(state: StateCore) -> None:
    """Remove the space before a reference: its mark follows the words directly."""
    if "footnotes" not in state.env:
        return
    for token in state.tokens:
        for before, child in pairwise(token.children or ()):
            if child.type == REFERENCE and before.type in ("text", "softbreak"):
                before.type, before.content = "text", before.content.rstrip()


def _expand_in_place(state: StateCore) -> None:
    """Insert the tokens of each `^[words]` after the reference."""
    listed = state.env.get("footnotes", {}).get("list", {})
    for token in state.tokens if listed else ():
        token.children = [inner for child in token.children or () for inner in _expanded(child, listed)]


def _expanded(token: Token, listed: dict[int, Any]) -> Iterator[Token]:
    yield token
    if token.type == REFERENCE and "tokens" in listed[token.meta["id"]]:
        yield Token("footnote_open", "", 1)
        for inner in listed[token.meta["id"]]["tokens"]:
            yield from _expanded(inner, listed)
        yield Token("footnote_close", "", -1)
