"""Checks of the markup of a text: tables, headings, lists, line breaks, scripts, and passages in other languages.

Markup that would be printed as typed is an error. Markup that is printed, but probably not as it was meant, is a
warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Protocol

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from briefing.core.finding import Finding, Severity, Span
from briefing.core.numbers import is_missing
from briefing.load.validation.language_tags import find_language
from briefing.markdown.definitions import DEFINITION, LONGEST_TERM

DEEPEST = 2
"""The levels of headings that a text may have."""

LONG_HEADING = 80
"""In characters: a line this long is more likely a paragraph than a heading."""

LONG_LINE = 60
"""In characters: two spaces at the end of a longer line are more likely an accident than a line break."""

NUMBER_CELL = re.compile(
    r"[€$£¥₽]?\s?[-−+]?\d[\d.,  \u00a0\u202f'’]*\s?(?:%|‰|[°º]\s?[CF]?|[€$£¥₽]|[^\W\d]{1,3}[²³]?)?"
)
YEAR_CELL = re.compile(r"1[5-9]\d\d|2[01]\d\d")

GRID_LINE = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*")
"""A line between the rows of a table in the style of Pandoc or of a terminal."""

DELIMITER_ROW = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*\|?\s*")
ROW = re.compile(r"\s*\|.*\|")

CARET = re.compile(r"(?P<base>[\w.,)\]]*[\w)\]])\^(?P<script>\{[^{}\s]*\}|[+\-−]?\w+)")
FORMULA = re.compile(
    r"(?<![\w/.-])(?P<base>C|CH|CO|H|N|NH|NO|O|PM|SO)[_~](?P<script>\{[^{}\s]*\}|\d+)(?![\w/.~])"
)
LATEX_INDEX = re.compile(r"(?P<base>\w+)_\{(?P<script>[^{}\s]+)\}")


UNFINISHED_SCRIPT = re.compile(r"(\w+)([_^])\Z")
"""What is typed before the braces of a script in LaTeX."""

ATTRIBUTE_SIGNS = {"class": ".", "id": "#"}
"""Attributes that are usually typed with a sign: {.name}, {#name}."""

CHUNK = re.compile(r"\s*\{\s*(?:[.#=]|(?:r|python|julia|sql|bash|js|ojs|dot|mermaid|stan)\b)", re.IGNORECASE)
"""What R Markdown, Quarto and Pandoc write after the line that begins code."""

CITED = re.compile(r"\[@[^\]]*\]")


class Typed(Protocol):
    """A text as it was typed, which finds the places of its pieces."""

    @property
    def words(self) -> str:
        """The text."""

    def place(self, needle: str, after: str = "") -> Span:
        """Return the place of the next occurrence of a piece of the text."""

    def place_of_line(self, number: int) -> Span:
        """Return the place of a line, counted from 0."""


def check_structure(blocks: Sequence[Token], text: Typed) -> Iterator[Finding]:
    """Return the findings about the blocks of a text."""
    yield from _tables(blocks, text)
    yield from _headings(blocks, text)
    yield from _numbers(blocks, text)
    for token in blocks:
        if token.type == "inline" and token.map:
            lines = token.content.split("\n")
            yield from _rows(lines, token.map[0], text)
            yield from _line_breaks(lines, token.map[0], text)


def check_definitions(blocks: Sequence[Token], text: Typed) -> Iterator[Finding]:
    """Return a finding for each definition below a line that is too long for a term, or has no line of its own."""
    for token in blocks:
        lines = token.content.split("\n") if token.type == "inline" and token.map else ()
        for number, (line, after) in enumerate(pairwise(lines), start=token.map[0] if token.map else 0):
            if DEFINITION.match(after):
                what = "the colon at the start of this line would be printed: it does not make a definition"
                help = (
                    f"shorten the term to {LONGEST_TERM} characters, or write `**term**: meaning` on one line"
                )
                if len(line) <= LONGEST_TERM:
                    help = "leave an empty line before the line of the term"
                yield Finding("BR311", what, text.place_of_line(number + 1), help)
                break


def check_scripts(typed: str, text: Typed) -> Iterator[Finding]:
    """Return a finding for each superscript or subscript without its second mark, or with marks of LaTeX."""
    for pattern, mark in ((CARET, "^"), (LATEX_INDEX, "~"), (FORMULA, "~")):
        for match in pattern.finditer(typed):
            if _is_in_formula(typed, match) or "://" in _word_around(typed, match):
                continue
            place = text.place(match.group(), typed[: match.start()])
            what = f"`{match.group()}` would be printed as typed"
            script = match["script"].strip("{}")
            yield Finding("BR311", what, place, f"write {match['base']}{mark}{script}{mark}")


def unfinished_script(base: str, sign: str, script: str, place: Span) -> Finding:
    """Return the finding for a script in braces that were taken for those of a fact: `T_{max}`."""
    mark = "^" if sign == "^" else "~"
    what = f"`{base}{sign}{{{script}}}` would be printed as typed"
    return Finding("BR311", what, place, f"write {base}{mark}{script}{mark}")


def _is_in_formula(typed: str, match: re.Match[str]) -> bool:
    """Return True if a match is between dollar signs: the formula is reported as a whole."""
    typed = typed.replace("$$", "$ ")
    return typed.count("$", 0, match.start()) % 2 == 1 and "$" in typed[match.end() :]


def _word_around(typed: str, match: re.Match[str]) -> str:
    start = max(typed.rfind(" ", 0, match.start()), typed.rfind("\n", 0, match.start())) + 1
    return typed[start : match.end()]


def check_passage(token: Token, text: Typed) -> Iterator[Finding]:
    """Return the finding about the braces after a passage in brackets, unless they name a language."""
    tag = str(token.attrs.get("lang", ""))
    others = token.meta.get("insecure_attrs", {})
    if others:
        name, value = next(iter(others.items()))
        typed = f"{ATTRIBUTE_SIGNS[name]}{value}" if name in ATTRIBUTE_SIGNS else f"{name}={value}"
        what = f"`{typed}` in braces is not supported: a passage can only have a language"
        yield Finding("BR324", what, text.place("]{"), "write [words]{lang=fr}, or the words alone")
    elif not tag:
        what = "the braces after this passage are empty"
        yield Finding("BR324", what, text.place("]{"), "write the language of the passage: [words]{lang=fr}")
    elif (near := find_language(tag)) != tag:
        what = f"'{tag}' is not a language tag"
        help = (
            f"write {{lang={near}}}"
            if near
            else "write the tag of the language, such as {lang=fr} or {lang=pt-BR}"
        )
        yield Finding("BR324", what, text.place(f"lang={tag}"), help)


def check_fence(token: Token, text: Typed) -> Iterator[Finding]:
    """Return the findings about lines of code: no line ends them, or they are a program to run."""
    if token.type != "fence" or not token.map:
        return
    start, end = token.map
    last = text.words.split("\n")[end - 1].lstrip("> \t").rstrip()
    if end - 1 == start or not (last.startswith(token.markup) and not last.strip(token.markup[0])):
        what = f"the {token.markup} here has no end: all that follows would be printed as code"
        help = f"write {token.markup} on a line of its own below the code, or remove this line"
        yield Finding("BR334", what, text.place_of_line(start), help)
    elif CHUNK.match(token.info):
        what = f"`{token.info.strip()}`: code is printed as typed, not run"
        help = f"write {token.markup} alone above code; for results, use a `table` or `chart` block"
        yield Finding("BR311", what, text.place_of_line(start), help)


def _tables(blocks: Sequence[Token], text: Typed) -> Iterator[Finding]:
    for index, token in enumerate(blocks):
        if token.type == "table_open" and token.map:
            yield from _table(_rows_of(blocks[index:]), token.map[0], text)


def _rows_of(tokens: Sequence[Token]) -> list[tuple[int, list[str]]]:
    """Return the line and the cells of each row of the first table."""
    rows: list[tuple[int, list[str]]] = []
    for token in takewhile(lambda token: token.type != "table_close", tokens):
        if token.type == "tr_open" and token.map:
            rows.append((token.map[0], []))
        elif token.type == "inline":
            rows[-1][1].append(token.content)
    return rows


def _table(rows: Sequence[tuple[int, list[str]]], start: int, text: Typed) -> Iterator[Finding]:
    lines = text.words.split("\n")
    (_, head), *body = rows
    for line, _ in body:
        count = len(_split(lines[line]))
        if "|" not in lines[line] and len(head) > 1:
            what = "this line would be printed as a row of the table above it"
            yield Finding("BR311", what, text.place_of_line(line), "put an empty line before it")
        elif count > len(head):
            what = f"the row has {count} cells, but the header of the table has {len(head)}"
            help = "add a cell to the header and to the line of dashes; to print a vertical bar, write \\|"
            yield Finding("BR311", what, text.place_of_line(line), help)
    for name, *cells in zip(head, *(cells for _, cells in body), strict=True):
        if _is_of_numbers(cells):
            what = f"the column '{name}' of this table has numbers"
            help = "use a `table` block: it sets numbers as the language writes them, and aligns them"
            yield Finding("BR326", what, text.place_of_line(start), help, Severity.WARNING)
            return


def _split(line: str) -> list[str]:
    """Return the cells of a line as typed, without the marks of quotations before it."""
    cells = escapedSplit(line.strip().lstrip("> "))
    return cells[cells[0] == "" : len(cells) - (cells[-1] == "")]


def _is_of_numbers(typed: Sequence[str]) -> bool:
    """Return True for a column of at least two numbers, unless they are years or count the rows."""
    cells = [CITED.sub("", cell).strip("* ") for cell in typed]
    numbers = [cell for cell in cells if not is_missing(cell)]
    if len(numbers) < 2 or not all(map(NUMBER_CELL.fullmatch, numbers)):
        return False
    counts_rows = cells == [str(number) for number in range(1, len(cells) + 1)]
    return not counts_rows and not all(map(YEAR_CELL.fullmatch, numbers))


def _rows(lines: Sequence[str], start: int, text: Typed) -> Iterator[Finding]:
    """Return a finding for the rows of a table that would be printed as one paragraph."""
    for number, (line, after) in enumerate(pairwise(lines)):
        if GRID_LINE.fullmatch(line):
            what = "this table has lines of + and -, which would be printed as typed"
            help = f"leave out these lines, and write |{'---|' * len(_split(after))} below the first row"
            yield Finding("BR311", what, text.place_of_line(start + number), help)
            return
        if DELIMITER_ROW.fullmatch(after) and "|" in line:
            count = len(_split(line))
            what = (
                f"the header of this table has {count} cells, but the line of dashes has {len(_split(after))}"
            )
            help = f"write |{'---|' * count}"
            yield Finding("BR311", what, text.place_of_line(start + number + 1), help)
            return
        if ROW.fullmatch(line) and ROW.fullmatch(after):
            what = "these lines would be printed as one paragraph, not as a table"
            help = f"write |{'---|' * len(_split(line))} below the line with the names of the columns"
            yield Finding("BR311", what, text.place_of_line(start + number), help)
            return


def _headings(blocks: Sequence[Token], text: Typed) -> Iterator[Finding]:
    headings = [pair for pair in pairwise(blocks) if pair[0].type == "heading_open"]
    levels = sorted({token.tag for token, _ in headings})
    deepest = -1
    for token, inline in headings:
        if token.map:
            rank = levels.index(token.tag)
            place = text.place_of_line(token.map[0])
            yield from _heading(token, inline.content, rank, place, skips_level=rank > deepest + 1)
            deepest = rank


def _heading(token: Token, typed: str, rank: int, place: Span, *, skips_level: bool) -> Iterator[Finding]:
    words = " ".join(typed.split())
    if rank >= DEEPEST:
        what = "a text can have two levels of headings, `##` and `###`; this is a third level"
        yield Finding("BR311", what, place, f"write ### {words} or, as a paragraph in bold, **{words}**")
    elif skips_level:
        yield Finding("BR512", "this heading skips a level: `##` comes first", place, f"write ## {words}")
    elif token.markup in "=-" and _is_paragraph(typed):
        what = f"this paragraph is printed as a heading, because of the `{token.markup * 3}` below it"
        help = "put an empty line between the two, or remove the line below"
        yield Finding("BR325", what, place, help, Severity.WARNING)
    elif token.tag == "h1" or token.tag > "h3":
        mark = token.markup if token.markup[0] == "#" else token.markup * 3
        what = f"`{mark}` is not a level of headings in a text"
        help = f"write {'#' * (rank + 2)} {words}"
        if token.markup == "#" and words[:1].islower():
            help += "; if it is a note to yourself, move it above the key: a text cannot contain comments"
        yield Finding("BR325", what, place, help, Severity.WARNING)


def _is_paragraph(content: str) -> bool:
    return "\n" in content or len(content) > LONG_HEADING or content.endswith((".", ":", ";", ","))


def _numbers(blocks: Sequence[Token], text: Typed) -> Iterator[Finding]:
    """Return a warning for each item of a list whose number is not higher than that of the item before it."""
    before: list[int] = []
    for token in blocks:
        if token.type == "ordered_list_open":
            before.append(token.meta["before"])
        elif token.type == "ordered_list_close":
            before.pop()
        elif token.type == "list_item_open" and token.info and token.map:
            number = token.meta["number"]
            if number <= before[-1]:
                what = f"the number of item {token.info} is not higher than that of the item before it"
                help = "number the items in their order, or give all of them the same number"
                yield Finding("BR325", what, text.place_of_line(token.map[0]), help, Severity.WARNING)
            before[-1] = number


def _line_breaks(lines: Sequence[str], start: int, text: Typed) -> Iterator[Finding]:
    """Return a warning for a line break in running text that two spaces make, which nobody sees."""
    are_spaced = [line.endswith("  ") for line in lines[:-1]]
    if len(are_spaced) > 1 and all(are_spaced):
        return  # verses, an address
    for number, (line, is_spaced) in enumerate(zip(lines, are_spaced, strict=False)):
        if is_spaced and len(line.strip()) >= LONG_LINE:
            what = "the two spaces at the end of this line break it"
            help = "remove them; for a line break, end the line with a backslash: \\"
            yield Finding("BR325", what, text.place_of_line(start + number), help, Severity.WARNING)
            return
