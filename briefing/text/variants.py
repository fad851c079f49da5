"""The texts of a brief in all variants, as paragraphs and sentences, for the rules about language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.core.finding import Span
from briefing.core.source_map import Key, SourceMap
from briefing.markdown.footnotes import REFERENCE, parse_text
from briefing.markdown.grammar import make_parser
from briefing.model.language import Traits
from briefing.model.number_format import UnknownFormatError, read_format
from briefing.model.text import Flow, Register, Worded
from briefing.model.traversal import walk, word_key
from briefing.stages import Version
from briefing.text.facts import rounded_plainly
from briefing.text.sentences import BREAK, split_sentences

NOT_OURS = {
    *("sources", "cite_as", "supersedes", "authors", "licence", "keywords", "audiences"),
    *("publisher", "partners", "custom"),
}
"""Keys of the brief for names, or for someone else's words."""

WORD = re.compile(r"[^\W_]+")
OPENING_WORDS = 6


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of one text: its words and its place in the file."""

    key: Key
    """The key of the item that has the text."""
    register: Register
    words: str
    flow: Flow
    place: Key
    """The key of this variant."""

    @property
    def name(self) -> str:
        """The key of its register: text, short or plain."""
        return self.register.value


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a list item: its words without citations, and facts about it."""

    text: str
    """The words. Facts are their values if these were given, else breaks; anything that is not text is a break."""
    is_cited: bool = False
    is_quoted: bool = False
    facts: tuple[str, ...] = ()

    def sentences(self, traits: Traits) -> Iterator[str]:
        """Return its sentences, split by the traits of its language."""
        return (sentence.strip() for sentence in split_sentences(self.text, traits) if sentence.strip())


def variants(version: Version) -> Iterator[Variant]:
    """Yield every variant of a version that its authors wrote, in the order of the model."""
    for key, item in walk(version.brief):
        if isinstance(item, Worded) and (not key or key[0] not in NOT_OURS):
            yield from registers_of(item, key, version.source_map)


def registers_of(item: Worded, key: Key, source_map: SourceMap) -> Iterator[Variant]:
    """Yield the variants that a text has."""
    for register in Register:
        if words := item.words(register):
            yield Variant(key, register, words, item.flow, word_key(key, register, source_map))


def paragraphs(
    words: str, flow: Flow, facts: Mapping[str, str] | None = None, *, is_exact: bool = False
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text without its headings, then those of its footnotes.

    A paragraph and its footnotes share their citations. With `is_exact`, facts have their exact values even where the
    text rounds them.
    """
    parsed = _parsed(words, flow)
    found = [
        _paragraph(one.tokens, facts or {}, is_quoted=one.is_quoted, is_exact=is_exact) for one in parsed
    ]
    cited = {
        name
        for one, paragraph in zip(parsed, found, strict=True)
        if paragraph.is_cited
        for name in one.footnotes
    }
    for one, paragraph in zip(parsed, found, strict=True):
        yield paragraph if cited.isdisjoint(one.footnotes) else replace(paragraph, is_cited=True)


def links_of(words: str, flow: Flow) -> Iterator[tuple[str, str]]:
    """Yield the text and the address of each link, except addresses written as they are."""
    for tokens in (one.tokens for one in _parsed(words, flow)):
        opened: list[str] | None = None
        address = ""
        for token in tokens:
            if token.type == "link_open":
                opened = [] if token.info != "auto" else None
                address = str(token.attrGet("href"))
            elif token.type == "link_close" and opened is not None:
                yield "".join(opened), address
                opened = None
            elif opened is not None:
                opened.append(token.content)


@cache
def _parser() -> MarkdownIt:
    return make_parser()


@dataclass(frozen=True, slots=True)
class _Parsed:
    """The tokens of a paragraph, and the footnotes that it refers to or is a part of."""

    tokens: list[Token]
    is_quoted: bool
    footnotes: frozenset[int]


@lru_cache(maxsize=4096)  # every rule reads the same texts
def _parsed(words: str, flow: Flow) -> tuple[_Parsed, ...]:
    """Return the paragraphs of a text and of its footnotes."""
    found: list[_Parsed] = []
    quoted, is_heading = 0, False
    inside: list[int] = []
    parser = _parser()
    for token in parse_text(parser, words, is_block=flow is Flow.BLOCK):
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        is_heading = token.type == "heading_open" or (is_heading and token.type != "heading_close")
        if token.type == "footnote_open":
            inside = [token.meta["id"]]
        elif token.type == "inline" and not is_heading:
            children = token.children or []
            referred = (child.meta["id"] for child in children if child.type == REFERENCE)
            found.append(_Parsed(children, quoted > 0, frozenset((*inside, *referred))))
    return tuple(found)


def _paragraph(
    tokens: list[Token], facts: Mapping[str, str], *, is_quoted: bool, is_exact: bool
) -> Paragraph:
    pieces: list[str] = []
    named: list[str] = []
    is_cited = is_address = False
    for token in tokens:
        if token.type == "citation":
            is_cited = True
        elif token.type == "fact":
            named.append(token.content)
            value = facts.get(token.content, BREAK)
            pieces.append(value if is_exact else _rounded(value, token))
        elif token.type in ("link_open", "link_close"):
            is_address = token.type == "link_open" and token.info == "auto"
        elif token.type in ("text", "text_special"):
            pieces.append(BREAK if is_address else token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif token.type != REFERENCE and not token.type.startswith(("em_", "strong_")):
            pieces.append(BREAK)
    return Paragraph("".join(pieces), is_cited, is_quoted, tuple(named))


def _rounded(value: str, token: Token) -> str:
    """Return the value of a fact, rounded if its format in the text rounds it."""
    try:
        return rounded_plainly(value, read_format(token.meta.get("format")))
    except UnknownFormatError:  # reported while loading
        return value


def fact_values(version: Version) -> dict[str, str]:
    """Return the facts as they are printed in texts: value and unit."""
    return {
        name: f"{fact.value} {fact.unit}" if fact.unit else str(fact.value)
        for name, fact in version.brief.facts.items()
    }


def place_of(source_map: SourceMap, key: Key, text: str) -> Span:
    """Return the place of a piece of a text; the whole text if YAML or Markdown spells it differently."""
    pieces = (WORD.findall(piece) for piece in text.split(BREAK))
    words = next((found for found in pieces if found), [])[:OPENING_WORDS]
    if not words:
        return source_map.value(key)
    for length in range(len(words), 0, -1):  # a fact in the middle was typed as its id
        first, *others = map(
            re.escape, words[:length]
        )  # a pattern that begins with letters is searched quickly
        together = r"[\W_]+".join((rf"{first}(?<![^\W_]{first})", *others))
        found = source_map.first(key, re.compile(rf"{together}(?![^\W_])"))
        if found:
            return found
    return source_map.value(key)


def shown(text: str, length: int = 60) -> str:
    """Shorten a text for a message, with `…` for anything that was removed."""
    spaced = " ".join(text.replace(BREAK, "…").split())
    return spaced if len(spaced) <= length else f"{spaced[:length].rsplit(' ', 1)[0]} …"
