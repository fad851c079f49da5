"""A chart of a brief → a Vega-Lite specification in the colours of the style, readable in greyscale too.

Series differ in labels, dashes and lightness, never in hue alone.
Sizes are in CSS pixels; the drawing is scaled to the width of its column.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any, TypeAlias

from briefing.compose.charts.channels import FILLS, Spec
from briefing.compose.charts.kinds import SPECIFICATIONS
from briefing.compose.charts.labels import Placed, margin_labels, margin_width, place_labels
from briefing.compose.charts.plot import AXIS_GAP, COLUMN_WIDTH, PAGE_WIDTH, DrawingError, Plot, Setting
from briefing.compose.charts.ruler import FONT_SIZE, LABEL_HEIGHT
from briefing.core.numbers import read_amount
from briefing.files.css import DISPLAY_FONT
from briefing.markdown.scripts import with_script_characters
from briefing.model.blocks import Sort
from briefing.model.content import Axis, Chart, Data

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The identifier that Vega-Lite requires. Nothing is fetched from this address."""

OWN_HEIGHT = 200
"""The height of a drawing whose own specification does not give one."""

Measure: TypeAlias = Callable[[Spec], float]
"""Returns the width of the drawing of a specification; raises DrawingError if it is not legible."""

ATTEMPTS = 3
"""How often a drawing that is wider than it should be is drawn narrower."""

PANEL_WIDTH, LEAST_COLUMNS = 190, 2
"""The least width of a panel, and the number of panels in a row that there are even if they are narrower."""

PANEL_GAP, PANEL_TITLE_GAP = 18, 6
"""The space between panels, and that below the title of one."""

ENLARGED_PROPORTION = 1.1
"""The largest ratio of height to width at which `--chart-width` enlarges the letters of a chart."""


def specify(chart: Chart, setting: Setting, measure: Measure) -> Spec:
    """Return the specification of a chart.

    The token `--chart-width` asks for a narrower drawing, whose letters become larger when it is scaled to its column.
    `--chart-width-wide` does so for a wide chart, if it is not 0.
    Both are ignored if the chart is not legible in that width. `measure` returns the width of a finished drawing.
    """
    wished = setting.tokens.get("--chart-width", "")
    wished_wide = setting.tokens.get("--chart-width-wide", "")
    if chart.wide and wished_wide.isdecimal() and int(wished_wide):
        wished = wished_wide
    if wished.isdecimal() and int(wished):
        for width in (int(wished), COLUMN_WIDTH) if chart.wide else (int(wished),):
            with suppress(DrawingError):
                spec = _fit_into(chart, setting, width, measure)
                if "concat" in spec or spec["height"] <= ENLARGED_PROPORTION * width:
                    return spec
    return _specify(chart, setting, PAGE_WIDTH if chart.wide else COLUMN_WIDTH)


def _fit_into(chart: Chart, setting: Setting, width: int, measure: Measure) -> Spec:
    """Return the specification of a drawing that is no wider than `width`, with the labels at its edges.

    Raises DrawingError if the chart is not legible in that width.
    """
    room = width
    for _ in range(ATTEMPTS):
        spec = _specify(chart, setting, room)
        excess = math.ceil(measure(spec) - width)
        if excess <= 0:
            return spec
        room -= excess
    raise DrawingError("it is too wide", "shorten its labels")


def _specify(chart: Chart, setting: Setting, width: int) -> Spec:
    """Return the specification of a chart whose plot, axes and numbers are `width` wide."""
    return (
        _kind_specification(chart, setting, width)
        if chart.vega_lite is None
        else _own_specification(chart, setting, width)
    )


def _kind_specification(chart: Chart, setting: Setting, width: int) -> Spec:
    """Return the specification of a chart of some kind; what has no room on its plot is placed in the margin."""
    if chart.facet:
        return _facet_specification(chart, setting, width)
    plot, height, layers = _draw(chart, setting, width)
    spec = {
        **_frame(setting, width),
        "autosize": {"type": "pad"},
        "width": plot.inner_width,
        "height": round(height),
        "data": {"values": plot.values()},
        "layer": layers,
    }
    return spec | ({"title": {"text": plot.unit_lines}} if plot.unit_lines else {})


def _facet_specification(chart: Chart, setting: Setting, width: int) -> Spec:
    """Return the specification of small multiples: a panel for each series, all with the same axes."""
    columns = max(LEAST_COLUMNS, width // PANEL_WIDTH)
    panel_width = math.floor((width - PANEL_GAP * (columns - 1)) / columns)
    order = Plot(chart, setting, width).places
    place = chart.data.header.index(chart.x)
    rows = tuple(sorted(chart.data.rows, key=lambda row: order[row[place]]))
    data = Data(header=chart.data.header, rows=rows)
    singles = [_with(chart, series=(one,), data=data, unit=None, sort=Sort.GIVEN) for one in chart.series]
    ticks = [Plot(single, setting, panel_width).ticks for single in singles]
    ends = min(one[0] for one in ticks), max(one[-1] for one in ticks)
    axis = Axis(from_=Decimal(repr(ends[0])), to=Decimal(repr(ends[1])))
    panels = []
    for single in singles:
        plot, height, layers = _draw(_with(single, axis=axis), setting, panel_width)
        title = {
            "text": plot.ruler.wrap(plot.names[0], panel_width),
            "offset": PANEL_TITLE_GAP,
            "color": plot.token("--ink"),
        }
        size = {"width": plot.inner_width, "height": round(height)}
        panels.append({**size, "title": title, "data": {"values": plot.values()}, "layer": layers})
    frame = _frame(setting, width)
    del frame["width"]
    gaps = {"column": PANEL_GAP, "row": PANEL_GAP}
    frame |= {"autosize": {"type": "pad"}, "concat": panels, "columns": columns, "spacing": gaps}
    unit = setting.ruler.wrap(with_script_characters(chart.unit), width) if chart.unit else []
    return frame | ({"title": {"text": unit}} if unit else {})


def _with(chart: Chart, **changes: object) -> Chart:
    """Return a chart with other values under some of its keys."""
    return Chart(**{**{name: getattr(chart, name) for name in chart.names}, **changes})


def _draw(chart: Chart, setting: Setting, width: int) -> tuple[Plot, float, list[Spec]]:
    """Return a plot with its height and layers; what has no room on it is placed in its margin."""
    outside: frozenset[tuple[str, int]] = frozenset()
    while True:
        plot = Plot(chart, setting, width, outside)
        height, layers, labels = _draw_on(plot)
        if labels.outside <= outside:
            break
        outside |= labels.outside
    return plot, height, [*layers, *labels.layers]


def _draw_on(plot: Plot) -> tuple[float, list[Spec], Placed]:
    """Return the height of a plot, its marks, and its texts."""
    in_margin = []
    if not plot.traits.is_horizontal:
        plot.left = plot.tick_width + AXIS_GAP
        has_legend = not plot.is_single and not plot.traits.has_end_labels
        in_margin = margin_labels(plot, plot.height(has_legend=has_legend))
        plot.right = margin_width(in_margin, plot)
    if plot.traits.needs_room_for_names:
        plot.check_room()
    height, layers = SPECIFICATIONS[plot.kind](plot)
    placed = place_labels(plot, round(height), in_margin)
    _move_legend(layers, placed.above)
    return height, layers, placed


def _move_legend(layers: list[Spec], above: float) -> None:
    """Move the legend above the texts on the plot."""
    encoding = layers[0]["encoding"]
    for name in ("color", "shape"):
        channel = encoding.get(name, {})
        if legend := channel.get("legend"):
            encoding[name] = {**channel, "legend": {**legend, "offset": legend["offset"] + above}}


def _frame(setting: Setting, width: int) -> Spec:
    """Return the size and configuration that all charts share."""
    tokens, locale = setting.tokens, setting.locale
    soft, rule, ink = tokens.get("--soft", "#555"), tokens.get("--rule", "#bbb"), tokens.get("--ink", "#000")
    side = "end" if locale.text_direction == "rtl" else "start"  # where lines of the language begin
    line, grid = tokens.get("--chart-axis", soft), tokens.get("--chart-grid", rule)
    axis = {"labelColor": soft, "titleColor": soft, "domainColor": line, "tickColor": line, "gridColor": grid}
    text = {"font": DISPLAY_FONT, "fontSize": FONT_SIZE}
    label = {
        "labelFont": DISPLAY_FONT,
        "labelFontSize": FONT_SIZE,
        "labelLimit": 0,
        "titleFontSize": FONT_SIZE,
    }
    frame: Spec = {
        "$schema": SCHEMA,
        "width": width,
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
            "range": {"category": [tokens[name] for name in FILLS if name in tokens]},
            "text": {**text, "color": ink},
            "title": {
                **text,
                "anchor": side,
                "frame": "bounds",
                "lineHeight": LABEL_HEIGHT,
                "fontWeight": "normal",
                "color": soft,
                "offset": 10,
            },
        },
    }
    return frame


def _own_specification(chart: Chart, setting: Setting, width: int) -> Spec:
    """Return the author's own specification over the chart's data, with our frame as its defaults."""
    rows = [
        {
            name: cell if (amount := read_amount(cell)) is None else float(amount)
            for name, cell in zip(chart.data.header, row, strict=True)
        }
        for row in chart.data.rows
    ]
    own = typed_tree(chart.vega_lite)
    frame = _frame(setting, width)
    if chart.unit:
        frame["title"] = with_script_characters(chart.unit)
    config = _laid_over(frame["config"], own.get("config", {}))
    return {**frame, "height": OWN_HEIGHT, **own, "config": config, "data": {"values": rows}}


def _laid_over(defaults: Any, own: Any) -> Any:  # noqa: ANN401
    """Return a configuration with all that it does not set itself taken from the defaults."""
    if not isinstance(defaults, Mapping) or not isinstance(own, Mapping):
        return own
    return {**defaults, **{name: _laid_over(defaults.get(name), item) for name, item in own.items()}}


def typed_tree(value: Any) -> Any:  # noqa: ANN401
    """Return a tree with its texts `true`, `false`, `null` and numbers as values of JSON."""
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
