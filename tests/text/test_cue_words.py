"""Cue words of a language match as whole words and phrases."""

from __future__ import annotations

import re

from briefing.text.cue_words import any_of, cue_pattern
from tests.cases import each


def found(words: tuple[str, ...], text: str) -> list[str]:
    return [match.group() for match in cue_pattern.__wrapped__(words).finditer(text)]


@each(
    ("words", "text", "expected"),
    [
        (("must", "has to"), "It MUST go and has  \n to stay.", ["MUST", "has  \n to"]),
        (("must",), "mustard, a-must, _must_, must2", ["must", "must"]),
        (("urg*",), "urge, urgently, surge", ["urge", "urgently"]),
        (("urg* act*",), "urgent action", ["urgent action"]),
        (("a", "a b"), "a b a", ["a b", "a"]),
        (("must", "!must have"), "a must have, you must go", ["must"]),
        (("must", "!must have", "!must see"), "must see, must have, must be", ["must"]),
        (("!must",), "must", []),
        ((), "must", []),
        (("1.5",), "1x5 1.5", ["1.5"]),
    ],
)
def test_words_are_found_whole_in_any_case_without_exceptions(words, text, expected):
    assert found(words, text) == expected


def test_the_longest_phrase_is_tried_first():
    assert any_of(["a", "c", "b b"]) == r"b\s+b|a|c"
    assert any_of(iter(["x*"])) == r"x[^\W_]*"
    assert re.search(any_of([]), "anything") is None
