"""The annotations of a chart: thin rules with a text next to each."""

from __future__ import annotations

import math
import textwrap

from briefing.compose.charts.channels import (
    LABEL_HEIGHT,
    Spec,
    category_channel,
    position_channel,
    value_channel,
)
from briefing.compose.charts.plot import Plot
from briefing.model.content import Annotation


def annotation_layers(plot: Plot) -> list[Spec]:
    """Return the layers that draw a thin rule at each annotated place, with its text next to it."""
    return [layer for annotation in plot.chart.annotations for layer in _annotation(plot, annotation)]


def _annotation(plot: Plot, annotation: Annotation) -> list[Spec]:
    rule = {"type": "rule", "strokeDash": [2, 2], "strokeWidth": 0.8, "color": plot.token("--soft")}
    lines = textwrap.wrap(plot.plain(annotation.text), 26)
    text = {"type": "text", "color": plot.token("--soft"), "lineHeight": LABEL_HEIGHT, "text": lines}
    value = "x" if plot.traits.is_horizontal else "y"
    end: Spec
    if annotation.at is not None:
        place = plot.shown(annotation.at)
        channel = position_channel(plot) if plot.traits.is_continuous else category_channel(plot)
        at = {"x": {**channel, "field": "place"}}
        is_in_second_half = plot.x_values.index(annotation.at) * 2 > len(plot.x_values)
        side = {"align": "right", "dx": -5} if is_in_second_half else {"align": "left", "dx": 5}
        end = {"y": {"value": 0}}
    else:
        place = float(annotation.value or 0)  # an annotation has `at` or `value`
        at = {value: {**value_channel(plot, has_axis=True), "field": "place"}}
        is_left = value == "y" and _is_freer_at_the_start(plot, place)
        side = {"align": "left" if is_left else "right", "dy": -5 - LABEL_HEIGHT * (len(lines) - 1)}
        end = {"x": {"value": 0 if is_left else "width"}} if value == "y" else {"y": {"value": 0}}
    data = {"values": [{"place": place}]}
    words = {**text, **side, "baseline": "bottom" if annotation.at is None else "top"}
    return [
        {"data": data, "mark": rule, "encoding": at},
        {"data": data, "mark": words, "encoding": {**at, **end}},
    ]


def _is_freer_at_the_start(plot: Plot, value: float) -> bool:
    """Return whether the lines leave more space around a value at their start than at their end."""
    quarter = max(1, len(plot.x_values) // 4)
    start, end = (
        min((abs(point.value - value) for point in plot.points if point.x in end), default=math.inf)
        for end in ({*plot.x_values[:quarter]}, {*plot.x_values[-quarter:]})
    )
    return plot.traits.is_continuous and start > end
