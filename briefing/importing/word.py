"""Reads a .docx into a document tree.

mammoth reads styles, lists, tables, notes, comments, links and pictures: its tree of a document is taken before it
becomes HTML, which has no place for sizes of letters and comments. What it does not see is rewritten before
(`word_fields`).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import mammoth
from mammoth import documents

from briefing.core.errors import BriefingError
from briefing.files.office_package import XML
from briefing.importing.document_tree import (
    CONTINUED,
    Block,
    Box,
    Cell,
    Comment,
    Document,
    Format,
    Item,
    LeftOut,
    Paragraph,
    Picture,
    Properties,
    Run,
    Style,
    Table,
    grid_of,
    text_of,
)
from briefing.importing.structure import starts_item
from briefing.importing.word_fields import (
    BIBLIOGRAPHY,
    BOX_END,
    BOX_START,
    CITATION,
    MARKED,
    NUMBER,
    SIGNS,
    TABLE,
    Found,
    read_numbering,
    read_styles,
    rewrite,
)
from briefing.importing.word_lists import GOES_ON, W
from briefing.importing.word_package import (
    MAIN,
    packed,
    parsed,
    read_custom_parts,
    read_package,
    unreadable,
)
from briefing.importing.word_sources import read_sources

STYLES = {
    "title": Style.TITLE,
    "subtitle": Style.SUBTITLE,
    "caption": Style.CAPTION,
    "quote": Style.QUOTE,
    "intense quote": Style.QUOTE,
    "quotations": Style.QUOTE,
    "block text": Style.QUOTE,
    "bibliography": Style.REFERENCE,
    "author": Style.AUTHOR,
    "date": Style.DATE,
    "figure": Style.CAPTION,
    "table": Style.CAPTION,
    "illustration": Style.CAPTION,
}
"""The names of styles in Word, LibreOffice and Pandoc, in lower case."""

HEADING = re.compile(r"heading[ _]?([1-9])$", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|contents)\b(?! heading)", re.IGNORECASE)
CODE = ("code", "html code", "source text", "verbatim char")
BOLD, ITALIC = ("strong", "intense emphasis"), ("emphasis", "subtle emphasis", "book title")

WITHOUT_NAMES = (
    "python-docx",
    "unknown",
    "author",
    "user",
    "microsoft office user",
    "administrator",
    "admin",
)
"""Names of authors that programs write, in lower case."""

CORE = "docProps/core.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
AROUND = 6
"""The number of words of a paragraph by which a comment says where it was."""


def read_word(content: bytes, name: str) -> Document:
    """Read a .docx. Raises ContentError if it cannot be read within its limits."""
    parts = read_package(content, name)
    roots = {part: parsed(parts[part], part, name) for part in parts if part.endswith(XML)}
    found = Found()
    for root in read_custom_parts(content):
        found.sources |= read_sources(root, _language(roots.get("word/styles.xml")))
    if "word/styles.xml" in roots:
        read_styles(roots["word/styles.xml"], found)
    if "word/numbering.xml" in roots:
        read_numbering(roots["word/numbering.xml"], found)
    for part in (MAIN, *NOTES):
        if part in roots:
            rewrite(roots[part], found)
            parts[part] = ElementTree.tostring(roots[part], encoding="UTF-8")
    found.left_out += _margins(roots)
    try:
        reader = _Reader(_tree_of(parts), found)
        blocks = list(reader.blocks())
    except BriefingError:
        raise
    except (RecursionError, Exception) as error:  # mammoth does not check what it reads
        raise unreadable(f"the document is damaged: {type(error).__name__}", name) from None
    properties = _properties(roots.get(CORE))
    properties.language = properties.language or _language(roots.get("word/styles.xml"))
    words = [*found.words, *(comment for comment in reader.comment_texts)]
    return Document(blocks, properties, found.works, found.left_out, words)


def _tree_of(parts: dict[str, bytes]) -> Any:  # noqa: ANN401  (mammoth has no types)
    """Return the document as mammoth reads it."""
    taken: list[Any] = []

    def take(document: Any) -> Any:  # noqa: ANN401
        taken.append(document)
        return documents.document([])

    mammoth.convert_to_html(
        packed(parts), transform_document=take, include_embedded_style_map=False, external_file_access=False
    )
    return taken[0]


def _margins(roots: dict[str, Element]) -> Iterator[LeftOut]:
    """Yield the words of headers and footers."""
    seen: set[str] = set()
    for part, root in roots.items():
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", part):
            words = " ".join("".join(text.text or "" for text in root.iter(f"{W}t")).split())
            if words and words not in seen:
                seen.add(words)
                yield LeftOut("in the header or footer of the pages", words)


def _properties(root: Element | None) -> Properties:
    if root is None:
        return Properties()
    found = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in root}
    authors = [one.strip() for one in found.get("creator", "").split(";")]
    typed = found.get("modified") or found.get("created", "")
    return Properties(
        title=found.get("title", ""),
        authors=[one for one in authors if one and one.lower() not in WITHOUT_NAMES],
        day=_day(typed),
        language=found.get("language", ""),
        keywords=[one.strip() for one in re.split(r"[;,]", found.get("keywords", "")) if one.strip()],
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed[:10])
    except ValueError:
        return None


def _language(styles: Element | None) -> str:
    """Return the language of the default style."""
    if styles is None:
        return ""
    tag = styles.find(f"{W}docDefaults//{W}lang")
    return "" if tag is None else tag.get(f"{W}val", "")


class _Reader:
    """Reads the tree of mammoth."""

    def __init__(self, document: Any, found: Found) -> None:  # noqa: ANN401
        self.document = document
        self.found = found
        self.comments = {one.comment_id: one for one in document.comments}
        self.comment_texts: list[str] = []
        self._comments: list[Comment] = []
        """The comments of the block that is being read."""

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the document; the blocks of a text box are in a box."""
        yield from self._blocks(self.document.children)

    def _blocks(self, children: Sequence[Any]) -> Iterator[Block]:
        box: list[Block] | None = None
        for block in self._flat(children):
            words = block.text.strip() if isinstance(block, Paragraph) else ""
            if words == BOX_START:
                box = []
            elif words == BOX_END:
                yield from [Box(tuple(box))] if box else ()
                box = None
            elif box is not None:
                box.append(block)
            else:
                yield block

    def _flat(self, children: Sequence[Any]) -> Iterator[Block]:
        for child in children:
            if isinstance(child, documents.Paragraph):
                yield self._paragraph(child)
            elif isinstance(child, documents.Table):
                yield self._table(child)

    def _paragraph(self, paragraph: Any) -> Paragraph:  # noqa: ANN401
        self._comments = []
        runs = tuple(self._runs(paragraph.children))
        style_name = (paragraph.style_name or "").strip()
        style = STYLES.get(style_name.lower(), Style.TEXT)
        heading = HEADING.match(style_name)
        level = int(heading[1]) if heading else self.found.levels.get(paragraph.style_id or "", 0)
        level = 0 if style in (Style.TITLE, Style.SUBTITLE) else level
        if CONTENTS.match(style_name):
            style, level = Style.CONTENTS, 0
        item = None
        if paragraph.numbering is not None and not level:
            number = "1" if paragraph.numbering.is_ordered else ""
            item = Item(int(paragraph.numbering.level_index), number)
        runs, item, is_reference = _without_signs(runs, item)
        if item and item.number == CONTINUED and (style is not Style.TEXT or starts_item(text_of(runs))):
            item = None
        sizes = [
            child.font_size
            for child in paragraph.children
            if isinstance(child, documents.Run) and child.font_size
        ]
        return Paragraph(
            runs,
            Style.LISTED if is_reference else style,
            level,
            None if level else item,
            tuple(replace(comment, after=_start_of(runs)) for comment in self._comments),
            max(sizes, default=0),
        )

    def _table(self, table: Any) -> Table:  # noqa: ANN401
        comments: list[Comment] = []
        rows = [[self._cell(cell, comments) for cell in row.children] for row in table.children]
        title = description = ""
        for index, row in enumerate(rows[:1]):
            found = MARKED.match(text_of(row[0].runs)) if row else None
            if found and found[1] == TABLE:
                title, description = found[2].split("\t")
                rows[index][0] = replace(row[0], runs=tuple(_unsigned(row[0].runs)))
        return Table(grid_of(rows), title, description, tuple(comments))

    def _cell(self, cell: Any, comments: list[Comment]) -> Cell:  # noqa: ANN401
        runs: list[Run] = []
        for block in self._flat(cell.children):
            if isinstance(block, Paragraph):
                comments += block.comments
                runs += [Run(is_break=True), *block.runs] if runs else block.runs
            elif isinstance(block, Table):
                words = " ".join(text_of(one) for line in block.rows for one in line)
                self.found.left_out.append(LeftOut("a table inside a table", words))
        return Cell(tuple(runs), cell.colspan, cell.rowspan)

    def _runs(
        self, children: Iterable[Any], formats: frozenset[Format] = frozenset(), address: str = ""
    ) -> Iterator[Run]:
        for child in children:
            if isinstance(child, documents.Run):
                yield from self._runs(child.children, formats | _formats_of(child), address)
            elif isinstance(child, documents.Hyperlink):
                yield from self._runs(child.children, formats, child.href or "")
            elif isinstance(child, documents.Text):
                yield from self._text(child.value, formats, address)
            elif isinstance(child, documents.Tab):
                yield Run("\t", formats)
            elif isinstance(child, documents.Break):
                yield Run(is_break=True) if child.break_type == "line" else Run(" ")
            else:
                yield from self._other(child, formats)

    def _other(self, child: Any, formats: frozenset[Format]) -> Iterator[Run]:  # noqa: ANN401
        if isinstance(child, documents.Image):
            yield from self._picture(child)
        elif isinstance(child, documents.NoteReference):
            yield from self._note(child)
        elif isinstance(child, documents.CommentReference):
            self._comment(child)
        elif isinstance(child, documents.Checkbox):
            yield Run("☑" if child.checked else "☐", formats)

    def _text(self, text: str, formats: frozenset[Format], address: str) -> Iterator[Run]:
        """Yield the runs of a text: its words, and the citations in it."""
        start = 0
        for sign in MARKED.finditer(text):
            if sign[1] == CITATION:
                number, _, words = sign[2].partition(":")
                yield Run(text[start : sign.start()], formats, address)
                yield Run(words, cited=self.found.citations[int(number)])
                start = sign.end()
        yield Run(text[start:], formats, address)

    def _picture(self, image: Any) -> Iterator[Run]:  # noqa: ANN401
        try:
            with image.open() as file:
                content = file.read()
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            reason = "a picture that is linked, or missing in the document"
            self.found.left_out.append(LeftOut(reason, image.alt_text or ""))
            return
        yield Run(picture=Picture(content, " ".join((image.alt_text or "").split())))

    def _note(self, reference: Any) -> Iterator[Run]:  # noqa: ANN401
        note = self.document.notes.resolve(reference)
        runs: list[Run] = []
        for block in self._flat(note.body):
            if isinstance(block, Paragraph) and not block.is_empty:
                runs += [Run(" "), *block.runs] if runs else block.runs
        if runs:
            runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        yield Run(note=tuple(runs)) if runs else Run()

    def _comment(self, reference: Any) -> None:  # noqa: ANN401
        comment = self.comments.get(reference.comment_id)
        if comment is None:
            return
        held = self._comments
        text = " ".join(block.text for block in self._flat(comment.body) if isinstance(block, Paragraph))
        self._comments = held
        text = " ".join(text.split())
        self.comment_texts.append(text)
        self._comments.append(Comment(text, comment.author_name or ""))


def _formats_of(run: Any) -> frozenset[Format]:  # noqa: ANN401
    style = (run.style_name or "").lower()
    found = {
        Format.BOLD: run.is_bold or style in BOLD,
        Format.ITALIC: run.is_italic or style in ITALIC,
        Format.CODE: style in CODE,
        Format.SUPERSCRIPT: run.vertical_alignment == "superscript",
        Format.SUBSCRIPT: run.vertical_alignment == "subscript",
    }
    return frozenset(one for one, is_set in found.items() if is_set)


def _start_of(runs: tuple[Run, ...]) -> str:
    words = text_of(runs).split()
    return " ".join(words[:AROUND]) + (" …" if len(words) > AROUND else "")


def _unsigned(runs: Iterable[Run]) -> list[Run]:
    return [replace(run, text=SIGNS.sub("", MARKED.sub("", run.text))) for run in runs]


def _without_signs(runs: tuple[Run, ...], item: Item | None) -> tuple[tuple[Run, ...], Item | None, bool]:
    """Return the runs without signs of lists, the place in a list, and True for a reference of a field."""
    words = text_of(runs)
    if words.strip() in (BOX_START, BOX_END):
        return runs, None, False
    is_reference = BIBLIOGRAPHY in words
    for sign in MARKED.finditer(words):
        if sign[1] == NUMBER:
            level, _, number = sign[2].partition(":")
            item = Item(int(level), CONTINUED if number == GOES_ON else number)
    kept = tuple(
        run if run.cited or not SIGNS.search(run.text) else replace(run, text=_of_lists(run.text))
        for run in runs
    )
    return kept, item, is_reference


def _of_lists(text: str) -> str:
    without = re.sub(f"{NUMBER}.*?[\ue006]", "", text)
    return without.replace(BIBLIOGRAPHY, "")
