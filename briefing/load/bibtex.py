"""BibTeX and BibLaTeX → entries: LaTeX becomes plain characters, types and fields become a brief's.

This module knows bibtexparser, and is imported only where a brief names such a file.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Field,
    ParsingFailedBlock,
)
from bibtexparser.model import Entry as Record

from briefing.finding import Finding, Span
from briefing.load.entry import Entry, as_name, as_person, as_text, words
from briefing.places import Key, Mark, Places

for logged in ("bibtexparser", "pylatexenc"):  # what they say in their logs is told as findings
    logging.getLogger(logged).addHandler(logging.NullHandler())

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
"""The CSL type of each type of BibTeX and BibLaTeX; what is not here is told by its fields (`misc`)."""

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
    "accessed": ("urldate",),
}
ADDRESSES = {"url": ("url", "howpublished"), "doi": ("doi",)}
DATES = {"date": ("date", "year")}
"""The names of our fields, and those that BibTeX has for them: the first that is given is taken."""

USED = {
    name for table in (TEXTS, NAMES, VALUES, ADDRESSES, DATES) for names in table.values() for name in names
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Given = Mapping[str, Field]
"""The fields of one record by their names in lower case."""


def read_bibtex(places: Places, is_cited: Callable[[str], bool]) -> tuple[list[Entry], list[Finding]]:
    """The entries of a BibTeX file, and what cannot be read of it. Only what is cited is converted."""
    library = parse_string(places.source)
    lines = _Lines(places)
    findings = [found for block in library.failed_blocks for found in _failed(block, lines, is_cited)]
    entries = []
    for record in library.entries:
        marks: dict[Key, Mark] = {(): lines.mark(record)}
        if not is_cited(record.key):
            entries.append(Entry(record.key, marks))
            continue
        given = {field.key.lower(): field for field in record.fields if str(field.value).strip()}
        findings += _unresolved(given, lines)
        values = dict(_values(record.entry_type.lower(), given, marks, lines))
        entries.append(Entry(record.key, marks, values))
    return entries, findings


class _Lines:
    """Where the lines of a file start; bibtexparser counts them from 0."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.starts = [0, *(match.end() for match in re.finditer("\n", places.source))]

    def mark(self, thing: Block | Field) -> Mark:
        """The line on which a record or a field starts."""
        start = self.starts[thing.start_line or 0]
        line = self.places.source[start:].split("\n", maxsplit=1)[0]
        start += len(line) - len(line.lstrip())
        end = start + len(line.strip())
        return Mark(start, end, start, end)

    def span(self, thing: Block | Field) -> Span:
        """The same as a place to point at."""
        mark = self.mark(thing)
        return self.places.at(mark.start, mark.end - mark.start)


def _failed(block: ParsingFailedBlock, lines: _Lines, is_cited: Callable[[str], bool]) -> Iterator[Finding]:
    where = lines.span(block)
    if isinstance(block, DuplicateBlockKeyBlock):
        if is_cited(block.key):
            first = (block.previous_block.start_line or 0) + 1
            what = f"'{block.key}' is given twice; the first is in line {first}"
            yield Finding("BR304", what, where, "give each its own id")
    elif isinstance(block, DuplicateFieldKeyBlock):
        record = block.ignore_error_block
        if isinstance(record, Record) and is_cited(record.key):
            for name in sorted(block.duplicate_keys):
                what = f"'{name}' is given twice in '{record.key}'"
                yield Finding("BR109", what, where, "keep one of the two")
    else:
        mend = "mend this entry; a brace, a quotation mark or a comma may be missing"
        yield Finding("BR116", "the file is not BibTeX here: this entry has no end", where, mend)


def _unresolved(given: Given, lines: _Lines) -> Iterator[Finding]:
    """A value without braces is a number, a month, or the name of a `@string`; anything else would be printed raw."""
    for name, field in given.items():
        if name in USED and field.enclosing == "no-enclosing":
            what = f"no @string gives '{field.value}' a value"
            yield Finding("BR116", what, lines.span(field), "write the value out, in braces")


def _values(
    kind: str, given: Given, marks: dict[Key, Mark], lines: _Lines
) -> Iterator[tuple[str, str | list[str]]]:
    """Our fields of a record, in turn; the mark of each is noted."""
    tables = ((TEXTS, _text), (NAMES, _names), (VALUES, _plain), (ADDRESSES, _address), (DATES, _date))
    for table, convert in tables:
        for ours, theirs in table.items():
            field = next((given[name] for name in theirs if name in given), None)
            value = convert(field, given) if field else None
            if field and value:
                is_issue = kind == "article" and ours == "number" and "issue" not in given
                name = "issue" if is_issue else ours
                marks[(name,)] = lines.mark(field)
                yield name, value
    if kind in TYPES:
        yield "type", TYPES[kind]


def _text(field: Field, given: Given) -> str:
    text = as_text(_plain(field, given))
    if field.key.lower() == "title" and "subtitle" in given:
        text += f": {as_text(_plain(given['subtitle'], given))}"
    return text


def _plain(field: Field, _given: Given) -> str:
    return words(_decoded(str(field.value)))


def _names(field: Field, _given: Given) -> list[str]:
    names = split_multiple_persons_names(" ".join(str(field.value).split()))
    return [name for name in map(_name, names) if name]


def _name(typed: str) -> str:
    """One name: a person has a given name; what is in braces, or one word, is printed as it stands."""
    if typed == "others":
        return "et al."
    parts = parse_single_name_into_parts(typed, strict=False)
    family, suffix, given = (
        _decoded(" ".join(part)) for part in ((*parts.von, *parts.last), parts.jr, parts.first)
    )
    return as_person(family, given, suffix) if given.strip() else as_name(family)


def _address(field: Field, _given: Given) -> str:
    """An address is not LaTeX, but for the signs that LaTeX wants escaped; of a DOI only its own part is kept."""
    typed = re.sub(r"\\([_%&#~$])", r"\1", str(field.value)).strip()
    if field.key.lower() == "doi":
        return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", typed, flags=re.IGNORECASE)
    found = re.search(r"https?://[^\s{}]+", typed)
    return found.group() if found else "" if field.key.lower() == "howpublished" else typed


def _date(field: Field, given: Given) -> str:
    """`date` as BibLaTeX has it, or BibTeX's year and month."""
    value = words(str(field.value))
    month = words(str(given["month"].value)).lower() if "month" in given else ""
    if field.key.lower() == "date" or not month:
        return value
    if month[:3] in MONTHS:
        return f"{value}-{MONTHS.index(month[:3]) + 1:02}"
    return f"{value}-{int(month):02}" if month.isdecimal() else value


DECODER = LatexDecodingMiddleware(keep_math_mode=False)


def _decoded(latex: str) -> str:
    """The characters that LaTeX stands for; what it cannot tell stays as typed."""
    record = Record("misc", "one", [Field("text", latex)])
    DECODER.transform_entry(record, Library())
    return str(record.fields[0].value)
