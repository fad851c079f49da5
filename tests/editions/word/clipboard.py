"""The text of a Word document as a text editor gets it from the clipboard.

Word puts one line for each paragraph on it, without empty lines and without indentation. Bullets and numbers are
typed before the items, each with a tab; the cells of a table have tabs between them. Scripts, emphasis and pictures
are lost, as are the comments in the margin and the texts of footnotes. What fields show is kept, errors too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

TEXTS = {"tab": "\t", "softHyphen": "\u00ad", "noBreakHyphen": "\u2011", "cr": "\n"}
SKIPPED = {"pPr", "rPr", "del", "instrText", "pict", "drawing", "commentReference"}
SYMBOL_FONT = {"\uf0b7": "•"}
"""The bullets of the font Symbol become characters; those of Wingdings keep their private ones."""


@dataclass(frozen=True)
class Line:
    """A line on the clipboard, with the style of the paragraph that it comes from."""

    style: str
    text: str


def copied(file: bytes, *, note_marks: bool = True) -> list[Line]:
    """Return the lines of a document that is selected as a whole and copied.

    With `note_marks`, a footnote leaves its number behind, as in LibreOffice and the web edition of Word.
    """
    document = docx.Document(BytesIO(file))
    return list(_lines(document, _Labels(document), note_marks=note_marks))


def _lines(document: Document, labels: _Labels, *, note_marks: bool) -> Iterator[Line]:
    for block in document.element.body:
        if block.tag == qn("w:tbl"):
            yield from (Line("Table", row) for row in _rows(block, note_marks=note_marks))
        elif block.tag == qn("w:p"):
            style = (
                block.pPr.pStyle.val if block.pPr is not None and block.pPr.pStyle is not None else "Normal"
            )
            text = labels.of(block) + _text(block, note_marks=note_marks)
            yield from (Line(style, line) for line in text.split("\n"))
            yield from (
                Line("Normal", "".join(_words(each)))
                for each in block.iterfind(".//" + qn("w:txbxContent") + "/" + qn("w:p"))
            )


def _rows(table: Any, *, note_marks: bool) -> Iterator[str]:
    """Yield each row; the rest of a cell that is merged with the one above is empty."""
    for row in table.iterfind(qn("w:tr")):
        cells = row.iterfind(qn("w:tc"))
        yield "\t".join(
            " ".join(filter(None, (_text(each, note_marks=note_marks) for each in cell.iterfind(qn("w:p")))))
            for cell in cells
        )


def _words(paragraph: Any) -> Iterator[str]:
    for text in paragraph.iter(qn("w:t")):
        yield text.text or ""


def _text(element: Any, *, note_marks: bool) -> str:
    """Return the text of an element."""
    name = element.tag.rpartition("}")[2]
    if name in SKIPPED:
        return ""
    if element.tag in (qn("w:t"), qn("m:t")):
        return _in_mathematics(element.text) if element.tag == qn("m:t") else element.text or ""
    if name == "sym":
        return chr(int(element.get(qn("w:char")), 16))
    if name == "br":
        return "\f" if element.get(qn("w:type")) == "page" else "\n"
    if name == "footnoteReference":
        return element.get(qn("w:id")) if note_marks else ""
    inside = "".join(_text(child, note_marks=note_marks) for child in element)
    return f"^{inside}" if element.tag == qn("m:sup") else TEXTS.get(name, inside)


def _in_mathematics(text: str) -> str:
    """Return the letters of an equation as the italic letters of mathematics, as Word copies them."""
    return "".join(
        "ℎ" if letter == "h" else chr(ord(letter) - ord("A") + 0x1D434) if "A" <= letter <= "Z"
        else chr(ord(letter) - ord("a") + 0x1D44E) if "a" <= letter <= "z" else letter
        for letter in text
    )  # fmt: skip


class _Labels:
    """Counts the items of the lists of a document."""

    def __init__(self, document: Document) -> None:
        self.numbering = document.part.numbering_part.element
        self.counts: Counter[tuple[int, int]] = Counter()

    def of(self, paragraph: Any) -> str:
        """Return the bullet or the number of a paragraph with a tab, or nothing."""
        if paragraph.pPr is None or paragraph.pPr.numPr is None:
            return ""
        number, depth = paragraph.pPr.numPr.numId.val, paragraph.pPr.numPr.ilvl.val
        self.counts[number, depth] += 1
        for below in range(depth + 1, 9):
            self.counts[number, below] = 0
        level = self._level(number, depth)
        label = level.find(qn("w:lvlText")).get(qn("w:val"))
        kind = level.find(qn("w:numFmt")).get(qn("w:val"))
        counted = _FORMATS[kind](self.counts[number, depth])
        return SYMBOL_FONT.get(label, label).replace(f"%{depth + 1}", counted) + "\t"

    def _level(self, number: int, depth: int) -> Any:
        (abstract,) = self.numbering.xpath(f'w:num[@w:numId="{number}"]/w:abstractNumId/@w:val')
        (level,) = self.numbering.xpath(
            f'w:abstractNum[@w:abstractNumId="{abstract}"]/w:lvl[@w:ilvl="{depth}"]'
        )
        return level


ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_FORMATS = {
    "bullet": lambda number: "",
    "decimal": str,
    "lowerLetter": lambda number: chr(ord("a") + number - 1),
    "lowerRoman": lambda number: ROMAN[number],
    "upperRoman": lambda number: ROMAN[number].upper(),
}
