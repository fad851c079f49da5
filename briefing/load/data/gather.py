"""The data of tables and charts as header and rows, from the brief or from a file next to it, with their places."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefing.core.finding import Finding, Span, has_errors
from briefing.core.source_map import Key
from briefing.files.bounded_reading import TooLargeError
from briefing.files.workspace import Files
from briefing.load.data.columns import ReadColumn, read_columns
from briefing.load.data.file_kinds import find_other_format
from briefing.load.data.grid import BriefPlaces, Grid, Options
from briefing.load.data.layout import check_header, check_shape, find_crossed_names, find_hidden_columns, trim
from briefing.load.data.region_names import check_map
from briefing.load.data.roles import formats_of, roles_of, units_of_series
from briefing.load.data.text_files import UnreadableError, read_text_file
from briefing.load.validation.file_paths import find_path
from briefing.load.yaml.reader import Data, Document
from briefing.model.parts import SECTIONED

TEXT_FILES = (".csv", ".tsv", ".tab", ".txt")
WORKBOOK = ".xlsx"

NO_VALUE = "–"
"""A cell of a table that says that it has no value, in whatever way; a chart has a gap."""


def gather_data(document: Document, files: Files) -> tuple[Document, dict[Key, Grid]]:
    """Return the document with the data of each table and chart as header and rows, and the places of the cells."""
    findings: list[Finding] = []
    gathered: dict[Key, Grid] = {}
    language = document.data.get("language")

    def visit(value: Data, key: Key) -> Data:
        if isinstance(value, list):
            return [visit(item, (*key, index)) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        kept = {name: visit(item, (*key, name)) for name, item in value.items()}
        if key and key[-1] in ("table", "chart") and "data" in kept:
            reader = _DataReader(document, files, key, language if isinstance(language, str) else "en")
            kept |= reader.gather(kept)
            gathered[*key, "data"] = reader.grid
            findings.extend(reader.findings)
            if "map" in kept:
                findings.extend(check_map(kept, key, reader.grid, document.source_map, files))
        return kept

    given = {key: document.data[key] for key in SECTIONED if document.data.get(key)}
    data = {**document.data, **{key: visit(sections, (key,)) for key, sections in given.items()}}
    data_files = {key: grid.file for key, grid in gathered.items() if grid.file}
    source_map = replace(document.source_map, data_files=data_files)
    findings = [*document.findings, *findings]
    return replace(document, data=data, source_map=source_map, findings=tuple(findings)), gathered


class _DataReader:
    """Reads the data of one exhibit, and collects the findings about it."""

    def __init__(self, document: Document, files: Files, key: Key, language: str) -> None:
        self.source_map, self.files, self.key = document.source_map, files, (*key, "data")
        self.language, self.is_table = language, key[-1] == "table"
        self.grid = Grid(BriefPlaces(self.key, self.source_map))
        self.findings: list[Finding] = []

    def gather(self, exhibit: Mapping[str, Data]) -> dict[str, Data]:
        """Return the keys of an exhibit that its data decides: the data as header and rows, and units."""
        given = exhibit["data"]
        options = Options.of(exhibit)
        try:
            self.grid = self._read(given, options) if isinstance(given, str) else self._inline(given)
        except UnreadableError as error:
            self.findings += error.findings
            return self._without_rows()
        if has_errors(self.findings) or not self._has_shape():
            return self._without_rows()
        read = self._columns(exhibit, options)
        errors = {index for index, column in read.items() if has_errors(column.findings)}
        header = list(self.grid.header)
        self.grid = replace(self.grid, unread=frozenset(header[index] for index in errors))
        self.findings += [finding for column in read.values() for finding in column.findings]
        if not self.is_table and not errors:
            self._check_units(units_of_series(exhibit, header, read))
        rows = [list(row) for row in self.grid.rows[1:]]
        for index, column in read.items():
            for row, cell in zip(rows, column.cells, strict=True):
                row[index] = cell
        data: dict[str, Data] = {
            "file": self.grid.file,
            "header": [*header],
            "rows": [[*row] for row in rows],
        }
        return {"data": data, **formats_of(exhibit, header, read, is_table=self.is_table)}

    def _without_rows(self) -> dict[str, Data]:
        """Return the data of an exhibit whose rows have errors: at most the names of the columns."""
        header = self.grid.header if self.grid.rows and not check_header(self.grid) else ()
        self.grid = replace(self.grid, is_whole=False)
        return {"data": {"file": self.grid.file, "header": [*header], "rows": []}}

    def _inline(self, given: Data) -> Grid:
        """Return the rows that are written in the brief. Raises UnreadableError for keys and values."""
        if isinstance(given, dict):
            file = next(
                (
                    value
                    for value in given.values()
                    if isinstance(value, str) and posixpath.splitext(value)[1][1:].isalpha()
                ),
                "",
            )
            where = self.source_map.value(self.key)
            what = "`data` is the name of a file or a list of rows, not keys and values"
            help = f"write `data: {file}`" if file else "write each row as `- [cell, cell]`, the header first"
            raise UnreadableError(Finding("BR217", what, where, help))
        rows: list[list[str]] = []
        for index, row in enumerate(given if isinstance(given, list) else []):
            cells = [cell for cell in row if isinstance(cell, str)] if isinstance(row, list) else None
            if isinstance(row, list) and cells is not None and len(cells) == len(row):
                rows.append(cells)
            else:
                help = "write it as `- [cell, cell]`; an empty cell is ''"
                where = self.source_map.value((*self.key, index))
                self.findings.append(Finding("BR217", "this row is not a list of cells", where, help))
        return replace(self.grid, rows=rows, row_numbers=range(len(rows)))

    def _read(self, name: str, options: Options) -> Grid:
        """Return the rows of a file next to the brief. Raises UnreadableError."""
        where = self.source_map.value(self.key)
        ending = posixpath.splitext(name)[1].lower()
        if "," in name and ending not in (*TEXT_FILES, WORKBOOK):
            first = name.split(" ")[0].split(",")
            help = f"write each row on a line of its own, in brackets after a dash: `- [{', '.join(first)}]`"
            what = "the rows of the data are written as one text"
            raise UnreadableError(Finding("BR217", what, where, help))
        if found := find_path(name, "data file", "data/", where) or find_other_format(name, where):
            raise UnreadableError(found)
        file = posixpath.join(posixpath.dirname(self.source_map.file), name)
        content = self._content(name, file, where)
        if ending == WORKBOOK:
            from briefing.load.data.workbooks import read_workbook  # imported only for a spreadsheet

            place = self.source_map.value((*self.key[:-1], "sheet")) if options.sheet else where
            grid, warnings = read_workbook(content, name, file, options.sheet, place)
        else:
            if options.sheet:
                place = self.source_map.key((*self.key[:-1], "sheet"))
                what = f"`sheet` names a sheet of a spreadsheet, but '{name}' is a text file"
                raise UnreadableError(Finding("BR147", what, place, "remove `sheet`"))
            grid, warnings = read_text_file(content, name, file, options, self.language, where)
        self.findings += warnings
        grid, left_out = trim(grid)
        self.findings += left_out
        return grid

    def _content(self, name: str, file: str, where: Span) -> bytes:
        try:
            return self.files.read(file)
        except TooLargeError as error:
            help = "keep only the rows that the brief shows, and publish the rest separately"
            what = f"the data file is too large: {error.strerror}"
            raise UnreadableError(Finding("BR102", what, Span(file), help)) from None
        except OSError as error:
            is_missing = isinstance(error, FileNotFoundError)
            reason = "is missing" if is_missing else f"cannot be read: {error.strerror}"
            help = "put the file next to the brief, or correct the name"
            raise UnreadableError(Finding("BR318", f"the data file '{name}' {reason}", where, help)) from None

    def _has_shape(self) -> bool:
        """Check the names of the columns and the number of cells; add the findings."""
        if not self.grid.rows:
            where = self.source_map.value(self.key)
            help = "add a header and at least one row"
            self.findings.append(Finding("BR208", "the data has no rows", where, help))
            return False
        found = [*check_header(self.grid), *check_shape(self.grid)]
        self.findings += found
        return not found

    def _columns(self, exhibit: Mapping[str, Data], options: Options) -> dict[int, ReadColumn]:
        header = list(self.grid.header)
        named = roles_of(exhibit, header, is_table=self.is_table)
        roles = {header.index(name): role for name, role in named.items()}
        self.findings += find_hidden_columns(self.grid, [*roles])
        self.findings += find_crossed_names(self.grid, [*roles], self._names_not_printed(exhibit))
        return read_columns(self.grid, roles, options, self._uses_comma, NO_VALUE if self.is_table else "")

    def _names_not_printed(self, exhibit: Mapping[str, Data]) -> Sequence[str]:
        """Return the columns whose names are not printed: all of a chart, and those to which a table gives a name."""
        columns = exhibit.get("columns")
        given = columns if isinstance(columns, list) else []
        named = [str(one.get("column")) for one in given if isinstance(one, dict) and one.get("name")]
        return named if self.is_table else self.grid.header

    def _check_units(self, units: set[str]) -> None:
        """Add a finding for a chart whose series have different units."""
        if len(units) > 1:
            named = ", ".join(sorted(f"'{unit}'" if unit else "none" for unit in units))
            what = f"the series of the chart have different units: {named}"
            help = "draw them in charts of their own; if the unit is the same, write it under `unit`"
            self.findings.append(Finding("BR145", what, self.source_map.value(self.key), help))

    def _uses_comma(self) -> bool:
        """Return True if the language of the brief has a decimal comma (CLDR)."""
        from briefing.text.locale_formats import find_locale  # only for data that does not show it

        symbols = find_locale(self.language).number_symbols
        return str(symbols.get("latn", {}).get("decimal", ".")) == ","
