"""The parts of specifications that chart kinds share: channels, scales and marks of bars. Sizes are in CSS pixels."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from briefing.compose.charts.plot import LABEL_WIDTH, Plot, round_ticks

Spec = dict[str, Any]

PLOT_HEIGHT = 200
BAR_WIDTH, BAR_GAP = 15, 9
MAX_HEIGHT = 740
"""The tallest list of categories that fits on a US Letter page with the chart's title, note and source."""

LABEL_HEIGHT = 13
MAX_LABELLED = 14
"""With more bars than this, an axis replaces the number at each bar."""

FILLS = ("--series-1", "--series-2", "--series-3", "--series-4")
"""The style tokens of bars and areas, which differ in lightness."""
STROKES = ("--brand", "--accent", "--soft", "--ink")
"""The style tokens of lines and dots, which also differ in dashes or shapes."""
BAR_MARK = {"type": "bar", "cornerRadius": 0, "strokeWidth": 0.6}


class Layers(NamedTuple):
    """The layers of a chart's specification, and the height that they need in CSS pixels."""

    height: float
    layers: list[Spec]


def fill_channel(plot: Plot) -> Spec:
    """Return the channel that fills each series in a different lightness; an outline keeps the lightest visible."""
    if plot.is_single:
        return {"value": plot.token("--brand")}
    scale = {"domain": plot.names, "range": [plot.token(name) for name in FILLS[: len(plot.names)]]}
    return {"field": "series", "type": "nominal", "scale": scale, "sort": None}


def category_axis(plot: Plot) -> Spec:
    """Return the axis of the categories, whose names may have several lines."""
    return {
        "labelExpr": "split(datum.value, '\\n')",
        "labelAngle": 0,
        "labelLineHeight": LABEL_HEIGHT,
        "ticks": False,
        "domain": plot.ticks[0] >= 0,
        "labelPadding": 5,
    }


def category_channel(plot: Plot) -> Spec:
    """Return the channel of the categories, in the order of the data."""
    return {"field": "x", "type": "ordinal", "sort": None, "axis": category_axis(plot)}


def band_scale(plot: Plot, gap: float) -> Spec:
    """Return the scale with one band per category, in the order of the data, even if a category has no value."""
    names = list(dict.fromkeys(plot.shown(x) for x in plot.x_values))
    return {"domain": names, "paddingInner": gap, "paddingOuter": 0.15}


def value_channel(plot: Plot, *, has_axis: bool, stack: str | None = None) -> Spec:
    """Return the channel of the values: its range, and round ticks if it has an axis."""
    axis = {
        "values": plot.ticks,
        "format": plot.tick_format,
        "domain": False,
        "ticks": False,
        "labelPadding": 5,
    }
    return {
        "field": "value",
        "type": "quantitative",
        "stack": stack,
        "scale": {"domain": list(plot.ends), "nice": False},
        "axis": axis if has_axis else None,
    }


def bar_mark(plot: Plot) -> Spec:
    """Return the mark of a bar or column, with an outline that keeps the lightest fill visible."""
    return {**BAR_MARK, "stroke": plot.token("--brand")}


def listed_height(plot: Plot, step: float) -> float:
    """Return the height of a list of categories, `step` for each, at most `MAX_HEIGHT`."""
    return min(len(plot.x_values) * step, MAX_HEIGHT)


def zero_line(plot: Plot) -> list[Spec]:
    """Return the zero line if some values are positive and others negative."""
    if plot.ticks[0] >= 0 or plot.ticks[-1] <= 0:
        return []
    value = "x" if plot.traits.is_horizontal else "y"
    channel = {name: item for name, item in value_channel(plot, has_axis=False).items() if name != "field"}
    mark = {"type": "rule", "color": plot.token("--soft")}
    return [{"data": {"values": [{}]}, "mark": mark, "encoding": {value: {**channel, "datum": 0}}}]


def value_labels(plot: Plot, encoding: Spec, above: Spec, below: Spec) -> list[Spec]:
    """Return the layers that print the value of each bar at its end: `above` zero, or `below` it."""
    position = {name: channel for name, channel in encoding.items() if name != "color"}
    text = {**position, "text": {"field": "label", "type": "nominal"}}
    sides = [("datum.value >= 0", above)]
    if any(point.value < 0 for point in plot.points):
        sides.append(("datum.value < 0", below))
    return [
        {"transform": [{"filter": side}], "mark": {"type": "text", **mark}, "encoding": text}
        for side, mark in sides
    ]


def thinned_category_channel(plot: Plot) -> Spec:
    """Return the channel of categories along the x axis, with only as many labels as have room."""
    channel = category_channel(plot)
    room = plot.width / len(plot.x_values)
    longest = max(len(line) for x in plot.x_values for line in str(plot.shown(x)).split("\n"))
    every = math.ceil(longest * LABEL_WIDTH / room)
    if every > 1:
        named = [plot.shown(x) for x in plot.x_values[::every]]
        channel["axis"] = {**channel["axis"], "values": named}
    return channel


def position_channel(plot: Plot) -> Spec:
    """Return the channel of numbers, dates or categories along the x axis of lines and areas."""
    if plot.x_type == "ordinal":
        return thinned_category_channel(plot)
    axis: Spec = {
        "grid": False,
        "tickSize": 4,
        "domain": plot.ticks[0] >= 0,
        "labelAngle": 0,
        "labelFlush": True,
    }
    if plot.x_type == "temporal":
        years = {x[:4] for x in plot.x_values}
        axis |= {"format": "%Y" if len(years) > 2 else "%b %Y", "tickCount": 7}
        return {"field": "x", "type": "temporal", "scale": {"type": "utc", "nice": False}, "axis": axis}
    ends = [float(x) for x in plot.x_values]
    are_whole = all(end.is_integer() for end in ends)
    ticks = round_ticks(min(ends), max(ends), are_whole=are_whole)
    values = [tick for tick in ticks if min(ends) <= tick <= max(ends)]
    axis |= {"format": "d" if all(value.is_integer() for value in values) else "", "values": values}
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [min(ends), max(ends)], "nice": False, "zero": False},
        "axis": axis,
    }
