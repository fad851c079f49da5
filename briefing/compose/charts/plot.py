"""What a chart shows: its points, the ranges they lie in, and its words. Not here: how Vega-Lite says it (chart)."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from babel import Locale

from briefing.compose.locale_formats import format_amount
from briefing.core.numbers import decimals_of, read_amount
from briefing.model.content import Chart, Passage

Plain: TypeAlias = Callable[[Passage], str]
"""Gives the words of a text without markup and citations."""

COLUMN_WIDTH, PAGE_WIDTH = 461, 650
"""The text column and the whole width of the shipped A4 page: 122 mm and 172 mm."""

LABEL_WIDTH = 6.2
"""Of a letter of a label with its share of the space between labels, on average, in CSS pixels."""

SIGN_WIDTH = 3.4
"""Of a comma, a full stop or a blank between digits."""

LABEL_GAP = 4
"""Between the end of a bar and its number, in CSS pixels."""

LEAST_SHARE = 0.25
"""Of the width next to the names of the categories: the longest bar keeps this share next to its number."""

LABEL_SHARE = 0.08
"""Of the range of values: the room under a bar that falls below zero, for its number."""


class DrawingError(ValueError):
    """A chart that cannot be drawn: the reason, the help, and the key of the chart that is at fault, if one is."""

    def __init__(self, what: str, help: str, key: str = "") -> None:
        super().__init__(what, help, key)
        self.what, self.help, self.key = what, help, key


@dataclass(frozen=True)
class Point:
    """One value of one series, at one category or moment."""

    x: str
    series: int
    amount: Decimal

    @property
    def value(self) -> float:
        """The value as a number to draw."""
        return float(self.amount)


class Plot:
    """What every kind of chart shares: its points, scales and tokens."""

    def __init__(
        self,
        chart: Chart,
        tokens: Mapping[str, str],
        locale: Locale,
        plain: Plain,
        width: int | None = None,
    ) -> None:
        header, rows = chart.data.header, chart.data.rows
        self.chart, self.tokens, self.plain = chart, tokens, plain
        if chart.kind is None:
            raise AssertionError("a specification in Vega-Lite has no plot")
        self.kind = chart.kind
        self.traits = self.kind.traits
        place = header.index(chart.x)
        self.source_map = [row[place] for row in rows]
        self.names = [(series.name and plain(series.name)) or series.column for series in chart.series]
        columns = [header.index(series.column) for series in chart.series]
        amounts = [
            (row[place], number, amount)
            for row in rows
            for number, column in enumerate(columns)
            if (amount := read_amount(row[column])) is not None
        ]
        self.points = [Point(x, number, amount) for x, number, amount in amounts]
        self.locale = locale
        self.width = width or (PAGE_WIDTH if chart.wide else COLUMN_WIDTH)
        self.ticks = self._ticks()
        self.ends = (self.ticks[0], self.ticks[-1])
        """The range of the values' channel."""

    @property
    def is_single(self) -> bool:
        """Whether there is one series only."""
        return len(self.names) == 1

    @property
    def tick_format(self) -> str:
        """The d3 format of the axis: as many decimals as its steps need."""
        step = Decimal(repr(self.ticks[1])) - Decimal(repr(self.ticks[0]))
        return f",.{decimals_of(step.normalize())}f"

    def token(self, name: str) -> str:
        """The value of a token of the style."""
        return self.tokens.get(name, "#000")

    def values(self) -> list[dict[str, object]]:
        """Return the rows of the specification, in the order of the data; a missing value keeps its place."""
        amounts = {(point.x, point.series): point.amount for point in self.points}
        return [
            {
                "x": self.shown(x),
                "series": name,
                "order": series,
                "value": None if amount is None else float(amount),
                "label": "" if amount is None else self.label_of(amount),
            }
            for x in self.source_map
            for series, name in enumerate(self.names)
            for amount in [amounts.get((x, series))]
        ]

    def shown(self, x: str) -> str | float:
        """Return a category with its lines broken, a year as a number, a date as it is."""
        return (
            float(x)
            if self.x_type == "quantitative"
            else x
            if self.x_type == "temporal"
            else self._wrapped(x)
        )

    @cached_property
    def x_type(self) -> str:
        """Whether x is a number, a moment or a category."""
        if not self.traits.is_continuous:
            return "ordinal"
        if all(read_amount(x) is not None for x in self.source_map):
            return "quantitative"
        is_moment = all(re.fullmatch(r"\d{4}(-\d{2}){0,2}", x) for x in self.source_map)
        return "temporal" if is_moment else "ordinal"

    def _wrapped(self, category: str) -> str:
        is_listed = self.traits.is_horizontal
        room = self.width * 0.36 if is_listed else self.width / max(1, len(self.source_map))
        return "\n".join(textwrap.wrap(category, max(4, int(room / LABEL_WIDTH)), break_long_words=False))

    def check_room(self) -> None:
        """Raises DrawingError where the names of categories have no room under columns: none may be left out."""
        room = self.width / len(self.source_map)
        longest = max(len(word) for x in self.source_map for word in str(self.shown(x)).split())
        if longest * LABEL_WIDTH > room and any(read_amount(x) is None for x in self.source_map):
            help = "use `kind: bar`, shorten them, or set `wide: true`"
            raise DrawingError("the names of the categories have no room under the columns", help)

    def line_count(self) -> int:
        """The lines of the tallest category."""
        return max(str(self.shown(x)).count("\n") + 1 for x in self.source_map)

    def label_of(self, amount: Decimal) -> str:
        """A value as it is written at the end of its bar."""
        return format_amount(amount, decimals_of(amount), self.locale)

    @cached_property
    def longest_label(self) -> float:
        """The width of the widest number, in CSS pixels."""
        return max(width_of(self.label_of(point.amount)) for point in self.points)

    def widened(self) -> tuple[float, float]:
        """The range of horizontal bars, wide enough for the number next to each: a long one has no room past its tick.

        Raises DrawingError where a number would leave no room for its bar.
        """
        names = max(width_of(line) for x in self.source_map for line in str(self.shown(x)).split("\n"))
        room = self.width - names - LABEL_GAP
        if room - self.longest_label < LEAST_SHARE * room:
            help = "give the values in thousands, millions or billions, and say so in `unit`"
            raise DrawingError("the numbers beside the bars leave no room for the bars", help)
        low, high = self.ticks[0], self.ticks[-1]
        for _ in range(len(self.points)):  # room on one side takes room from the other
            before = low, high
            for point in self.points:
                share = (width_of(self.label_of(point.amount)) + LABEL_GAP) / room
                if point.value >= 0:
                    high = max(high, low + (point.value - low) / (1 - share))
                else:
                    low = min(low, high - (high - point.value) / (1 - share))
            if (low, high) == before:
                break
        return low, high

    def _sums(self) -> dict[str, float]:
        """The values of each place together."""
        sums: dict[str, float] = dict.fromkeys(self.source_map, 0)
        for point in self.points:
            sums[point.x] += point.value
        return sums

    def _ticks(self) -> list[float]:
        """Round values from under the least to over the most, four to seven of them."""
        values = self._sums().values() if self.traits.is_stacked else [point.value for point in self.points]
        low, high = min(values), max(values)
        if self.traits.starts_at_zero or 0 < low < high / 2:
            low, high = min(0, low), max(0, high)
        axis = self.chart.axis
        low = float(axis.from_) if axis.from_ is not None else low
        high = float(axis.to) if axis.to is not None else high
        if low == high == 0:
            high = 1
        if low < 0 and self.traits.has_value_labels and axis.from_ is None:
            low -= LABEL_SHARE * (high - low)
        return round_ticks(low, high)


def round_ticks(low: float, high: float, *, are_whole: bool = False) -> list[float]:
    """Ticks at steps of 1, 2, 2.5 or 5 times a power of ten that reach around `low` and `high`; whole ones at wish."""
    if high <= low:
        low, high = low - 1, high + 1
    rough = max((high - low) / 5, 1.0 if are_whole else 0.0)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(
        factor * power
        for factor in ((1, 2, 5, 10) if are_whole else (1, 2, 2.5, 5, 10))
        if factor * power >= rough * 0.999
    )
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    source_map = max(12, 12 - math.floor(math.log10(step)))
    return [round(number * step, source_map) for number in range(first, last + 1)]


def width_of(label: str) -> float:
    """The width of a label, estimated in CSS pixels."""
    return sum(LABEL_WIDTH if sign.isalnum() else SIGN_WIDTH for sign in label)
