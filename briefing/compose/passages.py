"""Passages in another language are set by the rules of that language, and the text around them by its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from briefing.compose.typography import Typography
from briefing.markdown.grammar import make_parser
from briefing.model.labels import Labels
from briefing.model.language import Traits


class Passages:
    """Sets the passages of texts; `languages` are the labels and traits of their languages, by tag.

    While the text around a passage is set, one token takes its place.
    """

    def __init__(self, languages: Mapping[str, tuple[Labels, Traits]]) -> None:
        self.languages = languages
        self._parser_of = cache(self._make_parser)

    def set_apart(self, state: StateCore) -> None:
        """Set each passage by the rules of its language, and replace it with one token."""
        for token in state.tokens:
            if any(child.type == "span_open" for child in token.children or ()):
                token.children = list(self._folded(token.children or [], state))

    def put_back(self, state: StateCore) -> None:
        """Replace the token of each passage with the passage."""
        for token in state.tokens:
            if any(child.type == "passage" for child in token.children or ()):
                token.children = list(_unfolded(token.children or ()))

    def _folded(self, children: Sequence[Token], state: StateCore) -> Iterator[Token]:
        depth = 0
        inside: list[Token] = []
        for child in children:
            is_span = child.type in ("span_open", "span_close")
            depth += child.nesting if is_span else 0
            if not depth and not is_span:
                yield child
                continue
            inside.append(child)
            if not depth:
                yield from self._set(inside, state)
                inside = []

    def _set(self, passage: list[Token], state: StateCore) -> list[Token]:
        tag = str(passage[0].attrs.get("lang", ""))
        if tag not in self.languages:
            return passage
        opening, *words, closing = passage
        parser = self._parser_of(tag)
        typed = "".join(token.content for token in words)
        inner = StateCore("", parser, state.env, [Token("inline", "", 0, content=typed, children=words)])
        names, rules = parser.core.ruler.get_active_rules(), parser.core.ruler.getRules("")
        for rule in rules[names.index("inline") + 1 :]:
            rule(inner)
        return [Token("passage", "", 0, children=[opening, *(inner.tokens[0].children or ()), closing])]

    def _make_parser(self, tag: str) -> MarkdownIt:
        typography = Typography(*self.languages[tag])
        parser = make_parser()
        typography.install(parser)
        typography.raise_ordinals(parser)
        return parser


def _unfolded(children: Sequence[Token]) -> Iterator[Token]:
    for child in children:
        yield from (child.children or ()) if child.type == "passage" else (child,)
