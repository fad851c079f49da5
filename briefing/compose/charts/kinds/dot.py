"""Dot charts: dots of different shapes, with the categories listed down the side. Values need not start at zero."""

from __future__ import annotations

from briefing.compose.charts.channels import (
    BAR_GAP,
    BAR_WIDTH,
    LABEL_HEIGHT,
    STROKES,
    Layers,
    band_scale,
    category_axis,
    category_channel,
    listed_height,
    value_channel,
)
from briefing.compose.charts.plot import Plot

SHAPES = ("circle", "square", "triangle-up", "diamond")


def specify_dot(plot: Plot) -> Layers:
    """Specify the layers of a dot chart."""
    series = {"field": "series", "type": "nominal", "sort": None}
    names = plot.names
    encoding = {
        "y": {
            **category_channel(plot),
            "scale": {"domain": band_scale(plot, 0)["domain"]},
            "axis": {**category_axis(plot), "grid": True, "gridDash": [1, 3], "domain": False},
        },
        "x": value_channel(plot, has_axis=True),
        "color": {
            **series,
            "scale": {"domain": names, "range": [plot.token(name) for name in STROKES[: len(names)]]},
        },
        "shape": {**series, "scale": {"domain": names, "range": SHAPES[: len(names)]}},
    }
    if plot.is_single:
        encoding = {**encoding, "color": {"value": plot.token("--brand")}, "shape": {"value": "circle"}}
    height = listed_height(plot, max(BAR_WIDTH + BAR_GAP, LABEL_HEIGHT * plot.line_count() + 6)) + 24
    mark = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    height += (24 if not plot.is_single else 0) + (22 if plot.chart.unit else 0)
    return Layers(height, [{"mark": mark, "encoding": encoding}])
