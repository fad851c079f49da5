"""Ranges: which hyphens between numbers, times, dates, letters and Roman numerals are the dash of a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.core import get_global

from briefing.model.language import Traits
from briefing.text.cue_words import any_of
from briefing.text.facts import SYMBOLS, unit_names
from briefing.text.lexicon import month_names
from briefing.text.locale_formats import WORLD_ENGLISH, find_locale

EN_DASH = "–"

NUMBER = r"\d+(?:[.,]\d+)*"
SUFFIX = r"(?:mn?|bn|tn|k|[kcm]m|k?g|[ap]m|min|h|s|x)"
"""Letters that may follow a number without a space: €0.6-1.2m, 5-10km, 6-9am."""

MONEY = r"[€$£¥₽]"
BEFORE = r"(?<![\w.,:/=_#@&?+-])"
HYPHEN = r"(?: - |-)"

RANGE = re.compile(
    rf"{BEFORE}(?P<low>{NUMBER})(?P<sign>\s?[%‰°٪]|{SUFFIX}(?=-))?(?P<gap> - |-)(?={MONEY}?\d)"
    rf"(?P<money>{MONEY}?)(?P<high>{NUMBER})(?!(?!{SUFFIX}\b)\w|[@=]|/(?![^\W\d_A-Z])|[.,]\d)"
)

SAME_UNIT = re.compile(
    rf"{BEFORE}(?P<low>{NUMBER})"
    rf"(?P<unit>[ \u00a0\u202f]?(?:[^\W\d_]{{1,9}}{MONEY}?[²³]?|[%‰°٪]C?|{MONEY}))"
    rf"-(?P<money>{MONEY}?)(?P<high>{NUMBER})(?=(?P=unit)(?![\w-]))"
)
"""Two numbers with one unit each: 5 km-10 km, 1 M€-2 M€, £1 million-£2 million."""

SIGNED_RANGE = re.compile(
    rf"(?:(?<=[\s(\[])|^)(?P<low>[-−]{NUMBER})(?P<between>--?)(?P<minus>−?)(?P<high>{NUMBER})(?![\w-]|[.,/:]\d)"
)
"""A range that begins below zero: -5-10, -5--3, −5-−3."""

SPACE = r"[ \u00a0\u202f]?"
CLOCK = rf"\d{{1,2}}(?:[:.]\d{{2}})?{SPACE}(?:[ap]m|[ap]\.m\.)|\d{{1,2}}:\d{{2}}|\d{{1,2}}{SPACE}h(?:{SPACE}\d{{2}})?"
TIME_RANGE = re.compile(
    rf"(?<![\w:.,/-])(?P<low>{CLOCK}|\d{{1,2}}(?={HYPHEN}\d{{1,2}}{SPACE}[ap]\.?m)){HYPHEN}"
    rf"(?=(?:{CLOCK}|noon|midnight)(?![\w:-]))"
)

LETTER_RANGE = re.compile(r"(\((?:\w|[ivx]+)\)|(?<![\w.])\w\)|(?<=\.)[a-z]\))-(?=\((?:\w|[ivx]+)\)|[a-z]\))")
"""A hyphen between two points of a provision: art. 6(2)(b)-(d)."""

CAPITALS = re.compile(r"(?<=[\s\u00a0])(?P<low>[^\W\d_a-z])-(?=(?P<high>[^\W\d_a-z])(?![\w-]))")
"""Two capital letters, which are a range after the plural of what they number: parts A-C."""

PERIODS = re.compile(r"(?<![\w-])(?P<low>(?P<letter>[QTH])[1-4])-(?=(?P=letter)[1-4](?![\w-]))")
"""Two quarters or halves of a year: Q1-Q3."""

ROMAN_NUMBER = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}

MARKED_RANGE = re.compile(r"(?P<low>\x01\d[\d.,]*\x01|\d(?=-\x01))-(?=\x01?\d)")
"""A hyphen between numbers of which one ends or begins with emphasis or a script: 10^6^-10^9^."""

TELEPHONE = re.compile(r"\d{3}-\d{4}")
AFTER_TELEPHONE = re.compile(r"\d-\d\d [(\x01][^()\d]*$")
"""The start of a bracket after a telephone number, which has its extension."""

ORDINAL_SIGNS = ("º", "ª", "nº")
"""The endings of nº and n.º, which are letters."""

WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s$")
NEXT_WORDS = re.compile(r"[\s\u00a0]([^\W\d_]+)(?:[\s\u00a0]([^\W\d_]+))?")
NEXT_WORD = re.compile(r"[\s\u00a0\u202f-]?([^\W\d_]+(?:[²³/][^\W\d_]+)?)")
NEXT_SIGN = re.compile(rf"[\s\u00a0\u202f]?(?:[%‰°٪]|{MONEY}(?!\d))")
DECADES = re.compile(r"(?<![\w-])(?P<low>\d{2,4}-(?:е|х|ми?))-(?=\d{2,4}-(?:е|х|ми?)(?![\w-]))")
"""Two decades in Russian: 1990-е-2000-е."""

ENDING = re.compile(r"-[а-яё]{1,3}(?!\w)")
"""The ending of a number in Russian: 1990-2000-е."""

SCALE = {"k": 3, "m": 6, "mn": 6, "bn": 9, "tn": 12}
"""Letters after a number that multiply it, as powers of ten."""

YEAR = re.compile(r"1\d{3}|20\d{2}|21\d{2}")
PLAIN_YEARS = range(1700, 2200)
"""Years that form a range even after a name: Plan 2021-2027, but not IEEE Std 1588-2019."""

NAMES = frozenset({("7", "11"), ("9", "11")})
"""A shop and a day. They are a range only if what they count, or what is numbered, is next to them."""

CODE_DIGITS = 3
"""Two bare numbers of this many digits are a range only if what they count is next to them: a Boeing 737-800."""


class Ranges:
    """The ranges of one language. A hyphen of which it cannot be known is kept as typed."""

    def __init__(self, traits: Traits, minus: str) -> None:
        self.minus = minus
        self.locale = traits.locale or WORLD_ENGLISH
        self.counted = re.compile(any_of(traits.counted), re.IGNORECASE)
        self.coded = frozenset(word.casefold() for word in traits.coded)
        self.counts = frozenset(word.casefold() for word in (*traits.after_counts, *traits.after_years))
        after_roman = rf"(?P<ending>{any_of(traits.raised_after_roman)})?"
        self.roman = re.compile(
            rf"(?<![\w.-])(?P<low>[IVX]+){after_roman}-(?=(?P<high>[IVX]+)(?:{any_of(traits.raised_after_roman)})?(?![\w-]))"
        )
        self.months = month_names(self.locale)
        self.dates, self.days = _date_ranges(self.locale)

    def set(self, text: str) -> str:
        """Return a text with a dash in its ranges."""
        if "-" not in text:
            return text
        text = TIME_RANGE.sub(rf"\g<low>{EN_DASH}", text)
        text = self.dates.sub(rf"\g<low>{EN_DASH}", text)
        text = self.days.sub(_set_days, text)
        text = SIGNED_RANGE.sub(self._set_signed, text)
        text = SAME_UNIT.sub(_set_same_unit, text)
        text = LETTER_RANGE.sub(rf"\1{EN_DASH}", text)
        text = DECADES.sub(rf"\g<low>{EN_DASH}", text)
        text = PERIODS.sub(rf"\g<low>{EN_DASH}", text)
        text = CAPITALS.sub(self._set_capitals, text)
        text = self.roman.sub(self._set_roman, text)
        return RANGE.sub(self._set_numbers, text)

    def set_locator(self, place: str) -> str:
        """Return a place in a source with its ranges set: pp. 4–7."""
        return (
            RANGE.sub(self._set_numbers, LETTER_RANGE.sub(rf"\1{EN_DASH}", place)) if "-" in place else place
        )

    def _set_numbers(self, match: re.Match[str]) -> str:
        before, after = match.string[: match.start()], match.string[match.end() :]
        if not self._is_range(match, before, after):
            return match.group()
        return f"{match['low']}{match['sign'] or ''}{EN_DASH}{match['money']}{match['high']}"

    def _is_range(self, match: re.Match[str], before: str, after: str) -> bool:
        low, high = match["low"], match["high"]
        if not _is_rising(low, high, *_scales(match["sign"], after)):
            return False
        if after.startswith("-"):
            return bool(ENDING.match(after)) or self._is_counted(after)
        if self._is_counted(after) or self._names_month(after):
            return True
        is_bare = not match["sign"] and not match["money"] and not before.endswith(tuple("€$£¥₽"))
        return not (is_bare and self._may_be_name(before, low, high)) and not self._is_code(before, low, high)

    def _is_counted(self, after: str) -> bool:
        """Return True if a unit follows, or a word for what is counted: years, people, million, %, -year."""
        if NEXT_SIGN.match(after):
            return True
        found = NEXT_WORD.match(after)
        if found is None:
            return False
        word = found[1]
        if word.casefold() in self.counts or (word in SYMBOLS and not after.startswith("-")):
            return True
        return word.casefold() in unit_names(str(find_locale(self.locale)))

    def _names_month(self, after: str) -> bool:
        """Return True if the name of a month is one of the next two words: 3-5 March, 3-5 de marzo."""
        found = NEXT_WORDS.match(after)
        return found is not None and any(word and word.casefold() in self.months for word in found.groups())

    def _may_be_name(self, before: str, low: str, high: str) -> bool:
        """Return True for two bare numbers that are also a name or a model, unless what they number precedes them."""
        is_long = len(low) == len(high) == CODE_DIGITS and low.isdecimal() and high.isdecimal()
        if not is_long and (low, high) not in NAMES:
            return False
        found = WORD_BEFORE.search(before)
        return found is None or self.counted.fullmatch(found[1]) is None

    def _is_code(self, before: str, low: str, high: str) -> bool:
        """Return True if numbers after a text are part of a name: Public Law 116-136, model 12-34, tel. 555-600."""
        found = WORD_BEFORE.search(before)
        if AFTER_TELEPHONE.search(before):
            return True
        if found is None:
            return before.rstrip().endswith(("#", "№", "n°"))
        word = found[1]
        if word in ORDINAL_SIGNS:
            return True
        if word.isupper() and len(word) > 1:
            return word not in get_global("all_currencies")
        if _is_plain_year(low) and _is_plain_year(high):
            return False
        if word.casefold() in self.coded:
            return True
        if not word[0].isupper() or word.casefold() in self.months:
            return False
        if self.counted.fullmatch(word):
            return not _is_plural(word)  # articles 4-7 are a range, Article 4-7 may be a name
        start = before[: found.start()].rstrip(" \x01(\"'“«")
        return bool(start) and start[-1] not in ".!?…:\n"

    def _numbers_plural(self, before: str) -> bool | None:
        """Return True after the plural of what is numbered, False after the singular, None after other words."""
        found = WORD_BEFORE.search(before.replace("\u00a0", " "))
        if found is None or self.counted.fullmatch(found[1]) is None:
            return None
        return _is_plural(found[1])

    def _set_capitals(self, match: re.Match[str]) -> str:
        is_range = match["low"] < match["high"] and self._numbers_plural(match.string[: match.start()])
        return f"{match['low']}{EN_DASH}" if is_range else match.group()

    def _set_roman(self, match: re.Match[str]) -> str:
        low, high = match["low"], match["high"]
        plural = self._numbers_plural(match.string[: match.start()])
        is_long = len(low) + len(high) > 2 or bool(match["ending"])
        is_range = plural is not False and (plural or is_long) and 0 < _roman(low) < _roman(high)
        return f"{low}{match['ending'] or ''}{EN_DASH}" if is_range else match.group()

    def _set_signed(self, match: re.Match[str]) -> str:
        low, high = match["low"][1:], match["high"]
        is_negative = bool(match["minus"]) or (match["between"] == "--" and _amount(low) > _amount(high))
        return f"{self.minus}{low}{EN_DASH}{self.minus if is_negative else ''}{high}"


@cache
def _date_ranges(tag: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of two dates with months (May-June, 3 May-7 June 2026), and of two days of the week."""
    locale = find_locale(tag)
    months, days = (any_of(_names(locale, kind)) for kind in ("months", "days"))
    of = r"\s(?:(?:de|of)\s)?"
    date = rf"(?:\d{{1,2}}(?:\.|º|er|st|nd|rd|th)?{of})?(?:{months})\.?(?:{of}\d{{1,4}}(?!\d))?"
    return (
        re.compile(rf"(?<![\w-])(?P<low>{date})-(?={date}(?![\w-]))"),
        re.compile(rf"(?<![\w-])(?P<low>{days})(?P<stop>\.?)-(?=(?P<high>{days})\.?(?![\w-]))"),
    )


def _names(locale: Locale, kind: str) -> Iterator[str]:
    """Yield the names of months or days, also with a capital. In Russian, whole words have a spaced dash."""
    widths = ("abbreviated",) if locale.language == "ru" else ("abbreviated", "wide")
    for context in ("format", "stand-alone"):
        for width in widths:
            for name in getattr(locale, kind)[context].get(width, {}).values():
                if not name[0].isdigit():
                    bare = name.rstrip(".")
                    yield from {bare, bare.capitalize(), bare.removesuffix("-feira")}


def _set_days(match: re.Match[str]) -> str:
    is_range = match["low"].casefold() != match["high"].casefold()
    return f"{match['low']}{match['stop']}{EN_DASH}" if is_range else match.group()


def _set_same_unit(match: re.Match[str]) -> str:
    low, unit, high = match["low"], match["unit"], match["high"]
    is_code = len(unit) == 1 and unit.isupper()  # the sections 4A-5A, the standards 4G-5G
    if is_code or not _is_rising(low, high):
        return match.group()
    return f"{low}{unit}{EN_DASH}{match['money']}{high}"


def _scales(sign: str | None, after: str) -> tuple[int, int]:
    """Return the powers of ten by which letters multiply the two numbers of a range: 900k-1.2m."""
    found = re.match(rf"{SUFFIX}\b", after)
    high = SCALE.get(found.group(), 0) if found else 0
    return SCALE.get(sign, high) if sign else high, high


def _is_rising(low: str, high: str, low_power: int = 0, high_power: int = 0) -> bool:
    """Return True for two numbers of which the second is higher: 5-10, 1990-2000, 1990-95; not for codes."""
    if _has_leading_zero(low) or TELEPHONE.fullmatch(f"{low}-{high}"):
        return False
    if YEAR.fullmatch(low) and len(high) == 2:
        return int(high) > int(low[2:])
    return not _has_leading_zero(high) and _amount(low).scaleb(low_power) < _amount(high).scaleb(high_power)


def _is_plural(word: str) -> bool:
    """Return True for the plural of a noun that is numbered: articles, pp; in other alphabets for every noun."""
    return word[-1] in "sx" or word == "pp" or not word[-1].isascii()


def _is_plain_year(number: str) -> bool:
    return number.isdecimal() and int(number) in PLAIN_YEARS


def _has_leading_zero(number: str) -> bool:
    return len(number) > 1 and number[0] == "0" and number[1].isdigit()


def _amount(number: str) -> Decimal:
    whole = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", number)
    return Decimal(re.sub(r"[.,]", ".", whole, count=1).replace(",", ""))


def _roman(number: str) -> int:
    """Return the value of a Roman numeral; 0 if it is none."""
    if not ROMAN_NUMBER.fullmatch(number):
        return 0
    values = [ROMAN_VALUES[letter] for letter in number]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )
