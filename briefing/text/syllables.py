"""Syllables of words, counted by the rules of a language. Not here: the choice of words, and the reading grade."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.model.language import Syllables


def count_syllables(word: str, rules: Syllables) -> int:
    """Return the number of syllables of a word."""
    count = _listed(word) if rules.word_list else _sounded(word.lower(), rules)
    return max(rules.least, count)


def _listed(word: str) -> int:
    """Count with syllapy: by its list of 6,400 English words, and by groups of vowels for all others."""
    import syllapy

    syllables: int = syllapy.count(word.lower().replace("’", "'").removesuffix("'s"))
    return syllables


def _sounded(word: str, rules: Syllables) -> int:
    nucleus, silent, final = _patterns(
        rules.vowels, rules.glides, rules.silent_between_vowels, "".join(rules.final_vowels)
    )
    heard = final.sub(lambda found: rules.final_vowels[found.group()], silent.sub("", word))
    return len(nucleus.findall(heard))


@lru_cache(maxsize=16)
def _patterns(
    vowels: str, glides: str, silent: str, final: str
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns of the nucleus of a syllable, of silent letters, and of final consonants that sound as vowels."""
    sounding = _letters(vowels + glides)
    alone = rf"(?<!{sounding}){_letters(glides)}+(?!{sounding})"
    return (
        re.compile(rf"{_letters(vowels)}|{alone}"),
        re.compile(rf"(?<={sounding}){_letters(silent)}(?={sounding})"),
        re.compile(rf"(?:(?<={sounding})|(?<![^\W\d_])){_letters(final)}$"),
    )


def _letters(letters: str) -> str:
    return f"[{re.escape(letters)}]" if letters else "(?!)"
