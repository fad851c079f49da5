"""Waffle charts: one hundred squares, of which each category has its share, with its name and value next to them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefing.compose.charts.channels import MUTED_STROKE, Layers, Spec, fills
from briefing.compose.charts.labels import MarginLabel, spread, text_layer
from briefing.compose.charts.plot import DrawingError, Plot
from briefing.compose.charts.ruler import LABEL_HEIGHT

SQUARES, SIDE = 100, 10
"""The number of squares, and of those in a row."""

SQUARE, SQUARE_GAP = 14, 3
"""The width of a square, and of the space between two."""

LIST_GAP, SWATCH = 18, 10
"""The space between the squares and the list of the categories, and the width of the sample before a name."""


def specify_waffle(plot: Plot) -> Layers:
    """Specify the layers of a waffle chart. Raises DrawingError if the names have no room next to it."""
    plot.left = plot.right = 0
    step = SQUARE + SQUARE_GAP
    size = SIDE * step - SQUARE_GAP
    counts = shares([point.amount for point in plot.points])
    colours = _colours(plot)
    owners = [number for number, count in enumerate(counts) for _ in range(count)]
    squares = [
        {"left": place % SIDE * step, "top": place // SIDE * step, "colour": colours[owner]}
        for place, owner in enumerate(owners)
    ]
    names = _names(plot, counts, colours, size)
    swatches = [{"left": size + LIST_GAP, "top": label.top + 2, "colour": label.colour} for label in names]
    x = size + LIST_GAP + SWATCH + 6
    layers = [_squares(plot, squares, SQUARE), _squares(plot, swatches, SWATCH)]
    layers += [text_layer(label.lines, x, label.top, plot.token("--ink")) for label in names]
    return Layers(size, _mirrored(plot, layers))


def shares(amounts: Sequence[Decimal]) -> list[int]:
    """Return how many of one hundred squares each amount has: they add up to it (method of the largest remainder)."""
    total = sum(amounts)
    exact = [amount * SQUARES / total for amount in amounts]
    counts = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: counts[place] - exact[place])
    for place in by_rest[: SQUARES - sum(counts)]:
        counts[place] += 1
    return counts


def _colours(plot: Plot) -> list[str]:
    """Return the colour of each category."""
    names = [point.x for point in plot.points]
    return fills(plot, len(names), None if plot.highlighted_x is None else names.index(plot.highlighted_x))


def _names(plot: Plot, counts: Sequence[int], colours: Sequence[str], size: float) -> list[MarginLabel]:
    """Return the names and values of the categories, each next to its squares."""
    room = plot.width - size - LIST_GAP - SWATCH - 6
    labels, before = [], 0
    for point, count, colour in zip(plot.points, counts, colours, strict=True):
        words = f"{plot.label_of(point.amount)}  {plot.shown_name(point.x)}"
        lines = plot.ruler.wrap(words, room)
        if plot.ruler.widest(lines) > room:
            raise DrawingError(f"the name '{point.x}' has no room next to the squares", "shorten it")
        labels.append(MarginLabel(lines, (before + count / 2) / SQUARES * size, colour))
        before += count
    if sum(label.height for label in labels) > size + LABEL_HEIGHT:
        raise DrawingError(
            "the names have no room next to the squares", "shorten the names of the categories"
        )
    spread(labels, 0, size)
    return labels


def _squares(plot: Plot, rows: list[Spec], size: float) -> Spec:
    """Return the layer of squares of a size, whose upper left corners and colours are in rows."""
    placed = [{**row, "right": row["left"] + size, "bottom": row["top"] + size} for row in rows]
    plain = {"type": "quantitative", "scale": None, "axis": None}
    return {
        "data": {"values": placed},
        "mark": {"type": "rect", "stroke": plot.token(MUTED_STROKE), "strokeWidth": 0.6},
        "encoding": {
            "x": {"field": "left", **plain},
            "x2": {"field": "right"},
            "y": {"field": "top", **plain},
            "y2": {"field": "bottom"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }


def _mirrored(plot: Plot, layers: list[Spec]) -> list[Spec]:
    """Return the layers with left and right exchanged, for a language that is written from right to left."""
    if plot.setting.locale.text_direction != "rtl":
        return layers
    width = plot.inner_width
    for layer in layers:
        for row in layer["data"]["values"]:
            if row:
                row["left"], row["right"] = width - row["right"], width - row["left"]
        place = layer["encoding"]["x"]
        if "value" in place:
            place["value"] = width - place["value"]
            layer["mark"]["align"] = "right"
    return layers
