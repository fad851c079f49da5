"""The content of a chart: points, ranges and labels. The specifications in Vega-Lite are in `kinds/`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from babel import Locale

from briefing.compose.charts.ruler import LABEL_HEIGHT, Ruler
from briefing.compose.charts.time_axis import all_moments, moment_of, short_names, written_moment
from briefing.core.numbers import decimals_of, read_amount
from briefing.files.regions import Region
from briefing.markdown.scripts import with_script_characters
from briefing.model.blocks import Sort
from briefing.model.content import Chart, Passage
from briefing.text.locale_formats import LEFT_TO_RIGHT_MARK, format_amount, with_quarter

Plain: TypeAlias = Callable[[Passage], str]
"""Returns the words of a text without markup and citations."""

COLUMN_WIDTH, PAGE_WIDTH = 461, 650
"""The text column and the full width of the shipped A4 page, 122 mm and 172 mm, in CSS pixels."""

MAX_HEIGHT = 760
"""The tallest drawing that fits on a US Letter page with the chart's title, note and source, in CSS pixels."""

PLOT_HEIGHT, LEAST_HEIGHT, PANEL_HEIGHT = 197, 140, 84
"""The height of a plot together with its legend and unit, the least height of the plot alone, and that of a panel."""

UNIT_GAP, LEGEND_GAP, LEGEND_ROW = 8, 8, 13
"""The space below the unit, and that below the legend; the height of a line of the legend."""

AXIS_GAP = 5
"""The space between an axis and its labels."""

NAME_GAP = 6
"""The least space between two names next to each other."""

LEAST_NAME = 70
"""The least width of the lines of a name below a line chart."""

LABEL_GAP = 4
"""The space between the end of a bar and its number."""

LEAST_SHARE = 0.25
"""The least share of the plot's width that the longest bar keeps next to its number."""

LABEL_SHARE = 0.08
"""The share of the range of values that is kept free below negative columns for their numbers."""

NAME_SHARES = (0.36, 0.46, 0.56)
"""The shares of the width that listed names may have: more if the chart is too tall otherwise."""

NOTE_WIDTH = 145
"""The greatest width of the lines of an annotation."""

SYMBOL_WIDTH, LEGEND_PADDING = 16, 10
"""The width of a symbol of the legend with its space, and the space between two entries."""

SEQUENCE = re.compile(
    r"[-−+]?\d+(\.\d+)?|\d{4}(-\d{2}){1,2}|\d{4}[-–/]\d{2,4}|\d{4}[ -]?[QHSWTq]\d{1,2}|[QHSTq]\d[ /-]?\d{4}"
)
"""A number, a date, a year of two halves (2024/25), a quarter, half-year or week: from some, readers infer the rest."""


class DrawingError(ValueError):
    """A chart cannot be drawn: the reason, the help, the key in the chart that is at fault, if any, and the code."""

    def __init__(self, what: str, help: str, key: str = "", code: str = "BR219") -> None:
        super().__init__(what, help, key, code)
        self.what, self.help, self.key, self.code = what, help, key, code


@dataclass(frozen=True, slots=True)
class Setting:
    """The style, the language and the measure of labels, which the charts of one edition share."""

    tokens: Mapping[str, str]
    locale: Locale
    plain: Plain
    ruler: Ruler
    no_data: str
    """The words for a missing value."""
    regions: tuple[Region, ...] = ()
    """The regions of a map."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one series, at one category or date."""

    x: str
    series: int
    amount: Decimal
    is_alone: bool = False
    """True if the values before and after it in its series are missing, so that no line or area reaches it."""

    @property
    def value(self) -> float:
        """The value as a number to draw."""
        return float(self.amount)


class Plot:
    """The points, scales and style tokens of a chart of any kind. Sizes are in CSS pixels.

    A kind sets the margins and the room for names before it asks for positions.
    """

    def __init__(
        self,
        chart: Chart,
        setting: Setting,
        width: int,
        outside: frozenset[tuple[str, int]] = frozenset(),
    ) -> None:
        self.chart, self.setting = chart, setting
        self.ruler, self.locale, self.plain = setting.ruler, setting.locale, setting.plain
        if chart.kind is None:
            raise AssertionError("a specification in Vega-Lite has no plot")
        self.kind = chart.kind
        self.traits = self.kind.traits
        header = chart.data.header
        rows = self._ordered(header.index(chart.x), chart.data.rows)
        self.x_values = [row[header.index(chart.x)] for row in rows]
        self.places = {x: number for number, x in enumerate(self.x_values)}
        self.names = [
            (series.name and setting.plain(series.name)) or with_script_characters(series.column)
            for series in chart.series
        ]
        columns = [[row[header.index(series.column)] for row in rows] for series in chart.series]
        series_points = (_points_of(number, self.x_values, column) for number, column in enumerate(columns))
        self.points = [point for points in series_points for point in points]
        self.width = width
        self.outside = outside
        """The annotations and series, by number, that have no room on the plot: their texts are in the margin."""
        self.left = self.right = 0.0
        """The margins of the plot: the labels of the axis, and what is written at the other end."""
        self.name_room: float | None = None
        """The room for a name in a list; None for names along the axis, which share its length."""
        self.ticks = self._ticks()
        self.ends = (self.ticks[0], self.ticks[-1])
        """The range of the channel of the values."""

    def _ordered(self, place: int, rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
        """Return rows in the order of time or numbers along an axis of them, and with those of missing columns."""
        self.x_values = [row[place] for row in rows]
        if self.chart.sort is not Sort.GIVEN:
            rows = self._sorted(rows)
        if self.x_type == "quantitative":
            return sorted(rows, key=lambda row: float(row[place]))
        if self.x_type == "temporal" or self.has_dates:
            rows = sorted(rows, key=lambda row: moment_of(row[place]) or date.min)
            self._set_x([row[place] for row in rows])
        if self.has_dates and not self.traits.is_stacked:
            found = {row[place]: row for row in rows}
            empty = [""] * len(self.chart.data.header)
            self._set_x(all_moments(self.x_values, self.moments))
            rows = [found.get(x, [*empty[:place], x, *empty[place + 1 :]]) for x in self.x_values]
        return rows

    def _set_x(self, values: Sequence[str]) -> None:
        self.x_values = [*values]
        self.__dict__.pop("moments", None)  # they were those of other values

    def _sorted(self, rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
        """Return rows in the order of their values: of the sums of stacks, else of the highlighted or first series.

        Categories without a value are last.
        """
        names = [series.column for series in self.chart.series]
        if not self.traits.is_stacked:
            names = [self.chart.highlight if self.chart.highlight in names else names[0]]
        places = [self.chart.data.header.index(name) for name in names]
        sign = -1 if self.chart.sort is Sort.DESCENDING else 1

        def rank(row: Sequence[str]) -> tuple[bool, Decimal]:
            amounts = [amount for place in places if (amount := read_amount(row[place])) is not None]
            return not amounts, sign * sum(amounts, Decimal(0))

        return sorted(rows, key=rank)

    @cached_property
    def highlighted_series(self) -> int | None:
        """The number of the series that is in the accent colour."""
        names = [series.column for series in self.chart.series]
        is_one = len(names) > 1 and self.chart.highlight in names and not self.traits.is_joined
        return names.index(self.chart.highlight) if is_one and self.chart.highlight else None

    @cached_property
    def highlighted_x(self) -> str | None:
        """The category of a single series that is in the accent colour."""
        highlight = self.chart.highlight
        is_one = highlight in self.places and self.highlighted_series is None and not self.chart.facet
        return highlight if is_one else None

    @property
    def has_highlight(self) -> bool:
        """True if one series or category is in the accent colour, and the others are grey."""
        return self.highlighted_series is not None or self.highlighted_x is not None

    @property
    def is_single(self) -> bool:
        """True if the chart has only one series."""
        return len(self.names) == 1

    @property
    def inner_width(self) -> int:
        """The width between the margins."""
        return max(1, round(self.width - self.left - self.right))

    @property
    def step(self) -> float:
        """The share of the width that each category has."""
        return self.inner_width / max(1, len(self.x_values))

    @property
    def tick_decimals(self) -> int:
        """The decimals of the ticks: as many as their steps need."""
        return decimals_of((Decimal(repr(self.ticks[1])) - Decimal(repr(self.ticks[0]))).normalize())

    @cached_property
    def tick_width(self) -> float:
        """The width of the widest label of the axis of values."""
        decimals = self.tick_decimals
        labels = [format_amount(Decimal(repr(tick)), decimals, self.locale) for tick in self.ticks]
        return self.ruler.widest(labels)

    @property
    def named_ticks(self) -> list[float]:
        """The ticks that an axis names: across the chart, only as many as have room."""
        every = 1
        if self.traits.is_horizontal:
            every = math.ceil(len(self.ticks) * (self.tick_width + NAME_GAP) / self.inner_width)
        return self.ticks[::every]

    def leave_room_for_ticks(self, least: float = 0.0) -> None:
        """Leave room for half of the last label of a horizontal axis, if it is at the end of the axis."""
        self.right = max(least, self.tick_width / 2)
        if self.named_ticks[-1] != self.ticks[-1]:
            self.right = least

    @cached_property
    def unit_lines(self) -> list[str]:
        """The unit, in as many lines as it needs above the chart."""
        unit = self.chart.unit
        return self.ruler.wrap(with_script_characters(unit), self.width) if unit else []

    def token(self, name: str) -> str:
        """Return the value of a style token."""
        return self.setting.tokens.get(name, "#000")

    def values(self) -> list[dict[str, object]]:
        """Return the rows of the specification, in the order of the data, with None for a missing value."""
        found = {(point.x, point.series): point for point in self.points}
        names = [*enumerate(self.legend_names)]
        if self.traits.has_end_labels:  # a highlighted line is painted over the others
            names.sort(key=lambda one: one[0] == self.highlighted_series)
        return [
            self._row(x, series, name, found.get((x, series)))
            for x in self.x_values
            for series, name in names
        ]

    def _row(self, x: str, series: int, name: str, point: Point | None) -> dict[str, object]:
        row: dict[str, object] = {"x": self.shown(x), "series": name, "order": series}
        if point is None:
            return {**row, "value": None, "label": ""}
        row |= {"value": point.value, "label": self.label_of(point.amount)}
        return {**row, "alone": True} if point.is_alone and self.traits.is_continuous else row

    def shown(self, x: str) -> str | float:
        """Return a category with its lines broken, a year as a number, or a date unchanged."""
        if self.x_type == "quantitative":
            return float(x)
        return x if self.x_type == "temporal" else self._categories[x]

    def shown_name(self, x: str) -> str:
        """Return the name of a category as it is printed, in one line."""
        return self._written_names()[x]

    @cached_property
    def x_type(self) -> str:
        """The Vega-Lite type of x: `quantitative`, `temporal` or `ordinal`."""
        if not self.traits.is_continuous:
            return "ordinal"
        if all(read_amount(x) is not None for x in self.x_values):
            return "quantitative"
        return "temporal" if self.moments else "ordinal"

    @cached_property
    def moments(self) -> Sequence[date]:
        """The years, months or days of x; none if one of them is something else."""
        moments = [moment for x in self.x_values if (moment := moment_of(x)) is not None]
        return moments if len(moments) == len(self.x_values) else ()

    @property
    def has_dates(self) -> bool:
        """True if columns side by side are months or days, in the order of time."""
        is_in_time = self.traits.needs_room_for_names and self.chart.sort is Sort.GIVEN
        lengths = {len(x) for x in self.x_values}
        return is_in_time and bool(self.moments) and lengths in ({len("2026-11")}, {len("2026-11-29")})

    def short_dates(self, every: int) -> list[str]:
        """Return the names of the dates without years that are the same, for each `every`th one, from the first."""
        return short_names(self.x_values[::every], self.moments[::every], self.locale)

    @cached_property
    def _categories(self) -> dict[str, str]:
        names = self._written_names()
        room = self.name_room or self.step - NAME_GAP
        if self.traits.is_continuous:  # some names may be left out
            room = max(room, LEAST_NAME)
        if self.name_room is None and self.is_sequence:
            return names
        return {x: "\n".join(self.ruler.wrap(name, room)) for x, name in names.items()}

    def _written_names(self) -> dict[str, str]:
        """Return the names of the categories as they are printed: months and days in the words of the language."""
        if self.moments:
            return {
                x: written_moment(x, moment, self.locale)
                for x, moment in zip(self.x_values, self.moments, strict=True)
            }
        return {x: with_script_characters(with_quarter(x, self.locale)) for x in self.x_values}

    @property
    def is_sequence(self) -> bool:
        """True if readers can infer the names of categories that have no room."""
        return all(SEQUENCE.fullmatch(x) for x in self.x_values)

    @cached_property
    def widest_name(self) -> float:
        """The width of the widest line of the names of categories."""
        return self.ruler.widest([line for name in self._categories.values() for line in name.split("\n")])

    def check_room(self) -> None:
        """Raise DrawingError if the names of the categories do not fit under the columns; none may be left out."""
        if self.widest_name > self.step - 2 and not self.is_sequence:
            help = "use `kind: bar`, shorten the names, or set `place: wide`"
            raise DrawingError("the names of the categories do not fit under the columns", help)

    def list_names(self, most: float, least_step: Callable[[int], float]) -> None:
        """Give listed names as much width as they need for the list to be at most `most` high.

        `least_step` is the height that a category needs, by the number of lines of the tallest name.
        Raises DrawingError if the names do not fit.
        """
        for share in NAME_SHARES:
            self.name_room = self.width * share
            self.__dict__.pop("_categories", None)
            self.__dict__.pop("widest_name", None)
            needed = least_step(self.line_count()) * len(self.x_values)
            if self.widest_name <= self.name_room and needed <= most:
                self.left = self.widest_name + AXIS_GAP
                return
        raise self._no_room_for_list(most / least_step(self.line_count()))

    def _no_room_for_list(self, fitting: float) -> DrawingError:
        room = self.name_room or 0.0
        words = (word for name in self._categories.values() for word in name.split("\n"))
        longest = max(words, key=self.ruler.width)
        if self.ruler.width(longest) > room:
            what = f"the name '{longest}' is too long for the list of a chart"
            return DrawingError(what, "shorten it, write it as several words, or set `place: wide`")
        count = len(self.x_values)
        what = f"its list of {count} categories does not fit on a page; {int(fitting)} such names fit"
        help = "keep the categories that matter, shorten their names, use several charts, or use a table"
        return DrawingError(what, help)

    def line_count(self) -> int:
        """Return the number of lines of the tallest category."""
        return max(name.count("\n") + 1 for name in self._categories.values())

    def label_of(self, amount: Decimal) -> str:
        """Return a value as it is printed at the end of its bar."""
        return format_amount(amount, decimals_of(amount), self.locale).removeprefix(LEFT_TO_RIGHT_MARK)

    @cached_property
    def longest_label(self) -> float:
        """The width of the widest number."""
        return self.ruler.widest([self.label_of(point.amount) for point in self.points])

    @cached_property
    def missing(self) -> list[tuple[str, int]]:
        """The category or date, and the series, of each missing value."""
        found = {(point.x, point.series) for point in self.points}
        places = [(x, series) for series in range(len(self.names)) for x in self.x_values]
        return [place for place in places if place not in found]

    def widened(self) -> tuple[float, float]:
        """Return the range of horizontal bars, widened until the number next to each bar fits.

        Raises DrawingError if the numbers leave no room for the bars.
        """
        room = float(self.inner_width)
        labels = [(point.value, self.ruler.width(self.label_of(point.amount))) for point in self.points]
        if self.missing:
            labels.append((0.0, self.ruler.width(self.setting.no_data)))
        if room - self.longest_label < LEAST_SHARE * room:
            help = "give the values in thousands, millions or billions, and name that in `unit`"
            raise DrawingError("the numbers next to the bars leave no room for the bars", help)
        low, high = self.ticks[0], self.ticks[-1]
        for _ in range(len(labels)):  # room on one side takes room from the other
            before = low, high
            for value, width in labels:
                share = (width + LABEL_GAP) / room
                if value >= 0:
                    high = max(high, low + (value - low) / (1 - share))
                else:
                    low = min(low, high - (high - value) / (1 - share))
            if (low, high) == before:
                break
        return low, high

    @cached_property
    def legend_names(self) -> list[str]:
        """The names of the series with their lines broken, where a legend would not have room for one."""
        return ["\n".join(self.ruler.wrap(name, self.width - SYMBOL_WIDTH)) for name in self.names]

    @property
    def legend_columns(self) -> int:
        """The number of columns of the legend: as many as fit."""
        widths = [
            self.ruler.widest(name.split("\n")) + SYMBOL_WIDTH + LEGEND_PADDING for name in self.legend_names
        ]
        for count in range(len(widths), 1, -1):
            columns = (max(widths[column::count]) for column in range(count))
            if sum(columns) - LEGEND_PADDING <= self.width:
                return count
        return 1

    def height(self, *, has_legend: bool) -> int:
        """Return the height of a plot with an axis below it; a unit and a legend take some of it."""
        if self.chart.facet:
            return PANEL_HEIGHT
        legend = LEGEND_ROW + LEGEND_GAP if has_legend else 0
        unit = LABEL_HEIGHT + UNIT_GAP if self.unit_lines else 0
        return max(LEAST_HEIGHT, PLOT_HEIGHT - legend - unit)

    def room_for_list(self, *, has_legend: bool, has_axis: bool) -> float:
        """Return the greatest height of a list of categories, next to the unit, legend, axis and annotations."""
        rows = -(-len(self.names) // self.legend_columns) * max(
            name.count("\n") + 1 for name in self.legend_names
        )
        legend = rows * LEGEND_ROW + LEGEND_GAP if has_legend else 0
        unit = len(self.unit_lines) * LABEL_HEIGHT + UNIT_GAP if self.unit_lines else 0
        texts = [self.plain(annotation.text) for annotation in self.chart.annotations]
        annotations = sum(len(self.ruler.wrap(text, NOTE_WIDTH)) for text in texts) * LABEL_HEIGHT
        return MAX_HEIGHT - legend - unit - annotations - (LABEL_HEIGHT + AXIS_GAP if has_axis else 0)

    def sums(self) -> dict[str, float]:
        """Return the sum of the values at each x."""
        sums: dict[str, float] = dict.fromkeys(self.x_values, 0)
        for point in self.points:
            sums[point.x] += point.value
        return sums

    def _ticks(self) -> list[float]:
        """Return four to seven round values that span the range of the values and annotations."""
        values = [*self.sums().values()] if self.traits.is_stacked else [point.value for point in self.points]
        values += [float(one.value) for one in self.chart.annotations if one.value is not None]
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


def _points_of(series: int, x_values: Sequence[str], cells: Sequence[str]) -> list[Point]:
    """Return the values of one series, and whether each is alone."""
    amounts = [None, *map(read_amount, cells), None]
    return [
        Point(x, series, amount, before is None and after is None)
        for x, before, amount, after in zip(x_values, amounts, amounts[1:], amounts[2:], strict=False)
        if amount is not None
    ]


def round_ticks(low: float, high: float, *, are_whole: bool = False) -> list[float]:
    """Return ticks that span `low` to `high`, in steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        around = abs(low) / 5 or 1
        low, high = low - around, high + around
    rough = max((high - low) / 5, 1.0 if are_whole else 0.0)
    unit = Decimal(1).scaleb(math.floor(math.log10(rough)))
    steps = (unit * factor for factor in map(Decimal, ("1 2 5 10" if are_whole else "1 2 2.5 5 10").split()))
    step = next(step for step in steps if float(step) >= rough * 0.999)
    first, last = math.floor(low / float(step) + 1e-9), math.ceil(high / float(step) - 1e-9)
    return [float(number * step) for number in range(first, last + 1)]
