"""Tables, pictures with captions and text boxes → the blocks of a section."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.importing.brief_yaml import Value
from briefing.importing.document_tree import (
    Block,
    Box,
    Format,
    LeftOut,
    Paragraph,
    Picture,
    Style,
    Table,
    text_of,
)
from briefing.importing.instructions import (
    BOX_TITLE,
    PICTURE_ALT,
    PICTURE_TITLE,
    SECTION_TEXT,
    TABLE_ALT,
    TABLE_TITLE,
)
from briefing.importing.markup import SIGNS, Markup, escaped, notes_in
from briefing.importing.structure import cut, without_bold

MAX_BOX_TITLE, MAX_CAPTION = 15, 40
"""The number of words of the title of a box, and of a caption without a style."""

NUMERIC = re.compile(r"[-−–+(]?[€$£]?\s?\d[\d\s.,'’]*\)?\s?[%€]?")


@dataclass(frozen=True)
class Words:
    """The words of a language by which captions and notes are found."""

    captions: Sequence[str] = ()
    notes: Sequence[str] = ()
    sources: Sequence[str] = ()
    bylines: Sequence[str] = ()
    """The words in front of the names of authors."""


@dataclass
class Exhibits:
    """Makes the blocks of sections, and collects their files."""

    markup: Markup
    words: Words
    tables_in_text: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    """The labels of notes, which the page prints by itself."""

    def __post_init__(self) -> None:
        names = sorted(map(re.escape, self.words.captions), key=len, reverse=True)
        label = rf"\s*(?:{'|'.join(names) or '(?!)'})\.?\s*\d{{1,3}}\s*[.:–—-]?\s*"
        self.label = re.compile(label, re.IGNORECASE)
        names = sorted(map(re.escape, (*self.words.notes, *self.words.sources)), key=len, reverse=True)
        note = rf"\s*(?P<label>{'|'.join(names) or '(?!)'})\s*(?P<colon>:?)\s"
        self.note_label = re.compile(note, re.IGNORECASE)

    def taken_from(self, blocks: Sequence[Block]) -> tuple[list[Block], list[dict[str, Value]]]:
        """Return the blocks of the text of a section, and its tables, pictures and boxes as blocks of the brief."""
        texts: list[Block] = []
        made: list[dict[str, Value]] = []
        left = list(blocks)
        captions = {
            index
            for index, block in enumerate(left)
            if isinstance(block, Paragraph) and self._is_caption(block)
        }
        used: set[int] = set()
        for index, block in enumerate(left):
            if index in used:
                continue
            near = [one for one in (index - 1, index + 1) if one in captions and one not in used]
            caption = left[near[0]] if near else None
            exhibit = self._exhibit(block, caption if isinstance(caption, Paragraph) else None)
            if exhibit is None:
                texts.append(block)
                continue
            if near:
                used.add(near[0])
                texts = [one for one in texts if one is not caption]
            kind, values = exhibit
            after = max([index, *near]) + 1
            if kind != "box" and after < len(left) and (note := self._note(left[after])):
                used.add(after)
                values["note"] = note
            if caption is not None and near and (notes := notes_in(caption)):
                texts_of_notes = [self.markup.inline(run.note, is_line=True) for run in notes]
                values["note"] = " ".join(
                    [*([str(values["note"])] if "note" in values else []), *texts_of_notes]
                )
            made.append({kind: values})
        return texts, made

    def _is_caption(self, block: Paragraph) -> bool:
        return block.style is Style.CAPTION or (
            bool(self.label.match(block.text)) and len(block.text.split()) <= MAX_CAPTION
        )

    def _note(self, block: Block) -> str:
        """Return the note below an exhibit; "" if a block is none."""
        if not isinstance(block, Paragraph) or block.level or block.item:
            return ""
        match = self.note_label.match(block.text)
        is_bold = any(Format.BOLD in run.formats for run in block.runs[:1])
        if match is None or not (match["colon"] or is_bold):
            return ""
        is_label = match["label"].casefold() in {one.casefold() for one in self.words.notes}
        self.moved += [match[0]] if is_label else []
        runs = tuple(cut(block.runs, match.end())) if is_label else without_bold(block.runs)
        return self.markup.inline(runs, is_line=True)

    def _exhibit(self, block: Block, caption: Paragraph | None) -> tuple[str, dict[str, Value]] | None:
        if isinstance(block, Box):
            return self._box(block)
        if isinstance(block, Table):
            return self._table(block, caption)
        pictures = list(block.pictures())
        if len(pictures) == 1 and not block.text.strip() and caption is not None:
            return self._figure(pictures[0], caption)
        return None

    def _box(self, box: Box) -> tuple[str, dict[str, Value]]:
        blocks = list(box.blocks)
        first = blocks[0] if blocks else None
        values: dict[str, Value] = {"title": BOX_TITLE}
        if isinstance(first, Paragraph) and (
            first.level or (len(blocks) > 1 and len(first.text.split()) <= MAX_BOX_TITLE)
        ):
            values["title"] = self.markup.inline(without_bold(first.runs), has_notes=False, is_line=True)
            blocks = blocks[1:]
        values["text"] = self.markup.blocks(blocks) or SECTION_TEXT
        return "box", values

    def _figure(self, picture: Picture, caption: Paragraph) -> tuple[str, dict[str, Value]] | None:
        name = self.markup.keep(picture)
        if not name:
            return None
        title = self._caption(caption) or PICTURE_TITLE
        alt = escaped(picture.description)
        if not alt or alt.casefold() == title.casefold():
            alt = PICTURE_ALT
        return "figure", {"title": title, "alt": alt, "file": name}

    def _table(self, table: Table, caption: Paragraph | None) -> tuple[str, dict[str, Value]] | None:
        """Return a table as data; None if it is better as Markdown: untitled words, or more than words."""
        title = self._caption(caption) if caption else table.title
        cells = [run for row in table.rows for cell in row for run in cell]
        is_plain = not any(run.note or run.picture or run.address or run.is_break for run in cells)
        rows = [
            [" ".join(text_of([run for run in cell if not run.cited]).split()) for cell in row]
            for row in table.rows
        ]
        columns = list(zip(*rows[1:], strict=False)) if len(rows) > 1 else []
        is_numeric = any(
            sum(bool(NUMERIC.fullmatch(cell)) for cell in column) * 2 > len(column) for column in columns
        )
        is_named = bool(rows) and all(rows[0]) and len(set(rows[0])) == len(rows[0]) > 1
        if self.tables_in_text or not is_plain or not is_named or not columns or not (title or is_numeric):
            return None
        alt = table.description if table.description.casefold() != title.casefold() else ""
        values: dict[str, Value] = {
            "title": title if caption else escaped(title) or TABLE_TITLE,
            "alt": escaped(alt) or TABLE_ALT,
        }
        if any(run.cited or run.formats & SIGNS.keys() for run in cells):
            values["data"] = [[self.markup.inline(cell) for cell in row] for row in table.rows]
        else:
            count = sum(name.startswith("data/") for name in self.files) + 1
            name = f"data/table-{count}.csv"
            written = io.StringIO()
            csv.writer(written, lineterminator="\n").writerows(rows)
            self.files[name] = written.getvalue().encode()
            values["data"] = name
        return "table", values

    def _caption(self, caption: Paragraph) -> str:
        label = self.label.match(caption.text)
        runs = tuple(cut(caption.runs, label.end())) if label else caption.runs
        if label:
            self.left_out.append(
                LeftOut("the number of an exhibit, which is printed by itself", label[0].strip())
            )
        return self.markup.inline(runs, has_notes=False, is_line=True).replace("\\\n", " ")
