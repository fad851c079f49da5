"""Data of exhibits: CSV files as office software saves them, and the places of their cells."""

from __future__ import annotations

import pytest

from briefing.load.library import Library
from briefing.pipeline.plan import Selection, plan
from briefing.results import Failure
from briefing.stages import Job
from tests.cases import each
from tests.planning import the_one

BRIEF = """\
title: A finding in few words
date: 2026-11-22
key_points: [The first point.]
outlook: It goes on.
sections:
  - title: One
    text: A text.
    blocks:
      - chart: {kind: line, title: T, alt: A, data: data/x.csv}
"""


def load(workspace, content: str | bytes) -> Job | Failure:
    return the_one(plan(workspace(BRIEF, {"content/trial/data/x.csv": content}), Selection()))


@each(
    "content",
    [
        "Year,Value\n2020,1.5\n2021,-2\n",
        "Year;Value\r\n2020;1.5\r\n2021;-2\r\n",
        "Year\tValue\n2020\t1.5\n\n2021\t-2",
        b"\xef\xbb\xbfYear,Value\n2020,1.5\n2021,-2\n",
        'Year,Value\n"2020", 1.5\n 2021 ,-2\n,\n',
    ],
)
def test_every_kind_of_csv_gives_the_same_rows(workspace, content):
    job = load(workspace, content)
    data = job.brief.sections[0].blocks[0].chart.data
    assert data.header == ("Year", "Value")
    assert data.rows == (("2020", "1.5"), ("2021", "-2"))
    assert data.file == "content/trial/data/x.csv"


@each(
    ("content", "expected"),
    [
        ("Year,Value\n2020,1\n2021,many\n", [("BR217", 3, 6, "2021,many")]),
        ('Year,Value\n"20\n20",1\n2021,many\n', [("BR217", 4, 6, "2021,many")]),
        ("Year,Value\n2020,1,2\n", [("BR217", 2, 1, "2020,1,2")]),
        ("Year;Value\n2020;1,500\n2021;2,500\n", [("BR140", 2, 6, "2020;1,500")]),
        ('Year,Value\n2020,"1\n', [("BR318", 2, 0, "")]),
        ("Year,Value\n", [("BR217", 1, 1, "Year,Value")]),
    ],
)
def test_an_error_is_reported_in_the_csv_file(workspace, content, expected):
    outcome = load(workspace, content)
    findings = outcome.error.findings
    assert [(f.code, f.where.line, f.where.column, f.where.source) for f in findings] == expected
    assert {f.where.file for f in findings} == {"content/trial/data/x.csv"}


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x00\x00", b"Jahr;W\x00rme\n2020;1\n", ""], ids=["zip", "binary", "empty"]
)
def test_a_file_that_is_not_csv_is_reported_in_the_brief(workspace, content):
    outcome = load(workspace, content)
    (finding,) = outcome.error.findings
    assert (finding.where.file, finding.where.line) == ("content/trial/brief.yaml", 9)
    assert finding.code in ("BR318", "BR208")


NINES = "9" * 38


@each(
    ("chart", "cell", "what"),
    [
        (f"kind: bar, data: [[A, B], [a, {NINES}], [b, 1]]", NINES, "38 digits"),
        (f"kind: column, data: [[A, B], [a, -{NINES}], [b, 1]]", f"-{NINES}", "38 digits"),
        (f"kind: stacked, data: [[A, B, C], [a, 1, {NINES}], [b, 1, 2]]", NINES, "38 digits"),
        (f"kind: dot, data: [[A, B], [a, 1], [b, {NINES}.5]]", f"{NINES}.5", "38 digits"),
        (f"kind: line, data: [[A, B], [1, 1], [2, {'9' * 400}]]", "9" * 400, "400 digits"),
        (f"kind: line, data: [[A, B], [{NINES}, 1], [2, 2]]", NINES, "38 digits"),
        ("kind: area, data: [[A, B], [1, 1], [2, 1000000000000000]]", "1000000000000000", "16 digits"),
        (f"kind: bar, data: [[A, B], [a, 0.{'3' * 21}], [b, 1]]", f"0.{'3' * 21}", "21 decimals"),
        (f"kind: bar, axis: {{to: {NINES}}}, data: [[A, B], [a, 2], [b, 1]]", NINES, "38 digits"),
        (f"kind: bar, axis: {{from: -{NINES}}}, data: [[A, B], [a, 2], [b, 1]]", f"-{NINES}", "38 digits"),
        (
            f"kind: line, annotations: [{{value: {NINES}, text: T}}], data: [[A, B], [1, 2], [2, 1]]",
            NINES,
            "38 digits",
        ),
        (f"vega_lite: {{mark: point}}, data: [[A, B], [a, {NINES}], [b, 1]]", NINES, "38 digits"),
    ],
)
def test_a_number_that_no_chart_can_show_is_a_finding_at_its_cell(workspace, chart, cell, what):
    brief = BRIEF.replace("kind: line, title: T, alt: A, data: data/x.csv", f"title: T, alt: A, {chart}")
    (outcome,) = plan(workspace(brief), Selection()).failed
    (finding,) = outcome.error.findings
    where = finding.where
    assert (finding.code, where.line, where.source[where.column - 1 :][: where.length]) == ("BR219", 9, cell)
    assert f"a number with {what}; the limit for a chart is" in finding.what


def test_it_is_a_finding_at_its_cell_in_a_file_too(workspace):
    outcome = load(workspace, f"Year,Value\n1,5\n2,{NINES}\n")
    (finding,) = outcome.error.findings
    assert (finding.code, str(finding.where)) == ("BR219", "content/trial/data/x.csv:3:3")


@each("number", ["999999999999999", "-999999999999999", "0.30000000000000004", "000007", "0"])
def test_numbers_as_programs_write_them_are_drawn(workspace, number):
    planned = load(workspace, f"Year,Value\n1,5\n2,{number}\n")
    assert planned.name == "trial-policymaker-en" and not planned.findings


def test_a_column_has_no_more_decimals_than_a_table_can_show(workspace):
    table = "table: {title: T, alt: A, data: [[A, B], [a, 1]], columns: [A, {column: B, decimals: %s}]}"
    for decimals in ("0", "20", "21", "999999"):
        brief = BRIEF.replace("chart: {kind: line, title: T, alt: A, data: data/x.csv}", table % decimals)
        planned = plan(workspace(brief), Selection())
        assert bool(planned.jobs) == (int(decimals) <= 20)
        for failure in planned.failed:
            (finding,) = failure.error.findings
            assert (finding.code, finding.where.line) == ("BR207", 9)
            assert finding.where.source[finding.where.column - 1 :].startswith(f"{decimals}}}")


def test_a_total_of_long_numbers_is_their_sum_to_the_last_digit(workspace):
    rows = f"data: [[A, B], [a, {'9' * 30}], [b, 2]], columns: [A, B], total: [Sum, '%s']"
    for total, is_right in (("1" + "0" * 29 + "1", True), ("1" + "0" * 29 + "2", False)):
        brief = BRIEF.replace(
            "chart: {kind: line, title: T, alt: A, data: data/x.csv}",
            f"table: {{title: T, alt: A, {rows % total}}}",
        )
        assert bool(plan(workspace(brief), Selection()).jobs) == is_right


def test_a_finding_in_a_file_belongs_to_the_exhibit_of_the_file(workspace):
    content = "Rain,\nYear,Value\n2020,1\n2021,2\n"
    loaded = Library(workspace(BRIEF, {"content/trial/data/x.csv": content})).read_brief("trial")
    (finding,) = loaded.findings
    assert (finding.code, str(finding.where)) == ("BR144", "content/trial/data/x.csv:1:1")
    for key in ((), ("sections", 0), ("sections", 0, "blocks", 0), ("sections", 0, "blocks", 0, "chart")):
        assert loaded.source_map.holds(key, finding.where)
    for key in (("outlook",), ("sections", 1), ("sections", 0, "text")):
        assert not loaded.source_map.holds(key, finding.where)


@pytest.mark.parametrize(
    ("typed", "help"),
    [
        ("{file: x.csv}", "write `data: x.csv`"),
        ("{North: 5.5, South: 6}", "write each row as `- [cell, cell]`, the header first"),
    ],
)
def test_data_in_keys_and_values_is_reported(workspace, typed, help):
    failed = the_one(plan(workspace(BRIEF.replace("data/x.csv", typed)), Selection()))
    assert [(one.code, one.help) for one in failed.error.findings] == [("BR217", help)]
