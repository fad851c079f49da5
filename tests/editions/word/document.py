"""A Word document of eight pages with everything that people paste, written with python-docx.

Run `python -m tests.editions.word.document FILE` to look at it in a word processor. Tests write it again each
time, so it is not kept as a file. Its subject is made up for the tests: there is no Testland.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
WRITTEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

LISTS = {
    "bullets": (
        ("bullet", "\uf0b7", "Symbol"),
        ("bullet", "o", "Courier New"),
        ("bullet", "\uf0a7", "Wingdings"),
    ),
    "numbers": (("decimal", "%1.", ""), ("lowerLetter", "%2.", ""), ("lowerRoman", "%3.", "")),
    "letters": (("lowerLetter", "%1)", ""),),
    "roman": (("upperRoman", "%1.", ""),),
    "brackets": (("decimal", "(%1)", ""),),
}
"""The kinds of lists in Word's library, each with its levels: the format, the label and the font of the label."""

Piece = str | Callable[[Paragraph], None]
"""A part of a paragraph: its text, or a function that adds something else."""


class Writer:
    """Writes the paragraphs, lists, notes and tables of a document."""

    def __init__(self) -> None:
        self.document: Document = docx.Document()
        self.notes: list[str] = []
        self.lists = {name: number for number, name in enumerate(LISTS, 60)}
        self._define_lists()

    def _define_lists(self) -> None:
        numbering = self.document.part.numbering_part.element
        for name, number in self.lists.items():
            levels = "".join(
                f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{label}"/>'
                f'<w:pPr><w:ind w:left="{720 * (depth + 1)}" w:hanging="360"/></w:pPr>'
                + (
                    f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>'
                    if font
                    else ""
                )
                + "</w:lvl>"
                for depth, (kind, label, font) in enumerate(LISTS[name])
            )
            abstract = f'<w:abstractNum {NAMESPACES} w:abstractNumId="{number}">{levels}</w:abstractNum>'
            numbering.insert(0, parse_xml(abstract))
            numbering.append(
                parse_xml(
                    f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
                )
            )

    def paragraph(self, *pieces: Piece, style: str = "Normal") -> Paragraph:
        """Add a paragraph."""
        paragraph = self.document.add_paragraph(style=style)
        for piece in pieces:
            if isinstance(piece, str):
                paragraph.add_run(piece)
            else:
                piece(paragraph)
        return paragraph

    def chapter(self, title: str, *, new_page: bool = True) -> None:
        """Add a heading of the first level."""
        self.paragraph(title, style="Heading 1").paragraph_format.page_break_before = new_page

    def items(self, name: str, items: Sequence[str | tuple[int, str]]) -> None:
        """Add the items of a list, which goes on with the numbers of the last one of its kind."""
        for item in items:
            depth, text = item if isinstance(item, tuple) else (0, item)
            paragraph = self.paragraph(text, style="List Paragraph")
            level = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{self.lists[name]}"/>'
            properties = f"<w:numPr {NAMESPACES}>{level}</w:numPr>"
            paragraph._p.get_or_add_pPr().append(parse_xml(properties))

    def table(self, rows: Sequence[Sequence[str]], merged: Sequence[tuple[int, int, int, int]] = ()) -> None:
        """Add a table; each of the merged areas is its first row and column, and its last."""
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for cells, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(cells, row.cells, strict=True):
                cell.text = text
        for top, left, bottom, right in merged:
            table.cell(top, left).merge(table.cell(bottom, right))

    def note(self, text: str) -> Piece:
        """Return the mark of a footnote."""
        self.notes.append(text)
        number = len(self.notes)
        return lambda paragraph: paragraph.add_run()._r.append(
            parse_xml(f'<w:footnoteReference {NAMESPACES} w:id="{number}"/>')
        )

    def comment(self, words: str, text: str) -> Piece:
        """Return words with a comment of a colleague in the margin."""
        return lambda paragraph: self.document.add_comment(
            paragraph.add_run(words), text, author="B. Sample", initials="BS"
        )

    def bytes(self) -> bytes:
        """Return the file."""
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
            f"{escape(text)}</w:t></w:r></w:p></w:footnote>"
            for number, text in enumerate(self.notes, 1)
        )
        footnotes = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>".encode(),
            self.document.part.package,
        )
        self.document.part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)
        properties = self.document.core_properties
        properties.created = properties.modified = WRITTEN
        properties.author = "A. Tester"
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()


def raised(text: str) -> Piece:
    """Return a superscript."""
    return lambda paragraph: setattr(paragraph.add_run(text).font, "superscript", True)


def lowered(text: str) -> Piece:
    """Return a subscript."""
    return lambda paragraph: setattr(paragraph.add_run(text).font, "subscript", True)


def emphasised(text: str) -> Piece:
    """Return words in italics."""
    return lambda paragraph: setattr(paragraph.add_run(text).font, "italic", True)


def element(xml: str) -> Piece:
    """Return an element inside a paragraph, as WordprocessingML."""
    whole = re.sub(r"^<[\w:]+", rf"\g<0> {NAMESPACES}", xml)
    return lambda paragraph: paragraph._p.append(parse_xml(whole))


def field(code: str, result: str) -> Piece:
    """Return a field with the text that it shows."""
    return element(
        f'<w:fldSimple w:instr={quoteattr(code)}><w:r><w:t xml:space="preserve">{result}</w:t></w:r></w:fldSimple>'
    )


def deleted(text: str) -> Piece:
    """Return words that a colleague deleted while changes were tracked."""
    return element(
        f'<w:del w:id="901" w:author="B. Sample"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'
    )


def inserted(text: str) -> Piece:
    """Return words that a colleague inserted while changes were tracked."""
    return element(
        f'<w:ins w:id="902" w:author="B. Sample"><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:ins>'
    )


def symbol(code: str, font: str) -> Piece:
    """Return a sign of a font of symbols, as Insert > Symbol writes it."""
    return element(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>')


def formula(base: str, exponent: str, rest: str) -> Piece:
    """Return an equation that begins with a power."""
    return element(
        f"<m:oMath><m:r><m:t>{rest}</m:t></m:r><m:sSup><m:e><m:r><m:t>{base}</m:t></m:r></m:e>"
        f"<m:sup><m:r><m:t>{exponent}</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )


def text_box(*lines: str) -> Piece:
    """Return a text box at the side of the page."""
    inside = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    return element(
        '<w:r><w:pict><v:shape style="width:420pt;height:90pt" type="#_x0000_t202" stroked="t">'
        f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def simple(kind: str) -> Piece:
    """Return an element of a run without content: a tab, a soft hyphen, a break."""
    return lambda paragraph: paragraph.add_run()._r.append(parse_xml(f"<w:{kind} {NAMESPACES}/>"))


TAB, SOFT, FIXED = simple("tab"), simple("softHyphen"), simple("noBreakHyphen")
BREAK, PAGE = simple("br"), simple('br w:type="page"')


def picture() -> bytes:
    """Return a small grey picture (PNG)."""
    rows = b"".join(b"\0" + bytes(90 + (x * y) % 120 for x in range(1280)) for y in range(480))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1280, 480, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def write_front(to: Writer) -> None:
    """Write the title, the authors with their affiliations, the abstract, the contents and the key points."""
    to.paragraph("Rivers of Testland: what three gauges show", style="Title")
    to.paragraph("A made-up report for tests", style="Subtitle")
    to.paragraph("A. Tester", raised("1"), ", B. Sample", raised("2"), " and C. Example", raised("1,*"))
    to.paragraph(
        raised("1"), " Institute of Trials, Testland. ", raised("2"), " School of Samples, Testland."
    )
    to.paragraph(raised("*"), "Corresponding author: c.example@example.org")
    to.paragraph("Abstract", style="Heading 2")
    to.paragraph(
        "Three gauges in Testland were read every day for a year. The rivers rose at each of them. "
        "This report says how they were read, and what the readings are good for."
    )
    to.paragraph("Contents", style="Heading 2")
    for number, (title, page) in enumerate(
        (("Why the gauges were read", 2), ("Where the stations are", 3), ("How the levels were measured", 4)),
        1,
    ):
        to.paragraph(f"{number}.", TAB, title, TAB, str(page), style="Normal")
    to.paragraph("Key points", style="Heading 2")
    to.items(
        "bullets",
        (
            "The rivers rose at all three stations.",
            "Station B rose most, by 15–20 centimetres.",
            "The gauges are read by hand, and that is too slow.",
        ),
    )


def write_reasons(to: Writer) -> None:
    """Write a chapter with the typography of Word: quotation marks, spaces, hyphens, primes, signs and ranges."""
    to.chapter("Why the gauges were read")
    to.paragraph(
        "The gauges of Testland go back to the ’90s, when the town’s engineers “wanted a number, not an opinion”. "
        'The first of them wrote: "It\'s a simple rod, 6\' 2" long, and it does not lie." '
        "Nobody has replaced it since."
    )
    to.paragraph(
        "Readings were taken at 5\u00a0°C and at -5\u00a0°C, between pages 12-19 of the log and from 1990-2000 "
        "in the old books. A re",
        FIXED,
        "reading of the log took two weeks. The hydro",
        SOFT,
        "graphic office helped, and the reading of \u20133 °C was confirmed.",
    )
    to.paragraph(
        "The office answers three questions. Is the water rising? Is it rising faster?  And who must know?",
        to.note("The third question was added after the spring flood."),
        " The answers are in the chapters below.",
    )
    to.paragraph("What the office asked for", style="Heading 2")
    to.paragraph(
        "The office asked for three things… and got two. It wanted a table - a short one - and a map -- a large one. "
        "It did not want a model."
    )
    to.paragraph("What it did not ask for", style="Heading 3")
    to.paragraph(
        "Nobody asked about the temperature of the water. We measured it anyway, as the gauge at station C "
        "is read with a thermometer in it. See ",
        field(" REF _Ref500000001 \\h ", "Error! Reference source not found."),
        " for the readings.",
    )


def write_places(to: Writer) -> None:
    """Write a chapter with bullets on three levels, a text box, a picture with its caption, and tabs."""
    to.chapter("Where the stations are")
    to.paragraph("The stations are in three places:")
    to.items(
        "bullets",
        (
            "Station A, above the town",
            (1, "on the left bank, near the mill"),
            (1, "on the right bank, near the school"),
            (2, "the school lets pupils read the gauge"),
            "Station B, in the town",
            "Station C, below the town",
        ),
    )
    to.paragraph(
        "The map in Figure 1 shows them. ",
        text_box("Box 1: The mill", "The mill has a gauge of its own. Its miller reads it every morning."),
    )
    to.document.add_picture(BytesIO(picture()), width=Cm(12))
    to.paragraph("Figure ", field(" SEQ Figure \\* ARABIC ", "1"), ": The three stations", style="Caption")
    to.paragraph("Opened:", TAB, "3 May 2024")
    to.paragraph("Closed:", TAB, "not yet")
    to.paragraph("The mill and the school", style="Heading 2")
    to.paragraph(
        "The mill is 2 km from the town, the school 400 m. Both are on the river",
        deleted(" and both are old"),
        inserted(", and both have a key to the gauge"),
        ". The way from one to the other is marked with arrows ",
        symbol("F0E0", "Wingdings"),
        " on the trees.",
    )
    to.paragraph("Station A is at the first bend;", BREAK, "station B is at the second.")


def write_methods(to: Writer) -> None:
    """Write a chapter with numbered lists: nested, continued after a paragraph, with letters and Roman numerals."""
    to.chapter("How the levels were measured")
    to.paragraph(
        "Each reading has the same steps.", to.note("The steps are those of the office’s own handbook.")
    )
    to.items(
        "numbers",
        (
            "Clean the rod.",
            (1, "Use a dry cloth."),
            (1, "Look for scratches:"),
            (2, "at the foot"),
            (2, "at the head"),
            "Read the level twice.",
        ),
    )
    to.paragraph("Wait for ten minutes before you go on.")
    to.items("numbers", ("Read the level again.", "Write the mean into the log."))
    to.paragraph("The office accepts a reading if:")
    to.items("letters", ("two people took it;", "both wrote it down; and", "the numbers agree."))
    to.paragraph("There are two kinds of days:")
    to.items("roman", ("Days with a reading in the morning", "Days with a reading in the evening"))
    to.paragraph("A day is lost if")
    to.items("brackets", ("the rod is under ice, or", "the log is wet."))
    to.paragraph(PAGE)
    to.paragraph("Who reads the gauges", style="Heading 2")
    to.paragraph(
        "Pupils read the gauge at the school. Their teacher signs each page of the log. "
        "The miller reads his own. 1990. That was the first year with both. ",
        to.comment("Both logs are kept.", "Where are they kept?"),
    )


def write_results(to: Writer) -> None:
    """Write a chapter with tables of numbers and of words, merged cells, and captions."""
    to.chapter("What the readings show")
    to.paragraph("Table 1 has the levels, ", field(" REF _Ref500000002 \\h ", "Table 2"), " the causes.")
    to.paragraph("Table ", field(" SEQ Table \\* ARABIC ", "1"), ". Levels in centimetres", style="Caption")
    to.table(
        (
            ("Station", "Spring", "Autumn", "Change"),
            ("A", "1,204", "1,210.5", "+6.5"),
            ("B", "980", "998", "+18"),
            ("C", "1,101", "1,099", "-2"),
            ("Mean", "1,095", "1,102.5", "+7.5"),
        )
    )
    to.paragraph("Source: readings of the office, made up for tests.")
    to.paragraph(
        "Table ", field(" SEQ Table \\* ARABIC ", "2"), ". What may have caused them", style="Caption"
    )
    to.table(
        (
            ("Station", "Cause", "How sure"),
            ("A and B", "rain in the hills", "quite sure"),
            ("", "snow that melted", "not sure"),
            ("C", "no cause known", ""),
        ),
        merged=((1, 0, 2, 0), (3, 1, 3, 2)),
    )
    to.paragraph(
        "The level at station B rose by 18 cm, more than at A. See also Table XX, which is not ready. "
        "The mean of the three hides that station C fell [check with B.S.]."
    )


def write_formulae(to: Writer) -> None:
    """Write a chapter with scripts, equations and units."""
    to.chapter("How level becomes flow", new_page=False)
    to.paragraph(
        "The river drains 120 km", raised("2"), ", and it carries 3.5 m", raised("3"), " per second, or 3.5 × 10",
        raised("3"), " litres. Its water holds CO", lowered("2"), " at 10", raised("-5"), " of its mass.",
    )  # fmt: skip
    to.paragraph("The flow follows from the level by the formula of the office:")
    to.paragraph(formula("h", "2", "Q=c×"))
    to.paragraph(
        "In the handbook it is printed as $Q = c h^2$, where h is the level in metres. The constant c is ",
        emphasised("about"),
        " 0.6 at station A (±0.1), <0.5 at B and >0.7 at C. Multiply 2*3*4 to get the area.",
    )
    to.paragraph("Limits of the formula", style="Heading 2")
    to.paragraph(
        "The formula holds for levels below 2 m. ",
        "Above that, the river leaves its bed; the flow is then unknown",
        to.note("A second rod, 3 m long, would help."),
        ".",
    )


def write_views(to: Writer) -> None:
    """Write a chapter with a long quotation, a French passage and addresses."""
    to.chapter("What people say")
    to.paragraph("The miller has read his gauge for thirty years. He said:")
    to.paragraph("“I read it before breakfast. It takes me five minutes, ten if there is ice.", style="Quote")
    to.paragraph("“My father read it before me, and he called it ‘the old lady’.", style="Quote")
    to.paragraph("“Somebody will read it after me.”", style="Quote")
    to.paragraph(
        "The teacher, who comes from France, calls the gauge « la vieille dame » and says : « Il faut la lire tous "
        "les jours ! » Her pupils agree."
    )
    to.paragraph(
        "Write to ",
        field(' HYPERLINK "mailto:office@example.org" ', "office@example.org"),
        " or look at https://www.example.org/gauges?station=A. The log is at www.example.org.",
    )
    to.paragraph("As Tester (2024) and the handbook [1] say, a gauge is “only as good as its reader”.")


def write_remains(to: Writer) -> None:
    """Write a chapter with all that is left in a draft."""
    to.chapter("What remains to be done", new_page=False)
    to.paragraph(
        "The new gauge will cost [TBC] and will be ready on XX May. Dear «First_Name», please add the price. "
        "The old one costs XX,XXX a year."
    )
    to.paragraph(
        "TODO: ask the office for the date. [Note to editor: shorten this] [JS: is this still true?]"
    )
    to.paragraph(
        'The date of this draft is { DATE \\@ "d MMMM yyyy" }, and it is page { PAGE } of it. '
        "Commented [BS1]: Do we need this? Click or tap here to enter text."
    )
    to.paragraph("This line was ~~removed~~ and ==marked==. <br> The next one is <b>bold</b>.")
    to.paragraph("☐ Ask the miller")
    to.paragraph("☒ Ask the teacher")
    to.paragraph("________________________________")


def write_end(to: Writer) -> None:
    """Write the end matter."""
    to.chapter("Back matter")
    to.paragraph("Acknowledgements", style="Heading 2")
    to.paragraph("We thank the miller and the pupils of Testland.")
    to.paragraph("Funding", style="Heading 2")
    to.paragraph("The Institute of Trials paid for the rods and had no part in this report.")
    to.paragraph("Competing interests", style="Heading 2")
    to.paragraph("The authors declare none.")
    to.paragraph("References", style="Heading 2")
    to.paragraph("[1]", TAB, "Tester A. Handbook of made-up gauges. Testland: Institute of Trials; 2024.")
    to.paragraph("[2]", TAB, "Sample B. A year of readings. Testland: School of Samples; 2025.")
    to.paragraph("Further reading", style="Heading 2")
    to.paragraph("Example C. Rods for beginners. Testland: School of Samples; 2023.")
    to.paragraph("Annex A: The questions that we asked", style="Heading 2")
    to.paragraph("Who reads the gauge? How often is it read?")
    to.paragraph("Contact", style="Heading 2")
    to.paragraph("C. Example, Institute of Trials, c.example@example.org, +99 555 0100")


def document() -> bytes:
    """Return the document as a .docx file."""
    to = Writer()
    to.document.styles["Normal"].font.size = Pt(12)
    for write in (
        write_front,
        write_reasons,
        write_places,
        write_methods,
        write_results,
        write_formulae,
        write_views,
        write_remains,
        write_end,
    ):
        write(to)
    return to.bytes()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(document())
