"""Lines that YAML joins although a person wrote them as paragraphs, as a list or as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.finding import Finding
from briefing.core.source_map import LINE_BREAK
from briefing.load.yaml.key_names import key_names
from briefing.load.yaml.lines import Line, Lines

ITEM = re.compile(r"(?:[-*+•▪●–—]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
"""The start of an item of a list in Markdown or from a word processor."""

COMMENT = re.compile(r"#+ ")


def find_joined(lines: Lines, start: int, end: int) -> Finding | None:
    """Return the finding for a text of several lines, in `>`, in quotes or next to a key; None if it is one text."""
    typed = LINE_BREAK.split(lines.source[start:end].rstrip())
    if len(typed) < 2:
        return None
    first = lines.at(start)
    rest = [line for line, _ in zip(lines.below(first), typed[1:], strict=False)]
    if first.value[:1] in ("'", '"') and (swallowed := _swallowed(lines, first, start, rest)):
        return swallowed
    return next(_lost(lines, first, rest), None)


def _swallowed(lines: Lines, first: Line, start: int, rest: list[Line]) -> Finding | None:
    """Return the finding for a text in quotes that contains the next key: its quotation mark is not closed."""
    for line in rest:
        if line.indent <= first.indent and line.key in key_names():
            what = f"the quotation mark at the start of this text is not closed before the key '{line.key}'"
            help = lines.quoting(start, first.value[1:])
            return Finding("BR107", what, lines.source_map.at(start), help)
    return None


def _lost(lines: Lines, first: Line, rest: list[Line]) -> Iterator[Finding]:
    is_folded = first.starts_block_text
    key = f"{first.key}: |" if first.key else "- |"
    help = f"write `{key}`, and the whole text in the lines below"
    before = None if is_folded else first
    items = 0
    for line, above in zip(rest, [first, *rest], strict=False):
        content = line.content
        if content and before is not None and not above.content:
            yield Finding(
                "BR124",
                "the empty line above starts no paragraph here: YAML joins the two",
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
        items = items + 1 if ITEM.match(content) else 0
        if items == 2:
            yield Finding(
                "BR124",
                "the items of a list run together here: YAML joins the lines",
                lines.place_of(above),
                help,
            )
        before = line if content else before
