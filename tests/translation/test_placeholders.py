"""The placeholders of a text are found, and those that were altered in its translation."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model.text import Flow
from briefing.translation.placeholders import Code, Kind, alterations, canonical, split, typed, wrapped
from tests.cases import each
from tests.fuzz import FACTOR

TEXT = """\
Streets store heat.^[Measured *at* night, [@a].] See [](#trees)
and {cost | million} of [the site](https://example.org/a_(b)).

## Roofs of 100 m^2^
1. Plant `x*y`.
2. Water it\\
   daily, as the [îlots]{lang=fr} are.

| Place | Surface |
|-------|:-------:|
| North | **dry**   |

The end, in
1986. It was not [square] or 5 * 3.[^1]

[^1]: A note, [@b, p. 4].
"""


def words(text: str, flow: Flow = Flow.BLOCK) -> list[str]:
    return [piece.strip() for piece in split(text, flow) if isinstance(piece, str) and piece.strip(" .,")]


def codes(text: str, kind: Kind, flow: Flow = Flow.BLOCK) -> list[str]:
    return [piece.typed for piece in split(text, flow) if isinstance(piece, Code) and piece.kind is kind]


def test_all_that_is_not_words_is_a_placeholder():
    assert words(TEXT) == [
        *("Streets store heat.", "Measured", "at", "night,", "See", "and", "of", "the site"),
        *("Roofs of 100 m", "Plant", "Water it", "daily, as the", "îlots", "are."),
        *("Place", "Surface", "North", "dry"),
        *("The end, in 1986. It was not [square] or 5 * 3.", "A note,"),
    ]
    assert codes(TEXT, Kind.REFERENCE) == [
        *("^[", "[@a]", "]", "[](#trees)", "{cost | million}", "[", "](https://example.org/a_(b))"),
        *("`x*y`", "[", "]{lang=fr}", "[^1]", "[^1]:", "[@b, p. 4]"),
    ]
    assert codes(TEXT, Kind.MARKUP) == ["*", "*", "^2^", "\\\n   ", "**", "**"]
    assert codes(TEXT, Kind.STRUCTURE)[:3] == ["\n\n## ", "\n1. ", "\n2. "]


def test_a_paragraph_is_one_line_and_means_the_same():
    form = canonical(TEXT, Flow.BLOCK)
    assert "See [](#trees) and {cost" in form and "The end, in 1986. It was" in form
    assert canonical(form, Flow.BLOCK) == form
    assert canonical(wrapped(form, Flow.BLOCK, 40), Flow.BLOCK) == form
    assert max(map(len, wrapped(f"{'One. ' * 30}.\n\n{'Two. ' * 30}.", Flow.BLOCK, 40).split("\n"))) <= 40


@each(
    ("text", "kept"),
    [
        ("a line of\nto. Then", ["a line of to. Then"]),
        ("- one\n- two", ["one", "two"]),
        ("a. one\nb. two", ["one", "two"]),
        ("# no_code_here, but _this_", ["# no_code_here, but", "this"]),
        ("Term\n: its meaning", ["Term", "its meaning"]),
        ("> quoted\n> further", ["quoted", "further"]),
        ("![A map](figures/map.png)", ["A map"]),
        ("an address <https://example.org>", ["an address"]),
    ],
)
def test_words_are_left_to_the_translator(text, kept):
    is_heading = text.startswith("#")
    assert words(text, Flow.INLINE if is_heading else Flow.BLOCK) == kept


@each(
    ("target", "expected"),
    [
        ("Cuesta {cost} y *más*. [@a; @b] [](#x)", []),
        ("*Más* [](#x) {cost} [@a; @b]", []),
        ("Cuesta y *más*. [@a; @b] [](#x)", [("`{cost}` is missing", Kind.REFERENCE)]),
        ("{cost} {cost} *m*. [@a; @b] [](#x)", [("`{cost}` is there twice", Kind.REFERENCE)]),
        ("{coste} *m*. [@a; @b] [](#x)", [("`{cost}` has become `{coste}`", Kind.REFERENCE)]),
        ("{cost} *m*. [@a] [](#x)", [("`[@a; @b]` has become `[@a]`", Kind.REFERENCE)]),
        ("{cost} *m*. [@a; @b] [](#x) {new}", [("`{new}` is not in the original", Kind.REFERENCE)]),
        ("{cost} m. [@a; @b] [](#x)", [("`*` is missing", Kind.MARKUP)] * 2),
        (
            "{cost} *m*.\n\n[@a; @b] [](#x)",
            [("the paragraphs, lists or tables are not those of the original", Kind.STRUCTURE)],
        ),
    ],
)
def test_an_altered_placeholder_is_named(target, expected):
    source = "It costs {cost}, and *more*. [@a; @b] See [](#x)"
    assert [(one.what, one.kind) for one in alterations(source, target, Flow.BLOCK)] == expected


@given(st.text(st.sampled_from("ab1 \n*_[](){}^~`#|>-.:!@\\"), max_size=60), st.sampled_from(Flow))
@settings(max_examples=100 * FACTOR, deadline=None)
def test_any_text_keeps_its_characters(text, flow):
    pieces = split(text, flow)
    assert "".join(typed(pieces).split()) == "".join(text.split())
    assert all(piece if isinstance(piece, str) else piece.typed for piece in pieces)
    assert list(alterations(text, text, flow)) == []


def test_paragraphs_that_have_not_changed_keep_their_lines():
    before = "One line.\nAnother line.\n\nA second\nparagraph.\n"
    after = "One line. Another line.\n\nA second paragraph, changed."
    assert wrapped(after, Flow.BLOCK, 80, before) == (
        "One line.\nAnother line.\n\nA second paragraph, changed.\n"
    )
