"""The regions of a map: what a GeoJSON file must have, and outlines that run one way."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from briefing.files import regions
from briefing.files.regions import MAX_REGIONS, InvalidRegionsError, read_regions
from tests.cases import each

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
HOLE = [[0.5, 0.5], [0.5, 1], [1, 1], [1, 0.5], [0.5, 0.5]]


def feature(name="A", coordinates=(SQUARE,), kind="Polygon"):
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": name, "code": "x"}, "geometry": geometry}


def collection(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def area(ring) -> float:
    return sum(x * y2 - x2 * y for (x, y), (x2, y2) in pairwise(ring))


@pytest.mark.parametrize("turned", [slice(None), slice(None, None, -1)])
def test_outlines_run_clockwise_and_holes_the_other_way(turned):
    (region,) = read_regions(collection(feature(coordinates=[SQUARE[turned], HOLE[turned]])), "name")
    ((outline, hole),) = region.polygons
    assert area(outline) == -8
    assert area(hole) == 0.5


def test_a_region_of_several_areas_and_a_number_for_a_name():
    content = collection(feature(7, [[SQUARE], [HOLE]], "MultiPolygon"))
    (region,) = read_regions(content, "name")
    assert (region.name, len(region.polygons)) == ("7", 2)


@each(
    ("content", "what"),
    [
        (b"\xff\xfe{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "is not a GeoJSON feature collection"),
        (b'{"type": "Topology", "features": []}', "is not a GeoJSON feature collection"),
        (collection(), "has 0 regions"),
        (collection(*[feature(number) for number in range(MAX_REGIONS + 1)]), "has 501 regions"),
        (collection(None), "has no name under 'name' in region 1"),
        (collection(feature(), feature(None)), "has no name under 'name' in region 2"),
        (collection(feature(True)), "has no name"),
        (collection(feature(), feature()), "has two regions whose 'name' is 'A'"),
        (collection(feature(kind="Point", coordinates=[1, 2])), "has no area for 'A'"),
        (collection(feature() | {"geometry": None}), "has no area for 'A'"),
        (collection(feature(coordinates=[])), "no outlines"),
        (collection(feature(coordinates=[SQUARE[:3]])), "no outlines"),
        (collection(feature(coordinates=[[[500_000, 4_000_000]] * 4])), "no outlines in degrees"),
        (collection(feature(coordinates="abc")), "no outlines"),
        (collection(feature(coordinates=[[["x", 1]] * 4])), "no outlines"),
        (collection(feature(coordinates=[[[1]] * 4])), "no outlines"),
        (collection(feature(coordinates=None, kind="MultiPolygon")), "no outlines"),
        (collection(feature(coordinates=[[[float("nan"), 1]] * 4])), "no outlines"),
    ],
)
def test_what_is_no_map_is_refused_with_the_reason(content, what):
    with pytest.raises(InvalidRegionsError) as raised:
        read_regions(content, "name")
    assert what in raised.value.what
    assert raised.value.help


def test_a_property_that_no_region_has_is_answered_with_those_that_there_are():
    with pytest.raises(InvalidRegionsError) as raised:
        read_regions(collection(feature()), "iso")
    assert raised.value.help == "name one of its properties: code, name"


def test_a_map_of_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr("briefing.files.regions.MAX_POINTS", 4)
    with pytest.raises(InvalidRegionsError, match="points"):
        read_regions(collection(feature()), "name")


GEOJSON = "export the regions as GeoJSON, as every program for maps can"
NO_OUTLINES = (
    "has coordinates for 'A' that are no outlines in degrees of longitude and latitude",
    "export it in WGS 84 (EPSG:4326), as GeoJSON wants it",
)
SQUARE_AT_EDGE = [[180, 90], [180, -90], [-180, -90], [-180, 90], [180, 90]]


@each(
    ("content", "what", "help"),
    [
        (b"{", "is not JSON", GEOJSON),
        (b"{}", "is not a GeoJSON feature collection", GEOJSON),
        (
            collection(*[feature(number) for number in range(MAX_REGIONS + 1)]),
            "has 501 regions; a map shows 1 to 500",
            "keep the regions that the brief is about",
        ),
        (
            collection(feature(), feature()),
            "has two regions whose 'name' is 'A'",
            "merge them, or name a property that differs: `map: {file: …, key: …}`",
        ),
        (
            collection({"properties": {"nome": "A", "code": 1}}),
            "has no name under 'name' in region 1",
            "name one of its properties: code, nome",
        ),
        (
            collection({"properties": dict.fromkeys("ihgfedcba", 1)}),
            "has no name under 'name' in region 1",
            "name one of its properties: a, b, c, d, e, f, g, h",
        ),
        (
            collection(feature(), {"properties": None}),
            "has no name under 'name' in region 2",
            "give each region a property with its name",
        ),
        (
            collection(feature("  ")),
            "has no name under 'name' in region 1",
            "name one of its properties: code, name",
        ),
        (
            collection(feature(kind="LineString")),
            "has no area for 'A'",
            "give the region a Polygon or a MultiPolygon",
        ),
        (collection(feature(coordinates=[SQUARE[:3]])), *NO_OUTLINES),
        (collection(feature(coordinates=[[[180.1, 1], [1, 2], [2, 2], [180.1, 1]]])), *NO_OUTLINES),
        (collection(feature(coordinates=[[[1, -90.1], [1, 2], [2, 2], [1, -90.1]]])), *NO_OUTLINES),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(content, what, help):
    with pytest.raises(InvalidRegionsError) as raised:
        read_regions(content, "name")
    assert (raised.value.what, raised.value.help) == (what, help)


def test_a_map_may_have_as_many_regions_and_points_as_the_limits_say(monkeypatch):
    assert len(read_regions(collection(*[feature(number) for number in range(MAX_REGIONS)]), "name")) == 500
    assert read_regions(collection(feature(coordinates=[SQUARE_AT_EDGE])), "name")
    assert read_regions(collection(feature(" A ")), "name")[0].name == "A"
    two = collection(feature("A"), feature("B"))
    monkeypatch.setattr(regions, "MAX_POINTS", 2 * len(SQUARE))
    assert len(read_regions(two, "name")) == 2
    monkeypatch.setattr(regions, "MAX_POINTS", 2 * len(SQUARE) - 1)
    with pytest.raises(InvalidRegionsError) as raised:
        read_regions(two, "name")
    assert raised.value.what == f"has more than {2 * len(SQUARE) - 1} points"
    assert raised.value.help == "simplify the outlines: a printed map needs a few thousand"
