"""Checks of likelihood: scales are unambiguous, ranges are possible, estimative words belong to the scale."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import Key, SourceMap
from briefing.load.validation.clean_texts import CleanTexts
from briefing.markdown.footnotes import keep_in_place, parse_text
from briefing.markdown.grammar import TRANSPARENT, make_parser, walk_tokens
from briefing.markdown.scripts import fold_scripts
from briefing.model.blocks import kinds_with
from briefing.model.brief import Brief, Scenario
from briefing.model.labels import Rung, Scale
from briefing.model.parts import keys_with
from briefing.model.text import Flow, Register, TextRole, Worded
from briefing.model.traversal import walk, word_key

NOT_JUDGEMENTS = {
    *("sources", "glossary", "cite_as", "supersedes"),
    *kinds_with(TextRole.QUOTED),
    *keys_with(TextRole.QUOTED),
}
"""Keys of the brief whose texts are not judgements of the author: quotations, definitions and titles."""

GAP = r"(?=[ \t\r\n\u00a0*_])[ \t\r\u00a0*_]*+(?:\n[ \t\r\u00a0*_]*+)?+"
"""The characters between the words of a phrase: spaces, emphasis, one line end; a blank line ends a paragraph."""

START, END = r"(?<![^\W_])(?<![^\W_]-)", r"(?!-?[^\W_])"
"""The ends of a whole word, also next to hyphens ("may well-informed readers"); `_` is emphasis."""

BREAK = "\ufffc"
"""A placeholder for anything that ends a phrase: a citation, a figure, another block."""


def check_scale(scale: Scale, source_map: SourceMap) -> list[Finding]:
    """Return the findings that make a scale ambiguous: ranges that overlap or descend, and duplicate words."""
    return [*_crossing_ranges(scale, source_map), *_equal_words(scale, source_map)]


def check_exclusive(
    brief: Brief, source_map: SourceMap, scale: Scale | None, audiences: Collection[str]
) -> list[Finding]:
    """Return a finding if mutually exclusive scenarios cannot sum to 100 % for some audience."""
    outlook = brief.outlook
    if scale is None or not outlook.exclusive:
        return []
    readers = [name for name in audiences if outlook.is_for(name)]
    seen_together = dict.fromkeys(
        tuple(scenario for scenario in outlook.scenarios if scenario.is_for(name)) for name in readers
    )
    where = source_map.key(("outlook", "exclusive"))
    found = (_impossible_sum(scenarios, scale) for scenarios in seen_together)
    return [Finding("BR316", what, where, help) for what, help in filter(None, found)]


def check_estimates(
    brief: Brief, source_map: SourceMap, scale: Scale | None, estimative: Sequence[str]
) -> list[Finding]:
    """Return a warning for each estimative word in prose that is not a word of the scale.

    There are none if the scale is in another language than the brief.
    """
    if scale is None or _bare_language(scale.language) != _bare_language(brief.language):
        return []
    words = _EstimativeWords(scale, estimative, source_map)
    return [
        finding
        for key, item in walk(brief)
        if isinstance(item, Worded) and key[0] not in NOT_JUDGEMENTS
        for register in Register
        if (variant := item.words(register))
        for finding in words.check(variant, item.flow, word_key(key, register, source_map))
    ]


def _crossing_ranges(scale: Scale, source_map: SourceMap) -> Iterator[Finding]:
    for index, (below, rung) in enumerate(pairwise(scale.words), start=1):
        if rung.low < below.high:
            what = f"'{rung.word}' starts at {rung.low}, but '{below.word}' before it ends at {below.high}"
            help = (
                "sort the words from the least likely upwards, with ranges that do not overlap; gaps are fine"
            )
            yield Finding("BR205", what, source_map.value(("words", index)), help)


def _equal_words(scale: Scale, source_map: SourceMap) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for index, rung in enumerate(scale.words):
        for language, names in {scale.language: rung.names, **rung.translated}.items():
            for name in names:
                if (language, name.casefold()) in seen:
                    place = source_map.word(("words", index), name)
                    help = "give each range different words"
                    yield Finding("BR304", f"duplicate word '{name}' in the scale", place, help)
                seen.add((language, name.casefold()))


def _impossible_sum(scenarios: tuple[Scenario, ...], scale: Scale) -> tuple[str, str] | None:
    """Return the message and help, or None. A scenario without a rating may have any likelihood from 0 to 100 %."""
    rungs = [scale.find(scenario.likelihood or "") for scenario in scenarios]
    rated = [rung for rung in rungs if rung]
    least = sum(rung.low for rung in rated)
    most = sum(rung.high for rung in rated)
    if least > 100:
        what, help = f"at least {least} %", "rate one of them lower"
    elif most < 100 and len(scenarios) == len(rated) > 1:
        what, help = f"at most {most} %", "rate one of them higher, add the missing scenario"
    else:
        return None
    ranges = ", ".join(
        _range_of(scenario, rung) for scenario, rung in zip(scenarios, rungs, strict=True) if rung
    )
    return (
        f"only one of these scenarios can happen, but their likelihoods add up to {what}: {ranges}",
        f"{help}, or remove `exclusive`",
    )


def _range_of(scenario: Scenario, rung: Rung) -> str:
    return f"'{scenario.name.text}' {rung.low}–{rung.high}"


def _bare_language(tag: str) -> str:
    return tag.partition("-")[0]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a text as typed; only prose states the author's estimates."""

    typed: str
    is_prose: bool


@cache
def _parser() -> MarkdownIt:
    parser = make_parser()
    keep_in_place(parser)
    return parser


_CLEAN = CleanTexts()
"""The texts without findings, by the words of the language and of the scale."""


class _EstimativeWords:
    """Finds the estimative words of a language that are not in a scale."""

    def __init__(self, scale: Scale, estimative: Sequence[str], source_map: SourceMap) -> None:
        self.scale, self.source_map = scale, source_map
        self.parser = _parser()
        self.own = {_plain(name) for rung in scale.words for name in rung.names}
        longest_first = sorted({*self.own, *map(_plain, estimative)}, key=lambda name: (-len(name), name))
        phrases = "|".join(GAP.join(map(re.escape, name.split())) for name in longest_first)
        self.pattern = re.compile(rf"{START}(?:{phrases}){END}", re.IGNORECASE)
        self.clean = _CLEAN.within((self.pattern.pattern, self.own))

    def check(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        """Yield the findings about one variant of a text, whose place is `key`."""
        return self.clean.check((words, flow), lambda: self._found(words, flow, key))

    def _found(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        tokens = parse_text(self.parser, words, is_block=flow is Flow.BLOCK)
        pieces = list(_pieces(fold_scripts(list(walk_tokens(tokens)))))
        is_prose = [piece.is_prose for piece in pieces for _ in piece.typed]
        matches = list(self.pattern.finditer("".join(piece.typed for piece in pieces)))
        typed = self.source_map.matches(key, self.pattern)
        for index, match in enumerate(matches):
            if is_prose[match.start()] and _plain(match.group()) not in self.own:
                # If the word is typed differently in YAML or Markdown (an escape), report the whole text.
                where = typed[index] if len(typed) == len(matches) else self.source_map.value(key)
                what = f"'{_plain(match.group(), as_typed=True)}' is not a word of {self.scale.name}"
                help = f"use a word of the scale, or remove the estimate; its words are: {self.scale.spoken}"
                yield Finding("BR317", what, where, help, Severity.WARNING)


def _plain(phrase: str, *, as_typed: bool = False) -> str:
    """Return a phrase with single spaces and without emphasis; in lower case unless `as_typed`."""
    spaced = " ".join(re.split(GAP, phrase))
    return spaced if as_typed else spaced.casefold()


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    """Return the pieces of a text in order; code, quotations, passages and addresses are marked as not prose."""
    quoted, is_address = 0, False
    addresses: list[str] = []
    for token in tokens:
        quoted += token.nesting if token.type.startswith(("blockquote_", "span_")) else 0
        if token.type == "link_open":
            is_address = token.info == "auto"
            addresses.append("" if is_address else f"{token.attrGet('href')} {token.attrGet('title') or ''}")
        elif token.type == "link_close":
            is_address = False
            yield _Piece(f"{BREAK}{addresses.pop()}{BREAK}", is_prose=False)
        elif token.type in ("text", "text_special"):
            yield _Piece(token.content, is_prose=not quoted and not is_address)
        elif token.type in ("softbreak", "hardbreak"):
            yield _Piece(" ", is_prose=False)
        elif not token.type.startswith(TRANSPARENT):
            yield _Piece(f"{BREAK}{_unspoken(token)}{BREAK}", is_prose=False)


def _unspoken(token: Token) -> str:
    """Return what was typed in a token that is not text: code, a citation, the address of an image."""
    if token.type == "image":
        return f"{token.content} {token.attrGet('src')} {token.attrGet('title') or ''}"
    return "" if token.type == "inline" else token.content
