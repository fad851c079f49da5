"""A month in place of a day."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

from briefing.core.months import Month, last_day


def test_a_month_is_written_as_a_month_and_sorted_as_its_first_day():
    month = Month(2026, 6, 1)
    assert (str(month), f"{month}", month.isoformat()) == ("2026-06", "2026-06", "2026-06")
    assert date(2026, 5, 31) < month < date(2026, 6, 2)
    again = deepcopy(month)
    assert type(again) is Month and again == month


def test_the_last_day_of_a_month_is_known_and_a_day_is_its_own():
    assert last_day(Month(2028, 2, 1)) == date(2028, 2, 29)
    assert last_day(Month(2026, 12, 1)) == date(2026, 12, 31)
    assert last_day(date(2026, 6, 1)) == date(2026, 6, 1)
