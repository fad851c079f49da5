"""A chart of a brief → a Vega-Lite specification in the colours of the style, readable in greyscale too.

Series differ in labels, dashes and lightness, never in hue alone.
Sizes are in CSS pixels; the drawing is scaled to the width of its column.
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
from briefing.markdown.scripts import with_script_characters
from briefing.model.content import Chart

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The identifier that Vega-Lite requires. Nothing is fetched from this address."""

FONT_SIZE = 11

ENLARGED_PROPORTION = 1.1
"""The largest ratio of height to width at which `--chart-width` enlarges the letters of a chart."""


def specify(chart: Chart, tokens: Mapping[str, str], locale: Locale, plain: Plain) -> Spec:
    """Return the specification of a chart.

    The token `--chart-width` asks for a narrower drawing, whose letters become larger when it is scaled to its column.
    It is ignored if the chart does not fit in that width.
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
    """Return the size, unit and configuration that all charts share."""
    soft, rule, ink = tokens.get("--soft", "#555"), tokens.get("--rule", "#bbb"), tokens.get("--ink", "#000")
    side = "end" if locale.text_direction == "rtl" else "start"  # where lines of the language begin
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
    return frame | ({"title": with_script_characters(chart.unit)} if chart.unit else {})


def _own_specification(chart: Chart, tokens: Mapping[str, str], locale: Locale) -> Spec:
    """Return the author's own specification over the chart's data, with our frame as its defaults."""
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
