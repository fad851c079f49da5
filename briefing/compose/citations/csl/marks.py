"""Rendered text, as a string in which private characters mark what is formatted, quoted or linked.

Neither the values of a source nor the affixes of a style are HTML: `csl_style` escapes all of it and replaces the
marks last. Strings are put together by `Joiner`, which looks past the marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

TAGS = ("i", "b", "u", "sup", "sub", "small")
OPEN = {tag: chr(0xE000 + 2 * place) for place, tag in enumerate((*TAGS, "url", "doi", "month", "quote"))}
CLOSE = {tag: chr(ord(mark) + 1) for tag, mark in OPEN.items()}
PRIVATE = re.compile("[\ue000-\uf8ff]")
MARKS = "\ue000-\uf8ff\U000e0020-\U000e007e\U000f0000-\U000f0009"
"""The marks of this module, and those of `source_markup`, which are in the words of a source."""

MARK = re.compile(f"[{MARKS}]")
EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff·・ ]+"
)
VISIBLE_START = re.compile(f"[^{MARKS}]")

DROPPED_AFTER = {
    " ": " \u00a0",
    ".": ".?!:;",
    ",": ",",
    ";": ";",
    ":": ":;?!",
    "?": "?",
    "!": "!",
}
"""The characters after which a character is dropped where two strings meet."""


def mark(tag: str, text: str) -> str:
    """Return a text between the marks of a tag."""
    return f"{OPEN[tag]}{text}{CLOSE[tag]}"


def emphasize(tag: str, text: str) -> str:
    """Return a text in a font style.

    Chinese, Japanese and Korean have no italics.
    """
    if tag == "i" and EAST_ASIAN.fullmatch(MARK.sub("", text)):
        return text
    return mark(tag, text.replace(OPEN[tag], "").replace(CLOSE[tag], ""))


class Joiner:
    """Puts strings together without doubling spaces and punctuation.

    In American English (`punctuation_in_quote`), a full stop or a comma goes inside the quotation mark before it.
    `quotes` are the quotation marks that a title may contain: outer opening and closing, inner opening and closing.
    """

    def __init__(self, *, punctuation_in_quote: bool, quotes: Sequence[str]) -> None:
        self.punctuation_in_quote = punctuation_in_quote
        self.quotes = {quotes[1]: quotes[0], quotes[3]: quotes[2]} if punctuation_in_quote else {}

    def join(self, texts: list[str], delimiter: str = "") -> str:
        """Return the texts, joined by a delimiter; empty ones are left out."""
        joined = ""
        for text in filter(None, texts):
            joined = self.add(self.add(joined, delimiter), text) if joined else text
        return joined

    def wrap(self, prefix: str, text: str, suffix: str) -> str:
        """Return a text between affixes, or an empty text without them."""
        return self.add(self.add(prefix, text), suffix) if text else ""

    def add(self, left: str, right: str) -> str:
        """Return two strings as one."""
        end, start = _last_visible(left), VISIBLE_START.search(right)
        if end < 0 or start is None or start[0] not in DROPPED_AFTER:
            return left + right
        is_quoted = CLOSE["quote"] in left[end + 1 :] or self._closes(left[end], left)
        if is_quoted and self.punctuation_in_quote and start[0] in ".,":
            return self._into_quote(left, start[0]) + _without(right, start.start())
        is_dropped = left[end] == start[0] if is_quoted else left[end] in DROPPED_AFTER[start[0]]
        return left + (_without(right, start.start()) if is_dropped else right)

    def _closes(self, char: str, text: str) -> bool:
        """Return True for a typed quotation mark that closes a quotation; ’ is also an apostrophe."""
        return char in self.quotes and self.quotes[char] in text

    def _into_quote(self, left: str, sign: str) -> str:
        """Return a quotation with a full stop or comma inside its closing quotation marks."""
        place = len(left)
        while place and (MARK.match(left[place - 1]) or self._closes(left[place - 1], left)):
            place -= 1
        trailing = left[place:]
        inside = next(
            place + offset
            for offset, char in enumerate(trailing)
            if char == CLOSE["quote"] or char in self.quotes
        )
        return self.add(left[:inside], sign) + left[inside:]


def _last_visible(text: str) -> int:
    """Return the place of the last character that is no mark, or -1."""
    place = len(text) - 1
    while place >= 0 and MARK.match(text[place]):
        place -= 1
    return place


def _without(text: str, place: int) -> str:
    return text[:place] + text[place + 1 :]
