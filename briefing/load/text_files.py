"""Texts in files of their own: `text: {file: sections/streets.md}` reads as if the text were written in its place.

The source map leads to the lines of the file. Any register of any text can be in a file, in each language. Not here:
files of data (data/text_files).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Span, nearest
from briefing.core.source_map import Key, Mark, SourceMap
from briefing.files.bounded_reading import TooLargeError
from briefing.files.workspace import Files, OutsideError
from briefing.load.validation.file_paths import find_path
from briefing.load.yaml import artifacts, pitfalls
from briefing.load.yaml.reader import Data, Document, decode
from briefing.model.text import Register

FILE = "file"
"""The only key of a value in place of a text: the name of a file next to the brief."""

ENDINGS = (".md", ".markdown", ".txt")
REGISTERS = frozenset(register.value for register in Register)

UNREAD = "…"
"""The text in place of one whose file cannot be read."""


def join_texts(document: Document, files: Files) -> Document:
    """Return a document with the texts of the files that it names; errors in a file are findings of the document."""
    joiner = _TextJoiner(document, files)
    data = joiner.mapping(document.data, ())
    if not joiner.elsewhere and not joiner.findings:
        return document
    source_map = replace(document.source_map, elsewhere={**document.source_map.elsewhere, **joiner.elsewhere})
    findings = (*document.findings, *joiner.findings)
    return replace(document, data=data, source_map=source_map, findings=findings)


def file_of_text(value: Data) -> str | None:
    """Return the name of the file that a value in place of a text names; None for any other value."""
    name = value.get(FILE) if isinstance(value, dict) and len(value) == 1 else None
    return name if isinstance(name, str) else None


def path_of_text(name: str, document: str) -> str:
    """Return the name of a file of text in the workspace; `document` is the file that names it."""
    return posixpath.join(posixpath.dirname(document), name.strip())


@dataclass
class _TextJoiner:
    document: Document
    files: Files
    elsewhere: dict[Key, SourceMap] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def mapping(self, data: dict[str, Data], key: Key) -> dict[str, Data]:
        return {name: self.value(item, (*key, name)) for name, item in data.items()}

    def value(self, value: Data, key: Key) -> Data:
        if isinstance(value, list):
            return [self.value(item, (*key, index)) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        name = file_of_text(value) if key[-1] in REGISTERS else None
        return self.mapping(value, key) if name is None else self._text(name, key)

    def _text(self, name: str, key: Key) -> str:
        """Return the text of a file; a placeholder, with a finding, if it cannot be read."""
        where = self.document.source_map.value((*key, FILE))
        try:
            source_map = self._read(name, where)
        except ContentError as error:
            self.findings += error.findings
            return UNREAD
        end = len(source_map.source)
        self.elsewhere[key] = replace(source_map, marks={key: Mark(0, end, 0, end)})
        self.findings += pitfalls.find_control_characters(source_map)
        self.findings += artifacts.find_artifacts(source_map)
        self.findings += _front_matter(source_map)
        return source_map.source.replace("\r\n", "\n").rstrip("\n")

    def _read(self, name: str, where: Span) -> SourceMap:
        """Return the text of a file. Raises ContentError."""
        if found := find_path(name, "text file", "sections/", where):
            raise ContentError([found])
        if not name.strip().lower().endswith(ENDINGS):
            what, help = f"'{name}' is not a file of text", "name a file that ends in .md or .txt"
            raise ContentError([Finding("BR203", what, where, help)])
        file = path_of_text(name, self.document.source_map.file)
        try:
            content = self.files.read(file)
        except OutsideError:
            what, help = f"the file '{name}' is outside the workspace", "move it next to the brief"
            raise ContentError([Finding("BR502", what, where, help)]) from None
        except FileNotFoundError:
            raise ContentError([self._missing(name, file, where)]) from None
        except TooLargeError as error:
            what, help = f"the file is too large: {error.strerror}", "split the text into sections"
            raise ContentError([Finding("BR102", what, Span(file), help)]) from None
        except OSError as error:
            what, help = (
                f"the file '{name}' cannot be read: {error.strerror}",
                "check the file and its permissions",
            )
            raise ContentError([Finding("BR804", what, where, help)]) from None
        return SourceMap(file, decode(content, file))

    def _missing(self, name: str, file: str, where: Span) -> Finding:
        folder = PurePosixPath(file).parent
        neighbours = [found for ending in ENDINGS for found in self.files.list(f"{folder}/*{ending}")]
        near = nearest(PurePosixPath(file).name, [PurePosixPath(found).name for found in neighbours])
        help = (
            f"did you mean '{PurePosixPath(name).parent / near}'?"
            if near
            else "add the file, or correct its name"
        )
        return Finding("BR804", f"there is no file '{name}'", where, help)


def _front_matter(source_map: SourceMap) -> Iterator[Finding]:
    """Return a finding for keys at the start of a file, as of a web page: they would be printed."""
    lines = source_map.source.split("\n")
    if lines[0].rstrip() == "---" and any(line.rstrip() in ("---", "...") for line in lines[1:]):
        what = "keys between `---` at the start of a text would be printed"
        yield Finding("BR333", what, source_map.at(0, 3), "move them into the brief, and remove both lines")
