"""Connect the cells of a table with their headers (ISO 32000-1, 14.8.5.7; ISO 14289-1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from briefing.structure.roles import SCOPES
from briefing.structure.tree import StructureElement


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and the columns and rows that it spans, counted from 0."""

    element: StructureElement
    column: int
    row: int
    scope: str
    """`Row` or `Column` for a header; empty for other cells."""
    group: int = 0
    """The group of rows that the cell is in, counted from 0."""
    heads_group: bool = False
    """Whether the cell is a header of the rows below it, up to the next such header or the end of their group."""

    @property
    def columns(self) -> range:
        """The columns that the cell spans."""
        return range(self.column, self.column + self.element.span[0])

    @property
    def rows(self) -> range:
        """The rows that the cell spans."""
        return range(self.row, self.row + self.element.span[1])


class _Headers:
    """The header cells of a table, by the columns, rows and groups of rows that they apply to."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.of_columns: dict[int, list[Cell]] = {}
        self.of_rows: dict[int, list[Cell]] = {}
        self.of_groups: dict[int, list[Cell]] = {}
        for cell in cells:
            if cell.heads_group:
                self.of_groups.setdefault(cell.group, []).append(cell)
            elif cell.scope == "Row":
                for row in cell.rows:
                    self.of_rows.setdefault(row, []).append(cell)
            elif cell.scope:
                for column in cell.columns:
                    self.of_columns.setdefault(column, []).append(cell)

    def over(self, cell: Cell) -> list[Cell]:
        """Return the headers above a cell and before it, and those of its group of rows, in the order of the table.

        As in HTML (4.9.12.1), a header applies to the cells below it up to the next one over the same columns.
        """
        above = (found for column in cell.columns for found in self._above(cell, column))
        before = (found for row in cell.rows for found in self.of_rows.get(row, ()))
        grouping = {
            (found.column, found.columns.stop): found
            for found in self.of_groups.get(cell.group, ())
            if found.row <= cell.row and found.column <= cell.column and found.element is not cell.element
        }
        speaking = {
            (found.row, found.column): found
            for found in chain(
                above, (found for found in before if found.column < cell.column), grouping.values()
            )
        }
        return [found for _, found in sorted(speaking.items(), key=itemgetter(0))]

    def _above(self, cell: Cell, column: int) -> Iterator[Cell]:
        """Yield the headers of a column above a cell, upwards; those of one block of rows do not replace each other."""
        replaced: set[range] = set()
        block: set[range] = set()
        top = cell.row
        for found in reversed(self.of_columns.get(column, ())):
            if found.row >= cell.row:
                continue
            if found.rows.stop < top:
                replaced |= block
                block = set()
            if found.columns not in replaced:
                yield found
            block.add(found.columns)
            top = found.row


def relate_cells(table: StructureElement, name: str) -> None:
    """Set the scope and id of headers, the headers of cells, and the spans of both."""
    cells = list(_cells(table))
    headers = _Headers(cells)
    for cell in cells:
        attributes = cell.element.attributes.setdefault("Table", {})
        columns, rows = cell.element.span
        if columns != 1:
            attributes["ColSpan"] = columns
        if rows != 1:
            attributes["RowSpan"] = rows
        if cell.scope:
            attributes["Scope"] = f"/{cell.scope}"
            cell.element.id = f"{name}-{cell.row + 1}-{cell.column + 1}"
    for cell in cells:
        heading = [] if cell.scope else [header.element.id for header in headers.over(cell)]
        if heading:
            cell.element.attributes["Table"]["Headers"] = heading


def _cells(table: StructureElement) -> Iterator[Cell]:
    taken: set[tuple[int, int]] = set()
    for number, (group, part, row) in enumerate(_rows(table)):
        column = 0
        for element in row.elements():
            while (column, number) in taken:
                column += 1
            scope, heads_group = _scope(element, row, part, number)
            cell = Cell(element, column, number, scope, group, heads_group)
            taken.update((x, y) for x in cell.columns for y in cell.rows)
            yield cell
            column = cell.columns.stop


def _rows(table: StructureElement) -> Iterator[tuple[int, str, StructureElement]]:
    """Yield each row with the number and the type of its group of rows."""
    for number, part in enumerate(table.elements()):
        if part.type == "TR":
            yield 0, "", part
        elif part.type != "Caption":
            yield from ((number, part.type, row) for row in part.elements())


def _scope(cell: StructureElement, row: StructureElement, part: str, number: int) -> tuple[str, bool]:
    """Return the scope of a cell, empty if it is no header, and whether it is the header of a group of rows.

    A header that fills a row below the first is the header of the rows under it, as HTML authors mean it.
    """
    if cell.type != "TH":
        return "", False
    typed = (cell.source.get("scope") or "").lower() if cell.source is not None else ""
    fills_row = number > 0 and part != "THead" and len(row.elements()) == 1 and cell.span[0] > 1
    heads_columns = part == "THead" or all(other.type == "TH" for other in row.elements())
    scope = SCOPES.get(typed) or ("Column" if heads_columns else "Row")
    return scope, typed == "rowgroup" or fills_row
