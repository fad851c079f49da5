"""Numbers, dates and years in running text, read as values over languages and ways of writing them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from babel.core import UnknownLocaleError
from babel.dates import get_month_names

Kind = Literal["number", "percent", "year", "code", "date"]

GROUP = ",.٬'’\u00a0\u202f\u2009 "
NUMBER = re.compile(
    rf"(?<![\d.,])(?P<code>[^\W\d_]+[-‑]?)?"
    rf"(?P<digits>\d{{1,3}}(?:[{GROUP}]\d{{3}})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,٫]\d+)?)"
    r"(?P<tail>[^\W\d_]+)?"
)
"""Digits as any language groups them; letters that stand close to them make a name of them: S-300, 2026f."""

NAMED = re.compile(r"(?<![^\W\d_])(?!USD|EUR|GBP|CHF|RUB)[A-ZА-Я]{2,}(?:[./-]|[ \u00a0])$")
"""Capitals before a number make it the name of a document: RFC 3339, TF.460."""

MAGNITUDES: dict[int, tuple[str, ...]] = {
    3: ("thousand", "mil", "mille", "тыс", "тысяча", "тысячи", "тысяч", "ألف", "آلاف"),
    6: (
        "million",
        "millions",
        "millón",
        "millones",
        "milhão",
        "milhões",
        "млн",
        "миллион",
        "миллиона",
        "миллионов",
        "مليون",
        "ملايين",
    ),
    9: (
        "billion",
        "billions",
        "milliard",
        "milliards",
        "млрд",
        "миллиард",
        "миллиарда",
        "миллиардов",
        "مليار",
    ),
}
"""Words that multiply the number before them, as powers of ten; `mil millones` and the like multiply twice."""

POWERS = {word: power for power, words in MAGNITUDES.items() for word in words}
PERCENT = re.compile(
    r"\s*(?:%|٪|per\s?cent\b|por\s?ciento\b|por\s?cento\b|pour\s?cent\b|процент\w*|в\s+المئة|بالمئة)"
)
UNITS: dict[str, tuple[str, Decimal]] = {
    "ms": ("s", Decimal("0.001")),
    "мс": ("s", Decimal("0.001")),
    "µs": ("s", Decimal("0.000001")),
    "s": ("s", Decimal(1)),
    "с": ("s", Decimal(1)),
    "km": ("m", Decimal(1000)),
    "км": ("m", Decimal(1000)),
    "m": ("m", Decimal(1)),
    "kg": ("kg", Decimal(1)),
    "t": ("kg", Decimal(1000)),
    "GW": ("W", Decimal(10**9)),
    "MW": ("W", Decimal(10**6)),
    "kW": ("W", Decimal(1000)),
}
"""Units that can be told in one another: the one that they are told in, and how many of it they are."""

UNIT = re.compile(rf"\s*({'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})(?![^\W_])")
YEARS = range(1500, 2200)
ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")

NUMBER_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "es": "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
}
"""The numbers from 0 on, in their order."""

OTHER_FORMS = {
    "half": "0.5", "media": "0.5", "medio": "0.5", "половина": "0.5", "una": "1", "uno": "1", "une": "1",
    "uma": "1", "duas": "2", "одна": "1", "одно": "1", "одного": "1", "одной": "1", "две": "2", "двух": "2",
    "трёх": "3", "трех": "3", "четырёх": "4", "четырех": "4", "пяти": "5", "десяти": "10", "no": "0",
    "twenty": "20", "hundred": "100", "twice": "2", "both": "2", "century": "100",
}  # fmt: skip
"""Other words for numbers; they support a figure elsewhere, and are never held against one."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, a year or a date as it was typed, and every value that it can be read as."""

    typed: str
    kind: Kind
    readings: frozenset[Decimal]
    day: tuple[int | None, int | None, int | None] = (None, None, None)
    """Year, month and day of a date; None for what it leaves open."""
    noun: str = ""
    """The word that follows: what is counted."""
    unit: str = ""

    def is_told_by(self, other: Quantity) -> bool:
        """Whether another one says as much: the same number, or a date that is at least as exact."""
        if self.kind == "date":
            pairs = zip(self.day, other.day, strict=True)
            return other.kind == "date" and all(mine is None or mine == theirs for mine, theirs in pairs)
        if other.kind == "date":
            return other.day[0] is not None and Decimal(other.day[0]) in self.readings
        has_other_unit = bool(self.unit and other.unit and self.unit != other.unit)
        return bool(self.readings & other.readings) and not has_other_unit

    def rounds(self, exact: Quantity) -> bool:
        """Whether it is the other number with fewer digits: 30 for 27, 86,000 for 86,400."""
        if {self.kind, exact.kind} & {"year", "date", "code"} or self.unit != exact.unit:
            return False
        return any(_is_rounded(mine, theirs) for mine in self.readings for theirs in exact.readings)


def _is_rounded(rough: Decimal, exact: Decimal) -> bool:
    digits = rough.normalize().as_tuple().digits
    places = len(digits)
    if not rough or not exact or places >= len(exact.normalize().as_tuple().digits):
        return False
    return Decimal(f"{exact:.{places - 1}e}") == rough


def quantities(text: str, language: str) -> list[Quantity]:
    """Every number in digits, year and date of a text, in its order."""
    found: list[tuple[int, Quantity]] = []
    for match, day in _dates(text, language):
        found.append((match.start(), Quantity(" ".join(match.group().split()), "date", frozenset(), day)))
        text = text[: match.start()] + "\ufffc" * len(match.group()) + text[match.end() :]
    found += ((match.start(), _quantity(match, text)) for match in NUMBER.finditer(text))
    return [quantity for _, quantity in sorted(found, key=lambda pair: pair[0])]


def spoken_numbers(text: str, language: str) -> list[Quantity]:
    """The numbers of a text that are written as words, up to twelve and a few more."""
    names = NUMBER_WORDS.get(language.partition("-")[0], "").split()
    values = {word: Decimal(number) for number, word in enumerate(names)}
    found = []
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group().casefold()
        if word in values:
            noun = _noun(text[match.end() :])
            found.append(Quantity(match.group(), "number", frozenset([values[word]]), noun=noun))
        elif word in OTHER_FORMS:
            found.append(Quantity(match.group(), "number", frozenset([Decimal(OTHER_FORMS[word])])))
    return found


def _quantity(match: re.Match[str], text: str) -> Quantity:
    digits, after = match["digits"], text[match.end() :]
    readings = _readings(digits)
    tail, code = match["tail"], match["code"] or ""
    if code or (tail and tail not in UNITS) or NAMED.search(text[: match.start()]):
        return Quantity(match.group(), "code", readings)
    if tail:
        after = tail + after
    power = 0
    while word := re.match(r"[\s\u00a0]*([^\W\d_]+)\.?", after):
        if word[1].casefold() not in POWERS:
            break
        power += POWERS[word[1].casefold()]
        after = after[word.end() :]
    readings = frozenset(reading.scaleb(power) for reading in readings)
    typed = f"{digits}{text[match.end('digits') : len(text) - len(after)]}".strip()
    if percent := PERCENT.match(after):
        return Quantity(f"{typed}{percent.group()}", "percent", readings, unit="%")
    if unit := UNIT.match(after):
        name, factor = UNITS[unit[1]]
        readings = frozenset(reading * factor for reading in readings)
        return Quantity(f"{typed}{unit.group()}", "number", readings, unit=name)
    is_year = not power and re.fullmatch(r"\d{4}", digits) and int(digits) in YEARS
    return Quantity(typed, "year" if is_year else "number", readings, noun=_noun(after))


def _readings(digits: str) -> frozenset[Decimal]:
    """What digits can mean: `1,200` is twelve hundred in one language, one and a fifth in another."""
    plain = "".join(str(int(mark)) if mark.isdigit() else mark for mark in digits).replace("٫", ",")
    groups = re.split(f"[{GROUP}]", plain)
    marks = re.findall(f"[{GROUP}]", plain)
    if not marks:
        return frozenset([Decimal(plain)])
    whole = Decimal("".join(groups))
    if len(marks) == 1:
        fraction = Decimal(f"{groups[0]}.{groups[1]}")
        if marks[0] not in ".,":
            return frozenset([whole])
        return frozenset([whole, fraction]) if len(groups[1]) == 3 else frozenset([fraction])
    if len(set(marks)) == 1:
        return frozenset([whole])
    return frozenset([Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")])


def _noun(after: str) -> str:
    match = re.match(r"[\s\u00a0-]*([^\W\d_]+)", after)
    return match[1].casefold() if match else ""


@cache
def _months(language: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for tag in dict.fromkeys((language.replace("-", "_"), language.partition("-")[0], "en")):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                try:
                    months = get_month_names(width, context, tag)
                except UnknownLocaleError:
                    continue
                names.update(
                    {str(name).rstrip(".").casefold(): int(number) for number, name in months.items()}
                )
    return {name: number for name, number in names.items() if not name.isdigit()}


@cache
def _date_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    of = r"(?:\s+(?:de|of|del|du))?\s+"
    year = r"(?:,?(?:\s+(?:de|del|of))?\s+(?P<y>\d{4})(?!\d))"
    return (
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|º|er|-го)?{of}(?P<m>{month})\b\.?{year}?", re.IGNORECASE
        ),
        re.compile(rf"\b(?P<m>{month})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){year}?", re.IGNORECASE),
        re.compile(rf"\b(?P<m>{month})\b\.?{year}", re.IGNORECASE),
    )


def _dates(
    text: str, language: str
) -> Iterator[tuple[re.Match[str], tuple[int | None, int | None, int | None]]]:
    taken: set[int] = set()
    for match in ISO_DAY.finditer(text):
        taken.update(range(*match.span()))
        yield match, (int(match[1]), int(match[2]), int(match[3]))
    months = _months(language)
    for pattern in _date_patterns(language):
        for match in pattern.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                groups = match.groupdict()
                year, day = groups.get("y"), groups.get("d")
                yield (
                    match,
                    (int(year) if year else None, months[match["m"].casefold()], int(day) if day else None),
                )
