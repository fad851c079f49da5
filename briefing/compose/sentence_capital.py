"""The capital at the start of a sentence: a text that follows a full stop begins with one, as it was typed or not."""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore

FIRST_WORD = re.compile(r"[\"'“«„‘‹¿¡(\[\s]*(?P<letter>[^\W\d_])(?P<rest>[^\W_]*)(?P<name>[.@:_\\]\S)?")


def set_sentence_capital(state: StateCore) -> None:
    """Capitalise the first letter of a text that starts a sentence; a fact, a citation or code stays as it is."""
    if not state.env.get("starts_sentence"):
        return
    children = next((token.children for token in state.tokens if token.children), None) or []
    first = next((child for child in children if child.nesting == 0), None)
    if first is not None and first.type == "text":
        first.content = capitalize_first(first.content)


def capitalize_first(words: str) -> str:
    """Return words with a capital at their start, except for names that have one inside, files and addresses."""
    match = FIRST_WORD.match(words)
    if match is None or match["name"] or match["rest"] != match["rest"].lower():
        return words
    at = match.start("letter")
    return f"{words[:at]}{words[at].upper()}{words[at + 1 :]}"
