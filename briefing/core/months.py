"""Months where a day may be given."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


class Month(date):
    """A month where a day may be given: its first day, written as year and month."""

    __slots__ = ()

    def isoformat(self) -> str:
        """Return the month in ISO 8601: 2026-06."""
        return super().isoformat()[:7]

    __str__ = isoformat


def last_day(day: date) -> date:
    """Return the last day of a month, and a day unchanged."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1]) if isinstance(day, Month) else day
