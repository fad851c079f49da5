"""Superscripts and subscripts, and what only looks like one."""

from __future__ import annotations

import pytest

from briefing.markdown.grammar import make_parser
from briefing.markdown.scripts import with_script_characters
from tests.cases import each


def html(words: str) -> str:
    return make_parser().renderInline(words)


@each(
    ("words", "expected"),
    [
        ("m^2^", "m<sup>2</sup>"),
        ("CO~2~ and H~2~O", "CO<sub>2</sub> and H<sub>2</sub>O"),
        ("10^-9^ s^−1^", "10<sup>-9</sup> s<sup>−1</sup>"),
        ("^14^C", "<sup>14</sup>C"),
        ("*x*~i~^2^", "<em>x</em><sub>i</sub><sup>2</sup>"),
        ("it is so.^2^ And, so,^3^ on", "it is so.<sup>2</sup> And, so,<sup>3</sup> on"),
        ("(a+b)^2^", "(a+b)<sup>2</sup>"),
        ("x^*n*^", "x<sup><em>n</em></sup>"),
        ("**CO~2~**", "<strong>CO<sub>2</sub></strong>"),
        ("[m^2^](https://example.org)", '<a href="https://example.org">m<sup>2</sup></a>'),
        ("e^x~1~^", "e<sup>x<sub>1</sub></sup>"),
    ],
)
def test_scripts(words, expected):
    assert html(words) == expected


@each(
    "words",
    [
        "~5 km to ~10 km",
        "~5–~10 km",
        "~/x and ~/y",
        "~~struck~~",
        "a^b c^",
        "2^nd and 3^rd",
        "[^1][^2]",
        "^_^",
        "^^",
        "a ^ b ^ c",
        "Figure~2 and Table~3",
    ],
)
def test_other_marks_stay_as_typed(words):
    assert html(words) == words


def test_code_and_escapes_have_no_scripts():
    assert html(r"`m^2^` m\^2^ CO\~2~") == "<code>m^2^</code> m^2^ CO~2~"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("m^2^ and CO~2~", "m² and CO₂"),
        ("10^-9^", "10⁻⁹"),
        ("~5 km, 5~10 and x^ab^", "~5 km, 5~10 and x^ab^"),
    ],
)
def test_words_without_markup_have_their_scripts_in_characters(typed, printed):
    assert with_script_characters(typed) == printed
