"""The texts on the plot of a chart: names at the ends of lines, and annotations. Sizes are in CSS pixels.

Each is placed where no line, column or other text is. If there is no such place on the plot, it goes into a margin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from briefing.compose.charts.canvas import Box, Canvas
from briefing.compose.charts.channels import Spec, name_colour
from briefing.compose.charts.plot import NOTE_WIDTH, DrawingError, Plot, Point
from briefing.compose.charts.ruler import LABEL_HEIGHT
from briefing.model.content import Annotation

MARGIN_SHARE, MOST_MARGIN = 0.27, 0.5
"""The share of a chart's width that names at the ends of lines take, and the most that a long word may take."""

GAP, NOTE_GAP = 6, 5
"""The space before a name at the end of a line, and between the rule of an annotation and its text."""

LEADER = 8
"""The length of the rule that leads from the end of a line to a name that had to move away from it."""

MOVED = 4
"""A name further than this from the end of its line has a leader."""

MOST_ROWS = 12
"""The most rows of texts above a plot."""

OVERHANG = 6
"""How far a name may reach above or below the plot."""


class Placed(NamedTuple):
    """The layers of texts, the height of those above the plot, and the keys of texts that need a margin."""

    layers: list[Spec]
    above: float
    outside: frozenset[tuple[str, int]]


@dataclass(slots=True)
class MarginLabel:
    """A text in the margin next to the plot, at the height of what it names."""

    lines: list[str]
    wanted: float
    colour: str
    top: float = 0.0

    @property
    def height(self) -> float:
        """The height of its lines."""
        return len(self.lines) * LABEL_HEIGHT

    @property
    def is_moved(self) -> bool:
        """True if it is not at the height of what it names, because others are there."""
        return abs(self.top + self.height / 2 - self.wanted) > MOVED


def margin_labels(plot: Plot, height: float) -> list[MarginLabel]:
    """Return the texts in the margin next to a plot, moved apart.

    Raises DrawingError if they have no room.
    """
    canvas, room = Canvas(plot, height), plot.width * MARGIN_SHARE
    labels = []
    for points in canvas.series() if plot.traits.has_end_labels and not plot.is_single else ():
        if points and (_is_last(plot, points[-1]) or ("series", points[-1].series) in plot.outside):
            name = plot.names[points[-1].series]
            labels.append(
                MarginLabel(
                    plot.ruler.wrap(name, room),
                    canvas.y(points[-1].value),
                    name_colour(plot, points[-1].series),
                )
            )
    for number, annotation in enumerate(plot.chart.annotations):
        if ("annotation", number) in plot.outside and annotation.value is not None:
            lines = plot.ruler.wrap(plot.plain(annotation.text), room)
            labels.append(MarginLabel(lines, canvas.y(float(annotation.value)), plot.token("--soft")))
    _check_margin(plot, labels, height)
    spread(labels, -OVERHANG, height + OVERHANG)
    return labels


def margin_width(labels: Sequence[MarginLabel], plot: Plot) -> float:
    """Return the width of the margin that texts next to the plot need."""
    if not labels:
        return 0.0
    return max(plot.ruler.widest(label.lines) for label in labels) + _margin_gap(labels)


def place_labels(plot: Plot, height: float, in_margin: Sequence[MarginLabel]) -> Placed:
    """Return the layers that draw the annotations of a plot, and the names of its lines."""
    canvas = Canvas(plot, height)
    strip = _Strip(canvas, has_margin=bool(in_margin))
    gap = _margin_gap(in_margin)
    layers = [layer for label in in_margin for layer in _margin_layers(plot, label, gap)]
    layers += [_rule_of(plot, canvas, annotation) for annotation in plot.chart.annotations]
    outside: set[tuple[str, int]] = set()
    for number, annotation in enumerate(plot.chart.annotations):
        text = _Text.of(plot, plot.plain(annotation.text), plot.token("--soft"))
        box = next(filter(canvas.is_free, map(_padded, _places_of(plot, canvas, annotation, text))), None)
        if ("annotation", number) in plot.outside:
            continue
        if box is not None:
            canvas.texts.append(box)
            layers.append(text.layer(box))
        elif _is_upright(plot, annotation):
            strip.add(_position(canvas, annotation), text)
        else:
            outside.add(("annotation", number))
    layers += strip.layers()
    names, homeless = _name_early_ends(plot, canvas)
    above = max([strip.height, *(-box.top for box in canvas.texts)])
    return Placed([*layers, *names], above, frozenset(outside | homeless))


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a text on the plot, with their size and colour."""

    lines: list[str]
    width: float
    height: float
    colour: str

    @classmethod
    def of(cls, plot: Plot, words: str, colour: str) -> Self:
        lines = plot.ruler.wrap(words, NOTE_WIDTH)
        return cls(lines, plot.ruler.widest(lines), len(lines) * LABEL_HEIGHT, colour)

    def at(self, left: float, top: float) -> Box:
        return Box(left, top, left + self.width, top + self.height)

    def layer(self, box: Box) -> Spec:
        return text_layer(self.lines, box.left + 1, box.top, self.colour)


def _is_last(plot: Plot, point: Point) -> bool:
    return plot.places[point.x] == len(plot.x_values) - 1


def _margin_gap(labels: Sequence[MarginLabel]) -> float:
    return GAP + (LEADER if any(label.is_moved for label in labels) else 0)


def _check_margin(plot: Plot, labels: Sequence[MarginLabel], height: float) -> None:
    help = "shorten the names of the series, or set `place: wide`"
    for label in labels:
        if plot.ruler.widest(label.lines) > MOST_MARGIN * plot.width:
            what = f"the name '{' '.join(label.lines)}' leaves no room for the lines"
            raise DrawingError(what, help)
    if sum(label.height for label in labels) > height + 2 * OVERHANG:
        raise DrawingError("the names at the ends of the lines have no room next to each other", help)


def spread(labels: list[MarginLabel], low: float, high: float) -> None:
    """Move labels apart, each as little as possible: those that meet become a group around their mean."""
    groups: list[list[MarginLabel]] = []
    for label in sorted(labels, key=lambda label: label.wanted):
        groups.append([label])
        _settle(groups[-1], low, high)
        while len(groups) > 1 and _end_of(groups[-2]) > groups[-1][0].top:
            last = groups.pop()
            groups[-1].extend(last)
            _settle(groups[-1], low, high)


def _end_of(group: Sequence[MarginLabel]) -> float:
    return group[-1].top + group[-1].height


def _settle(group: Sequence[MarginLabel], low: float, high: float) -> None:
    """Stack the labels of a group around the mean of where they want to be."""
    offset, wanted = 0.0, 0.0
    for label in group:
        wanted += label.wanted - offset - label.height / 2
        offset += label.height
    top = max(low, min(wanted / len(group), high - offset))
    for label in group:
        label.top = top
        top += label.height


def _margin_layers(plot: Plot, label: MarginLabel, gap: float) -> Iterator[Spec]:
    x = plot.inner_width
    yield text_layer(label.lines, x + gap, label.top, label.colour)
    if label.is_moved:
        middle = label.top + label.height / 2
        yield rule_layer(label.colour, x + 2, label.wanted, x + gap - 2, middle, is_dashed=False)


def _name_early_ends(plot: Plot, canvas: Canvas) -> tuple[list[Spec], set[tuple[str, int]]]:
    """Return the names of the lines that end before the others, each near a point of its line."""
    layers: list[Spec] = []
    homeless: set[tuple[str, int]] = set()
    for points in canvas.series() if plot.traits.has_end_labels and not plot.is_single else ():
        if not points or _is_last(plot, points[-1]) or ("series", points[-1].series) in plot.outside:
            continue
        text = _Text.of(plot, plot.names[points[-1].series], name_colour(plot, points[-1].series))
        found = next(_free_places(canvas, points, text), None)
        if found is None:
            homeless.add(("series", points[-1].series))
            continue
        box, leader = found
        canvas.texts.append(box)
        layers += [text.layer(box), *leader]
    return layers, homeless


def _free_places(
    canvas: Canvas, points: Sequence[Point], text: _Text
) -> Iterator[tuple[Box, Sequence[Spec]]]:
    """Yield the free places for the name of a line: next to one of its points, or with a rule that leads to one."""
    for point in reversed(points):
        for box in map(_padded, _around(canvas.x(point.x), canvas.y(point.value), text)):
            if canvas.is_free(box):
                yield box, ()
    for point in reversed(points):
        x, y = canvas.x(point.x), canvas.y(point.value)
        for row in range(2, MOST_ROWS):
            for side in (-1, 1):
                box = _padded(text.at(x + LEADER, y + side * row * LABEL_HEIGHT - text.height / 2))
                if canvas.is_free(box):
                    middle = (box.top + box.bottom) / 2
                    yield box, [rule_layer(text.colour, x + 1, y, box.left - 1, middle, is_dashed=False)]


def _around(x: float, y: float, text: _Text) -> Iterator[Box]:
    """Yield the places for a text around a point: after it, above, below, before it."""
    yield text.at(x + GAP, y - text.height / 2)
    yield text.at(x - text.width / 2, y - text.height - GAP)
    yield text.at(x - text.width / 2, y + GAP)
    yield text.at(x - text.width - GAP, y - text.height / 2)


def _padded(box: Box) -> Box:
    return Box(box.left - 1, box.top, box.right + 1, box.bottom)


def _position(canvas: Canvas, annotation: Annotation) -> float:
    """Return where the rule of an annotation is: x for a category, or for a value of horizontal bars; otherwise y."""
    if annotation.at is not None:
        return canvas.x(annotation.at)
    value = float(annotation.value or 0)  # an annotation has `at` or `value`
    return canvas.along(value) if canvas.plot.traits.is_horizontal else canvas.y(value)


def _is_upright(plot: Plot, annotation: Annotation) -> bool:
    return annotation.at is not None or plot.traits.is_horizontal


def _rule_of(plot: Plot, canvas: Canvas, annotation: Annotation) -> Spec:
    """Return the layer of the thin rule of an annotation, and keep other texts clear of it."""
    place = _position(canvas, annotation)
    if _is_upright(plot, annotation):
        canvas.rules.append((place, 0.0, place, canvas.height))
        return rule_layer(plot.token("--soft"), place, 0.0, place, canvas.height)
    canvas.rules.append((0.0, place, plot.inner_width, place))
    return rule_layer(plot.token("--soft"), 0.0, place, plot.inner_width, place)


def _places_of(plot: Plot, canvas: Canvas, annotation: Annotation, text: _Text) -> Iterator[Box]:
    """Yield the places on the plot for the text of an annotation, the best first."""
    place = _position(canvas, annotation)
    if plot.traits.is_horizontal:
        return
    if annotation.at is not None:
        lefts = [place + NOTE_GAP, place - NOTE_GAP - text.width]
        if plot.places[annotation.at] * 2 > len(plot.x_values):
            lefts.reverse()
        rows = range(int(canvas.height / LABEL_HEIGHT / 2))
        yield from (text.at(left, row * LABEL_HEIGHT) for row in rows for left in lefts)
        return
    end = plot.inner_width - text.width - 1
    for top in (place - text.height - 2, place + 2):
        yield from (text.at(left, top) for left in (end, 1.0, end / 2))


class _Strip:
    """The texts above the plot, in as many rows as keep them apart, each with the rule that leads to it."""

    def __init__(self, canvas: Canvas, *, has_margin: bool) -> None:
        self._canvas, self._plot = canvas, canvas.plot
        plot = canvas.plot
        self._end = plot.inner_width + (0.0 if has_margin else plot.right)
        self._texts: list[tuple[float, _Text]] = []
        self._placed: list[tuple[float, _Text, Box]] = []

    @property
    def height(self) -> float:
        """The height of the texts, with the space below them."""
        return -min((box.top for _, _, box in self._placed), default=0.0)

    def add(self, x: float, text: _Text) -> None:
        """Keep a text whose rule is at x."""
        self._texts.append((x, text))

    def layers(self) -> list[Spec]:
        """Return the layers of the texts.

        They are placed from the last to the first, so that their rules pass by the others; or the other way round.
        Raises DrawingError if neither keeps them apart.
        """
        if not (self._arrange(is_forward=False) or self._arrange(is_forward=True)):
            help = "shorten the annotations, or leave some out"
            raise DrawingError("its annotations have no room next to each other", help, "annotations")
        rules = [rule_layer(self._plot.token("--soft"), x, 0.0, x, box.top + 2) for x, _, box in self._placed]
        return [*rules, *(text.layer(box) for _, text, box in self._placed)]

    def _arrange(self, *, is_forward: bool) -> bool:
        """Place the texts one after the other; return whether each has a place."""
        self._placed = []
        for x, text in sorted(self._texts, key=lambda one: one[0], reverse=not is_forward):
            box = next(self._places_for(x, text, is_forward=is_forward), None)
            if box is None:
                return False
            self._placed.append((x, text, box))
        return True

    def _places_for(self, x: float, text: _Text, *, is_forward: bool) -> Iterator[Box]:
        """Yield the places for a text where no other is, row by row, on the free side of its rule or on the other."""
        lefts = [x + NOTE_GAP, x - NOTE_GAP - text.width]
        if is_forward:
            lefts.reverse()
        inside = [left for left in lefts if self._is_inside(left, text)] or [0.0]
        for left in inside:
            for row in range(MOST_ROWS):
                box = text.at(left, -2 - row * LABEL_HEIGHT - text.height)
                if self._is_free(x, box):
                    yield box

    def _is_free(self, x: float, box: Box) -> bool:
        rule = (x, 0.0, x, box.top)
        is_met = any(text.meets(box) or text.is_crossed_by(rule) for text in self._canvas.texts)
        return not is_met and not any(_conflicts(x, box, *other) for other in self._placed)

    def _is_inside(self, left: float, text: _Text) -> bool:
        return left >= 0 and left + text.width <= self._end


def _conflicts(x: float, box: Box, other_x: float, _: _Text, other: Box) -> bool:
    """Return whether two texts above the plot overlap, or one is crossed by the rule of the other."""
    rule, other_rule = (x, 0.0, x, box.top), (other_x, 0.0, other_x, other.top)
    return _padded(box).meets(other) or other.is_crossed_by(rule) or box.is_crossed_by(other_rule)


def rule_layer(colour: str, x: float, y: float, x2: float, y2: float, *, is_dashed: bool = True) -> Spec:
    """Return the layer of a thin straight line between two places on a plot."""
    mark = {"type": "rule", "strokeWidth": 0.8, "color": colour}
    ends = {"x": x, "y": y, "x2": x2, "y2": y2}
    return {
        "data": {"values": [{}]},
        "mark": {**mark, "strokeDash": [2, 2]} if is_dashed else mark,
        "encoding": {name: {"value": round(place, 2)} for name, place in ends.items()},
    }


def text_layer(lines: list[str], x: float, y: float, colour: str, align: str = "left") -> Spec:
    """Return the layer of lines of text, whose upper left corner (or the other `align`) is at a place on a plot."""
    mark = {"type": "text", "align": align, "baseline": "top", "color": colour}
    return {
        "data": {"values": [{}]},
        "mark": {**mark, "text": lines, "lineHeight": LABEL_HEIGHT},
        "encoding": {"x": {"value": round(x, 2)}, "y": {"value": round(y + 1, 2)}},
    }
