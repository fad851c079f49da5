"""What the program must know of a language beyond the words that it prints: data of one folder for each language.

`templates/languages/<language>/traits.yaml` and `vocabulary.yaml`. Not here: labels (labels), and how texts are read
with all this (text/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from briefing.core.finding import suggest
from briefing.model.base import Amount, Count, Language, Model, OneOrMore, Positive, problem
from briefing.model.text import Words

WordList = Annotated[tuple[Words, ...], OneOrMore]
"""Words and phrases; a `*` at the end of one matches any ending."""

Unit = Literal[
    "microsecond",
    "millisecond",
    "second",
    "minute",
    "hour",
    "metre",
    "kilometre",
    "kilogram",
    "tonne",
    "kilowatt",
    "megawatt",
    "gigawatt",
]


Letter = Annotated[str, Field(min_length=1, max_length=1)]
Power = Annotated[Positive, Field(le=30)]
"""A power of ten."""


class OfLanguage(Model):
    """One file of a language. `without` lists the keys that the language has nothing for."""

    without: WordList = ()

    @classmethod
    def keys_expected(cls) -> tuple[str, ...]:
        """The keys that a complete file has, or lists under `without`."""
        return tuple(name for name in cls.model_fields if name != "without")

    @property
    def keys_missing(self) -> tuple[str, ...]:
        """The keys that the file neither has nor lists under `without`."""
        known = {*self.model_fields_set, *self.without}
        return tuple(name for name in self.keys_expected() if name not in known)

    @model_validator(mode="after")
    def _is_without_known_keys(self) -> Self:
        for name in self.without:
            if name not in self.keys_expected():
                raise problem(
                    "BR207",
                    f"'{name}' is not a key of this file",
                    suggest(name, self.keys_expected()),
                    "without",
                )
            if name in self.model_fields_set:
                raise problem(
                    "BR304", f"'{name}' is written, and listed under `without`", "remove one of the two", name
                )
        return self


class Syllables(Model):
    """How the syllables of a word are counted: from a list of words, or from its vowels.

    `word_list` is a package with a list of words and a rule for all others.
    `vowels` are a syllable each; `glides` that touch each other are one, and none next to a vowel.
    `silent_between_vowels` are letters that do not part two vowels.
    `final_vowels` are consonants that sound as a vowel at the end of a word, by the vowel.
    `least` is the smallest number of syllables of a word.
    """

    word_list: Literal["syllapy"] | None = None
    vowels: str = ""
    glides: str = ""
    silent_between_vowels: str = ""
    final_vowels: Mapping[Letter, Letter] = {}
    least: Count = 1


class ReadingGrade(Model):
    """A formula of readability: the school grade that a text needs, as a sum.

    `sentence_words` is multiplied by the average number of words in a sentence, `word_syllables` by that of syllables
    in a word, `sentences_in_100_words` and `syllables_in_100_words` by these; `constant` is added.
    `long_word` is the number of syllables from which on a word is called long.
    """

    sentence_words: Amount = Decimal(0)
    sentences_in_100_words: Amount = Decimal(0)
    word_syllables: Amount = Decimal(0)
    syllables_in_100_words: Amount = Decimal(0)
    constant: Amount
    long_word: Positive
    syllables: Syllables


class Traits(OfLanguage):
    """How a language is set and its sentences are counted: `templates/languages/<language>/traits.yaml`.

    `locale` is the locale of Unicode's CLDR for dates and numbers.
    `bound_words` are words that no line ends with.
    `abbreviations` are words whose full stop does not end a sentence.
    `reading_grade` is the formula of readability that was fitted to the language.
    """

    locale: Language | None = None
    bound_words: WordList = ()
    abbreviations: WordList = ()
    reading_grade: ReadingGrade | None = None

    def over(self, other: Traits) -> Self:
        """The same with the abbreviations of another language as well."""
        return self.model_copy(update={"abbreviations": _joined(self.abbreviations, other.abbreviations)})


class Vocabulary(OfLanguage):
    """Words by which rules read figures, dates and names: `templates/languages/<language>/vocabulary.yaml`.

    `decimal_mark` is the mark before decimals where the language has only one.
    `numbers` are the numbers in words from 0 on; `number_forms` are other words for numbers, which support a figure
    elsewhere and are never compared themselves.
    `fractions` are fractions in words, in percent.
    `multipliers` are words that multiply the number before them, as powers of ten; `money_letters` are letters that do
    so behind an amount of money.
    `hundredths` are the coins that a currency has a hundred of.
    `units` are names and symbols of units that are not international.
    `percent` are words for the sign.
    `out_of` are the words of a share in figures (9 out of 100), `one_in` those of one in words (one in five), and
    `of_every` those of the whole alone (of every 100 litres).
    `not_shared` are words behind the second number that make it no share (5 in 10 days).
    `joiners` are words between two numbers that share a multiplier (120 of 340 million).
    `decade_endings` make a decade of a year, `ordinal_endings` follow a day; `date_joiners` stand inside a date.
    `looking_back` are words before the date of something that was.
    `years` are words that make a number the time between two years.
    `counted` are nouns that a number names: chapter 3.
    `articles`, `and_words` and `or_words` are what their names say.
    """

    decimal_mark: Literal[".", ","] | None = None
    numbers: WordList = ()
    number_forms: Mapping[Words, Amount] = {}
    fractions: Mapping[Words, Amount] = {}
    multipliers: Mapping[Words, Power] = {}
    money_letters: Mapping[Letter, Power] = {}
    hundredths: WordList = ()
    units: Mapping[Unit, WordList] = {}
    percent: WordList = ()
    out_of: WordList = ()
    one_in: WordList = ()
    of_every: WordList = ()
    not_shared: WordList = ()
    joiners: WordList = ()
    decade_endings: WordList = ()
    ordinal_endings: WordList = ()
    date_joiners: WordList = ()
    looking_back: WordList = ()
    years: WordList = ()
    counted: WordList = ()
    articles: WordList = ()
    and_words: WordList = ()
    or_words: WordList = ()

    def over(self, other: Vocabulary) -> Self:
        """The same with the words of another language beneath; numbers in words and decimals stay its own."""
        return self.model_copy(update=dict(self._shared_with(other)))

    def _shared_with(self, other: Vocabulary) -> Iterator[tuple[str, object]]:
        for name in self.keys_expected():
            own, beneath = getattr(self, name), getattr(other, name)
            if name in OWN_WORDS:
                continue
            if name == "units":
                yield (
                    name,
                    {unit: _joined(own.get(unit, ()), beneath.get(unit, ())) for unit in {**beneath, **own}},
                )
            else:
                yield name, _joined(own, beneath) if isinstance(own, tuple) else {**beneath, **own}


OWN_WORDS = frozenset({"decimal_mark", "numbers", "number_forms", "fractions"})
"""Keys whose words would be read wrongly in a text of another language."""


def _joined(own: tuple[str, ...], beneath: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *beneath)))
