"""Rows of cells with their places: in the brief, in a text file, or in a sheet of a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key, SourceMap


class Places(Protocol):
    """The places of the cells of one format, by the numbers of rows and columns as the file has them."""

    @property
    def file(self) -> str:
        """The name of the file; "" for rows in the brief."""

    def row(self, row: int) -> Span:
        """Return the place of a row."""

    def cell(self, row: int, column: int, text: str) -> Span:
        """Return the place of a cell."""

    def name(self, row: int, column: int | None) -> str:
        """Return the words that name a cell, or a row, where a place has no line; otherwise ""."""


@dataclass(frozen=True)
class BriefPlaces:
    """The places of rows that are written in the brief."""

    key: Key
    source_map: SourceMap
    file: str = ""

    def row(self, row: int) -> Span:
        """Return the place of a row."""
        return self.source_map.value((*self.key, row))

    def cell(self, row: int, column: int, text: str) -> Span:
        """Return the place of a cell."""
        return self.source_map.value((*self.key, row, column))

    def name(self, row: int, column: int | None) -> str:
        """Return no words: the place has a line."""
        return ""


@dataclass(frozen=True)
class TextPlaces:
    """The places of the cells of a text file, whose rows are numbered by the lines on which they start."""

    file: str
    lines: Sequence[str]
    delimiter: str

    def row(self, row: int) -> Span:
        """Return the place of a row."""
        text = self.lines[row - 1]
        return Span(self.file, row, 1, max(1, len(text)), text)

    def cell(self, row: int, column: int, text: str) -> Span:
        """Return the place of a cell: where its text begins or, if its row has several lines, the whole line."""
        line = self.lines[row - 1]
        starts = cell_starts(line, self.delimiter)
        start = line.find(text, starts[column]) if column < len(starts) and text else -1
        start = line.find(text) if start < 0 and text else start
        whole = self.row(row)
        return whole if start < 0 else replace(whole, column=start + 1, length=len(text))

    def name(self, row: int, column: int | None) -> str:
        """Return no words: the place has a line."""
        return ""


def cell_starts(line: str, delimiter: str) -> list[int]:
    """Return the offsets at which the cells of a line begin; a delimiter in quotes separates none."""
    starts, is_quoted = [0], False
    for offset, sign in enumerate(line):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == delimiter and not is_quoted:
            starts.append(offset + 1)
    return starts


@dataclass(frozen=True)
class SheetPlaces:
    """The places of the cells of a sheet, which have names and no lines. Rows and columns count from 1 and from 0."""

    file: str
    sheet: str

    def row(self, row: int) -> Span:
        """Return the place of a row: its file."""
        return Span(self.file)

    def cell(self, row: int, column: int, text: str) -> Span:
        """Return the place of a cell: its file."""
        return Span(self.file)

    def name(self, row: int, column: int | None) -> str:
        """Return the words that name a cell or a row."""
        what = f"row {row}" if column is None else f"cell {letters_of(column)}{row}"
        return f"sheet '{self.sheet}', {what}: "


def letters_of(column: int) -> str:
    """Return the letters of a column of a spreadsheet, counted from 0: A to Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be read, found by the reader of its format; a finding if an exhibit shows its column."""

    code: str
    what: str
    help: str


@dataclass(frozen=True)
class Grid:
    """Rows of cells, the first with the names of the columns, and their places."""

    places: Places
    rows: Sequence[Sequence[str]] = ()
    row_numbers: Sequence[int] = ()
    column_numbers: Sequence[int] = ()
    exact: Collection[tuple[int, int]] = frozenset()
    """The numbers of rows and columns of cells that hold a number, not a text that looks like one."""
    units: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """The units that the number formats of cells add to their numbers, by the numbers of their rows and columns."""
    problems: Mapping[tuple[int, int], Problem] = field(default_factory=dict)
    """The problems of cells, by the numbers of their rows and columns."""
    hidden: Collection[int] = frozenset()
    """The numbers of columns that the sheet hides."""
    delimiter: str = ""
    """The delimiter of a text file."""
    unread: frozenset[str] = frozenset()
    """The columns with cells that cannot be read."""
    is_whole: bool = True
    """False if the rows have errors; they are then left out."""

    @property
    def header(self) -> Sequence[str]:
        """The names of the columns."""
        return self.rows[0] if self.rows else ()

    @property
    def file(self) -> str:
        """The name of the file; "" for rows in the brief."""
        return self.places.file

    def row(self, row: int) -> Span:
        """Return the place of a row; -1 is the header."""
        return self.places.row(self.row_numbers[row + 1])

    def cell(self, row: int, column: int, text: str) -> Span:
        """Return the place of a cell; row -1 is the header."""
        return self.places.cell(self.row_numbers[row + 1], self.column_number(column), text)

    def column_number(self, column: int) -> int:
        """Return the number that a column has in the file."""
        return self.column_numbers[column] if column < len(self.column_numbers) else column

    def is_exact(self, row: int, column: int) -> bool:
        """Return True if a cell holds a number, not a text that looks like one."""
        return (self.row_numbers[row + 1], self.column_number(column)) in self.exact

    def unit(self, row: int, column: int) -> str:
        """Return the unit that the number format of a cell adds to its number; otherwise ""."""
        return self.units.get((self.row_numbers[row + 1], self.column_number(column)), "")

    def problem(self, row: int, column: int) -> Problem | None:
        """Return the problem of a cell, if it has one."""
        return self.problems.get((self.row_numbers[row + 1], self.column_number(column)))

    def finding(
        self, code: str, what: str, at: tuple[int, int | None], help: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        """Return a finding at a row and column, or at a whole row."""
        row, column = at
        number = None if column is None else self.column_number(column)
        text = self.typed(row, column) if column is not None else ""
        where = self.row(row) if column is None else self.cell(row, column, text)
        return Finding(
            code, self.places.name(self.row_numbers[row + 1], number) + what, where, help, severity
        )

    def typed(self, row: int, column: int) -> str:
        """Return the text of a cell as the file has it; "" if the row has no such cell."""
        cells = self.rows[row + 1]
        return cells[column] if column < len(cells) else ""

    def with_rows(self, indices: Iterable[int]) -> Grid:
        """Return only some of the rows, by their indices; the header is row 0."""
        kept = list(indices)
        return replace(
            self,
            rows=[self.rows[index] for index in kept],
            row_numbers=[self.row_numbers[index] for index in kept],
        )

    def with_columns(self, indices: Iterable[int]) -> Grid:
        """Return only some of the columns, by their indices; a row that is too short lacks the same cells as before."""
        kept = list(indices)
        return replace(
            self,
            rows=[[row[index] for index in kept if index < len(row)] for row in self.rows],
            column_numbers=[self.column_number(index) for index in kept],
        )


@dataclass(frozen=True)
class Options:
    """The keys of a table or chart that say how its data is read, as they were typed; the model checks them."""

    sheet: str = ""
    decimal: str = ""
    dates: str = ""
    encoding: str = ""
    missing: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()

    @classmethod
    def of(cls, exhibit: Mapping[str, object]) -> Options:
        """Return the options of an exhibit as data."""

        def word(name: str) -> str:
            value = exhibit.get(name)
            return value.strip() if isinstance(value, str) else ""

        def words(name: str) -> frozenset[str]:
            value = exhibit.get(name)
            items = value if isinstance(value, list) else [value]
            return frozenset(item.strip() for item in items if isinstance(item, str))

        missing = frozenset(one.casefold() for one in words("missing"))
        return cls(word("sheet"), word("decimal"), word("dates"), word("encoding"), missing, words("marks"))
