"""The content of a chart: points, ranges and labels. The specifications in Vega-Lite are in `kinds/`."""

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

from briefing.core.numbers import decimals_of, read_amount
from briefing.markdown.scripts import with_script_characters
from briefing.model.content import Chart, Passage
from briefing.text.locale_formats import LEFT_TO_RIGHT_MARK, format_amount, with_quarter

Plain: TypeAlias = Callable[[Passage], str]
"""Returns the words of a text without markup and citations."""

COLUMN_WIDTH, PAGE_WIDTH = 461, 650
"""The text column and the full width of the shipped A4 page, 122 mm and 172 mm, in CSS pixels."""

LABEL_WIDTH = 6.2
"""The average width of a letter of a label, including its share of the space between labels, in CSS pixels."""

SIGN_WIDTH = 3.4
"""The width of a comma, full stop or space between digits, in CSS pixels."""

LABEL_GAP = 4
"""The space between the end of a bar and its number, in CSS pixels."""

LEAST_SHARE = 0.25
"""The least share of the plot's width that the longest bar keeps next to its number."""

LABEL_SHARE = 0.08
"""The share of the range of values that is kept free below negative columns for their numbers."""


class DrawingError(ValueError):
    """A chart cannot be drawn: the reason, the help, and the key in the chart that is at fault, if any."""

    def __init__(self, what: str, help: str, key: str = "") -> None:
        super().__init__(what, help, key)
        self.what, self.help, self.key = what, help, key


@dataclass(frozen=True)
class Point:
    """One value of one series, at one category or date."""

    x: str
    series: int
    amount: Decimal

    @property
    def value(self) -> float:
        """The value as a number to draw."""
        return float(self.amount)


class Plot:
    """The points, scales and style tokens of a chart of any kind."""

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
        self.x_values = [row[place] for row in rows]
        self.names = [
            (series.name and plain(series.name)) or with_script_characters(series.column)
            for series in chart.series
        ]
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
        """The range of the channel of the values."""

    @property
    def is_single(self) -> bool:
        """True if the chart has only one series."""
        return len(self.names) == 1

    @property
    def tick_format(self) -> str:
        """The d3 format of the ticks, with as many decimals as their steps need."""
        step = Decimal(repr(self.ticks[1])) - Decimal(repr(self.ticks[0]))
        return f",.{decimals_of(step.normalize())}f"

    def token(self, name: str) -> str:
        """Return the value of a style token."""
        return self.tokens.get(name, "#000")

    def values(self) -> list[dict[str, object]]:
        """Return the rows of the specification, in the order of the data, with None for a missing value."""
        amounts = {(point.x, point.series): point.amount for point in self.points}
        return [
            {
                "x": self.shown(x),
                "series": name,
                "order": series,
                "value": None if amount is None else float(amount),
                "label": "" if amount is None else self.label_of(amount),
            }
            for x in self.x_values
            for series, name in enumerate(self.names)
            for amount in [amounts.get((x, series))]
        ]

    def shown(self, x: str) -> str | float:
        """Return a category with its lines broken, a year as a number, or a date unchanged."""
        return (
            float(x)
            if self.x_type == "quantitative"
            else x
            if self.x_type == "temporal"
            else self._wrapped(with_script_characters(with_quarter(x, self.locale)))
        )

    @cached_property
    def x_type(self) -> str:
        """The Vega-Lite type of x: `quantitative`, `temporal` or `ordinal`."""
        if not self.traits.is_continuous:
            return "ordinal"
        if all(read_amount(x) is not None for x in self.x_values):
            return "quantitative"
        is_moment = all(re.fullmatch(r"\d{4}(-\d{2}){0,2}", x) for x in self.x_values)
        return "temporal" if is_moment else "ordinal"

    def _wrapped(self, category: str) -> str:
        is_listed = self.traits.is_horizontal
        room = self.width * 0.36 if is_listed else self.width / max(1, len(self.x_values))
        return "\n".join(textwrap.wrap(category, max(4, int(room / LABEL_WIDTH)), break_long_words=False))

    def check_room(self) -> None:
        """Raise DrawingError if the names of the categories do not fit under the columns; none may be left out."""
        room = self.width / len(self.x_values)
        longest = max(len(word) for x in self.x_values for word in str(self.shown(x)).split())
        if longest * LABEL_WIDTH > room and any(read_amount(x) is None for x in self.x_values):
            help = "use `kind: bar`, shorten the names, or set `wide: true`"
            raise DrawingError("the names of the categories do not fit under the columns", help)

    def line_count(self) -> int:
        """Return the number of lines of the tallest category."""
        return max(str(self.shown(x)).count("\n") + 1 for x in self.x_values)

    def label_of(self, amount: Decimal) -> str:
        """Return a value as it is printed at the end of its bar."""
        return format_amount(amount, decimals_of(amount), self.locale).removeprefix(LEFT_TO_RIGHT_MARK)

    @cached_property
    def longest_label(self) -> float:
        """The width of the widest number, in CSS pixels."""
        return max(width_of(self.label_of(point.amount)) for point in self.points)

    def widened(self) -> tuple[float, float]:
        """Return the range of horizontal bars, widened until the number next to each bar fits.

        Raises DrawingError if the numbers leave no room for the bars.
        """
        names = max(width_of(line) for x in self.x_values for line in str(self.shown(x)).split("\n"))
        room = self.width - names - LABEL_GAP
        if room - self.longest_label < LEAST_SHARE * room:
            help = "give the values in thousands, millions or billions, and name that in `unit`"
            raise DrawingError("the numbers next to the bars leave no room for the bars", help)
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
        """Return the sum of the values at each x."""
        sums: dict[str, float] = dict.fromkeys(self.x_values, 0)
        for point in self.points:
            sums[point.x] += point.value
        return sums

    def _ticks(self) -> list[float]:
        """Return four to seven round values that span the range of the values."""
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
    """Return ticks that span `low` to `high`, in steps of 1, 2, 2.5 or 5 times a power of ten."""
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
    decimals = max(12, 12 - math.floor(math.log10(step)))
    return [round(number * step, decimals) for number in range(first, last + 1)]


def width_of(label: str) -> float:
    """Return the estimated width of a label, in CSS pixels."""
    return sum(LABEL_WIDTH if sign.isalnum() else SIGN_WIDTH for sign in label)
