"""The words of text with line breaks, compared with the HTML that they come from."""

from __future__ import annotations

from xml.etree.ElementTree import XML, Comment

import pytest

from briefing.structure.text_order import (
    SourceText,
    fold,
    is_right_to_left,
    restore_spaces,
    texts,
    without_hints,
    write_right_to_left,
)
from briefing.structure.tree import Content, Gap, StructureElement
from tests.cases import each

HYPHEN = "\u2010"


def read(html: str, *lines: tuple[str, str]) -> str:
    """Return the text of one paragraph as it is read, from lines that each name their element."""
    root = XML(html)
    elements = {element.tag: element for element in root.iter()}
    source_text, paragraph = SourceText(root), StructureElement("P")
    for number, (name, text) in enumerate(lines):
        place, whole = source_text.find(elements[name], text, HYPHEN)
        paragraph.add(Content(0, None, text, whole, number, place))
    restore_spaces(paragraph, source_text)
    return paragraph.words()


@each(
    ("html", "lines", "words"),
    [
        ("<p>one two</p>", [("p", "one"), ("p", "two")], "one two"),
        ("<p>  one\n  two  </p>", [("p", "one"), ("p", "two")], "one two"),
        ("<p>handshake</p>", [("p", f"hand{HYPHEN}"), ("p", "shake")], "handshake"),
        ("<p>hand\u00adshake</p>", [("p", f"hand{HYPHEN}"), ("p", "shake")], "handshake"),
        ("<p>well-known</p>", [("p", "well-"), ("p", "known")], "well-known"),
        (f"<p>twenty{HYPHEN}two</p>", [("p", f"twenty{HYPHEN}"), ("p", "two")], f"twenty{HYPHEN}two"),
        (
            "<p>https://example.org/a</p>",
            [("p", "https://example"), ("p", ".org/a")],
            "https://example.org/a",
        ),
        ("<p>a <em>b</em> c</p>", [("p", "a"), ("em", "b"), ("p", "c")], "a b c"),
        ("<p>a<em>b</em>c</p>", [("p", "a"), ("em", "b"), ("p", "c")], "abc"),
        ("<p><em>a</em> <b>b</b></p>", [("em", "a"), ("b", "b")], "a b"),
        ("<p>a<br/>b</p>", [("p", "a"), ("p", "b")], "a b"),
        ("<p>Straße und</p>", [("p", "STRASSE"), ("p", "UND")], "STRASSE UND"),
        ("<p>a\u2003b</p>", [("p", "a"), ("p", "b")], "a b"),
    ],
)
def test_words_are_neither_joined_nor_split(html, lines, words):
    assert read(html, *lines) == words


def test_text_added_by_a_style_is_separated_by_line_breaks_and_gaps():
    source_text = SourceText(XML("<p>a</p>"))
    paragraph = StructureElement("P")
    for kid in (
        Content(0, None, text="1", line=1),
        Content(0, None, text="2", line=1),
        Gap(),
        Content(0, None, text="3", line=1),
        Content(0, None, text="4", line=2),
    ):
        paragraph.add(kid)
    restore_spaces(paragraph, source_text)
    assert paragraph.words() == "12 3 4"
    assert not any(isinstance(kid, Gap) for kid in paragraph.kids)


def test_a_text_is_compared_without_case_and_hints_and_with_single_spaces():
    assert fold(" Stra\u00adße \t\n\u200bund\u00a0A ") == " strasse und\u00a0a "
    assert fold("ﬁ") == fold("FI") == "fi"
    assert fold("ı") == fold("I"), "a style may write capitals"


def places(html: str, *lines: tuple[str, str], hyphen: str = HYPHEN) -> list[tuple[str | None, str]]:
    """Return for each piece the text of the HTML at its place, and the piece."""
    root = XML(html)
    elements = {element.tag: element for element in root.iter()}
    source_text, found = SourceText(root), []
    for name, text in lines:
        place, whole = source_text.find(elements[name], text, hyphen)
        found.append((source_text.text[slice(*place)] if place else None, whole))
    return found


@each(
    ("html", "lines", "found"),
    [
        ("<p>a b a</p>", [("p", "A"), ("p", "b"), ("p", "a")], [("a", "A"), ("b", "b"), ("a", "a")]),
        ("<p>one <i>two</i> three</p>", [("p", "three")], [("three", "three")]),
        ("<p>one <i>two</i></p>", [("p", "two")], [(None, "two")]),
        ("<p>one two three</p>", [("p", "two")], [("two", "two")]),
        ("<p>one two one</p>", [("p", "two"), ("p", "one")], [("two", "two"), ("one", "one")]),
        ("<p>one</p>", [("p", "one"), ("p", "one")], [("one", "one"), (None, "one")]),
        ("<p>hand</p>", [("p", f"hand{HYPHEN}")], [("hand", "hand")]),
        ("<p>xhand</p>", [("p", f"hand{HYPHEN}")], [(None, f"hand{HYPHEN}")]),
        (f"<p>hand{HYPHEN}made</p>", [("p", f"hand{HYPHEN}")], [(f"hand{HYPHEN}", f"hand{HYPHEN}")]),
        ("<p>a<i>bc</i></p>", [("p", "ab"), ("i", "bcd")], [(None, "ab"), (None, "bcd")]),
        ("<p>a<i/>b</p>", [("p", "ab")], [(None, "ab")]),
        ("<p>X x</p>", [("p", "x"), ("p", "x")], [("x", "x"), ("x", "x")]),
        ("<div><p>a</p><i>b</i></div>", [("i", "a"), ("i", "b")], [(None, "a"), ("b", "b")]),
        ("<p>   a  </p>", [("p", " a ")], [("a", " a ")]),
        ("<p><i/>a</p>", [("i", "a")], [(None, "a")]),
        ("<p>x a a</p>", [("p", "a"), ("p", "a"), ("p", "a")], [("a", "a"), ("a", "a"), (None, "a")]),
        ("<p>x a b a</p>", [("p", "a"), ("p", "b"), ("p", "a")], [("a", "a"), ("b", "b"), ("a", "a")]),
        (
            "<p>hand hand</p>",
            [("p", f"hand{HYPHEN}"), ("p", f"hand{HYPHEN}"), ("p", "hand")],
            [("hand", "hand"), ("hand", "hand"), (None, "hand")],
        ),
        ("<p>\u00a0a</p>", [("p", "\u00a0a")], [("\u00a0a", "\u00a0a")]),
    ],
)
def test_a_piece_is_found_in_its_element_after_the_pieces_before_it(html, lines, found):
    assert places(html, *lines) == found


def test_without_a_hyphen_of_the_style_none_is_taken_off():
    assert places("<p>hand-</p>", ("p", "hand-"), hyphen="") == [("hand-", "hand-")]
    assert places("<p>hand</p>", ("p", "hand-"), hyphen="") == [(None, "hand-")]


def test_what_is_not_typeset_as_text_is_not_searched():
    html = '<div><style>a</style><svg xmlns="http://www.w3.org/2000/svg">b</svg><script>c</script>d</div>'
    assert SourceText(XML(html)).text == "\nd\n"
    with_comment = XML("<p>a</p>")
    with_comment.append(Comment("b"))
    assert SourceText(with_comment).text == "\na\n"


def test_blocks_and_line_breaks_separate_texts():
    assert SourceText(XML("<div>a<br/>b<p>c</p>d<i>e</i></div>")).text == "\na\nb\nc\nde\n"


def placed(text: str, *place: int, line: int = 0) -> Content:
    return Content(0, None, text=text, line=line, place=place or None)


def test_the_text_between_two_pieces_is_known_if_they_are_in_order():
    source_text = SourceText(XML("<p>ab cd</p>"))
    assert source_text.between(placed("ab", 1, 3), placed("cd", 4, 6)) == " "
    assert source_text.between(placed("a", 1, 2), placed("b", 2, 3)) == ""
    for first, second in (
        (placed("cd", 4, 6), placed("ab", 1, 7)),
        (placed("ab"), placed("cd", 4, 6)),
        (placed("ab", 1, 3), placed("cd")),
        (placed("ab"), placed("cd")),
    ):
        assert source_text.between(first, second) is None


def spoken(*kids: object, html: str = "<p>a</p>") -> str:
    root = StructureElement("Sect")
    root.replace_kids(list(kids))
    restore_spaces(root, SourceText(XML(html)))
    return root.words()


def within(kind: str, *kids: object) -> StructureElement:
    element = StructureElement(kind)
    element.replace_kids(list(kids))
    return element


def test_texts_of_two_paragraphs_are_not_joined_and_need_no_space():
    assert spoken(within("P", placed("a")), within("P", placed("b", line=1))) == "ab"
    assert spoken(placed("a"), within("P", placed("b", line=1)), placed("c", line=2)) == "abc"
    assert spoken(within("Em", placed("a")), within("Em", placed("b", line=1))) == "a b"
    assert spoken(within("P", within("Em", placed("a"), Gap()), placed("b"))) == "a b"


@pytest.mark.parametrize("kind", ["Note", "FENote"])
def test_a_note_is_read_separately_from_the_paragraph_around_it(kind):
    note = within(kind, placed("n", line=5), placed("m", line=6))
    assert spoken(within("P", placed("a"), note, placed("b"))) == "an mb"
    note = within(kind, placed("n", line=5))
    assert spoken(within("P", placed("a"), Gap(), note, placed("b"))) == "a nb"


@pytest.mark.parametrize(
    ("first", "second", "whole"), [("ab ", "b", "ab b"), ("a", " b", "a b"), ("a", "b c", "a b c")]
)
def test_a_space_that_is_there_is_enough(first, second, whole):
    assert spoken(placed(first), placed(second, line=1)) == whole


def test_a_gap_counts_for_the_next_piece_only():
    assert spoken(placed("a"), Gap(), placed("b"), placed("c")) == "a bc"
    assert spoken(placed("a"), placed("b"), Gap()) == "ab"


def test_all_pieces_of_a_tree_are_listed_with_those_of_an_element_together():
    first, second, third = placed("a"), placed("b"), placed("c")
    assert list(texts(within("Sect", first, within("P", second), third))) == [first, third, second]


@each(
    ("html", "pieces", "typed"),
    [
        ("<p>a <i>NASA  rocket</i></p>", ("nasa", "rocket"), ("NASA", "rocket")),
        ("<p>Stra\u00adße Und</p>", ("strasse", "und"), ("Straße", "Und")),
        ("<p>One <i/>Two</p>", ("one", "two"), ("One", "Two")),
        ("<p>\u200bA\n  B</p>", ("a b",), ("A B",)),
    ],
)
def test_a_piece_is_read_in_the_case_in_which_it_was_typed(html, pieces, typed):
    root = XML(html)
    source_text = SourceText(root)
    (element,) = [one for one in root.iter() if any(typed[0][:1] in (text or "") for text in (one.text,))][
        -1:
    ]
    found = []
    for piece in pieces:
        place, _ = source_text.find(element, piece, HYPHEN)
        found.append(source_text.as_typed(element, place))
    assert tuple(found) == typed


def outlined(kid: object) -> object:
    """Return a tree as tuples of types and texts."""
    if isinstance(kid, Content):
        return kid.text
    return (
        kid.type,
        *([f"={kid.actual_text}"] if kid.actual_text is not None else []),
        *map(outlined, kid.kids),
    )


def test_a_run_of_right_to_left_text_gets_its_text_in_reading_order():
    picture = Content(0, None)
    paragraph = within(
        "P",
        placed("שלום "),
        placed("ab\u200f"),
        picture,
        placed("one"),
        within("Em", placed("بيت")),
        placed("two"),
    )
    write_right_to_left(paragraph)
    assert outlined(paragraph) == (
        "P",
        ("Span", "=שלום ab", ("Span", "שלום ", "ab\u200f")),
        "",
        "one",
        ("Em", ("Span", "=بيت", ("Span", "بيت"))),
        "two",
    )
    assert all(kid.parent is element for element in paragraph.walk() for kid in element.elements())
    assert paragraph.words() == "שלום ab\u200foneبيتtwo"


def test_a_text_that_is_given_already_and_text_from_left_to_right_stay():
    given = within("Span", placed("שלום"))
    given.actual_text = "שלום!"
    root = within("P", given, placed("12 a"))
    write_right_to_left(root)
    assert outlined(root) == ("P", ("Span", "=שלום!", "שלום"), "12 a")


def test_text_is_right_to_left_if_one_of_its_letters_is():
    assert [is_right_to_left(text) for text in ("abc א", "ب", "abc 12", "١٢", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert without_hints("a\u00ad\u200bb\u200e\u200f\u2060\ufeff c") == "ab c"
