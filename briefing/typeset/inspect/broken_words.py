"""Find words that the engine has broken between any two letters, without a hyphen, because a column is too narrow.

`overflow-wrap` allows that for a word that is longer than its line. Where it may be hyphenated, it has a hyphen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

SPACELESS = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "BOPOMOFO",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "TIBETAN",
)
"""The scripts whose lines break between letters, by the first words of the names of their letters."""

ADDRESS = re.compile(r"[/@:_\\]|\w\.\w")
"""What addresses, names of files and identifiers have. They may be broken anywhere."""

CODE = {"code", "kbd", "samp", "pre", "var"}
WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
NODE_END = "\0"


class BrokenWord(NamedTuple):
    """A word that is broken: the text box that it begins in, and what is before and after its first break."""

    box: Any
    head: str
    tail: str


def find_broken_words(lines: Sequence[Sequence[Any]]) -> Iterator[BrokenWord]:
    """Yield the words that are broken between lines of one column, each given by its text boxes."""
    word: BrokenWord | None = None
    for line, following in pairwise(lines):
        found = _broken(line[-1], following[0])
        if word and found and len("".join(box.text for box in line).split()) == 1:
            word = word._replace(tail=word.tail + found.tail)  # it takes three lines or more
            continue
        if word:
            yield word
        word = found
    if word:
        yield word


def _broken(last: Any, first: Any) -> BrokenWord | None:  # noqa: ANN401
    """Return the word that is broken between the last text of a line and the first one of the next line."""
    element = last.element
    before, after = last.text.rstrip(), first.text.lstrip()
    if element is None or element is not first.element or element.tag in CODE:
        return None
    if not (before and after and _is_letter(before[-1]) and _is_letter(after[0])):
        return None
    word = _word_at(before, after, element)
    if not word or ADDRESS.search(word):
        return None
    return BrokenWord(last, before.split()[-1], after.split()[0])


def _is_letter(character: str) -> bool:
    return character.isalnum() and not unicodedata.name(character, "").startswith(SPACELESS)


def _word_at(before: str, after: str, element: Element) -> str:
    """Return the word of an element in which one piece of its text ends and the next begins; empty if there is none."""
    text = _written(NODE_END.join((element.text or "", *(child.tail or "" for child in element))))
    before, after = _written(before), _written(after)
    if before + after not in text or f"{before} {after}" in text:
        return ""
    end = text.index(before + after) + len(before)
    return text[:end].split()[-1] + text[end:].split()[0]


def _written(text: str) -> str:
    """Return a text without what a style may change: its case, and the amount of white space."""
    return WHITE_SPACE.sub(" ", text).casefold()
