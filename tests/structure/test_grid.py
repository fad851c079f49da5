"""Which headers speak for which cell."""

from __future__ import annotations

from xml.etree.ElementTree import XML

from briefing.structure.grid import relate_cells
from briefing.structure.roles import TABLES
from briefing.structure.tree import StructureElement


def table_of(html: str) -> StructureElement:
    def tree(element) -> StructureElement:
        built = StructureElement(TABLES[element.tag], element)
        built.span = (int(element.get("colspan", 1)), int(element.get("rowspan", 1)))
        built.replace_kids([tree(child) for child in element])
        return built

    table = tree(XML(html))
    relate_cells(table, "t")
    return table


def headers_of(table: StructureElement) -> list[list[str]]:
    named = {cell.id: cell.source.text for cell in table.walk() if cell.type == "TH"}
    return [
        [named[name] for name in cell.attributes["Table"].get("Headers", [])]
        for cell in table.walk()
        if cell.type == "TD"
    ]


def test_a_cell_has_the_heads_of_its_column_and_its_row():
    table = table_of(
        "<table><thead><tr><th>Year</th><th>June</th><th>December</th></tr></thead>"
        "<tbody><tr><th>1972</th><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert headers_of(table) == [["June", "1972"], ["December", "1972"]]
    scopes = [cell.attributes["Table"]["Scope"] for cell in table.walk() if cell.type == "TH"]
    assert scopes == ["/Column", "/Column", "/Column", "/Row"]


def test_spans_are_counted():
    table = table_of(
        '<table><tr><th rowspan="2">Year</th><th colspan="2">Seconds</th></tr><tr><th>June</th><th>December</th></tr>'
        '<tr><th scope="row" rowspan="2">1972</th><td>a</td><td>b</td></tr><tr><td colspan="2">c</td></tr></table>'
    )
    assert headers_of(table) == [
        ["Seconds", "June", "1972"],
        ["Seconds", "December", "1972"],
        ["Seconds", "June", "December", "1972"],
    ]


def test_a_table_without_headers_says_none():
    assert headers_of(table_of("<table><tr><td>a</td></tr></table>")) == [[]]
