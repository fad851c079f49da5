"""Maps: regions filled by the class of their values (choropleths), with the classes listed next to them.

The projection is cylindrical and equal-area (Lambert), true to shape in the middle of the map: readers compare areas.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Self

from briefing.compose.charts.channels import HIGHLIGHT, Layers, Spec
from briefing.compose.charts.labels import text_layer
from briefing.compose.charts.plot import MAX_HEIGHT, DrawingError, Plot
from briefing.compose.charts.ruler import LABEL_HEIGHT
from briefing.core.colour import WHITE, hex_of, over, read_colour
from briefing.files.regions import Point, Polygon, Region

MOST_CLASSES = 5
"""The most classes: more shades of one colour are not distinct in greyscale."""

LIGHTEST, DARKEST = 0.16, 1.0
"""The shares of the brand colour in the lowest and the highest class."""

LIST_GAP, SWATCH, ROW, ROW_GAP = 18, 12, 19, 8
"""The space next to the list of classes, the width of a sample, the height of a row, and the space after a sample."""

LEAST_SHARE = 0.4
"""The least share of the width that is left for the map."""

MOST_PROPORTION = 0.85
"""The largest ratio of the height of a map to the width of the chart."""

EDGE, EDGE_WIDTH, HIGHLIGHT_WIDTH = "--soft", 0.5, 2.0
MISSING_DASH = [2, 2]
PRECISION = 1
"""The decimals of a pixel in outlines: what differs by less is one point."""


def specify_map(plot: Plot) -> Layers:
    """Specify the layers of a map. Raises DrawingError if the list of classes leaves no room for it."""
    plot.left = plot.right = 0
    bounds = _bounds(plot)
    colours = _shades(plot, len(bounds) - 1)
    dash = " – " if bounds[0] < 0 else "–"
    labels = [dash.join(map(plot.label_of, ends)) for ends in pairwise(map(_exact, bounds))]
    values = {point.x: point.value for point in plot.points}
    regions = plot.setting.regions
    has_gaps = any(region.name not in values for region in regions)
    words = [*labels[::-1], *([plot.setting.no_data] if has_gaps else [])]
    list_width = SWATCH + ROW_GAP + plot.ruler.widest(words) + LIST_GAP
    room = plot.width - list_width
    if room < LEAST_SHARE * plot.width:
        help = "give the values in a larger unit, or set `place: wide`"
        raise DrawingError("the classes of the values leave no room for the map", help)
    is_from_right = plot.setting.locale.text_direction == "rtl"
    projection = _Projection.fitted(regions, room, min(MAX_HEIGHT / 2, MOST_PROPORTION * plot.width))
    place = plot.width - projection.width if is_from_right else 0.0
    shapes = {region.name: projection.shape(region, place) for region in regions}
    height = max(projection.height, ROW * len(words))
    fills = {name: colours[_class_of(value, bounds)] for name, value in values.items()}
    layers = _areas(plot, shapes, fills)
    samples = [*colours[::-1], *([None] if has_gaps else [])]
    for row, (label, colour) in enumerate(zip(words, samples, strict=True)):
        top = height - ROW * (len(words) - row) + (ROW - LABEL_HEIGHT) / 2
        left = place - LIST_GAP - SWATCH if is_from_right else projection.width + LIST_GAP
        layers.append(_sample(plot, left, top, colour))
        at, align = (left - ROW_GAP, "right") if is_from_right else (left + SWATCH + ROW_GAP, "left")
        layers.append(text_layer([label], at, top - 1, plot.token("--ink"), align))
    return Layers(height, layers)


def _exact(value: float) -> Decimal:
    return Decimal(repr(value)).normalize() + 0


def _bounds(plot: Plot) -> list[float]:
    """Return the bounds of the classes: round values, in equal steps."""
    ticks = plot.ticks
    every = math.ceil((len(ticks) - 1) / MOST_CLASSES)
    if every == 1:
        return ticks
    step = ticks[1] - ticks[0]
    count = math.ceil((len(ticks) - 1) / every)
    return [float(_exact(round(ticks[0] + step * every * number, 12))) for number in range(count + 1)]


def _class_of(value: float, bounds: Sequence[float]) -> int:
    """Return the class of a value; one on a bound is in the higher class, except at the end."""
    inner = bounds[1:-1]
    return sum(value >= bound for bound in inner)


def _shades(plot: Plot, count: int) -> list[str]:
    """Return a shade of the brand colour for each class, from light to dark."""
    found = read_colour(plot.token("--brand"))
    brand = found[0] if found else (0.0, 0.0, 0.0)
    shares = [LIGHTEST + (DARKEST - LIGHTEST) * number / max(1, count - 1) for number in range(count)]
    return [hex_of(over(brand, share, WHITE)) for share in shares]


@dataclass(frozen=True, slots=True)
class _Projection:
    """Lambert's cylindrical equal-area projection: its true latitude in radians, its upper left corner, its size."""

    middle: float
    west: float
    north: float
    scale: float
    width: float
    height: float

    @classmethod
    def fitted(cls, regions: Sequence[Region], room: float, most: float) -> Self:
        """Return the projection in which regions are as large as they can be in a room and a height."""
        points = [point for region in regions for polygon in region.polygons for point in polygon[0]]
        latitudes = [y for _, y in points]
        middle = math.radians((min(latitudes) + max(latitudes)) / 2)
        flat = [_projected(point, middle) for point in points]
        west, east = min(x for x, _ in flat), max(x for x, _ in flat)
        south, north = min(y for _, y in flat), max(y for _, y in flat)
        scale = min(room / ((east - west) or 1), most / ((north - south) or 1))
        return cls(middle, west, north, scale, (east - west) * scale, (north - south) * scale)

    def shape(self, region: Region, left: float) -> Spec:
        """Return a region as GeoJSON in pixels, without the points that are on the same place as others."""
        outlines = (self._outlined(polygon, left) for polygon in region.polygons)
        return {"type": "MultiPolygon", "coordinates": [*filter(None, outlines)]}

    def _outlined(self, polygon: Polygon, left: float) -> list[list[Point]]:
        rings = [list(dict.fromkeys(self._placed(point, left) for point in ring)) for ring in polygon]
        return [[*ring, ring[0]] for ring in rings if len(ring) > 2]

    def _placed(self, point: Point, left: float) -> Point:
        x, y = _projected(point, self.middle)
        across, down = left + (x - self.west) * self.scale, (self.north - y) * self.scale
        return round(across, PRECISION), round(down, PRECISION)


def _projected(point: Point, middle: float) -> Point:
    """Return a place in the projection whose scale is true at a latitude in radians."""
    scale = math.cos(middle) or 1e-6
    return math.radians(point[0]) * scale, math.sin(math.radians(point[1])) / scale


def _areas(plot: Plot, shapes: Mapping[str, Spec], fills: Mapping[str, str]) -> list[Spec]:
    """Return the layers of the regions: those without a value, those with one, and the highlighted one over them."""
    edge = {"stroke": plot.token(EDGE), "strokeWidth": EDGE_WIDTH}
    missing = {"fill": "#ffffff", "strokeDash": MISSING_DASH, **edge}
    layers = [_area(shape, missing) for name, shape in shapes.items() if name not in fills]
    layers += [
        _area(shapes[name], {"fill": colour, **edge}) for name, colour in fills.items() if name in shapes
    ]
    highlight = plot.chart.highlight
    if highlight is not None and highlight in shapes:
        line = {"fill": None, "stroke": plot.token(HIGHLIGHT), "strokeWidth": HIGHLIGHT_WIDTH}
        layers.append(_area(shapes[highlight], line))
    return layers


def _area(shape: Spec, mark: Spec) -> Spec:
    return {
        "data": {"values": [{"type": "Feature", "geometry": shape, "properties": {}}]},
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "mark": {"type": "geoshape", **mark},
        "encoding": {},
    }


def _sample(plot: Plot, left: float, top: float, colour: str | None) -> Spec:
    """Return the layer of the sample of a class, or of regions without a value."""
    mark = {"type": "rect", "stroke": plot.token(EDGE), "strokeWidth": EDGE_WIDTH}
    mark |= {"fill": colour} if colour else {"fill": "#ffffff", "strokeDash": MISSING_DASH}
    ends = {"x": left, "x2": left + SWATCH, "y": top, "y2": top + SWATCH}
    encoding = {name: {"value": round(place, 2)} for name, place in ends.items()}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": encoding}
