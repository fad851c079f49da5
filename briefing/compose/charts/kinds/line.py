"""Line charts: each line has its own dashes, and its name next to it."""

from __future__ import annotations

from briefing.compose.charts.channels import (
    STROKES,
    Layers,
    alone_layers,
    position_channel,
    value_channel,
)
from briefing.compose.charts.plot import Plot

DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])
DOT = {"type": "point", "filled": True, "shape": "circle", "size": 30, "opacity": 1}
"""The mark of a value that no line reaches."""


def specify_line(plot: Plot) -> Layers:
    """Specify the layers of a line chart."""
    names = plot.legend_names
    scale = {"domain": names, "range": [plot.token(name) for name in STROKES[: len(names)]]}
    dashes = {"domain": names, "range": DASHES[: len(names)]}
    series = {"field": "series", "type": "nominal", "sort": None, "legend": None}
    encoding = {
        "x": position_channel(plot),
        "y": value_channel(plot, has_axis=True),
        "color": {**series, "scale": scale},
        "strokeDash": {**series, "scale": dashes},
    }
    shape = "step-after" if plot.chart.steps else "linear"
    mark = {"type": "line", "strokeWidth": 1.8, "interpolate": shape, "strokeCap": "butt"}
    layers = [{"mark": mark, "encoding": encoding}, *alone_layers(plot, encoding, DOT)]
    return Layers(plot.height(has_legend=False), layers)
