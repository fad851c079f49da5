"""The parts of specifications that chart kinds share: channels, scales and marks of bars. Sizes are in CSS pixels."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from briefing.compose.charts.plot import AXIS_GAP, LEGEND_GAP, NAME_GAP, Plot, round_ticks
from briefing.compose.charts.ruler import LABEL_HEIGHT
from briefing.compose.charts.time_axis import name_ticks

Spec = dict[str, Any]

BAR_WIDTH, BAR_GAP = 15, 9
THIN_BAR, NAMED_BAR, THIN_GAP = 8, 16, 3
"""The least width of each bar of a category, of one with a number or words at its end, and of the space between two."""

COLUMN_SHARE = 0.7
"""The share of its place along the axis that a column has."""

SYMBOL_DISTANCE = 10
"""The distance from a name of the legend to the centre of its symbol."""

MAX_LABELLED = 14
"""With more bars than this, an axis replaces the number at each bar."""

DASH = "–"
"""The sign of a missing value where words have no room."""

TICK_GAP = 14
"""The least space between two labels of a continuous axis."""

FILLS = ("--series-1", "--series-2", "--series-3", "--series-4")
"""The style tokens of bars and areas, which differ in lightness."""
STROKES = ("--brand", "--accent", "--soft", "--ink")
"""The style tokens of lines and dots, which also differ in dashes or shapes."""
HIGHLIGHT = "--accent"
"""The style token of a highlighted series or category."""
MUTED = ("--muted-1", "--muted-2", "--muted-3")
"""The style tokens of the fills next to a highlighted one, muted colours that differ in lightness, from it too."""
MUTED_STROKE, MUTED_NAME = "--grey", "--soft"
"""The style tokens of the lines and dots next to a highlighted one, and of their names."""
BAR_MARK = {"type": "bar", "cornerRadius": 0, "strokeWidth": 0.6}


class Layers(NamedTuple):
    """The layers of a chart's specification, and the height of its plot in CSS pixels."""

    height: float
    layers: list[Spec]


def legend(plot: Plot, offset: float = LEGEND_GAP) -> Spec:
    """Return a legend above the plot whose names all have room."""
    found = {"columns": plot.legend_columns, "labelExpr": "split(datum.label, '\\n')", "offset": offset}
    return found | _from_right_to_left(plot) if plot.setting.locale.text_direction == "rtl" else found


def _from_right_to_left(plot: Plot) -> Spec:
    """Return the properties of a legend that is read from right to left, with each symbol to the right of its name."""
    names, columns = plot.legend_names, plot.legend_columns
    rows = [names[start : start + columns][::-1] for start in range(0, len(names), columns)]
    shown = [name for row in rows for name in row]
    ends = [plot.ruler.widest("\n".join(shown[column::columns]).split("\n")) for column in range(columns)]
    width = f"({json.dumps({name: ends[place % columns] for place, name in enumerate(shown)})})[datum.value]"
    return {
        "values": shown,
        "encoding": {
            "labels": {"align": {"value": "right"}, "x": {"value": {"signal": width}}},
            "symbols": {"x": {"value": {"signal": f"{width} + {SYMBOL_DISTANCE}"}}},
        },
    }


def fill_channel(plot: Plot) -> Spec:
    """Return the channel that fills each series in a different lightness; an outline keeps the lightest visible."""
    if plot.is_single:
        return category_colour(plot, MUTED[1])
    names = plot.legend_names
    scale = {"domain": names, "range": fills_of(plot)}
    return {"field": "series", "type": "nominal", "scale": scale, "sort": None, "legend": legend(plot)}


def category_colour(plot: Plot, muted: str) -> Spec:
    """Return the colour of a single series: one of the style, or the accent for its highlighted category alone."""
    if plot.highlighted_x is None:
        return {"value": single_colour(plot)}
    test = f"datum.x === {json.dumps(plot.shown(plot.highlighted_x))}"
    return {"condition": {"test": test, "value": plot.token(HIGHLIGHT)}, "value": plot.token(muted)}


def single_colour(plot: Plot, usual: str = "--brand", muted: str = MUTED_STROKE) -> str:
    """Return the colour of a single series: the usual one, or another in small multiples with a highlight."""
    highlight = plot.chart.highlight
    if plot.chart.facet and highlight is not None:
        return plot.token(HIGHLIGHT if plot.chart.series[0].column == highlight else muted)
    return plot.token(usual)


def fills_of(plot: Plot) -> list[str]:
    """Return the colours that fill the series."""
    return fills(plot, len(plot.names), plot.highlighted_series)


def fills(plot: Plot, count: int, highlighted: int | None) -> list[str]:
    """Return colours that fill a number of areas: the accent for a highlighted one, and muted ones for the others."""
    tokens = [*FILLS[:count]]
    if highlighted is not None:
        tokens = [*MUTED[: count - 1]]
        tokens.insert(highlighted, HIGHLIGHT)
    return [plot.token(token) for token in tokens]


def strokes_of(plot: Plot) -> list[str]:
    """Return the colours of the lines or dots of the series."""
    if plot.is_single:
        return [single_colour(plot)]
    if plot.highlighted_series is None:
        return [plot.token(token) for token in STROKES[: len(plot.names)]]
    return [
        plot.token(HIGHLIGHT if number == plot.highlighted_series else MUTED_STROKE)
        for number in range(len(plot.names))
    ]


def name_colour(plot: Plot, series: int) -> str:
    """Return the colour of the name of a line."""
    if plot.highlighted_series in (None, series):
        return strokes_of(plot)[series]
    return plot.token(MUTED_NAME)


def category_axis(plot: Plot) -> Spec:
    """Return the axis of the categories, whose names may have several lines."""
    return {
        "labelExpr": "split(datum.value, '\\n')",
        "labelAngle": 0,
        "labelLineHeight": LABEL_HEIGHT,
        "labelOverlap": False,
        "ticks": False,
        "domain": plot.ticks[0] >= 0,
        "labelPadding": AXIS_GAP,
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
        "values": plot.named_ticks,
        "format": f",.{plot.tick_decimals}f",
        "domain": False,
        "ticks": False,
        "labelPadding": AXIS_GAP,
        "labelFlush": False,
        "labelOverlap": False,
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
    return {**BAR_MARK, "stroke": plot.token(MUTED_STROKE if plot.has_highlight else "--brand")}


def zero_line(plot: Plot, *, has_axis: bool) -> list[Spec]:
    """Return the zero line if some values are positive and others negative; it shares the axis of the marks."""
    if plot.ticks[0] >= 0 or plot.ticks[-1] <= 0:
        return []
    value = "x" if plot.traits.is_horizontal else "y"
    channel = {name: item for name, item in value_channel(plot, has_axis=has_axis).items() if name != "field"}
    mark = {"type": "rule", "color": plot.token("--soft")}
    return [{"data": {"values": [{}]}, "mark": mark, "encoding": {value: {**channel, "datum": 0}}}]


def value_labels(plot: Plot, encoding: Spec, above: Spec, below: Spec) -> list[Spec]:
    """Return the layers that print the value of each bar at its end: `above` zero, or `below` it."""
    position = {name: channel for name, channel in encoding.items() if name != "color"}
    text = {**position, "text": {"field": "label", "type": "nominal"}}
    sides = [("isValid(datum.value) && datum.value >= 0", above)]
    if any(point.value < 0 for point in plot.points):
        sides.append(("isValid(datum.value) && datum.value < 0", below))
    return [
        {"transform": [{"filter": side}], "mark": {"type": "text", **mark}, "encoding": text}
        for side, mark in sides
    ]


def missing_labels(plot: Plot, encoding: Spec, words: Sequence[str], mark: Spec) -> list[Spec]:
    """Return the layer that says, at zero, which values are missing: they would look like zeros otherwise."""
    if not plot.missing:
        return []
    rows = [
        {"x": plot.shown(x), "series": plot.legend_names[series], "order": series, "value": 0}
        for x, series in plot.missing
    ]
    position = {name: channel for name, channel in encoding.items() if name != "color"}
    text = {"type": "text", "text": list(words), "lineHeight": LABEL_HEIGHT, "color": plot.token("--soft")}
    return [{"data": {"values": rows}, "mark": {**text, **mark}, "encoding": position}]


def missing_columns(plot: Plot, encoding: Spec) -> list[Spec]:
    """Return the layer that says which columns are missing: in words, or with a dash where these have no room."""
    room = plot.step * (COLUMN_SHARE / len(plot.names) if len(plot.names) > 1 else 1) - 2
    lines = plot.ruler.wrap(plot.setting.no_data, room)
    if plot.ruler.width(DASH) > room:
        return []
    words = lines if plot.ruler.widest(lines) <= room else [DASH]
    mark = {"align": "center", "baseline": "bottom", "dy": -4 - LABEL_HEIGHT * (len(words) - 1)}
    return missing_labels(plot, encoding, words, mark)


def listed_height(plot: Plot, step: float, most: float) -> float:
    """Return the height of a list of categories, `step` for each, at most `most`."""
    return min(len(plot.x_values) * step, most)


def alone_layers(plot: Plot, encoding: Spec, *marks: Spec) -> list[Spec]:
    """Return the layers that mark the values whose neighbours are missing, which no line reaches."""
    if not any(point.is_alone for point in plot.points):
        return []
    names = {
        name: channel
        for name, channel in encoding.items()
        if name not in ("strokeDash", "strokeWidth", "order")
    }
    is_alone = [{"filter": "datum.alone"}]
    return [{"transform": is_alone, "mark": mark, "encoding": names} for mark in marks]


def thinned_category_channel(plot: Plot) -> Spec:
    """Return the channel of categories along the x axis, with only as many labels as have room."""
    channel = category_channel(plot)
    every = math.ceil((plot.widest_name + NAME_GAP) / plot.step)
    if every > 1 and plot.has_dates:
        channel["axis"] = {**channel["axis"], **_short_dates(plot)}
    elif every > 1:
        named = [plot.shown(x) for x in plot.x_values[::every]]
        channel["axis"] = {**channel["axis"], "values": named}
    return channel


def _short_dates(plot: Plot) -> Spec:
    """Return the labels of an axis of dates: without years that are the same, and as many as have room."""
    for every in range(1, len(plot.x_values) + 1):
        names = plot.short_dates(every)
        widest = plot.ruler.widest([line for name in names for line in name.split("\n")])
        if widest + NAME_GAP <= plot.step * every:
            break
    shown = [plot.shown(x) for x in plot.x_values[::every]]
    labels = json.dumps({name: short.split("\n") for name, short in zip(shown, names, strict=True)})
    return {"values": shown, "labelExpr": f"{labels}[datum.value]"}


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
    return _time_channel(plot, axis) if plot.x_type == "temporal" else _number_channel(plot, axis)


def _time_channel(plot: Plot, axis: Spec) -> Spec:
    def fits(labels: Sequence[Sequence[str]]) -> bool:
        return sum(plot.ruler.widest(lines) + TICK_GAP for lines in labels) - TICK_GAP <= plot.inner_width

    ticks = name_ticks(plot.x_values, plot.moments, plot.locale, fits)
    labels = json.dumps({str(moment): lines for moment, lines in ticks.items()})
    axis |= {
        "values": list(ticks),
        "labelExpr": f"{labels}['' + toNumber(datum.value)]",
        "labelLineHeight": LABEL_HEIGHT,
    }
    return {"field": "x", "type": "temporal", "scale": {"type": "utc", "nice": False}, "axis": axis}


def _number_channel(plot: Plot, axis: Spec) -> Spec:
    ends = [float(x) for x in plot.x_values]
    low, high = min(ends), max(ends)
    ticks = round_ticks(low, high, are_whole=all(end.is_integer() for end in ends))
    values = [tick for tick in ticks if low <= tick <= high]
    decimals = max(len(repr(value).partition(".")[2]) for value in values)
    are_whole = all(value.is_integer() for value in values)
    label_width = plot.ruler.width(f"{values[-1]:.{0 if are_whole else decimals}f}") + TICK_GAP
    every = max(1, math.ceil(len(values) * label_width / (plot.inner_width + TICK_GAP)))
    axis |= {"format": "d" if are_whole else f".{decimals}f", "values": values[::every]}
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": axis,
    }
