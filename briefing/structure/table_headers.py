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

    @property
    def columns(self) -> range:
        """The columns that the cell spans."""
        return range(self.column, self.column + self.element.span[0])

    @property
    def rows(self) -> range:
        """The rows that the cell spans."""
        return range(self.row, self.row + self.element.span[1])


class _Headers:
    """The header cells of a table, by the columns and rows that they apply to."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.of_columns: dict[int, list[Cell]] = {}
        self.of_rows: dict[int, list[Cell]] = {}
        for cell in cells:
            if cell.scope == "Row":
                for row in cell.rows:
                    self.of_rows.setdefault(row, []).append(cell)
            elif cell.scope:
                for column in cell.columns:
                    self.of_columns.setdefault(column, []).append(cell)

    def over(self, cell: Cell) -> list[Cell]:
        """Return the headers above a cell in its columns and before it in its rows, in the order of the table."""
        above = (found for column in cell.columns for found in self.of_columns.get(column, ()))
        before = (found for row in cell.rows for found in self.of_rows.get(row, ()))
        speaking = {
            (found.row, found.column): found
            for found in chain(
                (found for found in above if found.row < cell.row),
                (found for found in before if found.column < cell.column),
            )
        }
        return [found for _, found in sorted(speaking.items(), key=itemgetter(0))]


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
    for number, (group, row) in enumerate(_rows(table)):
        column = 0
        for element in row.elements():
            while (column, number) in taken:
                column += 1
            cell = Cell(element, column, number, _scope(element, row, group))
            taken.update((x, y) for x in cell.columns for y in cell.rows)
            yield cell
            column = cell.columns.stop


def _rows(table: StructureElement) -> Iterator[tuple[str, StructureElement]]:
    for part in table.elements():
        if part.type == "TR":
            yield "", part
        elif part.type != "Caption":
            yield from ((part.type, row) for row in part.elements())


def _scope(cell: StructureElement, row: StructureElement, group: str) -> str:
    if cell.type != "TH":
        return ""
    said = SCOPES.get((cell.source.get("scope") or "").lower()) if cell.source is not None else None
    heads_columns = group == "THead" or all(other.type == "TH" for other in row.elements())
    return said or ("Column" if heads_columns else "Row")
