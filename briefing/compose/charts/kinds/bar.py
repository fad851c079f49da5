"""Bar charts: horizontal bars, with the categories listed down the side and a value at the end of each bar."""

from __future__ import annotations

from briefing.compose.charts.channels import (
    BAR_GAP,
    BAR_WIDTH,
    LABEL_HEIGHT,
    MAX_LABELLED,
    Layers,
    Spec,
    band_scale,
    bar_mark,
    category_channel,
    fill_channel,
    listed_height,
    value_channel,
    value_labels,
    zero_line,
)
from briefing.compose.charts.plot import Plot


def specify_bar(plot: Plot) -> Layers:
    """Specify the layers of a bar chart."""
    is_labelled = len(plot.points) <= MAX_LABELLED * 2
    if is_labelled:
        plot.ends = plot.widened()
    encoding: Spec = {
        "y": {**category_channel(plot), "scale": band_scale(plot, 0.35)},
        "x": value_channel(plot, has_axis=not is_labelled),
        "color": fill_channel(plot),
        **(
            {}
            if plot.is_single
            else {"yOffset": {"field": "series", "sort": None, "scale": {"paddingInner": 0.12}}}
        ),
    }
    bar_height = max(BAR_WIDTH if plot.is_single else 13, LABEL_HEIGHT * plot.line_count() / len(plot.names))
    height = listed_height(plot, bar_height * len(plot.names) + BAR_GAP) + (0 if is_labelled else 20)
    layers = [{"mark": bar_mark(plot), "encoding": encoding}, *zero_line(plot)]
    if is_labelled:
        right = {"align": "left", "dx": 4, "baseline": "middle"}
        layers += value_labels(plot, encoding, right, {**right, "align": "right", "dx": -4})
    height += (24 if not plot.is_single else 0) + (22 if plot.chart.unit else 0)
    return Layers(height, layers)
