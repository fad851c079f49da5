"""Each chart kind is drawn and checked according to its traits."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.compose.charts.channels import FILLS
from briefing.model.chart_kinds import ChartKind
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.compose.charts.examples import HEAD, Drawn

KINDS = [
    pytest.param(kind, id=kind.value)
    for kind in ChartKind
    if kind.traits.has_axes and not kind.traits.is_joined
]
NEAR_100 = "data: [[Year, Wind, Gas], [2000, 100, 101], [2010, 102, 103], [2020, 104, 105]]"


def encoding_of(workspace, chart: str) -> dict[str, Any]:
    encoding: dict[str, Any] = Drawn(workspace, chart).spec["layer"][0]["encoding"]
    return encoding


def codes_of(workspace, chart: str) -> set[str]:
    """Return the codes of the findings about a chart."""
    block = f"      - chart: {{title: The takeaway, alt: Some words, {chart}}}\n"
    planned = plan(workspace(f"{HEAD}{block}"), Selection())
    return {finding.code for failure in planned.failed for finding in failure.error.findings}


@each("kind", KINDS)
def test_values_run_where_the_traits_say(workspace, kind):
    encoding = encoding_of(workspace, f"kind: {kind}, {NEAR_100}")
    across, down = ("x", "y") if kind.traits.is_horizontal else ("y", "x")
    assert encoding[across]["field"] == "value"
    assert encoding[down]["field"] == "x"


@each("kind", KINDS)
def test_a_chart_starts_at_zero_if_its_lengths_are_compared(workspace, kind):
    encoding = encoding_of(workspace, f"kind: {kind}, series: [Wind], {NEAR_100}")
    start, _ = encoding["x" if kind.traits.is_horizontal else "y"]["scale"]["domain"]
    assert (start == 0) is kind.traits.starts_at_zero
    assert codes_of(workspace, f"kind: {kind}, axis: {{from: 50}}, {NEAR_100}") == (
        {"BR220"} if kind.traits.starts_at_zero else set()
    )


@each("kind", KINDS)
def test_parts_of_a_whole_are_stacked_and_none_is_missing_or_below_zero(workspace, kind):
    encoding = encoding_of(workspace, f"kind: {kind}, {NEAR_100}")
    is_stacked = encoding["x" if kind.traits.is_horizontal else "y"]["stack"] == "zero"
    assert is_stacked is kind.traits.is_stacked
    found = {"BR219"} if kind.traits.is_stacked else set()
    assert codes_of(workspace, f"kind: {kind}, data: [[Year, A, B], [2000, 1, ''], [2010, 2, 3]]") == found
    assert codes_of(workspace, f"kind: {kind}, data: [[Year, A, B], [2000, 1, -2], [2010, 2, 3]]") == found


@each("kind", KINDS)
def test_series_differ_in_more_than_their_hue(workspace, kind):
    encoding = encoding_of(workspace, f"kind: {kind}, {NEAR_100}")
    tokens = Drawn(workspace, f"kind: {kind}, {NEAR_100}").tokens
    fills = [tokens[name].lower() for name in FILLS[:2]]
    is_filled = [colour.lower() for colour in encoding["color"]["scale"]["range"]] == fills
    marks = [encoding[name]["scale"]["range"] for name in ("strokeDash", "shape") if name in encoding]
    assert is_filled or [len({str(one) for one in range_}) for range_ in marks] == [2]


@each("kind", KINDS)
def test_a_chart_has_no_more_categories_than_fit_and_no_fewer_than_it_joins(workspace, kind):
    most = kind.traits.max_categories
    rows = ", ".join(f"[Day {number}, {number}]" for number in range(1, (most or 200) + 2))
    assert codes_of(workspace, f"kind: {kind}, data: [[Day, A], {rows}]") == ({"BR221"} if most else set())
    one = codes_of(workspace, f"kind: {kind}, data: [[Day, A], [First, 1]]")
    assert one == ({"BR219"} if kind.traits.is_continuous else set())


@each("kind", KINDS)
def test_a_value_below_zero_has_room_for_its_label(workspace, kind):
    drawn = Drawn(workspace, f"kind: {kind}, data: [[Year, A], [2000, 20], [2010, -20]]")
    channel = drawn.spec["layer"][0]["encoding"]["x" if kind.traits.is_horizontal else "y"]
    assert (channel["scale"]["domain"][0] < -20) is kind.traits.has_value_labels


@each("kind", KINDS)
def test_an_annotation_is_at_a_category_unless_these_are_listed(workspace, kind):
    found = codes_of(workspace, f"kind: {kind}, annotations: [{{at: 2010, text: Reform}}], {NEAR_100}")
    assert found == ({"BR219"} if kind.traits.is_horizontal else set())
