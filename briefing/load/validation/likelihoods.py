"""What is said of likelihood: scales that can be read one way, ranges that can be, words that are the scale's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import Key, SourceMap
from briefing.markdown import make_parser, walk_tokens
from briefing.model.blocks import kinds_with
from briefing.model.brief import Brief, Scenario
from briefing.model.labels import Rung, Scale
from briefing.model.parts import keys_with
from briefing.model.text import Flow, Register, TextRole, Worded
from briefing.model.traversal import walk, word_key

NOT_OURS = {
    *("sources", "glossary", "cite_as", "supersedes"),
    *kinds_with(TextRole.QUOTED),
    *keys_with(TextRole.QUOTED),
}
"""Keys of the brief whose words are someone else's, or are explained or named and not meant."""

GAP = r"(?=[ \t\r\n\u00a0*_])[ \t\r\u00a0*_]*+(?:\n[ \t\r\u00a0*_]*+)?+"
"""What may stand between the words of a phrase: spaces, emphasis, one line end; a blank line ends a paragraph."""

START, END = r"(?<![^\W_])(?<![^\W_]-)", r"(?!-?[^\W_])"
"""The ends of a whole word: no letter goes on, nor after a hyphen ("may well-informed readers"); `_` is emphasis."""

BREAK = "\ufffc"
"""Stands for what ends a phrase: a citation, a figure, another block."""


def check_scale(scale: Scale, source_map: SourceMap) -> list[Finding]:
    """What keeps a scale from being read one way: ranges that overlap or fall back, a word that stands twice."""
    return [*_crossing_ranges(scale, source_map), *_equal_words(scale, source_map)]


def check_exclusive(
    brief: Brief, source_map: SourceMap, scale: Scale | None, audiences: Collection[str]
) -> list[Finding]:
    """Scenarios of which only one can come, but whose ranges cannot sum to 100 % for some audience."""
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


def check_wording(
    brief: Brief, source_map: SourceMap, scale: Scale | None, estimative: Sequence[str]
) -> list[Finding]:
    """Estimative words in prose that the scale does not have; warnings, for only a reader knows what is meant.

    Nothing is found where the scale's words are of another language than the brief.
    """
    if scale is None or _bare_language(scale.language) != _bare_language(brief.language):
        return []
    words = _EstimativeWords(scale, estimative, source_map)
    return [
        finding
        for key, item in walk(brief)
        if isinstance(item, Worded) and key[0] not in NOT_OURS
        for register in Register
        if (variant := item.words(register))
        for finding in words.check(variant, item.flow, word_key(key, register, source_map))
    ]


def _crossing_ranges(scale: Scale, source_map: SourceMap) -> Iterator[Finding]:
    for index, (below, rung) in enumerate(pairwise(scale.words), start=1):
        if rung.low < below.high:
            what = f"'{rung.word}' begins at {rung.low}, but '{below.word}' before it ends at {below.high}"
            help = (
                "write the words from the least likely upwards, and ranges that do not overlap; gaps are fine"
            )
            yield Finding("BR205", what, source_map.value(("words", index)), help)


def _equal_words(scale: Scale, source_map: SourceMap) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for index, rung in enumerate(scale.words):
        for language, names in {scale.language: rung.names, **rung.translated}.items():
            for name in names:
                if (language, name.casefold()) in seen:
                    place = source_map.word(("words", index), name)
                    help = "give each range words of its own"
                    yield Finding("BR304", f"the scale has '{name}' twice", place, help)
                seen.add((language, name.casefold()))


def _impossible_sum(scenarios: tuple[Scenario, ...], scale: Scale) -> tuple[str, str] | None:
    """What is wrong and how to mend it, or None. A scenario without a rating may take anything from 0 to 100 %."""
    rungs = [scale.find(scenario.likelihood or "") for scenario in scenarios]
    rated = [rung for rung in rungs if rung]
    least = sum(rung.low for rung in rated)
    most = sum(rung.high for rung in rated)
    if least > 100:
        what, help = f"at least {least} %", "rate one of them lower"
    elif most < 100 and len(scenarios) == len(rated) > 1:
        what, help = f"at most {most} %", "rate one of them higher, add the scenario that is missing"
    else:
        return None
    ranges = ", ".join(
        _range_of(scenario, rung) for scenario, rung in zip(scenarios, rungs, strict=True) if rung
    )
    return (
        f"only one of these scenarios can come, but their likelihoods sum to {what}: {ranges}",
        f"{help}, or take `exclusive` away",
    )


def _range_of(scenario: Scenario, rung: Rung) -> str:
    return f"'{scenario.name.text}' {rung.low}–{rung.high}"


def _bare_language(tag: str) -> str:
    return tag.partition("-")[0]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a text as it was typed; only prose says what the author holds likely."""

    typed: str
    is_prose: bool


class _EstimativeWords:
    """Looks for the estimative words of a language that are none of a scale's."""

    def __init__(self, scale: Scale, estimative: Sequence[str], source_map: SourceMap) -> None:
        self.scale, self.source_map = scale, source_map
        self.parser = make_parser()
        self.own = {_plain(name) for rung in scale.words for name in rung.names}
        longest_first = sorted({*self.own, *map(_plain, estimative)}, key=lambda name: (-len(name), name))
        phrases = "|".join(GAP.join(map(re.escape, name.split())) for name in longest_first)
        self.pattern = re.compile(rf"{START}(?:{phrases}){END}", re.IGNORECASE)

    def check(self, words: str, flow: Flow, key: Key) -> Iterator[Finding]:
        """The findings of one wording that stands at `key`."""
        tokens = self.parser.parse(words) if flow is Flow.BLOCK else self.parser.parseInline(words)
        pieces = list(_pieces(list(walk_tokens(tokens))))
        is_prose = [piece.is_prose for piece in pieces for _ in piece.typed]
        matches = list(self.pattern.finditer("".join(piece.typed for piece in pieces)))
        typed = self.source_map.matches(key, self.pattern)
        for index, match in enumerate(matches):
            if is_prose[match.start()] and _plain(match.group()) not in self.own:
                # Where YAML or Markdown wrote it otherwise (an escape), the whole text is the place.
                where = typed[index] if len(typed) == len(matches) else self.source_map.value(key)
                what = f"'{_plain(match.group(), as_typed=True)}' is not a word of {self.scale.name}"
                help = f"say it with one of its words, or without an estimate; its words are: {self.scale.spoken}"
                yield Finding("BR317", what, where, help, Severity.WARNING)


def _plain(phrase: str, *, as_typed: bool = False) -> str:
    """A phrase with one space between its words, without emphasis; in lower case unless it is to be shown."""
    spaced = " ".join(re.split(GAP, phrase))
    return spaced if as_typed else spaced.casefold()


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    """A text in the order in which it was typed, with what is code, quoted or an address set apart."""
    quoted, is_address = 0, False
    addresses: list[str] = []
    for token in tokens:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
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
        elif not token.type.startswith(("em_", "strong_")):
            yield _Piece(f"{BREAK}{_unspoken(token)}{BREAK}", is_prose=False)


def _unspoken(token: Token) -> str:
    """What a token that is no text has typed in it: code, a citation, the address of an image."""
    if token.type == "image":
        return f"{token.content} {token.attrGet('src')} {token.attrGet('title') or ''}"
    return "" if token.type == "inline" else token.content
