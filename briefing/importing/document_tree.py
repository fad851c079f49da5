"""A document as all formats give it: blocks of runs, its properties, and everything that its reader left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Format(StrEnum):
    """The format of a run that a brief can print."""

    BOLD = "bold"
    ITALIC = "italic"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    CODE = "code"


class Style(StrEnum):
    """The style of a paragraph, as far as it says what the paragraph is."""

    TEXT = "text"
    TITLE = "title"
    SUBTITLE = "subtitle"
    CAPTION = "caption"
    QUOTE = "quote"
    REFERENCE = "reference"
    LISTED = "listed"
    """A reference that a field printed, of the works that the document cites."""
    CONTENTS = "contents"
    AUTHOR = "author"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its bytes, and the description for readers who cannot see it."""

    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """One work in a citation: the id of the source, and the place in it (`p. 4`)."""

    id: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph with one format. Without text it is a note, a citation, a picture or a line break."""

    text: str = ""
    formats: frozenset[Format] = frozenset()
    address: str = ""
    """The address of a link."""
    note: tuple[Run, ...] = ()
    """The text of a footnote or endnote."""
    cited: tuple[Cited, ...] = ()
    """The works of a citation; `text` is then what the document prints in its place."""
    picture: Picture | None = None
    is_break: bool = False


CONTINUED = "\0"
"""The number of a paragraph that continues the item above it."""


@dataclass(frozen=True, slots=True)
class Item:
    """The place of a paragraph in a list: its level from 0, and its number as printed; "" for a bullet."""

    level: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a reader, and the first words of the paragraph that it is about."""

    text: str
    author: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading (`level` from 1) or an item of a list."""

    runs: tuple[Run, ...]
    style: Style = Style.TEXT
    level: int = 0
    item: Item | None = None
    comments: tuple[Comment, ...] = ()
    size: float = 0
    """The size of its letters in points; 0 if it is that of the style."""

    @property
    def text(self) -> str:
        """The words of the paragraph, without those of notes."""
        return text_of(self.runs)

    @property
    def is_empty(self) -> bool:
        """True if nothing of the paragraph would be printed."""
        return not self.text.strip() and not any(run.picture or run.note or run.cited for run in self.runs)

    def pictures(self) -> Iterator[Picture]:
        """Yield the pictures in the paragraph."""
        yield from (run.picture for run in self.runs if run.picture)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, each with its runs; `title` and `description` are those that the document gives it."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    title: str = ""
    description: str = ""
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a document has it: its runs, and the number of columns and rows that it covers."""

    runs: tuple[Run, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A text box, with the blocks in it."""

    blocks: tuple[Block, ...]


Block = Paragraph | Table | Box


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A thing of the document that is not in the brief as it was: `reason` says why, `words` are its words."""

    reason: str
    words: str = ""
    help: str = ""
    """What to do, if a person can do anything; the same for each reason."""


@dataclass
class Properties:
    """The properties of a document, as far as it has them."""

    title: str = ""
    subtitle: str = ""
    authors: Sequence[str] = ()
    day: date | None = None
    language: str = ""
    keywords: Sequence[str] = ()


@dataclass
class Document:
    """A document: its blocks in order, its properties, the sources that it contains as CSL items by their ids."""

    blocks: Sequence[Block]
    properties: Properties = field(default_factory=Properties)
    sources: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    left_out: Sequence[LeftOut] = ()
    words: Sequence[str] = ()
    """The words of each paragraph, read independently of the blocks, to compare them with those of the brief."""


def text_of(runs: Sequence[Run]) -> str:
    """Return the words of runs; a line break is a space."""
    return "".join(" " if run.is_break else run.text for run in runs)


MAX_SPAN = 40
"""The number of columns or rows that a cell covers at most; a spreadsheet of data has no more columns."""


def grid_of(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[tuple[Run, ...], ...], ...]:
    """Return rows of the same length: a cell is in the first of its columns and rows, and the others are empty."""
    grid: list[list[tuple[Run, ...]]] = []
    covered: dict[int, int] = {}
    """For each column, the number of rows that a cell above still covers."""
    for row in rows:
        line: list[tuple[Run, ...]] = []
        for cell in row:
            _skip_covered(line, covered)
            for column in range(max(1, min(cell.across, MAX_SPAN))):
                covered[len(line)] = max(0, min(cell.down, MAX_SPAN) - 1)
                line.append(() if column else cell.runs)
        _skip_covered(line, covered)
        grid.append(line)
    width = max(map(len, grid), default=0)
    return tuple((*line, *[()] * (width - len(line))) for line in grid)


def _skip_covered(line: list[tuple[Run, ...]], covered: dict[int, int]) -> None:
    while covered.get(len(line)):
        covered[len(line)] -= 1
        line.append(())
