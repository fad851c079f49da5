"""The cells of a table: which headers speak for which cell (ISO 32000-1, 14.8.5.7; ISO 14289-1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.structure.roles import SCOPES
from briefing.structure.tree import StructureElement


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and the columns and rows that it covers, counted from 0."""

    element: StructureElement
    column: int
    row: int
    scope: str
    """Of a header `Row` or `Column`; of another cell nothing."""

    @property
    def columns(self) -> range:
        """The columns that it covers."""
        return range(self.column, self.column + self.element.span[0])

    @property
    def rows(self) -> range:
        """The rows that it covers."""
        return range(self.row, self.row + self.element.span[1])

    def is_headed_by(self, header: Cell) -> bool:
        """Whether a header stands above it in its column, or before it in its row."""
        if header.scope == "Row":
            return bool(_shared(self.rows, header.rows)) and header.column < self.column
        return bool(_shared(self.columns, header.columns)) and header.row < self.row


def _shared(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


def relate_cells(table: StructureElement, name: str) -> None:
    """Gives headers their scope and id, cells their headers, and both the columns and rows that they span."""
    cells = list(_cells(table))
    headers = [cell for cell in cells if cell.scope]
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
        heading = [header.element.id for header in headers if not cell.scope and cell.is_headed_by(header)]
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
