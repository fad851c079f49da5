"""Tiny pages → the tags of their PDF."""

from __future__ import annotations

import pytest

from briefing.stages import Page
from briefing.structure.standards import Standard
from briefing.typeset.layout import Typesetter, export
from tests.typeset.readback import Tag, html_words, opened, read_tags

pytestmark = pytest.mark.engine

SMALL = "@page { size: 70mm 60mm; margin: 5mm } h1 { font-size: 12pt }"
FONTS = ("styles/fonts.css", "styles/type.css", "styles/tokens.css")


@pytest.fixture
def tags_of(workspace):
    """Typeset a body on small pages, so that texts continue over several, and return its tags."""
    opened_files = []

    def read(body: str, standard: Standard = Standard.UA1, styles: str = "") -> Tag:
        files = workspace(files={"styles/small.css": SMALL + styles})
        html = f'<!doctype html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'
        page = Page(html, (*FONTS, "styles/small.css"), "content/trial/brief.html")
        sheets = Typesetter(files).lay_out(page)
        opened_files.append(opened(export(sheets, standard).content))
        tags = read_tags(opened_files[-1])
        assert tags.words == html_words(sheets.document)
        return tags

    yield read
    for file in opened_files:
        file.close()


def types(tag: Tag) -> list[str]:
    """Return the types of the tags, without those of the hyphens at the ends of lines."""
    return [inner.type for inner in tag.walk() if "/ActualText" not in inner.object]


def test_a_paragraph_over_pages_is_one(tags_of):
    root = tags_of("<h1>Title</h1><p>" + "characteristically long words of responsibility " * 30 + "</p>")
    assert types(root) == ["Document", "H1", "P"]
    assert len({kid.Pg.objgen for kid in root.of("P")[0].object.K if not isinstance(kid, int)}) >= 2


def test_a_table_over_pages_is_one_and_its_header_is_read_once(tags_of):
    rows = "".join(f"<tr><th scope='row'>Row {number}</th><td>{number}</td></tr>" for number in range(30))
    root = tags_of(
        f"<h1>Title</h1><table><thead><tr><th>Name</th><th>Number</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    assert len(root.of("Table")) == len(root.of("THead")) == 1
    assert len(root.of("TR")) == 31


def test_a_table_in_columns_is_one_and_its_header_is_read_once(tags_of):
    """The engine repeats the header over each column; `tags_of` checks that no word is read twice."""
    rows = "".join(f"<tr><th scope='row'>Row {number}</th><td>{number}</td></tr>" for number in range(12))
    root = tags_of(
        "<h1>Title</h1><div style='columns: 3'><table><thead><tr><th>Name</th><th>Number</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
    assert len(root.of("Table")) == len(root.of("THead")) == 1
    assert len(root.of("TR")) == 13


def test_lists_have_labels_and_bodies_whatever_is_in_them(tags_of):
    root = tags_of("<h1>T</h1><ol><li><p>one</p><ul><li>inner</li></ul></li><li>two<p>three</p></li></ol>")
    outer, inner = root.of("L")
    assert str(outer.attribute("/ListNumbering")) == "/Decimal"
    assert str(inner.attribute("/ListNumbering")) == "/Circle"
    assert [[kid.type for kid in item.kids] for item in root.of("LI")] == [["Lbl", "LBody"]] * 3


def test_terms_and_meanings_are_items(tags_of):
    root = tags_of(
        "<h1>T</h1><dl><dt>a</dt><dd>is one</dd><dt>b</dt><dt>c</dt><dd>are two</dd><dd>or three</dd></dl>"
    )
    items = root.of("LI")
    assert [[kid.type for kid in item.kids] for item in items] == [["Lbl", "LBody"], ["Lbl", "Lbl", "LBody"]]


def test_a_language_inside_is_kept(tags_of):
    root = tags_of(
        '<h1>T</h1><p>He said <span lang="fr">bonjour</span>.</p><p lang="es">Hola <i lang="es">ya</i></p>'
    )
    said = {tag.text: str(tag.object.Lang) for tag in root.of("P", "Span") if "/Lang" in tag.object}
    assert said == {"bonjour": "fr", "Hola ya": "es"}


def test_a_link_over_lines_is_one_and_has_its_words(tags_of):
    root = tags_of(
        '<h1>T</h1><p>See <a href="https://example.org/">a rather long <em>report</em> about it all</a>.</p>'
    )
    (link,) = root.of("Link")
    annotations = [kid for kid in link.kids if not isinstance(kid, str | Tag)]
    assert len(annotations) >= 2
    assert {str(annotation.Contents) for annotation in annotations} == {"a rather long report about it all"}


def test_a_note_is_read_at_its_reference(tags_of):
    body = "<h1>T</h1><p>Before<span class='note'> a note</span> after.</p>"
    styles = ".note { float: footnote } .note::footnote-call, .note::footnote-marker { content: '*' }"
    root = tags_of(body, styles=styles)
    (paragraph,) = root.of("P")
    assert [kid.type for kid in paragraph.kids if isinstance(kid, Tag)] == ["Reference", "Note"]
    assert str(root.of("Note")[0].object.ID) == "note-1"


NOTES = "<h1>T</h1><p>One<span class='note'> first</span> and two<span class='note'> second</span> end.</p>"
FOOTNOTES = ".note { float: footnote } .note::footnote-call, .note::footnote-marker { content: '*' }"


def test_a_note_of_pdf_2_is_a_footnote_that_points_to_its_call_and_back(tags_of):
    """ISO 32000-2, 14.8.4.7.3: type FENote, a NoteType, and references both ways."""
    root = tags_of(NOTES, Standard.UA2, FOOTNOTES)
    calls, notes = root.of("Reference"), root.of("FENote")
    assert root.of("Note") == []
    assert [str(note.object.ID) for note in notes] == ["note-1", "note-2"]
    for call, note in zip(calls, notes, strict=True):
        assert str(note.attribute("/NoteType")) == "/Footnote"
        assert [one.objgen for one in note.object.Ref] == [call.object.objgen]
        assert [one.objgen for one in call.object.Ref] == [note.object.objgen]


def test_a_note_of_pdf_1_7_has_nothing_that_only_pdf_2_knows(tags_of):
    root = tags_of(NOTES, styles=FOOTNOTES)
    assert root.of("FENote") == []
    assert [str(note.object.ID) for note in root.of("Note")] == ["note-1", "note-2"]
    assert not any(key in tag.object for tag in root.of("Note", "Reference") for key in ("/Ref", "/A", "/NS"))


def test_what_is_hidden_from_ears_is_no_part_of_the_text(tags_of):
    root = tags_of(
        '<h1>T</h1><p>read <span aria-hidden="true">not read</span></p>', styles="p::before { content: '→' }"
    )
    assert root.of("P")[0].text == "read"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" aria-label="A box"><path d="M0 0h20v10"/></svg>'
EXHIBIT = f"<h1>T</h1><figure><figcaption>Name</figcaption><div>{SVG}</div><p>Note</p></figure>"


@pytest.mark.parametrize(
    ("standard", "order"),
    [
        (Standard.UA1, ["Div", "Caption", "Div", "Figure", "P"]),
        (Standard.UA2, ["Div", "Div", "Figure", "Caption", "P"]),
    ],
)
def test_a_picture_has_its_caption_and_its_place(tags_of, standard, order):
    root = tags_of(EXHIBIT, standard)
    assert types(root)[2:] == order
    left, bottom, right, top = (float(edge) for edge in root.of("Figure")[0].attribute("/BBox"))
    assert (round(right - left), round(top - bottom)) == (15, 8)
    assert round(left) == 44 and 0 < bottom < top < 60 / 25.4 * 72


def test_roles_that_pdf_1_7_does_not_know_are_mapped(tags_of):
    root = tags_of("<h1>T</h1><aside><p>An <em>aside</em> with <strong>weight</strong></p></aside>")
    assert {"Aside", "Em", "Strong"} <= set(types(root))
    tree = root.object.P
    assert dict(tree.RoleMap) == {"/Aside": "/Sect", "/Em": "/Span", "/Strong": "/Span"}


LINKED = """\
<h1>T</h1><p>One <sup><a id="m1" href="#n1" role="doc-noteref">a</a></sup> {0} and <a href="#n1">a</a> end.</p>{1}
"""
NOTE = '<span{} id="n1" role="doc-footnote">A note <a href="#m1">back</a></span>'


@pytest.mark.parametrize("standard", list(Standard))
@pytest.mark.parametrize("is_list", [False, True])
def test_a_linked_footnote_is_a_note_whose_references_are_links(tags_of, standard, is_list):
    if is_list:
        listed = f"<ol><li style=\"list-style-type: 'a '\">{NOTE.format('')}</li></ol>"
        body, styles = LINKED.format("", listed), ""
    else:
        body = LINKED.format(NOTE.format(" class='note'"), "")
        styles = ".note { float: footnote } .note::footnote-call { content: none }"
    root = tags_of(body, standard, styles)
    note_type = "FENote" if standard is Standard.UA2 else "Note"
    (note,) = root.of(note_type)
    first, second = root.of("Reference")
    assert str(note.object.ID) == "note-1"
    assert [kid.type for kid in first.kids] == [kid.type for kid in second.kids] == ["Link"]
    assert "A note" in note.text
    assert [kid.type for kid in note.kids if isinstance(kid, Tag)][-1] == "Link"
    if standard is Standard.UA2:
        assert [one.objgen for one in note.object.Ref] == [first.object.objgen]
        assert [one.objgen for one in first.object.Ref] == [note.object.objgen]
    if is_list:
        assert str(root.of("L")[0].attribute("/ListNumbering")) == "/LowerAlpha"


@pytest.mark.parametrize("standard", list(Standard))
def test_right_to_left_text_is_in_reading_order_in_the_tags(tags_of, standard):
    """Each run has its text as that of an element; the glyphs of a line are painted from left to right."""
    words = "انخفض المنسوب في عام 2023 بمقدار \u200e−0.25 m حسب (IERS) وفق القياسات الجديدة"
    styles = '@font-face { font-family: A; src: url("fonts/Brief-Arabic.ttf") } html { font-family: A }'
    root = tags_of(f'<h1>T</h1><p dir="rtl" lang="ar">{words} {words}</p><p>plain</p>', standard, styles)
    (run,) = [tag for tag in root.walk() if "/ActualText" in tag.object]
    plain = words.replace("\u200e", "")
    assert str(run.object.ActualText) == f"{plain} {plain}"
    assert run.object.P.objgen == root.of("P")[0].object.objgen
