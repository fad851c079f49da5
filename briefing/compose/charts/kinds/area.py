"""Area charts: the series add up to the total at each date."""

from __future__ import annotations

from briefing.compose.charts.channels import (
    MUTED,
    Layers,
    alone_layers,
    fill_channel,
    position_channel,
    single_colour,
    value_channel,
)
from briefing.compose.charts.plot import Plot

STEM_WIDTH = 3


def specify_area(plot: Plot) -> Layers:
    """Specify the layers of an area chart."""
    encoding = {
        "x": position_channel(plot),
        "y": value_channel(plot, has_axis=True, stack="zero"),
        "color": fill_channel(plot),
        "order": {"field": "order", "type": "quantitative"},
    }
    shape = "step-after" if plot.chart.steps else "linear"
    if plot.is_single:
        encoding["color"] = {"value": single_colour(plot, "--series-3", MUTED[1])}
    mark = {
        "type": "area",
        "opacity": 1,
        "interpolate": shape,
        "line": {"color": single_colour(plot), "strokeWidth": 1},
    }
    stem = {"type": "bar", "width": STEM_WIDTH, "stroke": plot.token("--brand"), "strokeWidth": 0.6}
    layers = [{"mark": mark, "encoding": encoding}, *alone_layers(plot, encoding, stem)]
    return Layers(plot.height(has_legend=not plot.is_single), layers)
