"""The data of tables and charts: rows in the brief or in a CSV file next to it, with the places of their cells.

Python's `csv` reads the rows. It knows only the line of a row, so each cell is searched for in its line.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.core.finding import Finding, Span, has_errors
from briefing.core.source_map import Key, SourceMap
from briefing.files.bounded_reading import TooLargeError
from briefing.files.workspace import Files
from briefing.load.validation.file_paths import find_path
from briefing.load.validation.links import find_secrets, secret_found
from briefing.load.yaml import artifacts, pitfalls
from briefing.load.yaml.reader import Data, Document
from briefing.model.parts import SECTIONED

MAX_ROWS = 5_000
"""More rows than any document can show: a larger file is a mistake."""

MAX_COLUMNS = 40

MAX_LINE = 100_000
"""The length of a line of a CSV file, in characters."""

LINE_END = re.compile(r"\r\n|\r|\n")
"""The line ends that Python's `csv` knows."""

DELIMITERS = ",;\t"


SHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pages", ".pdf", ".pptx", ".ppt")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")

SAVE_AS_CSV = (
    "open it in a spreadsheet program, and save it as 'CSV UTF-8'; renaming a file does not convert it"
)


def find_office_file(name: str, where: Span) -> Finding | None:
    """Return the finding for data in a file of office software, by the end of its name; None if it is none."""
    stem, ending = posixpath.splitext(name)
    kinds = {SHEETS: "a spreadsheet", DOCUMENTS: "a document", PICTURES: "a picture"}
    kind = next((kind for endings, kind in kinds.items() if ending.lower() in endings), None)
    if kind is None:
        return None
    what = f"the data file '{name}' is {kind}, not a CSV file"
    first = "" if ending.lower() in SHEETS else "copy the table into a spreadsheet, "
    help = f"{first}save it as 'CSV UTF-8' next to the brief, and write `data: {stem}.csv`"
    return Finding("BR318", what, where, help)


@dataclass(frozen=True)
class Cells:
    """The places of the cells of one exhibit: in the brief, or in a CSV file (its lines by number)."""

    key: Key
    source_map: SourceMap
    file: str = ""
    lines: Mapping[int, str] = field(default_factory=dict)
    row_lines: Sequence[int] = ()
    is_whole: bool = True
    """False if the rows have errors; they are then left out."""

    def row(self, row: int) -> Span:
        """Return the place of a row; -1 is the header."""
        if not self.file:
            return self.source_map.value((*self.key, row + 1))
        number = self.row_lines[row + 1]
        text = self.lines[number]
        return Span(self.file, number, 1, max(1, len(text)), text)

    def cell(self, row: int, column: int, text: str) -> Span:
        """Return the place of a cell; row -1 is the header."""
        if not self.file:
            return self.source_map.value((*self.key, row + 1, column))
        whole = self.row(row)
        found = whole.source.find(text) if text else -1
        return whole if found < 0 else replace(whole, column=found + 1, length=len(text))


def gather_data(document: Document, files: Files) -> tuple[Document, dict[Key, Cells]]:
    """Return the document with the data of each table and chart as header and rows, and the places of the cells."""
    findings: list[Finding] = []
    gathered: dict[Key, Cells] = {}

    def visit(value: Data, key: Key) -> Data:
        if isinstance(value, list):
            return [visit(item, (*key, index)) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        kept = {name: visit(item, (*key, name)) for name, item in value.items()}
        if key and key[-1] in ("table", "chart") and "data" in kept:
            reader = _DataReader(document.source_map, files, (*key, "data"))
            kept["data"] = reader.gather(kept["data"])
            gathered[reader.key] = replace(reader.cells, is_whole=not has_errors(reader.findings))
            findings.extend(reader.findings)
        return kept

    given = {key: document.data[key] for key in SECTIONED if document.data.get(key)}
    data = {**document.data, **{key: visit(sections, (key,)) for key, sections in given.items()}}
    return replace(document, data=data, findings=(*document.findings, *findings)), gathered


class _DataReader:
    """Reads the data of one exhibit, and collects the findings about it."""

    def __init__(self, source_map: SourceMap, files: Files, key: Key) -> None:
        self.source_map, self.files, self.key = source_map, files, key
        self.cells = Cells(key, source_map)
        self.findings: list[Finding] = []

    def gather(self, given: Data) -> dict[str, Data]:
        """Return the header and rows of the data that a person wrote; no rows if there are errors."""
        rows = self._read(given) if isinstance(given, str) else self._inline(given)
        if not rows or self.findings:
            if not self.findings:
                self._find(
                    "BR208",
                    "the data has no rows",
                    self.cells.source_map.value(self.key),
                    "add a header and at least one row",
                )
            return {"header": [], "rows": []}
        header, *body = rows
        if not self._names_columns(header):
            header = []
        self._check_shape(rows)
        if has_errors(self.findings):
            body = []
        return {"file": self.cells.file, "header": [*header], "rows": [[*row] for row in body]}

    def _find(self, code: str, what: str, where: Span, help: str) -> None:
        self.findings.append(Finding(code, what, where, help))

    def _inline(self, given: Data) -> list[list[str]]:
        rows: list[list[str]] = []
        for index, row in enumerate(given if isinstance(given, list) else []):
            cells = [cell for cell in row if isinstance(cell, str)] if isinstance(row, list) else None
            if isinstance(row, list) and cells is not None and len(cells) == len(row):
                rows.append(cells)
            else:
                help = "write it as `- [cell, cell]`; an empty cell is ''"
                where = self.source_map.value((*self.key, index))
                self._find("BR217", "this row is not a list of cells", where, help)
        return rows

    def _read(self, name: str) -> list[list[str]]:
        """Return the rows of a CSV file next to the brief: UTF-8, separated by commas, semicolons or tabs."""
        where = self.source_map.value(self.key)
        if "," in name and not name.lower().endswith(".csv"):
            first = name.split(" ")[0].split(",")
            help = f"write each row on a line of its own, in brackets after a dash: `- [{', '.join(first)}]`"
            self._find("BR217", "the rows of the data are written as one text", where, help)
            return []
        if found := find_path(name, "data file", "data/", where) or find_office_file(name, where):
            self.findings.append(found)
            return []
        file = posixpath.join(posixpath.dirname(self.source_map.file), name)
        try:
            content = self.files.read(file)
            text = content.decode("utf-8-sig")
        except TooLargeError as error:
            help = "keep only the rows that the brief shows, and publish the rest separately"
            self._find("BR102", f"the data file is too large: {error.strerror}", Span(file), help)
            return []
        except OSError as error:
            reason = (
                "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
            )
            self._find(
                "BR318",
                f"the data file '{name}' {reason}",
                where,
                "put the CSV file next to the brief, or correct the name",
            )
            return []
        except UnicodeDecodeError:
            kind = artifacts.kind_of(content) or "not UTF-8 text"
            self._find("BR318", f"the data file '{name}' is {kind}", where, SAVE_AS_CSV)
            return []
        if "\0" in text or artifacts.kind_of(content):
            kind = artifacts.kind_of(content) or "not a CSV file"
            self._find("BR318", f"the data file '{name}' is {kind}", where, SAVE_AS_CSV)
            return []
        return self._parse(text, file)

    def _parse(self, text: str, file: str) -> list[list[str]]:
        source_map = SourceMap(file, text)
        lines = LINE_END.split(text)
        long = next((number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE), 0)
        if long:
            what = f"the line has {len(lines[long - 1]):,} characters; the limit is {MAX_LINE:,}"
            help = "restore its missing line ends, or leave out columns that the brief does not show"
            self._find("BR217", what, Span(file, long, 1), help)
            return []
        if unseen := [*pitfalls.find_control_characters(source_map), *artifacts.find_unseen(source_map)]:
            self.findings += unseen
            if has_errors(unseen):
                return []
        for offset, typed, what in find_secrets(text):
            self.findings.append(secret_found(what, source_map.at(offset, len(typed))))
        first = next((line for line in lines if line.strip()), "")
        delimiter = max(DELIMITERS, key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows, row_lines, start = [], [], 1
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    rows.append([cell.strip() for cell in row])
                    row_lines.append(start)
                start = reader.line_num + 1
                if len(rows) > MAX_ROWS + 1:
                    help = "keep only the rows that matter, and publish the rest separately"
                    what = f"the data exceeds the limit of {MAX_ROWS:,} rows, without the header"
                    self._find("BR217", what, Span(file, reader.line_num, 1), help)
                    return []
        except csv.Error as error:
            help = "put cells that contain the delimiter in quotes, and double the quotes inside them"
            self._find("BR318", f"the CSV cannot be read: {error}", Span(file, reader.line_num), help)
            return []
        self.cells = Cells(self.key, self.source_map, file, dict(enumerate(lines, start=1)), row_lines)
        return rows

    def _names_columns(self, header: list[str]) -> bool:
        """Check that each column has a unique name; add a finding for each that has none."""
        count_before = len(self.findings)
        for index, name in enumerate(header):
            if not name.strip() or name in header[:index]:
                what = f"two columns are named '{name}'" if name.strip() else "a column has no name"
                self._find(
                    "BR217", what, self.cells.cell(-1, index, name), "give each column a different name"
                )
        return len(self.findings) == count_before

    def _check_shape(self, rows: list[list[str]]) -> None:
        header = rows[0]
        if len(header) > MAX_COLUMNS:
            what = f"the data has {len(header):,} columns; the limit is {MAX_COLUMNS}"
            self._find("BR217", what, self.cells.row(-1), "leave out columns that the brief does not show")
            return
        for index, row in enumerate(rows[1:]):
            if len(row) != len(header):
                what = f"the row has {count(len(row), 'cell')}, but the header has {count(len(header), 'column')}"
                self._find("BR217", what, self.cells.row(index), "give each row one cell per column")
        if len(rows) < 2:
            self._find(
                "BR217",
                "the data has a header but no rows",
                self.cells.row(-1),
                "add rows below the header: the first row names the columns",
            )
        if len(rows) > MAX_ROWS + 1:
            help = "keep only the rows that matter, and publish the rest separately"
            what = f"the data has {len(rows) - 1:,} rows; the limit is {MAX_ROWS:,}"
            self._find("BR217", what, self.cells.row(-1), help)


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 cell, 2 cells."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
