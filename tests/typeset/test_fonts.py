"""Fonts of a style: which are checked before the engine loads them, where errors are reported, and which work."""

from __future__ import annotations

import base64
import io
from functools import cache

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

from briefing.core.errors import BriefingError
from briefing.files.fonts import flaw_of, read_font
from briefing.files.workspace import Files
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT
from tests.planning import listed

pytestmark = pytest.mark.engine

FONTS = (ROOT / "styles/fonts.css").read_text()
CHART = LEAST_BRIEF.replace(
    "    text: A first text.\n",
    "    text: A first text.\n    blocks:\n      - chart: {kind: bar, title: Trees cool, alt: Two bars., unit: K,"
    " data: [[Measure, Cooling], [Trees, 4], [Paint, 1]]}\n",
)
OWN = FONTS + '@font-face { font-family: "Own"; src: url("fonts/Own.ttf") }\nh1 { font-family: "Own" }\n'


@cache
def shipped(name: str) -> bytes:
    return read_font(f"styles/fonts/{name}", Files(ROOT))


TTF, OTF = "SourceSans3-Regular.ttf", "XCharter-Regular.otf"


@cache
def packed(name: str, flavor: str) -> bytes:
    font = TTFont(io.BytesIO(shipped(name)))
    font.flavor = flavor
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def without(table: str) -> bytes:
    font = TTFont(io.BytesIO(shipped(TTF)))
    del font[table]
    if table == "glyf":
        del font["loca"]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def built(characters: str, *, has_outlines: bool = True, is_variable: bool = False) -> bytes:
    """Return a font with a square for each of some characters."""
    glyphs = [".notdef", *dict.fromkeys(f"g{ord(letter)}" for letter in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(letter): f"g{ord(letter)}" for letter in characters})
    pen = TTGlyphPen(None)
    if has_outlines:
        pen.moveTo((0, 0))
        pen.lineTo((0, 700))
        pen.lineTo((500, 700))
        pen.lineTo((500, 0))
        pen.closePath()
    drawn = pen.glyph()
    builder.setupGlyf(dict.fromkeys(glyphs, drawn))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Built", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    if is_variable:
        builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
        builder.setupGvar({})
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


@cache
def collection() -> bytes:
    fonts = TTCollection()
    fonts.fonts += [TTFont(io.BytesIO(shipped(TTF)))]
    out = io.BytesIO()
    fonts.save(out)
    return out.getvalue()


LETTERS = "A finding in few words"
PAGE = b"<!DOCTYPE html><html><title>404</title>"

FLAWED = {
    "empty": lambda: b"",
    "a web page": lambda: PAGE,
    "a web page behind a mark": lambda: b"\xef\xbb\xbf\r\n" + PAGE,
    "an archive": lambda: b"PK\x03\x04" + bytes(60),
    "a pointer": lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    "text": lambda: b"not a font at all",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(60),
    "four bytes of a font": lambda: shipped(TTF)[:4],
    "a head of a font": lambda: shipped(TTF)[:300],
    "half of a TrueType": lambda: shipped(TTF)[: len(shipped(TTF)) // 2],
    "a TrueType but for its end": lambda: shipped(TTF)[:-2000],
    "half of an OpenType": lambda: shipped(OTF)[: len(shipped(OTF)) // 2],
    "half of a WOFF": lambda: packed(TTF, "woff")[:20000],
    "half of a WOFF2": lambda: packed(TTF, "woff2")[:20000],
    "WOFF2 and zeros": lambda: b"wOF2" + bytes(500),
    "OTTO and zeros": lambda: b"OTTO" + bytes(500),
    "OTTO and ones": lambda: b"OTTO" + b"\xff" * 500,
    "a font of a printer": lambda: b"%!PS-AdobeFont-1.0: Own 1.0",
    "no widths": lambda: without("hmtx"),
    "no map of characters": lambda: without("cmap"),
    "no outlines": lambda: without("glyf"),
    "no characters": lambda: built(""),
    "characters without outlines": lambda: built(LETTERS, has_outlines=False),
}


def reported_of(files: Files) -> list[str]:
    """Return the findings of an edition, as place, severity and code."""
    (job,) = plan(files, Selection()).jobs
    result = Run()
    try:
        run_stages(job, Typesetter(files), result)
        found = result.findings
    except BriefingError as error:
        found = error.findings
    return listed(found)


@each("kind", FLAWED)
def test_a_font_that_cannot_be_used_is_one_finding_where_it_is_named(workspace, kind):
    content = FLAWED[kind]()
    assert flaw_of(content)
    files = workspace(files={"styles/fonts.css": OWN, "styles/fonts/Own.ttf": content})
    line = FONTS.count("\n") + 1
    assert reported_of(files) == [f"styles/fonts.css:{line}:34 error BR504"]


@each("kind", FLAWED)
@each("brief", [LEAST_BRIEF, CHART])
def test_without_any_other_font_the_process_lives(workspace, kind, brief):
    style = '@font-face { font-family: "Brief Display";\n  src: url("fonts/Own.ttf"); font-weight: 700 }'
    files = workspace(brief, {"styles/fonts.css": style, "styles/fonts/Own.ttf": FLAWED[kind]()})
    assert reported_of(files) == ["styles/fonts.css:2:3 error BR504"]


@each(
    ("src", "reason"),
    [
        ('url("fonts/Gone.ttf")', "'styles/fonts/Gone.ttf' is missing"),
        ("url(fonts/Gone.ttf)", "'styles/fonts/Gone.ttf' is missing"),
        ('url("https://fonts.example.org/a.woff2")', "nothing is loaded from a network"),
        ('url("//fonts.example.org/a.woff2")', "nothing is loaded from a network"),
        ('url("../../../etc/Own.ttf")', "is outside the workspace"),
        ('url("fonts/Own.eot")', "its name does not end in"),
        ('local("Helvetica")', "it names no file"),
        ('local("Helvetica"), url("fonts/Gone.ttf")', "is missing"),
        ('url("fonts/Gone.woff2") format("woff2"), url("fonts/Gone.ttf")', "Gone.woff2' is missing; 'styles"),
        ('url("data:font/ttf;base64,AAAA")', "it is not a TTF"),
        ('url("data:font/ttf;base64,A")', "base64"),
    ],
)
def test_an_unreadable_font_is_reported_with_its_reason(workspace, src, reason):
    files = workspace(files={"styles/fonts.css": OWN.replace('url("fonts/Own.ttf")', src)})
    (job,) = plan(files, Selection()).jobs
    result = Run()
    with pytest.raises(BriefingError) as caught:
        run_stages(job, Typesetter(files), result)
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.line) == ("BR504", FONTS.count("\n") + 1)
    assert reason in finding.what


def data_of(kind: str, content: bytes) -> str:
    return f"url(data:{kind};base64,{base64.b64encode(content).decode()})"


WORKING = {
    "WOFF": ('url("fonts/Own.woff")', {"Own.woff": lambda: packed(TTF, "woff")}),
    "WOFF2": ('url("fonts/Own.woff2") format("woff2")', {"Own.woff2": lambda: packed(OTF, "woff2")}),
    "unquoted": ("url( fonts/Own.ttf )", {"Own.ttf": lambda: shipped(TTF)}),
    "of capitals": ('url("fonts/OWN.TTF")', {"OWN.TTF": lambda: shipped(TTF)}),
    "with a space": ('url("fonts/My%20Own.ttf")', {"My Own.ttf": lambda: shipped(TTF)}),
    "with an apostrophe": ('url("fonts/L\'own.ttf")', {"L'own.ttf": lambda: shipped(TTF)}),
    "with a version": ('url("fonts/Own.ttf?v=1#iefix")', {"Own.ttf": lambda: shipped(TTF)}),
    "the second of a list": (
        'local("Own"), url("fonts/Gone.woff2") format("woff2"), url("fonts/Own.ttf") format("truetype")',
        {"Own.ttf": lambda: shipped(TTF)},
    ),
    "behind a broken one": (
        'url("fonts/Own.woff2"), url("fonts/Own.ttf")',
        {"Own.woff2": lambda: PAGE, "Own.ttf": lambda: shipped(OTF)},
    ),
    "of a second src": (
        'url("fonts/Own.eot"); src: url("fonts/Own.eot?#iefix"), url("fonts/Own.ttf")',
        {"Own.ttf": lambda: shipped(TTF)},
    ),
    "of a range": ('url("fonts/Own.ttf"); unicode-range: U+41-7A', {"Own.ttf": lambda: shipped(TTF)}),
    "built": ('url("fonts/Own.ttf")', {"Own.ttf": lambda: built(LETTERS)}),
    "variable": ('url("fonts/Own.ttf")', {"Own.ttf": lambda: built(LETTERS, is_variable=True)}),
    "a collection": ('url("fonts/Own.ttc")', {"Own.ttc": collection}),
    "of a package": (f'url("fonts/{TTF}")', {}),
}


@each("kind", WORKING)
def test_a_font_that_can_be_used_is_used(workspace, kind):
    src, fonts = WORKING[kind]
    named = {f"styles/fonts/{name}": content() for name, content in fonts.items()}
    files = workspace(files={"styles/fonts.css": OWN.replace('url("fonts/Own.ttf")', src), **named})
    assert reported_of(files) == []


@pytest.mark.parametrize("kind", ["font/ttf", "application/x-font-ttf", "application/font-sfnt"])
def test_a_font_inside_the_style_is_used(workspace, kind):
    style = OWN.replace('url("fonts/Own.ttf")', data_of(kind, built(LETTERS)))
    assert reported_of(workspace(files={"styles/fonts.css": style})) == []


def test_a_broken_font_that_no_text_has_is_still_reported(workspace):
    style = FONTS + '@font-face { font-family: "Spare"; src: url("fonts/Spare.ttf") }'
    assert reported_of(workspace(files={"styles/fonts.css": style, "styles/fonts/Spare.ttf": b""})) == [
        f"styles/fonts.css:{FONTS.count(chr(10)) + 1}:36 error BR504"
    ]


@each("brief", [LEAST_BRIEF, CHART])
@each(
    "files",
    [
        {"styles/fonts.css": '@import "shipped/fonts.css";'},
        {"styles/fonts.css": "@import url(shipped/fonts.css);"},
        {"styles/fonts.css": "@IMPORT 'shipped/fonts.css' all;"},
        {"styles/fonts.css": '@import "./shipped/fonts.css";'},
        {"styles/fonts.css": '@import "../styles/shipped/fonts.css";'},
        {
            "styles/fonts.css": '@import "own/faces.css";',
            "styles/own/faces.css": '@import "../shipped/fonts.css";',
        },
        {
            "styles/fonts.css": '@import "own/faces.css";',
            "styles/own/faces.css": '@import "shipped/../../shipped/fonts.css";',
        },
        {
            "styles/fonts.css": '@import "shipped/fonts.css"; /* and one more */\n'
            '@font-face { font-family: "Own"; src: url("fonts/Own.ttf") } h1 { font-family: "Own" }',
            "styles/fonts/Own.ttf": built(LETTERS),
        },
        {
            "styles/fonts.css": '@import "shipped/fonts.css";',
            "styles/fonts/SourceSans3-Bold.ttf": packed(TTF, "woff"),
        },
        {
            "styles/tokens.css": '@import "shipped/tokens.css"; :root { --brand: #123456 }',
            "styles/parts/title.css": '@import "../shipped/parts/title.css";',
            "styles/parts/outlook.css": '@import "shipped/outlook.css";',
        },
        {"styles/audiences/policymaker.css": '@import "shipped/minister.css";'},
        {"styles/audiences/policymaker.css": '@import "../shipped/audiences/press.css";'},
        {
            "styles/audiences/policymaker.css": '@import "shipped/minister.css";',
            "styles/one-column.css": '@import "shipped/one-column.css"; h1 { color: #123456 }',
        },
    ],
)
def test_a_shipped_style_can_be_imported(workspace, files, brief):
    assert reported_of(workspace(brief, files)) == []


def test_the_users_font_wins_in_an_imported_style(workspace):
    files = workspace(
        files={
            "styles/fonts.css": '@import "shipped/fonts.css";',
            "styles/fonts/SourceSans3-Bold.ttf": b"no font",
        }
    )
    assert reported_of(files) == ["styles/shipped/fonts.css:10:44 error BR504"]


STYLE = "styles/audiences/policymaker.css"


@each(
    ("files", "findings"),
    [
        ({STYLE: '@import "policymaker.css";'}, [f"{STYLE}:1:1 error BR507"]),
        (
            {STYLE: '/* first */\n@import "a.css";', "styles/audiences/a.css": '@import "policymaker.css";'},
            ["styles/audiences/a.css:1:1 error BR507"],
        ),
        (
            {
                STYLE: '@import "a.css";',
                "styles/audiences/a.css": '@import "b.css";',
                "styles/audiences/b.css": '\n  @import "a.css";',
            },
            ["styles/audiences/b.css:2:3 error BR507"],
        ),
        (
            {STYLE: '@import "gone.css";\n@import "lost.css";'},
            [f"{STYLE}:1:1 error BR507", f"{STYLE}:2:1 error BR507"],
        ),
        ({STYLE: '@import "https://example.org/a.css";'}, [f"{STYLE}:1:1 error BR507"]),
        ({STYLE: "@import url(//example.org/a.css);"}, [f"{STYLE}:1:1 error BR507"]),
        ({STYLE: '@import "../../../../etc/passwd.css";'}, [f"{STYLE}:1:1 error BR507"]),
        (
            {STYLE: '@import "a.txt";', "styles/audiences/a.txt": "h1 { color: red }"},
            [f"{STYLE}:1:1 error BR507"],
        ),
        ({STYLE: '/* @import "gone.css"; */'}, []),
        ({STYLE: '@import "a%20b.css";', "styles/audiences/a b.css": "h1 { color: #123456 }"}, []),
        ({STYLE: '@import "data:text/css,h1%7Bcolor:%23123456%7D";'}, []),
        ({STYLE: '@import "a.css"; @import "a.css";', "styles/audiences/a.css": "h1 { color: #123456 }"}, []),
    ],
)
def test_an_import_is_reported_at_its_line(workspace, files, findings):
    assert reported_of(workspace(files=files)) == findings


@each("style", ["", "/* nothing */", "@font-face { font-family: Own }", "h1 { color: red }"])
def test_no_font_at_all_is_one_finding(workspace, style):
    assert reported_of(workspace(files={"styles/fonts.css": style}))[-1:] == ["styles/fonts.css error BR504"]
