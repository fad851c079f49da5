"""The table in a file: empty columns and rows are dropped, lines above and below it are reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.core.plurals import counted
from briefing.load.data.amounts import read_cell_amount
from briefing.load.data.grid import Grid, letters_of

MAX_ROWS = 5_000
"""More rows than any document can show: a larger file is a mistake."""

MAX_COLUMNS = 40

NOTE = (
    r"(?:sources?|notes?|footnotes?|key|legend|symbols?|copyright|last updated?|data (?:from|source|extracted)|updated"
    r"|extracted|downloaded)\b|©"
    r"|(?:[^\W\d_]{3,20} ?){1,3}[:：] ?\S"
    r"|[*†‡¹²³]|\(?\d{1,2}\)|\[\w{1,3}\]|[a-z]\)|\.\.|: ?="
)
"""The start of a line below a table that is a note, not a row."""

WIDEST_PAIR = 3
"""In columns: two cells above a table that is wider than this are a name and its value, not the header."""

NO_NAME = re.compile(r"Unnamed: \d+(?:_level_\d+)?|\.\.\.\d+")
"""The names that pandas and readr give to columns without one."""

CROSSED = re.compile(r"(?P<rows>[\w,;]+)\\(?P<columns>time(?:_period)?)", re.IGNORECASE)
"""The names of the dimensions in the rows and in the columns of a table of Eurostat: `freq,geo\\TIME_PERIOD`."""

LONG_NOTE = 60
"""In characters: a lone cell that is longer than this is a note."""


def trim(grid: Grid) -> tuple[Grid, list[Finding]]:
    """Return the table of a file, and warnings about the lines above and below it."""
    grid = _without_empty_columns(grid)
    width = _usual_width(grid.rows)
    if width < 2:
        return grid, []
    first = _first_row(grid.rows, width)
    last = _last_row(grid.rows, first)
    findings = [
        *_reported(grid, range(first), "above"),
        *_reported(grid, range(last + 1, len(grid.rows)), "below"),
    ]
    return _without_empty_columns(grid.with_rows(range(first, last + 1))), findings


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell) for cell in row)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """Return the most frequent number of cells that rows have up to their last filled one; of several, the highest."""
    counts = Counter(_length(row) for row in rows)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _length(row: Sequence[str]) -> int:
    return max((index + 1 for index, cell in enumerate(row) if cell), default=0)


def _is_above(row: Sequence[str], width: int) -> bool:
    """Return True for a line above the header: a title in its first cell, or a name and its value."""
    is_pair = width > WIDEST_PAIR and _length(row) == 2
    return bool(row[0]) and (_filled(row) == 1 or is_pair)


def _first_row(rows: Sequence[Sequence[str]], width: int) -> int:
    """Return the index of the header, which is below titles and has no numbers except years."""
    first = next((index for index, row in enumerate(rows) if not _is_above(row, width)), 0)
    has_numbers = any(read_cell_amount(cell) and not is_year(cell) for cell in rows[first])
    return 0 if has_numbers else first


def _last_row(rows: Sequence[Sequence[str]], first: int) -> int:
    """Return the index of the last row of the table; notes below it have one cell."""
    last = len(rows) - 1
    while last > first + 1 and _is_note(rows[last]):
        last -= 1
    return last


def _is_note(row: Sequence[str]) -> bool:
    if _filled(row) != 1 or not row[0]:
        return False
    return len(row) == 1 or len(row[0]) > LONG_NOTE or re.match(NOTE, row[0], re.IGNORECASE) is not None


def _reported(grid: Grid, rows: range, where: str) -> Iterator[Finding]:
    if not rows:
        return
    text = next(cell for cell in grid.rows[rows[0]] if cell)
    more = f", and {len(rows) - 1} more" if len(rows) > 1 else ""
    what = f"a line {where} the table is not part of it and is left out: '{_cut(text)}'{more}"
    help = "delete it in the file, and write what readers need under `title`, `note` or `source`"
    yield grid.finding("BR144", what, (rows[0] - 1, 0), help, Severity.WARNING)


def _cut(text: str) -> str:
    return text if len(text) <= LONG_NOTE else f"{text[:LONG_NOTE]}…"


def _without_empty_columns(grid: Grid) -> Grid:
    """Return a grid without the columns that have neither a name nor a value."""
    longest = max((len(row) for row in grid.rows), default=0)
    filled = {index for row in grid.rows for index, cell in enumerate(row) if cell}
    kept = [index for index in range(longest) if index in filled]
    return grid if len(kept) == longest else grid.with_columns(kept)


def check_shape(grid: Grid) -> Iterator[Finding]:
    """Yield a finding if there are too many rows or columns, none, or rows of another length than the header."""
    header, rows = grid.header, grid.rows[1:]
    if len(header) > MAX_COLUMNS:
        what = f"the data has {len(header):,} columns; the limit is {MAX_COLUMNS}"
        yield grid.finding("BR217", what, (-1, None), "leave out columns that the brief does not show")
        return
    unlike = [index for index, row in enumerate(rows) if len(row) != len(header)]
    if unlike:
        yield _unlike_header(grid, unlike)
    if not rows:
        what, help = (
            "the data has a header but no rows",
            "add rows below the header: the first row names the columns",
        )
        yield grid.finding("BR217", what, (-1, None), help)
    if len(rows) > MAX_ROWS:
        yield too_many_rows(grid, len(rows))


def too_many_rows(grid: Grid, count: int) -> Finding:
    """Return the finding for data with more rows than the limit."""
    what = f"the data has {count:,} rows; the limit is {MAX_ROWS:,}"
    return grid.finding(
        "BR217", what, (-1, None), "keep only the rows that matter, and publish the rest separately"
    )


def _unlike_header(grid: Grid, rows: Sequence[int]) -> Finding:
    cells, names = len(grid.rows[rows[0] + 1]), len(grid.header)
    others = len(rows) - 1
    more = (
        f"; {counted(others, 'more row')} {'are' if others > 1 else 'is'} of another length" if others else ""
    )
    what = f"the row has {counted(cells, 'cell')}, but the header has {counted(names, 'column')}{more}"
    help = "give each row one cell per column"
    if len(rows) == len(grid.rows) - 1 and cells == names + 1:
        help = "name the first column too; in R, write the file with `row.names = FALSE`"
    return grid.finding("BR217", what, (rows[0], None), help)


def check_header(grid: Grid) -> list[Finding]:
    """Return a finding for each column without a name, and for each name that is used twice; none for too many."""
    header = grid.header
    if len(header) > MAX_COLUMNS:
        return []
    blank = [index for index, name in enumerate(header) if not name or NO_NAME.fullmatch(name)]
    if len(blank) > 1 and _is_spanning(grid):
        names = ", ".join(_joined_names(header, grid.rows[1]))
        help = f"write one row of names in their place: {names}"
        return [grid.finding("BR217", "the names of the columns are in two rows", (-1, blank[0]), help)]
    return [*_nameless(grid, blank), *_repeated(grid)]


def _is_spanning(grid: Grid) -> bool:
    """Return True if the second row continues the names: it has words or years where the first has none."""
    if len(grid.rows) < 3:
        return False
    second = grid.rows[1]
    below = [second[index] for index, name in enumerate(grid.header) if not name and index < len(second)]
    return any(below) and not any(re.search(r"\d[.,]\d|^\d+$", cell) and not is_year(cell) for cell in below)


def is_year(cell: str) -> bool:
    """Return True for a year, which may be the name of a column."""
    return re.fullmatch(r"(?:1[5-9]|2[01])\d\d", cell) is not None


def _joined_names(first: Sequence[str], second: Sequence[str]) -> Iterator[str]:
    """Yield the names of two rows, joined; a name spans the empty cells after it."""
    spanning = ""
    for index, name in enumerate(first):
        spanning = name or spanning
        below = second[index] if index < len(second) else ""
        yield " ".join(dict.fromkeys(part for part in (spanning, below) if part))


def _nameless(grid: Grid, blank: Sequence[int]) -> Iterator[Finding]:
    for index in blank:
        cells = [row[index] for row in grid.rows[1:] if index < len(row)]
        help = "give each column a different name"
        if index == 0 and cells == [str(number) for number in range(1, len(cells) + 1)]:
            help = "delete the column of row numbers; in R, write the file with `row.names = FALSE`"
        elif index == 0 and cells == [str(number) for number in range(len(cells))]:
            help = "delete the column of row numbers; in pandas, write the file with `index=False`"
        yield grid.finding("BR217", "a column has no name", (-1, index), help)


def _repeated(grid: Grid) -> Iterator[Finding]:
    for index, name in enumerate(grid.header):
        if name and name in grid.header[:index]:
            help = "give each column a different name"
            yield grid.finding("BR217", f"two columns are named '{name}'", (-1, index), help)


def find_hidden_columns(grid: Grid, shown: Sequence[int]) -> Iterator[Finding]:
    """Yield a finding for each column that an exhibit shows and that is hidden in the sheet."""
    for index in shown:
        number = grid.column_number(index)
        if number in grid.hidden:
            what = f"the column '{grid.header[index]}' ({letters_of(number)}) is hidden, and would be printed"
            help = "show the column in the spreadsheet, or leave it out: list the others under `columns` or `series`"
            yield grid.finding("BR146", what, (-1, index), help)


def find_crossed_names(grid: Grid, shown: Collection[int], named: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each column with the codes of Eurostat for a name, or with several of its values in a cell.

    `shown` are the columns that an exhibit shows, and `named` those whose names it does not print.
    """
    for index in shown:
        name = grid.header[index]
        found = CROSSED.fullmatch(name)
        if found is None:
            continue
        names = re.split("[,;]", found["rows"])
        if len(names) > 1:
            what = f"the column '{name}' has {len(names)} values in each cell: {', '.join(names)}"
            help = "give each a column of its own, or download the table as a spreadsheet or as SDMX-CSV"
            yield grid.finding("BR217", what, (-1, index), help)
        elif name not in named:
            what = f"the column '{name}' has the codes of Eurostat for its name"
            yield grid.finding("BR217", what, (-1, index), "write the name in words that readers know")
