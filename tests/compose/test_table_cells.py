"""Cells of tables as a language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose
from briefing.compose.page import compose
from briefing.compose.table_cells import tabulate
from briefing.compose.tailor import tailor
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.model.blocks import Align, CellKind
from briefing.model.content import Column, Data, Table
from briefing.pipeline.plan import Selection, plan
from briefing.text.locale_formats import find_locale, format_amount
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT


def table(header, rows, columns=None, total=()):
    columns = columns or [{"column": name} for name in header]
    shown = tuple(Column(**{**dict.fromkeys(Column.names), **column}) for column in columns)
    data = Data(header=header, rows=rows)
    return Table(**{**dict.fromkeys(Table.names), "columns": shown, "data": data, "total": total})


def printed(language, *args, **kwargs):
    prose = Prose(Library(Files(ROOT)).languages.labels_of(language), {}, Citations({}))
    shown = tabulate(table(*args, **kwargs), find_locale(language), prose)
    return [column.align for column in shown.head], shown.rows, shown.total


@each(
    ("language", "expected"),
    [
        ("en", ("1,234", "−12,345.5", "0.25")),
        ("es", ("1234", "−12.345,5", "0,25")),
        ("ru", ("1\u00a0234", "−12\u00a0345,5", "0,25")),
        ("de", ("1.234", "−12.345,5", "0,25")),
    ],
)
def test_numbers_are_grouped_and_pointed_by_language(language, expected):
    amounts = (("1234", 0), ("-12345.5", 1), ("0.25", 2))
    locale = find_locale(language)
    assert tuple(format_amount(Decimal(amount), decimals, locale) for amount, decimals in amounts) == expected


def test_a_column_is_what_its_cells_are():
    rows = (("1999", "12500", "1.5", "2020-03", "a"), ("2001", "–", "-2", "2021-11", ""))
    aligns, cells, _ = printed("en", ("Year", "Tonnes", "Share", "Month", "Note"), rows)
    assert aligns == ["left", "right", "right", "left", "left"]
    assert cells == (
        ("1999", "12,500", "1.5", "March 2020", "a"),
        ("2001", "–", "−2.0", "November 2021", ""),
    )


def test_a_column_can_say_what_it_is():
    columns = [
        {"column": "Code", "kind": CellKind.TEXT},
        {"column": "Count", "kind": CellKind.NUMBER, "decimals": 2, "align": Align.CENTRE},
    ]
    aligns, cells, total = printed(
        "en", ("Count", "Code"), (("2000", "07"), ("3", "08")), columns, total=("All", "2003")
    )
    assert aligns == ["left", "centre"]
    assert cells == (("07", "2,000.00"), ("08", "3.00"))
    assert total == ("All", "2,003.00")


@each("digits", [28, 29, 38, 60, 400])
def test_numbers_of_many_digits_are_set_whole(digits):
    whole = printed("en", ("A", "B"), (("a", "9" * digits), ("b", "-0." + "3" * digits)))[1]
    assert whole[0][1].replace(",", "") == "9" * digits + "." + "0" * digits
    assert whole[1][1] == "−0." + "3" * digits


@each(
    "columns",
    [
        "[{column: Year, name: The year}, {column: Heat, name: The heat}]",
        "[{column: Year, name: The year, unit: CE}, {column: Heat, name: The heat, unit: TWh}]",
        "[{column: Year, unit: CE}, {column: Heat}]",
        "[{column: Year, name: '*The* year'}, {column: Heat, name: 'Heat [@a]'}]",
        "[{column: Year, name: {text: The year, short: Year}}, Heat]",
        "[{column: Heat, name: A name of a column that is much longer than all of its cells, align: centre}]",
        "[{column: Heat, kind: text, name: The heat}]",
        "[{column: Year, kind: year, name: The year}, {column: Heat, kind: number, decimals: 2, name: Heat}]",
    ],
)
@each("rows", [2, 40])
def test_columns_with_names_of_their_own_are_printed(workspace, columns, rows):
    data = ", ".join(f"[{1990 + row}, {row}.5]" for row in range(rows))
    block = f"table: {{title: T, alt: A, data: [[Year, Heat], {data}], columns: {columns}}}"
    brief = LEAST_BRIEF.replace("A first text.", f"A first text.\n    blocks:\n      - {block}")
    files = workspace(f"{brief}sources: {{a: {{title: S}}}}\n")
    (job,) = plan(files, Selection()).jobs
    html = compose(tailor(job), files).html
    assert html.count("<tr>") == rows + 1


@each("cell", ["2026-13", "2026-02-31", "0000-01", "2026-00-10", "٢٠٢٦-١٣"])
def test_an_invalid_date_is_printed_unchanged(cell):
    assert printed("en", ("A", "B"), (("a", cell), ("b", "2026-01")))[1] == (
        ("a", cell),
        ("b", "January 2026"),
    )


@each(("amount", "decimals"), [("5", 20), ("0.1", 20), ("9" * 30, 20), ("-0." + "1" * 40, 3)])
def test_any_number_is_set_with_any_decimals(amount, decimals):
    text = format_amount(Decimal(amount), decimals, find_locale("en"))
    assert len(text.partition(".")[2]) == decimals


def test_scripts_are_set_in_the_names_of_columns_units_and_cells_of_files():
    columns = [{"column": "Area (m^2^)"}, {"column": "CO~2~", "unit": "km^-1^"}]
    prose = Prose(Library(Files(ROOT)).languages.labels_of("en"), {}, Citations({}))
    shown = tabulate(
        table(("Area (m^2^)", "CO~2~"), (("1 km²", "x^ab^"),), columns), find_locale("en"), prose
    )
    assert [(str(one.name), one.unit and str(one.unit)) for one in shown.head] == [
        ("Area (m<sup>2</sup>)", None),
        ("CO<sub>2</sub>", "km<sup>−1</sup>"),
    ]
    assert shown.rows == (("1 km<sup>2</sup>", "x^ab^"),)


def test_the_name_of_a_column_in_the_data_has_typographic_apostrophes():
    prose = Prose(Library(Files(ROOT)).languages.labels_of("fr"), {}, Citations({}))
    shown = tabulate(table(("Part d'ombre", "x_y*z"), (("8", "9"),)), find_locale("fr"), prose)
    assert [column.name for column in shown.head] == ["Part d’ombre", "x_y*z"]


def test_a_value_that_is_missing_is_a_dash_but_a_row_of_a_name_alone_stays_empty():
    rows = (("North", "", ""), ("A", "", "2020-01"), ("B", "5", ""), ("Note", "7", "2020-02"))
    assert printed("en", ("T", "R", "M"), rows)[1] == (
        ("North", "", ""),
        ("A", "–", "January 2020"),
        ("B", "5", "–"),
        ("Note", "7", "February 2020"),
    )


def test_in_two_columns_an_empty_cell_is_a_missing_value():
    assert printed("en", ("T", "R"), (("A", ""), ("B", "5"), ("C", "–")))[1] == (
        ("A", "–"),
        ("B", "5"),
        ("C", "–"),
    )


def test_an_empty_cell_of_words_or_of_the_total_stays_empty():
    rows = (("A", "", "5"), ("B", "open", "6"))
    assert printed("en", ("T", "W", "R"), rows, total=("All", "", ""))[1:] == (
        (("A", "", "5"), ("B", "open", "6")),
        ("All", "", ""),
    )


@pytest.mark.parametrize(
    ("language", "expected"), [("en", ("<5", "12,000.0", "≥7.5")), ("fr", ("<5", "12\u202f000,0", "≥7,5"))]
)
def test_a_limit_keeps_its_sign_and_its_digits(language, expected):
    aligns, rows, _ = printed(language, ("T", "R"), (("A", "<5"), ("B", "12000"), ("C", "≥7.5")))
    assert aligns == ["left", "right"]
    assert tuple(row[1] for row in rows) == expected


def test_limits_alone_are_words():
    assert printed("en", ("T", "R"), (("A", "<5"), ("B", ">9")))[0] == ["left", "left"]


def set_table(rows):
    prose = Prose(Library(Files(ROOT)).languages.labels_of("en"), {}, Citations({}))
    return tabulate(table(("Town", "Note", "Count"), rows), find_locale("en"), prose)


@each(
    ("rows", "is_long", "tall"),
    [
        ([("Alpha", "short", "1"), ("Beta", "short", "2")], False, [False, False]),
        ([("Alpha", "water " * 700, "1"), ("Beta", "short", "2")], True, [True, False]),
        ([(f"Town {number}", "water " * 60, "1") for number in range(14)], True, [False] * 14),
        ([(f"Town {number}", "water", "1") for number in range(30)], False, [False] * 30),
        ([(f"Town {number}", "water", "1") for number in range(50)], True, [False] * 50),
    ],
)
def test_a_table_breaks_between_pages_if_it_is_long_and_a_row_if_it_is_tall(rows, is_long, tall):
    shown = set_table([tuple(row) for row in rows])
    assert (shown.is_long, list(shown.tall)) == (is_long, tall)


def test_a_long_table_and_a_tall_row_have_their_classes(workspace):
    rows = f"[Town, Note], [Alpha, short], [Beta, {'water ' * 700}]"
    block = f"table: {{title: The towns differ, alt: Lists towns., data: [{rows}]}}"
    files = workspace(LEAST_BRIEF.replace("A first text.", f"A first text.\n    blocks:\n      - {block}"))
    (job,) = plan(files, Selection()).jobs
    html = compose(tailor(job), files).html
    assert html.count('<tr class="tall">') == 1
    assert html.count("<tr>") == 2
    assert '<table class=" long"' in html
