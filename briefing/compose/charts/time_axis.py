"""Points in time in charts: how they are written, and which of them an axis names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from math import gcd

from babel import Locale
from babel.dates import format_skeleton, get_month_names

EPOCH = date(1970, 1, 1)
MILLISECONDS_OF_DAY = 86_400_000

MOST_TICKS, LEAST_TICKS = 7, 2

DAY_STEPS, MONTH_STEPS = (1, 2, 7, 14), (1, 2, 3, 6)
YEAR_STEPS = tuple(factor * 10**power for power in range(4) for factor in (1, 2, 5))

YEARS_ALONE = 2
"""If the points are in more years than this, an axis names years."""

SATURDAY = 5
"""The number of the day in its week, from Monday, as `date.weekday` counts."""

MOMENT = re.compile(r"\d{4}(-\d{2}){0,2}")


def moment_of(x: str) -> date | None:
    """Return the first day of a year, month or day in ISO 8601; None if a text is something else."""
    if MOMENT.fullmatch(x):
        with suppress(ValueError):
            return date.fromisoformat(f"{x}-01-01"[:10])
    return None


def written_moment(x: str, moment: date, locale: Locale) -> str:
    """Return a year unchanged, and a month or day with a short name of its month."""
    if len(x) == len("2026"):
        return x
    return _written_month(moment, locale) if len(x) == len("2026-11") else _written_day(moment, locale)


def short_names(x_values: Sequence[str], moments: Sequence[date], locale: Locale) -> list[str]:
    """Return months or days in the order of time without their years: a second line has each year that begins."""
    unit = "month" if len(x_values[0]) == len("2026-11") else "day"
    return ["\n".join(lines) for lines in _lines_of_years(_names_in_years(unit, moments, locale), moments)]


def all_moments(x_values: Sequence[str], moments: Sequence[date]) -> list[str]:
    """Return months or days in the order of time, with those that are missing from their regular steps.

    Days without Saturdays and Sundays are complete. If more are missing than are there, the steps are not regular.
    """
    is_month = all(moment.day == 1 for moment in moments)
    numbers = [moment.year * 12 + moment.month - 1 if is_month else moment.toordinal() for moment in moments]
    step = gcd(*(after - before for before, after in pairwise(numbers)))
    if not step or (numbers[-1] - numbers[0]) // step + 1 > 2 * len(numbers):
        return [*x_values]
    every = range(numbers[0], numbers[-1] + 1, step)
    if is_month:
        return [f"{number // 12:04}-{number % 12 + 1:02}-01"[: len(x_values[0])] for number in every]
    missing = {*every} - {*numbers}
    if all(date.fromordinal(number).weekday() >= SATURDAY for number in missing):
        return [*x_values]
    return [date.fromordinal(number).isoformat() for number in every]


def timestamp(moment: date) -> int:
    """Return the milliseconds from 1970 to a day, as Vega counts time."""
    return (moment - EPOCH).days * MILLISECONDS_OF_DAY


def name_ticks(
    x_values: Sequence[str],
    moments: Sequence[date],
    locale: Locale,
    fits: Callable[[Sequence[Sequence[str]]], bool],
) -> dict[int, list[str]]:
    """Return the lines of the label of each tick, by its time: as many ticks as `fits`, on round dates."""
    first, last = min(moments), max(moments)
    for unit, ticks in _ticks_of(max(map(len, x_values)), moments, first, last):
        labels = _labels_of(unit, ticks, locale)
        if LEAST_TICKS <= len(ticks) <= MOST_TICKS and fits(labels):
            return dict(zip(map(timestamp, ticks), labels, strict=True))
    ends = {timestamp(moment): [written_moment(x, moment, locale)] for x, moment in _ends(x_values, moments)}
    return ends if fits([*ends.values()]) else dict([*ends.items()][-1:])


def _ends(x_values: Sequence[str], moments: Sequence[date]) -> Iterator[tuple[str, date]]:
    for moment in (min(moments), max(moments)):
        yield x_values[moments.index(moment)], moment


def _ticks_of(
    length: int, moments: Sequence[date], first: date, last: date
) -> Iterator[tuple[str, list[date]]]:
    """Yield ticks in each step, the finest first, but none finer than the points are given."""
    has_many_years = len({moment.year for moment in moments}) > YEARS_ALONE
    if length == len("2026-11-29") and not has_many_years:
        days = (last - first).days
        yield from (
            ("day", [first + timedelta(offset) for offset in range(0, days + 1, step)]) for step in DAY_STEPS
        )
    if length >= len("2026-11") and not has_many_years:
        yield from (("month", _months(first, last, step)) for step in MONTH_STEPS)
    for step in YEAR_STEPS:
        start = -(-first.year // step) * step
        years = [date(year, 1, 1) for year in range(start, last.year + 1, step) if year > 0]
        yield "year", [year for year in years if first <= year <= last]


def _months(first: date, last: date, step: int) -> list[date]:
    numbers = range(first.year * 12, last.year * 12 + 12, step)
    months = (date(number // 12, number % 12 + 1, 1) for number in numbers)
    return [month for month in months if first <= month <= last]


def _labels_of(unit: str, ticks: Sequence[date], locale: Locale) -> list[list[str]]:
    if unit == "year":
        return [[str(tick.year)] for tick in ticks]
    if unit == "month":
        return [[_written_month(tick, locale)] for tick in ticks]
    return _lines_of_years(_names_in_years(unit, ticks, locale), ticks)


def _names_in_years(unit: str, moments: Sequence[date], locale: Locale) -> list[str]:
    if unit == "month":
        months = get_month_names("abbreviated", "stand-alone", locale)
        return [months[moment.month] for moment in moments]
    return [format_skeleton("MMMd", moment, locale=locale).replace(" ", "\u00a0") for moment in moments]


def _lines_of_years(names: Sequence[str], moments: Sequence[date]) -> list[list[str]]:
    """Return the lines of each name: with its year where this is another one than before."""
    before = [None, *(moment.year for moment in moments)]
    return [
        [name] if moment.year == year else [name, str(moment.year)]
        for name, moment, year in zip(names, moments, before, strict=False)
    ]


def _written_month(month: date, locale: Locale) -> str:
    return f"{get_month_names('abbreviated', 'stand-alone', locale)[month.month]} {month.year}"


def _written_day(day: date, locale: Locale) -> str:
    return format_skeleton("yMMMd", day, locale=locale)
