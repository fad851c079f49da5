"""Subsets of fonts: the letters that nearly all editions share, and their cache."""

from __future__ import annotations

import base64
import html
import io
import re

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._n_a_m_e import NameRecordVisitor

from briefing.compose.web import webfonts
from briefing.compose.web.webfonts import (
    embed_drawing_fonts,
    in_blocks,
    learn_webfonts,
    letters_of,
    subset_font,
)
from briefing.files.fonts import read_font

SHIPPED = ("SourceSans3-Bold.ttf", "XCharter-Italic.otf")


def test_texts_in_the_shipped_languages_share_one_set_of_letters():
    usual = in_blocks(letters_of(["Plain words."]))
    for text in ("Où l’œuvre coûte 5 €, 20 % ≤ x", "«Всё» — № 5", "ثلاثة أعوام", "¿Qué? → São, Łódź"):
        assert in_blocks(letters_of([text])) == usual
    assert in_blocks(letters_of(["Ωμέγα"])) > usual


@pytest.mark.slow
def test_the_shipped_fonts_are_ready_before_a_worker_is_sandboxed(workspace, monkeypatch):
    learn_webfonts()
    subset_font.cache_clear()  # as in a worker process that starts
    monkeypatch.setattr(webfonts, "_make_subset", lambda *_: pytest.fail("the subset is not in the cache"))
    learn_webfonts()
    monkeypatch.setattr(webfonts, "derived", lambda *_: pytest.fail("the cache cannot be read in a sandbox"))
    for name in SHIPPED:
        assert subset_font(read_font(f"styles/fonts/{name}", workspace()), in_blocks(letters_of(["A text."])))


@pytest.mark.slow
def test_the_walk_over_lookups_finds_no_names(workspace, monkeypatch):
    font, letters = read_font("styles/fonts/XCharter-Italic.otf", workspace()), frozenset(map(ord, "Names"))
    without = webfonts._make_subset(font, letters)
    monkeypatch.delitem(NameRecordVisitor._visitors, otTables.LookupList)
    assert webfonts._make_subset(font, letters) == without


SHEETS = ("styles/fonts.css",)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><text font-family="{}">Ωm</text></svg>'


def faces_in(drawing: bytes) -> list[tuple[str, str, set[int]]]:
    """Return the family, the weight and the letters of each font in a drawing."""
    pattern = r'font-family: "([^"]*)"; font-weight: (\w+);[^}]*?base64,([^"]*)"'
    found = re.findall(pattern, html.unescape(drawing.decode()))
    return [
        (family, weight, set(TTFont(io.BytesIO(base64.b64decode(packed))).getBestCmap()))
        for family, weight, packed in found
    ]


def test_a_drawing_has_the_fonts_of_the_style_that_it_names_with_its_letters(workspace):
    drawing = DRAWING.format("Brief Display, sans-serif").encode()
    ((family, weight, letters),) = faces_in(embed_drawing_fonts(drawing, SHEETS, workspace()))
    assert (family, weight) == ("Brief Display", "400")
    assert {ord("Ω"), ord("m")} <= letters and ord("é") not in letters


def test_a_drawing_with_bold_texts_has_a_bold_font_too(workspace):
    drawing = DRAWING.format('Brief Display" font-weight="600').encode()
    weights = [found for _, found, _ in faces_in(embed_drawing_fonts(drawing, SHEETS, workspace()))]
    assert weights == ["400", "700"]


@pytest.mark.parametrize(
    "drawing",
    [
        DRAWING.format("Helvetica"),
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="Brief Display"><path d="M0 0"/></svg>',
        "<svg><text font-family='Brief Display'>damaged",
    ],
)
def test_any_other_drawing_stays_as_it_is(workspace, drawing):
    assert embed_drawing_fonts(drawing.encode(), SHEETS, workspace()) == drawing.encode()


def test_a_font_that_cannot_be_read_is_left_out(workspace):
    face = '@font-face { font-family: "Own"; src: url("own.ttf") }'
    files = workspace(files={"styles/own.css": face, "styles/own.ttf": b"no font"})
    drawing = DRAWING.format("Own").encode()
    assert faces_in(embed_drawing_fonts(drawing, ("styles/own.css",), files)) == []
