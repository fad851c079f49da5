"""The text of a YAML file as it is typed: its style, and the spelling of each word and of each gap between words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from briefing.core.source_map import Key, SourceMap

WORD = re.compile(r"[^ \t\r\n]+")
BREAK = re.compile(r"\r\n|\r|\n")
PROPERTIES = re.compile(r"(?:&[^\s,\[\]{}]+[ \t\r\n]*)?")
HEADER = re.compile(r"[|>](?:[1-9][+-]?|[+-][1-9]?)?")
INDENTED_BY = re.compile(r"[1-9]")
COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*", re.DOTALL)

ESCAPED = re.compile(
    r"\\(?:\r\n|\r|\n)[ \t]*|\\x.{2}|\\u.{4}|\\U.{8}|\\[^\r\n]|[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+|[^\\]",
    re.DOTALL,
)
"""One character of a text in double quotes, as typed; a line break that is folded, or that is escaped."""

ESCAPES = {
    **{"0": "\0", "a": "\x07", "b": "\x08", "t": "\t", "n": "\n", "v": "\x0b", "f": "\x0c", "r": "\r"},
    **{"e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"},
}


class Style(StrEnum):
    """The style of a text, by the character with which it starts."""

    PLAIN = ""
    SINGLE = "'"
    DOUBLE = '"'
    LITERAL = "|"
    FOLDED = ">"

    @property
    def is_block(self) -> bool:
        """True if the text is in the lines below its header."""
        return self in (Style.LITERAL, Style.FOLDED)


@dataclass(frozen=True)
class Words:
    """A text as words, with the gap before each of them and the gap after the last one, in two spellings."""

    values: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ("",)
    typed: tuple[str, ...] = ()
    typed_gaps: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Scalar:
    """One text of a file. Offsets are in characters."""

    key: Key
    style: Style
    start: int
    """The offset of the text, after its anchor."""
    header_end: int
    """The offset after the header, of `|` or `>`; else that of the text."""
    body: int
    """The offset of the first word, its indentation included, or after the opening quotation mark."""
    end: int
    """The offset after the last word, or before the closing quotation mark; `stop` is after that mark."""
    stop: int
    parent: int
    """The column of the key or the dash that the text belongs to; -1 if it is the whole file."""
    indent: int
    """The column of the lines of the text after the first one."""
    is_in_flow: bool
    """True if the text is inside `[ ]` or `{ }`."""
    first_column: int
    """The column of the first character of the text."""
    line_end: str
    """The characters that end its lines."""
    words: Words


def words_of(text: str) -> Words:
    """Return a text as words, spelled as they are."""
    values = tuple(match.group() for match in WORD.finditer(text))
    gaps = _gaps(text)
    return Words(values, gaps, values, gaps)


def locate(source_map: SourceMap, key: Key, value: str) -> Scalar:
    """Return the text at a key of a file; `value` is what it was read as."""
    source, mark = source_map.source, source_map.marks[key]
    start = after_properties(source, mark.start, mark.end)
    style = style_at(source, start, mark.end)
    parent, is_in_flow = parent_column(source_map, key), is_flow(source_map, key)
    header_end = body = start
    indent, end = parent + 2, mark.end
    if style.is_block:
        header_end = _header_end(source, start)
        body = min(line_stop(source, start, with_break=True), mark.end)
        indent = _block_indent(source[start:header_end], source[body : mark.end], parent)
        end = _last_content(source, body, mark.end, indent)
    elif style is not Style.PLAIN:
        body, end = start + 1, mark.end - 1
    typed = source[body:end]
    if not style.is_block and (breaks := [*re.finditer(r"[\r\n]([ \t]*)(?=[^ \t\r\n])", typed)]):
        indent = max(len(breaks[-1][1]), parent + 1)
    stop = end if style.is_block else mark.end
    words = _words_as_typed(style, typed, value)
    return Scalar(
        key,
        style,
        start,
        header_end,
        body,
        end,
        stop,
        parent,
        indent,
        is_in_flow,
        column_of(source, start),
        line_end_at(source, start),
        words,
    )


def style_at(source: str, start: int, end: int) -> Style:
    """Return the style of the text between two offsets."""
    sign = source[start : min(start + 1, end)]
    return Style(sign) if sign in ("'", '"', "|", ">") else Style.PLAIN


def is_flow(source_map: SourceMap, key: Key) -> bool:
    """Return True if a value is inside `[ ]` or `{ }`."""
    source, marks = source_map.source, source_map.marks
    around = [mark for length in range(len(key)) if (mark := marks.get(key[:length]))]
    starts = (after_properties(source, mark.start, mark.end) for mark in around)
    return any(source[start : start + 1] in ("[", "{") for start in starts)


def parent_column(source_map: SourceMap, key: Key) -> int:
    """Return the column of the key of a value or, for an item, of its dash."""
    if not key:
        return -1
    mark = source_map.marks[key]
    offset = mark.key_start
    if isinstance(key[-1], int):
        offset = dash_before(source_map.source, mark.start)
    return column_of(source_map.source, offset)


def column_of(source: str, offset: int) -> int:
    """Return the column of an offset, from 0."""
    return offset - max(source.rfind("\n", 0, offset), source.rfind("\r", 0, offset)) - 1


def dash_before(source: str, offset: int) -> int:
    """Return the offset of the dash of an item; comments may follow it, and the item may be on the next line."""
    stop = offset
    while stop > 0:
        start = stop - column_of(source, stop)
        typed = COMMENT.sub("", source[start:stop]).rstrip()
        if typed.endswith("-"):
            return start + len(typed) - 1
        if typed:
            break
        stop = start - 1
    return offset


def line_stop(source: str, offset: int, *, with_break: bool = False) -> int:
    """Return the offset at which the line of another offset ends."""
    found = BREAK.search(source, offset)
    if found is None:
        return len(source)
    return found.end() if with_break else found.start()


def line_end_at(source: str, offset: int) -> str:
    """Return the characters that end the line of an offset; at the end of a file, those of the line above."""
    if found := BREAK.search(source, offset):
        return found.group()
    above = BREAK.findall(source, max(0, offset - 100_000), offset)
    return above[-1] if above else "\n"


def after_properties(source: str, start: int, end: int) -> int:
    """Return the offset of a value after its anchor."""
    found = PROPERTIES.match(source, start, end)
    return found.end() if found else start


def _header_end(source: str, start: int) -> int:
    found = HEADER.match(source, start)
    if found is None:
        raise AssertionError("a block text starts with its header")
    return found.end()


def _block_indent(header: str, body: str, parent: int) -> int:
    """Return the indentation of a block text: the one in its header, or that of its first line."""
    if given := INDENTED_BY.search(header):
        return max(parent, 0) + int(given.group())
    found = re.match(r"(?: *(?:\r\n|\r|\n))* *", body)
    beginning = BREAK.split(found.group() if found else "")
    widest = max(len(line) for line in beginning)
    return max(parent + 1, widest) if body.strip() else parent + 2


def _last_content(source: str, body: int, end: int, indent: int) -> int:
    """Return the end of the last line that has content; a line that is only as long as the indentation has none."""
    last = offset = body
    while offset < end:
        stop = min(line_stop(source, offset), end)
        line = source[offset:stop]
        if line.strip(" ") or len(line) > indent:
            last = stop
        offset = max(line_stop(source, offset, with_break=True), stop + 1)
    return last


def _gaps(text: str) -> tuple[str, ...]:
    ends = [0, *(offset for match in WORD.finditer(text) for offset in match.span()), len(text)]
    return tuple(text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True))


def _words_as_typed(style: Style, typed: str, value: str) -> Words:
    """Return the words of a value with their spelling in the file; no words if the two do not match."""
    meant = words_of(value if style is Style.DOUBLE else value.rstrip("\n"))
    spelled = _typed_in_double_quotes(typed) if style is Style.DOUBLE else words_of(typed)
    read = spelled.values
    if style is Style.SINGLE:
        read = tuple(word.replace("''", "'") for word in read)
    if read != meant.values:
        return Words()
    return Words(meant.values, meant.gaps, spelled.typed, spelled.typed_gaps)


def _typed_in_double_quotes(typed: str) -> Words:
    """Return the words of a text in double quotes, with their escapes as typed."""
    words: list[tuple[str, str]] = []
    gaps: list[str] = [""]
    is_word = False
    for match in ESCAPED.finditer(typed):
        value = _escaped(match.group())
        if value == "" and is_word:
            words[-1] = (words[-1][0], words[-1][1] + match.group())
        elif value == "" or value.strip(" \t\n") == "":
            gaps.append(match.group()) if is_word else gaps.append(gaps.pop() + match.group())
            is_word = False
        elif is_word:
            words[-1] = (words[-1][0] + value, words[-1][1] + match.group())
        else:
            words.append((value, match.group()))
            is_word = True
    if is_word:
        gaps.append("")
    return Words(tuple(word for word, _ in words), (), tuple(word for _, word in words), tuple(gaps))


def _escaped(typed: str) -> str:
    """Return the character that is typed in double quotes; for a folded line break, a space."""
    if typed[0] != "\\":
        return " " if BREAK.search(typed) else typed
    if typed[1] in "\r\n":
        return ""
    if typed[1] in "xuU":
        return chr(int(typed[2:], 16))
    return ESCAPES.get(typed[1], typed[1])
