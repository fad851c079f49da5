"""A series or category of a chart in the accent colour, and categories in the order of their values."""

from __future__ import annotations

from itertools import pairwise

import pytest

from briefing.compose.charts.channels import HIGHLIGHT, MUTED, MUTED_STROKE
from briefing.core.colour import plain_colour
from tests.cases import each
from tests.compose.charts.examples import OUTPUT, Drawn

LANDS = "data: [[Land, Output], [Chile, 12.5], [Peru, 30], [Cuba, ''], [Brazil, -2]]"


def order_of(drawn: Drawn) -> list[str]:
    """Return the categories of a chart in the order of its rows."""
    return list(dict.fromkeys(row["x"] for row in drawn.spec["data"]["values"]))


@each("kind", ["bar", "column", "stacked", "area"])
def test_a_highlighted_series_is_filled_with_the_accent_and_the_others_with_muted_colours(workspace, kind):
    drawn = Drawn(workspace, f"kind: {kind}, highlight: Solar, data: {OUTPUT}")
    scale = drawn.spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["Wind", "Solar", "Gas"]
    assert scale["range"] == [drawn.tokens[name] for name in (MUTED[0], HIGHLIGHT, MUTED[1])]


def test_a_highlighted_line_is_solid_wide_and_over_the_others(workspace):
    drawn = Drawn(workspace, f"kind: line, highlight: Wind, data: {OUTPUT}")
    encoding = drawn.spec["layer"][0]["encoding"]
    grey = drawn.tokens[MUTED_STROKE]
    assert encoding["color"]["scale"]["range"] == [drawn.tokens[HIGHLIGHT], grey, grey]
    assert encoding["strokeDash"]["scale"]["range"] == [[1, 0], [7, 3], [2, 2]]
    width = encoding["strokeWidth"]
    assert width["condition"]["value"] > width["value"]
    assert [row["series"] for row in drawn.spec["data"]["values"]][:3] == ["Solar", "Gas", "Wind"]
    last = Drawn(workspace, f"kind: line, highlight: Gas, data: {OUTPUT}").spec["layer"][0]["encoding"]
    assert last["strokeDash"]["scale"]["range"] == [[7, 3], [2, 2], [1, 0]]


@pytest.mark.parametrize(("kind", "mark"), [("bar", MUTED[1]), ("column", MUTED[1]), ("dot", MUTED_STROKE)])
def test_a_highlighted_category_alone_has_the_accent(workspace, kind, mark):
    drawn = Drawn(workspace, f"kind: {kind}, highlight: Peru, {LANDS}")
    colour = drawn.spec["layer"][0]["encoding"]["color"]
    assert colour["condition"] == {"test": 'datum.x === "Peru"', "value": drawn.tokens[HIGHLIGHT]}
    assert colour["value"] == drawn.tokens[mark]
    assert plain_colour(drawn.tokens[HIGHLIGHT]) in drawn.svg()


@pytest.mark.parametrize("style", ["styles/tokens.css", "styles/modifiers/mono.css"])
def test_the_accent_and_the_muted_colours_differ_in_lightness(workspace, style):
    from briefing.files.css import tokens_of

    drawn = Drawn(workspace, f"kind: bar, {LANDS}")
    tokens = tokens_of(["styles/tokens.css", style], drawn.files)
    lightness = sorted(lightness_of(tokens[name]) for name in (HIGHLIGHT, *MUTED))
    assert all(after - before >= 15 for before, after in pairwise(lightness))


def lightness_of(colour: str) -> float:
    """Return the CIE L* of a colour in hexadecimal notation."""
    parts = [int(plain_colour(colour)[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return 116 * luminance ** (1 / 3) - 16


@pytest.mark.parametrize("kind", ["bar", "column", "dot"])
def test_categories_are_sorted_by_their_values_with_missing_ones_last(workspace, kind):
    assert order_of(Drawn(workspace, f"kind: {kind}, {LANDS}")) == ["Chile", "Peru", "Cuba", "Brazil"]
    down = Drawn(workspace, f"kind: {kind}, sort: descending, {LANDS}")
    assert order_of(down) == ["Peru", "Chile", "Brazil", "Cuba"]
    up = Drawn(workspace, f"kind: {kind}, sort: ascending, {LANDS}")
    assert order_of(up) == ["Brazil", "Chile", "Peru", "Cuba"]


def test_several_series_are_sorted_by_the_first_the_highlighted_or_the_sum(workspace):
    data = "data: [[Land, Use, Output], [A, 1, 9], [B, 2, 3], [C, 3, 8]]"
    assert order_of(Drawn(workspace, f"kind: bar, sort: descending, {data}")) == ["C", "B", "A"]
    highlighted = Drawn(workspace, f"kind: bar, sort: descending, highlight: Output, {data}")
    assert order_of(highlighted) == ["A", "C", "B"]
    assert order_of(Drawn(workspace, f"kind: stacked, sort: descending, {data}")) == ["C", "A", "B"]


def test_a_specification_keeps_the_defaults_that_its_own_config_does_not_change(workspace):
    chart = (
        f"data: {OUTPUT}, vega_lite: {{mark: point, config: {{axis: {{grid: false}}, background: white}}}}"
    )
    drawn = Drawn(workspace, chart)
    config = drawn.spec["config"]
    assert (config["axis"]["grid"], config["background"]) == (False, "white")
    assert config["axis"]["gridColor"] == drawn.tokens["--chart-grid"]
    assert config["range"]["category"] == [drawn.tokens[f"--series-{number}"] for number in range(1, 5)]
