"""The footnotes of a text as they were typed: what an edition without footnotes leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from markdown_it.token import Token

from briefing.markdown.footnotes import (
    DEFINITIONS,
    REFERENCE,
    has_footnotes,
    parse_text,
    split_footnotes,
    typed_reference,
)
from briefing.markdown.grammar import plain_parser


def without_footnotes(words: str, *, is_block: bool) -> str:
    """Return a text as it was typed, without its footnotes and without the references to them."""
    if not has_footnotes(words):
        return words
    words = words.strip()
    env: dict[str, Any] = {}
    body, _ = split_footnotes(parse_text(plain_parser(), words, is_block=is_block, env=env))
    lines: list[str | None] = list(words.split("\n"))
    for definition in env.get(DEFINITIONS, ()):
        lines[definition.start : definition.end] = [None] * (definition.end - definition.start)
    left = "\n".join(line for line in lines if line is not None).strip()
    start = 0
    for typed in _typed_references(body, env):
        pattern = r"[ \t]*" + r"\n[ \t>]*".join(map(re.escape, typed.split("\n")))
        if match := re.compile(pattern).search(left, start):
            left, start = left[: match.start()] + left[match.end() :], match.start()
    return left


def footnotes_in(words: str, *, is_block: bool) -> Iterator[str]:
    """Yield the footnotes of a text as they were typed."""
    if not has_footnotes(words):
        return
    words = words.strip()
    env: dict[str, Any] = {}
    parse_text(plain_parser(), words, is_block=is_block, env=env)
    lines = words.split("\n")
    for definition in env.get(DEFINITIONS, ()):
        yield "\n".join(lines[definition.start : definition.end]).partition("]:")[2].strip()
    for footnote in env.get("footnotes", {}).get("list", {}).values():
        if "content" in footnote:
            yield footnote["content"]


def _typed_references(tokens: list[Token], env: MutableMapping[str, Any]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or ():
            if child.type == REFERENCE:
                yield typed_reference(child, env)
