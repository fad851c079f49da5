"""Text, lines, areas, gradients and drawings are painted in greyscale inside the context."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.greyscale import colours_left
from briefing.typeset.weasyprint_patches.greyscale_painting import painted_in_greyscale
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

STYLE = "p { color: #c00; background: linear-gradient(#08f, #fe0); border: 2px solid #080 }"
HTML = (
    "<!doctype html><html lang=en><title>T</title><body><p>Text</p>"
    "<svg width=20 height=20><rect width=20 height=20 fill='#e0e' stroke='#0a9'></rect></svg>"
)


@pytest.fixture
def colours(lay_out):
    """Return the colours in a PDF."""

    def find_colours() -> set[str]:
        found: set[str] = set()
        document = lay_out(STYLE, HTML).document
        document.write_pdf(finisher=lambda document, pdf: found.update(colours_left(pdf)))
        return found

    return find_colours


def test_every_colour_is_its_grey(colours):
    with painted_in_greyscale():
        assert colours() == set()


def test_colours_are_painted_before_and_after(colours):
    before = colours()
    assert {"#cc0000", "#008800", "#ee00ee", "#00aa99"} <= before
    with painted_in_greyscale():
        colours()
    assert colours() == before


def test_without_the_patch_they_stay(colours, monkeypatch):
    weasyprint()
    put_back(monkeypatch, "weasyprint.pdf.stream:Stream.set_color")
    with painted_in_greyscale():
        assert "#cc0000" in colours()
