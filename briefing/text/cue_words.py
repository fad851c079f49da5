"""Patterns of the cue words that the files of a language list for a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

NOTHING = re.compile(r"(?!)")


@cache
def cue_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern of whole words and phrases, regardless of case; a `*` at the end matches any ending.

    A phrase that starts with `!` is an exception: a cue word inside it does not match.
    """
    found = [word for word in words if not word.startswith("!")]
    if not found:
        return NOTHING
    barred = [_one(word.removeprefix("!")) for word in words if word.startswith("!")]
    but = rf"(?!{'|'.join(barred)})" if barred else ""
    return re.compile(rf"(?<![^\W_]){but}(?:{any_of(found)})(?![^\W_])", re.IGNORECASE)


def any_of(words: Iterable[str]) -> str:
    """Return words and phrases as part of a pattern, the longest first; without any, it matches nothing."""
    found = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(map(_one, found)) or NOTHING.pattern


@cache
def _one(phrase: str) -> str:
    words = (
        re.escape(word.removesuffix("*")) + (r"[^\W_]*" if word.endswith("*") else "")
        for word in phrase.split()
    )
    return r"\s+".join(words)
