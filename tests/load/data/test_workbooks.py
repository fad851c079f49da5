"""Spreadsheets: what a sheet shows is read, what it hides is not, and no formula, link or declaration has an effect."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from briefing.files import office_package
from briefing.load.data import workbooks
from tests.load.data.gathering import Gathered, gathered, workbook

ROWS = (["T", "R"], ["A", 1], ["B", 2.5])
FILE = "content/trial/x.xlsx"


def read(tmp_path: Any, content: bytes, keys: str = "", **given: str) -> Gathered:
    return gathered(tmp_path, content, keys, name="x.xlsx", **given)


def test_a_spreadsheet_is_read_like_a_text_file(tmp_path):
    found = read(tmp_path, workbook(*ROWS))
    assert (found.findings, found.header, found.rows) == ((), ["T", "R"], [["A", "1"], ["B", "2.5"]])


SHOWN: dict[str, tuple[object, str, str, dict[str, str]]] = {
    "general": (0.1 + 0.2, "General", "0.3", {}),
    "three decimals": (1.234, "General", "1.234", {}),
    "a large number": (1234567890123, "General", "1234567890123", {}),
    "a small number": (1e-7, "General", "0.0000001", {}),
    "rounded": (1234.567, "#,##0.00", "1234.57", {}),
    "per cent": (0.125, "0.0%", "12.5", {"unit": "%"}),
    "euros": (1234.5, '#,##0.00 "€"', "1234.50", {"unit": "€"}),
    "dollars": (-5, "[$$-409]#,##0.00;([$$-409]#,##0.00)", "-5.00", {"unit": "$"}),
    "kilometres": (5.25, '#,##0.0 "km"', "5.3", {"unit": "km"}),
    "kilometres, in any format": (5.25, 'General" km"', "5.25", {"unit": "km"}),
    "escaped letters": (5, "0\\ \\h", "5", {"unit": "h"}),
    "a quarter": (2, '"Q"0', "Q2", {}),
    "a financial year": (2024, '"FY"0', "FY2024", {}),
    "a code": (123, "00000", "00123", {"kind": "text"}),
    "a day": (dt.date(2025, 3, 1), "dd/mm/yyyy", "2025-03-01", {}),
    "a month": (dt.date(2025, 3, 1), "mmm-yy", "2025-03", {}),
    "a year": (dt.date(2025, 3, 1), "yyyy", "2025", {}),
    "a time": (dt.time(9, 30), "h:mm", "09:30", {}),
    "a duration": (dt.timedelta(hours=26, minutes=5), "[h]:mm", "26:05", {}),
    "a moment": (dt.datetime(2025, 3, 1, 12, 30), "dd/mm/yyyy h:mm", "2025-03-01 12:30", {}),
    "hidden by its format": (5, ";;;", "", {}),
    "true": (True, "General", "TRUE", {}),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_cell_is_read_as_the_sheet_shows_it(tmp_path, name):
    value, number_format, text, formats = SHOWN[name]

    def set_format(sheet: Any) -> None:
        sheet["B2"].number_format = number_format

    found = read(tmp_path, workbook(["T", "R"], ["A", value], then=set_format), language="fr")
    assert (found.findings, found.rows) == ((), [["A", text]])
    assert found.formats.get("R", {}) == formats


def test_days_are_counted_from_1904_if_the_file_does(tmp_path):
    def from_1904(sheet: Any) -> None:
        sheet.parent.epoch = CALENDAR_MAC_1904
        sheet.append(["T", "R"])
        sheet.append(["A", dt.date(2025, 3, 1)])

    assert read(tmp_path, workbook(then=from_1904)).rows == [["A", "2025-03-01"]]


def test_a_table_may_begin_anywhere(tmp_path):
    def place(sheet: Any) -> None:
        for name, value in {"C5": "T", "D5": "R", "C6": "A", "D6": 5, "C7": "B", "D7": "#REF!"}.items():
            sheet[name] = value

    found = read(tmp_path, workbook(then=place))
    assert found.places == [f"BR142 {FILE}"]
    assert found.findings[0].what.startswith("sheet 'Sheet', cell D7: column 'R': '#REF!'")


def change(**attributes: object) -> Callable[[Any], None]:
    def apply(sheet: Any) -> None:
        for name, value in attributes.items():
            sheet[name] = value

    return apply


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["B"].hidden = True


def scale(sheet: Any) -> None:
    sheet["B2"].number_format = '0.0,,"M"'


def merge_numbers(sheet: Any) -> None:
    sheet["C1"] = "S"
    sheet["C3"] = 7
    sheet.merge_cells("B2:C2")


def raise_digit(sheet: Any) -> None:
    sheet["B3"] = CellRichText("12.5", TextBlock(InlineFont(vertAlign="superscript"), "1"))


def approximate(sheet: Any) -> None:
    sheet["B2"].number_format = '"ca. "0.0'


WRONG: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "a formula without a value": (change(B2="=1+1"), "BR149", "cell B2"),
    "a hidden row": (hide_row, "BR146", "row 3"),
    "a hidden column": (hide_column, "BR146", "cell B1"),
    "millions": (scale, "BR149", "cell B2"),
    "a number in merged cells": (merge_numbers, "BR217", "cell B2"),
    "a raised mark": (raise_digit, "BR143", "cell B3"),
    "a mark of another direction": (change(A2="\u202eA"), "BR118", "cell A2"),
    "a text that may be two numbers": (change(B2="1,234", B3="2,500"), "BR140", "cell B2"),
    "a word before a number": (approximate, "BR149", "cell B2"),
    "an error": (change(B2="#DIV/0!"), "BR142", "cell B2"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_cell_that_is_not_clear_is_a_finding_with_its_name(tmp_path, name):
    then, code, place = WRONG[name]
    found = read(tmp_path, workbook(*ROWS, then=then))
    assert found.places == [f"{code} {FILE}"]
    assert found.findings[0].what.startswith(f"sheet 'Sheet', {place}: ")


@pytest.mark.parametrize("then", [hide_column, scale, change(B2="=1+1")])
def test_a_column_that_is_not_shown_may_be_hidden_or_unclear(tmp_path, then):
    rows = (["T", "R", "S"], ["A", 1, 3], ["B", 2, 4])
    found = read(tmp_path, workbook(*rows, then=then), "columns: [T, S]")
    assert found.findings == ()


def test_cells_that_are_merged_downwards_have_one_value(tmp_path):
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")

    rows = (["Region", "Town", "R"], ["North", "A", 1], [None, "B", 2], ["South", "C", 3])
    found = read(tmp_path, workbook(*rows, then=merge))
    assert (found.findings, [row[0] for row in found.rows]) == ((), ["North", "North", "South"])


def test_names_over_several_columns_are_a_finding(tmp_path):
    def merge(sheet: Any) -> None:
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")

    rows = (["T", 2020, None, 2021, None], [None, "r", "s", "r", "s"], ["A", 1, 2, 3, 4], ["B", 1, 2, 3, 4])
    (finding,) = read(tmp_path, workbook(*rows, then=merge)).findings
    assert finding.code == "BR217" and "T, 2020 r, 2020 s, 2021 r, 2021 s" in finding.help


def add_sheet(state: str = "visible") -> Callable[[Any], None]:
    def add(sheet: Any) -> None:
        second = sheet.parent.create_sheet("Table 2")
        second.append(["T", "R"])
        second.append(["C", 7])
        second.sheet_state = state

    return add


@pytest.mark.parametrize(
    ("state", "keys", "cell", "code", "help"),
    [
        ("visible", "", "", "BR147", "`sheet: Table 2`"),
        ("visible", "sheet: Table 2", "C", "", ""),
        ("visible", "sheet: Table2", "", "BR147", "'Table 2'"),
        ("hidden", "", "A", "", ""),
        ("hidden", "sheet: Table 2", "", "BR146", "show the sheet"),
        ("veryHidden", "sheet: Table 2", "", "BR146", "show the sheet"),
    ],
)
def test_a_sheet_is_chosen_by_name(tmp_path, state, keys, cell, code, help):
    found = read(tmp_path, workbook(*ROWS, then=add_sheet(state)), keys)
    assert found.codes == ([code] if code else [])
    assert [row[0] for row in found.rows[:1]] == ([cell] if cell else [])
    assert not code or help in found.findings[0].help


def test_a_text_file_has_no_sheets(tmp_path):
    assert gathered(tmp_path, "T,R\nA,1\n", "sheet: Table 2").codes == ["BR147"]


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a spreadsheet with its parts changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(*ROWS))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_entities(name: str, part: bytes) -> bytes:
    return ENTITIES + part if name.startswith("xl/worksheets") else part


def cut(name: str, part: bytes) -> bytes:
    return part[:-20] if name.startswith("xl/worksheets") else part


def test_a_spreadsheet_that_no_program_wrote_is_refused(tmp_path, monkeypatch):
    for content in (repacked(with_entities), repacked(cut), b"PK\x03\x04", b"T,R\nA,1\n", b""):
        assert read(tmp_path, content).codes == ["BR318"]
    (finding,) = read(tmp_path, office_package.OLE + b"\0" * 600).findings
    assert finding.code == "BR318" and "password" in finding.what
    monkeypatch.setattr(workbooks, "MAX_XML", 1000)
    assert read(tmp_path, workbook(*ROWS)).codes == ["BR102"]
