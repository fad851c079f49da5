"""BibTeX and BibLaTeX → entries, with the types and fields of a brief.

Only this module knows bibtexparser, and it is imported only if a brief names such a file. bibtexparser splits a file
into entries and fields, and names into parts. Uncited entries are skipped before that.
`bibtex_values` reads the values, and `latex` decodes the LaTeX in them.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Field,
    ParsingFailedBlock,
)
from bibtexparser.model import Entry as Record
from bibtexparser.splitter import Splitter

from briefing.core.finding import Finding, Span
from briefing.core.source_map import Key, Mark, SourceMap
from briefing.load.sources.bibtex_values import MONTHS, Strings, UnreadableValueError
from briefing.load.sources.latex import decode_latex
from briefing.load.sources.source_entry import Entry, as_date, as_day, as_name, as_person, as_text, words

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # reported as findings instead

SAME_TYPES = (
    "book",
    "collection",
    "dataset",
    "legislation",
    "patent",
    "periodical",
    "report",
    "software",
    "standard",
    "thesis",
)
TYPES = {
    "article": "article-journal",
    "booklet": "pamphlet",
    "bookinbook": "chapter",
    "conference": "paper-conference",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "manual": "book",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "suppbook": "chapter",
    "techreport": "report",
    "unpublished": "manuscript",
    "www": "webpage",
    **{name: name for name in SAME_TYPES},
}
"""The CSL type of each type of BibTeX and BibLaTeX. For others (`misc`), the fields decide."""

TEXTS = {
    "title": ("title",),
    "container": ("journaltitle", "journal", "booktitle", "maintitle"),
    "publisher": ("publisher", "institution", "school", "organization"),
    "place": ("location", "address"),
    "note": ("note",),
}
NAMES = {"author": ("author",), "editor": ("editor",)}
VALUES = {
    "volume": ("volume",),
    "issue": ("issue",),
    "number": ("number",),
    "pages": ("pages",),
    "edition": ("edition",),
    "isbn": ("isbn",),
}
ADDRESSES = {"url": ("url", "howpublished"), "doi": ("doi",)}
DATE = ("date", "year")
DAYS = {"accessed": ("urldate",)}
"""The fields of a source, and the BibTeX fields that fill them: the first one that is given wins."""

USED = {
    "subtitle",
    "month",
    *DATE,
    *(
        name
        for table in (TEXTS, NAMES, VALUES, ADDRESSES, DAYS)
        for names in table.values()
        for name in names
    ),
}

BLOCK = re.compile(r"@(?P<type>\w*)[ \t]*[{(](?=\s*(?P<key>[^,{}\"=@\n]*)(?P<sign>[,=]?))")
WITHOUT_KEY = ("comment", "preamble", "string")

MAX_REPORTED = 10
"""The number of entries without a key that are reported."""

Given = Mapping[str, Field]
"""The fields of one record by their names in lower case."""

Convert = Callable[[Field, Given], str | list[str]]

UNREADABLE_TITLE = "?"
"""The value of a title that cannot be read, so that it is not reported as missing as well."""


def read_bibtex(source_map: SourceMap, is_cited: Callable[[str], bool]) -> tuple[list[Entry], list[Finding]]:
    """Return the entries of a BibTeX file, and the findings about it.

    Only cited entries are parsed: a library of thousands costs no time, and its other errors are not reported.
    """
    file = _File(source_map)
    cited, entries = _without_uncited(file, is_cited)
    library = Splitter(cited).split()
    file.findings += [found for block in library.failed_blocks for found in _failed(block, file, is_cited)]
    strings = Strings((string.key, str(string.value)) for string in library.strings)
    for record in library.entries:
        if is_cited(record.key):
            given = dict(_given(record, strings, file))
            marks: dict[Key, Mark] = {(): file.mark(record)}
            values = dict(_values(record.entry_type.lower(), given, marks, file))
            entries.append(Entry(record.key, marks, values, file.extent(record)))
    return entries, file.findings


def _without_uncited(file: _File, is_cited: Callable[[str], bool]) -> tuple[str, list[Entry]]:
    """Return the text of the cited entries and the strings, and the uncited entries without their values.

    Blocks that share a line are kept or skipped together. The file notes which lines were kept.
    """
    source, uncited, kept = file.source_map.source, [], []
    for start, end, blocks in _pieces(source):
        is_needed = False
        for block in blocks:
            kind, key = block["type"].lower(), block["key"].strip()
            mark = Mark(block.start(), block.end("key"), block.start(), block.end("key"))
            if kind in WITHOUT_KEY:
                is_needed |= kind == "string"
            elif block is blocks[0] and not source[start : block.start()].strip() and _is_keyless(block):
                file.report_keyless(mark)
            elif is_cited(key):
                is_needed = True
            elif key:
                uncited.append(Entry(key, {(): mark}))
        if is_needed:
            kept.append(source[start:end])
            file.keep_lines(start, end)
    return "".join(kept), uncited


def _pieces(source: str) -> Iterator[tuple[int, int, list[re.Match[str]]]]:
    """Return the pieces between the lines that start with a block: start, end, and the blocks of each.

    bibtexparser, too, ends an unfinished block at such a line.
    """
    start, behind, blocks = 0, 0, list[re.Match[str]]()
    for block in BLOCK.finditer(source):
        end = source.rfind("\n", behind, block.start())
        if (end >= 0 or not behind) and not source[end + 1 : block.start()].strip():
            yield start, end + 1, blocks
            start, blocks = end + 1, []
        blocks.append(block)
        behind = block.end()
    yield start, len(source), blocks


def _is_keyless(block: re.Match[str]) -> bool:
    """Return True if the fields come first: `@book{, title = …` or `@book{title = …`."""
    key, sign = block["key"].strip(), block["sign"]
    return bool(block["type"]) and (sign == "=" or (sign == "," and not key))


class _File:
    """The lines of a file, and the findings about them. bibtexparser counts the lines that it is given from 0."""

    def __init__(self, source_map: SourceMap) -> None:
        self.source_map = source_map
        *lines, _ = source_map.source.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self.kept: list[int] = []
        """The line numbers, in the file, of the lines that are parsed."""
        self.findings: list[Finding] = []
        self.keyless = 0

    def keep_lines(self, start: int, end: int) -> None:
        """Keep the lines between two offsets for the parser; `start` must be the start of a line."""
        first = bisect_right(self.starts, start) - 1
        self.kept += range(first, bisect_left(self.starts, end))

    def line(self, thing: Block | Field) -> int:
        """Return the number, from 0, of the line on which a record or a field starts."""
        number = thing.start_line or 0
        return self.kept[number] if number < len(self.kept) else len(self.starts) - 1

    def report_keyless(self, mark: Mark) -> None:
        """Report an entry without a key, which nobody can cite; at most `MAX_REPORTED` per file."""
        self.keyless += 1
        if self.keyless <= MAX_REPORTED:
            where = self.source_map.at(mark.start, mark.end - mark.start)
            help = "add a key and a comma after the opening brace: `@book{my-key, …`"
            self.findings.append(Finding("BR116", "this BibTeX entry has no key", where, help))

    def report_unreadable(self, field: Field, error: UnreadableValueError) -> None:
        """Report a value that cannot be read."""
        self.findings.append(Finding("BR116", error.what, self.span(field), error.help))

    def mark(self, thing: Block | Field) -> Mark:
        """Return the line on which a record or a field starts."""
        number = self.line(thing)
        start, end = (
            self.starts[number],
            [*self.starts[number + 1 : number + 2], len(self.source_map.source)][0],
        )
        line = self.source_map.source[start:end]
        start += len(line) - len(line.lstrip())
        end = start + len(line.strip())
        return Mark(start, end, start, end)

    def extent(self, record: Record) -> tuple[int, int]:
        """Return the offsets at which the first line of a record starts and its last line ends."""
        first = self.line(record)
        after = first + (record.raw or "").count("\n") + 1
        return self.starts[first], self.starts[after] - 1 if after < len(self.starts) else len(
            self.source_map.source
        )

    def span(self, thing: Block | Field) -> Span:
        """Return the place of the line on which a record or a field starts."""
        mark = self.mark(thing)
        return self.source_map.at(mark.start, mark.end - mark.start)


def _failed(block: ParsingFailedBlock, file: _File, is_cited: Callable[[str], bool]) -> Iterator[Finding]:
    where = file.span(block)
    if isinstance(block, DuplicateBlockKeyBlock):
        if isinstance(block.ignore_error_block, Record) and is_cited(block.key):
            first = file.line(block.previous_block) + 1
            what = f"duplicate id '{block.key}'; it is first used in line {first}"
            yield Finding("BR304", what, where, "give each entry its own id")
    elif isinstance(block, DuplicateFieldKeyBlock):
        record = block.ignore_error_block
        if isinstance(record, Record) and is_cited(record.key):
            for name in sorted(block.duplicate_keys):
                what = f"duplicate field '{name}' in '{record.key}'"
                again = [field for field in record.fields if field.key == name][1]
                yield Finding("BR109", what, file.span(again), "keep one of the two")
    else:
        help = "look for a missing brace, quotation mark, comma or equals sign"
        yield Finding("BR116", "invalid BibTeX: this entry has no end", where, help)


def _given(record: Record, strings: Strings, file: _File) -> Iterator[tuple[str, Field]]:
    """Return the fields of a record that a brief uses, with their values; an unreadable value is a finding."""
    for field in record.fields:
        name = field.key.lower()
        if name not in USED:
            continue
        try:
            value = strings.value_of(str(field.value))
        except UnreadableValueError as error:
            file.report_unreadable(field, error)
            value = UNREADABLE_TITLE if name == "title" else ""
        if value.strip():
            yield name, Field(field.key, value, field.start_line)


def _values(
    kind: str, given: Given, marks: dict[Key, Mark], file: _File
) -> Iterator[tuple[str, str | list[str]]]:
    """Return the fields of a source from those of a record, and note the mark of each."""
    tables = ((TEXTS, _text), (NAMES, _names), (VALUES, _plain), (ADDRESSES, _address), (DAYS, _day))
    for table, convert in tables:
        for ours, theirs in table.items():
            field = next((given[name] for name in theirs if name in given), None)
            value = _converted(convert, field, given, file) if field else None
            if field and value:
                is_issue = kind == "article" and ours == "number" and "issue" not in given
                name = "issue" if is_issue else ours
                marks[(name,)] = file.mark(field)
                yield name, value
    yield from _dates(given, marks, file)
    if kind in TYPES:
        yield "type", TYPES[kind]


def _converted(convert: Convert, field: Field, given: Given, file: _File) -> str | list[str]:
    try:
        return convert(field, given)
    except UnreadableValueError as error:
        file.report_unreadable(field, error)
        return UNREADABLE_TITLE if field.key.lower() == "title" else ""


def _text(field: Field, given: Given) -> str:
    text = as_text(_plain(field, given))
    if field.key.lower() == "title" and "subtitle" in given:
        text += f": {as_text(_plain(given['subtitle'], given))}"
    return text


def _plain(field: Field, _given: Given) -> str:
    return words(decode_latex(str(field.value)))


def _names(field: Field, _given: Given) -> list[str]:
    names = split_multiple_persons_names(" ".join(str(field.value).split()))
    return [name for name in map(_name, names) if name]


def _name(typed: str) -> str:
    """Return one name. A name with a given name is a person's; one in braces, or of one word, is kept as it is."""
    if typed == "others":
        return "et al."
    parts = parse_single_name_into_parts(typed, strict=False)
    family, suffix, given = (
        decode_latex(" ".join(part)) for part in ((*parts.von, *parts.last), parts.jr, parts.first)
    )
    return as_person(family, given, suffix) if given.strip() else as_name(family)


def _address(field: Field, _given: Given) -> str:
    """Return an address without the backslashes that LaTeX needs; a DOI without its resolver."""
    typed = re.sub(r"\\([_%&#~$])", r"\1", str(field.value)).strip()
    if field.key.lower() == "doi":
        return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", typed, flags=re.IGNORECASE)
    found = re.search(r"https?://[^\s{}]+", typed)
    return found.group() if found else "" if field.key.lower() == "howpublished" else typed


def _day(field: Field, _given: Given) -> str:
    return as_day(words(str(field.value)))


def _dates(given: Given, marks: dict[Key, Mark], file: _File) -> Iterator[tuple[str, str]]:
    """Return BibLaTeX's `date`, or BibTeX's year and month; words in their place become a note."""
    field = next((given[name] for name in DATE if name in given), None)
    if field is None:
        return
    date, said = as_date(str(_converted(_plain, field, given, file)))
    if date:
        marks[("date",)] = file.mark(field)
        is_year = field.key.lower() == "year" and re.fullmatch(r"\d{4}", date)
        yield "date", date + (_month(given) if is_year else "")
    elif said:
        marks.setdefault(("note",), file.mark(field))
        note = str(_converted(_plain, given["note"], given, file)) if "note" in given else ""
        yield "note", as_text("; ".join(filter(None, (note, said))))


def _month(given: Given) -> str:
    """Return the month as ISO 8601 adds it to a year; a day may follow its name."""
    month = words(str(given["month"].value)).lower() if "month" in given else ""
    names = list(MONTHS)
    number = names.index(month[:3]) + 1 if month[:3] in names else month
    return f"-{int(number):02}" if re.fullmatch(r"[0-9]{1,2}", str(number)) else ""
