"""Words of texts that lines have cut, against the HTML that they come from."""

from __future__ import annotations

from xml.etree.ElementTree import XML

import pytest

from briefing.structure.text_order import Script, part_words
from briefing.structure.tree import Content, Gap, StructureElement

HYPHEN = "\u2010"


def read(html: str, *lines: tuple[str, str]) -> str:
    """The words of lines, each with the name of the element that it is of, as they are read from one paragraph."""
    root = XML(html)
    elements = {element.tag: element for element in root.iter()}
    script, paragraph = Script(root), StructureElement("P")
    for number, (name, text) in enumerate(lines):
        place, whole = script.find(elements[name], text, HYPHEN)
        paragraph.add(Content(0, None, text, whole, number, place))
    part_words(paragraph, script)
    return paragraph.words()


@pytest.mark.parametrize(
    ("html", "lines", "words"),
    [
        ("<p>one two</p>", [("p", "one"), ("p", "two")], "one two"),
        ("<p>  one\n  two  </p>", [("p", "one"), ("p", "two")], "one two"),
        ("<p>understand</p>", [("p", f"under{HYPHEN}"), ("p", "stand")], "understand"),
        ("<p>under\u00adstand</p>", [("p", f"under{HYPHEN}"), ("p", "stand")], "understand"),
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
def test_words_are_neither_glued_nor_cut(html, lines, words):
    assert read(html, *lines) == words


def test_what_a_style_added_is_parted_by_line_ends_and_gaps():
    script = Script(XML("<p>a</p>"))
    paragraph = StructureElement("P")
    for kid in (
        Content(0, None, text="1", line=1),
        Content(0, None, text="2", line=1),
        Gap(),
        Content(0, None, text="3", line=1),
        Content(0, None, text="4", line=2),
    ):
        paragraph.add(kid)
    part_words(paragraph, script)
    assert paragraph.words() == "12 3 4"
    assert not any(isinstance(kid, Gap) for kid in paragraph.kids)
