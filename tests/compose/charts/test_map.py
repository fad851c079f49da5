"""Maps: the shades of classes, the projection, and the regions without a value."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

from briefing.compose.charts.channels import HIGHLIGHT
from briefing.core.colour import luminance, read_colour
from tests.cases import each
from tests.compose.charts.examples import CHARTS, Drawn

DATA = "data: [[Region, Share], [North, {}], [South, {}], [West, {}]]"


def drawn_map(workspace, *values, more="", language="en") -> Drawn:
    cells = [value if value != "" else "''" for value in values]
    chart = f"kind: map, map: data/regions.geojson, {more}{DATA.format(*cells)}"
    return Drawn(workspace, chart, language)


def areas(drawn: Drawn) -> list[dict]:
    return [layer for layer in drawn.spec["layer"] if layer["mark"]["type"] == "geoshape"]


def points(layer) -> list[tuple[float, float]]:
    geometry = layer["data"]["values"][0]["geometry"]
    return [point for polygon in geometry["coordinates"] for ring in polygon for point in ring]


def words(drawn: Drawn) -> list[str]:
    root = ElementTree.fromstring(drawn.svg())  # noqa: S314
    return ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_higher_values_are_darker_and_the_classes_are_listed(workspace):
    drawn = drawn_map(workspace, 5, 30, 50)
    lights = [luminance(read_colour(layer["mark"]["fill"])[0]) for layer in areas(drawn)]
    assert lights[0] > lights[1] > lights[2]
    assert words(drawn) == ["40–50", "30–40", "20–30", "10–20", "0–10"]


def test_a_value_on_a_bound_is_in_the_higher_class(workspace):
    low, on_bound, high = (layer["mark"]["fill"] for layer in areas(drawn_map(workspace, 9.9, 10, 50)))
    assert low != on_bound != high
    assert on_bound == areas(drawn_map(workspace, 9.9, 19, 50))[1]["mark"]["fill"]


@each("values", [(0, 1, 7), (3, 3, 3), (-4, 0, 9), (101, 104, 117), (0, 0, 0)])
def test_there_are_at_most_five_classes_and_each_value_has_one(workspace, values):
    drawn = drawn_map(workspace, *values)
    found = words(drawn)
    assert 1 <= len(found) <= 5
    assert all(layer["mark"]["fill"].startswith("#") for layer in areas(drawn))
    shades = [layer["mark"].get("fill") for layer in drawn.spec["layer"] if layer["mark"]["type"] == "rect"]
    lights = [luminance(read_colour(shade)[0]) for shade in shades]
    assert all(above < below for above, below in pairwise(lights))


def test_a_region_without_a_value_is_white_and_dashed_and_named_in_the_list(workspace):
    drawn = Drawn(workspace, CHARTS["map"])
    missing = [layer["mark"] for layer in areas(drawn) if "strokeDash" in layer["mark"]]
    assert [mark["fill"] for mark in missing] == ["#ffffff"]
    assert drawn.no_data in words(drawn)
    assert drawn.no_data not in words(drawn_map(workspace, 1, 2, 3))
    assert drawn.no_data in words(drawn_map(workspace, 1, 2, ""))


def test_areas_are_true_to_each_other(workspace):
    """Two squares of two degrees are as wide as each other, and higher where the globe has more area."""
    north, south, west = (points(layer) for layer in areas(drawn_map(workspace, 1, 2, 3)))
    widths = [max(x for x, _ in one) - min(x for x, _ in one) for one in (north, south, west)]
    heights = [max(y for _, y in one) - min(y for _, y in one) for one in (north, south)]
    assert max(widths) - min(widths) < 0.3
    assert heights[0] < heights[1], "a degree of latitude further from the equator has less area"
    assert max(y for _, y in north) <= min(y for _, y in south) + 0.1


def test_the_highlighted_region_has_an_outline_over_all_others(workspace):
    drawn = drawn_map(workspace, 1, 2, 3, more="highlight: South, ")
    *others, last = areas(drawn)
    assert last["mark"]["stroke"] == drawn.tokens[HIGHLIGHT]
    assert points(last) == points(others[1])
    assert all(other["mark"]["stroke"] != last["mark"]["stroke"] for other in others)


def test_the_list_is_on_the_left_of_the_map_where_a_language_is_written_from_the_right(workspace):
    for language, is_left in (("en", False), ("ar", True)):
        drawn = drawn_map(workspace, 1, 2, 3, language=language)
        samples = [
            layer["encoding"]["x"]["value"]
            for layer in drawn.spec["layer"]
            if layer["mark"]["type"] == "rect"
        ]
        places = [x for layer in areas(drawn) for x, _ in points(layer)]
        assert max(places) <= drawn.spec["width"]
        assert (max(samples) < min(places)) is is_left
        assert (min(samples) > max(places)) is not is_left
