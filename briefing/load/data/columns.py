"""The columns of a table or chart: their cells as data has them, with a point before decimals and dates in ISO 8601.

A column is read as a whole, because one cell does not show how it is written: `1,234` may be either number. Where the
column does not show it either, there is a finding, and no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cached_property

from briefing.core.finding import Finding, Severity
from briefing.load.data.amounts import CellAmount, read_cell_amount
from briefing.load.data.dates import CellDate, is_double_year, read_cell_date
from briefing.load.data.grid import Grid, Options
from briefing.model.blocks import DateOrder

MISSING = frozenset(
    {
        *(
            "",
            "-",
            "–",
            "—",
            "−",
            "--",
            "---",
            ".",
            "..",
            "...",
            "…",
            ":",
            "n/a",
            "na",
            "n.a.",
            "n.a",
            "nan",
            "null",
        ),
        *("n/d", "n.d.", "s/d", "н/д", "<na>", "#n/a n/a"),
    }
)
"""The texts with which programs and statistical offices say that a cell has no value, in lower case."""

STATA_MISSING = re.compile(r"\.[a-z]")

CELL_ERROR = (
    r"#[¡¿]?[A-ZÀ-ÝА-Я]+(?:/[0A-ZА-Я]+)?[!?]|#N/[AD]|#NV|#Н/Д|#GETTING_DATA|#{3,}|Err:\d{3}|#SPILL!|#CALC!"
)
"""The errors of formulas in the languages of spreadsheets, and a number that is too wide for its column."""

FLAG = r"[a-zA-Z]{1,2}|:\s?[a-z]{1,2}|\((?:…|\.\.\.|[a-zA-Z])\)|\[[a-z]{1,3}\]|[*†‡]"
"""A letter or mark in place of a number: c for confidential, x for suppressed."""

DAY_SHAPE = r"\d{1,4}([./-])\d{1,2}\1\d{2,4}"
"""Three numbers that are written like a day."""

SURE_FLAG = r"[:(\[].*"
"""A flag that cannot be a word, which needs fewer numbers next to it."""

COUNT_AND_SHARE = r"\(\d+\)"
"""The mark of each cell in a column of numbers and shares: 12 (45)."""

SERIAL_DAYS = range(20_000, 80_000)
"""The days 1954 to 2119 as numbers of a spreadsheet."""

DATE_NAMES = {"date", "day", "datum", "fecha", "jour", "dia"}
"""The names of columns of dates, in lower case."""

MOST_ODD = 0.2
"""The largest share of cells that are no numbers in a column that was probably meant as numbers."""

LEAST_NUMBERS = 4


class Role(Enum):
    """The use of a column, which decides how far its cells must be numbers."""

    LABEL = auto()
    """The first column of a table, or the categories of a chart."""
    VALUE = auto()
    NUMBER = auto()
    """A column that must have numbers: a series of a chart, or `kind: number`."""
    TEXT = auto()


@dataclass(frozen=True)
class ReadColumn:
    """A column as it was read."""

    cells: Sequence[str]
    unit: str = ""
    """The unit that its numbers have in common."""
    is_text: bool = False
    """True if its numbers are codes, which are printed as they are."""
    findings: Sequence[Finding] = ()


@dataclass
class _Column:
    """The cells of one column, and what they can be read as."""

    grid: Grid
    index: int
    role: Role
    options: Options
    no_value: str = ""
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def cells(self) -> list[str]:
        """The cells as the file has them."""
        return [row[self.index] for row in self.grid.rows[1:]]

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.grid.header[self.index]

    @cached_property
    def amounts(self) -> list[CellAmount | None]:
        """The numbers of the cells; None for a cell without one."""
        found = [None if self.is_missing(cell) else read_cell_amount(cell) for cell in self.cells]
        has_bounds = self.role is Role.VALUE
        amounts = [one if one and (has_bounds or not one.bound) else None for one in found]
        return [self._with_unit(row, one) if one else None for row, one in enumerate(amounts)]

    def _with_unit(self, row: int, amount: CellAmount) -> CellAmount:
        """Return a number with the unit of its number format, if it has one."""
        unit = self.grid.unit(row, self.index)
        return replace(amount, unit=unit) if unit else amount

    @cached_property
    def said(self) -> list[int]:
        """The rows whose cells have a value."""
        return [row for row, cell in enumerate(self.cells) if not self.is_missing(cell)]

    @cached_property
    def numbers(self) -> list[int]:
        """The rows whose cells are numbers."""
        return [row for row in self.said if self.amounts[row] is not None]

    def is_missing(self, cell: str) -> bool:
        """Return True if a cell says that it has no value."""
        key = cell.casefold()
        if key in MISSING or key in self.options.missing or STATA_MISSING.fullmatch(cell):
            return True
        return cell.lstrip(": ") in self.options.marks

    def without_value(self, cell: str) -> str:
        """Return a cell without a value as data has it; an empty one stays empty."""
        return self.no_value if cell else ""

    def report(
        self, code: str, rows: Sequence[int], what: str, help: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Add a finding at the first of the cells with a problem, with their number."""
        if not rows:
            return
        more = f", as in {len(rows) - 1} more of its cells" if len(rows) > 1 else ""
        text = f"column '{self.name}': {what.replace('{}', self.cells[rows[0]])}{more}"
        self.findings.append(self.grid.finding(code, text, (rows[0], self.index), help, severity))

    def are(self, test: Callable[[CellAmount], bool]) -> list[int]:
        """Return the rows whose numbers pass a test."""
        return [row for row in self.numbers if (amount := self.amounts[row]) and test(amount)]


def read_columns(
    grid: Grid, roles: dict[int, Role], options: Options, uses_comma: Callable[[], bool], no_value: str
) -> dict[int, ReadColumn]:
    """Return the columns that an exhibit shows, by their indices; `no_value` replaces all marks of missing values.

    `uses_comma` says if the language of the brief has a decimal comma; it is called only if the data leaves it open.
    """
    columns = {index: _Column(grid, index, role, options, no_value) for index, role in roles.items()}
    marks = {mark for column in columns.values() for mark in _marks_of(column)}
    return {index: _read(column, marks, uses_comma) for index, column in columns.items()}


def _marks_of(column: _Column) -> Iterable[str]:
    """Yield the decimal marks of the cells that can be read in one way only."""
    if column.role is Role.TEXT or len(column.numbers) * 2 < len(column.said):
        return
    for row in column.numbers:
        amount = column.amounts[row]
        if amount and amount.point is None:
            yield ","
        elif amount and amount.comma is None and not column.grid.is_exact(row, column.index):
            yield "."


def _read(column: _Column, marks: set[str], uses_comma: Callable[[], bool]) -> ReadColumn:
    if column.role is Role.TEXT:
        return ReadColumn(column.cells)
    if problems := _problems_of(column):
        return ReadColumn(column.cells, findings=problems)
    errors = [
        row
        for row, cell in enumerate(column.cells)
        if cell[:1] in ("#", "E") and re.fullmatch(CELL_ERROR, cell) and not column.is_missing(cell)
    ]
    if errors:
        cells = [column.cells[row] for row in errors]
        column.report("BR142", errors, _error_text(cells[0]), _error_help(cells))
        return ReadColumn(column.cells, findings=column.findings)
    if not column.said:
        is_plain = _is_plainly_missing(column)
        return ReadColumn([column.without_value(cell) if is_plain else cell for cell in column.cells])
    if dated := _read_dates(column):
        return dated
    return _read_numbers(column, marks, uses_comma)


def _problems_of(column: _Column) -> Sequence[Finding]:
    """Return the findings about cells that the spreadsheet has not saved as it shows them."""
    at = {row: column.grid.problem(row, column.index) for row in range(len(column.cells))}
    for problem in dict.fromkeys(one for one in at.values() if one):
        column.report(
            problem.code, [row for row, one in at.items() if one == problem], problem.what, problem.help
        )
    return column.findings


def _error_text(cell: str) -> str:
    return (
        "'{}' is a number that is too wide for its column"
        if cell[1:2] == "#"
        else "'{}' is the error of a formula"
    )


def _error_help(cells: Sequence[str]) -> str:
    if cells[0][1:2] == "#":
        return "widen the column in the spreadsheet, and save the file again"
    errors = _listed(cells)
    return f"correct the formula; if there is no value, leave the cell empty, or add `missing: {errors}` below `data`"


def _listed(signs: Iterable[str]) -> str:
    """Return different signs as a list in YAML."""
    return "[" + ", ".join(f'"{sign}"' for sign in dict.fromkeys(signs)) + "]"


def _is_plainly_missing(column: _Column) -> bool:
    """Return True if the cells cannot be check marks or the like."""
    return column.role is not Role.LABEL and any(re.search(r"[\w:.…]", cell) for cell in column.cells)


def _read_dates(column: _Column) -> ReadColumn | None:
    """Return a column of dates; None if one of its cells is none."""
    if len(column.said) > 1 and all(is_double_year(column.cells[row]) for row in column.said):
        return ReadColumn([cell.replace("-", "–") for cell in column.cells])
    found = {row: read_cell_date(column.cells[row]) for row in column.said}
    dates = {row: one for row, one in found.items() if one}
    others = [row for row, one in found.items() if one is None]
    if not dates or any(not re.fullmatch(DAY_SHAPE, column.cells[row]) for row in others):
        return None
    if others:
        column.report("BR141", others, "'{}' is in no calendar", "correct the date")
        return ReadColumn(column.cells, findings=column.findings)
    if short := [row for row, one in dates.items() if one.has_short_year]:
        help = "format the column as yyyy-mm-dd (or yyyy-mm) in the spreadsheet, and save the file again"
        column.report("BR141", short, "'{}' has a year of two digits", help)
    else:
        order = _order_of(column, dates)
        if not column.findings:
            return ReadColumn(
                [
                    dates[row].in_order(order) if row in dates else column.without_value(cell)
                    for row, cell in enumerate(column.cells)
                ]
            )
    return ReadColumn(column.cells, findings=column.findings)


def _order_of(column: _Column, dates: dict[int, CellDate]) -> str:
    """Return the order of day and month that all dates of a column allow; adds a finding if it is not clear."""
    if column.options.dates:
        wrong = [row for row, one in dates.items() if not one.in_order(column.options.dates)]
        column.report(
            "BR141", wrong, f"'{{}}' is no date in the order {column.options.dates}", "correct `dates`"
        )
        return column.options.dates
    not_first = {order: [row for row, one in dates.items() if not one.in_order(order)] for order in DateOrder}
    possible = [order for order, rows in not_first.items() if not rows]
    if not possible:
        help = "write the dates in one order, best as yyyy-mm-dd"
        column.report(
            "BR141",
            not_first[DateOrder.DAY_FIRST],
            "'{}' is in another order than other dates of the column",
            help,
        )
    elif len(possible) == 2:
        unclear = [row for row, one in dates.items() if one.is_ambiguous]
        if unclear:
            one = dates[unclear[0]]
            what = f"'{{}}' can be {one.day_first} or {one.month_first}"
            help = f"add `dates: {DateOrder.DAY_FIRST}` or `dates: {DateOrder.MONTH_FIRST}` below `data`"
            column.report("BR141", unclear, what, help)
    return possible[0] if possible else DateOrder.DAY_FIRST


def _read_numbers(column: _Column, marks: set[str], uses_comma: Callable[[], bool]) -> ReadColumn:
    others = [row for row in column.said if column.amounts[row] is None]
    if others and not _are_numbers_meant(column, others):
        return ReadColumn(column.cells)
    if not column.numbers:
        return ReadColumn(column.cells)
    if _are_codes(column) and column.role is not Role.NUMBER:
        return ReadColumn(column.cells, is_text=True)
    if _is_of_words(column) or not _has_one_unit(column):
        return ReadColumn(column.cells)
    _report_others(column, others)
    _report_marks(column)
    _report_shortened(column)
    mark = _decimal_mark(column, marks, uses_comma)
    if column.findings:
        errors = [one for one in column.findings if one.severity is Severity.ERROR]
        if errors:
            return ReadColumn(column.cells, findings=column.findings)
    return _written(column, mark)


def _written(column: _Column, mark: str) -> ReadColumn:
    """Return the numbers of a column as data has them."""
    cells = []
    for row, cell in enumerate(column.cells):
        amount = column.amounts[row]
        if amount is None:
            cells.append(column.without_value(cell) if column.is_missing(cell) else cell)
            continue
        is_point = mark == "." or column.grid.is_exact(row, column.index)
        number = amount.point if is_point else amount.comma
        cells.append(f"{amount.bound}{number or amount.point or amount.comma}")
    units = {amount.unit for amount in column.amounts if amount and amount.unit}
    return ReadColumn(cells, units.pop() if units else "", findings=column.findings)


def _are_numbers_meant(column: _Column, others: Sequence[int]) -> bool:
    """Return True if a column with other cells is meant as numbers, so that these cells are problems."""
    if column.role is Role.NUMBER:
        return True
    if column.role is Role.LABEL or not column.grid.file:
        return False
    flags = [cell for row in others if re.fullmatch(FLAG, cell := column.cells[row])]
    if len(flags) == len(others):
        least = 1 if all(re.match(SURE_FLAG, flag) for flag in flags) else 2
        return len(column.numbers) >= max(least, len(flags))
    return len(column.numbers) >= LEAST_NUMBERS and len(others) <= MOST_ODD * len(column.said)


def _are_codes(column: _Column) -> bool:
    """Return True if whole numbers begin with zeros, as codes and telephone numbers do."""
    codes = column.are(lambda one: one.is_code)
    plain = all(re.fullmatch(r"\d+", column.cells[row]) for row in column.said)
    return bool(codes) and plain


def _is_of_words(column: _Column) -> bool:
    """Return True for numbers that are read as words.

    They are labels with marks, estimates above their standard errors, counts with shares, and numbers that all have the
    same letter, which is a unit.
    Cells in the brief are texts, so that the marks in them are meant.
    """
    brackets = column.are(lambda one: one.is_bracketed)
    if column.role is Role.LABEL or (column.role is Role.VALUE and not column.grid.file):
        return bool(brackets or column.are(lambda one: bool(one.mark)))
    shares = column.are(lambda one: re.fullmatch(COUNT_AND_SHARE, one.mark) is not None)
    letters = {amount.mark for amount in column.amounts if amount}
    has_unit = len(letters) == 1 and letters.pop().isalpha() and len(column.numbers) > 1
    if column.role is not Role.NUMBER and (has_unit or len(shares) == len(column.numbers) > 1):
        return True
    if column.role is Role.NUMBER or not brackets:
        return False
    has_stars = bool(column.are(lambda one: one.mark.startswith("*")))
    labels = [row[0] for row in column.grid.rows[1:]]
    return has_stars or any(not labels[row] for row in brackets)


def _has_one_unit(column: _Column) -> bool:
    """Return False for a column whose cells have several units, which are words, as in a list of indicators."""
    units = {amount.unit for amount in column.amounts if amount and amount.unit}
    if len(units) > 1 or (
        units & {"%", "‰"} and len(column.are(lambda one: bool(one.unit))) < len(column.numbers)
    ):
        if column.role is Role.NUMBER:
            unlike = column.are(lambda one: one.unit != min(units))
            column.report(
                "BR145", unlike, "'{}' has another unit than other cells", "use one unit in the column"
            )
            return True
        return False
    return True


def _report_others(column: _Column, others: Sequence[int]) -> None:
    """Report the cells of a column of numbers that are none; in a series of a chart they are reported by its checks."""
    flags = [row for row in others if re.fullmatch(FLAG, column.cells[row])]
    if flags:
        sign = column.cells[flags[0]].lstrip(": ")
        what = "'{}' is in place of a number"
        help = f'if it means that there is no value, add `missing: ["{sign}"]` below `data`, and explain it in `note`'
        column.report("BR143", flags, what, help)
    words = [row for row in others if row not in flags]
    if words and column.role is not Role.NUMBER:
        cell = column.cells[words[0]]
        what = "'{}' is not a number, so that the numbers of the column are printed as they are typed"
        help = f'correct it, add `missing: ["{cell}"]` below `data`, or give the column `kind: text`'
        column.report("BR145", words, what, help, Severity.WARNING)


def _report_marks(column: _Column) -> None:
    known = column.options.marks
    marked = column.are(lambda one: bool(one.mark) and not {one.mark, one.mark.strip("()[]")} & known)
    if marked:
        marks = [amount.mark for row in marked if (amount := column.amounts[row])]
        what = f"'{{}}' has the mark '{marks[0]}' after its number"
        key = f"marks: {_listed(marks)}"
        help = f"write the number alone, or add `{key}` below `data` to leave it out; explain it in `note`"
        column.report("BR143", marked, what, help)
    brackets = column.are(lambda one: one.is_bracketed)
    help = "write a negative number with a minus sign, and any other without brackets"
    column.report("BR143", brackets, "'{}' is in brackets: it may be negative, or unreliable", help)
    zeros = column.are(lambda one: one.is_code)
    if column.role is not Role.NUMBER:
        help = "write the number without zeros before it; for a column of codes, add `kind: text`"
        column.report("BR145", zeros, "'{}' begins with zeros among numbers", help)


def _report_shortened(column: _Column) -> None:
    help = "format the column as a number without exponents in the spreadsheet, and save the file again"
    shortened = column.are(lambda one: one.is_shortened)
    column.report("BR149", shortened, "'{}' was shortened by a spreadsheet: its last digits are lost", help)
    if column.name.casefold() in DATE_NAMES and len(column.numbers) == len(column.said):
        serial = [row for row in column.numbers if _is_serial(column.cells[row])]
        if len(serial) == len(column.numbers):
            help = "format the column as yyyy-mm-dd in the spreadsheet, and save the file again"
            column.report("BR149", serial, "'{}' is the number of a day in a spreadsheet, not a date", help)


def _is_serial(cell: str) -> bool:
    return cell.isdigit() and int(cell) in SERIAL_DAYS


def _decimal_mark(column: _Column, marks: set[str], uses_comma: Callable[[], bool]) -> str:
    """Return the decimal mark of a column; adds a finding if it is not clear."""
    given = column.options.decimal
    if given:
        wrong = column.are(lambda one: (one.point if given == "." else one.comma) is None)
        wrong = [row for row in wrong if not column.grid.is_exact(row, column.index)]
        name = "point" if given == "." else "comma"
        column.report(
            "BR140",
            wrong,
            f"'{{}}' is no number with a decimal {name}",
            f'correct it, or `decimal: "{given}"`',
        )
        return given
    points = column.are(lambda one: one.comma is None)
    points = [row for row in points if not column.grid.is_exact(row, column.index)]
    commas = column.are(lambda one: one.point is None)
    if points and commas:
        fewer, name = min((points, "point"), (commas, "comma"), key=lambda pair: len(pair[0]))
        other = "comma" if name == "point" else "point"
        what = f"'{{}}' has a decimal {name}, but other cells have a decimal {other}"
        column.report("BR140", fewer, what, "write all numbers with the same decimal mark")
        return "."
    if points or commas:
        return "." if points else ","
    return _unclear_mark(column, marks, uses_comma)


def _unclear_mark(column: _Column, marks: set[str], uses_comma: Callable[[], bool]) -> str:
    """Return the decimal mark of a column whose cells do not show it: that of the file, or of the language."""
    unclear = [
        row for row in column.are(lambda one: one.is_ambiguous) if not column.grid.is_exact(row, column.index)
    ]
    if not unclear:
        return "."
    if len(marks) == 1:
        return next(iter(marks))
    grid = column.grid
    has_comma = "," in column.cells[unclear[0]]
    if has_comma and grid.delimiter == ";" and uses_comma():
        return ","
    if not has_comma and not marks and _writes_points(grid, uses_comma):
        return "."
    amount = column.amounts[unclear[0]]
    if amount:
        what = f"'{{}}' can be {amount.point} or {amount.comma}"
        help = f'add `decimal: "."` below `data` if it is {amount.point}, or `decimal: ","` if it is {amount.comma}'
        column.report("BR140", unclear, what, help)
    return "."


def _writes_points(grid: Grid, uses_comma: Callable[[], bool]) -> bool:
    """Return True if `1.234` can only have decimals: in the brief, or where a comma separates cells."""
    if not grid.file or grid.delimiter in (",", "|"):
        return True
    return grid.delimiter != ";" and not uses_comma()
