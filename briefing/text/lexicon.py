"""The words of a language as patterns and values, to read quantities. Not here: the words (templates/languages)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Self

from babel.core import UnknownLocaleError
from babel.dates import get_month_names

from briefing.model.language import Unit, Vocabulary
from briefing.stages import Version
from briefing.text.cue_words import any_of

CURRENCIES = ("USD", "EUR", "GBP", "CHF", "RUB")
"""Currency codes (ISO 4217)."""

UNITS: Mapping[Unit, tuple[str, str, Decimal]] = {
    "microsecond": ("µs", "s", Decimal("0.000001")),
    "millisecond": ("ms", "s", Decimal("0.001")),
    "second": ("s", "s", Decimal(1)),
    "minute": ("min", "s", Decimal(60)),
    "hour": ("h", "s", Decimal(3600)),
    "metre": ("m", "m", Decimal(1)),
    "kilometre": ("km", "m", Decimal(1000)),
    "kilogram": ("kg", "kg", Decimal(1)),
    "tonne": ("t", "kg", Decimal(1000)),
    "kilowatt": ("kW", "W", Decimal(10**3)),
    "megawatt": ("MW", "W", Decimal(10**6)),
    "gigawatt": ("GW", "W", Decimal(10**9)),
}
"""For each unit its international symbol (SI, 9th edition), the unit for comparison, and its size in that unit."""

MONEY = re.compile(rf"(?:[€$£¥₽]|(?<![^\W\d_])(?:{'|'.join(CURRENCIES)}))[\s\u00a0]?$")
"""The currency sign or code before an amount of money."""

WHOLE = r"(?:10|100|1[.,\s]?000)(?![\d.,]*\d)"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns and values with which texts in one language are read."""

    has_decimal_point: bool
    """True if a point always precedes decimals, and commas always separate groups."""
    numbers: Mapping[str, Decimal]
    """Numbers in words, in lower case."""
    number_forms: Mapping[str, Decimal]
    fractions: Mapping[str, Decimal]
    multipliers: Mapping[str, int]
    money_letters: Mapping[str, int]
    hundredths: frozenset[str]
    years: frozenset[str]
    months: Mapping[str, int]
    units: Mapping[str, tuple[str, Decimal]]
    """By name or symbol: the unit for comparison, and the size in that unit."""
    unit: re.Pattern[str]
    percent: re.Pattern[str]
    share: re.Pattern[str]
    """A share in natural frequencies: 9 litres out of every 100."""
    spoken_share: re.Pattern[str]
    """The same in words: one in five."""
    whole: re.Pattern[str]
    """The whole of shares: of every 100 litres."""
    joined: re.Pattern[str]
    """A second number whose multiplier the first one shares: 120 of 340 million."""
    counted: re.Pattern[str]
    """A noun that is numbered: chapter 3, art. 5."""
    provision: re.Pattern[str]
    """The place of a provision or a page: art. 5(1)(a), §§ 7-9, párr. 3.2, pp. 4, 5 and 9."""
    decade: re.Pattern[str]
    """The ending that makes a decade of a year: the 1980s."""
    dates: tuple[re.Pattern[str], ...]
    looking_back: re.Pattern[str]
    """A word after which the date of something past follows."""
    house: re.Pattern[str]
    """The address of a house: 10 Downing Street, rue de la Loi 200."""

    @classmethod
    def of(cls, version: Version) -> Self:
        """Return the lexicon of a version's language."""
        traits = version.traits
        return cls.compile(version.vocabulary, traits.locale or version.language, traits.counted)

    @classmethod
    def compile(cls, words: Vocabulary, locale: str, counted: Iterable[str] = ()) -> Self:
        """Compile a lexicon from the words of a language, with the names of months of a locale (Unicode CLDR).

        `counted` are nouns that are numbered.
        """
        numbers = {word.casefold(): Decimal(number) for number, word in enumerate(words.numbers)}
        forms = {word.casefold(): number for word, number in words.number_forms.items()}
        months, units = month_names(locale), units_of(words)
        spoken = "|".join(map(re.escape, {**forms, **numbers})) or "(?!)"
        return cls(
            has_decimal_point=words.decimal_mark == ".",
            numbers=numbers,
            number_forms=forms,
            fractions={word.casefold(): percent for word, percent in words.fractions.items()},
            multipliers={word.casefold(): power for word, power in words.multipliers.items()},
            money_letters=_in_both_cases(words.money_letters),
            hundredths=_folded(words.hundredths),
            years=_folded(words.years),
            months=months,
            units=units,
            unit=re.compile(
                rf"\s*(?:(?:{any_of(words.date_joiners)})\s+)?"
                rf"({'|'.join(sorted(map(re.escape, units), key=len, reverse=True))})(?![^\W_])"
            ),
            percent=re.compile(rf"\s*(?:%|٪|(?:{any_of(words.percent)})(?![^\W_]))"),
            share=re.compile(
                rf"(?<![\d.,])(?P<part>\d+(?:[.,]\d+)?)(?:\s+[^\W\d_]+){{0,2}}?\s+(?:{any_of(words.out_of)})\s+"
                rf"(?P<whole>{WHOLE})(?!\s+(?:{any_of(words.not_shared)})\b)"
            ),
            spoken_share=re.compile(
                rf"\b({spoken})(?:\s+[^\W\d_]+)?\s+(?:{any_of(words.one_in)})\s+({spoken})\b", re.IGNORECASE
            ),
            whole=re.compile(rf"\b(?:{any_of(words.of_every)})\s+{WHOLE}", re.IGNORECASE),
            joined=re.compile(
                rf"\s*(?:[-–—]|\b(?:{any_of(words.joiners)})\s)\s*[€$£¥₽]?\d[\d.,]*(?=[\s\u00a0])"
            ),
            counted=re.compile(rf"\b(?:{any_of(counted)})\.?[\s\u00a0]$|№[\s\u00a0]?$", re.IGNORECASE),
            provision=_provision_pattern(counted, words.joiners),
            decade=re.compile(rf"(?:{any_of(words.decade_endings)})(?![^\W_])"),
            dates=_date_patterns(words, months),
            house=_house_pattern(words),
            looking_back=re.compile(rf"(?<![^\W_])(?:{any_of(words.looking_back)})\s$", re.IGNORECASE),
        )


def _provision_pattern(counted: Iterable[str], joiners: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of numbered places; several of them after a plural (arts., §§) are a list."""
    points = r"(?:\s?\((?:\d{1,3}|[a-z]{1,4})\)|\.[a-z]\)?)*"
    place = rf"\d{{1,4}}(?![\d]|[.,]\d{{3}}(?!\d))(?:\.\d{{1,2}})*{points}"
    places = rf"{place}(?:\s?[-–]\s?(?:{place}|\(?[a-z]\)))?"
    noun = rf"(?<![^\W_])(?P<noun>{any_of(counted)})\.?[\s\u00a0]"
    joined = rf"(?:,\s?|,?\s(?:{any_of(joiners)})\s)"
    no_amount = r"(?![\w%€$£]|[.,]\d|\s?[%€$£°])"
    return re.compile(
        rf"(?:{noun}|(?P<plural>§§|¶¶)\s?|[§¶№]\s?|(?<![^\W_])n\.?[º°]\s)"
        rf"(?P<places>{places}){no_amount}(?P<more>(?:{joined}{places}{no_amount})*)",
        re.IGNORECASE,
    )


def _house_pattern(words: Vocabulary) -> re.Pattern[str]:
    """Return a pattern of addresses: the number is before the street, or after its name."""
    street = rf"(?:{any_of(words.streets)})(?![^\W_])\.?"
    name = r"[^\W\d_a-zа-яёà-þ][\w'’.-]*"
    number = r"(?!(?:1[5-9]|2[01])\d\d(?!\d))\d{1,4}[A-Za-z]?(?![\d\w.,]*\d)"
    small = r"(?:[^\W\d_]{1,3}['’]?\s?){0,3}"
    return re.compile(
        rf"(?<![\d\w.,])\d{{1,4}}[A-Za-z]?,?\s(?:{name}\s){{1,3}}{street}"
        rf"|(?<![\d\w.,])\d{{1,4}}[A-Za-z]?,?\s{street}\s{small}{name}"
        rf"|(?<![^\W_]){street}\s{small}(?:{name},?\s){{1,4}}(?:[^\W\d_]{{1,3}}[.º°]*\s?|№\s?)?{number}"
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _in_both_cases(letters: Mapping[str, int]) -> dict[str, int]:
    return {form: power for letter, power in letters.items() for form in (letter.lower(), letter.upper())}


def units_of(words: Vocabulary) -> dict[str, tuple[str, Decimal]]:
    """Return the units by their names and symbols."""
    return {
        name: (compared_in, size)
        for unit, (symbol, compared_in, size) in UNITS.items()
        for name in (symbol, *words.units.get(unit, ()))
    }


@cache
def month_names(locale: str) -> dict[str, int]:
    """Return the names of months in a locale and in English, in lower case, with their numbers (Unicode CLDR)."""
    names: dict[str, int] = {}
    for tag in dict.fromkeys((locale.replace("-", "_"), locale.partition("-")[0], "en")):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                try:
                    months = get_month_names(width, context, tag)
                except (UnknownLocaleError, ValueError):
                    continue
                names.update(
                    {str(name).rstrip(".").casefold(): int(number) for number, name in months.items()}
                )
    return {name: number for name, number in names.items() if not name.isdigit()}


def _date_patterns(words: Vocabulary, months: Mapping[str, int]) -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    joiner, ending = any_of(words.date_joiners), any_of(words.ordinal_endings)
    year = rf"(?:,?(?:\s+(?:{joiner}))?\s+(?P<y>\d{{4}})(?!\d))"
    day = rf"(?P<d>\d{{1,2}})(?:{ending})?"
    return (
        re.compile(
            rf"(?<!\d){day}(?:\s+(?:{joiner}))?\s+(?P<m>{month})\b\.?{year}?",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?P<m>{month})\b\.?\s+{day}(?!\d){year}?", re.IGNORECASE),
        re.compile(rf"\b(?P<m>{month})\b\.?{year}", re.IGNORECASE),
    )
