"""The blocks of an edition, from which each export is written: paragraphs, tables, and the runs of text in them.

A run is text with one look and one key. The values know no output format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefing.core.source_map import Key
from briefing.export.elements import Area, Look


class Kind(StrEnum):
    """The kind of a paragraph, which decides its style in a word processor."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    CAPTION = "caption"
    QUOTE = "quote"
    ENTRY = "entry"
    """A line of the table of contents."""
    CELL = "cell"
    HEAD = "head"
    """A header cell."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by its place on the page. Without an alternative text, it is decoration."""

    area: Area
    alt: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number in the edition, counted from 1, and its text."""

    number: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph."""

    text: str = ""
    key: Key = ()
    is_strong: bool = False
    is_emphasised: bool = False
    is_code: bool = False
    script: str = ""
    """`super`, `sub`, or empty."""
    link: str = ""
    """The address of a link; `#name` is a place in the edition."""
    tip: str = ""
    """What a screen reader says about a link."""
    language: str = ""
    is_rtl: bool = False
    picture: Picture | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The place of an item: its list, numbered from 1 in the edition, and the level of that list, from 0."""

    number: int
    level: int
    is_ordered: bool
    is_first: bool
    """Whether it is the first paragraph of its item, which has the marker."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its runs. `parts` are the names of the parts and classes around it, the nearest first."""

    kind: Kind
    runs: tuple[Run, ...]
    look: Look
    parts: tuple[str, ...] = ()
    level: int = 0
    """The level of a heading: 1 for the sections."""
    place: ListPlace | None = None
    anchors: tuple[str, ...] = ()
    language: str = ""
    number: str = ""
    """The number of a section before its heading, or before its line in the contents, where a style counts them."""

    @property
    def text(self) -> str:
        """Its text, without footnotes and pictures."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    paragraphs: tuple[Paragraph, ...]
    is_head: bool
    columns: int = 1
    rows: int = 1
    width: float = 0.0
    """In points, as on the page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows of cells, of which the first ones are the head."""

    rows: tuple[tuple[Cell, ...], ...]
    head_rows: int
    description: str
    name: str
    """Its caption, or its first header."""
    look: Look

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in its cells."""
        for row in self.rows:
            for cell in row:
                yield from cell.paragraphs


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """An edition as blocks in reading order."""

    blocks: tuple[Block, ...]
    language: str
    is_rtl: bool
    title: str
    foot: str
    """What the foot of its pages says."""

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield all paragraphs, including those in tables."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield from block.paragraphs
            else:
                yield block

    def notes(self) -> tuple[Note, ...]:
        """Return the footnotes in the order of their numbers."""
        found = (run.note for paragraph in self.paragraphs() for run in paragraph.runs if run.note)
        return tuple(sorted({note.number: note for note in found}.values(), key=lambda note: note.number))
