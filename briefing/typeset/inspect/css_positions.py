"""Find the place of a warning that the engine logs without its file or without its line.

An imported stylesheet is parsed inside the one that imports it, so its warnings seem to be about the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from briefing.core.finding import Span
from briefing.files.css import COMMENT, QUOTED, read_style
from briefing.files.workspace import Files
from briefing.stages import EngineWarning
from briefing.typeset.css_warnings import explain_css_warning
from briefing.typeset.inspect.element_sources import Elements

CHARACTERS = ("glyph", "private character")
"""The kinds of warnings about a character."""

BEGINNING = re.compile(r"Ignored `\s*([\w-]+)|(@[\w-]+)")
"""The property or rule at the place of a warning."""

SELECTOR = re.compile(
    r"Invalid or unsupported selector, ['\"]?(?::is\(.*?\)\s+)?(?P<text>[^'\"]+)", re.DOTALL
)
INLINE_SVG = "{http://www.w3.org/2000/svg}svg"
PICTURES = ("img", "image", "{http://www.w3.org/2000/svg}image", "input", "embed", "object")

COMMENT_OR_TEXT = re.compile(rf"{QUOTED.pattern}|{COMMENT.pattern}", re.DOTALL)
BRACE = re.compile(r"[{}]")


def place_family(family: str, names: Sequence[str], files: Files) -> Span:
    """Return the place where a stylesheet of a page requests a font; `styles` where none is found."""
    pattern = re.compile(rf":[^;{{}}]*?(?<![\w-])({re.escape(family)})(?![\w-])")
    found = (_span(name, text, match) for name, text, match in _matches(pattern, _sheets(names, files)))
    return next(found, Span("styles"))


def place_warning(
    warning: EngineWarning, names: Sequence[str], elements: Elements, files: Files
) -> EngineWarning:
    """Return a warning with its file and line in a template or a stylesheet, where they can be found."""
    if warning.kind == "css":
        found = _place_rule(warning, names, files)
        return replace(found, subject=explain_css_warning(found.subject))
    if warning.kind == "glyph":
        warning = replace(warning, count=elements.count(warning.subject) or 1)
    sheets = list(_sheets(names, files))
    tag = elements.tag_of(_is_element_of(warning))
    if tag is not None and not warning.line:
        return replace(warning, file=tag.file, line=tag.line, column=tag.column)
    if (pattern := _pattern_of(warning)) is None or warning.line:
        return warning
    return _at(warning, _matches(pattern, sheets))


def _is_element_of(warning: EngineWarning) -> Callable[[Element], bool]:
    """Return a function that recognises the element that a warning is about."""
    last = unquote(warning.subject.rpartition("/")[2])

    def is_element(element: Element) -> bool:
        if warning.kind == "image":
            source = element.get("src") or element.get("href") or ""
            return element.tag in PICTURES and bool(last) and unquote(source).rpartition("/")[2] == last
        if warning.kind == "anchor":
            name = warning.subject.strip("'\"")
            return element.get("href") == f"#{name}" or element.get("id") == name
        if warning.kind == "stylesheet":
            return element.tag == "link" and unquote(element.get("href") or "").rpartition("/")[2] == last
        if warning.kind == "attachment":
            return "attachment" in (element.get("rel") or "").split()
        if warning.kind == "inline drawing":
            return element.tag == INLINE_SVG
        if warning.kind == "address":
            return warning.subject in (element.get("href"), element.get("src"))
        if warning.kind == "date":
            return element.tag == "meta" and element.get("name") == warning.subject
        return warning.kind in CHARACTERS and warning.subject in "".join(
            [element.text or "", *(one.tail or "" for one in element)]
        )

    return is_element


def _pattern_of(warning: EngineWarning) -> re.Pattern[str] | None:
    """Return a pattern for the text that a stylesheet has at the place of a warning."""
    last = warning.subject.rpartition("/")[2]
    if warning.kind == "layout":
        return re.compile(warning.detail, re.IGNORECASE)
    if warning.kind == "anchor":
        return re.compile(r"(target-(?:counters?|text)\()")
    if warning.kind == "data":
        return re.compile(rf"url\(\s*[\"']?({re.escape(warning.subject)})")
    if warning.kind == "image":
        return re.compile(rf"url\(([^)]*(?:{re.escape(last)}|{re.escape(unquote(last))}))")
    if warning.kind == "stylesheet":
        return re.compile(rf"@import[^;]*?([^\"'(/]*{re.escape(unquote(last))})")
    if warning.kind == "font" and warning.detail:
        file = unquote(warning.detail.rpartition("/")[2])
        return re.compile(rf"url\(\s*[\"']?([^)\"']*{re.escape(file)})")
    if warning.kind in ("font", "colour font"):
        return re.compile(rf"font-family\s*:\s*[\"']?({re.escape(warning.subject)})")
    if warning.kind in CHARACTERS:
        number = f"{ord(warning.subject[:1] or ' '):x}"
        return re.compile(
            rf"[\w-]\s*:[^;{{}}]*?({re.escape(warning.subject)}|\\0*{number}(?![0-9a-f]))", re.IGNORECASE
        )
    return None


def _place_rule(warning: EngineWarning, names: Sequence[str], files: Files) -> EngineWarning:
    sheets = list(_sheets([warning.file] if warning.file else names, files))
    if selector := SELECTOR.match(warning.subject):
        words = r"\s+".join(map(re.escape, selector["text"].split()))
        return _at(warning, _matches(re.compile(rf"({words})\s*\{{"), sheets)) if words else warning
    return _in_its_file(warning, sheets)


def unclosed(name: str, files: Files) -> Iterator[EngineWarning]:
    """Return warnings about comments and blocks that are never closed: they swallow everything after them."""
    for file, text in read_style(name, files):
        whole = files.read(file).decode("utf-8", "replace")
        for match in COMMENT_OR_TEXT.finditer(whole):
            if match.group().startswith("/*") and not match.group().endswith("*/"):
                what = "the comment is never closed; everything after it is ignored"
                yield EngineWarning("css", what, "", file, *_line(whole, match.start()))
        for start in _open_blocks(text):
            yield EngineWarning("css", "the block is never closed", "", file, *_line(text, start))


def _open_blocks(text: str) -> list[int]:
    """Return the offsets of the blocks that are never closed."""
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


def _at(warning: EngineWarning, found: Iterator[tuple[str, str, re.Match[str]]]) -> EngineWarning:
    name, text, match = next(found, ("", "", None))
    if match is None:
        return warning
    line, column = _line(text, match.start(1))
    return replace(warning, file=name, line=line, column=column)


def _in_its_file(warning: EngineWarning, sheets: Sequence[tuple[str, str]]) -> EngineWarning:
    """Return a warning that has a line with the stylesheet that has its property or rule there.

    A value that is invalid because of a variable is reported at the place of `var()`.
    """
    match = BEGINNING.match(warning.subject) or BEGINNING.search(warning.subject)
    if not match or not warning.line:
        return warning
    beginning = match[1] or match[2]
    for name, text in reversed(sheets):
        line = next(iter(text.split("\n")[warning.line - 1 : warning.line]), "")
        there = line[warning.column - 1 :]
        if there.startswith(beginning) or (there.startswith("var(") and beginning in line):
            return replace(warning, file=name)
    return warning


def _line(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _span(name: str, text: str, match: re.Match[str]) -> Span:
    line, column = _line(text, match.start(1))
    return Span(name, line, column, len(match[1]), text.split("\n")[line - 1])
