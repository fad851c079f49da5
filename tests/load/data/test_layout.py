"""The table in a file: what is above, below and next to it, and the names of its columns."""

# ruff: noqa: E501  (an example on its line)
from __future__ import annotations

from tests.cases import each
from tests.load.data.gathering import gathered

WORLD_BANK = """\
"Data Source","World Development Indicators",

"Last Updated Date","2024-06-28",

"Country Name","Country Code","2019","2020",
"A","AAA","1.5","",
"B","BBB","2.5","3.5",
"""
TABLES: dict[str, tuple[str, list[str], list[list[str]], list[str]]] = {
    "empty columns and rows": ("T;R;;\nA;1;;\nB;2;;\n;;;\n;;;\n", ["T", "R"], [["A", "1"], ["B", "2"]], []),
    "an empty column between others": ("T;;R\nA;;1\nB;;2\n", ["T", "R"], [["A", "1"], ["B", "2"]], []),
    "a title and a source": (
        "Rain in towns,,\n,,\nTown,Rain,Snow\nA,1,2\nB,3,4\nSource: the office,,\n",
        ["Town", "Rain", "Snow"],
        [["A", "1", "2"], ["B", "3", "4"]],
        ["BR144 content/trial/x.csv:1:1", "BR144 content/trial/x.csv:6:1"],
    ),
    "a download of a statistical office": (
        WORLD_BANK,
        ["Country Name", "Country Code", "2019", "2020"],
        [["A", "AAA", "1.5", ""], ["B", "BBB", "2.5", "3.5"]],
        ["BR144 content/trial/x.csv:1:2"],
    ),
    "a title without delimiters": ("Rain, by town\n\nTown;Rain\nA;1\nB;2\n", ["Town", "Rain"], [["A", "1"], ["B", "2"]], ["BR144 content/trial/x.csv:1:1"]),
    "notes": ("T,R\nA,1\nB,2\n\n* Estimate,\nNote: measured at night\n", ["T", "R"], [["A", "1"], ["B", "2"]], ["BR144 content/trial/x.csv:5:1"]),
    "a last row without a value": ("T,R\nA,1\nB,2\nC,\n", ["T", "R"], [["A", "1"], ["B", "2"], ["C", ""]], []),
    "headings between rows": ("T,R\nNorth,\nA,1\nSouth,\nB,2\n", ["T", "R"], [["North", ""], ["A", "1"], ["South", ""], ["B", "2"]], []),
    "a line break in a cell": ('Town,"Rain\n(mm)"\n"A\nB",1\n', ["Town", "Rain (mm)"], [["A B", "1"]], []),
    "one column": ("Town\nA\nB\n", ["Town"], [["A"], ["B"]], []),
}  # fmt: skip


@each("name", TABLES)
def test_the_table_of_a_file_is_found(tmp_path, name):
    content, header, rows, places = TABLES[name]
    found = gathered(tmp_path, content)
    assert (found.header, found.rows, found.places) == (header, rows, places)
    assert all(str(one.severity) == "warning" for one in found.findings)


def test_a_line_that_is_left_out_is_quoted(tmp_path):
    first, last = gathered(tmp_path, TABLES["a title and a source"][0]).findings
    assert "'Rain in towns'" in first.what and "above" in first.what
    assert "'Source: the office'" in last.what and "below" in last.what


WRONG: dict[str, tuple[str, str, str]] = {
    "names in two rows": (
        "Town,2020,,2021,\n,Rain,Snow,Rain,Snow\nA,1,2,3,4\nB,3,4,5,6\n",
        "BR217 content/trial/x.csv:1:1",
        "Town, 2020 Rain, 2020 Snow, 2021 Rain, 2021 Snow",
    ),
    "names of rows in R": ('"","a"\n"1",21\n"2",22\n', "BR217 content/trial/x.csv:1:1", "row.names = FALSE"),
    "names of rows in pandas": (
        "Unnamed: 0,a\n0,21\n1,22\n",
        "BR217 content/trial/x.csv:1:1",
        "index=False",
    ),
    "a first column without a name": (
        "a,b\nX,1,2\nY,3,4\n",
        "BR217 content/trial/x.csv:2:1",
        "row.names = FALSE",
    ),
    "a column without a name": ("T,R,\nA,1,2\nB,3,4\n", "BR217 content/trial/x.csv:1:1", "different name"),
    "a name used twice": ("T,R,R\nA,1,2\n", "BR217 content/trial/x.csv:1:5", "different name"),
    "a name is missing above numbers": (
        "Town,\nA,1\nB,2\n",
        "BR217 content/trial/x.csv:1:1",
        "different name",
    ),
    "a row that is too long": ("T,R\nA,1\nB,2,3\n", "BR217 content/trial/x.csv:3:1", "one cell per column"),
}


@each("name", WRONG)
def test_a_table_without_clear_columns_is_a_finding(tmp_path, name):
    content, place, help = WRONG[name]
    found = gathered(tmp_path, content)
    assert found.places == [place]
    assert help in found.findings[0].help
    assert found.rows == []


CODES = "geo\\TIME_PERIOD,2019\nFR,1\n"
CODES_OF_TWO = "freq,geo\\TIME_PERIOD\t2019\nA,FR\t1\n"


@each(
    ("content", "kind", "keys", "help"),
    [
        (CODES, "table", "", "in words that readers know"),
        (CODES, "table", 'columns: [{column: "2019"}]', ""),
        (CODES, "table", 'columns: [{column: "geo\\\\TIME_PERIOD", name: Country}, {column: "2019"}]', ""),
        (CODES, "chart", "kind: bar", ""),
        (CODES_OF_TWO, "table", "", "a column of its own"),
        (CODES_OF_TWO, "chart", "kind: bar", "a column of its own"),
    ],
)
def test_the_codes_of_eurostat_are_reported_where_they_would_be_printed(tmp_path, content, kind, keys, help):
    found = gathered(tmp_path, content, keys, kind=kind)
    assert found.places == (["BR217 content/trial/x.csv:1:1"] if help else [])
    assert all(help in finding.help for finding in found.findings)
