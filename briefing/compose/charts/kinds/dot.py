"""Dot charts: dots of different shapes, with the categories listed down the side. Values need not start at zero."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from briefing.compose.charts.channels import (
    BAR_GAP,
    BAR_WIDTH,
    MUTED_STROKE,
    THIN_GAP,
    Layers,
    Spec,
    band_scale,
    category_axis,
    category_channel,
    category_colour,
    legend,
    listed_height,
    strokes_of,
    value_channel,
)
from briefing.compose.charts.plot import Plot, Point
from briefing.compose.charts.ruler import LABEL_HEIGHT

SHAPES = ("circle", "square", "triangle-up", "diamond")
DOT_RADIUS = 5


def specify_dot(plot: Plot) -> Layers:
    """Specify the layers of a dot chart."""
    most = plot.room_for_list(has_legend=not plot.is_single, has_axis=True)
    plot.list_names(most, lambda lines: LABEL_HEIGHT * lines - 1 + (THIN_GAP if lines > 1 else 0))
    plot.leave_room_for_ticks(DOT_RADIUS)
    series = {"field": "series", "type": "nominal", "sort": None, "legend": legend(plot)}
    names = plot.legend_names
    encoding: Spec = {
        "y": {
            **category_channel(plot),
            "scale": {"domain": band_scale(plot, 0)["domain"]},
            "axis": {**category_axis(plot), "grid": True, "gridDash": [1, 3], "domain": False},
        },
        "x": value_channel(plot, has_axis=True),
        "color": {
            **series,
            "scale": {"domain": names, "range": strokes_of(plot)},
        },
        "shape": {**series, "scale": {"domain": names, "range": SHAPES[: len(names)]}},
    }
    if plot.is_single:
        encoding = {**encoding, "color": category_colour(plot, MUTED_STROKE), "shape": {"value": "circle"}}
    step: float = max(BAR_WIDTH + BAR_GAP, LABEL_HEIGHT * plot.line_count() + 6)
    shifts = _shifts(plot)
    if any(shifts.values()):
        step = max(step, 2 * max(shifts.values()) + 2 * DOT_RADIUS + BAR_GAP)
    mark = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    layers = [*_dots(plot, {"mark": mark, "encoding": encoding}, shifts), *_empty_rows(plot, encoding)]
    return Layers(listed_height(plot, step, most), layers)


def _shifts(plot: Plot) -> dict[tuple[str, int], float]:
    """Return how far each dot is moved from the line of its category, so that none covers another; mostly by 0."""
    per_value = plot.inner_width / (plot.ends[1] - plot.ends[0])
    shifts: dict[tuple[str, int], float] = {}
    for x in plot.x_values:
        points = sorted((point for point in plot.points if point.x == x), key=lambda point: point.value)
        for group in _touching(points, 2 * DOT_RADIUS / per_value):
            for place, point in enumerate(sorted(group, key=lambda point: point.series)):
                shifts[x, point.series] = (place - (len(group) - 1) / 2) * (2 * DOT_RADIUS - 1)
    return shifts


def _dots(plot: Plot, dots: Spec, shifts: Mapping[tuple[str, int], float]) -> list[Spec]:
    """Return the layers of the dots: one, or one for each distance from the lines of the categories."""
    distances = sorted(set(shifts.values()))
    if distances in ([], [0]):
        return [dots]
    layers = []
    for distance in distances:
        tests = [
            f"datum.x === {json.dumps(plot.shown(x))} && datum.order === {series}"
            for (x, series), shift in shifts.items()
            if shift == distance
        ]
        mark = {**dots["mark"], "yOffset": distance}
        layers.append({**dots, "mark": mark, "transform": [{"filter": " || ".join(tests)}]})
    return layers


def _touching(points: Sequence[Point], distance: float) -> Iterator[list[Point]]:
    """Yield the points, in the order of their values, in groups whose neighbours are closer than a distance."""
    group: list[Point] = []
    for point in points:
        if group and point.value - group[-1].value >= distance:
            yield group
            group = []
        group.append(point)
    if group:
        yield group


def _empty_rows(plot: Plot, encoding: Spec) -> list[Spec]:
    """Return the layer that names the categories without any value."""
    found = {point.x for point in plot.points}
    rows = [{"x": plot.shown(x), "value": plot.ends[0]} for x in plot.x_values if x not in found]
    if not rows:
        return []
    mark = {"type": "text", "text": plot.setting.no_data, "align": "left", "dx": 4, "baseline": "middle"}
    position = {name: encoding[name] for name in ("x", "y")}
    return [{"data": {"values": rows}, "mark": {**mark, "color": plot.token("--soft")}, "encoding": position}]
