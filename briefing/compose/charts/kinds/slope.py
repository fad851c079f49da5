"""Slope charts: a line for each category between two points in time, with its name and value at both ends."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.compose.charts.canvas import Canvas
from briefing.compose.charts.channels import HIGHLIGHT, MUTED_NAME, MUTED_STROKE, Layers, Spec
from briefing.compose.charts.labels import (
    GAP,
    LEADER,
    MarginLabel,
    rule_layer,
    spread,
    text_layer,
)
from briefing.compose.charts.plot import DrawingError, Plot, Point
from briefing.compose.charts.ruler import LABEL_HEIGHT

NAME_SHARE = 0.3
"""The share of the width that the names at each end may take."""

SLOPE_HEIGHT, NAMED_HEIGHT = 170, 17
"""The least height of the plot, and the height that each category adds if there are many."""

LINE_WIDTH, HIGHLIGHT_WIDTH = 1.6, 2.6
POINT_SIZE = 26


def specify_slope(plot: Plot) -> Layers:
    """Specify the layers of a slope chart. Raises DrawingError if the names leave no room for the lines."""
    height = max(SLOPE_HEIGHT, NAMED_HEIGHT * len(plot.x_values))
    values = [point.value for point in plot.points]
    plot.ends = min(values), max(values)
    canvas = Canvas(plot, height)
    sides = [_labels(plot, canvas, series) for series in range(2)]
    widths = [plot.ruler.widest([line for label in side for line in label.lines]) for side in sides]
    if max(widths) > plot.width / 3:
        help = "shorten the names of the categories, or set `place: wide`"
        raise DrawingError("the names of the categories leave no room for the lines", help)
    plot.left, plot.right = (width + GAP + LEADER for width in widths)
    end = float(plot.inner_width)
    layers = [rule_layer(plot.token("--rule"), x, 0, x, height, is_dashed=False) for x in (0.0, end)]
    layers = [*layers, *_lines(plot, canvas, end)]
    for side, x, sign, align in ((sides[0], 0.0, -1, "right"), (sides[1], end, 1, "left")):
        for label in side:
            layers.append(text_layer(label.lines, x + sign * (GAP + LEADER), label.top, label.colour, align))
            if label.is_moved:
                middle = label.top + label.height / 2
                far = x + sign * (GAP + LEADER - 2)
                layers.append(
                    rule_layer(label.colour, x + sign * 3, label.wanted, far, middle, is_dashed=False)
                )
    for name, x in zip(plot.names, (0.0, end), strict=True):
        layers.append(text_layer([name], x, height + GAP, plot.token("--soft"), "center"))
    return Layers(height, layers)


def _labels(plot: Plot, canvas: Canvas, series: int) -> list[MarginLabel]:
    """Return the names and values at one end of the lines, moved apart."""
    labels = []
    for point in plot.points:
        if point.series == series:
            name = str(plot.shown_name(point.x))
            number = plot.label_of(point.amount)
            words = f"{name}  {number}" if series == 0 else f"{number}  {name}"
            lines = plot.ruler.wrap(words, plot.width * NAME_SHARE)
            labels.append(MarginLabel(lines, canvas.y(point.value), _colours(plot, point.x)[1]))
    if sum(label.height for label in labels) > canvas.height + LABEL_HEIGHT:
        help = "keep the categories that matter, shorten their names, or set `place: wide`"
        raise DrawingError("the names at the ends of the lines have no room next to each other", help)
    spread(labels, -LABEL_HEIGHT / 2, canvas.height + LABEL_HEIGHT / 2)
    return labels


def _colours(plot: Plot, x: str) -> tuple[str, str]:
    """Return the colour of the line of a category, and that of its names."""
    if plot.highlighted_x is None:
        return plot.token("--brand"), plot.token("--ink")
    if plot.highlighted_x == x:
        return plot.token(HIGHLIGHT), plot.token(HIGHLIGHT)
    return plot.token(MUTED_STROKE), plot.token(MUTED_NAME)


def _lines(plot: Plot, canvas: Canvas, end: float) -> Iterator[Spec]:
    """Yield the layers of the lines, each with a point at each end; the highlighted one is over the others."""
    found: dict[str, list[Point]] = {}
    for point in plot.points:
        found.setdefault(point.x, []).append(point)
    for x in sorted(found, key=lambda x: x == plot.highlighted_x):
        points, colour = found[x], _colours(plot, x)[0]
        width = HIGHLIGHT_WIDTH if x == plot.highlighted_x else LINE_WIDTH
        ends = [((end if point.series else 0.0), canvas.y(point.value)) for point in points]
        if len(ends) > 1:
            line = rule_layer(colour, *ends[0], *ends[1], is_dashed=False)
            yield {**line, "mark": {**line["mark"], "strokeWidth": width}}
        mark = {"type": "point", "filled": True, "size": POINT_SIZE, "opacity": 1, "color": colour}
        for across, down in ends:
            place = {"x": {"value": round(across, 2)}, "y": {"value": round(down, 2)}}
            yield {"data": {"values": [{}]}, "mark": mark, "encoding": place}
