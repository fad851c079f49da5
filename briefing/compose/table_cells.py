"""Data → the cells of a table as its language writes them. Templates and styles decide how they look."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from babel import Locale
from markupsafe import Markup, escape

from briefing.compose.html_text import Prose
from briefing.compose.templating.template_values import Node, as_value
from briefing.compose.text_markup import NARROW_LENGTH, raise_day, raise_scripts
from briefing.core.numbers import decimals_of, is_missing, read_amount, read_bound
from briefing.markdown.scripts import with_script_characters
from briefing.model.blocks import Align, CellKind
from briefing.model.content import Column, Passage, Table
from briefing.text.locale_formats import format_amount, spoken

FOLDED_LENGTH = 24
"""In rows: a narrow table with at least this many is folded into as many columns as fit."""

LETTER_WIDTH, CELL_GAP = 0.5, 0.7
"""In em: the width of a letter, and the space between two cells."""

LONG_WORD = re.compile(r"\S{31}")
"""A word of more than 30 characters, such as an address, which may be broken anywhere."""

LINE_LENGTH, ROW_GAP = 75, 0.4
"""The letters of a line in the text column, and the space between two rows, in lines."""

LONG_TABLE, TALL_ROW = 52, 20
"""In lines: a table of more may break between two pages, and so may a row. The page of the smallest paper has 52."""

HEAD_LINES = 3
"""The most lines of a column's name in a folded table."""

NO_VALUE = "–"
"""The dash in place of a value that is missing."""

LEAST_COLUMNS = 3
"""In a table of fewer columns, an empty cell is a missing value, not the end of a heading."""

YEARS = range(1500, 2200)
"""A column of whole numbers in this range contains years, which no language groups."""


def tabulate(table: Table, locale: Locale, prose: Prose) -> Node:
    """Return the printed table: `head` (name, unit, align, breaks), `rows`, `total`, and how it is set.

    A table that `is_folded` is set in columns, each at least `width` em wide. One that `is_long` may break between two
    pages; of its rows, only those that are `tall` may.
    """
    header = table.data.header
    columns = [
        _Column(column, table.data.rows, header.index(column.column), locale) for column in table.columns
    ]
    rows = tuple(
        tuple(column.cell(row[column.index], is_value=_has_values(row)) for column in columns)
        for row in table.data.rows
    )
    total = tuple(column.cell(cell) for column, cell in zip(columns, table.total, strict=bool(table.total)))
    head = tuple(
        Node(
            "column",
            {
                "name": as_value(column.set_name, prose)
                if isinstance(column.set_name, Passage)
                else _printed(column.set_name),
                "unit": _printed(column.unit) if column.unit else None,
                "align": column.align,
                "breaks": any(LONG_WORD.search(_read(row[at], prose)) for row in rows),
            },
        )
        for at, column in enumerate(columns)
    )
    widths = [
        max(len(_typed(cell)) for cell in (column.name, *(row[at] for row in rows)))
        for at, column in enumerate(columns)
    ]
    is_narrow = sum(widths) < NARROW_LENGTH
    is_folded = is_narrow and len(rows) >= FOLDED_LENGTH
    width = sum(
        LETTER_WIDTH * column.least_length(row[at] for row in rows) for at, column in enumerate(columns)
    )
    lines = [math.ceil(sum(len(_typed(cell)) for cell in row) / LINE_LENGTH) for row in rows]
    is_long = sum(lines) + ROW_GAP * len(lines) > LONG_TABLE
    tall = tuple(count > TALL_ROW for count in lines)
    own = {"is_narrow": is_narrow, "is_folded": is_folded, "width": round(width + CELL_GAP * len(columns), 1)}
    breaks = {"is_long": is_long, "tall": tall}
    return Node("set table", {"head": head, "rows": as_value(rows, prose), "total": total, **own, **breaks})


class _Column:
    """The format of one column."""

    def __init__(
        self, column: Column, rows: Sequence[Sequence[Passage | str]], index: int, locale: Locale
    ) -> None:
        self.index, self.locale = index, locale
        self.name = column.name or column.column
        self.unit = column.unit
        cells = [_typed(row[index]) for row in rows]
        amounts = [amount for cell in cells if (amount := _amount_of(cell)) is not None]
        self.kind = column.kind or _kind_of(cells)
        most_decimals = max((decimals_of(amount) for amount in amounts), default=0)
        self.decimals = most_decimals if column.decimals is None else column.decimals
        is_number = self.kind is CellKind.NUMBER
        self.align = str(column.align or (Align.RIGHT if is_number else Align.LEFT))

    @property
    def set_name(self) -> Passage | str:
        """The name as it is printed; one that comes from the data is plain text, with typographic apostrophes."""
        return re.sub(r"(?<=\w)'(?=\w)", "’", self.name) if isinstance(self.name, str) else self.name

    def least_length(self, cells: Iterable[Passage | str]) -> int:
        """Return the length of the longest cell, or of the column's name set in a few lines if that is longer."""
        name = f"{_typed(self.name)} ({self.unit})" if self.unit else _typed(self.name)
        longest_word = max((len(word) for word in name.split()), default=0)
        lines = min(HEAD_LINES, len(name.split()))
        in_lines = math.ceil(len(name) / lines) + (2 if lines > 1 else 0) if lines else 0
        return max(longest_word, in_lines, *(len(_typed(cell)) for cell in cells))

    def cell(self, cell: Passage | str, *, is_value: bool = False) -> Passage | str:
        """Return a cell as it is printed: a text, or plain words. A value that is missing is a dash."""
        typed = _typed(cell)
        amount = read_amount(typed)
        if self.kind is CellKind.NUMBER and amount is not None:
            return format_amount(amount, self.decimals, self.locale)
        if self.kind is CellKind.NUMBER and (bound := read_bound(typed)):
            return f"{bound[0]}{format_amount(bound[1], decimals_of(bound[1]), self.locale)}"
        if not typed.strip():
            return NO_VALUE if is_value and self.kind is not CellKind.TEXT else ""
        if self.kind is CellKind.DATE:
            return raise_day(spoken(typed, self.locale), self.locale)
        return cell if isinstance(cell, Passage) else _printed(cell)


def _has_values(row: Sequence[Passage | str]) -> bool:
    """Return False for a row that has only a name above several empty columns: a heading over the rows below it."""
    return len(row) < LEAST_COLUMNS or any(_typed(cell).strip() for cell in row[1:])


def _printed(words: str) -> Markup:
    """Return words without markup, such as the name of a column, with their scripts raised and lowered."""
    return Markup(raise_scripts(str(escape(with_script_characters(words)))))  # noqa: S704  (escaped)


def _typed(cell: Passage | str) -> str:
    """Return what a person typed into a cell."""
    return cell.words if isinstance(cell, Passage) else cell


def _read(cell: Passage | str, prose: Prose) -> str:
    """Return the words of a cell as they are read: the text of a link, not its address."""
    is_long = LONG_WORD.search(_typed(cell)) is not None
    return prose.plain(cell) if is_long and isinstance(cell, Passage) else _typed(cell)


def _amount_of(cell: str) -> Decimal | None:
    """Return the number of a cell, also of a limit such as <5."""
    bound = read_bound(cell)
    return bound[1] if bound else read_amount(cell)


def _kind_of(cells: Sequence[str]) -> CellKind:
    said = [cell for cell in cells if not is_missing(cell)]
    amounts = [amount for cell in said if (amount := _amount_of(cell)) is not None]
    has_number = any(read_amount(cell) is not None for cell in said)
    if has_number and len(amounts) == len(said):
        is_year = all(re.fullmatch(r"\d{4}", cell.strip()) and int(cell) in YEARS for cell in said)
        return CellKind.YEAR if is_year else CellKind.NUMBER
    if said and all(re.fullmatch(r"\d{4}-(?:\d{2}(?:-\d{2})?|Q[1-4])", cell.strip()) for cell in said):
        return CellKind.DATE
    return CellKind.TEXT
