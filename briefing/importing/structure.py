"""Finds the structure that a document shows by its looks alone: bold headings, typed bullets, tables made with tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from briefing.importing.document_tree import Block, Box, Format, Item, Paragraph, Run, Style, Table

MAX_HEADING = 20
"""The number of words of a bold paragraph that can be a heading."""

BULLET = re.compile(r"\s*(?:[•·▪◦‣●○–—*]|-|o(?=\t|\s{2}))\s+")
NUMBER = re.compile(r"\s*\(?(?P<number>\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+")
"""What is typed in front of the items of a list."""

ENDS_SENTENCE = re.compile(r"[.!?…:;,]\s*$")


def starts_item(words: str) -> bool:
    """Return True for words that begin with a typed bullet or number."""
    return bool(BULLET.match(words) or NUMBER.match(words))


def structured(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a document with the structure that only its looks show."""
    filled = [block for block in blocks if not (isinstance(block, Paragraph) and block.is_empty)]
    kept = [
        block for index, block in enumerate(filled) if not is_contents(block, filled[index + 1 : index + 2])
    ]
    found = list(_with_lists(_with_tables(kept)))
    if not any(isinstance(block, Paragraph) and block.level for block in found):
        found = _with_headings(found)
    return [Box(tuple(structured(block.blocks))) if isinstance(block, Box) else block for block in found]


def is_contents(block: Block, after: Sequence[Block] = ()) -> bool:
    """Return True for a line of a table of contents, and for the heading in front of one."""
    if not isinstance(block, Paragraph):
        return False
    return block.style is Style.CONTENTS or (bool(block.level) and any(map(is_contents, after)))


def _with_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, with a table in place of two or more lines with the same number of tabs."""

    def tabs_of(block: Block) -> int:
        is_line = isinstance(block, Paragraph) and not block.level and block.item is None
        return _inner_tabs(block) if is_line and isinstance(block, Paragraph) else 0

    for tabs, group in groupby(blocks, tabs_of):
        found = list(group)
        lines = [line for line in found if isinstance(line, Paragraph)] if tabs else []
        if len(lines) > 1:
            comments = tuple(comment for line in lines for comment in line.comments)
            yield Table(tuple(tuple(_cells(line)) for line in lines), comments=comments)
        elif tabs:
            yield from (_without_tabs(line) for line in lines)
        else:
            yield from found


def _inner_tabs(paragraph: Paragraph) -> int:
    """Return the number of gaps between the columns of a line: several tabs in a row are one."""
    words = paragraph.text.strip()
    starts_list = BULLET.match(words) or NUMBER.match(words)
    return len(re.findall(r"\t+", words[starts_list.end() :] if starts_list else words))


def _cells(line: Paragraph) -> Iterator[tuple[Run, ...]]:
    cell: list[Run] = []
    has_words, ended = False, False
    for run in line.runs:
        for piece in re.split(r"(\t+)", run.text) if run.text else [""]:
            if piece.startswith("\t"):
                ended = has_words
                continue
            if ended and (piece.strip() or run.note or run.picture):
                yield tuple(cell)
                cell, ended = [], False
            has_words = has_words or bool(piece.strip())
            cell.append(replace(run, text=piece, formats=run.formats - {Format.BOLD}))
    yield tuple(cell)


def _without_tabs(paragraph: Paragraph) -> Paragraph:
    return replace(
        paragraph, runs=tuple(replace(run, text=re.sub(r"\t+", " ", run.text)) for run in paragraph.runs)
    )


def _with_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, with items in place of two or more paragraphs that begin with a bullet or a number."""

    def kind_of(block: Block) -> str:
        if (
            not isinstance(block, Paragraph)
            or block.level
            or block.item
            or block.style in (Style.REFERENCE, Style.LISTED)
        ):
            return ""
        return "bullet" if BULLET.match(block.text) else "number" if NUMBER.match(block.text) else ""

    for kind, group in groupby(blocks, kind_of):
        items = list(group)
        if (
            kind
            and len(items) > 1
            and (kind == "bullet" or _counts([block for block in items if isinstance(block, Paragraph)]))
        ):
            yield from (_item(block, kind) for block in items if isinstance(block, Paragraph))
        else:
            yield from items


def _counts(items: Sequence[Paragraph]) -> bool:
    """Return True if the numbers of items begin with the first one and grow."""
    numbers = [match["number"] for item in items if (match := NUMBER.match(item.text))]
    if all(number.isdigit() for number in numbers):
        return [int(number) for number in numbers] == list(
            range(int(numbers[0]), int(numbers[0]) + len(numbers))
        )
    return numbers[0] in ("a", "i") and len(set(numbers)) == len(numbers)


def _item(paragraph: Paragraph, kind: str) -> Paragraph:
    sign = (BULLET if kind == "bullet" else NUMBER).match(paragraph.text)
    number = sign["number"] if sign and kind == "number" else ""
    return replace(
        paragraph, runs=tuple(cut(paragraph.runs, sign.end() if sign else 0)), item=Item(0, number)
    )


def cut(runs: Sequence[Run], length: int) -> Iterator[Run]:
    """Yield runs without the first characters of their text."""
    for run in runs:
        dropped = min(length, len(run.text))
        length -= dropped
        if not dropped or run.text[dropped:]:
            yield replace(run, text=run.text[dropped:])


def _with_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with headings in place of short bold paragraphs; larger letters are a higher level."""
    found = {
        index
        for index, block in enumerate(blocks)
        if _looks_like_heading(block, blocks[index + 1 : index + 2])
    }
    sizes = sorted({_size(blocks[index]) for index in found}, reverse=True)
    return [
        replace(block, level=1 + sizes.index(_size(block)), runs=without_bold(block.runs))
        if index in found and isinstance(block, Paragraph)
        else block
        for index, block in enumerate(blocks)
    ]


def _size(block: Block) -> float:
    return block.size if isinstance(block, Paragraph) else 0


def without_bold(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs that are not bold."""
    return tuple(replace(run, formats=run.formats - {Format.BOLD}) for run in runs)


def _looks_like_heading(block: Block, after: Sequence[Block]) -> bool:
    if not isinstance(block, Paragraph) or block.item or block.style is not Style.TEXT or not after:
        return False
    words = block.text.split()
    is_bold = all(Format.BOLD in run.formats for run in block.runs if run.text.strip())
    has_others = any(run.picture or run.is_break for run in block.runs)
    return (
        bool(words)
        and is_bold
        and not has_others
        and len(words) <= MAX_HEADING
        and not ENDS_SENTENCE.search(block.text)
    )
