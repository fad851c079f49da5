"""A footnote is on the page of its mark, whatever its place is rounded to."""

from __future__ import annotations

import pytest

from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

NOTE = "<p>Words<span class=note>The note</span> and more words.</p>"
HTML = f"<!doctype html><html lang=en><title>T</title><body>{NOTE}"
STYLE = """
@page { size: A4; margin: 25mm 20mm %(margin)smm }
@page { @footnote { margin-top: 9pt; padding-top: 3pt; border-top: .5pt solid } }
html { font: 16pt/22pt "Brief Text" }
.note { float: footnote; margin-bottom: 2pt }
"""
MARGINS = (28.14, 28.51, 28.88)
"""The foot of the only footnote is a few trillionths of a pixel below that of its area."""


def page_counts(lay_out, html: str = HTML) -> set[int]:
    """Return the numbers of pages of a text with each of the margins."""
    return {len(lay_out(STYLE % {"margin": margin}, html).document.pages) for margin in MARGINS}


def test_rounding_moves_no_footnote_to_another_page(lay_out, monkeypatch):
    assert page_counts(lay_out) == {1}
    put_back(monkeypatch, "weasyprint.layout:LayoutContext._update_footnote_area")
    assert page_counts(lay_out) == {2}


def test_a_footnote_without_room_is_moved(lay_out):
    long = NOTE.replace("The note", "Many words of a note. " * 400)
    assert min(page_counts(lay_out, HTML.replace(NOTE, long))) > 1
