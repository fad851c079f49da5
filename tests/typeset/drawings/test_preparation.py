"""Drawings as tools export them are prepared for the engine, or refused at the element that it cannot draw."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.typeset.drawings.preparation import prepare
from briefing.typeset.drawings.source import Flaw
from tests.cases import each

FAMILIES = frozenset({"Brief Text", "Brief Display"})
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">
<rect width="9" height="9"/>
{}</svg>"""
EXPORTS = sorted((Path(__file__).parent / "exports").glob("*.svg"))
REFUSED = {
    "figma-shadow": "has a filter (feFlood, feColorMatrix, feOffset)",
    "mermaid": "its text 'Start' is HTML (foreignObject)",
    "pdftocairo": "has a filter (feColorMatrix)",
}
REPLACED = {
    "datawrapper": "Roboto",
    "drawio": "Helvetica",
    "drawio-light-dark": "Helvetica",
    "excel": "Aptos Narrow",
    "highcharts": "Helvetica",
    "illustrator": "MyriadPro-Regular",
    "libreoffice": "Liberation Sans",
    "plotly": "Open Sans",
    "qgis": "Open Sans",
    "svglite": "Arial",
}


def prepared(inside: str, language: str = "en") -> str:
    """Return the source of a drawing as the engine gets it."""
    found = prepare(SVG.format(inside).encode(), FAMILIES, language)
    assert found.flaws == ()
    return re.sub(r"^<svg[^>]*>\s*<rect[^>]*/>|</svg>$", "", found.content.decode())


def flaws_of(inside: str, language: str = "en") -> tuple[Flaw, ...]:
    return prepare(SVG.format(inside).encode(), FAMILIES, language).flaws


@each("path", EXPORTS)
def test_an_export_is_drawn_or_refused_at_its_line(path):
    found = prepare(path.read_bytes(), FAMILIES, "en")
    if path.stem in REFUSED:
        (flaw,) = found.flaws
        assert REFUSED[path.stem] in flaw.what
        assert flaw.line and flaw.column and flaw.help
        return
    assert found.flaws == ()
    assert "var(" not in found.content.decode() and "<style" not in found.content.decode()
    assert path.stem not in REPLACED or REPLACED[path.stem] in found.replaced
    families = set(re.findall(r'font-family="([^"]*)"', found.content.decode()))
    assert families <= FAMILIES


def test_each_refused_export_is_there():
    assert set(REFUSED) | set(REPLACED) <= {path.stem for path in EXPORTS}


def test_a_replacement_of_text_that_cannot_be_shown_is_not_printed():
    found = prepare((EXPORTS[0].parent / "drawio.svg").read_bytes(), FAMILIES, "en").content.decode()
    assert "Port" in found and "cannot display" not in found and "mxfile" not in found


@each(
    ("inside", "expected"),
    [
        ("<style>:root{--c:#c00} .a{fill:var(--c)}</style><rect class='a'/>", 'fill="#c00"'),
        ("<g style='--c: lime'><rect style='fill:var(--c)'/></g>", 'fill="lime"'),
        ("<rect fill='var(--none, red)'/>", 'fill="red"'),
        ("<style>:root{--a:var(--b);--b:blue}</style><rect style='fill:var(--a)'/>", 'fill="blue"'),
        ("<rect style='fill: light-dark(#fff, var(--dark, #121212))'/>", 'fill="#fff"'),
        ("<rect style='fill: light-dark(rgb(1, 2, 3), red)'/>", 'fill="rgb(1, 2, 3)"'),
        ("<style>.x::foo,a:what(b){fill:blue} .a{fill:red}</style><rect class='a'/>", 'fill="red"'),
        ("<style>@media print{.a{fill:red}} @media screen{.a{fill:blue}}</style><rect class='a'/>", 'fill="red"'),
        ("<style>.a{fill:red}@media (prefers-color-scheme:dark){.a{fill:#fff}}</style><rect class='a'/>", '"red"'),
        ("<style>.g{.a{fill:red} &amp; .b{fill:lime}}</style><g class='g'><rect class='b'/></g>", 'fill="lime"'),
        ("<style>.a{fill:red !important}</style><rect class='a' style='fill:blue'/>", 'fill="red"'),
        ("<style>rect{fill:red}</style><rect fill='blue'/>", 'fill="red"'),
        ("<rect fill='blue' style='fill:initial'/>", 'fill="black"'),
        ("<rect fill='blue' style='fill:;stroke:'/>", 'fill="blue"'),
        ("<g color='red'><path d='M0 0h9' stroke='currentcolor'/></g>", 'stroke="currentColor"'),
        ("<style>path{d:path('M1 1H6')}</style><path/>", 'd="M1 1H6"'),
        ("<ellipse rx='4'/>", 'ry="4"'),
        ("<text style=\"font: bold 24px 'Brief Text'\">A</text>", 'font-weight="700" font-size="24px"'),
        ("<text style='font: italic small-caps 10pt/1.2 serif, Arial'>A</text>", 'font-size="10pt"'),
        ("<text font-size='x-large'>A</text>", 'font-size="24.0"'),
        ("<text style='text-transform:uppercase'>Ab <tspan>c</tspan> d</text>", ">AB <"),
        ("<text style='white-space:pre'>A  b</text>", 'xml:space="preserve"'),
        ("<text word-spacing='20'>A bc</text>", 'dx="0 0 20 0"'),
        ("<text x='5' y='6' writing-mode='tb'>Up</text>", 'transform="rotate(90 5 6)"'),
        ("<text font-size='10'>CO<tspan baseline-shift='sub'>2</tspan> m</text>", 'dy="2"'),
        ("<rect style='paint-order:stroke;stroke:red;fill:blue' id='a' opacity='.5'/>", '<g opacity=".5"><rect '),
        ("<g transform='scale(4)'><path d='M0 0h9' vector-effect='non-scaling-stroke'/></g>", 'stroke-width="0.25"'),
        ("<defs><linearGradient id='a'><stop offset='1'/></linearGradient>"
         "<linearGradient id='b' xlink:href='#a' x1='1'/></defs><rect fill='url(#b)'/>", 'x1="1"><stop'),
        ("<mask id='m'><rect fill='white'/></mask><g mask='url(#m)'><rect/></g>", 'maskUnits="userSpaceOnUse"'),
        ("<switch><text systemLanguage='fr'>Oui</text><text systemLanguage='en'>Yes</text></switch>", ">Yes<"),
        ("<switch><text systemLanguage='fr'>Oui</text><text>Other</text></switch>", ">Other<"),
    ],
)  # fmt: skip
def test_what_a_browser_reads_is_written_so_that_the_engine_reads_it(inside, expected):
    assert expected in prepared(inside)


@each(
    "hidden",
    [
        "<g style='display:none'><flowRoot><flowPara>Note</flowPara></flowRoot></g>",
        "<style>.h{display:none}</style><g class='h'><text><textPath href='#p'>Note</textPath></text></g>",
        "<flowRoot><flowRegion><rect/></flowRegion><flowPara/></flowRoot>",
        "<foreignObject><div xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<defs><filter id='f'><feGaussianBlur stdDeviation='3'/></filter></defs>",
        "<g filter='none' mask='none' clip-path='none'><rect/></g>",
        "<g visibility='hidden' filter='url(#f)'><rect/></g>",
        "<rect><animate attributeName='x' to='5'/></rect>",
        "<script>draw()</script>",
        "<unknown><rect/><text>Not drawn by browsers</text></unknown>",
        "<style>@import url('https://fonts.googleapis.com/css2?family=Roboto');</style>",
    ],
)
def test_what_is_invisible_is_not_reported_and_not_printed(hidden):
    written = prepared(hidden)
    assert "Note" not in written and "browsers" not in written and "script" not in written


@each(
    ("inside", "reported"),
    [
        ("<flowRoot><flowPara>Flowed words</flowPara></flowRoot>", "its text 'Flowed words' is in <flowRoot>"),
        ("<path id='p' d='M0 0h9'/><text><textPath href='#p'>Along</textPath></text>", "'Along' is on a path"),
        ("<text style='writing-mode:vertical-rl;text-orientation:upright'>Up</text>", "is set vertically"),
        ("<text writing-mode='tb'>A<tspan x='4'>b</tspan></text>", "is set vertically"),
        ("<filter id='f'><feFlood/></filter><g filter='url(#f)'><rect/></g>", "<g> has a filter (feFlood)"),
        ("<rect style='filter:drop-shadow(1px 1px red)'/>", "filter (drop-shadow"),
        ("<rect style='clip-path:circle(3px)'/>", "`clip-path: circle(3px)`"),
        ("<rect style='width:calc(2px + 1em)'/>", "`calc()`"),
        ("<rect fill='var(--none)'/>", "a variable that is not defined"),
        ("<mask id='m' width='50%'><rect/></mask><rect mask='url(#m)'/>", "covers a part of what it masks"),
        ("<clipPath id='c' clipPathUnits='objectBoundingBox'><rect/></clipPath><g clip-path='url(#c)'><rect/></g>",
         "clipped in fractions"),
        ("<path d='M0 0h9' pathLength='1' stroke-dasharray='1'/>", "`pathLength`"),
        ("<rect transform='rotate(4)' style='transform-box:fill-box;transform-origin:center'/>", "`transform-origin`"),
        ("<text font-variant='small-caps'>Small</text>", "small capitals"),
        ("<clipPath id='c'><text>A</text></clipPath><rect clip-path='url(#c)'/>", "a text is its clipping path"),
        ("<rect opacity='0'><animate attributeName='opacity' to='1'/></rect>", "invisible until it is animated"),
        ("<switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Harbour office</p></foreignObject>"
         "<text>Harbour off...</text></switch>", "has only 'Harbour off...'"),
        ("<text>A<tref href='#t'/></text>", "<tref>"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_reported_at_its_element(inside, reported):
    (flaw,) = flaws_of(inside)
    assert reported in flaw.what
    assert flaw.line == 3 and flaw.column and flaw.help


def test_a_flaw_that_repeats_is_reported_once():
    (flaw,) = flaws_of("<flowRoot><flowPara>One</flowPara></flowRoot>\n" * 3)
    assert flaw.what.endswith("(and 2 more like it)")
    assert flaw.line == 3


@each(
    ("inside", "font"),
    [
        ("<text font-family='Papyrus'>A</text>", "Brief Display"),
        ("<text font-family=\"'Times New Roman', serif\">A</text>", "Brief Text"),
        ("<text font-family='Open Sans, sans-serif'>A</text>", "Brief Display"),
        ("<text font-family=\"Papyrus,  'Brief Text'\">A</text>", "Brief Text"),
        ("<text>A</text>", "Brief Display"),
        ("<text font-family='Arial' textLength='30'>Ab</text>", "Brief Display"),
        ("<style>text{font:10px 'DejaVu Sans'}</style><text>A</text>", "Brief Display"),
    ],
)
def test_a_font_that_the_style_lacks_is_replaced(inside, font):
    written = prepared(inside)
    assert re.findall(r'font-family="([^"]*)"', written) == [font]
    assert "textLength" not in written


@each(
    ("inside", "why", "may_be_added"),
    [
        ("<text font-family='Papyrus' x='1 5 9'>Abc</text>", "position of its own", True),
        ("<text font-family='Papyrus'><tspan dx='0 1'>Ab</tspan></text>", "position of its own", True),
        ("<text font-family='Wingdings'>J</text>", "symbols", True),
        ("<text font-family='FontAwesome'>&#xf015;</text>", "symbols", False),  # a private-use character
    ],
)
def test_a_font_that_cannot_be_replaced_is_reported_with_the_way_out(inside, why, may_be_added):
    (flaw,) = flaws_of(inside)
    assert flaw.font in flaw.what and why in flaw.what
    assert "svg.fonttype" in flaw.help
    assert ("styles/fonts.css" in flaw.help) is may_be_added


def test_arabic_is_joined_and_in_visual_order():
    written = prepared(
        "<text>\u0628\u0628</text><text><tspan x='1'>\u0628\u0628</tspan><tspan x='1'>b</tspan></text>"
    )
    assert written.count("\ufe90\ufe91") == 2
    (flaw,) = flaws_of("<text>\u0628<tspan fill='red'>\u0628</tspan></text>")
    assert "Arabic in several parts" in flaw.what


def test_a_declared_font_keeps_its_places():
    assert 'x="1 5 9"' in prepared("<text font-family='Brief Text' x='1 5 9'>Abc</text>")
