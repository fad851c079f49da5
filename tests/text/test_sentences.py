"""Running text as sentences, and the words of its authors in it."""

from __future__ import annotations

from briefing.core.source_map import Mark, SourceMap
from briefing.model.content import Passage
from briefing.model.language import Traits
from briefing.model.text import Flow
from briefing.text.sentences import BREAK, Sentence, blocks_of, split_sentences
from tests.cases import each

TRAITS = Traits(abbreviations=("approx", "art"))


@each(
    ("text", "sentences"),
    [
        ("One. Two!  Three? Four… Five", ["One. ", "Two!  ", "Three? ", "Four… ", "Five"]),
        ("One.", ["One."]),
        ("", [""]),
        ("It rose. it fell.", ["It rose. it fell."]),
        ("It rose by 1.5 m. It fell.", ["It rose by 1.5 m. It fell."]),  # one letter may be an abbreviation
        ("See art. Five. Done.", ["See art. Five. ", "Done."]),
        ("Aprox art. Five approx. Six.", ["Aprox art. Five approx. Six."]),
        ("The start. Done.", ["The start. ", "Done."]),
        ("In the U.S. Then it fell.", ["In the U.S. Then it fell."]),
        ("Is it art? Yes.", ["Is it art? ", "Yes."]),
        ("“It rose.” It fell.", ["“It rose.” ", "It fell."]),
        (f"It rose.{BREAK} It fell.) 5 more.", [f"It rose.{BREAK} ", "It fell.) ", "5 more."]),
        ("It rose.It fell.", ["It rose.It fell."]),
        ("Plan B. Then C.", ["Plan B. Then C."]),
        ("Pay fees A to D. Fees rise.", ["Pay fees A to D. ", "Fees rise."]),
        ("By J. A. Smith, who has a boat.", ["By J. A. Smith, who has a boat."]),
        ("e-art. Then.", ["e-art. ", "Then."]),
    ],
)
def test_a_paragraph_is_split_at_full_stops_that_end_a_sentence(text, sentences):
    assert list(split_sentences(text, TRAITS)) == sentences


def blocks(words: str, flow: Flow = Flow.BLOCK) -> list[str]:
    return list(blocks_of(Passage(key=("text",), words=words, flow=flow)))


@each(
    ("words", "found"),
    [
        ("One *two* **three**.\n\nFour\nfive", ["One two three.", "Four five"]),
        ("- one\n- two", ["one", "two"]),
        ("> quoted\n\nown", ["own"]),
        ("> one\n>\n> > two\n>\n> three\n\nown", ["own"]),
        ("# Heading\n\nown", ["own"]),
        ("a `code` b", [f"a {BREAK} b"]),
        ("a [link](https://example.org/) b", ["a link b"]),
        ("a <https://example.org/> b", [f"a {BREAK} b"]),
        ("a [@doe2020] b", [f"a{BREAK} b"]),
        (r"a \* b  ", ["a * b"]),
    ],
)
def test_the_authors_own_words_of_a_text_are_found(words, found):
    assert blocks(words) == found


def test_a_text_of_one_paragraph_has_no_lists_and_no_headings():
    assert blocks("- one", Flow.INLINE) == ["- one"]
    assert blocks("# one", Flow.INLINE) == ["# one"]


def test_a_sentence_is_found_by_its_first_words():
    source = "text: Levels *rose*\n  at station A."
    source_map = SourceMap("f", source, {("text",): Mark(6, len(source), 0, 4)})
    for opening, place in (
        (("rose", "at", "station"), (1, 15)),
        (("Levels", "rose"), (1, 7)),
        (("fell",), (1, 7)),
    ):
        span = Sentence(("x",), opening, ("text",)).place(source_map)
        assert (span.line, span.column) == place
