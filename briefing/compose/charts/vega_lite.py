"""A chart of our vocabulary → a specification in Vega-Lite, in the style's colours, that greyscale does not harm.

Series are told apart by words beside them, dashes and lightness, never by hue alone.
Sizes are in CSS pixels; the drawing is set as wide as its column.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from babel import Locale

from briefing.compose.charts.plot import (
    COLUMN_WIDTH,
    LABEL_WIDTH,
    PAGE_WIDTH,
    DrawingError,
    Plain,
    Plot,
    round_ticks,
)
from briefing.core.numbers import read_amount
from briefing.files.css import DISPLAY_FONT
from briefing.model.blocks import DOWN, ChartKind
from briefing.model.content import Annotation, Chart

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The name of the language, as its specification asks for; nothing is fetched from there."""

FONT_SIZE = 11

PLOT_HEIGHT = 200
BAR_WIDTH, BAR_GAP = 15, 9
MAX_HEIGHT = 740
"""Of the categories of one chart; with its title, note and source it fits on one page of US Letter."""

LABEL_HEIGHT = 13
ENLARGED_PROPORTION = 1.1
"""Height to width of a chart whose letters a style wants larger; a taller one is drawn as ever."""

MAX_LABELLED = 14
"""More bars than this carry no numbers; an axis gives their values."""

FILLS = ("--series-1", "--series-2", "--series-3", "--series-4")
STROKES = ("--brand", "--accent", "--soft", "--ink")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond")


def specify(chart: Chart, tokens: Mapping[str, str], locale: Locale, plain: Plain) -> Spec:
    """Return the specification of a chart.

    One that a style wants drawn narrower, so that its letters are larger when it is set as wide as its column, is
    drawn so if all of it has room.
    """
    if chart.vega_lite is not None:
        return _own_specification(chart, tokens, locale)
    enlarged = tokens.get("--chart-width", "")
    if enlarged.isdecimal() and int(enlarged):
        with suppress(DrawingError):
            spec = _specify(chart, tokens, locale, plain, int(enlarged))
            if spec["height"] <= ENLARGED_PROPORTION * int(enlarged):
                return spec
    return _specify(chart, tokens, locale, plain)


def _specify(
    chart: Chart, tokens: Mapping[str, str], locale: Locale, plain: Plain, width: int | None = None
) -> Spec:
    plot = Plot(chart, tokens, locale, plain, width)
    if chart.kind in (ChartKind.COLUMN, ChartKind.STACKED):
        plot.check_room()
    kinds: dict[ChartKind | None, Callable[[Plot], tuple[float, list[Spec]]]] = {
        ChartKind.BAR: _bars,
        ChartKind.COLUMN: _columns,
        ChartKind.STACKED: _stacked,
        ChartKind.LINE: _lines,
        ChartKind.AREA: _areas,
        ChartKind.DOT: _dots,
    }
    height, layers = kinds[chart.kind](plot)
    return {
        **_frame(chart, tokens, locale),
        "width": plot.width,
        "height": height,
        "data": {"values": plot.values()},
        "layer": [*layers, *_annotations(plot)],
    }


def _frame(chart: Chart, tokens: Mapping[str, str], locale: Locale) -> Spec:
    """Size, unit and the look that every chart shares."""
    soft, rule, ink = tokens.get("--soft", "#555"), tokens.get("--rule", "#bbb"), tokens.get("--ink", "#000")
    side = "end" if locale.text_direction == "rtl" else "start"  # where a line of the language begins
    axis = {"labelColor": soft, "titleColor": soft, "domainColor": soft, "tickColor": rule, "gridColor": rule}
    text = {"font": DISPLAY_FONT, "fontSize": FONT_SIZE}
    label = {
        "labelFont": DISPLAY_FONT,
        "labelFontSize": FONT_SIZE,
        "labelLimit": 0,
        "titleFontSize": FONT_SIZE,
    }
    frame: Spec = {
        "$schema": SCHEMA,
        "width": PAGE_WIDTH if chart.wide else COLUMN_WIDTH,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 0,
        "config": {
            "background": None,
            "font": DISPLAY_FONT,
            "view": {"stroke": None},
            "axis": {
                **axis,
                **label,
                "titleFontWeight": "normal",
                "gridWidth": 0.6,
                "titleFont": DISPLAY_FONT,
                "title": None,
            },
            "legend": {
                **label,
                "orient": "top",
                "title": None,
                "labelColor": ink,
                "symbolType": "square",
                "offset": 8,
                "layout": {"anchor": side},
            },
            "mark": {"color": tokens.get("--brand", ink)},
            "text": {**text, "color": ink},
            "title": {
                **text,
                "anchor": side,
                "frame": "bounds",
                "fontWeight": "normal",
                "color": soft,
                "offset": 10,
            },
        },
    }
    return frame | ({"title": chart.unit} if chart.unit else {})


def _own_specification(chart: Chart, tokens: Mapping[str, str], locale: Locale) -> Spec:
    """A specification in Vega-Lite over the chart's data, with our frame where it says nothing else."""
    rows = [
        {
            name: cell if (amount := read_amount(cell)) is None else float(amount)
            for name, cell in zip(chart.data.header, row, strict=True)
        }
        for row in chart.data.rows
    ]
    own = typed_tree(chart.vega_lite)
    frame = _frame(chart, tokens, locale)
    config = {**frame["config"], **own.get("config", {})}
    return {**frame, "height": PLOT_HEIGHT, **own, "config": config, "data": {"values": rows}}


def typed_tree(value: Any) -> Any:  # noqa: ANN401
    """What YAML's text stands for in JSON: true, false, null and numbers; any other text is itself."""
    if isinstance(value, Mapping):
        return {name: typed_tree(item) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [typed_tree(item) for item in value]
    if value in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[value]
    amount = read_amount(value) if isinstance(value, str) else None
    if amount is None:
        return value
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _fill(plot: Plot) -> Spec:
    """The fill of a series by its lightness; an outline keeps the lightest visible."""
    if plot.is_single:
        return {"value": plot.token("--brand")}
    scale = {"domain": plot.names, "range": [plot.token(name) for name in FILLS[: len(plot.names)]]}
    return {"field": "series", "type": "nominal", "scale": scale, "sort": None}


def _category_axis(plot: Plot) -> Spec:
    return {
        "labelExpr": "split(datum.value, '\\n')",
        "labelAngle": 0,
        "labelLineHeight": LABEL_HEIGHT,
        "ticks": False,
        "domain": plot.ticks[0] >= 0,
        "labelPadding": 5,
    }


def _category(plot: Plot) -> Spec:
    """The channel of the categories, in the order of the data."""
    return {"field": "x", "type": "ordinal", "sort": None, "axis": _category_axis(plot)}


def _bands(plot: Plot, gap: float) -> Spec:
    """The bands of the categories: one for each in the order of the data, also where it has no value."""
    names = list(dict.fromkeys(plot.shown(x) for x in plot.source_map))
    return {"domain": names, "paddingInner": gap, "paddingOuter": 0.15}


def _value(plot: Plot, *, has_axis: bool, stack: str | None = None) -> Spec:
    """The channel of the values: its range, and round ticks where it has an axis."""
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


BAR_MARK = {"type": "bar", "cornerRadius": 0, "strokeWidth": 0.6}


def _bar_mark(plot: Plot) -> Spec:
    return {**BAR_MARK, "stroke": plot.token("--brand")}


def _bars(plot: Plot) -> tuple[float, list[Spec]]:
    is_labelled = len(plot.points) <= MAX_LABELLED * 2
    if is_labelled:
        plot.ends = plot.widened()
    encoding: Spec = {
        "y": {**_category(plot), "scale": _bands(plot, 0.35)},
        "x": _value(plot, has_axis=not is_labelled),
        "color": _fill(plot),
        **(
            {}
            if plot.is_single
            else {"yOffset": {"field": "series", "sort": None, "scale": {"paddingInner": 0.12}}}
        ),
    }
    bar_height = max(BAR_WIDTH if plot.is_single else 13, LABEL_HEIGHT * plot.line_count() / len(plot.names))
    height = _down(plot, bar_height * len(plot.names) + BAR_GAP) + (0 if is_labelled else 20)
    layers = [{"mark": _bar_mark(plot), "encoding": encoding}, *_zero_line(plot)]
    if is_labelled:
        right = {"align": "left", "dx": 4, "baseline": "middle"}
        layers += _value_labels(plot, encoding, right, {**right, "align": "right", "dx": -4})
    return height + (24 if not plot.is_single else 0) + (22 if plot.chart.unit else 0), layers


def _down(plot: Plot, step: float) -> float:
    """The height of categories one under another, each with its step, closer where a page has no room."""
    return min(len(plot.source_map) * step, MAX_HEIGHT)


def _zero_line(plot: Plot) -> list[Spec]:
    """The line that bars rise from and fall below, where there are both."""
    if plot.ticks[0] >= 0 or plot.ticks[-1] <= 0:
        return []
    value = "x" if plot.chart.kind == ChartKind.BAR else "y"
    channel = {name: item for name, item in _value(plot, has_axis=False).items() if name != "field"}
    mark = {"type": "rule", "color": plot.token("--soft")}
    return [{"data": {"values": [{}]}, "mark": mark, "encoding": {value: {**channel, "datum": 0}}}]


def _value_labels(plot: Plot, encoding: Spec, above: Spec, below: Spec) -> list[Spec]:
    """The value of each bar beside its end: of those that fall under zero at the other side."""
    source_map = {name: channel for name, channel in encoding.items() if name != "color"}
    text = {**source_map, "text": {"field": "label", "type": "nominal"}}
    sides = [("datum.value >= 0", above)]
    if any(point.value < 0 for point in plot.points):
        sides.append(("datum.value < 0", below))
    return [
        {"transform": [{"filter": side}], "mark": {"type": "text", **mark}, "encoding": text}
        for side, mark in sides
    ]


def _columns(plot: Plot) -> tuple[float, list[Spec]]:
    has_annotation = any(annotation.at for annotation in plot.chart.annotations)
    has_room = plot.longest_label * len(plot.points) <= plot.width
    is_labelled = len(plot.points) <= MAX_LABELLED and has_room and not has_annotation
    encoding: Spec = {
        "x": {**_thinned(plot), "scale": _bands(plot, 0.3)},
        "y": _value(plot, has_axis=not is_labelled),
        "color": _fill(plot),
        **({} if plot.is_single else {"xOffset": {"field": "series", "sort": None}}),
    }
    layers = [{"mark": _bar_mark(plot), "encoding": encoding}, *_zero_line(plot)]
    if is_labelled:
        if not plot.is_single:  # the number over the tallest stands beneath the names of the series
            encoding["color"] = {**encoding["color"], "legend": {"offset": LABEL_HEIGHT + 8}}
        over = {"align": "center", "dy": -4, "baseline": "bottom"}
        layers += _value_labels(plot, encoding, over, {**over, "dy": 4, "baseline": "top"})
    return PLOT_HEIGHT + LABEL_HEIGHT * plot.line_count(), layers


def _thinned(plot: Plot) -> Spec:
    """The categories along the foot; of many years only those that have room are named."""
    channel = _category(plot)
    room = plot.width / len(plot.source_map)
    longest = max(len(line) for x in plot.source_map for line in str(plot.shown(x)).split("\n"))
    every = math.ceil(longest * LABEL_WIDTH / room)
    if every > 1:
        named = [plot.shown(x) for x in plot.source_map[::every]]
        channel["axis"] = {**channel["axis"], "values": named}
    return channel


def _stacked(plot: Plot) -> tuple[float, list[Spec]]:
    encoding = {
        "x": {**_thinned(plot), "scale": _bands(plot, 0.3)},
        "y": _value(plot, has_axis=True, stack="zero"),
        "color": _fill(plot),
        "order": {"field": "order", "type": "quantitative"},
    }
    return PLOT_HEIGHT + LABEL_HEIGHT * plot.line_count(), [{"mark": _bar_mark(plot), "encoding": encoding}]


def _along(plot: Plot) -> Spec:
    """The channel of numbers, moments or categories along the foot of lines and areas."""
    if plot.x_type == "ordinal":
        return _thinned(plot)
    axis: Spec = {
        "grid": False,
        "tickSize": 4,
        "domain": plot.ticks[0] >= 0,
        "labelAngle": 0,
        "labelFlush": True,
    }
    if plot.x_type == "temporal":
        years = {x[:4] for x in plot.source_map}
        axis |= {"format": "%Y" if len(years) > 2 else "%b %Y", "tickCount": 7}
        return {"field": "x", "type": "temporal", "scale": {"type": "utc", "nice": False}, "axis": axis}
    ends = [float(x) for x in plot.source_map]
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


def _lines(plot: Plot) -> tuple[float, list[Spec]]:
    scale = {"domain": plot.names, "range": [plot.token(name) for name in STROKES[: len(plot.names)]]}
    dashes = {"domain": plot.names, "range": DASHES[: len(plot.names)]}
    series = {"field": "series", "type": "nominal", "sort": None, "legend": None}
    encoding = {
        "x": _along(plot),
        "y": _value(plot, has_axis=True),
        "color": {**series, "scale": scale},
        "strokeDash": {**series, "scale": dashes},
    }
    shape = "step-after" if plot.chart.steps else "linear"
    mark = {"type": "line", "strokeWidth": 1.8, "interpolate": shape, "strokeCap": "butt"}
    labels = [] if plot.is_single else list(_end_labels(plot))
    return PLOT_HEIGHT + 20, [{"mark": mark, "encoding": encoding}, *labels]


def _end_labels(plot: Plot) -> list[Spec]:
    """The name of each series beside its last value, none on another."""
    last = {}
    for point in plot.points:
        last[point.series] = point
    span = (plot.ticks[-1] - plot.ticks[0]) or 1
    heights = {series: PLOT_HEIGHT * (point.value - plot.ticks[0]) / span for series, point in last.items()}
    labels, free_from = [], -math.inf
    for series in sorted(heights, key=lambda series: heights[series]):
        height = max(heights[series], free_from)
        free_from = height + LABEL_HEIGHT
        mark = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 6,
            "dy": heights[series] - height,
            "color": plot.token(STROKES[series]),
        }
        row = {"x": plot.shown(last[series].x), "value": last[series].value, "label": plot.names[series]}
        encoding = {"x": _along(plot), "y": _value(plot, has_axis=True), "text": {"field": "label"}}
        labels.append({"data": {"values": [row]}, "mark": mark, "encoding": encoding})
    return labels


def _areas(plot: Plot) -> tuple[float, list[Spec]]:
    encoding = {
        "x": _along(plot),
        "y": _value(plot, has_axis=True, stack="zero"),
        "color": _fill(plot),
        "order": {"field": "order", "type": "quantitative"},
    }
    shape = "step-after" if plot.chart.steps else "linear"
    if plot.is_single:
        encoding["color"] = {"value": plot.token("--series-3")}
    mark = {
        "type": "area",
        "opacity": 1,
        "interpolate": shape,
        "line": {"color": plot.token("--brand"), "strokeWidth": 1},
    }
    return PLOT_HEIGHT + 20, [{"mark": mark, "encoding": encoding}]


def _dots(plot: Plot) -> tuple[float, list[Spec]]:
    series = {"field": "series", "type": "nominal", "sort": None}
    names = plot.names
    encoding = {
        "y": {
            **_category(plot),
            "scale": {"domain": _bands(plot, 0)["domain"]},
            "axis": {**_category_axis(plot), "grid": True, "gridDash": [1, 3], "domain": False},
        },
        "x": _value(plot, has_axis=True),
        "color": {
            **series,
            "scale": {"domain": names, "range": [plot.token(name) for name in STROKES[: len(names)]]},
        },
        "shape": {**series, "scale": {"domain": names, "range": SHAPES[: len(names)]}},
    }
    if plot.is_single:
        encoding = {**encoding, "color": {"value": plot.token("--brand")}, "shape": {"value": "circle"}}
    height = _down(plot, max(BAR_WIDTH + BAR_GAP, LABEL_HEIGHT * plot.line_count() + 6)) + 24
    mark = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    return height + (24 if not plot.is_single else 0) + (22 if plot.chart.unit else 0), [
        {"mark": mark, "encoding": encoding}
    ]


def _annotations(plot: Plot) -> list[Spec]:
    """A thin rule at each annotated place, with its words beside it."""
    return [layer for annotation in plot.chart.annotations for layer in _annotation(plot, annotation)]


def _annotation(plot: Plot, annotation: Annotation) -> list[Spec]:
    rule = {"type": "rule", "strokeDash": [2, 2], "strokeWidth": 0.8, "color": plot.token("--soft")}
    lines = textwrap.wrap(plot.plain(annotation.text), 26)
    text = {"type": "text", "color": plot.token("--soft"), "lineHeight": LABEL_HEIGHT, "text": lines}
    value = "x" if plot.chart.kind in DOWN else "y"
    end: Spec
    if annotation.at is not None:
        place = plot.shown(annotation.at)
        channel = _along(plot) if plot.chart.kind in (ChartKind.LINE, ChartKind.AREA) else _category(plot)
        at = {"x": {**channel, "field": "place"}}
        is_late = plot.source_map.index(annotation.at) * 2 > len(plot.source_map)
        side = {"align": "right", "dx": -5} if is_late else {"align": "left", "dx": 5}
        end = {"y": {"value": 0}}
    else:
        place = float(annotation.value or 0)  # it has one of the two
        at = {value: {**_value(plot, has_axis=True), "field": "place"}}
        is_left = value == "y" and _is_freer_at_the_start(plot, place)
        side = {"align": "left" if is_left else "right", "dy": -5 - LABEL_HEIGHT * (len(lines) - 1)}
        end = {"x": {"value": 0 if is_left else "width"}} if value == "y" else {"y": {"value": 0}}
    data = {"values": [{"place": place}]}
    words = {**text, **side, "baseline": "bottom" if annotation.at is None else "top"}
    return [
        {"data": data, "mark": rule, "encoding": at},
        {"data": data, "mark": words, "encoding": {**at, **end}},
    ]


def _is_freer_at_the_start(plot: Plot, value: float) -> bool:
    """Whether the lines keep further from a value at their start than at their end: there its words go."""
    quarter = max(1, len(plot.source_map) // 4)
    start, end = (
        min((abs(point.value - value) for point in plot.points if point.x in source_map), default=math.inf)
        for source_map in ({*plot.source_map[:quarter]}, {*plot.source_map[-quarter:]})
    )
    return plot.chart.kind in (ChartKind.LINE, ChartKind.AREA) and start > end
