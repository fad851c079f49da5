"""Shared content: the parts of `content/shared.yaml` that a brief takes, joined to its data with their places.

`shared:` in `content/workspace.yaml` names another file, which may be outside the workspace. A brief gets only the
parts that it names, and its own ids come first. Each part is recorded on its own, so that a change concerns only the
editions that use it.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

from briefing.core.errors import ContentError, WorkspaceError
from briefing.core.finding import Finding, Severity, Span, has_errors, suggest
from briefing.core.source_map import Key, Mark, SourceMap, moved
from briefing.files.layers import SETTINGS_FILE
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files, OutsideError, unreadable
from briefing.load.translation import WRITTEN_OUT, lay_over
from briefing.load.yaml.models import read_model, respell_keys
from briefing.load.yaml.reader import Data, Document, read_document
from briefing.markdown.grammar import CITATION, CITED, FACT
from briefing.model.parts import SECTIONED
from briefing.model.shared import Shared

SHARED_FILE = "content/shared.yaml"

FACTS, GLOSSARY, SOURCES, DISCLAIMERS, BOXES, CONTACT = (
    *("facts", "glossary", "sources", "disclaimers", "boxes", "contact"),
)

NAMING_FACTS = frozenset({"at_a_glance", "facts", "numbers"})
"""Keys whose items are ids of facts."""

NAMING_SOURCES = frozenset({"source", "further_reading"})
"""Keys whose items are ids of sources."""

IN_PLACE_OF_A_BOX: Data = {"title": "…", "text": "…"}
"""The box in place of one that does not exist."""

Part = tuple[str, str]


@dataclass(frozen=True)
class SharedFile:
    """One file of shared content: its name as findings print it, and its path if it is outside the workspace."""

    name: str = SHARED_FILE
    path: Path | None = None

    def in_language(self, language: str) -> SharedFile:
        """Return the file with the texts in another language: `shared.es.yaml`."""
        name = f"{self.name.removesuffix('.yaml')}.{language}.yaml"
        path = self.path.with_name(posixpath.basename(name)) if self.path else None
        return SharedFile(name, path)


@dataclass(frozen=True)
class SharedContent:
    """The shared content for editions in one language, and the files that it is in."""

    files: Files
    document: Document
    of_files: tuple[SharedFile, ...]

    def value(self, *part: str) -> Data:
        """Return a part, and record that it was used; None if there is no such part."""
        for file in self.of_files:
            self.files.note_part(file.name, part, file.path)
        here: Data = self.document.data
        for name in part:
            here = here.get(name) if isinstance(here, dict) else None
        return here

    def place(self, *part: str) -> Span:
        """Return the place of a part."""
        return self.document.source_map.value(part)

    def names(self, section: str) -> list[str]:
        """Return the ids in a section; for suggestions only, as no use is recorded."""
        given = self.document.data.get(section)
        return list(given) if isinstance(given, dict) else []


def find_shared_file(files: Files) -> SharedFile:
    """Return the file that the settings name, or `content/shared.yaml`.

    Raises WorkspaceError if the named file does not exist, or must not be read.
    """
    named, where = files.remember("shared content", lambda: _named(files))
    if named is None:
        return SharedFile()
    name = posixpath.normpath(named.strip().replace(os.sep, "/"))
    if not name.endswith(".yaml"):
        what = f"'{named}' is not a file of shared content"
        raise WorkspaceError([Finding("BR203", what, where, "name a file that ends in .yaml")])
    is_outside = name.startswith(("../", "/", "~"))
    path = Path(os.path.normpath(files.root / os.path.expanduser(name))) if is_outside else None  # noqa: PTH111
    if is_outside and files.is_shipped_only:
        what = f"the file '{named}' is outside the workspace"
        raise WorkspaceError(
            [Finding("BR502", what, where, "remove `shared`, or build without --shipped-only")]
        )
    found = SharedFile(name, path)
    if _content(files, found) is None:
        help = "correct the path, which starts from the workspace"
        raise WorkspaceError([Finding("BR804", f"there is no file '{named}'", where, help)])
    return found


def _named(files: Files) -> tuple[str | None, Span]:
    """Return the value of `shared:` in the settings and its place; None if it is not set, or cannot be read."""
    try:
        if files.find(SETTINGS_FILE) is None:
            return None, Span(SETTINGS_FILE)
        document = read_document(files.read(SETTINGS_FILE), SETTINGS_FILE, may_be_empty=True)
    except (OSError, ContentError):  # reported with the settings
        return None, Span(SETTINGS_FILE)
    given = document.data.get("shared")
    return given if isinstance(given, str) else None, document.source_map.value(("shared",))


def _content(files: Files, file: SharedFile) -> bytes | None:
    try:
        return files.read_in_parts(file.name, file.path)
    except OutsideError:
        what, help = f"the file '{file.name}' leads out of the workspace", "put the file itself there"
        raise WorkspaceError([Finding("BR502", what, Span(file.name), help)]) from None
    except OSError as problem:
        raise WorkspaceError([unreadable(problem, Span(file.name))]) from None


def open_shared(files: Files, language: str, *, is_translation: bool = False) -> SharedContent:
    """Return the shared content for editions in a language; it is empty if there is no file.

    Its texts are those of the file for that language, if there is one. For a translation, texts that it lacks are
    reported as those of a brief are. Raises ContentError or WorkspaceError for a file that cannot be read.
    """
    file = find_shared_file(files)
    base = _document(files, file)
    over_file = file.in_language(language)
    over = _document(files, over_file) if language else None
    if base is None:
        return SharedContent(files, Document({}, SourceMap(file.name, "")), (file,))
    if over is not None or is_translation:
        base = lay_over(base, over or Document({}, SourceMap(over_file.name, "")), Shared)
    if has_errors(base.findings):
        raise ContentError(base.findings)
    return SharedContent(files, base, (file, over_file))


def _document(files: Files, file: SharedFile) -> Document | None:
    """Return the data of a file; None if there is no such file. It is parsed again only if it has changed."""
    content = _content(files, file)
    if content is None:
        return None

    def read() -> Document:
        return respell_keys(read_document(content, file.name, may_be_empty=True), Shared)

    return files.remember((file, digest_of(content)), read)


def check_shared(files: Files) -> tuple[Finding, ...]:
    """Return all findings about the files of shared content, also about parts that no brief uses."""
    try:
        file = find_shared_file(files)
        base = _document(files, file)
        if base is None:
            return ()
        reading = read_model(base, Shared)
        return reading.findings
    except (ContentError, WorkspaceError) as error:
        return error.findings


@dataclass
class _Joining:
    """Joins the parts that a document names, and collects the findings."""

    document: Document
    open: Callable[[], SharedContent]
    """Opens the shared content, which is read only if the document may use it."""
    joined: dict[str, dict[str, Data]] = field(default_factory=dict)
    elsewhere: dict[Key, SourceMap] = field(default_factory=dict)
    marks: dict[Key, Mark] = field(default_factory=dict)
    parts: dict[Key, Part] = field(default_factory=dict)
    """The shared parts by their keys in the brief."""
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def shared(self) -> SharedContent:
        return self.open()

    def value(self, section: str, name: str, key: Key) -> Data:
        """Return a shared value for a key of the brief, with its places; None if there is none."""
        value = self.shared.value(section, name)
        if value is not None:
            source_map = self.shared.document.source_map
            way: Key = (section, name)
            self.elsewhere[key] = source_map if key == way else moved(source_map, way, key)
            self.parts[key] = (section, name)
        return value

    def unknown(self, kind: str, section: str, name: str, where: Span) -> None:
        """Report the name of something that is not in the shared content."""
        help = suggest(name, self.shared.names(section), noun=section)
        file = self.shared.of_files[0].name
        self.findings.append(Finding("BR361", f"{file} has no {kind} '{name}'", where, help))

    def blocks(self) -> dict[str, Data]:
        """Return the sections and annexes with the shared boxes that their blocks name."""
        return {
            name: self._sections(self.document.data[name], name)
            for name in SECTIONED
            if name in self.document.data
        }

    def _sections(self, sections: Data, name: str) -> Data:
        if not isinstance(sections, list):
            return sections
        return [self._section(section, (name, index)) for index, section in enumerate(sections)]

    def _section(self, section: Data, key: Key) -> Data:
        blocks = section.get("blocks") if isinstance(section, dict) else None
        if not isinstance(section, dict) or not isinstance(blocks, list):
            return section
        return {
            **section,
            "blocks": [self._block(one, (*key, "blocks", at)) for at, one in enumerate(blocks)],
        }

    def _block(self, block: Data, key: Key) -> Data:
        named = block.get("box") if isinstance(block, dict) else None
        if not isinstance(named, str) or " " in named.strip():
            return block
        way = (*key, "box")
        box = self.value(BOXES, named, way)
        if box is None:
            self.unknown("box", BOXES, named, self.document.source_map.value(way))
        return {"box": IN_PLACE_OF_A_BOX if box is None else box}

    def glossary(self, given: Data) -> Data:
        """Return a glossary with the meanings of the shared terms that it lists."""
        if isinstance(given, dict) or given is None:
            return given
        terms: dict[str, Data] = {}
        for index, item in enumerate(given if isinstance(given, list) else [given]):
            way: Key = (GLOSSARY, index) if isinstance(given, list) else (GLOSSARY,)
            if isinstance(item, dict):
                for term, meaning in item.items():
                    terms[term] = meaning
                    self._move((*way, term), (GLOSSARY, term))
            elif isinstance(item, str):
                meaning = self.value(GLOSSARY, item, (GLOSSARY, item))
                if meaning is None:
                    self.unknown("term", GLOSSARY, item, self.document.source_map.value(way))
                terms[item] = "…" if meaning is None else meaning
        return terms

    def _move(self, old: Key, new: Key) -> None:
        marks = self.document.source_map.marks
        self.marks |= {
            (*new, *key[len(old) :]): mark for key, mark in marks.items() if key[: len(old)] == old
        }

    def disclaimers(self, given: Data) -> Data:
        """Return the disclaimers with the texts of the shared ones that are listed."""
        if _may_be_an_id(given):
            given = [given]
        if not isinstance(given, list):
            return given
        return [
            (self.value(DISCLAIMERS, item, (DISCLAIMERS, index)) if _may_be_an_id(item) else None) or item
            for index, item in enumerate(given)
        ]

    def named(self, data: Mapping[str, Data]) -> None:
        """Join the facts and sources that the data names, and those that these name in turn."""
        own = {section: self.own(section) for section in (FACTS, SOURCES)}
        waiting = [*_named_parts(data, ())]
        seen: set[Part] = set()
        while waiting:
            part = waiting.pop(0)
            section, name = part
            if part in seen or name in own[section]:
                continue
            seen.add(part)
            value = self.value(section, name, part)
            if value is not None:
                self.joined.setdefault(section, {})[name] = value
                waiting += _named_parts(value, part)

    def own(self, section: str) -> Mapping[str, Data]:
        given = self.document.data.get(section)
        return given if isinstance(given, dict) else {}

    def conflicts(self) -> Iterator[Finding]:
        """Return a finding for each fact of the brief that the shared content states differently."""
        for name, fact in self.own(FACTS).items():
            ours, theirs = stated(fact), stated(self.shared.value(FACTS, name))
            if ours and theirs and differs(ours, theirs):
                where = self.document.source_map.value((FACTS, name))
                yield conflict(name, where, ours, theirs, self.shared.place(FACTS, name))


def join_shared(document: Document, open: Callable[[], SharedContent]) -> Document:
    """Return a brief's document with the shared content that it names; its own ids come first.

    Raises ContentError or WorkspaceError if the brief may use shared content, and this cannot be read.
    """
    joining = _Joining(document, open)
    given = document.data
    data: dict[str, Data] = {**given, **joining.blocks()}
    for key, made in ((GLOSSARY, joining.glossary), (DISCLAIMERS, joining.disclaimers)):
        if key in data:
            data[key] = made(data[key])
    joining.named(data)
    for section, values in joining.joined.items():
        own = data.get(section)
        if own is None or isinstance(own, dict):
            data[section] = {**(own or {}), **values}
    findings = [*document.findings, *joining.findings, *joining.conflicts()]
    source_map = replace(
        document.source_map,
        marks={**document.source_map.marks, **joining.marks},
        elsewhere={**document.source_map.elsewhere, **joining.elsewhere},
    )
    return replace(document, data=data, source_map=source_map, findings=tuple(findings), shared=joining.parts)


def join_contact(document: Document, shared: SharedContent) -> Document:
    """Return the document of the settings of a workspace, which names no contact, with the shared one."""
    contact = shared.value(CONTACT)
    if contact is None:
        return document
    elsewhere: dict[Key, SourceMap] = {(CONTACT,): shared.document.source_map}
    source_map = replace(document.source_map, elsewhere={**document.source_map.elsewhere, **elsewhere})
    return replace(document, data={**document.data, CONTACT: contact}, source_map=source_map)


def _named_parts(value: Data | Mapping[str, Data], key: Key) -> Iterator[Part]:
    """Yield the facts and sources that data names: in its texts, or under the keys that hold ids."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _named_parts(item, (*key, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _named_parts(item, (*key, index))
    elif isinstance(value, str):
        yield from ((FACTS, match["id"]) for match in FACT.finditer(value))
        for citation in CITATION.finditer(value):
            yield from ((SOURCES, match["id"]) for match in CITED.finditer(citation[1]))
        holders = [part for part in key if isinstance(part, str)][-1:]
        if NAMING_FACTS.intersection(holders):
            yield FACTS, value.strip()
        if NAMING_SOURCES.intersection(holders) or (key[0] == "further_reading"):
            yield SOURCES, value.strip()


def _may_be_an_id(item: Data) -> TypeGuard[str]:
    """Return whether an item is one word, and not the name of a standard disclaimer."""
    return isinstance(item, str) and len(item.split()) == 1 and item not in WRITTEN_OUT


Stated = tuple[str, str, str, str]
"""The value of a fact as stated, its unit, the day of its value, and what it is."""


def stated(fact: Data) -> Stated | None:
    """Return what data states as a fact; None for data that is no fact."""
    if isinstance(fact, str):
        return fact.strip(), "", "", ""
    if not isinstance(fact, dict) or not isinstance(fact.get("value"), str):
        return None
    label = fact.get("label")
    words = label.get("text") if isinstance(label, dict) else label
    unit, day = fact.get("unit"), fact.get("as_of")
    return (
        str(fact["value"]).strip(),
        unit.strip() if isinstance(unit, str) else "",
        day.strip() if isinstance(day, str) else "",
        " ".join(words.split()) if isinstance(words, str) else "",
    )


def differs(one: Stated, other: Stated) -> bool:
    """Return whether two facts of one id contradict each other.

    They do not if they are about two days, or if their labels say that they are about two things.
    """
    is_of_other_day = one[2] and other[2] and one[2] != other[2]
    is_of_other_thing = one[3] and other[3] and one[3].casefold() != other[3].casefold()
    return one[:2] != other[:2] and not is_of_other_day and not is_of_other_thing


def conflict(name: str, where: Span, ours: Stated, theirs: Stated, other: Span) -> Finding:
    """Return the finding for a fact that is stated differently at another place."""
    here, there = (" ".join(filter(None, one[:2])) for one in (ours, theirs))
    what = f"the fact '{name}' is '{here}' here, but '{there}' in {other}"
    help = "state it once, in the shared content; or give the two facts ids or labels of their own"
    return Finding("BR360", what, where, help, Severity.WARNING)
