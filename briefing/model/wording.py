"""What depends on a language or a yardstick: labels with their quotation marks, and scales of likelihood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from briefing.model.base import Count, Model, OneOrMore, WebAddress, problem
from briefing.model.text import Words


class Labels(Model):
    """The fixed words of a language: `templates/labels/<language>.yaml`.

    `quotes` are the marks of the language: outer opening and closing, inner opening and closing.
    `dashes` are what ` -- ` becomes, spaces included: where an aside opens, and where it closes.
    """

    name: Words
    direction: Literal["ltr", "rtl"] = "ltr"
    quotes: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)] = ("“", "”", "‘", "’")
    dashes: Annotated[tuple[str, ...], Field(min_length=2, max_length=2)] = ("\u00a0– ", "\u00a0– ")
    labels: Mapping[str, Words]


class Rung(Model):
    """One word of a scale and the range of probability, in percent, that it stands for."""

    word: Words
    also: Annotated[tuple[Words, ...], OneOrMore] = ()
    low: Count
    high: Count

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not 0 <= self.low < self.high <= 100:
            raise problem(
                "BR205", f"{self.low} to {self.high} is not a range within 0 and 100", "mend the numbers"
            )
        return self


class Scale(Model):
    """A yardstick of likelihood: `templates/scales/<name>.yaml`, its words from the least likely upwards."""

    name: Words
    source: Words
    url: WebAddress | None = None
    words: Annotated[tuple[Rung, ...], Field(min_length=2)]

    def find(self, word: str) -> Rung | None:
        """The rung that a word, or a synonym of it, stands for."""
        for rung in self.words:
            if word.casefold() in (name.casefold() for name in (rung.word, *rung.also)):
                return rung
        return None
