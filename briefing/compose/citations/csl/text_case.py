"""The text cases of CSL: title case and the others, for texts with marks.

A word with a capital letter inside (`DNA`, `pH`) stays as it is typed, and so do units after a number (`<5 m`), single
letters (`p-value`), words in other scripts, and titles in another language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _words(
    """
    a an and as at but by down for from in into nor of on onto or over so the till to up via with
    yet per vs. vs v. v et al.
    """
)
"""The words that title case leaves in lower case: those of CSL 1.0.2, and `v.` between the parties of a case."""

UNITS = _words(
    """
    nm µm mm cm dm km ha ng µg mg kg kt ms min hr hrs yr yrs ml cl dl hl kl kw kj kcal cal mol rad
    sr lm lx bar psi rpm ppm ppb ppt bp kb oz lb lbs ft yd mi mph km/h m/s kg/m pp wt vol st nd rd
    th
    """
)
"""Symbols of units, which have no capital letter after a number."""

FOREIGN_WORDS = _words(Path(__file__).with_name("foreign_words.txt").read_text(encoding="utf-8"))
"""Function words of other languages: a title with two of them in lower case is left as it is typed."""

LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
WORD = re.compile(r"[^\W_](?:[\w.'’/]*[\w])?\.?")
PAUSES = ":?!"
AFTER_PAUSE = re.compile(r"[:?!][^\w]*$")
NUMERAL = re.compile(r"[\d.,]*\d")


def change_case(text: str, case: str, *, is_english: bool) -> str:
    """Return a text in a text case of CSL. Title case is for English only."""
    if case == "title":
        return _titled(text) if is_english and not _is_foreign(text) else text
    return change_other_case(text, case)


def change_case_of_term(term: str, case: str) -> str:
    """Return a term in a text case of CSL; in title case it begins with a capital, in any language."""
    return change_other_case(term, "capitalize-first" if case == "title" else case)


def change_other_case(text: str, case: str) -> str:
    """Return a text in any text case but title case."""
    return CASES[case](text) if case in CASES else text


def capitalize_first(text: str) -> str:
    """Return a text with a capital first letter, unless its first word has a capital letter already."""
    word = WORD.search(text)
    if word is None or word[0] != word[0].lower():
        return text
    return text[: word.start()] + text[word.start()].upper() + text[word.start() + 1 :]


def _capitalize_all(text: str) -> str:
    return WORD.sub(lambda word: _capitalized(word[0]), text)


def _sentence(text: str) -> str:
    """Return a text in sentence case: only a text that is all in capitals loses them."""
    return capitalize_first(text.lower() if text.isupper() else text)


CASES: dict[str, Callable[[str], str]] = {
    "lowercase": str.lower,
    "uppercase": str.upper,
    "capitalize-first": capitalize_first,
    "capitalize-all": _capitalize_all,
    "sentence": _sentence,
}


def _capitalized(word: str) -> str:
    return word[0].upper() + word[1:]


def _is_foreign(text: str) -> bool:
    words = {word[0] for word in WORD.finditer(text)}
    return len(words & FOREIGN_WORDS) > 1


def _titled(text: str) -> str:
    words = list(WORD.finditer(text))
    pieces, done = [], 0
    for place, word in enumerate(words):
        before = text[done : word.start()]
        is_edge = place in {0, len(words) - 1} or AFTER_PAUSE.search(before) or text[word.end()] in PAUSES
        previous = words[place - 1][0] if place and before.isspace() else ""
        pieces += [before, _titled_word(word[0], previous, is_edge=bool(is_edge))]
        done = word.end()
    return "".join([*pieces, text[done:]])


def _titled_word(word: str, previous: str, *, is_edge: bool) -> str:
    lower = word.lower()
    if lower in STOP_WORDS and not is_edge:
        return lower if word in {lower, _capitalized(lower)} and word != "A" else word
    is_kept = (
        word != lower
        or LATIN_LETTER.match(word) is None
        or (len(word) == 1 and word != "a")
        or (lower in UNITS and NUMERAL.fullmatch(previous) is not None)
    )
    return word if is_kept else _capitalized(word)
