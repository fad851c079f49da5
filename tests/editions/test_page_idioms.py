"""Common page designs: running elements, margin notes, `display: none`, custom page sizes."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from briefing.core.finding import Severity
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.planning import findings_of, listed, outcome_of
from tests.typeset.readback import opened, read_tags

pytestmark = pytest.mark.engine

# ruff: noqa: E501  (a style on its line, so that its columns can be read)
STYLE = "styles/audiences/policymaker.css"
LONG = LEAST_BRIEF.replace(
    "A first text.", "|\n      " + "\n\n      ".join(["A sentence of some length."] * 90)
)
SETTINGS = {"content/workspace.yaml": "publisher: The house\n"}
MASTHEAD = '<header class="run"><p>{{ workspace.publisher.name }} and <b>more</b></p></header>'
RUN = ".run { position: running(head) }\n"
HEAD = "@page { margin-top: 30mm; @top-left { content: element(head) } }\n"
FIRST = "@page :first { margin-top: 30mm; @top-left { content: element(head) } }"


def reported(outcome):
    """Return each finding except those about space, as place, severity and code."""
    space = ("BR601", "BR604", "BR605")
    return listed(one for one in findings_of(outcome) if one.code not in space)


@each(
    ("style", "findings"),
    [
        (RUN + HEAD + FIRST, []),
        (RUN + HEAD.replace("top-left", "bottom-left").replace("top: 30mm", "bottom: 30mm"), []),
        (RUN + HEAD.replace("element(head)", "element(head, last)") + FIRST, []),
        (
            RUN
            + HEAD
            + FIRST
            + ".run { font: 9pt 'Brief Display'; text-transform: uppercase; display: flex }",
            [],
        ),
        (RUN + "@page :first { margin-top: 30mm; @top-center { content: element(head) } }", []),
        (
            RUN + HEAD.replace("element(head)", "element(other)") + FIRST.replace("(head)", "(other)"),
            ["BR602"],
        ),
        (RUN, ["BR602"]),
        (RUN + HEAD + FIRST + ".run p { visibility: hidden }", ["BR603"]),
        (RUN + HEAD + FIRST + ".run p { font-size: 1pt }", ["BR603"]),
        (RUN + HEAD + FIRST + ".run { margin-left: -60mm }", ["BR603"]),
        (RUN + HEAD + FIRST + ".run { white-space: nowrap; font-size: 80pt }", ["BR603"]),
        (RUN + HEAD + FIRST + ".run p { display: none }", ["BR618"]),
        (".run { position: fixed; bottom: -14mm; right: 0 }", []),
        (".run { position: fixed; bottom: -14mm; left: 60mm; font-size: 8pt }", []),
    ],
)
@each("brief", [LEAST_BRIEF, LONG])
def test_an_element_runs_in_the_head_or_foot(workspace, brief, style, findings):
    files = {**SETTINGS, "templates/parts/masthead.j2.html": MASTHEAD, "styles/parts/masthead.css": style}
    outcome = outcome_of(workspace(brief, files))
    assert sorted({one.rpartition(" ")[2] for one in reported(outcome)}) == findings
    if not findings:
        assert (outcome.report.page_count > 1) == (brief is LONG)


def test_a_running_element_is_read_once_before_the_text_and_painted_on_every_page(workspace):
    files = {
        **SETTINGS,
        "templates/parts/masthead.j2.html": MASTHEAD,
        "styles/parts/masthead.css": RUN + HEAD + FIRST,
    }
    outcome = outcome_of(workspace(LONG, files))
    content = outcome.path.read_bytes()
    with opened(content) as pdf:
        spoken = read_tags(pdf).text
    assert spoken.count("The house and more") == 1
    assert spoken.index("The house and more") < spoken.index("A finding in few words")
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) > 1
    assert all("The house" in page for page in pages)


@each(
    ("style", "findings"),
    [
        (".section p { position: relative; left: -15mm }", []),
        (
            ".title { position: relative } .byline { position: absolute; left: -18mm; top: 30mm; width: 16mm; font-size: 8pt; display: block }",
            [],
        ),
        (".section p { position: absolute; right: -15mm; width: 14mm; font-size: 8pt }", []),
        (".section p { float: right; width: 14mm; margin-right: -15mm; font-size: 8pt }", []),
        (".section p { margin-inline-start: -68mm }", []),
        (".section p { position: absolute; bottom: -15mm; left: 60mm }", []),
        (".section p { position: relative; left: -75mm }", ["BR603"]),
        (".section p { margin-left: -75mm }", ["BR603"]),
        (".section p { position: absolute; right: -25mm; width: 13mm }", ["BR603"]),
        (".section p { position: absolute; bottom: -25mm; left: 60mm }", ["BR603"]),
        (".section p { white-space: nowrap; font-size: 75pt }", ["BR603"]),
        (".section p { position: relative; white-space: nowrap; font-size: 75pt }", ["BR603"]),
        (".section p { position: relative; left: -15mm; white-space: nowrap; font-size: 83pt }", ["BR603"]),
        ("@page { @left-middle { content: 'A word of the style'; font-size: 8pt } }", []),
        ("@page { @bottom-center { content: 'Printed by the house'; white-space: nowrap } }", []),
        (
            "@page { @right-middle { content: 'A word of the style'; white-space: nowrap; font-size: 30pt } }",
            ["BR603"],
        ),
        ("h1 { string-set: big content() } @page { @bottom-center { content: string(big) } }", []),
    ],
)
def test_a_text_may_be_in_the_margin_but_not_leave_the_sheet(workspace, style, findings):
    brief = LEAST_BRIEF + "authors: [Ada]\n"
    outcome = outcome_of(workspace(brief, {STYLE: style}))
    assert sorted({one.rpartition(" ")[2] for one in reported(outcome)}) == findings


OUTLOOK = LEAST_BRIEF.replace(
    "outlook: It goes on.", "outlook: It goes on, *whatever* comes.\nmethod: We asked."
)


@each(
    ("brief", "style", "findings"),
    [
        (LEAST_BRIEF, ".section p { display: none }", [f"{STYLE}:1:14 warning BR618"]),
        (LEAST_BRIEF, "\n\n  .section,\n  .other { color: #123456; display:none }", [f"{STYLE}:4:28 warning BR618"]),
        (OUTLOOK, ".outlook em { display: none } .method { display: none }", [f"{STYLE}:1:15 warning BR618", f"{STYLE}:1:41 warning BR618"]),
        (OUTLOOK, ".method { display: none } .method { display: block }", []),
        (OUTLOOK, ".method { display: none } .method { display: block } .method p { display : none !important }", [f"{STYLE}:1:66 warning BR618"]),
        (OUTLOOK, ".outlook h2, .method .label { display: none }", []),
        (OUTLOOK, ".method::before { content: 'x'; display: none }", []),
        (OUTLOOK, "@media screen { .method { display: none } }", []),
        (OUTLOOK, "@media print { .method { display: none } }", [f"{STYLE}:1:26 warning BR618"]),
        (OUTLOOK, "@media print { .method { color: #123456 } }\n.nothing { display: none }", []),
        (OUTLOOK + "authors: [Ada Example]\n", ".byline { display: none }", [f"{STYLE}:1:11 warning BR618"]),
        (OUTLOOK + "marking: {handling: For you alone}\n", ".marking { display: none }", [f"{STYLE}:1:12 error BR618"]),
        (OUTLOOK + "marking: {handling: For you alone}\n", ".marking .handling { display: none }", [f"{STYLE}:1:22 error BR618"]),
        (OUTLOOK + "marking: {tlp: GREEN}\n", ".method { display: none }", [f"{STYLE}:1:11 warning BR618"]),
        (OUTLOOK, ".method { visibility: hidden }", ["BR603"]),
    ],
)  # fmt: skip
def test_a_text_that_a_style_leaves_out_is_reported(workspace, brief, style, findings):
    outcome = outcome_of(workspace(brief, {STYLE: style}))
    found = reported(outcome)
    if findings == ["BR603"]:
        found = list(dict.fromkeys(one.rpartition(" ")[2] for one in found))
    assert found == findings


def test_many_elements_of_one_rule_are_one_finding_with_their_words(workspace):
    brief = LEAST_BRIEF.replace("  - The first point.\n", "  - The first point.\n  - The second point.\n")
    (finding,) = outcome_of(workspace(brief, {STYLE: ".key-points li { display: none }"})).report.findings
    assert finding.severity is Severity.WARNING
    assert (
        finding.what
        == "`.key-points li { display: none }` leaves out 'The first point.' and 1 more (6 words)"
    )


def test_a_picture_left_out_is_named_by_its_alternative_text(workspace):
    brief = LEAST_BRIEF.replace("A first text.", "'![A map](map.svg)'")
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    files = workspace(brief, {"content/trial/map.svg": picture, STYLE: ".section img { display: none }"})
    (finding,) = outcome_of(files).report.findings
    assert (finding.code, "'A map'" in finding.what) == ("BR618", True)


PAGE_FOOT = "@page { @bottom-left { content: none } @bottom-right { content: none } }"


@each(
    ("style", "findings"),
    [
        ("@page { size: 5080mm 5080mm }", []),
        ("@page { size: 200in 200in }", []),
        ("@page { size: 5081mm 300mm }", [f"{STYLE}:1:9 error BR617"]),
        ("@page { size: 300mm 5081mm }", [f"{STYLE}:1:9 error BR617"]),
        ("@page { size: 14401pt }", [f"{STYLE}:1:9 error BR617"]),
        ("@page {\n  margin: 35mm;\n  size: 6m 6m;\n  size: 6000mm }", [f"{STYLE}:3:3 warning BR503", f"{STYLE}:4:3 error BR617"]),
        (":root { --w: 6000mm } @page { size: var(--w) var(--w) }", [f"{STYLE}:1:31 error BR617"]),
        ("@page { size: calc(5000mm + 90mm) }", [f"{STYLE}:1:9 error BR617"]),
        ("@page { size: 6000mm } @page { size: A3 }", []),
        ("@page { size: A4 landscape; bleed: 3mm; marks: crop }", []),
        ("@page { size: 5079mm; bleed: 3mm }", [f"{STYLE}:1:9 error BR617"]),
        ("@page :first { size: 6000mm }", [f"{STYLE}:1:16 error BR617"]),
        ("@page vast { size: 6000mm } .outlook { page: vast }", [f"{STYLE}:1:14 error BR617"]),
    ],
)  # fmt: skip
def test_a_page_has_a_size_that_a_pdf_may_have(workspace, style, findings):
    outcome = outcome_of(workspace(files={STYLE: style}))
    found = [one for one in reported(outcome) if not one.endswith(("BR603", "BR602"))]
    assert found == findings


def test_the_size_is_reported_in_millimetres_with_the_limit(workspace):
    outcome = outcome_of(workspace(files={STYLE: "@page { size: 6000mm 300mm }"}))
    (finding,) = outcome.error.findings
    assert finding.what == "page 1 is 6,000.0 × 300.0 mm; PDF/A allows 1.06 to 5,080 mm on each side"


def test_bullets_are_equally_far_from_their_text_on_all_levels(workspace):
    items = "|\n      - Inner\n        - Inner\n          - Inner"
    outcome = outcome_of(workspace(LEAST_BRIEF.replace("A first text.", items)))
    with pypdfium2.PdfDocument(outcome.path) as document:
        page = document[0].get_textpage()
        text = page.get_text_range()
        bullets = [page.get_charbox(text.index(bullet)) for bullet in "•◦▪"]
        words = [page.get_charbox(found.start()) for found in re.finditer("Inner", text)]
    gaps = [word[0] - bullet[2] for word, bullet in zip(words, bullets, strict=True)]
    assert 0 < max(gaps) < 1.5 * min(gaps), gaps
