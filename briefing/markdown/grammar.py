"""The parser of texts: CommonMark without raw HTML, with extensions, citations `[@source]` and facts `{fact}`.

Loading checks the names in a text, and composing prints it: both walk the tokens of this one parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from briefing.markdown.definitions import definition_plugin
from briefing.markdown.footnotes import add_footnotes
from briefing.markdown.lists import ordered_list_plugin
from briefing.markdown.scripts import script_plugin

MAX_NESTING = 100
"""The nesting depth that the parser reads; it silently drops deeper text."""

TRANSPARENT = ("em_", "strong_", "span_")
"""The beginnings of the types of tokens that leave the words between them as they are."""

CITATION = re.compile(r"\[(@[^\[\]]*)\]")
"""`[@id]`, `[@id, p. 4]`, `[@a; @b, p. 4]`: the syntax of Pandoc. A citation may be broken over lines."""

SOURCE_ID = r"[^\W_][\w:./+-]*"
"""The id of a source: letters and digits of any script, as in the keys of reference managers."""

CITED = re.compile(rf"@(?P<id>{SOURCE_ID})(?:,\s*(?P<locator>[^;@]+))?")

FACT = re.compile(r"\{(?P<id>[A-Za-z][A-Za-z0-9_-]*)(?:\s*\|(?P<format>[^{}|]*))?\}")
"""`{id}`: the value of a fact with its unit; `{id | million}`: in a format."""

PICTURE_NAME = re.compile(
    r"(?:[^\s\"<>|]+|[^\s\"<>|]*/[^\n\"<>|]*[^\s\"<>|])\.(?:png|jpe?g|gif|webp|svg)", re.IGNORECASE
)
"""A text that is the file name of a picture. A name with spaces must include a folder."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One source in a citation; the locator is a place in that source (`p. 4`)."""

    id: str
    locator: str | None


def parse_citation(inside: str) -> tuple[Cited, ...] | None:
    """Parse the text between the brackets of a citation; None if it is malformed."""
    cited = []
    for piece in inside.split(";"):
        match = CITED.fullmatch(piece.strip())
        if match is None:
            return None
        locator = match["locator"]
        cited.append(Cited(match["id"], " ".join(locator.split()) if locator else None))
    return tuple(cited)


def make_parser() -> MarkdownIt:
    """Return the parser of all texts; composing adds the typography of a language to it."""
    from mdit_py_plugins.attrs import attrs_plugin

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    parser.enable("table").use(definition_plugin).use(script_plugin).use(ordered_list_plugin)
    parser.use(attrs_plugin, after=(), spans=True, allowed=("lang",))
    add_footnotes(parser)
    parser.inline.ruler.before("link", "citation", _citation_rule)
    parser.inline.ruler.before("citation", "fact", _fact_rule)
    return parser


@cache
def plain_parser() -> MarkdownIt:
    """Return the parser without the typography of a language: one for all texts, which must not be changed."""
    return make_parser()


def walk_tokens(tokens: list[Token]) -> Iterator[Token]:
    """Yield every token of a text in reading order: blocks, each followed by its contents."""
    for token in tokens:
        yield token
        if token.type != "image":
            yield from walk_tokens(token.children or [])


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _drop_space_before(state)
        state.push("citation", "", 0).content = match.group(1)
    state.pos = match.end()
    return True


def _drop_space_before(state: StateInline) -> None:
    """Remove the space before a citation: its mark follows the supported words directly."""
    state.pending = state.pending.rstrip()
    if not state.pending and state.tokens and state.tokens[-1].type == "softbreak":
        state.tokens.pop()


def _fact_rule(state: StateInline, silent: bool) -> bool:
    match = FACT.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("fact", "", 0)
        token.content, token.markup = match["id"], match.group()
        if match["format"] is not None:
            token.meta["format"] = " ".join(match["format"].split())
    state.pos = match.end()
    return True
