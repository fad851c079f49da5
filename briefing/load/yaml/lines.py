"""The lines of a YAML file as a person sees them: indentation, dashes, key and value."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from briefing.core.finding import Span
from briefing.core.source_map import LINE_BREAK, SourceMap, line_starts

PARTS = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:-(?: +|$))*)(?:(?P<key>[^\W\d_][\w-]*) *:(?: +|$))?(?P<value>.*)", re.DOTALL
)

BLOCK_TEXT = re.compile(r"[|>][-+1-9]*\s*(?:#.*)?")
"""The value of a line whose text is in the lines below it: `|`, `>-`."""

LONGEST_EXAMPLE = 90
"""In characters. A longer line is shortened in a `help:`."""

QUOTE_IT = "put the whole text in quotes, or on its own line after `>-`"


@dataclass(frozen=True)
class Line:
    """One line; all columns count from 0."""

    number: int
    """The number of the line, from 1."""
    start: int
    """The offset of the line in the file."""
    text: str
    indent: int
    column: int
    """The column of the first letter after the dashes of list items."""
    key: str
    at: int
    """The column of the value."""

    @property
    def value(self) -> str:
        """The text after the dashes and the key, without spaces at its end."""
        return self.text[self.at :].rstrip()

    @property
    def content(self) -> str:
        """The text without its indentation."""
        return self.text[self.indent :].rstrip()

    @property
    def has_dash(self) -> bool:
        """True if the line starts an item of a list."""
        return self.column > self.indent or self.content == "-"

    @property
    def is_blank(self) -> bool:
        """True if the line has no content: it is empty, or a comment."""
        return not self.content or self.content.startswith("#")

    @property
    def starts_block_text(self) -> bool:
        """True if a text in `|` or `>` follows in the lines below."""
        return bool(BLOCK_TEXT.fullmatch(self.value)) and (bool(self.key) or self.has_dash)

    def with_value(self, value: str) -> str:
        """Return the line, without its indentation, with another value."""
        return f"{self.text[self.indent : self.at]}{value}"


class Lines:
    """The lines of one file."""

    def __init__(self, source_map: SourceMap) -> None:
        self.source_map = source_map
        self.source = source_map.source

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.source)

    def at(self, offset: int) -> Line:
        """Return the line of an offset."""
        return self._numbered(bisect_right(self._starts, offset) - 1)

    def above(self, line: Line) -> Iterator[Line]:
        """Yield the lines above a line, the nearest first."""
        return (self._numbered(index) for index in range(line.number - 2, -1, -1))

    def below(self, line: Line) -> Iterator[Line]:
        """Yield the lines below a line, the nearest first."""
        return (self._numbered(index) for index in range(line.number, len(self._starts)))

    def between(self, line: Line, offset: int) -> Iterator[Line]:
        """Yield the lines below a line, up to the one before an offset."""
        for other in self.below(line):
            if other.start >= offset:
                return
            yield other

    def first(self) -> Line | None:
        """Return the first line with content; None if there is none."""
        lines = (self._numbered(index) for index in range(len(self._starts)))
        return next((line for line in lines if not line.is_blank and line.content != "---"), None)

    def place(self, line: Line, column: int, length: int = 1) -> Span:
        """Return the span of a piece of a line."""
        return self.source_map.at(line.start + column, length)

    def place_of(self, line: Line) -> Span:
        """Return the span of the content of a line."""
        return self.place(line, line.indent, len(line.content))

    def continues(self, line: Line) -> bool:
        """Return True if the value of a line goes on in the next line."""
        after = next((other for other in self.below(line) if other.text.strip()), None)
        return after is not None and after.indent > line.indent and not (after.key or after.has_dash)

    def quoting(self, offset: int, text: str, end: int | None = None) -> str:
        """Return the help to put the text at an offset in quotes: the exact line, if it is short.

        `end` is the offset at which the text ends, if something follows it on its line.
        """
        line = self.at(offset)
        rest = "" if end is None else line.text[end - line.start :].rstrip()
        typed = f"{line.text[line.indent : offset - line.start]}{quoted(text)}{rest}"
        if not text or len(typed) > LONGEST_EXAMPLE or self.continues(line):
            return QUOTE_IT
        return f"write `{typed}`"

    def _numbered(self, index: int) -> Line:
        start = self._starts[index]
        stop = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.source)
        text = LINE_BREAK.sub("", self.source[start:stop])
        parts = PARTS.match(text)
        if parts is None:
            raise AssertionError("the pattern matches every line")
        return Line(
            index + 1,
            start,
            text,
            indent=parts.end("indent"),
            column=parts.end("dashes"),
            key=parts["key"] or "",
            at=parts.start("value"),
        )


def quoted(text: str) -> str:
    """Return a text in the quotes of YAML in which it needs no escape: double or single ones."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def written(text: str) -> str:
    """Return the help to write a line; a long one is shortened."""
    return f"write `{text}`" if len(text) <= LONGEST_EXAMPLE else f"write `{text[: LONGEST_EXAMPLE - 1]}…`"


def spaces(count: int) -> str:
    """Return a number of spaces in words."""
    return "1 space" if count == 1 else f"{count} spaces"
