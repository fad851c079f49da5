"""Locate each key and value in the text of a YAML file, so that a finding can point at it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from briefing.core.finding import Span

Key = tuple[str | int, ...]
"""The path to a value: ("sections", 0, "title")."""

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""A line break in YAML 1.1, and so in PyYAML."""

DISTINCTIVE_LETTERS = 8
"""The least number of letters and digits that identify a piece of text; a shorter one may occur anywhere."""

NO_PLACE = Span("")
"""The place of everything inside a gap."""

SHOWN_LINE = 2_000
"""The number of characters that an extract includes before and after its text on the same line."""


def line_starts(source: str) -> list[int]:
    """Return the offsets at which the lines of a text start."""
    is_plain = not any(sign in source for sign in "\x85\u2028\u2029")
    if is_plain and source.count("\r") == source.count("\r\n"):  # ten times as fast, for files of megabytes
        *lines, _ = source.split("\n")
        return list(accumulate((len(line) + 1 for line in lines), initial=0))
    return [0, *(match.end() for match in LINE_BREAK.finditer(source))]


@dataclass(frozen=True, slots=True)
class Mark:
    """The offsets of a value and of its key in the text, in characters."""

    start: int
    end: int
    key_start: int
    key_end: int


@dataclass(frozen=True)
class SourceMap:
    """The text of one file and the marks of its values. Lines and columns count from 1."""

    file: str
    source: str
    marks: Mapping[Key, Mark] = field(default_factory=dict)
    elsewhere: Mapping[Key, SourceMap] = field(default_factory=dict)
    """The source maps of values that are in another file, by their keys: sources or texts in files of their own."""
    beneath: SourceMap | None = None
    """The source map for values that this file leaves out: that of a brief, beneath its translation."""
    gaps: frozenset[Key] = frozenset()
    """The keys of values that are wrong or missing and have placeholders in the model: they have no place."""
    data_files: Mapping[Key, str] = field(default_factory=dict)
    """The files of data that values name, by the keys of the values: findings in a file belong to its value."""
    first_line: int = 1
    first_column: int = 1
    """The place in the file where the text begins; it may be an extract."""

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.source)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_line_starts"}

    def at(self, offset: int, length: int = 1) -> Span:
        """Return the span that starts at an offset."""
        starts = self._line_starts
        line = bisect_right(starts, offset) - 1
        column = offset - starts[line] + 1
        text = LINE_BREAK.sub(
            "", self.source[starts[line] : starts[line + 1] if line + 1 < len(starts) else None]
        )
        if line == 0 and self.first_column > 1:  # the start of the line is not in the extract
            column, text = column + self.first_column - 1, ""
        return Span(self.file, self.first_line + line, column, max(1, length), text)

    def span(self, mark: Mark) -> Span:
        """Return the span of a value, up to the end of its first line."""
        return self.at(mark.start, self._length_on_line(mark.start, mark.end))

    def extract(self, start: int, end: int, marks: Mapping[Key, Mark]) -> SourceMap:
        """Return the source map of the text between two offsets: all that a job needs of a long file.

        The extract consists of whole lines, unless they are longer than `SHOWN_LINE`.
        """
        starts = self._line_starts
        first = bisect_right(starts, start) - 1
        begin = starts[first] if start - starts[first] <= SHOWN_LINE else start
        stop = LINE_BREAK.search(self.source, end, end + SHOWN_LINE)
        moved = {
            key: Mark(*(offset - begin for offset in (mark.start, mark.end, mark.key_start, mark.key_end)))
            for key, mark in marks.items()
        }
        return SourceMap(
            self.file,
            self.source[begin : stop.start() if stop else end],
            moved,
            first_line=self.first_line + first,
            first_column=begin - starts[first] + 1,
        )

    def value(self, key: Key) -> Span:
        """Return the span of a value or, if the file does not have it, of the nearest value that encloses it."""
        if self.is_gap(key):
            return NO_PLACE
        if (home := self._home(key)) is not self:
            return home.value(key)
        _, mark = self._nearest(key)
        return Span(self.file) if mark is None else self.span(mark)

    def key(self, key: Key) -> Span:
        """Return the span of the name of a key (for a list item: of the item)."""
        if self.is_gap(key):
            return NO_PLACE
        if (home := self._home(key)) is not self:
            return home.key(key)
        _, mark = self._nearest(key)
        if mark is None:
            return Span(self.file)
        return self.at(mark.key_start, self._length_on_line(mark.key_start, mark.key_end))

    def word(self, key: Key, needle: str, nth: int = 0) -> Span:
        """Return the span of a piece of a value's text: its nth occurrence, counted from 0."""
        if self.is_gap(key):
            return NO_PLACE
        if (home := self._home(key)) is not self:
            return home.word(key, needle, nth)
        near, mark = self._nearest(key)
        if mark is None:
            return Span(self.file)
        found = mark.start - 1
        for _ in range(nth + 1):
            found = self.source.find(needle, found + 1, mark.end)
            if found < 0:
                return self.value(near)
        return self.at(found, len(needle))

    def source_of(self, key: Key) -> str:
        """Return the text of the file that has a value."""
        return self._home(key).source

    def typed(self, key: Key) -> str:
        """Return the text of a value as it is in the file, with its indentation and quotation marks."""
        if self.is_gap(key):
            return ""
        if (home := self._home(key)) is not self:
            return home.typed(key)
        mark = self.marks.get(key)
        return self.source[mark.start : mark.end] if mark else ""

    def matches(self, key: Key, pattern: re.Pattern[str]) -> tuple[Span, ...]:
        """Return the spans of all matches of a pattern in the text of a value, as typed."""
        if (home := self._home(key)) is not self:
            return home.matches(key, pattern)
        _, mark = self._nearest(key)
        if mark is None:
            return ()
        found = pattern.finditer(self.source, mark.start, mark.end)
        return tuple(self.at(match.start(), len(match.group())) for match in found)

    def first(self, key: Key, pattern: re.Pattern[str]) -> Span | None:
        """Return the span of the first match of a pattern in the text of a value, as typed."""
        if (home := self._home(key)) is not self:
            return home.first(key, pattern)
        _, mark = self._nearest(key)
        found = pattern.search(self.source, mark.start, mark.end) if mark else None
        return self.at(found.start(), len(found.group())) if found else None

    def anywhere(self, needle: str) -> Span:
        """Return the span of the first occurrence of a text here or beneath; a span without a line if there is none."""
        found = self.source.find(needle)
        if found >= 0:
            return self.at(found, len(needle))
        for other in (*self._files_of_texts(), self.beneath):
            span = other.anywhere(needle) if other else Span(self.file)
            if span.line:
                return span
        return Span(self.file)

    def sole(self, needle: str) -> Span:
        """Return the span of a text that is distinctive and occurs once; a wrong line is worse than none."""
        is_distinctive = sum(letter.isalnum() for letter in needle) >= DISTINCTIVE_LETTERS
        return self.anywhere(needle) if is_distinctive and self.count(needle) == 1 else Span(self.file)

    def count(self, needle: str) -> int:
        """Return the number of occurrences of a text in the file and those of its texts; if there are none, beneath."""
        count = self.source.count(needle) + sum(
            other.source.count(needle) for other in self._files_of_texts()
        )
        return count or (self.beneath.count(needle) if self.beneath else 0)

    def texts(self) -> list[str]:
        """Return the text of the file, and those of the files of its texts."""
        return [self.source, *(other.source for other in self._files_of_texts())]

    def _files_of_texts(self) -> list[SourceMap]:
        """Return the files of values that are in another file, once each, except those of sources."""
        return list(
            {other.file: other for key, other in self.elsewhere.items() if key[0] != "sources"}.values()
        )

    def key_at(self, span: Span) -> Key:
        """Return the key of the smallest value that a span is in or names; the empty key if it is in none."""
        if not span.line or span.line < self.first_line:
            return ()
        line = min(span.line - self.first_line, len(self._line_starts) - 1)
        offset = self._line_starts[line] + span.column - 1
        around = (
            (mark.end - mark.start, len(key), key)
            for key, mark in self.marks.items()
            if min(mark.start, mark.key_start) <= offset < max(mark.end, mark.key_end)
        )
        return min(around, key=lambda one: (one[0], -one[1]), default=(0, 0, ()))[2]

    def holds(self, key: Key, span: Span) -> bool:
        """Return whether a span is inside a value or its key; the empty key is the file as a whole."""
        if any(file == span.file and way[: len(key)] == key for way, file in self.data_files.items()):
            return True
        mark = self.marks.get(key)
        if span.file == self.file and (not key or mark is None or not span.line):
            return not key
        if span.file == self.file and mark is not None:
            start, end = self.at(min(mark.start, mark.key_start)), self.at(mark.end)
            return (start.line, start.column) <= (span.line, span.column) < (end.line, end.column)
        if any(_holds_elsewhere(way, other, key, span) for way, other in self.elsewhere.items()):
            return True
        return self.beneath is not None and self.beneath.holds(key, span)

    def known(self, key: Key) -> Key:
        """Return the longest part of a key that has a place of its own in a file."""
        return self._home(key)._nearest(key)[0]

    def of_other_file(self, key: Key) -> tuple[Key, SourceMap] | None:
        """Return the largest value around a key that is in another file, with its source map; None if it is here."""
        prefixes = (key[:length] for length in range(len(key) + 1))
        return next(
            ((prefix, self.elsewhere[prefix]) for prefix in prefixes if prefix in self.elsewhere), None
        )

    def is_gap(self, key: Key) -> bool:
        """Return whether a value is, or is inside, a placeholder for a value that is wrong or missing."""
        return bool(self.gaps) and any(key[:length] in self.gaps for length in range(len(key) + 1))

    def _home(self, key: Key) -> SourceMap:
        """Return the source map that locates a value most exactly."""
        own = len(self._nearest(key)[0])
        prefixes = (key[:length] for length in range(len(key), max(own, 1) - 1, -1))
        known = next((prefix for prefix in prefixes if prefix in self.elsewhere), None)
        if known is not None:
            return self.elsewhere[known]._home(key)
        if self.beneath is None:
            return self
        home = self.beneath._home(key)
        return home if len(home._nearest(key)[0]) > own else self

    def _nearest(self, key: Key) -> tuple[Key, Mark | None]:
        while key and key not in self.marks:
            key = key[:-1]
        return key, self.marks.get(key)

    def _length_on_line(self, start: int, end: int) -> int:
        line_end = LINE_BREAK.search(self.source, start)
        stop = min(end, line_end.start()) if line_end else end
        return max(1, len(self.source[start:stop].rstrip()))


def _holds_elsewhere(way: Key, source_map: SourceMap, key: Key, span: Span) -> bool:
    """Return whether a span in another file is inside a value, if the file has a value inside or around it."""
    if span.file != source_map.file:
        return False
    if not key:
        return True
    if way[: len(key)] == key:
        return source_map.holds(way, span)
    return key[: len(way)] == way and source_map.holds(key, span)


def moved(source_map: SourceMap, old: Key, new: Key) -> SourceMap:
    """Return the source map of one value of a file, as that of a value with another key."""
    return replace(
        source_map,
        marks={
            (*new, *key[len(old) :]): mark for key, mark in source_map.marks.items() if key[: len(old)] == old
        },
        elsewhere={
            (*new, *key[len(old) :]): moved(other, key, (*new, *key[len(old) :]))
            for key, other in source_map.elsewhere.items()
            if key[: len(old)] == old
        },
        beneath=moved(source_map.beneath, old, new) if source_map.beneath else None,
    )
