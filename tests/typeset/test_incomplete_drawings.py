"""A drawing that names what it does not have is told; one that has everything, or says what to do without, is not."""

from __future__ import annotations

import pytest

from briefing.typeset.drawings import missing_in

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"><rect width="9" height="9"/>{}</svg>"""


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<use href="#a"/>', "uses '#a'"),
        ('<use xlink:href="other.svg#a"/><g id="a"/>', "uses 'other.svg#a', which is outside"),
        ('<svg:use width="9" href="https://example.org/x.svg#a"/>', "which is outside"),
        ('<rect fill="url(#a)"/>', "paints with '#a'"),
        ("<rect style=\"fill: url('#a'); stroke: red\"/>", "paints with '#a'"),
        ('<g clip-path="url(#a)"><rect/></g><!-- <clipPath id="a"/> -->', "paints with '#a'"),
    ],
)
def test_what_is_missing_is_told(inside, told):
    assert told in (missing_in(SVG.format(inside).encode()) or "")


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#a"/><g id="a"/>',
        "<g id='a'/><use xlink:href = '#a' x='1'/>",
        '<linearGradient id="a"/><rect fill="url(#a)"/>',
        '<rect fill="url(#a) red"/>',
        '<!-- <use href="#a"/> -->',
        '<a href="#a"><text>url(#a)</text></a>',
        '<user href="#a"/>',
    ],
)
def test_a_whole_drawing_is_not(inside):
    assert missing_in(SVG.format(inside).encode()) is None


FAMILIES = {"Brief Text"}


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<text font-family="Papyrus">x</text>', "asks for the font 'Papyrus'"),
        ("<g style=\"font-family: 'Comic Sans', cursive\"><text><tspan>x</tspan></text></g>", "'Comic Sans'"),
        ("<style>.a { font-family: Arial }</style><text class='a'>x</text>", "asks for the font 'Arial'"),
        ("<style>@import 'a.css';</style>", "its style imports another"),
        ("<foreignObject><p>Lost words</p></foreignObject>", "its text 'Lost words' is HTML inside"),
        ("<switch><foreignObject><p>Lost</p></foreignObject></switch>", "its text 'Lost' is HTML inside"),
    ],
)
def test_what_would_be_replaced_or_left_out_is_told(inside, told):
    assert told in (missing_in(SVG.format(inside).encode(), FAMILIES) or "")


@pytest.mark.parametrize(
    "inside",
    [
        '<text font-family="Brief Text">x</text>',
        "<text font-family=\"Papyrus, 'Brief Text'\">x</text>",
        "<text>x</text>",
        '<g font-family="Papyrus"><path d="M0 0L9 9"/></g>',
        "<style>.a { font-family: Arial }</style>",
        "<switch><foreignObject><p>x</p></foreignObject><text>x</text></switch>",
        "<foreignObject><p> </p></foreignObject>",
    ],
)
def test_a_drawing_that_is_set_in_fonts_of_the_style_is_good(inside):
    assert missing_in(SVG.format(inside).encode(), FAMILIES) is None


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        ("", "it is not SVG: no element found"),
        ("<svg><rect></svg>", "it is not SVG: mismatched tag: line 1"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>', "nothing in it to draw"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="0"><rect/></svg>', "no width, or no height"),
        (
            '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg><text>&a;</text></svg>',
            "undefined entity",
        ),
    ],
)
def test_what_shows_nothing_is_told(drawing, told):
    assert told in (missing_in(drawing.encode()) or "")


def test_a_drawing_in_another_encoding_is_read():
    whole = '<?xml version="1.0" encoding="utf-16"?>' + SVG.format('<use href="#a"/>')
    assert missing_in(whole.encode("utf-16")) == "it uses '#a', which it does not have"


@pytest.mark.parametrize(
    "inside",
    [
        "<text>A \u202eb</text>",
        "<text>A &#x202e;b</text>",
        "<text>A &#8294;b</text>",
        "<text><tspan>A</tspan><tspan>\u2066b</tspan></text>",
        "<text>A<![CDATA[\u202db]]></text>",
        "<g><svg:text>A \ufeffb</svg:text></g>",
        "<text>A<textPath href='#p'>\U000e0041b</textPath></text><path id='p' d='M0 0h9'/>",
        "<text>A \u2028b</text>",
        "<a href='https://example.org'><text>A \u2069b</text></a>",
        "<text>A\u180eb</text>",
    ],
    ids=ascii,
)
def test_a_character_of_a_text_that_cannot_be_seen_is_told(inside):
    said = missing_in(SVG.format(inside).encode()) or ""
    assert said.startswith("its text 'A") and "(U+" in said
    assert said.isprintable()


@pytest.mark.parametrize(
    "inside", ["<text>é 日 عربي</text>", "<text>A\u200db\xad\u200e</text>", "<text>\u202f\xa0A</text>"]
)
def test_what_a_text_of_a_drawing_needs_is_not(inside):
    assert missing_in(SVG.format(inside).encode()) is None
