"""Dates, times and numbers as a language writes them (CLDR, through Babel)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from briefing.core.months import Month
from briefing.core.numbers import exactly

GROUPS_FROM_FIVE_DIGITS = {"es", "pl"}
"""Languages that do not group four digits (CLDR, minimumGroupingDigits)."""

WORLD_ENGLISH = "en-001"

MINUS = "−"
LEFT_TO_RIGHT = "ltr"
LEFT_TO_RIGHT_MARK = "\u200e"
NO_BREAK_SPACE = "\u00a0"
GROUP_SPACE = "\u202f"
"""The narrow no-break space, which separates groups of digits."""

FIRST_DAY = "1er"
"""The first day of a month in French."""

QUARTER = re.compile(r"(?P<year>[1-9]\d{3})-Q(?P<number>[1-4])")

Written = TypeVar("Written")
"""A text, or a value that prints itself."""


def spoken_day(day: date, locale: Locale) -> str:
    """Return a date or a month in the words of the language; its day and its month stay on one line."""
    if isinstance(day, Month):
        return format_skeleton("yMMMM", day, locale=locale)
    words = format_date(day, "long", locale=locale)
    if locale.language == "fr" and day.day == 1:
        words = f"{FIRST_DAY}{words.removeprefix('1')}"
    return words.replace(" ", "\u00a0", 1)


def spoken(words: Written, locale: Locale) -> Written | str:
    """Return a date in ISO 8601 (day or month) or a quarter in the words of the language; all else is unchanged."""
    text = str(words)
    with suppress(ValueError):  # looks like a date, but is in no calendar
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return spoken_day(date.fromisoformat(text), locale)
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return spoken_day(Month.fromisoformat(f"{text}-01"), locale)
    return with_quarter(words, locale) if isinstance(words, str) else words


def with_quarter(text: str, locale: Locale) -> str:
    """Return a quarter (2020-Q1) in the words of the language, on one line; any other text is returned unchanged."""
    match = QUARTER.fullmatch(text)
    if match is None:
        return text
    first_day = date(int(match["year"]), 3 * int(match["number"]) - 2, 1)
    return format_skeleton("yQQQ", first_day, locale=locale).replace(" ", NO_BREAK_SPACE)


def clock(moment: datetime) -> str:
    """Return the time of a moment with its zone: 06:00 UTC, 07:00 UTC+01:00."""
    offset = moment.strftime("%z")
    zone = "" if set(offset) <= set("+-0") else f"{offset[:3]}:{offset[3:5]}"
    return f"{moment:%H:%M} UTC{zone}"


def find_locale(tag: str) -> Locale:
    """Return the locale of a tag, or international English if CLDR does not have it."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(WORLD_ENGLISH, sep="-")


def direction_of(words: str) -> str:
    """Return the direction of words, which is that of their first letter."""
    kinds = (bidirectional(letter) for letter in words)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


def format_amount(amount: Decimal, decimals: int, locale: Locale) -> str:
    """Return a number as a language writes it, with a true minus sign."""
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    amount = amount or abs(amount)  # −0 is 0
    grouped = abs(amount) >= 10_000 or locale.language not in GROUPS_FROM_FIVE_DIGITS
    with exactly(amount, Decimal(1).scaleb(-decimals)):
        text = format_decimal(amount, format=pattern, locale=locale, group_separator=grouped)
    return re.sub(r"^-", minus_of(locale), text)


def minus_of(locale: Locale) -> str:
    """Return the minus sign of a number: from right to left, a mark keeps it to the left of its digits (CLDR)."""
    return LEFT_TO_RIGHT_MARK + MINUS if locale.character_order == "right-to-left" else MINUS
