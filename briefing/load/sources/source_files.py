"""Sources in files next to a brief: reads them, and adds them to the brief's data with their places."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Span, nearest
from briefing.core.invisible_characters import UNSEEN_ANYWHERE
from briefing.core.source_map import Key, Mark, SourceMap
from briefing.files.bounded_reading import TooLargeError
from briefing.files.workspace import Files, OutsideError
from briefing.load.languages import Languages
from briefing.load.sources.pasted_list import continues, find_pasted_export, split_references, without_sign
from briefing.load.sources.source_entry import Entry
from briefing.load.yaml import artifacts, pitfalls
from briefing.load.yaml.reader import Data, Document, decode

KEY = "sources"
ENDINGS = (".bib", ".json")
DECLARED_ENCODING = re.compile(
    rb"(?:^%[ \t]*Encoding:[ \t]*|x-kbibtex-encoding=)((?:cp|windows|iso|latin|mac|koi8)[\w-]{1,16})",
    re.IGNORECASE | re.MULTILINE,
)
NOWHERE = Mark(0, 0, 0, 0)

NAME_OF_FILE = re.compile(
    r".*\.(?:bib|json)|\S+\.(?:ris|enw|enl|nbib|xml|docx?|xlsx?|txt|csv|ya?ml|rdf)", re.IGNORECASE
)
ADDRESS = re.compile(r"<?https?://\S+", re.IGNORECASE)
OTHER_FORMAT = re.compile(r"\S+\.(?:ris|enw|enl|nbib|xml|docx?|xlsx?|txt|csv|ya?ml|rdf)", re.IGNORECASE)
"""The name of a file of sources in a format that is not read."""

OF_ONE_ENTRY = ("BR118", "BR304")
"""The findings about single entries: despite them, the id of every source in the file is known."""

ID_SIGN = r"[\w/+-]"
"""A character inside an id; a full stop or a colon after an id may belong to the sentence."""

ID_PIECE = re.compile(f"{ID_SIGN}+")


def join_sources(document: Document, files: Files, translation: str = "") -> Document:
    """Return a brief's document with the entries of the files that `sources` names; other sources are unchanged.

    Errors in a file are findings of the document. If neither the brief nor its translation mentions an entry, only
    its id is kept, so that a library of thousands costs no more than a short one.
    """
    named = document.data.get(KEY)
    if not isinstance(named, str | list):
        return document
    joiner = _SourceJoiner(document, files, translation)
    if named and joiner.reports_pasted_export(named):
        named = []
    for item, mark in _items(named, document.source_map, files):
        if is_reference(item):
            joiner.add_reference(str(item), mark)
        else:
            joiner.join(item, document.source_map.span(mark))
    return replace(
        document,
        data={**document.data, KEY: joiner.values},
        source_map=replace(
            document.source_map,
            elsewhere={**document.source_map.elsewhere, **joiner.elsewhere},
            marks={**document.source_map.marks, **joiner.marks},
        ),
        findings=(*document.findings, *joiner.findings),
        uncited=tuple(name for name in joiner.firsts if name not in joiner.values),
        has_all_sources=joiner.is_complete,
    )


def is_exported(key: Key, source_map: SourceMap) -> bool:
    """Return whether a value is in a source of a file that another program has written."""
    found = source_map.of_other_file(key) if key[:1] == (KEY,) else None
    return found is not None and found[1].file.endswith(ENDINGS)


def _items(named: str | list[Data], source_map: SourceMap, files: Files) -> Iterator[tuple[Data, Mark]]:
    """Yield the items under the key with their places: those of a list, or the references in the lines of a text."""
    whole = source_map.marks.get((KEY,), NOWHERE)
    if isinstance(named, list):
        for index, item in enumerate(named):
            yield item, source_map.marks.get((KEY, index), whole)
        return
    start = whole.start
    headings = _headings(files) if "\n" in named.strip() else []
    for item in split_references(named, headings):
        first_line = item.strip().split("\n")[0]
        found = source_map.source.find(first_line, start, whole.end)
        mark = whole
        if found >= 0:
            start = found + len(first_line)
            mark = Mark(found, start, found, start)
        yield item.strip(), mark


def _headings(files: Files) -> list[str]:
    """Return the headings of a list of references in all languages; a list may be from another one than its brief."""
    languages = Languages(files)
    return [word for one in languages for word in languages.vocabulary_of(one).reference_headings]


def is_reference(item: object) -> bool:
    """Return True for a text that is a whole reference: of several words, and not the name of a file; or an address."""
    if not isinstance(item, str):
        return False
    is_name = len(item.split()) < 2 or NAME_OF_FILE.fullmatch(item.strip())
    return not is_name or ADDRESS.fullmatch(item.strip()) is not None


def _not_a_file_of_sources(name: object, where: Span) -> Finding:
    what = f"'{name}' is not a file of sources" if isinstance(name, str) else "this is not a file name"
    help = "name a file next to the brief that ends in .bib (BibTeX) or .json (CSL-JSON)"
    if isinstance(name, str) and OTHER_FORMAT.fullmatch(name):
        help = "export the sources from your reference manager as BibTeX (.bib) or CSL-JSON (.json)"
    elif isinstance(name, dict) and (typed := _cut_reference(name)):
        what = "this reference has a colon, and is read as a key and a value"
        help = f"put quotation marks around it: `- {typed}`"
    elif isinstance(name, dict):
        help = f"write an id and a colon in place of the dash: `{KEY}:`, and in the lines below `  my-id:`"
    return Finding("BR203", what, where, help)


def _cut_reference(item: dict[str, Data]) -> str:
    """Return the start of a reference, in quotation marks, that YAML cuts at a colon; "" for other keys and values."""
    (first, rest), *others = item.items() or [("", "")]
    is_cut = not others and isinstance(rest, str) and len(first.split()) > 1
    quote = "'" if '"' in f"{first}{rest}" else '"'
    return f"{quote}{first}: {rest}{quote}" if is_cut else ""


class _SourceJoiner:
    def __init__(self, document: Document, files: Files, translation: str) -> None:
        self.brief, self.files = document.source_map, files
        of_files = (other.source for other in document.source_map.elsewhere.values())
        self.texts = "\n".join((document.source_map.source, *of_files, translation))
        self.values: dict[str, Data] = {}
        self.elsewhere: dict[Key, SourceMap] = {}
        self.findings: list[Finding] = []
        self.is_complete = True
        """False if there may be more sources in a file that could not be read to its end."""
        self.is_spelled_right = (KEY,) not in document.respelled
        self.references = 0
        self.reference_before = ""
        self.marks: dict[Key, Mark] = {}
        """The places of whole references in the brief."""
        self.firsts: dict[str, tuple[SourceMap, Mark]] = {}
        """The file that gives an id first, and the place in it."""
        self.pieces: dict[str, list[int]] = {}
        """The offsets in the texts of each word that may be an id, or the start of one."""
        for match in ID_PIECE.finditer(self.texts):
            self.pieces.setdefault(match.group(), []).append(match.start())

    def reports_pasted_export(self, named: str | list[Data]) -> bool:
        """Report an export that is pasted in place of references."""
        first = named if isinstance(named, str) else str(named[0])
        start = first.strip().split("\n")[0]
        places = self.brief.matches((KEY,), re.compile(re.escape(start)))
        found = list(find_pasted_export(first, places[0] if places else self.brief.value((KEY,))))
        self.findings += found
        self.is_complete &= not found
        return bool(found)

    def join(self, name: object, where: Span) -> None:
        """Read one file and join its entries."""
        if not isinstance(name, str) or not name.endswith(ENDINGS):
            self.is_complete = False
            if not self.is_spelled_right:
                return  # under a misspelt key, this may be meant for something else
            self.findings.append(_not_a_file_of_sources(name, where))
            return
        file = posixpath.normpath(posixpath.join(posixpath.dirname(self.brief.file), name))
        try:
            source_map = SourceMap(file, self._text(file, where))
        except ContentError as error:
            self.findings += error.findings
            self.is_complete = False
            return
        entries, findings = _reader_of(name)(source_map, self._is_mentioned)
        self.findings += findings
        self.is_complete &= all(finding.code in OF_ONE_ENTRY for finding in findings)
        for entry in entries:
            self._add(entry, source_map)
            self.findings += unseen_in(entry, source_map)

    def add_reference(self, typed: str, mark: Mark) -> None:
        """Add a whole reference. Its id is its number in the list."""
        self.references += 1
        name = str(self.references)
        self.marks[KEY, name] = self.marks[KEY, name, "title"] = mark
        self.firsts.setdefault(name, (self.brief, mark))
        if continues(self.reference_before, typed):
            what = "this line continues the reference above it, but would be printed as one of its own"
            help = "write each reference on one line, or put an empty line between references"
            self.findings.append(Finding("BR351", what, self.brief.span(mark), help))
        self.reference_before = typed
        words = " ".join(without_sign(typed, self.references).split())
        self.values[name] = {"title": words, "whole": "true", "listed": "true"}

    def _add(self, entry: Entry, source_map: SourceMap) -> None:
        if entry.id in self.firsts:
            if entry.values is not None:
                first, mark = self.firsts[entry.id]
                what = f"duplicate id '{entry.id}'; it is first used in {first.span(mark)}"
                where = source_map.span(entry.marks[()])
                self.findings.append(Finding("BR304", what, where, "give each source its own id"))
            return
        self.firsts[entry.id] = source_map, entry.marks[()]
        if entry.values is not None:
            marks = {(KEY, entry.id, *way): mark for way, mark in entry.marks.items()}
            self.elsewhere[KEY, entry.id] = source_map.extract(*entry.extent, marks)
            self.values[entry.id] = {
                name: [*value] if isinstance(value, list) else value for name, value in entry.values.items()
            }

    def _is_mentioned(self, name: str) -> bool:
        """Return True if an id occurs anywhere in the text: before the brief is read, its citations are not known."""
        first = ID_PIECE.match(name)
        starts = self.pieces.get(first.group(), ()) if first else ()
        return any(
            self.texts.startswith(name, start) and not ID_PIECE.match(self.texts, start + len(name))
            for start in starts
        )

    def _text(self, file: str, where: Span) -> str:
        try:
            content = self.files.read(file)
        except OutsideError:
            what, help = f"the file '{file}' is outside the workspace", "move it next to the brief"
            raise ContentError([Finding("BR502", what, where, help)]) from None
        except FileNotFoundError:
            raise ContentError([self._missing(file, where)]) from None
        except TooLargeError as error:
            what, help = (
                f"the file is too large: {error.strerror}",
                "export only the entries that the brief cites",
            )
            raise ContentError([Finding("BR102", what, Span(file), help)]) from None
        except OSError as error:
            what = f"the file '{file}' cannot be read: {error.strerror}"
            raise ContentError(
                [Finding("BR804", what, where, "check the file and its permissions")]
            ) from None
        return _decoded_as_declared(content) or decode(content, file)

    def _missing(self, file: str, where: Span) -> Finding:
        folder = PurePosixPath(file).parent
        neighbours = [
            PurePosixPath(found).name
            for ending in ENDINGS
            for found in self.files.list(f"{folder}/*{ending}")
        ]
        near = nearest(PurePosixPath(file).name, neighbours)
        help = f"did you mean '{near}'?" if near else "add the file, or correct its name"
        return Finding("BR804", f"there is no file '{file}'", where, help)


def _decoded_as_declared(content: bytes) -> str:
    """Return the text of a file that is not UTF-8 and names its encoding, as JabRef did; "" for any other."""
    declared = DECLARED_ENCODING.search(content, 0, 2_000)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if declared is None:
            return ""
        try:
            return content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return ""
    return ""


def unseen_in(entry: Entry, source_map: SourceMap) -> list[Finding]:
    """Return a finding for each invisible character of an entry; none for an uncited entry."""
    if entry.values is None:
        return []
    typed = source_map.extract(*entry.extent, {})
    found = [*pitfalls.find_control_characters(typed), *artifacts.find_unseen(typed)]
    return found or list(_escaped(entry, source_map))


def _escaped(entry: Entry, source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for each value with an escape that makes an invisible character."""
    for name, value in (entry.values or {}).items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if unseen := UNSEEN_ANYWHERE.search(text):
            what = f"an escape makes the invisible character U+{ord(unseen[0][0]):04X}"
            where = source_map.span(entry.marks.get((name,), entry.marks[()]))
            yield Finding("BR118", what, where, "remove the escape")


Reader = Callable[[SourceMap, Callable[[str], bool]], tuple[list[Entry], list[Finding]]]


def _reader_of(name: str) -> Reader:
    """Return the reader of a file; each reader is imported only if it is needed."""
    if name.endswith(".bib"):
        from briefing.load.sources.bibtex import read_bibtex

        return read_bibtex
    from briefing.load.sources.csl_json import read_csl_json

    return read_csl_json
