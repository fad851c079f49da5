"""The places of raised marks and of citations in words: before or after the punctuation, as the language has it.

English sets a mark after the punctuation, French and Russian before it. A text may be typed either way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import takewhile

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from briefing.markdown.footnotes import REFERENCE
from briefing.markdown.scripts import UNICODE_SCRIPTS
from briefing.text.cue_words import any_of

CITATION = "citation"
ALL_PUNCTUATION = ".،,;؛:!?؟…"
PUNCTUATION_AFTER_WORDS = ".،,;؛:"
"""The punctuation that follows a citation in words; a question or an exclamation keeps its mark."""

SPACE_BEFORE = "[\u00a0\u202f]"
"""The space of French before a mark of punctuation."""

STARTS = re.compile(rf"{SPACE_BEFORE}?[{ALL_PUNCTUATION}]+(?=[\s\"'”’»)\]]|$)")
ENDS = re.compile(rf"{SPACE_BEFORE}?[{ALL_PUNCTUATION}]$")
ONE_LETTER = re.compile(r"(?:^|(?P<before>[\s.(]))(?P<letter>[^\W\d_])$")
DIGIT_AT_END = re.compile(r"\d$")


class MarkPlaces:
    """Puts marks before the punctuation `before`, and after the punctuation `after` that is next to them.

    `kinds` are the types of the tokens that it moves. The full stop of one of the `abbreviations` stays where it is.
    """

    def __init__(
        self,
        kinds: Collection[str],
        before: str,
        after: str,
        abbreviations: Sequence[str],
        words_of: Callable[[Token], str],
    ) -> None:
        self.kinds, self.words_of = frozenset(kinds), words_of
        self.before, self.after = before, after
        self.abbreviation = re.compile(rf"(?<!\w)(?:{any_of(abbreviations)})$")

    def set_places(self, state: StateCore) -> None:
        """Move the punctuation around the marks of each paragraph to its side."""
        for token in state.tokens:
            children = token.children or []
            if any(child.type in self.kinds for child in children):
                token.children = self._set(children)

    def _set(self, children: Sequence[Token]) -> list[Token]:
        placed: list[Token] = []
        rest = list(children)
        while rest:
            run = list(takewhile(lambda token: token.type in self.kinds, rest))
            if not run:
                placed.append(rest.pop(0))
                continue
            del rest[: len(run)]
            self._place(placed, run, rest)
        return placed

    def _place(self, placed: list[Token], run: Sequence[Token], rest: list[Token]) -> None:
        """Add a run of marks to the tokens before it, with the punctuation on either side of it in its place."""
        after = rest[0] if rest and rest[0].type == "text" else None
        typed = STARTS.match(after.content) if after else None
        if after and typed and placed and typed.group()[-1] in self.after:
            after.content = after.content[typed.end() :]
            has_stop = typed.group() == "." and self.words_of(placed[-1]).endswith(".")
            placed += [] if has_stop else [_text(typed.group())]
        moved = "" if typed else self._taken_from(placed, rest)
        placed += [*run, *([_text(moved)] if moved else [])]

    def _taken_from(self, placed: Sequence[Token], rest: Sequence[Token]) -> str:
        """Take the punctuation that belongs after a mark from the end of the text before it."""
        last = placed[-1] if placed and placed[-1].type == "text" else None
        ends = ENDS.search(last.content) if last else None
        if last is None or ends is None or ends.group()[-1] not in self.before:
            return ""
        words = last.content[: ends.start()]
        if words[-1:] in {*ALL_PUNCTUATION, ""} or (
            ends.group() == "." and not self._is_full_stop(words, rest)
        ):
            return ""
        last.content = words
        return ends.group()

    def _is_full_stop(self, words: str, rest: Sequence[Token]) -> bool:
        """Return True if a stop after some words ends their sentence, as far as the words around it show."""
        if self.abbreviation.search(words) or _is_abbreviated_letter(words):
            return False
        following = next((token for token in rest if token.content), None)
        return following is None or not (
            following.type in (CITATION, REFERENCE) or following.content.lstrip()[:1].islower()
        )


def note_raised_digits(state: StateCore, words_of: Callable[[Token], str]) -> None:
    """Note the citations directly after a raised digit, 10⁻³ and source 1, which would be read as one number."""
    for token in state.tokens:
        children = token.children or []
        for index, child in enumerate(children[1:], start=1):
            if child.type == CITATION:
                child.meta["follows_digit"] = _ends_in_raised_digit(children[:index], words_of)


def _ends_in_raised_digit(before: Sequence[Token], words_of: Callable[[Token], str]) -> bool:
    if before[-1].type in ("sup_close", "sub_close"):
        return DIGIT_AT_END.search(before[-2].content) is not None
    words = words_of(before[-1])
    return any(found.end() == len(words) for found in UNICODE_SCRIPTS.finditer(words))


def _is_abbreviated_letter(words: str) -> bool:
    """Return True if words end in a letter that is short for a word: 2026 г., the U.S."""
    found = ONE_LETTER.search(words)
    return found is not None and (found["letter"].islower() or found["before"] == ".")


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
