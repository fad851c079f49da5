"""A sentence after a full stop begins with a lower-case letter.

The full stop is a slip, or the next word needs a capital. Only a full stop after a
whole word counts: one of five letters or more, without a capital, that is not an
abbreviation of the language (`traits.yaml`). Names such as iPhone and pH, file names,
ellipses and initials are not reported, nor are quotations.

Bad:

    key_points:
      - The levels rise every spring. the dams are too low for them.

Good:

    key_points:
      - The levels rise every spring. The dams are too low for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from briefing.core.finding import Finding, Severity
from briefing.rules.rule import Rule, Stage
from briefing.stages import EditionSet, Version
from briefing.text.cue_words import any_of
from briefing.text.sentences import QUOTED
from briefing.text.variants import paragraphs, place_of, variants

LOWER_CASE_SENTENCE = Rule("BR053", "lower-case-sentence", Severity.WARNING, Stage.SET, __doc__)
RULES = (LOWER_CASE_SENTENCE,)

LEAST_LETTERS = 5
"""Shorter words before a full stop are often abbreviations that no list has."""

BOUNDARY = re.compile(
    rf"(?<![^\W_])(?P<last>[^\W\d_]{{{LEAST_LETTERS},}})\.[\"'”’»)]?\s+"
    r"(?P<next>[^\W\d_]+)(?=\s+[^\W\d_]+\s+[^\W\d_]+)"
)
LATIN_VOWELS = "aeiouy"
ENDINGS = ("ing", "ed", "er", "es", "on", "nt", "ss", "ts", "ns", "rs", "ls", "nd", "rd", "th", "al")
"""Endings of whole words in English, which abbreviations hardly ever have."""


def find_lower_case_sentences(editions: EditionSet) -> Sequence[Finding]:
    """Return each place where a word in lower case follows the full stop of a sentence."""
    return [finding for version in editions.versions for finding in _small_letters(version)]


def _small_letters(version: Version) -> Iterator[Finding]:
    grade = version.traits.reading_grade
    vowels = LATIN_VOWELS + (grade.syllables.vowels if grade else "")
    abbreviation = re.compile(rf"(?:{any_of(version.traits.abbreviations)})", re.IGNORECASE)
    for variant in variants(version):
        for paragraph in paragraphs(variant.words, variant.flow):
            if paragraph.is_quoted:
                continue
            text = QUOTED.sub(lambda match: "X" * len(match.group()), paragraph.text)
            for match in BOUNDARY.finditer(text):
                last, following = match["last"], match["next"]
                if (
                    last.islower()
                    and following.islower()
                    and not abbreviation.fullmatch(last)
                    and _is_word(last, text, vowels)
                ):
                    what = f"the sentence after '{last}.' begins with a lower-case letter: '{following}'"
                    help = f"write '{following[0].upper()}{following[1:]}', or remove the full stop"
                    where = place_of(version.source_map, variant.place, match.group())
                    yield LOWER_CASE_SENTENCE.finding(what, where, help)


def _is_word(last: str, text: str, vowels: str) -> bool:
    """Return True unless a word looks cut off: an abbreviation ends in a consonant (approx., aprox.)."""
    bare = "".join(letter for letter in normalize("NFD", last) if letter.isalpha())
    is_used_again = re.search(rf"(?<![^\W_]){last}(?![^\W_]|\.)", text) is not None
    return bare[-1] in vowels or bare.endswith(ENDINGS) or is_used_again
