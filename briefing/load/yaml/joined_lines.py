"""Lines that YAML joins although a person wrote them as paragraphs, as a list or as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import LINE_BREAK
from briefing.load.yaml.key_names import key_names
from briefing.load.yaml.lines import Line, Lines, written

COMMENT = re.compile(r"#+ ")

WRAPPED = 72
"""In characters: no editor breaks lines at less."""


def find_joined(lines: Lines, start: int, end: int) -> Finding | None:
    """Return the finding for a text of several lines, in `>`, in quotes or next to a key; None if it is one text."""
    if not LINE_BREAK.search(lines.source, start, end):
        return None
    first, rest = lines.at(start), _rest(lines, start, end)
    found = find_swallowed(lines, start, end) or next(_lost(lines, first, rest), None)
    is_item = first.has_dash and not first.key and not first.starts_block_text
    return found or (
        _without_dash(lines, first, rest) if is_item and lines.source[start] not in "\"'" else None
    )


def _rest(lines: Lines, start: int, end: int) -> list[Line]:
    """Return the lines of a text after its first line."""
    last = start + len(lines.source[start:end].rstrip())
    return list(lines.between(lines.at(start), last))


def find_swallowed(lines: Lines, start: int, end: int) -> Finding | None:
    """Return the finding for a text in quotes that contains the next key: its quotation mark is not closed."""
    first = lines.at(start)
    if lines.source[start] not in "\"'":
        return None
    for line in _rest(lines, start, end):
        if line.indent <= first.indent and line.key in key_names():
            what = f"the quotation mark at the start of this text is not closed before the key '{line.key}'"
            typed = lines.source[start + 1 : first.start + len(first.text)].rstrip()
            return Finding("BR107", what, lines.source_map.at(start), lines.quoting(start, typed))
    return None


def _start_of(lines: Lines, first: Line) -> str:
    """Return the line before a text as it is typed with `|`; the text may begin on the line below its key."""
    if not first.key and not first.has_dash:
        first = next((line for line in lines.above(first) if line.key and line.indent < first.indent), first)
    return f"{first.key}: |" if first.key else "- |"


def _lost(lines: Lines, first: Line, rest: list[Line]) -> Iterator[Finding]:
    is_folded = first.starts_block_text
    help = f"write `{_start_of(lines, first)}`, and the whole text in the lines below"
    if first.has_dash and first.text[first.column :].startswith("{"):
        help = "write the item without braces: `text: |`, and the whole text in the lines below"
    before = None if is_folded else first
    empty_count = 0
    for line in rest:
        content = line.content
        if content and before is not None and empty_count == 1:  # two empty lines do start a paragraph
            yield Finding(
                "BR124",
                "the empty line above does not start a paragraph: YAML joins the lines",
                lines.place_of(line),
                help,
            )
        if content and COMMENT.match(content) and before is not None:
            yield Finding(
                "BR124",
                f"`{content.split()[0]}` is in the middle of a text here: YAML joins the lines",
                lines.place_of(line),
                f"{help}; if it is a comment, move it above the text",
            )
        before = line if content else before
        empty_count = 0 if content else empty_count + 1


def _without_dash(lines: Lines, item: Line, rest: list[Line]) -> Finding | None:
    """Return the finding for a line below an item that looks like an item of its own: its dash was forgotten.

    It starts with a capital, the line above has room for it, and every other item of the list is one line.
    """
    words = item.text[item.column :].rstrip()
    line = rest[0]
    if len(rest) != 1 or not line.content[:1].isupper() or len(words) + len(line.content) >= WRAPPED:
        return None
    if min(len(words.split()), len(line.content.split())) < 2 or words[-1] in ",;:–—-":
        return None
    if _others(lines, item, after=line) < 2:
        return None
    what = "this line is a part of the item above: YAML joins the two"
    dash = item.text[item.indent : item.column].strip()
    help = f"for an item of its own, {written(f'{dash} {line.content}')}"
    return Finding("BR124", what, lines.place_of(line), help, Severity.WARNING)


def _others(lines: Lines, item: Line, *, after: Line) -> int:
    """Return the number of other items of a list, each a text on one line; 0 if any is something else."""
    count = 0
    for some in (lines.above(item), lines.below(after)):
        for line in some:
            if line.is_blank:
                continue
            if line.indent < item.indent or (line.indent == item.indent and not line.has_dash):
                break
            if line.indent != item.indent or line.key or line.starts_block_text:
                return 0
            count += 1
    return count
