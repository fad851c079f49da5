"""The headers of each table cell."""

from __future__ import annotations

from xml.etree.ElementTree import XML

from briefing.structure.roles import TABLES
from briefing.structure.table_headers import _cells, relate_cells
from briefing.structure.tree import StructureElement
from tests.cases import each
from tests.effort import growth


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


def test_a_cell_has_the_headers_of_its_column_and_its_row():
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


def test_a_table_without_headers_lists_none():
    assert headers_of(table_of("<table><tr><td>a</td></tr></table>")) == [[]]


def by_definition(table: StructureElement) -> list[list[str]]:
    """Return for each cell the headers above it in its columns and before it in its rows, comparing all pairs."""
    cells = list(_cells(table))
    return [
        [
            header.element.source.text
            for header in cells
            if header.scope
            and (
                set(cell.rows) & set(header.rows) and header.column < cell.column
                if header.scope == "Row"
                else set(cell.columns) & set(header.columns) and header.row < cell.row
            )
        ]
        for cell in cells
        if not cell.scope
    ]


@each(
    "rows",
    [
        "<tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>",
        "<tr><th>a</th><td>1</td><th>b</th><td>2</td></tr><tr><th>c</th><td>3</td><th>d</th><td>4</td></tr>",
        '<tr><th colspan="2" rowspan="2">a</th><th>b</th></tr><tr><th>c</th></tr>'
        "<tr><td>1</td><td>2</td><td>3</td></tr>",
        '<tr><th scope="row" rowspan="3">a</th><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr>',
        '<tr><th scope="col">a</th><td>1</td></tr><tr><td>2</td><td colspan="2">3</td></tr>',
        '<tr><td>1</td><th scope="row">a</th><td>2</td></tr><tr><th scope="row">b</th><td>3</td><td>4</td></tr>',
        '<tr><td rowspan="2">1</td><th>a</th></tr><tr><th>b</th><td>2</td></tr><tr><td>3</td><td>4</td><td>5</td></tr>',
        '<tr><th scope="row">a</th><th scope="col">b</th></tr><tr><td colspan="2" rowspan="2">1</td><td>2</td></tr>'
        "<tr><td>3</td></tr>",
        "<tr><td>1</td></tr><tr></tr><tr><th>a</th></tr><tr><td>2</td><td>3</td></tr>",
    ],
)
def test_headers_follow_the_definition_and_its_order(rows):
    table = table_of(f"<table><tbody>{rows}</tbody></table>")
    assert headers_of(table) == by_definition(table)


HEAD = "<thead><tr><th>Place</th><th>June</th></tr></thead>"


def group(name: str, *cells: int, attributes: str = 'colspan="2"') -> str:
    rows = "".join(f"<tr><th>{name[0]}{cell}</th><td>{cell}</td></tr>" for cell in cells)
    return f"<tr><th {attributes}>{name}</th></tr>{rows}"


@each(
    "body",
    [
        group("North", 1, 2) + group("South", 3),
        f"<tbody>{group('North', 1, 2)}</tbody><tbody>{group('South', 3)}</tbody>",
        "".join(
            group(name, *cells, attributes='colspan="2" scope="rowgroup"')
            for name, cells in {"North": (1, 2), "South": (3,)}.items()
        ),
        '<tbody><tr><th scope="rowgroup" colspan="2">North</th></tr>'
        "<tr><th>N1</th><td>1</td></tr><tr><th>N2</th><td>2</td></tr></tbody>"
        '<tbody><tr><th scope="rowgroup" colspan="2">South</th></tr><tr><th>S3</th><td>3</td></tr></tbody>',
    ],
)
def test_the_header_of_a_group_of_rows_applies_to_its_cells_alone(body):
    assert headers_of(table_of(f"<table>{HEAD}{body}</table>")) == [
        ["June", "North", "N1"],
        ["June", "North", "N2"],
        ["June", "South", "S3"],
    ]


def test_the_header_before_a_group_of_rows_applies_to_all_of_them():
    """HTML 4.9.12.1: `scope=rowgroup` reaches to the end of its group, whatever its `rowspan`."""
    table = table_of(
        '<table><tbody><tr><th scope="rowgroup" rowspan="2">North</th><th>a</th><td>1</td></tr>'
        "<tr><th>b</th><td>2</td></tr></tbody>"
        '<tbody><tr><th scope="rowgroup" rowspan="2">South</th><th>c</th><td>3</td></tr>'
        "<tr><th>d</th><td>4</td></tr></tbody></table>"
    )
    assert headers_of(table) == [["North", "a"], ["North", "b"], ["South", "c"], ["South", "d"]]


def test_a_row_of_headers_replaces_the_one_above_it():
    table = table_of(
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>"
        "<tr><th>c</th><th>d</th></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert headers_of(table) == [["a"], ["b"], ["c"], ["d"]]


def test_a_title_in_the_first_row_applies_to_all_columns():
    table = table_of(
        '<table><tr><th colspan="2">Title</th></tr><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>'
    )
    assert headers_of(table) == [["Title", "a"], ["Title", "b"]]


def test_a_wide_header_in_the_head_applies_to_its_columns_and_one_in_the_body_to_the_rows_after_it():
    table = table_of(
        '<table><thead><tr><th>a</th><th>b</th></tr><tr><th colspan="2">Both</th></tr></thead>'
        '<tbody><tr><td>1</td><td>2</td></tr><tr><th colspan="2">Group</th></tr>'
        "<tr><td>3</td><td>4</td></tr></tbody></table>"
    )
    assert headers_of(table) == [["a", "Both"], ["b", "Both"], ["a", "Both", "Group"], ["b", "Both", "Group"]]


def test_a_long_table_costs_no_more_per_row():
    def work(count: int):
        row = '<tr><th scope="row">a</th><td>1</td><td>2</td></tr>'
        html = f"<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead><tbody>{row * count}</tbody></table>"
        table = table_of(html)
        return lambda: relate_cells(table, "t")

    assert growth(work, 50) < 1.1


def test_spans_scopes_and_names_are_attributes_of_the_cells():
    table = table_of(
        '<table><thead><tr><th rowspan="2">a</th><th colspan="2">b</th></tr><tr><th>c</th><td>x</td></tr></thead>'
        '<tbody><tr><th scope="ROW">d</th><td colspan="2">y</td></tr></tbody></table>'
    )
    cells = [cell for cell in table.walk() if cell.type in ("TH", "TD")]
    assert {cell.source.text: (cell.id, cell.attributes["Table"]) for cell in cells} == {
        "a": ("t-1-1", {"RowSpan": 2, "Scope": "/Column"}),
        "b": ("t-1-2", {"ColSpan": 2, "Scope": "/Column"}),
        "c": ("t-2-2", {"Scope": "/Column"}),
        "x": (None, {"Headers": ["t-1-2"]}),
        "d": ("t-3-1", {"Scope": "/Row"}),
        "y": (None, {"ColSpan": 2, "Headers": ["t-1-2", "t-2-2", "t-3-1"]}),
    }


@each(
    ("html", "scopes"),
    [
        ("<tr><th>a</th><td/></tr>", ["/Row"]),
        ("<tr><th>a</th><th>b</th></tr>", ["/Column", "/Column"]),
        ("<thead><tr><th>a</th><td/></tr></thead>", ["/Column"]),
        ("<tbody><tr><th>a</th><td/></tr></tbody>", ["/Row"]),
        ('<thead><tr><th scope="row">a</th></tr></thead>', ["/Row"]),
        ('<tr><th scope="col">a</th><td/></tr>', ["/Column"]),
        ('<tr><th scope="colgroup">a</th><th scope="rowgroup">b</th><td/></tr>', ["/Column", "/Row"]),
        ('<tr><th scope="none">a</th><td/></tr>', ["/Row"]),
    ],
)
def test_a_header_applies_to_its_column_or_row_as_html_says(html, scopes):
    table = table_of(f"<table>{html}</table>")
    assert [cell.attributes["Table"]["Scope"] for cell in table.walk() if cell.type == "TH"] == scopes


def test_a_caption_is_no_row_and_a_header_without_html_has_a_scope():
    table, caption = StructureElement("Table"), StructureElement("Caption")
    caption.add(StructureElement("TH"))
    table.add(caption)
    row = StructureElement("TR")
    row.add(StructureElement("TH"))
    row.add(StructureElement("TD"))
    table.add(row)
    relate_cells(table, "t")
    (inside,), (header, cell) = caption.elements(), row.elements()
    assert (inside.attributes, header.attributes) == ({}, {"Table": {"Scope": "/Row"}})
    assert cell.attributes == {"Table": {"Headers": ["t-1-1"]}}
