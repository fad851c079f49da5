"""Stacked columns: the series add up to the total of each category."""

from __future__ import annotations

from briefing.compose.charts.channels import (
    Layers,
    band_scale,
    bar_mark,
    fill_channel,
    missing_columns,
    thinned_category_channel,
    value_channel,
)
from briefing.compose.charts.plot import Plot


def specify_stacked(plot: Plot) -> Layers:
    """Specify the layers of a chart of stacked columns."""
    encoding = {
        "x": {**thinned_category_channel(plot), "scale": band_scale(plot, 0.3)},
        "y": value_channel(plot, has_axis=True, stack="zero"),
        "color": fill_channel(plot),
        "order": {"field": "order", "type": "quantitative"},
    }
    layers = [{"mark": bar_mark(plot), "encoding": encoding}, *missing_columns(plot, encoding)]
    return Layers(plot.height(has_legend=not plot.is_single), layers)
