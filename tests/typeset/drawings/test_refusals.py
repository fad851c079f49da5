"""Parts that the engine cannot draw are reported at their element; others, and hidden ones, are not."""

from __future__ import annotations

import pytest

from briefing.typeset.drawings.preparation import prepare
from tests.cases import each

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"><rect width="9" height="9"/>{}</svg>"""


def missing_in(content, families=None):
    """Return the first flaw of a drawing."""
    flaws = prepare(content, families and frozenset(families)).flaws
    return flaws[0].what if flaws else None


@each(
    ("inside", "reported"),
    [
        ('<use href="#a"/>', "uses '#a'"),
        ('<use xlink:href="other.svg#a"/><g id="a"/>', "uses 'other.svg#a', which is outside"),
        ('<svg:use width="9" href="https://example.org/x.svg#a"/>', "which is outside"),
        ('<rect fill="url(#a)"/>', "paints with '#a'"),
        ("<rect style=\"fill: url('#a'); stroke: red\"/>", "paints with '#a'"),
        ('<g clip-path="url(#a)"><rect/></g><!-- <clipPath id="a"/> -->', "paints with '#a'"),
    ],
)
def test_undefined_references_are_reported(inside, reported):
    assert reported in (missing_in(SVG.format(inside).encode()) or "")


@each(
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
def test_a_complete_drawing_is_not_reported(inside):
    assert missing_in(SVG.format(inside).encode()) is None


FAMILIES = {"Brief Text"}


@pytest.mark.parametrize(
    ("inside", "reported"),
    [
        ("<style>@import 'a.css';</style>", "its style imports 'a.css'"),
        ("<foreignObject><p>Lost words</p></foreignObject>", "its text 'Lost words' is HTML (foreignObject)"),
        (
            "<switch><foreignObject><p>Lost</p></foreignObject></switch>",
            "its text 'Lost' is HTML (foreignObject)",
        ),
    ],
)
def test_content_that_would_be_replaced_or_left_out_is_reported(inside, reported):
    assert reported in (missing_in(SVG.format(inside).encode(), FAMILIES) or "")


@pytest.mark.parametrize(
    "inside",
    [
        "<switch><foreignObject><p>x</p></foreignObject><text>x</text></switch>",
        "<foreignObject><p> </p></foreignObject>",
    ],
)
def test_content_with_the_same_words_in_a_fallback_is_not_reported(inside):
    assert missing_in(SVG.format(inside).encode(), FAMILIES) is None


@each(
    ("drawing", "reported"),
    [
        ("", "it is not valid SVG: no element found"),
        ("<svg><rect></svg>", "it is not valid SVG: mismatched tag: line 1"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>', "nothing in it to draw"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="0"><rect/></svg>', "its width or height is zero"),
        (
            '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg><text>&a;</text></svg>',
            "undefined entity",
        ),
    ],
)
def test_an_empty_drawing_is_reported(drawing, reported):
    assert reported in (missing_in(drawing.encode()) or "")


def test_a_drawing_in_another_encoding_is_read():
    whole = '<?xml version="1.0" encoding="utf-16"?>' + SVG.format('<use href="#a"/>')
    assert missing_in(whole.encode("utf-16")) == "it uses '#a', which is not defined"


@each(
    "inside",
    [
        '<rect fill="color(--a 0 1 1)"/>',
        '<rect style="fill:color(--ours 1 0 0)"/>',
        '<path stroke="color-mix(in srgb, red, blue)"/>',
        '<g fill="rgb(from red r g b)"><rect/></g>',
        "<rect class='a'/><style>.a { fill : oklch(from red l c h) }</style>",
        "<style>/* fill: red */ .a,.b{stroke-width:2;stroke:color-mix(in lab,red,blue)}</style><rect class='b'/>",
        '<linearGradient id="a"><stop stop-color="color(--a 1 0 0)"/></linearGradient><rect fill="url(#a)"/>',
        '<rect color="color(--a 1 0 0)" fill="currentColor"/>',
        '<linearGradient id="a"/><rect fill="url(#a) color(--a 1 0 0)"/>',
        '<text fill="#CD853F icc-color(ours, 1, 0)">a</text>',
        '<rect fill="Canvas"/>',
        '<rect fill="bleu"/>',
        '<rect fill="#12345"/>',
    ],
)
def test_a_colour_that_would_be_painted_black_is_reported(inside):
    drawing = SVG.format(f"\n<rect width='1' height='1'/>\n{inside}")
    (flaw,) = prepare(drawing.encode()).flaws
    assert "cannot be drawn" in flaw.what
    assert flaw.line == drawing[: drawing.index(inside)].count("\n") + 1


@each(
    "inside",
    [
        '<rect fill="oklch(0.5 0.1 20)" stroke="color(display-p3 1 0 0)"/>',
        '<rect fill=" RED " stroke="none"/><rect fill="" stroke="inherit"/>',
        '<rect style="fill:rgb(1,2,3) !important;stroke-width:2;color:inherit"/>',
        "<style>rect { fill: hsl(10 20% 30%) !important } g { background-color: device-cmyk(0 0 0 1) }</style><rect/>",
        '<linearGradient id="a"><stop stop-color="lab(50% 1 1)"/></linearGradient><rect fill="url(#a) none"/>',
        '<rect color="#123" fill="currentColor" stroke="context-fill"/>',
        '<rect><animate attributeName="x" fill="freeze"/><set fill="freeze"/></rect>',
        '<rect xmlns:i="urn:i" i:color="device-cmyk()"/><i:guide xmlns:i="urn:i" color="any"/><rect/>',
        "<!-- <rect fill='device-cmyk(0 0 0 1)'/> --><rect fill='transparent'/>",
        "<text fill='#1234'>fill: device-cmyk(0 0 0 1)</text>",
    ],
)
def test_a_colour_that_can_be_drawn_is_not_reported(inside):
    assert missing_in(SVG.format(inside).encode()) is None


@each(
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
)
def test_an_invisible_character_in_a_text_is_reported(inside):
    said = missing_in(SVG.format(inside).encode()) or ""
    assert said.startswith("its text 'A") and "(U+" in said
    assert said.isprintable()


@pytest.mark.parametrize(
    "inside", ["<text>é 日 عربي</text>", "<text>A\u200db\xad\u200e</text>", "<text>\u202f\xa0A</text>"]
)
def test_an_invisible_character_that_a_text_needs_is_not_reported(inside):
    assert missing_in(SVG.format(inside).encode()) is None
