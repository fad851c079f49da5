"""Elements of an edition → blocks: which element begins a paragraph, and what its words look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.core.source_map import Key
from briefing.export.blocks import (
    Block,
    Cell,
    Document,
    Kind,
    ListPlace,
    Note,
    Paragraph,
    Picture,
    Run,
    Table,
)
from briefing.export.elements import Element, Look

SPACES = re.compile(r"[ \t\n\r]+")
WORD_JOINER = "\u2060"
"""It keeps a mark next to its word; word processors do so by themselves, and show it as a box in many fonts."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
STRONG, EMPHASIS, CODE = ("b", "strong"), ("i", "em", "cite"), ("code", "kbd", "samp")
SCRIPTS = {"sup": "super", "sub": "sub"}
IN_LINE = (*STRONG, *EMPHASIS, *CODE, *SCRIPTS, "span", "a")
"""The elements that are part of a paragraph, even if a style puts them on lines of their own."""

CONTENTS, NOTE, NOTE_MARK, BACK = "doc-toc", "doc-footnote", "doc-noteref", "doc-backlink"
"""The roles of contents, footnotes, marks of footnotes, and links back to the text (DPUB-ARIA 1.1)."""

PARAGRAPHS = (*HEADINGS, "p", "li", "figcaption", "caption", "td", "th", "pre", "blockquote")
"""The elements that are paragraphs, or that contain some."""

COUNTED = (Kind.HEADING, Kind.ENTRY)
"""The kinds of paragraphs whose numbers are those of sections; other numbers are marks of lists."""

NOTES = {"note", "source"}
"""The classes of the note and the source of an exhibit."""

PLAIN = {"hang", "wide", "narrow", "opening"}
"""Classes that say how something is laid out, not what it is."""


def read_blocks(root: Element) -> Document:
    """Return the blocks of an edition."""
    body = next((one for one in root.walk() if one.tag == "body"), root)
    head = [one for one in body.walk() if one.role == NOTE]
    reader = _Reader({one.attributes.get("id", ""): one for one in head})
    language = root.attributes.get("lang", "")
    at = _Place(Kind.TEXT, root.look, language=language)
    reader.read(body, at)
    reader.end()
    texts = (block for block in reader.blocks if isinstance(block, Paragraph))
    title = next((one.text for one in texts if one.kind is Kind.TITLE), "")
    return Document(
        tuple(reader.blocks), language, root.look.is_rtl, title, body.attributes.get("data-foot", "")
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a text: the kind of its paragraph and the look of its words, from the elements around it."""

    kind: Kind
    look: Look
    parts: tuple[str, ...] = ()
    level: int = 0
    key: Key = ()
    is_strong: bool = False
    is_emphasised: bool = False
    is_code: bool = False
    script: str = ""
    link: str = ""
    tip: str = ""
    language: str = ""
    is_in_contents: bool = False
    list_number: int = 0
    list_level: int = -1
    is_ordered: bool = False


class _Reader:
    """Collects blocks; the words between the ends of two blocks are one paragraph."""

    def __init__(self, notes: dict[str, Element], lists: int = 0) -> None:
        self.notes = notes
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.at: _Place | None = None
        """The place of the open paragraph."""
        self.anchors: list[str] = []
        self.lists = lists
        self.is_item_begun = False
        """True if the open item has had its first paragraph."""
        self.numbers: dict[str, int] = {}
        """The numbers of the footnotes met so far, by their ids."""
        self.caption = ""
        self.number = ""
        """The number that a style prints before the open paragraph."""

    def read(self, element: Element, at: _Place) -> None:
        """Read an element and all that is in it."""
        target = element.attributes.get("href", "")[1:] if element.role == NOTE_MARK else ""
        if element.role in (BACK, NOTE):
            return
        if element.tag in ("svg", "img"):
            self._read_picture(element, at)
        elif element.tag == "table":
            self._read_table(element, at)
        elif element.tag == "br":
            self._add(Run("\n", key=at.key), at)
        elif target in self.notes:
            self._read_mark(target, at)
        else:
            self._read_parts(element, at)

    def _read_parts(self, element: Element, at: _Place) -> None:
        """Read the texts and elements in an element; those of a block are paragraphs of their own."""
        inside = self._inside(element, at)
        self._part_off(element, at)
        if name := element.attributes.get("id"):
            self.anchors.append(name)
        if element.number:
            self.number = element.number
        if element.tag == "li":
            self.is_item_begun = False
        begin = len(self.blocks)
        self.read_inside(element, inside)
        self._part_off(element, at)
        if element.tag == "figure":
            self.blocks[begin:] = _notes_last(self.blocks[begin:])

    def read_inside(self, element: Element, at: _Place) -> None:
        """Read the texts and elements in an element, at a place."""
        for child in element.children:
            if isinstance(child, str):
                self._read_text(child, at)
            else:
                self.read(child, at)

    def _part_off(self, element: Element, at: _Place) -> None:
        """End the open paragraph at the edge of a block; an inline element on lines of its own gets a space."""
        if element.is_block and element.tag not in IN_LINE:
            self.end()
        elif element.is_block and self.runs:
            self._add(Run(" ", key=at.key), at)

    def _inside(self, element: Element, at: _Place) -> _Place:
        """Return the place of what is in an element."""
        tag, found = element.tag, at
        classes = tuple(one for one in element.classes if one not in PLAIN)
        if element.is_block and tag not in IN_LINE:
            found = replace(found, look=element.look, parts=(*classes, *at.parts))
        if element.key and not any(_blocks_in(element)):
            found = replace(found, key=element.key)
        if language := element.attributes.get("lang"):
            found = replace(found, language=language)
        if element.role == CONTENTS:
            found = replace(found, is_in_contents=True)
        if tag in ("ul", "ol"):
            self.lists += 1
            is_ordered = tag == "ol" and element.look.marker != "none"
            found = replace(
                found, list_number=self.lists, list_level=at.list_level + 1, is_ordered=is_ordered
            )
        return _in_line(element, _of_kind(element, found))

    def _read_text(self, text: str, at: _Place) -> None:
        words = text.replace(WORD_JOINER, "")
        if not at.look.keeps_spaces:
            words = SPACES.sub(" ", words)
        if not words.strip(" ") and not self.runs:
            return
        self._add(self._run(words, at), at)

    def _run(self, words: str, at: _Place) -> Run:
        return Run(
            words,
            at.key,
            is_strong=at.is_strong and at.kind not in (Kind.TITLE, Kind.HEADING),
            is_emphasised=at.is_emphasised,
            is_code=at.is_code,
            script=at.script,
            link=at.link,
            tip=at.tip,
            language=at.language,
            is_rtl=at.look.is_rtl,
        )

    def _read_mark(self, target: str, at: _Place) -> None:
        number = self.numbers.setdefault(target, len(self.numbers) + 1)
        reader = _Reader({})
        note = self.notes[target]
        reader.read_inside(note, replace(at, script="", link="", tip="", look=note.look, kind=Kind.TEXT))
        reader.end()
        runs = [run for block in reader.blocks if isinstance(block, Paragraph) for run in block.runs]
        if runs:  # a space is between the words and the link back, which is not read
            runs[0] = replace(runs[0], text=runs[0].text.lstrip("\u00a0"))
            runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip("\u00a0"))
        self._add(Run(key=at.key, note=Note(number, _trimmed(runs)), language=at.language), at)

    def _read_picture(self, element: Element, at: _Place) -> None:
        if element.area is None:
            return
        alt = element.attributes.get("aria-label") or element.attributes.get("alt", "")
        self._add(Run(key=element.key or at.key, picture=Picture(element.area, alt)), at)

    def _read_table(self, element: Element, at: _Place) -> None:
        self.end()
        inside = self._inside(element, at)
        rows, head_rows = [], 0
        for row in (one for one in element.walk() if one.tag == "tr"):
            cells = [one for one in row.children if isinstance(one, Element) and one.tag in ("td", "th")]
            rows.append(tuple(self._read_cell(cell, self._inside(row, inside)) for cell in cells))
        for head in (one for one in element.walk() if one.tag == "thead"):
            head_rows = sum(one.tag == "tr" for one in head.walk())
        first = rows[0][0].paragraphs if rows and rows[0] else ()
        name = self.caption or (first[0].text if first else "")
        description = element.attributes.get("aria-description", "")
        self.blocks.append(Table(tuple(rows), head_rows, description, name, element.look))
        self.caption = ""

    def _read_cell(self, cell: Element, at: _Place) -> Cell:
        is_head = cell.tag == "th"
        reader = _Reader(self.notes, self.lists)
        reader.numbers = self.numbers
        place = self._inside(cell, replace(at, kind=Kind.HEAD if is_head else Kind.CELL))
        reader.read_inside(cell, place)
        reader.end()
        self.lists = reader.lists
        found = tuple(one for block in reader.blocks for one in _paragraphs_of(block))
        columns, rows = (_span(cell.attributes.get(name, "")) for name in ("colspan", "rowspan"))
        return Cell(found, is_head, columns, rows, cell.width)

    def _add(self, run: Run, at: _Place) -> None:
        if self.at is None:
            self.at = at
        self.runs.append(run)

    def end(self) -> None:
        """End the open paragraph."""
        at, runs = self.at, _trimmed(self.runs)
        self.runs, self.at = [], None
        if at is None or not runs:
            return
        place = None
        if at.list_level >= 0 and at.kind in (Kind.ITEM, Kind.CELL, Kind.HEAD):
            place = ListPlace(at.list_number, at.list_level, at.is_ordered, not self.is_item_begun)
            self.is_item_begun = True
        anchors = tuple(dict.fromkeys(self.anchors))
        self.anchors = []
        number, self.number = self.number if at.kind in COUNTED else "", ""
        paragraph = Paragraph(at.kind, runs, at.look, at.parts, at.level, place, anchors, at.language, number)
        if at.kind is Kind.CAPTION:
            self.caption = paragraph.text
        self.blocks.append(paragraph)


def _notes_last(exhibit: Sequence[Block]) -> list[Block]:
    """Return the blocks of an exhibit with its note and source below it, where a style has them next to its title."""
    notes = [one for one in exhibit if isinstance(one, Paragraph) and NOTES & set(one.parts)]
    return [*(one for one in exhibit if one not in notes), *notes]


def _blocks_in(element: Element) -> Iterator[Element]:
    """Yield the elements in an element that begin paragraphs: its key is then not that of all of its text."""
    return (one for one in element.walk() if one is not element and one.tag in PARAGRAPHS)


def _of_kind(element: Element, at: _Place) -> _Place:
    """Return the place of what is in an element, with the kind of paragraph that the element makes of it."""
    tag = element.tag
    if tag in HEADINGS:
        level = HEADINGS[tag]
        return replace(at, kind=Kind.TITLE if level == 1 else Kind.HEADING, level=level - 1)
    if tag == "li" and at.is_in_contents:
        return replace(at, kind=Kind.ENTRY)
    if tag == "li" and at.kind in (Kind.TEXT, Kind.QUOTE):
        return replace(at, kind=Kind.ITEM)
    if tag in ("figcaption", "caption"):
        return replace(at, kind=Kind.CAPTION)
    if at.kind is Kind.CAPTION and NOTES & set(element.classes):
        return replace(at, kind=Kind.TEXT)
    return replace(at, kind=Kind.QUOTE) if tag == "blockquote" else at


def _in_line(element: Element, at: _Place) -> _Place:
    """Return the place of what is in an element, with what the element says about its words."""
    tag = element.tag
    if element.look.is_rtl != at.look.is_rtl:
        at = replace(at, look=replace(at.look, is_rtl=element.look.is_rtl))
    if tag in STRONG:
        return replace(at, is_strong=True)
    if tag in EMPHASIS:
        return replace(at, is_emphasised=not at.is_emphasised)
    if tag in CODE:
        return replace(at, is_code=True)
    if tag in SCRIPTS:
        return replace(at, script=SCRIPTS[tag])
    if tag == "a" and element.attributes.get("href"):
        return replace(at, link=element.attributes["href"], tip=element.attributes.get("aria-label", ""))
    return at


def _paragraphs_of(block: Block) -> Sequence[Paragraph]:
    """Return the paragraphs of a block; those of a table inside a cell, as no export has tables in tables."""
    return tuple(block.paragraphs) if isinstance(block, Table) else (block,)


def _span(typed: str) -> int:
    return max(1, int(typed)) if typed.isdecimal() and len(typed) <= 3 else 1  # HTML allows at most 1000


def _trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return runs without spaces at the ends, and with one space where two runs have one each."""
    found: list[Run] = []
    for run in runs:
        follows_space = not found or found[-1].text.endswith((" ", "\n"))
        text = run.text.lstrip(" ") if follows_space else run.text
        if run.picture or run.note or text:
            found.append(replace(run, text=text))
    while found and not found[-1].picture and not found[-1].note:
        text = found[-1].text.rstrip(" \n")
        if text:
            found[-1] = replace(found[-1], text=text)
            break
        found.pop()
    return tuple(joined(found))


def joined(runs: Sequence[Run]) -> list[Run]:
    """Return runs with neighbours joined that differ in nothing but their texts."""
    found: list[Run] = []
    for run in runs:
        if found and run.text and found[-1].text and replace(found[-1], text=run.text) == run:
            found[-1] = replace(run, text=found[-1].text + run.text)
        else:
            found.append(run)
    return found
