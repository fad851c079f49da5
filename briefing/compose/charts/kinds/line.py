"""Line charts: each line has its own dashes, and its name at its end."""

from __future__ import annotations

import math

from briefing.compose.charts.channels import (
    LABEL_HEIGHT,
    PLOT_HEIGHT,
    STROKES,
    Layers,
    Spec,
    position_channel,
    value_channel,
)
from briefing.compose.charts.plot import Plot

DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])


def specify_line(plot: Plot) -> Layers:
    """Specify the layers of a line chart."""
    scale = {"domain": plot.names, "range": [plot.token(name) for name in STROKES[: len(plot.names)]]}
    dashes = {"domain": plot.names, "range": DASHES[: len(plot.names)]}
    series = {"field": "series", "type": "nominal", "sort": None, "legend": None}
    encoding = {
        "x": position_channel(plot),
        "y": value_channel(plot, has_axis=True),
        "color": {**series, "scale": scale},
        "strokeDash": {**series, "scale": dashes},
    }
    shape = "step-after" if plot.chart.steps else "linear"
    mark = {"type": "line", "strokeWidth": 1.8, "interpolate": shape, "strokeCap": "butt"}
    labels = [] if plot.is_single else list(_end_labels(plot))
    return Layers(PLOT_HEIGHT + 20, [{"mark": mark, "encoding": encoding}, *labels])


def _end_labels(plot: Plot) -> list[Spec]:
    """Return the layers that print the name of each series next to its last value, without overlaps."""
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
        encoding = {
            "x": position_channel(plot),
            "y": value_channel(plot, has_axis=True),
            "text": {"field": "label"},
        }
        labels.append({"data": {"values": [row]}, "mark": mark, "encoding": encoding})
    return labels
