"""`brief import --into`: the tables of a newer document are compared cell by cell with those of the brief."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli.import_ import command
from briefing.core.errors import ContentError
from briefing.files.guarded_writing import Refusal
from briefing.files.workspace import Files
from briefing.importing.import_ import import_document
from briefing.importing.table_update import is_same_cell
from briefing.importing.update import Update, apply_update, compare_with
from briefing.load.yaml.rows_editing import replace_rows
from tests.importing.word_files import docx, p, table

BRIEF = """\
title: Smears
date: 2026-11-23
marking: {status: draft}
facts:
  steps: {value: 27, unit: steps}
key_points:
  - UTC was stepped {steps} so far.
sections:
  - id: cure
    title: The cure moves clocks
    text: A clock runs slow.
    blocks:
      - table:
          id: gaps
          title: Most of the gaps lasted a year
          alt: The gaps by their length.
          data:
            - [Gap, Number]   # from the list
            - [Half a year, 1]
            - ["One year", 12]   # most of them
            - [Seven years, 1]
          total: [All, 14]
      - table:
          title: Clocks by country
          alt: Four numbers.
          data: data/clocks.csv
          columns: [Country, {column: Clocks, name: Number of clocks}]
outlook: {summary: UTC runs on.}
"""
CSV = "Country,Region,Clocks\r\nNorth,A,1200\r\nSouth,B,31.5\r\n"
GAPS = [["Gap", "Number"], ["Half a year", "1"], ["One year", "12"], ["Seven years", "1"], ["All", "14"]]
CLOCKS = [["Country", "Number of clocks"], ["North", "1 200.0"], ["South", "31.5"]]


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    """A brief with two tables: rows of its own, and a file."""
    path = tmp_path / "content" / "smears" / "brief.yaml"
    (path.parent / "data").mkdir(parents=True)
    path.write_text(BRIEF)
    (path.parent / "data" / "clocks.csv").write_bytes(CSV.encode())
    return path


def update_of(
    root: Path,
    *tables: tuple[str, list[list[str]]],
    more: tuple[str, ...] = (),
    after: dict[int, str] | None = None,
) -> Update:
    """Compare with a document with tables, and a paragraph after some of them."""
    path = root / "draft.docx"
    body = [
        part
        for at, (title, rows) in enumerate(tables)
        for part in (p(f"Table 1. {title}", style="Caption"), table(rows), (after or {}).get(at, ""))
    ]
    path.write_bytes(
        docx(
            p("Smears", style="Title"),
            p("Key points", style="Heading1"),
            p("UTC was stepped 27 steps so far.", number=(1, 0)),
            p("The cure moves clocks", style="Heading1"),
            p("A clock runs slow."),
            *body,
            *more,
            p("Outlook", style="Heading1"),
            p("UTC runs on."),
        )
    )
    files = Files(root)
    return compare_with(files, "smears", import_document(files, path, slug="smears", is_update=True))


def changed(rows: list[list[str]], *cells: tuple[int, int, str]) -> list[list[str]]:
    copy = [list(row) for row in rows]
    for row, column, cell in cells:
        copy[row][column] = cell
    return copy


def apply(root: Path, update: Update) -> None:
    assert apply_update(Files(root), "smears", update) == []


GAPS_TITLE, CLOCKS_TITLE = "Most of the gaps lasted a year", "Clocks by country"


def test_tables_with_the_same_cells_do_not_change(brief, tmp_path):
    """Neither do numbers that are spelled in another way, hidden columns, and the row of sums."""
    update = update_of(tmp_path, (GAPS_TITLE, GAPS), (CLOCKS_TITLE, CLOCKS))
    assert (update.changes, update.tables, update.only_in_brief) == ([], [], [])
    assert update.same_table_count == 2
    assert [one for one in update.findings if one.code == "BR844"] == []


def test_a_changed_cell_is_named_and_every_other_byte_stays(brief, tmp_path):
    rows = changed(GAPS, (2, 0, "One year: [1]"), (2, 1, "13"), (4, 1, "15"))
    update = update_of(tmp_path, (GAPS_TITLE, rows), (CLOCKS_TITLE, changed(CLOCKS, (2, 1, "32.5"))))
    shown = [line for one in update.tables for line in one.shown_lines()]
    assert shown == [
        "sections › 1 › blocks › 1 › table “Most of the gaps lasted a year” (content/smears/brief.yaml:18:13)",
        "  - Gap: One year",
        "  + Gap: One year: \\[1\\]",
        "  - One year › Number: 12",
        "  + One year › Number: 13",
        "sections › 1 › blocks › 2 › table “Clocks by country” (content/smears/brief.yaml:26:17)",
        "  - South › Clocks: 31.5",
        "  + South › Clocks: 32.5",
    ]
    assert [(one.name, one.new) for one in update.changes] == [
        ("sections › 1 › blocks › 1 › table › total › 2", "15")
    ]
    apply(tmp_path, update)
    expected = BRIEF.replace('["One year", 12]   #', '["One year: \\\\[1\\\\]", 13]   #').replace(
        "All, 14", "All, 15"
    )
    assert brief.read_text() == expected
    assert (brief.parent / "data" / "clocks.csv").read_bytes() == CSV.replace("31.5", "32.5").encode()


def test_rows_come_and_go(brief, tmp_path):
    rows = [GAPS[0], GAPS[2], ["Two years", "1"], ["Three years", "0"], GAPS[3], GAPS[4]]
    clocks = [*CLOCKS[:2], ["East", "7"], CLOCKS[2]]
    update = update_of(tmp_path, (GAPS_TITLE, rows), (CLOCKS_TITLE, clocks))
    assert list(update.tables[1].shown_lines())[1:] == ["  + East |  | 7"]
    apply(tmp_path, update)
    assert "Half a year" not in brief.read_text()
    assert '["One year", 12]   # most of them\n            - [Two years, 1]\n' in brief.read_text()
    assert "[Gap, Number]   # from the list" in brief.read_text()
    text = (brief.parent / "data" / "clocks.csv").read_bytes().decode()
    assert text == CSV.replace("South", "East,,7\r\nSouth")


def test_a_table_with_another_title_is_found_by_its_cells(brief, tmp_path):
    update = update_of(tmp_path, ("Gaps of a year are the most frequent", GAPS), (CLOCKS_TITLE, CLOCKS))
    assert [(one.name, one.new) for one in update.changes] == [
        ("sections › 1 › blocks › 1 › table › title", "Gaps of a year are the most frequent")
    ]
    assert update.tables == []


def test_a_new_table_is_added_and_an_old_one_is_listed(brief, tmp_path):
    new = [["Year", "Steps"], ["1972", "2"], ["1973", "1"]]
    update = update_of(tmp_path, (GAPS_TITLE, GAPS), ("Steps in each year", new))
    assert update.only_in_brief == ["sections › 1 › blocks › 2 › table"]
    assert "BR843" in [one.code for one in update.findings]
    apply(tmp_path, update)
    assert (brief.parent / "data" / "table-1.csv").read_text() == "Year,Steps\n1972,2\n1973,1\n"
    assert "- table:\n          title: Steps in each year\n" in brief.read_text()
    assert "data: data/table-1.csv\n" in brief.read_text()
    assert update_of(tmp_path, (GAPS_TITLE, GAPS), ("Steps in each year", new)).tables == []


def test_a_note_that_names_the_source_of_the_brief_is_no_note(brief, tmp_path):
    with_source = BRIEF.replace("total: [All, 14]", "total: [All, 14]\n          source: iers")
    brief.write_text(
        f"{with_source}sources: {{iers: {{title: The list, publisher: Earth Service, date: 2026}}}}\n"
    )
    tables = ((GAPS_TITLE, GAPS), (CLOCKS_TITLE, CLOCKS))
    same = update_of(tmp_path, *tables, after={0: p("Source: Earth Service, 2026")})
    assert same.changes == []
    other = update_of(tmp_path, *tables, after={0: p("Source: a table of our own making")})
    assert [one.name for one in other.changes] == ["sections › 1 › blocks › 1 › table › note"]


def test_a_new_section_brings_its_table(brief, tmp_path):
    more = (p("Rules follow", style="Heading1"), p("No rule."), p("Table 3. Rules", style="Caption"))
    rows = [["Rule", "Number"], ["One [1]", "2"], ["Two", "3"]]
    update = update_of(tmp_path, (GAPS_TITLE, GAPS), (CLOCKS_TITLE, CLOCKS), more=(*more, table(rows)))
    apply(tmp_path, update)
    assert brief.read_text().index("title: Rules\n") > brief.read_text().index("title: Rules follow")


def test_a_change_that_cannot_be_made_is_left_to_the_writer(brief, tmp_path):
    """A number that may be two, and a file with more than the table; the other table is changed."""
    (brief.parent / "data" / "clocks.csv").write_text(f"Clocks in the world\n{CSV}")
    clocks = [*CLOCKS, ["East", "7"]]
    update = update_of(tmp_path, (GAPS_TITLE, changed(GAPS, (2, 1, "1,013"))), (CLOCKS_TITLE, clocks))
    whats = [one.what for one in update.findings if one.code == "BR844"]
    assert whats == [
        "not updated: the table 'Most of the gaps lasted a year': '1,013' may be two numbers",
        "not updated: the table 'Clocks by country': 'content/smears/data/clocks.csv' has more than the rows of "
        "this table, or is written in another way",
    ]
    assert update.tables == []


def test_everything_is_undone_if_the_brief_would_have_an_error(brief, tmp_path):
    """The sums of the column are checked after the change, and the new file and its folder go again."""
    new = [["Year", "Steps"], ["1972", "2"], ["1973", "1"]]
    rows = changed(GAPS, (2, 1, "13"))
    clocks = changed(CLOCKS, (2, 1, "32.5"))
    update = update_of(tmp_path, (GAPS_TITLE, rows), (CLOCKS_TITLE, clocks), ("Steps in each year", new))
    update.changes = [one for one in update.changes if one.key[-1] != "alt"]
    with pytest.raises(ContentError):
        apply_update(Files(tmp_path), "smears", update)
    assert brief.read_text() == BRIEF
    assert (brief.parent / "data" / "clocks.csv").read_bytes() == CSV.encode()
    assert [one.name for one in (brief.parent / "data").iterdir()] == ["clocks.csv"]


def test_the_command_counts_tables(brief, tmp_path, monkeypatch):
    update_of(tmp_path, (GAPS_TITLE, GAPS), (CLOCKS_TITLE, changed(CLOCKS, (2, 1, "32.5"))))
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(command, ["draft.docx", "--into", "smears", "--yes"])
    assert made.exit_code == 0, made.output
    assert "  + South › Clocks: 32.5\n" in made.output
    assert "1 change, 7 texts and 1 table the same\nchanged content/smears/data/clocks.csv\n" in made.output


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("12500", "12,500", True),
        ("12500", "12 501", False),
        ("-5", "−5", True),
        ("-5", "5", False),
        ("5", "5 %", True),
        ("5 €", "5 %", False),
        ("007", "7", False),
        ("<5", "5", False),
        ("Half a year", "Half  a\u00a0year", True),
    ],
)
def test_cells_are_the_same_if_they_print_the_same_number(old, new, is_same):
    assert is_same_cell(old, new) is is_same


def test_a_rounded_column_is_compared_with_its_decimals():
    assert is_same_cell("12.345", "12.3", decimals=1) and not is_same_cell("12.345", "12.4", decimals=1)


def test_rows_in_braces_and_rows_in_lines_are_replaced():
    rows = [["a", "b"], ["1", "x: y"]]
    flow = replace_rows(b"t: {data: [[a, b], [1, 2]], n: 1}\n", ("t", "data"), rows)
    assert flow == b"t: {data: [[a, b], [1, 'x: y']], n: 1}\n"
    lines = replace_rows(
        b"data:\n- - a\n  - b\n# kept\n- - 1\n  - 2\nn: 1\n", ("data",), [["a", "b"], ["3", "4"]]
    )
    assert lines == b"data:\n- - a\n  - b\n# kept\n- [3, 4]\nn: 1\n"
    assert isinstance(replace_rows(b"data: x\n", ("data",), rows), Refusal)
    assert isinstance(replace_rows(b"a: &r\n- [a]\n- [b]\ndata: *r\n", ("data",), rows), Refusal)
