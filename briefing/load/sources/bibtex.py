"""BibTeX and BibLaTeX → entries, with the types and fields of a brief.

It is imported only if a brief names such a file. bibtexparser splits a file into entries and fields, and names into
parts. Uncited entries are skipped before that. `bibtex_fields` knows what the fields are, `bibtex_values` reads their
values, and `latex` decodes the LaTeX in them.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate

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
from briefing.load.sources.bibtex_fields import UNREADABLE_TITLE, USED, read_fields
from briefing.load.sources.bibtex_values import Strings, UnreadableValueError
from briefing.load.sources.source_entry import Entry

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # reported as findings instead

BLOCK = re.compile(r"@(?P<type>\w*)[ \t]*[{(](?=\s*(?P<key>[^,{}\"=@\n]*)(?P<sign>[,=]?))")
OTHER_FORMATS = (
    ("RIS", re.compile(r"^\ufeff?TY  - ", re.MULTILINE)),
    ("an EndNote file (.enw)", re.compile(r"^%0 ", re.MULTILINE)),
    ("a PubMed file (.nbib)", re.compile(r"^PMID- ", re.MULTILINE)),
    ("a Web of Science file", re.compile(r"^(?:FN |PT J$)", re.MULTILINE)),
    ("CSL-JSON", re.compile(r"^\s*[\[{]")),
)
"""The formats of other exports, each with a sign by which it is recognised."""

WITHOUT_KEY = ("comment", "preamble", "string")

MAX_REPORTED = 10
"""The number of entries without a key that are reported."""

ESCAPE = "\ue0fa"
"""A backslash before a brace, while bibtexparser splits: BibTeX counts such braces, bibtexparser does not."""

ESCAPED_BRACE = re.compile(r"\\(?=[{}])")
FIELD_LINE = re.compile(r"^[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*=[ \t]*", re.MULTILINE)
BRACE = re.compile(r"(?<!\\)[{}]")
HEAD = re.compile(r"@\s*(?P<type>\w+)\s*[{(]\s*(?P<key>[^,\s]+)\s*,")

INHERITED_TITLES = {"title": "booktitle", "subtitle": "booksubtitle"}
NOT_INHERITED = ("crossref", "xdata", "label", "shorthand")


def read_bibtex(source_map: SourceMap, is_cited: Callable[[str], bool]) -> tuple[list[Entry], list[Finding]]:
    """Return the entries of a BibTeX file, and the findings about it.

    Only cited entries are parsed, and those from which they inherit: a library of thousands costs no time, and its
    other errors are not reported.
    """
    if other := _other_format(source_map):
        return [], [other]
    file = _File(source_map)
    cited, entries = _without_uncited(file, is_cited)
    records, strings = _records_in(cited, file, is_cited)
    parents = _parents_of(records, source_map, is_cited)
    for record in records.values():
        found = read_fields(
            record.entry_type.lower(), dict(_given(record, parents, strings, file)), file.report_unreadable
        )
        marks: dict[Key, Mark] = {(): file.mark(record)}
        marks |= {(name,): file.mark(origin) for name, origin in found.origins.items()}
        entries.append(Entry(record.key, marks, found.values, file.extent(record)))
    return entries, file.findings


def _other_format(source_map: SourceMap) -> Finding | None:
    """Return the finding for a file in another format; None if the file has blocks of BibTeX."""
    if BLOCK.search(source_map.source):
        return None
    name = next((name for name, sign in OTHER_FORMATS if sign.search(source_map.source)), None)
    if name is None:
        return None
    what = f"this file is {name}, not BibTeX"
    help = "export the sources from your reference manager as BibTeX (.bib) or CSL-JSON (.json)"
    return Finding("BR116", what, source_map.at(0), help)


def _records_in(text: str, file: _File, is_cited: Callable[[str], bool]) -> tuple[dict[str, Record], Strings]:
    """Return the cited records in a text by their keys, and its strings."""
    library = Splitter(text).split()
    records = {record.key: record for record in library.entries if is_cited(record.key)}
    for block in library.failed_blocks:
        again = _read_again(block, file) if type(block) is ParsingFailedBlock else None
        if again is None:
            file.findings += _failed(block, file, is_cited)
        elif is_cited(again.key):
            records.setdefault(again.key, again)
    return records, Strings((string.key, str(string.value)) for string in library.strings)


def _read_again(block: ParsingFailedBlock, file: _File) -> Record | None:
    """Return the record of a block whose braces do not match for bibtexparser; None if it has no end.

    First the braces are counted as BibTeX does, and then in each field alone: an unbalanced field that is not used,
    such as an abstract, does no harm, and another one is reported at its line.
    """
    raw = block.raw or ""
    library = Splitter(ESCAPED_BRACE.sub(ESCAPE, raw)).split()
    if len(library.entries) == 1 and len(library.blocks) == 1:
        return _moved(library.entries[0], block)
    head = HEAD.match(raw)
    lines = list(FIELD_LINE.finditer(raw))
    if head is None or not lines:
        return None
    fields = [
        Field(line["name"], value.replace(ESCAPE, "\\"), raw.count("\n", 0, line.start("name")))
        for line, value in _lone_fields(raw, lines)
    ]
    moved = _moved(Record(head["type"], head["key"], fields, start_line=0, raw=raw.rstrip()), block)
    return _without_unbalanced(moved, file)


def _lone_fields(raw: str, lines: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], str]]:
    ends = [*(line.start() for line in lines[1:]), len(raw)]
    for line, end in zip(lines, ends, strict=True):
        value = raw[line.end() : end].strip()
        if line is lines[-1]:
            value = re.sub(r"[})]\s*$", "", value).strip()
        yield line, value.removesuffix(",").strip()


def _without_unbalanced(record: Record, file: _File) -> Record:
    """Return a record without the fields whose braces do not match; one that is used is reported."""
    kept = []
    for field in record.fields:
        value = str(field.value)
        signs = [sign.group() for sign in BRACE.finditer(value)]
        opened, closed = signs.count("{"), signs.count("}")
        if opened == closed:
            kept.append(field)
        elif field.key.lower() in USED:
            what = f"the braces of '{field.key}' do not match: {opened} `{{` and {closed} `}}`"
            help = "close the brace that is open, or remove it"
            file.findings.append(Finding("BR116", what, file.span(field), help))
            kept.append(Field(field.key, f"{{{UNREADABLE_TITLE}}}", field.start_line))
    return Record(record.entry_type, record.key, kept, start_line=record.start_line, raw=record.raw)


def _moved(record: Record, block: ParsingFailedBlock) -> Record:
    """Return a record that was read from the text of a block with the lines of that block."""
    first = block.start_line or 0
    fields = [
        Field(field.key, str(field.value).replace(ESCAPE, "\\"), first + (field.start_line or 0))
        for field in record.fields
    ]
    return Record(record.entry_type, record.key, fields, start_line=first, raw=block.raw)


def _parents_of(
    records: Mapping[str, Record], source_map: SourceMap, is_cited: Callable[[str], bool]
) -> Mapping[str, Record]:
    """Return the records from which cited ones inherit (`crossref`), and these records themselves, by their keys."""
    named = {
        key
        for record in records.values()
        for field in record.fields
        if field.key.lower() in ("crossref", "xdata")
        for key in re.split(r"[\s,]+", str(field.value).strip(' {}"'))
    }
    missing = named - records.keys()
    if not missing:
        return records
    file = _File(source_map)
    text, _ = _without_uncited(file, missing.__contains__)
    return {**_records_in(text, file, missing.__contains__)[0], **records}


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


def _given(
    record: Record, parents: Mapping[str, Record], strings: Strings, file: _File
) -> Iterator[tuple[str, Field]]:
    """Return the fields of a record that a brief uses, with their values; an unreadable value is a finding.

    A field that the record lacks is that of its parent. It has the place of the field that names the parent.
    """
    own = {field.key.lower() for field in record.fields}
    for field in record.fields:
        name = field.key.lower()
        if name in USED:
            yield from _value_of(name, field, strings, file)
        elif name in ("crossref", "xdata"):
            for key in re.split(r"[\s,]+", str(field.value).strip(' {}"')):
                for inherited, value in _inherited(parents.get(key), record):
                    if inherited not in own:
                        own.add(inherited)
                        yield from _value_of(
                            inherited, Field(inherited, value, field.start_line), strings, file
                        )


def _inherited(parent: Record | None, child: Record) -> Iterator[tuple[str, str]]:
    """Yield the fields that a record takes from its parent: the title of a book is that of the book of a chapter."""
    for field in parent.fields if parent else ():
        name = field.key.lower()
        is_part = child.entry_type.lower().startswith("in") or child.entry_type.lower() in (
            "conference",
            "article",
        )
        name = INHERITED_TITLES.get(name, name) if is_part else name
        if name not in NOT_INHERITED and name in USED:
            yield name, str(field.value)


def _value_of(name: str, field: Field, strings: Strings, file: _File) -> Iterator[tuple[str, Field]]:
    try:
        value = strings.value_of(str(field.value))
    except UnreadableValueError as error:
        file.report_unreadable(field, error)
        value = UNREADABLE_TITLE if name == "title" else ""
    if value.strip():
        yield name, Field(field.key, value, field.start_line)
