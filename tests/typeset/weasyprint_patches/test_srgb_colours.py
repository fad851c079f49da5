"""Colours in other colour spaces are painted in sRGB, and inks are invalid."""

from __future__ import annotations

import re

import pytest

from briefing.typeset.engine import weasyprint
from briefing.typeset.layout import export
from briefing.typeset.weasyprint_patches.patch import find
from tests.cases import each

HTML = "<!doctype html><html lang=en><title>T</title><body><h1>T</h1><p>Text</p>"


def parsers():
    """Return the colour parser without and with the patch, as modules of the engine use it."""
    weasyprint()
    return find("tinycss2.color5:parse_color"), weasyprint().css.properties.parse_color


@each("colour", ["lab(50% 40 20)", "oklch(60% .15 50)", "color(display-p3 1 0 0)", "hwb(120 10% 20%)"])
def test_every_colour_becomes_one_of_srgb(colour):
    plain, patched = parsers()
    assert patched(colour).space == "srgb"
    assert all(0 <= channel <= 1 for channel in patched(colour).coordinates)
    if not colour.startswith("hwb"):
        assert plain(colour).space != "srgb"


@each("colour", ["red", "#123456", "rgb(1 2 3 / 50%)", "currentcolor", "no-colour"])
def test_colours_of_srgb_stay_as_they_are(colour):
    plain, patched = parsers()
    assert patched(colour) == plain(colour)


def test_inks_are_kept_with_their_colour_and_functions_without_arguments_are_invalid():
    plain, patched = parsers()
    inks = patched("device-cmyk(0 1 1 0.5)")
    assert (inks.space, inks.coordinates, inks.inks) == ("srgb", (0.5, 0.0, 0.0), (0.0, 1.0, 1.0, 0.5))
    with pytest.raises((AttributeError, IndexError, TypeError, ValueError)):
        plain("color()")
    assert patched("color()") is None


@pytest.mark.engine
def test_a_page_in_lab_is_painted_in_srgb(lay_out):
    style = "p { color: lab(50% 40 20); background: linear-gradient(lab(50% 40 20), oklch(60% .15 50)) }"
    content = export(lay_out(style, HTML)).content
    assert not re.search(rb"/Lab\b|/CalRGB", content)
    assert content.startswith(b"%PDF")
