"""Structure trees conform to the standard after shaping: which types hold which, and in which order."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from briefing.structure.nesting import shape
from briefing.structure.standards import Standard
from briefing.structure.tree import Content, ObjectReference, StructureElement
from tests.cases import each


def element(type_: str, *kids: object, tag: str = "", name: str = "", **more) -> StructureElement:
    """Return an element of a tree, from an HTML element with a class; texts are given as strings."""
    made = StructureElement(type_, Element(tag, {"class": name}) if tag else None, **more)
    made.replace_kids([Content(0, None, text=kid) if isinstance(kid, str) else kid for kid in kids])
    return made


def shown(kid: object) -> str:
    """Return a tree as one line: `L(LI(LBody('a')))`."""
    if isinstance(kid, Content):
        return repr(kid.text)
    assert isinstance(kid, StructureElement)
    assert all(inner.parent is kid for inner in kid.elements()), "each child knows its parent"
    return f"{kid.type}({' '.join(map(shown, kid.kids))})"


def shaped(root: StructureElement, standard: Standard = Standard.UA1) -> str:
    shape(root, standard)
    return shown(root)


def test_empty_elements_are_dropped_but_for_the_cells_of_a_table():
    row = element("TR", element("TH"), element("TD"), element("P"))
    assert shaped(element("Sect", element("P"), element("Div", element("P")), row)) == "Sect(TR(TH() TD()))"


def test_text_among_blocks_becomes_a_paragraph_for_each_run():
    tree = element("Div", "a", element("Em", "b"), element("P", "c"), "d", element("Sect", "e"))
    assert shaped(tree) == "Div(P('a' Em('b')) P('c') P('d') Sect(P('e')))"


@each("kind", ["Document", "Part", "Art", "Sect", "Aside", "BlockQuote", "Div"])
def test_no_group_has_bare_text(kind):
    assert shaped(element(kind, "a")) == f"{kind}(P('a'))"


@each("kind", ["P", "H1", "Caption", "TD", "LBody", "Link"])
def test_other_elements_keep_their_text(kind):
    assert shaped(element(kind, "a")) == f"{kind}('a')"


def test_a_paragraph_in_a_paragraph_gives_up_its_content():
    tree = element("P", "a", element("P", "b"), element("Em", element("P", "c")), "d")
    assert shaped(tree) == "P('a' 'b' Em(P('c')) 'd')"
    tree = element("P", element("Div", "a", element("P", "b")), element("Div", element("Em", "c")))
    assert shaped(tree) == "P('a' 'b' Em('c'))"


BLOCKS = (element("P", "b"), element("H2", "c"), element("Sect", element("P", element("Em", "d"))))


@pytest.mark.parametrize(
    "tree", [element("P", element("Link", "a", *BLOCKS)), element("P", element("Reference", "a", *BLOCKS))]
)
def test_a_link_in_a_paragraph_keeps_only_what_is_inline(tree):
    (link,) = tree.elements()
    assert shaped(tree) == f"P({link.type}('a' 'b ' 'c ' Em('d ')))"


def test_a_link_around_blocks_is_a_block_and_contains_them():
    reference = ObjectReference(0, None)
    link = element("Link", reference, element("H2", "a"), element("Div", "b"), "c")
    shape(tree := element("Sect", "x", link), Standard.UA1)
    assert [kid.type for kid in tree.elements()] == ["P", "Link"]
    assert link.kids[0] is reference
    assert [shown(kid) for kid in link.elements()] == ["H2('a')", "Div(P('b'))", "P('c')"]


def test_a_link_of_pdf_2_holds_no_blocks():
    """ISO 32005, table 5. A space keeps the words of two blocks apart."""
    items = element("L", element("LI", element("LBody", "c")))
    link = element("Link", element("H2", "a"), element("Div", element("P", element("Em", "b"))), items, "d")
    assert shaped(element("Sect", link), Standard.UA2) == "Sect(P(Link('a ' Em('b ') 'c ' 'd')))"


def test_a_link_around_a_picture_is_inline():
    assert shaped(element("Div", element("Link", element("Figure", "f")))) == "Div(P(Link(Figure('f'))))"


def link_to(text: str) -> StructureElement:
    return element("Reference", element("Link", text))


@each(
    ("kids", "entry"),
    [
        ((link_to("a"),), "TOCI(Reference(Link('a')))"),
        ((element("Lbl", "1"), link_to("a")), "TOCI(Lbl('1') Reference(Link('a')))"),
        ((element("P", link_to("a")),), "TOCI(P(Reference(Link('a'))))"),
        ((link_to("a"), " 3"), "TOCI(P(Reference(Link('a')) ' 3'))"),
        ((element("Span", "a"),), "TOCI(P(Span('a')))"),
        (
            (link_to("a"), element("TOC", element("TOCI", link_to("b")))),
            "TOCI(Reference(Link('a')) TOC(TOCI(Reference(Link('b')))))",
        ),
    ],
)
def test_an_entry_of_a_table_of_contents_has_references(kids, entry):
    assert shaped(element("TOC", element("TOCI", *kids))) == f"TOC({entry})"


def test_markings_come_first_whatever_is_before_them():
    embargo = element("Div", element("P", "embargo"), tag="div", name="marking")
    label = element("P", "label", tag="p", name="tlp red")
    tree = element(
        "Document",
        element("Div", element("P", "masthead")),
        element("Div", embargo),
        label,
        element("H1", "t"),
    )
    assert shaped(tree) == "Document(Div(P('embargo')) P('label') Div(P('masthead')) H1('t'))"


@each(
    ("kids", "item"),
    [
        ((element("Lbl", "1"), "a"), "LI(Lbl('1') LBody('a'))"),
        (("a", element("Lbl", "1"), element("P", "b")), "LI(Lbl('1') LBody('a' P('b')))"),
        ((element("Lbl", "1"), element("LBody", "a")), "LI(Lbl('1') LBody('a'))"),
        ((element("LBody", "a"), "b"), "LI(LBody(LBody('a') 'b'))"),
        ((element("LBody", "a"),), "LI(LBody('a'))"),
        ((element("Lbl", "1"),), "LI(Lbl('1'))"),
        (("a",), "LI(LBody('a'))"),
    ],
)
def test_an_item_has_its_labels_and_one_body(kids, item):
    assert shaped(element("LI", *kids)) == item


def numbering(standard: Standard, tag: str, *items: StructureElement, said: str | None = None) -> str:
    made = element("L", *items, tag=tag)
    if said:
        made.attributes["List"] = {"ListNumbering": said}
    shape(made, standard)
    return made.attributes["List"]["ListNumbering"]


def labelled() -> StructureElement:
    return element("LI", element("Lbl", "•"), "a")


@each(
    ("standard", "tag", "said", "name"),
    [
        (Standard.UA1, "ul", "/Circle", "/Circle"),
        (Standard.UA1, "ul", None, "/Disc"),
        (Standard.UA1, "ol", None, "/Disc"),
        (Standard.UA1, "", None, "/Disc"),
        (Standard.UA2, "ul", None, "/Unordered"),
        (Standard.UA2, "ol", None, "/Ordered"),
        (Standard.UA2, "", None, "/Unordered"),
        (Standard.UA2, "menu", None, "/Disc"),
        (Standard.UA2, "ol", "/Decimal", "/Decimal"),
    ],
)
def test_a_list_says_how_its_labels_number(standard, tag, said, name):
    assert numbering(standard, tag, labelled(), said=said) == name


@pytest.mark.parametrize(("label", "name"), [("ა.", "/Decimal"), ("—", "/Disc")])
def test_a_numbered_list_in_another_alphabet_counts(label, name):
    """PDF 1.7 has no name for other alphabets."""
    assert numbering(Standard.UA1, "ol", element("LI", element("Lbl", label), "a")) == name


@pytest.mark.parametrize(
    ("standard", "tag", "name"),
    [(Standard.UA1, "ul", "/None"), (Standard.UA2, "ol", "/Ordered"), (Standard.UA2, "menu", "/None")],
)
def test_a_list_without_labels_has_no_numbering_of_its_style(standard, tag, name):
    assert numbering(standard, tag, element("LI", "a"), said="/Decimal") == name


def test_one_item_with_a_label_is_enough():
    assert numbering(Standard.UA1, "ul", element("LI", "a"), labelled()) == "/Disc"


def descriptions(*parts: StructureElement) -> StructureElement:
    return element("L", *parts, tag="dl")


def term(text: str) -> StructureElement:
    return element("Lbl", text)


def body(text: str) -> StructureElement:
    return element("LBody", text)


def test_terms_and_descriptions_are_grouped():
    tree = descriptions(term("a"), term("b"), body("1"), term("c"), body("2"), body("3"))
    assert shaped(tree) == ("L(LI(Lbl('a') Lbl('b') LBody('1')) LI(Lbl('c') LBody(P('2') P('3'))))")
    assert tree.attributes == {"List": {"ListNumbering": "/None"}}


def test_groups_in_a_division_count_and_a_description_may_come_first():
    tree = descriptions(body("0"), element("Div", term("a"), body("1")), element("Div", term("b"), body("2")))
    assert shaped(tree) == "L(LI(LBody('0')) LI(Lbl('a') LBody('1')) LI(Lbl('b') LBody('2')))"
    again = descriptions(term("a"), body("1"))
    shape(again, Standard.UA2)
    assert again.attributes["List"]["ListNumbering"] == "/Description"


def test_three_descriptions_are_three_paragraphs():
    assert shaped(descriptions(term("a"), body("1"), body("2"), body("3"))) == (
        "L(LI(Lbl('a') LBody(P('1') P('2') P('3'))))"
    )


def table(caption: bool = True) -> StructureElement:
    cell = element("TH", "h", tag="th")
    parts = [
        element("TFoot", element("TR", element("TD", "f"))),
        element("TBody", element("TR", element("TD", "b"))),
        element("THead", element("TR", cell)),
    ]
    return element("Table", *parts, *([element("Caption", "c")] if caption else []), tag="table")


def test_a_table_begins_with_its_caption_and_ends_with_its_foot():
    tree = element("Sect", table(), table())
    assert shaped(tree) == "Sect({0} {0})".format(
        "Table(Caption('c') THead(TR(TH('h'))) TBody(TR(TD('b'))) TFoot(TR(TD('f'))))"
    )
    assert [one.id for one in tree.walk() if one.type == "TH"] == ["table-1-1-1", "table-2-1-1"]
    headers = [one.attributes["Table"]["Headers"] for one in tree.walk() if one.type == "TD"]
    assert headers == [["table-1-1-1"]] * 2 + [["table-2-1-1"]] * 2


def test_bodies_and_rows_keep_their_order_and_nothing_else_is_in_a_table():
    tree = element("Table", element("P", "x"), *(element("TR", element("TD", text)) for text in "ab"))
    assert shaped(tree) == "Table(TR(TD('a')) TR(TD('b')))"


def exhibit(*kids: object, name: str = "exhibit") -> StructureElement:
    return element("Div", *kids, tag="figure", name=name)


def caption() -> StructureElement:
    return element("Caption", "c")


def picture() -> StructureElement:
    return element("Figure", "f")


def items() -> StructureElement:
    return element("L", element("LI", "i"), tag="ul")


def note(name: str = "note") -> StructureElement:
    return element("P", name, tag="p", name=name)


TABLE = "THead(TR(TH('h'))) TBody(TR(TD('b'))) TFoot(TR(TD('f')))"
LIST = "L(LI(LBody('i')))"

EXHIBITS = {
    "table": (
        lambda: exhibit(caption(), table(caption=False), note(), note("source")),
        f"Div(Table(Caption('c') {TABLE}) P('note') P('source'))",
        None,
    ),
    "table in columns": (
        lambda: exhibit(caption(), element("Div", table(caption=False)), note()),
        f"Div(Div(Table(Caption('c') {TABLE})) P('note'))",
        None,
    ),
    "table and text": (
        lambda: exhibit(caption(), table(caption=False), element("P", "a", tag="p")),
        f"Div(Caption('c') Table({TABLE}) P('a'))",
        f"Sect(Caption('c') Table({TABLE}) P('a'))",
    ),
    "text and table": (
        lambda: exhibit(caption(), element("P", "a", tag="p"), table(caption=False)),
        f"Div(Caption('c') P('a') Table({TABLE}))",
        f"Sect(Caption('c') P('a') Table({TABLE}))",
    ),
    "note above a table": (
        lambda: exhibit(caption(), note(), table(caption=False)),
        f"Div(Caption('c') P('note') Table({TABLE}))",
        f"Sect(Caption('c') P('note') Table({TABLE}))",
    ),
    "box with a table": (
        lambda: exhibit(caption(), table(caption=False), name="exhibit box"),
        f"Div(Caption('c') Table({TABLE}))",
        f"Sect(Caption('c') Table({TABLE}))",
    ),
    "box with a picture": (
        lambda: exhibit(caption(), picture(), element("P", "a"), name="exhibit box wide"),
        "Div(Caption('c') Figure('f') P('a'))",
        "Sect(Caption('c') Figure('f') P('a'))",
    ),
    "box with text and a list": (
        lambda: exhibit(caption(), element("P", "a"), items(), name="exhibit box"),
        f"Div(Caption('c') P('a') {LIST})",
        f"Sect(Caption('c') P('a') {LIST})",
    ),
    "box in an exhibit": (
        lambda: exhibit(caption(), exhibit(caption(), items(), name="box"), picture()),
        f"Div(Caption('c') Div(Caption('c') {LIST}) Figure('f'))",
        f"Sect(Caption('c') Sect(Caption('c') {LIST}) Figure('f'))",
    ),
    "list": (
        lambda: exhibit(items(), caption()),
        f"Div(Caption('c') {LIST})",
        f"Sect(Caption('c') {LIST})",
    ),
    "picture": (
        lambda: exhibit(caption(), element("P", picture(), tag="p", name="picture"), note("credit")),
        "Div(Caption('c') P(Figure('f')) P('credit'))",
        "Div(P(Figure(Caption('c') 'f')) P('credit'))",
    ),
    "caption after the picture": (
        lambda: exhibit(element("P", picture()), caption()),
        "Div(Caption('c') P(Figure('f')))",
        "Div(P(Figure(Caption('c') 'f')))",
    ),
    "two pictures": (
        lambda: exhibit(picture(), picture(), caption()),
        "Div(Caption('c') Figure('f') Figure('f'))",
        "Sect(Caption('c') Figure('f') Figure('f'))",
    ),
    "a list and a picture": (
        lambda: exhibit(picture(), items(), caption()),
        f"Div(Caption('c') Figure('f') {LIST})",
        f"Sect(Caption('c') Figure('f') {LIST})",
    ),
    "text": (
        lambda: exhibit(caption(), "a"),
        "Div(Caption('c') P('a'))",
        "Sect(Caption('c') P('a'))",
    ),
    "no caption": (lambda: exhibit(picture()), "Div(Figure('f'))", None),
    "two captions": (
        lambda: exhibit(caption(), picture(), caption()),
        "Div(Caption('c') Figure('f') Caption('c'))",
        None,
    ),
}


@each("name", EXHIBITS)
@each("standard", Standard)
def test_a_caption_goes_where_the_standard_puts_it(name, standard):
    make, in_pdf_17, in_pdf_2 = EXHIBITS[name]
    expected = in_pdf_2 if in_pdf_2 and standard is Standard.UA2 else in_pdf_17
    assert shaped(make(), standard) == expected


def test_only_a_figure_of_html_is_an_exhibit():
    tree = element("Div", caption(), picture(), tag="div")
    assert shaped(tree, Standard.UA2) == "Div(Caption('c') Figure('f'))"
    tree = element("Sect", caption(), items(), tag="figure")
    assert shaped(tree, Standard.UA2) == "Sect(Caption('c') L(LI(LBody('i'))))"


def test_the_letter_of_a_note_is_its_label():
    for type_ in ("Note", "FENote"):
        assert shaped(element("P", element(type_, element("Link", "a"), "text"))) == (
            f"P({type_}(Lbl(Link('a')) 'text'))"
        )
        assert shaped(element("P", element(type_, element("Link", "a")))) == f"P({type_}(Lbl(Link('a'))))"
        for kids in (("a", element("Link", "b")), (element("Em", "a"), element("Link", "b")), ("a",)):
            kept = shown(element(type_, *kids))
            assert shaped(element("P", element(type_, *kids))) == f"P({kept})"


def linked(text: str, target: str | None) -> StructureElement:
    """Return a reference with a link to a target."""
    link = element("Link", text, tag="a")
    assert link.source is not None
    if target is not None:
        link.source.set("href", target)
    return element("Reference", link)


def test_an_entry_of_a_table_of_contents_refers_to_its_heading_in_pdf_2():
    def tree() -> tuple[StructureElement, list[StructureElement], list[StructureElement]]:
        references = [linked("1", "#one"), linked("2", "#two"), linked("3", "#no"), linked("4", None)]
        outside, bare = linked("5", "#one"), element("Reference", element("Link", "6"))
        contents = element("TOC", *(element("TOCI", one) for one in (*references, bare)))
        first, again = element("H2", "One", tag="h2"), element("H2", "Again", tag="h2")
        second = element("P", element("Span", "Two", tag="b"))
        for one, name in ((first, "one"), (again, "one"), (second.elements()[0], "two")):
            assert one.source is not None
            one.source.set("id", name)
        root = element("Document", contents, first, again, second, element("P", outside))
        return root, [*references, bare, outside], [first, second.elements()[0]]

    root, references, (first, second) = tree()
    shape(root, Standard.UA2)
    assert [one.partner for one in references] == [first, second, None, None, None, None]
    root, references, _ = tree()
    shape(root, Standard.UA1)
    assert [one.partner for one in references] == [None] * 6
