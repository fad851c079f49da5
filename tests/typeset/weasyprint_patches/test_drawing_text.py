"""The text of drawings is shaped: from right to left, with its vowels and accents."""

from __future__ import annotations

import pypdfium2
import pytest

from briefing.typeset.layout import export
from briefing.typeset.weasyprint_patches.drawing_text import Units
from tests.cases import each


@each(
    ("text", "units"),
    [
        ("Plain 李明 1", list("Plain 李明 1")),
        ("שלום עולם, 5", ["שלום עולם", ",", " ", "5"]),
        ("a กำลัง b", ["a", " ", "กำลัง", " ", "b"]),
        ("क्षत्रिय", ["क्षत्रिय"]),
        ("ẹ́m̃x", ["ẹ́", "m̃", "x"]),
        ("مح", ["مح"]),
        ("\ufee3\ufea3", ["\ufee3", "\ufea3"]),  # shaped already
    ],
)
def test_units_of_shaping(text, units):
    assert list(Units(text)) == units
    assert "".join(units) == text == Units(text)


TEXT = '<text {} font-family="Brief Text">שלום</text>'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">{TEXT}</svg>'
STYLE = '@import "scripts/hebrew.css"; @page { size: A5 }'


@pytest.mark.engine
@pytest.mark.parametrize(
    ("places", "is_reversed"),
    [('x="5" y="20"', True), ('x="5 15 25 35" y="20"', False)],
)
def test_hebrew_in_a_drawing_reads_from_right_to_left(lay_out, places, is_reversed):
    sheets = lay_out(STYLE, f"<html><head><title>t</title></head><body>{SVG.format(places)}</body></html>")
    with pypdfium2.PdfDocument(export(sheets).content) as document:
        text = document[0].get_textpage()
        left = {text.get_text_range(at, 1): text.get_charbox(at)[0] for at in range(text.count_chars())}
    assert (left["ש"] > left["ם"]) is is_reversed
