"""Compares the words of a document with those of its brief, so that nothing is lost or added silently."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
SHOWN = 12
"""The number of words that a line about a difference shows at most."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that only the document or only the brief has, and the text that they are in."""

    words: str
    text: str
    is_lost: bool
    """True for words of the document that the brief lacks."""


def differences(document: Sequence[str], brief: Sequence[str], explained: Iterable[str]) -> list[Difference]:
    """Return the words that differ, text by text; `explained` are words of the document that are reported already."""
    old, new = _count(document), _count(brief)
    lost, added = old - new, new - old
    lost -= _count(explained)
    return [
        *_in_texts(document, lost, brief, is_lost=True),
        *_in_texts(brief, added, document, is_lost=False),
    ]


def _in_texts(
    texts: Sequence[str], wanted: Counter[str], others: Sequence[str], *, is_lost: bool
) -> Iterator[Difference]:
    """Yield the wanted words, first in texts that the other side does not have as a whole."""
    whole = " " + " ".join(word for text in others for word in words_in(text)) + " "
    changed = [text for text in texts if f" {' '.join(words_in(text))} " not in whole]
    for text in (*changed, *texts):
        if not wanted:
            return
        found = [word for word in words_in(text) if _take(word, wanted)]
        if found:
            yield Difference(_shortened(found), _shortened(text.split()), is_lost)


def _take(word: str, wanted: Counter[str]) -> bool:
    if wanted[word] <= 0:
        return False
    wanted[word] -= 1
    if not wanted[word]:
        del wanted[word]
    return True


def _shortened(words: Sequence[str]) -> str:
    return " ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in words_in(text))


def words_in(text: str) -> list[str]:
    """Return the words of a text: letters and digits, without regard to the form of characters."""
    return WORD.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", ""))
