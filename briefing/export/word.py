"""Blocks of an edition → a Word document with styles, bookmarks around the texts of the brief, and alternative texts.

python-docx packs the file and adds the pictures; styles, numbering and footnotes are written as WordprocessingML,
because it has no functions for them. The bytes depend on the edition only.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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
from briefing.export.elements import Sheet
from briefing.export.passages import ExportedEdition, bookmark_of, digest_of_words, write_passages
from briefing.export.reader import NOTES
from briefing.export.word_styles import (
    CODE,
    EMPHASIS,
    FOOTER,
    LINK,
    NOTE_MARK,
    NOTE_TEXT,
    STRONG,
    SUBSCRIPT,
    SUPERSCRIPT,
    TABLE,
    Styles,
    style_elements,
    style_id,
)
from briefing.export.word_xml import RELATIONSHIPS, Xml, make, qualified, serialized

TWIPS, EMU = 20, 12_700
"""The units of lengths and of pictures, per point (ECMA-376, 22.9.2.14 and 20.1.10.16)."""

LEAST_MARGIN = 57.0
"""In points: 20 mm. The margins of a page with a column next to the text are narrower."""

CONTENTS = 'TOC \\o "1-1" \\h \\z \\u'
"""The field of a table of contents: headings of the first level, with links (17.16.5.68)."""

GAP_BELOW_TABLE, GAP_BETWEEN_TABLES = 4.0, 8.0
"""Between a table and its note, and between two tables, in points."""

LETTER, BOLD_LETTER = 0.56, 0.62
"""The width of a letter of a wide sans-serif font, in font sizes."""

CELL_GAPS, LONGEST_WORD = 9.0, 18
"""The gaps at the sides of a cell in points, and the letters of the longest word that a column must hold."""

MIN_COLUMN = 30.0
"""The least width of a column, in points."""

BULLETS = ("\u2022", "\u2013", "\u25aa")
INDENT = 360
"""Of a list and of each level in it, in twips."""

NUMBER_ROOM = 567
"""The room for the number of a section, in twips: 1 cm."""

NUMBER_GAP = "\u2002"
COUNTED = re.compile(r"(?P<before>[^\d%]*)(?P<number>\d+)(?P<after>[^\d%]*)", re.ASCII)
"""The number of a section, with what a style prints around it."""

SOURCE = "#source:"
"""The start of the addresses of sources in the edition."""

SANS, SERIF = "Calibri", "Cambria"
"""The fonts that Word has on every system."""

STYLE_OF_SCRIPT = {"super": SUPERSCRIPT, "sub": SUBSCRIPT}
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

LONGEST_TIP = 250
"""In characters; Word refuses a file with a longer one."""

DROPPED_PARTS = ("customXml", "stylesWithEffects", "thumbnail")
"""The kinds of parts in the template of python-docx that a document does not take over."""

PACKED_ON = (1980, 1, 1, 0, 0, 0)
"""The time of the files in the archive: the earliest that the format has."""


@dataclass(frozen=True)
class Details:
    """The properties of a Word document, and what it is made with."""

    edition: ExportedEdition
    author: str
    subject: str
    keywords: str
    day: date
    locale: str
    """The language of the edition as a tag (BCP 47), with its region if it has one."""
    fonts: Mapping[str, str]
    """The names of fonts by the families of the stylesheets."""
    stand_ins: Mapping[str, str]
    """The fonts that programs have, by the names of the fonts that they replace."""
    rule: str
    """The colour of the rules of tables, as `#rrggbb`."""
    sheet: Sheet
    pictures: Mapping[Picture, bytes] = field(default_factory=dict)
    """The pictures as PNG."""


def write_word(document: Document, details: Details) -> bytes:
    """Return an edition as a Word document."""
    return _Writer(document, details).write()


class _Writer:
    def __init__(self, document: Document, details: Details) -> None:
        import docx

        self.document, self.details = document, details
        self.styles = Styles(document)
        self.docx: Any = docx.Document()
        self.body = self.docx.element.body
        self.section = self.body.sectPr
        self.ids = 0
        self.pictures = 0
        self.lists: dict[int, ListPlace] = {}
        self.passages: dict[Key, list[str]] = {}
        """The hashes of the words in the bookmarks of each passage."""
        self.targets = {run.link[1:] for run in _runs_of(document) if run.link.startswith("#")}
        anchors = {name for one in document.paragraphs() for name in one.anchors}
        self.targets &= anchors
        self.is_in_contents = False
        self.count = _count_of(document)
        """The text of the numbers of sections (`%1`); empty if word processors cannot count them."""
        places = (one.place.number for one in document.paragraphs() if one.place)
        self.count_id = max(places, default=0) + 1
        """The id of the numbering of sections, after those of lists."""

    def write(self) -> bytes:
        """Return the bytes of the file."""
        for element in list(self.body):
            if element is not self.section:
                self.body.remove(element)
        blocks = self.document.blocks
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            is_below_table = number > 0 and isinstance(blocks[number - 1], Table)
            self.section.addprevious(self.block(block, following, is_below_table=is_below_table))
            if isinstance(block, Table) and (following is None or isinstance(following, Table)):
                self.section.addprevious(
                    make("w:p", {}, make("w:pPr", {}, *_hairline(GAP_BETWEEN_TABLES if following else 0)))
                )
        self._drop_parts()
        self._set_styles()
        self._set_numbering()
        self._set_section()
        self._set_properties()
        self._add_notes()
        self._add_passages()
        self._set_settings()
        self._set_fonts()
        packed = io.BytesIO()
        self.docx.save(packed)
        return _with_fixed_times(packed.getvalue())

    # --- Blocks ---

    def block(self, block: Block, following: Block | None, *, is_below_table: bool = False) -> Xml:
        """Return a paragraph or a table."""
        if isinstance(block, Table):
            return self.table(block)
        paragraph = self.paragraph(block)
        properties = paragraph.find(qualified("w:pPr"))
        if _belongs_to(block, following):
            properties[0].addnext(make("w:keepNext"))
        if is_below_table and block.kind is Kind.TEXT and block.look.before < GAP_BELOW_TABLE:
            properties.append(make("w:spacing", {"w:before": str(round(GAP_BELOW_TABLE * TWIPS))}))
        is_entry = block.kind is Kind.ENTRY
        if is_entry and not self.is_in_contents:
            start = [_field("begin"), _instruction(CONTENTS), _field("separate")]
            for piece in reversed(start):
                properties.addnext(piece)
        self.is_in_contents = is_entry
        if is_entry and not (isinstance(following, Paragraph) and following.kind is Kind.ENTRY):
            paragraph.append(_field("end"))
        return paragraph

    def paragraph(self, block: Paragraph) -> Xml:
        """Return a paragraph."""
        properties = [make("w:pStyle", {"w:val": self.styles.of(block).id})]
        number: list[Xml] = []
        if block.number and block.kind is Kind.HEADING and self.count:
            properties.append(_number_properties(0, self.count_id))
        elif block.number:
            number.append(make("w:r", {}, _text(f"{block.number}{NUMBER_GAP}")))
        if block.place is not None:
            self.lists.setdefault(block.place.number, block.place)
            properties += self._numbered(block.place)
        return make("w:p", {}, make("w:pPr", {}, *properties), *number, *self._content(block))

    def _numbered(self, place: ListPlace) -> list[Xml]:
        if place.is_first:
            return [_number_properties(min(place.level, 2), place.number)]
        indent = str(INDENT * (min(place.level, 2) + 1))
        return [make("w:ind", {"w:left": indent})]

    def _content(self, block: Paragraph) -> Iterator[Xml]:
        """Yield the bookmarks, links and runs of a paragraph."""
        anchors = [self._bookmark(_anchor(name)) for name in block.anchors if name in self.targets]
        yield from (start for start, _ in anchors)
        yield from self._marked_runs(block.runs)
        yield from (end for _, end in anchors)

    def _marked_runs(self, runs: Iterable[Run]) -> Iterator[Xml]:
        """Yield runs, with a bookmark around those of each text of the brief."""
        for key, with_key in groupby(runs, attrgetter("key")):
            found = list(with_key)
            marks = self._bookmark(self._name_of(key, found)) if key else None
            if marks:
                yield marks[0]
            yield from self._linked_runs(found)
            if marks:
                yield marks[1]

    def _name_of(self, key: Key, runs: Iterable[Run]) -> str:
        """Return the name of the next bookmark around a part of a text."""
        known = self.passages.setdefault(key, [])
        known.append(digest_of_words("".join(run.text for run in runs if not self._is_citation(run))))
        return f"{bookmark_of(key, self.details.edition.language)}_{len(known)}"

    def _is_citation(self, run: Run) -> bool:
        return run.link.startswith(SOURCE) and run.link[1:] in self.targets

    def _bookmark(self, name: str) -> tuple[Xml, Xml]:
        number = {"w:id": str(self.ids)}
        self.ids += 1
        return make("w:bookmarkStart", {**number, "w:name": name}), make("w:bookmarkEnd", number)

    def _linked(self, link: str, tip: str, pieces: list[Xml]) -> Iterable[Xml]:
        if link.startswith("#") and link[1:] in self.targets:
            attributes = {"w:anchor": _anchor(link[1:]), "w:history": "1"}
        elif link and not link.startswith("#"):
            number = self.docx.part.relate_to(link, f"{RELATIONSHIPS}/hyperlink", is_external=True)
            attributes = {"r:id": number, "w:history": "1"}
        else:
            return pieces
        return [make("w:hyperlink", attributes | ({"w:tooltip": tip[:LONGEST_TIP]} if tip else {}), *pieces)]

    def run(self, run: Run) -> Iterator[Xml]:
        """Yield a run: its text, its picture, or the mark of its footnote."""
        if run.picture is not None:
            content = self.details.pictures.get(run.picture)
            if content is not None:
                yield make("w:r", {}, self._drawing(run.picture, content))
            elif run.picture.alt:
                yield make("w:r", {}, _text(f"[{run.picture.alt}]"))
        if run.note is not None:
            mark = make("w:footnoteReference", {"w:id": str(run.note.number)})
            properties = make("w:rPr", {}, make("w:rStyle", {"w:val": style_id(NOTE_MARK)}))
            yield make("w:r", {}, properties, mark)
        for number, line in enumerate(run.text.split("\n")):
            if number:
                yield make("w:r", {}, make("w:br"))
            if line:
                yield make("w:r", {}, *self._properties(run), _text(line))

    def _properties(self, run: Run) -> list[Xml]:
        found = []
        if style := _style_of(run):
            found.append(make("w:rStyle", {"w:val": style_id(style)}))
        if run.is_strong and style != STRONG:
            found += [make("w:b"), make("w:bCs")]
        if run.is_emphasised and style != EMPHASIS:
            found += [make("w:i"), make("w:iCs")]
        if run.script and style not in STYLE_OF_SCRIPT.values():
            found.append(make("w:vertAlign", {"w:val": f"{run.script}script"}))
        if run.is_rtl != self.document.is_rtl:
            found.append(make("w:rtl", {"w:val": "1" if run.is_rtl else "0"}))
        if run.language and run.language != self.document.language:
            names = ("w:bidi",) if run.is_rtl else ("w:val", "w:eastAsia")
            found.append(make("w:lang", dict.fromkeys(names, run.language)))
        return [make("w:rPr", {}, *found)] if found else []

    def _drawing(self, picture: Picture, content: bytes) -> Xml:
        area = picture.area
        width = min(area.width, self._text_width())
        height = area.height * width / area.width if area.width else area.height
        inline = self.docx.part.new_pic_inline(io.BytesIO(content), round(width * EMU), round(height * EMU))
        self.pictures += 1
        properties = inline.docPr
        properties.set("id", str(self.pictures))
        properties.set("name", f"Picture {self.pictures}")
        if picture.alt:
            properties.set("descr", picture.alt)
        else:
            from docx.oxml.parser import parse_xml

            properties.append(
                parse_xml(
                    f'<a:extLst xmlns:a="{DRAWING}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
                    f'<adec:decorative xmlns:adec="{DECORATIVE}" val="1"/></a:ext></a:extLst>'
                )
            )
        return make("w:drawing", {}, inline)

    def table(self, table: Table) -> Xml:
        """Return a table, whose head is repeated on each page."""
        widths = self._widths(table)
        has_row_heads = any(row[:1] and row[0].is_head for row in table.rows[table.head_rows :])
        look = {"w:firstRow": str(int(table.head_rows > 0)), "w:firstColumn": str(int(has_row_heads))}
        rest = dict.fromkeys(("w:lastRow", "w:lastColumn", "w:noVBand", "w:noHBand"), "0")
        properties = [
            make("w:tblStyle", {"w:val": style_id(TABLE)}),
            *([make("w:bidiVisual")] if table.look.is_rtl else []),
            make("w:tblW", {"w:w": str(sum(widths)), "w:type": "dxa"}),
            make("w:tblLayout", {"w:type": "fixed"}),
            make("w:tblLook", {"w:val": "0000", **look, **rest}),
            *([make("w:tblCaption", {"w:val": table.name})] if table.name else []),
            *([make("w:tblDescription", {"w:val": table.description})] if table.description else []),
        ]
        grid = make("w:tblGrid", {}, *(make("w:gridCol", {"w:w": str(width)}) for width in widths))
        rows = list(self._rows(table, widths))
        return make("w:tbl", {}, make("w:tblPr", {}, *properties), grid, *rows)

    def _widths(self, table: Table) -> list[int]:
        """Return the widths of columns in twips: the table is as wide as the text, with the shares of the page.

        A column has room for its longest word in another font, if the other columns can spare it.
        """
        columns = max((sum(cell.columns for cell in row) for row in table.rows), default=1)
        row = next((row for row in table.rows if len(row) == columns and all(one.width for one in row)), ())
        shares = [max(one.width, MIN_COLUMN) for one in row] or [1.0] * columns
        whole = self._text_width()
        widths = [share * whole / sum(shares) for share in shares]
        needed = [max(MIN_COLUMN, _word_width(table, column)) for column in range(columns)]
        lacking = [max(0.0, need - width) for need, width in zip(needed, widths, strict=True)]
        spare = [max(0.0, width - need) for need, width in zip(needed, widths, strict=True)]
        if 0 < sum(lacking) <= sum(spare):
            taken = sum(lacking) / sum(spare)
            widths = [
                width + lack - rest * taken for width, lack, rest in zip(widths, lacking, spare, strict=True)
            ]
        return [round(width * TWIPS) for width in widths]

    def _rows(self, table: Table, widths: Sequence[int]) -> Iterator[Xml]:
        open_cells: dict[int, tuple[int, int]] = {}
        """For each column with a cell from above: the rows that it still covers, and its columns."""
        for number, row in enumerate(table.rows):
            properties = [make("w:cantSplit")]
            if number < table.head_rows:
                properties.append(make("w:tblHeader"))
            found, column, cells = [], 0, list(row)
            while cells or column in open_cells:
                if column in open_cells:
                    rows, columns = open_cells.pop(column)
                    if rows > 1:
                        open_cells[column] = rows - 1, columns
                    cell, merge = Cell((), is_head=False, columns=columns), "continue"
                else:
                    cell, merge = cells.pop(0), ""
                    if cell.rows > 1:
                        open_cells[column] = cell.rows - 1, cell.columns
                        merge = "restart"
                found.append(self._cell(cell, sum(widths[column : column + cell.columns]), merge))
                column += cell.columns
            yield make("w:tr", {}, make("w:trPr", {}, *properties), *found)

    def _cell(self, cell: Cell, width: int, merge: str = "") -> Xml:
        properties = [make("w:tcW", {"w:w": str(width), "w:type": "dxa"})]
        if cell.columns > 1:
            properties.append(make("w:gridSpan", {"w:val": str(cell.columns)}))
        if merge:
            properties.append(make("w:vMerge", {"w:val": merge}))
        style = (
            make("w:pStyle", {"w:val": style_id("Table Text")}) if "Table Text" in self.styles.found else None
        )
        empty = make("w:p", {}, make("w:pPr", {}, *([style] if style is not None else [])))
        paragraphs = [self.paragraph(one) for one in cell.paragraphs] or [empty]
        return make("w:tc", {}, make("w:tcPr", {}, *properties), *paragraphs)

    # --- The rest of the file ---

    def _text_width(self) -> float:
        _, right, _, left = self._margins()
        return self.details.sheet.width - left - right

    def _margins(self) -> tuple[float, float, float, float]:
        top, right, bottom, left = (max(side, LEAST_MARGIN) for side in self.details.sheet.margins)
        return top, right, bottom, left

    def _drop_parts(self) -> None:
        """Remove the parts of the template that are not wanted: a picture of it, and data of its own."""
        for holder in (self.docx.part, self.docx.part.package):
            for number, relationship in list(holder.rels.items()):
                if relationship.reltype.rpartition("/")[2] in DROPPED_PARTS:
                    del holder.rels[number]

    def _set_styles(self) -> None:
        styles = self.docx.styles.element
        for child in list(styles):
            if child.tag in (qualified("w:style"), qualified("w:latentStyles"), qualified("w:docDefaults")):
                styles.remove(child)
        locale = self.details.locale
        languages = {"w:val": "en-GB" if self.document.is_rtl else locale, "w:eastAsia": "en-US"}
        languages["w:bidi"] = locale if self.document.is_rtl else "ar-SA"
        letters = [make("w:rtl")] if self.document.is_rtl else []
        letters.append(make("w:lang", languages))
        layout = [make("w:bidi")] if self.document.is_rtl else []
        runs = make("w:rPrDefault", {}, make("w:rPr", {}, *letters))
        paragraphs = make("w:pPrDefault", {}, make("w:pPr", {}, *layout))
        styles.append(make("w:docDefaults", {}, runs, paragraphs))
        for style in style_elements(self.styles, self.details.fonts, self.details.rule):
            styles.append(style)

    def _set_numbering(self) -> None:
        """Write a numbering for each list, so that each ordered list begins with 1 (17.9)."""
        numbering = self.docx.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        for number, kind in enumerate(("bullet", "decimal")):
            numbering.append(
                make(
                    "w:abstractNum",
                    {"w:abstractNumId": str(number)},
                    make("w:multiLevelType", {"w:val": "hybridMultilevel"}),
                    *(_level(level, kind) for level in range(len(BULLETS))),
                )
            )
        if self.count:
            level = _section_level(self.count)
            kind = make("w:multiLevelType", {"w:val": "singleLevel"})
            numbering.append(make("w:abstractNum", {"w:abstractNumId": "2"}, kind, level))
        for number, place in sorted(self.lists.items()):
            kind = make("w:abstractNumId", {"w:val": "1" if place.is_ordered else "0"})
            starts = [
                make("w:lvlOverride", {"w:ilvl": str(level)}, make("w:startOverride", {"w:val": "1"}))
                for level in range(len(BULLETS))
            ]
            numbering.append(
                make("w:num", {"w:numId": str(number)}, kind, *(starts if place.is_ordered else []))
            )
        if self.count:
            kind = make("w:abstractNumId", {"w:val": "2"})
            numbering.append(make("w:num", {"w:numId": str(self.count_id)}, kind))

    def _set_section(self) -> None:
        """Set the paper, the margins, and the foot with the number of the page."""
        sheet = self.details.sheet
        section = self.docx.sections[0]
        section.page_width, section.page_height = round(sheet.width * EMU), round(sheet.height * EMU)
        top, right, bottom, left = (round(side * EMU) for side in self._margins())
        section.top_margin, section.right_margin = top, right
        section.bottom_margin, section.left_margin = bottom, left
        grid = self.section.find(qualified("w:docGrid"))
        if self.document.is_rtl:
            (self.section.append if grid is None else grid.addprevious)(make("w:bidi"))
        foot = section.footer._element
        for child in list(foot):
            foot.remove(child)
        words = f"{self.document.foot} \u00b7 " if self.document.foot else ""
        properties = make("w:pPr", {}, make("w:pStyle", {"w:val": style_id(FOOTER)}))
        number = [
            _field("begin"),
            _instruction("PAGE"),
            _field("separate"),
            make("w:r", {}, _text("1")),
            _field("end"),
        ]
        foot.append(make("w:p", {}, properties, make("w:r", {}, _text(words)), *number))

    def _set_properties(self) -> None:
        properties, details = self.docx.core_properties, self.details
        moment = datetime.combine(details.day, time(), UTC).replace(tzinfo=None)
        properties.title = self.document.title[:255]
        properties.author = properties.last_modified_by = details.author[:255]
        properties.subject, properties.keywords = details.subject[:255], details.keywords[:255]
        properties.language, properties.comments, properties.revision = details.locale, "", 1
        properties.created = properties.modified = moment

    def _add_notes(self) -> None:
        """Add the footnotes as a part of the file; the two that draw the separators come first (17.11)."""
        notes = self.document.notes()
        if not notes:
            return
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart

        separators = [
            make(
                "w:footnote",
                {"w:type": kind, "w:id": number},
                make("w:p", {}, make("w:r", {}, make(f"w:{kind}"))),
            )
            for kind, number in (("separator", "-1"), ("continuationSeparator", "0"))
        ]
        root = make("w:footnotes", {}, *separators, *(self._note(note) for note in notes))
        name = PackURI("/word/footnotes.xml")
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = XmlPart(name, kind, root, self.docx.part.package)
        for element in root.iter(qualified("w:hyperlink")):
            number = element.get(qualified("r:id"))
            if number is not None:  # its address is in the relationships of the document, not of this part
                address = self.docx.part.rels[number].target_ref
                element.set(qualified("r:id"), part.relate_to(address, f"{RELATIONSHIPS}/hyperlink", True))
        self.docx.part.relate_to(part, f"{RELATIONSHIPS}/footnotes")

    def _linked_runs(self, runs: Iterable[Run]) -> Iterator[Xml]:
        """Yield runs, those that follow each other and have the same link in one."""
        for (link, tip), linked in groupby(runs, attrgetter("link", "tip")):
            yield from self._linked(link, tip, [piece for run in linked for piece in self.run(run)])

    def _note(self, note: Note) -> Xml:
        mark = make(
            "w:r",
            {},
            make("w:rPr", {}, make("w:rStyle", {"w:val": style_id(NOTE_MARK)})),
            make("w:footnoteRef"),
        )
        pieces = self._marked_runs(note.runs)
        properties = make("w:pPr", {}, make("w:pStyle", {"w:val": style_id(NOTE_TEXT)}))
        space = make("w:r", {}, _text(" "))
        return make(
            "w:footnote", {"w:id": str(note.number)}, make("w:p", {}, properties, mark, space, *pieces)
        )

    def _add_passages(self) -> None:
        """Add the list of passages as a custom part, which Word keeps when it saves the file (ECMA-376, 15.2.5)."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        package = self.docx.part.package
        edition = self.details.edition
        passages = (replace(one, texts=tuple(self.passages.get(one.key, ()))) for one in edition.passages)
        content = write_passages(replace(edition, passages=tuple(passages)))
        item = Part(PackURI("/customXml/item1.xml"), "application/xml", content, package)
        hexadecimal = sha256(content).hexdigest().upper()
        parts = (
            hexadecimal[:8],
            hexadecimal[8:12],
            hexadecimal[12:16],
            hexadecimal[16:20],
            hexadecimal[20:32],
        )
        namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
        about = f'<ds:datastoreItem xmlns:ds="{namespace}" ds:itemID="{{{"-".join(parts)}}}"/>'
        kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
        properties = Part(PackURI("/customXml/itemProps1.xml"), kind, about.encode(), package)
        item.relate_to(properties, f"{RELATIONSHIPS}/customXmlProps")
        self.docx.part.relate_to(item, f"{RELATIONSHIPS}/customXml")

    def _set_fonts(self) -> None:
        """Name the fonts that replace those of the edition where they are not installed (17.8.3.1)."""
        found = []
        for name, other in self.details.stand_ins.items():
            kind = "swiss" if other == SANS else "roman"
            traits = (("w:altName", other), ("w:family", kind), ("w:pitch", "variable"))
            found.append(
                make("w:font", {"w:name": name}, *(make(tag, {"w:val": value}) for tag, value in traits))
            )
        parts = (
            one.target_part for one in self.docx.part.rels.values() if one.reltype.endswith("/fontTable")
        )
        for part in parts:
            part._blob = serialized(make("w:fonts", {}, *found))

    def _set_settings(self) -> None:
        """Remove the settings of the template that are for another language."""
        settings = self.docx.settings.element
        for name in ("w:themeFontLang", "w:attachedTemplate"):
            for child in settings.findall(qualified(name)):
                settings.remove(child)


def _runs_of(document: Document) -> Iterator[Run]:
    for paragraph in document.paragraphs():
        for run in paragraph.runs:
            yield run
            yield from run.note.runs if run.note else ()


def _style_of(run: Run) -> str:
    """Return the character style of a run, which has only one."""
    if run.script:
        return STYLE_OF_SCRIPT[run.script]
    if run.link:
        return LINK
    if run.is_code:
        return CODE
    if run.is_strong:
        return STRONG
    return EMPHASIS if run.is_emphasised else ""


def _anchor(name: str) -> str:
    """Return the name of the bookmark of a place in the edition."""
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    is_short = len(plain) <= 30 and plain.replace("_", "")
    return f"at_{plain}" if is_short else f"at_{sha256(name.encode()).hexdigest()[:30]}"


def _text(words: str) -> Xml:
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", words)
    return make("w:t", {"xml:space": "preserve"}, text=clean)


def _field(kind: str) -> Xml:
    return make("w:r", {}, make("w:fldChar", {"w:fldCharType": kind}))


def _instruction(words: str) -> Xml:
    return make("w:r", {}, make("w:instrText", {"xml:space": "preserve"}, text=f" {words} "))


def _hairline(gap: float) -> list[Xml]:
    """Return the properties of the paragraph that must follow a table at the end, or between two tables."""
    size = make("w:rPr", {}, make("w:sz", {"w:val": "2"}))
    before = str(round(gap * TWIPS))
    return [
        make("w:spacing", {"w:before": before, "w:after": "0", "w:line": "20", "w:lineRule": "exact"}),
        size,
    ]


def _belongs_to(block: Paragraph, following: Block | None) -> bool:
    """Return True for a picture, or a note below it, with another note below: they stay on one page."""
    has_notes = isinstance(following, Paragraph) and bool(NOTES & set(following.parts))
    return has_notes and (bool(NOTES & set(block.parts)) or any(run.picture for run in block.runs))


def _word_width(table: Table, column: int) -> float:
    """Return the width of the longest word of a column with the gaps of its cell, in points; 0 for a longer one."""
    widths = [
        len(word) * one.look.size * (BOLD_LETTER if cell.is_head or one.look.is_bold else LETTER)
        for row in table.rows
        if len(row) > column and all(cell.columns == 1 for cell in row)
        for cell in (row[column],)
        for one in cell.paragraphs
        for word in one.text.split()
        if len(word) <= LONGEST_WORD
    ]
    return max(widths, default=0.0) + CELL_GAPS if widths else 0.0


def _number_properties(level: int, number: int) -> Xml:
    """Return the properties of a paragraph with a number: its level, and the id of its numbering."""
    parts = [make("w:ilvl", {"w:val": str(level)}), make("w:numId", {"w:val": str(number)})]
    return make("w:numPr", {}, *parts)


def _count_of(document: Document) -> str:
    """Return the text of the numbers of headings for a word processor, if they are counted from 1 in one way."""
    typed = [one.number for one in document.paragraphs() if one.kind is Kind.HEADING and one.number]
    found = [COUNTED.fullmatch(one) for one in typed]
    ways = {(one["before"], one["after"]) if one else None for one in found}
    numbers = [int(one["number"]) for one in found if one]
    if len(ways) != 1 or None in ways or numbers != list(range(1, len(typed) + 1)):
        return ""
    ((before, after),) = (one for one in ways if one)
    return f"{before}%1{after}"


def _section_level(text: str) -> Xml:
    """Return the only level of the numbering of sections."""
    return make(
        "w:lvl",
        {"w:ilvl": "0"},
        make("w:start", {"w:val": "1"}),
        make("w:numFmt", {"w:val": "decimal"}),
        make("w:lvlText", {"w:val": text}),
        make("w:lvlJc", {"w:val": "left"}),
        make("w:pPr", {}, make("w:ind", {"w:left": str(NUMBER_ROOM), "w:hanging": str(NUMBER_ROOM)})),
    )


def _level(level: int, kind: str) -> Xml:
    words = BULLETS[level] if kind == "bullet" else f"%{level + 1}."
    indent = make("w:ind", {"w:left": str(INDENT * (level + 1)), "w:hanging": str(INDENT)})
    return make(
        "w:lvl",
        {"w:ilvl": str(level)},
        make("w:start", {"w:val": "1"}),
        make("w:numFmt", {"w:val": kind}),
        make("w:lvlText", {"w:val": words}),
        make("w:lvlJc", {"w:val": "left"}),
        make("w:pPr", {}, indent),
    )


def _with_fixed_times(content: bytes) -> bytes:
    """Return an archive with the same files, whose times are all the same."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, PACKED_ON)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
