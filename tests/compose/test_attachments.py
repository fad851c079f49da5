"""The data attached to an edition: the columns that it shows, as text that no spreadsheet evaluates."""

from __future__ import annotations

import csv
import io

from briefing.compose.charts.vega_columns import fields_of, shows_its_rows
from briefing.compose.exhibits import as_text
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF


def composed(workspace, block, **files):
    brief = LEAST_BRIEF.replace("outlook:", f"    blocks:\n      - {block}\noutlook:")
    made = workspace(brief, files)
    (job,) = plan(made, Selection(audiences=("policymaker",))).jobs
    return compose(tailor(job), made)


def attached(page):
    return {file.name: file.content.decode() for file in page.attachments}


@each(
    "cell",
    [
        *("=1+1", '=HYPERLINK("x")', "+1+1", "-1+1", "-cmd|x", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1"),
        *("+A1", "-A1", "+49 (30) x"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    assert as_text(cell) == f"'{cell}"


@each(
    "cell",
    [
        "",
        "-3.5",
        "+3",
        "-3,5 %",
        "-12 500",
        "-1.5E+06",
        "+49 123 456",
        "-",
        "1=2",
        "a@b.example",
        "–",
        "−3",
        "x - y",
    ],
)
def test_a_number_or_a_word_stays_as_it_is(cell):
    assert as_text(cell) == cell


def test_formulas_in_a_table_are_attached_as_text_and_printed_as_typed(workspace):
    block = "table: {title: T, alt: A, data: d.csv}"
    page = composed(workspace, block, **{"content/trial/d.csv": 'a,=b\n=1+1,-3.5\n"@x, y",+A1\n'})
    rows = list(csv.reader(io.StringIO(attached(page)["table-1.csv"])))
    assert rows == [["a", "'=b"], ["'=1+1", "-3.5"], ["'@x, y", "'+A1"]]
    assert "'=1+1" not in page.html and "=1+1" in page.html


@each(
    ("given", "names"),
    [
        ("columns: [c, a]", "a,c"),
        ("columns: [{column: b, name: Named, unit: m}]", "b"),
        ("columns: [a, a]", "a"),
        ("wide: true", "a,b,c"),
    ],
)
def test_a_table_is_attached_with_the_columns_that_it_shows(workspace, given, names):
    page = composed(workspace, f"table: {{title: T, alt: A, data: [[a, b, c], [1, 2, 3]], {given}}}")
    assert attached(page)["table-1.csv"].splitlines()[0] == names


@each(
    ("given", "names"),
    [("x: b, series: [c]", "b,c"), ("series: [c]", "a,c"), ("x: b", "a,b,c"), ("axis: {from: 0}", "a,b,c")],
)
def test_a_chart_is_attached_with_the_columns_that_it_draws(workspace, given, names):
    page = composed(
        workspace, f"chart: {{title: T, alt: A, kind: column, data: [[a, b, c], [1, 2, 3]], {given}}}"
    )
    assert attached(page)["figure-1.csv"].splitlines()[0] == names


@each("axis", ["{from: 0}", "{from: 0, to: 10}", "{to: 10}", "{from: -5}", "{from: '0'}"])
@each("kind", ["bar", "column", "stacked", "line", "area", "dot"])
def test_an_axis_can_start_at_a_given_value(workspace, axis, kind):
    data = "data: [[a, b], ['2020', 2], ['2021', 3]]"
    page = composed(workspace, f"chart: {{title: T, alt: A, kind: {kind}, {data}, axis: {axis}}}")
    assert "<svg" in page.html


COLUMNS = ("Pier", "Depth", "Hush", "a", "b.c")


@each(
    ("spec", "names"),
    [
        ({"encoding": {"x": {"field": "Pier"}}}, {"Pier"}),
        ({"encoding": {"x": {"field": "Pier"}, "tooltip": {"field": "Hush"}}}, {"Pier"}),
        ({"encoding": {"x": {"field": "Pier"}, "tooltip": [{"field": "Hush"}]}}, {"Pier"}),
        ({"title": "Hush", "description": "Hush", "encoding": {"y": {"field": "Depth"}}}, {"Depth"}),
        (
            {"layer": [{"encoding": {"x": {"field": "Pier"}}}, {"encoding": {"y": {"field": "Depth"}}}]},
            {"Pier", "Depth"},
        ),
        (
            {"transform": [{"calculate": "datum.Depth * 2", "as": "d"}], "encoding": {"y": {"field": "d"}}},
            {"Depth"},
        ),
        ({"transform": [{"filter": "datum['Hush'] > 2"}]}, {"Hush"}),
        ({"encoding": {"text": {"field": "Depth"}}}, {"Depth"}),
        ({"encoding": {"x": {"field": "b\\.c"}}}, {"b.c"}),
        ({"mark": "area"}, set()),
    ],
)
def test_the_columns_of_a_specification_are_those_that_it_draws(spec, names):
    assert fields_of(spec, COLUMNS) == names


@each(
    ("spec", "shows"),
    [
        ({"encoding": {"x": {"field": "a"}}}, True),
        ({"encoding": {"x": {"field": "a", "bin": "false"}}}, True),
        ({"encoding": {"x": {"field": "a", "aggregate": "mean"}}}, False),
        ({"encoding": {"x": {"field": "a", "bin": "true"}}}, False),
        ({"encoding": {"x": {"field": "a", "timeUnit": "year"}}}, False),
        ({"layer": [{"mark": "bar"}, {"transform": [{"filter": "datum.a > 1"}]}]}, False),
    ],
)
def test_rows_that_are_only_calculated_with_are_not_attached(spec, shows):
    assert shows_its_rows(spec) is shows


@each("name", ["o'brien.jpg", "it's a map.png", "a & b.png", "a--b...png", "d’or.png", "a_b_c.png"])
def test_the_name_of_a_picture_in_a_block_of_the_workspace_is_printed_as_it_is(workspace, name):
    from html import unescape

    page = composed(
        workspace,
        f'profile: {{file: "figures/{name}"}}',
        **{"templates/parts/profile.j2.html": '<img src="{{ block.file }}" alt="x">'},
    )
    assert f'src="figures/{name}"' in unescape(page.html)
