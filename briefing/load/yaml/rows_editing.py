"""Replace the rows of a table in a YAML file, and leave every other byte as it is: also those of rows that stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from briefing.core.source_map import Key
from briefing.files.guarded_writing import Refusal
from briefing.load.yaml.reader import Data, Document
from briefing.load.yaml.scalars import column_of, dash_before, is_flow, line_end_at
from briefing.load.yaml.text_editing import (
    Goal,
    line_of,
    prove,
    read_for_editing,
    refuse_repeated,
    refuse_shared,
    replaced_at,
    spelled,
    value_at,
)

PLAIN = re.compile(r"[^\W_](?:[\w .%€$£/()+–−-]*[\w.%€$£/()+–−-])?|[-−–]?\d[\d. ]*\d?")
"""A cell that needs no quotation marks between `[` and `]`."""

Rows = Sequence[Sequence[str]]


def replace_rows(content: bytes, key: Key, rows: Rows) -> bytes | Refusal:
    """Return a file with other rows at a key; the key is the one in the file itself, and has a list of rows."""
    document = read_for_editing(content)
    if isinstance(document, Refusal):
        return document
    if refusal := refuse_shared(document, key) or refuse_repeated(document, key):
        return refusal
    old = value_at(document.data, key)
    if not isinstance(old, list) or not old or not rows or not rows[0]:
        return Refusal(f"'{spelled(key)}' has no rows", line_of(document, key) if old else 0)
    wanted: Data = [[*row] for row in rows]
    goal = Goal((*key, 0, 0), rows[0][0], lambda _: replaced_at(document.data, key, wanted))
    return prove(document, content, goal, _drafts(document, key, old, rows))


def _drafts(document: Document, key: Key, old: Sequence[Data], rows: Rows) -> Iterator[str]:
    """Yield the edited file, with as few quotation marks as possible and with all of them."""
    source_map = document.source_map
    for has_quotes in (False, True):
        if is_flow(source_map, (*key, 0)):
            mark = source_map.marks[key]
            typed = ", ".join(_row(row, has_quotes=has_quotes) for row in rows)
            yield f"{source_map.source[: mark.start]}[{typed}]{source_map.source[mark.end :]}"
        else:
            yield _in_lines(document, key, (old, rows), has_quotes=has_quotes)


def _in_lines(document: Document, key: Key, both: tuple[Sequence[Data], Rows], *, has_quotes: bool) -> str:
    """Return the edited file, whose rows are items on lines of their own; rows that stay are as they were typed."""
    source, (old, rows) = document.source_map.source, both
    starts = [dash_before(source, document.source_map.marks[*key, at].start) for at in range(len(old))]
    ends = [_end_of(document, (*key, at)) for at in range(len(old))]
    gap = f"{line_end_at(source, starts[0])}{' ' * column_of(source, starts[0])}"
    gaps = [source[end:start] for end, start in zip(ends, starts[1:], strict=False)]
    pieces: list[str] = []
    matcher = SequenceMatcher(
        None, [_words(row) for row in old], [tuple(row) for row in rows], autojunk=False
    )
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            for at in range(first, last):
                pieces += [source[starts[at] : ends[at]], gaps[at] if at < len(gaps) else gap]
        else:
            for row in rows[begin:end]:
                pieces += [f"- {_row(row, has_quotes=has_quotes)}", gap]
    return f"{source[: starts[0]]}{''.join(pieces[:-1])}{source[ends[-1] :]}"


def _end_of(document: Document, key: Key) -> int:
    """Return the offset at which a row ends: behind its bracket, or behind its last cell."""
    source, marks = document.source_map.source, document.source_map.marks
    mark = marks[key]
    if source[mark.start : mark.start + 1] == "[":
        return mark.end
    return max(
        (one.end for name, one in marks.items() if name[: len(key)] == key and name != key), default=mark.end
    )


def _words(row: Data) -> tuple[str, ...]:
    return tuple(str(cell) for cell in row) if isinstance(row, list) else ()


def _row(row: Sequence[str], *, has_quotes: bool) -> str:
    return f"[{', '.join(_cell(cell, has_quotes=has_quotes) for cell in row)}]"


def _cell(cell: str, *, has_quotes: bool) -> str:
    is_plain = not has_quotes and PLAIN.fullmatch(cell)
    return cell if is_plain else "'" + cell.replace("'", "''") + "'"
