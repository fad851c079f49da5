"""Putting rendered texts together: spaces, punctuation, quotation marks and font styles."""

from __future__ import annotations

from briefing.compose.citations.csl.marks import Joiner, emphasize, mark
from tests.cases import each

AMERICAN = Joiner(punctuation_in_quote=True, quotes="“”‘’")
BRITISH = Joiner(punctuation_in_quote=False, quotes="“”‘’")
OPEN, CLOSE = mark("quote", " ").split(" ")


def shown(text: str) -> str:
    return text.replace(OPEN, "«").replace(CLOSE, "»")


@each(
    ("left", "right", "joined"),
    [
        ("van", ".", "van."),
        ("et al.", ".", "et al."),
        ("Why?", ".", "Why?"),
        ("Why?", ", p. 4", "Why?, p. 4"),
        ("A: ", " B", "A: B"),
        ("2020;", ":4", "2020;4"),
        ("Wait...", ".", "Wait..."),
        ("", ".", "."),
    ],
)
def test_signs_are_not_doubled(left, right, joined):
    assert AMERICAN.add(left, right) == BRITISH.add(left, right) == joined


@each(
    ("quoted", "sign", "american", "british"),
    [
        ("A test", ".", "«A test.»", "«A test»."),
        ("A test", ", ", "«A test,» ", "«A test», "),
        ("A test?", ".", "«A test?»", "«A test?»."),
        ("A test.", ".", "«A test.»", "«A test.»"),
        ("A test", ";", "«A test»;", "«A test»;"),
        ("On ‘tests’", ".", "«On ‘tests.’»", "«On ‘tests’»."),
    ],
)
def test_a_full_stop_or_comma_goes_inside_quotation_marks_in_american_english(
    quoted, sign, american, british
):
    assert shown(AMERICAN.add(mark("quote", quoted), sign)) == american
    assert shown(BRITISH.add(mark("quote", quoted), sign)) == british


def test_an_apostrophe_is_no_quotation_mark():
    assert AMERICAN.add("Artagnan, Charles d’", ".") == "Artagnan, Charles d’."
    assert AMERICAN.add("What we mean by “test”", ".") == "What we mean by “test.”"


def test_signs_meet_across_font_styles():
    assert AMERICAN.add(mark("i", "A test?"), ".") == mark("i", "A test?")


def test_empty_texts_have_no_affixes_and_no_delimiter():
    assert AMERICAN.wrap("(", "", ")") == ""
    assert AMERICAN.join(["A", "", "B"], ", ") == "A, B"


def test_a_font_style_is_not_nested_and_east_asian_text_has_no_italics():
    assert emphasize("i", f"A {emphasize('i', 'B')}") == mark("i", "A B")
    assert emphasize("i", "小说") == "小说"
