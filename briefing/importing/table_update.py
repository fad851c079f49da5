"""Compares the tables of a newer document with those of a brief, cell by cell: the tables of `brief import --into`.

A table of the brief is found by its title or, if that has changed, by its cells. What the brief alone knows stays:
columns that it does not show, the names that it gives to columns, and the spelling of cells that are the same.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher

from briefing.core.finding import Span
from briefing.core.source_map import Key, SourceMap
from briefing.files.guarded_writing import Refusal
from briefing.importing.markup import escaped, words_of
from briefing.importing.parts import plain
from briefing.load.data.amounts import CellAmount, read_cell_amount
from briefing.load.data.grid import Grid
from briefing.load.yaml.reader import Data
from briefing.load.yaml.text_editing import spelled

WITH_ROWS = ("table", "chart")
"""The kinds of blocks whose data is rows."""

MINUS_SIGNS = str.maketrans(dict.fromkeys("−–‐‑", "-"))
PER_LINE = " | "

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table that would change: its rows before and after, as the brief or its file has them."""

    key: Key
    """The key of the rows in the file of the brief."""
    name: str
    """The key of the table as it is shown."""
    title: str
    where: Span
    file: str
    """The file of the rows, in the workspace; "" for rows in the brief."""
    old: Rows
    new: Rows
    grid: Grid
    is_new: bool = False
    """True for a table that only the document has; `old` is then empty."""

    @property
    def cells(self) -> list[tuple[int, int]]:
        """The rows and columns of the cells that change; none if rows or columns come or go."""
        if [len(row) for row in self.old] != [len(row) for row in self.new]:
            return []
        return [
            (at, column)
            for at, row in enumerate(self.new)
            for column, cell in enumerate(row)
            if cell != self.old[at][column]
        ]

    def shown_lines(self) -> Iterator[str]:
        """Yield the lines that show the change: its key and title, then the cells or rows that go and come."""
        yield f"{self.name} “{self.title}” ({'new' if self.is_new else self.where})"
        if cells := self.cells:
            for at, column in cells:
                place = " › ".join(filter(None, (self.old[at][0] if column else "", self.old[0][column])))
                place = place if at else f"column {column + 1}"
                yield f"  - {place}: {self.old[at][column]}"
                yield f"  + {place}: {self.new[at][column]}"
            return
        old, new = ([PER_LINE.join(row) for row in rows] for rows in (self.old, self.new))
        for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                yield from (f"  - {row}" for row in old[start:end])
                yield from (f"  + {row}" for row in new[first:last])


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table of the document: its place in the brief that was made from it, and its rows."""

    section: str
    at: int
    """The index of its section under `section`."""
    values: Mapping[str, object]
    rows: Rows
    has_markup: bool
    """True if the cells are texts of a brief, not plain words."""

    @property
    def title(self) -> str:
        """The title, as Markdown."""
        return str(self.values.get("title", ""))

    def words(self) -> list[list[str]]:
        """Return the words of the cells."""
        return [[words_of(cell) if self.has_markup else cell for cell in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class BriefTable:
    """A table or chart of the brief: its key in the file, its values, and its rows with their places."""

    key: Key
    values: Mapping[str, Data]
    grid: Grid
    printed: Rows
    """The words of the cells as they are printed."""


def tables_of_document(data: Mapping[str, object], made: Mapping[str, bytes]) -> list[DocumentTable]:
    """Return the tables of the brief that was made from a document; `made` are its files."""
    found: list[DocumentTable] = []
    for section in ("sections", "annexes"):
        sections = data.get(section)
        for at, one in enumerate(sections if isinstance(sections, list) else ()):
            blocks = one.get("blocks") if isinstance(one, Mapping) else None
            for block in blocks if isinstance(blocks, list) else ():
                values = block.get("table")
                if not isinstance(values, Mapping):
                    continue
                rows = values.get("data")
                if isinstance(rows, str):
                    read = list(csv.reader(io.StringIO(made[rows].decode())))
                    found.append(DocumentTable(section, at, values, read, has_markup=False))
                elif isinstance(rows, list):
                    found.append(DocumentTable(section, at, values, rows, has_markup=True))
    return found


def tables_of_brief(
    data: Mapping[str, Data], grids: Mapping[Key, Grid], printed: Callable[[str], str]
) -> list[BriefTable]:
    """Return the tables and charts of a brief whose rows can be read."""
    found: list[BriefTable] = []
    for key, grid in grids.items():
        here: Data = {**data}
        for part in key[:-1]:
            here = here[part] if isinstance(here, dict | list) else None  # type: ignore[index]
        if isinstance(here, dict) and grid.is_whole and grid.rows:
            cells = [[cell if grid.file else printed(cell) for cell in row] for row in grid.rows]
            found.append(BriefTable(key[:-1], here, grid, cells))
    return found


def has_tables(data: Mapping[str, Data]) -> bool:
    """Return True if a brief has a table or a chart."""

    def is_with_rows(value: Data) -> bool:
        if isinstance(value, list):
            return any(map(is_with_rows, value))
        return isinstance(value, dict) and (
            any("data" in one for name in WITH_ROWS if isinstance(one := value.get(name), dict))
            or any(map(is_with_rows, value.values()))
        )

    return is_with_rows({**data})


def paired(
    new: Sequence[DocumentTable], old: Sequence[BriefTable], title_of: Callable[[BriefTable], str]
) -> list[BriefTable | None]:
    """Return for each table of the document the one of the brief that it is; None for a new one."""
    free = list(old)
    found: list[BriefTable | None] = [None] * len(new)
    for at, table in enumerate(new):
        title = plain(words_of(table.title))
        found[at] = next((one for one in free if title and plain(title_of(one)) == title), None)
        if (same := found[at]) is not None:
            free.remove(same)
    for at, table in enumerate(new):
        if found[at] is not None or not free:
            continue
        cells = [plain(cell) for row in table.words() for cell in row]
        ratios = [_likeness(cells, [plain(cell) for row in one.printed for cell in row]) for one in free]
        best = max(range(len(free)), key=lambda index: ratios[index])
        if ratios[best] >= ALIKE:
            found[at] = free.pop(best)
    return found


ALIKE = 0.6
"""The share of cells that two tables with different titles have in common if one is the other, changed."""


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


# --- One table ------------------------------------------------------------------------------------------


@dataclass
class _Merge:
    """Merges the rows of a document into those of the brief."""

    old: BriefTable
    new: DocumentTable
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = self.new.words()
        self.shown = self._shown()

    def _shown(self) -> list[int]:
        """Return the columns that the brief shows."""
        header = list(self.old.grid.header)
        names = [name for name, _, _ in self._named()]
        return [header.index(name) for name in names if name in header] or list(range(len(header)))

    def _named(self) -> Iterator[tuple[str, str, int | None]]:
        """Yield the name of a column in the data, its printed name, and its number of decimals."""
        columns = self.old.values.get("columns")
        for one in columns if isinstance(columns, list) else ():
            if isinstance(one, str):
                yield one, one, None
            elif isinstance(one, dict):
                name, digits = str(one.get("column", "")), str(one.get("decimals", ""))
                printed = words_of(str(one.get("name") or name))
                unit = one.get("unit")
                yield (
                    name,
                    f"{printed} ({unit})" if unit else printed,
                    int(digits) if digits.isdigit() else None,
                )

    def columns(self) -> list[int | None]:
        """Return for each column of the document the one of the brief that it is."""
        header, printed = list(self.old.grid.header), self.old.printed[0]
        names = {at: {plain(header[at]), plain(printed[at])} for at in self.shown}
        for name, one, _ in self._named():
            if name in header:
                names[header.index(name)] |= {plain(one), plain(one.rpartition(" (")[0])} - {""}
        free = list(self.shown)
        found: list[int | None] = []
        for name in self.words[0]:
            same = next((at for at in free if plain(name) in names[at]), None)
            free = [at for at in free if at != same]
            found.append(same)
        if len(found) == len(self.shown):
            left = iter(free)
            found = [next(left) if at is None else at for at in found]
        return found

    def rows(self) -> list[list[str]]:
        """Return the rows of the brief with the cells of the document; cells that are the same stay as typed."""
        columns = self.columns()
        typed = [list(row) for row in self.old.grid.rows]
        same_rows = self._same_rows(columns)
        hidden = [at for at in range(len(typed[0])) if at not in self.shown]
        is_kept = set(self.shown) == set(columns)
        order = list(range(len(typed[0]))) if is_kept else [*columns, *hidden]
        made: list[list[str]] = []
        for at, row in enumerate(same_rows):
            line: list[str] = []
            for place, column in enumerate(order):
                index = columns.index(column) if is_kept and column in columns else place
                if column in hidden:
                    line.append(typed[row][column] if row is not None and column is not None else "")
                else:
                    line.append(self._cell((at, index), row, column))
            made.append(line)
        return made

    def _same_rows(self, columns: Sequence[int | None]) -> list[int | None]:
        """Return for each row of the document the row of the brief that it is."""
        old, new = self.old.printed, self.words
        if len(old) == len(new) and self._first(columns, old) == [plain(row[0]) for row in new]:
            return list(range(len(new)))
        found: list[int | None] = [None] * len(new)
        names = self._first(columns, old)
        for block in SequenceMatcher(
            None, names, [plain(row[0]) for row in new], autojunk=False
        ).get_matching_blocks():
            for step in range(block.size):
                found[block.b + step] = block.a + step
        if len(old) == len(new):
            return [at if one is None and at not in found else one for at, one in enumerate(found)]
        found[0] = 0
        return found

    @staticmethod
    def _first(columns: Sequence[int | None], rows: Rows) -> list[str]:
        first = columns[0] if columns and columns[0] is not None else 0
        return [plain(row[first]) if first < len(row) else "" for row in rows]

    def _cell(self, new: tuple[int, int], row: int | None, column: int | None) -> str:
        """Return a cell as the brief or its file writes it."""
        words, typed = self.words[new[0]][new[1]], self.new.rows[new[0]][new[1]]
        if row is not None and column is not None:
            old = self.old.printed[row][column] if column < len(self.old.printed[row]) else ""
            is_name = row == 0 and self._is_named(column, words)
            if is_name or is_same_cell(old, words, self._decimals(column)):
                return self.old.grid.rows[row][column] if column < len(self.old.grid.rows[row]) else ""
        if new[0] and self._is_ambiguous(words):
            self.problems.append(f"'{words}' may be two numbers")
        if self.old.grid.file:
            if self.new.has_markup and typed != words:
                self.problems.append(f"'{typed}' has markup, which a file of rows cannot have")
            return words
        return typed if self.new.has_markup else escaped(words)

    def _is_named(self, column: int, words: str) -> bool:
        name = self.old.grid.header[column]
        printed = [one for own, one, _ in self._named() if own == name]
        return any(plain(words) in (plain(one), plain(one.rpartition(" (")[0])) for one in printed)

    def _decimals(self, column: int) -> int | None:
        name = self.old.grid.header[column]
        return next((digits for own, _, digits in self._named() if own == name), None)

    def _is_ambiguous(self, words: str) -> bool:
        amount = read_cell_amount(words)
        return bool(amount and amount.is_ambiguous and not self.old.values.get("decimal"))


def is_same_cell(old: str, new: str, decimals: int | None = None) -> bool:
    """Return True if two cells print the same words or the same number."""
    one, other = (
        " ".join(unicodedata.normalize("NFKC", cell).split()).translate(MINUS_SIGNS) for cell in (old, new)
    )
    if one == other:
        return True
    first, second = read_cell_amount(old), read_cell_amount(new)
    if first is None or second is None or first.is_code or second.is_code:
        return False
    if (first.bound, first.mark, first.is_bracketed) != (second.bound, second.mark, second.is_bracketed):
        return False
    if first.unit and second.unit and first.unit != second.unit:
        return False
    return bool(_numbers_of(first, decimals) & _numbers_of(second, decimals))


def _numbers_of(amount: CellAmount, decimals: int | None) -> set[Decimal]:
    numbers = {Decimal(one) for one in (amount.point, amount.comma) if one is not None}
    return numbers if decimals is None else {round(one, decimals) for one in numbers}


def without_total(new: DocumentTable, old: BriefTable) -> tuple[DocumentTable, list[str]]:
    """Return a table of the document without the row of sums that the brief has under `total`, and that row."""
    total = old.values.get("total")
    labels = [one for one in total if isinstance(one, str)] if isinstance(total, list) else []
    if not labels or len(new.rows) < 3 or plain(new.words()[-1][0]) != plain(words_of(labels[0])):
        return new, []
    rest = DocumentTable(new.section, new.at, new.values, new.rows[:-1], new.has_markup)
    return rest, list(new.rows[-1])


def compare_table(
    new: DocumentTable, old: BriefTable, title: str, source_map: SourceMap
) -> TableChange | Refusal | None:
    """Return the change that a table of the document makes; None if it is the same, a refusal if it cannot be made."""
    merge = _Merge(old, new)
    rows = merge.rows()
    key: Key = (*old.key, "data")
    where = source_map.value(key)
    change = TableChange(key, spelled(old.key), title, where, old.grid.file, old.grid.rows, rows, old.grid)
    if [list(row) for row in change.old] == rows:
        return None
    if merge.problems:
        return Refusal(merge.problems[0], where.line)
    if change.file and not change.grid.delimiter:
        return Refusal(f"'{change.file}' is a spreadsheet", where.line)
    return change


def changed_file(content: bytes, change: TableChange) -> bytes | Refusal:
    """Return a CSV file with the new cells or rows of a table; everything else in it stays as it is."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return Refusal(f"'{change.file}' is not in UTF-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    end = "\r\n" if "\r\n" in text else "\n"
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=change.grid.delimiter))
    quoting = next(
        (
            one
            for one in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
            if _written(rows, change.grid.delimiter, end, one).rstrip() == text.rstrip()
        ),
        None,
    )
    start = next((at for at in range(len(rows)) if _is_at(rows, at, change.grid)), None)
    is_whole = start == 0 and len(rows) == len(change.old) and len(rows[0]) == len(change.old[0])
    if quoting is None or start is None or not (is_whole or change.cells):
        return Refusal(f"'{change.file}' has more than the rows of this table, or is written in another way")
    if change.cells:
        for at, column in change.cells:
            rows[start + at][change.grid.column_number(column)] = change.new[at][column]
    else:
        rows = [list(row) for row in change.new]
    made = _written(rows, change.grid.delimiter, end, quoting)
    if not text.endswith(end):
        made = made.removesuffix(end)
    return f"{mark}{made}".encode()


def _is_at(rows: Rows, start: int, grid: Grid) -> bool:
    here = rows[start : start + len(grid.rows)]
    columns = range(len(grid.header))
    return len(here) == len(grid.rows) and all(
        [row[grid.column_number(at)].strip() for at in columns if grid.column_number(at) < len(row)]
        == [cell.strip() for cell in cells]
        for row, cells in zip(here, grid.rows, strict=True)
    )


def _written(rows: Rows, delimiter: str, end: str, quoting: int) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return written.getvalue()


def written_rows(rows: Rows) -> bytes:
    """Return rows as a CSV file."""
    return _written(rows, ",", "\n", csv.QUOTE_MINIMAL).encode()
