"""Footnotes in texts: where they are typed, what is left without them, and the order of their tokens."""

from __future__ import annotations

from typing import Any

from briefing.markdown.footnotes import DEFINITIONS, REFERENCE, parse_text, split_footnotes
from briefing.markdown.grammar import make_parser
from briefing.markdown.typed_footnotes import footnotes_in, without_footnotes
from tests.cases import each


def split(words: str, *, is_block: bool = True) -> tuple[str, list[list[str]]]:
    """Return the text with `*` for each reference, and the paragraphs of each footnote."""
    body, footnotes = split_footnotes(parse_text(make_parser(), words, is_block=is_block))
    children = [child for token in body for child in token.children or ()]
    text = "".join("*" if child.type == REFERENCE else child.content for child in children)
    return text, [[paragraph.content for paragraph in found] for found in footnotes.values()]


@each("is_block", [True, False])
@each(
    ("words", "text", "footnotes"),
    [
        ("Levels rose.[^1]\n\n[^1]: At station A.", "Levels rose.*", [["At station A."]]),
        ("Levels rose [^1].\n[^1]: At A.", "Levels rose*.", [["At A."]]),
        ("Levels ^[At A.] rose.", "Levels* rose.", [["At A."]]),
        ("One[^b], two[^a].\n\n[^a]: A.\n[^b]: B.", "One*, two*.", [["B."], ["A."]]),
        ("One[^a], two[^a].\n\n[^a]: A.", "One*, two*.", [["A."]]),
        ("One[^a].\n\n[^a]: A,\n    b.\n\n    C.", "One*.", [["A,\nb.", "C."]]),
        ("One ^[see [x]].", "One*.", [["see [x]"]]),
        ("No `^[code]` and [^1].", "No ^[code] and [^1].", []),
    ],
)
def test_footnotes_are_read_in_the_order_of_their_references(words, text, footnotes, is_block):
    assert split(words, is_block=is_block) == (text, footnotes)


@each(
    ("words", "left", "footnotes"),
    [
        ("Up.[^1] More.\n\n[^1]: At A.\n\nEnd.", "Up. More.\n\nEnd.", ["At A."]),
        ("Up ^[at *A*, {n}\n  [@a]]. End.", "Up. End.", ["at *A*, {n}\n  [@a]"]),
        ("> Up.[^1]\n> Down ^[by\n> 2].\n\n[^1]: A.", "> Up.\n> Down.", ["A.", "by\n2"]),
        ("- Up.[^1]\n\n  [^1]: A.\n- Down.", "- Up.\n\n- Down.", ["A."]),
        (r"The set [^ab], \[^1] and ^2^.", r"The set [^ab], \[^1] and ^2^.", []),
        ("Nothing.", "Nothing.", []),
    ],
)
def test_a_text_without_its_footnotes_keeps_everything_else(words, left, footnotes):
    assert without_footnotes(words, is_block=True) == left
    assert list(footnotes_in(words, is_block=True)) == footnotes


def test_no_definition_is_left_in_a_paragraph_without_its_footnotes():
    words = "Up.[^1]\n\n[^1]: At A.\n\n    Second.\n[^2]: Unused."
    assert without_footnotes(words, is_block=False) == "Up."


def test_definitions_have_their_lines_in_the_text():
    env: dict[str, Any] = {}
    parse_text(make_parser(), "Up.[^1]\n\n[^1]: A.\n[^2]: B.", is_block=False, env=env)
    assert [(one.label, one.start, one.end) for one in env[DEFINITIONS]] == [("1", 2, 3), ("2", 3, 4)]
