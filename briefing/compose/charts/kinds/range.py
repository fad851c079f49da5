"""Range charts: a bar from a low to a high value for each category of a list, and a point if there is one."""

from __future__ import annotations

from briefing.compose.charts.channels import (
    BAR_GAP,
    BAR_WIDTH,
    HIGHLIGHT,
    MAX_LABELLED,
    MUTED,
    THIN_GAP,
    Layers,
    Spec,
    band_scale,
    category_axis,
    category_channel,
    category_colour,
    legend,
    listed_height,
    value_channel,
)
from briefing.compose.charts.plot import LABEL_GAP, Plot, Point
from briefing.compose.charts.ruler import LABEL_HEIGHT

RANGE_HEIGHT = 9
POINT_SIZE = 60
LABELLED_STEP = 34
"""The height of a category whose point has its number above it."""

DASH = "–"
FILL = "--series-3"
MOST_ENDS = 2
"""The number of series that are the ends of the ranges; the third one is the point."""


def specify_range(plot: Plot) -> Layers:
    """Specify the layers of a range chart."""
    plot.legend_names = names = _legend_names(plot)
    has_labels = len(plot.x_values) <= MAX_LABELLED
    most = plot.room_for_list(has_legend=True, has_axis=not has_labels)
    plot.list_names(most, lambda lines: LABEL_HEIGHT * lines - 1 + (THIN_GAP if lines > 1 else 0))
    if has_labels:
        plot.ends = _with_room_for_labels(plot)
    else:
        plot.leave_room_for_ticks()
    rows = _rows(plot)
    colours = [plot.token(FILL), plot.token(HIGHLIGHT if plot.highlighted_x is None else "--ink")][
        : len(names)
    ]
    colour = {"type": "nominal", "scale": {"domain": names, "range": colours}, "legend": legend(plot)}
    axis = {**category_axis(plot), "domain": False}
    place = {**category_channel(plot), "scale": band_scale(plot, 0), "axis": axis}
    value = value_channel(plot, has_axis=not has_labels)
    bar: Spec = {"y": place, "x": value, "x2": {"field": "high"}, "color": {**colour, "datum": names[0]}}
    if plot.highlighted_x is not None:
        bar["color"] = {**category_colour(plot, MUTED[1]), "legend": None}
    mark = {"type": "bar", "height": RANGE_HEIGHT}
    layers: list[Spec] = [{"data": {"values": rows}, "mark": mark, "encoding": bar}]
    if len(plot.names) > MOST_ENDS:
        point = {"y": place, "x": {**value, "field": "point"}, "color": {**colour, "datum": names[1]}}
        shape = {"type": "point", "filled": True, "shape": "circle", "size": POINT_SIZE, "opacity": 1}
        layers.append({"data": {"values": rows}, "mark": shape, "encoding": point})
    if has_labels:
        layers += _labels(rows, place, value, has_points=len(plot.names) > MOST_ENDS)
    layers += _empty_rows(plot, place, value, {row["x"] for row in rows})
    if has_labels and len(plot.names) > MOST_ENDS:
        return Layers(
            listed_height(plot, max(LABELLED_STEP, LABEL_HEIGHT * plot.line_count() + 6), most), layers
        )
    step = max(BAR_WIDTH + BAR_GAP, LABEL_HEIGHT * plot.line_count() + 6)
    return Layers(listed_height(plot, step, most), layers)


def _legend_names(plot: Plot) -> list[str]:
    """Return the names of the legend: that of the ranges, made from those of their ends, and that of the points."""
    low, high, *point = plot.legend_names
    return [f"{low} {DASH} {high}", *point]


def _rows(plot: Plot) -> list[Spec]:
    """Return a row for each category whose ends are known, with its point if there is one."""
    found: dict[str, dict[int, Point]] = {}
    for point in plot.points:
        found.setdefault(point.x, {})[point.series] = point
    rows = []
    for x in plot.x_values:
        ends = found.get(x, {})
        if 0 in ends and 1 in ends:
            labels = {"low_label": plot.label_of(ends[0].amount), "high_label": plot.label_of(ends[1].amount)}
            row = {"x": plot.shown(x), "value": ends[0].value, "high": ends[1].value, **labels}
            if 2 in ends:
                row |= {"point": ends[2].value, "point_label": plot.label_of(ends[2].amount)}
            rows.append(row)
    return rows


def _with_room_for_labels(plot: Plot) -> tuple[float, float]:
    """Return the range of the values, widened by the room of the widest number on each side."""
    values = [point.value for point in plot.points]
    low, high = min(values), max(values)
    room = max(1.0, plot.inner_width - 2 * (plot.longest_label + LABEL_GAP))
    margin = (plot.longest_label + LABEL_GAP) * ((high - low) or 1) / room
    return low - margin, high + margin


def _labels(rows: list[Spec], place: Spec, value: Spec, *, has_points: bool) -> list[Spec]:
    """Return the layers of the numbers at both ends of each range, and above its point."""
    text = {"type": "text", "baseline": "middle"}
    low = {"y": place, "x": value, "text": {"field": "low_label"}}
    high = {"y": place, "x": {**value, "field": "high"}, "text": {"field": "high_label"}}
    data = {"data": {"values": rows}}
    point = {"y": place, "x": {**value, "field": "point"}, "text": {"field": "point_label"}}
    above = {"type": "text", "baseline": "bottom", "align": "center", "dy": -RANGE_HEIGHT / 2 - 1}
    points = [{**data, "transform": [{"filter": "isValid(datum.point)"}], "mark": above, "encoding": point}]
    return [
        *(points if has_points else ()),
        {**data, "mark": {**text, "align": "right", "dx": -LABEL_GAP}, "encoding": low},
        {**data, "mark": {**text, "align": "left", "dx": LABEL_GAP}, "encoding": high},
    ]


def _empty_rows(plot: Plot, place: Spec, value: Spec, found: set[str | float]) -> list[Spec]:
    """Return the layer that names the categories without a range."""
    rows = [{"x": plot.shown(x), "value": plot.ends[0]} for x in plot.x_values if plot.shown(x) not in found]
    if not rows:
        return []
    mark = {"type": "text", "text": plot.setting.no_data, "align": "left", "dx": 4, "baseline": "middle"}
    mark |= {"color": plot.token("--soft")}
    return [{"data": {"values": rows}, "mark": mark, "encoding": {"y": place, "x": value}}]
