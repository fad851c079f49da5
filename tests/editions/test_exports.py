"""Exports of editions: they have the words of the edition, and what Word's accessibility checker asks for."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections import Counter
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import docx
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from briefing.core.colour import contrast, read_colour
from briefing.export.export import export_markdown, export_text, export_word
from briefing.export.passages import bookmark_of, read_passages
from briefing.files.workspace import Files
from briefing.importing.import_ import import_document, write_imported
from briefing.load.themes import open_files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import ROOT
from tests.editions import rich_brief, shipped

pytestmark = pytest.mark.engine

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SVG = "{http://www.w3.org/2000/svg}svg"
RICH = ("blocks-analyst-en", "rich-policymaker-ar", "rich-public-fr")
SHIPPED = ("venezuela-russia-policymaker-ru", "leap-second-analyst-en")
IN_LINE = {
    "a",
    "b",
    "i",
    "em",
    "strong",
    "span",
    "sup",
    "sub",
    "code",
    "cite",
    "q",
    "abbr",
    "small",
    "mark",
    "bdi",
}


def run_of(name):
    return shipped.laid_out(name) if name in SHIPPED else rich_brief.run_of(name)


@cache
def word_of(name):
    run, files = run_of(name), open_files(ROOT) if name in SHIPPED else rich_brief.FILES
    return export_word(run.tailored, run.page, run.sheets, run.pdf, files)


def part_of(name, part):
    with zipfile.ZipFile(io.BytesIO(word_of(name))) as archive:
        content = archive.read(part) if part in archive.namelist() else b""
    return ElementTree.fromstring(content) if content else None  # noqa: S314


def split(text):
    return re.sub("[\u2060\u00ad]", "", text).split()


def texts_of(element):
    """The texts of an element of the page, with spaces where blocks begin and end."""
    if (
        not isinstance(element.tag, str)
        or element.tag in ("head", "style", SVG)
        or element.get("aria-hidden")
    ):
        return ""
    inside = "".join([element.text or "", *(texts_of(child) + (child.tail or "") for child in element)])
    return inside if element.tag in IN_LINE else f" {inside} "


def words_of_edition(run):
    """The words of the page, in the order of a document; marks and links back are left out.

    Footnotes are last, and the note and source of an exhibit are below it.
    """
    root = copy.deepcopy(run.sheets.cascade.elements.root)
    for figure in root.iter("figure"):
        for caption in figure.findall("figcaption"):
            for note in [one for one in caption if one.get("class") in ("note", "source")]:
                caption.remove(note)
                figure.append(note)
    notes = {}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("role") in ("doc-backlink", "doc-noteref", "doc-footnote"):
                if child.get("role") == "doc-footnote":
                    notes[int(child.get("id").rpartition(":")[2])] = child
                index = list(parent).index(child)
                tail, child.tail = child.tail or "", None
                if index:
                    parent[index - 1].tail = (parent[index - 1].tail or "") + tail
                else:
                    parent.text = (parent.text or "") + tail
                parent.remove(child)
    last = " ".join(texts_of(notes[number]) for number in sorted(notes))
    return split(f"{texts_of(root)} {last}")


def words_of_word(name):
    document = docx.Document(io.BytesIO(word_of(name)))

    def texts(container):
        for one in container.iter_inner_content():
            if isinstance(one, Paragraph):
                yield "".join(piece.text for piece in one.iter_inner_content())
            elif isinstance(one, Table):
                seen = set()
                for cell in (cell for row in one.rows for cell in row.cells):
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from texts(cell)

    notes = part_of(name, "word/footnotes.xml")
    last = () if notes is None else ("".join(t.text for t in p.iter(f"{W}t")) for p in notes.iter(f"{W}p"))
    return split(" ".join([*texts(document), *last]))


@each("name", [*RICH, *SHIPPED])
def test_the_document_has_the_words_of_the_edition(name):
    assert words_of_word(name) == words_of_edition(run_of(name))


def counted(text):
    """The words of a text without addresses, marks and numbers, which each format writes in its own way."""
    plain = re.sub(r"<?\b(https?://|mailto:)[^\s)>]*|\S+@\S+|[\^~\\*]", "", text)
    return Counter(re.findall(r"[^\W\d_]{2,}", plain))


@each("name", RICH[1:3])
@each("write", [export_markdown, export_text])
def test_markdown_and_text_have_the_words_of_the_edition(name, write):
    run = run_of(name)
    assert counted(" ".join(words_of_edition(run))) - counted(write(run.sheets).decode()) == Counter()


@each("name", [*RICH, *SHIPPED])
def test_the_document_is_accessible(name):
    """It has what Word's accessibility checker asks for: names, headings in order, header rows, no empty lines."""
    document = docx.Document(io.BytesIO(word_of(name)))
    properties = document.core_properties
    assert properties.title and properties.author and properties.language
    body = document.element.body
    for picture in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
        assert picture.get("descr") or len(picture), "a picture without an alternative text"
    levels = [int(s[-1]) for p in document.paragraphs if re.fullmatch("Heading [1-6]", s := _heading(p))]
    assert levels[:1] == [1] and all(after <= before + 1 for before, after in pairwise(levels))
    for table in document.tables:
        first = table.rows[0]._tr
        assert first.trPr is not None and first.trPr.find(f"{W}tblHeader") is not None
        assert table._tbl.tblPr.find(f"{W}tblCaption") is not None
    hairline = f"{W}spacing"
    for paragraph in document.paragraphs:
        is_between_tables = paragraph._p.pPr is not None and paragraph._p.pPr.find(hairline) is not None
        has_content = paragraph.text.strip() or list(paragraph._p.iter(f"{W}drawing", f"{W}hyperlink"))
        assert has_content or is_between_tables
    ids = [one.get("id") for one in body.iter() if one.tag.endswith("}docPr")]
    names = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    assert len(set(ids)) == len(ids) and len(set(names)) == len(names) and max(map(len, names)) <= 40


def _heading(paragraph):
    style = paragraph.style
    while style is not None and not style.name.startswith("Heading"):
        style = style.base_style
    while style is not None and style.base_style is not None and style.base_style.name.startswith("Heading"):
        style = style.base_style
    return style.name if style is not None else ""


def test_each_passage_is_a_bookmark_that_the_list_explains():
    name = "rich-policymaker-ar"
    listed = read_passages(part_of(name, "customXml/item1.xml"))
    assert (listed.brief, listed.audience, listed.language) == ("rich", "policymaker", "ar")
    known = {one.bookmark: one for one in listed.passages}
    body = part_of(name, "word/document.xml")
    found = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    passages = {one.rpartition("_")[0] for one in found if one.startswith("bw_")}
    assert passages == set(known)
    title = known[bookmark_of(("title", "text"), "ar")]
    assert title.key == ("title", "text") and title.file == "content/rich/brief.ar.yaml" and title.digest


def test_links_and_numbers_lead_somewhere():
    """Every link inside the document has a bookmark, and the sources are a list with numbers."""
    body = part_of("leap-second-analyst-en", "word/document.xml")
    names = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    targets = {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")} - {None}
    assert targets and targets <= names
    fields = [one.text.strip() for one in body.iter(f"{W}instrText")]
    assert [one for one in fields if one.startswith("TOC ")] == fields[:1]
    kinds = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    numbering = part_of("leap-second-analyst-en", "word/numbering.xml")
    numbered = {
        one.get(f"{W}numId")
        for one in numbering.iter(f"{W}num")
        if one.find(f"{W}abstractNumId").get(f"{W}val") == "1"
    }
    last = [p for p in body.iter(f"{W}p") if "A.\u00a0Nelson" in "".join(t.text for t in p.iter(f"{W}t"))]
    assert last[0].find(f".//{W}numId").get(f"{W}val") in numbered


def test_the_language_of_each_text_is_marked():
    body = part_of("rich-policymaker-ar", "word/document.xml")
    runs = {
        "".join(t.text for t in run.iter(f"{W}t")): run.find(f".//{W}lang")
        for run in body.iter(f"{W}r")
        if run.find(f".//{W}lang") is not None
    }
    assert any(lang.get(f"{W}val") == "fr" for lang in runs.values())
    styles = part_of("rich-policymaker-ar", "word/styles.xml")
    assert styles.find(f".//{W}docDefaults//{W}lang").get(f"{W}bidi").startswith("ar")
    assert styles.find(f".//{W}docDefaults//{W}bidi") is not None


def test_the_styles_have_the_fonts_and_colours_of_the_edition():
    document = docx.Document(io.BytesIO(word_of("leap-second-analyst-en")))
    styles = document.styles
    assert styles["Normal"].font.name == "Gentium Book Plus" and styles["Title"].font.name == "Open Sans"
    assert str(styles["Title"].font.color.rgb) == "0C4A4E" and styles["Title"].font.bold
    assert (
        styles["Heading 1 Label"].font.all_caps and styles["Heading 1 Label"].base_style.name == "Heading 1"
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_no_text_has_the_colour_of_the_page(name):
    """On the pages of the edition, the title is white on a dark band."""
    root = part_of(name, "word/styles.xml")
    styles = {style.get(f"{W}styleId"): style for style in root.findall(f"{W}style")}

    def value(style, path: str, attribute: str) -> str:
        while style is not None:
            if (found := style.find(path)) is not None:
                return found.get(f"{W}{attribute}")
            base = style.find(f"{W}basedOn")
            style = None if base is None else styles.get(base.get(f"{W}val"))
        return "auto"

    for style in styles.values():
        colour = value(style, f"{W}rPr/{W}color", "val").replace("auto", "000000")
        fill = value(style, f"{W}pPr/{W}shd", "fill").replace("auto", "FFFFFF")
        (letters, _), (ground, _) = read_colour(f"#{colour}"), read_colour(f"#{fill}")
        assert contrast(letters, ground) >= 4.5, style.get(f"{W}styleId")


def test_a_note_and_a_source_in_the_margin_are_below_the_exhibit_in_a_document():
    document = docx.Document(io.BytesIO(word_of("leap-second-analyst-en")))
    names = [one.style.name for one in document.paragraphs]
    at = names.index("Drawing")
    assert names[at - 1].startswith("Caption") and names[at + 1 : at + 3] == ["Note", "Source"]


def test_tables_have_gaps_and_exhibits_keep_their_notes():
    body = part_of("leap-second-analyst-en", "word/document.xml").find(f"{W}body")
    below = [two for one, two in pairwise(body) if one.tag == f"{W}tbl" and two.tag == f"{W}p"]
    gaps = [one.find(f"{W}pPr/{W}spacing") for one in below]
    typed = [int(gap.get(f"{W}before")) for gap in gaps if gap is not None]
    assert 160 in typed and typed.count(80) >= 2, "between two tables, and above a note"
    kept = [
        "".join(two.itertext())[:4]
        for one, two in pairwise(body)
        if one.find(f".//{W}drawing") is not None and one.find(f"{W}pPr/{W}keepNext") is not None
    ]
    assert kept and set(kept) <= {"Note", "Sour"}


def test_a_column_has_room_for_its_longest_word():
    """Another font is wider than that of the edition."""
    tables = docx.Document(io.BytesIO(word_of("leap-second-analyst-en"))).tables
    (column,) = [one for table in tables for one in table.columns if one.cells[0].text == "Effect"]
    assert column.cells[0].width.pt > len("strengthens") * 0.56 * 7


def test_the_same_edition_gives_the_same_bytes():
    name = "rich-public-fr"
    run = run_of(name)
    assert export_word(run.tailored, run.page, run.sheets, run.pdf, rich_brief.FILES) == word_of(name)


def test_a_watermark_is_not_in_the_pictures():
    """The brief is marked as a draft: its pages have a watermark, and its chart in the document has white corners."""
    from PIL import Image

    with zipfile.ZipFile(io.BytesIO(word_of("blocks-analyst-en"))) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("word/media/"))
        with Image.open(io.BytesIO(archive.read(names[0]))) as picture:
            colours = picture.getcolors(1 << 24)
    assert colours is not None
    pale = sum(count for count, (red, green, blue) in colours if red == green == blue and 225 < red < 240)
    assert pale < 0.002 * sum(count for count, _ in colours)


@pytest.mark.parametrize("name", SHIPPED)
def test_an_exported_edition_is_imported_with_all_of_its_words(name, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "edition.docx").write_bytes(word_of(name))
    files = Files(tmp_path)
    made = write_imported(files, import_document(files, tmp_path / "edition.docx", slug="again"))
    assert [one for one in made.findings if one.severity == "error" or one.code == "BR842"] == []
    assert made.made.data["language"] == name[-2:]
    assert {
        "bottom_line",
        "key_points",
        "outlook",
        "method",
        "counter_view",
        "sources",
    } <= made.made.data.keys()


NUMBERED = """\
title: Numbers
date: 2026-11-23
language: en
key_points: [One.]
sections:
  - {id: first, title: The first, text: "A text, see [](#second)."}
  - {id: second, title: The second, text: "A text.\\n\\n- an item"}
outlook: It goes on.
audiences: {analyst: {pages: 9}}
"""


def test_sections_that_a_style_numbers_have_their_numbers_in_every_export(workspace):
    """In a Word document they are counted by the program, so that a new section in a review gets its number."""
    files = open_files(workspace(NUMBERED, {"content/workspace.yaml": "theme: report\n"}).root)
    (job,) = plan(files, Selection()).jobs
    run = Run()
    run_stages(job, Typesetter(files), run)
    text, markdown = export_text(run.sheets).decode(), export_markdown(run.sheets).decode()
    assert "\n1 The first\n-----------\n" in text and "\n- 1 The first\n- 2 The second\n" in text
    assert "\n## 2 The second\n" in markdown and "\n## Key points\n" in markdown
    content = export_word(run.tailored, run.page, run.sheets, run.pdf, files)
    document = docx.Document(io.BytesIO(content))
    numbered = {one.text: one._p.pPr.numPr.numId.val for one in document.paragraphs if _is_counted(one)}
    assert list(numbered) == ["The first", "The second"]
    assert "1\u2002The first" in [one.text for one in document.paragraphs]
    (number,) = set(numbered.values())
    numbering = document.part.numbering_part.element
    kind = numbering.num_having_numId(number).abstractNumId.val
    (level,) = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{kind}']/w:lvl")
    assert [level.find(f"{W}{name}").get(f"{W}val") for name in ("numFmt", "lvlText")] == ["decimal", "%1"]


def _is_counted(paragraph):
    return paragraph.style.name.startswith("Heading") and paragraph._p.pPr.numPr is not None
