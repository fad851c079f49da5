"""Words by which a rule knows a sentence, as the labels of a language list them, as one pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

NOTHING = re.compile(r"(?!)")


@cache
def cue_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern of whole words and phrases, whatever their case; a `*` at the end takes any ending.

    A phrase that begins with `!` is an exception: what it holds is not found.
    """
    found = sorted((word for word in words if not word.startswith("!")), key=lambda word: (-len(word), word))
    if not found:
        return NOTHING
    barred = [_one(word.removeprefix("!")) for word in words if word.startswith("!")]
    but = rf"(?!{'|'.join(barred)})" if barred else ""
    return re.compile(rf"(?<![^\W_]){but}(?:{'|'.join(map(_one, found))})(?![^\W_])", re.IGNORECASE)


def _one(phrase: str) -> str:
    words = (
        re.escape(word.removesuffix("*")) + (r"[^\W_]*" if word.endswith("*") else "")
        for word in phrase.split()
    )
    return r"\s+".join(words)
