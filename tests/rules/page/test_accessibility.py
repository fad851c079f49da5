"""Flaws that exclude readers, each with the complete list of findings."""

from __future__ import annotations

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable

from briefing.core.errors import Exit
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT
from tests.planning import findings_of, listed, outcome_of

pytestmark = pytest.mark.engine

TITLE = "templates/audiences/policymaker/title.j2.html"
TITLED = "<h1>{{ brief.title }}</h1>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0L9 9"/></svg>'
SECTIONS = (ROOT / "templates/parts/sections.j2.html").read_text()
PAGE = (ROOT / "templates/brief.j2.html").read_text()
HTML_LINE = PAGE[: PAGE.index("<html")].count("\n") + 1


@each(
    ("brief", "files", "findings", "exit_code"),
    [
        (
            LEAST_BRIEF.replace("A first text.", "See [](https://example.org/a)."),
            {},
            ["content/trial/brief.yaml:7:18 error BR513"],
            Exit.CONTENT,
        ),
        (
            LEAST_BRIEF,
            {"templates/audiences/policymaker/sections.j2.html": SECTIONS.replace("h2", "h4")},
            ["templates/audiences/policymaker/sections.j2.html:6:1 error BR512"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {TITLE: "{% block content %}<p>{{ brief.title }}</p>{% endblock %}"},
            ["templates/parts/key-points.j2.html:5:1 error BR512"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {TITLE: TITLED + '<p><img src="a.svg"></p>', "content/trial/a.svg": SVG},
            [f"{TITLE}:1:30 error BR509"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {TITLE: TITLED + "<p>x <math><msup><mi>x</mi><mn>2</mn></msup></math></p>"},
            [f"{TITLE}:1:32 error BR561"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {TITLE: TITLED + "<p><ruby>one<rp>(</rp><rt>two</rt><rp>)</rp></ruby></p>"},
            [f"{TITLE}:1:30 error BR561"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {
                TITLE: TITLED + "<table><tr><th>a</th><th>b</th></tr><tr><td><table><tr><th>c</th></tr></table></td>"
                "<td>d</td></tr></table><p>(one) x<sup>2</sup></p>"
            },
            [],
            None,
        ),
        (
            LEAST_BRIEF,
            {TITLE: TITLED + "<table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>"},
            [f"{TITLE}:1:27 error BR516", f"{TITLE}:1:27 error BR516"],
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {"templates/brief.j2.html": PAGE.replace("lang=", "data-lang=").replace("title>", "data>")},
            [f"templates/brief.j2.html:{HTML_LINE}:1 error BR515"] * 2,
            Exit.WORKSPACE,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": ".section p { color: #888 }"},
            ["styles/audiences/policymaker.css:1:14 warning BR511"],
            None,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": ".section { background: #333 } .section * { color: #ddd }"},
            [],
            None,
        ),
        (
            LEAST_BRIEF,
            {"styles/audiences/policymaker.css": ".section p { color: rgb(0 0 0 / 40%) }"},
            ["styles/audiences/policymaker.css:1:14 warning BR511"],
            None,
        ),
    ],
)  # fmt: skip
def test_each_flaw_is_reported_at_its_place(workspace, brief, files, findings, exit_code):
    outcome = outcome_of(workspace(brief, files))
    assert listed(findings_of(outcome)) == findings
    assert (outcome.error.exit_code if outcome.error else None) == exit_code


def coloured_font() -> bytes:
    """A font of one letter, drawn in colours."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((500, 0), (500, 700), (0, 700)):
        pen.lineTo(point)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "space", "box"])
    font.setupCharacterMap({32: "space", 0x2603: "box"})
    font.setupGlyf({".notdef": box, "space": TTGlyphPen(None).glyph(), "box": box})
    font.setupHorizontalMetrics(dict.fromkeys((".notdef", "space", "box"), (600, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Colours", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg"><g id="glyph2"><path d="M0 0h9v9" fill="red"/></g></svg>'
    )
    table = font.font["SVG "] = newTable("SVG ")
    table.docList = [(drawing, 2, 2)]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def test_a_font_of_coloured_pictures_is_refused(workspace):
    style = '@font-face { font-family: Colours; src: url("../fonts/colours.ttf") } .section p { font-family: Colours }'
    files = {"styles/fonts/colours.ttf": coloured_font(), "styles/audiences/policymaker.css": style}
    outcome = outcome_of(workspace(LEAST_BRIEF.replace("A first text.", "☃"), files))
    assert listed(findings_of(outcome)) == ["styles/audiences/policymaker.css:1:27 error BR514"]
