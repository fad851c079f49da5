"""Spreadsheets (.xlsx): one sheet as rows of texts, as the sheet shows them. openpyxl reads the cells.

Formulas are never evaluated and links never followed: a cell has the value that the spreadsheet program saved.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from briefing.core.finding import Finding, Span, has_errors, suggest
from briefing.core.source_map import SourceMap
from briefing.files.bounded_reading import MIB
from briefing.files.office_package import XML, PackageError, Refusal, open_package
from briefing.load.data.grid import Grid, Problem, SheetPlaces
from briefing.load.data.layout import MAX_ROWS, is_year
from briefing.load.data.number_formats import UnclearNumberError, format_of, shown_text, words_around
from briefing.load.data.text_files import BREAK, MAX_LINES, TOO_MANY, UnreadableError
from briefing.load.validation.links import find_secrets, secret_found
from briefing.load.yaml import artifacts, pitfalls

MAX_XML = 32 * MIB
"""The size of all parts of a spreadsheet when they are unpacked; an archive of a few kilobytes may hold gigabytes."""

HAS_CELLS = re.compile(rb"<(?:\w+:)?(?:v|is)>")
"""A cell with a value."""

SAVE_AGAIN = "open it in a spreadsheet program and save it as '.xlsx'; renaming a file does not convert it"


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """The parser of openpyxl, which also notes formulas without a value."""

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401  (an element of lxml or of the standard library)
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.get("t") != "str" and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "formula"
        return cell


@dataclass
class _Sheet:
    """The cells of a sheet as they are read, and the findings about them."""

    places: SheetPlaces
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    exact: set[tuple[int, int]] = field(default_factory=set)
    units: dict[tuple[int, int], str] = field(default_factory=dict)
    problems: dict[tuple[int, int], Problem] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_workbook(
    content: bytes, name: str, file: str, sheet: str, where: Span
) -> tuple[Grid, list[Finding]]:
    """Return the rows of a sheet, and warnings. Raises UnreadableError with findings.

    `name` is the name that the brief gives the file, at the place `where`; `file` is its name in the workspace.
    """
    archive = _opened(content, name, where)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that are not read: extensions, print settings
            book = load_workbook(
                BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=True
            )
            chosen = _chosen(book, archive, sheet, name, where)
            found = _read_sheet(book, archive, chosen, file)
    except UnreadableError:
        raise
    except Exception as error:
        what = f"the data file '{name}' is a damaged spreadsheet: {type(error).__name__}"
        raise UnreadableError(Finding("BR318", what, where, SAVE_AGAIN)) from None
    if has_errors(found.findings):
        raise UnreadableError(*found.findings)
    return found.grid, list(found.findings)


@dataclass(frozen=True)
class _Found:
    grid: Grid
    findings: Sequence[Finding]


def _opened(content: bytes, name: str, where: Span) -> ZipFile:
    """Return the archive of a spreadsheet, after a check of its parts."""
    try:
        package = open_package(content, "xl/workbook.xml", MAX_XML)
        for part in package.names:
            if part.endswith(XML):
                package.read(part)
    except PackageError as error:
        raise UnreadableError(_refused(error, content, name, where)) from None
    return package.archive


def _refused(error: PackageError, content: bytes, name: str, where: Span) -> Finding:
    """Return the finding for a file that is no spreadsheet, or for one that exceeds a limit."""
    match error.refusal:
        case Refusal.LARGE:
            help = "keep only the rows that the brief shows in the sheet, and publish the rest separately"
            return Finding("BR102", f"the data file is too large: {error.detail}", where, help)
        case Refusal.OLD:
            what = "an older spreadsheet (.xls), or is protected by a password"
            help = "open it in a spreadsheet program, remove the password, and save it as '.xlsx'"
            return Finding("BR318", f"the data file '{name}' is {what}", where, help)
        case Refusal.OTHER:
            what = f"is {artifacts.kind_of(content) or 'not a spreadsheet'}"
        case Refusal.FOREIGN:
            what = f"was not written by a spreadsheet program: {error.detail}"
        case Refusal.DAMAGED | Refusal.NESTED:
            what = f"is a damaged spreadsheet: {error.detail}"
    return Finding("BR318", f"the data file '{name}' {what}", where, SAVE_AGAIN)


def _chosen(book: Workbook, archive: ZipFile, wanted: str, name: str, where: Span) -> Any:  # noqa: ANN401  (openpyxl)
    """Return the sheet with the data: the one that is named, or the only one that has cells."""
    sheets = {one.title: one for one in book.worksheets}
    visible = [title for title, one in sheets.items() if one.sheet_state == "visible"]
    if wanted:
        if wanted not in sheets:
            what, help = (
                f"the spreadsheet '{name}' has no sheet '{wanted}'",
                suggest(wanted, visible, noun="sheets"),
            )
            raise UnreadableError(Finding("BR147", what, where, help))
        if wanted not in visible:
            what = f"the sheet '{wanted}' of '{name}' is hidden: its data may not be meant to be published"
            raise UnreadableError(
                Finding("BR146", what, where, "show the sheet in the spreadsheet, and save the file")
            )
        return sheets[wanted]
    filled = [title for title in visible if HAS_CELLS.search(archive.read(sheets[title]._worksheet_path))]
    if len(filled) > 1:
        what = f"the spreadsheet '{name}' has {len(filled)} sheets with data"
        names = ", ".join(f"`sheet: {title}`" for title in filled[:10])
        raise UnreadableError(Finding("BR147", what, where, f"add one of these below `data`: {names}"))
    if not filled:
        what = f"the spreadsheet '{name}' has no sheet with data that is not hidden"
        raise UnreadableError(Finding("BR147", what, where, "fill in a sheet, or show it, and save the file"))
    return sheets[filled[0]]


def _read_sheet(book: Workbook, archive: ZipFile, chosen: Any, file: str) -> _Found:  # noqa: ANN401  (openpyxl)
    sheet = _Sheet(SheetPlaces(file, chosen.title))
    formats = _formats_of(book)
    with archive.open(chosen._worksheet_path) as part:
        parser = _Parser(
            part,
            chosen._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
            rich_text=True,
        )
        for number, cells in parser.parse():
            for cell in cells:
                _take(
                    sheet, cell, formats[cell["style_id"]] if cell["style_id"] < len(formats) else "General"
                )
            if len(sheet.texts) > MAX_LINES:
                help = "keep only the rows that matter, and publish the rest separately"
                raise UnreadableError(
                    Finding("BR217", sheet.places.name(number, None) + TOO_MANY, Span(file), help)
                )
    _fill_merged(sheet, parser)
    _report_hidden_rows(sheet, parser.row_dimensions)
    return _Found(_grid_of(sheet, parser.column_dimensions), sheet.findings)


def _formats_of(book: Workbook) -> list[str]:
    """Return the number format of each style of a cell."""
    return [format_of(style.numFmtId, book._number_formats) for style in book._cell_styles]


def _take(sheet: _Sheet, cell: Mapping[str, Any], number_format: str) -> None:
    """Add the text of a cell to its sheet."""
    row, column, value = cell["row"], cell["column"] - 1, cell["value"]
    if cell["data_type"] == "formula":
        what = "the formula has no value, because the file was not saved by a spreadsheet program"
        sheet.problems[row, column] = Problem("BR149", what, "open it in a spreadsheet program, and save it")
        sheet.texts.setdefault(row, {})[column] = "="
    if value is None:
        return
    if isinstance(value, str | CellRichText):
        text = BREAK.sub(" ", _plain(value).replace("_x000D_", "")).strip()
        _check_text(sheet, text, (row, column))
    else:
        try:
            text = shown_text(value, number_format)
        except UnclearNumberError as error:
            what = f"the sheet shows the number {error} in thousands or millions"
            sheet.problems[row, column] = Problem(
                "BR149", what, "use a number format that shows the whole number"
            )
            text = str(error)
        if isinstance(value, int | float) and not isinstance(value, bool):
            text = _with_words(sheet, text, number_format, (row, column))
    if text:
        sheet.texts.setdefault(row, {})[column] = text


def _with_words(sheet: _Sheet, number: str, number_format: str, at: tuple[int, int]) -> str:
    """Return the text of a number: words after it are its unit; with words before it, as in `"Q"0`, it is a text."""
    before, after = words_around(number_format)
    if before and number:
        if not number.isdigit():
            what = f"the sheet shows the number {number} after '{before}', which its number format adds"
            help = "use a number format without words, and write them into the name of the column"
            sheet.problems[at] = Problem("BR149", what, help)
        return f"{before}{number}{after}"
    sheet.exact.add(at)
    if after:
        sheet.units[at] = after
    return number


def _plain(value: str | CellRichText) -> str:
    """Return the text of a cell, with its superscripts and subscripts as Markdown: 12.5¹ is not 12.51."""
    if isinstance(value, str):
        return value
    return "".join(_piece(one) for one in value)


SIGNS = {"superscript": "^", "subscript": "~"}


def _piece(piece: str | TextBlock) -> str:
    if isinstance(piece, str):
        return piece
    sign = SIGNS.get(str(piece.font.vertAlign), "") if piece.font else ""
    return f"{sign}{piece.text.strip()}{sign}" if sign and piece.text.strip() else str(piece.text)


def _check_text(sheet: _Sheet, text: str, at: tuple[int, int]) -> None:
    """Add the findings about invisible characters and secrets in a text."""
    source_map = SourceMap(sheet.places.file, text)
    unseen = [*pitfalls.find_control_characters(source_map), *artifacts.find_unseen(source_map)]
    secrets = [secret_found(what, Span("")) for _, _, what in find_secrets(text)]
    for one in (*unseen, *secrets):
        sheet.findings.append(
            replace(one, what=sheet.places.name(*at) + one.what, where=Span(sheet.places.file))
        )


def _fill_merged(sheet: _Sheet, parser: _Parser) -> None:
    """Repeat a cell that is merged over several rows in each of them, and report a number over several columns."""
    for merged in parser.merged_cells.mergeCell if parser.merged_cells else ():
        row, column = merged.min_row, merged.min_col - 1
        text = sheet.texts.get(row, {}).get(column)
        if text is None or merged.max_row - row > MAX_ROWS:
            continue
        if merged.max_col > merged.min_col:
            if (row, column) in sheet.exact and not is_year(text):
                what = f"the number '{text}' is in merged cells ({merged.coord})"
                help = "split the cells, and write a number into each"
                sheet.problems[row, column] = Problem("BR217", what, help)
            continue
        for below in range(row + 1, merged.max_row + 1):
            if below in sheet.texts:
                sheet.texts[below][column] = text


def _report_hidden_rows(sheet: _Sheet, dimensions: Mapping[str, Mapping[str, str]]) -> None:
    hidden = [int(row) for row, traits in dimensions.items() if traits.get("hidden") in ("1", "true")]
    shown = [row for row in sorted(hidden) if row in sheet.texts]
    if shown:
        more = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
        what = f"this row{more} of the sheet {'are' if more else 'is'} hidden, and would be printed"
        help = "show them or delete them in the spreadsheet; copy a filtered list to a sheet of its own"
        where = Span(sheet.places.file)
        sheet.findings.append(Finding("BR146", sheet.places.name(shown[0], None) + what, where, help))


def _grid_of(sheet: _Sheet, dimensions: Mapping[str, Mapping[str, Any]]) -> Grid:
    rows = sorted(sheet.texts)
    columns = sorted({column for cells in sheet.texts.values() for column in cells})
    hidden = frozenset(number for traits in dimensions.values() for number in _hidden_in(traits))
    return Grid(
        sheet.places,
        [[sheet.texts[row].get(column, "") for column in columns] for row in rows],
        rows,
        columns,
        exact=frozenset(sheet.exact),
        units=sheet.units,
        problems=sheet.problems,
        hidden=hidden & set(columns),
    )


def _hidden_in(traits: Mapping[str, Any]) -> Iterator[int]:
    """Yield the hidden columns of a range of columns, counted from 0."""
    if str(traits.get("hidden")) in ("1", "true", "True"):
        yield from range(int(traits["min"]) - 1, min(int(traits["max"]), 16_384))
