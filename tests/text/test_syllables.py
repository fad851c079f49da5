"""Syllables are counted by the rules of a language."""

from __future__ import annotations

from briefing.model.language import Syllables
from briefing.text.syllables import count_syllables
from tests.cases import each

SPANISH = Syllables(vowels="aeoáéíóú", glides="iuü", silent_between_vowels="h")
RUSSIAN = Syllables(vowels="аеёиоуыэюя", least=0)
ARABIC_LIKE = Syllables(vowels="a", final_vowels={"h": "a"})
ENGLISH = Syllables(word_list="syllapy")


@each(
    ("word", "rules", "count"),
    [
        ("casa", SPANISH, 2),
        ("AGUA", SPANISH, 2),
        ("tierra", SPANISH, 2),
        ("país", SPANISH, 2),
        ("caos", SPANISH, 2),
        ("mi", SPANISH, 1),
        ("muy", SPANISH, 1),
        ("ciudad", SPANISH, 2),
        ("zzz", SPANISH, 1),
        ("в", RUSSIAN, 0),
        ("вода", RUSSIAN, 2),
        ("bah", ARABIC_LIKE, 2),
        ("bahb", ARABIC_LIKE, 1),
        ("h", ARABIC_LIKE, 1),
        ("bh", ARABIC_LIKE, 1),
        ("water", ENGLISH, 2),
        ("government", ENGLISH, 3),
        ("WATER’S", ENGLISH, 2),
    ],
)
def test_vowels_make_syllables(word, rules, count):
    assert count_syllables(word, rules) == count


def test_a_silent_letter_does_not_separate_two_vowels():
    assert count_syllables("ahi", Syllables(vowels="a", glides="i", silent_between_vowels="h")) == 1
    assert count_syllables("ahi", Syllables(vowels="a", glides="i")) == 2
    assert count_syllables("hai", Syllables(vowels="a", glides="i", silent_between_vowels="h")) == 1


def test_letters_that_are_signs_of_patterns_are_letters():
    assert count_syllables("a-a", Syllables(vowels="^-a")) == 3
