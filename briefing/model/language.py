"""The data about a language besides its labels, from one folder for each language.

The files are `traits.yaml` and `vocabulary.yaml` in `templates/languages/<language>/`. Not here: labels (labels), and
the reading of texts with these data (text/).
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

HeadedPart = Literal[
    "bottom_line",
    "key_points",
    "recommendations",
    "outlook",
    "method",
    "counter_view",
    "questions",
    "glossary",
    "annexes",
    "acknowledgements",
    "funding",
    "competing_interests",
]
"""The keys of a brief that a document has under a heading of their own."""


Letter = Annotated[str, Field(min_length=1, max_length=1)]
Power = Annotated[Positive, Field(le=30)]
"""A power of ten."""


class OfLanguage(Model):
    """One file of a language. `without` lists the keys for which the language has no words."""

    without: WordList = ()

    @classmethod
    def keys_expected(cls) -> tuple[str, ...]:
        """Return the keys that a complete file has or lists under `without`."""
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
                    "BR304",
                    f"'{name}' has a value, but is listed under `without`",
                    "remove one of the two",
                    name,
                )
        return self


class Syllables(Model):
    """The rules for counting the syllables of a word: by a list of words, or by its vowels.

    `word_list` is a package with a list of words and a rule for all others.
    `vowels` are the letters that make one syllable each.
    `glides` make one syllable together, or none next to a vowel.
    `silent_between_vowels` are letters that do not separate two vowels.
    `final_vowels` maps consonants that sound as a vowel at the end of a word to that vowel.
    `least` is the smallest number of syllables of a word.
    """

    word_list: Literal["syllapy"] | None = None
    vowels: str = ""
    glides: str = ""
    silent_between_vowels: str = ""
    final_vowels: Mapping[Letter, Letter] = {}
    least: Count = 1


class ReadingGrade(Model):
    """A readability formula: the school grade that a text needs, as a weighted sum.

    `sentence_words` is the weight of the average number of words in a sentence, `word_syllables` that of syllables in a
    word. `sentences_in_100_words` and `syllables_in_100_words` are the weights of these numbers. `constant` is added.
    `long_word` is the number of syllables from which a word counts as long.
    `syllables` are the rules for counting syllables.
    """

    sentence_words: Amount = Decimal(0)
    sentences_in_100_words: Amount = Decimal(0)
    word_syllables: Amount = Decimal(0)
    syllables_in_100_words: Amount = Decimal(0)
    constant: Amount
    long_word: Positive
    syllables: Syllables


class Traits(OfLanguage):
    """The rules for typesetting a language and counting its sentences: `templates/languages/<language>/traits.yaml`.

    `locale` is the locale for dates and numbers (Unicode CLDR).
    `bound_words` are words that never end a line.
    `counted` are nouns that are numbered, and stay on one line with their number: chapter 3, p. 4.
    `coded` are nouns whose number is a code, in which a hyphen is no range: model 12-34.
    `titles` are titles that stay on one line with the name after them: Mr Smith.
    `after_years` are words that stay on one line with the year before them: 1600 BC.
    `after_counts` are words by which a number that could be a year counts something: 2000 people.
    `number_words` are words of a number that stay on one line with the next word: 3.5 million people, 5 per cent.
    `uncounted` are words that a number before them never counts: 5 of 10.
    `numeral_endings` follow the figures of an ordinal number, which stays on one line with the next word: 5th century.
    `unbroken` are abbreviations of several words that stay on one line: e. g.
    `elisions` are words that begin with an apostrophe: ’twas.
    `clipped_joiners` are words between two apostrophes that join two others: rock ’n’ roll. Next to a word of
    `not_joined` they are quoted letters: the number 'n' is.
    `continued_quotes` is the mark at the start of each further paragraph of a quotation: an opening one, a closing one
    or none.
    `raised_endings` are endings of ordinal numbers that are raised (1er), and `raised_after_roman` are those that also
    follow Roman numerals above one (XXe).
    `ordinal_signs` are letters after a number that become an ordinal sign: 1.o becomes 1.º.
    `marks_before` is the punctuation before which the marks of citations and footnotes are set; they follow all other.
    `abbreviations` are words whose full stop does not end a sentence.
    `footnote_letters` are the letters that mark footnotes, in order.
    `reading_grade` is the readability formula that was fitted to the language.
    """

    locale: Language | None = None
    bound_words: WordList = ()
    counted: WordList = ()
    coded: WordList = ()
    titles: WordList = ()
    after_years: WordList = ()
    after_counts: WordList = ()
    number_words: WordList = ()
    uncounted: WordList = ()
    numeral_endings: WordList = ()
    unbroken: WordList = ()
    elisions: WordList = ()
    clipped_joiners: WordList = ()
    not_joined: WordList = ()
    continued_quotes: Literal["opening", "closing", "none"] = "opening"
    raised_endings: WordList = ()
    raised_after_roman: WordList = ()
    ordinal_signs: Mapping[Words, Words] = {}
    marks_before: Annotated[str, Field(pattern=r"^[.،,;؛:!?؟…]*$")] = ""
    abbreviations: WordList = ()
    footnote_letters: Annotated[WordList, Field(min_length=1)] = tuple("abcdefghijklmnopqrstuvwxyz")
    reading_grade: ReadingGrade | None = None

    def over(self, other: Traits) -> Self:
        """Return these traits with the abbreviations and the numbered nouns of another language added."""
        shared = ("abbreviations", "counted")
        return self.model_copy(
            update={name: _joined(getattr(self, name), getattr(other, name)) for name in shared}
        )


class Vocabulary(OfLanguage):
    """Words by which rules read figures, dates and names: `templates/languages/<language>/vocabulary.yaml`.

    `decimal_mark` is the mark before decimals, if the language has only one.
    `numbers` are the numbers in words, starting with 0. `number_forms` are further words for numbers; they confirm a
    figure elsewhere, but are never compared themselves.
    `fractions` are fractions in words, with their percentages.
    `multipliers` are words that multiply the number before them, with their powers of ten; `money_letters` are letters
    that do so after an amount of money.
    `hundredths` are the coins of which a hundred make one unit of a currency.
    `units` are names and symbols of units that are not international.
    `percent` are words for the percent sign.
    `out_of` are the words of a share in figures (9 out of 100), `one_in` those of a share in words (one in five), and
    `of_every` those before the whole alone (of every 100 litres).
    `not_shared` are words after the second number which show that it is not a share (5 in 10 days).
    `joiners` are words between two numbers that share a multiplier (120 of 340 million).
    `decade_endings` turn a year into a decade, and `ordinal_endings` follow a day. `date_joiners` occur inside a date,
    and before the unit of a number with a multiplier (12 millones de toneladas).
    `looking_back` are words before the date of a past event.
    `years` are words after a number of years.
    `streets` are words in the names of streets, next to the number of a house.
    `totals` are names of the sum of all rows of a table.
    `reference_headings` are the headings of a pasted list of references. `part_headings` are the headings of other
    parts of a document, by the keys of the brief; the label of a part is one of them.
    `bylines` are the words in front of the names of authors: by.
    `articles`, `and_words` and `or_words` are the articles and the words for "and" and "or".
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
    streets: WordList = ()
    totals: WordList = ()
    reference_headings: WordList = ()
    part_headings: Mapping[HeadedPart, WordList] = {}
    bylines: WordList = ()
    articles: WordList = ()
    and_words: WordList = ()
    or_words: WordList = ()

    def over(self, other: Vocabulary) -> Self:
        """Return this vocabulary with the words of another language added, except those in `OWN_WORDS`."""
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
"""Keys whose words would be misread in a text of another language."""


def _joined(own: tuple[str, ...], beneath: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *beneath)))
