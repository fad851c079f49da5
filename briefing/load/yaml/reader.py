"""YAML text → data in which every scalar is text, with the place of each key and value.

This is a subset of YAML 1.2: no tags, no merge keys, one document, limits on size, depth and aliases.
PyYAML parses; this module composes its events, because PyYAML's composer has no limits and drops the places of keys.
Only an empty value, `~` and `null` mean "no value"; `no`, `12:30`, `1.10` and `0x1F` stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Span, has_errors
from briefing.core.invisible_characters import PRIVATE_USE, UNSEEN_ANYWHERE
from briefing.core.source_map import LINE_BREAK, Key, Mark, SourceMap
from briefing.files.bounded_reading import TEXT_LIMIT
from briefing.load.yaml import artifacts, pitfalls
from briefing.load.yaml.joined_lines import find_joined
from briefing.load.yaml.key_mistakes import explain_other_sign
from briefing.load.yaml.lines import Lines
from briefing.load.yaml.parse_errors import explain
from briefing.load.yaml.quotation import escape_in_path

MAX_BYTES = TEXT_LIMIT
MAX_DEPTH = 20
MAX_ALIASES = 50
MAX_VALUES = 20_000
"""The number of values when every alias is expanded; this stops alias bombs."""

NOTHING = ("", "~", "null", "Null", "NULL")
CUT_TEXT = re.compile(r"[ \t]+#(?=\S)")
READ_IN_ANOTHER_WAY = re.compile(r"\t|:\s*[,\]}]|(?:[\[{]|[\]}]\s*,)[^\[\]{}]*\?")
"""Text that libyaml may read in another way than PyYAML: tabs, and question marks and missing values in brackets."""
QUOTED_IN_BRACKETS = re.compile(r"""(?:(?<=[\[{,])\s*|(?<=:)\s+)"[^"\\\n\t]*"(?=\s*[,:\]}])""")
"""A text in quotes, which both read in the same way."""

Data: TypeAlias = "dict[str, Data] | list[Data] | str | None"


def part_of(data: object, part: str | int) -> object:
    """Return a value or an item of data. Raises LookupError if there is none."""
    if isinstance(data, dict):
        return data[part]
    if isinstance(data, list) and isinstance(part, int):
        return data[part]
    raise LookupError(part)


@dataclass(frozen=True)
class Document:
    """One YAML file: its data (dict, list, str, None), the places of its values, and the findings so far."""

    data: dict[str, Data]
    source_map: SourceMap
    findings: tuple[Finding, ...] = ()
    uncited: tuple[str, ...] = ()
    """The ids of the sources in its files of sources that nothing mentions."""
    has_all_sources: bool = True
    """False if a file of sources cannot be read completely, so that not all sources are known."""
    respelled: frozenset[Key] = frozenset()
    """The top-level keys that are misspelt in the file."""
    repeated: tuple[tuple[Key, Data], ...] = ()
    """The values of keys that are used twice, except the one that is read: the names in them exist as well."""
    shared: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    """The parts of the shared content that were joined to it, by their keys in it."""


def read_document(content: bytes, file: str, *, may_be_empty: bool = False) -> Document:
    """Read a YAML file that holds keys and values.

    Errors that leave the data usable (a duplicate key, a text cut short) are findings of the document.
    Raises ContentError with all findings up to the place where YAML itself stops.
    """
    artifacts.refuse_foreign(content, file)
    _check_size(content, file)
    source = decode(content, file)
    source_map = SourceMap(file, source)
    findings = [*pitfalls.find_control_characters(source_map), *artifacts.find_artifacts(source_map)]
    if has_errors(findings):
        raise ContentError(findings)
    composer = _Composer(source_map, source, findings)
    try:
        data = composer.compose()
    except yaml.MarkedYAMLError as error:
        found = explain(error, source_map, composer.quoted)
        others = [other for other in composer.findings if not _is_at(other, found)]
        raise ContentError([*others, found]) from None
    except ValueError as error:  # an escape in quotes that is not a character
        where = source_map.anywhere("\\U")
        raise ContentError(
            [Finding("BR111", f"invalid escape: {error}", where, "write the character itself")]
        ) from None
    if data in (None, "") and may_be_empty:
        data = {}
    if not isinstance(data, dict):
        what = "the file is empty" if data in (None, "") else "the file does not hold keys and values"
        where = Span(file, 1, 1, 1, LINE_BREAK.split(source, maxsplit=1)[0])
        help = "start with a key and a value, such as `title: The finding, in a few words`"
        if sign := explain_other_sign(source_map, len(source) - len(source.lstrip())):
            raise ContentError([*composer.findings, sign])
        raise ContentError([*composer.findings, Finding("BR112", what, where, help)])
    return Document(
        data,
        SourceMap(file, source, composer.marks),
        tuple(composer.findings),
        repeated=tuple(composer.repeated),
    )


def _check_size(content: bytes, file: str) -> None:
    if len(content) > MAX_BYTES:
        what = f"the file has {len(content):,} bytes; the limit is {MAX_BYTES:,}"
        help = "move tables into CSV files next to the brief, or split the brief"
        raise ContentError([Finding("BR102", what, Span(file), help)])


def decode(content: bytes, file: str) -> str:
    """Return the text of a file. Raises ContentError if it is not UTF-8."""
    artifacts.refuse_foreign(content, file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        around = (
            content.splitlines()[line - 1].decode("utf-8", "replace")
            if line <= len(content.splitlines())
            else ""
        )
        raise ContentError(
            [
                Finding(
                    "BR101",
                    f"byte 0x{content[error.start]:02X} is not UTF-8",
                    Span(file, line, column, 1, around),
                    "save the file as UTF-8 text (in a word processor: 'Plain text', encoding 'UTF-8')",
                )
            ]
        ) from None


def _events(source: str) -> Iterator[Event]:
    """Return YAML's events, by libyaml in a fifth of the time.

    For a text that libyaml refuses or reads in another way, they come from PyYAML's parser in Python, which gives exact
    places of errors.
    """
    if not READ_IN_ANOTHER_WAY.search(QUOTED_IN_BRACKETS.sub(' ""', source)):
        with suppress(yaml.YAMLError, ValueError):
            return iter(_read_events(yaml.parse(source, Loader=yaml.CSafeLoader)))
    events: Iterator[Event] = yaml.parse(source, Loader=yaml.SafeLoader)
    return events


def _read_events(events: Iterator[Event]) -> list[Event]:
    """Return the events, up to those that are nested much deeper than allowed.

    The time that libyaml takes for nested brackets grows with the square of their number.
    """
    read: list[Event] = []
    depth = 0
    while depth <= MAX_DEPTH + 1 and (some := list(islice(events, 1000))):
        read += some
        depth += sum(isinstance(event, CollectionStartEvent) for event in some)
        depth -= sum(isinstance(event, CollectionEndEvent) for event in some)
    return read


class _Composer:
    """Composes data from YAML's events, within the limits."""

    def __init__(self, source_map: SourceMap, source: str, findings: list[Finding]) -> None:
        self.source_map = source_map
        self.source = source
        self.lines = Lines(source_map)
        self.events = _events(source)
        self.marks: dict[Key, Mark] = {}
        self.findings = findings
        self.repeated: list[tuple[Key, Data]] = []
        self.quoted: tuple[int, int] | None = None
        """The extent of the last text in quotes."""
        self.anchors: dict[str, tuple[Data, int]] = {}
        self.anchor_events: dict[str, Event] = {}
        self.used_anchors: set[str] = set()
        self.aliases = 0
        self.values = 0

    def compose(self) -> Data:
        data: Data = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop("BR113", "a second YAML document starts here", event, "remove the line `---`")
                data = self._value(next(self.events), (), None)
        self.findings += self._unused_anchors()
        return data

    def _unused_anchors(self) -> Iterator[Finding]:
        """Return a finding for each anchor that no alias uses: it is a text that starts with `&`."""
        for name, event in self.anchor_events.items():
            if name not in self.used_anchors and (
                found := pitfalls.explain_start(self.source_map, _start(event))
            ):
                yield found

    def _value(self, event: Event, key: Key, name: Event | None) -> Data:
        if isinstance(event, AliasEvent):
            return self._alias(event, key, name)
        self.values += 1
        before = self.values
        data, end = self._content(event, key)
        key_event = name or event
        self.marks[key] = Mark(_start(event), _end(end), _start(key_event), _end(key_event))
        if self.values > MAX_VALUES:
            self._stop(
                "BR104",
                f"the file exceeds the limit of {MAX_VALUES:,} values when its aliases are expanded",
                event,
                "use fewer aliases",
            )
        if anchor := getattr(event, "anchor", None):
            self.anchor_events[anchor] = event
            self.anchors[anchor] = (data, self.values - before + 1)
        return data

    def _content(self, event: Event, key: Key) -> tuple[Data, Event]:
        """Return the data that starts with an event, and the event that ends it."""
        if getattr(event, "tag", None) not in (None, "!"):
            help = "remove it; if it is text, quote it"
            self._stop("BR114", f"the tag `{self._text(event)}` is not allowed", event, help)
        if len(key) > MAX_DEPTH:
            self._stop(
                "BR103", f"values are nested more than {MAX_DEPTH} levels deep", event, "use fewer levels"
            )
        if isinstance(event, ScalarEvent):
            return self._scalar(event), event
        if isinstance(event, SequenceStartEvent):
            return self._sequence(key)
        return self._mapping(key)

    def _scalar(self, event: ScalarEvent) -> str | None:
        if event.style != "|" and (joined := find_joined(self.lines, _start(event), _end(event))):
            self.findings.append(joined)
        if event.style in ("|", ">"):
            return str(event.value)
        if event.style in ("'", '"'):
            self.quoted = _start(event), _end(event)
        cut = CUT_TEXT.match(self.source, _end(event))
        if cut:
            return self._cut(event, cut)
        if event.style == '"':
            self._check_escapes(event)
        elif not event.style:
            self.findings += self._odd_ends(event)
        plain = event.implicit[0]
        return None if plain and event.value in NOTHING else str(event.value)

    def _odd_ends(self, event: ScalarEvent) -> Iterator[Finding]:
        """Yield the findings about a text without quotes that ends with a bracket, or before a number."""
        for find in (pitfalls.find_lone_bracket, pitfalls.find_cut_number):
            if event.value and (found := find(self.lines, _start(event), _end(event))):
                yield found

    def _cut(self, event: ScalarEvent, cut: re.Match[str]) -> str:
        """Return a text that ends before a `#`, or what follows it if there is nothing before."""
        rest = LINE_BREAK.split(self.source[cut.end() - 1 :], maxsplit=1)[0]
        what = f"the text ends before '{rest}': YAML reads ' #' as the start of a comment"
        help = "put the whole text in quotes; if this is a comment, write a space after '#'"
        self.findings.append(Finding("BR110", what, self.source_map.at(cut.end() - 1, len(rest)), help))
        return str(event.value) or rest

    def _check_escapes(self, event: ScalarEvent) -> None:
        """Check the characters that escapes make: those that cannot be printed, and those that were not meant."""
        if unseen := UNSEEN_ANYWHERE.search(event.value):
            what = f"an escape makes the invisible character U+{ord(unseen.group()[0]):04X}"
            self._stop("BR118", what, event, "remove the escape")
        typed = self.source[_start(event) : _end(event)]
        if found := escape_in_path(typed):
            at = _start(event) + found.start("letter") - 1
            what = f"in double quotes, YAML reads `\\{found['letter']}` as a special character, not as part of a path"
            help = self.lines.quoting(_start(event), typed[1:-1], _end(event))
            self.findings.append(Finding("BR123", what, self.source_map.at(at, 2), help))
        elif odd := pitfalls.UNPRINTABLE.search(event.value) or PRIVATE_USE.search(event.value):
            what = f"an escape makes U+{ord(odd.group()):04X}, which cannot be printed"
            self._stop("BR111", what, event, "write the character itself")

    def _sequence(self, key: Key) -> tuple[list[Data], Event]:
        items: list[Data] = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                return items, event
            items.append(self._value(event, (*key, len(items)), None))
        raise AssertionError("the parser ends every sequence that it starts")

    def _mapping(self, key: Key) -> tuple[dict[str, Data], Event]:
        items: dict[str, Data] = {}
        first: dict[str, Event] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                return items, event
            name = self._name(event)
            if name in items:
                self._repeat(event, first[name], items, (*key, name))
            else:
                first[name] = event
                items[name] = self._value(next(self.events), (*key, name), event)
        raise AssertionError("the parser ends every mapping that it starts")

    def _repeat(self, event: Event, first: Event, items: dict[str, Data], key: Key) -> None:
        """Read the value of a key that is used again: the first value counts, with all keys that only this one has."""
        name = str(key[-1])
        line = self.source_map.at(_start(first)).line
        place = self.source_map.at(_start(event), len(name))
        what = f"duplicate key '{name}'; it is first used in line {line}"
        self.findings.append(Finding("BR109", what, place, "remove one of the two"))
        marks, self.marks = self.marks, {}
        before, value = items[name], self._value(next(self.events), key, event)
        if before is None:
            items[name], marks = value, {**marks, **self.marks}
        elif isinstance(before, dict) and isinstance(value, dict):
            items[name] = {**before, **value, **before}
            marks = {**self.marks, **marks}
        else:
            self.repeated.append((key, value))
        self.marks = marks

    def _name(self, event: Event) -> str:
        if isinstance(event, ScalarEvent):
            return self._seen_name(event)
        if isinstance(event, AliasEvent | MappingStartEvent | SequenceStartEvent):
            found = pitfalls.explain_start(self.source_map, _start(event))
            raise ContentError(
                [
                    *self.findings,
                    found
                    or Finding(
                        "BR106",
                        "the key is not plain text",
                        self.source_map.at(_start(event)),
                        "write `key: value`",
                    ),
                ]
            )
        raise AssertionError(f"unexpected event for a key: {event}")

    def _seen_name(self, event: ScalarEvent) -> str:
        """Return a key without invisible characters and quotes; these are reported here, not as unknown keys."""
        name = str(event.value)
        if unseen := artifacts.find_unseen_in_name(name, self.source_map, _start(event)):
            self.findings.append(unseen)
        name = artifacts.seen_name(name)
        inside = artifacts.inside_curly_quotes(name)
        if inside is None:
            return name
        what = f"curly quotes around the key '{inside}'"
        place = self.source_map.at(_start(event), len(name))
        self.findings.append(Finding("BR120", what, place, "remove the quotes"))
        return inside

    def _alias(self, event: AliasEvent, key: Key, name: Event | None) -> Data:
        if event.anchor not in self.anchors:
            if f"&{event.anchor}" in self.source[: _start(event)].split():
                what = "an alias refers to a value that contains it"
                self._stop("BR104", what, event, "write out the value")
            found = pitfalls.explain_start(self.source_map, _start(event))
            if found is None:
                raise AssertionError("an alias starts with an asterisk")
            raise ContentError([*self.findings, found])
        self.aliases += 1
        self.used_anchors.add(event.anchor)
        data, size = self.anchors[event.anchor]
        self.values += size
        if self.aliases > MAX_ALIASES:
            what = f"the file exceeds the limit of {MAX_ALIASES} aliases"
            self._stop("BR104", what, event, "write out the values")
        if self.values > MAX_VALUES:
            self._stop(
                "BR104",
                f"the file exceeds the limit of {MAX_VALUES:,} values when its aliases are expanded",
                event,
                "use fewer aliases",
            )
        key_event = name or event
        self.marks[key] = Mark(_start(event), _end(event), _start(key_event), _end(key_event))
        return data

    def _text(self, event: Event) -> str:
        return re.split(r"\s", self.source[_start(event) :], maxsplit=1)[0]

    def _stop(self, code: str, what: str, event: Event, help: str) -> None:
        place = self.source_map.at(_start(event))
        raise ContentError([*self.findings, Finding(code, what, place, help)])


def _is_at(finding: Finding, other: Finding) -> bool:
    """Return True if two findings are about the same character."""
    here, there = finding.where, other.where
    return (here.line, here.column) == (there.line, there.column)


def _start(event: Event) -> int:
    """Return the offset at which an event's text starts, in characters."""
    return event.start_mark.index if event.start_mark else 0


def _end(event: Event) -> int:
    """Return the offset at which an event's text ends, in characters."""
    return event.end_mark.index if event.end_mark else 0
