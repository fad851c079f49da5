"""Bar charts: horizontal bars, with the categories listed down the side and a value at the end of each bar."""

from __future__ import annotations

from briefing.compose.charts.canvas import Canvas
from briefing.compose.charts.channels import (
    BAR_GAP,
    BAR_WIDTH,
    MAX_LABELLED,
    NAMED_BAR,
    THIN_BAR,
    THIN_GAP,
    Layers,
    Spec,
    band_scale,
    bar_mark,
    category_channel,
    fill_channel,
    listed_height,
    missing_labels,
    value_channel,
    value_labels,
    zero_line,
)
from briefing.compose.charts.plot import LABEL_GAP, Plot
from briefing.compose.charts.ruler import LABEL_HEIGHT

BAND_SHARE = 0.65
"""The share of its place in the list that the bars of a category have."""

LEAST_LEADING = 0.8
"""The least distance of words at neighbouring bars, as a share of the distance of lines."""


def specify_bar(plot: Plot) -> Layers:
    """Specify the layers of a bar chart."""
    is_labelled = len(plot.points) <= MAX_LABELLED * 2
    count = len(plot.names)
    most = plot.room_for_list(has_legend=not plot.is_single, has_axis=not is_labelled)
    thinnest = NAMED_BAR if is_labelled else THIN_BAR
    plot.list_names(most, lambda lines: max(_least_names(lines), thinnest * count + THIN_GAP))
    if is_labelled:
        ends, plot.ends = plot.ends, plot.widened()
        if _is_crossed(plot):
            is_labelled, plot.ends = False, ends
    if not is_labelled:
        plot.leave_room_for_ticks()
    encoding: Spec = {
        "y": {**category_channel(plot), "scale": band_scale(plot, 1 - BAND_SHARE)},
        "x": value_channel(plot, has_axis=not is_labelled),
        "color": fill_channel(plot),
        **(
            {}
            if plot.is_single
            else {"yOffset": {"field": "series", "sort": None, "scale": {"paddingInner": 0.12}}}
        ),
    }
    bar_height = max(BAR_WIDTH if plot.is_single else 13, LABEL_HEIGHT * plot.line_count() / count)
    height = listed_height(plot, bar_height * count + BAR_GAP, most)
    layers = [{"mark": bar_mark(plot), "encoding": encoding}, *zero_line(plot, has_axis=not is_labelled)]
    right = {"align": "left", "dx": LABEL_GAP, "baseline": "middle"}
    step = height / len(plot.x_values)
    if step * (1 if plot.is_single else BAND_SHARE / count) >= LABEL_HEIGHT * LEAST_LEADING:
        layers += missing_labels(plot, encoding, [plot.setting.no_data], right)
    if is_labelled:
        layers += value_labels(plot, encoding, right, {**right, "align": "right", "dx": -LABEL_GAP})
    return Layers(height, layers)


def _least_names(lines: int) -> float:
    """Return the least height of a category whose name has some lines."""
    return LABEL_HEIGHT * lines - 1 + (THIN_GAP if lines > 1 else 0)


def _is_crossed(plot: Plot) -> bool:
    """Return whether the rule of an annotation passes through the number of a bar."""
    canvas = Canvas(plot, 1)
    rules = [
        canvas.along(float(annotation.value))
        for annotation in plot.chart.annotations
        if annotation.value is not None
    ]
    return any(
        -1
        <= (rule - canvas.along(point.value)) * (1 if point.value >= 0 else -1)
        <= LABEL_GAP + 1 + plot.ruler.width(plot.label_of(point.amount))
        for point in plot.points
        for rule in rules
    )
