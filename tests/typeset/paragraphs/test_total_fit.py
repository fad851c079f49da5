"""The breaks of a paragraph are chosen together: even lines, no short last line, no hyphen before it."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest

from briefing.typeset.paragraphs.total_fit import Break, Paragraph
from tests.cases import each


class Letters:
    """A text whose characters are all one pixel wide; `·` marks where its words may be hyphenated."""

    def __init__(self, typed: str) -> None:
        self.text = typed.replace("·", "")
        words = self.text.split(" ")
        self.offsets = [end + 1 for end in accumulate(len(word) + 1 for word in words)]
        self.offsets = [offset - 1 for offset in self.offsets[:-1]] + [len(self.text)]
        self.ends = [float(offset - 1) for offset in self.offsets[:-1]] + [float(len(self.text))]
        places = accumulate(len(piece) for piece in typed.split("·"))
        self.points = list(places)[:-1]

    def position_of(self, offset: int) -> float:
        return float(offset)

    def hyphens_in(self, start: int, end: int) -> list[Break]:
        return [Break(point, point + 1.0, is_hyphenated=True) for point in self.points if start < point < end]

    def count_words(self, start: int, end: int) -> int:
        return len(self.text[start:end].split())


def lines_of(typed: str, measure: float, **options) -> list[str]:
    text = Letters(typed)
    breaks = Paragraph(text, 0, len(text.offsets) - 1, measure, **options).breaks()
    ends = [0, *(at.offset for at in breaks)]
    hyphens = ["-" if at.is_hyphenated else "" for at in breaks]
    return [text.text[a:b].strip() + mark for (a, b), mark in zip(pairwise(ends), hyphens, strict=True)]


def greedy(typed: str, measure: int) -> list[str]:
    lines = [""]
    for word in typed.replace("·", "").split(" "):
        longer = f"{lines[-1]} {word}".strip()
        lines[-1:] = [longer] if len(longer) <= measure else [lines[-1], word]
    return lines


@each(
    ("typed", "measure", "expected"),
    [
        ("one line", 20, ["one line"]),
        ("aaaa bbbb cccc dddd", 14, ["aaaa bbbb", "cccc dddd"]),
        ("aaaa bbbb cccc dd ee ff", 14, ["aaaa bbbb cccc", "dd ee ff"]),
        ("aaaaaaaa bbbb cc dddddddd eeee ff g", 16, ["aaaaaaaa bbbb", "cc dddddddd", "eeee ff g"]),
        ("aaaaaaaaaa bbbbbbbbbbb ccccccc", 26, ["aaaaaaaaaa", "bbbbbbbbbbb ccccccc"]),
        ("aaaaaaaa bbbbbbbbbbbb ccccccc", 26, ["aaaaaaaa bbbbbbbbbbbb", "ccccccc"]),
        (
            "aaaaaaaaa bbbbbbbbb ccccccccc dddddddddd eeee ffffffffff",
            50,
            ["aaaaaaaaa bbbbbbbbb ccccccccc", "dddddddddd eeee ffffffffff"],
        ),
    ],
)
def test_the_last_line_is_not_short(typed, measure, expected):
    assert lines_of(typed, measure) == expected


def test_words_are_hyphenated_where_that_fills_a_line_but_not_before_the_last_one():
    assert lines_of("aaa bbbb·bbbbb ccc ddd eee fff", 12)[0] == "aaa bbbb-"
    assert lines_of("aaaa bbb·bbbbbbbb c", 12) == ["aaaa", "bbbbbbbbbbb", "c"]


def test_the_first_line_is_not_hyphenated_where_it_may_not_be():
    typed = "aaa bbbb·bbbbb ccc ddd eee fff"
    assert lines_of(typed, 12, may_hyphenate_first=False)[0] == "aaa"
    assert lines_of(typed, 12, indent=5.0)[0] == "aaa"


def test_there_are_no_breaks_where_a_word_is_wider_than_the_measure():
    assert lines_of("aaa bbbbbbbbbbbbbbbbbbbb ccc", 10) == []


def test_there_is_never_a_line_more_and_nothing_is_lost():
    words = [str(10**number)[: 1 + (number * 7) % 9] for number in range(1, 40)]
    for measure in range(12, 60):
        lines = lines_of(" ".join(words), measure)
        assert " ".join(lines).split() == words
        assert len(lines) == len(greedy(" ".join(words), measure))
        assert max(map(len, lines)) <= measure


@pytest.mark.parametrize("measure", [0, -3])
def test_there_is_no_choice_without_room(measure):
    assert lines_of("aaaa bbbb", measure) == []
