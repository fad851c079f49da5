"""The running text of an edition as sentences, reduced to the plain words of its authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it.token import Token

from briefing.core.finding import Span
from briefing.core.source_map import Key, SourceMap
from briefing.markdown.footnotes import parse_text
from briefing.markdown.grammar import TRANSPARENT, plain_parser, walk_tokens
from briefing.markdown.scripts import fold_scripts
from briefing.model.blocks import kinds_with
from briefing.model.content import Block, Content, Passage
from briefing.model.language import Traits
from briefing.model.parts import GLOSSARY, keys_printed, unprinted_inside
from briefing.model.text import Flow, TextRole
from briefing.stages import Tailored
from briefing.text.cue_words import any_of

RUNNING = {"text", "summary", "scenarios", "action", "for", "against", "blocks", "content"}
"""Keys of running text; titles, labels and table cells do not count."""

NOT_RUNNING = kinds_with(TextRole.DISPLAY) | kinds_with(TextRole.QUOTED)
"""Kinds of block without running text, or with someone else's words."""

BREAK = "\ufffc"
"""The placeholder for anything removed: a citation, a fact, code, a quotation, an explained term."""

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"")
FULL_STOP = re.compile(rf"[.!?…]+[\"'”’»)\]{BREAK}]*\s+(?=\S)")
LONE_LETTER = re.compile(r"(?:^|[^\w.-])[^\W\d_]$")
SIGN = "(?:[=≠≈<>≤≥×·÷+−*/→⇌]|(?<= )-(?= ))"
TERM = r"[(\[]?[-−+±]?[\d.,]*\s?(?:[^\W\d_]{1,2}[\d₀-₉⁰¹²³⁴-⁹⁺⁻\ufffc]*){0,4}[)\]]?%?"
EQUATION = re.compile(
    rf"(?<![\w.,])(?=[\w(\[]){TERM}(?:\s?{SIGN}\s?(?=[-−+±]?[\w(\[]){TERM})+(?!\w)"
    r"|(?<![\w.,])[^\W\d_]\s?=\s?[€$£¥₽][\d.,]*\d"
)
SURE_SIGN = re.compile("[=≠≈<>≤≥×÷→⇌]")
"""The signs of a formula; the others also occur in ranges and fractions (2015/16)."""

UNSPOKEN = {"blockquote", "heading", "dt", "table"}
"""Blocks without sentences of the authors."""

OPENING_WORDS = 6
"""Words at the start of a sentence by which it is found in the file."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: the words that count, and its first words, to find its place."""

    words: tuple[str, ...]
    opening: tuple[str, ...]
    key: Key

    def place(self, source_map: SourceMap) -> Span:
        """Return where it starts; the whole text if YAML or Markdown spells it differently."""
        pattern = re.compile(r"[\W_]+".join(map(re.escape, self.opening)))
        return source_map.first(self.key, pattern) or source_map.value(self.key)


def sentences_of(tailored: Tailored) -> list[Sentence]:
    """Return the sentences of an edition's running text that have words left to count.

    Names are removed: words capitalised inside a sentence, and the same words at the start of one.
    So are numbers, facts, citations, code, quotations and, if the edition has the glossary, its terms.
    """
    terms = _terms(tailored)
    split = [
        (text, passage.key)
        for passage in passages_of(tailored)
        for block in blocks_of(passage)
        for text in split_sentences(terms.sub(BREAK, QUOTED.sub(_end_of, block)), tailored.job.traits)
    ]
    words = [(_words(text), text, key) for text, key in split]
    names = _names(found for found, _, _ in words)
    sentences = (
        Sentence(tuple(word for word, _ in found if _counts(word, names)), _opening(text), key)
        for found, text, key in words
    )
    return [sentence for sentence in sentences if sentence.words]


def passages_of(tailored: Tailored) -> Iterator[Passage]:
    """Yield the running texts of an edition, part by part."""
    brief = dict(tailored.content.brief.named_values())
    parts = tailored.job.audience.parts
    for key in dict.fromkeys(key for part in parts for key in keys_printed(part, TextRole.RUNNING)):
        yield from _running(brief.get(key), RUNNING - unprinted_inside(key, parts))


def _running(value: object, names: set[str]) -> Iterator[Passage]:
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _running(item, names)
    elif isinstance(value, Block):
        if value.kind not in NOT_RUNNING:
            yield from _running(value.content, names)
    elif isinstance(value, Content):
        for name, item in value.named_values():
            if name in names:
                yield from _running(item, names)


def _terms(tailored: Tailored) -> re.Pattern[str]:
    """Return a pattern of the terms that this edition explains, also in the plural."""
    is_explained = GLOSSARY in tailored.job.audience.parts
    terms = sorted(tailored.content.brief.glossary, key=len, reverse=True) if is_explained else []
    any_term = "|".join(map(re.escape, terms))
    return re.compile(rf"\b(?:{any_term})(?:e?s)?\b" if terms else r"(?!)", re.IGNORECASE)


def blocks_of(passage: Passage) -> Iterator[str]:
    """Yield the authors' own words of each paragraph or list item; anything else leaves a break."""
    unspoken = 0
    for token in parse_text(plain_parser(), passage.words, is_block=passage.flow is Flow.BLOCK):
        unspoken += (
            token.nesting if token.type.removesuffix("_open").removesuffix("_close") in UNSPOKEN else 0
        )
        if token.type == "inline" and not unspoken:
            yield "".join(_own_words(token.children or []))


def _own_words(tokens: Sequence[Token]) -> Iterator[str]:
    is_address, foreign = False, 0
    for token in fold_scripts(list(walk_tokens(list(tokens)))):
        if token.type.startswith("link_"):
            is_address = token.type == "link_open" and token.info == "auto"
        elif token.type in ("span_open", "span_close"):
            foreign += token.nesting
        elif token.type in ("text", "text_special"):
            yield BREAK if is_address or foreign else token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif not token.type.startswith(TRANSPARENT):
            yield BREAK


def _end_of(quoted: re.Match[str]) -> str:
    """Replace a quotation by a break, and keep its full stop, which may also end the sentence."""
    last = quoted.group()[1:-1].strip()[-1:]
    return f"{BREAK}{last}" if last and last in ".!?…" else BREAK


def without_formulae(text: str) -> str:
    """Return a text with a break for each formula."""
    return EQUATION.sub(lambda match: BREAK if SURE_SIGN.search(match.group()) else match.group(), text)


def split_sentences(text: str, traits: Traits) -> Iterator[str]:
    """Yield the sentences of a paragraph in a language, each with the space after it."""
    start, abbreviation = 0, _abbreviation(traits.abbreviations)
    for match in FULL_STOP.finditer(text):
        is_end = not text[match.end()].islower() and not (
            match.group().startswith(".")
            and abbreviation.search(text[: match.start()])
            and not _follows_a_letter(text, match)
        )
        if is_end:
            yield text[start : match.end()]
            start = match.end()
    yield text[start:]


def _follows_a_letter(text: str, stop: re.Match[str]) -> bool:
    """Return True if a sentence that ends with a letter (fees A to D.) precedes one, not an initial (D. Fees) a name.

    The next word is then an ordinary one, which the text also has without a capital.
    """
    following = WORD.match(text, stop.end())
    if following is None or not LONE_LETTER.search(text[: stop.start()]):
        return False
    word = re.escape(following.group().lower())
    return len(following.group()) > 1 and re.search(rf"(?<!\w){word}(?!\w)", text) is not None


@cache
def _abbreviation(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of a text that ends in an abbreviation: one letter, letters with full stops, or a given word."""
    return re.compile(rf"(?:^|[^\w-])(?:[^\W\d_]|(?:\w\.)+\w|{any_of(words)})$")


def _words(text: str) -> list[tuple[str, bool]]:
    """Return the words of a sentence, each with True if it is neither the first word nor after a colon."""
    found = enumerate(WORD.finditer(text))
    return [
        (match.group(), index > 0 and not text[: match.start()].rstrip().endswith(":"))
        for index, match in found
    ]


def _names(sentences: Iterable[list[tuple[str, bool]]]) -> set[str]:
    """Return the words that are capitalised inside a sentence."""
    inside = (_bare(word) for words in sentences for word, is_inside in words if is_inside)
    return {word for word in inside if len(word) > 1 and word[0].isupper()}


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _counts(word: str, names: set[str]) -> bool:
    return _bare(word) not in names and not any(letter.isdigit() for letter in word)


def _opening(text: str) -> tuple[str, ...]:
    """Return the first words, up to anything that was removed."""
    unbroken = next((piece for piece in text.split(BREAK) if WORD.search(piece)), "")
    return tuple(WORD.findall(unbroken)[:OPENING_WORDS])
