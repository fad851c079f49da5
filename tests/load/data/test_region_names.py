"""The map of a chart: findings at the file, at the key and at the rows that are no region."""

from __future__ import annotations

import pytest

from briefing.files import bounded_reading
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.compose.charts.examples import HEAD, REGIONS

CHART = """\
      - chart:
          title: The takeaway
          alt: Some words
          kind: map
          map: {map}
          data: {data}
"""
DATA = "[[Region, Share], [North, 12], [South, 30]]"
FILE = "content/trial/data/regions.geojson"


def found(
    workspace, given="data/regions.geojson", data=DATA, content: str | bytes = REGIONS, more=""
) -> list:
    brief = HEAD + CHART.format(map=given, data=data) + more
    planned = plan(workspace(brief, {FILE: content}), Selection())
    return [finding for failure in planned.failed for finding in failure.error.findings]


def test_a_map_with_its_regions_has_no_findings(workspace):
    assert found(workspace) == []
    codes = "[[Region, Share], [0, 12], [2, 30]]"
    assert found(workspace, "{file: data/regions.geojson, key: code}", codes) == []


def test_a_row_that_is_no_region_is_reported_at_its_cell(workspace):
    (finding,) = found(workspace, data="[[Region, Share], [North, 12], [Suoth, 30]]")
    assert (finding.code, finding.help) == ("BR219", "did you mean 'South'?")
    assert finding.what == "the map 'data/regions.geojson' has no region 'Suoth'"
    assert finding.where.line and finding.where.column == 49


@each(
    ("given", "content", "code", "what"),
    [
        ("data/none.geojson", REGIONS, "BR318", "the map 'data/none.geojson' is missing"),
        ("data/regions.geojson", "nothing", "BR318", "the map 'data/regions.geojson' is not JSON"),
        ("{file: data/regions.geojson, key: iso}", REGIONS, "BR318", "has no name under 'iso'"),
        ("/home/ann/regions.geojson", REGIONS, "BR502", "outside the folder of the brief"),
        ("../../../etc/regions.geojson", REGIONS, "BR318", "cannot be read: it leads out"),
    ],
)
def test_a_map_that_cannot_be_read_is_reported_where_it_is_named(workspace, given, content, code, what):
    finding, *more = found(workspace, given, content=content)
    assert (finding.code, more) == (code, [])
    assert what in finding.what
    assert finding.where.line == 13


def test_a_map_that_is_too_large_is_reported(workspace, monkeypatch):
    monkeypatch.setitem(bounded_reading.LIMITS, ".geojson", 100)
    (finding,) = found(workspace)
    assert finding.code == "BR102"
    assert "too large" in finding.what


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("          sort: descending\n", "BR219"),
        ("          axis: {from: 0}\n", "BR219"),
        ("          highlight: East\n", "BR219"),
    ],
)
def test_keys_that_a_map_does_not_draw_are_reported(workspace, more, code):
    assert [finding.code for finding in found(workspace, more=more)] == [code]


def test_a_map_and_its_kind_go_together(workspace):
    without = HEAD + CHART.format(map="x", data=DATA).replace("          map: x\n", "")
    (failure,) = plan(workspace(without), Selection()).failed
    assert "BR209" in {finding.code for finding in failure.error.findings}
    other = HEAD + CHART.format(map="data/regions.geojson", data=DATA).replace("kind: map", "kind: bar")
    (failure,) = plan(workspace(other, {FILE: REGIONS}), Selection()).failed
    assert "BR209" in {finding.code for finding in failure.error.findings}
