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

from briefing.text.number_words import (
    CURRENCIES,
    DECADE,
    FRACTIONS,
    HUNDREDTHS,
    ISO_DAY,
    JOINED,
    MONEY,
    MONEY_POWERS,
    NAMED,
    NUMBER_WORDS,
    NUMBERED,
    OTHER_FORMS,
    PERCENT,
    POWERS,
    SHARE,
    UNIT,
    UNITS,
    WHOLE,
    YEARS,
)

Kind = Literal["number", "percent", "year", "code", "date"]

GROUPED = 3
"""Digits in a group."""

GROUP = ",.٬'’\u00a0\u202f\u2009 "
NUMBER = re.compile(
    rf"(?<![\d.,])(?<![^\W\d_])(?P<code>[^\W\d_]+[-‑]?)?"
    rf"(?P<digits>\d{{1,3}}(?:[{GROUP}]\d{{3}})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,٫]\d+)?)"
    r"(?P<tail>[^\W\d_]+)?"
)
"""Digits as any language groups them; letters that stand close to them make a name of them: S-300, 2026f."""


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

    @property
    def first_year(self) -> int | None:
        """The year that it names or lies in; the first one of a decade."""
        return int(min(self.readings)) if self.kind == "year" else self.day[0]

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
    digit_count = len(digits)
    if not rough or not exact or digit_count >= len(exact.normalize().as_tuple().digits):
        return False
    return Decimal(f"{exact:.{digit_count - 1}e}") == rough


def quantities(text: str, language: str) -> list[Quantity]:
    """Every number in digits, year, date and share of a text, in its order."""
    found: list[tuple[int, Quantity]] = []
    for match, day in _dates(text, language):
        found.append((match.start(), Quantity(" ".join(match.group().split()), "date", frozenset(), day)))
        text = _taken_out(match, text)
    for match in SHARE.finditer(text):
        found.append((match.start(), _share(match)))
        text = _taken_out(match, text)
    text = WHOLE.sub(lambda match: "\ufffc" * len(match.group()), text)
    found += ((match.start(), _quantity(match, text, language)) for match in NUMBER.finditer(text))
    return [quantity for _, quantity in sorted(found, key=lambda pair: pair[0])]


def _taken_out(match: re.Match[str], text: str) -> str:
    return text[: match.start()] + "\ufffc" * len(match.group()) + text[match.end() :]


def _share(match: re.Match[str]) -> Quantity:
    whole = Decimal(re.sub(r"\D", "", match["whole"]))
    readings = frozenset(100 * part / whole for part in _readings(match["part"]))
    return Quantity(" ".join(match.group().split()), "percent", readings, unit="%")


def spoken_numbers(text: str, language: str) -> list[Quantity]:
    """The numbers of a text that are written as words, up to twelve and a few more."""
    words = NUMBER_WORDS.get(language.partition("-")[0], "").split()
    values = {word: Decimal(number) for number, word in enumerate(words)}
    others = {word: Decimal(number) for word, number in OTHER_FORMS.items()}
    found = [*_spoken_shares(text, {**others, **values})]
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group().casefold()
        value = values.get(word, others.get(word))
        if value is not None:
            power, after = _power(text[match.end() :])
            unit = UNIT.match(after)
            factors = (Decimal(10) ** power, UNITS[unit[1]][1] if unit else Decimal(1))
            readings = frozenset([value * factors[0], value * factors[0] * factors[1]])
            noun = _noun(after) if word in values else ""
            found.append(Quantity(match.group(), "number", readings, noun=noun))
        if word in FRACTIONS:
            found.append(Quantity(match.group(), "percent", frozenset([Decimal(FRACTIONS[word])]), unit="%"))
    return found


def _spoken_shares(text: str, values: dict[str, Decimal]) -> Iterator[Quantity]:
    """Shares in words, as percentages: one in five."""
    for match in _spoken_share(tuple(values)).finditer(text) if values else ():
        share = 100 * values[match[1].casefold()] / max(values[match[2].casefold()], Decimal(1))
        yield Quantity(match.group(), "percent", frozenset([share]), unit="%")


@cache
def _spoken_share(words: tuple[str, ...]) -> re.Pattern[str]:
    number = "|".join(map(re.escape, words))
    joined = r"(?:in|out\s+of(?:\s+every)?|(?:de|em)\s+cada|из)"
    return re.compile(rf"\b({number})(?:\s+[^\W\d_]+)?\s+{joined}\s+({number})\b", re.IGNORECASE)


def _quantity(match: re.Match[str], text: str, language: str) -> Quantity:
    digits, after = match["digits"], text[match.end() :]
    readings = _readings(digits, language)
    tail, code = match["tail"] or "", match["code"] or ""
    is_money = code in CURRENCIES or bool(MONEY.search(text[: match.start()]))
    power = MONEY_POWERS.get(tail, 0) if is_money else 0
    is_amount = not tail or bool(power) or tail in UNITS or tail.casefold() in POWERS
    if not code and _is_year(digits) and digits.endswith("0") and (decade := DECADE.match(tail + after)):
        years = range(int(digits), int(digits) + 10)
        return Quantity(f"{digits}{decade.group()}", "year", frozenset(map(Decimal, years)))
    before = text[: match.start()]
    if (code and not is_money) or not is_amount or NAMED.search(before) or NUMBERED.search(before):
        return Quantity(match.group(), "code", readings)
    if tail and not power:
        after = tail + after
    more, after = _power(after)
    power += more
    typed = f"{digits}{text[match.end('digits') : len(text) - len(after)]}".strip().removesuffix(".")
    exact = frozenset(reading.scaleb(power) for reading in readings)
    if percent := PERCENT.match(after):
        return Quantity(f"{typed}{percent.group()}", "percent", exact, unit="%")
    if unit := UNIT.match(after):
        name, factor = UNITS[unit[1]]
        measured = frozenset(reading * factor for reading in exact)
        if tail in MONEY_POWERS:  # 1.25m people
            measured |= frozenset(reading.scaleb(MONEY_POWERS[tail]) for reading in exact)
        return Quantity(f"{typed}{unit.group()}", "number", measured, unit=name)
    noun = _noun(after)
    kind: Kind = "year" if not power and _is_year(digits) else "number"
    return Quantity(typed, kind, exact | _also(exact, power, after, noun), noun=noun)


def _is_year(digits: str) -> bool:
    return bool(re.fullmatch(r"\d{4}", digits)) and int(digits) in YEARS


def _power(after: str) -> tuple[int, str]:
    """By how many powers of ten the words behind a number multiply it, and what follows them."""
    power = 0
    while word := re.match(r"[\s\u00a0]*([^\W\d_]+)\.?", after):
        if word[1].casefold() not in POWERS:
            break
        power += POWERS[word[1].casefold()]
        after = after[word.end() :]
    return power, after


def _also(exact: frozenset[Decimal], power: int, after: str, noun: str) -> frozenset[Decimal]:
    """What a number can be read as besides, by what follows it."""
    if noun in HUNDREDTHS:
        return frozenset(reading / 100 for reading in exact)
    joined = None if power else JOINED.match(after)
    shared = _power(after[joined.end() :])[0] if joined else 0
    return frozenset(reading.scaleb(shared) for reading in exact)


def _readings(digits: str, language: str = "") -> frozenset[Decimal]:
    """What digits can mean: `1,200` is twelve hundred in one language, one and a fifth in another.

    In English it is not in doubt; elsewhere countries of one language differ.
    """
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
        if len(groups[1]) != GROUPED:
            return frozenset([fraction])
        if language.partition("-")[0] == "en":
            return frozenset([whole if marks[0] == "," else fraction])
        return frozenset([whole, fraction])
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
