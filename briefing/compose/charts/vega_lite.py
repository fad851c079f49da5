"""A chart of our vocabulary → a specification in Vega-Lite, in the style's colours, that greyscale does not harm.

Series differ in the words next to them, in dashes and in lightness, never in hue alone.
Sizes are in CSS pixels; the drawing is set as wide as its column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from babel import Locale

from briefing.compose.charts.annotations import annotation_layers
from briefing.compose.charts.channels import PLOT_HEIGHT, Spec
from briefing.compose.charts.kinds import SPECIFICATIONS
from briefing.compose.charts.plot import COLUMN_WIDTH, PAGE_WIDTH, DrawingError, Plain, Plot
from briefing.core.numbers import read_amount
from briefing.files.css import DISPLAY_FONT
from briefing.model.content import Chart

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The name of the language, as its specification asks for; nothing is fetched from there."""

FONT_SIZE = 11

ENLARGED_PROPORTION = 1.1
"""Height to width of a chart whose letters a style wants larger; a taller one is drawn as ever."""


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
    if plot.traits.needs_room_for_names:
        plot.check_room()
    height, layers = SPECIFICATIONS[plot.kind](plot)
    return {
        **_frame(chart, tokens, locale),
        "width": plot.width,
        "height": height,
        "data": {"values": plot.values()},
        "layer": [*layers, *annotation_layers(plot)],
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
    """The value in JSON of a text in YAML: true, false, null or a number; any other text is itself."""
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
