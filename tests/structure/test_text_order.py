"""The words of text with line breaks, compared with the HTML that they come from."""

from __future__ import annotations

from xml.etree.ElementTree import XML

import pytest

from briefing.structure.text_order import SourceText, restore_spaces
from briefing.structure.tree import Content, Gap, StructureElement

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


@pytest.mark.parametrize(
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
