"""Where in the stylesheets something comes from that the engine tells without its file, or without its line.

A sheet that another one imports is parsed inside it, and what is remarked of it looks like the other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from briefing.finding import Span
from briefing.stages import Remark
from briefing.styles import COMMENT, QUOTED, read_style
from briefing.workspace import Files

BEGINNING = re.compile(r"Ignored `\s*([\w-]+)|(@[\w-]+)")
"""What stands at the place of a remark: a property, or a rule."""

SELECTOR = re.compile(
    r"Invalid or unsupported selector, ['\"]?(?::is\(.*?\)\s+)?(?P<text>[^'\"]+)", re.DOTALL
)
COMMENT_OR_TEXT = re.compile(rf"{QUOTED.pattern}|{COMMENT.pattern}", re.DOTALL)
BRACE = re.compile(r"[{}]")


def place_family(family: str, names: Sequence[str], files: Files) -> Span:
    """Where a font is asked for in the stylesheets of a page; `styles` where no place is found."""
    pattern = re.compile(rf":[^;{{}}]*?(?<![\w-])({re.escape(family)})(?![\w-])")
    found = (_span(name, text, match) for name, text, match in _matches(pattern, _sheets(names, files)))
    return next(found, Span("styles"))


def place(remark: Remark, names: Sequence[str], files: Files) -> Remark:
    """A remark with the file and the line that it is about, where they can be found."""
    if remark.kind == "image" and not remark.file:
        last = remark.subject.rpartition("/")[2]
        address = re.compile(rf"url\(([^)]*(?:{re.escape(last)}|{re.escape(unquote(last))}))")
        return _at(remark, _matches(address, _sheets(names, files)))
    if remark.kind != "css":
        return remark
    sheets = list(_sheets([remark.file] if remark.file else names, files))
    if selector := SELECTOR.match(remark.subject):
        words = r"\s+".join(map(re.escape, selector["text"].split()))
        return _at(remark, _matches(re.compile(rf"({words})\s*\{{"), sheets)) if words else remark
    return _in_its_file(remark, sheets)


def unclosed(name: str, files: Files) -> Iterator[Remark]:
    """The comment and the block that a stylesheet begins and never ends: they swallow what comes after."""
    for file, text in read_style(name, files):
        whole = files.read(file).decode("utf-8", "replace")
        for match in COMMENT_OR_TEXT.finditer(whole):
            if match.group().startswith("/*") and not match.group().endswith("*/"):
                what = "the comment is never closed: what comes after it is not read"
                yield Remark("css", what, "", file, *_line(whole, match.start()))
        for start in _open_blocks(text):
            yield Remark("css", "the block is never closed", "", file, *_line(text, start))


def _open_blocks(text: str) -> list[int]:
    """Where the blocks begin that have no end."""
    opened: list[int] = []
    for brace in BRACE.finditer(QUOTED.sub(lambda match: "x" * len(match.group()), text)):
        if brace.group() == "{":
            opened.append(brace.start())
        else:
            del opened[-1:]
    return opened


def _sheets(names: Iterable[str], files: Files) -> Iterator[tuple[str, str]]:
    for name in names:
        yield from read_style(name, files)


def _matches(
    pattern: re.Pattern[str], sheets: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str, re.Match[str]]]:
    for name, text in sheets:
        if match := pattern.search(text):
            yield name, text, match


def _at(remark: Remark, found: Iterator[tuple[str, str, re.Match[str]]]) -> Remark:
    name, text, match = next(found, ("", "", None))
    if match is None:
        return remark
    line, column = _line(text, match.start(1))
    return replace(remark, file=name, line=line, column=column)


def _in_its_file(remark: Remark, sheets: Sequence[tuple[str, str]]) -> Remark:
    """A remark with a line, in that one of the sheets that has what it tells at its place.

    What a variable makes wrong is told late, at the place of `var()`.
    """
    told = BEGINNING.match(remark.subject) or BEGINNING.search(remark.subject)
    if not told or not remark.line:
        return remark
    beginning = told[1] or told[2]
    for name, text in reversed(sheets):
        line = next(iter(text.split("\n")[remark.line - 1 : remark.line]), "")
        there = line[remark.column - 1 :]
        if there.startswith(beginning) or (there.startswith("var(") and beginning in line):
            return replace(remark, file=name)
    return remark


def _line(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _span(name: str, text: str, match: re.Match[str]) -> Span:
    line, column = _line(text, match.start(1))
    return Span(name, line, column, len(match[1]), text.split("\n")[line - 1])
