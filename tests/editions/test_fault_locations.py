"""Faulty templates and styles: each is reported once, at its file, line and column.

In each case `¶` marks the fault; it is removed before the file is written.
"""

from __future__ import annotations

import re

import pytest

from briefing.core.finding import Severity
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import ROOT

pytestmark = pytest.mark.engine

BRIEF = """\
title: A finding in few words
date: 2026-11-22
key_points: [The first point., The second point.]
sections:
  - title: A heading asserts
    id: first
    text: |
      A first text that is long enough for two lines, so that it is seen where it leaves its column or its page.

      A second paragraph, which is short.
    blocks:
      - table:
          title: Trees cool most
          alt: A table of trees
          data: [[Measure, Day], [Trees, 4.5]]
outlook: It goes on.
audiences: {policymaker: {pages: 200}}
"""
STYLE = "styles/audiences/policymaker.css"
TITLE = "templates/audiences/policymaker/title.j2.html"
H1 = "<section class=title><h1>{{ brief.title }}</h1></section>\n"
PAGE = (ROOT / "templates/brief.j2.html").read_text()

STYLES = {
    "a margin": ("BR603", "h1 { color: #123 }\n.section p { ¶margin-left: 300mm }"),
    "a shorthand": ("BR603", ".section p {\n  ¶margin: 0 0 0 300mm;\n}"),
    "a logical margin": ("BR603", ".section p { ¶margin-inline-start: 300mm }"),
    "a negative margin": ("BR603", ".section p { ¶margin-left: -150mm }"),
    "an offset": ("BR603", ".section p { position: relative; ¶left: 300mm }"),
    "a width": ("BR603", ".section .text { max-width: none; ¶width: 400mm }"),
    "an indent": ("BR603", ".section p { ¶text-indent: 300mm }"),
    "no line breaks": ("BR603", ".section p { ¶white-space: nowrap }"),
    "a shift": ("BR603", ".section p { ¶transform: translateX(300mm) }"),
    "not displayed": ("BR618", ".section p { ¶display: none }"),
    "not visible": ("BR603", ".section p { ¶visibility: hidden }"),
    "see-through": ("BR603", ".section p { color: #123;\n  ¶opacity: 0 }"),
    "tiny letters": ("BR603", ".section p { ¶font-size: 1pt }"),
    "tiny letters by a shorthand": ("BR603", '.section p { ¶font: 1pt/2 "Brief Text" }'),
    "a box too low": ("BR603", ".section .text { height: 3mm; ¶overflow: hidden }"),
    "clipped": ("BR603", ".section .text { position: absolute; width: 40mm; ¶clip: rect(0, 1mm, 1mm, 0) }"),
    "nested": ("BR603", ".section {\n  & p {\n    ¶margin-left: 300mm;\n  }\n}"),
    "nested without a sign": ("BR603", ".section {\n  color: #123;\n  p { ¶margin-left: 300mm }\n}"),
    "for print": ("BR603", "@media print {\n  .section p { ¶margin-left: 300mm }\n}"),
    "not the one for screens": (
        "BR603",
        ".section p { ¶margin-left: 300mm }\n@media screen { .section p { margin-left: 310mm } }",
    ),
    "in a layer": ("BR603", "@layer one {\n .section p { ¶visibility: hidden } }"),
    "important": (
        "BR603",
        ".section p { ¶margin-left: 300mm !important }\n.section .text p { margin-left: 0 }",
    ),
    "the last of two": ("BR603", ".section p { margin-left: 0 }\n.section p { ¶margin-left: 300mm }"),
    "the heavier of two": (
        "BR603",
        ".section .text p { ¶margin-left: 300mm }\n.section p { margin-left: 0 }",
    ),
    "a variable": ("BR603", ":root { --far: 300mm }\n.section p { ¶margin-left: var(--far) }"),
    "of an ancestor": (
        "BR603",
        ".section { ¶visibility: hidden }\n.section h2, .exhibit { visibility: visible }",
    ),
    "behind a comment": ("BR603", "/* one\n   two */ .section p { ¶margin-left: 300mm }"),
    "a table": ("BR603", ".table table.narrow { ¶width: 400mm }"),
    "a table by its least width": ("BR603", ".section table { ¶min-width: 400mm }"),
    "no page between its margins": ("BR603", "@page { ¶margin-inline: 185mm 5mm }"),
    "a foot off the sheet": ("BR603", "@page { @bottom-right { ¶padding-top: 30mm } }"),
    "one on top of the other": ("BR603", ".section .text p + p { ¶margin-top: -14mm }"),
    "a font that nobody declares": ("BR505", ".section p { color: #123;\n  font-family: ¶Brand }"),
    "a font by a shorthand": ("BR505", ".section p { font: 12pt ¶Brand }"),
    "a font that is missing": ("BR504", '@font-face {\n  font-family: Brand;\n  ¶src: url("gone.otf") }'),
    "a property with a typo": ("BR503", "h1 {\n  ¶colr: red }"),
    "a value with a typo": ("BR503", "h1 { ¶color: redd }"),
    "a selector with a typo": ("BR503", "h1 { color: #123 }\n¶h1:hoverr { color: #123 }"),
    "a comment without end": ("BR503", "h1 { color: #123 }\n¶/* h2 { color: #123 }"),
    "a stylesheet that is missing": ("BR507", '¶@import "gone.css";\nh1 { color: #123 }'),
    "a picture that is missing": ("BR501", 'h1 { color: #123 }\nh1 { background: url(¶"gone.png") }'),
    "a character without a font": ("BR506", 'h1 { color: #123 }\nh1::after { content: "¶字" }'),
    "a page of a title alone": ("BR604", ".section { color: #123;\n  ¶break-after: page }"),
    "the same in old words": ("BR604", ".section { ¶page-break-after: always }"),
    "the same by a variable": ("BR604", ":root { --b: page }\n.section { ¶break-after: var(--b) }"),
    "an empty page of what a style adds": (
        "BR604",
        ".section::after { content: ''; display: block; ¶break-before: page }\n.outlook { break-before: page }",
    ),
    "a subgrid": (
        "BR508",
        ".key-points { display: grid }\n.key-points ul { display: grid; grid-template-columns: ¶subgrid }",
    ),
    "as many tracks as fit": (
        "BR508",
        ".key-points { display: grid; grid-template-columns: repeat(¶auto-fill, 40mm) }",
    ),
    "a grid in a line": ("BR508", "/* inline-grid */ .key-points li { display: ¶inline-grid }"),
    "rows of a grid at a baseline": (
        "BR508",
        ".key-points { display: grid; height: 90mm; align-content: ¶baseline }",
    ),
    "a running text outside the margin": (
        "BR508",
        "h1 { string-set: big content() }\nh2::before { content: ¶string(big) }",
    ),
    "a running element outside the margin": ("BR508", "h2::before { content: ¶element(big) }"),
    "an attribute that is no text": ("BR508", "h2::before { content: ¶attr(id url) }"),
    "a page number of nothing": ("BR508", 'h2::before { content: ¶target-counter("#gone", page) }'),
    "a share of the page as its margin": ("BR508", "@page { size: A4; margin: ¶10vw }"),
    "a size that no type has": ("BR701", "h1 { color: #123; ¶font-size: 1e9px }"),
    "a size by a variable": ("BR701", ":root { --vast: 1e9px }\nh1 { ¶font-size: var(--vast) }"),
    "a calculation without a result": ("BR701", "h1 { ¶margin-left: calc(1 / 0 * 1mm) }"),
    "media with a typo": ("BR503", "¶@media 3d { h1 { color: red } }"),
    "counters without symbols": ("BR503", "¶@counter-style x { system: cyclic }"),
    "a rule with a typo": ("BR503", "h1 { color: #123 } ¶@foo { a: b }"),
    "a variable that nobody declares": ("BR510", "h1 { color: #123 }\nh1 { color: var(¶--nope) }"),
}

TEMPLATES = {
    "a box left open": ("BR410", H1 + "<p>One</p>\n  ¶<div class=x><p>Two</p>"),
    "bold left open": ("BR410", H1 + "<p>One ¶<b>word</p>"),
    "left open in a branch": (
        "BR410",
        H1 + "{% if brief.title %}\n¶<div>\n{% else %}\n<p>\n{% endif %}<p>One</p>",
    ),
    "left open in a loop": ("BR410", H1 + "{% for n in (1, 2, 3) %}\n¶<div>\n{% endfor %}<p>One</p>"),
    "left open in a macro": (
        "BR410",
        "{% macro box() %}\n¶<div>\n{% endmacro %}\n" + H1 + "{{ box() }}<p>One</p>",
    ),
    "left open in a variable": (
        "BR410",
        "{% set box %}\n¶<div>\n{% endset %}\n" + H1 + "{{ box }}<p>One</p>",
    ),
    "left open in a block": ("BR410", "{% block one %}\n¶<div>{% endblock %}" + H1),
    "left open behind a comment": ("BR410", "{# one\n two #}\n" + H1 + "<!-- <div> -->¶<div><p>One</p>"),
    "a tag of two lines left open": ("BR410", H1 + '¶<div\n  class="x">\n<p>One</p>'),
    "the wrong order": ("BR410", H1 + "<p><b>One ¶<i>two</b> three</i></p>"),
    "a slash that closes nothing": ("BR410", H1 + "¶<div/>\n<p>One</p>"),
    "a section too many": ("BR411", H1 + "<p>One</p>\n¶</section>"),
    "a paragraph in a paragraph": ("BR411", H1 + "<p>One <div>two</div>\n ¶</p>"),
    "a cell without a table": ("BR411", H1 + "<p>One</p>¶</td>"),
    "a program": ("BR412", H1 + "<p>One</p>\n¶<script>alert(1)</script>"),
    "a program in an attribute": ("BR412", H1 + '¶<p onclick="alert(1)">One</p>'),
    "a program in a link": ("BR412", H1 + '<p>¶<a href=" JavaScript:alert(1)">One</a></p>'),
    "a program in a hidden link": ("BR412", H1 + '<p>¶<a href="java&#10;script:alert(1)">One</a></p>'),
    "another page": ("BR412", H1 + '¶<iframe src="a.html"></iframe>'),
    "an object": ("BR412", H1 + '¶<object data="a.pdf"></object>'),
    "an embedded file": ("BR412", H1 + '¶<embed src="a.pdf">'),
    "another base": ("BR412", H1 + '¶<base href="https://example.org/">'),
    "an order to a browser": ("BR412", H1 + '¶<meta http-equiv="Refresh" content="0">'),
    "a field": ("BR412", H1 + "<p>Name: ¶<input name=n></p>"),
    "a quotation mark too few": ("BR413", H1 + '¶<p class="a>One</p>\n<p class="b">Two</p>'),
    "a tag without its end": ("BR413", H1 + "¶<p class=a\n<b>One</b></p>"),
    "a picture without words": ("BR509", H1 + '<p>¶<img src="a.svg"></p>'),
    "a level left out": ("BR512", H1 + "<h2>Two</h2>\n¶<h4>Four</h4>"),
    "a link without words": ("BR513", H1 + '<p>¶<a href="https://example.org/"></a></p>'),
    "a table without a head": ("BR516", H1 + "\n¶<table><tr><td>1</td></tr></table>"),
    "rows that differ": ("BR516", H1 + "¶<table><tr><th>1</th></tr><tr><td>1</td><td>2</td></tr></table>"),
    "a picture that is missing": ("BR501", H1 + '\n<p>¶<img src="gone.png" alt="A map"></p>'),
    "a picture without an address": ("BR603", H1 + '<p>¶<img alt="A map"></p>'),
    "a link to nowhere": ("BR508", H1 + '\n<p>¶<a href="#gone">One</a></p>'),
    "one id twice": ("BR508", H1 + "<p id=a>One</p>\n¶<p id=a>Two</p>"),
    "a file that is attached": ("BR522", H1 + '<p>¶<a rel="attachment" href="data:,x">One</a></p>'),
    "a stylesheet that is missing": ("BR507", H1 + '¶<link rel="stylesheet" href="gone.css">'),
    "a style": ("BR603", H1 + '<p>One</p>\n¶<p style="margin-left: 300mm">Two</p>'),
    "a style element": ("BR603", H1 + "<style>\n.section p { ¶margin-left: 300mm }\n</style>"),
    "a text that is hidden": ("BR618", H1 + '¶<p style="display: none">Two</p>'),
    "an address that is none": ("BR508", H1 + '<p>¶<a href="http://[1">One</a></p>'),
    "a page number of nothing": (
        "BR508",
        H1 + '<p>¶<a class=t href="#gone">One</a></p>'
        "<style>.t::after { content: target-counter(attr(href), page) }</style>",
    ),
    "an attachment without a file": ("BR522", H1 + "¶<link rel=attachment>"),
    "a drawing that the engine fails on": (
        "BR701",
        H1 + '¶<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9"><rect width="9" height="9"/></svg>',
    ),
    "a character without a font": ("BR506", H1 + "<p>One</p>\n¶<p>🎉 and 🎉</p>"),
    "a syntax error": ("BR401", H1 + "¶{% if %}"),
    "a name with a typo": ("BR402", H1 + "<p>\n{{ brief.¶tittle }}</p>"),
}


def places_of(workspace, files, brief=BRIEF):
    files = workspace(brief, files)
    (outcome,) = build_all(plan(files, Selection()), files, files.root / "out")
    findings = outcome.error.findings if outcome.error else outcome.report.findings
    weighty = [finding for finding in findings if finding.severity is Severity.ERROR] or findings
    return [(finding.code, str(finding.where)) for finding in weighty], findings


def marked(name, text):
    """Return the text without its mark, and the place of the mark."""
    before = text.partition("¶")[0]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return {name: text.replace("¶", "")}, f"{name}:{line}:{column}"


@each(("code", "text"), STYLES.values())
def test_a_faulty_style_is_reported_at_its_rule_once(workspace, code, text):
    files, place = marked(STYLE, text)
    assert places_of(workspace, files)[0] == [(code, place)]


@each(("code", "text"), TEMPLATES.values())
def test_a_faulty_template_is_reported_at_its_tag_once(workspace, code, text):
    files, place = marked(TITLE, text)
    assert places_of(workspace, files | {"content/trial/a.svg": SVG})[0] == [(code, place)]


def findings_of(workspace, files, brief=BRIEF):
    return places_of(workspace, files, brief)[1]


def test_a_fault_in_an_imported_style_names_the_imported_file(workspace):
    files, place = marked("styles/audiences/more.css", "\n.section p { ¶margin-left: 300mm }")
    assert places_of(workspace, files | {STYLE: '@import "more.css";'})[0] == [("BR603", place)]


def test_a_fault_in_an_included_template_names_the_included_file(workspace):
    files, place = marked("templates/parts/own.j2.html", "<p>One</p>\n¶<div>")
    title = H1 + '<section>{% include "parts/own.j2.html" %}</section>'
    assert places_of(workspace, files | {TITLE: title})[0] == [("BR410", place)]


def test_a_fault_in_the_frame_names_the_frame(workspace):
    page, place = marked("templates/brief.j2.html", PAGE.replace("<body ", "¶<body onload=x "))
    assert places_of(workspace, page)[0] == [("BR412", place)]


def test_one_wrong_margin_is_one_finding_with_its_number_pages_and_distance(workspace):
    (finding,) = findings_of(
        workspace, {STYLE: ":root { --far: 300mm }\n.section p { margin-left: var(--far) }"}
    )
    assert re.search(r"runs off its page by \d+ mm \(page 1\); \d+ texts on page", finding.what)
    assert "`margin-left: var(--far)` in `.section p`" in finding.help
    assert f"its variable is declared at {STYLE}:1:9" in finding.help


@pytest.mark.parametrize("count", [12, 20, 40])
def test_a_table_with_too_many_columns_is_one_finding_at_its_exhibit(workspace, count):
    cells = ", ".join(f"Column number {number}" for number in range(count))
    data = f"data: [[{cells}], [{cells}]]"
    brief = BRIEF.replace("data: [[Measure, Day], [Trees, 4.5]]", data)
    (finding,) = [one for one in findings_of(workspace, {}, brief) if one.severity is Severity.ERROR]
    assert (finding.code, str(finding.where)) == ("BR603", "content/trial/brief.yaml:13:11")
    said = r"the table 'Table.1 Trees cool most' is \d+ mm wider than its column; \d+ texts run off page 1"
    assert re.fullmatch(said, finding.what)


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("https://example.org/" + "a-long-path/" * 12, []),
        ("x_" * 60, []),
        ("Donaudampfschifffahrtsgesellschaft" * 3, ["BR614"]),
    ],
)
def test_a_long_word_in_a_cell_is_broken_and_its_neighbours_stay(workspace, word, codes):
    data = f'data: [[Measure, Where, Day, Night], ["{word}", "{word}", 111111.03, 123456.7]]'
    found = findings_of(workspace, {}, BRIEF.replace("data: [[Measure, Day], [Trees, 4.5]]", data))
    assert [finding.code for finding in found] == codes


def test_the_characters_of_a_text_without_a_font_are_one_finding(workspace):
    (finding,) = findings_of(workspace, {}, BRIEF.replace("A first text", "🎉 A 🎉 first 🚀 text"))
    assert (finding.code, str(finding.where)) == ("BR506", "content/trial/brief.yaml:8:7")
    assert finding.what == "no font of the style has a glyph for '🎉', '🚀' (emoji)"


def test_two_causes_are_two_findings(workspace):
    style = ".section p { margin-left: 300mm }\n.key-points li { margin-left: 280mm }"
    found, _ = places_of(workspace, {STYLE: style})
    assert found == [("BR603", f"{STYLE}:1:14"), ("BR603", f"{STYLE}:2:18")]


@each(
    "style",
    [
        ".section p:nth-child(2) { color: #123456 }",
        "[data-bw-origin] { margin-left: 300mm }",
        "p:not([class]):not([id]) { color: #123456 }",
        ".section p { margin-left: 5mm }",
        ".section p { text-indent: 4mm }",
        ".section p + p { margin-top: -1pt }",
        "@media screen { .section p { display: none } }",
    ],
)
def test_a_valid_style_has_no_finding(workspace, style):
    assert places_of(workspace, {STYLE: style})[0] == []


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


@each(
    "style",
    [
        ".section .text p + p { margin-top: -14mm }",
        ".section .text p + p { margin-top: -14mm; background: #123; color: #fff }",
        ".section .text p + p { position: relative; top: -12mm }",
        ".section .text p + p { transform: none; margin-top: -13mm; font-weight: 700 }",
        "h2 { margin-bottom: -12mm }",
    ],
)
def test_an_overlap_of_two_texts_is_one_finding(workspace, style):
    assert [code for code, _ in places_of(workspace, {STYLE: style})[0]] == ["BR603"]
