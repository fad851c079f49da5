"""Where the marks of a chart are on its plot, so that texts are placed next to them. Sizes are in CSS pixels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from briefing.compose.charts.channels import COLUMN_SHARE
from briefing.compose.charts.plot import LABEL_GAP, Plot, Point
from briefing.compose.charts.ruler import LABEL_HEIGHT
from briefing.compose.charts.time_axis import timestamp

Line: TypeAlias = tuple[float, float, float, float]
"""The ends of a straight line: x and y of the first, x and y of the second."""

EDGE_SHARE = 0.5
"""The part of a step before the first of the points of named categories."""


class Box(NamedTuple):
    """A rectangle on the plot, whose origin is its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_crossed_by(self, line: Line) -> bool:
        """Return whether a line passes through the rectangle (clipped on each side, after Liang and Barsky)."""
        x, y, x2, y2 = line
        start, end = 0.0, 1.0
        for slope, room in (
            (x - x2, x - self.left),
            (x2 - x, self.right - x),
            (y - y2, y - self.top),
            (y2 - y, self.bottom - y),
        ):
            if slope == 0:
                if room <= 0:
                    return False
            elif slope < 0:
                start = max(start, room / slope)
            else:
                end = min(end, room / slope)
        return start < end


class Canvas:
    """The positions of points on a plot of a height, and the room between its marks."""

    def __init__(self, plot: Plot, height: float) -> None:
        self.plot, self.height = plot, height
        self.texts: list[Box] = []
        """The texts that were placed already."""
        self.rules: list[Line] = []
        """The rules of annotations."""

    def x(self, x: str) -> float:
        """Return the position of a category or point in time along a horizontal axis."""
        plot = self.plot
        if plot.x_type == "ordinal":
            return (plot.places[x] + EDGE_SHARE) * plot.step
        low, high = self._x_ends
        return (self._x_number(x) - low) / ((high - low) or 1) * plot.inner_width

    def along(self, value: float) -> float:
        """Return the position of a value on an axis that runs across the chart."""
        return self._share(value) * self.plot.inner_width

    def y(self, value: float) -> float:
        """Return the position of a value on an axis that runs upwards."""
        return (1 - self._share(value)) * self.height

    def is_free(self, box: Box) -> bool:
        """Return whether a rectangle is on the plot, and no mark and no text is there."""
        is_inside = box.left >= 0 and box.right <= self.plot.inner_width and box.bottom <= self.height
        return (
            is_inside
            and not any(map(box.meets, self.texts))
            and not any(map(box.meets, self.bodies))
            and not any(map(box.is_crossed_by, self.rules))
            and not any(self._passes(line, box) for line in self.lines)
        )

    @cached_property
    def lines(self) -> list[list[Line]]:
        """The lines of a chart of lines, each piece by piece from left to right."""
        if self.plot.traits.is_stacked or not self.plot.traits.is_continuous:
            return []
        return [[*self._joined(points)] for points in self.series()]

    def _passes(self, pieces: list[Line], box: Box) -> bool:
        """Return whether one of the pieces of a line, from left to right, passes through a rectangle."""
        first = bisect_left(pieces, box.left, key=lambda line: line[2])
        last = bisect_right(pieces, box.right, key=lambda line: line[0])
        return any(box.is_crossed_by(line) for line in pieces[first:last])

    @cached_property
    def bodies(self) -> list[Box]:
        """The columns or areas, with their numbers; of an area, the rectangles around its parts."""
        if self.plot.traits.is_continuous:
            return [*self._parts_of_areas()] if self.plot.traits.is_stacked else []
        values = [(point.x, point.value) for point in self.plot.points]
        if self.plot.traits.is_stacked:
            values = [*self.plot.sums().items()]
        zero = self.y(max(0.0, self.plot.ends[0]))
        columns = [self._column(x, min(self.y(value), zero), max(self.y(value), zero)) for x, value in values]
        return [*columns, *(self._column(x, zero - LABEL_HEIGHT, zero) for x, _ in self.plot.missing)]

    def _column(self, x: str, top: float, bottom: float) -> Box:
        """Return the place of a column or a group of them, with the labels above and below it."""
        half = self.plot.step * COLUMN_SHARE / 2
        label = LABEL_HEIGHT + LABEL_GAP
        return Box(self.x(x) - half, top - label, self.x(x) + half, bottom + label)

    def series(self) -> list[list[Point]]:
        """Return the points of each series."""
        found: list[list[Point]] = [[] for _ in self.plot.names]
        for point in self.plot.points:
            found[point.series].append(point)
        return found

    def _joined(self, points: list[Point]) -> Iterator[Line]:
        for one, other in pairwise(points):
            if self.plot.places[other.x] == self.plot.places[one.x] + 1:
                x, y, x2, y2 = self.x(one.x), self.y(one.value), self.x(other.x), self.y(other.value)
                if self.plot.chart.steps:
                    yield x, y, x2, y
                    yield x2, y, x2, y2
                else:
                    yield x, y, x2, y2

    def _parts_of_areas(self) -> Iterator[Box]:
        for (x, value), (next_x, next_value) in pairwise(self.plot.sums().items()):
            yield Box(self.x(x), self.y(max(value, next_value)), self.x(next_x), self.height)

    def _share(self, value: float) -> float:
        low, high = self.plot.ends
        return (value - low) / ((high - low) or 1)

    def _x_number(self, x: str) -> float:
        if self.plot.x_type == "quantitative":
            return float(x)
        return float(timestamp(self.plot.moments[self.plot.places[x]]))

    @cached_property
    def _x_ends(self) -> tuple[float, float]:
        numbers = [self._x_number(x) for x in self.plot.x_values]
        return min(numbers), max(numbers)
