"""Every text is recorded with the drawing that it is in, inside the context."""

from __future__ import annotations

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.weasyprint_patches.text_recorder import drawing_recorded
from tests.typeset.weasyprint_patches.unpatched import put_back

pytestmark = pytest.mark.engine

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><text y='15'>{}</text></svg>"
STYLE = f"""div {{ height: 20mm; background: url("data:image/svg+xml,{SVG.format("G")}") }}"""
HTML = (
    f"<!doctype html><html lang=en><title>T</title><body><p>Text</p><div></div>{SVG.format('I')}"
    "<p style='opacity: .5'>Pale</p>"
)


def recorded(document):
    with drawing_recorded() as record:
        document.write_pdf()
    return record


def test_texts_are_recorded_with_their_place_and_their_drawing(lay_out):
    record = recorded(lay_out(STYLE, HTML).document)
    shown = {one.text: one for one in record.shown.values()}
    assert set(shown) == {"Text", "Pale", "I", "G"}
    assert shown["Text"].drawing is None
    assert (shown["I"].drawing.is_ground, shown["G"].drawing.is_ground) == (False, True)
    assert len(record.drawings) >= 2
    assert shown["Pale"].stream is not shown["Text"].stream
    assert (id(shown["Text"].stream), shown["Pale"].stream.id) in record.groups
    left, bottom, right, top = shown["Text"].ink
    assert left < right and bottom < top
    assert shown["Text"].first < shown["Text"].last
    assert (record.open_drawings, record.open_backgrounds) == ([], 0)


def test_nothing_is_recorded_outside_the_context(lay_out):
    with drawing_recorded() as record:
        pass
    lay_out(STYLE, HTML).document.write_pdf()
    assert (record.shown, record.drawings, record.groups) == ({}, {}, {})


def test_without_the_patch_nothing_is_recorded(lay_out, monkeypatch):
    weasyprint()
    put_back(monkeypatch, "weasyprint.draw.text:draw_first_line", "weasyprint.svg:SVG.draw")
    record = recorded(lay_out(STYLE, HTML).document)
    assert (record.shown, record.drawings) == ({}, {})
