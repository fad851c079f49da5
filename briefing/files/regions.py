"""Read the regions of a map from GeoJSON (RFC 7946): the areas of features, by a property that names them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

Point: TypeAlias = tuple[float, float]
"""Longitude and latitude, in degrees."""

Ring: TypeAlias = tuple[Point, ...]
Polygon: TypeAlias = tuple[Ring, ...]
"""The outline of an area, then those of its holes."""

MAX_REGIONS, MAX_POINTS = 500, 400_000
"""The most regions that are distinct on a page, and the most points of their outlines."""

LEAST_RING = 4
"""The least number of points of a ring, of which the first and the last are the same."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region: its name, under the property that was asked for, and its areas."""

    name: str
    polygons: tuple[Polygon, ...]


class InvalidRegionsError(ValueError):
    """A file that is no map: the reason, and the help."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(what, help)
        self.what, self.help = what, help


def read_regions(content: bytes, key: str) -> tuple[Region, ...]:
    """Return the regions in a GeoJSON file, each with the name under a property.

    Outlines run clockwise and holes the other way, whichever way the file has them. Raises InvalidRegionsError.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise InvalidRegionsError("is not JSON", EXPORT) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        raise InvalidRegionsError("is not a GeoJSON feature collection", EXPORT)
    if not 0 < len(features) <= MAX_REGIONS:
        what = f"has {len(features):,} regions; a map shows 1 to {MAX_REGIONS}"
        raise InvalidRegionsError(what, "keep the regions that the brief is about")
    regions = tuple(_region(feature, number, key) for number, feature in enumerate(features, start=1))
    names = [region.name for region in regions]
    twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
    if twice is not None:
        what = f"has two regions whose '{key}' is '{twice}'"
        raise InvalidRegionsError(
            what, "merge them, or name a property that differs: `map: {file: …, key: …}`"
        )
    if sum(len(ring) for region in regions for polygon in region.polygons for ring in polygon) > MAX_POINTS:
        what = f"has more than {MAX_POINTS:,} points"
        raise InvalidRegionsError(what, "simplify the outlines: a printed map needs a few thousand")
    return regions


EXPORT = "export the regions as GeoJSON, as every program for maps can"


def _region(feature: object, number: int, key: str) -> Region:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    given = properties if isinstance(properties, Mapping) else {}
    name = given.get(key)
    if not isinstance(name, str | int) or isinstance(name, bool) or not str(name).strip():
        known = ", ".join(sorted(str(one) for one in given)[:8])
        help = (
            f"name one of its properties: {known}" if known else "give each region a property with its name"
        )
        raise InvalidRegionsError(f"has no name under '{key}' in region {number}", help)
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    return Region(str(name).strip(), tuple(_polygons(geometry, str(name))))


def _polygons(geometry: object, name: str) -> Iterator[Polygon]:
    given = geometry if isinstance(geometry, Mapping) else {}
    kind, coordinates = given.get("type"), given.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise InvalidRegionsError(f"has no area for '{name}'", "give the region a Polygon or a MultiPolygon")
    try:
        polygons: Any = [coordinates] if kind == "Polygon" else coordinates
        for polygon in polygons:
            rings = tuple(_ring(points, is_hole=place > 0) for place, points in enumerate(polygon))
            if not rings:
                raise ValueError
            yield rings
    except (TypeError, ValueError, IndexError):
        what = f"has coordinates for '{name}' that are no outlines in degrees of longitude and latitude"
        raise InvalidRegionsError(what, "export it in WGS 84 (EPSG:4326), as GeoJSON wants it") from None


def _ring(points: Any, *, is_hole: bool) -> Ring:  # noqa: ANN401
    """Return the points of a ring. Raises ValueError, TypeError or IndexError for anything else."""
    ring = tuple((float(point[0]), float(point[1])) for point in points)
    if len(ring) < LEAST_RING or not all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring):
        raise ValueError
    return ring if (_area(ring) > 0) == is_hole else ring[::-1]


def _area(ring: Ring) -> float:
    """Return the area inside a ring, twice; it is positive if the ring runs counterclockwise."""
    return sum(x * y2 - x2 * y for (x, y), (x2, y2) in pairwise(ring))
