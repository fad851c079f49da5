"""How a language sets dates, times and numbers (CLDR, by Babel)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from briefing.core.numbers import exactly

GROUPS_FROM_FIVE_DIGITS = {"es", "pl"}
"""Languages that do not group four digits (CLDR, minimumGroupingDigits)."""

WORLD_ENGLISH = "en-001"

MINUS = "−"

Written = TypeVar("Written")
"""A text, or a value that prints itself."""


def spoken_day(day: date, locale: Locale) -> str:
    """A day in the words of the language; its number and its month stay on one line."""
    return format_date(day, "long", locale=locale).replace(" ", "\u00a0", 1)


def spoken(words: Written, locale: Locale) -> Written | str:
    """Return a date in ISO 8601 (day or month) in the words of the language; anything else as it is."""
    text = str(words)
    with suppress(ValueError):  # looks like a date, and is in no calendar
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return spoken_day(date.fromisoformat(text), locale)
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return format_date(date.fromisoformat(f"{text}-01"), "LLLL y", locale=locale)
    return words


def clock(moment: datetime) -> str:
    """The time of a moment with its zone: 06:00 UTC, 07:00 UTC+01:00."""
    offset = moment.strftime("%z")
    zone = "" if set(offset) <= set("+-0") else f"{offset[:3]}:{offset[3:5]}"
    return f"{moment:%H:%M} UTC{zone}"


def find_locale(tag: str) -> Locale:
    """The locale of a tag; the world's English for one that CLDR does not have."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(WORLD_ENGLISH, sep="-")


def direction_of(words: str) -> str:
    """The direction that words are written in: that of their first letter."""
    kinds = (bidirectional(letter) for letter in words)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


def format_amount(amount: Decimal, decimals: int, locale: Locale) -> str:
    """A number as a language sets it, with a true minus sign."""
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    grouped = abs(amount) >= 10_000 or locale.language not in GROUPS_FROM_FIVE_DIGITS
    with exactly(amount, Decimal(1).scaleb(-decimals)):
        text = format_decimal(amount, format=pattern, locale=locale, group_separator=grouped)
    return re.sub(r"^-", MINUS, text)
