"""Dates as people write them: 29 November 2026, 11/29/2026, 29.11.2026, November 2026."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from datetime import date

NAMED = re.compile(
    r"(?:[^\W\d]+,? )?(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?(?P<month>[^\W\d]+)\.?,? (?P<year>\d{4})"
    r"|(?P<month_first>[^\W\d]+)\.? (?P<day_last>\d{1,2})(?:st|nd|rd|th)?,? (?P<year_last>\d{4}))"
)
NUMBERED = re.compile(r"(?P<one>\d{1,2})(?P<sign>[./–−-])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4})")
YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<sign>[./–−-]|(?=\d{4}$))(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?:[T ].*)?"
)

MONTH = re.compile(
    r"(?P<name>[^\W\d]+)\.?,? (?:of )?(?P<year>\d{4})"
    r"|(?P<number>\d{1,2})[./–−-](?P<year_last>\d{4})|(?P<year_first>\d{4})[./–−-](?P<number_last>\d{1,2})"
)


def iso_day_or_month(text: str) -> str:
    """Return the day or the month that a text names, in ISO 8601; "" if it names none."""
    if day := iso_day(text):
        return day
    match = MONTH.fullmatch(text)
    if match is None:
        return ""
    number = _month(match["name"]) if match["name"] else int(match["number"] or match["number_last"])
    year = match["year"] or match["year_last"] or match["year_first"]
    return _iso(year, number, "1").rpartition("-")[0]


def iso_day(text: str) -> str:
    """Return the day that a text names, in ISO 8601; "" if it names none.

    In `03/04/2026` either number may be the month: both days are returned, joined by "or".
    """
    days = list(dict.fromkeys(day for day in _days(text) if day))
    return " or ".join(days)


def _days(text: str) -> list[str]:
    if match := YEAR_FIRST.fullmatch(text):
        return [_iso(match["year"], int(match["month"]), match["day"])]
    if match := NUMBERED.fullmatch(text):
        days = [_iso(match["year"], int(match["two"]), match["one"])]
        return days if match["sign"] == "." else [*days, _iso(match["year"], int(match["one"]), match["two"])]
    if match := NAMED.fullmatch(text):
        month = _month(match["month"] or match["month_first"])
        return [_iso(match["year"] or match["year_last"], month, match["day"] or match["day_last"])]
    return []


def _month(name: str) -> int:
    names = [*month_name], [*month_abbr]
    return next((list_.index(name.capitalize()) for list_ in names if name.capitalize() in list_), 0)


def _iso(year: str, month: int, day: str) -> str:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""
