"""A link covers its letters, whatever the height of its line."""

from __future__ import annotations

import pytest

from briefing.structure.standards import Standard
from briefing.typeset.layout import export
from tests.typeset.readback import opened

pytestmark = pytest.mark.engine

HTML = (
    "<!doctype html><html lang=en><title>T</title><body><h1>T</h1><p>Words<sup><a id=m href='#n'>12</a></sup> and "
    "<a href='#m'>more</a> and <b><a href='#m'>tall</a></b></p><p id=n>Note</p>"
)
STYLE = """
html { font: 10pt/20pt "Brief Text" }
sup { font-size: 6pt; line-height: 0; vertical-align: .42em }
b { line-height: 4pt }
"""


def test_links_are_as_high_as_their_letters_or_their_lines(lay_out):
    with opened(export(lay_out(STYLE, HTML), Standard.UA1).content) as pdf:
        areas = [[float(edge) for edge in link.Rect] for link in pdf.pages[0].Annots]
        heights = [round(abs(bottom - top), 1) for _, bottom, _, top in areas]
        (name, place) = pdf.Root.Names.Dests.Names[:2]
        top_of_mark = float(place[3])
    assert heights == [6.0, 20.0, 10.0]
    assert min(right - left for left, _, right, _ in areas) > 5
    assert str(name) == "m" and abs(top_of_mark - max(areas[0][1], areas[0][3])) < 0.1
