"""Column charts: vertical bars, with the value above each if there is room, otherwise with an axis."""

from __future__ import annotations

from briefing.compose.charts.channels import (
    LABEL_HEIGHT,
    MAX_LABELLED,
    PLOT_HEIGHT,
    Layers,
    Spec,
    band_scale,
    bar_mark,
    fill_channel,
    thinned_category_channel,
    value_channel,
    value_labels,
    zero_line,
)
from briefing.compose.charts.plot import Plot


def specify_column(plot: Plot) -> Layers:
    """Specify the layers of a column chart."""
    has_annotation = any(annotation.at for annotation in plot.chart.annotations)
    has_room = plot.longest_label * len(plot.points) <= plot.width
    is_labelled = len(plot.points) <= MAX_LABELLED and has_room and not has_annotation
    encoding: Spec = {
        "x": {**thinned_category_channel(plot), "scale": band_scale(plot, 0.3)},
        "y": value_channel(plot, has_axis=not is_labelled),
        "color": fill_channel(plot),
        **({} if plot.is_single else {"xOffset": {"field": "series", "sort": None}}),
    }
    layers = [{"mark": bar_mark(plot), "encoding": encoding}, *zero_line(plot)]
    if is_labelled:
        if not plot.is_single:  # keep the number above the tallest column clear of the legend
            encoding["color"] = {**encoding["color"], "legend": {"offset": LABEL_HEIGHT + 8}}
        over = {"align": "center", "dy": -4, "baseline": "bottom"}
        layers += value_labels(plot, encoding, over, {**over, "dy": 4, "baseline": "top"})
    return Layers(PLOT_HEIGHT + LABEL_HEIGHT * plot.line_count(), layers)
