"""Dates and periods as programs and statistical offices write them, as ISO 8601 or as quarters: 2020-Q1."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from briefing.core.dates import iso_day_or_month
from briefing.load.data.amounts import as_ascii_digits
from briefing.model.blocks import DateOrder

# These patterns are compiled by `re` when the first cell needs them.
YEAR_FIRST = (
    r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?"
    r"(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?)?"
)
"""A day or a month in ISO 8601 or with other signs; programs add midnight to a day."""

NUMBERED = (
    r"(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?: 0?0:00(?::00)?)?"
)
NAMED = r"(?P<one>\d{1,2})[- ](?P<name>[A-Za-z]{3,9})[- ](?P<year>\d{4}|\d{2})"
"""The default format of days in English spreadsheets: 1-Mar-25."""

MONTH_NAMED = r"[A-Za-z]{3,9}\.? \d{4}"
SHORT_MONTH = r"[A-Za-z]{3}-\d{2}"
"""The default format of months in English spreadsheets: Mar-25, which may also be 25 March."""

MONTH_CODE = r"(?P<year>\d{4})[- ]?[Mm](?P<month>0?[1-9]|1[0-2])"
QUARTER = r"(?P<year>\d{4})[-./ ]?[QqTt](?P<number>[1-4])|[QqTt](?P<first>[1-4])[-/ ]?(?P<last>\d{4})"
HALF = r"(?P<year>\d{4})[- ]?(?:[SsHhBb])(?P<number>[12])"
WEEK = r"(?P<year>\d{4})[- ]?[Ww](?P<number>0[1-9]|[1-4]\d|5[0-3])"


@dataclass(frozen=True, slots=True)
class CellDate:
    """The date of a cell by the order of its numbers; "" where it is none."""

    day_first: str
    month_first: str
    has_short_year: bool = False
    """True if its year has two digits, so that its century and the order of its numbers are not known."""

    @property
    def is_ambiguous(self) -> bool:
        """True if the order of day and month gives different days."""
        return bool(self.day_first and self.month_first) and self.day_first != self.month_first

    def in_order(self, order: str) -> str:
        """Return the date in an order of day and month."""
        return self.month_first if order == DateOrder.MONTH_FIRST else self.day_first


def read_cell_date(text: str) -> CellDate | None:
    """Return the date or period that a cell contains; None if it contains none."""
    text = as_ascii_digits(text.strip())
    if len(text) < SHORTEST or text.isdigit() or not any(sign.isdigit() for sign in text):
        return None
    for pattern, read in READERS:
        if match := re.fullmatch(pattern, text):
            return read(match)
    return None


SHORTEST = 6
"""The characters of the shortest date, such as 2020Q1."""


def is_double_year(text: str) -> bool:
    """Return True for a year that ends in the next one, such as 2009-10, which is not October 2009."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def _same(text: str) -> CellDate | None:
    return CellDate(text, text) if text else None


def _year_first(match: re.Match[str]) -> CellDate | None:
    month, day = int(match["month"]), match["day"]
    if day is None:
        is_month = match["sign"] != "." and 1 <= month <= 12 and len(match["month"]) == 2
        return _same(f"{match['year']}-{month:02}") if is_month else None
    return _same(_iso(match["year"], month, int(day)))


def _numbered(match: re.Match[str]) -> CellDate | None:
    one, two, year = int(match["one"]), int(match["two"]), match["year"]
    day_first = _iso(year, two, one)
    month_first = day_first if match["sign"] == "." else _iso(year, one, two)
    if not (day_first or month_first):
        return None
    return CellDate(day_first, month_first, len(year) == 2)


def _named(match: re.Match[str]) -> CellDate | None:
    year = match["year"]
    found = iso_day_or_month(f"{match['one']} {match['name']} {year.zfill(4)}")
    return CellDate(found, found, len(year) == 2) if found else None


def _month_named(match: re.Match[str]) -> CellDate | None:
    return _same(iso_day_or_month(match.group()))


def _short_month(match: re.Match[str]) -> CellDate | None:
    name, _, year = match.group().partition("-")
    found = iso_day_or_month(f"{name} 20{year}")
    return CellDate(found, found, has_short_year=True) if found else None


def _month_code(match: re.Match[str]) -> CellDate | None:
    return _same(f"{match['year']}-{int(match['month']):02}")


def _quarter(match: re.Match[str]) -> CellDate | None:
    return _same(f"{match['year'] or match['last']}-Q{match['number'] or match['first']}")


def _half(match: re.Match[str]) -> CellDate | None:
    return _same(f"{match['year']}-S{match['number']}")


def _week(match: re.Match[str]) -> CellDate | None:
    return _same(f"{match['year']}-W{match['number']}")


def _iso(year: str, month: int, day: int) -> str:
    """Return a day in ISO 8601; "" if the calendar does not have it. A short year keeps its two digits."""
    try:
        date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    except ValueError:
        return ""
    return f"{year}-{month:02}-{day:02}"


READERS: tuple[tuple[str, Callable[[re.Match[str]], CellDate | None]], ...] = (
    (YEAR_FIRST, _year_first),
    (NUMBERED, _numbered),
    (NAMED, _named),
    (MONTH_NAMED, _month_named),
    (SHORT_MONTH, _short_month),
    (MONTH_CODE, _month_code),
    (QUARTER, _quarter),
    (HALF, _half),
    (WEEK, _week),
)
