"""Tiny pages → the tags of their PDF."""

from __future__ import annotations

import re

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

    def read(content: str, standard: Standard = Standard.UA1, styles: str = "", body: str = "") -> Tag:
        files = workspace(files={"styles/small.css": SMALL + styles})
        html = '<!doctype html><html lang="en"><head><title>T</title></head>'
        html += f"<body {body}>{content}</body></html>"
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


LINK = '<a href="https://example.org/"{}>a rather long <em>report</em> about it all, and more on it</a>'


def annotations_of(tag: Tag) -> list:
    return [kid for kid in tag.kids if not isinstance(kid, str | Tag)]


def corners(annotation) -> list[list[float]]:
    edges = [float(edge) for edge in annotation.get("/QuadPoints", [])]
    return [edges[at : at + 8] for at in range(0, len(edges), 8)]


def test_a_link_over_lines_is_one_stop_and_has_its_words(tags_of):
    root = tags_of(f"<h1>T</h1><p>See {LINK.format('')}.</p>")
    (link,) = root.of("Link")
    (annotation,) = annotations_of(link)
    assert str(annotation.Contents) == "a rather long report about it all, and more on it"
    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
    lines = corners(annotation)
    assert len(lines) >= 2
    assert [line[1] for line in lines] == sorted((line[1] for line in lines), reverse=True)
    assert (top, bottom) == (lines[0][1], lines[-1][5])
    assert left == min(line[0] for line in lines) and right == max(line[2] for line in lines)


def test_a_link_over_pages_is_one_stop_on_each(tags_of):
    lines = "<br>".join("word " + str(number) for number in range(20))
    root = tags_of(f'<h1>T</h1><p>See <a href="https://example.org/">{lines}</a>.</p>')
    (link,) = root.of("Link")
    found = annotations_of(link)
    assert len(found) >= 2
    assert len({kid.Pg.objgen for kid in link.object.K if not isinstance(kid, int) and "/Obj" in kid}) == len(
        found
    )


def test_a_link_in_one_line_has_a_rectangle_alone(tags_of):
    root = tags_of('<h1>T</h1><p>See <a href="https://example.org/">a <em>report</em></a>.</p>')
    (annotation,) = annotations_of(root.of("Link")[0])
    assert "/QuadPoints" not in annotation


@pytest.mark.parametrize(
    ("attribute", "name"),
    [(' aria-label="Source 4, Institute"', "Source 4, Institute"), (' title="The report"', "The report")],
)
def test_a_link_has_the_name_that_the_page_gives_it(tags_of, attribute, name):
    (link,) = tags_of(f"<h1>T</h1><p>See {LINK.format(attribute)}.</p>").of("Link")
    assert (
        {str(annotation.Contents) for annotation in annotations_of(link)} == {name} == {str(link.object.Alt)}
    )


def test_a_link_back_names_the_page_that_it_leads_to(tags_of):
    """The name comes from the page; a link back to nowhere and any other link keep their own."""
    filler = "<p>" + "words that fill a line of the page " * 40 + "</p>"
    links = "".join(
        f'<a href="#{target}" role="{role}" aria-label="Back: a">a</a> '
        for target, role in (("first", "doc-backlink"), ("third", "doc-backlink"), ("third", ""))
    )
    root = tags_of(
        f'<h1>T</h1><p id="first">x</p>{filler}<p>y <b id="third">z</b></p>{filler}<p>{links}</p>',
        body='data-back="Back to the text, page {page}"',
    )
    first, third, other = (str(annotations_of(link)[0].Contents) for link in root.of("Link"))
    assert first == "Back to the text, page 1"
    assert re.fullmatch("Back to the text, page [2-9]", third)
    assert other == "Back: a"


@pytest.mark.parametrize(
    "block",
    [
        "<div><p>One</p><p>Two</p></div>",
        "<h2>One</h2>Two",
        "<p>One</p>Two",
    ],
)
@pytest.mark.parametrize("standard", list(Standard))
def test_a_link_around_blocks_contains_them(tags_of, block, standard):
    root = tags_of(f'<h1>T</h1><a href="https://example.org/">{block}</a><p>after</p>', standard)
    (link,) = root.of("Link")
    assert link.words == ["one", "two"]
    assert str(link.object.P.S) == ("/P" if standard is Standard.UA2 else "/Document")
    (annotation,) = annotations_of(link)
    assert str(annotation.Contents) == "One Two"
    left, _, right, _ = (float(edge) for edge in annotation.Rect)
    assert right - left > 60 / 25.4 * 72 * 0.9


PICTURE = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 1' aria-label='A {}' "
    "style='display: {}; width: 20mm; height: 5mm'><path d='M0 0h4v1'/></svg>"
)


@pytest.mark.parametrize("display", ["block", "inline", "inline-block"])
@pytest.mark.parametrize("standard", list(Standard))
def test_a_link_around_pictures_contains_them_and_can_be_clicked(tags_of, display, standard):
    pictures = PICTURE.format("gauge", display) + f"<span>{PICTURE.format('river', display)}</span>"
    body = f'<h1>T</h1><ul><li><a href="https://example.org/">{pictures}</a></li></ul>'
    root = tags_of(f"{body}<p>{PICTURE.format('third', display)}</p>", standard)
    (link,) = root.of("Link")
    assert [str(figure.object.Alt) for figure in link.of("Figure")] == ["A gauge", "A river"]
    (annotation,) = annotations_of(link)
    assert str(annotation.Contents) == "A gauge A river"
    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
    assert right - left > 50 and abs(top - bottom) > 10


def test_a_link_around_a_list_contains_it(tags_of):
    root = tags_of('<h1>T</h1><a href="https://example.org/"><ul><li>One</li></ul><p>Two</p></a>')
    (link,) = root.of("Link")
    assert [kid.type for kid in link.kids if isinstance(kid, Tag)] == ["L", "P"]
    assert str(annotations_of(link)[0].Contents) == "One Two"


@pytest.mark.parametrize("standard", list(Standard))
def test_a_table_of_contents_is_one(tags_of, standard):
    root = tags_of(
        '<h1>T</h1><nav role="doc-toc"><h2>Contents</h2><ol><li><a href="#a">One</a></li><li><a href="#b">Two</a>'
        '<ul><li>See <a href="#b">inner</a></li></ul></li></ol></nav><h2 id="a">One</h2><h2 id="b">Two</h2>'
        '<ul><li><a href="#a">no entry</a></li></ul>',
        standard,
    )
    outer, _ = root.of("TOC")
    assert [kid.type for kid in outer.kids] == ["TOCI", "TOCI"]
    assert [[kid.type for kid in entry.kids] for entry in root.of("TOCI")] == [
        ["Lbl", "Reference"],
        ["Lbl", "Reference", "TOC"],
        ["Lbl", "P"],
    ]
    assert [reference.kids[0].type for reference in root.of("Reference")] == ["Link"] * 3
    assert len(root.of("L")) == 1 and len(outer.of("TOCI")) == 3
    targets = [one.object.get("/Ref") for one in root.of("Reference")]
    one, two = (heading.object.objgen for heading in root.of("H2")[1:])
    if standard is Standard.UA2:  # ISO 14289-2, 8.2.5.8
        assert [target[0].objgen for target in targets] == [one, two, two]
    else:
        assert targets == [None] * 3


@pytest.mark.parametrize("transform", ["uppercase", "lowercase", "capitalize"])
def test_capitals_of_a_style_are_on_the_page_only(tags_of, transform):
    root = tags_of(
        "<h1>T</h1><p class='set'>Prices in <em>Maße of iOS</em> fell, say reports from the\n  whole continent</p>",
        styles=f".set {{ text-transform: {transform} }}",
    )
    said = re.sub(r"\s+", " ", root.of("P")[0].text)
    assert said == "Prices in Maße of iOS fell, say reports from the whole continent"


def test_names_of_groups_are_titles_and_those_of_words_replace_them(tags_of):
    root = tags_of(
        '<h1>T</h1><section aria-label="Prices"><p>Rated <span aria-label="three of five">***</span></p></section>'
    )
    assert str(root.of("Sect")[0].object.T) == "Prices"
    assert str(root.of("Span")[0].object.Alt) == "three of five"


BOX_TEXTS = [
    "<p>Text</p><ul><li>one<ul><li>two</li></ul></li></ul>",
    "<ul><li>one</li></ul>",
    "<table><tr><th>a</th></tr><tr><td>b</td></tr></table><p>Text</p>",
    "<p>Text</p><p><img src='data:,' alt='A chart'></p>",
    "<figure class='exhibit'><figcaption>Inner</figcaption><p>Text</p></figure>",
    "<blockquote><p>Text</p></blockquote>",
]


@pytest.mark.parametrize("text", BOX_TEXTS)
@pytest.mark.parametrize("standard", list(Standard))
def test_the_title_of_a_box_is_read_first(tags_of, text, standard):
    root = tags_of(
        f"<h1>T</h1><figure class='exhibit box'><figcaption>Box 1</figcaption>{text}</figure>", standard
    )
    box = root.kids[1]
    assert (box.kids[0].type, box.kids[0].text) == ("Caption", "Box 1")


def test_a_nested_table_is_a_table(tags_of):
    inner = "<table><tr><th>c</th><th>d</th></tr><tr><td>1</td><td>2</td></tr></table>"
    root = tags_of(f"<h1>T</h1><table><tr><th>a</th></tr><tr><td>{inner}</td></tr></table>")
    outer, nested = root.of("Table")
    assert str(nested.object.P.S) == "/TD"
    assert len(outer.of("TR")) == 4 and len(nested.of("TR")) == 2


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
EXHIBIT = f"<h1>T</h1><figure><figcaption>Name</figcaption><div>{SVG}</div><p class='note'>Note</p></figure>"


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
