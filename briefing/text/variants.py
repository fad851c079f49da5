"""The texts of a brief in all variants, as paragraphs and sentences, for the rules about language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it.token import Token

from briefing.core.finding import Span
from briefing.core.source_map import Key, SourceMap
from briefing.markdown.footnotes import REFERENCE, parse_text
from briefing.markdown.grammar import TRANSPARENT, plain_parser
from briefing.markdown.scripts import fold_scripts
from briefing.model.language import Traits
from briefing.model.number_format import UnknownFormatError, read_format
from briefing.model.text import Flow, Register, Worded
from briefing.model.traversal import walk, word_key
from briefing.stages import Version
from briefing.text.facts import FactFormatter, rounded_plainly
from briefing.text.locale_formats import NO_BREAK_SPACE
from briefing.text.sentences import BREAK, split_sentences

NOT_OURS = {
    *("sources", "cite_as", "supersedes", "authors", "licence", "keywords", "audiences"),
    *("publisher", "partners", "custom"),
}
"""Keys of the brief for names, or for someone else's words."""

LISTS = {"bullet_list", "ordered_list"}

NAMES = {"heading", "dt", "thead"}
"""Blocks that name what follows them."""

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
    is_heading: bool = False
    """True if all of it is bold and it ends without a full stop: a heading that was typed as a paragraph."""
    is_definition: bool = False
    """True inside a definition list."""
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
    """Yield the paragraphs of a text without its headings and terms, then those of its footnotes.

    A paragraph and its footnotes share their citations. With `is_exact`, facts have their exact values even where the
    text rounds them.
    """
    parsed = _parsed(words, flow)
    found = [_paragraph(one, facts or {}, is_exact=is_exact) for one in parsed]
    cited = {
        name
        for one, paragraph in zip(parsed, found, strict=True)
        if paragraph.is_cited
        for name in one.footnotes
    }
    for one, paragraph in zip(parsed, found, strict=True):
        is_covered = one.introduced_by is not None and found[one.introduced_by].is_cited
        if is_covered:
            paragraph = replace(paragraph, is_cited=True)  # noqa: PLW2901
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


@dataclass(frozen=True, slots=True)
class _Parsed:
    """The tokens of a paragraph, and the footnotes that it refers to or is a part of."""

    tokens: list[Token]
    is_quoted: bool
    is_definition: bool
    footnotes: frozenset[int]
    introduced_by: int | None = None
    """The paragraph that ends with a colon before the list that this one is in, by its place among all."""


@lru_cache(maxsize=4096)  # every rule reads the same texts
def _parsed(words: str, flow: Flow) -> tuple[_Parsed, ...]:
    """Return the paragraphs of a text and of its footnotes. The cells of a table are one paragraph."""
    found: list[_Parsed] = []
    quoted = named = defined = 0
    inside: list[int] = []
    cells: list[_Parsed] = []
    lists, introduced_by, previous = 0, None, ""
    for token in parse_text(plain_parser(), words, is_block=flow is Flow.BLOCK):
        block = token.type.removesuffix("_open").removesuffix("_close")
        quoted += token.nesting if block == "blockquote" else 0
        named += token.nesting if block in NAMES else 0
        defined += token.nesting if block == "dl" else 0
        if block in LISTS:
            if not lists:
                introduced_by = _introduction(found, previous)
            lists += token.nesting
        previous = token.type
        if token.type == "footnote_open":
            inside = [token.meta["id"]]
        elif token.type == "inline" and not named:
            children = token.children or []
            referred = (child.meta["id"] for child in children if child.type == REFERENCE)
            footnotes = frozenset((*inside, *referred))
            one = _Parsed(fold_scripts(children), quoted > 0, defined > 0, footnotes)
            found.append(replace(one, introduced_by=introduced_by) if lists else one)
        elif token.type == "td_close":
            cell = found.pop()
            cells.append(replace(cell, tokens=[*cell.tokens, token]))
        elif token.type == "table_close":
            row = [inner for cell in cells for inner in cell.tokens]
            names = frozenset(name for cell in cells for name in cell.footnotes)
            found.append(_Parsed(row, quoted > 0, is_definition=False, footnotes=names))
            cells = []
    return tuple(found)


def _introduction(found: Sequence[_Parsed], previous: str) -> int | None:
    """Return the place of the last paragraph if a list follows it directly and it ends with a colon."""
    if previous != "paragraph_close" or not found:
        return None
    words = "".join(token.content for token in found[-1].tokens if token.type == "text").rstrip()
    return len(found) - 1 if words.endswith((":", "：")) else None


def _paragraph(parsed: _Parsed, facts: Mapping[str, str], *, is_exact: bool) -> Paragraph:
    pieces: list[str] = []
    named: list[str] = []
    is_cited = is_address = False
    for token in parsed.tokens:
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
        elif token.type != REFERENCE and not token.type.startswith(TRANSPARENT):
            pieces.append(BREAK)
    text = "".join(pieces)
    is_heading = _is_bold(parsed.tokens) and not text.rstrip().endswith((".", "!", "?", "…", "؟"))
    return Paragraph(text, is_cited, parsed.is_quoted, is_heading, parsed.is_definition, tuple(named))


def _is_bold(tokens: list[Token]) -> bool:
    """Return True if all words of a paragraph are bold."""
    said = [token for token in tokens if token.nesting or token.content.strip()]
    kinds = [token.type for token in said]
    return kinds[:1] == ["strong_open"] and kinds.index("strong_close") == len(kinds) - 1


def _rounded(value: str, token: Token) -> str:
    """Return the value of a fact, rounded if its format in the text rounds it."""
    try:
        return rounded_plainly(value, read_format(token.meta.get("format")))
    except UnknownFormatError:  # reported while loading
        return value


def printer_of(variant: Variant, version: Version) -> Callable[[str], str]:
    """Return a function that writes the facts in what a variant says as the edition prints them: €12 million."""
    formatter = FactFormatter(version.labels, version.traits.locale or version.language)
    values = fact_values(version)
    printed: dict[str, str] = {}
    for parsed in _parsed(variant.words, variant.flow):
        for token in parsed.tokens:
            fact = version.brief.facts.get(token.content) if token.type == "fact" else None
            if fact is not None:
                words = formatter.format(fact.value, fact.unit, token.meta.get("format"), fact.format).words
                printed[_rounded(values[token.content], token)] = words.replace(NO_BREAK_SPACE, " ")
    if not printed:
        return lambda said: said
    pattern = re.compile("|".join(map(re.escape, sorted(printed, key=len, reverse=True))))
    return lambda said: pattern.sub(lambda found: printed[found.group()], said)


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
    for some in _runs(words):
        first, *others = map(re.escape, some)  # a pattern that begins with letters is searched quickly
        together = r"[\W_]+".join((rf"{first}(?<![^\W_]{first})", *others))
        found = source_map.first(key, re.compile(rf"{together}(?![^\W_])"))
        if found:
            return found
    return source_map.value(key)


def _runs(words: list[str]) -> Iterator[list[str]]:
    """Yield successive words by which a text may be found: a fact or CO₂ among them is not typed as it is read."""
    yield from (words[:length] for length in range(len(words), 1, -1))
    yield from (words[start:] for start in range(1, len(words) - 1))
    if words:
        yield words[:1]


def shown(text: str, length: int = 60) -> str:
    """Shorten a text for a message, with `…` for anything that was removed."""
    spaced = " ".join(text.replace(BREAK, "…").split())
    return spaced if len(spaced) <= length else f"{spaced[:length].rsplit(' ', 1)[0]} …"
