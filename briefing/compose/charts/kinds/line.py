"""Line charts: each line has its own dashes, and its name next to it."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.compose.charts.channels import (
    Layers,
    alone_layers,
    position_channel,
    strokes_of,
    value_channel,
)
from briefing.compose.charts.plot import Plot

DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])
HIGHLIGHT_WIDTH = 2.6
DOT = {"type": "point", "filled": True, "shape": "circle", "size": 30, "opacity": 1}
"""The mark of a value that no line reaches."""


def specify_line(plot: Plot) -> Layers:
    """Specify the layers of a line chart."""
    names = plot.legend_names
    scale = {"domain": names, "range": strokes_of(plot)}
    dashes = {"domain": names, "range": _dashes_of(plot)}
    series = {"field": "series", "type": "nominal", "sort": None, "legend": None}
    encoding = {
        "x": position_channel(plot),
        "y": value_channel(plot, has_axis=True),
        "color": {**series, "scale": scale},
        "strokeDash": {**series, "scale": dashes},
    }
    if plot.highlighted_series is not None:
        test = f"datum.order === {plot.highlighted_series}"
        encoding["strokeWidth"] = {"condition": {"test": test, "value": HIGHLIGHT_WIDTH}, "value": 1.4}
    shape = "step-after" if plot.chart.steps else "linear"
    mark = {"type": "line", "strokeWidth": 1.8, "interpolate": shape, "strokeCap": "butt"}
    layers = [{"mark": mark, "encoding": encoding}, *alone_layers(plot, encoding, DOT)]
    return Layers(plot.height(has_legend=False), layers)


def _dashes_of(plot: Plot) -> list[Sequence[int]]:
    """Return the dashes of the lines; a highlighted one has none."""
    dashes: list[Sequence[int]] = [*DASHES[: len(plot.names)]]
    if plot.highlighted_series is not None:
        dashes.insert(plot.highlighted_series, dashes.pop(0))
    return dashes
