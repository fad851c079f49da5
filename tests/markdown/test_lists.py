"""Ordered lists are read as typed; what only starts like an item is text."""

from __future__ import annotations

import random

import pytest
from markdown_it import MarkdownIt

from briefing.markdown.grammar import make_parser
from briefing.markdown.lists import read_marker, write_roman
from tests.cases import each


def html(words: str) -> str:
    return make_parser().render(words).replace("\n", "")


@each(
    ("words", "expected"),
    [
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("0. a\n1. b", '<ol start="0"><li>a</li><li>b</li></ol>'),
        ("1) a\n2) b", '<ol class="bracket"><li>a</li><li>b</li></ol>'),
        ("a. x\nb. y", '<ol class="lower-alpha" type="a"><li>x</li><li>y</li></ol>'),
        ("c) x\nd) y", '<ol class="lower-alpha bracket" type="a" start="3"><li>x</li><li>y</li></ol>'),
        ("A. x\n\nB. y", '<ol class="upper-alpha" type="A"><li><p>x</p></li><li><p>y</p></li></ol>'),
        ("i. x\nii. y\niii. z", '<ol class="lower-roman" type="i"><li>x</li><li>y</li><li>z</li></ol>'),
        ("iv) x\nv) y", '<ol class="lower-roman bracket" type="i" start="4"><li>x</li><li>y</li></ol>'),
        ("XIX. x\nXX. y", '<ol class="upper-roman" type="I" start="19"><li>x</li><li>y</li></ol>'),
        (
            "h. x\ni. y\nj. z",
            '<ol class="lower-alpha" type="a" start="8"><li>x</li><li>y</li><li>z</li></ol>',
        ),
        ("i. x\nj. y", '<ol class="lower-alpha" type="a" start="9"><li>x</li><li>y</li></ol>'),
        ("а) раз\nб) два", '<ol class="lower-cyrillic bracket"><li>раз</li><li>два</li></ol>'),
        ("أ) واحد\nب) اثنان", '<ol class="abjad bracket"><li>واحد</li><li>اثنان</li></ol>'),
        ("١. واحد\n٢. اثنان", '<ol class="arabic-indic"><li>واحد</li><li>اثنان</li></ol>'),
        (
            "Reasons:\na) x\nb) y",
            '<p>Reasons:</p><ol class="lower-alpha bracket" type="a"><li>x</li><li>y</li></ol>',
        ),
        ("Reasons:\n3. x\n4. y", '<p>Reasons:</p><ol start="3"><li>x</li><li>y</li></ol>'),
        ("1. Only one", "<ol><li>Only one</li></ol>"),
        ("2. Second\n3. Third", '<ol start="2"><li>Second</li><li>Third</li></ol>'),
        ("1986. One.\n1987. Two.", '<ol start="1986"><li>One.</li><li>Two.</li></ol>'),
    ],
)
def test_a_list_has_the_markers_that_were_typed(words, expected):
    assert html(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "1. a\n2. b\n\nText.\n\n3. c",
            '<ol><li>a</li><li>b</li></ol><p>Text.</p><ol start="3"><li>c</li></ol>',
        ),
        ("3. a\n\nText.\n\n4. b", '<ol start="3"><li>a</li></ol><p>Text.</p><ol start="4"><li>b</li></ol>'),
        (
            "a) x\nb) y\n\nText.\n\nc) z",
            '<ol class="lower-alpha bracket" type="a"><li>x</li><li>y</li></ol><p>Text.</p>'
            '<ol class="lower-alpha bracket" type="a" start="3"><li>z</li></ol>',
        ),
    ],
)
def test_a_list_goes_on_after_a_paragraph(words, expected):
    assert html(words) == expected


@each(
    ("words", "expected"),
    [
        ("1. a\n1. b\n1. c", "<ol><li>a</li><li>b</li><li>c</li></ol>"),
        ("3. a\n7. b\n8. c", '<ol start="3"><li>a</li><li value="7">b</li><li value="8">c</li></ol>'),
        ("1. a\n2. b\n2. c", '<ol><li>a</li><li>b</li><li value="2">c</li></ol>'),
        ("1. a\n2. b\n1. c\n2. d", "<ol><li>a</li><li>b</li></ol><ol><li>c</li><li>d</li></ol>"),
        ("1. a\n1. b\n2. c", "<ol><li>a</li></ol><ol><li>b</li><li>c</li></ol>"),
    ],
)
def test_every_item_has_its_number_unless_all_are_the_same(words, expected):
    assert html(words) == expected


@each(
    "words",
    [
        "1. a\n   a) x\n   b) y\n2. b",
        "1. a\n  a) x\n  b) y\n2. b",
        "1. a\n    a) x\n    b) y\n2. b",
        "1.  a\n  a) x\n\n  b) y\n2.  b",
    ],
)
def test_letters_below_a_number_are_nested(words):
    inner = '<ol class="lower-alpha bracket" type="a">'
    assert html(words).replace("<p>", "").replace("</p>", "") == (
        f"<ol><li>a{inner}<li>x</li><li>y</li></ol></li><li>b</li></ol>"
    )


def test_a_bullet_below_a_number_is_nested():
    assert html("1. a\n  - x\n  - y\n2. b") == "<ol><li>a<ul><li>x</li><li>y</li></ul></li><li>b</li></ol>"


def test_lists_nest_three_deep():
    found = html("1. a\n   a. x\n      i. p\n      ii. q\n   b. y\n2. b")
    assert found == (
        '<ol><li>a<ol class="lower-alpha" type="a"><li>x<ol class="lower-roman" type="i">'
        "<li>p</li><li>q</li></ol></li><li>y</li></ol></li><li>b</li></ol>"
    )


@each(
    "words",
    [
        "1986. That was the year.",
        "It ended in\n1918. Then came peace.",
        "A. Smith wrote this.",
        "Written by\nA. Smith,\nB. Jones and others.",
        "i. e. this one",
        "I. Newton and G. Leibniz",
        "a) one reason, and b) another",
        "12. Juni 2026",
        "3. Oktober",
        "x. y",
        "mix. It",
        "1.5 million",
        "2.Second\n3.Third",
        "No. 5\nNo. 6",
    ],
)
def test_a_marker_may_be_text(words):
    assert html(words) == f"<p>{words}</p>".replace("\n", "")


def test_a_year_in_an_item_is_text():
    assert (
        html("1. It ended in\n1918. Then came peace.")
        == "<ol><li>It ended in1918. Then came peace.</li></ol>"
    )
    assert (
        html("1. One.\n\n1986. That was the year.") == "<ol><li>One.</li></ol><p>1986. That was the year.</p>"
    )


def test_code_is_as_typed():
    assert html("```\na) x\nb) y\n```") == "<pre><code>a) xb) y</code></pre>"


def test_roman_numerals_are_written_and_read():
    for number in range(1, 200):
        assert any(
            (marker.style, marker.value) == ("lower-roman", number)
            for marker in read_marker(write_roman(number), ".")
        )


def _random_blocks(numbers: random.Random, depth: int) -> list[str]:
    kinds = ("paragraph", "ordered", "bullets", "quotation", "code") if depth < 3 else ("paragraph",)
    kind = numbers.choice(kinds)
    if kind == "paragraph":
        return [numbers.choice(["foo", "bar *x*"]), *(["more"] if numbers.random() < 0.3 else [])]
    if kind == "code":
        return ["```", "x", "```"]
    if kind == "quotation":
        return [f"> {line}" if line else ">" for line in _random_blocks(numbers, depth + 1)]
    lines: list[str] = []
    gap = [""] if numbers.random() < 0.3 else []
    for number in range(1, numbers.randint(2, 5)):
        marker = (f"{number}." if kind == "ordered" else "-") + " " * numbers.randint(1, 3)
        body = _random_blocks(numbers, depth + 1)
        if numbers.random() < 0.4:
            body += [*([""] if numbers.random() < 0.5 else []), *_random_blocks(numbers, 9)]
        lines.append(marker + body[0])
        lines += [" " * len(marker) + line if line else "" for line in body[1:]]
        lines += gap
    return lines


def test_lists_that_commonmark_knows_are_read_as_it_reads_them():
    numbers = random.Random(7)  # noqa: S311
    ours, theirs = make_parser(), MarkdownIt("commonmark").enable("table")
    for _ in range(300):
        blocks = ["\n".join(_random_blocks(numbers, 0)) for _ in range(3)]
        words = "\n\n***\n\n".join(blocks)
        assert ours.render(words) == theirs.render(words), words
