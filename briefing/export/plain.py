"""Blocks of an edition → Markdown or text, for colleagues without a word processor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from briefing.export.blocks import Block, Cell, Document, Kind, Paragraph, Run, Table
from briefing.export.reader import joined

SPECIAL = re.compile(r"([\\`*_\[\]<>~^|]|&(?=#?\w+;))")
"""The characters that mean something in Markdown anywhere in a line."""

AT_START = re.compile(r"^\s*(?:(?=[#+-])|\d{1,9}(?=[.)]\s))", re.MULTILINE)
"""What is before the sign by which Markdown reads a line as a heading or an item."""

ESCAPED = r"\g<0>\\"

MARKS = {"super": "^", "sub": "~"}
INDENT = 3
"""The columns by which a nested list is indented: as many as the marker of an ordered list has."""

UNDERLINES = "=-"


def write_markdown(document: Document) -> str:
    """Return an edition as Markdown: CommonMark with pipe tables, footnotes, and marks for superscripts."""
    blocks = _joined(document, _markdown_of)
    notes = [f"[^{note.number}]: {_markdown_runs(note.runs)}" for note in document.notes()]
    return "\n\n".join([*blocks, *notes]) + "\n"


def write_text(document: Document) -> str:
    """Return an edition as text, with one line for each paragraph and each row of a table."""
    blocks = _joined(document, _text_of)
    notes = [f"[{note.number}] {_text_runs(note.runs)}" for note in document.notes()]
    return "\n\n".join([*blocks, *notes]) + "\n"


def _joined(document: Document, write: Callable[[Block, str], str]) -> Iterator[str]:
    """Yield the blocks as text; the items of a list are one."""
    items: list[str] = []
    counts: dict[int, int] = {}
    current = 0
    for block in document.blocks:
        place = block.place if isinstance(block, Paragraph) else None
        is_entry = isinstance(block, Paragraph) and block.kind is Kind.ENTRY
        number = -1 if is_entry else place.number if place and place.level == 0 else 0
        if items and not (place and place.level) and number != current:
            yield "\n".join(items)
            items = []
        if place is None and not is_entry:
            yield write(block, "")
            continue
        marker = "-"
        if place is not None and place.is_first:
            counts[place.number] = counts.get(place.number, 0) + 1
        if place is not None and place.is_ordered:
            marker = f"{counts[place.number]}."
        indent = " " * INDENT * (place.level if place else 0)
        is_first = place is None or place.is_first
        start = f"{indent}{marker} " if is_first else f"\n{indent}{' ' * INDENT}"
        items.append(start + write(block, marker))
        current = number if place is None or place.level == 0 else current
    if items:
        yield "\n".join(items)


def _number_of(block: Paragraph) -> str:
    """Return the number of a section with a space, if its style counts sections."""
    return f"{block.number} " if block.number else ""


# --- Markdown ---


def _markdown_of(block: Block, marker: str) -> str:
    if isinstance(block, Table):
        return "\n".join(_pipe_table(block))
    first, end, rest = f"{_number_of(block)}{_markdown_runs(block.runs)}".partition("\n")
    first = first if marker else AT_START.sub(ESCAPED, first)
    words = f"{first}{end}{AT_START.sub(ESCAPED, rest)}".replace("\n", "\\\n")
    if block.kind in (Kind.TITLE, Kind.HEADING):
        return f"{'#' * (block.level + 1)} {words}"
    if block.kind is Kind.CAPTION:
        return f"**{words}**" if "**" not in words else words
    return f"> {words}" if block.kind is Kind.QUOTE else words


def _pipe_table(table: Table) -> Iterator[str]:
    columns = max((sum(cell.columns for cell in row) for row in table.rows), default=1)
    rows = [list(_cells_of(row)) for row in table.rows]
    rows = [[*row, *[""] * (columns - len(row))] for row in rows]
    if table.head_rows == 0:
        rows.insert(0, [""] * columns)
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if number == max(0, table.head_rows - 1):
            yield f"|{' --- |' * columns}"


def _cells_of(row: Sequence[Cell]) -> Iterator[str]:
    for cell in row:
        texts = (_markdown_runs(one.runs, in_table=True) for one in cell.paragraphs)
        yield "<br>".join(text.replace("\n", "<br>") for text in texts)
        yield from [""] * (cell.columns - 1)


def _markdown_runs(runs: Sequence[Run], *, in_table: bool = False) -> str:
    """Return runs as Markdown, without the links to places in the edition, which have no names in it."""
    plain = (replace(run, link="", tip="") if run.link.startswith("#") else run for run in runs)
    return "".join(_markdown_run(run, in_table=in_table) for run in joined(list(plain)))


def _markdown_run(run: Run, *, in_table: bool) -> str:
    if run.picture is not None:
        alt = SPECIAL.sub(r"\\\1", run.picture.alt)
        return f"[{alt}]" if alt else ""
    if run.note is not None:
        return f"[^{run.note.number}]"
    start, words, end = _split(run.text)
    if not words:
        return run.text
    words = _code(words, in_table=in_table) if run.is_code else SPECIAL.sub(r"\\\1", words)
    mark = MARKS.get(run.script, "")
    stars = "**" * run.is_strong + "*" * run.is_emphasised
    words = f"{stars}{mark}{words}{mark}{stars}"
    if run.link:
        words = f"<{run.link}>" if run.text == run.link else f"[{words}]({run.link})"
    return f"{start}{words}{end}"


def _code(words: str, *, in_table: bool) -> str:
    """Return code between more backticks than it has (CommonMark, 6.1); in a table, a bar would end the cell."""
    fence = "`" * (1 + max(map(len, re.findall("`+", words)), default=0))
    space = " " if words.startswith("`") or words.endswith("`") else ""
    shown = words.replace("|", "\\|") if in_table else words
    return f"{fence}{space}{shown}{space}{fence}"


def _split(text: str) -> tuple[str, str, str]:
    """Return a text without the spaces at its ends, and these: marks next to spaces are no emphasis."""
    words = text.strip(" \n")
    start = text[: len(text) - len(text.lstrip(" \n"))]
    return start, words, text[len(start) + len(words) :]


# --- Text ---


def _text_of(block: Block, _: str) -> str:
    if isinstance(block, Table):
        rows = (
            " | ".join(" / ".join(_text_runs(one.runs) for one in cell.paragraphs) for cell in row)
            for row in block.rows
        )
        return "\n".join(rows)
    words = f"{_number_of(block)}{_text_runs(block.runs)}"
    if block.kind in (Kind.TITLE, Kind.HEADING) and block.level < len(UNDERLINES):
        return f"{words}\n{UNDERLINES[block.level] * len(words)}"
    return words


def _text_runs(runs: Sequence[Run]) -> str:
    return "".join(map(_text_run, runs))


def _text_run(run: Run) -> str:
    if run.picture is not None:
        return f"[{run.picture.alt}]" if run.picture.alt else ""
    if run.note is not None:
        return f"[{run.note.number}]"
    if run.script == "super" and run.link:
        return f"[{run.text}]" if run.text.strip(" ,\u2013") else run.text
    is_named = run.link and not run.link.startswith(("#", "mailto:")) and run.text not in run.link
    return f"{run.text} <{run.link}>" if is_named else run.text
