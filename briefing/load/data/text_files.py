"""Text files of data: their encodings, delimiters and rows. Python's `csv` reads the rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from briefing.core.finding import Finding, Span, has_errors
from briefing.core.source_map import SourceMap
from briefing.load.data.file_kinds import SAVE_AS_CSV
from briefing.load.data.grid import Grid, Options, TextPlaces
from briefing.load.data.layout import MAX_ROWS
from briefing.load.validation.links import find_secrets, secret_found
from briefing.load.yaml import artifacts, pitfalls

MAX_LINES = MAX_ROWS + 100
"""The rows that are read: those of the largest table, and lines above and below it."""

TOO_MANY = f"the data exceeds the limit of {MAX_ROWS:,} rows, without the header"

MAX_LINE = 100_000
"""The length of a line of a text file, in characters."""

LINE_END = re.compile(r"\r\n|\r|\n")
"""The line ends that Python's `csv` knows."""

DELIMITERS = "\t;,|"
"""The delimiters; of several that fit equally well, the first: a comma is often a decimal mark."""

SAMPLE = 60
"""The number of lines from which the delimiter is found."""

BREAK = re.compile(r"\s*[\r\n]\s*")
"""A line break inside a cell."""

SEPARATOR = re.compile(r'"?sep=(?P<sign>[,;|\t])"?;*', re.IGNORECASE)
"""The first line with which a spreadsheet is instructed to use a delimiter."""

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""The byte order marks of UTF-16, in which spreadsheets write 'Unicode text'."""

ANSI = {
    "ru": "windows-1251",
    "uk": "windows-1251",
    "ar": "windows-1256",
    "fa": "windows-1256",
    "el": "windows-1253",
}
"""The encodings of older programs, by language; all others are in Windows-1252."""


class UnreadableError(Exception):
    """A file of data cannot be read; its argument is the list of findings."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings)
        self.findings = list(findings)


def read_text_file(
    content: bytes, name: str, file: str, options: Options, language: str, where: Span
) -> tuple[Grid, list[Finding]]:
    """Return the rows of a text file and its warnings. Raises UnreadableError with findings.

    `name` is the name that the brief gives the file, at the place `where`; `file` is its name in the workspace.
    """
    kind = artifacts.kind_of(content)
    if kind:
        raise UnreadableError(Finding("BR318", f"the data file '{name}' is {kind}", where, SAVE_AS_CSV))
    text = _decoded(content, file, options.encoding, language)
    if "\0" in text:
        raise UnreadableError(Finding("BR318", f"the data file '{name}' is not text", where, SAVE_AS_CSV))
    warnings = _check_characters(text, file)
    lines = LINE_END.split(text)
    _check_lines(lines, file)
    first = SEPARATOR.fullmatch(lines[0].strip(" "))
    delimiter = first["sign"] if first else find_delimiter(lines)
    _check_delimiter(lines, delimiter, file)
    _check_quotation(lines, delimiter, file)
    rows, numbers = _rows_of(text, file, delimiter, starts_at=2 if first else 1)
    return Grid(TextPlaces(file, lines, delimiter), rows, numbers, delimiter=delimiter), warnings


def _decoded(content: bytes, file: str, encoding: str, language: str) -> str:
    if content.startswith(WIDE_MARKS):
        encoding = "utf-16"
    try:
        return content.decode(encoding or "utf-8-sig")
    except LookupError:  # the model reports the encoding
        raise UnreadableError() from None
    except UnicodeDecodeError as error:
        raise UnreadableError(_undecodable(content, error, file, encoding, language)) from None


def _undecodable(
    content: bytes, error: UnicodeDecodeError, file: str, encoding: str, language: str
) -> Finding:
    """Return the finding for the first character that is not in UTF-8, with the word as it may have been meant."""
    start = error.start
    begin = max(content.rfind(sign, 0, start) for sign in (b"\n", b"\r")) + 1
    end = min((at for sign in (b"\n", b"\r") if (at := content.find(sign, start)) >= 0), default=len(content))
    number = len(LINE_END.split(content[:start].decode("latin-1")))
    guess = ANSI.get(language.partition("-")[0], "windows-1252")
    line = content[begin:end].decode(guess, "replace")
    before = len(content[begin:start].decode("utf-8", "replace"))
    words = re.search(r"\w*\Z", line[:before]), re.match(r"\w*", line[before:])
    word = "".join(match.group() for match in words if match)
    where = Span(file, number, before + 1, 1, line)
    if encoding:
        return Finding("BR318", f"the file is not in the encoding {encoding}", where, SAVE_AS_CSV)
    help = (
        f"if this is '{word}', add `encoding: {guess}` below `data`; otherwise save the file as 'CSV UTF-8'"
    )
    return Finding("BR318", "the file is not in UTF-8: this character is in another encoding", where, help)


def _check_characters(text: str, file: str) -> list[Finding]:
    """Return the warnings about invisible characters and secrets in a text. Raises UnreadableError for errors."""
    source_map = SourceMap(file, text)
    unseen = [*pitfalls.find_control_characters(source_map), *artifacts.find_unseen(source_map)]
    if has_errors(unseen):
        raise UnreadableError(*unseen)
    secrets = (secret_found(what, source_map.at(at, len(typed))) for at, typed, what in find_secrets(text))
    return [*unseen, *secrets]


def _check_lines(lines: Sequence[str], file: str) -> None:
    long = next((number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE), 0)
    if long:
        what = f"the line has {len(lines[long - 1]):,} characters; the limit is {MAX_LINE:,}"
        help = "restore its missing line ends, or leave out columns that the brief does not show"
        raise UnreadableError(Finding("BR217", what, Span(file, long, 1), help))


def find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that gives most lines the same number of cells; of several, the most frequent one."""
    sample = list(islice((line for line in lines if line.strip()), SAMPLE))

    def score(delimiter: str) -> tuple[int, int]:
        widths = Counter(map(len, _sampled(sample, delimiter)))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        return (count, width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=score)


def _check_delimiter(lines: Sequence[str], delimiter: str, file: str) -> None:
    """Raise UnreadableError for a file whose cells are separated by spaces."""
    sample = list(islice((line for line in lines if line.strip()), SAMPLE))
    if len(sample) < LEAST_LINES or any(delimiter in line for line in sample):
        return
    widths = {len(WORD_OR_QUOTED.findall(line)) for line in sample[1:]}
    if len(widths) == 1 and widths != {1} and all(re.search(r"\d[\d.,]*\s*$", line) for line in sample[1:]):
        what = "the cells are separated by spaces, not by commas, semicolons or tabs"
        help = "save it as CSV; in R, write the file with `write.csv(data, row.names = FALSE)`"
        raise UnreadableError(Finding("BR318", what, Span(file, 1, 1, len(lines[0]) or 1, lines[0]), help))


def _check_quotation(lines: Sequence[str], delimiter: str, file: str) -> None:
    """Raise UnreadableError for a file whose texts are in single quotation marks, which would be printed."""
    sample = [line for line in lines if line.strip()][:SAMPLE]
    cells = [cell.strip() for line in sample for cell in line.split(delimiter)]
    texts = [cell for cell in cells if re.search(r"[^\W\d_]", cell)]
    if len(texts) > 1 and all(IN_SINGLE_QUOTES.fullmatch(cell) for cell in texts):
        what = "the texts are in single quotation marks, which would be printed"
        help = "save the file with double quotation marks, or with none"
        raise UnreadableError(Finding("BR318", what, Span(file, 1, 1, len(lines[0]) or 1, lines[0]), help))


IN_SINGLE_QUOTES = re.compile(r"'[^']*'")

LEAST_LINES = 3
"""The lines that show that cells are separated by spaces."""

WORD_OR_QUOTED = re.compile(r'"[^"]*"|\S+')


def _sampled(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _rows_of(text: str, file: str, delimiter: str, *, starts_at: int) -> tuple[list[list[str]], list[int]]:
    """Return the rows that are not empty, with the numbers of the lines on which they start."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    start = 1
    try:
        for row in reader:
            if start >= starts_at and any(cell.strip() for cell in row):
                rows.append([BREAK.sub(" ", cell.strip()) for cell in row])
                numbers.append(start)
            start = reader.line_num + 1
            if len(rows) > MAX_LINES:
                help = "keep only the rows that matter, and publish the rest separately"
                where = Span(file, reader.line_num, 1)
                raise UnreadableError(Finding("BR217", TOO_MANY, where, help))
    except csv.Error as error:
        what = "the quotation marks in this line do not enclose whole cells"
        help = "put cells that contain the delimiter in quotes, and double the quotes inside them"
        if "limit" in str(error):
            what = f"a cell exceeds the field limit of {csv.field_size_limit():,} characters"
        raise UnreadableError(Finding("BR318", what, Span(file, reader.line_num), help)) from None
    return rows, numbers
