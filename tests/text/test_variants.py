"""The texts of a brief as paragraphs, links and places."""

from __future__ import annotations

from briefing.core.source_map import Mark, SourceMap
from briefing.model.language import Traits
from briefing.model.text import Flow, Prose, Register, Worded
from briefing.text.sentences import BREAK
from briefing.text.variants import Paragraph, _runs, links_of, paragraphs, place_of, registers_of, shown
from tests.cases import each

FACTS = {"level": "5 m"}


@each(
    ("words", "flow", "found"),
    [
        ("One *two*\nthree.\n\nFour", Flow.BLOCK, [Paragraph("One two three."), Paragraph("Four")]),
        ("It rose [@doe2020].", Flow.INLINE, [Paragraph("It rose.", is_cited=True)]),
        ("By {level}.", Flow.INLINE, [Paragraph("By 5 m.", facts=("level",))]),
        ("By {other}.", Flow.INLINE, [Paragraph(f"By {BREAK}.", facts=("other",))]),
        ("> a\n\nb", Flow.BLOCK, [Paragraph("a", is_quoted=True), Paragraph("b")]),
        ("# a\n\nb", Flow.BLOCK, [Paragraph("b")]),
        ("# a", Flow.INLINE, [Paragraph("# a")]),
        ("a `b` c", Flow.INLINE, [Paragraph(f"a {BREAK} c")]),
        ("[a](https://example.org/) b", Flow.INLINE, [Paragraph("a b")]),
        ("<https://example.org/> b", Flow.INLINE, [Paragraph(f"{BREAK} b")]),
        ("**a** \\\nb", Flow.INLINE, [Paragraph("a b")]),
    ],
)
def test_a_paragraph_has_its_words_and_its_citations_and_facts(words, flow, found):
    each = list(paragraphs(words, flow, FACTS))
    assert [(one.text.replace("  ", " "), one.is_cited, one.is_quoted, one.facts) for one in each] == [
        (one.text, one.is_cited, one.is_quoted, one.facts) for one in found
    ]


@each(
    ("words", "cited"),
    [
        ("Points [@a]:\n\n- one\n- two\n\nEnd", ["Points:", "one", "two"]),
        ("Points [@a]：\n\n1. one", ["Points：", "one"]),
        ("Points:\n\n- one [@a]\n- two", ["one"]),
        ("Points [@a]\n\n- one", ["Points"]),
        ("Points [@a]:\n\n> a\n\n- one", ["Points:"]),
        ("Points [@a]:\n\n- one\n\n  - inner\n- two", ["Points:", "one", "inner", "two"]),
        ("One[^1] and more.\n\nTwo.\n\n[^1]: See [@a].", ["One and more.", "See."]),
        ("One[^1] and more.\n\nTwo[^2].\n\n[^1]: See [@a].\n\n[^2]: See B.", ["One and more.", "See."]),
        ("Yes.\n\n| A | B |\n|---|---|\n| x[^1] | y |\n\n[^1]: See [@a].", [f"x{BREAK}y{BREAK}", "See."]),
        ("Yes.\n\n| A | B |\n|---|---|\n| x [@a] | y |\n| v | w |", [f"x{BREAK}y{BREAK}v{BREAK}w{BREAK}"]),
    ],
)
def test_a_citation_counts_for_the_list_and_the_text_that_it_is_for(words, cited):
    found = [
        " ".join(one.text.split()).replace(" .", ".") for one in paragraphs(words, Flow.BLOCK) if one.is_cited
    ]
    assert [text.replace(" :", ":").replace(f" {BREAK}", BREAK) for text in found] == cited


@each(
    ("words", "text"),
    [
        ("By {cost}.", "By 1.26 million."),
        ("By {cost | 1 decimal}.", "By 1.3 million."),
        ("By {cost | no such format}.", "By 1.26 million."),
        ("By {none | round}.", f"By {BREAK}."),
    ],
)
def test_a_fact_is_rounded_as_its_format_rounds_it(words, text):
    (found,) = paragraphs(words, Flow.INLINE, {"cost": "1.26 million"})
    assert found.text == text


def test_without_facts_each_is_a_break():
    assert [one.text for one in paragraphs("By {level}.", Flow.INLINE)] == [f"By {BREAK}."]


def test_a_paragraph_has_sentences_without_the_space_around_them():
    assert list(Paragraph(" One.  Two. ").sentences(Traits())) == ["One.", "Two."]
    assert list(Paragraph("  ").sentences(Traits())) == []


@each(
    ("words", "links"),
    [
        (
            "See [the *report*](https://example.org/a) and [`x`](https://example.org/b).",
            [("the report", "https://example.org/a"), ("x", "https://example.org/b")],
        ),
        ("<https://example.org/> [a](https://example.org/c)", [("a", "https://example.org/c")]),
        ("no link", []),
        ("# [a](https://example.org/)", []),
    ],
)
def test_links_have_their_text_and_address(words, links):
    assert list(links_of(words, Flow.BLOCK)) == links


def test_each_variant_that_is_written_has_its_key():
    source_map = SourceMap("f", "x", {("a", "short"): Mark(0, 1, 0, 1)})
    item = Worded(text="Long.", short="S.")
    text, short = registers_of(item, ("a",), source_map)
    assert (text.register, text.words, text.key, text.place, text.name) == (
        Register.TEXT,
        "Long.",
        ("a",),
        ("a",),
        "text",
    )
    assert (short.register, short.words, short.place, short.name) == (
        Register.SHORT,
        "S.",
        ("a", "short"),
        "short",
    )
    assert text.flow is Flow.INLINE
    assert [one.flow for one in registers_of(Prose(text="a"), (), source_map)] == [Flow.BLOCK]


SOURCE = "text: Levels *rose* at {station} A, as one of the many wells did yesterday.\n"
SOURCE_MAP = SourceMap("f", SOURCE, {("text",): Mark(6, len(SOURCE) - 1, 0, 4)})


@each(
    ("text", "found"),
    [
        ("rose at", "rose* at"),
        ("Levels rose at the river", "Levels *rose* at"),
        (f"{BREAK} as one of the many wells did", "as one of the many wells"),
        (f"{BREAK} , A {BREAK} wells", "A"),
        ("evels", None),
        ("well", None),
        ("", None),
        (f"{BREAK} –", None),
    ],
)
def test_a_piece_of_text_is_found_by_its_first_words(text, found):
    span = place_of(SOURCE_MAP, ("text",), text)
    whole = SOURCE_MAP.value(("text",))
    if found is None:
        assert span == whole
    else:
        assert SOURCE[span.column - 1 : span.column - 1 + span.length] == found


@each(
    ("words", "runs"),
    [
        ("a b c d", ["a b c d", "a b c", "a b", "b c d", "c d", "a"]),
        ("a b", ["a b", "a"]),
        ("a", ["a"]),
        ("", []),
    ],
)
def test_the_longest_words_from_the_start_are_looked_for_first(words, runs):
    assert list(map(" ".join, _runs(words.split()))) == runs


@each(
    ("text", "length", "short"),
    [
        (f"a  {BREAK}\n b", 60, "a … b"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two …"),
        ("one two three", 7, "one …"),
        ("x" * 60, 60, "x" * 60),
        ("x" * 61, 60, "x" * 60 + " …"),
    ],
)
def test_a_text_is_shortened_at_a_word(text, length, short):
    assert shown(text, length) == short
    if length == 60:
        assert shown(text) == short
