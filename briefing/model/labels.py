"""Labels and typographic marks of a language, and scales of likelihood."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Annotated, Literal, Self

from pydantic import Field, computed_field, model_validator

from briefing.model.base import Count, Language, Model, OneOrMore, WebAddress, problem
from briefing.model.text import Words


class Marks(Model):
    """The marks between words that a template joins, with their spaces."""

    comma: Words = ", "
    semicolon: Words = "; "
    colon: Words = ": "


Stems = Annotated[tuple[Words, ...], OneOrMore]
"""Words and phrases; a `*` at the end of one matches any ending, a `!` before one makes it an exception."""


class Cues(Model):
    """Words of a language by which rules recognise a sentence; without them, the language is not checked.

    `superlative` are words that set one thing above all others and need a source.
    `undated` are words whose meaning depends on the day: currently, recently, this year.
    `future` are words about the future.
    `advocacy` are words that urge the reader, which a neutral edition does not do.
    `confidence` are words for the confidence in a judgement, which is never in one sentence with a likelihood.
    `acronyms` are acronyms that every reader knows.
    `vague_links` are link texts that do not say where the link leads: here, read more.
    `definitions` are the words of a definition, which needs no source: is defined as, we mean.
    `placeholders` are the words at the start of a note in brackets that is not meant to be printed: add, insert, to be
    confirmed.
    `blanks` are words that, alone in brackets, are a place to fill in: [name], [date].
    `captions` are words that begin the caption of an exhibit, besides the labels of tables, figures and boxes.
    `leftovers` are what a word processor prints for a broken reference or an empty field of a form.
    """

    superlative: Stems = ()
    undated: Stems = ()
    future: Stems = ()
    advocacy: Stems = ()
    confidence: Stems = ()
    acronyms: Stems = ()
    vague_links: Stems = ()
    definitions: Stems = ()
    placeholders: Stems = ()
    blanks: Stems = ()
    leftovers: Stems = ()
    captions: Stems = ()


class Labels(Model):
    """The fixed words of a language: `templates/languages/<language>/labels.yaml`.

    `name` is the name of the language in the language itself; `direction` is ltr or rtl, from right to left.
    `quotes` are the quotation marks of the language: outer opening and closing, inner opening and closing.
    `dashes` replace ` -- `, with their spaces: one opens an aside, the other closes it.
    `marks` join words that a template puts together: comma, semicolon and colon, with their spaces.
    `spaces` are the spaces before a mark: in French, a narrow one before `?`.
    `estimative` are the words and phrases of the language that state a probability.
    `cues` are words by which the rules of `brief check` recognise a sentence.
    `labels` are the fixed words, by their names.
    """

    name: Words
    direction: Literal["ltr", "rtl"] = "ltr"
    quotes: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)] = ("“", "”", "‘", "’")
    dashes: Annotated[tuple[str, ...], Field(min_length=2, max_length=2)] = ("\u00a0– ", "\u00a0– ")
    marks: Marks = Field(default_factory=Marks)
    spaces: Mapping[Annotated[str, Field(min_length=1, max_length=1)], str] = {}
    estimative: Annotated[tuple[Words, ...], OneOrMore] = ()
    cues: Cues = Field(default_factory=Cues)
    labels: Mapping[str, Words]


class OwnLabels(Labels):
    """The labels of a workspace that differ from those of the language: `templates/labels/<language>.yaml`."""

    name: Words = ""
    labels: Mapping[str, Words] = Field(default_factory=dict)


class Rung(Model):
    """One word of a scale and the range of probability, in percent, that it means.

    `word` is the word, and `also` are its synonyms.
    `low` and `high` are the ends of the range, in percent.
    `range` is the range as the owner of the scale writes it, if `low` and `high` do not say all of it: "40–<50".
    `translated` are its words in other languages, each followed by its synonyms.
    """

    word: Words
    also: Annotated[tuple[Words, ...], OneOrMore] = ()
    translated: Mapping[Language, Annotated[tuple[Words, ...], OneOrMore, Field(min_length=1)]] = Field(
        default_factory=dict
    )
    low: Count
    high: Count
    range: Words | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def shown(self) -> str:
        """The range as it is printed."""
        return self.range or f"{self.low}–{self.high}"

    @property
    def names(self) -> tuple[str, ...]:
        """The word and its synonyms."""
        return (self.word, *self.also)

    def has(self, word: str) -> bool:
        """Return True if a word is one of its names."""
        return word.casefold() in (name.casefold() for name in self.names)

    def matches(self, word: str) -> bool:
        """Return True if a word is one of its names or their translations."""
        others = chain.from_iterable(self.translated.values())
        return self.has(word) or word.casefold() in (name.casefold() for name in others)

    def in_language(self, language: str, own: str) -> Self:
        """Return the rung with its words in another language; the original words become a translation."""
        word, *also = self.translated[language]
        others = {tag: words for tag, words in self.translated.items() if tag != language}
        return self.model_copy(
            update={"word": word, "also": tuple(also), "translated": {**others, own: self.names}}
        )

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not 0 <= self.low < self.high <= 100:
            raise problem(
                "BR205",
                f"{self.low} to {self.high} is not a range between 0 and 100",
                "correct `low` or `high`",
            )
        return self


class Scale(Model):
    """A likelihood scale: `templates/scales/<name>.yaml`, its words from the least likely upwards.

    `name` is the name of the scale, `source` the document that defines it, and `url` the address of that document.
    `words` are at least two words with their ranges. `language` is the language of the words.
    `translated_from` is the language of its owner, if it is a different one.
    """

    name: Words
    source: Words
    url: WebAddress | None = None
    language: Language = "en"
    translated_from: Language | None = None
    words: Annotated[tuple[Rung, ...], Field(min_length=2)]

    def in_language(self, language: str) -> Self:
        """Return the scale with its words in a language; unchanged if not all words are translated."""
        wanted = language.partition("-")[0]
        if wanted == self.language or not all(wanted in rung.translated for rung in self.words):
            return self
        words = tuple(rung.in_language(wanted, self.language) for rung in self.words)
        return self.model_copy(update={"words": words, "language": wanted, "translated_from": self.language})

    @property
    def spoken(self) -> str:
        """Its words in order, for a sentence."""
        return ", ".join(rung.word for rung in self.words)

    def find(self, word: str) -> Rung | None:
        """Return the rung of a word or a synonym, in any language; None if no rung has it."""
        return next((rung for rung in self.words if rung.matches(word)), None)
