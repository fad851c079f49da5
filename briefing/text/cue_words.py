"""Words by which a rule knows a sentence, as the files of a language list them, as one pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

NOTHING = re.compile(r"(?!)")


@cache
def cue_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern of whole words and phrases, whatever their case; a `*` at the end takes any ending.

    A phrase that begins with `!` is an exception: what it holds is not found.
    """
    found = [word for word in words if not word.startswith("!")]
    if not found:
        return NOTHING
    barred = [_one(word.removeprefix("!")) for word in words if word.startswith("!")]
    but = rf"(?!{'|'.join(barred)})" if barred else ""
    return re.compile(rf"(?<![^\W_]){but}(?:{any_of(found)})(?![^\W_])", re.IGNORECASE)


def any_of(words: Iterable[str]) -> str:
    """Words and phrases as a part of a pattern, the longest first; it matches nothing where there are none."""
    found = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(map(_one, found)) or NOTHING.pattern


def _one(phrase: str) -> str:
    words = (
        re.escape(word.removesuffix("*")) + (r"[^\W_]*" if word.endswith("*") else "")
        for word in phrase.split()
    )
    return r"\s+".join(words)
