"""Column charts: vertical bars, with the value above each if there is room, otherwise with an axis."""

from __future__ import annotations

from briefing.compose.charts.canvas import Canvas
from briefing.compose.charts.channels import (
    COLUMN_SHARE,
    MAX_LABELLED,
    Layers,
    Spec,
    band_scale,
    bar_mark,
    fill_channel,
    legend,
    missing_columns,
    thinned_category_channel,
    value_channel,
    value_labels,
    zero_line,
)
from briefing.compose.charts.plot import LABEL_GAP, LEGEND_GAP, Plot
from briefing.compose.charts.ruler import LABEL_HEIGHT


def specify_column(plot: Plot) -> Layers:
    """Specify the layers of a column chart."""
    height = plot.height(has_legend=not plot.is_single)
    is_labelled = _has_room_for_numbers(plot, height)
    if is_labelled:
        plot.left = 0
    encoding: Spec = {
        "x": {**thinned_category_channel(plot), "scale": band_scale(plot, 0.3)},
        "y": value_channel(plot, has_axis=not is_labelled),
        "color": fill_channel(plot),
        **({} if plot.is_single else {"xOffset": {"field": "series", "sort": None}}),
    }
    layers = [
        {"mark": bar_mark(plot), "encoding": encoding},
        *zero_line(plot, has_axis=not is_labelled),
        *missing_columns(plot, encoding),
    ]
    if is_labelled:
        if not plot.is_single:  # keep the number above the tallest column clear of the legend
            encoding["color"] = {**encoding["color"], "legend": legend(plot, LABEL_HEIGHT + LEGEND_GAP)}
        over = {"align": "center", "dy": -4, "baseline": "bottom"}
        layers += value_labels(plot, encoding, over, {**over, "dy": 4, "baseline": "top"})
    return Layers(height, layers)


def _has_room_for_numbers(plot: Plot, height: float) -> bool:
    """Return whether the number of each column is no wider than its place, and no annotation crosses it."""
    step = plot.width / len(plot.x_values)  # without an axis of values
    room = step - 2 if plot.is_single else step * COLUMN_SHARE / len(plot.names) - 2
    if len(plot.points) > MAX_LABELLED or plot.longest_label > room:
        return False
    annotations = plot.chart.annotations
    return not any(annotation.at for annotation in annotations) and not _is_crossed(plot, height)


def _is_crossed(plot: Plot, height: float) -> bool:
    """Return whether the rule of an annotation passes through a number above or below a column."""
    canvas = Canvas(plot, height)
    rules = [
        canvas.y(float(annotation.value))
        for annotation in plot.chart.annotations
        if annotation.value is not None
    ]
    return any(
        0 <= (canvas.y(point.value) - rule) * (1 if point.value >= 0 else -1) <= LABEL_HEIGHT + LABEL_GAP
        for point in plot.points
        for rule in rules
    )
