"""Charts whose categories have one mark each (ranges, slopes, waffles), and small multiples."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from briefing.compose.charts.channels import HIGHLIGHT, MUTED, MUTED_STROKE
from briefing.compose.charts.kinds.waffle import shares
from briefing.compose.charts.plot import DrawingError
from tests.cases import each
from tests.compose.charts.examples import CHARTS, Drawn

RANGES = "kind: range, data: [[Case, Low, High, Guess], [A, 1, 4, 2], [B, '', 5, 3], [C, 2, 6, '']]"
SLOPES = "data: [[Land, 2015, 2024], [A, 10, 20], [B, 10.1, 5], [C, 30, '']]"
PANELS = "data: [[Year, A, B, C, D, E], [2000, 1, 2, 3, 4, 5], [2010, 2, 3, 4, 5, 60]]"


def words(drawn: Drawn) -> list[str]:
    root = ElementTree.fromstring(drawn.svg())  # noqa: S314
    return ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]


def marks(drawn: Drawn, kind: str) -> list[dict]:
    return [layer for layer in drawn.spec["layer"] if layer["mark"]["type"] == kind]


def test_a_range_goes_from_its_low_to_its_high_value_with_their_numbers(workspace):
    drawn = Drawn(workspace, RANGES)
    rows = drawn.spec["layer"][0]["data"]["values"]
    assert [(row["x"], row["value"], row["high"], row.get("point")) for row in rows] == [
        ("A", 1, 4, 2),
        ("C", 2, 6, None),
    ]
    assert Counter(words(drawn)) >= Counter(["1", "4", "2", "2", "6", "Low – High", "Guess", "no data"])
    low, high = drawn.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < 1 and high > 6, "the numbers at the ends have room"


def test_many_ranges_have_an_axis_in_place_of_numbers(workspace):
    rows = ", ".join(f"[Case {number}, {number}, {number + 5}]" for number in range(15))
    drawn = Drawn(workspace, f"kind: range, data: [[Case, Low, High], {rows}]")
    assert [layer["mark"]["type"] for layer in drawn.spec["layer"]] == ["bar"]
    assert drawn.spec["layer"][0]["encoding"]["x"]["axis"]["values"] == [0, 5, 10, 15, 20]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_legend_of_ranges_names_what_is_drawn(workspace, language):
    drawn = Drawn(workspace, RANGES, language)
    colour = drawn.spec["layer"][0]["encoding"]["color"]
    names = ["Low – High", "Guess"]
    assert colour["scale"]["domain"] == names
    assert sorted(colour["legend"].get("values", names)) == sorted(names)
    assert set(names) <= set(words(drawn))


def test_a_highlighted_range_has_the_accent(workspace):
    drawn = Drawn(workspace, f"{RANGES}, highlight: C")
    colour = drawn.spec["layer"][0]["encoding"]["color"]
    assert colour["condition"]["test"] == 'datum.x === "C"'
    assert (colour["condition"]["value"], colour["value"]) == (
        drawn.tokens[HIGHLIGHT],
        drawn.tokens[MUTED[1]],
    )


def test_a_slope_has_names_and_values_at_both_ends_that_do_not_meet(workspace):
    drawn = Drawn(workspace, f"kind: slope, {SLOPES}")
    assert {"2015", "2024", "A 10", "B 10.1", "C 30", "20 A", "5 B"} <= set(words(drawn))
    left = [
        layer["encoding"]["y"]["value"] for layer in marks(drawn, "text") if layer["mark"]["align"] == "right"
    ]
    assert min(abs(one - other) for place, one in enumerate(left) for other in left[:place]) >= 13
    slopes = [layer for layer in marks(drawn, "rule") if layer["mark"]["strokeWidth"] > 1]
    assert len(slopes) == 2, "a line needs both values"
    assert len(marks(drawn, "point")) == 5


def test_a_highlighted_slope_is_wide_and_over_the_others(workspace):
    drawn = Drawn(workspace, f"kind: slope, highlight: A, {SLOPES}")
    *others, last = [layer["mark"] for layer in marks(drawn, "rule") if layer["mark"]["strokeWidth"] > 1]
    assert last["color"] == drawn.tokens[HIGHLIGHT]
    assert {other["color"] for other in others} == {drawn.tokens[MUTED_STROKE]}
    assert all(last["strokeWidth"] > other["strokeWidth"] for other in others)


def test_a_name_that_leaves_no_room_for_slopes_is_reported(workspace):
    with pytest.raises(DrawingError, match="leave no room for the lines"):
        Drawn(workspace, f"kind: slope, {SLOPES.replace('[A,', '[' + 'W' * 40 + ',')}")


@each(
    ("amounts", "expected"),
    [
        ("52 48", [52, 48]),
        ("1 1 1", [34, 33, 33]),
        ("99.4 0.3 0.3", [100, 0, 0]),
        ("3 5", [38, 62]),
        ("0.5 0.5 199", [0, 0, 100]),
    ],
)
def test_squares_add_up_to_one_hundred_by_the_largest_remainder(amounts, expected):
    assert shares([Decimal(amount) for amount in amounts.split()]) == expected


def test_each_category_of_a_waffle_has_its_squares_and_its_name(workspace):
    drawn = Drawn(workspace, CHARTS["waffle"])
    squares, swatches = marks(drawn, "rect")
    colours = Counter(row["colour"] for row in squares["data"]["values"])
    assert [*colours.values()] == [52, 38, 10]
    assert [row["colour"] for row in swatches["data"]["values"]] == [*colours]
    assert {"52 Wind", "38 Gas", "10 Coal"} <= set(words(drawn))
    places = {(row["left"], row["top"]) for row in squares["data"]["values"]}
    assert len(places) == 100


def test_a_waffle_is_mirrored_where_a_language_is_written_from_the_right(workspace):
    drawn = Drawn(workspace, CHARTS["waffle"], "ar")
    squares, swatches = (layer["data"]["values"] for layer in marks(drawn, "rect"))
    assert max(row["right"] for row in squares) == drawn.spec["width"]
    assert max(row["right"] for row in swatches) < min(row["left"] for row in squares)
    assert {layer["mark"]["align"] for layer in marks(drawn, "text")} == {"right"}


@pytest.mark.parametrize("kind", ["line", "area", "column"])
def test_small_multiples_have_a_panel_for_each_series_with_the_same_axes(workspace, kind):
    drawn = Drawn(workspace, f"kind: {kind}, facet: true, unit: TWh, {PANELS}")
    panels = drawn.spec["concat"]
    assert [panel["title"]["text"] for panel in panels] == [["A"], ["B"], ["C"], ["D"], ["E"]]
    domains = [panel["layer"][0]["encoding"]["y"]["scale"]["domain"] for panel in panels]
    assert domains == [[0, 60]] * 5
    assert len({(panel["width"], panel["height"]) for panel in panels}) == 1
    assert drawn.spec["title"]["text"] == ["TWh"]
    assert {"A", "E", "TWh"} <= set(words(drawn))


def test_one_panel_is_highlighted_and_all_have_one_order(workspace):
    drawn = Drawn(workspace, f"kind: column, facet: true, highlight: B, sort: descending, {PANELS}")
    colours = [panel["layer"][0]["encoding"]["color"]["value"] for panel in drawn.spec["concat"]]
    grey = drawn.tokens[MUTED_STROKE]
    assert colours == [grey, drawn.tokens[HIGHLIGHT], grey, grey, grey]
    for panel in drawn.spec["concat"]:
        assert [row["x"] for row in panel["data"]["values"]] == ["2010", "2000"]
